// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

/** Text of a peer made fit for logs and messages: control characters (ANSI escapes among them, and the C1 ones) become '?', bytes
 *  that are not UTF-8 too, and what is longer than `most` bytes is cut at a character and marked with "...". */
inline std::string printable(std::string_view text, std::size_t most = 500) {
  std::string out;
  out.reserve(text.size() < most ? text.size() : most);
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t n = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    bool good = n != 0 && i + n <= text.size();
    for (std::size_t k = 1; good && k < n; ++k) good = (static_cast<unsigned char>(text[i + k]) & 0xC0) == 0x80;
    if (good && n >= 3) {  // over-long forms, surrogates, beyond U+10FFFF
      const auto d = static_cast<unsigned char>(text[i + 1]);
      good = !(c == 0xE0 && d < 0xA0) && !(c == 0xED && d > 0x9F) && !(c == 0xF0 && d < 0x90) && !(c == 0xF4 && d > 0x8F);
    }
    if (good && n == 1) good = c >= 0x20 && c != 0x7F;
    if (good && n == 2) good = !(c == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0);
    const std::size_t step = good ? n : 1;
    if (out.size() + step > most) return out += "...";
    if (good) out.append(text.substr(i, n));
    else out += '?';
    i += step;
  }
  return out;
}

}  // namespace v0
}  // namespace aval
