// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

/** Bytes to read, owned by somebody else. A parameter type of synchronous functions only, never of a coroutine. */
using bytes_view = std::span<const std::byte>;

inline bytes_view as_bytes(std::string_view text) noexcept { return std::as_bytes(std::span(text.data(), text.size())); }
inline std::string_view as_text(bytes_view bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/** Overwrites memory in a way that the optimiser keeps. */
inline void wipe(void* memory, std::size_t size) noexcept {
  auto* p = static_cast<volatile unsigned char*>(memory);
  while (size-- != 0) *p++ = 0;
}

/** Compares without a branch on the contents; only the sizes can be told from the time it takes. */
inline bool equal_constant_time(bytes_view a, bytes_view b) noexcept {
  if (a.size() != b.size()) return false;
  unsigned char different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) different = static_cast<unsigned char>(different | static_cast<unsigned char>(a[i] ^ b[i]));
  return different == 0;
}
inline bool equal_constant_time(std::string_view a, std::string_view b) noexcept { return equal_constant_time(as_bytes(a), as_bytes(b)); }

}  // namespace v0
}  // namespace aval
