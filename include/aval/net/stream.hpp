// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/cancellation_state.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/net/detail/stream_core.hpp"

/*  One connection, plain TCP or TLS. The waiting operations are not coroutines: one small class for all of them is moved through
 *  Asio's own receive and wait operations and takes allocator, executor and cancellation slot from the handler, so that any
 *  completion token works and nothing is allocated in steady state.
 *
 *  The shortest path of a server or client is read_now() / async_wait_input() and write_now() / async_flush(): four system calls
 *  for an exchange (arm, wait, receive, send; Asio's reactor arms each wait anew). async_read_some() and async_write() are the same in the customary form. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** Runs a handler with its arguments later, as an operation must that is over at once. */
template <class Handler, class... Args>
struct completion_of {
  Handler handler;
  std::tuple<Args...> args;
  using allocator_type = asio::associated_allocator_t<Handler>;
  using executor_type = asio::associated_executor_t<Handler, any_io_executor>;
  allocator_type get_allocator() const noexcept { return asio::get_associated_allocator(handler); }
  any_io_executor fallback = {};
  executor_type get_executor() const noexcept { return asio::associated_executor<Handler, any_io_executor>::get(handler, fallback); }
  void operator()() { std::apply(std::move(handler), std::move(args)); }
};

/** Work: `want advance(stream_core&, std::error_code&)` is called until it wants nothing; `finish(handler, ec)` hands the result over. */
template <class Work, class Handler>
class stream_operation {
 public:
  using allocator_type = asio::associated_allocator_t<Handler>;
  using executor_type = asio::associated_executor_t<Handler, any_io_executor>;
  using cancellation_slot_type = asio::cancellation_slot;

  stream_operation(stream_core& core, Work work, Handler handler)
      : core_(&core),
        work_(std::move(work)),
        handler_(std::move(handler)),
        cancellation_(asio::get_associated_cancellation_slot(handler_), asio::enable_total_cancellation()) {}

  allocator_type get_allocator() const noexcept { return asio::get_associated_allocator(handler_); }
  executor_type get_executor() const noexcept {
    return asio::associated_executor<Handler, any_io_executor>::get(handler_, core_->socket().get_executor());
  }
  cancellation_slot_type get_cancellation_slot() const noexcept { return cancellation_.slot(); }

  void start() {
    std::error_code ec;
    const want next = work_.advance(*core_, ec);
    if (next != want::nothing) return wait(next);
    cancellation_.slot().clear();
    auto executor = core_->socket().get_executor();
    auto ready = work_.bind(std::move(handler_), ec);
    ready.fallback = executor;
    asio::post(executor, std::move(ready));
  }

  /** What Asio calls: a wait for readiness has ended. */
  void operator()(std::error_code ec) {
    if (waiting_for_ == want::input && !ec) core_->receive(ec);
    go_on(ec);
  }

 private:
  void go_on(std::error_code ec) {
    if (cancellation_.cancelled() != asio::cancellation_type::none) ec = asio::error::operation_aborted;
    want next = want::nothing;
    if (!ec) next = work_.advance(*core_, ec);
    if (next != want::nothing) return wait(next);
    cancellation_.slot().clear();
    work_.finish(std::move(handler_), ec);
  }

  void wait(want next) {
    waiting_for_ = next;
    auto& core = *core_;  // *this is moved away below
    if (next == want::output) {
      core.socket().async_wait(asio::socket_base::wait_write, std::move(*this));
    } else {
      core.give_back_idle_memory();
      core.socket().async_wait(asio::socket_base::wait_read, std::move(*this));
    }
  }

  stream_core* core_;
  Work work_;
  Handler handler_;
  asio::cancellation_state cancellation_;
  want waiting_for_ = want::nothing;
};

template <class Work>
struct start_stream_operation {
  stream_core* core;
  template <class Handler>
  void operator()(Handler&& handler, Work work) const {
    stream_operation<Work, std::decay_t<Handler>>(*core, std::move(work), std::forward<Handler>(handler)).start();
  }
};

struct finishes_with_error {
  template <class Handler>
  static void finish(Handler handler, std::error_code ec) { std::move(handler)(ec); }
  template <class Handler>
  static auto bind(Handler&& handler, std::error_code ec) {
    return completion_of<std::decay_t<Handler>, std::error_code>{std::forward<Handler>(handler), {ec}};
  }
};
struct handshake_work : finishes_with_error {
  want advance(stream_core& core, std::error_code& ec) { return core.handshake(ec); }
};
struct shutdown_work : finishes_with_error {
  want advance(stream_core& core, std::error_code& ec) { return core.shutdown(ec); }
};
struct flush_work : finishes_with_error {
  bool waited = false;
  want advance(stream_core& core, std::error_code& ec) {
    if (!std::exchange(waited, true) && core.output_pending()) return want::output;
    return core.flush(ec) || ec ? want::nothing : want::output;
  }
};
struct wait_input_work : finishes_with_error {
  want advance(stream_core& core, std::error_code&) { return core.drained() ? want::input : want::nothing; }
};

struct finishes_with_count {
  std::size_t count = 0;
  template <class Handler>
  void finish(Handler handler, std::error_code ec) { std::move(handler)(ec, count); }
  template <class Handler>
  auto bind(Handler&& handler, std::error_code ec) {
    return completion_of<std::decay_t<Handler>, std::error_code, std::size_t>{std::forward<Handler>(handler), {ec, count}};
  }
};
struct read_work : finishes_with_count {
  char* to = nullptr;
  std::size_t size = 0;
  want advance(stream_core& core, std::error_code& ec) {
    count = core.read(to, size, ec);
    if (ec != asio::error::would_block) return want::nothing;
    ec = {};
    return want::input;
  }
};

/** Writes buffers of a sequence from `skip` bytes on. */
template <class Buffers>
std::size_t write_from(stream_core& core, const Buffers& buffers, std::size_t skip, std::error_code& ec) {
  std::size_t taken = 0;
  auto it = asio::buffer_sequence_begin(buffers);
  const auto end = asio::buffer_sequence_end(buffers);
  ec = {};
  while (it != end && !ec) {
    asio::const_buffer list[16];
    std::size_t used = 0, offered = 0;
    for (; it != end && used != 16; ++it) {
      asio::const_buffer one(*it);
      const std::size_t left_out = std::min(skip, one.size());
      skip -= left_out;
      one += left_out;
      if (one.size() == 0) continue;
      offered += one.size();
      list[used++] = one;
    }
    const std::size_t n = core.write(list, used, ec);
    taken += n;
    if (n != offered) break;
  }
  return taken;
}
template <class Buffers>
struct write_work : finishes_with_count {
  Buffers buffers;
  std::size_t total = 0;
  explicit write_work(const Buffers& b) : buffers(b), total(asio::buffer_size(b)) {}
  want advance(stream_core& core, std::error_code& ec) {
    if (count != total) count += write_from(core, buffers, count, ec);
    else core.flush(ec);
    if (ec) return want::nothing;
    return core.output_pending() || count != total ? want::output : want::nothing;
  }
};

}  // namespace detail

/** A connection: plain TCP, or TLS as client or server.
 *
 *  Operations take any completion token and honour its executor, allocator and cancellation slot. One reading operation (handshake,
 *  wait, read) and one writing operation (write, flush, shutdown) may be under way at the same time.
 *
 *  @par Errors        errors of the system (connection_reset ...); asio::error::eof at the orderly end of input; tls_truncated when
 *                     a TLS connection ends without close_notify, which an attacker can cause; at the handshake
 *                     certificate_not_trusted, host_mismatch, pin_mismatch, no_certificate, peer_closed; tls_failure for everything
 *                     else that OpenSSL refuses. explanation() has its words.
 *  @par Cancellation  every type ends an operation with operation_aborted. Input is never lost: what has arrived is given to the
 *                     next read. A cancelled write leaves a part of a message on the wire: close the stream.
 *  @par Lifetime      the stream and all buffers outlive the operation; the stream object may not be moved while one is running.
 *  @par Threads       one strand (or one thread) for everything on a stream, abort() apart. */
class stream {
 public:
  using executor_type = any_io_executor;
  using socket_type = asio::ip::tcp::socket;

  explicit stream(socket_type socket) : core_(std::make_unique<detail::stream_core>(std::move(socket))) {}
  /** `host`: the name or address the peer must prove (client only). An empty context gives a plain stream. */
  stream(socket_type socket, const tls_context& context, tls_role role, const std::string& host = {})
      : core_(context ? std::make_unique<detail::stream_core>(std::move(socket), context, role, host)
                      : std::make_unique<detail::stream_core>(std::move(socket))) {}

  executor_type get_executor() const { return core_->socket().get_executor(); }
  bool is_tls() const noexcept { return core_->ssl() != nullptr; }
  bool is_open() const noexcept { return core_->socket().is_open(); }
  socket_type& socket() noexcept { return core_->socket(); }
  asio::ip::tcp::endpoint remote_endpoint() const noexcept {
    std::error_code ec;
    return core_->socket().remote_endpoint(ec);
  }
  /** OpenSSL's words for the last TLS error. */
  const std::string& explanation() const noexcept { return core_->explanation(); }
  /** Base64 SHA-256 of the peer's public key (SubjectPublicKeyInfo); empty without a certificate. */
  std::string peer_public_key_hash() const { return core_->peer_public_key_hash(); }
  /** The TLS connection itself, for questions that have no function here (peer certificate, cipher); null when plain. */
  SSL* native_tls() noexcept { return core_->ssl(); }

  /** TLS handshake; over at once on a plain stream. Completes with void(error_code). */
  template <class Token>
  auto async_handshake(Token&& token) {
    return start<void(std::error_code)>(detail::handshake_work{}, std::forward<Token>(token));
  }
  /** Completes with void(error_code) when read_now() may give something: bytes, the end, or an error; it may also say would_block
   *  again. Use it after read_now() has said would_block. Holds no memory of the caller. */
  template <class Token>
  auto async_wait_input(Token&& token) {
    return start<void(std::error_code)>(detail::wait_input_work{}, std::forward<Token>(token));
  }
  /** Completes with void(error_code, size_t) with at least one byte in the first buffer that is not empty. */
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    detail::read_work work;
    for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers) && work.size == 0; ++it) {
      const asio::mutable_buffer first(*it);
      work.to = static_cast<char*>(first.data());
      work.size = first.size();
    }
    return start<void(std::error_code, std::size_t)>(work, std::forward<Token>(token));
  }
  /** Writes the whole sequence; small pieces share one TLS record and one send. Completes with void(error_code, size_t). */
  template <class Buffers, class Token>
  auto async_write(const Buffers& buffers, Token&& token) {
    return start<void(std::error_code, std::size_t)>(detail::write_work<Buffers>(buffers), std::forward<Token>(token));
  }
  /** For Asio's composed operations; writes everything. */
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return async_write(buffers, std::forward<Token>(token));
  }
  /** Completes with void(error_code) when what write_now() has kept is with the system, or the socket has room again. */
  template <class Token>
  auto async_flush(Token&& token) {
    return start<void(std::error_code)>(detail::flush_work{}, std::forward<Token>(token));
  }
  /** close_notify and the end of our direction; the peer's answer is not waited for (RFC 8446 6.1). void(error_code). */
  template <class Token>
  auto async_shutdown(Token&& token) {
    return start<void(std::error_code)>(detail::shutdown_work{}, std::forward<Token>(token));
  }

  /** Input at hand, without waiting. ec: would_block when there is none; eof, tls_truncated and so on as above. */
  std::size_t read_now(char* to, std::size_t size, std::error_code& ec) { return core_->read(to, size, ec); }
  /** Encrypts and sends without waiting; returns how many bytes were taken: fewer than given only when the socket is full or ec is
   *  set. Afterwards, while output_pending(), await async_flush() and go on with the rest. */
  template <class Buffers>
  std::size_t write_now(const Buffers& buffers, std::error_code& ec) {
    return detail::write_from(*core_, buffers, 0, ec);
  }
  bool output_pending() const noexcept { return core_->output_pending(); }

  /** Ends running operations with operation_aborted. On the stream's strand. */
  void cancel() {
    std::error_code ignored;
    core_->socket().cancel(ignored);
  }
  /** Ends running operations at once, from any thread, as if the connection had broken. Not while close() may run. */
  void abort() noexcept {
    if (core_->socket().is_open()) ::shutdown(core_->socket().native_handle(), SHUT_RDWR);
  }
  /** close_notify if it can be sent at once, then close. Running operations end with operation_aborted. */
  void close() noexcept {
    if (core_) core_->close();
  }

 private:
  template <class Signature, class Work, class Token>
  auto start(Work work, Token&& token) {
    return asio::async_initiate<Token, Signature>(detail::start_stream_operation<Work>{core_.get()}, token, std::move(work));
  }
  std::unique_ptr<detail::stream_core> core_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
