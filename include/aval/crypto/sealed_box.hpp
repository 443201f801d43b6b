// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "aval/core/secret.hpp"
#include "aval/crypto/detail/sodium.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/errors.hpp"

/*  A secret under a passphrase: Argon2id (RFC 9106) makes the key, XChaCha20-Poly1305 encrypts and authenticates. The result is one
 *  line of text:
 *
 *    "aval-sealed-1:" base64url( 'A' 'V' 'S' 'B'  version(1)=1  kdf(1)=1  zero(2)  operations(4)  memory KiB(4)  salt(16)  nonce(24)  ciphertext, tag(16) )
 *
 *  Numbers are little-endian. The 56 bytes before the ciphertext and the purpose are authenticated with it. What the header asks for is
 *  bounded when it is opened, since whoever can replace the file could otherwise make the reader take all memory. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** What guessing one passphrase shall cost. The defaults are the second recommendation of RFC 9106 section 4: about 0.1 s. */
struct seal_options {
  std::uint32_t operations = 3;         ///< passes over the memory, at least 1
  std::uint32_t memory_kib = 64 * 1024; ///< at least 8
};

/** The most that opening may cost; boxes that ask for more are refused before any work is done. */
struct open_limits {
  std::uint32_t operations = 16;
  std::uint32_t memory_kib = 1024 * 1024;
  std::size_t size = 1024 * 1024;  ///< of the text
};

namespace detail {

inline constexpr std::string_view sealed_prefix = "aval-sealed-1:";
inline constexpr std::size_t sealed_head = 56;

inline void store_le32(std::byte* to, std::uint32_t n) noexcept {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<std::byte>(n >> (8 * i) & 0xFF);
}
inline std::uint32_t load_le32(const std::byte* from) noexcept {
  std::uint32_t n = 0;
  for (int i = 0; i < 4; ++i) n |= static_cast<std::uint32_t>(from[i]) << (8 * i);
  return n;
}

/** The header, then the purpose: what is authenticated beside the ciphertext. */
inline std::string sealed_context(const std::byte* head, std::string_view purpose) {
  return std::string(reinterpret_cast<const char*>(head), sealed_head).append(purpose);
}

inline result<wiped_bytes> sealed_key(const std::byte* head, std::string_view passphrase) {
  wiped_bytes key(32);
  if (::crypto_pwhash(uc(key.data()), 32, passphrase.empty() ? "" : passphrase.data(), passphrase.size(), uc(head + 16), load_le32(head + 8),
                      std::size_t{load_le32(head + 12)} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(errc::library_failed, "Argon2id failed (out of memory?)");
  return key;
}

}  // namespace detail

/** Whether a text claims to be a sealed box (of any version). */
inline bool is_sealed(std::string_view text) noexcept { return text.starts_with("aval-sealed-"); }

/** Encrypts `plain` under a passphrase. `purpose` must be given again to open; it keeps a box of one kind from being used as another.
 *  Blocks for the time that `options` cost.
 *  @par Errors   bad_key for an empty passphrase, invalid_argument for options out of range, library_failed without memory. */
inline result<std::string> seal(std::string_view plain, const secret& passphrase, std::string_view purpose = {}, const seal_options& options = {}) {
  if (passphrase.empty()) return detail::fail(errc::bad_key, "an empty passphrase protects nothing");
  if (options.operations < 1 || options.memory_kib < 8 || options.memory_kib > 4u * 1024 * 1024)
    return failure{make_error_code(aval::errc::invalid_argument), "seal_options out of range"};
  detail::sodium_ready();
  detail::wiped_bytes box(detail::sealed_head + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  std::byte* const head = box.data();
  std::memcpy(head, "AVSB\x01\x01\0\0", 8);
  detail::store_le32(head + 8, options.operations);
  detail::store_le32(head + 12, options.memory_kib);
  ::randombytes_buf(head + 16, 16 + 24);
  const auto key = detail::sealed_key(head, passphrase.reveal());
  if (!key) return key.error();
  const std::string context = detail::sealed_context(head, purpose);
  unsigned long long size = 0;
  ::crypto_aead_xchacha20poly1305_ietf_encrypt(detail::uc(head + detail::sealed_head), &size, detail::uc(as_bytes(plain)), plain.size(),
                                               detail::uc(as_bytes(context)), context.size(), nullptr, detail::uc(head + 32), detail::uc(key->data()));
  std::string out(detail::sealed_prefix);
  base64url_append(out, box.view());
  return out;
}

/** The text inside a box. cannot_open does not tell a wrong passphrase from a damaged box: nobody can.
 *  @par Errors   bad_encoding, not_supported (a version of the future), limit_exceeded, cannot_open, library_failed. */
inline result<secret> open_sealed(std::string_view sealed, const secret& passphrase, std::string_view purpose = {}, const open_limits& limits = {}) {
  sealed = sealed.substr(0, sealed.find_last_not_of(" \t\r\n") + 1);
  if (!is_sealed(sealed)) return detail::fail(errc::bad_encoding, "not a sealed box");
  if (!sealed.starts_with(detail::sealed_prefix)) return detail::fail(errc::not_supported, "a sealed box of a newer version");
  if (sealed.size() > limits.size) return failure{make_error_code(aval::errc::limit_exceeded), "sealed box is larger than the limit"};
  const auto box = base64url_decode(sealed.substr(detail::sealed_prefix.size()));
  if (!box) return box.error();
  constexpr std::size_t tag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (box->size() < detail::sealed_head + tag || std::memcmp(box->data(), "AVSB", 4) != 0) return detail::fail(errc::bad_encoding, "damaged sealed box");
  const std::byte* const head = box->data();
  if (std::memcmp(head + 4, "\x01\x01\0\0", 4) != 0) return detail::fail(errc::not_supported, "a sealed box of a newer version");
  const std::uint32_t operations = detail::load_le32(head + 8), memory = detail::load_le32(head + 12);
  if (operations < 1 || memory < 8) return detail::fail(errc::bad_encoding, "damaged sealed box");
  if (operations > limits.operations || memory > limits.memory_kib)
    return failure{make_error_code(aval::errc::limit_exceeded), "sealed box asks for " + std::to_string(operations) + " passes over " +
                                                                    std::to_string(memory) + " KiB, more than the limit"};
  detail::sodium_ready();
  const auto key = detail::sealed_key(head, passphrase.reveal());
  if (!key) return key.error();
  const std::string context = detail::sealed_context(head, purpose);
  const std::size_t size = box->size() - detail::sealed_head;
  detail::wiped_bytes plain(size);  // room for the tag keeps the pointer valid for an empty text
  unsigned long long plain_size = 0;
  if (::crypto_aead_xchacha20poly1305_ietf_decrypt(detail::uc(plain.data()), &plain_size, nullptr, detail::uc(head + detail::sealed_head), size,
                                                   detail::uc(as_bytes(context)), context.size(), detail::uc(head + 32), detail::uc(key->data())) != 0)
    return detail::fail(errc::cannot_open, "wrong passphrase, or the sealed box is damaged");
  return secret(as_text(plain.view()).substr(0, static_cast<std::size_t>(plain_size)));
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
