// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/tcp.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/net/http_message.hpp"
#include "aval/net/http_parser.hpp"

namespace aval {
inline namespace v0 {
namespace net {

class stream;
namespace detail {
template <class Stream>
class http_connection;
}
struct upgraded_connection;

/** What a client asked. Views of the connection's memory, valid until the handler has completed. */
class http_request_view {
 public:
  std::string_view method() const noexcept { return parser_->method(); }
  /** As it stood in the request line. */
  std::string_view target() const noexcept { return parser_->target(); }
  /** The target's path, percent-encoded as it came; "*" for OPTIONS *. */
  std::string_view path() const noexcept { return path_; }
  /** What stands behind '?', percent-encoded as it came. */
  std::string_view query() const noexcept { return query_; }
  const net::headers& headers() const noexcept { return parser_->fields(); }
  /** The whole body: one piece of memory, not copied since it was received. Empty where the handler reads it piece by piece. */
  std::string_view body() const noexcept { return body_; }
  /** The body's length in bytes, 0 without one; nothing when it comes in chunks and nobody knows yet. */
  std::optional<std::uint64_t> body_size() const noexcept {
    return parser_->chunked() ? std::nullopt : std::optional<std::uint64_t>(parser_->content_length());
  }
  /** Fields behind a chunked body (RFC 9110 6.5); there once the body has been read to its end. */
  const net::headers& trailers() const noexcept { return parser_->trailers(); }
  /** 0 or 1 of HTTP/1.x. */
  int minor_version() const noexcept { return parser_->minor_version(); }

 private:
  template <class Stream>
  friend class detail::http_connection;
  friend class http_exchange;
  explicit http_request_view(const http_parser& parser) : parser_(&parser) {}
  void take_target();

  const http_parser* parser_;
  std::string_view path_, query_, body_;
};

inline void http_request_view::take_target() {
  path_ = target();
  query_ = {};
  if (!path_.empty() && path_.front() != '/') {  // absolute form: what is before the path is the client's business (RFC 9112 3.2.2)
    const std::size_t scheme = path_.find("://");
    if (scheme != std::string_view::npos) {
      const std::size_t slash = path_.find_first_of("/?", scheme + 3);
      path_ = slash == std::string_view::npos ? std::string_view("/") : path_.substr(slash);
    }
  }
  const std::size_t question = path_.find('?');
  if (question != std::string_view::npos) {
    query_ = path_.substr(question + 1);
    path_ = question == 0 ? std::string_view("/") : path_.substr(0, question);
  }
}

/** One request and its response, in the hands of a handler.
 *
 *  Fill response() and return, and the server sends it in one piece. Or begin_stream(), write() as often as there is something to
 *  say, and return.
 *
 *  A client that goes away while the handler runs is noticed at the next coarse tick of the server (a second), at once after watch()
 *  or begin_stream(): whatever the handler awaits then ends with asio::error::operation_aborted. The same happens when the grace
 *  time of http_server::stop() is over.
 *
 *  @par Lifetime  until the handler's awaitable completes; never keep a reference beyond.
 *  @par Threads   all of it on get_executor(), on which the handler runs. One operation at a time. */
class http_exchange {
 public:
  virtual ~http_exchange() = default;
  http_exchange(const http_exchange&) = delete;
  http_exchange& operator=(const http_exchange&) = delete;

  const http_request_view& request() const noexcept { return request_; }
  /** Status 200, no headers, an empty body, with the memory of the answer before. Date, Content-Length, Transfer-Encoding and
   *  Connection are the server's; "Connection: close" among the headers closes the connection after this answer. */
  http_response& response() noexcept { return response_; }
  /** Answers with a body that others share (a page, a cached document), without a copy; response().body is ignored. */
  void share_body(std::shared_ptr<const std::string> body) noexcept { shared_body_ = std::move(body); }

  /** Whether the handler was called as soon as the head was there, and reads the body itself: server_options.stream_bodies, or a
   *  handler that says so for this request (http_handler; web::streamed_body in the parameters of a route). */
  bool body_streamed() const noexcept { return streamed_; }
  /** The next piece of the body, at most 64 KiB: what has come, at least one byte; empty at the end of the body. Nothing is read from
   *  the connection before it is asked for, so a slow handler slows its client (by TCP's window), and a client that has asked
   *  ("Expect: 100-continue") is told to go on with the first call. Where the body is not streamed, all of it is the first piece.
   *
   *  What a handler leaves of a body is read and dropped up to server_options.max_drained_body; beyond that, or when the client was
   *  never told to go on, the connection ends behind the answer.
   *
   *  @par Lifetime      the piece is a view of the connection's memory, valid until the next call.
   *  @par Errors        net::errc::body_too_large, timed_out (see server_options.body_timeout), bad_chunk and the like; a handler that
   *                     lets them pass is answered for with body_failure(). truncated_message or an error of the system when the
   *                     client has gone. No further piece comes after an error.
   *  @par Cancellation  terminal; nothing is lost: the next call goes on. */
  virtual awaitable<std::string_view> read_some() = 0;
  /** Lowers server_options.max_streamed_body for this request; before the first read_some(). */
  virtual void limit_body(std::uint64_t bytes) noexcept = 0;
  /** The status for a client through whose fault read_some() has failed: 400, 408, 413 or 431; else 0. */
  int body_failure() const noexcept { return body_failure_; }

  const asio::ip::tcp::endpoint& remote_endpoint() const noexcept { return remote_; }
  /** The client's address as text, without the port. */
  const std::string& remote_address() const {
    if (remote_text_.empty()) remote_text_ = remote_.address().to_string();
    return remote_text_;
  }
  /** Whether the request came through TLS. */
  bool secure() const noexcept { return secure_; }
  virtual any_io_executor get_executor() const = 0;
  /** Base64 SHA-256 of the client certificate's public key; empty without one. */
  virtual std::string peer_public_key_hash() const { return {}; }
  /** Stream of the connection, to ask about TLS (peer_certificate_of); null after upgrade() and where there is no net::stream. */
  virtual net::stream* connection() noexcept { return nullptr; }

  /** Sends status and headers; from now on write(). The length is not announced (chunked). Reacts to the client's leaving at once.
   *  @par Errors  aval::errc::invalid_state when already begun; errors of the connection.
   *  @par Cancellation  terminal; the connection is closed afterwards. */
  virtual awaitable<void> begin_stream() = 0;
  /** Sends a piece of the body; complete when the system has it, so a slow reader slows the writer. Empty pieces are skipped.
   *  @par Errors  aval::errc::invalid_state before begin_stream() or after end(); errors of the connection. */
  virtual awaitable<void> write(std::string piece) = 0;
  /** Ends the body. Not needed: the server does it when the handler returns. A handler that throws in the middle of a stream cuts
   *  the connection instead, so that the client does not take a part for the whole. */
  virtual awaitable<void> end() = 0;
  bool streaming() const noexcept { return stream_ != stream_state::none; }

  /** Sends 101 with the headers of response() ("Upgrade" among them) and hands the connection over (RFC 9110 7.8). From then on the
   *  server does nothing with it but count it and tell it of its end; the request stays readable until the handler has completed.
   *  Include aval/net/upgrade.hpp.
   *  @par Errors  aval::errc::invalid_state after begin_stream() or upgrade(); errors of the connection.
   *  @par Cancellation  terminal; the connection is closed afterwards. */
  virtual awaitable<upgraded_connection> upgrade() = 0;
  bool upgraded() const noexcept { return upgraded_; }
  /** Answers with an error body in the server's own form; stands even if the handler throws afterwards. */
  virtual void refuse(int status, std::string_view code, std::string_view message) = 0;
  bool refused() const noexcept { return refused_; }

  /** From now on react to the client's leaving at once; for handlers that wait for long. */
  virtual void watch() = 0;
  /** The client has gone; nobody will read the answer. */
  bool disconnected() const noexcept { return disconnected_; }
  /** Tells the server's log that a handler has failed; `request` finds the line again. For layers that answer by themselves. */
  virtual void log_failure(const std::exception_ptr& why, std::string_view request) noexcept = 0;
  /** The server is stopping; a handler that waits for news does well to answer now. */
  virtual bool stopping() const noexcept = 0;

 protected:
  enum class stream_state { none, open, ended };
  explicit http_exchange(const http_parser& parser) : request_(parser) {}

  http_request_view request_;
  http_response response_;
  std::shared_ptr<const std::string> shared_body_;
  asio::ip::tcp::endpoint remote_;
  mutable std::string remote_text_;
  stream_state stream_ = stream_state::none;
  bool secure_ = false, disconnected_ = false, upgraded_ = false, refused_ = false, streamed_ = false;
  int body_failure_ = 0;
};

/** What answers requests: any function object that takes http_exchange& and returns an awaitable of nothing. Called on the
 *  connection's executor; lives as long as the server and its connections, so captures of a lambda that is a coroutine stay valid.
 *  What it throws becomes an answer 500 without detail.
 *
 *  A class with `bool streams_body(const http_request_view&) const` beside its call operator is asked for each request that has a
 *  body, when the head is there: true, and it is called at once to read the body with http_exchange::read_some(). */
class http_handler {
 public:
  http_handler() = default;
  http_handler(std::nullptr_t) {}  // NOLINT: implicit on purpose
  template <class F>
    requires(!std::same_as<F, http_handler> && std::is_invocable_r_v<awaitable<void>, F&, http_exchange&>)
  http_handler(F f) {  // NOLINT: implicit on purpose
    if constexpr (requires(const F& g, const http_request_view& r) { { g.streams_body(r) } -> std::same_as<bool>; }) {
      streams_ = [f](const http_request_view& r) { return f.streams_body(r); };
    }
    run_ = std::move(f);
  }
  explicit operator bool() const noexcept { return static_cast<bool>(run_); }
  awaitable<void> operator()(http_exchange& x) const { return run_(x); }
  /** Whether it may want to read bodies by itself, and whether it wants to read this one. */
  bool may_stream() const noexcept { return static_cast<bool>(streams_); }
  bool streams_body(const http_request_view& r) const { return streams_ && streams_(r); }

 private:
  std::function<awaitable<void>(http_exchange&)> run_;
  std::function<bool(const http_request_view&)> streams_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
