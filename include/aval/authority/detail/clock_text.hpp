// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "aval/core/random.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Appends "2025-10-24T16:00:00.123456Z": RFC 3339 in UTC with microseconds, without an allocation of its own. */
inline void append_time(std::string& out, timestamp when) {
  using namespace std::chrono;
  const auto day = floor<days>(when);
  const year_month_day date{day};
  const std::int64_t micro = duration_cast<microseconds>(when - day).count();
  char text[27];
  const auto two = [](char* at, unsigned v) {
    at[0] = static_cast<char>('0' + v / 10);
    at[1] = static_cast<char>('0' + v % 10);
  };
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  two(text, year / 100);
  two(text + 2, year % 100);
  text[4] = '-';
  two(text + 5, static_cast<unsigned>(date.month()));
  text[7] = '-';
  two(text + 8, static_cast<unsigned>(date.day()));
  text[10] = 'T';
  const auto second = static_cast<unsigned>(micro / 1'000'000);
  two(text + 11, second / 3600);
  text[13] = ':';
  two(text + 14, second / 60 % 60);
  text[16] = ':';
  two(text + 17, second % 60);
  text[19] = '.';
  auto rest = static_cast<unsigned>(micro % 1'000'000);
  for (int i = 25; i >= 20; --i, rest /= 10) text[i] = static_cast<char>('0' + rest % 10);
  text[26] = 'Z';
  out.append(text, sizeof text);
}

/** A UUID that sorts by the time it was made (version 7, RFC 9562 5.7): new rows go to the end of an index, which is what makes
 *  storing many of them cheap. 74 bits of it are random. */
inline uuid ordered_uuid(timestamp now, std::span<const std::byte> random_bytes) {
  std::array<std::byte, 16> raw;
  std::copy_n(random_bytes.begin(), 16, raw.begin());
  const auto ms = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  for (int i = 0; i < 6; ++i) raw[static_cast<std::size_t>(i)] = static_cast<std::byte>(ms >> (40 - 8 * i) & 0xFF);
  raw[6] = (raw[6] & std::byte{0x0F}) | std::byte{0x70};
  raw[8] = (raw[8] & std::byte{0x3F}) | std::byte{0x80};
  return uuid(raw);
}
inline uuid ordered_uuid(timestamp now, const random_source& random) {
  std::array<std::byte, 16> raw;
  random.fill(raw);
  return ordered_uuid(now, std::span<const std::byte>(raw));
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
