// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

#include "aval/actions/detail/shape.hpp"
#include "aval/core/asio.hpp"

/*  How the decorators of this room are put around a function and around one another.
 *
 *      &f | track_action(agent, options) | with_timeout(10min)        left is inside, each right operand a further layer
 *      track_action(agent, options)(&f)                               the same by a call
 *      auto careful = track_action(agent, options) | with_timeout(5s);  a decorator made of two, for several functions
 *
 *  A wrapped function is an ordinary object: it can be stored, copied (copies share the wrapped function), passed on, wrapped again,
 *  kept in a std::function<awaitable<T>(const P&)>. Each call is a coroutine that owns its arguments and whatever it needs of the
 *  wrapper, so the wrapper may die while a call runs. */

namespace aval {
inline namespace v0 {
namespace actions {

/** What every decorator derives from; it makes operator| apply. */
struct decorator {};

template <class D>
concept is_decorator = std::derived_from<std::remove_cvref_t<D>, decorator>;

/** A function inside a layer. Layer::run is a static coroutine that gets the shared layer and the arguments, by value.
 *
 *  @par Threads   a wrapped function may be called from any thread, several calls may run at once: the function object inside is shared
 *                 by all of them, so one with a state must protect it.
 *  @par Lifetime  a call owns copies of its arguments; a member function's object is passed as a pointer and must outlive the call. */
template <class Layer, class Shape>
class wrapped;

template <class Layer, class T, bool Object, class... P>
class wrapped<Layer, detail::shape<T, Object, P...>> {
 public:
  using aval_shape = detail::shape<T, Object, P...>;
  using aval_signature = awaitable<T>(P...);

  explicit wrapped(std::shared_ptr<Layer> layer) noexcept : layer_(std::move(layer)) {}

  /** Nothing happens until the result is awaited or spawned. */
  awaitable<T> operator()(awaited<P>... arguments) const& { return Layer::template run<T, P...>(layer_, taken(std::move(arguments))...); }

#if AVAL_TEMPORARIES_IN_CO_AWAIT_ARE_UNSAFE
  template <class... A>
  awaitable<T> operator()(A&&...) const&& {
    static_assert(sizeof...(A) == static_cast<std::size_t>(-1),
                  "aval: give the wrapped function a name first: `auto safe = &f | track_action(agent, options); co_await safe(x);`. This "
                  "compiler destroys temporaries inside co_await twice.");
    return {};
  }
#endif

  /** The way in for those who own their arguments already: other layers, and rooms that take handlers (states_signature). */
  awaitable<T> call_owned(P... arguments) const { return Layer::template run<T, P...>(layer_, std::move(arguments)...); }

 private:
  std::shared_ptr<Layer> layer_;
};

namespace detail {

/** One decorator after another. */
template <class Inner, class Outer>
class composed : public decorator {
 public:
  composed(Inner inner, Outer outer) : inner_(std::move(inner)), outer_(std::move(outer)) {}
  template <class F>
  auto operator()(F&& f) const {
    return outer_(inner_(std::forward<F>(f)));
  }

 private:
  Inner inner_;
  Outer outer_;
};

}  // namespace detail

template <class F, is_decorator D>
  requires(!is_decorator<F>)
auto operator|(F&& f, const D& outer) {
  return outer(std::forward<F>(f));
}
template <is_decorator Inner, is_decorator Outer>
auto operator|(const Inner& inner, const Outer& outer) {
  return detail::composed<Inner, Outer>(inner, outer);
}

}  // namespace actions
}  // namespace v0
}  // namespace aval
