// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "authority/server_fixture.hpp"
#include "aval/crypto/key_formats.hpp"

// Each test is an attack that works, or was described, against existing authorities of this protocol.

namespace {
using namespace authority_test;

struct victim {
  explicit victim(options o = {}) : a(std::move(o)), agent(agent_number(1)) { EXPECT_EQ(agent.enrol(a).status, 201); }
  std::string pending() { return agent.verify(a, "delete_user").at("id"); }
  running_authority a;
  test_agent agent;
};

std::string b64url(std::string_view text) { return aval::crypto::base64url_encode(aval::as_bytes(text)); }

TEST(attack, an_agent_approves_itself_by_reporting_success) {
  victim v;
  const std::string id = v.pending();
  const auto r = v.agent.report(v.a, id);
  EXPECT_EQ(r.status, 409);
  EXPECT_EQ(r.at("error"), "Verification is not approved");
  const auto e = v.agent.send(v.a, "POST", "/api/v1/sdk-api/verifications/" + id + "/execution-status", R"({"executed": true, "strictMode": true, "executedAt": "2026-11-20T12:00:00Z"})");
  EXPECT_EQ(e.status, 409);
  EXPECT_EQ(v.agent.poll(v.a, id).at("status"), "pending");
}

TEST(attack, an_agent_approves_itself_through_the_admin_route) {
  victim v;
  const std::string id = v.pending();
  const std::string path = "/api/v1/admin/verifications/" + id + "/approve";
  EXPECT_EQ(v.agent.send(v.a, "POST", path, "{}").status, 403);
  const std::string key(v.a.run(v.a.server->create_api_key("k")).reveal());
  EXPECT_EQ(v.a.send("POST", path, "{}", {{"X-API-Key", key}}).status, 403) << "an administrator's API key does not make an administrator";
  EXPECT_EQ(v.agent.poll(v.a, id).at("status"), "pending");
}

TEST(attack, a_strangers_key_is_trusted_on_first_use) {
  victim v;
  const test_agent thief{key_number(66), "thief", v.agent.id};
  const auto a = thief.send(v.a, "GET", "/api/v1/agents/" + v.agent.id + "/audit-logs");
  EXPECT_EQ(a.status, 401);
  EXPECT_EQ(a.at("error"), "Invalid signature");
  EXPECT_EQ(thief.verify(v.a, "ping").at("error"), "Public key mismatch");
}

TEST(attack, a_decision_is_polled_without_authentication) {
  victim v;
  const std::string path = "/api/v1/sdk-api/verifications/" + v.pending();
  EXPECT_EQ(v.a.send("GET", path).status, 401);
  EXPECT_EQ(v.a.send("GET", path).at("error"), "No authentication token provided");
  auto other = agent_number(2);
  other.enrol(v.a);
  EXPECT_EQ(other.send(v.a, "GET", path).status, 404) << "another agent's question does not exist";
}

TEST(attack, private_keys_are_asked_back) {
  victim v;
  const auto r = v.a.admin("GET", "/api/v1/agents/" + v.agent.id + "/credentials");
  EXPECT_EQ(r.status, 410);
  EXPECT_EQ(r.text.find("privateKey"), std::string::npos);
}

TEST(attack, a_captured_question_is_sent_again) {
  victim v;
  v.a.now += std::chrono::milliseconds(1);
  const std::string body = v.agent.ask(v.a, "get_weather");
  const auto first = v.a.send("POST", "/api/v1/sdk-api/verifications", body);
  const auto again = v.a.send("POST", "/api/v1/sdk-api/verifications", body);
  EXPECT_EQ(again.at("id"), first.at("id")) << "one event, however often it is sent";
  EXPECT_EQ(v.agent.send(v.a, "GET", "/api/v1/agents/" + v.agent.id + "/audit-logs?action_name=get_weather").body["total"].as_int64(), 1);
  v.a.now += seconds(301);
  const auto late = v.a.send("POST", "/api/v1/sdk-api/verifications", body);
  EXPECT_EQ(late.status, 401);
  EXPECT_EQ(late.at("error"), "Request timestamp expired or invalid");
}

TEST(attack, a_captured_signed_request_is_sent_again) {
  victim v;
  const std::string path = "/api/v1/agents/" + v.agent.id + "/actions/log", body = R"({"action_name": "pay", "success": true})";
  const auto headers = v.agent.signed_headers(v.a, "POST", path, body);
  const auto first = v.a.send("POST", path, body, headers);
  ASSERT_EQ(first.status, 201) << first.text;
  const auto again = v.a.send("POST", path, body, headers);
  EXPECT_EQ(again.text, first.text) << "answered from memory";
  EXPECT_EQ(v.agent.send(v.a, "GET", "/api/v1/agents/" + v.agent.id + "/audit-logs?action_name=pay").body["total"].as_int64(), 1);
  EXPECT_EQ(v.a.send("POST", path, R"({"action_name": "pay", "success": false})", headers).status, 401) << "the body is signed";
  EXPECT_EQ(v.a.send("POST", "/api/v1/agents/" + v.agent.id + "/verify-action", body, headers).status, 401) << "so is the path";
  v.a.now += seconds(301);
  EXPECT_EQ(v.a.send("POST", path, body, headers).at("error"), "Request timestamp expired or invalid");
}

TEST(attack, the_unsigned_risk_is_lowered_on_the_way) {
  victim v;
  v.a.now += std::chrono::milliseconds(1);
  std::string body = v.agent.ask(v.a, "ping", R"({"risk_level": "critical"})");
  body.insert(body.size() - 1, R"(, "risk_level": "low")");
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", body).at("status"), "pending");
  v.a.now += std::chrono::milliseconds(1);
  EXPECT_EQ(v.agent.verify(v.a, "ping", R"({"risk_level": "harmless, believe me"})").at("status"), "pending") << "an unknown risk is not a low one";
}

TEST(attack, a_member_is_given_twice) {
  victim v;
  v.a.now += std::chrono::milliseconds(1);
  std::string body = v.agent.ask(v.a, "ping");
  std::string twice = body;
  twice.insert(1, R"("action_type": "delete_user", )");
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", twice).status, 400);
  std::string camel = body;
  camel.insert(1, R"("actionType": "delete_user", )");
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", camel).status, 400);
  std::string synonym = body;
  synonym.insert(1, R"("capability": "delete_user", )");
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", synonym).status, 400);
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", body).status, 201);
}

TEST(attack, a_signature_is_flipped_or_belongs_to_another_question) {
  victim v;
  v.a.now += std::chrono::milliseconds(1);
  std::string body = v.agent.ask(v.a, "ping");
  const auto at = body.find("\"signature\": \"") + 14;
  body[at] = body[at] == 'A' ? 'B' : 'A';
  const auto r = v.a.send("POST", "/api/v1/sdk-api/verifications", body);
  EXPECT_EQ(r.status, 401);
  EXPECT_TRUE(r.at("error").starts_with("Signature verification failed"));
  std::string other = v.agent.ask(v.a, "ping");
  other.replace(other.find("ping"), 4, "pong");
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", other).status, 401);
}

TEST(attack, a_suspended_agent_goes_on) {
  victim v;
  const std::string approved = v.agent.verify(v.a, "ping").at("id");
  EXPECT_EQ(v.a.admin("POST", "/api/v1/agents/" + v.agent.id + "/suspend").status, 200);
  const auto r = v.agent.verify(v.a, "ping");
  EXPECT_EQ(r.status, 403);
  EXPECT_EQ(r.at("error"), "Agent status is suspended, cannot perform actions");
  EXPECT_FALSE(r.body.contains("status"));
  EXPECT_EQ(v.agent.send(v.a, "GET", "/api/v1/agents/" + v.agent.id).status, 403);
  const auto again = v.agent.enrol(v.a);
  EXPECT_EQ(again.at("status"), "suspended") << "registering again does not lift it";
}

TEST(attack, a_key_under_which_anything_verifies_is_registered) {
  running_authority a;
  // points of small order (RFC 8032 curve): with them a signature can be made that fits every message
  for (const char* weak : {"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "7P///////////////////////////////////////38=", "JuiVj8KyJ7BFw/SJ8u+Y8NXfrAXTxjM5sTgCiG1T/AU="}) {
    const std::string body = std::string(R"({"name": "weak", "public_key": ")") + weak + "\"}";
    const std::string key(a.run(a.server->create_api_key("k")).reveal());
    const auto r = a.send("POST", "/api/v1/public/agents/register", body, {{"X-AIM-API-Key", key}});
    EXPECT_EQ(r.status, 400) << weak << ' ' << r.text;
  }
}

TEST(attack, a_key_is_registered_that_the_client_does_not_hold) {
  running_authority a;
  const auto mine = agent_number(1), stolen = agent_number(2);
  const std::string path = "/api/v1/public/agents/register", body = R"({"name": "x", "public_key": ")" + stolen.public_key() + "\"}";
  EXPECT_EQ(a.send("POST", path, body, mine.signed_headers(a, "POST", path, body)).at("error"), "public_key and X-Public-Key differ");
  auto headers = mine.signed_headers(a, "POST", path, body);
  for (auto& [name, value] : headers)
    if (name == "X-Public-Key") value = stolen.public_key();
  EXPECT_EQ(a.send("POST", path, body, headers).at("error"), "Invalid signature");
  EXPECT_EQ(a.send("POST", path, body).status, 401);
}

TEST(attack, a_token_names_its_own_algorithm) {
  victim v;
  const auto parts_of = [](const std::string& t) {
    const auto one = t.find('.'), two = t.rfind('.');
    return std::array{t.substr(0, one), t.substr(one + 1, two - one - 1), t.substr(two + 1)};
  };
  const auto [header, payload, mac] = parts_of(v.a.token);
  const auto me = [&](const std::string& t) { return v.a.send("GET", "/api/v1/auth/me", "", {{"Authorization", "Bearer " + t}}).status; };
  EXPECT_EQ(me(v.a.token), 200);
  for (const char* h : {R"({"alg":"none","typ":"JWT"})", R"({"alg":"None"})", R"({"alg":"HS512","typ":"JWT"})", R"({"alg":"RS256","typ":"JWT"})", R"({"typ":"JWT"})", R"({"alg":["HS256"]})", R"({"alg":"HS256","alg":"none"})"}) {
    EXPECT_EQ(me(b64url(h) + '.' + payload + '.'), 401) << h;
    EXPECT_EQ(me(b64url(h) + '.' + payload + '.' + mac), 401) << h;
  }
  EXPECT_EQ(me(header + '.' + payload + '.'), 401);
  EXPECT_EQ(me(header + '.' + payload), 401);
  EXPECT_EQ(me(header + ".." + mac), 401);
  EXPECT_EQ(me(v.a.token + ".x"), 401);
  EXPECT_EQ(me(std::string(5000, 'a')), 401);
}

TEST(attack, a_viewer_raises_its_role) {
  victim v;
  v.a.run(v.a.server->create_user(v.a.server->organization(), "vic@example.com", role::viewer, aval::secret("canary-5f1c horse")));
  const auto in = v.a.send("POST", "/api/v1/auth/login/local", R"({"email": "VIC@example.com", "password": "canary-5f1c horse", "role": "admin"})");
  ASSERT_EQ(in.status, 200) << in.text;
  EXPECT_EQ(in.body["user"]["role"].as_string(), "viewer");
  const std::string token = in.at("access_token");
  const headers_list vic{{"Authorization", "Bearer " + token}};
  EXPECT_EQ(v.a.send("GET", "/api/v1/agents/" + v.agent.id, "", vic).status, 200);
  EXPECT_EQ(v.a.send("PUT", "/api/v1/agents/" + v.agent.id, R"({"description": "x"})", vic).at("error"), "Member access required (viewers cannot perform this action)");
  EXPECT_EQ(v.a.send("POST", "/api/v1/agents/" + v.agent.id + "/suspend", "{}", vic).at("error"), "Manager or admin access required");
  EXPECT_EQ(v.a.send("GET", "/api/v1/admin/audit-logs", "", vic).at("error"), "Admin access required");
  EXPECT_EQ(v.a.send("POST", "/api/v1/api-keys", R"({"name": "k"})", vic).status, 403);
  // the role inside of the token is signed
  const auto one = token.find('.'), two = token.rfind('.');
  const auto raw = aval::crypto::base64url_decode(token.substr(one + 1, two - one - 1)).value();
  std::string payload(aval::as_text(raw));
  payload.replace(payload.find("viewer"), 6, "admin");
  const std::string forged = token.substr(0, one + 1) + b64url(payload) + token.substr(two);
  EXPECT_EQ(v.a.send("GET", "/api/v1/admin/audit-logs", "", {{"Authorization", "Bearer " + forged}}).status, 401);
}

TEST(attack, a_decided_verification_is_flipped) {
  victim v;
  const std::string id = v.pending();
  EXPECT_EQ(v.a.admin("POST", "/api/v1/admin/verifications/" + id + "/deny", R"({"reason": "no"})").status, 200);
  const auto flip = v.a.admin("POST", "/api/v1/admin/verifications/" + id + "/approve", "{}");
  EXPECT_EQ(flip.status, 409);
  EXPECT_EQ(flip.at("error"), "Verification is already denied");
  EXPECT_EQ(v.agent.report(v.a, id).status, 409);
}

TEST(attack, passwords_are_guessed_and_names_probed) {
  options o;
  o.strict_per_minute = 3;
  victim v(o);
  const auto guess = [&](const char* email) { return v.a.send("POST", "/api/v1/auth/login/local", std::string(R"({"email": ")") + email + R"(", "password": "x"})"); };
  const auto known = guess("admin@localhost"), unknown = guess("nobody@example.com");
  EXPECT_EQ(known.status, 401);
  EXPECT_EQ(known.at("error"), unknown.at("error")) << "nothing tells whether the address exists";
  guess("admin@localhost");
  const auto stopped = guess("admin@localhost");
  EXPECT_EQ(stopped.status, 429);
  EXPECT_EQ(stopped.headers.find("Retry-After"), "60");
}

TEST(attack, one_agent_floods_the_authority) {
  options o;
  o.requests_per_minute = 3;
  victim v(o);
  auto other = agent_number(2);
  other.enrol(v.a);
  const auto first = v.agent.verify(v.a, "ping");
  EXPECT_EQ(first.headers.find("X-RateLimit-Limit"), "3");
  EXPECT_EQ(first.headers.find("X-RateLimit-Remaining"), "2");
  EXPECT_EQ(first.headers.find("X-RateLimit-Reset"), "60");
  EXPECT_FALSE(first.headers.contains("Retry-After"));
  v.agent.verify(v.a, "ping");
  v.agent.verify(v.a, "ping");
  v.a.now += seconds(10);
  const auto over = v.agent.verify(v.a, "ping");
  EXPECT_EQ(over.status, 429);
  EXPECT_EQ(over.at("error"), "Rate limit exceeded. Please try again later.");
  EXPECT_EQ(over.headers.find("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(over.headers.find("Retry-After"), "50");
  EXPECT_EQ(other.verify(v.a, "ping").status, 201) << "others go on";
  v.a.now += seconds(51);
  EXPECT_EQ(v.agent.verify(v.a, "ping").status, 201);
}

TEST(attack, an_address_tries_signatures_until_one_fits) {
  options o;
  o.address_requests_per_minute = 3;
  victim v(o);
  const test_agent thief{key_number(66), "thief", v.agent.id};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(thief.send(v.a, "GET", "/api/v1/agents/" + v.agent.id).status, 401);
  EXPECT_EQ(thief.send(v.a, "GET", "/api/v1/agents/" + v.agent.id).status, 429) << "no further signature is computed for it";
  v.a.now += seconds(61);
  EXPECT_EQ(v.agent.send(v.a, "GET", "/api/v1/agents/" + v.agent.id).status, 200);
}

TEST(attack, hostile_bodies_are_refused_politely) {
  options o;
  o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
  victim v(o);
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "{\"a\":";
  const std::string open = v.agent.public_key(), id = v.agent.id;
  const std::string rows[] = {"", "{", "null", "[]", "\"x\"", "\xFF\xFE", std::string("\0{}", 3), deep, R"({"agent_id": 7, "action_type": "x", "signature": "y", "public_key": "z"})",
                              R"({"agent_id": "not-a-uuid", "action_type": "x", "signature": "y", "public_key": "z"})", R"({"agent_id": "11111111-2222-4333-8444-555555555555"})",
                              R"({"agent_id": ")" + id + R"(", "action_type": "", "signature": "y", "public_key": "z"})", R"({"agent_id": ")" + id + R"(", "action_type": ")" + std::string(201, 'x') + R"(", "signature": "y", "public_key": "z"})",
                              R"({"agent_id": ")" + id + R"(", "action_type": "x", "context": [], "signature": "y", "public_key": "z"})"};
  for (const auto& body : rows) {
    const auto r = v.a.send("POST", "/api/v1/sdk-api/verifications", body);
    EXPECT_EQ(r.status, 400) << body.substr(0, 80) << " -> " << r.text;
    EXPECT_TRUE(r.body["error"].is_string());
    EXPECT_TRUE(r.body["request_id"].is_string());
  }
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", R"({"agent_id": "11111111-2222-4333-8444-555555555555", "action_type": "x", "signature": "y", "public_key": "z"})").at("error"), "Agent not found");
  EXPECT_EQ(v.a.send("POST", "/api/v1/sdk-api/verifications", R"({"agent_id": ")" + id + R"(", "action_type": "x", "timestamp": "2026-11-20T12:00:00Z", "signature": "y", "public_key": ")" + open + "\"}").status, 401);
  for (const char* path : {"/api/v1/public/agents/register", "/api/v1/auth/login/local", "/api/v1/auth/refresh", "/api/v1/auth/revoke"}) {
    const auto r = v.a.send("POST", path, deep);
    EXPECT_TRUE(r.status == 400 || r.status == 401) << path << ' ' << r.status;
  }
  EXPECT_EQ(v.agent.send(v.a, "GET", "/api/v1/sdk-api/verifications/x").at("error"), "Invalid verification_id format");
  EXPECT_EQ(v.agent.send(v.a, "GET", "/api/v1/agents/..%2F..%2Fetc").status, 400);
  EXPECT_EQ(v.agent.send(v.a, "POST", "/api/v1/agents/" + id + "/actions/log", R"({"action_name": "x", "success": true, "parameters": {"n": 1e400}})").status, 400) << "a number without a canonical form";
  EXPECT_EQ(v.agent.verify(v.a, "ping").status, 201) << "and it still works";
}

TEST(attack, control_characters_are_smuggled_into_the_trail) {
  victim v;
  const auto r = v.agent.verify(v.a, "ping", R"({"note": "\u001b[2J\u0000\u202e"})", "a\\b");
  ASSERT_EQ(r.status, 201) << r.text;
  const auto log = v.agent.send(v.a, "GET", "/api/v1/agents/" + v.agent.id + "/audit-logs?limit=1");
  for (const char c : log.text) EXPECT_TRUE(c >= 0x20 && c < 0x7F) << "the answer is plain ASCII";
  EXPECT_EQ(log.body["logs"][0]["metadata"]["context"]["note"].as_string(), std::string("\x1b[2J\0\xE2\x80\xAE", 8));
}

TEST(attack, headers_of_mode_a_are_wrong_in_every_way) {
  options o;
  o.address_requests_per_minute = 0;
  victim v(o);
  const std::string path = "/api/v1/agents/" + v.agent.id;
  const auto with = [&](const char* name, const std::string& value) {
    auto headers = v.agent.signed_headers(v.a, "GET", path);
    for (auto& h : headers)
      if (h.first == name) h.second = value;
    return v.a.send("GET", path, "", headers).at("error");
  };
  EXPECT_EQ(with("X-Agent-ID", "7"), "Invalid agent ID format");
  EXPECT_EQ(with("X-Agent-ID", "11111111-2222-4333-8444-555555555555"), "Agent not found");
  EXPECT_EQ(with("X-Timestamp", "soon"), "Invalid timestamp format");
  EXPECT_EQ(with("X-Timestamp", "1.5"), "Invalid timestamp format");
  EXPECT_EQ(with("X-Timestamp", std::to_string(std::stoll(v.a.unix_now()) - 301)), "Request timestamp expired or invalid");
  EXPECT_EQ(with("X-Timestamp", "9223372036854775807"), "Request timestamp expired or invalid");
  EXPECT_EQ(with("X-Public-Key", "***"), "Invalid public key format");
  EXPECT_EQ(with("X-Public-Key", "AAAA"), "Invalid public key size: expected 32 bytes, got 3");
  EXPECT_EQ(with("X-Public-Key", key_number(9).public_key().to_base64()), "Invalid signature");
  EXPECT_EQ(with("X-Signature", "***"), "Invalid signature format");
  EXPECT_EQ(with("X-Signature", std::string(86, 'A') + "=="), "Invalid signature");
  EXPECT_EQ(v.a.send("GET", path, "", {{"Authorization", "Basic YTpi"}}).at("error"), "Invalid authorization header format");
  EXPECT_EQ(v.a.send("GET", path, "", {{"X-API-Key", "aim_live_no"}}).at("error"), "Invalid API key");
}

TEST(signatures, with_the_query_or_of_an_empty_object_are_understood) {  // what the reference client sends
  victim v;
  const std::string path = "/api/v1/agents?limit=10&offset=0";
  auto headers = v.agent.signed_headers(v.a, "GET", path);
  for (auto& [name, value] : headers)
    if (name == "X-Signature") value = v.agent.key.sign(aval::aim::header_message("GET", path, v.a.unix_now())).to_base64();
  EXPECT_EQ(v.a.send("GET", path, "", headers).status, 200);
  EXPECT_EQ(v.agent.send(v.a, "GET", path).status, 200) << "and without it";
  const std::string poll = "/api/v1/sdk-api/verifications/" + v.pending();
  const std::string id = poll.substr(poll.rfind('/') + 1);
  EXPECT_EQ(v.a.send("GET", poll, "", {{"X-AIM-Agent-ID", v.agent.id}, {"X-AIM-Timestamp", v.a.unix_now()}, {"X-AIM-Signature", v.agent.key.sign(aval::aim::poll_message(id, v.agent.id, v.a.unix_now())).to_base64()}}).status, 200);
  EXPECT_EQ(v.a.send("GET", path, "", {{"X-AIM-Agent-ID", v.agent.id}, {"X-AIM-Timestamp", v.a.unix_now()}, {"X-AIM-Signature", v.agent.key.sign(aval::aim::typescript_message(v.a.unix_now(), "GET", "/api/v1/agents", "")).to_base64()}}).status, 200);
}

TEST(conformance, the_recorded_request_is_accepted_at_its_time_and_refused_five_minutes_later) {  // AIM specification 1.12
  auto records = std::make_shared<memory_store>();
  const auto k0 = aval::crypto::parse_private_key("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8DoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuA==").value();
  organization_record home{aval::uuid::random(), "home", start_of_time};
  auto agent = std::make_shared<agent_record>();
  agent->id = *aval::parse_uuid("11111111-2222-4333-8444-555555555555");
  agent->organization = home.id;
  agent->name = "recorded";
  agent->status = agent_status::verified;
  agent->key = k0.public_key().bytes();
  agent->created_at = start_of_time;
  change_batch batch;
  batch.emplace_back(home);
  batch.emplace_back(agent_ptr(agent));
  records->submit(std::move(batch));
  options o;
  o.store = records;
  running_authority a(o);
  const std::string body =
      R"({"action_type": "read_database", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {}, "public_key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=", "resource": "users_table", "signature": "ke/7D5Pkcl8C1Or071ZnlzvengjcsZhlF/4FzveFdNmqIAJ9fw5OFZ6jzwsUCK8Bqtkl77n8nqv+HEEC1HqkCQ==", "timestamp": "2026-11-20T19:32:38.488283Z"})";
  const headers_list headers{{"User-Agent", "AIM-Python-SDK/1.0.0"},
                             {"Accept-Encoding", "gzip, deflate"},
                             {"X-Agent-ID", "11111111-2222-4333-8444-555555555555"},
                             {"X-Signature", "6ayvoex5zvOkc627+tRVxMCRmOa3s8hzrRU5/XuUUOW0w00vMS/CMqp8cToHZwwZlh69TojLOet2ljS2ojZeDA=="},
                             {"X-Timestamp", "1795203158"},
                             {"X-Public-Key", "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="}};
  ASSERT_EQ(body.size(), 337U);
  a.now = *aval::parse_rfc3339("2026-11-20T19:32:38.488283Z");
  const auto yes = a.send("POST", "/api/v1/sdk-api/verifications", body, headers);
  EXPECT_EQ(yes.status, 201) << yes.text;
  EXPECT_EQ(yes.at("status"), "approved");
  EXPECT_NEAR(yes.body["trust_score"].as_double(), 0.907, 1e-6);
  // the header signature of the same recording, on a route that asks for it
  EXPECT_EQ(a.send("GET", "/api/v1/agents", "", headers).status, 401) << "it was made for another path";
  a.now += seconds(301);
  const auto no = a.send("POST", "/api/v1/sdk-api/verifications", body, headers);
  EXPECT_EQ(no.status, 401);
  EXPECT_EQ(no.at("error"), "Request timestamp expired or invalid");
}

}  // namespace
