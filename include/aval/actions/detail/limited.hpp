// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"

/*  An operation with a limit on its time, for Asio from 1.22 on. The operation and the timer run on a strand of their own, so that the
 *  signal between them is never touched by two threads, whatever executor the caller has. */

namespace aval {
inline namespace v0 {
namespace actions {
namespace detail {

struct nothing {};

template <class T>
struct race {
  explicit race(const any_io_executor& strand) : timer(strand) {}
  asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, any_io_executor> timer;
  asio::cancellation_signal stop;
  bool over = false;
  bool timed_out = false;
  std::optional<std::conditional_t<std::is_void_v<T>, nothing, T>> value;
};

template <class T>
awaitable<void> keep_value(std::shared_ptr<race<T>> shared, awaitable<T> operation) {
  if constexpr (std::is_void_v<T>)
    co_await std::move(operation);
  else
    shared->value.emplace(co_await std::move(operation));
}

template <class T>
awaitable<void> run_race(std::shared_ptr<race<T>> shared, awaitable<T> operation, std::chrono::milliseconds limit) {
  shared->timer.expires_after(limit);
  shared->timer.async_wait([shared](std::error_code failed) {
    if (failed || shared->over) return;
    shared->timed_out = true;
    shared->stop.emit(asio::cancellation_type::terminal);
  });
  std::exception_ptr failure;
  try {
    const any_io_executor strand = co_await this_coro::executor;
    co_await asio::co_spawn(strand, keep_value<T>(shared, std::move(operation)),
                            asio::bind_cancellation_slot(shared->stop.slot(), use_awaitable));
  } catch (...) {
    failure = std::current_exception();
  }
  shared->over = true;
  shared->timer.cancel();
  if (failure) std::rethrow_exception(failure);
}

/** What a race comes back with: a value, or a failure; a value that arrives late is still the value. */
enum class on_cancel {
  forward,  ///< the caller's cancellation reaches the operation
  shield    ///< it does not: only the limit ends the operation early
};

/** Runs the operation; when the limit passes first it is cancelled (terminal) and errc::timed_out is thrown, unless it ended with an
 *  error of its own that is not the cancellation. */
template <class T>
awaitable<T> limited(awaitable<T> operation, std::chrono::milliseconds limit, on_cancel mode) {
  const any_io_executor here = co_await this_coro::executor;
  const any_io_executor strand = asio::make_strand(here);
  const auto shared = std::make_shared<race<T>>(strand);
  if (mode == on_cancel::forward) {
    auto mine = co_await this_coro::cancellation_state;
    if (mine.slot().is_connected())
      mine.slot().assign([weak = std::weak_ptr(shared)](asio::cancellation_type type) {  // no executor in it: the signal may outlive the context
        const auto found = weak.lock();
        if (!found) return;
        asio::dispatch(found->timer.get_executor(), [weak, type] {
          if (const auto alive = weak.lock(); alive && !alive->over) alive->stop.emit(type);
        });
      });
  }
  std::exception_ptr failure;
  try {
    co_await asio::co_spawn(strand, run_race<T>(shared, std::move(operation), limit),
                            asio::bind_cancellation_slot(asio::cancellation_slot(), use_awaitable));
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) {
    const std::error_code code = code_of(failure);
    if (shared->timed_out && code == condition::cancelled)
      throw error(aval::errc::timed_out, "no end within " + std::to_string(limit.count()) + " ms");
    std::rethrow_exception(failure);
  }
  if constexpr (!std::is_void_v<T>) co_return *std::move(shared->value);
}

}  // namespace detail
}  // namespace actions
}  // namespace v0
}  // namespace aval
