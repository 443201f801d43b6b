// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/json/schema.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "aval/json/core_types.hpp"

namespace {

namespace json = aval::json;

enum class units { metric, imperial };

struct city {
  std::string name = {};
  units measure = units::metric;
  std::optional<int> days = {};
  static constexpr auto json_rules = json::rules(json::required("name"), json::describe("name", "the city's name"));
};

TEST(Schema, SaysWhatTheReaderAccepts) {
  EXPECT_EQ(json::write(json::schema<city>()),
            R"({"$schema":"https://json-schema.org/draft/2020-12/schema","title":"city","type":"object","properties":{)"
            R"("name":{"type":"string","description":"the city's name"},)"
            R"("measure":{"type":"string","enum":["metric","imperial"],"default":"metric"},)"
            R"("days":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647}},"required":["name"]})");
}

struct node {
  std::string name = {};
  std::vector<node> children = {};
};

TEST(Schema, ATypeThatContainsItselfIsReferredTo) {
  EXPECT_EQ(json::write(json::schema<node>({.dialect = false})),
            R"({"$ref":"#/$defs/node","$defs":{"node":{"title":"node","type":"object","properties":{"name":{"type":"string","default":""},)"
            R"("children":{"type":"array","items":{"$ref":"#/$defs/node"}}}}}})");
}

struct all_kinds {
  bool b = false;
  double d = 0;
  std::uint8_t small = 0;
  std::array<int, 2> pair = {};
  std::set<std::string> set = {};
  std::map<std::string, bool> map = {};
  std::variant<std::string, double> either = {};
  json::value any = {};
  aval::uuid id = {};
  aval::timestamp when = {};
  aval::secret token = {};
};

TEST(Schema, EveryKindOfMember) {
  const json::value s = json::schema<all_kinds>({.require_all = true, .closed = true, .dialect = false});
  const json::value& p = s["properties"];
  EXPECT_EQ(json::write(p["b"]), R"({"type":"boolean"})");
  EXPECT_EQ(json::write(p["d"]), R"({"type":"number"})");
  EXPECT_EQ(json::write(p["small"]), R"({"type":"integer","minimum":0,"maximum":255})");
  EXPECT_EQ(p["pair"]["minItems"].as_int64(), 2);
  EXPECT_EQ(p["pair"]["maxItems"].as_int64(), 2);
  EXPECT_EQ(p["set"]["uniqueItems"].as_bool(), true);
  EXPECT_EQ(p["map"]["additionalProperties"]["type"].as_string(), "boolean");
  EXPECT_EQ(json::write(p["either"]["anyOf"]), R"([{"type":"string"},{"type":"number"}])");
  EXPECT_EQ(json::write(p["any"]), "{}");
  EXPECT_EQ(json::write(p["id"]), R"({"type":"string","format":"uuid"})");
  EXPECT_EQ(json::write(p["when"]), R"({"type":"string","format":"date-time"})");
  EXPECT_EQ(json::write(p["token"]), R"({"type":"string","writeOnly":true})");
  EXPECT_EQ(s["required"].size(), 10U);  // all but the free-form one, which may be null
  EXPECT_EQ(s["additionalProperties"].as_bool(), false);
}

struct on {
  int level = 0;
  static constexpr auto json_rules = json::rules(json::tag("state", "on"));
};

TEST(Schema, ATagIsAConstant) {
  const json::value s = json::schema<on>({.dialect = false});
  EXPECT_EQ(s["properties"]["state"]["const"].as_string(), "on");
  EXPECT_EQ(json::write(s["required"]), R"(["state"])");
}

}  // namespace
