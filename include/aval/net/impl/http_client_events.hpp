// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "aval/net/detail/http_client_impl.hpp"
#include "aval/net/http_client_events.hpp"
#include "aval/net/impl/http_client_stream.hpp"

namespace aval {
inline namespace v0 {
namespace net {

template <class Lazy>
struct basic_event_reader<Lazy>::state {
  state(http_stream s, std::size_t max_event) : stream(std::move(s)), parser(max_event) {}
  http_stream stream;
  sse_parser parser;
  std::string last_id;
};

template <class Lazy>
basic_event_reader<Lazy>::basic_event_reader(http_stream s, std::size_t max_event)
    : state_(std::make_shared<state>(std::move(s), max_event)) {}

template <class Lazy>
awaitable<basic_event_reader<Lazy>> basic_event_reader<Lazy>::open(http_client client, url where, http_request request) {
  return start(std::move(client), std::move(where), std::move(request), stream_options{});
}

template <class Lazy>
awaitable<basic_event_reader<Lazy>> basic_event_reader<Lazy>::open(http_client client, url where, http_request request, stream_options options) {
  return start(std::move(client), std::move(where), std::move(request), options);
}

template <class Lazy>
awaitable<std::optional<sse_event>> basic_event_reader<Lazy>::next() { return next(state_); }

template <class Lazy>
const http_response& basic_event_reader<Lazy>::response() const noexcept { return state_->stream.response(); }

template <class Lazy>
const std::string& basic_event_reader<Lazy>::last_event_id() const noexcept { return state_->last_id; }

template <class Lazy>
void basic_event_reader<Lazy>::close() {
  if (state_) state_->stream.close();
}

template <class Lazy>
awaitable<basic_event_reader<Lazy>> basic_event_reader<Lazy>::start(http_client client, url where, http_request request, stream_options options) {
  if (!request.headers.contains("Accept")) request.headers.add("Accept", "text/event-stream");
  const std::string context = detail::http_client_impl::describe(where, request);
  auto stream = co_await http_stream::open(std::move(client), std::move(where), std::move(request), options);
  const auto& answer = stream.response();
  const auto type = answer.headers.find("Content-Type");
  if (answer.status != 200 || !type || !type->starts_with("text/event-stream")) {
    throw error(errc::bad_event_stream, context + " answered " + std::to_string(answer.status), printable(type.value_or("no type"), 80));
  }
  basic_event_reader made(std::move(stream));
  co_return made;
}

template <class Lazy>
awaitable<std::optional<sse_event>> basic_event_reader<Lazy>::next(std::shared_ptr<state> s) {
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

}  // namespace net
}  // namespace v0
}  // namespace aval
