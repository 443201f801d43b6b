// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "aval/credentials/cloud_credential.hpp"
#include "aval/net/headers.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {

/** Function Compute and AgentRun send rotating credentials with each request (Agent Identity specification 4.7). Anywhere else a client
 *  could write these headers himself, so nothing is read before the switch is turned. */
struct platform_header_options {
  bool behind_trusted_platform = false;  // true only where no request can reach the program except through the platform
  std::string access_key_id = "x-fc-access-key-id";
  std::string access_key_secret = "x-fc-access-key-secret";
  std::string security_token = "x-fc-security-token";
};

/** The credential of this request, for credential_provider::replace(), since it rotates; null unless the switch is on and each of the three
 *  headers is there once and not empty. */
inline shared_credential platform_credential(const net::headers& fields, const platform_header_options& options) {
  if (!options.behind_trusted_platform) return nullptr;
  for (const std::string* name : {&options.access_key_id, &options.access_key_secret, &options.security_token}) {
    if (fields.count(*name) != 1 || fields.find(*name)->empty()) return nullptr;
  }
  auto out = std::make_shared<cloud_credential>(std::string(*fields.find(options.access_key_id)), secret(*fields.find(options.access_key_secret)),
                                                secret(*fields.find(options.security_token)));
  out->source = "platform headers";
  return out;
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
