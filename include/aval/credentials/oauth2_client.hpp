// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/clock.hpp"
#include "aval/credentials/error.hpp"
#include "aval/credentials/jwt.hpp"
#include "aval/credentials/oauth2.hpp"
#include "aval/credentials/token_source.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/tls_options.hpp"

/*  A client of any OAuth 2.0 authorization server:
 *
 *      oauth2_client_options o;
 *      o.server = co_await discover_oauth2(client, "https://oauth.example");
 *      o.client_id = "my-agent";
 *      o.client_secret = ...;                       // or .client_key (RFC 7523), or neither: a public client
 *      oauth2_client agent(client, o);
 *      oauth2_token_ptr token = co_await agent.client_credentials("documents.write");
 *
 *  Each call is one question and one answer; token_source.hpp keeps tokens, oauth2_login.hpp takes a user through the browser. */

namespace aval {
inline namespace v0 {
namespace credentials {

struct oauth2_client_options {
  oauth2_server server = {};                         // from discover_oauth2(), or filled by hand
  std::string client_id = {};
  net::shared_secret client_secret = {};             // empty: none
  bool secret_in_body = false;                       // client_secret_post instead of HTTP Basic (RFC 6749 2.3.1)
  std::optional<crypto::keypair> client_key = {};    // instead of a secret: a client assertion with Ed25519 (RFC 7523)
  std::string client_key_id = {};                    // "kid" of it; empty: the key's thumbprint
  std::string assertion_audience = {};               // of client assertions; empty: the token endpoint
  std::chrono::milliseconds timeout{10'000};         // of each question
  std::size_t max_answer = 256 * 1024;               // bytes
  std::chrono::milliseconds least_interval{1'000};   // between two questions for a device code
  bool allow_plain_http = false;                     // true: secrets and tokens may travel without TLS
  clock_source clock = {};
};

/** What to exchange for another token (RFC 8693 2.1). Empty members are not sent. */
struct token_exchange {
  net::shared_secret subject_token = {};
  std::string subject_token_type = "urn:ietf:params:oauth:token-type:access_token";
  net::shared_secret actor_token = {};
  std::string actor_token_type = "urn:ietf:params:oauth:token-type:access_token";  // sent with an actor_token only
  std::string requested_token_type = {};
  std::string audience = {};
  std::string resource = {};
  std::string scope = {};
};

struct oauth2_discovery_options {
  std::chrono::milliseconds timeout{10'000};  // of each of the two questions
  std::size_t max_answer = 256 * 1024;        // bytes
  bool allow_plain_http = false;
};

template <class Lazy>
class basic_oauth2_client;
using oauth2_client = basic_oauth2_client<void>;

/** A cheap handle; copies share it. Calls keep what they need.
 *
 *  @par Errors        of every call, aval::error: credential_refused (the client's secret, the code or the refresh token), denied, throttled,
 *                     service_failed, rejected; the context has the server's code, peer_text() its words. answer_not_understood.
 *                     unsafe_endpoint, invalid_configuration: the server has no such endpoint, or not on HTTPS. Errors of
 *                     net::http_client::send.
 *  @par Cancellation  terminal, as net::http_client::send: the server may have given a token that nobody has.
 *  @par Threads       any number of calls from any threads. */
template <class Lazy>
class basic_oauth2_client {
 public:
  /** @par Exceptions  aval::error(invalid_configuration): no client id, or both a secret and a key. */
  basic_oauth2_client(net::http_client client, oauth2_client_options options)
      : state_(std::make_shared<const state>(state{std::move(client), std::move(options)})) {
    const auto& o = state_->options;
    if (o.client_id.empty()) throw error(errc::invalid_configuration, "oauth2_client_options::client_id is empty");
    if (o.client_key && !o.client_secret.empty()) throw error(errc::invalid_configuration, "oauth2_client_options has a secret and a key");
  }

  /** A token for the client itself (RFC 6749 4.4). `scope`: words separated by spaces; empty: the server's own choice. */
  awaitable<oauth2_token_ptr> client_credentials(std::string scope = {}) const {
    parameters p{{"grant_type", "client_credentials"}};
    if (!scope.empty()) p.add("scope", scope);
    return give(state_, std::move(p), nullptr);
  }
  /** A new token for an old one (RFC 6749 6). When the server gives no new refresh token the result has the old one.
   *  @par Errors  no_credential: the old one has no refresh token. */
  awaitable<oauth2_token_ptr> refresh(oauth2_token_ptr old) const {
    parameters p{{"grant_type", "refresh_token"}};
    if (old) p.add_secret("refresh_token", old->refresh_token);
    return give(state_, std::move(p), std::move(old), true);
  }
  /** The second half of an authorization code (RFC 6749 4.1.3, RFC 7636 4.5); `redirect_uri` as it was in the request. */
  awaitable<oauth2_token_ptr> exchange_code(secret code, secret verifier, std::string redirect_uri) const {
    parameters p{{"grant_type", "authorization_code"}, {"redirect_uri", redirect_uri}};
    p.add_secret("code", code).add_secret("code_verifier", verifier);
    return give(state_, std::move(p), nullptr);
  }
  /** Another token for one that we hold (RFC 8693). */
  awaitable<oauth2_token_ptr> exchange(awaited<token_exchange> what) const {
    const token_exchange x = taken(std::move(what));
    parameters p{{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"}};
    p.add_secret("subject_token", x.subject_token.reveal()).add("subject_token_type", x.subject_token_type);
    if (!x.actor_token.empty()) p.add_secret("actor_token", x.actor_token.reveal()).add("actor_token_type", x.actor_token_type);
    for (const auto& [name, value] : {std::pair("requested_token_type", &x.requested_token_type), std::pair("audience", &x.audience),
                                      std::pair("resource", &x.resource), std::pair("scope", &x.scope)})
      if (!value->empty()) p.add(name, *value);
    return give(state_, std::move(p), nullptr);
  }

  /** Asks for a code that the user enters on another device (RFC 8628 3.1): show him verification_uri and user_code, then finish. */
  awaitable<std::shared_ptr<const device_code>> start_device(std::string scope = {}) const { return begin(state_, std::move(scope)); }
  /** Asks, in the server's rhythm, until the user has decided. @par Errors  login_expired: he has not; denied: he said no. */
  awaitable<oauth2_token_ptr> finish_device(std::shared_ptr<const device_code> code) const { return finish(state_, std::move(code)); }

  const oauth2_client_options& options() const noexcept { return state_->options; }
  any_io_executor get_executor() const { return state_->client.get_executor(); }

 private:
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  struct state {
    net::http_client client;
    oauth2_client_options options;
  };
  struct reply {
    int status = 0;
    std::string body;
    std::string what;  // "POST https://host/path", for messages
    timestamp asked_at = {};
    parameters sent;  // its secrets are struck out of the server's words
    reply() {}
  };

  static awaitable<reply> post(std::shared_ptr<const state> s, std::string address, const char* name, parameters p) {
    const auto& o = s->options;
    const auto where = detail::endpoint(address, name, o.allow_plain_http);
    if (!where) throw error(where.error().code, where.error().message);
    reply out;
    out.what = "POST " + where->origin() + where->path();
    net::http_request request("POST");
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.headers.set("Accept", "application/json");
    out.asked_at = o.clock.now();
    authenticate(*s, p, request);
    request.body = p.form();
    out.sent = std::move(p);
    net::call_options call;
    call.timeout = o.timeout;
    call.redirects = 0;
    call.idempotent = false;
    call.repeat_answers = false;  // a repeat needs another assertion
    call.max_response_body = o.max_answer;
    net::http_response response = co_await s->client.send(*where, std::move(request), call);
    out.status = response.status;
    out.body = std::move(response.body);
    co_return out;
  }

  static void authenticate(const state& s, parameters& p, net::http_request& request) {
    const auto& o = s.options;
    if (o.client_key) {
      client_assertion_options a;
      a.client_id = o.client_id;
      a.audience = o.assertion_audience.empty() ? o.server.token_endpoint : o.assertion_audience;
      a.key_id = o.client_key_id;
      p.add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
      p.add_secret("client_assertion", client_assertion(a, *o.client_key, o.clock.now()));
      p.add("client_id", o.client_id);
    } else if (o.client_secret.empty() || o.secret_in_body) {
      p.add("client_id", o.client_id);
      if (!o.client_secret.empty()) p.add_secret("client_secret", o.client_secret.reveal());
    } else {  // RFC 6749 2.3.1: both encoded before they are joined
      std::string pair = net::percent_encode(o.client_id) + ':' + net::percent_encode(o.client_secret.reveal());
      const std::string encoded = crypto::base64_encode(as_bytes(pair));
      request.headers.set("Authorization", "Basic " + encoded);
      p.hide(o.client_secret.reveal()).hide(encoded);
      wipe(pair.data(), pair.size());
    }
  }

  static awaitable<token_answer> ask(std::shared_ptr<const state> s, parameters p, std::string* what) {
    reply r = co_await post(s, s->options.server.token_endpoint, "token_endpoint", std::move(p));
    token_answer out = read_token_answer(r.status, r.body, r.asked_at, r.sent);
    wipe(r.body.data(), r.body.size());
    *what = std::move(r.what);
    co_return out;
  }

  static awaitable<oauth2_token_ptr> give(std::shared_ptr<const state> s, parameters p, oauth2_token_ptr old, bool refreshes = false) {
    if (refreshes && (!old || old->refresh_token.empty())) throw error(errc::no_credential, "there is no refresh token");
    std::string what;
    token_answer answer = co_await ask(s, std::move(p), &what);
    if (!answer.token) refuse(answer, what);
    if (old && answer.token->refresh_token.empty()) answer.token->refresh_token = old->refresh_token.clone();
    co_return answer.token;
  }
  [[noreturn]] static void refuse(const token_answer& answer, const std::string& what) {
    throw error(answer.code, answer.error.empty() ? what : what + ": " + answer.error, answer.description);
  }

  static awaitable<std::shared_ptr<const device_code>> begin(std::shared_ptr<const state> s, std::string scope) {
    parameters p;
    if (!scope.empty()) p.add("scope", scope);
    const auto asked_at = s->options.clock.steady();
    reply r = co_await post(s, s->options.server.device_authorization_endpoint, "device_authorization_endpoint", std::move(p));
    if (r.status != 200) {
      const token_answer no = read_token_answer(r.status, r.body, r.asked_at, r.sent);
      refuse(no, r.what);
    }
    auto code = read_device_code(r.body);
    wipe(r.body.data(), r.body.size());
    if (!code) throw error(code.error().code, r.what + ": " + code.error().message);
    code->asked_at = asked_at;
    co_return std::make_shared<const device_code>(*std::move(code));
  }

  static awaitable<oauth2_token_ptr> finish(std::shared_ptr<const state> s, std::shared_ptr<const device_code> code) {
    const auto elapsed = [s, code] { return std::chrono::duration_cast<std::chrono::milliseconds>(s->options.clock.steady() - code->asked_at); };
    device_fsm rhythm(code->lifetime, code->interval, s->options.least_interval);
    auto step = rhythm.start(elapsed());
    std::string what;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (step.what == device_fsm::act::pause) {
      timer.expires_after(step.delay);
      co_await timer.async_wait(use_awaitable);
      parameters p{{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"}};
      p.add_secret("device_code", code->code);
      token_answer answer;
      bool answered = true;
      try {
        answer = co_await ask(s, std::move(p), &what);
      } catch (const std::system_error& e) {
        if (e.code() != condition::unreachable && e.code() != condition::timed_out) throw;
        answered = false;
      }
      step = answered ? rhythm.next(answer, elapsed()) : rhythm.unanswered(elapsed());
      if (step.what == device_fsm::act::done) co_return answer.token;
      if (step.what == device_fsm::act::failed && answered && step.code == answer.code) refuse(answer, what);
    }
    throw error(step.code, "the user code " + code->user_code);
  }

  std::shared_ptr<const state> state_;
};

namespace detail {
template <class Lazy>
awaitable<oauth2_server> discover(net::http_client client, std::string issuer, oauth2_discovery_options o) {
  const auto place = endpoint(issuer, "issuer", o.allow_plain_http);
  if (!place) throw error(place.error().code, place.error().message);
  if (!place->query().empty()) throw error(errc::unsafe_endpoint, "an issuer has no query (RFC 8414 2)");
  int status = 0;
  for (const std::string& text : metadata_places(*place)) {
    net::http_request request("GET");
    request.headers.set("Accept", "application/json");
    net::call_options call;
    call.timeout = o.timeout;
    call.redirects = 0;
    call.max_response_body = o.max_answer;
    const net::http_response response = co_await client.send(net::url(text), std::move(request), call);
    status = response.status;
    if (status != 200) continue;
    auto server = read_server_metadata<Lazy>(response.body, issuer, o.allow_plain_http);
    if (!server) throw error(server.error().code, "GET " + text + ": " + server.error().message);
    co_return *std::move(server);
  }
  throw error(code_of_status(status), "metadata of " + issuer + ": status " + std::to_string(status));
}
}  // namespace detail

/** An authorization server's own words about itself (RFC 8414, OpenID Connect Discovery), from the one place or the other.
 *
 *  @par Errors        unsafe_endpoint: the issuer or an endpoint is not HTTPS, or the metadata is of another issuer.
 *                     answer_not_understood, service_failed, credential_refused, denied by the status. Errors of net::http_client::send.
 *  @par Cancellation  terminal.
 *  @par Cost          one or two HTTP requests; keep the result. */
template <class Lazy = void>
awaitable<oauth2_server> discover_oauth2(net::http_client client, std::string issuer, oauth2_discovery_options options = {}) {
  return detail::discover<Lazy>(std::move(client), std::move(issuer), options);
}

/** A source of the client's own tokens, with the client's clock unless the options have one. */
template <class Lazy = void>
basic_token_source<Lazy> client_credentials_source(basic_oauth2_client<Lazy> client, std::string scope = {}, token_source_options options = {}) {
  auto executor = client.get_executor();
  if (!options.clock.wall) options.clock = client.options().clock;
  return basic_token_source<Lazy>(
      std::move(executor), [client = std::move(client), scope = std::move(scope)](oauth2_token_ptr) { return client.client_credentials(scope); },
      std::move(options));
}
/** A source that begins with a user's token and refreshes it. Keep what it gives where the refresh token must outlive the program. */
template <class Lazy = void>
basic_token_source<Lazy> refreshing_source(basic_oauth2_client<Lazy> client, oauth2_token_ptr first, token_source_options options = {}) {
  auto executor = client.get_executor();
  if (!options.clock.wall) options.clock = client.options().clock;
  return basic_token_source<Lazy>(
      std::move(executor), [client = std::move(client)](oauth2_token_ptr old) { return client.refresh(std::move(old)); }, std::move(options),
      std::move(first));
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
