// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

/** What an agent asked in the last hour, minute by minute: for policies about unusual activity. Minutes are those since 1970. */
class activity_window {
 public:
  static constexpr unsigned minutes = 60;

  void add(std::int64_t minute, bool denied) noexcept {
    if (minute > newest_) {
      if (minute - newest_ >= static_cast<std::int64_t>(minutes)) slots_.fill({});
      else
        for (std::int64_t m = newest_ + 1; m <= minute; ++m) slot(m) = {};
      newest_ = minute;
    }
    one& s = slot(newest_);  // a clock that was put back counts for the newest minute
    if (s.asked != 0xFFFF) ++s.asked;
    if (denied && s.denied != 0xFFFF) ++s.denied;
  }
  /** Questions of the last `window` minutes, the one that runs included. */
  unsigned asked(std::int64_t now, unsigned window) const noexcept { return sum(now, window, &one::asked); }
  unsigned denied(std::int64_t now, unsigned window) const noexcept { return sum(now, window, &one::denied); }

 private:
  struct one {
    std::uint16_t asked = 0, denied = 0;
  };
  one& slot(std::int64_t minute) noexcept { return slots_[static_cast<std::size_t>(minute) % minutes]; }
  unsigned sum(std::int64_t now, unsigned window, std::uint16_t one::*what) const noexcept {
    unsigned n = 0;
    now = std::max(now, newest_);
    for (std::int64_t m = std::max(now - static_cast<std::int64_t>(std::min(window, minutes)) + 1, newest_ - (minutes - 1)); m <= newest_; ++m)
      n += slots_[static_cast<std::size_t>(m) % minutes].*what;
    return n;
  }
  std::array<one, minutes> slots_ = {};
  std::int64_t newest_ = 0;
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
