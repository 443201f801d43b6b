// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/mcp/server.hpp"
#include "aval/web/bearer.hpp"
#include "aval/web/router.hpp"

/*  An MCP server over streamable HTTP (revision 2025-11-25, "Transports"; 2025-06-18 and 2025-03-26 as well):
 *
 *      mcp::http_endpoint_options o;
 *      o.authenticate = web::bearer_tokens(verifier);                 // a credentials::jwt_verifier
 *      o.hosts = {"tools.example.com"};                               // localhost needs no name
 *      mcp::http_endpoint endpoint(executor, server, o);
 *      net::http_server http(executor, endpoint.routes());
 *
 *    POST <path>     one message. A request is answered with JSON when its answer is the first thing that it says, soon; otherwise with
 *                    server-sent events, which a client can take up again (Last-Event-ID) after a connection has broken
 *    GET <path>      events that belong to no request, or the rest of a stream
 *    DELETE <path>   the client ends its session
 *
 *  A page in a browser must not reach a server on the same machine by a name of its own (DNS rebinding): requests whose Host or Origin is not
 *  known here are refused, before anything else is looked at. */

namespace aval {
inline namespace v0 {
namespace mcp {

struct http_endpoint_options {
  std::string path = "/mcp";
  web::bearer_check authenticate = {};         // who asks; throws for a bad token. Required unless anonymous. A session belongs to who began it
  bool anonymous = false;                      // true: nobody is asked for a token
  std::vector<std::string> hosts = {};         // names under which clients may ask, without a port, beside localhost, 127.0.0.1 and [::1]
  bool any_host = false;                       // true: under any; only behind a proxy that looks at it, or where no browser ever is
  std::vector<std::string> origins = {};       // "https://app.example.com": pages that may ask, beside those of the same host and, where the host is
                                               //   localhost, of this machine. A request without Origin comes from no page
  std::size_t max_sessions = 1000;             // with more, the one that has been idle longest ends; 503 when none is idle
  std::chrono::milliseconds idle = std::chrono::minutes(30);  // a session of which nothing is heard, and which waits for nothing, ends after that
  std::size_t max_kept = 1024 * 1024;          // bytes of a session's messages that are kept for a client that comes back
  std::chrono::milliseconds retry = std::chrono::seconds(1);             // how long a client is asked to wait before it does
  std::chrono::milliseconds answer_within = std::chrono::milliseconds(500);  // an answer that takes longer comes as an event
  std::chrono::milliseconds keep_alive = std::chrono::seconds(15);       // between lines without meaning on a quiet stream
  clock_source clock = {};                     // for `idle`
  log_hooks log = {};
};

namespace detail {
template <class Lazy>
struct http_endpoint_state;
}

/** The routes of one MCP server. A cheap handle on the sessions, which are there as long as a handle or a router is; calls that run then come to
 *  their end without a client. close() ends all in order.
 *
 *  Refusals are statuses with a JSON-RPC error as body: 400 no message, no session, a revision that is not spoken here, an unknown event; 401;
 *  403 a foreign Host or Origin; 404 an unknown session, also one of somebody else: begin a new one; 406; 413; 415; 503.
 *
 *  @par Threads   any. Each session has a strand of its own over the executor. */
template <class Lazy = void>
class basic_http_endpoint {
 public:
  /** @par Exceptions  errc::bad_option: no way to authenticate and not anonymous, a limit of zero, a path without '/'. */
  basic_http_endpoint(any_io_executor executor, server from, http_endpoint_options options);

  /** For a server of its own, or beside other routes. */
  web::router routes() const;
  void add_routes(web::router& to) const;

  std::size_t sessions() const;
  /** Ends all sessions: their requests are cancelled, their clients are told 404. */
  void close();

 private:
  std::shared_ptr<detail::http_endpoint_state<Lazy>> state_;
};
using http_endpoint = basic_http_endpoint<>;

}  // namespace mcp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/mcp/impl/streamable_http_server.hpp"
#endif
