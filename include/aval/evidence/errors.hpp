// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>

#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {
namespace evidence {

enum class errc {
  full = 1,     ///< the spool holds as much as it may; no new call may start before some records are acknowledged
  too_large,    ///< a single record is larger than the options allow
  unknown,      ///< no open record has this number
  broken,       ///< the file could not be brought back to a known state, or the disk failed; nothing more is taken
  other_process ///< the handle came into this process by a fork; open a spool of its own
};

namespace detail {
class category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.evidence"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::full: return "the spool is full";
      case errc::too_large: return "the record is too large for the spool";
      case errc::unknown: return "no open record has this number";
      case errc::broken: return "the spool is broken";
      case errc::other_process: return "the spool was opened by another process";
    }
    return "unknown error";
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

}  // namespace evidence
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::evidence::errc> : std::true_type {};
