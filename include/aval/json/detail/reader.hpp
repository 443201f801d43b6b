// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aval/json/detail/number.hpp"
#include "aval/json/detail/scan.hpp"
#include "aval/json/errors.hpp"

/*  What every way of reading shares: white space, strings, literals, skipping, and how an error finds its place.
 *
 *  Functions take the position and return the one behind what they read, or nullptr after reader::fail. The position travels in a
 *  register; the reader holds what changes rarely. Values start where white space has been skipped. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

struct reader {
  const char* const begin;
  const char* const end;
  unsigned depth;              ///< levels still allowed
  bool fresh = true;           ///< the object being filled was just made: members not in the text need no reset
  std::size_t reserve_budget;  ///< bytes that guesses about the length of vectors may still take

  errc code = {};
  const char* where = nullptr;
  const char* what = nullptr;
  std::string path = {};

  reader(std::string_view text, const limits& most)
      : begin(text.data()), end(text.data() + text.size()), depth(most.max_depth), reserve_budget(text.size() * 4) {}

  [[gnu::cold, gnu::noinline]] const char* fail(errc e, const char* at, const char* text) noexcept {
    code = e, where = at, what = text;
    return nullptr;
  }
  /** What stands at `at` is no `what`: the end, the wrong kind of value, or no value at all. */
  [[gnu::cold, gnu::noinline]] const char* fail_expected(const char* at, const char* text) noexcept {
    if (at == end) return fail(errc::unexpected_end, at, text);
    const char c = *at;
    const bool value = c == '{' || c == '[' || c == '"' || c == '-' || is_digit(c) || c == 't' || c == 'f' || c == 'n';
    return fail(value ? errc::wrong_type : errc::syntax, at, text);
  }
  [[gnu::cold, gnu::noinline]] const char* fail_syntax(const char* at, const char* text) noexcept {
    return fail(at == end ? errc::unexpected_end : errc::syntax, at, text);
  }
  /** Called on the way out: the error is inside of this member. */
  [[gnu::cold, gnu::noinline]] const char* in_member(std::string_view name) {
    std::string segment = "/";
    for (char c : name.substr(0, 64)) {
      if (c == '~') segment += "~0";
      else if (c == '/') segment += "~1";
      else segment += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
    }
    if (name.size() > 64) segment += "...";
    path.insert(0, segment);
    return nullptr;
  }
  [[gnu::cold, gnu::noinline]] const char* in_element(std::size_t index) {
    path.insert(0, "/" + std::to_string(index));
    return nullptr;
  }

  [[gnu::cold, gnu::noinline]] failure finish() const {
    failure f;
    f.code = code;
    f.path = path;
    f.what = what;
    f.offset = static_cast<std::size_t>(where - begin);
    f.line = 1;
    const char* line = begin;
    for (const char* p = begin; p != where; ++p)
      if (*p == '\n') ++f.line, line = p + 1;
    f.column = static_cast<std::size_t>(where - line) + 1;
    return f;
  }
};

inline bool is_space(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

[[gnu::noinline]] inline const char* skip_space_run(const char* p, const char* end) noexcept {
  if (end - p > 1 && *p == ' ' && static_cast<unsigned char>(p[1]) > ' ') return p + 1;
  for (;;) {
    while (end - p >= 8 && load8(p) == each_byte(' ')) p += 8;
    if (p == end || !is_space(*p)) return p;
    ++p;
  }
}
/** Behind the white space at p. */
inline const char* skip_space(const char* p, const char* end) noexcept {
  if (p == end || static_cast<unsigned char>(*p) > ' ') [[likely]] return p;
  return skip_space_run(p, end);
}

/** The character at p, NUL at the end (where no character of the grammar is NUL). */
inline char peek(const reader& r, const char* p) noexcept { return p != r.end ? *p : '\0'; }

// ---- strings -----------------------------------------------------------------------------------------------------------------------

inline bool hex4(const char* p, std::uint32_t& value) noexcept {
  value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = p[i];
    std::uint32_t digit = 0;
    if (is_digit(c)) digit = static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
    else return false;
    value = value << 4 | digit;
  }
  return true;
}

/** Reads the escape at p (a backslash), writes UTF-8 to out[0..3]. */
inline const char* read_escape(reader& r, const char* p, char* out, std::size_t& size) {
  const char* const start = p;
  if (r.end - p < 2) return r.fail(errc::unexpected_end, r.end, "string not closed");
  size = 1;
  switch (p[1]) {
    case '"': case '\\': case '/': out[0] = p[1]; return p + 2;
    case 'b': out[0] = '\b'; return p + 2;
    case 'f': out[0] = '\f'; return p + 2;
    case 'n': out[0] = '\n'; return p + 2;
    case 'r': out[0] = '\r'; return p + 2;
    case 't': out[0] = '\t'; return p + 2;
    case 'u': break;
    default: return r.fail(errc::syntax, start, "no such escape");
  }
  std::uint32_t c = 0, low = 0;
  if (r.end - p < 6) return r.fail(errc::unexpected_end, r.end, "string not closed");
  if (!hex4(p + 2, c)) return r.fail(errc::syntax, start, "expected four hexadecimal digits");
  p += 6;
  if (c >= 0xD800 && c < 0xE000) {
    if (c >= 0xDC00 || r.end - p < 6 || p[0] != '\\' || p[1] != 'u' || !hex4(p + 2, low) || low < 0xDC00 || low > 0xDFFF)
      return r.fail(errc::invalid_utf8, start, "half of a surrogate pair");
    c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    p += 6;
  }
  size = put_utf8(c, out);
  return p;
}

/** Takes the string that starts at p (its quote) piece by piece: text without escapes, and decoded escapes. */
template <class Piece>
const char* read_pieces(reader& r, const char* p, Piece&& piece) {
  if (peek(r, p) != '"') return r.fail_expected(p, "expected string");
  ++p;
  for (;;) {
    std::uint32_t high = 0;
    const char* const stop = scan_string(p, r.end, high);
    if (high != 0) {
      const char* const bad = find_bad_utf8(p, stop);
      if (bad != stop) return r.fail(errc::invalid_utf8, bad, "not UTF-8");
    }
    if (stop != p) piece(p, static_cast<std::size_t>(stop - p));
    p = stop;
    if (p == r.end) return r.fail(errc::unexpected_end, p, "string not closed");
    if (*p == '"') return p + 1;
    if (*p != '\\') return r.fail(errc::syntax, p, "control character in a string");
    char text[4];
    std::size_t size = 0;
    p = read_escape(r, p, text, size);
    if (p == nullptr) return nullptr;
    piece(text, size);
  }
}

[[gnu::noinline]] inline const char* read_string_slowly(reader& r, const char* p, std::string& out) {
  out.clear();
  return read_pieces(r, p, [&](const char* text, std::size_t size) { out.append(text, size); });
}

// out.assign(t, n), in line where the string is long enough already: messages of a kind have texts of a length
inline void assign_text(std::string& out, const char* t, std::size_t n) {
  if (out.size() < n) {
    out.assign(t, n);
    return;
  }
  if (out.size() != n) out.erase(n);
  char* const to = out.data();
  if (n >= 16) {
    for (std::size_t i = 0; i + 16 <= n; i += 16) std::memcpy(to + i, t + i, 16);
    std::memcpy(to + n - 16, t + n - 16, 16);
  } else if (n >= 8) {
    const std::uint64_t first = load8(t), last = load8(t + n - 8);
    std::memcpy(to, &first, 8);
    std::memcpy(to + n - 8, &last, 8);
  } else if (n >= 4) {
    const std::uint32_t first = load4(t), last = load4(t + n - 4);
    std::memcpy(to, &first, 4);
    std::memcpy(to + n - 4, &last, 4);
  } else {
    for (std::size_t i = 0; i < n; ++i) to[i] = t[i];
  }
}

[[gnu::noinline]] inline const char* read_string(reader& r, const char* p, std::string& out) {
  if (peek(r, p) == '"') [[likely]] {
    std::uint32_t high = 0;
    const char* const stop = scan_string(p + 1, r.end, high);
    if (stop != r.end && *stop == '"' && high == 0) [[likely]] {
      assign_text(out, p + 1, static_cast<std::size_t>(stop - p - 1));
      return stop + 1;
    }
  }
  return read_string_slowly(r, p, out);
}

/** The contents as a view: of the text itself where there are no escapes, else of `scratch`. */
[[gnu::noinline]] inline const char* read_view(reader& r, const char* p, std::string_view& out, std::string& scratch) {
  if (peek(r, p) == '"') [[likely]] {
    std::uint32_t high = 0;
    const char* const stop = scan_string(p + 1, r.end, high);
    if (stop != r.end && *stop == '"' && high == 0) [[likely]] {
      out = {p + 1, static_cast<std::size_t>(stop - p - 1)};
      return stop + 1;
    }
  }
  p = read_string_slowly(r, p, scratch);
  out = scratch;
  return p;
}

// ---- literals, punctuation ---------------------------------------------------------------------------------------------------------

[[gnu::noinline]] inline const char* read_null(reader& r, const char* p) {
  if (r.end - p >= 4 && starts_with<4>(p, "null")) return p + 4;
  return r.fail_expected(p, "expected null");
}
[[gnu::noinline]] inline const char* read_bool(reader& r, const char* p, bool& out) {
  if (r.end - p >= 4 && starts_with<4>(p, "true")) return out = true, p + 4;
  if (r.end - p >= 5 && starts_with<5>(p, "false")) return out = false, p + 5;
  return r.fail_expected(p, "expected true or false");
}

/** From a key to its value: the colon and white space around it. */
[[gnu::noinline]] inline const char* read_colon(reader& r, const char* p) {
  p = skip_space(p, r.end);
  if (peek(r, p) != ':') return r.fail_syntax(p, "expected ':'");
  return skip_space(p + 1, r.end);
}

/** A key and the colon behind it. */
[[gnu::noinline]] inline const char* read_key(reader& r, const char* p, std::string_view& key, std::string& scratch) {
  if (peek(r, p) != '"') return r.fail_syntax(p, "expected a member name");
  p = read_view(r, p, key, scratch);
  return p != nullptr ? read_colon(r, p) : nullptr;
}

/** Behind a member or element: true with p at the next one, false with p behind the closing character, or with nullptr. */
inline bool read_comma(reader& r, const char*& p, char close) {
  p = skip_space(p, r.end);
  const char c = peek(r, p);
  if (c == ',') [[likely]] {
    p = skip_space(p + 1, r.end);
    return true;
  }
  p = c == close ? p + 1 : r.fail_syntax(p, close == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
  return false;
}

// ---- skipping ----------------------------------------------------------------------------------------------------------------------

/** Checks the value at p as strictly as if it were read, and drops it. */
inline const char* skip_value(reader& r, const char* p) {
  const char c = peek(r, p);
  switch (c) {
    case '"': return read_pieces(r, p, [](const char*, std::size_t) {});
    case 't':
    case 'f': {
      bool ignored = false;
      return read_bool(r, p, ignored);
    }
    case 'n': return read_null(r, p);
    case '{':
    case '[': {
      if (r.depth == 0) return r.fail(errc::limit_exceeded, p, "too deep");
      --r.depth;
      const char close = c == '{' ? '}' : ']';
      p = skip_space(p + 1, r.end);
      if (peek(r, p) == close) {
        ++p;
      } else {
        do {
          if (c == '{') {
            if (peek(r, p) != '"') return r.fail_syntax(p, "expected a member name");
            p = skip_value(r, p);
            if (p == nullptr || (p = read_colon(r, p)) == nullptr) return nullptr;
          }
          p = skip_value(r, p);
          if (p == nullptr) return nullptr;
        } while (read_comma(r, p, close));
        if (p == nullptr) return nullptr;
      }
      ++r.depth;
      return p;
    }
    default: break;
  }
  if (c != '-' && !is_digit(c)) return r.fail_syntax(p, "expected a value");
  bool integral = false;
  const char* bad = nullptr;
  const char* const stop = scan_number(p, r.end, integral, bad);
  return stop != nullptr ? stop : r.fail_syntax(bad, "expected a digit");
}

/** Reads a number that fits T exactly; the way for what is not short and plain. */
template <class T>
[[gnu::noinline]] const char* read_integer_slowly(reader& r, const char* p, T& out) {
  const char* const start = p;
  const bool negative = peek(r, p) == '-';
  if (negative) ++p;
  if (!is_digit(peek(r, p))) return negative ? r.fail_syntax(p, "expected a digit") : r.fail_expected(p, "expected integer");
  const char* const first = p;
  std::uint64_t n = 0;
  while (p != r.end && is_digit(*p)) n = n * 10 + static_cast<unsigned>(*p++ - '0');
  const std::ptrdiff_t count = p - first;
  if (*first == '0' && count > 1) return r.fail(errc::syntax, first + 1, "a number starts with 0");
  if (p != r.end && (*p == '.' || *p == 'e' || *p == 'E')) {
    bool integral = false;
    const char* bad = nullptr;
    if (scan_number(start, r.end, integral, bad) == nullptr) return r.fail_syntax(bad, "expected a digit");
    return r.fail(errc::wrong_type, start, "expected integer");
  }
  bool fits = count < 20;
  if (count == 20 && *first == '1') {  // up to 19 digits cannot overflow; the twentieth may
    std::uint64_t most = 0;
    for (const char* q = first; q != p - 1; ++q) most = most * 10 + static_cast<unsigned>(*q - '0');
    fits = most < 1844674407370955161ULL || (most == 1844674407370955161ULL && p[-1] <= '5');
  }
  using limit = std::numeric_limits<T>;
  std::uint64_t most = static_cast<std::uint64_t>(limit::max());
  if (negative) most = limit::is_signed ? most + 1 : 0;
  if (!fits || n > most) return r.fail(errc::out_of_range, start, "the number does not fit");
  out = static_cast<T>(negative ? 0 - n : n);
  return p;
}

/** Reads a number that fits T exactly. Up to seven digits are taken at once. */
template <class T>
[[gnu::noinline]] inline const char* read_integer(reader& r, const char* p, T& out) {
  if constexpr (std::endian::native == std::endian::little && sizeof(T) >= 4) {
    if (r.end - p >= 8) [[likely]] {
      const std::uint64_t word = load8(p);
      const std::uint64_t digits = word - each_byte('0');
      // the top bit of each byte that is no digit; a borrow can only reach bytes behind one that is none
      const std::uint64_t other = (digits | (digits + each_byte(0x76)) | word) & each_byte(0x80);
      if (other != 0) [[likely]] {
        const int count = std::countr_zero(other) / 8;
        const char next = p[count];
        if (count != 0 && next != '.' && (next | 0x20) != 'e' && (*p != '0' || count == 1)) [[likely]] {
          std::uint64_t n = digits << (64 - 8 * count);  // leading zeros
          n = n * 10 + (n >> 8);
          n = (((n & 0x000000FF000000FFULL) * 0x000F424000000064ULL) + (((n >> 16) & 0x000000FF000000FFULL) * 0x0000271000000001ULL)) >> 32;
          out = static_cast<T>(n);
          return p + count;
        }
      }
    }
  }
  return read_integer_slowly(r, p, out);
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
