// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 17. Functions as the actions of an assistant. They are served over HTTPS with an OpenAPI document made of their types; every call is
//     verified and reported. Here the assistant is a client of ours, and the plugin ends when it has been answered.

#include "aval/endpoint/copilot_plugin.hpp"
#include "common/local_authority.hpp"

namespace endpoint = aval::endpoint;

struct employee {
  std::string employee_id = {};
  static constexpr auto json_rules = aval::json::rules(aval::json::describe("employee_id", "the number on the badge"));
};
struct leave {
  double days_left = 0;
  std::vector<std::string> planned = {};
};

aval::awaitable<leave> check_leave_balance(employee who) {
  leave l;
  l.days_left = who.employee_id == "42" ? 12.5 : 30;
  l.planned = {"2026-12-24"};
  co_return l;
}

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("hr-copilot", here.options);

  endpoint::copilot_plugin_options options;
  options.description = "Answers questions about leave.";
  options.authenticate = aval::web::one_bearer_token("a token that the assistant keeps for you", "copilot");  // or bearer_tokens(jwt_verifier)
  endpoint::copilot_plugin plugin("HR Assistant", "1.0.0", agent, options);
  plugin.add<&check_leave_balance>({.description = "Days of leave that an employee has left."});
  co_await plugin.start("127.0.0.1", 0);  // yours: start("0.0.0.0", 8095), and a certificate that the assistant trusts
  std::cout << "serving https\n";

  // what the assistant does: reads the documents, then calls an action
  aval::net::client_options trusting;
  trusting.tls.ca_pem = plugin.certificate_pem();
  aval::net::http_client assistant(co_await aval::this_coro::executor, trusting);
  const aval::net::url base(plugin.url());
  const aval::net::http_request read("GET", "/openapi.json");
  const auto document = co_await assistant.send(base, read);
  const auto openapi = aval::json::parse(document.body).value();
  for (const auto& path : openapi["paths"].as_object()) std::cout << "POST " << path.name << ": " << path.value["post"]["description"].as_string() << '\n';

  for (const char* body : {R"({"employee_id":"42"})", R"({"employee":42})"}) {
    aval::net::http_request call("POST", "/actions/check_leave_balance", body, "application/json");
    call.headers.set("Authorization", "Bearer a token that the assistant keeps for you");
    const auto answer = co_await assistant.send(base, call);
    std::cout << answer.status << ' ' << answer.body << '\n';
  }
  co_await plugin.stop();

  auto trail = agent.get_audit_logs();
  while (auto record = co_await trail.next()) std::cout << "  " << record->action_name << ' ' << record->status << '\n';
}
