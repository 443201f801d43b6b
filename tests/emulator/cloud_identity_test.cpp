// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "emulator/cloud_fixture.hpp"

#include "aval/credentials/control_client.hpp"
#include "aval/credentials/jwt.hpp"
#include "aval/credentials/ram_client.hpp"
#include "aval/credentials/workload.hpp"
#include "peers/program.hpp"

#include <thread>

namespace {

using namespace emulator_test;
using credentials::workload_user;
using emulator::fault_kind;

class CloudEmulator : public emulated {
 protected:
  std::string user_token(std::string_view subject, std::string_view audience = "app", std::chrono::seconds life = 600s) {
    const auto at = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    return credentials::sign_jwt(json::object({{"iss", "https://login.example"}, {"sub", subject}, {"aud", audience}, {"iat", at.count()}, {"exp", (at + life).count()}}), key, "k1");
  }
  credentials::oauth2_token_request wanted(std::string session = {}) {
    credentials::oauth2_token_request out;
    out.provider = "docs";
    out.scopes = {"openid", "corpid"};
    out.return_url = back;
    out.custom_state = "sess 1/x";
    out.session_uri = std::move(session);
    return out;
  }
  crypto::keypair key = crypto::keypair::generate();
};

TEST_F(CloudEmulator, KeepsWorkloadIdentities) {
  credentials::parameters p = of("WorkloadIdentityName", "me");
  p.add_json("AllowedResourceOAuth2ReturnURLs", std::vector<std::string>{back}).add("Description", "what it is");
  const auto made = control("CreateWorkloadIdentity", p)["WorkloadIdentity"];
  EXPECT_EQ(text(made["WorkloadIdentityArn"]), "acs:agentidentity:cn-beijing:123456789012:workloadidentitydirectory/default/workloadidentity/me");
  EXPECT_EQ(text(made["CreateTime"]), "2026-11-20T19:32:38Z");
  EXPECT_EQ(code([&] { control("CreateWorkloadIdentity", p); }), "EntityAlreadyExists.WorkloadIdentity");
  EXPECT_EQ(last_status, 409);
  now += 1s;
  credentials::parameters change = of("WorkloadIdentityName", "me");
  change.add("SessionBindingEnabled", "true");
  control("UpdateWorkloadIdentity", change);
  const auto now_is = control("GetWorkloadIdentity", of("WorkloadIdentityName", "me"))["WorkloadIdentity"];
  EXPECT_EQ(now_is["SessionBindingEnabled"], true);
  EXPECT_EQ(text(now_is["Description"]), "what it is");
  EXPECT_EQ(text(now_is["UpdateTime"]), "2026-11-20T19:32:39Z");
  control("DeleteWorkloadIdentity", of("WorkloadIdentityName", "me"));
  EXPECT_EQ(code([&] { control("GetWorkloadIdentity", of("WorkloadIdentityName", "me")); }), "EntityNotExists.WorkloadIdentity");
  EXPECT_EQ(last_status, 404);
}

TEST_F(CloudEmulator, KeepsEveryOtherKindOfTheControlPlane) {
  struct row {
    const char *kind, *plural, *name;
    credentials::parameters create, update;
  };
  const char* config = R"({"IncludedOAuth2ProviderConfig":{"ClientId":"c","ClientSecret":"hidden-canary-5f1c","TokenEndpoint":"https://t"}})";
  const row rows[] = {
      {"IdentityProvider", "IdentityProviders", "IdentityProviderName", {{"DiscoveryURL", "https://login.example/.well-known/openid-configuration"}, {"AllowedAudience", R"(["app"])"}}, {{"Description", "d"}}},
      {"APIKeyCredentialProvider", "APIKeyCredentialProviders", "APIKeyCredentialProviderName", {{"APIKey", "hidden-canary-5f1c"}}, {{"APIKey", "other"}}},
      {"OAuth2CredentialProvider", "OAuth2CredentialProviders", "OAuth2CredentialProviderName", {{"CredentialProviderVendor", "AliyunOAuth2"}, {"OAuth2ProviderConfig", config}}, {{"CallbackURL", "https://c"}}},
      {"TokenVault", "TokenVaults", "TokenVaultName", {{"EncryptionConfig", R"({"KeyType":"ServiceManagedKey"})"}}, {{"Description", "d"}}}};
  for (const row& r : rows) {
    const std::string kind = r.kind;
    credentials::parameters create = r.create, update = r.update;
    create.add(r.name, "one");
    update.add(r.name, "one");
    const auto made = control("Create" + kind, create);
    EXPECT_EQ(text(made[kind][r.name]), "one") << kind;
    EXPECT_EQ(json::write(made).find("hidden-canary-5f1c"), std::string::npos) << kind;
    EXPECT_EQ(code([&] { control("Create" + kind, create); }), "EntityAlreadyExists." + kind);
    control("Update" + kind, update);
    EXPECT_EQ(control("Get" + kind, of(r.name, "one"))[kind].contains("UpdateTime"), true);
    const auto all = control(std::string("List") + r.plural);
    EXPECT_GE(all[r.plural].size(), 1u) << kind;
    control("Delete" + kind, of(r.name, "one"));
    EXPECT_EQ(code([&] { control("Delete" + kind, of(r.name, "one")); }), "EntityNotExists." + kind);
  }
  EXPECT_EQ(code([&] { control("DeleteTokenVault", of("TokenVaultName", "default")); }), "DeleteConflict.TokenVault");
}

TEST_F(CloudEmulator, ListsInPages) {
  for (int i = 0; i < 5; ++i) cloud.add_oauth2_provider({.name = "p" + std::to_string(i)});
  std::string seen, next;
  int pages = 0;
  do {
    credentials::parameters p;
    p.add("MaxResults", 2);
    if (!next.empty()) p.add("NextToken", next);
    const auto page = control("ListOAuth2CredentialProviders", p);
    EXPECT_EQ(page["TotalCount"], 5);
    for (const auto& one : page["OAuth2CredentialProviders"].as_array()) seen += text(one["OAuth2CredentialProviderName"]);
    next = page.contains("NextToken") ? text(page["NextToken"]) : "";
  } while (!next.empty() && ++pages < 9);
  EXPECT_EQ(seen, "p0p1p2p3p4");
  EXPECT_EQ(pages, 2);
}

TEST_F(CloudEmulator, RolesAndPoliciesOfRamAreCreatedAttachedAndTakenApart) {
  const char* trust = R"({"Version":"1","Statement":[{"Effect":"Allow","Principal":{"Service":"workload.agentidentity.aliyuncs.com"},"Action":["sts:AssumeRole"]}]})";
  const char* rights = R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"agentidentitydata:*","Resource":"*"}]})";
  const auto role = ram("CreateRole", {{"RoleName", "r"}, {"AssumeRolePolicyDocument", trust}, {"Description", "a b"}})["Role"];
  EXPECT_EQ(text(role["Arn"]), "acs:ram::123456789012:role/r");
  EXPECT_EQ(text(role["AssumeRolePolicyDocument"]), trust);
  EXPECT_EQ(code([&] { ram("CreateRole", {{"RoleName", "r"}, {"AssumeRolePolicyDocument", trust}}); }), "EntityAlreadyExists.Role");
  EXPECT_EQ(text(ram("CreatePolicy", {{"PolicyName", "p"}, {"PolicyDocument", rights}})["Policy"]["PolicyType"]), "Custom");
  EXPECT_EQ(text(ram("GetPolicy", {{"PolicyName", "p"}, {"PolicyType", "Custom"}})["DefaultPolicyVersion"]["PolicyDocument"]), rights);
  const credentials::parameters both{{"PolicyName", "p"}, {"PolicyType", "Custom"}, {"RoleName", "r"}};
  ram("AttachPolicyToRole", both);
  EXPECT_EQ(code([&] { ram("AttachPolicyToRole", both); }), "EntityAlreadyExists.Role.Policy");
  EXPECT_EQ(code([&] { ram("DeleteRole", of("RoleName", "r")); }), "DeleteConflict.Role.Policy");
  EXPECT_EQ(code([&] { ram("DeletePolicy", of("PolicyName", "p")); }), "DeleteConflict.Policy.Role");
  ram("DetachPolicyFromRole", both);
  EXPECT_EQ(code([&] { ram("DetachPolicyFromRole", both); }), "EntityNotExist.Role.Policy");
  ram("DeletePolicy", of("PolicyName", "p"));
  ram("DeleteRole", of("RoleName", "r"));
  EXPECT_EQ(code([&] { ram("GetRole", of("RoleName", "r")); }), "EntityNotExist.Role");
  EXPECT_EQ(code([&] { ram("CreateRole", {{"RoleName", "r"}, {"AssumeRolePolicyDocument", "{}"}}); }), "InvalidParameter.AssumeRolePolicyDocument");
  EXPECT_EQ(code([&] { ram("CreateRole", {{"RoleName", "a_b"}, {"AssumeRolePolicyDocument", trust}}); }), "InvalidParameter.RoleName");
}

TEST_F(CloudEmulator, OurTypedClientsSetUpAnAgentThatWorks) {
  const auto caller = credentials::fixed_credential("testAccessKeyId", secret("canary-5f1c-key"));
  const credentials::ram_client roles(*client, caller);
  const credentials::control_client control(*client, caller);
  const std::string account = run(roles.get_caller_identity()).account_id;
  const std::string me = "acs:agentidentity:cn-beijing:" + account + ":workloadidentitydirectory/default/workloadidentity/me";
  credentials::ram_role_settings role{.role_name = "r"};
  role.assume_role_policy_document = R"({"Version":"1","Statement":[{"Effect":"Allow","Principal":{"Service":"workload.agentidentity.aliyuncs.com"},"Action":["sts:AssumeRole","sts:SetContext"],)"
                                     R"("Condition":{"StringEquals":{"sts:RequestContext/agentidentity:WorkloadIdentityArn":")" + me + R"("}}}]})";
  credentials::ram_policy_settings rights{.policy_name = "p"};
  rights.policy_document = R"({"Version":"1","Statement":[{"Effect":"Allow","Action":["agentidentitydata:GetResourceAPIKey"],"Resource":[")" + me + R"(","acs:agentidentity:*:)" + account +
                           R"(:tokenvault/default/apikeycredentialprovider/*"]}]})";
  const auto made_role = run(roles.create_role(role));
  run(roles.create_policy(rights));
  run(roles.attach_policy_to_role("p", "r"));
  credentials::workload_identity_settings identity_wanted{.workload_identity_name = "me", .role_arn = made_role.arn};
  cloud.inject({.kind = fault_kind::drop_after, .action = "CreateWorkloadIdentity"});  // made, but the answer is lost on its way
  EXPECT_EQ(run(control.create_workload_identity(identity_wanted)).workload_identity_arn, me);
  credentials::api_key_provider_settings key_wanted{.api_key_credential_provider_name = "search", .api_key = secret("canary-5f1c-k")};
  run(control.create_api_key_provider(aval::moved(key_wanted)));
  EXPECT_EQ(run(control.all_workload_identities()).size(), 1u);
  const auto as_role = run(identity().assume_workload_role(token_for(""), 900s)).credential;
  EXPECT_EQ(run(identity().api_key(token_for(""), "search", as_role)).reveal(), "canary-5f1c-k");
  run(roles.detach_policy_from_role("p", "r"));
  EXPECT_EQ(code([&] { run(identity().api_key(token_for(""), "search", as_role)); }), "NoPermission");
}

awaitable<void> change_what_was_made(credentials::control_client control) {
  using list = std::vector<std::string>;
  credentials::identity_provider_settings login{.identity_provider_name = "login", .discovery_url = "https://login.example/x", .description = "before", .allowed_audience = list{"app"}};
  co_await control.create_identity_provider(login);
  credentials::identity_provider_settings audiences{.identity_provider_name = "login", .allowed_audience = list{"app", "web"}};
  co_await control.update_identity_provider(audiences);
  const auto login_now = co_await control.get_identity_provider("login");
  EXPECT_EQ(login_now.allowed_audience, (list{"app", "web"}));
  EXPECT_EQ(login_now.description + login_now.discovery_url, "beforehttps://login.example/x");  // what is not given stays

  credentials::token_vault_settings vault{.token_vault_name = "second", .role_arn = "acs:ram::123456789012:role/r"};
  vault.encryption_config.emplace().key_type = "ServiceManagedKey";
  const auto made = co_await control.create_token_vault(vault);
  EXPECT_TRUE(made.token_vault_arn.ends_with(":tokenvault/second")) << made.token_vault_arn;
  credentials::token_vault_settings described{.token_vault_name = "second", .description = "after"};
  co_await control.update_token_vault(described);
  const auto vault_now = co_await control.get_token_vault("second");
  EXPECT_EQ(vault_now.description + " " + vault_now.role_arn, "after acs:ram::123456789012:role/r");
  EXPECT_EQ(vault_now.encryption_config.value_or(credentials::token_vault_encryption{}).key_type, "ServiceManagedKey");
  const auto first_page = co_await control.list_token_vaults({}, 1);
  EXPECT_EQ(first_page.total_count, 2);  // the default one is always there
  const auto last_page = co_await control.list_token_vaults(first_page.next_token, 1);
  EXPECT_EQ(first_page.items.at(0).token_vault_name + " " + last_page.items.at(0).token_vault_name + last_page.next_token, "default second");
  const auto vaults = co_await control.all_token_vaults();
  EXPECT_EQ(vaults.size(), 2u);

  for (const char* const in : {"", "second"}) {
    const std::string where = in;
    credentials::api_key_provider_settings key{.api_key_credential_provider_name = "search", .api_key = secret("canary-5f1c-k1"), .description = "before"};
    if (!where.empty()) key.token_vault_name = where;
    co_await control.create_api_key_provider(aval::moved(key));
    credentials::api_key_provider_settings other{.api_key_credential_provider_name = "search", .api_key = secret("canary-5f1c-k2 of " + where)};
    if (!where.empty()) other.token_vault_name = where;
    co_await control.update_api_key_provider(aval::moved(other));
    const auto key_now = co_await control.get_api_key_provider("search", where);
    EXPECT_EQ(key_now.description + " " + key_now.token_vault_name, "before " + (where.empty() ? "default" : where));
    const auto keys = co_await control.list_api_key_providers({}, 0, where);
    EXPECT_EQ(keys.total_count, 1);
  }

  credentials::oauth2_provider_settings docs{.oauth2_credential_provider_name = "docs", .credential_provider_vendor = "AliyunOAuth2", .token_vault_name = "second"};
  docs.config.emplace().included.emplace().client_id = "one";
  docs.config->included->client_secret = secret("canary-5f1c-s1");
  co_await control.create_oauth2_provider(aval::moved(docs));
  credentials::oauth2_provider_settings moved{.oauth2_credential_provider_name = "docs", .callback_url = "https://me/back", .token_vault_name = "second"};
  moved.config.emplace().custom.emplace().client_id = "two";
  moved.config->custom->client_secret = secret("canary-5f1c-s2");
  moved.config->custom->oauth2_discovery.discovery_url = "https://docs.example/x";
  co_await control.update_oauth2_provider(aval::moved(moved));
  const auto docs_now = co_await control.get_oauth2_provider("docs", "second");
  EXPECT_EQ(docs_now.callback_url + " " + docs_now.credential_provider_vendor, "https://me/back AliyunOAuth2");
  EXPECT_FALSE(docs_now.config.included);
  const auto custom = docs_now.config.custom ? json::write(*docs_now.config.custom) : "";
  EXPECT_EQ(custom, R"({"ClientId":"two","OAuth2Discovery":{"DiscoveryURL":"https://docs.example/x"}})");  // and no secret
  const auto all = co_await control.all_oauth2_providers("second");
  EXPECT_EQ(all.size(), 1u);
}

awaitable<void> delete_what_was_made(credentials::control_client control) {
  co_await control.delete_oauth2_provider("docs", "second");
  co_await control.delete_api_key_provider("search", "second");
  co_await control.delete_token_vault("second");
  co_await control.delete_identity_provider("login");
  const auto vaults = co_await control.all_token_vaults();
  EXPECT_EQ(vaults.size(), 1u);
  const auto keys = co_await control.all_api_key_providers();
  EXPECT_EQ(keys.size(), 1u);  // that of the default vault
}

TEST_F(CloudEmulator, OurTypedClientChangesAndDeletesWhatItHasMade) {
  const credentials::control_client control(*client, credentials::fixed_credential("testAccessKeyId", secret("canary-5f1c-key")));
  run(change_what_was_made(control));
  cloud.add_workload_identity({.name = "me"});
  EXPECT_EQ(run(identity().api_key(token_for(""), "search")).reveal(), "canary-5f1c-k2 of ");  // the key that was put in place of the first
  EXPECT_EQ(code([&] { run(control.delete_token_vault("second")); }), "DeleteConflict.TokenVault");
  run(delete_what_was_made(control));
  credentials::token_vault_settings gone{.token_vault_name = "second", .description = "x"};
  EXPECT_EQ(code([&] { run(control.update_token_vault(gone)); }), "EntityNotExists.TokenVault");
  credentials::identity_provider_settings none{.identity_provider_name = "login", .description = "x"};
  EXPECT_EQ(code([&] { run(control.update_identity_provider(none)); }), "EntityNotExists.IdentityProvider");
}

TEST_F(CloudEmulator, ApplicationsOfImsGetASecret) {
  const auto app = call(credentials::ims(), "CreateApplication", {{"AppName", "demo"}, {"AppType", "WebApp"}, {"DisplayName", "Demo"}, {"RedirectUris", back}})["Application"];
  EXPECT_FALSE(text(call(credentials::ims(), "CreateAppSecret", of("AppId", text(app["AppId"])))["AppSecret"]["AppSecretValue"]).empty());
  call(credentials::ims(), "DeleteApplication", of("AppId", text(app["AppId"])));
  EXPECT_EQ(code([&] { call(credentials::ims(), "DeleteApplication", of("AppId", text(app["AppId"]))); }), "EntityNotExist.Application");
}

TEST_F(CloudEmulator, TheRoleOfAWorkloadSignsCallsUntilItsTimeIsOver) {
  furnish();
  const auto role = run(identity().assume_workload_role(token_for("u1"), 900s));
  EXPECT_EQ(role.user_id, "u1");
  EXPECT_TRUE(role.credential->access_key_id.starts_with("STS."));
  const auto who = sts("GetCallerIdentity", {}, role.credential);
  EXPECT_EQ(text(who["IdentityType"]), "AssumedRoleUser");
  EXPECT_TRUE(text(who["Arn"]).starts_with("acs:sts::123456789012:assumed-role/AgentIdentityRole-me/"));
  EXPECT_EQ(run(identity().api_key(token_for("u1"), "search", role.credential)).reveal(), "canary-5f1c-k");
  EXPECT_EQ(code([&] { ram("GetRole", of("RoleName", "AgentIdentityRole-me"), role.credential); }), "NoPermission");
  EXPECT_EQ(last_status, 403);
  now += 901s;
  EXPECT_EQ(code([&] { sts("GetCallerIdentity", {}, role.credential); }), "InvalidSecurityToken.Expired");
  EXPECT_EQ(text(sts("GetCallerIdentity")["IdentityType"]), "Account");
}

TEST_F(CloudEmulator, AWorkloadTokenLivesFiveMinutes) {
  furnish();
  const secret token = token_for("");
  now += 299s;
  EXPECT_EQ(run(identity().api_key(token.clone(), "search")).reveal(), "canary-5f1c-k");
  now += 1s;
  EXPECT_EQ(code([&] { run(identity().api_key(token.clone(), "search")); }), "InvalidParameter.WorkloadAccessToken");
  EXPECT_EQ(code([&] { run(identity().assume_workload_role(token.clone(), 900s)); }), "InvalidParameter.WorkloadAccessToken");
}

TEST_F(CloudEmulator, AUserConsentsAndOnlyTheSameUserCompletesIt) {
  furnish();
  const secret token = token_for("u1");
  auto what = wanted();
  const auto first = run(identity().oauth2_token(token.clone(), what));
  EXPECT_FALSE(first.ready());
  EXPECT_EQ(first.session_status, "IN_PROGRESS");
  net::client_options plain;
  plain.proxy.from_environment = false;
  net::http_client browser(context.get_executor(), plain);
  net::http_request get("GET");
  const auto shown = run(browser.send(net::url(first.authorization_url), get));
  EXPECT_EQ(shown.status, 200);
  for (const char* part : {"docs", "u1", "corpid, openid", "value=\"approve\"", "value=\"deny\""}) EXPECT_NE(shown.body.find(part), std::string::npos) << part;
  EXPECT_EQ(code([&] { run(identity().confirm_user_auth(first.session_uri, workload_user::of_id("u1"))); }), "InvalidParameter.SessionURI");

  net::http_request post("POST", "/", "request_uri=" + net::percent_encode(first.session_uri) + "&decision=approve", "application/x-www-form-urlencoded");
  net::call_options stay;
  stay.redirects = 0;
  const auto sent = run(browser.send(net::url(cloud.url() + "/oauth2/authorize"), post, stay));
  EXPECT_EQ(sent.status, 302);
  EXPECT_EQ(sent.headers.find("location"), std::string(back) + "?session_uri=" + net::percent_encode(first.session_uri) + "&state=sess%201%2Fx");
  EXPECT_EQ(run(browser.send(net::url(first.authorization_url), get)).status, 400);  // once

  auto poll = wanted(first.session_uri);
  EXPECT_FALSE(run(identity().oauth2_token(token.clone(), poll)).ready());  // consent alone releases nothing
  EXPECT_EQ(code([&] { run(identity().confirm_user_auth(first.session_uri, workload_user::of_id("u2"))); }), "InvalidParameter.UserIdentifier");
  EXPECT_EQ(code([&] { run(identity().confirm_user_auth(first.session_uri, workload_user())); }), "InvalidParameter.UserIdentifier");
  run(identity().confirm_user_auth(first.session_uri, workload_user::of_id("u1")));
  const auto done = run(identity().oauth2_token(token.clone(), poll));
  EXPECT_TRUE(done.ready());
  EXPECT_EQ(run(identity().oauth2_token(token.clone(), what)).access_token, done.access_token);  // the vault has it
  auto again = wanted();
  again.force_authentication = true;
  EXPECT_FALSE(run(identity().oauth2_token(token.clone(), again)).ready());
  EXPECT_FALSE(run(identity().oauth2_token(token_for("u2"), what)).ready());  // of this user only
  cloud.expire({.oauth2_tokens = true});
  const auto fresh = run(identity().oauth2_token(token.clone(), what));
  EXPECT_TRUE(fresh.ready());
  EXPECT_FALSE(fresh.access_token == done.access_token);
}

TEST_F(CloudEmulator, ADenialAndAForgottenConsentFail) {
  furnish();
  const secret token = token_for("u1");
  auto what = wanted();
  const auto denied = run(identity().oauth2_token(token.clone(), what));
  EXPECT_TRUE(cloud.decide(denied.session_uri, false).ends_with("&error=access_denied"));
  auto poll = wanted(denied.session_uri);
  EXPECT_TRUE(run(identity().oauth2_token(token.clone(), poll)).failed());
  const auto forgotten = run(identity().oauth2_token(token.clone(), what));
  now += 601s;
  poll = wanted(forgotten.session_uri);
  EXPECT_TRUE(run(identity().oauth2_token(token_for("u1"), poll)).failed());
  auto elsewhere = wanted();
  elsewhere.return_url = "http://localhost:8090/other";
  EXPECT_EQ(code([&] { run(identity().oauth2_token(token_for("u1"), elsewhere)); }), "InvalidParameter.ResourceOAuth2ReturnURL");
}

TEST_F(CloudEmulator, UsersArriveWithATokenOfTheirProvider) {
  cloud.add_identity_provider({.name = "login", .discovery_url = "https://login.example/.well-known/openid-configuration", .audiences = {"app"},
                               .keys = R"({"keys":[)" + credentials::jwk_text(key.public_key(), "k1") + "]}"});
  cloud.add_workload_identity({.name = "me", .return_urls = {back}, .identity_provider = "login"});
  cloud.add_oauth2_provider({.name = "docs"});
  const auto token_with = [&](const std::string& jwt) { return run(identity().workload_access_token("me", workload_user::of_token(secret(jwt)))); };
  const secret token = token_with(user_token("ann"));
  EXPECT_EQ(run(identity().assume_workload_role(token.clone(), 900s)).user_id, "ann");
  for (const std::string& bad : {user_token("ann", "other-app"), user_token("ann", "app", -100s), user_token("ann") + "x", std::string("a.b.c")})
    EXPECT_EQ(code([&] { token_with(bad); }), "InvalidParameter.JsonWebToken");

  auto what = wanted();
  const auto first = run(identity().oauth2_token(token.clone(), what));
  cloud.decide(first.session_uri, true);
  EXPECT_EQ(code([&] { run(identity().confirm_user_auth(first.session_uri, workload_user::of_id("ann"))); }), "InvalidParameter.UserIdentifier");  // another kind of user
  EXPECT_EQ(code([&] { run(identity().confirm_user_auth(first.session_uri, workload_user::of_token(secret(user_token("bob"))))); }), "InvalidParameter.UserIdentifier");
  run(identity().confirm_user_auth(first.session_uri, workload_user::of_token(secret(user_token("ann", "app", 300s)))));  // another token of the same user
  auto poll = wanted(first.session_uri);
  EXPECT_TRUE(run(identity().oauth2_token(token.clone(), poll)).ready());

  credentials::parameters obo{{"ResourceCredentialProviderName", "docs"}, {"OAuth2Flow", "ON_BEHALF_OF"}, {"Audience", "api"}};
  obo.add_secret("WorkloadAccessToken", token);
  EXPECT_TRUE(data("GetResourceOAuth2Token", obo).contains("RefreshToken"));
}

TEST_F(CloudEmulator, AVaultThatWasFilledBeforeAnswersAtOnce) {
  furnish();
  cloud.add_consent({.provider = "docs", .user_id = "u1", .scopes = {"openid"}, .access_token = secret("canary-5f1c-ready")});
  auto what = wanted();
  EXPECT_FALSE(run(identity().oauth2_token(token_for("u1"), what)).ready());  // corpid was not consented to
  what.scopes = {"openid"};
  EXPECT_EQ(run(identity().oauth2_token(token_for("u1"), what)).access_token.reveal(), "canary-5f1c-ready");
}

TEST_F(CloudEmulator, RolesAreTakenOnByAccountsAndByTokensOfAnIssuer) {
  const std::string provider = cloud.add_identity_provider({.name = "ci", .discovery_url = "https://login.example", .audiences = {"app"},
                                                            .keys = R"({"keys":[)" + credentials::jwk_text(key.public_key(), "k1") + "]}", .for_roles = true});
  const std::string trust = R"({"Version":"1","Statement":[{"Effect":"Allow","Principal":{"RAM":"acs:ram::123456789012:root"},"Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"Federated":")" +
                            provider + R"("},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"oidc:sub":"job"}}}]})";
  ram("CreateRole", {{"RoleName", "r"}, {"AssumeRolePolicyDocument", trust}});
  credentials::openapi_request v1(credentials::sts(), "AssumeRole", {{"RoleArn", "acs:ram::123456789012:role/r"}, {"RoleSessionName", "demo-session"}, {"DurationSeconds", "900"}}, root);
  v1.signature = credentials::openapi_signature::v1;
  v1.method = "GET";
  const auto triple = json::parse(run(client->call(v1)).body).value()["Credentials"];
  const auto as_role = std::make_shared<const credentials::cloud_credential>(text(triple["AccessKeyId"]), secret(text(triple["AccessKeySecret"])), secret(text(triple["SecurityToken"])));
  EXPECT_EQ(text(sts("GetCallerIdentity", {}, as_role)["Arn"]), "acs:sts::123456789012:assumed-role/r/demo-session");
  const auto by_token = [&](const std::string& jwt) {
    credentials::openapi_request request(credentials::sts(), "AssumeRoleWithOIDC", {{"OIDCProviderArn", provider}, {"OIDCToken", jwt}, {"RoleArn", "acs:ram::123456789012:role/r"}, {"RoleSessionName", "ci"}});
    request.method = "GET";
    return json::parse(run(client->call(std::move(request))).body).value();
  };
  EXPECT_EQ(text(by_token(user_token("job"))["OIDCTokenInfo"]["Subject"]), "job");
  EXPECT_EQ(code([&] { by_token(user_token("stranger")); }), "NoPermission");
  EXPECT_EQ(code([&] { by_token(user_token("job", "other")); }), "InvalidParameter.OIDCToken");
  EXPECT_EQ(code([&] { sts("AssumeRole", {{"RoleArn", "acs:ram::123456789012:role/r"}, {"RoleSessionName", "x"}, {"DurationSeconds", "900"}}); }), "InvalidParameter.RoleSessionName");
  EXPECT_EQ(code([&] { sts("AssumeRole", {{"RoleArn", "acs:ram::123456789012:role/r"}, {"RoleSessionName", "xx"}, {"DurationSeconds", "60"}}); }), "InvalidParameter.DurationSeconds");
}

// ---- faults -------------------------------------------------------------------------------------------------------------------------

TEST_F(CloudEmulator, OurClientGetsOverWhatPasses) {
  furnish();
  for (const fault_kind kind : {fault_kind::throttle, fault_kind::throttle_429, fault_kind::unavailable, fault_kind::internal_error, fault_kind::drop, fault_kind::slow}) {
    cloud.inject({.kind = kind, .action = "GetResourceAPIKey", .wait = 5ms});
    const std::size_t before = cloud.calls("GetResourceAPIKey");
    EXPECT_EQ(run(identity().api_key(token_for(""), "search")).reveal(), "canary-5f1c-k") << to_text(kind);
    EXPECT_EQ(cloud.calls("GetResourceAPIKey") - before, kind == fault_kind::slow ? 1u : 2u) << to_text(kind);
  }
}

TEST_F(CloudEmulator, OurClientSaysWhatDoesNotPass) {
  furnish();
  const auto fails_with = [&](emulator::fault f) {
    f.action = "GetResourceAPIKey";
    f.times = 0;
    const secret token = token_for("");
    cloud.inject(f);
    std::error_code out;
    try {
      run(identity().api_key(token.clone(), "search"));
    } catch (const std::system_error& e) {
      out = e.code();
    }
    cloud.clear_faults();
    return out;
  };
  EXPECT_EQ(fails_with({.kind = fault_kind::throttle}), credentials::errc::throttled);
  EXPECT_EQ(fails_with({.kind = fault_kind::throttle_429}), credentials::errc::throttled);
  EXPECT_EQ(fails_with({.kind = fault_kind::unavailable}), credentials::errc::service_failed);
  EXPECT_EQ(fails_with({.kind = fault_kind::ok_with_code}), credentials::errc::service_failed);
  EXPECT_EQ(fails_with({.kind = fault_kind::expired_workload_token}), credentials::errc::rejected);
  EXPECT_EQ(fails_with({.kind = fault_kind::drop}), condition::unreachable);
  const std::size_t before = cloud.calls("GetResourceAPIKey");
  EXPECT_EQ(fails_with({.kind = fault_kind::throttle, .wait = 120s}), credentials::errc::throttled);
  EXPECT_EQ(cloud.calls("GetResourceAPIKey") - before, 1u);  // x-acs-retry-after is beyond what the call may take: no second attempt
}

TEST_F(CloudEmulator, ACreationWhoseAnswerWasLostIsSeenAsOurOwn) {
  cloud.inject({.kind = fault_kind::drop_after, .action = "CreateWorkloadIdentity"});
  try {
    control("CreateWorkloadIdentity", of("WorkloadIdentityName", "me"));
    ADD_FAILURE();
  } catch (const credentials::openapi_error& e) {
    EXPECT_EQ(e.service_code(), "EntityAlreadyExists.WorkloadIdentity");
    EXPECT_TRUE(e.earlier_attempt_uncertain());
  }
  EXPECT_EQ(text(control("GetWorkloadIdentity", of("WorkloadIdentityName", "me"))["WorkloadIdentity"]["WorkloadIdentityName"]), "me");
}

TEST_F(CloudEmulator, OurClientAsksAgainWhenAnAnswerIsTooSlowAndSaysThatTheFirstCallMayHaveBeenHeard) {
  furnish();
  options.attempt_timeout = 300ms;  // the emulator's clock stands still, but this is the time of a connection
  client.emplace(context.get_executor(), options);
  credentials::parameters p = of("ResourceCredentialProviderName", "search");
  p.add_secret("WorkloadAccessToken", token_for(""));
  cloud.inject({.kind = fault_kind::slow, .action = "GetResourceAPIKey", .wait = 10min});
  const credentials::openapi_request key(credentials::agent_identity_data(), "GetResourceAPIKey", p, root);
  const auto answer = run(client->call(key));
  EXPECT_GE(answer.attempts, 2u);
  EXPECT_EQ(cloud.calls("GetResourceAPIKey"), answer.attempts);
  EXPECT_TRUE(answer.earlier_attempt_uncertain);

  cloud.inject({.kind = fault_kind::slow, .action = "CreateWorkloadIdentity", .wait = 10min});  // made, but nobody hears of it in time
  try {
    control("CreateWorkloadIdentity", of("WorkloadIdentityName", "late"));
    ADD_FAILURE();
  } catch (const credentials::openapi_error& e) {
    EXPECT_EQ(e.service_code(), "EntityAlreadyExists.WorkloadIdentity");
    EXPECT_TRUE(e.earlier_attempt_uncertain());
  }
  cloud.inject({.kind = fault_kind::slow, .action = "CreateWorkloadIdentity", .wait = 10min});
  const credentials::control_client typed(*client, credentials::fixed_credential("testAccessKeyId", secret("canary-5f1c-key")));
  credentials::workload_identity_settings later{.workload_identity_name = "later"};
  EXPECT_EQ(run(typed.create_workload_identity(later)).workload_identity_name, "later");
}

TEST_F(CloudEmulator, OurClientTimesOutWhenEveryAnswerIsTooSlow) {
  furnish();
  options.attempt_timeout = 50ms;
  options.max_attempts = 2;
  client.emplace(context.get_executor(), options);
  cloud.inject({.kind = fault_kind::slow, .action = "ListTokenVaults", .times = 0, .wait = 10min});
  const credentials::openapi_request list(credentials::agent_identity(), "ListTokenVaults", {}, root);
  try {
    run(client->call(list));
    ADD_FAILURE();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), condition::timed_out);
  }
  EXPECT_LE(cloud.calls("ListTokenVaults"), 2u);
}

TEST_F(CloudEmulator, ASessionFailsWhenItIsTold) {
  furnish();
  auto what = wanted();
  const secret token = token_for("u1");
  const auto first = run(identity().oauth2_token(token.clone(), what));
  cloud.inject({.kind = fault_kind::failed_session});
  auto poll = wanted(first.session_uri);
  EXPECT_TRUE(run(identity().oauth2_token(token.clone(), poll)).failed());
  EXPECT_TRUE(run(identity().oauth2_token(token.clone(), poll)).failed());  // and stays so
}

TEST_F(CloudEmulator, AWorkloadWaitsForItsUserAndGetsOverWhatRunsOut) {
  furnish();
  credentials::workload_options kept;
  kept.identity = "me";
  kept.refresh.clock = options.clock;
  const credentials::workload me(context.get_executor(), identity(), kept);
  const credentials::identity_context ann(credentials::identity_values{.user_id = "ann"});
  credentials::access_token_options what;
  what.provider = "docs";
  what.scopes = {"openid"};
  what.return_url = back;
  what.consent.interval = what.consent.longest = 1ms;
  bool approves = true;
  what.consent.on_auth_url = [&](credentials::consent_needed c) {  // a person clicks, and the application behind the return URL confirms who it was
    cloud.decide(c.session_uri, approves);
    if (approves) asio::co_spawn(context, identity().confirm_user_auth(c.session_uri, workload_user::of_id("ann")), asio::detached);
  };
  const secret token = run(me.access_token(ann, what));
  EXPECT_EQ(run(me.access_token(ann, what)), token);
  EXPECT_EQ(cloud.calls("GetWorkloadAccessTokenForUserId"), 1u);
  EXPECT_EQ(cloud.calls("AssumeRoleForWorkloadIdentity"), 1u);

  cloud.expire({.workload_tokens = true});
  EXPECT_EQ(run(me.api_key(ann, "search")).reveal(), "canary-5f1c-k");
  EXPECT_EQ(cloud.calls("GetWorkloadAccessTokenForUserId"), 2u);
  cloud.expire({.role_credentials = true});
  EXPECT_EQ(run(me.api_key(ann, "search")).reveal(), "canary-5f1c-k");
  cloud.inject({.kind = fault_kind::expired_workload_token});
  EXPECT_EQ(run(me.api_key(ann, "search")).reveal(), "canary-5f1c-k");

  what.force_authentication = true;
  cloud.inject({.kind = fault_kind::throttle, .action = "GetResourceOAuth2Token", .times = 2, .wait = 1ms});
  EXPECT_FALSE(run(me.access_token(ann, what)) == token);
  const auto ends_with = [&] {
    try {
      run(me.access_token(ann, what));
    } catch (const std::system_error& e) {
      return e.code();
    }
    return std::error_code();
  };
  approves = false;
  EXPECT_EQ(ends_with(), credentials::errc::consent_failed);
  approves = true;
  cloud.inject({.kind = fault_kind::failed_session});
  EXPECT_EQ(ends_with(), credentials::errc::consent_failed);
}

// ---- another client -----------------------------------------------------------------------------------------------------------------

TEST(CloudEmulatorAndOthers, TheOfficialTypeScriptRuntimeIsUnderstoodAndHeldToItsSignature) {
  asio::io_context context;
  emulator::cloud_identity cloud(context.get_executor());  // HTTPS, with a certificate of its own
  aval::testing::run(context, cloud.start());
  cloud.add_workload_identity({.name = "me"});
  cloud.add_api_key({.name = "search", .key = secret("canary-5f1c-k")});
  std::thread serving([&] { context.run_for(100s); });
  {
    peers::program node({"node", AVAL_SOURCE_DIR "/tests/peers/openapi_node.cjs", std::to_string(cloud.port()), cloud.certificate_pem()});
    EXPECT_EQ(node.line(), R"({"token":true})") << "npm ci in tests/peers, or scripts/test, installs what it needs";
    EXPECT_EQ(node.line(), R"({"role":"acs:ram::123456789012:role/from-node","description":"a b+c/ü*"})");
    EXPECT_EQ(node.line(), R"({"assumed":true,"key":"canary-5f1c-k"})");
    EXPECT_EQ(node.line(), R"({"missing":"EntityNotExists.WorkloadIdentity","status":404})");
    EXPECT_EQ(node.line(), R"({"wrong":"SignatureDoesNotMatch"})");
    EXPECT_EQ(node.line(), R"({"tampered":"SignatureDoesNotMatch"})");
  }
  context.stop();
  serving.join();
}

}  // namespace
