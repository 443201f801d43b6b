// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "aval/json/detail/number.hpp"
#include "aval/json/detail/scan.hpp"
#include "aval/json/errors.hpp"
#include "aval/json/options.hpp"

/*  What every way of writing shares: a piece of memory on the stack that text goes through, and strings with their escapes.
 *
 *  Functions take the position and return the one behind what they wrote; it travels in a register. The rule of room: whoever writes a
 *  value finds `value_room` bytes, and leaves `comma_room`; whatever needs more asks ensure() first. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

inline constexpr std::size_t value_room = 48, comma_room = 8;

class sink {
 public:
  explicit sink(std::string& out) noexcept : out_(out) {}
  sink(const sink&) = delete;
  sink& operator=(const sink&) = delete;

  char* begin() noexcept { return start_; }
  std::size_t room(const char* p) const noexcept { return static_cast<std::size_t>(buffer_ + sizeof buffer_ - p); }
  /** Room for n bytes, n at most 4000. The byte before p stays in place: a comma may become a bracket. */
  char* ensure(char* p, std::size_t n) {
    if (room(p) < n) [[unlikely]] p = flush(p);
    return p;
  }
  void finish(const char* p) { out_.append(start_, static_cast<std::size_t>(p - start_)); }

 private:
  [[gnu::noinline]] char* flush(char* p) {
    if (p == start_) return p;
    out_.append(start_, static_cast<std::size_t>(p - 1 - start_));
    start_ = buffer_;
    buffer_[0] = p[-1];
    return buffer_ + 1;
  }

  std::string& out_;
  char buffer_[4096];
  char* start_ = buffer_;
};

template <std::size_t N>
inline char* put_constant(char* p, const char (&text)[N]) noexcept {
  std::memcpy(p, text, N - 1);
  return p + N - 1;
}

inline constexpr char hex_digits[] = "0123456789abcdef";

/** One character as it stands in a JSON string; at most six bytes. */
inline char* put_escaped(char* p, char c) noexcept {
  char letter = 0;
  switch (c) {
    case '"': letter = '"'; break;
    case '\\': letter = '\\'; break;
    case '\b': letter = 'b'; break;
    case '\f': letter = 'f'; break;
    case '\n': letter = 'n'; break;
    case '\r': letter = 'r'; break;
    case '\t': letter = 't'; break;
    default: break;
  }
  if (letter != 0) return *p++ = '\\', *p++ = letter, p;
  const auto u = static_cast<unsigned char>(c);
  if (u >= 0x20) return *p++ = c, p;
  p = put_constant(p, "\\u00");
  *p++ = hex_digits[u >> 4];
  *p++ = hex_digits[u & 15];
  return p;
}

/** Copies [t, end) with escapes; the caller has made sure of room. `high` becomes non-zero when something is not ASCII. */
inline char* put_text(char* p, const char* t, const char* end, std::uint64_t& high) noexcept {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
  while (end - t >= 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(t));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v);
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)),
                                     _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hit));
    high |= static_cast<std::uint32_t>(_mm_movemask_epi8(v));
    if (mask != 0) [[unlikely]] {
      const int n = std::countr_zero(mask);
      p = put_escaped(p + n, t[n]);
      t += n + 1;
    } else {
      p += 16, t += 16;
    }
  }
#endif
  std::size_t n = static_cast<std::size_t>(end - t);
  while (n >= 16) {  // without SSE2
    const std::uint64_t word = load8(t);
    if (special_bytes(word) != 0) break;
    high |= word & each_byte(0x80);
    std::memcpy(p, &word, 8);
    p += 8, t += 8, n -= 8;
  }
  if (n >= 8 && n <= 16) {
    const std::uint64_t first = load8(t), last = load8(end - 8);
    if ((special_bytes(first) | special_bytes(last)) == 0) [[likely]] {
      high |= (first | last) & each_byte(0x80);
      std::memcpy(p, &first, 8);
      std::memcpy(p + n - 8, &last, 8);
      return p + n;
    }
  } else if (n >= 4 && n < 8) {
    const std::uint32_t first = load4(t), last = load4(end - 4);
    const std::uint64_t both = first | static_cast<std::uint64_t>(last) << 32;
    if (special_bytes(both) == 0) [[likely]] {
      high |= both & each_byte(0x80);
      std::memcpy(p, &first, 4);
      std::memcpy(p + n - 4, &last, 4);
      return p + n;
    }
  }
  for (; t != end; ++t) {
    high |= static_cast<unsigned char>(*t) & 0x80U;
    p = put_escaped(p, *t);
  }
  return p;
}

template <write_options O>
[[gnu::cold, gnu::noinline]] char* write_bad_text(sink& s, char* p, std::string_view text) {
  if constexpr (O.bad_utf8 == bad_utf8::refuse) {
    throw std::system_error(errc::invalid_utf8, "a string that is to be written");
  } else {
    const char* t = text.data();
    const char* const end = t + text.size();
    *p++ = '"';
    while (t != end) {
      p = s.ensure(p, 64);
      const char* const bad = find_bad_utf8(t, end);
      for (; t != bad; ++t) p = put_escaped(s.ensure(p, 16), *t);
      if (t != end) p = put_constant(p, "\xEF\xBF\xBD"), ++t;
    }
    p = s.ensure(p, comma_room + 1);
    return *p++ = '"', p;
  }
}

template <write_options O>
[[gnu::noinline]] char* write_long_string(sink& s, char* p, std::string_view text) {
  if (find_bad_utf8(text.data(), text.data() + text.size()) != text.data() + text.size()) return write_bad_text<O>(s, p, text);
  *p++ = '"';
  std::uint64_t high = 0;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, 512);
    p = put_text(s.ensure(p, piece.size() * 6 + 16), piece.data(), piece.data() + piece.size(), high);
    text.remove_prefix(piece.size());
  }
  p = s.ensure(p, comma_room + 1);
  return *p++ = '"', p;
}

template <write_options O>
[[gnu::noinline]] inline char* write_string(sink& s, char* p, std::string_view text) {
  if (text.size() * 6 + 2 + comma_room > s.room(p)) [[unlikely]] {
    if (text.size() > 512) return write_long_string<O>(s, p, text);
    p = s.ensure(p, text.size() * 6 + 2 + comma_room);
  }
  char* const start = p;
  *p++ = '"';
  std::uint64_t high = 0;
  p = put_text(p, text.data(), text.data() + text.size(), high);
  if (high != 0) [[unlikely]] {
    if (find_bad_utf8(text.data(), text.data() + text.size()) != text.data() + text.size()) return write_bad_text<O>(s, start, text);
  }
  return *p++ = '"', p;
}

template <write_options O>
[[gnu::noinline]] inline char* write_double(char* p, double d) {
  if (!std::isfinite(d)) [[unlikely]] {
    if constexpr (O.not_finite == not_finite::refuse) throw std::system_error(errc::not_finite, "a number that is to be written");
    else return put_constant(p, "null");
  }
  return put_double(d, float_layout::python, p);
}

/** Behind the last member: the comma becomes the bracket. */
inline char* close(char* p, char bracket) noexcept {
  if (p[-1] == ',') return p[-1] = bracket, p;
  return *p++ = bracket, p;
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
