// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aval/authority/detail/json_out.hpp"
#include "aval/authority/redaction.hpp"
#include "aval/json/canonical.hpp"
#include "aval/json/read.hpp"

// What agents say goes through here before it is stored: afterwards it holds no secret, and its canonical text reads back as itself.
// The writer of audit records must agree with the canonical form on every string.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  json::limits most;
  most.max_depth = 64;
  const auto parsed = json::parse(text, most);
  if (!parsed) return 0;
  const json::value clean = authority::redacted(*parsed);
  if (authority::holds_secret(clean) && authority::holds_secret(authority::redacted(clean))) {
    // "[redacted]" may stand under a member whose name says secret: that alone must be the reason
    if (!(authority::redacted(clean) == clean)) std::abort();
  }
  if (!authority::holds_secret(*parsed) && !(clean == *parsed)) std::abort();
  const auto kept = authority::canonical_without_secrets(*parsed);
  if (!kept) return 0;  // a number beyond binary64
  const std::string& canonical = *kept;
  const auto again = json::parse(canonical, most);
  if (!again || json::canonical_p(*again) != canonical) std::abort();
  if (const auto* string = parsed->if_string()) {
    std::string own;
    authority::detail::append_string(own, *string);
    if (own != json::canonical_p(*parsed)) std::abort();
  }
  return 0;
}
