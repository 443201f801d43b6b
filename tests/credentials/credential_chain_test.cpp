// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <asio/io_context.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aval/credentials/credential_chain.hpp"
#include "aval/core/uuid.hpp"
#include "aval/testing/run.hpp"
#include "credentials/cloud_for_tests.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using credentials::errc;
using cloud_test::at;
using cloud_test::reply;
using cloud_test::seen;

class chain : public ::testing::Test {
 protected:
  chain() : home(std::filesystem::temp_directory_path() / ("aval-chain-" + uuid::random().to_string())) {
    std::filesystem::create_directories(home / ".aliyun");
    std::filesystem::create_directories(home / ".alibabacloud");
    variables["HOME"] = home.string();
    variables["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true";
    options.openapi.endpoint = cloud.url();
    options.openapi.clock.wall = options.refresh.clock.wall = [this] { return cloud.now; };
    options.openapi.http.proxy.from_environment = options.http.proxy.from_environment = false;
    options.openapi.max_attempts = 1;
    options.instance.service = cloud.url();
    options.instance.timeout = 10s;
    cloud.handler = [this](const seen& s) { return answer(s); };
  }
  ~chain() override { std::filesystem::remove_all(home); }

  /** STS, metadata service and credentials URI; what they give lives for an hour from `cloud.now`. */
  reply answer(const seen& s) {
    const std::string end = format_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(cloud.now + 1h), 0);
    const std::string triple = R"("AccessKeyId":"STS.)" + std::to_string(++given) + R"(","AccessKeySecret":"canary-5f1c-k","SecurityToken":"canary-5f1c-t","Expiration":")" + end + "\"";
    if (s.action().starts_with("AssumeRole")) return {R"({"RequestId":"r","AssumedRoleUser":{"Arn":"a"},"Credentials":{)" + triple + "}}"};
    if (s.target == "/latest/api/token") return {with_token ? "metadata-token" : "", with_token ? "200 OK" : "404 Not Found"};
    if (s.target == "/latest/meta-data/ram/security-credentials/") return {"web-role"};
    return {R"({"Code":"Success",)" + triple + "}"};
  }
  credential_provider provider() {
    options.variables = environment(variables);
    return default_credentials(context.get_executor(), options);
  }
  shared_credential get(const credential_provider& p) { return aval::testing::run(context, p.credential()); }
  std::error_code code(const credential_provider& p) {
    try {
      get(p);
    } catch (const std::system_error& e) {
      return e.code();
    }
    return {};
  }
  void write(const char* path, const std::string& text) { std::ofstream(home / path) << text; }

  std::filesystem::path home;
  asio::io_context context;
  cloud_test::cloud cloud{context};
  std::map<std::string, std::string> variables;
  chain_options options;
  int given = 0;
  bool with_token = true;
};

TEST_F(chain, takes_the_environment_first) {
  variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "STS.testAccessKeyId";
  variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "canary-5f1c-sts";
  variables["ALIBABA_CLOUD_SECURITY_TOKEN"] = "canary-5f1c-token";
  write(".aliyun/config.json", "broken, and never read");
  const auto c = get(provider());
  EXPECT_EQ(c->access_key_id, "STS.testAccessKeyId");
  EXPECT_EQ(c->security_token.reveal(), "canary-5f1c-token");
  EXPECT_TRUE(cloud.requests.empty());
}

TEST_F(chain, exchanges_an_oidc_token_that_is_read_each_time_without_signing) {
  variables["ALIBABA_CLOUD_ROLE_ARN"] = "acs:ram::1:role/a";
  variables["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] = "acs:ram::1:oidc-provider/p";
  variables["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = (home / "token").string();
  const auto p = provider();
  EXPECT_EQ(code(p), errc::invalid_configuration);  // no file yet
  write("token", "canary-5f1c-first\n");
  EXPECT_EQ(get(p)->access_key_id, "STS.1");
  ASSERT_EQ(cloud.requests.size(), 1u);
  EXPECT_EQ(cloud.requests[0].method, "GET");
  EXPECT_EQ(cloud.requests[0].action(), "AssumeRoleWithOIDC");
  EXPECT_EQ(*cloud.requests[0].query.find("OIDCToken"), "canary-5f1c-first");
  EXPECT_EQ(cloud.requests[0].query.find("Signature"), nullptr);
  write("token", "canary-5f1c-second");
  p.forget();
  get(p);
  EXPECT_EQ(*cloud.requests[1].query.find("OIDCToken"), "canary-5f1c-second");
  p.forget();
  cloud.handler = [](const seen&) { return reply{.drop = true}; };
  try {
    get(p);
    ADD_FAILURE();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), condition::unreachable);
    EXPECT_EQ(std::string(e.what()).find("canary"), std::string::npos) << "the token was in the address";
  }
}

TEST_F(chain, assumes_the_role_of_a_profile_with_a_v1_signature) {
  write(".aliyun/config.json", R"({"current":"role","profiles":[{"name":"role","mode":"RamRoleArn","access_key_id":"testAccessKeyId",)"
                               R"("access_key_secret":"canary-5f1c-key","ram_role_arn":"acs:ram::1:role/a","ram_session_name":"me","expired_seconds":900}]})");
  const auto c = get(provider());  // the cloud checks the signature
  EXPECT_EQ(c->access_key_id, "STS.1");
  EXPECT_EQ(c->expiration, parse_rfc3339("2026-01-02T04:04:05Z"));
  const auto& q = cloud.requests.at(0).query;
  EXPECT_EQ(*q.find("RoleSessionName"), "me");
  EXPECT_EQ(*q.find("DurationSeconds"), "900");
  EXPECT_EQ(*q.find("SignatureMethod"), "HMAC-SHA1");
}

TEST_F(chain, takes_every_kind_of_profile_in_either_file) {
  const char* const cli = ".aliyun/config.json";
  const char* const ini = ".alibabacloud/credentials.ini";
  const std::string key = R"("access_key_id":"testAccessKeyId","access_key_secret":"canary-5f1c-key")";
  const std::string ini_key = "access_key_id=testAccessKeyId\naccess_key_secret=canary-5f1c-key\n";
  const struct row {
    const char *file, *kind;
    std::string text;  // of the profile
    const char* asked;  // action or path of the last request; empty: nobody is asked
    std::vector<std::pair<const char*, const char*>> with;  // its parameters
  } rows[] = {
      {cli, "StsToken", R"("access_key_id":"STS.1","access_key_secret":"canary-5f1c-s","sts_token":"canary-5f1c-t")", "", {}},
      {cli, "RamRoleArn", key + R"(,"ram_role_arn":"acs:ram::1:role/a","external_id":"x","policy":"{}")", "AssumeRole",
       {{"RoleArn", "acs:ram::1:role/a"}, {"RoleSessionName", "aval-session"}, {"DurationSeconds", "3600"}, {"ExternalId", "x"}, {"Policy", "{}"}, {"AccessKeyId", "testAccessKeyId"}}},
      {cli, "EcsRamRole", R"("ram_role_name":"db-role")", "/latest/meta-data/ram/security-credentials/db-role", {}},
      {cli, "EcsRamRole", R"("region_id":"cn-beijing")", "/latest/meta-data/ram/security-credentials/web-role", {}},
      {cli, "OIDC", R"("ram_role_arn":"acs:ram::1:role/a","oidc_provider_arn":"acs:ram::1:oidc-provider/p","oidc_token_file":"~/token","role_session_name":"o")", "AssumeRoleWithOIDC",
       {{"RoleArn", "acs:ram::1:role/a"}, {"OIDCProviderArn", "acs:ram::1:oidc-provider/p"}, {"OIDCToken", "canary-5f1c-oidc"}, {"RoleSessionName", "o"}}},
      {ini, "ram_role_arn", ini_key + "role_arn=acs:ram::1:role/a # the agent's\nrole_session_name=me\npolicy={}\n", "AssumeRole",
       {{"RoleArn", "acs:ram::1:role/a"}, {"RoleSessionName", "me"}, {"Policy", "{}"}, {"SignatureMethod", "HMAC-SHA1"}}},
      {ini, "oidc_role_arn", "role_arn=acs:ram::1:role/a\noidc_provider_arn=p\noidc_token_file_path=~/token\n", "AssumeRoleWithOIDC",
       {{"RoleArn", "acs:ram::1:role/a"}, {"OIDCProviderArn", "p"}, {"OIDCToken", "canary-5f1c-oidc"}, {"RoleSessionName", "aval-session"}}},
      {ini, "ecs_ram_role", "role_name=db-role\n", "/latest/meta-data/ram/security-credentials/db-role", {}}};
  write("token", "canary-5f1c-oidc\n");
  for (const row& r : rows) {
    std::filesystem::remove(home / cli);
    if (r.file == cli) write(cli, R"({"current":"p","profiles":[{"name":"p","mode":")" + std::string(r.kind) + "\"," + r.text + "}]}");
    else write(ini, "[default]\ntype=" + std::string(r.kind) + "\n" + r.text);
    cloud.requests.clear();
    const auto found = get(provider());
    const std::string what = std::string(r.file) + " " + r.kind;
    EXPECT_TRUE(found->temporary()) << what;
    if (*r.asked == '\0') {
      EXPECT_EQ(found->access_key_id, "STS.1") << what;
      EXPECT_TRUE(cloud.requests.empty()) << what;
      continue;
    }
    ASSERT_FALSE(cloud.requests.empty()) << what;
    const seen& last = cloud.requests.back();
    EXPECT_EQ(last.target[1] == 'l' ? last.target : last.action(), r.asked) << what;
    for (const auto& [name, value] : r.with) EXPECT_EQ(last.query.find(name) != nullptr ? *last.query.find(name) : "(none)", value) << what << ": " << name;
  }
}

awaitable<std::vector<asio::ip::tcp::endpoint>> nowhere() {
  throw aval::error(make_error_code(std::errc::host_unreachable), "a test's name server");
  co_return std::vector<asio::ip::tcp::endpoint>();
}

TEST_F(chain, asks_sts_where_profile_and_variables_say) {
  std::string host;
  options.openapi.endpoint.reset();
  options.openapi.http.resolver.look_up = [&host](std::string name, std::uint16_t) {
    host = std::move(name);
    return nowhere();
  };
  const auto asks = [&](const char* profile_region, bool profile_vpc, const char* region, const char* vpc) {
    write(".aliyun/config.json", R"({"current":"p","profiles":[{"name":"p","mode":"RamRoleArn","access_key_id":"testAccessKeyId","access_key_secret":"canary-5f1c-key",)"
                                 R"("ram_role_arn":"acs:ram::1:role/a","sts_region":")" + std::string(profile_region) + R"(","enable_vpc":)" + (profile_vpc ? "true" : "false") + "}]}");
    variables["ALIBABA_CLOUD_STS_REGION"] = region;
    variables["ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"] = vpc;
    host = "nobody";
    const std::error_code end = code(provider());
    if (*profile_region == 'e') EXPECT_EQ(end, errc::invalid_configuration);
    else EXPECT_EQ(end, condition::unreachable) << profile_region << " " << region;
    return host;
  };
  EXPECT_EQ(asks("", false, "", ""), "sts.aliyuncs.com");
  EXPECT_EQ(asks("", true, "", "true"), "sts.aliyuncs.com") << "there is no central one inside of a network";
  EXPECT_EQ(asks("", false, "cn-hangzhou", ""), "sts.cn-hangzhou.aliyuncs.com");
  EXPECT_EQ(asks("", false, "cn-hangzhou", "true"), "sts-vpc.cn-hangzhou.aliyuncs.com");
  EXPECT_EQ(asks("cn-beijing", false, "cn-hangzhou", "true"), "sts.cn-beijing.aliyuncs.com");
  EXPECT_EQ(asks("cn-beijing", true, "", ""), "sts-vpc.cn-beijing.aliyuncs.com");
  EXPECT_EQ(asks("evil.example/", true, "", ""), "nobody");
}

TEST_F(chain, goes_from_file_to_file) {
  write(".aliyun/config.json", R"({"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"","access_key_secret":""}]})");
  write(".alibabacloud/credentials.ini", "[default]\ntype=access_key\naccess_key_id=fromIni\naccess_key_secret=canary-5f1c-s\n");
  EXPECT_EQ(get(provider())->access_key_id, "fromIni");
  variables["ALIBABA_CLOUD_CREDENTIALS_FILE"] = (home / "nowhere.ini").string();
  EXPECT_EQ(code(provider()), errc::invalid_configuration);  // named, so it has to be there
}

TEST_F(chain, never_goes_on_to_another_identity_when_a_file_is_broken) {
  write(".aliyun/config.json", "{");
  write(".alibabacloud/credentials.ini", "[default]\naccess_key_id=other\naccess_key_secret=canary-5f1c-s\n");
  EXPECT_EQ(code(provider()), errc::invalid_configuration);
  variables["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] = "true";
  EXPECT_EQ(get(provider())->access_key_id, "other");
}

TEST_F(chain, finds_a_profile_that_is_named_in_the_second_file_too) {
  variables["ALIBABA_CLOUD_PROFILE"] = "work";
  write(".aliyun/config.json", R"({"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"LTAI1","access_key_secret":"canary-5f1c-s1"}]})");
  write(".alibabacloud/credentials.ini", "[work]\ntype=access_key\naccess_key_id=LTAI2\naccess_key_secret=canary-5f1c-s2\n");
  EXPECT_EQ(get(provider())->access_key_id, "LTAI2");
}

TEST_F(chain, never_goes_on_to_another_identity_when_the_named_profile_is_nowhere) {
  variables["ALIBABA_CLOUD_PROFILE"] = "work";
  variables.erase("ALIBABA_CLOUD_ECS_METADATA_DISABLED");
  EXPECT_EQ(code(provider()), errc::invalid_configuration) << "no file";
  write(".aliyun/config.json", R"({"current":"default","profiles":[{"name":"default","mode":"AK","access_key_id":"LTAI1","access_key_secret":"canary-5f1c-s1"}]})");
  write(".alibabacloud/credentials.ini", "[default]\ntype=access_key\naccess_key_id=LTAI2\naccess_key_secret=canary-5f1c-s2\n");
  EXPECT_EQ(code(provider()), errc::invalid_configuration);
  EXPECT_EQ(given, 0) << "nobody was asked";
}

TEST_F(chain, asks_the_instance_with_a_token) {
  variables.erase("ALIBABA_CLOUD_ECS_METADATA_DISABLED");
  EXPECT_EQ(get(provider())->source, "instance role web-role");
  ASSERT_EQ(cloud.requests.size(), 3u);
  EXPECT_EQ(cloud.requests[0].method, "PUT");
  EXPECT_EQ(cloud.requests[0].headers.find("X-aliyun-ecs-metadata-token-ttl-seconds"), "21600");
  EXPECT_EQ(cloud.requests[1].headers.find("X-aliyun-ecs-metadata-token"), "metadata-token");
  EXPECT_EQ(cloud.requests[2].target, "/latest/meta-data/ram/security-credentials/web-role");
}

TEST_F(chain, asks_the_instance_without_a_token_only_where_that_is_allowed) {
  variables.erase("ALIBABA_CLOUD_ECS_METADATA_DISABLED");
  variables["ALIBABA_CLOUD_ECS_METADATA"] = "../../x";
  with_token = false;
  get(provider());
  ASSERT_EQ(cloud.requests.size(), 2u);
  EXPECT_FALSE(cloud.requests[1].headers.contains("X-aliyun-ecs-metadata-token"));
  EXPECT_EQ(cloud.requests[1].target, "/latest/meta-data/ram/security-credentials/..%2F..%2Fx");
  variables["ALIBABA_CLOUD_IMDSV1_DISABLED"] = "true";
  EXPECT_EQ(code(provider()), errc::service_failed);
  EXPECT_EQ(cloud.requests.size(), 3u);
}

TEST_F(chain, asks_the_uri_last_and_says_where_it_looked) {
  EXPECT_EQ(code(provider()), errc::no_credential);
  variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = cloud.url("/give?me=one").to_string();
  EXPECT_EQ(get(provider())->access_key_id, "STS.1");
  EXPECT_EQ(cloud.requests.at(0).target, "/give?me=one");
  cloud.handler = [](const seen&) { return reply{R"({"Code":"Failed"})"}; };
  EXPECT_EQ(code(provider()), errc::rejected);
  cloud.handler = [](const seen&) { return reply{R"({"Code":"Success","AccessKeyId":"a","AccessKeySecret":"canary-5f1c-k"})"}; };
  EXPECT_EQ(code(provider()), errc::answer_not_understood);
}

TEST_F(chain, fetches_once_for_a_thousand_callers_and_again_shortly_before_the_end) {
  variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = cloud.url("/c").to_string();
  const auto p = provider();
  int over = 0;
  for (int i = 0; i < 1000; ++i)
    asio::co_spawn(context, p.credential(), [&](std::exception_ptr e, shared_credential c) { over += !e && c->access_key_id == "STS.1" ? 1 : 0; });
  get(p);
  for (int i = 0; i < 10000 && over < 1000; ++i) context.run_one_for(1s);
  EXPECT_EQ(over, 1000);
  EXPECT_EQ(cloud.requests.size(), 1u);
  cloud.now += 44min;
  get(p);
  EXPECT_EQ(cloud.requests.size(), 1u);
  cloud.now += 2min;  // less than 15 minutes are left
  EXPECT_EQ(get(p)->access_key_id, "STS.2");
}

TEST_F(chain, keeps_a_good_credential_while_a_renewal_fails_and_no_longer) {
  variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = cloud.url("/c").to_string();
  const auto p = provider();
  get(p);
  cloud.handler = [](const seen&) { return reply{"", "500 Internal Server Error"}; };
  cloud.now += 50min;
  EXPECT_EQ(get(p)->access_key_id, "STS.1");
  EXPECT_EQ(get(p)->access_key_id, "STS.1");
  EXPECT_EQ(cloud.requests.size(), 2u);  // not again within the cool-down
  cloud.now += 10min;
  EXPECT_EQ(code(p), errc::service_failed);
}

TEST_F(chain, tells_of_a_failed_renewal_without_a_lock) {
  variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = cloud.url("/c").to_string();
  std::optional<credential_provider> p;
  int told = 0;
  options.refresh.log = log_hooks([&](log_level, std::string_view, std::string_view) {
    ++told;
    p->forget();
  });
  p = provider();
  get(*p);
  cloud.handler = [](const seen&) { return reply{"", "500 Internal Server Error"}; };
  cloud.now += 50min;
  EXPECT_EQ(get(*p)->access_key_id, "STS.1");
  EXPECT_EQ(told, 1);
  EXPECT_EQ(code(*p), errc::service_failed);  // forgotten
}

awaitable<shared_credential> never() {
  asio::steady_timer timer(co_await this_coro::executor, 1h);
  co_await timer.async_wait(use_awaitable);
  co_return nullptr;
}

TEST(credential_provider, ends_all_waits_when_the_executor_of_the_fetch_dies) {
  for (const bool begun : {false, true}) {
    asio::io_context callers;
    auto fetches = std::make_unique<asio::io_context>();
    const credential_provider p(fetches->get_executor(), [] { return never(); });
    std::vector<std::error_code> ends;
    for (int i = 0; i < 3; ++i) asio::co_spawn(callers, p.credential(), [&](std::exception_ptr e, shared_credential) { ends.push_back(code_of(e)); });
    callers.poll();
    if (begun) fetches->poll();
    EXPECT_TRUE(ends.empty());
    fetches.reset();
    for (int i = 0; i < 100 && ends.size() < 3; ++i) callers.run_one_for(1s);
    ASSERT_EQ(ends.size(), 3u) << begun;
    for (const auto& code : ends) EXPECT_EQ(code, condition::cancelled);
  }
}

TEST(credential_provider, takes_a_credential_that_expired_centuries_ago) {
  asio::io_context context;
  auto old = std::make_shared<cloud_credential>("old", secret("s"), secret("t"), parse_rfc3339("1700-01-01T00:00:00Z"));
  const auto give = [](shared_credential c) -> awaitable<shared_credential> { co_return c; };
  const credential_provider p(context.get_executor(), [old, give] { return give(old); });
  EXPECT_EQ(aval::testing::run(context, p.credential())->access_key_id, "old");
}

shared_credential named(const char* id, std::optional<timestamp> end = {}) { return std::make_shared<const cloud_credential>(id, secret("s"), secret("t"), end); }

TEST_F(chain, what_somebody_else_has_renewed_is_used_from_then_on) {
  variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "own";
  variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "s";
  const auto p = provider();
  EXPECT_EQ(get(p)->access_key_id, "own");
  p.replace(named("first"));
  EXPECT_EQ(get(p)->access_key_id, "first");
  p.replace(named("second", std::chrono::time_point_cast<std::chrono::nanoseconds>(cloud.now + 1h)));
  p.replace(nullptr);
  EXPECT_EQ(get(p)->access_key_id, "second");
  cloud.now += 1h;
  EXPECT_EQ(get(p)->access_key_id, "own") << "its time is over";
  p.replace(named("third"));
  p.forget();
  EXPECT_EQ(get(p)->access_key_id, "own") << "the service has refused it";
  try {
    credential_provider().replace(named("none"));
    ADD_FAILURE();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), errc::no_credential);
  }
}

TEST(credential_provider, a_fetch_under_way_does_not_come_back_over_a_replacement) {
  asio::io_context context;
  asio::steady_timer gate(context, std::chrono::steady_clock::time_point::max());
  const auto slow = [](asio::steady_timer* gate) -> awaitable<shared_credential> {
    std::error_code ended;
    co_await gate->async_wait(asio::redirect_error(use_awaitable, ended));
    co_return named("fetched");
  };
  const credential_provider p(context.get_executor(), [slow, &gate] { return slow(&gate); });
  std::vector<std::string> given;
  asio::co_spawn(context, p.credential(), [&](std::exception_ptr e, shared_credential c) { given.push_back(e ? "error" : c->access_key_id); });
  context.poll();
  p.replace(named("handed over"));
  gate.cancel();
  for (int i = 0; i < 100 && given.empty(); ++i) context.run_one_for(1s);
  EXPECT_EQ(given, std::vector<std::string>{"handed over"});
  EXPECT_EQ(aval::testing::run(context, p.credential())->access_key_id, "handed over");
}

TEST_F(chain, one_who_gives_up_takes_nothing_from_the_others) {
  variables["ALIBABA_CLOUD_CREDENTIALS_URI"] = cloud.url("/c").to_string();
  const auto p = provider();
  asio::cancellation_signal stop;
  std::exception_ptr first;
  bool over = false;
  asio::co_spawn(context, p.credential(), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, shared_credential) {
    first = e;
    over = true;
  }));
  context.poll_one();  // under way
  asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
  EXPECT_EQ(get(p)->access_key_id, "STS.1");
  for (int i = 0; i < 1000 && !over; ++i) context.run_one_for(1s);
  EXPECT_EQ(code_of(first), condition::cancelled);
  EXPECT_EQ(cloud.requests.size(), 1u);
}

TEST_F(chain, a_provider_of_ones_own_is_cached_like_the_others) {
  int calls = 0;
  const credential_fetch own = [&calls]() -> awaitable<shared_credential> {
    ++calls;
    return [](shared_credential c) -> awaitable<shared_credential> { co_return c; }(std::make_shared<const cloud_credential>("own", secret("s")));
  };
  const credential_provider p(context.get_executor(), own);
  EXPECT_EQ(get(p)->access_key_id, "own");
  EXPECT_EQ(get(p)->access_key_id, "own");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(code(credential_provider()), errc::no_credential);
  EXPECT_EQ(get(fixed_credential("a", secret("b")))->access_key_id, "a");
}

}  // namespace
