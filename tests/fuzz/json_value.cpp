// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Any JSON: read, write, read must agree, compact and indented; numbers and texts keep their meaning.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

namespace json = aval::json;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = json::parse(text);
  if (!value) {
    if (value.error().offset > size || value.error().what.empty()) std::abort();
    return 0;
  }
  const std::string once = json::write(*value);
  const auto back = json::parse(once);
  if (!back || json::write(*back) != once) std::abort();
  const auto pretty = json::parse(json::write_pretty(*value));
  if (!pretty || json::write(*pretty) != once) std::abort();
  if (const auto number = json::read<double>(text); number && !(json::read<double>(json::write(*number)).value() == *number)) std::abort();
  if (const auto string = json::read<std::string>(text); string && *string != value->as_string()) std::abort();
  return 0;
}
