// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/core/detail/append_file_posix.hpp"
#include "aval/core/result.hpp"
#include "aval/core/uuid.hpp"
#include "aval/evidence/detail/group_commit.hpp"
#include "aval/evidence/detail/ledger.hpp"
#include "aval/evidence/errors.hpp"
#include "aval/evidence/segment.hpp"

/*  Evidence that survives its process. Before a guarded function starts, an intent is written; before its outcome is sent for the
 *  first time, the outcome is written; when the receiver has acknowledged it, the record is closed. Whatever is open when a process
 *  ends, by kill -9 at any point, is found by the next one that opens the folder:
 *
 *      intent and outcome    the function has run; the outcome is sent again (receivers take a repeat as a repeat)
 *      intent alone          the function may have run; nobody will ever know: report a failure, "outcome unknown"
 *
 *  Each open spool writes to a file of its own in the folder, locked as long as it lives, so that any number of processes (and of
 *  spools in one process) share a folder without waiting for one another. A file whose lock is free belongs to nobody any more: who
 *  opens the folder next takes its open records over into its own file, and only then removes it.
 *
 *  Without `durable`, a record is safe from the end of the process as soon as append_ returns (one write, no synchronisation), but not
 *  from the loss of power. With it, commit() completes when everything appended before is on the disk; one synchronisation serves all
 *  who wait (about 4 ms on the machines that we measured).
 *
 *  The spool is bounded: when it is full no intent is taken, so no guarded function starts. It never forgets an open record. Room for an
 *  outcome is set aside with each intent, in the count and, where the file system can, on the disk.
 *
 *  Payloads are the caller's (text, at most largest_record bytes); they are written as they are, into files of mode 0600 in a folder
 *  of mode 0700. Put no secrets into them. */

namespace aval {
inline namespace v0 {
namespace evidence {

/** The reason to report for an intent whose process ended before it could write an outcome. */
inline constexpr std::string_view outcome_unknown = "outcome unknown";

struct spool_options {
  std::string directory = {};                       // made, with its parents, when it is not there
  std::size_t max_bytes = 16 * 1024 * 1024;         // of open records; beyond it: errc::full
  std::size_t max_records = 10000;                  // open at once; at most 1000000
  std::size_t largest_record = 16 * 1024;           // payload bytes; at most 1 MiB
  std::size_t outcome_room = 1024;                  // bytes set aside for the outcome of each open intent
  bool durable = false;                             // commit() waits for the disk
  any_io_executor blocking_executor = {};           // where durable synchronises; empty: on the caller's thread
};

/** An open record. */
struct spool_entry {
  std::uint64_t number = 0;
  std::string intent = {};                          // empty when only the outcome could be read
  std::optional<std::string> outcome = {};
  bool recovered = false;                           // left behind by another process
};

/** A place in a left-behind file that could not be read. */
struct spool_damage {
  std::string file = {};
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  bool torn_end = false;                            // the last record of a killed process: nothing that had been promised is lost
};

namespace detail {

// A template of nothing: only programs that open a spool compile its members.
template <class>
class basic_spool_state : public std::enable_shared_from_this<basic_spool_state<void>> {
 public:
  explicit basic_spool_state(spool_options options) : options_(std::move(options)) {}
  basic_spool_state(const basic_spool_state&) = delete;
  basic_spool_state& operator=(const basic_spool_state&) = delete;
  ~basic_spool_state() {
    if (file_ && process_ == ::getpid() && ledger_.size() == 0) file_->remove();
  }

  result<void> open() {
    if (options_.directory.empty()) return failure{make_error_code(aval::errc::invalid_argument), "spool: the directory is not set"};
    options_.max_records = std::min(options_.max_records, ledger::most_slots / 2);
    options_.largest_record = std::min(options_.largest_record, largest_payload);
    if (auto made = aval::detail::make_folders(options_.directory, 0700); !made) return made.error();
    if (auto mine = start_file(); !mine) return mine.error();
    process_ = ::getpid();
    return recover();
  }

  result<std::uint64_t> append_intent(std::string_view payload) {
    const std::lock_guard lock(mutex_);
    if (auto usable = check(payload); !usable) return usable.error();
    const std::size_t open_bytes = ledger_.bytes() + (ledger_.running() + 1) * room() + record_head_size + payload.size();
    if (ledger_.size() >= options_.max_records || open_bytes > options_.max_bytes)
      return failure{make_error_code(errc::full), "spool: " + options_.directory + " holds " + std::to_string(ledger_.size()) + " open records of " +
                                                      std::to_string(ledger_.bytes()) + " bytes and takes no more until some are acknowledged"};
    const std::uint64_t ahead = file_->size() + record_head_size + payload.size() + (ledger_.running() + 1) * room();
    if (const auto failed = file_->reserve(ahead)) return disk_failure("no room for", failed);
    const record_name name{origin_, ledger_.next_number()};
    if (const auto failed = write(record_kind::intent, name, payload)) return disk_failure("cannot write to", failed);
    return ledger_.add(name, payload).number;
  }

  result<void> append_outcome(std::uint64_t number, std::string_view payload) {
    const std::lock_guard lock(mutex_);
    if (auto usable = check(payload); !usable) return usable.error();
    open_record* const r = ledger_.find(number);
    if (r == nullptr || r->has_outcome) return failure{make_error_code(errc::unknown), "spool: no running call has the number " + std::to_string(number)};
    ledger_.set_outcome(*r, payload);
    if (const auto failed = write(record_kind::outcome, r->name, payload)) return disk_failure("cannot write to", failed);
    return {};
  }

  result<void> acknowledge(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    if (auto usable = check({}); !usable) return usable.error();
    open_record* const r = ledger_.find(number);
    if (r == nullptr) return failure{make_error_code(errc::unknown), "spool: no open record has the number " + std::to_string(number)};
    const record_name name = r->name;
    ledger_.remove(*r);
    if (ledger_.size() == 0 && file_->size() > emptied_beyond) {
      if (!file_->cut(segment_head_size)) return {};
    }
    if (const auto failed = write(record_kind::acknowledgement, name, {})) return disk_failure("cannot write to", failed);
    if (file_->size() > 2 * ledger_.bytes() + compact_beyond) return compact();
    return {};
  }

  result<void> recover() {
    const std::lock_guard lock(mutex_);
    auto names = aval::detail::names_in_folder(options_.directory, ".spool");
    if (!names) return names.error();
    std::vector<aval::detail::append_file> abandoned;
    std::vector<bool> damaged;
    leftovers found;
    for (const std::string& name : *names) {
      const std::string path = options_.directory + "/" + name;
      if (path == file_->path()) continue;
      auto file = aval::detail::append_file::open_abandoned(path);
      if (!file) continue;
      if (!file->owned_by_us()) {  // somebody else's words are not our evidence
        damage_.push_back({path, 0, file->size(), false});
        continue;
      }
      auto text = file->contents(most_file_bytes);
      if (!text) return text.error();
      const segment_contents contents = read_segment(*text);
      bool bad = false;
      for (const segment_damage& d : contents.damage) {
        damage_.push_back({path, d.offset, d.bytes, d.torn_end});
        bad = bad || !d.torn_end;
      }
      found.add(contents);
      abandoned.push_back(std::move(*file));
      damaged.push_back(bad);
    }
    if (auto taken = take_over(found.take()); !taken) return taken;
    for (std::size_t i = 0; i < abandoned.size(); ++i)  // a file with damage is kept for people to look at, under a name that is not read
      if (!damaged[i] || !abandoned[i].rename(abandoned[i].path() + ".damaged")) abandoned[i].remove();
    remove_unfinished();
    return {};
  }

  std::vector<spool_entry> entries(bool recovered_only) {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<std::uint64_t, spool_entry>> list;
    ledger_.for_each([&](open_record& r) {
      if (recovered_only && (!r.recovered || r.handed_out)) return;
      if (recovered_only) r.handed_out = true;
      list.emplace_back(r.number >> 20, spool_entry{r.number, r.intent, r.has_outcome ? std::optional(r.outcome) : std::nullopt, r.recovered});
    });
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<spool_entry> out;
    out.reserve(list.size());
    for (auto& item : list) out.push_back(std::move(item.second));
    return out;
  }

  std::vector<spool_damage> damage() {
    const std::lock_guard lock(mutex_);
    return damage_;
  }
  std::size_t records() {
    const std::lock_guard lock(mutex_);
    return ledger_.size();
  }
  std::size_t bytes() {
    const std::lock_guard lock(mutex_);
    return ledger_.bytes();
  }
  const spool_options& options() const noexcept { return options_; }

  /** For durable spools: the handler is called, through its executor, when everything written so far is on the disk. */
  template <class Handler>
  void when_safe(Handler handler) {
    bool start = false;
    {
      const std::lock_guard lock(mutex_);
      waiters_.add(commit_waiters::make(written_, std::move(handler), options_.blocking_executor));
      start = !std::exchange(synchronising_, true);
    }
    if (!start) return;
    if (options_.blocking_executor) asio::post(options_.blocking_executor, [self = this->shared_from_this()] { self->synchronise(); });
    else synchronise();
  }

 private:
  static constexpr std::uint64_t emptied_beyond = 256 * 1024;
  static constexpr std::uint64_t compact_beyond = 4 * 1024 * 1024;
  static constexpr std::uint64_t most_file_bytes = std::uint64_t{1} << 30;

  std::size_t room() const noexcept { return record_head_size + options_.outcome_room; }

  failure disk_failure(const char* what, std::error_code code) const {
    return {code, std::string("spool: ") + what + " " + file_->path() + ": " + code.message()};
  }

  result<void> check(std::string_view payload) const {
    if (broken_) return failure{make_error_code(errc::broken), "spool: " + file_->path() + " is broken since an earlier disk error: " + broken_.message()};
    if (process_ != ::getpid()) return failure{make_error_code(errc::other_process), "spool: opened before a fork; the child opens one of its own"};
    if (payload.size() > options_.largest_record)
      return failure{make_error_code(errc::too_large), "spool: a record of " + std::to_string(payload.size()) + " bytes is larger than " + std::to_string(options_.largest_record)};
    return {};
  }

  result<void> start_file() {
    for (int attempt = 0;; ++attempt) {
      const uuid fresh = uuid::random();
      std::memcpy(origin_.data(), fresh.bytes().data(), origin_.size());
      auto made = aval::detail::append_file::create(options_.directory + "/" + fresh.to_string() + ".spool", segment_head(origin_));
      // another process may have tidied the young file away, or be looking at it just now
      if (!made && attempt < 8 && (made.error().code == std::errc::no_such_file_or_directory || made.error().code == std::errc::operation_would_block)) continue;
      if (!made) return made.error();
      file_ = std::make_shared<aval::detail::append_file>(std::move(*made));
      if (options_.durable) aval::detail::sync_folder(options_.directory);
      return {};
    }
  }

  std::error_code write(record_kind kind, const record_name& name, std::string_view payload) {
    buffer_.clear();
    append_record(buffer_, kind, name, payload);
    return write_buffer();
  }
  std::error_code write_buffer() {
    bool torn = false;
    const std::error_code failed = file_->append(buffer_, torn);
    if (torn) broken_ = failed;
    ++written_;
    return failed;
  }

  // Records of dead processes become ours: on our disk first, known to the user afterwards. They are taken even beyond the bounds.
  result<void> take_over(std::map<record_name, leftovers::one> records) {
    if (records.empty()) return {};
    buffer_.clear();
    for (const auto& [name, record] : records) {
      append_record(buffer_, record_kind::intent, name, record.intent);
      if (record.outcome) append_record(buffer_, record_kind::outcome, name, *record.outcome);
    }
    const std::error_code failed = write_buffer();
    std::string().swap(buffer_);
    if (failed) return disk_failure("cannot take over the records of an ended process into", failed);
    if (options_.durable) {
      if (const auto unsafe = aval::detail::append_file::sync(file_->descriptor())) return disk_failure("cannot synchronise", unsafe);
    }
    for (const auto& [name, record] : records) {
      open_record& r = ledger_.add(name, record.intent);
      r.recovered = true;
      if (record.outcome) ledger_.set_outcome(r, *record.outcome);
    }
    return {};
  }

  // Files that a process was about to make when it was killed: empty of records, since they never had their name.
  void remove_unfinished() {
    const auto names = aval::detail::names_in_folder(options_.directory, ".spool.new");
    if (!names) return;
    for (const std::string& name : *names)
      if (auto file = aval::detail::append_file::open_abandoned(options_.directory + "/" + name); file && file->owned_by_us()) file->remove();
  }

  // Most of a long file is closed records: the open ones move to a new file.
  result<void> compact() {
    const auto old = file_;
    const auto old_origin = origin_;
    if (auto made = start_file(); !made) {
      file_ = old;
      origin_ = old_origin;
      return {};  // the old file still serves; the next acknowledgement tries again
    }
    buffer_.clear();
    ledger_.for_each([&](const open_record& r) {
      append_record(buffer_, record_kind::intent, r.name, r.intent);
      if (r.has_outcome) append_record(buffer_, record_kind::outcome, r.name, r.outcome);
    });
    bool torn = false;
    std::error_code failed = file_->append(buffer_, torn);
    std::string().swap(buffer_);
    if (!failed && options_.durable) failed = aval::detail::append_file::sync(file_->descriptor());
    if (failed) {
      file_->remove();
      file_ = old;
      origin_ = old_origin;
      return {};
    }
    old->remove();
    return {};
  }

  // Runs on the blocking executor until nobody waits.
  void synchronise() {
    for (;;) {
      std::shared_ptr<aval::detail::append_file> file;
      std::uint64_t target = 0;
      {
        const std::lock_guard lock(mutex_);
        file = file_;
        target = written_;
      }
      const std::error_code failed = aval::detail::append_file::sync(file->descriptor());
      std::vector<std::unique_ptr<commit_waiters::waiter>> ready;
      bool more = false;
      {
        const std::lock_guard lock(mutex_);
        if (failed) broken_ = failed;  // what was written may be gone; nobody can tell
        ready = waiters_.take(target, static_cast<bool>(failed));
        more = !waiters_.empty();
        if (!more) synchronising_ = false;
      }
      for (const auto& one : ready) one->complete(failed);
      if (!more) return;
    }
  }

  spool_options options_;
  std::mutex mutex_;
  std::shared_ptr<aval::detail::append_file> file_;
  segment_origin origin_{};
  ledger ledger_;
  std::string buffer_;
  std::vector<spool_damage> damage_;
  std::error_code broken_;
  std::uint64_t written_ = 0;
  bool synchronising_ = false;
  commit_waiters waiters_;
  ::pid_t process_ = 0;
};

using spool_state = basic_spool_state<void>;

struct start_commit {
  std::shared_ptr<spool_state> state;
  explicit start_commit(std::shared_ptr<spool_state> s) : state(std::move(s)) {}
  template <class Handler>
  void operator()(Handler&& handler) const {
    state->when_safe(std::forward<Handler>(handler));
  }
};

}  // namespace detail

/** A cheap handle on an open spool. The file is closed (and removed when nothing in it is open) with the last handle.
 *
 *  @par Threads  every member may be called from any thread.
 *  @par Fork     a child must open a spool of its own; the inherited handle refuses (errc::other_process). A child that lives on without
 *                exec keeps the lock of the parent's file: its records are found when both have ended. */
class spool {  // its members are templates of nothing for the same reason as above
 public:
  /** Opens the folder and takes over what ended processes left.
   *  @par Errors  the system's, with the path: no permission, no space. Without a spool there must be no guarded calls. */
  template <class Lazy = void>
  static result<spool> open(spool_options options) {
    auto state = std::make_shared<detail::basic_spool_state<Lazy>>(std::move(options));
    if (auto opened = state->open(); !opened) return opened.error();
    return spool(std::move(state));
  }

  /** Before the function starts. Gives the record's number, never zero.
   *  @par Errors  errc::full, errc::too_large, errc::broken, errc::other_process; no_space_on_device and other errors of the disk. With
   *               any of them nothing has been recorded, and the function must not run. */
  template <class Lazy = void>
  result<std::uint64_t> append_intent(std::string_view payload) { return as<Lazy>()->append_intent(payload); }

  /** After the function, before the outcome is first sent.
   *  @par Errors  errc::unknown for a number that is not running; errors of the disk: the outcome is then known to this process only. */
  template <class Lazy = void>
  result<void> append_outcome(std::uint64_t number, std::string_view payload) { return as<Lazy>()->append_outcome(number, payload); }

  /** The receiver has the outcome: the record is closed and its room free. */
  template <class Lazy = void>
  result<void> acknowledge(std::uint64_t number) { return as<Lazy>()->acknowledge(number); }

  /** Completes when everything appended before the call is on the disk; at once unless the options say durable.
   *  @par Errors        the disk's; the spool is broken from then on.
   *  @par Cancellation  none: it waits for the disk.
   *  @par Lifetime      the blocking executor must run, or be destroyed, while somebody waits; the caller's executor must not end first. */
  template <class Lazy = void>
  awaitable<void> commit() const {
    if (!as<Lazy>()->options().durable) return done<Lazy>();
    return asio::async_initiate<const asio::use_awaitable_t<any_io_executor>, void(std::error_code)>(detail::start_commit(as<Lazy>()), token());
  }

  /** Records of ended processes, oldest first; each is given once. They stay open until they are acknowledged. */
  template <class Lazy = void>
  std::vector<spool_entry> take_recovered() { return as<Lazy>()->entries(true); }
  /** Takes over the records of processes that have ended since. */
  template <class Lazy = void>
  result<void> recover() { return as<Lazy>()->recover(); }
  /** All open records, those of running calls (no outcome) among them. */
  template <class Lazy = void>
  std::vector<spool_entry> pending() const { return as<Lazy>()->entries(false); }
  /** What could not be read in left-behind files. Such files are kept as *.damaged, except for torn ends. */
  template <class Lazy = void>
  std::vector<spool_damage> damage() const { return as<Lazy>()->damage(); }

  template <class Lazy = void>
  bool durable() const noexcept { return as<Lazy>()->options().durable; }
  template <class Lazy = void>
  std::size_t records() const { return as<Lazy>()->records(); }
  template <class Lazy = void>
  std::size_t bytes() const { return as<Lazy>()->bytes(); }

 private:
  explicit spool(std::shared_ptr<detail::spool_state> state) noexcept : state_(std::move(state)) {}
  template <class Lazy = void>
  static awaitable<void> done() {
    co_return;
  }
  static const asio::use_awaitable_t<any_io_executor>& token() {
    static constexpr asio::use_awaitable_t<any_io_executor> instance{};
    return instance;
  }
  template <class Lazy>
  const std::shared_ptr<detail::basic_spool_state<Lazy>>& as() const noexcept {
    return state_;
  }
  std::shared_ptr<detail::spool_state> state_;
};

}  // namespace evidence
}  // namespace v0
}  // namespace aval
