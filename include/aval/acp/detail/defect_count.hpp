// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>

namespace aval {
inline namespace v0 {
namespace acp {
namespace detail {

/** Invalid messages within a window (ACPaaS specification 2.4). */
struct defect_count {
  std::size_t seen = 0;
  std::chrono::steady_clock::time_point since{};

  /** One more; true when these are more than `most` within `window`. `most` 0: any number is fine. */
  bool add(std::chrono::steady_clock::time_point now, std::size_t most, std::chrono::milliseconds window) noexcept {
    if (most == 0) return false;
    if (now - since > window) since = now, seen = 0;
    return ++seen > most;
  }
};

}  // namespace detail
}  // namespace acp
}  // namespace v0
}  // namespace aval
