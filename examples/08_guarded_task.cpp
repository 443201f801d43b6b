// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 8. A guarded task: what another agent asks for waits until a human has agreed. The handler of the task is a function that
//    require_approval has wrapped; acknowledgements and pings go on while it waits.

#include "common/local_authority.hpp"
#include "common/two_agents.hpp"

namespace acp = aval::acp;
using namespace std::chrono_literals;

struct deletion {
  std::string record = {};
};
struct outcome {
  bool deleted = false;
};

aval::awaitable<outcome> delete_record(deletion d) {
  std::cout << "deleting " << d.record << '\n';
  co_return outcome{true};
}

aval::awaitable<void> co_main(example::place& here) {
  const auto executor = co_await aval::this_coro::executor;
  auto guard = co_await aval::secure("records-agent", here.options);  // who asks the human: example 4

  const example::private_authority ca;
  const auto clerk_options = ca.agent("agente_archivo"), boss_options = ca.agent("agente_cpp");
  acp::agent clerk(executor, clerk_options), boss(executor, boss_options);
  clerk.on_task("borrar", aval::require_approval<&delete_record>(guard));
  const auto port = clerk.listen("127.0.0.1:0");

  co_await boss.connect(example::local(port));
  auto session = co_await boss.open_session("agente_archivo");
  deletion old{.record = "invoice 7"}, precious{.record = "everything"};

  asio::co_spawn(executor, here.human(true), asio::detached);
  auto done = co_await session.request<outcome>("borrar", old);
  std::cout << "deleted: " << std::boolalpha << done.deleted << '\n';

  asio::co_spawn(executor, here.human(false), asio::detached);
  try {
    co_await session.request<outcome>("borrar", precious);
  } catch (const acp::task_error& e) {
    std::cout << "not deleted: " << e.detail().text() << '\n';
  }

  co_await boss.stop();
  co_await clerk.stop();
}
