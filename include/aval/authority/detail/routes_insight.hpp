// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/address.hpp>

#include <array>
#include <string>
#include <string_view>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/service.hpp"
#include "aval/version.hpp"

/*  Looking at what the authority knows: trust, the audit trail, alerts, its own health (AIM specification 2.2, 2.5, 2.6, 2.11). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline void append_factors(std::string& out, const std::array<double, trust_factors>& values, bool camel_only) {
  object_out o(out);
  for (std::size_t i = 0; i < trust_factors; ++i) {
    if (!camel_only) o.score(trust_factor_names[i], values[i]);
    if (camel_only || trust_factor_camel_names[i] != trust_factor_names[i]) o.score(trust_factor_camel_names[i], values[i]);
  }
  o.end();
}

template <class Lazy>
void basic_service<Lazy>::get_trust(request& r) {
  const auto a = visible_agent(r, r.id, false);
  const auto view = value_or_refuse(registry_.trust(a->id, r.now, r.ticket));
  object_out o(r.out());
  o.id("agent_id", a->id).id("agentId", a->id).text("agent_name", view.agent_name).text("agentName", view.agent_name).score("score", view.effective);
  o.score("trust_score", view.effective).score("trustScore", view.effective).text("interpretation", interpret_trust(view.effective));
  append_factors(o.put("factors"), view.score.factors, false);
  o.time("calculated_at", view.calculated_at).time("calculatedAt", view.calculated_at).end();
}

template <class Lazy>
void basic_service<Lazy>::get_trust_breakdown(request& r) {
  const auto a = visible_agent(r, r.id, false);
  const auto view = value_or_refuse(registry_.trust(a->id, r.now, r.ticket));
  object_out o(r.out());
  o.id("agent_id", a->id).id("agentId", a->id).text("agent_name", view.agent_name).text("agentName", view.agent_name).score("overall", view.effective);
  std::array<double, trust_factors> contributions{};
  for (std::size_t i = 0; i < trust_factors; ++i) contributions[i] = view.score.contribution(i);
  append_factors(o.put("factors"), view.score.factors, false);
  append_factors(o.put("weights"), trust_weights, false);
  append_factors(o.put("contributions"), contributions, false);
  o.score("confidence", view.score.confidence).time("calculated_at", view.calculated_at).time("calculatedAt", view.calculated_at).end();
}

template <class Lazy>
awaitable<void> basic_service<Lazy>::get_trust_history(request& r) {
  const auto a = visible_agent(r, r.id, false);
  const std::size_t limit = r.number("limit", 30, 1, 1000);
  co_await all_durable();
  const auto history = co_await registry_.store().trust_history(a->id, limit);
  object_out o(r.out());
  o.id("agent_id", a->id).id("agentId", a->id).text("agent_name", a->name).text("agentName", a->name);
  std::string& list = o.put("history");
  list += '[';
  for (std::size_t i = 0; i < history.size(); ++i) {
    const trust_record& t = history[i];
    if (i) list += ", ";
    object_out h(list);
    h.id("id", t.id).id("agent_id", t.agent).id("agentId", t.agent).score("trust_score", t.score).score("trustScore", t.score);
    if (t.previous) h.score("previous_score", *t.previous).score("previousScore", *t.previous);
    h.text("reason", t.reason);
    if (t.changed_by) h.id("changed_by", *t.changed_by).id("changedBy", *t.changed_by);
    h.time("timestamp", t.at).time("created_at", t.at).time("createdAt", t.at).end();
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(history.size())).end();
}

inline void append_new_score(std::string& out, const agent_record& a, const trust_view& view) {
  object_out o(out);
  o.boolean("success", true).id("agent_id", a.id).id("agentId", a.id).score("score", view.effective).score("trust_score", view.effective).score("trustScore", view.effective);
  o.time("calculated_at", view.calculated_at).time("calculatedAt", view.calculated_at).end();
}
template <class Lazy>
void basic_service<Lazy>::post_recalculate(request& r) {
  require_role(r, role::manager, needs_manager);
  const auto a = visible_agent(r, r.id);
  append_new_score(r.out(), *a, value_or_refuse(registry_.trust(a->id, r.now, r.ticket, true, "recalculated by " + r.who.name, r.who.user)));
}
template <class Lazy>
void basic_service<Lazy>::put_trust(request& r) {
  require_role(r, role::admin, needs_admin);
  const auto a = visible_agent(r, r.id);
  const body_members body(r.x.request().body());
  const json::value* score = body.find("score");
  const auto number = score ? score->if_double() : std::nullopt;
  if (!number) throw refused(400, "bad_request", "score must be a number");
  append_new_score(r.out(), *a, value_or_refuse(registry_.fix_trust(a->id, *number, printable(body.text_or("reason", ""), 500), r.who, r.now, r.ticket)));
}

template <class Lazy>
audit_query basic_service<Lazy>::audit_query_of(request& r, std::size_t default_limit) const {
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

template <class Lazy>
void basic_service<Lazy>::write_audit(request& r, const audit_page& page, const audit_query& query, const agent_ptr& agent) {
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

// what a listing from the store is to contain is there first
template <class Lazy>
awaitable<void> basic_service<Lazy>::all_durable() {
  const std::uint64_t newest = registry_.last_ticket();
  if (!registry_.store().is_durable(newest)) co_await registry_.store().durable(newest);
}

// a person who reads the trail leaves a trace in it (specification 4.6)
inline audit_entry viewing(const request& r, std::string_view resource, std::string_view id) {
  audit_entry e;
  e.organization = r.who.organization;
  e.user = r.who.user;
  e.action = "view";
  e.resource_type = resource;
  e.resource_id = id;
  e.status = "success";
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  return e;
}

template <class Lazy>
awaitable<void> basic_service<Lazy>::get_agent_audit(request& r) {
  const auto a = visible_agent(r, r.id);
  audit_query q = audit_query_of(r, 50);
  q.agent = a->id;
  co_await all_durable();
  const audit_page page = co_await registry_.store().audit(q);
  if (r.who.is == caller::kind::user) registry_.record(viewing(r, "audit_log", r.id), r.now, r.ticket);
  write_audit(r, page, q, a);
}

template <class Lazy>
awaitable<void> basic_service<Lazy>::get_admin_audit(request& r) {
  require_role(r, role::admin, needs_admin);
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
  co_await all_durable();
  const audit_page page = co_await registry_.store().audit(q);
  registry_.record(viewing(r, "audit_log", ""), r.now, r.ticket);
  write_audit(r, page, q, nullptr);
}

template <class Lazy>
void basic_service<Lazy>::get_alerts(request& r) {
  require_role(r, role::admin, needs_admin);
  const std::size_t limit = r.number("limit", 50, 1, 1000), offset = r.number("offset", 0, 0, 1'000'000);
  const auto wanted = r.query("severity");
  auto all = registry_.alerts(r.who.organization);
  if (wanted && !wanted->empty()) std::erase_if(all, [&](const alert_record& a) { return to_text(a.severity) != *wanted; });
  object_out o(r.out());
  std::string& list = o.put("alerts");
  list += '[';
  for (std::size_t i = offset; i < all.size() && i < offset + limit; ++i) {
    const alert_record& a = all[i];
    if (i != offset) list += ", ";
    object_out e(list);
    e.id("id", a.id).id("organization_id", a.organization).id("organizationId", a.organization).text("alert_type", a.type).text("alertType", a.type).text("severity", to_text(a.severity));
    e.text("title", a.title).text("description", a.description).text("resource_type", a.agent ? "agent" : "organization").id("resource_id", a.agent.value_or(a.organization));
    e.boolean("is_acknowledged", a.acknowledged_at.has_value()).boolean("isAcknowledged", a.acknowledged_at.has_value()).number("repeats", a.repeats);
    e.time("created_at", a.created_at).time("createdAt", a.created_at).time("last_at", a.last_at).end();
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(all.size())).end();
}

// what an agent asked for outside its capabilities (AIM specification 2.3), newest first
template <class Lazy>
awaitable<void> basic_service<Lazy>::get_violations(request& r) {
  const auto a = visible_agent(r, r.id);
  verification_query q;
  q.organization = a->organization;
  q.violations_of = a->id;
  q.limit = r.number("limit", 50, 1, 1000);
  q.offset = r.number("offset", 0, 0, 1'000'000);
  co_await all_durable();
  const verification_page page = co_await registry_.store().verifications(q);
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
void basic_service<Lazy>::get_health(request& r) {
  object_out(r.out()).text("status", "healthy").text("service", "agent-identity-management").time("time", r.now).end();
}
template <class Lazy>
void basic_service<Lazy>::get_ready(request& r) {
  if (broken_) {
    r.status = 503;
    object_out(r.out()).boolean("ready", false).text("error", "the store failed").end();
    return;
  }
  object_out(r.out()).boolean("ready", true).text("database", registry_.store().kind()).text("redis", "not used").end();
}
template <class Lazy>
void basic_service<Lazy>::get_status(request& r) {
  object_out o(r.out());
  o.text("status", "operational").text("version", "1.0.0").text("environment", "embedded").number("uptime", uptime().count());
  object_out(o.put("services")).text("database", registry_.store().kind()).text("redis", "not used").text("email", "not used").end();
  object_out(o.put("features")).boolean("oauth", false).boolean("email_registration", false).boolean("mcp_auto_detection", false).boolean("trust_scoring", true).end();
  o.text("server", "aval").text("server_version", AVAL_VERSION_STRING).raw("dialects", R"(["g1", "g2", "g3"])");
  o.raw("capabilities", R"(["long_poll", "self_registration", "actions_log", "execution_status", "key_rotation_proof", "agent_trust_breakdown", "audit_filters", "audit_chain", "refresh_revoke"])").end();
}

// the text format of Prometheus, version 0.0.4, for callers on this machine only (AIM specification 2.2)
template <class Lazy>
void basic_service<Lazy>::get_metrics(request& r) {
  const auto from = r.x.remote_endpoint().address();
  const bool mapped = from.is_v6() && from.to_v6().is_v4_mapped();
  if (!from.is_loopback() && !(mapped && asio::ip::make_address_v4(asio::ip::v4_mapped, from.to_v6()).is_loopback()))
    throw refused(403, "forbidden", "/metrics is served to this machine only");
  const registry::figures n = registry_.count_all();
  std::string& out = r.out();
  r.content_type = "text/plain; version=0.0.4; charset=utf-8";
  const auto about = [&out](std::string_view name, std::string_view help) {
    out.append("# HELP ").append(name).append(1, ' ').append(help).append("\n# TYPE ").append(name).append(" gauge\n");
  };
  const auto line = [&out](std::string_view name, std::string_view label, std::string_view value, std::uint64_t number) {
    out.append(name);
    if (!label.empty()) out.append(1, '{').append(label).append("=\"").append(value).append("\"}");
    out.append(1, ' ').append(std::to_string(number)).append(1, '\n');
  };
  about("aim_up", "1 while the store works.");
  line("aim_up", "", "", broken_ ? 0 : 1);
  about("aim_uptime_seconds", "Since the start of the authority.");
  line("aim_uptime_seconds", "", "", static_cast<std::uint64_t>(uptime().count()));
  about("aim_agents", "Registered agents by status.");
  for (std::size_t i = 0; i < n.agents.size(); ++i) line("aim_agents", "status", to_text(static_cast<agent_status>(i)), n.agents[i]);
  about("aim_verifications_pending", "Verifications that wait for a person.");
  line("aim_verifications_pending", "", "", n.pending);
  about("aim_verifications_30d", "Decisions of the last 30 days.");
  line("aim_verifications_30d", "decision", "approved", n.recent.approved);
  line("aim_verifications_30d", "decision", "denied", n.recent.denied);
  about("aim_executions_30d", "Reported executions of the last 30 days.");
  line("aim_executions_30d", "outcome", "success", n.recent.succeeded);
  line("aim_executions_30d", "outcome", "failure", n.recent.failed);
  about("aim_capability_violations_30d", "Requests outside the agents' capabilities in the last 30 days.");
  for (std::size_t i = 0; i < n.recent.violations.size(); ++i) line("aim_capability_violations_30d", "severity", to_text(static_cast<severity>(i)), n.recent.violations[i]);
  about("aim_alerts_open", "Alerts that nobody has acknowledged.");
  for (std::size_t i = 0; i < n.open_alerts.size(); ++i) line("aim_alerts_open", "severity", to_text(static_cast<severity>(i)), n.open_alerts[i]);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
