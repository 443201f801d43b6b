// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/mcp/json_rpc.hpp"

/*  What one session of streamable HTTP has to say, without I/O: a stream of messages for each request, and one, number 0, for what belongs
 *  to none. Messages have numbers from 1 in their stream; "<stream>-<number>" is the id of a server-sent event, with which a client comes back
 *  for what is behind it. Number 0 of a stream stands before its first message.
 *
 *    a channel      push(), finish(), pause()
 *    a connection   attach() -> take() whenever woken -> detach()
 *
 *  Messages that were taken are kept for a client that comes back, at most `max_kept` bytes of a session: the oldest go first. A client that
 *  is away, or reads slower than its session speaks, loses messages beyond that; a request whose answer was lost is answered with an error.
 *
 *  @par Threads  any. */

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

/** Where a client was: the id of an event. */
struct event_place {
  std::uint64_t stream = 0, number = 0;

  std::string text() const { return std::to_string(stream) + "-" + std::to_string(number); }
  static std::optional<event_place> of(std::string_view text) {
    event_place out;
    const std::size_t dash = text.find('-');
    if (dash == std::string_view::npos || !number_of(text.substr(0, dash), out.stream) || !number_of(text.substr(dash + 1), out.number)) return {};
    return out;
  }

 private:
  static bool number_of(std::string_view digits, std::uint64_t& to) {
    if (digits.empty() || digits.size() > 18 || (digits[0] == '0' && digits.size() > 1)) return false;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), to);
    return end.ec == std::errc{} && end.ptr == digits.data() + digits.size();
  }
};

class event_streams {
 public:
  struct event {
    std::uint64_t number = 0;
    message_kind kind = message_kind::notification;
    std::shared_ptr<const std::string> text;
    bool final() const noexcept { return kind == message_kind::answer || kind == message_kind::error; }
  };
  /** What a connection is given. */
  struct batch {
    std::vector<event> events;
    bool over = false;      // nothing comes behind these
    bool paused = false;    // the client is to come back for the rest
    bool replaced = false;  // another connection reads this stream
  };

  explicit event_streams(std::size_t max_kept, std::size_t max_streams = 64) : max_kept_(max_kept), max_streams_(max_streams) { streams_[0]; }

  /** A stream for a request. */
  std::uint64_t open(request_id of) {
    const std::lock_guard lock(mutex_);
    drop_finished();
    stream& s = streams_[++last_];
    s.request = std::move(of);
    return last_;
  }

  // ---- of channels -------------------------------------------------------------------------------------------------------------------

  void push(std::uint64_t id, message_kind kind, std::string text) {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(id);
    if (closed_ || found == streams_.end() || found->second.finished) return;  // nobody will come for it
    stream& s = found->second;
    const bool last = s.request && (kind == message_kind::answer || kind == message_kind::error);
    while (id == 0 && s.reader == 0 && !s.events.empty() && s.bytes + text.size() > max_kept_) drop_first(s);
    if (s.bytes - s.taken_bytes > max_kept_) lose(s);
    if (s.finished) return wake(s);
    append(s, kind, std::move(text));
    if (last) s.finished = true;
    keep_within_limit();
    wake(s);
  }
  void finish(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(id);
    if (found == streams_.end() || id == 0) return;
    found->second.finished = true;
    wake(found->second);
    if (found->second.reader == 0 && !found->second.numbered) erase(found);
  }
  /** The connection is given up where the client can come back. */
  void pause(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(id);
    if (found == streams_.end() || !primes_) return;
    found->second.paused = true;
    wake(found->second);
  }
  /** The session is over: so are its streams. */
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (auto& one : streams_) wake(one.second);
  }
  /** The client understands events without data (from revision 2025-11-25 on), which name a place in a stream. */
  void set_primes(bool yes) {
    const std::lock_guard lock(mutex_);
    primes_ = yes;
  }
  bool primes() const {
    const std::lock_guard lock(mutex_);
    return primes_;
  }

  // ---- of connections ----------------------------------------------------------------------------------------------------------------

  /** A connection reads a stream from behind that number on, in the place of whoever did. `wake` is called, from any thread and never from within
   *  this call, when there is something to take. Zero: there is no such stream, or it has never been there. */
  std::uint64_t attach(std::uint64_t id, std::optional<std::uint64_t> behind, std::function<void()> wake_up) {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(id);
    if (found == streams_.end() || (behind && *behind >= found->second.next)) return 0;
    stream& s = found->second;
    if (s.reader != 0) s.wake();
    s.reader = ++last_reader_;
    s.wake = std::move(wake_up);
    s.paused = false;
    if (behind) set_taken(s, *behind);
    return s.reader;
  }
  batch take(std::uint64_t id, std::uint64_t reader) {
    const std::lock_guard lock(mutex_);
    batch out;
    const auto found = streams_.find(id);
    if (found == streams_.end() || found->second.reader != reader) {
      out.replaced = true;
      return out;
    }
    stream& s = found->second;
    for (const event& e : s.events)
      if (e.number > s.taken) out.events.push_back(e);
    if (!s.events.empty()) set_taken(s, s.events.back().number);
    out.over = s.finished || closed_;
    out.paused = s.paused;
    return out;
  }
  /** The client has been told ids of this stream: from now on it can come back. */
  void number(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    if (const auto found = streams_.find(id); found != streams_.end()) found->second.numbered = true;
  }
  void detach(std::uint64_t id, std::uint64_t reader) {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(id);
    if (found == streams_.end() || found->second.reader != reader) return;
    found->second.reader = 0;
    found->second.wake = nullptr;
    if (id != 0 && !found->second.numbered) erase(found);
    keep_within_limit();
  }

  std::size_t kept_bytes() const {
    const std::lock_guard lock(mutex_);
    return total_;
  }
  std::size_t streams() const {
    const std::lock_guard lock(mutex_);
    return streams_.size() - 1;
  }
  bool being_read() const {
    const std::lock_guard lock(mutex_);
    for (const auto& one : streams_)
      if (one.second.reader != 0 || (one.first != 0 && !one.second.finished)) return true;
    return false;
  }

 private:
  struct stream {
    std::optional<request_id> request;
    std::deque<event> events;
    std::uint64_t next = 1, taken = 0;
    std::size_t bytes = 0, taken_bytes = 0;
    std::uint64_t reader = 0;
    std::function<void()> wake;
    bool finished = false, paused = false, numbered = false;
  };
  using map = std::map<std::uint64_t, stream>;
  static constexpr std::size_t overhead = 64;  // of an event, beside its text

  static std::size_t size_of(const event& e) noexcept { return e.text->size() + overhead; }
  static void wake(stream& s) {
    if (s.reader != 0) s.wake();
  }
  void append(stream& s, message_kind kind, std::string text) {
    s.events.push_back({s.next++, kind, std::make_shared<const std::string>(std::move(text))});
    s.bytes += size_of(s.events.back());
    total_ += size_of(s.events.back());
  }
  void drop_first(stream& s) {
    const std::size_t size = size_of(s.events.front());
    if (s.events.front().number <= s.taken) s.taken_bytes -= size;
    s.bytes -= size;
    total_ -= size;
    s.events.pop_front();
  }
  static void set_taken(stream& s, std::uint64_t number) {
    s.taken = number;
    s.taken_bytes = 0;
    for (const event& e : s.events)
      if (e.number <= number) s.taken_bytes += size_of(e);
  }
  void erase(map::iterator at) {
    total_ -= at->second.bytes;
    streams_.erase(at);
  }
  /** Its messages are too many for us. */
  void lose(stream& s) {
    while (!s.events.empty()) drop_first(s);
    if (!s.request || s.finished) return;
    append(s, message_kind::error, write_error(s.request, rpc_code::internal_error, "the answer is no longer kept: the client was away, or too slow, for too long"));
    s.finished = true;
  }
  void keep_within_limit() {
    for (auto& one : streams_)
      while (total_ > max_kept_ && !one.second.events.empty() && one.second.events.front().number <= one.second.taken) drop_first(one.second);
    for (auto& one : streams_)
      if (total_ > max_kept_ && one.second.reader == 0 && one.second.bytes > 1024) lose(one.second);
  }
  /** Of streams that are over, the oldest go when there are many. */
  void drop_finished() {
    for (auto at = streams_.begin(); streams_.size() > max_streams_ && at != streams_.end();) {
      const auto one = at++;
      if (one->second.finished && one->second.reader == 0) erase(one);
    }
  }

  mutable std::mutex mutex_;
  map streams_;
  std::size_t max_kept_, max_streams_, total_ = 0;
  std::uint64_t last_ = 0, last_reader_ = 0;
  bool primes_ = false, closed_ = false;
};

}  // namespace detail
}  // namespace mcp
}  // namespace v0
}  // namespace aval
