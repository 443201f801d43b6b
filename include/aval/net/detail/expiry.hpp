// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <utility>

#include "aval/core/asio.hpp"

/*  Deadlines of many connections behind one timer: a call that begins and ends between two ticks costs no system call. The timer
 *  ticks at the next deadline, and at least every tenth of a second while there are any, so that the last one never keeps an
 *  io_context in run() for long. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

class expiry_queue;

/** One deadline, a member of whatever has it. `expire` is called under the queue's lock, on any thread; it must be short, must not
 *  throw and must not call the queue. After disarm() has returned it is not running and will not be called. */
class expiry_entry {
 public:
  using clock = std::chrono::steady_clock;
  explicit expiry_entry(void (*expire)(expiry_entry&) noexcept) : expire_(expire) {}
  expiry_entry(const expiry_entry&) = delete;
  expiry_entry& operator=(const expiry_entry&) = delete;

 private:
  friend class expiry_queue;
  void (*expire_)(expiry_entry&) noexcept;
  expiry_entry *before_ = nullptr, *after_ = nullptr;
  clock::time_point at_ = {};
  bool linked_ = false, expired_ = false;
};

/** @par Threads  any; made by std::make_shared. */
class expiry_queue : public std::enable_shared_from_this<expiry_queue> {
 public:
  using clock = std::chrono::steady_clock;
  static constexpr auto longest_tick = std::chrono::milliseconds(100);

  explicit expiry_queue(const any_io_executor& executor) : timer_(executor) {}

  /** Sets the entry's deadline, for the first time or anew. */
  void arm(expiry_entry& e, clock::time_point at, clock::time_point now = clock::now()) {
    const std::lock_guard lock(mutex_);
    if (!e.linked_) link(e);
    e.at_ = at;
    e.expired_ = false;
    const auto wanted = std::min(at, now + longest_tick);
    if (!ticking_ || wanted + std::chrono::milliseconds(1) < next_tick_) tick_at(ticking_ ? std::min(wanted, next_tick_) : wanted);
  }
  /** true: it had expired. `relaxed`: the queue may keep its timer until the next tick, expecting another arm() soon. */
  bool disarm(expiry_entry& e, bool relaxed = false) {
    const std::lock_guard lock(mutex_);
    if (e.linked_) unlink(e);
    if (first_ == nullptr && ticking_ && !relaxed) stop();
    return std::exchange(e.expired_, false);
  }
  bool expired(const expiry_entry& e) const {
    const std::lock_guard lock(mutex_);
    return e.expired_;
  }
  void stop_ticking() {
    const std::lock_guard lock(mutex_);
    if (ticking_) stop();
  }

 private:
  void link(expiry_entry& e) noexcept {
    e.before_ = nullptr;
    e.after_ = first_;
    if (first_ != nullptr) first_->before_ = &e;
    first_ = &e;
    e.linked_ = true;
  }
  void unlink(expiry_entry& e) noexcept {
    (e.before_ != nullptr ? e.before_->after_ : first_) = e.after_;
    if (e.after_ != nullptr) e.after_->before_ = e.before_;
    e.linked_ = false;
  }
  void tick_at(clock::time_point at) {
    ticking_ = true;
    next_tick_ = at;
    timer_.expires_at(at);
    timer_.async_wait([weak = weak_from_this(), number = ++generation_](std::error_code ec) {
      if (const auto self = weak.lock(); self && !ec) self->tick(number);
    });
  }
  void stop() {
    ticking_ = false;
    ++generation_;
    timer_.cancel();
  }
  void tick(unsigned long number) {
    const std::lock_guard lock(mutex_);
    if (number != generation_) return;
    ticking_ = false;
    const auto now = clock::now();
    auto next = now + longest_tick;
    for (expiry_entry* e = first_; e != nullptr;) {
      expiry_entry* const after = e->after_;
      if (e->at_ <= now) {
        unlink(*e);
        e->expired_ = true;
        e->expire_(*e);
      } else {
        next = std::min(next, e->at_);
      }
      e = after;
    }
    if (first_ != nullptr) tick_at(next);
  }

  mutable std::mutex mutex_;
  asio::steady_timer timer_;
  expiry_entry* first_ = nullptr;
  clock::time_point next_tick_ = {};
  unsigned long generation_ = 0;
  bool ticking_ = false;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
