// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "aval/core/clock.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/credentials/cloud_credential.hpp"
#include "aval/credentials/detail/single_flight.hpp"
#include "aval/credentials/error.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {

/** How a credential is fetched anew. One's own: a function that returns the awaitable of a coroutine; null means that there is none. */
using credential_fetch = std::function<awaitable<shared_credential>()>;

struct refresh_options {
  std::chrono::seconds ahead = std::chrono::minutes(15);  // a credential is renewed so long before it expires, or after three quarters of its life if that is later
  std::chrono::seconds cool_down{30};                     // after a renewal that failed, or brought nothing newer
  clock_source clock = {};                                // wall time
  log_hooks log = {};
};

template <class Lazy>
class basic_credential_provider;
using credential_provider = basic_credential_provider<void>;

/** Gives the caller's cloud credential: kept until shortly before it expires, then fetched once for all who ask. A cheap handle; copies
 *  share what they keep. Fulfils actions::credential_source.
 *
 *  @par Threads  any. */
template <class Lazy>
class basic_credential_provider {
 public:
  /** Has none: credential() throws errc::no_credential. */
  basic_credential_provider() = default;
  /** Always this one. */
  explicit basic_credential_provider(shared_credential fixed) : state_(std::make_shared<state>(any_io_executor(), credential_fetch(), refresh_options{})) {
    state_->current = std::move(fixed);
  }
  /** Fetches run on `executor`, whoever asked first, and need a limit of their own: they go on when all who asked have given up. */
  basic_credential_provider(any_io_executor executor, credential_fetch fetch, refresh_options options = {})
      : state_(std::make_shared<state>(std::move(executor), std::move(fetch), std::move(options))) {}

  /** The credential, at once while it is fresh. A renewal that fails is logged and tried again later as long as the credential at hand
   *  has not expired.
   *  @par Errors        what the fetch throws; aval::error(errc::no_credential).
   *  @par Cancellation  terminal: aval::errc::cancelled; a fetch under way goes on for the others. */
  awaitable<shared_credential> credential() const { return get(state_); }

  /** Drops what is kept, for example after the service has refused it: the next caller fetches. Not for fixed ones. */
  void forget() const {
    if (!state_ || !state_->fetch) return;
    const std::lock_guard lock(state_->mutex);
    state_->current.reset();
  }

  /** Keeps this one instead, as one that somebody else has renewed: the platform, with each request (platform_credential()). A fetch under
   *  way does not come back over it. Null changes nothing.
   *  @par Exceptions  aval::error(errc::no_credential): an empty provider keeps none. */
  void replace(shared_credential with) const {
    if (!state_) throw error(errc::no_credential, "an empty provider");
    if (!with) return;
    const auto now = state_->options.clock.now();
    const std::lock_guard lock(state_->mutex);
    ++state_->replaced;
    state_->keep(std::move(with), now);
  }

 private:
  using time_point = std::chrono::system_clock::time_point;
  using flight = detail::single_flight<shared_credential>;

  struct state {
    state(any_io_executor executor, credential_fetch f, refresh_options o)
        : fetch(std::move(f)), options(std::move(o)), under_way(std::make_shared<flight>(std::move(executor))) {}
    /* What is kept, while it need not be renewed. */
    shared_credential fresh() {
      const auto now = options.clock.now();
      const std::lock_guard lock(mutex);
      return current && (renew_at == time_point::max() || now < renew_at) ? current : nullptr;
    }
    std::size_t replacements() {
      const std::lock_guard lock(mutex);
      return replaced;
    }
    /* Under the lock. */
    void keep(shared_credential c, time_point now) {
      using std::chrono::seconds;
      const auto end = expiry(*c);
      const auto life = std::chrono::floor<seconds>(end) - std::chrono::floor<seconds>(now);  // in nanoseconds it may be out of range
      if (end == time_point::max()) renew_at = end;
      else renew_at = std::max(end - std::min(options.ahead, std::max(life / 4, seconds(0))), std::min(now + options.cool_down, end));
      current = std::move(c);
    }
    const credential_fetch fetch;
    const refresh_options options;
    const std::shared_ptr<flight> under_way;
    std::mutex mutex;
    shared_credential current = {};
    time_point renew_at = time_point::max();
    std::size_t replaced = 0;  // how often from outside
  };

  static time_point expiry(const cloud_credential& c) {
    return c.expiration ? std::chrono::time_point_cast<std::chrono::system_clock::duration>(*c.expiration) : time_point::max();
  }

  static awaitable<shared_credential> get(std::shared_ptr<state> s) {
    if (!s) throw error(errc::no_credential, "an empty provider");
    if (auto kept = s->fresh()) co_return kept;
    if (!s->fetch) throw error(errc::no_credential, "an empty provider");
    typename flight::operation start = [s] { return renew(s); };
    co_return co_await flight::join(s->under_way, start);
  }

  static awaitable<shared_credential> renew(std::shared_ptr<state> s) {
    if (auto kept = s->fresh()) co_return kept;  // another flight has landed meanwhile
    const std::size_t before = s->replacements();
    shared_credential fresh;
    std::exception_ptr failure;
    try {
      fresh = co_await s->fetch();
      if (!fresh) throw error(errc::no_credential, "the source gave none");
    } catch (...) {
      failure = std::current_exception();
    }
    const auto now = s->options.clock.now();
    shared_credential kept;
    {
      const std::lock_guard lock(s->mutex);
      if (s->replaced != before && s->current) co_return s->current;
      if (fresh) {
        s->keep(fresh, now);
        co_return fresh;
      }
      if (s->current && now < expiry(*s->current)) {
        kept = s->current;
        s->renew_at = std::min(now + s->options.cool_down, expiry(*kept));
      }
    }
    if (!kept) std::rethrow_exception(failure);
    // not under the lock: the function may use this provider
    s->options.log.log(log_level::warning, "credentials", "the credential could not be renewed: " + code_of(failure).message());
    co_return kept;
  }

  std::shared_ptr<state> state_;
};

/** A provider of one long-lived pair, or of a triple that somebody else renews. */
inline credential_provider fixed_credential(std::string access_key_id, secret access_key_secret, secret security_token = {}) {
  auto made = std::make_shared<cloud_credential>(std::move(access_key_id), std::move(access_key_secret), std::move(security_token));
  made->source = "static";
  return credential_provider(shared_credential(std::move(made)));
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
