// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/capability_requests.hpp"
#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/redaction.hpp"

/*  Capability requests and grants over HTTP (AIM specification 2.9). */

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

// a grant has no record of its own: its identifier follows from the agent and the name
inline uuid capability_id(uuid agent, std::string_view capability) {
  const auto digest = crypto::sha256("capability " + std::string(capability) + " of " + agent.to_string());
  std::array<std::byte, 16> raw;
  std::copy_n(digest.begin(), 16, raw.begin());
  return uuid(raw);
}
inline void append_capability(std::string& out, const agent_record& a, std::string_view capability, std::string_view status, std::string_view scope = {}) {
  object_out o(out);
  const uuid id = capability_id(a.id, capability);
  o.id("id", id).id("agentId", a.id).id("agent_id", a.id).text("capabilityType", capability).text("capability_type", capability);
  if (!scope.empty()) o.raw("capabilityScope", scope);
  o.text("status", status);
  if (status == "pending") o.null("grantedAt");
  else o.time("grantedAt", a.updated_at);
  o.time("createdAt", a.created_at).time("updatedAt", a.updated_at).end();
}
inline bool has(const std::vector<std::string>& list, std::string_view text) { return std::find(list.begin(), list.end(), text) != list.end(); }

// An agent announces; a person decides. Only with auto_grant_declared an announcement is a grant.
template <class Lazy>
void announce_capability(basic_service<Lazy>& self, request& r, std::string_view known_word) {
  const auto agent = self.own_agent(r, r.id);
  const body_members body(r.x.request().body());
  const std::string capability = body.text_or("capability_type", "");
  std::string scope;
  if (const json::value* given = body.find("scope")) {
    auto text = canonical_without_secrets(*given);
    if (!text || text->size() > 4096) throw refused(400, "bad_request", "scope is not usable");
    scope = std::move(*text);
  }
  const bool announced = has(agent->declared, capability) && self.options().decision.capabilities != capability_enforcement::granted;
  if (announced || has(agent->granted, capability)) return append_capability(r.out(), *agent, capability, known_word, scope);
  const bool at_once = self.options().auto_grant_declared;
  const auto fresh = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) -> answer<bool> {
    if (at_once) return grant_capability(t, agent->id, capability, r.who);
    const auto asked = ask_for_capability(t, agent->id, capability, "announced by the agent", r.who);
    if (!asked && asked.error().status == 409) return false;
    if (!asked) return asked.error();
    return true;
  }));
  r.status = fresh ? 201 : 200;
  append_capability(r.out(), *self.registry().find_agent(agent->id), capability, at_once ? "granted" : "pending", scope);
}
template <class Lazy>
void post_capability(basic_service<Lazy>& self, request& r) { announce_capability(self, r, "granted"); }
template <class Lazy>
void post_capability_register(basic_service<Lazy>& self, request& r) { announce_capability(self, r, "already_exists"); }

template <class Lazy>
void get_capabilities_of(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id, false);
  const bool all = r.query("activeOnly") == "false" || r.query("active_only") == "false";
  std::vector<std::pair<std::string, std::string_view>> list;
  for (const std::string& c : a->granted) list.emplace_back(c, "granted");
  for (const std::string& c : a->declared)
    if (!has(a->granted, c)) list.emplace_back(c, "declared");
  if (all)
    self.registry().look(r.now, [&](const registry::view& v) {
      v.each<capability_request_record>(a->organization, [&](const capability_request_ptr& c) {
        if (c->agent == a->id && c->status == request_status::pending) list.emplace_back(c->capability, "pending");
      });
      return true;
    });
  object_out o(r.out());
  std::string& text = o.put("capabilities");
  text += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i != 0) text += ", ";
    append_capability(text, *a, list[i].first, list[i].second);
  }
  text += ']';
  o.number("total", static_cast<std::int64_t>(list.size())).end();
}
template <class Lazy>
void post_capability_grant(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const auto a = self.visible_agent(r, r.id);
  const body_members body(r.x.request().body());
  const std::string capability = body.text_or("capability_type", "");
  r.status = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return grant_capability(t, a->id, capability, r.who); })) ? 201 : 200;
  append_capability(r.out(), *self.registry().find_agent(a->id), capability, "granted");
}
template <class Lazy>
void delete_capability(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const auto a = self.visible_agent(r, r.id);
  std::string name = r.second;  // its identifier, or its name
  if (const auto id = parse_uuid(r.second))
    for (const auto* list : {&a->granted, &a->declared})
      for (const std::string& c : *list)
        if (capability_id(a->id, c) == *id) name = c;
  value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return revoke_capability(t, a->id, name, r.who); }));
  r.status = 204;
}
// what detection knows (AIM specification 3.5), and what agents here have
template <class Lazy>
void get_known_capabilities(basic_service<Lazy>& self, request& r) {
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people may see all capabilities");
  std::vector<std::string> all{"access_cloud_services", "access_database", "ai_agent_framework", "ai_model_access", "data_processing", "execute_code",
                               "make_api_calls",        "read_email",      "read_files",         "send_email",      "web_automation",  "web_scraping", "write_files"};
  self.registry().look(r.now, [&](const registry::view& v) {
    v.each_agent(r.who.organization, [&](const agent_record& a) {
      all.insert(all.end(), a.granted.begin(), a.granted.end());
      all.insert(all.end(), a.declared.begin(), a.declared.end());
    });
    return true;
  });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  object_out(r.out()).texts("capabilities", all).number("total", static_cast<std::int64_t>(all.size())).end();
}

template <class Lazy>
void add_capability_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/v1/sdk-api/agents/{id}/capability-requests", once, &post_capability_request<Lazy>);
  t.plain("POST", "/api/v1/sdk-api/agents/{id}/capabilities", once, &post_capability<Lazy>);
  t.plain("POST", "/api/v1/sdk-api/agents/{id}/capabilities/register", once, &post_capability_register<Lazy>);
  t.plain("GET", "/api/v1/agents/{id}/capabilities", signed_, &get_capabilities_of<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/capabilities", signed_, &post_capability_grant<Lazy>);
  t.plain("DELETE", "/api/v1/agents/{id}/capabilities/{second}", signed_, &delete_capability<Lazy>);
  t.plain("GET", "/api/v1/capabilities", signed_, &get_known_capabilities<Lazy>);
  t.plain("GET", "/api/v1/admin/capability-requests", signed_, &get_capability_requests<Lazy>);
  t.plain("GET", "/api/v1/admin/capability-requests/{id}", signed_, &get_capability_request<Lazy>);
  t.plain("POST", "/api/v1/admin/capability-requests/{id}/approve", signed_, &post_capability_approve<Lazy>);
  t.plain("POST", "/api/v1/admin/capability-requests/{id}/reject", signed_, &post_capability_reject<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
