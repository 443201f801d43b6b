// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cmath>

#include "aval/authority/registry.hpp"

/*  Agents of the registry: registration, keys, status, trust, alerts (AIM specification 2.3, 2.5, 4.1, 4.4, 4.5). */

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {

// [A-Za-z0-9][A-Za-z0-9 ._@:/-]{0,99}
inline bool is_agent_name(std::string_view name) noexcept {
  const auto alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (name.empty() || name.size() > 100 || !alnum(name[0])) return false;
  return std::all_of(name.begin(), name.end(), [&](char c) { return alnum(c) || std::string_view(" ._@:/-").find(c) != std::string_view::npos; });
}
inline bool is_agent_type(std::string_view type) noexcept {
  static constexpr std::string_view known[] = {
      "ai_agent", "mcp_server", "multi_agent_team", "claude", "gpt", "gemini", "llama", "mistral", "cohere", "langchain", "llamaindex", "autogen", "crewai",
      "langgraph", "haystack", "semantic_kernel", "copilot", "assistant", "chatbot", "autogpt", "babyagi", "custom", "demo"};
  return std::find(std::begin(known), std::end(known), type) != std::end(known);
}
inline bool is_web_address(std::string_view url) noexcept {
  if (url.empty()) return true;
  if (url.size() > 2048 || !(url.starts_with("https://") || url.starts_with("http://"))) return false;
  return std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}
inline bool are_short_texts(const std::vector<std::string>& list) noexcept {
  return list.size() <= 200 && std::all_of(list.begin(), list.end(), [](const std::string& s) {
           return !s.empty() && s.size() <= 100 && std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
         });
}

/** What is wrong with an agent's texts (specification 4.1). */
inline std::optional<refusal> check_texts(const agent_record& a) {
  if (a.name.empty()) return bad("name, display_name, and description are required");
  if (!is_agent_name(a.name)) return bad("name must have 1 to 100 characters, letters, digits, blanks and . _ @ : / - and begin with a letter or digit");
  if (a.display_name.size() > 200) return bad("display_name must have at most 200 characters");
  if (a.description.size() > 2000) return bad("description must have at most 2000 characters");
  if (!is_agent_type(a.type)) return bad("agent_type must be 'ai_agent' or 'mcp_server'");
  if (a.version.size() > 100) return bad("version must have at most 100 characters");
  if (!is_web_address(a.repository_url) || !is_web_address(a.documentation_url) || !is_web_address(a.certificate_url))
    return bad("repository_url, documentation_url and certificate_url must be http or https addresses of at most 2048 characters");
  if (!are_short_texts(a.declared)) return bad("capabilities: at most 200 of 1 to 100 characters each");
  if (!are_short_texts(a.talks_to)) return bad("talks_to: at most 200 of 1 to 100 characters each");
  return std::nullopt;
}

}  // namespace detail

inline void registry::derive_keys(agent_entry& e) {
  const agent_record& r = *e.record;
  e.keys.organization = r.organization;
  e.keys.status = r.status;
  e.keys.current.reset();
  e.keys.previous.reset();
  if (r.key) e.keys.current = crypto::public_key::trusted(*r.key);
  if (r.previous_key) e.keys.previous = crypto::public_key::trusted(*r.previous_key);
}

inline void registry::put_agent(agent_entry& e, std::shared_ptr<agent_record> next, change_batch& batch) {
  e.record = std::move(next);
  derive_keys(e);
  batch.emplace_back(e.record);
}

inline void registry::forget_old_days(agent_entry& e, std::int64_t day) {
  while (!e.days.empty() && e.days.front().day <= day - 30) {
    const activity_record& old = e.days.front();
    e.total.approved -= old.approved;
    e.total.denied -= old.denied;
    e.total.succeeded -= old.succeeded;
    e.total.failed -= old.failed;
    for (std::size_t s = 0; s < 4; ++s) e.total.violations[s] -= old.violations[s];
    e.days.pop_front();
  }
}

// adds a decision, an execution or both to today's figures
inline void registry::count(agent_entry& e, const verification_record* decided, std::optional<bool> executed, timestamp now, change_batch& batch) {
  activity_record more;
  more.agent = e.record->id;
  more.day = detail::day_of(now);
  if (decided) {
    if (decided->status == verification_status::approved) ++more.approved;
    if (decided->status == verification_status::denied) ++more.denied;
    if (decided->violation) ++more.violations[static_cast<std::size_t>(*decided->violation)];
  }
  if (executed) ++(*executed ? more.succeeded : more.failed);
  forget_old_days(e, more.day);
  if (e.days.empty() || e.days.back().day < more.day) e.days.push_back(more);
  else detail::add(e.days.back(), more);
  detail::add(e.total, more);
  batch.emplace_back(more);
}

inline void registry::rescore(agent_entry& e, const std::string& reason, std::optional<uuid> by, timestamp now, change_batch& batch, bool record) {
  forget_old_days(e, detail::day_of(now));
  trust_inputs in;
  in.status = e.record->status;
  in.has_public_key = e.record->key.has_value();
  in.age = std::chrono::duration_cast<std::chrono::seconds>(now - e.record->created_at);
  in.approved = e.total.approved;
  in.denied = e.total.denied;
  in.succeeded = e.total.succeeded;
  in.failed = e.total.failed;
  if (e.last_active) in.since_last_event = std::chrono::duration_cast<std::chrono::seconds>(now - *e.last_active);
  in.open_alerts = e.open_alerts;
  in.violations = e.total.violations;
  weigh_evidence(e, now, in);
  e.score = calculate_trust(in, options_.decision.profile);
  e.scored_at = now;
  const double before = e.record->trust, score = e.record->fixed_trust.value_or(e.score.overall);
  if (!record && std::abs(score - before) < 0.0005) return;
  auto next = std::make_shared<agent_record>(*e.record);
  next->trust = score;
  trust_record history{new_id(now), next->organization, next->id, score, before, reason, by, now};
  batch.emplace_back(std::move(history));
  put_agent(e, std::move(next), batch);
  if (on_event && score != before) {
    std::string text;
    detail::append_score(text, score);
    tell(event_kind::trust_score_changed, e.record->organization, e.record->id, e.record->id, text, now);
  }
  if (const auto loud = trust_drop(before, score); loud && e.record->status == agent_status::verified)
    raise(e.record->organization, e.record->id, "trust_score_drop", *loud, "Trust score of " + e.record->name + " fell", reason, false, now, batch);
}

inline void registry::raise(uuid organization, std::optional<uuid> agent, std::string type, severity s, std::string title, std::string description, bool counts,
                            timestamp now, change_batch& batch) {
  // the same topic is counted for five minutes; a fall of trust is one open alert per agent, for as long as nobody looks
  const std::string topic = scoped_name(agent.value_or(organization), type == "trust_score_drop" ? type : type + '/' + title);
  if (const auto at = alert_topics_.find(topic); at != alert_topics_.end()) {
    const auto known = alerts_.find(at->second);
    if (known != alerts_.end() && !known->second.acknowledged_at && (type == "trust_score_drop" || now - known->second.last_at < std::chrono::minutes(5))) {
      alert_record& a = known->second;
      ++a.repeats;
      a.last_at = now;
      count_alert(a, -1);
      a.severity = std::max(a.severity, s);
      count_alert(a, +1);
      a.description = std::move(description);
      batch.emplace_back(a);
      return;
    }
    alert_topics_.erase(at);
  }
  alert_record a;
  a.id = new_id(now);
  a.organization = organization;
  a.agent = agent;
  a.type = std::move(type);
  a.severity = s;
  a.title = std::move(title);
  a.description = std::move(description);
  a.counts_for_trust = counts;
  a.created_at = a.last_at = now;
  batch.emplace_back(a);
  count_alert(a, +1);
  tell(event_kind::alert_created, organization, agent, a.id, a.title, now);
  if (alert_topics_.size() > 100'000) alert_topics_.clear();
  alert_topics_.emplace(topic, a.id);
  alerts_.emplace(a.id, std::move(a));
  forget_old_alerts();
}

// an open alert that counts, in the figures of its agent
inline void registry::count_alert(const alert_record& a, int by) {
  if (!moves_trust(a) || a.acknowledged_at) return;
  if (agent_entry* e = entry(*a.agent)) (a.counts_for_trust ? e->open_alerts : e->open_drift)[static_cast<std::size_t>(a.severity)] += static_cast<unsigned>(by);
}

// the store knows them still
inline void registry::forget_old_alerts() {
  while (alerts_.size() > most_alerts_in_memory) {
    count_alert(alerts_.begin()->second, -1);
    alerts_.erase(alerts_.begin());
  }
}

inline registry::figures registry::count_all() const {
  figures out;
  const lock hold(mutex_);
  for (const auto& [id, e] : agents_) {
    if (e->record->removed) continue;
    ++out.agents[static_cast<std::size_t>(e->record->status)];
    out.pending += e->pending;
    detail::add(out.recent, e->total);
  }
  for (const auto& [id, a] : alerts_)
    if (!a.acknowledged_at) ++out.open_alerts[static_cast<std::size_t>(a.severity)];
  return out;
}

inline std::vector<alert_record> registry::alerts(uuid organization) const {
  const lock hold(mutex_);
  std::vector<alert_record> all;
  for (auto i = alerts_.rbegin(); i != alerts_.rend(); ++i)
    if (i->second.organization == organization && !i->second.acknowledged_at) all.push_back(i->second);
  return all;
}
inline std::optional<alert_record> registry::find_alert(uuid id) const {
  const lock hold(mutex_);
  const auto at = alerts_.find(id);
  if (at == alerts_.end()) return std::nullopt;
  return at->second;
}
inline answer<alert_record> registry::close_alert(const alert_record& seen, std::optional<std::string> resolution, const caller& who, timestamp now, std::uint64_t& ticket) {
  if (resolution && (resolution->empty() || resolution->size() > 2000)) return detail::bad("resolution must have 1 to 2000 characters");
  const lock hold(mutex_);
  const auto [at, fresh] = alerts_.emplace(seen.id, seen);
  if (fresh) count_alert(at->second, +1);
  alert_record& a = at->second;
  if (a.resolved_at && resolution && *resolution != a.resolution) return refusal{409, "conflict", "Alert is already resolved", make_error_code(errc::conflict)};
  const bool looked = !a.acknowledged_at, solved = resolution && !a.resolved_at;
  if (!looked && !solved) return a;
  if (looked) {
    count_alert(a, -1);
    a.acknowledged_at = now;
    a.acknowledged_by = who.name;
  }
  if (solved) {
    a.resolved_at = now;
    a.resolution = *resolution;
  }
  change_batch batch;
  batch.emplace_back(a);
  const alert_record out = a;
  audit_user_action(solved ? "resolve" : "acknowledge", "alert", out.id.to_string(), out.agent, out.organization, who, "success",
                    solved ? detail::metadata({{"resolution", out.resolution}, {"title", out.title}}) : detail::metadata({{"title", out.title}}), now, batch);
  if (agent_entry* e = looked && moves_trust(out) ? entry(*out.agent) : nullptr) rescore(*e, "alert acknowledged", who.user, now, batch, false);
  submit(batch, ticket);
  forget_old_alerts();
  return out;
}

inline answer<registry::registered> registry::register_agent(const registration& wanted, uuid organization, agent_status status, const caller& who, timestamp now,
                                                             std::uint64_t& ticket) {
  auto next = std::make_shared<agent_record>();
  agent_record& a = *next;
  a.organization = organization;
  a.name = wanted.name;
  a.display_name = wanted.display_name.empty() ? wanted.name : wanted.display_name;
  a.description = wanted.description.empty() ? "Agent " + wanted.name : wanted.description;
  a.type = wanted.type;
  a.version = wanted.version;
  a.repository_url = wanted.repository_url;
  a.documentation_url = wanted.documentation_url;
  a.certificate_url = wanted.certificate_url;
  a.declared = wanted.capabilities;
  a.talks_to = wanted.talks_to;
  if (auto wrong = detail::check_texts(a)) return *std::move(wrong);
  if (!wanted.key) return detail::bad("public_key is required");

  const lock hold(mutex_);
  const std::string name = scoped_name(organization, a.name);
  if (const auto at = agent_names_.find(name); at != agent_names_.end()) {
    const agent_entry& e = *agents_.at(at->second);
    if (e.keys.current == wanted.key) return registered{e.record, true};
    return refusal{409, "conflict", "Agent with this name already exists", make_error_code(errc::conflict)};
  }
  a.id = new_id(now);
  a.key = wanted.key->bytes();
  a.key_created_at = now;
  a.key_expires_at = now + std::chrono::hours(24 * 365);
  a.status = status;
  if (status == agent_status::verified) a.verified_at = now;
  a.created_by = who.user;
  a.registered_with = who.api_key;
  a.created_at = a.updated_at = now;
  a.granted = who.is == caller::kind::nobody ? std::vector<std::string>{} : a.declared;  // through an authenticated channel: granted at once

  change_batch batch;
  auto made = std::make_unique<agent_entry>();
  agent_entry& e = *made;
  e.record = next;
  derive_keys(e);
  agents_.emplace(a.id, std::move(made));
  agent_names_.emplace(name, a.id);
  tell(event_kind::agent_created, organization, a.id, a.id, a.name, now);
  rescore(e, "registered", who.user, now, batch, true);
  const std::string metadata = detail::metadata({{"agent_name", e.record->name}, {"public_key", wanted.key->to_base64()}, {"status", to_text(status)}});
  audit_user_action("create_agent", "agent", e.record->id.to_string(), e.record->id, organization, who, "success", metadata, now, batch);
  submit(batch, ticket);
  return registered{e.record, false};
}

inline agent_ptr registry::find_agent(uuid id) const {
  const lock hold(mutex_);
  const agent_entry* e = entry(id);
  return e ? e->record : nullptr;
}
inline agent_ptr registry::find_agent(uuid organization, std::string_view name) const {
  const lock hold(mutex_);
  const auto at = agent_names_.find(scoped_name(organization, name));
  return at == agent_names_.end() ? nullptr : agents_.at(at->second)->record;
}
inline std::optional<signing_keys> registry::keys_of(uuid agent, timestamp now) const {
  const lock hold(mutex_);
  const agent_entry* e = entry(agent);
  if (!e) return std::nullopt;
  signing_keys keys = e->keys;
  if (keys.previous && !(e->record->previous_key_until && now < *e->record->previous_key_until)) keys.previous.reset();
  return keys;
}
inline std::optional<timestamp> registry::last_active(uuid agent) const {
  const lock hold(mutex_);
  const agent_entry* e = entry(agent);
  if (!e) return std::nullopt;
  return e->last_active;
}
inline std::vector<agent_ptr> registry::agents(uuid organization, std::size_t limit, std::size_t offset, std::size_t& total) const {
  const lock hold(mutex_);
  std::vector<agent_ptr> all;
  for (const auto& [id, e] : agents_)
    if (e->record->organization == organization && !e->record->removed) all.push_back(e->record);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  total = all.size();
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(offset, all.size())));
  if (all.size() > limit) all.resize(limit);
  return all;
}

inline answer<agent_ptr> registry::edit_agent(uuid id, const std::string& what, const caller& who, timestamp now, std::uint64_t& ticket,
                                              const std::function<std::optional<refusal>(agent_record&)>& edit) {
  const lock hold(mutex_);
  agent_entry* e = entry(id);
  if (!e) return detail::missing_agent();
  auto next = std::make_shared<agent_record>(*e->record);
  if (auto wrong = edit(*next)) return *std::move(wrong);
  if (auto wrong = detail::check_texts(*next)) return *std::move(wrong);
  next->updated_at = now;
  if (next->removed || next->name != e->record->name) {
    const std::string name = scoped_name(next->organization, next->name);
    if (!next->removed && agent_names_.contains(name)) return refusal{409, "conflict", "Agent with this name already exists", make_error_code(errc::conflict)};
    agent_names_.erase(scoped_name(e->record->organization, e->record->name));
    if (!next->removed) agent_names_.emplace(name, next->id);
  }
  const bool status_changed = next->status != e->record->status;
  change_batch batch;
  put_agent(*e, std::move(next), batch);
  if (status_changed) {
    const agent_status s = e->record->status;
    if (s != agent_status::pending)
      tell(s == agent_status::verified ? event_kind::agent_verified : s == agent_status::suspended ? event_kind::agent_suspended : event_kind::agent_revoked, e->record->organization, id, id,
           e->record->name, now);
    rescore(*e, "status changed to " + std::string(to_text(s)), who.user, now, batch, false);
  }
  audit_user_action(what, "agent", id.to_string(), id, e->record->organization, who, "success", detail::metadata({{"agent_name", e->record->name}, {"status", to_text(e->record->status)}}), now, batch);
  submit(batch, ticket);
  return e->record;
}

inline answer<agent_ptr> registry::set_status(uuid id, agent_status status, const caller& who, timestamp now, std::uint64_t& ticket) {
  const char* what = status == agent_status::verified ? "verify_agent" : status == agent_status::suspended ? "suspend_agent" : "update_agent";
  return edit_agent(id, what, who, now, ticket, [&](agent_record& a) -> std::optional<refusal> {
    if (a.status == agent_status::revoked && status != agent_status::revoked) return refusal{409, "conflict", "Agent is revoked", make_error_code(errc::conflict)};
    a.status = status;
    if (status == agent_status::verified) {
      a.verified_at = now;
      a.compromised = false;
    }
    return std::nullopt;
  });
}

inline answer<agent_ptr> registry::rotate_key(uuid id, const crypto::public_key& key, std::optional<std::chrono::seconds> grace, const caller& who, timestamp now,
                                              std::uint64_t& ticket) {
  const auto holds = std::clamp(grace.value_or(options_.rotation_grace), std::chrono::seconds(0), options_.longest_rotation_grace);
  return edit_agent(id, "rotate_key", who, now, ticket, [&](agent_record& a) -> std::optional<refusal> {
    if (a.key == key.bytes()) return refusal{409, "conflict", "The key is already in use", make_error_code(errc::conflict)};
    a.previous_key.reset();
    a.previous_key_until.reset();
    if (a.key && holds.count() > 0) {
      a.previous_key = a.key;
      a.previous_key_until = now + holds;
    }
    a.key = key.bytes();
    a.key_created_at = now;
    a.key_expires_at = now + std::chrono::hours(24 * 365);
    ++a.rotations;
    return std::nullopt;
  });
}

inline answer<trust_view> registry::trust(uuid agent, timestamp now, std::uint64_t& ticket, bool record, std::string reason, std::optional<uuid> by) {
  const lock hold(mutex_);
  agent_entry* e = entry(agent);
  if (!e) return detail::missing_agent();
  change_batch batch;
  if (record && e->record->fixed_trust) {
    auto next = std::make_shared<agent_record>(*e->record);
    next->fixed_trust.reset();
    put_agent(*e, std::move(next), batch);
  }
  rescore(*e, reason, by, now, batch, record);
  submit(batch, ticket);
  return trust_view{e->record->name, e->score, e->record->trust, now};
}

inline answer<trust_view> registry::fix_trust(uuid agent, double score, std::string reason, const caller& who, timestamp now, std::uint64_t& ticket) {
  if (!(score >= 0 && score <= 1)) return detail::bad("score must be between 0 and 1");
  if (reason.empty()) return detail::bad("reason is required");
  const lock hold(mutex_);
  agent_entry* e = entry(agent);
  if (!e) return detail::missing_agent();
  change_batch batch;
  auto next = std::make_shared<agent_record>(*e->record);
  next->fixed_trust = score;
  put_agent(*e, std::move(next), batch);
  rescore(*e, reason, who.user, now, batch, true);
  audit_user_action("update_trust_score", "agent", agent.to_string(), agent, e->record->organization, who, "success", detail::metadata({{"reason", reason}}), now, batch);
  submit(batch, ticket);
  return trust_view{e->record->name, e->score, e->record->trust, now};
}

inline void registry::count_execution(uuid agent, bool success, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  agent_entry* e = entry(agent);
  if (!e) return;
  change_batch batch;
  heard_of(*e, now, batch);
  count(*e, nullptr, success, now, batch);
  rescore(*e, success ? "action succeeded" : "action failed", {}, now, batch, false);
  submit(batch, ticket);
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
