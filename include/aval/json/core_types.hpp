// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aval/core/secret.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"
#include "aval/json/fields.hpp"

/*  The JSON form of uuid (text) and of points in time of the system clock (RFC 3339 text in UTC). Written are as many fractional
 *  digits as the type can hold and the value needs: none, 3, 6 or 9. */

template <>
struct aval::json::fields<aval::uuid> {
  static constexpr std::string_view schema_format = "uuid";
  static aval::json::fixed_text<36> to_json(const aval::uuid& id) {
    aval::json::fixed_text<36> text;
    id.write_to(text.text);
    text.size = 36;
    return text;
  }
  static std::optional<aval::uuid> from_json(std::string_view text) { return aval::parse_uuid(text); }
};

template <class Duration>
struct aval::json::fields<std::chrono::time_point<std::chrono::system_clock, Duration>> {
  static constexpr std::string_view schema_format = "date-time";
  using moment = std::chrono::time_point<std::chrono::system_clock, Duration>;

  static std::string to_json(const moment& when) {
    const auto exact = std::chrono::time_point_cast<std::chrono::nanoseconds>(when);
    const auto rest = exact.time_since_epoch().count() % 1'000'000'000;
    const int digits = rest == 0 ? 0 : rest % 1'000'000 == 0 ? 3 : rest % 1'000 == 0 ? 6 : 9;
    return aval::format_rfc3339(exact, digits);
  }
  static std::optional<moment> from_json(std::string_view text) {
    const auto exact = aval::parse_rfc3339(text);
    if (!exact) return {};
    return std::chrono::floor<Duration>(*exact);
  }
};
