// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/timestamp.hpp"
#include "aval/credentials/error.hpp"
#include "aval/crypto/digest_openssl.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/hmac_openssl.hpp"
#include "aval/net/headers.hpp"
#include "aval/net/url.hpp"

/*  What the three signatures have in common: parts of a request in one form that both sides can make. */

namespace aval {
inline namespace v0 {
namespace credentials::detail {

template <class T>
T needed(std::optional<T> digest) {
  if (!digest) throw error(errc::no_digest);
  return *digest;
}
inline std::string hex_sha256(std::string_view text) { return crypto::hex_encode(needed(crypto::sha256_openssl(text))); }
inline std::string hex_hmac_sha256(std::string_view key, std::string_view text) {
  return crypto::hex_encode(needed(crypto::hmac_sha256_openssl(key, text)));
}

/** "2026-01-02T03:04:05Z", as all three write their dates. */
inline std::string signature_date(std::chrono::system_clock::time_point now) {
  return format_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(now), 0);
}

/** Percent-encodes what is between slashes. */
inline std::string encode_path(std::string_view path) {
  std::string out;
  for (;;) {
    const std::size_t slash = path.find('/');
    out += net::percent_encode(path.substr(0, slash));
    if (slash == std::string_view::npos) return out;
    out += '/';
    path.remove_prefix(slash + 1);
  }
}

/** A path as it stands in a request line, in the one spelling of its percent signs. */
inline std::optional<std::string> canonical_path(std::string_view path) {
  if (path.empty() || path == "/") return "/";
  std::string out;
  for (;;) {
    const std::size_t slash = path.find('/');
    const auto segment = net::percent_decode(path.substr(0, slash));
    if (!segment) return std::nullopt;
    out += net::percent_encode(*segment);
    if (slash == std::string_view::npos) return out;
    out += '/';
    path.remove_prefix(slash + 1);
  }
}

/** A query as it stands in a request line, decoded, encoded again and sorted. `bare`: no '=' behind a name whose value is empty. */
inline std::optional<std::string> canonical_query(std::string_view query, bool bare) {
  std::vector<std::pair<std::string, std::string>> sorted;
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), piece.size() + 1));
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    const auto name = net::percent_decode(piece.substr(0, equals), true);
    const auto value = net::percent_decode(equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    sorted.emplace_back(net::percent_encode(*name), net::percent_encode(*value));
  }
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  for (const auto& [name, value] : sorted) {
    if (!out.empty()) out += '&';
    out += name;
    if (!bare || !value.empty()) out.append(1, '=').append(value);
  }
  return out;
}

inline std::string_view path_of(std::string_view target) noexcept { return target.substr(0, target.find('?')); }
inline std::string_view query_of(std::string_view target) noexcept {
  const std::size_t question = target.find('?');
  return question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
}

inline std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = net::detail::lower(c);
  return out;
}

/** Header fields to be signed, by their names in lower case. @par Lifetime  views of what is added. */
class field_list {
 public:
  field_list() { fields_.reserve(16); }
  void add(std::string_view name, std::string_view value) {
    if (std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) name = lowered_.emplace_front(lower_case(name));
    fields_.emplace_back(name, value);
  }
  void sort() { std::sort(fields_.begin(), fields_.end()); }
  /** "name:value\n" in order; the values of a field that came twice are sorted and joined with ','. Precondition: sorted. */
  void append_lines(std::string& out) const {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      out.append(fields_[i].first).append(1, ':').append(fields_[i].second);
      for (; i + 1 < fields_.size() && fields_[i + 1].first == fields_[i].first; ++i) out.append(1, ',').append(fields_[i + 1].second);
      out += '\n';
    }
  }
  /** The names in order, joined with ';'. Precondition: sorted. */
  std::string names() const {
    std::string out;
    out.reserve(200);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (i != 0 && fields_[i].first == fields_[i - 1].first) continue;
      if (i != 0) out += ';';
      out += fields_[i].first;
    }
    return out;
  }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> fields_;
  std::forward_list<std::string> lowered_;
};

inline bool starts_ignoring_case(std::string_view text, std::string_view prefix) noexcept {
  return text.size() >= prefix.size() && net::detail::equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

}  // namespace credentials::detail
}  // namespace v0
}  // namespace aval
