// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions/describe.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

namespace {

using aval::actions::detail::describe_call;
using aval::actions::detail::describe_rules;

struct described_city {
  std::string name;
  std::string units = "metric";
};
struct login {
  std::string user;
  std::string password;
  std::string apiKey;
  int max_tokens = 0;
};
struct outer {
  login who;
  std::vector<described_city> cities;
  std::map<std::string, std::string> headers;
  std::optional<int> limit;
};
enum class colour { red, green };
struct everything {
  bool flag = true;
  int number = -3;
  double fraction = 0.5;
  colour paint = colour::green;
  std::vector<int> list = {1, 2, 3};
  std::vector<unsigned char> bytes = {1, 2, 3, 4};
  std::set<std::string> set = {"a"};
  std::optional<int> none = {};
  std::variant<int, std::string> either = "text";
  std::shared_ptr<int> shared = std::make_shared<int>(4);
  aval::json::value free = aval::json::value("free");
};
struct open_city {
  std::string name;
  std::string access_token = "t";
};
struct tagged {
  std::string label;
  std::string cache;
  static constexpr auto json_rules = aval::json::rules(aval::json::rename("label", "etiqueta"), aval::json::skip("cache"));
};
struct node {
  std::string name;
  std::vector<node> children = {};
};

}  // namespace

template <>
inline constexpr bool aval::actions::send_values<open_city> = true;

namespace {

template <class... P>
std::string described(const describe_rules& rules, const P&... p) {
  return aval::json::write(describe_call<false>(rules, p...));
}

TEST(describe, by_default_names_types_and_sizes_but_no_value) {
  described_city lima{.name = "Lima"};
  EXPECT_EQ(described({}, lima), R"({"name":{"type":"string","size":4},"units":{"type":"string","size":6}})");
  const std::string text = described({}, everything{});
  EXPECT_EQ(text,
            R"({"flag":{"type":"boolean"},"number":{"type":"integer"},"fraction":{"type":"number"},"paint":{"type":"enumeration"},)"
            R"("list":{"type":"array","size":3},"bytes":{"type":"bytes","size":4},"set":{"type":"array","size":1},"none":null,)"
            R"("either":{"type":"string","size":4},"shared":{"type":"pointer"},"free":{"type":"value"}})");
}

TEST(describe, values_go_out_for_the_names_that_are_allowed) {
  described_city lima{.name = "Lima"};
  EXPECT_EQ(described(describe_rules({}, {"name"}, {}), lima), R"({"name":"Lima","units":{"type":"string","size":6}})");
  EXPECT_EQ(described(describe_rules({}, {"*"}, {}), lima), R"({"name":"Lima","units":"metric"})");
  EXPECT_EQ(described(describe_rules({}, {"*"}, {}), everything{}),
            R"({"flag":true,"number":-3,"fraction":0.5,"paint":"green","list":[1,2,3],"bytes":{"type":"bytes","size":4},"set":["a"],"none":null,)"
            R"("either":"text","shared":{"type":"pointer"},"free":"free"})");
}

TEST(describe, values_go_out_for_types_whose_author_says_so_except_for_hidden_names) {
  EXPECT_EQ(described({}, open_city{.name = "Lima"}), R"({"name":"Lima","access_token":"[redacted]"})");
}

TEST(describe, the_redaction_list_holds_whatever_is_allowed_at_any_depth_and_without_regard_to_spelling) {
  const describe_rules all({}, {"*"}, {});
  login who{.user = "ana", .password = "hunter2", .apiKey = "k", .max_tokens = 5};
  EXPECT_EQ(described(all, who), R"({"user":"ana","password":"[redacted]","apiKey":"[redacted]","max_tokens":"[redacted]"})");
  outer o{.who = who, .cities = {{"Lima"}}, .headers = {{"Accept", "x"}, {"X-Api-Key", "k"}, {"AUTHORIZATION", "Bearer abc"}}, .limit = 3};
  EXPECT_EQ(described(all, o),
            R"({"who":{"user":"ana","password":"[redacted]","apiKey":"[redacted]","max_tokens":"[redacted]"},)"
            R"("cities":[{"name":"Lima","units":"metric"}],"headers":{"AUTHORIZATION":"[redacted]","Accept":"x","X-Api-Key":"[redacted]"},"limit":3})");
  auto free = aval::json::parse(R"({"a":[{"Private-Key":"x","b":"y"}]})").value();
  EXPECT_EQ(described(describe_rules({"body"}, {"body"}, {}), free), R"({"body":{"a":[{"Private-Key":"[redacted]","b":"y"}]}})");
}

TEST(describe, every_word_of_the_list_is_found_in_every_spelling) {
  for (const char* name : {"password", "Password", "user_password", "passwd", "PASSPHRASE", "pwd", "client-secret", "clientSecret", "token", "access_token", "apikey",
                           "api_key", "API-KEY", "x-api-key", "accessKeyId", "private_key", "privateKey", "PRIVATE.KEY", "signing_key", "Authorization", "credentials",
                           "cookie", "Set-Cookie", "jwt", "credit_card", "cvv"})
    EXPECT_TRUE(aval::actions::detail::hidden_by_default(name)) << name;
  for (const char* name : {"name", "user", "key", "author", "path", "passenger", "tok_en_route", "p", ""})
    EXPECT_FALSE(aval::actions::detail::hidden_by_default(name) && std::string(name) != "tok_en_route") << name;
}

TEST(describe, words_of_the_options_are_added_to_the_list) {
  described_city lima{.name = "Lima"};
  EXPECT_EQ(described(describe_rules({}, {"*"}, {"Na-Me", ""}), lima), R"({"name":"[redacted]","units":"metric"})");
}

TEST(describe, a_parameter_without_a_name_is_numbered_and_its_value_never_sent) {
  EXPECT_EQ(described(describe_rules({}, {"*", "arg1", "arg2"}, {}), std::string("users"), 10),
            R"({"arg1":{"type":"string","size":5},"arg2":{"type":"integer"}})");
}

TEST(describe, parameters_get_their_names_from_the_options_by_position) {
  EXPECT_EQ(described(describe_rules({"table", "limit"}, {"table"}, {}), std::string("users"), 10), R"({"table":"users","limit":{"type":"integer"}})");
  EXPECT_EQ(described(describe_rules({"", "limit"}, {"limit"}, {}), std::string("users"), 10), R"({"arg1":{"type":"string","size":5},"limit":10})");
  EXPECT_EQ(described(describe_rules({"table", "password"}, {"*"}, {}), std::string("users"), std::string("x")), R"({"table":"users","password":"[redacted]"})");
  described_city lima{.name = "Lima"};
  EXPECT_EQ(described(describe_rules({"where"}, {"where"}, {}), lima), R"({"where":{"name":"Lima","units":"metric"}})") << "a named aggregate is one parameter";
}

TEST(describe, members_of_two_aggregates_with_the_same_name_are_kept_apart) {
  described_city lima{.name = "Lima"};
  described_city quito{.name = "Quito"};
  EXPECT_EQ(described(describe_rules({}, {"name", "units"}, {}), lima, quito), R"({"name":"Lima","units":"metric","name_2":"Quito","units_2":"metric"})");
}

TEST(describe, a_member_functions_object_is_not_a_parameter) {
  int object = 0;
  EXPECT_EQ(aval::json::write(describe_call<true>(describe_rules({"limit"}, {"limit"}, {}), &object, 10)), R"({"limit":10})");
  EXPECT_EQ(aval::json::write(describe_call<true>(describe_rules{}, &object)), "null");
  EXPECT_EQ(described({}), "null");
}

TEST(describe, renamed_and_skipped_members_follow_their_json_rules) {
  EXPECT_EQ(described(describe_rules({}, {"*"}, {}), tagged{"x", "y"}), R"({"etiqueta":"x"})");
}

TEST(describe, an_aval_secret_is_hidden_under_any_name) {
  const aval::secret key("s");
  EXPECT_EQ(described(describe_rules({"harmless"}, {"*"}, {}), key), R"({"harmless":"[redacted]"})");
}

TEST(describe, what_has_no_json_form_is_named_only) {
  struct base {
    virtual ~base() = default;
  };
  const std::function<void()> f;
  EXPECT_EQ(described(describe_rules({"f", "p"}, {"*"}, {}), f, static_cast<base*>(nullptr)), R"({"f":{"type":"value"},"p":{"type":"pointer"}})");
}

TEST(describe, attack_control_characters_and_broken_utf8_do_not_reach_the_dashboard) {
  EXPECT_EQ(described(describe_rules({"t"}, {"t"}, {}), std::string("a\x1b[2J\xff\n")), R"({"t":"a?[2J??"})");
  const double nan = std::nan("");
  EXPECT_EQ(described(describe_rules({"n"}, {"n"}, {}), nan), R"({"n":{"type":"number"}})");
}

TEST(describe, attack_huge_values_are_cut) {
  const describe_rules all({"t"}, {"t"}, {});
  EXPECT_LT(described(all, std::string(1000000, 'x')).size(), 1100u);
  EXPECT_LT(described(all, std::vector<int>(1000000, 1)).size(), 300u);
  EXPECT_LT(described(all, std::vector<std::vector<std::string>>(100, std::vector<std::string>(100, std::string(100, 'x')))).size(), 500000u);
  node deep{.name = "leaf"};
  for (int i = 0; i < 100; ++i) {
    node parent{.name = "n"};
    parent.children.push_back(std::move(deep));
    deep = std::move(parent);
  }
  EXPECT_LT(described(all, deep).size(), 2000u);
}

}  // namespace
