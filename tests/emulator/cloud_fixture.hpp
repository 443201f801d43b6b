// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/credentials/identity_client.hpp"
#include "aval/emulator/cloud_identity.hpp"
#include "aval/testing/run.hpp"

// The emulator, clients and a clock that stands still, all on one thread.

namespace emulator_test {

using namespace aval;
using namespace std::chrono_literals;

class emulated : public ::testing::Test {
 protected:
  explicit emulated(emulator::cloud_options o = {}) : cloud(context.get_executor(), prepared(std::move(o))) {
    aval::testing::run(context, cloud.start());
    options.endpoint = net::url(cloud.url());
    options.clock.wall = [this] { return now; };
    options.http.proxy.from_environment = false;
    options.pause.first = options.pause.longest = 1ms;
    client.emplace(context.get_executor(), options);
    root = std::make_shared<const credentials::cloud_credential>("testAccessKeyId", secret("canary-5f1c-key"));
  }
  ~emulated() override {
    client.reset();
    aval::testing::run(context, cloud.stop(0ms));
  }

  template <class T>
  T run(awaitable<T> operation) {
    return aval::testing::run(context, std::move(operation));
  }
  json::value call(credentials::openapi_product product, std::string action, credentials::parameters p = {}, credentials::shared_credential who = nullptr) {
    credentials::openapi_request request(std::move(product), std::move(action), std::move(p), who ? std::move(who) : root);
    return json::parse(run(client->call(std::move(request))).body).value();
  }
  json::value control(std::string action, credentials::parameters p = {}) { return call(credentials::agent_identity(), std::move(action), std::move(p)); }
  json::value data(std::string action, credentials::parameters p = {}, credentials::shared_credential who = nullptr) {
    return call(credentials::agent_identity_data(), std::move(action), std::move(p), std::move(who));
  }
  json::value ram(std::string action, credentials::parameters p = {}, credentials::shared_credential who = nullptr) {
    return call(credentials::ram(), std::move(action), std::move(p), std::move(who));
  }
  json::value sts(std::string action, credentials::parameters p = {}, credentials::shared_credential who = nullptr) {
    return call(credentials::sts(), std::move(action), std::move(p), std::move(who));
  }
  /** The service's code with which something ends; "ok" when it succeeds. */
  template <class F>
  std::string code(F f) {
    try {
      f();
    } catch (const credentials::openapi_error& e) {
      last_status = e.failure().status;
      return e.service_code();
    }
    return "ok";
  }

  credentials::identity_client identity(credentials::shared_credential caller = nullptr) {
    const auto& c = caller ? *caller : *root;
    return {*client, credentials::fixed_credential(c.access_key_id, c.access_key_secret.clone(), c.security_token.clone())};
  }
  /** An identity "me" with a role, a provider "docs" and a key "search". */
  void furnish() {
    cloud.add_workload_identity({.name = "me", .return_urls = {back}});
    cloud.add_oauth2_provider({.name = "docs"});
    cloud.add_api_key({.name = "search", .key = secret("canary-5f1c-k")});
  }
  secret token_for(std::string user) {
    return run(identity().workload_access_token("me", user.empty() ? credentials::workload_user() : credentials::workload_user::of_id(std::move(user))));
  }
  static credentials::parameters of(std::string_view name, std::string_view value) { return {{name, value}}; }
  static std::string text(const json::value& v) { return v.if_string() != nullptr ? *v.if_string() : "(none)"; }

  static constexpr const char* back = "http://localhost:8090/callback";
  asio::io_context context{1};
  std::chrono::system_clock::time_point now{std::chrono::seconds(1795203158)};
  emulator::cloud_identity cloud;
  credentials::openapi_options options;
  std::optional<credentials::openapi_client> client;
  credentials::shared_credential root;
  int last_status = 0;

 private:
  emulator::cloud_options prepared(emulator::cloud_options o) {
    o.transport = emulator::transport::plain;
    o.access_key_secret = "canary-5f1c-key";
    o.http.strand_per_connection = false;
    o.clock.wall = [this] { return now; };
    return o;
  }
};

}  // namespace emulator_test
