// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <algorithm>
#include <iostream>
#include <memory>

#include "administrator.hpp"
#include "aval/net/url.hpp"
#include "command.hpp"

namespace program {
namespace {

using aval::json::value;

struct audit_arguments {
  server_access access = {};
  std::string agent = {}, action = {}, since = {}, until = {};
  long limit = 100, offset = 0;
};

aval::awaitable<void> list(administrator& authority, std::shared_ptr<audit_arguments> arguments, application* program) {
  constexpr long page = 1000;  // what the authority gives at most
  value all = aval::json::array();
  for (long offset = arguments->offset, left = arguments->limit; left > 0;) {
    std::string path = "/api/v1/admin/audit-logs?limit=" + std::to_string(std::min(left, page)) + "&offset=" + std::to_string(offset);
    const auto filter = [&path](const char* name, const std::string& text) {
      if (!text.empty()) path += std::string("&") + name + "=" + aval::net::percent_encode(text);
    };
    filter("entity_id", arguments->agent);
    filter("action", arguments->action);
    filter("start_date", arguments->since);
    filter("end_date", arguments->until);
    const value answer = co_await authority.get(path);
    const auto* logs = answer["logs"].if_array();
    if (logs == nullptr || logs->empty()) break;
    for (const auto& record : *logs) all.push_back(record);
    offset += static_cast<long>(logs->size());
    left -= static_cast<long>(logs->size());
    if (offset >= answer["total"].if_int64().value_or(0)) break;
  }
  print_rows(*program, all,
             {{"TIME", "timestamp"}, {"ACTION", "action_name"}, {"STATUS", "status"}, {"RISK", "risk_level"}, {"AGENT", "agent_id"}, {"VERIFICATION", "verification_id"}});
}

}  // namespace

void add_audit_commands(application& program) {
  auto* const group = program.app.add_subcommand("audit", "what was decided and done");
  group->require_subcommand(1);
  auto arguments = std::make_shared<audit_arguments>();
  auto* const command = group->add_subcommand("list", "audit records, newest first");
  add_server_options(*command, arguments->access);
  add_output_option(program, *command);
  command->add_option("--agent", arguments->agent, "only this agent (id)");
  command->add_option("--action", arguments->action, "only this action");
  command->add_option("--since", arguments->since, "from this time on (RFC 3339)");
  command->add_option("--until", arguments->until, "before this time (RFC 3339)");
  command->add_option("--limit", arguments->limit, "at most so many records")->check(CLI::Range(1L, 1000000L))->capture_default_str();
  command->add_option("--offset", arguments->offset, "leave out so many of the newest")->check(CLI::NonNegativeNumber);
  command->callback([&program, arguments] {
    program.chosen = [&program, arguments] {
      administrator::run(arguments->access, [&program, arguments](administrator& a) { return list(a, arguments, &program); });
      return 0;
    };
  });
}

}  // namespace program
