// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/audit_export.hpp"
#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/record_keeping.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/detail/routes_audit.hpp"

/*  The whole trail as a stream, its signed checkpoints and the key that signs them (AIM specification 4.6). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline void append_checkpoint(std::string& out, const checkpoint_record& c) {
  object_out o(out);
  o.id("id", c.id).id("organization_id", c.organization).number("seq", c.seq).text("hash", c.hash).text("timestamp", c.at).text("key", c.key).text("signature", c.signature).end();
}

template <class Lazy>
void get_audit_key(basic_service<Lazy>& self, request& r) {
  self.limit(r, self.by_address(), r.who.address);
  object_out(r.out()).text("key", audit_key(self).public_key().to_base64()).text("algorithm", "Ed25519").end();
}

template <class Lazy>
void get_checkpoints(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const std::size_t limit = r.number("limit", 50, 1, 1000), offset = r.number("offset", 0, 0, 1'000'000);
  std::vector<checkpoint_ptr> all;
  self.registry().look(r.now, [&](const registry::view& v) {
    v.each<checkpoint_record>(r.who.organization, [&](const checkpoint_ptr& c) { all.push_back(c); });
    return true;
  });
  std::reverse(all.begin(), all.end());
  object_out o(r.out());
  std::string& list = o.put("checkpoints");
  list += '[';
  for (std::size_t i = offset; i < all.size() && i - offset < limit; ++i) {
    if (i != offset) list += ", ";
    append_checkpoint(list, *all[i]);
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(all.size())).number("limit", static_cast<std::int64_t>(limit)).number("offset", static_cast<std::int64_t>(offset)).end();
  r.ticket = std::max(r.ticket, self.registry().last_ticket());
}

// signs where the trail ends now; the newest one again when nothing has come since
template <class Lazy>
void post_checkpoint(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const checkpoint_ptr c = checkpoint(self, r.who.organization, false, r.ticket);
  if (!c) throw refused(404, "not_found", "The audit trail is empty");
  r.status = 201;
  append_checkpoint(r.out(), *c);
}

template <class Lazy>
awaitable<void> get_audit_export(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::admin, needs_admin);
  const std::string format = r.query("format").value_or("jsonl");
  if (format != "jsonl" && format != "csv") throw refused(400, "bad_request", "Invalid format. Supported formats: csv, jsonl");
  audit_query q = audit_query_of(r, 500);
  q.offset = 0;
  if (const auto agent = r.query("agent_id"); agent && !agent->empty()) q.agent = r.id_or(*agent, "agent_id must be an identifier");
  constexpr std::size_t most = 1'000'000'000'000'000;
  q.after = static_cast<std::int64_t>(r.number("from_seq", 1, 1, most)) - 1;
  self.registry().record(doing(r, "export", "audit_log", ""), r.now, r.ticket);
  // it ends with this record, whatever is written while it runs
  const std::int64_t end = self.registry().look(r.now, [&](const registry::view& v) { return v.trail_end(r.who.organization).first; });
  q.upto = std::min(end, static_cast<std::int64_t>(r.number("to_seq", most, 1, most)));
  co_await self.all_durable();
  audit_query counted = q;
  counted.limit = 0;
  const audit_page page = co_await self.registry().store().audit(counted);
  q.limit = 500;

  auto& headers = r.x.response().headers;
  headers.add("Content-Type", format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson");
  headers.add("Content-Disposition", "attachment; filename=\"audit-" + format_rfc3339(r.now, 0).substr(0, 10) + '.' + format + '"');
  headers.add("Cache-Control", "no-store");
  headers.add("X-Total-Count", std::to_string(page.total));
  co_await r.x.begin_stream();
  std::string text;
  if (format == "csv") append_audit_csv_header(text);
  for (;;) {
    const std::vector<audit_ptr> piece = co_await self.registry().store().audit_after(q);
    for (const audit_ptr& one : piece) {
      if (format == "csv") {
        append_audit_csv(text, *one);
      } else {
        append_audit_record(text, *one);
        text += '\n';
      }
    }
    if (!text.empty()) co_await r.x.write(std::move(text));
    text.clear();
    if (piece.empty()) break;
    q.after = piece.back()->seq;
  }
}

template <class Lazy>
void add_audit_export_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("GET", "/api/v1/audit/key", open, &get_audit_key<Lazy>);
  t.plain("GET", "/api/v1/admin/audit-logs/checkpoints", signed_, &get_checkpoints<Lazy>);
  t.plain("POST", "/api/v1/admin/audit-logs/checkpoints", once, &post_checkpoint<Lazy>);
  t.waits("GET", "/api/v1/admin/audit-logs/export", signed_, &get_audit_export<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
