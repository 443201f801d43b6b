// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>

#include "aval/net/detail/http_chars.hpp"
#include "aval/net/errors.hpp"
#include "aval/net/headers.hpp"
#include "aval/net/url.hpp"

/*  HTTP/1.1 messages (RFC 9112) without I/O: one class for requests and responses, told what arrived, says what it means.
 *
 *  The caller owns the receive buffer. parse_head() is given everything from the message's first byte on, again and again as more
 *  arrives; each line is looked at once. When the head is complete its lines have been copied (one copy) into the parser, so the
 *  buffer may be moved or reused. parse_body() then takes the bytes behind the head in any portions and hands out views of the
 *  pieces of the body among them. Nothing is allocated once the parser has seen a message of the same size.
 *
 *  Strictness is the security of everything that sits behind or before another HTTP implementation (request smuggling): two parsers
 *  must never see two different lengths. What RFC 9112 allows a recipient to repair is refused here instead: bare LF, folded headers,
 *  white space before a colon, repeated or combined lengths, sloppy chunk sizes. After an error the connection must be closed. */

namespace aval {
inline namespace v0 {
namespace net {

/** Limits on one message. Exceeding one is an error of its own; none of them is a reservation of memory. */
struct http_limits {
  std::size_t max_head = 16 * 1024;            ///< bytes of start line and headers; trailers and chunk extensions are bound by it too
  std::size_t max_target = 8 * 1024;           ///< bytes of the request line (errc::target_too_long)
  std::size_t max_headers = 100;               ///< number of header fields
  std::uint64_t max_body = 8 * 1024 * 1024;    ///< bytes of the decoded body
};

class http_parser {
 public:
  enum class role { request, response };
  enum class outcome {
    more,      ///< everything usable has been used, more bytes are needed
    complete,  ///< the head, or the whole message, is complete
    failed     ///< see error(); close the connection
  };
  /** What parse_body made of some bytes. */
  struct piece {
    outcome what = outcome::more;
    std::size_t used = 0;        ///< so many bytes are finished with
    std::string_view data = {};  ///< the part of the body among them, a view of the caller's bytes; may be empty
  };

  explicit http_parser(role r, http_limits limits = {}) : role_(r), limits_(limits) {}

  const http_limits& limits() const noexcept { return limits_; }
  void set_max_body(std::uint64_t most) noexcept { limits_.max_body = most; }

  /** Makes ready for the next message; memory is kept. */
  void start() noexcept {
    fields_.clear();
    trailers_.clear();
    start_line_.clear();
    m_ = {};
  }
  /** The same for a response to a request with this method: HEAD has no body, CONNECT none when it succeeds (RFC 9112 6.3). */
  void start_response_to(std::string_view method) noexcept {
    start();
    m_.answers_head = method == "HEAD";
    m_.answers_connect = method == "CONNECT";
  }

  /** Parses the head. `data` starts with the first byte of the message and only grows from call to call (it may move in memory).
   *  complete: head_size() bytes are used, the accessors below are valid. */
  outcome parse_head(std::string_view data);

  /** Parses the body from bytes behind the head (or behind those used before). Call again with the rest while `used` is not zero
   *  or more bytes have arrived; a message without body is complete at once. */
  piece parse_body(std::string_view data);

  /** The peer closed its side. complete: the body was delimited by that. failed: errc::truncated_message. */
  outcome finish() noexcept {
    if (m_.phase == phase::done) return outcome::complete;
    if (m_.phase == phase::until_close) return m_.phase = phase::done, outcome::complete;
    return fail(errc::truncated_message);
  }

  std::error_code error() const noexcept { return m_.code == errc{} ? std::error_code{} : make_error_code(m_.code); }
  /** Which status tells a client about error(): 400, 413, 414, 417, 431, 501 or 505. */
  int status_for_error() const noexcept;

  /** Whether nothing of a message has been seen: where a peer may close without harm. */
  bool untouched() const noexcept { return m_.phase == phase::start_line && m_.searched == 0; }
  bool head_complete() const noexcept { return m_.head_size != 0; }
  bool complete() const noexcept { return m_.phase == phase::done; }
  std::size_t head_size() const noexcept { return m_.head_size; }

  // the head; valid from complete until start(); views of the parser's own memory
  std::string_view method() const noexcept { return std::string_view(start_line_).substr(0, m_.first_size); }
  std::string_view target() const noexcept { return std::string_view(start_line_).substr(m_.second_at, m_.second_size); }
  int status() const noexcept { return m_.status; }
  std::string_view reason() const noexcept { return std::string_view(start_line_).substr(m_.second_at, m_.second_size); }
  int minor_version() const noexcept { return m_.minor; }
  const net::headers& fields() const noexcept { return fields_; }
  /** To swap with the headers of a message, so that both keep their memory. */
  net::headers& fields() noexcept { return fields_; }
  const net::headers& trailers() const noexcept { return trailers_; }

  /** Whether another message may follow on this connection (RFC 9112 9.3). */
  bool keep_alive() const noexcept { return m_.keep_alive && m_.phase != phase::until_close; }
  bool chunked() const noexcept { return m_.chunked; }
  bool has_content_length() const noexcept { return m_.has_length; }
  /** Bytes of the body that the head announced; 0 without Content-Length. */
  std::uint64_t content_length() const noexcept { return m_.content_length; }
  /** Bytes of the body handed out up to now. */
  std::uint64_t body_seen() const noexcept { return m_.body_seen; }
  bool has_body() const noexcept { return m_.chunked || m_.until_close || m_.content_length != 0; }
  bool delimited_by_close() const noexcept { return m_.until_close; }
  bool expects_continue() const noexcept { return m_.expects_continue && m_.minor >= 1; }
  bool asks_upgrade() const noexcept { return m_.connection_upgrade; }
  /** 100, 102, 103: the real answer follows (101 ends HTTP on this connection and is not among them). */
  bool interim() const noexcept { return m_.status >= 100 && m_.status < 200 && m_.status != 101; }


 private:
  enum class phase_type : std::uint8_t {
    start_line, header_lines,                                                     // the head
    length, until_close, chunk_size, chunk_data, chunk_end, trailer_lines, done,  // the body
    failed
  };
  struct message {  // everything about one message, so that start() forgets it in one assignment
    phase_type phase = phase_type::start_line;
    errc code = {};
    std::size_t line_at = 0, searched = 0, headers_at = 0, head_size = 0;
    std::uint32_t first_size = 0, second_at = 0, second_size = 0;  // within the start line: method, target; or nothing, reason
    int status = 0, minor = 1;
    bool answers_head = false, answers_connect = false, keep_alive = true, connection_close = false, connection_keep_alive = false;
    bool connection_upgrade = false, has_length = false, has_transfer_encoding = false, chunked = false, until_close = false;
    bool expects_continue = false, has_host = false;
    std::uint64_t content_length = 0, body_seen = 0, chunk_left = 0;
    std::size_t overhead = 0;  // bytes of chunk extensions and trailers
  };
  using phase = phase_type;
  static constexpr std::size_t max_chunk_line = 256;

  outcome fail(errc code) noexcept {
    m_.phase = phase::failed;
    m_.code = code;
    return outcome::failed;
  }
  piece fail_piece(errc code) noexcept { return {fail(code), 0, {}}; }

  bool parse_request_line(std::string_view line);
  bool parse_status_line(std::string_view line);
  bool parse_header_line(std::string_view line, std::string_view& name, std::string_view& value);
  bool note_header(std::string_view name, std::string_view value);
  bool note_transfer_encoding(std::string_view value);
  bool note_content_length(std::string_view value);
  outcome finish_head();
  bool parse_chunk_line(std::string_view line);
  bool parse_trailer(std::string_view line);
  static bool valid_extensions(std::string_view text) noexcept;
  static bool valid_target(std::string_view method, std::string_view target);

  role role_;
  http_limits limits_;
  message m_;
  std::string start_line_;
  net::headers fields_, trailers_;
};

inline http_parser::outcome http_parser::parse_head(std::string_view data) {
  if (m_.phase == phase::failed) return outcome::failed;
  if (m_.head_size != 0) return outcome::complete;
  if (m_.searched == 0 && !data.empty() && !detail::is(data[0], detail::char_token) && data[0] != '\r') {
    // not HTTP at all (a TLS greeting, say): no reason to wait for a line ending
    return fail(role_ == role::request ? errc::bad_request_line : errc::bad_status_line);
  }
  while (true) {
    const char* const begin = data.data();
    const void* const found = m_.searched < data.size() ? std::memchr(begin + m_.searched, '\n', data.size() - m_.searched) : nullptr;
    if (found == nullptr) {
      m_.searched = data.size();
      if (m_.phase == phase::start_line && data.size() - m_.line_at > limits_.max_target + 2) return fail(errc::target_too_long);
      if (data.size() >= limits_.max_head) return fail(errc::head_too_large);
      return outcome::more;
    }
    const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - begin);
    std::string_view line = data.substr(m_.line_at, end - m_.line_at);
    const std::size_t line_at = m_.line_at;
    m_.line_at = m_.searched = end + 1;
    if (m_.phase == phase::start_line && line.size() > limits_.max_target + 1) return fail(errc::target_too_long);
    if (m_.line_at > limits_.max_head) return fail(errc::head_too_large);
    if (line.empty() || line.back() != '\r') return fail(errc::bare_line_ending);
    line.remove_suffix(1);

    if (m_.phase == phase::start_line) {
      if (line.empty() && line_at == 0 && role_ == role::request) continue;  // one empty line before a request, RFC 9112 2.2
      if (!(role_ == role::request ? parse_request_line(line) : parse_status_line(line))) return outcome::failed;
      start_line_.assign(line);
      m_.phase = phase::header_lines;
      m_.headers_at = m_.line_at;
    } else if (line.empty()) {
      fields_.lines_.assign(data.substr(m_.headers_at, line_at - m_.headers_at));
      m_.head_size = m_.line_at;
      return finish_head();
    } else {
      if (fields_.fields_.size() >= limits_.max_headers) return fail(errc::too_many_headers);
      std::string_view name, value;
      if (!parse_header_line(line, name, value) || !note_header(name, value)) return outcome::failed;
      const auto offset = [&](std::string_view part) {
        return static_cast<std::uint32_t>(part.data() - begin - static_cast<std::ptrdiff_t>(m_.headers_at));
      };
      fields_.fields_.push_back({offset(name), static_cast<std::uint32_t>(name.size()), offset(value), static_cast<std::uint32_t>(value.size())});
    }
  }
}

inline bool http_parser::parse_request_line(std::string_view line) {
  const auto bad = [this](errc code) { return fail(code), false; };
  if (line.find('\r') != std::string_view::npos) return bad(errc::bare_line_ending);
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return bad(errc::bad_request_line);
  const std::string_view method = line.substr(0, first), target = line.substr(first + 1, second - first - 1), version = line.substr(second + 1);
  if (!detail::is_token(method) || target.empty()) return bad(errc::bad_request_line);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (version.size() != 8 || !version.starts_with("HTTP/") || !digit(version[5]) || version[6] != '.' || !digit(version[7])) {
    return bad(errc::bad_request_line);
  }
  if (version[5] != '1') return bad(errc::unsupported_version);
  if (!detail::all(target, detail::char_target) || !valid_target(method, target)) return bad(errc::bad_request_line);
  m_.minor = version[7] == '0' ? 0 : 1;
  m_.first_size = static_cast<std::uint32_t>(first);
  m_.second_at = static_cast<std::uint32_t>(first + 1);
  m_.second_size = static_cast<std::uint32_t>(target.size());
  return true;
}

inline bool http_parser::valid_target(std::string_view method, std::string_view target) {  // RFC 9112 3.2
  if (method == "CONNECT") {
    std::string_view host;
    std::uint16_t port = 0;
    return detail::split_authority(target, host, port) && port != 0;
  }
  if (target.front() == '/') return true;
  if (target == "*") return method == "OPTIONS";
  return parse_url(target).has_value();
}

inline bool http_parser::parse_status_line(std::string_view line) {
  const auto bad = [this](errc code) { return fail(code), false; };
  if (line.find('\r') != std::string_view::npos) return bad(errc::bare_line_ending);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (line.size() < 12 || !line.starts_with("HTTP/") || !digit(line[5]) || line[6] != '.' || !digit(line[7]) || line[8] != ' ') {
    return bad(errc::bad_status_line);
  }
  if (line[5] != '1') return bad(errc::unsupported_version);
  if (!digit(line[9]) || !digit(line[10]) || !digit(line[11])) return bad(errc::bad_status_line);
  m_.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  if (m_.status < 100) return bad(errc::bad_status_line);
  if (line.size() > 12 && line[12] != ' ') return bad(errc::bad_status_line);
  const std::string_view reason = line.size() > 13 ? line.substr(13) : std::string_view{};
  if (!reason.empty() && !detail::all(reason, detail::char_value)) return bad(errc::bad_status_line);
  m_.minor = line[7] == '0' ? 0 : 1;
  m_.second_at = static_cast<std::uint32_t>(line.size() - reason.size());
  m_.second_size = static_cast<std::uint32_t>(reason.size());
  return true;
}

inline bool http_parser::parse_header_line(std::string_view line, std::string_view& name, std::string_view& value) {
  const auto bad = [this](errc code) { return fail(code), false; };
  if (line.front() == ' ' || line.front() == '\t') return bad(errc::obsolete_fold);
  std::size_t colon = 0;
  while (colon < line.size() && detail::is(line[colon], detail::char_token)) ++colon;
  if (colon == 0 || colon == line.size() || line[colon] != ':') return bad(errc::bad_header);  // white space before the colon too
  name = line.substr(0, colon);
  value = detail::trimmed(line.substr(colon + 1));
  if (!detail::all_value(value)) {
    return bad(value.find('\r') != std::string_view::npos ? errc::bare_line_ending : errc::bad_header);
  }
  return true;
}

inline bool http_parser::note_content_length(std::string_view value) {
  const auto bad = [this](errc code) { return fail(code), false; };
  if (m_.has_length) return bad(errc::conflicting_lengths);
  if (value.empty()) return bad(errc::bad_content_length);
  std::uint64_t n = 0;
  for (char c : value) {
    if (c == ',') return bad(errc::conflicting_lengths);
    if (c < '0' || c > '9' || n > (static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) - 9) / 10) {
      return bad(errc::bad_content_length);
    }
    n = n * 10 + static_cast<std::uint64_t>(c - '0');
  }
  m_.has_length = true;
  m_.content_length = n;
  return true;
}

inline bool http_parser::note_transfer_encoding(std::string_view value) {
  m_.has_transfer_encoding = true;
  errc code = {};
  bool any = false;
  detail::for_each_element(value, [&](std::string_view coding) {
    any = true;
    if (code != errc{}) return;
    if (m_.chunked) code = errc::bad_transfer_encoding;  // twice, or not the last one
    else if (detail::equal_ignoring_case(coding, "chunked")) m_.chunked = true;
    else code = errc::unsupported_transfer_encoding;
  });
  if (!any) code = errc::bad_transfer_encoding;
  return code == errc{} || (fail(code), false);
}

inline bool http_parser::note_header(std::string_view name, std::string_view value) {
  const auto bad = [this](errc code) { return fail(code), false; };
  switch (name.size()) {
    case 4:
      if (role_ == role::request && detail::equal_ignoring_case(name, "host")) {
        std::string_view host;
        std::uint16_t port = 0;
        if (m_.has_host || !detail::split_authority(value, host, port)) return bad(errc::bad_host);
        m_.has_host = true;
      }
      return true;
    case 6:
      if (role_ == role::request && detail::equal_ignoring_case(name, "expect")) {
        if (!detail::equal_ignoring_case(value, "100-continue")) return m_.minor == 0 || bad(errc::unsupported_expectation);
        m_.expects_continue = true;
      }
      return true;
    case 10:
      if (detail::equal_ignoring_case(name, "connection")) {
        detail::for_each_element(value, [this](std::string_view option) {
          if (detail::equal_ignoring_case(option, "close")) m_.connection_close = true;
          else if (detail::equal_ignoring_case(option, "keep-alive")) m_.connection_keep_alive = true;
          else if (detail::equal_ignoring_case(option, "upgrade")) m_.connection_upgrade = true;
        });
      }
      return true;
    case 14: return !detail::equal_ignoring_case(name, "content-length") || note_content_length(value);
    case 17: return !detail::equal_ignoring_case(name, "transfer-encoding") || note_transfer_encoding(value);
    default: return true;
  }
}

inline http_parser::outcome http_parser::finish_head() {
  m_.keep_alive = !m_.connection_close && (m_.minor >= 1 || m_.connection_keep_alive);
  if (m_.has_transfer_encoding && m_.has_length) return fail(errc::conflicting_lengths);
  if (m_.has_transfer_encoding && m_.minor == 0) return fail(errc::bad_transfer_encoding);
  if (role_ == role::request) {
    if (!m_.has_host && m_.minor >= 1) return fail(errc::bad_host);
  } else {
    const bool bodiless = m_.status < 200 || m_.status == 204 || m_.status == 304 || m_.answers_head ||
                          (m_.answers_connect && m_.status < 300);
    if (bodiless) {
      m_.phase = phase::done;
      return outcome::complete;
    }
    if (!m_.has_transfer_encoding && !m_.has_length) {
      m_.until_close = true;
      m_.keep_alive = false;
      m_.phase = phase::until_close;
      return outcome::complete;
    }
  }
  if (m_.content_length > limits_.max_body) return fail(errc::body_too_large);
  m_.phase = m_.chunked ? phase::chunk_size : m_.content_length != 0 ? phase::length : phase::done;
  return outcome::complete;
}

inline http_parser::piece http_parser::parse_body(std::string_view data) {
  std::size_t used = 0;
  const auto line_in = [&](std::size_t limit, std::string_view& line) -> outcome {  // complete: line, and `used` is behind it
    const std::string_view rest = data.substr(used);
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos ? rest.size() > limit : end > limit) return outcome::failed;
    if (end == std::string_view::npos) return outcome::more;
    line = rest.substr(0, end);
    used += end + 1;
    return outcome::complete;
  };
  while (true) {
    std::string_view line;
    switch (m_.phase) {
      case phase::done: return {outcome::complete, used, {}};
      case phase::length:
      case phase::chunk_data: {
        const std::uint64_t left = m_.phase == phase::length ? m_.content_length - m_.body_seen : m_.chunk_left;
        const std::size_t n = data.size() - used < left ? data.size() - used : static_cast<std::size_t>(left);
        if (n == 0) return {outcome::more, used, {}};
        m_.body_seen += n;
        if (m_.phase == phase::chunk_data) m_.chunk_left -= n;
        if (n == left) m_.phase = m_.phase == phase::length ? phase::done : phase::chunk_end;
        return {m_.phase == phase::done ? outcome::complete : outcome::more, used + n, data.substr(used, n)};
      }
      case phase::until_close: {
        const std::size_t n = data.size() - used;
        if (n > limits_.max_body - m_.body_seen) return fail_piece(errc::body_too_large);
        m_.body_seen += n;
        return {outcome::more, used + n, data.substr(used, n)};
      }
      case phase::chunk_size:
        switch (line_in(max_chunk_line, line)) {
          case outcome::failed: return fail_piece(errc::bad_chunk);
          case outcome::more: return {outcome::more, used, {}};
          case outcome::complete: break;
        }
        if (!parse_chunk_line(line)) return {outcome::failed, 0, {}};
        break;
      case phase::chunk_end:
        if (used < data.size() && data[used] != '\r') return fail_piece(data[used] == '\n' ? errc::bare_line_ending : errc::bad_chunk);
        if (data.size() - used < 2) return {outcome::more, used, {}};
        if (data[used + 1] != '\n') return fail_piece(errc::bad_chunk);
        used += 2;
        m_.phase = phase::chunk_size;
        break;
      case phase::trailer_lines:
        switch (line_in(limits_.max_head - m_.overhead, line)) {
          case outcome::failed: return fail_piece(errc::head_too_large);
          case outcome::more: return {outcome::more, used, {}};
          case outcome::complete: break;
        }
        if (!parse_trailer(line)) return {outcome::failed, 0, {}};
        break;
      case phase::start_line:
      case phase::header_lines:
      case phase::failed: return {outcome::failed, 0, {}};
    }
  }
}

inline bool http_parser::parse_chunk_line(std::string_view line) {
  const auto bad = [this](errc code) { return fail(code), false; };
  if (line.empty() || line.back() != '\r') return bad(errc::bare_line_ending);
  line.remove_suffix(1);
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits < line.size(); ++digits) {
    const int v = detail::hex_value(line[digits]);
    if (v < 0) break;
    if (digits == 15) return bad(errc::bad_chunk);  // 15 digits hold 2^60 - 1 bytes; nothing can overflow
    size = size * 16 + static_cast<std::uint64_t>(v);
  }
  const std::string_view extensions = line.substr(digits);
  if (digits == 0 || !valid_extensions(extensions)) return bad(errc::bad_chunk);
  if (extensions.size() > limits_.max_head - m_.overhead) return bad(errc::bad_chunk);
  m_.overhead += extensions.size();
  if (size > limits_.max_body - m_.body_seen) return bad(errc::body_too_large);
  m_.chunk_left = size;
  m_.phase = size == 0 ? phase::trailer_lines : phase::chunk_data;
  return true;
}

inline bool http_parser::valid_extensions(std::string_view text) noexcept {  // RFC 9112 7.1.1
  const auto skip_space = [&] {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  };
  const auto take_token = [&] {
    std::size_t n = 0;
    while (n < text.size() && detail::is(text[n], detail::char_token)) ++n;
    text.remove_prefix(n);
    return n != 0;
  };
  while (!text.empty()) {
    skip_space();
    if (text.empty() || text.front() != ';') return false;
    text.remove_prefix(1);
    skip_space();
    if (!take_token()) return false;
    std::string_view before = text;
    skip_space();
    if (text.empty() || text.front() != '=') {
      text = before;
      continue;
    }
    text.remove_prefix(1);
    skip_space();
    if (text.empty() || text.front() != '"') {
      if (!take_token()) return false;
      continue;
    }
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
      if (text[i] == '\\') ++i;
      if (i >= text.size() || !detail::is(text[i], detail::char_value)) return false;
    }
    if (i >= text.size()) return false;
    text.remove_prefix(i + 1);
  }
  return true;
}

inline bool http_parser::parse_trailer(std::string_view line) {
  const auto bad = [this](errc code) { return fail(code), false; };
  m_.overhead += line.size() + 1;
  if (m_.overhead > limits_.max_head) return bad(errc::head_too_large);
  if (line.empty() || line.back() != '\r') return bad(errc::bare_line_ending);
  line.remove_suffix(1);
  if (line.empty()) {
    m_.phase = phase::done;
    return true;
  }
  if (fields_.size() + trailers_.size() >= limits_.max_headers) return bad(errc::too_many_headers);
  std::string_view name, value;
  if (!parse_header_line(line, name, value)) return false;
  // RFC 9110 6.5.1: framing, routing, authentication and the kind of content are decided before the body
  for (std::string_view no : {"transfer-encoding", "content-length", "host", "connection", "expect", "te", "trailer", "upgrade", "authorization",
                              "cookie", "set-cookie", "content-type", "content-encoding", "content-range", "location", "retry-after"}) {
    if (detail::equal_ignoring_case(name, no)) return bad(errc::bad_trailer);
  }
  trailers_.add_checked(name, value);
  return true;
}

inline int http_parser::status_for_error() const noexcept {
  switch (m_.code) {
    case errc::target_too_long: return 414;
    case errc::head_too_large:
    case errc::too_many_headers: return 431;
    case errc::body_too_large: return 413;
    case errc::unsupported_version: return 505;
    case errc::unsupported_transfer_encoding: return 501;
    case errc::unsupported_expectation: return 417;
    default: return 400;
  }
}

}  // namespace net
}  // namespace v0
}  // namespace aval
