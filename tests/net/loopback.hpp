// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/connect.hpp>
#include <asio/io_context.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/crypto/certificate.hpp"
#include "aval/net/stream.hpp"

// What the tests of connections share: certificates made at run time, connected pairs on the loopback, a way to run coroutines.
namespace loopback {

using tcp = asio::ip::tcp;

inline const aval::crypto::certificate_with_key& localhost_certificate() {
  static const auto made = [] {
    aval::crypto::certificate_options o;
    return aval::crypto::self_signed_certificate(o).value();
  }();
  return made;
}
inline aval::net::tls_options server_tls(const aval::crypto::certificate_with_key& c = localhost_certificate()) {
  aval::net::tls_options o;
  o.certificate_pem = c.certificate_pem;
  o.private_key_pem = c.private_key_pem.reveal();
  return o;
}
inline aval::net::tls_options client_tls(const aval::crypto::certificate_with_key& c = localhost_certificate()) {
  aval::net::tls_options o;
  o.ca_pem = c.certificate_pem;
  return o;
}

/** Two connected sockets. */
inline std::pair<tcp::socket, tcp::socket> sockets(asio::io_context& context) {
  tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  tcp::socket a(context);
  a.connect(acceptor.local_endpoint());
  tcp::socket b = acceptor.accept();
  a.set_option(tcp::no_delay(true));
  b.set_option(tcp::no_delay(true));
  return {std::move(a), std::move(b)};
}

struct pair {
  aval::net::stream client, server;
};
inline pair plain_pair(asio::io_context& context) {
  auto s = sockets(context);
  return {aval::net::stream(std::move(s.first)), aval::net::stream(std::move(s.second))};
}
inline pair tls_pair(asio::io_context& context, const aval::net::tls_options& client, const aval::net::tls_options& server,
                     const std::string& host = "localhost") {
  auto s = sockets(context);
  return {aval::net::stream(std::move(s.first), aval::net::tls_context::client(client), aval::net::tls_role::client, host),
          aval::net::stream(std::move(s.second), aval::net::tls_context::server(server), aval::net::tls_role::server)};
}

struct outcomes {
  std::error_code client, server;
};
/** Runs both handshakes to their end. A side that fails closes its socket, as programs do. */
inline outcomes handshake(asio::io_context& context, pair& p) {
  outcomes o;
  p.client.async_handshake([&](std::error_code ec) {
    o.client = ec;
    if (ec) p.client.close();
  });
  p.server.async_handshake([&](std::error_code ec) {
    o.server = ec;
    if (ec) p.server.close();
  });
  context.restart();
  context.run();
  return o;
}

/** Runs a coroutine to its end and rethrows what it threw. Other work of the context goes on meanwhile, and is run to its end. */
inline void run(asio::io_context& context, aval::awaitable<void> what) {
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(what), [&](std::exception_ptr e) { failure = e; });
  context.restart();
  context.run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace loopback
