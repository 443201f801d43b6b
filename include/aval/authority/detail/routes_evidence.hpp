// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/trust_evidence.hpp"

/*  Heartbeats, feedback and assessments over HTTP: what a score rests on (AIM specification 4.5). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

template <class Lazy>
void post_heartbeat(basic_service<Lazy>& self, request& r) {
  const auto a = self.own_agent(r, r.id);
  const double up = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return note_heartbeat(t, a->organization, a->id); }));
  object_out(r.out()).boolean("success", true).id("agent_id", a->id).id("agentId", a->id).score("uptime", up).time("time", r.now).end();
}

template <class Lazy>
void post_feedback(basic_service<Lazy>& self, request& r) {
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people give feedback");
  self.require_role(r, role::member, needs_member);
  const auto a = self.visible_agent(r, r.id);
  const body_members body(r.x.request().body());
  auto positive = body.boolean("positive");
  if (const auto rating = body.number("rating"); rating && !positive) {
    if (*rating < 1 || *rating > 5) throw refused(400, "bad_request", "rating must be between 1 and 5");
    positive = *rating >= 4;
  }
  if (!positive) throw refused(400, "bad_request", "positive or rating is required");
  std::string comment = printable(body.text_or("comment", ""), 500);
  const auto e = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return add_feedback(t, a->id, *positive, std::move(comment), r.who); }));
  const auto [praises, complaints] = feedback_of(e, r.now);
  r.status = 201;
  object_out(r.out()).boolean("success", true).number("positive", praises).number("negative", complaints).end();
}
template <class Lazy>
void get_feedback(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const auto a = self.visible_agent(r, r.id);
  const auto e = self.registry().look(r.now, [&](const registry::view& v) { return evidence_of(v, a->organization, a->id); });
  const auto [praises, complaints] = feedback_of(e, r.now);
  object_out o(r.out());
  std::string& list = o.put("feedback");
  list += '[';
  for (std::size_t i = e.feedback.size(); i-- > 0;) {
    const feedback_entry& f = e.feedback[i];
    object_out(list).text("by", f.by).boolean("positive", f.positive).text("comment", f.comment).time("day", timestamp(std::chrono::sys_days(std::chrono::days(f.day)))).end();
    if (i != 0) list += ", ";
  }
  list += ']';
  o.number("positive", praises).number("negative", complaints).end();
}

template <class Lazy>
void put_assessment(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const auto a = self.visible_agent(r, r.id);
  const body_members body(r.x.request().body());
  const json::value* rate = body.find("rate");
  const auto number = rate ? rate->if_double() : std::nullopt;
  if (!number) throw refused(400, "bad_request", "rate must be a number");
  std::string framework = printable(body.text_or("framework", ""), 100);
  const auto e = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return note_assessment(t, a->id, *number, std::move(framework), r.who); }));
  object_out(r.out()).boolean("success", true).id("agent_id", a->id).score("rate", *e.compliance).text("framework", e.framework).time("assessed_at", e.assessed_at).text("assessed_by", e.assessed_by).end();
}

template <class Lazy>
void add_evidence_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/v1/agents/{id}/heartbeat", signed_, &post_heartbeat<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/feedback", signed_, &post_feedback<Lazy>);
  t.plain("GET", "/api/v1/agents/{id}/feedback", signed_, &get_feedback<Lazy>);
  t.plain("PUT", "/api/v1/agents/{id}/assessment", signed_, &put_assessment<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
