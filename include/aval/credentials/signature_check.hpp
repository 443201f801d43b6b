// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/result.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/credentials/signer_v1.hpp"
#include "aval/credentials/signer_v3.hpp"

/*  The other side of V3 and V1: for servers that stand in for the cloud, in tests and behind gateways. Who keeps the keys, remembers the
 *  nonces and knows which token belongs to which key is the caller's business. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** The Authorization header of V3. */
struct v3_authorization {
  std::string access_key_id = {};
  std::vector<std::string> signed_headers = {};  // lower case, sorted, none twice
  std::string signature = {};                    // 64 digits
};

/** Reads it; nothing when it is not exactly what a V3 signer writes: fields in this order without spaces, header names in lower case
 *  and in order, 64 lower-case hexadecimal digits. */
inline std::optional<v3_authorization> parse_v3_authorization(std::string_view header) {
  const auto cut = [&](std::string_view prefix) {
    if (!header.starts_with(prefix)) return false;
    header.remove_prefix(prefix.size());
    return true;
  };
  const auto until = [&](char c) {
    const std::string_view out = header.substr(0, header.find(c));
    header.remove_prefix(out.size());
    return out;
  };
  v3_authorization out;
  if (!cut("ACS3-HMAC-SHA256 Credential=")) return std::nullopt;
  out.access_key_id = until(',');
  if (out.access_key_id.empty() || !cut(",SignedHeaders=")) return std::nullopt;
  std::string_view names = until(',');
  if (!cut(",Signature=") || header.size() != 64) return std::nullopt;
  for (const char c : header) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
  }
  out.signature = header;
  for (;;) {
    const std::string_view name = names.substr(0, names.find(';'));
    if (!net::detail::is_token(name) || detail::lower_case(name) != name) return std::nullopt;
    if (!out.signed_headers.empty() && !(out.signed_headers.back() < name)) return std::nullopt;
    out.signed_headers.emplace_back(name);
    if (name.size() == names.size()) return out;
    names.remove_prefix(name.size() + 1);
  }
}

struct signature_check_options {
  std::chrono::seconds skew = std::chrono::minutes(15);  // how far the date of a signature may be from `now`, both ways
};

namespace detail {
/** Whole seconds: in nanoseconds the distance may be out of range. */
inline bool near(std::chrono::system_clock::time_point now, timestamp date, std::chrono::seconds skew) {
  const auto distance = std::chrono::floor<std::chrono::seconds>(now) - std::chrono::floor<std::chrono::seconds>(date);
  return distance <= skew && -distance <= skew;
}
}  // namespace detail

/** Whether a request is signed by this secret: the date, the hash of the body, the headers that must be among the signed ones (host,
 *  content-type if there is one, every x-acs-*), the signature. `fields` are all header fields as they came, Host among them.
 *  @par Errors  errc::signature_malformed, signature_expired, signature_mismatch; the message says what, and never repeats a value. */
inline result<void> check_v3(const v3_authorization& authorization, std::string_view method, std::string_view target, const net::headers& fields,
                             std::string_view body, const secret& access_key_secret, std::chrono::system_clock::time_point now,
                             signature_check_options options = {}) {
  const auto bad = [](errc code, std::string what) { return result<void>(failure{make_error_code(code), std::move(what)}); };
  const auto is_signed = [&](std::string_view name) {
    return std::binary_search(authorization.signed_headers.begin(), authorization.signed_headers.end(), name);
  };
  detail::field_list list;
  for (const auto f : fields) {
    const std::string name = detail::lower_case(f.name);
    const bool needed = name == "host" || name == "content-type" || name.starts_with("x-acs-");
    if (is_signed(name)) list.add(f.name, f.value);
    else if (needed) return bad(errc::signature_malformed, "the header " + name + " is not signed");
  }
  for (const std::string& name : authorization.signed_headers) {
    if (!fields.contains(name)) return bad(errc::signature_malformed, "a signed header is missing");
  }
  const auto date = parse_rfc3339(fields.find("x-acs-date").value_or(""));
  const auto hash = fields.find("x-acs-content-sha256");
  if (!is_signed("host") || !date || !hash || !fields.contains("x-acs-signature-nonce"))
    return bad(errc::signature_malformed, "host, x-acs-date, x-acs-content-sha256 or x-acs-signature-nonce is missing");
  if (!detail::near(now, *date, options.skew)) return bad(errc::signature_expired, "x-acs-date");
  const auto path = detail::canonical_path(detail::path_of(target));
  const auto query = detail::canonical_query(detail::query_of(target), false);
  if (!path || !query) return bad(errc::signature_malformed, "the target is not well encoded");
  if (detail::hex_sha256(body) != *hash) return bad(errc::signature_mismatch, "x-acs-content-sha256 is not the hash of the body");
  list.sort();
  const std::string canonical = detail::v3_canonical_request(method, *path, *query, list, list.names(), *hash);
  if (!equal_constant_time(detail::v3_signature(canonical, access_key_secret.reveal()), authorization.signature))
    return bad(errc::signature_mismatch, "Signature");
  return {};
}

/** The same for V1: query and form as they came. Names that come twice are refused: two readers could see two calls.
 *  @par Errors  as check_v3 */
inline result<void> check_v1(std::string_view method, std::string_view query, std::string_view form, const secret& access_key_secret,
                             std::chrono::system_clock::time_point now, signature_check_options options = {}) {
  const auto bad = [](errc code, std::string what) { return result<void>(failure{make_error_code(code), std::move(what)}); };
  const auto in_query = parse_parameters(query), in_form = parse_parameters(form);
  if (!in_query || !in_form) return bad(errc::signature_malformed, "the parameters are not well encoded");
  parameters all;
  std::vector<std::string_view> names;
  std::string given;
  for (const parameters* part : {&*in_query, &*in_form}) {
    for (const auto& i : part->items()) {
      names.push_back(i.name);
      if (i.name == "Signature") given = i.value;
      else all.add(i.name, std::string_view(i.value));
    }
  }
  std::sort(names.begin(), names.end());
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) return bad(errc::signature_malformed, "a parameter comes twice");
  const std::string* method_name = all.find("SignatureMethod");
  const std::string* stamp = all.find("Timestamp");
  const auto date = stamp != nullptr ? parse_rfc3339(*stamp) : std::nullopt;
  if (given.empty() || method_name == nullptr || *method_name != "HMAC-SHA1" || !date || all.find("SignatureNonce") == nullptr)
    return bad(errc::signature_malformed, "Signature, SignatureMethod, SignatureNonce or Timestamp is missing");
  if (!detail::near(now, *date, options.skew)) return bad(errc::signature_expired, "Timestamp");
  if (!equal_constant_time(v1_signature(method, all, access_key_secret), given)) return bad(errc::signature_mismatch, "Signature");
  return {};
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
