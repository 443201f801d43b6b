// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "aval/crypto/detail/sodium.hpp"
#include "aval/crypto/errors.hpp"

namespace aval {
inline namespace v0 {
namespace crypto {

/** What checking one password costs; the defaults take some 0.1 s and 64 MiB. */
struct password_options {
  std::uint32_t operations = 2;          ///< passes over the memory, at least 1
  std::uint32_t memory_kib = 64 * 1024;  ///< at least 8
};

/** A text to keep in place of a password: Argon2id with a fresh salt in the usual form "$argon2id$v=19$m=...". Blocks for the time it
 *  costs: run it on a blocking executor. Throws aval::error (library_failed) without memory or with options out of range. */
inline std::string hash_password(std::string_view password, const password_options& options = {}) {
  detail::sodium_ready();
  char out[crypto_pwhash_STRBYTES];
  if (::crypto_pwhash_str_alg(out, password.empty() ? "" : password.data(), password.size(), options.operations,
                              std::size_t{options.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw error(errc::library_failed, "hashing a password (out of memory, or options out of range)");
  return out;
}

/** Whether `hash` was made of this password. The hash comes from a place of ours: what it asks for is not bounded here. */
[[nodiscard]] inline bool verify_password(std::string_view hash, std::string_view password) {
  detail::sodium_ready();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  char text[crypto_pwhash_STRBYTES] = {};
  hash.copy(text, hash.size());
  return ::crypto_pwhash_str_verify(text, password.empty() ? "" : password.data(), password.size()) == 0;
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
