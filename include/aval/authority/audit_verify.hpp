// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/authority/audit_check.hpp"
#include "aval/authority/checkpoint.hpp"
#include "aval/core/printable.hpp"
#include "aval/core/result.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/json/read.hpp"

/*  Whether a whole audit trail, as it was exported, is what was written (AIM specification 4.6), for those who trust nobody but a key:
 *  records against their hashes and neighbours, and against the checkpoints that the authority signed at the time. What is changed,
 *  left out, moved or added inside is found by the hashes; a trail that was cut off, or computed anew from some record on, by a
 *  checkpoint behind that place. In constant memory, without a network. */

namespace aval {
inline namespace v0 {
namespace authority {

/** Cuts an export of JSON lines into its records, as the pieces come. */
class audit_export_reader {
 public:
  static constexpr std::size_t longest_line = 16 * 1024 * 1024;

  /** Calls f(std::string_view line) for each line that is complete now, without its end and without empty ones.
   *  @par Errors  aval::errc::invalid_argument: a line is longer than longest_line. */
  template <class F>
  result<void> feed(std::string_view piece, F f) {
    while (!piece.empty()) {
      const auto end = piece.find('\n');
      const std::string_view part = piece.substr(0, end);
      if (open_.size() + part.size() > longest_line) return failure{make_error_code(aval::errc::invalid_argument), "a line of the export is too long"};
      if (end == piece.npos) {
        open_ += part;
        return {};
      }
      piece.remove_prefix(end + 1);
      if (open_.empty()) {
        line(part, f);
      } else {
        open_ += part;
        line(open_, f);
        open_.clear();
      }
    }
    return {};
  }
  /** At the end of the export. @par Errors  aval::errc::invalid_argument: it ends within a line. */
  result<void> finish() const {
    if (open_.empty()) return {};
    return failure{make_error_code(aval::errc::invalid_argument), "the export ends within a line: a part of it is missing"};
  }

 private:
  template <class F>
  static void line(std::string_view text, F& f) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (!text.empty()) f(text);
  }
  std::string open_;  // what has come of a line
};

struct audit_head {
  std::int64_t seq = 0;
  std::string hash = {};  ///< hexadecimal
};
/** Reads NUMBER:HASH. */
inline std::optional<audit_head> parse_audit_head(std::string_view text) {
  const auto colon = text.find(':');
  audit_head h;
  if (colon == text.npos || colon == 0 || colon > 18 || text.size() != colon + 65) return std::nullopt;
  for (const char c : text.substr(0, colon)) {
    if (c < '0' || c > '9') return std::nullopt;
    h.seq = h.seq * 10 + (c - '0');
  }
  h.hash = text.substr(colon + 1);
  return h;
}

struct audit_verify_options {
  std::vector<checkpoint_record> checkpoints = {};
  std::vector<crypto::public_key> trusted = {};  ///< whose checkpoints count; empty: nobody's
  std::optional<audit_head> kept = {};           ///< a head that was kept elsewhere: it must be in the trail
  std::int64_t first = 1;                        ///< number of the record that the trail must begin with
};

/** Takes the records of one organization, oldest first, and collects what is wrong with them.
 *
 *      audit_verifier check(std::move(options));
 *      for (std::string_view line : lines) check.next_line(line);
 *      check.finish();
 *      for (const std::string& what : check.findings()) report(what);      // "record 17 was changed: ..." */
class audit_verifier {
 public:
  static constexpr std::size_t most_findings = 100;

  explicit audit_verifier(audit_verify_options options) : o_(std::move(options)) {
    std::stable_sort(o_.checkpoints.begin(), o_.checkpoints.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
    std::erase_if(o_.checkpoints, [&](const checkpoint_record& c) {
      for (const auto& key : o_.trusted)
        if (verify_checkpoint(c, key)) return false;
      const bool known = std::any_of(o_.trusted.begin(), o_.trusted.end(), [&](const auto& key) { return key.to_base64() == c.key; });
      note(name(c) + (known ? " does not have the signature that it needs" : " is signed by a key that is not trusted: " + printable(c.key, 60)));
      return true;
    });
  }

  void next_line(std::string_view text) {
    const auto parsed = json::parse(text);
    if (!parsed) return note("behind record " + std::to_string(last_) + ": a line is no JSON: " + printable(parsed.error().message(), 200));
    next(*parsed);
  }
  void next(const json::value& record) {
    const auto seq = record["seq"].if_int64();
    const auto* hash = record["hash"].if_string();
    const auto* before = record["prev_hash"].if_string();
    const auto* organization = record["organization_id"].if_string();
    if (!record.is_object() || !seq || *seq < 1 || !hash || !before || !organization)
      return note("behind record " + std::to_string(last_) + ": not an audit record: seq, hash, prev_hash or organization_id is missing");
    ++records_;
    const std::string here = "record " + std::to_string(*seq);
    if (const auto own = audit_hash_of(record); !own) note(here + " is not canonical JSON");
    else if (*own != *hash) note(here + " was changed: its hash is another one");
    if (!organization_) organization_ = *organization;
    else if (*organization_ != *organization) note(here + " belongs to another organization");

    if (last_ == 0) {
      oldest_ = *seq;
      if (*seq != o_.first) note("the trail begins with " + here + (*seq > o_.first ? "; the older ones are missing" : ", which was not expected"));
      if (*seq == 1 && *before != std::string(64, '0')) note("record 1 is not the first one: it names a hash before it");
      compare(*seq - 1, *before);
    } else if (*seq <= last_) {
      return note(here + " stands behind record " + std::to_string(last_) + ": the order is wrong");
    } else if (*seq != last_ + 1) {
      note("between record " + std::to_string(last_) + " and " + here + " records are missing");
      pass_over(*seq);
    } else if (*before != last_hash_) {
      note(here + " does not follow record " + std::to_string(last_) + ": it names another hash");
    }
    last_ = *seq;
    last_hash_ = *hash;
    compare(*seq, *hash);
  }
  /** After the newest record: what should stand behind it? */
  void finish() {
    if (records_ == 0) note("the trail is empty");
    for (; at_ < o_.checkpoints.size(); ++at_)
      note("the trail was cut off: it ends with record " + std::to_string(last_) + ", and " + name(o_.checkpoints[at_]) + " tells of record " + std::to_string(o_.checkpoints[at_].seq));
    if (o_.kept && o_.kept->seq > last_)
      note("the trail was cut off: it ends with record " + std::to_string(last_) + ", and the head that you kept is record " + std::to_string(o_.kept->seq));
  }

  bool good() const noexcept { return faults_ == 0; }
  /** The first hundred. */
  const std::vector<std::string>& findings() const noexcept { return findings_; }
  std::uint64_t faults() const noexcept { return faults_; }
  std::uint64_t records() const noexcept { return records_; }
  std::int64_t oldest() const noexcept { return oldest_; }
  std::int64_t newest() const noexcept { return last_; }
  const std::string& newest_hash() const noexcept { return last_hash_; }
  /** The number up to which a checkpoint of a trusted key vouches for the trail; zero: none does. */
  std::int64_t vouched() const noexcept { return vouched_; }

 private:
  static std::string name(const checkpoint_record& c) { return "the checkpoint of " + printable(c.at, 40); }
  void note(std::string what) {
    ++faults_;
    if (findings_.size() < most_findings) findings_.push_back(std::move(what));
  }
  // what is known from elsewhere about the record of this number
  void compare(std::int64_t seq, const std::string& hash) {
    while (at_ < o_.checkpoints.size() && o_.checkpoints[at_].seq < seq) ++at_;
    for (; at_ < o_.checkpoints.size() && o_.checkpoints[at_].seq == seq; ++at_) {
      const checkpoint_record& c = o_.checkpoints[at_];
      if (organization_ && c.organization.to_string() != *organization_) note(name(c) + " is one of another organization");
      else if (c.hash != hash) note("record " + std::to_string(seq) + " is not the one that " + name(c) + " tells of: the trail was computed anew");
      else vouched_ = seq;
    }
    if (o_.kept && o_.kept->seq == seq && o_.kept->hash != hash)
      note("the head that you kept, record " + std::to_string(seq) + ", is another one in this trail: it was cut off or rewritten");
  }
  void pass_over(std::int64_t seq) {
    for (; at_ < o_.checkpoints.size() && o_.checkpoints[at_].seq < seq; ++at_) note("record " + std::to_string(o_.checkpoints[at_].seq) + ", of which " + name(o_.checkpoints[at_]) + " tells, is missing");
  }

  audit_verify_options o_;
  std::size_t at_ = 0;  // the first checkpoint that was not reached
  std::optional<std::string> organization_;
  std::int64_t oldest_ = 0, last_ = 0, vouched_ = 0;
  std::string last_hash_;
  std::uint64_t records_ = 0, faults_ = 0;
  std::vector<std::string> findings_;
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
