// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/clock.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/random.hpp"
#include "aval/core/secret.hpp"
#include "aval/net/http_server.hpp"

namespace aval {
inline namespace v0 {
namespace emulator {

/** How the emulator shows itself to clients. */
enum class transport : std::uint8_t {
  self_signed,  ///< HTTPS with a certificate of its own, made at each start, for loopback and for the host names of the products
  given,        ///< HTTPS with http.tls.certificate_pem / private_key_pem (or their files)
  plain         ///< HTTP
};

/** Who decides about a consent. */
enum class consent_answer : std::uint8_t {
  ask,      ///< a person, on the page behind the authorization URL
  approve,  ///< nobody: the page approves by itself and redirects at once
  deny
};

struct cloud_options {
  std::string listen = "127.0.0.1:0";                          // IP address and port; port 0: any free one
  emulator::transport transport = emulator::transport::self_signed;
  net::server_options http = {};                               // limits, time-outs, certificate
  std::string public_url = {};                                 // where browsers find it, the beginning of authorization URLs; empty: url()
  std::string account = "123456789012";                        // number of the account that the first key belongs to
  std::string access_key_id = "testAccessKeyId";               // a pair for tests, nobody's secret
  std::string access_key_secret = "testAccessKeySecret";
  std::string region = "cn-beijing";                           // stands in every ARN and in the host names
  std::chrono::seconds workload_token_lifetime{300};           // of workload access tokens
  std::chrono::seconds consent_lifetime{600};                  // of an authorization URL: how long a user may take
  std::chrono::seconds oauth2_token_lifetime{7200};            // of access tokens in the vault; afterwards the vault hands out a fresh one
  std::chrono::seconds skew{900};                              // how far the date of a signature may be off, both ways
  bool control_interface = true;                               // /_emulator/..., for this machine only
  clock_source clock = {};                                     // for every date and expiry
  random_source random = {};                                   // for keys, tokens and ids
  log_hooks log = {};                                          // one line for each call: action, who, answer, request id; never a token
};

/** A pair that signs calls. */
struct access_key_seed {
  std::string id = {};
  secret key = {};             // the AccessKeySecret
  std::string account = {};    // empty: cloud_options.account
  std::string user = {};       // a RAM user of the account; empty: the account itself
  std::string policy = {};     // RAM policy document of that user; empty: may do everything
};

struct workload_identity_seed {
  std::string name = {};
  std::vector<std::string> return_urls = {};  // AllowedResourceOAuth2ReturnURLs
  std::string identity_provider = {};         // name of one that exists
  std::string role_arn = {};                  // empty: a role is made for it, as the command-line tool does
  std::string description = {};
  std::string account = {};
};

/** A server that signs the users' tokens. */
struct identity_provider_seed {
  std::string name = {};
  std::string discovery_url = {};             // ".../.well-known/openid-configuration"; the issuer is what stands before
  std::vector<std::string> audiences = {};
  std::string keys = {};                      // JSON Web Key Set; empty: issuer, audience and times are checked, the signature is not
  bool for_roles = false;                     // an OIDC provider of RAM (AssumeRoleWithOIDC) instead of one for workload identities
  std::string account = {};
};

struct oauth2_provider_seed {
  std::string name = {};
  std::string vendor = "Custom";
  std::string account = {};
};

struct api_key_seed {
  std::string name = {};
  secret key = {};
  std::string account = {};
};

/** A user who has consented before: the vault holds a token. Neither an id nor issuer and subject: the workload for itself. */
struct consent_seed {
  std::string provider = {};
  std::string user_id = {};
  std::string issuer = {}, subject = {};      // of the user's JWT
  std::vector<std::string> scopes = {};       // that were consented to; empty: all
  secret access_token = {};                   // empty: made up
  std::string account = {};
};

enum class fault_kind : std::uint8_t {
  throttle,                ///< 400 with the code Throttling.User
  throttle_429,            ///< status 429, and a code that does not say so
  unavailable,             ///< 503 ServiceUnavailable
  internal_error,          ///< 500 InternalError
  slow,                    ///< the right answer after `wait`
  drop,                    ///< the connection is closed, nothing was done
  drop_after,              ///< it was done, and the connection is closed instead of the answer
  expired_workload_token,  ///< 400 InvalidParameter.WorkloadAccessToken, for actions that take one
  failed_session,          ///< the session that GetResourceOAuth2Token asks about becomes FAILED
  ok_with_code             ///< 200 with `Code` and `Message` in place of what was asked for
};

/** The name of a kind, as the control interface spells it. */
inline std::string_view to_text(fault_kind kind) noexcept {
  constexpr std::string_view names[] = {"throttle", "throttle_429", "unavailable", "internal_error", "slow",
                                        "drop", "drop_after", "expired_workload_token", "failed_session", "ok_with_code"};
  return names[static_cast<std::size_t>(kind)];
}
inline std::optional<fault_kind> parse_fault_kind(std::string_view text) noexcept {
  for (int i = 0; i <= static_cast<int>(fault_kind::ok_with_code); ++i) {
    if (to_text(static_cast<fault_kind>(i)) == text) return static_cast<fault_kind>(i);
  }
  return std::nullopt;
}

/** Something that goes wrong. It meets calls whose signature was good, in the order in which faults were injected. */
struct fault {
  fault_kind kind = fault_kind::unavailable;
  std::string action = {};                 // "GetResourceAPIKey"; empty: every action that it fits
  std::size_t times = 1;                   // how many calls it meets; 0: until the faults are cleared
  std::chrono::milliseconds wait{0};       // throttling: x-acs-retry-after, unless zero; slow: how long
  std::string code = {};                   // in place of the usual one
};

/** What expire() ends. */
struct expiry {
  bool workload_tokens = false;
  bool role_credentials = false;  // of STS
  bool sessions = false;          // consents that are pending
  bool oauth2_tokens = false;     // access tokens in the vault, which then hands out fresh ones
};

}  // namespace emulator
}  // namespace v0
}  // namespace aval
