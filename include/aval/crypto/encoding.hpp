// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/crypto/detail/sodium.hpp"
#include "aval/crypto/errors.hpp"

/*  Base64, base64url and hex (RFC 4648). Reading is strict: no white space, no characters of the other alphabet, no bits set behind
 *  the last byte, padding exactly as asked. The time it takes tells the length and nothing about the contents, so keys may pass. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** What stands at the end of a base64 text whose last group is short. */
enum class padding {
  required,  ///< '=' up to a multiple of four characters
  none,      ///< no '='
  optional   ///< reading: either of both. Writing: the same as required
};

namespace detail {

enum class alphabet { standard, url };

inline int base64_variant(alphabet a, bool padded) noexcept {
  if (a == alphabet::standard) return padded ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  return padded ? sodium_base64_VARIANT_URLSAFE : sodium_base64_VARIANT_URLSAFE_NO_PADDING;
}

inline std::size_t base64_size(std::size_t bytes, bool padded) noexcept {
  return padded ? (bytes + 2) / 3 * 4 : bytes / 3 * 4 + (bytes % 3 == 0 ? 0 : bytes % 3 + 1);
}

inline void base64_append(std::string& out, bytes_view bytes, alphabet a, padding p) {
  const bool padded = p != padding::none;
  const std::size_t at = out.size(), size = base64_size(bytes.size(), padded);
  out.resize(at + size + 1);  // libsodium writes a terminating zero
  ::sodium_bin2base64(out.data() + at, size + 1, uc(bytes), bytes.size(), base64_variant(a, padded));
  out.resize(at + size);
}

/** Decodes into `out`; the number of bytes, or nothing if the text is not base64 or needs more room. */
inline std::optional<std::size_t> base64_decode_into(std::span<std::byte> out, std::string_view text, alphabet a, padding p) noexcept {
  const bool padded = p == padding::required || (p == padding::optional && !text.empty() && text.back() == '=');
  if (padded && text.size() % 4 != 0) return std::nullopt;
  unsigned char all = 0;  // libsodium 1.0.18 takes some bytes from 0x80 on for letters
  for (const char c : text) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
  if (all >= 0x80) return std::nullopt;
  std::size_t size = 0;
  unsigned char nothing = 0;
  unsigned char* const to = out.empty() ? &nothing : uc(out.data());
  if (::sodium_base642bin(to, out.size(), text.data() ? text.data() : "", text.size(), nullptr, &size, nullptr, base64_variant(a, padded)) != 0)
    return std::nullopt;
  return size;
}

inline result<std::vector<std::byte>> base64_decode(std::string_view text, alphabet a, padding p) {
  std::vector<std::byte> out(text.size() / 4 * 3 + 3);
  const auto size = base64_decode_into(out, text, a, p);
  if (!size) {
    wipe(out.data(), out.size());
    return fail(errc::bad_encoding, a == alphabet::url ? "not base64url" : "not base64");
  }
  out.resize(*size);
  return out;
}

}  // namespace detail

namespace detail {

inline constexpr std::string_view base64_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
inline constexpr std::array<unsigned char, 256> base64_values = [] {
  std::array<unsigned char, 256> out{};
  for (auto& v : out) v = 0xFF;
  for (std::size_t i = 0; i < 64; ++i) out[static_cast<unsigned char>(base64_letters[i])] = static_cast<unsigned char>(i);
  return out;
}();

}  // namespace detail

/** Padded base64 of what is no secret, such as signatures and public keys: by tables, so the time may tell the contents, in a third of
 *  the time. */
template <std::size_t N>
std::string base64_encode_public(const std::array<std::byte, N>& bytes) {
  static_assert(N % 3 != 0, "a size with padding");
  std::string out((N + 2) / 3 * 4, '=');
  char* to = out.data();
  const auto at = [&](std::size_t i) { return i < N ? std::to_integer<unsigned>(bytes[i]) : 0U; };
  for (std::size_t i = 0; i < N; i += 3, to += 4) {
    const unsigned v = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
    to[0] = detail::base64_letters[v >> 18];
    to[1] = detail::base64_letters[v >> 12 & 63];
    if (i + 1 < N) to[2] = detail::base64_letters[v >> 6 & 63];
    if (i + 2 < N) to[3] = detail::base64_letters[v & 63];
  }
  return out;
}
/** The way back, exactly N bytes and as strict as base64_decode(). */
template <std::size_t N>
std::optional<std::array<std::byte, N>> base64_decode_public(std::string_view text) noexcept {
  static_assert(N % 3 != 0, "a size with padding");
  constexpr std::size_t pads = 3 - N % 3;
  if (text.size() != (N + 2) / 3 * 4 || text[text.size() - 1] != '=' || (pads == 2 && text[text.size() - 2] != '=')) return std::nullopt;
  std::array<std::byte, N> out;
  unsigned all = 0;
  const auto value = [&](std::size_t i) {
    const unsigned v = detail::base64_values[static_cast<unsigned char>(text[i])];
    all |= v;
    return v;
  };
  std::size_t from = 0, to = 0;
  for (; to + 3 <= N; from += 4, to += 3) {
    const unsigned v = value(from) << 18 | value(from + 1) << 12 | value(from + 2) << 6 | value(from + 3);
    out[to] = static_cast<std::byte>(v >> 16 & 255);
    out[to + 1] = static_cast<std::byte>(v >> 8 & 255);
    out[to + 2] = static_cast<std::byte>(v & 255);
  }
  unsigned tail = value(from) << 18 | value(from + 1) << 12;
  if constexpr (pads == 1) tail |= value(from + 2) << 6;
  out[to] = static_cast<std::byte>(tail >> 16 & 255);
  if constexpr (pads == 1) out[to + 1] = static_cast<std::byte>(tail >> 8 & 255);
  if (all > 63 || (tail & (pads == 1 ? 0xFFU : 0xFFFFU)) != 0) return std::nullopt;  // another letter, or bits behind the last byte
  return out;
}

/** Base64 with the alphabet of RFC 4648 section 4. */
inline std::string base64_encode(bytes_view bytes, padding p = padding::required) {
  std::string out;
  detail::base64_append(out, bytes, detail::alphabet::standard, p);
  return out;
}
/** The same, behind what `out` holds already: no allocation once it has grown. */
inline void base64_append(std::string& out, bytes_view bytes, padding p = padding::required) {
  detail::base64_append(out, bytes, detail::alphabet::standard, p);
}
inline result<std::vector<std::byte>> base64_decode(std::string_view text, padding p = padding::required) {
  return detail::base64_decode(text, detail::alphabet::standard, p);
}
/** Decodes exactly N bytes without allocating: nothing if the text is anything else. */
template <std::size_t N>
std::optional<std::array<std::byte, N>> base64_decode_array(std::string_view text, padding p = padding::required) noexcept {
  std::array<std::byte, N> out;
  const auto size = detail::base64_decode_into(out, text, detail::alphabet::standard, p);
  if (!size || *size != N) return std::nullopt;
  return out;
}

/** Base64 with the alphabet of RFC 4648 section 5, by default without padding (as in JWT). */
inline std::string base64url_encode(bytes_view bytes, padding p = padding::none) {
  std::string out;
  detail::base64_append(out, bytes, detail::alphabet::url, p);
  return out;
}
inline void base64url_append(std::string& out, bytes_view bytes, padding p = padding::none) {
  detail::base64_append(out, bytes, detail::alphabet::url, p);
}
inline result<std::vector<std::byte>> base64url_decode(std::string_view text, padding p = padding::none) {
  return detail::base64_decode(text, detail::alphabet::url, p);
}
template <std::size_t N>
std::optional<std::array<std::byte, N>> base64url_decode_array(std::string_view text, padding p = padding::none) noexcept {
  std::array<std::byte, N> out;
  const auto size = detail::base64_decode_into(out, text, detail::alphabet::url, p);
  if (!size || *size != N) return std::nullopt;
  return out;
}

/** Lowercase hex. */
inline std::string hex_encode(bytes_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  ::sodium_bin2hex(out.data(), out.size(), detail::uc(bytes), bytes.size());
  out.pop_back();
  return out;
}
/** Hex in either case, an even number of digits and nothing else. */
inline result<std::vector<std::byte>> hex_decode(std::string_view text) {
  std::vector<std::byte> out(text.size() / 2);
  unsigned char nothing = 0;
  std::size_t size = 0;
  unsigned char* const to = out.empty() ? &nothing : detail::uc(out.data());
  if (text.size() % 2 != 0 || (!text.empty() && ::sodium_hex2bin(to, out.size(), text.data(), text.size(), nullptr, &size, nullptr) != 0)) {
    wipe(out.data(), out.size());
    return detail::fail(errc::bad_encoding, "not hex");
  }
  return out;
}
template <std::size_t N>
std::optional<std::array<std::byte, N>> hex_decode_array(std::string_view text) noexcept {
  std::array<std::byte, N> out;
  std::size_t size = 0;
  if (text.size() != 2 * N || ::sodium_hex2bin(detail::uc(out.data()), N, text.data(), text.size(), nullptr, &size, nullptr) != 0 || size != N)
    return std::nullopt;
  return out;
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
