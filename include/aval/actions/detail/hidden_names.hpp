// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "aval/version.hpp"

/*  The redaction list: names whose values are never shown. See describe.hpp. */

namespace aval {
inline namespace v0 {
namespace actions {

/** What stands in place of a hidden value. */
inline constexpr std::string_view redacted = "[redacted]";

namespace detail {

constexpr bool name_noise(char c) { return c == '_' || c == '-' || c == ' ' || c == '.'; }
constexpr char name_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// the name without noise and in lower case
inline std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (!name_noise(c)) out += name_lower(c);
  return out;
}

// does `name`, without noise and in lower case, contain `word`, which has neither noise nor upper case?
constexpr bool name_contains(std::string_view name, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t start = 0; start < name.size(); ++start) {
    if (name_noise(name[start])) continue;
    std::size_t at = start, matched = 0;
    while (at < name.size() && matched < word.size()) {
      if (!name_noise(name[at])) {
        if (name_lower(name[at]) != word[matched]) break;
        ++matched;
      }
      ++at;
    }
    if (matched == word.size()) return true;
  }
  return false;
}

inline constexpr std::string_view hidden_words[] = {"password",   "passwd",     "passphrase",    "pwd",        "secret", "token", "apikey",     "accesskey",
                                                    "privatekey", "signingkey", "authorization", "credential", "cookie", "jwt",   "creditcard", "cvv"};

constexpr bool hidden_by_default(std::string_view name) {
  for (const std::string_view word : hidden_words)
    if (name_contains(name, word)) return true;
  return false;
}

}  // namespace detail
}  // namespace actions
}  // namespace v0
}  // namespace aval
