// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/core/awaited.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <string>
#include <thread>

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>

#include "aval/core/blocking_executor.hpp"
#include "aval/core/signature_of.hpp"

namespace app {
int fetch_weather(int a) { return a; }
template <class T>
int of_any(T) {
  return 0;
}
struct station {
  int read(int) const { return 1; }
  static void reset() {}
};
aval::awaitable<std::string> later(std::string) { co_return ""; }
}  // namespace app

namespace {

int hidden(int x) { return x; }

static_assert(aval::function_name<&app::fetch_weather> == "fetch_weather");
static_assert(aval::function_name<&app::of_any<int>> == "of_any");
static_assert(aval::function_name<&app::station::read> == "read");
static_assert(aval::function_name<&app::station::reset> == "reset");
static_assert(aval::function_name<&hidden> == "hidden");

static_assert(std::is_same_v<aval::signature_of<decltype(&app::station::read)>::arguments, std::tuple<const app::station*, int>>);
static_assert(std::is_same_v<aval::signature_of<decltype(&app::later)>::value, std::string>);
static_assert(aval::signature_of<decltype(&app::later)>::awaits && !aval::signature_of<decltype(&hidden)>::awaits);
static_assert(!aval::has_signature<int>);

struct city {
  std::string name;
};
struct point {
  int x, y;
};

static_assert(std::is_same_v<aval::awaited<int>, int> && std::is_same_v<aval::awaited<std::string>, std::string> &&
              std::is_same_v<aval::awaited<point>, point>);
#if AVAL_TEMPORARIES_IN_CO_AWAIT_ARE_UNSAFE
static_assert(std::is_same_v<aval::awaited<city>, aval::name_the_object_before_co_await<city>>);
#endif

aval::awaitable<std::string> name_of(city where) { co_return where.name; }
aval::awaitable<std::string> ask(aval::awaited<city> where) { return name_of(aval::taken(std::move(where))); }

TEST(Awaited, TakesNamedObjectsByCopyAndMovedOnesByMove) {
  asio::io_context context;
  std::string copied, moved;
  auto run = [](std::string* a, std::string* b) -> aval::awaitable<void> {
    city lima{.name = "a name that is long enough for the heap"};
    *a = co_await ask(lima);
    *b = co_await ask(aval::moved(lima));
    EXPECT_TRUE(lima.name.empty());
  };
  asio::co_spawn(context, run(&copied, &moved), asio::detached);
  context.run();
  EXPECT_EQ(copied, "a name that is long enough for the heap");
  EXPECT_EQ(moved, copied);
}

TEST(RunBlocking, RunsThereAndComesBackHere) {
  asio::io_context here;
  asio::thread_pool there(1);
  std::thread::id ran, resumed;
  bool thrown = false;
  auto run = [](asio::any_io_executor where, std::thread::id* a, std::thread::id* b, bool* t) -> aval::awaitable<void> {
    auto work = [] { return std::this_thread::get_id(); };
    *a = co_await aval::run_blocking(where, work);
    *b = std::this_thread::get_id();
    auto bad = []() -> int { throw std::runtime_error("x"); };
    try {
      co_await aval::run_blocking(where, bad);
    } catch (const std::runtime_error&) {
      *t = true;
    }
  };
  asio::co_spawn(here, run(there.get_executor(), &ran, &resumed, &thrown), asio::detached);
  here.run();
  there.join();
  EXPECT_NE(ran, std::this_thread::get_id());
  EXPECT_EQ(resumed, std::this_thread::get_id());
  EXPECT_TRUE(thrown);
}

TEST(RunBlocking, ConcurrentCancellationDoesNotReachTheFunction) {
  asio::io_context here;
  asio::thread_pool there(1);
  asio::cancellation_signal stop;
  std::latch begun(1), cancelled(1);
  int result = 0;
  bool over = false;
  auto run = [](asio::any_io_executor where, std::latch* b, std::latch* c, int* r) -> aval::awaitable<void> {
    auto work = [b, c] {
      b->count_down();
      c->wait();
      return 7;
    };
    *r = co_await aval::run_blocking(where, work);
  };
  asio::co_spawn(here, run(there.get_executor(), &begun, &cancelled, &result), asio::bind_cancellation_slot(stop.slot(), [&over](std::exception_ptr) { over = true; }));
  here.poll();
  begun.wait();
  stop.emit(asio::cancellation_type::terminal);
  EXPECT_FALSE(over) << "the function is waited for";
  cancelled.count_down();
  here.restart();
  here.run();
  there.join();
  EXPECT_EQ(result, 7);
  EXPECT_TRUE(over);
}

}  // namespace
