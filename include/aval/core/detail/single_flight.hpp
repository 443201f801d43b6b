// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/executor_work_guard.hpp>

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"

/*  Many ask, one goes: the first caller starts the operation, whoever asks while it is under way waits for its end, and all get the same
 *  value or the same exception. The operation runs on an executor of its own, so that a caller who cancels takes nothing away from the
 *  others; it goes on when all have left, which is why it needs a limit of its own. Callers complete on their own executors. */

namespace aval {
inline namespace v0 {
namespace detail {

template <class T>
class single_flight {
 public:
  using operation = std::function<awaitable<T>()>;

  explicit single_flight(any_io_executor executor) : executor_(std::move(executor)) {}

  /** The value of the operation under way, or of `start()` when there is none. `start` is called on the caller's thread, never twice for
   *  one flight.
   *  @par Errors        what the operation throws.
   *  @par Cancellation  aval::errc::cancelled; the operation goes on. */
  static awaitable<T> join(std::shared_ptr<single_flight> self, operation start) {
    using token = const asio::use_awaitable_t<any_io_executor>&;
    const std::shared_ptr<const landing> end =
        co_await asio::async_initiate<token, void(std::shared_ptr<const landing>)>(initiate{}, aval::use_awaitable, self, std::move(start));
    if (!end) throw error(aval::errc::cancelled);
    if (end->failure) std::rethrow_exception(end->failure);
    co_return *end->value;
  }
  bool under_way() const {
    const std::lock_guard lock(mutex_);
    return under_way_;
  }

 private:
  struct landing {
    std::optional<T> value = {};
    std::exception_ptr failure = {};
  };
  struct waiter {
    virtual ~waiter() = default;
    virtual void complete(std::shared_ptr<const landing> end) = 0;  // once, from any thread
  };
  template <class Handler>
  struct waiter_of final : waiter {
    explicit waiter_of(Handler h, const any_io_executor& otherwise)
        : executor(asio::get_associated_executor(h, otherwise)), work(executor), handler(std::move(h)) {}
    void complete(std::shared_ptr<const landing> end) override { asio::post(executor, completion{std::move(handler), std::move(end)}); }
    struct completion {
      Handler handler;
      std::shared_ptr<const landing> end;
      void operator()() { std::move(handler)(std::move(end)); }
    };
    any_io_executor executor;
    asio::executor_work_guard<any_io_executor> work;
    Handler handler;
  };

  /* A flight that has begun. It lands with aval::errc::cancelled when its executor dies before it ends. */
  class departure {
   public:
    explicit departure(std::shared_ptr<single_flight> whose) noexcept : whose_(std::move(whose)) {}
    departure(const departure&) = delete;
    departure& operator=(const departure&) = delete;
    ~departure() {
      if (!whose_) return;
      try {
        auto end = std::make_shared<landing>();
        end->failure = std::make_exception_ptr(error(aval::errc::cancelled, "the executor of the operation is gone"));
        land(std::move(end));
      } catch (...) {  // no memory: those who wait can still leave
      }
    }
    void land(std::shared_ptr<const landing> end) { std::exchange(whose_, nullptr)->land(std::move(end)); }
    void forget() noexcept { whose_.reset(); }

   private:
    std::shared_ptr<single_flight> whose_;
  };

  struct initiate {
    template <class Handler>
    void operator()(Handler&& handler, std::shared_ptr<single_flight> self, operation start) const {
      auto slot = asio::get_associated_cancellation_slot(handler);
      auto who = std::make_shared<waiter_of<std::decay_t<Handler>>>(std::forward<Handler>(handler), self->executor_);
      const std::weak_ptr<waiter> weak = who;
      // before anybody else can complete it: the slot is then the caller's again
      if (slot.is_connected()) {
        slot.assign([self, weak](asio::cancellation_type) { self->leave(weak.lock()); });
      }
      const auto flight = std::make_shared<departure>(self);
      bool first = false;
      {
        const std::lock_guard lock(self->mutex_);
        self->waiters_.push_back(std::move(who));
        first = !std::exchange(self->under_way_, true);
      }
      if (!first) return flight->forget();
      std::exception_ptr failure;
      try {
        asio::co_spawn(self->executor_, run(flight, start()), asio::detached);
      } catch (...) {
        failure = std::current_exception();
      }
      if (failure) {
        auto end = std::make_shared<landing>();
        end->failure = failure;
        flight->land(std::move(end));
      }
    }
  };

  static awaitable<void> run(std::shared_ptr<departure> flight, awaitable<T> op) {
    auto end = std::make_shared<landing>();
    try {
      end->value.emplace(co_await std::move(op));
    } catch (...) {
      end->failure = std::current_exception();
    }
    flight->land(std::move(end));
  }

  void land(std::shared_ptr<const landing> end) {
    std::vector<std::shared_ptr<waiter>> all;
    {
      const std::lock_guard lock(mutex_);
      all.swap(waiters_);
      under_way_ = false;
    }
    for (const auto& who : all) who->complete(end);
  }
  void leave(std::shared_ptr<waiter> who) {
    if (!who) return;
    {
      const std::lock_guard lock(mutex_);
      const auto at = std::find(waiters_.begin(), waiters_.end(), who);
      if (at == waiters_.end()) return;  // it is being completed
      waiters_.erase(at);
    }
    who->complete(nullptr);
  }

  any_io_executor executor_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<waiter>> waiters_;
  bool under_way_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace aval
