// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/random.hpp"
#include "aval/core/uuid.hpp"

/*  The identifiers of messages and sessions: UUIDs. A peer may spell one in either case and may compare as text, so an identifier
 *  remembers its spelling and goes back as it came; in comparisons only the value counts. */

namespace aval {
inline namespace v0 {
namespace acp {

class id {
 public:
  constexpr id() = default;  ///< the nil UUID
  explicit constexpr id(const uuid& value) noexcept : value_(value) {}

  /** The 36-character form, in either case; anything else gives nothing. The version is not looked at. */
  static std::optional<id> parse(std::string_view text) noexcept {
    if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return {};
    constexpr unsigned char at[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
    std::array<std::byte, 16> bytes;
    std::uint32_t upper = 0;
    unsigned bad = 0;
    for (unsigned i = 0; i < 16; ++i) {
      const unsigned high = digits[static_cast<unsigned char>(text[at[i]])], low = digits[static_cast<unsigned char>(text[at[i] + 1U])];
      bad |= high | low;
      bytes[i] = static_cast<std::byte>((high & 15) << 4 | (low & 15));
      upper |= ((high >> 4 & 1) | (low >> 3 & 2)) << (2 * i);
    }
    if ((bad & not_a_digit) != 0) return {};
    id made{uuid(bytes)};
    made.upper_ = upper;
    return made;
  }

  const uuid& value() const noexcept { return value_; }
  /** Writes 36 characters, spelled as they were read. */
  void write_to(char* out) const noexcept {
    value_.write_to(out);
    if (upper_ == 0) return;
    unsigned digit = 0;
    for (unsigned i = 0; i < 36; ++i) {
      if (out[i] == '-') continue;
      if ((upper_ >> digit & 1) != 0 && out[i] >= 'a') out[i] = static_cast<char>(out[i] - 'a' + 'A');
      ++digit;
    }
  }
  std::string to_string() const {
    std::string text(36, '-');
    write_to(text.data());
    return text;
  }

  friend constexpr bool operator==(const id& a, const id& b) noexcept { return a.value_ == b.value_; }
  friend constexpr auto operator<=>(const id& a, const id& b) noexcept { return a.value_ <=> b.value_; }

 private:
  static constexpr unsigned char not_a_digit = 0x20, upper_case = 0x10;
  static constexpr std::array<unsigned char, 256> digits = [] {
    std::array<unsigned char, 256> table{};
    table.fill(not_a_digit);
    for (unsigned c = 0; c < 10; ++c) table['0' + c] = static_cast<unsigned char>(c);
    for (unsigned c = 0; c < 6; ++c) {
      table['a' + c] = static_cast<unsigned char>(10 + c);
      table['A' + c] = static_cast<unsigned char>((10 + c) | upper_case);
    }
    return table;
  }();

  uuid value_;
  std::uint32_t upper_ = 0;  // bit n: the n-th digit is a capital
};

/** New random identifiers (version 4). Draws from its source in blocks: one system call for 32 of them.
 *  @par Threads  one at a time. */
class id_source {
 public:
  explicit id_source(random_source source = {}) : source_(std::move(source)) {}

  /** Throws std::system_error when the system has no random bytes. */
  id next() {
    if (left_ == 0) {
      source_.fill(std::span(block_));
      left_ = block_.size() / 16;
    }
    std::array<std::byte, 16> bytes;
    std::memcpy(bytes.data(), block_.data() + --left_ * 16, 16);
    bytes[6] = (bytes[6] & std::byte{0x0F}) | std::byte{0x40};
    bytes[8] = (bytes[8] & std::byte{0x3F}) | std::byte{0x80};
    return id(uuid(bytes));
  }
  const random_source& source() const noexcept { return source_; }

 private:
  random_source source_;
  std::size_t left_ = 0;
  std::array<std::byte, 512> block_{};
};

}  // namespace acp
}  // namespace v0
}  // namespace aval

template <>
struct std::hash<aval::acp::id> {
  std::size_t operator()(const aval::acp::id& i) const noexcept { return std::hash<aval::uuid>()(i.value()); }
};
