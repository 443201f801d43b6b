// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aval/version.hpp"

/*  A ZIP archive of a few small texts, stored without compression (APPNOTE.TXT 4.3). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** CRC-32 of ZIP: reflected polynomial EDB88320. */
constexpr std::uint32_t zip_crc(std::string_view text) noexcept {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}
static_assert(zip_crc("123456789") == 0xCBF43926);

/** Add the files, then take the text. Names are ASCII, with '/' between folders. */
class zip_out {
 public:
  /** `mode` is the permission for unpackers on POSIX systems. */
  void add(std::string_view name, std::string_view text, unsigned mode = 0600) {
    const std::uint32_t at = static_cast<std::uint32_t>(files_.size());
    std::string common;
    put(common, 20, 2);          // version needed
    put(common, 0, 2);           // flags
    put(common, 0, 2);           // stored
    put(common, 0, 2);           // 00:00
    put(common, 0x21, 2);        // 1980-01-01: the archive tells no more than its content
    put(common, zip_crc(text), 4);
    put(common, text.size(), 4);
    put(common, text.size(), 4);
    put(common, name.size(), 2);
    put(common, 0, 2);           // extra field
    files_.append("PK\3\4").append(common).append(name).append(text);
    directory_.append("PK\1\2");
    put(directory_, 3U << 8 | 20, 2);  // made by: Unix
    directory_.append(common);
    put(directory_, 0, 2);       // comment
    put(directory_, 0, 2);       // disk
    put(directory_, 0, 2);       // internal attributes
    put(directory_, (0100000U | mode) << 16, 4);
    put(directory_, at, 4);
    directory_.append(name);
    ++n_;
  }
  std::string text() const {
    std::string out = files_ + directory_;
    out.append("PK\5\6");
    put(out, 0, 4);
    put(out, n_, 2);
    put(out, n_, 2);
    put(out, directory_.size(), 4);
    put(out, files_.size(), 4);
    put(out, 0, 2);
    return out;
  }

 private:
  static void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8 * i & 0xFF);
  }
  std::string files_, directory_;
  unsigned n_ = 0;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
