// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <functional>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

/** Where the time comes from: the system's clocks unless a function is set. Tests set both and move them by hand.
 *  Copies share nothing. Safe from several threads if the functions are. */
struct clock_source {
  std::function<std::chrono::system_clock::time_point()> wall = {};        // empty: std::chrono::system_clock
  std::function<std::chrono::steady_clock::time_point()> monotonic = {};   // empty: std::chrono::steady_clock

  std::chrono::system_clock::time_point now() const { return wall ? wall() : std::chrono::system_clock::now(); }
  std::chrono::steady_clock::time_point steady() const { return monotonic ? monotonic() : std::chrono::steady_clock::now(); }
};

}  // namespace v0
}  // namespace aval
