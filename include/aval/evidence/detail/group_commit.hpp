// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "aval/core/asio.hpp"

namespace aval {
inline namespace v0 {
namespace evidence {
namespace detail {

/** Coroutines that wait until what they have written is on the disk. One synchronisation serves all that were waiting when it began.
 *  Not synchronised: its owner holds a lock. */
template <class>
class basic_commit_waiters {
 public:
  class waiter {
   public:
    explicit waiter(std::uint64_t up_to) : up_to_(up_to) {}
    virtual ~waiter() = default;
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    virtual void complete(std::error_code code) = 0;
    std::uint64_t up_to() const noexcept { return up_to_; }

   private:
    std::uint64_t up_to_;
  };

  template <class Handler>
  static std::unique_ptr<waiter> make(std::uint64_t up_to, Handler handler, const any_io_executor& fallback) {
    using executor = asio::associated_executor_t<Handler, any_io_executor>;
    class of_handler final : public waiter {
     public:
      of_handler(std::uint64_t number, Handler h, const executor& ex) : waiter(number), handler_(std::move(h)), work_(ex) {}
      void complete(std::error_code code) override {
        const auto ex = work_.get_executor();
        asio::post(ex, [h = std::move(handler_), work = std::move(work_), code]() mutable { std::move(h)(code); });
      }

     private:
      Handler handler_;
      asio::executor_work_guard<executor> work_;
    };
    const auto ex = asio::get_associated_executor(handler, fallback);
    return std::make_unique<of_handler>(up_to, std::move(handler), ex);
  }

  void add(std::unique_ptr<waiter> one) { waiting_.push_back(std::move(one)); }
  bool empty() const noexcept { return waiting_.empty(); }

  /** Takes those whose writes are safe; all of them when the disk has failed. */
  std::vector<std::unique_ptr<waiter>> take(std::uint64_t safe, bool all) {
    std::vector<std::unique_ptr<waiter>> ready;
    const auto stays = std::stable_partition(waiting_.begin(), waiting_.end(), [&](const auto& w) { return !all && w->up_to() > safe; });
    for (auto i = stays; i != waiting_.end(); ++i) ready.push_back(std::move(*i));
    waiting_.erase(stays, waiting_.end());
    return ready;
  }

 private:
  std::vector<std::unique_ptr<waiter>> waiting_;
};
using commit_waiters = basic_commit_waiters<void>;

}  // namespace detail
}  // namespace evidence
}  // namespace v0
}  // namespace aval
