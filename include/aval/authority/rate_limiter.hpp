// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

/** What a limiter says about one request; the numbers go into X-RateLimit-Limit, -Remaining, -Reset and Retry-After. */
struct rate_verdict {
  bool allowed = true;
  unsigned limit = 0;          ///< requests in a window; zero: nobody counts
  unsigned remaining = 0;
  unsigned reset_seconds = 0;  ///< until the window ends, rounded up
};

/** Counts requests in windows, each key (an agent, an address) for itself.
 *
 *  Memory is bounded: when more than `most_keys` are known, those whose window is over are forgotten, and if that is not enough the
 *  table starts anew, so an attacker with many addresses can not make it grow.
 *  @par Threads  any. */
class rate_limiter {
 public:
  using clock = std::chrono::steady_clock;

  /** `limit` zero: everything is allowed. */
  explicit rate_limiter(unsigned limit, std::chrono::seconds window = std::chrono::seconds(60), std::size_t most_keys = 100'000)
      : limit_(limit), window_(window), most_keys_(most_keys) {}

  /** Counts one request. */
  rate_verdict charge(std::string_view key, clock::time_point now) { return look(key, now, 1); }
  /** The same without counting it. */
  rate_verdict peek(std::string_view key, clock::time_point now) { return look(key, now, 0); }

 private:
  struct window_state {
    clock::time_point ends = {};
    unsigned used = 0;
  };
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>()(s); }
  };

  rate_verdict look(std::string_view key, clock::time_point now, unsigned cost) {
    if (limit_ == 0) return {};
    const std::lock_guard hold(mutex_);
    auto at = keys_.find(key);
    if (at == keys_.end()) {
      if (cost == 0) return {true, limit_, limit_, static_cast<unsigned>(window_.count())};
      if (keys_.size() >= most_keys_) {
        std::erase_if(keys_, [now](const auto& entry) { return entry.second.ends <= now; });
        if (keys_.size() >= most_keys_) keys_.clear();
      }
      at = keys_.emplace(std::string(key), window_state{now + window_, 0}).first;
    }
    window_state& w = at->second;
    if (w.ends <= now) w = {now + window_, 0};
    const bool allowed = w.used < limit_;
    if (allowed) w.used += cost;
    const auto left = std::chrono::ceil<std::chrono::seconds>(w.ends - now).count();
    return {allowed, limit_, limit_ - w.used, static_cast<unsigned>(left)};
  }

  unsigned limit_;
  std::chrono::seconds window_;
  std::size_t most_keys_;
  std::mutex mutex_;
  std::unordered_map<std::string, window_state, text_hash, std::equal_to<>> keys_;
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
