// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "emulator/cloud_fixture.hpp"

#include "aval/emulator/detail/control_access.hpp"

namespace {

using namespace emulator_test;
using credentials::workload_user;

emulator::cloud_options small() {
  emulator::cloud_options o;
  o.http.max_body = 64 * 1024;
  return o;
}

class CloudEmulatorAttacked : public emulated {
 protected:
  CloudEmulatorAttacked() : emulated(small()), http(context.get_executor(), plain()) {
    furnish();
    cloud.add_access_key({.id = "other", .key = secret("canary-5f1c-other"), .account = "999999999999"});
    other = std::make_shared<const credentials::cloud_credential>("other", secret("canary-5f1c-other"));
  }

  /** A call as our client signs it, to be spoilt. */
  net::http_request message(std::string nonce = "n-1", credentials::shared_credential who = nullptr, std::chrono::seconds off = 0s) {
    const credentials::openapi_request call(credentials::agent_identity_data(), "GetWorkloadAccessToken", {{"WorkloadIdentityName", "me"}}, who ? who : root);
    return credentials::make_openapi_message(call, net::url(cloud.url()).authority(), now + off, nonce);
  }
  /** The code of the answer; "ok" for a good one. */
  std::string answer(const net::http_request& r, std::string at = {}) {
    net::call_options once;
    once.redirects = 0;
    last = run(http.send(net::url(at.empty() ? cloud.url() : at), r, once));
    const auto v = json::parse(last.body);
    if (last.status == 200 && !(v && v->contains("Code"))) return "ok";
    return v ? text((*v)["Code"]) : "status " + std::to_string(last.status);
  }
  static void set(net::http_request& r, std::string_view name, std::string_view value) { r.headers.set(name, value); }
  static net::client_options plain() {
    net::client_options o;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    return o;
  }
  /** As plain(), but every name is the emulator. */
  net::http_client naming() {
    net::client_options o = plain();
    o.resolver.look_up = [port = cloud.port()](std::string, std::uint16_t) { return loopback(port); };
    return {context.get_executor(), o};
  }
  static awaitable<std::vector<asio::ip::tcp::endpoint>> loopback(std::uint16_t port) {
    std::vector<asio::ip::tcp::endpoint> out(1, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), port));
    co_return out;
  }
  std::string control_post(std::string what, std::string body, const std::vector<std::pair<std::string, std::string>>& more = {}, std::string type = "application/json") {
    net::http_request r("POST", "/", std::move(body), type);
    for (const auto& [name, value] : more) r.headers.add(name, value);
    last = run(http.send(net::url(cloud.url() + "/_emulator/" + what), r));
    return std::to_string(last.status);
  }

  net::http_client http;
  net::http_response last;
  credentials::shared_credential other;
};

// ---- signatures ---------------------------------------------------------------------------------------------------------------------

TEST_F(CloudEmulatorAttacked, AReplayedCallIsRefused) {
  const auto r = message();
  EXPECT_EQ(answer(r), "ok");
  EXPECT_EQ(answer(r), "SignatureNonceUsed");
  EXPECT_EQ(last.status, 400);
  now += 20min;
  EXPECT_EQ(answer(r), "InvalidTimeStamp.Expired");
  EXPECT_EQ(answer(message("n-1", other)), "EntityNotExists.WorkloadIdentity");  // the nonces of one key are not those of another
}

TEST_F(CloudEmulatorAttacked, AForgerCannotSpendTheNoncesOfOthers) {
  auto forged = message();
  std::string header(*forged.headers.find("Authorization"));
  header.back() = header.back() == '0' ? '1' : '0';
  set(forged, "Authorization", header);
  EXPECT_EQ(answer(forged), "SignatureDoesNotMatch");
  EXPECT_EQ(answer(message()), "ok");
}

TEST_F(CloudEmulatorAttacked, ATamperedBodyIsRefused) {
  auto r = message();
  r.body = "WorkloadIdentityName=you";
  EXPECT_EQ(answer(r), "SignatureDoesNotMatch");
  set(r, "x-acs-content-sha256", credentials::detail::hex_sha256(r.body));  // and its hash made anew
  EXPECT_EQ(answer(r), "SignatureDoesNotMatch");
}

TEST_F(CloudEmulatorAttacked, AnotherActionOrVersionUnderTheSameSignatureIsRefused) {
  auto r = message();
  set(r, "x-acs-action", "GetWorkloadAccessTokenForUserId");
  EXPECT_EQ(answer(r), "SignatureDoesNotMatch");
  r = message();
  set(r, "x-acs-version", "2025-09-01");
  EXPECT_EQ(answer(r), "SignatureDoesNotMatch");
  r = message();
  EXPECT_EQ(answer(r, cloud.url() + "/?Action=GetResourceAPIKey"), "InvalidParameter.Action");
}

TEST_F(CloudEmulatorAttacked, AHeaderOfTheServiceThatIsNotSignedIsRefused) {
  auto r = message();
  r.headers.add("x-acs-security-token-2", "x");
  EXPECT_EQ(answer(r), "IncompleteSignature");
  r = message();
  r.headers.add("x-acs-action", "GetWorkloadAccessToken");  // the same field twice
  EXPECT_EQ(answer(r), "IncompleteSignature");
}

TEST_F(CloudEmulatorAttacked, AWrongSecretAndAnUnknownKeyAreRefused) {
  EXPECT_EQ(answer(message("n", std::make_shared<const credentials::cloud_credential>("testAccessKeyId", secret("wrong")))), "SignatureDoesNotMatch");
  EXPECT_EQ(answer(message("n", std::make_shared<const credentials::cloud_credential>("nobody", secret("canary-5f1c-key")))), "InvalidAccessKeyId.NotFound");
  EXPECT_EQ(last.status, 404);
}

TEST_F(CloudEmulatorAttacked, AStaleAndAFutureDateAreRefused) {
  EXPECT_EQ(answer(message("a", nullptr, -901s)), "InvalidTimeStamp.Expired");
  EXPECT_EQ(answer(message("b", nullptr, 901s)), "InvalidTimeStamp.Expired");
  EXPECT_EQ(answer(message("c", nullptr, -900s)), "ok");
  auto r = message("d");
  set(r, "x-acs-date", "Fri, 20 Nov 2026 19:32:38 GMT");
  EXPECT_EQ(answer(r), "InvalidTimeStamp.Format");
}

TEST_F(CloudEmulatorAttacked, AnUnsignedCallIsRefusedButForTheTwoAnonymousActions) {
  auto r = message();
  r.headers.erase("Authorization");
  EXPECT_EQ(answer(r), "IncompleteSignature");
  set(r, "Authorization", "ACS3-HMAC-SHA256 Credential=testAccessKeyId");
  EXPECT_EQ(answer(r), "IncompleteSignature");
  const credentials::openapi_request call(credentials::ram(), "GetRole", {{"RoleName", "r"}});
  const auto anonymous = credentials::make_openapi_message(call, "x", now, "n");
  EXPECT_EQ(answer(anonymous, cloud.url() + anonymous.target), "IncompleteSignature");
}

TEST_F(CloudEmulatorAttacked, AHugeBodyIsRefusedBeforeItIsRead) {
  auto r = message();
  r.body.assign(64 * 1024 + 1, 'a');
  answer(r);
  EXPECT_EQ(last.status, 413);
  EXPECT_EQ(answer(message("n-2")), "ok");
}

TEST_F(CloudEmulatorAttacked, TheV1SignatureIsHeldToTheSameRules) {
  credentials::openapi_request call(credentials::sts(), "GetCallerIdentity", {}, root);
  call.signature = credentials::openapi_signature::v1;
  call.method = "GET";
  const auto with = [&](const net::http_request& r) { return answer(r, cloud.url() + r.target); };
  const auto good = credentials::make_openapi_message(call, "x", now, "v1-n");
  EXPECT_EQ(with(good), "ok");
  EXPECT_EQ(with(good), "SignatureNonceUsed");
  auto r = credentials::make_openapi_message(call, "x", now, "v1-m");
  r.target += "&RoleSessionName=x";
  EXPECT_EQ(with(r), "SignatureDoesNotMatch");
  EXPECT_EQ(with(credentials::make_openapi_message(call, "x", now - 1h, "v1-o")), "InvalidTimeStamp.Expired");
}

// ---- keys and tokens of others ------------------------------------------------------------------------------------------------------

TEST_F(CloudEmulatorAttacked, ATokenOfAnotherAccountOpensNothing) {
  const secret token = token_for("u1");
  EXPECT_EQ(code([&] { run(identity(other).api_key(token.clone(), "search", other)); }), "InvalidParameter.WorkloadAccessToken");
  credentials::oauth2_token_request what{.provider = "docs", .scopes = {"openid"}, .return_url = back};
  const auto first = run(identity().oauth2_token(token.clone(), what));
  cloud.decide(first.session_uri, true);
  EXPECT_EQ(code([&] { run(identity(other).confirm_user_auth(first.session_uri, workload_user::of_id("u1"))); }), "InvalidParameter.SessionURI");
  EXPECT_EQ(code([&] { call(credentials::agent_identity(), "GetWorkloadIdentity", of("WorkloadIdentityName", "me"), other); }), "EntityNotExists.WorkloadIdentity");
  EXPECT_EQ(code([&] { ram("GetRole", of("RoleName", "AgentIdentityRole-me"), other); }), "EntityNotExist.Role");
}

TEST_F(CloudEmulatorAttacked, ATemporaryKeyIsNothingWithoutItsOwnToken) {
  const auto one = run(identity().assume_workload_role(token_for("u1"), 900s)).credential;
  const auto two = run(identity().assume_workload_role(token_for("u1"), 900s)).credential;
  const auto mixed = [&](const secret& token) {
    auto made = std::make_shared<const credentials::cloud_credential>(one->access_key_id, one->access_key_secret.clone(), token.clone());
    return code([&] { sts("GetCallerIdentity", {}, made); });
  };
  EXPECT_EQ(mixed(one->security_token), "ok");
  EXPECT_EQ(mixed(secret()), "MissingSecurityToken");
  EXPECT_EQ(mixed(two->security_token), "InvalidSecurityToken.MismatchWithAccessKey");
  auto padded = std::make_shared<const credentials::cloud_credential>("testAccessKeyId", secret("canary-5f1c-key"), one->security_token.clone());
  EXPECT_EQ(code([&] { sts("GetCallerIdentity", {}, padded); }), "InvalidSecurityToken.Malformed");
}

TEST_F(CloudEmulatorAttacked, TheRoleOfOneWorkloadDoesNotServeAnother) {
  cloud.add_workload_identity({.name = "second"});
  const auto role_of_me = run(identity().assume_workload_role(token_for(""), 900s)).credential;
  const secret token = run(identity().workload_access_token("second", workload_user()));
  EXPECT_EQ(code([&] { run(identity().api_key(token.clone(), "search", role_of_me)); }), "NoPermission");
  EXPECT_EQ(run(identity().api_key(token_for(""), "search", role_of_me)).reveal(), "canary-5f1c-k");
  const char* nothing = R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]})";
  const auto narrowed = run(identity().assume_workload_role(token_for(""), 900s, nothing)).credential;
  EXPECT_EQ(code([&] { run(identity().api_key(token_for(""), "search", narrowed)); }), "NoPermission");
  // a workload cannot take on a role that trusts another one
  control("UpdateWorkloadIdentity", {{"WorkloadIdentityName", "second"}, {"RoleArn", "acs:ram::123456789012:role/AgentIdentityRole-me"}});
  EXPECT_EQ(code([&] { run(identity().assume_workload_role(token.clone(), 900s)); }), "NoPermission");
}

TEST_F(CloudEmulatorAttacked, ASessionIsCompletedOnceAndPolledByItsOwnUserOnly) {
  credentials::oauth2_token_request what{.provider = "docs", .scopes = {"openid"}, .return_url = back};
  const auto first = run(identity().oauth2_token(token_for("u1"), what));
  cloud.decide(first.session_uri, true);
  EXPECT_THROW(cloud.decide(first.session_uri, true), aval::error);  // the link was used
  what.session_uri = first.session_uri;
  EXPECT_EQ(code([&] { run(identity().oauth2_token(token_for("u2"), what)); }), "InvalidParameter.SessionURI");
  run(identity().confirm_user_auth(first.session_uri, workload_user::of_id("u1")));
  EXPECT_EQ(code([&] { run(identity().confirm_user_auth(first.session_uri, workload_user::of_id("u1"))); }), "InvalidParameter.SessionURI");
}

// ---- parameters, versions, hosts ----------------------------------------------------------------------------------------------------

TEST_F(CloudEmulatorAttacked, ParametersAreTakenWhereTheyBelongAndNamedExactly) {
  EXPECT_EQ(code([&] { data("GetWorkloadAccessToken"); }), "MissingParameter.WorkloadIdentityName");
  EXPECT_EQ(code([&] { data("GetWorkloadAccessToken", {{"WorkloadIdentityName", "me"}, {"UserID", "u"}}); }), "InvalidParameter.UserID");
  EXPECT_EQ(code([&] { data("GetWorkloadAccessToken", {{"WorkloadIdentityName", "me"}, {"WorkloadIdentityName", "you"}}); }), "InvalidParameter.WorkloadIdentityName");
  credentials::parameters flat{{"ResourceCredentialProviderName", "docs"}, {"Scopes.1", "openid"}};
  flat.add_secret("WorkloadAccessToken", token_for(""));
  EXPECT_EQ(code([&] { data("GetResourceOAuth2Token", flat); }), "MissingParameter.Scopes");
  auto in_query = credentials::agent_identity_data();
  in_query.parameters_in_query = true;
  credentials::parameters p = of("ResourceCredentialProviderName", "search");
  EXPECT_EQ(code([&] { call(in_query, "GetResourceAPIKey", p); }), "MissingParameter.ResourceCredentialProviderName");
  EXPECT_TRUE(call(in_query, "GetWorkloadAccessToken", of("WorkloadIdentityName", "me")).contains("WorkloadAccessToken"));
  EXPECT_EQ(code([&] { data("GetWorkloadAccesToken", of("WorkloadIdentityName", "me")); }), "InvalidAction.NotFound");
  EXPECT_EQ(last_status, 404);
  EXPECT_EQ(code([&] { ram("GetWorkloadAccessToken"); }), "InvalidAction.NotFound");  // of another product
  auto old = credentials::ram();
  old.version = "2015-05-02";
  EXPECT_EQ(code([&] { call(old, "GetRole", of("RoleName", "r")); }), "InvalidVersion");
}

TEST_F(CloudEmulatorAttacked, AHostNameOfTheCloudSaysWhichProductAnswers) {
  const auto client = naming();
  const auto ask = [&](const std::string& host, credentials::openapi_product product, std::string action, credentials::parameters p) {
    const credentials::openapi_request request(std::move(product), std::move(action), std::move(p), root);
    const auto r = credentials::make_openapi_message(request, host, now, credentials::make_nonce());
    const auto got = run(client.send(net::url("http://" + host + r.target), r));
    return got.status == 200 ? std::string("ok") : text(json::parse(got.body).value()["Code"]);
  };
  const credentials::parameters me = of("WorkloadIdentityName", "me");
  EXPECT_EQ(ask("agentidentitydata.cn-beijing.aliyuncs.com", credentials::agent_identity_data(), "GetWorkloadAccessToken", me), "ok");
  EXPECT_EQ(ask("agentidentity-vpc.cn-beijing.aliyuncs.com", credentials::agent_identity(), "GetWorkloadIdentity", me), "ok");
  EXPECT_EQ(ask("sts.aliyuncs.com", credentials::sts(), "GetCallerIdentity", {}), "ok");
  EXPECT_EQ(ask("agentidentity.cn-beijing.aliyuncs.com", credentials::agent_identity_data(), "GetWorkloadAccessToken", me), "InvalidVersion");
  EXPECT_EQ(ask("agentidentity.cn-hangzhou.aliyuncs.com", credentials::agent_identity(), "GetWorkloadIdentity", me), "InvalidHost.NotFound");
  EXPECT_EQ(ask("oss.aliyuncs.com", credentials::sts(), "GetCallerIdentity", {}), "InvalidHost.NotFound");
}

TEST_F(CloudEmulatorAttacked, ErrorsHaveTheFormOfTheServiceAndXmlWhereItIsAskedFor) {
  auto r = message();
  r.body = "x=%zz";
  EXPECT_EQ(answer(r), "InvalidParameter");
  const auto body = json::parse(last.body).value();
  for (const char* name : {"RequestId", "HostId", "Code", "Message", "Recommend"}) EXPECT_TRUE(body.contains(name)) << name;
  EXPECT_EQ(last.headers.find("x-acs-request-id"), text(body["RequestId"]));
  r = message("n", other);
  set(r, "Accept", "text/xml");
  answer(r);
  EXPECT_EQ(last.headers.find("content-type"), "text/xml;charset=utf-8");
  const auto read = credentials::read_service_failure(last, now, [](std::string&) {});
  EXPECT_EQ(read.code, "EntityNotExists.WorkloadIdentity");
}

// ---- the page and the control interface ---------------------------------------------------------------------------------------------

TEST_F(CloudEmulatorAttacked, ThePageShowsTextAsTextAndTakesNoAnswerFromOtherSites) {
  credentials::parameters p{{"ResourceCredentialProviderName", "docs"}, {"ResourceOAuth2ReturnURL", back}, {"CustomParameters", R"({"<b>":"<script>alert(1)</script>\"'"})"}};
  p.add_secret("WorkloadAccessToken", token_for("<img src=x>"));
  const auto first = data("GetResourceOAuth2Token", p);
  net::http_request get("GET");
  EXPECT_EQ(answer(get, text(first["AuthorizationURL"])), "ok");
  EXPECT_EQ(last.body.find("<script"), std::string::npos);
  EXPECT_EQ(last.body.find("<img"), std::string::npos);
  EXPECT_EQ(last.body.find("<b>"), std::string::npos);
  EXPECT_NE(std::string(last.headers.find("content-security-policy").value_or("")).find("frame-ancestors 'none'"), std::string::npos);
  net::http_request post("POST", "/", "decision=approve&request_uri=" + net::percent_encode(text(first["SessionURI"])), "application/x-www-form-urlencoded");
  post.headers.add("Origin", "https://evil.example");
  EXPECT_EQ(answer(post, cloud.url() + "/oauth2/authorize"), "status 403");
  post.headers.set("Origin", cloud.url());
  EXPECT_EQ(answer(post, cloud.url() + "/oauth2/authorize"), "status 302");
  EXPECT_EQ(answer(get, cloud.url() + "/oauth2/authorize?request_uri=urn%3Aother"), "status 404");
}

TEST_F(CloudEmulatorAttacked, TheControlInterfaceSeedsBreaksAndLooks) {
  EXPECT_EQ(control_post("workload-identities", R"({"name":"three","return_urls":["http://localhost:1/"]})"), "200");
  EXPECT_NE(last.body.find("workloadidentity/three"), std::string::npos);
  EXPECT_EQ(control_post("workload-identities", R"({"name":"three"})"), "400");
  EXPECT_EQ(control_post("oauth2-providers", R"({"name":"mail"})"), "200");
  EXPECT_EQ(control_post("api-keys", R"({"name":"maps","key":"canary-5f1c-k9"})"), "200");
  EXPECT_EQ(control_post("access-keys", R"({"id":"second","key":"canary-5f1c-s","user":"ann","policy":"{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ram:*\",\"Resource\":\"*\"}]}"})"), "200");
  const auto ann = std::make_shared<const credentials::cloud_credential>("second", secret("canary-5f1c-s"));
  EXPECT_EQ(text(sts("GetCallerIdentity", {}, ann)["Arn"]), "acs:ram::123456789012:user/ann");
  EXPECT_EQ(code([&] { call(credentials::agent_identity(), "GetWorkloadIdentity", of("WorkloadIdentityName", "me"), ann); }), "NoPermission");
  EXPECT_EQ(control_post("identity-providers", R"({"name":"login","discovery_url":"https://l/.well-known/openid-configuration","audiences":["app"]})"), "200");
  EXPECT_EQ(control_post("identity-provider-keys", R"({"name":"login","keys":"{\"keys\":[]}"})"), "200");
  EXPECT_EQ(control_post("consents", R"({"provider":"mail","user_id":"u1","access_token":"canary-5f1c-at"})"), "200");
  EXPECT_EQ(control_post("faults", R"({"kind":"throttle","action":"GetResourceAPIKey","times":1,"wait_ms":3})"), "200");
  EXPECT_EQ(control_post("faults", R"({"kind":"earthquake"})"), "400");
  EXPECT_EQ(control_post("expire", R"({"workload_tokens":true,"hour":1})"), "400");  // unknown members are refused
  EXPECT_EQ(run(identity().api_key(token_for(""), "maps")).reveal(), "canary-5f1c-k9");
  const secret token = token_for("");
  EXPECT_EQ(control_post("expire", R"({"workload_tokens":true})"), "200");
  EXPECT_EQ(code([&] { run(identity().api_key(token.clone(), "maps")); }), "InvalidParameter.WorkloadAccessToken");

  EXPECT_EQ(control_post("consent-page", R"({"answer":"approve"})"), "200");
  credentials::oauth2_token_request what{.provider = "docs", .scopes = {}, .return_url = back, .custom_state = "s"};
  const auto first = run(identity().oauth2_token(token_for("u1"), what));
  net::http_request get("GET");
  EXPECT_EQ(answer(get, first.authorization_url), "status 302");  // nobody has to click
  const auto second = run(identity().oauth2_token(token_for("u1"), what));
  EXPECT_EQ(control_post("decide", json::write(json::object({{"session_uri", second.session_uri}}))), "200");
  EXPECT_NE(last.body.find("session_uri="), std::string::npos);

  const auto state = run(http.send(net::url(cloud.url() + "/_emulator/state"), get));
  const auto seen = json::parse(state.body).value();
  EXPECT_EQ(seen["calls"]["GetResourceAPIKey"], 3);
  EXPECT_EQ(text(seen["sessions"][0]["status"]), "consented");
  EXPECT_EQ(state.body.find("canary"), std::string::npos) << "no secret is shown";
  EXPECT_EQ(control_post("reset", "{}"), "200");
  EXPECT_EQ(code([&] { control("GetWorkloadIdentity", of("WorkloadIdentityName", "me")); }), "EntityNotExists.WorkloadIdentity");
  EXPECT_EQ(control_post("nothing", "{}"), "404");
}

TEST_F(CloudEmulatorAttacked, APageInABrowserCannotUseTheControlInterface) {
  EXPECT_EQ(control_post("reset", "{}", {{"Origin", "https://evil.example"}}), "403");
  EXPECT_EQ(control_post("reset", "{}", {{"Sec-Fetch-Site", "cross-site"}}), "403");
  EXPECT_EQ(control_post("reset", "{}", {}, "text/plain"), "403");
  const auto client = naming();
  net::http_request get("GET");
  EXPECT_EQ(run(client.send(net::url("http://evil.example/_emulator/state"), get)).status, 403);  // DNS rebinding
  EXPECT_EQ(run(identity().api_key(token_for(""), "search")).reveal(), "canary-5f1c-k");
}

TEST(CloudEmulatorControl, IsForThisMachineOnly) {
  net::headers h;
  h.add("Host", "[::1]:8443");
  EXPECT_TRUE(emulator::detail::may_control(true, "GET", h));
  EXPECT_FALSE(emulator::detail::may_control(false, "GET", h));
  EXPECT_FALSE(emulator::detail::may_control(true, "POST", h));
  h.add("Host", "localhost");
  EXPECT_FALSE(emulator::detail::may_control(true, "GET", h));
}

}  // namespace
