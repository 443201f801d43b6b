// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "authority/server_fixture.hpp"

// People, their rights, SDK tokens and API keys, over HTTP.

namespace {
using namespace authority_test;

struct organization : running_authority {
  explicit organization(options o = without_limits()) : running_authority(std::move(o)) {}

  headers_list bearer(const std::string& text) { return {{"Authorization", "Bearer " + text}}; }
  headers_list log_in(const std::string& email) {
    const auto in = send("POST", "/api/v1/public/login", R"({"email": ")" + email + R"(", "password": "canary-5f1c horse"})");
    EXPECT_EQ(in.status, 200) << in.text;
    return bearer(in.at("accessToken"));
  }
  /** Somebody who is logged in. */
  headers_list person(const std::string& email, role rights) {
    run(server->create_user(server->organization(), email, rights, aval::secret("canary-5f1c horse")));
    return log_in(email);
  }
  std::string id_of(const std::string& email) {
    const auto list = admin("GET", "/api/v1/admin/users");
    for (const auto& u : list.body["users"].as_array())
      if (u["email"].as_string() == email) return u["id"].as_string();
    ADD_FAILURE() << email << " is not in " << list.text;
    return {};
  }
  reply refresh(const std::string& token) { return send("POST", "/api/v1/auth/refresh", R"({"refresh_token": ")" + token + "\"}"); }
  int refresh_status(const std::string& token) { return refresh(token).status; }
  int me(const headers_list& who) { return send("GET", "/api/v1/auth/me", "", who).status; }
};
const std::string tokens = "/api/v1/users/me/sdk-tokens";
const std::string users = "/api/v1/admin/users";

TEST(sdk_tokens, are_issued_listed_used_and_revoked) {
  organization a;
  const auto may = a.person("may@example.com", role::member);
  const auto made = a.send("POST", tokens, R"({"device_name": "laptop"})", may);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(made.body["credentials"]["aim_url"].as_string(), a.base);
  EXPECT_EQ(made.body["credentials"]["email"].as_string(), "may@example.com");
  const std::string first = made.body["credentials"]["refresh_token"].as_string(), id = made.body["token"]["id"].as_string();
  EXPECT_EQ(made.body["credentials"]["sdk_token_id"].as_string(), made.body["token"]["tokenId"].as_string());

  const auto turned = a.refresh(first);
  ASSERT_EQ(turned.status, 200) << turned.text;
  EXPECT_EQ(a.send("POST", "/api/v1/agents", R"({"name": "bot"})", a.bearer(turned.at("access_token"))).status, 201) << "it registers agents";
  auto list = a.send("GET", tokens, "", may);
  ASSERT_EQ(list.body["tokens"].size(), 1U) << list.text;
  const auto& row = list.body["tokens"][0];
  EXPECT_EQ(row["deviceName"].as_string(), "laptop");
  EXPECT_EQ(row["usageCount"].as_int64(), 1);
  EXPECT_NE(row["tokenId"].as_string(), made.body["token"]["tokenId"].as_string()) << "that of the newest refresh token";
  EXPECT_EQ(row["lastIpAddress"].as_string(), "127.0.0.1");

  auto named = a.bearer(turned.at("access_token"));
  named.emplace_back("X-SDK-Token", row["tokenId"].as_string());
  a.send("GET", "/api/v1/agents", "", named);
  auto foreign = a.person("max@example.com", role::member);
  foreign.emplace_back("X-SDK-Token", row["tokenId"].as_string());
  EXPECT_EQ(a.send("GET", "/api/v1/agents", "", foreign).status, 200) << "it is no credential and harms nobody";
  EXPECT_EQ(a.send("GET", tokens, "", may).body["tokens"][0]["usageCount"].as_int64(), 2) << "counted for its own person";
  EXPECT_EQ(a.send("GET", "/api/v1/agents", "", {{"X-SDK-Token", row["tokenId"].as_string()}}).status, 401);

  EXPECT_EQ(a.send("GET", tokens + "/count", "", may).body["active_count"].as_int64(), 1);
  EXPECT_EQ(a.send("POST", tokens + "/" + id + "/revoke", R"({"reason": "lost"})", may).status, 200);
  EXPECT_EQ(a.send("GET", tokens + "/count", "", may).body["active_count"].as_int64(), 0);
  EXPECT_EQ(a.send("GET", tokens, "", may).body["tokens"].size(), 0U);
  list = a.send("GET", tokens + "?include_revoked=true", "", may);
  EXPECT_EQ(list.body["tokens"][0]["revokeReason"].as_string(), "lost");
  EXPECT_EQ(a.refresh_status(turned.at("refresh_token")), 401);
}

TEST(sdk_tokens, come_with_a_download) {
  organization a;
  const auto may = a.person("may@example.com", role::member), vic = a.person("vic@example.com", role::viewer);
  const aval::net::http_client client(a.context.get_executor(), a.net_options());
  aval::net::http_request request("GET", "/api/v1/sdk/download");
  request.headers.set("Authorization", may[0].second);
  const auto zip = a.run(a.exchange(client, a.base, std::move(request)));
  ASSERT_EQ(zip.status, 200);
  EXPECT_EQ(zip.headers.find("Content-Type"), "application/zip");
  EXPECT_EQ(zip.headers.find("Cache-Control"), "no-store");
  EXPECT_TRUE(zip.body.starts_with("PK\3\4"));
  const auto from = zip.body.find("{"), to = zip.body.find("}");
  const auto inside = aval::json::parse(zip.body.substr(from, to - from + 1));
  ASSERT_TRUE(inside);
  EXPECT_EQ(zip.body.substr(from - 21, 21), ".aim/credentials.json");
  EXPECT_EQ(a.refresh_status((*inside)["refresh_token"].as_string()), 200);
  EXPECT_EQ(a.send("GET", "/api/v1/sdk/download", "", vic).status, 403) << "a viewer registers nothing";
  EXPECT_EQ(a.send("GET", "/api/v1/sdk/download").status, 401);
  EXPECT_EQ(a.send("GET", tokens, "", {{"X-API-Key", std::string(a.run(a.server->create_api_key("k")).reveal())}}).status, 403);
  const auto inside_too = aval::json::parse(a.run(a.server->create_sdk_token("may@example.com", "script")).reveal());
  EXPECT_EQ(a.refresh_status((*inside_too)["refresh_token"].as_string()), 200) << "made in process";
}

TEST(attack, a_revoked_sdk_token_is_revived) {
  organization a;
  const auto may = a.person("may@example.com", role::member);
  const auto make = [&] { return a.send("POST", tokens, "", may).body["credentials"]["refresh_token"].as_string(); };
  const std::string one = make(), other = make();
  const std::string one_more = a.refresh(one).at("refresh_token");
  EXPECT_EQ(a.refresh_status(one), 200) << "a lost answer is given again";
  EXPECT_EQ(a.send("POST", tokens + "/revoke-all", R"({"reason": "laptop stolen"})", may).body["revoked"].as_int64(), 2);
  for (const auto& t : {one, one_more, other}) {
    EXPECT_EQ(a.refresh_status(t), 401);
    EXPECT_EQ(a.send("POST", "/api/v1/auth/sdk/recover", R"({"old_refresh_token": ")" + t + "\"}").status, 410);
  }
  EXPECT_EQ(a.send("POST", tokens + "/revoke-all", "", may).body["revoked"].as_int64(), 0);
  const auto list = a.send("GET", tokens + "?include_revoked=true", "", may);
  for (const auto& t : list.body["tokens"].as_array()) {
    EXPECT_EQ(t["revokeReason"].as_string(), "laptop stolen") << "the first word stays";
    EXPECT_EQ(a.send("POST", tokens + "/" + t["tokenId"].as_string() + "/revoke", R"({"reason": "again"})", may).status, 200) << "once more changes nothing";
  }
  EXPECT_EQ(a.send("GET", tokens + "?include_revoked=true", "", may).text, list.text);
}

TEST(attack, a_copied_refresh_token_is_used_beside_the_true_one) {
  organization a;
  const auto may = a.person("may@example.com", role::member);
  const std::string stolen = a.send("POST", tokens, "", may).body["credentials"]["refresh_token"].as_string();
  const std::string mine = a.refresh(stolen).at("refresh_token");
  a.now += seconds(31);
  EXPECT_EQ(a.refresh_status(stolen), 401) << "after the grace: somebody has a copy";
  EXPECT_EQ(a.refresh_status(mine), 401) << "neither keeps access";
  EXPECT_EQ(a.send("GET", tokens + "?include_revoked=true", "", may).body["tokens"][0]["revokeReason"].as_string(), "used twice");
  ASSERT_EQ(a.server->alerts().size(), 1U);
  EXPECT_EQ(a.refresh_status(stolen), 401);
  EXPECT_EQ(a.server->alerts()[0].repeats, 1) << "told once";
}

TEST(attack, an_sdk_token_opens_more_than_an_sdk_needs) {
  organization a;
  const auto made = a.admin("POST", tokens);
  ASSERT_EQ(made.status, 201) << made.text;
  const auto sdk = a.bearer(a.refresh(made.body["credentials"]["refresh_token"].as_string()).at("access_token"));
  EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", sdk).body["role"].as_string(), "admin");
  EXPECT_EQ(a.send("GET", users, "", sdk).status, 403) << "an administrator's SDK is a member";
  EXPECT_EQ(a.send("GET", "/api/v1/admin/verifications/pending", "", sdk).status, 403);
  EXPECT_EQ(a.send("POST", tokens, "", sdk).status, 403) << "whoever steals it makes no second one";
  EXPECT_EQ(a.send("GET", "/api/v1/sdk/download", "", sdk).status, 403);
  EXPECT_EQ(a.send("GET", "/api/v1/sdk/download", "", {{"Cookie", "a=b; access_token=" + sdk[0].second.substr(7)}}).status, 403) << "nor by way of a cookie";
  EXPECT_EQ(a.send("POST", "/api/v1/auth/change-password", R"({"current_password": "x", "new_password": "canary-5f1c donkey"})", sdk).status, 403);
  EXPECT_EQ(a.send("POST", tokens + "/revoke-all", "", sdk).status, 403);
  EXPECT_EQ(a.send("POST", "/api/v1/agents", R"({"name": "bot"})", sdk).status, 201);
}

TEST(people, are_added_approved_and_deactivated_by_administrators) {
  organization a;
  const auto made = a.admin("POST", users, R"({"email": "Kim@example.com", "role": "manager"})");
  ASSERT_EQ(made.status, 201) << made.text;
  const std::string password = made.at("password"), id = made.at("id");
  EXPECT_GE(password.size(), 20U) << "made and shown this once";
  const auto kim = [&] { return a.send("POST", "/api/v1/auth/login/local", R"({"email": "kim@example.com", "password": ")" + password + "\"}"); };
  const auto in = kim();
  ASSERT_EQ(in.status, 200) << in.text;
  const auto session = a.bearer(in.at("access_token"));
  const auto sdk = a.send("POST", tokens, "", session).body["credentials"]["refresh_token"].as_string();
  EXPECT_EQ(a.admin("POST", users, R"({"email": "kim@example.com"})").status, 409);
  EXPECT_EQ(a.admin("POST", users, R"({"email": "lee@example.com", "role": "king"})").status, 400);
  EXPECT_EQ(a.admin("POST", users, R"({"email": "lee@example.com", "password": "short"})").status, 400);

  EXPECT_EQ(a.admin("POST", users + "/" + id + "/deactivate", R"({"reason": "left"})").body["user"]["status"].as_string(), "deactivated");
  EXPECT_EQ(a.me(session), 401) << "what was opened ends at once";
  EXPECT_EQ(kim().status, 401);
  EXPECT_EQ(a.refresh_status(in.at("refresh_token")), 401);
  EXPECT_EQ(a.refresh_status(sdk), 401);
  EXPECT_EQ(a.admin("GET", users + "?status=deactivated").body["total"].as_int64(), 1);
  EXPECT_EQ(a.admin("POST", users + "/" + id + "/activate").status, 200);
  EXPECT_EQ(kim().status, 200);
  EXPECT_EQ(a.refresh_status(sdk), 401) << "tokens do not come back with the person";

  const auto lee = a.admin("POST", users, R"({"email": "lee@example.com", "approved": false, "password": "canary-5f1c horse"})");
  ASSERT_EQ(lee.status, 201) << lee.text;
  EXPECT_FALSE(lee.body.contains("password"));
  EXPECT_EQ(a.admin("GET", users + "/pending").body["users"][0]["email"].as_string(), "lee@example.com");
  EXPECT_EQ(a.send("POST", "/api/v1/public/login", R"({"email": "lee@example.com", "password": "canary-5f1c horse"})").status, 401);
  EXPECT_EQ(a.admin("POST", users + "/" + lee.at("id") + "/approve").status, 200);
  EXPECT_EQ(a.me(a.log_in("lee@example.com")), 200);
  EXPECT_EQ(a.admin("DELETE", users + "/" + lee.at("id")).status, 204);
  EXPECT_EQ(a.admin("GET", users).body["total"].as_int64(), 3) << "known still";

  const auto current = a.admin("GET", "/api/v1/organizations/current");
  EXPECT_EQ(current.at("name"), "default");
  EXPECT_EQ(current.body["total_users"].as_int64(), 2) << current.text;
}

TEST(attack, a_member_raises_its_own_role) {
  organization a;
  const auto may = a.person("may@example.com", role::member), kim = a.person("kim@example.com", role::manager);
  const std::string path = users + "/" + a.id_of("may@example.com") + "/role", body = R"({"role": "admin"})";
  EXPECT_EQ(a.send("PUT", path, body, may).status, 403);
  EXPECT_EQ(a.send("PUT", path, body, kim).status, 403) << "nor does a manager";
  EXPECT_EQ(a.send("PUT", path, body, {{"X-API-Key", std::string(a.run(a.server->create_api_key("k")).reveal())}}).status, 403);
  EXPECT_EQ(a.send("POST", users, R"({"email": "puppet@example.com", "role": "admin"})", kim).status, 403);
  EXPECT_EQ(a.send("POST", users + "/" + a.id_of("kim@example.com") + "/deactivate", "", may).status, 403);
  EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", may).at("role"), "member");
}

TEST(attack, a_demoted_administrator_uses_yesterdays_token) {
  organization a;
  const auto eve = a.person("eve@example.com", role::admin);
  EXPECT_EQ(a.send("GET", users, "", eve).status, 200);
  EXPECT_EQ(a.admin("PUT", users + "/" + a.id_of("eve@example.com") + "/role", R"({"role": "viewer"})").status, 200);
  EXPECT_EQ(a.send("GET", users, "", eve).status, 403);
  EXPECT_EQ(a.send("POST", tokens, "", eve).status, 403);
}

TEST(the_last_administrator, stays_one) {
  organization a;
  const std::string self = users + "/" + a.id_of("admin@localhost");
  const auto refused = a.admin("PUT", self + "/role", R"({"role": "member"})");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.at("code"), "last_admin");
  EXPECT_EQ(a.admin("POST", self + "/deactivate").status, 409);
  EXPECT_EQ(a.admin("DELETE", self).status, 409);
  const auto ann = a.person("ann@example.com", role::admin);
  EXPECT_EQ(a.admin("POST", users + "/" + a.id_of("ann@example.com") + "/deactivate").status, 200);
  EXPECT_EQ(a.admin("PUT", self + "/role", R"({"role": "member"})").status, 409) << "one who may not log in is none";
  EXPECT_EQ(a.admin("POST", users + "/" + a.id_of("ann@example.com") + "/activate").status, 200);
  EXPECT_EQ(a.admin("PUT", self + "/role", R"({"role": "member"})").status, 200);
  EXPECT_EQ(a.admin("GET", users).status, 403);
}

TEST(a_password, is_changed_by_who_knows_it_and_ends_other_sessions) {
  organization a;
  a.person("may@example.com", role::member);
  const auto in = a.send("POST", "/api/v1/auth/login/local", R"({"email": "may@example.com", "password": "canary-5f1c horse"})");
  const auto may = a.bearer(in.at("access_token"));
  const std::string path = "/api/v1/auth/change-password";
  EXPECT_EQ(a.send("POST", path, R"({"current_password": "wrong", "new_password": "canary-5f1c donkey"})", may).status, 403);
  EXPECT_EQ(a.send("POST", path, R"({"current_password": "canary-5f1c horse", "new_password": "short"})", may).status, 400);
  EXPECT_EQ(a.send("POST", path, R"({"current_password": "canary-5f1c horse", "new_password": "canary-5f1c donkey"})", may).status, 200);
  EXPECT_EQ(a.refresh_status(in.at("refresh_token")), 401);
  EXPECT_EQ(a.send("POST", "/api/v1/public/login", R"({"email": "may@example.com", "password": "canary-5f1c horse"})").status, 401);
  EXPECT_EQ(a.send("POST", "/api/v1/public/login", R"({"email": "may@example.com", "password": "canary-5f1c donkey"})").status, 200);
}

TEST(an_api_key, tells_when_it_was_used_and_stays_deleted) {
  auto records = std::make_shared<memory_store>();
  options o = without_limits();
  o.store = records;
  std::string key;
  {
    organization a(o);
    key = std::string(a.run(a.server->create_api_key("ci")).reveal());
    const auto row = [&] { return a.admin("GET", "/api/v1/api-keys").body["api_keys"][0]; };
    EXPECT_TRUE(row()["last_used_at"].is_null());
    a.send("GET", "/api/v1/agents", "", {{"X-API-Key", key}});
    EXPECT_EQ(row()["last_used_at"].as_string(), "2026-11-20T12:00:00.000000Z");
    a.now += seconds(59);
    a.send("GET", "/api/v1/agents", "", {{"X-API-Key", key}});
    EXPECT_EQ(row()["last_used_at"].as_string(), "2026-11-20T12:00:00.000000Z") << "to the minute";
    a.now += minutes(5);
    a.send("GET", "/api/v1/agents", "", {{"X-API-Key", key}});
    EXPECT_EQ(row()["lastUsedAt"].as_string(), "2026-11-20T12:05:59.000000Z");
    const std::string path = "/api/v1/api-keys/" + row()["id"].as_string();
    EXPECT_EQ(a.admin("DELETE", path).status, 409) << "only after it was disabled";
    EXPECT_EQ(a.admin("PATCH", path + "/disable").status, 200);
    EXPECT_EQ(a.admin("DELETE", path).status, 204);
  }
  organization again(o);
  EXPECT_EQ(again.admin("GET", "/api/v1/api-keys").body["total"].as_int64(), 0) << "after a restart";
  EXPECT_EQ(again.send("GET", "/api/v1/agents", "", {{"X-API-Key", key}}).status, 401);
}

TEST(accounts, are_the_same_after_a_restart) {
  auto records = std::make_shared<memory_store>();
  options o = without_limits();
  o.store = records;
  std::string live, dead;
  {
    organization a(o);
    const auto may = a.person("may@example.com", role::member);
    const auto one = a.send("POST", tokens, "", may), two = a.send("POST", tokens, "", may);
    live = one.body["credentials"]["refresh_token"].as_string();
    dead = two.body["credentials"]["refresh_token"].as_string();
    a.send("POST", tokens + "/" + two.body["token"]["id"].as_string() + "/revoke", "", may);
    a.person("max@example.com", role::member);
    a.admin("POST", users + "/" + a.id_of("max@example.com") + "/deactivate");
  }
  organization again(o);
  EXPECT_EQ(again.refresh_status(dead), 401);
  EXPECT_EQ(again.refresh_status(live), 200);
  EXPECT_EQ(again.send("GET", tokens, "", again.log_in("may@example.com")).body["tokens"][0]["usageCount"].as_int64(), 1);
  EXPECT_EQ(again.admin("GET", users + "?status=deactivated").body["users"][0]["email"].as_string(), "max@example.com");
}

}  // namespace
