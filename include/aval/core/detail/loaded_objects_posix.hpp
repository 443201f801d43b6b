// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#if defined(__linux__)
#  include <link.h>
#endif

namespace aval {
inline namespace v0 {
namespace detail {

/** File names, without folders, of the shared objects in this process; empty where the system cannot tell. */
inline std::vector<std::string> loaded_objects() {
  std::vector<std::string> out;
#if defined(__linux__)
  ::dl_iterate_phdr(
      [](::dl_phdr_info* info, std::size_t, void* into) {
        const std::string_view path = info->dlpi_name ? info->dlpi_name : "";
        if (!path.empty()) static_cast<std::vector<std::string>*>(into)->emplace_back(path.substr(path.rfind('/') + 1));
        return 0;
      },
      &out);
#endif
  return out;
}

}  // namespace detail
}  // namespace v0
}  // namespace aval
