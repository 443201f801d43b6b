// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 3. Track: your own functions, verified before they run and reported afterwards.

#include "common/local_authority.hpp"

struct city {
  std::string name = {};
  std::string units = "metric";
};
struct weather {
  double temperature = 0;
  std::string summary = {};
};

aval::awaitable<weather> fetch_weather(city where) {
  if (where.name == "Atlantis") throw std::runtime_error("no such city");
  weather w{.temperature = 19.5, .summary = "cloudy in " + where.name};
  co_return w;
}

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("weather-agent", here.options);

  auto get_weather = aval::track_action<&fetch_weather>(agent);  // action "fetch_weather", parameters by reflection
  city lima{.name = "Lima"};
  const weather w = co_await get_weather(lima);
  std::cout << w.summary << ", " << w.temperature << " degrees\n";

  // exceptions come through unchanged; the authority learns that the call failed
  city lost{.name = "Atlantis"};
  try {
    co_await get_weather(lost);
  } catch (const std::runtime_error& e) {
    std::cout << "failed: " << e.what() << '\n';
  }

  auto trail = agent.get_audit_logs();
  while (auto entry = co_await trail.next()) std::cout << entry->timestamp << " | " << entry->action_name << " | " << entry->status << '\n';
}
