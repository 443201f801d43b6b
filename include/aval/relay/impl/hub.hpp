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
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/detail/on_strand.hpp"
#include "aval/net/tls_peer.hpp"
#include "aval/net/websocket_server.hpp"
#include "aval/relay/admin.hpp"
#include "aval/relay/hub.hpp"

/*  The bodies of relay::hub: what listens, and what a connection says to the router. */

namespace aval {
inline namespace v0 {
namespace relay {

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

template <class Lazy>
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
    const struct leave {  // however this ends
      router& core;
      websocket_link& l;
      ~leave() { core.disconnected(l); }
    } at_the_end{self->core, l};
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
  }

  static constexpr typename lazy_token<Lazy>::type use_awaitable{};
  asio::strand<any_io_executor> strand;
  hub_options options;
  router core;
  asio::steady_timer timer;
  timestamp started_at;
  bool over = false;
};

}  // namespace detail

template <class Lazy>
void basic_hub<Lazy>::end(state& s) {
  s.over = true;
  s.timer.cancel();
  s.core.shut_down();
}

template <class Lazy>
template <class T, auto Member>
awaitable<T> basic_hub<Lazy>::ask(std::shared_ptr<state> s) {
  co_return (s->core.*Member)();
}

template <class Lazy>
template <class T, auto Member>
awaitable<T> basic_hub<Lazy>::on_strand(std::shared_ptr<state> s) {
  auto where = s->strand;
  return aval::detail::on_strand<T>(where, ask<T, Member>(s));
}

template <class Lazy>
basic_hub<Lazy>::basic_hub(any_io_executor executor, hub_options options)
    : state_(std::make_shared<state>(std::move(executor), std::move(options))) {
  const hub_options& o = state_->options;
  net::server_options http;
  http.tls = o.tls;
  if (http.tls.certificate_pem.empty() && http.tls.certificate_file.empty()) throw error(net::errc::invalid_options, "a hub needs a certificate");
  if (http.tls.ca_pem.empty() && http.tls.ca_file.empty()) throw error(net::errc::invalid_options, "a hub needs the authority of its agents");
  http.tls.require_client_certificate = true;
  http.tls.session_tickets = 0;
  http.max_connections = o.max_connections;
  http.max_head = o.max_head;
  http.opening_timeout = http.handshake_timeout = http.idle_timeout = http.head_timeout = o.handshake_timeout;  // TLS and upgrade together
  http.max_body = 0;
  http.strand_per_connection = false;
  http.log = o.router.log;
  agents_ = std::make_unique<net::http_server>(
      state_->strand, [s = state_](net::http_exchange& x) { return state::accept(s, &x); }, std::move(http));
}

template <class Lazy>
basic_hub<Lazy>::~basic_hub() {
  if (!state_) return;
  auto where = state_->strand;
  asio::post(where, [s = state_] { end(*s); });
}

template <class Lazy>
std::uint16_t basic_hub<Lazy>::listen(const std::string& address) { return agents_->listen(address); }

template <class Lazy>
std::uint16_t basic_hub<Lazy>::listen_admin(const std::string& address) {
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

template <class Lazy>
void basic_hub<Lazy>::start() {
  auto where = state_->strand;
  asio::co_spawn(where, state::ticks(state_), asio::detached);
  agents_->start();
  if (admin_) admin_->start();
}

template <class Lazy>
awaitable<void> basic_hub<Lazy>::stop(std::chrono::milliseconds grace) { return stop(state_, agents_.get(), admin_.get(), grace); }

template <class Lazy>
std::size_t basic_hub<Lazy>::connections() const { return agents_->connections(); }

template <class Lazy>
awaitable<std::vector<agent_entry>> basic_hub<Lazy>::agents() const { return on_strand<std::vector<agent_entry>, &router::agents>(state_); }

template <class Lazy>
awaitable<router_metrics> basic_hub<Lazy>::metrics() const { return on_strand<router_metrics, &router::metrics>(state_); }

template <class Lazy>
awaitable<std::vector<account_usage>> basic_hub<Lazy>::usage() const { return on_strand<std::vector<account_usage>, &router::usage>(state_); }

template <class Lazy>
void basic_hub<Lazy>::restore_usage(const std::vector<account_usage>& saved) { state_->core.restore_usage(saved); }

template <class Lazy>
awaitable<void> basic_hub<Lazy>::stop(std::shared_ptr<state> s, net::http_server* agents, net::http_server* admin, std::chrono::milliseconds grace) {
  auto where = s->strand;
  co_await aval::detail::on_strand(where, say_goodbye(s));
  co_await agents->stop(grace);
  if (admin != nullptr) co_await admin->stop(std::min<std::chrono::milliseconds>(grace, std::chrono::seconds(1)));
}

template <class Lazy>
awaitable<void> basic_hub<Lazy>::say_goodbye(std::shared_ptr<state> s) {
  end(*s);
  co_return;
}

}  // namespace relay
}  // namespace v0
}  // namespace aval
