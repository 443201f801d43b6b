// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/attestation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <limits>

#include "aval/crypto/key_formats.hpp"
#include "data/aim_vectors.hpp"

namespace {

namespace aim = aval::aim;
namespace crypto = aval::crypto;
namespace json = aval::json;

crypto::keypair attester() { return crypto::parse_private_key(aim_vectors::k0_private).value(); }

aim::attestation seen_by_the_vectors() {
  aim::attestation a;
  a.agent_id = "11111111-2222-4333-8444-555555555555";
  a.capabilities_found = {"read_file", "list"};
  a.connection_latency_ms = 12.5;
  a.mcp_name = "fs";
  a.mcp_url = "http://localhost:3000";
  a.sdk_version = "1.0.0";
  a.timestamp = "2026-11-20T19:36:44.038163+00:00";
  return a;
}

TEST(Attestation, VectorsAreReproducedBitByBitFromAnyOrderOfMembers) {
  int seen = 0;
  for (const auto& v : aim_vectors::all) {
    if (v.kind != std::string_view("mcp-attestation")) continue;
    ++seen;
    auto object = json::parse(v.message).value();
    std::reverse(object.as_object().begin(), object.as_object().end());
    const std::string message = aim::attestation_message(object, json::number_text::as_written);
    EXPECT_EQ(message, v.message) << v.id;
    EXPECT_EQ(attester().sign(message).to_base64(), v.signature) << v.id;
    const auto signature = *crypto::signature::from_base64(v.signature);
    EXPECT_TRUE(aim::verify_attestation(attester().public_key(), object, signature)) << v.id;
    object["mcp_name"] = json::value("gs");
    EXPECT_FALSE(aim::verify_attestation(attester().public_key(), object, signature)) << v.id << ", about another server";
  }
  EXPECT_EQ(seen, 2);
  EXPECT_EQ(aim::attestation_message(aim::attestation_object(seen_by_the_vectors())), json::write(aim::attestation_object(seen_by_the_vectors())));
}

TEST(Attestation, ObjectOfTheFirstVectorIsWhatTheStructSays) {
  const auto first = std::find_if(std::begin(aim_vectors::all), std::end(aim_vectors::all), [](const auto& v) { return v.id == std::string_view("A1"); });
  EXPECT_EQ(aim::attestation_message(aim::attestation_object(seen_by_the_vectors())), first->message);
}

TEST(Attestation, WholeLatencyIsWrittenAsAnIntegerThatEveryServerRepeats) {
  auto a = seen_by_the_vectors();
  a.connection_latency_ms = 7;
  const auto object = aim::attestation_object(a);
  EXPECT_NE(aim::attestation_message(object).find("\"connection_latency_ms\":7,"), std::string::npos);
  EXPECT_EQ(aim::attestation_message(object), json::canonical_g(object, json::spacing::compact));
  a.connection_latency_ms = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(aim::attestation_object(a), std::invalid_argument);
}

TEST(Attestation, TextBeyondAsciiIsSignedEscapedOrRaw) {
  auto a = seen_by_the_vectors();
  a.mcp_name = "caf\u00e9 \U0001F600";
  const auto object = aim::attestation_object(a);
  const std::string escaped = aim::attestation_message(object), raw = json::canonical_g(object, json::spacing::compact);
  EXPECT_NE(escaped.find("caf\\u00e9 \\ud83d\\ude00"), std::string::npos);
  EXPECT_NE(raw.find("caf\u00e9 \U0001F600"), std::string::npos);
  for (const auto& text : {escaped, raw}) EXPECT_TRUE(aim::verify_attestation(attester().public_key(), object, attester().sign(text))) << text;
  const auto zero = json::parse(R"({"connection_latency_ms": 0.0, "mcp_name": "caf\u00e9"})").value();
  for (const char* text : {R"({"connection_latency_ms":0.0,"mcp_name":"caf\u00e9"})", "{\"connection_latency_ms\":0,\"mcp_name\":\"caf\u00e9\"}"})
    EXPECT_TRUE(aim::verify_attestation(attester().public_key(), zero, attester().sign(text))) << text;
}

TEST(Attestation, WhatCanNotBeRenderedWasNotSigned) {
  const auto twice = json::value(json::value::object_type{{"mcp_name", json::value("a")}, {"mcp_name", json::value("b")}});
  EXPECT_FALSE(aim::verify_attestation(attester().public_key(), twice, attester().sign(R"({"mcp_name":"b"})")));
  EXPECT_FALSE(aim::verify_attestation(attester().public_key(), json::value("text"), attester().sign("\"text\"")));
}

TEST(Attestation, TimeIsThatOfThePythonSdk) {
  const auto when = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + std::chrono::hours(19) + std::chrono::minutes(36) + std::chrono::seconds(44) + std::chrono::microseconds(38640);
  EXPECT_EQ(aim::attestation_time(when), "2026-11-20T19:36:44.038640+00:00");
  EXPECT_EQ(aim::attestation_time(when - std::chrono::microseconds(38640)), "2026-11-20T19:36:44.000000+00:00");
}

}  // namespace
