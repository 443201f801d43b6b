// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/core/secret.hpp"
#include "aval/json/write.hpp"
#include "aval/net/detail/strike_out.hpp"
#include "aval/net/url.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {

/** The parameters of an OpenAPI call: names with text (Agent Identity specification 2.1). Numbers are decimal, booleans "true" and
 *  "false", everything else one parameter of compact JSON. The values that were added as secrets are wiped with the object, and are
 *  struck out of what the service says in an error.
 *
 *  @par Threads  as a std::vector. */
class parameters {
 public:
  struct item {
    std::string name, value;
    bool hidden = false;
  };

  parameters() = default;
  parameters(std::initializer_list<std::pair<std::string_view, std::string_view>> all) {
    for (const auto& [name, value] : all) add(name, value);
  }
  parameters(const parameters&) = default;
  parameters(parameters&&) noexcept = default;
  parameters& operator=(const parameters& other) {
    if (this != &other) *this = parameters(other);
    return *this;
  }
  parameters& operator=(parameters&& other) noexcept {
    if (this != &other) {
      forget();
      items_ = std::move(other.items_);
      hidden_ = std::move(other.hidden_);
    }
    return *this;
  }
  ~parameters() { forget(); }

  parameters& add(std::string_view name, std::string_view value) { return put(name, std::string(value), false); }
  parameters& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  template <std::same_as<bool> T>
  parameters& add(std::string_view name, T value) {
    return add(name, std::string_view(value ? "true" : "false"));
  }
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  parameters& add(std::string_view name, T value) {
    return put(name, std::to_string(value), false);
  }
  /** Nothing is left out. */
  template <class T>
  parameters& add(std::string_view name, const std::optional<T>& value) {
    return value ? add(name, *value) : *this;
  }
  /** Compact JSON of any type that json::write takes: lists, maps, structs. */
  template <class T>
  parameters& add_json(std::string_view name, const T& value) {
    return put(name, json::write(value), false);
  }
  parameters& add_secret(std::string_view name, std::string_view value) { return put(name, std::string(value), true); }
  parameters& add_secret(std::string_view name, const secret& value) { return add_secret(name, value.reveal()); }

  /** A secret that is struck out like the others, but is not sent by itself: it is part of another value, or of a header. */
  parameters& hide(std::string_view value) {
    hidden_.emplace_back(value);
    return *this;
  }
  /** Strikes all the secrets out of what a service says. */
  void strike_out_of(std::string& text) const {
    for (const item& i : items_) {
      if (i.hidden) net::detail::strike_out(text, i.value);
    }
    for (const std::string& value : hidden_) net::detail::strike_out(text, value);
  }

  /** The first of that name. */
  const std::string* find(std::string_view name) const noexcept {
    for (const item& i : items_) {
      if (i.name == name) return &i.value;
    }
    return nullptr;
  }
  const std::vector<item>& items() const noexcept { return items_; }
  bool empty() const noexcept { return items_.empty(); }
  std::size_t size() const noexcept { return items_.size(); }

  /** name=value&..., sorted, encoded as in a URL (a space is %20): what V1 and V3 sign, and what can stand behind '?'. */
  std::string query() const { return text(false); }
  /** The same as the body application/x-www-form-urlencoded (a space is '+'). */
  std::string form() const { return text(true); }

 private:
  parameters& put(std::string_view name, std::string value, bool hidden) {
    items_.push_back({std::string(name), std::move(value), hidden});
    return *this;
  }
  void forget() noexcept {
    for (item& i : items_) {
      if (i.hidden) wipe(i.value.data(), i.value.size());
    }
    for (std::string& value : hidden_) wipe(value.data(), value.size());
    items_.clear();
    hidden_.clear();
  }
  std::string text(bool plus) const {
    std::vector<std::pair<std::string, std::string>> sorted;
    sorted.reserve(items_.size());
    std::size_t size = 0;
    for (const item& i : items_) {
      sorted.emplace_back(net::percent_encode(i.name), net::percent_encode(i.value));
      size += sorted.back().first.size() + sorted.back().second.size() + 2;
    }
    std::sort(sorted.begin(), sorted.end());
    std::string out;
    out.reserve(size);
    const auto append = [&](const std::string& encoded) {
      if (!plus) return void(out += encoded);
      for (std::size_t i = 0; i < encoded.size(); ++i) {
        const bool space = encoded.compare(i, 3, "%20") == 0;
        out += space ? '+' : encoded[i];
        if (space) i += 2;
      }
    };
    for (auto& [name, value] : sorted) {
      if (!out.empty()) out += '&';
      append(name);
      out += '=';
      append(value);
      wipe(value.data(), value.size());
    }
    return out;
  }

  std::vector<item> items_;
  std::vector<std::string> hidden_;  // not sent
};

/** Reads what form() or query() writes, or a stranger: '+' and %20 are spaces, empty pieces are dropped, a name may come twice and may
 *  have no '='. Nothing when a percent sign is broken or a NUL is in it. */
inline std::optional<parameters> parse_parameters(std::string_view text) {
  parameters out;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    const auto name = net::percent_decode(piece.substr(0, equals), true);
    const auto value = net::percent_decode(equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    out.add(*name, std::string_view(*value));
  }
  return out;
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
