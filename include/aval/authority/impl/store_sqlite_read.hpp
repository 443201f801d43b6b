// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/impl/store_sqlite.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {

template <class Lazy>
void basic_sqlite_file<Lazy>::read_all(store_contents& out, timestamp now, timestamp recent) {
  using row_type = sqlite_statement;
  const auto each = [this](const char* sql, auto row, const auto&... arguments) { sqlite_statement(db_, sql).each(row, arguments...); };
  each("SELECT id, name, created_at FROM organizations", [&](row_type& r) {
    organization_record o;
    o.id = r.next<uuid>();
    o.name = r.next<std::string>();
    o.created_at = r.next<timestamp>();
    out.organizations.push_back(std::move(o));
  });
  each("SELECT id, organization, email, name, role, approved, password_hash, created_at, last_login FROM users", [&](row_type& r) {
    user_record u;
    u.id = r.next<uuid>();
    u.organization = r.next<uuid>();
    u.email = r.next<std::string>();
    u.name = r.next<std::string>();
    u.role = r.next<role>();
    u.approved = r.next<bool>();
    u.password_hash = r.next<std::string>();
    u.created_at = r.next<timestamp>();
    u.last_login = r.next<std::optional<timestamp>>();
    out.users.push_back(std::move(u));
  });
  each("SELECT * FROM agents", [&](row_type& r) {
    auto a = std::make_shared<agent_record>();
    a->id = r.next<uuid>();
    a->organization = r.next<uuid>();
    a->name = r.next<std::string>();
    a->display_name = r.next<std::string>();
    a->description = r.next<std::string>();
    a->type = r.next<std::string>();
    a->version = r.next<std::string>();
    a->repository_url = r.next<std::string>();
    a->documentation_url = r.next<std::string>();
    a->certificate_url = r.next<std::string>();
    a->status = r.next<agent_status>();
    a->key = r.next<std::optional<key_bytes>>();
    a->previous_key = r.next<std::optional<key_bytes>>();
    a->previous_key_until = r.next<std::optional<timestamp>>();
    a->key_created_at = r.next<std::optional<timestamp>>();
    a->key_expires_at = r.next<std::optional<timestamp>>();
    a->rotations = r.next<std::int64_t>();
    a->compromised = r.next<bool>();
    a->violations = r.next<std::int64_t>();
    a->trust = r.next<double>();
    a->fixed_trust = r.next<std::optional<double>>();
    a->declared = detail::split_list(r.next<std::string>());
    a->granted = detail::split_list(r.next<std::string>());
    a->talks_to = detail::split_list(r.next<std::string>());
    a->created_by = r.next<std::optional<uuid>>();
    a->created_at = r.next<timestamp>();
    a->updated_at = r.next<timestamp>();
    a->verified_at = r.next<std::optional<timestamp>>();
    a->removed = r.next<bool>();
    a->registered_with = r.next<std::optional<uuid>>();
    out.agents.push_back(std::move(a));
  });
  each("SELECT * FROM api_keys WHERE removed = 0", [&](row_type& r) {
    api_key_record k;
    k.id = r.next<uuid>();
    k.organization = r.next<uuid>();
    k.agent = r.next<std::optional<uuid>>();
    k.created_by = r.next<std::optional<uuid>>();
    k.name = r.next<std::string>();
    k.prefix = r.next<std::string>();
    k.hash = r.next<std::string>();
    k.active = r.next<bool>();
    k.created_at = r.next<timestamp>();
    k.expires_at = r.next<timestamp>();
    k.last_used_at = r.next<std::optional<timestamp>>();
    out.api_keys.push_back(std::move(k));
  });
  // ids begin with their time, so the recent ones are the end of the index
  random_source zero;
  zero.function = [](std::span<std::byte> bytes) { std::fill(bytes.begin(), bytes.end(), std::byte{}); };
  each("SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE id >= ?", [&](row_type& r) { out.verifications.push_back(read_verification(r)); }, detail::ordered_uuid(recent, zero));
  each("SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE status = 2 AND id < ?", [&](row_type& r) { out.verifications.push_back(read_verification(r)); },
       detail::ordered_uuid(recent, zero));
  each("SELECT * FROM alerts WHERE acknowledged_at IS NULL ORDER BY id DESC LIMIT 10000", [&](row_type& r) { out.alerts.push_back(read_alert(r)); });
  each("SELECT * FROM refresh_tokens WHERE expires_at > ?",
       [&](row_type& r) {
         refresh_record t;
         t.id = r.next<uuid>();
         t.family = r.next<uuid>();
         t.user = r.next<uuid>();
         t.organization = r.next<uuid>();
         t.sdk = r.next<bool>();
         t.issued_at = r.next<timestamp>();
         t.expires_at = r.next<timestamp>();
         t.revoked_at = r.next<std::optional<timestamp>>();
         t.rotated_at = r.next<std::optional<timestamp>>();
         t.successor = r.next<std::optional<uuid>>();
         t.successor_access = r.next<std::optional<uuid>>();
         out.refresh_tokens.push_back(std::move(t));
       },
       now);
  each("SELECT agent, mark, forget_at, status, body FROM replays WHERE forget_at >= ?",
       [&](row_type& r) {
         replay_record p;
         p.agent = r.next<uuid>();
         p.mark = r.next<key_bytes>();
         p.forget_at = r.next<timestamp>();
         p.status = r.next<int>();
         p.body = r.next<std::string>();
         out.replays.push_back(std::move(p));
       },
       now);
  each("SELECT * FROM activity WHERE day > ?",
       [&](row_type& r) {
         activity_record a;
         a.agent = r.next<uuid>();
         a.day = r.next<std::int64_t>();
         a.approved = r.next<std::uint32_t>();
         a.denied = r.next<std::uint32_t>();
         a.succeeded = r.next<std::uint32_t>();
         a.failed = r.next<std::uint32_t>();
         for (auto& n : a.violations) n = r.next<std::uint32_t>();
         out.activities.push_back(a);
       },
       day_of(now) - 30);
  each("SELECT name, value FROM settings", [&](row_type& r) {
    setting_record s;
    s.name = r.next<std::string>();
    s.value = r.next<std::string>();
    out.settings.push_back(std::move(s));
  });
  each("SELECT kind, organization, id, text FROM documents", [&](row_type& r) {
    document_record d;
    d.kind = static_cast<document_kind>(r.next<std::int64_t>());
    d.organization = r.next<uuid>();
    d.id = r.next<uuid>();
    d.text = r.next<std::string>();
    out.documents.push_back(std::move(d));
  });
  each("SELECT organization, max(seq), id, at, hash, text FROM audit GROUP BY organization", [&](row_type& r) {
    auto head = std::make_shared<audit_record>();
    head->organization = r.next<uuid>();
    head->seq = r.next<std::int64_t>();
    head->id = r.next<uuid>();
    head->at = r.next<timestamp>();
    head->hash = r.next<digest_bytes>();
    head->text = r.next<std::string>();
    if (crypto::sha256(head->text) != head->hash)
      throw error(make_error_code(errc::store_corrupt), "data base " + options_.path + ": the last audit record does not have the hash that stands beside it");
    out.chain_heads.push_back(std::move(head));
  });
}

template <class Lazy>
alert_page basic_sqlite_file<Lazy>::read_alerts(const alert_query& q) {
  std::string where = " FROM alerts WHERE organization = ?1 AND (?2 IS NULL OR severity = ?2)";
  if (q.state == alert_state::open) where += " AND acknowledged_at IS NULL";
  if (q.state == alert_state::acknowledged) where += " AND acknowledged_at IS NOT NULL AND resolved_at IS NULL";
  if (q.state == alert_state::resolved) where += " AND resolved_at IS NOT NULL";
  alert_page page;
  const std::string count = "SELECT count(*)" + where, select = "SELECT *" + where + " ORDER BY id DESC LIMIT ?3 OFFSET ?4";
  sqlite_statement(db_, count.c_str()).each([&](sqlite_statement& r) { page.total = r.next<std::uint64_t>(); }, q.organization, q.severity);
  sqlite_statement(db_, select.c_str()).each([&](sqlite_statement& r) { page.records.push_back(read_alert(r)); }, q.organization, q.severity, q.limit, q.offset);
  return page;
}

#undef AVAL_VERIFICATION_COLUMNS

}  // namespace detail

}  // namespace authority
}  // namespace v0
}  // namespace aval
