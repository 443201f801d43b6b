// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/registry.hpp"
#include "aval/core/bytes.hpp"
#include "aval/crypto/encoding.hpp"

/*  People and API keys of the registry (AIM specification 1.7, 2.10). */

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {
inline std::string api_key_hash(std::string_view text) { return crypto::base64_encode(crypto::sha256(text)); }
}  // namespace detail

inline answer<uuid> registry::create_user(user_record user, const caller& who, timestamp now, std::uint64_t& ticket) {
  user.email = detail::lower_case(user.email);
  if (user.email.size() < 3 || user.email.size() > 254 || user.email.find('@') == std::string::npos) return refusal{400, "bad_request", "email is not an address", make_error_code(errc::bad_request)};
  const lock hold(mutex_);
  if (user_emails_.contains(user.email)) return refusal{409, "conflict", "User with this email already exists", make_error_code(errc::conflict)};
  if (!organizations_.contains(user.organization)) return refusal{404, "not_found", "Organization not found", make_error_code(errc::not_found)};
  user.id = new_id(now);
  user.created_at = now;
  change_batch batch;
  batch.emplace_back(user);
  audit_user_action("create", "user", user.id.to_string(), {}, user.organization, who, "success", "{\"role\": \"" + std::string(to_text(user.role)) + "\"}", now, batch);
  submit(batch, ticket);
  const uuid id = user.id;
  user_emails_.emplace(user.email, id);
  users_.emplace(id, std::move(user));
  return id;
}
inline std::optional<user_record> registry::find_user(uuid id) const {
  const lock hold(mutex_);
  const auto at = users_.find(id);
  if (at == users_.end()) return std::nullopt;
  return at->second;
}
inline std::optional<user_record> registry::find_user(std::string_view email) const {
  const lock hold(mutex_);
  const auto at = user_emails_.find(detail::lower_case(email));
  if (at == user_emails_.end()) return std::nullopt;
  return users_.at(at->second);
}
inline std::size_t registry::user_count() const {
  const lock hold(mutex_);
  return users_.size();
}
inline void registry::edit_user(uuid id, const std::string& what, const caller& who, timestamp now, std::uint64_t& ticket, const std::function<void(user_record&)>& edit) {
  const lock hold(mutex_);
  const auto at = users_.find(id);
  if (at == users_.end()) return;
  edit(at->second);
  change_batch batch;
  batch.emplace_back(at->second);
  audit_user_action(what, "user", id.to_string(), {}, at->second.organization, who, "success", "{}", now, batch);
  submit(batch, ticket);
}

inline answer<registry::new_api_key> registry::create_api_key(uuid organization, std::optional<uuid> agent, std::string name, std::optional<timestamp> expires_at,
                                                              const caller& who, timestamp now, std::uint64_t& ticket) {
  if (name.empty() || name.size() > 200) return refusal{400, "bad_request", "name must have 1 to 200 characters", make_error_code(errc::bad_request)};
  if (expires_at && *expires_at <= now) return refusal{400, "bad_request", "expires_at must be in the future", make_error_code(errc::bad_request)};
  const lock hold(mutex_);
  if (agent) {
    const agent_entry* e = entry(*agent);
    if (!e || e->record->organization != organization) return refusal{404, "not_found", "Agent not found", make_error_code(errc::not_found)};
  }
  new_api_key made;
  std::array<std::byte, 32> raw;
  options_.random.fill(raw);
  made.text = "aim_live_" + crypto::base64url_encode(raw, crypto::padding::required);
  wipe(raw.data(), raw.size());
  api_key_record& k = made.record;
  k.id = new_id(now);
  k.organization = organization;
  k.agent = agent;
  k.created_by = who.user;
  k.name = std::move(name);
  k.prefix = made.text.substr(0, 16);
  k.hash = detail::api_key_hash(made.text);
  k.created_at = now;
  k.expires_at = expires_at.value_or(now + std::chrono::hours(24 * 90));
  change_batch batch;
  batch.emplace_back(k);
  audit_user_action("create_api_key", "api_key", k.id.to_string(), agent, organization, who, "success", "{}", now, batch);
  submit(batch, ticket);
  api_key_hashes_.emplace(k.hash, k.id);
  api_keys_.emplace(k.id, k);
  return made;
}
inline answer<api_key_record> registry::check_api_key(std::string_view text, timestamp now) {
  // keys with and without their padding are one key (specification 1.7); what is looked up is a hash, so timing tells nothing of the key
  std::string whole(text);
  if (whole.starts_with("aim_live_"))
    while ((whole.size() - 9) % 4 != 0 && whole.size() < 60) whole += '=';
  const lock hold(mutex_);
  const auto at = api_key_hashes_.find(detail::api_key_hash(whole));
  if (at == api_key_hashes_.end()) return refusal{401, "invalid_api_key", "Invalid API key", make_error_code(errc::bad_token)};
  api_key_record& k = api_keys_.at(at->second);
  if (!k.active) return refusal{401, "inactive_api_key", "API key is inactive", make_error_code(errc::bad_token)};
  if (now >= k.expires_at) return refusal{401, "expired_api_key", "API key has expired", make_error_code(errc::bad_token)};
  if (!k.last_used_at || now - *k.last_used_at >= std::chrono::minutes(1)) {
    k.last_used_at = now;
    change_batch batch;
    batch.emplace_back(k);
    std::uint64_t later = 0;  // nobody waits for it
    submit(batch, later);
  }
  return k;
}
inline std::vector<api_key_record> registry::api_keys(uuid organization) const {
  const lock hold(mutex_);
  std::vector<api_key_record> all;
  for (const auto& [id, k] : api_keys_)
    if (k.organization == organization) all.push_back(k);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return all;
}
inline answer<api_key_record> registry::disable_api_key(uuid id, bool remove, const caller& who, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  const auto at = api_keys_.find(id);
  if (at == api_keys_.end() || (who.is != caller::kind::local && at->second.organization != who.organization)) return refusal{404, "not_found", "API key not found", make_error_code(errc::not_found)};
  if (remove && at->second.active) return refusal{409, "conflict", "Disable the API key before deleting it", make_error_code(errc::conflict)};
  at->second.active = false;
  at->second.removed = remove;
  change_batch batch;
  batch.emplace_back(at->second);
  audit_user_action("revoke_api_key", "api_key", id.to_string(), at->second.agent, at->second.organization, who, "success", "{}", now, batch);
  submit(batch, ticket);
  const api_key_record out = at->second;
  if (remove) {
    api_key_hashes_.erase(out.hash);
    api_keys_.erase(at);
  }
  return out;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
