// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "aval/authority/store.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {
template <class Map, class Record>
void copy_values(const Map& from, std::vector<Record>& to) {
  for (const auto& [id, record] : from) to.push_back(record);
}
}  // namespace detail

template <class Lazy>
awaitable<store_contents> basic_memory_store<Lazy>::open(timestamp now, timestamp recent) {
  store_contents out;
  const std::lock_guard hold(mutex_);
  detail::copy_values(organizations_, out.organizations);
  detail::copy_values(users_, out.users);
  detail::copy_values(agents_, out.agents);
  detail::copy_values(keys_, out.api_keys);
  detail::copy_values(alerts_, out.alerts);
  detail::copy_values(tokens_, out.refresh_tokens);
  std::erase_if(out.api_keys, [](const api_key_record& k) { return k.removed; });
  std::erase_if(out.alerts, [](const alert_record& a) { return a.acknowledged_at.has_value(); });
  if (out.alerts.size() > 10'000) out.alerts.erase(out.alerts.begin(), out.alerts.end() - 10'000);
  detail::copy_values(documents_, out.documents);
  std::erase_if(out.refresh_tokens, [&](const refresh_record& r) { return r.expires_at < now; });
  for (const auto& [name, value] : settings_) out.settings.push_back({name, value});
  for (const auto& [id, v] : verifications_)
    if (v->status == verification_status::pending || v->requested_at >= recent) out.verifications.push_back(v);
  for (const auto& [key, day] : activities_)
    if (day.day > detail::day_of(now) - 30) out.activities.push_back(day);
  std::erase_if(replays_, [&](const auto& entry) { return entry.second.forget_at < now; });
  detail::copy_values(replays_, out.replays);
  for (const auto& [organization, records] : audit_)
    if (!records.empty()) out.chain_heads.push_back(records.back());
  co_return out;
}

template <class Lazy>
std::uint64_t basic_memory_store<Lazy>::submit(change_batch&& batch) {
  const std::lock_guard hold(mutex_);
  for (change& c : batch) std::visit([this](auto& record) { this->keep(record); }, c);
  batch.clear();
  return 0;
}

template <class Lazy>
awaitable<void> basic_memory_store<Lazy>::durable(std::uint64_t) { co_return; }

template <class Lazy>
awaitable<verification_ptr> basic_memory_store<Lazy>::find_verification(uuid id) {
  const std::lock_guard hold(mutex_);
  const auto at = verifications_.find(id);
  co_return at == verifications_.end() ? nullptr : at->second;
}

template <class Lazy>
awaitable<audit_page> basic_memory_store<Lazy>::audit(awaited<audit_query> given) {
  const audit_query query = taken(std::move(given));
  audit_page page;
  const std::lock_guard hold(mutex_);
  const auto at = audit_.find(query.organization);
  if (at == audit_.end()) co_return page;
  for (auto i = at->second.rbegin(); i != at->second.rend(); ++i) {
    if (!detail::matches(query, **i)) continue;
    if (page.total >= query.offset && page.records.size() < query.limit) page.records.push_back(*i);
    ++page.total;
  }
  co_return page;
}

template <class Lazy>
awaitable<std::vector<audit_ptr>> basic_memory_store<Lazy>::audit_after(awaited<audit_query> given) {
  const audit_query query = taken(std::move(given));
  std::vector<audit_ptr> out;
  const std::lock_guard hold(mutex_);
  const auto at = audit_.find(query.organization);
  if (at == audit_.end()) co_return out;
  const auto& all = at->second;
  std::size_t bytes = 0;
  for (auto i = std::upper_bound(all.begin(), all.end(), query.after, [](std::int64_t seq, const audit_ptr& r) { return seq < r->seq; });
       i != all.end() && out.size() < query.limit && bytes < detail::largest_audit_piece; ++i) {
    if (!detail::matches(query, **i)) continue;
    out.push_back(*i);
    bytes += (*i)->text.size();
  }
  co_return out;
}

template <class Lazy>
awaitable<audit_figures> basic_memory_store<Lazy>::figures(awaited<audit_query> given) {
  const audit_query all = taken(std::move(given));
  audit_query query;
  query.organization = all.organization;
  query.agent = all.agent;
  query.from = all.from;
  query.to = all.to;
  audit_figures out;
  std::map<std::string, std::int64_t> counted;
  std::set<uuid> users;
  const std::lock_guard hold(mutex_);
  const auto at = audit_.find(query.organization);
  if (at == audit_.end()) co_return out;
  for (const audit_ptr& r : at->second) {
    if (!detail::matches(query, *r)) continue;
    ++out.records;
    ++counted[r->action];
    if (r->user) users.insert(*r->user);
  }
  out.users = users.size();
  out.actions = detail::most_frequent(counted);
  co_return out;
}

template <class Lazy>
awaitable<verification_page> basic_memory_store<Lazy>::verifications(awaited<verification_query> given) {
  const verification_query query = taken(std::move(given));
  verification_page page;
  const std::lock_guard hold(mutex_);
  std::vector<verification_ptr> all;
  for (const auto& [id, v] : verifications_) {
    if (v->organization != query.organization) continue;
    ++page.by_status[static_cast<std::size_t>(v->status)];
    const auto agent = agents_.find(v->agent);
    if (detail::matches(query, *v, agent == agents_.end() ? std::string_view() : std::string_view(agent->second->name))) all.push_back(v);
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->id > b->id; });
  page.total = all.size();
  for (std::size_t i = query.offset; i < all.size() && page.records.size() < query.limit; ++i) page.records.push_back(all[i]);
  co_return page;
}

template <class Lazy>
awaitable<std::optional<alert_record>> basic_memory_store<Lazy>::find_alert(uuid id) {
  std::optional<alert_record> found;
  const std::lock_guard hold(mutex_);
  if (const auto at = alerts_.find(id); at != alerts_.end()) found = at->second;
  co_return found;
}

template <class Lazy>
awaitable<alert_page> basic_memory_store<Lazy>::alerts(alert_query query) {
  alert_page page;
  const std::lock_guard hold(mutex_);
  for (auto i = alerts_.rbegin(); i != alerts_.rend(); ++i) {
    if (!detail::matches(query, i->second)) continue;
    if (page.total >= query.offset && page.records.size() < query.limit) page.records.push_back(i->second);
    ++page.total;
  }
  co_return page;
}

template <class Lazy>
awaitable<std::vector<trust_record>> basic_memory_store<Lazy>::trust_history(uuid agent, std::size_t limit) {
  std::vector<trust_record> out;
  const std::lock_guard hold(mutex_);
  const auto at = trust_.find(agent);
  if (at != trust_.end())
    for (auto i = at->second.rbegin(); i != at->second.rend() && out.size() < limit; ++i) out.push_back(*i);
  co_return out;
}

template <class Lazy>
awaitable<void> basic_memory_store<Lazy>::close() { co_return; }

template <class Lazy>
void basic_memory_store<Lazy>::keep(organization_record& r) { organizations_.insert_or_assign(r.id, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(user_record& r) { users_.insert_or_assign(r.id, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(agent_ptr& r) { agents_.insert_or_assign(r->id, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(api_key_record& r) { keys_.insert_or_assign(r.id, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(verification_ptr& r) { verifications_.insert_or_assign(r->id, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(audit_ptr& r) { audit_[r->organization].push_back(std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(trust_record& r) { trust_[r.agent].push_back(std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(alert_record& r) { alerts_.insert_or_assign(r.id, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(refresh_record& r) { tokens_.insert_or_assign(r.id, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(replay_record& r) { replays_.insert_or_assign({r.agent, r.mark}, std::move(r)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(activity_record& r) {
  activity_record& day = activities_[{r.agent, r.day}];
  day.agent = r.agent;
  day.day = r.day;
  detail::add(day, r);
}

template <class Lazy>
void basic_memory_store<Lazy>::keep(setting_record& r) { settings_.insert_or_assign(std::move(r.name), std::move(r.value)); }

template <class Lazy>
void basic_memory_store<Lazy>::keep(document_record& r) {
  const std::pair key(r.kind, r.id);
  if (r.text.empty()) documents_.erase(key);
  else documents_.insert_or_assign(key, std::move(r));
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
