// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace net::detail {

inline constexpr std::uint8_t char_token = 1;   // RFC 9110 5.6.2: tchar
inline constexpr std::uint8_t char_value = 2;   // RFC 9110 5.5: field-vchar, obs-text, SP, HTAB
inline constexpr std::uint8_t char_target = 4;  // what may stand in a request target: visible ASCII except '#'

inline constexpr std::array<std::uint8_t, 256> char_classes = [] {
  std::array<std::uint8_t, 256> t{};
  for (int c = 0; c < 256; ++c) {
    std::uint8_t k = 0;
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alnum || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos) k |= char_token;
    if (c == 0) k = 0;
    if ((c >= 0x20 && c != 0x7F) || c == '\t') k |= char_value;
    if (c > 0x20 && c < 0x7F && c != '#') k |= char_target;
    t[static_cast<std::size_t>(c)] = k;
  }
  return t;
}();

inline bool is(char c, std::uint8_t what) noexcept { return (char_classes[static_cast<unsigned char>(c)] & what) != 0; }

inline bool all(std::string_view text, std::uint8_t what) noexcept {
  std::uint8_t k = what;
  for (char c : text) k &= char_classes[static_cast<unsigned char>(c)];
  return k != 0;
}
/* all(text, char_value), eight bytes at a time: a word without a byte below 0x20 or equal to 0x7F needs no look at the table. */
inline bool all_value(std::string_view text) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
  while (text.size() >= 8) {
    std::uint64_t w = 0;
    std::memcpy(&w, text.data(), 8);
    const std::uint64_t low = (w - ones * 0x20) & ~w & tops, x = w ^ ones * 0x7F, del = (x - ones) & ~x & tops;
    if ((low | del) != 0 && !all(text.substr(0, 8), char_value)) return false;
    text.remove_prefix(8);
  }
  return all(text, char_value);
}
inline bool is_token(std::string_view text) noexcept { return !text.empty() && all(text, char_token); }

inline constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

inline bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

inline std::string_view trimmed(std::string_view text) noexcept {  // without optional white space, RFC 9110 5.6.3
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/* Calls f(element) for each non-empty element of a comma-separated list (RFC 9110 5.6.1). */
template <class F>
void for_each_element(std::string_view list, F&& f) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view element = trimmed(list.substr(0, comma));
    if (!element.empty()) f(element);
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace net::detail
}  // namespace v0
}  // namespace aval
