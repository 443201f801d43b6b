// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/detail/routes_mcp.hpp"
#include "aval/authority/detections.hpp"

/*  What an agent talks to, and what its client reports about its machine, over HTTP (AIM specification 2.8, 2.9). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** The agent of the path, for those who speak for it, and for people from member on. */
template <class Lazy>
agent_ptr reported_agent(basic_service<Lazy>& self, const request& r) {
  if (r.who.is != caller::kind::user) return self.own_agent(r, r.id);
  self.require_role(r, role::member, needs_member);
  return self.visible_agent(r, r.id);
}

// ---- what an agent talks to

inline void append_talks_to(object_out& o, const agent_record& a) {
  o.texts("talks_to", a.talks_to).texts("talksTo", a.talks_to).number("total_count", static_cast<std::int64_t>(a.talks_to.size())).number("totalCount", static_cast<std::int64_t>(a.talks_to.size()));
}

/** `mcp_server_ids`: identifiers of registered servers, or names. */
template <class Lazy>
void add_to_talks_to(basic_service<Lazy>& self, request& r, const agent_record& agent, const body_members& body) {
  const std::vector<std::string> wanted = body.texts("mcp_server_ids");
  if (wanted.empty() || wanted.size() > 200) throw refused(400, "bad_request", "mcp_server_ids must name 1 to 200 servers");
  const auto added = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) -> answer<std::vector<std::string>> {
    std::vector<std::string> names;
    for (const auto& text : wanted) {
      auto name = talks_to_name(t, r.who.organization, text);
      if (!name) return name.error();
      names.push_back(*std::move(name));
    }
    return add_talks_to(t, agent.id, names, r.who);
  }));
  const agent_ptr now = self.registry().find_agent(agent.id);
  const auto n = static_cast<std::int64_t>(added.size());
  object_out o(r.out());
  o.boolean("success", true).text("message", "Successfully added " + std::to_string(n) + " MCP server(s)").id("agent_id", agent.id).id("agentId", agent.id);
  o.texts("added_servers", added).texts("addedServers", added).number("added", n).texts("mcp_server_ids", wanted);
  append_talks_to(o, *now);
  o.end();
}

/** Two generations of clients mean two things by this path: the older names servers that the agent talks to, the newer registers one. */
template <class Lazy>
void post_sdk_mcp_servers(basic_service<Lazy>& self, request& r) {
  const auto agent = self.own_agent(r, r.id);
  const body_members body(r.x.request().body());
  if (body.has("mcp_server_ids")) return add_to_talks_to(self, r, *agent, body);
  r.who.agent = agent->id;
  add_mcp_server(self, r, body);
}
template <class Lazy>
void get_agent_mcp_servers(basic_service<Lazy>& self, request& r) {
  const auto agent = self.visible_agent(r, r.id);
  std::string list = "[";
  std::int64_t total = 0;
  self.registry().look(r.now, [&](const registry::view& v) {
    const auto used = v.find<mcp_connections_record>(agent->organization, agent->id);
    v.each<mcp_server_record>(agent->organization, [&](const mcp_server_ptr& s) {
      const bool named = std::find(agent->talks_to.begin(), agent->talks_to.end(), s->name) != agent->talks_to.end();
      const bool connected = used && std::any_of(used->entries.begin(), used->entries.end(), [&](const mcp_connection& c) { return c.server == s->id; });
      if (!named && !connected) return;
      if (total++ != 0) list += ", ";
      append_mcp_server(list, *s, standing_of(v, *s));
    });
    return true;
  });
  list += ']';
  object_out o(r.out());
  o.id("agent_id", agent->id).id("agentId", agent->id).text("agent_name", agent->name).text("agentName", agent->name);
  append_talks_to(o, *agent);
  o.raw("mcp_servers", list).raw("mcpServers", list).raw("servers", list).number("total", total).end();
}
template <class Lazy>
void put_agent_mcp_servers(basic_service<Lazy>& self, request& r) {
  add_to_talks_to(self, r, *reported_agent(self, r), body_members(r.x.request().body()));
}
template <class Lazy>
void delete_agent_mcp_server(basic_service<Lazy>& self, request& r) {
  const auto agent = reported_agent(self, r);
  const auto name = self.registry().look(r.now, [&](const registry::view& v) { return talks_to_name(v, r.who.organization, r.second); });
  if (!name) throw refused(name.error());
  const auto edited = value_or_refuse(self.registry().edit_agent(agent->id, "update_agent", r.who, r.now, r.ticket, [&](agent_record& next) -> std::optional<refusal> {
    if (std::erase(next.talks_to, *name) == 0) return refusal{404, "not_found", "The agent does not talk to this MCP server", make_error_code(errc::not_found)};
    return std::nullopt;
  }));
  object_out o(r.out());
  o.boolean("success", true).text("message", "Successfully removed MCP server").text("removed_server", *name).text("removedServer", *name);
  append_talks_to(o, *edited);
  o.end();
}
template <class Lazy>
void post_agent_mcp_detect(basic_service<Lazy>& self, request& r) {
  reported_agent(self, r);
  throw refused(403, "forbidden", "The authority reads no configuration files on its machine: clients detect servers on theirs and report them");
}

template <class Lazy>
void post_mcp_connection(basic_service<Lazy>& self, request& r) {
  const auto agent = self.own_agent(r, r.id);
  const body_members body(r.x.request().body());
  const uuid server = r.id_or(body.text_or("mcp_server_id", ""), bad_mcp_id);
  mcp_standing now;
  const auto c = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) {
    auto made = note_mcp_use(t, agent->id, server, body.text_or("tool_name", ""), body.text_or("connection_type", ""), r.who);
    if (made) now = standing_of(t, *t.template find<mcp_server_record>(r.who.organization, server));
    return made;
  }));
  object_out o(r.out());
  o.boolean("success", true).id("connection_id", c.id).id("connectionId", c.id).id("agent_id", agent->id).id("agentId", agent->id).id("mcp_server_id", server).id("mcpServerId", server);
  o.text("connection_type", c.type).text("connectionType", c.type).number("attestation_count", static_cast<std::int64_t>(now.count)).number("attestationCount", static_cast<std::int64_t>(now.count));
  o.time("last_attested_at", now.last_at).time("lastAttestedAt", now.last_at).number("uses", c.uses).text("message", "MCP connection recorded successfully").end();
}

// ---- reports

template <class Lazy>
void post_detection_report(basic_service<Lazy>& self, request& r) {
  const auto agent = reported_agent(self, r);
  const body_members body(r.x.request().body());
  std::string version;
  auto found = value_or_refuse(read_detections(body.find("detections"), version));
  const auto done = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return report_detections(t, agent->id, std::move(found), version, r.who); }));
  object_out o(r.out());
  o.boolean("success", true).number("detectionsProcessed", done.processed).number("detections_processed", done.processed);
  o.texts("newMCPs", done.added).texts("new_mcps", done.added).texts("existingMCPs", done.known).texts("existing_mcps", done.known);
  o.text("message", "Processed " + std::to_string(done.processed) + " detections: " + std::to_string(done.added.size()) + " new, " + std::to_string(done.known.size()) + " known").end();
}
template <class Lazy>
void get_detection_status(basic_service<Lazy>& self, request& r) {
  const auto agent = self.visible_agent(r, r.id);
  const auto all = self.registry().look(r.now, [&](const registry::view& v) { return v.find<detections_record>(agent->organization, agent->id); });
  object_out o(r.out());
  o.id("agentId", agent->id).id("agent_id", agent->id);
  if (all && !all->sdk_version.empty()) o.text("sdkVersion", all->sdk_version).text("sdk_version", all->sdk_version);
  o.boolean("sdkInstalled", all && (all->sdk_installed || !all->sdk_version.empty())).boolean("autoDetectEnabled", all && !all->entries.empty());
  std::string& list = o.put("detectedMCPs");
  list += '[';
  std::vector<std::string> names;
  if (all)
    for (const auto& e : all->entries)
      if (std::find(names.begin(), names.end(), e.server) == names.end()) names.push_back(e.server);
  for (const auto& name : names) {
    double confidence = 0;
    std::vector<std::string> methods;
    timestamp first = timestamp::max(), last = timestamp::min();
    for (const auto& e : all->entries) {
      if (e.server != name) continue;
      confidence = std::max(confidence, e.confidence);
      methods.push_back(e.method);
      first = std::min(first, e.first_at);
      last = std::max(last, e.last_at);
    }
    if (list.back() != '[') list += ", ";
    object_out(list).text("name", name).score("confidenceScore", confidence).texts("detectedBy", methods).time("firstDetected", first).time("lastSeen", last).end();
  }
  list += ']';
  if (all && all->last_at) o.time("lastReportedAt", *all->last_at);
  o.end();
}

template <class Lazy>
void post_capability_report(basic_service<Lazy>& self, request& r) {
  const auto agent = reported_agent(self, r);
  json::limits most;
  most.max_depth = 64;
  const auto report = json::parse(r.x.request().body(), most);
  if (!report || !report->is_object()) throw refused(400, "bad_request", "Invalid request body");
  const auto said = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return report_capabilities(t, agent->id, *report, r.who); }));
  object_out o(r.out());
  o.boolean("success", true).id("agentId", agent->id).id("agent_id", agent->id).text("riskLevel", to_text(said.risk)).text("risk_level", to_text(said.risk));
  o.number("trustScoreImpact", said.impact).score("newTrustScore", said.trust).score("new_trust_score", said.trust).number("securityAlertsCount", said.alerts).text("message", "Capability report recorded").end();
}
template <class Lazy>
void get_capability_report(basic_service<Lazy>& self, request& r) {
  const auto agent = self.visible_agent(r, r.id);
  const auto last = self.registry().look(r.now, [&](const registry::view& v) { return v.find<capability_report_record>(agent->organization, agent->id); });
  if (!last) throw refused(404, "not_found", "No capability report found");
  // the report as it came, with whose it is in front
  object_out o(r.out());
  o.id("agentId", agent->id).time("reportedAt", last->at);
  if (last->text.size() > 2) r.out().append(", ").append(last->text, 1, last->text.size() - 2);
  o.end();
}

template <class Lazy>
void add_detection_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/v1/sdk-api/agents/{id}/mcp-servers", once, &post_sdk_mcp_servers<Lazy>);
  t.plain("POST", "/api/v1/sdk-api/agents/{id}/mcp-connections", once, &post_mcp_connection<Lazy>);
  t.plain("GET", "/api/v1/agents/{id}/mcp-servers", signed_, &get_agent_mcp_servers<Lazy>);
  t.plain("PUT", "/api/v1/agents/{id}/mcp-servers", once, &put_agent_mcp_servers<Lazy>);
  t.plain("DELETE", "/api/v1/agents/{id}/mcp-servers/{second}", once, &delete_agent_mcp_server<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/mcp-servers/detect", signed_, &post_agent_mcp_detect<Lazy>);
  for (const char* path : {"/api/v1/detection/agents/{id}/report", "/api/v1/sdk-api/agents/{id}/detection/report"}) t.plain("POST", path, once, &post_detection_report<Lazy>);
  t.plain("GET", "/api/v1/detection/agents/{id}/status", signed_, &get_detection_status<Lazy>);
  t.plain("POST", "/api/v1/detection/agents/{id}/capabilities/report", once, &post_capability_report<Lazy>);
  t.plain("GET", "/api/v1/detection/agents/{id}/capabilities/latest", signed_, &get_capability_report<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
