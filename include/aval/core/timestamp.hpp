// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

/** A moment of the wall clock as it stands on the wire. */
using timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;

/** RFC 3339 in UTC with `digits` fractional digits (0 to 9): "2025-10-24T16:00:00.123456Z". Digits beyond are cut, not rounded. */
inline std::string format_rfc3339(timestamp when, int digits = 6) {
  using namespace std::chrono;
  const auto day = floor<days>(when);
  const year_month_day date{day};
  auto rest = (when - day).count();
  const auto put = [](std::string& out, std::int64_t value, int width) {
    char text[20];
    for (int i = width; i-- > 0; value /= 10) text[i] = static_cast<char>('0' + value % 10);
    out.append(text, static_cast<std::size_t>(width));
  };
  std::string out;
  out.reserve(30);
  const auto seconds_of_day = rest / 1'000'000'000;
  rest %= 1'000'000'000;
  put(out, static_cast<int>(date.year()), 4);
  put(out += '-', static_cast<unsigned>(date.month()), 2);
  put(out += '-', static_cast<unsigned>(date.day()), 2);
  put(out += 'T', seconds_of_day / 3600, 2);
  put(out += ':', seconds_of_day / 60 % 60, 2);
  put(out += ':', seconds_of_day % 60, 2);
  if (digits > 0) {
    for (int i = digits; i < 9; ++i) rest /= 10;
    put(out += '.', rest, digits < 9 ? digits : 9);
  }
  return out += 'Z';
}

/** Reads RFC 3339: 'T', 't' or a blank between date and time, up to nine fractional digits kept (further ones are dropped), 'Z' or a
 *  numeric offset, a leap second as the last second of its minute. Years 1678 to 2261 (what nanoseconds can hold), and the Go zero
 *  time 0001-01-01T00:00:00Z, which means "absent" on the wire, gives no value like any other text that does not fit. */
inline std::optional<timestamp> parse_rfc3339(std::string_view text) {
  using namespace std::chrono;
  std::size_t at = 0;
  const auto number = [&](int width) -> int {
    int value = 0;
    for (int i = 0; i < width; ++i, ++at) {
      if (at >= text.size() || text[at] < '0' || text[at] > '9') return -1;
      value = value * 10 + (text[at] - '0');
    }
    return value;
  };
  const auto is = [&](char c) { return at < text.size() && text[at] == c ? (++at, true) : false; };
  const int y = number(4);
  if (y < 0 || !is('-')) return {};
  const int mo = number(2);
  if (mo < 0 || !is('-')) return {};
  const int d = number(2);
  if (d < 0 || !(is('T') || is('t') || is(' '))) return {};
  const int h = number(2);
  if (h < 0 || h > 23 || !is(':')) return {};
  const int mi = number(2);
  if (mi < 0 || mi > 59 || !is(':')) return {};
  int s = number(2);
  if (s < 0 || s > 60) return {};
  if (s == 60) s = 59;
  std::int64_t fraction = 0;
  if (is('.')) {
    int n = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++n) {
      if (n < 9) fraction = fraction * 10 + (text[at] - '0');
    }
    if (n == 0) return {};
    for (; n < 9; ++n) fraction *= 10;
  }
  int offset = 0;
  if (!is('Z') && !is('z')) {
    const bool minus = is('-');
    if (!minus && !is('+')) return {};
    const int oh = number(2);
    if (oh < 0 || oh > 23 || !is(':')) return {};
    const int om = number(2);
    if (om < 0 || om > 59) return {};
    offset = (oh * 60 + om) * (minus ? -1 : 1);
  }
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (at != text.size() || !date.ok() || y < 1678 || y > 2261) return {};
  return timestamp(sys_days(date)) + hours(h) + minutes(mi - offset) + seconds(s) + nanoseconds(fraction);
}

}  // namespace v0
}  // namespace aval
