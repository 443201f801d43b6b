// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include "aval/json/detail/reflect.hpp"

/*  The one customisation point. A plain struct needs none of it: its members are read and written under their own names.
 *
 *      struct row { std::string display_name; std::optional<int> size; std::string cache; };
 *      template <> struct aval::json::fields<row> {
 *        static constexpr auto rules = aval::json::rules(aval::json::rename("display_name", "displayName"), aval::json::skip("cache"));
 *      };
 *
 *  Or inside the type, which also serves types without a name outside: `static constexpr auto json_rules = aval::json::rules(...);`.
 *  A rule that names no member does not compile.
 *
 *  A type that is no plain struct gets a JSON form through two functions; what they exchange is any type that has a JSON form:
 *
 *      template <> struct aval::json::fields<celsius> {
 *        static double to_json(const celsius& c) { return c.degrees(); }
 *        static std::optional<celsius> from_json(double degrees);        // empty: not a value of this type
 *      };
 */

namespace aval {
inline namespace v0 {
namespace json {

struct rule {
  enum class kind { rename, skip, flatten, required, defaulted, tag, camel_case, all_required, describe };
  kind what;
  std::string_view member = {};  // or enumerator
  std::string_view name = {};
};

/** The member (or enumerator) has another name in JSON. */
constexpr rule rename(std::string_view member, std::string_view name) { return {rule::kind::rename, member, name}; }
/** The member is neither read nor written. */
constexpr rule skip(std::string_view member) { return {rule::kind::skip, member}; }
/** The members of this member stand in the enclosing object. One member of the form map<string, T> may be flattened too: it takes
 *  the members that the type does not have, and gives them back when written. */
constexpr rule flatten(std::string_view member) { return {rule::kind::flatten, member}; }
/** Reading fails when the member is not there. */
constexpr rule required(std::string_view member) { return {rule::kind::required, member}; }
/** Reading does not fail for this member where missing ones are refused. */
constexpr rule defaulted(std::string_view member) { return {rule::kind::defaulted, member}; }
/** Every member that is not optional (std::optional, a pointer, json::value) nor `defaulted` is required. */
constexpr rule all_required() { return {rule::kind::all_required}; }
/** Every member without a rename is spelled in camelCase. */
constexpr rule camel_case() { return {rule::kind::camel_case}; }
/** Objects of this type say what they are: "member": "value" is written first, is checked where it is read, and chooses among the
 *  alternatives of a std::variant. */
constexpr rule tag(std::string_view member, std::string_view value) { return {rule::kind::tag, member, value}; }

/** What the member means, for json::schema. */
constexpr rule describe(std::string_view member, std::string_view text) { return {rule::kind::describe, member, text}; }

template <class... R>
constexpr auto rules(R... r) {
  return std::array<rule, sizeof...(R)>{r...};
}

/** Specialise it; see above. */
template <class T>
struct fields {};

/** Text in place, as a result of to_json that does not allocate. */
template <std::size_t N>
struct fixed_text {
  char text[N] = {};
  std::size_t size = 0;
  constexpr std::string_view view() const { return {text, size}; }
};

namespace detail {

template <class T>
constexpr auto rules_of() {
  if constexpr (requires { fields<T>::rules; }) return fields<T>::rules;
  else if constexpr (requires { T::json_rules; }) return T::json_rules;
  else return rules();
}

template <class T>
concept writes_as = requires(const T& t) { fields<T>::to_json(t); };
template <class T>
concept reads_as = requires { &fields<T>::from_json; };

template <class F>
struct only_argument;
template <class R, class A>
struct only_argument<R (*)(A)> {
  using type = std::remove_cvref_t<A>;
};
template <class R, class A>
struct only_argument<R (*)(A) noexcept> {
  using type = std::remove_cvref_t<A>;
};

constexpr bool has_rule(const auto& list, rule::kind what, std::string_view member = {}) {
  for (const rule& r : list)
    if (r.what == what && r.member == member) return true;
  return false;
}

// ---- the fields of one struct ------------------------------------------------------------------------------------------------------

enum class field_kind : unsigned char { plain, skipped, flat_struct, rest };

inline constexpr std::size_t longest_name = 120;

struct name_text {
  char text[longest_name] = {};
  std::size_t size = 0;
  constexpr operator std::string_view() const { return {text, size}; }
  constexpr void add(char c) {
    if (size == longest_name) throw "json: a member name is longer than 120 bytes";
    text[size++] = c;
  }
};

constexpr name_text in_camel_case(std::string_view text) {
  name_text name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '_' && i != 0 && i + 1 < text.size()) {
      c = text[++i];
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    name.add(c);
  }
  return name;
}

// storage of the changed names; the others are views of what the compiler printed
template <class T, std::size_t N>
constexpr auto make_camel_names(const std::array<std::string_view, N>& names) {
  std::array<name_text, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = in_camel_case(names[i]);
  return out;
}
template <class T>
inline constexpr auto camel_names = make_camel_names<T>(member_names<T>);

constexpr bool needs_escapes(std::string_view name) {
  for (char c : name)
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) return true;
  return false;
}

struct field_info {
  std::string_view name = {};
  field_kind kind = field_kind::plain;
  bool required = false;   // a rule says so
  bool defaulted = false;  // a rule says that it may be missing
};

template <class M>
inline constexpr bool is_map_v = requires(M& m, typename M::key_type k) {
  typename M::mapped_type;
  m.try_emplace(k);
};

template <class T, class... M>
constexpr auto make_fields(type_list<M...>) {
  constexpr auto list = rules_of<T>();
  std::array<field_info, sizeof...(M)> out{};
  constexpr bool camel = has_rule(list, rule::kind::camel_case);
  const bool all = has_rule(list, rule::kind::all_required);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if constexpr (camel) out[i].name = camel_names<T>[i];
    else out[i].name = member_names<T>[i];
    out[i].required = all;
  }
  for (const rule& r : list) {
    if (r.what == rule::kind::camel_case || r.what == rule::kind::all_required || r.what == rule::kind::tag) continue;
    std::size_t i = 0;
    while (i < out.size() && member_names<T>[i] != r.member) ++i;
    if (i == out.size()) continue;  // refused by rules_fit
    switch (r.what) {
      case rule::kind::rename: out[i].name = r.name; break;
      case rule::kind::skip: out[i].kind = field_kind::skipped; break;
      case rule::kind::flatten: out[i].kind = field_kind::flat_struct; break;
      case rule::kind::required: out[i].required = true; break;
      case rule::kind::defaulted: out[i].defaulted = true, out[i].required = false; break;
      default: break;
    }
  }
  constexpr bool maps[] = {is_map_v<M>..., false};
  for (std::size_t i = 0; i < out.size(); ++i)
    if (out[i].kind == field_kind::flat_struct && maps[i]) out[i].kind = field_kind::rest;
  return out;
}

/** Name and kind of every member, rules applied. */
template <class T>
inline constexpr auto fields_of = make_fields<T>(member_types<T>{});

template <class T>
constexpr bool rules_fit() {
  for (const rule& r : rules_of<T>()) {
    if (needs_escapes(r.name) && r.what != rule::kind::describe) return false;
    if (r.what == rule::kind::camel_case || r.what == rule::kind::all_required || r.what == rule::kind::tag) continue;
    bool found = false;
    for (std::string_view name : member_names<T>) found = found || name == r.member;
    if (!found) return false;
  }
  return true;
}

template <class T>
inline constexpr bool has_tag_v = [] {
  for (const rule& r : rules_of<T>())
    if (r.what == rule::kind::tag) return true;
  return false;
}();

template <class T>
constexpr rule tag_of() {
  for (const rule& r : rules_of<T>())
    if (r.what == rule::kind::tag) return r;
  return {rule::kind::tag, {}, {}};
}

// `"name":` as it stands in the text
template <class T, std::size_t I>
inline constexpr auto key_text = [] {
  constexpr std::string_view name = fields_of<T>[I].name;
  std::array<char, name.size() + 3> text{};
  text[0] = '"';
  for (std::size_t i = 0; i < name.size(); ++i) text[i + 1] = name[i];
  text[name.size() + 1] = '"';
  text[name.size() + 2] = ':';
  return text;
}();

// ---- the fields of a struct and of those flattened into it, numbered through ----------------------------------------------------------

template <class T>
constexpr std::size_t count_flat();

template <class T, std::size_t I, class M>
constexpr std::size_t flat_size() {
  if constexpr (fields_of<T>[I].kind == field_kind::plain) return 1;
  else if constexpr (fields_of<T>[I].kind == field_kind::flat_struct) return count_flat<M>();
  else return 0;
}

template <class T>
constexpr std::size_t count_flat() {
  static_assert(aggregate<T>, "json: only a plain struct or a map can be flattened");
  static_assert(rules_fit<T>(), "json: a rule names a member that the type does not have (or gives a name that needs escapes)");
  return []<std::size_t... I, class... M>(std::index_sequence<I...>, type_list<M...>) {
    return (std::size_t{0} + ... + flat_size<T, I, M>());
  }(std::make_index_sequence<member_count<T>>{}, member_types<T>{});
}

/** Number of JSON members of T, flattened ones included. */
template <class T>
inline constexpr std::size_t flat_count = count_flat<T>();

/** The number of the first JSON member that stems from member I. */
template <class T>
inline constexpr auto flat_starts = []<std::size_t... I, class... M>(std::index_sequence<I...>, type_list<M...>) {
  constexpr std::size_t sizes[] = {flat_size<T, I, M>()..., 0};
  std::array<std::size_t, sizeof...(I) + 1> starts{};
  for (std::size_t i = 0; i < sizeof...(I); ++i) starts[i + 1] = starts[i] + sizes[i];
  return starts;
}(std::make_index_sequence<member_count<T>>{}, member_types<T>{});

struct flat_field {
  std::string_view name = {};
  bool required = false;   // always
  bool defaulted = false;  // not even where missing members are refused
};

template <class M>
inline constexpr bool may_be_empty_v = requires(M& m) { m.reset(); } || requires(const M& m) { m.is_null(); };

template <class T, std::size_t N>
constexpr void collect_flat(std::array<flat_field, N>& out, std::size_t& at) {
  [&]<std::size_t... I, class... M>(std::index_sequence<I...>, type_list<M...>) {
    [[maybe_unused]] const auto one = [&]<std::size_t J, class X>() {  // unused for a struct without members
      constexpr field_kind kind = fields_of<T>[J].kind;
      if constexpr (kind == field_kind::plain) {
        const bool optional = may_be_empty_v<X> || fields_of<T>[J].defaulted;
        const bool by_name = has_rule(rules_of<T>(), rule::kind::required, member_names<T>[J]);
        out[at++] = {fields_of<T>[J].name, by_name || (fields_of<T>[J].required && !optional), optional};
      } else if constexpr (kind == field_kind::flat_struct) {
        collect_flat<X>(out, at);
      }
    };
    (one.template operator()<I, M>(), ...);
  }(std::make_index_sequence<member_count<T>>{}, member_types<T>{});
}

template <class T>
inline constexpr auto flat_fields = [] {
  std::array<flat_field, flat_count<T>> out{};
  std::size_t at = 0;
  collect_flat<T>(out, at);
  return out;
}();

template <class T>
constexpr bool names_differ() {
  for (std::size_t i = 0; i < flat_fields<T>.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (flat_fields<T>[i].name == flat_fields<T>[k].name) return false;
  return true;
}

/** The member that takes what the type does not have, or member_count. */
template <class T>
inline constexpr std::size_t rest_member = [] {
  std::size_t found = member_count<T>;
  for (std::size_t i = 0; i < member_count<T>; ++i)
    if (fields_of<T>[i].kind == field_kind::rest) found = i;
  return found;
}();

// ---- enumerators -------------------------------------------------------------------------------------------------------------------

template <class E>
inline constexpr auto camel_enumerators = [] {
  std::array<std::string_view, enumerators_of<E>.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = enumerators_of<E>[i].name;
  return make_camel_names<E>(names);
}();

/** Names and values of an enumeration, rules applied. */
template <class E>
inline constexpr auto enumerator_names = [] {
  constexpr auto list = enumerators_of<E>;
  static_assert([] {
    for (const rule& r : rules_of<E>()) {
      bool found = r.what == rule::kind::camel_case;
      for (const enumerator& e : enumerators_of<E>) found = found || e.name == r.member;
      if (!found) return false;
    }
    return true;
  }(), "json: a rule names an enumerator that the type does not have");
  static_assert(list.size() != 0, "json: this enumeration has no enumerator from -8 to 127; specialise aval::json::fields<E> with to_json "
                                  "and from_json");
  std::array<enumerator, list.size()> out = list;
  if constexpr (has_rule(rules_of<E>(), rule::kind::camel_case))
    for (std::size_t i = 0; i < out.size(); ++i) out[i].name = camel_enumerators<E>[i];
  for (const rule& r : rules_of<E>())
    for (std::size_t i = 0; i < list.size(); ++i)
      if (r.what == rule::kind::rename && list[i].name == r.member) out[i].name = r.name;
  return out;
}();

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
