// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

enum class log_level { debug, info, warning, error };

inline std::string_view to_string(log_level level) noexcept {
  switch (level) {
    case log_level::debug: return "DEBUG";
    case log_level::info: return "INFO";
    case log_level::warning: return "WARNING";
    case log_level::error: return "ERROR";
  }
  return "?";
}

/** Reads DEBUG, INFO, WARNING (or WARN), ERROR in any case. */
inline std::optional<log_level> parse_log_level(std::string_view text) noexcept {
  const auto same = [text](std::string_view word) {
    if (text.size() != word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if ((text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]) != word[i]) return false;
    }
    return true;
  };
  if (same("DEBUG")) return log_level::debug;
  if (same("INFO")) return log_level::info;
  if (same("WARNING") || same("WARN")) return log_level::warning;
  if (same("ERROR")) return log_level::error;
  return {};
}

/** Where the library says what it does. It never prints by itself: without a function it is silent and costs one test of a pointer.
 *
 *  Messages carry no secrets, and text of a peer only after aval::printable(). The function is called from whatever thread runs the
 *  operation, possibly from several at once; it must not throw (what it throws is dropped). Copies share the function. */
class log_hooks {
 public:
  /** level, room ("net", "aim" ...), one line of text without a line break. The views live only during the call. */
  using function = std::function<void(log_level, std::string_view room, std::string_view message)>;

  log_hooks() = default;
  explicit log_hooks(function f, log_level lowest = log_level::info)
      : function_(f ? std::make_shared<const function>(std::move(f)) : nullptr), lowest_(lowest) {}

  bool enabled(log_level level) const noexcept { return function_ != nullptr && level >= lowest_; }
  void log(log_level level, std::string_view room, std::string_view message) const noexcept {
    if (!enabled(level)) return;
    try {
      (*function_)(level, room, message);
    } catch (...) {  // a log line is never worth the caller's operation
    }
  }

 private:
  std::shared_ptr<const function> function_;
  log_level lowest_ = log_level::info;
};

}  // namespace v0
}  // namespace aval
