// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/authority/session_token.hpp"

// Nobody without the secret makes a token: whatever arrives, read_token must refuse it, unless it is one of ours as it was written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  static const secret key(std::string_view("0123456789abcdef0123456789abcdef"));
  static const auto now = std::chrono::system_clock::time_point(std::chrono::seconds(1795203158));
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (authority::read_token(text, authority::token_use::access, key, now)) std::abort();
  if (authority::read_token(text, authority::token_use::refresh, key, now, true)) std::abort();

  // a real one, cut and glued with the input
  authority::token_claims claims;
  claims.email = std::string(text.substr(0, 64));
  claims.issued_at = std::chrono::floor<std::chrono::seconds>(now);
  claims.expires_at = claims.issued_at + std::chrono::hours(1);
  const std::string token = authority::write_token(claims, key);
  const auto back = authority::read_token(token, authority::token_use::access, key, now);
  if (!back && token.size() <= 4096) std::abort();
  if (authority::read_token(token, authority::token_use::refresh, key, now)) std::abort();
  if (size != 0) {
    std::string glued = token;
    glued[data[0] % glued.size()] = static_cast<char>(data[size - 1]);
    if (glued != token && authority::read_token(glued, authority::token_use::access, key, now)) std::abort();
  }
  return 0;
}
