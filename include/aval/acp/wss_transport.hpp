// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "aval/acp/agent_options.hpp"
#include "aval/acp/detail/agent_state.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/tls_peer.hpp"
#include "aval/net/websocket_client.hpp"
#include "aval/net/websocket_server.hpp"

/*  Agents over WebSocket Secure with mutual TLS (ACPaaS specification, part 1): both ends show a certificate of the one private authority,
 *  TLS 1.2 at least, no resumption, nothing of the system's store. Who the other end is, is the only CN of its certificate. Any path is
 *  served. TLS and upgrade have ten seconds together. */

namespace aval {
inline namespace v0 {
namespace acp {

namespace detail {

/** The arrival of a connection whose certificate has been verified. */
inline void identify(net::stream& s, std::string& peer, std::string& why) {
  auto name = net::peer_agent_id_of(s);
  if (name) peer = std::move(*name);
  else why = name.error().message;
}

}  // namespace detail

template <class Lazy>
class basic_wss_transport {
 public:
  using channel = net::websocket;
  using message = net::websocket_message;
  using timer = asio::steady_timer;
  using on_arrival = std::function<void(arrival<channel>)>;

  basic_wss_transport(any_io_executor strand, const agent_options& o) : executor_(std::move(strand)), websocket_(o.websocket), limit_(o.max_connections), max_head_(o.max_head) {
    const auto& t = o.tls;
    if (t.ca_pem.empty() && t.ca_file.empty()) throw aval::error(make_error_code(aval::errc::invalid_argument), "agent_options.tls: ca_file or ca_pem is needed; only that authority is trusted");
    if (t.certificate_pem.empty() && t.certificate_file.empty())
      throw aval::error(make_error_code(aval::errc::invalid_argument), "agent_options.tls: a certificate and its key are needed on both ends");
    tls_ = t;
    tls_.require_client_certificate = true;
    tls_.session_tickets = 0;
    net::tls_options out = t;
    out.verify = true;
    out.verify_host = o.verify_host;
    client_ = net::tls_context::client(out);
    websocket_.max_message = o.protocol.max_message;
    websocket_.close_timeout = std::min(websocket_.close_timeout, std::max(o.stop_timeout, std::chrono::milliseconds(1)));
    opening_timeout_ = o.opening_timeout;
    log_ = o.protocol.log;
  }

  static asio::steady_timer::time_point at(time_point t) noexcept { return t; }

  /** The CN of the own certificate. */
  std::string own_name() const {
    return crypto::agent_id_of(SSL_CTX_get0_certificate(client_.shared().context.get())).value_or(std::string());
  }

  awaitable<arrival<channel>> dial(std::string where) { return run_dial(executor_, client_, websocket_, max_head_, std::move(where)); }

  void serve(on_arrival f) { arrived_ = std::make_shared<on_arrival>(std::move(f)); }
  /** @par Exceptions  those of net::http_server and its listen(). */
  std::uint16_t listen(const std::string& address) {
    net::server_options so;
    so.tls = tls_;
    so.max_body = 1024;
    so.max_head = max_head_;
    so.max_connections = limit_;
    so.opening_timeout = so.handshake_timeout = so.idle_timeout = so.head_timeout = opening_timeout_;
    so.strand_per_connection = false;  // the agent is one strand
    so.log = log_;
    auto arrived = arrived_;
    auto options = websocket_;
    auto server = std::make_unique<net::http_server>(
        executor_, [arrived, options](net::http_exchange& x) { return run_accept(arrived, options, &x); }, so);
    const auto port = server->listen(address);
    server->start();
    servers_.push_back(std::move(server));
    return port;
  }
  void close() { servers_.clear(); }
  awaitable<void> stop() {
    co_return close();
  }

 private:
  static awaitable<arrival<channel>> run_dial(any_io_executor executor, net::tls_context tls, net::websocket_options w, std::size_t max_head, std::string where) {
    net::websocket_client_options o;
    o.max_head = max_head;
    o.websocket = std::move(w);
    o.context = std::move(tls);
    o.proxy.from_environment = false;
    const net::url target(where);
    if (target.scheme() != "wss") throw aval::error(make_error_code(aval::errc::invalid_argument), "\"" + printable(where, 200) + "\": agents talk over wss:// only");
    arrival<channel> a;
    a.channel = co_await net::connect_websocket<>(executor, target, o);
    detail::identify(a.channel.next_layer(), a.peer, a.why);
    co_return a;
  }
  static awaitable<void> run_accept(std::shared_ptr<on_arrival> arrived, net::websocket_options w, net::http_exchange* x) {
    arrival<channel> a;
    if (net::stream* const s = x->connection()) detail::identify(*s, a.peer, a.why);
    a.channel = co_await net::accept_websocket<>(*x, w);
    (*arrived)(std::move(a));
  }

  any_io_executor executor_;
  net::websocket_options websocket_;
  std::size_t limit_, max_head_;
  std::chrono::milliseconds opening_timeout_{};
  net::tls_options tls_;
  net::tls_context client_;
  log_hooks log_;
  std::shared_ptr<on_arrival> arrived_ = std::make_shared<on_arrival>();
  std::vector<std::unique_ptr<net::http_server>> servers_;
};

using wss_transport = basic_wss_transport<void>;

}  // namespace acp
}  // namespace v0
}  // namespace aval
