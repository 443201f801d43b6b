// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <string>

#include "aval/credentials/control_client.hpp"
#include "aval/credentials/identity_client.hpp"
#include "aval/credentials/ram_client.hpp"
#include "credentials/cloud_for_tests.hpp"
#include "credentials/one_thread.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using credentials::errc;

class control_plane : public ::testing::Test, public credentials_test::one_thread {
 protected:
  control_plane() {
    options.endpoint = cloud.url();
    options.clock.wall = [this] { return cloud.now; };
    options.http.proxy.from_environment = false;
    options.pause = {.first = 1ms, .longest = 1ms};
  }
  openapi_client calls() { return openapi_client(context.get_executor(), options); }
  control_client control() { return {calls(), caller}; }
  ram_client ram() { return {calls(), caller}; }
  /** The last request: action, then the parameters by name. */
  std::string sent() const {
    const auto& r = cloud.requests.back();
    const auto& p = r.form.empty() ? r.query : r.form;
    std::vector<std::string> words;
    for (const auto& i : p.items()) words.push_back(i.name + "=" + i.value);
    std::sort(words.begin(), words.end());
    std::string out = r.action();
    for (const auto& w : words) out += " " + w;
    return out;
  }
  void answer(std::string body) { cloud.answers.push_back({.body = std::move(body)}); }

  cloud_test::cloud cloud{context};
  openapi_options options;
  credential_provider caller = fixed_credential("testAccessKeyId", secret("canary-5f1c-key"));
};

TEST_F(control_plane, makes_an_identity_with_the_parameters_that_are_given) {
  answer(R"({"WorkloadIdentity":{"WorkloadIdentityName":"me","WorkloadIdentityArn":"arn:me","AllowedResourceOAuth2ReturnURLs":["https://a/b"],)"
         R"("SessionBindingEnabled":true,"Unknown":1,"SourcePlatform":null},"RequestId":"r"})");
  workload_identity_settings s{.workload_identity_name = "me", .role_arn = "acs:ram::1:role/r"};
  s.allowed_resource_oauth2_return_urls = {"https://a/b"};
  s.session_binding_enabled = true;
  const workload_identity made = run(control().create_workload_identity(s));
  EXPECT_EQ(made.workload_identity_arn, "arn:me");
  EXPECT_TRUE(made.session_binding_enabled);
  EXPECT_EQ(made.allowed_resource_oauth2_return_urls, std::vector<std::string>{"https://a/b"});
  EXPECT_EQ(sent(), R"(CreateWorkloadIdentity AllowedResourceOAuth2ReturnURLs=["https://a/b"] RoleArn=acs:ram::1:role/r SessionBindingEnabled=true WorkloadIdentityName=me)");
  EXPECT_EQ(cloud.requests.back().headers.find("x-acs-version"), "2025-09-01");
}

TEST_F(control_plane, names_an_identity_without_a_name_and_sends_an_empty_list_of_urls) {
  answer(R"({"WorkloadIdentity":{"WorkloadIdentityName":"workload-x"},"RequestId":"r"})");
  workload_identity_settings s;
  run(control().create_workload_identity(s));
  const std::string before = "CreateWorkloadIdentity AllowedResourceOAuth2ReturnURLs=[] WorkloadIdentityName=workload-", all = sent();
  EXPECT_TRUE(all.starts_with(before)) << all;
  EXPECT_EQ(all.find_first_not_of("0123456789abcdef", before.size()), std::string::npos) << all;
  EXPECT_EQ(all.size(), before.size() + 8) << all;
}

TEST_F(control_plane, changes_only_what_is_given) {
  workload_identity_settings s{.workload_identity_name = "me", .description = ""};
  run(control().update_workload_identity(s));
  EXPECT_EQ(sent(), "UpdateWorkloadIdentity Description= WorkloadIdentityName=me");
  run(control().delete_workload_identity("me"));
  EXPECT_EQ(sent(), "DeleteWorkloadIdentity WorkloadIdentityName=me");
}

TEST_F(control_plane, follows_the_pages_of_a_list_to_its_end) {
  answer(R"({"WorkloadIdentities":[{"WorkloadIdentityName":"a"}],"NextToken":"2","TotalCount":2,"RequestId":"r"})");
  answer(R"({"WorkloadIdentities":[{"WorkloadIdentityName":"b"}],"NextToken":"","RequestId":"r"})");
  const auto all = run(control().all_workload_identities());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].workload_identity_name, "b");
  EXPECT_EQ(sent(), "ListWorkloadIdentities NextToken=2");
  answer(R"({"WorkloadIdentities":null,"TotalCount":7,"NextToken":"n","RequestId":"r"})");
  const auto page = run(control().list_workload_identities("", 5));
  EXPECT_EQ(page.total_count, 7);
  EXPECT_EQ(page.next_token, "n");
  EXPECT_EQ(sent(), "ListWorkloadIdentities MaxResults=5");
  cloud.handler = [](const cloud_test::seen&) { return cloud_test::reply{R"({"TokenVaults":[],"NextToken":"same","RequestId":"r"})"}; };
  EXPECT_EQ(aval::testing::code_of_run(context, control().all_token_vaults()), errc::answer_not_understood);  // a service that turns in a circle
}

TEST_F(control_plane, takes_its_own_lost_attempt_for_the_answer_but_not_somebody_elses_identity) {
  const auto lost = [&](const char* role) {
    cloud.answers.push_back({.drop = true});
    cloud.answers.push_back({R"({"Code":"EntityAlreadyExists.WorkloadIdentity","Message":"m","RequestId":"r"})", "409 Conflict"});
    answer(std::string(R"({"WorkloadIdentity":{"WorkloadIdentityName":"me","WorkloadIdentityArn":"arn","RoleArn":")") + role + R"("},"RequestId":"r"})");
  };
  workload_identity_settings s{.workload_identity_name = "me", .role_arn = "mine"};
  lost("mine");
  EXPECT_EQ(run(control().create_workload_identity(s)).workload_identity_arn, "arn");
  EXPECT_EQ(sent(), "GetWorkloadIdentity WorkloadIdentityName=me");
  lost("theirs");
  EXPECT_EQ(aval::testing::code_of_run(context, control().create_workload_identity(s)), errc::already_exists);
  cloud.answers = {{R"({"Code":"EntityAlreadyExists.WorkloadIdentity","Message":"m","RequestId":"r"})", "409 Conflict"}};
  EXPECT_EQ(aval::testing::code_of_run(context, control().create_workload_identity(s)), errc::already_exists);  // nothing was lost: no question
  EXPECT_EQ(cloud.requests.back().action(), "CreateWorkloadIdentity");
}

TEST_F(control_plane, has_the_actions_of_identity_providers) {
  const std::string one = R"({"IdentityProvider":{"IdentityProviderName":"idp","DiscoveryURL":"https://i/.well-known","AllowedAudience":["a"]},"RequestId":"r"})";
  answer(one);
  answer(one);
  identity_provider_settings s{.identity_provider_name = "idp", .discovery_url = "https://i/.well-known", .allowed_audience = std::vector<std::string>{"a"}};
  EXPECT_EQ(run(control().create_identity_provider(s)).allowed_audience.at(0), "a");
  EXPECT_EQ(sent(), R"(CreateIdentityProvider AllowedAudience=["a"] DiscoveryURL=https://i/.well-known IdentityProviderName=idp)");
  EXPECT_EQ(run(control().get_identity_provider("idp")).discovery_url, "https://i/.well-known");
  run(control().update_identity_provider(s));
  EXPECT_EQ(cloud.requests.back().action(), "UpdateIdentityProvider");
  run(control().delete_identity_provider("idp"));
  EXPECT_EQ(sent(), "DeleteIdentityProvider IdentityProviderName=idp");
  EXPECT_TRUE(run(control().all_identity_providers()).empty());
  EXPECT_EQ(sent(), "ListIdentityProviders");
}

TEST_F(control_plane, has_the_actions_of_api_keys_and_never_shows_the_key) {
  answer(R"({"APIKeyCredentialProvider":{"APIKeyCredentialProviderName":"weather","CredentialProviderArn":"arn"},"RequestId":"r"})");
  api_key_provider_settings s{.api_key_credential_provider_name = "weather", .api_key = secret("canary-5f1c-api-key")};
  EXPECT_EQ(run(control().create_api_key_provider(aval::moved(s))).credential_provider_arn, "arn");
  EXPECT_EQ(sent(), "CreateAPIKeyCredentialProvider APIKey=canary-5f1c-api-key APIKeyCredentialProviderName=weather");
  cloud.answers = {{R"({"Code":"InvalidParameter.APIKey","Message":"canary-5f1c-api-key is too short","RequestId":"r"})", "400 Bad Request"}};
  api_key_provider_settings change{.api_key_credential_provider_name = "weather", .api_key = secret("canary-5f1c-api-key"), .token_vault_name = "v"};
  try {
    run(control().update_api_key_provider(aval::moved(change)));
    ADD_FAILURE();
  } catch (const openapi_error& e) {
    EXPECT_EQ(e.failure().message, "[...] is too short");
  }
  answer(R"({"APIKeyCredentialProvider":{"APIKeyCredentialProviderName":"weather","Description":"d"},"RequestId":"r"})");
  EXPECT_EQ(run(control().get_api_key_provider("weather")).description, "d");
  run(control().delete_api_key_provider("weather", "v"));
  EXPECT_EQ(sent(), "DeleteAPIKeyCredentialProvider APIKeyCredentialProviderName=weather TokenVaultName=v");
  answer(R"({"APIKeyCredentialProviders":[{"APIKeyCredentialProviderName":"weather"}],"RequestId":"r"})");
  EXPECT_EQ(run(control().all_api_key_providers()).size(), 1u);
}

TEST_F(control_plane, has_the_actions_of_oauth2_providers_and_never_shows_the_client_secret) {
  answer(R"({"OAuth2CredentialProvider":{"OAuth2CredentialProviderName":"d","CallbackURL":"https://c","OAuth2ProviderConfig":)"
         R"({"IncludedOAuth2ProviderConfig":{"ClientId":"id","ClientSecret":"canary-5f1c-client-secret"}}},"RequestId":"r"})");
  oauth2_provider_settings s{.oauth2_credential_provider_name = "d", .credential_provider_vendor = "AliyunOAuth2"};
  s.config.emplace().included.emplace().client_id = "id";
  s.config->included->client_secret = secret("canary-5f1c-client-secret");
  const auto made = run(control().create_oauth2_provider(aval::moved(s)));
  EXPECT_EQ(sent(), R"(CreateOAuth2CredentialProvider CredentialProviderVendor=AliyunOAuth2 OAuth2CredentialProviderName=d )"
                    R"(OAuth2ProviderConfig={"IncludedOAuth2ProviderConfig":{"ClientId":"id","ClientSecret":"canary-5f1c-client-secret"}})");
  EXPECT_EQ(made.config.included->client_id, "id");
  EXPECT_EQ(json::write(made).find("canary-5f1c"), std::string::npos);

  cloud.answers = {{R"({"Code":"InvalidParameter.Config","Message":"the secret canary-5f1c-client-secret","RequestId":"r"})", "400 Bad Request"}};
  oauth2_provider_settings custom{.oauth2_credential_provider_name = "g"};
  custom.config.emplace().custom.emplace().client_secret = secret("canary-5f1c-client-secret");
  auto& metadata = custom.config->custom->oauth2_discovery.authorization_server_metadata.emplace();
  metadata = {.issuer = "https://i", .authorization_request = {"https://i/a"}, .token_request = {"https://i/t"}, .pkce = oauth2_pkce{}};
  try {
    run(control().update_oauth2_provider(aval::moved(custom)));
    ADD_FAILURE();
  } catch (const openapi_error& e) {
    EXPECT_EQ(e.failure().message, "the secret [...]");
  }
  EXPECT_EQ(sent(), R"(UpdateOAuth2CredentialProvider OAuth2CredentialProviderName=g OAuth2ProviderConfig={"CustomOAuth2ProviderConfig":{"ClientId":"","ClientSecret":)"
                    R"("canary-5f1c-client-secret","OAuth2Discovery":{"AuthorizationServerMetadata":{"Issuer":"https://i","AuthorizationRequest":{"Endpoint":"https://i/a"},)"
                    R"("TokenRequest":{"Endpoint":"https://i/t"},"PKCE":{"Enabled":true}}}}})");
  answer(R"({"OAuth2CredentialProvider":{"CredentialProviderVendor":"v"},"RequestId":"r"})");
  EXPECT_EQ(run(control().get_oauth2_provider("d")).credential_provider_vendor, "v");
  run(control().delete_oauth2_provider("d"));
  EXPECT_EQ(sent(), "DeleteOAuth2CredentialProvider OAuth2CredentialProviderName=d");
  EXPECT_TRUE(run(control().all_oauth2_providers()).empty());
}

TEST_F(control_plane, has_the_actions_of_vaults) {
  const std::string one = R"({"TokenVault":{"TokenVaultName":"v","EncryptionConfig":{"KeyType":"CMK"}},"RequestId":"r"})";
  answer(one);
  answer(one);
  token_vault_settings s{.token_vault_name = "v", .encryption_config = token_vault_encryption{.key_type = "CMK", .kms_key_arn = "k"}};
  EXPECT_EQ(run(control().create_token_vault(s)).encryption_config->key_type, "CMK");
  EXPECT_EQ(sent(), R"(CreateTokenVault EncryptionConfig={"KeyType":"CMK","KmsKeyArn":"k"} TokenVaultName=v)");
  EXPECT_EQ(run(control().get_token_vault("v")).token_vault_name, "v");
  run(control().update_token_vault(s));
  run(control().delete_token_vault("v"));
  EXPECT_EQ(sent(), "DeleteTokenVault TokenVaultName=v");
}

TEST_F(control_plane, has_the_actions_of_roles_and_policies_with_all_parameters_in_the_query) {
  answer(R"({"AccountId":"123456789012","Arn":"acs:ram::1:user/u","RequestId":"r"})");
  EXPECT_EQ(run(ram().get_caller_identity()).account_id, "123456789012");
  EXPECT_EQ(cloud.requests.back().headers.find("x-acs-version"), "2015-04-01");
  answer(R"({"Role":{"RoleName":"r1","Arn":"acs:ram::1:role/r1","MaxSessionDuration":7200},"RequestId":"r"})");
  ram_role_settings role{.role_name = "r1", .assume_role_policy_document = R"({"Version":"1"})", .max_session_duration = 7200};
  EXPECT_EQ(run(ram().create_role(role)).max_session_duration, 7200);
  EXPECT_EQ(sent(), R"(CreateRole AssumeRolePolicyDocument={"Version":"1"} MaxSessionDuration=7200 RoleName=r1)");
  EXPECT_TRUE(cloud.requests.back().body.empty());
  EXPECT_EQ(cloud.requests.back().headers.find("x-acs-version"), "2015-05-01");
  answer(R"({"Policy":{"PolicyName":"p1","PolicyType":"Custom"},"RequestId":"r"})");
  ram_policy_settings policy{.policy_name = "p1", .policy_document = "{}", .description = "d"};
  EXPECT_EQ(run(ram().create_policy(policy)).policy_type, "Custom");
  EXPECT_EQ(sent(), "CreatePolicy Description=d PolicyDocument={} PolicyName=p1");
  answer(R"({"Policy":{"PolicyName":"p1"},"DefaultPolicyVersion":{"PolicyDocument":"{}","VersionId":"v1"},"RequestId":"r"})");
  EXPECT_EQ(run(ram().get_policy("p1")).policy_document, "{}");
  EXPECT_EQ(sent(), "GetPolicy PolicyName=p1 PolicyType=Custom");
  run(ram().attach_policy_to_role("p1", "r1"));
  EXPECT_EQ(sent(), "AttachPolicyToRole PolicyName=p1 PolicyType=Custom RoleName=r1");
  run(ram().detach_policy_from_role("p1", "r1", "System"));
  EXPECT_EQ(sent(), "DetachPolicyFromRole PolicyName=p1 PolicyType=System RoleName=r1");
  run(ram().delete_policy("p1", true));
  EXPECT_EQ(sent(), "DeletePolicy CascadingDelete=true PolicyName=p1");
  answer(R"({"Role":{"RoleName":"r1"},"RequestId":"r"})");
  EXPECT_EQ(run(ram().get_role("r1")).role_name, "r1");
  run(ram().delete_role("r1"));
  EXPECT_EQ(sent(), "DeleteRole RoleName=r1");
}

TEST_F(control_plane, takes_a_role_and_a_policy_of_its_own_lost_attempt_when_the_documents_say_the_same) {
  cloud.answers = {{.drop = true},
                   {R"({"Code":"EntityAlreadyExists.Role","Message":"m","RequestId":"r"})", "409 Conflict"},
                   {R"({"Role":{"RoleName":"r1","Arn":"mine","AssumeRolePolicyDocument":"{ \"Version\" : \"1\" }"},"RequestId":"r"})"},
                   {.drop = true},
                   {R"({"Code":"EntityAlreadyExists.Policy","Message":"m","RequestId":"r"})", "409 Conflict"},
                   {R"({"Policy":{"PolicyName":"p1"},"DefaultPolicyVersion":{"PolicyDocument":"{\"Version\":\"2\"}"},"RequestId":"r"})"}};
  ram_role_settings role{.role_name = "r1", .assume_role_policy_document = R"({"Version":"1"})"};
  EXPECT_EQ(run(ram().create_role(role)).arn, "mine");
  ram_policy_settings policy{.policy_name = "p1", .policy_document = R"({"Version":"1"})"};
  EXPECT_EQ(aval::testing::code_of_run(context, ram().create_policy(policy)), errc::already_exists);
}

TEST_F(control_plane, goes_to_the_address_of_a_product_unless_there_is_one_for_all) {
  const auto here = at_endpoint(agent_identity(), "http://127.0.0.1:" + std::to_string(cloud.url().port()));
  options.endpoint.reset();
  answer(R"({"WorkloadIdentity":{"WorkloadIdentityName":"me"},"RequestId":"r"})");
  EXPECT_EQ(run(control_client(calls(), caller, here).get_workload_identity("me")).workload_identity_name, "me");
  options.endpoint = cloud.url();
  answer(R"({"WorkloadIdentity":{"WorkloadIdentityName":"me"},"RequestId":"r"})");
  EXPECT_EQ(run(control_client(calls(), caller, at_endpoint(agent_identity(), "nowhere.example")).get_workload_identity("me")).workload_identity_name, "me");
  EXPECT_EQ(at_endpoint(agent_identity(), "agentidentity-pre.cn-beijing.aliyuncs.com").endpoint->origin(), "https://agentidentity-pre.cn-beijing.aliyuncs.com");
  for (const char* bad : {"", "http://h/path", "ftp://h", "h?x=1", "a b"}) EXPECT_THROW(at_endpoint(agent_identity(), bad), aval::error) << bad;
}

// ---- the data plane

class identity : public control_plane {
 protected:
  identity_client client() { return {calls(), caller}; }
  const cloud_test::seen& last() const { return cloud.requests.back(); }
  std::string sent(const char* name) const {
    const auto* value = last().form.find(name);
    return value != nullptr ? *value : "(none)";
  }
};

TEST_F(identity, asks_for_a_workload_token_by_the_kind_of_user) {
  cloud.handler = [](const cloud_test::seen&) { return cloud_test::reply{R"({"WorkloadAccessToken":"canary-5f1c-wat","RequestId":"r"})"}; };
  EXPECT_EQ(run(client().workload_access_token("me", workload_user::of_token(secret("canary-5f1c-jwt")))).reveal(), "canary-5f1c-wat");
  EXPECT_EQ(last().action(), "GetWorkloadAccessTokenForJWT");
  EXPECT_EQ(sent("UserToken"), "canary-5f1c-jwt");
  run(client().workload_access_token("me", workload_user::of_id("u1")));
  EXPECT_EQ(last().action(), "GetWorkloadAccessTokenForUserId");
  EXPECT_EQ(sent("UserId"), "u1");
  run(client().workload_access_token("me", {}));
  EXPECT_EQ(last().action(), "GetWorkloadAccessToken");
  EXPECT_EQ(sent("WorkloadIdentityName"), "me");
  cloud.handler = [](const cloud_test::seen&) { return cloud_test::reply{}; };
  EXPECT_THROW(run(client().workload_access_token("me", {})), openapi_error);  // no token in it
}

TEST_F(identity, takes_on_the_role_of_the_workload_unsigned) {
  cloud.answers = {{R"({"RequestId":"r","Credentials":{"AccessKeyId":"STS.a","AccessKeySecret":"canary-5f1c-k","SecurityToken":"canary-5f1c-t","Expiration":"2026-01-02T04:04:05Z"},)"
                    R"("AssumedRoleUser":{"Arn":"arn","AssumedRoleId":"x"},"WorkloadContextInfo":{"WorkloadIdentityArn":"wi","UserContext":{"UserId":"u1",)"
                    R"("JwtClaims":{"Issuer":"i","Audiences":"[]"}}}})"}};
  const auto got = run(client().assume_workload_role(secret("canary-5f1c-wat"), 900s));
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
                   {R"({"AccessToken":"canary-5f1c-at","RequestId":"r"})"}};
  oauth2_token_request what{.provider = "dingtalk", .scopes = {"openid", "corpid"}, .return_url = "http://localhost:8090/callback"};
  auto role = std::make_shared<const cloud_credential>("STS.testAccessKeyId", secret("canary-5f1c-sts"), secret("canary-5f1c+test/security==token"));
  const auto first = run(client().oauth2_token(secret("canary-5f1c-wat"), what, role));
  EXPECT_FALSE(first.ready());
  EXPECT_FALSE(first.failed());
  EXPECT_EQ(first.authorization_url, "https://c/authorize");
  EXPECT_EQ(last().headers.find("x-acs-accesskey-id"), "STS.testAccessKeyId");
  EXPECT_EQ(sent("Scopes"), R"(["openid","corpid"])");
  EXPECT_EQ(sent("SessionURI"), "(none)");
  cloud.answers.push_front({R"({"Code":"ConsentNeeded","AuthorizationURL":"https://c/authorize","SessionURI":"urn:1","RequestId":"r"})"});
  EXPECT_EQ(run(client().oauth2_token(secret("canary-5f1c-wat"), what)).authorization_url, "https://c/authorize");
  cloud.answers.push_front({R"({"Code":"InvalidParameter.Scopes","AccessToken":null,"AuthorizationURL":"","RequestId":"r"})"});
  EXPECT_EQ(aval::testing::code_of_run(context, client().oauth2_token(secret("canary-5f1c-wat"), what)), errc::rejected);
  what.session_uri = first.session_uri;
  EXPECT_EQ(run(client().oauth2_token(secret("canary-5f1c-wat"), what)).access_token.reveal(), "canary-5f1c-at");
  EXPECT_EQ(sent("SessionURI"), "urn:1");
}

TEST_F(identity, gets_an_api_key_and_confirms_a_consent) {
  cloud.answers = {{R"({"APIKey":"canary-5f1c-api","RequestId":"r"})"}, {}, {}, {R"({"Code":"InvalidParameter.SessionURI","RequestId":"r"})"}};
  EXPECT_EQ(run(client().api_key(secret("canary-5f1c-wat"), "weather")).reveal(), "canary-5f1c-api");
  run(client().confirm_user_auth("urn:1", workload_user::of_id("u\"1")));
  EXPECT_EQ(sent("UserIdentifier"), R"({"UserId":"u\"1"})");
  run(client().confirm_user_auth("urn:1", workload_user::of_token(secret("canary-5f1c-jwt"))));
  EXPECT_EQ(sent("UserIdentifier"), R"({"UserJWT":"canary-5f1c-jwt"})");
  EXPECT_THROW(run(client().confirm_user_auth("urn:1", workload_user::of_id("u1"))), openapi_error);
}

TEST_F(identity, leaves_no_user_token_in_the_error_of_a_confirmation) {
  const std::string jwt = "eyJhbGciOiJSUzI1NiJ9.canary-5f1c" + std::string(900, 'p') + ".signature";
  cloud.answers = {{R"({"Code":"InvalidUserIdentifier","Message":"the token )" + jwt + R"( is not known","RequestId":"r"})", "400 Bad Request"}};
  try {
    run(client().confirm_user_auth("urn:1", workload_user::of_token(secret(jwt))));
    ADD_FAILURE();
  } catch (const openapi_error& e) {
    EXPECT_EQ(e.failure().message, "the token [...] is not known");
    EXPECT_EQ(std::string(e.what()).find("eyJ"), std::string::npos) << e.what();
  }
  EXPECT_EQ(last().form.size(), 2u);  // what is struck out besides is not sent
}

TEST_F(identity, takes_no_empty_secret_for_an_answer) {
  cloud.answers = {{R"({"WorkloadAccessToken":"","RequestId":"r"})"}, {R"({"APIKey":"","RequestId":"r"})"},
                   {R"({"RequestId":"r","Credentials":{"AccessKeyId":"STS.a","AccessKeySecret":"canary-5f1c-k","SecurityToken":"","Expiration":"2026-01-02T04:04:05Z"}})"}};
  EXPECT_EQ(aval::testing::code_of_run(context, client().workload_access_token("me", {})), errc::answer_not_understood);
  EXPECT_EQ(aval::testing::code_of_run(context, client().api_key(secret("canary-5f1c-wat"), "weather")), errc::answer_not_understood);
  EXPECT_EQ(aval::testing::code_of_run(context, client().assume_workload_role(secret("canary-5f1c-wat"))), errc::answer_not_understood);
}

// ---- secrets are in no error, no log and no printed value

template <class T>
concept streamable = requires(std::ostream& out, const T& value) { out << value; };
static_assert(!streamable<secret> && !streamable<cloud_credential> && !streamable<workload_user> && !streamable<oauth2_token_answer> &&
              !streamable<workload_role_credential> && !streamable<api_key_provider_settings> && !streamable<oauth2_provider_settings>);

class every_action : public identity {
 protected:
  every_action() {
    options.log = log_hooks([this](log_level, std::string_view room, std::string_view text) { printed += std::string(room) + " " + std::string(text) + "\n"; }, log_level::debug);
    options.max_attempts = 2;
    cloud.keys["STS.public"] = {"canary-5f1c-access-key-secret", "canary-5f1c-security/token=="};
    caller = fixed_credential("STS.public", secret("canary-5f1c-access-key-secret"), secret("canary-5f1c-security/token=="));
  }
  template <class T>
  static awaitable<void> without_value(awaitable<T> operation) {
    co_await std::move(operation);
  }
  template <class T>
  void tried(const char* what, awaitable<T> operation) {
    tried(what, without_value<T>(std::move(operation)));
  }
  void tried(const char* what, awaitable<void> operation) {
    try {
      aval::testing::run(context, std::move(operation));
      ADD_FAILURE() << what << " succeeded";
    } catch (const openapi_error& e) {
      const auto& f = e.failure();
      for (const std::string& text : {std::string(e.what()), e.context(), e.peer_text(), f.code, f.message, f.request_id, f.recommend, f.access_denied_detail}) printed += text + "\n";
    } catch (const std::exception& e) {
      printed += std::string(e.what()) + "\n";
    }
    EXPECT_EQ(printed.find("canary-5f1c"), std::string::npos) << what << ": " << printed;
    EXPECT_FALSE(printed.empty()) << what;
    printed.clear();
    ++actions;
  }
  /** All that have a secret among what they send, then all others, since each is signed with one. */
  void try_all() {
    tried("token", client().workload_access_token("me", {}));
    tried("token for a JWT", client().workload_access_token("me", workload_user::of_token(secret("canary-5f1c.jwt/+=.signature"))));
    tried("token for an id", client().workload_access_token("me", workload_user::of_id("canary-5f1c id \"quoted\"")));
    tried("role", client().assume_workload_role(secret("canary-5f1c-wat"), 900s, "{}"));
    oauth2_token_request what{.provider = "p", .scopes = {"s"}};
    tried("OAuth2 token", client().oauth2_token(secret("canary-5f1c-wat"), what));
    tried("API key", client().api_key(secret("canary-5f1c-wat"), "p"));
    tried("confirmation for an id", client().confirm_user_auth("urn:1", workload_user::of_id("canary-5f1c id \"quoted\"")));
    tried("confirmation for a JWT", client().confirm_user_auth("urn:1", workload_user::of_token(secret("canary-5f1c.jwt/+=.signature"))));
    for (const bool make : {true, false}) {
      api_key_provider_settings key{.api_key_credential_provider_name = "k", .api_key = secret("canary-5f1c/api+key \"quoted\"")};
      if (make) tried("make an API key", control().create_api_key_provider(aval::moved(key)));
      else tried("change an API key", control().update_api_key_provider(aval::moved(key)));
      oauth2_provider_settings provider{.oauth2_credential_provider_name = "o"};
      provider.config.emplace().included.emplace().client_secret = secret("canary-5f1c/client+secret \"quoted\"");
      provider.config->custom.emplace().client_secret = secret("canary-5f1c/client+secret \"quoted\"");
      if (make) tried("make an OAuth2 provider", control().create_oauth2_provider(aval::moved(provider)));
      else tried("change an OAuth2 provider", control().update_oauth2_provider(aval::moved(provider)));
    }
    workload_identity_settings identity_settings{.workload_identity_name = "me"};
    identity_provider_settings idp{.identity_provider_name = "i"};
    token_vault_settings vault{.token_vault_name = "v"};
    tried("make an identity", control().create_workload_identity(identity_settings));
    tried("change an identity", control().update_workload_identity(identity_settings));
    tried("make an identity provider", control().create_identity_provider(idp));
    tried("change an identity provider", control().update_identity_provider(idp));
    tried("make a vault", control().create_token_vault(vault));
    tried("change a vault", control().update_token_vault(vault));
    tried("get", control().get_workload_identity("x"));
    tried("get", control().get_identity_provider("x"));
    tried("get", control().get_api_key_provider("x"));
    tried("get", control().get_oauth2_provider("x"));
    tried("get", control().get_token_vault("x"));
    tried("delete", control().delete_workload_identity("x"));
    tried("delete", control().delete_identity_provider("x"));
    tried("delete", control().delete_api_key_provider("x"));
    tried("delete", control().delete_oauth2_provider("x"));
    tried("delete", control().delete_token_vault("x"));
    tried("list", control().all_workload_identities());
    tried("list", control().all_identity_providers());
    tried("list", control().all_api_key_providers());
    tried("list", control().all_oauth2_providers());
    tried("list", control().all_token_vaults());
    ram_role_settings role{.role_name = "r"};
    ram_policy_settings policy{.policy_name = "p"};
    tried("role", ram().create_role(role));
    tried("role", ram().get_role("r"));
    tried("role", ram().delete_role("r"));
    tried("policy", ram().create_policy(policy));
    tried("policy", ram().get_policy("p"));
    tried("policy", ram().delete_policy("p"));
    tried("attachment", ram().attach_policy_to_role("p", "r"));
    tried("attachment", ram().detach_policy_from_role("p", "r"));
    tried("caller", ram().get_caller_identity());
    EXPECT_EQ(actions, 42);
  }
  /** All that was sent, as it was and decoded: services quote it in their errors. */
  static std::string quoted(const cloud_test::seen& s) {
    std::string text = s.target + " " + s.body;
    for (const auto f : s.headers) text += " " + std::string(f.name) + "=" + std::string(f.value);
    for (const auto* list : {&s.form, &s.query}) {
      for (const auto& i : list->items()) text += " " + i.name + "=" + i.value;
    }
    return json::write(text);
  }
  std::string printed;
  int actions = 0;
};

TEST_F(every_action, leaves_no_secret_in_errors_and_logs_when_the_service_quotes_the_whole_request) {
  cloud.handler = [](const cloud_test::seen& s) {
    return cloud_test::reply{R"({"Code":"InvalidParameter.Something","Message":)" + quoted(s) + R"(,"Recommend":)" + quoted(s) + R"(,"RequestId":)" + quoted(s) + "}", "400 Bad Request"};
  };
  try_all();
}

TEST_F(every_action, leaves_no_secret_in_errors_and_logs_when_the_service_fails_twice_in_xml) {
  cloud.handler = [](const cloud_test::seen& s) {
    return cloud_test::reply{"<Error><Code>InternalError</Code><Message>" + quoted(s) + "</Message></Error>", "500 Internal Server Error", "Content-Type: text/xml;charset=utf-8\r\n"};
  };
  try_all();
}

TEST_F(every_action, leaves_no_secret_in_errors_and_logs_when_the_connection_is_lost) {
  cloud.handler = [](const cloud_test::seen&) { return cloud_test::reply{.drop = true}; };
  try_all();
}

TEST_F(every_action, leaves_no_secret_of_an_answer_in_the_error_about_it) {
  for (const char* body : {R"({"AccessToken":{"canary-5f1c":"canary-5f1c"},"RequestId":"r"})", R"({"AccessToken":"canary-5f1c","SessionStatus":["canary-5f1c"],"RequestId":"r"})",
                           R"({"AccessToken":"canary-5f1c)", R"(["canary-5f1c"])"}) {
    cloud.handler = [body](const cloud_test::seen&) { return cloud_test::reply{body}; };
    oauth2_token_request what;
    tried("OAuth2 token", client().oauth2_token(secret("canary-5f1c-wat"), what));
  }
  for (const char* body : {R"({"Credentials":{"AccessKeyId":"i","AccessKeySecret":"canary-5f1c","SecurityToken":"canary-5f1c","Expiration":"canary-5f1c"},"RequestId":"r"})",
                           R"({"Credentials":{"AccessKeyId":"i","AccessKeySecret":["canary-5f1c"],"SecurityToken":"canary-5f1c"},"RequestId":"r"})"}) {
    cloud.handler = [body](const cloud_test::seen&) { return cloud_test::reply{body}; };
    tried("role", client().assume_workload_role(secret("canary-5f1c-wat")));
  }
}

}  // namespace
