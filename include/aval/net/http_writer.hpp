// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <string>
#include <string_view>

#include "aval/net/http_message.hpp"

/*  Heads of HTTP/1.1 messages as text. Framing has one author, this file: Content-Length, Transfer-Encoding, Connection, Host and
 *  Date among a user's headers are left out, so that no message leaves with two lengths (RFC 9112 6.3). All functions append, so a
 *  string that is used again allocates nothing. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

inline void append_number(std::string& out, std::uint64_t n, int base = 10) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, n, base).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

/** "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7). */
inline std::string_view http_date(std::time_t now) {
  struct cache {
    std::time_t at = -1;
    char text[29];
  };
  thread_local cache c;
  if (c.at != now) {
    std::tm t{};
    ::gmtime_r(&now, &t);
    const auto two = [](char* to, int n) { to[0] = static_cast<char>('0' + n / 10 % 10), to[1] = static_cast<char>('0' + n % 10); };
    std::memcpy(c.text, "Sun, 00 Jan 0000 00:00:00 GMT", 29);
    std::memcpy(c.text, &"SunMonTueWedThuFriSat"[t.tm_wday * 3], 3);
    two(c.text + 5, t.tm_mday);
    std::memcpy(c.text + 8, &"JanFebMarAprMayJunJulAugSepOctNovDec"[t.tm_mon * 3], 3);
    two(c.text + 12, (t.tm_year + 1900) / 100);
    two(c.text + 14, (t.tm_year + 1900) % 100);
    two(c.text + 17, t.tm_hour);
    two(c.text + 20, t.tm_min);
    two(c.text + 23, t.tm_sec);
    c.at = now;
  }
  return {c.text, sizeof c.text};
}

inline bool is_framing(std::string_view name) noexcept {
  switch (name.size()) {
    case 4: return equal_ignoring_case(name, "host") || equal_ignoring_case(name, "date");
    case 10: return equal_ignoring_case(name, "connection") || equal_ignoring_case(name, "keep-alive");
    case 14: return equal_ignoring_case(name, "content-length");
    case 17: return equal_ignoring_case(name, "transfer-encoding");
    default: return false;
  }
}

inline void append_user_headers(std::string& out, const headers& fields) {
  bool plain = true;
  for (std::size_t i = 0; i < fields.size(); ++i) plain = plain && !is_framing(fields.at(i).name);
  if (plain) {
    out += fields.lines();
    return;
  }
  for (const auto f : fields) {
    if (!is_framing(f.name)) out.append(f.name).append(": ").append(f.value).append("\r\n");
  }
}

}  // namespace detail

/** How the length of a body is told. */
enum class http_framing {
  none,     ///< no body and no word about it: GET, 204, 304
  length,   ///< Content-Length
  chunked,  ///< Transfer-Encoding: chunked
  close     ///< the end of the connection (HTTP/1.0)
};

/** Head of a response, the empty line included. `keep_alive` false adds "Connection: close"; `minor` is the version of the request,
 *  because an HTTP/1.0 client must be told to keep the connection. */
inline void append_response_head(std::string& out, const http_response& r, http_framing framing, std::uint64_t body_size, bool keep_alive,
                                 int minor, std::time_t now) {
  out += "HTTP/1.1 ";
  detail::append_number(out, static_cast<std::uint64_t>(r.status));
  out += ' ';
  if (r.reason.empty() || !detail::all(r.reason, detail::char_value)) out += reason_phrase(r.status);
  else out += r.reason;
  out += "\r\nDate: ";
  out += detail::http_date(now);
  if (framing == http_framing::length) {
    out += "\r\nContent-Length: ";
    detail::append_number(out, body_size);
  } else if (framing == http_framing::chunked) {
    out += "\r\nTransfer-Encoding: chunked";
  }
  if (!keep_alive) out += "\r\nConnection: close";
  else if (minor == 0) out += "\r\nConnection: keep-alive";
  out += "\r\n";
  if (!r.headers.empty()) detail::append_user_headers(out, r.headers);
  out += "\r\n";
}

/** Head of a request, the empty line included.
 *  @par Exceptions  aval::error(errc::invalid_method) or (errc::invalid_target): text that would forge a second request. */
inline void append_request_head(std::string& out, std::string_view method, std::string_view target, std::string_view authority,
                                const headers& fields, http_framing framing, std::uint64_t body_size, bool keep_alive = true) {
  if (!detail::is_token(method)) throw error(errc::invalid_method, "method \"" + printable(method, 40) + "\"");
  if (target.empty() || !detail::all(target, detail::char_target)) throw error(errc::invalid_target, "target \"" + printable(target, 200) + "\"");
  if (!detail::all(authority, detail::char_target)) throw error(errc::invalid_target, "host \"" + printable(authority, 200) + "\"");
  out += method;
  out += ' ';
  out += target;
  out += " HTTP/1.1\r\nHost: ";
  out += authority;
  if (framing == http_framing::length) {
    out += "\r\nContent-Length: ";
    detail::append_number(out, body_size);
  } else if (framing == http_framing::chunked) {
    out += "\r\nTransfer-Encoding: chunked";
  }
  if (!keep_alive) out += "\r\nConnection: close";
  out += "\r\n";
  if (!fields.empty()) detail::append_user_headers(out, fields);
  out += "\r\n";
}

}  // namespace net
}  // namespace v0
}  // namespace aval
