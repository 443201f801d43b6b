// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/net/detail/http_client_impl.hpp"
#include "aval/net/http_client.hpp"

namespace aval {
inline namespace v0 {
namespace net {

template <class Lazy>
basic_http_client<Lazy>::basic_http_client(any_io_executor executor) : basic_http_client(std::move(executor), client_options{}) {}
template <class Lazy>
basic_http_client<Lazy>::basic_http_client(any_io_executor executor, client_options options)
    : impl_(std::make_shared<impl_type>(std::move(executor), std::move(options))) {}

template <class Lazy>
awaitable<http_response> basic_http_client<Lazy>::send(url where, http_request request) const {
  return send_owned(impl_, std::move(where), std::move(request), call_options{});
}

template <class Lazy>
awaitable<http_response> basic_http_client<Lazy>::send(url where, http_request request, call_options options) const {
  return send_owned(impl_, std::move(where), std::move(request), options);
}

template <class Lazy>
awaitable<http_response> basic_http_client<Lazy>::send(http_request request) const {
  return send_absolute(impl_, std::move(request));
}

template <class Lazy>
awaitable<http_response> basic_http_client<Lazy>::get(url where) const {
  return send(std::move(where), http_request("GET"));
}

template <class Lazy>
awaitable<void> basic_http_client<Lazy>::send_into(const url& where, const http_request& request, http_response& response) const {
  return send_into(where, request, response, call_options{});
}

template <class Lazy>
awaitable<void> basic_http_client<Lazy>::send_into(const url& where, const http_request& request, http_response& response, call_options options) const {
  const auto now = impl_type::clock::now();
  const deadline until = impl_->deadline_of(options, now);
  if (options.redirects.value_or(impl_->options().redirects) == 0) {
    return impl_type::perform(impl_, &where, &request, &response, options, until, now);
  }
  return follow(impl_, where, request, &response, options, until);
}

template <class Lazy>
any_io_executor basic_http_client<Lazy>::get_executor() const {
  return impl_->executor();
}

template <class Lazy>
const client_options& basic_http_client<Lazy>::options() const noexcept {
  return impl_->options();
}

template <class Lazy>
void basic_http_client<Lazy>::close_idle() const {
  impl_->pool().close_idle();
}

template <class Lazy>
std::size_t basic_http_client<Lazy>::idle_connections() const {
  return impl_->pool().idle_count();
}

template <class Lazy>
std::size_t basic_http_client<Lazy>::open_connections() const {
  return impl_->pool().open_count();
}

template <class Lazy>
awaitable<http_response> basic_http_client<Lazy>::send_owned(std::shared_ptr<impl_type> impl, url where, http_request request, call_options options) {
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

template <class Lazy>
awaitable<http_response> basic_http_client<Lazy>::send_absolute(std::shared_ptr<impl_type> impl, http_request request) {
  auto where = parse_url(request.target);
  if (!where) throw error(where.error().code, where.error().message);
  request.target = "/";
  co_return co_await send_owned(std::move(impl), *std::move(where), std::move(request), call_options{});
}

template <class Lazy>
awaitable<void> basic_http_client<Lazy>::follow(std::shared_ptr<impl_type> impl, url where, http_request request, http_response* response,
                                               call_options options, deadline until) {
  const unsigned most = options.redirects.value_or(impl->options().redirects);
  for (unsigned hops = 0;; ++hops) {
    co_await impl_type::perform(impl, &where, &request, response, options, until, impl_type::clock::now());
    if (!redirect(*response)) co_return;
    if (hops == most) throw error(errc::too_many_redirects, impl_type::describe(where, request));
    go_on(where, request, *response);
  }
}

template <class Lazy>
bool basic_http_client<Lazy>::redirect(const http_response& r) {
  return (r.status == 301 || r.status == 302 || r.status == 303 || r.status == 307 || r.status == 308) && r.headers.contains("Location");
}

/** Makes the next request out of an answer (RFC 9110 15.4). */
template <class Lazy>
void basic_http_client<Lazy>::go_on(url& where, http_request& request, const http_response& response) {
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

}  // namespace net
}  // namespace v0
}  // namespace aval
