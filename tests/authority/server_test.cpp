// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "authority/server_fixture.hpp"

#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>

#include <asio/write.hpp>
#include "aval/authority/admin_file.hpp"
#include "aval/crypto/key_formats.hpp"

namespace {
using namespace authority_test;

TEST(authority, registers_approves_takes_the_report_and_keeps_the_trail) {
  running_authority a;
  auto agent = agent_number(1);
  const auto enrolled = agent.enrol(a);
  ASSERT_EQ(enrolled.status, 201) << enrolled.text;
  EXPECT_EQ(enrolled.at("status"), "verified");
  EXPECT_EQ(enrolled.body["trust_score"].as_double(), 0.907);
  EXPECT_EQ(enrolled.body["trustScore"].as_double(), 0.907);
  EXPECT_EQ(enrolled.at("publicKey"), agent.public_key());
  EXPECT_EQ(enrolled.at("aim_url"), a.server->url());
  EXPECT_FALSE(enrolled.body.contains("private_key"));

  const auto verified = agent.verify(a, "get_weather", R"({"risk_level": "low", "parameters": {"city": "Lima"}})", "api");
  ASSERT_EQ(verified.status, 201) << verified.text;
  EXPECT_EQ(verified.at("status"), "approved");
  EXPECT_EQ(verified.at("approved_by"), "system");
  EXPECT_NEAR(verified.body["trust_score"].as_double(), 0.907 * 0.8, 1e-6);
  EXPECT_EQ(verified.at("expires_at"), aval::format_rfc3339(a.now + hours(24), 6));
  EXPECT_EQ(verified.body["decision"]["rule"].as_string(), "trust");
  const std::string id = verified.at("id");

  const auto reported = agent.report(a, id, R"({"result": "success", "reason": null, "metadata": {}, "duration_ms": 12})");
  ASSERT_EQ(reported.status, 200) << reported.text;
  EXPECT_EQ(reported.at("status"), "result_recorded");

  const auto trail = agent.send(a, "GET", "/api/v1/agents/" + agent.id + "/audit-logs");
  ASSERT_EQ(trail.status, 200) << trail.text;
  EXPECT_EQ(trail.body["total"].as_int64(), 3);
  const auto& logs = trail.body["logs"].as_array();
  ASSERT_EQ(logs.size(), 3U);
  EXPECT_EQ(logs[0]["status"].as_string(), "success");
  EXPECT_EQ(logs[0]["duration_ms"].as_int64(), 12);
  EXPECT_EQ(logs[1]["action_name"].as_string(), "get_weather");
  EXPECT_EQ(logs[1]["status"].as_string(), "approved");
  EXPECT_EQ(logs[1]["metadata"]["context"]["parameters"]["city"].as_string(), "Lima");
  EXPECT_EQ(logs[1]["metadata"]["resource"].as_string(), "api");
  EXPECT_EQ(logs[1]["verification_id"].as_string(), id);
  EXPECT_EQ(logs[1]["prev_hash"].as_string(), logs[2]["hash"].as_string());
  // a reader checks the chain from what is served: the record without its hash, canonically
  for (const auto& log : logs) {
    aval::json::value rest = log;
    const std::string hash = log["hash"].as_string();
    rest.erase("hash");
    EXPECT_EQ(aval::crypto::hex_encode(aval::crypto::sha256(aval::json::canonical_p(rest))), hash) << aval::json::write(log);
  }
  // and so does the program that holds the authority
  audit_query mine;
  mine.organization = a.server->organization();
  mine.agent = aval::parse_uuid(agent.id);
  EXPECT_EQ(a.run(a.server->audit(mine)).records.size(), 3U);
  mine.limit = 1;
  mine.offset = 1;
  const auto page = a.run(a.server->audit(mine));
  EXPECT_EQ(page.total, 3U);
  ASSERT_EQ(page.records.size(), 1U);
  EXPECT_EQ(aval::crypto::hex_encode(page.records[0]->hash), logs[1]["hash"].as_string());
}

TEST(authority, serves_trust_with_its_factors) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  const auto score = agent.send(a, "GET", "/api/v1/agents/" + agent.id + "/trust-score");
  ASSERT_EQ(score.status, 200) << score.text;
  EXPECT_EQ(score.body["score"].as_double(), 0.907);
  EXPECT_EQ(score.body["factors"]["verification_status"].as_double(), 1);
  EXPECT_EQ(score.body["factors"]["driftDetection"].as_double(), 1);
  const auto breakdown = agent.send(a, "GET", "/api/v1/agents/" + agent.id + "/trust-score/breakdown");
  EXPECT_EQ(breakdown.body["weights"]["uptime"].as_double(), .15);
  EXPECT_EQ(breakdown.body["contributions"]["uptime"].as_double(), .147);
  EXPECT_EQ(breakdown.body["confidence"].as_double(), .375);
  const auto history = a.admin("GET", "/api/v1/trust-score/agents/" + agent.id + "/history");
  EXPECT_EQ(history.body["history"][0]["reason"].as_string(), "registered");
  EXPECT_EQ(a.admin("POST", "/api/v1/trust-score/calculate/" + agent.id).status, 200);
  EXPECT_EQ(a.admin("GET", "/api/v1/trust-score/agents/" + agent.id + "/history").body["total"].as_int64(), 2);
  EXPECT_EQ(a.admin("PUT", "/api/v1/agents/" + agent.id + "/trust-score", R"({"score": 0.2, "reason": "incident"})").body["score"].as_double(), .2);
  EXPECT_EQ(agent.verify(a, "get_weather").status, 403);
}

TEST(authority, says_no_with_a_reason_and_a_status) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a, R"(, "capabilities": ["get_weather"])");
  const auto no = agent.verify(a, "send_email");
  EXPECT_EQ(no.status, 403);
  EXPECT_EQ(no.at("status"), "denied");
  EXPECT_EQ(no.at("denial_reason"), "Action 'send_email' is not among the agent's capabilities");
  EXPECT_EQ(no.at("denialReason"), no.at("denial_reason"));
  EXPECT_EQ(no.at("expires_at"), "0001-01-01T00:00:00Z");
  EXPECT_EQ(agent.verify(a, "get_weather").status, 201);
}

TEST(authority, can_deny_with_201_for_the_oldest_clients) {
  options o;
  o.denied_http_status = 201;
  running_authority a(o);
  auto agent = agent_number(1);
  agent.enrol(a, R"(, "capabilities": ["get_weather"])");
  EXPECT_EQ(agent.verify(a, "send_email").status, 201);
}

TEST(authority, lets_a_person_decide_what_is_critical) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  const auto asked = agent.verify(a, "delete_user", R"({"requires_approval": true, "password": "canary-5f1c"})", "users/7");
  EXPECT_EQ(asked.status, 201);
  EXPECT_EQ(asked.at("status"), "pending");
  const std::string id = asked.at("id");
  const auto list = a.admin("GET", "/api/v1/admin/verifications/pending");
  ASSERT_EQ(list.status, 200) << list.text;
  ASSERT_EQ(list.body["verifications"].size(), 1U);
  EXPECT_EQ(list.body["verifications"][0]["id"].as_string(), id);
  EXPECT_EQ(list.body["verifications"][0]["agent_name"].as_string(), "agent-1");
  EXPECT_EQ(list.body["verifications"][0]["risk_level"].as_string(), "critical");
  EXPECT_EQ(list.body["verifications"][0]["context"]["password"].as_string(), "[redacted]");
  EXPECT_EQ(list.body["status_counts"]["pending"].as_int64(), 1);
  const auto yes = a.admin("POST", "/api/v1/admin/verifications/" + id + "/approve", R"({"reason": "looked at it"})");
  ASSERT_EQ(yes.status, 200) << yes.text;
  EXPECT_EQ(yes.at("approved_by"), "admin@localhost");
  const auto polled = agent.poll(a, id);
  EXPECT_EQ(polled.at("status"), "approved");
  EXPECT_EQ(polled.at("approved_by"), "admin@localhost");
  EXPECT_EQ(agent.report(a, id).status, 200);

  const std::string second = agent.verify(a, "delete_user").at("id");
  EXPECT_EQ(a.admin("POST", "/api/v1/admin/verifications/" + second + "/deny", "{}").status, 400);
  EXPECT_EQ(a.admin("POST", "/api/v1/admin/verifications/" + second + "/deny", R"({"reason": "too many"})").status, 200);
  EXPECT_EQ(agent.poll(a, second).at("denial_reason"), "too many");
  const auto denied = a.admin("GET", "/api/v1/admin/verifications/pending?status=denied");
  EXPECT_EQ(denied.body["pagination"]["total"].as_int64(), 1);
  EXPECT_EQ(denied.body["status_counts"]["approved"].as_int64(), 1);
}

TEST(authority, in_process_callers_decide_without_http) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  const std::string id = agent.verify(a, "delete_user").at("id");
  const auto waiting = a.run(a.server->pending());
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].agent_name, "agent-1");
  const auto done = a.run(a.server->approve(waiting[0].verification.id, "ann", "fine"));
  EXPECT_EQ(done.status, verification_status::approved);
  EXPECT_EQ(agent.poll(a, id).at("approvedBy"), "ann");
  try {
    a.run(a.server->deny(waiting[0].verification.id, "bob", "late"));
    ADD_FAILURE() << "a decided verification was flipped";
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), errc::conflict);
    EXPECT_EQ(e.context(), "Verification is already approved");
  }
}

aval::awaitable<std::pair<int, std::string>> long_poll(aval::net::http_client client, std::string url, aval::net::http_request request) {
  const auto r = co_await client.send(aval::net::url(url), std::move(request));
  co_return std::pair(r.status, r.body);
}

TEST(authority, wakes_long_polls_when_a_person_decides) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  const std::string id = agent.verify(a, "delete_user").at("id");
  const std::string path = "/api/v1/sdk-api/verifications/" + id + "?wait=30";
  aval::net::client_options o;
  o.proxy.from_environment = false;
  o.pool.max_connections_per_origin = 500;
  o.connect_timeout = o.timeout = std::chrono::minutes(2);  // 200 handshakes at once on a busy machine
  aval::net::http_client client(a.context.get_executor(), o);
  int told = 0;
  const int polls = 200;
  a.context.restart();
  for (int i = 0; i < polls; ++i) {
    aval::net::http_request request("GET", path);
    for (const auto& [name, value] : agent.signed_headers(a, "GET", path)) request.headers.set(name, value);
    asio::co_spawn(a.context, long_poll(client, a.server->url(), std::move(request)), [&](std::exception_ptr e, std::pair<int, std::string> r) {
      EXPECT_FALSE(e);
      EXPECT_EQ(r.first, 200) << r.second;
      EXPECT_NE(r.second.find("\"status\": \"approved\""), std::string::npos) << r.second;
      ++told;
    });
  }
  while (a.server->waiting() < polls && told == 0) a.context.run_one();
  EXPECT_EQ(told, 0);
  asio::co_spawn(a.context, a.server->approve(*aval::parse_uuid(id), "ann"), [](std::exception_ptr e, verification_record) { EXPECT_FALSE(e); });
  while (told < polls) a.context.run_one();
  EXPECT_EQ(a.server->waiting(), 0U);
}

TEST(authority, parks_thousands_of_long_polls_and_serves_everybody_else_meanwhile) {
  constexpr std::size_t polls = 2000, questions = 20;
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, 8192);
  ASSERT_GE(files.rlim_cur, 2 * polls + 100) << "both ends of every connection are in this process";
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
  options o;
  o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
  o.longest_wait = std::chrono::hours(1);
  o.http.strand_per_connection = false;  // one thread runs the context
  running_authority a(o);
  auto agent = agent_number(1);
  agent.enrol(a);
  std::vector<std::string> open;
  for (std::size_t i = 0; i < questions; ++i) open.push_back(agent.verify(a, "delete_user").at("id"));
  const auto until_waiting = [&a](std::size_t n) {
    a.context.restart();
    while (a.server->waiting() != n && a.context.run_one_for(std::chrono::seconds(30)) != 0) {}
    return a.server->waiting();
  };
  std::vector<asio::ip::tcp::socket> clients;
  clients.reserve(polls);
  const std::size_t before = ::mallinfo2().uordblks;
  for (std::size_t i = 0; i < polls; ++i) {
    const std::string path = "/api/v1/sdk-api/verifications/" + open[i % questions] + "?wait=3600";
    std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : agent.signed_headers(a, "GET", path)) request += name + ": " + value + "\r\n";
    clients.emplace_back(a.context).connect({asio::ip::make_address("127.0.0.1"), a.server->port()});
    asio::write(clients.back(), asio::buffer(request + "\r\n"));
    if (i % 100 == 99) {
      ASSERT_EQ(until_waiting(i + 1), i + 1);
    }
  }
  const std::size_t each = (::mallinfo2().uordblks - before) / polls;
  RecordProperty("bytes_per_parked_poll", static_cast<int>(each));
  EXPECT_LT(each, 24U * 1024) << "memory of the server's side and of the client's socket";
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(agent.verify(a, "read_file").status, 201);
    EXPECT_EQ(a.send("GET", "/health").status, 200);
  }
  EXPECT_EQ(a.server->waiting(), polls) << "nobody was answered before the time to make room";
  a.run(a.server->approve(*aval::parse_uuid(open[0]), "ann"));
  EXPECT_EQ(until_waiting(polls - polls / questions), polls - polls / questions) << "those who wait for this one, and nobody else";
  clients.clear();
  EXPECT_EQ(until_waiting(0), 0U);
}

TEST(authority, forgets_a_long_poll_whose_client_has_gone) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  const std::string path = "/api/v1/sdk-api/verifications/" + agent.verify(a, "delete_user").at("id") + "?wait=30";
  aval::net::client_options o;
  o.proxy.from_environment = false;
  aval::net::http_client client(a.context.get_executor(), o);
  asio::cancellation_signal gone;
  bool ended = false;
  aval::net::http_request request("GET", path);
  for (const auto& [name, value] : agent.signed_headers(a, "GET", path)) request.headers.set(name, value);
  a.context.restart();
  asio::co_spawn(a.context, long_poll(client, a.server->url(), std::move(request)),
                 asio::bind_cancellation_slot(gone.slot(), [&](std::exception_ptr e, std::pair<int, std::string>) {
                   EXPECT_TRUE(e);
                   ended = true;
                 }));
  while (a.server->waiting() == 0) a.context.run_one();
  gone.emit(asio::cancellation_type::terminal);
  while (!ended || a.server->waiting() != 0) a.context.run_one();
}

TEST(authority, keeps_api_keys_for_registration_and_for_one_agent) {
  running_authority a;
  const std::string key(a.run(a.server->create_api_key("ci")).reveal());
  const auto made = a.send("POST", "/api/v1/public/agents/register", R"({"name": "x", "display_name": "X", "description": "d", "agent_type": "ai_agent"})", {{"X-AIM-API-Key", key}});
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.at("private_key").size(), 88U) << "made for those who bring none";
  const auto pair = aval::crypto::parse_private_key(made.at("private_key")).value();
  EXPECT_EQ(pair.public_key().to_base64(), made.at("public_key"));
  test_agent x{pair, "x", made.at("agent_id")};
  EXPECT_EQ(x.verify(a, "get_weather").status, 201);

  const auto second = a.send("POST", "/api/v1/agents", R"({"name": "y", "publicKey": ")" + agent_number(2).public_key() + "\"}", {{"X-API-Key", key}});
  EXPECT_EQ(second.status, 201) << second.text;
  EXPECT_EQ(a.send("GET", "/api/v1/agents", "", {{"Authorization", "Bearer " + key}}).body["total"].as_int64(), 2);

  const auto bound = a.admin("POST", "/api/v1/api-keys", R"({"name": "own", "agent_id": ")" + x.id + "\"}");
  ASSERT_EQ(bound.status, 201) << bound.text;
  EXPECT_EQ(a.admin("GET", "/api/v1/api-keys").text.find(bound.at("api_key")), std::string::npos) << "shown once";
  const headers_list own{{"X-API-Key", bound.at("api_key")}};
  EXPECT_EQ(a.send("POST", "/api/v1/agents/" + x.id + "/actions/log", R"({"action_name": "tidy", "success": true, "parameters": {"n": 1, "api_key": "k"}})", own).status, 201);
  EXPECT_EQ(a.send("GET", "/api/v1/agents/" + x.id + "/audit-logs?action_name=tidy", "", own).body["logs"][0]["parameters"]["api_key"].as_string(), "[redacted]");
  EXPECT_EQ(a.send("GET", "/api/v1/agents/" + second.at("id") + "/audit-logs", "", own).status, 403) << "bound to one agent";
  EXPECT_EQ(a.admin("DELETE", "/api/v1/api-keys/" + bound.at("id")).status, 409) << "disable first";
  EXPECT_EQ(a.admin("PATCH", "/api/v1/api-keys/" + bound.at("id") + "/disable").status, 200);
  EXPECT_EQ(a.send("GET", "/api/v1/agents", "", own).at("error"), "API key is inactive");
  EXPECT_EQ(a.admin("DELETE", "/api/v1/api-keys/" + bound.at("id")).status, 204);
}

TEST(authority, registers_the_same_agent_again_as_it_was) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  const std::string id = agent.id;
  a.now += seconds(1);
  const auto again = agent.enrol(a);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(agent.id, id);
  auto other = agent_number(2, "agent-1");
  const auto taken = other.enrol(a);
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(taken.at("error"), "Agent with this name already exists");
}

TEST(authority, makes_strangers_wait_or_turns_them_away) {
  options pending;
  pending.self_registration = self_registration::pending;
  running_authority a(pending);
  auto agent = agent_number(1);
  EXPECT_EQ(agent.enrol(a).at("status"), "pending");
  EXPECT_EQ(agent.verify(a, "ping").status, 201);
  EXPECT_EQ(agent.verify(a, "get_weather").status, 403) << "medium risk";
  EXPECT_EQ(a.admin("POST", "/api/v1/agents/" + agent.id + "/verify").status, 200);
  EXPECT_EQ(agent.verify(a, "get_weather").status, 201);

  options off;
  off.self_registration = self_registration::off;
  running_authority b(off);
  const auto no = agent_number(1).enrol(b);
  EXPECT_EQ(no.status, 401);
  EXPECT_EQ(no.at("error"), "X-AIM-API-Key header is required for agent registration");
}

TEST(authority, rotates_a_key_with_proof_and_grace) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  const auto next = key_number(2);
  const std::string path = "/api/v1/agents/" + agent.id + "/rotate-credentials";
  const auto body = [&](const aval::crypto::keypair& prover) {
    return R"({"public_key": ")" + next.public_key().to_base64() + R"(", "timestamp": )" + a.unix_now() + R"(, "grace_seconds": 60, "proof": ")" +
           prover.sign(aval::aim::rotation_message(agent.id, next.public_key().to_base64(), a.unix_now())).to_base64() + "\"}";
  };
  EXPECT_EQ(agent.send(a, "POST", path, body(key_number(3))).at("error"), "Invalid proof of the new key");
  const auto done = agent.send(a, "POST", path, body(next));
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(done.at("previous_public_key"), agent.public_key());
  EXPECT_FALSE(done.body.contains("private_key"));
  EXPECT_EQ(agent.send(a, "POST", path, body(next)).text, done.text) << "a lost answer is given again";
  test_agent renewed{next, agent.name, agent.id};
  EXPECT_EQ(renewed.verify(a, "get_weather").status, 201);
  EXPECT_EQ(agent.verify(a, "get_weather").status, 201) << "within the grace";
  a.now += seconds(61);
  EXPECT_EQ(agent.verify(a, "get_weather").at("error"), "Public key mismatch");
}

TEST(authority, logs_people_in_and_turns_their_tokens) {
  temporary_folder folder;
  options o;
  o.admin_file = folder / "a.db.admin";
  running_authority a(o);
  const auto credential = load_admin_credential(o.admin_file);
  ASSERT_TRUE(credential) << credential.error().message;
  const auto login = [&](const std::string& password) {
    return a.send("POST", "/api/v1/auth/login/local", R"({"email": ")" + credential->email + R"(", "password": ")" + password + "\"}");
  };
  EXPECT_EQ(login("wrong").status, 401);
  const auto in = login(std::string(credential->password.reveal()));
  ASSERT_EQ(in.status, 200) << in.text;
  EXPECT_EQ(in.body["user"]["role"].as_string(), "admin");
  const auto me = a.send("GET", "/api/v1/auth/me", "", {{"Authorization", "Bearer " + in.at("access_token")}});
  EXPECT_EQ(me.at("email"), "admin@localhost");
  EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", {{"Cookie", "x=1; access_token=" + in.at("access_token")}}).status, 200);
  EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", {{"Authorization", "Bearer " + in.at("refresh_token")}}).status, 401) << "a refresh token is no access token";

  const auto refresh = [&](const std::string& token) { return a.send("POST", "/api/v1/auth/refresh", R"({"refresh_token": ")" + token + "\"}"); };
  const auto turned = refresh(in.at("refresh_token"));
  ASSERT_EQ(turned.status, 200) << turned.text;
  a.now += seconds(20);
  EXPECT_EQ(refresh(in.at("refresh_token")).text, turned.text) << "within the grace: the same pair";
  a.now += seconds(20);
  EXPECT_EQ(refresh(in.at("refresh_token")).at("error"), "Token has been revoked or is invalid");
  EXPECT_EQ(refresh(turned.at("refresh_token")).status, 401) << "the family is gone";
  EXPECT_EQ(a.server->alerts().size(), 1U);
  EXPECT_EQ(refresh("").at("error"), "refresh_token is required");
  EXPECT_EQ(refresh("x.y.z").at("error"), "Invalid or expired refresh token");
  EXPECT_EQ(a.send("POST", "/api/v1/auth/revoke", R"({"refresh_token": "unknown"})").status, 200);
  EXPECT_EQ(a.send("POST", "/api/v1/auth/sdk/recover", R"({"old_refresh_token": "x"})").status, 410);
}

TEST(authority, filters_the_trail_and_refuses_garbage_in_the_filter) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  agent.verify(a, "get_weather");
  a.now += minutes(1);
  agent.verify(a, "get_time");
  const auto count = [&](const std::string& query) { return a.admin("GET", "/api/v1/admin/audit-logs?" + query).body["total"].as_int64(); };
  EXPECT_EQ(count("action=get_time"), 1);
  EXPECT_EQ(count("entity_type=agent_action"), 2);
  EXPECT_EQ(count("agent_id=" + agent.id + "&start_date=2026-11-20T12:00:30Z"), 1);
  EXPECT_EQ(count("end_date=2026-11-20T12%3A00%3A30Z&entity_type=agent_action"), 1);
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/audit-logs?start_date=yesterday").status, 400);
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/audit-logs?limit=many").status, 400);
  EXPECT_EQ(a.admin("GET", "/api/v1/admin/audit-logs?user_id=1").status, 400);
  EXPECT_GE(count("action=view"), 3) << "reading leaves a trace";
}

TEST(authority, lists_and_counts_what_an_agent_asked_outside_its_capabilities) {
  options o;
  o.decision.capabilities = capability_enforcement::granted;
  running_authority a(o);
  auto agent = agent_number(1), other = agent_number(2);
  agent.enrol(a);
  other.enrol(a);
  const std::string path = "/api/v1/agents/" + agent.id + "/violations";
  EXPECT_EQ(agent.send(a, "GET", path).body["total"].as_int64(), 0);
  agent.verify(a, "fly");
  a.now += seconds(1);
  agent.verify(a, "send_email");
  other.verify(a, "swim");
  const auto all = agent.send(a, "GET", path);
  ASSERT_EQ(all.status, 200) << all.text;
  EXPECT_EQ(all.body["total"].as_int64(), 2);
  const auto& list = all.body["violations"].as_array();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["attempted_capability"].as_string(), "send_email") << "newest first";
  EXPECT_EQ(list[1]["attempted_capability"].as_string(), "fly");
  EXPECT_EQ(list[0]["agent_id"].as_string(), agent.id);
  EXPECT_TRUE(list[0]["is_blocked"].as_bool());
  EXPECT_LT(list[0]["trust_score_impact"].as_int64(), 0);
  EXPECT_TRUE(list[0]["registered_capabilities"].is_object());
  const auto second = a.admin("GET", path + "?limit=1&offset=1");
  ASSERT_EQ(second.body["violations"].as_array().size(), 1U);
  EXPECT_EQ(second.body["violations"][0]["attempted_capability"].as_string(), "fly");
  EXPECT_EQ(second.body["total"].as_int64(), 2);
  EXPECT_EQ(a.admin("GET", "/api/v1/agents/" + agent.id).body["capability_violation_count"].as_int64(), 2);
  EXPECT_EQ(a.admin("GET", path + "?limit=many").status, 400);
  EXPECT_EQ(other.send(a, "GET", path).status, 403) << "somebody else's";
  EXPECT_EQ(a.send("GET", path).status, 401);
}

TEST(authority, gives_its_figures_to_monitors_on_this_machine) {
  running_authority a;
  auto agent = agent_number(1);
  agent.enrol(a);
  agent.verify(a, "get_weather");
  agent.verify(a, "delete_user");  // waits for a person
  const std::string text = a.get_text("/metrics");
  for (const char* line : {"aim_up 1\n", "aim_agents{status=\"verified\"} 1\n", "aim_agents{status=\"revoked\"} 0\n", "aim_verifications_pending 1\n", "aim_long_polls 0\n",
                           "aim_verifications_30d{decision=\"approved\"} 1\n", "# TYPE aim_agents gauge\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << " is not in\n" << text;
  EXPECT_EQ(text.find(agent.id), std::string::npos) << "figures only";
}

TEST(authority, tells_how_it_is) {
  running_authority a;
  EXPECT_EQ(a.send("GET", "/health").at("status"), "healthy");
  EXPECT_EQ(a.send("GET", "/health/ready").body["ready"].as_bool(), true);
  const auto status = a.send("GET", "/api/v1/status");
  EXPECT_EQ(status.at("server"), "aval");
  EXPECT_NE(status.text.find("long_poll"), std::string::npos);
  const auto nothing = a.send("GET", "/api/v1/nothing");
  EXPECT_EQ(nothing.status, 404);
  EXPECT_TRUE(nothing.body["error"].is_string());
}

TEST(authority, serves_https_with_a_certificate_that_outlives_a_restart) {
  temporary_folder folder;
  std::string first;
  auto records = std::make_shared<memory_store>();
  for (int i = 0; i < 2; ++i) {
    asio::io_context context;
    options o;
    o.store = records;
    server s(context.get_executor(), o);
    aval::testing::run(context, s.start());
    EXPECT_TRUE(s.url().starts_with("https://127.0.0.1:"));
    if (i == 0) first = s.certificate_pem();
    EXPECT_EQ(s.certificate_pem(), first);
    aval::net::client_options c;
    c.tls.ca_pem = s.certificate_pem();
    c.proxy.from_environment = false;
    aval::net::http_client client(context.get_executor(), c);
    context.restart();
    EXPECT_EQ(aval::testing::run(context, running_authority::exchange(client, s.url(), aval::net::http_request("GET", "/health"))).status, 200);
    context.restart();
    aval::testing::run(context, s.stop(std::chrono::milliseconds(100)));
  }
}

}  // namespace
