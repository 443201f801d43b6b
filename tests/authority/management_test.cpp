// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <asio/ip/tcp.hpp>

#include "authority/server_fixture.hpp"
#include "aval/authority/webhooks.hpp"
#include "aval/net/http_server.hpp"

// Policies, grants, events, evidence and webhooks, over HTTP.

namespace {
using namespace authority_test;

options undisturbed() {
  options o = authority_test::without_limits();
  o.watch_interval = {};
  return o;
}

TEST(policies_over_http, decide_from_the_next_question_on) {
  running_authority a(undisturbed());
  auto agent = agent_number(1);
  agent.enrol(a);
  const std::string path = "/api/v1/admin/security-policies";
  const auto standard = a.admin("GET", path);
  ASSERT_EQ(standard.body["policies"].size(), 3U) << standard.text;
  EXPECT_EQ(standard.body["policies"][0]["name"].as_string(), "Block Capability Violations");
  EXPECT_EQ(standard.body["policies"][1]["rules"]["patterns"][1].as_string(), "bulk_export");
  EXPECT_EQ(agent.verify(a, "get_weather").status, 201);
  const auto made = a.admin("POST", path,
                            R"({"name": "No weather", "policy_type": "data_exfiltration", "enforcement_action": "block_and_alert", "priority": 2000, "rules": {"patterns": ["weather"], "note": "x"}})");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["rules"]["note"].as_string(), "x");
  EXPECT_EQ(made.at("created_by"), "admin@localhost");
  const auto no = agent.verify(a, "get_weather");
  EXPECT_EQ(no.status, 403);
  EXPECT_EQ(no.at("denial_reason"), "Blocked by security policy 'No weather'");
  const std::string one = path + "/" + made.at("id");
  EXPECT_FALSE(a.admin("PATCH", one + "/toggle").body["is_enabled"].as_bool());
  EXPECT_EQ(agent.verify(a, "get_weather").status, 201);
  EXPECT_TRUE(a.admin("PATCH", one + "/toggle", R"({"isEnabled": true})").body["is_enabled"].as_bool());
  EXPECT_EQ(agent.verify(a, "get_weather").status, 403);
  EXPECT_EQ(a.admin("PUT", one, R"({"applies_to": "agent_type:mcp_server"})").status, 200);
  EXPECT_EQ(agent.verify(a, "get_weather").status, 201);
  EXPECT_EQ(a.admin("PUT", one, R"({"enforcement_action": "explode"})").status, 400);
  EXPECT_EQ(a.admin("PUT", one, R"({"rules": {"patterns": 7}})").status, 400);
  EXPECT_EQ(a.admin("GET", one).at("applies_to"), "agent_type:mcp_server") << "what was refused changed nothing";
  EXPECT_EQ(a.admin("DELETE", one).status, 204);
  EXPECT_EQ(a.admin("GET", one).status, 404);
  EXPECT_EQ(a.admin("DELETE", path + "/" + standard.body["policies"][0]["id"].as_string()).status, 204) << "a standard one";
  EXPECT_EQ(a.admin("GET", path).body["total"].as_int64(), 2);
  EXPECT_EQ(agent.send(a, "GET", path).status, 403);
  EXPECT_EQ(a.send("GET", path, "", {{"X-API-Key", std::string(a.run(a.server->create_api_key("k")).reveal())}}).status, 403);
}

TEST(grants, are_given_by_people_and_only_announced_by_agents) {
  options o = undisturbed();
  o.decision.capabilities = capability_enforcement::granted;
  running_authority a(o);
  auto agent = agent_number(1);
  agent.enrol(a, R"(, "capabilities": ["get_weather"])");
  const std::string mine = "/api/v1/sdk-api/agents/" + agent.id + "/capabilities", theirs = "/api/v1/agents/" + agent.id + "/capabilities";
  const auto announced = agent.send(a, "POST", mine, R"({"capabilityType": "send_email", "scope": {"source": "python_sdk_auto_detection"}})");
  EXPECT_EQ(announced.status, 201) << announced.text;
  EXPECT_EQ(announced.at("status"), "pending");
  EXPECT_EQ(announced.body["capabilityScope"]["source"].as_string(), "python_sdk_auto_detection");
  a.now += seconds(1);
  EXPECT_EQ(agent.send(a, "POST", mine + "/register", R"({"capabilityType": "send_email"})").at("status"), "pending");
  EXPECT_EQ(agent.verify(a, "send_email").status, 403) << "an agent grants itself nothing";
  EXPECT_EQ(agent.send(a, "POST", theirs, R"({"capabilityType": "send_email"})").status, 403);
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/capability-requests?status=pending").body["total"].as_int64(), 1);
  EXPECT_EQ(a.admin("POST", theirs, R"({"capabilityType": "send_email"})").status, 201);
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/capability-requests?status=pending").body["total"].as_int64(), 0) << "answered with it";
  EXPECT_EQ(agent.verify(a, "send_email").status, 201);
  a.now += seconds(1);
  EXPECT_EQ(agent.send(a, "POST", mine + "/register", R"({"capabilityType": "send_email"})").at("status"), "already_exists");
  const auto list = agent.send(a, "GET", theirs + "?activeOnly=true");
  ASSERT_EQ(list.body["total"].as_int64(), 2) << list.text;
  EXPECT_EQ(list.body["capabilities"][0]["capabilityType"].as_string(), "send_email");
  EXPECT_EQ(list.body["capabilities"][1]["status"].as_string(), "declared");
  EXPECT_EQ(a.admin("DELETE", theirs + "/" + list.body["capabilities"][0]["id"].as_string()).status, 204);
  EXPECT_EQ(a.admin("DELETE", theirs + "/send_email").status, 404);
  EXPECT_EQ(agent.verify(a, "send_email").status, 403);
  EXPECT_GE(a.admin("GET", "/api/v1/capabilities").body["total"].as_int64(), 13);
}

TEST(verification_events, show_what_was_asked_without_its_parameters) {
  running_authority a(undisturbed());
  auto agent = agent_number(1), other = agent_number(2);
  agent.enrol(a);
  other.enrol(a);
  agent.verify(a, "get_weather", R"({"parameters": {"city": "Lima"}})", "weather");
  const std::string pending = agent.verify(a, "delete_user").at("id");
  other.verify(a, "mcp_call");
  const std::string path = "/api/v1/verification-events";
  const auto all = a.admin("GET", path);
  ASSERT_EQ(all.body["total"].as_int64(), 3) << all.text;
  EXPECT_EQ(all.text.find("Lima"), std::string::npos);
  EXPECT_EQ(all.body["events"][0]["protocol"].as_string(), "MCP");
  EXPECT_EQ(all.body["events"][2]["result"].as_string(), "verified");
  EXPECT_NEAR(all.body["events"][2]["confidence"].as_double(), .30 + .30 + .20 + .20 * .907, 1e-6);
  EXPECT_EQ(a.admin("GET", path + "/agent/" + agent.id).body["total"].as_int64(), 2);
  EXPECT_EQ(a.admin("GET", path + "?status=pending").body["events"][0]["id"].as_string(), pending);
  EXPECT_EQ(a.admin("GET", path + "?status=odd").status, 400);
  EXPECT_EQ(a.admin("GET", path + "/" + pending).at("status"), "pending");
  EXPECT_EQ(a.admin("GET", path + "/" + agent.id).status, 404);
  a.now += hours(2);
  EXPECT_EQ(a.admin("GET", path + "/recent").body["events"].size(), 0U);
  EXPECT_EQ(a.admin("GET", path + "/recent?minutes=180").body["events"].size(), 3U);
  EXPECT_EQ(a.admin("GET", path + "/" + pending).at("status"), "timeout");
  const auto sum = a.admin("GET", path + "/stats");
  EXPECT_EQ(sum.body["totalVerifications"].as_int64(), 3) << sum.text;
  EXPECT_EQ(sum.body["timeoutCount"].as_int64(), 1);
  const auto told = a.admin("POST", path, R"({"agentId": ")" + agent.id + R"(", "action": "delete_user", "status": "success", "metadata": {"api_key": "canary-5f1c"}})");
  EXPECT_EQ(told.status, 201) << told.text;
  EXPECT_EQ(a.admin("GET", path).body["total"].as_int64(), 3) << "what somebody tells is no verification";
  const auto line = a.admin("GET", "/api/v1/admin/audit-logs?entity_type=verification_event");
  EXPECT_EQ(line.body["total"].as_int64(), 1);
  EXPECT_EQ(line.text.find("canary"), std::string::npos);
  EXPECT_EQ(agent.send(a, "GET", path).status, 403);
}

TEST(evidence, comes_from_agents_people_and_assessors) {
  running_authority a(undisturbed());
  auto agent = agent_number(1), other = agent_number(2);
  agent.enrol(a);
  other.enrol(a);
  const std::string path = "/api/v1/agents/" + agent.id;
  const auto factors = [&] { return a.admin("GET", path + "/trust-score").body["factors"]; };
  EXPECT_EQ(agent.send(a, "POST", path + "/heartbeat").status, 200);
  EXPECT_EQ(other.send(a, "POST", path + "/heartbeat").status, 403) << "for itself only";
  EXPECT_EQ(factors()["uptime"].as_double(), 1);
  EXPECT_EQ(a.admin("PUT", path + "/assessment", R"({"rate": 0.5, "framework": "soc2"})").status, 200);
  EXPECT_EQ(factors()["compliance"].as_double(), .5);
  EXPECT_EQ(a.admin("PUT", path + "/assessment", R"({"rate": 2})").status, 400);
  EXPECT_EQ(agent.send(a, "PUT", path + "/assessment", R"({"rate": 1})").status, 403);
  EXPECT_EQ(a.admin("POST", path + "/feedback", R"({"rating": 1, "comment": "slow"})").body["negative"].as_int64(), 1);
  EXPECT_EQ(a.admin("POST", path + "/feedback", R"({"rating": 6})").status, 400);
  EXPECT_EQ(a.admin("POST", path + "/feedback", "{}").status, 400);
  EXPECT_EQ(a.admin("GET", path + "/feedback").body["feedback"][0]["comment"].as_string(), "slow");
  EXPECT_EQ(agent.send(a, "POST", path + "/feedback", R"({"positive": true})").status, 403) << "no praise of itself";
}

TEST(the_watch, looks_by_itself_while_the_authority_runs) {
  options o = undisturbed();
  o.watch_interval = std::chrono::milliseconds(1);
  running_authority a(o);
  auto agent = agent_number(1);
  agent.enrol(a);
  a.now += hours(24 * 350);
  a.context.restart();
  for (int i = 0; i < 1000 && a.server->alerts().empty(); ++i) a.context.run_one_for(std::chrono::milliseconds(100));
  ASSERT_EQ(a.server->alerts().size(), 1U);
  EXPECT_EQ(a.server->alerts()[0].type, "certificate_expiring");
}

// ---- webhooks

struct seen_request {
  std::string event, signature, body;
};
std::vector<seen_request> seen;
int answer_with = 200;

aval::awaitable<void> receive(aval::net::http_exchange& x) {
  const auto& h = x.request().headers();
  seen.push_back({std::string(h.find("X-Webhook-Event").value_or("")), std::string(h.find("X-Webhook-Signature").value_or("")), std::string(x.request().body())});
  x.response().status = answer_with;
  co_return;
}

options told_here() {
  options o = undisturbed();
  o.requests_to_private_addresses = true;
  o.webhooks.first_delay = std::chrono::milliseconds(1);
  o.webhooks.attempts = 3;
  o.webhooks.most_failures = 2;
  return o;
}

/** An authority, and somebody who is told. */
struct told : running_authority {
  explicit told(options o = told_here()) : running_authority(std::move(o)), receiver(context.get_executor(), receive), url("http://127.0.0.1:" + std::to_string(receiver.listen("127.0.0.1:0"))) {
    receiver.start();
    seen.clear();
    answer_with = 200;
  }
  template <class F>
  bool until(F f) {
    context.restart();
    for (int i = 0; i < 2000 && !f(); ++i) context.run_one_for(std::chrono::milliseconds(10));
    return f();
  }
  bool arrived(std::size_t n) {
    return until([n] { return seen.size() >= n; });
  }
  reply hook(const std::string& to, const std::string& events) { return admin("POST", "/api/v1/webhooks", R"({"name": "pager", "url": ")" + to + R"(", "events": [)" + events + "]}"); }

  aval::net::http_server receiver;
  std::string url;
};
const std::string hooks = "/api/v1/webhooks";

TEST(webhooks, are_told_what_waits_for_a_person_and_can_check_who_tells) {
  told a;
  const auto made = a.hook(a.url + "/hook", R"("verification.pending", "verification.decided")");
  ASSERT_EQ(made.status, 201) << made.text;
  const std::string secret = made.at("secret");
  auto agent = agent_number(1);
  agent.enrol(a);
  const auto id = agent.verify(a, "delete_user", R"({"parameters": {"user": "canary-5f1c"}})", "users/7").at("id");
  ASSERT_TRUE(a.arrived(1));
  EXPECT_EQ(seen[0].event, "verification.pending") << "agent.created was not asked for";
  EXPECT_EQ(seen[0].signature, webhook_signature(secret, seen[0].body));
  const auto body = aval::json::parse(seen[0].body).value();
  EXPECT_EQ(body["event"].as_string(), "verification.pending");
  EXPECT_EQ(body["organization_id"].as_string(), a.server->organization().to_string());
  EXPECT_EQ(body["data"]["verification_id"].as_string(), id);
  EXPECT_EQ(body["data"]["action_type"].as_string(), "delete_user");
  EXPECT_EQ(body["data"]["agent_name"].as_string(), "agent-1");
  EXPECT_EQ(body["data"]["risk_level"].as_string(), "critical");
  EXPECT_EQ(seen[0].body.find("canary"), std::string::npos) << "parameters stay here";
  EXPECT_EQ(a.admin("POST", "/api/v1/admin/verifications/" + id + "/approve", "{}").status, 200);
  ASSERT_TRUE(a.arrived(2));
  EXPECT_EQ(aval::json::parse(seen[1].body).value()["data"]["status"].as_string(), "approved");

  const auto list = a.admin("GET", hooks);
  EXPECT_EQ(list.text.find(secret), std::string::npos) << "the secret is shown once";
  const std::string one = hooks + "/" + made.at("id");
  EXPECT_EQ(a.admin("GET", one).text.find(secret), std::string::npos);
  EXPECT_NE(a.admin("PUT", one, R"({"rotate_secret": true})").at("secret"), secret);
  EXPECT_TRUE(a.admin("POST", one + "/test").body["success"].as_bool());
  EXPECT_EQ(seen.back().event, "webhook.test");
  EXPECT_FALSE(a.admin("PUT", one, R"({"is_active": false})").body["is_active"].as_bool());
  EXPECT_EQ(a.admin("PUT", one, R"({"events": ["agent.danced"]})").status, 400);
  EXPECT_EQ(a.admin("DELETE", one).status, 204);
  EXPECT_EQ(a.admin("GET", hooks).body["total"].as_int64(), 0);
}

TEST(webhooks, that_fail_are_tried_again_and_given_up_with_an_alert) {
  told a;
  const std::string one = hooks + "/" + a.hook(a.url, R"("agent.created")").at("id");
  answer_with = 503;
  auto agent = agent_number(1);
  agent.enrol(a);
  ASSERT_TRUE(a.arrived(3)) << "three attempts";
  ASSERT_TRUE(a.until([&] { return a.admin("GET", one).body["failure_count"].as_int64() == 1; }));
  EXPECT_EQ(seen[0].body, seen[2].body) << "the same delivery";
  EXPECT_TRUE(a.admin("GET", one).body["is_active"].as_bool());
  EXPECT_EQ(a.admin("GET", one).at("last_error"), "HTTP status 503");
  auto second = agent_number(2);
  second.enrol(a);
  ASSERT_TRUE(a.until([&] { return !a.admin("GET", one).body["is_active"].as_bool(); })) << "two deliveries in a row";
  ASSERT_EQ(a.server->alerts().size(), 1U);
  EXPECT_EQ(a.server->alerts()[0].type, "webhook_disabled");
  const auto before = seen.size();
  answer_with = 200;
  auto third = agent_number(3);
  third.enrol(a);
  EXPECT_TRUE(a.admin("PUT", one, R"({"is_active": true})").body["is_active"].as_bool());
  auto fourth = agent_number(4);
  fourth.enrol(a);
  ASSERT_TRUE(a.arrived(before + 1));
  EXPECT_NE(seen.back().body.find("agent-4"), std::string::npos) << "what happened meanwhile is not told";
  EXPECT_TRUE(a.until([&] { return a.admin("GET", one).body["failure_count"].as_int64() == 0; }));
}

TEST(attack, a_webhook_points_inwards) {
  told a(undisturbed());
  for (const char* to : {"http://127.0.0.1:1/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::ffff:127.0.0.1]/", "http://localhost:8080/"})
    EXPECT_EQ(a.hook(to, "\"*\"").status, 400) << to;
  const std::string one = hooks + "/" + a.hook("https://hooks.example.com/", "\"*\"").at("id");
  EXPECT_EQ(a.admin("PUT", one, R"({"url": "http://192.168.0.1/"})").status, 400) << "nor later";
  EXPECT_EQ(a.admin("GET", one).at("url"), "https://hooks.example.com/");
  EXPECT_EQ(a.hook("http://user:word@example.com/", "\"*\"").status, 400);
  EXPECT_TRUE(seen.empty());
}

aval::awaitable<aval::net::endpoints> to_this_machine(std::string, std::uint16_t port) {
  aval::net::endpoints all;
  all.emplace_back(asio::ip::make_address("127.0.0.1"), port);
  co_return all;
}

TEST(attack, a_webhooks_name_leads_inwards) {
  options o = undisturbed();
  auto outward = std::make_shared<aval::net::client_options>();
  outward->resolver.look_up = to_this_machine;
  o.outward = outward;
  told a(o);
  const std::string port = a.url.substr(a.url.rfind(':'));
  const std::string one = hooks + "/" + a.hook("http://innocent.example" + port + "/", "\"*\"").at("id");
  const auto tried = a.admin("POST", one + "/test");
  EXPECT_FALSE(tried.body["success"].as_bool()) << tried.text;
  EXPECT_TRUE(seen.empty());
}

TEST(attack, a_webhook_never_answers) {
  told a;
  asio::ip::tcp::acceptor silent(a.context, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));  // takes connections and says nothing
  ASSERT_EQ(a.hook("http://127.0.0.1:" + std::to_string(silent.local_endpoint().port()) + "/", "\"*\"").status, 201);
  ASSERT_EQ(a.hook(a.url, "\"agent.created\"").status, 201);
  for (unsigned char n = 1; n < 4; ++n) {
    auto agent = agent_number(n);
    ASSERT_EQ(agent.enrol(a).status, 201) << "nobody waits for it";
  }
  EXPECT_TRUE(a.arrived(3)) << "others are told in the meantime";
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_NE(seen[i].body.find("agent-" + std::to_string(i + 1)), std::string::npos) << "in order";
}

}  // namespace
