// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// An event stream gives the same events in one piece and byte by byte, and each event survives being written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "aval/net/sse.hpp"

namespace {
std::vector<aval::net::sse_event> run(std::string_view text, std::size_t step) {
  std::vector<aval::net::sse_event> out;
  aval::net::sse_parser p;
  aval::net::sse_event e;
  for (std::size_t at = 0; at < text.size(); at += step) {
    p.push(text.substr(at, step));
    while (p.next(e)) out.push_back(e);
  }
  return out;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto whole = run(text, text.size() + 1);
  if (run(text, 1) != whole) std::abort();
  for (const auto& e : whole) {
    if (e.event.find(char()) != std::string::npos) continue;  // can be received, but is not sent
    std::string written;
    aval::net::append_sse(written, e);
    const auto back = run(written, 2);
    if (back.size() != 1 || back[0].data != e.data || back[0].event != e.event) std::abort();
  }
  return 0;
}
