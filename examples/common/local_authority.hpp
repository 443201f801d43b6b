// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

// The part that all examples share: main(), and an authority to talk to. An example itself is only
//
//     aval::awaitable<void> co_main(example::place& here) { ... }
//
// With AIM_URL set, the examples talk to that authority; otherwise each starts one of its own, in this process, over HTTPS with a
// certificate made on the spot, which it trusts explicitly. Your own program needs none of this file.

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

#include <asio/io_context.hpp>

#include "aval/authority/server.hpp"
#include "aval/aval.hpp"

namespace example {

/** Where an example happens. */
class place {
 public:
  aval::secure_options options;                     ///< for secure(): finds the authority and trusts its certificate
  std::optional<aval::authority::server> authority;  ///< ours; empty with AIM_URL

  /** Plays the human in the dashboard: waits for one question and answers it. With AIM_URL a real one has to. */
  aval::awaitable<void> human(bool yes) {
    while (authority) {
      auto questions = co_await authority->pending();
      if (!questions.empty()) {
        const auto id = questions.front().verification.id;
        if (yes) co_await authority->approve(id, "ann", "looked at it");
        else co_await authority->deny(id, "ann", "not on a Friday");
        co_return;
      }
      asio::steady_timer pause(co_await aval::this_coro::executor, std::chrono::milliseconds(20));
      co_await pause.async_wait(aval::use_awaitable);
    }
  }
};

}  // namespace example

aval::awaitable<void> co_main(example::place& here);

inline aval::awaitable<void> run_example(example::place& here) {
  const bool own = std::getenv("AIM_URL") == nullptr;
  if (own) {
    here.authority.emplace(co_await aval::this_coro::executor, aval::authority::options());
    co_await here.authority->start();
    here.options.aim_url = here.authority->url();
    here.options.ca_pem = here.authority->certificate_pem();
  }
  std::exception_ptr failure;
  try {
    co_await co_main(here);
  } catch (...) {
    failure = std::current_exception();
  }
  if (own) co_await here.authority->stop(std::chrono::milliseconds(0));
  if (failure) std::rethrow_exception(failure);
}

int main() {
  // credentials of an authority that is gone in a second have no business in the real ~/.aim
  const bool own = std::getenv("AIM_URL") == nullptr;
  const auto home = std::filesystem::temp_directory_path() / ("aval-example-" + aval::uuid::random().to_string());
  if (own) ::setenv("AIM_HOME", home.c_str(), 1);
  int result = 0;
  {
    asio::io_context context;
    example::place here;
    asio::co_spawn(context, run_example(here), [&result](std::exception_ptr e) {
      if (!e) return;
      try {
        std::rethrow_exception(e);
      } catch (const std::exception& problem) {
        std::cerr << "error: " << problem.what() << '\n';
      }
      result = 1;
    });
    context.run();
  }
  if (own) std::filesystem::remove_all(home);
  return result;
}
