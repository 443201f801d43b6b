// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/acp/detail/defect_count.hpp"
#include "aval/acp/envelope.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/random.hpp"
#include "aval/relay/metering.hpp"

/*  What stands around the router of a hub: the connections it is told about, its options, and what it shows of itself. */

namespace aval {
inline namespace v0 {
namespace relay {

namespace detail {
struct agent;
struct session;
class router_base;
class router_relay;
using steady_time = std::chrono::steady_clock::time_point;
}  // namespace detail

struct router_options {
  std::string id = {};                              ///< the hub's own id, which is the CN of its certificate
  std::size_t queue_bytes = 4 * 1024 * 1024;        ///< what may wait for one agent; new requests are refused from seven eighths on,
  std::size_t queue_messages = 4096;                ///< so that answers still find room
  std::size_t sessions_per_agent = 1000;            ///< sessions that one connection may take part in
  std::size_t agents = 100'000;                     ///< size of the directory; the longest absent is forgotten first
  std::chrono::milliseconds registration_timeout = std::chrono::seconds(10);  ///< from the connection to REGISTRO
  std::chrono::milliseconds replacement_grace = std::chrono::seconds(5);      ///< how long a connection lives on beside its successor
  std::chrono::milliseconds session_answer = std::chrono::seconds(30);        ///< a SESSION_INIT that is not answered for so long has failed; 0: never
  std::chrono::milliseconds session_idle = std::chrono::minutes(30);          ///< a session without a message for so long is closed; 0: never
  unsigned defects = 100;                           ///< messages that are refused, within `defect_window`, before a connection is closed; 0: any number
  std::chrono::milliseconds defect_window = std::chrono::seconds(10);
  bool broadcast_sessions = false;                  ///< SESSION_INIT may go to BROADCAST
  acp::envelope_limits limits = {};
  metering_options metering = {};
  clock_source clock = {};
  random_source random = {};
  log_hooks log = {};
};

/** A connection of an agent, as the router sees it. The router never keeps one beyond router::disconnected().
 *
 *  None of the functions may call the router: what they cause (the connection ends) is told to it later. */
class link {
 public:
  link() = default;
  link(const link&) = delete;
  link& operator=(const link&) = delete;
  virtual ~link() = default;

  /** Queues a message; never waits. False: it cannot be queued. */
  virtual bool send(std::string_view message) = 0;
  virtual std::size_t queued_bytes() const = 0;
  virtual std::size_t queued_messages() const = 0;
  /** Closes the connection with this code, after what is queued. */
  virtual void close(std::uint16_t code, std::string_view reason) = 0;

 private:
  friend class router;
  friend class detail::router_base;
  friend class detail::router_relay;
  detail::agent* agent_ = nullptr;  // empty: not connected, or told to close
  bool registered_ = false, paused_ = false, replaced_ = false, leaving_ = false;
  acp::detail::defect_count defects_;
  detail::steady_time deadline_{};
  std::vector<detail::session*> sessions_;
  std::size_t place_ = 0;  // in router::links_
};

/** An agent in the directory. */
struct agent_entry {
  std::string id = {}, uri = {}, account = {};
  bool connected = false;
  std::optional<timestamp> registered_at = {}, last_seen = {};
  std::vector<std::string> capabilities = {};
  std::size_t sessions = 0, queued_messages = 0, queued_bytes = 0;
  std::uint64_t messages_in = 0, messages_out = 0;
};

/** Counters since the start, and what there is now. */
struct router_metrics {
  std::uint64_t messages_processed = 0;  ///< received from agents, refused ones too
  std::uint64_t messages_relayed = 0, bytes_relayed = 0;
  std::uint64_t tasks_relayed = 0, answers_relayed = 0, sessions_opened = 0, broadcasts = 0;
  std::uint64_t errors_sent = 0, messages_refused = 0, requests_limited = 0, undeliverable = 0, slow_agents_closed = 0;
  std::map<std::string, std::uint64_t> errors_by_code = {};
  std::size_t agents_known = 0, agents_connected = 0, sessions_active = 0;
};

}  // namespace relay
}  // namespace v0
}  // namespace aval
