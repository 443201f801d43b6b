// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "aval/core/bytes.hpp"

/*  SHA-256 on OpenSSL, which uses the SHA instructions of the processor where there are any: a fourth of the time of crypto::sha256() for
 *  a record of one kilobyte. For those who hash on every request; the digest is the same. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** SHA-256 (FIPS 180-4); nothing when OpenSSL refuses (no provider has it, no memory). @par Threads  any. */
inline std::optional<std::array<std::byte, 32>> sha256_openssl(bytes_view bytes) noexcept {
  static EVP_MD* const algorithm = ::EVP_MD_fetch(nullptr, "SHA256", nullptr);  // lives as long as the process, as OpenSSL does
  std::array<std::byte, 32> out;
  unsigned size = 0;
  if (algorithm == nullptr || ::EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), &size, algorithm, nullptr) != 1 || size != out.size())
    return std::nullopt;
  return out;
}
inline std::optional<std::array<std::byte, 32>> sha256_openssl(std::string_view text) noexcept { return sha256_openssl(as_bytes(text)); }

}  // namespace crypto
}  // namespace v0
}  // namespace aval
