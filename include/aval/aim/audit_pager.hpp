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
  basic_audit_pager(client c, audit_filter filter) : client_(std::move(c)), filter_(std::move(filter)) {
    filter_.page_size = std::clamp<std::size_t>(filter_.page_size, 1, 1000);
    to_skip_ = filter_.offset;
    if (filter_.limit == 0) filter_.limit = static_cast<std::size_t>(-1);
  }

  /** The next entry, or nothing at the end. Needs a pager with a name: it must live until the entry is there.
   *  @par Errors        as client::call.
   *  @par Cancellation  terminal: the pager stays usable and asks for the same page again. */
  awaitable<std::optional<audit_entry>> next() & {
    while (at_ == page_.size() && !end_ && given_ < filter_.limit) co_await fetch();
    if (given_ >= filter_.limit || at_ == page_.size()) co_return std::nullopt;
    ++given_;
    co_return std::move(page_[at_++]);
  }

  /** All that is left, at most the filter's limit. */
  awaitable<std::vector<audit_entry>> all() & {
    std::vector<audit_entry> out;
    while (auto entry = co_await next()) out.push_back(std::move(*entry));
    co_return out;
  }

 private:
  awaitable<void> fetch() {
    const auto who = client_.who();
    call_request r("GET", "/api/v1/agents/" + (who ? who->agent_id : std::string("-")) + "/audit-logs");
    r.query = "limit=" + std::to_string(filter_.page_size) + "&offset=" + std::to_string(server_offset_);
    if (filter_.start) r.query += "&start_date=" + format_rfc3339(*filter_.start, 9);
    if (filter_.end) r.query += "&end_date=" + format_rfc3339(*filter_.end, 9);
    if (!filter_.action_name.empty()) r.query += "&action_name=" + net::percent_encode(filter_.action_name);
    audit_page got = co_await client_.call_for<audit_page>(std::move(r));
    // a server that ignores the offset too would give the same page for ever
    const std::string first = got.logs.empty() ? std::string() : got.logs.front().id + "/" + got.logs.front().timestamp;
    if (got.logs.empty() || first == first_of_page_) {
      end_ = true;
      co_return;
    }
    first_of_page_ = first;
    server_offset_ += got.logs.size();
    // `total` is the length of the page on older servers, and the server's own limit may be lower than ours: only a page that is
    // shorter than both limits is the last for certain, otherwise an empty one is
    if (got.logs.size() < filter_.page_size && (got.limit <= 0 || got.logs.size() < static_cast<std::uint64_t>(got.limit))) end_ = true;
    page_.clear();
    at_ = 0;
    for (auto& record : got.logs) {
      audit_entry e = complete(std::move(record));
      if (!filter_.action_name.empty() && e.action_name != filter_.action_name) continue;
      if (filter_.start && !(e.time && *e.time >= *filter_.start)) continue;
      if (filter_.end && !(e.time && *e.time < *filter_.end)) continue;
      if (to_skip_ != 0) {
        --to_skip_;
        continue;
      }
      page_.push_back(std::move(e));
    }
  }

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
