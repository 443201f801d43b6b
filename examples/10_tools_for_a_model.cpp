// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 10. Tools: functions that a model may call. The schema that the model sees is made from the parameter struct; what it sends is read
//     strictly; a tool that is guarded asks a human on every call. The loop gives the model the answers, refusals too, until it has a text.
//     The model here is a script; llm::chat_client in its place talks to a real one.

#include "aval/actions/tool.hpp"
#include "aval/llm/guarded_tools.hpp"
#include "aval/llm/scripted_model.hpp"
#include "aval/llm/tool_loop.hpp"
#include "common/local_authority.hpp"

namespace actions = aval::actions;
namespace json = aval::json;
namespace llm = aval::llm;

struct city {
  std::string name = {};
  std::string units = "metric";
  static constexpr auto json_rules = json::rules(json::describe("name", "in English"), json::defaulted("units"));
};
struct weather {
  double temperature = 0;
  std::string summary = {};
};
aval::awaitable<weather> get_weather(city where) { co_return weather{21.5, "clear over " + where.name}; }

struct record {
  std::string id = {};
};
void delete_record(record r) { std::cout << "deleting " << r.id << '\n'; }

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("assistant", here.options);

  const auto weather_tool = actions::make_tool<&get_weather>({.description = "The weather of a city, now."});
  const auto delete_tool = aval::require_approval<&delete_record>(agent) | actions::as_tool({.name = "delete_record"});
  std::cout << "what the model sees of " << weather_tool.name() << ": " << json::write(weather_tool.parameters()) << '\n';

  llm::scripted_model model;
  model.calls("get_weather", R"({"city":"Lima"})");    // a model that guesses: it is told what was wrong
  model.calls("get_weather", R"({"name":"Lima"})");
  model.calls("delete_record", R"({"id":"everything"})");  // the human says no, and the model is told
  model.says("It is clear over Lima. I was not allowed to delete anything.");

  llm::tool_loop_options options;
  options.instructions = "You help in the records department.";
  options.on_tool = [](const llm::tool_event& e) {
    if (e.ended) std::cout << e.name << " -> " << e.answer << '\n';
  };
  auto tools = llm::guard_tools(agent, {weather_tool});  // each call verified and reported; the other tool asks by itself
  tools.push_back(delete_tool);
  llm::tool_loop loop(model, tools, options);
  asio::co_spawn(co_await aval::this_coro::executor, here.human(false), asio::detached);
  const auto done = co_await loop.run("How is it in Lima? And delete everything.");
  std::cout << done.text << '\n';
}
