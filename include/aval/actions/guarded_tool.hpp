// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/actions/concepts.hpp"
#include "aval/actions/detail/guarded.hpp"
#include "aval/actions/tool.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

/*  Tools that exist already, put behind an agent: those of a list, of another room, of a server. Each call is verified, run if it may, and
 *  reported, as track_action does it for a function; the action's name is made of the tool's.
 *
 *      fits the schema? -> verify -> intent -> the tool -> report -> its answer
 *
 *  Arguments that do not fit are answered at once: nobody is asked about a call that can not run. */

namespace aval {
inline namespace v0 {
namespace actions {

struct guarded_tool_options {
  std::string prefix = {};                                 // in front of the tool's name; both together are the action
  actions::risk risk = actions::risk::low;
  bool requires_approval = false;                          // a human has to decide each call; the risk is at least high then, and always closed
  std::string note = {};                                   // for the human who decides; empty: none
  bool show_arguments = true;                              // what the model wants is sent, redacted by name; the first 100 characters are the resource.
                                                           //   false: names, types and sizes of the arguments, and no resource
  std::vector<std::string> redact = {};                    // further words for the redaction list
  result_detail result = result_detail::nothing;           // how much of the answer goes into the report
  bool send_error_text = true;                             // what() of an exception goes into the report
  std::optional<std::chrono::milliseconds> patience = {};  // how long a decision is waited for; empty: 5 s, an hour with requires_approval
  std::chrono::milliseconds report_limit = std::chrono::seconds(10);  // how long the caller waits for the report; it is not lost after that
  std::optional<actions::fail_mode> fail_mode = {};        // when nobody can be asked; empty: as the agent does by default (closed)
};

namespace detail {

/** At most that many characters of UTF-8 text. */
inline std::string first_characters(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (; end < text.size(); ++end)
    if ((static_cast<unsigned char>(text[end]) & 0xC0) != 0x80 && most-- == 0) break;
  return std::string(text.substr(0, end));
}

/** The call of a tool as the function that is guarded. */
struct tool_call {
  tool inner;
  bool show = true;

  awaitable<tool_answer> operator()(std::string arguments) const { return inner.call(std::move(arguments)); }

  action_request request_for(const plan& how, const std::string& arguments) const {
    action_request out = how.request;
    const auto given = json::parse(arguments_or_none(arguments));
    if (!given || !given->is_object()) return out;
    describer d(how.rules);
    if (!show) {
      out.parameters = d.names_of(given->as_object());
    } else {
      out.parameters = d.any(*given, true);
      out.resource = first_characters(json::write<as_result>(out.parameters), 100);
    }
    return out;
  }

  void complete(const plan& how, const tool_answer& answer, outcome& out) const {
    if (!answer.ok()) {
      out.success = false;
      if (how.send_error_text) out.error = printable(answer.text, 500);
    } else if (how.result != result_detail::nothing) {
      const auto value = json::parse(answer.text);
      describer d(how.rules);
      out.detail = how.result;
      out.result_text = json::write<as_result>(value ? d.any(*value, true) : d.any(answer.text, true));
    }
  }
};

template <class Agent>
struct guarded_tool final : tool_base {
  using layer = guarded<tool_call, Agent, false>;

  guarded_tool(tool_options o, json::value parameters, std::shared_ptr<layer> to) : tool_base(std::move(o)), behind(std::move(to)) { schema = std::move(parameters); }

  awaitable<tool_answer> call(std::shared_ptr<tool_base> self, std::string arguments) override {
    return run(std::static_pointer_cast<guarded_tool>(std::move(self)), std::move(arguments));
  }
  tool_answer check(const std::string& arguments) const override { return behind->function.inner.check(arguments); }
  json::value result_schema() const override { return behind->function.inner.result(); }
  bool answers_text() const override { return behind->function.inner.answers_text(); }

  static awaitable<tool_answer> run(std::shared_ptr<guarded_tool> self, std::string arguments) {
    tool_answer refused = self->check(arguments);
    if (!refused.ok()) co_return refused;
    co_return co_await layer::template run<tool_answer, std::string>(self->behind, std::move(arguments));
  }

  std::shared_ptr<layer> behind;
};

}  // namespace detail

/** A tool like the given one, whose calls go through the agent. The action is `prefix` and the tool's name, the resource the beginning of
 *  the arguments, the parameters are the arguments.
 *
 *      auto asked = actions::guard_tool(agent, weather, {.prefix = "mcp_tool:"});
 *
 *  Errors, cancellation, lifetime and threads of a call are those of track_action; arguments that do not fit are an answer, and nobody is
 *  asked. A tool that was made of a wrapped function would be asked for twice: give the plain one.
 *
 *  @par Exceptions  std::system_error (invalid_argument): a negative .patience, a .report_limit of zero. */
template <class Agent>
tool guard_tool(Agent agent, const tool& inner, guarded_tool_options options) {
  static_assert(guardian<Agent>,
                "aval: the first argument of guard_tool must be an agent: a copyable handle with verify, intent and report (concepts "
                "verifier and reporter in aval/actions/concepts.hpp).");
  const bool human = options.requires_approval;
  detail::plan p;
  p.request.action = options.prefix + inner.name();
  p.request.function = inner.name();
  p.request.risk = human ? std::max(options.risk, risk::high) : options.risk;
  p.request.requires_approval = human;
  p.request.note = std::move(options.note);
  p.request.when_unreachable = human ? std::optional(fail_mode::closed) : options.fail_mode;
  p.rules = detail::describe_rules({}, {}, options.redact);
  p.result = options.result;
  p.send_error_text = options.send_error_text;
  p.patience = options.patience.value_or(human ? std::chrono::milliseconds(std::chrono::hours(1)) : std::chrono::seconds(5));
  p.report_limit = options.report_limit;
  detail::check_limits("guard_tool", p.patience, p.report_limit);
  using made = detail::guarded_tool<Agent>;
  tool_options named;
  named.name = inner.name();
  named.description = inner.description();
  auto layer = std::make_shared<typename made::layer>(typename made::layer{detail::tool_call{inner, options.show_arguments}, std::move(agent), std::move(p)});
  return tool(std::make_shared<made>(std::move(named), inner.parameters(), std::move(layer)));
}

}  // namespace actions
}  // namespace v0
}  // namespace aval
