// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>

#include "aval/net/http_exchange.hpp"
#include "aval/net/sse.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** Sends server-sent events from a handler.
 *
 *      net::sse_writer events(x);
 *      co_await events.begin();
 *      co_await events.send(net::sse_event("{\"n\":1}", "count", "1"));
 *
 *  When the client leaves, what the handler awaits ends with operation_aborted.
 *
 *  @par Errors        as http_exchange::write(); errc::invalid_header for a type or id with a line break.
 *  @par Lifetime      within the handler. */
class sse_writer {
 public:
  explicit sse_writer(http_exchange& x) : x_(&x) {}

  /** Status 200 and the headers of an event stream. */
  awaitable<void> begin() {
    auto& h = x_->response().headers;
    h.set("Content-Type", "text/event-stream");
    h.set("Cache-Control", "no-store");
    h.set("X-Accel-Buffering", "no");  // proxies are not to wait for more
    return x_->begin_stream();
  }
  awaitable<void> send(sse_event event) {
    std::string text;
    append_sse(text, event);
    return x_->write(std::move(text));
  }
  /** A line that clients ignore; keeps proxies from closing a quiet stream. */
  awaitable<void> keep_alive() { return x_->write(":\n\n"); }
  /** What the client saw last, from its Last-Event-ID header; empty at the first connection. */
  std::string last_event_id() const { return std::string(x_->request().headers().find("Last-Event-ID").value_or("")); }

 private:
  http_exchange* x_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
