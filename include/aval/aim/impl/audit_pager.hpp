// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/aim/audit_pager.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

template <class Lazy>
basic_audit_pager<Lazy>::basic_audit_pager(client c, audit_filter filter)
    : client_(std::move(c)), filter_(std::move(filter)) {
  filter_.page_size = std::clamp<std::size_t>(filter_.page_size, 1, 1000);
  to_skip_ = filter_.offset;
  if (filter_.limit == 0) filter_.limit = static_cast<std::size_t>(-1);
}

template <class Lazy>
awaitable<std::optional<audit_entry>> basic_audit_pager<Lazy>::next() & {
  while (at_ == page_.size() && !end_ && given_ < filter_.limit) co_await fetch();
  if (given_ >= filter_.limit || at_ == page_.size()) co_return std::nullopt;
  ++given_;
  co_return std::move(page_[at_++]);
}

template <class Lazy>
awaitable<std::vector<audit_entry>> basic_audit_pager<Lazy>::all() & {
  std::vector<audit_entry> out;
  while (auto entry = co_await next()) out.push_back(std::move(*entry));
  co_return out;
}

template <class Lazy>
awaitable<void> basic_audit_pager<Lazy>::fetch() {
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

}  // namespace aim
}  // namespace v0
}  // namespace aval
