// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 13. An agent of the protocol with a model inside: whatever task comes, in the words of who asks, is the question, and its parameters go
//     with it; the model uses the agent's tools, and what it says is the result. The model is a script; with MODEL_BASE_URL, MODEL_NAME and
//     MODEL_API_KEY in the environment it is a real one.

#include "aval/acp.hpp"
#include "aval/llm/scripted_model.hpp"
#include "aval/llm/tool_loop.hpp"
#include "common/model_choice.hpp"
#include "common/two_agents.hpp"

namespace acp = aval::acp;
namespace actions = aval::actions;
namespace json = aval::json;
namespace llm = aval::llm;

struct article {
  std::string name = {};
  static constexpr auto json_rules = json::rules(json::describe("name", "singular, lower case"));
};
int count_in_store(article a) { return a.name == "screw" ? 120 : 0; }

struct order {
  std::string name = {};
  int pieces = 0;
};
std::string order_more(order o) { return "ordered: " + std::to_string(o.pieces) + " of " + o.name; }

llm::any_model choose_model(const aval::any_io_executor& executor, const aval::environment& variables) {
  if (const auto real = example::model_of(variables, aval::net::http_client(executor))) return *real;
  llm::scripted_model script;
  script.calls("count_in_store", R"({"name":"screw"})").calls("order_more", R"({"name":"screw","pieces":380})").says("There were 120, so I have ordered 380 more.");
  script.says("I only look after the store.");
  return llm::any_model(script);
}

using assistant = llm::tool_loop<llm::any_model>;

// one task: ends early when the session ends, since it is cancelled then, and with it the model and the tools
aval::awaitable<std::string> answer(assistant helper, acp::task_context task, json::raw parameters) {
  std::cout << task.peer() << " asks: " << task.name() << ' ' << parameters.text() << '\n';
  const auto done = co_await helper.run(task.name() + "\nParameters: " + std::string(parameters.text()));
  co_return done.text;
}

struct wanted {
  int at_least = 0;
};

aval::awaitable<void> talk(acp::agent clerk, acp::agent boss) {
  llm::tool_loop_options options;
  options.instructions = "You are the clerk of a store. Do what the other agent asks for, with your tools.";
  options.max_time = std::chrono::minutes(2);
  options.on_tool = [](const llm::tool_event& e) {
    if (e.ended) std::cout << "  " << e.name << " -> " << e.answer << '\n';
  };
  const auto model = choose_model(co_await aval::this_coro::executor, aval::environment());
  const assistant helper(model, {actions::make_tool<&count_in_store>({.description = "How many are in the store."}),
                                 actions::make_tool<&order_more>({.description = "Orders pieces from the supplier."})}, options);
  clerk.on_any_task([helper](acp::task_context task, json::raw parameters) { return answer(helper, std::move(task), std::move(parameters)); });
  const auto port = clerk.listen("127.0.0.1:0");

  co_await boss.connect(example::local(port));
  auto session = co_await boss.open_session("agente_almacen");
  wanted screws{.at_least = 500};
  std::cout << "answer: " << co_await session.request<std::string>("See that there are enough screws.", screws) << '\n';
  std::cout << "answer: " << co_await session.request<std::string>("Write me a poem.") << '\n';

  co_await boss.stop();
  co_await clerk.stop();
}

int main() {
  const example::private_authority ca;
  asio::io_context context;
  auto clerk = ca.agent("agente_almacen"), boss = ca.agent("agente_cpp");
  clerk.protocol.capabilities = {"store"};
  return example::run(context, talk(acp::agent(context.get_executor(), clerk), acp::agent(context.get_executor(), boss)));
}
