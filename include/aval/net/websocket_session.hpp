// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/random.hpp"
#include "aval/net/websocket_frames.hpp"

/*  A WebSocket connection without I/O: messages and control frames both ways, the closing handshake, what is queued for sending.
 *  Whoever has the connection gives it what arrived (room, filled), asks next() until it says more, and sends what stands in output()
 *  (then sent). Pings, and the peer's close, are answered into output(). */

namespace aval {
inline namespace v0 {
namespace net {

/** Packs and unpacks the messages of one connection (RFC 7692). aval/net/websocket_deflate.hpp has one. */
class websocket_packer {
 public:
  virtual ~websocket_packer() = default;
  /** A packed message, unpacked; `out` is valid until the next call. Never more than `most` bytes.
   *  @par Errors  errc::bad_compression, errc::message_too_large */
  virtual std::error_code unpack(std::string_view packed, std::size_t most, std::string_view& out) = 0;
  /** false: the message is better sent as it is. */
  virtual bool pack(std::string_view message, std::string_view& out) = 0;
};

class websocket_session {
 public:
  enum class step {
    more,     ///< bytes are needed
    message,  ///< one has come
    closed,   ///< the peer's close has come: nothing more will. What is in output() still has to go
    failed    ///< error(); the close frame for the peer is in output()
  };

  websocket_session(websocket_role role, websocket_limits limits, std::size_t max_queued, random_source random = {},
                    std::unique_ptr<websocket_packer> packer = nullptr)
      : reader_(role, limits, packer != nullptr),
        packer_(std::move(packer)),
        random_(std::move(random)),
        max_message_(limits.max_message),
        max_queued_(max_queued),
        masks_(role == websocket_role::client) {}

  // ---- input

  websocket_reader& input() noexcept { return reader_; }
  void filled(std::size_t n) noexcept {
    reader_.filled(n);
    heard_ = heard_ || n != 0;
  }
  /** The next message; `m.data` is valid until the next call of anything for input. After our close, messages are dropped. */
  step next(websocket_message& m) {
    if (peer_closed_) return step::closed;
    if (error_ != errc{}) return step::failed;
    for (;;) {
      switch (reader_.next()) {
        case websocket_reader::event::more: return step::more;
        case websocket_reader::event::message:
          if (close_sent_) continue;
          m = reader_.message();
          if (reader_.compressed() && !unpack(m)) return step::failed;
          return step::message;
        case websocket_reader::event::ping: pong(reader_.control()); continue;
        case websocket_reader::event::pong: continue;
        case websocket_reader::event::close:
          peer_closed_ = true;
          peer_code_ = reader_.peer_code();
          peer_reason_.assign(reader_.control());
          if (!close_sent_) append_close(peer_code_ == websocket_close::none ? 0 : peer_code_, {});
          return step::closed;
        case websocket_reader::event::failed: return fail(reader_.error(), reader_.close_code(), reader_.reason());
      }
    }
  }
  errc error() const noexcept { return error_; }
  /** What the peer's close frame said: 1005 without a code; 1006 while there has been none. */
  std::uint16_t peer_code() const noexcept { return peer_code_; }
  const std::string& peer_reason() const noexcept { return peer_reason_; }
  bool peer_closed() const noexcept { return peer_closed_; }
  /** Whether anything has come since the last time that this was asked. */
  bool take_heard() noexcept { return std::exchange(heard_, false); }

  // ---- output

  /** Queues a message. @par Errors  errc::queue_full, errc::bad_text, errc::websocket_closed after a close of either side. */
  std::error_code send(websocket_kind kind, std::string_view data) {
    if (close_sent_) return errc::websocket_closed;
    if (data.size() > max_queued_ || out_.size() + data.size() + detail::longest_frame_head > max_queued_) return errc::queue_full;
    if (kind == websocket_kind::text) {
      detail::utf8_check text;
      if (!text.feed(data) || !text.complete()) return errc::bad_text;
    }
    unsigned first = 0x80u | static_cast<unsigned>(kind == websocket_kind::text ? websocket_opcode::text : websocket_opcode::binary);
    std::string_view payload = data;
    if (packer_ && packer_->pack(data, payload)) first |= 0x40;
    append(first, payload);
    ++messages_;
    return {};
  }
  /** Queues a ping (at most 125 bytes). Pings do not pile up behind a peer that does not read. */
  void ping(std::string_view payload) {
    if (!close_sent_ && !blocked_) append(0x80u | static_cast<unsigned>(websocket_opcode::ping), payload.substr(0, 125));
  }
  /** Queues our close behind everything else; from now on send() is refused. `code` 0: none. The reason is cut to fit. */
  void close(std::uint16_t code, std::string_view reason) {
    if (!close_sent_) append_close(code, reason);
  }
  bool close_sent() const noexcept { return close_sent_; }

  std::string_view output() const noexcept { return {out_.data(), out_.size()}; }
  /** n bytes of output() are with the system. */
  void sent(std::size_t n) {
    if (n == out_.size()) {
      out_.eaten(n);
      front_left_ = messages_ = 0;
    } else {
      while (n != 0) {
        if (front_left_ == 0) look_at_front();
        const std::size_t k = std::min(n, front_left_);
        out_.eaten(k);
        front_left_ -= k;
        n -= k;
        if (front_left_ == 0 && front_is_message_) --messages_;
      }
    }
    if (out_.empty()) out_.release();
  }
  /** While the system takes nothing, only the newest ping is remembered for an answer (RFC 6455 5.5.3). */
  void set_blocked(bool blocked) {
    blocked_ = blocked;
    if (!blocked && pong_waits_) {
      pong_waits_ = false;
      pong(pong_);
      std::string().swap(pong_);
    }
  }
  std::size_t queued_bytes() const noexcept { return out_.size(); }
  std::size_t queued_messages() const noexcept { return messages_; }

 private:
  step fail(errc e, std::uint16_t code, std::string_view reason) {
    error_ = e;
    if (!close_sent_) append_close(code, reason);
    return step::failed;
  }
  bool unpack(websocket_message& m) {
    std::string_view out;
    const std::error_code ec = packer_->unpack(m.data, max_message_, out);
    if (ec == errc::message_too_large) return fail(errc::message_too_large, websocket_close::too_large, "message too large"), false;
    if (ec) return fail(errc::bad_compression, websocket_close::bad_text, "compressed message does not unpack"), false;
    detail::utf8_check text;
    if (m.kind == websocket_kind::text && (!text.feed(out) || !text.complete())) {
      return fail(errc::bad_text, websocket_close::bad_text, "text is not UTF-8"), false;
    }
    m.data = out;
    return true;
  }
  void pong(std::string_view payload) {
    if (close_sent_) return;
    if (blocked_) {
      pong_.assign(payload);
      pong_waits_ = true;
    } else {
      append(0x80u | static_cast<unsigned>(websocket_opcode::pong), payload);
    }
  }
  void append_close(std::uint16_t code, std::string_view reason) {
    char payload[125];
    std::size_t n = 0;
    if (code != 0) {
      payload[0] = static_cast<char>(code >> 8);
      payload[1] = static_cast<char>(code & 0xFF);
      std::size_t cut = std::min<std::size_t>(reason.size(), 123);
      while (cut != 0 && cut < reason.size() && (static_cast<unsigned char>(reason[cut]) & 0xC0) == 0x80) --cut;
      if (cut != 0) std::memcpy(payload + 2, reason.data(), cut);
      n = cut + 2;
    }
    append(0x80u | static_cast<unsigned>(websocket_opcode::close), {payload, n});
    close_sent_ = true;
  }
  void append(unsigned first, std::string_view payload) {
    if (!masks_) return detail::append_frame(out_, first, payload, nullptr);
    if (!keys_) keys_ = std::make_unique<mask_keys>();
    if (keys_->used == std::size(keys_->key)) {  // one call of the generator for many frames
      random_.fill(std::as_writable_bytes(std::span(keys_->key)));
      keys_->used = 0;
    }
    detail::append_frame(out_, first, payload, &keys_->key[keys_->used++]);
  }
  void look_at_front() noexcept {
    const auto* p = reinterpret_cast<const unsigned char*>(out_.data());
    std::uint64_t size = p[1] & 0x7F;
    std::size_t head = 2;
    if (size == 126) {
      size = (std::uint64_t{p[2]} << 8) | p[3];
      head = 4;
    } else if (size == 127) {
      size = 0;
      for (int i = 2; i < 10; ++i) size = (size << 8) | p[i];
      head = 10;
    }
    front_left_ = head + ((p[1] & 0x80) != 0 ? 4 : 0) + static_cast<std::size_t>(size);
    front_is_message_ = (p[0] & 0x0F) < 8;
  }

  struct mask_keys {
    unsigned char key[64][4];
    std::size_t used = 64;
  };

  websocket_reader reader_;
  detail::byte_queue out_;
  std::unique_ptr<websocket_packer> packer_;
  std::unique_ptr<mask_keys> keys_;
  random_source random_;
  std::size_t max_message_, max_queued_;
  std::size_t front_left_ = 0, messages_ = 0;
  std::string peer_reason_, pong_;
  errc error_ = {};
  std::uint16_t peer_code_ = websocket_close::lost;
  bool masks_, front_is_message_ = false, close_sent_ = false, peer_closed_ = false, heard_ = false, blocked_ = false, pong_waits_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
