// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/capability_requests.hpp"
#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"

/*  Capability requests over HTTP (AIM specification 2.9). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline void append_capability_request(std::string& out, const capability_request_record& c, std::string_view agent_name = {}) {
  constexpr std::string_view words[] = {"pending", "approved", "rejected"};
  const timestamp changed = c.decided_at.value_or(c.requested_at);
  object_out o(out);
  o.id("id", c.id).id("agent_id", c.agent).id("agentId", c.agent);
  if (!agent_name.empty()) o.text("agent_name", agent_name).text("agentName", agent_name);
  o.text("capability_type", c.capability).text("capabilityType", c.capability).text("reason", c.reason).text("status", words[static_cast<std::size_t>(c.status)]);
  if (c.requested_by.empty()) o.id("requested_by", c.agent).id("requestedBy", c.agent);
  else o.text("requested_by", c.requested_by).text("requestedBy", c.requested_by);
  o.time("requested_at", c.requested_at).time("requestedAt", c.requested_at);
  if (c.decided_at) o.text("reviewed_by", c.decided_by).text("reviewedBy", c.decided_by).time("reviewed_at", c.decided_at).time("reviewedAt", c.decided_at).text("answer", c.answer);
  o.time("created_at", c.requested_at).time("createdAt", c.requested_at).time("updated_at", changed).time("updatedAt", changed).end();
}

template <class Lazy>
void post_capability_request(basic_service<Lazy>& self, request& r) {
  const auto agent = self.own_agent(r, r.id);
  const body_members body(r.x.request().body());
  std::string capability = body.text_or("capability_type", ""), reason = body.text_or("reason", "");
  const auto asked = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return ask_for_capability(t, agent->id, std::move(capability), std::move(reason), r.who); }));
  r.status = 201;
  append_capability_request(r.out(), *asked);
}

template <class Lazy>
void get_capability_requests(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const std::size_t limit = r.number("limit", 50, 1, 1000), offset = r.number("offset", 0, 0, 1'000'000);
  const auto wanted = r.query("status");
  const bool all = !wanted || wanted->empty() || *wanted == "all";
  const request_status status = wanted == "approved" ? request_status::approved : wanted == "rejected" ? request_status::rejected : request_status::pending;
  if (!all && status == request_status::pending && *wanted != "pending") throw refused(400, "bad_request", "status must be pending, approved, rejected or all");
  object_out o(r.out());
  std::string& list = o.put("requests");
  std::size_t total = 0;
  list += '[';
  self.registry().look(r.now, [&](const registry::view& v) {
    std::vector<capability_request_ptr> found;
    v.each<capability_request_record>(r.who.organization, [&](const capability_request_ptr& c) {
      if (all || c->status == status) found.push_back(c);
    });
    total = found.size();
    for (std::size_t i = offset; i < total && i < offset + limit; ++i) {
      const capability_request_record& c = *found[total - 1 - i];  // newest first
      const agent_ptr a = v.agent(c.organization, c.agent);
      if (i != offset) list += ", ";
      append_capability_request(list, c, a ? std::string_view(a->name) : std::string_view());
    }
    return true;
  });
  list += ']';
  o.number("total", static_cast<std::int64_t>(total)).end();
}

template <class Lazy>
void get_capability_request(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const uuid id = r.id_or(r.id, "Invalid capability request ID format");
  const auto found = self.registry().look(r.now, [&](const registry::view& v) { return v.find<capability_request_record>(r.who.organization, id); });
  if (!found) throw refused(404, "not_found", "Capability request not found");
  append_capability_request(r.out(), *found);
}

template <class Lazy>
void answer_request(basic_service<Lazy>& self, request& r, bool approve) {
  self.require_role(r, role::admin, needs_admin);
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people answer capability requests");
  const body_members body(r.x.request().body(), true);
  std::string reason = body.text_or("reason", "");
  const uuid id = r.id_or(r.id, "Invalid capability request ID format");
  const auto done =
      value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return answer_capability_request(t, id, approve, std::move(reason), r.who); }));
  append_capability_request(r.out(), *done);
}
template <class Lazy>
void post_capability_approve(basic_service<Lazy>& self, request& r) { answer_request(self, r, true); }
template <class Lazy>
void post_capability_reject(basic_service<Lazy>& self, request& r) { answer_request(self, r, false); }

template <class Lazy>
void add_capability_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/v1/sdk-api/agents/{id}/capability-requests", once, &post_capability_request<Lazy>);
  t.plain("GET", "/api/v1/admin/capability-requests", signed_, &get_capability_requests<Lazy>);
  t.plain("GET", "/api/v1/admin/capability-requests/{id}", signed_, &get_capability_request<Lazy>);
  t.plain("POST", "/api/v1/admin/capability-requests/{id}/approve", signed_, &post_capability_approve<Lazy>);
  t.plain("POST", "/api/v1/admin/capability-requests/{id}/reject", signed_, &post_capability_reject<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
