// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aval/acp/connection_fsm.hpp"
#include "aval/acp/id.hpp"

/*  Acknowledgement, repetition and duplicates (ACPaaS specification 4.5). A peer may handle one message at a time and acknowledge a second
 *  task only after the first is done, and it may run a repeated task twice: so only the oldest message without acknowledgement is ever
 *  repeated, and not while acknowledgements of others keep coming. */

namespace aval {
inline namespace v0 {
namespace acp {

/** The messages of one connection that wait for their acknowledgement. */
class delivery_fsm {
 public:
  /** `latest`: a message older than this is not sent again, since the peer may have forgotten that it has it (the process may have slept). */
  delivery_fsm(std::chrono::milliseconds first, unsigned repetitions, std::chrono::milliseconds latest) noexcept
      : first_(first), latest_(latest), repetitions_(repetitions) {}

  /** A message that asks for an acknowledgement was handed to the socket. Its text is kept: a repetition is the same message. */
  void sent(const id& message, std::string_view text, time_point now) { waiting_.push_back({message, std::string(text), now, now, 0}); }

  /** MESSAGE_ACK, or any message whose respuesta_a names it. False when nothing of that id waits. */
  bool acknowledged(const id& message, time_point now) {
    if (!forget(message)) return false;
    progress_ = now;
    return true;
  }
  /** Whoever sent it does not want it any more. */
  bool forget(const id& message) {
    for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
      if (it->message != message) continue;
      waiting_.erase(it);
      return true;
    }
    return false;
  }

  struct step {
    const std::string* repeat = nullptr;  // send this again
    std::vector<id> failed = {};          // nobody acknowledged these
  };
  step on_time(time_point now) {
    step out;
    if (waiting_.empty() || now < due()) return out;
    entry& oldest = waiting_.front();
    if (oldest.repeated < repetitions_) {
      ++oldest.repeated;
      oldest.last = now;
      if (now - oldest.first <= latest_) out.repeat = &oldest.text;
      return out;
    }
    // the oldest has failed; with it those which have waited for as long as all repetitions take
    const auto whole = first_ * ((std::int64_t{2} << repetitions_) - 1);
    const time_point quiet = progress_;
    out.failed.push_back(oldest.message);
    waiting_.pop_front();
    for (std::size_t i = 0; i < waiting_.size();) {
      if (now - waiting_[i].first < whole || quiet > waiting_[i].first) {
        ++i;
        continue;
      }
      out.failed.push_back(waiting_[i].message);
      waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return out;
  }
  std::optional<time_point> wake_at() const { return waiting_.empty() ? std::nullopt : std::optional(due()); }
  std::size_t waiting() const noexcept { return waiting_.size(); }
  bool waits_for(const id& message) const {
    for (const entry& e : waiting_)
      if (e.message == message) return true;
    return false;
  }

 private:
  struct entry {
    id message;
    std::string text;
    time_point first, last;
    unsigned repeated;
  };
  time_point due() const {
    const entry& oldest = waiting_.front();
    return std::max(oldest.last, progress_) + first_ * (std::int64_t{1} << oldest.repeated);
  }

  std::chrono::milliseconds first_, latest_;
  unsigned repetitions_;
  std::deque<entry> waiting_;
  time_point progress_{};
};

/** The messages of one peer that have been processed, with their direct answers. Bounded in number, age and bytes: what is forgotten for
 *  its bytes is only the answer, never that the message was processed. */
class duplicate_memory {
 public:
  duplicate_memory(std::size_t entries, std::chrono::milliseconds age, std::size_t bytes, std::uint64_t salt) noexcept
      : entries_(entries), age_(age), bytes_(bytes), known_(0, salted{salt}) {}

  /** Remembers a message; false when it is known already. */
  bool remember(const id& message, time_point now) {
    while (!order_.empty() && now - order_.front().at > age_) forget_oldest();
    if (entries_ == 0) return true;
    if (!known_.try_emplace(message).second) return false;
    if (order_.size() >= entries_) forget_oldest();
    order_.push_back({message, now});
    return true;
  }
  bool knows(const id& message, time_point now) {
    while (!order_.empty() && now - order_.front().at > age_) forget_oldest();
    return known_.contains(message);
  }
  /** Stores the answer to a remembered message. */
  void answered(const id& message, std::string_view text) {
    const auto it = known_.find(message);
    if (it == known_.end() || text.size() > bytes_) return;
    used_ -= it->second.size();
    it->second.assign(text);
    used_ += text.size();
    for (int round = 0; used_ > bytes_ && round < 2; ++round) {
      for (; used_ > bytes_ && stripped_ < order_.size(); ++stripped_) {
        const auto old = known_.find(order_[stripped_].message);
        if (old == it) continue;
        used_ -= old->second.size();
        old->second = {};
      }
      if (used_ > bytes_) stripped_ = 0;  // answers that came late, for messages that had been passed already
    }
  }
  /** The stored answer; nothing when there is none. */
  const std::string* answer(const id& message) const {
    const auto it = known_.find(message);
    return it == known_.end() || it->second.empty() ? nullptr : &it->second;
  }
  std::size_t size() const noexcept { return order_.size(); }
  std::size_t stored_bytes() const noexcept { return used_; }
  bool empty(time_point now) {
    while (!order_.empty() && now - order_.front().at > age_) forget_oldest();
    return order_.empty();
  }

 private:
  // the ids are the peer's choice: without the salt it could choose them to collide
  struct salted {
    std::uint64_t salt;
    std::size_t operator()(const id& i) const noexcept {
      std::uint64_t half[2];
      static_assert(sizeof half == 16);
      std::memcpy(half, i.value().bytes().data(), sizeof half);
      const auto mix = [](std::uint64_t x) {
        x ^= x >> 32;
        x *= 0xD6E8FEB86659FD93ULL;
        return x ^ x >> 32;
      };
      return static_cast<std::size_t>(mix(mix(half[0] ^ salt) + half[1]));
    }
  };
  struct item {
    id message;
    time_point at;
  };
  void forget_oldest() {
    const auto it = known_.find(order_.front().message);
    used_ -= it->second.size();
    known_.erase(it);
    order_.pop_front();
    if (stripped_ > 0) --stripped_;
  }

  std::size_t entries_;
  std::chrono::milliseconds age_;
  std::size_t bytes_, used_ = 0, stripped_ = 0;  // stripped_: so many of the oldest have lost their answers
  std::deque<item> order_;
  std::unordered_map<id, std::string, salted> known_;
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
