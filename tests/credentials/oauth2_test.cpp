// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/credentials/oauth2.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace aval;
using namespace aval::credentials;
using credentials::errc;
using namespace std::chrono_literals;

constexpr timestamp epoch_now{std::chrono::seconds(1795203158)};

TEST(token_answer, of_a_success_has_the_token) {
  const auto a = read_token_answer(200, R"({"access_token":"at","token_type":"bearer","expires_in":3600,"refresh_token":"rt","id_token":"it","scope":"a b","x":{}})", epoch_now);
  ASSERT_TRUE(a.token) << a.code.message();
  EXPECT_EQ(a.code, std::error_code());
  EXPECT_EQ(a.token->access_token.reveal(), "at");
  EXPECT_EQ(a.token->refresh_token.reveal(), "rt");
  EXPECT_EQ(a.token->id_token.reveal(), "it");
  EXPECT_EQ(a.token->scope, "a b");
  EXPECT_EQ(a.token->expires_at, epoch_now + 1h);
  EXPECT_EQ(read_token_answer(200, R"({"access_token":"at","token_type":"Bearer","expires_in":"60"})", epoch_now).token->expires_at, epoch_now + 60s);
  EXPECT_EQ(read_token_answer(200, R"({"access_token":"at","token_type":"N_A","issued_token_type":"t"})", epoch_now).token->expires_at, std::nullopt);
  EXPECT_TRUE(read_token_answer(200, R"({"access_token":"at","token_type":"Bearer","expires_in":1e18})", epoch_now).token);
}

TEST(token_answer, that_is_none_is_refused) {
  for (const char* body : {"", "<html>", "[]", "{}", R"({"access_token":"","token_type":"Bearer"})", R"({"access_token":7,"token_type":"Bearer"})",
                           R"({"access_token":"at"})", R"({"access_token":"at","token_type":"mac"})", R"({"access_token":"at","token_type":"Bearer","expires_in":-1})",
                           R"({"access_token":"at","token_type":"Bearer","expires_in":"soon"})", R"({"access_token":"at","token_type":"Bearer","expires_in":[]})",
                           R"({"access_token":"at","access_token":"bt","token_type":"Bearer"})"}) {
    const auto a = read_token_answer(200, body, epoch_now);
    EXPECT_FALSE(a.token) << body;
    EXPECT_EQ(a.code, errc::answer_not_understood) << body;
  }
  // a status that is no success makes no token
  EXPECT_FALSE(read_token_answer(201, R"({"access_token":"at","token_type":"Bearer"})", epoch_now).token);
}

TEST(token_answer, of_a_failure_has_a_code_and_the_servers_words_made_harmless) {
  const struct { int status; const char* body; std::error_code code; const char* error; } rows[] = {
      {400, R"({"error":"invalid_grant","error_description":"code \u001b[1m used"})", errc::credential_refused, "invalid_grant"},
      {401, R"({"error":"invalid_client"})", errc::credential_refused, "invalid_client"},
      {400, R"({"error":"unauthorized_client"})", errc::denied, "unauthorized_client"},
      {400, R"({"error":"access_denied"})", errc::denied, "access_denied"},
      {400, R"({"error":"expired_token"})", errc::login_expired, "expired_token"},
      {400, R"({"error":"invalid_scope"})", errc::rejected, "invalid_scope"},
      {400, R"({"error":"authorization_pending"})", errc::rejected, "authorization_pending"},
      {503, R"({"error":"temporarily_unavailable"})", errc::service_failed, "temporarily_unavailable"},
      {200, R"({"error":"invalid_grant"})", errc::credential_refused, "invalid_grant"},
      {429, R"({"error":"invalid_grant"})", errc::throttled, "invalid_grant"},
      {401, "<html>", errc::credential_refused, ""}, {403, "", errc::denied, ""}, {500, "", errc::service_failed, ""}, {404, "", errc::answer_not_understood, ""},
      {302, "", errc::answer_not_understood, ""}};
  for (const auto& row : rows) {
    const auto a = read_token_answer(row.status, row.body, epoch_now);
    EXPECT_FALSE(a.token);
    EXPECT_EQ(a.code, row.code) << row.status << row.body;
    EXPECT_EQ(a.error, row.error);
  }
  EXPECT_EQ(read_token_answer(400, rows[0].body, epoch_now).description, "code ?[1m used");
}

TEST(token_answer, of_a_failure_has_nothing_of_the_secrets_that_were_sent) {
  const std::string token = "refresh-" + std::string(600, 'r'), code = "code-" + std::string(80, 'c');
  parameters sent{{"grant_type", "refresh_token"}};
  sent.add_secret("refresh_token", token).add_secret("code", code).hide("canary-5f1c-secret");
  const auto a = read_token_answer(400, R"({"error":"bad )" + code + R"(","error_description":"the token )" + token + R"( of canary-5f1c-secret is used"})", epoch_now, sent);
  EXPECT_EQ(a.error, "bad [...]");
  EXPECT_EQ(a.description, "the token [...] of [...] is used");
  EXPECT_EQ(read_token_answer(200, R"({"error":")" + token + "\"}", epoch_now, sent).error, "[...]");
}

TEST(server_metadata, has_the_endpoints) {
  const auto m = read_server_metadata(R"({"issuer":"https://a.example","token_endpoint":"https://a.example/t","jwks_uri":"https://k.example/k",
    "authorization_response_iss_parameter_supported":true,"scopes_supported":["x"]})", "https://a.example");
  ASSERT_TRUE(m) << m.error().message;
  EXPECT_EQ(m->token_endpoint, "https://a.example/t");
  EXPECT_EQ(m->jwks_uri, "https://k.example/k");
  EXPECT_EQ(m->authorization_endpoint, "");
  EXPECT_TRUE(m->names_itself);
}

TEST(server_metadata, of_somebody_else_or_with_an_unsafe_endpoint_is_refused) {
  for (const char* body : {R"({"issuer":"https://evil.example"})", R"({"issuer":"https://a.example/"})", R"({})", R"({"issuer":["https://a.example"]})",
                           R"({"issuer":"https://a.example","token_endpoint":"http://a.example/t"})", R"({"issuer":"https://a.example","token_endpoint":"ftp://a"})",
                           R"({"issuer":"https://a.example","jwks_uri":"wss://a.example/t"})", R"({"issuer":"https://a.example","token_endpoint":"https://u:p@a.example"})"})
    EXPECT_EQ(read_server_metadata(body, "https://a.example").error().code, errc::unsafe_endpoint) << body;
  for (const char* body : {"", "[]", R"({"issuer":"https://a.example","issuer":"https://a.example"})"})
    EXPECT_EQ(read_server_metadata(body, "https://a.example").error().code, errc::answer_not_understood) << body;
  EXPECT_TRUE(read_server_metadata(R"({"issuer":"http://a.example","token_endpoint":"http://a.example/t"})", "http://a.example", true));
  EXPECT_FALSE(read_server_metadata(R"({"issuer":"http://a.example","token_endpoint":"wss://a.example/t"})", "http://a.example", true));
}

TEST(server_metadata, is_looked_for_in_the_places_of_both_specifications) {
  EXPECT_EQ(metadata_places(net::url("https://a.example")),
            (std::vector<std::string>{"https://a.example/.well-known/openid-configuration", "https://a.example/.well-known/oauth-authorization-server"}));
  EXPECT_EQ(metadata_places(net::url("https://a.example/pool/")),
            (std::vector<std::string>{"https://a.example/pool/.well-known/openid-configuration", "https://a.example/.well-known/oauth-authorization-server/pool"}));
}

TEST(proof_key, is_that_of_rfc_7636_appendix_b) {
  EXPECT_EQ(proof_key::from(secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  const auto a = proof_key::make(), b = proof_key::make();
  EXPECT_EQ(a.verifier.size(), 43u);
  EXPECT_NE(a.challenge, b.challenge);
}

TEST(authorization_url, names_what_must_be_named) {
  oauth2_server server;
  server.authorization_endpoint = "https://a.example/authorize?tenant=1";
  authorization_request r;
  r.client_id = "c&1";
  r.redirect_uri = "http://127.0.0.1:5/callback";
  r.state = "s";
  r.challenge = "ch";
  r.scope = "openid profile";
  r.further.add("prompt", "login");
  EXPECT_EQ(authorization_url(server, r).value(),
            "https://a.example/authorize?tenant=1&client_id=c%261&code_challenge=ch&code_challenge_method=S256&prompt=login&"
            "redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2Fcallback&response_type=code&scope=openid%20profile&state=s");
  auto without = r;
  without.state.clear();
  EXPECT_EQ(authorization_url(server, without).error().code, errc::invalid_configuration);
  without = r;
  without.challenge.clear();
  EXPECT_EQ(authorization_url(server, without).error().code, errc::invalid_configuration);
  server.authorization_endpoint = "http://a.example/authorize";
  EXPECT_EQ(authorization_url(server, r).error().code, errc::unsafe_endpoint);
}

TEST(callback, gives_the_code_only_to_who_sent_the_state) {
  oauth2_server server;
  server.issuer = "https://a.example";
  EXPECT_EQ(read_callback("code=x%2By&state=s1", "s1", server)->reveal(), "x+y");
  EXPECT_EQ(read_callback("code=x&state=s1&iss=https%3A%2F%2Fa.example", "s1", server)->reveal(), "x");
  const struct { const char* query; std::error_code code; } rows[] = {
      {"code=x", errc::state_mismatch}, {"code=x&state=", errc::state_mismatch}, {"code=x&state=s2", errc::state_mismatch}, {"", errc::state_mismatch},
      {"code=x&state=s1&state=s1", errc::state_mismatch}, {"code=x&state=s1&state=s2", errc::state_mismatch}, {"error=access_denied&state=s2", errc::state_mismatch},
      {"code=x&state=s1&iss=https%3A%2F%2Fevil.example", errc::unsafe_endpoint}, {"code=x&state=s1&iss=https%3A%2F%2Fa.example&iss=x", errc::unsafe_endpoint},
      {"state=s1", errc::answer_not_understood}, {"state=s1&code=", errc::answer_not_understood}, {"state=s1&code=x&code=y", errc::answer_not_understood},
      {"state=%", errc::answer_not_understood}, {"state=s1&error=access_denied", errc::denied}, {"state=s1&error=server_error", errc::service_failed},
      {"state=s1&error=other&code=x", errc::rejected}};
  for (const auto& row : rows) EXPECT_EQ(read_callback(row.query, "s1", server).error().code, row.code) << row.query;
  EXPECT_EQ(read_callback("code=x&state=", "", server).error().code, errc::state_mismatch);
  EXPECT_EQ(read_callback("state=s1&x=" + std::string(16 * 1024, 'x'), "s1", server).error().code, errc::answer_not_understood);
  server.names_itself = true;  // a mix-up of two servers (RFC 9207)
  EXPECT_EQ(read_callback("code=x&state=s1", "s1", server).error().code, errc::unsafe_endpoint);
}

TEST(device_code, is_read_and_checked) {
  const auto c = read_device_code(R"({"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://a.example/device","expires_in":1800})");
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(c->code.reveal(), "d");
  EXPECT_EQ(c->user_code, "WDJB-MJHT");
  EXPECT_EQ(c->interval, 5s);
  EXPECT_EQ(c->lifetime, 1800s);
  for (const char* body : {"", "{}", R"({"device_code":"d","user_code":"u","verification_uri":"https://a.example"})",
                           R"x({"device_code":"d","user_code":"u","verification_uri":"javascript:alert(1)","expires_in":9})x",
                           R"({"device_code":"d","user_code":"u","verification_uri":"https://a.example","verification_uri_complete":"x","expires_in":9})",
                           R"({"device_code":"d","user_code":"u","verification_uri":"https://a.example","expires_in":0})",
                           R"({"device_code":"d","user_code":"u","verification_uri":"https://a.example","expires_in":9,"interval":-1})"})
    EXPECT_EQ(read_device_code(body).error().code, errc::answer_not_understood) << body;
}

TEST(device_fsm, asks_in_the_rhythm_of_the_server_and_stops_in_time) {
  using act = device_fsm::act;
  token_answer pending, slower, down, no, yes;
  pending.error = "authorization_pending";
  pending.code = errc::rejected;
  slower.error = "slow_down";
  slower.code = errc::rejected;
  down.code = errc::service_failed;
  no.error = "access_denied";
  no.code = errc::denied;
  yes.token = std::make_shared<oauth2_token>();

  device_fsm f(60s, 5s, 1s);
  auto s = f.start();
  EXPECT_EQ(s.what, act::pause);
  EXPECT_EQ(s.delay, 5s);
  EXPECT_EQ(f.next(pending, 5s).delay, 5s);
  EXPECT_EQ(f.next(slower, 10s).delay, 10s);
  EXPECT_EQ(f.next(pending, 20s).delay, 10s);
  EXPECT_EQ(f.next(down, 30s).delay, 20s);
  s = f.next(pending, 40s);  // the next question would come too late
  EXPECT_EQ(s.what, act::failed);
  EXPECT_EQ(s.code, errc::login_expired);
  EXPECT_EQ(f.next(yes, 40s).what, act::done);
  EXPECT_EQ(f.next(no, 1s).code, errc::denied);

  EXPECT_EQ(device_fsm(60s, 0s, 1s).start().delay, 1s);  // a server that says "at once" is not asked in a circle
  EXPECT_EQ(device_fsm(1s, 5s, 1s).start().what, act::failed);
  device_fsm lost(60s, 5s, 1s);
  EXPECT_EQ(lost.unanswered(5s).delay, 10s);
}

}  // namespace
