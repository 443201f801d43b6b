// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/result.hpp"
#include "aval/mcp/errors.hpp"

/*  URI templates (RFC 6570, levels 1 and 2) backwards: which values of the variables give this URI. "{name}" stands for one or more
 *  characters without '/', "{+name}" for any; the value is percent-decoded. A variable is as short as the text behind it allows, so the
 *  answer is one and found in linear time. */

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

class uri_template {
 public:
  /** @par Errors  errc::bad_option: braces that do not fit, operators of other levels, two variables without text between them, a name twice. */
  static result<uri_template> parse(std::string_view text) {
    const auto refuse = [&](const char* why) { return failure{make_error_code(errc::bad_option), "the URI template " + std::string(text) + ": " + why}; };
    uri_template out;
    while (!text.empty()) {
      const auto open = text.find_first_of("{}");
      part p;
      p.literal = text.substr(0, open);
      if (open == text.npos) {
        out.parts_.push_back(std::move(p));
        break;
      }
      const auto end = text.find('}', open);
      if (text[open] == '}' || end == text.npos) return refuse("a brace has no partner");
      std::string_view name = text.substr(open + 1, end - open - 1);
      p.any = name.starts_with('+');
      if (p.any) name.remove_prefix(1);
      if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") != name.npos)
        return refuse("only {name} and {+name} are supported");
      for (const part& other : out.parts_)
        if (other.name == name) return refuse("a variable stands in it twice");
      if (p.literal.empty() && !out.parts_.empty()) return refuse("two variables have no text between them");
      p.name = name;
      out.parts_.push_back(std::move(p));
      text.remove_prefix(end + 1);
    }
    return out;
  }

  bool has_variable(std::string_view name) const noexcept {
    for (const part& p : parts_)
      if (!name.empty() && p.name == name) return true;
    return false;
  }

  std::optional<std::map<std::string, std::string>> match(std::string_view uri) const {
    std::map<std::string, std::string> out;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const part& p = parts_[i];
      if (!uri.starts_with(p.literal)) return {};
      uri.remove_prefix(p.literal.size());
      if (p.name.empty()) continue;
      const bool last = i + 1 == parts_.size();
      const std::string_view behind = last ? std::string_view() : std::string_view(parts_[i + 1].literal);
      const bool ends_there = i + 2 == parts_.size() && parts_[i + 1].name.empty();  // the literal is the end of the URI
      std::size_t end = last ? uri.size() : ends_there ? (uri.ends_with(behind) ? uri.size() - behind.size() : uri.npos) : uri.find(behind, 1);
      if (end == uri.npos || end == 0) return {};
      const std::string_view value = uri.substr(0, end);
      if (!p.any && value.find('/') != value.npos) return {};
      auto decoded = decode(value);
      if (!decoded) return {};
      out.emplace(p.name, std::move(*decoded));
      uri.remove_prefix(end);
    }
    if (!uri.empty()) return {};
    return out;
  }

 private:
  struct part {  // a literal, then a variable unless its name is empty
    std::string literal = {}, name = {};
    bool any = false;
  };

  static std::optional<std::string> decode(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '%') {
        out += text[i];
        continue;
      }
      if (i + 2 >= text.size() || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return {};
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    }
    return out;
  }

  std::vector<part> parts_;
};

}  // namespace detail
}  // namespace mcp
}  // namespace v0
}  // namespace aval
