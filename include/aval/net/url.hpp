// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/result.hpp"
#include "aval/net/detail/http_chars.hpp"
#include "aval/net/errors.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** An absolute http, https, ws or wss URL (RFC 3986), taken apart. Made by parse_url; the parts of a parsed URL hold no white space,
 *  control character, user name or fragment, so they can go into a request as they are. */
class url {
 public:
  url() = default;
  /** As parse_url, for text that is known to be right. @par Exceptions  aval::error(errc::invalid_url). */
  explicit url(std::string_view text);

  const std::string& scheme() const noexcept { return scheme_; }  ///< lower case
  /** Lower case; an IPv6 address without its brackets. */
  const std::string& host() const noexcept { return host_; }
  std::uint16_t port() const noexcept { return port_; }           ///< the scheme's own when the URL names none
  const std::string& path() const noexcept { return path_; }      ///< begins with '/', percent-encoded as given
  const std::string& query() const noexcept { return query_; }    ///< without '?', percent-encoded as given
  bool secure() const noexcept { return scheme_ == "https" || scheme_ == "wss"; }
  bool default_port() const noexcept { return port_ == (secure() ? 443 : 80); }

  /** What stands in the request line: path and query. */
  std::string target() const { return query_.empty() ? path_ : path_ + '?' + query_; }
  /** The Host header: brackets around IPv6, the port unless it is the scheme's own. */
  std::string authority() const {
    std::string out = host_.find(':') == std::string::npos ? host_ : '[' + host_ + ']';
    if (!default_port()) out += ':' + std::to_string(port_);
    return out;
  }
  /** "https://host:port" (RFC 6454), the port left out when it is the scheme's own. */
  std::string origin() const { return scheme_ + "://" + authority(); }
  std::string to_string() const { return origin() + target(); }

  /** The same place with another path and query ("/a/b?c=d"), as a reference in a Location header or an API path below a base URL.
   *  Absolute URLs, "//host/path", "/path", "?query" and relative paths ("../x") are understood (RFC 3986 5.2). */
  result<url> resolve(std::string_view reference) const;

  friend bool operator==(const url&, const url&) = default;

 private:
  friend result<url> parse_url(std::string_view text);
  std::string scheme_ = "http", host_, path_ = "/", query_;
  std::uint16_t port_ = 80;
};

namespace detail {

inline failure bad_url(std::string_view text, const char* why) {
  return {make_error_code(errc::invalid_url), "URL \"" + printable(text, 200) + "\": " + why};
}

inline int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

inline bool well_encoded(std::string_view text) noexcept {  // every '%' is followed by two hexadecimal digits
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0) return false;
    i += 2;
  }
  return true;
}

inline std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5) return std::nullopt;
  unsigned value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  if (value > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(value);
}

/* Takes "host", "host:port" or "[v6]:port" apart. False when it is none of them; port is left alone when there is none. */
inline bool split_authority(std::string_view text, std::string_view& host, std::uint16_t& port) noexcept {
  std::string_view rest;
  if (!text.empty() && text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
    if (host.find(':') == std::string_view::npos) return false;
    for (char c : host) {
      if (hex_value(c) < 0 && c != ':' && c != '.') return false;
    }
  } else {
    const std::size_t colon = text.find(':');
    host = text.substr(0, colon);
    rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
    if (host.empty()) return false;
    for (char c : host) {  // RFC 3986 reg-name without percent-encoding: a name that can be looked up
      const bool good = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
      if (!good) return false;
    }
  }
  if (host.size() > 255) return false;
  if (rest.empty()) return true;
  if (rest.front() != ':') return false;
  if (rest.size() == 1) return true;  // "host:" is allowed (RFC 3986 3.2.3)
  const auto parsed = parse_port(rest.substr(1));
  if (!parsed || *parsed == 0) return false;
  port = *parsed;
  return true;
}

inline std::string without_dot_segments(std::string_view path) {  // RFC 3986 5.2.4
  std::string out;
  while (!path.empty()) {
    const std::size_t next = path.find('/', 1);
    const std::string_view segment = path.substr(0, next);
    path = next == std::string_view::npos ? std::string_view{} : path.substr(next);
    if (segment == "/.") {
      if (path.empty()) out += '/';
    } else if (segment == "/..") {
      out.erase(out.rfind('/') == std::string::npos ? 0 : out.rfind('/'));
      if (path.empty()) out += '/';
    } else {
      out += segment;
    }
  }
  return out.empty() ? "/" : out;
}

}  // namespace detail

/** Takes an absolute URL apart. Refused: other schemes, a user name or password (they would end up in logs), white space, control
 *  and non-ASCII characters (encode them first), a broken percent sign, port 0. A fragment is dropped.
 *  @par Errors  errc::invalid_url; the message quotes the text and says what is wrong. */
inline result<url> parse_url(std::string_view text) {
  url out;
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return detail::bad_url(text, "does not begin with http:// or https://");
  out.scheme_.assign(text.substr(0, colon));
  for (char& c : out.scheme_) c = detail::lower(c);
  if (out.scheme_ != "http" && out.scheme_ != "https" && out.scheme_ != "ws" && out.scheme_ != "wss") {
    return detail::bad_url(text, "the scheme is not http, https, ws or wss");
  }
  out.port_ = out.secure() ? 443 : 80;
  std::string_view rest = text.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  if (!rest.empty() && !detail::all(rest, detail::char_target)) {
    return detail::bad_url(text, "white space, control and non-ASCII characters must be percent-encoded");
  }
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
  rest.remove_prefix(authority.size());
  if (authority.find('@') != std::string_view::npos) {
    return {failure{make_error_code(errc::invalid_url), "URL: user name and password do not belong into a URL"}};
  }
  std::string_view host;
  if (!detail::split_authority(authority, host, out.port_)) return detail::bad_url(text, "no valid host and port");
  out.host_.assign(host);
  for (char& c : out.host_) c = detail::lower(c);
  const std::size_t question = rest.find('?');
  if (question != std::string_view::npos) out.query_.assign(rest.substr(question + 1));
  const std::string_view path = rest.substr(0, question);
  if (!path.empty()) out.path_.assign(path);
  if (!detail::well_encoded(out.path_) || !detail::well_encoded(out.query_)) {
    return detail::bad_url(text, "'%' without two hexadecimal digits");
  }
  if (out.path_.find('\\') != std::string::npos) return detail::bad_url(text, "backslash in the path");
  return out;
}

inline url::url(std::string_view text) {
  auto parsed = parse_url(text);
  if (!parsed) throw error(errc::invalid_url, parsed.error().message);
  *this = std::move(*parsed);
}

inline result<url> url::resolve(std::string_view reference) const {
  reference = reference.substr(0, reference.find('#'));
  const bool absolute = reference.find("://") != std::string_view::npos && reference.find("://") < reference.find_first_of("/?");
  if (absolute || reference.starts_with("//")) {
    auto other = parse_url(absolute ? std::string(reference) : scheme_ + ":" + std::string(reference));
    if (other) other->path_ = detail::without_dot_segments(other->path_);
    return other;
  }
  std::string path, query;
  const std::size_t question = reference.find('?');
  const std::string_view named = reference.substr(0, question);
  if (question != std::string_view::npos) query.assign(reference.substr(question + 1));
  if (named.empty()) {
    path = path_;
    if (question == std::string_view::npos) query = query_;
  } else if (named.front() == '/') {
    path.assign(named);
  } else {
    path = path_.substr(0, path_.rfind('/') + 1) + std::string(named);
  }
  return parse_url(origin() + detail::without_dot_segments(path) + (query.empty() ? "" : "?" + query));
}

/** Encodes text for one path segment or one query value (RFC 3986: everything but unreserved characters becomes %XX). */
inline std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (detail::lower(c) >= 'a' && detail::lower(c) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[static_cast<unsigned char>(c) >> 4];
      out += "0123456789ABCDEF"[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

/** Decodes %XX, and '+' to a space when asked (query values of forms). No value when a percent sign is broken, or when the result
 *  would hold a NUL, which only attacks send. */
inline std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? detail::hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? detail::hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

}  // namespace net
}  // namespace v0
}  // namespace aval
