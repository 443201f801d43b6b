// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** The answer to something that never reached a handler; the same members as the error bodies of web. */
inline std::string plain_problem(std::string_view code, std::string_view message) {
  std::string out = "{\"error\":\"";
  out.append(message).append("\",\"code\":\"").append(code).append("\",\"message\":\"").append(message);
  return out += "\",\"request_id\":\"\"}";
}

/** The code that error bodies carry for a status which the server itself answers with. */
inline std::string_view code_of_status(int status) noexcept {
  switch (status) {
    case 408: return "request_timeout";
    case 413: return "body_too_large";
    case 414: return "target_too_long";
    case 417: return "expectation_failed";
    case 431: return "head_too_large";
    case 501: return "not_implemented";
    case 505: return "version_not_supported";
    default: return "bad_request";
  }
}

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
