// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"

/*  "Every step can fail": a scenario is repeated with its first input or output failing, then its second, and so on, until one run
 *  gets through. The scenario asserts after each run that the error came out and that nothing was left behind. The same with
 *  cancellation in place of failure. Steps are counted by the scripted streams that follow the plan. */

namespace aval {
inline namespace v0 {
namespace testing {

/** What is to go wrong in one run of a scenario: nothing, a failure at the n-th step, or a cancellation at the n-th step. A cheap
 *  handle; copies count together. One thread. */
class step_plan {
 public:
  step_plan() : state_(std::make_shared<state>()) {}
  static step_plan fail_at(std::size_t step, std::error_code with) { return step_plan(step, with, false); }
  static step_plan cancel_at(std::size_t step, asio::cancellation_type type = asio::cancellation_type::terminal) {
    step_plan plan(step, asio::error::operation_aborted, true);
    plan.state_->type = type;
    return plan;
  }

  std::size_t step() const noexcept { return state_->at; }       ///< at which step; zero: never
  std::size_t counted() const noexcept { return state_->count; }  ///< how many steps there were
  bool reached() const noexcept { return state_->at != 0 && state_->count >= state_->at; }
  std::error_code error() const noexcept { return state_->with; }
  /** For the operation that is to be cancelled; code_of_run(context, operation, plan) does it. */
  asio::cancellation_slot slot() const { return state_->signal.slot(); }

  // for streams and other things that take steps
  enum class verdict { go_on, fail, cancel };
  verdict next() const {
    if (++state_->count != state_->at) return verdict::go_on;
    return state_->cancels ? verdict::cancel : verdict::fail;
  }
  void emit() const { state_->signal.emit(state_->type); }

 private:
  struct state {
    std::size_t at = 0, count = 0;
    std::error_code with;
    bool cancels = false;
    asio::cancellation_type type = asio::cancellation_type::terminal;
    asio::cancellation_signal signal;
  };
  step_plan(std::size_t step, std::error_code with, bool cancels) : step_plan() {
    state_->at = step;
    state_->with = with;
    state_->cancels = cancels;
  }
  std::shared_ptr<state> state_;
};

namespace detail {
template <class Make, class Scenario>
std::size_t repeat_steps(Make make, Scenario& scenario, std::size_t most) {
  for (std::size_t step = 1; step <= most; ++step) {
    const step_plan plan = make(step);
    scenario(plan);
    if (!plan.reached()) return plan.counted();
  }
  throw std::length_error("the scenario takes more than " + std::to_string(most) + " steps");
}
}  // namespace detail

/** Calls scenario(plan) with a failure at step 1, 2, ... until a run gets through without reaching its failure. Gives the number of
 *  steps of that last run; zero means that nothing followed the plan. Throws std::length_error after `most` runs.
 *
 *  @par Example
 *  @code
 *  const auto steps = testing::fail_steps([&](testing::step_plan plan) {
 *    testing::scripted_stream peer(context.get_executor(), report);
 *    peer.follow(plan);
 *    peer.expect("ping\n").provide("pong\n");
 *    const std::error_code ec = testing::code_of_run(context, exchange(peer));
 *    EXPECT_EQ(ec, plan.reached() ? plan.error() : std::error_code{}) << "step " << plan.step();
 *  });
 *  EXPECT_EQ(steps, 2u);
 *  @endcode */
template <class Scenario>
std::size_t fail_steps(Scenario scenario, std::error_code with = asio::error::connection_reset, std::size_t most = 10'000) {
  return detail::repeat_steps([with](std::size_t step) { return step_plan::fail_at(step, with); }, scenario, most);
}

/** The same with cancellation: the step is begun, then cancelled; an operation which ignores that goes on as scripted. Give the plan
 *  to code_of_run(), or bind plan.slot() yourself. */
template <class Scenario>
std::size_t cancel_steps(Scenario scenario, asio::cancellation_type type = asio::cancellation_type::terminal, std::size_t most = 10'000) {
  return detail::repeat_steps([type](std::size_t step) { return step_plan::cancel_at(step, type); }, scenario, most);
}

}  // namespace testing
}  // namespace v0
}  // namespace aval
