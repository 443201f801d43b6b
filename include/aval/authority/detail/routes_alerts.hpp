// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"

/*  Alerts over HTTP (AIM specification 2.11), and what an agent asked for outside its capabilities (2.3). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline void append_alert(std::string& out, const alert_record& a) {
  object_out e(out);
  e.id("id", a.id).id("organization_id", a.organization).id("organizationId", a.organization).text("alert_type", a.type).text("alertType", a.type).text("severity", to_text(a.severity));
  e.text("title", a.title).text("description", a.description).text("resource_type", a.agent ? "agent" : "organization").id("resource_id", a.agent.value_or(a.organization));
  e.text("status", a.resolved_at ? "resolved" : a.acknowledged_at ? "acknowledged" : "open");
  e.boolean("is_acknowledged", a.acknowledged_at.has_value()).boolean("isAcknowledged", a.acknowledged_at.has_value()).number("repeats", a.repeats);
  if (a.acknowledged_at) e.text("acknowledged_by", a.acknowledged_by).text("acknowledgedBy", a.acknowledged_by).time("acknowledged_at", a.acknowledged_at).time("acknowledgedAt", a.acknowledged_at);
  if (a.resolved_at) e.text("resolution", a.resolution).time("resolved_at", a.resolved_at).time("resolvedAt", a.resolved_at);
  e.time("created_at", a.created_at).time("createdAt", a.created_at).time("last_at", a.last_at).end();
}

template <class Lazy>
awaitable<void> get_alerts(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  alert_query q;
  q.organization = r.who.organization;
  q.limit = r.number("limit", 50, 1, 1000);
  q.offset = r.number("offset", 0, 0, 1'000'000);
  if (const auto wanted = r.query("severity"); wanted && !wanted->empty()) {
    q.severity = parse_severity(*wanted);
    if (!q.severity) throw refused(400, "bad_request", "severity must be info, warning, high or critical");
  }
  if (const auto wanted = r.query("status"); wanted && !wanted->empty() && *wanted != "all") {
    if (*wanted == "open") q.state = alert_state::open;
    else if (*wanted == "acknowledged") q.state = alert_state::acknowledged;
    else if (*wanted == "resolved") q.state = alert_state::resolved;
    else throw refused(400, "bad_request", "status must be open, acknowledged, resolved or all");
  }
  co_await self.all_durable();
  const alert_page page = co_await self.registry().store().alerts(q);
  object_out o(r.out());
  std::string& list = o.put("alerts");
  list += '[';
  for (std::size_t i = 0; i < page.records.size(); ++i) {
    if (i != 0) list += ", ";
    append_alert(list, page.records[i]);
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(page.total)).number("limit", static_cast<std::int64_t>(q.limit)).number("offset", static_cast<std::int64_t>(q.offset)).end();
}

template <class Lazy>
awaitable<void> get_alert_count(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  alert_query q;
  q.organization = r.who.organization;
  q.state = alert_state::open;
  q.limit = 0;
  co_await self.all_durable();
  const alert_page page = co_await self.registry().store().alerts(q);
  object_out(r.out()).number("count", static_cast<std::int64_t>(page.total)).end();
}

// an alert of the caller's organization, from memory or from the store
template <class Lazy>
awaitable<alert_record> find_alert(basic_service<Lazy>& self, request& r) {
  const uuid id = r.id_or(r.id, "Invalid alert ID format");
  auto found = self.registry().find_alert(id);
  if (!found) {
    co_await self.all_durable();
    found = co_await self.registry().store().find_alert(id);
  }
  if (!found || found->organization != r.who.organization) throw refused(404, "not_found", "Alert not found");
  co_return std::move(*found);
}

template <class Lazy>
awaitable<void> post_acknowledge(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const alert_record seen = co_await find_alert(self, r);
  value_or_refuse(self.registry().close_alert(seen, {}, r.who, r.now, r.ticket));
  r.status = 204;
}

template <class Lazy>
awaitable<void> post_resolve(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const body_members body(r.x.request().body());
  const std::string resolution = body.text_or("resolution", "");
  if (resolution.empty()) throw refused(400, "bad_request", "resolution is required");
  const alert_record seen = co_await find_alert(self, r);
  value_or_refuse(self.registry().close_alert(seen, resolution, r.who, r.now, r.ticket));
  r.status = 204;
}

// those that are named, or all that are open
template <class Lazy>
awaitable<void> post_acknowledge_all(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const body_members body(r.x.request().body(), true);
  std::vector<alert_record> seen;
  if (body.has("alert_ids")) {
    for (const std::string& text : body.texts("alert_ids")) {
      r.id = text;
      seen.push_back(co_await find_alert(self, r));
    }
  } else {
    alert_query q;
    q.organization = r.who.organization;
    q.state = alert_state::open;
    q.limit = 10'000;
    co_await self.all_durable();
    alert_page page = co_await self.registry().store().alerts(q);
    seen = std::move(page.records);
  }
  for (const alert_record& a : seen) value_or_refuse(self.registry().close_alert(a, {}, r.who, r.now, r.ticket));
  object_out(r.out()).boolean("success", true).number("acknowledged", static_cast<std::int64_t>(seen.size())).end();
}

// what an agent asked for outside its capabilities (AIM specification 2.3), newest first
template <class Lazy>
awaitable<void> get_violations(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id);
  verification_query q;
  q.organization = a->organization;
  q.violations_of = a->id;
  q.limit = r.number("limit", 50, 1, 1000);
  q.offset = r.number("offset", 0, 0, 1'000'000);
  co_await self.all_durable();
  const verification_page page = co_await self.registry().store().verifications(q);
  constexpr std::array<std::int64_t, 4> impact{-2, -5, -10, -25};  // hundredths, by severity (part 4.5)
  object_out o(r.out());
  std::string& list = o.put("violations");
  list += '[';
  for (std::size_t i = 0; i < page.records.size(); ++i) {
    const verification_record& v = *page.records[i];
    const severity s = v.violation.value_or(severity::warning);
    if (i != 0) list += ", ";
    object_out e(list);
    e.id("id", v.id).id("agent_id", a->id).text("agent_name", a->name).text("attempted_capability", v.action);
    object_out(e.put("registered_capabilities")).texts("declared", a->declared).texts("granted", a->granted).end();
    e.text("severity", to_text(s)).number("trust_score_impact", impact[static_cast<std::size_t>(s)]);
    e.boolean("is_blocked", v.status == verification_status::denied || v.status == verification_status::expired);
    object_out(e.put("request_metadata")).id("verification_id", v.id).text("status", to_text(v.status)).text_or_null("resource", v.resource).text("rule", v.rule).end();
    e.time("created_at", v.requested_at).end();
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(page.total)).number("limit", static_cast<std::int64_t>(q.limit)).number("offset", static_cast<std::int64_t>(q.offset)).end();
}

template <class Lazy>
void add_alert_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.waits("GET", "/api/v1/admin/alerts", signed_, &get_alerts<Lazy>);
  t.waits("GET", "/api/v1/admin/alerts/unacknowledged/count", signed_, &get_alert_count<Lazy>);
  t.waits("POST", "/api/v1/admin/alerts/bulk-acknowledge", signed_, &post_acknowledge_all<Lazy>);
  t.waits("POST", "/api/v1/admin/alerts/{id}/acknowledge", signed_, &post_acknowledge<Lazy>);
  t.waits("POST", "/api/v1/admin/alerts/{id}/resolve", signed_, &post_resolve<Lazy>);
  t.waits("GET", "/api/v1/agents/{id}/violations", signed_, &get_violations<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
