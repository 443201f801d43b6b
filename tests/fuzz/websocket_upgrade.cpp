// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// A server takes an upgrade over only when the request is one (RFC 6455 4.2.1), and its answer is one that a client takes; a client takes
// no other answer than that to its own key. The first byte chooses: bit 0 the server, bit 1 permessage-deflate.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/net/detail/websocket_handshake.hpp"
#include "aval/net/http_parser.hpp"
#include "aval/net/websocket_deflate.hpp"

namespace {
using namespace aval::net;

websocket_options agreed(bool compressed) {
  websocket_options o;
  o.subprotocols = {"acp", "chat"};
  o.allowed_origins = {"https://example.com"};
  if (compressed) o.compression = permessage_deflate();
  return o;
}

void serve(std::string_view text, bool compressed) {
  http_parser parser(http_parser::role::request);
  if (parser.parse_head(text) != http_parser::outcome::complete) return;
  const auto& fields = parser.fields();
  const auto d = detail::decide_upgrade(parser.method(), parser.minor_version(), parser.has_content_length() || parser.chunked(), fields, agreed(compressed));
  if (d.status != 101) {
    if (d.status < 400 || d.status > 499 || *d.code == '\0' || *d.text == '\0') std::abort();
    return;
  }
  if (parser.method() != "GET" || fields.count("Sec-WebSocket-Key") != 1) std::abort();
  headers answer = d.answer;
  answer.add("Connection", "Upgrade");
  std::string subprotocol;
  const auto packer = detail::check_upgrade_answer(answer, *fields.find("Sec-WebSocket-Key"), agreed(compressed), subprotocol, "fuzz");  // throws: the target fails
  if ((packer != nullptr) != (d.packer != nullptr) || (packer && !compressed)) std::abort();
  if (subprotocol != d.subprotocol) std::abort();
}

void dial(std::string_view text, bool compressed) {
  constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";
  http_parser parser(http_parser::role::response);
  parser.start_response_to("GET");
  if (parser.parse_head(text) != http_parser::outcome::complete) return;
  std::string subprotocol;
  try {
    detail::check_upgrade_answer(parser.fields(), key, agreed(compressed), subprotocol, "fuzz");
  } catch (const aval::error& e) {
    if (e.code() != errc::bad_upgrade) std::abort();
    return;
  }
  if (parser.fields().find("Sec-WebSocket-Accept") != std::string_view("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) std::abort();  // RFC 6455 1.3
  if (!subprotocol.empty() && subprotocol != "acp" && subprotocol != "chat") std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const bool compressed = (data[0] & 2) != 0;
  if ((data[0] & 1) != 0) serve(text, compressed);
  else dial(text, compressed);
  return 0;
}
