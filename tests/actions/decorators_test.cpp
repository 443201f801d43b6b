// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <atomic>

#include "actions/fake_authority.hpp"
#include "actions/wrapped_functions.hpp"
#include "aval/actions.hpp"

// Every kind of callable through every decorator.

namespace {

using namespace std::chrono_literals;

struct weather {
  std::string summary = {};
};
// neither copyable nor default-constructible
class receipt {
 public:
  explicit receipt(int n) : number_(std::make_unique<int>(n)) {}
  int number() const { return *number_; }

 private:
  std::unique_ptr<int> number_;
};

int plain_noexcept(int a, int b) noexcept { return a + b; }
int no_parameters() { return 3; }
aval::awaitable<void> waits_void(int n) {
  co_await breathe();
  touched += n;
}
aval::awaitable<weather> takes_aggregate(city where) {
  co_await breathe();
  co_return weather{where.name + " " + where.tags.at(0)};
}
aval::awaitable<weather> takes_const_reference(const city& where) {
  co_await breathe();
  co_return weather{where.name + " " + where.tags.at(0)};
}
std::string takes_rvalue_reference(std::string&& text) { return std::move(text) + "!"; }
receipt gives_move_only(std::unique_ptr<int> n) { return receipt(*n); }
aval::awaitable<receipt> waits_for_move_only(std::unique_ptr<int> n) {
  co_await breathe();
  co_return receipt(*n);
}
aval::awaitable<int> throws_late(int n) {
  co_await breathe();
  if (n >= 0) throw std::domain_error("late " + std::to_string(n));
  co_return n;
}
struct bank {
  int balance = 10;
  int read() const { return balance; }
  int add(int n) { return balance += n; }
  aval::awaitable<int> wait_and_add(int n) {
    co_await breathe();
    co_return balance += n;
  }
};
struct multiplier {
  int factor = 3;
  int operator()(int n) const { return factor * n; }
};
struct counter {
  int count = 0;
  int operator()(int n) { return count += n; }
};

// Each decorator that asks, alone and inside a time-out; layers_test.cpp has the other orders.
template <class Check>
void through_every_decorator(Check check) {
  fake_agent agent;
  const auto track = aval::track_action(agent, {.action = "a"});
  const auto approve = aval::require_approval(agent, {.action = "a"});
  const auto limit = aval::with_timeout(10s);
  {
    SCOPED_TRACE("track_action");
    check(track);
  }
  {
    SCOPED_TRACE("require_approval");
    check(approve);
  }
  {
    SCOPED_TRACE("track_action inside a time-out");
    check(track | limit);
  }
  for (const auto& [permit, outcome] : agent->reports) EXPECT_EQ(permit.id, "verification-1");
}

TEST(decorators, plain_functions) {
  through_every_decorator([](const auto& decorator) {
    auto f = &plain | decorator;
    EXPECT_EQ(run(f(20, 22)), 42);
    auto g = &plain_noexcept | decorator;
    EXPECT_EQ(run(g(20, 22)), 42);
    auto h = &no_parameters | decorator;
    EXPECT_EQ(run(h()), 3);
    touched = 0;
    auto v = &plain_void | decorator;
    run(v(5));
    EXPECT_EQ(touched, 5);
  });
}

TEST(decorators, coroutines) {
  through_every_decorator([](const auto& decorator) {
    auto f = &waits | decorator;
    EXPECT_EQ(run(f(20, 22)), 42);
    touched = 0;
    auto v = &waits_void | decorator;
    run(v(7));
    EXPECT_EQ(touched, 7);
  });
}

aval::awaitable<std::string> call_inside_a_coroutine(std::function<aval::awaitable<weather>(const city&)> f) {
  city lima{.name = "Lima"};
  const weather first = co_await f(lima);
  co_return first.summary;
}
template <class F>
aval::awaitable<std::string> call_with_named_and_moved(F f) {
  city lima{.name = "Lima"};
  const weather first = co_await f(lima);
  const weather second = co_await f(aval::moved(lima));
  co_return first.summary + "|" + second.summary + "|" + std::to_string(lima.tags.size());
}

TEST(decorators, aggregates_by_value_and_by_reference_named_or_moved_and_through_std_function) {
  through_every_decorator([](const auto& decorator) {
    const std::string expected = "Lima a long first tag that is on the heap";
    auto f = &takes_aggregate | decorator;
    EXPECT_EQ(run(call_with_named_and_moved(f)), expected + "|" + expected + "|0");
    auto g = &takes_const_reference | decorator;
    EXPECT_EQ(run(call_with_named_and_moved(g)), expected + "|" + expected + "|0");
    EXPECT_EQ(run(call_inside_a_coroutine(f)), expected);
    EXPECT_EQ(run(call_inside_a_coroutine(g)), expected);
  });
}

TEST(decorators, arguments_are_converted_to_the_functions_own_types_at_the_call) {
  const auto length = [](std::string text) { return text.size(); };
  through_every_decorator([&](const auto& decorator) {
    auto f = length | decorator;
    aval::awaitable<std::size_t> later = f("a literal");
    EXPECT_EQ(run(std::move(later)), 9u);
    char buffer[] = "short-lived";
    aval::awaitable<std::size_t> owns = f(buffer);
    buffer[0] = '\0';
    EXPECT_EQ(run(std::move(owns)), 11u) << "the call has its own copy";
  });
}

TEST(decorators, move_only_parameters_and_values) {
  through_every_decorator([](const auto& decorator) {
    auto f = &gives_move_only | decorator;
    EXPECT_EQ(run(f(std::make_unique<int>(6))).number(), 6);
    auto g = &waits_for_move_only | decorator;
    EXPECT_EQ(run(g(std::make_unique<int>(7))).number(), 7);
    auto h = &takes_rvalue_reference | decorator;
    EXPECT_EQ(run(h("text")), "text!");
  });
}

TEST(decorators, exceptions_come_out_unchanged) {
  through_every_decorator([](const auto& decorator) {
    auto f = &throws_late | decorator;
    try {
      run(f(4));
      FAIL();
    } catch (const std::domain_error& e) {
      EXPECT_STREQ(e.what(), "late 4");
    }
    EXPECT_EQ(run(f(-1)), -1);
  });
}

TEST(decorators, member_functions_take_their_object_first_as_a_pointer) {
  through_every_decorator([](const auto& decorator) {
    bank mine;
    auto read = &bank::read | decorator;
    auto add = &bank::add | decorator;
    auto slow = &bank::wait_and_add | decorator;
    EXPECT_EQ(run(add(&mine, 5)), 15);
    EXPECT_EQ(run(slow(&mine, 5)), 20);
    EXPECT_EQ(run(read(&mine)), 20);
    const bank constant;
    EXPECT_EQ(run(read(&constant)), 10);
  });
}

TEST(decorators, function_objects_and_lambdas_are_kept_by_the_wrapper) {
  through_every_decorator([](const auto& decorator) {
    auto f = multiplier{} | decorator;
    EXPECT_EQ(run(f(5)), 15);
    auto changing = counter{} | decorator;
    EXPECT_EQ(run(changing(5)), 5);
    auto same = changing;
    EXPECT_EQ(run(same(5)), 10) << "copies share the function object";
    auto captureless = [](int n) -> aval::awaitable<int> {
      co_await breathe();
      co_return n + 1;
    } | decorator;
    EXPECT_EQ(run(captureless(1)), 2);
    const std::string text = "captured, and long enough to be on the heap";
    auto capturing = [text](int n) -> aval::awaitable<std::string> {
      co_await breathe();
      co_return text + std::to_string(n);
    } | decorator;
    EXPECT_EQ(run(capturing(1)), text + "1");
    auto owning = [held = std::make_unique<int>(9)](int n) { return *held + n; } | decorator;
    EXPECT_EQ(run(owning(1)), 10);
    std::function<int(int)> function = [](int n) { return n * n; };
    auto erased = function | decorator;
    EXPECT_EQ(run(erased(4)), 16);
  });
}

}  // namespace
