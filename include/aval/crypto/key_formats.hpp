// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/bytes.hpp"
#include "aval/core/secret.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/errors.hpp"
#include "aval/crypto/keypair.hpp"

/*  Every text form of an Ed25519 key that users of AIM meet (AIM specification 1.3, RFC 8410), and the writers for the common ones.
 *
 *    private  base64 or base64url, with or without padding, of 32 bytes (seed), of 64 bytes (seed and public key, as Go writes it) or
 *             of PKCS#8 DER; the same three in hex; PEM "PRIVATE KEY"
 *    public   base64 or base64url of 32 bytes or of SubjectPublicKeyInfo DER, the same in hex; PEM "PUBLIC KEY"
 *
 *  The forms cannot be mistaken for one another: lengths differ, and where a hex text is base64 as well (64 digits), base64 of PKCS#8
 *  would have to begin with M, which is no hex digit. Messages of failures never repeat what was given: it may be a key with a typing
 *  error in it. */

namespace aval {
inline namespace v0 {
namespace crypto {

namespace detail {

inline std::string_view trim(std::string_view text) noexcept {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

inline bool all_hex(std::string_view text) noexcept {
  if (text.empty()) return false;
  for (const char c : text)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
  return true;
}

/** The lengths of hex that a key may have: seed, both halves, PKCS#8 of both versions. */
inline bool hex_private(std::string_view text) noexcept {
  return (text.size() == 64 || text.size() == 128 || text.size() == 96 || text.size() == 166) && all_hex(text);
}
/** Raw or SubjectPublicKeyInfo. */
inline bool hex_public(std::string_view text) noexcept { return (text.size() == 64 || text.size() == 88) && all_hex(text); }

/** Base64 in either alphabet, padded or not; nothing if it is neither. */
inline std::optional<wiped_bytes> any_base64(std::string_view text) {
  if (text.size() > 64 * 1024) return std::nullopt;
  const alphabet a = text.find_first_of("-_") == std::string_view::npos ? alphabet::standard : alphabet::url;
  wiped_bytes room(text.size() / 4 * 3 + 3);
  const auto size = base64_decode_into(std::span(room.data(), room.size()), text, a, padding::optional);
  if (!size) return std::nullopt;
  wiped_bytes out(*size);
  if (*size != 0) std::memcpy(out.data(), room.data(), *size);
  return out;
}

inline std::optional<wiped_bytes> any_hex(std::string_view text) {
  wiped_bytes out(text.size() / 2);
  std::size_t size = 0;
  if (text.size() % 2 != 0 || text.empty() ||
      ::sodium_hex2bin(uc(out.data()), out.size(), text.data(), text.size(), nullptr, &size, nullptr) != 0)
    return std::nullopt;
  return out;
}

/** Reads DER one element at a time: short and two-byte lengths, minimal forms only. */
struct der_reader {
  bytes_view rest;
  bool done() const noexcept { return rest.empty(); }
  unsigned char tag() const noexcept { return rest.empty() ? 0 : static_cast<unsigned char>(rest[0]); }
  std::optional<bytes_view> next(unsigned char wanted) noexcept {
    if (rest.size() < 2 || tag() != wanted) return std::nullopt;
    std::size_t length = static_cast<unsigned char>(rest[1]), at = 2;
    if (length == 0x81) {
      if (rest.size() < 3 || (length = static_cast<unsigned char>(rest[2])) < 0x80) return std::nullopt;
      at = 3;
    } else if (length >= 0x80) {
      return std::nullopt;  // no Ed25519 structure is longer than 255 bytes but for attributes, which nobody writes
    }
    if (length > rest.size() - at) return std::nullopt;
    const bytes_view body = rest.subspan(at, length);
    rest = rest.subspan(at + length);
    return body;
  }
};

inline constexpr std::array<unsigned char, 3> ed25519_oid = {0x2b, 0x65, 0x70};  // 1.3.101.112

/** AlgorithmIdentifier of Ed25519: the object identifier and no parameters (RFC 8410 section 3). */
inline bool is_ed25519(std::optional<bytes_view> sequence) noexcept {
  if (!sequence) return false;
  der_reader in{*sequence};
  const auto oid = in.next(0x06);
  return oid && in.done() && oid->size() == ed25519_oid.size() && std::memcmp(oid->data(), ed25519_oid.data(), ed25519_oid.size()) == 0;
}

inline result<keypair> keypair_of_halves(bytes_view seed, bytes_view open) {
  keypair k = keypair::from_seed(seed.first<32>());
  if (!equal_constant_time(k.public_key().bytes(), open))
    return fail(errc::bad_key, "Invalid private key: the public half does not belong to the seed");
  return k;
}

/** PKCS#8 version 1, and version 2 with the public key in it (RFC 5958, RFC 8410 section 7). */
inline result<keypair> keypair_of_pkcs8(bytes_view der) {
  const failure bad = fail(errc::bad_key, "Invalid private key: not PKCS#8 of an Ed25519 key");
  der_reader outer{der};
  const auto body = outer.next(0x30);
  if (!body || !outer.done()) return bad;
  der_reader in{*body};
  const auto version = in.next(0x02);
  if (!version || version->size() != 1 || static_cast<unsigned char>((*version)[0]) > 1 || !is_ed25519(in.next(0x30))) return bad;
  const auto wrapped = in.next(0x04);
  if (!wrapped) return bad;
  der_reader inner{*wrapped};
  const auto seed = inner.next(0x04);
  if (!seed || seed->size() != 32 || !inner.done()) return bad;
  if (in.tag() == 0xA0 && !in.next(0xA0)) return bad;
  if (in.tag() == 0x81) {
    const auto open = in.next(0x81);
    if (!open || open->size() != 33 || (*open)[0] != std::byte{0} || !in.done()) return bad;
    return keypair_of_halves(*seed, open->subspan(1));
  }
  if (!in.done()) return bad;
  return keypair::from_seed(seed->first<32>());
}

inline result<keypair> keypair_of_bytes(bytes_view raw) {
  if (raw.size() == 32) return keypair::from_seed(raw.first<32>());
  if (raw.size() == 64) return keypair_of_halves(raw.first(32), raw.subspan(32));
  if (raw.size() > 2 && raw[0] == std::byte{0x30}) return keypair_of_pkcs8(raw);
  return fail(errc::bad_key, "Invalid private key: " + std::to_string(raw.size()) + " bytes (expected 32, 64 or PKCS#8)");
}

inline result<public_key> public_key_of_bytes(bytes_view raw) {
  if (raw.size() == 32) return public_key::from_bytes(raw);
  der_reader outer{raw};
  const auto body = outer.next(0x30);
  if (body && outer.done()) {
    der_reader in{*body};
    const bool right = is_ed25519(in.next(0x30));
    const auto bits = right ? in.next(0x03) : std::nullopt;
    if (bits && in.done() && bits->size() == 33 && (*bits)[0] == std::byte{0}) return public_key::from_bytes(bits->subspan(1));
  }
  return fail(errc::bad_key, "Invalid public key size: expected 32 bytes, got " + std::to_string(raw.size()));
}

/** The contents of the one PEM block in `text` (RFC 7468): nothing if there is none of that label or it is damaged. White space, also
 *  written as the two characters \n as shells and env files like to do, may stand anywhere in the body. */
inline std::optional<wiped_bytes> pem_body(std::string_view text, std::string_view label) {
  const std::string begin = "-----BEGIN " + std::string(label) + "-----", end = "-----END " + std::string(label) + "-----";
  const auto from = text.find(begin);
  if (from == std::string_view::npos) return std::nullopt;
  const auto to = text.find(end, from + begin.size());
  if (to == std::string_view::npos) return std::nullopt;
  const std::string_view body = text.substr(from + begin.size(), to - from - begin.size());
  if (body.size() > 16 * 1024) return std::nullopt;
  wiped_string packed;
  packed.text.reserve(body.size());
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '\\' && i + 1 < body.size() && (body[i + 1] == 'n' || body[i + 1] == 'r')) {
      ++i;
      continue;
    }
    packed.text += c;
  }
  wiped_bytes out(packed.text.size() / 4 * 3 + 3);
  const auto size = base64_decode_into(std::span(out.data(), out.size()), packed.text, alphabet::standard, padding::required);
  if (!size) return std::nullopt;
  wiped_bytes exact(*size);
  if (*size != 0) std::memcpy(exact.data(), out.data(), *size);
  return exact;
}

inline std::string pem(std::string_view label, bytes_view der) {
  std::string out = "-----BEGIN ";
  out.append(label).append("-----\n");
  wiped_string body(base64_encode(der));
  for (std::size_t at = 0; at < body.text.size(); at += 64) out.append(body.text, at, 64).append("\n");
  return out.append("-----END ").append(label).append("-----\n");
}

inline constexpr std::array<unsigned char, 16> pkcs8_head = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                                             0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
inline constexpr std::array<unsigned char, 12> spki_head = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

}  // namespace detail

/** A private key from any of the forms above; white space around it is ignored. The public half, where the form has one, must belong
 *  to the seed. For a text that may also name a file see load_private_key() in crypto/key_file.hpp.
 *  @par Errors   bad_encoding, bad_key, not_supported (encrypted PEM, OpenSSH). */
inline result<keypair> parse_private_key(std::string_view text) {
  text = detail::trim(text);
  if (text.empty()) return detail::fail(errc::bad_key, "Invalid private key: empty");
  if (text.find("-----BEGIN ") != std::string_view::npos) {
    if (text.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string_view::npos)
      return detail::fail(errc::not_supported, "Invalid private key: the PEM is encrypted; decrypt it first (openssl pkey)");
    if (text.find("-----BEGIN OPENSSH PRIVATE KEY-----") != std::string_view::npos)
      return detail::fail(errc::not_supported, "Invalid private key: OpenSSH form; a PKCS#8 PEM is needed");
    const auto der = detail::pem_body(text, "PRIVATE KEY");
    if (!der) return detail::fail(errc::bad_encoding, "Invalid private key: no undamaged PEM block \"PRIVATE KEY\"");
    return detail::keypair_of_pkcs8(der->view());
  }
  auto raw = detail::hex_private(text) ? detail::any_hex(text) : std::nullopt;
  if (!raw) raw = detail::any_base64(text);
  if (!raw) return detail::fail(errc::bad_encoding, "Invalid private key: neither base64, hex nor PEM");
  return detail::keypair_of_bytes(raw->view());
}

/** A public key from any of the forms above. Points of small order and bytes that are no point are refused.
 *  @par Errors   bad_encoding, bad_key. */
inline result<public_key> parse_public_key(std::string_view text) {
  text = detail::trim(text);
  if (text.find("-----BEGIN ") != std::string_view::npos) {
    const auto der = detail::pem_body(text, "PUBLIC KEY");
    if (!der) return detail::fail(errc::bad_encoding, "Invalid public key: no undamaged PEM block \"PUBLIC KEY\"");
    return detail::public_key_of_bytes(der->view());
  }
  auto raw = detail::hex_public(text) ? detail::any_hex(text) : std::nullopt;
  if (!raw) raw = detail::any_base64(text);
  if (!raw) return detail::fail(errc::bad_encoding, "Invalid public key format");
  return detail::public_key_of_bytes(raw->view());
}

/** The 88 characters that AIM keeps in its files: base64 of seed and public key. */
inline secret private_key_base64(const keypair& k) {
  std::string text = base64_encode(k.reveal());
  return secret::take(text);
}
/** base64 of the seed alone, 44 characters. */
inline secret private_key_seed_base64(const keypair& k) {
  std::string text = base64_encode(k.reveal().first<32>());
  return secret::take(text);
}
/** PEM "PRIVATE KEY" (PKCS#8 version 1), as `openssl pkey` writes it. */
inline secret private_key_pem(const keypair& k) {
  detail::wiped_bytes der(48);
  std::memcpy(der.data(), detail::pkcs8_head.data(), 16);
  std::memcpy(der.data() + 16, k.reveal().data(), 32);
  std::string text = detail::pem("PRIVATE KEY", der.view());
  return secret::take(text);
}
/** SubjectPublicKeyInfo, 44 bytes. */
inline std::array<std::byte, 44> public_key_spki(const public_key& k) noexcept {
  std::array<std::byte, 44> der;
  std::memcpy(der.data(), detail::spki_head.data(), 12);
  std::memcpy(der.data() + 12, k.bytes().data(), 32);
  return der;
}
/** PEM "PUBLIC KEY". */
inline std::string public_key_pem(const public_key& k) { return detail::pem("PUBLIC KEY", public_key_spki(k)); }

}  // namespace crypto
}  // namespace v0
}  // namespace aval
