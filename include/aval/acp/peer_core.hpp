// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/acp/detail/core_receive.hpp"

/*  The whole protocol of one agent without I/O: any number of connections, sessions and tasks, one clock, no socket, no coroutine.
 *
 *      acp::peer_core core(options);
 *      auto l = core.opened(acp::connection_role::dialer, "agente_py");     // TLS and upgrade are done, the certificate names agente_py
 *      core.received(l, text);                                              // a message came
 *      core.tick();                                                         // core.next_wakeup() has passed
 *      core.lost(l);                                                        // the connection is gone
 *      core.drain([&](acp::output& o) { ... });                             // after each of these: what to do
 *
 *  acp::agent drives it over WebSocket Secure; tests, and whoever has another transport, drive it by hand. It puts together the machines of
 *  connection_fsm.hpp, session_fsm.hpp, task_fsm.hpp and delivery_fsm.hpp (ACPaaS specification, part 4).
 *
 *  @par Threads    one at a time.
 *  @par Errors     operations report through the error_code argument; outcomes come as outputs. std::system_error when the system has no
 *                  random bytes, bad_alloc. */

namespace aval {
inline namespace v0 {
namespace acp {

struct request_terms {
  std::chrono::milliseconds timeout{0};  ///< until the answer; zero: options::task_timeout
  bool tell_worker = true;               ///< with a timeout of its own: send it as timeout_sugerido_seg, which is the worker's deadline
};

/** What is known about another agent. */
struct peer_info {
  std::string name = {};
  bool connected = false;
  bool through_hub = false;
  std::string uri = {};  ///< as it registered here; not checked
  std::optional<capability_announce> capabilities = {};  ///< while it has a connection
  std::optional<timestamp> registered_at = {};  ///< the latest time, on either side's request
  std::optional<timestamp> last_seen = {};      ///< when its last connection ended; empty while it has one
};

class peer_core : public detail::core_receive {
 public:
  /** Throws std::system_error (errc::bad_identity) when options.id cannot be an agent's name. */
  explicit peer_core(options o) : core_receive(checked(std::move(o))) {}

  // ---- events of connections

  /** A connection stands, and its certificate has been verified. `peer`: the certificate's only CN. `hub`: it may speak for others.
   *  0 when the connection must be closed with 1008 (a name that no agent can have, or our own). */
  link_id opened(connection_role role, std::string_view peer, bool hub = false) {
    if (!valid_agent_id(peer) || peer == options_.id || shutting_down_) return 0;
    detail::party* const who = direct_party(peer);
    auto made = std::make_unique<detail::link>(++last_link_, role, options_);
    detail::link& l = *made;
    l.peer = who;
    l.hub = l.trusted = hub;
    l.defects.since = now();
    who->links.push_back(&l);
    links_.emplace(l.number, std::move(made));
    const auto next = l.fsm.start(now(), options_.registration_timeout);
    l.timer.arm(timers_, detail::timer_set::kind::link, &l, l.fsm.deadline());
    if (next == connection_fsm::act::send_registro) {
      const header h = make_header(message_type::registro, who->name);
      l.registro = h.id_mensaje;
      registro payload;
      payload.uri = options_.uri;
      send(l, h, payload);
    }
    return l.number;
  }
  /** One message. After `close` was put out for the connection nothing is read any more. */
  void received(link_id number, std::string_view text) {
    if (detail::link* const l = find_link(number)) receive(*l, text);
    sweep_closed();
  }
  /** The connection is gone, or cannot take more. Everything on it fails with connection_lost. Harmless when repeated. */
  void lost(link_id number, std::string_view why = {}) {
    remove(number, make_error_code(errc::connection_lost), std::string(why));
    sweep_closed();
  }

  // ---- time

  std::optional<time_point> next_wakeup() const { return timers_.next(); }
  /** Does what is due. */
  void tick() {
    const time_point t = now();
    while (detail::timer_set::entry* const e = timers_.take(t)) {
      switch (e->what) {
        case detail::timer_set::kind::link: on_time(*static_cast<detail::link*>(e->who), t); break;
        case detail::timer_set::kind::ack: on_ack_time(*static_cast<detail::link*>(e->who), t); break;
        case detail::timer_set::kind::session: on_time(*static_cast<detail::session*>(e->who), t); break;
        case detail::timer_set::kind::request: finish(*static_cast<detail::request*>(e->who), make_error_code(errc::task_timed_out), {}, {}); break;
        case detail::timer_set::kind::task: on_time(*static_cast<detail::work*>(e->who)); break;
      }
    }
    sweep_closed();
  }

  // ---- sessions of ours

  /** Asks for a session with an agent that is connected, or with any agent when a hub is. The outcome is output session_opened under the
   *  name that is returned. `ec`: not_connected, queue_full, shut_down, message_too_large. */
  id open_session(std::string_view peer, const session_init& terms, std::error_code& ec) {
    ec.clear();
    detail::link* const l = route(peer);
    if (shutting_down_ || l == nullptr) return ec = make_error_code(shutting_down_ ? errc::shut_down : errc::not_connected), id();
    detail::party* const who = make_party(peer);
    const bool hold = who != nullptr && paused(*l, *who);
    if (who == nullptr || (hold && l->waiting.size() >= options_.max_held)) return ec = make_error_code(errc::queue_full), id();
    std::string payload = json::write(terms);
    const id name = ids_.next();
    if (too_large(message_type::session_init, *who, name, payload)) return ec = make_error_code(errc::message_too_large), id();
    auto made = std::make_unique<detail::session>(who, name, l, session_fsm::initiated(now(), options_.session_timeout));
    detail::session& s = *made;
    s.told = true;
    s.init = ids_.next();
    s.idle = options_.session_idle;
    if (terms.requisitos && terms.requisitos->timeout_min && *terms.requisitos->timeout_min > 0)
      s.idle = std::chrono::minutes(std::min<std::int64_t>(*terms.requisitos->timeout_min, 1'000'000));
    s.init_payload = std::move(payload);
    if (s.init_payload == "{}") s.init_payload = "null";  // as the published agents have it
    who->sessions.emplace(name, std::move(made));
    watch(s);
    if (hold) l->waiting.push_back({who, name, {}});
    else send_init(s);
    return name;
  }
  /** Closes a session; output session_ended follows when the peer has acknowledged, or after options::session_closing. What was going on in it
   *  ends with session_closed. False when there is no such session, or it is being closed. */
  bool close_session(std::string_view peer, const id& name, std::string_view why = {}) {
    detail::session* const s = session_of(peer, name);
    if (s == nullptr) return false;
    const bool never_sent = !s->init_payload.empty();
    if (!s->fsm.close(now(), options_.session_closing)) return false;
    stop_work(*s, make_error_code(errc::session_closed), {});
    s->home->delivery.forget(s->init);
    s->told = false;
    if (never_sent) {
      drop(*s, make_error_code(errc::session_closed), {});
    } else {
      send_close(*s, why, true);
      watch(*s);
    }
    return true;
  }
  bool session_active(std::string_view peer, const id& name) const {
    const detail::session* const s = const_cast<peer_core*>(this)->session_of(peer, name);
    return s != nullptr && s->fsm.active();
  }

  /** The connection on which a session lives; 0 without one. */
  link_id link_of(std::string_view peer, const id& name) const {
    const detail::session* const s = const_cast<peer_core*>(this)->session_of(peer, name);
    return s == nullptr || s->home == nullptr ? 0 : s->home->number;
  }

  /** Asks the other member of an active session to carry out a task. `parameters`: an object or null. The outcome is output request_done under
   *  the name that is returned. `ec`: session_closed (no such active session), queue_full, message_too_large (more than options::max_message). */
  id request(std::string_view peer, const id& in, std::string_view task, json::raw parameters, const request_terms& terms, std::error_code& ec) {
    ec.clear();
    detail::session* const s = session_of(peer, in);
    if (s == nullptr || !s->fsm.active() || s->home->closed) return ec = make_error_code(errc::session_closed), id();
    detail::link& l = *s->home;
    const bool hold = s->paused || paused(l, *s->who);
    if (hold && l.waiting.size() >= options_.max_held) return ec = make_error_code(errc::queue_full), id();
    const id name = ids_.next();
    auto made = std::make_unique<detail::request>(s->who, s, name);
    detail::request& r = *made;
    outgoing o;
    o.descripcion_tarea = task;
    if (!parameters.is_null()) o.parametros = std::move(parameters);
    if (terms.timeout.count() > 0 && terms.tell_worker) o.timeout_sugerido_seg = std::chrono::ceil<std::chrono::seconds>(terms.timeout).count();
    json::write_to(r.payload, o);
    if (too_large(message_type::solicitud_tarea, *s->who, in, r.payload)) return ec = make_error_code(errc::message_too_large), id();
    requests_.emplace(name, std::move(made));
    s->requests.push_back(name);
    const auto patience = terms.timeout.count() > 0 ? terms.timeout : options_.task_timeout;
    if (patience < std::chrono::hours(24 * 365)) r.timer.arm(timers_, detail::timer_set::kind::request, &r, now() + patience);
    if (hold) l.waiting.push_back({s->who, in, name});
    else send_request(r);
    return name;
  }
  /** The caller gives up: no output will name it. The peer may carry the task out all the same; its answer is acknowledged and dropped. */
  void abandon(const id& request_name) {
    if (detail::request* const r = find_request(request_name)) finish(*r, make_error_code(errc::cancelled), {}, {}, false);
  }

  // ---- tasks of peers

  /** The task of output start_task; nullptr when it is over, which may be so already when the output is seen. The driver may move parts of it out. */
  incoming_task* task(task_id number) {
    const auto it = works_.find(number);
    return it == works_.end() ? nullptr : &it->second->task;
  }
  /** "exito" with a result, or "fallo" with a detail. Ignored for a task that is over. */
  void answer(task_id number, bool good, json::raw result_or_detail) {
    const auto it = works_.find(number);
    if (it != works_.end()) send_answer(*it->second, good, std::move(result_or_detail));
    sweep_closed();
  }

  // ---- the agent as a whole

  /** New capabilities, announced on every connection. */
  void set_capabilities(std::vector<std::string> list) {
    options_.capabilities = std::move(list);
    for (const auto& entry : links_)
      if (entry.second->fsm.ready() && !entry.second->closed) announce(*entry.second);
  }
  /** Asks an agent to stop sending new tasks (and sessions), or to go on; `scope`: of one session only. False when it is not connected. */
  bool pause(std::string_view peer, const std::optional<id>& scope, bool on) {
    detail::session* const s = scope ? session_of(peer, *scope) : nullptr;
    detail::link* const l = s != nullptr ? s->home : scope ? nullptr : route(peer);
    if (l == nullptr) return false;
    send_flow(*l, peer, scope, on);
    return true;
  }
  bool heartbeat(std::string_view peer) {
    detail::link* const l = route(peer);
    if (l == nullptr) return false;
    send(*l, make_header(message_type::heartbeat, l->peer->name));
    return true;
  }
  /** No new sessions and tasks from now on; SESSION_CLOSE for every active session, then `close` with 1001 for every connection. */
  void shut_down() {
    if (shutting_down_) return;
    shutting_down_ = true;
    for (const auto& p : parties_)
      for (const auto& s : p.second->sessions)
        if (s.second->fsm.active() && !s.second->home->closed) send_close(*s.second, "shutting down", false);
    for (const auto& entry : links_) close_link(*entry.second, 1001, errc::shut_down, "shutting down");
    sweep_closed();
  }

  /** Agents that are connected, with whom there is a session, or that had registered here and have gone: those as long as options::max_parties allows. */
  std::vector<peer_info> peers() const {
    std::vector<peer_info> out;
    for (const auto& entry : parties_) {
      const detail::party& p = *entry.second;
      if (p.links.empty() && p.sessions.empty() && !p.last_seen) continue;
      peer_info& i = out.emplace_back();
      i.name = p.name;
      i.capabilities = p.capabilities;
      i.through_hub = p.links.empty() && !p.sessions.empty();
      i.uri = p.uri;
      i.registered_at = p.registered_at;
      if (p.links.empty()) i.last_seen = p.last_seen;
      for (const detail::link* const l : p.links) {
        i.connected = i.connected || l->fsm.ready();
      }
    }
    return out;
  }
  bool connected(std::string_view peer) { return route(peer) != nullptr; }
  bool ready(link_id number) {
    const auto* const l = find_link(number);
    return l != nullptr && l->fsm.ready();
  }
  std::optional<capability_announce> peer_capabilities(std::string_view peer) {
    const detail::party* const p = find_party(peer);
    return p == nullptr ? std::nullopt : p->capabilities;
  }
  /** What is kept at this moment; for tests and gauges. */
  struct totals {
    std::size_t links, parties, sessions, requests, tasks, queued, unacknowledged, held;
  };
  totals size() const {
    totals t{links_.size(), parties_.size(), 0, requests_.size(), works_.size(), queued_.size(), 0, 0};
    for (const auto& p : parties_) t.sessions += p.second->sessions.size();
    for (const auto& l : links_) t.unacknowledged += l.second->delivery.waiting(), t.held += l.second->waiting.size();
    return t;
  }

 private:
  struct outgoing {
    std::string_view descripcion_tarea = {};
    std::optional<json::raw> parametros = {};
    std::optional<std::int64_t> timeout_sugerido_seg = {};
  };

  static options checked(options o) {
    if (!valid_agent_id(o.id)) throw std::system_error(make_error_code(errc::bad_identity), "options.id: 1 to 64 bytes of UTF-8 without control characters");
    return o;
  }
  detail::link* find_link(link_id number) {
    const auto it = links_.find(number);
    return it == links_.end() || it->second->closed ? nullptr : it->second.get();
  }
  detail::session* session_of(std::string_view peer, const id& name) {
    detail::party* const p = find_party(peer);
    return p == nullptr ? nullptr : find_session(*p, name);
  }
  /** A registered connection to an agent: one that we dialed before one that came in, a hub where there is none. */
  detail::link* route(std::string_view peer) {
    detail::link* best = nullptr;
    if (detail::party* const p = find_party(peer)) {
      for (detail::link* const l : p->links) {
        if (!l->fsm.ready() || l->closed || l->replaced) continue;
        if (best == nullptr || l->fsm.role() == connection_role::dialer) best = l;
      }
    }
    if (best != nullptr || !valid_agent_id(peer) || peer == options_.id) return best;
    for (const auto& entry : links_) {
      detail::link& l = *entry.second;
      if (l.hub && l.fsm.ready() && !l.closed && !l.replaced && (best == nullptr || l.number < best->number)) best = &l;
    }
    return best;
  }

  void on_time(detail::link& l, time_point t) {
    if (l.closed) return;
    if (l.fsm.on_time(t) == connection_fsm::act::expire) return close_link(l, 1008, errc::registration_timed_out);
    if (l.replaced) {
      if (t >= l.replaced_at + options_.replaced_for) return close_link(l, 1008, errc::replaced);
      return l.timer.arm(timers_, detail::timer_set::kind::link, &l, l.replaced_at + options_.replaced_for);
    }
    std::optional<time_point> next;
    const auto later = [&](bool waits, bool& logged, time_point at, const char* what) {
      if (!waits || logged) return;
      if (t < at) {
        next = next ? std::min(*next, at) : at;
      } else {
        logged = true;
        if (logs(log_level::warning)) say(log_level::warning, printable(l.peer->name, 64) + what);
      }
    };
    later(!l.announce_acknowledged, l.capability_logged, l.announced_at + options_.capability_ack_timeout, " has not acknowledged our capabilities");
    later(l.paused, l.pause_logged, l.paused_at + options_.pause_warning, " has paused us for a long time");
    if (next) l.timer.arm(timers_, detail::timer_set::kind::link, &l, *next);
  }
  void on_ack_time(detail::link& l, time_point t) {
    if (l.closed) return;
    const auto step = l.delivery.on_time(t);
    if (step.repeat != nullptr) {
      ++counts_.repeated;
      send_again(l, *step.repeat);
    }
    for (const id& message : step.failed) {
      if (detail::request* const r = find_request(message)) {
        finish(*r, make_error_code(errc::not_acknowledged), {}, {});
        continue;
      }
      for (detail::session* const s : sessions_waiting_for(l, message)) drop(*s, make_error_code(errc::not_acknowledged), {});
    }
    watch_acks(l);
  }
  std::vector<detail::session*> sessions_waiting_for(detail::link& l, const id& message) {
    std::vector<detail::session*> out;
    for (const auto& p : parties_)
      for (const auto& s : p.second->sessions)
        if (s.second->home == &l && ((s.second->init == message && s.second->told) || s.second->close == message)) out.push_back(s.second.get());
    return out;
  }
  void on_time(detail::session& s, time_point t) {
    const bool busy = !s.requests.empty() || !s.tasks.empty();
    switch (s.fsm.on_time(t, s.idle, busy)) {
      case session_fsm::act::give_up:
        if (s.init_payload.empty() && !s.home->closed) send_close(s, "no answer", false);
        return drop(s, make_error_code(errc::session_timed_out), {});
      case session_fsm::act::dropped: return drop(s, {}, {});
      case session_fsm::act::idle: close_session(s.who->name, id(s.name), "idle"); return;
      default: watch(s);
    }
  }
  void on_time(detail::work& w) {
    ++counts_.tasks_cancelled;
    const bool running = w.fsm.where() == work_fsm::state::running;
    const task_id number = w.task.number;
    send_answer(w, false, json::raw("\"the suggested time is over\""));
    if (running) put(kind::cancel_task).task = number;
  }
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
