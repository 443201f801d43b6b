// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/compliance.hpp"

#include <gtest/gtest.h>

#include "aim/toy_home.hpp"

namespace {

namespace aim = aval::aim;
namespace json = aval::json;
using aval::testing::run;

class ComplianceClient : public toy::home {
 protected:
  ComplianceClient() : authority(context.get_executor()), renderer_(aim::detail::pdf_renderer.load()) {}
  ~ComplianceClient() override { aim::detail::pdf_renderer.store(renderer_); }

  /** The route answers with this; everything else is the toy's. */
  void exports(int status, std::string body) {
    authority.intercept([this, status, body](const toy::seen& q, aval::net::http_response& a) {
      if (!q.path.ends_with("/compliance/export")) return false;
      targets.push_back(q.target);
      a.status = status;
      a.body = body;
      return true;
    });
  }
  aim::compliance_document ask(const aim::agent& agent, std::string type, std::string format) {
    aim::compliance_request r{.report_type = std::move(type), .format = std::move(format)};
    return run(context, agent.export_compliance_report(r));
  }

  toy::authority authority;
  std::vector<std::string> targets;

 private:
  aim::detail::pdf_renderer_function renderer_;
};

std::string a_report() {
  aim::compliance_report r;
  r.organization_id = "o";
  r.report_type = "hipaa";
  r.checks = {aim::assessed({.name = "phi_access_logging"}, aim::check_status::passed)};
  return json::write(r);
}

TEST_F(ComplianceClient, the_report_of_an_agent_is_asked_for_with_its_signature) {
  const auto agent = make(authority);
  exports(200, a_report());
  aim::compliance_request r{.report_type = "hipaa"};
  r.start = aval::parse_rfc3339("2025-09-01T00:00:00Z");
  r.end = aval::parse_rfc3339("2025-10-01T00:00:00Z");
  const auto d = run(context, agent.export_compliance_report(r));
  EXPECT_EQ(targets.at(0), "/api/v1/agents/" + agent.id() + "/compliance/export?report_type=hipaa&format=json&start_date=2025-09-01T00:00:00Z&end_date=2025-10-01T00:00:00Z");
  EXPECT_EQ(authority.journal().back().headers.count("X-Signature"), 1u);
  EXPECT_EQ(d.content_type, "application/json");
  EXPECT_EQ(d.bytes, a_report());
  ASSERT_TRUE(d.report);
  EXPECT_EQ(d.report->checks.at(0).name, "phi_access_logging");
  EXPECT_EQ(run(context, agent.export_compliance_report()).format, "json") << "the guide's defaults";
  EXPECT_NE(targets.back().find("report_type=soc2&format=json"), std::string::npos);
}

TEST_F(ComplianceClient, tables_and_documents_come_as_they_are_and_anything_else_is_refused) {
  const auto agent = make(authority);
  exports(200, "check,control\r\n");
  EXPECT_EQ(ask(agent, "gdpr", "csv").bytes, "check,control\r\n");
  exports(200, "%PDF-1.4 ...");
  EXPECT_EQ(ask(agent, "gdpr", "pdf").content_type, "application/pdf");
  EXPECT_THROW(ask(agent, "gdpr", "json"), aim::server_error);
  exports(200, a_report());
  EXPECT_THROW(ask(agent, "gdpr", "csv"), aim::server_error) << "JSON is no table";
  EXPECT_THROW(ask(agent, "gdpr", "pdf"), aim::server_error);
}

TEST_F(ComplianceClient, what_no_authority_takes_is_refused_before_anything_is_sent) {
  const auto agent = make(authority);
  const auto before = authority.journal().size();
  EXPECT_THROW(ask(agent, "pci", "json"), aim::configuration_error);
  EXPECT_THROW(ask(agent, "soc2&format=csv", "json"), aim::configuration_error);
  EXPECT_THROW(ask(agent, "soc2", "docx"), aim::configuration_error);
  aim::compliance_request r;
  r.end = aval::parse_rfc3339("2025-09-01T00:00:00Z");
  r.start = r.end;
  EXPECT_THROW(run(context, agent.export_compliance_report(r)), aim::configuration_error);
  r.start = *r.end - std::chrono::hours(24 * 366 + 1);
  EXPECT_THROW(run(context, agent.export_compliance_report(r)), aim::configuration_error);
  EXPECT_EQ(authority.journal().size(), before);
}

TEST_F(ComplianceClient, an_authority_without_pdf_is_asked_for_the_data_and_the_document_is_written_here) {
  const auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/compliance/export")) return false;
    const bool pdf = q.target.find("format=pdf") != std::string::npos;
    a.status = pdf ? 400 : 200;
    a.body = pdf ? R"({"error":"Invalid format. Supported formats: csv, json"})" : a_report();
    return true;
  });
  aim::detail::pdf_renderer.store([](const aim::compliance_report& r) { return aval::result<std::string>("%PDF-here " + r.report_type); });
  EXPECT_EQ(ask(agent, "hipaa", "pdf").bytes, "%PDF-here hipaa");
  aim::detail::pdf_renderer.store(nullptr);
  try {
    ask(agent, "hipaa", "pdf");
    FAIL();
  } catch (const aim::configuration_error& e) {
    EXPECT_EQ(e.code(), aim::errc::not_rendered);
    EXPECT_NE(std::string(e.what()).find("aval/aim/compliance_pdf.hpp"), std::string::npos);
  }
}

TEST_F(ComplianceClient, an_authority_of_2025_answers_a_person_and_the_report_is_put_together_here) {
  const auto agent = make(authority);
  try {
    ask(agent, "soc2", "json");
    FAIL() << "there is no such route, and nobody's access token";
  } catch (const aim::authentication_error& e) {
    EXPECT_NE(std::string(e.what()).find("sdk_credentials.json"), std::string::npos) << e.what();
  }
  keep_sdk(authority, "refresh-1");
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (q.path == "/api/v1/auth/refresh") return a.body = R"({"access_token":"access-1","refresh_token":"refresh-2","expires_in":86400})", true;
    if (q.path.find("/compliance/") == std::string::npos && q.path.find("/admin/") == std::string::npos) return false;
    if (q.path.starts_with("/api/v1/agents")) return false;  // no such route
    EXPECT_EQ(q.headers.at("Authorization"), "Bearer access-1");
    if (q.path.ends_with("/check")) {
      EXPECT_EQ(q.body, R"({"check_type":"soc2"})");
      a.body = R"({"check_type":"soc2","passed":1,"failed":1,"total":2,"compliance_rate":50,"checks":[
        {"name":"role_segregation","passed":true,"details":"fine","count":0},{"name":"audit_completeness","passed":false,"details":"2 gaps","count":2}]})";
    } else if (q.path.ends_with("/export")) {
      EXPECT_NE(q.target.find("format=json"), std::string::npos);
      a.body = R"({"generatedAt":"2025-10-01T00:00:00Z","organizationId":"org","status":{"totalAgents":4,"verifiedAgents":3,"averageTrustScore":0.9},"metrics":[]})";
    } else {
      a.body = R"({"logs":[{"id":"1","action":"read","timestamp":"2025-09-02T00:00:00Z","metadata":{"auto_approved":false}}],"total":1,"limit":100,"offset":0})";
    }
    return true;
  });
  const auto d = ask(agent, "soc2", "json");
  ASSERT_TRUE(d.report);
  const auto& r = *d.report;
  EXPECT_EQ(r.organization_id, "org");
  EXPECT_EQ(r.summary.total_agents, 4);
  ASSERT_EQ(r.checks.size(), 2u);
  EXPECT_EQ(r.checks[0].status, aim::check_status::passed);
  EXPECT_EQ(r.checks[1].status, aim::check_status::failed);
  EXPECT_EQ(r.compliance_rate, 50);
  EXPECT_EQ(r.compliance_level, "non_compliant");
  ASSERT_EQ(r.actions.size(), 1u);
  EXPECT_EQ(r.actions[0].status, "denied");
  EXPECT_EQ(d.bytes, json::write(r));
  EXPECT_EQ(stored_sdk(authority), "refresh-2");
  const auto table = ask(agent, "soc2", "csv").bytes;
  EXPECT_NE(table.find("audit_completeness,,failed,2,2 gaps"), std::string::npos) << table;
  EXPECT_EQ(authority.count("POST", "/auth/refresh"), 1u) << "the access token is kept";
}

std::vector<std::size_t> pieces;
std::string received;
aval::awaitable<void> take_piece(std::string piece) {
  pieces.push_back(piece.size());
  received += piece;
  co_return;
}
aval::awaitable<void> full_disk(std::string) {
  throw std::runtime_error("no space left");
  co_return;
}

TEST_F(ComplianceClient, a_report_larger_than_memory_should_hold_flows_into_a_sink_with_progress) {
  const auto agent = make(authority);
  std::string large = "check,control\r\n";
  while (large.size() < 9 * 1024 * 1024) large += "2025-01-01T00:00:00Z,read_database,approved,low\r\n";
  exports(200, large);
  EXPECT_THROW(ask(agent, "soc2", "csv"), aim::server_error) << "8 MiB are the limit of what is held in memory";
  pieces.clear();
  received.clear();
  std::vector<aim::compliance_progress> seen;
  aim::compliance_request r{.format = "csv"};
  const aim::compliance_sink sink = &take_piece;
  const aim::compliance_watcher watch = [&](const aim::compliance_progress& p) { seen.push_back(p); };
  EXPECT_EQ(run(context, aim::export_compliance_report_to(agent, r, sink, watch)), large.size());
  EXPECT_TRUE(received == large);
  EXPECT_GT(pieces.size(), 100u);
  EXPECT_LE(*std::max_element(pieces.begin(), pieces.end()), 64u * 1024);
  ASSERT_EQ(seen.size(), pieces.size());
  EXPECT_EQ(seen.back().bytes, large.size());
  EXPECT_EQ(seen.front().total, large.size());
  EXPECT_TRUE(authority.problems().empty());
  const aim::compliance_sink full = &full_disk;
  EXPECT_THROW(run(context, aim::export_compliance_report_to(agent, r, full)), std::runtime_error) << "what the sink throws ends the export";
}

TEST_F(ComplianceClient, a_streamed_report_is_repeated_and_refused_as_other_calls_are) {
  auto o = options(authority);
  o.retry_attempts = 2;
  const auto agent = make(std::move(o));
  int calls = 0;
  authority.intercept([&](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/compliance/export")) return false;
    a.status = ++calls == 1 ? 503 : 403;
    a.body = R"({"error":"Admin access required"})";
    return true;
  });
  aim::compliance_request r{.format = "csv"};
  const aim::compliance_sink sink = &take_piece;
  EXPECT_THROW(run(context, aim::export_compliance_report_to(agent, r, sink)), aim::authentication_error);
  EXPECT_EQ(calls, 2);
}

}  // namespace
