// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "aval/authority/errors.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"

/*  A thin, typed face of SQLite: one connection, statements that are prepared once, errors as exceptions that name the file. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

class sqlite_connection {
 public:
  sqlite_connection() = default;
  sqlite_connection(const sqlite_connection&) = delete;
  sqlite_connection& operator=(const sqlite_connection&) = delete;
  ~sqlite_connection() { close(); }

  void open(const std::string& path) {
    path_ = path;
    const int rc = ::sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (rc != SQLITE_OK) {
      const error e = problem(rc, "opening");
      close();
      throw e;
    }
  }
  void close() noexcept {
    if (db_) ::sqlite3_close(db_);  // every statement is gone before
    db_ = nullptr;
  }
  bool is_open() const noexcept { return db_ != nullptr; }
  sqlite3* get() const noexcept { return db_; }
  void run(const char* sql) {
    if (const int rc = ::sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); rc != SQLITE_OK) throw problem(rc, sql);
  }
  /** What went wrong, in words for the person who runs the authority. */
  error problem(int rc, std::string_view doing) const {
    errc what = errc::store_failed;
    switch (rc & 0xFF) {
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB: what = errc::store_corrupt; break;
      case SQLITE_BUSY:
      case SQLITE_LOCKED: what = errc::store_locked; break;
      case SQLITE_FULL: what = errc::store_full; break;
      default: break;
    }
    std::string text = "data base " + path_ + " (" + std::string(doing.substr(0, 60)) + "): ";
    text += db_ ? ::sqlite3_errmsg(db_) : ::sqlite3_errstr(rc);
    return error(make_error_code(what), std::move(text));
  }

 private:
  sqlite3* db_ = nullptr;
  std::string path_;
};

/** A prepared statement. Bound views must live until the statement is reset, which run() and each() do. */
class sqlite_statement {
 public:
  sqlite_statement() = default;
  sqlite_statement(sqlite_connection& db, const char* sql) : db_(&db), sql_(sql) {
    if (const int rc = ::sqlite3_prepare_v3(db.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr); rc != SQLITE_OK) throw db.problem(rc, sql);
  }
  sqlite_statement(sqlite_statement&& other) noexcept : db_(other.db_), sql_(other.sql_), statement_(std::exchange(other.statement_, nullptr)) {}
  sqlite_statement& operator=(sqlite_statement&& other) noexcept {
    if (this != &other) {
      ::sqlite3_finalize(statement_);
      db_ = other.db_;
      sql_ = other.sql_;
      statement_ = std::exchange(other.statement_, nullptr);
    }
    return *this;
  }
  ~sqlite_statement() { ::sqlite3_finalize(statement_); }

  /** Executes without rows. */
  template <class... A>
  void run(const A&... arguments) {
    bind(arguments...);
    const int rc = ::sqlite3_step(statement_);
    if (rc != SQLITE_DONE && rc != SQLITE_ROW) fail(rc);
    ::sqlite3_reset(statement_);
  }
  /** Calls `row(*this)` for each row; it reads the columns in order with next<T>(). Stops early when it returns false. */
  template <class Row, class... A>
  void each(Row&& row, const A&... arguments) {
    bind(arguments...);
    for (;;) {
      const int rc = ::sqlite3_step(statement_);
      if (rc == SQLITE_DONE) break;
      if (rc != SQLITE_ROW) fail(rc);
      column_ = 0;
      try {
        if constexpr (std::is_void_v<decltype(row(*this))>) row(*this);
        else if (!row(*this)) break;
      } catch (...) {
        ::sqlite3_reset(statement_);
        throw;
      }
    }
    ::sqlite3_reset(statement_);
  }

  /** The next column. A value of the wrong size is a damaged data base. */
  template <class T>
  T next() {
    const int c = column_++;
    if constexpr (std::is_same_v<T, std::string>) {
      const auto* text = static_cast<const char*>(::sqlite3_column_blob(statement_, c));
      return text ? std::string(text, static_cast<std::size_t>(::sqlite3_column_bytes(statement_, c))) : std::string();
    } else if constexpr (std::is_same_v<T, uuid>) {
      return uuid(fixed<16>(c));
    } else if constexpr (std::is_same_v<T, std::array<std::byte, 32>>) {
      return fixed<32>(c);
    } else if constexpr (std::is_same_v<T, std::array<std::byte, 64>>) {
      return fixed<64>(c);
    } else if constexpr (std::is_same_v<T, timestamp>) {
      return timestamp(std::chrono::nanoseconds(::sqlite3_column_int64(statement_, c)));
    } else if constexpr (std::is_same_v<T, double>) {
      return ::sqlite3_column_double(statement_, c);
    } else if constexpr (std::is_same_v<T, bool>) {
      return ::sqlite3_column_int64(statement_, c) != 0;
    } else if constexpr (std::is_enum_v<T>) {
      return static_cast<T>(::sqlite3_column_int64(statement_, c) & 3);
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<T>(::sqlite3_column_int64(statement_, c));
    } else {  // optional
      if (::sqlite3_column_type(statement_, c) == SQLITE_NULL) return std::nullopt;
      --column_;
      return next<typename T::value_type>();
    }
  }
  int changes() const noexcept { return ::sqlite3_changes(db_->get()); }

 private:
  [[noreturn]] void fail(int rc) {
    const error e = db_->problem(rc, sql_);
    ::sqlite3_reset(statement_);
    throw e;
  }
  template <class... A>
  void bind(const A&... arguments) {
    int i = 0;
    (put(++i, arguments), ...);
  }
  void check(int rc) {
    if (rc != SQLITE_OK) fail(rc);
  }
  template <class T>
  void put(int i, const T& v) {
    if constexpr (std::is_convertible_v<const T&, std::string_view>) {
      const std::string_view text = v;
      check(::sqlite3_bind_text(statement_, i, text.data() ? text.data() : "", static_cast<int>(text.size()), SQLITE_STATIC));
    } else if constexpr (std::is_same_v<T, uuid>) {
      check(::sqlite3_bind_blob(statement_, i, v.bytes().data(), 16, SQLITE_STATIC));
    } else if constexpr (std::is_same_v<T, std::array<std::byte, 32>> || std::is_same_v<T, std::array<std::byte, 64>>) {
      check(::sqlite3_bind_blob(statement_, i, v.data(), static_cast<int>(v.size()), SQLITE_STATIC));
    } else if constexpr (std::is_same_v<T, timestamp>) {
      check(::sqlite3_bind_int64(statement_, i, v.time_since_epoch().count()));
    } else if constexpr (std::is_same_v<T, double>) {
      check(::sqlite3_bind_double(statement_, i, v));
    } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
      check(::sqlite3_bind_int64(statement_, i, static_cast<std::int64_t>(v)));
    } else {  // optional
      if (v) put(i, *v);
      else check(::sqlite3_bind_null(statement_, i));
    }
  }
  template <std::size_t N>
  std::array<std::byte, N> fixed(int c) {
    std::array<std::byte, N> out{};
    if (::sqlite3_column_bytes(statement_, c) != static_cast<int>(N)) throw db_->problem(SQLITE_CORRUPT, "a value of the wrong size");
    const auto* raw = static_cast<const std::byte*>(::sqlite3_column_blob(statement_, c));
    std::copy_n(raw, N, out.begin());
    return out;
  }

  sqlite_connection* db_ = nullptr;
  const char* sql_ = "";
  sqlite3_stmt* statement_ = nullptr;
  int column_ = 0;
};

/** Short texts without control characters, in one column. */
inline std::string join_list(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& s : list) out.append(s).append(1, '\n');
  return out;
}
inline std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> list;
  while (!text.empty()) {
    const auto end = text.find('\n');
    list.emplace_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return list;
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
