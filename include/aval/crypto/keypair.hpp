// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/bytes.hpp"
#include "aval/crypto/detail/sodium.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/errors.hpp"

/*  Ed25519 (RFC 8032), pure: no pre-hash, no context. The secret half lives in memory of its own that is locked, guarded and never
 *  in a core dump; a keypair is a handle to it, so it is cheap to copy and to hand to another thread. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** 64 bytes that prove who wrote a message. */
class signature {
 public:
  signature() = default;
  explicit signature(const std::array<std::byte, 64>& bytes) noexcept : bytes_(bytes) {}
  /** From padded standard base64 (88 characters): nothing if it is anything else. */
  static std::optional<signature> from_base64(std::string_view text) noexcept {
    const auto raw = base64_decode_public<64>(text);
    if (!raw) return std::nullopt;
    return signature(*raw);
  }
  /** Nothing unless there are exactly 64 bytes. */
  static std::optional<signature> from_bytes(bytes_view bytes) noexcept {
    if (bytes.size() != 64) return std::nullopt;
    signature s;
    std::memcpy(s.bytes_.data(), bytes.data(), 64);
    return s;
  }
  const std::array<std::byte, 64>& bytes() const noexcept { return bytes_; }
  std::string to_base64() const { return base64_encode_public(bytes_); }
  friend bool operator==(const signature&, const signature&) = default;

 private:
  std::array<std::byte, 64> bytes_ = {};
};

/** The public half: 32 bytes, ordered and hashable. The default one is all zero and verifies nothing. */
class public_key {
 public:
  public_key() = default;

  /** Checks that the bytes are a point that keys may be: on the curve, written the canonical way, of the full prime order (so not one
   *  of the small-order points under which forged signatures verify). Costs about one signature. */
  static result<public_key> from_bytes(bytes_view bytes) {
    if (bytes.size() != 32)
      return detail::fail(errc::bad_key, "a public key has 32 bytes, not " + std::to_string(bytes.size()));
    detail::sodium_ready();
    if (::crypto_core_ed25519_is_valid_point(detail::uc(bytes)) != 1)
      return detail::fail(errc::bad_key, "the public key is not a usable point of the curve (small order or not on it)");
    return trusted(bytes.first<32>());
  }
  /** Without the check, for bytes that passed it before (a database of ours). verify() refuses small-order points all the same. */
  static public_key trusted(std::span<const std::byte, 32> bytes) noexcept {
    public_key k;
    std::memcpy(k.bytes_.data(), bytes.data(), 32);
    return k;
  }

  const std::array<std::byte, 32>& bytes() const noexcept { return bytes_; }
  /** 44 characters of standard base64, the form on the wire. */
  std::string to_base64() const { return base64_encode_public(bytes_); }

  /** Whether `s` is this key's signature of exactly these bytes. Refuses signatures that somebody stretched (S not below the group
   *  order) and keys of small order. */
  [[nodiscard]] bool verify(bytes_view message, const signature& s) const noexcept {
    return ::crypto_sign_ed25519_verify_detached(detail::uc(s.bytes().data()), detail::uc(message), message.size(), detail::uc(bytes_.data())) == 0;
  }
  [[nodiscard]] bool verify(std::string_view message, const signature& s) const noexcept { return verify(as_bytes(message), s); }

  friend bool operator==(const public_key&, const public_key&) = default;
  friend auto operator<=>(const public_key&, const public_key&) = default;

 private:
  std::array<std::byte, 32> bytes_ = {};
};

/** A signing key with its public half; a shared handle to guarded memory (libsodium's sodium_malloc: guard pages, locked, left out of
 *  core dumps, read-only after it is filled, wiped when the last handle goes).
 *
 *  @par Threads  any number may sign with one key at once.
 *  A moved-from keypair can only be assigned to or destroyed. */
class keypair {
 public:
  /** A new key from the system's random source. Throws aval::error (no_random), std::bad_alloc. */
  static keypair generate() {
    return make([](unsigned char* secret, unsigned char* open) { return ::crypto_sign_ed25519_keypair(open, secret) == 0; });
  }
  /** From the 32 bytes that RFC 8032 calls the private key. */
  static keypair from_seed(std::span<const std::byte, 32> seed) {
    return make([seed](unsigned char* secret, unsigned char* open) {
      return ::crypto_sign_ed25519_seed_keypair(open, secret, detail::uc(seed.data())) == 0;
    });
  }
  /** The same from a view: bad_key unless there are 32 bytes. */
  static result<keypair> from_seed_bytes(bytes_view seed) {
    if (seed.size() != 32) return detail::fail(errc::bad_key, "a private key seed has 32 bytes, not " + std::to_string(seed.size()));
    return from_seed(seed.first<32>());
  }

  /** Deterministic; takes as long as the message is long, about 20 us for a short one. */
  signature sign(bytes_view message) const noexcept {
    std::array<std::byte, 64> out;
    ::crypto_sign_ed25519_detached(detail::uc(out.data()), nullptr, detail::uc(message), message.size(), state_->secret);
    return signature(out);
  }
  signature sign(std::string_view message) const noexcept { return sign(as_bytes(message)); }

  const crypto::public_key& public_key() const noexcept { return state_->open; }

  /** The seed (32 bytes) followed by the public key (32 bytes), inside the guarded memory: for those who write a key to a file. Valid
   *  as long as a handle lives. */
  std::span<const std::byte, 64> reveal() const noexcept {
    return std::span<const std::byte, 64>(reinterpret_cast<const std::byte*>(state_->secret), 64);
  }

 private:
  struct state {
    unsigned char* secret;  // seed(32) then public(32), the layout of libsodium and of Go
    crypto::public_key open = {};
    state() : secret(static_cast<unsigned char*>(::sodium_malloc(crypto_sign_ed25519_SECRETKEYBYTES))) {
      if (!secret) throw std::bad_alloc();
    }
    state(const state&) = delete;
    state& operator=(const state&) = delete;
    ~state() { ::sodium_free(secret); }
  };
  template <class Fill>
  static keypair make(Fill fill) {
    detail::sodium_ready();
    auto s = std::make_shared<state>();
    std::array<std::byte, 32> open;
    if (!fill(s->secret, detail::uc(open.data()))) throw error(errc::library_failed, "making an Ed25519 key");
    s->open = crypto::public_key::trusted(open);
    ::sodium_mprotect_readonly(s->secret);
    keypair k;
    k.state_ = std::move(s);
    return k;
  }
  keypair() = default;
  std::shared_ptr<const state> state_;
};

}  // namespace crypto
}  // namespace v0
}  // namespace aval

template <>
struct std::hash<aval::crypto::public_key> {
  // the bytes of a public key are as good as random already; 8 of them are enough for a table
  std::size_t operator()(const aval::crypto::public_key& k) const noexcept {
    std::size_t h = 0;
    std::memcpy(&h, k.bytes().data(), sizeof h);
    return h;
  }
};
