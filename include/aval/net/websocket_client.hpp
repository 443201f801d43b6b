// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "aval/core/awaited.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/detail/on_strand.hpp"
#include "aval/core/environment.hpp"
#include "aval/net/connector.hpp"
#include "aval/net/detail/websocket_handshake.hpp"
#include "aval/net/http_parser.hpp"
#include "aval/net/proxy.hpp"
#include "aval/net/websocket.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** How to dial a WebSocket. */
struct websocket_client_options {
  websocket_options websocket = {};
  net::headers headers = {};             // more of them for the upgrade (Authorization, Origin, Cookie ...)
  tls_options tls = {};                  // for wss
  tls_context context = {};              // instead of tls: made once for many connections
  std::size_t max_head = 16 * 1024;      // bytes of the answer's head
  proxy_options proxy = {};              // by CONNECT, also for ws
  connect_options connect = {};
  net::resolver resolver = {};
  environment variables = {};            // where the proxy variables are looked up
};

namespace detail {

/** One attempt. Its timer ends whatever is under way by breaking the connection. */
struct websocket_dial {
  explicit websocket_dial(asio::ip::tcp::socket socket, deadline until)
      : stream(std::move(socket)), timer(stream.get_executor(), until.at()), limited(until.set()) {}
  static void start(const std::shared_ptr<websocket_dial>& self) {
    if (!self->limited) return;
    self->timer.async_wait([weak = std::weak_ptr(self)](std::error_code ec) {
      const auto s = weak.lock();
      if (ec || !s || !s->limited) return;
      s->late = true;
      s->stream.abort();
    });
  }
  [[noreturn]] void fail(std::error_code ec, const std::string& context) {
    if (late) throw error(errc::timed_out, context);
    if (ec == asio::error::operation_aborted) throw error(errc::cancelled, context);
    if (ec == asio::error::eof) ec = errc::peer_closed;
    const bool tls = ec.category() == category() && !stream.explanation().empty();
    throw error(ec, tls ? context + " (" + stream.explanation() + ")" : context);
  }
  net::stream stream;
  asio::steady_timer timer;
  std::string received;
  bool limited, late = false;
};

/** Sends a head, and receives one that is no interim answer; what came behind it is in d->received. */
template <class Lazy = void>
awaitable<void> exchange_heads(std::shared_ptr<websocket_dial> d, std::string head, http_parser* parser, std::string method, std::string context) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  std::error_code ec, not_sent;
  co_await d->stream.async_write(asio::buffer(head), asio::redirect_error(use_awaitable, not_sent));
  if (not_sent == asio::error::operation_aborted || d->late) d->fail(not_sent, context);
  for (;;) {  // also when it could not be sent: the peer may have said why
    parser->start_response_to(method);
    auto outcome = http_parser::outcome::more;
    while (outcome == http_parser::outcome::more) {
      if (!d->received.empty()) outcome = parser->parse_head(d->received);
      if (outcome != http_parser::outcome::more) break;
      const std::size_t held = d->received.size();
      d->received.resize(held + 4096);
      const std::size_t n = d->stream.read_now(d->received.data() + held, 4096, ec);
      d->received.resize(held + n);
      if (ec == asio::error::would_block) co_await d->stream.async_wait_input(asio::redirect_error(use_awaitable, ec));
      if (ec) d->fail(not_sent && ec.category() != category() ? not_sent : ec, context);
    }
    if (outcome == http_parser::outcome::failed) throw error(parser->error(), context);
    d->received.erase(0, parser->head_size());
    if (!parser->interim()) co_return;
  }
}

template <class Lazy = void>
awaitable<websocket> dial_websocket(any_io_executor executor, url where, websocket_client_options o) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  const std::string context = "connecting to " + where.origin();
  if (where.scheme() != "wss" && where.scheme() != "ws") throw error(errc::invalid_url, context + ": a WebSocket has the scheme wss or ws");
  const auto limit = o.websocket.handshake_timeout;
  const deadline until = limit.count() > 0 ? deadline::after(limit) : deadline();
  const std::string key = websocket_key(o.websocket.random);
  std::string request = upgrade_request(where.target(), where.authority(), key, o.headers, o.websocket);
  const tls_context tls = !where.secure() || o.context ? o.context : tls_context::client(o.tls);
  const proxy_rules rules(o.proxy, o.variables);
  const proxy_server* const proxy = rules.find(where.secure(), where.host(), where.port());

  std::string host = proxy != nullptr ? proxy->host : where.host();
  const auto socket = co_await connect(executor, o.resolver, std::move(host), proxy != nullptr ? proxy->port : where.port(), o.connect, until);
  const auto d = std::make_shared<websocket_dial>(std::move(*socket), until);
  websocket_dial::start(d);
  http_limits limits;
  limits.max_head = o.max_head;
  http_parser parser(http_parser::role::response, limits);
  if (proxy != nullptr) {
    const std::string target = (where.host().find(':') == std::string::npos ? where.host() : '[' + where.host() + ']') + ':' + std::to_string(where.port());
    std::string head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!proxy->authorization.empty()) head.append("Proxy-Authorization: ").append(proxy->authorization.reveal()).append("\r\n");
    head += "\r\n";
    const std::string via = "proxy " + proxy->host + ':' + std::to_string(proxy->port);
    co_await exchange_heads(d, std::move(head), &parser, "CONNECT", via);
    if (parser.status() < 200 || parser.status() > 299) {
      throw error(errc::proxy_refused, via + " answered " + std::to_string(parser.status()), printable(parser.reason(), 100));
    }
    if (!d->received.empty()) throw error(errc::proxy_refused, via + " sent bytes before the tunnel was used");
  }
  if (where.secure()) {
    d->stream = stream(std::move(d->stream.socket()), tls, tls_role::client, where.host());
    std::error_code ec;
    co_await d->stream.async_handshake(asio::redirect_error(use_awaitable, ec));
    if (ec || d->late) d->fail(ec, context + " (TLS handshake)");
  }
  co_await exchange_heads(d, std::move(request), &parser, "GET", context);
  if (parser.status() != 101) {
    throw error(errc::upgrade_refused, context + ": answered " + std::to_string(parser.status()), printable(parser.reason(), 100));
  }
  std::string subprotocol;
  auto packer = check_upgrade_answer(parser.fields(), key, o.websocket, subprotocol, context);
  if (d->late) d->fail({}, context);
  d->limited = false;
  d->timer.cancel();
  auto impl = std::make_shared<websocket_impl>(std::move(d->stream), websocket_role::client, std::move(o.websocket), std::move(packer),
                                               where.target(), std::move(subprotocol));
  impl->start(d->received, nullptr);
  co_return websocket(std::move(impl));
}

template <class Lazy = void>
awaitable<websocket> dial_websocket_on(any_io_executor executor, url where, websocket_client_options o) {
  auto dialing = dial_websocket(executor, std::move(where), std::move(o));
  if (co_await this_coro::executor == executor) co_return co_await std::move(dialing);
  co_return co_await aval::detail::on_strand(std::move(executor), std::move(dialing));
}

}  // namespace detail

/** Dials a wss:// or ws:// URL: look-up, TCP, a proxy's tunnel, TLS and the upgrade, all within handshake_timeout.
 *
 *  `executor` is where the WebSocket will live: a strand, or an executor that one thread runs.
 *
 *  @par Errors        invalid_url, invalid_options, invalid_header; those of connect(); proxy_refused; those of the TLS handshake,
 *                     certificate_refused when the server wants another certificate of ours; upgrade_refused: the server answered
 *                     with another status than 101 (its words are the peer text); bad_upgrade: an answer that breaks the rules;
 *                     timed_out, cancelled.
 *  @par Cancellation  terminal: the connection is dropped.
 *  @par Threads       any; the completion runs on the caller's executor. */
template <class Lazy = void>
awaitable<websocket> connect_websocket(any_io_executor executor, url where, awaited<websocket_client_options> options) {
  return detail::dial_websocket_on(std::move(executor), std::move(where), taken(std::move(options)));
}
template <class Lazy = void>
awaitable<websocket> connect_websocket(any_io_executor executor, url where) {
  return detail::dial_websocket_on(std::move(executor), std::move(where), websocket_client_options{});
}

}  // namespace net
}  // namespace v0
}  // namespace aval
