// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "aval/authority/events.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/uuid.hpp"

/*  Pages that are told live what happens: each has a box in which events wait until its connection has taken them. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Events on their way to one page. A page that takes them too slowly loses them and is told so: it reads everything again.
 *
 *  @par Threads  put(), wake() and close() any; the rest on the executor given. */
class event_box : public std::enable_shared_from_this<event_box> {
 public:
  static constexpr std::size_t most = 256;

  event_box(uuid user, any_io_executor executor) : user_(user), timer_(std::move(executor)) {}

  const uuid& user() const noexcept { return user_; }
  void put(const event& e) {
    const std::lock_guard hold(mutex_);
    if (events_.size() == most) {
      events_.clear();
      lost_ = true;
    }
    if (!lost_) events_.push_back(e);
    ring();
  }
  /** Ends the wait without an event: somebody is to look whether the session still lives. */
  void wake() {
    const std::lock_guard hold(mutex_);
    ring();
  }
  void close() {
    const std::lock_guard hold(mutex_);
    closed_ = true;
    ring();
  }

  struct contents {
    std::deque<event> events = {};
    bool lost = false;    ///< some were dropped, and with them these
    bool closed = false;  ///< the server is stopping
  };
  /** Takes what is there. */
  contents take() {
    const std::lock_guard hold(mutex_);
    contents out{std::exchange(events_, {}), std::exchange(lost_, false), closed_};
    rung_ = false;
    return out;
  }
  /** Completes when something is there, at a wake() or a close(), and after `most`. @par Cancellation terminal: throws operation_aborted. */
  template <class Lazy = void>
  awaitable<void> wait(std::chrono::steady_clock::duration longest) {
    constexpr typename lazy_token<Lazy>::type use_awaitable{};
    const auto keep = shared_from_this();
    timer_.expires_after(longest);
    if (rung()) co_return;  // what rings from here on finds the timer waiting: it rings on this executor
    std::error_code ec;
    co_await timer_.async_wait(asio::redirect_error(use_awaitable, ec));
    const auto state = co_await this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) throw std::system_error(asio::error::operation_aborted);
  }

 private:
  bool rung() {
    const std::lock_guard hold(mutex_);
    return rung_;
  }
  void ring() {
    if (std::exchange(rung_, true)) return;
    asio::post(timer_.get_executor(), [self = shared_from_this()] { self->timer_.cancel(); });
  }

  uuid user_;
  asio::steady_timer timer_;
  std::mutex mutex_;
  std::deque<event> events_;
  bool lost_ = false, closed_ = false, rung_ = false;
};

/** The boxes of all pages. @par Threads any. */
class live_streams {
 public:
  static constexpr std::size_t most_of_one_user = 16;

  /** A place among the streams; given back by its end. */
  class seat {
   public:
    seat(live_streams& room, std::list<std::shared_ptr<event_box>>::iterator at) : room_(&room), at_(at) {}
    seat(seat&& other) noexcept : room_(std::exchange(other.room_, nullptr)), at_(other.at_) {}
    seat& operator=(seat&&) = delete;
    ~seat() {
      if (room_ == nullptr) return;
      const std::lock_guard hold(room_->mutex_);
      room_->boxes_.erase(at_);
    }
    const std::shared_ptr<event_box>& box() const noexcept { return *at_; }

   private:
    live_streams* room_;
    std::list<std::shared_ptr<event_box>>::iterator at_;
  };

  /** Nothing when this person has as many streams as one may have. While the server stops, the box is closed from the start. */
  std::optional<seat> enter(uuid user, any_io_executor executor) {
    auto box = std::make_shared<event_box>(user, std::move(executor));
    const std::lock_guard hold(mutex_);
    std::size_t theirs = 0;
    for (const auto& other : boxes_) theirs += other->user() == user ? 1 : 0;
    if (theirs >= most_of_one_user) return std::nullopt;
    if (closed_) box->close();
    return seat(*this, boxes_.insert(boxes_.end(), std::move(box)));
  }
  /** This person's pages look whether their sessions still live. */
  void wake(uuid user) {
    const std::lock_guard hold(mutex_);
    for (const auto& box : boxes_)
      if (box->user() == user) box->wake();
  }
  void close() {
    const std::lock_guard hold(mutex_);
    closed_ = true;
    for (const auto& box : boxes_) box->close();
  }
  void reopen() {
    const std::lock_guard hold(mutex_);
    closed_ = false;
  }

 private:
  std::mutex mutex_;
  std::list<std::shared_ptr<event_box>> boxes_;
  bool closed_ = false;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
