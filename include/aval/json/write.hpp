// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

#include "aval/json/detail/kinds.hpp"
#include "aval/json/detail/writer.hpp"
#include "aval/json/options.hpp"
#include "aval/json/raw.hpp"
#include "aval/json/value.hpp"

/*  Writing C++ objects as text: members in the order of their declaration, empty optional members left out, no white space.
 *
 *      city lima{.name = "Lima"};
 *      std::string text = aval::json::write(lima);      // {"name":"Lima","units":"metric"}
 *
 *  Doubles are the shortest digits that read back as the same double, always with a fraction or an exponent.
 *
 *  @par Errors  std::system_error with json::errc: not_finite, invalid_utf8, secret_refused, unknown_value (an enumerator without
 *  name). The target of write_to is then as it was before. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

template <write_options O, class T>
char* write_value(sink& s, char* p, const T& v);

/** Text that is JSON already. */
[[gnu::noinline]] inline char* write_as_is(sink& s, char* p, std::string_view text) {
  while (text.size() > 2048) {
    p = s.ensure(p, 2048 + comma_room);
    std::memcpy(p, text.data(), 2048);
    p += 2048;
    text.remove_prefix(2048);
  }
  p = s.ensure(p, text.size() + comma_room);
  std::memcpy(p, text.data(), text.size());
  return p + text.size();
}

template <write_options O>
[[gnu::noinline]] inline char* write_dom(sink& s, char* p, const value& v) {
  switch (v.kind()) {
    case kind::null: return put_constant(p, "null");
    case kind::boolean: return v.as_bool() ? put_constant(p, "true") : put_constant(p, "false");
    case kind::string: return write_string<O>(s, p, v.as_string());
    case kind::number: return write_as_is(s, p, v.as_number_text());
    case kind::array:
      *p++ = '[';
      for (const value& item : v.as_array()) {
        p = write_dom<O>(s, s.ensure(p, value_room), item);
        *p++ = ',';
      }
      return close(p, ']');
    case kind::object:
      *p++ = '{';
      for (const value::member& m : v.as_object()) {
        p = write_string<O>(s, s.ensure(p, value_room), m.name);
        *p++ = ':';
        p = write_dom<O>(s, s.ensure(p, value_room), m.value);
        *p++ = ',';
      }
      return close(p, '}');
  }
  return p;
}

template <write_options O, class T>
char* write_members(sink& s, char* p, const T& v);

// `"key":value,`
template <write_options O, class T, std::size_t I, class M>
inline char* write_member(sink& s, char* p, const M& member) {
  constexpr field_kind kind = fields_of<T>[I].kind;
  if constexpr (kind == field_kind::plain) {
    if constexpr (O.empty_optionals == empty_optionals::omit) {
      if constexpr (form_of<M> == form::optional) {
        if (!member.has_value()) return p;
      } else if constexpr (form_of<M> == form::pointer) {
        if (member.get() == nullptr) return p;
      }
    }
    constexpr std::size_t length = key_text<T, I>.size();
    p = s.ensure(p, length + value_room);
    std::memcpy(p, key_text<T, I>.data(), length);
    p = write_value<O>(s, p + length, member);
    return *p++ = ',', p;
  } else if constexpr (kind == field_kind::flat_struct) {
    return write_members<O>(s, p, member);
  } else if constexpr (kind == field_kind::rest) {
    for (const auto& entry : member) {
      p = write_string<O>(s, s.ensure(p, value_room), entry.first);
      *p++ = ':';
      p = write_value<O>(s, s.ensure(p, value_room), entry.second);
      *p++ = ',';
    }
    return p;
  } else {
    return p;
  }
}

template <write_options O, class T>
inline char* write_members(sink& s, char* p, const T& v) {
  if constexpr (has_tag_v<T>) {
    constexpr rule tag = tag_of<T>();
    p = write_string<O>(s, s.ensure(p, value_room), tag.member);
    *p++ = ':';
    p = write_string<O>(s, s.ensure(p, value_room), tag.name);
    *p++ = ',';
  }
  tied<member_count<T>>::apply(v, [&](const auto&... member) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((p = write_member<O, T, I>(s, p, member)), ...);
    }(std::make_index_sequence<sizeof...(member)>{});
  });
  return p;
}

template <write_options O, class... A>
char* write_variant(sink& s, char* p, const std::variant<A...>& v) {
  bool written = false;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto one = [&]<std::size_t J>() {
      const auto* const held = std::get_if<J>(&v);
      if (held != nullptr) p = write_value<O>(s, p, *held), written = true;
      return held != nullptr;
    };
    (void)(one.template operator()<I>() || ...);
  }(std::index_sequence_for<A...>{});
  if (!written) throw std::system_error(errc::wrong_type, "a variant without a value");
  return p;
}

template <write_options O, class T>
inline char* write_value(sink& s, char* p, const T& v) {
  constexpr form f = form_of<T>;
  static_assert(f != form::none,
                "json: this member's type has no JSON form. Plain structs, std::string, numbers, bool, enumerations, optional, variant, "
                "smart pointers, vector, array, set, map<std::string, T>, json::value, secret, uuid and time points (with "
                "<aval/json/core_types.hpp>) have one; give it one by specialising aval::json::fields<T>");
  if constexpr (f == form::custom) {
    static_assert(writes_as<T>, "json: this type can be read, but not written: aval::json::fields<T> has no to_json");
    return write_value<O>(s, p, fields<T>::to_json(v));
  } else if constexpr (f == form::boolean) {
    return v ? put_constant(p, "true") : put_constant(p, "false");
  } else if constexpr (f == form::integer) {
    if constexpr (std::is_signed_v<T>) {
      const auto wide = static_cast<std::int64_t>(v);
      if (wide < 0) return *p++ = '-', put_unsigned(0 - static_cast<std::uint64_t>(wide), p);
    }
    return put_unsigned(static_cast<std::uint64_t>(v), p);
  } else if constexpr (f == form::floating) {
    return write_double<O>(p, static_cast<double>(v));
  } else if constexpr (f == form::string) {
    return write_string<O>(s, p, v);
  } else if constexpr (f == form::view) {
    return write_string<O>(s, p, std::string_view(v));
  } else if constexpr (f == form::fixed_string) {
    return write_string<O>(s, p, v.view());
  } else if constexpr (f == form::secret) {
    if constexpr (O.secrets == secrets::write) return write_string<O>(s, p, v.reveal());
    else if constexpr (O.secrets == secrets::redact) return put_constant(p, "\"***\"");
    else throw std::system_error(errc::secret_refused, "json::write (write_options::secrets)");
  } else if constexpr (f == form::value) {
    return write_dom<O>(s, p, v);
  } else if constexpr (f == form::raw) {
    return write_as_is(s, p, v.text());
  } else if constexpr (f == form::enumeration) {
    for (const auto& e : enumerator_names<T>)
      if (static_cast<T>(e.value) == v) return write_string<O>(s, p, e.name);
    throw std::system_error(errc::unknown_value, "an enumerator without a name");
  } else if constexpr (f == form::optional) {
    return v.has_value() ? write_value<O>(s, p, *v) : put_constant(p, "null");
  } else if constexpr (f == form::pointer) {
    return v.get() != nullptr ? write_value<O>(s, p, *v) : put_constant(p, "null");
  } else if constexpr (f == form::variant) {
    return write_variant<O>(s, p, v);
  } else if constexpr (f == form::empty) {
    return put_constant(p, "null");
  } else if constexpr (f == form::map) {
    *p++ = '{';
    for (const auto& entry : v) {
      p = write_string<O>(s, s.ensure(p, value_room), entry.first);
      *p++ = ':';
      p = write_value<O>(s, s.ensure(p, value_room), entry.second);
      *p++ = ',';
    }
    return close(p, '}');
  } else if constexpr (f == form::array || f == form::set || f == form::sequence) {
    *p++ = '[';
    for (const auto& item : v) {
      using element = typename std::remove_cvref_t<decltype(v)>::value_type;  // vector<bool> gives a stand-in in place of a reference
      p = write_value<O>(s, s.ensure(p, value_room), static_cast<const element&>(item));
      *p++ = ',';
    }
    return close(p, ']');
  } else if constexpr (f == form::object) {
    *p++ = '{';
    return close(write_members<O>(s, p, v), '}');
  } else {
    return p;
  }
}

}  // namespace detail

/** Appends the text of `v` to `out`. */
template <write_options O = write_options{}, class T>
void write_to(std::string& out, const T& v) {
  const std::size_t before = out.size();
  try {
    detail::sink s(out);
    if constexpr (std::is_array_v<T>) s.finish(detail::write_value<O>(s, s.begin(), std::string_view(v)));
    else s.finish(detail::write_value<O>(s, s.begin(), v));
  } catch (...) {
    out.resize(before);
    throw;
  }
}

/** The text of `v`. */
template <write_options O = write_options{}, class T>
std::string write(const T& v) {
  std::string out;
  write_to<O>(out, v);
  return out;
}

/** Lays out JSON text (which must be valid) with line breaks and `indent` blanks for each level. */
inline std::string indented(std::string_view text, unsigned indent = 2) {
  std::string out;
  out.reserve(text.size() * 2);
  std::size_t depth = 0;
  const auto new_line = [&] { out.append(1, '\n').append(depth * indent, ' '); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      const std::size_t start = i++;
      while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
      out.append(text.substr(start, i + 1 - start));
    } else if (c == '{' || c == '[') {
      out += c;
      std::size_t next = i + 1;
      while (next < text.size() && static_cast<unsigned char>(text[next]) <= ' ') ++next;
      if (next < text.size() && (text[next] == '}' || text[next] == ']')) {
        out += text[next];
        i = next;
      } else {
        ++depth;
        new_line();
      }
    } else if (c == '}' || c == ']') {
      if (depth > 0) --depth;
      new_line();
      out += c;
    } else if (c == ',') {
      out += c;
      new_line();
    } else if (c == ':') {
      out += ": ";
    } else if (static_cast<unsigned char>(c) > ' ') {
      out += c;
    }
  }
  return out;
}

/** The text of `v` for people. */
template <write_options O = write_options{}, class T>
std::string write_pretty(const T& v, unsigned indent = 2) {
  return indented(write<O>(v), indent);
}

}  // namespace json
}  // namespace v0
}  // namespace aval
