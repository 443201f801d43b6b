// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <string>

#include "aval/credentials/platform_headers.hpp"
#include "aval/credentials/profile.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using credentials::errc;

const std::string config = R"({"current":"work","meta_path":"","profiles":[
  {"name":"default","mode":"AK","access_key_id":"","access_key_secret":"","region_id":"cn-beijing"},
  {"name":"work","mode":"AK","access_key_id":"LTAI1","access_key_secret":"s1","sts_token":"left over","expired_seconds":0},
  {"name":"sts","mode":"StsToken","access_key_id":"STS.1","access_key_secret":"s2","sts_token":"t2"},
  {"name":"role","mode":"RamRoleArn","access_key_id":"LTAI1","access_key_secret":"s1","ram_role_arn":"acs:ram::1:role/a",
   "ram_session_name":"me","expired_seconds":900,"policy":null,"external_id":"x","sts_region":"cn-hangzhou","enable_vpc":true},
  {"name":"ecs","mode":"EcsRamRole","ram_role_name":"web"},
  {"name":"oidc","mode":"OIDC","ram_role_arn":"acs:ram::1:role/a","oidc_provider_arn":"acs:ram::1:oidc-provider/p","oidc_token_file":"/t","role_session_name":"o"},
  {"name":"sso","mode":"CloudSSO"}]})";

TEST(cli_profile, is_the_current_one_unless_another_is_named) {
  auto p = parse_cli_profile(config, "").value();
  ASSERT_TRUE(p);
  EXPECT_EQ(p->name, "work");
  EXPECT_EQ(p->access_key_id, "LTAI1");
  EXPECT_EQ(p->access_key_secret.reveal(), "s1");
  EXPECT_TRUE(p->security_token.empty());  // a long-lived pair has none, whatever is left in the file
  p = parse_cli_profile(config, "sts").value();
  EXPECT_EQ(p->mode, profile_mode::sts_token);
  EXPECT_EQ(p->security_token.reveal(), "t2");
  p = parse_cli_profile(config, "role").value();
  EXPECT_EQ(p->mode, profile_mode::assumed_role);
  EXPECT_EQ(p->role_session_name, "me");
  EXPECT_EQ(p->duration, 900s);
  EXPECT_EQ(p->sts_region, "cn-hangzhou");
  EXPECT_TRUE(p->vpc);
  EXPECT_EQ(parse_cli_profile(config, "ecs").value()->ecs_role_name, "web");
  p = parse_cli_profile(config, "oidc").value();
  EXPECT_EQ(p->oidc_token_file, "/t");
  EXPECT_EQ(p->role_session_name, "o");
}

TEST(cli_profile, says_what_is_wrong_and_never_what_is_secret) {
  EXPECT_FALSE(parse_cli_profile(config, "default").value());  // a fresh file: no access key in it
  EXPECT_NE(parse_cli_profile(config, "sso").error().message.find("CloudSSO"), std::string::npos);
  EXPECT_FALSE(parse_cli_profile(config, "nobody").value()) << "another file may have it";
  EXPECT_FALSE(parse_cli_profile("{}", "").value()) << "names none";
  EXPECT_NE(parse_cli_profile(R"({"current":"gone","profiles":[]})", "").error().message.find("\"gone\", which it does not have"), std::string::npos);
  for (const char* text : {"", "[]", R"({"current":"a","profiles":[{"name":"a","access_key_secret":{"s3cret":1}}]})", R"({"current":1})"}) {
    const auto read = parse_cli_profile(text, "");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, errc::invalid_configuration);
  }
}

const std::string ini = "; comment\n[default]\r\ntype = access_key\r\naccess_key_id = LTAI1 # mine\naccess_key_secret=s=1\n\n"
                        "[role]\ntype=ram_role_arn\naccess_key_id=LTAI1\naccess_key_secret=s1\nrole_arn=acs:ram::1:role/a\nrole_session_name=me\n"
                        "[oidc]\ntype=oidc_role_arn\noidc_provider_arn=p\noidc_token_file_path=/t\nrole_arn=r\n[ecs]\ntype=ecs_ram_role\nrole_name=web\n"
                        "[rsa]\ntype=rsa_key_pair\n[half]\naccess_key_id=LTAI1\n[twice]\na=1\na=2\n";

TEST(ini_profile, is_a_section) {
  auto p = parse_ini_profile(ini, "").value();
  ASSERT_TRUE(p);
  EXPECT_EQ(p->access_key_id, "LTAI1");
  EXPECT_EQ(p->access_key_secret.reveal(), "s=1");
  EXPECT_EQ(parse_ini_profile(ini, "role").value()->role_arn, "acs:ram::1:role/a");
  EXPECT_EQ(parse_ini_profile(ini, "oidc").value()->oidc_token_file, "/t");
  EXPECT_EQ(parse_ini_profile(ini, "ecs").value()->ecs_role_name, "web");
  EXPECT_FALSE(parse_ini_profile(ini, "nobody").value());
}

TEST(ini_profile, refuses_what_could_be_read_in_two_ways) {
  for (const char* name : {"rsa", "half", "twice"}) EXPECT_EQ(parse_ini_profile(ini, name).error().code, errc::invalid_configuration) << name;
  for (const char* text : {"[a", "no equals", "[a]\n[a]\n", "=\n[x"}) EXPECT_FALSE(parse_ini_profile(text, "a")) << text;
}

TEST(platform_headers, are_nothing_without_the_switch) {
  const net::headers all = {{"X-Fc-Access-Key-Id", "STS.1"}, {"x-fc-access-key-secret", "s"}, {"x-fc-security-token", "t"}};
  EXPECT_EQ(platform_credential(all, {}), nullptr);
  const platform_header_options on{.behind_trusted_platform = true};
  const auto c = platform_credential(all, on);
  ASSERT_NE(c, nullptr);
  EXPECT_EQ(c->access_key_id, "STS.1");
  EXPECT_EQ(c->security_token.reveal(), "t");
}

TEST(platform_headers, are_all_there_once_or_do_not_count) {
  const platform_header_options on{.behind_trusted_platform = true};
  EXPECT_EQ(platform_credential({{"x-fc-access-key-id", "STS.1"}, {"x-fc-access-key-secret", "s"}}, on), nullptr);
  EXPECT_EQ(platform_credential({{"x-fc-access-key-id", "STS.1"}, {"x-fc-access-key-secret", "s"}, {"x-fc-security-token", ""}}, on), nullptr);
  EXPECT_EQ(platform_credential({{"x-fc-access-key-id", "a"}, {"x-fc-access-key-id", "b"}, {"x-fc-access-key-secret", "s"}, {"x-fc-security-token", "t"}}, on), nullptr);
}

}  // namespace
