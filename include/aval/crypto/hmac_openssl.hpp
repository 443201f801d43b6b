// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "aval/core/bytes.hpp"
#include "aval/crypto/detail/openssl_handle.hpp"
#include "aval/crypto/digest_openssl.hpp"

/*  HMAC (RFC 2104) on OpenSSL's digests: SHA-256 with the processor's help for those who sign every request, and SHA-1 for protocols of
 *  others that still ask for it. SHA-1 is no digest to choose for anything new. */

namespace aval {
inline namespace v0 {
namespace crypto {
namespace detail {

/* The digest of two pieces; false when OpenSSL refuses. Both algorithms have blocks of 64 bytes. */
inline bool digest_of_two(EVP_MD_CTX* context, const EVP_MD* algorithm, bytes_view first, bytes_view second, std::byte* out) noexcept {
  return ::EVP_DigestInit_ex2(context, algorithm, nullptr) == 1 && ::EVP_DigestUpdate(context, first.data(), first.size()) == 1 &&
         ::EVP_DigestUpdate(context, second.data(), second.size()) == 1 &&
         ::EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(out), nullptr) == 1;
}

template <std::size_t N>
std::optional<std::array<std::byte, N>> hmac_by_digest(const EVP_MD* algorithm, bytes_view key, bytes_view message) noexcept {
  const openssl_handle<EVP_MD_CTX, &EVP_MD_CTX_free> context(::EVP_MD_CTX_new());
  if (algorithm == nullptr || !context || ::EVP_MD_get_size(algorithm) != static_cast<int>(N)) return std::nullopt;
  std::array<std::byte, 64> inner{}, outer;
  std::array<std::byte, N> out;
  bool good = true;
  if (key.size() > inner.size()) good = digest_of_two(context.get(), algorithm, key, {}, inner.data());
  else if (!key.empty()) std::memcpy(inner.data(), key.data(), key.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    outer[i] = inner[i] ^ std::byte{0x5c};
    inner[i] ^= std::byte{0x36};
  }
  good = good && digest_of_two(context.get(), algorithm, inner, message, out.data()) && digest_of_two(context.get(), algorithm, outer, out, out.data());
  wipe(inner.data(), inner.size());
  wipe(outer.data(), outer.size());
  if (!good) return std::nullopt;
  return out;
}

}  // namespace detail

/** HMAC-SHA-256; nothing when OpenSSL refuses (no provider has the digest, no memory). @par Threads  any. */
inline std::optional<std::array<std::byte, 32>> hmac_sha256_openssl(bytes_view key, bytes_view message) noexcept {
  static const EVP_MD* const algorithm = ::EVP_MD_fetch(nullptr, "SHA256", nullptr);  // lives as long as the process, as OpenSSL does
  return detail::hmac_by_digest<32>(algorithm, key, message);
}
inline std::optional<std::array<std::byte, 32>> hmac_sha256_openssl(std::string_view key, std::string_view message) noexcept {
  return hmac_sha256_openssl(as_bytes(key), as_bytes(message));
}

/** HMAC-SHA-1, for the signatures of older protocols; nothing when OpenSSL refuses. @par Threads  any. */
inline std::optional<std::array<std::byte, 20>> hmac_sha1_openssl(bytes_view key, bytes_view message) noexcept {
  static const EVP_MD* const algorithm = ::EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return detail::hmac_by_digest<20>(algorithm, key, message);
}
inline std::optional<std::array<std::byte, 20>> hmac_sha1_openssl(std::string_view key, std::string_view message) noexcept {
  return hmac_sha1_openssl(as_bytes(key), as_bytes(message));
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
