// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <utility>

#include "aval/net/detail/http_server_core.hpp"
#include "aval/net/detail/plain_problem.hpp"
#include "aval/net/detail/receive_buffer.hpp"
#include "aval/net/http_writer.hpp"
#include "aval/net/upgrade.hpp"

/*  One client of a server, over any stream with the operations of net::stream.
 *
 *  run() is one coroutine that lives as long as the connection: read a head, read the body behind it into the same memory, await the
 *  handler, write head and body of the answer with one call, again. On this path it awaits only the stream's wait for input and the
 *  handler; whatever else may have to wait (a full socket, an error answer) is in coroutines of its own. Bytes of a pipelined next
 *  request stay in the buffer until the answer before has left, so answers keep the order of requests.
 *
 *  A handler that reads the body itself runs before it has come; http_connection_body.hpp has what it calls.
 *
 *  While a handler runs nobody else reads. A handler that takes longer than a tick is watched: a wait for input with a plain callback
 *  notices that the client has left and cancels the handler, or keeps the bytes of a next request.
 *
 *  Threads: everything here on the connection's executor. Only `due` is touched by the server's tick. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

template <class Stream>
class http_connection final : public http_exchange, public tracked_connection, public std::enable_shared_from_this<http_connection<Stream>> {
 public:
  http_connection(std::shared_ptr<http_server_core> core, Stream stream, asio::ip::tcp::endpoint remote)
      : http_exchange(parser_),
        core_(std::move(core)),
        stream_io_(std::move(stream)),
        parser_(http_parser::role::request, core_->limits),
        watch_ended_(stream_io_.get_executor()) {
    remote_ = remote;
    secure_ = stream_io_.is_tls();
    if (core_->options.opening_timeout.count() > 0) opening_due_ = core_->tick.load(std::memory_order_relaxed) + core_->ticks(core_->options.opening_timeout);
    core_->add(*this);
  }
  ~http_connection() override {
    if (upgraded_) return;  // the stream and the place in the list belong to another
    stream_io_.close();
    core_->remove(*this);
  }

  /** Starts the connection; it keeps itself alive. */
  static void start(std::shared_ptr<http_connection> self) {
    auto& c = *self;
    asio::co_spawn(c.stream_io_.get_executor(), run(self), asio::bind_cancellation_slot(c.cancel_.slot(), [self](const std::exception_ptr&) {
                     if (!self->upgraded_) self->stream_io_.close();
                   }));
  }

  any_io_executor executor() const override { return get_executor(); }
  any_io_executor get_executor() const override { return const_cast<asio::steady_timer&>(watch_ended_).get_executor(); }
  std::shared_ptr<tracked_connection> keep() override { return this->weak_from_this().lock(); }
  bool stopping() const noexcept override { return core_->stopping.load(std::memory_order_relaxed); }
  std::string peer_public_key_hash() const override {
    if constexpr (requires { stream_io_.peer_public_key_hash(); }) return upgraded_ ? std::string() : stream_io_.peer_public_key_hash();
    else return {};
  }
  net::stream* connection() noexcept override {
    if constexpr (std::is_same_v<Stream, net::stream>) return upgraded_ ? nullptr : &stream_io_;
    else return nullptr;
  }
  Stream& stream() noexcept { return stream_io_; }

  void on_tick() override {
    if (due.load(std::memory_order_relaxed) > core_->tick.load(std::memory_order_relaxed)) return;  // it has moved on meanwhile
    due.store(never, std::memory_order_relaxed);
    switch (stage_) {
      case stage::fresh_idle:  // idle for a while: the rest of the idle time is spent with less memory
        if (in_.empty()) in_.release();
        stage_ = stage::idle;
        core_->arm(*this, core_->ticks(core_->options.idle_timeout));
        hurry();
        break;
      case stage::idle:
      case stage::head:
      case stage::body:
        timed_out_ = true;
        stream_io_.cancel();
        break;
      case stage::handling: start_watching(); break;
      case stage::handshake:
      case stage::writing:
      case stage::lingering: stream_io_.abort(); break;
      case stage::over: break;
    }
  }

  void on_stop(bool at_once) override {
    if (at_once) {
      lost();
      if (!upgraded_) stream_io_.abort();
    } else if (stage_ == stage::fresh_idle || stage_ == stage::idle) {
      stream_io_.cancel();
    }
  }

  // ---- for handlers ---------------------------------------------------------------------------------------------------------

  awaitable<void> begin_stream() override { return begin_stream(this); }
  awaitable<void> write(std::string piece) override { return write_piece(this, std::move(piece)); }
  awaitable<void> end() override { return end_stream(this); }
  awaitable<upgraded_connection> upgrade() override { return hand_over(this->shared_from_this()); }
  void refuse(int status, std::string_view code, std::string_view message) override {
    answer_problem(status, code, message);
    refused_ = true;
  }
  awaitable<std::string_view> read_some() override { return read_piece(this); }
  void limit_body(std::uint64_t bytes) noexcept override {
    if (streamed_) parser_.set_max_body(std::min(bytes, parser_.limits().max_body));
  }

  void watch() override {
    watch_wanted_ = true;
    start_watching();
  }
  void start_watching() {
    if (watching_ || disconnected_ || upgraded_ || in_.room_size() == 0) return;
    watching_ = true;
    stream_io_.async_wait_input(asio::bind_cancellation_slot(
        stop_watching_.slot(), [self = this->shared_from_this()](std::error_code ec) { self->watched(ec); }));
  }

  void log_failure(const std::exception_ptr& why, std::string_view request) noexcept override {
    const auto& log = core_->options.log;
    if (disconnected_ || !log.enabled(log_level::error)) return;
    try {
      std::string line = std::string(parser_.method()) + " " + printable(request_.path(), 200);
      if (!request.empty()) line.append(" (").append(request).append(")");
      try {
        std::rethrow_exception(why);
      } catch (const std::exception& e) {
        line += ": " + printable(e.what());
      } catch (...) {
        line += ": something that is no exception";
      }
      log.log(log_level::error, "net", line);
    } catch (...) {  // no memory for a line in the log
    }
  }

 private:
  enum class stage : std::uint8_t { handshake, fresh_idle, idle, head, body, handling, writing, lingering, over };

  void enter(stage s, std::chrono::milliseconds limit) noexcept {
    stage_ = s;
    core_->arm(*this, core_->ticks(limit));
    hurry();
  }
  void enter_idle() noexcept {
    stage_ = stage::fresh_idle;
    core_->arm(*this, 2);
    hurry();
  }
  /** Before the end of the first head: nothing takes longer than opening_timeout. */
  void hurry() noexcept {
    if (opening_due_ < due.load(std::memory_order_relaxed)) due.store(opening_due_, std::memory_order_relaxed);
  }
  void enter_handling() noexcept {
    stage_ = stage::handling;
    core_->arm(*this, 2);
  }

  // ---- the loop -------------------------------------------------------------------------------------------------------------

  static awaitable<void> run(std::shared_ptr<http_connection> self) {
    auto& c = *self;
    const auto& o = c.core_->options;
    std::error_code ec;
    if (c.secure_) {
      c.enter(stage::handshake, o.handshake_timeout);
      co_await c.stream_io_.async_handshake(asio::redirect_error(use_awaitable, ec));
      if (ec) {
        if (o.log.enabled(log_level::debug)) o.log.log(log_level::debug, "net", "TLS handshake: " + ec.message());
        if constexpr (std::is_same_v<Stream, net::stream>) {  // so that the alert, which says why, is not lost in a reset
          if (ec == condition::not_trusted) co_await linger_raw(self);
        }
        co_return;
      }
    }
    bool keep = true;
    while (keep && !(c.stopping() && c.in_.empty())) {
      // ---- head
      c.start_message();
      while (true) {
        const auto o2 = c.in_.empty() ? http_parser::outcome::more : c.parser_.parse_head(c.in_.view());
        if (o2 == http_parser::outcome::complete) break;
        if (o2 == http_parser::outcome::failed) co_return co_await refuse(self, c.parser_.status_for_error(), c.parser_.error().message());
        if (c.stage_ != stage::head && !c.in_.empty()) {
          c.enter(stage::head, o.head_timeout);
          c.timed_out_ = false;
        }
        c.in_.reserve(1024);
        const std::size_t n = c.stream_io_.read_now(c.in_.room(), c.in_.room_size(), ec);
        c.in_.filled(n);
        if (n != 0) continue;
        if (ec == asio::error::would_block && !c.timed_out_) {
          if (c.stopping() && c.in_.empty()) co_return;
          co_await c.stream_io_.async_wait_input(asio::redirect_error(use_awaitable, ec));
          if (!ec) continue;
        }
        if (c.timed_out_ && c.stage_ == stage::head) co_return co_await refuse(self, 408, "the request did not arrive in time");
        co_return;
      }
      c.in_.eat(c.parser_.head_size());
      c.opening_due_ = never;
      if (c.parser_.method() == "CONNECT") co_return co_await refuse(self, 501, "this server is no proxy");

      // ---- body
      c.request_.take_target();
      auto& behind = c.behind_ = 0;
      if (c.core_->may_stream && !c.parser_.complete() && !c.choose_streaming()) {
        co_return co_await refuse(self, 413, make_error_code(errc::body_too_large).message());
      }
      if (!c.parser_.complete() && !c.streamed_) {
        c.enter(stage::body, o.body_timeout);
        if (c.parser_.expects_continue() && c.in_.empty()) {
          c.head_out_.assign("HTTP/1.1 100 Continue\r\n\r\n");
          c.stream_io_.write_now(asio::buffer(c.head_out_), ec);
          if (ec || c.stream_io_.output_pending()) co_await c.flush_rest(self, 0, 0);
          c.enter(stage::body, o.body_timeout);
        }
        std::size_t decoded = 0, raw = 0;
        while (true) {
          const auto piece = c.parser_.parse_body(c.in_.view().substr(raw));
          if (piece.what == http_parser::outcome::failed) {
            co_return co_await refuse(self, c.parser_.status_for_error(), c.parser_.error().message());
          }
          if (!piece.data.empty()) {
            if (piece.data.data() != c.in_.data() + decoded) std::memmove(c.in_.data() + decoded, piece.data.data(), piece.data.size());
            decoded += piece.data.size();
          }
          raw += piece.used;
          if (piece.what == http_parser::outcome::complete) break;
          if (piece.used != 0) continue;
          if (raw != decoded) {  // chunk lines that are done with make room
            c.in_.cut(decoded, raw - decoded);
            raw = decoded;
          }
          const std::uint64_t left = c.parser_.chunked() ? 0 : c.parser_.content_length() - c.parser_.body_seen();
          c.in_.reserve(std::clamp<std::uint64_t>(left, 1024, std::max<std::size_t>(c.in_.size(), 64 * 1024)));
          const std::size_t n = c.stream_io_.read_now(c.in_.room(), c.in_.room_size(), ec);
          c.in_.filled(n);
          if (n != 0) continue;
          if (ec == asio::error::would_block && !c.timed_out_) {
            co_await c.stream_io_.async_wait_input(asio::redirect_error(use_awaitable, ec));
            if (!ec) continue;
          }
          if (c.timed_out_) co_return co_await refuse(self, 408, "the request did not arrive in time");
          co_return;
        }
        behind = raw;
        c.in_.reserve(64);  // so that watch() has room without moving the body
        c.request_.body_ = c.in_.view().substr(0, decoded);
      } else {
        c.in_.reserve(64);
      }

      // ---- handler
      c.enter_handling();
      bool failed = false;
      try {
        co_await c.core_->handler(c);
      } catch (...) {
        failed = !c.refused_;
        if (failed && c.body_failure_ == 0) c.log_failure(std::current_exception(), {});
      }
      if (c.upgraded_) co_return;
      if (c.watching_) co_await stop_watching(self);
      if (c.disconnected_) co_return;
      c.in_.eat(std::exchange(c.given_, 0));
      if (failed && c.body_failure_ != 0 && c.stream_ == stream_state::none) co_return co_await refuse(self, c.body_failure_, c.body_failure_text());
      if (c.stream_ != stream_state::none) {
        if (failed) co_return;  // a cut stream is not taken for a whole one
        if (c.stream_ == stream_state::open) co_await end_stream(&c);
        keep = c.keep_alive_;
      } else {
        if (failed) c.answer_problem(500, "internal_error", "Internal server error");
        // ---- answer
        const auto body = c.prepare_answer();
        keep = c.keep_alive_;
        const std::array<asio::const_buffer, 2> both{asio::buffer(c.head_out_), asio::buffer(body.data(), body.size())};
        const std::size_t sent = c.stream_io_.write_now(both, ec);
        if (ec) co_return;
        if (c.stream_io_.output_pending() || sent != c.head_out_.size() + body.size()) co_await c.flush_rest(self, sent, body.size());
      }
      c.shared_body_.reset();
      c.in_.eat(behind);
      if (c.streamed_ && !c.parser_.complete()) {
        keep = keep && c.may_drain();
        if (keep) co_await drain(self);
        if (!c.parser_.complete()) co_return co_await linger(self);
      }
    }
    c.stage_ = stage::over;
    c.stream_io_.close();
  }

  void start_message() noexcept {
    parser_.start();
    response_.clear();
    request_.body_ = {};
    stream_ = stream_state::none;
    timed_out_ = refused_ = streamed_ = watch_wanted_ = body_begun_ = false;
    if (core_->may_stream) forget_streaming();
    if (in_.empty()) enter_idle();
    else stage_ = stage::over;  // head follows at once
  }

  bool may_continue() const { return parser_.keep_alive() && !stopping() && !response_.headers.has_element("Connection", "close"); }

  void answer_problem(int status, std::string_view code, std::string_view message) {
    response_.clear();
    shared_body_.reset();
    response_.status = status;
    response_.headers.add("Content-Type", "application/json");
    response_.body = plain_problem(code, message);
  }

  // Writes the head of the answer into head_out_, decides keep_alive_, returns the body that goes with it.
  std::string_view prepare_answer() {
    if (response_.status < 200 || response_.status > 999) answer_problem(500, "internal_error", "Internal server error");
    keep_alive_ = may_continue() && (!streamed_ || parser_.complete() || may_drain());
    std::string_view body = shared_body_ ? std::string_view(*shared_body_) : std::string_view(response_.body);
    const bool none = response_.status == 204 || response_.status == 304;
    head_out_.clear();
    append_response_head(head_out_, response_, none ? http_framing::none : http_framing::length, body.size(), keep_alive_,
                         parser_.minor_version(), std::time(nullptr));
    if (none || parser_.method() == "HEAD") body = {};
    return body;
  }

  // ---- the rarer paths ------------------------------------------------------------------------------------------------------

  // Sends what write_now() could not: `sent` bytes of head_out_ and the body have been taken.
  static awaitable<void> flush_rest(std::shared_ptr<http_connection> self, std::size_t sent, std::size_t body_size) {
    auto& c = *self;
    const std::string_view body = std::string_view(c.shared_body_ ? *c.shared_body_ : c.response_.body).substr(0, body_size);
    co_await c.write_all(&c, c.head_out_, body, {}, sent);
  }

  // Three buffers, of which `sent` bytes have been taken. Throws when the connection breaks.
  static awaitable<void> write_all(http_connection* c, std::string_view a, std::string_view b, std::string_view d, std::size_t sent) {
    const std::size_t total = a.size() + b.size() + d.size();
    const auto before = c->stage_;
    c->enter(stage::writing, c->core_->options.write_timeout);
    while (sent != total || c->stream_io_.output_pending()) {
      std::error_code ec;
      if (c->stream_io_.output_pending()) {
        co_await c->stream_io_.async_flush(asio::redirect_error(use_awaitable, ec));
      } else {
        std::array<asio::const_buffer, 3> rest;
        std::size_t skip = sent, i = 0;
        for (std::string_view part : {a, b, d}) {
          const std::size_t cut = std::min(skip, part.size());
          skip -= cut;
          rest[i++] = asio::buffer(part.data() + cut, part.size() - cut);
        }
        const std::size_t n = c->stream_io_.write_now(rest, ec);
        sent += n;
        if (n != 0) c->enter(stage::writing, c->core_->options.write_timeout);  // a slow reader is fine, one that stands still is not
      }
      if (ec) {
        c->lost();
        throw error(ec, "writing a response");
      }
    }
    if (before == stage::handling) c->enter_handling();
    else c->stage_ = before;
  }

  // Answers a request that reached no handler, then closes: after an error in framing nobody knows where the next request begins.
  static awaitable<void> refuse(std::shared_ptr<http_connection> self, int status, std::string why) {
    auto& c = *self;
    if (c.core_->options.log.enabled(log_level::debug)) {
      c.core_->options.log.log(log_level::debug, "net", "request of " + c.remote_address() + " refused: " + std::to_string(status) + ", " + why);
    }
    c.answer_problem(status, code_of_status(status), why);
    c.head_out_.clear();
    append_response_head(c.head_out_, c.response_, http_framing::length, c.response_.body.size(), false, 1, std::time(nullptr));
    co_await c.write_all(&c, c.head_out_, c.response_.body, {}, 0);
    co_await linger(self);
  }

  // What the client still sends is read and dropped for a while: closing with unread bytes makes the system reset the connection,
  // and the client would never see the answer.
  static awaitable<void> linger(std::shared_ptr<http_connection> self) {
    auto& c = *self;
    std::error_code ec;
    c.enter(stage::lingering, std::chrono::seconds(2));
    co_await c.stream_io_.async_shutdown(asio::redirect_error(use_awaitable, ec));
    c.in_.release();
    c.in_.reserve(4096);
    for (std::size_t dropped = 0; !ec && dropped < 1024 * 1024;) {
      dropped += c.stream_io_.read_now(c.in_.room(), c.in_.room_size(), ec);
      if (ec == asio::error::would_block) co_await c.stream_io_.async_wait_input(asio::redirect_error(use_awaitable, ec));
    }
  }

  // ---- bodies read by the handler: http_connection_body.hpp ------------------------------------------------------------------

  bool choose_streaming();
  bool may_drain() const noexcept;
  void forget_streaming() noexcept;
  std::string body_failure_text() const;
  std::error_code note_body_failure(int status) noexcept;
  void arm_body_wait() noexcept;
  static awaitable<std::string_view> read_piece(http_connection* c);
  static awaitable<void> drain(std::shared_ptr<http_connection> self);

  // ---- streaming ------------------------------------------------------------------------------------------------------------

  static awaitable<void> begin_stream(http_connection* c) {
    if (c->stream_ != stream_state::none) throw error(aval::errc::invalid_state, "begin_stream()");
    c->stream_ = stream_state::open;
    if (c->response_.status < 200 || c->response_.status > 999) c->response_.status = 500;
    c->chunked_ = c->parser_.minor_version() >= 1;
    c->bodiless_ = c->parser_.method() == "HEAD" || c->response_.status == 204 || c->response_.status == 304;
    c->keep_alive_ = c->may_continue() && c->chunked_ && c->body_failure_ == 0;
    const bool none = c->response_.status == 204 || c->response_.status == 304;
    c->head_out_.clear();
    append_response_head(c->head_out_, c->response_, none ? http_framing::none : c->chunked_ ? http_framing::chunked : http_framing::close, 0,
                         c->keep_alive_, c->parser_.minor_version(), std::time(nullptr));
    c->watch();
    co_await write_all(c, c->head_out_, {}, {}, 0);
  }

  static awaitable<void> write_piece(http_connection* c, std::string piece) {
    if (c->stream_ != stream_state::open) throw error(aval::errc::invalid_state, "write() outside of begin_stream() and end()");
    if (piece.empty() || c->bodiless_) co_return;
    if (!c->chunked_) co_return co_await write_all(c, piece, {}, {}, 0);
    c->head_out_.clear();
    append_number(c->head_out_, piece.size(), 16);
    c->head_out_ += "\r\n";
    co_await write_all(c, c->head_out_, piece, "\r\n", 0);
  }

  static awaitable<void> end_stream(http_connection* c) {
    if (c->stream_ != stream_state::open) throw error(aval::errc::invalid_state, "end() without begin_stream()");
    c->stream_ = stream_state::ended;
    if (c->chunked_ && !c->bodiless_) co_await write_all(c, "0\r\n\r\n", {}, {}, 0);
  }

  // ---- leaving HTTP -----------------------------------------------------------------------------------------------------------

  static awaitable<upgraded_connection> hand_over(std::shared_ptr<http_connection> self) {
    auto& c = *self;
    if constexpr (std::is_same_v<Stream, net::stream>) {
      if (c.stream_ != stream_state::none || c.upgraded_ || (c.streamed_ && !c.parser_.complete())) {
        throw error(aval::errc::invalid_state, "upgrade()");
      }
      if (c.watching_) co_await stop_watching(self);
      if (c.disconnected_) throw error(errc::peer_closed, "upgrade()");
      c.head_out_.assign("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n");
      append_user_headers(c.head_out_, c.response_.headers);
      c.head_out_ += "\r\n";
      co_await write_all(&c, c.head_out_, {}, {}, 0);
      auto place = std::make_shared<connection_place>(nullptr, c.get_executor(), self);
      place->self_ = place;
      c.in_.eat(std::exchange(c.given_, 0));
      std::string received(c.in_.view().substr(c.behind_));
      c.upgraded_ = true;
      c.stage_ = stage::over;
      c.due.store(never, std::memory_order_relaxed);
      c.core_->replace(c, *place);
      place->core_ = c.core_;
      c.place_ = place;  // the server waits for the handler, too
      co_return upgraded_connection{std::move(c.stream_io_), std::move(received), std::move(place)};
    } else {
      throw error(aval::errc::invalid_state, "upgrade() needs a net::stream");
    }
  }

  /** Reads what the client still sends and drops it, below TLS, for two seconds at most. */
  static awaitable<void> linger_raw(std::shared_ptr<http_connection> self) {
    auto& c = *self;
    auto& socket = c.stream_io_.socket();
    std::error_code ec;
    socket.shutdown(asio::socket_base::shutdown_send, ec);
    c.enter(stage::lingering, std::chrono::seconds(2));
    c.in_.reserve(4096);
    for (std::size_t dropped = 0, n = 1; n != 0 && dropped < 256 * 1024; dropped += n) {
      n = co_await socket.async_read_some(asio::buffer(c.in_.room(), c.in_.room_size()), asio::redirect_error(use_awaitable, ec));
      if (ec) co_return;
    }
  }

  // ---- watching the client while a handler runs -------------------------------------------------------------------------------

  void watched(std::error_code ec) {
    watching_ = false;
    while (!ec && in_.room_size() != 0) {
      const std::size_t n = stream_io_.read_now(in_.room(), in_.room_size(), ec);
      in_.filled(n);  // a pipelined request
    }
    if (ec == asio::error::would_block) {
      if (!end_watch_) start_watching();
    } else if (ec == asio::error::eof && streamed_ && !parser_.complete()) {
      // the handler finds out by reading: what is missing may be here already
    } else if (ec && !(ec == asio::error::operation_aborted && (end_watch_ || timed_out_))) {
      lost();
    }
    if (end_watch_) watch_ended_.cancel();
  }
  void lost() {
    if (disconnected_) return;
    disconnected_ = true;
    cancel_.emit(asio::cancellation_type::terminal);
  }
  static awaitable<void> stop_watching(std::shared_ptr<http_connection> self) {
    auto& c = *self;
    c.end_watch_ = true;
    c.stop_watching_.emit(asio::cancellation_type::terminal);
    while (c.watching_) {
      std::error_code ec;
      c.watch_ended_.expires_at(std::chrono::steady_clock::time_point::max());
      co_await c.watch_ended_.async_wait(asio::redirect_error(use_awaitable, ec));
    }
    c.end_watch_ = false;
  }

  std::shared_ptr<http_server_core> core_;
  Stream stream_io_;
  http_parser parser_;
  receive_buffer in_;
  std::string head_out_;
  asio::cancellation_signal cancel_, stop_watching_;
  asio::steady_timer watch_ended_;
  std::shared_ptr<connection_place> place_;
  std::size_t behind_ = 0;  // bytes of the buffer that belong to this request
  std::uint32_t opening_due_ = never;
  stage stage_ = stage::handshake;
  std::size_t given_ = 0;           // bytes of the buffer behind the piece that the handler has
  std::uint32_t ticks_waited_ = 0;  // for pieces of this body, all together
  bool timed_out_ = false, keep_alive_ = true, chunked_ = false, bodiless_ = false, watching_ = false, end_watch_ = false;
  bool watch_wanted_ = false, body_begun_ = false;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval

#include "aval/net/detail/http_connection_body.hpp"
