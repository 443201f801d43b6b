// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/credentials/detail/single_flight.hpp"
#include "aval/credentials/error.hpp"
#include "aval/credentials/jwt.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/url.hpp"

/*  Tokens of users checked against the keys that their issuer publishes (Agent Identity specification 6.3):
 *
 *      jwt_verifier_options o;
 *      o.keys_url = "https://oauth.example/keys";
 *      o.token.issuer = "https://oauth.example";
 *      o.token.audiences = {"my-agent"};
 *      jwt_verifier users(client, o);
 *      ...
 *      const jwt_claims who = co_await users.verify(std::string(call.bearer()));
 *
 *  Keys are fetched with the first token and kept for five minutes. A token with a key id that is not among them makes them be fetched
 *  anew, but not more often than once in a cool-down, so that strangers with invented key ids cost the issuer nothing. Concurrent calls
 *  share one fetch. While the issuer can not be reached the keys are good for another hour, then no token is. */

namespace aval {
inline namespace v0 {
namespace credentials {

struct jwt_verifier_options {
  std::string keys_url = {};                // the JWKS URL ("jwks_uri" of the issuer's metadata); HTTPS
  jwt_options token = {};                   // which tokens are good; issuer and audiences must be named
  std::chrono::seconds fresh{300};          // how long keys are used without asking; at least a second
  std::chrono::seconds stale{3600};         // how much longer while they can not be fetched; zero: not at all
  std::chrono::seconds cool_down{30};       // between two fetches, because of an unknown key id or after a failure; at least a second
  std::chrono::milliseconds timeout{5'000}; // of a fetch
  std::size_t max_keys_size = 256 * 1024;   // bytes of the key set
  bool allow_plain_http = false;            // true: keys may come without TLS; whoever is in between then makes tokens
  clock_source clock = {};
  log_hooks log = {};                       // told of keys that were left out and of fetches that failed
};

template <class Lazy>
class basic_jwt_verifier;
using jwt_verifier = basic_jwt_verifier<void>;

/** Checks tokens of one issuer. A cheap handle; copies share the keys.
 *
 *  @par Threads  any number of calls from any threads; each completes on its caller's executor. */
template <class Lazy>
class basic_jwt_verifier {
 public:
  /** Fetches nothing yet. @par Exceptions  aval::error: aval::errc::invalid_argument for options that would let everybody in or can not
   *  be used; errc::unsafe_endpoint for a URL that is not HTTPS; net::errc::invalid_url. */
  basic_jwt_verifier(net::http_client client, jwt_verifier_options options)
      : state_(std::make_shared<state>(std::move(client), std::move(options))) {}

  /** The claims of a good token.
   *
   *  Completes without suspension while the keys are fresh; otherwise when they have been fetched.
   *
   *  @par Errors        aval::error with credentials::errc from malformed_token to incomplete_token: answer 401 with bearer_challenge(code);
   *                     keys_unavailable: the issuer can not be reached, answer 503.
   *  @par Cancellation  terminal: aval::errc::cancelled; a fetch goes on for the others.
   *  @par Cost          one signature check; one HTTP request in five minutes, whatever the callers do. */
  awaitable<jwt_claims> verify(std::string token) const { return run(state_, std::move(token)); }

 private:
  using keys_ptr = std::shared_ptr<const jwk_set>;
  using flight = detail::single_flight<keys_ptr>;
  using time = std::chrono::steady_clock::time_point;

  struct state {
    state(net::http_client c, jwt_verifier_options o)
        : client(std::move(c)), options(std::move(o)), checker(options.token), fetches(std::make_shared<flight>(client.get_executor())) {
      const std::chrono::seconds second(1);
      if (options.fresh < second || options.cool_down < second || options.stale.count() < 0 || options.timeout.count() <= 0 ||
          options.max_keys_size == 0)
        throw error(aval::errc::invalid_argument, "jwt_verifier_options: a time or size is too small");
      where = net::url(options.keys_url);
      if (!where.secure() && !options.allow_plain_http) throw error(errc::unsafe_endpoint, "jwt_verifier_options::keys_url is not HTTPS");
    }

    /* What there is: fresh keys; or null and whether a fetch may be made now. */
    struct look {
      keys_ptr keys;
      bool may_fetch = false;
    };
    look now_there(bool unknown_key) {
      const time now = options.clock.steady();
      const std::lock_guard lock(mutex);
      look out;
      out.may_fetch = !attempted || now - attempted_at >= options.cool_down || fetches->under_way();
      if (keys && !unknown_key && (now - fetched_at < options.fresh || (!out.may_fetch && usable(now)))) out.keys = keys;
      return out;
    }
    bool usable(time now) const { return keys && now - fetched_at < options.fresh + options.stale; }

    net::http_client client;
    jwt_verifier_options options;
    jwt_checker checker;
    net::url where;
    std::shared_ptr<flight> fetches;
    std::mutex mutex;
    keys_ptr keys;
    time fetched_at = {}, attempted_at = {};
    bool attempted = false;
    std::string last_failure;
  };

  static awaitable<jwt_claims> run(std::shared_ptr<state> s, std::string token) {
    auto there = s->now_there(false);
    if (!there.keys) {
      // nobody fetches keys for what is no token
      const auto form = s->checker.check(token, jwk_set(), s->options.clock.now());
      if (form.error().code != errc::unknown_key) throw error(form.error().code, form.error().message);
      there.keys = co_await fetched(s, there.may_fetch);
    }
    auto claims = s->checker.check(token, *there.keys, s->options.clock.now());
    if (!claims && claims.error().code == errc::unknown_key && s->now_there(true).may_fetch) {
      const keys_ptr keys = co_await fetched(s, true);
      claims = s->checker.check(token, *keys, s->options.clock.now());
    }
    if (!claims) throw error(claims.error().code, claims.error().message);
    co_return *std::move(claims);
  }

  static awaitable<keys_ptr> fetched(std::shared_ptr<state> s, bool may_fetch) {
    if (!may_fetch) {
      const std::lock_guard lock(s->mutex);
      throw error(errc::keys_unavailable, s->last_failure);
    }
    typename flight::operation start = [s] { return fetch(s); };
    co_return co_await flight::join(s->fetches, std::move(start));
  }

  static awaitable<keys_ptr> fetch(std::shared_ptr<state> s) {
    {
      const time now = s->options.clock.steady();
      const std::lock_guard lock(s->mutex);
      if (s->attempted && now - s->attempted_at < s->options.cool_down) {  // somebody else was quicker
        if (s->usable(now)) co_return s->keys;
        throw error(errc::keys_unavailable, s->last_failure);
      }
      s->attempted = true;
      s->attempted_at = now;
    }
    const std::string what = "GET " + s->where.origin() + s->where.path();
    std::string why;
    keys_ptr keys;
    try {
      net::http_request request("GET");
      request.headers.add("Accept", "application/json");
      net::call_options call;
      call.timeout = s->options.timeout;
      call.redirects = 0;
      call.max_response_body = s->options.max_keys_size;
      const net::http_response response = co_await s->client.send(s->where, std::move(request), call);
      if (response.status != 200) {
        why = what + ": status " + std::to_string(response.status);
      } else if (auto set = parse_jwk_set(response.body, s->options.max_keys_size); !set) {
        why = what + ": " + set.error().message;
      } else {
        for (const auto& line : set->skipped()) s->options.log.log(log_level::warning, "credentials", what + ": left out " + line);
        keys = std::make_shared<const jwk_set>(*std::move(set));
      }
    } catch (const std::system_error& e) {
      why = e.what();
    }
    const time now = s->options.clock.steady();
    if (!keys) s->options.log.log(log_level::warning, "credentials", "keys of " + s->options.token.issuer + " not fetched: " + why);
    const std::lock_guard lock(s->mutex);
    if (keys) {
      s->keys = keys;
      s->fetched_at = now;
      co_return keys;
    }
    s->last_failure = why;
    if (s->usable(now)) co_return s->keys;
    throw error(errc::keys_unavailable, why);
  }

  std::shared_ptr<state> state_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
