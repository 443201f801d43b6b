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
  no_digest,              ///< OpenSSL has no SHA-256 or SHA-1 (a provider that was switched off)

  // web tokens (RFC 7515, 7519) of others, and their keys
  malformed_token,   ///< not a token in compact form, or too large
  untrusted_token,   ///< an algorithm that is not allowed, a key that may not be used, a wrong signature, a critical extension
  unknown_key,       ///< no key of the set has the token's key id, or not exactly one fits when it names none
  expired_token,     ///< beyond its expiry
  early_token,       ///< issued, or valid, only later
  foreign_token,     ///< of another issuer, or for another audience
  incomplete_token,  ///< a claim that must be there is missing, empty or of the wrong type
  bad_key_set,       ///< not a JSON Web Key Set (RFC 7517), or too large
  keys_unavailable,  ///< the key set could not be fetched, and there is none that is recent enough

  // OAuth 2.0
  unsafe_endpoint,   ///< an endpoint that is not HTTPS, or metadata of another issuer (RFC 8414 3.3)
  state_mismatch,    ///< a callback whose state is not the one that was sent (RFC 6749 10.12)
  login_expired,     ///< nobody logged in, or consented, in time: the device code or the patience ran out

  // a user's consent (Agent Identity specification 4.4)
  consent_needed,    ///< the user has to consent first; consent_error says where
  consent_failed     ///< the user, or the authorization server, said no
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
      case errc::malformed_token: return "malformed token";
      case errc::untrusted_token: return "token not trusted";
      case errc::unknown_key: return "token signed with an unknown key";
      case errc::expired_token: return "token expired";
      case errc::early_token: return "token not valid yet";
      case errc::foreign_token: return "token of another issuer or for another audience";
      case errc::incomplete_token: return "token without a required claim";
      case errc::bad_key_set: return "not a key set";
      case errc::keys_unavailable: return "keys not available";
      case errc::unsafe_endpoint: return "unsafe endpoint";
      case errc::state_mismatch: return "state of the callback is not ours";
      case errc::login_expired: return "nobody logged in in time";
      case errc::consent_needed: return "the user has to consent";
      case errc::consent_failed: return "the consent failed";
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
      case errc::rejected:
      case errc::consent_needed:
      case errc::consent_failed: return make_error_condition(condition::refused);
      case errc::service_failed: return make_error_condition(condition::unreachable);
      case errc::answer_not_understood:
      case errc::signature_malformed: return make_error_condition(condition::not_understood);
      case errc::signature_mismatch:
      case errc::signature_expired: return make_error_condition(condition::not_trusted);
      case errc::malformed_token:
      case errc::incomplete_token:
      case errc::bad_key_set: return make_error_condition(condition::not_understood);
      case errc::untrusted_token:
      case errc::unknown_key:
      case errc::expired_token:
      case errc::early_token:
      case errc::foreign_token:
      case errc::unsafe_endpoint:
      case errc::state_mismatch: return make_error_condition(condition::not_trusted);
      case errc::keys_unavailable: return make_error_condition(condition::unreachable);
      case errc::login_expired: return make_error_condition(condition::timed_out);
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

namespace detail {
inline failure fail(errc code, std::string message) { return failure{make_error_code(code), std::move(message)}; }
}  // namespace detail

}  // namespace credentials
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::credentials::errc> : std::true_type {};
