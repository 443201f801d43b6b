// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "aval/authority/policy.hpp"
#include "aval/json/canonical.hpp"
#include "aval/json/value.hpp"

/*  Takes secrets out of what agents tell before it is stored (AIM specification 3.4, 4.6): values under a member whose name says
 *  password, token and the like, and texts that are bearer tokens or API keys by their form. */

namespace aval {
inline namespace v0 {
namespace authority {

/** Whether a member of this name holds a secret: by the words of the name, so "max_tokens" and "monkey" do not. */
inline bool names_a_secret(std::string_view name) noexcept {
  static constexpr std::string_view alone[] = {"password", "passwd", "passphrase", "pwd", "secret", "secrets", "token", "authorization", "credential", "credentials", "cookie", "apikey", "privatekey"};
  std::string_view word;
  bool before_key = false;  // api_key, private_key, access_key, signing_key, encryption_key
  detail::word_reader words(name);
  while (words.next(word)) {
    for (const std::string_view w : alone)
      if (word == w) return true;
    if (before_key && (word == "key" || word == "keys")) return true;
    before_key = word == "api" || word == "private" || word == "access" || word == "signing" || word == "encryption" || word == "secret";
  }
  return false;
}

inline bool looks_secret(std::string_view text) noexcept {
  return text.starts_with("aim_live_") || text.starts_with("Bearer ") || text.find("PRIVATE KEY-----") != std::string_view::npos;
}

/** Whether redact() would change anything. */
inline bool holds_secret(const json::value& v) {
  if (const auto* text = v.if_string()) return looks_secret(*text);
  if (const auto* list = v.if_array()) {
    for (const auto& item : *list)
      if (holds_secret(item)) return true;
  } else if (const auto* members = v.if_object()) {
    for (const auto& [name, value] : *members)
      if ((!value.is_null() && names_a_secret(name)) || holds_secret(value)) return true;
  }
  return false;
}

/** The same value with "[redacted]" in place of every secret. */
inline json::value redacted(json::value v) {
  if (const auto* text = v.if_string()) return looks_secret(*text) ? json::value("[redacted]") : std::move(v);
  if (const auto* list = v.if_array()) {
    json::value::array_type out;
    for (const auto& item : *list) out.push_back(redacted(item));
    return json::value(std::move(out));
  }
  if (const auto* members = v.if_object()) {
    json::value::object_type out;
    for (const auto& [name, value] : *members) out.push_back({name, !value.is_null() && names_a_secret(name) ? json::value("[redacted]") : redacted(value)});
    return json::value(std::move(out));
  }
  return v;
}

/** Canonical text without secrets, as it is stored and hashed; nothing for numbers that have no canonical form (1e400). */
inline std::optional<std::string> canonical_without_secrets(const json::value& v) {
  try {
    return holds_secret(v) ? json::canonical_p(redacted(v)) : json::canonical_p(v);
  } catch (const std::system_error&) {
    return std::nullopt;
  }
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
