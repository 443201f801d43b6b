// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

#include "aval/version.hpp"

/*  g++ 12 destroys a temporary aggregate that owns memory twice when it stands inside a co_await expression:
 *
 *      co_await get_weather(city{.name = "Lima"});       // double free on g++ 12
 *      city lima{.name = "Lima"};
 *      co_await get_weather(lima);                       // fine
 *
 *  (by value, by const&, in braces, parentheses or with designators, as a default argument). The most natural line of a newcomer
 *  must not corrupt memory, so on such compilers, and only there, it does not compile with this library. This header owns the rule:
 *  every awaited function of the library takes a user's aggregate or an options aggregate as awaited<T>. */

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
#  define AVAL_TEMPORARIES_IN_CO_AWAIT_ARE_UNSAFE 1
#else
#  define AVAL_TEMPORARIES_IN_CO_AWAIT_ARE_UNSAFE 0
#endif

namespace aval {
inline namespace v0 {

/** What moved() returns: says that a named object is given away. Safe inside a co_await on every compiler. */
template <class T>
class moved_value {
 public:
  explicit moved_value(T&& value) noexcept(std::is_nothrow_move_constructible_v<T>) : value_(std::move(value)) {}
  operator T() && noexcept(std::is_nothrow_move_constructible_v<T>) { return std::move(value_); }  // NOLINT: implicit on purpose
  T take() && noexcept(std::is_nothrow_move_constructible_v<T>) { return std::move(value_); }

 private:
  T value_;
};

/** Gives a named object away to an awaited function without a copy: `co_await get_weather(aval::moved(lima))`. */
template <class T>
  requires(!std::is_const_v<T>)
moved_value<T> moved(T& value) noexcept(std::is_nothrow_move_constructible_v<T>) {
  return moved_value<T>(std::move(value));
}

namespace detail {
template <class T>
inline constexpr bool owning_aggregate =
    std::is_class_v<T> && std::is_aggregate_v<T> && !std::is_trivially_destructible_v<T>;
template <class>
inline constexpr bool never = false;
}  // namespace detail

/** A parameter of an awaited function on compilers that destroy temporaries twice. The name is the advice: give the object a name
 *  in its own statement, then pass it (copied) or pass aval::moved(it) (moved). */
template <class T>
class name_the_object_before_co_await {
 public:
  template <class U>
    requires std::same_as<std::remove_cvref_t<U>, T>
  name_the_object_before_co_await(U&& value) : value_(std::forward<U>(value)) {  // NOLINT: implicit on purpose
    static_assert(std::is_lvalue_reference_v<U>,
                  "aval: this compiler destroys a temporary aggregate inside co_await twice. Name it first: `T object{...}; co_await "
                  "f(object);` or give it away with `co_await f(aval::moved(object));`");
  }
  name_the_object_before_co_await(moved_value<T>&& value) : value_(std::move(value).take()) {}  // NOLINT: implicit on purpose

  T take() && { return std::move(value_); }

 private:
  T value_;
};

/** How an awaited function takes a T: as itself, except for an aggregate that owns memory on a compiler which would free a
 *  temporary one twice. Get the value out with aval::taken(argument). */
#if AVAL_TEMPORARIES_IN_CO_AWAIT_ARE_UNSAFE
template <class T>
using awaited = std::conditional_t<detail::owning_aggregate<T>, name_the_object_before_co_await<T>, T>;
#else
template <class T>
using awaited = T;
#endif

template <class T>
T taken(name_the_object_before_co_await<T>&& argument) {
  return std::move(argument).take();
}
template <class T>
  requires(!std::is_lvalue_reference_v<T>)
T taken(T&& argument) {
  return std::move(argument);
}

}  // namespace v0
}  // namespace aval
