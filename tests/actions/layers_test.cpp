// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <asio/thread_pool.hpp>
#include <atomic>
#include <future>
#include <map>

#include "actions/fake_authority.hpp"
#include "actions/wrapped_functions.hpp"
#include "aval/actions.hpp"

// Layers around layers: order, lifetime, time-outs, credentials, threads.

namespace {

using namespace std::chrono_literals;

struct counting_bank {
  int balance = 10;
  int add(int n) { return balance += n; }
};

TEST(layers, a_call_outlives_its_wrapper) {
  fake_agent agent;
  std::optional<aval::awaitable<std::string>> call;
  {
    const std::string text = "captured, and long enough to be on the heap";
    auto f = [text](std::string more) -> aval::awaitable<std::string> {
      co_await breathe();
      co_return text + more;
    } | aval::track_action(agent, {.action = "a"}) | aval::with_timeout(10s);
    call = f("!");
  }
  EXPECT_EQ(run(std::move(*call)), "captured, and long enough to be on the heap!");
}

TEST(layers, decorators_composed_beforehand_serve_several_functions) {
  fake_agent agent;
  const auto careful = aval::with_timeout(10s) | aval::track_action(agent, {.action = "inner"}) | aval::require_approval(agent, {.action = "outer"});
  auto f = &plain | careful;
  auto g = &waits | careful;
  EXPECT_EQ(run(f(1, 2)) + run(g(1, 2)), 6);
  EXPECT_EQ(agent->reports.size(), 4u);
}

TEST(layers, the_left_operand_is_inside) {
  fake_agent agent;
  auto f = &plain | aval::track_action(agent, {.action = "inner"}) | aval::require_approval(agent, {.action = "outer"});
  EXPECT_EQ(run(f(1, 2)), 3);
  EXPECT_EQ(agent->journal, (std::vector<std::string>{"verify outer", "intent", "verify inner", "intent", "report success", "reported", "report success", "reported"}));
}

TEST(layers, a_lambda_as_template_argument_needs_a_name) {
  fake_agent agent;
  auto f = aval::track_action<[](int n) { return n + 1; }>(agent, {.action = "next"});
  EXPECT_EQ(run(f(1)), 2);
  EXPECT_THROW((void)aval::track_action<[](int n) { return n + 1; }>(agent), aval::error);
}

TEST(layers, names_come_without_namespace_and_class) {
  fake_agent agent;
  counting_bank mine;
  auto f = aval::track_action<&counting_bank::add>(agent);
  EXPECT_EQ(run(f(&mine, 1)), 11);
  EXPECT_EQ(agent->requests[0].action, "add");
}

TEST(layers, wrapped_functions_fit_into_containers_and_std_function) {
  fake_agent agent;
  std::map<std::string, std::function<aval::awaitable<int>(int, int)>> tools;
  tools["track"] = aval::track_action<&plain>(agent);
  tools["timed"] = &waits | aval::with_timeout(10s);
  for (auto& [name, tool] : tools) EXPECT_EQ(run(tool(1, 2)), 3) << name;
}

// ---- with_timeout ----

aval::awaitable<int> for_ever(int n) {
  asio::steady_timer timer(co_await aval::this_coro::executor, 10h);
  co_await timer.async_wait(aval::use_awaitable);
  co_return n;
}
aval::awaitable<int> stubborn(int n) {
  asio::steady_timer timer(co_await aval::this_coro::executor, 10h);
  co_await aval::this_coro::throw_if_cancelled(false);
  std::error_code cancelled;
  co_await timer.async_wait(asio::redirect_error(aval::use_awaitable, cancelled));
  co_return n;
}
aval::awaitable<int> angry(int) {
  asio::steady_timer timer(co_await aval::this_coro::executor, 10h);
  std::error_code cancelled;
  co_await aval::this_coro::throw_if_cancelled(false);
  co_await timer.async_wait(asio::redirect_error(aval::use_awaitable, cancelled));
  throw std::runtime_error("disturbed");
}

TEST(with_timeout, ends_what_takes_too_long) {
  auto f = &for_ever | aval::with_timeout(20ms);
  try {
    run(f(1));
    FAIL();
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), aval::errc::timed_out);
    EXPECT_EQ(e.code(), aval::condition::timed_out);
    EXPECT_NE(std::string(e.what()).find("20 ms"), std::string::npos) << e.what();
  }
}

TEST(with_timeout, never_masks_a_value_or_an_exception_that_arrives_late) {
  auto f = &stubborn | aval::with_timeout(10ms);
  EXPECT_EQ(run(f(5)), 5);
  auto g = &angry | aval::with_timeout(10ms);
  EXPECT_THROW(run(g(5)), std::runtime_error);
}

TEST(with_timeout, around_an_approval_ends_the_wait_for_the_human_and_nothing_runs) {
  fake_agent agent;
  agent->answer = fake_agent::answer::pending_for_ever;
  touched = 0;
  auto f = &plain_void | aval::require_approval(agent, {.action = "erase"}) | aval::with_timeout(20ms);
  try {
    run(f(1));
    FAIL();
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), aval::errc::timed_out);
  }
  EXPECT_EQ(touched, 0);
  EXPECT_TRUE(agent->reports.empty());
}

TEST(with_timeout, around_a_function_that_had_started_its_failure_is_reported_first) {
  fake_agent agent;
  auto f = &for_ever | aval::track_action(agent, {.action = "slow"}) | aval::with_timeout(20ms);
  EXPECT_THROW(run(f(1)), aval::error);
  ASSERT_EQ(agent->reports.size(), 1u);
  EXPECT_FALSE(agent->reports[0].second.success);
  EXPECT_EQ(agent->journal.back(), "reported");
}

TEST(with_timeout, inside_a_guarded_function_the_time_out_is_what_is_reported) {
  fake_agent agent;
  auto f = &for_ever | aval::with_timeout(20ms) | aval::track_action(agent, {.action = "slow"});
  EXPECT_THROW(run(f(1)), aval::error);
  ASSERT_EQ(agent->reports.size(), 1u);
  EXPECT_NE(agent->reports[0].second.error.find("timed out"), std::string::npos) << agent->reports[0].second.error;
}

TEST(with_timeout, passes_the_callers_cancellation_on) {
  auto f = &for_ever | aval::with_timeout(1h);
  asio::io_context context;
  asio::cancellation_signal stop;
  std::exception_ptr failure;
  asio::co_spawn(context, f(1), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, int) { failure = e; }));
  context.poll();
  stop.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(aval::code_of(failure), aval::condition::cancelled);
}

TEST(with_timeout, a_limit_that_is_not_positive_is_refused) {
  EXPECT_THROW((void)aval::with_timeout(0s), aval::error);
  EXPECT_THROW((void)aval::with_timeout(-1s), aval::error);
}

// ---- with_credential ----

struct token_source {
  std::shared_ptr<int> fetched = std::make_shared<int>(0);
  bool fails = false;
  aval::awaitable<std::shared_ptr<const std::string>> credential() const { return fetch(fetched, fails); }
  static aval::awaitable<std::shared_ptr<const std::string>> fetch(std::shared_ptr<int> count, bool fail) {
    co_await breathe();
    if (fail) throw aval::error(make_error_code(std::errc::permission_denied), "token");
    co_return std::make_shared<const std::string>("token " + std::to_string(++*count));
  }
};
struct secret_source {
  aval::awaitable<aval::secret> credential() const { return fetch(); }
  static aval::awaitable<aval::secret> fetch() { co_return aval::secret("s3cr3t"); }
};

std::string write_document(std::shared_ptr<const std::string> token, std::string title) { return *token + ": " + title; }
aval::awaitable<std::string> write_slowly(const std::shared_ptr<const std::string>& token, city about) {
  co_await breathe();
  co_return *token + ": " + about.name;
}
std::size_t uses_secret(aval::secret key, int n) { return key.size() + static_cast<std::size_t>(n); }

TEST(with_credential, the_first_parameter_comes_from_the_source_anew_for_each_call) {
  auto f = &write_document | aval::with_credential(token_source{});
  EXPECT_EQ(run(f("minutes")), "token 1: minutes");
  EXPECT_EQ(run(f("minutes")), "token 2: minutes");
  auto g = &write_slowly | aval::with_credential(token_source{});
  city lima{.name = "Lima"};
  EXPECT_EQ(run(g(lima)), "token 1: Lima");
  auto h = &uses_secret | aval::with_credential(secret_source{});
  EXPECT_EQ(run(h(1)), 7u);
}

TEST(with_credential, no_credential_no_call) {
  auto f = &write_document | aval::with_credential(token_source{.fails = true});
  EXPECT_THROW(run(f("minutes")), aval::error);
}

TEST(with_credential, inside_a_guarded_function_it_is_fetched_after_the_permission_and_is_not_described) {
  fake_agent agent;
  token_source source;
  auto f = &write_document | aval::with_credential(source) | aval::track_action(agent, {.action = "write", .parameters = {"title"}, .values = {"title"}});
  EXPECT_EQ(run(f("minutes")), "token 1: minutes");
  EXPECT_EQ(aval::json::write(agent->requests[0].parameters), R"({"title":"minutes"})");
  agent->answer = fake_agent::answer::denied;
  EXPECT_THROW(run(f("minutes")), aval::error);
  EXPECT_EQ(*source.fetched, 1) << "refused: no token was fetched";
}

// ---- threads ----

TEST(layers_threads, many_calls_on_a_pool_of_four_threads_share_one_wrapper) {
  fake_agent agent;
  asio::thread_pool pool(4);
  auto f = &waits | aval::track_action(agent, {.action = "a"}) | aval::with_timeout(60s);
  std::vector<std::future<int>> results;
  for (int i = 0; i < 200; ++i) {
    auto done = std::make_shared<std::promise<int>>();
    results.push_back(done->get_future());
    asio::co_spawn(pool, f(i, 1), [done](std::exception_ptr e, int n) {
      if (e) done->set_exception(e);
      else done->set_value(n);
    });
  }
  for (int i = 0; i < 200; ++i) EXPECT_EQ(results[static_cast<std::size_t>(i)].get(), i + 1);
  pool.join();
  EXPECT_EQ(agent->reports.size(), 200u);
}

TEST(layers_threads, time_outs_that_race_with_the_end_of_their_call_are_either_a_value_or_timed_out) {
  asio::thread_pool pool(4);
  auto f = &waits | aval::with_timeout(1ms);
  std::atomic<int> values = 0, limits = 0, others = 0;
  for (int i = 0; i < 300; ++i)
    asio::co_spawn(pool, f(i, 1), [&](std::exception_ptr e, int) {
      if (!e) ++values;
      else if (aval::code_of(e) == aval::errc::timed_out) ++limits;
      else ++others;
    });
  pool.join();
  EXPECT_EQ(values + limits, 300);
  EXPECT_EQ(others, 0);
}

}  // namespace
