// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/redaction.hpp"

/*  Verification events over HTTP: what was asked and became of it, for people (AIM specification 2.11, 4.4). They are views of the
 *  verifications; the parameters are left to those who approve. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** How sure an answer was: signature and key fit, or there would be no verification; the agent's standing and trust add to it. */
inline double event_confidence(const verification_record& v, agent_status status) noexcept {
  const double trust = v.reported_trust / action_multiplier(v.action);
  const double c = .30 + .30 + (status == agent_status::verified ? .20 : status == agent_status::pending ? .10 : 0) + .20 * trust;
  return v.status == verification_status::denied ? c / 2 : c;
}
inline std::string_view event_protocol(std::string_view action) noexcept { return action.find("mcp") != action.npos || action.find("azure_openai") != action.npos ? "MCP" : "A2A"; }
inline std::string_view event_type(std::string_view action) noexcept {
  return action.find("capability") != action.npos ? "capability" : action.find("permission") != action.npos ? "permission" : "identity";
}

inline void append_verification_event(std::string& out, const verification_record& v, const agent_ptr& agent) {
  constexpr std::string_view states[] = {"success", "failed", "pending", "timeout"}, results[] = {"verified", "denied", "", "expired"};
  const auto n = static_cast<std::size_t>(v.status);
  object_out o(out);
  o.id("id", v.id).id("organizationId", v.organization).id("agentId", v.agent);
  if (agent) o.text("agentName", agent->name);
  o.text("protocol", event_protocol(v.action)).text("verificationType", event_type(v.action)).text("status", states[n]);
  if (!results[n].empty()) o.text("result", results[n]);
  o.score("confidence", event_confidence(v, agent ? agent->status : agent_status::revoked)).score("trustScore", v.reported_trust);
  o.number("durationMs", v.decided_at ? std::chrono::duration_cast<std::chrono::milliseconds>(*v.decided_at - v.requested_at).count() : 0);
  if (v.status == verification_status::denied || v.status == verification_status::expired) o.text("errorCode", v.rule).text("errorReason", v.reason);
  o.text("initiatorType", "agent").id("initiatorId", v.agent).text("action", v.action).text("resourceType", "agent_action").text_or_null("resourceId", v.resource);
  o.text("riskLevel", to_text(v.risk)).text("decidedBy", v.decided_by).boolean("driftDetected", false).time("startedAt", v.requested_at);
  if (v.decided_at) o.time("completedAt", v.decided_at);
  if (v.execution != execution::unknown) o.text("execution", v.execution == execution::success ? "success" : "failure");
  o.time("createdAt", v.requested_at).end();
}

template <class Lazy>
awaitable<void> list_events(basic_service<Lazy>& self, request& r, std::optional<uuid> agent, std::optional<timestamp> since) {
  verification_query q;
  q.organization = r.who.organization;
  q.agent = agent;
  q.limit = r.number("limit", 50, 1, 1000);
  q.offset = r.number("offset", 0, 0, 1'000'000);
  if (const auto wanted = r.query("status"); wanted && !wanted->empty() && *wanted != "all") {
    q.status = *wanted == "success" ? verification_status::approved : *wanted == "failed" ? verification_status::denied : *wanted == "timeout" ? verification_status::expired : verification_status::pending;
    if (q.status == verification_status::pending && *wanted != "pending") throw refused(400, "bad_request", "status must be success, failed, pending, timeout or all");
  }
  co_await self.all_durable();
  const verification_page page = co_await self.registry().store().verifications(q);
  object_out o(r.out());
  std::string& list = o.put("events");
  bool first = true;
  list += '[';
  for (const verification_ptr& v : page.records) {
    if (since && v->requested_at < *since) break;  // newest first
    if (!std::exchange(first, false)) list += ", ";
    append_verification_event(list, *v, self.registry().find_agent(v->agent));
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(page.total)).number("limit", static_cast<std::int64_t>(q.limit)).number("offset", static_cast<std::int64_t>(q.offset)).end();
}
inline void people_only(const request& r) {
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people may see verification events");
}

template <class Lazy>
awaitable<void> get_verification_events(basic_service<Lazy>& self, request& r) {
  people_only(r);
  co_await list_events(self, r, {}, {});
}
template <class Lazy>
awaitable<void> get_recent_events(basic_service<Lazy>& self, request& r) {
  people_only(r);
  co_await list_events(self, r, {}, r.now - std::chrono::minutes(r.number("minutes", 15, 1, 60 * 24 * 30)));
}
template <class Lazy>
awaitable<void> get_agent_events(basic_service<Lazy>& self, request& r) {
  people_only(r);
  co_await list_events(self, r, self.visible_agent(r, r.id)->id, {});
}
template <class Lazy>
awaitable<void> get_event(basic_service<Lazy>& self, request& r) {
  people_only(r);
  const uuid id = r.id_or(r.id, "Invalid verification event ID format");
  verification_ptr v = self.registry().live(id, r.now, r.ticket);
  if (!v) v = co_await self.registry().store().find_verification(id);
  if (!v || v->organization != r.who.organization) throw refused(404, "not_found", "Verification event not found");
  append_verification_event(r.out(), *v, self.registry().find_agent(v->agent));
}

template <class Lazy>
awaitable<void> get_event_statistics(basic_service<Lazy>& self, request& r) {
  people_only(r);
  verification_query q;
  q.organization = r.who.organization;
  q.limit = 0;
  co_await self.all_durable();
  const verification_page page = co_await self.registry().store().verifications(q);
  const auto n = [&](verification_status s) { return static_cast<std::int64_t>(page.by_status[static_cast<std::size_t>(s)]); };
  const std::int64_t yes = n(verification_status::approved), no = n(verification_status::denied), open = n(verification_status::pending), late = n(verification_status::expired);
  object_out o(r.out());
  o.number("totalVerifications", yes + no + open + late).number("successCount", yes).number("failedCount", no).number("pendingCount", open).number("timeoutCount", late);
  o.score("successRate", yes + no + late == 0 ? 0 : static_cast<double>(yes) / static_cast<double>(yes + no + late)).end();
}

/** What somebody verified elsewhere: a line of the audit trail. It decides nothing, and is no verification that could be used. */
template <class Lazy>
void post_event(basic_service<Lazy>& self, request& r) {
  people_only(r);
  self.require_role(r, role::member, needs_member);
  const body_members body(r.x.request().body());
  const auto agent = self.visible_agent(r, body.text_or("agent_id", ""));
  const std::string status = body.text_or("status", "success"), action = body.text_or("action", "");
  if (status != "success" && status != "failed" && status != "pending" && status != "timeout") throw refused(400, "bad_request", "status must be success, failed, pending or timeout");
  if (action.empty() || action.size() > 200) throw refused(400, "bad_request", "action must have 1 to 200 characters");
  std::string metadata;
  object_out o(metadata);  // sorted: part of a canonical record
  if (const json::value* more = body.find("metadata")) {
    const auto text = canonical_without_secrets(*more);
    if (!text || text->size() > 16384) throw refused(400, "bad_request", "metadata is not usable");
    o.raw("metadata", *text);
  }
  o.text("protocol", printable(body.text_or("protocol", std::string(event_protocol(action))), 20)).text("reported_by", r.who.name);
  o.text("verification_type", printable(body.text_or("verification_type", std::string(event_type(action))), 20)).end();
  const std::string agent_text = agent->id.to_string();
  audit_entry e;
  e.organization = agent->organization;
  e.agent = agent->id;
  e.user = r.who.user;
  e.action = action;
  e.resource_type = "verification_event";
  e.resource_id = agent_text;
  e.status = status;
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  e.metadata = metadata;
  const uuid id = self.registry().record(e, r.now, r.ticket);
  r.status = 201;
  object_out(r.out()).id("id", id).id("organizationId", agent->organization).id("agentId", agent->id).text("agentName", agent->name).text("status", status).text("action", action)
      .text("initiatorType", "user").id("initiatorId", r.who.user).time("startedAt", r.now).time("createdAt", r.now).end();
}

template <class Lazy>
void add_event_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.waits("GET", "/api/v1/verification-events", signed_, &get_verification_events<Lazy>);
  t.plain("POST", "/api/v1/verification-events", signed_, &post_event<Lazy>);
  t.waits("GET", "/api/v1/verification-events/recent", signed_, &get_recent_events<Lazy>);
  for (const char* path : {"/api/v1/verification-events/statistics", "/api/v1/verification-events/stats"}) t.waits("GET", path, signed_, &get_event_statistics<Lazy>);
  t.waits("GET", "/api/v1/verification-events/agent/{id}", signed_, &get_agent_events<Lazy>);
  t.waits("GET", "/api/v1/verification-events/{id}", signed_, &get_event<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
