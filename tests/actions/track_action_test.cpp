// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions/track_action.hpp"

#include <gtest/gtest.h>

#include "actions/fake_authority.hpp"
#include "aval/actions/require_approval.hpp"

namespace {

using namespace std::chrono_literals;
using answer = fake_agent::answer;

struct place {
  std::string name;
  std::string units = "metric";
};
struct report {
  double temperature = 0;
  std::string summary = {};
};
struct account {
  std::string owner = {};
  std::string api_key = {};
};

int calls = 0;

aval::awaitable<report> fetch_weather(place where) {
  ++calls;
  co_return report{21.5, "sunny in " + where.name + ", as it is nearly always in these months"};
}
int failing(int) {
  ++calls;
  throw std::out_of_range("no such user");
}
int doubled(int n) {
  ++calls;
  return 2 * n;
}
aval::awaitable<int> slow(int n) {
  ++calls;
  asio::steady_timer timer(co_await aval::this_coro::executor, 1h);
  co_await timer.async_wait(aval::use_awaitable);
  co_return n;
}

template <class F>
std::error_code code_thrown(F&& f) {
  try {
    f();
  } catch (const std::system_error& e) {
    return e.code();
  }
  return {};
}

class track_action : public testing::Test {
 protected:
  void SetUp() override { calls = 0; }
  fake_agent agent;
};

TEST_F(track_action, an_allowed_call_is_verified_then_noted_then_run_then_reported) {
  auto get_weather = aval::track_action<&fetch_weather>(agent);
  place lima{.name = "Lima"};
  const report w = run(get_weather(lima));
  EXPECT_EQ(w.temperature, 21.5);
  EXPECT_EQ(w.summary.substr(0, 13), "sunny in Lima");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(agent->journal, (std::vector<std::string>{"verify fetch_weather", "intent", "report success", "reported"}));
}

TEST_F(track_action, the_function_runs_between_intent_and_report) {
  const auto note = [this](int) { agent->note("run"); };
  auto guarded = note | aval::track_action(agent, {.action = "note"});
  run(guarded(1));
  EXPECT_EQ(agent->journal, (std::vector<std::string>{"verify note", "intent", "run", "report success", "reported"}));
}

TEST_F(track_action, request_and_permit_carry_what_the_options_say) {
  auto guarded = aval::track_action<&doubled>(agent, {.action = "read_database", .resource = "users_table", .risk = aval::risk::medium});
  EXPECT_EQ(run(guarded(21)), 42);
  ASSERT_EQ(agent->requests.size(), 1u);
  const auto& request = agent->requests[0];
  EXPECT_EQ(request.action, "read_database");
  EXPECT_EQ(request.resource, "users_table");
  EXPECT_EQ(request.risk, aval::risk::medium);
  EXPECT_EQ(request.function, "doubled");
  EXPECT_FALSE(request.requires_approval);
  EXPECT_FALSE(request.when_unreachable);
  ASSERT_EQ(agent->reports.size(), 1u);
  const auto& [permit, outcome] = agent->reports[0];
  EXPECT_EQ(permit.id, "verification-1");
  EXPECT_EQ(permit.action, "read_database") << "filled by the decorator";
  EXPECT_EQ(permit.resource, "users_table");
  EXPECT_EQ(permit.ticket, 77u) << "what the intent noted comes back with the report";
  EXPECT_TRUE(outcome.success);
  EXPECT_TRUE(outcome.error.empty());
  EXPECT_GE(outcome.duration.count(), 0);
  EXPECT_FALSE(outcome.result_text);
}

TEST_F(track_action, all_ways_of_writing_it_do_the_same) {
  auto a = aval::track_action<&doubled>(agent);
  auto b = &doubled | aval::track_action(agent, {.action = "doubled"});
  auto c = aval::track_action(agent, {.action = "doubled"})(&doubled);
  auto d = doubled | aval::track_action(agent, {.action = "doubled"});
  EXPECT_EQ(run(a(1)) + run(b(1)) + run(c(1)) + run(d(1)), 8);
  for (const auto& r : agent->requests) EXPECT_EQ(r.action, "doubled");
}

TEST_F(track_action, a_run_time_pointer_without_a_name_is_refused_when_it_is_decorated) {
  EXPECT_EQ(code_thrown([&] { (void)(&doubled | aval::track_action(agent)); }), aval::actions::errc::no_action_name);
  EXPECT_EQ(code_thrown([&] { (void)(&doubled | aval::require_approval(agent)); }), aval::actions::errc::no_action_name);
  EXPECT_EQ(code_thrown([&] { (void)(&doubled | aval::track_action(agent, {.report_limit = 0ms})); }), aval::errc::invalid_argument);
}

// ---- the table of the specification, section 3.4, column "Ours": what the user sees, whether the function ran, what was reported ----

struct row {
  const char* name;
  fake_agent::answer answer;
  bool open;
  bool runs;
  std::error_code code;
};

TEST_F(track_action, every_situation_ends_as_the_table_says) {
  const row rows[] = {
      {"approved", answer::approved, false, true, {}},
      {"denied", answer::denied, false, false, aval::actions::errc::refused},
      {"pending, then approved", answer::pending_then_approved, false, true, {}},
      {"pending, then denied", answer::pending_then_denied, false, false, aval::actions::errc::refused},
      {"approval time-out", answer::pending_for_ever, false, false, aval::errc::timed_out},
      {"garbage for an answer", answer::not_understood, false, false, make_error_code(std::errc::bad_message)},
      {"not authenticated", answer::not_authenticated, false, false, make_error_code(std::errc::permission_denied)},
      {"connection refused", answer::unreachable, false, false, asio::error::make_error_code(asio::error::connection_refused)},
      {"connection refused, opened by name", answer::unreachable, true, true, {}},
      {"garbage for an answer, opened by name", answer::not_understood, true, false, make_error_code(std::errc::bad_message)},
      {"denied, opened by name", answer::denied, true, false, aval::actions::errc::refused},
  };
  for (const row& r : rows) {
    for (const bool approval : {false, true}) {
      fake_agent mine;
      mine->answer = r.answer;
      calls = 0;
      std::error_code code;
      if (approval) {
        mine->fail_open = r.open;  // the agent's setting: an approval ignores it
        auto guarded = aval::require_approval<&doubled>(mine, {.patience = 30ms});
        code = code_thrown([&] { run(guarded(1)); });
      } else {
        auto guarded = aval::track_action<&doubled>(
            mine, {.patience = 30ms, .fail_mode = r.open ? std::optional(aval::fail_mode::open) : std::nullopt});
        code = code_thrown([&] { run(guarded(1)); });
      }
      const bool closed_after_all = approval && r.answer == answer::unreachable;
      EXPECT_EQ(calls, r.runs && !closed_after_all ? 1 : 0) << r.name;
      EXPECT_EQ(mine->reports.size(), static_cast<std::size_t>(calls)) << r.name;
      EXPECT_EQ(mine->intents.size(), static_cast<std::size_t>(calls)) << r.name;
      if (closed_after_all) {
        EXPECT_EQ(code, aval::condition::unreachable) << r.name;
      } else {
        EXPECT_EQ(code, r.code) << r.name;
      }
    }
  }
}

TEST_F(track_action, a_function_that_throws_is_reported_as_failed_and_its_exception_comes_out_unchanged) {
  auto guarded = aval::track_action<&failing>(agent);
  try {
    run(guarded(1));
    FAIL() << "no exception";
  } catch (const std::out_of_range& e) {
    EXPECT_STREQ(e.what(), "no such user");
  }
  ASSERT_EQ(agent->reports.size(), 1u);
  EXPECT_FALSE(agent->reports[0].second.success);
  EXPECT_EQ(agent->reports[0].second.error, "no such user");
  EXPECT_EQ(agent->journal.back(), "reported");
}

TEST_F(track_action, the_text_of_an_exception_is_kept_back_on_request_and_made_printable_otherwise) {
  const auto throws = [](int) -> int { throw std::runtime_error("bad \x1b[31m" + std::string(1000, 'x')); };
  auto quiet = throws | aval::track_action(agent, {.action = "a", .send_error_text = false});
  EXPECT_THROW(run(quiet(1)), std::runtime_error);
  EXPECT_EQ(agent->reports[0].second.error, "");
  auto loud = throws | aval::track_action(agent, {.action = "a"});
  EXPECT_THROW(run(loud(1)), std::runtime_error);
  EXPECT_EQ(agent->reports[1].second.error.substr(0, 6), "bad ?[");
  EXPECT_LE(agent->reports[1].second.error.size(), 503u);
}

TEST_F(track_action, something_thrown_that_is_no_std_exception_comes_out_unchanged_too) {
  const auto throws = [](int n) -> aval::awaitable<void> {
    if (n != 0) throw n;
    co_return;
  };
  auto guarded = throws | aval::track_action(agent, {.action = "a"});
  try {
    run(guarded(7));
    FAIL();
  } catch (int n) {
    EXPECT_EQ(n, 7);
  }
  EXPECT_FALSE(agent->reports[0].second.success);
}

TEST_F(track_action, a_report_that_fails_masks_neither_value_nor_exception) {
  agent->report_fails = true;
  auto works = aval::track_action<&doubled>(agent);
  EXPECT_EQ(run(works(4)), 8);
  auto fails = aval::track_action<&failing>(agent);
  EXPECT_THROW(run(fails(4)), std::out_of_range);
}

TEST_F(track_action, when_the_intent_can_not_be_kept_the_function_does_not_run) {
  agent->intent_fails = true;
  auto guarded = aval::track_action<&doubled>(agent);
  EXPECT_EQ(code_thrown([&] { run(guarded(1)); }), std::errc::no_space_on_device);
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(agent->reports.empty());
}

TEST_F(track_action, a_high_risk_permit_that_expired_while_it_travelled_does_not_start_the_function) {
  agent->clock = std::chrono::system_clock::time_point(1000s);
  agent->expires_at = std::chrono::system_clock::time_point(1000s);
  auto risky = aval::track_action<&doubled>(agent, {.risk = aval::risk::high});
  EXPECT_EQ(code_thrown([&] { run(risky(1)); }), aval::actions::errc::permit_expired);
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(agent->intents.empty());
  auto harmless = aval::track_action<&doubled>(agent, {.risk = aval::risk::medium});
  EXPECT_EQ(run(harmless(1)), 2);
  agent->expires_at = std::chrono::system_clock::time_point(1001s);
  EXPECT_EQ(run(risky(1)), 2);
}

TEST_F(track_action, an_unverified_permit_is_refused_where_the_options_say_closed) {
  agent->answer = answer::unreachable;
  agent->fail_open = true;
  auto by_default = aval::track_action<&doubled>(agent);
  EXPECT_EQ(run(by_default(1)), 2);
  EXPECT_TRUE(agent->reports[0].first.unverified);
  EXPECT_EQ(agent->journal[1], "warning: unverified");
  auto closed = aval::track_action<&doubled>(agent, {.fail_mode = aval::fail_mode::closed});
  EXPECT_EQ(code_thrown([&] { run(closed(1)); }), aval::condition::unreachable);
}

// ---- an agent that lets everything pass is still held to the rules ----

struct careless_agent {
  aval::actions::permit given;
  aval::awaitable<aval::actions::permit> verify(aval::actions::action_request, aval::deadline) const { return give(given); }
  static aval::awaitable<aval::actions::permit> give(aval::actions::permit p) { co_return p; }
  aval::awaitable<void> intent(aval::actions::permit&) const { return nothing(); }
  aval::awaitable<void> report(aval::actions::permit, aval::actions::outcome, aval::deadline) const { return nothing(); }
  static aval::awaitable<void> nothing() { co_return; }
};

TEST_F(track_action, an_approval_does_not_accept_a_permit_that_nobody_gave) {
  careless_agent careless;
  careless.given.unverified = true;
  auto erase = aval::require_approval<&doubled>(careless);
  EXPECT_EQ(code_thrown([&] { run(erase(1)); }), aval::actions::errc::unverified);
  careless.given = aval::actions::permit("old");
  careless.given.cached = true;
  auto again = aval::require_approval<&doubled>(careless);
  EXPECT_EQ(code_thrown([&] { run(again(1)); }), aval::actions::errc::unverified) << "cached permits are for low and medium risk";
  EXPECT_EQ(calls, 0);
}

TEST_F(track_action, an_intent_may_be_awaited) {
  careless_agent careless;
  auto guarded = aval::track_action<&doubled>(careless);
  EXPECT_EQ(run(guarded(3)), 6);
}

// ---- require_approval ----

TEST_F(track_action, an_approval_says_so_and_waits_an_hour_by_default) {
  EXPECT_EQ(aval::approval_options{}.patience, 3600s);
  EXPECT_EQ(aval::track_options{}.patience, 300s);
  agent->answer = answer::pending_then_approved;
  aval::approval_options careful{.risk = aval::risk::critical, .note = "deletes for good"};
  auto erase = aval::require_approval<&doubled>(agent, careful);
  EXPECT_EQ(run(erase(1)), 2);
  EXPECT_TRUE(agent->requests[0].requires_approval);
  EXPECT_EQ(agent->requests[0].risk, aval::risk::critical);
  EXPECT_EQ(agent->requests[0].note, "deletes for good");
  EXPECT_EQ(agent->requests[0].when_unreachable, aval::fail_mode::closed);
  EXPECT_EQ(agent->reports[0].first.approved_by, "Ana");
}

TEST_F(track_action, an_approval_below_high_risk_is_refused_when_it_is_decorated) {
  for (const auto level : {aval::risk::low, aval::risk::medium})
    EXPECT_EQ(code_thrown([&] { (void)aval::require_approval(agent, {.action = "x", .risk = level}); }), aval::errc::invalid_argument);
  for (const auto level : {aval::risk::high, aval::risk::critical})
    EXPECT_EQ(code_thrown([&] { (void)aval::require_approval(agent, {.action = "x", .risk = level}); }), std::error_code{});
}

// ---- cancellation ----

struct cancelled_run {
  asio::io_context context;
  asio::cancellation_signal stop;
  std::exception_ptr failure;
  bool done = false;

  template <class T>
  void start(aval::awaitable<T> operation) {
    asio::co_spawn(context, std::move(operation), asio::bind_cancellation_slot(stop.slot(), [this](std::exception_ptr e, auto...) {
                     failure = e;
                     done = true;
                   }));
  }
};

template <class G>
aval::awaitable<void> call_and_keep(G guarded, int argument, int* out) {
  *out = co_await guarded(argument);
}
template <class G>
aval::awaitable<void> call_twice(G guarded, int* out) {
  *out = co_await guarded(5);
  co_await guarded(6);
}

TEST_F(track_action, cancelled_while_waiting_for_a_decision_the_function_does_not_run) {
  agent->answer = answer::pending_for_ever;
  cancelled_run r;
  auto guarded = aval::track_action<&doubled>(agent);
  r.start(guarded(1));
  r.context.poll();
  r.stop.emit(asio::cancellation_type::terminal);
  r.context.run();
  EXPECT_TRUE(r.done);
  EXPECT_EQ(aval::code_of(r.failure), aval::condition::cancelled);
  EXPECT_EQ(calls, 0);
  EXPECT_TRUE(agent->reports.empty());
}

TEST_F(track_action, cancelled_while_the_function_runs_its_end_is_reported) {
  cancelled_run r;
  auto guarded = aval::track_action<&slow>(agent);
  r.start(guarded(1));
  r.context.poll();
  ASSERT_EQ(calls, 1);
  r.stop.emit(asio::cancellation_type::terminal);
  r.context.run();
  EXPECT_EQ(aval::code_of(r.failure), aval::condition::cancelled);
  ASSERT_EQ(agent->reports.size(), 1u);
  EXPECT_FALSE(agent->reports[0].second.success);
  EXPECT_EQ(agent->journal.back(), "reported") << "the report itself was not cancelled";
}

TEST_F(track_action, cancelled_while_the_report_is_on_its_way_report_and_value_arrive) {
  cancelled_run r;
  // when the report already waits for its answer
  agent->during_report = [&] { asio::post(r.context, [&] { r.stop.emit(asio::cancellation_type::terminal); }); };
  auto guarded = aval::track_action<&doubled>(agent);
  int value = 0;
  r.start(call_and_keep(guarded, 21, &value));
  r.context.run();
  EXPECT_EQ(value, 42);
  EXPECT_EQ(agent->journal.back(), "reported");
}

TEST_F(track_action, cancelled_by_the_function_itself_the_report_is_not_lost_and_the_next_call_throws) {
  cancelled_run r;
  const auto cancels = [&r](int n) -> int {
    r.stop.emit(asio::cancellation_type::terminal);
    return n;
  };
  auto guarded = cancels | aval::track_action(agent, {.action = "cancels"});
  int value = 0;
  r.start(call_twice(guarded, &value));
  r.context.run();
  EXPECT_EQ(value, 5);
  EXPECT_EQ(aval::code_of(r.failure), aval::condition::cancelled);
  EXPECT_EQ(agent->journal, (std::vector<std::string>{"verify cancels", "intent", "report success", "reported"}));
}

TEST_F(track_action, a_report_that_hangs_is_given_up_after_its_limit_when_the_call_can_be_cancelled) {
  agent->report_hangs = true;
  cancelled_run r;
  auto guarded = aval::track_action<&doubled>(agent, {.report_limit = 20ms});
  int value = 0;
  r.start(call_and_keep(guarded, 21, &value));
  r.context.run();
  EXPECT_EQ(value, 42);
  EXPECT_FALSE(r.failure);
}

// an agent whose intent waits for a disk, and is cancelled by the caller meanwhile
struct slow_intent_agent {
  std::shared_ptr<std::vector<std::string>> journal = std::make_shared<std::vector<std::string>>();
  std::function<void()> during_intent = {};
  aval::awaitable<aval::actions::permit> verify(aval::actions::action_request, aval::deadline) const { return careless_agent::give(aval::actions::permit("v")); }
  aval::awaitable<void> intent(aval::actions::permit&) const { return keep(journal, during_intent); }
  static aval::awaitable<void> keep(std::shared_ptr<std::vector<std::string>> journal, std::function<void()> during) {
    journal->push_back("begun");
    during();
    co_await careless_agent::nothing();
    journal->push_back("kept");
  }
  aval::awaitable<void> report(aval::actions::permit, aval::actions::outcome result, aval::deadline) const {
    journal->push_back(result.success ? "success" : "failure: " + result.error);
    return careless_agent::nothing();
  }
};

TEST_F(track_action, cancelled_while_the_intent_is_kept_the_record_is_closed_and_the_function_does_not_run) {
  cancelled_run r;
  slow_intent_agent slow_disk;
  slow_disk.during_intent = [&] { r.stop.emit(asio::cancellation_type::terminal); };
  auto guarded = aval::track_action<&doubled>(slow_disk);
  r.start(guarded(1));
  r.context.run();
  EXPECT_EQ(aval::code_of(r.failure), aval::condition::cancelled);
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(*slow_disk.journal, (std::vector<std::string>{"begun", "kept", "failure: doubled had not started: cancelled"}));
}

// ---- results ----

TEST_F(track_action, nothing_of_the_value_is_reported_unless_asked_and_then_it_is_redacted) {
  const auto make = [](int) -> aval::awaitable<account> { co_return account{"ana", "k-123"}; };
  auto silent = make | aval::track_action(agent, {.action = "a"});
  run(silent(1));
  EXPECT_FALSE(agent->reports[0].second.result_text);
  auto told = make | aval::track_action(agent, {.action = "a", .result = aval::actions::result_detail::summary});
  run(told(1));
  EXPECT_EQ(agent->reports[1].second.detail, aval::actions::result_detail::summary);
  EXPECT_EQ(agent->reports[1].second.result_text, R"({"owner":"ana","api_key":"[redacted]"})");
}

}  // namespace
