// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/tcp.hpp>

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <utility>

#include "aval/core/deadline.hpp"
#include "aval/core/detail/on_strand.hpp"
#include "aval/net/detail/http_connection.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/stream.hpp"

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {

/** Listening sockets, the coarse tick and the orderly end. Everything on `strand`. */
template <class Lazy>
struct basic_http_server_state : std::enable_shared_from_this<basic_http_server_state<Lazy>> {
  using acceptor = asio::ip::tcp::acceptor;

  basic_http_server_state(any_io_executor e, http_handler h, server_options o)
      : executor(e),
        strand(asio::make_strand(e)),
        core(std::make_shared<http_server_core>(std::move(h), std::move(o))),
        tick(strand) {
    if (!core->handler) throw error(aval::errc::invalid_argument, "http_server: no handler");
    if (core->options.max_connections == 0) throw error(errc::invalid_options, "server_options.max_connections is 0");
    const auto& t = core->options.tls;
    if (!t.certificate_pem.empty() || !t.certificate_file.empty()) tls = tls_context::server(t);
  }

  asio::ip::tcp::endpoint listen(const std::string& address) {
    std::string_view host;
    std::uint16_t port = 0;
    const bool has_port = address.rfind(':') != std::string::npos && address.back() != ':' && address.back() != ']';
    const bool any_port = address.ends_with(":0");
    const std::string_view text = any_port ? std::string_view(address).substr(0, address.size() - 2) : std::string_view(address);
    std::error_code ec;
    if (!has_port || !split_authority(text, host, port)) ec = errc::invalid_address;
    asio::ip::address ip;
    if (!ec) ip = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : std::string(host), ec);
    if (ec) throw error(errc::invalid_address, "listen(\"" + printable(address, 100) + "\"): expected an IP address and a port, as 127.0.0.1:8080 or [::1]:0");
    acceptor a(strand);
    const asio::ip::tcp::endpoint where(ip, port);
    const auto check = [&](const char* what) {
      if (ec) throw error(ec, std::string(what) + " " + address);
    };
    a.open(where.protocol(), ec), check("open a socket for");
    a.set_option(acceptor::reuse_address(true), ec);
    a.bind(where, ec), check("bind to");
    a.listen(core->options.backlog, ec), check("listen on");
    const auto bound = a.local_endpoint();
    acceptors.push_back(std::move(a));
    return bound;
  }

  void start() {
    std::weak_ptr<basic_http_server_state> weak = this->shared_from_this();
    core->on_removed = [weak] {
      if (auto self = weak.lock()) {
        auto where = self->strand;
        asio::post(where, [self] { self->wake(); });
      }
    };
    asio::co_spawn(strand, run_ticks(this->shared_from_this()), asio::detached);
    for (auto& a : acceptors) asio::co_spawn(strand, run_acceptor(this->shared_from_this(), &a), asio::detached);
  }

  static awaitable<void> run_ticks(std::shared_ptr<basic_http_server_state> self) {
    std::error_code ec;
    while (!self->over) {
      self->tick.expires_after(self->core->tick_length);
      co_await self->tick.async_wait(asio::redirect_error(use_awaitable, ec));
      if (!ec) self->core->on_tick();
    }
  }

  static awaitable<void> run_acceptor(std::shared_ptr<basic_http_server_state> self, acceptor* a) {
    auto& core = *self->core;
    std::error_code ec;
    while (!core.stopping) {
      if (core.count() >= core.options.max_connections) {
        co_await wait_for_change(self, core.tick_length);
        continue;
      }
      const any_io_executor where = core.options.strand_per_connection ? any_io_executor(asio::make_strand(self->executor)) : self->executor;
      asio::ip::tcp::endpoint remote;
      asio::ip::tcp::socket socket(where);
      co_await a->async_accept(socket, remote, asio::redirect_error(use_awaitable, ec));
      if (core.stopping) break;
      if (ec) {  // a client that left again, or no descriptors left: the second needs a pause, or this would spin
        if (core.options.log.enabled(log_level::warning)) core.options.log.log(log_level::warning, "net", "accept: " + ec.message());
        co_await wait_for_change(self, core.tick_length);
        continue;
      }
      socket.set_option(asio::ip::tcp::no_delay(true), ec);
      try {
        stream s = self->tls ? stream(std::move(socket), self->tls, tls_role::server) : stream(std::move(socket));
        http_connection<stream>::start(std::make_shared<http_connection<stream>>(self->core, std::move(s), remote));
      } catch (const std::exception& e) {
        core.options.log.log(log_level::error, "net", std::string("new connection: ") + printable(e.what()));
      }
    }
  }

  void close_acceptors() {
    std::error_code ignored;
    for (auto& a : acceptors) a.close(ignored);
  }
  void finish() {  // nothing of the server keeps the executor busy any more
    over = true;
    core->stopping = true;
    close_acceptors();
    tick.cancel();
    wake();
  }

  static awaitable<void> stop(std::shared_ptr<basic_http_server_state> self, std::chrono::milliseconds grace) {
    self->core->stopping = true;
    self->close_acceptors();
    self->wake();
    co_await drain(self, grace, false);
    co_await drain(self, std::chrono::seconds(2), true);
    self->finish();
  }
  static awaitable<void> drain(std::shared_ptr<basic_http_server_state> self, std::chrono::milliseconds time, bool at_once) {
    self->core->for_each([at_once](tracked_connection& c) { c.on_stop(at_once); }, false);
    const auto end = deadline::after(time);
    while (self->core->count() != 0 && !end.expired()) {
      co_await wait_for_change(self, std::min<deadline::clock::duration>(end.remaining(), std::chrono::hours(1)));
    }
  }

  /** Until a connection has gone, the server stops, or the time is over. */
  static awaitable<void> wait_for_change(std::shared_ptr<basic_http_server_state> self, deadline::clock::duration time) {
    asio::steady_timer timer(self->strand, time);
    struct registration {  // also when the wait is cancelled
      std::list<asio::steady_timer*>& list;
      std::list<asio::steady_timer*>::iterator place;
      ~registration() { list.erase(place); }
    } const registered{self->waiting, self->waiting.insert(self->waiting.end(), &timer)};
    std::error_code ec;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
  }
  void wake() {
    for (auto* timer : waiting) timer->cancel();
  }

  any_io_executor executor;
  asio::strand<any_io_executor> strand;
  std::shared_ptr<http_server_core> core;
  tls_context tls;
  std::list<acceptor> acceptors;
  asio::steady_timer tick;
  std::list<asio::steady_timer*> waiting;
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};
  bool over = false;
};

}  // namespace detail

template <class Lazy>
basic_http_server<Lazy>::basic_http_server(any_io_executor executor, http_handler handler, server_options options)
    : state_(std::make_shared<detail::basic_http_server_state<Lazy>>(std::move(executor), std::move(handler), std::move(options))) {}

template <class Lazy>
basic_http_server<Lazy>::~basic_http_server() {
  if (!state_) return;
  state_->core->stopping = true;
  auto where = state_->strand;
  asio::post(where, [state = state_] {
    state->finish();
    state->core->for_each([](detail::tracked_connection& c) { c.on_stop(true); }, false);
  });
}

template <class Lazy>
std::uint16_t basic_http_server<Lazy>::listen(const std::string& address) { return state_->listen(address).port(); }
template <class Lazy>
void basic_http_server<Lazy>::start() { state_->start(); }
template <class Lazy>
awaitable<void> basic_http_server<Lazy>::stop(std::chrono::milliseconds grace) { return stop(state_, grace); }
template <class Lazy>
bool basic_http_server<Lazy>::secure() const noexcept { return static_cast<bool>(state_->tls); }
template <class Lazy>
std::size_t basic_http_server<Lazy>::connections() const { return state_->core->count(); }

template <class Lazy>
awaitable<void> basic_http_server<Lazy>::stop(std::shared_ptr<detail::basic_http_server_state<Lazy>> state, std::chrono::milliseconds grace) {
  auto where = state->strand;
  co_await aval::detail::on_strand(where, detail::basic_http_server_state<Lazy>::stop(state, grace));
}

}  // namespace net
}  // namespace v0
}  // namespace aval
