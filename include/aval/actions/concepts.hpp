// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "aval/actions/action.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/signature_of.hpp"

namespace aval {
inline namespace v0 {
namespace actions {

/** Someone who decides. A cheap handle: the decorators copy it.
 *
 *  verify(request, limit) completes with a permit when the action may run, waiting for a human until the limit where that is needed.
 *  Refused, expired, unclear, unreachable: it throws, and the exception reaches the user unchanged.
 *
 *  An optional member `std::chrono::system_clock::time_point now() const` is the clock that permits are checked with. */
template <class A>
concept verifier = std::copy_constructible<A> && requires(const A& agent, action_request request, deadline limit) {
  { agent.verify(std::move(request), limit) } -> std::same_as<awaitable<permit>>;
};

/** Someone who keeps the evidence.
 *
 *  intent(permit) is called after the permission and before the function starts; when it returns (or the awaitable that it returns
 *  completes), a trace is where a killed process can not take it back. It may note a number in permit.ticket. If it throws, the
 *  function does not run.
 *  report(permit, outcome, limit) makes the outcome safe first, then sends it. It is over at the limit. The call has happened: what
 *  report throws is dropped, so it is the reporter who logs. */
template <class A>
concept reporter = std::copy_constructible<A> && requires(const A& agent, permit& allowed, outcome result, deadline limit) {
  agent.intent(allowed);
  requires std::is_void_v<decltype(agent.intent(allowed))> || std::same_as<decltype(agent.intent(allowed)), awaitable<void>>;
  { agent.report(std::move(allowed), std::move(result), limit) } -> std::same_as<awaitable<void>>;
};

/** What the decorators that ask are given: an aim::agent, a test's own, an authority inside the process. */
template <class A>
concept guardian = verifier<A> && reporter<A>;

/** Where with_credential gets its first parameter: a cheap handle whose credential() gives a value that owns what it is made of
 *  (aval::secret, std::string, std::shared_ptr<const token>), fetching or renewing it as needed. */
template <class S>
concept credential_source = std::copy_constructible<S> && requires(const S& source) {
  requires is_awaitable<decltype(source.credential())>::value;
  requires !std::is_void_v<typename is_awaitable<decltype(source.credential())>::value_type_of>;
};

}  // namespace actions
}  // namespace v0
}  // namespace aval
