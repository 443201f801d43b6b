// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "aval/core/random.hpp"

namespace aval {
inline namespace v0 {

/** A UUID (RFC 9562). The text form is lowercase with hyphens. */
class uuid {
 public:
  constexpr uuid() = default;  ///< the nil UUID
  explicit constexpr uuid(const std::array<std::byte, 16>& bytes) : bytes_(bytes) {}

  /** Version 4. Throws std::system_error when there are no random bytes. */
  static uuid random(const random_source& source = {}) {
    uuid u;
    source.fill(std::as_writable_bytes(std::span(u.bytes_)));
    u.bytes_[6] = (u.bytes_[6] & std::byte{0x0F}) | std::byte{0x40};
    u.bytes_[8] = (u.bytes_[8] & std::byte{0x3F}) | std::byte{0x80};
    return u;
  }
  const std::array<std::byte, 16>& bytes() const noexcept { return bytes_; }
  constexpr bool is_nil() const noexcept { return *this == uuid{}; }

  /** Writes 36 characters. */
  void write_to(char* out) const noexcept {
    constexpr char digits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < 16; ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
      *out++ = digits[std::to_integer<unsigned>(bytes_[i]) >> 4];
      *out++ = digits[std::to_integer<unsigned>(bytes_[i]) & 15U];
    }
  }
  std::string to_string() const {
    std::string text(36, '-');
    write_to(text.data());
    return text;
  }
  friend constexpr bool operator==(const uuid&, const uuid&) = default;
  friend constexpr auto operator<=>(const uuid&, const uuid&) = default;

 private:
  std::array<std::byte, 16> bytes_ = {};
};

/** Reads the 36-character form, in upper or lower case; anything else gives nothing. */
inline std::optional<uuid> parse_uuid(std::string_view text) noexcept {
  if (text.size() != 36) return {};
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
  std::array<std::byte, 16> bytes{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      if (text[at++] != '-') return {};
    }
    const int high = digit(text[at]), low = digit(text[at + 1]);
    if (high < 0 || low < 0) return {};
    bytes[i] = static_cast<std::byte>(high * 16 + low);
    at += 2;
  }
  return uuid(bytes);
}

}  // namespace v0
}  // namespace aval

template <>
struct std::hash<aval::uuid> {
  std::size_t operator()(const aval::uuid& u) const noexcept {
    std::size_t h[2];
    static_assert(sizeof h <= 16);
    std::memcpy(h, u.bytes().data(), sizeof h);
    return h[0] ^ (h[1] * 0x9E3779B97F4A7C15ULL);
  }
};
