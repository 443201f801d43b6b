// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Canonical texts are stable, valid, and form P never gives one text to two different values.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/json/canonical.hpp"

namespace json = aval::json;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = json::parse(text);
  if (!value) return 0;
  std::string p, g, jcs;
  try {
    p = json::canonical_p(*value);
    g = json::canonical_g(*value);
    jcs = json::canonical_rfc8785(*value);
  } catch (const std::system_error& e) {
    return e.code() == json::errc::not_finite ? 0 : (std::abort(), 0);
  }
  const json::value from_p = json::parse(p).value();
  if (!(from_p == *value) || json::canonical_p(from_p) != p) std::abort();
  if (json::canonical_g(json::parse(g).value()) != g || json::canonical_rfc8785(json::parse(jcs).value()) != jcs) std::abort();
  if (json::canonical_p(json::parse(json::canonical_p(*value, json::number_text::as_written)).value()) != p) std::abort();
  for (char c : p)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) std::abort();
  return 0;
}
