// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <pthread.h>

#include <thread>

#include <asio/co_spawn.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>

#include "aval/core/asio.hpp"
#include "measure.hpp"

namespace bench {

/** One thread that runs a context until it is destroyed. */
class runner {
 public:
  runner() : work_(asio::make_work_guard(context)), thread_([this] {
    allocations = &allocated_;
    context.run();
  }) {}
  ~runner() {
    work_.reset();
    context.stop();
    thread_.join();
  }
  runner(const runner&) = delete;
  runner& operator=(const runner&) = delete;
  /** CPU time of the thread in microseconds. */
  double cpu() {
    clockid_t clock{};
    if (::pthread_getcpuclockid(thread_.native_handle(), &clock) != 0) fail("no CPU clock");
    return microseconds(clock);
  }
  unsigned long allocated() const { return allocated_; }
  template <class T>
  T run(aval::awaitable<T> operation) {
    return asio::co_spawn(context, std::move(operation), asio::use_future).get();
  }
  asio::io_context context;

 private:
  counter allocated_{0};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::thread thread_;
};

}  // namespace bench
