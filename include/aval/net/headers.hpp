// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/net/detail/http_chars.hpp"
#include "aval/net/errors.hpp"

/*  Header fields as the lines that stand on the wire ("Name: value" CR LF ...), in one buffer, with an index of offsets beside it.
 *  A message is written with one copy of lines(), a parsed head is taken over with one copy, and clear() keeps both allocations,
 *  so an object that is used again allocates nothing. */

namespace aval {
inline namespace v0 {
namespace net {

class http_parser;

/** Ordered header fields; names compare without case. Whatever is in here can be written to a connection: a name that is no token
 *  and a value with CR, LF, NUL or another control character never get in (response splitting, request forging).
 *
 *  @par Lifetime  views handed out are valid until the object is changed.
 *  @par Threads   as a std::vector. */
class headers {
 public:
  struct field {
    std::string_view name, value;
    friend bool operator==(const field&, const field&) = default;
  };

  class const_iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = field;
    using difference_type = std::ptrdiff_t;
    using pointer = const field*;
    using reference = field;
    const_iterator() = default;
    field operator*() const { return owner_->at(index_); }
    const_iterator& operator++() { return ++index_, *this; }
    const_iterator operator++(int) {
      auto old = *this;
      ++index_;
      return old;
    }
    friend bool operator==(const const_iterator&, const const_iterator&) = default;

   private:
    friend class headers;
    const_iterator(const headers* owner, std::size_t index) : owner_(owner), index_(index) {}
    const headers* owner_ = nullptr;
    std::size_t index_ = 0;
  };
  using iterator = const_iterator;

  headers() = default;
  headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
    for (const auto& [name, value] : fields) add(name, value);
  }

  /** Appends a field; white space around the value is cut.
   *  @par Exceptions  aval::error(errc::invalid_header): the context names the field, never its value. */
  void add(std::string_view name, std::string_view value) {
    if (!detail::is_token(name)) throw error(errc::invalid_header, "header name \"" + printable(name, 60) + "\"");
    value = detail::trimmed(value);
    if (!detail::all(value, detail::char_value)) throw error(errc::invalid_header, "value of header " + std::string(name));
    add_checked(name, value);
  }

  /** Replaces every field of that name by one, which goes to the end. Errors as add. */
  void set(std::string_view name, std::string_view value) {
    if (find_index(name) != fields_.size()) {
      const std::string kept_name(name), kept_value(value);  // they may point into this object
      headers probe;
      probe.add(kept_name, kept_value);
      erase(kept_name);
      add(kept_name, kept_value);
      return;
    }
    add(name, value);
  }

  /** Removes every field of that name; says how many there were. */
  std::size_t erase(std::string_view name) {
    std::size_t removed = 0;
    headers kept;
    const std::string wanted(name);
    for (const field f : *this) {
      if (detail::equal_ignoring_case(f.name, wanted)) ++removed;
      else kept.add_checked(f.name, f.value);
    }
    if (removed != 0) *this = std::move(kept);
    return removed;
  }

  /** The first field of that name. */
  std::optional<std::string_view> find(std::string_view name) const noexcept {
    const std::size_t i = find_index(name);
    if (i == fields_.size()) return std::nullopt;
    return at(i).value;
  }
  bool contains(std::string_view name) const noexcept { return find_index(name) != fields_.size(); }
  std::size_t count(std::string_view name) const noexcept {
    std::size_t n = 0;
    for (const field f : *this) n += detail::equal_ignoring_case(f.name, name) ? 1 : 0;
    return n;
  }
  /** Whether a field that is a comma-separated list ("Connection", "Vary") has this element, in any of its lines. */
  bool has_element(std::string_view name, std::string_view element) const noexcept {
    bool found = false;
    for (const field f : *this) {
      if (!detail::equal_ignoring_case(f.name, name)) continue;
      detail::for_each_element(f.value, [&](std::string_view e) { found = found || detail::equal_ignoring_case(e, element); });
    }
    return found;
  }

  field at(std::size_t i) const noexcept {
    const entry& e = fields_[i];
    return {std::string_view(lines_).substr(e.name_at, e.name_size), std::string_view(lines_).substr(e.value_at, e.value_size)};
  }
  const_iterator begin() const noexcept { return {this, 0}; }
  const_iterator end() const noexcept { return {this, fields_.size()}; }
  std::size_t size() const noexcept { return fields_.size(); }
  bool empty() const noexcept { return fields_.empty(); }
  /** Forgets the fields, keeps the memory. */
  void clear() noexcept {
    lines_.clear();
    fields_.clear();
  }
  /** All fields as they stand in a message, each line ended by CR LF, without the empty line behind them. */
  std::string_view lines() const noexcept { return lines_; }

  friend bool operator==(const headers& a, const headers& b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!detail::equal_ignoring_case(a.at(i).name, b.at(i).name) || a.at(i).value != b.at(i).value) return false;
    }
    return true;
  }

 private:
  friend class http_parser;
  struct entry {
    std::uint32_t name_at, name_size, value_at, value_size;
  };

  void add_checked(std::string_view name, std::string_view value) {
    const auto at = static_cast<std::uint32_t>(lines_.size());
    lines_.append(name).append(": ").append(value).append("\r\n");
    const auto n = static_cast<std::uint32_t>(name.size());
    fields_.push_back({at, n, at + n + 2, static_cast<std::uint32_t>(value.size())});
  }
  std::size_t find_index(std::string_view name) const noexcept {
    std::size_t i = 0;
    for (; i < fields_.size(); ++i) {
      if (fields_[i].name_size == name.size() && detail::equal_ignoring_case(at(i).name, name)) break;
    }
    return i;
  }

  std::string lines_;
  std::vector<entry> fields_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
