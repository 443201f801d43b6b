// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/address.hpp>

#include <string>
#include <string_view>

#include "aval/authority/detail/route_table.hpp"
#include "aval/version.hpp"

/*  How the authority is (AIM specification 2.2). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

template <class Lazy>
void get_health(basic_service<Lazy>&, request& r) {
  object_out(r.out()).text("status", "healthy").text("service", "agent-identity-management").time("time", r.now).end();
}
template <class Lazy>
void get_ready(basic_service<Lazy>& self, request& r) {
  if (self.broken()) {
    r.status = 503;
    object_out(r.out()).boolean("ready", false).text("error", "the store failed").end();
    return;
  }
  object_out(r.out()).boolean("ready", true).text("database", self.registry().store().kind()).text("redis", "not used").end();
}
template <class Lazy>
void get_status(basic_service<Lazy>& self, request& r) {
  object_out o(r.out());
  o.text("status", "operational").text("version", "1.0.0").text("environment", "embedded").number("uptime", self.uptime().count());
  object_out(o.put("services")).text("database", self.registry().store().kind()).text("redis", "not used").text("email", "not used").end();
  object_out(o.put("features")).boolean("oauth", false).boolean("email_registration", false).boolean("mcp_auto_detection", true).boolean("trust_scoring", true).end();
  o.text("server", "aval").text("server_version", AVAL_VERSION_STRING).raw("dialects", R"(["g1", "g2", "g3"])");
  o.raw("capabilities", R"(["long_poll", "self_registration", "actions_log", "execution_status", "key_rotation_proof", "agent_trust_breakdown", "audit_filters", "audit_chain", "refresh_revoke", "mcp_servers", "detection", "direct_api"])").end();
}

// the text format of Prometheus, version 0.0.4, for callers on this machine only (AIM specification 2.2)
template <class Lazy>
void get_metrics(basic_service<Lazy>& self, request& r) {
  const auto from = r.x.remote_endpoint().address();
  const bool mapped = from.is_v6() && from.to_v6().is_v4_mapped();
  if (!from.is_loopback() && !(mapped && asio::ip::make_address_v4(asio::ip::v4_mapped, from.to_v6()).is_loopback()))
    throw refused(403, "forbidden", "/metrics is served to this machine only");
  const registry::figures n = self.registry().count_all();
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
  line("aim_up", "", "", self.broken() ? 0 : 1);
  about("aim_uptime_seconds", "Since the start of the authority.");
  line("aim_uptime_seconds", "", "", static_cast<std::uint64_t>(self.uptime().count()));
  about("aim_agents", "Registered agents by status.");
  for (std::size_t i = 0; i < n.agents.size(); ++i) line("aim_agents", "status", to_text(static_cast<agent_status>(i)), n.agents[i]);
  about("aim_verifications_pending", "Verifications that wait for a person.");
  line("aim_verifications_pending", "", "", n.pending);
  about("aim_long_polls", "Agents that are connected and wait for a person's decision.");
  line("aim_long_polls", "", "", self.waiting().size());
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

template <class Lazy>
void add_health_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("GET", "/health", open, &get_health<Lazy>);
  t.plain("GET", "/health/ready", open, &get_ready<Lazy>);
  t.plain("GET", "/api/v1/status", open, &get_status<Lazy>);
  t.plain("GET", "/metrics", open, &get_metrics<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
