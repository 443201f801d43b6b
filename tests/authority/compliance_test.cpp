// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/compliance.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace {
using namespace aval::authority;
using aval::aim::check_status;
using std::chrono::hours;

const aval::timestamp start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + hours(12);
constexpr hours day{24};

std::shared_ptr<agent_record> agent(const char* name, double trust = 0.9) {
  auto a = std::make_shared<agent_record>();
  a->id = aval::uuid::random();
  a->name = name;
  a->status = agent_status::verified;
  a->trust = trust;
  a->created_at = a->updated_at = start - 10 * day;
  a->verified_at = a->created_at;
  a->key_expires_at = start + 300 * day;
  a->certificate_url = "https://agents.example/" + a->name;
  a->documentation_url = "https://docs.example/" + a->name;
  return a;
}
user_record person(const char* name, role rights) {
  user_record u;
  u.id = aval::uuid::random();
  u.email = name;
  u.role = rights;
  return u;
}
/** An organization that keeps every control of which there can be evidence. */
compliance_facts exemplary() {
  compliance_facts f;
  f.organization = aval::uuid::random();
  f.now = f.to = start;
  f.from = start - 30 * day;
  auto second = agent("second");
  second->type = "langchain";
  f.agents = {{agent("first"), start - hours(1)}, {second, start - hours(2)}};
  api_key_record k;
  k.id = aval::uuid::random();
  k.created_at = start - 20 * day;
  k.expires_at = start + 70 * day;
  f.api_keys = {k};
  f.users = {person("ann", role::admin), person("bob", role::member)};
  f.activity.records = 12;
  f.activity.users = 1;
  f.activity.actions = {{"get_weather", 11}, {"view", 1}};
  f.trail = {20, std::string(64, 'a'), 20, {}};
  f.access_reviewed = look{start - 3 * day, "ann"};
  f.trail_examined = look{start - 2 * day, "ann"};
  f.encrypted = true;
  f.alerts_reach = {"callback"};
  return f;
}
std::map<std::string, check_status> outcomes(const compliance_facts& f, framework of = framework::all) {
  std::map<std::string, check_status> out;
  for (const auto& c : assess(f, of)) out.emplace(c.name, c.status);
  return out;
}
aval::aim::compliance_check check(const compliance_facts& f, const char* name) {
  for (auto& c : assess(f, framework::all))
    if (c.name == name) return c;
  ADD_FAILURE() << name;
  return {};
}

TEST(compliance, every_framework_has_the_base_checks_and_its_own) {
  const auto f = exemplary();
  EXPECT_EQ(assess(f, framework::soc2).size(), 10U);
  EXPECT_EQ(assess(f, framework::iso27001).size(), 10U);
  EXPECT_EQ(assess(f, framework::hipaa).size(), 10U);
  EXPECT_EQ(assess(f, framework::gdpr).size(), 10U);
  EXPECT_EQ(assess(f, framework::all).size(), 19U);
  for (const auto of : {framework::soc2, framework::iso27001, framework::hipaa, framework::gdpr, framework::all})
    for (const auto& c : assess(f, of)) {
      EXPECT_FALSE(c.control.empty()) << c.name;
      EXPECT_FALSE(c.details.empty()) << c.name;
      EXPECT_EQ(c.passed, c.status == check_status::passed) << c.name;
      if (c.passed) { EXPECT_FALSE(c.evidence.empty()) << c.name << " passed without evidence"; }
    }
  EXPECT_EQ(assess(f, framework::soc2)[0].control, "SOC 2 CC6.1");
  EXPECT_EQ(parse_framework("iso27001"), framework::iso27001);
  EXPECT_EQ(parse_framework("pci"), std::nullopt);
}

TEST(compliance, what_has_evidence_passes_and_what_nobody_can_know_is_not_assessed) {
  std::set<std::string> open;
  for (const auto& [name, status] : outcomes(exemplary())) {
    if (status == check_status::not_assessed) open.insert(name);
    else EXPECT_EQ(status, check_status::passed) << name;
  }
  EXPECT_EQ(open, (std::set<std::string>{"consent_management", "right_to_erasure"}));
}

TEST(compliance, nothing_passes_without_evidence) {
  compliance_facts nothing;
  nothing.now = nothing.to = start;
  nothing.from = start - 30 * day;
  for (const auto& [name, status] : outcomes(nothing)) EXPECT_EQ(status, check_status::not_assessed) << name;
  const auto report = make_compliance_report(nothing, framework::all, {});
  EXPECT_EQ(report.compliance_rate, 0);
  EXPECT_EQ(report.compliance_level, "non_compliant");
  EXPECT_EQ(report.integrity->chain_valid, std::nullopt);
  EXPECT_EQ(report.recommendations.size(), report.checks.size());
}

TEST(compliance, each_check_fails_for_its_own_reason) {
  using change = void (*)(compliance_facts&);
  const auto mine = [](compliance_facts& f) -> agent_record& { return const_cast<agent_record&>(*f.agents[0].record); };
  static auto first = mine;
  const std::pair<const char*, change> cases[] = {
      {"api_key_rotation_needed", [](compliance_facts& f) { f.api_keys[0].created_at = start - 91 * day; }},
      {"inactive_agents", [](compliance_facts& f) { f.agents[0].last_activity = start - 31 * day; }},
      {"trust_score_degradation", [](compliance_facts& f) { first(f).trust = 0.59; }},
      {"certificate_expiry_warning", [](compliance_facts& f) { first(f).key_expires_at = start + 29 * day; }},
      {"certificate_expiry_warning", [](compliance_facts& f) { first(f).certificate_url.clear(); }},
      {"orphaned_resources",
       [](compliance_facts& f) {
         f.agents[0].last_activity = start - 91 * day;
         first(f).trust = 0.39;
       }},
      {"admin_access_review", [](compliance_facts& f) { f.access_reviewed->at = start - 31 * day; }},
      {"role_segregation", [](compliance_facts& f) { f.users[1].role = role::admin; }},
      {"access_control_gaps", [](compliance_facts& f) { first(f).status = agent_status::suspended; }},
      {"audit_completeness", [](compliance_facts& f) { f.trail.problem = "record 7 was changed"; }},
      {"risk_assessment_overdue",
       [](compliance_facts& f) {
         f.agents[0].last_activity = start - 30 * day;
         first(f).trust = 0.49;
       }},
      {"incident_response_readiness",
       [](compliance_facts& f) {
         alert_record a;
         a.severity = severity::critical;
         a.created_at = start - 25 * hours(1);
         f.open_alerts.push_back(a);
       }},
      {"asset_inventory", [](compliance_facts& f) { first(f).documentation_url.clear(); }},
      {"phi_access_logging", [](compliance_facts& f) { f.trail_examined->at = start - 31 * day; }},
      {"encryption_compliance", [](compliance_facts& f) { first(f).status = agent_status::pending; }},
      {"data_retention_policy",
       [](compliance_facts& f) {
         first(f).created_at = start - 731 * day;
         f.agents[0].last_activity = start - 30 * day;
       }}};
  for (const auto& [name, make] : cases) {
    auto f = exemplary();
    make(f);
    EXPECT_EQ(check(f, name).status, check_status::failed) << name << ": " << check(f, name).details;
  }
}

TEST(compliance, scores_are_measured_on_a_scale_of_zero_to_one) {
  auto f = exemplary();
  const_cast<agent_record&>(*f.agents[0].record).trust = 0.6;
  EXPECT_EQ(check(f, "trust_score_degradation").status, check_status::passed) << "the reference software compares with 60";
  EXPECT_EQ(check(f, "incident_response_readiness").status, check_status::passed);
}

TEST(compliance, the_worst_three_agents_are_named_and_all_are_counted) {
  auto f = exemplary();
  f.agents.clear();
  for (const double trust : {0.55, 0.2, 0.45, 0.58, 0.9}) f.agents.push_back({agent("a", trust), start});
  const auto c = check(f, "trust_score_degradation");
  EXPECT_EQ(c.count, 4);
  ASSERT_EQ(c.affected_items->size(), 3U);
  EXPECT_EQ((*c.affected_items)[0].severity, "critical");
  EXPECT_EQ((*c.affected_items)[1].severity, "high");
  EXPECT_EQ((*c.affected_items)[2].severity, "medium");
  EXPECT_EQ((*c.affected_items)[2].issue, "trust score 0.55");
}

TEST(compliance, three_agents_may_not_wait_to_be_verified) {
  auto f = exemplary();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(check(f, "unverified_agent_backlog").status, check_status::passed) << i;
    auto waiting = agent("new");
    waiting->status = agent_status::pending;
    f.agents.push_back({waiting, start});
  }
  EXPECT_EQ(check(f, "unverified_agent_backlog").status, check_status::failed);
}

TEST(compliance, a_trail_that_was_not_read_to_its_end_proves_nothing) {
  auto f = exemplary();
  f.trail.checked = 19;
  EXPECT_EQ(check(f, "audit_completeness").status, check_status::not_assessed);
  EXPECT_EQ(f.trail.valid(), std::nullopt);
  f.trail.problem = "record 20 was changed";
  EXPECT_EQ(f.trail.valid(), false);
  EXPECT_NE(check(f, "audit_completeness").details.find("record 20 was changed"), std::string::npos);
}

TEST(compliance, a_report_about_one_agent_says_nothing_about_the_people) {
  auto f = exemplary();
  f.agents.resize(1);
  f.agent = f.agents[0].record->id;
  const auto all = outcomes(f);
  for (const char* name : {"admin_access_review", "role_segregation", "breach_notification_ready"}) EXPECT_EQ(all.at(name), check_status::not_assessed) << name;
  const auto report = make_compliance_report(f, framework::soc2, {});
  EXPECT_EQ(report.agent_id, f.agent->to_string());
  EXPECT_EQ(report.summary.total_agents, 1);
  EXPECT_EQ(report.agents.size(), 1U);
}

TEST(attack, a_cell_of_a_report_is_a_formula) {
  auto f = exemplary();
  const auto report = make_compliance_report(f, framework::soc2, {{"2026-11-20T12:00:00Z", "=HYPERLINK(\"http://evil.example\")", "approved", "low"}, {"2026-11-20T12:00:00Z", "@SUM(A1)", "-1", "+1"}});
  const std::string csv = aval::aim::compliance_csv(report);
  EXPECT_NE(csv.find(",\"'=HYPERLINK("), std::string::npos) << csv;
  EXPECT_NE(csv.find(",'@SUM(A1),'-1,'+1"), std::string::npos) << csv;
  EXPECT_EQ(csv.find(",="), std::string::npos);
}

}  // namespace
