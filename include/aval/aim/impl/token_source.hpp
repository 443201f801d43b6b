// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/aim/impl/client.hpp"
#include "aval/aim/token_source.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/core/detail/single_flight.hpp"
#include "aval/crypto/encoding.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

/** What can be read from a JWT without believing anything in it. */
struct token_claims {
  std::string id = {};                     // jti
  std::optional<std::int64_t> expires_at = {};  // Unix seconds
};

template <class Lazy = void>
token_claims read_claims(std::string_view jwt) {
  token_claims out;
  const auto first = jwt.find('.'), second = jwt.find('.', first + 1);
  if (first == jwt.npos || second == jwt.npos) return out;
  const auto bytes = crypto::base64url_decode(jwt.substr(first + 1, second - first - 1), crypto::padding::optional);
  if (!bytes) return out;
  const auto claims = json::parse(as_text(*bytes));
  if (!claims) return out;
  if (const json::value* jti = claims->find("jti"); jti && jti->is_string()) out.id = jti->as_string();
  if (const json::value* exp = claims->find("exp")) out.expires_at = exp->if_int64();
  return out;
}

}  // namespace detail

template <class Lazy>
struct basic_token_source<Lazy>::state {
  using flight = aval::detail::single_flight<access_token>;

  state(client c, key_store k, any_io_executor e, any_io_executor b, token_options o)
      : calls(std::move(c)), store(std::move(k)), executor(e), blocking(std::move(b)), options(o), exchange(std::make_shared<flight>(std::move(e))) {}

  const client calls;
  const key_store store;
  const any_io_executor executor, blocking;
  const token_options options;
  const std::shared_ptr<flight> exchange;

  std::mutex mutex;  // guards what follows
  access_token current;
  std::chrono::steady_clock::time_point renew_at{};
  std::optional<secret> refused;  // a refresh token that is good for nothing
};

template <class Lazy>
basic_token_source<Lazy>::basic_token_source(client calls, key_store store, any_io_executor executor, any_io_executor blocking, token_options options)
    : state_(std::make_shared<state>(std::move(calls), std::move(store), std::move(executor), std::move(blocking), options)) {}

template <class Lazy>
awaitable<access_token> basic_token_source<Lazy>::get(std::shared_ptr<const secret> refused) const {
  return run_get(state_, std::move(refused));
}

template <class Lazy>
awaitable<access_token> basic_token_source<Lazy>::run_get(std::shared_ptr<state> s, std::shared_ptr<const secret> refused) {
  {
    const std::lock_guard lock(s->mutex);
    const bool same = refused && s->current.text && refused->reveal() == s->current.text->reveal();
    if (same) s->current = access_token();
    if (s->current.text && s->calls.settings().clock.steady() < s->renew_at) co_return s->current;
  }
  typename state::flight::operation start = [s] { return exchange_once(s); };
  co_return co_await state::flight::join(s->exchange, std::move(start));
}

template <class Lazy>
awaitable<aval::detail::file_lock> basic_token_source<Lazy>::locked(std::shared_ptr<state> s) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  const deadline limit = deadline::after(s->options.lock_timeout);
  std::chrono::milliseconds pause(10);
  for (;;) {
    const auto take = [store = s->store] { return store.lock_tokens(false); };  // never waiting: the thread may be the other's too
    auto lock = co_await run_blocking(s->blocking, take);
    if (lock) co_return std::move(*lock);
    if (lock.error().code != std::errc::operation_would_block) throw configuration_error(lock.error().code, lock.error().message);
    if (limit.expired()) throw configuration_error(aval::errc::timed_out, "another process has been renewing the access token for too long; " + lock.error().message);
    asio::steady_timer timer(co_await this_coro::executor, pause);
    co_await timer.async_wait(use_awaitable);
    pause = std::min(pause * 2, std::chrono::milliseconds(200));
  }
}

template <class Lazy>
awaitable<access_token> basic_token_source<Lazy>::exchange_once(std::shared_ptr<state> s) {
  const auto lock = co_await locked(s);
  const std::string server = s->calls.base();
  const auto find = [store = s->store, server] { return store.find_sdk(server); };
  auto stored = co_await run_blocking(s->blocking, find);
  if (!stored) throw configuration_error(stored.error().code, stored.error().message);
  if (!*stored) co_return access_token();
  sdk_credentials mine = std::move(**stored);
  const std::string advice = "the refresh token for " + server + " was revoked, has expired or was used by somebody else; download new SDK credentials and replace sdk_credentials.json";
  {
    const std::lock_guard guard(s->mutex);
    if (s->refused && s->refused->reveal() == mine.refresh_token.reveal()) throw authentication_error(errc::not_authenticated, advice);
  }
  refresh_request m;
  m.refresh_token = std::string(mine.refresh_token.reveal());
  call_request r("POST", "/api/v1/auth/refresh", json::write(m));
  wipe(m.refresh_token.data(), m.refresh_token.size());
  r.credential = credential_kind::none;
  r.credential_text = mine.refresh_token.clone();
  r.secret_answer = true;
  r.limit = deadline::after(s->options.timeout);
  token_answer a;
  std::string said;
  error_origin origin;
  bool refused = false;
  try {
    a = co_await s->calls.template call_for<token_answer>(std::move(r));
  } catch (const authentication_error& e) {
    refused = true;
    said = e.peer_text();
    origin = e.origin();
  }
  if (refused) {
    const std::lock_guard guard(s->mutex);
    s->refused = mine.refresh_token.clone();
    s->current = access_token();
    throw authentication_error(errc::not_authenticated, advice, std::move(said), std::move(origin));
  }
  if (a.access_token.empty()) throw server_error(errc::invalid_answer, "POST " + server + "/api/v1/auth/refresh: no access token");
  std::string id = mine.sdk_token_id;
  if (!a.refresh_token.empty() && a.refresh_token != mine.refresh_token.reveal()) {  // on disk before the access token is used
    if (auto next = detail::read_claims(a.refresh_token).id; !next.empty()) id = std::move(next);
    mine.sdk_token_id = id;
    mine.refresh_token = secret::take(a.refresh_token);
    const auto kept = std::make_shared<sdk_credentials>(std::move(mine));
    const auto save_it = [store = s->store, kept] { return store.save_sdk(std::move(*kept)); };
    const auto saved = co_await run_blocking(s->blocking, save_it);
    if (!saved) throw configuration_error(saved.error().code, saved.error().message);
  }
  std::chrono::seconds life(std::clamp<std::int64_t>(a.expires_in, 0, 366 * 86400));
  const auto& clock = s->calls.settings().clock;
  if (const auto ends = detail::read_claims(a.access_token).expires_at) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>((clock.now() + s->calls.clock_offset()).time_since_epoch()).count();
    life = std::min(life, std::chrono::seconds(std::clamp<std::int64_t>(*ends - now, 0, 366 * 86400)));
  }
  access_token out(std::make_shared<const secret>(secret::take(a.access_token)), std::move(id));
  const std::lock_guard guard(s->mutex);
  s->current = out;
  s->renew_at = clock.steady() + life - s->options.renew_before;
  co_return out;
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
