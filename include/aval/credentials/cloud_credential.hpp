// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "aval/core/secret.hpp"
#include "aval/core/timestamp.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {

/** An access key of Alibaba Cloud: a long-lived pair, or the temporary triple that STS hands out (Agent Identity specification 4.8). */
class cloud_credential {
 public:
  cloud_credential() = default;
  cloud_credential(std::string access_key_id, secret access_key_secret, secret security_token = {}, std::optional<timestamp> expiration = {})
      : access_key_id(std::move(access_key_id)), access_key_secret(std::move(access_key_secret)), security_token(std::move(security_token)),
        expiration(expiration) {}

  bool temporary() const noexcept { return !security_token.empty(); }

  std::string access_key_id = {};              ///< no secret: it stands in every signed request
  secret access_key_secret = {};
  secret security_token = {};                  ///< empty: a long-lived pair
  std::optional<timestamp> expiration = {};    ///< nothing: does not expire, or nobody said when
  std::string source = {};                     ///< where it comes from, for logs: "env", "profile:prod", "static"
};

/** How credentials are passed on and kept: one copy, wiped with its last holder. */
using shared_credential = std::shared_ptr<const cloud_credential>;

}  // namespace credentials
}  // namespace v0
}  // namespace aval
