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
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <fcntl.h>

#include "aval/authority/detail/clock_text.hpp"
#include "aval/authority/detail/sqlite.hpp"
#include "aval/authority/detail/sqlite_layout.hpp"
#include "aval/authority/detail/sqlite_pages.hpp"
#include "aval/authority/detail/sqlite_trail.hpp"
#include "aval/authority/store_sqlite.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/crypto/digest.hpp"

/*  The store behind sqlite_store: queue, transactions, waiting; what is read is in store_sqlite_read.hpp and detail/sqlite_pages.hpp. */

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {

template <class Lazy = void>
class basic_sqlite_file final : public sqlite_store, public std::enable_shared_from_this<basic_sqlite_file<Lazy>> {
 public:
  basic_sqlite_file(any_io_executor executor, sqlite_options options) : executor_(executor), options_(std::move(options)), gather_(executor) {}
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
    statements_->find_verification.each([&](sqlite_statement& row) { found = read_verification(row); }, id);
    co_return found;
  }
  awaitable<audit_page> audit(awaited<audit_query> given) override {
    const auto scan = std::make_shared<audit_scan>(taken(std::move(given)));
    co_await in_pieces(scan);
    co_return std::move(scan->page);
  }
  awaitable<verification_page> verifications(awaited<verification_query> given) override {
    const auto scan = std::make_shared<verification_scan>(taken(std::move(given)));
    co_await in_pieces(scan);
    co_return std::move(scan->page);
  }
  awaitable<std::vector<audit_ptr>> audit_after(awaited<audit_query> given) override {
    const auto walk = std::make_shared<audit_walk>(taken(std::move(given)));
    co_await in_pieces(walk);
    co_return std::move(walk->records);
  }
  awaitable<audit_figures> figures(awaited<audit_query> given) override {
    const auto count = std::make_shared<audit_count>(taken(std::move(given)));
    co_await in_pieces(count);
    co_return std::move(count->figures);
  }
  awaitable<std::optional<alert_record>> find_alert(uuid id) override {
    const std::lock_guard hold(database_mutex_);
    std::optional<alert_record> found;
    check_open();
    statements_->find_alert.each([&](sqlite_statement& row) { found = read_alert(row); }, id);
    co_return found;
  }
  awaitable<alert_page> alerts(alert_query query) override {
    const std::lock_guard hold(database_mutex_);
    check_open();
    co_return read_alerts(query);
  }
  awaitable<std::vector<trust_record>> trust_history(uuid agent, std::size_t limit) override {
    const std::lock_guard hold(database_mutex_);
    std::vector<trust_record> out;
    check_open();
    statements_->trust_of.each(
        [&](sqlite_statement& row) {
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
  ~basic_sqlite_file() override { close_database(); }

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
    basic_sqlite_file* self;
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
    explicit statement_set(sqlite_connection& db);
    sqlite_statement begin, commit, rollback, put_setting, put_organization, put_user, put_agent, put_api_key, add_verification, change_verification, count_verification,
        add_audit, count_audit, add_trust, put_alert, put_refresh, put_replay, drop_replays, add_activity, put_document, drop_document, find_verification, find_alert, trust_of;
  };

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
      asio::post(executor_, [self = this->shared_from_this()] { self->write(); });
      return;
    }
    gather_.expires_after(options_.gather);
    gather_.async_wait([self = this->shared_from_this()](std::error_code) { self->write(); });
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
  alert_page read_alerts(const alert_query& query);
  // Calls scan->piece() under the lock until it says that it is done, each time as a turn of its own on the executor of the
  // transactions: neither the reader's thread nor a group commit waits for more than a piece.
  template <class Scan>
  awaitable<void> in_pieces(std::shared_ptr<Scan> scan) {
    const auto piece = [self = this->shared_from_this(), scan] {
      const std::lock_guard hold(self->database_mutex_);
      self->check_open();
      return scan->piece(self->db_);
    };
    for (bool more = true; more;) more = co_await run_blocking(executor_, piece);
  }

  any_io_executor executor_;
  sqlite_options options_;

  std::mutex database_mutex_;  // the connection and its statements
  sqlite_connection db_;
  std::optional<statement_set> statements_;
  std::optional<aval::detail::file_lock> lock_;
  std::map<std::pair<uuid, verification_status>, std::int64_t> counted_;                     // of the running transaction
  std::map<std::pair<uuid, std::int64_t>, activity_record> active_;                          // the same
  using audit_topic = std::tuple<uuid, std::int64_t, std::optional<uuid>, std::string_view, std::string_view>;  // organization, day, agent, action, resource type
  std::map<audit_topic, std::int64_t> audited_;                                              // the same; views of its records
  std::optional<timestamp> last_replay_;                                                     // the latest end of one in it, by the authority's clock

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

template <class Lazy>
basic_sqlite_file<Lazy>::statement_set::statement_set(sqlite_connection& db)
    : begin(db, "BEGIN IMMEDIATE"),
      commit(db, "COMMIT"),
      rollback(db, "ROLLBACK"),
      put_setting(db, "INSERT OR REPLACE INTO settings VALUES(?,?)"),
      put_organization(db, "INSERT OR REPLACE INTO organizations VALUES(?,?,?)"),
      put_user(db, "INSERT OR REPLACE INTO users VALUES(?,?,?,?,?,?,?,?,?)"),
      put_agent(db, "INSERT OR REPLACE INTO agents VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      put_api_key(db, "INSERT OR REPLACE INTO api_keys VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"),
      add_verification(db, "INSERT INTO verifications VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      change_verification(db, "UPDATE verifications SET status=?2, rule=?3, reason=?4, decided_by=?5, decided_at=?6, expires_at=?7, execution=?8, execution_detail=?9 WHERE id=?1"),
      count_verification(db, "INSERT INTO verification_counts VALUES(?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n"),
      add_audit(db, "INSERT INTO audit(organization, seq, id, at, agent, user, action, resource_type, resource_id, hash, text) VALUES(?,?,?,?,?,?,?,?,?,?,?)"),
      count_audit(db, "INSERT INTO audit_counts VALUES(?,?,coalesce(?,x''),?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n"),
      add_trust(db, "INSERT INTO trust_history(id, organization, agent, score, previous, reason, changed_by, at) VALUES(?,?,?,?,?,?,?,?)"),
      put_alert(db, "INSERT OR REPLACE INTO alerts VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      put_refresh(db, "INSERT OR REPLACE INTO refresh_tokens VALUES(?,?,?,?,?,?,?,?,?,?,?)"),
      put_replay(db, "INSERT OR REPLACE INTO replays VALUES(?,?,?,?,?)"),
      drop_replays(db, "DELETE FROM replays WHERE forget_at < ?"),
      add_activity(db,
                   "INSERT INTO activity VALUES(?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET approved=approved+excluded.approved, denied=denied+excluded.denied, "
                   "succeeded=succeeded+excluded.succeeded, failed=failed+excluded.failed, violations0=violations0+excluded.violations0, "
                   "violations1=violations1+excluded.violations1, violations2=violations2+excluded.violations2, violations3=violations3+excluded.violations3"),
      put_document(db, "INSERT OR REPLACE INTO documents VALUES(?,?,?,?)"),
      drop_document(db, "DELETE FROM documents WHERE kind=? AND id=?"),
      find_verification(db, "SELECT " AVAL_VERIFICATION_COLUMNS " FROM verifications WHERE id=?"),
      find_alert(db, "SELECT * FROM alerts WHERE id=?"),
      trust_of(db, "SELECT id, organization, agent, score, previous, reason, changed_by, at FROM trust_history WHERE agent=? ORDER BY n DESC LIMIT ?") {}

template <class Lazy>
void basic_sqlite_file<Lazy>::open_database() {
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
    sqlite_statement(db_, "PRAGMA user_version").each([&](auto& row) { version = row.template next<std::int64_t>(); });
    sqlite_statement(db_, "PRAGMA application_id").each([&](auto& row) { owner = row.template next<std::int64_t>(); });
    sqlite_statement(db_, "PRAGMA page_size").each([&](auto& row) { page = row.template next<std::int64_t>(); });
    if (options_.largest_bytes != 0) {
      const std::string sql = "PRAGMA max_page_count=" + std::to_string(std::max<std::uint64_t>(1, options_.largest_bytes / static_cast<std::uint64_t>(page)));
      db_.run(sql.c_str());
    }
    std::int64_t tables = 0;
    sqlite_statement(db_, "SELECT count(*) FROM sqlite_master").each([&](auto& row) { tables = row.template next<std::int64_t>(); });
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

template <class Lazy>
void basic_sqlite_file<Lazy>::write() {
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
      audited_.clear();
      last_replay_.reset();
      for (const change_batch& batch : batches)
        for (const change& c : batch) keep(c);
      for (const auto& [key, n] : counted_)
        if (n != 0) statements_->count_verification.run(key.first, key.second, n);
      for (const auto& [key, a] : active_)
        statements_->add_activity.run(a.agent, a.day, a.approved, a.denied, a.succeeded, a.failed, a.violations[0], a.violations[1], a.violations[2], a.violations[3]);
      for (const auto& [topic, n] : audited_) {
        const auto& [organization, day, agent, action, resource_type] = topic;
        statements_->count_audit.run(organization, day, agent, action, resource_type, n);
      }
      if (last_replay_) statements_->drop_replays.run(*last_replay_ - std::chrono::hours(24));
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

template <class Lazy>
void basic_sqlite_file<Lazy>::keep(const change& c) {
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
    ++audited_[{r.organization, day_of(r.at), r.agent, r.action, r.resource_type}];
  } else if (const auto* d = std::get_if<activity_record>(&c)) {
    activity_record& day = active_[{d->agent, d->day}];
    day.agent = d->agent;
    day.day = d->day;
    add(day, *d);
  } else if (const auto* a_ptr = std::get_if<agent_ptr>(&c)) {
    const agent_record& a = **a_ptr;
    s.put_agent.run(a.id, a.organization, a.name, a.display_name, a.description, a.type, a.version, a.repository_url, a.documentation_url, a.certificate_url, a.status, a.key,
                    a.previous_key, a.previous_key_until, a.key_created_at, a.key_expires_at, a.rotations, a.compromised, a.violations, a.trust, a.fixed_trust,
                    detail::join_list(a.declared), detail::join_list(a.granted), detail::join_list(a.talks_to), a.created_by, a.created_at, a.updated_at, a.verified_at, a.removed,
                    a.registered_with);
  } else if (const auto* t = std::get_if<trust_record>(&c)) {
    s.add_trust.run(t->id, t->organization, t->agent, t->score, t->previous, t->reason, t->changed_by, t->at);
  } else if (const auto* al = std::get_if<alert_record>(&c)) {
    s.put_alert.run(al->id, al->organization, al->agent, al->type, al->severity, al->title, al->description, al->counts_for_trust, al->repeats, al->created_at, al->last_at,
                    al->acknowledged_at, al->acknowledged_by, al->resolved_at, al->resolution);
  } else if (const auto* r = std::get_if<replay_record>(&c)) {
    s.put_replay.run(r->agent, r->mark, r->forget_at, r->status, r->body);
    last_replay_ = std::max(last_replay_.value_or(r->forget_at), r->forget_at);
  } else if (const auto* rt = std::get_if<refresh_record>(&c)) {
    s.put_refresh.run(rt->id, rt->family, rt->user, rt->organization, rt->sdk, rt->issued_at, rt->expires_at, rt->revoked_at, rt->rotated_at, rt->successor, rt->successor_access);
  } else if (const auto* k = std::get_if<api_key_record>(&c)) {
    s.put_api_key.run(k->id, k->organization, k->agent, k->created_by, k->name, k->prefix, k->hash, k->active, k->created_at, k->expires_at, k->last_used_at, k->removed);
  } else if (const auto* u = std::get_if<user_record>(&c)) {
    s.put_user.run(u->id, u->organization, u->email, u->name, u->role, u->approved, u->password_hash, u->created_at, u->last_login);
  } else if (const auto* o = std::get_if<organization_record>(&c)) {
    s.put_organization.run(o->id, o->name, o->created_at);
  } else if (const auto* set = std::get_if<setting_record>(&c)) {
    s.put_setting.run(set->name, set->value);
  } else if (const auto* doc = std::get_if<document_record>(&c)) {
    if (doc->text.empty()) s.drop_document.run(doc->kind, doc->id);
    else s.put_document.run(doc->kind, doc->id, doc->organization, doc->text);
  }
}

}  // namespace detail

template <class Lazy>
std::shared_ptr<sqlite_store> sqlite_store::make(any_io_executor blocking_executor, sqlite_options options) {
  return std::make_shared<detail::basic_sqlite_file<Lazy>>(std::move(blocking_executor), std::move(options));
}

}  // namespace authority
}  // namespace v0
}  // namespace aval

#include "aval/authority/impl/store_sqlite_read.hpp"
