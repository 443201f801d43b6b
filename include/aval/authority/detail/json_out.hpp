// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aval/authority/detail/clock_text.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"

/*  Writes the authority's answers and audit records straight into a string, in the spelling of the canonical form P (AIM
 *  specification 1.6): ", " and ": " as separators, ASCII only. A record whose members are written in sorted order is therefore
 *  canonical as it stands, and no tree is built on the way. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Appends a JSON string in form P. `text` must be UTF-8; a byte that is not becomes U+FFFD. */
inline void append_string(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  const auto escape = [&](unsigned unit) {
    const char u[6] = {'\\', 'u', digits[unit >> 12], digits[unit >> 8 & 15], digits[unit >> 4 & 15], digits[unit & 15]};
    out.append(u, 6);
  };
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\') {
      ++i;
      continue;
    }
    out.append(text, from, i - from);
    std::size_t used = 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      default:
        if (c < 0x80) {
          escape(c);
          break;
        }
        const std::size_t n = c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
        std::uint32_t point = n == 2 ? c & 0x1FU : n == 3 ? c & 0x0FU : c & 0x07U;
        bool good = n != 0 && i + n <= text.size();
        for (std::size_t k = 1; good && k < n; ++k) {
          const auto d = static_cast<unsigned char>(text[i + k]);
          good = (d & 0xC0) == 0x80;
          point = point << 6 | (d & 0x3FU);
        }
        good = good && !(n == 3 && (point < 0x800 || (point >= 0xD800 && point < 0xE000))) && !(n == 4 && (point < 0x10000 || point > 0x10FFFF));
        if (!good) {
          escape(0xFFFD);
        } else if (point >= 0x10000) {
          escape(0xD800 + ((point - 0x10000) >> 10));
          escape(0xDC00 + ((point - 0x10000) & 0x3FF));
          used = n;
        } else {
          escape(point);
          used = n;
        }
    }
    i += used;
    from = i;
  }
  out.append(text, from, text.size() - from);
  out += '"';
}

/** Appends a score: six digits behind the point at most, at least one, as the canonical form writes a double ("0.907", "1.0"). */
inline void append_score(std::string& out, double value) {
  const auto millionths = static_cast<std::int64_t>(std::llround(value * 1e6));
  char text[32];
  char* end = text;
  if (millionths < 0) *end++ = '-';
  const std::uint64_t magnitude = static_cast<std::uint64_t>(millionths < 0 ? -millionths : millionths);
  end = std::to_chars(end, text + sizeof text, magnitude / 1000000).ptr;
  *end++ = '.';
  std::uint64_t rest = magnitude % 1000000;
  char fraction[6];
  for (int i = 6; i-- > 0; rest /= 10) fraction[i] = static_cast<char>('0' + rest % 10);
  int n = 6;
  while (n > 1 && fraction[n - 1] == '0') --n;
  for (int i = 0; i < n; ++i) *end++ = fraction[i];
  out.append(text, static_cast<std::size_t>(end - text));
}

/** One JSON object, member by member; the closing brace is written by end(). Keys are literals of ours and are not escaped. */
class object_out {
 public:
  explicit object_out(std::string& out) : out_(&out) { *out_ += '{'; }

  object_out& text(std::string_view key, std::string_view value) { return append_string(put(key), value), *this; }
  object_out& text_or_null(std::string_view key, const std::optional<std::string>& value) { return value ? text(key, std::string_view(*value)) : null(key); }
  object_out& id(std::string_view key, const uuid& value) {
    char t[38] = {'"'};
    value.write_to(t + 1);
    t[37] = '"';
    put(key).append(t, 38);
    return *this;
  }
  object_out& id(std::string_view key, const std::optional<uuid>& value) { return value ? id(key, *value) : null(key); }
  object_out& time(std::string_view key, timestamp value) {
    std::string& o = put(key);
    o += '"';
    append_time(o, value);
    o += '"';
    return *this;
  }
  object_out& time(std::string_view key, const std::optional<timestamp>& value) { return value ? time(key, *value) : null(key); }
  /** A time that is never null on the wire: the zero time of the reference software when there is none. */
  object_out& time_or_zero(std::string_view key, const std::optional<timestamp>& value) {
    return value ? time(key, *value) : raw(key, "\"0001-01-01T00:00:00Z\"");
  }
  object_out& number(std::string_view key, std::int64_t value) {
    char t[24];
    const auto r = std::to_chars(t, t + sizeof t, value);
    put(key).append(t, static_cast<std::size_t>(r.ptr - t));
    return *this;
  }
  object_out& score(std::string_view key, double value) { return append_score(put(key), value), *this; }
  object_out& boolean(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  object_out& null(std::string_view key) { return raw(key, "null"); }
  object_out& raw(std::string_view key, std::string_view json) { return put(key).append(json), *this; }
  template <class List>
  object_out& texts(std::string_view key, const List& list) {
    std::string& o = put(key);
    o += '[';
    bool first = true;
    for (const auto& item : list) {
      if (!first) o += ", ";
      first = false;
      append_string(o, item);
    }
    o += ']';
    return *this;
  }
  /** Starts a member whose value the caller appends. */
  std::string& put(std::string_view key) {
    if (!first_) out_->append(", ", 2);
    first_ = false;
    *out_ += '"';
    out_->append(key);
    return out_->append("\": ", 3);
  }
  void end() { *out_ += '}'; }

 private:
  std::string* out_;
  bool first_ = true;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
