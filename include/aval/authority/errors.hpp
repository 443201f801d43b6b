// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>

#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

enum class errc {
  store_failed = 1,   ///< the data base could not be read or written; the message says why
  store_corrupt,      ///< the data base is damaged, or not one of ours
  store_locked,       ///< another process holds the data base
  store_full,         ///< no space left
  store_too_new,      ///< the data base was written by a later version
  bad_token,          ///< a token is malformed, forged, expired or made for something else
  not_found,          ///< no such agent, verification, user or key
  conflict,           ///< the state does not allow it any more, or the name is taken
  bad_request,        ///< an argument can not be used
  forbidden           ///< not allowed for this caller
};

namespace detail {
class error_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.authority"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::store_failed: return "the store failed";
      case errc::store_corrupt: return "the store is damaged";
      case errc::store_locked: return "the store is used by another process";
      case errc::store_full: return "no space left for the store";
      case errc::store_too_new: return "the store was written by a later version";
      case errc::bad_token: return "the token is not valid";
      case errc::not_found: return "not found";
      case errc::conflict: return "conflict";
      case errc::bad_request: return "bad request";
      case errc::forbidden: return "forbidden";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::bad_token: return make_error_condition(condition::not_trusted);
      case errc::not_found:
      case errc::conflict:
      case errc::bad_request:
      case errc::forbidden: return make_error_condition(condition::refused);
      default: return {value, *this};
    }
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::error_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

}  // namespace authority
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::authority::errc> : std::true_type {};
