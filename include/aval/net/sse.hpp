// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/net/detail/http_chars.hpp"
#include "aval/net/errors.hpp"

/*  Server-sent events (text/event-stream, WHATWG HTML 9.2) without I/O: text of an event, and a parser that is pushed bytes and
 *  asked for events. net/sse_writer.hpp sends them from a handler. */

namespace aval {
inline namespace v0 {
namespace net {

/** One event. A class with constructors, so it may stand as a temporary in an awaited call. */
class sse_event {
 public:
  sse_event() {}
  explicit sse_event(std::string data, std::string event = {}, std::string id = {})
      : event(std::move(event)), data(std::move(data)), id(std::move(id)) {}

  std::string event;  ///< its type; empty: "message"
  std::string data;   ///< may have several lines
  std::string id;     ///< what a client sends as Last-Event-ID when it comes back. Received: the last one given so far
  std::optional<std::chrono::milliseconds> retry;  ///< how long a client is to wait before it comes back

  friend bool operator==(const sse_event&, const sse_event&) = default;
};

/** Appends the event as it stands in a stream. Lines of the data may end with CR, LF or both; each becomes a line of its own.
 *  @par Exceptions  aval::error(errc::invalid_header) for a line break or NUL in type or id: it would forge another event. */
inline void append_sse(std::string& out, const sse_event& e) {
  for (const std::string* text : {&e.event, &e.id}) {
    if (text->find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      throw error(errc::invalid_header, "type or id of a server-sent event");
    }
  }
  if (!e.id.empty()) out.append("id: ").append(e.id).append("\n");
  if (!e.event.empty()) out.append("event: ").append(e.event).append("\n");
  if (e.retry) out.append("retry: ").append(std::to_string(e.retry->count())).append("\n");
  std::string_view rest = e.data;
  while (true) {
    const std::size_t end = rest.find_first_of("\r\n");
    out.append("data: ").append(rest.substr(0, end)).append("\n");
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  out += "\n";
}

/** Takes a stream apart: push() what has arrived, then next() until it says no.
 *
 *      parser.push(piece);
 *      while (parser.next(event)) use(event);
 */
class sse_parser {
 public:
  /** `max_event`: bytes of one event and of one line. */
  explicit sse_parser(std::size_t max_event = 1024 * 1024) : max_event_(max_event) {}

  void push(std::string_view bytes) {
    if (at_ != 0) buffer_.erase(0, at_), searched_ -= at_, at_ = 0;
    buffer_ += bytes;
  }

  /** The next whole event, if there is one. An event that the end of the stream cuts off is dropped, as the standard says.
   *  @par Exceptions  aval::error(errc::bad_event_stream): an event or line exceeds the limit. The stream is then of no use. */
  bool next(sse_event& out) {
    std::string_view line;
    while (take_line(line)) {
      if (line.empty()) {
        const bool any = any_data_;
        if (any) {
          if (!data_.empty()) data_.pop_back();  // the line break behind the last line
          out.event = std::move(event_);
          out.data = std::move(data_);
          out.id = last_id_;
          out.retry = retry_;
        }
        event_.clear();
        data_.clear();
        retry_.reset();
        any_data_ = false;
        if (any) return true;
        continue;
      }
      field(line);
      if (data_.size() + event_.size() > max_event_) too_large();
    }
    return false;
  }

  /** For the Last-Event-ID header of the next connection. */
  const std::string& last_event_id() const noexcept { return last_id_; }

 private:
  [[noreturn]] void too_large() const { throw error(errc::bad_event_stream, "server-sent events: more than " + std::to_string(max_event_) + " bytes"); }

  bool take_line(std::string_view& line) {
    if (!begun_) {  // a byte order mark at the very start is not part of the text
      constexpr std::string_view mark = "\xEF\xBB\xBF";
      const std::string_view start = std::string_view(buffer_).substr(at_, 3);
      if (start.size() < 3 && mark.starts_with(start)) return false;
      begun_ = true;
      if (start == mark) at_ += 3;
      searched_ = at_;
    }
    if (skip_lf_ && at_ < buffer_.size()) {  // LF of a CR LF whose halves came apart
      if (buffer_[at_] == '\n') ++at_;
      skip_lf_ = false;
      searched_ = std::max(searched_, at_);
    }
    const std::size_t end = buffer_.find_first_of("\r\n", searched_);
    if (end == std::string::npos) {
      searched_ = buffer_.size();
      if (buffer_.size() - at_ > max_event_) too_large();
      return false;
    }
    if (end - at_ > max_event_) too_large();
    line = std::string_view(buffer_).substr(at_, end - at_);
    skip_lf_ = buffer_[end] == '\r';
    at_ = searched_ = end + 1;
    return true;
  }

  void field(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == 0) return;  // a comment
    const std::string_view name = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (name == "data") {
      data_.append(value).append("\n");
      any_data_ = true;
    } else if (name == "event") {
      event_.assign(value);
    } else if (name == "id") {
      if (value.find('\0') == std::string_view::npos) last_id_.assign(value);
    } else if (name == "retry") {
      std::int64_t ms = 0;
      bool digits = !value.empty() && value.size() <= 12;
      for (char c : value) {
        digits = digits && c >= '0' && c <= '9';
        if (digits) ms = ms * 10 + (c - '0');
      }
      if (digits) retry_ = std::chrono::milliseconds(ms);
    }
  }

  std::size_t max_event_, at_ = 0, searched_ = 0;
  std::string buffer_, event_, data_, last_id_;
  std::optional<std::chrono::milliseconds> retry_;
  bool begun_ = false, skip_lf_ = false, any_data_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
