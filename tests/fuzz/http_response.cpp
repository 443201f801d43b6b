// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The response parser, for an ordinary request and for HEAD: no crash, never more used than given, the same in pieces.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/net/http_parser.hpp"

namespace {
using aval::net::http_parser;

std::string run(std::string_view wire, std::size_t step, const char* method) {
  http_parser p(http_parser::role::response, {.max_head = 2000, .max_headers = 20, .max_body = 5000});
  p.start_response_to(method);
  std::string buffer, body;
  bool head = false;
  for (std::size_t at = 0; at <= wire.size(); at += step) {
    buffer.append(wire.substr(at, step));
    if (!head && p.parse_head(buffer) == http_parser::outcome::complete) {
      head = true;
      buffer.erase(0, p.head_size());
    }
    while (head) {
      const auto piece = p.parse_body(buffer);
      if (piece.used > buffer.size() || piece.data.size() > piece.used) std::abort();
      body += piece.data;
      buffer.erase(0, piece.used);
      if (piece.what != http_parser::outcome::more || piece.used == 0) break;
    }
    if (p.error()) return "error";
    if (p.complete()) return std::to_string(p.status()) + " " + std::string(p.fields().lines()) + body;
  }
  return p.finish() == http_parser::outcome::complete ? body : "error";
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view wire(reinterpret_cast<const char*>(data), size);
  for (const char* method : {"GET", "HEAD"}) {
    const std::string whole = run(wire, wire.size() + 1, method);
    if (run(wire, 1, method) != whole || run(wire, 5, method) != whole) std::abort();
  }
  return 0;
}
