// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>

#include "aval/authority/detail/clock_text.hpp"
#include "aval/authority/detail/sqlite.hpp"
#include "aval/authority/detail/sqlite_layout.hpp"
#include "aval/authority/store.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/crypto/digest.hpp"

/*  The authority's store in one SQLite file: write-ahead log, prepared statements, one writer, group commit. Batches that arrive while
 *  a transaction runs share the next one; each submitter is told when its own is durable.
 *
 *  Durable means: survives the end of the process at any moment (kill -9). With `sync_every_commit` each group is also synchronised
 *  to the disk, which survives the loss of power and costs some milliseconds per group. */

namespace aval {
inline namespace v0 {
namespace authority {

struct sqlite_options {
  std::string path = {};
  bool sync_every_commit = false;      ///< fsync for each group of batches
  std::chrono::microseconds gather = std::chrono::microseconds(500);  ///< under load: how long a group waits for more batches
  std::uint64_t largest_bytes = 0;     ///< the data base grows no further, writing fails with store_full; zero: as the disk allows
};

/** A store in an SQLite file. Made by sqlite_store::make, kept by shared_ptr.
 *
 *  The file is created with mode 0600, and so is FILE.lock beside it, which is locked while the store is open: a second process gets
 *  errc::store_locked. Transactions run on the executor given, usually that of a thread_pool; with the server's own executor they run
 *  between requests.
 *  @par Threads  every function may be called from any thread. */
class sqlite_store final : public store, public std::enable_shared_from_this<sqlite_store> {
 public:
  static std::shared_ptr<sqlite_store> make(any_io_executor blocking_executor, sqlite_options options) {
    return std::shared_ptr<sqlite_store>(new sqlite_store(std::move(blocking_executor), std::move(options)));
  }

  awaitable<store_contents> open(timestamp now, timestamp recent) override {
    const std::lock_guard hold(database_mutex_);
    close_database();
    open_database();
    store_contents out;
    read_all(out, now, recent);
    const std::lock_guard queue(queue_mutex_);
    failed_ = nullptr;
    done_ = submitted_;  // whatever was lost before stands in lost_
    co_return out;
  }

  std::uint64_t submit(change_batch&& batch) override {
    const std::lock_guard hold(queue_mutex_);
    if (failed_) std::rethrow_exception(failed_);
    queue_.push_back(std::move(batch));
    batch.clear();
    ++submitted_;
    if (!std::exchange(writing_, true)) schedule();
    return submitted_;
  }
  bool is_durable(std::uint64_t ticket) const noexcept override {
    const std::lock_guard hold(queue_mutex_);
    return ticket <= done_ && !is_lost(ticket);
  }
  awaitable<void> durable(std::uint64_t ticket) override {
    if (is_durable(ticket)) co_return;
    const start_waiting start{this, ticket};
    co_await asio::async_initiate<const asio::use_awaitable_t<any_io_executor>&, void(std::exception_ptr)>(start, asio::use_awaitable_t<any_io_executor>{});
  }

  awaitable<verification_ptr> find_verification(uuid id) override {
    const std::lock_guard hold(database_mutex_);
    verification_ptr found;
    check_open();
    statements_->find_verification.each([&](detail::sqlite_statement& row) { found = read_verification(row); }, id);
    co_return found;
  }
  awaitable<audit_page> audit(audit_query query) override { co_return read_audit(query); }
  awaitable<verification_page> verifications(verification_query query) override { co_return read_verifications(query); }
  awaitable<std::vector<trust_record>> trust_history(uuid agent, std::size_t limit) override {
    const std::lock_guard hold(database_mutex_);
    std::vector<trust_record> out;
    check_open();
    statements_->trust_of.each(
        [&](detail::sqlite_statement& row) {
          trust_record t;
          t.id = row.next<uuid>();
          t.organization = row.next<uuid>();
          t.agent = row.next<uuid>();
          t.score = row.next<double>();
          t.previous = row.next<std::optional<double>>();
          t.reason = row.next<std::string>();
          t.changed_by = row.next<std::optional<uuid>>();
          t.at = row.next<timestamp>();
          out.push_back(std::move(t));
        },
        agent, limit);
    co_return out;
  }
  awaitable<void> close() override {
    std::uint64_t last = 0;
    {
      const std::lock_guard hold(queue_mutex_);
      last = failed_ ? 0 : submitted_;
      if (is_lost(last)) last = 0;
    }
    co_await durable(last);
    const std::lock_guard hold(database_mutex_);
    close_database();
  }
  std::string_view kind() const noexcept override { return "sqlite"; }
  ~sqlite_store() override { close_database(); }

 private:
  struct waiter {
    explicit waiter(any_io_executor e) : executor(std::move(e)) {}
    virtual ~waiter() = default;
    virtual void complete(std::exception_ptr e) = 0;  // on `executor`
    any_io_executor executor;
    std::uint64_t ticket = 0;
  };
  using waiter_list = std::vector<std::unique_ptr<waiter>>;
  template <class Handler>
  struct waiter_of final : waiter {
    explicit waiter_of(Handler h) : waiter(asio::get_associated_executor(h)), handler(std::move(h)) {}
    void complete(std::exception_ptr e) override {
      Handler h = std::move(handler);
      std::move(h)(e);
    }
    Handler handler;
  };
  // those of one executor in one piece: a group of sixty answers costs one wake-up
  static void complete_all(waiter_list ready, std::exception_ptr failed) {
    while (!ready.empty()) {
      const any_io_executor where = ready.front()->executor;
      const auto rest = std::stable_partition(ready.begin(), ready.end(), [&](const auto& w) { return w->executor == where; });
      auto mine = std::make_shared<waiter_list>(std::make_move_iterator(ready.begin()), std::make_move_iterator(rest));
      ready.erase(ready.begin(), rest);
      asio::post(where, [mine, failed] {
        for (auto& w : *mine) w->complete(failed);
      });
    }
  }
  struct start_waiting {
    sqlite_store* self;
    std::uint64_t ticket;
    template <class Handler>
    void operator()(Handler&& handler) const {
      auto w = std::make_unique<waiter_of<std::decay_t<Handler>>>(std::forward<Handler>(handler));
      w->ticket = ticket;
      std::unique_lock hold(self->queue_mutex_);
      const bool lost = self->is_lost(ticket);
      if (ticket > self->done_ && !lost) {
        self->waiters_.push_back(std::move(w));
        return;
      }
      const auto failed = lost ? self->loss_ : nullptr;
      hold.unlock();
      waiter_list one;
      one.push_back(std::move(w));
      complete_all(std::move(one), failed);
    }
  };

  struct statement_set {
    explicit statement_set(detail::sqlite_connection& db);
    detail::sqlite_statement begin, commit, rollback, put_setting, put_organization, put_user, put_agent, put_api_key, add_verification, change_verification, count_verification,
        add_audit, add_trust, put_alert, put_refresh, put_replay, drop_replays, add_activity, find_verification, trust_of;
  };

  sqlite_store(any_io_executor executor, sqlite_options options) : executor_(executor), options_(std::move(options)), gather_(executor) {}

  void check_open() const {
    if (!db_.is_open()) throw error(make_error_code(aval::errc::invalid_state), "data base " + options_.path + " is closed");
  }
  // with the queue's lock held
  bool is_lost(std::uint64_t ticket) const noexcept {
    return std::any_of(lost_.begin(), lost_.end(), [ticket](const auto& range) { return ticket > range.first && ticket <= range.second; });
  }
  // With the queue's lock held. When several batches met in the last group, the next one waits a moment for company: under load the
  // groups grow, while a lonely caller is never kept waiting.
  void schedule() {
    if (last_group_ < 4) {
      asio::post(executor_, [self = shared_from_this()] { self->write(); });
      return;
    }
    gather_.expires_after(options_.gather);
    gather_.async_wait([self = shared_from_this()](std::error_code) { self->write(); });
  }
  void open_database();
  void close_database() noexcept {
    statements_.reset();
    db_.close();
    lock_.reset();
  }
  void write();
  void keep(const change& c);
  void read_all(store_contents& out, timestamp now, timestamp recent);
  static verification_ptr read_verification(detail::sqlite_statement& row);
  audit_page read_audit(const audit_query& query);
  verification_page read_verifications(const verification_query& query);

  any_io_executor executor_;
  sqlite_options options_;

  std::mutex database_mutex_;  // the connection and its statements
  detail::sqlite_connection db_;
  std::optional<statement_set> statements_;
  std::optional<aval::detail::file_lock> lock_;
  std::map<std::pair<uuid, verification_status>, std::int64_t> counted_;                     // of the running transaction
  std::map<std::pair<uuid, std::int64_t>, activity_record> active_;                          // the same
  bool replays_came_ = false;

  mutable std::mutex queue_mutex_;
  std::vector<change_batch> queue_;
  waiter_list waiters_;
  asio::steady_timer gather_;
  std::size_t last_group_ = 0;
  std::uint64_t submitted_ = 0, done_ = 0;
  bool writing_ = false;
  std::exception_ptr failed_;  // until the store is opened again
  std::exception_ptr loss_;    // the last failure
  std::vector<std::pair<std::uint64_t, std::uint64_t>> lost_;  // tickets above the first and up to the second were never written
};

#define AVAL_VERIFICATION_COLUMNS                                                                                                               \
  "id, organization, agent, action, resource, context, risk, status, rule, reason, decided_by, trust, requested_at, decided_at, expires_at, " \
  "violation, signature, execution, execution_detail"

inline sqlite_store::statement_set::statement_set(detail::sqlite_connection& db)
    : begin(db, "BEGIN IMMEDIATE"),
      commit(db, "COMMIT"),
      rollback(db, "ROLLBACK"),
      put_setting(db, "INSERT OR REPLACE INTO settings VALUES(?,?)"),
      put_organization(db, "INSERT OR REPLACE INTO organizations VALUES(?,?,?)"),
      put_user(db, "INSERT OR REPLACE INTO users VALUES(?,?,?,?,?,?,?,?,?)"),
      put_agent(db, "INSERT OR REPLACE INTO agents VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      put_api_key(db, "INSERT OR REPLACE INTO api_keys VALUES(?,?,?,?,?,?,?,?,?,?,?)"),
      add_verification(db, "INSERT INTO verifications VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      change_verification(db, "UPDATE verifications SET status=?2, rule=?3, reason=?4, decided_by=?5, decided_at=?6, expires_at=?7, execution=?8, execution_detail=?9 WHERE id=?1"),
      count_verification(db, "INSERT INTO verification_counts VALUES(?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n"),
      add_audit(db, "INSERT INTO audit(organization, seq, id, at, agent, user, action, resource_type, resource_id, hash, text) VALUES(?,?,?,?,?,?,?,?,?,?,?)"),
      add_trust(db, "INSERT INTO trust_history(id, organization, agent, score, previous, reason, changed_by, at) VALUES(?,?,?,?,?,?,?,?)"),
      put_alert(db, "INSERT OR REPLACE INTO alerts VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      put_refresh(db, "INSERT OR REPLACE INTO refresh_tokens VALUES(?,?,?,?,?,?,?,?,?,?,?)"),
      put_replay(db, "INSERT OR REPLACE INTO replays VALUES(?,?,?,?,?)"),
      drop_replays(db, "DELETE FROM replays WHERE forget_at < ?"),
      add_activity(db,
                   "INSERT INTO activity VALUES(?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET approved=approved+excluded.approved, denied=denied+excluded.denied, "
                   "succeeded=succeeded+excluded.succeeded, failed=failed+excluded.failed, violations0=violations0+excluded.violations0, "
                   "violations1=violations1+excluded.violations1, violations2=violations2+excluded.violations2, violations3=violations3+excluded.violations3"),
      find_verification(db, "SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE id=?"),
      trust_of(db, "SELECT id, organization, agent, score, previous, reason, changed_by, at FROM trust_history WHERE agent=? ORDER BY n DESC LIMIT ?") {}

inline void sqlite_store::open_database() {
  const auto failed = [this](const failure& f) { return error(make_error_code(errc::store_failed), "data base " + options_.path + ": " + f.message); };
  {
    // 0600 from the first moment; never through a symbolic link somebody left here
    const aval::detail::owned_fd fd(aval::detail::open_retrying(options_.path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW, 0600));
    if (!fd) throw failed(aval::detail::system_failure("cannot open", options_.path));
  }
  auto locked = aval::detail::file_lock::acquire(options_.path + ".lock", false);
  if (!locked) {
    if (locked.error().code == std::errc::resource_unavailable_try_again || locked.error().code == std::errc::operation_would_block)
      throw error(make_error_code(errc::store_locked), "data base " + options_.path + " is used by another process");
    throw failed(locked.error());
  }
  lock_.emplace(std::move(*locked));
  try {
    db_.open(options_.path);
    db_.run("PRAGMA locking_mode=EXCLUSIVE");  // FILE.lock holds others off; no shared memory, no lock calls per transaction
    db_.run("PRAGMA journal_mode=WAL");
    db_.run(options_.sync_every_commit ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    db_.run("PRAGMA cache_size=-16000");
    db_.run("PRAGMA temp_store=MEMORY");
    db_.run("PRAGMA trusted_schema=OFF");
    std::int64_t version = 0, owner = 0, page = 4096;
    detail::sqlite_statement(db_, "PRAGMA user_version").each([&](auto& row) { version = row.template next<std::int64_t>(); });
    detail::sqlite_statement(db_, "PRAGMA application_id").each([&](auto& row) { owner = row.template next<std::int64_t>(); });
    detail::sqlite_statement(db_, "PRAGMA page_size").each([&](auto& row) { page = row.template next<std::int64_t>(); });
    if (options_.largest_bytes != 0) {
      const std::string sql = "PRAGMA max_page_count=" + std::to_string(std::max<std::uint64_t>(1, options_.largest_bytes / static_cast<std::uint64_t>(page)));
      db_.run(sql.c_str());
    }
    std::int64_t tables = 0;
    detail::sqlite_statement(db_, "SELECT count(*) FROM sqlite_master").each([&](auto& row) { tables = row.template next<std::int64_t>(); });
    if (owner != detail::application_id && (owner != 0 || tables != 0)) throw error(make_error_code(errc::store_corrupt), "data base " + options_.path + " belongs to another program");
    if (version > detail::layout_version) throw error(make_error_code(errc::store_too_new), "data base " + options_.path + " has layout " + std::to_string(version));
    for (; version < detail::layout_version; ++version) {
      db_.run("BEGIN IMMEDIATE");
      db_.run(detail::migrations[version]);
      const std::string mark = "PRAGMA application_id=" + std::to_string(detail::application_id) + "; PRAGMA user_version=" + std::to_string(version + 1);
      db_.run(mark.c_str());
      db_.run("COMMIT");
    }
    statements_.emplace(db_);
  } catch (...) {
    close_database();
    throw;
  }
}

inline void sqlite_store::write() {
  std::vector<change_batch> batches;
  std::uint64_t upto = 0;
  {
    const std::lock_guard hold(queue_mutex_);
    batches.swap(queue_);
    upto = submitted_;
  }
  std::exception_ptr failed;
  try {
    const std::lock_guard hold(database_mutex_);
    check_open();
    statements_->begin.run();
    try {
      counted_.clear();
      active_.clear();
      replays_came_ = false;
      for (const change_batch& batch : batches)
        for (const change& c : batch) keep(c);
      for (const auto& [key, n] : counted_)
        if (n != 0) statements_->count_verification.run(key.first, key.second, n);
      for (const auto& [key, a] : active_)
        statements_->add_activity.run(a.agent, a.day, a.approved, a.denied, a.succeeded, a.failed, a.violations[0], a.violations[1], a.violations[2], a.violations[3]);
      if (replays_came_) statements_->drop_replays.run(timestamp(std::chrono::system_clock::now()) - std::chrono::hours(24));
      statements_->commit.run();
    } catch (...) {
      try {
        statements_->rollback.run();
      } catch (...) {  // SQLite has rolled back by itself
      }
      throw;
    }
  } catch (...) {
    failed = std::current_exception();
  }

  waiter_list ready;
  {
    const std::lock_guard hold(queue_mutex_);
    if (failed) {
      failed_ = loss_ = failed;  // later batches may build on the lost one: all are refused until the store is opened again
      lost_.emplace_back(done_, submitted_);
      queue_.clear();
      ready.swap(waiters_);
      writing_ = false;
    } else {
      done_ = upto;
      std::size_t kept = 0;
      for (auto& w : waiters_) {
        if (w->ticket <= upto) ready.push_back(std::move(w));
        else waiters_[kept++] = std::move(w);
      }
      waiters_.resize(kept);
      last_group_ = batches.size();
      // scheduled again rather than repeated here: on a single-threaded executor the requests of this turn join the next group
      if (queue_.empty()) writing_ = false;
      else schedule();
    }
  }
  complete_all(std::move(ready), failed);
}

inline void sqlite_store::keep(const change& c) {
  statement_set& s = *statements_;
  if (const auto* p = std::get_if<verification_ptr>(&c)) {
    const verification_record& v = **p;
    const bool fresh = v.execution == execution::unknown && (v.status == verification_status::pending || v.decided_at == v.requested_at);
    if (fresh) {
      s.add_verification.run(v.id, v.organization, v.agent, v.action, v.resource, v.context, v.risk, v.status, v.rule, v.reason, v.decided_by, v.reported_trust, v.requested_at,
                             v.decided_at, v.expires_at, v.violation, v.signature, v.execution, v.execution_detail);
      ++counted_[{v.organization, v.status}];
    } else {
      s.change_verification.run(v.id, v.status, v.rule, v.reason, v.decided_by, v.decided_at, v.expires_at, v.execution, v.execution_detail);
      if (v.execution == execution::unknown) {
        --counted_[{v.organization, verification_status::pending}];
        ++counted_[{v.organization, v.status}];
      }
    }
  } else if (const auto* q = std::get_if<audit_ptr>(&c)) {
    const audit_record& r = **q;
    s.add_audit.run(r.organization, r.seq, r.id, r.at, r.agent, r.user, r.action, r.resource_type, r.resource_id, r.hash, r.text);
  } else if (const auto* d = std::get_if<activity_record>(&c)) {
    activity_record& day = active_[{d->agent, d->day}];
    day.agent = d->agent;
    day.day = d->day;
    detail::add(day, *d);
  } else if (const auto* a_ptr = std::get_if<agent_ptr>(&c)) {
    const agent_record& a = **a_ptr;
    s.put_agent.run(a.id, a.organization, a.name, a.display_name, a.description, a.type, a.version, a.repository_url, a.documentation_url, a.certificate_url, a.status, a.key,
                    a.previous_key, a.previous_key_until, a.key_created_at, a.key_expires_at, a.rotations, a.compromised, a.violations, a.trust, a.fixed_trust,
                    detail::join_list(a.declared), detail::join_list(a.granted), detail::join_list(a.talks_to), a.created_by, a.created_at, a.updated_at, a.verified_at, a.removed);
  } else if (const auto* t = std::get_if<trust_record>(&c)) {
    s.add_trust.run(t->id, t->organization, t->agent, t->score, t->previous, t->reason, t->changed_by, t->at);
  } else if (const auto* al = std::get_if<alert_record>(&c)) {
    s.put_alert.run(al->id, al->organization, al->agent, al->type, al->severity, al->title, al->description, al->counts_for_trust, al->repeats, al->created_at, al->last_at,
                    al->acknowledged_at, al->acknowledged_by);
  } else if (const auto* r = std::get_if<replay_record>(&c)) {
    s.put_replay.run(r->agent, r->mark, r->forget_at, r->status, r->body);
    replays_came_ = true;
  } else if (const auto* rt = std::get_if<refresh_record>(&c)) {
    s.put_refresh.run(rt->id, rt->family, rt->user, rt->organization, rt->sdk, rt->issued_at, rt->expires_at, rt->revoked_at, rt->rotated_at, rt->successor, rt->successor_access);
  } else if (const auto* k = std::get_if<api_key_record>(&c)) {
    s.put_api_key.run(k->id, k->organization, k->agent, k->created_by, k->name, k->prefix, k->hash, k->active, k->created_at, k->expires_at, k->last_used_at);
  } else if (const auto* u = std::get_if<user_record>(&c)) {
    s.put_user.run(u->id, u->organization, u->email, u->name, u->role, u->approved, u->password_hash, u->created_at, u->last_login);
  } else if (const auto* o = std::get_if<organization_record>(&c)) {
    s.put_organization.run(o->id, o->name, o->created_at);
  } else if (const auto* set = std::get_if<setting_record>(&c)) {
    s.put_setting.run(set->name, set->value);
  }
}

inline verification_ptr sqlite_store::read_verification(detail::sqlite_statement& row) {
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

inline void sqlite_store::read_all(store_contents& out, timestamp now, timestamp recent) {
  using row_type = detail::sqlite_statement;
  const auto each = [this](const char* sql, auto row, const auto&... arguments) { detail::sqlite_statement(db_, sql).each(row, arguments...); };
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
    out.agents.push_back(std::move(a));
  });
  each("SELECT * FROM api_keys", [&](row_type& r) {
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
  each("SELECT * FROM alerts WHERE acknowledged_at IS NULL ORDER BY id DESC LIMIT 10000", [&](row_type& r) {
    alert_record a;
    a.id = r.next<uuid>();
    a.organization = r.next<uuid>();
    a.agent = r.next<std::optional<uuid>>();
    a.type = r.next<std::string>();
    a.severity = r.next<severity>();
    a.title = r.next<std::string>();
    a.description = r.next<std::string>();
    a.counts_for_trust = r.next<bool>();
    a.repeats = r.next<std::int64_t>();
    a.created_at = r.next<timestamp>();
    a.last_at = r.next<timestamp>();
    out.alerts.push_back(std::move(a));
  });
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
       detail::day_of(now) - 30);
  each("SELECT name, value FROM settings", [&](row_type& r) {
    setting_record s;
    s.name = r.next<std::string>();
    s.value = r.next<std::string>();
    out.settings.push_back(std::move(s));
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

inline audit_page sqlite_store::read_audit(const audit_query& q) {
  audit_page page;
  const std::lock_guard hold(database_mutex_);
  check_open();
  // each filter is either absent or a bound value; the planner uses the index of the agent or of the organization
  std::string where = " FROM audit WHERE organization = ?1";
  if (q.agent) where += " AND agent = ?2";
  if (q.user) where += " AND user = ?3";
  if (q.action) where += " AND action = ?4";
  if (q.resource_type) where += " AND resource_type = ?5";
  if (q.resource_id) where += " AND resource_id = ?6";
  if (q.from) where += " AND at >= ?7";
  if (q.to) where += " AND at < ?8";
  const std::string count = "SELECT count(*)" + where + " AND ?2 IS ?2 AND ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5 AND ?6 IS ?6 AND ?7 IS ?7 AND ?8 IS ?8";
  detail::sqlite_statement(db_, count.c_str()).each([&](auto& r) { page.total = r.template next<std::uint64_t>(); }, q.organization, q.agent, q.user, q.action, q.resource_type, q.resource_id, q.from, q.to);
  const std::string select = "SELECT organization, seq, id, at, agent, user, action, resource_type, resource_id, hash, text" + where + (q.agent ? " ORDER BY n DESC" : " ORDER BY seq DESC") + " LIMIT ?9 OFFSET ?10";
  detail::sqlite_statement(db_, select.c_str())
      .each(
          [&](detail::sqlite_statement& r) {
            auto a = std::make_shared<audit_record>();
            a->organization = r.next<uuid>();
            a->seq = r.next<std::int64_t>();
            a->id = r.next<uuid>();
            a->at = r.next<timestamp>();
            a->agent = r.next<std::optional<uuid>>();
            a->user = r.next<std::optional<uuid>>();
            a->action = r.next<std::string>();
            a->resource_type = r.next<std::string>();
            a->resource_id = r.next<std::string>();
            a->hash = r.next<digest_bytes>();
            a->text = r.next<std::string>();
            page.records.push_back(std::move(a));
          },
          q.organization, q.agent, q.user, q.action, q.resource_type, q.resource_id, q.from, q.to, q.limit, q.offset);
  return page;
}

inline verification_page sqlite_store::read_verifications(const verification_query& q) {
  verification_page page;
  const std::lock_guard hold(database_mutex_);
  check_open();
  detail::sqlite_statement(db_, "SELECT status, n FROM verification_counts WHERE organization = ?")
      .each(
          [&](detail::sqlite_statement& r) {
            const auto status = r.next<verification_status>();
            page.by_status[static_cast<std::size_t>(status)] = r.next<std::uint64_t>();
          },
          q.organization);
  if (q.status) page.total = page.by_status[static_cast<std::size_t>(*q.status)];
  else
    for (const auto n : page.by_status) page.total += n;
  const char* sql = q.status ? "SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE organization = ? AND status = ? ORDER BY id DESC LIMIT ? OFFSET ?"
                             : "SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE organization = ? AND ? IS NULL ORDER BY id DESC LIMIT ? OFFSET ?";
  detail::sqlite_statement(db_, sql).each([&](detail::sqlite_statement& r) { page.records.push_back(read_verification(r)); }, q.organization, q.status, q.limit, q.offset);
  return page;
}

#undef AVAL_VERIFICATION_COLUMNS

}  // namespace authority
}  // namespace v0
}  // namespace aval
