// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/bytes.hpp"

namespace aval {
inline namespace v0 {

/** Text that must not be seen: a private key, a token, a password.
 *
 *  Heap memory that is wiped when it is released. Move-only: no silent copies; clone() says so aloud. There is no operator<<, no
 *  conversion to a string, and the JSON writer refuses it unless asked; reveal() is the one way to the text and easy to search for.
 *  Comparison takes constant time.
 *
 *  @par Threads  as a std::string: distinct objects are independent, one object needs the caller's order. */
class secret {
 public:
  secret() = default;
  explicit secret(std::string_view text) : size_(text.size()), text_(size_ ? new char[size_] : nullptr) {
    if (char* const to = text_.get()) std::memcpy(to, text.data(), size_);
  }
  /** Takes the text and wipes the string it came in. */
  static secret take(std::string& text) {
    secret s{std::string_view(text)};
    wipe(text.data(), text.size());
    text.clear();
    return s;
  }
  secret(secret&& other) noexcept : size_(std::exchange(other.size_, 0)), text_(std::move(other.text_)) {}
  secret& operator=(secret&& other) noexcept {
    if (this != &other) {
      clear();
      size_ = std::exchange(other.size_, 0);
      text_ = std::move(other.text_);
    }
    return *this;
  }
  secret(const secret&) = delete;
  secret& operator=(const secret&) = delete;
  ~secret() { clear(); }

  /** The text itself; valid until this object changes or dies. */
  std::string_view reveal() const noexcept { return {text_.get(), size_}; }
  secret clone() const { return secret(reveal()); }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }
  void clear() noexcept {
    if (text_) wipe(text_.get(), size_);
    text_.reset();
    size_ = 0;
  }
  friend bool operator==(const secret& a, const secret& b) noexcept { return equal_constant_time(a.reveal(), b.reveal()); }

 private:
  std::size_t size_ = 0;
  std::unique_ptr<char[]> text_;
};

}  // namespace v0
}  // namespace aval
