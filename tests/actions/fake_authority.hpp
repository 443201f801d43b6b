// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/actions/concepts.hpp"

// An authority and its agent in one, without a protocol: answers as it is told to, and keeps a journal of the order in which things
// happened.
class fake_agent {
 public:
  enum class answer { approved, denied, pending_then_approved, pending_then_denied, pending_for_ever, unreachable, not_understood, not_authenticated };

  struct state {
    fake_agent::answer answer = answer::approved;
    bool fail_open = false;  // the agent's own default when nobody can be reached
    bool intent_fails = false, report_fails = false, report_hangs = false;
    std::optional<std::chrono::system_clock::time_point> expires_at = {};
    std::optional<std::chrono::system_clock::time_point> clock = {};
    std::chrono::milliseconds decision_takes{2};
    std::function<void()> during_report = {};

    std::vector<std::string> journal = {};
    std::vector<aval::actions::action_request> requests = {};
    std::vector<aval::actions::permit> intents = {};
    std::vector<std::pair<aval::actions::permit, aval::actions::outcome>> reports = {};
    std::mutex mutex = {};

    void note(std::string what) {
      const std::lock_guard lock(mutex);
      journal.push_back(std::move(what));
    }
  };

  fake_agent() : state_(std::make_shared<state>()) {}
  state* operator->() const { return state_.get(); }

  aval::awaitable<aval::actions::permit> verify(aval::actions::action_request request, aval::deadline limit) const {
    return verify(state_, std::move(request), limit);
  }
  aval::awaitable<void> report(aval::actions::permit allowed, aval::actions::outcome result, aval::deadline limit) const {
    return report(state_, std::move(allowed), std::move(result), limit);
  }
  void intent(aval::actions::permit& allowed) const {
    state_->note("intent");
    if (state_->intent_fails) throw aval::error(std::make_error_code(std::errc::no_space_on_device), "spool");
    allowed.ticket = 77;
    const std::lock_guard lock(state_->mutex);
    state_->intents.push_back(allowed);
  }
  std::chrono::system_clock::time_point now() const { return state_->clock.value_or(std::chrono::system_clock::now()); }

 private:
  static aval::awaitable<void> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await aval::this_coro::executor, time);
    co_await timer.async_wait(aval::use_awaitable);
  }

  static aval::awaitable<aval::actions::permit> verify(std::shared_ptr<state> s, aval::actions::action_request request, aval::deadline limit) {
    using aval::actions::errc;
    s->note("verify " + request.action);
    const auto mode = request.when_unreachable;
    const bool open = mode ? *mode == aval::fail_mode::open : s->fail_open;
    {
      const std::lock_guard lock(s->mutex);
      s->requests.push_back(request);
    }
    aval::actions::permit allowed("verification-1");
    allowed.approved_by = "system";
    allowed.expires_at = s->expires_at;
    switch (s->answer) {
      case answer::approved: break;
      case answer::denied: throw aval::error(errc::refused, "denied", "no capability");
      case answer::pending_then_approved:
        co_await pause(s->decision_takes);
        allowed.approved_by = "Ana";
        break;
      case answer::pending_then_denied: co_await pause(s->decision_takes); throw aval::error(errc::refused, "denied by a human");
      case answer::pending_for_ever: {
        asio::steady_timer timer(co_await aval::this_coro::executor, limit.set() ? limit.at() : std::chrono::steady_clock::time_point::max());
        co_await timer.async_wait(aval::use_awaitable);
        throw aval::error(aval::errc::timed_out, "approval");
      }
      case answer::unreachable:
        if (!open) throw aval::error(asio::error::make_error_code(asio::error::connection_refused), "https://authority");
        allowed.id.clear();
        allowed.unverified = true;
        s->note("warning: unverified");
        break;
      case answer::not_understood: throw aval::error(make_error_code(std::errc::bad_message), "answer");
      case answer::not_authenticated: throw aval::error(make_error_code(std::errc::permission_denied), "401");
    }
    co_return allowed;
  }

  static aval::awaitable<void> report(std::shared_ptr<state> s, aval::actions::permit allowed, aval::actions::outcome result, aval::deadline limit) {
    s->note(result.success ? "report success" : "report failure");
    {
      const std::lock_guard lock(s->mutex);
      s->reports.emplace_back(std::move(allowed), std::move(result));
    }
    if (s->during_report) s->during_report();
    if (s->report_fails) throw aval::error(asio::error::make_error_code(asio::error::connection_reset), "report");
    if (s->report_hangs) {
      asio::steady_timer timer(co_await aval::this_coro::executor, limit.at() + std::chrono::hours(1));
      co_await timer.async_wait(aval::use_awaitable);
    }
    co_await pause(std::chrono::milliseconds(1));
    s->note("reported");
  }

  std::shared_ptr<state> state_;
};
static_assert(aval::actions::guardian<fake_agent>);

// Runs one awaitable to its end; its exception comes out. The value need not be default-constructible.
struct keep_value {
  template <class T>
  static aval::awaitable<void> in(std::optional<T>* where, aval::awaitable<T> from) {
    where->emplace(co_await std::move(from));
  }
};
inline void run(aval::awaitable<void> operation) {
  asio::io_context context;
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(operation), [&](std::exception_ptr e) { failure = e; });
  context.run();
  if (failure) std::rethrow_exception(failure);
}
template <class T>
T run(aval::awaitable<T> operation) {
  std::optional<T> value;
  run(keep_value::in(&value, std::move(operation)));
  return std::move(*value);
}
