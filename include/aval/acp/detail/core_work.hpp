// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/acp/detail/core_base.hpp"

/*  The middle of the protocol core: how sessions, requests and tasks begin and end, whoever ends them. */

namespace aval {
inline namespace v0 {
namespace acp {
namespace detail {

class core_work : public core_base {
 public:
  using core_base::core_base;

 protected:
  // ---- requests of ours

  /** Ends a request; `tell`: the caller waits for its outcome. */
  void finish(request& r, std::error_code why, std::string reason, json::raw result, bool tell = true) {
    if (r.fsm.where() == request_fsm::state::held && r.in->home != nullptr)
      std::erase_if(r.in->home->waiting, [&](const held& h) { return h.message == r.message; });
    if (!r.fsm.finish()) return;
    if (r.via != nullptr) r.via->delivery.forget(r.message);
    if (tell) {
      output& o = put(kind::request_done);
      o.name = r.message;
      o.error = why;
      o.reason = std::move(reason);
      o.result = std::move(result);
    }
    ++(why ? counts_.requests_failed : counts_.requests_done);
    std::erase(r.in->requests, r.message);
    r.in->fsm.use(now());
    requests_.erase(id(r.message));
  }

  /** The caller has checked that the session is active. */
  void send_request(request& r) {
    session& s = *r.in;
    link& l = *s.home;
    header h = make_header(message_type::solicitud_tarea, s.who->name);
    h.id_mensaje = r.message;
    h.id_sesion = s.name;
    h.numero_secuencia = s.numbers.next();
    h.requiere_ack = true;
    send(l, h, std::string_view(r.payload));
    r.payload = {};
    r.via = &l;
    r.fsm.on_sent();
    s.fsm.use(now());
  }

  // ---- sessions

  void send_init(session& s) {
    header h = make_header(message_type::session_init, s.who->name);
    h.id_mensaje = s.init;
    h.id_sesion = s.name;
    h.requiere_ack = true;
    send(*s.home, h, std::string_view(s.init_payload));
    s.init_payload = {};
  }
  /** SESSION_CLOSE on its home; `tracked`: repeated until it is acknowledged. */
  void send_close(session& s, std::string_view why, bool tracked) {
    header h = make_header(message_type::session_close, s.who->name);
    h.id_sesion = s.name;
    h.requiere_ack = true;
    const std::size_t at = text_.size();
    if (why.empty()) write_message(text_, h);
    else write_message(text_, h, session_close{.motivo = std::string(why)});
    if (tracked) {
      s.close = h.id_mensaje;
      sent(*s.home, h, at);
    } else {
      queue(*s.home, at);
    }
  }
  /** Everything that was going on in it is over. */
  void stop_work(session& s, std::error_code why, const std::string& reason) {
    while (!s.requests.empty()) {
      request* const r = find_request(s.requests.back());
      if (r == nullptr) s.requests.pop_back();
      else finish(*r, why, reason, {});
    }
    while (!s.tasks.empty()) {
      const auto it = works_.find(s.tasks.back());
      if (it == works_.end()) s.tasks.pop_back();
      else cancel(*it->second);
    }
  }
  /** The session is gone; it and references to it are invalid afterwards. */
  void drop(session& s, std::error_code why, const std::string& reason) {
    const bool was_pending = s.told;
    s.fsm.on_close();
    stop_work(s, why ? why : make_error_code(errc::session_closed), reason);
    if (s.home != nullptr) {
      s.home->delivery.forget(s.init);
      s.home->delivery.forget(s.close);
      std::erase_if(s.home->waiting, [&](const held& h) { return h.who == s.who && h.session_id == s.name; });
    }
    party& p = *s.who;
    if (!s.fsm.initiator() && p.opened_by_peer > 0) {
      --p.opened_by_peer;
      if (merely_relayed(*s.home, p)) --s.home->relayed_sessions;
    }
    output& o = put(was_pending ? kind::session_opened : kind::session_ended);
    o.name = s.name;
    o.peer = p.name;
    o.error = was_pending && !why ? make_error_code(errc::session_closed) : why;
    o.reason = reason;
    p.ended.push_back(s.name);
    if (p.ended.size() > 64) p.ended.pop_front();
    p.sessions.erase(id(s.name));
  }
  static bool lately_ended(const party& p, const id& name) { return std::find(p.ended.begin(), p.ended.end(), name) != p.ended.end(); }

  // ---- tasks of peers

  void start_queued() {
    while (!queued_.empty() && (options_.max_running_tasks == 0 || running_ < options_.max_running_tasks)) {
      const auto it = works_.find(queued_.front());
      queued_.pop_front();
      if (it == works_.end() || !it->second->fsm.start()) continue;
      ++running_;
      output& o = put(kind::start_task, it->second->via->number);
      o.task = it->first;
    }
  }
  /** One task of an agent less. */
  void leave(party& p) {
    if (--p.tasks > options_.resume_at) return;
    for (link* const l : std::exchange(p.pausing, {}))
      if (!l->closed) send_flow(*l, p.name, {}, false);
  }
  void forget(work& w) {
    if (merely_relayed(*w.via, *w.who)) --w.via->relayed_tasks;
    leave(*w.who);
    if (session* const s = find_session(*w.who, w.task.session)) {
      std::erase(s->tasks, w.task.number);
      s->fsm.use(now());
    }
    works_.erase(task_id(w.task.number));
  }
  /** Its session or connection ended. That is an answer too, kept for whoever repeats the request: without it the id would be known, and
   *  never answered. It goes out at once where the request has been repeated on a newer connection. */
  void cancel(work& w) {
    if (w.fsm.cancel()) {
      --running_;
      put(kind::cancel_task).task = w.task.number;
    } else {
      std::erase(queued_, w.task.number);
    }
    ++counts_.tasks_cancelled;
    if (session* const s = find_session(*w.who, w.task.session)) {
      const std::size_t at = text_.size();
      respuesta_tarea answer;
      answer.estado = "fallo";
      answer.error_detalle = json::raw("\"cancelled: its session or connection ended\"");
      write_message(text_, answer_header(w, *s), answer);
      w.who->seen.answered(w.request, std::string_view(text_).substr(at));
      if (w.via != s->home && !w.via->closed) queue(*w.via, at);
      else text_.resize(at);
    }
    forget(w);
    start_queued();
  }
  header answer_header(const work& w, session& s) {
    header h = make_header(message_type::respuesta_tarea, w.who->name);
    h.respuesta_a = w.request;
    h.id_sesion = w.task.session;
    h.numero_secuencia = s.numbers.next();
    return h;
  }
  /** The request came in again, here: a newer connection is where its answer goes from now on; an older one, read late, changes nothing. */
  void follow(party& from, const id& request, link& l) {
    for (const auto& known : from.sessions) {
      for (const task_id t : known.second->tasks) {
        const auto it = works_.find(t);
        if (it == works_.end() || it->second->request != request) continue;
        work& w = *it->second;
        if (l.number <= w.via->number) return;
        if (merely_relayed(*w.via, from)) --w.via->relayed_tasks;
        if (merely_relayed(l, from)) ++l.relayed_tasks;
        w.via = &l;
        return;
      }
    }
  }
  void send_answer(work& w, bool good, json::raw result) {
    const bool was_running = w.fsm.where() == work_fsm::state::running;
    if (!w.fsm.answer()) return;
    if (was_running) --running_;
    else std::erase(queued_, w.task.number);
    ++(good ? counts_.tasks_done : counts_.tasks_failed);
    session* const s = find_session(*w.who, w.task.session);
    if (s != nullptr && !w.via->closed) {
      header h = answer_header(w, *s);
      h.requiere_ack = options_.answers_want_ack;
      const std::size_t at = text_.size();
      respuesta_tarea answer;
      answer.estado = good ? "exito" : "fallo";
      (good ? answer.resultado : answer.error_detalle) = std::move(result);
      write_message(text_, h, answer);
      if (const std::size_t size = text_.size() - at; size > options_.max_message) {  // it would cost the connection
        text_.resize(at);
        if (good) --counts_.tasks_done, ++counts_.tasks_failed;
        if (logs(log_level::warning)) say(log_level::warning, "the answer to " + printable(w.who->name, 64) + " is too large: " + std::to_string(size) + " bytes");
        answer = {};
        answer.estado = "fallo";
        answer.error_detalle = json::raw("\"the answer is too large\"");
        write_message(text_, h, answer);
      }
      w.who->seen.answered(w.request, sent(*w.via, h, at));
    }
    forget(w);
    start_queued();
  }

  // ---- flow control

  void send_flow(link& l, std::string_view to, const std::optional<id>& scope, bool pause) {
    header h = make_header(message_type::flow_control, to);
    h.id_sesion = scope;
    flow_control payload;
    payload.accion = pause ? "PAUSE" : "RESUME";
    send(l, h, payload);
  }
  /** After RESUME: sends what waits and may go. */
  void release(link& l) {
    std::deque<held> waiting;
    waiting.swap(l.waiting);
    for (held& h : waiting) {
      session* const s = find_session(*h.who, h.session_id);
      if (s == nullptr) continue;
      if (s->fsm.where() == session_fsm::state::pending) {
        if (!s->init_payload.empty()) {
          if (paused(l, *h.who)) l.waiting.push_back(h);
          else send_init(*s);
        }
        continue;
      }
      request* const r = find_request(h.message);
      if (r == nullptr || r->fsm.where() != request_fsm::state::held) continue;
      if (paused(l, *h.who) || s->paused) l.waiting.push_back(h);
      else send_request(*r);
    }
  }

  // ---- connections

  /** Fails and drops everything that lives on a connection, and the connection. */
  void remove(link_id number, std::error_code why, const std::string& reason) {
    const auto it = links_.find(number);
    if (it == links_.end()) return;
    link& l = *it->second;
    l.closed = true;
    const auto sweep = [&](party& p) {
      std::erase(p.pausing, &l);
      std::vector<session*> gone;
      for (const auto& entry : p.sessions)
        if (entry.second->home == &l) gone.push_back(entry.second.get());
      for (session* s : gone) drop(*s, why, reason);
      if (p.sessions.empty()) p.ended.clear();  // nothing can cross what ended here
    };
    if (l.hub) {
      for (const auto& entry : parties_) sweep(*entry.second);
    } else {
      sweep(*l.peer);
    }
    std::vector<task_id> tasks;
    for (const auto& entry : works_)
      if (entry.second->via == &l) tasks.push_back(entry.first);
    for (const task_id t : tasks)
      if (const auto w = works_.find(t); w != works_.end()) cancel(*w->second);
    for (const std::string& name : l.paused_parties)
      if (party* const p = find_party(name)) --p->pauses;
    std::erase(l.peer->links, &l);
    if (l.peer->links.empty()) {
      ++relayed_;
      leave_directory(*l.peer);
    }
    links_.erase(it);
  }
  /** Its last connection is over: what it announced goes; if it had registered here, that it was here stays. */
  void leave_directory(party& p) {
    p.capabilities.reset();
    if (p.uri.empty()) p.registered_at.reset();
    else p.last_seen = wall();
  }
  /** Connections that were closed while they were in use. */
  void sweep_closed() {
    while (!closed_.empty()) {
      const link_id number = closed_.back();
      closed_.pop_back();
      remove(number, make_error_code(errc::connection_lost), "closed by this side");
    }
  }
  void close_link(link& l, std::uint16_t code, errc why, std::string reason = {}) {
    if (l.closed) return;
    close(l, code, why, std::move(reason));
    closed_.push_back(l.number);
  }

  std::vector<link_id> closed_;
};

}  // namespace detail
}  // namespace acp
}  // namespace v0
}  // namespace aval
