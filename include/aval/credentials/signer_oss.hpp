// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "aval/credentials/cloud_credential.hpp"
#include "aval/credentials/detail/canonical.hpp"
#include "aval/net/http_message.hpp"

/*  OSS4-HMAC-SHA256 in the header, the V4 signature of Alibaba Cloud's object store (Agent Identity specification 4.8). */

namespace aval {
inline namespace v0 {
namespace credentials {

/** An object, a bucket (empty key) or the service (empty bucket too). Views: for the length of one synchronous call. */
struct oss_resource {
  std::string_view region = {};  // "cn-hangzhou"
  std::string_view bucket = {};
  std::string_view key = {};     // the name as it is, not encoded: "docs/hello world.txt"
};

/** Signs a request for https://BUCKET.oss-REGION.aliyuncs.com: sets its path to the encoded key (the query stays), x-oss-date,
 *  x-oss-content-sha256 (UNSIGNED-PAYLOAD, so that bodies may be streamed; TLS protects them), the token of a temporary credential, and
 *  Authorization. Signed are Content-Type, Content-MD5, every x-oss-* header and those of `additional` that the request has.
 *  @par Exceptions  as sign_v3 */
inline void sign_oss_v4(net::http_request& request, const oss_resource& what, const cloud_credential& credential,
                        std::chrono::system_clock::time_point now, const std::vector<std::string>& additional = {}) {
  const std::string_view raw_query = detail::query_of(request.target);
  const auto query = detail::canonical_query(raw_query, true);
  if (!query) throw error(aval::errc::invalid_argument, "sign_oss_v4: the request's query is not well encoded");
  const std::string key_path = detail::encode_path(what.key);
  std::string date;  // YYYYMMDDThhmmssZ
  for (const char c : detail::signature_date(now)) {
    if (c != '-' && c != ':') date += c;
  }
  const std::string day = date.substr(0, 8);
  request.target = "/" + key_path + (raw_query.empty() ? std::string() : "?" + std::string(raw_query));
  net::headers& h = request.headers;
  h.erase("authorization");
  h.set("x-oss-date", date);
  h.set("x-oss-content-sha256", "UNSIGNED-PAYLOAD");
  h.erase("x-oss-security-token");
  if (credential.temporary()) h.set("x-oss-security-token", credential.security_token.reveal());

  std::vector<std::string> more;  // names in lower case that are not signed anyway
  for (const std::string& name : additional) {
    std::string n = detail::lower_case(name);
    if (n != "content-type" && n != "content-md5" && !n.starts_with("x-oss-") && h.contains(n)) more.push_back(std::move(n));
  }
  std::sort(more.begin(), more.end());
  more.erase(std::unique(more.begin(), more.end()), more.end());
  detail::field_list fields;
  for (const auto f : h) {
    const std::string name = detail::lower_case(f.name);
    if (name == "content-type" || name == "content-md5" || name.starts_with("x-oss-") || std::binary_search(more.begin(), more.end(), name))
      fields.add(f.name, f.value);
  }
  fields.sort();
  std::string additional_names;
  for (const std::string& name : more) additional_names += (additional_names.empty() ? "" : ";") + name;

  std::string canonical = request.method + "\n/";
  if (!what.bucket.empty()) canonical += net::percent_encode(what.bucket) + "/" + key_path;
  canonical += "\n" + *query + "\n";
  fields.append_lines(canonical);
  canonical += "\n" + additional_names + "\nUNSIGNED-PAYLOAD";

  const std::string scope = day + "/" + std::string(what.region) + "/oss/aliyun_v4_request";
  std::string first_key = "aliyun_v4" + std::string(credential.access_key_secret.reveal());
  const auto hmac = [](std::string_view key, std::string_view text) { return detail::needed(crypto::hmac_sha256_openssl(key, text)); };
  auto signing_key = hmac(first_key, day);
  wipe(first_key.data(), first_key.size());
  for (const std::string_view part : {what.region, std::string_view("oss"), std::string_view("aliyun_v4_request")})
    signing_key = hmac(as_text(signing_key), part);
  const auto signature = hmac(as_text(signing_key), "OSS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + detail::hex_sha256(canonical));
  wipe(signing_key.data(), signing_key.size());
  h.add("Authorization", "OSS4-HMAC-SHA256 Credential=" + credential.access_key_id + "/" + scope +
                             (additional_names.empty() ? std::string() : ",AdditionalHeaders=" + additional_names) +
                             ",Signature=" + crypto::hex_encode(signature));
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
