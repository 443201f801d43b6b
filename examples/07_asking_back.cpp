// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 7. An agent asks back: before it answers, the worker asks the agent that gave it the task, within the same session.

#include <iostream>

#include <asio/io_context.hpp>

#include "common/two_agents.hpp"

namespace acp = aval::acp;
using namespace std::chrono_literals;

struct trip {
  std::string from = {}, to = {};
};
struct question {
  std::string text = {};
};
struct reply {
  std::string text = {};
};

// bob's handler: the task context is its way back to whoever asks
aval::awaitable<reply> book(trip t, acp::task_context task) {
  question q{"a window seat from " + t.from + " to " + t.to + "?"};
  auto wish = co_await task.session().request<reply>("preguntar", q);
  co_return reply{"booked, " + wish.text};
}

aval::awaitable<void> talk(acp::agent alice, acp::agent bob) {
  bob.on_task("reservar", &book);
  alice.on_task("preguntar", [](question q) {  // a plain function will do where nothing is awaited
    std::cout << "asked back: " << q.text << '\n';
    return reply{"by the window"};
  });
  const auto port = bob.listen("127.0.0.1:0");
  co_await alice.connect(example::local(port));

  auto session = co_await alice.open_session("agente_viajes");
  trip lima{.from = "Lima", .to = "Cusco"};
  const acp::request_terms patience{.timeout = 30s};
  auto answer = co_await session.request<reply>("reservar", lima, patience);
  std::cout << answer.text << '\n';

  co_await alice.stop();
  co_await bob.stop();
}

int main() {
  const example::private_authority ca;
  asio::io_context context;
  auto alice = ca.agent("agente_cpp"), bob = ca.agent("agente_viajes");
  return example::run(context, talk(acp::agent(context.get_executor(), alice), acp::agent(context.get_executor(), bob)));
}
