// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "aval/net/http_client.hpp"

/*  Exchanges whose bodies are not held in memory at once: a request body written in pieces, an answer read in pieces. Slow readers
 *  slow the sender: nothing is read from the connection before read() asks for it. */

namespace aval {
inline namespace v0 {
namespace net {

struct stream_options {
  std::chrono::milliseconds timeout{30'000};       // from open() until the head of the answer, without the time between write()s; zero: none
  std::chrono::milliseconds idle_timeout{60'000};  // for one write() or read(): a peer that is silent for so long; zero: none
  deadline until = {};                             // in addition, for everything
  bool body_in_pieces = false;                     // the body comes by write() and finish(), chunked; request.body is empty
  std::uint64_t max_body = std::numeric_limits<std::uint64_t>::max();  // of the answer, all pieces together
};

/** One exchange under way. A handle; the exchange ends when the last copy is gone: a connection that has not been read to the end
 *  is closed then, otherwise it returns to the client's pool.
 *
 *  @par Errors        as http_client; timed_out when the peer is silent for too long. After an error the exchange is closed.
 *  @par Cancellation  terminal: closes the exchange.
 *  @par Threads       one operation at a time. */
class http_stream {
 public:
  http_stream() = default;

  /** Starts an exchange. Without body_in_pieces it completes when the head of the answer is there, with it when the head of the
   *  request has been sent. The client's options apply; redirects and repeats do not, apart from a kept connection that turns out to
   *  be closed. */
  static awaitable<http_stream> open(http_client client, url where, http_request request) {
    return start(client.impl(), std::move(where), std::move(request), stream_options{});
  }
  static awaitable<http_stream> open(http_client client, url where, http_request request, stream_options options) {
    return start(client.impl(), std::move(where), std::move(request), options);
  }

  /** Sends a piece of the body; complete when the system has it. Empty pieces are skipped. */
  awaitable<void> write(std::string piece) { return write(state_, std::move(piece)); }
  /** Ends the body and waits for the head of the answer. */
  awaitable<void> finish() { return finish(state_); }
  /** Status and headers; the body stays empty. Precondition: the head of the answer is there. */
  const http_response& response() const noexcept { return state_->response; }
  /** The next piece of the answer's body, as it came, at most 17 KiB; empty: the body is complete. */
  awaitable<std::string> read() { return read(state_); }

  bool is_open() const noexcept { return state_ && state_->l; }
  /** Ends the exchange at once. */
  void close() {
    if (state_) state_->l.drop();
  }
  /** After an answer 101: the connection, and the bytes that came behind the head. It no longer belongs to the pool. */
  std::pair<net::stream, std::string> take_connection() {
    auto& c = *state_->l.connection;
    std::pair<net::stream, std::string> taken{std::move(c.stream()), c.leftover()};
    state_->l.connection.reset();
    state_->l.drop();
    return taken;
  }

 private:
  using impl_type = detail::http_client_impl;
  using step = detail::client_connection::step;
  struct state {
    std::shared_ptr<impl_type> impl;
    stream_options options;
    http_request request;
    http_response response;
    std::string where;
    deadline head_until;
    bool head_there = false, body_sent = false;
    impl_type::lease l;
  };

  [[noreturn]] static void fail(state& s, std::error_code ec, bool expired) {
    s.l.drop();
    if (expired) throw error(errc::timed_out, s.where);
    if (ec == condition::cancelled) throw error(errc::cancelled, s.where);
    throw error(ec == asio::error::eof ? make_error_code(errc::peer_closed) : ec, s.where);
  }
  static detail::client_connection& connection(state* s) {
    if (s == nullptr || !s->l || !s->l.connection) throw error(aval::errc::invalid_state, "http_stream is closed");
    return *s->l.connection;
  }
  /** Arms the connection with what is left of a limit. */
  static void arm(state& s, std::chrono::milliseconds limit, deadline also = {}) {
    const auto now = impl_type::clock::now();
    deadline until = earlier(s.options.until, also);
    if (limit.count() > 0) until = earlier(until, deadline::after(limit, now));
    s.l.connection->arm(s.impl->deadlines(), until, now);
  }

  static awaitable<http_stream> start(std::shared_ptr<impl_type> impl, url where, http_request request, stream_options options) {
    if (options.body_in_pieces && !request.body.empty()) throw error(errc::invalid_options, "a body, and body_in_pieces");
    auto s = std::make_shared<state>();
    s->impl = std::move(impl);
    s->options = options;
    s->request = std::move(request);
    s->where = impl_type::describe(where, s->request);
    s->head_until = options.timeout.count() > 0 ? deadline::after(options.timeout) : deadline();
    const deadline until = earlier(options.until, s->head_until);
    auto& origin = s->impl->origin_of(where);
    const bool may_repeat = is_idempotent(s->impl->options().retry.safe, s->request) && !options.body_in_pieces;
    for (;;) {
      auto pool = s->impl->pool().shared_from_this();
      s->l = pool->take_now(origin, impl_type::clock::now());
      if (!s->l) s->l = co_await detail::connection_pool::take(pool, &origin, s->impl->executor(), until);
      const bool reused = s->l.connection != nullptr;
      if (!reused) co_await impl_type::connect(s->impl, &s->l, until);
      auto& c = *s->l.connection;
      using framing = impl_type::framing;
      s->impl->compose(c.head(), origin, where, s->request, options.body_in_pieces ? framing::chunked : framing::content_length, false);
      s->response.clear();
      c.begin(s->request.method, s->request.body, &s->response, options.max_body);
      arm(*s, {}, s->head_until);
      std::error_code ec;
      std::exception_ptr thrown;
      step what = step::flush;
      try {
        while (!ec) {
          what = c.advance(ec, true);
          if (what == step::flush) co_await c.stream().async_flush(asio::redirect_error(use_awaitable, ec));
          else if (what == step::input && !options.body_in_pieces) co_await c.stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
          else break;
        }
      } catch (...) {
        thrown = std::current_exception();
        ec = code_of(thrown);
      }
      const bool expired = c.disarm();
      if (!expired && !ec && what != step::failed) break;
      const bool stale = reused && !c.heard() && !expired && ec != condition::cancelled;
      if (!stale || !may_repeat) fail(*s, ec, expired);
      s->l.drop();
    }
    s->body_sent = !options.body_in_pieces;
    s->head_there = s->body_sent;
    http_stream made;
    made.state_ = std::move(s);
    co_return made;
  }

  static awaitable<void> write(std::shared_ptr<state> s, std::string piece) {
    if (piece.empty()) co_return;
    auto& c = connection(s.get());
    if (s->body_sent) throw error(aval::errc::invalid_state, "the body is complete");
    char size[20];
    char* const end = std::to_chars(size, size + 16, piece.size(), 16).ptr;
    end[0] = '\r';
    end[1] = '\n';
    const std::array<asio::const_buffer, 3> chunk{asio::buffer(size, static_cast<std::size_t>(end + 2 - size)), asio::buffer(piece),
                                                  asio::buffer("\r\n", 2)};
    co_await send(s.get(), &c, chunk);
  }
  static awaitable<void> send(state* s, detail::client_connection* c, std::array<asio::const_buffer, 3> what) {
    arm(*s, s->options.idle_timeout);
    std::error_code ec;
    try {
      co_await c->stream().async_write(what, asio::redirect_error(use_awaitable, ec));
    } catch (...) {
      ec = code_of(std::current_exception());
    }
    const bool expired = c->disarm();
    if (ec || expired) fail(*s, ec, expired);
  }

  static awaitable<void> finish(std::shared_ptr<state> s) {
    auto& c = connection(s.get());
    if (s->head_there) co_return;
    const std::array<asio::const_buffer, 3> last{asio::buffer("0\r\n\r\n", 5), asio::const_buffer(), asio::const_buffer()};
    co_await send(s.get(), &c, last);
    s->body_sent = true;
    arm(*s, s->options.timeout);
    std::error_code ec;
    step what = step::input;
    try {
      while (!ec) {
        what = c.advance(ec, true);
        if (what != step::input) break;
        co_await c.stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
      }
    } catch (...) {
      ec = code_of(std::current_exception());
    }
    const bool expired = c.disarm();
    if (ec || expired) fail(*s, ec, expired);
    s->head_there = true;
  }

  static awaitable<std::string> read(std::shared_ptr<state> s) {
    if (s != nullptr && s->head_there && !s->l) co_return std::string();  // read to the end before
    auto& c = connection(s.get());
    if (!s->head_there) throw error(aval::errc::invalid_state, "the head of the answer is not there; finish() waits for it");
    std::string_view data;
    std::error_code ec;
    step what = c.next_piece(data, ec);
    if (what == step::input) {
      arm(*s, s->options.idle_timeout);
      try {
        while (!ec && what == step::input) {
          co_await c.stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
          if (!ec) what = c.next_piece(data, ec);
        }
      } catch (...) {
        ec = code_of(std::current_exception());
      }
      if (c.disarm()) fail(*s, ec, true);
    }
    if (ec) fail(*s, ec, false);
    std::string piece(data);
    if (data.empty()) {  // complete
      if (c.reusable()) s->l.give_back(impl_type::clock::now());
      else s->l.drop();
    }
    co_return piece;
  }

  std::shared_ptr<state> state_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
