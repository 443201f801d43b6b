// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/actions/detail/guarded.hpp"

namespace aval {
inline namespace v0 {
namespace actions {

struct track_options {
  std::string action = {};                                 // name of the action; empty: the function's name
  std::string resource = {};                               // what it acts on; empty: not said
  actions::risk risk = actions::risk::low;
  std::vector<std::string> parameters = {};                // names of the parameters, in order; empty ones: members of an aggregate, else arg1, arg2 ...
  std::vector<std::string> values = {};                    // names whose values may be sent; {"*"}: all that have a name. The redaction list always holds
  std::vector<std::string> redact = {};                    // further words for the redaction list
  result_detail result = result_detail::nothing;           // how much of the function's value goes into the report
  bool send_error_text = true;                             // what() of an exception goes into the report
  std::chrono::milliseconds patience = std::chrono::minutes(5);       // how long a pending decision is waited for; zero: not at all
  std::chrono::milliseconds report_limit = std::chrono::seconds(10);  // how long the caller waits for the report; it is not lost after that
  std::optional<actions::fail_mode> fail_mode = {};        // when nobody can be asked; empty: as the agent does by default (closed)
};

/** Decorator: every call of the function is verified, run if it may, and reported.
 *
 *      auto get_weather = track_action<&fetch_weather>(agent);                   // action "fetch_weather"
 *      auto read = &read_users | track_action(agent, {.action = "read_database", .resource = "users_table"});
 *      auto same = track_action(agent, options)(&read_users);
 *      weather w = co_await get_weather(lima);
 *
 *  The function may be plain or a coroutine (awaitable<T>), a member function (its object comes first, as a pointer), a function object
 *  or a lambda, captures included; it may take and give move-only types and throw. A call takes its parameters by value, converted to the
 *  function's own types; a function that wants views or mutable references does not compile here.
 *
 *  Completes with the function's value when the outcome has been reported, or kept for a later report.
 *
 *  @par Errors        whatever the verifier throws (refused, expired, unreachable: the function has not run); errc::permit_expired,
 *                     errc::unverified; what the intent throws (spool full: it has not run); the function's own exceptions, unchanged.
 *                     A report that fails changes nothing for the caller. At decoration time: errc::no_action_name, invalid_argument.
 *  @par Cancellation  terminal, before the function starts: it does not run. While it runs: as the function has it, and its end is
 *                     reported. After that: the report goes on for at most report_limit, then the value or exception is delivered.
 *  @par Lifetime      the wrapped function copies the agent's handle and keeps the function object; a call owns its arguments.
 *  @par Threads       as the agent and the function object.
 *  @par Cost          one coroutine frame over what the agent's verify and report cost. Their limits are the agent's to keep unless the
 *                     call can be cancelled. */
template <class Agent>
auto track_action(Agent agent, track_options options) {
  static_assert(guardian<Agent>,
                "aval: the first argument of track_action must be an agent: a copyable handle with verify, intent and report (concepts "
                "verifier and reporter in aval/actions/concepts.hpp).");
  detail::check_limits("track_action", options.patience, options.report_limit);
  detail::plan p = detail::plan_of(options);
  p.request.when_unreachable = options.fail_mode;
  return detail::guard<Agent>(std::move(agent), std::move(p));
}
template <class Agent>
auto track_action(Agent agent) {
  track_options defaults;
  return track_action(std::move(agent), std::move(defaults));
}

/** The same for a function known at compile time, whose name is the action's unless the options give another. */
template <auto F, class Agent>
auto track_action(Agent agent, track_options options) {
  return track_action(std::move(agent), std::move(options)).wrap(F, detail::name_of<F>());
}
template <auto F, class Agent>
auto track_action(Agent agent) {
  track_options defaults;
  return track_action<F>(std::move(agent), std::move(defaults));
}

}  // namespace actions

using actions::track_action;
using actions::track_options;

}  // namespace v0
}  // namespace aval
