// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "aval/core/asio.hpp"

/*  What a wrapper must know about a function: the types of its parameters and of its value, whether it is a coroutine of ours, and,
 *  for a function given as a template argument, its name. Overload sets and templates have no single signature; signature_of of one
 *  is ill-formed and has_signature<F> is false, so that wrappers can say so in their own words. */

namespace aval {
inline namespace v0 {

template <class T>
struct is_awaitable : std::false_type {
  using value_type_of = T;
};
template <class T, class E>
struct is_awaitable<asio::awaitable<T, E>> : std::true_type {
  using value_type_of = T;
};

namespace detail {
template <class R, class... A>
struct signature_base {
  using result = R;                                          ///< as declared
  using value = typename is_awaitable<R>::value_type_of;     ///< T of awaitable<T>, else the result itself
  using arguments = std::tuple<A...>;                        ///< as declared; a member function's object comes first, as a pointer
  static constexpr bool awaits = is_awaitable<R>::value;
  static constexpr std::size_t arity = sizeof...(A);
};
template <class F>
struct signature {};
template <class R, class... A>
struct signature<R (*)(A...)> : signature_base<R, A...> {};
template <class R, class... A>
struct signature<R (*)(A...) noexcept> : signature_base<R, A...> {};
template <class R, class C, class... A>
struct signature<R (C::*)(A...)> : signature_base<R, C*, A...> {};
template <class R, class C, class... A>
struct signature<R (C::*)(A...) noexcept> : signature_base<R, C*, A...> {};
template <class R, class C, class... A>
struct signature<R (C::*)(A...) const> : signature_base<R, const C*, A...> {};
template <class R, class C, class... A>
struct signature<R (C::*)(A...) const noexcept> : signature_base<R, const C*, A...> {};
template <class F>
struct call_operator {};
template <class R, class C, class... A>
struct call_operator<R (C::*)(A...)> : signature_base<R, A...> {};
template <class R, class C, class... A>
struct call_operator<R (C::*)(A...) noexcept> : signature_base<R, A...> {};
template <class R, class C, class... A>
struct call_operator<R (C::*)(A...) const> : signature_base<R, A...> {};
template <class R, class C, class... A>
struct call_operator<R (C::*)(A...) const noexcept> : signature_base<R, A...> {};
template <class F>
  requires requires { &F::operator(); }
struct signature<F> : call_operator<decltype(&F::operator())> {};
}  // namespace detail

/** result, value, arguments, arity, awaits of a function pointer, member function pointer or function object. */
template <class F>
struct signature_of : detail::signature<std::decay_t<F>> {};

template <class F>
concept has_signature = requires { typename signature_of<F>::result; };

/** A function object that says itself how it is called by whoever owns the arguments: `using aval_signature = R(A...)`, and
 *  `R call_owned(A...)`. Its call operator may have more forms, for people. So do the wrapped functions of the actions room. */
template <class F>
concept states_signature = requires { typename std::decay_t<F>::aval_signature; };

namespace detail {
template <class S>
struct stated_signature;
template <class R, class... A>
struct stated_signature<R(A...)> : signature_base<R, A...> {};
}  // namespace detail

/** signature_of, and of objects that state theirs what they state. */
template <class F>
struct owned_signature_of : signature_of<F> {};
template <states_signature F>
struct owned_signature_of<F> : detail::stated_signature<typename std::decay_t<F>::aval_signature> {};

template <class F>
concept has_owned_signature = requires { typename owned_signature_of<F>::result; };

namespace detail {
template <auto F>
consteval std::string_view name_of_function() {
#if defined(__clang__)
  constexpr std::string_view text = __PRETTY_FUNCTION__, mark = "[F = ";
#else
  constexpr std::string_view text = __PRETTY_FUNCTION__, mark = "F = ";
#endif
  constexpr auto start = text.find(mark) + mark.size();
  std::string_view name = text.substr(start, text.find_first_of(";]", start) - start);
  if (name.size() > 1 && name.front() == '(' && name.back() == ')') name = name.substr(1, name.size() - 2);
  if (!name.empty() && name.front() == '&') name.remove_prefix(1);
  if (const auto bracket = name.find_first_of("(<"); bracket != name.npos && bracket > 0) name = name.substr(0, bracket);
  if (const auto colon = name.rfind(':'); colon != name.npos) name.remove_prefix(colon + 1);
  return name;
}
}  // namespace detail

/** The unqualified name of a function given as a template argument: function_name<&app::fetch_weather> is "fetch_weather". */
template <auto F>
inline constexpr std::string_view function_name = detail::name_of_function<F>();

}  // namespace v0
}  // namespace aval
