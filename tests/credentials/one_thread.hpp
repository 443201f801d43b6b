// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>

#include <string>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/testing/run.hpp"

namespace credentials_test {

/** A context that the test's own thread runs while an operation is under way. */
class one_thread {
 public:
  template <class T>
  T run(aval::awaitable<T> operation) {
    return aval::testing::run(context, std::move(operation));
  }
  /** The code with which an operation ends; none when it succeeds. */
  template <class T>
  std::error_code code(aval::awaitable<T> operation) {
    try {
      (void)run(std::move(operation));
    } catch (const std::system_error& e) {
      printed += e.what();
      return e.code();
    }
    return {};
  }

  asio::io_context context{1};
  std::string printed;  // what errors say, and the logs of tests that add them
};

}  // namespace credentials_test
