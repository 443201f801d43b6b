// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

/** The moment at which an operation as a whole must be over. One deadline goes through all steps and tries of a call: name look-up,
 *  connection, repeats. A default-constructed deadline never passes. Monotonic clock. */
class deadline {
 public:
  using clock = std::chrono::steady_clock;

  constexpr deadline() = default;
  explicit constexpr deadline(clock::time_point at) : at_(at) {}

  /** From now on; a duration too large to add never passes. */
  static deadline after(clock::duration d, clock::time_point now = clock::now()) {
    if (d >= clock::time_point::max() - now) return {};
    return deadline(now + d);
  }
  static constexpr deadline never() { return {}; }

  constexpr bool set() const { return at_ != clock::time_point::max(); }
  constexpr clock::time_point at() const { return at_; }
  bool expired(clock::time_point now = clock::now()) const { return set() && now >= at_; }
  /** What is left, never negative; clock::duration::max() when there is no limit. */
  clock::duration remaining(clock::time_point now = clock::now()) const {
    return set() ? std::max(at_ - now, clock::duration::zero()) : clock::duration::max();
  }
  friend constexpr deadline earlier(deadline a, deadline b) { return a.at_ < b.at_ ? a : b; }
  friend constexpr bool operator==(deadline, deadline) = default;

 private:
  clock::time_point at_ = clock::time_point::max();
};

}  // namespace v0
}  // namespace aval
