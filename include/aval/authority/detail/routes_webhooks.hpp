// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/detail/webhook_sender.hpp"

/*  Webhooks over HTTP (AIM specification 2.11). The secret is shown when it is made and never again. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline void append_webhook(std::string& out, const webhook_record& w, bool with_secret) {
  object_out o(out);
  o.id("id", w.id).id("organization_id", w.organization).id("organizationId", w.organization).text("name", w.name).text("url", w.url).texts("events", w.events);
  if (with_secret) o.text("secret", w.secret);
  o.boolean("is_active", w.is_active).boolean("isActive", w.is_active).text("created_by", w.created_by).text("createdBy", w.created_by);
  o.time("last_triggered_at", w.last_triggered_at).time("lastTriggeredAt", w.last_triggered_at).number("last_status", w.last_status).text("last_error", w.last_error);
  o.number("delivery_count", w.deliveries).number("failure_count", w.failures).number("failureCount", w.failures).time("disabled_at", w.disabled_at);
  o.time("created_at", w.created_at).time("createdAt", w.created_at).time("updated_at", w.updated_at).time("updatedAt", w.updated_at).end();
}

// an address that could never be reached is told at once; names are looked up when something is sent
template <class Lazy>
void check_target(basic_service<Lazy>& self, const std::string& text) {
  const auto url = net::parse_url(text);
  if (!url || self.options().requests_to_private_addresses) return;
  std::error_code a_name;
  const auto address = asio::ip::make_address(url->host(), a_name);
  if ((!a_name && !is_public(address)) || url->host() == "localhost") throw refused(400, "forbidden_address", "url must not point to this machine or a private network");
}
inline void read_webhook_body(const body_members& body, webhook_record& w) {
  if (auto text = body.text("name")) w.name = printable(*text, 200);
  if (auto text = body.text("url")) w.url = std::move(*text);
  if (body.has("events")) w.events = body.texts("events");
  if (const auto on = body.boolean("is_active")) w.is_active = *on;
}

template <class Lazy>
document_ptr<webhook_record> find_webhook(basic_service<Lazy>& self, const request& r) {
  const uuid id = r.id_or(r.id, "Invalid webhook ID format");
  auto found = self.registry().look(r.now, [&](const registry::view& v) { return v.find<webhook_record>(r.who.organization, id); });
  if (!found) throw refused(missing_webhook());
  return found;
}

template <class Lazy>
void get_webhooks(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  object_out o(r.out());
  std::string& list = o.put("webhooks");
  std::int64_t n = 0;
  list += '[';
  self.registry().look(r.now, [&](const registry::view& v) {
    v.each<webhook_record>(r.who.organization, [&](const document_ptr<webhook_record>& w) {
      if (n++ != 0) list += ", ";
      append_webhook(list, *w, false);
    });
    return true;
  });
  list += ']';
  o.number("total", n).end();
}
template <class Lazy>
void get_webhook(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  append_webhook(r.out(), *find_webhook(self, r), false);
}
template <class Lazy>
void post_webhook(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const body_members body(r.x.request().body());
  webhook_record wanted;
  read_webhook_body(body, wanted);
  if (wanted.name.empty()) wanted.name = wanted.url.substr(0, 200);
  check_target(self, wanted.url);
  const webhook_record made = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return create_webhook(t, std::move(wanted), r.who); }));
  r.status = 201;
  r.x.response().headers.add("Cache-Control", "no-store");
  append_webhook(r.out(), made, true);
}
template <class Lazy>
void put_webhook(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const body_members body(r.x.request().body());
  const bool new_secret = body.boolean("rotate_secret").value_or(false);
  webhook_record wanted = *find_webhook(self, r);
  read_webhook_body(body, wanted);
  check_target(self, wanted.url);
  const webhook_record done = value_or_refuse(self.registry().transact(
      r.now, r.ticket, [&](registry::transaction& t) { return change_webhook(t, wanted.id, r.who, new_secret, [&](webhook_record& w) { read_webhook_body(body, w); }); }));
  if (new_secret) r.x.response().headers.add("Cache-Control", "no-store");
  append_webhook(r.out(), done, new_secret);
}
template <class Lazy>
void delete_webhook(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const uuid id = r.id_or(r.id, "Invalid webhook ID format");
  value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return remove_webhook(t, id, r.who); }));
  r.status = 204;
}
/** Sends once, now, also to one that is switched off; it does not count. */
template <class Lazy>
awaitable<void> post_webhook_test(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  self.limit(r, self.strict(), "webhook " + r.who.name);
  const auto hook = find_webhook(self, r);
  std::string body = webhook_body(ordered_uuid(r.now, self.options().random), "webhook.test", hook->organization, r.now, "{\"message\": \"This is a test\"}");
  const auto client = outward_of(self);
  const webhook_outcome how = co_await send_webhook<Lazy>(client, hook, "webhook.test", std::move(body));
  object_out o(r.out());
  o.boolean("success", how.delivered()).number("status", how.status).text("message", how.delivered() ? std::string_view("Delivered") : std::string_view(how.problem)).end();
}

template <class Lazy>
void add_webhook_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("GET", "/api/v1/webhooks", signed_, &get_webhooks<Lazy>);
  t.plain("POST", "/api/v1/webhooks", signed_, &post_webhook<Lazy>);
  t.plain("GET", "/api/v1/webhooks/{id}", signed_, &get_webhook<Lazy>);
  t.plain("PUT", "/api/v1/webhooks/{id}", signed_, &put_webhook<Lazy>);
  t.plain("DELETE", "/api/v1/webhooks/{id}", signed_, &delete_webhook<Lazy>);
  t.waits("POST", "/api/v1/webhooks/{id}/test", signed_, &post_webhook_test<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
