// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/accounts.hpp"
#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
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
std::string basic_service<Lazy>::access_token(const user_record& user, timestamp at, std::optional<uuid> id, bool sdk) const {
  token_claims c;
  c.user = user.id;
  c.organization = user.organization;
  c.email = user.email;
  c.role = sdk ? std::min(user.role, role::member) : user.role;  // what lies on a developer's disk opens no more than that
  c.sdk = sdk;
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
  c.role = r.sdk ? std::min(user.role, role::member) : user.role;
  c.use = token_use::refresh;
  c.sdk = r.sdk;
  c.id = r.id;
  c.issued_at = whole_seconds(r.issued_at);
  c.expires_at = whole_seconds(r.expires_at);
  return write_token(c, token_secret_);
}
template <class Lazy>
refresh_record new_refresh(basic_service<Lazy>& self, const user_record& user, timestamp at, std::uint64_t& ticket) {
  refresh_record r;
  r.id = ordered_uuid(at, self.options().random);
  r.family = r.id;
  r.user = user.id;
  r.organization = user.organization;
  r.issued_at = at;
  r.expires_at = at + self.options().refresh_token_lifetime;
  self.registry().add_refresh(r, ticket);
  return r;
}

inline void append_user(std::string& out, const user_record& u, std::optional<user_status> status = {}) {
  object_out o(out);
  o.id("id", u.id).id("organization_id", u.organization).id("organizationId", u.organization).text("email", u.email).text("name", u.name).text("role", to_text(u.role));
  o.text("status", to_text(status ? *status : u.approved ? user_status::active : user_status::pending)).time("created_at", u.created_at).time("createdAt", u.created_at);
  o.time("last_login_at", u.last_login).time("lastLoginAt", u.last_login).end();
}

inline bool check_password(std::string hash, const secret& password) { return crypto::verify_password(hash, password.reveal()); }

template <class Lazy>
bool basic_service<Lazy>::check_nobodys_password(const secret& password) {
  const crypto::password_options cost{.operations = options_.password_operations, .memory_kib = options_.password_memory_kib};
  const std::lock_guard hold(dummy_mutex_);
  if (dummy_hash_.empty()) dummy_hash_ = crypto::hash_password("nobody", cost);
  else static_cast<void>(check_password(dummy_hash_, password));
  return false;
}

// Argon2id on the blocking executor; an unknown person costs as much time as a known one
template <class Lazy>
awaitable<user_record> log_in(basic_service<Lazy>& self, request& r) {
  self.limit(r, self.strict(), "login " + r.who.address);
  const body_members body(r.x.request().body());
  std::string given = body.text_or("password", "");
  const std::string email = body.text_or("email", "");
  if (email.empty() || given.empty() || given.size() > 1024) {
    wipe(given.data(), given.size());
    throw refused(400, "bad_request", "email and password are required");
  }
  auto password = std::make_shared<secret>(secret::take(given));
  auto user = self.registry().find_user(std::string_view(email));
  const bool usable = user && user->approved && !user->password_hash.empty();
  std::string hash = usable ? user->password_hash : std::string();
  const auto service = self.shared_from_this();
  const auto check = [service, hash, password] { return hash.empty() ? service->check_nobodys_password(*password) : check_password(hash, *password); };
  const bool right = co_await run_blocking(self.options().blocking_executor, check);
  if (!usable || !right) {
    audit_entry e;
    e.organization = user ? user->organization : self.home();
    e.user = user ? std::optional(user->id) : std::nullopt;
    e.action = "login";
    e.resource_type = "user";
    e.status = "denied";
    e.ip_address = r.who.address;
    e.user_agent = r.who.user_agent;
    std::uint64_t later = 0;
    self.registry().record(e, r.now, later);
    throw refused(401, "invalid_credentials", "Invalid email or password");
  }
  r.who.is = caller::kind::user;
  r.who.user = user->id;
  r.who.organization = user->organization;
  r.who.role = user->role;
  r.who.name = user->email;
  self.registry().edit_user(user->id, "login", r.who, r.now, r.ticket, [&](user_record& u) { u.last_login = r.now; });
  co_return *user;
}

template <class Lazy>
awaitable<void> post_login(basic_service<Lazy>& self, request& r) {
  const user_record user = co_await log_in(self, r);
  const refresh_record refresh = new_refresh(self, user, r.now, r.ticket);
  const std::string access = self.access_token(user, r.now), again = self.refresh_token(user, refresh);
  object_out o(r.out());
  o.boolean("success", true).text("message", "Login successful");
  append_user(o.put("user"), user);
  o.text("accessToken", access).text("access_token", access).text("refreshToken", again).text("refresh_token", again).boolean("isApproved", true).end();
}
template <class Lazy>
awaitable<void> post_login_local(basic_service<Lazy>& self, request& r) {
  const user_record user = co_await log_in(self, r);
  const refresh_record refresh = new_refresh(self, user, r.now, r.ticket);
  const std::string access = self.access_token(user, r.now), again = self.refresh_token(user, refresh);
  object_out o(r.out());
  o.text("access_token", access).text("accessToken", access).text("refresh_token", again).text("refreshToken", again).text("token_type", "Bearer");
  o.number("expires_in", self.options().access_token_lifetime.count());
  append_user(o.put("user"), user);
  o.end();
}

template <class Lazy>
void post_refresh(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body());
  const std::string token = body.text_or("refresh_token", "");
  if (token.empty()) throw refused(400, "bad_request", "refresh_token is required");
  self.limit(r, self.by_address(), r.who.address);
  const auto claims = read_token(token, token_use::refresh, self.token_secret(), r.now);
  if (!claims) throw refused(401, "invalid_token", "Invalid or expired refresh token");
  const auto user = self.registry().find_user(claims->user);
  if (!user || !user->approved || user->organization != claims->organization) throw refused(401, "invalid_token", "Invalid or expired refresh token");
  auto turned = self.registry().rotate_refresh(claims->id, self.options().refresh_grace, claims->sdk ? std::chrono::seconds(sdk_token_lifetime) : self.options().refresh_token_lifetime, r.now, r.ticket, r.who.address);
  if (!turned) {
    if (r.ticket == 0) r.ticket = self.registry().last_ticket();
    throw refused(turned.error());
  }
  r.ticket = std::max(r.ticket, self.registry().last_ticket());
  const std::string access = self.access_token(*user, turned->issued_at, turned->access, turned->next.sdk), again = self.refresh_token(*user, turned->next);
  object_out o(r.out());
  o.text("access_token", access).text("accessToken", access).text("refresh_token", again).text("refreshToken", again).text("token_type", "Bearer");
  o.number("expires_in", self.options().access_token_lifetime.count()).boolean("rotated", true).end();
}

template <class Lazy>
void post_revoke(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body());
  const std::string token = body.text_or("refresh_token", "");
  if (token.empty()) throw refused(400, "bad_request", "refresh_token is required");
  self.limit(r, self.by_address(), r.who.address);
  // unknown or forged tokens get the same answer: nothing can be learnt here
  if (const auto claims = read_token(token, token_use::refresh, self.token_secret(), r.now, true)) self.registry().revoke_refresh(claims->id, r.now, r.ticket);
  object_out(r.out()).boolean("success", true).end();
}
template <class Lazy>
void post_recover(basic_service<Lazy>&, request&) { throw refused(410, "gone", "Token recovery is disabled"); }

template <class Lazy>
void post_logout(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body(), true);
  if (const auto token = body.text("refresh_token"))
    if (const auto claims = read_token(*token, token_use::refresh, self.token_secret(), r.now, true); claims && claims->user == r.who.user) self.registry().revoke_refresh(claims->id, r.now, r.ticket);
  audit_entry e;
  e.organization = r.who.organization;
  e.user = r.who.user;
  e.action = "logout";
  e.resource_type = "user";
  e.status = "success";
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  self.registry().record(e, r.now, r.ticket);
  r.x.response().headers.add("Set-Cookie", "access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict");
  object_out(r.out()).boolean("success", true).text("message", "Logged out").end();
}
template <class Lazy>
void get_me(basic_service<Lazy>& self, request& r) {
  if (r.who.is != caller::kind::user) throw refused(401, "unauthorized", "Authentication required");
  const auto user = self.registry().find_user(*r.who.user);
  if (!user) throw refused(401, "unauthorized", "Authentication required");
  append_user(r.out(), *user);
}

inline void append_api_key(std::string& out, const api_key_record& k, std::string_view text) {
  object_out o(out);
  o.id("id", k.id);
  if (!text.empty()) o.text("api_key", text).text("apiKey", text);
  o.text("name", k.name).text("prefix", k.prefix).id("agent_id", k.agent).id("agentId", k.agent).boolean("is_active", k.active).boolean("isActive", k.active);
  o.time("expires_at", k.expires_at).time("expiresAt", k.expires_at).time("created_at", k.created_at).time("createdAt", k.created_at);
  o.time("last_used_at", k.last_used_at).time("lastUsedAt", k.last_used_at).end();
}
template <class Lazy>
void post_api_key(basic_service<Lazy>& self, request& r) {
  if (r.who.is == caller::kind::api_key) throw refused(403, "forbidden", "An API key can not make further ones");
  self.require_role(r, role::member, needs_member);
  const body_members body(r.x.request().body());
  std::optional<uuid> agent;
  if (const auto text = body.text("agent_id")) agent = r.id_or(*text, "Invalid agent_id format");
  std::optional<timestamp> expires;
  if (const auto text = body.text("expires_at")) {
    expires = parse_rfc3339(*text);
    if (!expires) throw refused(400, "bad_request", "expires_at must be an RFC 3339 time");
  }
  const auto made = value_or_refuse(self.registry().create_api_key(r.who.organization, agent, body.text_or("name", ""), expires, r.who, r.now, r.ticket));
  r.status = 201;
  append_api_key(r.out(), made.record, made.text);
}
template <class Lazy>
void get_api_keys(basic_service<Lazy>& self, request& r) {
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people may see API keys");
  const auto all = self.registry().api_keys(r.who.organization);
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
void patch_api_key_disable(basic_service<Lazy>& self, request& r) {
  if (r.who.is == caller::kind::api_key) throw refused(403, "forbidden", "An API key can not disable others");
  self.require_role(r, role::member, needs_member);
  append_api_key(r.out(), value_or_refuse(self.registry().disable_api_key(r.id_or(r.id, "Invalid API key ID format"), false, r.who, r.now, r.ticket)), {});
}
template <class Lazy>
void delete_api_key(basic_service<Lazy>& self, request& r) {
  if (r.who.is == caller::kind::api_key) throw refused(403, "forbidden", "An API key can not delete others");
  self.require_role(r, role::member, needs_member);
  value_or_refuse(self.registry().disable_api_key(r.id_or(r.id, "Invalid API key ID format"), true, r.who, r.now, r.ticket));
  r.status = 204;
}

template <class Lazy>
void add_account_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.waits("POST", "/api/v1/public/login", open, &post_login<Lazy>);
  t.waits("POST", "/api/v1/auth/login/local", open, &post_login_local<Lazy>);
  for (const char* path : {"/api/v1/auth/refresh", "/api/auth/token/refresh"}) t.plain("POST", path, open, &post_refresh<Lazy>);
  t.plain("POST", "/api/v1/auth/revoke", open, &post_revoke<Lazy>);
  t.plain("POST", "/api/v1/auth/sdk/recover", open, &post_recover<Lazy>);
  t.plain("POST", "/api/v1/auth/logout", signed_, &post_logout<Lazy>);
  t.plain("GET", "/api/v1/auth/me", signed_, &get_me<Lazy>);
  t.plain("POST", "/api/v1/api-keys", signed_, &post_api_key<Lazy>);
  t.plain("GET", "/api/v1/api-keys", signed_, &get_api_keys<Lazy>);
  t.plain("PATCH", "/api/v1/api-keys/{id}/disable", signed_, &patch_api_key_disable<Lazy>);
  t.plain("DELETE", "/api/v1/api-keys/{id}", signed_, &delete_api_key<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
