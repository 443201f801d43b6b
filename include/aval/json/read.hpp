// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "aval/json/detail/read_object.hpp"
#include "aval/json/detail/read_scalar.hpp"
#include "aval/json/detail/read_variant.hpp"
#include "aval/json/options.hpp"
#include "aval/json/raw.hpp"
#include "aval/json/value.hpp"

/*  Reading text into C++ objects.
 *
 *      struct city { std::string name; std::string units = "metric"; };
 *      auto lima = aval::json::read<city>(R"({"name": "Lima"})");        // result<city, json::failure>
 *      if (!lima) log(lima.error().message());                          // "/name: expected string at line 1 column 10"
 *
 *  Everything that is not RFC 8259 is refused, also inside of what the type does not have. Nothing is allocated beyond what the target
 *  needs; reading again into the same object reuses the memory it has.
 *
 *  @par Errors  json::errc. After an error the target of read_into holds some of the new values.
 *  @par Lifetime  the text must live as long as a std::string_view member that points into it. */

namespace aval {
inline namespace v0 {
namespace json {

namespace detail {

// a new object needs no code for what it held before, unless a member may come twice
constexpr read_options for_target(read_options o, bool used) {
  o.reused = used || o.duplicates == duplicates::last_wins;
  return o;
}

template <read_options O, class T>
result<void, failure> read_whole(T& target, std::string_view text, const limits& most, bool fresh) {
  reader r(text, most);
  r.fresh = fresh;
  const char* p = r.begin;
  if (text.size() > most.max_size) {
    r.fail(errc::limit_exceeded, r.begin, "the text is too large");
    return r.finish();
  }
  p = read_value<O>(r, skip_space(p, r.end), target);
  if (p != nullptr) {
    p = skip_space(p, r.end);
    if (p == r.end) [[likely]] return {};
    r.fail(errc::trailing_text, p, "text after the value");
  }
  return r.finish();
}

}  // namespace detail

/** Reads a whole text into an existing object, whose strings and vectors keep their memory. Members that are not in the text get the
 *  value they have in a default-made object (see read_options::missing). */
template <class T, read_options O = read_options{}>
result<void, failure> read_into(T& target, std::string_view text, const limits& most = {}) {
  return detail::read_whole<detail::for_target(O, true)>(target, text, most, false);
}
template <read_options O, class T>
result<void, failure> read_into(T& target, std::string_view text, const limits& most = {}) {
  return detail::read_whole<detail::for_target(O, true)>(target, text, most, false);
}

/** Reads a whole text into a new object. */
template <class T, read_options O = read_options{}>
result<T, failure> read(std::string_view text, const limits& most = {}) {
  static_assert(std::is_default_constructible_v<T>, "json: what is read must be default-constructible");
  result<T, failure> out{std::in_place};
  auto done = detail::read_whole<detail::for_target(O, false)>(*out, text, most, true);
  if (!done) out.fail(done.error());
  return out;
}

/** Reads any JSON. */
template <read_options O = read_options{}>
result<value, failure> parse(std::string_view text, const limits& most = {}) {
  return read<value, O>(text, most);
}

}  // namespace json
}  // namespace v0
}  // namespace aval
