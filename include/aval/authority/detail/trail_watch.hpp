// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "aval/authority/records.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/digest_openssl.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/json/core_types.hpp"
#include "aval/json/read.hpp"

/*  How far the stored trail of each organization has been read back since the start. Kept in memory on purpose: what stood in the data
 *  base could be set by whoever changes the trail there. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

struct trail_progress {
  std::int64_t seq = 0;                       // up to this record the stored trail is good
  std::string hash = std::string(64, '0');    // of that record
  std::string problem = {};                   // what is wrong behind it
};

class trail_watch {
 public:
  trail_progress of(const uuid& organization) const {
    const std::lock_guard hold(mutex_);
    const auto at = all_.find(organization);
    return at == all_.end() ? trail_progress() : at->second;
  }
  /** Takes what somebody has found out. False: it was known. */
  bool put(const uuid& organization, const trail_progress& p) {
    const std::lock_guard hold(mutex_);
    trail_progress& known = all_[organization];
    const bool news = known.problem.empty() && !p.problem.empty();
    if (known.problem.empty() && (news || p.seq > known.seq)) known = p;
    return news;
  }

 private:
  mutable std::mutex mutex_;
  std::map<uuid, trail_progress> all_;
};

struct record_in_text {
  std::string action = {};
  std::optional<uuid> agent_id = {};
  std::string prev_hash = {};
  std::string resource_type = {};
  std::int64_t seq = 0;
  aval::timestamp timestamp = {};
  std::optional<uuid> user_id = {};
};

/** Takes the next record of a stored trail: its text against its hash, its place in the chain, and the columns by which it is found
 *  against the text. Sets `p.problem` when it is not what was written. */
inline bool follow(trail_progress& p, const audit_record& r) {
  const std::string name = "record " + std::to_string(r.seq);
  const auto fast = crypto::sha256_openssl(r.text);
  const auto text = json::read<record_in_text>(r.text);
  if (r.seq != p.seq + 1) p.problem = "between record " + std::to_string(p.seq) + " and " + name + " records are missing";
  else if ((fast ? *fast : crypto::sha256(r.text)) != r.hash || !text || text->seq != r.seq) p.problem = name + " was changed";
  else if (text->prev_hash != p.hash) p.problem = name + " does not follow the one before it";
  else if (text->action != r.action || text->resource_type != r.resource_type || text->agent_id != r.agent || text->user_id != r.user ||
           text->timestamp != std::chrono::floor<std::chrono::microseconds>(r.at))
    p.problem = name + " is listed under other words than its own";
  if (!p.problem.empty()) return false;
  p.seq = r.seq;
  p.hash = crypto::hex_encode(r.hash);
  return true;
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
