// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/steady_timer.hpp>
#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "aval/core/asio.hpp"

// What the tests of the decorators wrap.

struct city {
  std::string name;
  std::vector<std::string> tags = {"a long first tag that is on the heap", "second"};
};

inline aval::awaitable<void> breathe() {
  asio::steady_timer timer(co_await aval::this_coro::executor, std::chrono::milliseconds(1));
  co_await timer.async_wait(aval::use_awaitable);
}

inline int plain(int a, int b) { return a + b; }
inline std::atomic<int> touched = 0;
inline void plain_void(int n) { touched += n; }
inline aval::awaitable<int> waits(int a, int b) {
  co_await breathe();
  co_return a + b;
}
