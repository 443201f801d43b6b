// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "aval/core/clock.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/environment.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/net/connection_options.hpp"
#include "aval/net/resolver.hpp"
#include "aval/net/retry.hpp"
#include "aval/net/tls_options.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** How a client behaves. Options are copied; they are checked when the client is made. */
struct client_options {
  std::chrono::milliseconds connect_timeout{5'000};    // look-up, TCP, proxy and TLS of one connection; zero: only `timeout` counts
  std::chrono::milliseconds timeout{30'000};           // the whole call: waiting for a connection, repeats, body; zero: no limit
  std::uint64_t max_response_body = 8 * 1024 * 1024;   // bytes; more is errc::body_too_large
  std::size_t max_response_head = 16 * 1024;           // bytes of status line and headers
  unsigned redirects = 0;                              // how many to follow; zero: a redirect is an answer like any other
  std::string user_agent = "aval/" AVAL_VERSION_STRING;  // for requests without one; empty: none
  tls_options tls = {};
  proxy_options proxy = {};
  retry_options retry = {};
  pool_options pool = {};
  connect_options connect = {};
  net::resolver resolver = {};
  log_hooks log = {};
  environment variables = {};  // where the proxy variables are looked up
  clock_source clock = {};     // for dates in Retry-After
};

/** What is different for one call. */
struct call_options {
  std::optional<std::chrono::milliseconds> timeout = {};  // instead of the client's; zero: no limit
  deadline until = {};                                    // in addition: the whole operation this call is a part of
  std::optional<bool> idempotent = {};                    // whether the request may be sent twice, whatever its method says
  std::optional<unsigned> redirects = {};                 // instead of the client's
  std::optional<std::uint64_t> max_response_body = {};    // instead of the client's
  bool repeat_answers = true;                             // false: what the server says is final, also 429 and 503
  bool expect_continue = false;                           // ask before sending the body (RFC 9110 10.1.1); waits a second at most
};

}  // namespace net
}  // namespace v0
}  // namespace aval
