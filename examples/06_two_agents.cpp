// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 6. Two agents talk: one offers a task, the other hands it over and gets a typed answer, over WebSocket Secure with mutual TLS.

#include <iostream>

#include <asio/io_context.hpp>

#include "common/two_agents.hpp"

namespace acp = aval::acp;

struct sum_request {
  int a = 0, b = 0;
};
struct sum_answer {
  int total = 0;
};

aval::awaitable<void> talk(acp::agent alice, acp::agent bob) {
  bob.on_task("sumar", [](sum_request r) -> aval::awaitable<sum_answer> { co_return sum_answer{r.a + r.b}; });
  const auto port = bob.listen("127.0.0.1:0");

  const std::string who = co_await alice.connect(example::local(port));
  std::cout << "connected with " << who << '\n';  // the name in the certificate

  auto session = co_await alice.open_session(who);
  sum_request request{.a = 1, .b = 2};
  auto answer = co_await session.request<sum_answer>("sumar", request);
  std::cout << "1 + 2 = " << answer.total << '\n';

  // a task that bob does not know: the answer is "fallo", here an exception with the reason
  try {
    co_await session.request<sum_answer>("restar", request);
  } catch (const acp::task_error& e) {
    std::cout << "refused: " << e.detail().text() << '\n';
  }

  co_await session.close("done");
  co_await alice.stop();
  co_await bob.stop();
}

int main() {
  const example::private_authority ca;
  asio::io_context context;
  auto alice_options = ca.agent("agente_cpp"), bob_options = ca.agent("agente_py");
  bob_options.protocol.capabilities = {"sumar"};
  return example::run(context, talk(acp::agent(context.get_executor(), alice_options), acp::agent(context.get_executor(), bob_options)));
}
