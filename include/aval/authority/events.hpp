// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/store.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"

/*  What happens in the authority, for those who want to be told (AIM specification 2.11): a person's callback, a page that shows it,
 *  a program elsewhere. An event is told once the change behind it is durable, in the order of the changes, each to every listener. */

namespace aval {
inline namespace v0 {
namespace authority {

enum class event_kind : std::uint8_t {
  verification_pending,  ///< a question waits for a person; text: the action
  verification_decided,  ///< one that waited waits no longer; text: approved, denied or expired
  agent_created,         ///< text: the agent's name, here and below
  agent_verified,
  agent_suspended,
  agent_revoked,         ///< or deleted
  trust_score_changed,   ///< text: the new score
  alert_created          ///< text: the alert's title
};

namespace detail {
inline constexpr std::array<std::string_view, 8> event_words{"verification.pending", "verification.decided", "agent.created",       "agent.verified",
                                                             "agent.suspended",      "agent.revoked",        "trust_score.changed", "alert.created"};
}
constexpr std::string_view to_text(event_kind v) noexcept { return detail::event_words[static_cast<std::size_t>(v)]; }

struct event {
  event_kind kind = event_kind::verification_pending;
  uuid organization = {};
  std::optional<uuid> agent = {};
  uuid subject = {};  ///< the verification, the agent or the alert
  timestamp at = {};
  std::string text = {};
};

/** Hands events on to listeners. Use it as authority::event_hub, through std::make_shared.
 *
 *  @par Executor  listeners are called on the executor given, one at a time. What a listener throws is logged and otherwise ignored.
 *  @par Threads   every function may be called from any thread. */
template <class Lazy = void>
class basic_event_hub : public std::enable_shared_from_this<basic_event_hub<Lazy>> {
 public:
  using listener = std::function<void(const event&)>;

  basic_event_hub(any_io_executor executor, std::shared_ptr<authority::store> store, log_hooks log = {})
      : executor_(std::move(executor)), store_(std::move(store)), log_(std::move(log)) {}

  /** Ends the listening. A call that has begun on another thread goes on to its end. */
  class subscription {
   public:
    subscription() = default;
    subscription(subscription&& other) noexcept : hub_(std::move(other.hub_)), at_(other.at_) { other.hub_.reset(); }
    subscription& operator=(subscription&& other) noexcept {
      std::swap(hub_, other.hub_);
      std::swap(at_, other.at_);
      return *this;
    }
    ~subscription() {
      if (const auto hub = hub_.lock()) hub->leave(at_);
    }

   private:
    friend basic_event_hub;
    std::weak_ptr<basic_event_hub> hub_;
    typename std::list<std::shared_ptr<std::pair<std::optional<uuid>, listener>>>::iterator at_ = {};
  };

  /** Events of one organization, or of all when none is named, for as long as the subscription lives. The listener must not block. */
  [[nodiscard]] subscription subscribe(std::optional<uuid> organization, listener f) {
    subscription s;
    s.hub_ = this->weak_from_this();
    auto kept = std::make_shared<std::pair<std::optional<uuid>, listener>>(organization, std::move(f));
    const std::lock_guard hold(mutex_);
    s.at_ = listeners_.insert(listeners_.end(), std::move(kept));
    listening_ = true;
    return s;
  }

  /** Only takes a note: may be called with locks held. */
  void publish(event&& e, std::uint64_t ticket) {
    if (!listening_) return;
    const std::lock_guard hold(mutex_);
    waiting_.emplace_back(ticket, std::move(e));
    if (std::exchange(delivering_, true)) return;
    asio::post(executor_, [self = this->shared_from_this()] { asio::co_spawn(self->executor_, deliver(self), asio::detached); });
  }

 private:
  using noted = std::vector<std::pair<std::uint64_t, event>>;

  static awaitable<void> deliver(std::shared_ptr<basic_event_hub> self) {
    for (;;) {
      noted next;
      {
        const std::lock_guard hold(self->mutex_);
        next.swap(self->waiting_);
        if (next.empty()) self->delivering_ = false;
      }
      if (next.empty()) co_return;
      for (const auto& [ticket, e] : next) {
        bool kept = true;
        try {
          if (!self->store_->is_durable(ticket)) co_await self->store_->durable(ticket);
        } catch (const std::exception& x) {
          kept = false;
          self->log_.log(log_level::warning, "authority", "an event is not told, since its change was lost: " + std::string(x.what()));
        }
        if (kept) self->tell(e);
      }
    }
  }

  void tell(const event& e) {
    std::vector<std::shared_ptr<std::pair<std::optional<uuid>, listener>>> all;
    {
      const std::lock_guard hold(mutex_);
      all.assign(listeners_.begin(), listeners_.end());
    }
    for (const auto& one : all) {
      if (one->first && *one->first != e.organization) continue;
      try {
        one->second(e);
      } catch (const std::exception& x) {
        log_.log(log_level::error, "authority", "a listener of events failed: " + std::string(x.what()));
      } catch (...) {
        log_.log(log_level::error, "authority", "a listener of events failed");
      }
    }
  }
  void leave(typename std::list<std::shared_ptr<std::pair<std::optional<uuid>, listener>>>::iterator at) {
    const std::lock_guard hold(mutex_);
    listeners_.erase(at);
    listening_ = !listeners_.empty();
  }

  any_io_executor executor_;
  std::shared_ptr<authority::store> store_;
  log_hooks log_;
  std::mutex mutex_;
  std::list<std::shared_ptr<std::pair<std::optional<uuid>, listener>>> listeners_;
  noted waiting_;
  bool delivering_ = false;
  std::atomic<bool> listening_ = false;
};
using event_hub = basic_event_hub<>;

}  // namespace authority
}  // namespace v0
}  // namespace aval
