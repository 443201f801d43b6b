// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/aim/errors.hpp"
#include "aval/aim/messages.hpp"
#include "aval/net/http_date.hpp"

/*  What to do with the answer to one request, without I/O, clock or randomness: all of them are arguments (AIM specification 1.5, 3.3
 *  and part 5).
 *
 *      call_fsm fsm(policy, repeatable);
 *      for (step s = fsm.start(); s.what != act::done;) {
 *        send: sign afresh with the time now + fsm.clock_offset(), send, then on_answer or on_failure
 *        pause: wait s.delay, then after_pause
 *      }
 *
 *  error_for() turns an answer that is no success into the exception that part 5 of the specification names.
 *
 *  `class Lazy = void` on a function means nothing to its callers: as a template it is compiled only where it is called. */

namespace aval {
inline namespace v0 {
namespace aim {

/** One answer, as the machines of this room see it. The views live during the call only. */
struct exchange {
  int status = 0;
  std::string_view body = {};
  std::optional<std::chrono::milliseconds> retry_after = {};
  std::optional<std::chrono::system_clock::time_point> server_time = {};  ///< the Date header

  bool success() const noexcept { return status >= 200 && status < 300; }
};

struct retry_policy {
  int attempts = 3;                                       ///< further tries after connection failures, time-outs and 5xx; zero: none
  std::chrono::milliseconds first_pause{500};             ///< doubled each time; the pause is a random part of it ("full jitter")
  std::chrono::milliseconds longest_pause{8000};
  int rate_limit_attempts = 2;                            ///< further tries after 429; zero: none
  std::chrono::milliseconds longest_retry_after{30'000};  ///< a longer Retry-After is cut to this
};

/** The time of a Date header; nothing when it is none, or none that a clock of nanoseconds can hold. */
inline std::optional<std::chrono::system_clock::time_point> server_clock(std::string_view date) {
  using namespace std::chrono;
  const auto at = net::parse_http_date(date);
  if (!at || *at < sys_days(year{1678} / 1 / 1) || *at >= sys_days(year{2262} / 1 / 1)) return {};
  return system_clock::time_point(*at);
}

/** Retry-After as seconds or as the time between an HTTP date and `now` (RFC 9110 section 10.2.3). */
inline std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view text, std::chrono::system_clock::time_point now) {
  using namespace std::chrono;
  if (!text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == text.npos) {
    std::int64_t n = 0;
    for (char c : text) n = n * 10 + (c - '0');
    return milliseconds(n * 1000);
  }
  const auto date = server_clock(text);
  if (!date) return {};
  return std::max(milliseconds(0), duration_cast<milliseconds>(*date - now));
}

/** Pause number n (from 0) of an exponential series with full jitter; `random` is in [0, 1). */
inline std::chrono::milliseconds backoff(const retry_policy& p, int n, double random) {
  auto top = p.first_pause;
  for (int i = 0; i < n && top < p.longest_pause; ++i) top *= 2;
  top = std::min(top, p.longest_pause);
  return std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(top.count()) * random));
}

class call_fsm {
 public:
  enum class act {
    send,   // sign afresh and send, then on_answer or on_failure
    pause,  // wait `delay`, then send
    done    // the last answer or failure stands
  };
  struct step {
    act what;
    std::chrono::milliseconds delay{};
  };

  /** repeatable: a second arrival of the same request does no harm (GET, or protected as in AIM specification 1.11). */
  explicit call_fsm(retry_policy policy = {}, bool repeatable = true, std::chrono::seconds clock_offset = {})
      : policy_(policy), repeatable_(repeatable), offset_(clock_offset) {}

  step start() const { return {act::send}; }

  /** `left`: how much of the call's deadline remains; a pause that would outlast it is not begun. */
  template <class Lazy = void>
  step on_answer(const exchange& e, std::chrono::system_clock::time_point now, std::chrono::milliseconds left, double random) {
    if (e.status == 429) {
      if (rate_limited_++ >= policy_.rate_limit_attempts) return {act::done};
      return pause(std::min(e.retry_after.value_or(backoff(policy_, rate_limited_ - 1, random)), policy_.longest_retry_after), left);
    }
    if (e.status >= 500) {
      if (!repeatable_ || tries_++ >= policy_.attempts) return {act::done};
      auto delay = backoff(policy_, tries_ - 1, random);
      if (e.retry_after) delay = std::max(delay, std::min(*e.retry_after, policy_.longest_retry_after));
      return pause(delay, left);
    }
    if (e.status == 401 && !corrected_ && e.server_time && complains_about_time(e.body)) {
      corrected_ = true;  // once: a server that is not content with its own time will not be the second time
      offset_ = std::chrono::duration_cast<std::chrono::seconds>(*e.server_time - now);
      return {act::send};
    }
    return {act::done};
  }

  /** No answer. `nothing_sent`: not a byte of the request left, so that even a request that must not arrive twice may be repeated. */
  step on_failure(std::error_code ec, bool nothing_sent, std::chrono::milliseconds left, double random) {
    const bool worth = ec == condition::unreachable || ec == condition::timed_out;
    if (!worth || !(repeatable_ || nothing_sent) || tries_++ >= policy_.attempts) return {act::done};
    return pause(backoff(policy_, tries_ - 1, random), left);
  }

  /** The authority's clock minus ours; what requests are signed with is now + this. */
  std::chrono::seconds clock_offset() const noexcept { return offset_; }
  bool clock_corrected() const noexcept { return corrected_; }

 private:
  static step pause(std::chrono::milliseconds delay, std::chrono::milliseconds left) {
    if (delay >= left) return {act::done};
    return {act::pause, delay};
  }
  template <class Lazy = void>
  static bool complains_about_time(std::string_view body) {
    const std::string text = read_error(body).text;
    return text.find("imestamp") != text.npos;
  }

  retry_policy policy_;
  bool repeatable_ = true, corrected_ = false;
  int tries_ = 0, rate_limited_ = 0;
  std::chrono::seconds offset_{};
};

/** What the request was for, as far as the meaning of an answer depends on it. */
enum class call_kind {
  other,
  registration,  ///< 409 means: registered with another key
  verification   ///< 403 may be a decision; the verification machine has looked at the body already
};

namespace detail {
inline std::string failed(const error_origin& o) { return o.endpoint + " answered " + std::to_string(o.http_status); }
}  // namespace detail

/** The exception for an answer that is no success (AIM specification, part 5). `origin` has the endpoint; the rest is read from the
 *  answer. */
template <class Lazy = void>
std::exception_ptr error_for(const exchange& e, error_origin origin, call_kind kind = call_kind::other) {
  server_words words = read_error(e.body);
  origin.http_status = e.status;
  origin.code = std::move(words.code);
  origin.request_id = std::move(words.request_id);
  const std::string context = detail::failed(origin);
  const bool about_status = words.text.starts_with("Agent status is");
  switch (e.status) {
    case 401: return std::make_exception_ptr(authentication_error(errc::not_authenticated, context, words.text, origin));
    case 403:
      if (about_status) return std::make_exception_ptr(verification_error(errc::denied, context, "denied", words.text, {}, origin));
      return std::make_exception_ptr(authentication_error(errc::not_authenticated, context, words.text, origin));
    case 404:
      if (words.text == "Agent not found") return std::make_exception_ptr(authentication_error(errc::not_authenticated, context, words.text, origin));
      break;
    case 409:
      if (kind == call_kind::registration)
        return std::make_exception_ptr(authentication_error(errc::not_authenticated, context + ": the key does not match the registered agent of this name", words.text, origin));
      break;
    case 408:
    case 504: return std::make_exception_ptr(timeout_error(errc::request_timed_out, context, words.text, origin));
    case 429:
      return std::make_exception_ptr(rate_limit_error(errc::rate_limited, context, words.text, origin,
                                                      std::chrono::ceil<std::chrono::seconds>(e.retry_after.value_or(std::chrono::milliseconds(0)))));
    case 502:
    case 503: return std::make_exception_ptr(connection_error(errc::unavailable, context, words.text, origin));
    default: break;
  }
  return std::make_exception_ptr(server_error(errc::rejected, context, words.text, origin));
}

/** The exception for an answer that could not be understood: not JSON, another shape, another request's id. */
template <class Lazy = void>
std::exception_ptr error_for_shape(std::string what, const exchange& e, error_origin origin) {
  origin.http_status = e.status;
  return std::make_exception_ptr(server_error(errc::invalid_answer, origin.endpoint + ": " + what, printable(e.body, 100), origin));
}

/** The exception for a request that got no answer. `server` is the base URL. Cancellation stays what it is. */
template <class Lazy = void>
std::exception_ptr error_for(std::error_code ec, const std::string& server, error_origin origin, std::string detail = {}) {
  const std::string tail = detail.empty() ? std::string() : " (" + detail + ")";
  if (ec == condition::cancelled) return std::make_exception_ptr(aval::error(ec, origin.endpoint));
  if (ec == condition::timed_out) return std::make_exception_ptr(timeout_error(errc::request_timed_out, "no answer in time from " + server + tail, {}, origin));
  if (ec == condition::not_understood) return std::make_exception_ptr(server_error(errc::invalid_answer, origin.endpoint + tail, {}, origin));
  const char* what = ec == asio::error::connection_refused ? "Connection refused to " : ec == condition::not_trusted ? "not trusted: " : "no connection to ";
  return std::make_exception_ptr(connection_error(ec, what + server + tail, {}, origin));
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
