// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 5. Time-outs and cancellation: every wait can be limited and given up, and the two are told apart.

#include "common/local_authority.hpp"

using namespace std::chrono_literals;

aval::awaitable<void> drop_database(std::string name) {
  std::cout << "dropping " << name << '\n';
  co_return;
}

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("database-agent", here.options);
  auto patient = aval::require_approval<&drop_database>(agent);
  auto hasty = aval::require_approval<&drop_database>(agent) | aval::with_timeout(300ms);

  // nobody decides within 300 ms: the function does not run
  try {
    co_await hasty("production");
  } catch (const aval::error& e) {
    std::cout << "timed out: " << std::boolalpha << (e.code() == aval::condition::timed_out) << '\n';
  }

  // given up from outside, through Asio's cancellation slot; a callback takes the result here
  const auto executor = co_await aval::this_coro::executor;
  asio::cancellation_signal give_up;
  asio::steady_timer over(executor, 1h);
  asio::co_spawn(executor, patient("production"), asio::bind_cancellation_slot(give_up.slot(), [&over](std::exception_ptr e) {
                   std::cout << "cancelled: " << (aval::code_of(e) == aval::condition::cancelled) << '\n';
                   over.cancel();
                 }));
  asio::steady_timer soon(executor, 100ms);
  co_await soon.async_wait(aval::use_awaitable);
  give_up.emit(asio::cancellation_type::terminal);
  co_await over.async_wait(aval::as_result);  // until the callback has been called

  // an authority that is not there: refused at once, and the error says so
  aval::secure_options nowhere = here.options;
  nowhere.aim_url = "https://127.0.0.1:1";
  nowhere.retry_attempts = 0;
  try {
    co_await aval::secure("lonely-agent", nowhere);
  } catch (const aval::AIMConnectionError& e) {
    std::cout << "unreachable: " << (e.code() == aval::condition::unreachable) << '\n';
  }
}
