// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/wait_traits.hpp>

#include <atomic>
#include <chrono>

#include "aval/core/asio.hpp"
#include "aval/core/clock.hpp"

namespace aval {
inline namespace v0 {
namespace testing {

/** A clock that moves only when the test says so.
 *
 *  As the clock of a timer, asio::basic_waitable_timer<aval::testing::manual_clock>: code under test takes its timer type as a
 *  template parameter. As a source of time for options: manual_clock::source(). One clock for the whole program, since Asio asks for a
 *  static now(); begin a test with reset().
 *
 *  After advance() let the timers see it with context.poll(). Do not use context.run() with such a timer: Asio never sleeps for it,
 *  so run() would spin.
 *
 *  @par Threads  safe from any thread.
 *  @par Example
 *  @code
 *  asio::basic_waitable_timer<manual_clock> timer(context, 2s);
 *  timer.async_wait([&](std::error_code) { rang = true; });
 *  manual_clock::advance(1999ms);  context.poll();   // not yet
 *  manual_clock::advance(1ms);     context.poll();   // rang
 *  @endcode */
struct manual_clock {
  using duration = std::chrono::steady_clock::duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<manual_clock>;
  static constexpr bool is_steady = true;

  static time_point now() noexcept { return time_point(duration(ticks_.load())); }
  static void advance(duration by) noexcept { ticks_.fetch_add(by.count()); }
  /** Back to the beginning of a test: now() is zero. */
  static void reset() noexcept { ticks_.store(0); }

  /** What library options take. Wall time is `begin` plus what the clock was advanced since its reset; the steady clock counts from
   *  its epoch. */
  static clock_source source(std::chrono::system_clock::time_point begin = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}) {
    clock_source made;
    made.wall = [begin] { return begin + std::chrono::duration_cast<std::chrono::system_clock::duration>(now().time_since_epoch()); };
    made.monotonic = [] { return std::chrono::steady_clock::time_point(now().time_since_epoch()); };
    return made;
  }

 private:
  static inline std::atomic<rep> ticks_{0};
};

}  // namespace testing
}  // namespace v0
}  // namespace aval

namespace asio {
/** Never sleep: the test polls. */
template <>
struct wait_traits<aval::testing::manual_clock> {
  static std::chrono::nanoseconds to_wait_duration(const aval::testing::manual_clock::duration&) { return {}; }
  static std::chrono::nanoseconds to_wait_duration(const aval::testing::manual_clock::time_point&) { return {}; }
};
}  // namespace asio
