// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/compliance_report.hpp"

#include <gtest/gtest.h>

#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

namespace {

namespace aim = aval::aim;
using aim::check_status;

aim::compliance_check a_check(std::string name, check_status status, std::string details = {}) {
  return aim::assessed({.name = std::move(name), .details = std::move(details)}, status);
}

std::string csv_cell(std::string_view text) {
  std::string out;
  aval::append_csv_cell(out, text);
  return out;
}

TEST(compliance_report, a_check_that_nobody_assessed_is_neither_passed_nor_failed) {
  const std::vector<aim::compliance_check> checks{a_check("a", check_status::passed), a_check("b", check_status::failed), a_check("c", check_status::not_assessed),
                                                  a_check("d", check_status::passed)};
  const auto t = aim::tally(checks);
  EXPECT_EQ(t.passed, 2);
  EXPECT_EQ(t.failed, 1);
  EXPECT_EQ(t.not_assessed, 1);
  EXPECT_EQ(t.total, 4);
  EXPECT_DOUBLE_EQ(t.rate, 50);
  EXPECT_FALSE(aim::compliance_check{}.passed);
  EXPECT_EQ(aim::compliance_check{}.status, check_status::not_assessed);
  EXPECT_DOUBLE_EQ(aim::tally({}).rate, 0);
}

TEST(compliance_report, levels_have_the_limits_of_the_specification) {
  EXPECT_EQ(aim::compliance_level(90), "compliant");
  EXPECT_EQ(aim::compliance_level(89.9), "needs_attention");
  EXPECT_EQ(aim::compliance_level(70), "needs_attention");
  EXPECT_EQ(aim::compliance_level(69.9), "non_compliant");
  EXPECT_EQ(aim::organization_level(.8, .9), "excellent");
  EXPECT_EQ(aim::organization_level(.95, .89), "good");
  EXPECT_EQ(aim::organization_level(.5, 1), "fair");
  EXPECT_EQ(aim::organization_level(.39, 1), "needs_improvement");
  EXPECT_TRUE(aim::is_compliance_type("gdpr") && aim::is_compliance_type("all") && !aim::is_compliance_type("SOC2"));
}

TEST(compliance_report, the_json_form_has_the_names_of_the_specification_and_comes_back) {
  aim::compliance_report r;
  r.organization_id = "o";
  r.report_type = "hipaa";
  r.checks = {a_check("role_segregation", check_status::passed, "two types")};
  r.actions = {{"2025-01-02T03:04:05Z", "read", "approved", "low"}};
  r.audit_activity.top_actions = {{"read", 3}};
  r.integrity = aim::compliance_integrity{"ab", 7, true};
  const std::string text = aval::json::write(r);
  for (const char* part : {R"("report_type":"hipaa")", R"("status":"passed","passed":true)", R"("integrity":{"audit_head_hash":"ab","records":7,"chain_valid":true})",
                           R"("top_actions":[{"action":"read","count":3}])", R"("period":{"start":"","end":""})"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  const auto back = aval::json::read<aim::compliance_report>(text);
  ASSERT_TRUE(back) << back.error().message();
  EXPECT_EQ(aval::json::write(*back), text);
}

TEST(compliance_report, the_table_has_the_checks_and_below_them_the_actions) {
  aim::compliance_report r;
  auto c = a_check("asset_inventory", check_status::failed, "3 of 4, \"half\"");
  c.count = 3;
  c.control = "ISO 27001 A.5.9";
  c.evidence = {"agents", "audit"};
  r.checks = {c, a_check("other", check_status::not_assessed)};
  r.actions = {{"2025-01-02T03:04:05Z", "read\nall", "denied", "high"}};
  EXPECT_EQ(aim::compliance_csv(r),
            "check,control,status,count,details,evidence\r\n"
            "asset_inventory,ISO 27001 A.5.9,failed,3,\"3 of 4, \"\"half\"\"\",agents; audit\r\n"
            "other,,not_assessed,0,,\r\n"
            "\r\n"
            "timestamp,action_name,status,risk_level\r\n"
            "2025-01-02T03:04:05Z,\"read\nall\",denied,high\r\n");
}

TEST(csv, formula_injection_is_defused_in_every_form) {
  EXPECT_EQ(csv_cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(csv_cell("+1"), "'+1");
  EXPECT_EQ(csv_cell("-1+2"), "'-1+2");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("\t=1"), "'\t=1");
  EXPECT_EQ(csv_cell("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(csv_cell("=HYPERLINK(\"http://e.org\",\"x\")"), "\"'=HYPERLINK(\"\"http://e.org\"\",\"\"x\"\")\"");
  EXPECT_EQ(csv_cell("a=b"), "a=b");
  EXPECT_EQ(csv_cell(""), "");
}

}  // namespace
