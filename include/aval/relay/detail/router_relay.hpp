// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/json/write.hpp"
#include "aval/relay/detail/router_base.hpp"

/*  The middle of the router: messages from one agent to others, and what an agent may ask of them. */

namespace aval {
inline namespace v0 {
namespace relay {
namespace detail {

/** What an account that is exhausted is told. */
struct limit_details {
  std::uint64_t limite = 0, usado = 0;
  std::string plan = {};
};

class router_relay : protected router_base {
 protected:
  static constexpr unsigned free_repetitions = 3;  // of a task that nobody acknowledges (ACPaaS specification 4.5)

  using router_base::router_base;
  ~router_relay() = default;

  void for_all(link& from, std::string_view text) {
    if (e_.tipo == type::message_ack) return;
    const bool request = e_.tipo == type::session_init;
    if (e_.tipo != type::flow_control && e_.tipo != type::error && !(request && options_.broadcast_sessions))
      return refuse_format(from, "destino: this type of message cannot go to BROADCAST");
    if (request && !e_.id_sesion) return refuse_format(from, "id_sesion: missing");
    if (request && !affordable(from)) return;
    ++metrics_.broadcasts;
    if (e_.requiere_ack) {
      if (broadcasts_.size() >= 4096) forget_broadcast();
      if (broadcast_ids_.insert(e_.id_mensaje.value()).second) broadcasts_.emplace_back(e_.id_mensaje.value(), now());
    }
    const acp::id message = e_.id_mensaje, id_sesion = e_.id_sesion.value_or(acp::id());
    acknowledge(from);
    if (from.agent_ == nullptr) return;
    for (auto& [id, a] : agents_) {
      if (a.current == nullptr || &a == from.agent_ || a.account != from.agent_->account) continue;
      if (a.current->queued_messages() >= request_messages() || a.current->queued_bytes() + text.size() > request_bytes() || (request && a.current->paused_)) {
        ++metrics_.undeliverable;  // a copy for a slow agent is dropped: nobody may close others by talking to all
        continue;
      }
      if (request && !remember_session(from, *a.current, id_sesion, message, true)) continue;
      if (pass(*a.current, text)) continue;
      ++metrics_.undeliverable;
    }
    if (request) charge(from, message);
  }

  void relay(link& from, agent& to, std::string_view text) {
    session* s = nullptr;
    if (e_.id_sesion) {
      const auto found = sessions_.find(session_key(*e_.id_sesion, from.agent_, &to));
      if (found != sessions_.end()) s = found->second.get();
    }
    // a session belongs to the two connections between which it was made
    const bool member = s != nullptr && (s->member[0] == &from || s->member[1] == &from);
    const std::size_t me = member && s->member[1] == &from ? 1 : 0;
    link* const other = member ? s->member[1 - me] : nullptr;
    switch (e_.tipo) {
      case type::session_init: return relay_init(from, to, s, text);
      case type::solicitud_tarea:
        if (!e_.id_sesion) return refuse_format(from, "id_sesion: missing");
        if (!member) return no_session(from);
        return relay_task(from, *other, *s, s->paused[1 - me], text);
      case type::respuesta_tarea:
      case type::session_close:
        if (!e_.id_sesion) return refuse_format(from, "id_sesion: missing");
        if (!member) return no_session(from);
        break;
      case type::session_accept:
      case type::session_reject:
        if (!e_.id_sesion) return refuse_format(from, "id_sesion: missing");
        if (!member || me == 0) return no_session(from);  // only who was asked may answer
        break;
      case type::flow_control:
        if (e_.id_sesion && !member) return no_session(from);
        break;
      case type::message_ack:
        if (e_.respuesta_a && broadcast_ids_.count(e_.respuesta_a->value()) != 0) return;  // the hub has answered for all
        break;
      default: break;
    }
    if (member) s->last = now();
    const type what = e_.tipo;
    const acp::id message = e_.id_mensaje;
    // a refusal of this session, not of a second request with the id of a running one
    const bool refused = (what == type::session_reject && !s->accepted && (!e_.respuesta_a || *e_.respuesta_a == s->init)) ||
                         (what == type::error && member && me == 1 && !s->accepted && e_.respuesta_a && *e_.respuesta_a == s->init);
    if (!pass(other != nullptr ? *other : *to.current, text)) {
      // The receiver takes nothing any more. Its end ends the session too, of which the sender hears by SESSION_CLOSE
      const auto id_sesion = e_.id_sesion;
      const bool quiet = what == type::message_ack || what == type::error;
      ++metrics_.slow_agents_closed;
      drop(other != nullptr ? *other : *to.current, 1013, "too slow");
      if (!quiet) refuse(from, acp::errc::agent_not_found, "the receiver was disconnected", message, id_sesion);
      return;
    }
    if (what == type::respuesta_tarea) ++metrics_.answers_relayed;
    if (what == type::session_accept) accepted(*s);
    if (refused || what == type::session_close) forget(*s);
  }

  void relay_init(link& from, agent& to, session* s, std::string_view text) {
    if (!e_.id_sesion) return refuse_format(from, "id_sesion: missing");
    link& target = *to.current;
    const bool repeated = s != nullptr && s->init == e_.id_mensaje && s->member[0] == &from;
    if (!admits(from, target, text)) return;
    if (!repeated && !affordable(from)) return;
    if (s == nullptr && !remember_session(from, target, *e_.id_sesion, e_.id_mensaje))
      return refuse(from, acp::errc::rate_limit_exceeded, "too many sessions", e_.id_mensaje, e_.id_sesion);
    // one that is in use already is passed on as well: the receiver rejects it, the running session stays
    link& where = repeated ? *s->member[1] : target;
    if (!pass(where, text)) return busy(from, where, e_.id_sesion);
    if (!repeated) charge(from, e_.id_mensaje);
    if (s == nullptr) ++metrics_.sessions_opened;
  }

  void relay_task(link& from, link& target, session& s, bool paused, std::string_view text) {
    if (!admits(from, target, text)) return;
    if (paused) return limited(from, "the receiver has paused this session");
    const auto paid = from.agent_->charged.find(e_.id_mensaje.value());
    const bool repeated = paid != from.agent_->charged.end() && paid->second.session == e_.id_sesion->value() && paid->second.repetitions < free_repetitions;
    if (repeated) ++paid->second.repetitions;
    if (!repeated && !affordable(from)) return;
    if (!pass(target, text)) return busy(from, target, {});
    if (!repeated) charge(from, e_.id_mensaje);
    s.last = now();
    ++metrics_.tasks_relayed;
  }

  std::size_t request_bytes() const noexcept { return options_.queue_bytes - options_.queue_bytes / 8; }
  std::size_t request_messages() const noexcept { return options_.queue_messages - options_.queue_messages / 8; }

  /** Whether a receiver takes new requests; answers the sender if not. */
  bool admits(link& from, link& target, std::string_view text) {
    if (target.paused_) return limited(from, "the receiver has paused new requests"), false;
    if (target.queued_messages() < request_messages() && target.queued_bytes() + text.size() <= request_bytes()) return true;
    return limited(from, "the receiver is busy"), false;
  }
  void limited(link& from, std::string_view why) {
    ++metrics_.requests_limited;
    refuse(from, acp::errc::rate_limit_exceeded, why, e_.id_mensaje, e_.id_sesion);
  }
  /** A request that did not fit although it was admitted: the transport has a limit of its own. */
  void busy(link& from, link& target, const std::optional<acp::id>& opened) {
    if (opened) {
      const auto found = sessions_.find(session_key(*opened, from.agent_, target.agent_));
      if (found != sessions_.end() && found->second->init == e_.id_mensaje) forget(*found->second);
    }
    limited(from, "the receiver is busy");
  }
  bool affordable(link& from) {
    metering::account& account = *from.agent_->account;
    if (!account.limit || metering_.allows(account, options_.clock.now())) return true;
    ++metrics_.requests_limited;
    limit_details details;
    details.limite = *account.limit;
    details.usado = account.used;
    details.plan = account.plan;
    refuse(from, acp::errc::rate_limit_exceeded, "the account has used up its plan", e_.id_mensaje, e_.id_sesion, json::raw(json::write(details)));
    return false;
  }
  void charge(link& from, const acp::id& message) {
    agent& a = *from.agent_;
    metering_.charge(*a.account, options_.clock.now());
    if (!a.account->limit) return;
    if (a.charged_order.size() >= 1024) {
      a.charged.erase(a.charged_order.front());
      a.charged_order.pop_front();
    }
    agent::paid_task paid;
    if (e_.id_sesion) paid.session = e_.id_sesion->value();
    if (a.charged.insert_or_assign(message.value(), paid).second) a.charged_order.push_back(message.value());
  }

  /** Queues a message for an agent, as it came. */
  bool pass(link& to, std::string_view text) {
    if (to.queued_messages() >= options_.queue_messages || to.queued_bytes() + text.size() > options_.queue_bytes || !to.send(text)) return false;
    ++metrics_.messages_relayed;
    metrics_.bytes_relayed += text.size();
    ++to.agent_->messages_out;
    return true;
  }
};

}  // namespace detail
}  // namespace relay
}  // namespace v0
}  // namespace aval
