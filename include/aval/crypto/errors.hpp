// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>
#include <utility>

#include "aval/core/error.hpp"
#include "aval/core/result.hpp"

namespace aval {
inline namespace v0 {
namespace crypto {

/** Errors of the room crypto. */
enum class errc {
  bad_encoding = 1,       ///< not base64, base64url, hex, base58 or PEM as asked for
  bad_key,                ///< not a key in a form that is known, or one that cannot be used (small order, halves that do not match)
  bad_signature,          ///< not the signature of this message by this key
  bad_certificate,        ///< a certificate or its options cannot be used
  cannot_open,            ///< a sealed box or token is damaged, or the passphrase or key is another one
  not_supported,          ///< a form that is recognised but not read, such as an encrypted PEM
  insecure_permissions,   ///< a file with a private key can be read by others than its owner
  library_failed          ///< libsodium or OpenSSL reported a failure that has no better name
};

namespace detail {

class crypto_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.crypto"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::bad_encoding: return "bad encoding";
      case errc::bad_key: return "bad key";
      case errc::bad_signature: return "bad signature";
      case errc::bad_certificate: return "bad certificate";
      case errc::cannot_open: return "cannot be opened with this key or passphrase";
      case errc::not_supported: return "form not supported";
      case errc::insecure_permissions: return "file with a private key is open to others than its owner";
      case errc::library_failed: return "cryptographic library failed";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::bad_encoding: return make_error_condition(condition::not_understood);
      case errc::bad_signature: return make_error_condition(condition::not_trusted);
      default: return {value, *this};
    }
  }
};

}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::crypto_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

namespace detail {
inline failure fail(errc code, std::string message) { return failure{make_error_code(code), std::move(message)}; }
}  // namespace detail

}  // namespace crypto
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::crypto::errc> : std::true_type {};
