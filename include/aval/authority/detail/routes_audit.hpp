// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"

/*  The audit trail over HTTP (AIM specification 2.6, 4.6). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline audit_query audit_query_of(const request& r, std::size_t default_limit) {
  audit_query q;
  q.organization = r.who.organization;
  q.limit = r.number("limit", default_limit, 1, 1000);
  q.offset = r.number("offset", 0, 0, 1'000'000'000);
  q.action = r.query("action_name");
  if (!q.action) q.action = r.query("actionName");
  if (!q.action) q.action = r.query("action");
  if (q.action && q.action->empty()) q.action.reset();
  q.from = r.moment("start_date");
  if (!q.from) q.from = r.moment("startDate");
  q.to = r.moment("end_date");
  if (!q.to) q.to = r.moment("endDate");
  return q;
}

inline void write_audit(request& r, const audit_page& page, const audit_query& query, const agent_ptr& agent) {
  std::size_t size = 256;
  for (const auto& record : page.records) size += record->text.size() + 90;
  r.out().reserve(size);
  object_out o(r.out());
  if (agent) o.id("agent_id", agent->id).id("agentId", agent->id).text("agent_name", agent->name).text("agentName", agent->name);
  std::string& list = o.put("logs");
  list += '[';
  for (std::size_t i = 0; i < page.records.size(); ++i) {
    if (i) list += ", ";
    append_audit_record(list, *page.records[i]);
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(page.total)).number("limit", static_cast<std::int64_t>(query.limit)).number("offset", static_cast<std::int64_t>(query.offset)).end();
}

// a person who reads the trail leaves a trace in it (specification 4.6)
inline audit_entry doing(const request& r, std::string_view action, std::string_view resource, std::string_view id) {
  audit_entry e;
  e.organization = r.who.organization;
  e.user = r.who.user;
  e.action = action;
  e.resource_type = resource;
  e.resource_id = id;
  e.status = "success";
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  return e;
}

inline audit_entry viewing(const request& r, std::string_view resource, std::string_view id) { return doing(r, "view", resource, id); }

template <class Lazy>
awaitable<void> get_agent_audit(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id);
  audit_query q = audit_query_of(r, 50);
  q.agent = a->id;
  co_await self.all_durable();
  const audit_page page = co_await self.registry().store().audit(q);
  if (r.who.is == caller::kind::user) self.registry().record(viewing(r, "audit_log", r.id), r.now, r.ticket);
  write_audit(r, page, q, a);
}

template <class Lazy>
awaitable<void> get_admin_audit(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  audit_query q = audit_query_of(r, 50);
  q.resource_type = r.query("entity_type");
  q.resource_id = r.query("entity_id");
  const auto identifier = [&](const char* name) -> std::optional<uuid> {
    const auto text = r.query(name);
    if (!text || text->empty()) return std::nullopt;
    return r.id_or(*text, "user_id and agent_id must be identifiers");
  };
  q.user = identifier("user_id");
  q.agent = identifier("agent_id");
  for (auto* text : {&q.resource_type, &q.resource_id})
    if (*text && (*text)->empty()) text->reset();
  co_await self.all_durable();
  const audit_page page = co_await self.registry().store().audit(q);
  self.registry().record(viewing(r, "audit_log", ""), r.now, r.ticket);
  write_audit(r, page, q, nullptr);
}

template <class Lazy>
void add_audit_routes(route_table<Lazy>& t) {
  using enum route_guard;
  for (const char* path : {"/api/v1/agents/{id}/audit-logs", "/api/agents/{id}/audit-trail"}) t.waits("GET", path, signed_, &get_agent_audit<Lazy>);
  t.waits("GET", "/api/v1/admin/audit-logs", signed_, &get_admin_audit<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
