// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/policy.hpp"

#include <gtest/gtest.h>

namespace {
using namespace aval::authority;
using enum risk_level;

decision_input asking(std::string_view action, double trust = 0.907) {
  decision_input in;
  in.action = action;
  in.trust = trust;
  return in;
}

TEST(action_risk, is_the_loudest_word_of_the_name) {
  struct { const char* action; risk_level risk; } rows[] = {
      {"ping", low}, {"get_weather", medium}, {"fetchWeather", medium}, {"read_database", low}, {"search", low}, {"write_file", high},
      {"update_user", high}, {"delete_user", critical}, {"deleteUser", critical}, {"HTTPDelete", critical}, {"DropTable2", critical},
      {"exec2run", critical}, {"view-report", medium}, {"get_then_delete", critical}, {"createInvoice", high}, {"", low}, {"___", low}};
  for (const auto& row : rows) EXPECT_EQ(action_risk(row.action), row.risk) << row.action;
}

TEST(action_risk, matches_words_and_not_pieces_of_words) {
  for (const char* action : {"feed_monkey", "rerun", "hotkeys", "turnkey", "broadcast", "posture", "additive", "keyboard"})
    EXPECT_EQ(action_risk(action), low) << action;
}

TEST(action_risk, of_a_word_longer_than_any_keyword_is_low_and_does_not_overflow) {
  EXPECT_EQ(action_risk(std::string(5000, 'k')), low);
  EXPECT_EQ(action_risk(std::string(5000, 'k') + "_delete"), critical);
}

TEST(multiplier, follows_the_table) {
  EXPECT_EQ(action_multiplier("read_database"), 1.0);
  EXPECT_EQ(action_multiplier("write_file"), 0.8);
  EXPECT_EQ(action_multiplier("modify_config"), 0.7);
  EXPECT_EQ(action_multiplier("delete_file"), 0.5);
  EXPECT_EQ(action_multiplier("execute_command"), 0.3);
  EXPECT_EQ(action_multiplier("anything"), 0.8);
}

TEST(decide, approves_a_trusted_agent_and_reports_trust_times_multiplier) {
  const auto d = decide(asking("get_weather"));
  EXPECT_EQ(d.status, verification_status::approved);
  EXPECT_EQ(d.rule, "trust");
  EXPECT_DOUBLE_EQ(d.reported_trust, 0.907 * 0.8);
  EXPECT_TRUE(d.reason.empty());
  EXPECT_FALSE(d.alert);
}

TEST(decide, never_approves_a_critical_action_by_itself_whatever_the_trust) {
  EXPECT_EQ(decide(asking("delete_user", 1.0)).status, verification_status::pending);
  auto in = asking("get_weather", 1.0);
  in.context_risk = critical;
  EXPECT_EQ(decide(in).status, verification_status::pending);
  EXPECT_EQ(decide(in).rule, "critical_risk");
}

TEST(decide, takes_the_higher_of_the_signed_and_the_unsigned_risk) {
  auto in = asking("ping", 0.6);
  in.request_risk = low;  // an attacker on the way lowered it
  in.context_risk = high;
  EXPECT_EQ(decide(in).effective_risk, high);
  EXPECT_EQ(decide(in).status, verification_status::pending);
  in.context_risk = low;
  in.request_risk = critical;
  EXPECT_EQ(decide(in).effective_risk, critical);
}

TEST(decide, asks_a_person_when_the_context_says_so) {
  auto in = asking("ping");
  in.requires_approval = true;
  EXPECT_EQ(decide(in).status, verification_status::pending);
  EXPECT_EQ(decide(in).rule, "requires_approval");
}

TEST(decide, holds_the_trust_thresholds_exactly) {
  struct { risk_level risk; double trust; verification_status status; } rows[] = {
      {low, 0.3, verification_status::approved},    {low, 0.2999, verification_status::denied},
      {medium, 0.5, verification_status::approved}, {medium, 0.4999, verification_status::denied},
      {high, 0.7, verification_status::approved},   {high, 0.6999, verification_status::pending},
      {high, 0.5, verification_status::pending},    {high, 0.4999, verification_status::denied}};
  for (const auto& row : rows) {
    auto in = asking("ping", row.trust);
    in.context_risk = row.risk;
    EXPECT_EQ(decide(in).status, row.status) << to_text(row.risk) << " at " << row.trust;
  }
}

TEST(decide, lets_a_pending_agent_do_low_risk_actions_only) {
  auto in = asking("ping", 0.675);
  in.status = agent_status::pending;
  EXPECT_EQ(decide(in).status, verification_status::approved);
  in.action = "get_weather";
  const auto d = decide(in);
  EXPECT_EQ(d.status, verification_status::denied);
  EXPECT_EQ(d.rule, "status");
  EXPECT_NE(d.reason.find("medium"), std::string::npos) << d.reason;
}

TEST(decide, refuses_a_compromised_or_suspended_agent_before_anything_else) {
  auto in = asking("ping");
  in.requires_approval = true;
  in.compromised = true;
  EXPECT_EQ(decide(in).status, verification_status::denied);
  EXPECT_EQ(decide(in).rule, "compromised");
  in.compromised = false;
  in.status = agent_status::suspended;
  EXPECT_EQ(decide(in).rule, "status");
  EXPECT_EQ(decide(in).reason, "Agent status is suspended, cannot perform actions");
}

TEST(decide, compares_capabilities_only_once_the_agent_has_some) {
  auto in = asking("get_weather");
  EXPECT_EQ(decide(in).status, verification_status::approved);
  const std::vector<std::string> declared{"send_mail"};
  in.declared = declared;
  const auto d = decide(in);
  EXPECT_EQ(d.status, verification_status::denied);
  EXPECT_EQ(d.rule, "capability");
  EXPECT_TRUE(d.violation);
  EXPECT_EQ(d.alert, severity::warning);
  EXPECT_EQ(d.reason, "Action 'get_weather' is not among the agent's capabilities");
}

TEST(decide, matches_capabilities_exactly_by_prefix_or_through_the_action_map) {
  for (const char* capability : {"read_file", "read_files", "read_*", "*"}) {
    const std::vector<std::string> declared{capability};
    auto in = asking("read_file");
    in.declared = declared;
    EXPECT_EQ(decide(in).status, verification_status::approved) << capability;
  }
  for (const char* capability : {"read", "read_fil", "READ_FILE", "", "write_*"}) {
    const std::vector<std::string> declared{capability};
    auto in = asking("read_file");
    in.declared = declared;
    EXPECT_EQ(decide(in).status, verification_status::denied) << capability;
  }
}

TEST(decide, in_granted_mode_needs_a_grant) {
  const std::vector<std::string> declared{"ping"};
  auto in = asking("ping");
  in.declared = declared;
  decision_options strict;
  strict.capabilities = capability_enforcement::granted;
  EXPECT_EQ(decide(in, strict).status, verification_status::denied);
  in.granted = declared;
  EXPECT_EQ(decide(in, strict).status, verification_status::approved);
}

TEST(decide, follows_the_strongest_policy_in_scope) {
  const std::vector<std::string> declared{"other"};
  auto policies = default_policies();
  auto in = asking("get_weather");
  in.agent_id = "11111111-2222-4333-8444-555555555555";
  in.declared = declared;
  in.policies = policies;
  EXPECT_EQ(decide(in).policy, "Block Capability Violations");
  security_policy mine{.name = "mine", .action = enforcement_action::alert_only, .applies_to = "agent_id:11111111-2222-4333-8444-555555555555", .priority = 2000};
  policies.push_back(mine);
  in.policies = policies;
  const auto d = decide(in);
  EXPECT_EQ(d.status, verification_status::approved);
  EXPECT_EQ(d.policy, "mine");
  EXPECT_TRUE(d.violation) << "it is still recorded";
  EXPECT_TRUE(d.alert);
  policies.back().applies_to = "agent_id:somebody-else";
  EXPECT_EQ(decide(in).status, verification_status::denied);
}

TEST(decide, blocks_what_looks_like_exfiltration_when_the_policy_says_so) {
  auto policies = default_policies();
  auto in = asking("Bulk_Export_customers");
  in.policies = policies;
  EXPECT_EQ(decide(in).status, verification_status::approved);
  EXPECT_EQ(decide(in).policy, "Monitor Data Exfiltration");
  for (auto& p : policies)
    if (p.type == policy_type::data_exfiltration) p.action = enforcement_action::block_and_alert;
  EXPECT_EQ(decide(in).status, verification_status::denied);
  EXPECT_EQ(decide(in).rule, "policy");
}

TEST(decide, scopes_a_policy_by_trust) {
  security_policy p{.name = "weak", .type = policy_type::trust_score_low, .action = enforcement_action::block_and_alert, .applies_to = "trust_score_below:0.35", .trust_threshold = 0.35};
  auto in = asking("ping", 0.34);
  in.policies = {&p, 1};
  EXPECT_EQ(decide(in).rule, "policy");
  in.trust = 0.36;
  EXPECT_EQ(decide(in).status, verification_status::approved);
  p.applies_to = "trust_score_below:abc";
  in.trust = 0.1;
  EXPECT_EQ(decide(in).rule, "trust");
}

TEST(decide, keeps_the_first_generations_rules_for_conformance) {
  decision_options g1;
  g1.profile = decision_profile::g1;
  EXPECT_EQ(decide(asking("read_database", 0.3), g1).status, verification_status::approved);
  EXPECT_EQ(decide(asking("send_email", 0.6), g1).status, verification_status::denied) << "0.6 * 0.8 < 0.5";
  EXPECT_EQ(decide(asking("send_email", 0.63), g1).status, verification_status::approved);
  EXPECT_EQ(decide(asking("delete_data", 1.0), g1).status, verification_status::denied) << "1.0 * 0.5 < 0.7, always";
}

TEST(decide, keeps_the_second_generations_rules_for_conformance) {
  decision_options g2;
  g2.profile = decision_profile::g2;
  auto in = asking("send_email");
  EXPECT_EQ(decide(in, g2).reason, "Agent has no granted capabilities");
  const std::vector<std::string> granted{"send_*"};
  in.granted = granted;
  in.requires_approval = true;
  EXPECT_EQ(decide(in, g2).status, verification_status::approved) << "never pending";
  in.action = "delete_user";
  EXPECT_EQ(decide(in, g2).status, verification_status::denied);
  in.action = "send_email";
  in.status = agent_status::pending;
  EXPECT_EQ(decide(in, g2).rule, "status");
}

}  // namespace
