// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/redaction.hpp"
#include "aval/json/canonical.hpp"

/*  Verifications over HTTP: asking, polling, reporting, and the person who approves (AIM specification 2.4, 4.2). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** The answer to a question and to a poll, in both spellings. */
inline void append_verification(std::string& out, const verification_record& v) {
  out.reserve(out.size() + 640 + 2 * v.reason.size());
  object_out o(out);
  const bool approved = v.status == verification_status::approved;
  const bool decided = approved || v.status == verification_status::denied;
  o.id("id", v.id).id("verification_id", v.id).text("status", to_text(v.status)).text("action_type", v.action);
  if (approved) o.text("approved_by", v.decided_by).text("approvedBy", v.decided_by);
  else o.null("approved_by").null("approvedBy");
  const std::optional<timestamp> until = approved ? v.expires_at : std::nullopt;
  o.time_or_zero("expires_at", until).time_or_zero("expiresAt", until);
  if (decided && !approved) o.text("denial_reason", v.reason).text("denialReason", v.reason);
  else if (v.status == verification_status::expired) o.text("denial_reason", v.reason).text("denialReason", v.reason);
  else o.null("denial_reason").null("denialReason");
  o.score("trust_score", v.reported_trust).score("trustScore", v.reported_trust);
  o.raw("enforcement_mode", "\"strict\"").raw("enforcementMode", "\"strict\"");
  std::string& text = o.put("decision");
  object_out d(text);
  d.text("rule", v.rule).text("risk_level", to_text(v.risk)).score("trust", v.reported_trust).end();
  o.end();
}

// what an agent told, as it is kept
inline std::string kept_text(const json::value& v) {
  auto text = canonical_without_secrets(v);
  if (!text) throw refused(400, "bad_request", "a number is out of range");
  return std::move(*text);
}

inline refused missing_verification() { return refused(404, "not_found", "Verification not found or expired"); }

template <class Lazy>
void post_verification(basic_service<Lazy>& self, request& r) {
  if (const auto left = self.by_address().peek(r.who.address, self.options().clock.steady()); left.limit != 0 && left.remaining == 0) {
    r.rate = left;
    r.rate->allowed = false;
    throw refused(429, "rate_limited", "Rate limit exceeded. Please try again later.");
  }
  const body_members body(r.x.request().body());
  const auto agent_text = body.view("agent_id");
  auto action = body.view("action_type");
  const auto capability = body.view("capability");
  if (action && capability && *action != *capability) throw refused(400, "bad_request", "action_type and capability differ");
  if (!action) action = capability;
  const auto signature_text = body.view("signature"), key_text = body.view("public_key");
  if (!agent_text || !action || action->empty() || !signature_text || !key_text) throw refused(400, "bad_request", "agent_id, action_type, signature, and public_key are required");
  const auto agent = parse_uuid(*agent_text);
  if (!agent) throw refused(400, "bad_request", "Invalid agent_id format");
  const auto resource = body.view("resource");
  if (action->size() > 200 || (resource && resource->size() > 4000)) throw refused(400, "bad_request", "action_type or resource is too long");
  const json::value* context = body.find("context");
  if (context && !context->is_object()) throw refused(400, "bad_request", "context must be an object");
  const auto signed_at = body.view("timestamp");
  const auto risk_text = body.view("risk_level");

  const auto keys = self.registry().keys_of(*agent, r.now);
  if (!keys) throw refused(404, "not_found", "Agent not found");
  if (keys->status == agent_status::suspended || keys->status == agent_status::revoked)
    throw refused(403, keys->status == agent_status::suspended ? "agent_suspended" : "agent_revoked", "Agent status is " + std::string(to_text(keys->status)) + ", cannot perform actions");
  const auto offered = crypto::base64_decode_public<32>(*key_text);
  const std::optional<crypto::public_key>* key = nullptr;
  for (const auto* in_force : {&keys->current, &keys->previous})
    if (offered && *in_force && (*in_force)->bytes() == *offered) key = in_force;
  if (!key) throw refused(401, "public_key_mismatch", "Public key mismatch");
  if (self.options().check_signed_time) {
    const auto at = signed_at ? parse_rfc3339(*signed_at) : std::nullopt;
    if (!at || *at < r.now - self.options().signature_window || *at > r.now + self.options().signature_window)
      throw refused(401, "timestamp_expired", "Request timestamp expired or invalid");
  }
  const auto signature = crypto::signature::from_base64(*signature_text);
  if (!signature) throw refused(401, "invalid_signature", "Signature verification failed: the signature is not 64 bytes of base64");
  aim::signed_question covered;
  covered.agent_id = *agent_text;
  covered.action_type = *action;
  covered.resource = resource;
  covered.context = context;
  covered.timestamp = signed_at.value_or(std::string_view());
  if (!aim::verify_question(**key, covered, *signature, self.options().accept_oldest_signatures))
    throw refused(401, "invalid_signature", "Signature verification failed: the signature does not fit the request");

  r.who.is = caller::kind::agent;
  r.who.agent = *agent;
  r.who.organization = keys->organization;
  std::string principal = "a";
  self.limit(r, self.by_principal(), principal += *agent_text);

  question q;
  q.agent = *agent;
  q.action = *action;
  if (resource) q.resource.emplace(*resource);
  q.signature = signature->bytes();
  if (r.rate->limit != 0) q.verifications_last_minute = r.rate->limit - r.rate->remaining;
  if (risk_text) {
    q.request_risk = parse_risk(*risk_text);
    if (!q.request_risk) throw refused(400, "bad_request", "risk_level must be low, medium, high or critical");
  }
  if (context) {
    if (const json::value* risk = context->find("risk_level"); risk && !risk->is_null()) {
      // a risk we do not understand is not a low one
      q.context_risk = risk->is_string() ? parse_risk(risk->as_string()).value_or(risk_level::critical) : risk_level::critical;
    }
    const json::value* approval = context->find("requires_approval");
    q.requires_approval = approval && !(approval->is_bool() && !approval->as_bool()) && !approval->is_null();
    if (!context->empty()) q.context = kept_text(*context);
  }
  const auto decided = value_or_refuse(self.registry().decide(std::move(q), r.who, r.now, r.ticket));
  if (decided.repeated) r.ticket = self.registry().last_ticket();
  r.status = decided.verification->status == verification_status::denied ? self.options().denied_http_status : 201;
  append_verification(r.out(), *decided.verification);
}

// the verification of the path, from memory or from the store; null when there is none
template <class Lazy>
awaitable<verification_ptr> find_verification(basic_service<Lazy>& self, request& r) {
  const auto id = parse_uuid(r.id);
  if (!id) throw refused(400, "bad_request", "Invalid verification_id format");
  verification_ptr v = self.registry().live(*id, r.now, r.ticket);
  if (v) co_return v;
  v = co_await self.registry().store().find_verification(*id);
  if (!v) throw missing_verification();
  co_return self.registry().adopt(v);
}

// its own agent, who speaks for it, or a person who may approve; for everybody else it does not exist
template <class Lazy>
bool may_see(basic_service<Lazy>& self, const request& r, const verification_record& v) {
  if (v.organization != r.who.organization) return false;
  if (r.who.is == caller::kind::user && r.who.role >= role::manager) return true;
  const agent_ptr a = self.registry().find_agent(v.agent);
  return a && speaks_for(r.who, *a);
}

template <class Lazy>
awaitable<void> get_verification(basic_service<Lazy>& self, request& r) {
  verification_ptr v = co_await find_verification(self, r);
  if (!may_see(self, r, *v)) throw missing_verification();
  const auto wait = std::chrono::seconds(r.number("wait", 0, 0, static_cast<std::size_t>(self.options().longest_wait.count())));
  if (v->status == verification_status::pending && wait.count() > 0 && !r.x.stopping()) {
    waiting_room::ticket seat(self.waiting(), v->id, r.x.get_executor());
    std::uint64_t ignored = 0;
    v = self.registry().live(v->id, r.now, ignored);
    if (v && v->status == verification_status::pending) {
      r.x.watch();
      auto most = std::chrono::duration_cast<std::chrono::nanoseconds>(wait);
      if (v->expires_at) most = std::clamp(*v->expires_at - r.now, std::chrono::nanoseconds(0), most);
      const uuid id = v->id;
      co_await seat.wait(most);
      r.now = self.now();
      v = self.registry().live(id, r.now, r.ticket);
    }
    if (!v) v = co_await find_verification(self, r);
  }
  r.ticket = std::max(r.ticket, self.registry().last_ticket());
  append_verification(r.out(), *v);
}

// For the agent itself and who speaks for it, nobody else. What is reported never decides.
template <class Lazy>
awaitable<void> report(basic_service<Lazy>& self, request& r, execution_report what) {
  const verification_ptr v = co_await find_verification(self, r);
  const agent_ptr a = self.registry().find_agent(v->agent);
  if (!a || !speaks_for(r.who, *a)) throw missing_verification();
  value_or_refuse(self.registry().report(v, what, r.who, r.now, r.ticket));
  r.ticket = std::max(r.ticket, self.registry().last_ticket());
}

template <class Lazy>
awaitable<void> post_result(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body());
  execution_report what;
  const auto result = body.text("result");
  if (result == "success") what.result = execution::success;
  else if (result == "failure") what.result = execution::failure;
  else throw refused(400, "bad_request", "result must be either 'success' or 'failure'");
  what.duration_ms = body.number("duration_ms");
  const auto reason = body.text("reason"), error_text = body.text("error_message"), hash = body.text("result_hash"), summary = body.text("result_summary");
  if (what.result == execution::failure) what.error = printable(error_text ? *error_text : reason.value_or(""), 500);
  std::string detail_text;
  object_out o(detail_text);  // sorted: part of a canonical record
  if (what.duration_ms) o.number("duration_ms", *what.duration_ms);
  if (error_text) o.text("error_message", printable(*error_text, 500));
  if (const json::value* metadata = body.find("metadata")) {
    const std::string text = kept_text(*metadata);
    if (text.size() > 16384) throw refused(413, "too_large", "metadata is too large");
    o.raw("metadata", text);
  }
  if (reason) o.text("reason", printable(*reason, 500));
  o.text("result", *result);
  if (hash) o.text("result_hash", printable(*hash, 128));
  if (summary) o.text("result_summary", printable(*summary, 500));
  o.end();
  what.detail = std::move(detail_text);
  co_await report(self, r, std::move(what));
  object_out(r.out()).text("id", r.id).text("status", "result_recorded").text("result", *result).end();
}

template <class Lazy>
awaitable<void> post_execution_status(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body());
  const auto executed = body.boolean("executed");
  if (!executed) throw refused(400, "bad_request", "executed is required");
  const auto problem = body.text("execution_error");
  execution_report what;
  what.result = *executed && (!problem || problem->empty()) ? execution::success : execution::failure;
  if (what.result == execution::failure) what.error = printable(problem.value_or("not executed"), 500);
  std::string detail_text;
  object_out o(detail_text);
  o.boolean("executed", *executed);
  if (problem) o.text("execution_error", printable(*problem, 500));
  o.end();
  what.detail = std::move(detail_text);
  co_await report(self, r, std::move(what));
  object_out(r.out()).text("status", "execution_status_recorded").end();
}

inline void append_pending(std::string& out, const verification_record& v, std::string_view agent_name) {
  object_out o(out);
  o.id("id", v.id).id("agent_id", v.agent).id("agentId", v.agent).text("agent_name", agent_name).text("agentName", agent_name).text("action_type", v.action);
  o.text("actionType", v.action).text_or_null("resource", v.resource).raw("context", v.context).text("risk_level", to_text(v.risk)).text("riskLevel", to_text(v.risk));
  o.score("trust_score", v.reported_trust).score("trustScore", v.reported_trust).text("status", to_text(v.status));
  o.time("requested_at", v.requested_at).time("requestedAt", v.requested_at).time_or_zero("expires_at", v.expires_at).time_or_zero("expiresAt", v.expires_at);
  if (v.decided_at) o.text("decided_by", v.decided_by).time("decided_at", v.decided_at).text("reason", v.reason);
  o.end();
}

template <class Lazy>
awaitable<void> get_pending(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_admin);
  if (!self.may_approve(r)) throw refused(403, "forbidden", needs_admin);
  const std::size_t page = r.number("page", 1, 1, 1'000'000), size = r.number("page_size", 10, 1, 100);
  const std::string status = r.query("status").value_or("pending"), risk = r.query("risk").value_or("all"), field = r.query("search_field").value_or("all");
  verification_query query;
  query.organization = r.who.organization;
  query.limit = size;
  query.offset = (page - 1) * size;
  query.search = lower_case(r.query("search").value_or(""));
  if (status != "all") {
    query.status = parse_verification_status(status);
    if (!query.status) throw refused(400, "bad_request", "status must be pending, approved, denied, expired or all");
  }
  if (risk != "all" && !risk.empty()) {
    query.risk = parse_risk(risk);
    if (!query.risk) throw refused(400, "bad_request", "risk must be low, medium, high, critical or all");
  }
  if (field == "action_type" || field == "action") query.field = search_in::action;
  else if (field == "resource") query.field = search_in::resource;
  else if (field == "agent_name" || field == "agent") query.field = search_in::agent_name;
  else if (field != "all" && !field.empty()) throw refused(400, "bad_request", "search_field must be action_type, resource, agent_name or all");
  const auto name_of = [&self](const uuid& agent) {
    const agent_ptr a = self.registry().find_agent(agent);
    return a ? a->name : std::string();
  };
  // what waits is in memory, all of it, and what has waited too long ends here; the counts and what was decided are the store's
  const auto waiting = self.registry().pending(r.who.organization, r.now, r.ticket);
  verification_query asked = query;
  if (query.status == verification_status::pending) {
    asked = {};
    asked.organization = query.organization;
    asked.limit = 0;
  }
  co_await self.all_durable();
  const verification_page stored = co_await self.registry().store().verifications(asked);
  std::vector<verification_ptr> found = stored.records;
  std::uint64_t total = stored.total;
  if (query.status == verification_status::pending) {
    total = 0;
    for (const auto& v : waiting) {
      if (!matches(query, *v, query.search.empty() ? std::string() : name_of(v->agent))) continue;
      if (total >= query.offset && found.size() < size) found.push_back(v);
      ++total;
    }
  }

  object_out o(r.out());
  std::string& list = o.put("verifications");
  list += '[';
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i) list += ", ";
    append_pending(list, *found[i], name_of(found[i]->agent));
  }
  list += ']';
  object_out pages(o.put("pagination"));
  pages.number("page", static_cast<std::int64_t>(page)).number("page_size", static_cast<std::int64_t>(size)).number("total", static_cast<std::int64_t>(total));
  pages.number("total_pages", static_cast<std::int64_t>((total + size - 1) / size)).end();
  object_out counts(o.put("status_counts"));
  counts.number("pending", static_cast<std::int64_t>(waiting.size()));
  counts.number("approved", static_cast<std::int64_t>(stored.by_status[static_cast<std::size_t>(verification_status::approved)]));
  counts.number("denied", static_cast<std::int64_t>(stored.by_status[static_cast<std::size_t>(verification_status::denied)])).end();
  o.end();
}

template <class Lazy>
awaitable<void> settle(basic_service<Lazy>& self, request& r, bool approve) {
  self.require_role(r, role::manager, needs_admin);
  if (!self.may_approve(r)) throw refused(403, "forbidden", needs_admin);
  const body_members body(r.x.request().body(), true);
  std::string reason = body.text_or("reason", "");
  const verification_ptr v = co_await find_verification(self, r);
  const verification_ptr done = value_or_refuse(self.registry().settle(v->id, approve, std::move(reason), r.who, r.now, r.ticket));
  object_out o(r.out());
  o.id("id", done->id).text("status", to_text(done->status));
  if (approve) o.text("approved_by", done->decided_by).text("approvedBy", done->decided_by).time("approved_at", done->decided_at).text("message", "Verification approved");
  else o.text("denied_by", done->decided_by).text("deniedBy", done->decided_by).time("denied_at", done->decided_at).text("denial_reason", done->reason).text("denialReason", done->reason).text("message", "Verification denied");
  o.end();
}
template <class Lazy>
awaitable<void> post_approve(basic_service<Lazy>& self, request& r) { return settle(self, r, true); }
template <class Lazy>
awaitable<void> post_deny(basic_service<Lazy>& self, request& r) { return settle(self, r, false); }

// the older pair: one question without a body signature, its result by the identifier that it answered
template <class Lazy>
void post_verify_action(basic_service<Lazy>& self, request& r) {
  const auto agent = self.own_agent(r, r.id);
  const body_members body(r.x.request().body());
  question q;
  q.agent = agent->id;
  q.action = body.text_or("action_type", "");
  if (q.action.empty() || q.action.size() > 200) throw refused(400, "bad_request", "action_type is required");
  q.resource = body.text("resource");
  if (r.signature) q.signature = *r.signature;
  else self.options().random.fill(q.signature);
  if (const json::value* metadata = body.find("metadata"); metadata && metadata->is_object() && !metadata->empty()) {
    std::string text;
    object_out(text).raw("metadata", kept_text(*metadata)).end();
    q.context = std::move(text);
  }
  const auto decided = value_or_refuse(self.registry().decide(std::move(q), r.who, r.now, r.ticket));
  const verification_record& v = *decided.verification;
  const bool allowed = v.status == verification_status::approved;
  r.status = allowed ? 200 : 403;
  object_out o(r.out());
  o.boolean("allowed", allowed).text("reason", allowed ? "approved" : v.status == verification_status::pending ? "waits for approval" : v.reason);
  o.id("audit_id", v.id).id("auditId", v.id).end();
}

template <class Lazy>
awaitable<void> post_log_action(basic_service<Lazy>& self, request& r) {
  const auto agent = self.own_agent(r, r.id);
  const body_members body(r.x.request().body());
  const auto success = body.boolean("success");
  if (!success) throw refused(400, "bad_request", "success is required");
  execution_report what;
  what.result = *success ? execution::success : execution::failure;
  const auto problem = body.text("error");
  if (!*success) what.error = printable(problem.value_or(""), 500);
  std::string detail_text;
  object_out o(detail_text);
  if (problem) o.text("error", printable(*problem, 500));
  o.boolean("success", *success).end();
  what.detail = std::move(detail_text);
  r.id = r.second;
  if (const verification_ptr v = co_await find_verification(self, r); v->agent != agent->id) throw missing_verification();
  co_await report(self, r, std::move(what));
  object_out(r.out()).boolean("success", true).end();
}

template <class Lazy>
void post_action_log(basic_service<Lazy>& self, request& r) {
  if (r.who.is == caller::kind::user) throw refused(403, "forbidden", "Only agents log their actions");
  const auto agent = self.own_agent(r, r.id);
  const body_members body(r.x.request().body());
  std::string action = body.text_or("action_name", "");
  if (action.empty()) action = body.text_or("action_type", "");
  const auto success = body.boolean("success");
  if (action.empty() || action.size() > 200 || !success) throw refused(400, "bad_request", "action_name and success are required");
  std::string parameters, metadata;
  if (const json::value* v = body.find("parameters")) parameters = kept_text(*v);
  object_out o(metadata);
  if (const json::value* v = body.find("metadata")) o.raw("metadata", kept_text(*v));
  if (const json::value* v = body.find("result")) o.raw("result", kept_text(*v));
  if (const auto summary = body.text("result_summary")) o.text("result_summary", printable(*summary, 500));
  if (const auto when = body.text("timestamp")) o.text("timestamp", printable(*when, 64));
  o.end();
  if (parameters.size() + metadata.size() > 65536) throw refused(413, "too_large", "parameters, result and metadata are too large");
  const std::string problem = printable(body.text_or("error", ""), 500), agent_text = agent->id.to_string();
  audit_entry e;
  e.organization = agent->organization;
  e.agent = agent->id;
  e.user = r.who.user;
  e.action = action;
  e.resource_type = "agent_action";
  e.resource_id = agent_text;
  e.status = *success ? "success" : "failure";
  e.risk = action_risk(action);
  if (const auto v = body.text("verification_id")) e.verification = parse_uuid(*v);
  e.duration_ms = body.number("duration_ms");
  e.error = problem;
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  e.metadata = metadata;
  e.parameters = parameters;
  const uuid id = self.registry().record(e, r.now, r.ticket);
  self.registry().count_execution(agent->id, *success, r.now, r.ticket);
  r.status = 201;
  object_out(r.out()).boolean("success", true).id("audit_id", id).id("auditId", id).end();
}

template <class Lazy>
void add_verification_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/v1/sdk-api/verifications", open, &post_verification<Lazy>);
  t.plain("POST", "/api/v1/verifications", open, &post_verification<Lazy>);
  t.waits("GET", "/api/v1/sdk-api/verifications/{id}", signed_, &get_verification<Lazy>);
  t.waits("GET", "/api/v1/verifications/{id}", signed_, &get_verification<Lazy>);
  // reports are taken once by their nature: a repeat finds the first one
  t.waits("POST", "/api/v1/sdk-api/verifications/{id}/result", signed_, &post_result<Lazy>);
  t.waits("POST", "/api/v1/sdk-api/verifications/{id}/execution-status", signed_, &post_execution_status<Lazy>);
  t.waits("GET", "/api/v1/admin/verifications/pending", signed_, &get_pending<Lazy>);
  t.waits("POST", "/api/v1/admin/verifications/{id}/approve", signed_, &post_approve<Lazy>);
  t.waits("POST", "/api/v1/admin/verifications/{id}/deny", signed_, &post_deny<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/verify-action", once, &post_verify_action<Lazy>);
  t.waits("POST", "/api/v1/agents/{id}/log-action/{second}", signed_, &post_log_action<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/actions/log", once, &post_action_log<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
