// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/actions/tool.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/llm/errors.hpp"
#include "aval/llm/model.hpp"
#include "aval/llm/tool_loop.hpp"

/*  Several agents, each a role with a model and tools, and the tasks that they do one after another, each handing on what it wrote:
 *
 *      crew_agent researcher{.role = "Researcher", .goal = "Find facts about {topic}", .model = llm::any_model(client), .tools = {search}};
 *      crew_agent writer{.role = "Writer", .goal = "Write for laymen", .model = llm::any_model(client)};
 *      crew_task research{.name = "research", .description = "Collect facts about {topic}.", .agent = "Researcher"};
 *      crew_task article{.name = "article", .description = "Write an article.", .expected_output = "300 words", .agent = "Writer"};
 *
 *      llm::crew team({researcher, writer}, {research, article});
 *      auto secured = llm::guarded_crew(team, aim_agent);
 *      llm::crew_inputs inputs{{"topic", "pumps"}};
 *      auto done = co_await secured.kickoff(inputs);
 *
 *  Every task is one run of a tool_loop. A guarded crew asks an authority before it begins and before each task, and reports how they ended. */

namespace aval {
inline namespace v0 {
namespace llm {

/** What stands in braces in roles, goals and tasks: `{topic}`. */
using crew_inputs = std::map<std::string, std::string>;

struct crew_agent {
  std::string role = {};                    // what the tasks call it; no two are the same
  std::string goal = {};                    // empty: not said
  std::string backstory = {};               // empty: none
  any_model model = {};
  std::vector<actions::tool> tools = {};    // guard_tools() puts them behind an authority
  tool_loop_options options = {};           // of each task; the instructions stand in front of what the role makes
};

struct crew_task {
  std::string name = {};                    // 1 to 100 bytes; no two are the same
  std::string description = {};             // what is to be done
  std::string expected_output = {};         // what it should look like; empty: not said
  std::string agent = {};                   // role of who does it; may be empty when there is only one
  std::optional<std::vector<std::string>> context = {};  // names of earlier tasks whose outputs it gets; empty: all of them
};

/** A task begins or ends. The views live only during the call. */
struct crew_event {
  bool ended = false;
  std::string_view task = {};
  std::string_view agent = {};   // its role
  std::string_view output = {};  // empty at the begin, and when it failed
  std::error_code code = {};     // why it failed; empty when it did not
};

struct crew_options {
  std::string name = {};                    // of the crew, for reports
  std::size_t max_context = 256 * 1024;     // bytes of earlier outputs that a task gets; of each the same share, what is beyond is cut
  std::function<void(const crew_event&)> on_task = {};  // on the executor of the run, must not throw
};

struct crew_output {
  std::string task = {};
  std::string agent = {};  // its role
  std::string text = {};
  unsigned rounds = 0;     // questions to the model
  unsigned calls = 0;      // tool calls
  token_usage usage = {};
};

struct crew_result {
  std::string text = {};  // of the last task
  std::vector<crew_output> tasks = {};
  token_usage usage = {};
};

/** How a guarded crew asks and reports. */
struct guarded_crew_options {
  actions::risk risk = actions::risk::low;        // of the run as a whole
  actions::risk task_risk = actions::risk::low;   // of each task
  std::vector<std::string> values = {"task", "agent"};  // what may be sent of inputs, task, agent, persona, description, context; of the others only their sizes
  std::chrono::milliseconds patience = std::chrono::seconds(5);           // how long a decision is waited for; longer where people decide
  std::chrono::milliseconds report_limit = std::chrono::seconds(5);       // how long the crew waits for its report; it is not lost after that
  std::chrono::milliseconds task_report_limit = std::chrono::seconds(1);  // the same for each task
  std::optional<actions::fail_mode> fail_mode = {};  // when nobody can be asked; empty: as the agent does by default (closed)
};

namespace detail {

struct crew_start {
  crew_inputs inputs = {};
};

/** One task, ready to be done. */
struct crew_assignment {
  std::string task = {};
  std::string agent = {};
  std::string persona = {};
  std::string description = {};
  std::string context = {};
};

/** `{name}` becomes the input of that name; other braces stay. What an input contains is not looked at again. */
inline std::string fill(std::string_view text, const crew_inputs& inputs, const std::string& where) {
  const auto in_name = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  std::string out;
  for (;;) {
    const std::size_t open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) return out;
    text.remove_prefix(open);
    std::size_t end = 1;
    while (end < text.size() && in_name(text[end])) ++end;
    if (end > 1 && end < text.size() && text[end] == '}' && !(text[1] >= '0' && text[1] <= '9')) {
      const std::string name(text.substr(1, end - 1));
      const auto given = inputs.find(name);
      if (given == inputs.end()) throw error(errc::bad_options, "crew: " + where + " needs the input \"" + name + "\"");
      out += given->second;
      text.remove_prefix(end + 1);
    } else {
      out += '{';
      text.remove_prefix(1);
    }
  }
}

}  // namespace detail

/** A crew, and a guarded one. A cheap handle.
 *
 *  @par Errors        of a run: errc::bad_options for an input that is missing, before anything else; those of tool_loop, and what the authority
 *                     of a guarded crew says (condition::refused). The first task that fails ends the run; on_task has told of those before.
 *  @par Cancellation  terminal: the task that runs is cancelled as tool_loop says, and no other begins.
 *  @par Lifetime      a run keeps what it needs.
 *  @par Threads       any number of runs from any threads, as far as the models and tools allow it. */
template <class Lazy = void>
class basic_crew {
 public:
  /** @par Exceptions  errc::bad_options: no agent, no task, two of one name, an agent without a model, a task for nobody or with a context that
   *                   is not done before it, two tools of one name. */
  basic_crew(std::vector<crew_agent> agents, std::vector<crew_task> tasks, crew_options options)
      : basic_crew(std::make_shared<const state>(std::move(agents), std::move(tasks), std::move(options))) {}
  basic_crew(std::vector<crew_agent> agents, std::vector<crew_task> tasks) : basic_crew(std::move(agents), std::move(tasks), crew_options{}) {}

  /** Does the tasks, one after another. */
  awaitable<crew_result> kickoff(crew_inputs inputs) const {
    detail::crew_start with;
    with.inputs = std::move(inputs);
    return begin(state_, start_, std::move(with));
  }
  awaitable<crew_result> kickoff() const { return kickoff(crew_inputs()); }

  /** This crew behind an agent: the run is the action `crewai_crew:kickoff`, each task `crewai_task:` and its name (AIM specification 3.7; the same
   *  as the wrapper of the Python SDK). Both are verified before they begin; a report says how they ended. */
  template <class Agent>
  basic_crew guarded_by(Agent agent, guarded_crew_options options) const {
    auto steps = std::make_shared<std::vector<step>>();
    for (std::size_t i = 0; i < state_->tasks.size(); ++i) {
      actions::track_options how = tracked(options);
      how.action = "crewai_task:" + state_->tasks[i].name;
      how.resource = state_->agents[state_->who[i]].role;
      how.risk = options.task_risk;
      how.report_limit = options.task_report_limit;
      auto plain = [s = state_, i](detail::crew_assignment task) { return work(s, i, std::move(task)); };
      steps->push_back([guarded = std::move(plain) | actions::track_action(agent, std::move(how))](const detail::crew_assignment& task) { return guarded.call_owned(task); });
    }
    actions::track_options how = tracked(options);
    how.action = "crewai_crew:kickoff";
    how.resource = state_->options.name;
    auto plain = [s = state_, steps](detail::crew_start with) { return go(s, steps, std::move(with)); };
    basic_crew out(*this);
    out.start_ = std::make_shared<const start>([guarded = std::move(plain) | actions::track_action(agent, std::move(how))](const detail::crew_start& with) { return guarded.call_owned(with); });
    return out;
  }

 private:
  using step = std::function<awaitable<crew_output>(const detail::crew_assignment&)>;
  using start = std::function<awaitable<crew_result>(const detail::crew_start&)>;

  struct state {
    state(std::vector<crew_agent> a, std::vector<crew_task> t, crew_options o) : agents(std::move(a)), tasks(std::move(t)), options(std::move(o)) {
      const auto check = [](bool good, const std::string& what) {
        if (!good) throw error(errc::bad_options, "crew: " + what);
      };
      check(!agents.empty() && !tasks.empty(), "there must be agents and tasks");
      for (std::size_t i = 0; i < agents.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) check(agents[k].role != agents[i].role, "two agents are called \"" + agents[i].role + "\"");
        check(!agents[i].role.empty() && bool(agents[i].model), "every agent needs a role and a model");
        loops.emplace_back(agents[i].model, agents[i].tools, agents[i].options);
      }
      for (std::size_t i = 0; i < tasks.size(); ++i) {
        const crew_task& task = tasks[i];
        check(!task.name.empty() && task.name.size() <= 100, "the name of a task must have 1 to 100 bytes");
        std::size_t by = 0;
        while (by < agents.size() && agents[by].role != task.agent && !(task.agent.empty() && agents.size() == 1)) ++by;
        check(by < agents.size(), "nobody is called \"" + task.agent + "\", who is to do \"" + task.name + "\"");
        who.push_back(by);
        std::vector<std::size_t>& of = context.emplace_back();
        for (std::size_t k = 0; k < i; ++k) {
          check(tasks[k].name != task.name, "two tasks are called \"" + task.name + "\"");
          if (!task.context) of.push_back(k);
        }
        if (!task.context) continue;
        for (const std::string& wanted : *task.context) {
          std::size_t k = 0;
          while (k < i && tasks[k].name != wanted) ++k;
          check(k < i, "\"" + wanted + "\" is not done before \"" + task.name + "\"");
          of.push_back(k);
        }
      }
    }
    std::vector<crew_agent> agents;
    std::vector<crew_task> tasks;
    crew_options options;
    std::vector<tool_loop<any_model>> loops;          // one for each agent
    std::vector<std::size_t> who;                     // does the task
    std::vector<std::vector<std::size_t>> context;    // tasks whose outputs it gets
  };

  explicit basic_crew(std::shared_ptr<const state> s) : state_(std::move(s)) {
    auto steps = std::make_shared<std::vector<step>>();
    for (std::size_t i = 0; i < state_->tasks.size(); ++i)
      steps->push_back([s = state_, i](const detail::crew_assignment& task) { return work(s, i, task); });
    start_ = std::make_shared<const start>([s = state_, steps](const detail::crew_start& with) { return go(s, steps, with); });
  }

  static actions::track_options tracked(const guarded_crew_options& options) {
    actions::track_options how;
    how.risk = options.risk;
    how.values = options.values;
    how.patience = options.patience;
    how.report_limit = options.report_limit;
    how.fail_mode = options.fail_mode;
    return how;
  }

  // all but what only the earlier tasks can tell
  static std::vector<detail::crew_assignment> assign(const state& s, const crew_inputs& inputs) {
    std::vector<detail::crew_assignment> out;
    for (std::size_t i = 0; i < s.tasks.size(); ++i) {
      const crew_agent& agent = s.agents[s.who[i]];
      detail::crew_assignment& a = out.emplace_back();
      a.task = s.tasks[i].name;
      a.agent = agent.role;
      a.persona = "You are " + detail::fill(agent.role, inputs, "an agent's role") + ".";
      if (!agent.backstory.empty()) a.persona += " " + detail::fill(agent.backstory, inputs, "a backstory");
      if (!agent.goal.empty()) a.persona += "\nYour goal: " + detail::fill(agent.goal, inputs, "a goal");
      a.description = detail::fill(s.tasks[i].description, inputs, "the task \"" + a.task + "\"");
      if (!s.tasks[i].expected_output.empty())
        a.description += "\n\nWhat is expected: " + detail::fill(s.tasks[i].expected_output, inputs, "the task \"" + a.task + "\"");
    }
    return out;
  }

  static std::string context_of(const state& s, std::size_t i, const std::vector<crew_output>& done) {
    std::string out;
    for (const std::size_t k : s.context[i]) {
      std::string text = done[k].text;
      detail::cut(text, s.options.max_context / s.context[i].size());
      out += "\n\nResult of \"" + done[k].task + "\" by " + done[k].agent + ":\n" + text;
    }
    return out;
  }

  static awaitable<crew_output> work(std::shared_ptr<const state> s, std::size_t i, detail::crew_assignment task) {
    std::vector<message> messages;
    messages.push_back(system_message(std::move(task.persona)));
    messages.push_back(user_message(task.description + task.context));
    loop_result done = co_await s->loops[s->who[i]].run(std::move(messages));
    crew_output out;
    out.task = std::move(task.task);
    out.agent = std::move(task.agent);
    out.text = std::move(done.text);
    out.rounds = done.rounds;
    out.calls = done.calls;
    out.usage = done.usage;
    co_return out;
  }

  static void tell(const state& s, const detail::crew_assignment& task, bool ended, std::string_view output, std::error_code code) {
    if (!s.options.on_task) return;
    crew_event e;
    e.ended = ended;
    e.task = task.task;
    e.agent = task.agent;
    e.output = output;
    e.code = code;
    try {
      s.options.on_task(e);
    } catch (...) {  // a listener is never worth the run
    }
  }

  static awaitable<crew_result> go(std::shared_ptr<const state> s, std::shared_ptr<const std::vector<step>> steps, detail::crew_start with) {
    std::vector<detail::crew_assignment> tasks = assign(*s, with.inputs);
    crew_result out;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      detail::crew_assignment& task = tasks[i];
      task.context = context_of(*s, i, out.tasks);
      tell(*s, task, false, {}, {});
      std::exception_ptr failure;
      try {
        out.tasks.push_back(co_await (*steps)[i](task));
      } catch (...) {
        failure = std::current_exception();
      }
      if (failure) {
        tell(*s, task, true, {}, code_of(failure));
        std::rethrow_exception(failure);
      }
      const crew_output& done = out.tasks.back();
      tell(*s, task, true, done.text, {});
      out.usage += done.usage;
    }
    out.text = out.tasks.back().text;
    co_return out;
  }

  static awaitable<crew_result> begin(std::shared_ptr<const state> s, std::shared_ptr<const start> how, detail::crew_start with) {
    assign(*s, with.inputs);  // what is missing is said before anybody is asked
    co_return co_await (*how)(with);
  }

  std::shared_ptr<const state> state_;
  std::shared_ptr<const start> start_;
};
using crew = basic_crew<>;

/** The crew behind an agent, see basic_crew::guarded_by: `co_await llm::guarded_crew(team, agent).kickoff(inputs)` in two statements.
 *  Tools are guarded where they are given, with guard_tools(). */
template <class Lazy, class Agent>
basic_crew<Lazy> guarded_crew(const basic_crew<Lazy>& team, Agent agent, guarded_crew_options options) {
  return team.guarded_by(std::move(agent), std::move(options));
}
template <class Lazy, class Agent>
basic_crew<Lazy> guarded_crew(const basic_crew<Lazy>& team, Agent agent) {
  guarded_crew_options defaults;
  return guarded_crew(team, std::move(agent), std::move(defaults));
}

}  // namespace llm
}  // namespace v0
}  // namespace aval
