// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/net/stream.hpp"
#include "aval/net/upgrade.hpp"
#include "aval/net/websocket_options.hpp"

/*  The state behind the handles of one WebSocket: a session between a stream and one timer. Everything on one strand.
 *
 *  Receiving: whoever receives (the user's operation, or our own once we are closing and nobody else does) calls receive_step() until
 *  it says done, and waits for input in between. Sending: messages gather in the session's output and leave when the turn is over
 *  (the receive handler has returned, or a posted flush runs), before anybody waits for input, or as soon as a TLS record is full.
 *
 *  The end: after the closing handshake, or our refusal of what came, what is queued is sent, our direction is shut down, and what
 *  the peer still sends is read and dropped for a while, since closing with unread bytes would make the system reset the connection
 *  and the peer might never see why. A server whose peer has said everything closes at once (RFC 6455 7.1.1). */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

class websocket_impl : public std::enable_shared_from_this<websocket_impl> {
 public:
  using clock = std::chrono::steady_clock;

  websocket_impl(net::stream s, websocket_role role, websocket_options options, std::unique_ptr<websocket_packer> packer, std::string target,
                 std::string subprotocol)
      : stream_(std::move(s)),
        session_(role, {options.max_message, options.max_frame}, options.max_queued_bytes, options.random, std::move(packer)),
        options_(std::move(options)),
        target_(std::move(target)),
        subprotocol_(std::move(subprotocol)),
        timer_(stream_.get_executor()),
        changed_(stream_.get_executor(), clock::time_point::max()),
        role_(role) {}
  websocket_impl(const websocket_impl&) = delete;
  websocket_impl& operator=(const websocket_impl&) = delete;
  ~websocket_impl() {
    if (phase_ != phase::open) return;
    try {  // the last handle has gone without a close: say so if that costs nothing
      session_.close(websocket_close::going_away, {});
      std::error_code ec;
      if (!writing_) stream_.write_now(asio::buffer(session_.output().data(), session_.output().size()), ec);
    } catch (...) {
    }
    stream_.close();
  }

  /** `received`: what came behind the head of the upgrade. */
  void start(std::string_view received, std::shared_ptr<connection_place> place) {
    session_.input().append(received);
    if (options_.ping_interval.count() > 0) {
      next_ping_ = clock::now() + options_.ping_interval;
      arm(next_ping_);
    }
    place_ = std::move(place);
    if (!place_) return;
    place_->on_server_end([weak = weak_from_this()](bool at_once) {
      const auto self = weak.lock();
      if (!self) return;
      if (at_once) self->abort(errc::closed);
      else self->begin_close(websocket_close::going_away, "the server is stopping");
    });
  }

  net::stream& stream() noexcept { return stream_; }
  websocket_session& session() noexcept { return session_; }
  const websocket_session& session() const noexcept { return session_; }
  const std::string& target() const noexcept { return target_; }
  const std::string& subprotocol() const noexcept { return subprotocol_; }
  asio::steady_timer& changed() noexcept { return changed_; }
  void add_waiter(bool more) noexcept { waiters_ += more ? 1 : std::size_t(-1); }
  std::error_code failure() const noexcept { return failure_ ? failure_ : write_error_; }
  bool open() const noexcept { return !failure_ && !session_.close_sent(); }

  // ---- receiving

  /** Whether the caller may be the one that receives; else ec says why not. */
  bool begin_receive(std::error_code& ec) {
    if (receiving_) ec = closing_ ? make_error_code(errc::websocket_closed) : make_error_code(aval::errc::invalid_state);
    else receiving_ = true;
    return !ec;
  }
  void end_receive() {
    receiving_ = false;
    if (closing_ && !failure_) drain();
  }
  /** true: done, with a message or an error; false: wait for input, then again. */
  bool receive_step(websocket_message& m, std::error_code& ec) noexcept {
    try {
      while (!failure_) {
        switch (session_.next(m)) {
          case websocket_session::step::message: return ec = {}, true;
          case websocket_session::step::closed: finish_with(errc::websocket_closed, role_ == websocket_role::client); break;
          case websocket_session::step::failed: finish_with(session_.error(), true); break;
          case websocket_session::step::more:
            if (!fill()) return false;
            break;
        }
      }
    } catch (...) {
      lost(std::make_error_code(std::errc::not_enough_memory));
    }
    ec = failure_;
    return true;
  }
  /** true: as above; false: nothing is at hand. */
  bool receive_now(websocket_message& m, std::error_code& ec) noexcept {
    hold_back_ = true;  // the caller may have more to say before anything is sent
    const bool there = receive_step(m, ec);
    hold_back_ = false;
    return there;
  }
  /** A receive has found its message at once, and its completion is posted. */
  void set_message_at_hand(bool there) noexcept { at_hand_ = there; }
  bool message_at_hand() const noexcept { return at_hand_; }
  /** What a wait that did not succeed means for the one who waited. */
  std::error_code wait_failed(std::error_code ec) {
    if (!failure_ && ec != asio::error::operation_aborted) lost(ec);
    return failure_ ? failure_ : ec;
  }

  // ---- sending

  std::error_code send(websocket_kind kind, std::string_view data) {
    if (failure()) return failure();
    if (const auto ec = session_.send(kind, data)) return ec;
    queued();
    return {};
  }
  void gather() noexcept { gather_ = in_turn_; }
  void set_in_turn(bool in_turn) noexcept { in_turn_ = in_turn; }
  void turn_over(bool more_at_once) {
    in_turn_ = false;
    if (more_at_once) return;
    if (std::exchange(gather_, false)) queued();
    else flush();
  }
  bool drained() const noexcept { return session_.queued_bytes() == 0 && !writing_; }

  /** Gives everything that is queued to the system, or begins to. */
  void flush() noexcept { flush_up_to(session_.queued_bytes()); }

  // ---- the end

  /** Our close; the peer's answer is waited for, for close_timeout. */
  void begin_close(std::uint16_t code, std::string_view reason) {
    if (failure_ || session_.close_sent()) return;
    session_.close(code, reason);
    closing_ = true;
    if (options_.close_timeout.count() > 0) arm(clock::now() + options_.close_timeout);
    else timer_.cancel();
    queued();
    if (!receiving_) drain();
  }
  bool over() const noexcept { return phase_ != phase::open; }

  void abort(std::error_code why) noexcept {
    if (!failure_) failure_ = why;
    finish();
  }

 private:
  enum class phase : std::uint8_t { open, sending_rest, shutting, lingering, over };
  static constexpr std::size_t record = 16 * 1024;

  /** Reads what is at hand; false: nothing is, wait. */
  bool fill() {
    const auto [to, size] = session_.input().room();
    std::error_code ec;
    const std::size_t n = stream_.read_now(to, size, ec);
    session_.filled(n);
    if (n != 0) return true;
    if (ec == asio::error::would_block) {
      if (write_error_) return lost(write_error_), true;
      if (hold_back_) return false;
      session_.input().rest(session_.input().capacity() > 256 * 1024);
      if (!gather_) flush();
      return failure_ || write_error_ ? true : false;
    }
    lost(ec == asio::error::eof ? make_error_code(errc::peer_closed) : ec);
    return true;
  }

  void queued() {
    if (session_.queued_bytes() >= record) flush_up_to(session_.queued_bytes() / record * record);
    if (in_turn_ || flush_posted_ || writing_ || session_.queued_bytes() == 0) return;
    flush_posted_ = true;
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      self->flush_posted_ = false;
      self->flush();
    });
  }

  void flush_up_to(std::size_t most) noexcept {
    if (writing_ || phase_ > phase::sending_rest) return;
    try {
      while (most != 0 && !write_error_) {
        std::error_code ec;
        const std::size_t n = stream_.write_now(asio::buffer(session_.output().data(), most), ec);
        session_.sent(n);
        most -= n;
        if (ec) {  // whoever receives may still find out why, or messages that were on the way
          write_error_ = ec;
          session_.sent(session_.queued_bytes());
        } else if (stream_.output_pending()) {
          writing_ = true;
          session_.set_blocked(true);
          stream_.async_flush([self = shared_from_this()](std::error_code failed) { self->flushed(failed); });
          return;
        }
      }
      if (session_.queued_bytes() != 0) return;
      if (phase_ == phase::sending_rest) shut_down();
      wake();
    } catch (...) {
      abort(std::make_error_code(std::errc::not_enough_memory));
    }
  }
  void flushed(std::error_code ec) {
    writing_ = false;
    if (phase_ > phase::sending_rest) return;
    if (ec) {
      write_error_ = ec;
      session_.sent(session_.queued_bytes());
      if (phase_ == phase::sending_rest) return finish();
      return wake();  // it stays blocked: nothing more is queued for nobody
    }
    session_.set_blocked(false);
    flush();
  }

  // ---- the end

  /** The conversation is over, in the peer's or our own words; what is queued still goes. */
  void finish_with(std::error_code why, bool linger) {
    failure_ = why;
    linger_ = linger;
    if (phase_ != phase::open) return;
    phase_ = phase::sending_rest;
    const auto patience = std::chrono::seconds(2);
    arm(clock::now() + (options_.close_timeout.count() > 0 ? std::min<clock::duration>(options_.close_timeout, patience) : patience));
    flush();
    wake();
  }
  void lost(std::error_code why) noexcept { abort(why); }

  void shut_down() {
    phase_ = phase::shutting;
    stream_.async_shutdown([self = shared_from_this()](std::error_code ec) {
      if (self->phase_ != phase::shutting) return;
      if (ec || !self->linger_) return self->finish();
      self->phase_ = phase::lingering;
      self->linger();
    });
  }
  void linger() {
    stream_.socket().async_wait(asio::socket_base::wait_read, [self = shared_from_this()](std::error_code ec) {
      if (self->phase_ != phase::lingering) return;
      char dropped[4096];
      ::ssize_t n = 1;
      for (int i = 0; !ec && n > 0 && i != 64; ++i) n = ::recv(self->stream_.socket().native_handle(), dropped, sizeof dropped, MSG_DONTWAIT);
      if (ec || n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) return self->finish();
      self->linger();
    });
  }
  void finish() noexcept {
    if (phase_ == phase::over) return;
    phase_ = phase::over;
    if (!failure_) failure_ = errc::closed;
    timer_.cancel();
    stream_.close();
    place_.reset();
    wake();
  }
  void wake() noexcept {
    if (waiters_ != 0) changed_.cancel();
  }

  /** After our close, when the user receives nothing: looks for the peer's answer. */
  struct draining {
    std::shared_ptr<websocket_impl> self;
    void operator()(std::error_code ec) {
      websocket_message dropped;
      std::error_code result;
      if (ec) self->wait_failed(ec);
      else if (!self->receive_step(dropped, result)) return go_on();
      self->receiving_ = false;
    }
    void go_on() {
      auto& s = self->stream_;
      s.async_wait_input(std::move(*this));
    }
  };
  void drain() {
    receiving_ = true;
    session_.input().set_aside();  // the user may still look at the last message
    asio::post(stream_.get_executor(), [self = shared_from_this()] { draining{self}({}); });
  }

  // ---- time

  void arm(clock::time_point at) {
    timer_.expires_at(at);
    timer_.async_wait([weak = weak_from_this(), at](std::error_code ec) {
      const auto self = weak.lock();
      if (!ec && self && self->timer_.expiry() == at) self->on_time();
    });
  }
  void on_time() {
    if (phase_ != phase::open) return finish();
    if (closing_) return abort(errc::timed_out);
    const auto now = clock::now();
    const bool heard = session_.take_heard();
    if (heard) awaiting_pong_ = false;
    else if (receiving_) session_.input().rest(true);
    const bool stuck = writing_ && session_.queued_bytes() == queued_before_;  // the peer takes nothing: no pong can be expected either
    queued_before_ = session_.queued_bytes();
    if (!receiving_ && !stuck) pong_due_ = now + options_.pong_timeout;  // nobody looks, so nobody can be blamed
    if (awaiting_pong_ && now >= pong_due_) {
      if (options_.log.enabled(log_level::info)) options_.log.log(log_level::info, "net", "websocket: the peer answers no ping");
      return abort(errc::timed_out);
    }
    if (now >= next_ping_) {
      session_.ping({});
      queued();
      next_ping_ = now + options_.ping_interval;
      if (!awaiting_pong_ && options_.pong_timeout.count() > 0) {
        awaiting_pong_ = true;
        pong_due_ = now + options_.pong_timeout;
      }
    }
    arm(awaiting_pong_ && pong_due_ > now ? std::min(next_ping_, pong_due_) : next_ping_);
  }

  net::stream stream_;
  websocket_session session_;
  websocket_options options_;
  std::string target_, subprotocol_;
  asio::steady_timer timer_, changed_;
  std::shared_ptr<connection_place> place_;
  clock::time_point next_ping_ = clock::time_point::max(), pong_due_ = clock::time_point::max();
  std::error_code failure_, write_error_;
  std::size_t waiters_ = 0, queued_before_ = 0;
  websocket_role role_;
  phase phase_ = phase::open;
  bool receiving_ = false, closing_ = false, writing_ = false, in_turn_ = false, flush_posted_ = false, linger_ = false, awaiting_pong_ = false;
  bool at_hand_ = false, hold_back_ = false, gather_ = false;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
