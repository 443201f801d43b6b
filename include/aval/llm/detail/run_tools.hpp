// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/actions/tool.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/error.hpp"
#include "aval/json/write.hpp"
#include "aval/llm/messages.hpp"

/*  The tool calls of one answer: some at once, each with its limit, all ended before the caller goes on. Everything here happens on one
 *  strand, so that signals and counters are never touched by two threads, whatever executor the caller has. */

namespace aval {
inline namespace v0 {
namespace llm {

/** A tool call begins or ends. The views live only during the call. */
struct tool_event {
  bool ended = false;
  std::string_view name = {};    // of the tool, as the model wrote it
  std::string_view call_id = {};
  std::string_view answer = {};  // what the model gets; empty at the begin
  std::error_code code = {};     // why it failed; empty when it did not
};

namespace detail {

struct tool_run {
  std::vector<actions::tool> tools;
  std::vector<tool_call> calls;
  unsigned at_once = 1;
  std::chrono::milliseconds each{0};
  deadline until;
  std::size_t max_answer = 0;
  bool send_error_text = true;
  std::function<void(const tool_event&)> on_tool;

  std::vector<std::string> answers;  // one for each call
};

/** For the model: what kind of failure, and why. */
inline std::string failure_text(std::string_view kind, std::string_view why) {
  return "{\"error\":\"" + std::string(kind) + "\",\"message\":" + json::write<json::write_options{.bad_utf8 = json::bad_utf8::replace}>(why) + "}";
}

/** Cut at a character, with a note behind it. */
inline void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  const std::size_t whole = text.size();
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  text += "\n[cut: " + std::to_string(end) + " of " + std::to_string(whole) + " bytes]";
}

template <class Lazy = void>
class basic_tool_group : public std::enable_shared_from_this<basic_tool_group<Lazy>> {
 public:
  basic_tool_group(std::shared_ptr<tool_run> plan, any_io_executor strand) : plan_(std::move(plan)), strand_(std::move(strand)), wake_(strand_) {
    wake_.expires_at(std::chrono::steady_clock::time_point::max());
    plan_->answers.resize(plan_->calls.size());
  }

  // on the strand
  void start_more() {
    while (!stopped_ && running_ < plan_->at_once && next_ < plan_->calls.size()) start(next_++);
    if (over()) wake_.cancel();
  }
  void stop() {
    if (stopped_) return;
    stopped_ = true;
    const auto running = slots_;  // a tool that ends at once leaves slots_
    for (const auto& one : running) one->stop.emit(asio::cancellation_type::terminal);
    if (over()) wake_.cancel();
  }
  bool over() const { return running_ == 0 && (stopped_ || next_ == plan_->calls.size()); }
  bool stopped() const { return stopped_; }
  const any_io_executor& get_executor() const noexcept { return strand_; }

  static awaitable<void> wait(std::shared_ptr<basic_tool_group> self) {
    self->start_more();
    while (!self->over()) co_await self->wake_.async_wait(as_tuple(typename lazy_token<Lazy>::type{}));
  }

 private:
  struct slot {
    explicit slot(const any_io_executor& strand) : timer(strand) {}
    asio::cancellation_signal stop;
    asio::steady_timer timer;
    bool timed_out = false, over = false;
  };

  void tell(std::size_t i, bool ended, std::error_code code) const {
    if (!plan_->on_tool) return;
    tool_event e;
    e.ended = ended;
    e.name = plan_->calls[i].function.name;
    e.call_id = plan_->calls[i].id;
    if (ended) e.answer = plan_->answers[i];
    e.code = code;
    try {
      plan_->on_tool(e);
    } catch (...) {  // a listener is never worth the run
    }
  }

  void start(std::size_t i) {
    ++running_;
    auto mine = std::make_shared<slot>(strand_);
    slots_.push_back(mine);
    tell(i, false, {});
    const deadline limit = plan_->each == plan_->each.zero() ? plan_->until : earlier(plan_->until, deadline::after(plan_->each));
    if (limit.set()) {
      mine->timer.expires_at(limit.at());
      mine->timer.async_wait([mine](std::error_code failed) {
        if (failed || mine->over) return;
        mine->timed_out = true;
        mine->stop.emit(asio::cancellation_type::terminal);
      });
    }
    asio::co_spawn(strand_, call(plan_, i),
                   asio::bind_cancellation_slot(mine->stop.slot(), asio::bind_executor(strand_, [self = this->shared_from_this(), mine, i](std::exception_ptr failure, actions::tool_answer answer) {
                                                  self->ended(mine, i, failure, std::move(answer));
                                                })));
  }

  void ended(const std::shared_ptr<slot>& mine, std::size_t i, const std::exception_ptr& failure, actions::tool_answer answer) {
    mine->over = true;
    mine->timer.cancel();
    std::erase(slots_, mine);
    --running_;
    std::error_code code = answer.code;
    std::string& text = plan_->answers[i];
    if (!failure) text = answer.ok() ? std::move(answer.text) : failure_text("bad_arguments", answer.text);
    else text = describe(failure, mine->timed_out, code);
    cut(text, plan_->max_answer);
    tell(i, true, code);
    start_more();
  }

  std::string describe(const std::exception_ptr& failure, bool timed_out, std::error_code& code) const {
    code = code_of(failure);
    if (timed_out && code == condition::cancelled) {
      code = make_error_code(aval::errc::timed_out);
      return failure_text("timed_out", "The tool did not end in time.");
    }
    std::string words = "The tool failed.";
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& e) {
      if (plan_->send_error_text) words = printable(e.what(), 1000);
    } catch (...) {
    }
    const std::string_view kind = code == condition::refused       ? "refused"
                                  : code == condition::timed_out   ? "timed_out"
                                  : code == condition::unreachable ? "unreachable"
                                                                   : "failed";
    return failure_text(kind, words);
  }

  static awaitable<actions::tool_answer> call(std::shared_ptr<tool_run> plan, std::size_t i) {
    const function_call& wanted = plan->calls[i].function;
    for (const actions::tool& one : plan->tools)
      if (one.name() == wanted.name) co_return co_await one.call(wanted.arguments);
    std::string words = "There is no tool called " + printable(wanted.name, 80) + ". There are:";
    for (const actions::tool& one : plan->tools) words += " " + one.name();
    throw error(make_error_code(std::errc::function_not_supported), words);
  }

  std::shared_ptr<tool_run> plan_;
  any_io_executor strand_;
  asio::steady_timer wake_;
  std::vector<std::shared_ptr<slot>> slots_;  // of those that run
  std::size_t running_ = 0, next_ = 0;
  bool stopped_ = false;
};

/** Completes when every call has its answer in `plan->answers`. Cancelled: when every call that had begun has ended; throws then. */
template <class Lazy = void>
awaitable<void> run_tools(std::shared_ptr<tool_run> plan) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  const any_io_executor here = co_await this_coro::executor;
  const any_io_executor strand = asio::make_strand(here);
  const auto group = std::make_shared<basic_tool_group<Lazy>>(plan, strand);
  auto mine = co_await this_coro::cancellation_state;
  if (mine.slot().is_connected())
    mine.slot().assign([weak = std::weak_ptr(group)](asio::cancellation_type type) {  // no executor in it: the signal may outlive the context
      const auto found = weak.lock();
      if (!found || (type & asio::cancellation_type::terminal) == asio::cancellation_type::none) return;
      asio::dispatch(found->get_executor(), [weak] {
        if (const auto alive = weak.lock()) alive->stop();
      });
    });
  co_await asio::co_spawn(strand, basic_tool_group<Lazy>::wait(group), asio::bind_cancellation_slot(asio::cancellation_slot(), use_awaitable));
  if (group->stopped()) throw error(aval::errc::cancelled, "tool_loop");
}

}  // namespace detail
}  // namespace llm
}  // namespace v0
}  // namespace aval
