// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>

#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {

/** Errors of the room: credentials for other services, and the calls that obtain them. */
enum class errc {
  no_credential = 1,      ///< nothing in the chain has a credential; the message lists what was looked at
  invalid_configuration,  ///< an option, a profile or a variable cannot be used; the message names it
  credential_refused,     ///< the service does not know the key, or does not accept the signature or the token
  time_refused,           ///< the service does not accept our clock: more than 15 minutes apart
  denied,                 ///< the credential is good, but may not do this
  not_found,              ///< what was asked for does not exist
  already_exists,         ///< what was to be made exists
  throttled,              ///< too many calls, also after the repeats
  service_failed,         ///< 5xx, also after the repeats
  rejected,               ///< another error that the service gives a code for
  answer_not_understood,  ///< not JSON, or without the members that the call needs
  signature_malformed,    ///< a signature to be checked is not written as the protocol says
  signature_mismatch,     ///< a signature to be checked is not the one of these bytes
  signature_expired,      ///< the date of a signature to be checked is too far away
  no_digest               ///< OpenSSL has no SHA-256 or SHA-1 (a provider that was switched off)
};

namespace detail {
class credentials_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.credentials"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::no_credential: return "no credential";
      case errc::invalid_configuration: return "invalid configuration";
      case errc::credential_refused: return "credential refused";
      case errc::time_refused: return "the service refuses our time";
      case errc::denied: return "not permitted";
      case errc::not_found: return "does not exist";
      case errc::already_exists: return "exists already";
      case errc::throttled: return "too many calls";
      case errc::service_failed: return "the service failed";
      case errc::rejected: return "rejected";
      case errc::answer_not_understood: return "answer not understood";
      case errc::signature_malformed: return "malformed signature";
      case errc::signature_mismatch: return "wrong signature";
      case errc::signature_expired: return "signature of another time";
      case errc::no_digest: return "OpenSSL lacks a digest";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::credential_refused:
      case errc::time_refused:
      case errc::denied:
      case errc::not_found:
      case errc::already_exists:
      case errc::throttled:
      case errc::rejected: return make_error_condition(condition::refused);
      case errc::service_failed: return make_error_condition(condition::unreachable);
      case errc::answer_not_understood:
      case errc::signature_malformed: return make_error_condition(condition::not_understood);
      case errc::signature_mismatch:
      case errc::signature_expired: return make_error_condition(condition::not_trusted);
      default: return {value, *this};
    }
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::credentials_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

}  // namespace credentials
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::credentials::errc> : std::true_type {};
