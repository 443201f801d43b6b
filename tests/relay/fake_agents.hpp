// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/acp/messages.hpp"
#include "aval/json/value.hpp"
#include "aval/relay/router.hpp"

// A router with connections that are lists of texts, and a clock that is moved by hand.

namespace relay_test {

using namespace std::chrono_literals;
using aval::acp::message_type;

/** A connection: what was sent to it, and how full it pretends to be. */
struct fake_link final : aval::relay::link {
  bool send(std::string_view message) override {
    if (broken) return false;
    sent.emplace_back(message);
    if (stuck) bytes += message.size(), ++messages;
    return true;
  }
  std::size_t queued_bytes() const override { return bytes; }
  std::size_t queued_messages() const override { return messages; }
  void close(std::uint16_t code, std::string_view why) override {
    closed = code;
    reason = std::string(why);
  }

  std::vector<std::string> sent;
  std::size_t bytes = 0, messages = 0;
  bool stuck = false;   // it takes messages and never gets rid of them
  bool broken = false;  // its transport takes nothing
  std::uint16_t closed = 0;
  std::string reason;
};

inline std::string uuid_text(unsigned n) {
  char text[37];
  std::snprintf(text, sizeof text, "%08x-0000-4000-8000-000000000000", n);
  return text;
}
inline aval::acp::id id_of(unsigned n) { return *aval::acp::id::parse(uuid_text(n)); }

struct message {
  message_type tipo = message_type::solicitud_tarea;
  std::string origen = {}, destino = {};
  unsigned id = 0, sesion = 0, respuesta = 0;  // 0: a fresh one, none, none
  bool ack = false;
  std::string datos = "null";
};

inline std::string text_of(const message& m) {
  static unsigned fresh = 0x10000000;
  aval::acp::header h;
  h.tipo = m.tipo;
  h.id_mensaje = id_of(m.id != 0 ? m.id : ++fresh);
  h.origen = m.origen;
  h.destino = m.destino;
  if (m.respuesta != 0) h.respuesta_a = id_of(m.respuesta);
  h.timestamp = aval::timestamp(std::chrono::seconds(1'800'000'000));
  if (m.sesion != 0) h.id_sesion = id_of(m.sesion);
  h.requiere_ack = m.ack;
  std::string out;
  aval::acp::write_message(out, h, std::string_view(m.datos));
  return out;
}

/** "ERROR AGENT_NOT_FOUND re 7 in 3", "MESSAGE_ACK re 7": what a test wants to know of a message. */
inline std::string brief(const std::string& text) {
  const auto v = aval::json::read<aval::json::value>(text).value();
  std::string out = *v["tipo"].if_string();
  if (const auto* code = v["datos"]["codigo_error"].if_string()) out += " " + *code;
  const auto number = [&](const char* name, const char* word) {
    if (const auto* id = v[name].if_string()) out += std::string(" ") + word + " " + std::to_string(std::stoul(id->substr(0, 8), nullptr, 16));
  };
  number("respuesta_a", "re");
  number("id_sesion", "in");
  return out;
}

struct world {
  explicit world(aval::relay::router_options o = {}) : options(std::move(o)) {
    options.id = "hub";
    options.clock.wall = [this] { return std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000)) + elapsed; };
    options.clock.monotonic = [this] { return std::chrono::steady_clock::time_point(std::chrono::hours(1)) + elapsed; };
    router.emplace(options);
  }
  void advance(std::chrono::milliseconds d) {
    elapsed += d;
    router->tick();
  }
  /** Connected and registered; the messages of joining are not kept. */
  void join(fake_link& l, const std::string& id) {
    router->connected(l, id);
    say(l, {.tipo = message_type::registro, .origen = id, .destino = "hub", .datos = R"({"uri":"wss://x.invalid/"})"});
    l.sent.clear();
  }
  std::string say(fake_link& l, const message& m) {
    std::string text = text_of(m);
    router->received(l, text);
    return text;
  }
  void open(fake_link& a, const std::string& from, fake_link& b, const std::string& to, unsigned sesion) {
    say(a, {.tipo = message_type::session_init, .origen = from, .destino = to, .id = sesion + 1000, .sesion = sesion});
    say(b, {.tipo = message_type::session_accept, .origen = to, .destino = from, .sesion = sesion, .respuesta = sesion + 1000});
    a.sent.clear();
    b.sent.clear();
  }
  static std::vector<std::string> briefs(fake_link& l) {
    std::vector<std::string> out;
    for (const auto& text : l.sent) out.push_back(brief(text));
    l.sent.clear();
    return out;
  }

  aval::relay::router_options options;
  std::chrono::milliseconds elapsed{0};
  std::optional<aval::relay::router> router;
};

}  // namespace relay_test
