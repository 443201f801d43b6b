// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/accounts.hpp"
#include "aval/authority/detail/routes_accounts.hpp"
#include "aval/authority/detail/routes_sdk_tokens.hpp"

/*  People of an organization, for its administrators, and the organization itself (AIM specification 1.1). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

template <class Lazy>
void list_users(basic_service<Lazy>& self, request& r, std::optional<std::string> wanted) {
  self.require_role(r, role::admin, needs_admin);
  const std::size_t limit = r.number("limit", 100, 1, 1000), offset = r.number("offset", 0, 0, 1'000'000);
  if (wanted && (wanted->empty() || *wanted == "all")) wanted.reset();
  if (wanted && *wanted != "active" && *wanted != "pending" && *wanted != "deactivated") throw refused(400, "bad_request", "status must be active, pending, deactivated or all");
  std::vector<std::pair<user_record, user_status>> all;
  self.registry().look(r.now, [&](const registry::view& v) {
    v.each_user(r.who.organization, [&](const user_record& u) {
      const user_status s = status_of(v, u);
      if (!wanted || *wanted == to_text(s)) all.emplace_back(u, s);
    });
    return true;
  });
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first.id < b.first.id; });
  object_out o(r.out());
  std::string& list = o.put("users");
  list += '[';
  for (std::size_t i = offset; i < all.size() && i < offset + limit; ++i) {
    if (i != offset) list += ", ";
    append_user(list, all[i].first, all[i].second);
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(all.size())).end();
}
template <class Lazy>
void get_users(basic_service<Lazy>& self, request& r) { list_users(self, r, r.query("status")); }
template <class Lazy>
void get_users_pending(basic_service<Lazy>& self, request& r) { list_users(self, r, "pending"); }

inline std::shared_ptr<secret> new_password(std::string text) {
  const std::size_t n = text.size();
  auto taken = std::make_shared<secret>(secret::take(text));
  if (n < 12 || n > 1024) throw refused(400, "bad_request", "password must have 12 to 1024 characters");
  return taken;
}

template <class Lazy>
awaitable<void> post_user(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  person_of(self, r);
  const body_members body(r.x.request().body());
  user_record user;
  user.organization = r.who.organization;
  user.email = body.text_or("email", "");
  user.name = printable(body.text_or("name", user.email), 200);
  const auto rights = parse_role(body.text_or("role", "member"));
  if (!rights) throw refused(400, "bad_request", "role must be admin, manager, member or viewer");
  user.role = *rights;
  user.approved = body.boolean("approved").value_or(true);
  if (self.registry().find_user(std::string_view(user.email))) throw refused(409, "conflict", "User with this email already exists");
  auto given = body.text("password");
  std::string made;
  if (!given) made = crypto::random_token(18);
  const auto password = new_password(given ? std::move(*given) : made);
  user.password_hash = co_await self.hash_password(password);
  const uuid id = value_or_refuse(self.registry().create_user(std::move(user), r.who, r.now, r.ticket));
  r.status = 201;
  r.x.response().headers.add("Cache-Control", "no-store");
  object_out o(r.out());
  append_user(o.put("user"), self.registry().find_user(id).value());
  o.id("id", id);
  if (!made.empty()) o.text("password", made);  // shown this once
  o.end();
  wipe(made.data(), made.size());
}

template <class F>
void edit_person(request& r, const std::string& done, F edit) {
  const user_record u = value_or_refuse(edit(r.id_or(r.id, "Invalid user ID format")));
  object_out o(r.out());
  o.boolean("success", true).text("message", done);
  append_user(o.put("user"), u, done == "User deactivated" ? std::optional(user_status::deactivated) : std::nullopt);
  o.end();
}
template <class Lazy>
void put_user_role(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const body_members body(r.x.request().body());
  const auto rights = parse_role(body.text_or("role", ""));
  if (!rights) throw refused(400, "bad_request", "role must be admin, manager, member or viewer");
  edit_person(r, "Role updated", [&](uuid id) { return self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return change_role(t, id, *rights, r.who); }); });
}
template <class Lazy>
void post_user_activate(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  edit_person(r, "User approved", [&](uuid id) { return self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return activate_user(t, id, r.who); }); });
}
template <class Lazy>
void post_user_deactivate(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const body_members body(r.x.request().body(), true);
  const std::string reason = body.text_or("reason", "");
  edit_person(r, "User deactivated",
              [&](uuid id) { return self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return deactivate_user(t, id, printable(reason, 500), r.who); }); });
}
template <class Lazy>
void delete_user(basic_service<Lazy>& self, request& r) {
  post_user_deactivate(self, r);  // the record stays: the audit trail names it
  r.out().clear();
  r.status = 204;
}

template <class Lazy>
awaitable<void> post_change_password(basic_service<Lazy>& self, request& r) {
  const uuid id = person_of(self, r);
  self.limit(r, self.strict(), "password " + r.who.name);
  const body_members body(r.x.request().body());
  std::string now_given = body.text_or("current_password", "");
  const auto wanted = new_password(body.text_or("new_password", ""));
  const auto user = self.registry().find_user(id).value();
  if (now_given.empty() || now_given.size() > 1024) throw refused(400, "bad_request", "current_password is required");
  auto current = std::make_shared<secret>(secret::take(now_given));
  const auto check = [current, hash = user.password_hash] { return !hash.empty() && check_password(hash, *current); };
  if (!co_await run_blocking(self.options().blocking_executor, check)) throw refused(403, "invalid_credentials", "The current password is wrong");
  std::string hash = co_await self.hash_password(wanted);
  value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return change_password(t, id, std::move(hash), r.who); }));
  object_out(r.out()).boolean("success", true).text("message", "Password changed").end();
}

template <class Lazy>
void get_organization(basic_service<Lazy>& self, request& r) {
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people may see the organization");
  std::size_t users = 0, agents = 0;
  const auto found = self.registry().look(r.now, [&](const registry::view& v) {
    v.each_user(r.who.organization, [&](const user_record& u) { users += u.approved ? 1U : 0U; });
    v.each_agent(r.who.organization, [&](const agent_record&) { ++agents; });
    const organization_record* const known = v.organization(r.who.organization);
    return known ? std::optional(*known) : std::nullopt;
  });
  if (!found) throw refused(404, "not_found", "Organization not found");
  object_out o(r.out());
  o.id("id", found->id).text("name", found->name).boolean("is_active", true).boolean("isActive", true).time("created_at", found->created_at).time("createdAt", found->created_at);
  o.number("total_users", static_cast<std::int64_t>(users)).number("totalUsers", static_cast<std::int64_t>(users));
  o.number("total_agents", static_cast<std::int64_t>(agents)).number("totalAgents", static_cast<std::int64_t>(agents)).end();
}

template <class Lazy>
void add_user_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("GET", "/api/v1/admin/users", signed_, &get_users<Lazy>);
  t.plain("GET", "/api/v1/admin/users/pending", signed_, &get_users_pending<Lazy>);
  t.waits("POST", "/api/v1/admin/users", signed_, &post_user<Lazy>);
  t.plain("PUT", "/api/v1/admin/users/{id}/role", signed_, &put_user_role<Lazy>);
  for (const char* path : {"/api/v1/admin/users/{id}/approve", "/api/v1/admin/users/{id}/activate"}) t.plain("POST", path, signed_, &post_user_activate<Lazy>);
  for (const char* path : {"/api/v1/admin/users/{id}/reject", "/api/v1/admin/users/{id}/deactivate"}) t.plain("POST", path, signed_, &post_user_deactivate<Lazy>);
  t.plain("DELETE", "/api/v1/admin/users/{id}", signed_, &delete_user<Lazy>);
  t.waits("POST", "/api/v1/auth/change-password", signed_, &post_change_password<Lazy>);
  t.plain("GET", "/api/v1/organizations/current", signed_, &get_organization<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
