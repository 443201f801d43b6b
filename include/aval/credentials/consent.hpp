// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/signature_of.hpp"
#include "aval/credentials/error.hpp"

/*  A user's consent to hand out a token (Agent Identity specification 4.4): where it is given, and how it is waited for. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** Where a user has to consent. The address is good once, and for that user only: show it to nobody else, write it into no log. */
class consent_needed {
 public:
  consent_needed() = default;
  consent_needed(std::string authorization_url, std::string session_uri, std::string session_status)
      : authorization_url(std::move(authorization_url)), session_uri(std::move(session_uri)), session_status(std::move(session_status)) {}
  std::string authorization_url = {};
  std::string session_uri = {};     ///< names this consent: for confirm_user_auth, and to ask whether it was given
  std::string session_status = {};  ///< as the service says it, "IN_PROGRESS"
};

/** What is thrown where a consent is needed and not waited for (errc::consent_needed), or where it was refused (errc::consent_failed) or did
 *  not come in time (errc::login_expired). The address is in consent(), not in what(). */
class consent_error : public aval::error {
 public:
  consent_error(std::error_code code, std::string context, consent_needed what) : aval::error(code, std::move(context)), consent_(std::move(what)) {}
  const consent_needed& consent() const noexcept { return consent_; }

 private:
  consent_needed consent_;
};

/** What shows the user where to consent: a function of consent_needed, plain or giving awaitable<void>, which is awaited. No lambda that is a
 *  coroutine: its captures would be gone. What it throws ends the call. */
class consent_hook {
 public:
  consent_hook() = default;
  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, consent_hook> && std::invocable<F&, consent_needed>)
  consent_hook(F f) {  // NOLINT: implicit on purpose
    if constexpr (is_awaitable<std::invoke_result_t<F&, consent_needed>>::value) later = std::move(f);
    else at_once = std::move(f);
  }
  explicit operator bool() const noexcept { return later || at_once; }

  std::function<awaitable<void>(consent_needed)> later = {};  ///< one of the two, or none
  std::function<void(consent_needed)> at_once = {};
};

struct consent_options {
  consent_hook on_auth_url = {};                  // shows the address, once for each consent
  bool wait = true;                               // false: consent_error(errc::consent_needed) at once
  std::chrono::milliseconds patience = std::chrono::minutes(5);  // how long the user may take; zero: no limit. What is asked at its end may take 5 s more
  std::chrono::milliseconds interval{3'000};      // before the first question whether the user has consented
  double growth = 1.2;                            // each further interval is longer by this factor ...
  std::chrono::milliseconds longest{10'000};      // ... up to this
  bool renew_workload_token = true;               // a wait that outlives the workload access token goes on with a new one of the same user
};

namespace detail {

/** When to ask whether a user has consented, and when to stop. */
class consent_fsm {
 public:
  using time_point = deadline::clock::time_point;
  enum class act { done, pause, refused, expired, failed };
  struct step {
    act what;
    std::chrono::milliseconds pause{0};
  };

  /** `until`: the end of patience. */
  consent_fsm(const consent_options& o, deadline until) : until_(until), next_(std::max(o.interval, std::chrono::milliseconds(1))), growth_(o.growth), longest_(o.longest) {}

  /** An answer came. */
  step answered(bool ready, bool failed, time_point now) { return ready ? step{act::done} : failed ? step{act::refused} : again(now); }
  /** A question failed: what another try may mend is asked again, everything else is the end. */
  step unanswered(std::error_code why, time_point now) {
    const bool passing = why == errc::throttled || why == condition::unreachable || why == condition::timed_out;
    return passing && why != errc::login_expired ? again(now) : step{act::failed};
  }

 private:
  step again(time_point now) {
    if (until_.expired(now) && asked_) return {act::expired};
    asked_ = true;  // once at least, however long it took to show the link
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(std::min<deadline::clock::duration>(until_.remaining(now), std::chrono::hours(1)));
    const auto pause = std::min(next_, left);  // the last question is asked at the end of patience
    next_ = std::max(next_, std::min(longest_, std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(next_.count()) * std::max(growth_, 1.0)))));
    return {act::pause, pause};
  }
  const deadline until_;
  std::chrono::milliseconds next_;
  const double growth_;
  const std::chrono::milliseconds longest_;
  bool asked_ = false;
};

}  // namespace detail

}  // namespace credentials
}  // namespace v0
}  // namespace aval
