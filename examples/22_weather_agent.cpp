// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 22. A weather agent, complete: a class whose two functions are guarded, one of them using the other; the weather comes over HTTP from the
//     service at WEATHER_URL (the shape of OpenWeather's "current weather"), with the key in OPENWEATHER_API_KEY. Without WEATHER_URL a
//     service with one city plays along in this process.

#include <cstdlib>
#include <functional>

#include "aval/net/http_client.hpp"
#include "aval/net/http_server.hpp"
#include "aval/web/json_call.hpp"
#include "common/local_authority.hpp"

struct measured {
  double temp = 0;
};
struct sky {
  std::string description = {};
};
struct weather {
  measured main = {};
  std::vector<sky> weather = {};
};

class weather_agent {
 public:
  weather_agent(aval::agent agent, aval::net::http_client client, std::string base_url, aval::secret api_key)
      : source_(std::make_shared<source>(std::move(client), std::move(base_url), std::move(api_key))) {
    // the name of the action, and which parameters the authority may see with their values
    const aval::track_options look{.action = "get_weather", .resource = "weather-service", .parameters = {"city", "units"}, .values = {"*"}};
    const aval::track_options tell{.action = "get_forecast", .parameters = {"city"}, .values = {"*"}};
    get_weather = aval::track_action(agent, look)([s = source_](std::string city, std::string units) { return s->ask(std::move(city), std::move(units)); });
    get_forecast = aval::track_action(agent, tell)([get = get_weather](std::string city) { return forecast(get, std::move(city)); });
  }

  // Each call is verified, run if it may, and reported.
  std::function<aval::awaitable<weather>(std::string city, std::string units)> get_weather;
  std::function<aval::awaitable<std::string>(std::string city)> get_forecast;

 private:
  struct source {
    source(aval::net::http_client c, std::string url, aval::secret k) : client(std::move(c)), base_url(std::move(url)), key(std::move(k)) {}
    aval::awaitable<weather> ask(std::string city, std::string units) {
      const aval::net::url where(base_url + "?q=" + aval::net::percent_encode(city) + "&units=" + units + "&appid=" + std::string(key.reveal()));
      auto answer = co_await aval::web::json_call<weather>(client, "GET", where);
      if (!answer.ok() || answer.value.weather.empty()) throw std::runtime_error("no weather for " + city + ": " + answer.error());
      co_return std::move(answer.value);
    }
    aval::net::http_client client;
    std::string base_url;
    aval::secret key;
  };
  static aval::awaitable<std::string> forecast(decltype(get_weather) get, std::string city) {
    const weather now = co_await get(city, "imperial");
    co_return "Weather in " + city + ": " + std::to_string(static_cast<int>(now.main.temp)) + " F, " + now.weather.front().description;
  }

  std::shared_ptr<source> source_;
};

namespace {

std::string variable(const char* name, std::string otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : std::move(otherwise);
}

aval::awaitable<void> one_city(aval::net::http_exchange& x) {
  const bool known = x.request().target().find("q=San%20Francisco&") != std::string::npos;
  x.response().status = known ? 200 : 404;
  x.response().headers.set("Content-Type", "application/json");
  x.response().body = known ? R"({"main": {"temp": 61.7, "humidity": 72}, "weather": [{"main": "Clear", "description": "clear sky"}]})" : R"({"message": "city not found"})";
  co_return;
}

}  // namespace

aval::awaitable<void> co_main(example::place& here) {
  const auto executor = co_await aval::this_coro::executor;
  aval::net::http_server service(executor, one_city);
  std::string base_url = variable("WEATHER_URL", "");
  if (base_url.empty()) {
    base_url = "http://127.0.0.1:" + std::to_string(service.listen("127.0.0.1:0")) + "/data/2.5/weather";
    service.start();
  }

  here.options.description = "tells the weather";
  auto agent = co_await aval::secure("weather-agent", here.options);
  weather_agent weather(agent, aval::net::http_client(executor), base_url, aval::secret(variable("OPENWEATHER_API_KEY", "none")));

  std::cout << co_await weather.get_forecast("San Francisco") << '\n';
  try {
    co_await weather.get_forecast("Atlantis");
  } catch (const std::runtime_error& e) {
    std::cout << e.what() << '\n';
  }
  std::cout << "Trust score: " << co_await agent.get_trust_score() << '\n';
  auto trail = agent.get_audit_logs();
  while (auto entry = co_await trail.next()) std::cout << entry->timestamp << " | " << entry->action_name << " | " << entry->status << '\n';
  co_await service.stop(std::chrono::milliseconds(0));
}
