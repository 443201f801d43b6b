// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"

namespace aval {
inline namespace v0 {

/** Runs a blocking function (file synchronisation, key derivation, a data base) on `where` and comes back to the caller's executor.
 *
 *  `where` is usually a thread_pool's executor; with the caller's own executor the function simply blocks it, which is what a
 *  program without threads wants.
 *  @par Errors        what the function throws.
 *  @par Cancellation  none: the function runs and is waited for, since its effects can not be taken back.
 *  @par Lifetime      the function is moved into the operation. It must not refer to the caller's temporaries. */
template <class F>
awaitable<std::invoke_result_t<F&>> run_blocking(any_io_executor where, F function) {
  using T = std::invoke_result_t<F&>;
  const asio::cancellation_slot none;  // the caller's signal is emitted on the caller's thread: kept away from what runs on another
  if constexpr (std::is_void_v<T>) {
    const auto run = [](F f) -> awaitable<void> { co_return f(); };
    co_await asio::co_spawn(where, run(std::move(function)), asio::bind_cancellation_slot(none, use_awaitable));
  } else {  // one kind of spawning for all results: cheaper to compile
    const auto run = [](F f, std::optional<T>* place) -> awaitable<void> {
      place->emplace(f());
      co_return;
    };
    std::optional<T> value;
    co_await asio::co_spawn(where, run(std::move(function), &value), asio::bind_cancellation_slot(none, use_awaitable));
    co_return std::move(*value);
  }
}

}  // namespace v0
}  // namespace aval
