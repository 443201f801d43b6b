// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <memory>

#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"
#include "aval/net/http_client_options.hpp"
#include "aval/net/http_message.hpp"
#include "aval/net/url.hpp"

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {
template <class Lazy>
class basic_http_client_impl;
using http_client_impl = basic_http_client_impl<void>;
}  // namespace detail

template <class Lazy>
class basic_http_client;
using http_client = basic_http_client<void>;

/** An HTTP/1.1 client over TCP and TLS with kept connections.
 *
 *  A cheap handle: copies share one pool. Calls under way keep what they need; the pool closes when the last handle and the last
 *  call are gone.
 *
 *  `where` names the place. A request whose target is "/" (as constructed) goes to the URL's own path and query, any other target
 *  replaces both: one base URL serves many requests.
 *
 *  @par Errors        aval::error. unreachable: not_resolved, no_route, peer_closed, errors of the system; timed_out: the deadline of
 *                     the whole call, look-up and repeats included; not_trusted: certificate_not_trusted, host_mismatch,
 *                     pin_mismatch, tls_failure, tls_truncated; not_understood: what http_parser refuses, body_too_large,
 *                     head_too_large, too_many_redirects, unsafe_redirect; proxy_refused. A status of 400 or more is an answer, no error.
 *  @par Cancellation  terminal, at any point: errc::cancelled. The connection of a call that did not complete is closed, never kept.
 *                     The request may have been carried out.
 *  @par Threads       any number of calls from any threads on one client; each completes on its caller's executor. */
template <class Lazy>
class basic_http_client {
 public:
  /** Sockets and timers run on `executor`. @par Exceptions  errc::invalid_options */
  explicit basic_http_client(any_io_executor executor);
  basic_http_client(any_io_executor executor, client_options options);

  /** Sends the request and takes the whole answer. Everything is copied or moved into the call. */
  awaitable<http_response> send(url where, http_request request) const;
  awaitable<http_response> send(url where, http_request request, call_options options) const;
  /** `request.target` is the whole URL. */
  awaitable<http_response> send(http_request request) const;
  awaitable<http_response> get(url where) const;

  /** The same into an object that is used again: on a kept connection nothing is allocated once it has its size.
   *  @par Lifetime  the arguments outlive the call. After an error the response is unspecified. */
  awaitable<void> send_into(const url& where, const http_request& request, http_response& response) const;
  awaitable<void> send_into(const url& where, const http_request& request, http_response& response, call_options options) const;

  any_io_executor get_executor() const;
  const client_options& options() const noexcept;
  /** Closes connections that are not in use. */
  void close_idle() const;
  std::size_t idle_connections() const;
  /** Idle ones and those in use. */
  std::size_t open_connections() const;

  const std::shared_ptr<detail::http_client_impl>& impl() const noexcept { return impl_; }

 private:
  using impl_type = detail::basic_http_client_impl<Lazy>;

  static awaitable<http_response> send_owned(std::shared_ptr<impl_type> impl, url where, http_request request, call_options options);
  static awaitable<http_response> send_absolute(std::shared_ptr<impl_type> impl, http_request request);
  static awaitable<void> follow(std::shared_ptr<impl_type> impl, url where, http_request request, http_response* response,
                                call_options options, deadline until);
  static bool redirect(const http_response& r);
  static void go_on(url& where, http_request& request, const http_response& response);

  std::shared_ptr<impl_type> impl_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/net/impl/http_client.hpp"
#endif
