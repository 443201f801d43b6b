// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/acp/errors.hpp"
#include "aval/acp/messages.hpp"
#include "aval/core/agent_id.hpp"
#include "aval/core/error.hpp"
#include "aval/relay/detail/router_relay.hpp"

/*  The hub's decisions without I/O (ACPaaS specification, part 5): who is registered, where a message goes, what is refused and how.
 *
 *      router.connected(link, "alice");          // TLS has verified that the certificate's CN is alice
 *      router.received(link, text);              // each message of that connection
 *      router.disconnected(link);
 *      router.tick();                            // about once a second: registration deadlines, replaced connections, unanswered and idle sessions
 *
 *  A message is read once, to see its envelope, and passed on as the bytes that came: unknown members, order and spelling are the
 *  agents' own business. Everything that an agent may do is bound to the name in its certificate, never to the text of `origen`.
 *
 *  What belongs to one connection ends with it: its sessions (the other member gets SESSION_CLOSE), its PAUSE flags. */

namespace aval {
inline namespace v0 {
namespace relay {

/** The routing table and the rules. @par Threads  one at a time. */
class router : private detail::router_relay {
 public:
  /** @par Exceptions  aval::error (invalid_argument): the id or a plan cannot be used. */
  explicit router(router_options options) : router_relay(std::move(options)) {
    if (!valid_agent_id(options_.id)) throw error(aval::errc::invalid_argument, "router_options.id");
    if (options_.queue_bytes == 0 || options_.queue_messages == 0) throw error(aval::errc::invalid_argument, "router_options: a queue of size 0");
  }
  router(const router&) = delete;
  router& operator=(const router&) = delete;

  /** A connection whose certificate names `id` (exactly one CN that can be an id). False: it was told to close. */
  bool connected(link& from, const std::string& id) {
    if (!valid_agent_id(id) || id == options_.id) return from.close(1008, "this certificate cannot be used here"), false;
    if (agents_.find(id) == agents_.end() && !make_room()) return from.close(1013, "the directory is full"), false;
    detail::agent& a = agents_.try_emplace(id).first->second;
    if (a.id.empty()) {
      a.id = id;
      a.account = &metering_.of(id);
    }
    from.agent_ = &a;
    ++a.connections;
    from.deadline_ = now() + options_.registration_timeout;
    from.place_ = links_.size();
    links_.push_back(&from);
    return true;
  }

  /** The connection has ended, whoever ended it; nothing of it is used afterwards. */
  void disconnected(link& from) {
    if (from.agent_ != nullptr) depart(from);
  }

  /** A message, text or binary. */
  void received(link& from, std::string_view text) {
    if (from.agent_ == nullptr) return;  // told to close
    ++metrics_.messages_processed;
    ++from.agent_->messages_in;
    if (auto read = e_.read(text, options_.limits); !read) return defective(from, std::move(read).error());
    if (e_.origen != from.agent_->id) {
      refuse(from, acp::errc::auth_failed, "origen is not the name in the certificate", e_.id_mensaje, e_.id_sesion);
      return drop(from, 1008, "origen is not the name in the certificate");
    }
    using enum acp::message_type;
    switch (e_.tipo) {
      case registro: return on_registro(from);
      case heartbeat: return answer(from, heartbeat_ack);
      case heartbeat_ack: return acknowledge(from);
      case ack_registro:
      case capability_announce:
      case capability_ack:
        if (!from.registered_) break;
        return e_.tipo == capability_announce ? on_announce(from) : acknowledge(from);
      default: break;
    }
    if (!from.registered_) {
      if (e_.tipo != acp::message_type::error && e_.tipo != message_ack) refuse(from, acp::errc::not_registered, "REGISTRO comes first", e_.id_mensaje, e_.id_sesion);
      return;
    }
    if (e_.destino == options_.id || e_.destino == "peer" || e_.destino.starts_with("peer_")) return for_the_hub(from);
    if (e_.destino == acp::broadcast) return for_all(from, text);
    const auto found = agents_.find(e_.destino);
    detail::agent* const to = found == agents_.end() ? nullptr : &found->second;
    if (to == nullptr || to->current == nullptr || to->account != from.agent_->account) return unreachable(from);
    if (to == from.agent_) return refuse_format(from, "destino: the sender itself");
    relay(from, *to, text);
  }

  /** Does what is due. */
  void tick() {
    const auto time = now();
    const auto links = links_;  // what follows takes some of them away
    for (link* l : links) {
      if (l->agent_ == nullptr || l->deadline_ == detail::steady_time() || time < l->deadline_) continue;
      drop(*l, 1008, l->registered_ ? "replaced by a newer connection" : "no registration in time");
    }
    while (!broadcasts_.empty() && time - broadcasts_.front().second > std::chrono::seconds(60)) forget_broadcast();
    if (options_.session_answer.count() > 0) {
      while (!unanswered_.empty() && time - unanswered_.front()->begun >= options_.session_answer) give_up(*unanswered_.front());
    }
    if (options_.session_idle.count() <= 0 || time - swept_ < options_.session_idle / 30) return;
    swept_ = time;
    std::vector<detail::session_key> idle;  // the end of one may end others
    for (const auto& [key, s] : sessions_) {
      if (time - s->last > options_.session_idle) idle.push_back(key);
    }
    for (const auto& key : idle) {
      if (const auto at = sessions_.find(key); at != sessions_.end()) end_session(*at->second, nullptr, "idle");
    }
  }

  /** The hub goes: every connection is closed with 1001 after SESSION_CLOSE for its sessions. */
  void shut_down() {
    while (!sessions_.empty()) end_session(*sessions_.begin()->second, nullptr, "the hub is shutting down");
    while (!links_.empty()) drop(*links_.back(), 1001, "the hub is shutting down");
  }

  std::vector<agent_entry> agents() const {
    std::vector<agent_entry> out;
    for (const auto& [id, a] : agents_) {
      if (!a.registered_at) continue;
      agent_entry entry;
      entry.id = a.id;
      entry.uri = a.uri;
      entry.account = a.account->name;
      entry.connected = a.current != nullptr;
      entry.registered_at = a.registered_at;
      entry.last_seen = a.current != nullptr ? timestamp(options_.clock.now()) : a.last_seen;
      entry.capabilities = a.capabilities;
      entry.messages_in = a.messages_in;
      entry.messages_out = a.messages_out;
      if (a.current != nullptr) {
        entry.sessions = a.current->sessions_.size();
        entry.queued_messages = a.current->queued_messages();
        entry.queued_bytes = a.current->queued_bytes();
      }
      out.push_back(std::move(entry));
    }
    std::sort(out.begin(), out.end(), [](const agent_entry& a, const agent_entry& b) { return a.id < b.id; });
    return out;
  }
  router_metrics metrics() const {
    router_metrics out = metrics_;
    for (const auto& [id, a] : agents_) {
      out.agents_known += a.registered_at ? 1 : 0;
      out.agents_connected += a.current != nullptr ? 1 : 0;
    }
    out.sessions_active = sessions_.size();
    return out;
  }
  std::vector<account_usage> usage() { return metering_.usage(options_.clock.now()); }
  void restore_usage(const std::vector<account_usage>& saved) { metering_.restore(saved, options_.clock.now()); }
  std::size_t connections() const noexcept { return links_.size(); }
  const router_options& options() const noexcept { return options_; }

 private:
  void on_registro(link& from) {
    const auto payload = acp::read_payload<acp::registro>(e_);
    if (!payload) return defective(from, payload.error());
    detail::agent& a = *from.agent_;
    a.uri = payload->uri;
    const bool first = !from.registered_;
    if (first) {
      from.registered_ = true;
      from.deadline_ = {};
      if (a.current != nullptr) {  // newest wins; the older one may still answer what it was asked
        a.current->replaced_ = true;
        a.current->deadline_ = now() + options_.replacement_grace;
      }
      a.current = &from;
      a.registered_at = options_.clock.now();
      log(log_level::info, "registered", a.id);
    }
    answer(from, type::ack_registro);
    if (!first) return;
    acp::capability_announce announce;
    announce.capacidades = {"relay"};
    announce.formatos_payload = std::vector<std::string>{"json"};
    tell(from, type::capability_announce, {}, {}, announce);
  }

  void on_announce(link& from) {
    auto payload = acp::read_payload<acp::capability_announce>(e_);
    if (!payload) return defective(from, payload.error());
    auto& names = payload->capacidades;  // what is kept for the directory is bounded
    if (names.size() > 64) names.resize(64);
    for (auto& name : names) name = printable(name, 128);
    from.agent_->capabilities = std::move(names);
    acknowledge(from);
    tell(from, type::capability_ack, e_.id_mensaje, {}, std::string_view("null"));
  }

  void for_the_hub(link& from) {
    switch (e_.tipo) {
      case type::flow_control: return on_flow_control(from);
      case type::session_init: {
        if (!e_.id_sesion) return refuse_format(from, "id_sesion: missing");
        acknowledge(from);
        acp::session_reject no;
        no.motivo = "this is a hub and runs no tasks: name an agent in destino";
        no.codigo_error = 501;
        return tell(from, type::session_reject, e_.id_mensaje, e_.id_sesion, no);
      }
      case type::session_close:
      case type::solicitud_tarea:
      case type::respuesta_tarea:
        return refuse(from, acp::errc::session_not_found, "the hub itself has no sessions", e_.id_mensaje, e_.id_sesion);
      default: return acknowledge(from);  // acknowledgements, errors, answers to what the hub has not asked
    }
  }

  void on_flow_control(link& from) {
    const auto payload = acp::read_payload<acp::flow_control>(e_);
    if (!payload) return defective(from, payload.error());
    const bool pause = payload->accion == "PAUSE";
    if (!e_.id_sesion) {
      from.paused_ = pause;
      return acknowledge(from);
    }
    bool found = false;
    for (detail::session* s : from.sessions_) {
      if (s->id != *e_.id_sesion) continue;
      s->paused[s->member[0] == &from ? 0 : 1] = pause;
      found = true;
    }
    if (!found) return refuse(from, acp::errc::session_not_found, "no such session", e_.id_mensaje, e_.id_sesion);
    acknowledge(from);
  }
};

}  // namespace relay
}  // namespace v0
}  // namespace aval
