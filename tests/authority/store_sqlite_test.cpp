// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/store_sqlite.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <tuple>
#include <utility>

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "authority/fixture.hpp"

namespace {
using namespace authority_test;

std::shared_ptr<sqlite_store> store_at(asio::io_context& context, const std::string& path, std::uint64_t largest = 0) {
  sqlite_options options{.path = path, .largest_bytes = largest};
  return sqlite_store::make(context.get_executor(), options);
}

// opens, lets `use` work on the registry, waits for the last ticket and closes
template <class Use>
void with_registry(const std::string& path, aval::timestamp now, Use use) {
  asio::io_context context;
  auto records = store_at(context, path);
  registry state(records, {});
  state.load(run(context, records->open(now, now - minutes(10))), now);
  std::uint64_t ticket = 0;
  use(state, ticket);
  run(context, records->close());
}

// an organization, and an agent in it that may get_weather
std::pair<aval::uuid, aval::uuid> home_with_an_agent(registry& state, std::uint64_t& ticket) {
  const auto home = state.create_organization("home", start_of_time, ticket);
  registration wanted = named("weather", 1);
  wanted.capabilities = {"get_weather"};
  return {home, state.register_agent(wanted, home, agent_status::verified, caller(), start_of_time, ticket).value().agent->id};
}

aval::error failure_of(asio::io_context& context, sqlite_store& records) {
  try {
    run(context, records.open(start_of_time, start_of_time));
  } catch (const aval::error& e) {
    return e;
  }
  return aval::error(std::error_code{});
}

TEST(sqlite_store, gives_back_everything_after_a_restart) {
  temporary_folder folder;
  const std::string path = folder / "a.db";
  aval::uuid home, agent, open_question, answered;
  std::string key_text;
  caller ann;
  ann.is = caller::kind::user;
  ann.name = "ann";
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) {
    home = state.create_organization("home", start_of_time, ticket);
    ann.organization = home;
    user_record user{.organization = home, .email = "Ann@Example.com", .name = "Ann", .role = role::admin, .password_hash = "hash"};
    ann.user = state.create_user(user, ann, start_of_time, ticket).value();
    registration wanted = named("weather", 1);
    wanted.capabilities = {"get_weather", "delete_*"};
    wanted.talks_to = {"fs"};
    wanted.description = "it's \"quoted\" \xC3\xA9";
    agent = state.register_agent(wanted, home, agent_status::verified, ann, start_of_time, ticket).value().agent->id;
    key_text = state.create_api_key(home, agent, "ci", {}, ann, start_of_time, ticket).value().text;
    auto asked = ask(agent, "get_weather", 1);
    asked.resource = "";
    answered = state.decide(std::move(asked), ann, start_of_time, ticket).value().verification->id;
    execution_report failed{.result = execution::failure, .detail = "{\"reason\": \"x\"}", .error = "x", .duration_ms = 12};
    ASSERT_TRUE(state.report(state.live(answered, start_of_time, ticket), failed, ann, start_of_time, ticket));
    open_question = state.decide(ask(agent, "delete_user", 2), ann, start_of_time, ticket).value().verification->id;
    state.set_setting("token_secret", "s3", ticket);
    state.rotate_key(agent, key_number(2).public_key(), seconds(600), ann, start_of_time, ticket).value();
    EXPECT_FALSE(state.reserve(agent, mark(50), start_of_time));
    state.remember(agent, mark(50), 201, "{\"a\": 1}", start_of_time, ticket);
  });
  with_registry(path, start_of_time + seconds(60), [&](registry& state, std::uint64_t& ticket) {
    const auto now = start_of_time + seconds(60);
    const auto a = state.find_agent(agent);
    ASSERT_TRUE(a);
    EXPECT_EQ(a->name, "weather");
    EXPECT_EQ(a->description, "it's \"quoted\" \xC3\xA9");
    EXPECT_EQ(a->declared, (std::vector<std::string>{"get_weather", "delete_*"}));
    EXPECT_EQ(a->talks_to, std::vector<std::string>{"fs"});
    EXPECT_EQ(a->rotations, 1);
    EXPECT_EQ(state.keys_of(agent, now)->current, key_number(2).public_key());
    EXPECT_EQ(state.keys_of(agent, now)->previous, key_number(1).public_key());
    EXPECT_EQ(state.find_user("ann@example.com")->role, role::admin);
    EXPECT_EQ(state.check_api_key(key_text, now)->agent, agent);
    EXPECT_EQ(state.setting("token_secret"), "s3");
    EXPECT_EQ(state.reserve(agent, mark(50), now)->body, "{\"a\": 1}");
    const auto old = state.live(answered, now, ticket);
    ASSERT_TRUE(old);
    EXPECT_EQ(old->execution, execution::failure);
    EXPECT_EQ(old->resource, "");
    EXPECT_TRUE(state.decide(ask(agent, "delete_user", 2), ann, now, ticket)->repeated);
    ASSERT_EQ(state.pending(home, now, ticket).size(), 1U);
    ASSERT_TRUE(state.settle(open_question, true, "ok", ann, now, ticket));
    EXPECT_NEAR(state.trust(agent, now, ticket)->score.factor(trust_factor::success_rate), 0, 1e-12) << "the failed execution is remembered";
  });
  asio::io_context context;
  auto records = store_at(context, path);
  run(context, records->open(start_of_time + hours(48), start_of_time + hours(47)));
  const auto found = run(context, records->find_verification(open_question));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, verification_status::approved);
  EXPECT_EQ(found->decided_by, "ann");
  audit_query query;
  query.organization = home;
  query.limit = 3;
  query.offset = 1;
  const auto page = run(context, records->audit(query));
  EXPECT_EQ(page.total, 8U);
  ASSERT_EQ(page.records.size(), 3U);
  EXPECT_EQ(page.records[0]->seq, 7);
  query.action = "get_weather";
  query.agent = agent;
  query.from = start_of_time;
  query.to = start_of_time + seconds(1);
  query.offset = 0;
  EXPECT_EQ(run(context, records->audit(query)).total, 2U);
  verification_query approved;
  approved.organization = home;
  approved.status = verification_status::approved;
  const auto list = run(context, records->verifications(approved));
  EXPECT_EQ(list.total, 2U);
  EXPECT_EQ(list.by_status[static_cast<std::size_t>(verification_status::pending)], 0U);
  EXPECT_EQ(run(context, records->trust_history(agent, 10)).back().reason, "registered");
}

TEST(sqlite_store, keeps_what_an_agent_asked_outside_its_capabilities) {
  temporary_folder folder;
  const std::string path = folder / "a.db";
  aval::uuid home, agent;
  const caller nobody;
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) {
    std::tie(home, agent) = home_with_an_agent(state, ticket);
    unsigned mark = 0;
    for (const char* action : {"send_email", "get_weather", "write_file"}) state.decide(ask(agent, action, ++mark), nobody, start_of_time + seconds(mark), ticket).value();
  });
  with_registry(path, start_of_time + seconds(60), [&](registry& state, std::uint64_t&) { EXPECT_EQ(state.find_agent(agent)->violations, 2); });
  asio::io_context context;
  auto records = store_at(context, path);
  run(context, records->open(start_of_time + hours(48), start_of_time + hours(47)));
  verification_query outside;
  outside.organization = home;
  outside.violations_of = agent;
  auto page = run(context, records->verifications(outside));
  EXPECT_EQ(page.total, 2U);
  ASSERT_EQ(page.records.size(), 2U);
  EXPECT_EQ(page.records[0]->action, "write_file") << "newest first";
  EXPECT_EQ(page.records[1]->action, "send_email");
  outside.offset = 1;
  page = run(context, records->verifications(outside));
  EXPECT_EQ(page.total, 2U);
  ASSERT_EQ(page.records.size(), 1U);
  EXPECT_EQ(page.records[0]->action, "send_email");
  outside.violations_of = home;
  EXPECT_EQ(run(context, records->verifications(outside)).total, 0U) << "nobody's";
}

TEST(sqlite_store, raises_the_alert_of_an_agent_that_was_read_back_in_its_own_organization) {
  temporary_folder folder;
  const std::string path = folder / "a.db";
  aval::uuid home, agent;
  const caller nobody;
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) {
    std::tie(home, agent) = home_with_an_agent(state, ticket);
  });
  with_registry(path, start_of_time + seconds(60), [&](registry& state, std::uint64_t& ticket) {
    state.decide(ask(agent, "send_email", 1), nobody, start_of_time + seconds(60), ticket).value();
    const auto raised = state.alerts(home);
    EXPECT_EQ(std::ranges::count(raised, "security_breach", &alert_record::type), 1);
  });
}

TEST(sqlite_store, brings_a_file_of_the_first_layout_up_to_date) {
  temporary_folder folder;
  const std::string path = folder / "a.db";
  aval::uuid home;
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) { home = state.create_organization("home", start_of_time, ticket); });
  const auto in_file = [&path](const char* sql) {
    sqlite3* raw = nullptr;
    std::string value;
    EXPECT_EQ(::sqlite3_open(path.c_str(), &raw), SQLITE_OK);
    const auto keep = [](void* to, int, char** columns, char**) { return *static_cast<std::string*>(to) = columns[0], 0; };
    EXPECT_EQ(::sqlite3_exec(raw, sql, keep, &value, nullptr), SQLITE_OK) << sql;
    ::sqlite3_close(raw);
    return value;
  };
  const std::string newest = in_file("PRAGMA user_version");
  in_file("DROP INDEX verification_violations; PRAGMA user_version=1");
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) {
    registration wanted = named("weather", 1);
    EXPECT_TRUE(state.register_agent(wanted, home, agent_status::verified, {}, start_of_time, ticket)) << "what it held is still there";
  });
  EXPECT_EQ(in_file("PRAGMA user_version"), newest);
  EXPECT_EQ(in_file("SELECT count(*) FROM sqlite_master WHERE name = 'verification_violations'"), "1");
}

TEST(sqlite_store, makes_a_file_that_only_its_owner_can_read) {
  temporary_folder folder;
  with_registry(folder / "a.db", start_of_time, [](registry& state, std::uint64_t& ticket) { state.create_organization("x", start_of_time, ticket); });
  struct stat info {};
  ASSERT_EQ(::stat((folder / "a.db").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST(sqlite_store, says_that_another_process_holds_the_data_base) {
  temporary_folder folder;
  asio::io_context context;
  auto first = store_at(context, folder / "a.db"), second = store_at(context, folder / "a.db");
  run(context, first->open(start_of_time, start_of_time));
  const auto e = failure_of(context, *second);
  EXPECT_EQ(e.code(), errc::store_locked) << e.what();
  EXPECT_NE(e.context().find("a.db is used by another process"), std::string::npos) << e.what();
  run(context, first->close());
  EXPECT_FALSE(failure_of(context, *second).code()) << "free again";
}

TEST(sqlite_store, refuses_a_file_that_is_no_data_base_or_somebody_elses_or_from_the_future) {
  temporary_folder folder;
  asio::io_context context;
  std::ofstream(folder / "text.db") << std::string(8192, 'x');
  auto text = store_at(context, folder / "text.db");
  EXPECT_EQ(failure_of(context, *text).code(), errc::store_corrupt);

  sqlite3* raw = nullptr;
  ASSERT_EQ(::sqlite3_open((folder / "other.db").c_str(), &raw), SQLITE_OK);
  ASSERT_EQ(::sqlite3_exec(raw, "CREATE TABLE recipes(x)", nullptr, nullptr, nullptr), SQLITE_OK);
  ::sqlite3_close(raw);
  auto other = store_at(context, folder / "other.db");
  EXPECT_EQ(failure_of(context, *other).code(), errc::store_corrupt);

  with_registry(folder / "new.db", start_of_time, [](registry&, std::uint64_t&) {});
  ASSERT_EQ(::sqlite3_open((folder / "new.db").c_str(), &raw), SQLITE_OK);
  ASSERT_EQ(::sqlite3_exec(raw, "PRAGMA user_version=1000", nullptr, nullptr, nullptr), SQLITE_OK);
  ::sqlite3_close(raw);
  auto later = store_at(context, folder / "new.db");
  EXPECT_EQ(failure_of(context, *later).code(), errc::store_too_new);

  auto nowhere = store_at(context, folder / "no/such/folder/a.db");
  EXPECT_EQ(failure_of(context, *nowhere).code(), errc::store_failed);
}

TEST(sqlite_store, notices_a_changed_end_of_the_audit_trail) {
  temporary_folder folder;
  with_registry(folder / "a.db", start_of_time, [](registry& state, std::uint64_t& ticket) {
    caller nobody;
    const auto home = state.create_organization("home", start_of_time, ticket);
    ASSERT_TRUE(state.register_agent(named("weather", 1), home, agent_status::verified, nobody, start_of_time, ticket));
  });
  sqlite3* raw = nullptr;
  ASSERT_EQ(::sqlite3_open((folder / "a.db").c_str(), &raw), SQLITE_OK);
  ASSERT_EQ(::sqlite3_exec(raw, "UPDATE audit SET text = replace(text, 'success', 'failure')", nullptr, nullptr, nullptr), SQLITE_OK);
  ::sqlite3_close(raw);
  asio::io_context context;
  auto records = store_at(context, folder / "a.db");
  EXPECT_EQ(failure_of(context, *records).code(), errc::store_corrupt);
}

TEST(sqlite_store, that_is_full_fails_the_waiting_batches_and_goes_on_when_opened_again) {
  temporary_folder folder;
  asio::io_context context;
  auto records = store_at(context, folder / "a.db", 256 * 1024);
  registry state(records, {});
  state.load(run(context, records->open(start_of_time, start_of_time)), start_of_time);
  std::uint64_t ticket = 0;
  const auto home = state.create_organization("home", start_of_time, ticket);
  run(context, records->durable(ticket));
  std::error_code seen;
  for (int i = 0; i < 1000 && !seen; ++i) {
    try {
      state.set_setting("s" + std::to_string(i), std::string(4000, 'x'), ticket);
      run(context, records->durable(ticket));
    } catch (const aval::error& e) {
      seen = e.code();
    }
  }
  EXPECT_EQ(seen, errc::store_full);
  const auto lost = ticket;
  EXPECT_THROW(state.set_setting("late", "x", ticket), aval::error) << "nothing is built on a lost batch";
  state.load(run(context, records->open(start_of_time, start_of_time)), start_of_time);
  EXPECT_EQ(state.organizations().size(), 1U);
  EXPECT_EQ(state.organizations()[0].id, home);
  EXPECT_TRUE(state.setting("s0"));
  EXPECT_FALSE(state.setting("late"));
  EXPECT_FALSE(records->is_durable(lost));
  EXPECT_THROW(run(context, records->durable(lost)), aval::error) << "who asks late is not told that it was kept";
  run(context, records->close());
}

TEST(sqlite_store, groups_the_batches_of_one_turn_into_one_transaction) {
  temporary_folder folder;
  asio::io_context context;
  auto records = store_at(context, folder / "a.db");
  registry state(records, {});
  state.load(run(context, records->open(start_of_time, start_of_time)), start_of_time);
  std::uint64_t first = 0, last = 0;
  state.set_setting("a", "1", first);
  for (int i = 0; i < 10; ++i) state.set_setting("b", std::to_string(i), last);
  EXPECT_FALSE(records->is_durable(first));
  context.restart();
  context.run_one();
  EXPECT_TRUE(records->is_durable(first));
  EXPECT_TRUE(records->is_durable(last));
}

TEST(sqlite_store, loses_nothing_that_was_durable_when_the_process_is_killed) {
  temporary_folder folder;
  const std::string path = folder / "a.db";
  aval::uuid home;
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) { home = state.create_organization("home", start_of_time, ticket); });
  std::int64_t expected = 0;
  for (int round = 0; round < 5; ++round) {
    int pipe_ends[2];
    ASSERT_EQ(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      asio::io_context context;
      auto records = store_at(context, path);
      registry state(records, {});
      const caller nobody;
      state.load(run(context, records->open(start_of_time, start_of_time)), start_of_time);
      std::uint64_t ticket = 0;
      for (unsigned char i = 0;; ++i) {
        audit_entry e;
        e.organization = home;
        e.action = "tick";
        state.record(e, start_of_time, ticket);
        run(context, records->durable(ticket));
        if (::write(pipe_ends[1], &i, 1) != 1) ::_exit(1);  // only now does anybody hear of it
      }
    }
    ::close(pipe_ends[1]);
    char heard = 0;
    for (int i = 0; i <= 3 + 7 * round; ++i) {
      ASSERT_EQ(::read(pipe_ends[0], &heard, 1), 1);
      ++expected;
    }
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    while (::read(pipe_ends[0], &heard, 1) == 1) ++expected;
    ::close(pipe_ends[0]);

    asio::io_context context;
    auto records = store_at(context, path);
    run(context, records->open(start_of_time, start_of_time));
    audit_query query;
    query.organization = home;
    const auto page = run(context, records->audit(query));
    EXPECT_GE(static_cast<std::int64_t>(page.total), expected);
    EXPECT_LE(static_cast<std::int64_t>(page.total), expected + 1) << "at most the one nobody heard of";
    expected = static_cast<std::int64_t>(page.total);
    EXPECT_EQ(page.records.front()->seq, expected) << "no gap";
    run(context, records->close());
  }
}

}  // namespace
