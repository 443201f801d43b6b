// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "aval/credentials/signature_check.hpp"
#include "aval/emulator/detail/state.hpp"

/*  Who calls: the signature is checked before anything of the call is believed (Agent Identity specification 2.2, 2.3). A nonce counts as
 *  used only behind a good signature, so that nobody can burn the nonces of others. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

struct known_caller {
  const signing_key* key = nullptr;  // null: not signed
  std::string id = {};
};

/** The key, when the token that came with it is its own and its time is not over. */
inline const signing_key& find_key(const cloud_state& state, std::string_view id, std::string_view token) {
  const auto at = state.keys.find(id);
  if (at == state.keys.end()) throw refusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  const signing_key& key = at->second;
  if (key.temporary() && token.empty()) throw refusal(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
  if (!key.temporary() && !token.empty()) throw refusal(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
  if (key.temporary() && !equal_constant_time(key.token.reveal(), token))
    throw refusal(400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatches the AccessKey.");
  if (key.expires && *key.expires <= state.now()) throw refusal(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  return key;
}

[[noreturn]] inline void refuse_signature(const failure& why) {
  if (why.code == credentials::errc::signature_expired)
    throw refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired: " + why.message + ".");
  if (why.code == credentials::errc::signature_mismatch)
    throw refusal(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation: " + why.message + ".");
  throw refusal(400, "IncompleteSignature", "The request signature does not conform to the standards: " + why.message + ".");
}

/** YYYY-MM-DDThh:mm:ssZ and nothing else. */
inline void check_date(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[19] != 'Z' || !parse_rfc3339(text))
    throw refusal(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
}

inline known_caller check_signature(cloud_state& state, const api_call& call, const credentials::parameters& query) {
  const auto used = [&](const std::string& id, std::string_view nonce) {
    if (!state.take_nonce(id, std::string(nonce))) throw refusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  };
  const auto check_nonce = [](std::string_view nonce) {
    if (nonce.empty() || nonce.size() > 128) throw refusal(400, "IncompleteSignature", "The nonce of the signature is missing or too long.");
  };
  // two fields of one name: the signature covers both, and two readers could take different ones
  for (const auto f : *call.headers) {
    const std::string name = credentials::detail::lower_case(f.name);
    if ((name.starts_with("x-acs-") || name == "authorization" || name == "content-type" || name == "host") && call.headers->count(name) > 1)
      throw refusal(400, "IncompleteSignature", "The header " + name + " comes twice.");
  }
  credentials::signature_check_options options;
  options.skew = state.options.skew;
  const auto now = state.options.clock.now();

  if (const auto header = call.headers->find("authorization")) {
    const auto authorization = credentials::parse_v3_authorization(*header);
    if (!authorization) throw refusal(400, "IncompleteSignature", "The Authorization header is not one of ACS3-HMAC-SHA256.");
    const signing_key& key = find_key(state, authorization->access_key_id, call.header("x-acs-security-token"));
    const auto also = call.headers->find("x-acs-accesskey-id");
    if (also && *also != authorization->access_key_id) throw refusal(400, "InvalidAccessKeyId.NotFound", "x-acs-accesskey-id is not the key that signs.");
    check_date(call.header("x-acs-date"));
    const auto nonce = call.header("x-acs-signature-nonce");
    check_nonce(nonce);
    const auto good = credentials::check_v3(*authorization, call.method, call.target, *call.headers, call.body, key.key, now, options);
    if (!good) refuse_signature(good.error());
    used(authorization->access_key_id, nonce);
    return {&key, authorization->access_key_id};
  }
  if (query.find("Signature") != nullptr) {
    const auto text = [&](std::string_view name) {
      const std::string* found = query.find(name);
      return found != nullptr ? std::string_view(*found) : std::string_view();
    };
    const signing_key& key = find_key(state, text("AccessKeyId"), text("SecurityToken"));
    if (text("Action").empty() || text("Version").empty()) throw refusal(400, "IncompleteSignature", "Action and Version are not among what is signed.");
    if (text("SignatureVersion") != "1.0") throw refusal(400, "IncompleteSignature", "SignatureVersion is not 1.0.");
    check_date(text("Timestamp"));
    check_nonce(text("SignatureNonce"));
    const bool form = call.header("content-type").starts_with("application/x-www-form-urlencoded");
    if (!form && !call.body.empty()) throw refusal(400, "IncompleteSignature", "The body is no form, and so is not covered by the signature.");
    const auto good = credentials::check_v1(call.method, call.query, call.body, key.key, now, options);
    if (!good) refuse_signature(good.error());
    used(std::string(text("AccessKeyId")), text("SignatureNonce"));
    return {&key, std::string(text("AccessKeyId"))};
  }
  return {};
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
