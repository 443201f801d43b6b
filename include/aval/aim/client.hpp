// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/aim/call_fsm.hpp"
#include "aval/aim/errors.hpp"
#include "aval/aim/messages.hpp"
#include "aval/aim/signing.hpp"
#include "aval/aim/verification_fsm.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/random.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/json/canonical.hpp"
#include "aval/net/http_client.hpp"

/*  Single calls to an AIM authority over HTTP: signed, retried, understood or turned into the errors of aim/errors.hpp. The agent
 *  (aim/agent.hpp) is made of these; a program that wants a route of its own uses client::call().
 *
 *  A client is a cheap handle on shared state: the connection pool, who we are (id and key, replaceable while calls run), and what was
 *  learned about this server: its clock, the canonical form it verifies, whether questions need headers. One client may be used from any
 *  thread; calls complete on the executor of the coroutine that awaits them. */

namespace aval {
inline namespace v0 {
namespace aim {

/** Who calls, and signs. */
class identity {
 public:
  identity(std::string id, crypto::keypair signing_key)
      : agent_id(std::move(id)), key(std::move(signing_key)), public_key(key->public_key().to_base64()) {}
  /** Without a key: calls carry the client's API key, or a person's access token. Questions must be signed, so none can be asked. */
  explicit identity(std::string id) : agent_id(std::move(id)) {}

  /** The key. @par Errors configuration_error (no_credential): there is none. */
  const crypto::keypair& signing_key() const {
    if (!key) throw configuration_error(errc::no_credential, "this agent has no private key, and what it asks must be signed: set AIM_PRIVATE_KEY or options.private_key");
    return *key;
  }

  std::string agent_id;
  std::optional<crypto::keypair> key;
  std::string public_key;  ///< base64; empty without a key
};

/** A person's access token, and the id of the refresh token that it came from (X-SDK-Token). */
class access_token {
 public:
  access_token() {}
  access_token(std::shared_ptr<const secret> token, std::string id) : text(std::move(token)), sdk_token_id(std::move(id)) {}
  std::shared_ptr<const secret> text;  ///< null: there is no credential for one
  std::string sdk_token_id;
};

/** Where access tokens come from: aim/token_source.hpp. The argument is one that the authority did not take, or null. */
using access_tokens = std::function<awaitable<access_token>(std::shared_ptr<const secret>)>;

struct client_settings {
  std::chrono::milliseconds timeout{30'000};  ///< one call as a whole, repeats included; zero: no limit
  retry_policy retry = {};
  clock_source clock = {};
  random_source random = {};
  log_hooks log = {};
  std::string user_agent = "aval/" AVAL_VERSION_STRING;
  bool pad_short_bodies = false;  ///< for servers of 2025 that fail on signed bodies below 200 bytes; adds an ignored member
  bool unique_requests = false;   ///< each verification carries a random context._nonce (AIM specification 1.11)
};

/** How a call shows who it is from (AIM specification 1.4); exactly one. */
enum class credential_kind {
  none,
  signature,         ///< mode A, with the client's identity; without a key what the client has in its place
  self,              ///< mode A without an agent id: self-registration
  registration_key,  ///< X-AIM-API-Key
  api_key,           ///< X-API-Key
  bearer             ///< Authorization: Bearer; without a text a token of client::use_tokens
};

/** A call. A class with constructors, so a temporary of it is safe inside a co_await. */
class call_request {
 public:
  call_request(std::string http_method, std::string url_path) : method(std::move(http_method)), path(std::move(url_path)) {}
  call_request(std::string http_method, std::string url_path, std::string json_body)
      : method(std::move(http_method)), path(std::move(url_path)), body(std::move(json_body)) {}

  std::string method;
  std::string path;                                          ///< "/api/v1/..."
  std::string query;                                         ///< without '?'; not covered by the signature
  std::string body;                                          ///< JSON text, or empty
  std::string accept = "application/json";                   ///< what the answer may be
  credential_kind credential = credential_kind::signature;
  secret credential_text;                                    ///< API key or token; struck out of what the server says in an error
  bool secret_answer = false;                                ///< the answer holds a key or a token: nothing of it goes into an error
  std::string sdk_token;                                     ///< X-SDK-Token, usage tracking only; empty: not sent
  call_kind kind = call_kind::other;
  std::optional<bool> repeatable;                            ///< whether it may arrive twice; empty: GET and DELETE may
  deadline limit;                                            ///< beside the client's time-out
};

/** A successful answer. */
class call_answer {
 public:
  call_answer() {}
  call_answer(int http_status, std::string text) : status(http_status), body(std::move(text)) {}
  int status = 0;
  std::string body;
};

/** A question to the authority. */
class question {
 public:
  explicit question(std::string action_name) : action(std::move(action_name)) {}
  std::string action;
  std::optional<std::string> resource;  ///< empty: null on the wire
  json::value context;                  ///< an object; null: {}
};

/** The outcome of one call, on its way to the authority. Members are what the spool keeps. */
struct outcome_report {
  std::string verification_id = {};  ///< empty: only the action log
  std::string action = {};
  std::optional<std::string> resource = {};
  std::optional<std::string> risk = {};
  bool success = false;
  std::optional<std::string> reason = {};
  std::optional<std::string> error = {};
  std::optional<std::int64_t> duration_ms = {};
  std::optional<std::string> result_hash = {};
  std::optional<std::string> result_summary = {};
  std::optional<json::value> parameters = {};
  std::string at = {};  ///< RFC 3339
};

/** What became of a report. */
enum class delivery {
  delivered,  ///< the authority has it
  later,      ///< not reachable, busy, or our credential is not accepted at the moment (an agent that is suspended)
  kept,       ///< this authority has no place for it; it stays with us
  refused     ///< the authority will never take it
};

template <class Lazy>
class basic_client;
using client = basic_client<void>;

template <class Lazy>
class basic_client {
 public:
  /** Nothing is sent yet. `server` is the base URL; a path in it stands before every route. */
  basic_client(net::http_client http, net::url server, client_settings settings = {});

  /** Sets who signs; calls that have begun keep what they began with. */
  void identify(identity who) const;
  /** What calls carry when there is no key: an API key that is bound to the agent. */
  void use_api_key(std::shared_ptr<const secret> key) const;
  /** What routes for people are asked with, and everything when there is neither a key nor an API key. */
  void use_tokens(access_tokens source) const;
  bool has_tokens() const;
  /** Null before identify(). */
  std::shared_ptr<const identity> who() const;
  /** Origin and path of the server, without a slash at the end. */
  const std::string& base() const noexcept;
  const client_settings& settings() const noexcept;
  /** The authority's clock minus ours, as far as it had to be learned. */
  std::chrono::seconds clock_offset() const;

  /** Sends a request and gives its 2xx answer.
   *
   *  @par Errors        aim::error as in part 5 of the AIM specification; aval::error with condition::cancelled.
   *  @par Cancellation  terminal: the request may have been carried out. */
  awaitable<call_answer> call(call_request request) const;

  /** The request of a call as it goes over the wire, for an exchange of your own on transport() and server(), whose answer may be
   *  larger than memory. `offset`: the authority's clock minus ours. */
  awaitable<net::http_request> prepare(call_request request, std::chrono::seconds offset) const;
  const net::http_client& transport() const noexcept;
  const net::url& server() const noexcept;

  /** The same, with the answer read as a T in any spelling. server_error (invalid_answer) when it is none. */
  template <class T>
  awaitable<T> call_for(call_request request) const {
    return run_for<T>(state_, std::move(request));
  }

  /** Asks, and stays with a pending question when settings.wait is set. Denied, expired and (without wait) pending are results; the
   *  rest of the table in part 5 is thrown. A repeat after a failure is the same signed text, so the authority can tell it is one.
   *  @par Cancellation  terminal: the question may have arrived. Asking again is harmless. */
  awaitable<decision> verify(question q, verification_settings settings, deadline limit = {}) const;

  /** Tells the authority how a call ended. Never throws anything but cancellation. */
  awaitable<delivery> deliver(awaited<outcome_report> report, deadline limit = {}) const;

 private:
  struct lessons {
    std::chrono::seconds offset{};
    signature_form form = signature_form::p;
    bool headers = false;
  };
  struct state {
    state(net::http_client h, net::url u, client_settings s) : http(std::move(h)), server(std::move(u)), settings(std::move(s)) {
      std::string path = server.path();
      while (!path.empty() && path.back() == '/') path.pop_back();
      prefix = path;
      base = server.origin() + path;
    }
    net::http_client http;
    const net::url server;
    const client_settings settings;
    std::string prefix, base;
    std::mutex mutex;  // guards what follows
    std::shared_ptr<const identity> who;
    std::shared_ptr<const secret> api_key;
    access_tokens tokens;
    lessons learned;
  };
  /** How a call shows who it is from, settled. */
  class shown {
   public:
    credential_kind how = credential_kind::none;
    std::shared_ptr<const identity> who;
    std::shared_ptr<const secret> text;
    std::string sdk_token;
    access_tokens tokens;  // set: `text` came from there, and may be asked for once more
  };
  using state_ptr = std::shared_ptr<state>;

  /** One exchange on the wire: an answer or an error code, never both. */
  class wire {
   public:
    net::http_response response;
    std::error_code ec;
    std::string detail;
    std::optional<std::chrono::milliseconds> retry_after;
    std::optional<std::chrono::system_clock::time_point> server_time;

    exchange view() const { return {response.status, response.body, retry_after, server_time}; }
    /** Nothing can have arrived: there was no connection to send on. */
    bool nothing_sent() const {
      return ec == asio::error::connection_refused || ec == asio::error::host_not_found || ec == asio::error::network_unreachable ||
             ec == asio::error::host_unreachable || ec == net::errc::not_resolved || ec == net::errc::no_route || ec == net::errc::proxy_refused ||
             ec == net::errc::too_many_connections || ec == condition::not_trusted;
    }
  };

  static awaitable<wire> send(state_ptr s, net::http_request request, deadline limit);

  static awaitable<void> pause(std::chrono::milliseconds delay);

  static std::chrono::milliseconds left(const state& s, deadline limit);
  static deadline limit_of(const state& s, deadline limit, std::chrono::milliseconds more = {});
  static void learn_clock(state& s, bool corrected, std::chrono::seconds offset);

  static net::http_request compose(const state& s, const std::string& method, const std::string& path, const std::string& query, std::string body);
  static void sign(const state& s, net::http_request& r, const identity& who, bool with_id, const std::string& method, const std::string& path,
                   std::chrono::seconds offset);
  /** Servers of the first generations cut 200 bytes from the body without looking at its length. */
  static void pad(const state& s, std::string& body);

  static awaitable<shown> settle(state_ptr s, const call_request* r);
  static net::http_request dress(const state& s, const call_request& r, const shown& by, std::chrono::seconds offset);
  static awaitable<call_answer> run(state_ptr s, call_request r);
  static awaitable<net::http_request> run_prepare(state_ptr s, call_request r, std::chrono::seconds offset);
  /** Asks for another token than the one that was refused; whether there is one. */
  static awaitable<bool> renewed(shown* by);

  template <class T>
  static awaitable<T> run_for(state_ptr s, call_request r) {
    error_origin origin;
    origin.endpoint = r.method + " " + s->base + r.path;
    const bool hidden = r.secret_answer;
    call_answer a = co_await run(s, std::move(r));
    auto parsed = aim::read<T>(a.body);
    if (!parsed) {
      const exchange e{a.status, hidden ? std::string_view() : std::string_view(a.body), {}, {}};
      std::rethrow_exception(error_for_shape("not understood: " + parsed.error().message(), e, std::move(origin)));
    }
    co_return std::move(*parsed);
  }

  static awaitable<decision> run_verify(state_ptr s, question q, verification_settings vs, deadline limit);

  static awaitable<delivery> run_deliver(state_ptr s, outcome_report report, deadline limit);
  /** The same for authorities without an action log: as an event, which takes the access token of a person. */
  static awaitable<delivery> run_tell(state_ptr s, const outcome_report* report, deadline limit);

  explicit basic_client(state_ptr s);
  state_ptr state_;
};

}  // namespace aim
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/client.hpp"
#endif
