// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/acp/connection_fsm.hpp"

/*  One task, as the side that asks and as the side that works sees it (ACPaaS specification 4.4). */

namespace aval {
inline namespace v0 {
namespace acp {

/** A request of ours. */
class request_fsm {
 public:
  enum class state : unsigned char {
    held,          // the peer has paused us
    sent,          // waits for MESSAGE_ACK
    acknowledged,  // waits for RESPUESTA_TAREA
    done
  };

  void on_sent() noexcept {
    if (state_ == state::held) state_ = state::sent;
  }
  void on_ack() noexcept {
    if (state_ == state::sent) state_ = state::acknowledged;
  }
  /** The answer, an ERROR, a time-out, the end of the connection or of the session: whatever comes first counts, once. True: tell the caller. */
  bool finish() noexcept {
    if (state_ == state::done) return false;
    state_ = state::done;
    return true;
  }
  state where() const noexcept { return state_; }

 private:
  state state_ = state::held;
};

/** A task of the peer. Exactly one answer, or none when the session or the connection ended before. */
class work_fsm {
 public:
  enum class state : unsigned char { queued, running, over };

  /** True: run the handler now. */
  bool start() noexcept {
    if (state_ != state::queued) return false;
    state_ = state::running;
    return true;
  }
  /** The handler has an answer, or the deadline passed. True: send the answer. */
  bool answer() noexcept {
    if (state_ == state::over) return false;
    state_ = state::over;
    return true;
  }
  /** The session or the connection ended. True: the handler runs and is to be cancelled. */
  bool cancel() noexcept {
    const bool running = state_ == state::running;
    state_ = state::over;
    return running;
  }
  state where() const noexcept { return state_; }

 private:
  state state_ = state::queued;
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
