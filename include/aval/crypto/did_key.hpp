// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/crypto/keypair.hpp"

/*  did:key for Ed25519 (W3C CCG did:key method, multibase base58btc, multicodec 0xed01): a name that is the key itself. */

namespace aval {
inline namespace v0 {
namespace crypto {

namespace detail {

inline constexpr std::string_view base58_digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

}  // namespace detail

/** Base58 with Bitcoin's alphabet. Takes time with the square of the length: for keys and digests, at most 256 bytes. */
inline std::string base58_encode(bytes_view bytes) {
  std::size_t zeros = 0;
  while (zeros < bytes.size() && bytes[zeros] == std::byte{0}) ++zeros;
  std::vector<unsigned char> digits;  // least significant first
  for (const std::byte b : bytes.subspan(zeros)) {
    unsigned carry = static_cast<unsigned>(b);
    for (auto& d : digits) {
      carry += 256u * d;
      d = static_cast<unsigned char>(carry % 58);
      carry /= 58;
    }
    for (; carry != 0; carry /= 58) digits.push_back(static_cast<unsigned char>(carry % 58));
  }
  std::string out(zeros, '1');
  for (auto it = digits.rbegin(); it != digits.rend(); ++it) out += detail::base58_digits[*it];
  return out;
}

/** At most 350 characters. */
inline result<std::vector<std::byte>> base58_decode(std::string_view text) {
  const failure bad = detail::fail(errc::bad_encoding, "not base58");
  if (text.size() > 350) return bad;
  std::size_t zeros = 0;
  while (zeros < text.size() && text[zeros] == '1') ++zeros;
  std::vector<unsigned char> bytes;  // least significant first
  for (const char c : text.substr(zeros)) {
    const auto digit = detail::base58_digits.find(c);
    if (digit == std::string_view::npos) return bad;
    unsigned carry = static_cast<unsigned>(digit);
    for (auto& b : bytes) {
      carry += 58u * b;
      b = static_cast<unsigned char>(carry & 0xFF);
      carry >>= 8;
    }
    for (; carry != 0; carry >>= 8) bytes.push_back(static_cast<unsigned char>(carry & 0xFF));
  }
  std::vector<std::byte> out(zeros);
  for (auto it = bytes.rbegin(); it != bytes.rend(); ++it) out.push_back(static_cast<std::byte>(*it));
  return out;
}

/** "did:key:z6Mk..." */
inline std::string did_key(const public_key& key) {
  std::array<std::byte, 34> raw = {std::byte{0xed}, std::byte{0x01}};
  std::memcpy(raw.data() + 2, key.bytes().data(), 32);
  return "did:key:z" + base58_encode(raw);
}

/** The Ed25519 key inside a did:key, with or without the fragment that names its only verification method.
 *  @par Errors   bad_encoding, not_supported (another kind of key), bad_key (not a usable point). */
inline result<public_key> parse_did_key(std::string_view did) {
  constexpr std::string_view prefix = "did:key:";
  if (!did.starts_with(prefix)) return detail::fail(errc::bad_encoding, "not a did:key");
  std::string_view id = did.substr(prefix.size());
  if (const auto hash = id.find('#'); hash != std::string_view::npos) {
    if (id.substr(hash + 1) != id.substr(0, hash)) return detail::fail(errc::bad_encoding, "the fragment of a did:key repeats its key");
    id = id.substr(0, hash);
  }
  if (id.empty() || id[0] != 'z' || id.size() > 100) return detail::fail(errc::bad_encoding, "not a did:key in base58");
  const auto raw = base58_decode(id.substr(1));
  if (!raw) return raw.error();
  if (raw->size() != 34 || (*raw)[0] != std::byte{0xed} || (*raw)[1] != std::byte{0x01})
    return detail::fail(errc::not_supported, "not a did:key of an Ed25519 key");
  return public_key::from_bytes(bytes_view(*raw).subspan(2));
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
