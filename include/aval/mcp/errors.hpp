// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>

#include "aval/core/condition.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

/** Errors of the room. */
enum class errc {
  bad_configuration = 1  ///< a file that should list MCP servers can not be understood; the message says where
};

namespace detail {
class mcp_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.mcp"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::bad_configuration: return "the configuration of MCP servers is not understood";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::bad_configuration: return make_error_condition(condition::not_understood);
    }
    return {value, *this};
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::mcp_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

}  // namespace mcp
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::mcp::errc> : std::true_type {};
