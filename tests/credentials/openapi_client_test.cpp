// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "aval/credentials/openapi_client.hpp"
#include "aval/testing/run.hpp"
#include "credentials/cloud_for_tests.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using credentials::errc;

struct token_answer {
  std::string workload_access_token = {};
  std::string request_id = {};
};

class openapi : public ::testing::Test {
 protected:
  openapi() {
    options.endpoint = cloud.url();
    options.clock.wall = [this] { return cloud.now; };
    options.pause.first = 1ms;
    options.log = log_hooks([this](log_level, std::string_view, std::string_view line) { log += std::string(line) + "\n"; });
    options.http.proxy.from_environment = false;
  }
  openapi_answer call(const openapi_request& r) { return aval::testing::run(context, openapi_client(context.get_executor(), options).call(r)); }
  openapi_error failure(const openapi_request& r) {
    try {
      call(r);
    } catch (const openapi_error& e) {
      return e;
    }
    throw std::runtime_error("the call did not fail");
  }
  openapi_request token_request() const {
    parameters p{{"WorkloadIdentityName", "test workload"}};
    p.add_secret("UserToken", "eyJhbGciOiJSUzI1NiJ9.canary-5f1c/token==");
    return {agent_identity_data(), "GetWorkloadAccessTokenForJWT", p, temporary};
  }

  asio::io_context context;
  cloud_test::cloud cloud{context};
  openapi_options options;
  std::string log;
  shared_credential long_lived = std::make_shared<const cloud_credential>("testAccessKeyId", secret("canary-5f1c-key"));
  shared_credential temporary =
      std::make_shared<const cloud_credential>("STS.testAccessKeyId", secret("canary-5f1c-sts"), secret("canary-5f1c+test/security==token"));
};

TEST_F(openapi, sends_parameters_where_the_product_wants_them) {
  cloud.answers = {{R"({"WorkloadAccessToken":"eyAg.canary-5f1c","RequestId":"r-7","Unknown":{"a":[1]}})"}};
  const auto answer = call(token_request());
  EXPECT_EQ(answer.request_id, "r-7");
  EXPECT_EQ(answer.attempts, 1u);
  EXPECT_EQ(answer.read<token_answer>().workload_access_token, "eyAg.canary-5f1c");
  EXPECT_EQ(cloud.requests[0].body, "UserToken=eyJhbGciOiJSUzI1NiJ9.canary-5f1c%2Ftoken%3D%3D&WorkloadIdentityName=test+workload");
  EXPECT_EQ(cloud.requests[0].target, "/");
  EXPECT_EQ(cloud.requests[0].headers.find("x-acs-version"), "2025-11-27");
  EXPECT_EQ(cloud.requests[0].headers.find("accept"), "application/json");

  call({ram(), "CreateRole", {{"RoleName", "a b"}}, long_lived});
  EXPECT_EQ(cloud.requests[1].target, "/?RoleName=a%20b");
  EXPECT_EQ(cloud.requests[1].method, "POST");
  EXPECT_EQ(cloud.requests[1].body, "");
  EXPECT_FALSE(cloud.requests[1].headers.contains("content-type"));
}

TEST_F(openapi, signs_the_old_way_or_not_at_all_when_told) {
  openapi_request old(sts(), "AssumeRole", {{"RoleArn", "acs:ram::1:role/a"}}, temporary);
  old.signature = openapi_signature::v1;
  old.method = "GET";
  call(old);
  EXPECT_NE(cloud.requests[0].query.find("Signature"), nullptr);
  EXPECT_EQ(*cloud.requests[0].query.find("SecurityToken"), "canary-5f1c+test/security==token");

  call({agent_identity_data(), "AssumeRoleForWorkloadIdentity", {{"WorkloadAccessToken", "wat"}}});
  EXPECT_EQ(*cloud.requests[1].query.find("Action"), "AssumeRoleForWorkloadIdentity");
  EXPECT_EQ(cloud.requests[1].body, "WorkloadAccessToken=wat");
  EXPECT_FALSE(cloud.requests[1].headers.contains("authorization"));
  EXPECT_FALSE(cloud.requests[1].headers.contains("x-acs-date"));
}

TEST_F(openapi, does_not_send_what_should_be_signed_without_a_credential) {
  openapi_client client(context.get_executor(), options);
  for (const auto& c : {shared_credential(), std::make_shared<const cloud_credential>(), std::make_shared<const cloud_credential>("id", secret())}) {
    const openapi_request r(ram(), "GetRole", {{"RoleName", "a"}}, c);
    EXPECT_EQ(aval::testing::code_of_run(context, client.call(r)), errc::no_credential);
  }
  EXPECT_EQ(cloud.connections(), 0);
}

TEST_F(openapi, repeats_throttling_however_it_is_told_each_time_signed_anew) {
  cloud.answers = {{R"({"Code":"Throttling.User","Message":"slow","RequestId":"r-1"})", "400 Bad Request"},
                   {"", "429 Too Many Requests"},
                   {R"({"Code":"Busy"})", "400 Bad Request", "x-acs-retry-after: 3\r\n"},
                   {R"({"RequestId":"r-4"})"}};
  const auto answer = call(token_request());
  EXPECT_EQ(answer.attempts, 4u);
  EXPECT_EQ(answer.request_id, "r-4");
  EXPECT_FALSE(answer.earlier_attempt_uncertain);
  ASSERT_EQ(cloud.requests.size(), 4u);  // the cloud refuses a nonce that it has seen
  EXPECT_EQ(cloud.requests[3].headers.find("x-acs-retry-attempts"), "3");
  EXPECT_NE(log.find("Throttling.User, again in"), std::string::npos) << log;
}

TEST_F(openapi, repeats_throttling_and_failures_inside_a_200) {
  cloud.answers = {{R"({"Code":"Throttling","RequestId":"r-1"})"}, {R"({"RequestId":"r-2"})"}};
  EXPECT_FALSE(call(token_request()).earlier_attempt_uncertain);
  cloud.answers = {{R"({"Code":"Throttling","RequestId":"r-1"})"}, {R"({"Code":"ServiceUnavailable","RequestId":"r-1"})"}, {R"({"RequestId":"r-3"})"}};
  const auto answer = call(token_request());
  EXPECT_EQ(answer.attempts, 3u);
  EXPECT_TRUE(answer.earlier_attempt_uncertain);
}

TEST_F(openapi, repeats_a_lost_connection_and_says_that_the_first_attempt_is_uncertain) {
  cloud.answers = {{.drop = true}, {R"({"Code":"EntityAlreadyExists.WorkloadIdentity","RequestId":"r-2"})", "409 Conflict"}};
  const auto e = failure(token_request());
  EXPECT_EQ(e.code(), errc::already_exists);
  EXPECT_EQ(e.attempts(), 2u);
  EXPECT_TRUE(e.earlier_attempt_uncertain());
}

TEST_F(openapi, gives_up_after_the_most_attempts_with_the_last_failure) {
  options.max_attempts = 2;
  cloud.answers = {{R"({"Code":"InternalError","Message":"x"})", "500 Internal Server Error"}, {"<html>", "502 Bad Gateway"}, {}};
  const auto e = failure(token_request());
  EXPECT_EQ(e.code(), errc::service_failed);
  EXPECT_EQ(e.code(), condition::unreachable);
  EXPECT_EQ(e.failure().status, 502);
  EXPECT_EQ(cloud.requests.size(), 2u);
}

TEST_F(openapi, never_repeats_what_can_not_end_otherwise) {
  const std::pair<const char*, errc> cases[] = {
      {"SignatureDoesNotMatch", errc::credential_refused}, {"InvalidAccessKeyId.NotFound", errc::credential_refused},
      {"InvalidSecurityToken.Expired", errc::credential_refused}, {"InvalidTimeStamp.Expired", errc::time_refused},
      {"InvalidParameter.JsonWebToken", errc::rejected}, {"MissingParameter.Scopes", errc::rejected}, {"Forbidden.RAM", errc::denied},
      {"NoPermission", errc::denied}, {"EntityNotExist.Role", errc::not_found}, {"EntityNotExists.WorkloadIdentity", errc::not_found},
      {"EntityAlreadyExists.Role", errc::already_exists}};
  for (const auto& [code, meaning] : cases) {
    cloud.answers = {{R"({"Code":")" + std::string(code) + R"(","Message":"no","RequestId":"r-1"})", "400 Bad Request"}};
    const auto e = failure(token_request());
    EXPECT_EQ(e.code(), meaning) << code;
    EXPECT_EQ(e.service_code(), code);
    EXPECT_EQ(e.attempts(), 1u) << code;
    EXPECT_EQ(e.request_id(), "r-1");
  }
}

TEST_F(openapi, takes_a_200_with_a_code_for_an_error_unless_the_expected_member_is_there) {
  auto r = token_request();
  r.expects = {"WorkloadAccessToken"};
  cloud.answers = {{R"({"Code":"InvalidParameter.WorkloadAccessToken","Message":"expired","RequestId":"r-1"})"},
                   {R"({"Code":"InvalidParameter.X","WorkloadAccessToken":null})"},
                   {R"({"Code":"InvalidParameter.X","WorkloadAccessToken":""})"},
                   {R"({"Code":"x","WorkloadAccessToken":"wat"})"},
                   {R"({"Code":"OK"})"},
                   {"[1]"}};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(failure(r).code(), errc::rejected) << i;
  EXPECT_EQ(call(r).read<token_answer>().workload_access_token, "wat");
  EXPECT_NO_THROW(call(r));
  EXPECT_EQ(failure(r).code(), errc::answer_not_understood);
}

TEST_F(openapi, strikes_its_own_secrets_out_of_what_the_service_quotes) {
  cloud.answers = {{R"({"Code":"SignatureDoesNotMatch","Message":"server string to sign is: canary-5f1c-sts canary-5f1c+test/security==token )"
                    R"(canary-5f1c%2Btest%2Fsecurity%3D%3Dtoken canary-5f1c%252Btest%252Fsecurity%253D%253Dtoken eyJhbGciOiJSUzI1NiJ9.canary-5f1c/token==","RequestId":"r"})",
                    "400 Bad Request"}};
  const auto e = failure(token_request());
  const std::string text = std::string(e.what()) + e.peer_text() + e.failure().message + log;
  for (const char* hidden : {"canary-5f1c", "eyJhbGci"}) EXPECT_EQ(text.find(hidden), std::string::npos) << text;
  EXPECT_NE(text.find("server string to sign is: [...] [...] [...] [...] [...]"), std::string::npos) << text;
}

TEST_F(openapi, leaves_nothing_of_a_secret_that_is_longer_than_what_is_kept_of_a_text) {
  const std::string jwt = "eyJhbGciOiJSUzI1NiJ9." + std::string(900, 'p') + ".sig\\\"nature";
  parameters p;
  p.add_secret("UserToken", jwt).add_secret("UserIdentifier", R"({"UserJWT":")" + std::string(300, 'q') + "\"}").hide(std::string(300, 'q'));
  const openapi_request r(agent_identity_data(), "GetWorkloadAccessTokenForJWT", p, temporary);
  const std::string quoted = "eyJhbGciOiJSUzI1NiJ9." + std::string(900, 'p') + R"(.sig\\\"nature)";  // as it stands in a JSON text
  const std::string json = "token " + quoted + " of " + std::string(300, 'q');
  cloud.answers = {{R"({"Code":"Invalid.)" + quoted + R"(","Message":")" + json + R"(","Recommend":")" + json + R"(","AccessDeniedDetail":{"a":")" + json + "\"}}",
                    "400 Bad Request", "x-acs-request-id: " + jwt + "\r\n"},
                   {"<Error><Code>" + jwt + "</Code><Message>token " + jwt + " of " + std::string(300, 'q') + "</Message></Error>", "400 Bad Request"}};
  for (int i = 0; i < 2; ++i) {
    const auto e = failure(r);
    const auto& f = e.failure();
    const std::string text = std::string(e.what()) + e.peer_text() + f.code + f.message + f.request_id + f.recommend + f.access_denied_detail + log;
    for (const char* hidden : {"eyJhbGci", "ppp", "qqq", "nature"}) EXPECT_EQ(text.find(hidden), std::string::npos) << text;
    EXPECT_EQ(f.message, "token [...] of [...]");
  }
}

TEST_F(openapi, does_not_wait_beyond_its_deadline) {
  cloud.answers = {{R"({"Code":"Throttling"})", "429 Too Many Requests", "x-acs-retry-after: 90000\r\n"}};
  EXPECT_EQ(failure(token_request()).code(), errc::throttled);  // at once: the test's own limit is 30 s
  EXPECT_EQ(cloud.requests.size(), 1u);
}

TEST_F(openapi, can_be_cancelled_while_it_waits_for_another_attempt) {
  options.timeout = 0ms;
  options.pause.first = options.pause.longest = 1h;
  cloud.handler = [](const cloud_test::seen&) { return cloud_test::reply{"", "503 Service Unavailable"}; };
  asio::cancellation_signal stop;
  std::exception_ptr ended;
  bool over = false;
  options.log = log_hooks([&](log_level, std::string_view, std::string_view) { asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); }); });
  openapi_client client(context.get_executor(), options);
  asio::co_spawn(context, client.call(token_request()), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, openapi_answer) {
    ended = e;
    over = true;
  }));
  for (int i = 0; i < 10000 && !over; ++i) context.run_one_for(1s);
  ASSERT_TRUE(over);
  EXPECT_EQ(code_of(ended), condition::cancelled);
}

TEST_F(openapi, never_lets_a_region_choose_another_host) {
  for (const char* region : {"evil.com/", "", "a.b", "x@y", "CN", "a\r\nb"}) EXPECT_THROW(agent_identity(region), aval::error) << region;
  EXPECT_EQ(agent_identity_data("cn-beijing", "vpc").host, "agentidentitydata-vpc.cn-beijing.aliyuncs.com");
  EXPECT_EQ(sts("cn-hangzhou").host, "sts.cn-hangzhou.aliyuncs.com");
  EXPECT_EQ(sts().host, "sts.aliyuncs.com");
}

TEST(service_answer, reads_xml_and_what_denied) {
  net::http_response xml(403, "<?xml version=\"1.0\"?><Error><Code>NoPermission</Code><Message>a &lt;b&gt; &amp;lt;</Message><RequestId>X-1</RequestId></Error>");
  auto f = read_service_failure(xml, {});
  EXPECT_EQ(f.code, "NoPermission");
  EXPECT_EQ(f.message, "a <b> &lt;");
  EXPECT_EQ(f.request_id, "X-1");
  net::http_response json(403, R"({"code":"NoPermission","message":"m\u001b[31m","requestId":"J-1","accessDeniedDetail":{"AuthAction":"ram:CreateRole"}})");
  f = read_service_failure(json, {});
  EXPECT_EQ(f.message, "m?[31m");
  EXPECT_EQ(f.access_denied_detail, R"({"AuthAction":"ram:CreateRole"})");
  EXPECT_EQ(meaning_of(f), errc::denied);
}

TEST(service_answer, understands_how_long_to_wait) {
  net::http_response r(400, R"({"Code":"Throttling.Api"})");
  r.headers = {{"x-ratelimit-user-api", "LimitTag:x,TimeLeft:1500,Remain:0"}};
  EXPECT_EQ(read_service_failure(r, {}).wait, 1500ms);
  r.headers = {{"x-acs-retry-after", "-5"}, {"Retry-After", "2"}};
  EXPECT_EQ(read_service_failure(r, {}).wait, 2s);
  r.headers = {{"x-acs-retry-after", "99999999999999999999"}};
  EXPECT_EQ(read_service_failure(r, {}).wait, 0ms);
}

}  // namespace
