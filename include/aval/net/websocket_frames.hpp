// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <system_error>

#include "aval/net/detail/block.hpp"
#include "aval/net/detail/utf8.hpp"
#include "aval/net/errors.hpp"

/*  WebSocket frames (RFC 6455 section 5) without I/O: a reader that makes messages of received bytes, and functions that write
 *  frames into a buffer.
 *
 *  The reader owns the receive buffer, since messages are put together in it: payloads are unmasked where they lie, a message of one
 *  frame is handed out where it was received, and the payload of a further fragment is moved down to the end of the one before. The
 *  memory is a borrowed block, given back when nothing is in it, and grows only with bytes that have really come, never with a length
 *  that somebody has announced. */

namespace aval {
inline namespace v0 {
namespace net {

enum class websocket_kind { text, binary };
enum class websocket_role { client, server };

/** One message. `data` is memory of the connection, valid until the next receive. */
struct websocket_message {
  websocket_kind kind = websocket_kind::text;
  std::string_view data = {};
};

enum class websocket_opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/** Close codes (RFC 6455 7.4.1, IANA registry). */
namespace websocket_close {
inline constexpr std::uint16_t normal = 1000, going_away = 1001, protocol_error = 1002, unsupported = 1003, none = 1005, lost = 1006,
                               bad_text = 1007, policy = 1008, too_large = 1009, missing_extension = 1010, internal = 1011,
                               restart = 1012, try_later = 1013;

/** Whether the code may stand in a close frame. */
constexpr bool may_be_sent(std::uint16_t code) noexcept {
  return (code >= 1000 && code <= 1014 && code != 1004 && code != none && code != lost) || (code >= 3000 && code <= 4999);
}
}  // namespace websocket_close

namespace detail {

/** Masks or unmasks n bytes at p; `key` as its bytes stand on the wire, beginning with the one for the first byte. */
inline void apply_mask(char* p, std::size_t n, const unsigned char (&key)[4]) noexcept {
  std::uint32_t four;
  std::memcpy(&four, key, 4);
  const std::uint64_t eight = (std::uint64_t{four} << 32) | four;
  for (; n >= 16; p += 16, n -= 16) {
    std::uint64_t a, b;
    std::memcpy(&a, p, 8);
    std::memcpy(&b, p + 8, 8);
    a ^= eight;
    b ^= eight;
    std::memcpy(p, &a, 8);
    std::memcpy(p + 8, &b, 8);
  }
  for (std::size_t i = 0; i < n; ++i) p[i] = static_cast<char>(static_cast<unsigned char>(p[i]) ^ key[i & 3]);
}

inline constexpr std::size_t longest_frame_head = 14;

/** Writes a frame's head; returns its size. Lengths take the fewest bytes (RFC 6455 5.2). `first` is FIN, RSV and opcode. */
inline std::size_t put_frame_head(char* to, unsigned first, std::uint64_t size, bool masked) noexcept {
  const auto byte = [](std::uint64_t v) { return static_cast<char>(static_cast<unsigned char>(v)); };
  const unsigned mask = masked ? 0x80 : 0;
  to[0] = byte(first);
  if (size < 126) {
    to[1] = byte(mask | size);
    return 2;
  }
  if (size <= 0xFFFF) {
    to[1] = byte(mask | 126);
    to[2] = byte(size >> 8);
    to[3] = byte(size);
    return 4;
  }
  to[1] = byte(mask | 127);
  for (int i = 0; i < 8; ++i) to[2 + i] = byte(size >> (56 - 8 * i));
  return 10;
}

/** Appends a whole frame; `key` null: unmasked. */
inline void append_frame(byte_queue& out, unsigned first, std::string_view payload, const unsigned char (*key)[4]) {
  const std::size_t head_room = longest_frame_head + payload.size();
  char* to = out.room_for(head_room);
  std::size_t n = put_frame_head(to, first, payload.size(), key != nullptr);
  if (key != nullptr) {
    std::memcpy(to + n, *key, 4);
    n += 4;
  }
  if (!payload.empty()) std::memcpy(to + n, payload.data(), payload.size());
  if (key != nullptr) apply_mask(to + n, payload.size(), *key);
  out.filled(n + payload.size());
}

}  // namespace detail

struct websocket_limits {
  std::size_t max_message = 1024 * 1024;                              // bytes of a message, all fragments together
  std::size_t max_frame = std::numeric_limits<std::size_t>::max();    // bytes of one frame's payload
};

/** Received bytes become messages and control frames. After an error the connection is to be closed with close_code(). */
class websocket_reader {
 public:
  enum class event {
    more,     ///< more bytes are needed
    message,  ///< message() is complete; compressed() says whether it is still packed
    ping,     ///< control() is its payload
    pong,     ///< likewise
    close,    ///< peer_code() and control(), the reason
    failed    ///< error() and close_code()
  };

  websocket_reader(websocket_role ours, websocket_limits limits, bool compression = false)
      : limits_(limits), masked_(ours == websocket_role::server), compression_(compression) {}
  websocket_reader(const websocket_reader&) = delete;
  websocket_reader& operator=(const websocket_reader&) = delete;
  ~websocket_reader() {
    release();
    give_back(aside_, aside_capacity_);
  }

  // ---- bytes in

  /** Where to receive to. What message() and control() gave is gone after it, unless a message is incomplete. */
  std::pair<char*, std::size_t> room() {
    forget_delivered();
    if (memory_ == nullptr) {
      memory_ = block_cache_take();
      capacity_ = detail::block_size;
    }
    if (capacity_ - end_ < capacity_ / 4) make_room();
    return {memory_ + end_, capacity_ - end_};
  }
  void filled(std::size_t n) noexcept { end_ += n; }
  /** For bytes that came by another way (behind the head of the upgrade). */
  void append(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto [to, space] = room();
      const std::size_t n = std::min(space, bytes.size());
      std::memcpy(to, bytes.data(), n);
      filled(n);
      bytes.remove_prefix(n);
    }
  }
  /** Before waiting for input: gives memory back when nothing is in it. `all`: a larger buffer than the usual block, too. */
  void rest(bool all) noexcept {
    forget_delivered();
    if (at_ == end_ && size_ == 0 && (all || capacity_ <= detail::block_size)) release();
  }
  /** What message() has given stays valid until the end, whatever comes. */
  void set_aside() {
    if (!delivered_ || memory_ == nullptr || aside_ != nullptr) return;
    char* const fresh = static_cast<char*>(::operator new(capacity_));
    std::memcpy(fresh, memory_ + at_, end_ - at_);
    aside_ = memory_;
    aside_capacity_ = capacity_;
    memory_ = fresh;
    end_ -= at_;
    begin_ = at_ = size_ = 0;
    delivered_ = false;
  }
  /** Whether bytes are at hand that next() has not looked at, or a part of a message is held. */
  bool holds_memory() const noexcept { return memory_ != nullptr; }
  std::size_t capacity() const noexcept { return capacity_; }

  // ---- events out

  event next();

  websocket_message message() const noexcept { return {kind_, {memory_ + begin_, size_}}; }
  bool compressed() const noexcept { return packed_; }
  std::string_view control() const noexcept { return {control_, control_size_}; }
  std::uint16_t peer_code() const noexcept { return peer_code_; }
  errc error() const noexcept { return error_; }
  std::uint16_t close_code() const noexcept { return close_code_; }
  const char* reason() const noexcept { return reason_; }

 private:
  static char* block_cache_take() { return detail::block_cache::here().take(); }
  static void give_back(char* memory, std::size_t size) noexcept {
    if (memory == nullptr) return;
    if (size == detail::block_size) detail::block_cache::here().give(memory);
    else ::operator delete(memory);
  }
  void release() noexcept {
    give_back(memory_, capacity_);
    memory_ = nullptr;
    capacity_ = begin_ = size_ = at_ = end_ = 0;
  }
  void forget_delivered() noexcept {
    if (delivered_) {
      delivered_ = false;
      size_ = 0;
    }
    if (size_ == 0) {
      begin_ = at_;
      if (at_ == end_) begin_ = at_ = end_ = 0;
    }
  }
  void make_room() {  // the message to the front, what is unread behind it; more memory only when that is not enough
    const std::size_t unread = end_ - at_;
    char* to = memory_;
    std::size_t larger = capacity_;
    if (size_ + unread > capacity_ - capacity_ / 4) larger = capacity_ * 2;
    if (larger != capacity_) to = static_cast<char*>(::operator new(larger));
    if (size_ != 0) std::memmove(to, memory_ + begin_, size_);
    if (unread != 0) std::memmove(to + size_, memory_ + at_, unread);
    begin_ = 0;
    at_ = size_;
    end_ = size_ + unread;
    if (larger == capacity_) return;
    give_back(memory_, capacity_);
    memory_ = to;
    capacity_ = larger;
  }

  event fail(errc e, std::uint16_t code, const char* reason) noexcept {
    error_ = e;
    close_code_ = code;
    reason_ = reason;
    return event::failed;
  }
  event bad(const char* reason) noexcept { return fail(errc::bad_frame, websocket_close::protocol_error, reason); }
  event take_head(bool& complete);
  event take_control();
  event take_data(bool& complete);

  websocket_limits limits_;
  bool masked_, compression_;
  char *memory_ = nullptr, *aside_ = nullptr;
  std::size_t capacity_ = 0, aside_capacity_ = 0;
  std::size_t begin_ = 0, size_ = 0;  // the message as far as it has been put together
  std::size_t at_ = 0, end_ = 0;      // what has not been looked at
  std::uint64_t left_ = 0;            // of the frame's payload
  /** The key as it stands after n bytes of the payload. */
  void turn_key(std::size_t n) noexcept {
    const unsigned char k[4] = {key_[0], key_[1], key_[2], key_[3]};
    for (std::size_t i = 0; i != 4; ++i) key_[i] = k[(i + n) % 4];
  }
  unsigned char key_[4] = {};
  std::uint8_t opcode_ = 0;
  bool in_frame_ = false, fin_ = false, in_message_ = false, packed_ = false, delivered_ = false;
  websocket_kind kind_ = websocket_kind::text;
  detail::utf8_check text_;
  errc error_ = {};
  std::uint16_t close_code_ = 0, peer_code_ = 0;
  const char* reason_ = "";
  std::uint8_t control_size_ = 0;
  char control_[125];
};

inline websocket_reader::event websocket_reader::next() {
  if (error_ != errc{}) return event::failed;
  forget_delivered();
  for (;;) {
    bool complete = false;
    if (!in_frame_) {
      const event e = take_head(complete);
      if (!complete) return e;
    }
    if (opcode_ >= 8) {
      if (end_ - at_ < left_) return event::more;
      return take_control();
    }
    complete = false;
    const event e = take_data(complete);
    if (complete || e == event::failed) return e;
    if (in_frame_) return event::more;
  }
}

inline websocket_reader::event websocket_reader::take_head(bool& complete) {
  const std::size_t there = end_ - at_;
  if (there == 0) return event::more;
  const auto* p = reinterpret_cast<const unsigned char*>(memory_ + at_);
  const unsigned rsv = p[0] & 0x70, opcode = p[0] & 0x0F;
  const bool fin = (p[0] & 0x80) != 0;
  if (opcode > 10 || (opcode > 2 && opcode < 8)) return bad("unknown opcode");
  if (rsv != 0 && !(rsv == 0x40 && compression_ && (opcode == 1 || opcode == 2))) return bad("reserved bit without an extension");
  if (opcode >= 8 && !fin) return bad("fragmented control frame");
  if (opcode == 0 && !in_message_) return bad("continuation of nothing");
  if ((opcode == 1 || opcode == 2) && in_message_) return bad("a new message within another");
  if (there < 2) return event::more;
  if (((p[1] & 0x80) != 0) != masked_) return bad(masked_ ? "client frame without mask" : "server frame with mask");
  std::uint64_t size = p[1] & 0x7F;
  std::size_t head = 2;
  if (opcode >= 8 && size > 125) return bad("control frame of more than 125 bytes");
  if (size == 126) {
    if (there < 4) return event::more;
    size = (std::uint64_t{p[2]} << 8) | p[3];
    head = 4;
    if (size < 126) return bad("length not in its shortest form");
  } else if (size == 127) {
    if (there < 10) return event::more;
    size = 0;
    for (int i = 2; i < 10; ++i) size = (size << 8) | p[i];
    head = 10;
    if (size >> 63 != 0) return bad("length with its top bit set");
    if (size <= 0xFFFF) return bad("length not in its shortest form");
  }
  if (opcode < 8) {
    if (size > limits_.max_frame) return fail(errc::message_too_large, websocket_close::too_large, "frame too large");
    if (size > limits_.max_message || size_ > limits_.max_message - size) {
      return fail(errc::message_too_large, websocket_close::too_large, "message too large");
    }
  }
  if (masked_) {
    if (there < head + 4) return event::more;
    std::memcpy(key_, p + head, 4);
    head += 4;
  }
  at_ += head;
  left_ = size;
  opcode_ = static_cast<std::uint8_t>(opcode);
  in_frame_ = complete = true;
  if (opcode >= 8) return event::more;
  fin_ = fin;
  if (opcode != 0) {
    kind_ = opcode == 1 ? websocket_kind::text : websocket_kind::binary;
    packed_ = rsv != 0;
    text_ = {};
    in_message_ = true;
    begin_ = at_;
    size_ = 0;
  }
  return event::more;
}

inline websocket_reader::event websocket_reader::take_control() {
  const auto n = static_cast<std::size_t>(left_);
  char* const p = memory_ + at_;
  if (masked_) detail::apply_mask(p, n, key_);
  at_ += n;
  in_frame_ = false;
  std::string_view payload(p, n);
  if (opcode_ == static_cast<std::uint8_t>(websocket_opcode::close)) {
    peer_code_ = websocket_close::none;
    if (n == 1) return bad("close frame of one byte");
    if (n >= 2) {
      peer_code_ = static_cast<std::uint16_t>((static_cast<unsigned char>(p[0]) << 8) | static_cast<unsigned char>(p[1]));
      payload.remove_prefix(2);
      if (!websocket_close::may_be_sent(peer_code_)) return bad("close code that must not be sent");
      detail::utf8_check text;
      if (!text.feed(payload) || !text.complete()) return fail(errc::bad_text, websocket_close::bad_text, "close reason is not UTF-8");
    }
  }
  control_size_ = static_cast<std::uint8_t>(payload.size());
  if (!payload.empty()) std::memcpy(control_, payload.data(), payload.size());
  switch (static_cast<websocket_opcode>(opcode_)) {
    case websocket_opcode::ping: return event::ping;
    case websocket_opcode::pong: return event::pong;
    default: return event::close;
  }
}

inline websocket_reader::event websocket_reader::take_data(bool& complete) {
  const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left_, end_ - at_));
  char* const to = memory_ + begin_ + size_;
  if (n != 0) {
    if (to != memory_ + at_) std::memmove(to, memory_ + at_, n);
    if (masked_) {
      detail::apply_mask(to, n, key_);
      turn_key(n);
    }
    at_ += n;
    size_ += n;
    left_ -= n;
    if (kind_ == websocket_kind::text && !packed_ && !text_.feed({to, n})) {
      return fail(errc::bad_text, websocket_close::bad_text, "text is not UTF-8");
    }
  }
  if (left_ != 0) return event::more;
  in_frame_ = false;
  if (!fin_) return event::more;
  if (kind_ == websocket_kind::text && !packed_ && !text_.complete()) {
    return fail(errc::bad_text, websocket_close::bad_text, "text ends within a character");
  }
  in_message_ = false;
  delivered_ = complete = true;
  return event::message;
}

}  // namespace net
}  // namespace v0
}  // namespace aval
