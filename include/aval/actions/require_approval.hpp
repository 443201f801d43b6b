// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "aval/actions/detail/guarded.hpp"

namespace aval {
inline namespace v0 {
namespace actions {

struct approval_options {
  std::string action = {};                                 // name of the action; empty: the function's name
  std::string resource = {};                               // what it acts on; empty: not said
  actions::risk risk = actions::risk::high;                // high or critical
  std::string note = {};                                   // shown to the human who decides; empty: none
  std::vector<std::string> parameters = {};                // these four as in track_options. A human decides better when .values lets
  std::vector<std::string> values = {};                    //   the values be seen that the decision is about
  std::vector<std::string> redact = {};
  result_detail result = result_detail::nothing;
  bool send_error_text = true;
  std::chrono::milliseconds patience = std::chrono::seconds(3600);    // how long the call waits for the human; zero: it must be approved already
  std::chrono::milliseconds report_limit = std::chrono::seconds(10);
};

/** Decorator: every call waits until a human has approved it. As track_action in all else, and always closed: denied, expired, out of
 *  patience, unclear or unreachable, the function does not run, whatever the agent's fail mode is.
 *
 *      approval_options careful{.risk = risk::critical, .note = "asks in the dashboard"};
 *      auto erase = require_approval<&delete_user>(agent, careful) | with_timeout(10min);
 *
 *  @par Errors        as track_action; out of patience as the agent says it (condition::timed_out). At decoration time invalid_argument
 *                     for a risk below high: such an action needs no human.
 *  @par Cancellation  terminal, while waiting: the question stays with the authority until it expires; nothing runs. */
template <class Agent>
auto require_approval(Agent agent, approval_options options) {
  static_assert(guardian<Agent>,
                "aval: the first argument of require_approval must be an agent: a copyable handle with verify, intent and report (concepts "
                "verifier and reporter in aval/actions/concepts.hpp).");
  if (options.risk != risk::high && options.risk != risk::critical)
    throw error(aval::errc::invalid_argument, "require_approval: .risk is " + std::string(to_string(options.risk)) + "; it must be high or critical");
  detail::check_limits("require_approval", options.patience, options.report_limit);
  detail::plan p = detail::plan_of(options);
  p.request.note = std::move(options.note);
  p.request.requires_approval = true;
  p.request.when_unreachable = fail_mode::closed;
  return detail::guard<Agent>(std::move(agent), std::move(p));
}
template <class Agent>
auto require_approval(Agent agent) {
  approval_options defaults;
  return require_approval(std::move(agent), std::move(defaults));
}
template <auto F, class Agent>
auto require_approval(Agent agent, approval_options options) {
  return require_approval(std::move(agent), std::move(options)).wrap(F, detail::name_of<F>());
}
template <auto F, class Agent>
auto require_approval(Agent agent) {
  approval_options defaults;
  return require_approval<F>(std::move(agent), std::move(defaults));
}

}  // namespace actions

using actions::approval_options;
using actions::require_approval;

}  // namespace v0
}  // namespace aval
