// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "aval/core/compilation.hpp"
#include "aval/net/http_client_stream.hpp"
#include "aval/net/sse.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** Server-sent events of one answer, one by one. Use it as net::event_reader.
 *
 *      auto events = co_await net::event_reader::open(client, where, net::http_request("GET"));
 *      while (auto event = co_await events.next()) use(*event);
 *
 *  Coming back after the end is the caller's decision: last_event_id() is what a new request sends as Last-Event-ID.
 *
 *  @par Errors        as http_stream; bad_event_stream: an event beyond the limit, or an answer that is no event stream.
 *  @par Cancellation  terminal: closes the exchange.
 *  @par Threads       one operation at a time. */
template <class Lazy = void>
class basic_event_reader {
 public:
  basic_event_reader() = default;
  /** Takes over an exchange whose head has been looked at. `max_event`: bytes of one event. */
  explicit basic_event_reader(http_stream s, std::size_t max_event = 1024 * 1024);

  /** Sends the request with "Accept: text/event-stream" and demands an answer 200 of that type. */
  static awaitable<basic_event_reader> open(http_client client, url where, http_request request);
  static awaitable<basic_event_reader> open(http_client client, url where, http_request request, stream_options options);

  /** The next event; nothing at the end of the stream. */
  awaitable<std::optional<sse_event>> next();
  const http_response& response() const noexcept;
  /** The id of the last event that had one. */
  const std::string& last_event_id() const noexcept;
  void close();

 private:
  struct state;
  static awaitable<basic_event_reader> start(http_client client, url where, http_request request, stream_options options);

  static awaitable<std::optional<sse_event>> next(std::shared_ptr<state> s);

  std::shared_ptr<state> state_;
};
using event_reader = basic_event_reader<>;

}  // namespace net
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/net/impl/http_client_events.hpp"
#endif
