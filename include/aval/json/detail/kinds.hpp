// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "aval/json/fields.hpp"

/*  Which C++ types have which JSON form. Containers and smart pointers are known by what they can do, so that nobody pays for headers
 *  of types he does not use. */

namespace aval {
inline namespace v0 {
class secret;

namespace json {
class value;
class raw;

namespace detail {

enum class form {
  none,
  custom,       // fields<T> has to_json / from_json
  boolean,
  integer,
  floating,
  string,
  view,         // std::string_view, const char* (write only)
  fixed_string, // fixed_text<N>
  secret,
  value,
  raw,
  enumeration,
  optional,     // std::optional
  pointer,      // std::unique_ptr, std::shared_ptr
  variant,
  empty,        // std::monostate, std::nullptr_t
  map,
  array,        // fixed length
  set,
  sequence,
  object
};

template <class T>
inline constexpr bool is_fixed_text = false;
template <std::size_t N>
inline constexpr bool is_fixed_text<fixed_text<N>> = true;

template <class T>
inline constexpr bool is_variant = false;
template <class... A>
inline constexpr bool is_variant<std::variant<A...>> = true;

template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;

template <class T>
concept integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
                  !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

template <class T>
concept optional_like = requires(T& t, const T& c) {
  typename T::value_type;
  t.emplace();
  t.reset();
  { c.has_value() } -> std::same_as<bool>;
  *c;
};
template <class T>
concept pointer_like = requires(T& t, typename T::element_type* p) {
  t.reset(p);
  { t.get() } -> std::same_as<typename T::element_type*>;
};
template <class T>
concept map_like = requires(T& t, std::string key) {
  typename T::mapped_type;
  t.try_emplace(std::move(key));
  t.clear();
} && std::same_as<typename T::key_type, std::string>;
template <class T>
concept set_like = requires(T& t, typename T::value_type v) {
  requires std::same_as<typename T::key_type, typename T::value_type>;
  t.insert(std::move(v));
  t.clear();
};
template <class T>
concept sequence_like = requires(T& t) {
  typename T::value_type;
  t.emplace_back();
  t.pop_back();
  t.clear();
  t.size();
  t.begin();
};

template <class T>
consteval form form_of_type() {
  if constexpr (writes_as<T> || reads_as<T>) return form::custom;
  else if constexpr (std::same_as<T, bool>) return form::boolean;
  else if constexpr (integer<T>) return form::integer;
  else if constexpr (std::same_as<T, float> || std::same_as<T, double>) return form::floating;
  else if constexpr (std::is_enum_v<T>) return form::enumeration;
  else if constexpr (std::same_as<T, std::monostate> || std::same_as<T, std::nullptr_t>) return form::empty;
  else if constexpr (!std::is_class_v<T>) return std::same_as<T, const char*> ? form::view : form::none;
  else if constexpr (std::same_as<T, std::string>) return form::string;
  else if constexpr (std::same_as<T, std::string_view>) return form::view;
  else if constexpr (std::same_as<T, aval::secret>) return form::secret;
  else if constexpr (std::same_as<T, json::value>) return form::value;
  else if constexpr (std::same_as<T, json::raw>) return form::raw;
  else if constexpr (is_fixed_text<T>) return form::fixed_string;
  else if constexpr (is_variant<T>) return form::variant;
  else if constexpr (is_array<T>) return form::array;
  else if constexpr (optional_like<T>) return form::optional;
  else if constexpr (pointer_like<T>) return form::pointer;
  else if constexpr (map_like<T>) return form::map;
  else if constexpr (set_like<T>) return form::set;
  else if constexpr (sequence_like<T>) return form::sequence;
  else if constexpr (aggregate<T>) return form::object;
  else return form::none;
}

template <class T>
inline constexpr form form_of = form_of_type<T>();

/** Can hold null by itself. */
template <class T>
inline constexpr bool holds_null = form_of<T> == form::optional || form_of<T> == form::pointer || form_of<T> == form::value || form_of<T> == form::raw ||
                                   form_of<T> == form::empty || form_of<T> == form::variant || form_of<T> == form::custom;

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
