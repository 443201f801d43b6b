// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>

#include "aval/core/detail/random_posix.hpp"

namespace aval {
inline namespace v0 {

/** Where random bytes come from: the system's generator unless a function is set. Tests set one that repeats. */
struct random_source {
  std::function<void(std::span<std::byte>)> function = {};  // empty: the system's generator

  /** Throws std::system_error when the system has no random bytes. */
  void fill(std::span<std::byte> out) const {
    if (function) function(out);
    else detail::system_random(out);
  }
  std::uint64_t number() const {
    std::byte raw[8];
    fill(raw);
    std::uint64_t n = 0;
    std::memcpy(&n, raw, sizeof n);
    return n;
  }
  /** Uniform in [0, 1). For jitter. */
  double fraction() const { return static_cast<double>(number() >> 11) * 0x1.0p-53; }
};

}  // namespace v0
}  // namespace aval
