// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/authority/records_documents.hpp"
#include "aval/authority/registry.hpp"
#include "aval/core/error.hpp"

/*  How further records live in the registry: documents of a kind (records_documents.hpp), seen through a view and changed in a
 *  transaction together with what belongs to the change, an agent's record, its line in the audit trail, an alert, a score.
 *
 *      answer<document_ptr<note>> add_note(registry::transaction& t, const caller& who, std::string text) {
 *        if (text.empty()) return detail::bad("text is required");                      // check first
 *        note n{.id = t.new_id(), .organization = who.organization, .text = std::move(text)};
 *        t.audit("create", "note", n.id, {}, n.organization, who, "success");           // then change
 *        return t.put(std::move(n));
 *      }
 *      auto kept = registry.transact(now, ticket, [&](registry::transaction& t) { return add_note(t, who, text); });
 *
 *  Everything is asked for by organization and identifier: what belongs to another organization is not found. */

namespace aval {
inline namespace v0 {
namespace authority {

template <class T>
using document_ptr = std::shared_ptr<const T>;

/** The registry under its lock, to look at. */
class registry::view {
 public:
  view(const view&) = delete;
  view& operator=(const view&) = delete;

  timestamp now() const noexcept { return now_; }
  /** Null: none, removed, or of another organization. */
  agent_ptr agent(uuid organization, uuid id) const {
    const agent_entry* e = state_.entry(id);
    return e && e->record->organization == organization ? e->record : nullptr;
  }
  /** Null: none, or of another organization. Throws errc::store_corrupt when it can not be read. */
  template <class T>
  document_ptr<T> find(uuid organization, uuid id) const {
    const auto at = state_.documents_.find(document_key{T::kind, organization, id});
    return at == state_.documents_.end() ? nullptr : read<T>(at->first, at->second);
  }
  /** Calls f(const document_ptr<T>&) for each document of an organization, the oldest first. Removing must wait until it is over. */
  template <class T, class F>
  void each(uuid organization, F f) const {
    auto& all = state_.documents_;
    for (auto at = all.lower_bound(document_key{T::kind, organization, uuid()}); at != all.end() && at->first.kind == T::kind && at->first.organization == organization; ++at)
      f(read<T>(at->first, at->second));
  }

  /** A person of the organization; null: none. */
  const user_record* user(uuid organization, uuid id) const {
    const auto at = state_.users_.find(id);
    return at == state_.users_.end() || at->second.organization != organization ? nullptr : &at->second;
  }
  /** Calls f(const user_record&) for each person of the organization, in no order. */
  template <class F>
  void each_user(uuid organization, F f) const {
    for (const auto& [id, u] : state_.users_)
      if (u.organization == organization) f(u);
  }
  /** Calls f(const agent_record&) for each agent of the organization, in no order. */
  template <class F>
  void each_agent(uuid organization, F f) const {
    for (const auto& [id, e] : state_.agents_)
      if (e->record->organization == organization && !e->record->removed) f(*e->record);
  }
  /** The same with what is counted about it: f(const agent_entry&). */
  template <class F>
  void each_entry(uuid organization, F f) const {
    for (const auto& [id, e] : state_.agents_)
      if (e->record->organization == organization && !e->record->removed) f(std::as_const(*e));
  }
  /** The youngest document of an organization: identifiers begin with their time. */
  template <class T>
  document_ptr<T> newest(uuid organization) const {
    auto& all = state_.documents_;
    std::array<std::byte, 16> last;
    last.fill(std::byte{0xFF});
    auto at = all.upper_bound(document_key{T::kind, organization, uuid(last)});
    if (at == all.begin() || (--at)->first.kind != T::kind || at->first.organization != organization) return nullptr;
    return read<T>(at->first, at->second);
  }
  template <class F>
  void each_api_key(uuid organization, F f) const {
    for (const auto& [id, k] : state_.api_keys_)
      if (k.organization == organization) f(k);
  }
  /** When an agent that sends heartbeats was heard of for the last time; empty for others. */
  std::optional<timestamp> last_seen(uuid agent) const {
    const agent_entry* e = state_.entry(agent);
    if (!e || !e->evidence || !e->evidence->first_beat) return std::nullopt;
    return std::max(e->last_active, e->evidence->last_seen);
  }
  /** A verification that is in memory: one that waits, or a recent one. */
  verification_ptr verification(uuid organization, uuid id) const {
    const auto at = state_.verifications_.find(id);
    return at == state_.verifications_.end() || at->second->organization != organization ? nullptr : at->second;
  }
  /** The policies that decide for an organization, and those for organizations that have none of their own. */
  const std::vector<security_policy>& policies(uuid organization) const { return state_.policies(organization); }
  const std::vector<security_policy>& standard_policies() const { return state_.options_.policies; }
  const organization_record* organization(uuid id) const {
    const auto at = state_.organizations_.find(id);
    return at == state_.organizations_.end() ? nullptr : &at->second;
  }
  /** The family of a refresh token that is known here. */
  std::optional<uuid> family(uuid token) const {
    const auto at = state_.refresh_.find(token);
    if (at == state_.refresh_.end()) return std::nullopt;
    return at->second.family;
  }
  /** Number and hash (hexadecimal) of the newest record of an organization's trail; 0 and 64 zeros before the first. */
  std::pair<std::int64_t, std::string> trail_end(uuid organization) const {
    const auto at = state_.chains_.find(organization);
    return at == state_.chains_.end() ? std::pair(std::int64_t{0}, audit_chain().head()) : std::pair(at->second.seq(), at->second.head());
  }

 protected:
  friend registry;
  view(const registry& state, timestamp now) : state_(state), now_(now) {}

  const registry& state_;
  timestamp now_;

 private:
  template <class T>
  document_ptr<T> read(const document_key& key, kept_document& kept) const {
    if (!kept.value) {
      auto value = std::make_shared<T>();
      if (const auto done = json::read_into(*value, kept.text); !done)
        throw error(make_error_code(errc::store_corrupt), "document " + key.id.to_string() + " can not be read: " + done.error().message());
      value->id = key.id;
      value->organization = key.organization;
      kept.value = std::move(value);
      kept.text.clear();
    }
    return std::static_pointer_cast<const T>(kept.value);
  }
};

/** The same, to change. What is done becomes durable as one batch. */
class registry::transaction : public registry::view {
 public:
  uuid new_id() { return registry_.new_id(now_); }

  template <class T>
  document_ptr<T> put(T value) {
    batch_.emplace_back(document_record{T::kind, value.organization, value.id, json::write(value)});
    const document_key key{T::kind, value.organization, value.id};
    auto kept = std::make_shared<const T>(std::move(value));
    registry_.documents_.insert_or_assign(key, kept_document{{}, kept});
    if constexpr (T::kind == document_kind::trust_evidence) registry_.use_evidence(kept);
    return kept;
  }
  template <class T>
  void remove(uuid organization, uuid id) {
    if (registry_.documents_.erase(document_key{T::kind, organization, id}) != 0) batch_.emplace_back(document_record{T::kind, organization, id, {}});
  }
  /** Replaces an agent's record by a changed copy of it; not for another name, key or status. */
  void put_agent(std::shared_ptr<agent_record> next) {
    if (agent_entry* e = registry_.entry(next->id)) {
      next->updated_at = now_;
      registry_.put_agent(*e, std::move(next), batch_);
    }
  }
  /** Replaces a person's record by a changed copy of it; not for another address or organization. */
  void put_user(user_record next) {
    batch_.emplace_back(next);
    registry_.users_.insert_or_assign(next.id, std::move(next));
  }
  void put_refresh(refresh_record r) {
    batch_.emplace_back(r);
    registry_.refresh_.insert_or_assign(r.id, std::move(r));
  }
  /** Revokes the refresh tokens that `which(const refresh_record&)` picks, and says so in the records of SDK tokens. @return how many. */
  template <class F>
  std::size_t revoke_tokens(F which, std::string_view reason) {
    std::size_t n = 0;
    for (auto& [id, r] : registry_.refresh_) {
      if (r.revoked_at || !which(r)) continue;
      r.revoked_at = now_;
      batch_.emplace_back(r);
      ++n;
      if (const auto known = r.sdk ? find<sdk_token_record>(r.organization, r.family) : nullptr; known && !known->revoked_at) {
        sdk_token_record next = *known;
        next.revoked_at = now_;
        next.revoke_reason = reason;
        put(std::move(next));
      }
    }
    return n;
  }
  void use_policies(uuid organization, std::shared_ptr<const std::vector<security_policy>> all) { registry_.policies_.insert_or_assign(organization, std::move(all)); }
  /** The agent was heard of. */
  void seen(uuid agent) {
    if (agent_entry* e = registry_.entry(agent)) e->last_active = now_;
  }
  /** A line of the audit trail about something that a caller did. `metadata` is a canonical JSON object. */
  void audit(std::string_view action, std::string_view type, uuid id, std::optional<uuid> agent, uuid organization, const caller& who, std::string_view status,
             std::string_view metadata = "{}") {
    registry_.audit_user_action(action, type, id.to_string(), agent, organization, who, status, metadata, now_, batch_);
  }
  /** An alert; one that counts lowers the agent's score until somebody has looked at it. */
  void raise(uuid organization, std::optional<uuid> agent, std::string type, severity s, std::string title, std::string description, bool counts) {
    registry_.raise(organization, agent, std::move(type), s, std::move(title), std::move(description), counts, now_, batch_);
  }
  /** Calculates an agent's score again. */
  void rescore(uuid agent, const std::string& reason, std::optional<uuid> by = {}) {
    if (agent_entry* e = registry_.entry(agent)) registry_.rescore(*e, reason, by, now_, batch_, false);
  }

 private:
  friend registry;
  transaction(registry& state, timestamp now) : view(state, now), registry_(state) {}

  registry& registry_;
  change_batch batch_;
};

template <class F>
auto registry::transact(timestamp now, std::uint64_t& ticket, F f) {
  const lock hold(mutex_);
  transaction t(*this, now);
  try {
    auto out = f(t);
    submit(t.batch_, ticket);
    return out;
  } catch (...) {
    submit(t.batch_, ticket);  // the picture has changed: the store must follow
    throw;
  }
}
template <class F>
auto registry::look(timestamp now, F f) const {
  const lock hold(mutex_);
  const view v(*this, now);
  return f(v);
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
