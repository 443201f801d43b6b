// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "aval/actions/compose.hpp"
#include "aval/actions/concepts.hpp"
#include "aval/actions/describe.hpp"
#include "aval/actions/detail/limited.hpp"
#include "aval/json/write.hpp"

/*  The one way in which a guarded call goes, whatever decorator made it:
 *
 *      describe -> verify -> still valid? -> intent -> run -> outcome -> report -> the value, or the function's own exception
 *
 *  Up to the intent everything that goes wrong means that the function does not run. From the function's end on nothing that goes wrong
 *  is allowed to hide what it gave or threw. */

namespace aval {
inline namespace v0 {
namespace actions {
namespace detail {

/** A decorator's options, checked and made ready once for all calls. */
struct plan {
  action_request request;  // all but the parameters
  describe_rules rules;
  result_detail result = result_detail::nothing;
  bool send_error_text = true;
  std::chrono::milliseconds patience{};
  std::chrono::milliseconds report_limit{};

  template <bool ObjectFirst, class... P>
  action_request make_request(const P&... arguments) const {
    action_request out = request;
    out.parameters = describe_call<ObjectFirst>(rules, arguments...);
    return out;
  }
};

inline std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    return printable(e.what(), 500);
  } catch (...) {
    return "an exception that is not a std::exception";
  }
}

template <class Agent>
std::chrono::system_clock::time_point now_of(const Agent& agent) {
  if constexpr (requires { { agent.now() } -> std::convertible_to<std::chrono::system_clock::time_point>; }) return agent.now();
  else return std::chrono::system_clock::now();
}

/** The verifier has said yes; what a careful doorkeeper still looks at. */
template <class Agent>
void check_permit(const Agent& agent, const plan& p, permit& allowed) {
  if (allowed.action.empty()) {
    allowed.action = p.request.action;
    allowed.resource = p.request.resource;
    allowed.risk = p.request.risk;
  }
  if (allowed.unverified && (p.request.requires_approval || p.request.when_unreachable == fail_mode::closed))
    throw error(errc::unverified, p.request.action);
  if (allowed.cached && p.request.risk >= risk::high) throw error(errc::unverified, p.request.action);
  if (p.request.risk >= risk::high && allowed.expires_at && now_of(agent) >= *allowed.expires_at)
    throw error(errc::permit_expired, p.request.action);
}

template <class T>
outcome outcome_of(const plan& p, const std::exception_ptr& failure, std::chrono::nanoseconds duration, [[maybe_unused]] const T* value) {
  outcome out;
  out.success = !failure;
  out.duration = duration;
  if (failure && p.send_error_text) out.error = text_of(failure);
  if constexpr (!std::is_same_v<T, nothing>) {
    if (value != nullptr && p.result != result_detail::nothing) {
      out.detail = p.result;
      out.result_text = json::write(describer(p.rules).any(*value, true));
    }
  }
  return out;
}

template <class F, class Agent, bool ObjectFirst>
struct guarded {
  F function;
  Agent agent;
  plan how;

  template <class T, class... P>
  static awaitable<T> run(std::shared_ptr<guarded> self, P... arguments) {
    const plan& how = self->how;
    permit allowed;
    {
      action_request request;
      if constexpr (requires(const F& f, const P&... given) { f.request_for(how, given...); }) request = self->function.request_for(how, arguments...);
      else request = how.template make_request<ObjectFirst>(arguments...);
      allowed = co_await self->agent.verify(std::move(request), deadline::after(how.patience));
    }
    check_permit(self->agent, how, allowed);

    auto cancellation = co_await this_coro::cancellation_state;
    const bool throws = co_await this_coro::throw_if_cancelled();
    const auto cancelled = [&] { return throws && cancellation.cancelled() != asio::cancellation_type::none; };
    if (cancelled()) throw error(aval::errc::cancelled, allowed.action);
    if constexpr (std::is_void_v<decltype(self->agent.intent(allowed))>) {
      self->agent.intent(allowed);
    } else {  // once it is begun it is finished, or a record would stay that nobody closes
      co_await this_coro::throw_if_cancelled(false);
      std::exception_ptr not_kept;
      try {
        co_await self->agent.intent(allowed);
      } catch (...) {
        not_kept = std::current_exception();
      }
      co_await this_coro::throw_if_cancelled(throws);
      if (not_kept) std::rethrow_exception(not_kept);
    }

    using held = std::conditional_t<std::is_void_v<T>, nothing, T>;
    std::optional<held> value;
    std::exception_ptr failure;
    const auto started = std::chrono::steady_clock::now();
    try {
      if (cancelled()) throw error(aval::errc::cancelled, how.request.action + " had not started");
      if constexpr (std::is_void_v<T>) {
        if constexpr (awaits<F>()) co_await call(self->function, std::move(arguments)...);
        else call(self->function, std::move(arguments)...);
        value.emplace();
      } else {
        if constexpr (awaits<F>()) value.emplace(co_await call(self->function, std::move(arguments)...));
        else value.emplace(call(self->function, std::move(arguments)...));
      }
    } catch (...) {
      failure = std::current_exception();
    }
    const auto took = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - started);

    // A report never masks what happened, and is not lost to a cancellation that arrives after the function has run.
    const auto limit = how.report_limit;
    co_await this_coro::throw_if_cancelled(false);
    try {
      outcome result;
      if constexpr (requires(const F& f, const held& v) { f.complete(how, v, result); }) {  // it knows better what its value means
        result = outcome_of<nothing>(how, failure, took, nullptr);
        if (value) self->function.complete(how, *value, result);
      } else {
        result = outcome_of(how, failure, took, value ? &*value : nullptr);
      }
      auto report = self->agent.report(std::move(allowed), std::move(result), deadline::after(limit));
      if (cancellation.slot().is_connected()) co_await limited<void>(std::move(report), limit, on_cancel::shield);
      else co_await std::move(report);  // nobody can cancel: the reporter keeps to the limit by itself
    } catch (...) {                     // the reporter has told its log
    }
    co_await this_coro::throw_if_cancelled(throws);
    if (failure) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<T>) co_return *std::move(value);
  }
};

inline void check_limits(const char* decorator, std::chrono::milliseconds patience, std::chrono::milliseconds report_limit) {
  if (patience < std::chrono::milliseconds::zero() || report_limit <= std::chrono::milliseconds::zero())
    throw error(aval::errc::invalid_argument, std::string(decorator) + ": .patience must not be negative, .report_limit must be positive");
}

/** What the options of both decorators have in common, moved out of them. */
template <class Options>
plan plan_of(Options& options) {
  plan p;
  p.request.action = std::move(options.action);
  p.request.resource = std::move(options.resource);
  p.request.risk = options.risk;
  p.rules = describe_rules(std::move(options.parameters), std::move(options.values), options.redact);
  p.result = options.result;
  p.send_error_text = options.send_error_text;
  p.patience = options.patience;
  p.report_limit = options.report_limit;
  return p;
}

/** What track_action and require_approval give: puts a function behind an agent. */
template <class Agent>
class guard : public decorator {
 public:
  guard(Agent agent, plan p) : agent_(std::move(agent)), plan_(std::move(p)) {}

  template <class F>
  auto operator()(F&& f) const {
    return wrap(std::forward<F>(f), {});
  }

  /** With the name of a function that was given as a template argument. */
  template <class F>
  auto wrap(F&& f, std::string_view name) const {
    using shape = shape_of<F>;
    plan mine = plan_;
    mine.request.function = name;
    if (mine.request.action.empty()) mine.request.action = name;
    if (mine.request.action.empty()) throw error(errc::no_action_name);
    using layer = guarded<std::decay_t<F>, Agent, shape::object_first>;
    return wrapped<layer, shape>(std::make_shared<layer>(layer{std::forward<F>(f), agent_, std::move(mine)}));
  }

 private:
  Agent agent_;
  plan plan_;
};

template <auto F>
constexpr std::string_view name_of() {
  using type = std::remove_cv_t<decltype(F)>;
  if constexpr (std::is_pointer_v<type> || std::is_member_pointer_v<type>) return function_name<F>;
  else return {};
}

}  // namespace detail
}  // namespace actions
}  // namespace v0
}  // namespace aval
