// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include <stdlib.h>
#include <unistd.h>

#include "aval/authority/registry.hpp"
#include "aval/core/asio.hpp"

namespace authority_test {

using namespace aval::authority;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline const aval::timestamp start_of_time = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + hours(12);

/** Runs an awaitable to its end; rethrows what it throws. */
template <class T>
T run(asio::io_context& context, aval::awaitable<T> operation) {
  std::optional<T> value;
  std::exception_ptr failed;
  asio::co_spawn(context, std::move(operation), [&](std::exception_ptr e, T v) {
    failed = e;
    value = std::move(v);
  });
  context.restart();
  context.run();
  if (failed) std::rethrow_exception(failed);
  return std::move(*value);
}
inline void run(asio::io_context& context, aval::awaitable<void> operation) {
  std::exception_ptr failed;
  bool done = false;
  asio::co_spawn(context, std::move(operation), [&](std::exception_ptr e) {
    failed = e;
    done = true;
  });
  context.restart();
  context.run();
  if (failed) std::rethrow_exception(failed);
  if (!done) throw std::runtime_error("the operation did not end");
}

/** A folder that is removed with everything in it. */
class temporary_folder {
 public:
  temporary_folder() {
    char name[] = "/tmp/aval-test-XXXXXX";
    if (!::mkdtemp(name)) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~temporary_folder() {
    const std::string command = "rm -rf '" + path_ + "'";
    if (::system(command.c_str()) != 0) path_.clear();
  }
  std::string operator/(const std::string& name) const { return path_ + '/' + name; }

 private:
  std::string path_;
};

inline aval::crypto::keypair key_number(unsigned char n) {
  std::array<std::byte, 32> seed{};
  seed[0] = std::byte{n};
  seed[31] = std::byte{1};
  return aval::crypto::keypair::from_seed(seed);
}

inline signature_bytes mark(unsigned n) {
  signature_bytes s{};
  s[0] = static_cast<std::byte>(n);
  s[1] = static_cast<std::byte>(n >> 8);
  return s;
}

inline question ask(aval::uuid agent, std::string action, unsigned number) {
  question q;
  q.agent = agent;
  q.action = std::move(action);
  q.signature = mark(number);
  return q;
}

inline registration named(std::string name, unsigned char key) {
  registration r;
  r.name = std::move(name);
  r.key = key_number(key).public_key();
  return r;
}

/** A registry on a store in memory: two organizations, and an agent in the first. */
struct world {
  explicit world(registry_options options = {}) : records(std::make_shared<memory_store>()), state(records, std::move(options)) {
    reload();
    home = state.create_organization("home", now, ticket);
    abroad = state.create_organization("abroad", now, ticket);
    admin.is = caller::kind::user;
    admin.organization = home;
    admin.role = role::admin;
    admin.name = "ann@example.com";
    admin.user = aval::uuid::random();
    stranger = admin;
    stranger.organization = abroad;
    agent = state.register_agent(named("weather", 1), home, agent_status::verified, admin, now, ticket).value().agent->id;
  }
  void reload() {
    asio::io_context context;
    state.load(run(context, records->open(now, now - minutes(10))), now);
  }
  registry::decided decide(std::string action, unsigned number) { return state.decide(ask(agent, std::move(action), number), nobody, now, ticket).value(); }
  audit_page trail() {
    asio::io_context context;
    audit_query q;
    q.organization = home;
    q.limit = 1000;
    return run(context, records->audit(q));
  }

  aval::timestamp now = start_of_time;
  std::uint64_t ticket = 0;
  std::shared_ptr<memory_store> records;
  registry state;
  aval::uuid home, abroad, agent;
  caller admin, stranger, nobody;
};

}  // namespace authority_test
