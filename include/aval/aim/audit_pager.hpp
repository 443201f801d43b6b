// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/aim/client.hpp"
#include "aval/aim/messages.hpp"

/*  Reading the audit trail page by page (AIM specification 2.6). Older servers ignore filters, leave members out or spell them in other
 *  ways: what they send is completed and filtered here, so that the same filter gives the same entries everywhere. */

namespace aval {
inline namespace v0 {
namespace aim {

/** What to read; newest first. */
struct audit_filter {
  std::size_t limit = 100;                  ///< how many entries at most, over all pages; zero: all
  std::size_t offset = 0;                   ///< how many matching entries to skip
  std::optional<timestamp> start = {};      ///< not before
  std::optional<timestamp> end = {};        ///< before (exclusive)
  std::string action_name = {};             ///< exactly this action; empty: every
  std::size_t page_size = 100;              ///< entries asked for at once, 1 to 1000
};

/** One line of the trail. */
struct audit_entry {
  std::string id = {};
  std::string timestamp = {};               ///< as the authority wrote it
  std::optional<aval::timestamp> time = {}; ///< the same, read
  std::string action_name = {};
  std::string status = {};                  ///< "approved", "denied", ...
  std::string resource = {};
  std::string risk_level = {};
  std::string verification_id = {};
  std::string error = {};
  std::optional<std::int64_t> duration_ms = {};
  std::string hash = {};                    ///< of the authority's chain, where it keeps one
  json::value metadata = {};
};

/** Fills the guide's three members from any generation's record. */
inline audit_entry complete(audit_record&& r) {
  const auto text_in = [&r](std::string_view name) -> std::string {
    if (!r.metadata || !r.metadata->is_object()) return {};
    const json::value* v = r.metadata->find(name);
    return v && v->is_string() ? std::string(v->as_string()) : std::string();
  };
  audit_entry e;
  e.id = std::move(r.id);
  e.time = parse_time(r.timestamp);
  e.timestamp = printable(r.timestamp, 60);
  e.action_name = printable(r.action_name && !r.action_name->empty() ? *r.action_name : r.action, 200);
  if (r.status && !r.status->empty()) e.status = printable(*r.status, 60);
  if (e.status.empty()) e.status = printable(text_in("status"), 60);
  if (e.status.empty()) {
    const json::value* automatic = r.metadata && r.metadata->is_object() ? r.metadata->find("auto_approved") : nullptr;
    const bool refused = !text_in("denial_reason").empty() || (automatic && automatic->is_bool() && !automatic->as_bool());
    e.status = refused ? "denied" : "approved";
  }
  e.resource = printable(text_in("resource"), 500);
  e.risk_level = printable(r.risk_level.value_or(text_in("risk_level")), 60);
  e.verification_id = printable(r.verification_id.value_or(text_in("verification_id")), 100);
  e.error = printable(r.error.value_or(""));
  e.duration_ms = r.duration_ms;
  e.hash = printable(r.hash.value_or(""), 200);
  if (r.metadata) e.metadata = std::move(*r.metadata);
  return e;
}

template <class Lazy>
class basic_audit_pager;
using audit_pager = basic_audit_pager<void>;

/** Gives one entry after the other, fetching pages as they are needed.
 *
 *      auto trail = agent.get_audit_logs();
 *      while (auto entry = co_await trail.next()) use(*entry);
 *
 *  Moving it is allowed between two calls; one call at a time. */
template <class Lazy>
class basic_audit_pager {
 public:
  basic_audit_pager(client c, audit_filter filter);

  /** The next entry, or nothing at the end. Needs a pager with a name: it must live until the entry is there.
   *  @par Errors        as client::call.
   *  @par Cancellation  terminal: the pager stays usable and asks for the same page again. */
  awaitable<std::optional<audit_entry>> next() &;

  /** All that is left, at most the filter's limit. */
  awaitable<std::vector<audit_entry>> all() &;

 private:
  awaitable<void> fetch();

  client client_;
  audit_filter filter_;
  std::vector<audit_entry> page_;
  std::string first_of_page_;
  std::size_t at_ = 0, given_ = 0, to_skip_ = 0, server_offset_ = 0;
  bool end_ = false;
};

}  // namespace aim
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/audit_pager.hpp"
#endif
