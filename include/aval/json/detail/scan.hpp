// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#  include <emmintrin.h>
#endif

#include "aval/version.hpp"

/*  Looking through text many bytes at a time: 16 with SSE2, 8 in a general register elsewhere. Nothing is read beyond `end`. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

inline std::uint64_t load8(const char* p) noexcept {
  std::uint64_t word;
  std::memcpy(&word, p, 8);
  return word;
}
inline std::uint32_t load4(const char* p) noexcept {
  std::uint32_t word;
  std::memcpy(&word, p, 4);
  return word;
}

inline constexpr std::uint64_t each_byte(unsigned char c) noexcept { return 0x0101010101010101ULL * c; }

// the top bit of every byte that is a quote, a backslash or below a blank; bytes above a matching one may be reported wrongly,
// the lowest one never is (little-endian order)
inline std::uint64_t special_bytes(std::uint64_t word) noexcept {
  const std::uint64_t low = each_byte(0x01), high = each_byte(0x80);
  const std::uint64_t quote = word ^ each_byte('"'), slash = word ^ each_byte('\\');
  return (((word - each_byte(0x20)) & ~word) | ((quote - low) & ~quote) | ((slash - low) & ~slash)) & high;
}

/** The first quote, backslash or control character in [p, end), or end. `high` becomes non-zero when a byte before it is not ASCII. */
inline const char* scan_string(const char* p, const char* end, std::uint32_t& high) noexcept {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
  while (end - p >= 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
                                     _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hit));
    const auto top = static_cast<std::uint32_t>(_mm_movemask_epi8(v));
    if (mask != 0) {
      high |= top & (mask ^ (mask - 1));
      return p + std::countr_zero(mask);
    }
    high |= top;
    p += 16;
  }
#else
  if constexpr (std::endian::native == std::endian::little) {
    while (end - p >= 8) {
      const std::uint64_t word = load8(p);
      const std::uint64_t hit = special_bytes(word);
      if (hit != 0) {
        high |= (word & each_byte(0x80) & (hit ^ (hit - 1))) != 0 ? 1U : 0U;
        return p + std::countr_zero(hit) / 8;
      }
      high |= (word & each_byte(0x80)) != 0 ? 1U : 0U;
      p += 8;
    }
  }
#endif
  for (; p != end; ++p) {
    const auto c = static_cast<unsigned char>(*p);
    if (c == '"' || c == '\\' || c < 0x20) break;
    high |= c & 0x80U;
  }
  return p;
}

/** Where [p, end) stops being UTF-8 (RFC 3629: no over-long forms, surrogates, nothing beyond U+10FFFF), or end. */
inline const char* find_bad_utf8(const char* p, const char* end) noexcept {
  const auto follows = [&](const char* q, unsigned low, unsigned high) {
    const auto c = static_cast<unsigned char>(*q);
    return c >= low && c <= high;
  };
  while (p != end) {
    while (end - p >= 8 && (load8(p) & each_byte(0x80)) == 0) p += 8;
    if (p == end) break;
    const auto c = static_cast<unsigned char>(*p);
    if (c < 0x80) {
      ++p;
    } else if (c < 0xE0) {
      if (c < 0xC2 || end - p < 2 || !follows(p + 1, 0x80, 0xBF)) return p;
      p += 2;
    } else if (c < 0xF0) {
      if (end - p < 3 || !follows(p + 1, c == 0xE0 ? 0xA0 : 0x80, c == 0xED ? 0x9F : 0xBF) || !follows(p + 2, 0x80, 0xBF)) return p;
      p += 3;
    } else {
      if (c > 0xF4 || end - p < 4 || !follows(p + 1, c == 0xF0 ? 0x90 : 0x80, c == 0xF4 ? 0x8F : 0xBF) ||
          !follows(p + 2, 0x80, 0xBF) || !follows(p + 3, 0x80, 0xBF))
        return p;
      p += 4;
    }
  }
  return end;
}

/** Writes a code point as UTF-8, returns the number of bytes. */
inline std::size_t put_utf8(std::uint32_t c, char* out) noexcept {
  const auto byte = [](std::uint32_t b) { return static_cast<char>(static_cast<unsigned char>(b)); };
  if (c < 0x80) return out[0] = byte(c), 1;
  if (c < 0x800) return out[0] = byte(0xC0 | c >> 6), out[1] = byte(0x80 | (c & 63)), 2;
  if (c < 0x10000) return out[0] = byte(0xE0 | c >> 12), out[1] = byte(0x80 | (c >> 6 & 63)), out[2] = byte(0x80 | (c & 63)), 3;
  return out[0] = byte(0xF0 | c >> 18), out[1] = byte(0x80 | (c >> 12 & 63)), out[2] = byte(0x80 | (c >> 6 & 63)),
         out[3] = byte(0x80 | (c & 63)), 4;
}

/** Reads one code point of text known to be UTF-8. */
inline std::uint32_t take_utf8(const char*& p) noexcept {
  const auto next = [&] { return static_cast<std::uint32_t>(static_cast<unsigned char>(*p++)); };
  const std::uint32_t c = next();
  if (c < 0x80) return c;
  if (c < 0xE0) return (c & 31) << 6 | (next() & 63);
  if (c < 0xF0) {
    const std::uint32_t d = next() & 63;
    return (c & 15) << 12 | d << 6 | (next() & 63);
  }
  const std::uint32_t d = next() & 63, e = next() & 63;
  return (c & 7) << 18 | d << 12 | e << 6 | (next() & 63);
}

/** Compares with a text of known length; the caller has made sure that there are N bytes. */
template <std::size_t N>
inline bool starts_with(const char* p, const char* constant) noexcept {
  if constexpr (N >= 8) {
    std::uint64_t different = 0;
    for (std::size_t i = 0; i + 8 <= N; i += 8) different |= load8(p + i) ^ load8(constant + i);
    if constexpr (N % 8 != 0) different |= load8(p + N - 8) ^ load8(constant + N - 8);
    return different == 0;
  } else if constexpr (N >= 4) {
    return ((load4(p) ^ load4(constant)) | (load4(p + N - 4) ^ load4(constant + N - 4))) == 0;
  } else {
    for (std::size_t i = 0; i < N; ++i)
      if (p[i] != constant[i]) return false;
    return true;
  }
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
