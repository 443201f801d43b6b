// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aval/core/deadline.hpp"
#include "aval/core/detail/on_strand.hpp"
#include "aval/net/connection_options.hpp"
#include "aval/net/detail/client_connection.hpp"
#include "aval/net/url.hpp"

/*  Kept connections of a client, by origin. A lease is either a connection or the permission to make one; given back in good order
 *  the connection is kept, in every other case it is closed and the permission goes to the next in line. So an exchange that ends
 *  early, by an exception, a cancellation or a deadline, can not leave half an answer for somebody else. */

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {

template <class Lazy>
class basic_connection_pool;
using connection_pool = basic_connection_pool<void>;

template <class Lazy>
class basic_connection_pool : public std::enable_shared_from_this<basic_connection_pool<Lazy>> {
 public:
  using clock = std::chrono::steady_clock;
  struct waiter {
    explicit waiter(const any_io_executor& executor) : strand(asio::make_strand(executor)), timer(strand) {}
    any_io_executor strand;
    asio::steady_timer timer;
    bool granted = false;  // under the pool's lock
    std::unique_ptr<client_connection> connection = {};
  };
  struct origin {
    std::string host, authority;
    std::uint16_t port;
    bool secure;
    std::vector<std::unique_ptr<client_connection>> idle = {};
    std::size_t open = 0;  // connections and permissions to make one, idle ones included
    std::deque<std::shared_ptr<waiter>> line = {};
  };

  class lease {
   public:
    lease() = default;
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    lease(lease&& other) noexcept
        : connection(std::move(other.connection)), pool_(std::move(other.pool_)), origin_(std::exchange(other.origin_, nullptr)) {}
    lease& operator=(lease&& other) noexcept {
      if (this != &other) {
        drop();
        connection = std::move(other.connection);
        pool_ = std::move(other.pool_);
        origin_ = std::exchange(other.origin_, nullptr);
      }
      return *this;
    }
    ~lease() { drop(); }
    explicit operator bool() const noexcept { return origin_ != nullptr; }
    const origin& where() const noexcept { return *origin_; }
    /** Closes the connection, passes the permission on. */
    void drop() noexcept {
      if (origin_ == nullptr) return;
      if (connection) connection->disarm(), connection->stream().close();
      connection.reset();
      pool_->release(*origin_, nullptr);
      origin_ = nullptr;
      pool_.reset();
    }
    /** The connection has done its exchange and is in good order. */
    void give_back(clock::time_point now) {
      connection->idle_since = now;
      connection->end_exchange();
      pool_->release(*origin_, std::move(connection));
      origin_ = nullptr;
      pool_.reset();
    }
    std::unique_ptr<client_connection> connection;

   private:
    friend class basic_connection_pool<Lazy>;
    std::shared_ptr<connection_pool> pool_;
    origin* origin_ = nullptr;
  };

  basic_connection_pool(pool_options options, std::shared_ptr<expiry_queue> deadlines)
      : options_(options), deadlines_(std::move(deadlines)) {}

  /** The origin's entry; made on first use and kept as long as the pool. `fresh` says whether it was made now. */
  origin& find(const url& where, bool& fresh) {
    const std::lock_guard lock(mutex_);
    const auto found = origins_.find(key_view{where.host(), where.port(), where.secure()});
    fresh = found == origins_.end();
    if (!fresh) return *found->second;
    auto made = std::make_unique<origin>(origin{where.host(), where.authority(), where.port(), where.secure()});
    made->idle.reserve(std::min<std::size_t>(options_.max_idle_per_origin, 4096));  // giving back never allocates
    auto& reference = *made;
    origins_.emplace(key{where.host(), where.port(), where.secure()}, std::move(made));
    return reference;
  }

  /** A kept connection, or the permission to make one; an empty lease when the limit is reached. Then `w`, if given, stands in line
   *  before anybody can give something back: a connection that becomes free meanwhile is not missed. */
  lease take_now(origin& from, clock::time_point now, const std::shared_ptr<waiter>& w = {}) {
    lease l;
    std::unique_ptr<client_connection> old;
    for (;;) {
      {
        const std::lock_guard lock(mutex_);
        if (from.idle.empty()) {
          if (!l.origin_) {
            if (options_.max_connections_per_origin != 0 && from.open >= options_.max_connections_per_origin) {
              if (w) from.line.push_back(w);
              return l;
            }
            ++from.open;
            own(l, from);
          }
          return l;  // when a stale connection has been dropped, its permission is ours
        }
        old = std::move(from.idle.back());
        from.idle.pop_back();
        if (l.origin_) --from.open;
        else own(l, from);
      }
      if (now - old->idle_since <= options_.idle_timeout && !closed_by_peer(*old, now)) {
        l.connection = std::move(old);
        return l;
      }
      old->stream().close();
      old.reset();
    }
  }

  /** Stands in line when it has to. Completes with a lease as take_now's. @par Errors  timed_out, cancelled */
  static awaitable<lease> take(std::shared_ptr<connection_pool> pool, origin* from, any_io_executor executor, deadline until) {
    auto w = std::make_shared<waiter>(executor);
    lease l = pool->take_now(*from, clock::now(), w);
    if (l) co_return l;
    struct leave_line {  // whatever happens: out of the line, and what was granted is not lost
      connection_pool& pool;
      origin& from;
      std::shared_ptr<waiter> w;
      lease& l;
      ~leave_line() {
        const std::lock_guard lock(pool.mutex_);
        std::erase(from.line, w);
        if (!w->granted) return;
        l.connection = std::move(w->connection);
        pool.own(l, from);
      }
    };
    {
      const leave_line guard{*pool, *from, w, l};
      auto waiting = wait_turn(pool, w, until);
      co_await aval::detail::on_strand(w->strand, std::move(waiting));
    }
    if (!l) throw error(errc::timed_out, "waiting for a free connection to " + from->authority);
    co_return l;
  }

  /** Closes what is idle. */
  void close_idle() {
    std::vector<std::unique_ptr<client_connection>> closing;
    {
      const std::lock_guard lock(mutex_);
      for (auto& [_, o] : origins_) {
        for (auto& c : o->idle) closing.push_back(std::move(c));
        o->open -= o->idle.size();
        o->idle.clear();
      }
    }
    for (auto& c : closing) c->stream().close();
  }
  std::size_t idle_count() const {
    const std::lock_guard lock(mutex_);
    std::size_t n = 0;
    for (const auto& [_, o] : origins_) n += o->idle.size();
    return n;
  }
  std::size_t open_count() const {
    const std::lock_guard lock(mutex_);
    std::size_t n = 0;
    for (const auto& [_, o] : origins_) n += o->open;
    return n;
  }

 private:
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  struct key {
    std::string host;
    std::uint16_t port;
    bool secure;
  };
  struct key_view {
    std::string_view host;
    std::uint16_t port;
    bool secure;
    key_view(std::string_view h, std::uint16_t p, bool s) : host(h), port(p), secure(s) {}
    key_view(const key& k) : host(k.host), port(k.port), secure(k.secure) {}  // NOLINT: implicit on purpose
    friend bool operator==(const key_view&, const key_view&) = default;
  };
  struct key_hash {
    using is_transparent = void;
    std::size_t operator()(const key_view& k) const noexcept {
      return std::hash<std::string_view>()(k.host) * 31 + k.port * 2u + (k.secure ? 1u : 0u);
    }
  };
  struct key_equal {
    using is_transparent = void;
    bool operator()(const key_view& a, const key_view& b) const noexcept { return a == b; }
  };

  void own(lease& l, origin& from) {
    l.pool_ = this->shared_from_this();
    l.origin_ = &from;
  }

  void release(origin& to, std::unique_ptr<client_connection> connection) noexcept {
    std::shared_ptr<waiter> next;
    {
      const std::lock_guard lock(mutex_);
      if (!to.line.empty()) {
        next = std::move(to.line.front());
        to.line.pop_front();
        next->granted = true;
        next->connection = std::move(connection);
      } else if (connection && to.idle.size() < to.idle.capacity()) {
        to.idle.push_back(std::move(connection));
      } else {
        --to.open;
      }
    }
    if (connection) connection->stream().close();
    if (next) asio::post(next->strand, [next] { next->timer.cancel(); });
  }

  static awaitable<void> wait_turn(std::shared_ptr<connection_pool> pool, std::shared_ptr<waiter> w, deadline until) {
    {
      const std::lock_guard lock(pool->mutex_);
      if (w->granted) co_return;
      w->timer.expires_at(until.at());
    }
    std::error_code ec;
    co_await w->timer.async_wait(asio::redirect_error(use_awaitable, ec));
    if (!ec) co_return;
    const std::lock_guard lock(pool->mutex_);
    if (!w->granted) throw error(errc::cancelled, "waiting for a free connection");
  }

  /** A server closes an idle connection when it likes; bytes that nobody asked for are as bad. Asking costs a system call, so a
   *  connection used within the last millisecond is believed. */
  static bool closed_by_peer(client_connection& c, clock::time_point now) {
    if (now - c.idle_since < std::chrono::milliseconds(1)) return false;
    char byte;
    const ::ssize_t n = ::recv(c.stream().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
  }

  mutable std::mutex mutex_;
  pool_options options_;
  std::shared_ptr<expiry_queue> deadlines_;  // outlives the connections
  std::unordered_map<key, std::unique_ptr<origin>, key_hash, key_equal> origins_;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
