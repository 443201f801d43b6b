// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/error.hpp"

/*  What calls to an AIM authority throw (AIM specification, part 5).
 *
 *  aval::error
 *   +- aim::error                    http_status, code, request_id, endpoint
 *       +- authentication_error      the authority does not accept who we are: key, credential, role
 *       +- verification_error        the action may not run: denied, expired, or an answer nobody can act on
 *       +- connection_error          nobody answered, or the peer's certificate was not accepted
 *       +- timeout_error             our own deadline, the authority's 408/504, or a human who did not decide in time
 *       +- rate_limit_error          429 after the retries
 *       +- configuration_error       no credential at all, an unusable option, a spool that is full
 *       +- server_error              every other answer, and answers that make no sense
 *
 *  The guide's names (AIMAuthenticationError ...) are aliases at the end of this file, in namespace aval.
 *  Text written by the authority is in peer_text(), cut to 500 bytes and without control characters. */

namespace aval {
inline namespace v0 {
namespace aim {

enum class errc {
  not_authenticated = 1,  ///< 401, or 403 that is not a decision: credential, role, organisation
  invalid_key,            ///< the private key cannot be read or does not belong to the public key
  denied,                 ///< the authority (or a human) said no
  expired,                ///< the approval or the question is no longer valid
  unknown_status,         ///< a decision whose status nobody can act on; never run
  approval_timed_out,     ///< nobody decided in time
  request_timed_out,      ///< the authority did not answer in time
  rate_limited,           ///< 429 after the retries
  unavailable,            ///< 502 or 503 after the retries, or nobody answered
  no_credential,          ///< no key, API key or token with which the agent could be registered
  invalid_configuration,  ///< an option or a configuration value cannot be used; the message names it
  spool_full,             ///< reports could not be delivered for so long that no more guarded calls are taken
  rejected,               ///< another 4xx or 5xx answer
  invalid_answer,         ///< not JSON, not the expected shape, or too large
  not_rendered            ///< a report cannot be written in the format that was asked for
};

namespace detail {
class aim_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.aim"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::not_authenticated: return "authentication failed";
      case errc::invalid_key: return "Invalid private key";
      case errc::denied: return "action denied";
      case errc::expired: return "approval expired";
      case errc::unknown_status: return "the answer's status is not known";
      case errc::approval_timed_out: return "nobody approved the action in time";
      case errc::request_timed_out: return "request timed out";
      case errc::rate_limited: return "rate limit exceeded";
      case errc::unavailable: return "authority unavailable";
      case errc::no_credential: return "no credential";
      case errc::invalid_configuration: return "invalid configuration";
      case errc::spool_full: return "the spool of undelivered reports is full";
      case errc::rejected: return "request rejected";
      case errc::invalid_answer: return "invalid response";
      case errc::not_rendered: return "the report cannot be written in this format";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::not_authenticated:
      case errc::denied:
      case errc::expired:
      case errc::rate_limited:
      case errc::rejected: return make_error_condition(condition::refused);
      case errc::approval_timed_out:
      case errc::request_timed_out: return make_error_condition(condition::timed_out);
      case errc::unavailable: return make_error_condition(condition::unreachable);
      case errc::unknown_status:
      case errc::invalid_answer: return make_error_condition(condition::not_understood);
      default: return {value, *this};
    }
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::aim_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

/** Where an error comes from. */
struct error_origin {
  int http_status = 0;            ///< 0: there was no answer
  std::string code = {};          ///< the authority's own word, for example "executionOutcomeNotAccepted"
  std::string request_id = {};    ///< the authority's number for this request, for its administrator
  std::string endpoint = {};      ///< "POST https://aim.example.com/api/v1/sdk-api/verifications"
};

/** Base of everything an AIM call throws. code() is of category(), or of the network for connection errors. */
class error : public aval::error {
 public:
  explicit error(std::error_code ec, std::string context = {}, std::string peer_text = {}, error_origin origin = {})
      : aval::error(ec, std::move(context), std::move(peer_text)), origin_(std::move(origin)) {}
  int http_status() const noexcept { return origin_.http_status; }
  const std::string& server_code() const noexcept { return origin_.code; }
  const std::string& request_id() const noexcept { return origin_.request_id; }
  const std::string& endpoint() const noexcept { return origin_.endpoint; }
  const error_origin& origin() const noexcept { return origin_; }

 private:
  error_origin origin_;
};

class authentication_error : public error {
 public:
  using error::error;
};

/** The action was not permitted, so it was not run. */
class verification_error : public error {
 public:
  explicit verification_error(std::error_code ec, std::string context, std::string status, std::string reason,
                              std::string verification_id, error_origin origin = {})
      : error(ec, std::move(context), reason, std::move(origin)), status_(std::move(status)), reason_(std::move(reason)),
        verification_id_(std::move(verification_id)) {}
  /** "denied", "expired", "pending", or the word that was not understood. */
  const std::string& status() const noexcept { return status_; }
  /** Why, in the authority's words, made printable. */
  const std::string& reason() const noexcept { return reason_; }
  /** Empty when the authority gave none. */
  const std::string& verification_id() const noexcept { return verification_id_; }

 private:
  std::string status_, reason_, verification_id_;
};

class connection_error : public error {
 public:
  using error::error;
};

/** Which clock ran out. */
enum class timeout_kind {
  request,  ///< one exchange with the authority
  approval  ///< the wait for a human
};

class timeout_error : public error {
 public:
  explicit timeout_error(std::error_code ec, std::string context = {}, std::string peer_text = {}, error_origin origin = {},
                         timeout_kind kind = timeout_kind::request, std::string verification_id = {})
      : error(ec, std::move(context), std::move(peer_text), std::move(origin)), kind_(kind),
        verification_id_(std::move(verification_id)) {}
  timeout_kind kind() const noexcept { return kind_; }
  /** For timeout_kind::approval: the question that is still open at the authority. */
  const std::string& verification_id() const noexcept { return verification_id_; }

 private:
  timeout_kind kind_;
  std::string verification_id_;
};

class rate_limit_error : public error {
 public:
  explicit rate_limit_error(std::error_code ec, std::string context = {}, std::string peer_text = {}, error_origin origin = {},
                            std::chrono::seconds retry_after = {})
      : error(ec, std::move(context), std::move(peer_text), std::move(origin)), retry_after_(retry_after) {}
  /** How long the authority asked to wait; zero when it did not say. */
  std::chrono::seconds retry_after() const noexcept { return retry_after_; }

 private:
  std::chrono::seconds retry_after_;
};

class configuration_error : public error {
 public:
  using error::error;
};

class server_error : public error {
 public:
  using error::error;
};

}  // namespace aim

// the guide's spellings
using AIMError = aim::error;
using AIMAuthenticationError = aim::authentication_error;
using AIMVerificationError = aim::verification_error;
using AIMConnectionError = aim::connection_error;
using AIMTimeoutError = aim::timeout_error;
using AIMRateLimitError = aim::rate_limit_error;
using AIMConfigurationError = aim::configuration_error;
using AIMServerError = aim::server_error;

}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::aim::errc> : std::true_type {};
