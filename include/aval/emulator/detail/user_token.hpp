// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "aval/credentials/jwt.hpp"
#include "aval/emulator/detail/state.hpp"
#include "aval/json/write.hpp"

/*  Tokens of users (JWT). Where the keys of the issuer are known the signature is checked; issuer, audience and times always are. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** The issuer behind a discovery URL (OpenID Connect Discovery 4). */
inline std::string issuer_of(std::string_view discovery_url) {
  return std::string(discovery_url.substr(0, discovery_url.find("/.well-known/")));
}

/** Claims of a token whose signature nobody can check: the same rules without it. */
inline result<credentials::jwt_claims> read_unproven(std::string_view token, const credentials::jwt_options& who, timestamp now) {
  const auto bad = [](const char* why) { return failure{make_error_code(credentials::errc::malformed_token), why}; };
  const auto parts = credentials::read_jws(token);
  if (!parts) return parts.error();
  auto all = json::parse(as_text(parts->payload), {.max_size = 16 * 1024, .max_depth = 32});
  if (!all || !all->is_object()) return bad("the claims are no JSON object");
  credentials::jwt_claims out;
  const json::value& v = *all;
  const auto* const issuer = v["iss"].if_string();
  const auto* const subject = v["sub"].if_string();
  const auto expires = credentials::detail::numeric_date(v["exp"]);
  if (issuer == nullptr || *issuer != who.issuer) return bad("the token is of another issuer");
  if (subject == nullptr || subject->empty()) return bad("the token has no subject");
  if (!expires) return bad("the token has no expiry");
  if (now >= *expires + who.leeway) return bad("the token is expired");
  for (const char* name : {"nbf", "iat"}) {
    if (!v.contains(name)) continue;
    const auto at = credentials::detail::numeric_date(v[name]);
    if (!at || now < *at - who.leeway) return bad("the token is not valid yet");
  }
  any_text(v["aud"], [&](const std::string& a) { return out.audiences.push_back(a), false; });
  const bool ours = std::any_of(out.audiences.begin(), out.audiences.end(),
                                [&](const std::string& a) { return std::find(who.audiences.begin(), who.audiences.end(), a) != who.audiences.end(); });
  if (!ours) return bad("the token is for another audience");
  out.issuer = *issuer;
  out.subject = *subject;
  return out;
}

/** The user whom a token names. `parameter` names it in the refusal. */
inline end_user check_user_token(const std::string& token, std::string_view parameter, std::string issuer, std::vector<std::string> audiences,
                                 const std::string& keys, timestamp now) {
  if (audiences.empty()) refuse_parameter(parameter, "The identity provider allows no audience.");
  credentials::jwt_options who;
  who.issuer = std::move(issuer);
  who.audiences = std::move(audiences);
  result<credentials::jwt_claims> claims = failure{};
  if (keys.empty()) {
    claims = read_unproven(token, who, now);
  } else {
    const auto set = credentials::parse_jwk_set(keys);
    if (!set) refuse_parameter(parameter, "The keys of the identity provider cannot be read.");
    claims = credentials::basic_jwt_checker<>(std::move(who)).check(token, *set, now);
  }
  if (!claims) refuse_parameter(parameter, "The token is not accepted: " + claims.error().message + ".");
  end_user out;
  out.how = end_user::kind::by_token;
  out.issuer = claims->issuer;
  out.subject = claims->subject;
  out.audiences = json::write(claims->audiences);
  return out;
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
