// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/json/detail/name_order.hpp"
#include "aval/json/detail/writer.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"

/*  Canonical text: the same data gives the same bytes, so that it can be signed.
 *
 *      P           AIM, Python form: sorted by code point, ", " and ": ", ASCII only, numbers as Python's repr (AIM specification 1.6)
 *      G           AIM, what Go servers rebuild: as P, but text stays UTF-8 and every number is a binary64 (AIM specification 1.6)
 *      RFC 8785    JCS: sorted by UTF-16 code unit, no white space, numbers as ECMAScript writes them
 *
 *  What is no json::value is written with json::write first, so rules, optional members and secrets behave as there.
 *
 *  @par Errors  std::system_error: errc::not_finite for a number that no binary64 can hold, errc::duplicate_member for an object that
 *  names a member twice (signer and verifier could disagree about it), errc::invalid_utf8, and those of json::write. */

namespace aval {
inline namespace v0 {
namespace json {

enum class number_text {
  normalised,  ///< as the form says
  as_written   ///< form P only: the literals that were read, to rebuild what a signer wrote
};

/** What stands behind a comma and a colon in forms P and G. */
enum class spacing { spaced, compact };

namespace detail {

struct canonical_form {
  name_order order;
  std::string_view comma, colon;
  bool ascii;  // escape everything that is not
  bool line_separators;  // escape U+2028 and U+2029
  bool integers_stay;    // any size, no detour over binary64
  bool literals_stay;
  float_layout layout;
};

inline constexpr canonical_form form_p{name_order::code_points, ", ", ": ", true, false, true, false, float_layout::python};
inline constexpr canonical_form form_g{name_order::code_points, ", ", ": ", false, true, false, false, float_layout::go};
inline constexpr canonical_form form_rfc8785{name_order::utf16, ",", ":", false, false, false, false, float_layout::ecmascript};

inline void put_canonical(std::string& out, std::string_view text, const canonical_form& form) {
  if (find_bad_utf8(text.data(), text.data() + text.size()) != text.data() + text.size())
    throw std::system_error(errc::invalid_utf8, "canonical text");
  out += '"';
  const char* p = text.data();
  const char* const end = p + text.size();
  const auto escape = [&](std::uint32_t unit) {
    const char digits[] = {'\\', 'u', hex_digits[unit >> 12 & 15], hex_digits[unit >> 8 & 15], hex_digits[unit >> 4 & 15], hex_digits[unit & 15]};
    out.append(digits, sizeof digits);
  };
  while (p != end) {
    const char* const start = p;
    while (p != end && static_cast<unsigned char>(*p) >= 0x20 && static_cast<unsigned char>(*p) < 0x7F && *p != '"' && *p != '\\') ++p;
    out.append(start, p);
    if (p == end) break;
    const char* const begin = p;
    const std::uint32_t c = take_utf8(p);
    if (c < 0x7F) {
      char piece[8];
      out.append(piece, put_escaped(piece, static_cast<char>(c)));
    } else if (form.ascii && c > 0xFFFF) {
      escape(0xD800 + ((c - 0x10000) >> 10));
      escape(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else if (form.ascii || (form.line_separators && (c == 0x2028 || c == 0x2029))) {
      escape(c);
    } else {
      out.append(begin, p);
    }
  }
  out += '"';
}

inline void put_canonical_number(std::string& out, const value& v, const canonical_form& form) {
  const std::string& text = v.as_number_text();
  if (form.literals_stay) {
    out += text;
  } else if (form.integers_stay && v.is_integer()) {
    out += text == "-0" ? std::string_view("0") : std::string_view(text);
  } else {
    const auto d = v.if_double();
    if (!d) throw std::system_error(errc::not_finite, "canonical text: a number beyond binary64");
    char digits[double_room];
    out.append(digits, put_double(*d, form.layout, digits));
  }
}

inline void put_canonical(std::string& out, const value& v, const canonical_form& form) {
  switch (v.kind()) {
    case kind::null: out += "null"; break;
    case kind::boolean: out += v.as_bool() ? "true" : "false"; break;
    case kind::number: put_canonical_number(out, v, form); break;
    case kind::string: put_canonical(out, std::string_view(v.as_string()), form); break;
    case kind::array: {
      std::string_view between;
      out += '[';
      for (const value& item : v.as_array()) {
        out += between;
        put_canonical(out, item, form);
        between = form.comma;
      }
      out += ']';
      break;
    }
    case kind::object: {
      const value::object_type& members = v.as_object();
      const value::member* before = nullptr;
      out += '{';
      for (std::size_t i : sorted_by_name(members, form.order)) {
        const value::member& m = members[i];
        if (before != nullptr) {
          if (before->name == m.name) throw std::system_error(errc::duplicate_member, "canonical text");
          out += form.comma;
        }
        put_canonical(out, std::string_view(m.name), form);
        out += form.colon;
        put_canonical(out, m.value, form);
        before = &m;
      }
      out += '}';
      break;
    }
  }
}

inline std::string canonical(const value& v, canonical_form form, spacing between = spacing::spaced) {
  if (between == spacing::compact) form.comma = ",", form.colon = ":";
  std::string out;
  put_canonical(out, v, form);
  return out;
}

}  // namespace detail

/** The value as it would be read from its own text. */
template <write_options O = write_options{}, class T>
value to_value(const T& v) {
  return parse(write<O>(v)).value();
}

/** A T from a value; the failure's offsets count in the value's compact text. */
template <class T, read_options O = read_options{}>
result<T, failure> from_value(const value& v) {
  return read<T, O>(write(v));
}

inline std::string canonical_p(const value& v, number_text numbers = number_text::normalised, spacing between = spacing::spaced) {
  detail::canonical_form form = detail::form_p;
  form.literals_stay = numbers == number_text::as_written;
  return detail::canonical(v, form, between);
}
inline std::string canonical_g(const value& v, spacing between = spacing::spaced) { return detail::canonical(v, detail::form_g, between); }
inline std::string canonical_rfc8785(const value& v) { return detail::canonical(v, detail::form_rfc8785); }

template <write_options O = write_options{}, class T>
  requires(!std::is_convertible_v<const T&, const value&>)
std::string canonical_p(const T& v) {
  return canonical_p(to_value<O>(v));
}
template <write_options O = write_options{}, class T>
  requires(!std::is_convertible_v<const T&, const value&>)
std::string canonical_g(const T& v) {
  return canonical_g(to_value<O>(v));
}
template <write_options O = write_options{}, class T>
  requires(!std::is_convertible_v<const T&, const value&>)
std::string canonical_rfc8785(const T& v) {
  return canonical_rfc8785(to_value<O>(v));
}

}  // namespace json
}  // namespace v0
}  // namespace aval
