// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "aval/authority/registry.hpp"

/*  What the factors uptime, compliance and user_feedback of an agent's trust rest on (AIM specification 4.5): the hours in which it was
 *  heard of, the last assessment, and what people said. Nothing is known of a fresh agent, and nothing unknown is held against it. */

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {
constexpr std::int64_t hour_of(timestamp t) noexcept { return std::chrono::floor<std::chrono::hours>(t).time_since_epoch().count(); }
inline constexpr std::int64_t watched_hours = 24 * 30;

inline bool is_seen(const trust_evidence_record& e, std::int64_t hour) noexcept {
  const auto at = std::find_if(e.seen.begin(), e.seen.end(), [&](const auto& d) { return d.day == hour / 24; });
  return at != e.seen.end() && (at->hours >> (hour % 24) & 1) != 0;
}
/** Notes that the agent was heard of. False: it was in this hour already. */
inline bool mark_seen(trust_evidence_record& e, timestamp now) {
  const std::int64_t hour = hour_of(now);
  e.last_seen = now;
  if (is_seen(e, hour)) return false;
  std::erase_if(e.seen, [&](const auto& d) { return d.day < hour / 24 - 31; });
  auto at = std::find_if(e.seen.begin(), e.seen.end(), [&](const auto& d) { return d.day == hour / 24; });
  if (at == e.seen.end()) at = e.seen.insert(at, hours_seen{hour / 24, 0});
  at->hours |= std::int64_t{1} << (hour % 24);
  return true;
}
}  // namespace detail

/** The share of hours of the last 30 days, since the first heartbeat, in which the agent was heard of; empty when it never sent one.
 *  The hour that runs counts once the agent was heard of in it. */
inline std::optional<double> uptime_of(const trust_evidence_record& e, timestamp now) {
  if (!e.first_beat) return std::nullopt;
  const std::int64_t last = detail::hour_of(now), first = std::max(detail::hour_of(*e.first_beat), last - (detail::watched_hours - 1));
  if (last < first) return std::nullopt;
  std::int64_t n = 0;
  for (const hours_seen& d : e.seen) {
    auto bits = static_cast<std::uint32_t>(d.hours) & 0xFFFFFF;
    const std::int64_t begin = d.day * 24;
    if (begin + 24 <= first || begin > last) continue;
    if (begin < first) bits &= 0xFFFFFFU << (first - begin);
    if (begin + 23 > last) bits &= (1U << (last - begin + 1)) - 1;
    n += std::popcount(bits);
  }
  const std::int64_t all = last - first + (detail::is_seen(e, last) ? 1 : 0);
  return all == 0 ? 1.0 : static_cast<double>(n) / static_cast<double>(all);
}

/** Praises and complaints of the last 30 days. */
inline std::pair<unsigned, unsigned> feedback_of(const trust_evidence_record& e, timestamp now) {
  std::pair<unsigned, unsigned> out;
  for (const feedback_entry& f : e.feedback)
    if (f.day > detail::day_of(now) - 30) ++(f.positive ? out.first : out.second);
  return out;
}

inline trust_evidence_record evidence_of(const registry::view& v, uuid organization, uuid agent) {
  if (const auto known = v.find<trust_evidence_record>(organization, agent)) return *known;
  trust_evidence_record fresh;
  fresh.id = agent;
  fresh.organization = organization;
  return fresh;
}

/** The agent says that it works. Written once an hour. */
inline answer<double> note_heartbeat(registry::transaction& t, uuid organization, uuid agent) {
  if (!t.agent(organization, agent)) return detail::missing_agent();
  trust_evidence_record e = evidence_of(t, organization, agent);
  const bool first = !e.first_beat;
  if (first) e.first_beat = t.now();
  const bool news = detail::mark_seen(e, t.now());
  t.seen(agent);
  const double up = uptime_of(e, t.now()).value_or(1);
  if (news || first) {
    t.put(std::move(e));
    t.rescore(agent, "heartbeat", {});
  }
  return up;
}

/** What a person thinks of an agent's work: one word of each person and day counts, the last one. */
inline answer<trust_evidence_record> add_feedback(registry::transaction& t, uuid agent, bool positive, std::string comment, const caller& who) {
  const agent_ptr a = t.agent(who.organization, agent);
  if (!a) return detail::missing_agent();
  if (!who.user) return refusal{403, "forbidden", "Only people give feedback", make_error_code(errc::forbidden)};
  if (comment.size() > 500) return detail::bad("comment must have at most 500 characters");
  trust_evidence_record e = evidence_of(t, who.organization, agent);
  const std::int64_t day = detail::day_of(t.now());
  std::erase_if(e.feedback, [&](const feedback_entry& f) { return f.day <= day - 30 || (f.user == *who.user && f.day == day); });
  if (e.feedback.size() >= 10'000) e.feedback.erase(e.feedback.begin());
  feedback_entry f;
  f.user = *who.user;
  f.by = who.name;
  f.day = day;
  f.positive = positive;
  f.comment = std::move(comment);
  t.audit("feedback", "agent", agent, agent, who.organization, who, positive ? "positive" : "negative", detail::metadata({{"comment", f.comment}}));
  e.feedback.push_back(std::move(f));
  const auto kept = t.put(std::move(e));
  t.rescore(agent, positive ? "praised by " + who.name : "complained of by " + who.name, who.user);
  return *kept;
}

/** The share of controls that an agent met at its last assessment, of whatever framework. */
inline answer<trust_evidence_record> note_assessment(registry::transaction& t, uuid agent, double rate, std::string framework, const caller& who) {
  if (!t.agent(who.organization, agent)) return detail::missing_agent();
  if (!(rate >= 0 && rate <= 1)) return detail::bad("rate must be between 0 and 1");
  if (framework.size() > 100) return detail::bad("framework must have at most 100 characters");
  trust_evidence_record e = evidence_of(t, who.organization, agent);
  e.compliance = rate;
  e.framework = std::move(framework);
  e.assessed_at = t.now();
  e.assessed_by = who.name;
  std::string text;
  detail::append_score(text, rate);
  t.audit("assess", "agent", agent, agent, who.organization, who, "success", detail::metadata({{"framework", e.framework}, {"rate", text}}));
  const auto kept = t.put(std::move(e));
  t.rescore(agent, "assessed", who.user);
  return *kept;
}

// ---- of the registry

inline void registry::use_evidence(std::shared_ptr<const trust_evidence_record> e) {
  if (const auto at = agents_.find(e->id); at != agents_.end() && at->second->record->organization == e->organization) at->second->evidence = std::move(e);
}
inline void registry::read_evidence() {
  const view v(*this, timestamp());
  for (const auto& [id, o] : organizations_) v.each<trust_evidence_record>(id, [&](const auto& e) { use_evidence(e); });
}
inline void registry::weigh_evidence(const agent_entry& e, timestamp now, trust_inputs& in) const {
  if (const auto* known = e.evidence.get()) {
    in.uptime = uptime_of(*known, now);
    in.compliance = known->compliance.value_or(1);
    std::tie(in.positive_feedback, in.negative_feedback) = feedback_of(*known, now);
  }
  constexpr double worth[] = {.02, .05, .15, .30};
  for (std::size_t s = 0; s < 4; ++s) in.drift -= worth[s] * e.open_drift[s];
}
// what an agent asks is a sign of life as well, once there are heartbeats
inline void registry::heard_of(agent_entry& e, timestamp now, change_batch& batch) {
  e.last_active = now;
  if (!e.evidence || !e.evidence->first_beat || detail::is_seen(*e.evidence, detail::hour_of(now))) return;
  transaction t(*this, now);
  trust_evidence_record next = *e.evidence;
  detail::mark_seen(next, now);
  t.put(std::move(next));
  std::move(t.batch_.begin(), t.batch_.end(), std::back_inserter(batch));
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
