// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "aval/acp/id.hpp"
#include "aval/core/asio.hpp"
#include "aval/json/raw.hpp"

/*  An operation of the agent that a coroutine waits for. It begins on the agent's strand, wherever the coroutine runs, and ends on the
 *  coroutine's executor. */

namespace aval {
inline namespace v0 {
namespace acp {
namespace detail {

struct outcome {
  std::error_code error = {};
  std::string reason = {};
  std::string peer = {};
  json::raw result = {};
  id name = {};
};

class waiter {
 public:
  virtual ~waiter() = default;
  /** Once, on the strand. `later`: not before the caller has returned. */
  virtual void complete(outcome o, bool later) = 0;
  std::uint64_t ticket = 0;
};

template <class Handler>
class waiter_of final : public waiter {
 public:
  waiter_of(Handler h, const any_io_executor& strand) : executor_(asio::get_associated_executor(h, strand)), handler_(std::move(h)), here_(executor_ == strand) {}

  void complete(outcome o, bool later) override {
    completion done{std::move(handler_), std::move(o)};
    const auto executor = std::move(executor_);
    if (later || !here_) asio::post(executor, std::move(done));  // the caller's code never holds the agent's strand
    else asio::dispatch(executor, std::move(done));
  }

 private:
  struct completion {
    Handler handler;
    outcome result;
    void operator()() { std::move(handler)(std::move(result)); }
  };
  any_io_executor executor_;
  Handler handler_;
  bool here_;
};

/** The initiation: `start(state, waiter)` runs on the strand. */
template <class State>
struct begin_on_strand {
  template <class Start>
  struct first_step {
    std::shared_ptr<State> state;
    std::unique_ptr<waiter> who;
    Start start;
    void operator()() { start(*state, std::move(who)); }
  };
  template <class Handler, class Start>
  void operator()(Handler&& handler, std::shared_ptr<State> state, Start start) const {
    const auto slot = asio::get_associated_cancellation_slot(handler);
    auto who = std::make_unique<waiter_of<std::decay_t<Handler>>>(std::forward<Handler>(handler), any_io_executor(state->strand()));
    who->ticket = state->next_ticket();
    if (slot.is_connected()) {
      auto s = slot;
      s.assign([weak = std::weak_ptr<State>(state), ticket = who->ticket](asio::cancellation_type) {
        if (const auto state = weak.lock()) asio::dispatch(state->strand(), [state, ticket] { state->give_up(ticket); });
      });
    }
    auto& strand = state->strand();
    asio::dispatch(strand, first_step<Start>{std::move(state), std::move(who), std::move(start)});
  }
};

}  // namespace detail
}  // namespace acp
}  // namespace v0
}  // namespace aval
