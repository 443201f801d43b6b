// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/registry.hpp"

#include <gtest/gtest.h>

#include "aval/authority/rate_limiter.hpp"
#include "authority/fixture.hpp"

namespace {
using namespace authority_test;

TEST(registering, gives_a_fresh_verified_agent_a_trust_of_0_907) {
  world w;
  EXPECT_NEAR(w.state.find_agent(w.agent)->trust, 0.907, 1e-9);
  EXPECT_NEAR(w.state.trust(w.agent, w.now, w.ticket)->effective, 0.907, 1e-9);
}

TEST(registering, twice_with_the_same_key_finds_the_agent_again) {
  world w;
  const auto again = w.state.register_agent(named("weather", 1), w.home, agent_status::verified, w.admin, w.now, w.ticket);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->existed);
  EXPECT_EQ(again->agent->id, w.agent);
}

TEST(registering, somebody_elses_name_with_another_key_is_refused) {
  world w;
  const auto taken = w.state.register_agent(named("weather", 2), w.home, agent_status::verified, w.admin, w.now, w.ticket);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().status, 409);
  EXPECT_EQ(taken.error().message, "Agent with this name already exists");
  EXPECT_TRUE(w.state.register_agent(named("weather", 2), w.abroad, agent_status::verified, w.admin, w.now, w.ticket)) << "names are unique within an organization";
}

TEST(registering, checks_every_text) {
  world w;
  const auto refused = [&](auto change) {
    registration r = named("fine", 9);
    change(r);
    const auto a = w.state.register_agent(r, w.home, agent_status::verified, w.admin, w.now, w.ticket);
    return !a && a.error().status == 400;
  };
  EXPECT_TRUE(refused([](registration& r) { r.name.clear(); }));
  EXPECT_TRUE(refused([](registration& r) { r.name = " leading"; }));
  EXPECT_TRUE(refused([](registration& r) { r.name = "a\nb"; }));
  EXPECT_TRUE(refused([](registration& r) { r.name.assign(101, 'a'); }));
  EXPECT_TRUE(refused([](registration& r) { r.display_name.assign(201, 'a'); }));
  EXPECT_TRUE(refused([](registration& r) { r.type = "toaster"; }));
  EXPECT_TRUE(refused([](registration& r) { r.repository_url = "javascript:alert(1)"; }));
  EXPECT_TRUE(refused([](registration& r) { r.capabilities.assign(201, "x"); }));
  EXPECT_TRUE(refused([](registration& r) { r.capabilities = {"read\nwrite"}; }));
  EXPECT_TRUE(refused([](registration& r) { r.key.reset(); }));
  EXPECT_FALSE(refused([](registration& r) { r.name.assign(100, 'a'); }));
}

TEST(deciding, answers_a_repeat_of_the_same_signed_question_with_the_first_answer) {
  world w;
  const auto first = w.decide("get_weather", 1);
  const auto records = w.trail().total;
  const auto again = w.decide("get_weather", 1);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.verification->id, first.verification->id);
  EXPECT_EQ(w.trail().total, records) << "no second record";
  EXPECT_NE(w.decide("get_weather", 2).verification->id, first.verification->id);
}

TEST(deciding, still_knows_a_repeat_after_a_restart) {
  world w;
  const auto first = w.decide("get_weather", 1);
  w.now += seconds(200);
  w.reload();
  const auto again = w.decide("get_weather", 1);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.verification->id, first.verification->id);
}

TEST(deciding, refuses_a_suspended_agent) {
  world w;
  ASSERT_TRUE(w.state.set_status(w.agent, agent_status::suspended, w.admin, w.now, w.ticket));
  const auto a = w.state.decide(ask(w.agent, "ping", 1), w.nobody, w.now, w.ticket);
  ASSERT_FALSE(a);
  EXPECT_EQ(a.error().status, 403);
  EXPECT_EQ(a.error().message, "Agent status is suspended, cannot perform actions");
  EXPECT_TRUE(w.state.set_status(w.agent, agent_status::verified, w.admin, w.now, w.ticket));
  EXPECT_TRUE(w.state.decide(ask(w.agent, "ping", 1), w.nobody, w.now, w.ticket));
}

TEST(deciding, never_revives_a_revoked_agent) {
  world w;
  ASSERT_TRUE(w.state.set_status(w.agent, agent_status::revoked, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.state.set_status(w.agent, agent_status::verified, w.admin, w.now, w.ticket).error().status, 409);
}

TEST(deciding, lets_no_agent_pile_up_open_questions) {
  registry_options few;
  few.most_pending_per_agent = 2;
  world w(few);
  EXPECT_EQ(w.decide("delete_user", 1).verification->status, verification_status::pending);
  const auto second = w.decide("delete_user", 2);
  const auto third = w.state.decide(ask(w.agent, "delete_user", 3), w.nobody, w.now, w.ticket);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().status, 429);
  ASSERT_TRUE(w.state.settle(second.verification->id, false, "no", w.admin, w.now, w.ticket));
  EXPECT_TRUE(w.state.decide(ask(w.agent, "delete_user", 3), w.nobody, w.now, w.ticket));
}

TEST(a_person, approves_a_pending_question_once) {
  world w;
  const auto v = w.decide("delete_user", 1).verification;
  ASSERT_EQ(v->status, verification_status::pending);
  std::vector<aval::uuid> told;
  w.state.on_settled = [&](const aval::uuid& id) { told.push_back(id); };
  const auto yes = w.state.settle(v->id, true, "", w.admin, w.now, w.ticket);
  ASSERT_TRUE(yes);
  EXPECT_EQ((*yes)->status, verification_status::approved);
  EXPECT_EQ((*yes)->decided_by, "ann@example.com");
  EXPECT_EQ((*yes)->expires_at, w.now + hours(24));
  EXPECT_EQ(told, std::vector{v->id});
  const auto no = w.state.settle(v->id, false, "changed my mind", w.admin, w.now, w.ticket);
  ASSERT_FALSE(no);
  EXPECT_EQ(no.error().status, 409);
  EXPECT_EQ(no.error().message, "Verification is already approved");
}

TEST(a_person, must_say_why_when_denying) {
  world w;
  const auto v = w.decide("delete_user", 1).verification;
  EXPECT_EQ(w.state.settle(v->id, false, "", w.admin, w.now, w.ticket).error().message, "reason is required when denying a verification");
  EXPECT_TRUE(w.state.settle(v->id, false, "no", w.admin, w.now, w.ticket));
}

TEST(a_person, of_another_organization_does_not_see_the_question) {
  world w;
  const auto v = w.decide("delete_user", 1).verification;
  EXPECT_EQ(w.state.settle(v->id, true, "", w.stranger, w.now, w.ticket).error().status, 404);
  EXPECT_TRUE(w.state.pending(w.abroad, w.now, w.ticket).empty());
  EXPECT_EQ(w.state.pending(w.home, w.now, w.ticket).size(), 1U);
}

TEST(a_person, can_not_approve_for_a_suspended_agent_nor_after_the_hour) {
  world w;
  const auto v = w.decide("delete_user", 1).verification;
  ASSERT_TRUE(w.state.set_status(w.agent, agent_status::suspended, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.state.settle(v->id, true, "", w.admin, w.now, w.ticket).error().status, 409);
  ASSERT_TRUE(w.state.set_status(w.agent, agent_status::verified, w.admin, w.now, w.ticket));
  w.now += minutes(60);
  EXPECT_EQ(w.state.settle(v->id, true, "", w.admin, w.now, w.ticket).error().message, "Verification is already expired");
  EXPECT_EQ(w.state.live(v->id, w.now, w.ticket)->status, verification_status::expired);
}

TEST(a_report, never_changes_the_decision) {  // the self-approval hole of the reference software
  world w;
  const auto v = w.decide("delete_user", 1).verification;
  execution_report success;
  const auto r = w.state.report(v, success, w.nobody, w.now, w.ticket);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().status, 409);
  EXPECT_EQ(w.state.live(v->id, w.now, w.ticket)->status, verification_status::pending);
}

TEST(a_report, is_taken_once_and_its_repeat_is_harmless) {
  world w;
  const auto v = w.decide("get_weather", 1).verification;
  execution_report success;
  success.detail = "{\"result\": \"success\"}";
  ASSERT_TRUE(w.state.report(v, success, w.nobody, w.now, w.ticket));
  const auto records = w.trail().total;
  EXPECT_TRUE(w.state.report(v, success, w.nobody, w.now, w.ticket));
  EXPECT_EQ(w.trail().total, records);
  execution_report other = success;
  other.result = execution::failure;
  EXPECT_EQ(w.state.report(v, other, w.nobody, w.now, w.ticket).error().status, 409);
}

TEST(trust, follows_denials_and_reports_and_is_remembered) {
  world w;
  w.decide("get_weather", 1);
  EXPECT_NEAR(w.state.find_agent(w.agent)->trust, 0.907, 1e-9);
  const auto v = w.decide("delete_user", 2).verification;
  ASSERT_TRUE(w.state.settle(v->id, false, "no", w.admin, w.now, w.ticket));
  EXPECT_NEAR(w.state.find_agent(w.agent)->trust, 0.907 - .125, 1e-9);
  w.reload();
  EXPECT_NEAR(w.state.find_agent(w.agent)->trust, 0.907 - .125, 1e-9);
  asio::io_context context;
  const auto history = run(context, w.records->trust_history(w.agent, 10));
  ASSERT_EQ(history.size(), 2U);
  EXPECT_NEAR(*history[0].previous, 0.907, 1e-9);
  EXPECT_EQ(history[0].reason, "verification denied by a person");
  EXPECT_EQ(history[1].reason, "registered");
}

TEST(trust, forgets_what_is_older_than_thirty_days) {
  world w;
  const auto v = w.decide("delete_user", 2).verification;
  ASSERT_TRUE(w.state.settle(v->id, false, "no", w.admin, w.now, w.ticket));
  w.now += hours(24 * 31);
  EXPECT_NEAR(w.state.trust(w.agent, w.now, w.ticket)->score.factor(trust_factor::verification_status), 1, 1e-12);
}

TEST(alerts, are_counted_and_not_repeated_within_five_minutes) {
  registry_options closed;
  closed.decision.capabilities = capability_enforcement::granted;
  world w(closed);
  for (unsigned i = 0; i < 5; ++i) w.decide("fly", i);
  auto all = w.state.alerts(w.home);
  std::erase_if(all, [](const auto& a) { return a.type == "trust_score_drop"; });
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].repeats, 5);
  EXPECT_EQ(all[0].title, "Action 'fly' denied");
  w.now += minutes(6);
  w.decide("fly", 10);
  all = w.state.alerts(w.home);
  std::erase_if(all, [](const auto& a) { return a.type == "trust_score_drop"; });
  EXPECT_EQ(all.size(), 2U);
}

TEST(the_audit_trail, is_a_chain_in_which_each_record_names_the_hash_before) {
  world w;
  for (unsigned i = 0; i < 5; ++i) w.decide("get_weather", i);
  w.reload();
  w.decide("get_weather", 9);
  auto page = w.trail();
  ASSERT_EQ(page.total, 7U);
  std::reverse(page.records.begin(), page.records.end());
  std::string previous(64, '0');
  std::int64_t seq = 0;
  for (const auto& r : page.records) {
    EXPECT_EQ(r->seq, ++seq);
    EXPECT_NE(r->text.find("\"prev_hash\": \"" + previous + "\""), std::string::npos) << r->text;
    EXPECT_EQ(aval::crypto::sha256(r->text), r->hash);
    previous = aval::crypto::hex_encode(r->hash);
  }
}

TEST(the_audit_trail, finds_by_each_filter) {
  world w;
  w.decide("get_weather", 1);
  w.now += minutes(1);
  w.decide("get_time", 2);
  asio::io_context context;
  const auto count = [&](auto set) {
    audit_query q;
    q.organization = w.home;
    set(q);
    return run(context, w.records->audit(q)).total;
  };
  EXPECT_EQ(count([](audit_query&) {}), 3U);
  EXPECT_EQ(count([](audit_query& q) { q.action = "get_time"; }), 1U);
  EXPECT_EQ(count([&](audit_query& q) { q.agent = w.agent; }), 3U);
  EXPECT_EQ(count([&](audit_query& q) { q.user = w.admin.user; }), 1U);
  EXPECT_EQ(count([&](audit_query& q) { q.resource_type = "agent_action"; }), 2U);
  EXPECT_EQ(count([&](audit_query& q) { q.from = start_of_time + minutes(1); }), 1U) << "inclusive";
  EXPECT_EQ(count([&](audit_query& q) { q.to = start_of_time + minutes(1); }), 2U) << "exclusive";
  EXPECT_EQ(count([&](audit_query& q) { q.organization = w.abroad; }), 0U);
}

TEST(api_keys, are_kept_as_a_hash_only_and_checked) {
  world w;
  const auto made = w.state.create_api_key(w.home, {}, "ci", {}, w.admin, w.now, w.ticket);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->text.starts_with("aim_live_"));
  EXPECT_EQ(made->text.size(), 9U + 44U);
  EXPECT_EQ(made->record.prefix, made->text.substr(0, 16));
  EXPECT_TRUE(w.state.check_api_key(made->text, w.now));
  EXPECT_TRUE(w.state.check_api_key(made->text.substr(0, made->text.size() - 1), w.now)) << "without its padding";
  EXPECT_EQ(w.state.check_api_key("aim_live_x", w.now).error().message, "Invalid API key");
  EXPECT_EQ(w.state.check_api_key(made->text, w.now + hours(24 * 90)).error().message, "API key has expired");
  EXPECT_EQ(w.state.disable_api_key(made->record.id, false, w.stranger, w.now, w.ticket).error().status, 404);
  ASSERT_TRUE(w.state.disable_api_key(made->record.id, false, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.state.check_api_key(made->text, w.now).error().message, "API key is inactive");
}

TEST(refresh_tokens, rotate_with_a_grace_and_then_take_the_family_down) {
  world w;
  refresh_record first;
  first.id = aval::uuid::random();
  first.family = aval::uuid::random();
  first.expires_at = w.now + hours(168);
  w.state.add_refresh(first, w.ticket);
  const auto second = w.state.rotate_refresh(first.id, seconds(30), hours(168), w.now, w.ticket);
  ASSERT_TRUE(second);
  w.now += seconds(30);
  const auto repeat = w.state.rotate_refresh(first.id, seconds(30), hours(168), w.now, w.ticket);
  ASSERT_TRUE(repeat) << "a lost answer is asked for again";
  EXPECT_EQ(repeat->next.id, second->next.id);
  EXPECT_EQ(repeat->access, second->access);
  w.now += seconds(1);
  EXPECT_FALSE(w.state.rotate_refresh(first.id, seconds(30), hours(168), w.now, w.ticket)) << "a stolen token";
  EXPECT_FALSE(w.state.rotate_refresh(second->next.id, seconds(30), hours(168), w.now, w.ticket)) << "and its whole family";
}

TEST(signed_requests, run_once) {
  world w;
  EXPECT_FALSE(w.state.reserve(w.agent, mark(7), w.now));
  const auto busy = w.state.reserve(w.agent, mark(7), w.now);
  ASSERT_TRUE(busy);
  EXPECT_EQ(busy->status, 0);
  w.state.remember(w.agent, mark(7), 201, "{}", w.now, w.ticket);
  EXPECT_EQ(w.state.reserve(w.agent, mark(7), w.now)->status, 201);
  w.reload();
  EXPECT_EQ(w.state.reserve(w.agent, mark(7), w.now)->status, 201) << "also after a restart";
}

TEST(key_rotation, keeps_the_old_key_for_the_grace_only) {
  world w;
  const auto next = key_number(2).public_key();
  ASSERT_TRUE(w.state.rotate_key(w.agent, next, seconds(60), w.admin, w.now, w.ticket));
  auto keys = w.state.keys_of(w.agent, w.now + seconds(59));
  EXPECT_EQ(keys->current, next);
  EXPECT_EQ(keys->previous, key_number(1).public_key());
  EXPECT_FALSE(w.state.keys_of(w.agent, w.now + seconds(60))->previous);
  ASSERT_TRUE(w.state.rotate_key(w.agent, key_number(3).public_key(), seconds(0), w.admin, w.now, w.ticket));
  EXPECT_FALSE(w.state.keys_of(w.agent, w.now)->previous) << "a grace of zero is none";
}

TEST(rate_limiter, counts_each_key_for_itself_and_says_when_to_come_back) {
  rate_limiter limiter(2);
  const auto t0 = rate_limiter::clock::time_point();
  EXPECT_EQ(limiter.charge("a", t0).remaining, 1U);
  EXPECT_TRUE(limiter.charge("a", t0).allowed);
  const auto over = limiter.charge("a", t0 + seconds(20));
  EXPECT_FALSE(over.allowed);
  EXPECT_EQ(over.reset_seconds, 40U);
  EXPECT_TRUE(limiter.charge("b", t0).allowed);
  EXPECT_TRUE(limiter.charge("a", t0 + seconds(60)).allowed);
}

TEST(rate_limiter, does_not_grow_with_the_number_of_addresses) {
  rate_limiter limiter(1, seconds(60), 100);
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(limiter.charge(std::to_string(i), rate_limiter::clock::time_point()).allowed);
}

}  // namespace
