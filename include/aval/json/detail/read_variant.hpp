// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "aval/json/detail/read_object.hpp"

/*  std::variant: the alternative is chosen by what stands in the text.
 *
 *  By tag where the alternatives have one (the rule `tag`), else by shape: the first alternative of the right JSON kind; among several
 *  structs the first whose required members are all there (where no rule says `required`: those that are not optional); among several
 *  kinds of text or number the first that takes it. The choice is final: nothing nested is ever read twice, so hostile nesting costs
 *  no more than its size times its depth. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

enum : unsigned { shape_null = 1, shape_bool = 2, shape_number = 4, shape_string = 8, shape_array = 16, shape_object = 32, shape_any = 63 };

template <class T>
consteval unsigned shape_of();

template <class V>
inline constexpr unsigned shape_of_variant = 0;
template <class... A>
inline constexpr unsigned shape_of_variant<std::variant<A...>> = (0U | ... | shape_of<A>());

template <class T>
consteval unsigned shape_of() {
  constexpr form f = form_of<T>;
  if constexpr (f == form::custom) {
    if constexpr (reads_as<T>) return shape_of<typename only_argument<decltype(&fields<T>::from_json)>::type>();
    else return shape_any;
  } else if constexpr (f == form::boolean) {
    return shape_bool;
  } else if constexpr (f == form::integer || f == form::floating) {
    return shape_number;
  } else if constexpr (f == form::optional) {
    return shape_null | shape_of<typename T::value_type>();
  } else if constexpr (f == form::pointer) {
    return shape_null | shape_of<typename T::element_type>();
  } else if constexpr (f == form::variant) {
    return shape_of_variant<T>;
  } else if constexpr (f == form::empty) {
    return shape_null;
  } else if constexpr (f == form::value || f == form::raw || f == form::none) {
    return shape_any;
  } else if constexpr (f == form::array || f == form::set || f == form::sequence) {
    return shape_array;
  } else if constexpr (f == form::map || f == form::object) {
    return shape_object;
  } else {
    return shape_string;
  }
}

inline unsigned shape_at(const reader& r, const char* p) noexcept {
  const char c = peek(r, p);
  switch (c) {
    case '{': return shape_object;
    case '[': return shape_array;
    case '"': return shape_string;
    case 't':
    case 'f': return shape_bool;
    case 'n': return shape_null;
    default: return c == '-' || is_digit(c) ? shape_number : 0U;
  }
}

/** Whether the object at p is a T, judged by its tag or by the members it has. A syntax error says no. */
template <read_options O, class T>
bool fits(reader& r, const char* p) {
  if constexpr (form_of<T> != form::object) {
    return (shape_of<T>() & shape_object) != 0;
  } else {
    seen_bits<flat_count<T>> seen;
    bool tagged = false;
    const unsigned depth = r.depth;
    const char* const end = read_members(r, p, [&](std::string_view key, const char* at) -> const char* {
      if constexpr (has_tag_v<T>) {
        if (key == tag_of<T>().member && peek(r, at) == '"') {
          std::string scratch;
          std::string_view text;
          const char* const behind = read_view(r, at, text, scratch);
          tagged = tagged || (behind != nullptr && text == tag_of<T>().name);
          return behind;
        }
      }
      const std::size_t n = find_field<T, O.spelling == spelling::loose>(key);
      if (n != no_field) seen.set(n);
      return skip_value(r, at);
    });
    r.depth = depth;
    if (end == nullptr) return false;
    if (has_tag_v<T>) return tagged;
    bool rules = false;
    for (const flat_field& f : flat_fields<T>) rules = rules || f.required;
    for (std::size_t n = 0; n < flat_count<T>; ++n)
      if (!seen.test(n) && (rules ? flat_fields<T>[n].required : !flat_fields<T>[n].defaulted)) return false;
    return true;
  }
}

template <read_options O, std::size_t I, class V>
const char* read_alternative(reader& r, const char* p, V& out) {
  if (auto* const same = std::get_if<I>(&out)) return read_value<O>(r, p, *same);
  const freshness mark(r, true);
  return read_value<O>(r, p, out.template emplace<I>());
}

template <read_options O, class... A>
const char* choose_and_read(reader& r, const char* p, std::variant<A...>& out) {
  constexpr std::size_t objects = (std::size_t{0} + ... + ((shape_of<A>() & shape_object) != 0 ? 1U : 0U));
  constexpr std::size_t arrays = (std::size_t{0} + ... + ((shape_of<A>() & shape_array) != 0 ? 1U : 0U));
  static_assert(arrays <= 1, "json: a variant can have one alternative that is a JSON array; they cannot be told apart by shape");
  const unsigned here = shape_at(r, p);
  if (here == 0) return r.fail_syntax(p, "expected a value");

  std::size_t candidates = 0;
  const unsigned shapes[] = {shape_of<A>()...};
  for (unsigned s : shapes) candidates += (s & here) != 0 ? 1U : 0U;

  const char* end = nullptr;
  bool found = false;
  const unsigned depth = r.depth;
  const auto one = [&]<std::size_t I, class X>() {
    if ((shape_of<X>() & here) == 0) return false;
    if (here == shape_object && (objects > 1 || has_tag_v<X>)) {
      if (!fits<O, X>(r, p)) return false;
      found = true;
      end = read_alternative<O, I>(r, p, out);
      return true;
    }
    found = true;
    end = read_alternative<O, I>(r, p, out);
    if (end != nullptr) return true;
    if (--candidates == 0 || here == shape_array || here == shape_object) return true;  // the error stands
    r.depth = depth;
    r.path.clear();
    return false;
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (void)(one.template operator()<I, A>() || ...);
  }(std::index_sequence_for<A...>{});
  if (found) return end;
  if (here == shape_object && (end = skip_value(r, p)) == nullptr) return nullptr;  // broken, which is why nothing fits
  return r.fail(candidates != 0 ? errc::unknown_value : errc::wrong_type, p, "no alternative fits");
}

// has_tag_v looks at rules of structs only
template <read_options O, class T>
const char* read_variant(reader& r, const char* p, T& out) {
  return choose_and_read<O>(r, p, out);
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
