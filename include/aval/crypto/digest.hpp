// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "aval/core/bytes.hpp"
#include "aval/crypto/detail/sodium.hpp"

namespace aval {
inline namespace v0 {
namespace crypto {

using sha256_digest = std::array<std::byte, 32>;
using sha512_digest = std::array<std::byte, 64>;

/** SHA-256 (FIPS 180-4) of what is fed in pieces. finish() gives the digest and starts anew. A copy goes on from the same point.
 *  @par Threads  distinct objects are independent. */
class sha256_hasher {
 public:
  sha256_hasher() noexcept { ::crypto_hash_sha256_init(&state_); }
  sha256_hasher& update(bytes_view bytes) noexcept {
    ::crypto_hash_sha256_update(&state_, detail::uc(bytes), bytes.size());
    return *this;
  }
  sha256_hasher& update(std::string_view text) noexcept { return update(as_bytes(text)); }
  sha256_digest finish() noexcept {
    sha256_digest out;
    ::crypto_hash_sha256_final(&state_, detail::uc(out.data()));
    ::crypto_hash_sha256_init(&state_);
    return out;
  }

 private:
  ::crypto_hash_sha256_state state_;
};

/** The same for SHA-512. */
class sha512_hasher {
 public:
  sha512_hasher() noexcept { ::crypto_hash_sha512_init(&state_); }
  sha512_hasher& update(bytes_view bytes) noexcept {
    ::crypto_hash_sha512_update(&state_, detail::uc(bytes), bytes.size());
    return *this;
  }
  sha512_hasher& update(std::string_view text) noexcept { return update(as_bytes(text)); }
  sha512_digest finish() noexcept {
    sha512_digest out;
    ::crypto_hash_sha512_final(&state_, detail::uc(out.data()));
    ::crypto_hash_sha512_init(&state_);
    return out;
  }

 private:
  ::crypto_hash_sha512_state state_;
};

inline sha256_digest sha256(bytes_view bytes) noexcept { return sha256_hasher().update(bytes).finish(); }
inline sha256_digest sha256(std::string_view text) noexcept { return sha256(as_bytes(text)); }
inline sha512_digest sha512(bytes_view bytes) noexcept { return sha512_hasher().update(bytes).finish(); }
inline sha512_digest sha512(std::string_view text) noexcept { return sha512(as_bytes(text)); }

}  // namespace crypto
}  // namespace v0
}  // namespace aval
