// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "aval/version.hpp"

/*  The bytes of a spool file, without any I/O. All numbers are little-endian.
 *
 *      file    "avalsp1\n"  origin (16)  zero (8)                                                      32 bytes
 *      record  mark (4)  payload size (4)  CRC-32C (4)  kind (1)  zero (3)  origin (16)  number (8)    40 bytes, then the payload
 *
 *  A record's name is (origin, number): the file in which it was first written and a number that this file never uses twice. It keeps
 *  the name when another process takes it over into a file of its own. The checksum covers everything behind it, and the payload.
 *
 *  A reader takes what is whole: a record cut at the end (the writer was killed) is told apart from damage in the middle, behind
 *  which it looks for the next whole record. */

namespace aval {
inline namespace v0 {
namespace evidence {

using segment_origin = std::array<unsigned char, 16>;

enum class record_kind : unsigned char { intent = 1, outcome = 2, acknowledgement = 3 };

struct record_name {
  segment_origin origin{};
  std::uint64_t number = 0;
  friend auto operator<=>(const record_name&, const record_name&) = default;
};

/** A record as it lies in the bytes that were read. */
struct record_view {
  record_kind kind = record_kind::intent;
  record_name name{};
  std::string_view payload{};
};

/** A place that could not be read. */
struct segment_damage {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  bool torn_end = false;  ///< the last record was being written when its process ended: expected after a kill
};

struct segment_contents {
  bool recognised = false;  ///< the first 32 bytes are those of a spool file
  segment_origin origin{};
  std::vector<record_view> records{};
  std::vector<segment_damage> damage{};
};

inline constexpr std::size_t segment_head_size = 32;
inline constexpr std::size_t record_head_size = 40;
inline constexpr std::size_t largest_payload = 1024 * 1024;

namespace detail {

// CRC-32C (Castagnoli), eight bytes at a time
inline constexpr auto crc_tables = [] {
  std::array<std::array<std::uint32_t, 256>, 8> t{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int k = 0; k < 8; ++k) c = (c & 1) != 0 ? 0x82F63B78u ^ (c >> 1) : c >> 1;
    t[0][i] = c;
  }
  for (std::size_t i = 0; i < 256; ++i)
    for (std::size_t k = 1; k < 8; ++k) t[k][i] = (t[k - 1][i] >> 8) ^ t[0][t[k - 1][i] & 0xFF];
  return t;
}();

inline std::uint32_t get32(const char* p) noexcept {
  std::uint32_t v = 0;
  for (int i = 3; i >= 0; --i) v = (v << 8) | static_cast<unsigned char>(p[i]);
  return v;
}
inline std::uint64_t get64(const char* p) noexcept { return get32(p) | (static_cast<std::uint64_t>(get32(p + 4)) << 32); }
inline void put32(char* p, std::uint32_t v) noexcept {
  for (int i = 0; i < 4; ++i, v >>= 8) p[i] = static_cast<char>(v & 0xFF);
}
inline void put64(char* p, std::uint64_t v) noexcept {
  put32(p, static_cast<std::uint32_t>(v));
  put32(p + 4, static_cast<std::uint32_t>(v >> 32));
}

inline constexpr std::uint32_t record_mark = 0xA7A15B0Du;
inline constexpr std::string_view segment_magic = "avalsp1\n";

}  // namespace detail

/** CRC-32C; `before` continues an earlier part. */
inline std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0) noexcept {
  const auto& t = detail::crc_tables;
  std::uint32_t c = ~before;
  const char* p = bytes.data();
  std::size_t n = bytes.size();
  for (; n >= 8; n -= 8, p += 8) {
    const std::uint32_t a = detail::get32(p) ^ c;
    const std::uint32_t b = detail::get32(p + 4);
    c = t[7][a & 0xFF] ^ t[6][(a >> 8) & 0xFF] ^ t[5][(a >> 16) & 0xFF] ^ t[4][a >> 24] ^ t[3][b & 0xFF] ^ t[2][(b >> 8) & 0xFF] ^
        t[1][(b >> 16) & 0xFF] ^ t[0][b >> 24];
  }
  for (; n != 0; --n, ++p) c = (c >> 8) ^ t[0][(c ^ static_cast<unsigned char>(*p)) & 0xFF];
  return ~c;
}

/** The first bytes of a spool file. */
inline std::string segment_head(const segment_origin& origin) {
  std::string head(segment_head_size, '\0');
  std::memcpy(head.data(), detail::segment_magic.data(), detail::segment_magic.size());
  std::memcpy(head.data() + 8, origin.data(), origin.size());
  return head;
}

/** Appends one record to a buffer, which is reused from record to record. */
inline void append_record(std::string& out, record_kind kind, const record_name& name, std::string_view payload) {
  const std::size_t start = out.size();
  out.resize(start + record_head_size);
  char* const p = out.data() + start;
  std::memset(p, 0, record_head_size);
  detail::put32(p, detail::record_mark);
  detail::put32(p + 4, static_cast<std::uint32_t>(payload.size()));
  p[12] = static_cast<char>(kind);
  std::memcpy(p + 16, name.origin.data(), name.origin.size());
  detail::put64(p + 32, name.number);
  std::uint32_t sum = crc32c({p + 4, 4});
  sum = crc32c({p + 12, record_head_size - 12}, sum);
  detail::put32(p + 8, crc32c(payload, sum));
  out.append(payload);
}

namespace detail {

enum class read_step { whole, cut, broken };

// a record at the start of `bytes`; cut: the bytes end before it does
inline read_step read_record(std::string_view bytes, record_view& out) noexcept {
  if (bytes.size() < 4) return read_step::cut;
  if (get32(bytes.data()) != record_mark) return read_step::broken;
  if (bytes.size() < record_head_size) return read_step::cut;
  const std::size_t size = get32(bytes.data() + 4);
  if (size > largest_payload) return read_step::broken;
  const auto kind = static_cast<unsigned char>(bytes[12]);
  if (kind < 1 || kind > 3) return read_step::broken;
  if (bytes.size() - record_head_size < size) return read_step::cut;
  out.payload = bytes.substr(record_head_size, size);
  std::uint32_t sum = crc32c(bytes.substr(4, 4));
  sum = crc32c(bytes.substr(12, record_head_size - 12), sum);
  if (crc32c(out.payload, sum) != get32(bytes.data() + 8)) return read_step::broken;
  out.kind = static_cast<record_kind>(kind);
  std::memcpy(out.name.origin.data(), bytes.data() + 16, out.name.origin.size());
  out.name.number = get64(bytes.data() + 32);
  return read_step::whole;
}

}  // namespace detail

/** Reads a spool file's bytes. Never fails: what can not be read stands in `damage`. The views point into `bytes`.
 *  Looking for records behind damage is limited to `most_attempts` checksums, so that a hostile file costs little. */
template <class Lazy = void>  // compiled only where it is called
segment_contents read_segment(std::string_view bytes, std::size_t most_attempts = 4096) {
  segment_contents out;
  if (bytes.size() < segment_head_size || bytes.substr(0, detail::segment_magic.size()) != detail::segment_magic) {
    if (!bytes.empty()) out.damage.push_back({0, bytes.size(), bytes.size() < segment_head_size});
    return out;
  }
  out.recognised = true;
  std::memcpy(out.origin.data(), bytes.data() + 8, out.origin.size());
  std::size_t at = segment_head_size;
  while (at < bytes.size()) {
    record_view record;
    const auto step = detail::read_record(bytes.substr(at), record);
    if (step == detail::read_step::whole) {
      out.records.push_back(record);
      at += record_head_size + record.payload.size();
      continue;
    }
    // the next whole record, if there is one
    std::size_t next = at + 1;
    bool found = false;
    const char first = static_cast<char>(detail::record_mark & 0xFF);
    while (next < bytes.size() && most_attempts != 0) {
      next = bytes.find(first, next);
      if (next == bytes.npos) break;
      if (bytes.size() - next >= record_head_size && detail::get32(bytes.data() + next) == detail::record_mark) {
        --most_attempts;
        record_view candidate;
        if (detail::read_record(bytes.substr(next), candidate) == detail::read_step::whole) {
          found = true;
          break;
        }
      }
      ++next;
    }
    const std::size_t end = found ? next : bytes.size();
    // zeros to the end: a power loss left the new length without the new bytes
    const bool empty_end = bytes.find_first_not_of('\0', at) == bytes.npos;
    out.damage.push_back({at, end - at, !found && (step == detail::read_step::cut || empty_end)});
    at = end;
  }
  return out;
}

}  // namespace evidence
}  // namespace v0
}  // namespace aval
