// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/llm/guarded_tools.hpp"

#include <gtest/gtest.h>

#include "actions/fake_authority.hpp"
#include "aval/json/write.hpp"
#include "aval/llm/scripted_model.hpp"
#include "aval/llm/tool_loop.hpp"

// Tools that are put behind an agent as they are: what the authority gets to see, and what a model is told.

namespace {

namespace llm = aval::llm;
namespace actions = aval::actions;
namespace json = aval::json;
using namespace std::chrono_literals;

struct lookup {
  std::string name = {};
  std::string api_token = {};
  static constexpr auto json_rules = json::rules(json::defaulted("api_token"));
};
struct found {
  std::string summary = {};
  std::string password = {};
};
int runs = 0;
aval::awaitable<found> look_up(lookup what) {
  ++runs;
  if (what.name == "nobody") throw std::runtime_error("no such person");
  found f;
  f.summary = "about " + what.name;
  f.password = "canary";
  co_return f;
}
json::value anything(json::value all) { return all; }

const auto tool_of = [] { return actions::make_tool<&look_up>({.description = "Finds people."}); };
const std::string ana = R"({"name":"Ana","api_token":"canary"})";

/** One round of a model that calls `look_up`, and then gives up. Returns what it was told. */
std::string told(std::vector<actions::tool> tools, const std::string& arguments, const std::string& name = "look_up") {
  llm::scripted_model model;
  model.calls(name, arguments).says("done");
  llm::tool_loop loop(model, std::move(tools));
  run(loop.run("Who is Ana?"));
  const auto asked = model.requests();
  return llm::text_of(asked.at(1).messages.back());
}
using journal = std::vector<std::string>;

TEST(guarded_tools, every_call_of_a_loop_is_verified_run_and_reported) {
  fake_agent agent;
  const auto tools = llm::guard_tools(agent, {tool_of()});
  EXPECT_EQ(tools[0].name(), "look_up");
  EXPECT_EQ(tools[0].description(), "Finds people.");
  EXPECT_EQ(tools[0].parameters(), tool_of().parameters());
  EXPECT_EQ(told(tools, ana), R"({"summary":"about Ana","password":"canary"})") << "the model gets all of the answer";
  EXPECT_EQ(agent->journal, (journal{"verify langchain_tool:look_up", "intent", "report success", "reported"}));
  const auto& asked = agent->requests.at(0);
  EXPECT_EQ(asked.resource, R"({"name":"Ana","api_token":"[redacted]"})");
  EXPECT_EQ(json::write(asked.parameters), R"({"name":"Ana","api_token":"[redacted]"})");
  EXPECT_EQ(asked.function, "look_up");
  EXPECT_EQ(asked.risk, aval::risk::low);
  EXPECT_FALSE(asked.requires_approval);
  EXPECT_EQ(agent->reports.at(0).first.ticket, 77u);
  EXPECT_EQ(agent->reports.at(0).second.result_text, std::nullopt) << "answers stay here unless asked for";
}

TEST(guarded_tools, what_is_refused_does_not_run_and_the_model_is_told) {
  const struct {
    fake_agent::answer answer;
    const char* words;
  } rows[] = {{fake_agent::answer::denied, R"({"error":"refused")"},
              {fake_agent::answer::unreachable, R"({"error":"unreachable")"},
              {fake_agent::answer::pending_for_ever, R"({"error":"timed_out")"},
              {fake_agent::answer::pending_then_denied, R"({"error":"refused")"},
              {fake_agent::answer::not_understood, R"({"error":"failed")"}};
  for (const auto& row : rows) {
    fake_agent agent;
    agent->answer = row.answer;
    runs = 0;
    actions::guarded_tool_options o;
    o.patience = 10ms;
    EXPECT_TRUE(told(llm::guard_tools(agent, {tool_of()}, o), ana).starts_with(row.words));
    EXPECT_EQ(runs, 0) << row.words;
    EXPECT_EQ(agent->journal.size(), 1u) << "nothing to report";
  }
  fake_agent full;
  full->intent_fails = true;
  runs = 0;
  told(llm::guard_tools(full, {tool_of()}), ana);
  EXPECT_EQ(runs, 0) << "no evidence, no call";
}

TEST(guarded_tools, nobody_is_asked_about_a_call_that_can_not_run) {
  fake_agent agent;
  const auto tools = llm::guard_tools(agent, {tool_of()});
  for (const char* bad : {"{}", "{", "[]", R"({"name":1})", R"({"name":"Ana","more":1})"}) {
    EXPECT_NE(told(tools, bad).find("bad_arguments"), std::string::npos) << bad;
    EXPECT_FALSE(tool_of().check(bad).ok());
  }
  EXPECT_NE(told(tools, "{}", "rm_rf").find("There is no tool called rm_rf"), std::string::npos);
  EXPECT_TRUE(agent->journal.empty());
  EXPECT_TRUE(tools[0].check(ana).ok());
}

TEST(guarded_tools, a_tool_that_throws_is_reported_as_a_failure_and_the_model_is_told) {
  fake_agent agent;
  EXPECT_EQ(told(llm::guard_tools(agent, {tool_of()}), R"({"name":"nobody"})"), R"({"error":"failed","message":"no such person"})");
  EXPECT_FALSE(agent->reports.at(0).second.success);
  EXPECT_EQ(agent->reports.at(0).second.error, "no such person");
  actions::guarded_tool_options discreet;
  discreet.send_error_text = false;
  told(llm::guard_tools(agent, {tool_of()}, discreet), R"({"name":"nobody"})");
  EXPECT_EQ(agent->reports.at(1).second.error, "");
}

TEST(guarded_tools, the_options_say_who_decides_and_what_is_sent) {
  fake_agent agent;
  agent->answer = fake_agent::answer::pending_then_approved;
  actions::guarded_tool_options o;
  o.prefix = "mcp_tool:";
  o.requires_approval = true;
  o.note = "night shift";
  o.show_arguments = false;
  o.redact = {"nam"};
  o.fail_mode = aval::fail_mode::open;
  o.result = actions::result_detail::summary;
  told(llm::guard_tools(agent, {tool_of()}, o), ana);
  const auto& asked = agent->requests.at(0);
  EXPECT_EQ(asked.action, "mcp_tool:look_up");
  EXPECT_EQ(asked.risk, aval::risk::high) << "a human decides only about that";
  EXPECT_TRUE(asked.requires_approval);
  EXPECT_EQ(asked.note, "night shift");
  EXPECT_EQ(asked.when_unreachable, aval::fail_mode::closed) << "never open where a human has to decide";
  EXPECT_EQ(asked.resource, "");
  EXPECT_EQ(json::write(asked.parameters), R"({"name":"[redacted]","api_token":"[redacted]"})");
  EXPECT_EQ(agent->reports.at(0).second.result_text, R"({"summary":"about Ana","password":"[redacted]"})");

  actions::guarded_tool_options shapes;
  shapes.show_arguments = false;
  const auto any = llm::guard_tools(agent, {actions::make_tool<&anything>({})}, shapes);
  told(any, R"({"a":"four","b":[1,2],"c":{"d":1},"e":1.5,"f":true,"g":null})", "anything");
  EXPECT_EQ(json::write(agent->requests.at(1).parameters),
            R"({"a":{"type":"string","size":4},"b":{"type":"array","size":2},"c":{"type":"object","size":1},"e":{"type":"number"},"f":{"type":"boolean"},"g":null})");
  o.patience = -1ms;
  EXPECT_THROW(llm::guard_tools(agent, {tool_of()}, o), std::system_error);
}

TEST(guarded_tools, the_resource_is_cut_at_a_character) {
  fake_agent agent;
  std::string name;
  for (int i = 0; i < 200; ++i) name += "\xC3\xB1";
  told(llm::guard_tools(agent, {tool_of()}), R"({"name":")" + name + R"("})");
  EXPECT_EQ(agent->requests.at(0).resource, R"({"name":")" + name.substr(0, 2 * 91));
}

}  // namespace
