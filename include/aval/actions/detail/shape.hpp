// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <functional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "aval/core/awaited.hpp"
#include "aval/core/signature_of.hpp"

/*  What a decorator knows about the function that it wraps: its value and its parameters, decayed, so that a wrapped call owns all it
 *  uses. Functions whose parameters can not be owned are refused here, in words. */

namespace aval {
inline namespace v0 {
namespace actions {
namespace detail {

/** T of the wrapped call's awaitable<T>, and the parameters as they lie in the coroutine. */
template <class T, bool Object, class... P>
struct shape {
  using value = T;
  using parameters = std::tuple<P...>;
  static constexpr bool object_first = Object;  ///< the first parameter is a member function's object
};

template <class T>
inline constexpr bool is_view = false;
template <class C, class Traits>
inline constexpr bool is_view<std::basic_string_view<C, Traits>> = true;
template <class T, std::size_t N>
inline constexpr bool is_view<std::span<T, N>> = true;
template <>
inline constexpr bool is_view<const char*> = true;
template <>
inline constexpr bool is_view<char*> = true;

template <class P>
inline constexpr bool is_mutable_reference = std::is_lvalue_reference_v<P> && !std::is_const_v<std::remove_reference_t<P>>;

template <class P>
struct owned_parameter {
  static_assert(!is_mutable_reference<P>,
                "aval: a wrapped function can not take a mutable reference, because the call runs later, on its own copies. Return the "
                "value instead, or take a std::shared_ptr.");
  static_assert(!is_view<std::decay_t<P>>,
                "aval: a wrapped function can not take a view (std::string_view, std::span, const char*), because the call runs later, "
                "when what it points to may be gone. Take a std::string or a std::vector.");
  static_assert(is_mutable_reference<P> || is_view<std::decay_t<P>> || std::move_constructible<std::decay_t<P>>,
                "aval: a parameter of a wrapped function must be movable, because the call keeps its own.");
  using type = std::decay_t<P>;
};

template <class R>
struct owned_value {
  static_assert(!std::is_reference_v<R>, "aval: a wrapped function can not return a reference; return a value or a std::shared_ptr.");
  using type = std::remove_cv_t<std::remove_reference_t<R>>;
};

/** A wrapper of this room names its shape itself. */
template <class F>
concept wrapped_callable = requires { typename std::remove_cvref_t<F>::aval_shape; };

template <class F>
struct shape_of_function {
  static_assert(has_signature<F>,
                "aval: a decorator wraps a function pointer, a member function pointer, or a function object with exactly one call "
                "operator. Overload sets, templates and generic lambdas have no single signature: wrap a lambda that calls the one meant.");
  using type = shape<void, false>;
};
template <class F>
  requires(has_signature<F> && !wrapped_callable<F>)
struct shape_of_function<F> {
  template <class>
  struct list;
  template <class... A>
  struct list<std::tuple<A...>> {
    using type =
        shape<typename owned_value<typename signature_of<F>::value>::type, std::is_member_function_pointer_v<F>, typename owned_parameter<A>::type...>;
  };
  using type = typename list<typename signature_of<F>::arguments>::type;
};
template <wrapped_callable F>
struct shape_of_function<F> {
  using type = typename F::aval_shape;
};

template <class F>
using shape_of = typename shape_of_function<std::decay_t<F>>::type;

/** Calls the wrapped thing with arguments that the calling coroutine owns. Wrappers are entered behind the gate that their users
 *  go through. */
template <class F, class... A>
decltype(auto) call(F& f, A&&... arguments) {
  if constexpr (wrapped_callable<F>)
    return f.call_owned(std::forward<A>(arguments)...);
  else
    return std::invoke(f, std::forward<A>(arguments)...);
}

/** Whether calling gives something to co_await. */
template <class F>
consteval bool awaits() {
  if constexpr (wrapped_callable<F>) return true;
  else if constexpr (has_signature<F>) return signature_of<F>::awaits;
  else return false;
}

}  // namespace detail
}  // namespace actions
}  // namespace v0
}  // namespace aval
