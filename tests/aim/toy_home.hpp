// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <asio/io_context.hpp>
#include <gtest/gtest.h>

#include "aim/toy_authority.hpp"
#include "aval/aim/key_store.hpp"
#include "aval/aim/secure.hpp"
#include "aval/testing/run.hpp"

namespace toy {

/** A home folder of its own, gone at the end; agents at a toy authority, and what they write into their log. */
class home : public ::testing::Test {
 protected:
  home() : home_(std::filesystem::temp_directory_path() / ("aval-toy-" + aval::uuid::random().to_string())) { variables["HOME"] = home_.string(); }
  ~home() override { std::filesystem::remove_all(home_); }

  aval::log_hooks log() const {
    return aval::log_hooks([this](aval::log_level, std::string_view, std::string_view text) {
      const std::lock_guard lock(mutex_);
      log_.emplace_back(text);
    }, aval::log_level::debug);
  }
  aval::aim::secure_options options(const authority& a) const {
    aval::aim::secure_options o;
    o.aim_url = a.url();
    o.environment = aval::environment(variables);
    o.retry_attempts = 0;
    o.log = log();
    return o;
  }
  aval::aim::agent make(const authority& a) { return make(options(a)); }
  aval::aim::agent make(aval::aim::secure_options o) { return aval::testing::run(context, aval::aim::secure("weather-agent", aval::moved(o))); }

  aval::aim::key_store store() const {
    aval::aim::key_store_options where;
    where.variables = aval::environment(variables);
    return aval::aim::key_store::open(std::move(where)).value();
  }
  void keep_sdk(const authority& a, std::string_view token) {
    aval::aim::sdk_credentials sdk;
    sdk.aim_url = a.url();
    sdk.refresh_token = aval::secret(token);
    store().save_sdk(std::move(sdk)).value();
  }
  std::string stored_sdk(const authority& a) const {
    const auto kept = store().find_sdk(a.url());
    return kept && *kept ? std::string((*kept)->refresh_token.reveal()) : std::string();
  }
  std::string all_logged() const {
    const std::lock_guard lock(mutex_);
    std::string out;
    for (const auto& line : log_) out += line + "\n";
    return out;
  }

  asio::io_context context;
  std::filesystem::path home_;
  std::map<std::string, std::string> variables;

 private:
  mutable std::mutex mutex_;
  mutable std::vector<std::string> log_;
};

}  // namespace toy
