// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "aval/core/compilation.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/stream.hpp"

/*  Exchanges whose bodies are not held in memory at once: a request body written in pieces, an answer read in pieces. Slow readers
 *  slow the sender: nothing is read from the connection before read() asks for it. */

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {
class client_connection;
}

struct stream_options {
  std::chrono::milliseconds timeout{30'000};       // from open() until the head of the answer, without the time between write()s; zero: none
  std::chrono::milliseconds idle_timeout{60'000};  // for one write() or read(): a peer that is silent for so long; zero: none
  deadline until = {};                             // in addition, for everything
  bool body_in_pieces = false;                     // the body comes by write() and finish(), chunked; request.body is empty
  std::uint64_t max_body = std::numeric_limits<std::uint64_t>::max();  // of the answer, all pieces together
};

/** One exchange under way. A handle; the exchange ends when the last copy is gone: a connection that has not been read to the end
 *  is closed then, otherwise it returns to the client's pool. Use it as net::http_stream.
 *
 *  @par Errors        as http_client; timed_out when the peer is silent for too long. After an error the exchange is closed.
 *  @par Cancellation  terminal: closes the exchange.
 *  @par Threads       one operation at a time. */
template <class Lazy = void>
class basic_http_stream {
 public:
  basic_http_stream() = default;

  /** Starts an exchange. Without body_in_pieces it completes when the head of the answer is there, with it when the head of the
   *  request has been sent. The client's options apply; redirects and repeats do not, apart from a kept connection that turns out to
   *  be closed. */
  static awaitable<basic_http_stream> open(http_client client, url where, http_request request);
  static awaitable<basic_http_stream> open(http_client client, url where, http_request request, stream_options options);

  /** Sends a piece of the body; complete when the system has it. Empty pieces are skipped. */
  awaitable<void> write(std::string piece);
  /** Ends the body and waits for the head of the answer. */
  awaitable<void> finish();
  /** Status and headers; the body stays empty. Precondition: the head of the answer is there. */
  const http_response& response() const noexcept;
  /** The next piece of the answer's body, as it came, at most 17 KiB; empty: the body is complete. */
  awaitable<std::string> read();
  /** Fields behind a body in chunks (RFC 9110 6.5), there when read() has told its end. None that change framing, identity or the kind
   *  of content: an answer with such a trailer is an error. */
  const headers& trailers() const noexcept;

  bool is_open() const noexcept;
  /** Ends the exchange at once. */
  void close();
  /** After an answer 101: the connection, and the bytes that came behind the head. It no longer belongs to the pool. */
  std::pair<net::stream, std::string> take_connection();

 private:
  struct state;
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};
  [[noreturn]] static void fail(state& s, std::error_code ec, bool expired);
  static detail::client_connection& connection(state* s);
  /** Arms the connection with what is left of a limit. */
  static void arm(state& s, std::chrono::milliseconds limit, deadline also = {});

  static awaitable<basic_http_stream> start(std::shared_ptr<detail::http_client_impl> impl, url where, http_request request, stream_options options);

  static awaitable<void> write(std::shared_ptr<state> s, std::string piece);
  static awaitable<void> send(state* s, detail::client_connection* c, std::array<asio::const_buffer, 3> what);

  static awaitable<void> finish(std::shared_ptr<state> s);

  static awaitable<std::string> read(std::shared_ptr<state> s);

  std::shared_ptr<state> state_;
};
using http_stream = basic_http_stream<>;

}  // namespace net
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/net/impl/http_client_stream.hpp"
#endif
