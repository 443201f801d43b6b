// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 12. A WebSocket by itself, server and client, over TLS. Agents that talk have all of this inside.

#include <exception>
#include <iostream>
#include <string>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>

#include "aval/crypto/certificate.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/websocket_client.hpp"
#include "aval/net/websocket_server.hpp"

namespace net = aval::net;

// a handler of the HTTP server that takes the connection over
aval::awaitable<void> serve(net::http_exchange& request) {
  auto ws = co_await net::accept_websocket(request);
  net::websocket_message message;  // its data is memory of the connection, valid until the next receive
  std::error_code ec;
  for (;;) {
    co_await ws.async_receive(message, asio::redirect_error(aval::use_awaitable, ec));
    if (ec) break;
    ws.send("you said: " + std::string(message.data));
  }
  std::cout << "server: " << ec.message() << " (" << ws.close_code() << ")\n";
}

aval::awaitable<void> talk(net::http_server& server, net::url where, std::string root) {
  net::websocket_client_options options;
  options.tls.ca_pem = root;  // the only authority that is trusted; without it: those of the system
  options.proxy.from_environment = false;
  const auto executor = co_await aval::this_coro::executor;
  auto ws = co_await net::connect_websocket(executor, where, options);

  ws.send("hello");  // queued: what is sent in one turn leaves together
  ws.send("how are you?");
  net::websocket_message message;
  for (int i = 0; i < 2; ++i) {
    co_await ws.async_receive(message, aval::use_awaitable);
    std::cout << message.data << '\n';
  }
  co_await ws.async_close(1000, "done", aval::use_awaitable);
  co_await server.stop();
}

int main() {
  const auto own = aval::crypto::self_signed_certificate().value();
  asio::io_context context;
  net::server_options options;
  options.tls.certificate_pem = own.certificate_pem;
  options.tls.private_key_pem = own.private_key_pem.reveal();
  net::http_server server(context.get_executor(), &serve, options);
  const net::url where("wss://127.0.0.1:" + std::to_string(server.listen("127.0.0.1:0")) + "/");
  server.start();

  int result = 0;
  asio::co_spawn(context, talk(server, where, own.certificate_pem), [&result](std::exception_ptr e) {
    result = e ? 1 : 0;
    if (e) std::cerr << aval::code_of(e).message() << '\n';
  });
  context.run();
  return result;
}
