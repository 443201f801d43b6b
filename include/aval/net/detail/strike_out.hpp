// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/net/url.hpp"

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** The same text with `mark` in place of a secret, however it was encoded (%, twice %, inside JSON, as a form): services quote what they were sent.
 *  Before any cut: of a secret that is cut the first part would stay. Secrets of fewer than four bytes are no secrets. */
inline void strike_out(std::string& text, std::string_view secret_text, std::string_view mark = "[...]") {
  if (secret_text.size() < 4) return;
  const auto strike = [&text, mark](std::string_view form) {
    std::size_t at = text.find(form), from = 0;
    if (at == std::string::npos) return;
    std::string out;
    for (; at != std::string::npos; at = text.find(form, from)) {
      out.append(text, from, at - from).append(mark);
      from = at + form.size();
    }
    out.append(text, from, std::string::npos);
    wipe(text.data(), text.size());
    text = std::move(out);
  };
  std::string quoted;
  for (const char c : secret_text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  std::vector<std::string> forms, next;
  forms.reserve(8);
  next.reserve(8);
  if (quoted != secret_text) forms.push_back(quoted);
  forms.emplace_back(secret_text);
  for (int encoded = 0; encoded < 3; ++encoded) {
    for (std::string& form : forms) {
      strike(form);
      if (encoded < 2) {
        next.push_back(percent_encode(form));
        if (form.find(' ') != std::string::npos) {  // as a form has it
          std::string plus;
          for (std::size_t at = 0; at < form.size(); ++at) plus += form[at] == ' ' ? std::string("+") : percent_encode(std::string_view(form).substr(at, 1));
          next.push_back(std::move(plus));
        }
      }
      wipe(form.data(), form.size());
    }
    forms.swap(next);
    next.clear();
  }
  wipe(quoted.data(), quoted.size());
}

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
