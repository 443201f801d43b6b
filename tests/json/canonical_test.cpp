// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/json/canonical.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"

namespace {

namespace json = aval::json;

struct vector {
  std::string id = {};
  std::string message = {};
  std::size_t bytes = 0;
  std::string sha256 = {};
};

std::vector<vector> vectors() {
  std::ifstream file(AVAL_TEST_DATA "/aim_vectors.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return json::read<std::vector<vector>>(text).value();
}

std::string digest(std::string_view text) { return aval::crypto::hex_encode(aval::crypto::sha256(text)); }

// the JSON text inside of a signed message
std::string_view body_of(const std::string& message) {
  const auto brace = message.find('{');
  return brace == std::string::npos ? std::string_view() : std::string_view(message).substr(brace);
}

TEST(Canonical, EveryVectorOfTheReferenceSoftwareIsRebuiltByteForByte) {
  int rebuilt = 0;
  for (const vector& v : vectors()) {
    ASSERT_EQ(v.message.size(), v.bytes) << v.id;
    ASSERT_EQ(digest(v.message), v.sha256) << v.id;
    const std::string_view body = body_of(v.message);
    if (body.empty()) continue;
    const json::value data = json::parse(body).value();
    if (v.id[0] == 'A') {  // attestation: sorted and compact, as the same data in the order it was signed
      EXPECT_EQ(json::write(data), body) << v.id;
    } else {
      EXPECT_EQ(json::canonical_p(data), body) << v.id;
      EXPECT_EQ(json::canonical_p(data, json::number_text::as_written), body) << v.id;
    }
    ++rebuilt;
  }
  EXPECT_EQ(rebuilt, 14);  // H2, H3, H6, V1 to V8, A1, A2, S1; the others carry no JSON
}

struct context {
  std::vector<json::value> arr = {1, json::array({2, json::object({{"b", 1}, {"a", 2}})}), json::array()};
  std::uint64_t big = 12345678901234567890U;
  double e16 = 1e16, e22 = 1e22;
  json::value emp = json::object();
  double f = 1.0, g = 2.5;
  json::value n = nullptr;
  double neg = -0.0, p1 = 0.1, small = 1e-7;
  bool t = true;
  double third = 1.0 / 3;
};
struct body {
  std::string timestamp = "2025-10-24T16:00:00.123456Z";
  std::string resource = "r";
  std::string agent_id = "11111111-2222-4333-8444-555555555555";
  std::string action_type = "calc";
  ::context context = {};
};

TEST(Canonical, AStructGivesTheVectorToo) {
  for (const vector& v : vectors())
    if (v.id == "V6") {
      EXPECT_EQ(json::canonical_p(body{}), v.message);
    }
}

TEST(Canonical, FormGOfTheTableOfTheSpecification) {
  for (const vector& v : vectors()) {
    if (v.id != "V5" && v.id != "V6") continue;
    const std::string text = json::canonical_g(json::parse(v.message).value());
    EXPECT_EQ(text.size(), v.id == "V5" ? 249U : 374U) << text;
    EXPECT_EQ(digest(text), v.id == "V5" ? "5eaeafad56b4285c3b10a48a997f7d78c1e7b75a32eebe61955b600f016a59d3"
                                         : "e1c162094ec33ebc1381d6149518238c679cab5b292183fe2f01dadae5dfb5d3")
        << text;
  }
}

TEST(Canonical, FormPSortsByCodePointAndFormJcsByUtf16) {
  const json::value v = json::parse("{\"\xEF\xBD\xA6\":1,\"\xF0\x9F\x98\x80\":2,\"a\":3}").value();
  EXPECT_EQ(json::canonical_p(v), R"({"a": 3, "\uff66": 1, "\ud83d\ude00": 2})");
  EXPECT_EQ(json::canonical_rfc8785(v), "{\"a\":3,\"\xF0\x9F\x98\x80\":2,\"\xEF\xBD\xA6\":1}");
}

TEST(Canonical, TheExampleOfRfc8785) {
  // RFC 8785, section 3.2.2 to 3.2.4
  const json::value v = json::parse(R"({"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],)"
                                    R"("string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]})")
                            .value();
  EXPECT_EQ(json::canonical_rfc8785(v),
            "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  const json::value keys = json::parse(R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",)"
                                       R"("\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"})")
                               .value();
  std::string order;
  const json::value sorted = json::parse(json::canonical_rfc8785(keys)).value();
  for (const auto& m : sorted.as_object()) order += m.value.as_string() + "|";
  EXPECT_EQ(order,
            "Carriage Return|One|Control|Latin Small Letter O With Diaeresis|Euro Sign|Emoji: Grinning Face|Hebrew Letter Dalet With Dagesh|");
}

TEST(Canonical, NumbersOfRfc8785AppendixB) {
  const struct {
    double number;
    const char* text;
  } rows[] = {{0.0, "0"}, {-0.0, "0"}, {5e-324, "5e-324"}, {-5e-324, "-5e-324"}, {1.7976931348623157e308, "1.7976931348623157e+308"},
              {9007199254740992.0, "9007199254740992"}, {-9007199254740992.0, "-9007199254740992"}, {295147905179352830000.0, "295147905179352830000"},
              {9.999999999999997e22, "9.999999999999997e+22"}, {1e23, "1e+23"}, {1.0000000000000001e23, "1.0000000000000001e+23"},
              {999999999999999700000.0, "999999999999999700000"}, {999999999999999900000.0, "999999999999999900000"}, {1e21, "1e+21"},
              {9.999999999999997e-7, "9.999999999999997e-7"}, {0.000001, "0.000001"}, {333333333.3333332, "333333333.3333332"},
              {333333333.33333325, "333333333.33333325"}, {333333333.3333333, "333333333.3333333"}, {333333333.3333334, "333333333.3333334"},
              {333333333.33333343, "333333333.33333343"}, {-0.0000033333333333333333, "-0.0000033333333333333333"},
              {1424953923781206.2, "1424953923781206.2"}};
  for (const auto& row : rows) EXPECT_EQ(json::canonical_rfc8785(json::value(row.number)), row.text);
}

TEST(Canonical, PythonLayoutOfDoubles) {
  const struct {
    const char* literal;
    const char* text;
  } rows[] = {{"1.0", "1.0"}, {"1e0", "1.0"}, {"-0.0", "-0.0"}, {"-0", "0"}, {"0.0001", "0.0001"}, {"0.00001", "1e-05"}, {"1e15", "1000000000000000.0"},
              {"1e16", "1e+16"}, {"123456789012345.0", "123456789012345.0"}, {"1e22", "1e+22"}, {"2.5e22", "2.5e+22"}, {"1e-7", "1e-07"}, {"1e100", "1e+100"},
              {"1.5e-10", "1.5e-10"}, {"0.907", "0.907"}, {"1.50", "1.5"}, {"100.25", "100.25"}, {"0.00012", "0.00012"}, {"12345678901234567890123", "12345678901234567890123"},
              {"2e-400", "0.0"}};
  for (const auto& row : rows) EXPECT_EQ(json::canonical_p(json::value::number(row.literal)), row.text) << row.literal;
  EXPECT_EQ(json::canonical_p(json::value::number("1.50"), json::number_text::as_written), "1.50");
}

TEST(Canonical, WhatSignerAndVerifierCouldDisagreeAboutIsRefused) {
  const auto code = [](const json::value& v) {
    try {
      json::canonical_p(v);
    } catch (const std::system_error& e) {
      return e.code();
    }
    return std::error_code{};
  };
  EXPECT_EQ(code(json::value(json::value::object_type{{"a", 1}, {"a", 2}})), json::errc::duplicate_member);
  EXPECT_EQ(code(json::value::number("1e400")), json::errc::not_finite);
  EXPECT_EQ(code(json::value("\xFF")), json::errc::invalid_utf8);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(json::value{nan}, std::system_error);
  EXPECT_THROW(json::write(std::numeric_limits<double>::infinity()), std::system_error);
}

TEST(Canonical, CanonicalTextIsStable) {
  for (const vector& v : vectors()) {
    const std::string_view text = body_of(v.message);
    if (text.empty()) continue;
    const json::value data = json::parse(text).value();
    for (auto* form : {+[](const json::value& x) { return json::canonical_p(x); }, +[](const json::value& x) { return json::canonical_g(x); },
                       +[](const json::value& x) { return json::canonical_rfc8785(x); }}) {
      const std::string once = form(data);
      EXPECT_EQ(form(json::parse(once).value()), once) << v.id;
    }
  }
}

}  // namespace
