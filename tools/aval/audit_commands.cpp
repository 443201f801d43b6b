// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <algorithm>
#include <iostream>
#include <memory>

#include "administrator.hpp"
#include "aval/authority/audit_check.hpp"
#include "aval/core/error.hpp"
#include "aval/net/url.hpp"
#include "command.hpp"

namespace program {
namespace {

using aval::json::value;

struct audit_arguments {
  server_access access = {};
  std::string agent = {}, action = {}, since = {}, until = {};
  long limit = 100, offset = 0;
  std::string head = {};  // SEQ:HASH of an earlier check
  bool good = true;
};

aval::awaitable<void> list(administrator& authority, std::shared_ptr<audit_arguments> arguments, application* program) {
  constexpr long page = 1000;  // what the authority gives at most
  value all = aval::json::array();
  for (long offset = arguments->offset, left = arguments->limit; left > 0;) {
    std::string path = "/api/v1/admin/audit-logs?limit=" + std::to_string(std::min(left, page)) + "&offset=" + std::to_string(offset);
    const auto filter = [&path](const char* name, const std::string& text) {
      if (!text.empty()) path += std::string("&") + name + "=" + aval::net::percent_encode(text);
    };
    filter("agent_id", arguments->agent);
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

// The whole trail, newest first, each record against its hash and its neighbour. Reading the trail is itself recorded in it, so pages
// move while they are read: what was seen is passed over.
aval::awaitable<void> check(administrator& authority, std::shared_ptr<audit_arguments> arguments, application* program) {
  constexpr std::int64_t page = 1000;
  aval::authority::audit_check trail;
  std::int64_t last = 0;
  bool found_head = arguments->head.empty();
  const auto complain = [&](const std::string& what) {
    arguments->good = false;
    fail(what);
  };
  for (std::int64_t offset = 0;;) {
    const value answer = co_await authority.get("/api/v1/admin/audit-logs?limit=" + std::to_string(page) + "&offset=" + std::to_string(offset));
    const auto* logs = answer["logs"].if_array();
    if (logs == nullptr || logs->empty()) break;
    for (const auto& record : *logs) {
      const auto seq = record["seq"].if_int64();
      if (last != 0 && seq && *seq >= last) continue;
      if (seq) last = *seq;
      if (const auto fits = trail.next(record); !fits) complain(fits.error().message);
      const auto* hash = record["hash"].if_string();
      if (!found_head && seq && hash) found_head = std::to_string(*seq) + ':' + *hash == arguments->head;
    }
    offset += static_cast<std::int64_t>(logs->size());
    if (offset >= answer["total"].if_int64().value_or(0)) break;
  }
  if (trail.records() == 0) complain("the trail is empty");
  else if (trail.oldest() != 1) complain("the trail begins with record " + std::to_string(trail.oldest()) + "; the older ones are missing");
  if (!found_head) complain("the head that you kept, " + aval::printable(arguments->head, 100) + ", is not in this trail: it was cut off or rewritten");
  const value out = aval::json::object({{"good", arguments->good},
                                        {"records", static_cast<std::int64_t>(trail.records())},
                                        {"head", trail.records() == 0 ? std::string() : std::to_string(trail.newest()) + ':' + trail.newest_hash()}});
  print_object(*program, out, {{"good", "good"}, {"records", "records"}, {"head", "head"}});
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
  set_work(program, *command, [&program, arguments] {
    administrator::run(arguments->access, [&program, arguments](administrator& a) { return list(a, arguments, &program); });
    return 0;
  });

  auto* const checked = group->add_subcommand("check", "check that no record was changed, left out or moved; prints the head, to be kept elsewhere");
  add_server_options(*checked, arguments->access);
  add_output_option(program, *checked);
  checked->add_option("--head", arguments->head, "the head (NUMBER:HASH) of an earlier check, which must still be there");
  set_work(program, *checked, [&program, arguments] {
    administrator::run(arguments->access, [&program, arguments](administrator& a) { return check(a, arguments, &program); });
    return arguments->good ? 0 : 1;
  });
}

}  // namespace program
