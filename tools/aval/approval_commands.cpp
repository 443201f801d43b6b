// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <iostream>
#include <memory>

#include "administrator.hpp"
#include "command.hpp"

namespace program {
namespace {

using aval::json::value;

struct approval_arguments {
  server_access access = {};
  std::string id = {};
  std::string reason = {};
};

aval::awaitable<void> list_waiting(administrator& authority, application* program) {
  value all = aval::json::array();
  for (int page = 1;; ++page) {
    const value answer = co_await authority.get("/api/v1/admin/verifications/pending?page_size=100&page=" + std::to_string(page));
    const auto* items = answer["verifications"].if_array();
    if (items == nullptr) break;
    for (const auto& item : *items) all.push_back(item);
    if (page >= answer["pagination"]["total_pages"].if_int64().value_or(1)) break;
  }
  if (all.empty() && program->output == "text") {
    std::cout << "nothing waits for approval\n";
    co_return;
  }
  print_rows(*program, all,
             {{"ID", "id"}, {"AGENT", "agent_name"}, {"ACTION", "action_type"}, {"RESOURCE", "resource"}, {"RISK", "risk_level"}, {"TRUST", "trust_score"},
              {"ASKED", "requested_at"}, {"UNTIL", "expires_at"}});
}

aval::awaitable<void> decide(administrator& authority, std::shared_ptr<approval_arguments> arguments, application* program, bool approve) {
  value body = aval::json::object();
  if (!arguments->reason.empty()) body["reason"] = arguments->reason;
  const value answer = co_await authority.post("/api/v1/admin/verifications/" + arguments->id + (approve ? "/approve" : "/deny"), std::move(body));
  print_object(*program, answer,
               {{"id", "id"}, {"status", "status"}, {"approved by", "approved_by"}, {"denied by", "denied_by"}, {"reason", "denial_reason"}});
}

}  // namespace

void add_approval_commands(application& program) {
  auto* const group = program.app.add_subcommand("approvals", "what waits for a human, and the human's answer");
  group->require_subcommand(1);
  auto arguments = std::make_shared<approval_arguments>();
  const auto add = [&](const char* name, const char* help) {
    auto* const command = group->add_subcommand(name, help);
    add_server_options(*command, arguments->access);
    add_output_option(program, *command);
    return command;
  };
  auto* const list_command = add("list", "pending verifications, newest first");
  set_work(program, *list_command, [&program, arguments] {
    administrator::run(arguments->access, [&program](administrator& a) { return list_waiting(a, &program); });
    return 0;
  });
  for (const bool approve : {true, false}) {
    auto* const command = approve ? add("approve", "let the waiting call run") : add("deny", "refuse the waiting call");
    command->add_option("id", arguments->id, "id of the verification")->required();
    auto* const reason = command->add_option("--reason", arguments->reason, "what the audit trail and the agent are told");
    if (!approve) reason->required();
    set_work(program, *command, [&program, arguments, approve] {
      administrator::run(arguments->access, [&program, arguments, approve](administrator& a) { return decide(a, arguments, &program, approve); });
      return 0;
    });
  }
}

}  // namespace program
