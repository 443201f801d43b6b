// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/llm/crew.hpp"

#include <gtest/gtest.h>

#include "actions/fake_authority.hpp"
#include "aval/json/write.hpp"
#include "aval/llm/guarded_tools.hpp"
#include "aval/llm/scripted_model.hpp"

// Agents with scripted models: what each is told, what the authority of a guarded crew gets to see, and what is left undone when it says no.

namespace {

namespace llm = aval::llm;
namespace actions = aval::actions;
namespace json = aval::json;
using namespace std::chrono_literals;
using journal = std::vector<std::string>;

struct query {
  std::string words = {};
};
std::string search_web(query q) { return "found " + q.words; }

struct team {
  llm::scripted_model finds, writes;
  std::vector<llm::crew_agent> agents{2};
  std::vector<llm::crew_task> tasks{2};
  llm::crew_options options;

  team() {
    agents[0].role = "Researcher for {topic}";
    agents[0].goal = "Find facts about {topic}";
    agents[0].backstory = "You have read everything.";
    agents[0].model = llm::any_model(finds);
    agents[1].role = "Writer";
    agents[1].model = llm::any_model(writes);
    tasks[0].name = "research";
    tasks[0].description = R"(Collect facts about {topic} as {"fact": ...}.)";
    tasks[0].agent = "Researcher for {topic}";
    tasks[1].name = "article";
    tasks[1].description = "Write an article.";
    tasks[1].expected_output = "{length} words";
    tasks[1].agent = "Writer";
    options.name = "magazine";
  }
  llm::crew made() const { return llm::crew(agents, tasks, options); }
};
const llm::crew_inputs inputs{{"topic", "pumps {length}"}, {"length", "300"}, {"unused", "canary"}};

std::error_code code_of_run(aval::awaitable<llm::crew_result> operation) {
  try {
    run(std::move(operation));
    return {};
  } catch (const std::system_error& e) {
    return e.code();
  }
}

TEST(crew, does_its_tasks_in_order_and_hands_on_what_was_written) {
  team t;
  t.finds.says("Pumps move water.");
  t.writes.says("An article.");
  const auto done = run(t.made().kickoff(inputs));
  EXPECT_EQ(done.text, "An article.");
  ASSERT_EQ(done.tasks.size(), 2u);
  EXPECT_EQ(done.tasks[0].text, "Pumps move water.");
  EXPECT_EQ(done.tasks[1].agent, "Writer");
  EXPECT_EQ(done.tasks[1].rounds, 1u);
  const auto first = t.finds.requests().at(0).messages, second = t.writes.requests().at(0).messages;
  EXPECT_EQ(llm::text_of(first.at(0)), "You are Researcher for pumps {length}. You have read everything.\nYour goal: Find facts about pumps {length}");
  EXPECT_EQ(llm::text_of(first.at(1)), R"(Collect facts about pumps {length} as {"fact": ...}.)") << "an input is not looked at again, other braces stay";
  EXPECT_EQ(llm::text_of(second.at(0)), "You are Writer.");
  EXPECT_EQ(llm::text_of(second.at(1)), "Write an article.\n\nWhat is expected: 300 words\n\nResult of \"research\" by Researcher for {topic}:\nPumps move water.");
}

TEST(crew, a_task_gets_the_outputs_that_it_names_and_not_too_much_of_them) {
  team t;
  t.tasks.push_back(t.tasks[1]);
  t.tasks[1].context = std::vector<std::string>();
  t.tasks[2].name = "summary";
  t.tasks[2].context = std::vector<std::string>{"article"};
  t.options.max_context = 4;
  t.finds.says("Pumps.");
  t.writes.says("Long article.").says("Short.");
  EXPECT_EQ(run(t.made().kickoff(inputs)).text, "Short.");
  const auto asked = t.writes.requests();
  EXPECT_EQ(llm::text_of(asked.at(0).messages.at(1)), "Write an article.\n\nWhat is expected: 300 words");
  EXPECT_EQ(llm::text_of(asked.at(1).messages.at(1)), "Write an article.\n\nWhat is expected: 300 words\n\nResult of \"article\" by Writer:\nLong\n[cut: 4 of 13 bytes]");
}

TEST(crew, tells_of_each_task_and_ends_with_the_first_that_fails) {
  team t;
  journal told;
  t.options.on_task = [&](const llm::crew_event& e) {
    told.push_back(std::string(e.task) + (e.ended ? " ended " + std::string(e.output) + e.code.message() : " begins"));
    throw 1;  // never worth the run
  };
  t.finds.says("Pumps.");
  t.writes.fails(make_error_code(llm::errc::server_failed));
  EXPECT_EQ(code_of_run(t.made().kickoff(inputs)), llm::errc::server_failed);
  const std::string none = std::error_code().message();
  EXPECT_EQ(told, (journal{"research begins", "research ended Pumps." + none, "article begins", "article ended " + make_error_code(llm::errc::server_failed).message()}));
}

TEST(crew, an_input_that_is_missing_is_said_before_anybody_is_asked) {
  team t;
  fake_agent agent;
  const auto secured = llm::guarded_crew(t.made(), agent);
  const llm::crew_inputs few{{"topic", "pumps"}};
  EXPECT_EQ(code_of_run(secured.kickoff(few)), llm::errc::bad_options) << "of the second task";
  EXPECT_EQ(code_of_run(secured.kickoff()), llm::errc::bad_options);
  EXPECT_TRUE(agent->journal.empty());
  EXPECT_TRUE(t.finds.requests().empty());
}

TEST(crew, options_that_can_not_be_used_are_refused) {
  const std::vector<std::pair<std::string, std::function<void(team&)>>> rows{
      {"no agent", [](team& t) { t.agents.clear(); }},
      {"no task", [](team& t) { t.tasks.clear(); }},
      {"two agents of one role", [](team& t) { t.agents[0].role = "Writer"; }},
      {"no model", [](team& t) { t.agents[0].model = {}; }},
      {"a task for nobody", [](team& t) { t.tasks[0].agent = "Editor"; }},
      {"a task for one of two", [](team& t) { t.tasks[0].agent = ""; }},
      {"two tasks of one name", [](team& t) { t.tasks[0].name = "article"; }},
      {"a task without a name", [](team& t) { t.tasks[0].name = ""; }},
      {"a task with a long name", [](team& t) { t.tasks[0].name = std::string(101, 'x'); }},
      {"a context that comes later", [](team& t) { t.tasks[0].context = std::vector<std::string>{"article"}; }},
      {"itself as context", [](team& t) { t.tasks[1].context = std::vector<std::string>{"article"}; }},
      {"two tools of one name", [](team& t) { t.agents[0].tools = {actions::make_tool<&search_web>({}), actions::make_tool<&search_web>({})}; }},
  };
  for (const auto& [name, spoil] : rows) {
    team t;
    spoil(t);
    try {
      t.made();
      ADD_FAILURE() << name;
    } catch (const aval::error& e) {
      EXPECT_EQ(e.code(), llm::errc::bad_options) << name;
    }
  }
}

TEST(guarded_crew, every_step_is_verified_and_reported_and_no_input_leaves_unasked) {
  team t;
  fake_agent agent;
  t.agents[0].tools = llm::guard_tools(agent, {actions::make_tool<&search_web>({})});
  t.finds.calls("search_web", R"({"words":"pumps"})").says("Pumps.");
  t.writes.says("An article.");
  llm::guarded_crew_options o;
  o.risk = aval::risk::medium;
  const auto secured = llm::guarded_crew(t.made(), agent, o);
  EXPECT_EQ(run(secured.kickoff(inputs)).text, "An article.");
  EXPECT_EQ(agent->journal,
            (journal{"verify crewai_crew:kickoff", "intent", "verify crewai_task:research", "intent", "verify langchain_tool:search_web", "intent", "report success", "reported", "report success",
                     "reported", "verify crewai_task:article", "intent", "report success", "reported", "report success", "reported"}));
  EXPECT_EQ(agent->requests.at(0).risk, aval::risk::medium);
  EXPECT_EQ(agent->requests.at(0).resource, "magazine");
  EXPECT_EQ(json::write(agent->requests.at(0).parameters), R"({"inputs":{"type":"object","size":3}})");
  EXPECT_EQ(agent->requests.at(1).risk, aval::risk::low);
  EXPECT_EQ(agent->requests.at(1).resource, "Researcher for {topic}");
  EXPECT_EQ(agent->requests.at(1).parameters["task"], json::value("research"));
  EXPECT_EQ(json::write(agent->requests.at(1).parameters["description"]), R"({"type":"string","size":52})");
}

TEST(guarded_crew, nothing_is_done_when_the_run_is_refused) {
  team t;
  fake_agent agent;
  agent->answer = fake_agent::answer::denied;
  EXPECT_EQ(code_of_run(llm::guarded_crew(t.made(), agent).kickoff(inputs)), aval::condition::refused);
  EXPECT_EQ(agent->journal, journal{"verify crewai_crew:kickoff"});
  EXPECT_TRUE(t.finds.requests().empty());
}

TEST(guarded_crew, a_refused_task_is_not_done_and_ends_the_run) {
  team t;
  fake_agent agent;
  agent->during_report = [&] { agent->answer = fake_agent::answer::denied; };  // from the first report on
  t.finds.says("Pumps.");
  t.writes.says("never");
  EXPECT_EQ(code_of_run(llm::guarded_crew(t.made(), agent).kickoff(inputs)), aval::condition::refused);
  EXPECT_TRUE(t.writes.requests().empty());
  EXPECT_EQ(agent->journal.back(), "reported");
  EXPECT_FALSE(agent->reports.back().second.success) << "the run as a whole has failed";
  EXPECT_EQ(agent->reports.size(), 2u);
}

TEST(guarded_crew, a_task_that_fails_is_reported_so) {
  team t;
  fake_agent agent;
  t.finds.fails(make_error_code(llm::errc::rate_limited));
  EXPECT_EQ(code_of_run(llm::guarded_crew(t.made(), agent).kickoff(inputs)), llm::errc::rate_limited);
  ASSERT_EQ(agent->reports.size(), 2u);
  EXPECT_EQ(agent->reports[0].first.action, "crewai_task:research");
  EXPECT_FALSE(agent->reports[0].second.success);
}

TEST(guarded_crew, a_cancellation_ends_the_task_that_runs_and_no_other_begins) {
  team t;
  fake_agent agent;
  t.finds.hangs();
  asio::io_context context;
  asio::cancellation_signal stop;
  std::error_code code;
  bool over = false;
  asio::co_spawn(context, llm::guarded_crew(t.made(), agent).kickoff(inputs), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, llm::crew_result) {
                   code = aval::code_of(e);
                   over = true;
                 }));
  while (t.finds.requests().empty()) context.run_one();
  stop.emit(asio::cancellation_type::terminal);
  while (!over) context.run_one();
  EXPECT_EQ(code, aval::condition::cancelled);
  EXPECT_TRUE(t.writes.requests().empty());
  EXPECT_EQ(agent->reports.size(), 2u) << "both are closed";
}

}  // namespace
