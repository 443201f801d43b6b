// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/json/raw.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/mcp/json_rpc.hpp"
#include "aval/mcp/protocol.hpp"
#include "aval/mcp/rpc_error.hpp"

/*  One end of an MCP session, whichever it is: requests in both directions at once, with time limits, progress and cancellation. It knows
 *  no transport: what leaves goes into a `channel`, what arrives is given to receive().
 *
 *                    request() ------> channel::send ----->
 *      peer          receive() <----------------------------   answers, progress, cancellation
 *                    on_request <---------------------------   requests: each handler is a coroutine with its request_context
 *
 *  A transport with one stream (standard input and output) has one channel. One with a stream for each request (streamable HTTP) gives each
 *  incoming request a channel of its own: the answer, and what the handler sends through its context (progress, log messages, requests
 *  such as sampling), leave there; everything else leaves through the main one.
 *
 *  A peer belongs to one strand (or an executor that one thread runs): its functions are called there, except where it says otherwise. */

namespace aval {
inline namespace v0 {
namespace mcp {

/** A message that leaves. */
class outgoing {
 public:
  outgoing() = default;
  outgoing(message_kind what, std::string json, std::optional<request_id> of = {}, std::string name = {})
      : kind(what), text(std::move(json)), id(std::move(of)), method(std::move(name)) {}

  message_kind kind = message_kind::notification;
  std::string text;              ///< the message. May have line breaks between its parts: without_line_breaks()
  std::optional<request_id> id;  ///< of a request; of the request that is answered
  std::string method;            ///< of requests and notifications
};

/** Where messages leave. Implemented by transports; used by one peer, on its strand. */
class channel {
 public:
  channel() = default;
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;
  virtual ~channel() = default;

  /** Sends one message; the order of calls is the order on the wire. Throws when the message can not leave. A cancelled send must not
   *  leave half a message. */
  virtual awaitable<void> send(outgoing message) = 0;
  /** The request that came with this channel is over: it has been answered, or never will be. Called once, not for the main channel. */
  virtual void done() noexcept {}
  /** The handler gives up the connection, not the request: the client comes back for the rest (streamable HTTP). Elsewhere nothing. */
  virtual void pause() noexcept {}
  /** The session is over. Called for the main channel. */
  virtual void close() noexcept {}
};

/** JSON text in one line: line breaks stand only between the parts of a text, and become spaces. */
inline std::string without_line_breaks(std::string json) {
  for (char& c : json)
    if (c == '\n' || c == '\r') c = ' ';
  return json;
}

struct request_options {
  std::chrono::milliseconds timeout = std::chrono::minutes(1);  // until the answer is here; zero: no limit
  bool progress_extends = false;                                // each progress of the peer begins `timeout` anew ...
  std::chrono::milliseconds longest = std::chrono::minutes(10); // ... up to that much in all; zero: no limit
  std::function<void(const progress_params&)> on_progress = {}; // empty: progress is not asked for. On the peer's strand; must not throw
};

struct peer_options {
  message_limits limits = {};
  std::size_t max_requests = 256;  // of ours without an answer; more are errc::too_many_requests
  std::size_t max_handlers = 64;   // of the peer's requests at a time; more are answered with an error
  bool answer_garbage = true;      // what is no message is answered with an error; false: it only goes to the log
  bool send_error_text = false;    // what() of a handler's exception goes to the peer; false: "internal error". rpc_error always does
  log_hooks log = {};
};

template <class Lazy>
class basic_peer;

namespace detail {
/** A request of the peer's that is being handled. */
struct incoming_request {
  request_id id;
  std::string method;
  std::shared_ptr<channel> back;
  std::optional<request_id> progress_token;
  std::optional<double> last_progress;
  asio::cancellation_signal stop;
  bool own_channel = false;
  bool cancelled = false;
  bool over = false;
};
/** A request of ours without an answer. */
struct pending_request {
  pending_request(const any_io_executor& strand, std::string name) : wake(strand), method(std::move(name)) {}
  asio::steady_timer wake;
  std::string method;
  std::function<void(const progress_params&)> on_progress;
  std::chrono::milliseconds extend{0};
  deadline until, longest;
  json::raw result;
  std::exception_ptr failure;
  bool done = false;
};

/** The text of a struct, as parameters or a result. */
template <class T>
json::raw raw_of(const T& v) {
  return json::raw(json::write<json::write_options{.not_finite = json::not_finite::null, .bad_utf8 = json::bad_utf8::replace}>(v));
}
inline constexpr json::read_options of_peer{.nulls = json::nulls::as_missing};
inline std::string_view object_or_none(const json::raw& text) noexcept { return text.is_null() ? std::string_view("{}") : text.text(); }

/** Parameters of the peer's; throws rpc_error (invalid_params). */
template <class T>
T params_of(const json::raw& text) {
  auto out = json::read<T, of_peer>(object_or_none(text));
  if (!out) throw rpc_error(rpc_code::invalid_params, "the parameters are not understood: " + printable(out.error().message(), 300));
  return std::move(*out);
}
/** A result of the peer's; throws errc::bad_message. */
template <class T>
T result_of(const json::raw& text, const char* method) {
  auto out = json::read<T, of_peer>(object_or_none(text));
  if (!out) throw error(errc::bad_message, std::string(method) + ": " + printable(out.error().message(), 300));
  return std::move(*out);
}
}  // namespace detail

/** What a handler knows about the request it handles. A cheap handle; on the peer's strand, where handlers run.
 *
 *  What is sent through it leaves on the request's own stream where the transport has such. When the request is over or cancelled,
 *  notifications are dropped. */
template <class Lazy = void>
class basic_request_context {
 public:
  basic_request_context(std::shared_ptr<basic_peer<Lazy>> p, std::shared_ptr<detail::incoming_request> r) noexcept : peer_(std::move(p)), request_(std::move(r)) {}

  const request_id& id() const noexcept { return request_->id; }
  const std::string& method() const noexcept { return request_->method; }
  any_io_executor get_executor() const noexcept;
  /** The peer asked to be told. */
  bool wants_progress() const noexcept { return request_->progress_token.has_value(); }
  /** The peer has given up on the request; the handler's coroutine is being cancelled. */
  bool cancelled() const noexcept { return request_->cancelled; }

  /** Tells the peer how far the handler is; nothing when it did not ask, or when `progress` is not more than before ("Progress"). */
  awaitable<void> progress(double progress, std::optional<double> total = {}, std::string message = {}) const;
  awaitable<void> notify(std::string method, json::raw params) const;
  /** A request in the other direction, as basic_peer::request(). */
  awaitable<json::raw> request(std::string method, json::raw params, awaited<request_options> options) const;
  awaitable<json::raw> request(std::string method, json::raw params) const;
  /** channel::pause(). */
  void pause() const noexcept { request_->back->pause(); }

  const std::shared_ptr<basic_peer<Lazy>>& peer() const noexcept { return peer_; }

 private:
  std::shared_ptr<basic_peer<Lazy>> peer_;
  std::shared_ptr<detail::incoming_request> request_;
};
using request_context = basic_request_context<>;

/** Handles a request: gives the result's text, an object. rpc_error is the peer's answer as it is; any other exception is "internal error",
 *  a cancellation no answer. */
template <class Lazy = void>
using basic_request_handler = std::function<awaitable<json::raw>(basic_request_context<Lazy>, std::string method, json::raw params)>;
using notification_handler = std::function<void(std::string method, json::raw params)>;

/** One end of a session; made by std::make_shared.
 *
 *  @par Threads  one strand, the one given. get_executor() from anywhere.
 *  @par Lifetime handlers and requests in flight keep it; close() ends them. */
template <class Lazy = void>
class basic_peer : public std::enable_shared_from_this<basic_peer<Lazy>> {
 public:
  basic_peer(any_io_executor strand, std::shared_ptr<channel> main, peer_options options);

  /** Before the first receive(). Empty ones: method not found; dropped. "ping", progress and cancellation never get there. */
  void on_request(basic_request_handler<Lazy> handler) { on_request_ = std::move(handler); }
  void on_notification(notification_handler handler) { on_notification_ = std::move(handler); }

  /** A message has arrived. `back`: the stream of this very message, where a request's answer leaves; null: the main channel. */
  void receive(message m, std::shared_ptr<channel> back);
  void receive(message m) { receive(std::move(m), nullptr); }
  /** The same from the text; what is no message is answered with an error, or fails the request that it was meant to answer. */
  void receive_text(std::string_view text, std::shared_ptr<channel> back);
  void receive_text(std::string_view text) { receive_text(text, nullptr); }

  /** Asks the peer and waits for its answer.
   *
   *  @par Errors        rpc_error: the peer's error; aval::errc::timed_out; errc::closed, too_many_requests, bad_message; what the channel
   *                     throws.
   *  @par Cancellation  terminal: the peer is told (notifications/cancelled), and so it is after a time-out; it may have done the work all
   *                     the same. A late answer is dropped. "initialize" is not cancelled at the peer, as the protocol says. */
  awaitable<json::raw> request(std::string method, json::raw params, awaited<request_options> options);
  awaitable<json::raw> request(std::string method, json::raw params);
  awaitable<json::raw> request_through(std::shared_ptr<channel> through, std::string method, json::raw params, request_options options);
  /** Tells the peer something. @par Errors  errc::closed; what the channel throws. */
  awaitable<void> notify(std::string method, json::raw params);
  /** The same without waiting; a failure goes to the log. From any thread. */
  void post_notification(std::string method, json::raw params);

  /** Completes when no handler runs, or at the limit. */
  awaitable<void> drained(deadline limit);

  /** Ends the session: requests of ours fail with `why` (errc::closed when empty), handlers are cancelled, the main channel is closed. Only
   *  the first call counts. */
  void close(std::error_code why);
  void close() { close({}); }
  bool closed() const noexcept { return closed_; }
  std::error_code close_reason() const noexcept { return why_; }

  std::size_t requests_waiting() const noexcept { return pending_.size(); }
  std::size_t handlers_running() const noexcept { return running_.size(); }
  const any_io_executor& get_executor() const noexcept { return strand_; }
  const peer_options& options() const noexcept { return options_; }
  const std::shared_ptr<channel>& main_channel() const noexcept { return main_; }

 private:
  using incoming = detail::incoming_request;
  using pending = detail::pending_request;

  void begin(message m, std::shared_ptr<channel> back);
  void finish(const std::shared_ptr<incoming>& r);
  void answered(message m);
  void progressed(const json::raw& params);
  void cancelled_by_peer(const json::raw& params);
  void send_later(std::shared_ptr<channel> through, outgoing m);
  void tell_cancelled(const std::shared_ptr<channel>& through, const request_id& id, const std::string& method, const char* reason);
  void log(log_level level, std::string_view text) const { options_.log.log(level, "mcp", text); }
  static awaitable<void> send_quietly(std::shared_ptr<basic_peer> self, std::shared_ptr<channel> through, outgoing m);
  static awaitable<void> serve(std::shared_ptr<basic_peer> self, std::shared_ptr<incoming> r, json::raw params);
  static awaitable<void> drain(std::shared_ptr<basic_peer> self, deadline limit);
  static awaitable<json::raw> ask(std::shared_ptr<basic_peer> self, std::shared_ptr<channel> through, std::string method, json::raw params, request_options options);

  any_io_executor strand_;
  std::shared_ptr<channel> main_;
  peer_options options_;
  basic_request_handler<Lazy> on_request_;
  notification_handler on_notification_;
  std::map<request_id, std::shared_ptr<pending>> pending_;
  std::map<request_id, std::shared_ptr<incoming>> running_;
  asio::steady_timer idle_;
  std::int64_t next_id_ = 0;
  std::error_code why_;
  bool closed_ = false;
};
using peer = basic_peer<>;

/** The way to a server that is no child of ours. attach() is called once, before the first send(): what arrives from then on is given to the
 *  peer's receive() on its strand, and peer->close() ends it. */
template <class Lazy = void>
class basic_client_channel : public channel {
 public:
  virtual void attach(std::weak_ptr<basic_peer<Lazy>> peer) = 0;
  /** "initialize" has been answered: the revision that both speak. */
  virtual void negotiated(const std::string& revision) { (void)revision; }
};
using client_channel = basic_client_channel<>;

template <class Lazy>
any_io_executor basic_request_context<Lazy>::get_executor() const noexcept {
  return peer_->get_executor();
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/mcp/impl/session.hpp"
#endif
