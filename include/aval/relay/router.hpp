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
#include "aval/core/error.hpp"
#include "aval/json/write.hpp"
#include "aval/relay/link.hpp"

/*  The hub's decisions without I/O (ACPaaS specification, part 5): who is registered, where a message goes, what is refused and how.
 *
 *      router.connected(link, "alice");          // TLS has verified that the certificate's CN is alice
 *      router.received(link, text);              // each message of that connection
 *      router.disconnected(link);
 *      router.tick();                            // about once a second: registration deadlines, replaced connections, idle sessions
 *
 *  A message is read once, to see its envelope, and passed on as the bytes that came: unknown members, order and spelling are the
 *  agents' own business. Everything that an agent may do is bound to the name in its certificate, never to the text of `origen`.
 *
 *  What belongs to one connection ends with it: its sessions (the other member gets SESSION_CLOSE), its PAUSE flags. */

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
  // ids of actions that were charged: a repetition of the same message is not charged again
  std::unordered_set<uuid> charged = {};
  std::deque<uuid> charged_order = {};
};

struct session {
  acp::id id = {}, init = {};              // init: id_mensaje of the SESSION_INIT
  std::array<link*, 2> member = {};        // [0] has asked for it
  std::array<std::size_t, 2> place = {};   // in link::sessions_
  std::array<bool, 2> paused = {};         // the member wants no requests in it
  bool accepted = false;
  steady_time last = {};
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

/** What an account that is exhausted is told. */
struct limit_details {
  std::uint64_t limite = 0, usado = 0;
  std::string plan = {};
};

}  // namespace detail

/** The routing table and the rules. @par Threads  one at a time. */
class router {
 public:
  /** @par Exceptions  aval::error (invalid_argument): the id or a plan cannot be used. */
  explicit router(router_options options) : options_(std::move(options)), metering_(options_.metering), ids_(options_.random) {
    if (!acp::valid_agent_id(options_.id)) throw error(aval::errc::invalid_argument, "router_options.id");
    if (options_.queue_bytes == 0 || options_.queue_messages == 0) throw error(aval::errc::invalid_argument, "router_options: a queue of size 0");
  }
  router(const router&) = delete;
  router& operator=(const router&) = delete;

  /** A connection whose certificate names `id` (exactly one CN that can be an id). False: it was told to close. */
  bool connected(link& from, const std::string& id) {
    if (!acp::valid_agent_id(id) || id == options_.id) return from.close(1008, "this certificate cannot be used here"), false;
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
    if (options_.session_idle.count() <= 0 || time - swept_ < options_.session_idle / 30) return;
    swept_ = time;
    std::vector<detail::session*> idle;
    for (auto& [key, s] : sessions_) {
      if (time - s->last > options_.session_idle) idle.push_back(s.get());
    }
    for (detail::session* s : idle) end_session(*s, nullptr, "idle");
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
  using type = acp::message_type;

  detail::steady_time now() const { return options_.clock.steady(); }

  // --- between the hub and one agent -------------------------------------------------------------------------------------------

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

  // --- from one agent to others ------------------------------------------------------------------------------------------------

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
      if (request && !remember_session(from, *a.current, id_sesion, message)) continue;
      if (pass(*a.current, text)) continue;
      ++metrics_.undeliverable;
    }
    if (request) charge(from, message);
  }

  void relay(link& from, detail::agent& to, std::string_view text) {
    detail::session* s = nullptr;
    if (e_.id_sesion) {
      const auto found = sessions_.find(detail::session_key(*e_.id_sesion, from.agent_, &to));
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
    if (what == type::session_accept) s->accepted = true;
    if (refused || what == type::session_close) forget(*s);
  }

  void relay_init(link& from, detail::agent& to, detail::session* s, std::string_view text) {
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

  void relay_task(link& from, link& target, detail::session& s, bool paused, std::string_view text) {
    if (!admits(from, target, text)) return;
    if (paused) return limited(from, "the receiver has paused this session");
    const bool repeated = from.agent_->charged.count(e_.id_mensaje.value()) != 0;
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
      const auto found = sessions_.find(detail::session_key(*opened, from.agent_, target.agent_));
      if (found != sessions_.end() && found->second->init == e_.id_mensaje) forget(*found->second);
    }
    limited(from, "the receiver is busy");
  }
  bool affordable(link& from) {
    metering::account& account = *from.agent_->account;
    if (!account.limit || metering_.allows(account, options_.clock.now())) return true;
    ++metrics_.requests_limited;
    detail::limit_details details;
    details.limite = *account.limit;
    details.usado = account.used;
    details.plan = account.plan;
    refuse(from, acp::errc::rate_limit_exceeded, "the account has used up its plan", e_.id_mensaje, e_.id_sesion, json::raw(json::write(details)));
    return false;
  }
  void charge(link& from, const acp::id& message) {
    detail::agent& a = *from.agent_;
    metering_.charge(*a.account, options_.clock.now());
    if (!a.account->limit) return;
    if (a.charged_order.size() >= 1024) {
      a.charged.erase(a.charged_order.front());
      a.charged_order.pop_front();
    }
    if (a.charged.insert(message.value()).second) a.charged_order.push_back(message.value());
  }

  /** Queues a message for an agent, as it came. */
  bool pass(link& to, std::string_view text) {
    if (to.queued_messages() >= options_.queue_messages || to.queued_bytes() + text.size() > options_.queue_bytes || !to.send(text)) return false;
    ++metrics_.messages_relayed;
    metrics_.bytes_relayed += text.size();
    ++to.agent_->messages_out;
    return true;
  }

  // --- sessions ----------------------------------------------------------------------------------------------------------------

  bool remember_session(link& from, link& to, const acp::id& id, const acp::id& init) {
    if (from.sessions_.size() >= options_.sessions_per_agent || to.sessions_.size() >= options_.sessions_per_agent) return false;
    const auto [place, fresh] = sessions_.try_emplace(detail::session_key(id, from.agent_, to.agent_));
    if (!fresh) return false;
    auto s = std::make_unique<detail::session>();
    s->id = id;
    s->init = init;
    s->member = {&from, &to};
    s->place = {from.sessions_.size(), to.sessions_.size()};
    s->last = now();
    from.sessions_.push_back(s.get());
    to.sessions_.push_back(s.get());
    place->second = std::move(s);
    return true;
  }
  void forget(detail::session& s) {
    for (const std::size_t i : {0U, 1U}) {
      auto& list = s.member[i]->sessions_;
      detail::session* const last = list.back();
      last->place[last->member[0] == s.member[i] ? 0 : 1] = s.place[i];
      list[s.place[i]] = last;
      list.pop_back();
    }
    sessions_.erase(detail::session_key(s.id, s.member[0]->agent_, s.member[1]->agent_));
  }
  /** Tells the members but `gone` that it is over. */
  void end_session(detail::session& s, const link* gone, std::string_view why) {
    const auto members = s.member;
    const acp::id id = s.id;
    forget(s);
    acp::session_close close;
    close.motivo = std::string(why);
    for (link* member : members) {
      if (member != gone) tell(*member, type::session_close, {}, id, close);
    }
  }

  // --- connections -------------------------------------------------------------------------------------------------------------

  /** Takes a connection out of everything, before it has gone: nothing may be queued into one that is closing. */
  void depart(link& from) {
    detail::agent& a = *from.agent_;
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
    from.registered_ = from.paused_ = false;
  }
  void drop(link& which, std::uint16_t code, std::string_view why) {
    if (which.agent_ == nullptr) return;
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
    if (to.agent_ == nullptr) return;
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
    const auto time = now();
    if (time - from.defects_since_ > options_.defect_window) from.defects_since_ = time, from.defects_ = 0;
    if (++from.defects_ > options_.defects) drop(from, 1008, "too many defective messages");
  }
  void log(log_level level, std::string_view what, const std::string& id) const {
    if (options_.log.enabled(level)) options_.log.log(level, "relay", printable(id) + ": " + printable(what));
  }

  router_options options_;
  metering metering_;
  acp::id_source ids_;
  acp::envelope e_;
  std::string out_;
  std::unordered_map<std::string, detail::agent, detail::text_hash, std::equal_to<>> agents_;
  std::unordered_map<detail::session_key, std::unique_ptr<detail::session>, detail::session_key_hash> sessions_;
  std::vector<link*> links_, doomed_;
  std::deque<std::pair<uuid, detail::steady_time>> broadcasts_;  // ids of those that wanted an acknowledgement
  std::unordered_set<uuid> broadcast_ids_;
  detail::steady_time swept_{};
  router_metrics metrics_;
  bool dropping_ = false;
};

}  // namespace relay
}  // namespace v0
}  // namespace aval
