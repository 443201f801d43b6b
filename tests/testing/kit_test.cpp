// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/testing.hpp"

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>

#include <memory>
#include <string>

namespace {

using namespace aval::testing;
using namespace std::chrono_literals;
using aval::awaitable;
using aval::use_awaitable;

using manual_timer = asio::basic_waitable_timer<manual_clock>;

awaitable<std::string> sleep_then_say(std::string what) {
  manual_timer timer(co_await asio::this_coro::executor, 2s);
  co_await timer.async_wait(use_awaitable);
  co_return what;
}
awaitable<void> fail_with(std::error_code ec) {
  co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
  throw aval::error(ec, "on purpose");
}
awaitable<int> answer() {
  co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
  co_return 42;
}

TEST(ManualClock, ATimerRingsWhenTheTestSaysSoAndNotBefore) {
  manual_clock::reset();
  asio::io_context context;
  manual_timer timer(context, 2s);
  bool rang = false;
  timer.async_wait([&](std::error_code ec) { rang = !ec; });
  manual_clock::advance(1999ms);
  context.poll();
  EXPECT_FALSE(rang);
  manual_clock::advance(1ms);
  context.poll();
  EXPECT_TRUE(rang);
}

TEST(ManualClock, OptionsSeeTheSameTime) {
  manual_clock::reset();
  const std::chrono::system_clock::time_point begin = std::chrono::sys_days{std::chrono::year{2026} / 2 / 3};
  const aval::clock_source source = manual_clock::source(begin);
  const auto steady = source.steady();
  EXPECT_EQ(source.now(), begin);
  manual_clock::advance(90min);
  EXPECT_EQ(source.now(), begin + 90min);
  EXPECT_EQ(source.steady() - steady, 90min);
}

TEST(Run, GivesTheValueOrThrowsTheException) {
  asio::io_context context;
  EXPECT_EQ(run(context, answer()), 42);
  EXPECT_EQ(run_ready(context, answer()), 42);
  try {
    run(context, fail_with(asio::error::host_not_found));
    ADD_FAILURE() << "no exception";
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), asio::error::host_not_found);
    EXPECT_EQ(e.context(), "on purpose");
  }
  EXPECT_EQ(code_of_run(context, fail_with(asio::error::host_not_found)), asio::error::host_not_found);
  EXPECT_EQ(code_of_run(context, answer()), std::error_code{});
}

TEST(Run, AnOperationThatWaitsForNothingIsStuckAndNotHanging) {
  manual_clock::reset();
  asio::io_context context;
  EXPECT_EQ(code_of_run(context, [] { return answer(); }()), std::error_code{});
  try {
    run_ready(context, sleep_then_say("never"));
    ADD_FAILURE() << "came to an end without the clock";
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), aval::errc::timed_out);
    EXPECT_NE(std::string(e.what()).find("stuck"), std::string::npos);
  }
}

awaitable<void> spin() {
  for (;;) co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
}

TEST(Run, AnOperationThatRunsInCirclesIsStuckAfterTheMostHandlers) {
  asio::io_context context;
  EXPECT_THROW(run_ready(context, spin(), 1000), aval::error);
}

TEST(AlreadyCancelled, AnOperationEndsBeforeItsFirstStep) {
  manual_clock::reset();
  asio::io_context context;
  EXPECT_EQ(already_cancelled(context, sleep_then_say("never")), asio::error::operation_aborted);
  scripted_stream peer(context.get_executor(), [](const std::string& what) { ADD_FAILURE() << what; });
  peer.provide_end();
  auto read = [](scripted_stream s) -> awaitable<std::size_t> {
    char to[8];
    co_return co_await s.async_read_some(asio::buffer(to), use_awaitable);
  };
  EXPECT_EQ(already_cancelled(context, read(peer)), asio::error::operation_aborted);
}

TEST(AlreadyCancelled, NothingOfTheOperationHappens) {
  asio::io_context context;
  bool begun = false;
  auto mark = [](bool& flag) -> awaitable<void> {
    flag = true;
    co_return;
  };
  EXPECT_EQ(already_cancelled(context, mark(begun)), asio::error::operation_aborted);
  EXPECT_FALSE(begun);
}

TEST(Steps, AScenarioWithoutStepsSaysSo) {
  int runs = 0;
  EXPECT_EQ(fail_steps([&](const step_plan&) { ++runs; }), 0u);
  EXPECT_EQ(runs, 1);
}

TEST(Steps, AScenarioThatNeverGetsThroughIsRefused) {
  EXPECT_THROW(fail_steps([](const step_plan& plan) { while (!plan.reached()) plan.next(); }, asio::error::connection_reset, 50), std::length_error);
}

TEST(TrackerExecutor, ACompletionGoesThroughTheExecutorThatIsBoundToItsHandler) {
  asio::io_context context;
  tracker_executor tracked(context.get_executor());
  scripted_stream peer(context.get_executor(), [](const std::string& what) { ADD_FAILURE() << what; });
  peer.provide("x");
  char to[8];
  bool inside = false, other_inside = true;
  peer.async_read_some(asio::buffer(to), asio::bind_executor(tracked, [&](std::error_code, std::size_t) { inside = tracked.running_here(); }));
  asio::post(context, [&] { other_inside = tracked.running_here(); });
  context.run();
  EXPECT_TRUE(inside);
  EXPECT_FALSE(other_inside);
  EXPECT_EQ(tracked.submitted(), 1u);
  EXPECT_EQ(tracked.begun(), 1u);
}

TEST(TrackerExecutor, ACoroutineSpawnedOnItStaysOnIt) {
  asio::io_context context;
  tracker_executor tracked(context.get_executor());
  auto check = [](tracker_executor t) -> awaitable<bool> {
    bool all = t.running_here();
    co_await asio::post(co_await asio::this_coro::executor, use_awaitable);
    co_return all && t.running_here();
  };
  bool stayed = false;
  asio::co_spawn(aval::any_io_executor(tracked), check(tracked), [&](std::exception_ptr, bool all) { stayed = all; });
  context.run();
  EXPECT_TRUE(stayed);
  EXPECT_FALSE(tracked.running_here());
}

TEST(TrackerExecutor, CountsFromManyThreads) {
  asio::thread_pool pool(4);
  tracker_executor tracked(pool.get_executor());
  for (int i = 0; i < 100; ++i) asio::post(tracked, [] {});
  pool.join();
  EXPECT_EQ(tracked.submitted(), 100u);
  EXPECT_EQ(tracked.begun(), 100u);
}

TEST(TrackerExecutor, CopiesAreEqualAndOthersAreNot) {
  asio::io_context context;
  const tracker_executor a(context.get_executor());
  const tracker_executor b = a;
  const tracker_executor c(context.get_executor());
  EXPECT_EQ(a, b);
  EXPECT_NE(a, c);
  EXPECT_EQ(aval::any_io_executor(a), aval::any_io_executor(b));
}

}  // namespace
