// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/registry.hpp"

/*  The registry's picture from what a store has kept. */

namespace aval {
inline namespace v0 {
namespace authority {

inline void registry::load(store_contents&& contents, timestamp now) {
  const lock hold(mutex_);
  last_ticket_ = 0;  // those before may be lost, and what is read now is durable
  organizations_.clear();
  agents_.clear();
  agent_names_.clear();
  users_.clear();
  user_emails_.clear();
  api_keys_.clear();
  api_key_hashes_.clear();
  refresh_.clear();
  settings_.clear();
  chains_.clear();
  alerts_.clear();
  alert_topics_.clear();
  verifications_.clear();
  pending_.clear();
  settled_.clear();
  questions_.clear();
  question_order_.clear();
  replays_.clear();
  replay_order_.clear();
  documents_.clear();
  told_.clear();

  for (auto& o : contents.organizations) organizations_.emplace(o.id, std::move(o));
  for (auto& u : contents.users) {
    user_emails_.emplace(u.email, u.id);
    users_.emplace(u.id, std::move(u));
  }
  for (auto& a : contents.agents) {
    auto e = std::make_unique<agent_entry>();
    e->record = a;
    derive_keys(*e);
    if (!a->removed) agent_names_.emplace(scoped_name(a->organization, a->name), a->id);
    agents_.emplace(a->id, std::move(e));
  }
  std::sort(contents.activities.begin(), contents.activities.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
  for (const auto& day : contents.activities) {
    const auto at = agents_.find(day.agent);
    if (at == agents_.end()) continue;
    agent_entry& e = *at->second;
    e.days.push_back(day);
    detail::add(e.total, day);
  }
  for (auto& k : contents.api_keys) {
    api_key_hashes_.emplace(k.hash, k.id);
    api_keys_.emplace(k.id, std::move(k));
  }
  for (auto& r : contents.refresh_tokens) refresh_.emplace(r.id, std::move(r));
  for (auto& s : contents.settings) settings_.insert_or_assign(std::move(s.name), std::move(s.value));
  for (const auto& head : contents.chain_heads) chains_.insert_or_assign(head->organization, audit_chain(*head));
  for (auto& d : contents.documents) documents_.insert_or_assign(document_key{d.kind, d.organization, d.id}, kept_document{std::move(d.text), {}});
  read_policy_books();
  read_evidence();
  for (auto& a : contents.alerts) {
    count_alert(a, +1);
    alerts_.emplace(a.id, std::move(a));
  }
  std::sort(contents.verifications.begin(), contents.verifications.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  for (auto& v : contents.verifications) {
    const replay_key k = key_of(v->agent, v->signature);
    questions_.emplace(k, v->id);
    question_order_.emplace_back(v->requested_at, k);
    if (v->status == verification_status::pending) {
      pending_.emplace(v->id, v);
      if (agent_entry* e = entry(v->agent)) ++e->pending;
    } else {
      settled_.emplace_back(v->requested_at, v->id);
    }
    verifications_.emplace(v->id, std::move(v));
  }
  for (auto& r : contents.replays) {
    const replay_key k{r.agent, r.mark};
    replay_order_.emplace_back(r.forget_at, k);
    replays_.emplace(k, std::move(r));
  }
  change_batch batch;  // time has gone by: what it did to the scores is kept like every other change
  for (auto& [id, e] : agents_)
    if (!e->record->removed) rescore(*e, "opened", {}, now, batch, false);
  std::uint64_t ticket = 0;
  submit(batch, ticket);
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
