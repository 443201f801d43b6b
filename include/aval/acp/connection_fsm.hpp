// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "aval/acp/envelope.hpp"

/*  The life of a connection (ACPaaS specification 4.1, 4.2), and when to dial again (4.8). Neither knows a socket or a clock. */

namespace aval {
inline namespace v0 {
namespace acp {

using time_point = std::chrono::steady_clock::time_point;

enum class connection_role : unsigned char { dialer, listener };

class connection_fsm {
 public:
  enum class state : unsigned char {
    registering,   // dialer: REGISTRO is sent
    unregistered,  // listener: no REGISTRO yet
    ready,
    closed
  };
  enum class act : unsigned char {
    none,
    send_registro,     // dialer, at once
    announce,          // send CAPABILITY_ANNOUNCE
    ack_and_announce,  // ACK_REGISTRO, then CAPABILITY_ANNOUNCE
    ack,               // ACK_REGISTRO again
    refuse,            // close with 1008: the registration failed
    expire             // close with 1008: no registration in time
  };

  explicit connection_fsm(connection_role role) noexcept
      : role_(role), state_(role == connection_role::dialer ? state::registering : state::unregistered) {}

  act start(time_point now, std::chrono::milliseconds timeout) noexcept {
    deadline_ = now + timeout;
    return role_ == connection_role::dialer ? act::send_registro : act::none;
  }
  /** REGISTRO with a valid payload. */
  act on_registro() noexcept {
    if (state_ != state::unregistered) return act::ack;  // idempotent, and no second announcement
    state_ = state::ready;
    return act::ack_and_announce;
  }
  /** ACK_REGISTRO; `ours`: it names the REGISTRO of this connection. */
  act on_ack(bool ours) noexcept {
    if (state_ != state::registering || !ours) return act::none;
    state_ = state::ready;
    return act::announce;
  }
  /** ERROR that names our REGISTRO. */
  act on_refused() noexcept {
    if (state_ != state::registering) return act::none;
    state_ = state::closed;
    return act::refuse;
  }
  act on_time(time_point now) noexcept {
    if (ready() || state_ == state::closed || now < deadline_) return act::none;
    state_ = state::closed;
    return act::expire;
  }
  void close() noexcept { state_ = state::closed; }

  /** Whether a message of this type may be processed now; else NOT_REGISTERED. Binds the listener only. */
  bool admits(message_type t) const noexcept {
    return state_ != state::unregistered || t == message_type::registro || t == message_type::error || t == message_type::heartbeat ||
           t == message_type::heartbeat_ack;
  }
  bool ready() const noexcept { return state_ == state::ready; }
  connection_role role() const noexcept { return role_; }
  state where() const noexcept { return state_; }
  time_point deadline() const noexcept { return deadline_; }

 private:
  connection_role role_;
  state state_;
  time_point deadline_{};
};

/** How long to wait before dialing again: `first`, doubling to `longest`, each time a random factor from 1 - `jitter` to 1 + `jitter`, never
 *  below `least`; from the beginning again when a connection was ready for `stable`. */
class reconnect_fsm {
 public:
  reconnect_fsm(std::chrono::milliseconds first, std::chrono::milliseconds longest, std::chrono::milliseconds stable, double jitter = 0.2,
                std::chrono::milliseconds least = std::chrono::milliseconds(200)) noexcept
      : first_(first), longest_(longest), stable_(stable), least_(least), next_(first), jitter_(jitter) {}

  void on_ready(time_point now) noexcept { ready_since_ = now, ready_ = true; }
  /** The connection ended, or could not be made; `random` from [0, 1). */
  std::chrono::milliseconds on_lost(time_point now, double random) noexcept {
    if (ready_ && now - ready_since_ >= stable_) next_ = first_;
    ready_ = false;
    const auto base = std::min(next_, longest_);
    next_ = std::min(base * 2, longest_);
    const auto delay = std::chrono::milliseconds(static_cast<std::int64_t>(static_cast<double>(base.count()) * (1 + jitter_ * (2 * random - 1))));
    return std::max(delay, least_);
  }

 private:
  std::chrono::milliseconds first_, longest_, stable_, least_, next_;
  double jitter_;
  time_point ready_since_{};
  bool ready_ = false;
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
