// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "aval/core/awaited.hpp"
#include "aval/net/detail/websocket_handshake.hpp"
#include "aval/net/websocket.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** In a handler of an http_server: answers the upgrade and takes the connection over. The WebSocket may outlive the handler; it counts
 *  among the server's connections, closes with 1001 when the server stops, and is cut off after the grace time.
 *
 *  @par Errors        bad_upgrade: the request asks for no WebSocket, or wrongly; it has been answered by refuse() (426, 405, 403 or
 *                     400), so the handler may let the exception pass. Errors of the connection.
 *  @par Cancellation  terminal; the connection is closed.
 *  @par Threads       the WebSocket lives on x.get_executor(), a strand unless server_options say otherwise. */
template <class Lazy = void>
awaitable<websocket> accept_websocket(http_exchange& x, awaited<websocket_options> given) {
  websocket_options options = taken(std::move(given));
  const auto& r = x.request();
  const bool body = r.headers().contains("Transfer-Encoding") || r.headers().find("Content-Length").value_or("0") != "0";
  auto decided = detail::decide_upgrade(r.method(), r.minor_version(), body, r.headers(), options);
  if (decided.status != 101) {
    x.refuse(decided.status, decided.code, decided.text);
    for (const auto f : decided.answer) x.response().headers.set(f.name, f.value);
    throw error(errc::bad_upgrade, decided.text);
  }
  x.response().headers = std::move(decided.answer);
  auto taken_over = co_await x.upgrade();
  auto impl = std::make_shared<detail::websocket_impl>(std::move(taken_over.stream), websocket_role::server, std::move(options),
                                                       std::move(decided.packer), std::string(r.target()), std::move(decided.subprotocol));
  impl->start(taken_over.received, std::move(taken_over.place));
  co_return websocket(std::move(impl));
}
template <class Lazy = void>
awaitable<websocket> accept_websocket(http_exchange& x) {
  const websocket_options usual;
  return accept_websocket<>(x, usual);
}

}  // namespace net
}  // namespace v0
}  // namespace aval
