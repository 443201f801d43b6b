// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aval/authority/records.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"

/*  Where the authority's records live. The authority works on its own picture in memory and hands every change to the store, in
 *  order, as batches that become durable as a whole; an answer leaves only after its batch is durable. What grows without end (old
 *  verifications, the audit trail, the history of scores) is not kept in that picture and is asked for. */

namespace aval {
inline namespace v0 {
namespace authority {

/** What the authority keeps in memory, read when the store is opened. */
struct store_contents {
  std::vector<organization_record> organizations = {};
  std::vector<user_record> users = {};
  std::vector<agent_ptr> agents = {};
  std::vector<api_key_record> api_keys = {};         ///< not removed
  std::vector<verification_ptr> verifications = {};  ///< pending ones, and those requested after `recent`
  std::vector<alert_record> alerts = {};             ///< not acknowledged, the newest 10000
  std::vector<refresh_record> refresh_tokens = {};   ///< not expired
  std::vector<replay_record> replays = {};           ///< not forgotten
  std::vector<activity_record> activities = {};      ///< of the last 30 days
  std::vector<setting_record> settings = {};
  std::vector<document_record> documents = {};
  std::vector<audit_ptr> chain_heads = {};           ///< the last audit record of each organization
};

struct audit_query {
  uuid organization = {};
  std::optional<uuid> agent = {};
  std::optional<uuid> user = {};
  std::optional<std::string> action = {};
  std::optional<std::string> resource_type = {};
  std::optional<std::string> resource_id = {};
  std::optional<timestamp> from = {};  ///< inclusive
  std::optional<timestamp> to = {};    ///< exclusive
  std::int64_t after = 0;              ///< only records with a higher number
  std::int64_t upto = 0;               ///< and with none higher than this; zero: all of them
  std::size_t limit = 50;
  std::size_t offset = 0;
};
struct audit_page {
  std::vector<audit_ptr> records = {};  ///< newest first
  std::uint64_t total = 0;              ///< matches, whatever the limit
};
/** What stands in a trail, in numbers. */
struct audit_figures {
  std::uint64_t records = 0;
  std::uint64_t users = 0;              ///< different people
  std::vector<std::pair<std::string, std::uint64_t>> actions = {};  ///< how often each, the most frequent first; at most 20
};

/** Where verification_query::search looks. */
enum class search_in : std::uint8_t { anywhere, action, resource, agent_name };

struct verification_query {
  uuid organization = {};
  std::optional<verification_status> status = {};
  std::optional<risk_level> risk = {};
  std::optional<uuid> agent = {};
  std::string search = {};                 ///< part of a text, in lower case; A to Z are found as a to z
  search_in field = search_in::anywhere;
  std::optional<uuid> violations_of = {};  ///< only what this agent asked outside its capabilities; the filters above are of no account then
  std::size_t limit = 10;
  std::size_t offset = 0;
};
struct verification_page {
  std::vector<verification_ptr> records = {};  ///< newest first
  std::uint64_t total = 0;
  std::array<std::uint64_t, 4> by_status = {};  ///< of the organization, by verification_status
};

enum class alert_state : std::uint8_t { open, acknowledged, resolved };
constexpr alert_state state_of(const alert_record& a) noexcept {
  return a.resolved_at ? alert_state::resolved : a.acknowledged_at ? alert_state::acknowledged : alert_state::open;
}

struct alert_query {
  uuid organization = {};
  std::optional<authority::severity> severity = {};
  std::optional<alert_state> state = {};
  std::size_t limit = 50;
  std::size_t offset = 0;
};
struct alert_page {
  std::vector<alert_record> records = {};  ///< newest first
  std::uint64_t total = 0;
};

/** A place for the authority's records. Implementations: memory_store here, sqlite_store in aval/authority/store_sqlite.hpp.
 *
 *  @par Threads  every function may be called from any thread. */
class store {
 public:
  store() = default;
  store(const store&) = delete;
  store& operator=(const store&) = delete;
  virtual ~store() = default;

  /** Opens or reopens, brings the layout up to date, and reads what the authority keeps in memory. After a failed commit this is the
   *  way back: the contents are those of the last durable batch.
   *  @par Errors  errc::store_corrupt, store_locked, store_full, store_too_new, store_failed, with the path in the message. */
  virtual awaitable<store_contents> open(timestamp now, timestamp recent) = 0;

  /** Takes changes over, in the order of the calls, and gives the ticket under which they become durable. Never waits. */
  virtual std::uint64_t submit(change_batch&& batch) = 0;
  /** Whether durable(ticket) would return at once. */
  virtual bool is_durable(std::uint64_t ticket) const noexcept = 0;
  /** Completes once everything up to the ticket is durable. Errors: as open(). Cancellation, terminal: the changes stay. */
  virtual awaitable<void> durable(std::uint64_t ticket) = 0;

  /** Null when there is none. */
  virtual awaitable<verification_ptr> find_verification(uuid id) = 0;
  /** Both read in pieces: between them others come to their turn, so a page may miss what is written meanwhile. */
  virtual awaitable<audit_page> audit(awaited<audit_query> query) = 0;
  virtual awaitable<verification_page> verifications(awaited<verification_query> query) = 0;
  /** The oldest matches behind number query.after, in their order: query.limit at most, and no more than about a megabyte of them. Empty:
   *  there are none. With `after` set to the last number each time, a whole trail is read in constant memory; what is written meanwhile
   *  is part of it unless `upto` ends it. `offset` is of no account. */
  virtual awaitable<std::vector<audit_ptr>> audit_after(awaited<audit_query> query) = 0;
  /** Figures of an organization, or one agent, between two times; other members of the query are of no account. */
  virtual awaitable<audit_figures> figures(awaited<audit_query> query) = 0;
  virtual awaitable<std::optional<alert_record>> find_alert(uuid id) = 0;
  virtual awaitable<alert_page> alerts(alert_query query) = 0;
  /** Newest first. */
  virtual awaitable<std::vector<trust_record>> trust_history(uuid agent, std::size_t limit) = 0;
  /** Writes what is still queued and closes. */
  virtual awaitable<void> close() = 0;
  /** "memory", "sqlite": for the status page. */
  virtual std::string_view kind() const noexcept = 0;
};

namespace detail {

inline bool matches(const audit_query& q, const audit_record& r) {
  return r.organization == q.organization && (!q.agent || r.agent == q.agent) && (!q.user || r.user == q.user) &&
         (!q.action || r.action == *q.action) && (!q.resource_type || r.resource_type == *q.resource_type) &&
         (!q.resource_id || r.resource_id == *q.resource_id) && (!q.from || r.at >= *q.from) && (!q.to || r.at < *q.to) && r.seq > q.after &&
         (q.upto == 0 || r.seq <= q.upto);
}

inline constexpr std::size_t largest_audit_piece = 1024 * 1024;  ///< bytes of text after which audit_after() ends
inline constexpr std::size_t most_figured_actions = 20;

/** The most frequent actions of a count, as audit_figures wants them. */
inline std::vector<std::pair<std::string, std::uint64_t>> most_frequent(const std::map<std::string, std::int64_t>& counted) {
  std::vector<std::pair<std::string, std::uint64_t>> all;
  for (const auto& [action, n] : counted)
    if (n > 0) all.emplace_back(action, static_cast<std::uint64_t>(n));
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (all.size() > most_figured_actions) all.resize(most_figured_actions);
  return all;
}

/** A to Z become a to z: what is compared this way is ASCII, or compared byte by byte. */
inline std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return out;
}

inline bool matches(const verification_query& q, const verification_record& v, std::string_view agent_name) {
  if (v.organization != q.organization) return false;
  if (q.violations_of) return v.agent == *q.violations_of && v.violation;
  if ((q.status && v.status != *q.status) || (q.risk && v.risk != *q.risk) || (q.agent && v.agent != *q.agent)) return false;
  if (q.search.empty()) return true;
  const auto holds = [&](search_in field, std::string_view text) {
    return (q.field == search_in::anywhere || q.field == field) && lower_case(text).find(q.search) != std::string::npos;
  };
  return holds(search_in::action, v.action) || (v.resource && holds(search_in::resource, *v.resource)) || holds(search_in::agent_name, agent_name);
}

inline bool matches(const alert_query& q, const alert_record& a) noexcept {
  return a.organization == q.organization && (!q.severity || a.severity == *q.severity) && (!q.state || state_of(a) == *q.state);
}

inline std::int64_t day_of(timestamp t) noexcept { return std::chrono::floor<std::chrono::days>(t).time_since_epoch().count(); }

inline void add(activity_record& to, const activity_record& more) noexcept {
  to.approved += more.approved;
  to.denied += more.denied;
  to.succeeded += more.succeeded;
  to.failed += more.failed;
  for (std::size_t i = 0; i < more.violations.size(); ++i) to.violations[i] += more.violations[i];
}

}  // namespace detail

/** Everything in memory and gone with it: for tests, for short-lived programs, and as the measure for other stores. It grows with
 *  every verification. Use it as authority::memory_store. */
template <class Lazy = void>
class basic_memory_store final : public store {
 public:
  awaitable<store_contents> open(timestamp now, timestamp recent) override;

  std::uint64_t submit(change_batch&& batch) override;
  bool is_durable(std::uint64_t) const noexcept override { return true; }
  awaitable<void> durable(std::uint64_t) override;

  awaitable<verification_ptr> find_verification(uuid id) override;
  awaitable<audit_page> audit(awaited<audit_query> query) override;
  awaitable<verification_page> verifications(awaited<verification_query> query) override;
  awaitable<std::vector<audit_ptr>> audit_after(awaited<audit_query> query) override;
  awaitable<audit_figures> figures(awaited<audit_query> query) override;
  awaitable<std::optional<alert_record>> find_alert(uuid id) override;
  awaitable<alert_page> alerts(alert_query query) override;
  awaitable<std::vector<trust_record>> trust_history(uuid agent, std::size_t limit) override;
  awaitable<void> close() override;
  std::string_view kind() const noexcept override { return "memory"; }

 private:
  void keep(organization_record& r);
  void keep(user_record& r);
  void keep(agent_ptr& r);
  void keep(api_key_record& r);
  void keep(verification_ptr& r);
  void keep(audit_ptr& r);
  void keep(trust_record& r);
  void keep(alert_record& r);
  void keep(refresh_record& r);
  void keep(replay_record& r);
  void keep(activity_record& r);
  void keep(setting_record& r);
  void keep(document_record& r);

  mutable std::mutex mutex_;
  std::unordered_map<uuid, organization_record> organizations_;
  std::unordered_map<uuid, user_record> users_;
  std::unordered_map<uuid, agent_ptr> agents_;
  std::unordered_map<uuid, api_key_record> keys_;
  std::unordered_map<uuid, verification_ptr> verifications_;
  std::unordered_map<uuid, std::vector<audit_ptr>> audit_;
  std::unordered_map<uuid, std::vector<trust_record>> trust_;
  std::map<uuid, alert_record> alerts_;  // by age
  std::unordered_map<uuid, refresh_record> tokens_;
  std::map<std::string, std::string> settings_;
  std::map<std::pair<document_kind, uuid>, document_record> documents_;
  std::map<std::pair<uuid, key_bytes>, replay_record> replays_;
  std::map<std::pair<uuid, std::int64_t>, activity_record> activities_;
};
using memory_store = basic_memory_store<>;

}  // namespace authority
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/authority/impl/store.hpp"
#endif
