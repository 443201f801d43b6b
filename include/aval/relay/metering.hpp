// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "aval/core/condition.hpp"
#include "aval/core/error.hpp"
#include "aval/core/timestamp.hpp"

/*  Who may do how much through a hub (ACPaaS specification 5.3). Agents belong to accounts, accounts have plans, and a plan may limit how
 *  many actions (a session opened, a task asked for) an account has in a period. Nothing here does I/O, and nothing is charged that
 *  was not carried out: ask first with allows(), then charge(). */

namespace aval {
inline namespace v0 {
namespace relay {

/** What an account pays for. */
struct plan {
  std::string name = {};
  std::optional<std::uint64_t> limit = {};  ///< actions in a period; empty: as many as it likes
};

/** After which time counting begins again, in UTC. */
enum class metering_period { day, month, never };

struct account_options {
  std::string name = {};
  std::string plan = "unlimited";
};

struct metering_options {
  std::vector<relay::plan> plans = {{"Free", 5}, {"Basic", 1000}, {"Pro", {}}, {"unlimited", {}}};
  std::vector<account_options> accounts = {};          ///< those with a plan of their own; "default" may stand here too
  std::map<std::string, std::string> account_of = {};  ///< agent's id -> account; an agent that is not here belongs to "default"
  std::string default_plan = "unlimited";              ///< of the account "default", and of accounts that are only named in account_of
  metering_period period = metering_period::month;
};

/** How much an account has used, as it is shown. */
struct account_usage {
  std::string account = {}, plan = {};
  std::optional<std::uint64_t> limit = {};
  std::uint64_t used = 0;
  timestamp period_begin = {};
  std::optional<timestamp> period_end = {};  ///< empty: counting never begins again
};

/** The accounts of a hub and what they have used. Usage lives in memory: save() and restore() carry it over a restart.
 *
 *  @par Threads  one at a time. */
class metering {
 public:
  struct account {
    std::string name = {};
    std::string plan = {};
    std::optional<std::uint64_t> limit = {};
    std::uint64_t used = 0;
    std::int64_t period = 0;  // number of the day or month that `used` is about
  };

  /** @par Exceptions  aval::error (invalid_argument): an account has a plan that is not among the plans. */
  explicit metering(metering_options options) : options_(std::move(options)) {
    add("default", options_.default_plan);
    for (const auto& a : options_.accounts) add(a.name, a.plan);
    for (const auto& [agent, name] : options_.account_of) {
      if (accounts_.find(name) == accounts_.end()) add(name, options_.default_plan);
    }
  }

  /** The account of an agent; stays where it is as long as this object. */
  account& of(const std::string& agent) {
    const auto found = options_.account_of.find(agent);
    return accounts_.find(found == options_.account_of.end() ? std::string("default") : found->second)->second;
  }
  bool allows(account& a, timestamp now) const {
    turn(a, now);
    return !a.limit || a.used < *a.limit;
  }
  void charge(account& a, timestamp now) const {
    turn(a, now);
    ++a.used;
  }
  std::vector<account_usage> usage(timestamp now) {
    std::vector<account_usage> out;
    for (auto& [name, a] : accounts_) {
      turn(a, now);
      account_usage u;
      u.account = name;
      u.plan = a.plan;
      u.limit = a.limit;
      u.used = a.used;
      std::tie(u.period_begin, u.period_end) = bounds(a.period);
      out.push_back(std::move(u));
    }
    return out;
  }
  /** Takes up counting where usage() of an earlier run has left it; entries of an older period or an unknown account are ignored. */
  void restore(const std::vector<account_usage>& saved, timestamp now) {
    for (const auto& u : saved) {
      const auto found = accounts_.find(u.account);
      if (found == accounts_.end() || number(u.period_begin) != number(now)) continue;
      found->second.period = number(now);
      found->second.used = u.used;
    }
  }

 private:
  void add(const std::string& name, const std::string& plan_name) {
    for (const auto& p : options_.plans) {
      if (p.name != plan_name) continue;
      account a;
      a.name = name;
      a.plan = p.name;
      a.limit = p.limit;
      accounts_.insert_or_assign(name, std::move(a));
      return;
    }
    throw error(aval::errc::invalid_argument, "metering: account " + printable(name) + " has the unknown plan " + printable(plan_name));
  }
  std::int64_t number(timestamp now) const {
    using namespace std::chrono;
    const auto day = floor<days>(now);
    if (options_.period == metering_period::day) return day.time_since_epoch().count();
    if (options_.period == metering_period::never) return 0;
    const year_month_day date{day};
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  }
  std::pair<timestamp, std::optional<timestamp>> bounds(std::int64_t period) const {
    using namespace std::chrono;
    if (options_.period == metering_period::never) return {timestamp{}, std::nullopt};
    if (options_.period == metering_period::day) return {timestamp(sys_days(days(period))), timestamp(sys_days(days(period + 1)))};
    const auto first = [](std::int64_t n) {
      return timestamp(sys_days(year(static_cast<int>(n / 12)) / month(static_cast<unsigned>(n % 12) + 1) / day(1)));
    };
    return {first(period), first(period + 1)};
  }
  void turn(account& a, timestamp now) const {
    const auto n = number(now);
    if (a.period == n) return;
    a.period = n;
    a.used = 0;
  }

  metering_options options_;
  std::map<std::string, account> accounts_;
};

}  // namespace relay
}  // namespace v0
}  // namespace aval
