// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/json/value.hpp"

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

enum class name_order {
  code_points,  ///< the order of the bytes of UTF-8
  utf16         ///< the order of UTF-16 code units: U+E000..U+FFFF behind everything that needs a surrogate pair
};

inline int compare_names(std::string_view a, std::string_view b, name_order order) noexcept {
  if (order == name_order::code_points) return a.compare(b);
  const std::size_t n = a.size() < b.size() ? a.size() : b.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (a[i] == b[i]) continue;
    // 0xEE and 0xEF begin U+E000..U+FFFF, 0xF0 to 0xF4 what lies above
    const auto rank = [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte == 0xEE || byte == 0xEF ? byte + 0x10 : static_cast<int>(byte);
    };
    return rank(a[i]) - rank(b[i]);
  }
  return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

/** The numbers of the members in the order of their names, equal names in the order of the text. */
inline std::vector<std::size_t> sorted_by_name(const value::object_type& members, name_order by = name_order::code_points) {
  std::vector<std::size_t> order(members.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto less = [&](std::size_t a, std::size_t b) {
    const int c = compare_names(members[a].name, members[b].name, by);
    return c != 0 ? c < 0 : a < b;
  };
  if (order.size() <= 16) {
    for (std::size_t i = 1; i < order.size(); ++i)
      for (std::size_t k = i; k > 0 && less(order[k], order[k - 1]); --k) std::swap(order[k], order[k - 1]);
    return order;
  }
  // heap sort: no worst case a hostile text could choose
  const auto sift = [&](std::size_t at, std::size_t size) {
    for (std::size_t child = 0; (child = at * 2 + 1) < size; at = child) {
      if (child + 1 < size && less(order[child], order[child + 1])) ++child;
      if (!less(order[at], order[child])) return;
      std::swap(order[at], order[child]);
    }
  };
  for (std::size_t i = order.size() / 2; i-- > 0;) sift(i, order.size());
  for (std::size_t i = order.size(); i-- > 1;) std::swap(order[0], order[i]), sift(0, i);
  return order;
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
