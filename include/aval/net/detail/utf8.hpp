// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** Whether text that comes in pieces is UTF-8 (RFC 3629): no over-long form, no surrogate, nothing beyond U+10FFFF. A wrong byte is
 *  noticed where it stands, not at the end of its character. */
class utf8_check {
 public:
  /** false: not UTF-8. Do not feed further. */
  bool feed(std::string_view text) noexcept {
    const auto* p = reinterpret_cast<const unsigned char*>(text.data());
    const auto* const end = p + text.size();
    while (p != end) {
      if (wanted_ == 0) {
        while (end - p >= 16) {  // plain ASCII, the usual text
          std::uint64_t a, b;
          std::memcpy(&a, p, 8);
          std::memcpy(&b, p + 8, 8);
          if (((a | b) & 0x8080808080808080u) != 0) break;
          p += 16;
        }
        if (p == end) break;
        const unsigned c = *p++;
        if (c < 0x80) continue;
        low_ = 0x80;
        high_ = 0xBF;
        if (c >= 0xC2 && c <= 0xDF) {
          wanted_ = 1;
        } else if (c >= 0xE0 && c <= 0xEF) {
          wanted_ = 2;
          if (c == 0xE0) low_ = 0xA0;
          if (c == 0xED) high_ = 0x9F;
        } else if (c >= 0xF0 && c <= 0xF4) {
          wanted_ = 3;
          if (c == 0xF0) low_ = 0x90;
          if (c == 0xF4) high_ = 0x8F;
        } else {
          return false;
        }
      } else {
        const unsigned c = *p++;
        if (c < low_ || c > high_) return false;
        low_ = 0x80;
        high_ = 0xBF;
        --wanted_;
      }
    }
    return true;
  }
  /** Whether the text may end here. */
  bool complete() const noexcept { return wanted_ == 0; }

 private:
  std::uint8_t wanted_ = 0, low_ = 0x80, high_ = 0xBF;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
