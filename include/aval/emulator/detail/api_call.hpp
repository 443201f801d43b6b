// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/credentials/parameters.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/net/headers.hpp"

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** A call as it came over the wire; views of the exchange's memory. */
struct api_call {
  std::string_view method, target, query, body;
  const net::headers* headers = nullptr;

  std::string_view header(std::string_view name) const noexcept { return headers->find(name).value_or(std::string_view{}); }
};

struct api_answer {
  int status = 200;
  std::string body = {}, content_type = {}, request_id = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::chrono::milliseconds delay{0};
  bool drop = false;  // no answer at all
};

/** Thrown by actions, and only inside of the emulator: the answer is an error (Agent Identity specification 2.6). */
class refusal : public std::exception {
 public:
  refusal(int status, std::string code, std::string message, json::value access_denied = {})
      : status(status), code(std::move(code)), message(std::move(message)), access_denied(std::move(access_denied)) {}
  const char* what() const noexcept override { return code.c_str(); }
  int status;
  std::string code, message;
  json::value access_denied;  // null, or AccessDeniedDetail
};
[[noreturn]] inline void refuse_parameter(std::string_view name, std::string message) {
  throw refusal(400, "InvalidParameter." + std::string(name), std::move(message));
}
[[noreturn]] inline void miss_parameter(std::string_view name, std::string message = {}) {
  throw refusal(400, "MissingParameter." + std::string(name), message.empty() ? std::string(name) + " is mandatory for this action." : std::move(message));
}

inline bool all_of_set(std::string_view text, std::string_view also, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || also.find(c) != also.npos;
  });
}

/** The business parameters of a call. Everything that is asked for and not fit throws a refusal that names it. */
class arguments {
 public:
  void add(const std::string& name, const std::string& value) {
    if (find(name) != nullptr) refuse_parameter(name, name + " comes twice.");
    items_.emplace_back(name, value);
  }

  /** Refuses names that are not among `known` (separated by blanks). Lists in flattened form count as missing, as with the service. */
  void check_names(std::string_view known) const {
    for (const auto& [name, value] : items_) {
      if (has_word(known, name)) continue;
      const std::string_view stem = std::string_view(name).substr(0, name.find('.'));
      if (stem.size() != name.size() && has_word(known, stem)) miss_parameter(stem, std::string(stem) + " must be one parameter of JSON.");
      refuse_parameter(name, "This action has no parameter " + printable(name, 100) + ".");
    }
  }
  static bool has_word(std::string_view words, std::string_view word) noexcept {
    while (!words.empty()) {
      const std::string_view one = words.substr(0, words.find(' '));
      if (one == word) return true;
      words.remove_prefix(std::min(words.size(), one.size() + 1));
    }
    return false;
  }

  const std::string* find(std::string_view name) const noexcept {
    for (const auto& [n, value] : items_) {
      if (n == name) return &value;
    }
    return nullptr;
  }
  /** Must be there. */
  const std::string& text(std::string_view name) const {
    const std::string* found = find(name);
    if (found == nullptr || found->empty()) miss_parameter(name);
    return *found;
  }
  std::string text_or(std::string_view name, std::string_view otherwise = {}) const {
    const std::string* found = find(name);
    return std::string(found != nullptr ? std::string_view(*found) : otherwise);
  }
  bool flag(std::string_view name, bool otherwise = false) const {
    const std::string* found = find(name);
    if (found == nullptr) return otherwise;
    if (*found == "true" || *found == "True") return true;
    if (*found != "false" && *found != "False") refuse_parameter(name, "must be true or false.");
    return false;
  }
  std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) const {
    const std::string* found = find(name);
    if (found == nullptr) return otherwise;
    std::int64_t out = 0;
    const auto end = std::from_chars(found->data(), found->data() + found->size(), out);
    if (end.ec != std::errc{} || end.ptr != found->data() + found->size() || out < least || out > most)
      refuse_parameter(name, "must be a number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
    return out;
  }
  /** JSON text of a list of strings; empty when it is not there. */
  std::vector<std::string> list(std::string_view name) const {
    std::vector<std::string> out;
    const json::value v = json_of(name);
    if (v.is_null()) return out;
    if (v.if_array() == nullptr) refuse_parameter(name, "must be a JSON array of strings.");
    for (const json::value& item : *v.if_array()) {
      if (item.if_string() == nullptr) refuse_parameter(name, "must be a JSON array of strings.");
      out.push_back(*item.if_string());
    }
    return out;
  }
  /** JSON text of an object; null when it is not there. */
  json::value object(std::string_view name) const {
    json::value v = json_of(name);
    if (!v.is_null() && !v.is_object()) refuse_parameter(name, "must be a JSON object.");
    return v;
  }

 private:
  json::value json_of(std::string_view name) const {
    const std::string* found = find(name);
    if (found == nullptr) return {};
    auto v = json::parse(*found, {.max_size = 64 * 1024, .max_depth = 32});
    if (!v || v->is_null()) refuse_parameter(name, "is not JSON.");
    return *std::move(v);
  }

  std::vector<std::pair<std::string, std::string>> items_;
};

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
