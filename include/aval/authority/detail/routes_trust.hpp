// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <string>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"

/*  Scores over HTTP (AIM specification 2.5). */

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
void get_trust(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id, false);
  const auto view = value_or_refuse(self.registry().trust(a->id, r.now, r.ticket));
  object_out o(r.out());
  o.id("agent_id", a->id).id("agentId", a->id).text("agent_name", view.agent_name).text("agentName", view.agent_name).score("score", view.effective);
  o.score("trust_score", view.effective).score("trustScore", view.effective).text("interpretation", interpret_trust(view.effective));
  append_factors(o.put("factors"), view.score.factors, false);
  o.time("calculated_at", view.calculated_at).time("calculatedAt", view.calculated_at).end();
}

template <class Lazy>
void get_trust_breakdown(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id, false);
  const auto view = value_or_refuse(self.registry().trust(a->id, r.now, r.ticket));
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
awaitable<void> get_trust_history(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id, false);
  const std::size_t limit = r.number("limit", 30, 1, 1000);
  co_await self.all_durable();
  const auto history = co_await self.registry().store().trust_history(a->id, limit);
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
void post_recalculate(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const auto a = self.visible_agent(r, r.id);
  append_new_score(r.out(), *a, value_or_refuse(self.registry().trust(a->id, r.now, r.ticket, true, "recalculated by " + r.who.name, r.who.user)));
}
template <class Lazy>
void put_trust(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const auto a = self.visible_agent(r, r.id);
  const body_members body(r.x.request().body());
  const json::value* score = body.find("score");
  const auto number = score ? score->if_double() : std::nullopt;
  if (!number) throw refused(400, "bad_request", "score must be a number");
  append_new_score(r.out(), *a, value_or_refuse(self.registry().fix_trust(a->id, *number, printable(body.text_or("reason", ""), 500), r.who, r.now, r.ticket)));
}

template <class Lazy>
void add_trust_routes(route_table<Lazy>& t) {
  using enum route_guard;
  for (const char* path : {"/api/v1/agents/{id}/trust-score", "/api/v1/trust-score/agents/{id}"}) t.plain("GET", path, signed_, &get_trust<Lazy>);
  for (const char* path : {"/api/v1/agents/{id}/trust-score/breakdown", "/api/v1/trust-score/agents/{id}/breakdown"}) t.plain("GET", path, signed_, &get_trust_breakdown<Lazy>);
  for (const char* path : {"/api/v1/agents/{id}/trust-score/history", "/api/v1/trust-score/agents/{id}/history"}) t.waits("GET", path, signed_, &get_trust_history<Lazy>);
  for (const char* path : {"/api/v1/agents/{id}/trust-score/recalculate", "/api/v1/trust-score/calculate/{id}"}) t.plain("POST", path, once, &post_recalculate<Lazy>);
  t.plain("PUT", "/api/v1/agents/{id}/trust-score", once, &put_trust<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
