// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"

/*  Running an operation on a strand that is not the caller's. Asio 1.22 emits a cancellation that passes through co_spawn on the thread of
 *  whoever cancels, while the operation goes on elsewhere: a race. Here the signal travels to the strand first. */

namespace aval {
inline namespace v0 {
namespace detail {

struct strand_follower {
  any_io_executor strand;
  asio::cancellation_signal stop;  // touched on the strand once the operation has begun
};

template <class Lazy = void>
awaitable<void> follow_on_strand(any_io_executor strand, awaitable<void> operation) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  std::shared_ptr<strand_follower> follower;
  asio::cancellation_slot reach;
  auto mine = co_await this_coro::cancellation_state;
  if (mine.slot().is_connected()) {
    follower = std::make_shared<strand_follower>();
    follower->strand = strand;
    // holds nothing of the strand: the caller's signal may outlive its context
    mine.slot().assign([weak = std::weak_ptr(follower)](asio::cancellation_type type) {
      const auto found = weak.lock();
      if (!found) return;
      asio::dispatch(found->strand, [weak, type] {
        if (const auto alive = weak.lock()) alive->stop.emit(type);
      });
    });
    reach = follower->stop.slot();
  }
  co_await asio::co_spawn(strand, std::move(operation), asio::bind_cancellation_slot(reach, use_awaitable));
}

template <class T>
awaitable<void> keep_in(std::optional<T>* place, awaitable<T> operation) {
  place->emplace(co_await std::move(operation));
}

template <class T>
awaitable<T> value_on_strand(any_io_executor strand, awaitable<T> operation) {
  std::optional<T> value;
  auto kept = keep_in<T>(&value, std::move(operation));
  co_await follow_on_strand(std::move(strand), std::move(kept));
  co_return *std::move(value);
}

/** Runs the operation on `strand`, a strand or an executor that one thread runs, and comes back to the caller's executor with its result.
 *
 *  @par Errors        what the operation throws.
 *  @par Cancellation  that of the caller is emitted on the strand. Completes when the operation has ended, however it ends.
 *  @par Threads       any. */
template <class T>
awaitable<T> on_strand(any_io_executor strand, awaitable<T> operation) {
  if constexpr (std::is_void_v<T>) return follow_on_strand(std::move(strand), std::move(operation));
  else return value_on_strand<T>(std::move(strand), std::move(operation));
}

}  // namespace detail
}  // namespace v0
}  // namespace aval
