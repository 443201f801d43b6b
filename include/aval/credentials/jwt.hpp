// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/core/error.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/credentials/error.hpp"
#include "aval/credentials/jwk.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/crypto/random.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/net/detail/http_chars.hpp"

/*  JSON Web Tokens (RFC 7519) in compact form (RFC 7515): checked against keys that the caller trusts, and signed with Ed25519. No I/O;
 *  jwt_verifier.hpp fetches the keys.
 *
 *      jwt_options who;
 *      who.issuer = "https://oauth.example";
 *      who.audiences = {"my-agent"};
 *      const jwt_checker checker(who);                                  // throws unless issuer and audience are named
 *      auto claims = checker.check(token, keys, clock.now());           // result<jwt_claims>
 *
 *  The rules are those of RFC 8725: the algorithm must be on our list and fit the key, whatever the header says; keys come from the set
 *  and never from the token (jku, jwk, x5u and x5c are not looked at); a critical extension is refused, because there is none that we
 *  know; a member that stands twice is refused; there is no unsigned and no symmetric token. Messages of errors never repeat the token. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** A token taken apart (RFC 7515 section 7.1). Nothing in it is proven before verify(). */
struct jws {
  jws_algorithm algorithm = jws_algorithm::rs256;
  std::string key_id = {};               ///< "kid"; empty: none
  std::string type = {};                 ///< "typ"; empty: none
  std::string_view signed_text = {};     ///< header and payload as they were signed; a view of the token
  std::vector<std::byte> payload = {};
  std::vector<std::byte> signature = {};

  /** Whether `key` has signed it. */
  [[nodiscard]] bool verify(const jwk& key) const noexcept { return key.verify(algorithm, signed_text, signature); }
};

/** Takes a token apart and looks at its header.
 *  @par Errors   errc::malformed_token: not three parts of unpadded base64url (empty ones included), a header that is not a JSON object,
 *                more than `max_size` bytes. errc::untrusted_token: an algorithm that is not one of jws_algorithm ("none" and HS256 among
 *                them), "crit", "b64".
 *  @par Lifetime  the result has a view of the token. */
template <class Lazy = void>  // compiled where it is used
result<jws> read_jws(std::string_view token, std::size_t max_size = 16 * 1024) {
  const auto malformed = [](const char* why) { return detail::fail(errc::malformed_token, why); };
  if (token.size() > max_size) return malformed("the token is too long");
  const std::size_t first = token.find('.');
  const std::size_t second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos || token.find('.', second + 1) != token.npos) return malformed("the token does not have three parts");
  if (first == 0) return malformed("the token has no header");
  const auto header_bytes = crypto::base64url_decode(token.substr(0, first));
  if (!header_bytes) return malformed("the token's header is not base64url");
  const auto header = json::parse(as_text(*header_bytes), json::limits{.max_size = max_size, .max_depth = 16});
  if (!header || !header->is_object()) return malformed("the token's header is not a JSON object without repeated members");

  jws out;
  const std::string* const name = (*header)["alg"].if_string();
  if (name == nullptr) return malformed("the token's header names no algorithm");
  const auto algorithm = parse_jws_algorithm(*name);
  if (!algorithm) return detail::fail(errc::untrusted_token, "the token's algorithm is none that is trusted");
  out.algorithm = *algorithm;
  // RFC 7515 4.1.11: who does not understand an extension refuses; no extension is understood. RFC 7797 wants "b64" among them
  if (header->contains("crit") || header->contains("b64")) return detail::fail(errc::untrusted_token, "the token has a critical extension");
  for (const auto& [member, to] : {std::pair("kid", &out.key_id), std::pair("typ", &out.type)}) {
    const json::value* const v = header->find(member);
    if (v == nullptr) continue;
    if (v->if_string() == nullptr) return malformed("a member of the token's header is no text");
    *to = *v->if_string();
  }
  auto payload = crypto::base64url_decode(token.substr(first + 1, second - first - 1));
  if (!payload) return malformed("the token's payload is not base64url");
  auto signature = crypto::base64url_decode(token.substr(second + 1));
  if (!signature) return malformed("the token's signature is not base64url");
  if (signature->empty()) return malformed("the token has no signature");
  out.payload = *std::move(payload);
  out.signature = *std::move(signature);
  out.signed_text = token.substr(0, second);
  return out;
}

/** What a checked token says. */
struct jwt_claims {
  std::string issuer = {};
  std::string subject = {};
  std::vector<std::string> audiences = {};
  std::string id = {};          ///< jti; empty: none
  std::string key_id = {};      ///< of the key that signed it; empty: none
  timestamp expires_at = {};
  std::optional<timestamp> issued_at = {};
  std::optional<timestamp> not_before = {};
  json::value all = {};         ///< the whole payload, for what else the issuer says ("act", "scope", ...)
};

/** Which tokens are good. */
struct jwt_options {
  std::string issuer = {};                   // "iss" must be exactly this; empty is refused
  std::vector<std::string> audiences = {};   // "aud" must hold one of these; none at all, or an empty one, is refused
  std::vector<jws_algorithm> algorithms = {jws_algorithm::rs256, jws_algorithm::rs384, jws_algorithm::rs512, jws_algorithm::ps256,
                                           jws_algorithm::ps384, jws_algorithm::ps512, jws_algorithm::es256, jws_algorithm::es384,
                                           jws_algorithm::es512, jws_algorithm::eddsa};
  std::chrono::seconds leeway{60};           // between the issuer's clock and ours; 0 to 10 minutes
  std::string type = {};                     // "typ" must be this ("at+jwt", RFC 9068), in any case, "application/" in front or not; empty: any
  std::size_t max_token = 16 * 1024;         // bytes
};

namespace detail {

inline bool same_media_type(std::string_view a, std::string_view b) noexcept {  // RFC 7515 4.1.9
  const auto short_form = [](std::string_view t) { return t.size() > 12 && t.substr(0, 12) == "application/" ? t.substr(12) : t; };
  return net::detail::equal_ignoring_case(short_form(a), short_form(b));
}

/** A NumericDate (RFC 7519 section 2): seconds since 1970, a fraction allowed. Nothing when it is no number, negative, or beyond the
 *  year 2261: our clocks end there. */
inline std::optional<timestamp> numeric_date(const json::value& v) noexcept {
  const auto number = v.if_double();
  if (!number || !(*number >= 0) || *number >= 9.2e9) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(*number);
  const auto nanoseconds = static_cast<std::int64_t>((*number - static_cast<double>(whole)) * 1e9);
  return timestamp(std::chrono::seconds(whole) + std::chrono::nanoseconds(nanoseconds));
}

}  // namespace detail

/** Checks tokens of one issuer. @par Threads  check() from any number at once. */
template <class Lazy = void>  // compiled where it is used
class basic_jwt_checker {
 public:
  /** @par Exceptions  aval::error(aval::errc::invalid_argument): no issuer, no audience, no algorithm, a leeway out of range. A checker
   *                    that would let everybody in can not be made. */
  explicit basic_jwt_checker(jwt_options options) : options_(std::move(options)) {
    const auto demand = [](bool good, const char* what) {
      if (!good) throw error(aval::errc::invalid_argument, what);
    };
    demand(!options_.issuer.empty(), "jwt_options::issuer is empty");
    demand(!options_.audiences.empty(), "jwt_options::audiences is empty");
    for (const auto& audience : options_.audiences) demand(!audience.empty(), "jwt_options::audiences has an empty one");
    demand(!options_.algorithms.empty(), "jwt_options::algorithms is empty");
    demand(options_.leeway.count() >= 0 && options_.leeway <= std::chrono::minutes(10), "jwt_options::leeway is not within 0 to 10 minutes");
  }

  /** The claims of a token that one of `keys` has signed, that is of our issuer, for us, and valid `now`: now < exp + leeway,
   *  nbf - leeway <= now, iat - leeway <= now.
   *  @par Errors  errc from malformed_token to incomplete_token. unknown_key says that another key set might have the key. */
  result<jwt_claims> check(std::string_view token, const jwk_set& keys, timestamp now) const {
    const auto parts = read_jws(token, options_.max_token);
    if (!parts) return parts.error();
    if (std::find(options_.algorithms.begin(), options_.algorithms.end(), parts->algorithm) == options_.algorithms.end())
      return detail::fail(errc::untrusted_token, "the token's algorithm is not allowed here");
    if (!options_.type.empty() && !detail::same_media_type(parts->type, options_.type))
      return detail::fail(errc::untrusted_token, "the token is of another type");
    const jwk* const key = keys.find(parts->algorithm, parts->key_id);
    if (key == nullptr) {
      if (!parts->key_id.empty() && keys.has_id(parts->key_id))
        return detail::fail(errc::untrusted_token, "the key that the token names is not for its algorithm, or not the only one of that name");
      return detail::fail(errc::unknown_key, parts->key_id.empty() ? "the token names no key, and not exactly one fits"
                                                                   : "the token's key is not in the set");
    }
    if (!parts->verify(*key)) return detail::fail(errc::untrusted_token, "the token's signature is wrong");
    return claims_of(*parts, now);
  }

  const jwt_options& options() const noexcept { return options_; }

 private:
  result<jwt_claims> claims_of(const jws& parts, timestamp now) const {
    const auto incomplete = [](const char* why) { return detail::fail(errc::incomplete_token, why); };
    auto all = json::parse(as_text(parts.payload), json::limits{.max_size = options_.max_token, .max_depth = 32});
    if (!all || !all->is_object()) return detail::fail(errc::malformed_token, "the token's claims are not a JSON object without repeated members");
    jwt_claims out;
    out.all = *std::move(all);
    out.key_id = parts.key_id;

    const json::value* const exp = out.all.find("exp");
    if (exp == nullptr) return incomplete("the token has no expiry");
    const auto expires = detail::numeric_date(*exp);
    if (!expires) return incomplete("the token's expiry is not a time");
    out.expires_at = *expires;
    for (const auto& [name, to] : {std::pair("iat", &out.issued_at), std::pair("nbf", &out.not_before)}) {
      const json::value* const v = out.all.find(name);
      if (v == nullptr) continue;
      *to = detail::numeric_date(*v);
      if (!*to) return incomplete("a time in the token is not one");
    }
    for (const auto& [name, to] : {std::pair("iss", &out.issuer), std::pair("sub", &out.subject), std::pair("jti", &out.id)}) {
      const json::value* const v = out.all.find(name);
      if (v == nullptr) continue;
      if (v->if_string() == nullptr) return incomplete("iss, sub or jti of the token is no text");
      *to = *v->if_string();
    }
    if (const json::value* const aud = out.all.find("aud")) {
      if (aud->if_string() != nullptr) {
        out.audiences.push_back(*aud->if_string());
      } else if (aud->is_array()) {
        for (const json::value& one : *aud->if_array()) {
          if (one.if_string() == nullptr) return incomplete("an audience of the token is no text");
          out.audiences.push_back(*one.if_string());
        }
      } else {
        return incomplete("the token's audience is neither text nor a list");
      }
    }
    if (out.issuer.empty()) return incomplete("the token names no issuer");
    if (out.audiences.empty()) return incomplete("the token names no audience");
    if (out.subject.empty()) return incomplete("the token names no subject");

    if (out.issuer != options_.issuer) return detail::fail(errc::foreign_token, "the token was issued by somebody else");
    if (std::find_first_of(out.audiences.begin(), out.audiences.end(), options_.audiences.begin(), options_.audiences.end()) == out.audiences.end())
      return detail::fail(errc::foreign_token, "the token is for somebody else");
    if (now >= out.expires_at + options_.leeway) return detail::fail(errc::expired_token, "the token has expired");
    if (out.not_before && now < *out.not_before - options_.leeway) return detail::fail(errc::early_token, "the token is not valid yet");
    if (out.issued_at && now < *out.issued_at - options_.leeway) return detail::fail(errc::early_token, "the token was issued in the future");
    return out;
  }

  jwt_options options_;
};
using jwt_checker = basic_jwt_checker<>;

/** Signs a text with Ed25519 (RFC 8037 3.1): a compact token whose header has "alg", and "kid" and "typ" unless they are empty. */
inline std::string sign_jws(std::string_view payload, const crypto::keypair& key, std::string_view key_id = {}, std::string_view type = {}) {
  std::string header = R"({"alg":"EdDSA")";
  if (!key_id.empty()) header.append(R"(,"kid":)").append(json::write(key_id));
  if (!type.empty()) header.append(R"(,"typ":)").append(json::write(type));
  header += '}';
  std::string token = crypto::base64url_encode(as_bytes(header));
  token += '.';
  crypto::base64url_append(token, as_bytes(payload));
  const crypto::signature signature = key.sign(token);
  token += '.';
  crypto::base64url_append(token, signature.bytes());
  return token;
}
/** The same for claims, an object; "typ" is JWT. */
template <class Lazy = void>  // compiled where it is used
std::string sign_jwt(const json::value& claims, const crypto::keypair& key, std::string_view key_id = {}) {
  return sign_jws(json::write(claims), key, key_id, "JWT");
}

/** How a client proves at a token endpoint that it has a key (RFC 7523 section 2.2). */
struct client_assertion_options {
  std::string client_id = {};                     // issuer and subject
  std::string audience = {};                      // the token endpoint's URL, or the issuer's, as the server wants it
  std::string key_id = {};                        // empty: the key's thumbprint (RFC 7638)
  std::chrono::seconds lifetime{60};
};
/** A client assertion with a fresh "jti", so that it can not be used twice. */
template <class Lazy = void>  // compiled where it is used
std::string client_assertion(const client_assertion_options& o, const crypto::keypair& key, timestamp now) {
  const auto at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const json::value claims = json::object({{"iss", o.client_id}, {"sub", o.client_id}, {"aud", o.audience}, {"iat", at},
                                           {"exp", at + o.lifetime.count()}, {"jti", crypto::random_token(16)}});
  return sign_jwt(claims, key, o.key_id.empty() ? jwk_thumbprint(key.public_key()) : o.key_id);
}

/** The words of a WWW-Authenticate header for a caller without a good token (RFC 6750 section 3): 401 and this. `why` empty: there was
 *  no token. The token's own contents are not repeated. */
inline std::string bearer_challenge(std::error_code why = {}) {
  if (!why) return "Bearer";
  return "Bearer error=\"invalid_token\", error_description=\"" + why.message() + "\"";
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
