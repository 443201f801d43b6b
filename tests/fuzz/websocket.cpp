// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// A WebSocket session makes the same of its input in one piece and in small ones, in both roles, and what it sends back is well formed.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "aval/net/websocket_session.hpp"

namespace {
using namespace aval::net;

struct outcome {
  std::string messages, output;
  websocket_session::step end = websocket_session::step::more;
  friend bool operator==(const outcome&, const outcome&) = default;
};

outcome run(std::string_view bytes, websocket_role role, std::size_t piece) {
  aval::random_source zero{[](std::span<std::byte> to) { std::memset(to.data(), 0, to.size()); }};
  websocket_session s(role, {.max_message = 4096, .max_frame = 3000}, 1 << 20, zero);
  outcome out;
  websocket_message m;
  const auto drain = [&] {
    while ((out.end = s.next(m)) == websocket_session::step::message) {
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
  const auto whole = run(text, role, text.size() + 1);
  if (run(text, role, 1) != whole || run(text, role, 5) != whole) std::abort();
  // the other end understands every frame of ours
  const auto other = role == websocket_role::client ? websocket_role::server : websocket_role::client;
  websocket_reader reader(other, {});
  reader.append(whole.output);
  for (auto e = reader.next(); e != websocket_reader::event::more; e = reader.next()) {
    if (e == websocket_reader::event::failed) std::abort();
  }
  return 0;
}
