// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "authority/server_fixture.hpp"

#include "aval/aim/compliance_report.hpp"
#include "aval/authority/audit_verify.hpp"
#include "aval/crypto/key_formats.hpp"

// Compliance, checkpoints and the export of the trail over HTTP.

namespace {
using namespace authority_test;

/** An authority with an agent that has done something; answers that are no JSON as text. */
struct office {
  explicit office(options o = {}) : a(std::move(o)), agent(agent_number(1)) {
    agent.enrol(a);
    for (const char* action : {"get_weather", "send_email"}) agent.verify(a, action);
  }
  struct answer {
    int status = 0;
    std::string text = {};
    aval::net::headers headers = {};
    std::string header(const char* name) const { return std::string(headers.find(name).value_or("")); }
  };
  answer get(const std::string& path) {
    const aval::net::http_client client(a.context.get_executor(), a.net_options());
    aval::net::http_request request("GET", path);
    request.headers.set("Authorization", "Bearer " + a.token);
    const auto got = a.run(a.exchange(client, a.base, std::move(request)));
    return {got.status, got.body, got.headers};
  }
  audit_verifier verify(const std::string& lines, const std::string& path = "/api/v1/admin/audit-logs/checkpoints") {
    audit_verify_options o;
    o.trusted.push_back(aval::crypto::parse_public_key(a.send("GET", "/api/v1/audit/key").at("key")).value());
    const auto known = a.admin("GET", path).body;
    for (const auto& c : known["checkpoints"].as_array()) o.checkpoints.push_back(read_checkpoint(c).value());
    audit_verifier check(o);
    audit_export_reader reader;
    EXPECT_TRUE(reader.feed(lines, [&](std::string_view line) { check.next_line(line); }));
    EXPECT_TRUE(reader.finish());
    check.finish();
    return check;
  }
  running_authority a;
  test_agent agent;
};

TEST(compliance_routes, a_report_is_made_of_what_happened) {
  office o;
  o.a.admin("GET", "/api/v1/compliance/access-review");
  const auto json = o.a.admin("GET", "/api/v1/compliance/export?report_type=soc2");
  ASSERT_EQ(json.status, 200) << json.text;
  const auto report = aval::json::read<aval::aim::compliance_report>(json.text).value();
  EXPECT_EQ(report.report_type, "soc2");
  EXPECT_EQ(report.summary.total_agents, 1);
  EXPECT_EQ(report.agents.at(0).name, "agent-1");
  EXPECT_EQ(report.integrity->chain_valid, true);
  EXPECT_EQ(report.integrity->records, report.summary.total_audit_logs);
  EXPECT_EQ(report.actions.size(), 2U);
  EXPECT_EQ(report.actions.at(0).action_name, "send_email");
  EXPECT_EQ(report.actions.at(0).status, "approved");
  EXPECT_EQ(report.checks.size(), 10U);
  for (const auto& c : report.checks)
    if (c.name == "admin_access_review" || c.name == "audit_completeness") { EXPECT_TRUE(c.passed) << c.name << ": " << c.details; }
  const auto trail = o.a.admin("GET", "/api/v1/admin/audit-logs?entity_type=compliance_report").body;
  EXPECT_EQ(trail["logs"][0]["action"].as_string(), "export") << "the export is itself in the trail";

  const auto csv = o.get("/api/v1/compliance/export?format=csv&report_type=hipaa");
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(csv.header("Content-Disposition"), "attachment; filename=\"compliance-hipaa-2026-11-20.csv\"");
  EXPECT_TRUE(csv.text.starts_with("check,control,status,")) << csv.text;
}

TEST(compliance_routes, pdf_is_made_by_the_renderer_of_the_options) {
  office plain;
  const auto none = plain.a.admin("GET", "/api/v1/compliance/export?format=pdf");
  EXPECT_EQ(none.status, 400);
  EXPECT_EQ(none.at("error"), "Invalid format. Supported formats: csv, json");
  options with;
  with.render_pdf = [](const aval::aim::compliance_report& r) -> aval::result<std::string> { return "%PDF-" + r.report_type; };
  office o(with);
  const auto pdf = o.get("/api/v1/compliance/export?format=pdf&report_type=gdpr");
  EXPECT_EQ(pdf.header("Content-Type"), "application/pdf");
  EXPECT_EQ(pdf.text, "%PDF-gdpr");
}

TEST(compliance_routes, ranges_and_types_are_checked) {
  office o;
  const auto status = [&](const std::string& query) { return o.a.admin("GET", "/api/v1/compliance/export?" + query).status; };
  EXPECT_EQ(status("report_type=pci"), 400);
  EXPECT_EQ(status("start_date=2025-01-01T00:00:00Z&end_date=2026-01-03T00:00:00Z"), 400) << "more than 366 days";
  EXPECT_EQ(status("start_date=2026-01-03T00:00:00Z&end_date=2026-01-03T00:00:00Z"), 400);
  EXPECT_EQ(status("start_date=yesterday"), 400);
  EXPECT_EQ(status("end_date=2026-01-03T00:00:00Z"), 200) << "366 days before it";
  EXPECT_EQ(o.a.admin("POST", "/api/v1/compliance/check", R"({"check_type": "pci"})").status, 400);
  const auto all = o.a.admin("POST", "/api/v1/compliance/check", R"({"check_type": "all"})");
  ASSERT_EQ(all.status, 200) << all.text;
  EXPECT_EQ(all.body["total"].as_int64(), 19);
  EXPECT_EQ(all.body["passed"].as_int64() + all.body["failed"].as_int64() + all.body["not_assessed"].as_int64(), 19);
  EXPECT_EQ(o.a.admin("GET", "/api/v1/compliance/metrics?interval=hour").status, 400);
}

TEST(compliance_routes, status_metrics_and_access_review_follow_the_days) {
  office o;
  const auto status = o.a.admin("GET", "/api/v1/compliance/status").body;
  EXPECT_EQ(status["total_agents"].as_int64(), 1);
  EXPECT_EQ(status["verification_rate"].as_double(), 1);
  EXPECT_EQ(status["compliance_level"].as_string(), "excellent");
  EXPECT_GE(status["recent_audit_count"].as_int64(), 3);
  o.a.now += hours(24);
  o.a.token = std::string(o.a.server->issue_admin_token().reveal());
  auto second = agent_number(2);
  second.enrol(o.a);
  const auto metrics = o.a.admin("GET", "/api/v1/compliance/metrics").body["metrics"];
  ASSERT_EQ(metrics.size(), 2U);
  EXPECT_EQ(metrics[0]["date"].as_string(), "2026-11-20");
  EXPECT_EQ(metrics[0]["agent_count"].as_int64(), 1);
  EXPECT_EQ(metrics[1]["agent_count"].as_int64(), 2);
  EXPECT_EQ(o.a.admin("GET", "/api/v1/compliance/metrics?interval=month").body["metrics"].size(), 1U);

  const auto first = o.a.admin("GET", "/api/v1/compliance/access-review").body;
  EXPECT_EQ(first["last_review_date"].as_string(), "0001-01-01T00:00:00Z") << "nobody has looked before";
  EXPECT_EQ(first["users"][0]["access_level"].as_string(), "full");
  EXPECT_EQ(o.a.admin("GET", "/api/v1/audit-log/access-review").body["last_review_date"].as_string(), "2026-11-21T12:00:00Z");
}

TEST(compliance_routes, an_agent_reads_the_report_about_itself_and_no_other) {
  office o;
  auto other = agent_number(2);
  other.enrol(o.a);
  const auto own = o.agent.send(o.a, "GET", "/api/v1/agents/" + o.agent.id + "/compliance/export");
  ASSERT_EQ(own.status, 200) << own.text;
  const auto report = aval::json::read<aval::aim::compliance_report>(own.text).value();
  EXPECT_EQ(report.agent_id, o.agent.id);
  EXPECT_EQ(report.summary.total_agents, 1);
  EXPECT_EQ(own.text.find(other.id), std::string::npos) << "of the other nothing";
  EXPECT_EQ(own.text.find("admin@localhost"), std::string::npos) << "nor of the people";
  EXPECT_EQ(other.send(o.a, "GET", "/api/v1/agents/" + o.agent.id + "/compliance/export").status, 403);
  for (const char* path : {"/api/v1/compliance/export", "/api/v1/compliance/status", "/api/v1/compliance/metrics", "/api/v1/compliance/access-review", "/api/v1/admin/audit-logs/export",
                           "/api/v1/admin/audit-logs/checkpoints"}) {
    EXPECT_EQ(o.agent.send(o.a, "GET", path).status, 403) << path;
    EXPECT_EQ(o.a.send("GET", path).status, 401) << path;
  }
}

TEST(attack, a_foreign_organization_asks_for_reports) {
  office o;
  const auto abroad = o.a.run(o.a.server->create_organization("abroad"));
  o.a.run(o.a.server->create_user(abroad, "eve@example.com", role::admin, aval::secret("canary-5f1c horse")));
  const auto in = o.a.send("POST", "/api/v1/public/login", R"({"email": "eve@example.com", "password": "canary-5f1c horse"})");
  o.a.token = in.at("accessToken");
  EXPECT_EQ(o.a.admin("GET", "/api/v1/agents/" + o.agent.id + "/compliance/export").status, 403);
  const auto report = o.a.admin("GET", "/api/v1/compliance/export?report_type=all");
  EXPECT_EQ(report.body["summary"]["total_agents"].as_int64(), 0);
  EXPECT_EQ(report.text.find("agent-1"), std::string::npos);
  EXPECT_EQ(report.text.find("get_weather"), std::string::npos);
  const auto lines = o.get("/api/v1/admin/audit-logs/export?agent_id=" + o.agent.id);
  EXPECT_EQ(lines.text, "");
  const auto mine = o.a.admin("POST", "/api/v1/admin/audit-logs/checkpoints");
  EXPECT_EQ(mine.at("organization_id"), abroad.to_string());
  EXPECT_EQ(o.a.admin("GET", "/api/v1/admin/audit-logs/checkpoints").body["total"].as_int64(), 1);
}

TEST(audit_export, the_whole_trail_is_streamed_and_its_checkpoint_vouches_for_it) {
  office o;
  const auto made = o.a.admin("POST", "/api/v1/admin/audit-logs/checkpoints");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(o.a.admin("POST", "/api/v1/admin/audit-logs/checkpoints").at("id"), made.at("id")) << "nothing new, no new one";
  const auto lines = o.get("/api/v1/admin/audit-logs/export");
  EXPECT_EQ(lines.status, 200);
  EXPECT_EQ(lines.header("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(lines.header("X-Total-Count"), std::to_string(std::count(lines.text.begin(), lines.text.end(), '\n')));
  const auto check = o.verify(lines.text);
  EXPECT_TRUE(check.good()) << check.findings().at(0);
  EXPECT_EQ(check.vouched(), made.body["seq"].as_int64());
  EXPECT_EQ(o.verify(lines.text.substr(0, lines.text.find('\n') + 1)).findings().at(0).substr(0, 21), "the trail was cut off");

  const auto csv = o.get("/api/v1/admin/audit-logs/export?format=csv&from_seq=2&to_seq=3");
  EXPECT_EQ(csv.header("X-Total-Count"), "2");
  EXPECT_EQ(std::count(csv.text.begin(), csv.text.end(), '\n'), 3) << csv.text;
  const auto own = o.get("/api/v1/admin/audit-logs/export?action=get_weather");
  EXPECT_EQ(own.header("X-Total-Count"), "1");
  EXPECT_EQ(o.get("/api/v1/admin/audit-logs/export?format=xml").status, 400);
  const auto exports = o.a.admin("GET", "/api/v1/admin/audit-logs?action=export").body;
  EXPECT_EQ(exports["total"].as_int64(), 3) << "each reading is in the trail";
}

TEST(attack, an_exported_cell_is_a_formula) {
  office o;
  o.agent.verify(o.a, "=cmd|' /C calc'!A0");
  const auto csv = o.get("/api/v1/admin/audit-logs/export?format=csv");
  EXPECT_NE(csv.text.find(",'=cmd|"), std::string::npos) << csv.text;
  EXPECT_EQ(csv.text.find(",=cmd|"), std::string::npos);
}

TEST(audit_checkpoints, are_signed_by_the_key_of_the_options_and_at_the_end) {
  auto records = std::make_shared<memory_store>();
  options o;
  o.store = records;
  o.audit_key = key_number(9);
  { office first(o); }
  running_authority again(o);
  const auto known = again.admin("GET", "/api/v1/admin/audit-logs/checkpoints").body;
  ASSERT_EQ(known["total"].as_int64(), 1) << "made by stop()";
  EXPECT_TRUE(verify_checkpoint(read_checkpoint(known["checkpoints"][0]).value(), key_number(9).public_key()));
  EXPECT_EQ(again.send("GET", "/api/v1/audit/key").at("key"), key_number(9).public_key().to_base64());
}


}  // namespace
