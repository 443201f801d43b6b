// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>

#include "aval/actions/compose.hpp"
#include "aval/actions/concepts.hpp"

namespace aval {
inline namespace v0 {
namespace actions {

namespace detail {

template <class F, class Source, class First>
struct supplied {
  F function;
  Source source;

  template <class T, class... P>
  static awaitable<T> run(std::shared_ptr<supplied> self, P... arguments) {
    auto credential = co_await self->source.credential();
    if constexpr (awaits<F>())
      co_return co_await call(self->function, static_cast<First>(std::move(credential)), std::move(arguments)...);
    else
      co_return call(self->function, static_cast<First>(std::move(credential)), std::move(arguments)...);
  }
};

template <class Shape>
struct without_first;
template <class T, bool Object, class First, class... P>
struct without_first<shape<T, Object, First, P...>> {
  using first = First;
  using type = shape<T, false, P...>;
};
template <class T, bool Object>
struct without_first<shape<T, Object>> {
  using first = void;
  using type = shape<T, false>;
};

template <class Source>
class credential_giver : public decorator {
 public:
  explicit credential_giver(Source source) : source_(std::move(source)) {}

  template <class F>
  auto operator()(F&& f) const {
    using inner = shape_of<F>;
    using first = typename without_first<inner>::first;
    using given = typename is_awaitable<decltype(source_.credential())>::value_type_of;
    static_assert(std::constructible_from<first, given>,
                  "aval: with_credential passes the credential as the function's first parameter, and this function's first parameter "
                  "can not be made from what the source gives.");
    using layer = supplied<std::decay_t<F>, Source, first>;
    return wrapped<layer, typename without_first<inner>::type>(std::make_shared<layer>(layer{std::forward<F>(f), source_}));
  }

 private:
  Source source_;
};

}  // namespace detail

/** Decorator: the wrapped function's first parameter comes from a source (a token, a key, a short-lived cloud credential), fetched
 *  anew for each call; the result is called without it. Inside a decorator that asks, the credential is fetched only after the
 *  permission, and it is not among the parameters that are described:
 *
 *      auto write = &write_document | with_credential(source) | track_action(agent, options);
 *
 *  @par Errors        what the source throws (the function does not run), then what the function throws.
 *  @par Cancellation  as the source and the function have it.
 *  @par Lifetime      the source is copied; each call owns its credential. */
template <class Source>
auto with_credential(Source source) {
  static_assert(credential_source<Source>,
                "aval: with_credential needs a copyable source with a member `awaitable<C> credential() const`.");
  return detail::credential_giver<Source>(std::move(source));
}

}  // namespace actions

using actions::with_credential;

}  // namespace v0
}  // namespace aval
