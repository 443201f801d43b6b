// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The request parser must see the same message in one piece and in any others; what it accepts has no control characters.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/net/http_parser.hpp"

namespace {

using aval::net::http_parser;

struct outcome {
  std::error_code error;
  bool complete = false;
  std::string head, body, trailers;
  std::size_t used = 0;
  bool operator==(const outcome&) const = default;
};

outcome run(std::string_view wire, std::size_t step) {
  http_parser p(http_parser::role::request, {.max_head = 2000, .max_target = 500, .max_headers = 20, .max_body = 5000});
  outcome out;
  std::string buffer;
  bool head = false, over = false;
  for (std::size_t at = 0; !over; at += step) {
    if (at < wire.size()) buffer.append(wire.substr(at, step));
    if (!head && p.parse_head(buffer) == http_parser::outcome::complete) {
      head = true;
      out.head = std::string(p.method()) + " " + std::string(p.target()) + "\n" + std::string(p.fields().lines());
      for (const auto f : p.fields()) {
        if (f.name.empty() || f.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) std::abort();
      }
      buffer.erase(0, p.head_size());
      out.used += p.head_size();
    }
    while (head) {
      const auto piece = p.parse_body(buffer);
      out.body += piece.data;
      buffer.erase(0, piece.used);
      out.used += piece.used;
      over = piece.what != http_parser::outcome::more;
      if (over || piece.used == 0) break;
    }
    over = over || p.error() || at >= wire.size();
  }
  out.error = p.error();
  out.complete = p.complete();
  out.trailers = std::string(p.trailers().lines());
  if (out.error) out.body.clear(), out.head.clear(), out.trailers.clear(), out.used = 0;  // how far it came may differ
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view wire(reinterpret_cast<const char*>(data), size);
  const outcome whole = run(wire, wire.size() + 1);
  for (std::size_t step : {std::size_t{1}, std::size_t{7}}) {
    const outcome pieces = run(wire, step);
    // an error of a limit may be found before another one further on: only the fact counts
    if (static_cast<bool>(pieces.error) != static_cast<bool>(whole.error)) std::abort();
    if (!whole.error && !(pieces == whole)) std::abort();
  }
  return 0;
}
