// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>

#include "aval/crypto/detail/sodium.hpp"
#include "aval/crypto/encoding.hpp"

namespace aval {
inline namespace v0 {
namespace crypto {

/** Unpredictable bytes of the operating system; correct in a child of fork() too.
 *  @par Errors   aval::error (no_random) if the system has no random source.
 *  @par Threads  any. */
inline void random_fill(std::span<std::byte> out) {
  detail::sodium_ready();
  ::randombytes_buf(out.data(), out.size());
}
template <std::size_t N>
std::array<std::byte, N> random_bytes() {
  std::array<std::byte, N> out;
  random_fill(out);
  return out;
}
/** `bytes` random bytes as base64url without padding: a token, 4 characters for each 3 bytes. */
inline std::string random_token(std::size_t bytes = 32) {
  detail::wiped_bytes raw(bytes);
  random_fill(std::span(raw.data(), raw.size()));
  return base64url_encode(raw.view());
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
