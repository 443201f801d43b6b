// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Events of a streamed answer, one in each line: refused, or put together to the same answer whichever way; what the listener was given
// adds up to the text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>

#include "aval/json/write.hpp"
#include "aval/llm/assembler.hpp"

namespace {
struct run_of {
  std::string text, whole;
  std::error_code code;
  bool complete = false;
};
run_of run(std::string_view input) {
  run_of out;
  aval::llm::answer_assembler a(4096);
  try {
    while (!input.empty()) {
      const auto end = input.find('\n');
      const auto what = a.push(input.substr(0, end), "sk-secret");
      if (what == aval::llm::answer_assembler::outcome::piece) out.text += a.last().content.value_or("");
      if (end == input.npos) break;
      input.remove_prefix(end + 1);
    }
  } catch (const aval::error& e) {
    out.code = e.code();
    if (e.peer_text().find("sk-secret") != std::string::npos || e.peer_text().size() > 600) std::abort();
    return out;
  }
  out.complete = a.complete();
  auto answer = a.take();
  if (!answer.choices.empty() && aval::llm::text_of(answer.choices.front().message) != out.text) std::abort();
  for (const auto& c : answer.choices)
    if (c.message.tool_calls)
      for (const auto& call : *c.message.tool_calls)
        if (call.id.empty() || call.function.arguments.empty()) std::abort();
  out.whole = aval::json::write<aval::json::write_options{.bad_utf8 = aval::json::bad_utf8::replace}>(answer);
  return out;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const run_of one = run(text), two = run(text);
  if (one.whole != two.whole || one.code != two.code || one.complete != two.complete) std::abort();
  if (one.code || one.whole.empty()) return 0;
  const auto back = aval::json::read<aval::llm::chat_response, aval::llm::detail::as_answer>(one.whole);
  if (!back || aval::json::write(*back) != one.whole) std::abort();  // what was put together is an answer like one that came whole
  return 0;
}
