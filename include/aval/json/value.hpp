// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "aval/json/detail/number.hpp"
#include "aval/json/errors.hpp"

/*  json::value: any JSON value, for the parts of a message that have no type of their own.
 *
 *  Objects keep the order of their members, numbers the literal text that was read, so that what was signed by somebody can be rebuilt
 *  byte for byte. Reading a member never inserts one; writing through [] on a non-const value does.
 *
 *      json::value v = json::object({{"city", "Lima"}, {"days", 3}});
 *      v["units"] = "metric";
 *      if (const json::value* days = v.find("days")) use(days->as_int64());
 *
 *  @par Threads  as a std::string. */

namespace aval {
inline namespace v0 {
namespace json {

enum class kind : unsigned char { null, boolean, number, string, array, object };

class value {
 public:
  struct member;
  using array_type = std::vector<value>;
  using object_type = std::vector<member>;

  value() noexcept : kind_(json::kind::null) {}
  value(std::nullptr_t) noexcept : value() {}
  template <std::same_as<bool> B>
  value(B b) noexcept : kind_(json::kind::boolean), boolean_(b) {}
  template <std::integral I>
    requires(!std::same_as<I, bool> && !std::same_as<I, char>)
  value(I n) : kind_(json::kind::number), text_(std::to_string(n)) {}
  /** NaN and infinity have no JSON form: throws std::system_error (errc::not_finite). */
  value(double d) : kind_(json::kind::number), text_(literal(d)) {}
  value(std::string s) noexcept : kind_(json::kind::string), text_(std::move(s)) {}
  value(std::string_view s) : kind_(json::kind::string), text_(s) {}
  value(const char* s) : kind_(json::kind::string), text_(s) {}
  value(array_type items) noexcept : kind_(json::kind::array), array_(std::move(items)) {}
  value(object_type members) noexcept;
  /** A number by its literal, which is kept: "1.50", "12345678901234567890". Throws std::system_error when it is no JSON number. */
  static value number(std::string literal) {
    bool integral = false;
    const char* bad = nullptr;
    const char* const end = literal.data() + literal.size();
    if (detail::scan_number(literal.data(), end, integral, bad) != end)
      throw std::system_error(errc::syntax, "not a JSON number");
    return value(json::kind::number, std::move(literal));
  }

  value(const value& other);
  value(value&& other) noexcept : kind_(json::kind::null) { take(other); }
  value& operator=(const value& other) {
    if (this != &other) *this = value(other);
    return *this;
  }
  value& operator=(value&& other) noexcept {
    if (this != &other) {
      value old(std::move(*this));  // other may live inside of this one
      take(other);
    }
    return *this;
  }
  ~value() { destroy(); }

  json::kind kind() const noexcept { return kind_; }
  bool is_null() const noexcept { return kind_ == json::kind::null; }
  bool is_bool() const noexcept { return kind_ == json::kind::boolean; }
  bool is_number() const noexcept { return kind_ == json::kind::number; }
  bool is_string() const noexcept { return kind_ == json::kind::string; }
  bool is_array() const noexcept { return kind_ == json::kind::array; }
  bool is_object() const noexcept { return kind_ == json::kind::object; }
  /** A number without fraction and exponent. */
  bool is_integer() const noexcept { return is_number() && text_.find_first_of(".eE") == std::string::npos; }

  /** Each throws std::system_error (errc::wrong_type, errc::out_of_range) when the value is something else; see the if_ forms. */
  bool as_bool() const { return check(json::kind::boolean, "boolean"), boolean_; }
  const std::string& as_string() const { return check(json::kind::string, "string"), text_; }
  std::string& as_string() { return check(json::kind::string, "string"), text_; }
  std::int64_t as_int64() const { return number_as<std::int64_t>(); }
  std::uint64_t as_uint64() const { return number_as<std::uint64_t>(); }
  /** The nearest double. */
  double as_double() const {
    check(json::kind::number, "number");
    const auto d = if_double();
    if (!d) throw std::system_error(errc::out_of_range, "the number does not fit a double");
    return *d;
  }
  const std::string& as_number_text() const { return check(json::kind::number, "number"), text_; }
  const array_type& as_array() const { return check(json::kind::array, "array"), array_; }
  array_type& as_array() { return check(json::kind::array, "array"), array_; }
  const object_type& as_object() const { return check(json::kind::object, "object"), object_; }
  object_type& as_object() { return check(json::kind::object, "object"), object_; }

  /** Empty when the value is something else. */
  std::optional<bool> if_bool() const noexcept { return is_bool() ? std::optional(boolean_) : std::nullopt; }
  const std::string* if_string() const noexcept { return is_string() ? &text_ : nullptr; }
  const array_type* if_array() const noexcept { return is_array() ? &array_ : nullptr; }
  const object_type* if_object() const noexcept { return is_object() ? &object_ : nullptr; }
  std::optional<std::int64_t> if_int64() const noexcept { return integer<std::int64_t>(); }
  std::optional<std::uint64_t> if_uint64() const noexcept { return integer<std::uint64_t>(); }
  std::optional<double> if_double() const noexcept {
    if (!is_number()) return {};
    double d = 0;
    const char* bad = nullptr;
    detail::parse_double(text_.data(), text_.data() + text_.size(), d, bad);
    if (std::isinf(d)) return {};
    return d;
  }

  /** Members of an object or elements of an array, 0 for anything else. */
  std::size_t size() const noexcept;
  bool empty() const noexcept { return size() == 0; }

  /** The member of that name, or nullptr; also nullptr when this is no object. */
  const value* find(std::string_view name) const noexcept;
  value* find(std::string_view name) noexcept { return const_cast<value*>(std::as_const(*this).find(name)); }
  bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
  /** The member of that name, or a null value: `v["a"]["b"].if_string()` is safe on anything. */
  const value& operator[](std::string_view name) const noexcept {
    const value* const found = find(name);
    return found != nullptr ? *found : nothing();
  }
  /** Makes the member when it is not there, and an object of a null value; throws errc::wrong_type for anything else. */
  value& operator[](std::string_view name);
  const value& operator[](const char* name) const noexcept { return (*this)[std::string_view(name)]; }
  value& operator[](const char* name) { return (*this)[std::string_view(name)]; }
  /** The element, or a null value when there is none. */
  template <std::integral I>
  const value& operator[](I index) const noexcept {
    return is_array() && static_cast<std::size_t>(index) < array_.size() ? array_[static_cast<std::size_t>(index)] : nothing();
  }
  template <std::integral I>
  value& operator[](I index) {
    check(json::kind::array, "array");
    if (static_cast<std::size_t>(index) >= array_.size()) throw std::system_error(errc::out_of_range, "no such element");
    return array_[static_cast<std::size_t>(index)];
  }
  /** Follows a JSON Pointer (RFC 6901), "/members/0/name"; nullptr when it leads nowhere. */
  const value* at_path(std::string_view pointer) const;

  /** Adds an element to an array; a null value becomes one. */
  value& push_back(value item) {
    if (is_null()) *this = value(array_type{});
    check(json::kind::array, "array");
    return array_.emplace_back(std::move(item));
  }
  /** Removes a member; false when there is none. */
  bool erase(std::string_view name);

  /** Equal in meaning: the order of members is of no account, and 1, 1.0 and 1e0 are the same number. */
  friend bool operator==(const value& a, const value& b) noexcept { return equal(a, b); }

 private:
  value(json::kind k, std::string text) noexcept : kind_(k), text_(std::move(text)) {}

  static std::string literal(double d) {
    if (!std::isfinite(d)) throw std::system_error(errc::not_finite);
    char text[detail::double_room];
    return {text, static_cast<std::size_t>(detail::put_double(d, detail::float_layout::python, text) - text)};
  }
  static const value& nothing() noexcept {
    static const value null;
    return null;
  }
  static bool equal(const value& a, const value& b) noexcept;
  void check(json::kind k, const char* name) const {
    if (kind_ != k) throw std::system_error(errc::wrong_type, std::string("expected ") + name);
  }
  template <class I>
  std::optional<I> integer() const noexcept {
    if (!is_integer()) return {};
    I n = 0;
    const auto end = std::from_chars(text_.data(), text_.data() + text_.size(), n);
    if (end.ec != std::errc{} || end.ptr != text_.data() + text_.size()) {
      if (text_ == "-0") return I{0};
      return {};
    }
    return n;
  }
  template <class I>
  I number_as() const {
    check(json::kind::number, "number");
    if (!is_integer()) throw std::system_error(errc::wrong_type, "expected integer");
    const auto n = integer<I>();
    if (!n) throw std::system_error(errc::out_of_range, "the number does not fit");
    return *n;
  }
  void take(value& other) noexcept;
  void destroy() noexcept;

  json::kind kind_;
  union {
    bool boolean_;
    std::string text_;  // of a number, or the string itself
    array_type array_;
    object_type object_;
  };
};

struct value::member {
  std::string name = {};
  json::value value = {};
};

inline value::value(object_type members) noexcept : kind_(json::kind::object), object_(std::move(members)) {}

inline value::value(const value& other) : kind_(other.kind_) {
  switch (kind_) {
    case json::kind::null: break;
    case json::kind::boolean: boolean_ = other.boolean_; break;
    case json::kind::number:
    case json::kind::string: ::new (&text_) std::string(other.text_); break;
    case json::kind::array: ::new (&array_) array_type(other.array_); break;
    case json::kind::object: ::new (&object_) object_type(other.object_); break;
  }
}

// this is null (or dead) before
inline void value::take(value& other) noexcept {
  kind_ = other.kind_;
  switch (kind_) {
    case json::kind::null: break;
    case json::kind::boolean: boolean_ = other.boolean_; break;
    case json::kind::number:
    case json::kind::string: ::new (&text_) std::string(std::move(other.text_)); break;
    case json::kind::array: ::new (&array_) array_type(std::move(other.array_)); break;
    case json::kind::object: ::new (&object_) object_type(std::move(other.object_)); break;
  }
  other.destroy();
  other.kind_ = json::kind::null;
}

inline void value::destroy() noexcept {
  switch (kind_) {
    case json::kind::null:
    case json::kind::boolean: break;
    case json::kind::number:
    case json::kind::string: text_.~basic_string(); break;
    case json::kind::array: array_.~vector(); break;
    case json::kind::object: object_.~vector(); break;
  }
}

inline std::size_t value::size() const noexcept { return is_array() ? array_.size() : is_object() ? object_.size() : 0; }

inline const value* value::find(std::string_view name) const noexcept {
  if (!is_object()) return nullptr;
  for (const member& m : object_)
    if (m.name == name) return &m.value;
  return nullptr;
}

inline value& value::operator[](std::string_view name) {
  if (is_null()) *this = value(object_type{});
  check(json::kind::object, "object");
  if (value* const found = find(name)) return *found;
  return object_.emplace_back(std::string(name), value{}).value;
}

inline const value* value::at_path(std::string_view pointer) const {
  const value* at = this;
  while (!pointer.empty()) {
    if (pointer[0] != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string_view raw = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(raw.size());
    std::string name;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      const bool escape = raw[i] == '~' && i + 1 < raw.size() && (raw[i + 1] == '0' || raw[i + 1] == '1');
      name += escape ? (raw[++i] == '0' ? '~' : '/') : raw[i];
    }
    if (at->is_array()) {
      std::size_t index = 0;
      const auto end = std::from_chars(name.data(), name.data() + name.size(), index);
      if (end.ec != std::errc{} || end.ptr != name.data() + name.size() || index >= at->array_.size()) return nullptr;
      at = &at->array_[index];
    } else if ((at = at->find(name)) == nullptr) {
      return nullptr;
    }
  }
  return at;
}

inline bool value::erase(std::string_view name) {
  if (!is_object()) return false;
  for (auto it = object_.begin(); it != object_.end(); ++it)
    if (it->name == name) return object_.erase(it), true;
  return false;
}

inline bool value::equal(const value& a, const value& b) noexcept {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case json::kind::null: return true;
    case json::kind::boolean: return a.boolean_ == b.boolean_;
    case json::kind::string: return a.text_ == b.text_;
    case json::kind::number:
      if (a.text_ == b.text_) return true;
      if (a.is_integer() && b.is_integer()) return a.if_int64() && a.if_int64() == b.if_int64();  // else only "-0" differs in text
      return a.if_double() && a.if_double() == b.if_double();
    case json::kind::array: return a.array_ == b.array_;
    case json::kind::object:
      if (a.object_.size() != b.object_.size()) return false;
      for (const member& m : a.object_) {
        const value* const other = b.find(m.name);
        if (other == nullptr || !equal(m.value, *other)) return false;
      }
      return true;
  }
  return false;
}

/** An object from its members, in that order: `object({{"a", 1}, {"b", nullptr}})`. */
inline value object(std::initializer_list<value::member> members = {}) { return value(value::object_type(members)); }
/** An array from its elements: `array({1, "two", nullptr})`. */
inline value array(std::initializer_list<value> items = {}) { return value(value::array_type(items)); }

}  // namespace json
}  // namespace v0
}  // namespace aval
