// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

#include "aval/crypto/digest.hpp"

namespace aval {
inline namespace v0 {
namespace crypto {

/** HMAC (RFC 2104, RFC 4231) with SHA-256; keys of any length. Compare the answer with equal_constant_time, never with ==. */
inline sha256_digest hmac_sha256(bytes_view key, bytes_view message) noexcept {
  ::crypto_auth_hmacsha256_state state;
  ::crypto_auth_hmacsha256_init(&state, detail::uc(key), key.size());
  ::crypto_auth_hmacsha256_update(&state, detail::uc(message), message.size());
  sha256_digest out;
  ::crypto_auth_hmacsha256_final(&state, detail::uc(out.data()));
  wipe(&state, sizeof state);
  return out;
}
inline sha256_digest hmac_sha256(std::string_view key, std::string_view message) noexcept { return hmac_sha256(as_bytes(key), as_bytes(message)); }

/** HMAC with SHA-512. */
inline sha512_digest hmac_sha512(bytes_view key, bytes_view message) noexcept {
  ::crypto_auth_hmacsha512_state state;
  ::crypto_auth_hmacsha512_init(&state, detail::uc(key), key.size());
  ::crypto_auth_hmacsha512_update(&state, detail::uc(message), message.size());
  sha512_digest out;
  ::crypto_auth_hmacsha512_final(&state, detail::uc(out.data()));
  wipe(&state, sizeof state);
  return out;
}
inline sha512_digest hmac_sha512(std::string_view key, std::string_view message) noexcept { return hmac_sha512(as_bytes(key), as_bytes(message)); }

}  // namespace crypto
}  // namespace v0
}  // namespace aval
