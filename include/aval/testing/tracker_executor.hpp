// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/execution_context.hpp>
#include <asio/prefer.hpp>
#include <asio/query.hpp>
#include <asio/require.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"

namespace aval {
inline namespace v0 {
namespace testing {

/** An executor that counts what runs through it and can tell whether it is running right now: with it a test proves that a
 *  completion goes through the handler's associated executor, or that an operation stays on its strand.
 *
 *  Work itself runs on the executor it was made from. Copies count together.
 *
 *  @par Threads  safe from any thread.
 *  @par Example
 *  @code
 *  tracker_executor tracked(context.get_executor());
 *  stream.async_read_some(buffer, asio::bind_executor(tracked, [&](std::error_code, std::size_t) { inside = tracked.running_here(); }));
 *  @endcode */
class tracker_executor {
 public:
  template <class Executor>
    requires(!std::is_same_v<std::remove_cvref_t<Executor>, tracker_executor> && std::is_convertible_v<Executor, any_io_executor>)
  explicit tracker_executor(Executor&& inner) : inner_(std::forward<Executor>(inner)), counters_(std::make_shared<counters>()) {}

  /** How many functions were submitted through this executor and its copies, */
  std::size_t submitted() const noexcept { return counters_->submitted.load(); }
  /** and how many of them have begun to run. */
  std::size_t begun() const noexcept { return counters_->begun.load(); }
  /** True inside of a function that was submitted through this executor, on the thread that runs it. */
  bool running_here() const noexcept { return current_ == counters_.get(); }

  // what Asio asks of an executor
  template <class F>
  void execute(F&& f) const {
    counters_->submitted.fetch_add(1);
    inner_.execute(entered<std::decay_t<F>>{std::forward<F>(f), counters_});
  }
  asio::execution_context& query(asio::execution::context_t) const noexcept { return asio::query(inner_, asio::execution::context); }
  tracker_executor require(asio::execution::blocking_t::never_t property) const { return {asio::require(inner_, property), counters_}; }
  template <class Property>
    requires asio::can_prefer<any_io_executor, Property>::value
  tracker_executor prefer(Property property) const {
    return {asio::prefer(inner_, property), counters_};
  }
  friend bool operator==(const tracker_executor& a, const tracker_executor& b) noexcept {
    return a.counters_ == b.counters_ && a.inner_ == b.inner_;
  }
  friend bool operator!=(const tracker_executor& a, const tracker_executor& b) noexcept { return !(a == b); }

 private:
  struct counters {
    std::atomic<std::size_t> submitted{0}, begun{0};
  };
  static inline thread_local const void* current_ = nullptr;

  template <class F>
  struct entered {
    F f;
    std::shared_ptr<counters> of;
    void operator()() {
      struct restore {
        const void* before;
        ~restore() { current_ = before; }
      } at_exit{std::exchange(current_, of.get())};
      of->begun.fetch_add(1);
      std::move(f)();
    }
  };

  tracker_executor(any_io_executor inner, std::shared_ptr<counters> c) : inner_(std::move(inner)), counters_(std::move(c)) {}

  any_io_executor inner_;
  std::shared_ptr<counters> counters_;
};

}  // namespace testing
}  // namespace v0
}  // namespace aval
