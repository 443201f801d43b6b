// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

#include "aval/net/headers.hpp"

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** Whether a request may use the control interface: from this machine, addressed to it by an address or "localhost" (a name of somebody
 *  else that points here would be DNS rebinding), and not from a page in a browser: pages name themselves with Origin or Sec-Fetch-Site,
 *  and cannot send JSON to another origin without asking first, which nobody answers here. */
inline bool may_control(bool from_loopback, std::string_view method, const net::headers& headers) {
  std::string_view host = headers.find("host").value_or(std::string_view{});
  const std::size_t colon = host.rfind(':');
  if (colon != host.npos && host.find(']', colon) == host.npos) host = host.substr(0, colon);
  const bool here = host == "127.0.0.1" || host == "localhost" || host == "[::1]";
  const bool json = method == "GET" || method == "DELETE" || headers.find("content-type").value_or(std::string_view{}).starts_with("application/json");
  const bool typed = headers.find("sec-fetch-site").value_or("none") == "none";  // an address that a person has entered, and every other client
  return from_loopback && here && json && typed && headers.count("host") == 1 && !headers.contains("origin");
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
