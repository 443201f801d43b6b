// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

#if !defined(__cpp_lib_to_chars)
#  include <clocale>
#  include <cstdlib>
#  include <locale.h>
#endif

#include "aval/json/detail/scan.hpp"

/*  Numbers: the grammar of RFC 8259, integers, doubles by the exact short cut where it applies, and the layouts in which a double
 *  leaves (Python, ECMAScript, Go: all of them the shortest digits that read back as the same double). */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

inline bool is_digit(char c) noexcept { return static_cast<unsigned char>(c - '0') < 10; }

/** The end of the number that starts at p, or nullptr with `bad` at the character that breaks the grammar. */
inline const char* scan_number(const char* p, const char* end, bool& integral, const char*& bad) noexcept {
  integral = true;
  const auto digits = [&] {
    if (p == end || !is_digit(*p)) return bad = p, false;
    while (p != end && is_digit(*p)) ++p;
    return true;
  };
  if (p != end && *p == '-') ++p;
  if (p != end && *p == '0') {
    ++p;
    if (p != end && is_digit(*p)) return bad = p, nullptr;
  } else if (!digits()) {
    return nullptr;
  }
  if (p != end && *p == '.') {
    integral = false;
    ++p;
    if (!digits()) return nullptr;
  }
  if (p != end && (*p == 'e' || *p == 'E')) {
    integral = false;
    ++p;
    if (p != end && (*p == '+' || *p == '-')) ++p;
    if (!digits()) return nullptr;
  }
  return p;
}

/** The double nearest to a text that obeys the grammar; infinity when it is too large. */
inline double slow_double(std::string_view text) noexcept {
  double value = 0;
#if defined(__cpp_lib_to_chars)
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec == std::errc::result_out_of_range) {
    // too large or too small: told apart by the exponent of the first digit that counts
    std::int64_t position = 0, exponent = 0;
    bool counting = false, fraction = false, negative = false, seen = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (counting) {
        if (c == '-') negative = true;
        else if (is_digit(c) && exponent < 1'000'000'000'000) exponent = exponent * 10 + (c - '0');
      } else if (c == 'e' || c == 'E') {
        counting = true;
      } else if (c == '.') {
        fraction = true;
      } else if (is_digit(c)) {
        if (c != '0') seen = true;
        if (!fraction && seen) ++position;
        if (fraction && !seen) --position;
      }
    }
    const bool large = seen && position + (negative ? -exponent : exponent) > 0;
    value = large ? std::numeric_limits<double>::infinity() : 0.0;
    if (text[0] == '-') value = -value;
  }
#else
  static const locale_t plain = ::newlocale(LC_ALL_MASK, "C", nullptr);
  const std::string copy(text);
  value = ::strtod_l(copy.c_str(), nullptr, plain);
#endif
  return value;
}

inline constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                           1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/** Reads a number into a double. A mantissa up to 2^53 with a power of ten up to 22 is exact in one multiplication or division
 *  (Clinger); anything else takes the slow way. Returns the end, or nullptr with `bad`. */
inline const char* parse_double(const char* p, const char* end, double& value, const char*& bad) noexcept {
  const char* const start = p;
  const bool negative = p != end && *p == '-';
  if (negative) ++p;
  const char* const first = p;
  std::uint64_t mantissa = 0;
  while (p != end && is_digit(*p)) mantissa = mantissa * 10 + static_cast<unsigned>(*p++ - '0');
  std::ptrdiff_t count = p - first;
  if (count == 0 || (*first == '0' && count > 1)) return bad = count == 0 ? p : first + 1, nullptr;
  std::int64_t exponent = 0;
  if (p != end && *p == '.') {
    const char* const fraction = ++p;
    while (p != end && is_digit(*p)) mantissa = mantissa * 10 + static_cast<unsigned>(*p++ - '0');
    if (p == fraction) return bad = p, nullptr;
    exponent = fraction - p;
    count += p - fraction;
  }
  if (p != end && (*p == 'e' || *p == 'E')) {
    ++p;
    const bool minus = p != end && *p == '-';
    if (p != end && (*p == '+' || *p == '-')) ++p;
    const char* const digits = p;
    std::int64_t n = 0;
    while (p != end && is_digit(*p)) {
      if (n < 100'000) n = n * 10 + (*p - '0');
      ++p;
    }
    if (p == digits) return bad = p, nullptr;
    exponent += minus ? -n : n;
  }
  if (count <= 19 && mantissa <= (1ULL << 53) && exponent >= -22 && exponent <= 22) [[likely]] {
    const auto exact = static_cast<double>(mantissa);
    value = exponent < 0 ? exact / powers_of_ten[-exponent] : exact * powers_of_ten[exponent];
    if (negative) value = -value;
  } else {
    value = slow_double({start, static_cast<std::size_t>(p - start)});
  }
  return p;
}

/** How a double is laid out. All three write the same digits. */
enum class float_layout {
  python,      ///< 1.0  -0.0  1e+16  1e-07  (positional from 1e-4 up to 1e16)
  ecmascript,  ///< 1  0  10000000000000000  1e-7  (RFC 8785: positional from 1e-6 up to 1e21; no negative zero)
  go           ///< as ecmascript, but -0 stays
};

[[gnu::noinline]] inline char* put_unsigned(std::uint64_t n, char* p) noexcept {
  constexpr static char pairs[] =
      "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
      "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
  char text[20];
  char* at = text + 20;
  while (n >= 100) {
    const auto rest = static_cast<std::size_t>(n % 100);
    n /= 100;
    std::memcpy(at -= 2, pairs + rest * 2, 2);
  }
  if (n >= 10) std::memcpy(at -= 2, pairs + n * 2, 2);
  else *--at = static_cast<char>('0' + n);
  const auto size = static_cast<std::size_t>(text + 20 - at);
  std::memcpy(p, at, size);
  return p + size;
}

/** Room that put_double needs at most. */
inline constexpr std::size_t double_room = 32;

/** Writes a finite double; returns the end. */
inline char* put_double(double value, float_layout layout, char* p) noexcept {
  if (std::signbit(value)) {
    if (value == 0 && layout == float_layout::ecmascript) return *p = '0', p + 1;
    *p++ = '-';
    value = -value;
  }
  // the common short ones: whole numbers, and up to four decimals. A decimal of at most 15 digits is the only one that short for its
  // double, so the first that reads back is the shortest.
  if (value < 1e9) {
    const auto whole = static_cast<std::uint64_t>(value);
    if (static_cast<double>(whole) == value) {
      p = put_unsigned(whole, p);
      if (layout == float_layout::python) *p++ = '.', *p++ = '0';
      return p;
    }
    if (value >= 1e-3) {
      const double scaled = value * 1e4;
      const auto n = static_cast<std::uint64_t>(scaled + 0.5);
      if (static_cast<double>(n) / 1e4 == value) {
        p = put_unsigned(n / 10000, p);
        auto rest = static_cast<unsigned>(n % 10000);
        *p++ = '.';
        for (unsigned unit = 1000; rest != 0; unit /= 10) *p++ = static_cast<char>('0' + rest / unit), rest %= unit;
        return p;
      }
    }
  }
  char text[40];
  const char* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  // d[.ddd]e[+-]dd
  char digits[20];
  int count = 0, exponent = 0;
  const char* q = text;
  for (; *q != 'e'; ++q)
    if (*q != '.') digits[count++] = *q;
  const bool minus = *++q == '-';
  for (++q; q != end; ++q) exponent = exponent * 10 + (*q - '0');
  if (minus) exponent = -exponent;

  const bool python = layout == float_layout::python;
  const auto copy = [&](int from, int to) {
    for (int i = from; i < to; ++i) *p++ = i < count ? digits[i] : '0';
  };
  if (exponent >= (python ? -4 : -6) && exponent < (python ? 16 : 21)) {
    if (exponent < 0) {
      *p++ = '0', *p++ = '.';
      for (int i = -1; i > exponent; --i) *p++ = '0';
      copy(0, count);
    } else {
      copy(0, exponent + 1);
      if (count > exponent + 1) *p++ = '.', copy(exponent + 1, count);
      else if (python) *p++ = '.', *p++ = '0';
    }
    return p;
  }
  *p++ = digits[0];
  if (count > 1) *p++ = '.', copy(1, count);
  *p++ = 'e', *p++ = minus ? '-' : '+';
  if (minus) exponent = -exponent;
  if (python && exponent < 10) *p++ = '0';
  return put_unsigned(static_cast<unsigned>(exponent), p);
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
