// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "aval/acp/errors.hpp"
#include "aval/acp/messages.hpp"
#include "aval/acp/write.hpp"
#include "aval/relay/link.hpp"

/*  The lower half of the router: its tables, and everything that the hub says itself. */

namespace aval {
inline namespace v0 {
namespace relay {
namespace detail {


struct agent {
  std::string id = {}, uri = {};
  metering::account* account = nullptr;
  link* current = nullptr;  // the newest registered connection
  std::optional<timestamp> registered_at = {}, last_seen = {};
  std::vector<std::string> capabilities = {};
  std::uint64_t messages_in = 0, messages_out = 0;
  std::size_t connections = 0;
  // tasks that were charged: as many repetitions as an agent sends by itself, in the same session, are not charged again
  struct paid_task {
    uuid session = {};
    unsigned repetitions = 0;
  };
  std::unordered_map<uuid, paid_task> charged = {};
  std::deque<uuid> charged_order = {};
};

struct session {
  acp::id id = {}, init = {};              // init: id_mensaje of the SESSION_INIT
  std::array<link*, 2> member = {};        // [0] has asked for it
  std::array<std::size_t, 2> place = {};   // in link::sessions_
  std::array<bool, 2> paused = {};         // the member wants no requests in it
  bool accepted = false;
  bool one_of_many = false;                // asked for by BROADCAST
  steady_time begun = {}, last = {};
  std::list<session*>::iterator waits = {};  // in router_base::unanswered_, until it is accepted
};

/** Two agents and an id: sessions of other pairs may have the same id. */
struct session_key {
  uuid id = {};
  const agent* low = nullptr;
  const agent* high = nullptr;
  session_key(const acp::id& i, const agent* a, const agent* b) noexcept : id(i.value()), low(std::less<>()(a, b) ? a : b), high(low == a ? b : a) {}
  friend bool operator==(const session_key&, const session_key&) = default;
};
struct session_key_hash {
  std::size_t operator()(const session_key& k) const noexcept {
    return std::hash<uuid>()(k.id) ^ std::hash<const void*>()(k.low) * 31 ^ std::hash<const void*>()(k.high) * 17;
  }
};
struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};

/** Agents, connections and sessions; their ends; ERROR, MESSAGE_ACK, SESSION_CLOSE. */
class router_base {
 protected:
  using type = acp::message_type;

  explicit router_base(router_options options) : options_(std::move(options)), metering_(options_.metering), ids_(options_.random) {}
  ~router_base() = default;

  steady_time now() const { return options_.clock.steady(); }

  // --- sessions ----------------------------------------------------------------------------------------------------------------

  bool remember_session(link& from, link& to, const acp::id& id, const acp::id& init, bool one_of_many = false) {
    if (from.sessions_.size() >= options_.sessions_per_agent || to.sessions_.size() >= options_.sessions_per_agent) return false;
    const auto [place, fresh] = sessions_.try_emplace(session_key(id, from.agent_, to.agent_));
    if (!fresh) return false;
    auto s = std::make_unique<session>();
    s->id = id;
    s->init = init;
    s->member = {&from, &to};
    s->place = {from.sessions_.size(), to.sessions_.size()};
    s->one_of_many = one_of_many;
    s->begun = s->last = now();
    s->waits = unanswered_.insert(unanswered_.end(), s.get());
    from.sessions_.push_back(s.get());
    to.sessions_.push_back(s.get());
    place->second = std::move(s);
    return true;
  }
  void accepted(session& s) {
    if (s.accepted) return;
    s.accepted = true;
    unanswered_.erase(s.waits);
  }
  void forget(session& s) {
    if (!s.accepted) unanswered_.erase(s.waits);
    for (const std::size_t i : {0U, 1U}) {
      auto& list = s.member[i]->sessions_;
      session* const last = list.back();
      last->place[last->member[0] == s.member[i] ? 0 : 1] = s.place[i];
      list[s.place[i]] = last;
      list.pop_back();
    }
    sessions_.erase(session_key(s.id, s.member[0]->agent_, s.member[1]->agent_));
  }
  /** Tells the members but `gone` that it is over. */
  void end_session(session& s, const link* gone, std::string_view why) {
    const auto members = s.member;
    const acp::id id = s.id;
    forget(s);
    acp::session_close close;
    close.motivo = std::string(why);
    for (link* member : members) {
      if (member != gone) tell(*member, type::session_close, {}, id, close);
    }
  }

  /** Nobody has answered the SESSION_INIT: its sender learns that it has failed, the other that there is nothing to answer any more. Of a
   *  BROADCAST the sender hears nothing: the ERROR would end, for it, the session of the same id with those who have answered. */
  void give_up(session& s) {
    const auto members = s.member;
    const acp::id id = s.id, init = s.init;
    const bool tell_sender = !s.one_of_many;
    forget(s);
    acp::session_close close;
    close.motivo = "no answer in time";
    tell(*members[1], type::session_close, {}, id, close);
    if (tell_sender) refuse(*members[0], acp::errc::session_not_found, "the session was not answered in time", init, id);
  }

  // --- connections -------------------------------------------------------------------------------------------------------------

  /** Takes a connection out of everything, before it has gone: nothing may be queued into one that is closing. */
  void depart(link& from) {
    agent& a = *from.agent_;
    from.leaving_ = true;  // the end of a session may end others, and those must not come back to this one
    --a.connections;
    if (!from.sessions_.empty()) {
      const std::string why = "the connection of " + a.id + " was lost";
      while (!from.sessions_.empty()) end_session(*from.sessions_.back(), &from, why);
    }
    if (a.current == &from) {
      a.current = nullptr;
      a.last_seen = options_.clock.now();
      log(log_level::info, "disconnected", a.id);
    }
    links_.back()->place_ = from.place_;
    links_[from.place_] = links_.back();
    links_.pop_back();
    from.agent_ = nullptr;
    from.registered_ = from.paused_ = from.leaving_ = false;
  }
  void drop(link& which, std::uint16_t code, std::string_view why) {
    if (which.agent_ == nullptr || which.leaving_) return;
    log(log_level::warning, why, which.agent_->id);
    depart(which);
    which.close(code, why);
  }
  bool make_room() {
    if (agents_.size() < options_.agents) return true;
    auto oldest = agents_.end();
    for (auto at = agents_.begin(); at != agents_.end(); ++at) {
      if (at->second.connections == 0 && (oldest == agents_.end() || at->second.last_seen < oldest->second.last_seen)) oldest = at;
    }
    if (oldest == agents_.end()) return false;
    agents_.erase(oldest);
    return true;
  }
  void forget_broadcast() {
    broadcast_ids_.erase(broadcasts_.front().first);
    broadcasts_.pop_front();
  }

  // --- what the hub says itself ------------------------------------------------------------------------------------------------

  template <class T>
  void tell(link& to, type tipo, const std::optional<acp::id>& respuesta_a, const std::optional<acp::id>& id_sesion, const T& payload,
            const std::optional<std::uint64_t>& number = {}) {
    if (to.agent_ == nullptr || to.leaving_) return;
    out_.clear();
    acp::header h;
    h.tipo = tipo;
    h.id_mensaje = ids_.next();
    h.origen = options_.id;
    h.destino = to.agent_->id;
    h.respuesta_a = respuesta_a;
    h.timestamp = options_.clock.now();
    h.id_sesion = id_sesion;
    h.numero_secuencia = number;
    acp::write_message(out_, h, payload);
    if (to.queued_messages() < options_.queue_messages && to.queued_bytes() + out_.size() <= options_.queue_bytes && to.send(out_)) {
      ++to.agent_->messages_out;
    } else if (!dropping_) {  // it does not even read what the hub itself has to say
      dropping_ = true;
      ++metrics_.slow_agents_closed;
      doomed_.push_back(&to);
      while (!doomed_.empty()) {
        link* const slow = doomed_.back();
        doomed_.pop_back();
        drop(*slow, 1013, "too slow");
      }
      dropping_ = false;
    } else if (std::find(doomed_.begin(), doomed_.end(), &to) == doomed_.end()) {
      doomed_.push_back(&to);
    }
  }
  void answer(link& to, type tipo) {
    acknowledge(to);
    tell(to, tipo, e_.id_mensaje, {}, std::string_view("null"));
  }
  /** MESSAGE_ACK, where the message asks the hub itself for one. */
  void acknowledge(link& to) {
    if (e_.requiere_ack && e_.tipo != type::message_ack)
      tell(to, type::message_ack, e_.id_mensaje, e_.id_sesion, std::string_view("null"), e_.numero_secuencia);
  }

  void refuse(link& to, acp::errc code, std::string_view what, const std::optional<acp::id>& respuesta_a, const std::optional<acp::id>& id_sesion,
              std::optional<json::raw> details = {}) {
    ++metrics_.errors_sent;
    ++metrics_.errors_by_code[std::string(acp::wire_code(code))];
    acp::error_report report;
    report.codigo_error = acp::wire_code(code);
    report.mensaje_error = what;
    report.detalles_adicionales = std::move(details);
    tell(to, type::error, respuesta_a, id_sesion, report);
  }
  void refuse_format(link& to, std::string_view what) {
    acp::refusal no;
    no.what = what;
    no.respuesta_a = e_.id_mensaje;
    no.id_sesion = e_.id_sesion;
    no.answer = e_.tipo != type::error && e_.tipo != type::message_ack;
    defective(to, no);
  }
  void no_session(link& to) { refuse(to, acp::errc::session_not_found, "no such session with this agent", e_.id_mensaje, e_.id_sesion); }
  void unreachable(link& to) {
    ++metrics_.undeliverable;
    if (e_.tipo == type::error || e_.tipo == type::message_ack) return;
    refuse(to, acp::errc::agent_not_found, "no agent of that name is connected", e_.id_mensaje, e_.id_sesion);
  }
  /** A message that is none: answered with ERROR, and too many of them end the connection. */
  void defective(link& from, const acp::refusal& why) {
    ++metrics_.messages_refused;
    log(log_level::debug, why.what, from.agent_->id);
    if (why.answer) refuse(from, why.code, why.what, why.respuesta_a, why.id_sesion);
    if (from.agent_ == nullptr) return;
    if (from.defects_.add(now(), options_.defects, options_.defect_window)) drop(from, 1008, "too many defective messages");
  }
  void log(log_level level, std::string_view what, const std::string& id) const {
    if (options_.log.enabled(level)) options_.log.log(level, "relay", printable(id) + ": " + printable(what));
  }

  router_options options_;
  metering metering_;
  acp::id_source ids_;
  acp::envelope e_;
  std::string out_;
  std::unordered_map<std::string, agent, text_hash, std::equal_to<>> agents_;
  std::unordered_map<session_key, std::unique_ptr<session>, session_key_hash> sessions_;
  std::list<session*> unanswered_;  // in the order in which they were asked for
  std::vector<link*> links_, doomed_;
  std::deque<std::pair<uuid, steady_time>> broadcasts_;  // ids of those that wanted an acknowledgement
  std::unordered_set<uuid> broadcast_ids_;
  steady_time swept_{};
  router_metrics metrics_;
  bool dropping_ = false;
};

}  // namespace detail
}  // namespace relay
}  // namespace v0
}  // namespace aval
