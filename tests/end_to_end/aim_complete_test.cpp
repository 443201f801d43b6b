// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// What an agent asks an authority for beside permission: reports, capabilities, MCP servers; and how an agent without a key speaks to it.

#include <filesystem>
#include <fstream>

#include <asio/io_context.hpp>
#include <gtest/gtest.h>

#include "aval/aim/capabilities.hpp"
#include "aval/aim/compliance.hpp"
#include "aval/aim/mcp_servers.hpp"
#include "aval/aim/secure.hpp"
#include "aval/authority/server.hpp"
#include "aval/testing/run.hpp"
#if defined(AVAL_HAS_PDF)
#  include "aval/aim/compliance_pdf.hpp"
#endif

namespace {

namespace aim = aval::aim;
namespace json = aval::json;
using aval::testing::run;

class AimComplete : public ::testing::Test {
 protected:
  AimComplete() : home_(std::filesystem::temp_directory_path() / ("aval-complete-" + aval::uuid::random().to_string())), server(context.get_executor(), {}) {
    run(context, server.start());
  }
  ~AimComplete() override { std::filesystem::remove_all(home_); }

  aim::secure_options options() const {
    aim::secure_options o;
    o.aim_url = server.url();
    o.ca_pem = server.certificate_pem();
    o.environment = aval::environment({{"HOME", home_.string()}});
    o.retry_attempts = 0;
    return o;
  }
  aim::agent make(aim::secure_options o, std::string name = "weather-agent") { return run(context, aim::secure(std::move(name), aval::moved(o))); }
  aim::agent make() { return make(options()); }

  asio::io_context context;
  std::filesystem::path home_;
  aval::authority::server server;
};

aval::awaitable<void> append_to(std::string* text, std::string piece) {
  *text += piece;
  co_return;
}

TEST_F(AimComplete, the_report_of_a_month_comes_in_every_format) {
  const auto agent = make();
  ASSERT_TRUE(run(context, agent.verify_action("read_ledger")));
  run(context, agent.log_action("read_ledger"));
  for (const auto type : aim::compliance_report_types) {
    aim::compliance_request r{.report_type = std::string(type)};
    const auto d = run(context, agent.export_compliance_report(r));
    ASSERT_TRUE(d.report) << type;
    EXPECT_EQ(d.report->report_type, type);
    EXPECT_EQ(d.report->agent_id, agent.id());
    EXPECT_GE(d.report->checks.size(), 7u);
    EXPECT_GE(d.report->actions.size(), 1u);
    for (const auto& c : d.report->checks) EXPECT_EQ(c.passed, c.status == aim::check_status::passed) << c.name;
  }
  aim::compliance_request table{.report_type = "gdpr", .format = "csv"};
  const auto whole = run(context, agent.export_compliance_report(table)).bytes;
  EXPECT_TRUE(whole.starts_with("check,control,status,count,details,evidence\r\n")) << whole;
  EXPECT_NE(whole.find("read_ledger"), std::string::npos);
  std::string streamed;
  const aim::compliance_sink sink = [&streamed](std::string piece) { return append_to(&streamed, std::move(piece)); };
  const auto bytes = run(context, aim::export_compliance_report_to(agent, table, sink));
  EXPECT_EQ(bytes, streamed.size());
  EXPECT_TRUE(streamed.starts_with("check,control,status,count,details,evidence\r\n"));
#if defined(AVAL_HAS_PDF)
  aim::compliance_request document{.format = "pdf"};
  EXPECT_TRUE(run(context, agent.export_compliance_report(document)).bytes.starts_with("%PDF-"));
#endif
  aim::compliance_request future{.report_type = "soc2"};
  future.start = aval::parse_rfc3339("2030-01-01T00:00:00Z");
  future.end = aval::parse_rfc3339("2030-02-01T00:00:00Z");
  EXPECT_TRUE(run(context, agent.export_compliance_report(future)).report->actions.empty());
}

TEST_F(AimComplete, a_capability_is_asked_for_once_and_waits_for_a_person) {
  const auto agent = make();
  const auto asked = run(context, aim::request_capability(agent, "write_database", "the figures are stored there"));
  EXPECT_EQ(asked.status, "pending");
  EXPECT_EQ(asked.agent_id, agent.id());
  EXPECT_TRUE(aval::parse_uuid(asked.id));
  try {
    run(context, aim::request_capability(agent, "write_database", "and they have to be there soon"));  // in other words: the same ones in the same second are one request
    FAIL() << "asked for already";
  } catch (const aim::server_error& e) {
    EXPECT_EQ(e.http_status(), 409);
  }
}

TEST_F(AimComplete, mcp_servers_are_reported_registered_attested_and_listed) {
  std::filesystem::create_directories(home_ / ".config/Claude");
  std::ofstream(home_ / ".config/Claude/claude_desktop_config.json")
      << R"({"mcpServers": {"filesystem": {"command": "npx", "args": ["-y", "fs"], "env": {"KEY": "canary-5f1c"}}}})";
  const auto agent = make();
  const auto status = run(context, aim::get_detection_status(agent));
  ASSERT_EQ(status.detected_mcps.size(), 1u) << "secure() has reported it";
  EXPECT_EQ(status.detected_mcps[0].name, "filesystem");
  const auto all = run(context, aim::register_all_mcp_servers(agent));
  ASSERT_EQ(all.registered.size(), 1u) << (all.failed.empty() ? "" : all.failed[0].error);
  aim::mcp_server_description same{.name = "filesystem", .command = "npx", .args = {"-y", "fs"}, .description = "files of the project"};
  const auto again = run(context, aim::register_mcp_server(agent, same));
  EXPECT_TRUE(again.existed);
  EXPECT_EQ(again.server_id, all.registered[0].server_id);
  EXPECT_EQ(again.public_key, all.registered[0].public_key);
  aim::attestation seen{.capabilities_found = {"read_file"}, .connection_latency_ms = 12.5, .mcp_name = "filesystem", .mcp_url = all.registered[0].url};
  const auto word = run(context, aim::attest_mcp_server(agent, all.registered[0].server_id, seen));
  EXPECT_NEAR(word.mcp_confidence_score, 52.97, 0.01);
  aim::mcp_connection_message used{.mcp_server_id = all.registered[0].server_id, .tool_name = "read_file", .mcp_url = all.registered[0].url, .mcp_name = "filesystem"};
  EXPECT_TRUE(run(context, aim::connect_mcp(agent, used)).success);
  aim::mcp_usage usage(agent);
  usage.track("filesystem", "read_file");
  run(context, usage.report());
  EXPECT_EQ(usage.unreported(), 0u);
  const auto list = run(context, aim::list_mcp_servers(agent, 10, 0));
  ASSERT_EQ(list.servers.size(), 1u);
  EXPECT_EQ(list.servers[0].id, all.registered[0].server_id);
  auto trail = agent.get_audit_logs();
  for (const auto& e : run(context, trail.all())) EXPECT_EQ(json::write(e.metadata).find("canary"), std::string::npos);
}

TEST_F(AimComplete, an_agent_with_an_api_key_alone_reports_and_reads_its_trail) {
  const auto first = make();
  const auto key = run(context, server.create_api_key("for reports", aval::parse_uuid(first.id())));
  std::filesystem::remove_all(home_ / ".aim");
  auto o = options();
  o.api_key = std::string(key.reveal());
  o.environment = aval::environment({{"HOME", home_.string()}, {"AIM_AGENT_ID", first.id()}});
  const auto agent = make(std::move(o));
  EXPECT_TRUE(agent.is_verified());
  EXPECT_NEAR(run(context, agent.get_trust_score()), 0.907, 0.0005);
  EXPECT_TRUE(run(context, agent.log_action("read_ledger")));
  auto pager = agent.get_audit_logs();
  const auto trail = run(context, pager.all());
  EXPECT_TRUE(std::any_of(trail.begin(), trail.end(), [](const auto& e) { return e.action_name == "read_ledger"; }));
  EXPECT_THROW(run(context, agent.verify_action("read_ledger")), aim::configuration_error);
}

}  // namespace
