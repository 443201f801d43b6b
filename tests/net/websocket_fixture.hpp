// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "aval/crypto/certificate.hpp"
#include "aval/net/websocket_client.hpp"
#include "aval/net/websocket_server.hpp"
#include "aval/testing/run.hpp"
#include "net/http_client_for_tests.hpp"

/*  A WebSocket server on a thread of its own, and dialers on the test's. */

namespace websocket_test {

using namespace aval;
using namespace std::chrono_literals;
using http_test::raw_client;

inline const crypto::certificate_with_key& own_root() {  // also the certificate of both ends
  static const auto made = crypto::self_signed_certificate({.client = true}).value();
  return made;
}
inline net::tls_options mutual_tls() {
  net::tls_options o;
  o.ca_pem = own_root().certificate_pem;
  o.certificate_pem = own_root().certificate_pem;
  o.private_key_pem = std::string(own_root().private_key_pem.reveal());
  o.require_client_certificate = true;
  return o;
}

using session_function = std::function<awaitable<void>(net::websocket)>;

/** Sends back what comes. Everything at hand in one turn, so that the answers leave together. */
inline awaitable<void> echo_messages(net::websocket ws) {
  net::websocket_message m;
  std::error_code ec;
  while (!ec) {
    if (!ws.receive_now(m, ec)) co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    if (!ec && ws.send(m.kind, m.data) == net::errc::queue_full) {
      const std::string kept(m.data);
      co_await ws.async_drained(asio::redirect_error(use_awaitable, ec));
      if (!ec) ws.send(m.kind, kept);
    }
  }
}

class websocket_server {
 public:
  explicit websocket_server(session_function session = echo_messages, net::websocket_options options = {}, net::server_options of_server = {})
      : session_(std::move(session)),
        options_(std::move(options)),
        secure_(!of_server.tls.certificate_pem.empty()),
        server([this](net::http_exchange& x) { return serve(this, &x); }, std::move(of_server)) {}

  net::url url(const std::string& target = "/") const {
    return net::url((secure_ ? "wss://127.0.0.1:" : "ws://127.0.0.1:") + std::to_string(server.port) + target);
  }

 private:
  static awaitable<void> serve(websocket_server* self, net::http_exchange* x) {
    auto ws = co_await net::accept_websocket(*x, self->options_);
    co_await self->session_(ws);
  }
  session_function session_;
  net::websocket_options options_;
  bool secure_;

 public:
  http_test::running_server server;
};

inline net::websocket_client_options dialing() {
  net::websocket_client_options o;
  o.proxy.from_environment = false;
  o.tls = mutual_tls();
  return o;
}

/** The dialer's side of a test. */
struct dialer {
  asio::io_context context;
  net::websocket dial(const net::url& where, const net::websocket_client_options& o = dialing()) {
    return aval::testing::run(context, net::connect_websocket(context.get_executor(), where, o));
  }
  std::error_code dial_fails(const net::url& where, const net::websocket_client_options& o = dialing()) {
    try {
      dial(where, o);
    } catch (const error& e) {
      said = e.what();
      return e.code();
    }
    return {};
  }
  /** The next message, or "error: ..." */
  std::string receive(net::websocket& ws) { return aval::testing::run(context, receive_one(ws)); }
  std::error_code receive_fails(net::websocket& ws) { return aval::testing::run(context, receive_code(ws)); }
  std::error_code close(net::websocket& ws, std::uint16_t code = 1000, std::string reason = {}) {
    return aval::testing::run(context, close_one(ws, code, std::move(reason)));
  }
  static awaitable<std::string> receive_one(net::websocket ws) {
    net::websocket_message m;
    std::error_code ec;
    co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    co_return ec ? "error: " + ec.message() : std::string(m.data);
  }
  static awaitable<std::error_code> receive_code(net::websocket ws) {
    net::websocket_message m;
    std::error_code ec;
    co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    co_return ec;
  }
  static awaitable<std::error_code> close_one(net::websocket ws, std::uint16_t code, std::string reason) {
    std::error_code ec;
    co_await ws.async_close(code, std::move(reason), asio::redirect_error(use_awaitable, ec));
    co_return ec;
  }
  std::string said;
};

}  // namespace websocket_test
