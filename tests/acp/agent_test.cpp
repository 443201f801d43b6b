// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The agent over channels in memory, under a clock moved by hand.

#include <gtest/gtest.h>

#include <asio/io_context.hpp>

#include "aval/acp/agent.hpp"
#include "aval/acp/impl/agent.hpp"
#include "aval/testing/run.hpp"
#include "memory_transport.hpp"
#include "sum_task.hpp"

using namespace acp_test;
using namespace std::chrono_literals;
namespace acp = aval::acp;
namespace json = aval::json;
using aval::awaitable;
using aval::testing::manual_clock;
using agent = acp::basic_agent<memory_transport>;
using session = agent::session;
using context = agent::task_context;

namespace {

struct named {
  std::string name = {};
};

awaitable<void> wait(std::chrono::milliseconds time) {
  memory_transport::timer t(co_await aval::this_coro::executor, time);
  co_await t.async_wait(aval::use_awaitable);
}

/** Hears of no cancellation. */
awaitable<void> deaf() {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await wait(1h);
}

/** Two agents, ana and bob; bob listens. */
struct place {
  place() {
    manual_clock::reset();
    ana.emplace(io.get_executor(), with_id("ana"));
    bob.emplace(io.get_executor(), with_id("bob"));
    bob->on_task("sumar", [](sum_request r) -> awaitable<sum_answer> { co_return sum_answer{r.a + r.b}; });
    bob->listen("wss://bob");
  }
  ~place() {
    ana.reset();
    bob.reset();
    settle();
  }
  acp::agent_options with_id(const std::string& id) {
    acp::agent_options o;
    o.protocol.id = id;
    o.protocol.clock = manual_clock::source();
    o.on_connection = [this, id](std::string_view peer, bool up) { story += id + (up ? "+" : "-") + std::string(peer) + " "; };
    return o;
  }
  void settle() {
    io.restart();
    for (int i = 0; i < 100'000 && io.poll_one() != 0; ++i) {}
  }
  void advance(std::chrono::milliseconds by) {
    settle();
    for (; by > 0ms; by -= 100ms) {
      manual_clock::advance(std::min(by, std::chrono::milliseconds(100)));
      settle();
    }
  }
  template <class T>
  T run(awaitable<T> operation) {
    return aval::testing::run_ready(io, std::move(operation));
  }
  session open() {
    run(ana->connect("wss://bob"));
    return run(ana->open_session("bob"));
  }
  /** Starts an operation; its error code is there when it is over. */
  template <class T>
  std::shared_ptr<std::optional<std::error_code>> start(awaitable<T> operation, asio::cancellation_slot slot = {}) {
    auto state = std::make_shared<std::optional<std::error_code>>();
    if constexpr (std::is_void_v<T>) {
      asio::co_spawn(io, std::move(operation), asio::bind_cancellation_slot(slot, [state](std::exception_ptr e) { *state = aval::code_of(e); }));
    } else {
      asio::co_spawn(io, std::move(operation), asio::bind_cancellation_slot(slot, [state](std::exception_ptr e, T) { *state = aval::code_of(e); }));
    }
    settle();
    return state;
  }

  asio::io_context io;
  memory_net net;
  std::string story;
  std::optional<agent> ana, bob;
};

}  // namespace

TEST(Agent, ATypedTaskGoesOutAndItsTypedAnswerComesBack) {
  place p;
  EXPECT_EQ(p.run(p.ana->connect("wss://bob")), "bob");
  auto s = p.run(p.ana->open_session("bob"));
  EXPECT_EQ(s.peer(), "bob");
  const sum_request r{.a = 1, .b = 2};
  EXPECT_EQ(p.run(s.request<sum_answer>("sumar", r)).total, 3);
  EXPECT_EQ(p.run(s.request<json::raw>("sumar", r)).text(), R"({"total":3})");
  p.run(s.close("done"));
  EXPECT_EQ(aval::testing::code_of_run(p.io, s.request<sum_answer>("sumar", r)), acp::errc::session_closed);
  p.run(s.close());
}

TEST(Agent, HandlersOfEveryShape) {
  place p;
  p.bob->on_task("plain", [](sum_request r) { return sum_answer{r.a * r.b}; });
  p.bob->on_task("nothing", [] {});
  p.bob->on_task("who", [](context c) -> awaitable<named> { co_return named{c.peer() + "/" + c.name()}; });
  p.bob->on_task("both", [](context c, sum_request r) -> awaitable<std::string> { co_return c.peer() + std::to_string(r.a); });
  p.bob->on_task("raw", [](json::raw r) { return r; });
  p.bob->on_any_task([](context c, json::raw r) -> awaitable<std::string> { co_return c.name() + std::string(r.text()); });
  auto s = p.open();
  const sum_request r{.a = 3, .b = 4};
  EXPECT_EQ(p.run(s.request<sum_answer>("plain", r)).total, 12);
  p.run(s.request<void>("nothing"));
  EXPECT_EQ(p.run(s.request<named>("who")).name, "ana/who");
  EXPECT_EQ(p.run(s.request<std::string>("both", r)), "ana3");
  EXPECT_EQ(p.run(s.request<json::raw>("raw", r)).text(), R"({"a":3,"b":4})");
  EXPECT_EQ(p.run(s.request<std::string>("anything else", r)), R"(anything else{"a":3,"b":4})");
}

TEST(Agent, WhatAHandlerThrowsIsAnsweredAsFalloWithAPrintableReason) {
  place p;
  p.bob->on_task("bad", []() -> awaitable<void> { throw std::runtime_error("no \x1b[31mred\n"); co_return; });
  p.bob->on_task("odd", [] { throw 7; });
  auto s = p.open();
  const auto reason = [&](std::string task, json::raw parameters) {
    try {
      p.run(s.request<void>(std::move(task), std::move(parameters)));
    } catch (const acp::task_error& e) {
      EXPECT_EQ(e.code(), acp::errc::task_failed);
      return std::string(e.detail().text());
    }
    return std::string("no exception");
  };
  EXPECT_EQ(reason("bad", {}), "\"no ?[31mred?\"");
  EXPECT_EQ(reason("odd", {}), "\"unknown failure\"");
  EXPECT_EQ(reason("unknown", {}), "\"no such task: unknown\"");
  EXPECT_NE(reason("sumar", json::raw(R"({"a":"x"})")).find("parametros/a: expected integer"), std::string::npos);
}

TEST(Agent, AnAnswerOfAnotherTypeIsInvalid) {
  place p;
  auto s = p.open();
  const sum_request r;
  EXPECT_EQ(aval::testing::code_of_run(p.io, s.request<std::vector<int>>("sumar", r)), acp::errc::invalid_answer);
}

TEST(Agent, AHandlerAsksBackWithinTheSession) {
  place p;
  p.ana->on_task("units", [] { return named{"metres"}; });
  p.bob->on_task("measure", [](context c) -> awaitable<std::string> {
    named units = co_await c.session().request<named>("units");
    co_return "3 " + units.name;
  });
  auto s = p.open();
  EXPECT_EQ(p.run(s.request<std::string>("measure")), "3 metres");
}

TEST(Agent, ASlowHandlerBlocksNeitherAcknowledgementsNorOtherTasks) {
  place p;
  p.bob->on_task("slow", [] { return wait(60s); });
  auto s = p.open();
  const auto slow = p.start(s.request<void>("slow"));
  const sum_request r{.a = 2, .b = 2};
  EXPECT_EQ(p.run(s.request<sum_answer>("sumar", r)).total, 4);
  p.advance(59s);
  EXPECT_FALSE(*slow);
  EXPECT_EQ(p.run(p.ana->counts()).repeated, 0U) << "it was acknowledged";
  p.advance(1s);
  ASSERT_TRUE(*slow);
  EXPECT_FALSE(**slow);
}

TEST(Agent, HandlersRunUpToTheLimit) {
  place p;
  auto o = p.with_id("limited");
  o.protocol.max_running_tasks = 2;
  agent limited(p.io.get_executor(), o);
  int running = 0, most = 0;
  limited.on_task("work", [&running, &most]() {
    most = std::max(most, ++running);
    return [](int* n) -> awaitable<void> {
      co_await wait(1s);
      --*n;
    }(&running);
  });
  limited.listen("wss://limited");
  p.run(p.ana->connect("wss://limited"));
  auto s = p.run(p.ana->open_session("limited"));
  std::vector<std::shared_ptr<std::optional<std::error_code>>> all;
  for (int i = 0; i < 6; ++i) all.push_back(p.start(s.request<void>("work")));
  p.advance(2900ms);
  EXPECT_FALSE(*all.back());
  p.advance(200ms);
  for (const auto& done : all) EXPECT_TRUE(*done);
  EXPECT_EQ(most, 2);
}

TEST(Agent, ACancelledRequestIsGivenUpAndTheAgentGoesOn) {
  place p;
  p.bob->on_task("slow", [] { return wait(5s); });
  auto s = p.open();
  asio::cancellation_signal signal;
  const auto slow = p.start(s.request<void>("slow"), signal.slot());
  signal.emit(asio::cancellation_type::terminal);
  p.settle();
  ASSERT_TRUE(*slow);
  EXPECT_EQ(**slow, aval::condition::cancelled);
  p.advance(10s);  // the late answer is dropped
  const sum_request r{.a = 1, .b = 1};
  EXPECT_EQ(p.run(s.request<sum_answer>("sumar", r)).total, 2);
}

TEST(Agent, ARequestCancelledBeforeItBeganSendsNothing) {
  place p;
  auto s = p.open();
  const auto before = p.run(p.ana->counts()).messages_out;
  EXPECT_EQ(aval::testing::already_cancelled(p.io, s.request<void>("sumar")), asio::error::operation_aborted);
  EXPECT_EQ(p.run(p.ana->counts()).messages_out, before);
}

TEST(Agent, TheTimeOfARequestEndsTheWaitingAndTheHandler) {
  place p;
  auto seen = std::make_shared<std::error_code>();
  p.bob->on_task("slow", [seen] {
    return [](std::shared_ptr<std::error_code> s) -> awaitable<void> {
      try {
        co_await wait(1h);
      } catch (const std::system_error& e) {
        *s = e.code();
        throw;
      }
    }(seen);
  });
  auto s = p.open();
  const auto slow = p.start(s.request<void>("slow", json::raw("{}"), {.timeout = 2s}));
  p.advance(1900ms);
  EXPECT_FALSE(*slow || *seen);
  p.advance(200ms);
  ASSERT_TRUE(*slow);
  EXPECT_TRUE(**slow == acp::errc::task_timed_out || **slow == acp::errc::task_failed) << (*slow)->message();
  EXPECT_EQ(*seen, asio::error::operation_aborted);
}

TEST(Agent, ClosingASessionCancelsItsHandlersAndFailsItsRequests) {
  place p;
  int over = 0;
  p.bob->on_task("slow", [&over] {
    return [](int* n) -> awaitable<void> {
      struct at_end {
        int* n;
        ~at_end() { ++*n; }
      } end{n};
      co_await wait(1h);
    }(&over);
  });
  auto s = p.open();
  const auto slow = p.start(s.request<void>("slow"));
  p.run(s.close());
  ASSERT_TRUE(*slow);
  EXPECT_EQ(**slow, acp::errc::session_closed);
  p.settle();
  EXPECT_EQ(over, 1);
}

TEST(Agent, APeerKilledInMidTaskFailsTheRequestAndIsDialedAgainWithBackOff) {
  place p;
  p.bob->on_task("slow", [] { return wait(1h); });
  auto s = p.open();
  const auto slow = p.start(s.request<void>("slow"));
  p.net.cut(0);
  p.settle();
  ASSERT_TRUE(*slow);
  EXPECT_EQ(**slow, acp::errc::connection_lost);
  EXPECT_EQ(aval::testing::code_of_run(p.io, p.ana->open_session("bob")), acp::errc::not_connected);
  EXPECT_EQ(p.net.dialed, 1);
  p.advance(1200ms);
  EXPECT_EQ(p.net.dialed, 2);
  EXPECT_EQ(aval::testing::code_of_run(p.io, s.request<void>("slow")), acp::errc::session_closed) << "sessions are not resumed";
  auto again = p.run(p.ana->open_session("bob"));
  const sum_request r{.a = 5, .b = 5};
  EXPECT_EQ(p.run(again.request<sum_answer>("sumar", r)).total, 10);
  EXPECT_NE(p.story.find("ana+bob"), std::string::npos);
  EXPECT_NE(p.story.find("ana-bob"), std::string::npos);
}

TEST(Agent, BackOffGrowsWhileNobodyListens) {
  place p;
  p.open();
  p.bob.reset();
  p.settle();
  p.advance(20s);
  EXPECT_GE(p.net.dialed, 4);
  EXPECT_LE(p.net.dialed, 7);
}

TEST(Agent, KeepConnectedWaitsForTheOtherToAppear) {
  place p;
  p.ana->keep_connected("wss://late");
  p.advance(3s);
  agent late(p.io.get_executor(), p.with_id("late"));
  late.listen("wss://late");
  p.advance(10s);
  EXPECT_EQ(p.run(p.ana->open_session("late")).peer(), "late");
}

TEST(Agent, TwoAgentsThatDialEachOtherKeepBothConnections) {
  place p;
  p.ana->listen("wss://ana");
  p.ana->on_task("eco", [](json::raw r) { return r; });
  p.run(p.ana->connect("wss://bob"));
  p.run(p.bob->connect("wss://ana"));
  p.advance(30s);
  EXPECT_EQ(p.story, "bob+ana ana+bob ana+bob bob+ana ");
  auto there = p.run(p.ana->open_session("bob")), back = p.run(p.bob->open_session("ana"));
  const sum_request r{.a = 1, .b = 1};
  EXPECT_EQ(p.run(there.request<sum_answer>("sumar", r)).total, 2);
  EXPECT_EQ(p.run(back.request<sum_request>("eco", r)).a, 1);
  EXPECT_EQ(p.net.connections.size(), 2U);
}

TEST(Agent, ConnectReportsTheFirstFailureAndKeepsNothing) {
  place p;
  EXPECT_EQ(aval::testing::code_of_run(p.io, p.ana->connect("wss://nobody")), aval::condition::unreachable);
  const acp::connect_terms wrong{.peer = "carol"};
  EXPECT_EQ(aval::testing::code_of_run(p.io, p.ana->connect("wss://bob", wrong)), acp::errc::wrong_peer);
  p.advance(60s);
  EXPECT_EQ(p.net.dialed, 2);
  EXPECT_EQ(p.net.connections.at(0).second->close_code, 1008);
}

TEST(Agent, AConnectThatIsCancelledWhileItRegistersIsGivenUp) {
  place p;
  memory_transport mute(p.io.get_executor(), p.with_id("mute"));
  acp::arrival<memory_channel> in;
  mute.serve([&in](acp::arrival<memory_channel> a) { in = std::move(a); });
  mute.listen("wss://mute");
  asio::cancellation_signal signal;
  const auto connecting = p.start(p.ana->connect("wss://mute"), signal.slot());
  EXPECT_FALSE(*connecting);
  EXPECT_EQ(in.channel.end().inbox.size(), 1U) << "REGISTRO";
  signal.emit(asio::cancellation_type::terminal);
  p.settle();
  ASSERT_TRUE(*connecting);
  EXPECT_EQ(**connecting, aval::condition::cancelled);
  EXPECT_TRUE(in.channel.end().over) << "the connection does not stay behind";
  p.advance(60s);
  EXPECT_EQ(p.net.dialed, 1);
  EXPECT_EQ(p.story, "");
}

TEST(Agent, ARejectedSessionGivesTheReason) {
  place p;
  p.run(p.ana->connect("wss://bob"));
  acp::session_init terms;
  terms.requisitos = acp::session_requirements{.required_capability = "volar"};
  try {
    p.run(p.ana->open_session("bob", terms));
    FAIL() << "accepted";
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), acp::errc::session_rejected);
    EXPECT_EQ(e.peer_text(), "required capability not supported (501)");
  }
}

TEST(Agent, APausedPeerIsSentNothingUntilItResumes) {
  place p;
  auto s = p.open();
  p.bob->pause("ana", true);
  p.settle();
  const sum_request r;
  const auto held = p.start(s.request<sum_answer>("sumar", r));
  EXPECT_FALSE(*held);
  p.bob->pause("ana", false);
  p.settle();
  ASSERT_TRUE(*held);
  EXPECT_FALSE(**held);
}

TEST(Agent, StopEndsSessionsAndConnectionsInGoodOrder) {
  place p;
  p.bob->on_task("slow", [] { return wait(1h); });
  auto s = p.open();
  const auto slow = p.start(s.request<void>("slow"));
  p.run(p.bob->stop());
  p.settle();
  ASSERT_TRUE(*slow);
  EXPECT_EQ(**slow, acp::errc::session_closed);
  EXPECT_EQ(p.net.connections.at(0).first->close_code, 1001);
  p.run(p.ana->stop());
  EXPECT_EQ(aval::testing::code_of_run(p.io, p.ana->connect("wss://bob")), acp::errc::shut_down);
}

TEST(Agent, StopWaitsNoLongerThanItsTimeForAHandlerThatHearsOfNoCancellation) {
  place p;
  p.bob->on_task("deaf", [] { return deaf(); });
  auto s = p.open();
  const auto request = p.start(s.request<void>("deaf"));
  const auto stop = p.start(p.bob->stop());
  p.advance(acp::agent_options().stop_timeout - 100ms);
  EXPECT_FALSE(*stop);
  p.advance(200ms);
  ASSERT_TRUE(*stop);
  EXPECT_FALSE(**stop);
  ASSERT_TRUE(*request);
  EXPECT_EQ(**request, acp::errc::session_closed);
}

TEST(Agent, DroppingTheLastHandleEndsWhatIsPending) {
  place p;
  p.bob->on_task("slow", [] { return wait(1h); });
  auto s = p.open();
  const auto slow = p.start(s.request<void>("slow"));
  p.ana.reset();
  p.settle();
  ASSERT_TRUE(*slow);
  EXPECT_TRUE(**slow);
}
