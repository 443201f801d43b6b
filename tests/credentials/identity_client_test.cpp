// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <asio/io_context.hpp>

#include <string>

#include "aval/credentials/identity_client.hpp"
#include "aval/testing/run.hpp"
#include "credentials/cloud_for_tests.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using credentials::errc;
using aval::testing::run;

class identity : public ::testing::Test {
 protected:
  identity() {
    options.endpoint = cloud.url();
    options.clock.wall = [this] { return cloud.now; };
    options.http.proxy.from_environment = false;
  }
  identity_client client() {
    return {openapi_client(context.get_executor(), options), fixed_credential("testAccessKeyId", secret("testAccessKeySecret"))};
  }
  const cloud_test::seen& last() const { return cloud.requests.back(); }
  std::string sent(const char* name) const {
    const auto* value = last().form.find(name);
    return value != nullptr ? *value : "(none)";
  }

  asio::io_context context;
  cloud_test::cloud cloud{context};
  openapi_options options;
};

TEST_F(identity, asks_for_a_workload_token_by_the_kind_of_user) {
  cloud.handler = [](const cloud_test::seen&) { return cloud_test::reply{R"({"WorkloadAccessToken":"wat","RequestId":"r"})"}; };
  EXPECT_EQ(run(context, client().workload_access_token("me", workload_user::of_token(secret("jwt")))).reveal(), "wat");
  EXPECT_EQ(last().action(), "GetWorkloadAccessTokenForJWT");
  EXPECT_EQ(sent("UserToken"), "jwt");
  run(context, client().workload_access_token("me", workload_user::of_id("u1")));
  EXPECT_EQ(last().action(), "GetWorkloadAccessTokenForUserId");
  EXPECT_EQ(sent("UserId"), "u1");
  run(context, client().workload_access_token("me", {}));
  EXPECT_EQ(last().action(), "GetWorkloadAccessToken");
  EXPECT_EQ(sent("WorkloadIdentityName"), "me");
  cloud.handler = [](const cloud_test::seen&) { return cloud_test::reply{}; };
  EXPECT_THROW(run(context, client().workload_access_token("me", {})), openapi_error);  // no token in it
}

TEST_F(identity, takes_on_the_role_of_the_workload_unsigned) {
  cloud.answers = {{R"({"RequestId":"r","Credentials":{"AccessKeyId":"STS.a","AccessKeySecret":"k","SecurityToken":"t","Expiration":"2026-01-02T04:04:05Z"},)"
                    R"("AssumedRoleUser":{"Arn":"arn","AssumedRoleId":"x"},"WorkloadContextInfo":{"WorkloadIdentityArn":"wi","UserContext":{"UserId":"u1",)"
                    R"("JwtClaims":{"Issuer":"i","Audiences":"[]"}}}})"}};
  const auto got = run(context, client().assume_workload_role(secret("wat"), 900s));
  EXPECT_EQ(got.credential->access_key_id, "STS.a");
  EXPECT_EQ(got.workload_identity_arn, "wi");
  EXPECT_EQ(got.user_id, "u1");
  EXPECT_FALSE(last().headers.contains("authorization"));
  EXPECT_EQ(sent("DurationSeconds"), "900");
  EXPECT_EQ(sent("Policy"), "(none)");
  EXPECT_EQ(sent("RoleSessionName").rfind("AgentIdentitySessionRole-", 0), 0u);
}

TEST_F(identity, gets_a_token_or_where_to_consent) {
  cloud.answers = {{R"({"AuthorizationURL":"https://c/authorize","SessionURI":"urn:1","SessionStatus":"IN_PROGRESS","RequestId":"r"})"},
                   {R"({"AccessToken":"at","RequestId":"r"})"}};
  oauth2_token_request what{.provider = "dingtalk", .scopes = {"openid", "corpid"}, .return_url = "http://localhost:8090/callback"};
  auto role = std::make_shared<const cloud_credential>("STS.testAccessKeyId", secret("testStsSecret"), secret("CAIS+test/security==token"));
  const auto first = run(context, client().oauth2_token(secret("wat"), what, role));
  EXPECT_FALSE(first.ready());
  EXPECT_FALSE(first.failed());
  EXPECT_EQ(first.authorization_url, "https://c/authorize");
  EXPECT_EQ(last().headers.find("x-acs-accesskey-id"), "STS.testAccessKeyId");
  EXPECT_EQ(sent("Scopes"), R"(["openid","corpid"])");
  EXPECT_EQ(sent("SessionURI"), "(none)");
  what.session_uri = first.session_uri;
  EXPECT_EQ(run(context, client().oauth2_token(secret("wat"), what)).access_token.reveal(), "at");
  EXPECT_EQ(sent("SessionURI"), "urn:1");
}

TEST_F(identity, gets_an_api_key_and_confirms_a_consent) {
  cloud.answers = {{R"({"APIKey":"key","RequestId":"r"})"}, {}, {}, {R"({"Code":"InvalidParameter.SessionURI","RequestId":"r"})"}};
  EXPECT_EQ(run(context, client().api_key(secret("wat"), "weather")).reveal(), "key");
  run(context, client().confirm_user_auth("urn:1", workload_user::of_id("u\"1")));
  EXPECT_EQ(sent("UserIdentifier"), R"({"UserId":"u\"1"})");
  run(context, client().confirm_user_auth("urn:1", workload_user::of_token(secret("jwt"))));
  EXPECT_EQ(sent("UserIdentifier"), R"({"UserJWT":"jwt"})");
  EXPECT_THROW(run(context, client().confirm_user_auth("urn:1", workload_user::of_id("u1"))), openapi_error);
}

TEST_F(identity, leaves_no_user_token_in_the_error_of_a_confirmation) {
  const std::string jwt = "eyJhbGciOiJSUzI1NiJ9." + std::string(900, 'p') + ".signature";
  cloud.answers = {{R"({"Code":"InvalidUserIdentifier","Message":"the token )" + jwt + R"( is not known","RequestId":"r"})", "400 Bad Request"}};
  try {
    run(context, client().confirm_user_auth("urn:1", workload_user::of_token(secret(jwt))));
    ADD_FAILURE();
  } catch (const openapi_error& e) {
    EXPECT_EQ(e.failure().message, "the token [...] is not known");
    EXPECT_EQ(std::string(e.what()).find("eyJ"), std::string::npos) << e.what();
  }
  EXPECT_EQ(last().form.size(), 2u);  // what is struck out besides is not sent
}

TEST_F(identity, takes_no_empty_secret_for_an_answer) {
  cloud.answers = {{R"({"WorkloadAccessToken":"","RequestId":"r"})"}, {R"({"APIKey":"","RequestId":"r"})"},
                   {R"({"RequestId":"r","Credentials":{"AccessKeyId":"STS.a","AccessKeySecret":"k","SecurityToken":"","Expiration":"2026-01-02T04:04:05Z"}})"}};
  using aval::testing::code_of_run;
  EXPECT_EQ(code_of_run(context, client().workload_access_token("me", {})), errc::answer_not_understood);
  EXPECT_EQ(code_of_run(context, client().api_key(secret("wat"), "weather")), errc::answer_not_understood);
  EXPECT_EQ(code_of_run(context, client().assume_workload_role(secret("wat"))), errc::answer_not_understood);
}

}  // namespace
