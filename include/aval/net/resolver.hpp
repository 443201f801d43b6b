// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/net/errors.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** Addresses of a host, best first. */
using endpoints = std::vector<asio::ip::tcp::endpoint>;

/** From names to addresses: the system's look-up unless a function is set (tests, caches, service discovery).
 *
 *  Literal addresses never reach the function. The system's look-up blocks a thread of Asio's own and cannot be interrupted; a
 *  deadline or a cancellation abandons it: the caller goes on at once, the answer is dropped when it comes. An io_context stays in
 *  run() until then.
 *
 *  @par Threads  a resolver may be used by several calls at once if its function may. */
struct resolver {
  /** host, port -> addresses. Throws std::system_error when there are none. Runs on a strand of the call. */
  using function = std::function<awaitable<endpoints>(std::string host, std::uint16_t port)>;

  function look_up = {};  // empty: the system's

  /** Errors: not_resolved, or what the function throws. */
  template <class Lazy = void>
  awaitable<endpoints> resolve(std::string host, std::uint16_t port) const { return run(look_up, std::move(host), port); }

  /** Asks the system (getaddrinfo). Throws asio::error::host_not_found and its relatives. */
  template <class Lazy = void>
  static awaitable<endpoints> system(std::string host, std::uint16_t port) {
    constexpr typename lazy_token<Lazy>::type use_awaitable{};
    asio::ip::tcp::resolver asked(co_await this_coro::executor);
    const std::string service = std::to_string(port);
    const auto found = co_await asked.async_resolve(host, service, asio::ip::resolver_base::numeric_service, use_awaitable);
    endpoints all;
    for (const auto& one : found) all.push_back(one.endpoint());
    co_return all;
  }

 private:
  template <class Lazy = void>
  static awaitable<endpoints> run(function ask, std::string host, std::uint16_t port) {
    std::error_code not_literal;
    const auto address = asio::ip::make_address(host, not_literal);
    if (!not_literal) co_return endpoints{asio::ip::tcp::endpoint(address, port)};
    endpoints all;
    if (ask) all = co_await ask(host, port);
    else all = co_await system(host, port);
    if (all.empty()) throw error(errc::not_resolved, host);
    co_return all;
  }
};

}  // namespace net
}  // namespace v0
}  // namespace aval
