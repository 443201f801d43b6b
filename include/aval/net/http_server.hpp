// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "aval/core/compilation.hpp"
#include "aval/net/detail/http_server_core.hpp"

/*  An HTTP/1.1 server over TCP or TLS.
 *
 *      net::http_server server(executor, [](net::http_exchange& x) -> awaitable<void> {
 *        x.response().body = "hello";
 *        co_return;
 *      });
 *      const auto port = server.listen("127.0.0.1:0");
 *      server.start();
 *      ...
 *      co_await server.stop(5s);
 *
 *  Executors: each connection runs on a strand of its own over the server's executor, so the executor may be a thread_pool and
 *  handlers of different connections may run at the same time; what one handler does is in order. With
 *  server_options.strand_per_connection = false connections run on the executor itself, which then must be run by one thread or be
 *  a strand; that saves a few per cent. */

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {
template <class Lazy>
struct basic_http_server_state;
}

/** Listens, and answers through a handler. Limits and time-outs: server_options. Use it as net::http_server.
 *
 *  @par Lifetime  destruction closes every connection at once, without waiting; the handler lives until the last one is gone.
 *                 stop() is the orderly end.
 *  @par Threads   listen() and start() from one thread, before requests come; stop() and connections() from any. */
template <class Lazy = void>
class basic_http_server {
 public:
  /** @par Exceptions  aval::error: net::errc::bad_certificate or invalid_options, aval::errc::invalid_argument without a handler. */
  basic_http_server(any_io_executor executor, http_handler handler, server_options options = {});
  ~basic_http_server();
  basic_http_server(basic_http_server&&) = default;
  basic_http_server& operator=(basic_http_server&&) = delete;

  /** Binds to an IP address and port ("127.0.0.1:8080", "[::1]:0"; "localhost" is 127.0.0.1) and returns the port, which is of use
   *  when 0 was asked for. May be called several times, before start().
   *  @par Exceptions  aval::error: net::errc::invalid_address; errors of the system (address_in_use, permission_denied). */
  std::uint16_t listen(const std::string& address);

  /** Begins to accept. Work of the server keeps the executor's context running until stop() or destruction. */
  void start();

  /** Orderly end: no new connections; idle ones are closed; a request that has begun is answered, with "Connection: close". What is
   *  not done after `grace` is cut off: handlers that wait end with operation_aborted.
   *
   *  Completes when the last connection is gone, at the latest two seconds after the grace time (a handler that ignores its
   *  cancellation goes on without its connection). @par Cancellation  terminal: closing goes on, nobody waits for it. */
  awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5));

  bool secure() const noexcept;
  std::size_t connections() const;

 private:
  static awaitable<void> stop(std::shared_ptr<detail::basic_http_server_state<Lazy>> state, std::chrono::milliseconds grace);
  std::shared_ptr<detail::basic_http_server_state<Lazy>> state_;
};
using http_server = basic_http_server<>;

}  // namespace net
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/net/impl/http_server.hpp"
#endif
