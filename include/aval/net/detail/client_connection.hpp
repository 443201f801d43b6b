// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/deadline.hpp"
#include "aval/net/detail/expiry.hpp"
#include "aval/net/http_message.hpp"
#include "aval/net/http_parser.hpp"
#include "aval/net/stream.hpp"

/*  A client's connection: one exchange after the other, as steps without waiting. advance() writes and reads what is possible and
 *  says what to wait for; the coroutine around it only waits. A response goes straight into the caller's object. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

class client_connection : public expiry_entry {
 public:
  enum class step { input, flush, done, failed };

  client_connection(net::stream s, std::size_t max_head)
      : expiry_entry(&abort_stream), stream_(std::move(s)), parser_(http_parser::role::response, limits(max_head)) {}
  ~client_connection() {
    disarm();
    give_block_back();
  }

  /** The stream is aborted when this passes. */
  void arm(expiry_queue& queue, deadline until, std::chrono::steady_clock::time_point now) {
    if (!until.set()) return;
    queue_ = &queue;
    queue.arm(*this, until.at(), now);
  }
  /** true: it has passed, the stream is broken. Needed before the stream is closed or replaced. */
  bool disarm(bool relaxed = false) {
    return queue_ != nullptr && std::exchange(queue_, nullptr)->disarm(*this, relaxed);
  }

  net::stream& stream() noexcept { return stream_; }
  /** TLS on top of what has been plain (behind a proxy's tunnel). Not while the entry is armed. */
  void start_tls(const tls_context& context, const std::string& host) {
    stream_ = net::stream(std::move(stream_.socket()), context, tls_role::client, host);
  }
  std::string& head() noexcept { return head_; }
  http_parser& parser() noexcept { return parser_; }

  /** The head in head() has been composed; `body` follows it. `method` and `body` stay alive until the exchange is over. */
  void begin(std::string_view method, std::string_view body, http_response* into, std::uint64_t max_body, bool hold_body = false) {
    parser_.start_response_to(method);
    parser_.set_max_body(max_body);
    method_ = method;
    body_ = body;
    response_ = into;
    sent_ = 0;
    head_done_ = completed_ = heard_ = false;
    holding_ = hold_body;
    first_read_ = true;
  }

  bool in_exchange() const noexcept { return response_ != nullptr; }
  void forget_exchange() noexcept { response_ = nullptr; }
  /** Whether no byte of the request has been taken by the system. */
  bool nothing_sent() const noexcept { return sent_ == 0; }
  /** Whether the peer has said anything in this exchange. */
  bool heard() const noexcept { return heard_; }
  bool head_done() const noexcept { return head_done_; }
  bool completed() const noexcept { return completed_; }
  /** May the next exchange use this connection? */
  bool reusable() const noexcept {
    return completed_ && begin_ == end_ && parser_.keep_alive() && sent_ == head_.size() + body_.size() && !stream_.output_pending() &&
           response_->status != 101;
  }
  bool holding_body() const noexcept { return holding_; }
  void release_body() noexcept { holding_ = holding_ && head_done_; }

  /** `until_head`: stop when the head is there; the body is fetched piece by piece with next_piece(). */
  step advance(std::error_code& ec, bool until_head = false) {
    if (completed_ || (until_head && head_done_)) return step::done;
    const step written = write(ec);
    if (written != step::done) return written;
    if (first_read_) {  // the answer cannot be there yet: wait without asking
      first_read_ = false;
      return step::input;
    }
    for (;;) {
      if (begin_ != end_) {
        const step parsed = parse(ec, until_head);
        if (parsed != step::input) return parsed;
      }
      const step filled = fill(ec);
      if (filled != step::done || completed_) return filled;
    }
  }

  /** After the head: the next piece of the body among the bytes at hand. done with an empty piece: the body is complete. */
  step next_piece(std::string_view& data, std::error_code& ec) {
    for (;;) {
      if (completed_) return data = {}, step::done;
      const auto piece = parser_.parse_body({block_ + begin_, end_ - begin_});
      begin_ += piece.used;
      if (piece.what == http_parser::outcome::failed) return ec = parser_.error(), step::failed;
      if (piece.what == http_parser::outcome::complete) completed_ = true;
      if (!piece.data.empty()) return data = piece.data, step::done;
      if (completed_ || piece.used != 0) continue;
      const step filled = fill(ec);
      if (filled != step::done) return filled;
    }
  }

  /** What is left of received bytes when the peer has changed the protocol (101). */
  std::string leftover() { return {block_ + begin_, end_ - begin_}; }

  void end_exchange() noexcept {
    give_block_back();
    response_ = nullptr;
    body_ = {};
  }

  std::chrono::steady_clock::time_point idle_since = {};
  unsigned exchanges = 0;

 private:
  static http_limits limits(std::size_t max_head) {
    http_limits l;
    l.max_head = max_head;
    return l;
  }
  static void abort_stream(expiry_entry& e) noexcept { static_cast<client_connection&>(e).stream_.abort(); }

  step write(std::error_code& ec) {
    const std::size_t total = head_.size() + (holding_ ? 0 : body_.size());
    while (sent_ < total) {
      const std::size_t of_head = std::min(sent_, head_.size());
      const std::array<asio::const_buffer, 2> rest{
          asio::buffer(head_) + of_head, holding_ ? asio::const_buffer() : asio::buffer(body_.data(), body_.size()) + (sent_ - of_head)};
      const std::size_t n = stream_.write_now(rest, ec);
      sent_ += n;
      if (ec) return step::failed;
      if (stream_.output_pending()) return step::flush;
    }
    return stream_.output_pending() ? step::flush : step::done;
  }

  /** Gets more bytes; done: some have come, or the peer has closed and that completes the message. */
  step fill(std::error_code& ec) {
    if (block_ == nullptr) block_ = block_cache::here().take(), begin_ = end_ = 0;
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ == block_size) {
      std::memmove(block_, block_ + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    const std::size_t n = stream_.read_now(block_ + end_, block_size - end_, ec);
    end_ += n;
    if (n != 0) return heard_ = true, step::done;
    if (ec == asio::error::would_block) {
      ec = {};
      if (begin_ == end_) give_block_back();
      return step::input;
    }
    if (ec != asio::error::eof) return step::failed;
    if (!heard_) return ec = errc::peer_closed, step::failed;
    if (parser_.finish() != http_parser::outcome::complete) return ec = parser_.error(), step::failed;
    ec = {};
    completed_ = true;
    return step::done;
  }

  step parse(std::error_code& ec, bool until_head) {
    while (!head_done_) {
      const auto outcome = parser_.parse_head({block_ + begin_, end_ - begin_});
      if (outcome == http_parser::outcome::failed) return ec = parser_.error(), step::failed;
      if (outcome == http_parser::outcome::more) return step::input;
      begin_ += parser_.head_size();
      if (parser_.interim()) {  // the real answer follows; after 100 the body may go
        if (parser_.status() == 100) holding_ = false;
        parser_.start_response_to(method_);
        const step written = write(ec);
        if (written != step::done) return written;
        continue;
      }
      head_done_ = true;  // a body that is still held back is not wanted any more
      response_->status = parser_.status();
      response_->reason.assign(parser_.reason());
      std::swap(response_->headers, parser_.fields());
      if (parser_.has_content_length() && !until_head && method_ != "HEAD")
        response_->body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(parser_.content_length(), 256 * 1024)));
      if (until_head) return step::done;
    }
    for (;;) {
      const auto piece = parser_.parse_body({block_ + begin_, end_ - begin_});
      response_->body.append(piece.data);
      begin_ += piece.used;
      if (piece.what == http_parser::outcome::failed) return ec = parser_.error(), step::failed;
      if (piece.what == http_parser::outcome::complete) return completed_ = true, step::done;
      if (piece.used == 0 || begin_ == end_) return step::input;
    }
  }

  void give_block_back() noexcept {
    if (block_ != nullptr) block_cache::here().give(block_);
    block_ = nullptr;
    begin_ = end_ = 0;
  }

  net::stream stream_;
  expiry_queue* queue_ = nullptr;
  http_parser parser_;
  std::string head_;
  std::string_view body_, method_;
  http_response* response_ = nullptr;
  char* block_ = nullptr;
  std::size_t begin_ = 0, end_ = 0, sent_ = 0;
  bool head_done_ = false, completed_ = false, heard_ = false, holding_ = false, first_read_ = false;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
