// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/acp/messages.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/random.hpp"

namespace aval {
inline namespace v0 {
namespace acp {

/** Counts since the agent was made. */
struct counters {
  std::uint64_t messages_in = 0, messages_out = 0;
  std::uint64_t refused = 0;        ///< messages answered with ERROR, or dropped, for a defect
  std::uint64_t duplicates = 0;     ///< messages whose id had been processed already
  std::uint64_t repeated = 0;       ///< messages sent again for want of an acknowledgement
  std::uint64_t gaps = 0;           ///< sequence numbers greater than expected
  std::uint64_t regressions = 0;    ///< sequence numbers lower than expected
  std::uint64_t tasks_done = 0, tasks_failed = 0, tasks_cancelled = 0;   ///< of the peers, carried out here
  std::uint64_t requests_done = 0, requests_failed = 0;                  ///< of ours, carried out by peers
  std::uint64_t sessions_opened = 0, sessions_accepted = 0, sessions_rejected = 0;
};

/** What the protocol's machines do, and how long they wait: the defaults of ACPaaS specification part 8. All limits count bytes or pieces;
 *  a duration of zero is only allowed where it says so. */
struct options {
  std::string id = {};                 ///< the agent's own name; the CN of its certificate
  std::string uri = {};                ///< announced in REGISTRO; empty: where the agent listens, or "wss://<id>.invalid/" if it does not
  std::vector<std::string> capabilities = {};
  std::optional<std::int64_t> announced_sessions = 100;  ///< `max_sesiones_concurrentes`; empty: announced as none, and not limited

  std::size_t max_message = 1024 * 1024;  ///< bytes of a message, received or sent
  unsigned max_depth = 64;
  std::chrono::milliseconds registration_timeout{10'000};   ///< REGISTRO, and ACK_REGISTRO
  std::chrono::milliseconds capability_ack_timeout{30'000}; ///< then a log line, nothing more
  std::chrono::milliseconds clock_warning{60'000};          ///< a peer's clock that differs by more is logged, once for each connection; zero: never

  std::chrono::milliseconds ack_timeout{5'000};  ///< before the first repetition; doubles
  unsigned ack_repetitions = 3;
  bool answers_want_ack = false;                 ///< ask for a MESSAGE_ACK for RESPUESTA_TAREA (the published agents send none)

  std::chrono::milliseconds session_timeout{30'000};
  std::chrono::milliseconds session_closing{10'000};
  std::chrono::milliseconds session_idle{30 * 60'000};  ///< zero: for ever
  std::size_t sessions_per_minute = 0;                  ///< that one peer may open; 0: any number
  /** Decides about a peer's SESSION_INIT that passed all other rules: nothing accepts it. Called from the agent's executor. What it throws
   *  is logged, and the peer gets ERROR INTERNAL_ERROR. */
  std::function<std::optional<session_reject>(std::string_view peer, const session_init&)> accept_session = {};

  std::chrono::milliseconds task_timeout{15 * 60'000};  ///< of requests that give none of their own
  std::size_t max_running_tasks = 256;                  ///< handlers at the same time; 0: any number. Others wait in order
  std::size_t pause_above = 64, resume_at = 16;         ///< tasks of one agent, running and waiting: PAUSE and RESUME are sent
  std::size_t max_tasks_per_connection = 256;           ///< of one agent: beyond it RATE_LIMIT_EXCEEDED, for those that do not know PAUSE
  std::size_t max_held = 1'000;                         ///< requests and sessions of ours that wait for a peer's RESUME, per connection
  std::chrono::milliseconds pause_warning{10 * 60'000};

  std::size_t duplicate_entries = 10'000;  ///< per peer
  std::chrono::milliseconds duplicate_age{10 * 60'000};
  std::size_t duplicate_bytes = 4 * 1024 * 1024;  ///< of stored answers, per peer; beyond it a repeated request is only acknowledged
  std::size_t max_parties = 10'000;               ///< agents known through hubs at the same time
  /** What one agent may bring that was not connected to as a hub and merely announces `relay`, for all the names under which it passes
   *  messages on together: beyond it RATE_LIMIT_EXCEEDED, or SESSION_REJECT. 0: nothing. Each such name has a sixteenth of duplicate_bytes. */
  std::size_t relayed_agents = 1'000;
  std::size_t relayed_sessions = 1'000, relayed_tasks = 1'024;  ///< at the same time, on one connection

  std::size_t max_defects = 100;  ///< in defect_window: then the connection is closed with 1008. 0: any number
  std::chrono::milliseconds defect_window{10'000};
  std::chrono::milliseconds replaced_for{5'000};  ///< how long an older incoming connection of the same agent stays

  std::chrono::milliseconds reconnect_first{1'000}, reconnect_longest{30'000}, reconnect_stable{30'000};
  double reconnect_jitter = 0.2;                      ///< each pause times a random factor from 1 - it to 1 + it; 0 to 1
  std::chrono::milliseconds reconnect_least{200};     ///< no pause is shorter

  bool lift_misplaced = false;  ///< quirk Q17: accept header values in `datos`

  clock_source clock = {};
  random_source random = {};
  log_hooks log = {};
  /** Called for each message, before it is processed or sent: direction, the connection's peer, the text. From the agent's executor; must
   *  not throw, must not call the agent. */
  std::function<void(bool outgoing, std::string_view peer, std::string_view text)> on_message = {};
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
