// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/json.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace {

namespace json = aval::json;

enum class level { low, middle, high };

struct place {
  int x = 0;
  std::string y = "why";
};

struct everything {
  std::string name = {};
  int number = 0;
  std::optional<place> maybe = {};
  std::vector<place> list = {};
  std::map<std::string, double> map = {};
  level grade = level::low;
  json::value free = {};
  aval::secret hidden = {};
  std::variant<int, std::string, place> either = {};
  bool flag = false;
  double real = 0;
  std::array<int, 2> pair = {};
  aval::uuid id = {};
  aval::timestamp when = {};
  std::set<std::string> set = {};
  std::unique_ptr<place> owned = {};
  std::vector<bool> bits = {};
  std::uint64_t large = 0;
};

constexpr std::string_view all_of_it =
    R"({"name":"a\u00e9","number":-5,"maybe":{"x":1,"y":"z"},"list":[{"x":1,"y":"q"},{"x":2,"y":"r"}],"map":{"a":1.5},"grade":"high",)"
    R"("free":{"k":[1,2.50,null]},"hidden":"hush","either":{"x":4,"y":"k"},"flag":true,"real":0.25,"pair":[1,2],)"
    R"("id":"11111111-2222-4333-8444-555555555555","when":"2025-10-24T16:00:00.123456Z","set":["a","b"],"owned":{"x":9,"y":"o"},)"
    R"("bits":[true,false],"large":18446744073709551615})";

TEST(Reflection, EveryKindOfMemberIsRead) {
  auto r = json::read<everything>(all_of_it);
  ASSERT_TRUE(r) << r.error().message();
  EXPECT_EQ(r->name, "a\xC3\xA9");
  EXPECT_EQ(r->number, -5);
  ASSERT_TRUE(r->maybe);
  EXPECT_EQ(r->maybe->x, 1);
  ASSERT_EQ(r->list.size(), 2U);
  EXPECT_EQ(r->list[1].y, "r");
  EXPECT_EQ(r->map.at("a"), 1.5);
  EXPECT_EQ(r->grade, level::high);
  EXPECT_EQ(r->free["k"][1].as_number_text(), "2.50");
  EXPECT_EQ(r->hidden.reveal(), "hush");
  ASSERT_EQ(r->either.index(), 2U);
  EXPECT_EQ(std::get<place>(r->either).y, "k");
  EXPECT_TRUE(r->flag);
  EXPECT_EQ(r->real, 0.25);
  EXPECT_EQ(r->pair[1], 2);
  EXPECT_EQ(r->id.to_string(), "11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(aval::format_rfc3339(r->when), "2025-10-24T16:00:00.123456Z");
  EXPECT_EQ(r->set.count("b"), 1U);
  ASSERT_TRUE(r->owned);
  EXPECT_EQ(r->owned->x, 9);
  EXPECT_EQ(r->bits, (std::vector<bool>{true, false}));
  EXPECT_EQ(r->large, UINT64_MAX);
}

TEST(Reflection, WhatIsWrittenIsWhatWasReadInTheOrderOfTheDeclaration) {
  auto r = json::read<everything>(all_of_it);
  ASSERT_TRUE(r) << r.error().message();
  std::string expected(all_of_it);
  expected.replace(expected.find("\\u00e9"), 6, "\xC3\xA9");
  EXPECT_EQ(json::write<json::write_options{.secrets = json::secrets::write}>(*r), expected);
}

TEST(Reflection, TheOrderOfMembersIsFree) {
  auto r = json::read<place>(R"({"y":"b","x":2})");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->x, 2);
  EXPECT_EQ(r->y, "b");
}

TEST(Reflection, MembersThatAreNotThereKeepTheDefaultOfTheDeclaration) {
  auto r = json::read<place>("{}");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->y, "why");
  place again{.x = 7, .y = "old"};
  ASSERT_TRUE(json::read_into(again, R"({"x":8})"));
  EXPECT_EQ(again.x, 8);
  EXPECT_EQ(again.y, "why");
  ASSERT_TRUE((json::read_into<json::read_options{.missing = json::missing::keep}>(again, R"({"y":"kept x"})")));
  EXPECT_EQ(again.x, 8);
}

struct row {
  std::string display_name = {};
  std::optional<std::string> user_id = {};
};

TEST(Reflection, LooseSpellingReadsCamelCaseAndSnakeCase) {
  constexpr json::read_options loose{.spelling = json::spelling::loose};
  for (const char* text : {R"({"displayName":"n","userId":"u"})", R"({"display_name":"n","user_id":"u"})",
                           R"({"DisplayName":"n","USER_ID":"u"})", R"({"userid":"u","displayname":"n"})"}) {
    auto r = json::read<row, loose>(text);
    ASSERT_TRUE(r) << text;
    EXPECT_EQ(r->display_name, "n") << text;
    EXPECT_EQ(r->user_id, "u") << text;
  }
  EXPECT_EQ((json::read<row, loose>(R"({"displayName":"n","display_name":"m"})")).error().code, json::errc::duplicate_member);
}

struct many {
  int a0 = 0, a1 = 0, a2 = 0, a3 = 0, a4 = 0, a5 = 0, a6 = 0, a7 = 0, a8 = 0, a9 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0,
      b7 = 0, b8 = 0, b9 = 0, c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0, c7 = 0, c8 = 0, c9 = 0, d0 = 0, d1 = 0, d2 = 0, d3 = 0,
      d4 = 0, d5 = 0, d6 = 0, d7 = 0, d8 = 0, d9 = 0, e0 = 0, e1 = 0, e2 = 0, e3 = 0, e4 = 0, e5 = 0, e6 = 0, e7 = 0, e8 = 0, e9 = 0, f0 = 0,
      f1 = 0, f2 = 0, f3 = 0, f4 = 0, f5 = 0, f6 = 0, f7 = 0, f8 = 0, f9 = 0, g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0, g5 = 0;
};

TEST(Reflection, SixtySixMembersInAnyOrder) {
  const std::string forward = json::write(many{.a3 = 3, .g5 = 65});
  auto r = json::read<many>(forward);
  ASSERT_TRUE(r) << r.error().message();
  EXPECT_EQ(r->g5, 65);
  const json::value v = json::parse(forward).value();
  std::string backward = "{";
  for (std::size_t i = v.size(); i-- > 0;)
    backward += '"' + v.as_object()[i].name + "\":" + v.as_object()[i].value.as_number_text() + (i != 0 ? "," : "}");
  r = json::read<many>(backward);
  ASSERT_TRUE(r) << r.error().message();
  EXPECT_EQ(r->a3, 3);
  EXPECT_EQ(json::write(*r), forward);
}

TEST(Reflection, TypesInsideAFunctionAreReflectedToo) {
  struct local {
    int inside = 3;
  };
  EXPECT_EQ(json::write(local{}), R"({"inside":3})");
}

TEST(Failure, SaysWhereAndWhat) {
  auto r = json::read<everything>("{\"name\":\"x\",\n \"list\":[{\"x\":1},{\"x\":[]}]}");
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, json::errc::wrong_type);
  EXPECT_EQ(r.error().path, "/list/1/x");
  EXPECT_EQ(r.error().line, 2U);
  EXPECT_EQ(r.error().column, 23U);
  EXPECT_EQ(r.error().offset, 35U);
  EXPECT_EQ(r.error().message(), "/list/1/x: expected integer at line 2 column 23");
  EXPECT_EQ(r.error().code, aval::condition::not_understood);
}

}  // namespace
