// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "aval/net/detail/http_client_impl.hpp"
#include "aval/net/http_client_stream.hpp"

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {
using stream_step = client_connection::step;
}

template <class Lazy>
struct basic_http_stream<Lazy>::state {
  std::shared_ptr<detail::http_client_impl> impl;
  stream_options options;
  http_request request;
  http_response response;
  net::headers trailers;
  std::string where;
  deadline head_until;
  bool head_there = false, body_sent = false;
  detail::http_client_impl::lease l;
};

template <class Lazy>
awaitable<basic_http_stream<Lazy>> basic_http_stream<Lazy>::open(http_client client, url where, http_request request) {
  return start(client.impl(), std::move(where), std::move(request), stream_options{});
}

template <class Lazy>
awaitable<basic_http_stream<Lazy>> basic_http_stream<Lazy>::open(http_client client, url where, http_request request, stream_options options) {
  return start(client.impl(), std::move(where), std::move(request), options);
}

template <class Lazy>
awaitable<void> basic_http_stream<Lazy>::write(std::string piece) { return write(state_, std::move(piece)); }

template <class Lazy>
awaitable<void> basic_http_stream<Lazy>::finish() { return finish(state_); }

template <class Lazy>
const http_response& basic_http_stream<Lazy>::response() const noexcept { return state_->response; }

template <class Lazy>
const headers& basic_http_stream<Lazy>::trailers() const noexcept { return state_->trailers; }

template <class Lazy>
awaitable<std::string> basic_http_stream<Lazy>::read() { return read(state_); }

template <class Lazy>
bool basic_http_stream<Lazy>::is_open() const noexcept { return state_ && state_->l; }

template <class Lazy>
void basic_http_stream<Lazy>::close() {
  if (state_) state_->l.drop();
}

template <class Lazy>
std::pair<net::stream, std::string> basic_http_stream<Lazy>::take_connection() {
  auto& c = *state_->l.connection;
  std::pair<net::stream, std::string> taken{std::move(c.stream()), c.leftover()};
  state_->l.connection.reset();
  state_->l.drop();
  return taken;
}

template <class Lazy>
void basic_http_stream<Lazy>::fail(state& s, std::error_code ec, bool expired) {
  s.l.drop();
  if (expired) throw error(errc::timed_out, s.where);
  if (ec == condition::cancelled) throw error(errc::cancelled, s.where);
  throw error(ec == asio::error::eof ? make_error_code(errc::peer_closed) : ec, s.where);
}

template <class Lazy>
detail::client_connection& basic_http_stream<Lazy>::connection(state* s) {
  if (s == nullptr || !s->l || !s->l.connection) throw error(aval::errc::invalid_state, "http_stream is closed");
  return *s->l.connection;
}

template <class Lazy>
void basic_http_stream<Lazy>::arm(state& s, std::chrono::milliseconds limit, deadline also) {
  const auto now = detail::http_client_impl::clock::now();
  deadline until = earlier(s.options.until, also);
  if (limit.count() > 0) until = earlier(until, deadline::after(limit, now));
  s.l.connection->arm(s.impl->deadlines(), until, now);
}

template <class Lazy>
awaitable<basic_http_stream<Lazy>> basic_http_stream<Lazy>::start(std::shared_ptr<detail::http_client_impl> impl, url where, http_request request, stream_options options) {
  if (options.body_in_pieces && !request.body.empty()) throw error(errc::invalid_options, "a body, and body_in_pieces");
  auto s = std::make_shared<state>();
  s->impl = std::move(impl);
  s->options = options;
  s->request = std::move(request);
  s->where = detail::http_client_impl::describe(where, s->request);
  s->head_until = options.timeout.count() > 0 ? deadline::after(options.timeout) : deadline();
  const deadline until = earlier(options.until, s->head_until);
  auto& origin = s->impl->origin_of(where);
  const bool may_repeat = is_idempotent(s->impl->options().retry.safe, s->request) && !options.body_in_pieces;
  for (;;) {
    auto pool = s->impl->pool().shared_from_this();
    s->l = pool->take_now(origin, detail::http_client_impl::clock::now());
    if (!s->l) s->l = co_await detail::connection_pool::take(pool, &origin, s->impl->executor(), until);
    const bool reused = s->l.connection != nullptr;
    if (!reused) co_await detail::http_client_impl::connect(s->impl, &s->l, until);
    auto& c = *s->l.connection;
    using framing = detail::http_client_impl::framing;
    s->impl->compose(c.head(), origin, where, s->request, options.body_in_pieces ? framing::chunked : framing::content_length, false);
    s->response.clear();
    c.begin(s->request.method, s->request.body, &s->response, options.max_body);
    arm(*s, {}, s->head_until);
    std::error_code ec;
    std::exception_ptr thrown;
    detail::stream_step what = detail::stream_step::flush;
    try {
      while (!ec) {
        what = c.advance(ec, true);
        if (what == detail::stream_step::flush) co_await c.stream().async_flush(asio::redirect_error(use_awaitable, ec));
        else if (what == detail::stream_step::input && !options.body_in_pieces) co_await c.stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
        else break;
      }
    } catch (...) {
      thrown = std::current_exception();
      ec = code_of(thrown);
    }
    const bool expired = c.disarm();
    if (!expired && !ec && what != detail::stream_step::failed) break;
    const bool stale = reused && !c.heard() && !expired && ec != condition::cancelled;
    if (!stale || !may_repeat) fail(*s, ec, expired);
    s->l.drop();
  }
  s->body_sent = !options.body_in_pieces;
  s->head_there = s->body_sent;
  basic_http_stream made;
  made.state_ = std::move(s);
  co_return made;
}

template <class Lazy>
awaitable<void> basic_http_stream<Lazy>::write(std::shared_ptr<state> s, std::string piece) {
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

template <class Lazy>
awaitable<void> basic_http_stream<Lazy>::send(state* s, detail::client_connection* c, std::array<asio::const_buffer, 3> what) {
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

template <class Lazy>
awaitable<void> basic_http_stream<Lazy>::finish(std::shared_ptr<state> s) {
  auto& c = connection(s.get());
  if (s->head_there) co_return;
  const std::array<asio::const_buffer, 3> last{asio::buffer("0\r\n\r\n", 5), asio::const_buffer(), asio::const_buffer()};
  co_await send(s.get(), &c, last);
  s->body_sent = true;
  arm(*s, s->options.timeout);
  std::error_code ec;
  detail::stream_step what = detail::stream_step::input;
  try {
    while (!ec) {
      what = c.advance(ec, true);
      if (what != detail::stream_step::input) break;
      co_await c.stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
    }
  } catch (...) {
    ec = code_of(std::current_exception());
  }
  const bool expired = c.disarm();
  if (ec || expired) fail(*s, ec, expired);
  s->head_there = true;
}

template <class Lazy>
awaitable<std::string> basic_http_stream<Lazy>::read(std::shared_ptr<state> s) {
  if (s != nullptr && s->head_there && !s->l) co_return std::string();  // read to the end before
  auto& c = connection(s.get());
  if (!s->head_there) throw error(aval::errc::invalid_state, "the head of the answer is not there; finish() waits for it");
  std::string_view data;
  std::error_code ec;
  detail::stream_step what = c.next_piece(data, ec);
  if (what == detail::stream_step::input) {
    arm(*s, s->options.idle_timeout);
    try {
      while (!ec && what == detail::stream_step::input) {
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
    s->trailers = c.parser().trailers();
    if (c.reusable()) s->l.give_back(detail::http_client_impl::clock::now());
    else s->l.drop();
  }
  co_return piece;
}

}  // namespace net
}  // namespace v0
}  // namespace aval
