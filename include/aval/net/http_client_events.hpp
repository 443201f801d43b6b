// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "aval/net/http_client_stream.hpp"
#include "aval/net/sse.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** Server-sent events of one answer, one by one.
 *
 *      auto events = co_await net::event_reader::open(client, where, net::http_request("GET"));
 *      while (auto event = co_await events.next()) use(*event);
 *
 *  Coming back after the end is the caller's decision: last_event_id() is what a new request sends as Last-Event-ID.
 *
 *  @par Errors        as http_stream; bad_event_stream: an event beyond the limit, or an answer that is no event stream.
 *  @par Cancellation  terminal: closes the exchange.
 *  @par Threads       one operation at a time. */
class event_reader {
 public:
  event_reader() = default;
  /** Takes over an exchange whose head has been looked at. `max_event`: bytes of one event. */
  explicit event_reader(http_stream s, std::size_t max_event = 1024 * 1024)
      : state_(std::make_shared<state>(std::move(s), max_event)) {}

  /** Sends the request with "Accept: text/event-stream" and demands an answer 200 of that type. */
  static awaitable<event_reader> open(http_client client, url where, http_request request) {
    return start(std::move(client), std::move(where), std::move(request), stream_options{});
  }
  static awaitable<event_reader> open(http_client client, url where, http_request request, stream_options options) {
    return start(std::move(client), std::move(where), std::move(request), options);
  }

  /** The next event; nothing at the end of the stream. */
  awaitable<std::optional<sse_event>> next() { return next(state_); }
  const http_response& response() const noexcept { return state_->stream.response(); }
  /** The id of the last event that had one. */
  const std::string& last_event_id() const noexcept { return state_->last_id; }
  void close() {
    if (state_) state_->stream.close();
  }

 private:
  struct state {
    state(http_stream s, std::size_t max_event) : stream(std::move(s)), parser(max_event) {}
    http_stream stream;
    sse_parser parser;
    std::string last_id;
  };

  static awaitable<event_reader> start(http_client client, url where, http_request request, stream_options options) {
    if (!request.headers.contains("Accept")) request.headers.add("Accept", "text/event-stream");
    const std::string context = detail::http_client_impl::describe(where, request);
    auto stream = co_await http_stream::open(std::move(client), std::move(where), std::move(request), options);
    const auto& answer = stream.response();
    const auto type = answer.headers.find("Content-Type");
    if (answer.status != 200 || !type || !type->starts_with("text/event-stream")) {
      throw error(errc::bad_event_stream, context + " answered " + std::to_string(answer.status), printable(type.value_or("no type"), 80));
    }
    event_reader made(std::move(stream));
    co_return made;
  }

  static awaitable<std::optional<sse_event>> next(std::shared_ptr<state> s) {
    if (!s) throw error(aval::errc::invalid_state, "event_reader is closed");
    sse_event event;
    while (!s->parser.next(event)) {
      const std::string piece = co_await s->stream.read();
      if (piece.empty()) co_return std::nullopt;
      s->parser.push(piece);
    }
    if (!event.id.empty()) s->last_id = event.id;
    co_return event;
  }

  std::shared_ptr<state> state_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
