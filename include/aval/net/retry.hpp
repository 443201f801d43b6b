// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

#include "aval/core/random.hpp"
#include "aval/net/errors.hpp"
#include "aval/net/http_date.hpp"
#include "aval/net/http_message.hpp"

/*  Repeating a request is three questions that have nothing to do with one another: is this outcome worth another try (retry_policy),
 *  how long to pause before (backoff_policy), and is it harmless to do it twice (idempotency_policy). retry_fsm puts them together
 *  without a clock, a connection or a request of its own. */

namespace aval {
inline namespace v0 {
namespace net {

/** Which outcomes are worth another try. */
struct retry_policy {
  unsigned max_attempts = 3;                         // including the first; 1: never repeat
  std::vector<int> statuses = {429, 502, 503, 504};  // answers that are
  bool after_lost_connection = true;                 // host not reached, connection refused, reset or closed without an answer
};

/** How long to pause: first, first * factor, ... up to longest, each drawn between (1 - jitter) of that and all of it. */
struct backoff_policy {
  std::chrono::milliseconds first{200};
  double factor = 2.0;
  std::chrono::milliseconds longest{10'000};
  double jitter = 0.5;                                         // 0: exactly, 1: anything down to no pause
  std::chrono::milliseconds longest_retry_after{60'000};       // a Retry-After beyond it is not waited for: the answer is final
};

/** What may be done twice. */
struct idempotency_policy {
  bool by_method = true;                 // GET, HEAD, OPTIONS, TRACE, PUT, DELETE (RFC 9110 9.2.2)
  bool with_idempotency_key = true;      // any method with an Idempotency-Key header
};

struct retry_options {
  retry_policy when = {};
  backoff_policy pause = {};
  idempotency_policy safe = {};
  random_source random = {};  // for the jitter
};

inline bool is_idempotent(const idempotency_policy& policy, const http_request& request) {
  const std::string_view m = request.method;
  if (policy.by_method && (m == "GET" || m == "HEAD" || m == "OPTIONS" || m == "TRACE" || m == "PUT" || m == "DELETE")) return true;
  return policy.with_idempotency_key && request.headers.contains("Idempotency-Key");
}

/** How long to wait according to a Retry-After value: seconds, or a date (RFC 9110 10.2.3). Nothing when it is neither. */
inline std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, std::chrono::system_clock::time_point now) {
  const auto number = [](std::string_view digits) -> std::optional<int> {
    if (digits.empty() || digits.size() > 9) return {};
    int n = 0;
    for (char c : digits) {
      if (c < '0' || c > '9') return {};
      n = n * 10 + (c - '0');
    }
    return n;
  };
  if (const auto seconds = number(value)) return std::chrono::seconds(*seconds);
  const auto date = parse_http_date(value);
  if (!date) return {};
  const auto left = *date - std::chrono::floor<std::chrono::seconds>(now);
  return std::max(left, std::chrono::seconds(0));
}

/** One call's repeats. No I/O; tell it what happened, it says whether and when to try again. */
class retry_fsm {
 public:
  struct step {
    bool again = false;
    std::chrono::milliseconds pause{0};
  };
  /** What the peer may have seen when an attempt failed. */
  enum class progress {
    nothing_sent,       ///< no byte of the request has left: harmless for every method
    stale_connection,   ///< a kept connection turned out to be closed before any answer
    maybe_received      ///< the request may have been carried out
  };

  retry_fsm(const retry_options& options, bool idempotent) : options_(&options), idempotent_(idempotent) {}

  unsigned attempts() const noexcept { return attempts_; }

  step failed(std::error_code code, progress how_far) {
    const bool lost = code == condition::unreachable || code == errc::tls_truncated || code == errc::truncated_message;
    if (how_far == progress::stale_connection && idempotent_ && lost && !stale_seen_) {
      stale_seen_ = true;  // costs no attempt: the server only closed an idle connection
      return {true, {}};
    }
    ++attempts_;
    const bool harmless = idempotent_ || how_far == progress::nothing_sent;
    if (!lost || !harmless || !options_->when.after_lost_connection || attempts_ >= options_->when.max_attempts) return {};
    return {true, next_pause()};
  }
  /** 429 says that nothing was done, so it is repeated for every method. */
  step answered(int status, std::optional<std::chrono::seconds> retry_after) {
    ++attempts_;
    const auto& list = options_->when.statuses;
    if (std::find(list.begin(), list.end(), status) == list.end() || attempts_ >= options_->when.max_attempts) return {};
    if (!idempotent_ && status != 429) return {};
    const auto pause = next_pause();
    if (!retry_after) return {true, pause};
    if (*retry_after > options_->pause.longest_retry_after) return {};
    return {true, std::max<std::chrono::milliseconds>(pause, *retry_after)};
  }

 private:
  std::chrono::milliseconds next_pause() {
    const auto& p = options_->pause;
    double most = static_cast<double>(p.first.count());
    for (unsigned i = 1; i < attempts_ && most < static_cast<double>(p.longest.count()); ++i) most *= p.factor;
    most = std::min(most, static_cast<double>(p.longest.count()));
    const double part = p.jitter > 0 ? 1.0 - p.jitter * options_->random.fraction() : 1.0;
    return std::chrono::milliseconds(static_cast<std::int64_t>(most * part));
  }
  const retry_options* options_;
  unsigned attempts_ = 0;
  bool idempotent_, stale_seen_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
