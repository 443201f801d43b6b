// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/service.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/crypto/password.hpp"
#include "aval/crypto/random.hpp"

/*  People, their tokens, and API keys over HTTP (AIM specification 1.7, 1.8, 2.10). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline std::chrono::sys_seconds whole_seconds(timestamp t) noexcept { return std::chrono::floor<std::chrono::seconds>(t); }

template <class Lazy>
std::string basic_service<Lazy>::access_token(const user_record& user, timestamp at, std::optional<uuid> id) const {
  token_claims c;
  c.user = user.id;
  c.organization = user.organization;
  c.email = user.email;
  c.role = user.role;
  c.id = id ? *id : ordered_uuid(at, options_.random);
  c.issued_at = whole_seconds(at);
  c.expires_at = c.issued_at + options_.access_token_lifetime;
  return write_token(c, token_secret_);
}
template <class Lazy>
std::string basic_service<Lazy>::refresh_token(const user_record& user, const refresh_record& r) const {
  token_claims c;
  c.user = user.id;
  c.organization = user.organization;
  c.email = user.email;
  c.role = user.role;
  c.use = token_use::refresh;
  c.sdk = r.sdk;
  c.id = r.id;
  c.issued_at = whole_seconds(r.issued_at);
  c.expires_at = whole_seconds(r.expires_at);
  return write_token(c, token_secret_);
}
template <class Lazy>
refresh_record basic_service<Lazy>::new_refresh(const user_record& user, timestamp at, std::uint64_t& ticket) {
  refresh_record r;
  r.id = ordered_uuid(at, options_.random);
  r.family = r.id;
  r.user = user.id;
  r.organization = user.organization;
  r.issued_at = at;
  r.expires_at = at + options_.refresh_token_lifetime;
  registry_.add_refresh(r, ticket);
  return r;
}

inline void append_user(std::string& out, const user_record& u) {
  object_out o(out);
  o.id("id", u.id).id("organization_id", u.organization).id("organizationId", u.organization).text("email", u.email).text("name", u.name).text("role", to_text(u.role));
  o.text("status", u.approved ? "active" : "pending").time("created_at", u.created_at).time("createdAt", u.created_at).end();
}

// Argon2id on the blocking executor; an unknown person costs as much time as a known one
inline bool check_password(std::string hash, const secret& password) { return crypto::verify_password(hash, password.reveal()); }

template <class Lazy>
awaitable<user_record> basic_service<Lazy>::log_in(request& r) {
  limit(r, strict_, "login " + r.who.address);
  const body_members body(r.x.request().body());
  std::string given = body.text_or("password", "");
  const std::string email = body.text_or("email", "");
  if (email.empty() || given.empty() || given.size() > 1024) {
    wipe(given.data(), given.size());
    throw refused(400, "bad_request", "email and password are required");
  }
  auto password = std::make_shared<secret>(secret::take(given));
  auto user = registry_.find_user(std::string_view(email));
  const bool usable = user && user->approved && !user->password_hash.empty();
  std::string hash = usable ? user->password_hash : std::string();
  const crypto::password_options cost{.operations = options_.password_operations, .memory_kib = options_.password_memory_kib};
  const auto self = this->shared_from_this();
  const auto check = [self, hash, password, cost] {
    if (!hash.empty()) return check_password(hash, *password);
    const std::lock_guard hold(self->dummy_mutex_);
    if (self->dummy_hash_.empty()) self->dummy_hash_ = crypto::hash_password("nobody", cost);
    else static_cast<void>(check_password(self->dummy_hash_, *password));
    return false;
  };
  const bool right = co_await run_blocking(options_.blocking_executor, check);
  if (!usable || !right) {
    audit_entry e;
    e.organization = user ? user->organization : home_;
    e.user = user ? std::optional(user->id) : std::nullopt;
    e.action = "login";
    e.resource_type = "user";
    e.status = "denied";
    e.ip_address = r.who.address;
    e.user_agent = r.who.user_agent;
    std::uint64_t later = 0;
    registry_.record(e, r.now, later);
    throw refused(401, "invalid_credentials", "Invalid email or password");
  }
  r.who.is = caller::kind::user;
  r.who.user = user->id;
  r.who.organization = user->organization;
  r.who.role = user->role;
  r.who.name = user->email;
  registry_.edit_user(user->id, "login", r.who, r.now, r.ticket, [&](user_record& u) { u.last_login = r.now; });
  co_return *user;
}

template <class Lazy>
awaitable<void> basic_service<Lazy>::post_login(request& r) {
  const user_record user = co_await log_in(r);
  const refresh_record refresh = new_refresh(user, r.now, r.ticket);
  const std::string access = access_token(user, r.now), again = refresh_token(user, refresh);
  object_out o(r.out());
  o.boolean("success", true).text("message", "Login successful");
  append_user(o.put("user"), user);
  o.text("accessToken", access).text("access_token", access).text("refreshToken", again).text("refresh_token", again).boolean("isApproved", true).end();
}
template <class Lazy>
awaitable<void> basic_service<Lazy>::post_login_local(request& r) {
  const user_record user = co_await log_in(r);
  const refresh_record refresh = new_refresh(user, r.now, r.ticket);
  const std::string access = access_token(user, r.now), again = refresh_token(user, refresh);
  object_out o(r.out());
  o.text("access_token", access).text("accessToken", access).text("refresh_token", again).text("refreshToken", again).text("token_type", "Bearer");
  o.number("expires_in", options_.access_token_lifetime.count());
  append_user(o.put("user"), user);
  o.end();
}

template <class Lazy>
void basic_service<Lazy>::post_refresh(request& r) {
  const body_members body(r.x.request().body());
  const std::string token = body.text_or("refresh_token", "");
  if (token.empty()) throw refused(400, "bad_request", "refresh_token is required");
  limit(r, by_address_, r.who.address);
  const auto claims = read_token(token, token_use::refresh, token_secret_, r.now);
  if (!claims) throw refused(401, "invalid_token", "Invalid or expired refresh token");
  const auto user = registry_.find_user(claims->user);
  if (!user || !user->approved || user->organization != claims->organization) throw refused(401, "invalid_token", "Invalid or expired refresh token");
  auto turned = registry_.rotate_refresh(claims->id, options_.refresh_grace, claims->sdk ? std::chrono::seconds(std::chrono::hours(24 * 90)) : options_.refresh_token_lifetime, r.now, r.ticket);
  if (!turned) {
    if (r.ticket == 0) r.ticket = registry_.last_ticket();
    throw refused(turned.error());
  }
  r.ticket = std::max(r.ticket, registry_.last_ticket());
  const std::string access = access_token(*user, turned->issued_at, turned->access), again = refresh_token(*user, turned->next);
  object_out o(r.out());
  o.text("access_token", access).text("accessToken", access).text("refresh_token", again).text("refreshToken", again).text("token_type", "Bearer");
  o.number("expires_in", options_.access_token_lifetime.count()).boolean("rotated", true).end();
}

template <class Lazy>
void basic_service<Lazy>::post_revoke(request& r) {
  const body_members body(r.x.request().body());
  const std::string token = body.text_or("refresh_token", "");
  if (token.empty()) throw refused(400, "bad_request", "refresh_token is required");
  limit(r, by_address_, r.who.address);
  // unknown or forged tokens get the same answer: nothing can be learnt here
  if (const auto claims = read_token(token, token_use::refresh, token_secret_, r.now, true)) registry_.revoke_refresh(claims->id, r.now, r.ticket);
  object_out(r.out()).boolean("success", true).end();
}
template <class Lazy>
void basic_service<Lazy>::post_recover(request&) { throw refused(410, "gone", "Token recovery is disabled"); }

template <class Lazy>
void basic_service<Lazy>::post_logout(request& r) {
  const body_members body(r.x.request().body(), true);
  if (const auto token = body.text("refresh_token"))
    if (const auto claims = read_token(*token, token_use::refresh, token_secret_, r.now, true); claims && claims->user == r.who.user) registry_.revoke_refresh(claims->id, r.now, r.ticket);
  audit_entry e;
  e.organization = r.who.organization;
  e.user = r.who.user;
  e.action = "logout";
  e.resource_type = "user";
  e.status = "success";
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  registry_.record(e, r.now, r.ticket);
  r.x.response().headers.add("Set-Cookie", "access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict");
  object_out(r.out()).boolean("success", true).text("message", "Logged out").end();
}
template <class Lazy>
void basic_service<Lazy>::get_me(request& r) {
  if (r.who.is != caller::kind::user) throw refused(401, "unauthorized", "Authentication required");
  const auto user = registry_.find_user(*r.who.user);
  if (!user) throw refused(401, "unauthorized", "Authentication required");
  append_user(r.out(), *user);
}

inline void append_api_key(std::string& out, const api_key_record& k, std::string_view text) {
  object_out o(out);
  o.id("id", k.id);
  if (!text.empty()) o.text("api_key", text).text("apiKey", text);
  o.text("name", k.name).text("prefix", k.prefix).id("agent_id", k.agent).id("agentId", k.agent).boolean("is_active", k.active).boolean("isActive", k.active);
  o.time("expires_at", k.expires_at).time("expiresAt", k.expires_at).time("created_at", k.created_at).time("createdAt", k.created_at).end();
}
template <class Lazy>
void basic_service<Lazy>::post_api_key(request& r) {
  if (r.who.is == caller::kind::api_key) throw refused(403, "forbidden", "An API key can not make further ones");
  require_role(r, role::member, needs_member);
  const body_members body(r.x.request().body());
  std::optional<uuid> agent;
  if (const auto text = body.text("agent_id")) agent = r.id_or(*text, "Invalid agent_id format");
  std::optional<timestamp> expires;
  if (const auto text = body.text("expires_at")) {
    expires = parse_rfc3339(*text);
    if (!expires) throw refused(400, "bad_request", "expires_at must be an RFC 3339 time");
  }
  const auto made = value_or_refuse(registry_.create_api_key(r.who.organization, agent, body.text_or("name", ""), expires, r.who, r.now, r.ticket));
  r.status = 201;
  append_api_key(r.out(), made.record, made.text);
}
template <class Lazy>
void basic_service<Lazy>::get_api_keys(request& r) {
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people may see API keys");
  const auto all = registry_.api_keys(r.who.organization);
  object_out o(r.out());
  std::string& list = o.put("api_keys");
  list += '[';
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i) list += ", ";
    append_api_key(list, all[i], {});
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(all.size())).end();
}
template <class Lazy>
void basic_service<Lazy>::patch_api_key_disable(request& r) {
  if (r.who.is == caller::kind::api_key) throw refused(403, "forbidden", "An API key can not disable others");
  require_role(r, role::member, needs_member);
  append_api_key(r.out(), value_or_refuse(registry_.disable_api_key(r.id_or(r.id, "Invalid API key ID format"), false, r.who, r.now, r.ticket)), {});
}
template <class Lazy>
void basic_service<Lazy>::delete_api_key(request& r) {
  if (r.who.is == caller::kind::api_key) throw refused(403, "forbidden", "An API key can not delete others");
  require_role(r, role::member, needs_member);
  value_or_refuse(registry_.disable_api_key(r.id_or(r.id, "Invalid API key ID format"), true, r.who, r.now, r.ticket));
  r.status = 204;
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
