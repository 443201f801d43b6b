// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/acp/messages.hpp"
#include "aval/crypto/agent_certificate.hpp"
#include "aval/net/websocket_session.hpp"
#include "raw_tls.hpp"

// Certificates of agents, and a client that says what an agent says, the same to every server.

namespace bench {

namespace acp = aval::acp;
namespace net = aval::net;
using acp::message_type;

// ---- who is who ---------------------------------------------------------------------------------------------------------------

inline const aval::crypto::certificate_with_key& authority() {
  static const auto made = aval::crypto::make_agent_authority().value();
  return made;
}
inline net::tls_options tls_of(const std::string& id) {
  static std::map<std::string, net::tls_options> made;
  auto& o = made[id];
  if (o.ca_pem.empty()) {
    aval::crypto::agent_certificate_options who;
    who.id = id;
    const auto c = aval::crypto::issue_agent_certificate(authority(), who).value();
    o.ca_pem = authority().certificate_pem;
    o.certificate_pem = c.certificate_pem;
    o.private_key_pem = std::string(c.private_key_pem.reveal());
    o.verify_host = false;
    o.require_client_certificate = true;
    o.session_tickets = 0;
  }
  return o;
}
inline std::string number(const char* what, unsigned i) { return what + std::to_string(i); }

// ---- the scripted client ------------------------------------------------------------------------------------------------------

struct echoed {
  std::string text = {};
};
inline const std::string words(20, 'm');  // makes requests of 350 bytes
inline const std::string task_payload = "{\"descripcion_tarea\":\"echo\",\"parametros\":{\"text\":\"" + words + "\"}}";
inline const std::string result_text = "{\"text\":\"" + words + "\"}";

/** One connection that says what an agent says, from texts it was given. */
class talker {
 public:
  talker(std::uint16_t port, std::string id) : line(raw_connect(port, net::tls_context::client(tls_of(id)), false)), id_(std::move(id)) {
    line->user = this;
    line->send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    std::string head;
    for (std::size_t end = 0; (end = head.find("\r\n\r\n")) == head.npos || !take_rest(head, end + 4);) {
      const int n = SSL_read(line->ssl, line->text, sizeof line->text);
      if (n <= 0) fail("no answer to the upgrade");
      head.append(line->text, static_cast<std::size_t>(n));
    }
    if (!head.starts_with("HTTP/1.1 101 ")) fail("no upgrade: " + head);
  }
  ~talker() { raw_close(line); }
  talker(const talker&) = delete;
  talker& operator=(const talker&) = delete;

  void say(std::string_view text) {
    if (ws_.send(net::websocket_kind::text, text)) fail("a message cannot be sent");
  }
  std::string text_of(message_type tipo, std::string_view to, std::string_view payload = "null", bool ack = false) {
    acp::header h;
    h.tipo = tipo;
    h.id_mensaje = last = ids_.next();
    h.origen = id_;
    h.destino = to;
    h.timestamp = aval::timestamp(std::chrono::system_clock::now());
    if (tipo != message_type::registro) h.id_sesion = session;
    if (tipo == message_type::solicitud_tarea) h.numero_secuencia = ++number_ % 10;  // always of the same size
    h.requiere_ack = ack;
    std::string out;
    acp::write_message(out, h, payload);
    return out;
  }
  void leave() {
    if (ws_.output().empty()) return;
    line->send(ws_.output());
    ws_.sent(ws_.output().size());
  }
  /** Gives every message that has come to on_text(text). */
  template <class F>
  void hear(F on_text) {
    if (line->got != 0) {
      ws_.input().append({line->text, line->got});
      line->got = 0;
    }
    net::websocket_message m;
    for (;;) {
      switch (ws_.next(m)) {
        case net::websocket_session::step::message: on_text(m.data); continue;
        case net::websocket_session::step::more: return;
        default: fail("a server has closed a connection: " + ws_.peer_reason());
      }
    }
  }
  /** Until a message of this type has come, if it has not already; only before raw_play. */
  void wait_for(message_type type) {
    leave();
    for (;;) {
      hear([&](std::string_view text) {
        acp::envelope e;
        if (!e.read(text)) fail("a message cannot be read: " + std::string(text));
        if (e.tipo == message_type::error) fail("ERROR: " + std::string(text));
        heard_.push_back(e.tipo);
      });
      if (const auto found = std::find(heard_.begin(), heard_.end(), type); found != heard_.end()) return void(heard_.erase(found));
      if (!raw_receive(line)) fail("a connection was lost");
    }
  }
  void introduce(const std::string& server) {
    say(text_of(message_type::registro, server, "{\"uri\":\"wss://" + id_ + ".invalid/\"}"));
    wait_for(message_type::ack_registro);
    wait_for(message_type::capability_announce);
  }
  void open_session(const std::string& with) {
    session = ids_.next();
    say(text_of(message_type::session_init, with, "{\"proposito\":\"benchmark\"}", true));
  }
  const std::string& id() const { return id_; }

  raw_connection* line;
  acp::id session = {}, last = {};
  std::deque<acp::id> asked = {};       // not answered yet
  std::deque<std::string> passed = {};  // on its way through the hub
  unsigned left = 0;

 private:
  bool take_rest(std::string& head, std::size_t at) {
    ws_.input().append(std::string_view(head).substr(at));
    head.resize(at);
    return true;
  }
  std::string id_;
  net::websocket_session ws_{net::websocket_role::client, {}, 64 * 1024 * 1024};
  acp::id_source ids_;
  std::vector<message_type> heard_;
  std::uint64_t number_ = 0;
};

using talkers = std::vector<std::unique_ptr<talker>>;

}  // namespace bench
