// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/credentials/jwt.hpp"

// Nobody without the key makes a token: whatever arrives is refused, and so is a good token with anything changed. Key sets are read
// from the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  namespace cr = aval::credentials;
  static const auto key = crypto::keypair::from_seed_bytes(as_bytes("0123456789abcdef0123456789abcdef")).value();
  static const cr::jwk_set keys = cr::parse_jwk_set(R"({"keys":[)" + cr::jwk_text(key.public_key(), "k") + "]}").value();
  static const cr::jwt_checker checker([] {
    cr::jwt_options o;
    o.issuer = "issuer";
    o.audiences = {"agent"};
    return o;
  }());
  static const timestamp now{std::chrono::seconds(1795203158)};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (checker.check(text, keys, now)) std::abort();

  const auto set = cr::parse_jwk_set(text);
  if (set) {
    if (set->keys().size() + set->skipped().size() > 100) std::abort();
    if (checker.check(text, *set, now)) std::abort();  // a key set is no token
  }
  (void)cr::parse_jwk(text);

  // what the input says, signed by the right key: only right claims pass
  const auto claims = checker.check(cr::sign_jws(text, key, "k"), keys, now);
  if (claims && (claims->issuer != "issuer" || claims->subject.empty() || claims->expires_at + std::chrono::seconds(60) <= now)) std::abort();

  static const std::string token = cr::sign_jws(R"({"iss":"issuer","sub":"s","aud":"agent","exp":1795209999})", key, "k");
  if (!checker.check(token, keys, now)) std::abort();
  if (size >= 3) {
    std::string changed = token;
    changed[(data[0] * 256u + data[1]) % changed.size()] = static_cast<char>(data[2]);
    if (changed != token && checker.check(changed, keys, now)) std::abort();
  }
  return 0;
}
