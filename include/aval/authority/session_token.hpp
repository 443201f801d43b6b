// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aval/authority/detail/json_out.hpp"
#include "aval/authority/errors.hpp"
#include "aval/authority/words.hpp"
#include "aval/core/bytes.hpp"
#include "aval/core/result.hpp"
#include "aval/core/secret.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/hmac.hpp"
#include "aval/json/read.hpp"

/*  Session tokens of people: JSON Web Tokens (RFC 7519) with HMAC-SHA-256 and nothing else (AIM specification 1.8). The algorithm is
 *  ours to choose, never the token's: a header that names another one, "none" among them, is refused before anything is computed.
 *  Access, refresh and session tokens differ in the claim "use", so none passes for another. */

namespace aval {
inline namespace v0 {
namespace authority {

enum class token_use : std::uint8_t { access, refresh, session };  // the last one stands in a cookie only
constexpr std::string_view to_text(token_use v) noexcept { return v == token_use::access ? "access" : v == token_use::refresh ? "refresh" : "session"; }

/** What a token says. Times are whole seconds. */
struct token_claims {
  uuid user = {};
  uuid organization = {};
  std::string email = {};
  authority::role role = authority::role::viewer;
  token_use use = token_use::access;
  bool sdk = false;                ///< a refresh token of a downloaded SDK
  uuid id = {};                    ///< jti
  std::chrono::sys_seconds issued_at = {};
  std::chrono::sys_seconds expires_at = {};
};

inline constexpr std::string_view dashboard_issuer = "agent-identity-management";
inline constexpr std::string_view sdk_issuer = "agent-identity-management-sdk";

namespace detail {
struct token_header {
  std::string alg = {};
  std::optional<std::string> typ = {};
};
struct token_payload {
  std::string user_id = {};
  std::string organization_id = {};
  std::string email = {};
  std::string role = {};
  std::string use = {};
  std::string iss = {};
  std::string sub = {};
  std::string jti = {};
  std::int64_t iat = 0;
  std::int64_t nbf = 0;
  std::optional<std::int64_t> exp = {};
};
}  // namespace detail

/** Signs. The same claims and secret always give the same text. */
inline std::string write_token(const token_claims& c, const secret& key) {
  std::string payload;
  detail::object_out out(payload);
  out.text("email", c.email).number("exp", c.expires_at.time_since_epoch().count()).number("iat", c.issued_at.time_since_epoch().count());
  out.text("iss", c.sdk ? sdk_issuer : dashboard_issuer).id("jti", c.id).number("nbf", c.issued_at.time_since_epoch().count());
  out.id("organization_id", c.organization).text("role", to_text(c.role)).id("sub", c.user);
  out.text("use", to_text(c.use)).id("user_id", c.user).end();
  std::string token = crypto::base64url_encode(as_bytes(R"({"alg":"HS256","typ":"JWT"})"));
  token += '.';
  crypto::base64url_append(token, as_bytes(payload));
  const auto mac = crypto::hmac_sha256(key.reveal(), token);
  token += '.';
  crypto::base64url_append(token, mac);
  return token;
}

/** Checks a token's form, algorithm, signature, times and use. The message of the error never repeats the token.
 *  @param ignore_expiry  for those who revoke: an expired token of ours still names its family. */
inline result<token_claims> read_token(std::string_view token, token_use use, const secret& key, timestamp now, bool ignore_expiry = false) {
  const auto refuse = [](const char* why) { return failure{make_error_code(errc::bad_token), why}; };
  if (token.size() > 4096) return refuse("the token is too long");
  const auto first = token.find('.');
  const auto second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return refuse("the token does not have three parts");
  const auto header_bytes = crypto::base64url_decode(token.substr(0, first));
  if (!header_bytes) return refuse("the token's header is not base64url");
  const auto header = json::read<detail::token_header>(as_text(*header_bytes));
  if (!header) return refuse("the token's header is not JSON");
  if (header->alg != "HS256") return refuse("the token's algorithm is not HS256");
  if (header->typ && *header->typ != "JWT") return refuse("the token's type is not JWT");
  const auto mac = crypto::base64url_decode(token.substr(second + 1));
  if (!mac || !equal_constant_time(*mac, crypto::hmac_sha256(key.reveal(), token.substr(0, second)))) return refuse("the token's signature is wrong");
  const auto payload_bytes = crypto::base64url_decode(token.substr(first + 1, second - first - 1));
  if (!payload_bytes) return refuse("the token's payload is not base64url");
  const auto payload = json::read<detail::token_payload>(as_text(*payload_bytes));
  if (!payload) return refuse("the token's payload is not JSON of the expected form");

  const std::int64_t at = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  if (!payload->exp) return refuse("the token has no expiry");
  if (!ignore_expiry && at >= *payload->exp) return refuse("the token has expired");
  if (at < payload->nbf - 60) return refuse("the token is not valid yet");
  if (payload->use != to_text(use)) return refuse("the token was made for another use");
  token_claims c;
  const auto user = parse_uuid(payload->user_id), organization = parse_uuid(payload->organization_id), id = parse_uuid(payload->jti);
  const auto rights = parse_role(payload->role);
  if (!user || !organization || !id || !rights || payload->sub != payload->user_id) return refuse("the token's claims are not usable");
  if (payload->iss != dashboard_issuer && payload->iss != sdk_issuer) return refuse("the token was issued by somebody else");
  c.user = *user;
  c.organization = *organization;
  c.id = *id;
  c.email = payload->email;
  c.role = *rights;
  c.use = use;
  c.sdk = payload->iss == sdk_issuer;
  c.issued_at = std::chrono::sys_seconds(std::chrono::seconds(payload->iat));
  c.expires_at = std::chrono::sys_seconds(std::chrono::seconds(*payload->exp));
  return c;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
