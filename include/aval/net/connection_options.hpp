// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace aval {
inline namespace v0 {
namespace net {

struct pool_options {
  std::size_t max_connections_per_origin = 100;  // callers beyond it wait in line; zero: no limit
  std::size_t max_idle_per_origin = 100;         // kept between calls; zero: keep none
  std::chrono::milliseconds idle_timeout{30'000};  // a connection unused for so long is closed before the next call
};

struct connect_options {
  std::chrono::milliseconds attempt_delay{250};  // before the next address is tried as well; zero: all at once
  bool ipv6_first = true;                        // which family begins when the look-up gave both
};

/** Through whom to go. "http://user:password@host:port"; only http proxies. */
struct proxy_options {
  std::string http = {};         // for http:// requests
  std::string https = {};        // for https:// requests, by CONNECT: the proxy sees host and port, nothing else
  std::string no_proxy = {};     // never for these: "example.com" (and below), ".example.com", "10.0.0.0/8", "host:port", "*"; by commas
  bool from_environment = true;  // what is empty comes from HTTP_PROXY, HTTPS_PROXY, NO_PROXY (lower case first), loopback excepted
};

}  // namespace net
}  // namespace v0
}  // namespace aval
