// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "aval/authority/errors.hpp"
#include "aval/core/result.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/json/canonical.hpp"
#include "aval/json/value.hpp"

/*  Whether an audit trail is what was written (AIM specification 4.6): for those who were given its records and trust nobody. Needs no
 *  authority, no key and no network. A chain tells of changes inside of it; that nothing was cut off at the new end is told by a head
 *  (number and hash of the last record) that was kept elsewhere. */

namespace aval {
inline namespace v0 {
namespace authority {

/** The hash that a record as it is served must have, in hexadecimal; nothing when it has no canonical form. */
inline std::optional<std::string> audit_hash_of(const json::value& record) {
  json::value bare = record;
  bare.erase("hash");
  try {
    return crypto::hex_encode(crypto::sha256(json::canonical_p(bare, json::number_text::as_written)));
  } catch (const std::system_error&) {
    return std::nullopt;
  }
}

/** Takes the records of one organization, newest first, as GET /api/v1/admin/audit-logs gives them.
 *
 *      audit_check check;
 *      for (const json::value& record : logs)
 *        if (auto good = check.next(record); !good) report(good.error().message);   // "record 17 was changed: ..."
 *
 *  @par Errors  of next(): aval::errc::invalid_argument for what is no record, errc::store_corrupt for a record that was changed, left
 *               out or put elsewhere; the message names its number. After an error the check goes on with the next record. */
class audit_check {
 public:
  result<void> next(const json::value& record) {
    const auto seq = record["seq"].if_int64();
    const auto* hash = record["hash"].if_string();
    const auto* before = record["prev_hash"].if_string();
    if (!record.is_object() || !seq || *seq < 1 || !hash || !before) return failure{make_error_code(aval::errc::invalid_argument), "not an audit record: seq, hash or prev_hash is missing"};
    const auto newer = std::exchange(newer_, head{*seq, *before});
    ++records_;
    if (!newest_) newest_ = head{*seq, *hash};
    const std::string name = "record " + std::to_string(*seq);
    const auto own = audit_hash_of(record);
    if (!own) return failure{make_error_code(aval::errc::invalid_argument), name + " is not canonical JSON"};
    if (*own != *hash) return broken(name + " was changed: its hash is another one");
    if (newer && newer->seq != *seq + 1)
      return broken("between " + name + " and record " + std::to_string(newer->seq) + (newer->seq <= *seq ? " the order is wrong" : " records are missing"));
    if (newer && newer->hash != *hash) return broken("record " + std::to_string(newer->seq) + " does not follow " + name + ": it names another hash");
    if (*seq == 1 && *before != std::string(64, '0')) return broken("record 1 is not the first one: it names a hash before it");
    return {};
  }

  std::uint64_t records() const noexcept { return records_; }
  /** Number of the oldest record so far; 1: the chain was seen to its beginning. Zero before the first. */
  std::int64_t oldest() const noexcept { return newer_ ? newer_->seq : 0; }
  /** Number and hash of the newest record: what to keep elsewhere. */
  std::int64_t newest() const noexcept { return newest_ ? newest_->seq : 0; }
  const std::string& newest_hash() const noexcept { return newest_->hash; }

 private:
  struct head {
    std::int64_t seq = 0;
    std::string hash = {};  // of newer_: what the record says about the one before it
  };
  static failure broken(std::string message) { return {make_error_code(errc::store_corrupt), std::move(message)}; }

  std::optional<head> newer_, newest_;
  std::uint64_t records_ = 0;
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
