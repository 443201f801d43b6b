// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/compilation.hpp"
#include "aval/crypto/random.hpp"
#include "aval/mcp/detail/event_streams.hpp"
#include "aval/mcp/detail/request_headers.hpp"
#include "aval/mcp/streamable_http_server.hpp"
#include "aval/net/sse.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

inline bool from_known_place(const http_endpoint_options& o, std::optional<std::string_view> host, std::optional<std::string_view> origin) {
  return from_known_place(known_places{o.hosts, o.origins, o.any_host}, host, origin);
}

template <class Lazy>
struct http_session {
  std::string id, subject;
  any_io_executor strand;
  std::shared_ptr<basic_server_session<Lazy>> session;  // touched on the strand
  std::shared_ptr<event_streams> streams;
  std::chrono::steady_clock::time_point used;  // guarded by the endpoint's mutex
};

/** Where messages of a session leave: into one of its streams. */
template <class Lazy>
class stream_channel final : public channel {
 public:
  stream_channel(std::shared_ptr<event_streams> streams, std::uint64_t id) : streams_(std::move(streams)), id_(id) {}
  /** Of an "initialize": its answer settles what the client understands. */
  void begins(const std::shared_ptr<basic_server_session<Lazy>>& session) { session_ = session; }

  awaitable<void> send(outgoing m) override {
    if (const auto session = session_.lock(); session && m.kind == message_kind::answer) streams_->set_primes(session->revision() >= "2025-11-25");
    streams_->push(id_, m.kind, std::move(m.text));
    return nothing();
  }
  void done() noexcept override { streams_->finish(id_); }
  void pause() noexcept override { streams_->pause(id_); }

 private:
  static awaitable<void> nothing() { co_return; }
  std::shared_ptr<event_streams> streams_;
  std::uint64_t id_;
  std::weak_ptr<basic_server_session<Lazy>> session_;
};

template <class Lazy>
struct http_endpoint_state {
  using self_ptr = std::shared_ptr<http_endpoint_state>;
  using session_ptr = std::shared_ptr<http_session<Lazy>>;
  using clock = std::chrono::steady_clock;

  http_endpoint_state(any_io_executor e, server s, http_endpoint_options o) : executor(std::move(e)), from(std::move(s)), options(std::move(o)) {}

  any_io_executor executor;
  server from;
  http_endpoint_options options;
  mutable std::mutex mutex;
  std::map<std::string, session_ptr, std::less<>> sessions;

  // ---- sessions ----------------------------------------------------------------------------------------------------------------------

  static void end(const session_ptr& s) {
    s->streams->close();
    asio::dispatch(s->strand, [session = s->session] { session->close(); });
  }
  bool idle(const http_session<Lazy>& s, clock::time_point now) const { return now - s.used >= options.idle && !s.streams->being_read(); }

  /** Null: there is no room. */
  session_ptr begin(std::string subject) {
    auto s = std::make_shared<http_session<Lazy>>();
    s->id = crypto::random_token();
    s->subject = std::move(subject);
    s->strand = asio::make_strand(executor);
    s->streams = std::make_shared<event_streams>(options.max_kept);
    s->session = from.open(s->strand, std::make_shared<stream_channel<Lazy>>(s->streams, 0));
    std::vector<session_ptr> ended;
    {
      const std::lock_guard lock(mutex);
      s->used = options.clock.steady();
      if (sessions.size() >= options.max_sessions) {
        auto oldest = sessions.end();
        for (auto at = sessions.begin(); at != sessions.end();) {
          const auto one = at++;
          if (one->second->streams->being_read()) continue;
          if (idle(*one->second, s->used)) {
            ended.push_back(one->second);
            if (oldest == one) oldest = sessions.end();
            sessions.erase(one);
          } else if (oldest == sessions.end() || one->second->used < oldest->second->used) {
            oldest = one;
          }
        }
        if (sessions.size() >= options.max_sessions) {
          if (oldest == sessions.end()) return nullptr;
          ended.push_back(oldest->second);
          sessions.erase(oldest);
        }
      }
      sessions.emplace(s->id, s);
    }
    for (const session_ptr& one : ended) end(one);
    return s;
  }
  /** Null: there is none of that name, or it is somebody else's. */
  session_ptr find(std::string_view id, const std::string& subject) {
    session_ptr ended;
    {
      const std::lock_guard lock(mutex);
      const auto found = sessions.find(id);
      if (found == sessions.end() || found->second->subject != subject) return nullptr;
      const auto now = options.clock.steady();
      if (!idle(*found->second, now)) {
        found->second->used = now;
        return found->second;
      }
      ended = found->second;
      sessions.erase(found);
    }
    end(ended);
    return nullptr;
  }
  void remove(const session_ptr& s) {
    {
      const std::lock_guard lock(mutex);
      sessions.erase(s->id);
    }
    end(s);
  }
  void touch(const session_ptr& s) {
    const std::lock_guard lock(mutex);
    s->used = options.clock.steady();
  }

  // ---- requests ----------------------------------------------------------------------------------------------------------------------

  static void refuse(web::call& c, int status, int code, std::string_view words, const std::optional<request_id>& id = {}) {
    auto& r = c.response();
    r.status = status;
    r.headers.set("Content-Type", "application/json");
    r.headers.set("Cache-Control", "no-store");
    r.body = write_error(id, code, words);
    c.finish();
  }

  /** Who asks; nobody when the answer is there already. */
  static awaitable<std::optional<web::caller>> enter(self_ptr self, web::call* c) {
    const http_endpoint_options& o = self->options;
    std::optional<web::caller> who;
    if (!from_known_place(o, c->header("Host"), c->header("Origin"))) {
      refuse(*c, 403, rpc_code::invalid_request, "the Host or the Origin of the request is not known here");
      co_return who;
    }
    auto found = co_await web::admit<Lazy>(o.anonymous ? nullptr : &o.authenticate, c);
    if (!found.who) {
      refuse(*c, found.status, rpc_code::invalid_request, found.text);
      co_return who;
    }
    if (const auto version = c->header("MCP-Protocol-Version"); version && !is_supported_revision(*version)) {
      refuse(*c, 400, rpc_code::invalid_request, "the revision in MCP-Protocol-Version is not spoken here; these are: 2025-11-25, 2025-06-18, 2025-03-26");
      co_return who;
    }
    who = std::move(found.who);
    co_return who;
  }

  /** The session that the request names; null when the answer is there already. */
  session_ptr session_of(web::call& c, const web::caller& who) {
    const auto id = c.header("Mcp-Session-Id");
    if (!id) {
      refuse(c, 400, rpc_code::invalid_request, "Mcp-Session-Id is missing: begin with initialize");
      return nullptr;
    }
    session_ptr found = find(*id, who.subject);
    if (!found) refuse(c, 404, rpc_code::invalid_request, "there is no such session: begin with initialize");
    return found;
  }

  static awaitable<void> post(self_ptr self, web::call* c) {
    const auto who = co_await enter(self, c);
    if (!who) co_return;
    if (c->header("Content-Type").value_or("").empty() || !c->may_be_json()) {
      refuse(*c, 415, rpc_code::invalid_request, "Content-Type must be application/json");
      co_return;
    }
    if (!accepts(c->header("Accept"), "application/json") || !accepts(c->header("Accept"), "text/event-stream")) {
      refuse(*c, 406, rpc_code::invalid_request, "Accept must name application/json and text/event-stream");
      co_return;
    }
    auto read = read_message(c->body(), self->from.options().peer.limits);
    if (!read) {
      const message_failure& why = read.error();
      refuse(*c, why.code == make_error_code(errc::message_too_large) ? 413 : 400, why.rpc(), why.what, why.id);
      co_return;
    }
    message m = *std::move(read);
    session_ptr session;
    const bool begins = m.kind == message_kind::request && m.method == "initialize" && !c->header("Mcp-Session-Id");
    if (begins) {
      session = self->begin(who->subject);
      if (!session) {
        c->response().headers.set("Retry-After", "10");
        refuse(*c, 503, rpc_code::too_busy, "there are too many sessions", m.id);
        co_return;
      }
    } else {
      session = self->session_of(*c, *who);
      if (!session) co_return;
    }
    if (m.kind != message_kind::request) {
      asio::dispatch(session->strand, [s = session->session, m = std::move(m)]() mutable { s->receive(std::move(m)); });
      c->response().status = 202;
      c->finish();
      co_return;
    }
    const std::uint64_t stream = session->streams->open(*m.id);
    const auto back = std::make_shared<stream_channel<Lazy>>(session->streams, stream);
    if (begins) back->begins(session->session);
    if (begins) c->response().headers.set("Mcp-Session-Id", session->id);
    std::exception_ptr failure;
    bool began = false;
    {
      reader here(c->exchange(), session->streams, stream, {});
      asio::dispatch(session->strand, [s = session->session, back, m = std::move(m)]() mutable { s->receive(std::move(m), back); });
      try {
        began = co_await deliver(self, c, session, &here, {});
      } catch (...) {
        failure = std::current_exception();
      }
    }
    self->touch(session);
    if (begins && !began) self->remove(session);
    if (failure) std::rethrow_exception(failure);
  }

  static awaitable<void> get(self_ptr self, web::call* c) {
    const auto who = co_await enter(self, c);
    if (!who) co_return;
    if (c->method() != "GET") {
      refuse(*c, 405, rpc_code::invalid_request, "a stream of events is for GET");
      co_return;
    }
    if (!accepts(c->header("Accept"), "text/event-stream")) {
      refuse(*c, 406, rpc_code::invalid_request, "Accept must name text/event-stream");
      co_return;
    }
    const session_ptr session = self->session_of(*c, *who);
    if (!session) co_return;
    event_place place;
    const auto last = c->header("Last-Event-ID");
    if (last && !last->empty()) {
      const auto known = event_place::of(*last);
      if (!known) {
        refuse(*c, 400, rpc_code::invalid_request, "Last-Event-ID is none of ours");
        co_return;
      }
      place = *known;
    }
    std::exception_ptr failure;
    {
      std::optional<std::uint64_t> behind;
      if (last && !last->empty()) behind = place.number;
      reader here(c->exchange(), session->streams, place.stream, behind);
      if (here.token == 0) {
        refuse(*c, 400, rpc_code::invalid_request, "what came behind this event is no longer kept");
        co_return;
      }
      try {
        co_await deliver(self, c, session, &here, place);
      } catch (...) {
        failure = std::current_exception();
      }
    }
    self->touch(session);
    if (failure) std::rethrow_exception(failure);
  }

  static awaitable<void> del(self_ptr self, web::call* c) {
    const auto who = co_await enter(self, c);
    if (!who) co_return;
    const session_ptr session = self->session_of(*c, *who);
    if (!session) co_return;
    self->remove(session);
    c->response().status = 204;
    c->finish();
  }

  // ---- streams -----------------------------------------------------------------------------------------------------------------------

  /** A connection as the reader of a stream, as long as it lives. */
  struct reader {
    reader(net::http_exchange& x, std::shared_ptr<event_streams> of, std::uint64_t id, std::optional<std::uint64_t> behind)
        : streams(std::move(of)), stream(id), timer(std::make_shared<asio::steady_timer>(x.get_executor())) {
      token = streams->attach(stream, behind, [timer = timer, executor = x.get_executor()] { asio::post(executor, [timer] { timer->cancel(); }); });
    }
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;
    ~reader() { streams->detach(stream, token); }

    std::shared_ptr<event_streams> streams;
    std::uint64_t stream, token = 0;
    std::shared_ptr<asio::steady_timer> timer;  // on the connection's executor
  };

  static void append(std::string& to, const event_place& where, std::string_view text) {
    net::sse_event e;
    e.id = where.text();
    e.data = text;
    net::append_sse(to, e);
  }

  /** Hands a stream to a connection until it is over, paused, or read by another one. `from`: the place a GET goes on from; none for a POST, which
   *  may be answered with JSON. True: the client has got an answer that is no error, or events. */
  static awaitable<bool> deliver(self_ptr self, web::call* c, session_ptr session, reader* here, std::optional<event_place> from) {
    constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
    net::http_exchange& x = c->exchange();
    const http_endpoint_options& o = self->options;
    const auto soon = clock::now() + o.answer_within;
    bool streaming = false;
    x.watch();
    for (;;) {
      const auto b = here->streams->take(here->stream, here->token);
      if (b.replaced) co_return streaming;
      const bool paused = b.paused && here->streams->primes();
      if (!streaming && !from && !b.events.empty() && b.events.front().final()) {
        auto& r = x.response();
        r.headers.set("Content-Type", "application/json");
        r.headers.set("Cache-Control", "no-store");
        r.body = *b.events.front().text;
        if (b.events.front().kind == message_kind::error) r.headers.erase("Mcp-Session-Id");  // nothing has begun
        c->finish();
        co_return b.events.front().kind == message_kind::answer;
      }
      if (!streaming && !from && b.over && b.events.empty()) {  // cancelled: there is no answer
        x.response().status = 202;
        c->finish();
        co_return true;
      }
      std::string text;
      if (!streaming && (from || !b.events.empty() || paused || clock::now() >= soon)) {
        auto& h = x.response().headers;
        h.set("Content-Type", "text/event-stream");
        h.set("Cache-Control", "no-store");
        h.set("X-Accel-Buffering", "no");
        streaming = true;
        here->streams->number(here->stream);
        co_await x.begin_stream();
        if (here->streams->primes()) {
          net::sse_event first;
          first.id = from && from->number != 0 ? from->text() : event_place{here->stream, 0}.text();
          first.retry = o.retry;
          net::append_sse(text, first);
        }
      }
      for (const auto& e : b.events) append(text, {here->stream, e.number}, *e.text);
      if (!text.empty()) co_await x.write(std::move(text));
      if (b.over || paused) co_return true;
      if (!b.events.empty()) continue;
      here->timer->expires_at(streaming ? clock::now() + o.keep_alive : soon);
      auto [ended] = co_await here->timer->async_wait(woken);
      if (streaming && !ended) {
        co_await x.write(":\n\n");
        self->touch(session);
      }
    }
  }
};

}  // namespace detail

template <class Lazy>
basic_http_endpoint<Lazy>::basic_http_endpoint(any_io_executor executor, server from, http_endpoint_options options) {
  if (!options.authenticate && !options.anonymous) throw error(errc::bad_option, "mcp::http_endpoint: .authenticate is empty; .anonymous lets everybody in, by name");
  if (options.max_sessions == 0 || options.max_kept == 0 || options.keep_alive <= options.keep_alive.zero() || options.idle <= options.idle.zero())
    throw error(errc::bad_option, "mcp::http_endpoint: a limit is zero");
  if (!options.path.starts_with('/')) throw error(errc::bad_option, "mcp::http_endpoint: .path begins with '/'");
  state_ = std::make_shared<detail::http_endpoint_state<Lazy>>(std::move(executor), std::move(from), std::move(options));
}

template <class Lazy>
web::router basic_http_endpoint<Lazy>::routes() const {
  web::router r;
  add_routes(r);
  return r;
}

template <class Lazy>
void basic_http_endpoint<Lazy>::add_routes(web::router& to) const {
  using state = detail::http_endpoint_state<Lazy>;
  const std::string path = state_->options.path;
  to.post(path, [s = state_](web::call& c) -> awaitable<void> { return state::post(s, &c); });
  to.get(path, [s = state_](web::call& c) -> awaitable<void> { return state::get(s, &c); });
  to.del(path, [s = state_](web::call& c) -> awaitable<void> { return state::del(s, &c); });
}

template <class Lazy>
std::size_t basic_http_endpoint<Lazy>::sessions() const {
  const std::lock_guard lock(state_->mutex);
  return state_->sessions.size();
}

template <class Lazy>
void basic_http_endpoint<Lazy>::close() {
  decltype(state_->sessions) all;
  {
    const std::lock_guard lock(state_->mutex);
    all.swap(state_->sessions);
  }
  for (const auto& one : all) state_->end(one.second);
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
