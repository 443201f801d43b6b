// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "authority/server_fixture.hpp"

#include <map>

// Who may know and touch what: every route that carries an identifier, with an identifier of another organization; and those who speak
// for an agent without being it.

namespace {
using namespace authority_test;

/** Logs somebody in with a role. */
headers_list person(running_authority& a, aval::uuid organization, const std::string& email, role rights) {
  a.run(a.server->create_user(organization, email, rights, aval::secret("canary-5f1c horse")));
  const auto in = a.send("POST", "/api/v1/public/login", R"({"email": ")" + email + R"(", "password": "canary-5f1c horse"})");
  EXPECT_EQ(in.status, 200) << in.text;
  return {{"Authorization", "Bearer " + in.at("accessToken")}};
}
std::string replaced(std::string text, const std::string& what, const std::string& by) {
  if (const auto at = text.find(what); at != text.npos) text.replace(at, what.size(), by);
  return text;
}

TEST(isolation, no_route_shows_or_changes_what_belongs_to_another_organization) {
  running_authority a(without_limits());
  auto agent = agent_number(1);
  ASSERT_EQ(agent.enrol(a).status, 201);
  const auto abroad = a.run(a.server->create_organization("abroad"));
  const auto eve = person(a, abroad, "eve@example.com", role::admin);

  const std::string pending = agent.verify(a, "delete_user").at("id");
  agent.verify(a, "bulk_export");  // watched: raises an alert
  const std::string alert = a.server->alerts().at(0).id.to_string();
  const std::string key = a.admin("POST", "/api/v1/api-keys", R"({"name": "k"})").at("id");
  const auto asked = agent.send(a, "POST", "/api/v1/sdk-api/agents/" + agent.id + "/capability-requests", R"({"capability_type": "write_db", "reason": "need it for tests"})");
  ASSERT_EQ(asked.status, 201) << asked.text;

  const auto mcp_made = agent.send(a, "POST", "/api/v1/mcp-servers", R"({"name": "fs", "url": "http://fs.example"})");
  ASSERT_EQ(mcp_made.status, 201) << mcp_made.text;
  const std::string mcp = mcp_made.at("id");
  const std::string person = a.run(a.server->create_user(a.server->organization(), "may@example.com", role::member, aval::secret("canary-5f1c horse"))).to_string();
  const std::string sdk_token = a.admin("POST", "/api/v1/users/me/sdk-tokens").body["token"]["id"].as_string();

  const std::string policy = a.admin("GET", "/api/v1/admin/security-policies").body["policies"][0]["id"].as_string();
  const std::string hook = a.admin("POST", "/api/v1/webhooks", R"({"url": "https://hooks.example.com/", "events": ["compliance.violation"]})").at("id");
  ASSERT_FALSE(hook.empty());

  // what stands for {id} and {second} in each path, and the body
  struct row {
    std::string id;
    std::string body = {};
    std::string second = {};
  };
  const row one{agent.id, "{}"};
  const std::map<std::string, row> rows{
      {"GET /api/v1/agents/{id}", one},
      {"PUT /api/v1/agents/{id}", {agent.id, R"({"description": "mine"})"}},
      {"DELETE /api/v1/agents/{id}", one},
      {"GET /api/v1/sdk-api/agents/{id}", one},
      {"POST /api/v1/agents/{id}/verify", one},
      {"POST /api/v1/agents/{id}/suspend", one},
      {"POST /api/v1/agents/{id}/reactivate", one},
      {"POST /api/v1/agents/{id}/rotate-credentials", one},
      {"PUT /api/v1/agents/{id}/keys", {agent.id, R"({"public_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="})"}},
      {"GET /api/v1/agents/{id}/key-vault", one},
      {"GET /api/v1/agents/{id}/credentials", one},
      {"GET /api/v1/sdk-api/verifications/{id}", {pending}},
      {"GET /api/v1/verifications/{id}", {pending}},
      {"POST /api/v1/sdk-api/verifications/{id}/result", {pending, R"({"result": "success"})"}},
      {"POST /api/v1/sdk-api/verifications/{id}/execution-status", {pending, R"({"executed": true})"}},
      {"POST /api/v1/admin/verifications/{id}/approve", {pending, "{}"}},
      {"POST /api/v1/admin/verifications/{id}/deny", {pending, R"({"reason": "x"})"}},
      {"POST /api/v1/agents/{id}/verify-action", {agent.id, R"({"action_type": "ping"})"}},
      {"POST /api/v1/agents/{id}/log-action/{second}", {agent.id, R"({"success": true})", pending}},
      {"POST /api/v1/agents/{id}/actions/log", {agent.id, R"({"action_name": "x", "success": true})"}},
      {"GET /api/v1/agents/{id}/trust-score", one},
      {"GET /api/v1/trust-score/agents/{id}", one},
      {"GET /api/v1/agents/{id}/trust-score/breakdown", one},
      {"GET /api/v1/trust-score/agents/{id}/breakdown", one},
      {"GET /api/v1/agents/{id}/trust-score/history", one},
      {"GET /api/v1/trust-score/agents/{id}/history", one},
      {"POST /api/v1/agents/{id}/trust-score/recalculate", one},
      {"POST /api/v1/trust-score/calculate/{id}", one},
      {"PUT /api/v1/agents/{id}/trust-score", {agent.id, R"({"score": 1, "reason": "x"})"}},
      {"GET /api/v1/agents/{id}/audit-logs", one},
      {"GET /api/v1/agents/{id}/violations", one},
      {"GET /api/v1/agents/{id}/compliance/export", one},
      {"POST /api/v1/admin/alerts/{id}/acknowledge", {alert}},
      {"POST /api/v1/admin/alerts/{id}/resolve", {alert, R"({"resolution": "mine"})"}},
      {"POST /api/v1/sdk-api/agents/{id}/capability-requests", {agent.id, R"({"capability_type": "x", "reason": "need it for tests"})"}},
      {"GET /api/v1/admin/capability-requests/{id}", {asked.at("id")}},
      {"POST /api/v1/admin/capability-requests/{id}/approve", {asked.at("id"), "{}"}},
      {"POST /api/v1/admin/capability-requests/{id}/reject", {asked.at("id"), "{}"}},
      {"GET /api/agents/{id}", one},
      {"POST /api/agents/{id}/verify", {agent.id, R"({"action_type": "ping"})"}},
      {"POST /api/agents/{id}/actions/log", {agent.id, R"({"action_type": "ping", "success": true})"}},
      {"GET /api/agents/{id}/trust-score", one},
      {"GET /api/agents/{id}/audit-trail", one},
      {"GET /api/v1/mcp-servers/{id}", {mcp}},
      {"PUT /api/v1/mcp-servers/{id}", {mcp, R"({"name": "mine"})"}},
      {"DELETE /api/v1/mcp-servers/{id}", {mcp}},
      {"POST /api/v1/mcp-servers/{id}/keys", {mcp, R"({"public_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="})"}},
      {"POST /api/v1/mcp-servers/{id}/verify", {mcp, "{}"}},
      {"GET /api/v1/mcp-servers/{id}/verification-status", {mcp}},
      {"GET /api/v1/mcp-servers/{id}/verification-events", {mcp}},
      {"POST /api/v1/mcp-servers/{id}/verify-action", {mcp, R"({"action_type": "read"})"}},
      {"POST /api/v1/mcp-servers/{id}/attest", {mcp, R"({"attestation": {}, "signature": "x"})"}},
      {"POST /api/v1/mcp-servers/{id}/manual-attest", {mcp, R"({"connection_tested": true, "health_check_passed": true})"}},
      {"GET /api/v1/mcp-servers/{id}/attestations", {mcp}},
      {"GET /api/v1/mcp-servers/{id}/capabilities", {mcp}},
      {"GET /api/v1/mcp-servers/{id}/agents", {mcp}},
      {"GET /api/v1/sdk-api/agents/{id}/mcp-servers", one},
      {"POST /api/v1/sdk-api/agents/{id}/mcp-servers", {agent.id, R"({"mcp_server_ids": ["mine"]})"}},
      {"POST /api/v1/sdk-api/agents/{id}/mcp-connections", {agent.id, R"({"mcp_server_id": ")" + mcp + R"(", "tool_name": "read"})"}},
      {"GET /api/v1/agents/{id}/mcp-servers", one},
      {"PUT /api/v1/agents/{id}/mcp-servers", {agent.id, R"({"mcp_server_ids": ["mine"]})"}},
      {"DELETE /api/v1/agents/{id}/mcp-servers/{second}", {agent.id, "", "fs"}},
      {"POST /api/v1/agents/{id}/mcp-servers/detect", one},
      {"POST /api/v1/detection/agents/{id}/report", {agent.id, R"({"detections": []})"}},
      {"POST /api/v1/sdk-api/agents/{id}/detection/report", {agent.id, R"({"detections": []})"}},
      {"GET /api/v1/detection/agents/{id}/status", one},
      {"POST /api/v1/detection/agents/{id}/capabilities/report", {agent.id, R"({"riskAssessment": {}})"}},
      {"GET /api/v1/detection/agents/{id}/capabilities/latest", one},
      {"PATCH /api/v1/api-keys/{id}/disable", {key}},
      {"DELETE /api/v1/api-keys/{id}", {key}},
      {"POST /api/v1/users/me/sdk-tokens/{id}/revoke", {sdk_token}},
      {"PUT /api/v1/admin/users/{id}/role", {person, R"({"role": "admin"})"}},
      {"POST /api/v1/admin/users/{id}/approve", {person}},
      {"POST /api/v1/admin/users/{id}/activate", {person}},
      {"POST /api/v1/admin/users/{id}/reject", {person}},
      {"POST /api/v1/admin/users/{id}/deactivate", {person}},
      {"DELETE /api/v1/admin/users/{id}", {person}},
      {"POST /api/v1/sdk-api/agents/{id}/capabilities", {agent.id, R"({"capability_type": "x"})"}},
      {"POST /api/v1/sdk-api/agents/{id}/capabilities/register", {agent.id, R"({"capability_type": "x"})"}},
      {"GET /api/v1/agents/{id}/capabilities", one},
      {"POST /api/v1/agents/{id}/capabilities", {agent.id, R"({"capability_type": "x"})"}},
      {"DELETE /api/v1/agents/{id}/capabilities/{second}", {agent.id, {}, "x"}},
      {"GET /api/v1/admin/security-policies/{id}", {policy}},
      {"PUT /api/v1/admin/security-policies/{id}", {policy, R"({"is_enabled": false})"}},
      {"PATCH /api/v1/admin/security-policies/{id}/toggle", {policy}},
      {"DELETE /api/v1/admin/security-policies/{id}", {policy}},
      {"GET /api/v1/webhooks/{id}", {hook}},
      {"PUT /api/v1/webhooks/{id}", {hook, R"({"rotate_secret": true})"}},
      {"DELETE /api/v1/webhooks/{id}", {hook}},
      {"POST /api/v1/webhooks/{id}/test", {hook}},
      {"GET /api/v1/verification-events/{id}", {pending}},
      {"GET /api/v1/verification-events/agent/{id}", one},
      {"POST /api/v1/agents/{id}/heartbeat", one},
      {"POST /api/v1/agents/{id}/feedback", {agent.id, R"({"positive": false})"}},
      {"GET /api/v1/agents/{id}/feedback", one},
      {"PUT /api/v1/agents/{id}/assessment", {agent.id, R"({"rate": 0})"}}};
  const auto trail = a.admin("GET", "/api/v1/admin/audit-logs?limit=1").body["logs"][0]["seq"].as_int64();
  std::size_t seen = 0;
  for (const auto& route : a.server->routes()) {
    if (route.path.find('{') == route.path.npos) continue;
    const auto at = rows.find(route.method + ' ' + route.path);
    ASSERT_NE(at, rows.end()) << route.method << ' ' << route.path << " carries an identifier: it needs a row here";
    ++seen;
    const std::string path = replaced(replaced(route.path, "{id}", at->second.id), "{second}", at->second.second);
    const auto r = a.send(route.method, path, route.method == "GET" ? std::string() : at->second.body, eve);
    EXPECT_TRUE(r.status == 403 || r.status == 404) << at->first << " answered " << r.status << ' ' << r.text;
  }
  EXPECT_EQ(seen, rows.size()) << "a row without a route";
  EXPECT_EQ(a.send("GET", "/api/v1/sdk-api/agents/agent-1", "", eve).status, 404) << "by its name";

  // lists are those of the own organization
  for (const char* path : {"/api/v1/agents", "/api/v1/api-keys", "/api/v1/admin/alerts", "/api/v1/admin/capability-requests", "/api/v1/mcp-servers"})
    EXPECT_EQ(a.send("GET", path, "", eve).body["total"].as_int64(), 0) << path;
  EXPECT_EQ(a.send("GET", "/api/v1/admin/audit-logs?agent_id=" + agent.id, "", eve).body["total"].as_int64(), 0);
  EXPECT_EQ(a.send("GET", "/api/v1/admin/verifications/pending", "", eve).body["pagination"]["total"].as_int64(), 0);
  EXPECT_EQ(a.send("GET", "/api/v1/admin/alerts/unacknowledged/count", "", eve).body["count"].as_int64(), 0);
  EXPECT_EQ(a.send("POST", "/api/v1/admin/alerts/bulk-acknowledge", "", eve).body["acknowledged"].as_int64(), 0);
  EXPECT_EQ(a.send("POST", "/api/v1/admin/alerts/bulk-acknowledge", R"({"alert_ids": [")" + alert + "\"]}", eve).status, 404);

  EXPECT_EQ(a.send("GET", "/api/v1/admin/users", "", eve).body["total"].as_int64(), 1) << "eve";
  EXPECT_EQ(a.send("GET", "/api/v1/webhooks", "", eve).body["total"].as_int64(), 0);
  EXPECT_EQ(a.send("GET", "/api/v1/verification-events", "", eve).body["total"].as_int64(), 0);
  EXPECT_EQ(a.send("POST", "/api/v1/verification-events", R"({"agent_id": ")" + agent.id + R"(", "action": "x"})", eve).status, 403);
  EXPECT_EQ(a.send("GET", "/api/v1/organizations/current", "", eve).at("name"), "abroad");

  // and nothing has happened
  EXPECT_EQ(agent.poll(a, pending).at("status"), "pending");
  EXPECT_EQ(a.server->alerts().size(), 1U);
  EXPECT_TRUE(a.server->find_agent("agent-1")->granted == std::vector<std::string>{});
  EXPECT_TRUE(a.server->find_agent("agent-1")->talks_to == std::vector<std::string>{});
  EXPECT_EQ(a.admin("GET", "/api/v1/mcp-servers/" + mcp).at("name"), "fs");
  EXPECT_EQ(agent.send(a, "POST", "/api/v1/sdk-api/agents/" + agent.id + "/mcp-servers", R"({"mcp_server_ids": [")" + aval::uuid::random().to_string() + "\"]}").status, 404);
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/audit-logs?limit=1").body["logs"][0]["seq"].as_int64(), trail + 1) << "but for the reading";
}

/** The reference software's client polls and reports with the credential that it registered with (AIM specification, part 7, item 3). */
struct spoken_for {
  spoken_for() : a(without_limits()), key(make_key("sdk")), agent(enrol(key, 1)) {}
  std::string make_key(const char* name) { return std::string(a.run(a.server->create_api_key(name)).reveal()); }
  test_agent enrol(const std::string& with, unsigned char n) {
    auto made = agent_number(n);
    const auto r = a.send("POST", "/api/v1/public/agents/register", R"({"name": ")" + made.name + R"(", "public_key": ")" + made.public_key() + "\"}", {{"X-AIM-API-Key", with}});
    EXPECT_EQ(r.status, 201) << r.text;
    made.id = r.at("agent_id");
    return made;
  }
  int status(const std::string& method, const std::string& path, const headers_list& who, const std::string& body = {}) { return a.send(method, path, body, who).status; }
  static headers_list with(const std::string& key) { return {{"X-API-Key", key}}; }
  static std::string of(const std::string& id, const char* more = "") { return "/api/v1/sdk-api/verifications/" + id + more; }

  running_authority a;
  std::string key;
  test_agent agent;
};

TEST(a_key_that_registered_an_agent, polls_and_reports_for_it) {
  spoken_for w;
  const std::string id = w.agent.verify(w.a, "delete_user").at("id");
  const auto polled = w.a.send("GET", w.of(id), "", w.with(w.key));
  ASSERT_EQ(polled.status, 200) << polled.text;
  EXPECT_EQ(polled.at("status"), "pending");
  EXPECT_EQ(w.status("POST", w.of(id, "/result"), w.with(w.key), R"({"result": "success"})"), 409) << "nothing to report yet";
  EXPECT_EQ(w.a.admin("POST", "/api/v1/admin/verifications/" + id + "/approve", "{}").status, 200);
  EXPECT_EQ(w.a.send("GET", w.of(id), "", {{"Authorization", "Bearer " + w.key}}).at("status"), "approved");
  EXPECT_EQ(w.status("POST", w.of(id, "/result"), w.with(w.key), R"({"result": "success"})"), 200);
  EXPECT_EQ(w.status("POST", "/api/v1/agents/" + w.agent.id + "/actions/log", w.with(w.key), R"({"action_name": "tidy", "success": true})"), 201);
}

TEST(a_key_that_registered_an_agent, never_decides) {
  spoken_for w;
  const std::string id = w.agent.verify(w.a, "delete_user").at("id");
  EXPECT_EQ(w.status("POST", "/api/v1/admin/verifications/" + id + "/approve", w.with(w.key), "{}"), 403);
  EXPECT_EQ(w.status("GET", "/api/v1/admin/verifications/pending", w.with(w.key)), 403);
  EXPECT_EQ(w.agent.poll(w.a, id).at("status"), "pending");
}

TEST(attack, another_key_of_the_organization_speaks_for_the_agent) {
  spoken_for w;
  const std::string other = w.make_key("other"), approved = w.agent.verify(w.a, "ping").at("id");
  w.enrol(other, 2);
  EXPECT_EQ(w.status("GET", w.of(approved), w.with(other)), 404);
  EXPECT_EQ(w.status("POST", w.of(approved, "/result"), w.with(other), R"({"result": "failure"})"), 404);
  EXPECT_EQ(w.status("POST", "/api/v1/agents/" + w.agent.id + "/actions/log", w.with(other), R"({"action_name": "x", "success": false})"), 403);
  EXPECT_EQ(w.status("POST", "/api/v1/agents/" + w.agent.id + "/verify-action", w.with(other), R"({"action_type": "ping"})"), 403);
  const auto again = w.a.send("POST", "/api/v1/public/agents/register", R"({"name": "agent-1", "public_key": ")" + w.agent.public_key() + "\"}", {{"X-AIM-API-Key", other}});
  EXPECT_EQ(again.status, 200) << "the agent is there already";
  EXPECT_EQ(w.status("GET", w.of(approved), w.with(other)), 404) << "and registering it again takes it over for nobody";
}

TEST(attack, an_api_key_takes_an_agent_over_with_a_key_of_its_own) {
  spoken_for w;
  const std::string other = w.make_key("other"), path = "/api/v1/agents/" + w.agent.id;
  for (const std::string& k : {other, w.key}) {
    const auto made = w.a.send("POST", path + "/rotate-credentials", "{}", w.with(k));
    EXPECT_EQ(made.status, 403) << made.text;
    EXPECT_EQ(made.text.find("private_key"), std::string::npos);
    EXPECT_EQ(w.status("PUT", path + "/keys", w.with(k), R"({"public_key": ")" + agent_number(7).public_key() + "\"}"), 403);
  }
  EXPECT_EQ(w.agent.verify(w.a, "ping").at("status"), "approved") << "its own key is still the key";
  EXPECT_EQ(w.a.admin("PUT", path + "/keys", R"({"public_key": ")" + agent_number(7).public_key() + "\"}").status, 200) << "a person may";
}

TEST(attack, a_deleted_key_speaks_for_the_agent) {
  spoken_for w;
  const std::string approved = w.agent.verify(w.a, "ping").at("id");
  const std::string id = w.a.admin("GET", "/api/v1/api-keys").body["api_keys"][0]["id"].as_string();
  EXPECT_EQ(w.a.admin("PATCH", "/api/v1/api-keys/" + id + "/disable").status, 200);
  EXPECT_EQ(w.status("GET", w.of(approved), w.with(w.key)), 401);
  EXPECT_EQ(w.a.admin("DELETE", "/api/v1/api-keys/" + id).status, 204);
  EXPECT_EQ(w.status("POST", w.of(approved, "/result"), w.with(w.key), R"({"result": "success"})"), 401);
}

TEST(attack, a_key_of_one_agent_reports_for_another_of_its_registrant) {
  spoken_for w;
  auto second = w.enrol(w.key, 2);
  const std::string approved = w.agent.verify(w.a, "ping").at("id");
  const auto bound = w.a.admin("POST", "/api/v1/api-keys", R"({"name": "own", "agent_id": ")" + second.id + "\"}").at("api_key");
  EXPECT_EQ(w.status("GET", w.of(approved), w.with(bound)), 404);
  EXPECT_EQ(w.status("POST", "/api/v1/agents/" + second.id + "/log-action/" + approved, w.with(w.key), R"({"success": true})"), 404) << "under the name of another agent";
  EXPECT_EQ(w.status("POST", "/api/v1/agents/" + w.agent.id + "/log-action/" + approved, w.with(w.key), R"({"success": true})"), 200);
}

TEST(a_person_who_registered_an_agent, polls_and_reports_for_it_and_nobody_else_does) {
  spoken_for w;
  const auto home = w.a.server->organization();
  const auto may = person(w.a, home, "may@example.com", role::member), max = person(w.a, home, "max@example.com", role::member), kim = person(w.a, home, "kim@example.com", role::manager);
  auto own = agent_number(3);
  const auto made = w.a.send("POST", "/api/v1/agents", R"({"name": "own", "public_key": ")" + own.public_key() + "\"}", may);
  ASSERT_EQ(made.status, 201) << made.text;
  own.id = made.at("id");
  const std::string approved = own.verify(w.a, "ping").at("id"), keyed = w.agent.verify(w.a, "ping").at("id");
  EXPECT_EQ(w.status("GET", w.of(approved), max), 404) << "another member";
  EXPECT_EQ(w.status("POST", w.of(approved, "/result"), max, R"({"result": "failure"})"), 404);
  EXPECT_EQ(w.status("GET", w.of(approved), kim), 200) << "a manager looks";
  EXPECT_EQ(w.status("POST", w.of(approved, "/result"), kim, R"({"result": "failure"})"), 404) << "and does not speak for it";
  EXPECT_EQ(w.status("GET", w.of(keyed), may), 404);
  EXPECT_EQ(w.status("GET", w.of(approved), may), 200);
  EXPECT_EQ(w.status("POST", w.of(approved, "/result"), may, R"({"result": "success"})"), 200);
  EXPECT_EQ(w.status("POST", "/api/v1/admin/verifications/" + own.verify(w.a, "delete_user").at("id") + "/approve", may, "{}"), 403) << "speaking for it is not deciding";
}

TEST(pending_verifications, are_counted_to_the_last_one) {
  constexpr unsigned many = 1100;
  auto records = std::make_shared<memory_store>();
  const organization_record home{aval::uuid::random(), "home", start_of_time};
  change_batch batch;
  batch.emplace_back(home);
  for (unsigned i = 0; i < many; ++i) {
    auto v = std::make_shared<verification_record>();
    v->id = detail::ordered_uuid(start_of_time - hours(2) + seconds(i), aval::random_source{});
    v->organization = home.id;
    v->agent = aval::uuid::random();
    v->action = i % 2 == 0 ? "delete_user" : "pay";
    v->context = "{}";
    v->risk = risk_level::critical;
    v->status = verification_status::denied;
    v->requested_at = start_of_time - hours(2) + seconds(i);
    v->decided_at = v->requested_at;
    batch.emplace_back(verification_ptr(v));
  }
  records->submit(std::move(batch));
  options o = without_limits();
  o.store = records;
  running_authority a(o);
  const auto page = [&](const std::string& query) { return a.admin("GET", "/api/v1/admin/verifications/pending?" + query).body; };
  const auto last = page("status=denied&page=110&page_size=10");
  EXPECT_EQ(last["pagination"]["total"].as_int64(), many);
  EXPECT_EQ(last["pagination"]["total_pages"].as_int64(), 110);
  EXPECT_EQ(last["verifications"].size(), 10U);
  EXPECT_EQ(last["status_counts"]["denied"].as_int64(), many);
  EXPECT_EQ(page("status=all&search=PAY&search_field=action")["pagination"]["total"].as_int64(), many / 2);
  EXPECT_EQ(page("status=denied&risk=low")["pagination"]["total"].as_int64(), 0);
  auto agent = agent_number(1);
  agent.enrol(a);
  agent.verify(a, "delete_user");
  EXPECT_EQ(page("search=agent-1")["pagination"]["total"].as_int64(), 1);
  EXPECT_EQ(page("search=agent-1&search_field=resource")["pagination"]["total"].as_int64(), 0);
  EXPECT_EQ(page("risk=high")["pagination"]["total"].as_int64(), 0);
  for (const char* wrong : {"status=open", "risk=some", "search_field=context"}) EXPECT_EQ(a.admin("GET", std::string("/api/v1/admin/verifications/pending?") + wrong).status, 400) << wrong;
}

TEST(alerts_over_http, are_looked_at_resolved_and_counted) {
  running_authority a(without_limits());
  auto agent = agent_number(1);
  agent.enrol(a);
  agent.verify(a, "bulk_export");
  a.now += minutes(10);
  agent.verify(a, "bulk_export");
  const auto total = [&](const std::string& query) { return a.admin("GET", "/api/v1/admin/alerts?" + query).body["total"].as_int64(); };
  const auto open = [&] { return a.admin("GET", "/api/v1/admin/alerts/unacknowledged/count").body["count"].as_int64(); };
  const auto factor = [&] { return a.admin("GET", "/api/v1/agents/" + agent.id + "/trust-score").body["factors"]["security_alerts"].as_double(); };
  const auto list = a.admin("GET", "/api/v1/admin/alerts?status=open&severity=warning");
  ASSERT_EQ(list.body["total"].as_int64(), 2) << list.text;
  EXPECT_FALSE(list.body["alerts"][0]["is_acknowledged"].as_bool());
  const std::string first = list.body["alerts"][0]["id"].as_string(), second = list.body["alerts"][1]["id"].as_string();
  EXPECT_EQ(open(), 2);
  EXPECT_EQ(factor(), .75);
  const std::string path = "/api/v1/admin/alerts/";
  EXPECT_EQ(a.admin("POST", path + first + "/acknowledge").status, 204);
  EXPECT_EQ(a.admin("POST", path + first + "/acknowledge").status, 204) << "once more, nothing changes";
  EXPECT_EQ(factor(), .75) << "the other one is open";
  EXPECT_EQ(a.admin("POST", path + second + "/resolve", "{}").at("error"), "resolution is required");
  EXPECT_EQ(a.admin("POST", path + second + "/resolve", R"({"resolution": "ordered by finance"})").status, 204);
  EXPECT_EQ(a.admin("POST", path + second + "/resolve", R"({"resolution": "no, by sales"})").status, 409);
  EXPECT_EQ(factor(), 1);
  EXPECT_EQ(open(), 0);
  EXPECT_EQ(total("status=acknowledged"), 1);
  EXPECT_EQ(total("status=resolved"), 1);
  EXPECT_EQ(total("status=resolved&severity=critical"), 0);
  EXPECT_EQ(total(""), 2);
  a.now += minutes(10);
  agent.verify(a, "bulk_export");
  EXPECT_EQ(a.admin("POST", path + "bulk-acknowledge").body["acknowledged"].as_int64(), 1);
  EXPECT_EQ(open(), 0);
  EXPECT_EQ(a.admin("POST", path + agent.id + "/acknowledge").status, 404);
  EXPECT_EQ(a.admin("GET", path.substr(0, path.size() - 1) + "?status=new").status, 400);
  EXPECT_EQ(agent.send(a, "POST", path + first + "/acknowledge").status, 403);
}

TEST(capability_requests_over_http, are_asked_by_agents_and_answered_by_people) {
  options o = without_limits();
  o.decision.capabilities = capability_enforcement::granted;
  std::vector<std::string> told;
  o.on_event = [&told](const event& e) { told.push_back(std::string(to_text(e.kind)) + ' ' + e.text); };
  running_authority a(o);
  auto agent = agent_number(1), other = agent_number(2);
  agent.enrol(a);
  other.enrol(a);
  const std::string path = "/api/v1/sdk-api/agents/" + agent.id + "/capability-requests", body = R"({"capability_type": "send_email", "reason": "reports go out by mail"})";
  EXPECT_EQ(agent.verify(a, "send_email").status, 403);
  const auto asked = agent.send(a, "POST", path, body);
  ASSERT_EQ(asked.status, 201) << asked.text;
  EXPECT_EQ(asked.at("status"), "pending");
  EXPECT_EQ(asked.at("agent_id"), agent.id);
  EXPECT_EQ(asked.at("requested_by"), agent.id);
  EXPECT_EQ(other.send(a, "POST", path, body).status, 403) << "for itself only";
  a.now += seconds(1);
  EXPECT_EQ(agent.send(a, "POST", path, body).status, 409);
  EXPECT_EQ(agent.send(a, "POST", path, R"({"capability_type": "x", "reason": "short"})").status, 400);
  const auto list = a.admin("GET", "/api/v1/admin/capability-requests?status=pending");
  ASSERT_EQ(list.body["requests"].size(), 1U) << list.text;
  EXPECT_EQ(list.body["requests"][0]["agent_name"].as_string(), "agent-1");
  const std::string one = "/api/v1/admin/capability-requests/" + asked.at("id");
  EXPECT_EQ(agent.send(a, "POST", one + "/approve").status, 403) << "an agent grants itself nothing";
  EXPECT_EQ(a.send("POST", one + "/approve", "", {{"X-API-Key", std::string(a.run(a.server->create_api_key("k")).reveal())}}).status, 403);
  const auto yes = a.admin("POST", one + "/approve", R"({"reason": "fine"})");
  EXPECT_EQ(yes.at("status"), "approved") << yes.text;
  EXPECT_EQ(yes.at("reviewed_by"), "admin@localhost");
  EXPECT_EQ(a.admin("POST", one + "/reject").status, 409);
  EXPECT_EQ(a.admin("GET", one).at("answer"), "fine");
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/capability-requests?status=pending").body["total"].as_int64(), 0);
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/capability-requests?status=some").status, 400);
  EXPECT_EQ(agent.verify(a, "send_email").status, 201);
  EXPECT_EQ(agent.verify(a, "delete_user").at("status"), "pending");
  a.admin("GET", "/health");
  EXPECT_EQ(std::count(told.begin(), told.end(), "agent.created agent-1"), 1);
  EXPECT_EQ(std::count(told.begin(), told.end(), "verification.pending delete_user"), 1) << "options.on_event is told";
}

}  // namespace
