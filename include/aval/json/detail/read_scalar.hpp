// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "aval/json/detail/key_table.hpp"
#include "aval/json/detail/kinds.hpp"
#include "aval/json/detail/name_order.hpp"
#include "aval/json/detail/reader.hpp"
#include "aval/json/options.hpp"
#include "aval/json/value.hpp"

/*  read_value: from the C++ type to the function that reads it; everything but structs and variants is here. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

template <read_options O, class T>
const char* read_value(reader& r, const char* p, T& out);

template <read_options O, class T>
const char* read_struct(reader& r, const char* p, T& out);
template <read_options O, class T>
const char* read_variant(reader& r, const char* p, T& out);

/** Enters an object or array: behind the opening character and white space, or nullptr. */
[[gnu::noinline]] inline const char* open(reader& r, const char* p, char bracket) {
  if (peek(r, p) != bracket) return r.fail_expected(p, bracket == '{' ? "expected object" : "expected array");
  if (r.depth == 0) return r.fail(errc::limit_exceeded, p, "too deep");
  --r.depth;
  return skip_space(p + 1, r.end);
}

/** Reads the members of an object one by one: each(key, p) reads the value at p. The key is valid until then. */
template <class Each>
const char* read_members(reader& r, const char* p, Each&& each) {
  p = open(r, p, '{');
  if (p == nullptr) return nullptr;
  if (peek(r, p) == '}') return ++r.depth, p + 1;
  std::string scratch;
  do {
    std::string_view key;
    p = read_key(r, p, key, scratch);
    if (p == nullptr) return nullptr;
    p = each(key, p);
    if (p == nullptr) return nullptr;
  } while (read_comma(r, p, '}'));
  ++r.depth;
  return p;
}

template <class T>
[[gnu::noinline]] const char* read_floating(reader& r, const char* p, T& out) {
  const char* const start = p;
  const char c = peek(r, p);
  if (c != '-' && !is_digit(c)) return r.fail_expected(p, "expected number");
  double d = 0;
  const char* bad = nullptr;
  p = parse_double(p, r.end, d, bad);
  if (p == nullptr) return r.fail_syntax(bad, "expected a digit");
  out = static_cast<T>(d);
  if (std::isinf(out)) [[unlikely]] return r.fail(errc::out_of_range, start, "the number does not fit");
  return p;
}

template <class T>
[[gnu::noinline]] const char* read_enum(reader& r, const char* p, T& out) {
  std::string scratch;
  std::string_view text;
  const char* const start = p;
  p = read_view(r, p, text, scratch);
  if (p == nullptr) return nullptr;
  for (const auto& e : enumerator_names<T>)
    if (std::string_view(e.name) == text) return out = static_cast<T>(e.value), p;
  return r.fail(errc::unknown_value, start, "unknown name");
}

template <class T>
[[gnu::noinline]] const char* read_secret(reader& r, const char* p, T& out) {
  std::string text;
  std::string_view view;
  p = read_view(r, p, view, text);
  if (p != nullptr) out = T(view);
  if (!text.empty()) T::take(text);  // wipes it
  return p;
}

template <read_options O, class T>
[[gnu::noinline]] const char* read_custom(reader& r, const char* p, T& out) {
  static_assert(reads_as<T>, "json: this type can be written, but not read: aval::json::fields<T> has no from_json");
  using source = typename only_argument<decltype(&fields<T>::from_json)>::type;
  const char* const start = p;
  const auto store = [&](auto&& text) {
    auto made = fields<T>::from_json(std::forward<decltype(text)>(text));
    if (!made) return false;
    out = std::move(*made);
    return true;
  };
  bool good = false;
  if constexpr (std::is_same_v<source, std::string_view>) {
    std::string scratch;
    std::string_view text;
    p = read_view(r, p, text, scratch);
    good = p != nullptr && store(text);
  } else {
    source text{};
    p = read_value<O>(r, p, text);
    good = p != nullptr && store(std::move(text));
  }
  return p == nullptr || good ? p : r.fail(errc::unknown_value, start, "not a value of this type");
}

// what is read into next was just made, or was there before
class freshness {
 public:
  freshness(reader& r, bool fresh) : r_(r), before_(r.fresh) { r.fresh = fresh; }
  ~freshness() { r_.fresh = before_; }
  freshness(const freshness&) = delete;
  freshness& operator=(const freshness&) = delete;

 private:
  reader& r_;
  bool before_;
};

template <read_options O, class T>
[[gnu::noinline]] const char* read_optional(reader& r, const char* p, T& out) {
  if (peek(r, p) == 'n') {
    out.reset();
    return read_null(r, p);
  }
  if (out.has_value()) return read_value<O>(r, p, *out);
  const freshness mark(r, true);
  return read_value<O>(r, p, out.emplace());
}

template <read_options O, class T>
[[gnu::noinline]] const char* read_pointer(reader& r, const char* p, T& out) {
  if (peek(r, p) == 'n') {
    out.reset();
    return read_null(r, p);
  }
  out.reset(new typename T::element_type());  // never into what others may share
  const freshness mark(r, true);
  return read_value<O>(r, p, *out);
}

template <read_options O, class T>
[[gnu::noinline]] const char* read_array(reader& r, const char* p, T& out) {
  const char* const start = p;
  p = open(r, p, '[');
  if (p == nullptr) return nullptr;
  std::size_t n = 0;
  if (peek(r, p) == ']') {
    ++p;
  } else {
    do {
      if (n == out.size()) return r.fail(errc::out_of_range, p, "too many elements");
      p = read_value<O>(r, p, out[n]);
      if (p == nullptr) return r.in_element(n);
      ++n;
    } while (read_comma(r, p, ']'));
    if (p == nullptr) return nullptr;
  }
  if (n != out.size()) return r.fail(errc::out_of_range, start, "too few elements");
  ++r.depth;
  return p;
}

template <read_options O, class T>
[[gnu::noinline]] const char* read_sequence(reader& r, const char* p, T& out) {
  using item = typename T::value_type;
  p = open(r, p, '[');
  if (p == nullptr) return nullptr;
  std::size_t n = 0;
  if (peek(r, p) == ']') {
    ++p;
  } else {
    auto old = out.begin();  // valid while no element is added
    const std::size_t kept = out.size();
    do {
      const char* const start = p;
      if constexpr (std::is_same_v<item, bool>) {
        bool b = false;
        p = read_bool(r, p, b);
        if (p == nullptr) return r.in_element(n);
        if (n < kept) *old++ = b;
        else out.push_back(b);
      } else if (n < kept) {
        p = read_value<O>(r, p, *old);
        if (p == nullptr) return r.in_element(n);
        ++old;
      } else {
        const freshness mark(r, true);
        p = read_value<O>(r, p, out.emplace_back());
        if (p == nullptr) return r.in_element(n);
        // large elements are likely to be followed by others of their size; the budget bounds what a hostile text can make of that
        if constexpr (requires { out.reserve(n); }) {
          const auto size = static_cast<std::size_t>(p - start);
          if (n == 0 && size >= 64) {
            std::size_t guess = static_cast<std::size_t>(r.end - p) / size + 1;
            if (guess > r.reserve_budget / sizeof(item)) guess = r.reserve_budget / sizeof(item);
            r.reserve_budget -= guess * sizeof(item);
            if (guess > out.capacity()) out.reserve(guess);
          }
        }
      }
      ++n;
    } while (read_comma(r, p, ']'));
    if (p == nullptr) return nullptr;
  }
  if (n == 0) out.clear();
  else
    while (out.size() > n) out.pop_back();
  ++r.depth;
  return p;
}

template <read_options O, class T>
[[gnu::noinline]] const char* read_set(reader& r, const char* p, T& out) {
  out.clear();
  p = open(r, p, '[');
  if (p == nullptr) return nullptr;
  std::size_t n = 0;
  if (peek(r, p) == ']') {
    ++p;
  } else {
    const freshness mark(r, true);
    do {
      typename T::value_type item{};
      p = read_value<O>(r, p, item);
      if (p == nullptr) return r.in_element(n);
      out.insert(std::move(item));
      ++n;
    } while (read_comma(r, p, ']'));
    if (p == nullptr) return nullptr;
  }
  ++r.depth;
  return p;
}

/** One entry of a map. */
template <read_options O, class T>
[[gnu::noinline]] const char* read_entry(reader& r, const char* key_at, std::string_view key, const char* p, T& out) {
  const auto [place, made] = out.try_emplace(std::string(key));
  if (!made) {
    if constexpr (O.duplicates == duplicates::refuse) return r.fail(errc::duplicate_member, key_at, "duplicate member"), r.in_member(key);
  }
  const freshness mark(r, made);
  const std::string& name = place->first;
  const char* const end = read_value<O>(r, p, place->second);
  return end != nullptr ? end : r.in_member(name);
}

template <read_options O, class T>
[[gnu::noinline]] const char* read_map(reader& r, const char* p, T& out) {
  out.clear();
  return read_members(r, p, [&](std::string_view key, const char* at) { return read_entry<O>(r, at, key, at, out); });
}

// ---- json::value -------------------------------------------------------------------------------------------------------------------

/** Whether a name occurs twice. */
inline bool has_duplicates(const value::object_type& members) {
  if (members.size() <= 12) {
    for (std::size_t i = 1; i < members.size(); ++i)
      for (std::size_t k = 0; k < i; ++k)
        if (members[i].name == members[k].name) return true;
    return false;
  }
  const auto order = sorted_by_name(members);
  for (std::size_t i = 1; i < order.size(); ++i)
    if (members[order[i - 1]].name == members[order[i]].name) return true;
  return false;
}

/** The number of the member that repeats the name of an earlier one. Precondition: there is one. */
inline std::size_t first_duplicate(const value::object_type& members) {
  const auto order = sorted_by_name(members);
  std::size_t first = members.size();
  for (std::size_t i = 1; i < order.size(); ++i)
    if (members[order[i - 1]].name == members[order[i]].name && order[i] < first) first = order[i];
  return first;
}

/** Keeps one member of each name: in the place of the first, with the value of the last. */
inline void keep_last(value::object_type& members) {
  const auto order = sorted_by_name(members);
  std::vector<bool> dropped(members.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t last = i;
    while (last + 1 < order.size() && members[order[last + 1]].name == members[order[i]].name) dropped[order[++last]] = true;
    if (last != i) members[order[i]].value = std::move(members[order[last]].value);
    i = last + 1;
  }
  value::object_type kept;
  for (std::size_t i = 0; i < members.size(); ++i)
    if (!dropped[i]) kept.push_back(std::move(members[i]));
  members = std::move(kept);
}

template <read_options O>
[[gnu::noinline]] const char* read_dom(reader& r, const char* p, value& out) {
  switch (peek(r, p)) {
    case '"': {
      std::string text;
      p = read_string(r, p, text);
      if (p != nullptr) out = value(std::move(text));
      return p;
    }
    case '{': {
      const char* const start = p;
      value::object_type members;
      p = read_members(r, p, [&](std::string_view key, const char* at) {
        value::member& m = members.emplace_back();
        m.name.assign(key);
        const char* const end = read_dom<O>(r, at, m.value);
        return end != nullptr ? end : r.in_member(members.back().name);
      });
      if (p == nullptr) return nullptr;
      if (has_duplicates(members)) {
        if constexpr (O.duplicates == duplicates::refuse) {
          r.fail(errc::duplicate_member, start, "duplicate member");
          return r.in_member(members[first_duplicate(members)].name);
        } else {
          keep_last(members);
        }
      }
      out = value(std::move(members));
      return p;
    }
    case '[': {
      value::array_type items;
      p = open(r, p, '[');
      if (p == nullptr) return nullptr;
      if (peek(r, p) == ']') {
        ++p;
      } else {
        do {
          p = read_dom<O>(r, p, items.emplace_back());
          if (p == nullptr) return r.in_element(items.size() - 1);
        } while (read_comma(r, p, ']'));
        if (p == nullptr) return nullptr;
      }
      ++r.depth;
      out = value(std::move(items));
      return p;
    }
    case 't':
    case 'f': {
      bool b = false;
      p = read_bool(r, p, b);
      if (p != nullptr) out = value(b);
      return p;
    }
    case 'n':
      out = value(nullptr);
      return read_null(r, p);
    default: break;
  }
  const char c = peek(r, p);
  if (c != '-' && !is_digit(c)) return r.fail_syntax(p, "expected a value");
  bool integral = false;
  const char* bad = nullptr;
  const char* const stop = scan_number(p, r.end, integral, bad);
  if (stop == nullptr) return r.fail_syntax(bad, "expected a digit");
  out = value::number(std::string(p, stop));
  return stop;
}

// ---- the choice --------------------------------------------------------------------------------------------------------------------

template <read_options O, class T>
inline const char* read_value(reader& r, const char* p, T& out) {
  constexpr form f = form_of<T>;
  static_assert(f != form::none,
                "json: this member's type has no JSON form. Plain structs, std::string, numbers, bool, enumerations, optional, variant, "
                "smart pointers, vector, array, set, map<std::string, T>, json::value, secret, uuid and time points (with "
                "<aval/json/core_types.hpp>) have one; give it one by specialising aval::json::fields<T>");
  if constexpr (f == form::custom) {
    return read_custom<O>(r, p, out);
  } else if constexpr (f == form::boolean) {
    return read_bool(r, p, out);
  } else if constexpr (f == form::integer) {
    return read_integer(r, p, out);
  } else if constexpr (f == form::floating) {
    return read_floating(r, p, out);
  } else if constexpr (f == form::string) {
    return read_string(r, p, out);
  } else if constexpr (f == form::view) {
    static_assert(!std::is_same_v<T, const char*>, "json: a const char* can be written, but not read; use std::string or std::string_view");
    const char* const start = p;
    std::string scratch;
    p = read_view(r, p, out, scratch);
    if (p != nullptr && !scratch.empty()) {
      // text without escapes that is not ASCII went through the scratch as well, but can be viewed in place
      if (static_cast<std::size_t>(p - start - 2) != scratch.size()) return r.fail(errc::not_viewable, start, "text with escapes");
      out = {start + 1, scratch.size()};
    } else if (p != nullptr && out.empty()) {
      out = {};
    }
    return p;
  } else if constexpr (f == form::fixed_string) {
    const char* const start = p;
    std::string scratch;
    std::string_view text;
    p = read_view(r, p, text, scratch);
    if (p == nullptr) return nullptr;
    if (text.size() > sizeof out.text) return r.fail(errc::out_of_range, start, "the text is too long");
    for (std::size_t i = 0; i < text.size(); ++i) out.text[i] = text[i];
    out.size = text.size();
    return p;
  } else if constexpr (f == form::secret) {
    return read_secret(r, p, out);
  } else if constexpr (f == form::value) {
    return read_dom<O>(r, p, out);
  } else if constexpr (f == form::raw) {
    const char* const start = p;
    p = skip_value(r, p);
    if (p != nullptr) out.assign({start, static_cast<std::size_t>(p - start)});
    return p;
  } else if constexpr (f == form::enumeration) {
    return read_enum(r, p, out);
  } else if constexpr (f == form::optional) {
    return read_optional<O>(r, p, out);
  } else if constexpr (f == form::pointer) {
    return read_pointer<O>(r, p, out);
  } else if constexpr (f == form::variant) {
    return read_variant<O>(r, p, out);
  } else if constexpr (f == form::empty) {
    return read_null(r, p);
  } else if constexpr (f == form::map) {
    return read_map<O>(r, p, out);
  } else if constexpr (f == form::array) {
    return read_array<O>(r, p, out);
  } else if constexpr (f == form::set) {
    return read_set<O>(r, p, out);
  } else if constexpr (f == form::sequence) {
    return read_sequence<O>(r, p, out);
  } else if constexpr (f == form::object) {
    return read_struct<O>(r, p, out);
  } else {
    return nullptr;
  }
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
