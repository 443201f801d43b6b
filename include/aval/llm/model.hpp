// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/deadline.hpp"
#include "aval/llm/messages.hpp"

namespace aval {
inline namespace v0 {
namespace llm {

/** Who hears an answer while it is made: a function of a delta, plain or a coroutine. A model goes on when it has returned, so a slow
 *  listener slows the model. Empty: nobody, and the model need not stream. A cheap handle. */
class listener {
 public:
  listener() = default;
  template <class F>
    requires(std::invocable<F&, delta> && !std::same_as<std::remove_cvref_t<F>, listener>)
  explicit listener(F f) {
    if constexpr (std::is_void_v<std::invoke_result_t<F&, delta>>) {
      hear_ = std::make_shared<function>([f = std::move(f)](delta piece) mutable {
        f(std::move(piece));
        return over<>();
      });
    } else {
      hear_ = std::make_shared<function>(std::move(f));
    }
  }

  explicit operator bool() const noexcept { return hear_ != nullptr; }
  /** @par Precondition  it is not empty. */
  awaitable<void> operator()(awaited<delta> piece) const { return (*hear_)(taken(std::move(piece))); }

 private:
  using function = std::function<awaitable<void>(delta)>;
  template <class Lazy = void>
  static awaitable<void> over() {
    co_return;
  }
  std::shared_ptr<function> hear_;
};

/** Something that answers: a chat_client, a scripted_model, a program's own. A cheap handle: it is copied.
 *
 *  complete(request, listener, until) completes with the whole answer; when there is a listener it has heard all of it before. It is over
 *  at the deadline, and throws when there is no answer. */
template <class M>
concept model = std::copy_constructible<M> && requires(const M& m, chat_request& question, listener heard, deadline until) {
  { m.complete(moved(question), std::move(heard), until) } -> std::same_as<awaitable<chat_response>>;
};

/** Any model, chosen while the program runs: `llm::any_model m = key.empty() ? llm::any_model(script) : llm::any_model(client);`. A cheap handle.
 *  @par Threads  as the model in it. */
class any_model {
 public:
  any_model() = default;
  template <class M>
    requires(!std::same_as<M, any_model>) && model<M>  // in this order: whether any_model is a model asks for its constructors
  explicit any_model(M from)
      : ask_(std::make_shared<function>([from = std::move(from)](chat_request& question, listener heard, deadline until) {
          return from.complete(moved(question), std::move(heard), until);
        })) {}

  explicit operator bool() const noexcept { return ask_ != nullptr; }
  /** @par Precondition  it is not empty. */
  awaitable<chat_response> complete(awaited<chat_request> question, listener heard = {}, deadline until = {}) const {
    chat_request q = taken(std::move(question));
    return (*ask_)(q, std::move(heard), until);
  }

 private:
  using function = std::function<awaitable<chat_response>(chat_request&, listener, deadline)>;
  std::shared_ptr<const function> ask_;
};

}  // namespace llm
}  // namespace v0
}  // namespace aval
