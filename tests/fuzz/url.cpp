// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// What is accepted as a URL comes back the same through its text, and a request line made of it is one.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aval/net/http_parser.hpp"
#include "aval/net/http_writer.hpp"
#include "aval/net/url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto u = net::parse_url(text)) {
    const auto again = net::parse_url(u->to_string());
    if (!again || again->host() != u->host() || again->port() != u->port() || again->target() != u->target()) std::abort();
    std::string head;
    net::append_request_head(head, "GET", u->target(), u->authority(), net::headers(), net::http_framing::none, 0);
    net::http_parser p(net::http_parser::role::request, {.max_head = 1 << 20, .max_target = 1 << 20});
    if (p.parse_head(head) != net::http_parser::outcome::complete || p.target() != u->target()) std::abort();
  } else if (u.error().message.empty()) {
    std::abort();
  }
  static const net::url base("https://a.example:8443/b/c/d?e");
  if (const auto u = base.resolve(text); u && u->path().find("/../") != std::string::npos && text.find("://") == std::string_view::npos) std::abort();
  if (const auto decoded = net::percent_decode(text); decoded && net::percent_decode(net::percent_encode(*decoded)) != decoded) std::abort();
  return 0;
}
