// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "aval/authority/registry.hpp"

/*  People of an organization and what may happen to them, and the SDK tokens they hold (AIM specification 1.1, 1.8, 2.10). Who may ask
 *  for it is the caller's to check; that an organization always keeps an administrator is checked here. */

namespace aval {
inline namespace v0 {
namespace authority {

inline constexpr std::chrono::hours sdk_token_lifetime{24 * 90};
inline constexpr std::size_t most_sdk_tokens = 100;  ///< active ones of one person

enum class user_status : std::uint8_t { pending, active, deactivated };
constexpr std::string_view to_text(user_status s) noexcept { return s == user_status::active ? "active" : s == user_status::pending ? "pending" : "deactivated"; }

/** pending: was never approved; deactivated: may not log in any longer. */
inline user_status status_of(const registry::view& v, const user_record& u) {
  return u.approved ? user_status::active : v.find<deactivation_record>(u.organization, u.id) ? user_status::deactivated : user_status::pending;
}

namespace detail {
inline refusal missing_user() { return {404, "not_found", "User not found", make_error_code(errc::not_found)}; }
inline bool is_last_admin(const registry::view& v, const user_record& u) {
  if (u.role != role::admin || !u.approved) return false;
  std::size_t others = 0;
  v.each_user(u.organization, [&](const user_record& o) { others += o.id != u.id && o.approved && o.role == role::admin ? 1U : 0U; });
  return others == 0;
}
inline refusal last_admin(const char* what) {
  return {409, "last_admin", std::string("The last administrator of the organization can not be ") + what, make_error_code(errc::conflict)};
}
}  // namespace detail

/** Gives a person other rights. Less counts at once, more with the next token. */
inline answer<user_record> change_role(registry::transaction& t, uuid user, role rights, const caller& who) {
  const user_record* const known = t.user(who.organization, user);
  if (!known) return detail::missing_user();
  if (rights != role::admin && detail::is_last_admin(t, *known)) return detail::last_admin("demoted");
  user_record next = *known;
  if (next.role == rights) return next;
  const std::string_view before = to_text(next.role);
  next.role = rights;
  t.put_user(next);
  t.audit("update_user_role", "user", user, {}, next.organization, who, "success", detail::metadata({{"email", next.email}, {"from", before}, {"to", to_text(rights)}}));
  return next;
}

/** Lets a person log in: one who waits for it, or one who was deactivated. */
inline answer<user_record> activate_user(registry::transaction& t, uuid user, const caller& who) {
  const user_record* const known = t.user(who.organization, user);
  if (!known) return detail::missing_user();
  user_record next = *known;
  if (next.approved) return next;
  const bool new_here = status_of(t, next) == user_status::pending;
  next.approved = true;
  t.put_user(next);
  t.remove<deactivation_record>(next.organization, user);
  t.audit(new_here ? "approve_user" : "activate_user", "user", user, {}, next.organization, who, "success", detail::metadata({{"email", next.email}, {"role", to_text(next.role)}}));
  return next;
}

/** Ends a person's access: log-in and tokens of every kind stop at once. */
inline answer<user_record> deactivate_user(registry::transaction& t, uuid user, std::string reason, const caller& who) {
  const user_record* const known = t.user(who.organization, user);
  if (!known) return detail::missing_user();
  if (reason.size() > 500) return detail::bad("reason must have at most 500 characters");
  if (detail::is_last_admin(t, *known)) return detail::last_admin("deactivated");
  user_record next = *known;
  if (status_of(t, next) == user_status::deactivated) return next;
  const bool rejected = !next.approved;
  next.approved = false;
  t.put_user(next);
  t.revoke_tokens([&](const refresh_record& r) { return r.user == user; }, "user deactivated");
  t.audit(rejected ? "reject_user" : "deactivate_user", "user", user, {}, next.organization, who, "success", detail::metadata({{"email", next.email}, {"reason", reason}}));
  deactivation_record end;
  end.id = user;
  end.organization = next.organization;
  end.at = t.now();
  end.by = who.name;
  end.reason = std::move(reason);
  t.put(std::move(end));
  return next;
}

/** A new password; every refresh token of the person ends. `hash` is Argon2id. */
inline answer<user_record> change_password(registry::transaction& t, uuid user, std::string hash, const caller& who) {
  const user_record* const known = t.user(who.organization, user);
  if (!known) return detail::missing_user();
  user_record next = *known;
  next.password_hash = std::move(hash);
  t.put_user(next);
  t.revoke_tokens([&](const refresh_record& r) { return r.user == user && !r.sdk; }, "password changed");
  t.audit("change_password", "user", user, {}, next.organization, who, "success", detail::metadata({{"email", next.email}}));
  return next;
}

struct new_sdk_token {
  document_ptr<sdk_token_record> record = {};
  refresh_record refresh = {};
};
/** Makes a refresh token of 90 days for a downloaded SDK, in a person's name. */
inline answer<new_sdk_token> create_sdk_token(registry::transaction& t, uuid user, std::string device_name, std::string device_fingerprint, const caller& who) {
  const user_record* const known = t.user(who.organization, user);
  if (!known) return detail::missing_user();
  if (!known->approved) return refusal{403, "forbidden", "The user may not log in", make_error_code(errc::forbidden)};
  if (device_name.size() > 200 || device_fingerprint.size() > 200) return detail::bad("device_name and device_fingerprint must have at most 200 characters");
  std::size_t active = 0;
  t.each<sdk_token_record>(who.organization, [&](const document_ptr<sdk_token_record>& s) { active += s->user == user && !s->revoked_at && s->expires_at > t.now() ? 1U : 0U; });
  if (active >= most_sdk_tokens) return refusal{409, "too_many_tokens", "Too many SDK tokens are active: revoke some", make_error_code(errc::conflict)};
  new_sdk_token out;
  out.refresh.id = out.refresh.family = t.new_id();
  out.refresh.user = user;
  out.refresh.organization = who.organization;
  out.refresh.sdk = true;
  out.refresh.issued_at = t.now();
  out.refresh.expires_at = t.now() + sdk_token_lifetime;
  t.put_refresh(out.refresh);
  sdk_token_record s;
  s.id = s.token = out.refresh.id;
  s.organization = who.organization;
  s.user = user;
  s.device_name = std::move(device_name);
  s.device_fingerprint = std::move(device_fingerprint);
  s.address = who.address;
  s.user_agent = who.user_agent;
  s.created_at = s.written_at = t.now();
  s.expires_at = out.refresh.expires_at;
  t.audit("create_sdk_token", "sdk_token", s.id, {}, s.organization, who, "success", detail::metadata({{"device_name", s.device_name}}));
  out.record = t.put(std::move(s));
  return out;
}

/** Revokes one SDK token of a person, named by its identifier or by the jti of any of its refresh tokens, or all of them when none is
 *  named. @return how many ended. */
inline answer<std::size_t> revoke_sdk_tokens(registry::transaction& t, uuid user, std::optional<uuid> id, std::string reason, const caller& who) {
  if (reason.size() > 500) return detail::bad("reason must have at most 500 characters");
  std::vector<document_ptr<sdk_token_record>> ends;
  const uuid family = id ? t.family(*id).value_or(*id) : uuid();
  bool known = false;
  t.each<sdk_token_record>(who.organization, [&](const document_ptr<sdk_token_record>& s) {
    if (s->user != user || (id && s->id != family)) return;
    known = true;
    if (!s->revoked_at) ends.push_back(s);
  });
  if (id && !known) return refusal{404, "not_found", "SDK token not found", make_error_code(errc::not_found)};
  for (const auto& s : ends) {
    t.revoke_tokens([&](const refresh_record& r) { return r.family == s->id; }, reason);
    if (!t.find<sdk_token_record>(s->organization, s->id)->revoked_at) {  // all its refresh tokens were over already
      sdk_token_record next = *s;
      next.revoked_at = t.now();
      next.revoke_reason = reason;
      t.put(std::move(next));
    }
    t.audit("revoke_sdk_token", "sdk_token", s->id, {}, s->organization, who, "success", detail::metadata({{"device_name", s->device_name}, {"reason", reason}}));
  }
  return ends.size();
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
