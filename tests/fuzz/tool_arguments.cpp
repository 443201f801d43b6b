// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Arguments of a tool, as a model sends them: refused in printable words of bounded length, or read into a struct that is written and
// read again to the same text.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/actions/tool.hpp"

namespace {
enum class order { newest, oldest };
struct inner {
  int first = 0;
  double last = 0;
};
struct search {
  std::string query = {};
  order sort = order::newest;
  std::optional<inner> days = {};
  std::vector<std::string> tags = {};
  bool all = false;
};
namespace tools = aval::actions::detail;
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const aval::actions::tool_options options{.name = "find", .max_arguments = 4096, .max_depth = 8};
  const auto arguments = aval::json::read<search, tools::as_arguments>(tools::arguments_or_none(text), tools::limits_of(options));
  if (!arguments) {
    const auto answer = tools::refuse_arguments(options, arguments.error());
    if (answer.ok() || answer.text.size() > 1000 || aval::printable(answer.text, 2000) != answer.text) std::abort();
    return 0;
  }
  if (text.size() > options.max_arguments) std::abort();
  const auto answer = tools::answer_of(*arguments);
  const auto again = aval::json::read<search, tools::as_arguments>(answer.text, {.max_size = 1 << 16, .max_depth = 8});
  if (!again || tools::answer_of(*again).text != answer.text) std::abort();
  return 0;
}
