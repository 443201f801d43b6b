// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "relay/fake_agents.hpp"

// A hub and eight connections, driven by the input: who connects, leaves, is slow, and what is said. Whatever happens, a closed connection
// hears nothing more, nobody hears a stranger's name from somebody else, a queue keeps its bound, and every session has two living members.
namespace {

using namespace relay_test;

void demand(bool what) {
  if (!what) std::abort();
}

struct checked_link final : aval::relay::link {
  bool send(std::string_view message) override {
    demand(open && closed == 0);
    if (broken) return false;
    if (stuck) ++messages, bytes += message.size();
    demand(messages <= 64);
    aval::acp::envelope e;
    demand(static_cast<bool>(e.read(message)));
    demand(e.origen == "hub" || (!speaking.empty() && e.origen == speaking));
    return true;
  }
  std::size_t queued_bytes() const override { return bytes; }
  std::size_t queued_messages() const override { return messages; }
  void close(std::uint16_t code, std::string_view) override {
    demand(closed == 0);
    closed = code;
  }
  static inline std::string_view speaking = {};  // the name of who says something at the moment
  bool open = false, stuck = false, broken = false;
  std::uint16_t closed = 0;
  std::size_t bytes = 0, messages = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array<const char*, 4> names = {"alice", "bob", "carol", "dave"};
  static constexpr std::array<const char*, 8> targets = {"alice", "bob", "carol", "dave", "BROADCAST", "hub", "peer_x", "nobody"};
  static constexpr std::array<const char*, 5> payloads = {"null", R"({"uri":"wss://x"})", R"({"accion":"PAUSE"})", R"({"accion":"RESUME"})", R"({"motivo":"x"})"};
  aval::relay::router_options options;
  options.queue_messages = 64;
  options.sessions_per_agent = 6;
  options.agents = 3;
  options.broadcast_sessions = size % 2 == 0;
  options.metering.account_of = {{"dave", "other"}};
  options.metering.accounts = {{"other", "Free"}};
  std::array<checked_link, 8> links;
  world w(options);
  const auto next = [&]() -> unsigned { return size == 0 ? 0U : (--size, *data++); };
  while (size != 0) {
    const unsigned op = next();
    const unsigned n = next() % 8;
    checked_link& l = links[n];
    const char* const name = names[n % 4];
    switch (op % 8) {
      case 0:
        if (l.open) break;
        l.open = true;
        l.closed = 0;
        l.stuck = l.broken = false;
        l.bytes = l.messages = 0;
        w.router->connected(l, name);
        break;
      case 1:
        if (!l.open) break;
        w.router->disconnected(l);
        l.open = false;
        break;
      case 2: w.advance(std::chrono::milliseconds(next() * 500)); break;
      case 3:
        if (op & 8) l.stuck = !l.stuck;
        else if (op & 16) l.broken = !l.broken;
        else l.bytes = l.messages = 0;
        break;
      case 4: {
        if (!l.open) break;
        const std::size_t length = std::min<std::size_t>(next(), size);
        checked_link::speaking = name;
        w.router->received(l, {reinterpret_cast<const char*>(data), length});
        data += length;
        size -= length;
        break;
      }
      default: {
        if (!l.open) break;
        message m;
        m.tipo = static_cast<message_type>(next() % 15);
        m.origen = op >= 250 ? "mallory" : name;
        m.destino = targets[next() % 8];
        m.sesion = next() % 4;
        m.id = 1 + next() % 16;
        m.respuesta = next() % 16;
        m.ack = (op & 8) != 0;
        m.datos = payloads[m.tipo == message_type::registro && (op & 16) == 0 ? 1 : next() % 5];
        checked_link::speaking = name;
        w.router->received(l, text_of(m));
      }
    }
    checked_link::speaking = {};
  }
  w.router->shut_down();
  demand(w.router->connections() == 0 && w.router->metrics().sessions_active == 0);
  return 0;
}
