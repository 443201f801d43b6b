// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/net/http_parser.hpp"
#include "net/loopback.hpp"

// A server that does exactly what a test says, good or bad.
namespace loopback {

/** One accepted connection. */
class peer {
 public:
  explicit peer(aval::net::stream s) : stream(std::move(s)) {}

  struct request {
    std::string line, body;
    aval::net::headers headers;
  };
  /** Reads one request; throws at the end of the connection. */
  aval::awaitable<request> read() {
    using parser_type = aval::net::http_parser;
    parser_type parser(parser_type::role::request);
    request r;
    while (parser.parse_head(buffered) == parser_type::outcome::more) co_await more();
    if (parser.error()) throw aval::error(parser.error(), "test server");
    r.line = std::string(parser.method()) + ' ' + std::string(parser.target());
    r.headers = parser.fields();
    buffered.erase(0, parser.head_size());
    if (parser.expects_continue() && on_expect) co_await on_expect(this);
    for (;;) {
      const auto piece = parser.parse_body(buffered);
      r.body.append(piece.data);
      buffered.erase(0, piece.used);
      if (piece.what == parser_type::outcome::complete) break;
      if (parser.error()) throw aval::error(parser.error(), "test server");
      if (piece.used == 0) co_await more();
    }
    ++requests;
    co_return r;
  }
  aval::awaitable<void> write(std::string text) { co_await stream.async_write(asio::buffer(text), aval::use_awaitable); }
  aval::awaitable<void> answer(std::string body, std::string more_headers = {}, std::string status = "200 OK") {
    return write("HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers + "\r\n" + body);
  }
  /** Waits until the other side closes. */
  aval::awaitable<void> gone() {
    for (;;) {
      char text[256];
      const auto got = co_await stream.async_read_some(asio::buffer(text), aval::as_result);
      if (std::get<0>(got)) co_return;
    }
  }

  aval::net::stream stream;
  std::string buffered;
  int number = 0, requests = 0;
  std::function<aval::awaitable<void>(peer*)> on_expect;

 private:
  aval::awaitable<void> more() {
    char text[4096];
    const std::size_t n = co_await stream.async_read_some(asio::buffer(text), aval::use_awaitable);
    buffered.append(text, n);
  }
};

class scripted_server {
 public:
  using script = std::function<aval::awaitable<void>(peer*)>;

  scripted_server(asio::io_context& context, script each, aval::net::tls_context tls = {},
                  asio::ip::address where = asio::ip::address_v4::loopback())
      : state_(std::make_shared<state>(context, where, std::move(each), std::move(tls))) {
    asio::co_spawn(context, serve(state_), asio::detached);
  }
  ~scripted_server() { stop(); }
  std::uint16_t port() const { return state_->port; }
  aval::net::url url(const std::string& path = "/") const {
    return aval::net::url((state_->tls ? "https://localhost:" : "http://localhost:") + std::to_string(port()) + path);
  }
  int accepted() const { return state_->accepted; }
  void stop() { state_->acceptor.close(); }

 private:
  struct state {  // coroutines of a server may outlive it
    state(asio::io_context& context, const asio::ip::address& where, script s, aval::net::tls_context t)
        : acceptor(context, tcp::endpoint(where, 0)), each(std::move(s)), tls(std::move(t)), port(acceptor.local_endpoint().port()) {}
    tcp::acceptor acceptor;
    script each;
    aval::net::tls_context tls;
    std::uint16_t port;
    int accepted = 0;
  };
  static aval::awaitable<void> serve(std::shared_ptr<state> self) {
    while (self->acceptor.is_open()) {
      auto socket = co_await self->acceptor.async_accept(aval::use_awaitable);
      socket.set_option(tcp::no_delay(true));
      aval::net::stream stream(std::move(socket), self->tls, aval::net::tls_role::server);
      auto p = std::make_shared<peer>(std::move(stream));
      p->number = self->accepted++;
      asio::co_spawn(self->acceptor.get_executor(), talk(self, p), asio::detached);
    }
  }
  static aval::awaitable<void> talk(std::shared_ptr<state> self, std::shared_ptr<peer> p) {
    try {
      co_await p->stream.async_handshake(aval::use_awaitable);
      co_await self->each(p.get());
    } catch (const std::system_error&) {
    }
    p->stream.close();
  }
  std::shared_ptr<state> state_;
};

/** Runs a coroutine until it is done, whatever else is still going on; rethrows. */
inline void run_until_done(asio::io_context& context, aval::awaitable<void> what) {
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(what), [&](std::exception_ptr e) {
    failure = e;
    context.stop();
  });
  context.restart();
  context.run();
  if (failure) std::rethrow_exception(failure);
}
inline std::error_code code_until_done(asio::io_context& context, aval::awaitable<void> what) {
  try {
    run_until_done(context, std::move(what));
  } catch (const std::system_error& e) {
    return e.code();
  }
  return {};
}

}  // namespace loopback
