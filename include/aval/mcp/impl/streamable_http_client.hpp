// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/compilation.hpp"
#include "aval/mcp/streamable_http_client.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

template <class Lazy>
basic_http_transport<Lazy>::basic_http_transport(any_io_executor strand, net::http_client client, net::url where, http_transport_options options)
    : strand_(std::move(strand)), client_(std::move(client)), where_(std::move(where)), options_(std::move(options)), renewed_(strand_) {
  if (where_.scheme() != "http" && where_.scheme() != "https") throw error(errc::bad_option, "mcp::http_transport: the URL must be http or https");
  if (options_.max_message == 0 || options_.retry < options_.retry.zero()) throw error(errc::bad_option, "mcp::http_transport: a limit is zero");
  renewed_.expires_at(std::chrono::steady_clock::time_point::max());
}

template <class Lazy>
net::http_request basic_http_transport<Lazy>::make_request(const char* method, std::string body) const {
  net::http_request r(method);
  for (const auto f : options_.headers) r.headers.set(f.name, f.value);
  const bool get = std::string_view(method) == "GET";
  if (!body.empty()) r.headers.set("Content-Type", "application/json");
  r.headers.set("Accept", get ? "text/event-stream" : "application/json, text/event-stream");
  if (!options_.bearer.empty()) r.headers.set("Authorization", "Bearer " + std::string(options_.bearer.reveal()));
  if (!session_.empty()) r.headers.set("Mcp-Session-Id", session_);
  if (!revision_.empty()) r.headers.set("MCP-Protocol-Version", revision_);
  r.body = std::move(body);
  return r;
}

template <class Lazy>
net::stream_options basic_http_transport<Lazy>::stream_options() const {
  net::stream_options o;  // how long a request may take is the peer's affair
  o.timeout = std::chrono::milliseconds(0);
  o.idle_timeout = options_.quiet;
  return o;
}

template <class Lazy>
typename basic_http_transport<Lazy>::exchange_ptr basic_http_transport<Lazy>::open_exchange() {
  auto e = std::make_shared<exchange>();
  open_.insert(e);
  return e;
}

template <class Lazy>
void basic_http_transport<Lazy>::fail(const net::http_response& r, const std::string& what) const {
  const auto reason = printable(net::reason_phrase(r.status), 60);
  if (r.status == 401 || r.status == 403) throw error(errc::not_let_in, what + ": " + std::to_string(r.status), reason);
  throw error(errc::unexpected_status, what + ": " + std::to_string(r.status), reason);
}

template <class Lazy>
bool basic_http_transport<Lazy>::give(const std::string& text, const std::optional<request_id>& id, bool swallow) {
  const auto peer = peer_.lock();
  message_limits most;
  most.max_size = options_.max_message;
  if (peer) most = peer->options().limits;
  auto read = read_message(text, most);
  if (!read) {
    if (peer && !swallow) peer->receive_text(text);
    return id && read.error().answers && read.error().id == id;
  }
  const bool mine = id && (read->kind == message_kind::answer || read->kind == message_kind::error) && read->id == id;
  if (mine && id == beginning_id_ && read->kind == message_kind::answer) settle(std::string(read->result.text()));
  if (mine && swallow) {
    if (read->kind == message_kind::error) throw error(errc::closed, "the server begins no new session", printable(read->failure->message, 200));
    return true;
  }
  if (peer) peer->receive(*std::move(read));
  return mine;
}

template <class Lazy>
void basic_http_transport<Lazy>::settle(const std::string& answer) {
  if (const auto read = json::read<initialize_result, detail::of_peer>(answer); read && is_supported_revision(read->protocol_version)) revision_ = read->protocol_version;
}

template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::send(outgoing m) {
  return m.kind == message_kind::request ? ask(this->shared_from_this(), std::move(m)) : tell(this->shared_from_this(), std::move(m));
}

template <class Lazy>
awaitable<std::string> basic_http_transport<Lazy>::rest_of(self_ptr self, exchange_ptr e) {
  std::string body;
  for (;;) {
    const std::string piece = co_await e->stream.read();
    if (piece.empty()) co_return body;
    body += piece;
    if (body.size() > self->options_.max_message) throw error(errc::message_too_large, "an answer over HTTP");
  }
}

template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::stoppable(self_ptr self, exchange_ptr e, awaitable<void> part) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  std::exception_ptr failure;
  try {
    co_await asio::co_spawn(self->strand_, std::move(part), asio::bind_cancellation_slot(e->stop.slot(), use_awaitable));
  } catch (...) {
    failure = std::current_exception();
  }
  self->open_.erase(e);
  if (failure && self->closed_) throw error(errc::closed, "over HTTP");
  if (failure) std::rethrow_exception(failure);
}

/** A request: complete when its answer has been given to the peer. */
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::ask(self_ptr self, outgoing m) {
  if (m.method == "initialize") {
    self->beginning_ = m.text;
    self->beginning_id_ = m.id;
    self->session_.clear();
    self->revision_.clear();
  }
  for (bool again = false;; again = true) {
    while (self->renewing_) co_await self->renewed_.async_wait(as_tuple(typename lazy_token<Lazy>::type{}));
    if (self->closed_) throw error(errc::closed, m.method);
    const std::string session = self->session_;
    const exchange_ptr e = self->open_exchange();
    self->asked_[*m.id] = e;
    std::exception_ptr failure;
    try {
      co_await stoppable(self, e, ask_once(self, e, m, again));
    } catch (...) {
      failure = std::current_exception();
    }
    self->asked_.erase(*m.id);
    if (e->given_up) co_return;
    if (failure) std::rethrow_exception(failure);
    if (!e->forgotten) co_return;
    co_await renew(self, session);
  }
}
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::ask_once(self_ptr self, exchange_ptr e, outgoing m, bool again) {
  const bool begins = m.method == "initialize", had_session = !self->session_.empty();
  net::http_request request = self->make_request("POST", m.text);
  e->stream = co_await net::http_stream::open(self->client_, self->where_, std::move(request), self->stream_options());
  const net::http_response& head = e->stream.response();
  e->forgotten = head.status == 404 && had_session && !again;
  if (e->forgotten) co_return;
  if (head.status != 200) self->fail(head, m.method);
  if (begins) self->session_ = head.headers.find("Mcp-Session-Id").value_or("");
  co_await read_answer(self, e, *m.id, false);
}

/** From the head of a 200 on, until the answer to `id` has come. */
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::read_answer(self_ptr self, exchange_ptr e, request_id id, bool swallow) {
  const std::string type(e->stream.response().headers.find("Content-Type").value_or(""));
  const std::string_view name = net::detail::trimmed(std::string_view(type).substr(0, type.find(';')));
  if (net::detail::equal_ignoring_case(name, "application/json")) {
    const std::string body = co_await rest_of(self, e);
    if (!self->give(body, id, swallow)) throw error(errc::bad_message, "the body of the answer answers something else");
    co_return;
  }
  if (!net::detail::equal_ignoring_case(name, "text/event-stream")) throw error(errc::bad_message, "an answer that is neither JSON nor events", printable(name, 80));
  const auto p = std::make_shared<progress>();
  p->retry = self->options_.retry;
  co_await read_events(self, e, id, swallow, p);
  for (unsigned tries = 0; !p->answered;) {
    if (p->last_id.empty() || tries == self->options_.reconnects) throw error(errc::closed, "the stream ended before the answer");
    tries = p->any ? 0 : tries + 1;
    p->any = false;
    if (co_await come_back(self, e, p, tries)) co_await read_events(self, e, id, swallow, p);
  }
}

/** Until the answer has come, or the stream ends, or breaks. */
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::read_events(self_ptr self, exchange_ptr e, std::optional<request_id> id, bool swallow, std::shared_ptr<progress> p) {
  net::event_reader events(e->stream, self->options_.max_message);
  for (;;) {
    std::optional<net::sse_event> event;
    try {
      event = co_await events.next();
    } catch (const std::system_error& broken) {
      if (broken.code() == make_error_code(net::errc::bad_event_stream) || broken.code() == condition::cancelled) throw;
      if (p->last_id.empty() && id) throw;  // there is no way back
      self->log(log_level::info, std::string("a stream broke off: ") + printable(broken.what(), 200));
      co_return;
    }
    if (!event) co_return;
    p->any = true;
    if (!event->id.empty()) p->last_id = event->id;
    if (event->retry) p->retry = std::clamp(*event->retry, std::chrono::milliseconds(0), self->options_.longest_retry);
    if (event->data.empty()) continue;  // names a place
    if (self->give(event->data, id, swallow)) p->answered = true;
    if (p->answered) co_return;
  }
}

/** Takes a stream up again behind the last event. False: not this time. */
template <class Lazy>
awaitable<bool> basic_http_transport<Lazy>::come_back(self_ptr self, exchange_ptr e, std::shared_ptr<progress> p, unsigned tries) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  e->stream = net::http_stream();
  auto wait = p->retry;
  for (unsigned i = 1; i < tries; ++i) wait = std::min(wait * 2, self->options_.longest_retry);
  if (wait != wait.zero()) {
    asio::steady_timer pause(self->strand_, wait);
    co_await pause.async_wait(use_awaitable);
  }
  net::http_request request = self->make_request("GET", {});
  if (!p->last_id.empty()) request.headers.set("Last-Event-ID", p->last_id);
  bool good = false;
  int status = 0;
  try {
    e->stream = co_await net::http_stream::open(self->client_, self->where_, std::move(request), self->stream_options());
    status = e->stream.response().status;
    good = status == 200 && e->stream.response().headers.find("Content-Type").value_or("").starts_with("text/event-stream");
  } catch (const std::system_error& broken) {
    if (broken.code() == condition::cancelled) throw;
    self->log(log_level::info, std::string("a stream could not be taken up: ") + printable(broken.what(), 200));
  }
  if (!good && status >= 400 && status < 500) self->fail(e->stream.response(), "taking up a stream");
  co_return good;
}

/** What wants no answer. */
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::tell(self_ptr self, outgoing m) {
  if (self->closed_) throw error(errc::closed, m.method);
  const bool begun = m.kind == message_kind::notification && m.method == "notifications/initialized";
  if (begun) self->initialized_ = m.text;
  if (m.method == "notifications/cancelled" && m.id) {  // nobody waits for that stream any more
    if (const auto found = self->asked_.find(*m.id); found != self->asked_.end()) {
      found->second->given_up = true;
      found->second->stop.emit(asio::cancellation_type::terminal);
    }
  }
  const exchange_ptr e = self->open_exchange();
  co_await stoppable(self, e, tell_once(self, e, std::move(m)));
  if (!begun || !self->options_.listen || self->closed_) co_return;
  const exchange_ptr hearing = self->open_exchange();
  asio::co_spawn(self->strand_, listen(self, hearing, self->session_), asio::bind_cancellation_slot(hearing->stop.slot(), [hearing](const std::exception_ptr&) {}));
}
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::tell_once(self_ptr self, exchange_ptr e, outgoing m) {
  net::http_request request = self->make_request("POST", std::move(m.text));
  auto limits = self->stream_options();
  limits.timeout = std::chrono::seconds(30);
  e->stream = co_await net::http_stream::open(self->client_, self->where_, std::move(request), limits);
  const int status = e->stream.response().status;
  if (status < 200 || status > 299) self->fail(e->stream.response(), m.method.empty() ? std::string("an answer of ours") : m.method);
  if (status != 204) co_await rest_of(self, e);
}

/** The server has forgotten the session: begins another one, once for all who notice. */
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::renew(self_ptr self, std::string old_session) {
  while (self->renewing_) co_await self->renewed_.async_wait(as_tuple(typename lazy_token<Lazy>::type{}));
  if (self->closed_) throw error(errc::closed, "initialize");
  if (self->session_ != old_session) co_return;  // somebody has
  if (!self->beginning_id_ || self->beginning_.empty()) throw error(errc::closed, "there is no session");
  self->renewing_ = true;
  self->log(log_level::info, "the server has forgotten the session; a new one begins");
  self->session_.clear();
  self->revision_.clear();
  std::exception_ptr failure;
  try {
    const exchange_ptr e = self->open_exchange();
    co_await stoppable(self, e, begin_again(self, e));
    outgoing m(message_kind::notification, self->initialized_, {}, "notifications/initialized");
    if (!self->initialized_.empty()) co_await tell(self, std::move(m));
  } catch (...) {
    failure = std::current_exception();
  }
  self->renewing_ = false;
  self->renewed_.cancel();
  if (failure) std::rethrow_exception(failure);
}
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::begin_again(self_ptr self, exchange_ptr e) {
  net::http_request request = self->make_request("POST", self->beginning_);
  e->stream = co_await net::http_stream::open(self->client_, self->where_, std::move(request), self->stream_options());
  if (e->stream.response().status != 200) self->fail(e->stream.response(), "initialize");
  self->session_ = e->stream.response().headers.find("Mcp-Session-Id").value_or("");
  co_await read_answer(self, e, *self->beginning_id_, true);
}

/** What the server says by itself, as long as the session lasts. */
template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::listen(self_ptr self, exchange_ptr e, std::string session) {
  const auto p = std::make_shared<progress>();  // the first time without a pause
  try {
    for (unsigned tries = 0; !self->closed_ && self->session_ == session && tries <= self->options_.reconnects;) {
      const bool good = co_await come_back(self, e, p, tries);
      if (p->retry == p->retry.zero()) p->retry = self->options_.retry;
      p->any = false;
      if (good) co_await read_events(self, e, {}, false, p);
      tries = good && p->any ? 0 : tries + 1;
    }
  } catch (const std::exception& why) {  // 405: it offers none; 404: the next request begins a new session
    if (!self->closed_) self->log(log_level::debug, std::string("nothing is listened to: ") + printable(why.what(), 200));
  }
  self->open_.erase(e);
}

template <class Lazy>
awaitable<void> basic_http_transport<Lazy>::end_session(net::http_client client, net::url where, net::http_request request) {
  net::call_options o;
  o.timeout = std::chrono::seconds(2);
  try {
    co_await client.send(std::move(where), std::move(request), o);
  } catch (const std::exception&) {  // it ends by itself, later
  }
}

template <class Lazy>
void basic_http_transport<Lazy>::close() noexcept {
  if (closed_) return;
  closed_ = true;
  try {
    const auto all = open_;
    for (const exchange_ptr& e : all) e->stop.emit(asio::cancellation_type::terminal);
    renewed_.cancel();
    if (!session_.empty()) asio::co_spawn(strand_, end_session(client_, where_, make_request("DELETE", {})), asio::detached);
  } catch (...) {  // no memory: the server's sessions end by themselves
  }
}

namespace detail {
template <class Lazy>
awaitable<basic_client<Lazy>> connect_over_http(net::http_client http, net::url where, http_transport_options way, client_options options) {
  const any_io_executor here = co_await this_coro::executor;
  const any_io_executor strand = asio::make_strand(here);
  auto transport = std::make_shared<basic_http_transport<Lazy>>(strand, std::move(http), std::move(where), std::move(way));
  auto made = co_await basic_client<Lazy>::over(strand, std::move(transport), moved(options));
  co_return made;
}
}  // namespace detail

template <class Lazy>
awaitable<basic_client<Lazy>> connect(net::http_client http, net::url where, awaited<http_transport_options> way, awaited<client_options> options) {
  return detail::connect_over_http<Lazy>(std::move(http), std::move(where), taken(std::move(way)), taken(std::move(options)));
}
template <class Lazy>
awaitable<basic_client<Lazy>> connect(net::http_client http, net::url where, awaited<http_transport_options> way) {
  client_options defaults;
  return detail::connect_over_http<Lazy>(std::move(http), std::move(where), taken(std::move(way)), std::move(defaults));
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
