// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "aval/net/headers.hpp"

namespace aval {
inline namespace v0 {
namespace web {

/** The one form of every error body: {"error": ..., "code": ..., "message": ..., "request_id": ...}. */
struct problem {
  std::string error = {};       ///< what went wrong, for people; short
  std::string code = {};        ///< the same for programs: "not_found", "invalid_body"
  std::string message = {};     ///< more about it, with the path of the offending member if there is one; else as `error`
  std::string request_id = {};  ///< to find the request in the server's log
};

/** Throw it in a handler or a hook: the client gets this status and a problem body. */
class http_error : public std::exception {
 public:
  http_error(int status, std::string code, std::string text, std::string detail = {})
      : status_(status), code_(std::move(code)), text_(std::move(text)), detail_(std::move(detail)) {}

  /** Adds a header to the answer ("Retry-After", "WWW-Authenticate"). */
  http_error& with(std::string_view name, std::string_view value) & {
    headers_.set(name, value);
    return *this;
  }
  http_error&& with(std::string_view name, std::string_view value) && {
    headers_.set(name, value);
    return std::move(*this);
  }
  const char* what() const noexcept override { return text_.c_str(); }
  int status() const noexcept { return status_; }
  const std::string& code() const noexcept { return code_; }
  const std::string& text() const noexcept { return text_; }
  const std::string& detail() const noexcept { return detail_.empty() ? text_ : detail_; }
  const net::headers& headers() const noexcept { return headers_; }

 private:
  int status_;
  std::string code_, text_, detail_;
  net::headers headers_;
};

}  // namespace web
}  // namespace v0
}  // namespace aval
