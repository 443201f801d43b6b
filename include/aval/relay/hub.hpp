// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/tls_peer.hpp"
#include "aval/net/websocket_server.hpp"
#include "aval/relay/admin.hpp"
#include "aval/relay/router.hpp"

/*  A hub: agents connect over WebSocket Secure with mutual TLS, and it passes on what they say to one another (ACPaaS specification 5).
 *
 *      relay::hub_options options;
 *      options.router.id = "hub";
 *      options.tls.ca_file = "ca-cert.pem";
 *      options.tls.certificate_file = "hub-cert.pem";
 *      options.tls.private_key_file = "hub-key.pem";
 *      relay::hub hub(executor, options);
 *      const auto port = hub.listen("127.0.0.1:8765");
 *      hub.start();
 *      ...
 *      co_await hub.stop();
 *
 *  Everything of one hub happens on one strand of its own. The decisions are the router's (router.hpp); here are the connections, the
 *  clock, and the HTTP interface beside them (admin.hpp). */

namespace aval {
inline namespace v0 {
namespace relay {

struct hub_options {
  router_options router = {};            ///< `id` is required: the CN of the hub's certificate
  net::tls_options tls = {};             ///< authority, certificate and key; a certificate of the agent is always demanded
  net::websocket_options websocket = {}; ///< sizes of messages and queues are the router's
  std::size_t max_connections = 10'000;  ///< further agents wait in the system's queue
  std::chrono::milliseconds handshake_timeout = std::chrono::seconds(10);  ///< TCP accept to the end of the upgrade
  net::shared_secret admin_token = {};   ///< of the HTTP interface: 16 characters or more
  net::tls_options admin_tls = {};       ///< without a certificate the HTTP interface is plain HTTP: keep it on the loopback
};

namespace detail {

/** A connection of an agent. */
class websocket_link final : public link {
 public:
  explicit websocket_link(net::websocket ws) : ws_(std::move(ws)) {}
  bool send(std::string_view message) override { return !ws_.send(message); }
  std::size_t queued_bytes() const override { return ws_.queued_bytes(); }
  std::size_t queued_messages() const override { return ws_.queued_messages(); }
  void close(std::uint16_t code, std::string_view reason) override {  // later: the message that is being handled lives in the connection
    auto where = ws_.get_executor();
    asio::post(where, [ws = ws_, code, reason = std::string(reason)]() mutable {
      auto& connection = ws;
      connection.async_close(code, std::move(reason), [ws = ws](std::error_code) {});
    });
  }
  net::websocket& connection() noexcept { return ws_; }

 private:
  net::websocket ws_;
};

template <class Lazy = void>
struct hub_state : std::enable_shared_from_this<hub_state<Lazy>> {
  using self_ptr = std::shared_ptr<hub_state>;

  hub_state(any_io_executor executor, hub_options o)
      : strand(asio::make_strand(executor)), options(std::move(o)), core(options.router), timer(strand), started_at(options.router.clock.now()) {
    options.websocket.max_message = options.router.limits.max_message;
    options.websocket.max_queued_bytes = options.router.queue_bytes + 64 * 1024;  // framing
  }

  static awaitable<void> ticks(self_ptr self) {
    const auto pause = std::clamp<std::chrono::milliseconds>(self->options.router.registration_timeout / 8, std::chrono::milliseconds(10), std::chrono::seconds(1));
    std::error_code ec;
    while (!self->over) {
      self->timer.expires_after(pause);
      co_await self->timer.async_wait(asio::redirect_error(use_awaitable, ec));
      if (!self->over) self->core.tick();
    }
  }

  /** In the handler of the HTTP server: who is it, then the upgrade. The connection goes on without the handler. */
  static awaitable<void> accept(self_ptr self, net::http_exchange* x) {
    net::stream* const stream = x->connection();
    std::string id;  // stays empty, which nobody may be called
    if (stream != nullptr) id = net::peer_agent_id_of(*stream).value_or(std::string());
    const net::websocket_options options = self->options.websocket;
    auto ws = co_await net::accept_websocket(*x, options);
    auto where = self->strand;
    asio::co_spawn(where, run(std::move(self), std::move(ws), std::move(id)), asio::detached);
  }

  static awaitable<void> run(self_ptr self, net::websocket ws, std::string id) {
    websocket_link l(std::move(ws));
    self->core.connected(l, id);
    net::websocket_message m;
    std::error_code ec;
    for (;;) {
      co_await l.connection().async_receive(m, asio::redirect_error(use_awaitable, ec));
      if (ec) break;
      self->core.received(l, m.data);
      for (int more = 0; more < 63 && !ec && l.connection().receive_now(m, ec);) {  // a turn has an end, however fast one talks
        if (!ec) self->core.received(l, m.data), ++more;
      }
      if (ec) break;
    }
    self->core.disconnected(l);
  }

  asio::strand<any_io_executor> strand;
  hub_options options;
  router core;
  asio::steady_timer timer;
  timestamp started_at;
  bool over = false;
};

}  // namespace detail

/** A hub that listens. Use it as relay::hub.
 *
 *  @par Lifetime  destruction closes every connection at once; stop() is the orderly end.
 *  @par Threads   listen() and start() from one thread, before anybody connects; the others from any. The executor may be a
 *                 thread_pool: the hub's work is in order all the same. */
template <class Lazy = void>
class basic_hub {
  using state = detail::hub_state<Lazy>;

 public:
  /** @par Exceptions  aval::error: net::errc::bad_certificate or invalid_options; aval::errc::invalid_argument. */
  basic_hub(any_io_executor executor, hub_options options) : state_(std::make_shared<state>(std::move(executor), std::move(options))) {
    const hub_options& o = state_->options;
    net::server_options http;
    http.tls = o.tls;
    if (http.tls.certificate_pem.empty() && http.tls.certificate_file.empty()) throw error(net::errc::invalid_options, "a hub needs a certificate");
    if (http.tls.ca_pem.empty() && http.tls.ca_file.empty()) throw error(net::errc::invalid_options, "a hub needs the authority of its agents");
    http.tls.require_client_certificate = true;
    http.tls.session_tickets = 0;
    http.max_connections = o.max_connections;
    http.handshake_timeout = o.handshake_timeout / 2;  // the stages follow one another
    http.idle_timeout = o.handshake_timeout / 4;
    http.head_timeout = o.handshake_timeout / 4;
    http.max_body = 0;
    http.strand_per_connection = false;
    http.log = o.router.log;
    agents_ = std::make_unique<net::http_server>(
        state_->strand, [s = state_](net::http_exchange& x) { return state::accept(s, &x); }, std::move(http));
  }
  ~basic_hub() {
    if (!state_) return;
    auto where = state_->strand;
    asio::post(where, [s = state_] { end(*s); });
  }
  basic_hub(basic_hub&&) = default;
  basic_hub& operator=(basic_hub&&) = delete;

  /** Where agents connect: an IP address and a port, as net::http_server::listen(). Returns the port. Several are possible. */
  std::uint16_t listen(const std::string& address) { return agents_->listen(address); }
  /** Where the HTTP interface listens; without a call there is none. The token is in the options.
   *  @par Exceptions  as listen(); aval::errc::invalid_argument: a token that is too short. */
  std::uint16_t listen_admin(const std::string& address) {
    if (!admin_) {
      admin_view view;
      view.hub = state_->options.router.id;
      view.started_at = state_->started_at;
      view.now = [clock = state_->options.router.clock] { return timestamp(clock.now()); };
      view.agents = [s = state_] { return s->core.agents(); };
      view.metrics = [s = state_] { return s->core.metrics(); };
      view.usage = [s = state_] { return s->core.usage(); };
      net::server_options http;
      http.tls = state_->options.admin_tls;
      http.max_body = 64 * 1024;
      http.max_connections = 256;
      http.strand_per_connection = false;
      http.log = state_->options.router.log;
      admin_ = std::make_unique<net::http_server>(state_->strand, admin_routes(std::move(view), state_->options.admin_token), std::move(http));
    }
    return admin_->listen(address);
  }
  void start() {
    auto where = state_->strand;
    asio::co_spawn(where, state::ticks(state_), asio::detached);
    agents_->start();
    if (admin_) admin_->start();
  }

  /** Orderly end: sessions are closed, agents are told 1001, what is queued for them leaves. What is left after `grace` is cut off.
   *  @par Cancellation  terminal: the end goes on, nobody waits for it. */
  awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5)) { return stop(state_, agents_.get(), admin_.get(), grace); }

  /** Connections that are open, those in their handshake too. */
  std::size_t connections() const { return agents_->connections(); }
  awaitable<std::vector<agent_entry>> agents() const { return on_strand<&router::agents>(state_); }
  awaitable<router_metrics> metrics() const { return on_strand<&router::metrics>(state_); }
  awaitable<std::vector<account_usage>> usage() const { return on_strand<&router::usage>(state_); }
  /** Before start(): takes up counting where usage() of an earlier run has left it. */
  void restore_usage(const std::vector<account_usage>& saved) { state_->core.restore_usage(saved); }

 private:
  static void end(state& s) {
    s.over = true;
    s.timer.cancel();
    s.core.shut_down();
  }
  static awaitable<void> stop(std::shared_ptr<state> s, net::http_server* agents, net::http_server* admin, std::chrono::milliseconds grace) {
    auto where = s->strand;
    co_await asio::co_spawn(where, say_goodbye(s), use_awaitable);
    co_await agents->stop(grace);
    if (admin != nullptr) co_await admin->stop(std::min<std::chrono::milliseconds>(grace, std::chrono::seconds(1)));
  }
  static awaitable<void> say_goodbye(std::shared_ptr<state> s) {
    end(*s);
    co_return;
  }
  template <auto Member>
  static auto on_strand(std::shared_ptr<state> s) {
    auto where = s->strand;
    return asio::co_spawn(where, ask<Member>(s), use_awaitable);
  }
  template <auto Member>
  static auto ask(std::shared_ptr<state> s) -> awaitable<decltype((s->core.*Member)())> {
    co_return (s->core.*Member)();
  }

  std::shared_ptr<state> state_;
  std::unique_ptr<net::http_server> agents_, admin_;
};
using hub = basic_hub<>;

}  // namespace relay
}  // namespace v0
}  // namespace aval
