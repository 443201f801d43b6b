// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "aval/credentials/cloud_credential.hpp"
#include "aval/credentials/detail/canonical.hpp"
#include "aval/credentials/parameters.hpp"

/*  The V1 query signature (HMAC-SHA1) of Alibaba Cloud's OpenAPI, which STS AssumeRole in credential chains still uses, and the query of
 *  unsigned calls (Agent Identity specification 2.3 and 2.4). For everything else there is V3. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** What V1 signs. `all`: the parameters of query and form together, without Signature. */
inline std::string v1_string_to_sign(std::string_view method, const parameters& all) {
  return std::string(method) + "&%2F&" + net::percent_encode(all.query());
}

/** Base64 of HMAC-SHA1. @par Exceptions  aval::error(errc::no_digest) */
inline std::string v1_signature(std::string_view method, const parameters& all, const secret& access_key_secret) {
  std::string key(access_key_secret.reveal());
  key += '&';
  const auto mac = crypto::hmac_sha1_openssl(key, v1_string_to_sign(method, all));
  wipe(key.data(), key.size());
  return crypto::base64_encode_public(detail::needed(mac));
}

/** The query of a signed call: `query` with the common parameters, those of the credential and the signature. `form` is what the body
 *  will hold: signed, but not repeated here.
 *  @par Exceptions  aval::error(errc::no_digest) */
inline std::string v1_query(std::string_view method, std::string_view action, std::string_view version, parameters query, const parameters& form,
                            const cloud_credential& credential, std::chrono::system_clock::time_point now, std::string_view nonce) {
  query.add("Action", action).add("Version", version).add("Format", "JSON");
  query.add("AccessKeyId", credential.access_key_id).add("SignatureMethod", "HMAC-SHA1").add("SignatureVersion", "1.0");
  query.add("SignatureNonce", nonce).add("Timestamp", detail::signature_date(now));
  if (credential.temporary()) query.add_secret("SecurityToken", credential.security_token);
  parameters all = query;
  for (const auto& i : form.items()) all.add_secret(i.name, i.value);
  query.add("Signature", v1_signature(method, all, credential.access_key_secret));
  return query.query();
}

/** The query of a call that nobody signs: what is in the parameters proves who asks. */
inline std::string unsigned_query(std::string_view action, std::string_view version, parameters query, std::chrono::system_clock::time_point now,
                                  std::string_view nonce) {
  query.add("Action", action).add("Format", "json").add("Version", version);
  query.add("Timestamp", detail::signature_date(now)).add("SignatureNonce", nonce);
  return query.query();
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
