// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/llm/errors.hpp"
#include "aval/llm/model.hpp"

namespace aval {
inline namespace v0 {
namespace llm {

/** A model for tests and examples: gives the answers that it was told, in order, and keeps what it was asked.
 *
 *      llm::scripted_model model;
 *      model.calls("get_weather", R"({"name":"Lima"})").says("It is 21.5 degrees.");
 *
 *  A listener hears texts in pieces of a few bytes, and tool calls in two.
 *
 *  @par Errors        errc::script_ended; what fails() was told; timed_out for a deadline that has passed.
 *  @par Cancellation  at hangs() and between pieces.
 *  @par Threads       any; copies share the script. */
template <class Lazy = void>
class basic_scripted_model {
 public:
  basic_scripted_model() : state_(std::make_shared<state>()) {}

  /** The next answer is this text. */
  basic_scripted_model& says(std::string text) {
    line next;
    next.text = std::move(text);
    return add(std::move(next));
  }
  /** The next answer calls a tool, with arguments as JSON text. */
  basic_scripted_model& calls(std::string name, std::string arguments) {
    std::vector<function_call> one(1);
    one[0].name = std::move(name);
    one[0].arguments = std::move(arguments);
    return calls(std::move(one));
  }
  /** The next answer calls several at once. */
  basic_scripted_model& calls(std::vector<function_call> several) {
    line next;
    next.calls = std::move(several);
    return add(std::move(next));
  }
  /** The next answer is an exception. */
  basic_scripted_model& fails(std::exception_ptr failure) {
    line next;
    next.failure = std::move(failure);
    return add(std::move(next));
  }
  basic_scripted_model& fails(std::error_code code) { return fails(std::make_exception_ptr(error(code, "scripted model"))); }
  /** The next answer does not come: it waits for the deadline or the cancellation. */
  basic_scripted_model& hangs() {
    line next;
    next.hangs = true;
    return add(std::move(next));
  }

  /** What it has been asked so far. */
  std::vector<chat_request> requests() const {
    const std::lock_guard lock(state_->mutex);
    return state_->requests;
  }
  /** Answers that nobody has asked for yet. */
  std::size_t left() const {
    const std::lock_guard lock(state_->mutex);
    return state_->script.size();
  }

  awaitable<chat_response> complete(awaited<chat_request> question, listener heard = {}, deadline until = {}) const {
    return answer(state_, taken(std::move(question)), std::move(heard), until);
  }

 private:
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  struct line {
    std::string text = {};
    std::vector<function_call> calls = {};
    std::exception_ptr failure = {};
    bool hangs = false;
  };
  struct state {
    std::mutex mutex;
    std::deque<line> script;
    std::vector<chat_request> requests;
    int call_ids = 0;
  };

  basic_scripted_model& add(line next) {
    const std::lock_guard lock(state_->mutex);
    state_->script.push_back(std::move(next));
    return *this;
  }

  // what is to be said, under the lock; the coroutine below holds none
  static line take(state& s, chat_request& question, chat_response& out) {
    const std::lock_guard lock(s.mutex);
    out.model = question.model.empty() ? "scripted" : question.model;
    s.requests.push_back(std::move(question));
    if (s.script.empty()) throw error(errc::script_ended);
    line now = std::move(s.script.front());
    s.script.pop_front();
    choice c;
    c.message.role = role::assistant;
    if (!now.text.empty() || now.calls.empty()) c.message.content = message_content(now.text);
    if (!now.calls.empty()) {
      c.message.tool_calls.emplace();
      for (const function_call& call : now.calls) {
        tool_call made;
        made.id = "call_" + std::to_string(++s.call_ids);
        made.function = call;
        c.message.tool_calls->push_back(std::move(made));
      }
    }
    c.finish_reason = now.calls.empty() ? "stop" : "tool_calls";
    out.id = "chatcmpl-" + std::to_string(s.requests.size());
    out.choices.push_back(std::move(c));
    return now;
  }

  static awaitable<chat_response> answer(std::shared_ptr<state> s, chat_request question, listener heard, deadline until) {
    if (until.expired()) throw error(aval::errc::timed_out, "scripted model");
    chat_response out;
    line now = take(*s, question, out);
    if (now.failure) std::rethrow_exception(now.failure);
    if (now.hangs) {
      asio::steady_timer timer(co_await this_coro::executor, until.at());
      co_await timer.async_wait(use_awaitable);
      throw error(aval::errc::timed_out, "scripted model");
    }
    if (heard) {
      for (std::size_t at = 0; at < now.text.size(); at += 7) {
        delta piece;
        piece.content = now.text.substr(at, 7);
        co_await heard(piece);
      }
      const auto& calls = out.choices.front().message.tool_calls;
      for (std::size_t i = 0; calls && i < calls->size(); ++i) {
        for (const bool head : {true, false}) {
          delta piece;
          piece.tool_calls.emplace(1);
          tool_call_piece& part = piece.tool_calls->front();
          part.index = static_cast<int>(i);
          if (head) part.id = (*calls)[i].id, part.type = "function", part.function.name = (*calls)[i].function.name;
          part.function.arguments = head ? std::string() : (*calls)[i].function.arguments;
          co_await heard(piece);
        }
      }
    }
    co_return out;
  }

  std::shared_ptr<state> state_;
};
using scripted_model = basic_scripted_model<>;

static_assert(model<scripted_model>);

}  // namespace llm
}  // namespace v0
}  // namespace aval
