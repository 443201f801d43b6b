// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/core/detail/on_strand.hpp"

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "aval/core/error.hpp"

namespace {

using aval::any_io_executor;
using aval::awaitable;
using aval::use_awaitable;
using aval::detail::on_strand;
namespace this_coro = aval::this_coro;

// The caller on a context of its own, the strand on another: what has travelled is visible from outside, without a thread.
struct two_sides {
  asio::cancellation_signal stop;
  asio::io_context here, there;
  any_io_executor strand = asio::make_strand(there.get_executor());
  bool over = false;
  std::exception_ptr failure;

  void start(awaitable<void> operation, bool cancellable = true) {
    asio::co_spawn(here, std::move(operation),
                   asio::bind_cancellation_slot(cancellable ? stop.slot() : asio::cancellation_slot(), [this](std::exception_ptr e) {
                     over = true;
                     failure = e;
                   }));
  }
  void run_here() { here.restart(), here.poll(); }
  void run_there() { there.restart(), there.poll(); }
  void run_both() {
    for (int i = 0; i < 5; ++i) run_here(), run_there();
  }
};

struct heard {
  bool begun = false, cancelled = false, on_the_strand = false;
  int ended = 0;
};

awaitable<void> wait_for_ever(heard* h, any_io_executor strand) {
  h->on_the_strand = co_await this_coro::executor == strand;
  h->begun = true;
  asio::steady_timer timer(strand, std::chrono::steady_clock::time_point::max());
  std::error_code ec;
  co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
  h->cancelled = ec == asio::error::operation_aborted;
  ++h->ended;
}

awaitable<void> wait_through(any_io_executor strand, heard* h) {
  auto operation = wait_for_ever(h, strand);
  co_await on_strand(strand, std::move(operation));
}

struct only_moved {  // and not default-constructible
  explicit only_moved(int n) : value(std::make_unique<int>(n)) {}
  std::unique_ptr<int> value;
};
awaitable<only_moved> make(int n, any_io_executor strand, bool* on_it) {
  *on_it = co_await this_coro::executor == strand;
  co_return only_moved(n);
}
awaitable<void> get(any_io_executor strand, int* value, bool* on_it, bool* back) {
  const auto own = co_await this_coro::executor;
  auto operation = make(7, strand, on_it);
  const only_moved got = co_await on_strand(strand, std::move(operation));
  *value = *got.value;
  *back = co_await this_coro::executor == own;
}

TEST(OnStrand, GivesTheResultAndComesBack) {
  for (const bool cancellable : {true, false}) {
    two_sides s;
    int value = 0;
    bool on_it = false, back = false;
    s.start(get(s.strand, &value, &on_it, &back), cancellable);
    s.run_here();
    EXPECT_FALSE(on_it);
    s.run_there();
    EXPECT_TRUE(on_it);
    EXPECT_EQ(value, 0) << "the caller went on away from its executor";
    s.run_here();
    EXPECT_EQ(value, 7);
    EXPECT_TRUE(back);
    EXPECT_TRUE(s.over);
    EXPECT_FALSE(s.failure);
  }
}

awaitable<int> refuse() {
  throw aval::error(aval::errc::limit_exceeded, "no more");
  co_return 0;
}
awaitable<void> refused(any_io_executor strand) {
  auto operation = refuse();
  co_await on_strand(strand, std::move(operation));
}

TEST(OnStrand, PassesTheExceptionOn) {
  two_sides s;
  s.start(refused(s.strand));
  s.run_both();
  ASSERT_TRUE(s.over);
  EXPECT_EQ(aval::code_of(s.failure), aval::errc::limit_exceeded);
}

TEST(OnStrand, CancellationArrivesOnTheStrandAndNotBefore) {
  two_sides s;
  heard h;
  s.start(wait_through(s.strand, &h));
  s.run_both();
  ASSERT_TRUE(h.begun);
  EXPECT_TRUE(h.on_the_strand);
  bool reached = false;
  asio::post(s.here, [&] {
    s.stop.emit(asio::cancellation_type::terminal);
    reached = true;
  });
  s.run_here();
  ASSERT_TRUE(reached);
  EXPECT_FALSE(h.cancelled);
  EXPECT_FALSE(s.over) << "the operation has not ended yet";
  s.run_there();
  EXPECT_TRUE(h.cancelled);
  s.run_here();
  EXPECT_TRUE(s.over);
}

TEST(OnStrand, CancelledBeforeTheStrandHasRunItEndsAllTheSame) {
  two_sides s;
  heard h;
  s.start(wait_through(s.strand, &h));
  s.run_here();
  s.stop.emit(asio::cancellation_type::terminal);
  s.run_both();
  EXPECT_TRUE(s.over);
  EXPECT_TRUE(!h.begun || h.cancelled);
}

TEST(OnStrand, CancellationThatComesTooLateChangesNothing) {
  for (const bool delivered_first : {true, false}) {
    two_sides s;
    int value = 0;
    bool on_it = false, back = false;
    s.start(get(s.strand, &value, &on_it, &back));
    s.run_here();
    s.run_there();  // has ended; the caller does not know it yet
    s.stop.emit(asio::cancellation_type::partial);
    if (delivered_first) s.run_there();
    s.run_both();
    EXPECT_EQ(value, 7);
    EXPECT_TRUE(s.over);
  }
}

TEST(OnStrand, NothingIsLeftInTheSignalWhenTheContextGoes) {
  heard h;
  asio::cancellation_signal stop;
  {
    asio::io_context context;  // one for both: frames that are never resumed go with the context of their executor
    asio::co_spawn(context, wait_through(asio::make_strand(context.get_executor()), &h), asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr) {}));
    context.poll();
    ASSERT_TRUE(h.begun);
  }
  EXPECT_EQ(h.ended, 0);
  stop.emit(asio::cancellation_type::terminal);
}

awaitable<int> many_steps(any_io_executor strand, int steps) {
  asio::steady_timer timer(strand);
  int n = 0;
  for (; n < steps; ++n) {
    timer.expires_at(std::chrono::steady_clock::time_point::min());
    std::error_code ec;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
    if (ec) break;
  }
  co_return n;
}
awaitable<void> count_steps(any_io_executor strand, int steps) {
  auto operation = many_steps(strand, steps);
  co_await on_strand(strand, std::move(operation));
}

TEST(OnStrand, ConcurrentCancellationIsNoRace) {
  asio::thread_pool pool(4);
  std::atomic<int> ended = 0;
  constexpr int rounds = 200;
  for (int i = 0; i < rounds; ++i) {
    const any_io_executor mine = asio::make_strand(pool.get_executor()), other = asio::make_strand(pool.get_executor());
    const auto stop = std::make_shared<asio::cancellation_signal>();
    asio::co_spawn(mine, count_steps(other, 1 + i % 50), asio::bind_cancellation_slot(stop->slot(), [stop, &ended](std::exception_ptr) { ++ended; }));
    asio::post(mine, [stop] { stop->emit(asio::cancellation_type::terminal); });
  }
  pool.join();
  EXPECT_EQ(ended, rounds);
}

}  // namespace
