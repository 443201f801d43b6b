// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "aval/net/detail/websocket_impl.hpp"

/*  A WebSocket connection (RFC 6455). websocket_client.hpp dials one, websocket_server.hpp takes one over from an HTTP server.
 *
 *      net::websocket_message m;
 *      for (;;) {
 *        co_await ws.async_receive(m, use_awaitable);     // throws net::errc::websocket_closed at the orderly end
 *        ws.send(m.data);
 *      }
 *
 *  An exchange costs four system calls (arm, wait, receive, send) and no allocation. What is sent during one turn leaves together: in the
 *  handler of a receive when that handler has returned or waits, elsewhere when the executor comes round. A loop that must be fast
 *  empties what is at hand with receive_now() first. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** Whatever the handler sends leaves when it has returned. */
struct websocket_turn {
  explicit websocket_turn(websocket_impl& i) : impl(i) { impl.set_in_turn(true); }
  ~websocket_turn() { impl.turn_over(impl.message_at_hand()); }
  websocket_impl& impl;
};

template <class Handler>
struct associated_with {
  using allocator_type = asio::associated_allocator_t<Handler>;
  using executor_type = asio::associated_executor_t<Handler, any_io_executor>;
  allocator_type get_allocator() const noexcept { return asio::get_associated_allocator(handler_); }
  executor_type get_executor() const noexcept {
    return asio::associated_executor<Handler, any_io_executor>::get(handler_, impl_->stream().get_executor());
  }
  std::shared_ptr<websocket_impl> impl_;
  Handler handler_;
};

/** The completion of an operation that had nothing to wait for. */
template <class Handler>
struct websocket_completion : associated_with<Handler> {
  websocket_completion(std::shared_ptr<websocket_impl> i, Handler h, std::error_code e, bool r)
      : associated_with<Handler>{std::move(i), std::move(h)}, ec(e), receiving(r) {}
  std::error_code ec;
  bool receiving;
  void operator()() {
    const auto impl = std::move(this->impl_);
    if (!receiving) return std::move(this->handler_)(ec);
    impl->set_message_at_hand(false);
    impl->end_receive();
    const websocket_turn turn(*impl);
    std::move(this->handler_)(ec);
  }
};

template <class Handler>
class websocket_receive : public associated_with<Handler> {
 public:
  using cancellation_slot_type = asio::associated_cancellation_slot_t<Handler>;
  cancellation_slot_type get_cancellation_slot() const noexcept { return asio::get_associated_cancellation_slot(this->handler_); }

  websocket_receive(std::shared_ptr<websocket_impl> impl, websocket_message* to, Handler handler)
      : associated_with<Handler>{std::move(impl), std::move(handler)}, to_(to) {}

  void start() {
    std::error_code ec;
    const bool mine = this->impl_->begin_receive(ec);
    if (mine && !this->impl_->receive_step(*to_, ec)) return wait();
    auto executor = this->impl_->stream().get_executor();
    if (mine) this->impl_->set_message_at_hand(true);
    asio::post(executor, websocket_completion<Handler>(std::move(this->impl_), std::move(this->handler_), ec, mine));
  }
  void operator()(std::error_code ec) {
    std::error_code outcome;
    if (ec) outcome = this->impl_->wait_failed(ec);
    else if (!this->impl_->receive_step(*to_, outcome)) return wait();
    const auto impl = std::move(this->impl_);
    impl->end_receive();
    const websocket_turn turn(*impl);
    std::move(this->handler_)(outcome);
  }

 private:
  void wait() {
    auto& s = this->impl_->stream();  // *this is moved away
    s.async_wait_input(std::move(*this));
  }
  websocket_message* to_;
};

/** Waits until `ready(impl, ec)`. */
template <class Handler>
class websocket_wait : public associated_with<Handler> {
 public:
  using ready_function = bool (*)(const websocket_impl&, std::error_code&);
  using cancellation_slot_type = asio::cancellation_slot;
  cancellation_slot_type get_cancellation_slot() const noexcept { return cancellation_.slot(); }

  websocket_wait(std::shared_ptr<websocket_impl> impl, ready_function ready, Handler handler)
      : associated_with<Handler>{std::move(impl), std::move(handler)},
        ready_(ready),
        cancellation_(asio::get_associated_cancellation_slot(this->handler_), asio::enable_total_cancellation()) {}

  void start() {
    std::error_code ec;
    if (!ready_(*this->impl_, ec)) return wait();
    cancellation_.slot().clear();
    auto executor = this->impl_->stream().get_executor();
    asio::post(executor, websocket_completion<Handler>(std::move(this->impl_), std::move(this->handler_), ec, false));
  }
  void operator()(std::error_code) {
    this->impl_->add_waiter(false);
    std::error_code ec;
    if (!ready_(*this->impl_, ec)) {
      if (cancellation_.cancelled() == asio::cancellation_type::none) return wait();
      ec = asio::error::operation_aborted;
    }
    cancellation_.slot().clear();
    const auto impl = std::move(this->impl_);
    std::move(this->handler_)(ec);
  }

 private:
  void wait() {
    auto& impl = *this->impl_;
    impl.add_waiter(true);
    impl.changed().async_wait(std::move(*this));
  }
  ready_function ready_;
  asio::cancellation_state cancellation_;
};

struct start_websocket_receive {
  template <class Handler>
  void operator()(Handler&& handler, std::shared_ptr<websocket_impl> impl, websocket_message* to) const {
    websocket_receive<std::decay_t<Handler>>(std::move(impl), to, std::forward<Handler>(handler)).start();
  }
};
struct start_websocket_wait {
  template <class Handler>
  void operator()(Handler&& handler, std::shared_ptr<websocket_impl> impl, bool (*ready)(const websocket_impl&, std::error_code&)) const {
    websocket_wait<std::decay_t<Handler>>(std::move(impl), ready, std::forward<Handler>(handler)).start();
  }
};

}  // namespace detail

/** A handle; copies share one connection. When the last one goes and no operation runs, the connection ends without waiting: the peer
 *  is told 1001 if that can be done at once.
 *
 *  @par Errors        errc::websocket_closed after an orderly close of either side; errc::bad_frame, bad_text, message_too_large,
 *                     bad_compression: the peer broke the rules and has been told by 1002, 1007 or 1009; errc::timed_out: it
 *                     answers no ping or no close; errc::peer_closed: it left without a close; errc::closed after abort(); errors
 *                     of the stream. Once ended, every operation gives the same error.
 *  @par Threads       everything on one strand (or one thread), completion handlers included. */
class websocket {
 public:
  websocket() = default;  ///< no connection; only assignment and operator bool make sense
  explicit websocket(std::shared_ptr<detail::websocket_impl> impl) : impl_(std::move(impl)) {}
  explicit operator bool() const noexcept { return impl_ != nullptr; }
  friend bool operator==(const websocket&, const websocket&) = default;

  any_io_executor get_executor() const { return impl_->stream().get_executor(); }

  /** The next message. Pings and the peer's close are answered meanwhile, but only while somebody receives. Completes with
   *  void(error_code). One at a time (aval::errc::invalid_state).
   *  @par Lifetime      `m` lives until completion; m.data until the next receive, async_close() or the end of the last handle.
   *  @par Cancellation  every type; nothing is lost, a later receive goes on where this one was. */
  template <class Token>
  auto async_receive(websocket_message& m, Token&& token) {
    return asio::async_initiate<Token, void(std::error_code)>(detail::start_websocket_receive{}, token, impl_, &m);
  }
  /** A message, or the end, that is at hand, without waiting. false: there is none, go on with async_receive().
   *  @par Precondition  no receive is under way. */
  bool receive_now(websocket_message& m, std::error_code& ec) {
    if (!impl_->begin_receive(ec)) return true;
    const bool there = impl_->receive_now(m, ec);
    impl_->end_receive();
    return there;
  }

  /** Queues a message, framed in place; never waits. @par Errors  those of the class; errc::queue_full: max_queued_bytes would be
   *  exceeded, the message is not taken, async_drained() says when to try again; errc::bad_text: not UTF-8, not taken. */
  std::error_code send(std::string_view text) { return impl_->send(websocket_kind::text, text); }
  std::error_code send(websocket_kind kind, std::string_view data) { return impl_->send(kind, data); }
  /** In the handler of a receive: what is queued leaves a little later, behind the work that has been posted to the connection's executor until the
   *  handler returns, and together with what that sends. Elsewhere it is so anyway. */
  void gather() noexcept { impl_->gather(); }
  /** What is queued leaves now, ahead of what the caller is about to do. */
  void flush() noexcept { impl_->flush(); }
  /** What the system has not taken yet, framing included. */
  std::size_t queued_bytes() const noexcept { return impl_->session().queued_bytes(); }
  std::size_t queued_messages() const noexcept { return impl_->session().queued_messages(); }
  /** Completes with void(error_code) when everything queued is with the system. @par Cancellation  every type. */
  template <class Token>
  auto async_drained(Token&& token) {
    return wait([](const detail::websocket_impl& i, std::error_code& ec) { return (ec = i.failure()) || i.drained(); }, std::forward<Token>(token));
  }

  /** The closing handshake: sends what is queued, then the close, and completes with void(error_code) when the peer has answered
   *  (no error), is gone, or close_timeout is over (errc::timed_out; the connection is dropped). Messages that still come are dropped.
   *  A code that may not be sent (RFC 6455 7.4) becomes 1000; the reason is cut to 123 bytes.
   *  @par Cancellation  every type: nobody waits any more, the closing goes on. */
  template <class Token>
  auto async_close(std::uint16_t code, std::string reason, Token&& token) {
    impl_->begin_close(websocket_close::may_be_sent(code) ? code : websocket_close::normal, reason);
    return wait(
        [](const detail::websocket_impl& i, std::error_code& ec) {
          if (!i.over()) return false;
          ec = i.failure();
          if (ec == errc::websocket_closed) ec = {};
          return true;
        },
        std::forward<Token>(token));
  }
  /** Drops the connection at once; whatever waits ends with errc::closed. */
  void abort() noexcept { impl_->abort(errc::closed); }

  /** Neither side has said close, and nothing has failed. */
  bool is_open() const noexcept { return impl_ && impl_->open(); }
  /** What the peer's close said: 1005 without a code; 1006 when there was (or is yet) none. */
  std::uint16_t close_code() const noexcept { return impl_->session().peer_code(); }
  const std::string& close_reason() const noexcept { return impl_->session().peer_reason(); }  ///< the peer's words: never trust them

  net::stream& next_layer() noexcept { return impl_->stream(); }
  const std::string& target() const noexcept { return impl_->target(); }            ///< of the upgrade's request, as it stood there
  const std::string& subprotocol() const noexcept { return impl_->subprotocol(); }  ///< agreed on; empty: none

 private:
  template <class Token>
  auto wait(bool (*ready)(const detail::websocket_impl&, std::error_code&), Token&& token) {
    return asio::async_initiate<Token, void(std::error_code)>(detail::start_websocket_wait{}, token, impl_, ready);
  }
  std::shared_ptr<detail::websocket_impl> impl_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
