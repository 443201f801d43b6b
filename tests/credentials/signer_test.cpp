// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The vectors A to H of the Agent Identity specification, and what a verifier has to refuse.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "aval/credentials/signature_check.hpp"
#include "aval/credentials/signer_oss.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using credentials::errc;

std::chrono::system_clock::time_point time_of(const char* text) {
  return std::chrono::time_point_cast<std::chrono::system_clock::duration>(parse_rfc3339(text).value());
}
const auto new_year = time_of("2026-01-02T03:04:05Z");
cloud_credential long_lived() { return {"testAccessKeyId", secret("testAccessKeySecret")}; }
cloud_credential temporary() { return {"STS.testAccessKeyId", secret("testStsSecret"), secret("CAIS+test/security==token")}; }

std::string authorization(const net::http_request& r) { return std::string(r.headers.find("Authorization").value_or("")); }
std::string signature(const net::http_request& r) {
  const std::string all = authorization(r);
  return all.substr(all.rfind('=') + 1);
}

constexpr auto data_host = "agentidentitydata.cn-beijing.aliyuncs.com";
const std::string jwt_form = "UserToken=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1MSJ9.c2ln&WorkloadIdentityName=test-workload-identity";

net::http_request vector_b() {
  net::http_request r("POST", "/", jwt_form, "application/x-www-form-urlencoded");
  sign_v3(r, {.host = data_host, .action = "GetWorkloadAccessTokenForJWT", .version = "2025-11-27"}, long_lived(), new_year,
          "0123456789abcdef0123456789abcdef");
  return r;
}

TEST(signer_v3, signs_the_example_of_the_official_page) {  // vector A
  net::http_request r("POST", "/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai");
  sign_v3(r, {.host = "ecs.cn-shanghai.aliyuncs.com", .action = "RunInstances", .version = "2014-05-26"},
          {"YourAccessKeyId", secret("YourAccessKeySecret")}, time_of("2023-10-26T10:22:32Z"), "3156853299f313e23d1673dc12e1703d");
  EXPECT_EQ(authorization(r),
            "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;"
            "x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
  EXPECT_EQ(r.headers.find("x-acs-content-sha256"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(signer_v3, signs_a_form_with_a_long_lived_key) {  // vector B
  const auto r = vector_b();
  EXPECT_EQ(signature(r), "7293e8774105dc4f1b01bc2495af77ed0e61bec6060a18d990ce69aa3e4a28f5");
  EXPECT_EQ(r.headers.find("x-acs-date"), "2026-01-02T03:04:05Z");
  EXPECT_FALSE(r.headers.contains("x-acs-security-token"));
}

TEST(signer_v3, signs_json_inside_a_form_with_a_temporary_credential) {  // vector C
  parameters p;
  p.add_json("CustomParameters", std::map<std::string, std::string>{{"prompt", "consent"}}).add("CustomState", "sess 1/\xC3\xBC");
  p.add("WorkloadAccessToken", "eyAgImFsZyI6.wat").add("ForceAuthentication", false).add("OAuth2Flow", "USER_FEDERATION");
  p.add("ResourceCredentialProviderName", "test-provider-for-dingtalk").add("ResourceOAuth2ReturnURL", "http://localhost:8090/callback");
  p.add_json("Scopes", std::vector<std::string>{"openid", "corpid"}).add("SessionURI", std::optional<std::string>());
  net::http_request r("POST", "/", p.form(), "application/x-www-form-urlencoded");
  EXPECT_EQ(r.body,
            "CustomParameters=%7B%22prompt%22%3A%22consent%22%7D&CustomState=sess+1%2F%C3%BC&ForceAuthentication=false&OAuth2Flow=USER_FEDERATION&"
            "ResourceCredentialProviderName=test-provider-for-dingtalk&ResourceOAuth2ReturnURL=http%3A%2F%2Flocalhost%3A8090%2Fcallback&"
            "Scopes=%5B%22openid%22%2C%22corpid%22%5D&WorkloadAccessToken=eyAgImFsZyI6.wat");
  sign_v3(r, {.host = data_host, .action = "GetResourceOAuth2Token", .version = "2025-11-27"}, temporary(), new_year,
          "fedcba9876543210fedcba9876543210");
  EXPECT_EQ(signature(r), "96c145b35935b43af0f062acf60351e9c3bf2cd0c5d25e08f2efcaa4b6533822");
}

TEST(signer_v3, signs_parameters_in_the_query) {  // vector D
  const std::string policy =
      R"({"Version":"1","Statement":[{"Effect":"Allow","Principal":{"Service":"workload.agentidentity.aliyuncs.com"},"Action":["sts:AssumeRole",)"
      R"("sts:SetContext"],"Condition":{"StringEquals":{"sts:RequestContext/agentidentity:WorkloadIdentityArn":)"
      R"("acs:agentidentity:cn-beijing:123456789012:workloadidentitydirectory/default/workloadidentity/my-identity"}}}]})";
  parameters p{{"RoleName", "AgentIdentityRole-my-identity"}, {"AssumeRolePolicyDocument", policy}};
  p.add("Description", "Agent Identity runtime role for my-identity");
  net::http_request r("POST", "/?" + p.query());
  sign_v3(r, {.host = "ram.aliyuncs.com", .action = "CreateRole", .version = "2015-05-01"}, long_lived(), new_year,
          "00112233445566778899aabbccddeeff");
  EXPECT_EQ(signature(r), "41a68b88641a516e13af268a8add6c25e505b1e06893d49e35a5522c25698584");
}

TEST(signer_v3, signs_a_query_alike_however_its_characters_are_encoded) {
  const acs_action call{.host = "ram.aliyuncs.com", .action = "A", .version = "2015-05-01"};
  std::vector<std::string> signatures;
  for (const char* target : {"/?b=x%20y&a=%2f*", "/?a=/%2A&b=x+y", "/?a=%2F%2a&&b=x%20y"}) {
    net::http_request r("POST", target);
    sign_v3(r, call, long_lived(), new_year, "n");
    signatures.push_back(signature(r));
  }
  EXPECT_EQ(signatures[0], signatures[1]);
  EXPECT_EQ(signatures[0], signatures[2]);
}

TEST(signer_v3, leaves_nothing_of_the_attempt_before) {
  auto r = vector_b();
  const auto first = signature(r);
  const acs_action call{.host = data_host, .action = "GetWorkloadAccessTokenForJWT", .version = "2025-11-27"};
  sign_v3(r, call, temporary(), new_year + 1s, "another");
  EXPECT_NE(signature(r), first);
  EXPECT_EQ(r.headers.count("Authorization"), 1u);
  sign_v3(r, call, long_lived(), new_year, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(signature(r), first);
}

TEST(signer_v3, refuses_a_target_with_a_broken_percent_sign) {
  net::http_request r("POST", "/?a=%G1");
  EXPECT_THROW(sign_v3(r, {.host = "h", .action = "A", .version = "V"}, long_lived(), new_year, "n"), aval::error);
}

TEST(signer_v3, makes_a_new_nonce_of_32_digits_each_time) {
  const auto a = make_nonce(), b = make_nonce();
  EXPECT_EQ(a.size(), 32u);
  EXPECT_NE(a, b);
}

TEST(signer_v1, signs_the_vector_of_the_samples) {  // vector E
  const parameters p{{"AccessKeyId", "testAK"}, {"Action", "TestAction"}, {"Format", "json"}, {"SignatureMethod", "HMAC-SHA1"},
                     {"SignatureNonce", "nonce-001"}, {"SignatureVersion", "1.0"}, {"Timestamp", "2026-08-29T00:00:00Z"}, {"Version", "2025-09-01"}};
  EXPECT_EQ(v1_signature("POST", p, secret("testSK")), "75/QYq1PTemR1YplYVR2UvtcAOY=");
}

TEST(signer_v1, signs_the_call_that_assumes_a_role) {  // vector F
  const parameters p{{"DurationSeconds", "3600"}, {"RoleArn", "acs:ram::123456789012:role/agent-role"}, {"RoleSessionName", "demo-session"}};
  const std::string query = v1_query("GET", "AssumeRole", "2015-04-01", p, {}, long_lived(), new_year, "0a1b2c3d4e5f");
  EXPECT_NE(query.find("&Signature=4PaBZ9Koqjn2w6euAuEVZAf%2FWYE%3D&"), std::string::npos) << query;
  parameters all;
  const parameters sent = parse_parameters(query).value();
  for (const auto& i : sent.items()) {
    if (i.name != "Signature") all.add(i.name, i.value);
  }
  EXPECT_TRUE(v1_string_to_sign("GET", all).starts_with(
      "GET&%2F&AccessKeyId%3DtestAccessKeyId%26Action%3DAssumeRole%26DurationSeconds%3D3600%26Format%3DJSON%26RoleArn%3Dacs%253Aram%253A%253A"
      "123456789012%253Arole%252Fagent-role%26"));
  EXPECT_TRUE(check_v1("GET", query, "", secret("testAccessKeySecret"), new_year));
}

TEST(signer_oss, signs_the_vector_of_the_official_library) {  // vector G
  net::http_request r("PUT", "/?param1=value1&%7Cparam1=value4&%2Bparam1=value3&%7Cparam2=&%2Bparam2=&param2");
  r.headers = {{"x-oss-head1", "value"}, {"abc", "value"}, {"ZAbc", "value"}, {"XYZ", "value"}, {"content-type", "text/plain"}};
  sign_oss_v4(r, {.region = "cn-hangzhou", .bucket = "bucket", .key = "1234+-/123/1.txt"}, {"ak", secret("sk")}, time_of("2023-12-16T16:20:57Z"));
  EXPECT_EQ(authorization(r), "OSS4-HMAC-SHA256 Credential=ak/20231216/cn-hangzhou/oss/aliyun_v4_request,"
                              "Signature=e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe");
  EXPECT_EQ(r.target.substr(0, r.target.find('?')), "/1234%2B-/123/1.txt");
}

TEST(signer_oss, signs_with_a_temporary_credential) {  // vector H
  net::http_request r("GET");
  sign_oss_v4(r, {.region = "cn-hangzhou", .bucket = "my-bucket", .key = "docs/hello world.txt"}, temporary(), new_year);
  EXPECT_EQ(signature(r), "c5465d143227dc61c8ae9ec8699bf23bb89667cb0d2347a679dcef775c20557e");
  EXPECT_EQ(r.target, "/docs/hello%20world.txt");
  EXPECT_EQ(r.headers.find("x-oss-date"), "20260102T030405Z");
}

TEST(signer_oss, names_additional_headers_that_are_there) {
  net::http_request r("GET");
  r.headers = {{"Range", "bytes=0-9"}, {"x-oss-a", "1"}};
  sign_oss_v4(r, {.region = "cn-hangzhou", .bucket = "b", .key = "k"}, long_lived(), new_year, {"RANGE", "host", "x-oss-a"});
  EXPECT_NE(authorization(r).find(",AdditionalHeaders=range,Signature="), std::string::npos) << authorization(r);
  const auto first = signature(r);
  r.headers.set("Range", "bytes=0-10");
  sign_oss_v4(r, {.region = "cn-hangzhou", .bucket = "b", .key = "k"}, long_lived(), new_year, {"range"});
  EXPECT_NE(signature(r), first);
}

// ---- the other side ----------------------------------------------------------------------------------------------------------------

struct received {  // vector B as it comes to a server
  net::http_request r = vector_b();
  std::chrono::system_clock::time_point now = new_year;
  std::string key = "testAccessKeySecret";
  received() { r.headers.add("Host", data_host); }

  std::error_code check() const {
    const auto a = parse_v3_authorization(authorization(r));
    if (!a) return make_error_code(errc::signature_malformed);
    const auto checked = check_v3(*a, r.method, r.target, r.headers, r.body, secret(key), now);
    return checked ? std::error_code() : checked.error().code;
  }
};

TEST(signature_check, takes_what_the_signer_made) { EXPECT_EQ(received().check(), std::error_code()); }

TEST(signature_check, takes_more_signed_headers_than_it_would_sign_itself) {  // vector B2
  received x;
  x.r.headers.set("Accept", "application/json");
  x.r.headers.set("User-Agent", "cpp-agentidentity/1.0");
  x.r.headers.set("Authorization",
                  "ACS3-HMAC-SHA256 Credential=testAccessKeyId,SignedHeaders=accept;content-type;host;user-agent;x-acs-action;x-acs-content-sha256;"
                  "x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=07617cf2ca6b966958bba0b71f563c9131db919a3085ad3af7aabdd5919c2833");
  EXPECT_EQ(x.check(), std::error_code());
  x.r.headers.set("User-Agent", "cpp-agentidentity/1.1");
  EXPECT_EQ(x.check(), errc::signature_mismatch);
}

TEST(signature_check, refuses_another_body_action_method_query_host_or_key) {
  for (int i = 0; i < 7; ++i) {
    received x;
    if (i == 0) x.r.body += "&Admin=1";
    if (i == 1) x.r.headers.set("x-acs-action", "DeleteEverything");
    if (i == 2) x.r.method = "PUT";
    if (i == 3) x.r.target = "/?Admin=1";
    if (i == 4) x.r.headers.set("Host", "ram.aliyuncs.com");
    if (i == 5) x.key = "testAccessKeySecreT";
    if (i == 6) x.r.headers.set("x-acs-signature-nonce", "0123456789abcdef0123456789abcdee");
    EXPECT_EQ(x.check(), errc::signature_mismatch) << i;
  }
}

TEST(signature_check, refuses_a_header_smuggled_in_behind_the_signature) {
  received x;
  x.r.headers.add("x-acs-security-token", "somebody-elses");
  EXPECT_EQ(x.check(), errc::signature_malformed);
  received y;
  y.r.headers.add("x-acs-action", "DeleteEverything");  // a second value of a signed header
  EXPECT_EQ(y.check(), errc::signature_mismatch);
}

TEST(signature_check, takes_a_date_up_to_fifteen_minutes_away_both_ways) {
  received x;
  for (const auto by : {900s, -900s}) {
    x.now = new_year + by;
    EXPECT_EQ(x.check(), std::error_code());
    x.now = new_year + by + (by > 0s ? 1s : -1s);
    EXPECT_EQ(x.check(), errc::signature_expired);
  }
  x.now = new_year;
  for (const char* date : {"1700-01-01T00:00:00Z", "2261-01-01T00:00:00Z"}) {  // centuries do not fit into nanoseconds
    x.r.headers.set("x-acs-date", date);
    EXPECT_EQ(x.check(), errc::signature_expired);
  }
}

TEST(signature_check, refuses_headers_that_are_missing) {
  for (const char* name : {"host", "x-acs-date", "x-acs-content-sha256", "x-acs-signature-nonce", "content-type"}) {
    received x;
    x.r.headers.erase(name);
    EXPECT_EQ(x.check(), errc::signature_malformed) << name;
  }
}

TEST(signature_check, reads_authorization_only_as_a_signer_writes_it) {
  const std::string good = authorization(vector_b());
  ASSERT_TRUE(parse_v3_authorization(good));
  std::vector<std::string> bad{"", "Bearer x", good + "0", good.substr(0, good.size() - 1), " " + good};
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    bad.push_back(text);
  };
  with("Credential=testAccessKeyId", "Credential=");
  with(",SignedHeaders=", ", SignedHeaders=");
  with("content-type;host", "host;content-type");
  with("content-type;host", "host;host");
  with("content-type;host", "Host");
  with("content-type;host", "content-type;;host");
  with("Signature=7293e8", "Signature=7293E8");
  with("ACS3-HMAC-SHA256", "ACS3-HMAC-SM3");
  for (const auto& text : bad) EXPECT_FALSE(parse_v3_authorization(text)) << text;
}

TEST(signature_check, refuses_a_v1_parameter_that_comes_twice) {
  const auto key = secret("testAccessKeySecret");
  const std::string query = v1_query("POST", "AssumeRole", "2015-04-01", {}, {{"RoleArn", "a"}}, long_lived(), new_year, "n");
  EXPECT_TRUE(check_v1("POST", query, "RoleArn=a", key, new_year));
  EXPECT_EQ(check_v1("POST", query + "&RoleArn=a", "RoleArn=b", key, new_year).error().code, errc::signature_malformed);
  EXPECT_EQ(check_v1("POST", query, "RoleArn=b", key, new_year).error().code, errc::signature_mismatch);
  EXPECT_EQ(check_v1("GET", query, "RoleArn=a", key, new_year).error().code, errc::signature_mismatch);
  EXPECT_EQ(check_v1("POST", query, "RoleArn=a", key, new_year + 16min).error().code, errc::signature_expired);
  EXPECT_EQ(check_v1("POST", "Action=%", "", key, new_year).error().code, errc::signature_malformed);
}

TEST(parameters, remember_which_values_are_secret) {
  parameters p;
  p.add_secret("UserToken", secret("s3cret")).add("RoleSessionName", "x");
  ASSERT_EQ(p.size(), 2u);
  EXPECT_TRUE(p.items()[0].hidden);
  EXPECT_FALSE(p.items()[1].hidden);
  const parameters copy = p;
  EXPECT_EQ(*copy.find("UserToken"), "s3cret");
  EXPECT_EQ(copy.query(), "RoleSessionName=x&UserToken=s3cret");
}

}  // namespace
