// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/registry_transaction.hpp"

/*  Refresh tokens of the registry (AIM specification 1.8, 2.10). A token is exchanged once; all that descend from one log-in or one
 *  SDK token are a family and end together. What was revoked stays revoked. */

namespace aval {
inline namespace v0 {
namespace authority {

inline void registry::add_refresh(refresh_record r, std::uint64_t& ticket) {
  transact(r.issued_at, ticket, [&](transaction& t) {
    t.put_refresh(std::move(r));
    return true;
  });
}

inline answer<registry::rotation> registry::rotate_refresh(uuid id, std::chrono::seconds grace, std::chrono::seconds lifetime, timestamp now, std::uint64_t& ticket,
                                                           std::string_view address) {
  const refusal gone{401, "token_revoked", "Token has been revoked or is invalid", make_error_code(errc::bad_token)};
  const lock hold(mutex_);
  const auto at = refresh_.find(id);
  if (at == refresh_.end() || at->second.expires_at <= now || at->second.revoked_at) return gone;
  const refresh_record old = at->second;
  transaction t(*this, now);
  if (old.rotated_at && old.successor && old.successor_access) {
    const auto next = refresh_.find(*old.successor);
    if (now - *old.rotated_at <= grace && next != refresh_.end() && !next->second.revoked_at) return rotation{old, next->second, *old.successor_access, *old.rotated_at};
    // somebody else has used this token: whoever holds it, neither keeps access
    t.revoke_tokens([&](const refresh_record& r) { return r.family == old.family; }, "used twice");
    raise(old.organization, {}, "security_breach", severity::critical, "Refresh token used twice",
          "A refresh token of user " + old.user.to_string() + " was presented again after its rotation; the whole family is revoked", false, now, t.batch_);
    submit(t.batch_, ticket);
    return gone;
  }
  rotation out;
  out.access = new_id(now);
  out.issued_at = now;
  out.presented = old;
  out.next.id = new_id(now);
  out.next.family = old.family;
  out.next.user = old.user;
  out.next.organization = old.organization;
  out.next.sdk = old.sdk;
  out.next.issued_at = now;
  out.next.expires_at = now + lifetime;
  out.presented.rotated_at = now;
  out.presented.successor = out.next.id;
  out.presented.successor_access = out.access;
  t.put_refresh(out.presented);
  t.put_refresh(out.next);
  if (const auto known = old.sdk ? t.find<sdk_token_record>(old.organization, old.family) : nullptr) {
    sdk_token_record used = *known;
    used.token = out.next.id;
    used.expires_at = out.next.expires_at;
    ++used.uses;
    used.last_used_at = used.written_at = now;
    used.last_address = address;
    t.put(std::move(used));
  }
  submit(t.batch_, ticket);
  return out;
}

inline bool registry::refresh_lives(uuid id, timestamp now) const {
  const lock hold(mutex_);
  const auto at = refresh_.find(id);
  return at != refresh_.end() && !at->second.revoked_at && now < at->second.expires_at;
}

inline void registry::revoke_refresh(uuid id, timestamp now, std::uint64_t& ticket) {
  transact(now, ticket, [&](transaction& t) {
    const auto family = t.family(id);
    return family ? t.revoke_tokens([&](const refresh_record& r) { return r.family == *family; }, "revoked by its holder") : 0;
  });
}

inline void registry::count_sdk_use(uuid token, const caller& who, timestamp now) {
  const lock hold(mutex_);
  const auto at = refresh_.find(token);
  if (at == refresh_.end() || !at->second.sdk || at->second.organization != who.organization || (who.is == caller::kind::user && who.user != at->second.user)) return;
  transaction t(*this, now);
  const auto known = t.find<sdk_token_record>(at->second.organization, at->second.family);
  if (!known || known->revoked_at) return;
  sdk_token_record used = *known;
  ++used.uses;
  used.last_used_at = now;
  used.last_address = who.address;
  const bool write = now - used.written_at >= std::chrono::minutes(1);
  if (write) used.written_at = now;
  t.put(std::move(used));
  std::uint64_t later = 0;  // nobody waits for it
  if (write) submit(t.batch_, later);
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
