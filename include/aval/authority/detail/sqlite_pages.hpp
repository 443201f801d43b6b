// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/detail/sqlite.hpp"
#include "aval/authority/store.hpp"

/*  Pages of what grows without end, for sqlite_store. A scan is asked for one piece after the other, each under the lock of the data
 *  base and some milliseconds long at most; it keeps no statement between them.
 *
 *  The trail: a date range is a range of numbers, found by halving, since times never fall in it. How many records match is added up
 *  from the counts of whole days; what begins or ends within a day, and what the counts do not know, is counted through the index of
 *  the narrowest filter, in windows of numbers that grow as long as they are quick. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

#define AVAL_VERIFICATION_COLUMNS                                                                                                               \
  "id, organization, agent, action, resource, context, risk, status, rule, reason, decided_by, trust, requested_at, decided_at, expires_at, " \
  "violation, signature, execution, execution_detail"

inline verification_ptr read_verification(sqlite_statement& row) {
  auto v = std::make_shared<verification_record>();
  v->id = row.next<uuid>();
  v->organization = row.next<uuid>();
  v->agent = row.next<uuid>();
  v->action = row.next<std::string>();
  v->resource = row.next<std::optional<std::string>>();
  v->context = row.next<std::string>();
  v->risk = row.next<risk_level>();
  v->status = row.next<verification_status>();
  v->rule = row.next<std::string>();
  v->reason = row.next<std::string>();
  v->decided_by = row.next<std::string>();
  v->reported_trust = row.next<double>();
  v->requested_at = row.next<timestamp>();
  v->decided_at = row.next<std::optional<timestamp>>();
  v->expires_at = row.next<std::optional<timestamp>>();
  v->violation = row.next<std::optional<severity>>();
  v->signature = row.next<signature_bytes>();
  v->execution = row.next<execution>();
  v->execution_detail = row.next<std::string>();
  return v;
}

inline audit_ptr read_audit_record(sqlite_statement& row) {
  auto a = std::make_shared<audit_record>();
  a->organization = row.next<uuid>();
  a->seq = row.next<std::int64_t>();
  a->id = row.next<uuid>();
  a->at = row.next<timestamp>();
  a->agent = row.next<std::optional<uuid>>();
  a->user = row.next<std::optional<uuid>>();
  a->action = row.next<std::string>();
  a->resource_type = row.next<std::string>();
  a->resource_id = row.next<std::string>();
  a->hash = row.next<digest_bytes>();
  a->text = row.next<std::string>();
  return a;
}

inline alert_record read_alert(sqlite_statement& row) {
  alert_record a;
  a.id = row.next<uuid>();
  a.organization = row.next<uuid>();
  a.agent = row.next<std::optional<uuid>>();
  a.type = row.next<std::string>();
  a.severity = row.next<severity>();
  a.title = row.next<std::string>();
  a.description = row.next<std::string>();
  a.counts_for_trust = row.next<bool>();
  a.repeats = row.next<std::int64_t>();
  a.created_at = row.next<timestamp>();
  a.last_at = row.next<timestamp>();
  a.acknowledged_at = row.next<std::optional<timestamp>>();
  a.acknowledged_by = row.next<std::string>();
  a.resolved_at = row.next<std::optional<timestamp>>();
  a.resolution = row.next<std::string>();
  return a;
}

inline constexpr std::chrono::milliseconds longest_piece{4};

#define AVAL_AUDIT_COLUMNS "organization, seq, id, at, agent, user, action, resource_type, resource_id, hash, text"

/** The number of an organization's newest record; zero without one. */
inline std::int64_t newest_record(sqlite_connection& db, const uuid& organization) {
  std::int64_t last = 0;
  sqlite_statement(db, "SELECT coalesce(max(seq), 0) FROM audit WHERE organization = ?").each([&](sqlite_statement& row) { last = row.next<std::int64_t>(); }, organization);
  return last;
}
/** The number of the first record of this time or a later one; `last` + 1 when there is none. */
inline std::int64_t first_record_since(sqlite_connection& db, const uuid& organization, timestamp when, std::int64_t last) {
  sqlite_statement time_of(db, "SELECT at FROM audit WHERE organization = ? AND seq = ?");
  std::int64_t low = 1, high = last + 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    bool before = false;
    time_of.each([&](sqlite_statement& row) { before = row.next<timestamp>() < when; }, organization, middle);
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}
/** The numbers, both inclusive, between which a query's matches lie. */
inline std::pair<std::int64_t, std::int64_t> numbers_of(sqlite_connection& db, const audit_query& q, std::int64_t last) {
  std::int64_t low = q.from ? first_record_since(db, q.organization, *q.from, last) : 1, high = q.to ? first_record_since(db, q.organization, *q.to, last) - 1 : last;
  low = std::max(low, q.after + 1);
  if (q.upto != 0) high = std::min(high, q.upto);
  return {low, high};
}
/** The filters of a query: ?1 organization, ?2 and ?3 numbers, ?4 agent, ?5 user, ?6 action, ?7 and ?8 resource. The index is named, since
 *  the planner knows nothing of how the values lie. */
inline std::string audit_from_where(const audit_query& q) {
  std::string text = " FROM audit INDEXED BY ";
  const bool rare = q.resource_type && *q.resource_type != "agent_action";
  text += q.user ? "audit_users" : rare && !q.agent ? "audit_resources" : q.agent ? "audit_agents" : q.action ? "audit_actions" : "audit_chain";
  text += " WHERE organization = ?1 AND seq BETWEEN ?2 AND ?3";
  if (q.agent) text += " AND agent = ?4";
  if (q.user) text += " AND user = ?5";
  if (q.action) text += " AND action = ?6";
  if (q.resource_type) text += " AND resource_type = ?7";
  if (rare) text += " AND resource_type <> 'agent_action'";
  if (q.resource_id) text += " AND resource_id = ?8";
  return text;
}

class audit_scan {
 public:
  explicit audit_scan(audit_query query) : q_(std::move(query)), skip_(q_.offset) {}

  audit_page page;

  /** False: the page is complete. */
  bool piece(sqlite_connection& db) {
    using clock = std::chrono::steady_clock;
    const auto until = clock::now() + longest_piece;
    if (!std::exchange(begun_, true)) begin(db);
    while (!ranges_.empty() && ranges_.back().only_collects && complete()) ranges_.pop_back();
    if (ranges_.empty()) return false;
    const std::string where = audit_from_where(q_);
    const std::string count = "SELECT count(*)" + where + " AND ?8 IS ?8";
    const std::string select = "SELECT " AVAL_AUDIT_COLUMNS + where + " ORDER BY seq DESC LIMIT ?9 OFFSET ?10";
    sqlite_statement counting(db, count.c_str()), selecting(db, select.c_str());
    for (auto now = clock::now(); !ranges_.empty() && now < until;) {
      range& r = ranges_.back();
      const std::int64_t low = r.high - r.low < window_ ? r.low : r.high - window_ + 1;
      std::uint64_t found = 0;
      if (plain_) found = static_cast<std::uint64_t>(r.high - low + 1);
      else counting.each([&](sqlite_statement& row) { found = row.next<std::uint64_t>(); }, q_.organization, low, r.high, q_.agent, q_.user, q_.action, q_.resource_type, q_.resource_id);
      if (r.counts) page.total += found;
      if (r.collects && page.records.size() < q_.limit) {
        if (skip_ >= found) {
          skip_ -= found;
        } else {
          selecting.each([&](sqlite_statement& row) { page.records.push_back(read_audit_record(row)); }, q_.organization, low, r.high, q_.agent, q_.user, q_.action, q_.resource_type,
                         q_.resource_id, q_.limit - page.records.size(), skip_);
          skip_ = 0;
        }
      }
      r.high = low - 1;
      if (r.high < r.low || (r.only_collects && complete())) ranges_.pop_back();
      const auto after = clock::now();
      if (after - now < longest_piece / 4) window_ = std::min<std::int64_t>(window_ * 2, std::int64_t{1} << 40);
      else if (after - now > longest_piece / 2) window_ = std::max<std::int64_t>(window_ / 2, 256);
      now = after;
    }
    return !ranges_.empty();
  }

 private:
  struct range {
    std::int64_t low = 0, high = 0;  // numbers of records, both inclusive; read from the high end
    bool counts = false, collects = false, only_collects = false;
  };

  bool complete() const { return page.records.size() >= q_.limit || q_.offset + page.records.size() >= page.total; }

  void begin(sqlite_connection& db) {
    const std::int64_t last = newest_record(db, q_.organization);
    const auto first_since = [&](timestamp when) { return first_record_since(db, q_.organization, when, last); };
    const auto day_begins = [](std::int64_t day) { return timestamp(std::chrono::sys_days(std::chrono::days(day))); };
    const auto [low, high] = numbers_of(db, q_, last);
    if (low > high) return;

    if (!q_.agent && !q_.user && !q_.action && !q_.resource_type && !q_.resource_id) {
      plain_ = true;
      page.total = static_cast<std::uint64_t>(high - low + 1);
      if (q_.limit == 0 || q_.offset >= page.total) return;
      const std::int64_t newest = high - static_cast<std::int64_t>(q_.offset);
      skip_ = 0;
      const auto size = static_cast<std::int64_t>(std::min<std::uint64_t>(q_.limit, page.total));
      ranges_.push_back({std::max(low, newest - size + 1), newest, false, true, false});
      return;
    }
    const std::int64_t first_day = q_.from ? day_of(*q_.from - std::chrono::nanoseconds(1)) + 1 : std::numeric_limits<std::int64_t>::min();
    const std::int64_t end_day = q_.to ? day_of(*q_.to) : std::numeric_limits<std::int64_t>::max();
    if (q_.user || q_.resource_id || q_.after != 0 || q_.upto != 0 || first_day >= end_day) {
      ranges_.push_back({low, high, true, true, false});
      return;
    }
    sqlite_statement(db, "SELECT coalesce(sum(n), 0) FROM audit_counts WHERE organization = ?1 AND day >= ?2 AND day < ?3 AND (?4 IS NULL OR agent = ?4) AND (?5 IS NULL OR action = ?5) "
                         "AND (?6 IS NULL OR resource_type = ?6)")
        .each([&](sqlite_statement& row) { page.total = row.next<std::uint64_t>(); }, q_.organization, first_day, end_day, q_.agent, q_.action, q_.resource_type);
    ranges_.push_back({low, high, false, true, true});  // the last one is read first: the counts before the page
    const auto parts_of_days = [&](std::int64_t from, std::int64_t to) {
      if (from <= to) ranges_.push_back({from, to, true, false, false});
    };
    if (q_.from) parts_of_days(low, std::min(high, first_since(day_begins(first_day)) - 1));
    if (q_.to) parts_of_days(std::max(low, first_since(day_begins(end_day))), high);
  }

  audit_query q_;
  std::vector<range> ranges_;  // what is still to be read, from the back
  std::uint64_t skip_ = 0;
  std::int64_t window_ = 4096;
  bool begun_ = false, plain_ = false;
};

class verification_scan {
 public:
  explicit verification_scan(verification_query query) : q_(std::move(query)) {
    std::array<std::byte, 16> highest;
    highest.fill(std::byte{0xFF});
    before_ = uuid(highest);
  }

  verification_page page;

  bool piece(sqlite_connection& db) {
    const auto until = std::chrono::steady_clock::now() + longest_piece;
    const bool refused = q_.status == verification_status::denied || q_.status == verification_status::expired;  // few among many: they have an index
    const std::string from = std::string(" FROM verifications") + (refused ? " INDEXED BY verifications_refused" : "") + " WHERE organization = ?1" +
                             (q_.status ? " AND status = " + std::to_string(static_cast<int>(*q_.status)) : std::string());
    const bool filtered = q_.risk || q_.agent || !q_.search.empty();
    if (!std::exchange(begun_, true)) {
      count_by_status(db);
      if (q_.violations_of) return read_violations(db), false;
      if (!filtered) {
        for (std::size_t i = 0; i < page.by_status.size(); ++i)
          if (!q_.status || static_cast<std::size_t>(*q_.status) == i) page.total += page.by_status[i];
        const std::string sql = "SELECT " AVAL_VERIFICATION_COLUMNS + from + " ORDER BY id DESC LIMIT ?2 OFFSET ?3";
        if (q_.limit != 0) sqlite_statement(db, sql.c_str()).each([&](sqlite_statement& row) { page.records.push_back(read_verification(row)); }, q_.organization, q_.limit, q_.offset);
        return false;
      }
    }
    std::string fits = "(?5 IS NULL OR agent = ?5) AND (?2 IS NULL OR risk = ?2) AND (?3 = ''";
    if (q_.field == search_in::anywhere || q_.field == search_in::action) fits += " OR instr(lower(action), ?3) > 0";
    if (q_.field == search_in::anywhere || q_.field == search_in::resource) fits += " OR instr(lower(resource), ?3) > 0";
    if (q_.field == search_in::anywhere || q_.field == search_in::agent_name) fits += " OR agent IN (SELECT id FROM agents WHERE organization = ?1 AND instr(lower(name), ?3) > 0)";
    const std::string sql = "SELECT id, " + fits + ")" + from + " AND id < ?4 ORDER BY id DESC LIMIT 500";
    sqlite_statement next(db, sql.c_str());
    bool more = true;
    while (more && std::chrono::steady_clock::now() < until) {
      more = false;
      next.each(
          [&](sqlite_statement& row) {
            before_ = row.next<uuid>();
            more = true;
            if (!row.next<bool>()) return;
            if (page.total >= q_.offset && found_.size() < q_.limit) found_.push_back(before_);
            ++page.total;
          },
          q_.organization, q_.risk, q_.search, before_, q_.agent);
    }
    if (more) return true;
    sqlite_statement one(db, "SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE id = ?");
    for (const uuid& id : found_) one.each([&](sqlite_statement& row) { page.records.push_back(read_verification(row)); }, id);
    return false;
  }

 private:
  void count_by_status(sqlite_connection& db) {
    sqlite_statement(db, "SELECT status, n FROM verification_counts WHERE organization = ?")
        .each(
            [&](sqlite_statement& row) {
              const auto status = row.next<verification_status>();
              page.by_status[static_cast<std::size_t>(status)] = row.next<std::uint64_t>();
            },
            q_.organization);
  }
  void read_violations(sqlite_connection& db) {
    sqlite_statement(db, "SELECT count(*) FROM verifications WHERE agent = ? AND organization = ? AND violation IS NOT NULL")
        .each([&](sqlite_statement& row) { page.total = row.next<std::uint64_t>(); }, *q_.violations_of, q_.organization);
    sqlite_statement(db, "SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE agent = ? AND organization = ? AND violation IS NOT NULL ORDER BY id DESC LIMIT ? OFFSET ?")
        .each([&](sqlite_statement& row) { page.records.push_back(read_verification(row)); }, *q_.violations_of, q_.organization, q_.limit, q_.offset);
  }

  verification_query q_;
  uuid before_;               // the next piece begins with the first one older than this
  std::vector<uuid> found_;   // those of the page
  bool begun_ = false;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
