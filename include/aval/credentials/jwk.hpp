// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/credentials/error.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/crypto/verification_key.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

/*  JSON Web Keys (RFC 7517, 7518, 8037): the public keys with which somebody signs web tokens, and the algorithms (RFC 7518 3.1) that this
 *  library checks. There is no symmetric algorithm and no "none" among them, so no configuration can let one in. No I/O. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** Signature algorithms of web tokens. */
enum class jws_algorithm : std::uint8_t { rs256, rs384, rs512, ps256, ps384, ps512, es256, es384, es512, eddsa };

inline constexpr std::array<std::string_view, 10> jws_algorithm_names{"RS256", "RS384", "RS512", "PS256", "PS384",
                                                                      "PS512", "ES256", "ES384", "ES512", "EdDSA"};

/** The name in headers and keys. */
constexpr std::string_view to_text(jws_algorithm a) noexcept { return jws_algorithm_names[static_cast<std::size_t>(a)]; }
/** Nothing for every other name, and for another spelling of these: names are case-sensitive (RFC 7515 4.1.1). */
constexpr std::optional<jws_algorithm> parse_jws_algorithm(std::string_view name) noexcept {
  for (std::size_t i = 0; i < jws_algorithm_names.size(); ++i)
    if (jws_algorithm_names[i] == name) return static_cast<jws_algorithm>(i);
  return std::nullopt;
}

/** One public key that may have signed a token. Copies share the key. @par Threads  as a std::string; verify() from any number at once. */
class jwk {
 public:
  jwk() = default;
  jwk(crypto::verification_key key, std::string id, std::optional<jws_algorithm> only = {}) : key_(std::move(key)), id_(std::move(id)), only_(only) {}
  jwk(const crypto::public_key& key, std::string id) : key_(key), id_(std::move(id)) {}

  /** "kid"; empty when the key has none. */
  const std::string& id() const noexcept { return id_; }
  /** Whether the key may have made signatures of this algorithm: its kind and, if it names one, its "alg". */
  bool fits(jws_algorithm a) const noexcept {
    if (only_ && *only_ != a) return false;
    if (const auto* k = std::get_if<crypto::verification_key>(&key_)) return a != jws_algorithm::eddsa && k->fits(scheme_of(a));
    return a == jws_algorithm::eddsa && std::holds_alternative<crypto::public_key>(key_);
  }
  /** Whether these bytes are this key's signature of that message. false when the algorithm does not fit. */
  [[nodiscard]] bool verify(jws_algorithm a, std::string_view message, bytes_view signature) const noexcept {
    if (!fits(a)) return false;
    if (const auto* k = std::get_if<crypto::verification_key>(&key_)) return k->verify(scheme_of(a), message, signature);
    const auto s = crypto::signature::from_bytes(signature);
    return s && std::get<crypto::public_key>(key_).verify(message, *s);
  }

 private:
  static constexpr crypto::signature_scheme scheme_of(jws_algorithm a) noexcept { return static_cast<crypto::signature_scheme>(a); }
  static_assert(static_cast<int>(jws_algorithm::ps256) == static_cast<int>(crypto::signature_scheme::rsa_pss_sha256) &&
                static_cast<int>(jws_algorithm::es512) == static_cast<int>(crypto::signature_scheme::ecdsa_p521_sha512));

  std::variant<std::monostate, crypto::verification_key, crypto::public_key> key_;
  std::string id_;
  std::optional<jws_algorithm> only_;
};

namespace detail {

/** A key as it stands in JSON. What is not looked at (x5c, x5u, ...) proves nothing. */
template <class Lazy = void>  // compiled where it is used
result<jwk> key_of(const json::value& key) {
  const auto unusable = [](const char* why) { return failure{make_error_code(crypto::errc::bad_key), why}; };
  // a member that is there but is no text must not count as missing: it may be there to narrow what the key is for
  for (const char* name : {"kty", "kid", "use", "alg", "crv"})
    if (const json::value* m = key.find(name); m != nullptr && m->if_string() == nullptr) return unusable("a key with a member that is no text");
  const auto text = [&key](const char* name) {
    const std::string* const found = key[name].if_string();
    return found != nullptr ? std::string_view(*found) : std::string_view();
  };
  if (key.contains("d") || key.contains("k")) return unusable("a secret key; whoever published it has lost it");
  if (key.contains("use") && text("use") != "sig") return unusable("a key for another use than signatures");
  if (const json::value* operations = key.find("key_ops")) {
    bool verifies = false;
    if (const auto* list = operations->if_array())
      for (const json::value& o : *list) verifies = verifies || (o.if_string() != nullptr && *o.if_string() == "verify");
    if (!verifies) return unusable("a key whose key_ops do not hold \"verify\"");
  }
  std::optional<jws_algorithm> only;
  if (key.contains("alg") && !(only = parse_jws_algorithm(text("alg")))) return unusable("a key for an algorithm that is not supported");

  const std::string_view kty = text("kty"), crv = text("crv");
  const auto read = [&](const char* first, const char* second, auto make) -> result<jwk> {
    const auto a = crypto::base64url_decode(text(first)), b = crypto::base64url_decode(text(second));
    if (!a) return a.error();
    if (!b) return b.error();
    auto made = make(bytes_view(*a), bytes_view(*b));
    if (!made) return made.error();
    return jwk(*std::move(made), std::string(text("kid")), only);
  };
  result<jwk> out = unusable("a kty or crv that is not supported");
  if (kty == "RSA") {
    out = read("n", "e", [](bytes_view n, bytes_view e) { return crypto::verification_key::rsa(n, e); });
  } else if (kty == "EC" && (crv == "P-256" || crv == "P-384" || crv == "P-521")) {
    const auto on = crv == "P-256" ? crypto::curve::p256 : crv == "P-384" ? crypto::curve::p384 : crypto::curve::p521;
    out = read("x", "y", [on](bytes_view x, bytes_view y) { return crypto::verification_key::elliptic(on, x, y); });
  } else if (kty == "OKP" && crv == "Ed25519") {
    const auto x = crypto::base64url_decode(text("x"));
    if (!x) return x.error();
    const auto made = crypto::public_key::from_bytes(*x);
    if (!made) return made.error();
    out = jwk(*made, std::string(text("kid")));
  }
  if (out && only && !out->fits(*only)) return unusable("a key whose alg contradicts its kind");
  return out;
}

}  // namespace detail

/** Reads one key.
 *  @par Errors  crypto::errc::bad_key: it may not be used (secret, symmetric, short, for another use, of an unknown kind, not on its
 *               curve); crypto::errc::bad_encoding; codes of json. */
template <class Lazy = void>  // compiled where it is used
result<jwk> parse_jwk(std::string_view text) {
  const auto key = json::parse(text, json::limits{.max_size = 64 * 1024, .max_depth = 16});
  if (!key) return failure{key.error().code, key.error().message()};
  return detail::key_of(*key);
}

/** The keys of an issuer. */
class jwk_set {
 public:
  jwk_set() = default;
  explicit jwk_set(std::vector<jwk> keys, std::vector<std::string> skipped = {}) : keys_(std::move(keys)), skipped_(std::move(skipped)) {}

  /** The one key that a token with this algorithm and key id may have been signed with. Without an id, or when two keys share it, only
   *  if exactly one key fits the algorithm. Null when there is none; the set keeps the key. */
  const jwk* find(jws_algorithm a, std::string_view id) const noexcept {
    const jwk* found = nullptr;
    for (const jwk& k : keys_) {
      if ((!id.empty() && k.id() != id) || !k.fits(a)) continue;
      if (found != nullptr) return nullptr;
      found = &k;
    }
    return found;
  }
  bool has_id(std::string_view id) const noexcept {
    for (const jwk& k : keys_)
      if (k.id() == id) return true;
    return false;
  }
  const std::vector<jwk>& keys() const noexcept { return keys_; }
  bool empty() const noexcept { return keys_.empty(); }
  /** Why keys of the text were left out, a line for each; for logs. */
  const std::vector<std::string>& skipped() const noexcept { return skipped_; }

 private:
  std::vector<jwk> keys_;
  std::vector<std::string> skipped_;
};

/** Reads a key set (RFC 7517 section 5). Keys that can not be used are left out, as section 5 asks: an issuer may add a kind that we do
 *  not know. A set may end up empty; then no token is good.
 *  @par Errors  errc::bad_key_set: not JSON, a member twice, no array "keys", more than `max_size` bytes or a hundred keys. */
template <class Lazy = void>  // compiled where it is used
result<jwk_set> parse_jwk_set(std::string_view text, std::size_t max_size = 256 * 1024) {
  const auto whole = json::parse(text, json::limits{.max_size = max_size, .max_depth = 16});
  if (!whole) return detail::fail(errc::bad_key_set, whole.error().message());
  const auto* keys = (*whole)["keys"].if_array();
  if (keys == nullptr) return detail::fail(errc::bad_key_set, "there is no array \"keys\"");
  if (keys->size() > 100) return detail::fail(errc::bad_key_set, "more than a hundred keys");
  std::vector<jwk> good;
  std::vector<std::string> skipped;
  for (const json::value& key : *keys) {
    auto made = detail::key_of(key);
    if (made) good.push_back(*std::move(made));
    else skipped.push_back("key " + std::to_string(&key - keys->data()) + ": " + made.error().message);
  }
  return jwk_set(std::move(good), std::move(skipped));
}

/** A public key as JWK (RFC 8037 section 2), for the registration of a client or a key set of one's own. `id` empty: none. */
inline std::string jwk_text(const crypto::public_key& key, std::string_view id = {}) {
  std::string out = R"({"crv":"Ed25519","kty":"OKP","x":")" + crypto::base64url_encode(key.bytes()) + '"';
  if (!id.empty()) out.append(R"(,"alg":"EdDSA","use":"sig","kid":)").append(json::write(id));
  return out += '}';
}

/** The thumbprint of a key (RFC 7638, RFC 8037 appendix A.3): a key id that both sides can compute. */
inline std::string jwk_thumbprint(const crypto::public_key& key) { return crypto::base64url_encode(crypto::sha256(jwk_text(key))); }

}  // namespace credentials
}  // namespace v0
}  // namespace aval
