// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Every text form of a public key, did:key, and signatures: what is accepted comes back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aval/crypto/did_key.hpp"
#include "aval/crypto/key_formats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& key : {aval::crypto::parse_public_key(text), aval::crypto::parse_did_key(text)}) {
    if (!key) continue;
    const auto pem = aval::crypto::parse_public_key(aval::crypto::public_key_pem(*key));
    const auto did = aval::crypto::parse_did_key(aval::crypto::did_key(*key));
    if (!pem || !did || *pem != *key || *did != *key) std::abort();
  }
  if (const auto s = aval::crypto::signature::from_base64(text); s && s->to_base64() != text) std::abort();
  if (const auto raw = aval::crypto::base58_decode(text); raw && aval::crypto::base58_encode(*raw) != text) std::abort();
  return 0;
}
