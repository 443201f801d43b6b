// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// A struct with every kind of member: what is read must be written and read again as the same text, reading into a used object must give
// what reading into a new one gives, and what a struct ignores must be judged as a value would be.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aval/json.hpp"

namespace json = aval::json;

struct leaf {
  int x = 0;
  std::string y = "why";
};
enum class level { low, high };
struct tree {
  std::string name = {};
  std::int64_t number = 0;
  std::optional<leaf> maybe = {};
  std::vector<tree> kids = {};
  std::map<std::string, double> map = {};
  level grade = level::low;
  json::value any = {};
  std::variant<std::string, std::int64_t, double, leaf> either = {};
  bool flag = false;
  std::unique_ptr<leaf> owned = {};
  aval::timestamp when = {};
};
struct nothing {};

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static tree used;
  auto fresh = json::read<tree>(text);
  const bool again = json::read_into(used, text).has_value();
  if (fresh.has_value() != again) std::abort();
  if (fresh) {
    const std::string once = json::write(*fresh);
    if (json::write(used) != once) std::abort();
    const auto back = json::read<tree>(once);
    if (!back || json::write(*back) != once) std::abort();
  } else if (fresh.error().offset > size || fresh.error().line == 0) {
    std::abort();
  }
  (void)json::read<tree, json::read_options{.spelling = json::spelling::loose, .nulls = json::nulls::as_missing}>(text);
  const auto value = json::parse<json::read_options{.duplicates = json::duplicates::last_wins}>(text, {.max_depth = 64});
  const auto ignored = json::read<nothing>("{\"ignored\":[" + text + "]}", {.max_depth = 66});
  if (value && !ignored) std::abort();
  return 0;
}
