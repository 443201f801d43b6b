// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/core/bytes.hpp"
#include "aval/net/url.hpp"

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** The same text with `mark` in place of a secret, however it was encoded (%, twice %, inside JSON): services quote what they were sent.
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
  std::string form(secret_text), quoted;
  for (const char c : secret_text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  if (quoted != form) strike(quoted);
  wipe(quoted.data(), quoted.size());
  for (int encoded = 0; encoded < 3; ++encoded) {
    strike(form);
    std::string next = percent_encode(form);
    wipe(form.data(), form.size());
    form = std::move(next);
  }
  wipe(form.data(), form.size());
}

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
