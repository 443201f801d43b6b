// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "aval/actions/detail/hidden_names.hpp"
#include "aval/core/printable.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"

/*  Command lines and URLs with what looks like a secret taken out. People put keys everywhere, so several rules hold at once, and each
 *  prefers to hide one thing too many:
 *
 *      --api-key=k, TOKEN=k, "Authorization: Bearer k"    the value, by the name in front of it
 *      --api-key k, Bearer k                              the next word
 *      postgres://user:pw@host/db                         what stands in front of the @
 *      https://host/mcp?key=k                             the values of a query
 *      {"apiKey": "k"}                                    JSON, by its names; other notations as a whole
 *      ghp_..., sk-..., eyJ..., 0a1b2c...                 by their looks, wherever they stand */

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

inline constexpr std::size_t npos = std::string_view::npos;

/** The redaction list of the decorators, and names that stand for a secret on a command line. */
inline bool names_secret(std::string_view name) {
  if (actions::detail::hidden_by_default(name)) return true;
  const std::string plain = actions::detail::plain_name(name);
  for (const std::string_view end : {"key", "pass", "pat", "auth", "bearer", "dsn", "sig", "signature", "sas", "connectionstring"})
    if (plain.ends_with(end)) return true;
  return false;
}

inline bool is_token_char(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '=';
}

/** A key by its looks: a known beginning, or long and of a mixture that no word has. */
inline bool looks_secret(std::string_view run) noexcept {
  if (run.size() < 16) return false;
  for (const std::string_view known : {"sk-", "sk_", "pk_", "rk_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "AKIA", "ASIA", "LTAI", "AIza",
                                       "eyJ", "hf_", "npm_", "pypi-", "aim_live_", "secret_", "tvly-", "fc-", "ntn_"})
    if (run.starts_with(known) && (run.size() >= 32 || run.find_first_of("0123456789") != npos)) return true;
  std::size_t upper = 0, lower = 0, digits = 0, hex = 0;
  for (const char c : run) {
    upper += c >= 'A' && c <= 'Z';
    lower += c >= 'a' && c <= 'z';
    digits += c >= '0' && c <= '9';
    hex += (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '-';
  }
  if (run.size() >= 32 && hex == run.size() && digits >= 4) return true;
  if (run.size() >= 32 && digits >= 1 && upper >= 4 && lower >= 4) return true;
  if (run.size() >= 20 && digits >= 2 && upper >= 2 && lower >= 2) return true;
  return run.size() >= 24 && digits >= 6 && upper + lower >= 4;
}

/** Every run of such characters in it by its looks. */
inline std::string mask_looks(std::string_view text) {
  bool base64 = text.size() >= 32 && text.find_first_of("/.~@") != 0;  // in which a '/' need not end a word
  for (const char c : text) base64 = base64 && (is_token_char(c) || c == '/');
  if (base64 && looks_secret(text)) return std::string(actions::redacted);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_token_char(text[end])) ++end;
    const std::string_view run = text.substr(at, end - at);
    out += looks_secret(run) ? actions::redacted : run;
    if (end < text.size()) out += text[end++];
    at = end;
  }
  return out;
}

inline std::string mask_url(std::string_view url) {
  std::string out;
  for (std::size_t mark = url.find("://"); mark != npos; mark = url.find("://")) {  // several in a word: a list of hosts
    out += mask_looks(url.substr(0, mark));
    out += "://";
    url.remove_prefix(mark + 3);
    const std::size_t people = url.substr(0, url.find_first_of("/?#")).rfind('@');
    if (people == npos) continue;
    out += actions::redacted;
    url.remove_prefix(people);
  }
  std::size_t query = url.find_first_of("?#");
  out += mask_looks(url.substr(0, query));
  while (query != npos && !url.empty()) {  // of a query and a fragment only the names stay
    if (query != 0) url.remove_prefix(query);
    query = 0;
    out += url[0];
    url.remove_prefix(1);
    const std::string_view part = url.substr(0, url.find_first_of("#&;"));
    const std::size_t sign = part.find('=');
    out += mask_looks(part.substr(0, sign));
    if (sign != npos) (out += '=') += actions::redacted;
    url.remove_prefix(part.size());
  }
  return out;
}

/** The words of one command line, in their order. */
class masker {
 public:
  std::string word(std::string_view text) {
    if (next_) {
      next_ = is_scheme(text);  // "Authorization:" "Bearer" "..."
      return std::string(actions::redacted);
    }
    return masked(text);
  }

 private:
  static bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool is_name(std::string_view text) noexcept {
    for (const char c : text)
      if (!is_token_char(c) && c != '.') return false;
    return !text.empty();
  }

  std::string masked(std::string_view text) {
    std::string out;
    std::size_t sign = npos;
    std::string_view name;
    for (;;) {  // --header=Authorization: ...
      if (text.starts_with('{') || text.starts_with('[')) return out + masked_json(text);
      sign = text.find_first_of("=:");
      name = text.substr(0, sign);
      if (sign == npos || !is_name(name)) break;
      if (names_secret(name) && sign + 1 < text.size()) return out.append(text.substr(0, sign + 1)).append(actions::redacted);
      if (text[sign] != '=') break;
      out += text.substr(0, sign + 1);
      text.remove_prefix(sign + 1);
    }
    for (const char c : text)
      if (is_blank(c)) return out + masked_line(text);
    const bool flag = text.starts_with('-') && sign == npos && names_secret(text);
    next_ = flag || (sign != npos && sign + 1 == text.size() && names_secret(name)) || is_scheme(text);
    if (text.find("://") != npos) return out + mask_url(text);
    if (const std::size_t at = text.find('@'); sign != npos && text[sign] == ':' && at != npos && sign + 1 < at && text.find('/') > sign)
      return out.append(actions::redacted).append(text.substr(at));  // user:password@host
    std::string plain = mask_looks(text);
    if (plain == text && !next_ && sign != npos && actions::detail::hidden_by_default(text)) plain = actions::redacted;
    return out + plain;
  }

  static bool is_scheme(std::string_view text) {
    std::string plain;
    for (const char c : text.substr(0, 8)) plain += actions::detail::name_lower(c);
    return plain == "bearer" || plain == "basic";
  }

  // a word that holds a command line itself; what stands in quotation marks there is one word of it
  std::string masked_line(std::string_view text) const {
    masker inner;
    inner.quotes_ = false;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      char open = 0;
      for (; end < text.size() && (open != 0 || !is_blank(text[end])); ++end) {
        if (!quotes_ || (text[end] != '"' && text[end] != '\'')) continue;
        if (open == 0) open = text[end];
        else if (open == text[end]) open = 0;
      }
      if (end != at) out += inner.word(text.substr(at, end - at));
      if (end < text.size()) out += text[end++];
      at = end;
    }
    return out;
  }

  static std::string masked_json(std::string_view text) {
    auto tree = json::parse(text, {.max_depth = 32});
    if (!tree) return actions::detail::hidden_by_default(text) ? std::string(actions::redacted) : mask_looks(text);
    hide(*tree);
    return json::write(*tree);
  }
  static void hide(json::value& tree) {
    if (tree.is_string()) {
      tree = json::value(masker().masked(tree.as_string()));
    } else if (tree.is_array()) {
      masker inner;
      for (json::value& item : tree.as_array()) {
        if (item.is_string()) item = json::value(inner.word(item.as_string()));
        else hide(item);
      }
    } else if (tree.is_object()) {
      for (auto& member : tree.as_object()) {
        if (names_secret(member.name)) member.value = json::value(actions::redacted);
        else hide(member.value);
      }
    }
  }

  bool next_ = false;    // the next word is a secret
  bool quotes_ = true;
};

}  // namespace detail
}  // namespace mcp
}  // namespace v0
}  // namespace aval
