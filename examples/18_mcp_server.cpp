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

// what the client does
aval::awaitable<void> call_tools(std::shared_ptr<mcp::peer> peer) {
  co_await peer->request("initialize", aval::json::raw(R"({"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"example","version":"1"}})"));
  co_await peer->notify("notifications/initialized", aval::json::raw());
  const auto listed = co_await peer->request("tools/list", aval::json::raw());
  const auto tools = aval::json::parse(listed.text()).value();
  for (const auto& tool : tools["tools"].as_array()) std::cout << tool["name"].as_string() << ": " << tool["description"].as_string() << '\n';
  const auto called = co_await peer->request("tools/call", aval::json::raw(R"({"name":"fetch_weather","arguments":{"name":"Lima"}})"));
  const auto answer = aval::json::parse(called.text()).value();
  std::cout << answer["content"][0]["text"].as_string() << '\n';
  peer->close();
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

  mcp::http_transport_options to;
  to.bearer = "a token that the client keeps";
  auto transport = std::make_shared<mcp::http_transport>(executor, aval::net::http_client(executor), aval::net::url("http://127.0.0.1:" + std::to_string(port) + "/mcp"), to);
  auto peer = std::make_shared<mcp::peer>(executor, transport, mcp::peer_options{});
  transport->give_to(peer);
  co_await call_tools(peer);

  co_await http.stop(std::chrono::milliseconds(100));
  auto trail = agent.get_audit_logs();
  while (auto record = co_await trail.next()) std::cout << "  " << record->action_name << ' ' << record->status << '\n';
}
