// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "aval/acp/connection_fsm.hpp"
#include "aval/acp/delivery_fsm.hpp"
#include "aval/acp/detail/defect_count.hpp"
#include "aval/acp/messages.hpp"
#include "aval/acp/options.hpp"
#include "aval/acp/session_fsm.hpp"
#include "aval/acp/task_fsm.hpp"

/*  What the protocol core keeps: connections (links), agents (parties), sessions, requests of ours, tasks of theirs, and their timers.
 *
 *  A party is an agent by its proven name. It has its own connections, or is known through a hub's. Sessions and the memory of duplicates
 *  belong to the party; a session also has a home, the link on which it was agreed, and goes with it. */

namespace aval {
inline namespace v0 {
namespace acp {

using link_id = std::uint32_t;   ///< a connection; never 0, never used again
using task_id = std::uint64_t;   ///< a task of a peer; never 0, never used again

namespace detail {

/** Ordered wake-ups. An entry belongs to a record and goes with it. */
class timer_set {
 public:
  enum class kind : unsigned char { link, ack, session, request, task };
  class entry;
  using list = std::multimap<time_point, entry*>;

  class entry {
   public:
    entry() = default;
    entry(const entry&) = delete;
    entry& operator=(const entry&) = delete;
    ~entry() { disarm(); }

    void arm(timer_set& set, kind k, void* owner, time_point at) {
      disarm();
      set_ = &set;
      what = k;
      who = owner;
      place_ = set.list_.emplace(at, this);
    }
    /** Keeps an earlier wake-up: whoever is woken looks for himself what is due. */
    void arm_if_idle(timer_set& set, kind k, void* owner, time_point at) {
      if (set_ == nullptr) arm(set, k, owner, at);
    }
    void disarm() noexcept {
      if (set_ != nullptr) set_->list_.erase(place_);
      set_ = nullptr;
    }
    kind what = kind::link;
    void* who = nullptr;

   private:
    friend class timer_set;
    timer_set* set_ = nullptr;
    list::iterator place_{};
  };

  std::optional<time_point> next() const { return list_.empty() ? std::nullopt : std::optional(list_.begin()->first); }
  /** Takes one that is due. */
  entry* take(time_point now) {
    if (list_.empty() || list_.begin()->first > now) return nullptr;
    entry* const e = list_.begin()->second;
    e->disarm();
    return e;
  }

 private:
  list list_;
};

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};

struct party;
struct session;

/** Something of ours that waits for RESUME: a request, or (without task) a session. */
struct held {
  party* who;
  id session_id;
  id message;  // of the request
};

struct link {
  link(link_id n, connection_role role, const options& o) : number(n), fsm(role), delivery(o.ack_timeout, o.ack_repetitions, o.duplicate_age / 2) {}

  link_id number;
  connection_fsm fsm;
  delivery_fsm delivery;
  party* peer = nullptr;
  bool hub = false;        // vouches for others
  bool trusted = false;    // as a hub, by whoever opened it; not because it announced that it is one
  bool closed = false;     // a close was asked for; nothing is processed any more
  bool replaced = false;   // a newer incoming connection has taken its place
  bool paused = false;     // by the peer, everything
  bool pause_logged = false, capability_logged = false;
  id registro = {}, announce = {};
  bool announce_acknowledged = true;
  time_point announced_at{}, paused_at{}, replaced_at{}, ready_at{};
  std::unordered_set<std::string> paused_parties = {};  // through a hub
  std::size_t relayed_sessions = 0, relayed_tasks = 0;  // of names for which it has nothing but its own word
  std::deque<held> waiting = {};
  defect_count defects = {};
  timer_set::entry timer, ack_timer;
};

struct session {
  session(party* p, const id& i, link* h, session_fsm f) : who(p), name(i), home(h), fsm(f) {}

  party* who;
  id name;
  link* home;
  session_fsm fsm;
  sequence_numbers numbers = {};
  id init = {};               // id_mensaje of the SESSION_INIT
  id close = {};              // of our SESSION_CLOSE
  bool paused = false;
  bool told = false;          // pending: the application waits for the outcome under this session's name
  std::chrono::milliseconds idle{0};
  std::string init_payload = {};  // held until RESUME
  std::vector<id> requests = {};
  std::vector<task_id> tasks = {};
  timer_set::entry timer;
};

struct party {
  explicit party(std::string n, duplicate_memory m) : name(std::move(n)), seen(std::move(m)) {}

  std::string name;
  duplicate_memory seen;
  std::unordered_map<id, std::unique_ptr<session>> sessions = {};
  std::deque<id> ended = {};  // the latest sessions that are over: what crosses their end is no error
  std::vector<link*> links = {};
  std::optional<capability_announce> capabilities = {};
  std::string uri = {};                                    // as it registered here
  std::optional<timestamp> registered_at = {}, last_seen = {};  // the latter when its last connection has ended
  std::size_t opened_by_peer = 0;  // active sessions
  std::size_t opened_lately = 0;
  std::size_t tasks = 0;            // running and queued
  std::vector<link*> pausing = {};  // where we have paused it
  defect_count defects = {};        // in what hubs passed on
  party* voucher = nullptr;         // who has brought this name up, merely by saying that it relays
  std::size_t vouched = 0;          // names that this one has brought up
  std::size_t pauses = 0;           // connections of hubs on which it has paused us
  time_point minute{};
};

struct request {
  request(party* p, session* s, const id& m) : who(p), in(s), message(m) {}

  party* who;
  session* in;
  id message;
  link* via = nullptr;
  request_fsm fsm = {};
  std::string payload = {};  // held until RESUME
  timer_set::entry timer;
};

}  // namespace detail

/** A task of a peer, as the driver that runs it sees it. */
struct incoming_task {
  task_id number = 0;
  std::string peer = {};                       ///< proven name of the agent that asks
  id session = {};
  std::string name = {};                       ///< descripcion_tarea
  json::raw parameters = {};                   ///< null or an object
  std::optional<std::chrono::seconds> limit = {};  ///< timeout_sugerido_seg
  std::optional<time_point> deadline = {};     ///< when the core answers "fallo" by itself
};

namespace detail {
struct work {
  work(party* p, link* l, const id& r) : who(p), via(l), request(r) {}

  party* who;
  link* via;
  id request;
  incoming_task task = {};
  work_fsm fsm = {};
  timer_set::entry timer;
};
}  // namespace detail

/** What the core wants done, in this order. */
struct output {
  enum class kind : unsigned char {
    send,            ///< `text` to `link`
    close,           ///< close `link` with `close_code` and the reason `text`; then report lost()
    ready,           ///< `link` is registered: `peer`
    capabilities,    ///< `peer` announced what it can do (peer_core::peer_capabilities)
    start_task,      ///< run `task` (peer_core::task), then answer()
    cancel_task,     ///< its session or connection ended, or its time is over: what it answers is of no interest any more
    request_done,    ///< `name` is the request: `error`, or `result`
    session_opened,  ///< `name` is the session we asked for: `error`, or active
    session_offered, ///< `peer` opened session `name`, and it was accepted
    session_ended    ///< session `name` with `peer` is over
  };
  kind what = kind::send;
  link_id link = 0;
  task_id task = 0;
  std::uint16_t close_code = 0;
  std::string_view text = {};      ///< of send: valid until the core is called again
  id name = {};
  std::error_code error = {};
  std::string peer = {};
  std::string reason = {};         ///< of close, and the peer's words with an error
  json::raw result = {};           ///< of request_done: `resultado`, or with task_failed `error_detalle`
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
