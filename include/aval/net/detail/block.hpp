// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

#include "aval/version.hpp"

/*  Receive and send buffers of one size, just above the largest TLS record (16 KiB of text, header, padding, tag), lent to a
 *  connection only while bytes are in them. Each thread keeps a few for the next borrower, so that a busy connection allocates
 *  nothing; a block may be given back on another thread than the one that took it. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

inline constexpr std::size_t block_size = 17 * 1024;

class block_cache {
 public:
  block_cache() = default;
  block_cache(const block_cache&) = delete;
  block_cache& operator=(const block_cache&) = delete;
  ~block_cache() {
    while (count_ != 0) ::operator delete(kept_[--count_]);
    count_ = most;  // whatever comes back after the end of the thread is freed at once
  }
  char* take() { return static_cast<char*>(count_ != 0 ? kept_[--count_] : ::operator new(block_size)); }
  void give(char* block) noexcept {
    if (count_ < most) kept_[count_++] = block;
    else ::operator delete(block);
  }
  static block_cache& here() {
    static thread_local block_cache instance;
    return instance;
  }

 private:
  static constexpr std::size_t most = 32;
  void* kept_[most] = {};
  std::size_t count_ = 0;
};

/** Bytes waiting in a borrowed block; the unread ones lie between begin() and end(). Grows beyond a block only on demand (the
 *  certificates of a handshake may be longer than one). */
class byte_queue {
 public:
  byte_queue() = default;
  byte_queue(const byte_queue&) = delete;
  byte_queue& operator=(const byte_queue&) = delete;
  ~byte_queue() { release(); }

  bool empty() const noexcept { return begin_ == end_; }
  std::size_t size() const noexcept { return end_ - begin_; }
  const char* data() const noexcept { return memory_ + begin_; }
  bool holds_memory() const noexcept { return memory_ != nullptr; }

  /** Room at the end for receiving; borrows a block when there is none. Never less than one byte when the queue is empty. */
  std::pair<char*, std::size_t> space() {
    if (memory_ == nullptr) memory_ = block_cache::here().take(), capacity_ = block_size;
    if (empty()) begin_ = end_ = 0;
    if (end_ == capacity_) to_the_front();
    return {memory_ + end_, capacity_ - end_};
  }
  void filled(std::size_t n) noexcept { end_ += n; }
  void eaten(std::size_t n) noexcept { begin_ += n; }

  /** Room for n bytes at the end, to be followed by filled(). */
  char* room_for(std::size_t n) {
    const auto [to, room] = space();
    if (room >= n) return to;
    if (capacity_ - size() < n || (capacity_ != block_size && begin_ < size())) return grow(n);  // long queues are not moved again and again
    to_the_front();
    return memory_ + end_;
  }
  void append(const char* bytes, std::size_t n) {
    std::memcpy(room_for(n), bytes, n);
    end_ += n;
  }
  /** Gives the memory back; what was in it is gone. */
  void release() noexcept {
    if (memory_ != nullptr) {
      if (capacity_ == block_size) block_cache::here().give(memory_);
      else ::operator delete(memory_);
    }
    memory_ = nullptr;
    begin_ = end_ = capacity_ = 0;
  }

 private:
  void to_the_front() noexcept {
    if (begin_ == 0) return;
    std::memmove(memory_, memory_ + begin_, size());
    end_ -= begin_;
    begin_ = 0;
  }
  char* grow(std::size_t n) {
    const std::size_t held = size(), wanted = (held + n) * 2 + block_size;
    char* larger = static_cast<char*>(::operator new(wanted));
    std::memcpy(larger, memory_ + begin_, held);
    release();
    memory_ = larger;
    capacity_ = wanted;
    end_ = held;
    return memory_ + end_;
  }
  char* memory_ = nullptr;
  std::size_t begin_ = 0, end_ = 0, capacity_ = 0;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
