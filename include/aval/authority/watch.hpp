// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/options.hpp"
#include "aval/authority/policy_book.hpp"
#include "aval/authority/registry.hpp"
#include "aval/authority/trust_evidence.hpp"

/*  What nobody asks about and somebody should know: keys that are about to end, agents that fell silent, scores that are low,
 *  configurations that drifted (AIM specification 2.11, 4.4). A timer looks at every organization now and then; each state of affairs
 *  raises one alert when it begins, however often it is seen and whatever became of the alert, and another only when it has worsened
 *  or has ended and begun again. */

namespace aval {
inline namespace v0 {
namespace authority {

/** One state of affairs. `topic` is the same for as long as it lasts. */
struct finding {
  std::string topic = {};
  std::optional<uuid> agent = {};
  std::string type = {};
  authority::severity severity = authority::severity::warning;
  std::string title = {};
  std::string description = {};
};

inline std::vector<finding> look_around(const registry::view& v, uuid organization, const watch_options& o) {
  std::vector<finding> out;
  const timestamp now = v.now();
  const auto add = [&out](std::string topic, std::optional<uuid> agent, const char* type, severity s, std::string title, std::string description) {
    out.push_back({std::move(topic), agent, type, s, std::move(title), std::move(description)});
  };
  const auto day = [](timestamp t) { return format_rfc3339(t, 0).substr(0, 10); };
  std::vector<security_policy> drift;
  for (const security_policy& p : v.policies(organization))
    if (p.type == policy_type::config_drift && p.is_enabled && p.action != enforcement_action::allow) drift.push_back(p);

  v.each_agent(organization, [&](const agent_record& a) {
    if (a.status == agent_status::revoked) return;
    const std::string id = a.id.to_string();
    if (a.key && a.key_expires_at && *a.key_expires_at - now < o.key_expiry) {
      const bool over = *a.key_expires_at <= now;
      add("key " + id + ' ' + day(*a.key_expires_at), a.id, "certificate_expiring", over ? severity::critical : *a.key_expires_at - now < std::chrono::hours(24 * 7) ? severity::high : severity::warning,
          "The key of " + a.name + (over ? " has expired" : " is about to expire"), "On " + day(*a.key_expires_at) + "; rotate it");
    }
    if (a.status == agent_status::verified && a.trust < o.low_trust) {
      std::string score;
      detail::append_score(score, a.trust);
      add("trust " + id, a.id, "trust_score_low", a.trust < .3 ? severity::high : severity::warning, "Trust score of " + a.name + " is low", "It is " + score);
    }
    if (const auto heard = v.last_seen(a.id); heard && a.status == agent_status::verified && now - *heard > o.silence)
      add("silent " + id, a.id, "agent_offline", severity::warning, "Nothing is heard of " + a.name, "The last sign of life was at " + format_rfc3339(*heard, 0));
    for (const security_policy& p : drift) {
      decision_input in;
      in.agent_id = id;
      in.agent_type = a.type;
      in.trust = a.trust;
      in.declared = a.declared;
      in.granted = a.granted;
      in.rotation_unapproved = rotation_unapproved(a);
      if (detail::in_scope(p, in) && detail::triggered(p, in))
        add("drift " + id + ' ' + p.name, a.id, "configuration_drift", std::max(p.least_alert, severity::warning), "Configuration of " + a.name + " drifted", "Security policy '" + p.name + "' does not allow its capabilities or its key");
    }
  });
  v.each_api_key(organization, [&](const api_key_record& k) {
    if (!k.active || k.removed || k.expires_at <= now || k.expires_at - now >= o.api_key_expiry) return;
    add("api key " + k.id.to_string(), k.agent, "api_key_expiring", k.expires_at - now < std::chrono::hours(48) ? severity::high : severity::warning,
        "API key '" + k.name + "' (" + k.prefix.substr(0, 13) + "...) is about to expire", "On " + day(k.expires_at));
  });
  return out;
}

/** Raises alerts about what is new since the last look. @return how many. */
inline std::size_t watch(registry::transaction& t, uuid organization, const watch_options& o = {}) {
  const auto known = t.find<watch_record>(organization, organization);
  const auto found = look_around(t, organization, o);
  watch_record next;
  next.id = next.organization = organization;
  std::size_t raised = 0;
  bool changed = known ? known->topics.size() != found.size() : !found.empty();
  std::vector<uuid> drifted;
  for (const finding& f : found) {
    const watched_topic* before = nullptr;
    if (known)
      for (const watched_topic& w : known->topics)
        if (w.topic == f.topic) before = &w;
    watched_topic now;
    now.topic = f.topic;
    now.loudness = static_cast<std::int64_t>(f.severity);
    next.topics.push_back(now);
    changed = changed || !before || before->loudness != now.loudness;
    if (before && before->loudness >= now.loudness) continue;
    t.raise(organization, f.agent, f.type, f.severity, f.title, f.description, false);
    ++raised;
    if (f.type == "configuration_drift") drifted.push_back(*f.agent);
  }
  if (changed) t.put(std::move(next));
  for (const uuid& agent : drifted) t.rescore(agent, "configuration drifted", {});
  return raised;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
