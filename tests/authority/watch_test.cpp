// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "aval/authority/watch.hpp"
#include "aval/authority/webhooks.hpp"
#include "authority/fixture.hpp"

// Policies of an organization, what trust rests on, what is noticed without being asked, and webhooks as far as they are rules.

namespace {
using namespace authority_test;
using transaction = registry::transaction;

policy_record written(std::string type, std::string action, std::string rules) {
  policy_record p;
  p.name = "a " + type;
  p.policy_type = std::move(type);
  p.enforcement_action = std::move(action);
  p.rules = std::move(rules);
  return p;
}
std::string wrong(std::string type, std::string rules) {
  const auto read = read_policy(written(std::move(type), "alert_only", std::move(rules)));
  return read ? std::string("accepted") : read.error().message;
}

TEST(policy_rules, are_checked_before_they_count) {
  EXPECT_EQ(wrong("data_exfiltration", R"({"patterns": ["Bulk_Export"]})"), "accepted");
  EXPECT_EQ(wrong("nonsense", "{}").substr(0, 11), "policy_type");
  EXPECT_EQ(wrong("trust_score_low", R"({"trust_threshold": 30})"), "rules: trust_threshold must be a number from 0 to 1");
  EXPECT_NE(wrong("data_exfiltration", R"({"patterns": "bulk"})"), "accepted");
  EXPECT_NE(wrong("data_exfiltration", R"({"patterns": [1]})"), "accepted");
  EXPECT_NE(wrong("data_exfiltration", "[]"), "accepted");
  EXPECT_NE(wrong("unusual_activity", R"({"time_window_minutes": 0})"), "accepted");
  EXPECT_NE(wrong("unusual_activity", R"({"time_window_minutes": 61})"), "accepted");
  EXPECT_NE(wrong("unusual_activity", R"({"api_rate_threshold": -1})"), "accepted");
  EXPECT_NE(wrong("unusual_activity", R"({"check_off_hours": "yes"})"), "accepted");
  EXPECT_NE(wrong("unusual_activity", R"({"check_off_hours": true, "business_hours_start": 25})"), "accepted");
  EXPECT_NE(wrong("unauthorized_access", R"({"check_ip_restrictions": true})"), "accepted") << "would lock everybody out";
  EXPECT_NE(wrong("unauthorized_access", R"({"check_ip_restrictions": true, "allowed_ips": ["10.0.0.0/33"]})"), "accepted");
  EXPECT_NE(wrong("unauthorized_access", R"({"check_time_restrictions": true, "allowed_days": ["someday"]})"), "accepted");
  EXPECT_EQ(wrong("unauthorized_access", R"({"check_time_restrictions": true, "allowed_days": ["Monday", 2]})"), "accepted");
  EXPECT_EQ(wrong("config_drift", R"({"our_own_note": {"a": 1}})"), "accepted") << "what is not known means nothing";
  auto scoped = written("trust_score_low", "allow", "{}");
  for (const char* no : {"agent_id:7", "agent_type:king", "trust_score_below:", "trust_score_below:1.2.3", "some", ""}) {
    scoped.applies_to = no;
    EXPECT_FALSE(read_policy(scoped)) << no;
  }
  scoped.severity_threshold = "loud";
  scoped.applies_to = "all";
  EXPECT_FALSE(read_policy(scoped));
}

/** One blocking policy and nothing else. */
decision under(const std::string& type, const std::string& rules, decision_input in) {
  const auto p = read_policy(written(type, "block_and_alert", rules));
  EXPECT_TRUE(p) << rules;
  const std::vector<security_policy> all{*p};
  in.policies = all;
  if (in.action.empty()) in.action = "ping";
  in.trust = .9;
  return decide(in);
}
decision_input at(int day, int hour, int minute = 0) {  // 2026-11-22 is a Sunday
  decision_input in;
  in.now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::days(day) + hours(hour) + minutes(minute);
  return in;
}
bool blocks(const std::string& type, const std::string& rules, const decision_input& in) { return under(type, rules, in).rule == "policy"; }

TEST(policy_rules, about_the_time_of_day_hold) {
  const std::string office = R"({"check_off_hours": true})";
  EXPECT_TRUE(blocks("unusual_activity", office, at(1, 7, 59)));
  EXPECT_FALSE(blocks("unusual_activity", office, at(1, 8)));
  EXPECT_FALSE(blocks("unusual_activity", office, at(1, 17, 59)));
  EXPECT_TRUE(blocks("unusual_activity", office, at(1, 18)));
  EXPECT_FALSE(blocks("unusual_activity", R"({"check_off_hours": true, "utc_offset_minutes": 120})", at(1, 7))) << "nine there";
  EXPECT_FALSE(blocks("unusual_activity", R"({"check_off_hours": true, "business_hours_start": 22, "business_hours_end": 6})", at(1, 23))) << "the night shift";
  EXPECT_TRUE(blocks("unusual_activity", R"({"check_off_hours": true, "business_hours_start": 22, "business_hours_end": 6})", at(1, 12)));
  EXPECT_FALSE(blocks("unusual_activity", office, decision_input{})) << "nobody knows the time";
  const std::string week = R"({"check_time_restrictions": true, "allowed_days": ["monday", "tue"], "allowed_hours_start": 9, "allowed_hours_end": 17})";
  EXPECT_FALSE(blocks("unauthorized_access", week, at(1, 9)));
  EXPECT_TRUE(blocks("unauthorized_access", week, at(1, 8)));
  EXPECT_TRUE(blocks("unauthorized_access", week, at(0, 10))) << "a Sunday";
  EXPECT_TRUE(blocks("unauthorized_access", R"({"check_time_restrictions": true, "allowed_days": [1], "utc_offset_minutes": 120})", at(1, 23))) << "Tuesday there";
}

TEST(policy_rules, about_addresses_take_ranges) {
  const std::string rules = R"({"check_ip_restrictions": true, "allowed_ips": ["10.0.0.0/8", "192.168.1.7", "::1"]})";
  for (const char* yes : {"10.0.0.1", "10.255.255.255", "192.168.1.7", "::1"}) {
    decision_input in;
    in.remote_address = yes;
    EXPECT_FALSE(blocks("unauthorized_access", rules, in)) << yes;
  }
  for (const char* no : {"11.0.0.1", "192.168.1.70", "", "::2", "10.0.0", "10.0.0.256", "10.0.0.1.2"}) {
    decision_input in;
    in.remote_address = no;
    EXPECT_TRUE(blocks("unauthorized_access", rules, in)) << no;
  }
}

TEST(policy_rules, about_drift_look_at_capabilities_and_keys) {
  const std::vector<std::string> has{"read_files", "ping"};
  decision_input in;
  in.granted = has;
  EXPECT_FALSE(blocks("config_drift", R"({"check_capability_changes": true, "baseline_capabilities": ["read_files", "ping"]})", in));
  EXPECT_TRUE(blocks("config_drift", R"({"check_capability_changes": true, "baseline_capabilities": ["ping"]})", in));
  EXPECT_FALSE(blocks("config_drift", R"({"check_capability_changes": false, "baseline_capabilities": ["ping"]})", in));
  EXPECT_TRUE(blocks("config_drift", R"({"check_permission_escalation": true, "dangerous_capabilities": ["read_files"]})", in));
  const std::string keys = R"({"check_key_rotations": true, "require_key_rotation_approval": true})";
  EXPECT_FALSE(blocks("config_drift", keys, in));
  in.rotation_unapproved = true;
  EXPECT_TRUE(blocks("config_drift", keys, in));
}

TEST(policy_rules, about_rates_count_over_their_window) {
  activity_window recent;
  auto in = at(1, 12);
  in.recent = &recent;
  const std::int64_t minute = std::chrono::floor<minutes>(*in.now).time_since_epoch().count();
  for (int i = 0; i < 10; ++i) recent.add(minute - 30, i < 6);
  EXPECT_TRUE(blocks("unusual_activity", R"({"api_rate_threshold": 10})", in)) << "this one is the eleventh of the hour";
  EXPECT_FALSE(blocks("unusual_activity", R"({"api_rate_threshold": 11})", in));
  EXPECT_FALSE(blocks("unusual_activity", R"({"api_rate_threshold": 10, "time_window_minutes": 30})", in));
  EXPECT_TRUE(blocks("unusual_activity", R"({"check_unusual_patterns": true})", in)) << "six denials";
  EXPECT_FALSE(blocks("unusual_activity", R"({"check_unusual_patterns": true, "unusual_pattern_threshold": 6})", in));
  recent.add(minute + 100, false);
  EXPECT_EQ(recent.asked(minute + 100, 60), 1U) << "an hour later all is forgotten";
  recent.add(minute, true);
  EXPECT_EQ(recent.asked(minute, 60), 2U) << "a clock that was put back";
}

struct governed : world {
  using world::world;
  answer<policy_record> add(policy_record p, const caller& who) {
    return state.transact(now, ticket, [&](transaction& t) { return create_policy(t, std::move(p), who); });
  }
  std::vector<policy_record> list(aval::uuid organization) {
    return state.look(now, [&](const registry::view& v) { return policies_of(v, organization); });
  }
  answer<double> beat() { return state.transact(now, ticket, [&](transaction& t) { return note_heartbeat(t, home, agent); }); }
  std::size_t look() { return state.transact(now, ticket, [&](transaction& t) { return watch(t, home); }); }
  std::string status(std::string action, unsigned n) { return std::string(to_text(decide(std::move(action), n).verification->status)); }
  double factor(trust_factor f) { return state.trust(agent, now, ticket)->score.factor(f); }
};

TEST(policies, belong_to_their_organization_and_count_at_once) {
  governed w;
  ASSERT_EQ(w.list(w.home).size(), 3U) << "those of the options";
  EXPECT_EQ(w.list(w.home)[0].id, w.list(w.home)[0].id);
  EXPECT_NE(w.list(w.home)[0].id, w.list(w.abroad)[0].id);
  const auto foreign = w.add(written("data_exfiltration", "block_and_alert", R"({"patterns": ["weather"]})"), w.stranger);
  ASSERT_TRUE(foreign);
  EXPECT_EQ(w.status("get_weather", 1), "approved") << "another organization's policy";
  auto loud = written("data_exfiltration", "block_and_alert", R"({"patterns": ["WEATHER"]})");
  loud.priority = 2000;
  const auto own = w.add(loud, w.admin);
  ASSERT_TRUE(own);
  EXPECT_EQ(w.status("get_weather", 2), "denied");
  EXPECT_EQ(w.list(w.home).size(), 4U);
  for (int round = 0; round < 2; ++round) {
    const auto edit = [&](aval::uuid id, const caller& who, bool on) {
      return w.state.transact(w.now, w.ticket, [&](transaction& t) { return change_policy(t, id, who, [on](policy_record& p) { p.is_enabled = on; }); });
    };
    EXPECT_EQ(edit(own->id, w.stranger, false).error().status, 404);
    EXPECT_TRUE(edit(own->id, w.admin, false));
    EXPECT_EQ(w.status("get_weather", 10 + static_cast<unsigned>(round)), "approved");
    EXPECT_TRUE(edit(own->id, w.admin, true));
    EXPECT_EQ(w.status("get_weather", 20 + static_cast<unsigned>(round)), "denied");
    w.reload();  // and as a restart finds them
  }
  const auto remove = [&](const caller& who) { return w.state.transact(w.now, w.ticket, [&](transaction& t) { return remove_policy(t, own->id, who); }); };
  EXPECT_FALSE(remove(w.stranger));
  EXPECT_TRUE(remove(w.admin));
  EXPECT_EQ(w.status("get_weather", 30), "approved");
  EXPECT_FALSE(w.add(written("data_exfiltration", "block", "{}"), w.admin));
  for (const auto& p : w.list(w.home)) EXPECT_TRUE(w.state.transact(w.now, w.ticket, [&](transaction& t) { return remove_policy(t, p.id, w.admin); }));
  w.reload();
  EXPECT_EQ(w.list(w.home).size(), 0U) << "removed ones do not come back";
}

TEST(policies, of_the_options_read_back_as_they_were) {
  security_policy p;
  p.name = "all of it";
  p.type = policy_type::unauthorized_access;
  p.allowed_ips = {"10.0.0.0/8"};
  p.allowed_days = 0x3E;
  p.allowed_hours = hours_of_day{9, 17};
  p.utc_offset_minutes = -300;
  const auto back = read_policy(record_of(p, aval::uuid::random(), 0));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->allowed_ips, p.allowed_ips);
  EXPECT_EQ(back->allowed_days, 0x3E);
  EXPECT_EQ(back->allowed_hours->from, 9U);
  EXPECT_EQ(back->utc_offset_minutes, -300);
  for (const auto& standard : default_policies()) EXPECT_TRUE(read_policy(record_of(standard, aval::uuid::random(), 1))) << standard.name;
}

TEST(trust, of_a_fresh_agent_rests_on_nothing_and_is_0_907) {
  governed w;
  EXPECT_NEAR(w.state.trust(w.agent, w.now, w.ticket)->score.overall, .907, 1e-12);
}

TEST(uptime, is_the_share_of_hours_in_which_an_agent_was_heard_of) {
  governed w;
  const auto beat = [&] { return w.beat().has_value(); };
  EXPECT_EQ(w.factor(trust_factor::uptime), .98) << "nobody checks";
  ASSERT_TRUE(beat());
  EXPECT_EQ(w.factor(trust_factor::uptime), 1);
  w.now += hours(1);
  EXPECT_EQ(w.factor(trust_factor::uptime), 1) << "the hour is not over";
  w.now += hours(2);
  beat();
  EXPECT_EQ(w.factor(trust_factor::uptime), .5) << "two of four";
  w.now += hours(1);
  w.decide("ping", 1);  // asking is a sign of life
  EXPECT_DOUBLE_EQ(w.factor(trust_factor::uptime), .6);
  w.reload();
  EXPECT_DOUBLE_EQ(w.factor(trust_factor::uptime), .6) << "kept";
  w.now += hours(24 * 40);
  EXPECT_EQ(w.factor(trust_factor::uptime), 0);
  EXPECT_FALSE(w.state.transact(w.now, w.ticket, [&](transaction& t) { return note_heartbeat(t, w.abroad, w.agent); })) << "another organization";
}

TEST(feedback, counts_once_for_each_person_and_day) {
  governed w;
  const auto say = [&](bool good) { return w.state.transact(w.now, w.ticket, [&](transaction& t) { return add_feedback(t, w.agent, good, "", w.admin); }).has_value(); };
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(say(false));
  EXPECT_EQ(w.factor(trust_factor::user_feedback), .75) << "ten words of one person on one day are one";
  for (int i = 0; i < 2; ++i) {
    w.now += hours(24);
    say(false);
  }
  EXPECT_EQ(w.factor(trust_factor::user_feedback), .5);
  say(true);
  EXPECT_EQ(w.factor(trust_factor::user_feedback), .75) << "changed its mind";
  w.reload();
  w.now += hours(24);
  say(false);
  EXPECT_EQ(w.factor(trust_factor::user_feedback), .5);
  w.now += hours(24 * 31);
  EXPECT_EQ(w.factor(trust_factor::user_feedback), .75);
  EXPECT_EQ(w.state.transact(w.now, w.ticket, [&](transaction& t) { return add_feedback(t, w.agent, true, "", w.stranger); }).error().status, 404);
  EXPECT_EQ(w.state.transact(w.now, w.ticket, [&](transaction& t) { return add_feedback(t, w.agent, true, std::string(501, 'x'), w.admin); }).error().status, 400);
}

TEST(an_assessment, is_the_factor_compliance) {
  governed w;
  const auto assess = [&](double rate) { return w.state.transact(w.now, w.ticket, [&](transaction& t) { return note_assessment(t, w.agent, rate, "soc2", w.admin); }); };
  EXPECT_EQ(w.factor(trust_factor::compliance), 1);
  ASSERT_TRUE(assess(.6));
  EXPECT_EQ(w.factor(trust_factor::compliance), .6);
  w.reload();
  EXPECT_EQ(w.factor(trust_factor::compliance), .6);
  EXPECT_FALSE(assess(1.1));
  EXPECT_FALSE(assess(std::numeric_limits<double>::quiet_NaN()));
}

TEST(the_watch, tells_of_each_state_of_affairs_once) {
  governed w;
  EXPECT_EQ(w.look(), 0U);
  w.now += hours(24 * 340);
  EXPECT_EQ(w.look(), 1U) << "the key ends in 25 days";
  EXPECT_EQ(w.look(), 0U);
  auto alert = w.state.alerts(w.home).at(0);
  EXPECT_EQ(alert.type, "certificate_expiring");
  EXPECT_EQ(alert.severity, severity::warning);
  ASSERT_TRUE(w.state.close_alert(alert, {}, w.admin, w.now, w.ticket));
  w.reload();
  EXPECT_EQ(w.look(), 0U) << "somebody has looked at it: not again, also after a restart";
  w.now += hours(24 * 20);
  EXPECT_EQ(w.look(), 1U) << "louder now";
  EXPECT_EQ(w.state.alerts(w.home).at(0).severity, severity::high);
  ASSERT_TRUE(w.state.rotate_key(w.agent, key_number(9).public_key(), {}, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.look(), 0U);
  w.now += hours(24 * 340);
  EXPECT_EQ(w.look(), 1U) << "the next key";
}

TEST(the_watch, notices_silence_api_keys_and_low_scores) {
  governed w;
  const auto told = [&](std::string_view type) {
    const auto all = w.state.alerts(w.home);
    return std::count_if(all.begin(), all.end(), [&](const alert_record& a) { return a.type == type; });
  };
  ASSERT_TRUE(w.beat());
  w.now += hours(3);
  EXPECT_EQ(w.look(), 1U);
  EXPECT_EQ(told("agent_offline"), 1);
  ASSERT_TRUE(w.beat());
  EXPECT_EQ(w.look(), 0U);
  w.now += hours(3);
  EXPECT_EQ(w.look(), 1U) << "silent again";
  EXPECT_EQ(told("agent_offline"), 2);
  const auto key = w.state.create_api_key(w.home, {}, "ci", w.now + hours(24 * 10), w.admin, w.now, w.ticket);
  ASSERT_TRUE(key);
  EXPECT_EQ(w.look(), 1U);
  EXPECT_EQ(told("api_key_expiring"), 1);
  ASSERT_TRUE(w.state.fix_trust(w.agent, .4, "test", w.admin, w.now, w.ticket));
  EXPECT_EQ(w.look(), 1U);
  EXPECT_EQ(told("trust_score_low"), 1);
  ASSERT_TRUE(w.state.set_status(w.agent, agent_status::revoked, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.look(), 0U);
}

TEST(drift, lowers_trust_until_somebody_has_looked) {
  governed w;
  ASSERT_TRUE(w.add(written("config_drift", "alert_only", R"({"check_key_rotations": true, "require_key_rotation_approval": true})"), w.admin));
  EXPECT_EQ(w.look(), 0U);
  w.now += minutes(1);
  ASSERT_TRUE(w.state.rotate_key(w.agent, key_number(9).public_key(), {}, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.look(), 1U);
  const auto alert = w.state.alerts(w.home).at(0);
  EXPECT_EQ(alert.type, "configuration_drift");
  EXPECT_DOUBLE_EQ(w.factor(trust_factor::drift_detection), .95);
  EXPECT_EQ(w.factor(trust_factor::security_alerts), 1) << "not twice";
  w.reload();
  EXPECT_DOUBLE_EQ(w.factor(trust_factor::drift_detection), .95);
  ASSERT_TRUE(w.state.close_alert(w.state.alerts(w.home).at(0), {}, w.admin, w.now, w.ticket));
  EXPECT_EQ(w.factor(trust_factor::drift_detection), 1);
}

TEST(webhooks, are_signed_as_rfc_4231_has_it) {
  EXPECT_EQ(webhook_signature("Jefe", "what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(webhooks, wait_longer_before_each_attempt) {
  const webhook_options o;
  EXPECT_EQ(webhook_delay(o, 1), seconds(1));
  EXPECT_EQ(webhook_delay(o, 2), seconds(5));
  EXPECT_EQ(webhook_delay(o, 4), seconds(125));
  EXPECT_EQ(webhook_delay(o, 1000), minutes(10));
}

TEST(webhooks, are_checked_kept_and_belong_to_their_organization) {
  governed w;
  webhook_record hook;
  hook.name = "pager";
  hook.url = "https://hooks.example.com/a@b";
  hook.events = {"verification.pending"};
  const auto create = [&](const webhook_record& h, const caller& who) { return w.state.transact(w.now, w.ticket, [&](transaction& t) { return create_webhook(t, h, who); }); };
  for (const char* url : {"", "ftp://example.com/", "http://", "https://user:word@example.com/", "//example.com", "https://example.com/ x"}) {
    auto bad = hook;
    bad.url = url;
    EXPECT_FALSE(create(bad, w.admin)) << url;
  }
  auto unknown = hook;
  unknown.events = {"agent.danced"};
  EXPECT_FALSE(create(unknown, w.admin));
  const auto made = create(hook, w.admin);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->secret.starts_with("whsec_"));
  EXPECT_TRUE(wants(*made, "verification.pending"));
  EXPECT_FALSE(wants(*made, "alert.created"));
  const auto change = [&](const caller& who) { return w.state.transact(w.now, w.ticket, [&](transaction& t) { return change_webhook(t, made->id, who, true, [](webhook_record&) {}); }); };
  EXPECT_EQ(change(w.stranger).error().status, 404);
  w.reload();
  EXPECT_NE(change(w.admin)->secret, made->secret);
  EXPECT_EQ(w.state.transact(w.now, w.ticket, [&](transaction& t) { return remove_webhook(t, made->id, w.stranger); }).error().status, 404);
  EXPECT_TRUE(w.state.transact(w.now, w.ticket, [&](transaction& t) { return remove_webhook(t, made->id, w.admin); }));
  EXPECT_EQ(change(w.admin).error().status, 404);
}

}  // namespace
