// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <sodium.h>

#include <cstddef>
#include <new>
#include <span>
#include <string>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {
namespace crypto::detail {

/** Makes libsodium ready; the first call of a process does the work, the others cost one load. Every function of the room that needs
 *  more than pure arithmetic calls it, so that no global constructor has to. Throws aval::error (no_random) if the system has no
 *  random source. */
inline void sodium_ready() {
  static const bool ready = ::sodium_init() >= 0;
  if (!ready) throw error(aval::errc::no_random, "libsodium");
}

inline const unsigned char* uc(const std::byte* p) noexcept { return reinterpret_cast<const unsigned char*>(p); }
inline unsigned char* uc(std::byte* p) noexcept { return reinterpret_cast<unsigned char*>(p); }
inline const unsigned char* uc(bytes_view b) noexcept { return uc(b.data()); }

/** Bytes that are wiped when they go out of scope: intermediate forms of a key. */
class wiped_bytes {
 public:
  wiped_bytes() = default;
  explicit wiped_bytes(std::size_t size) : bytes_(size) {}
  explicit wiped_bytes(std::vector<std::byte> bytes) noexcept : bytes_(std::move(bytes)) {}
  wiped_bytes(wiped_bytes&& other) noexcept : bytes_(std::move(other.bytes_)) {}
  wiped_bytes& operator=(wiped_bytes&& other) noexcept {
    if (this != &other) {
      wipe(bytes_.data(), bytes_.size());
      bytes_ = std::move(other.bytes_);
    }
    return *this;
  }
  wiped_bytes(const wiped_bytes&) = delete;
  wiped_bytes& operator=(const wiped_bytes&) = delete;
  ~wiped_bytes() { wipe(bytes_.data(), bytes_.size()); }

  std::byte* data() noexcept { return bytes_.data(); }
  const std::byte* data() const noexcept { return bytes_.data(); }
  std::size_t size() const noexcept { return bytes_.size(); }
  bytes_view view() const noexcept { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

/** The same for text. */
struct wiped_string {
  std::string text = {};
  wiped_string() = default;
  explicit wiped_string(std::string t) noexcept : text(std::move(t)) {}
  wiped_string(const wiped_string&) = delete;
  wiped_string& operator=(const wiped_string&) = delete;
  ~wiped_string() { wipe(text.data(), text.size()); }
};

}  // namespace crypto::detail
}  // namespace v0
}  // namespace aval
