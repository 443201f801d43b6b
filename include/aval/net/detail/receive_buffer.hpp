// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

/** Memory for received bytes. Handed out views stay valid until reserve(), which alone moves them. */
class receive_buffer {
 public:
  std::string_view view() const noexcept { return {memory_.get() + begin_, end_ - begin_}; }
  char* data() noexcept { return memory_.get() + begin_; }
  std::size_t size() const noexcept { return end_ - begin_; }
  bool empty() const noexcept { return begin_ == end_; }
  char* room() noexcept { return memory_.get() + end_; }
  std::size_t room_size() const noexcept { return capacity_ - end_; }
  std::size_t capacity() const noexcept { return capacity_; }
  void filled(std::size_t n) noexcept { end_ += n; }
  void eat(std::size_t n) noexcept {
    begin_ += n;
    if (begin_ == end_) begin_ = end_ = 0;
  }
  void cut(std::size_t from, std::size_t n) noexcept {  // takes n bytes out of the middle
    std::memmove(data() + from, data() + from + n, size() - from - n);
    end_ -= n;
  }
  /** Room for at least n more bytes. */
  void reserve(std::size_t n) {
    if (room_size() >= n) return;
    const std::size_t held = size();
    if (capacity_ - held >= n) {
      std::memmove(memory_.get(), data(), held);
    } else {
      const std::size_t larger = std::max({held + n, capacity_ + capacity_ / 2, smallest});
      std::unique_ptr<char[]> fresh(new char[larger]);
      if (held != 0) std::memcpy(fresh.get(), data(), held);
      memory_ = std::move(fresh);
      capacity_ = larger;
    }
    begin_ = 0;
    end_ = held;
  }
  void release() noexcept {
    memory_.reset();
    begin_ = end_ = capacity_ = 0;
  }

 private:
  static constexpr std::size_t smallest = 4096;
  std::unique_ptr<char[]> memory_;
  std::size_t begin_ = 0, end_ = 0, capacity_ = 0;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
