// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 10. Tools: functions that a model may call. The schema that the model sees is made from the parameter struct; what it sends is read
//     strictly; a tool that is guarded asks a human on every call.

#include "aval/actions/tool.hpp"
#include "common/local_authority.hpp"

namespace actions = aval::actions;
namespace json = aval::json;

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

  // what a model would send
  const auto good = co_await weather_tool.call(R"({"name":"Lima"})");
  std::cout << good.text << '\n';
  const auto bad = co_await weather_tool.call(R"({"city":"Lima"})");
  std::cout << bad.text << '\n';

  asio::co_spawn(co_await aval::this_coro::executor, here.human(false), asio::detached);
  try {
    co_await delete_tool.call(R"({"id":"everything"})");
  } catch (const std::system_error& refused) {
    std::cout << "not deleted: " << refused.what() << '\n';
  }
}
