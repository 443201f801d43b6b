// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cerrno>
#include <cstddef>
#include <span>
#include <system_error>

#include <sys/random.h>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace detail {

/** Fills with bytes of the kernel's generator. Throws std::system_error when there are none (a kernel without getrandom). */
inline void system_random(std::span<std::byte> out) {
  while (!out.empty()) {
    const auto n = ::getrandom(out.data(), out.size(), 0);
    if (n < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::system_category(), "no random bytes from the system");
    }
    out = out.subspan(static_cast<std::size_t>(n));
  }
}

}  // namespace detail
}  // namespace v0
}  // namespace aval
