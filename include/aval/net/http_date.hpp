// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace aval {
inline namespace v0 {
namespace net {

/** The time in "Sun, 06 Nov 1994 08:49:37 GMT" (IMF-fixdate, RFC 9110 section 5.6.7); nothing for anything else. The two obsolete forms
 *  are not understood: nobody has sent them since 1999. Whole seconds, so that every year of four digits fits; a system_clock of
 *  nanoseconds ends in 2262: compare before you convert. */
inline std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 29 || text[3] != ',' || text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT") return {};
  const auto number = [&](std::size_t at, std::size_t n) {
    int v = 0;
    for (std::size_t i = at; i < at + n; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      v = v * 10 + (text[i] - '0');
    }
    return v;
  };
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t month_at = months.find(text.substr(8, 3));
  const int d = number(5, 2), y = number(12, 4), h = number(17, 2), mi = number(20, 2), s = number(23, 2);
  if (month_at == months.npos || month_at % 3 != 0 || d < 0 || y < 0 || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60) return {};
  const year_month_day date{year{y}, month{static_cast<unsigned>(month_at / 3 + 1)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return {};
  return sys_days(date) + hours(h) + minutes(mi) + seconds(s);
}

}  // namespace net
}  // namespace v0
}  // namespace aval
