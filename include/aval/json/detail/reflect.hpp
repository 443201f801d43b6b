// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

#include "aval/json/detail/tied.hpp"

/*  Reflection of aggregates without a macro: how many members, what they are called.
 *
 *  The count comes from brace construction with objects that convert to anything, the names from what the compiler prints for the
 *  address of each member of an object that is never made (nothing of it exists at run time). Enumerators are read
 *  the same way, all candidates in one function name.
 *
 *  Limits: no base classes, no C arrays, no reference or bit-field members, at most most_members of them. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

// Converts to any member, but not to a base class of T or T itself, so that T{anything} is neither a copy nor the base's initialiser.
template <class T>
struct anything {
  template <class M>
    requires(!std::is_base_of_v<M, T> && !std::is_null_pointer_v<M>)
  operator M() const noexcept {
    __builtin_unreachable();  // only ever written down in an unevaluated expression
  }
};

// Converts to a base class of T only.
template <class T>
struct any_base {
  template <class M>
    requires(std::is_base_of_v<M, T> && !std::is_same_v<M, T>)
  operator M() const noexcept {
    __builtin_unreachable();
  }
};
template <class T>
inline constexpr bool has_base = requires { T{any_base<T>{}}; };

template <class T, std::size_t>
using anything_at = anything<T>;

template <class T, class Indices>
struct takes;
template <class T, std::size_t... I>
struct takes<T, std::index_sequence<I...>> {
  static constexpr bool value = requires { T{anything_at<T, I>{}...}; };
};

// Every member can be left out, so "takes n" holds up to the count and not beyond: double, then halve.
template <class T>
consteval std::size_t count_members() {
  if constexpr (!takes<T, std::make_index_sequence<1>>::value) {
    return 0;
  } else {
    constexpr auto bisect = []<std::size_t Low, std::size_t High>(auto self, std::index_sequence<Low, High>) consteval {
      if constexpr (High - Low <= 1) {
        return Low;
      } else {
        constexpr std::size_t middle = (Low + High) / 2;
        if constexpr (takes<T, std::make_index_sequence<middle>>::value) return self(self, std::index_sequence<middle, High>{});
        else return self(self, std::index_sequence<Low, middle>{});
      }
    };
    if constexpr (!takes<T, std::make_index_sequence<4>>::value) return bisect(bisect, std::index_sequence<1, 4>{});
    else if constexpr (!takes<T, std::make_index_sequence<8>>::value) return bisect(bisect, std::index_sequence<4, 8>{});
    else if constexpr (!takes<T, std::make_index_sequence<16>>::value) return bisect(bisect, std::index_sequence<8, 16>{});
    else if constexpr (!takes<T, std::make_index_sequence<32>>::value) return bisect(bisect, std::index_sequence<16, 32>{});
    else return bisect(bisect, std::index_sequence<32, most_members + 2>{});
  }
}

/** True for what reflection takes apart. */
template <class T>
concept aggregate = std::is_aggregate_v<T> && std::is_class_v<T>;

template <class T>
inline constexpr std::size_t member_count = [] {
  static_assert(!has_base<T>, "json: this aggregate has a base class; reflection needs a plain struct (or specialise "
                              "aval::json::fields<T> with to_json and from_json)");
  constexpr std::size_t n = count_members<T>();
  static_assert(n != 0 || std::is_empty_v<T>,
                "json: the members of this aggregate cannot be counted (is one of them not to be initialised from a value?); specialise "
                "aval::json::fields<T> with to_json and from_json");
  static_assert(n <= most_members, "json: this aggregate has more than 96 members");
  return n;
}();

// ---- names -----------------------------------------------------------------------------------------------------------------------

// An object whose members can be addressed, and of which nothing is ever made. g++ wants a definition (local types): a union whose other
// member is the live one; clang 16 takes such a union for non-literal, but is content with a declaration.
#if defined(__clang__)
#  pragma clang diagnostic push
#  pragma clang diagnostic ignored "-Wundefined-var-template"
#  pragma clang diagnostic ignored "-Wundefined-internal"
template <class T>
struct stand_in {
  T object;
};
template <class T>
extern const stand_in<T> stand_in_of;
#else
template <class T>
union stand_in {
  char none;
  T object;
  constexpr stand_in() : none{} {}
  constexpr ~stand_in() {}
};
template <class T>
inline constexpr stand_in<T> stand_in_of{};
#endif

template <class M>
struct address {
  const M* at;
};

template <class T, auto... V>
consteval std::string_view printed() {
  return __PRETTY_FUNCTION__;
}
template <class T, T V>
consteval std::string_view printed_one() {
  return __PRETTY_FUNCTION__;
}

constexpr bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || static_cast<signed char>(c) < 0;
}

// the identifier that ends at `end`, looking backwards
constexpr std::string_view name_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin != 0 && name_character(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

// g++: "... T V = address<int>{(& stand_in_of<user>.stand_in<user>::object.user::member)}; ...]", clang: "... V = {&stand_in_of.object.member}]"
constexpr std::string_view member_name(std::string_view text) {
  std::size_t end = text.rfind('}');
  while (end != 0 && !name_character(text[end - 1])) --end;
  return name_before(text, end);
}

template <std::size_t I, class M>
struct member_leaf {
  const M* at;
};
template <class Indices, class... M>
struct member_addresses;
template <std::size_t... I, class... M>
struct member_addresses<std::index_sequence<I...>, M...> : member_leaf<I, M>... {};

template <std::size_t I, class M>
consteval address<M> address_at(member_leaf<I, M> leaf) {
  return {leaf.at};
}

template <class T>
inline constexpr auto addresses_of = tied<member_count<T>>::apply(stand_in_of<T>.object, []<class... M>(const M&... members) {
  return member_addresses<std::index_sequence_for<M...>, M...>{{&members}...};
});

template <class T>
inline constexpr auto member_names = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{
      member_name(printed_one<decltype(address_at<I>(addresses_of<T>)), address_at<I>(addresses_of<T>)>())...};
}(std::make_index_sequence<member_count<T>>{});

template <class... T>
struct type_list {
  static constexpr std::size_t size = sizeof...(T);
};

template <class T>
using member_types = decltype(tied<member_count<T>>::apply(std::declval<const T&>(), []<class... M>(const M&...) { return type_list<M...>{}; }));

#if defined(__clang__)
#  pragma clang diagnostic pop
#endif

/** The unqualified name of a type, without template arguments: "city" for demo::city. */
template <class T>
constexpr std::string_view type_name() {
  std::string_view text = printed<T>();
  const std::size_t start = text.find("T = ") + 4;
  std::size_t end = start;
  for (std::size_t angle = 0; end < text.size() && text[end] != ';' && text[end] != ']' && text[end] != ','; ++end)
    if (text[end] == '<' && ++angle == 1) break;
  return name_before(text, end);
}

// ---- enumerators -----------------------------------------------------------------------------------------------------------------

struct enumerator {
  std::string_view name;
  std::int64_t value;
};

inline constexpr int least_enumerator = -8, enumerator_candidates = 136;

#if defined(__clang__)
inline constexpr char closing = '>';
#else
inline constexpr char closing = '}';
#endif

// splits "{color::red, color::green, (color)2}" (g++) or "<color::red, ...>" (clang); a number in brackets is no enumerator
template <class E>
consteval auto all_enumerators() {
  constexpr std::string_view text = []<std::size_t... I>(std::index_sequence<I...>) {
    return printed<E, static_cast<E>(least_enumerator + static_cast<int>(I))...>();
  }(std::make_index_sequence<enumerator_candidates>{});
  struct {
    enumerator items[enumerator_candidates] = {};
    std::size_t count = 0;
  } found;
  // from the back, where the list is: its items hold no comma outside of brackets
  std::size_t end = text.size() - 1;
  while (text[end] != closing) --end;
  for (int i = enumerator_candidates; i-- > 0;) {
    const std::string_view name = name_before(text, end);
    std::size_t begin = end - name.size();
    const bool is_name = !name.empty() && !(name[0] >= '0' && name[0] <= '9');
    if (is_name) found.items[found.count++] = {name, least_enumerator + i};
    for (int depth = 0; begin != 0; --begin) {
      const char c = text[begin - 1];
      if (c == ')' || c == '>' || c == '}') ++depth;
      else if (c == '(' || c == '<' || c == '{') --depth;
      else if (c == ',' && depth == 0) break;
      if (depth < 0) break;
    }
    end = begin != 0 ? begin - 1 : 0;
  }
  return found;
}

/** Enumerators with values from -8 to 127, in ascending order of value. */
template <class E>
inline constexpr auto enumerators_of = [] {
  constexpr auto found = all_enumerators<E>();
  std::array<enumerator, found.count> list{};
  for (std::size_t i = 0; i < found.count; ++i) list[i] = found.items[found.count - 1 - i];
  return list;
}();

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
