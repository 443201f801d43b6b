// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <exception>
#include <iostream>
#include <utility>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"

namespace example {

/** Runs a program to its end; the status of main(). What others still do on the context, servers for instance, is not waited for. */
inline int run(asio::io_context& context, aval::awaitable<void> program) {
  int result = 0;
  asio::co_spawn(context, std::move(program), [&](std::exception_ptr e) {
    context.stop();
    if (!e) return;
    result = 1;
    try {
      std::rethrow_exception(e);
    } catch (const std::exception& x) {
      std::cerr << aval::printable(x.what(), 2000) << '\n';
    }
  });
  context.run();
  return result;
}

}  // namespace example
