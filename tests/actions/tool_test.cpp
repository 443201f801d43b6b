// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions/tool.hpp"

#include <gtest/gtest.h>

#include "actions/fake_authority.hpp"
#include "aval/actions/require_approval.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/actions/with_credential.hpp"

// What a model gets to see of a function, and what happens to the arguments that it sends.

namespace {

namespace actions = aval::actions;
namespace json = aval::json;
using aval::actions::tool_answer;

enum class order { newest, oldest };
struct span_of_days {
  int first = 0;
  int last = 0;
};
struct search {
  std::string query = {};
  order sort = order::newest;
  std::optional<span_of_days> days = {};
  std::vector<std::string> tags = {};
  int most = 10;
  static constexpr auto json_rules = json::rules(json::describe("query", "words to look for"), json::defaulted("most"));
};
struct hit {
  std::string title = {};
  double score = 0;
};

int searches = 0;
aval::awaitable<std::vector<hit>> find_documents(search what) {
  ++searches;
  std::vector<hit> hits{{what.query + "/" + std::to_string(what.most), 0.5}};
  co_return hits;
}
std::string greet(search what) { return "hello\n" + what.query; }
void forget() {}
aval::awaitable<int> breaks(search) { throw std::runtime_error("no disk"); }
std::string with_key(aval::secret key, search what) { return what.query + std::to_string(key.size()); }

constexpr const char* good = R"({"query":"pumps","sort":"oldest","tags":["a"]})";

TEST(tool, the_schema_names_what_the_struct_has_and_is_closed) {
  const auto t = actions::make_tool<&find_documents>({.description = "Finds documents."});
  EXPECT_EQ(t.name(), "find_documents");
  EXPECT_EQ(t.description(), "Finds documents.");
  const json::value& s = t.parameters();
  EXPECT_EQ(s["type"], json::value("object"));
  EXPECT_EQ(s["additionalProperties"], json::value(false));
  EXPECT_EQ(json::write(s["required"]), R"(["query","sort","tags"])") << "optional and defaulted members may be left out, nothing else";
  EXPECT_EQ(json::write(s["properties"]["query"]), R"({"type":"string","description":"words to look for"})");
  EXPECT_EQ(json::write(s["properties"]["sort"]), R"({"type":"string","enum":["newest","oldest"]})");
  EXPECT_EQ(s["properties"]["most"]["default"], json::value(10));
  EXPECT_FALSE(s.contains("$schema"));
}

TEST(tool, a_call_reads_the_arguments_and_writes_the_value) {
  const auto t = actions::make_tool<&find_documents>({});
  const auto a = run(t.call(good));
  EXPECT_TRUE(a.ok());
  EXPECT_EQ(a.text, R"([{"title":"pumps/10","score":0.5}])");
}

TEST(tool, text_goes_to_the_model_as_it_is_and_nothing_is_done) {
  EXPECT_EQ(run(actions::make_tool<&greet>({}).call(good)).text, "hello\npumps");
  const auto t = actions::make_tool<&forget>({});
  EXPECT_EQ(json::write(t.parameters()["properties"]), "{}");
  for (const char* none : {"", " \n", "{}"}) EXPECT_EQ(run(t.call(none)).text, "done");
  EXPECT_FALSE(run(t.call(R"({"all":true})")).ok()) << "what the tool does not have is not ignored";
}

TEST(tool, arguments_that_do_not_fit_are_refused_in_words_and_nothing_runs) {
  const auto t = actions::make_tool<&find_documents>({});
  searches = 0;
  const struct {
    const char *text, *words;
  } rows[] = {
      {R"({"sort":"oldest","tags":[]})", "query"},                                              // missing: never an empty query instead
      {R"({"query":7,"sort":"oldest","tags":[]})", "/query: expected string"},
      {R"({"query":"a","sort":"best","tags":[]})", "/sort"},
      {R"({"query":"a","sort":"oldest","tags":[],"admin":true})", "admin"},
      {R"({"query":"a","sort":"oldest","tags":[],"days":{"first":1}})", "/days"},               // strict inside as well
      {R"({"query":"a","query":"b","sort":"oldest","tags":[]})", "query"},                      // which one would count?
      {R"({"query":"a","sort":"oldest","tags":[],"most":99999999999})", "/most"},
      {R"({"query":"a","sort":"oldest","tags":[]} trailing)", "text after"},
      {R"({"query":"a","sort":)", "line 1"},
      {R"(["query"])", "expected object"},
      {"null", "expected object"},
      {"", "/"},
  };
  for (const auto& row : rows) {
    const auto a = run(t.call(row.text));
    EXPECT_EQ(a.code, actions::errc::bad_arguments) << row.text;
    EXPECT_EQ(a.code, aval::condition::not_understood);
    EXPECT_NE(a.text.find(row.words), std::string::npos) << row.text << ": " << a.text;
    EXPECT_NE(a.text.find("find_documents"), std::string::npos);
  }
  EXPECT_EQ(searches, 0);
}

TEST(tool, arguments_have_a_limit_on_size_and_depth) {
  const auto t = actions::make_tool<&find_documents>({.max_arguments = std::string_view(good).size(), .max_depth = 2});
  EXPECT_TRUE(run(t.call(good)).ok());
  EXPECT_EQ(run(t.call(std::string(good) + " ")).code, actions::errc::bad_arguments);
  const auto any = actions::make_tool([](json::value v) { return json::write(v); }, {.name = "any", .max_depth = 4});
  EXPECT_TRUE(run(any.call(R"({"a":[[[1]]]})")).ok());
  EXPECT_FALSE(run(any.call(R"({"a":[[[[1]]]]})")).ok());
  EXPECT_FALSE(run(any.call("[1]")).ok()) << "arguments are an object";
}

TEST(tool, what_the_function_throws_comes_out) {
  const auto t = actions::make_tool<&breaks>({});
  EXPECT_THROW(run(t.call(good)), std::runtime_error);
}

TEST(tool, a_secret_is_not_an_answer) {
  struct leak {
    aval::secret key;
  };
  const auto t = actions::make_tool([] { return leak{aval::secret("sk-1")}; }, {.name = "leak"});
  try {
    run(t.call(""));
    ADD_FAILURE();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), json::errc::secret_refused);
  }
}

TEST(tool, a_guarded_tool_runs_only_when_it_may) {
  fake_agent agent;
  const auto t = aval::track_action<&find_documents>(agent) | actions::as_tool({.name = "find_documents"});
  searches = 0;
  EXPECT_TRUE(run(t.call(good)).ok());
  EXPECT_EQ(agent->requests.at(0).function, "find_documents");
  EXPECT_FALSE(run(t.call("{}")).ok());
  EXPECT_EQ(agent->requests.size(), 1u) << "nobody is asked about arguments that do not fit";
  agent->answer = fake_agent::answer::denied;
  try {
    run(t.call(good));
    ADD_FAILURE();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), aval::condition::refused);
  }
  EXPECT_EQ(searches, 1);
}

struct keys {
  aval::awaitable<aval::secret> credential() const { co_return aval::secret("12345"); }
};

TEST(tool, a_credential_is_no_parameter) {
  const auto t = &with_key | aval::with_credential(keys{}) | actions::as_tool({.name = "with_key"});
  EXPECT_EQ(t.parameters()["properties"].size(), 5u);
  EXPECT_EQ(run(t.call(good)).text, "pumps5");
}

TEST(tool, a_name_that_servers_do_not_take_is_refused_when_the_tool_is_made) {
  for (const char* name : {"with space", "a.b", "ends\n", "\xC3\xA9t\xC3\xA9"}) EXPECT_THROW((void)actions::make_tool<&greet>({.name = name}), aval::error) << name;
  EXPECT_THROW((void)actions::make_tool<&greet>({.name = std::string(65, 'a')}), aval::error);
  EXPECT_THROW((void)actions::make_tool(&greet, {}), aval::error) << "a run-time pointer has no name";
  EXPECT_EQ(actions::make_tool<&greet>({.name = std::string(64, 'a')}).name().size(), 64u);
}

}  // namespace
