// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <malloc.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <random>

#include "aval/acp/agent.hpp"
#include "relay/hub_fixture.hpp"
#include "relay/soak_ledger.hpp"

// The soak of soak_test.cpp once more with everything real: five hundred agents with a certificate each, the hub, mutual TLS on the loopback.
// Now and then a socket is shut down under a connection; the agents dial again by themselves. AVAL_SOAK_TASKS=100000 makes it a long one.

namespace {

using namespace relay_test;
namespace acp = aval::acp;
namespace json = aval::json;

class socket_soak {
 public:
  explicit socket_soak(std::size_t agents) : hub_(patient()) {
    for (std::size_t i = 0; i < agents; ++i) {
      acp::agent_options o;
      o.tls = tls_of(certificate(name(i)));
      o.protocol.reconnect_first = 20ms;
      o.protocol.reconnect_longest = 500ms;
      o.protocol.duplicate_entries = 4;  // memory that is full soon: what is measured is what grows
      agents_.emplace_back(hub_.context.get_executor(), std::move(o));
      agents_.back().on_task("echo", [this](json::raw task) {
        ledger.ran(std::string(task.text()));
        return carry_out(this, std::move(task));
      });
    }
    aval::testing::run(hub_.context, in_parallel<&socket_soak::connect>(this, 16), 100s);
  }
  /** Hands out so many tasks, with one socket shut down for every twenty; completes when each caller has heard and all are connected again. */
  void run(std::size_t tasks) {
    goal_ = ledger.asked() + tasks;
    aval::testing::run(hub_.context, in_parallel<&socket_soak::work>(this, agents_.size()), 100s + 20ms * tasks);
    aval::testing::run(hub_.context, settle(this), 100s);
  }
  std::size_t connected() { return aval::testing::run(hub_.context, hub_.hub.metrics()).agents_connected; }
  std::size_t memory() {
    ledger.forget();
    return ::mallinfo2().uordblks;
  }

  soak_ledger ledger;
  std::size_t drops = 0;

 private:
  static relay::hub_options patient() {  // hundreds of handshakes on a slow machine
    relay::hub_options o;
    o.handshake_timeout = 60s;
    return o;
  }
  static std::string name(std::size_t i) { return "agent" + std::to_string(i); }
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  /** So many of these at a time, until all are over. */
  template <auto What>
  static awaitable<void> in_parallel(socket_soak* s, std::size_t lanes) {
    s->running_ = lanes;
    for (std::size_t i = 0; i < lanes; ++i) {
      asio::co_spawn(s->hub_.context, What(s, i, lanes), [s](std::exception_ptr e) {
        EXPECT_FALSE(e) << aval::code_of(e).message();
        --s->running_;
      });
    }
    asio::steady_timer timer(s->hub_.context);
    while (s->running_ != 0) {
      timer.expires_after(5ms);
      co_await timer.async_wait(use_awaitable);
    }
  }
  static awaitable<void> connect(socket_soak* s, std::size_t first, std::size_t step) {
    const std::string where = "wss://127.0.0.1:" + std::to_string(s->hub_.port);
    const acp::connect_terms through_hub{.peer = "hub", .hub = true};
    for (std::size_t i = first; i < s->agents_.size(); i += step) co_await s->agents_[i].connect(where, through_hub);
  }
  /** An application: sessions with one of two neighbours, some tasks in each. */
  static awaitable<void> work(socket_soak* s, std::size_t i, std::size_t count) {
    asio::steady_timer pause(s->hub_.context);
    while (s->ledger.asked() < s->goal_) {
      bool good = false;
      try {
        acp::session talk = co_await s->agents_[i].open_session(name((i + 1 + s->pick(2)) % count));
        good = true;
        for (std::size_t n = 1 + s->pick(4); good && n != 0 && s->ledger.asked() < s->goal_; --n) good = co_await one(s, talk);
        co_await talk.close();
      } catch (const std::system_error&) {  // no task was handed over
      }
      if (good) continue;
      pause.expires_after(std::chrono::milliseconds(5 + s->pick(20)));
      co_await pause.async_wait(use_awaitable);
    }
  }
  static awaitable<bool> one(socket_soak* s, acp::session talk) {
    const std::string task = s->ledger.ask();
    json::raw parameters(task);
    std::string why;
    try {
      const json::raw answer = co_await talk.request<json::raw>("echo", parameters);
      s->ledger.answered(task, std::string(answer.text()));
    } catch (const std::system_error& e) {
      why = e.code().message();
    }
    if (!why.empty()) s->ledger.failed(task, why);
    if (s->pick(20) == 0) s->drop();
    co_return why.empty();
  }
  /** Some take a while, so that a connection may end under them. */
  static awaitable<json::raw> carry_out(socket_soak* s, json::raw task) {
    if (s->pick(2) == 0) {
      asio::steady_timer timer(s->hub_.context, std::chrono::milliseconds(1 + s->pick(10)));
      co_await timer.async_wait(use_awaitable);
    }
    co_return task;
  }
  /** Takes a socket away under a connection, at either end: TLS and WebSocket are not asked. */
  void drop() {
    const auto port_of = [](const sockaddr_in& a) { return a.sin_family == AF_INET ? ntohs(a.sin_port) : 0; };
    for (std::size_t tries = 0, at = pick(most_files); tries < most_files; ++tries, at = (at + 1) % most_files) {
      sockaddr_in own{}, peer{};
      socklen_t size = sizeof own, peer_size = sizeof peer;
      const int fd = static_cast<int>(at);
      if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &peer_size) != 0 || ::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0) continue;
      if (port_of(peer) != hub_.port && port_of(own) != hub_.port) continue;
      ::shutdown(fd, SHUT_RDWR);
      ++drops;
      return;
    }
  }
  static awaitable<void> settle(socket_soak* s) {
    asio::steady_timer timer(s->hub_.context);
    for (;;) {
      const relay::router_metrics now = co_await s->hub_.hub.metrics();
      if (now.agents_connected == s->agents_.size() && now.sessions_active == 0 && s->hub_.hub.connections() == s->agents_.size()) co_return;
      timer.expires_after(20ms);
      co_await timer.async_wait(use_awaitable);
    }
  }

 public:
  static constexpr std::size_t most_files = 2048;

 private:
  std::mt19937 random_{7};
  running_hub hub_;
  std::vector<acp::agent> agents_;
  std::size_t goal_ = 0, running_ = 0;
};

TEST(SocketSoak, FiveHundredAgentsOverMutualTlsWithRandomDropsLoseNoTaskSilentlyAndRunNoneTwice) {
  ASSERT_GE(allow_files(socket_soak::most_files), 1200u) << "two sockets for each agent are needed: raise the hard limit of open files";
  socket_soak s(500);
  const std::size_t tasks = soak_tasks(800);
  const auto& ledger = s.ledger;
  s.run(tasks);
  EXPECT_EQ(s.connected(), 500u);
  EXPECT_EQ(ledger.open(), 0u) << "a caller that never heard of its task";
  EXPECT_EQ(ledger.good + ledger.failures(), tasks);
  EXPECT_GT(ledger.good, tasks / 2);
  EXPECT_GT(s.drops, tasks / 40);
  EXPECT_GT(ledger.failures(), 0u) << "no drop has hit a task: nothing was tested";
  EXPECT_EQ(ledger.errors.count("no answer in time"), 0u) << "the hub tells who waits for an agent that is gone";

  const std::size_t before = s.memory();
  s.run(tasks);
  EXPECT_EQ(s.connected(), 500u);
  EXPECT_EQ(ledger.open(), 0u);
  EXPECT_EQ(ledger.twice, 0u) << "a task run twice, or two outcomes for one request";
  EXPECT_EQ(ledger.wrong, 0u) << "the answer to another request";
  const std::size_t after = s.memory();
  EXPECT_LE(after, before + before / 10) << "as much again costs no more memory";
  RecordProperty("drops", static_cast<int>(s.drops));
  RecordProperty("failed", static_cast<int>(ledger.failures()));
  RecordProperty("KiB in use, then later", std::to_string(before / 1024) + ", " + std::to_string(after / 1024));
}

}  // namespace
