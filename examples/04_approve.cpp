// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 4. Approve: a dangerous call waits until a human has decided. Only the waiting coroutine stands still.

#include "common/local_authority.hpp"

aval::awaitable<int> delete_user(int id) {
  std::cout << "deleting user " << id << '\n';
  co_return 1;
}

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("database-agent", here.options);

  aval::approval_options careful;
  careful.risk = aval::risk::critical;
  careful.note = "removes all of the user's data";
  auto erase = aval::require_approval<&delete_user>(agent, careful) | aval::with_timeout(std::chrono::minutes(10));

  const auto executor = co_await aval::this_coro::executor;
  asio::co_spawn(executor, here.human(true), asio::detached);  // somebody in the dashboard says yes
  const int deleted = co_await erase(42);
  std::cout << "deleted " << deleted << '\n';

  asio::co_spawn(executor, here.human(false), asio::detached);  // and the second time, no
  try {
    co_await erase(43);
  } catch (const aval::AIMVerificationError& e) {
    std::cout << "user 43 stays: " << e.status() << ", " << e.reason() << '\n';
  }
}
