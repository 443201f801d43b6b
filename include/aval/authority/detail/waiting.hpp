// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/core/uuid.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Long polls that wait for verifications to be decided. A waiter costs a timer and an entry; nobody polls for it.
 *
 *  @par Threads  any. */
class waiting_room {
 public:
  class ticket {
   public:
    ticket(waiting_room& room, uuid id, any_io_executor executor) : room_(&room), id_(id), timer_(std::make_shared<asio::steady_timer>(executor)) {
      timer_->expires_at(asio::steady_timer::time_point::max());
      const std::lock_guard hold(room.mutex_);
      room.waiters_.emplace(id, timer_);
    }
    ticket(const ticket&) = delete;
    ticket& operator=(const ticket&) = delete;
    ~ticket() {
      const std::lock_guard hold(room_->mutex_);
      const auto [from, to] = room_->waiters_.equal_range(id_);
      for (auto i = from; i != to; ++i)
        if (i->second == timer_) {
          room_->waiters_.erase(i);
          break;
        }
    }
    /** Completes when the verification is told, when everybody is, or after `most`. Take the ticket before looking at the state, so
     *  that nothing falls in between. @par Cancellation terminal: throws operation_aborted. */
    template <class Lazy = void>
    awaitable<void> wait(std::chrono::steady_clock::duration most) {
      constexpr typename lazy_token<Lazy>::type use_awaitable{};
      const auto timer = timer_;
      if (timer->expiry() != asio::steady_timer::time_point::max()) co_return;  // told already
      timer->expires_after(most);
      std::error_code ec;
      co_await timer->async_wait(asio::redirect_error(use_awaitable, ec));
      const auto state = co_await this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) throw std::system_error(asio::error::operation_aborted);
    }

   private:
    waiting_room* room_;
    uuid id_;
    std::shared_ptr<asio::steady_timer> timer_;
  };

  void tell(const uuid& id) {
    const std::lock_guard hold(mutex_);
    const auto [from, to] = waiters_.equal_range(id);
    for (auto i = from; i != to; ++i) wake(i->second);
  }
  void tell_all() {
    const std::lock_guard hold(mutex_);
    for (const auto& [id, timer] : waiters_) wake(timer);
  }
  std::size_t size() const {
    const std::lock_guard hold(mutex_);
    return waiters_.size();
  }

 private:
  static void wake(const std::shared_ptr<asio::steady_timer>& timer) {
    // on the waiter's own executor: a timer belongs to one strand
    asio::post(timer->get_executor(), [timer] { timer->expires_at(asio::steady_timer::time_point::min()); });
  }

  mutable std::mutex mutex_;
  std::unordered_multimap<uuid, std::shared_ptr<asio::steady_timer>> waiters_;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
