// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 18. Guarded functions as the tools of an MCP server over HTTP. Any MCP client may call them: an editor, a desktop assistant, an agent of
//     somebody else. Each call is verified and reported. Here the client is ours, and the server ends when it has been answered.

#include <asio/io_context.hpp>

#include "aval/mcp/guarded_tools.hpp"
#include "aval/mcp/streamable_http_client.hpp"
#include "aval/mcp/streamable_http_server.hpp"
#include "aval/net/http_server.hpp"
#include "common/local_authority.hpp"

namespace actions = aval::actions;
namespace mcp = aval::mcp;

struct city {
  std::string name = {};
  static constexpr auto json_rules = aval::json::rules(aval::json::describe("name", "of the city"));
};
struct weather {
  double temperature = 0;
  std::string summary = {};
};
aval::awaitable<weather> fetch_weather(city where) {
  weather w;
  w.temperature = where.name == "Lima" ? 19.5 : 12;
  w.summary = "drizzle";
  co_return w;
}

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("weather-tools", here.options);
  const aval::any_io_executor executor = co_await aval::this_coro::executor;

  mcp::server_options about;
  about.name = "weather";
  auto server = mcp::guarded_server(about, agent, {actions::make_tool<&fetch_weather>({.description = "The weather of a city."})});

  mcp::http_endpoint_options options;
  options.authenticate = aval::web::one_bearer_token("a token that the client keeps", "example");  // or bearer_tokens(jwt_verifier)
  mcp::http_endpoint endpoint(executor, server, options);
  aval::net::http_server http(executor, endpoint.routes());
  const auto port = http.listen("127.0.0.1:0");
  http.start();

  // what the client does
  mcp::http_transport_options way;
  way.bearer = "a token that the client keeps";
  const aval::net::url where("http://127.0.0.1:" + std::to_string(port) + "/mcp");
  auto client = co_await mcp::connect(aval::net::http_client(executor), where, way);
  const auto tools = co_await client.tools();
  for (const auto& tool : tools) std::cout << tool.name << ": " << tool.description.value_or("") << '\n';
  const auto lima = aval::json::object({{"name", "Lima"}});
  const auto answer = co_await client.call("fetch_weather", lima);
  std::cout << answer.text() << '\n';
  co_await client.close();

  co_await http.stop(std::chrono::milliseconds(100));
  auto trail = agent.get_audit_logs();
  while (auto record = co_await trail.next()) std::cout << "  " << record->action_name << ' ' << record->status << '\n';
}
