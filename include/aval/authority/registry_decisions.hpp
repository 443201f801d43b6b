// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/registry.hpp"

/*  Verifications of the registry: questions, decisions by rule or by a person, reports of what was done, repeats, and the audit trail
 *  they leave (AIM specification 1.11, 2.4, 2.6, 4.2). A decision is made once: only a pending one can change, and only a person's
 *  word or the end of its patience changes it; a report about the execution never does. */

namespace aval {
inline namespace v0 {
namespace authority {

inline void registry::audit(audit_entry& e, timestamp now, change_batch& batch) {
  e.id = new_id(now);
  batch.emplace_back(chains_[e.organization].append(e, now));
}

inline void registry::audit_user_action(std::string_view action, std::string_view type, std::string_view id, std::optional<uuid> agent, uuid organization, const caller& who,
                                        std::string_view status, std::string_view metadata, timestamp now, change_batch& batch) {
  audit_entry e;
  e.organization = organization;
  e.agent = agent;
  e.user = who.user;
  e.action = action;
  e.resource_type = type;
  e.resource_id = id;
  e.status = status;
  e.ip_address = who.address;
  e.user_agent = who.user_agent;
  e.metadata = metadata;
  audit(e, now, batch);
}

inline uuid registry::record(audit_entry e, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  change_batch batch;
  audit(e, now, batch);
  submit(batch, ticket);
  return e.id;
}

inline void registry::put_verification(std::shared_ptr<verification_record> next, bool was_pending, change_batch& batch) {
  verification_ptr v = std::move(next);
  const bool waits = v->status == verification_status::pending;
  if (waits) {
    pending_.insert_or_assign(v->id, v);
    tell(event_kind::verification_pending, v->organization, v->agent, v->id, v->action, v->requested_at);
  } else if (was_pending) {
    pending_.erase(v->id);
    if (agent_entry* e = entry(v->agent); e && e->pending > 0) --e->pending;
    settled_.emplace_back(v->decided_at.value_or(v->requested_at), v->id);
    if (on_settled) on_settled(v->id);
    tell(event_kind::verification_decided, v->organization, v->agent, v->id, to_text(v->status), v->decided_at.value_or(v->requested_at));
  }
  verifications_.insert_or_assign(v->id, v);
  batch.emplace_back(std::move(v));
}

inline void registry::sweep(timestamp now) {
  const timestamp old = now - 2 * options_.replay_window;
  for (int i = 0; i < 4 && !settled_.empty() && settled_.front().first < old; ++i) {  // a little with each question, never much at once
    const auto at = verifications_.find(settled_.front().second);
    if (at != verifications_.end() && at->second->status != verification_status::pending) verifications_.erase(at);
    settled_.pop_front();
  }
  for (int i = 0; i < 4 && !question_order_.empty() && question_order_.front().first < old; ++i) {
    questions_.erase(question_order_.front().second);
    question_order_.pop_front();
  }
  for (int i = 0; i < 4 && !replay_order_.empty() && replay_order_.front().first < now; ++i) {
    replays_.erase(replay_order_.front().second);
    replay_order_.pop_front();
  }
}

inline void registry::expire(const verification_ptr& v, timestamp now, change_batch& batch) {
  auto next = std::make_shared<verification_record>(*v);
  next->status = verification_status::expired;
  next->reason = "Nobody decided in time";
  next->decided_by = "system";
  next->decided_at = now;
  audit_entry e;
  e.organization = next->organization;
  e.agent = next->agent;
  e.action = next->action;
  const std::string agent = next->agent.to_string();
  e.resource_type = "agent_action";
  e.resource_id = agent;
  e.status = "expired";
  e.risk = next->risk;
  e.verification = next->id;
  audit(e, now, batch);
  put_verification(std::move(next), true, batch);
}

inline answer<registry::decided> registry::decide(question&& asked, const caller& who, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  agent_entry* e = entry(asked.agent);
  if (!e) return detail::missing_agent();
  sweep(now);
  const replay_key mark = key_of(asked.agent, asked.signature);
  if (const auto at = questions_.find(mark); at != questions_.end()) {
    if (const auto known = verifications_.find(at->second); known != verifications_.end()) return decided{known->second, true};
    return refusal{409, "duplicate_request", "Duplicate request", make_error_code(errc::conflict)};  // answered, and so old that it is no longer in memory
  }
  const auto held = e->record;  // a violation or a new score puts another in its place
  const agent_record& a = *held;
  if (a.status != agent_status::verified && a.status != agent_status::pending)
    return refusal{403, a.status == agent_status::suspended ? "agent_suspended" : "agent_revoked",
                   "Agent status is " + std::string(to_text(a.status)) + ", cannot perform actions", make_error_code(errc::forbidden)};

  std::string id_text;
  decision_input in;
  in.action = asked.action;
  if (asked.resource) in.resource = *asked.resource;
  const auto& policies = this->policies(a.organization);
  if (!policies.empty()) {
    id_text = a.id.to_string();
    in.agent_id = id_text;
  }
  in.agent_type = a.type;
  in.status = a.status;
  in.compromised = a.compromised;
  in.trust = a.trust;
  in.request_risk = asked.request_risk;
  in.context_risk = asked.context_risk;
  in.requires_approval = asked.requires_approval;
  in.declared = a.declared;
  in.granted = a.granted;
  in.remote_address = who.address;
  in.verifications_last_minute = asked.verifications_last_minute;
  in.policies = policies;
  in.rotation_unapproved = rotation_unapproved(a);
  in.recent = &e->recent;
  in.now = std::chrono::floor<std::chrono::seconds>(now);
  const decision d = authority::decide(in, options_.decision);

  if (d.status == verification_status::pending && options_.most_pending_per_agent != 0 && e->pending >= options_.most_pending_per_agent)
    return refusal{429, "too_many_pending", "Too many verifications wait for approval", make_error_code(errc::forbidden)};

  auto v = std::make_shared<verification_record>();
  v->id = new_id(now);
  v->organization = a.organization;
  v->agent = a.id;
  v->action = std::move(asked.action);
  v->resource = std::move(asked.resource);
  v->context = std::move(asked.context);
  v->risk = d.effective_risk;
  v->status = d.status;
  v->rule = d.rule;
  v->reason = d.reason;
  v->reported_trust = d.reported_trust;
  v->requested_at = now;
  v->signature = asked.signature;
  if (d.violation) v->violation = d.alert.value_or(severity::warning);
  if (d.status == verification_status::pending) {
    v->expires_at = now + options_.pending_waits;
    ++e->pending;
  } else {
    v->decided_by = "system";
    v->decided_at = now;
    if (d.status == verification_status::approved) v->expires_at = now + options_.approval_holds;
  }

  change_batch batch;
  batch.reserve(4);
  std::string metadata;
  metadata.reserve(320 + v->context.size() + v->reason.size());
  detail::object_out out(metadata);  // members in sorted order: the record is hashed as it is written
  out.text("action_type", v->action).boolean("auto_approved", d.status == verification_status::approved).raw("context", v->context);
  if (!d.reason.empty()) out.text("denial_reason", d.reason);
  if (!d.policy.empty()) out.text("policy", d.policy);
  out.text_or_null("resource", v->resource).text("rule", d.rule).score("trustScore", d.reported_trust).id("verification_id", v->id).end();
  audit_entry entry;
  entry.organization = a.organization;
  entry.agent = a.id;
  entry.action = v->action;
  entry.resource_type = "agent_action";
  if (id_text.empty()) id_text = a.id.to_string();
  entry.resource_id = id_text;
  entry.status = to_text(d.status);
  entry.risk = d.effective_risk;
  entry.verification = v->id;
  entry.ip_address = who.address;
  entry.user_agent = who.user_agent;
  entry.metadata = metadata;
  if (d.status == verification_status::denied) entry.error = d.reason;
  audit(entry, now, batch);

  if (d.violation) {
    auto next = std::make_shared<agent_record>(*e->record);
    ++next->violations;
    put_agent(*e, std::move(next), batch);
  }
  questions_.emplace(mark, v->id);
  question_order_.emplace_back(now, mark);
  heard_of(*e, now, batch);
  e->recent.add(std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count(), d.status == verification_status::denied && d.rule != "policy");
  if (d.status != verification_status::pending) {
    count(*e, v.get(), {}, now, batch);
    settled_.emplace_back(now, v->id);
  }
  // a denial counts as what it is, and an alert about trust would lower it further; what a policy only watches counts until somebody has looked
  const bool counts = d.watched && d.status != verification_status::denied;
  if (d.alert && (d.status == verification_status::denied || !d.policy.empty())) {
    const bool routine = v->action == "send_notification" || v->action == "process_refund";
    raise(v->organization, v->agent, routine ? "unusual_activity" : "security_breach", routine ? severity::info : *d.alert,
          "Action '" + v->action + "' " + (d.status == verification_status::denied ? "denied" : "allowed under watch"), d.reason.empty() ? d.policy : d.reason, counts, now, batch);
  }
  // a clean record of approvals and nothing else does not move the score
  if (d.status != verification_status::pending && (d.status == verification_status::denied || d.violation || counts || e->total.denied != 0))
    rescore(*e, d.status == verification_status::denied ? "verification denied" : "verification approved", {}, now, batch, false);
  const verification_ptr kept = v;
  put_verification(std::move(v), false, batch);
  submit(batch, ticket);
  return decided{kept, false};
}

inline verification_ptr registry::live(uuid id, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  const auto at = verifications_.find(id);
  if (at == verifications_.end()) return nullptr;
  const verification_ptr v = at->second;
  if (v->status == verification_status::pending && v->expires_at && now >= *v->expires_at) {
    change_batch batch;
    expire(v, now, batch);
    submit(batch, ticket);
    return verifications_.at(id);
  }
  return v;
}

inline verification_ptr registry::adopt(verification_ptr v) {
  const lock hold(mutex_);
  const auto [at, fresh] = verifications_.emplace(v->id, v);
  if (fresh) settled_.emplace_back(settled_.empty() ? v->requested_at : settled_.back().first, v->id);
  return at->second;
}

inline answer<verification_ptr> registry::settle(uuid id, bool approve, std::string reason, const caller& who, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  const auto at = verifications_.find(id);
  if (at == verifications_.end() || (who.is != caller::kind::local && at->second->organization != who.organization))
    return refusal{404, "not_found", "Verification not found or expired", make_error_code(errc::not_found)};
  const verification_ptr v = at->second;
  change_batch batch;
  if (v->status == verification_status::pending && v->expires_at && now >= *v->expires_at) {
    expire(v, now, batch);
    submit(batch, ticket);
    return refusal{409, "conflict", "Verification is already expired", make_error_code(errc::conflict)};
  }
  if (v->status != verification_status::pending) return refusal{409, "conflict", "Verification is already " + std::string(to_text(v->status)), make_error_code(errc::conflict)};
  if (!approve && reason.empty()) return detail::bad("reason is required when denying a verification");
  if (reason.size() > 2000) return detail::bad("reason must have at most 2000 characters");
  agent_entry* e = entry(v->agent);
  if (approve && (!e || (e->record->status != agent_status::verified && e->record->status != agent_status::pending)))
    return refusal{409, "conflict", "Agent status is " + std::string(e ? to_text(e->record->status) : "revoked") + ", cannot perform actions", make_error_code(errc::conflict)};

  auto next = std::make_shared<verification_record>(*v);
  next->status = approve ? verification_status::approved : verification_status::denied;
  next->rule = "person";
  next->reason = std::move(reason);
  next->decided_by = who.name;
  next->decided_at = now;
  next->expires_at.reset();
  if (approve) next->expires_at = now + options_.approval_holds;
  const std::string metadata = detail::metadata({{"action_type", next->action}, {"decided_by", next->decided_by}, {"reason", next->reason}});
  audit_entry entry;
  entry.organization = next->organization;
  entry.agent = next->agent;
  entry.user = who.user;
  entry.action = next->action;
  entry.resource_type = "verification";
  const std::string id_text = id.to_string();
  entry.resource_id = id_text;
  entry.status = to_text(next->status);
  entry.risk = next->risk;
  entry.verification = next->id;
  entry.ip_address = who.address;
  entry.user_agent = who.user_agent;
  entry.metadata = metadata;
  if (!approve) entry.error = next->reason;
  audit(entry, now, batch);
  if (e) {
    count(*e, next.get(), {}, now, batch);
    rescore(*e, approve ? "verification approved by a person" : "verification denied by a person", who.user, now, batch, false);
  }
  const verification_ptr kept = next;
  put_verification(std::move(next), true, batch);
  submit(batch, ticket);
  return kept;
}

inline answer<verification_ptr> registry::report(const verification_ptr& seen, const execution_report& what, const caller& who, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  const auto at = verifications_.find(seen->id);
  const verification_ptr v = at == verifications_.end() ? seen : at->second;
  if (v->status != verification_status::approved) return refusal{409, "conflict", "Verification is not approved", make_error_code(errc::conflict)};
  if (v->execution != execution::unknown) {
    if (v->execution == what.result && v->execution_detail == what.detail) return v;  // the same report again: an answer was lost
    return refusal{409, "conflict", "Execution was already reported", make_error_code(errc::conflict)};
  }
  auto next = std::make_shared<verification_record>(*v);
  next->execution = what.result;
  next->execution_detail = what.detail;
  change_batch batch;
  batch.reserve(4);
  audit_entry entry;
  entry.organization = next->organization;
  entry.agent = next->agent;
  entry.action = next->action;
  entry.resource_type = "agent_action";
  const std::string agent = next->agent.to_string();
  entry.resource_id = agent;
  entry.status = what.result == execution::success ? "success" : "failure";
  entry.risk = next->risk;
  entry.verification = next->id;
  entry.user = who.user;
  entry.duration_ms = what.duration_ms;
  entry.error = what.error;
  entry.ip_address = who.address;
  entry.user_agent = who.user_agent;
  entry.metadata = what.detail;
  audit(entry, now, batch);
  if (agent_entry* e = this->entry(next->agent)) {
    const bool ok = what.result == execution::success;
    heard_of(*e, now, batch);
    count(*e, nullptr, ok, now, batch);
    rescore(*e, ok ? "action succeeded" : "action failed", {}, now, batch, false);
  }
  const verification_ptr kept = next;
  if (at == verifications_.end()) settled_.emplace_back(now, next->id);
  put_verification(std::move(next), false, batch);
  submit(batch, ticket);
  return kept;
}

inline std::vector<verification_ptr> registry::pending(uuid organization, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  std::vector<verification_ptr> over, all;
  for (const auto& [id, v] : pending_) {
    if (v->organization != organization) continue;
    (v->expires_at && now >= *v->expires_at ? over : all).push_back(v);
  }
  change_batch batch;
  for (const verification_ptr& v : over) expire(v, now, batch);
  submit(batch, ticket);
  std::reverse(all.begin(), all.end());
  return all;
}

inline std::optional<replay_record> registry::reserve(uuid agent, const signature_bytes& signature, timestamp now) {
  const lock hold(mutex_);
  sweep(now);
  const replay_key k = key_of(agent, signature);
  if (const auto at = replays_.find(k); at != replays_.end() && at->second.forget_at >= now) return at->second;
  replay_record r;
  r.agent = agent;
  r.mark = k.mark;
  r.forget_at = now + 2 * options_.replay_window;  // signed up to one window ahead, accepted up to one window later
  replay_order_.emplace_back(r.forget_at, k);
  replays_.insert_or_assign(k, std::move(r));
  return std::nullopt;
}
inline void registry::remember(uuid agent, const signature_bytes& signature, int status, std::string body, timestamp, std::uint64_t& ticket) {
  const lock hold(mutex_);
  const auto at = replays_.find(key_of(agent, signature));
  if (at == replays_.end()) return;
  at->second.status = status;
  at->second.body = std::move(body);
  change_batch batch;
  batch.emplace_back(at->second);
  submit(batch, ticket);
}
inline void registry::forget(uuid agent, const signature_bytes& signature) {
  const lock hold(mutex_);
  replays_.erase(key_of(agent, signature));
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
