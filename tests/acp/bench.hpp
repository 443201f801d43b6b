// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/acp/peer_core.hpp"

/*  A protocol core on a bench: a clock moved by hand, messages put in as a peer would write them, everything that comes out kept. */

namespace acp_test {

namespace acp = aval::acp;
namespace json = aval::json;
using namespace std::chrono_literals;
using acp::connection_role;
using acp::message_type;

struct seen {
  acp::link_id link = 0;
  message_type tipo{};
  acp::id name, re, session;
  bool has_re = false, has_session = false, ack = false;
  std::optional<std::uint64_t> number;
  std::string to, from, datos, text;
};

struct what {
  std::string from = "agente_py", to = "peer";
  std::optional<acp::id> name = {}, re = {}, session = {};
  std::optional<std::uint64_t> number = {};
  bool ack = false;
  std::string datos = "null";
  aval::timestamp at = aval::timestamp(std::chrono::hours(24 * 365 * 50));
};

class bench {
 public:
  explicit bench(acp::options o = {}) {
    if (o.id.empty()) o.id = "agente_cpp";
    o.clock.monotonic = [this] { return now_; };
    o.clock.wall = [this] {
      const std::chrono::system_clock::time_point start = std::chrono::sys_days(std::chrono::year{2026} / 1 / 1);
      return start + std::chrono::duration_cast<std::chrono::system_clock::duration>(now_ - acp::time_point{});
    };
    o.random.function = [this](std::span<std::byte> out) {
      for (auto& b : out) b = static_cast<std::byte>((seed_ = seed_ * 6364136223846793005ULL + 1442695040888963407ULL) >> 56);
    };
    o.log = aval::log_hooks([this](aval::log_level, std::string_view, std::string_view line) { log += std::string(line) + "\n"; }, aval::log_level::debug);
    core = std::make_unique<acp::peer_core>(std::move(o));
  }

  acp::id fresh() { return ids_.next(); }

  acp::link_id open(connection_role role, const std::string& peer = "agente_py", bool hub = false) {
    const auto l = core->opened(role, peer, hub);
    pump();
    return l;
  }
  /** A connection that is registered on both sides, its chatter forgotten. */
  acp::link_id ready(connection_role role = connection_role::dialer, const std::string& peer = "agente_py", bool hub = false) {
    const auto l = open(role, peer, hub);
    if (role == connection_role::dialer) put(l, message_type::ack_registro, {.from = peer, .re = last(message_type::registro).name});
    else put(l, message_type::registro, {.from = peer, .datos = R"({"uri":"wss://<HOST>:8765"})"});
    EXPECT_TRUE(core->ready(l));
    (void)sent();
    events.clear();
    return l;
  }
  /** A message of the peer; gives its id. */
  acp::id put(acp::link_id l, message_type type, const what& w = {}) {
    acp::header h;
    h.tipo = type;
    h.id_mensaje = w.name ? *w.name : fresh();
    h.origen = w.from;
    h.destino = w.to;
    h.respuesta_a = w.re;
    h.timestamp = w.at;
    h.id_sesion = w.session;
    h.numero_secuencia = w.number;
    h.requiere_ack = w.ack;
    std::string text;
    acp::write_message(text, h, std::string_view(w.datos));
    raw(l, text);
    return h.id_mensaje;
  }
  void raw(acp::link_id l, std::string_view text) {
    core->received(l, text);
    pump();
  }
  void advance(std::chrono::milliseconds by) {
    const auto end = now_ + by;
    while (const auto next = core->next_wakeup()) {
      if (*next > end) break;
      now_ = std::max(now_, *next);
      core->tick();
      pump();
    }
    now_ = end;
    core->tick();
    pump();
  }
  /** As if the machine had slept: time passes, and nothing is done meanwhile. */
  void sleep(std::chrono::milliseconds by) {
    now_ += by;
    core->tick();
    pump();
  }
  void pump() {
    core->drain([this](acp::output& o) {
      if (o.what != acp::output::kind::send) return events.push_back(std::move(o));
      acp::envelope e;
      const auto read = e.read(o.text);
      ASSERT_TRUE(read) << o.text;
      seen s{o.link, e.tipo, e.id_mensaje, e.respuesta_a.value_or(acp::id()), e.id_sesion.value_or(acp::id()), e.respuesta_a.has_value(), e.id_sesion.has_value(),
             e.requiere_ack, e.numero_secuencia, std::string(e.destino), std::string(e.origen), std::string(e.datos), std::string(o.text)};
      messages.push_back(s);
      all_.push_back(std::move(s));
    });
  }
  /** The types of what went out since the last call: "MESSAGE_ACK SESSION_ACCEPT". */
  std::string sent() {
    std::string out;
    for (const auto& m : messages) out += (out.empty() ? "" : " ") + std::string(to_string(m.tipo));
    messages.clear();
    return out;
  }
  /** The latest message of a type. */
  seen last(message_type t) const {
    for (auto it = all_.rbegin(); it != all_.rend(); ++it)
      if (it->tipo == t) return *it;
    ADD_FAILURE() << "no " << to_string(t) << " was sent";
    return {};
  }
  std::string error_code() const { return json::read<acp::error_report>(last(message_type::error).datos)->codigo_error; }
  /** The first event of a kind, taken out. */
  std::optional<acp::output> take(acp::output::kind k) {
    for (auto it = events.begin(); it != events.end(); ++it) {
      if (it->what != k) continue;
      acp::output o = std::move(*it);
      events.erase(it);
      return o;
    }
    return {};
  }
  std::size_t count(acp::output::kind k) const {
    return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [k](const acp::output& o) { return o.what == k; }));
  }

  /** A session that the peer opened. */
  acp::id offered(acp::link_id l, const std::string& from = "agente_py") {
    const acp::id s = fresh();
    put(l, message_type::session_init, {.from = from, .session = s, .ack = true});
    (void)sent();
    events.clear();
    return s;
  }
  /** A session of ours, accepted. */
  acp::id opened(acp::link_id l, const std::string& peer = "agente_py") {
    std::error_code ec;
    const acp::id s = core->open_session(peer, {}, ec);
    EXPECT_FALSE(ec) << ec.message();
    pump();
    put(l, message_type::session_accept, {.from = peer, .re = last(message_type::session_init).name, .session = s});
    EXPECT_TRUE(core->session_active(peer, s));
    (void)sent();
    events.clear();
    return s;
  }
  acp::id ask(const acp::id& session, std::string_view task = "sumar", acp::request_terms terms = {}, const std::string& peer = "agente_py") {
    std::error_code ec;
    const acp::id r = core->request(peer, session, task, json::raw(R"({"a":1,"b":2})"), terms, ec);
    last_error = ec;
    pump();
    return r;
  }

  std::unique_ptr<acp::peer_core> core;
  std::vector<seen> messages;
  std::vector<acp::output> events;
  std::error_code last_error;
  std::string log;

 private:
  acp::time_point now_{std::chrono::hours(1)};
  std::uint64_t seed_ = 42;
  acp::id_source ids_;
  std::vector<seen> all_;
};

}  // namespace acp_test
