// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/random.hpp"
#include "aval/credentials/cloud_credential.hpp"
#include "aval/credentials/detail/canonical.hpp"
#include "aval/net/http_message.hpp"

/*  ACS3-HMAC-SHA256, the V3 signature of Alibaba Cloud's OpenAPI (Agent Identity specification 2.2). No input or output, no clock and
 *  no chance of its own: the same arguments give the same bytes. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** What is called, and where. Views: for the length of one synchronous call. */
struct acs_action {
  std::string_view host = {};     // the Host header as it goes over the wire: ":port" unless it is the scheme's own
  std::string_view action = {};   // "GetResourceOAuth2Token"
  std::string_view version = {};  // "2025-11-27"
};

/** A nonce for one attempt: 32 hexadecimal digits. @par Exceptions  as random_source::fill. */
inline std::string make_nonce(const random_source& random = {}) {
  std::byte raw[16];
  random.fill(raw);
  return crypto::hex_encode(raw);
}

namespace detail {

/** The six parts of the V3 canonical request. Precondition: `fields` is sorted. */
inline std::string v3_canonical_request(std::string_view method, std::string_view path, std::string_view query, const field_list& fields,
                                        std::string_view signed_names, std::string_view payload_hash) {
  std::string out;
  out.reserve(1024);
  out.append(method).append(1, '\n').append(path).append(1, '\n').append(query).append(1, '\n');
  fields.append_lines(out);
  out.append(1, '\n').append(signed_names).append(1, '\n').append(payload_hash);
  return out;
}
inline std::string v3_signature(std::string_view canonical_request, std::string_view secret_text) {
  std::string text;
  text.reserve(17 + 64);
  text.append("ACS3-HMAC-SHA256\n").append(hex_sha256(canonical_request));
  return hex_hmac_sha256(secret_text, text);
}

}  // namespace detail

/** Signs a request: sets the x-acs-* headers and Authorization, for the method, target, Content-Type and body that it has now. Every
 *  x-acs-* header that is there already is signed too. For another attempt sign again, with a new nonce and the time of then.
 *  @par Exceptions  aval::error: errc::invalid_argument (of aval) when the target's percent signs are broken; credentials::errc::no_digest;
 *                   net::errc::invalid_header when a value can not stand in a header. */
inline void sign_v3(net::http_request& request, const acs_action& call, const cloud_credential& credential,
                    std::chrono::system_clock::time_point now, std::string_view nonce) {
  const auto path = detail::canonical_path(detail::path_of(request.target));
  const auto query = detail::canonical_query(detail::query_of(request.target), false);
  if (!path || !query) throw error(aval::errc::invalid_argument, "sign_v3: the request's target is not well encoded");
  const std::string hash = detail::hex_sha256(request.body);
  net::headers& h = request.headers;
  for (const char* old : {"authorization", "x-acs-accesskey-id", "x-acs-security-token"}) {
    if (h.contains(old)) h.erase(old);
  }
  h.set("x-acs-action", call.action);
  h.set("x-acs-version", call.version);
  h.set("x-acs-date", detail::signature_date(now));
  h.set("x-acs-signature-nonce", nonce);
  h.set("x-acs-content-sha256", hash);
  if (credential.temporary()) {
    h.set("x-acs-accesskey-id", credential.access_key_id);
    h.set("x-acs-security-token", credential.security_token.reveal());
  }
  detail::field_list fields;
  fields.add("host", call.host);
  for (const auto f : h) {
    if (detail::starts_ignoring_case(f.name, "x-acs-") || net::detail::equal_ignoring_case(f.name, "content-type")) fields.add(f.name, f.value);
  }
  fields.sort();
  const std::string names = fields.names();
  const std::string canonical = detail::v3_canonical_request(request.method, *path, *query, fields, names, hash);
  std::string authorization;
  authorization.reserve(150 + credential.access_key_id.size() + names.size());
  authorization.append("ACS3-HMAC-SHA256 Credential=").append(credential.access_key_id).append(",SignedHeaders=").append(names);
  authorization.append(",Signature=").append(detail::v3_signature(canonical, credential.access_key_secret.reveal()));
  h.add("Authorization", authorization);
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
