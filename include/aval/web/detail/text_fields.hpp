// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/json/core_types.hpp"
#include "aval/json/fields.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/net/url.hpp"
#include "aval/web/problem.hpp"

/*  Members of a struct from text: parameters of a path or a query. Names and rules (rename, skip, required) are those of json. */

namespace aval {
inline namespace v0 {
namespace web {
namespace detail {

template <class T>
inline constexpr bool is_record = json::detail::form_of<T> == json::detail::form::object;

[[noreturn]] inline void refuse_parameter(std::string_view where, std::string_view name) {
  const std::string what = "Invalid " + std::string(where) + " parameter";
  throw http_error(400, "invalid_parameter", what, what + " '" + printable(name, 60) + "'");
}

/** Text as it stands decoded in a URL into a value that has a JSON form. */
template <class M>
bool read_text(M& to, std::string text) {
  using json::detail::form;
  constexpr form f = json::detail::form_of<M>;
  if constexpr (f == form::string) {
    to = std::move(text);
    return true;
  } else if constexpr (f == form::optional) {
    return read_text(to.emplace(), std::move(text));
  } else if constexpr (f == form::boolean) {
    to = text == "true" || text == "1";
    return to || text == "false" || text == "0";
  } else if constexpr (f == form::integer || f == form::floating) {
    if (text.empty() || static_cast<unsigned char>(text.front()) <= ' ' || static_cast<unsigned char>(text.back()) <= ' ') return false;
    return static_cast<bool>(json::read_into<M>(to, text));
  } else {
    static_assert(f == form::enumeration || f == form::custom || f == form::secret || f == form::value,
                  "web: a parameter is a number, a bool, an enumeration, text, or a type with a JSON form as text");
    try {
      return static_cast<bool>(json::read_into<M>(to, json::write(text)));
    } catch (const std::exception&) {  // text that is not UTF-8 has no JSON form
      return false;
    }
  }
}

template <class T>
void set_field(T& out, std::string_view name, std::string text, std::string_view where) {
  using namespace json::detail;
  static_assert(is_record<T>, "web: path and query parameters are read into a plain struct");
  tied<member_count<T>>::apply(out, [&]<class... M>(M&... members) {
    std::size_t i = 0;
    bool done = false;
    const auto one = [&]<class X>(X& member) {
      const std::size_t at = i++;
      if (done || std::string_view(fields_of<T>[at].name) != name || fields_of<T>[at].kind != field_kind::plain) return;
      done = true;
      if constexpr (form_of<X> == form::sequence) {
        if (!read_text(member.emplace_back(), std::move(text))) refuse_parameter(where, name);
      } else {
        if (!read_text(member, std::move(text))) refuse_parameter(where, name);
      }
    };
    (one(members), ...);
  });
}

template <class T, class Has>
void check_required(const T&, Has has) {
  for (const auto& field : json::detail::flat_fields<T>) {
    if (field.required && !has(field.name)) {
      throw http_error(400, "missing_parameter", "Missing query parameter", "Missing query parameter '" + std::string(field.name) + "'");
    }
  }
}

/** f(name, value), both decoded, for each part of a query. */
template <class F>
void for_each_query_value(std::string_view query, F f) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view part = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    auto name = net::percent_decode(part.substr(0, equals), true);
    auto value = net::percent_decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1), true);
    if (!name || !value) throw http_error(400, "invalid_query", "Invalid query", "The query is not percent-encoded properly");
    f(std::move(*name), std::move(*value));
  }
}

}  // namespace detail
}  // namespace web
}  // namespace v0
}  // namespace aval
