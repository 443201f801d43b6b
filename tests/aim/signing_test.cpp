// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/signing.hpp"

#include <gtest/gtest.h>

#include "aval/crypto/key_formats.hpp"
#include "data/aim_vectors.hpp"

namespace {

namespace aim = aval::aim;
namespace crypto = aval::crypto;
using namespace std::chrono_literals;

constexpr std::string_view agent = "11111111-2222-4333-8444-555555555555";
constexpr std::string_view verification = "99999999-aaaa-4bbb-8ccc-dddddddddddd";
constexpr std::string_view now = "1761321600";

crypto::keypair k0() { return crypto::parse_private_key(aim_vectors::k0_private).value(); }
crypto::keypair k1() { return crypto::parse_private_key(aim_vectors::k1_private).value(); }

const aim_vectors::vector& vector_of(std::string_view id) {
  for (const auto& v : aim_vectors::all)
    if (v.id == id) return v;
  throw std::out_of_range(std::string(id));
}

void expect_vector(std::string_view id, const std::string& message) {
  const auto& v = vector_of(id);
  const auto key = v.k1 ? k1() : k0();
  EXPECT_EQ(message, v.message) << id;
  EXPECT_EQ(key.sign(message).to_base64(), v.signature) << id;
  auto signature = crypto::signature::from_base64(v.signature);
  ASSERT_TRUE(signature) << id;
  EXPECT_TRUE(key.public_key().verify(message, *signature)) << id;
  for (const std::size_t at : {std::size_t{0}, message.size() / 2, message.size() - 1}) {
    std::string flipped = message;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    EXPECT_FALSE(key.public_key().verify(flipped, *signature)) << id << " with a flipped bit at " << at;
  }
}

/** The body of a header vector: what stands behind the third line feed. */
std::string body_of(std::string_view id) {
  std::string_view m = vector_of(id).message;
  for (int i = 0; i < 3; ++i) m.remove_prefix(m.find('\n') + 1);
  return std::string(m);
}

TEST(Signing, HeaderVectorsAreReproducedBitByBit) {
  const std::string requests = "/api/v1/sdk-api/agents/" + std::string(agent) + "/capability-requests";
  expect_vector("H1", aim::header_message("GET", "/api/v1/sdk-api/verifications/" + std::string(verification), now));
  expect_vector("H2", aim::header_message("POST", requests, now, body_of("H2")));
  expect_vector("H3", aim::header_message("POST", requests, now, body_of("H3")));
  expect_vector("H4", aim::header_message("GET", "/api/v1/agents?limit=10&offset=0", now));
  expect_vector("H5", aim::header_message("DELETE", "/api/v1/agents/" + std::string(agent), now));
  expect_vector("H6", aim::header_message("POST", "/api/v1/detection/agents/" + std::string(agent) + "/report", now, body_of("H6")));
  expect_vector("S1", aim::header_message("POST", "/api/v1/public/agents/register", now, body_of("S1")));
}

TEST(Signing, PollTypeScriptAndRotationVectorsAreReproducedBitByBit) {
  expect_vector("P1", aim::poll_message(verification, agent, now));
  expect_vector("R1", aim::rotation_message(agent, aim_vectors::k1_public, now));
  expect_vector("T1", aim::typescript_message(now, "POST", "/api/v1/verify", R"({"a":1})"));
  expect_vector("T2", aim::typescript_message(now, "POST", "/api/v1/verify", ""));
}

struct question_case {
  const char* id;
  const char* action;
  std::optional<std::string_view> resource;
  const char* context;
  const char* timestamp = "2025-10-24T16:00:00.123456Z";
};

const question_case questions[] = {
    {"V1", "read_database", "users_table", "{}"},
    {"V2", "ping", std::nullopt, "{}"},
    {"V3", "ping", "", "{}"},
    {"V4", "ping", std::nullopt, "{}", "2025-10-24T16:00:00Z"},
    {"V5", "send_email", "jos\u00e9@ex\u00e4mple.com \U0001F600",
     "{\"\u00fcn\u00ef\": \"\u043a\u043b\u044e\u0447\", \"subject\": \"a,b:c \\\"q\\\" \\\\ / <b>&</b> \\n\\t\u2028\"}"},
    {"V6", "calc", "r",
     R"({"f": 1.0, "g": 2.5, "neg": -0.0, "e22": 1e+22, "e16": 1e+16, "small": 1e-07, "p1": 0.1, "third": 0.3333333333333333,
         "big": 12345678901234567890, "t": true, "n": null, "arr": [1, [2, {"b": 1, "a": 2}], []], "emp": {}})"},
    {"V7", "delete_user", "users/12345", "{\"Zeta\": 1, \"alpha\": 2, \"_x\": 3, \"Alpha\": 4, \"10\": 5, \"9\": 6, \"\u00e9\": 7, \"z\": 8}"},
    {"V8", "get_weather", std::nullopt,
     R"~({"risk_level": "low", "function_name": "get_weather", "module": "__main__", "args": "('San Francisco',)"})~"}};

aim::signed_question question_of(const question_case& c, const aval::json::value& context) {
  aim::signed_question q;
  q.agent_id = agent;
  q.action_type = c.action;
  q.resource = c.resource;
  q.context = &context;
  q.timestamp = c.timestamp;
  return q;
}

TEST(Signing, VerificationVectorsAreReproducedBitByBit) {
  for (const auto& c : questions) {
    const auto context = aval::json::parse(c.context).value();
    const auto q = question_of(c, context);
    expect_vector(c.id, aim::canonical_p(q));
    const auto& v = vector_of(c.id);
    const auto key = v.k1 ? k1() : k0();
    EXPECT_EQ(aim::verify_question(key.public_key(), q, *crypto::signature::from_base64(v.signature)), aim::signature_form::p) << c.id;
  }
}

TEST(Signing, FormGOfTheVectorsIsReproducedAndAcceptedByTheVerifier) {
  struct row {
    int question;
    std::size_t bytes;
    const char* sha256;
    const char* signature;
  };
  const row rows[] = {{4, 249, "5eaeafad56b4285c3b10a48a997f7d78c1e7b75a32eebe61955b600f016a59d3",
                       "hx0tli9nbeTktwe6aKOK0FNP+mjAKNH85kLOkX9juZPMF+08U0ldDAY7mOUn3QXj3Xrkyxz5Aiek7O2hOgDCDg=="},
                      {5, 374, "e1c162094ec33ebc1381d6149518238c679cab5b292183fe2f01dadae5dfb5d3",
                       "pAfjxSlgr1biaKtQ03CtXVVwrfusNs/4CyOpYYqTBbSGjmdsXn2qo990XTU7VgN6LB1P15EOCBJ1JBCiEvuhBQ=="}};
  for (const auto& r : rows) {
    const auto& c = questions[r.question];
    const auto context = aval::json::parse(c.context).value();
    const auto q = question_of(c, context);
    const std::string g = aim::canonical_g(q);
    EXPECT_EQ(g.size(), r.bytes) << g;
    EXPECT_EQ(crypto::hex_encode(crypto::sha256(g)), r.sha256) << g;
    EXPECT_EQ(k1().sign(g).to_base64(), r.signature);
    EXPECT_EQ(aim::verify_question(k1().public_key(), q, *crypto::signature::from_base64(r.signature)), aim::signature_form::g);
    EXPECT_FALSE(aim::verify_question(k0().public_key(), q, *crypto::signature::from_base64(r.signature)));
  }
}

TEST(Signing, TheOldestFormIsAcceptedOnlyBehindItsSwitch) {
  const auto context = aval::json::parse(R"({"note": "a,\"b\":c"})").value();
  aim::signed_question q;
  q.agent_id = agent;
  q.action_type = "ping";
  q.context = &context;
  q.timestamp = "2025-10-24T16:00:00Z";
  const std::string g1 = aim::canonical_g1(q);
  EXPECT_EQ(g1, "{\"action_type\": \"ping\", \"agent_id\": \"" + std::string(agent) + R"(", "context": {"note": "a,\"b\": c"}, "resource": "", "timestamp": "2025-10-24T16:00:00Z"})");
  const auto signature = k0().sign(g1);
  EXPECT_FALSE(aim::verify_question(k0().public_key(), q, signature));
  EXPECT_EQ(aim::verify_question(k0().public_key(), q, signature, true), aim::signature_form::g1);
}

TEST(Signing, AVerifierTakesTheQueryFormAndTheEmptyObjectFormOfThePythonClient) {
  const auto key = k0();
  const auto sign = [&](std::string_view path, std::string_view body) { return key.sign(aim::header_message("POST", path, now, body)); };
  EXPECT_TRUE(aim::verify_header(key.public_key(), "POST", "/a", "limit=1", now, "x", sign("/a", "x")));
  EXPECT_TRUE(aim::verify_header(key.public_key(), "POST", "/a", "limit=1", now, "x", sign("/a?limit=1", "x")));
  EXPECT_TRUE(aim::verify_header(key.public_key(), "POST", "/a", "", now, "{}", sign("/a", "")));
  EXPECT_FALSE(aim::verify_header(key.public_key(), "POST", "/a", "limit=2", now, "x", sign("/a?limit=1", "x")));
  EXPECT_FALSE(aim::verify_header(key.public_key(), "POST", "/a", "", now, "{ }", sign("/a", "")));
  EXPECT_FALSE(aim::verify_header(key.public_key(), "PUT", "/a", "", now, "x", sign("/a", "x")));
  EXPECT_FALSE(aim::verify_header(key.public_key(), "POST", "/a", "", "1761321601", "x", sign("/a", "x")));
}

TEST(Signing, TheWindowIsClosedAtBothEndsAndNotFooledByExtremeNumbers) {
  const auto at = std::chrono::system_clock::time_point(1761321600s);
  EXPECT_TRUE(aim::within_window(1761321600 + 300, at));
  EXPECT_TRUE(aim::within_window(1761321600 - 300, at));
  EXPECT_FALSE(aim::within_window(1761321600 + 301, at));
  EXPECT_FALSE(aim::within_window(1761321600 - 301, at));
  EXPECT_FALSE(aim::within_window(INT64_MAX, at));
  EXPECT_FALSE(aim::within_window(INT64_MIN, at));
  EXPECT_FALSE(aim::parse_unix_seconds("1761321600.5"));
  EXPECT_FALSE(aim::parse_unix_seconds(" 1"));
  EXPECT_FALSE(aim::parse_unix_seconds(""));
  EXPECT_FALSE(aim::parse_unix_seconds("99999999999999999999"));
  EXPECT_EQ(aim::parse_unix_seconds("1761321600"), 1761321600);
}

TEST(Signing, TimeStampsDropTheFractionOnlyWhenItIsZero) {
  const auto at = std::chrono::system_clock::time_point(1761321600s);
  EXPECT_EQ(aim::signing_time(at), "2025-10-24T16:00:00Z");
  EXPECT_EQ(aim::signing_time(at + 123456us), "2025-10-24T16:00:00.123456Z");
  EXPECT_EQ(aim::signing_time(at + 100ms), "2025-10-24T16:00:00.100000Z");
  EXPECT_EQ(aim::unix_seconds(at + 999ms), now);
}

TEST(Signing, TheBodyCarriesTheSignedTextAndParsesToTheSameQuestion) {
  const auto context = aval::json::parse(R"({"risk_level":"high","n":1.50})").value();
  aim::signed_question q;
  q.agent_id = agent;
  q.action_type = "a\"b";
  q.context = &context;
  q.timestamp = "2025-10-24T16:00:00Z";
  const std::string p = aim::canonical_p(q);
  const std::string body = aim::verification_body(p, aim_vectors::k0_public, k0().sign(p).to_base64(), "high");
  const auto tree = aval::json::parse(body).value();
  aim::signed_question read;
  read.agent_id = tree["agent_id"].as_string();
  read.action_type = tree["action_type"].as_string();
  read.context = tree.find("context");
  read.timestamp = tree["timestamp"].as_string();
  EXPECT_TRUE(tree["resource"].is_null());
  EXPECT_EQ(tree["risk_level"].as_string(), "high");
  EXPECT_EQ(tree["public_key"].as_string(), aim_vectors::k0_public);
  const auto signature = crypto::signature::from_base64(tree["signature"].as_string());
  ASSERT_TRUE(signature);
  EXPECT_EQ(aim::verify_question(k0().public_key(), read, *signature), aim::signature_form::p);
}

}  // namespace
