// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/net/detail/http_connection.hpp"

/*  Bodies that a handler reads itself.
 *
 *  Nothing is received before the handler asks, so the memory of a connection stays at one piece and a slow handler slows its client.
 *  The piece handed out lies in the receive buffer; the bytes of it and of the chunk lines around it are given up with the next call.
 *
 *  A slow client is measured by what the handler has waited for it, in ticks, all pieces together: body_timeout, and one second more
 *  for each min_body_rate bytes that have come. A time-out from piece to piece could be evaded with a byte now and then.
 *
 *  When the handler has returned, a rest of the body would be taken for the next request, so it is dropped as far as that is cheap,
 *  and otherwise the connection ends. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** Whether this body is read by the handler, and with which limit; false: it is announced too large. */
template <class Stream>
bool http_connection<Stream>::choose_streaming() {
  const auto& o = core_->options;
  streamed_ = o.stream_bodies || core_->handler.streams_body(request_);
  const std::uint64_t most = streamed_ ? o.max_streamed_body : o.max_body;
  parser_.set_max_body(most);
  return parser_.content_length() <= most;
}

template <class Stream>
void http_connection<Stream>::forget_streaming() noexcept {
  parser_.set_max_body(core_->limits.max_body);
  body_failure_ = 0;
  ticks_waited_ = 0;
}

/** Whether the rest of a body is worth dropping, for the sake of the requests behind it. */
template <class Stream>
bool http_connection<Stream>::may_drain() const noexcept {
  if (body_failure_ != 0) return false;
  if (!body_begun_ && parser_.expects_continue() && in_.empty()) return false;  // was never told to send it, and may yet (RFC 9110 10.1.1)
  return parser_.chunked() || parser_.content_length() - parser_.body_seen() <= core_->options.max_drained_body;
}

template <class Stream>
std::error_code http_connection<Stream>::note_body_failure(int status) noexcept {
  body_failure_ = status;
  return status == 408 ? errc::timed_out : status == 413 ? errc::body_too_large : parser_.error();
}

template <class Stream>
std::string http_connection<Stream>::body_failure_text() const {
  if (body_failure_ == 408) return "the request did not arrive in time";
  return body_failure_ == 413 ? make_error_code(errc::body_too_large).message() : parser_.error().message();
}

template <class Stream>
void http_connection<Stream>::arm_body_wait() noexcept {
  const auto& o = core_->options;
  std::chrono::milliseconds most = o.body_timeout;
  if (most.count() > 0 && o.min_body_rate != 0) {
    most += std::chrono::seconds(std::min<std::uint64_t>(parser_.body_seen() / o.min_body_rate, 1'000'000'000));
  }
  const std::uint32_t allowed = core_->ticks(most);
  stage_ = stage::body;
  core_->arm(*this, allowed == never ? never : allowed > ticks_waited_ ? allowed - ticks_waited_ : 1);
}

template <class Stream>
awaitable<std::string_view> http_connection<Stream>::read_piece(http_connection* c) {
  const bool first = !std::exchange(c->body_begun_, true);
  if (!c->streamed_) co_return first ? c->request_.body_ : std::string_view{};
  const auto fail = [c](int status) { return error(c->note_body_failure(status), "reading the body of a request"); };
  if (c->body_failure_ != 0) throw fail(c->body_failure_);
  if (c->watching_) co_await stop_watching(c->shared_from_this());
  c->in_.eat(std::exchange(c->given_, 0));
  if (c->parser_.content_length() > c->parser_.limits().max_body) throw fail(413);
  std::error_code ec;
  if (first && c->parser_.expects_continue() && c->in_.empty() && c->stream_ == stream_state::none) {
    c->head_out_.assign("HTTP/1.1 100 Continue\r\n\r\n");
    co_await write_all(c, c->head_out_, {}, {}, 0);
  }
  constexpr std::size_t most_at_once = 64 * 1024;
  std::size_t decoded = 0, raw = 0;
  while (true) {
    // everything at hand in one piece: a chunk of one byte costs a few instructions, not a turn of the handler
    const auto piece = c->parser_.parse_body(c->in_.view().substr(raw, most_at_once - raw));
    if (piece.what == http_parser::outcome::failed) {
      if (decoded == 0) throw fail(c->parser_.status_for_error());
      break;  // told with the next call
    }
    if (!piece.data.empty()) {
      if (piece.data.data() != c->in_.data() + decoded) std::memmove(c->in_.data() + decoded, piece.data.data(), piece.data.size());
      decoded += piece.data.size();
    }
    raw += piece.used;
    if (piece.what == http_parser::outcome::complete) break;
    if (piece.used != 0) continue;
    if (decoded != 0) break;
    if (raw != 0) {  // chunk lines that are done with make room
      c->in_.eat(std::exchange(raw, 0));
      continue;
    }
    const std::uint64_t left = c->parser_.chunked() ? most_at_once : c->parser_.content_length() - c->parser_.body_seen();
    c->in_.reserve(static_cast<std::size_t>(std::clamp<std::uint64_t>(left, 1024, most_at_once / 2)));
    const std::size_t n = c->stream_io_.read_now(c->in_.room(), std::min(c->in_.room_size(), most_at_once - c->in_.size()), ec);
    c->in_.filled(n);
    if (n != 0) continue;
    if (ec == asio::error::would_block && !c->timed_out_) {
      c->arm_body_wait();
      const std::uint32_t before = c->core_->tick.load(std::memory_order_relaxed);
      co_await c->stream_io_.async_wait_input(asio::redirect_error(use_awaitable, ec));
      c->ticks_waited_ += c->core_->tick.load(std::memory_order_relaxed) - before;
      c->enter_handling();
      if (!ec) continue;
    }
    if (c->timed_out_) throw fail(408);
    if (ec != asio::error::operation_aborted) c->disconnected_ = true;  // else the handler itself has given up waiting
    throw error(ec == asio::error::eof ? make_error_code(errc::truncated_message) : ec, "reading the body of a request");
  }
  c->given_ = raw;
  if (c->watch_wanted_) c->start_watching();
  co_return c->in_.view().substr(0, decoded);
}

/** Drops what the handler has left of the body; successful when the parser is complete afterwards. */
template <class Stream>
awaitable<void> http_connection<Stream>::drain(std::shared_ptr<http_connection> self) {
  auto& c = *self;
  std::error_code ec;
  c.enter(stage::lingering, std::chrono::seconds(2));
  std::uint64_t dropped = 0;
  while (dropped <= c.core_->options.max_drained_body) {
    const auto piece = c.parser_.parse_body(c.in_.view());
    c.in_.eat(piece.used);
    dropped += piece.used;
    if (piece.what != http_parser::outcome::more) co_return;
    if (piece.used != 0) continue;
    c.in_.reserve(4096);
    const std::size_t n = c.stream_io_.read_now(c.in_.room(), c.in_.room_size(), ec);
    c.in_.filled(n);
    if (n == 0 && ec == asio::error::would_block) co_await c.stream_io_.async_wait_input(asio::redirect_error(use_awaitable, ec));
    if (n == 0 && ec) co_return;
  }
}

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
