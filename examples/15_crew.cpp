// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 15. A crew: two agents, two tasks, one after the other. The authority is asked before the run, before each task, and before each call of a
//     tool; it hears how they ended. The models are scripts; llm::chat_client in their place talks to real ones.

#include "aval/llm/crew.hpp"
#include "aval/llm/guarded_tools.hpp"
#include "aval/llm/scripted_model.hpp"
#include "common/local_authority.hpp"

namespace actions = aval::actions;
namespace llm = aval::llm;

struct question {
  std::string words = {};
};
std::string search_library(question q) { return "Three books about " + q.words + "."; }

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("research-crew", here.options);

  llm::scripted_model finds, writes;
  finds.calls("search_library", R"({"words":"AI in Healthcare"})").says("AI reads X-rays; three books say so.");
  writes.says("How machines learned to read X-rays.");

  llm::crew_agent researcher, writer;
  researcher.role = "Researcher";
  researcher.goal = "Find facts about {topic}";
  researcher.model = llm::any_model(finds);
  researcher.tools = llm::guard_tools(agent, {actions::make_tool<&search_library>({.description = "Searches the library."})});
  writer.role = "Writer";
  writer.goal = "Write for laymen";
  writer.model = llm::any_model(writes);

  llm::crew_task research, article;
  research.name = "research";
  research.description = "Collect facts about {topic}.";
  research.agent = "Researcher";
  article.name = "article";
  article.description = "Write an article about {topic} from what was found.";
  article.expected_output = "One sentence.";
  article.agent = "Writer";

  llm::crew_options options;
  options.name = "magazine";
  options.on_task = [](const llm::crew_event& e) {
    std::cout << e.agent << (e.ended ? " has done " : " begins ") << e.task << (e.ended ? ": " : "") << e.output << '\n';
  };
  const llm::crew crew({researcher, writer}, {research, article}, options);
  const auto secured = llm::guarded_crew(crew, agent);

  const llm::crew_inputs inputs{{"topic", "AI in Healthcare"}};
  const auto result = co_await secured.kickoff(inputs);
  std::cout << result.text << '\n';

  auto trail = agent.get_audit_logs();
  while (auto record = co_await trail.next()) std::cout << "  " << record->action_name << ' ' << record->status << '\n';
}
