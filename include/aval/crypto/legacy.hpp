// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/err.h>
#include <openssl/evp.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/core/secret.hpp"
#include "aval/crypto/detail/openssl_handle.hpp"
#include "aval/crypto/errors.hpp"
#include "aval/crypto/hmac_openssl.hpp"

/*  Reading what older AIM software encrypted: a Fernet token (AES-128-CBC, PKCS#7 padding, HMAC-SHA256 over everything before it). Only
 *  reading; new secrets go into crypto/sealed_box.hpp. On OpenSSL, hence opt-in. */

namespace aval {
inline namespace v0 {
namespace crypto {

namespace detail {

/** Strict base64url with padding, as Fernet writes keys and tokens; empty when it is anything else. */
inline std::vector<unsigned char> fernet_base64(std::string_view text) {
  std::vector<unsigned char> out;
  if (text.empty() || text.size() % 4 != 0) return out;
  const std::size_t pads = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  out.reserve(text.size() / 4 * 3);
  unsigned bits = 0, have = 0;
  for (const char c : text.substr(0, text.size() - pads)) {
    unsigned value = 0;
    if (c >= 'A' && c <= 'Z') value = static_cast<unsigned>(c - 'A');
    else if (c >= 'a' && c <= 'z') value = static_cast<unsigned>(c - 'a') + 26;
    else if (c >= '0' && c <= '9') value = static_cast<unsigned>(c - '0') + 52;
    else if (c == '-') value = 62;
    else if (c == '_') value = 63;
    else return {};
    bits = (bits << 6 | value) & 0xFFFF;
    if ((have += 6) >= 8) out.push_back(static_cast<unsigned char>(bits >> (have -= 8) & 0xFF));
  }
  if ((bits & ((1u << have) - 1)) != 0) return {};
  return out;
}

}  // namespace detail

/** The text inside a Fernet token. `key` is the 44 characters that name signing and encryption key; the token's age is not judged.
 *  @par Errors   bad_key, bad_encoding, cannot_open (another key, or a changed token: checked before anything is decrypted). */
inline result<secret> open_fernet(std::string_view token, const secret& key) {
  while (!token.empty() && (token.back() == '\n' || token.back() == '\r' || token.back() == ' ')) token.remove_suffix(1);
  if (token.size() > 4 * 1024 * 1024) return failure{make_error_code(aval::errc::limit_exceeded), "Fernet token is larger than 4 MiB"};
  auto keys = detail::fernet_base64(key.reveal());
  const struct wipe_at_end {
    std::vector<unsigned char>& bytes;
    ~wipe_at_end() { wipe(bytes.data(), bytes.size()); }
  } guard{keys};
  if (keys.size() != 32) return detail::fail(errc::bad_key, "a Fernet key is base64url of 32 bytes");
  const auto raw = detail::fernet_base64(token);
  constexpr std::size_t head = 1 + 8 + 16, mac_size = 32;
  if (raw.size() < head + 16 + mac_size || (raw.size() - head - mac_size) % 16 != 0 || raw[0] != 0x80)
    return detail::fail(errc::bad_encoding, "not a Fernet token");
  ::ERR_clear_error();
  const std::size_t signed_size = raw.size() - mac_size;
  const auto bytes = std::as_bytes(std::span(raw));
  const auto mac = hmac_sha256_openssl(std::as_bytes(std::span(keys)).first(16), bytes.first(signed_size));
  if (!mac) return detail::fail(errc::library_failed, "HMAC-SHA256 failed");
  if (!equal_constant_time(*mac, bytes.subspan(signed_size)))
    return detail::fail(errc::cannot_open, "wrong Fernet key, or the token was changed");

  const std::size_t cipher_size = signed_size - head;
  std::string plain(cipher_size + 16, '\0');
  const detail::openssl_handle<EVP_CIPHER_CTX, &EVP_CIPHER_CTX_free> context(::EVP_CIPHER_CTX_new());
  int first = 0, last = 0;
  auto* const to = reinterpret_cast<unsigned char*>(plain.data());
  const bool good = context && ::EVP_DecryptInit_ex(context.get(), ::EVP_aes_128_cbc(), nullptr, keys.data() + 16, raw.data() + 9) == 1 &&
                    ::EVP_DecryptUpdate(context.get(), to, &first, raw.data() + head, static_cast<int>(cipher_size)) == 1 &&
                    ::EVP_DecryptFinal_ex(context.get(), to + first, &last) == 1;
  ::ERR_clear_error();
  secret out;
  if (good) out = secret(std::string_view(plain).substr(0, static_cast<std::size_t>(first + last)));
  wipe(plain.data(), plain.size());
  if (!good) return detail::fail(errc::cannot_open, "damaged Fernet token");
  return out;
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
