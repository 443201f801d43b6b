// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/mcp_servers.hpp"

#include "authority/server_fixture.hpp"
#include "aval/net/http_server.hpp"

namespace {
using namespace authority_test;
namespace aim = aval::aim;
namespace json = aval::json;

options within_reach() {
  options o;
  o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
  o.requests_to_private_addresses = true;
  return o;
}

/** An agent and an MCP server that it registered, at an authority that may ask servers on this machine. */
struct registered {
  explicit registered(options o = within_reach()) : a(o), agent(agent_number(1)) {
    EXPECT_EQ(agent.enrol(a).status, 201);
    const auto made = agent.send(a, "POST", of("/mcp-servers"), R"({"name": "fs", "url": "http://fs.example", "capabilities": ["read_file", "list_*"], "public_key": ")" + key.public_key().to_base64() + "\"}");
    EXPECT_EQ(made.status, 201) << made.text;
    id = made.at("id");
  }
  std::string of(const std::string& rest) const { return "/api/v1/sdk-api/agents/" + agent.id + rest; }
  std::string at(const std::string& rest = {}) const { return "/api/v1/mcp-servers/" + id + rest; }
  reply attest(const test_agent& by, const std::function<void(aim::attestation&)>& change = {}) {
    aim::attestation seen;
    seen.agent_id = by.id;
    seen.capabilities_found = {"read_file", "write_file"};
    seen.connection_latency_ms = 12.5;
    seen.mcp_name = "fs";
    seen.mcp_url = "http://fs.example/";
    seen.sdk_version = "1.0.0";
    seen.timestamp = aim::attestation_time(std::chrono::time_point_cast<std::chrono::system_clock::duration>(a.now));
    if (change) change(seen);
    const auto object = aim::attestation_object(seen);
    last = "{\"attestation\": " + json::write(object) + ", \"signature\": \"" + by.key.sign(aim::attestation_message(object)).to_base64() + "\"}";
    return by.send(a, "POST", at("/attest"), last);
  }
  json::value shown() { return a.admin("GET", at()).body; }
  reply detect(const std::string& list) { return agent.send(a, "POST", of("/detection/report"), "{\"detections\": [" + list + "]}"); }
  static std::string found(const std::string& name, const std::string& more = {}) {
    return R"({"mcpServer": ")" + name + R"(", "detectionMethod": "claude_config", "confidence": 95.0, "timestamp": "2026-11-20T12:00:00Z")" + more + "}";
  }

  running_authority a;
  aval::crypto::keypair key = key_number(77);
  test_agent agent;
  std::string id, last;
};

// ---- the server that is asked

struct {
  aval::crypto::keypair key = key_number(77);
  std::vector<std::string> challenges;
  std::string answer;  // empty: the challenge, signed
  int status = 200;
} asked_server;

aval::awaitable<void> answer_challenge(aval::net::http_exchange& x) {
  const auto body = json::parse(x.request().body()).value();
  asked_server.challenges.push_back(body["challenge"].as_string());
  EXPECT_TRUE(aval::parse_uuid(body["server_id"].as_string()));
  x.response().status = asked_server.status;
  x.response().body = asked_server.answer.empty() ? "{\"signed_challenge\": \"" + asked_server.key.sign(asked_server.challenges.back()).to_base64() + "\"}" : asked_server.answer;
  co_return;
}

struct challenged : registered {
  explicit challenged(options o = within_reach()) : registered(o), peer(a.context.get_executor(), answer_challenge), port(peer.listen("127.0.0.1:0")) {
    peer.start();
    asked_server = {};
    EXPECT_EQ(a.admin("PUT", at(), R"({"verification_url": "http://127.0.0.1:)" + std::to_string(port) + "/prove\"}").status, 200);
  }
  reply verify() { return a.admin("POST", at("/verify"), "{}"); }
  aval::net::http_server peer;
  std::uint16_t port;
};

TEST(an_mcp_server, is_registered_by_agents_and_people_and_listed_in_every_spelling) {
  registered w;
  EXPECT_EQ(w.agent.send(w.a, "POST", "/api/v1/mcp-servers", R"({"name": "again", "url": "http://fs.example/"})").status, 409) << "the same address";
  w.a.now += seconds(1);  // the list is in the order of registration
  const auto by_person = w.a.admin("POST", "/api/v1/mcp-servers", R"({"name": "git", "url": "stdio://git/3f9a1c02", "command": "uvx", "args": ["mcp-server-git"], "env_keys": ["GIT_TOKEN"]})");
  ASSERT_EQ(by_person.status, 201) << by_person.text;
  EXPECT_EQ(by_person.at("verification_method"), "manual");
  const auto list = w.agent.send(w.a, "GET", w.of("/mcp-servers") + "?limit=1&offset=1");
  ASSERT_EQ(list.status, 200) << list.text;
  for (const char* spelling : {"mcp_servers", "mcpServers", "servers"}) {
    ASSERT_EQ(list.body[spelling].size(), 1U) << spelling;
    EXPECT_EQ(list.body[spelling][0]["name"].as_string(), "git");
  }
  EXPECT_EQ(list.body["total"].as_int64(), 2);
  const auto shown = w.shown();
  EXPECT_EQ(shown["status"].as_string(), "pending");
  EXPECT_EQ(shown["registered_by_agent"].as_string(), w.agent.id);
  EXPECT_EQ(shown["verification_method"].as_string(), "agent_attestation");
  EXPECT_EQ(shown["trust_score"].as_double(), 0);
  EXPECT_EQ(w.a.admin("PUT", w.at(), R"({"url": "stdio://git/3f9a1c02"})").status, 409);
  EXPECT_EQ(w.a.admin("PUT", w.at(), R"({"description": "files"})").at("description"), "files");
  EXPECT_EQ(w.a.admin("PUT", w.at(), R"({"status": "verified"})").status, 400) << "only by its key";
  EXPECT_EQ(w.agent.send(w.a, "PUT", w.at(), R"({"name": "x"})").status, 403);
  EXPECT_NE(w.a.send("GET", "/api/v1/status").text.find("\"mcp_servers\""), std::string::npos) << "clients may ask whether the routes are there";
  EXPECT_EQ(w.a.admin("DELETE", w.at()).status, 204);
  EXPECT_EQ(w.a.admin("GET", w.at()).status, 404);
  EXPECT_EQ(w.a.admin("GET", "/api/v1/mcp-servers").body["total"].as_int64(), 1);
}

TEST(an_mcp_server, that_can_not_be_kept_is_refused) {
  registered w;
  const std::pair<const char*, const char*> bodies[] = {
      {R"({"url": "http://b.example"})", "no name"},
      {R"({"name": "b"})", "no address"},
      {R"({"name": "b", "url": "file:///etc/passwd"})", "not an address of a server"},
      {R"({"name": "b", "url": "http://b.example", "public_key": "ed25519_abcd1234"})", "not a key"},
      {R"({"name": "b", "url": "http://b.example", "verification_url": "http://u:pw@b.example"})", "credentials"},
      {R"({"name": "b", "url": "http://b.example", "capabilities": [""]})", "empty text"}};
  for (const auto& [body, why] : bodies) EXPECT_EQ(w.agent.send(w.a, "POST", "/api/v1/mcp-servers", body).status, 400) << why;
}

TEST(attack, values_of_env_and_keys_on_a_command_line_are_sent) {
  registered w;
  const std::string secret = "canary-ghp_16C7e42F292c6912E7710c838347Ae178B4a";
  EXPECT_EQ(w.agent.send(w.a, "POST", "/api/v1/mcp-servers", R"({"name": "b", "url": "http://b.example", "env": {"TOKEN": ")" + secret + "\"}}").at("code"), "env_values_sent");
  EXPECT_EQ(w.agent.send(w.a, "POST", "/api/v1/mcp-servers", R"({"name": "b", "url": "http://b.example", "env_keys": ["TOKEN=)" + secret + "\"]}").status, 400);
  const auto made = w.agent.send(w.a, "POST", "/api/v1/mcp-servers",
                                 R"({"name": "b", "url": "https://b.example/mcp?key=)" + secret + R"(", "command": "npx", "args": ["-y", "--token", ")" + secret + R"("], "env_keys": ["TOKEN"]})");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["args"][0].as_string(), "-y");
  EXPECT_EQ(w.a.admin("PUT", "/api/v1/mcp-servers/" + made.at("id"), R"({"description": "x"})").at("url"), made.at("url")) << "masked once";
  EXPECT_EQ(w.detect(w.found("b", R"(, "details": {"args": ["--token=)" + secret + R"("], "env": {"TOKEN": ")" + secret + R"("}, "password": ")" + secret + "\"}")).status, 200);
  for (const char* path : {"/api/v1/mcp-servers", "/api/v1/admin/audit-logs?limit=1000"}) EXPECT_EQ(w.a.admin("GET", path).text.find("16C7e42F"), std::string::npos) << path;
  EXPECT_EQ(w.a.admin("GET", "/api/v1/detection/agents/" + w.agent.id + "/status").text.find("16C7e42F"), std::string::npos);
}

TEST(an_mcp_server, is_verified_when_it_signs_the_challenge) {
  challenged w;
  const auto r = w.verify();
  ASSERT_EQ(r.status, 200) << r.text;
  EXPECT_TRUE(r.body["verified"].as_bool());
  EXPECT_EQ(r.body["trust_score"].as_double(), 75);
  ASSERT_EQ(asked_server.challenges.size(), 1U);
  EXPECT_EQ(aval::crypto::base64_decode(asked_server.challenges[0]).value().size(), 32U);
  EXPECT_EQ(w.a.admin("GET", w.at("/verification-status")).body["is_verified"].as_bool(), true);
  const auto ask = [&](const char* action) { return w.a.admin("POST", w.at("/verify-action"), std::string(R"({"action_type": ")") + action + "\"}"); };
  EXPECT_EQ(ask("mcp_tool:read_file").status, 200);
  EXPECT_EQ(ask("list_folder").status, 200);
  const auto no = ask("delete_file");
  EXPECT_EQ(no.status, 403);
  EXPECT_FALSE(no.body["allowed"].as_bool());
  EXPECT_TRUE(aval::parse_uuid(no.at("audit_id")));
  EXPECT_EQ(w.a.admin("GET", w.at("/verification-events")).body["total"].as_int64(), 4);
  const auto changed = w.a.admin("POST", w.at("/keys"), R"({"public_key": ")" + key_number(5).public_key().to_base64() + R"(", "key_type": "Ed25519"})");
  EXPECT_EQ(changed.status, 201) << changed.text;
  EXPECT_EQ(w.shown()["status"].as_string(), "pending") << "another key is another server";
  EXPECT_EQ(ask("mcp_tool:read_file").status, 403);
}

TEST(attack, a_challenge_is_answered_by_another_key_or_with_an_older_answer) {
  challenged w;
  ASSERT_EQ(w.verify().status, 200);
  asked_server.answer = "{\"signed_challenge\": \"" + asked_server.key.sign(asked_server.challenges[0]).to_base64() + "\"}";
  const auto replayed = w.verify();
  EXPECT_EQ(replayed.status, 400);
  EXPECT_EQ(replayed.at("code"), "verification_failed");
  EXPECT_NE(asked_server.challenges[0], asked_server.challenges[1]);
  EXPECT_EQ(w.shown()["status"].as_string(), "pending") << "a wrong answer takes the verification away";
  asked_server.answer.clear();
  asked_server.key = key_number(5);
  EXPECT_EQ(w.verify().status, 400);
  asked_server.key = key_number(77);
  asked_server.status = 500;
  EXPECT_EQ(w.verify().status, 400);
  asked_server.status = 200;
  for (const char* nonsense : {"", "[]", "{\"signed_challenge\": 1}", "{\"signed_challenge\": \"AAAA\"}", "not JSON"}) {
    asked_server.answer = *nonsense ? nonsense : " ";
    EXPECT_EQ(w.verify().status, 400) << nonsense;
  }
  asked_server.answer.clear();
  EXPECT_EQ(w.verify().status, 200);
  EXPECT_EQ(w.shown()["verification_count"].as_int64(), 2);
}

TEST(attack, an_mcp_address_points_inwards) {
  options closed = within_reach();
  closed.requests_to_private_addresses = false;
  challenged w(closed);
  for (const std::string& inside : {"http://127.0.0.1:" + std::to_string(w.port) + "/x", "http://[::1]:" + std::to_string(w.port), std::string("http://169.254.169.254/latest"), "http://localhost:" + std::to_string(w.port)}) {
    ASSERT_EQ(w.a.admin("PUT", w.at(), "{\"verification_url\": \"" + inside + "\"}").status, 200);
    const auto r = w.verify();
    EXPECT_EQ(r.status, 400) << inside << r.text;
    EXPECT_NE(r.text.find("not allowed"), std::string::npos) << r.text;
  }
  EXPECT_TRUE(asked_server.challenges.empty()) << "not even a connection";
  const auto stdio = w.a.admin("POST", "/api/v1/mcp-servers", R"({"name": "s", "url": "stdio://s/1", "public_key": ")" + w.key.public_key().to_base64() + "\"}");
  EXPECT_EQ(w.a.admin("POST", "/api/v1/mcp-servers/" + stdio.at("id") + "/verify", "{}").status, 400) << "nowhere to ask";
}

TEST(mcp_servers, settle_what_was_asked_and_not_what_they_became_meanwhile) {
  world w;
  mcp_server_record wanted;
  wanted.name = "fs";
  wanted.url = "http://fs.example/base/?x=1";
  wanted.public_key = key_number(77).public_key().to_base64();
  const auto s = w.state.transact(w.now, w.ticket, [&](registry::transaction& t) { return register_mcp_server(t, wanted, w.admin); }).value();
  EXPECT_EQ(verification_address(*s), "http://fs.example/base/.well-known/mcp/verify");
  w.state.transact(w.now, w.ticket, [&](registry::transaction& t) { return edit_mcp_server(t, s->id, "update", w.admin, [](mcp_server_record& r) { r.url = "http://other.example"; }); }).value();
  const auto late = w.state.transact(w.now, w.ticket, [&](registry::transaction& t) { return settle_mcp_check(t, *s, "", true, w.admin); });
  EXPECT_EQ(late.error().status, 409);
  EXPECT_EQ(w.state.transact(w.now, w.ticket, [&](registry::transaction& t) { return remove_mcp_server(t, s->id, w.stranger); }).error().status, 404);
  w.reload();
  const auto kept = w.state.look(w.now, [&](const registry::view& v) { return v.find<mcp_server_record>(w.home, s->id); });
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->url, "http://other.example");
  EXPECT_EQ(kept->status, agent_status::pending);
}

TEST(confidence, of_one_fresh_attestation_is_the_conformance_value) {
  const auto of = [](std::vector<mcp_voucher> all) { return mcp_confidence(all); };
  EXPECT_NEAR(of({{0.907, true}}), 52.97, 0.005);
  EXPECT_EQ(of({}), 0);
  EXPECT_NEAR(of({{0.907, false}}), 65.35 / 1.8, 1e-9) << "not this week";
  EXPECT_NEAR(of({{0.9, true}, {0.5, false}}), (40 + 35 + 15) / 1.8, 1e-9);
  EXPECT_NEAR(of({{std::nullopt, true}}), 50 / 1.8, 1e-9) << "a person";
  EXPECT_EQ(of(std::vector<mcp_voucher>(9, {1.0, true})), 100);
}

TEST(an_attestation, raises_the_confidence_for_as_long_as_it_holds) {
  registered w;
  const auto r = w.attest(w.agent);
  ASSERT_EQ(r.status, 200) << r.text;
  EXPECT_TRUE(r.body["success"].as_bool());
  EXPECT_NEAR(r.body["mcp_confidence_score"].as_double(), 52.97, 0.005);
  EXPECT_EQ(r.body["attestation_count"].as_int64(), 1);
  EXPECT_EQ(w.shown()["attested_by"][0].as_string(), "agent-1");
  EXPECT_EQ(w.a.admin("GET", w.at("/capabilities")).body["total"].as_int64(), 3) << "two declared, one more was seen";

  auto second = agent_number(2);
  ASSERT_EQ(second.enrol(w.a).status, 201);
  EXPECT_EQ(w.attest(second).body["attestation_count"].as_int64(), 2);
  const auto by_hand = w.a.admin("POST", w.at("/manual-attest"), R"({"notes": "seen", "capabilities_verified": ["read_file"], "connection_tested": true, "health_check_passed": true})");
  ASSERT_EQ(by_hand.status, 200) << by_hand.text;
  EXPECT_EQ(by_hand.body["attestation_count"].as_int64(), 3);
  const auto list = w.a.admin("GET", w.at("/attestations")).body;
  ASSERT_EQ(list["attestations"].size(), 3U);
  EXPECT_EQ(list["attestations"][0]["attestation_type"].as_string(), "manual");
  EXPECT_EQ(list["attestations"][2]["attested_by"].as_string(), "agent-1");
  EXPECT_EQ(w.a.admin("GET", w.at("/agents")).body["total"].as_int64(), 2);

  const double all = w.shown()["confidence_score"].as_double();
  w.a.admin("POST", "/api/v1/agents/" + second.id + "/suspend", "{}");
  EXPECT_LT(w.shown()["confidence_score"].as_double(), all) << "a suspended agent vouches for nothing";
  EXPECT_EQ(w.attest(w.agent, [](auto& seen) { seen.health_check_passed = false; }).body["attestation_count"].as_int64(), 1) << "only the person is left";
  w.a.now += hours(24 * 30);
  w.a.token = std::string(w.a.server->issue_admin_token().reveal());
  EXPECT_EQ(w.shown()["confidence_score"].as_double(), 0);
}

TEST(attack, an_attestation_is_old_foreign_forged_or_about_another_server) {
  registered w;
  auto other = agent_number(2);
  ASSERT_EQ(other.enrol(w.a).status, 201);
  EXPECT_EQ(w.attest(w.agent, [&](auto& seen) { seen.agent_id = other.id; }).status, 403) << "in another agent's name";
  EXPECT_EQ(w.attest(w.agent, [](auto& seen) { seen.mcp_url = "http://other.example"; }).status, 400) << "about another server";
  for (const int off : {-301, 301})
    EXPECT_EQ(w.attest(w.agent, [&](auto& seen) { seen.timestamp = aim::attestation_time(std::chrono::time_point_cast<std::chrono::system_clock::duration>(w.a.now) + seconds(off)); }).status, 401) << off;
  EXPECT_EQ(w.attest(w.agent, [](auto& seen) { seen.timestamp = "yesterday"; }).status, 400);
  ASSERT_EQ(w.attest(w.agent).status, 200);
  const std::string mine = w.last;
  EXPECT_EQ(other.send(w.a, "POST", w.at("/attest"), mine).status, 403) << "taken from another agent";
  std::string forged = mine;
  forged.replace(forged.find("write_file"), 10, "erase_disk");
  EXPECT_EQ(w.agent.send(w.a, "POST", w.at("/attest"), forged).at("code"), "invalid_signature");
  w.a.now += seconds(2);
  const auto again = w.agent.send(w.a, "POST", w.at("/attest"), mine);
  EXPECT_EQ(again.body["attestation_count"].as_int64(), 1) << "the same again is the same";
  EXPECT_EQ(w.a.admin("POST", w.at("/attest"), mine).status, 403) << "people do not sign";
  w.a.admin("POST", "/api/v1/agents/" + other.id + "/suspend", "{}");
  EXPECT_EQ(w.attest(other).status, 403);
}

TEST(a_connection, makes_the_server_one_that_the_agent_talks_to) {
  registered w;
  const auto use = [&](const std::string& tool) { return w.agent.send(w.a, "POST", w.of("/mcp-connections"), R"({"mcp_server_id": ")" + w.id + R"(", "tool_name": ")" + tool + R"(", "mcp_url": "", "mcp_name": "", "connection_type": "attested"})"); };
  const auto first = use("read_file");
  ASSERT_EQ(first.status, 200) << first.text;
  EXPECT_EQ(first.at("agent_id"), w.agent.id);
  EXPECT_EQ(first.at("mcp_server_id"), w.id);
  EXPECT_EQ(use("list_folder").at("connection_id"), first.at("connection_id"));
  EXPECT_EQ(use("").status, 400);
  EXPECT_EQ(w.shown()["connected_agents_count"].as_int64(), 1);
  const auto agents = w.a.admin("GET", w.at("/agents")).body["agents"];
  EXPECT_EQ(agents[0]["name"].as_string(), "agent-1");
  EXPECT_EQ(agents[0]["tools"].size(), 2U);
  EXPECT_EQ(w.a.server->find_agent("agent-1")->talks_to, std::vector<std::string>{"fs"});
  // the older clients' relation, by name or identifier
  const auto added = w.agent.send(w.a, "POST", w.of("/mcp-servers"), R"({"mcp_server_ids": ["github", ")" + w.id + R"("], "detected_method": "manual", "confidence": 100.0, "metadata": {}})");
  ASSERT_EQ(added.status, 200) << added.text;
  EXPECT_EQ(added.body["added_servers"].size(), 1U);
  EXPECT_EQ(added.body["total_count"].as_int64(), 2);
  const auto talks = w.agent.send(w.a, "GET", "/api/v1/agents/" + w.agent.id + "/mcp-servers").body;
  EXPECT_EQ(talks["talks_to"].size(), 2U);
  EXPECT_EQ(talks["total"].as_int64(), 1) << "one of them is registered";
  EXPECT_EQ(w.a.admin("DELETE", "/api/v1/agents/" + w.agent.id + "/mcp-servers/github").body["talks_to"].size(), 1U);
  EXPECT_EQ(w.a.admin("DELETE", "/api/v1/agents/" + w.agent.id + "/mcp-servers/github").status, 404);
  EXPECT_EQ(w.a.admin("DELETE", "/api/v1/agents/" + w.agent.id + "/mcp-servers/" + w.id).body["talks_to"].size(), 0U);
  EXPECT_EQ(w.a.admin("POST", "/api/v1/agents/" + w.agent.id + "/mcp-servers/detect", R"({"config_path": "/etc/passwd"})").status, 403);
}

TEST(a_detection, is_new_once_and_known_for_a_day) {
  registered w;
  auto r = w.detect(w.found("filesystem") + ", " + w.found("github") + R"(, {"mcpServer": "aim-sdk-integration", "detectionMethod": "sdk_integration", "confidence": 100.0,
      "details": {"platform": "python", "capabilities": [], "integrated": true}, "sdkVersion": "aim-sdk-python@1.0.0", "timestamp": "2026-11-20T12:00:00+00:00"})");
  ASSERT_EQ(r.status, 200) << r.text;
  EXPECT_EQ(r.body["detectionsProcessed"].as_int64(), 3);
  EXPECT_EQ(r.body["newMCPs"].size(), 2U);
  EXPECT_EQ(w.a.server->find_agent("agent-1")->talks_to, (std::vector<std::string>{"filesystem", "github"}));
  w.a.admin("DELETE", "/api/v1/agents/" + w.agent.id + "/mcp-servers/github");
  w.a.now += hours(23);
  const auto again = w.agent.send(w.a, "POST", "/api/v1/detection/agents/" + w.agent.id + "/report", "{\"detections\": [" + w.found("github") + "]}").body;
  EXPECT_EQ(again["newMCPs"].size(), 0U) << "a person took it out";
  EXPECT_EQ(again["existingMCPs"][0].as_string(), "github");
  w.a.now += hours(25);
  EXPECT_EQ(w.detect(w.found("github")).body["newMCPs"].size(), 1U);
  const auto status = w.agent.send(w.a, "GET", "/api/v1/detection/agents/" + w.agent.id + "/status").body;
  EXPECT_TRUE(status["sdkInstalled"].as_bool());
  EXPECT_EQ(status["sdkVersion"].as_string(), "aim-sdk-python@1.0.0");
  ASSERT_EQ(status["detectedMCPs"].size(), 2U);
  EXPECT_EQ(status["detectedMCPs"][0]["confidenceScore"].as_double(), 95);
  EXPECT_EQ(status["detectedMCPs"][0]["detectedBy"][0].as_string(), "claude_config");
}

TEST(attack, a_report_is_huge_or_nonsense) {
  registered w;
  std::string many;
  for (int i = 0; i < 201; ++i) many += (i ? ", " : "") + w.found("s" + std::to_string(i));
  EXPECT_EQ(w.detect(many).status, 400) << "201 at once";
  many.clear();
  for (int i = 0; i < 200; ++i) many += (i ? ", " : "") + w.found("s" + std::to_string(i));
  EXPECT_EQ(w.detect(many).status, 200);
  EXPECT_EQ(w.detect(w.found("one-too-many")).status, 400) << "an agent talks to at most 200";
  EXPECT_EQ(w.a.server->find_agent("agent-1")->talks_to.size(), 200U);
  for (const std::string& bad : {w.found(""), w.found(std::string(101, 'x')), w.found("b", R"(, "details": "text")"), w.found("b", R"(, "details": {"x": ")" + std::string(5000, 'x') + "\"}"), std::string("1"),
                                 std::string(R"({"mcpServer": "b", "detectionMethod": "<script>", "confidence": 1})"), std::string(R"({"mcpServer": "b", "detectionMethod": "manual", "confidence": 101})")})
    EXPECT_EQ(w.detect(bad).status, 400) << bad.substr(0, 80);
  EXPECT_EQ(w.agent.send(w.a, "POST", w.of("/detection/report"), R"({"detections": {}})").status, 400);
}

TEST(a_capability_report, is_an_alert_when_it_gets_riskier) {
  registered w;
  const auto report = [&](const std::string& level) {
    w.a.now += seconds(1);
    return w.agent.send(w.a, "POST", "/api/v1/detection/agents/" + w.agent.id + "/capabilities/report",
                        R"({"detectedAt": "2026-11-20T12:00:00Z", "environment": {"language": "python", "api_key": "canary-77"}, "aiModels": [], "capabilities": {"codeExecution": {"eval": true}},
                            "riskAssessment": {"overallRiskScore": 85, "riskLevel": ")" + level + R"(", "trustScoreImpact": 50, "alerts": [{"severity": "HIGH"}]}})");
  };
  EXPECT_EQ(w.a.admin("GET", "/api/v1/detection/agents/" + w.agent.id + "/capabilities/latest").status, 404);
  const double before = w.a.server->find_agent("agent-1")->trust;
  auto r = report("MEDIUM");
  ASSERT_EQ(r.status, 200) << r.text;
  EXPECT_EQ(r.body["newTrustScore"].as_double(), before) << "an agent does not raise its own score";
  EXPECT_EQ(r.body["securityAlertsCount"].as_int64(), 1);
  EXPECT_TRUE(w.a.server->alerts().empty());
  r = report("critical");
  EXPECT_LT(r.body["newTrustScore"].as_double(), before);
  EXPECT_FALSE(w.a.server->alerts().empty());
  const auto alerts = w.a.server->alerts().size();
  report("critical");
  EXPECT_EQ(w.a.server->alerts().size(), alerts) << "nothing new";
  const auto last = w.agent.send(w.a, "GET", "/api/v1/detection/agents/" + w.agent.id + "/capabilities/latest");
  EXPECT_TRUE(last.body["capabilities"]["codeExecution"]["eval"].as_bool());
  EXPECT_EQ(last.at("agentId"), w.agent.id);
  EXPECT_EQ(last.text.find("canary-77"), std::string::npos);
  EXPECT_EQ(report("enormous").status, 400);
}

// ---- the paths of the document "Direct API" and of the TypeScript SDK

struct direct {
  direct() : a(within_reach()), key(a.run(a.server->create_api_key("direct")).reveal()), agent(agent_number(9)) {
    const auto r = a.send("POST", "/api/agents/register", R"({"name": "direct", "agent_type": "ai_agent", "public_key": ")" + agent.public_key() + R"(", "description": "d", "capabilities": ["read_file"]})",
                          {{"Authorization", "Bearer " + key}});
    EXPECT_EQ(r.status, 201) << r.text;
    agent.id = r.at("agent_id");
  }
  reply post(const std::string& rest, const std::string& body, const std::string& signed_body) {
    return a.send("POST", "/api/agents/" + agent.id + rest, body, {{"Authorization", "Bearer " + key}, {"X-Agent-Signature", agent.key.sign(signed_body).to_base64()}});
  }
  reply post(const std::string& rest, const std::string& body) { return post(rest, body, body); }
  running_authority a;
  std::string key;
  test_agent agent;
};

TEST(the_direct_api, is_served_for_bodies_that_the_agent_has_signed) {
  direct w;
  const headers_list who{{"Authorization", "Bearer " + w.key}};
  const std::string ask = R"({"action_type":"read_file","action_details":{"path":"/tmp/x","password":"canary-3"},"resource_name":"x","risk_level":"low"})";
  const auto yes = w.post("/verify", ask);
  ASSERT_EQ(yes.status, 200) << yes.text;
  EXPECT_TRUE(yes.body["approved"].as_bool());
  EXPECT_EQ(yes.body["risk_assessment"]["risk_level"].as_string(), "low");
  EXPECT_NEAR(yes.body["risk_assessment"]["confidence"].as_double(), 0.8 + 0.2 * 0.907, 1e-6);
  EXPECT_EQ(w.post("/verify", ask).at("verification_id"), yes.at("verification_id")) << "the same request again";
  const auto no = w.post("/verify", R"({"action_type":"launch_rocket"})");
  EXPECT_EQ(no.status, 403);
  EXPECT_FALSE(no.body["approved"].as_bool());
  EXPECT_FALSE(no.at("reason").empty());
  EXPECT_EQ(w.post("/actions/log", R"({"action_type":"read_file","success":true,"duration_ms":3})").status, 201);
  for (const char* path : {"", "/trust-score", "/audit-trail"}) EXPECT_EQ(w.a.send("GET", "/api/agents/" + w.agent.id + path, "", who).status, 200) << path;
  EXPECT_EQ(w.a.send("GET", "/api/agents/" + w.agent.id + "/audit-trail", "", who).text.find("canary-3"), std::string::npos);
  EXPECT_EQ(w.a.send("POST", "/api/auth/token/refresh", R"({"refresh_token": "x"})").status, 401);
}

TEST(attack, a_direct_request_is_not_signed_by_the_agent) {
  direct w;
  const std::string ask = R"({"action_type":"read_file"})";
  EXPECT_EQ(w.post("/verify", ask, R"({"action_type":"ping"})").status, 401) << "another body";
  EXPECT_EQ(w.a.send("POST", "/api/agents/" + w.agent.id + "/verify", ask, {{"Authorization", "Bearer " + w.key}}).status, 401) << "the API key alone";
  EXPECT_EQ(w.a.send("POST", "/api/agents/" + w.agent.id + "/verify", ask, {{"X-Agent-Signature", w.agent.key.sign(ask).to_base64()}}).status, 401) << "the signature alone";
  const std::string other = std::string(w.a.run(w.a.server->create_api_key("other")).reveal());
  EXPECT_EQ(w.a.send("POST", "/api/agents/" + w.agent.id + "/verify", ask, {{"Authorization", "Bearer " + other}, {"X-Agent-Signature", w.agent.key.sign(ask).to_base64()}}).status, 403);
  EXPECT_EQ(w.post("/actions/log", R"({"action_type":"x","success":true})", "{}").status, 401);
  w.a.admin("POST", "/api/v1/agents/" + w.agent.id + "/suspend", "{}");
  EXPECT_EQ(w.post("/verify", ask).status, 403);
}

TEST(the_typescript_sdk, asks_with_signed_headers) {
  direct w;
  const std::string body = R"({"agentId":")" + w.agent.id + R"(","capability":"read_file","resource":"x","context":{"risk_level":"low"}})";
  const auto send = [&](const test_agent& as, const std::string& text, const std::string& signed_text) {
    const std::string now = w.a.unix_now();
    return w.a.send("POST", "/api/v1/verify", text, {{"X-API-Key", w.key}, {"X-AIM-Agent-ID", as.id}, {"X-AIM-Timestamp", now},
                                                     {"X-AIM-Signature", as.key.sign(aim::typescript_message(now, "POST", "/api/v1/verify", signed_text)).to_base64()}});
  };
  const auto yes = send(w.agent, body, body);
  ASSERT_EQ(yes.status, 201) << yes.text;
  EXPECT_EQ(yes.at("status"), "approved");
  EXPECT_EQ(send(w.agent, body, body).at("id"), yes.at("id"));
  EXPECT_EQ(send(w.agent, body, "{}").status, 401) << "another body";
  auto other = agent_number(8);
  ASSERT_EQ(other.enrol(w.a).status, 201);
  EXPECT_EQ(send(other, body, body).status, 403) << "in another agent's name";
  EXPECT_EQ(w.a.send("POST", "/api/v1/verify", body, {{"X-API-Key", w.key}}).status, 201) << "the key that registered it speaks for it";
  EXPECT_EQ(w.a.send("POST", "/api/v1/verify", body).status, 401);
  w.a.now += seconds(1);
  EXPECT_EQ(w.a.send("POST", "/api/v1/verify", w.agent.ask(w.a, "read_file")).status, 201) << "signed in the body";
}

}  // namespace
