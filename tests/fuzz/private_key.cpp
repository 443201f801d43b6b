// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Every text form of a private key: what is accepted must come back through our writers as the same key.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aval/crypto/key_formats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto key = aval::crypto::parse_private_key(text);
  if (!key) return key.error().message.empty() ? std::abort(), 0 : 0;
  const auto pem = aval::crypto::parse_private_key(aval::crypto::private_key_pem(*key).reveal());
  const auto pair = aval::crypto::parse_private_key(aval::crypto::private_key_base64(*key).reveal());
  if (!pem || !pair || pem->public_key() != key->public_key() || pair->public_key() != key->public_key()) std::abort();
  return 0;
}
