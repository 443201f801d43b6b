// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/condition.hpp"
#include "aval/core/result.hpp"

namespace aval {
inline namespace v0 {
namespace json {

/** Why a text was refused, or a value could not be written. */
enum class errc {
  syntax = 1,        ///< not JSON (RFC 8259)
  unexpected_end,    ///< the text ends inside a value
  trailing_text,     ///< something follows the value
  invalid_utf8,      ///< bytes that are not UTF-8, or half of a surrogate pair as escape
  wrong_type,        ///< well-formed, but not the type that is asked for
  out_of_range,      ///< a number, a time or the length of an array does not fit
  unknown_value,     ///< no such enumerator, tag, or text form (uuid, time)
  duplicate_member,  ///< an object names a member twice
  unknown_member,    ///< an object has a member that the type has not, and the options refuse that
  missing_member,    ///< a required member is not there
  limit_exceeded,    ///< too deep or too large
  not_viewable,      ///< a std::string_view member would have to hold text with escapes
  not_finite,        ///< NaN and infinity have no JSON form
  secret_refused     ///< a secret would have been written, and nobody asked for it
};

namespace detail {
class json_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.json"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::syntax: return "not JSON";
      case errc::unexpected_end: return "the text ends too early";
      case errc::trailing_text: return "text after the value";
      case errc::invalid_utf8: return "not UTF-8";
      case errc::wrong_type: return "wrong type";
      case errc::out_of_range: return "out of range";
      case errc::unknown_value: return "unknown value";
      case errc::duplicate_member: return "duplicate member";
      case errc::unknown_member: return "unknown member";
      case errc::missing_member: return "missing member";
      case errc::limit_exceeded: return "too deep or too large";
      case errc::not_viewable: return "text with escapes cannot be viewed";
      case errc::not_finite: return "NaN and infinity have no JSON form";
      case errc::secret_refused: return "a secret is not written unless asked for";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int) const noexcept override {
    return make_error_condition(condition::not_understood);
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::json_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

/** Where and why reading stopped. Nothing in it is a copy of the peer's text except the names in `path`. */
struct failure {
  std::error_code code = {};
  std::string path = {};   ///< JSON Pointer (RFC 6901) to the offending value; empty for the whole text
  std::string what = {};   ///< "expected object", "duplicate member", ...
  std::size_t offset = 0;  ///< bytes before the offending one
  std::size_t line = 0;    ///< from 1
  std::size_t column = 0;  ///< from 1, in bytes

  /** "/datos/parametros: expected object at line 3 column 12" */
  std::string message() const {
    std::string text = path;
    if (!text.empty()) text += ": ";
    text += what;
    text += " at line ";
    text += std::to_string(line);
    text += " column ";
    text += std::to_string(column);
    return text;
  }
};

/** What a reader accepts. Exceeding one is errc::limit_exceeded. */
struct limits {
  std::size_t max_size = 64 * 1024 * 1024;  ///< bytes of text
  unsigned max_depth = 128;                 ///< objects and arrays inside one another
};

}  // namespace json
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::json::errc> : std::true_type {};
