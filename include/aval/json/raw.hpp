// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/json/errors.hpp"

/*  json::raw: a JSON value that is carried as its text. Reading one checks its syntax as strictly as any other value and keeps the bytes;
 *  writing one copies them. For what is handed on, or read as a type that is known only later:
 *
 *      struct task { std::string name; std::optional<json::raw> parameters = {}; };
 *      auto t = json::read<task>(text);
 *      auto p = json::read<sum>(t->parameters->text());
 *
 *  @par Threads  as a std::string. */

namespace aval {
inline namespace v0 {
namespace json {

class raw {
 public:
  /** null. */
  raw() = default;
  /** @par Precondition  the text is one JSON value: what write() made, or what was read before. It goes out as it is. */
  explicit raw(std::string text) noexcept : text_(std::move(text)) {}

  /** The value's text; "null" for a default-made one. */
  std::string_view text() const noexcept { return text_.empty() ? std::string_view("null") : std::string_view(text_); }
  bool is_null() const noexcept { return text() == "null"; }
  bool is_object() const noexcept { return text().front() == '{'; }
  bool is_string() const noexcept { return text().front() == '"'; }
  void assign(std::string_view text) { text_.assign(text); }
  /** The text, moved out. */
  std::string take() && { return text_.empty() ? std::string("null") : std::move(text_); }

  /** Equal as text. */
  friend bool operator==(const raw& a, const raw& b) noexcept { return a.text() == b.text(); }

 private:
  std::string text_;
};

}  // namespace json
}  // namespace v0
}  // namespace aval
