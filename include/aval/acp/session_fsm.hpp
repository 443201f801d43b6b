// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>

#include "aval/acp/connection_fsm.hpp"

/*  One session as one member sees it (ACPaaS specification 4.3), its numbers (4.6), and the flags of flow control (4.7). */

namespace aval {
inline namespace v0 {
namespace acp {

class session_fsm {
 public:
  enum class state : unsigned char {
    pending,  // we sent SESSION_INIT
    active,
    closing,  // we sent SESSION_CLOSE and wait for its MESSAGE_ACK
    gone
  };
  enum class act : unsigned char {
    none,
    opened,    // active now
    dropped,   // gone: whoever waits for it is told
    give_up,   // no answer in time: send SESSION_CLOSE, gone
    idle       // unused for too long: close it
  };

  /** We opened it. */
  static session_fsm initiated(time_point now, std::chrono::milliseconds timeout) noexcept {
    session_fsm s;
    s.state_ = state::pending;
    s.initiator_ = true;
    s.used_ = now;
    s.deadline_ = now + timeout;
    return s;
  }
  /** The peer opened it and we accept: active at once, so that a task right behind SESSION_INIT finds it. */
  static session_fsm accepted(time_point now) noexcept {
    session_fsm s;
    s.state_ = state::active;
    s.used_ = now;
    return s;
  }

  act on_accept(time_point now) noexcept {
    if (state_ != state::pending) return act::none;
    state_ = state::active;
    used_ = now;
    return act::opened;
  }
  /** SESSION_REJECT, or an ERROR that names the SESSION_INIT. */
  act on_reject() noexcept { return state_ == state::pending ? drop() : act::none; }
  /** SESSION_CLOSE of the peer, SESSION_NOT_FOUND, or the connection ended. */
  act on_close() noexcept { return state_ == state::gone ? act::none : drop(); }
  /** We send SESSION_CLOSE. False when there is nothing to close. */
  bool close(time_point now, std::chrono::milliseconds patience) noexcept {
    if (state_ != state::active && state_ != state::pending) return false;
    state_ = state::closing;
    deadline_ = now + patience;
    return true;
  }
  act on_close_acknowledged() noexcept { return state_ == state::closing ? drop() : act::none; }
  /** `busy`: a task of either side is running in it; idle time then does not count. */
  act on_time(time_point now, std::chrono::milliseconds idle, bool busy) noexcept {
    if (state_ == state::pending && now >= deadline_) return drop(), act::give_up;
    if (state_ == state::closing && now >= deadline_) return drop();
    if (state_ == state::active && busy) used_ = now;
    if (state_ == state::active && idle.count() > 0 && now - used_ >= idle) return act::idle;
    return act::none;
  }
  /** When on_time should be called next; nothing: no need. */
  std::optional<time_point> wake_at(std::chrono::milliseconds idle) const noexcept {
    if (state_ == state::pending || state_ == state::closing) return deadline_;
    if (state_ == state::active && idle.count() > 0) return used_ + idle;
    return {};
  }
  void use(time_point now) noexcept { used_ = now; }

  state where() const noexcept { return state_; }
  bool active() const noexcept { return state_ == state::active; }
  bool initiator() const noexcept { return initiator_; }

 private:
  act drop() noexcept { return state_ = state::gone, act::dropped; }
  state state_ = state::gone;
  bool initiator_ = false;
  time_point used_{}, deadline_{};
};

/** The numbers of one session: ours count from 1; the peer's are watched, never enforced. */
class sequence_numbers {
 public:
  enum class verdict : unsigned char { in_order, gap, regression };

  std::uint64_t next() noexcept { return ++sent_; }
  /** A number of the peer; the first is the baseline. */
  verdict received(std::uint64_t number) noexcept {
    const bool first = !seen_;
    seen_ = true;
    if (first || number == expected_) return expected_ = number + 1, verdict::in_order;
    if (number > expected_) return expected_ = number + 1, verdict::gap;
    return verdict::regression;
  }
  std::uint64_t sent() const noexcept { return sent_; }

 private:
  std::uint64_t sent_ = 0, expected_ = 0;
  bool seen_ = false;
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
