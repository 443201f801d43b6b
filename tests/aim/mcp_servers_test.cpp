// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/mcp_servers.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "aim/toy_home.hpp"
#include "aval/aim/capabilities.hpp"
#include "aval/aim/compliance.hpp"

namespace {

namespace aim = aval::aim;
namespace json = aval::json;
using aval::testing::run;

class McpServers : public toy::home {
 protected:
  McpServers() : authority(context.get_executor()) {
    authority.intercept([this](const toy::seen& q, aval::net::http_response& a) {
      if (other && other(q, a)) return true;
      if (q.path.ends_with("/detection/agents/" + authority.agent_id() + "/report")) {
        reports.push_back(json::parse(q.body).value());
        a.body = R"({"success":true,"detectionsProcessed":)" + std::to_string(reports.back()["detections"].size()) + R"(,"newMCPs":["filesystem"],"existingMCPs":[],"message":"ok"})";
        return true;
      }
      if (!q.path.ends_with("/mcp-servers")) return false;
      if (q.method == "GET") {
        a.body = R"({"mcpServers":)" + json::write(json::value(known)) + R"(,"total":)" + std::to_string(known.size()) + "}";
        return true;
      }
      auto body = json::parse(q.body).value();
      for (const auto& one : known)
        if (one["url"] == body["url"]) return a.status = 409, a.body = R"({"error":"mcp server with this URL already exists"})", true;
      body["id"] = "44444444-2222-4333-8444-" + std::to_string(100000000000 + known.size());
      body["status"] = "pending";
      known.push_back(body);
      a.status = 201;
      a.body = json::write(body);
      return true;
    });
  }
  void configure(const std::string& servers) {
    const auto folder = home_ / ".config/Claude";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "claude_desktop_config.json") << R"({"mcpServers": )" << servers << "}";
  }
  aim::agent quiet() {
    auto o = options(authority);
    o.auto_detect = false;
    return make(std::move(o));
  }
  json::value last_body(const std::string& method = "POST") const {
    const auto all = authority.journal();
    for (auto r = all.rbegin(); r != all.rend(); ++r)
      if (r->method == method) return json::parse(r->body).value();
    return {};
  }

  toy::authority authority;
  std::function<bool(const toy::seen&, aval::net::http_response&)> other;
  json::value::array_type known;
  std::vector<json::value> reports;
  int bare = 0;
};

TEST_F(McpServers, the_guides_call_registers_a_command_under_a_url_and_a_key_of_its_own) {
  const auto agent = quiet();
  const std::vector<std::string> args{"-y", "@modelcontextprotocol/server-filesystem", "--token", "canary-5f1c-arg"};
  const std::map<std::string, std::string> env{{"ALLOWED_DIRECTORY", "canary-5f1c-env"}};
  const auto made = run(context, aim::register_mcp_server(agent, "filesystem", "npx", args, env));
  const auto body = last_body();
  EXPECT_EQ(body["name"].as_string(), "filesystem");
  EXPECT_EQ(body["command"].as_string(), "npx");
  EXPECT_EQ(body["args"].as_array().size(), 4u);
  EXPECT_EQ(body["env_keys"].as_array().at(0).as_string(), "ALLOWED_DIRECTORY");
  EXPECT_EQ(body["description"].as_string(), "MCP Server: filesystem");
  const std::string url = body["url"].as_string();
  EXPECT_TRUE(url.starts_with("stdio://filesystem/")) << url;
  EXPECT_EQ(url.size(), std::string("stdio://filesystem/").size() + 8);
  EXPECT_EQ(made.server_id, known.at(0)["id"].as_string());
  EXPECT_EQ(made.public_key, body["public_key"].as_string());
  EXPECT_EQ(made.status, "pending");
  EXPECT_FALSE(made.existed);
  EXPECT_EQ(run(context, agent.mcp_server_key("filesystem", url)).public_key().to_base64(), made.public_key) << "whose private half is ours";
  EXPECT_EQ(json::write(body).find("canary"), std::string::npos) << json::write(body);
  EXPECT_TRUE(authority.problems().empty());
}

TEST_F(McpServers, a_server_that_is_known_is_found_and_keeps_its_key_in_the_next_process) {
  const auto first = run(context, aim::register_mcp_server(quiet(), "fs", "npx"));
  const auto again = run(context, aim::register_mcp_server(quiet(), "fs", "npx"));
  EXPECT_TRUE(again.existed);
  EXPECT_EQ(again.server_id, first.server_id);
  EXPECT_EQ(again.public_key, first.public_key);
  EXPECT_EQ(known.size(), 1u);
  known.at(0)["url"] = "somebody else's";
  other = [](const toy::seen& q, aval::net::http_response& a) {
    if (q.method != "POST" || !q.path.ends_with("/mcp-servers")) return false;
    a.status = 409;
    a.body = R"({"error":"mcp server with this URL already exists"})";
    return true;
  };
  EXPECT_THROW(run(context, aim::register_mcp_server(quiet(), "fs", "npx")), aim::server_error) << "taken, and not ours to see";
}

TEST_F(McpServers, a_description_without_a_name_or_an_address_is_refused_before_anything_is_sent) {
  const auto agent = quiet();
  const auto before = authority.journal().size();
  aim::mcp_server_description nameless{.command = "npx"}, nowhere{.name = "x"};
  EXPECT_THROW(run(context, aim::register_mcp_server(agent, nameless)), aim::configuration_error);
  EXPECT_THROW(run(context, aim::register_mcp_server(agent, nowhere)), aim::configuration_error);
  EXPECT_EQ(authority.journal().size(), before);
}

TEST_F(McpServers, all_servers_of_this_machine_are_registered_and_what_fails_does_not_stop_the_others) {
  configure(R"({
    "filesystem": {"command": "npx", "args": ["-y", "fs"], "env": {"KEY": "canary-5f1c"}},
    "bad": {"command": "bad"},
    "off": {"command": "off", "disabled": true},
    "remote": {"url": "https://user:canary-5f1c@mcp.example.com/mcp?key=canary-5f1c", "headers": {"Authorization": "canary-5f1c"}},
  })");
  const auto agent = quiet();
  other = [](const toy::seen& q, aval::net::http_response& a) {
    if (q.body.find("\"bad\"") == std::string::npos) return false;
    a.status = 422;
    a.body = R"({"error":"not that one"})";
    return true;
  };
  const auto all = run(context, aim::register_all_mcp_servers(agent));
  std::vector<std::string> names;
  for (const auto& one : all.registered) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"filesystem", "remote"}));
  ASSERT_EQ(all.failed.size(), 1u);
  EXPECT_EQ(all.failed[0].name, "bad");
  EXPECT_NE(all.failed[0].error.find("422"), std::string::npos);
  for (const auto& r : authority.journal()) EXPECT_EQ(r.body.find("canary"), std::string::npos) << r.body;

  aval::mcp::discover_options where;
  where.variables = aval::environment(variables);
  auto found = aval::mcp::discover_mcp_servers(where).value().servers;
  auto twice = aval::mcp::discover_mcp_servers(where).value().servers;
  for (auto& one : twice) found.push_back(std::move(one));
  EXPECT_EQ(run(context, aim::register_all_mcp_servers(agent, found)).registered.size(), 2u) << "a server that stands there twice is one";
}

TEST_F(McpServers, the_list_is_read_under_each_of_its_names) {
  const auto agent = quiet();
  for (const char* name : {"mcp_servers", "mcpServers", "servers"}) {
    other = [name](const toy::seen& q, aval::net::http_response& a) {
      if (!q.path.ends_with("/mcp-servers")) return false;
      EXPECT_TRUE(q.target.ends_with("?limit=10&offset=20")) << q.target;
      a.body = std::string(R"({")") + name + R"(":[{"id":"1","name":"fs","url":"u","isVerified":true,"confidenceScore":52.97}],"total":21})";
      return true;
    };
    const auto page = run(context, aim::list_mcp_servers(agent, 10, 20));
    ASSERT_EQ(page.servers.size(), 1u) << name;
    EXPECT_EQ(page.total, 21);
    EXPECT_EQ(page.servers[0].confidence_score, 52.97);
  }
}

// ---- secure(auto_detect) -------------------------------------------------------------------------------------------------------

TEST_F(McpServers, a_new_registration_names_and_reports_the_servers_of_this_machine_and_a_stored_one_sends_nothing) {
  configure(R"({"filesystem": {"command": "npx", "args": ["-y", "fs"], "env": {"KEY": "canary-5f1c"}}, "off": {"command": "off", "disabled": true}})");
  auto o = options(authority);
  o.talks_to = {"colleague"};
  const auto agent = make(std::move(o));
  const auto journal = authority.journal();
  ASSERT_EQ(journal.size(), 2u);
  const auto registration = json::parse(journal[0].body).value();
  EXPECT_EQ(json::write(registration["talks_to"]), R"(["colleague","filesystem"])");
  ASSERT_EQ(reports.size(), 1u);
  const auto& first = reports[0]["detections"].as_array().at(0);
  EXPECT_EQ(first["mcpServer"].as_string(), "filesystem");
  EXPECT_EQ(first["detectionMethod"].as_string(), "claude_config");
  EXPECT_EQ(first["confidence"].as_double(), 100);
  EXPECT_TRUE(first["sdkVersion"].as_string().starts_with("aim-sdk-cpp@"));
  EXPECT_EQ(first["details"]["command"].as_string(), "npx");
  EXPECT_TRUE(first["details"]["configPath"].as_string().ends_with("claude_desktop_config.json"));
  EXPECT_TRUE(aval::parse_rfc3339(first["timestamp"].as_string()));
  EXPECT_EQ(journal[1].body.find("canary"), std::string::npos);
  make(authority);
  EXPECT_EQ(authority.journal().size(), 2u) << "stored credentials need no request";
}

TEST_F(McpServers, nothing_is_looked_for_when_it_is_switched_off_and_nothing_that_goes_wrong_costs_the_agent) {
  configure(R"({"filesystem": {"command": "npx"}})");
  EXPECT_TRUE(quiet().is_verified());
  EXPECT_TRUE(reports.empty());
  std::filesystem::remove_all(home_ / ".aim");
  other = [](const toy::seen& q, aval::net::http_response& a) {
    if (q.path.find("/detection/") == std::string::npos) return false;
    a.status = 500;
    a.body = "<html>";
    return true;
  };
  EXPECT_TRUE(make(authority).is_verified());
  EXPECT_NE(all_logged().find("the report of MCP servers was not taken"), std::string::npos);
  std::filesystem::remove_all(home_ / ".aim");
  std::ofstream(home_ / ".config/Claude/claude_desktop_config.json") << "{ not json";
  EXPECT_TRUE(make(authority).is_verified());
}

TEST_F(McpServers, a_server_that_knows_the_methods_of_2025_only_gets_the_one_that_comes_closest) {
  const auto agent = quiet();
  other = [](const toy::seen& q, aval::net::http_response& a) {
    if (q.body.find("cursor_config") == std::string::npos) return false;
    a.status = 400;
    a.body = R"({"error":"invalid detection method"})";
    return true;
  };
  std::vector<aval::mcp::configured_server> found(1);
  found[0].name = "git";
  found[0].client = aval::mcp::client_program::cursor;
  found[0].command = "mcp-server-git";
  const auto a = run(context, aim::report_mcp_servers(agent, found));
  EXPECT_EQ(a.new_mcps, std::vector<std::string>{"filesystem"});
  const auto& told = reports.at(0)["detections"].as_array().at(0);
  EXPECT_EQ(told["detectionMethod"].as_string(), "claude_config");
  EXPECT_EQ(told["details"]["client"].as_string(), "cursor");
}

// ---- attestation, connections, usage --------------------------------------------------------------------------------------------

TEST_F(McpServers, an_attestation_is_signed_by_the_agent_and_says_who_when_and_with_what) {
  const auto agent = quiet();
  other = [](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/attest")) return false;
    a.body = R"({"success":true,"attestation_id":"a-1","mcp_confidence_score":52.97,"attestation_count":1,"message":"ok"})";
    return true;
  };
  aim::attestation seen{.capabilities_found = {"read_file"}, .connection_latency_ms = 12.5, .mcp_name = "fs", .mcp_url = "http://localhost:3000"};
  const auto answer = run(context, aim::attest_mcp_server(agent, "44444444-2222-4333-8444-555555555555", seen));
  EXPECT_EQ(answer.mcp_confidence_score, 52.97);
  EXPECT_EQ(authority.journal().back().path, "/api/v1/mcp-servers/44444444-2222-4333-8444-555555555555/attest");
  const auto body = last_body();
  EXPECT_EQ(body["attestation"]["agent_id"].as_string(), agent.id());
  EXPECT_TRUE(body["attestation"]["timestamp"].as_string().ends_with("+00:00"));
  EXPECT_EQ(body["attestation"]["capabilities_found"].as_array().size(), 1u);
  const auto key = aval::crypto::parse_public_key(agent.public_key());
  const auto signature = aval::crypto::signature::from_base64(body["signature"].as_string());
  ASSERT_TRUE(key && signature);
  EXPECT_TRUE(aim::verify_attestation(*key, body["attestation"], *signature));
}

TEST_F(McpServers, connections_and_relations_are_told) {
  const auto agent = quiet();
  other = [](const toy::seen& q, aval::net::http_response& a) {
    if (q.path.ends_with("/mcp-connections")) {
      a.body = R"({"success":true,"connection_id":"c-1","agent_id":"x","mcp_server_id":"s-1","connection_type":"attested","attestation_count":2,"message":"ok"})";
      return true;
    }
    if (q.body.find("mcp_server_ids") == std::string::npos) return false;
    a.body = R"({"message":"ok","talks_to":["fs"],"added_servers":["fs"],"total_count":1})";
    return true;
  };
  aim::mcp_connection_message used{.mcp_server_id = "s-1", .tool_name = "read_file", .mcp_url = "https://e.org/mcp?key=canary-5f1c", .mcp_name = "fs"};
  EXPECT_EQ(run(context, aim::connect_mcp(agent, used)).connection_id, "c-1");
  EXPECT_EQ(last_body()["connection_type"].as_string(), "attested");
  EXPECT_EQ(last_body()["mcp_url"].as_string().find("canary"), std::string::npos);
  aim::mcp_relation_message relation{.mcp_server_ids = {"s-1"}};
  EXPECT_EQ(run(context, aim::relate_mcp_servers(agent, relation)).added_servers, std::vector<std::string>{"fs"});
}

TEST_F(McpServers, calls_are_counted_and_a_report_that_fails_is_made_up_for_by_the_next) {
  const auto agent = quiet();
  const aim::mcp_usage usage(agent);
  run(context, usage.report());
  EXPECT_TRUE(reports.empty()) << "nothing to tell";
  usage.track("fs", "read_file");
  usage.track("fs", "write_file");
  usage.track("git", "log");
  EXPECT_EQ(usage.unreported(), 3u);
  other = [](const toy::seen&, aval::net::http_response& a) { return a.status = 500, a.body = "{}", true; };
  EXPECT_THROW(run(context, usage.report()), aim::server_error);
  EXPECT_EQ(usage.unreported(), 3u);
  other = nullptr;
  run(context, usage.report());
  EXPECT_EQ(usage.unreported(), 0u);
  const auto& told = reports.at(0)["detections"].as_array();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0]["detectionMethod"].as_string(), "sdk_runtime");
  EXPECT_EQ(told[0]["details"]["call_count"].as_int64(), 2);
  EXPECT_EQ(json::write(told[0]["details"]["tools_used"]), R"(["read_file","write_file"])");
  run(context, usage.report());
  EXPECT_EQ(reports.size(), 1u);
  usage.track("fs", "read_file");
  run(context, usage.report());
  EXPECT_EQ(reports.at(1)["detections"].as_array().at(0)["details"]["call_count"].as_int64(), 3) << "the count goes on";
}

// ---- capabilities --------------------------------------------------------------------------------------------------------------

TEST_F(McpServers, a_capability_is_asked_for_with_a_reason_that_people_can_decide_on) {
  const auto agent = quiet();
  other = [&](const toy::seen& q, aval::net::http_response& a) {
    if (q.path.ends_with("/capability-requests")) {
      EXPECT_EQ(q.body, R"({"capability_type":"write_db","reason":"need it for the report"})");
      a.status = 201;
      a.body = R"({"id":"r-1","agent_id":"x","capability_type":"write_db","reason":"need it for the report","status":"pending","requested_at":"2025-10-24T16:00:00Z"})";
      return true;
    }
    if (q.path.ends_with("/capabilities") && q.method == "POST") {
      EXPECT_EQ(q.body, R"({"capabilityType":"read_files","scope":{"source":"config"}})");
      a.status = 201;
      a.body = R"({"id":"g-1","agentId":"x","capabilityType":"read_files","status":"pending"})";
      return true;
    }
    if (!q.path.ends_with("/capabilities")) return false;
    EXPECT_TRUE(q.target.ends_with("?activeOnly=true"));
    a.body = bare ? R"([{"id":"g-1","capabilityType":"read_files"}])" : R"({"capabilities":[{"id":"g-1","capability_type":"read_files"}],"total":1})";
    return true;
  };
  const auto before = authority.journal().size();
  EXPECT_THROW(run(context, aim::request_capability(agent, "write_db", "need it")), aim::configuration_error);
  EXPECT_THROW(run(context, aim::request_capability(agent, "", "need it for the report")), aim::configuration_error);
  EXPECT_EQ(authority.journal().size(), before);
  EXPECT_EQ(run(context, aim::request_capability(agent, "write_db", "need it for the report")).status, "pending");
  EXPECT_EQ(run(context, aim::declare_capability(agent, "read_files", json::object({{"source", "config"}}))).status, "pending");
  for (bare = 0; bare < 2; ++bare) {
    const auto list = run(context, aim::list_capabilities(agent));
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].capability_type, "read_files");
  }
}

TEST_F(McpServers, a_capability_report_has_the_names_of_the_protocol_and_a_risk) {
  const auto agent = quiet();
  other = [](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/capabilities/report")) return false;
    a.body = R"({"success":true,"agentId":"x","riskLevel":"high","trustScoreImpact":-6,"newTrustScore":0.85,"securityAlertsCount":2,"message":"ok"})";
    return true;
  };
  aim::capability_report what;
  what.environment.platform = "Linux";
  what.ai_models.push_back({"openai", {"gpt"}, "declared"});
  what.capabilities.code_execution.emplace().shell_commands = true;
  what.capabilities.file_system.emplace().delete_files = true;
  what.capabilities.network.emplace().https = true;
  what.capabilities.credential_access.emplace().env_vars = true;
  EXPECT_EQ(run(context, aim::report_capabilities(agent, what)).new_trust_score, 0.85);
  const auto body = last_body();
  EXPECT_TRUE(aval::parse_rfc3339(body["detectedAt"].as_string()));
  EXPECT_TRUE(body["capabilities"]["codeExecution"]["shellCommands"].as_bool());
  EXPECT_TRUE(body["capabilities"]["fileSystem"]["delete"].as_bool());
  EXPECT_EQ(body["aiModels"].as_array().at(0)["detectionType"].as_string(), "declared");
  EXPECT_EQ(body["riskAssessment"]["overallRiskScore"].as_int64(), 70);
  EXPECT_EQ(body["riskAssessment"]["riskLevel"].as_string(), "high");
  EXPECT_EQ(body["riskAssessment"]["alerts"].as_array().size(), 3u) << "the network alone alarms nobody";
  EXPECT_EQ(aim::assess_risk({}).risk_level, "low");
  const auto here = aim::inspect_process();
  EXPECT_EQ(here.environment.language, "c++");
  EXPECT_FALSE(here.environment.platform.empty());
  const auto loaded = aim::loaded_capabilities();
  EXPECT_NE(std::find(loaded.begin(), loaded.end(), "make_api_calls"), loaded.end()) << "libssl is in this process";
}

// ---- part 7, item 10 -----------------------------------------------------------------------------------------------------------

aval::awaitable<void> swallow(std::string) { co_return; }

TEST_F(McpServers, no_secret_of_an_environment_a_key_or_a_token_is_in_a_body_a_log_a_report_or_an_error) {
  configure(R"({"filesystem": {"command": "npx", "args": ["--api-key=canary-5f1c-arg", "postgresql://u:canary-5f1c-url@h/d"], "env": {"TOKEN": "canary-5f1c-env"}},
               "remote": {"url": "https://e.org/mcp?key=canary-5f1c-query", "headers": {"Authorization": "Bearer canary-5f1c-header"}}})");
  const auto key = aval::crypto::keypair::generate();
  const aval::secret key_text = aval::crypto::private_key_base64(key);
  keep_sdk(authority, "canary-5f1c-refresh");
  std::string errors;
  const auto attempt = [&](auto operation) {
    try {
      (void)run(context, std::move(operation));
    } catch (const aval::error& e) {
      errors += std::string(e.what()) + e.peer_text() + "\n";
    }
  };
  for (const bool failing : {false, true}) {
    other = [&, failing](const toy::seen& q, aval::net::http_response& a) {
      if (q.path == "/api/v1/auth/refresh" && !failing) return a.body = R"({"access_token":"canary-5f1c-access","refresh_token":"canary-5f1c-refresh2","expires_in":1})", true;
      if (!failing || q.path.ends_with("/register")) return false;
      a.status = 400;  // a server that repeats what it was sent
      std::string all = q.body;
      for (const auto& [name, value] : q.headers) all += name + value;
      a.body = json::write(json::object({{"error", all}}));
      return true;
    };
    std::filesystem::remove_all(home_ / ".aim/agents");
    auto o = options(authority);
    o.private_key = std::string(key_text.reveal());
    o.api_key = "canary-5f1c-api";
    o.environment = aval::environment(variables);
    const auto agent = make(std::move(o));
    attempt(agent.verify_action("read", json::object({{"password", "canary-5f1c-password"}})));
    aim::action_log what;
    what.parameters = json::object({{"api_key", "canary-5f1c-parameter"}});
    attempt(agent.log_action("read", what));
    attempt(aim::register_all_mcp_servers(agent));
    const std::vector<std::string> args{"--token", "canary-5f1c-arg"};
    const std::map<std::string, std::string> env{{"TOKEN", "canary-5f1c-env"}};
    attempt(aim::register_mcp_server(agent, "x", "npx", args, env));
    aim::attestation seen{.mcp_name = "x"};
    attempt(aim::attest_mcp_server(agent, "s", seen));
    attempt(aim::announce_sdk(agent));
    attempt(aim::get_detection_status(agent));
    const auto process = aim::inspect_process();
    attempt(aim::report_capabilities(agent, process));
    attempt(agent.export_compliance_report());
    aim::compliance_request table{.format = "csv"};
    const aim::compliance_sink sink = &swallow;
    attempt(aim::export_compliance_report_to(agent, table, sink));
    attempt(agent.rotate_key());
  }
  std::string bodies;
  std::size_t calls = 0;
  for (const auto& r : authority.journal()) {
    ++calls;
    if (r.path != "/api/v1/auth/refresh") bodies += r.target + "\n" + r.body + "\n";  // the one place where a refresh token belongs
  }
  EXPECT_GT(calls, 25u);
  EXPECT_GT(reports.size(), 1u);
  const std::string private_key(key_text.reveal());
  for (const std::string* where : {&bodies, &errors}) {
    EXPECT_EQ(where->find("canary-5f1c"), std::string::npos) << where->substr(where->find("canary-5f1c") < 300 ? 0 : where->find("canary-5f1c") - 300, 600);
    EXPECT_EQ(where->find(private_key.substr(0, 40)), std::string::npos);
  }
  const std::string logged = all_logged();
  EXPECT_FALSE(logged.empty());
  EXPECT_EQ(logged.find("canary-5f1c"), std::string::npos) << logged;
  EXPECT_EQ(logged.find(private_key.substr(0, 40)), std::string::npos);
}

}  // namespace
