// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"
#include "aval/testing/steps.hpp"

/*  How a test runs an operation to its end on a context of its own, without a thread and without hanging for ever.
 *
 *    run(context, operation)         real sockets and timers: until it is over, at most `limit`
 *    run_ready(context, operation)   scripted streams and manual clocks: until it is over; stuck as soon as nothing is ready
 *
 *  Both give the operation's value or throw its exception; code_of_run() gives the error_code instead. An operation that does not
 *  come to its end is an aval::error with errc::timed_out and the words "stuck". */

namespace aval {
inline namespace v0 {
namespace testing {
namespace detail {

struct run_end {
  bool over = false;
  std::exception_ptr failure;
};
template <class T>
struct run_state : run_end {
  std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> value{};

  T take() {
    if (failure) std::rethrow_exception(failure);
    if constexpr (!std::is_void_v<T>) return std::move(*value);
  }
};

/* Only operations without a value are spawned: what Asio needs for a spawn is much to compile, and would be compiled for every type. */
template <class Lazy = void>
void spawn(asio::io_context& context, awaitable<void> operation, std::shared_ptr<run_end> state, const step_plan& plan) {
  // the plan owns the cancellation signal and must outlive the operation, so the handler holds it
  auto finish = [state = std::move(state), plan](std::exception_ptr e) { state->over = true, state->failure = e; };
  asio::co_spawn(context, std::move(operation), asio::bind_cancellation_slot(plan.slot(), std::move(finish)));
  if (context.stopped()) context.restart();
}
template <class T>
awaitable<void> keep(std::shared_ptr<run_state<T>> state, awaitable<T> operation) {
  state->value.emplace(co_await std::move(operation));
}

template <class T>
std::shared_ptr<run_state<T>> start(asio::io_context& context, awaitable<T> operation, const step_plan& plan) {
  auto state = std::make_shared<run_state<T>>();
  if constexpr (std::is_void_v<T>) detail::spawn(context, std::move(operation), state, plan);
  else detail::spawn(context, detail::keep<T>(state, std::move(operation)), state, plan);
  return state;
}

inline void drive_ready(asio::io_context& context, const bool& over, std::size_t most_handlers) {
  std::size_t handlers = 0;
  while (!over) {
    if (context.stopped()) context.restart();
    if (handlers++ == most_handlers) throw error(errc::timed_out, "stuck: still running after the most handlers that the test allows");
    if (context.poll_one() == 0) throw error(errc::timed_out, "stuck: the operation waits, and nothing is ready to run");
  }
}

inline void drive(asio::io_context& context, const bool& over, std::chrono::steady_clock::duration limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!over) {
    if (context.stopped()) context.restart();
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= left.zero()) throw error(errc::timed_out, "stuck: not over within the limit of the test");
    context.run_one_for(left);
  }
}

}  // namespace detail

/** Runs `operation` with the context until it is over, together with everything else on the context.
 *
 *  @par Errors     the operation's own exception; aval::error with errc::timed_out when `limit` passes. The operation is then still
 *                  suspended in the context, and goes with it.
 *  @par Threads    no other thread runs the context. */
template <class T>
T run(asio::io_context& context, awaitable<T> operation, std::chrono::steady_clock::duration limit = std::chrono::seconds(30)) {
  auto state = detail::start(context, std::move(operation), {});
  detail::drive(context, state->over, limit);
  return state->take();
}

/** The same without ever sleeping: for operations whose streams and clocks are in the test's hand. Stuck means that nothing is ready
 *  although the operation is not over, or that `most_handlers` have run. */
template <class T>
T run_ready(asio::io_context& context, awaitable<T> operation, std::size_t most_handlers = 1'000'000) {
  auto state = detail::start(context, std::move(operation), {});
  detail::drive_ready(context, state->over, most_handlers);
  return state->take();
}

/** As run_ready(), with the error_code in place of the exception and the value dropped. Cancellation of `plan` reaches it. */
template <class T>
std::error_code code_of_run(asio::io_context& context, awaitable<T> operation, const step_plan& plan = {}) {
  auto state = detail::start(context, std::move(operation), plan);
  detail::drive_ready(context, state->over, 1'000'000);
  return code_of(state->failure);
}

/** Spawns the operation, cancels it before its first line has run, and gives the error_code with which it ends: operation_aborted,
 *  since Asio does not enter a cancelled coroutine. What the test asserts is that nothing has happened: no byte, no step, no loan. */
template <class T>
std::error_code already_cancelled(asio::io_context& context, awaitable<T> operation,
                                  asio::cancellation_type type = asio::cancellation_type::terminal) {
  const step_plan plan = step_plan::cancel_at(0, type);
  auto state = detail::start(context, std::move(operation), plan);
  plan.emit();
  detail::drive_ready(context, state->over, 1'000'000);
  return code_of(state->failure);
}

}  // namespace testing
}  // namespace v0
}  // namespace aval
