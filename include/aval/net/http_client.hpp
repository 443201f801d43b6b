// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "aval/core/awaited.hpp"
#include "aval/net/detail/http_client_impl.hpp"

namespace aval {
inline namespace v0 {
namespace net {

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
  explicit basic_http_client(any_io_executor executor) : basic_http_client(std::move(executor), client_options{}) {}
  basic_http_client(any_io_executor executor, client_options options)
      : impl_(std::make_shared<detail::http_client_impl>(std::move(executor), std::move(options))) {}

  /** Sends the request and takes the whole answer. Everything is copied or moved into the call. */
  awaitable<http_response> send(url where, http_request request) const {
    return send_owned(impl_, std::move(where), std::move(request), call_options{});
  }
  awaitable<http_response> send(url where, http_request request, call_options options) const {
    return send_owned(impl_, std::move(where), std::move(request), options);
  }
  /** `request.target` is the whole URL. */
  awaitable<http_response> send(http_request request) const { return send_absolute(impl_, std::move(request)); }
  awaitable<http_response> get(url where) const { return send(std::move(where), http_request("GET")); }

  /** The same into an object that is used again: on a kept connection nothing is allocated once it has its size.
   *  @par Lifetime  the arguments outlive the call. After an error the response is unspecified. */
  awaitable<void> send_into(const url& where, const http_request& request, http_response& response) const {
    return send_into(where, request, response, call_options{});
  }
  awaitable<void> send_into(const url& where, const http_request& request, http_response& response, call_options options) const {
    const auto now = detail::http_client_impl::clock::now();
    const deadline until = impl_->deadline_of(options, now);
    if (options.redirects.value_or(impl_->options().redirects) == 0) {
      return detail::http_client_impl::perform(impl_, &where, &request, &response, options, until, now);
    }
    return follow(impl_, where, request, &response, options, until);
  }

  any_io_executor get_executor() const { return impl_->executor(); }
  const client_options& options() const noexcept { return impl_->options(); }
  /** Closes connections that are not in use. */
  void close_idle() const { impl_->pool().close_idle(); }
  std::size_t idle_connections() const { return impl_->pool().idle_count(); }
  /** Idle ones and those in use. */
  std::size_t open_connections() const { return impl_->pool().open_count(); }

  const std::shared_ptr<detail::http_client_impl>& impl() const noexcept { return impl_; }

 private:
  using impl_type = detail::http_client_impl;

  static awaitable<http_response> send_owned(std::shared_ptr<impl_type> impl, url where, http_request request, call_options options) {
    http_response response;
    const auto now = impl_type::clock::now();
    const deadline until = impl->deadline_of(options, now);
    if (options.redirects.value_or(impl->options().redirects) == 0) {
      co_await impl_type::perform(impl, &where, &request, &response, options, until, now);
    } else {
      co_await follow(impl, std::move(where), std::move(request), &response, options, until);
    }
    co_return response;
  }

  static awaitable<http_response> send_absolute(std::shared_ptr<impl_type> impl, http_request request) {
    auto where = parse_url(request.target);
    if (!where) throw error(where.error().code, where.error().message);
    request.target = "/";
    co_return co_await send_owned(std::move(impl), *std::move(where), std::move(request), call_options{});
  }

  static awaitable<void> follow(std::shared_ptr<impl_type> impl, url where, http_request request, http_response* response,
                                call_options options, deadline until) {
    const unsigned most = options.redirects.value_or(impl->options().redirects);
    for (unsigned hops = 0;; ++hops) {
      co_await impl_type::perform(impl, &where, &request, response, options, until, impl_type::clock::now());
      if (!redirect(*response)) co_return;
      if (hops == most) throw error(errc::too_many_redirects, impl_type::describe(where, request));
      go_on(where, request, *response);
    }
  }
  static bool redirect(const http_response& r) {
    return (r.status == 301 || r.status == 302 || r.status == 303 || r.status == 307 || r.status == 308) && r.headers.contains("Location");
  }

  /** Makes the next request out of an answer (RFC 9110 15.4). */
  static void go_on(url& where, http_request& request, const http_response& response) {
    const std::string context = impl_type::describe(where, request);
    if (request.target != "/") {
      if (auto whole = where.resolve(request.target)) where = *std::move(whole);
      request.target = "/";
    }
    const std::string location(*response.headers.find("Location"));
    auto next = where.resolve(location);
    const std::size_t colon = location.find(':');
    const bool other_scheme = colon < location.find_first_of("/?#") && !location.starts_with("http");  // "mailto:..." is no path
    if (!next || other_scheme || (next->scheme() != "http" && next->scheme() != "https")) throw error(errc::unsafe_redirect, context);
    if (where.secure() && !next->secure()) throw error(errc::unsafe_redirect, context);
    const bool to_get = response.status == 303 || ((response.status == 301 || response.status == 302) && request.method == "POST");
    if (to_get && request.method != "HEAD") {
      request.method = "GET";
      request.body.clear();
      request.headers.erase("Content-Type");
    }
    if (next->origin() != where.origin()) {
      // another origin gets nothing that could be a credential: neither the body nor headers other than these
      if (!request.body.empty()) throw error(errc::unsafe_redirect, context);
      headers harmless;
      for (const auto field : request.headers) {
        for (std::string_view name : {"accept", "accept-language", "user-agent"}) {
          if (detail::equal_ignoring_case(field.name, name)) harmless.add(field.name, field.value);
        }
      }
      request.headers = std::move(harmless);
    }
    where = *std::move(next);
  }

  std::shared_ptr<impl_type> impl_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
