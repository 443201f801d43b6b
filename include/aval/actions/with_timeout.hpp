// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <memory>
#include <type_traits>
#include <utility>

#include "aval/actions/compose.hpp"
#include "aval/actions/detail/limited.hpp"

namespace aval {
inline namespace v0 {
namespace actions {

namespace detail {

template <class F>
struct timed {
  F function;
  std::chrono::milliseconds limit;

  template <class T>
  static awaitable<T> inner(std::shared_ptr<timed> self, auto... arguments) {
    if constexpr (awaits<F>())
      co_return co_await call(self->function, std::move(arguments)...);
    else
      co_return call(self->function, std::move(arguments)...);
  }
  template <class T, class... P>
  static awaitable<T> run(std::shared_ptr<timed> self, P... arguments) {
    const auto limit = self->limit;
    co_return co_await limited<T>(inner<T>(std::move(self), std::move(arguments)...), limit, on_cancel::forward);
  }
};

}  // namespace detail

/** Decorator: the call as a whole, with the wait for a human and the report if they are inside, may take so long.
 *
 *  When the limit passes, what is inside is cancelled (terminal) and aval::errc::timed_out is thrown (condition::timed_out) as soon as
 *  it has ended. A value that arrives all the same is returned, and an error of the function's own is rethrown: a time-out never masks
 *  what has happened. A guarded function that had started is reported as failed before the time-out is thrown.
 *  A plain function can not be interrupted; the limit then only covers what is awaited around it.
 *
 *  @par Errors        errc::timed_out; invalid_argument at decoration time for a limit that is not positive; whatever the inside throws.
 *  @par Cancellation  passed on to the inside with its type.
 *  @par Cost          a strand, a timer and three coroutine frames for each call. */
class with_timeout : public decorator {
 public:
  explicit with_timeout(std::chrono::milliseconds limit) : limit_(limit) {
    if (limit <= std::chrono::milliseconds::zero()) throw error(aval::errc::invalid_argument, "with_timeout: the limit must be positive");
  }

  template <class F>
  auto operator()(F&& f) const {
    using layer = detail::timed<std::decay_t<F>>;
    return wrapped<layer, detail::shape_of<F>>(std::make_shared<layer>(layer{std::forward<F>(f), limit_}));
  }

 private:
  std::chrono::milliseconds limit_;
};

}  // namespace actions

using actions::with_timeout;

}  // namespace v0
}  // namespace aval
