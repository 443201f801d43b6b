// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>
#include <string>
#include <utility>

#include "aval/aim/compliance.hpp"
#include "aval/aim/impl/agent.hpp"
#include "aval/net/http_client_stream.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

inline std::optional<std::uint64_t> content_length(const net::http_response& r) {
  const auto text = r.headers.find("Content-Length");
  std::uint64_t n = 0;
  if (!text) return {};
  const auto end = std::from_chars(text->data(), text->data() + text->size(), n);
  return end.ec == std::errc() && end.ptr == text->data() + text->size() ? std::optional(n) : std::nullopt;
}

/** Opens the exchange, repeating it as other calls are repeated; gives a stream whose answer is a 2xx, or throws. */
template <class Lazy = void>
awaitable<net::http_stream> open_export(client calls, std::string path, std::string query, std::string accept) {
  const client_settings& settings = calls.settings();
  error_origin origin;
  origin.endpoint = "GET " + calls.base() + path;
  call_fsm fsm(settings.retry, true, calls.clock_offset());
  const deadline limit = settings.timeout.count() > 0 ? deadline::after(settings.timeout, settings.clock.steady()) : deadline();
  const auto left = [&] {
    return limit.set() ? std::chrono::duration_cast<std::chrono::milliseconds>(limit.remaining(settings.clock.steady())) : std::chrono::milliseconds::max();
  };
  for (auto step = fsm.start();;) {
    call_request r("GET", path);
    r.query = query;
    r.accept = accept;
    net::http_request message = co_await calls.prepare(std::move(r), fsm.clock_offset());
    net::stream_options how;
    how.timeout = std::max(left(), std::chrono::milliseconds(1));
    net::http_stream stream;
    std::error_code ec;
    std::string what;
    try {
      stream = co_await net::http_stream::open(calls.transport(), calls.server(), std::move(message), how);
    } catch (const aval::error& e) {
      ec = e.code();
      what = e.context();
    }
    if (ec) {
      step = fsm.on_failure(ec, false, left(), settings.random.fraction());
      if (step.what == call_fsm::act::done) std::rethrow_exception(error_for(ec, calls.base(), std::move(origin), std::move(what)));
    } else if (stream.response().ok()) {
      co_return stream;
    } else {
      std::string body;
      while (body.size() < 64 * 1024) {
        std::string piece = co_await stream.read();
        if (piece.empty()) break;
        body += piece;
      }
      exchange e;
      e.status = stream.response().status;
      e.body = body;
      if (const auto date = stream.response().headers.find("Date")) e.server_time = server_clock(*date);
      if (const auto after = stream.response().headers.find("Retry-After")) e.retry_after = parse_retry_after(*after, e.server_time.value_or(settings.clock.now()));
      step = fsm.on_answer(e, settings.clock.now(), left(), settings.random.fraction());
      if (step.what == call_fsm::act::done) std::rethrow_exception(error_for(e, std::move(origin)));
    }
    if (step.what == call_fsm::act::pause) {
      constexpr typename lazy_token<Lazy>::type use_awaitable{};
      asio::steady_timer timer(co_await this_coro::executor, step.delay);
      co_await timer.async_wait(use_awaitable);
    }
  }
}

template <class Lazy = void>
awaitable<std::uint64_t> run_export_to(agent from, compliance_request r, compliance_sink sink, compliance_watcher on_progress) {
  const client calls = from.calls();
  const std::string query = compliance_query(r);
  const std::string path = "/api/v1/agents/" + from.id() + "/compliance/export";
  net::http_stream stream;
  bool elsewhere = false;
  try {
    stream = co_await open_export(calls, path, query, compliance_content_type(r.format) + ", application/json;q=0.5");
  } catch (const server_error& e) {
    elsewhere = e.http_status() == 404 || e.http_status() == 405 || (e.http_status() == 400 && r.format == "pdf");
    if (!elsewhere) throw;
  }
  compliance_progress done;
  if (elsewhere) {
    compliance_document d = co_await from.export_compliance_report(moved(r));
    done.total = d.bytes.size();
    done.bytes = d.bytes.size();
    co_await sink(std::move(d.bytes));
    if (on_progress) on_progress(done);
    co_return done.bytes;
  }
  done.total = content_length(stream.response());
  for (;;) {
    std::string piece = co_await stream.read();
    if (piece.empty()) break;
    done.bytes += piece.size();
    co_await sink(std::move(piece));
    if (on_progress) on_progress(done);
  }
  co_return done.bytes;
}

}  // namespace detail

template <class Lazy>
awaitable<std::uint64_t> export_compliance_report_to(agent from, awaited<compliance_request> what, compliance_sink sink, compliance_watcher on_progress) {
  return detail::run_export_to<Lazy>(std::move(from), taken(std::move(what)), std::move(sink), std::move(on_progress));
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
