// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/credentials/detail/single_flight.hpp"
#include "aval/credentials/error.hpp"
#include "aval/credentials/oauth2.hpp"

/*  A token that is kept until it expires and fetched once for all who want it:
 *
 *      auto tokens = client_credentials_source(agent, "documents.write");
 *      oauth2_token_ptr token = co_await tokens.credential();
 *      auto write = &write_document | with_credential(tokens) | track_action(...);     // its first parameter is an oauth2_token_ptr
 */

namespace aval {
inline namespace v0 {
namespace credentials {

struct token_source_options {
  std::chrono::seconds early{60};              // a token is replaced so long before it expires, at most a quarter of its life
  std::chrono::seconds life_if_unknown{300};   // of tokens whose server does not say when they expire
  std::chrono::seconds cool_down{30};          // after a fetch that failed while the token is still good
  clock_source clock = {};
};

template <class Lazy>
class basic_token_source;
using token_source = basic_token_source<void>;

/** A cheap handle; copies share the token.
 *  @par Threads  any number of calls from any threads; each completes on its caller's executor. */
template <class Lazy>
class basic_token_source {
 public:
  /** Gives a new token; `old` is the one before, perhaps with a refresh token, or null. Called on the thread of whoever asks, the awaitable
   *  runs on the source's executor. No lambda that is a coroutine: its captures would be gone. */
  using fetch_function = std::function<awaitable<oauth2_token_ptr>(oauth2_token_ptr old)>;

  basic_token_source(any_io_executor executor, fetch_function fetch)
      : basic_token_source(std::move(executor), std::move(fetch), token_source_options{}) {}
  /** @param first  a token that is there already, or null. @par Exceptions  invalid_configuration: no function, or a negative time. */
  basic_token_source(any_io_executor executor, fetch_function fetch, token_source_options options, oauth2_token_ptr first = nullptr)
      : state_(std::make_shared<state>(std::move(executor), std::move(fetch), std::move(options))) {
    if (!state_->fetch) throw error(errc::invalid_configuration, "a token source needs a function");
    if (state_->options.early.count() < 0 || state_->options.life_if_unknown.count() < 0 || state_->options.cool_down.count() < 0)
      throw error(errc::invalid_configuration, "token_source_options: a time is negative");
    if (first) state_->keep(std::move(first));
  }

  /** The token, never null and not expired. A new one is fetched when the old one is about to expire; if that fails while the old one is
   *  still good, the old one is given, and for the cool-down nobody asks again.
   *  @par Errors        what the function throws.
   *  @par Cancellation  terminal: aval::errc::cancelled; the fetch goes on for the others. */
  awaitable<oauth2_token_ptr> credential() const { return get(state_); }

  /** Forgets this token if it is the one that is kept: for who was answered 401. The next call fetches. */
  void invalidate(const oauth2_token_ptr& token) const {
    const std::lock_guard lock(state_->mutex);
    if (state_->token == token) state_->replace_at = state_->expires_at = timestamp::min();
  }

 private:
  using flight = detail::single_flight<oauth2_token_ptr>;
  struct state {
    state(any_io_executor executor, fetch_function f, token_source_options o)
        : options(std::move(o)), fetch(std::move(f)), fetches(std::make_shared<flight>(std::move(executor))) {}
    void keep(oauth2_token_ptr t) {
      const timestamp now = options.clock.now();
      const std::lock_guard lock(mutex);
      expires_at = t->expires_at.value_or(now + options.life_if_unknown);
      const auto life = std::max(expires_at - now, timestamp::duration::zero());
      replace_at = expires_at - std::min<timestamp::duration>(options.early, life / 4);
      token = std::move(t);
    }
    /* The token, while it need not be replaced. */
    oauth2_token_ptr good() const {
      const timestamp now = options.clock.now();
      const std::lock_guard lock(mutex);
      return token && now < replace_at ? token : nullptr;
    }
    /* After a fetch that failed: the token, if it has not expired, and for a while no other fetch. */
    oauth2_token_ptr still_good() {
      const timestamp now = options.clock.now();
      const std::lock_guard lock(mutex);
      if (!token || now >= expires_at) return nullptr;
      replace_at = std::min<timestamp>(now + options.cool_down, expires_at);
      return token;
    }
    const token_source_options options;
    const fetch_function fetch;
    const std::shared_ptr<flight> fetches;
    mutable std::mutex mutex;
    oauth2_token_ptr token;
    timestamp replace_at = timestamp::min(), expires_at = timestamp::min();
  };

  static awaitable<oauth2_token_ptr> get(std::shared_ptr<state> s) {
    if (auto token = s->good()) co_return token;
    typename flight::operation start = [s] { return fetch(s); };
    co_return co_await flight::join(s->fetches, std::move(start));
  }

  static awaitable<oauth2_token_ptr> fetch(std::shared_ptr<state> s) {
    if (auto token = s->good()) co_return token;  // somebody else was quicker
    oauth2_token_ptr old;
    {
      const std::lock_guard lock(s->mutex);
      old = s->token;
    }
    std::exception_ptr failed;
    try {
      oauth2_token_ptr token = co_await s->fetch(std::move(old));
      if (!token) throw error(errc::no_credential, "the token source's function gave nothing");
      s->keep(token);
      co_return token;
    } catch (...) {
      failed = std::current_exception();
    }
    if (auto token = s->still_good()) co_return token;
    std::rethrow_exception(failed);
  }

  std::shared_ptr<state> state_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
