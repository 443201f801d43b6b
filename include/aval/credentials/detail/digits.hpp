// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {
namespace detail {

/** One to nine digits and nothing else. */
inline std::optional<std::int64_t> short_number(std::string_view text) noexcept {
  if (text.empty() || text.size() > 9) return std::nullopt;
  std::int64_t n = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    n = n * 10 + (c - '0');
  }
  return n;
}

}  // namespace detail
}  // namespace credentials
}  // namespace v0
}  // namespace aval
