// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

/** JSON as people write it into settings (byte order mark, comments, a comma before a closing bracket) becomes JSON: what is too much
 *  turns into blanks, so that every byte that stays keeps its line and column. JSON itself comes out unchanged. What is no JSON either way
 *  is left for the reader to refuse. */
inline std::string plain_json(std::string text) {
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (std::size_t i = 0; i < at; ++i) text[i] = ' ';
  std::size_t comma = std::string::npos;  // the last thing seen, and behind a value
  bool after_value = false;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
      ++at;
      comma = std::string::npos;
      after_value = true;
    } else if (c == '/' && text.compare(at, 2, "//") == 0) {
      for (; at < text.size() && text[at] != '\n' && text[at] != '\r'; ++at) text[at] = ' ';
    } else if (c == '/' && text.compare(at, 2, "/*") == 0) {
      const std::size_t end = text.find("*/", at + 2);
      if (end == std::string::npos) return text;
      for (; at < end + 2; ++at)
        if (text[at] != '\n' && text[at] != '\r') text[at] = ' ';
    } else {
      ++at;
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
      if ((c == '}' || c == ']') && comma != std::string::npos) text[comma] = ' ';
      comma = c == ',' && after_value ? at - 1 : std::string::npos;
      after_value = c != ',' && c != '{' && c != '[' && c != ':';
    }
  }
  return text;
}

}  // namespace detail
}  // namespace mcp
}  // namespace v0
}  // namespace aval
