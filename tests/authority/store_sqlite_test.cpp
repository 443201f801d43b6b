// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/store_sqlite.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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
  capability_request_record wish;
  caller ann;
  ann.api_key = aval::uuid::random();
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
    wish.id = aval::uuid::random();
    wish.organization = home;
    wish.capability = "write_db \xC3\xA9";
    wish.requested_at = start_of_time + std::chrono::nanoseconds(123456789);
    wish.status = request_status::rejected;
    state.transact(start_of_time, ticket, [&](registry::transaction& t) { return t.put(wish), t.put(wish); });
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
    EXPECT_EQ(a->registered_with, ann.api_key);
    const auto kept = state.look(now, [&](const registry::view& v) { return v.find<capability_request_record>(home, wish.id); });
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->capability, wish.capability);
    EXPECT_EQ(kept->requested_at, wish.requested_at);
    EXPECT_EQ(kept->status, request_status::rejected);
    state.transact(now, ticket, [&](registry::transaction& t) { return t.remove<capability_request_record>(home, wish.id), true; });
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

// The same records in a store in memory, which looks at each of them, and in SQLite, which counts and seeks: the pages must be the same.
struct two_stores {
  explicit two_stores(const std::string& path) : file(store_at(context, path)) {
    run(context, file->open(start_of_time, start_of_time));
    run(context, memory->open(start_of_time, start_of_time));
  }
  ~two_stores() { run(context, file->close()); }
  void keep(const change_batch& batch) {
    change_batch copy = batch;
    memory->submit(std::move(copy));
    copy = batch;
    run(context, file->durable(file->submit(std::move(copy))));
  }
  asio::io_context context;
  std::shared_ptr<sqlite_store> file;
  std::shared_ptr<memory_store> memory = std::make_shared<memory_store>();
};

TEST(sqlite_store, finds_the_same_pages_of_the_trail_as_a_look_at_every_record) {
  temporary_folder folder;
  two_stores stores(folder / "a.db");
  std::uint32_t dice = 12345;
  const auto roll = [&dice](std::uint32_t n) {
    dice = dice * 1664525U + 1013904223U;
    return (dice >> 16) % n;
  };
  std::array<aval::uuid, 2> organizations{aval::uuid::random(), aval::uuid::random()};
  std::array<aval::uuid, 3> agents{aval::uuid::random(), aval::uuid::random(), aval::uuid::random()};
  const std::array<aval::uuid, 3> users{aval::uuid::random(), aval::uuid::random(), aval::uuid::random()};
  const std::array<std::string, 4> actions{"get_weather", "delete_user", "view", "a*b'\""};
  const std::array<std::string, 3> types{"agent_action", "verification", "user"};
  std::array<audit_chain, 2> chains;
  change_batch batch;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = std::to_string(roll(5));
    const std::uint32_t where = roll(4) == 0 ? 1 : 0;
    audit_entry e;
    e.id = aval::uuid::random();
    e.organization = organizations[where];
    if (roll(5) != 0) e.agent = agents[roll(where == 0 ? 2 : 3)];
    if (roll(9) == 0) e.user = users[where == 0 ? roll(2) : 2];
    e.action = actions[roll(4)];
    e.resource_type = types[roll(7) < 5 ? 0 : 1 + roll(2)];
    e.resource_id = id;
    batch.emplace_back(chains[where].append(e, start_of_time + minutes(5 * i + roll(60))));  // seven days, and times that fall
    if (batch.size() == 100) {
      stores.keep(batch);
      batch.clear();
    }
  }
  int pages = 0, with_some = 0;
  for (int i = 0; i < 400; ++i) {
    audit_query q;
    q.organization = organizations[roll(5) == 0 ? 1 : 0];
    if (roll(2) == 0) q.agent = agents[roll(3)];
    if (roll(2) == 0) q.action = actions[roll(4)];
    if (roll(3) == 0) q.resource_type = types[roll(3)];
    if (roll(6) == 0) q.user = users[roll(3)];
    if (roll(6) == 0) q.resource_id = std::to_string(roll(6));
    if (roll(2) == 0) q.from = start_of_time + minutes(roll(10'500)) - hours(roll(2) * 12);
    if (roll(2) == 0) q.to = start_of_time + minutes(roll(10'500)) + hours(roll(2) * 24);
    if (roll(10) == 0) q.to = std::chrono::floor<std::chrono::days>(start_of_time) + std::chrono::days(roll(9));
    q.limit = roll(4) == 0 ? 0 : 1 + roll(40);
    q.offset = roll(2) == 0 ? 0 : roll(300);
    const auto expected = run(stores.context, stores.memory->audit(q)), page = run(stores.context, stores.file->audit(q));
    ASSERT_EQ(page.total, expected.total) << i;
    ASSERT_EQ(page.records.size(), expected.records.size()) << i;
    for (std::size_t k = 0; k < page.records.size(); ++k) ASSERT_EQ(page.records[k]->text, expected.records[k]->text) << i;
    ++pages;
    with_some += !page.records.empty();

    // forwards, piece by piece, and in figures
    q.after = roll(3) == 0 ? roll(2000) : 0;
    q.upto = roll(3) == 0 ? 1 + roll(2000) : 0;
    ASSERT_EQ(run(stores.context, stores.file->audit(q)).total, run(stores.context, stores.memory->audit(q)).total) << i;
    q.limit = 1 + roll(300);
    for (int piece = 0; piece < 5; ++piece) {
      const auto all = run(stores.context, stores.memory->audit_after(q)), some = run(stores.context, stores.file->audit_after(q));
      ASSERT_EQ(some.size(), all.size()) << i;
      for (std::size_t k = 0; k < all.size(); ++k) ASSERT_EQ(some[k]->text, all[k]->text) << i;
      if (all.empty()) break;
      ASSERT_GT(all.front()->seq, q.after);
      q.after = all.back()->seq;
    }
    const auto counted = run(stores.context, stores.memory->figures(q)), figures = run(stores.context, stores.file->figures(q));
    ASSERT_EQ(figures.records, counted.records) << i;
    ASSERT_EQ(figures.users, counted.users) << i;
    ASSERT_EQ(figures.actions, counted.actions) << i;
  }
  EXPECT_GT(with_some, pages / 4) << "or the test says little";
}

TEST(sqlite_store, finds_decided_verifications_by_each_filter_and_counts_them_all) {
  temporary_folder folder;
  two_stores stores(folder / "a.db");
  const auto home = aval::uuid::random(), abroad = aval::uuid::random();
  std::array<aval::uuid, 3> agents;
  change_batch batch;
  for (std::size_t i = 0; i < agents.size(); ++i) {
    auto a = std::make_shared<agent_record>();
    a->id = agents[i] = aval::uuid::random();
    a->organization = i == 2 ? abroad : home;
    a->name = i == 1 ? "Weather-Bot" : "plain";
    batch.emplace_back(agent_ptr(a));
  }
  for (unsigned i = 0; i < 3000; ++i) {
    auto v = std::make_shared<verification_record>();
    v->id = detail::ordered_uuid(start_of_time + seconds(i), aval::random_source{});
    v->agent = agents[i % 3];
    v->organization = i % 3 == 2 ? abroad : home;
    v->action = i % 5 == 0 ? "Delete_User" : "get_weather";
    if (i % 7 == 0) v->resource = "users/" + std::to_string(i % 70);
    v->risk = static_cast<risk_level>(i % 4);
    v->status = i % 2 == 0 ? verification_status::denied : i % 11 == 0 ? verification_status::expired : verification_status::approved;
    v->requested_at = start_of_time + seconds(i);
    v->decided_at = v->requested_at;
    batch.emplace_back(verification_ptr(v));
  }
  stores.keep(batch);
  int filled = 0;
  for (int status = -1; status < 4; ++status)
    for (int risk = -1; risk < 4; risk += 2)
      for (const char* search : {"", "delete", "users/7", "weather-b", "nothing like it"})
        for (const search_in field : {search_in::anywhere, search_in::action, search_in::resource, search_in::agent_name}) {
          verification_query q;
          q.organization = home;
          if (status >= 0) q.status = static_cast<verification_status>(status);
          if (risk >= 0) q.risk = static_cast<risk_level>(risk);
          q.search = search;
          q.field = field;
          if (filled % 4 == 3) q.agent = agents[0];
          q.offset = static_cast<std::size_t>(filled % 3) * 40;
          const auto expected = run(stores.context, stores.memory->verifications(q)), page = run(stores.context, stores.file->verifications(q));
          ASSERT_EQ(page.total, expected.total) << status << ' ' << risk << ' ' << search;
          ASSERT_EQ(page.by_status, expected.by_status);
          ASSERT_EQ(page.records.size(), expected.records.size()) << status << ' ' << risk << ' ' << search;
          for (std::size_t k = 0; k < page.records.size(); ++k) ASSERT_EQ(page.records[k]->id, expected.records[k]->id);
          filled += !page.records.empty();
        }
  EXPECT_GT(filled, 50);
}

TEST(sqlite_store, keeps_alerts_that_are_over_and_finds_them_by_state) {
  temporary_folder folder;
  const std::string path = folder / "a.db";
  aval::uuid home, agent;
  caller ann;
  ann.is = caller::kind::user;
  ann.name = "ann";
  std::vector<alert_record> all;
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) {
    home = ann.organization = state.create_organization("home", start_of_time, ticket);
    agent = state.register_agent(named("weather", 1), home, agent_status::verified, ann, start_of_time, ticket).value().agent->id;
    for (unsigned i = 0; i < 3; ++i) state.decide(ask(agent, "bulk_export", i), ann, start_of_time + minutes(10 * i), ticket).value();
    all = state.alerts(home);
    ASSERT_EQ(all.size(), 3U);
    ASSERT_TRUE(state.close_alert(all[0], {}, ann, start_of_time + hours(1), ticket));
    ASSERT_TRUE(state.close_alert(all[1], "it was ordered", ann, start_of_time + hours(1), ticket));
  });
  with_registry(path, start_of_time + hours(2), [&](registry& state, std::uint64_t&) {
    ASSERT_EQ(state.alerts(home).size(), 1U);
    EXPECT_EQ(state.alerts(home)[0].id, all[2].id) << "the open one is in memory";
  });
  asio::io_context context;
  auto records = store_at(context, path);
  run(context, records->open(start_of_time, start_of_time));
  alert_query q;
  q.organization = home;
  EXPECT_EQ(run(context, records->alerts(q)).total, 3U);
  const auto only = [&](alert_state state) {
    q.state = state;
    const auto page = run(context, records->alerts(q));
    EXPECT_EQ(page.total, 1U);
    return page.records.at(0);
  };
  EXPECT_EQ(only(alert_state::open).id, all[2].id);
  EXPECT_EQ(only(alert_state::acknowledged).acknowledged_by, "ann");
  EXPECT_EQ(only(alert_state::resolved).resolution, "it was ordered");
  EXPECT_EQ(run(context, records->find_alert(all[1].id))->resolved_at, start_of_time + hours(1));
  EXPECT_FALSE(run(context, records->find_alert(home)));
  q.severity = severity::critical;
  EXPECT_EQ(run(context, records->alerts(q)).total, 0U);
}

TEST(sqlite_store, has_events_told_once_their_changes_are_durable_and_not_when_they_are_lost) {
  temporary_folder folder;
  asio::io_context context, disk;  // the disk stands still until the test turns it
  auto records = store_at(disk, folder / "a.db", 256 * 1024);
  registry state(records, {});
  state.load(run(context, records->open(start_of_time, start_of_time)), start_of_time);
  const auto hub = std::make_shared<event_hub>(context.get_executor(), records);
  state.on_event = [&](event&& e, std::uint64_t ticket) { hub->publish(std::move(e), ticket); };
  std::vector<std::string> told;
  const auto all = hub->subscribe({}, [&](const event& e) { told.push_back(e.text); });
  const auto turn = [&] {
    for (auto* c : {&context, &disk, &context}) {
      c->restart();
      c->poll();
    }
  };
  std::uint64_t ticket = 0;
  const auto home = state.create_organization("home", start_of_time, ticket);
  EXPECT_TRUE(state.register_agent(named("first", 1), home, agent_status::pending, {}, start_of_time, ticket));
  context.restart();
  context.poll();
  EXPECT_TRUE(told.empty()) << "not durable yet";
  turn();
  EXPECT_EQ(told, (std::vector<std::string>{"first", "0.675"}));
  state.set_setting("too much", std::string(1 << 20, 'x'), ticket);
  EXPECT_TRUE(state.register_agent(named("second", 2), home, agent_status::pending, {}, start_of_time, ticket));
  turn();
  turn();
  EXPECT_EQ(told.size(), 2U) << "the data base is full: it never happened";
  EXPECT_THROW(state.set_setting("late", "x", ticket), aval::error);
}

TEST(sqlite_store, brings_a_file_of_the_first_layout_up_to_date) {
  temporary_folder folder;
  const std::string path = folder / "a.db";
  aval::uuid home;
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) {
    home = state.create_organization("home", start_of_time, ticket);
    state.register_agent(named("older", 2), home, agent_status::verified, {}, start_of_time, ticket).value();
  });
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
  // back to what the first layout had
  in_file("DROP INDEX verification_violations; DROP INDEX verifications_refused; DROP INDEX alerts_all; DROP INDEX audit_agents; DROP INDEX audit_users; DROP INDEX audit_actions;"
          "DROP INDEX audit_resources; DROP TABLE audit_counts; DROP TABLE documents; ALTER TABLE agents DROP COLUMN registered_with; ALTER TABLE api_keys DROP COLUMN removed;"
          "ALTER TABLE alerts DROP COLUMN resolved_at; ALTER TABLE alerts DROP COLUMN resolution;"
          "CREATE INDEX audit_agents ON audit(agent) WHERE agent IS NOT NULL; PRAGMA user_version=1");
  with_registry(path, start_of_time, [&](registry& state, std::uint64_t& ticket) {
    registration wanted = named("weather", 1);
    EXPECT_TRUE(state.register_agent(wanted, home, agent_status::verified, {}, start_of_time, ticket)) << "what it held is still there";
  });
  EXPECT_EQ(in_file("PRAGMA user_version"), newest);
  EXPECT_EQ(in_file("SELECT count(*) FROM sqlite_master WHERE name = 'verification_violations'"), "1");
  EXPECT_EQ(in_file("SELECT sum(n) FROM audit_counts WHERE action = 'create_agent'"), "2") << "what was there before is counted";
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
