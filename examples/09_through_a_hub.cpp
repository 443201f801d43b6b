// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 9. Two agents that never connect to each other: both keep one connection to a hub, which passes on what they say.

#include <iostream>

#include <asio/io_context.hpp>

#include "aval/relay.hpp"
#include "common/two_agents.hpp"

namespace acp = aval::acp;

struct sum_request {
  int a = 0, b = 0;
};
struct sum_answer {
  int total = 0;
};

aval::awaitable<void> talk(aval::relay::hub& hub, acp::agent alice, acp::agent bob) {
  const auto port = hub.listen("127.0.0.1:0");
  hub.start();

  bob.on_task("sumar", [](sum_request r) -> aval::awaitable<sum_answer> { co_return sum_answer{r.a + r.b}; });
  const acp::connect_terms through_hub{.peer = "hub", .hub = true};  // only there may messages come from others
  co_await bob.connect(example::local(port), through_hub);
  co_await alice.connect(example::local(port), through_hub);

  auto session = co_await alice.open_session("bob");
  sum_request request{.a = 20, .b = 22};
  auto answer = co_await session.request<sum_answer>("sumar", request);
  std::cout << "20 + 22 = " << answer.total << ", by way of the hub\n";

  const auto agents = co_await hub.agents();
  for (const auto& one : agents) std::cout << one.id << (one.connected ? " is connected\n" : " is gone\n");

  // nobody of that name: the hub says so at once
  try {
    co_await alice.open_session("carol");
  } catch (const aval::error& e) {
    std::cout << "carol: " << e.what() << '\n';
  }

  co_await session.close("done");
  co_await alice.stop();
  co_await bob.stop();
  const auto counted = co_await hub.metrics();
  std::cout << counted.messages_relayed << " messages relayed\n";
  co_await hub.stop();
}

int main() {
  const example::private_authority ca;
  asio::io_context context;
  aval::relay::hub_options options;
  options.router.id = "hub";
  options.tls = ca.agent("hub").tls;
  aval::relay::hub hub(context.get_executor(), options);
  return example::run(context, talk(hub, acp::agent(context.get_executor(), ca.agent("alice")), acp::agent(context.get_executor(), ca.agent("bob"))));
}
