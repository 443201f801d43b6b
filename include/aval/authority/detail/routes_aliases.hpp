// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include "aval/authority/detail/routes_agents.hpp"
#include "aval/authority/detail/routes_trust.hpp"
#include "aval/authority/detail/routes_verification.hpp"

/*  Other paths to the same handlers (AIM specification 2.12): those of the document "Direct API", whose bodies are signed as a whole (mode
 *  G, beside an API key), and the one of the TypeScript SDK (mode E). Mode G covers no time, so a captured request could be sent again by
 *  whoever has the API key as well: a question that comes again within the window of signatures has the answer of the first. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** The agent of the path. Who comes with an API key shows that the agent's key has signed the body. */
template <class Lazy>
agent_ptr signed_body_of(basic_service<Lazy>& self, const request& r, signature_bytes& mark) {
  const agent_ptr agent = self.own_agent(r, r.id);
  if (r.who.is == caller::kind::agent) {
    mark = *r.signature;
    return agent;
  }
  const auto text = r.header("X-Agent-Signature");
  if (!text) throw refused(401, "unauthorized", "X-Agent-Signature is required");
  const crypto::signature s = signature_of(*text);
  const auto keys = self.registry().keys_of(agent->id, r.now);
  if (!keys || !verified_by(*keys, {}, [&](const crypto::public_key& key) { return key.verify(r.x.request().body(), s); })) throw refused(401, "invalid_signature", "Invalid signature");
  if (keys->status == agent_status::suspended || keys->status == agent_status::revoked)
    throw refused(403, keys->status == agent_status::suspended ? "agent_suspended" : "agent_revoked", "Agent status is " + std::string(to_text(keys->status)) + ", cannot perform actions");
  mark = s.bytes();
  return agent;
}

/** What is common to both: the action's risk and the context, with secrets taken out. */
inline question asked_of(const body_members& body, const char* resource, const json::value* context) {
  question q;
  q.action = body.text_or("action_type", "");
  if (q.action.empty()) q.action = body.text_or("capability", "");
  q.resource = body.text(resource);
  if (q.action.empty() || q.action.size() > 200 || (q.resource && q.resource->size() > 4000)) throw refused(400, "bad_request", "action_type is required; at most 200 characters, the resource 4000");
  if (const auto risk = body.text("risk_level")) {
    q.request_risk = parse_risk(*risk);
    if (!q.request_risk) throw refused(400, "bad_request", "risk_level must be low, medium, high or critical");
  }
  if (!context) return q;
  if (!context->is_object()) throw refused(400, "bad_request", "The context must be an object");
  if (const json::value* risk = context->find("risk_level"); risk && !risk->is_null())
    q.context_risk = risk->is_string() ? parse_risk(risk->as_string()).value_or(risk_level::critical) : risk_level::critical;
  const json::value* approval = context->find("requires_approval");
  q.requires_approval = approval && !(approval->is_bool() && !approval->as_bool()) && !approval->is_null();
  if (!context->empty()) q.context = kept_text(*context);
  return q;
}

template <class Lazy>
void post_direct_verify(basic_service<Lazy>& self, request& r) {
  signature_bytes mark = {};
  const agent_ptr agent = signed_body_of(self, r, mark);
  const body_members body(r.x.request().body());
  question q = asked_of(body, "resource_name", body.find("action_details"));
  q.agent = agent->id;
  q.signature = mark;
  const auto decided = value_or_refuse(self.registry().decide(std::move(q), r.who, r.now, r.ticket));
  if (decided.repeated) r.ticket = self.registry().last_ticket();
  const verification_record& v = *decided.verification;
  const bool approved = v.status == verification_status::approved, denied = v.status == verification_status::denied;
  if (denied && self.options().denied_http_status == 403) r.status = 403;
  // signature and key are the agent's, or we were not here (specification 4.4)
  const double confidence = (0.6 + (agent->status == agent_status::verified ? 0.2 : 0.1) + 0.2 * agent->trust) / (denied ? 2 : 1);
  object_out o(r.out());
  o.boolean("approved", approved).id("agent_id", agent->id).id("agentId", agent->id).text("action_type", v.action).text("actionType", v.action);
  std::string& risk = o.put("risk_assessment");
  object_out(risk).text("risk_level", to_text(v.risk)).score("confidence", confidence).end();
  o.id("verification_id", v.id).id("verificationId", v.id).text("status", to_text(v.status)).time("timestamp", v.requested_at);
  if (!approved) o.text("reason", denied ? std::string_view(v.reason) : std::string_view("waits for approval"));
  o.end();
}
template <class Lazy>
void post_direct_log(basic_service<Lazy>& self, request& r) {
  signature_bytes mark = {};
  signed_body_of(self, r, mark);
  post_action_log(self, r);
}

/** The TypeScript SDK's question. Its headers are signed by the agent; an API key beside them is not needed, and alone it must speak for
 *  the agent that the body names. */
template <class Lazy>
void post_typescript_verify(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body());
  const auto id_text = r.header(aim::header::poll_agent_id), time = r.header(aim::header::poll_timestamp), signature_text = r.header(aim::header::poll_signature);
  if (!signature_text && body.has("signature")) return post_verification(self, r);
  question q = asked_of(body, "resource", body.find("context"));
  if (signature_text && id_text && time) {
    if (const auto left = self.by_address().peek(r.who.address, self.options().clock.steady()); left.limit != 0 && left.remaining == 0) {
      r.rate = left;
      r.rate->allowed = false;
      throw refused(429, "rate_limited", "Rate limit exceeded. Please try again later.");
    }
    const auto id = parse_uuid(*id_text);
    if (!id) throw refused(401, "unauthorized", "Invalid agent ID format");
    self.signed_time(*time, r.now);
    const auto keys = self.registry().keys_of(*id, r.now);
    if (!keys) throw refused(401, "unauthorized", "Agent not found");
    const crypto::signature s = signature_of(*signature_text);
    const std::string message = aim::typescript_message(*time, "POST", r.x.request().path(), r.x.request().body());
    accept_agent(r, *id, *keys, verified_by(*keys, {}, [&](const crypto::public_key& key) { return key.verify(message, s); }), s);
    self.limit(r, self.by_principal(), "a" + id->to_string());
    q.signature = s.bytes();
  } else {
    self.authenticate(r);
    if (r.signature) q.signature = *r.signature;
    else self.options().random.fill(q.signature);
  }
  const auto named = body.text("agent_id");
  if (!named && !r.who.agent) throw refused(400, "bad_request", "agent_id is required");
  q.agent = self.own_agent(r, named ? *named : r.who.agent->to_string())->id;
  const auto decided = value_or_refuse(self.registry().decide(std::move(q), r.who, r.now, r.ticket));
  if (decided.repeated) r.ticket = self.registry().last_ticket();
  r.status = decided.verification->status == verification_status::denied ? self.options().denied_http_status : 201;
  append_verification(r.out(), *decided.verification);
}

template <class Lazy>
void add_alias_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/agents/register", open, &post_register<Lazy>);
  t.plain("GET", "/api/agents/{id}", signed_, &get_agent<Lazy>);
  t.plain("POST", "/api/agents/{id}/verify", signed_, &post_direct_verify<Lazy>);
  t.plain("POST", "/api/agents/{id}/actions/log", signed_, &post_direct_log<Lazy>);
  t.plain("GET", "/api/agents/{id}/trust-score", signed_, &get_trust<Lazy>);
  t.plain("POST", "/api/v1/verify", open, &post_typescript_verify<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
