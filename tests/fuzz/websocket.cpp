// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// A WebSocket session makes the same of its input in one piece and in small ones, in both roles, with compression and without, and what it sends
// back is well formed. The first byte chooses: bit 0 the server, bit 1 permessage-deflate.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "aval/net/websocket_deflate.hpp"
#include "aval/net/websocket_session.hpp"

namespace {
using namespace aval::net;

struct outcome {
  std::string messages, output;
  websocket_session::step end = websocket_session::step::more;
  friend bool operator==(const outcome&, const outcome&) = default;
};

std::unique_ptr<websocket_packer> packer_of(websocket_role role, bool compressed) {
  if (!compressed) return nullptr;
  const auto deflate = permessage_deflate({.smallest = 0});
  std::string answer;
  return role == websocket_role::server ? deflate->choose("permessage-deflate", answer) : deflate->accept("permessage-deflate; server_no_context_takeover");
}

outcome run(std::string_view bytes, websocket_role role, bool compressed, std::size_t piece) {
  aval::random_source zero{[](std::span<std::byte> to) { std::memset(to.data(), 0, to.size()); }};
  websocket_session s(role, {.max_message = 4096, .max_frame = 3000}, 1 << 20, zero, packer_of(role, compressed));
  outcome out;
  websocket_message m;
  const auto drain = [&] {
    while ((out.end = s.next(m)) == websocket_session::step::message) {
      if (m.data.size() > 4096) std::abort();
      out.messages.append(m.kind == websocket_kind::text ? "T" : "B").append(std::to_string(m.data.size())).append(":").append(m.data);
    }
  };
  while (!bytes.empty() && out.end == websocket_session::step::more) {
    const auto n = std::min(piece, bytes.size());
    s.input().append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    drain();
    if (out.end == websocket_session::step::more) s.input().rest(true);
  }
  out.output.assign(s.output());
  return out;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto role = (data[0] & 1) != 0 ? websocket_role::server : websocket_role::client;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const bool compressed = (data[0] & 2) != 0;
  const auto whole = run(text, role, compressed, text.size() + 1);
  if (run(text, role, compressed, 1) != whole || run(text, role, compressed, 5) != whole) std::abort();
  // the other end understands every frame of ours
  const auto other = role == websocket_role::client ? websocket_role::server : websocket_role::client;
  websocket_reader reader(other, {}, compressed);
  reader.append(whole.output);
  for (auto e = reader.next(); e != websocket_reader::event::more; e = reader.next()) {
    if (e == websocket_reader::event::failed) std::abort();
  }
  return 0;
}
