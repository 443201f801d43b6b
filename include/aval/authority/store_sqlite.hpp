// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "aval/authority/store.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/compilation.hpp"

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
class sqlite_store : public store {
 public:
  template <class Lazy = void>  // compiled where it is used
  static std::shared_ptr<sqlite_store> make(any_io_executor blocking_executor, sqlite_options options);
};

}  // namespace authority
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/authority/impl/store_sqlite.hpp"
#endif
