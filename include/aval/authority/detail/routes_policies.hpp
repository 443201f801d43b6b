// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/policy_book.hpp"

/*  Security policies over HTTP (AIM specification 2.11). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline void append_policy(std::string& out, const policy_record& p, uuid organization) {
  const auto seen = [](timestamp t) { return t == timestamp() ? std::nullopt : std::optional(t); };
  object_out o(out);
  o.id("id", p.id).id("organization_id", organization).id("organizationId", organization).text("name", p.name).text("description", p.description);
  o.text("policy_type", p.policy_type).text("policyType", p.policy_type).text("enforcement_action", p.enforcement_action).text("enforcementAction", p.enforcement_action);
  o.text("severity_threshold", p.severity_threshold).text("severityThreshold", p.severity_threshold).raw("rules", p.rules).text("applies_to", p.applies_to).text("appliesTo", p.applies_to);
  o.boolean("is_enabled", p.is_enabled).boolean("isEnabled", p.is_enabled).number("priority", p.priority).text("created_by", p.created_by).text("createdBy", p.created_by);
  o.time_or_zero("created_at", seen(p.created_at)).time_or_zero("createdAt", seen(p.created_at)).time_or_zero("updated_at", seen(p.updated_at)).time_or_zero("updatedAt", seen(p.updated_at)).end();
}

inline void read_policy_body(const body_members& body, policy_record& p) {
  const auto text = [&](std::string_view name, std::string& into) {
    if (auto given = body.text(name)) into = std::move(*given);
  };
  text("name", p.name);
  text("description", p.description);
  text("policy_type", p.policy_type);
  text("enforcement_action", p.enforcement_action);
  text("severity_threshold", p.severity_threshold);
  text("applies_to", p.applies_to);
  if (const auto on = body.boolean("is_enabled")) p.is_enabled = *on;
  if (const auto n = body.number("priority")) p.priority = *n;
  if (const json::value* rules = body.find("rules")) p.rules = json::write(*rules);
}

template <class Lazy>
void get_policies(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const auto all = self.registry().look(r.now, [&](const registry::view& v) { return policies_of(v, r.who.organization); });
  object_out o(r.out());
  std::string& list = o.put("policies");
  list += '[';
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != 0) list += ", ";
    append_policy(list, all[i], r.who.organization);
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(all.size())).end();
}
template <class Lazy>
void get_policy(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const uuid id = r.id_or(r.id, "Invalid policy ID format");
  for (const policy_record& p : self.registry().look(r.now, [&](const registry::view& v) { return policies_of(v, r.who.organization); }))
    if (p.id == id) return append_policy(r.out(), p, r.who.organization);
  throw refused(missing_policy());
}
template <class Lazy>
void post_policy(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const body_members body(r.x.request().body());
  policy_record wanted;
  read_policy_body(body, wanted);
  const policy_record made = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return create_policy(t, std::move(wanted), r.who); }));
  r.status = 201;
  append_policy(r.out(), made, r.who.organization);
}
template <class Lazy, class F>
void edit_policy(basic_service<Lazy>& self, request& r, F edit) {
  self.require_role(r, role::admin, needs_admin);
  const uuid id = r.id_or(r.id, "Invalid policy ID format");
  append_policy(r.out(), value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return change_policy(t, id, r.who, edit); })), r.who.organization);
}
template <class Lazy>
void put_policy(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body());
  edit_policy(self, r, [&](policy_record& p) { read_policy_body(body, p); });
}
template <class Lazy>
void patch_policy_toggle(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body(), true);
  const auto wanted = body.boolean("is_enabled");
  edit_policy(self, r, [&](policy_record& p) { p.is_enabled = wanted.value_or(!p.is_enabled); });
}
template <class Lazy>
void delete_policy(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const uuid id = r.id_or(r.id, "Invalid policy ID format");
  value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return remove_policy(t, id, r.who); }));
  r.status = 204;
}

template <class Lazy>
void add_policy_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("GET", "/api/v1/admin/security-policies", signed_, &get_policies<Lazy>);
  t.plain("POST", "/api/v1/admin/security-policies", signed_, &post_policy<Lazy>);
  t.plain("GET", "/api/v1/admin/security-policies/{id}", signed_, &get_policy<Lazy>);
  t.plain("PUT", "/api/v1/admin/security-policies/{id}", signed_, &put_policy<Lazy>);
  t.plain("DELETE", "/api/v1/admin/security-policies/{id}", signed_, &delete_policy<Lazy>);
  t.plain("PATCH", "/api/v1/admin/security-policies/{id}/toggle", signed_, &patch_policy_toggle<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
