// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "aval/core/log_hooks.hpp"
#include "aval/net/http_exchange.hpp"
#include "aval/net/tls_context.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** How a server treats its clients. All time-outs: zero switches one off; they are kept with the precision of a quarter of the
 *  shortest one, at best 10 ms, at worst a second. */
struct server_options {
  tls_options tls = {};                                   // certificate and key; without a certificate the server speaks plain HTTP
  std::size_t max_head = 16 * 1024;                       // bytes of request line and headers: 431, 414 for the line alone
  std::size_t max_target = 8 * 1024;                      // bytes of the request line
  std::size_t max_headers = 100;                          // number of header fields: 431
  std::uint64_t max_body = 4 * 1024 * 1024;               // bytes of a request's body: 413
  bool stream_bodies = false;                             // true: handlers read every body piece by piece (http_exchange::read_some)
  std::uint64_t max_streamed_body = std::uint64_t(1) << 30;  // bytes of a body that is read piece by piece: 413
  std::uint64_t max_drained_body = 256 * 1024;            // what a handler leaves unread of one; above it the connection is closed
  std::size_t max_connections = 10000;                    // further clients wait in the system's queue
  std::chrono::milliseconds handshake_timeout = std::chrono::seconds(10);  // for TLS as a whole
  std::chrono::milliseconds opening_timeout = std::chrono::milliseconds(0);  // from the connection to the end of its first head, TLS included
  std::chrono::milliseconds head_timeout = std::chrono::seconds(10);       // from a request's first byte to the end of its head: 408
  std::chrono::milliseconds body_timeout = std::chrono::seconds(60);       // from the end of the head to the end of the body: 408.
                                                          // Read piece by piece: all that the handler waits for it, and one second
  std::uint64_t min_body_rate = 1024;                     // more for so many bytes (0: none more)
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(75);       // between requests: closed without a word
  std::chrono::milliseconds write_timeout = std::chrono::seconds(30);      // a client that takes nothing for so long is cut off
  int backlog = 1024;                                     // connections the system may keep waiting
  bool strand_per_connection = true;                      // false: the executor is run by one thread (or is a strand): cheaper
  log_hooks log = {};
};

namespace detail {

struct http_server_core;

/** What the server knows about a connection, whatever its stream is. due is the tick at which it wants to be looked at. */
class tracked_connection {
 public:
  virtual ~tracked_connection() = default;
  virtual any_io_executor executor() const = 0;
  virtual std::shared_ptr<tracked_connection> keep() = 0;
  // on the connection's executor
  virtual void on_tick() = 0;
  virtual void on_stop(bool at_once) = 0;

  static constexpr std::uint32_t never = 0xFFFFFFFF;
  std::atomic<std::uint32_t> due{never};
  std::size_t index = 0;  // in http_server_core::connections; guarded by its mutex
};

/** Shared by a server and its connections. One counter of coarse ticks serves the time-outs of all of them: a connection that enters
 *  a stage stores the tick at which the stage is over, which costs one store and no system call. */
struct http_server_core : std::enable_shared_from_this<http_server_core> {
  http_server_core(http_handler h, server_options o) : handler(std::move(h)), options(std::move(o)) {
    const auto shortest = [](std::chrono::milliseconds a, std::chrono::milliseconds b) { return b.count() > 0 && b < a ? b : a; };
    std::chrono::milliseconds s = std::chrono::seconds(4);
    for (auto t : {options.handshake_timeout, options.opening_timeout, options.head_timeout, options.body_timeout, options.idle_timeout, options.write_timeout}) s = shortest(s, t);
    tick_length = std::max(s / 4, std::chrono::milliseconds(10));
    limits.max_head = options.max_head;
    limits.max_target = options.max_target;
    limits.max_headers = options.max_headers;
    may_stream = options.stream_bodies || handler.may_stream();
    limits.max_body = may_stream ? std::max(options.max_body, options.max_streamed_body) : options.max_body;
  }

  std::uint32_t ticks(std::chrono::milliseconds t) const noexcept {
    if (t.count() <= 0) return tracked_connection::never;
    const auto n = t.count() / tick_length.count() + 1;  // never early: the tick we are in has partly passed
    return n > 0x7FFFFFFF ? tracked_connection::never : static_cast<std::uint32_t>(n);
  }
  void arm(tracked_connection& c, std::uint32_t in) const noexcept {
    c.due.store(in == tracked_connection::never ? in : tick.load(std::memory_order_relaxed) + in, std::memory_order_relaxed);
  }

  void add(tracked_connection& c) {
    const std::lock_guard lock(mutex);
    connections.push_back(&c);
    c.index = connections.size() - 1;
  }
  void remove(tracked_connection& c) noexcept {
    std::function<void()> tell;
    {
      const std::lock_guard lock(mutex);
      connections.back()->index = c.index;
      connections[c.index] = connections.back();
      connections.pop_back();
      if (on_removed && (connections.empty() || connections.size() + 1 == options.max_connections)) tell = on_removed;
    }
    if (tell) tell();
  }
  /** `next` takes the place of `c`. */
  void replace(tracked_connection& c, tracked_connection& next) noexcept {
    const std::lock_guard lock(mutex);
    connections[c.index] = &next;
    next.index = c.index;
  }
  std::size_t count() const {
    const std::lock_guard lock(mutex);
    return connections.size();
  }

  template <class F>
  void for_each(F f, bool only_due) {  // calls f on each connection's own executor
    std::vector<std::shared_ptr<tracked_connection>> chosen;
    {
      const std::lock_guard lock(mutex);
      const std::uint32_t now = tick.load(std::memory_order_relaxed);
      for (tracked_connection* c : connections) {
        if (only_due && c->due.load(std::memory_order_relaxed) > now) continue;
        if (auto kept = c->keep()) chosen.push_back(std::move(kept));
      }
    }
    for (auto& c : chosen) {
      auto where = c->executor();
      asio::post(where, [c = std::move(c), f] { f(*c); });
    }
  }
  void on_tick() {
    tick.fetch_add(1, std::memory_order_relaxed);
    for_each([](tracked_connection& c) { c.on_tick(); }, true);
  }

  http_handler handler;
  server_options options;
  http_limits limits;
  bool may_stream = false;
  std::chrono::milliseconds tick_length{};
  std::atomic<std::uint32_t> tick{0};
  std::atomic<bool> stopping{false};
  std::function<void()> on_removed;  // set before the first connection; called from any thread
  mutable std::mutex mutex;
  std::vector<tracked_connection*> connections;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
