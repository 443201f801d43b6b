// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/actions/tool.hpp"
#include "aval/llm/detail/run_tools.hpp"
#include "aval/llm/errors.hpp"
#include "aval/llm/model.hpp"

/*  A model and its tools, until there is an answer:
 *
 *      ask the model -> it wants tools? -> run them, several at once -> give it their answers -> ask again -> ... -> text
 *
 *  Whatever goes wrong with a tool is the model's to know: bad arguments, a refusal by an authority or a human, an error, a time-out
 *  become the answer of that call, and the conversation goes on. Whatever goes wrong with the model, or beyond a limit, is the caller's.
 *
 *      llm::tool_loop<llm::chat_client> loop(client, {get_weather, delete_record}, options);
 *      auto done = co_await loop.run("How is the weather in Lima?");
 *      use(done.text);
 */

namespace aval {
inline namespace v0 {
namespace llm {

struct tool_loop_options {
  std::string instructions = {};       // a system message in front; empty: none
  chat_request request = {};           // model, temperature and the like of every question; its messages and tools are not used
  unsigned max_rounds = 16;            // questions to the model in one run
  unsigned max_calls = 128;            // tool calls in one run
  unsigned at_once = 4;                // tool calls that run at the same time
  std::chrono::milliseconds max_time = std::chrono::minutes(10);  // of a run, waits for humans included; zero: no limit
  std::chrono::milliseconds tool_time{0};                         // of one tool call; zero: only max_time
  std::size_t max_answer = 64 * 1024;                             // bytes of a tool's answer; what is beyond is cut, and the model is told
  std::size_t max_conversation = 4 * 1024 * 1024;                 // bytes of all messages together
  bool send_error_text = true;         // what() of a tool's exception goes to the model; false: only what kind of failure it was
  listener heard = {};                 // hears the model's answers while they are made; empty: they are not streamed
  std::function<void(const tool_event&)> on_tool = {};  // told of each call's begin and end; on the executor of the run, must not throw
};

/** What came of a run. */
struct loop_result {
  std::string text = {};                 // of the last answer
  std::string finish_reason = {};        // of the last answer: "stop", "length", "content_filter"
  std::vector<message> messages = {};    // the whole conversation, to go on with; without the instructions
  unsigned rounds = 0;                   // questions to the model
  unsigned calls = 0;                    // tool calls
  token_usage usage = {};                // of all rounds together, as far as the server told
};

/** Runs conversations of one model with one set of tools.
 *
 *  @par Errors        those of the model; errc::too_many_rounds, too_many_calls, conversation_too_large; timed_out when max_time is over. Errors of
 *                     tools are answers to the model, never thrown.
 *  @par Cancellation  terminal: what the model and the tools do is cancelled, and the run completes when all of it has ended. A tool that ignores its
 *                     cancellation is waited for. The same holds for max_time and tool_time.
 *  @par Lifetime      a run keeps what it needs; the loop may die meanwhile.
 *  @par Threads       any number of runs from any threads, as far as the model and the tools allow it. Tool calls of a run share one strand,
 *                     so they overlap while they wait and never compute at the same time. */
template <model Model>
class tool_loop {
 public:
  /** @par Exceptions  errc::bad_options: two tools of one name, a limit of zero. */
  tool_loop(Model from, std::vector<actions::tool> tools, tool_loop_options options)
      : state_(std::make_shared<state>(std::move(from), std::move(tools), std::move(options))) {}
  tool_loop(Model from, std::vector<actions::tool> tools) : tool_loop(std::move(from), std::move(tools), tool_loop_options{}) {}

  /** A question of a user. */
  awaitable<loop_result> run(std::string question) const {
    std::vector<message> messages(1, user_message(std::move(question)));
    return converse(state_, std::move(messages));
  }
  /** A conversation so far, `loop_result::messages` with a further question for instance. */
  awaitable<loop_result> run(std::vector<message> messages) const { return converse(state_, std::move(messages)); }

 private:
  struct state {
    state(Model m, std::vector<actions::tool> t, tool_loop_options o) : from(std::move(m)), tools(std::move(t)), options(std::move(o)) {
      if (options.max_rounds == 0 || options.max_calls == 0 || options.at_once == 0 || options.max_answer == 0)
        throw error(errc::bad_options, "tool_loop: a limit is zero");
      for (const actions::tool& one : tools) {
        for (const tool_definition& other : definitions)
          if (other.function.name == one.name()) throw error(errc::bad_options, "tool_loop: two tools are called " + one.name());
        tool_definition d;
        d.function.name = one.name();
        d.function.description = one.description();
        d.function.parameters = one.parameters();
        definitions.push_back(std::move(d));
      }
    }
    Model from;
    std::vector<actions::tool> tools;
    tool_loop_options options;
    std::vector<tool_definition> definitions;
  };

  static std::size_t size_of(const std::vector<message>& messages) {
    std::size_t bytes = 0;
    for (const message& m : messages) {
      bytes += text_of(m).size() + 32;
      if (m.tool_calls)
        for (const tool_call& c : *m.tool_calls) bytes += c.id.size() + c.function.name.size() + c.function.arguments.size();
    }
    return bytes;
  }

  static chat_request question_of(const state& s, const std::vector<message>& messages) {
    chat_request q = s.options.request;
    q.messages.clear();
    q.messages.reserve(messages.size() + 1);
    if (!s.options.instructions.empty()) q.messages.push_back(system_message(s.options.instructions));
    q.messages.insert(q.messages.end(), messages.begin(), messages.end());
    q.tools.reset();
    if (!s.definitions.empty()) q.tools = s.definitions;
    return q;
  }

  static awaitable<loop_result> converse(std::shared_ptr<state> s, std::vector<message> messages) {
    const tool_loop_options& options = s->options;
    const deadline until = options.max_time == options.max_time.zero() ? deadline() : deadline::after(options.max_time);
    loop_result out;
    out.messages = std::move(messages);
    for (;;) {
      if (size_of(out.messages) > options.max_conversation) throw error(errc::conversation_too_large, "tool_loop");
      if (out.rounds == options.max_rounds) throw error(errc::too_many_rounds, "tool_loop: " + std::to_string(options.max_rounds));
      ++out.rounds;
      chat_request question = question_of(*s, out.messages);
      chat_response answer = co_await s->from.complete(moved(question), options.heard, until);
      if (answer.choices.empty()) throw error(errc::answer_not_understood, "tool_loop: no choices");
      if (answer.usage) out.usage += *answer.usage;
      choice& first = answer.choices.front();
      first.message.role = role::assistant;
      first.message.reasoning_content.reset();  // not to be sent back: some servers refuse it
      std::vector<tool_call> wanted;
      if (first.message.tool_calls) wanted = *first.message.tool_calls;
      out.text = text_of(first.message);
      out.finish_reason = first.finish_reason.value_or("");
      out.messages.push_back(std::move(first.message));
      if (wanted.empty()) co_return out;

      if (wanted.size() > options.max_calls - out.calls) throw error(errc::too_many_calls, "tool_loop: " + std::to_string(options.max_calls));
      out.calls += static_cast<unsigned>(wanted.size());
      if (until.expired()) throw error(aval::errc::timed_out, "tool_loop");
      auto plan = std::make_shared<detail::tool_run>();
      plan->tools = s->tools;
      plan->calls = std::move(wanted);
      plan->at_once = options.at_once;
      plan->each = options.tool_time;
      plan->until = until;
      plan->max_answer = options.max_answer;
      plan->send_error_text = options.send_error_text;
      plan->on_tool = options.on_tool;
      co_await detail::run_tools<>(plan);
      for (std::size_t i = 0; i < plan->calls.size(); ++i) out.messages.push_back(tool_message(std::move(plan->calls[i].id), std::move(plan->answers[i])));
    }
  }

  std::shared_ptr<state> state_;
};

}  // namespace llm
}  // namespace v0
}  // namespace aval
