// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "aval/authority/detail/sqlite_pages.hpp"

/*  A whole trail read forwards, and its figures, for sqlite_store: in pieces as in sqlite_pages.hpp. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** store::audit_after(). */
class audit_walk {
 public:
  explicit audit_walk(audit_query query) : q_(std::move(query)) {}

  std::vector<audit_ptr> records;

  bool piece(sqlite_connection& db) {
    using clock = std::chrono::steady_clock;
    const auto until = clock::now() + longest_piece;
    if (!std::exchange(begun_, true)) std::tie(next_, high_) = numbers_of(db, q_, newest_record(db, q_.organization));
    if (full() || next_ > high_) return false;
    const std::string sql = "SELECT " AVAL_AUDIT_COLUMNS + audit_from_where(q_) + " AND ?8 IS ?8 ORDER BY seq LIMIT ?9";
    sqlite_statement select(db, sql.c_str());
    for (auto now = clock::now(); next_ <= high_ && !full() && now < until;) {
      // few records at a time while they match, large strides over those that do not
      const std::int64_t high = high_ - next_ < window_ ? high_ : next_ + window_ - 1;
      const std::size_t wanted = std::min<std::size_t>(q_.limit - records.size(), 128), before = records.size();
      std::int64_t seen = high;
      select.each(
          [&](sqlite_statement& row) {
            records.push_back(read_audit_record(row));
            bytes_ += records.back()->text.size();
            return bytes_ < largest_audit_piece;
          },
          q_.organization, next_, high, q_.agent, q_.user, q_.action, q_.resource_type, q_.resource_id, wanted);
      if (records.size() - before == wanted || full()) seen = records.back()->seq;
      next_ = seen + 1;
      const auto after = clock::now();
      if (after - now < longest_piece / 4) window_ = std::min<std::int64_t>(window_ * 2, std::int64_t{1} << 40);
      else if (after - now > longest_piece / 2) window_ = std::max<std::int64_t>(window_ / 2, 256);
      now = after;
    }
    return next_ <= high_ && !full();
  }

 private:
  bool full() const { return records.size() >= q_.limit || bytes_ >= largest_audit_piece; }

  audit_query q_;
  std::int64_t next_ = 1, high_ = 0, window_ = 4096;
  std::size_t bytes_ = 0;
  bool begun_ = false;
};

/** store::figures(): the counts of whole days, less what lies in them outside of the range; then the people, one after the other. */
class audit_count {
 public:
  explicit audit_count(const audit_query& query) {
    q_.organization = query.organization;
    q_.agent = query.agent;
    q_.from = query.from;
    q_.to = query.to;
  }

  audit_figures figures;

  bool piece(sqlite_connection& db) {
    using clock = std::chrono::steady_clock;
    const auto until = clock::now() + longest_piece;
    if (!std::exchange(begun_, true)) begin(db);
    while (clock::now() < until) {
      if (day_ < end_day_) count_day(db);
      else if (!outside_.empty()) take_off(db);
      else if (!next_user(db)) return finish(), false;
    }
    return true;
  }

 private:
  static constexpr std::int64_t window = 1024;

  void begin(sqlite_connection& db) {
    const std::int64_t last = newest_record(db, q_.organization);
    std::tie(low_, high_) = numbers_of(db, q_, last);
    user_low_ = low_;
    sqlite_statement(db, "SELECT coalesce(min(day), 0), coalesce(max(day), -1) + 1 FROM audit_counts WHERE organization = ?")
        .each(
            [&](sqlite_statement& row) {
              day_ = row.next<std::int64_t>();
              end_day_ = row.next<std::int64_t>();
            },
            q_.organization);
    const auto begins = [](std::int64_t day) { return timestamp(std::chrono::sys_days(std::chrono::days(day))); };
    if (low_ > high_) {
      end_day_ = day_;
      return;
    }
    if (q_.from && day_of(*q_.from) >= day_) {
      day_ = day_of(*q_.from);
      outside_.emplace_back(first_record_since(db, q_.organization, begins(day_), last), low_ - 1);
    }
    if (q_.to && day_of(*q_.to) < end_day_) {
      end_day_ = day_of(*q_.to - std::chrono::nanoseconds(1)) + 1;
      outside_.emplace_back(high_ + 1, first_record_since(db, q_.organization, begins(end_day_), last) - 1);
    }
    std::erase_if(outside_, [](const auto& range) { return range.first > range.second; });
  }
  void count_day(sqlite_connection& db) {
    sqlite_statement(db, "SELECT action, sum(n) FROM audit_counts WHERE organization = ?1 AND day = ?2 AND (?3 IS NULL OR agent = ?3) GROUP BY action")
        .each(
            [&](sqlite_statement& row) {
              auto action = row.next<std::string>();
              by_action_[std::move(action)] += row.next<std::int64_t>();
            },
            q_.organization, day_, q_.agent);
    ++day_;
  }
  void take_off(sqlite_connection& db) {
    auto& [low, high] = outside_.back();
    const std::int64_t end = std::min(high, low + window - 1);
    const std::string sql = std::string("SELECT action, count(*) FROM audit INDEXED BY ") + (q_.agent ? "audit_agents" : "audit_chain") +
                            " WHERE organization = ?1 AND seq BETWEEN ?2 AND ?3 " + (q_.agent ? "AND agent = ?4" : "AND ?4 IS NULL") + " GROUP BY action";
    sqlite_statement(db, sql.c_str())
        .each(
            [&](sqlite_statement& row) {
              auto action = row.next<std::string>();
              by_action_[std::move(action)] -= row.next<std::int64_t>();
            },
            q_.organization, low, end, q_.agent);
    low = end + 1;
    if (low > high) outside_.pop_back();
  }
  // a step among the people of the data base, each of whom belongs to one organization; false behind the last one
  bool next_user(sqlite_connection& db) {
    if (low_ > high_) return false;
    if (!user_ || user_low_ > high_) {
      std::optional<uuid> next;
      sqlite_statement(db, "SELECT user FROM audit INDEXED BY audit_users WHERE user > ? ORDER BY user LIMIT 1").each([&](sqlite_statement& row) { next = row.next<uuid>(); }, user_.value_or(uuid()));
      user_ = next;
      user_low_ = low_;
      if (!next) return false;
    }
    const std::int64_t end = q_.agent ? std::min(high_, user_low_ + 8 * window - 1) : high_;
    bool found = false;
    sqlite_statement(db, "SELECT 1 FROM audit INDEXED BY audit_users WHERE user = ?1 AND seq BETWEEN ?2 AND ?3 AND organization = ?4 AND (?5 IS NULL OR agent = ?5) LIMIT 1")
        .each([&](sqlite_statement&) { found = true; }, *user_, user_low_, end, q_.organization, q_.agent);
    if (found) ++figures.users;
    user_low_ = found ? high_ + 1 : end + 1;
    return true;
  }
  void finish() {
    for (const auto& [action, n] : by_action_) figures.records += static_cast<std::uint64_t>(std::max<std::int64_t>(n, 0));
    figures.actions = most_frequent(by_action_);
  }

  audit_query q_;
  std::map<std::string, std::int64_t> by_action_;
  std::vector<std::pair<std::int64_t, std::int64_t>> outside_;  // numbers of records, inclusive, in the days but not in the range
  std::int64_t low_ = 1, high_ = 0, day_ = 0, end_day_ = 0, user_low_ = 1;
  std::optional<uuid> user_;
  bool begun_ = false;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
