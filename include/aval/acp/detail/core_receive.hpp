// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <exception>

#include "aval/acp/detail/core_work.hpp"

/*  What happens to a message that arrives. In this order: envelope, sender, registration, duplicate, payload; then MESSAGE_ACK if it asks for
 *  one, then its meaning. A message that fails before the acknowledgement is answered with ERROR in its place. */

namespace aval {
inline namespace v0 {
namespace acp {
namespace detail {

class core_receive : public core_work {
 public:
  using core_work::core_work;

 protected:
  void receive(link& l, std::string_view text) {
    ++counts_.messages_in;
    if (options_.on_message) options_.on_message(false, l.peer->name, text);
    envelope& e = envelope_;
    const auto read = e.read(text, {.max_message = options_.max_message, .max_depth = options_.max_depth});
    if (!read) return refuse(l, *l.peer, read.error());
    if (options_.lift_misplaced) lift_misplaced(e, lifted_);

    party* from = l.peer;
    if (e.origen != from->name) {
      if (!l.hub || !valid_agent_id(e.origen) || e.origen == options_.id) {
        refuse(l, *from, {.code = errc::auth_failed, .what = "origen is not the name in the certificate", .respuesta_a = e.id_mensaje, .id_sesion = e.id_sesion, .answer = true});
        return close_link(l, 1008, errc::auth_failed);
      }
      // who only says that it relays does not speak for those who are here themselves; nor is its connection closed for what others put on it
      if (party* const here = l.trusted ? nullptr : find_party(e.origen); here != nullptr && !here->links.empty())
        return refuse(l, *here, {.code = errc::auth_failed, .what = "origen has a connection of its own", .respuesta_a = e.id_mensaje, .id_sesion = e.id_sesion,
                                 .answer = e.tipo != message_type::error && e.tipo != message_type::message_ack});
      if (hop_by_hop(e.tipo)) return drop_silently("a relayed " + std::string(to_string(e.tipo)));
      if ((from = make_party(e.origen, l.trusted ? nullptr : l.peer)) == nullptr) return unknown(l, e);
    }
    if (!l.fsm.admits(e.tipo))
      return refuse(l, *from, {.code = errc::not_registered, .what = "REGISTRO first", .respuesta_a = e.id_mensaje, .id_sesion = e.id_sesion,
                               .answer = e.tipo != message_type::message_ack});
    if (remembered(e.tipo)) {
      if (from->seen.knows(e.id_mensaje, now())) return repeat(l, *from, e);
    }
    if (e.respuesta_a && e.tipo != message_type::message_ack && l.delivery.acknowledged(*e.respuesta_a, now())) {
      if (request* const r = find_request(*e.respuesta_a)) r->fsm.on_ack();
    }
    process(l, *from, e);
  }

  /** Whoever passes a message on is not to blame for it: an agent behind a hub that sends too many invalid ones gets no more answers, the
   *  hub's connection stays. */
  void refuse(link& l, party& from, const refusal& no) {
    ++counts_.refused;
    if (logs(log_level::warning)) say(log_level::warning, "message of " + printable(from.name, 64) + " refused: " + no.what);
    const bool relayed = &from != l.peer;
    const bool too_many = (relayed ? from.defects : l.defects).add(now(), options_.max_defects, options_.defect_window);
    if (no.answer && !(relayed && too_many)) send_error(l, from.name, no.code, no.what, no.respuesta_a, no.id_sesion);
    if (no.code == errc::message_too_large) return close_link(l, 1009, errc::message_too_large);
    if (too_many && !relayed) close_link(l, 1008, errc::invalid_message_format, "too many invalid messages");
  }

 private:
  static bool hop_by_hop(message_type t) noexcept { return t <= message_type::capability_ack || t >= message_type::heartbeat; }
  /** Types whose repetition would do something twice, or is owed the same answer. */
  static bool remembered(message_type t) noexcept {
    return t == message_type::capability_announce || (t >= message_type::session_init && t <= message_type::flow_control);
  }
  void drop_silently(const std::string& what) {
    ++counts_.refused;
    if (logs(log_level::warning)) say(log_level::warning, what + " is ignored");
  }

  /** A name that is one too many: whoever bears it hears so, if there is anybody. */
  void unknown(link& l, const envelope& e) {
    ++counts_.refused;
    if (logs(log_level::warning)) say(log_level::warning, printable(l.peer->name, 64) + " passes messages of too many agents on");
    if (e.tipo != message_type::error && e.tipo != message_type::message_ack)
      send_error(l, e.origen, errc::rate_limit_exceeded, "too many agents behind this connection", e.id_mensaje, e.id_sesion);
  }

  void acknowledge(link& l, const party& to, const envelope& e) {
    if (!e.requiere_ack || e.tipo == message_type::message_ack) return;
    header h = answer_to(message_type::message_ack, to.name, e);
    h.numero_secuencia = e.numero_secuencia;
    send(l, h);
  }
  /** Accepted for processing: remembered and acknowledged. */
  void accept(link& l, party& from, const envelope& e) {
    if (remembered(e.tipo)) from.seen.remember(e.id_mensaje, now());
    acknowledge(l, from, e);
  }
  void repeat(link& l, party& from, const envelope& e) {
    ++counts_.duplicates;
    acknowledge(l, from, e);
    if (const std::string* const answer = from.seen.answer(e.id_mensaje)) return send_again(l, *answer);
    if (e.tipo == message_type::solicitud_tarea) follow(from, e.id_mensaje, l);
  }

  void process(link& l, party& from, envelope& e) {
    switch (e.tipo) {
      case message_type::registro: return on_registro(l, from, e);
      case message_type::ack_registro: return acknowledge(l, from, e), registered(l, l.fsm.on_ack(e.respuesta_a == l.registro), e);
      case message_type::capability_announce: return on_announce(l, from, e);
      case message_type::capability_ack:
        if (e.respuesta_a == l.announce) l.announce_acknowledged = true;
        return acknowledge(l, from, e);
      case message_type::session_init: return on_init(l, from, e);
      case message_type::session_accept: return accept(l, from, e), on_accept(from, e);
      case message_type::session_reject: return on_reject(l, from, e);
      case message_type::session_close: return on_close(l, from, e);
      case message_type::solicitud_tarea: return on_task(l, from, e);
      case message_type::respuesta_tarea: return on_answer(l, from, e);
      case message_type::flow_control: return on_flow(l, from, e);
      case message_type::message_ack: return on_ack(l, from, e);
      case message_type::error: return on_error(l, from, e);
      case message_type::heartbeat: return acknowledge(l, from, e), void(send(l, answer_to(message_type::heartbeat_ack, from.name, e)));
      case message_type::heartbeat_ack: return acknowledge(l, from, e);
    }
  }

  template <class T>
  std::optional<T> payload(link& l, party& from, const envelope& e) {
    auto read = read_payload<T>(e);
    if (read) return std::move(*read);
    refuse(l, from, read.error());
    return {};
  }
  bool without_session(link& l, party& from, const envelope& e) {
    if (e.id_sesion) return false;
    refuse(l, from, {.what = "id_sesion: missing", .respuesta_a = e.id_mensaje, .id_sesion = {}});
    return true;
  }

  // ---- registration and capabilities

  void on_registro(link& l, party& from, const envelope& e) {
    auto who = payload<registro>(l, from, e);
    if (!who) return;
    from.uri = std::move(who->uri);
    acknowledge(l, from, e);
    const auto next = l.fsm.on_registro();
    send(l, answer_to(message_type::ack_registro, from.name, e));
    if (next != connection_fsm::act::ack_and_announce) return;
    for (link* const other : from.links) {  // the newest incoming connection takes over
      if (other == &l || other->replaced || other->closed || other->fsm.role() != connection_role::listener || !other->fsm.ready()) continue;
      other->replaced = true;
      other->replaced_at = now();
      other->timer.arm(timers_, timer_set::kind::link, other, now() + options_.replaced_for);
    }
    registered(l, connection_fsm::act::announce, e);
  }
  void registered(link& l, connection_fsm::act next, const envelope& e) {
    if (next != connection_fsm::act::announce) return;
    l.ready_at = now();
    l.peer->registered_at = wall();
    compare_clocks(l, e);
    announce(l);
    put(kind::ready, l.number).peer = l.peer->name;
  }
  /** A difference is worth a line, and is never a reason to refuse anything. */
  void compare_clocks(const link& l, const envelope& e) const {
    if (options_.clock_warning.count() <= 0 || !logs(log_level::warning)) return;
    const auto ahead = std::chrono::floor<std::chrono::seconds>(e.timestamp) - std::chrono::floor<std::chrono::seconds>(wall());
    if (std::chrono::abs(ahead) <= options_.clock_warning) return;
    say(log_level::warning, "the clock of " + printable(l.peer->name, 64) + " is " + std::to_string(std::chrono::abs(ahead).count()) + (ahead.count() > 0 ? " s ahead of" : " s behind") + " ours");
  }

 protected:
  void announce(link& l) {
    capability_announce able;
    able.capacidades = options_.capabilities;
    able.max_sesiones_concurrentes = options_.announced_sessions;
    able.formatos_payload = std::vector<std::string>{"json"};
    const header h = make_header(message_type::capability_announce, l.peer->name);
    l.announce = h.id_mensaje;
    l.announce_acknowledged = l.capability_logged = false;
    l.announced_at = now();
    send(l, h, able);
    if (!l.replaced) l.timer.arm(timers_, timer_set::kind::link, &l, l.announced_at + options_.capability_ack_timeout);
  }

 private:
  void on_announce(link& l, party& from, const envelope& e) {
    auto able = payload<capability_announce>(l, from, e);
    if (!able) return;
    accept(l, from, e);
    const std::string_view major = std::string_view(able->version_protocolo).substr(0, able->version_protocolo.find('.'));
    if (major != "1" && logs(log_level::warning)) say(log_level::warning, "version " + printable(able->version_protocolo, 20) + " of " + printable(from.name, 64));
    for (const std::string& c : able->capacidades)
      if (c == "relay") l.hub = true;
    from.capabilities = std::move(*able);
    from.seen.answered(e.id_mensaje, send(l, answer_to(message_type::capability_ack, from.name, e)));
    put(kind::capabilities, l.number).peer = from.name;
  }

  // ---- sessions

  void on_init(link& l, party& from, const envelope& e) {
    if (without_session(l, from, e)) return;
    auto init = payload<session_init>(l, from, e);
    if (!init) return;
    accept(l, from, e);
    std::optional<session_reject> no;
    try {
      no = reject_reason(l, from, e, *init);
    } catch (const std::exception& x) {  // of the application's hook
      if (logs(log_level::error)) say(log_level::error, "options::accept_session has thrown: " + printable(x.what(), 300));
      return cannot(l, from, errc::internal_error, "the session could not be decided about", e);
    }
    if (no) {
      ++counts_.sessions_rejected;
      from.seen.answered(e.id_mensaje, send(l, answer_to(message_type::session_reject, from.name, e), *no));
      return;
    }
    auto made = std::make_unique<session>(&from, *e.id_sesion, &l, session_fsm::accepted(now()));
    session& s = *made;
    s.init = e.id_mensaje;
    s.idle = options_.session_idle;
    if (init->requisitos && init->requisitos->timeout_min && *init->requisitos->timeout_min > 0)
      s.idle = std::chrono::minutes(std::min<std::int64_t>(*init->requisitos->timeout_min, 1'000'000));
    from.sessions.emplace(s.name, std::move(made));
    ++from.opened_by_peer;
    if (merely_relayed(l, from)) ++l.relayed_sessions;
    ++counts_.sessions_accepted;
    watch(s);
    from.seen.answered(e.id_mensaje, send(l, answer_to(message_type::session_accept, from.name, e)));
    output& o = put(kind::session_offered, l.number);
    o.name = s.name;
    o.peer = from.name;
  }
  std::optional<session_reject> reject_reason(const link& l, party& from, const envelope& e, const session_init& init) {
    const auto no = [](const char* why, std::int64_t code) { return session_reject{.motivo = why, .codigo_error = code}; };
    if (shutting_down_) return no("shutting down", 503);
    if (init.requisitos && init.requisitos->required_capability &&
        std::find(options_.capabilities.begin(), options_.capabilities.end(), *init.requisitos->required_capability) == options_.capabilities.end())
      return no("required capability not supported", 501);
    if (options_.announced_sessions && from.opened_by_peer >= static_cast<std::size_t>(std::max<std::int64_t>(*options_.announced_sessions, 0)))
      return no("too many sessions", 503);
    if (merely_relayed(l, from) && l.relayed_sessions >= options_.relayed_sessions) return no("too many sessions behind this connection", 503);
    if (options_.sessions_per_minute != 0) {
      if (now() - from.minute >= std::chrono::minutes(1)) from.minute = now(), from.opened_lately = 0;
      if (++from.opened_lately > options_.sessions_per_minute) return no("too many sessions in a minute", 429);
    }
    if (find_session(from, *e.id_sesion) != nullptr) return no("id_sesion is in use", 409);
    return options_.accept_session ? options_.accept_session(from.name, init) : std::nullopt;
  }
  void on_accept(party& from, const envelope& e) {
    session* const s = e.id_sesion ? find_session(from, *e.id_sesion) : nullptr;
    if (s == nullptr || !s->fsm.initiator() || (e.respuesta_a && *e.respuesta_a != s->init)) return;
    if (s->fsm.on_accept(now()) != session_fsm::act::opened) return;
    s->home->delivery.forget(s->init);
    s->told = false;
    ++counts_.sessions_opened;
    watch(*s);
    output& o = put(kind::session_opened, s->home->number);
    o.name = s->name;
    o.peer = from.name;
  }
  void on_reject(link& l, party& from, const envelope& e) {
    auto no = payload<session_reject>(l, from, e);
    if (!no) return;
    accept(l, from, e);
    session* const s = e.id_sesion ? find_session(from, *e.id_sesion) : nullptr;
    if (s == nullptr || !s->fsm.initiator() || (e.respuesta_a && *e.respuesta_a != s->init)) return;
    if (s->fsm.on_reject() == session_fsm::act::none) return;
    std::string why = printable(no->motivo, 200);
    if (no->codigo_error) why += " (" + std::to_string(*no->codigo_error) + ")";
    drop(*s, make_error_code(errc::session_rejected), why);
  }
  void on_close(link& l, party& from, const envelope& e) {
    if (without_session(l, from, e)) return;
    auto why = payload<session_close>(l, from, e);
    if (!why) return;
    accept(l, from, e);
    session* s = find_session(from, *e.id_sesion);
    const bool of_the_hub = l.hub && &from == l.peer;  // which tells that the other member is gone
    if (s == nullptr && of_the_hub) {
      if (party* const other = addressed_by(l, *e.id_sesion)) s = find_session(*other, *e.id_sesion);
    }
    if (s == nullptr) {
      if (!of_the_hub && !lately_ended(from, *e.id_sesion)) cannot(l, from, errc::session_not_found, "no such session", e);
      return;
    }
    drop(*s, make_error_code(errc::session_closed), printable(why->motivo.value_or(std::string()), 200));
  }

  // ---- tasks

  void watch_numbers(session& s, const envelope& e) {
    s.fsm.use(now());
    if (!e.numero_secuencia) return;
    const auto found = s.numbers.received(*e.numero_secuencia);
    if (found == sequence_numbers::verdict::in_order) return;
    const bool gap = found == sequence_numbers::verdict::gap;
    ++(gap ? counts_.gaps : counts_.regressions);
    if (logs(log_level::info)) say(log_level::info, std::string(gap ? "gap" : "regression") + " at number " + std::to_string(*e.numero_secuencia) + " of " + printable(s.who->name, 64));
  }
  void on_task(link& l, party& from, const envelope& e) {
    if (without_session(l, from, e)) return;
    auto task = payload<solicitud_tarea>(l, from, e);
    if (!task) return;
    accept(l, from, e);
    session* const s = find_session(from, *e.id_sesion);
    if (s == nullptr || !s->fsm.active()) return cannot(l, from, errc::session_not_found, "no active session", e);
    watch_numbers(*s, e);
    if (from.tasks >= options_.max_tasks_per_connection || shutting_down_)
      return cannot(l, from, errc::rate_limit_exceeded, shutting_down_ ? "shutting down" : "too many tasks", e);
    if (merely_relayed(l, from)) {
      if (l.relayed_tasks >= options_.relayed_tasks) return cannot(l, from, errc::rate_limit_exceeded, "too many tasks behind this connection", e);
      ++l.relayed_tasks;
    }
    auto made = std::make_unique<work>(&from, &l, e.id_mensaje);
    work& w = *made;
    w.task.number = ++last_task_;
    w.task.peer = from.name;
    w.task.session = *e.id_sesion;
    w.task.name = std::move(task->descripcion_tarea);
    if (task->parametros) w.task.parameters = std::move(*task->parametros);
    if (task->timeout_sugerido_seg && *task->timeout_sugerido_seg > 0) {
      w.task.limit = std::chrono::seconds(std::min<std::int64_t>(*task->timeout_sugerido_seg, 100'000'000));
      w.task.deadline = now() + *w.task.limit;
      w.timer.arm(timers_, timer_set::kind::task, &w, *w.task.deadline);
    }
    s->tasks.push_back(w.task.number);
    queued_.push_back(w.task.number);
    works_.emplace(w.task.number, std::move(made));
    if (++from.tasks > options_.pause_above && std::find(from.pausing.begin(), from.pausing.end(), &l) == from.pausing.end()) {
      from.pausing.push_back(&l);
      send_flow(l, from.name, {}, true);
    }
    start_queued();
  }
  void on_answer(link& l, party& from, const envelope& e) {
    request* const r = e.respuesta_a ? find_request(*e.respuesta_a) : nullptr;
    if (r == nullptr || r->who != &from || r->fsm.where() == request_fsm::state::held) {
      session* const s = e.id_sesion ? find_session(from, *e.id_sesion) : nullptr;
      if (s != nullptr) watch_numbers(*s, e);
      accept(l, from, e);
      if (e.id_sesion && (s == nullptr || !s->fsm.active()) && !lately_ended(from, *e.id_sesion) && (s == nullptr || s->fsm.where() != session_fsm::state::closing))
        cannot(l, from, errc::session_not_found, "no active session", e);
      return;
    }
    auto answer = read_payload<respuesta_tarea>(e);
    if (!answer) {
      refuse(l, from, answer.error());
      return finish(*r, make_error_code(errc::invalid_answer), answer.error().what, {});
    }
    accept(l, from, e);
    watch_numbers(*r->in, e);
    if (answer->estado == "exito") return finish(*r, {}, {}, answer->resultado ? std::move(*answer->resultado) : json::raw());
    json::raw detail = answer->error_detalle ? std::move(*answer->error_detalle) : json::raw();
    std::string why = detail.is_null() ? printable(answer->estado, 40) : printable(detail.text(), 300);
    finish(*r, make_error_code(errc::task_failed), std::move(why), std::move(detail));
  }
  void on_ack(link& l, party& from, const envelope& e) {
    if (!e.respuesta_a) return;
    request* const r = find_request(*e.respuesta_a);
    if (r != nullptr && r->who == &from) r->fsm.on_ack();
    l.delivery.acknowledged(*e.respuesta_a, now());
    if (!e.id_sesion) return;
    session* const s = find_session(from, *e.id_sesion);
    if (s != nullptr && s->close == *e.respuesta_a && s->fsm.on_close_acknowledged() == session_fsm::act::dropped) drop(*s, {}, {});
  }
  void on_error(link& l, party& from, const envelope& e) {
    acknowledge(l, from, e);
    const auto report = read_payload<error_report>(e);
    std::optional<id> cause = e.respuesta_a;
    if (!cause && report && (cause = report->original)) l.delivery.acknowledged(*cause, now());
    const errc code = report ? parse_wire_code(report->codigo_error) : errc::peer_error;
    std::string why = report ? printable(report->codigo_error, 60) + ": " + printable(report->mensaje_error, 300) : std::string("an invalid ERROR");
    if (logs(log_level::warning)) say(log_level::warning, "ERROR of " + printable(from.name, 64) + ": " + why);
    if (cause) {
      if (*cause == l.registro && l.fsm.on_refused() == connection_fsm::act::refuse) return close_link(l, 1008, errc::registration_refused, why);
      request* const r = find_request(*cause);
      if (r != nullptr && (r->who == &from || r->via == &l)) {
        const id in = r->in->name;
        party& who = *r->who;
        finish(*r, make_error_code(code), why, {});
        if (code == errc::session_not_found)
          if (session* const s = find_session(who, in)) drop(*s, make_error_code(code), why);
        return;
      }
    }
    if (!e.id_sesion) return;
    for (party* const p : {&from, addressed_by(l, *e.id_sesion)}) {  // a hub answers for the agent that it cannot reach
      session* const s = p != nullptr ? find_session(*p, *e.id_sesion) : nullptr;
      if (s == nullptr) continue;
      const bool names_init = cause && *cause == s->init && s->fsm.initiator() && s->fsm.where() == session_fsm::state::pending;
      const bool names_close = cause && *cause == s->close;
      if (names_init || names_close || code == errc::session_not_found) return drop(*s, make_error_code(code), why);
    }
  }
  /** With whom a session was opened through this hub. */
  party* addressed_by(link& l, const id& name) {
    if (!l.hub) return nullptr;
    for (const auto& entry : parties_)
      if (session* const s = find_session(*entry.second, name); s != nullptr && s->home == &l) return entry.second.get();
    return nullptr;
  }

  // ---- flow control

  void on_flow(link& l, party& from, const envelope& e) {
    auto flow = payload<flow_control>(l, from, e);
    if (!flow) return;
    const bool pause = flow->accion == "PAUSE";
    accept(l, from, e);
    if (e.id_sesion) {
      session* const s = find_session(from, *e.id_sesion);
      if (s == nullptr || !s->fsm.active()) return cannot(l, from, errc::session_not_found, "no active session", e);
      s->paused = pause;
      if (!pause && s->home != nullptr) release(*s->home);
      return;
    }
    if (&from == l.peer) {
      l.paused = pause;
    } else if (!pause) {
      from.pauses -= l.paused_parties.erase(from.name);
    } else if (l.paused_parties.insert(from.name).second) {
      ++from.pauses;
    }
    if (pause) {
      l.paused_at = now();
      l.pause_logged = false;
      // while it registers, the timer is that of the registration
      if (l.fsm.ready() && l.announce_acknowledged && !l.replaced) l.timer.arm(timers_, timer_set::kind::link, &l, l.paused_at + options_.pause_warning);
    } else {
      release(l);
    }
  }

  envelope envelope_;
  std::string lifted_;
};

}  // namespace detail
}  // namespace acp
}  // namespace v0
}  // namespace aval
