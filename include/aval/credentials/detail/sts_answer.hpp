// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/credentials/cloud_credential.hpp"
#include "aval/credentials/error.hpp"
#include "aval/json/fields.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {
namespace detail {

/** A temporary credential as STS, the metadata service and Agent Identity write it. made_credential looks whether all is there. */
struct sts_triple {
  std::string access_key_id = {};
  secret access_key_secret = {}, security_token = {};
  std::string expiration = {};
};
struct sts_answer {
  sts_triple credentials = {};
  static constexpr auto json_rules = json::rules(json::all_required());
};

/** @par Exceptions  errc::answer_not_understood when a part is missing or the time is none; `source` is where it comes from. */
inline shared_credential made_credential(sts_triple t, std::string source) {
  const auto until = parse_rfc3339(t.expiration);
  if (t.access_key_id.empty() || t.access_key_secret.empty() || t.security_token.empty() || !until)
    throw error(errc::answer_not_understood, source + ": incomplete credential");
  auto out = std::make_shared<cloud_credential>(std::move(t.access_key_id), std::move(t.access_key_secret), std::move(t.security_token), until);
  out->source = std::move(source);
  return out;
}

}  // namespace detail
}  // namespace credentials
}  // namespace v0
}  // namespace aval
