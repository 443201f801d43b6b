// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/compliance.hpp"
#include "aval/authority/detail/record_keeping.hpp"

/*  Whether the stored trail is still what was written, for reports (AIM specification 4.8). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Reads the stored trail on from where it was read before, for some seconds at most, and compares it with itself, with the checkpoints and
 *  with what is in memory. A trail that is not what was written raises an alert, once. */
template <class Lazy>
awaitable<trail_facts> read_trail_back(basic_service<Lazy>* self, uuid organization) {
  co_await self->all_durable();
  const timestamp now = self->now();
  trail_progress p = self->trail().of(organization);
  struct known {
    std::pair<std::int64_t, std::string> end;
    std::vector<checkpoint_ptr> signed_ends;  // behind p, by number
  };
  const known k = self->registry().look(now, [&](const registry::view& v) {
    known out;
    out.end = v.trail_end(organization);
    v.each<checkpoint_record>(organization, [&](const checkpoint_ptr& c) {
      if (c->seq > p.seq) out.signed_ends.push_back(c);
    });
    return out;
  });
  const crypto::public_key key = audit_key(*self).public_key();
  auto next = k.signed_ends.begin();
  audit_query q;
  q.organization = organization;
  q.upto = k.end.first;
  q.limit = 500;
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (p.problem.empty() && p.seq < k.end.first && std::chrono::steady_clock::now() < until) {
    q.after = p.seq;
    const std::vector<audit_ptr> piece = co_await self->registry().store().audit_after(q);
    if (piece.empty()) p.problem = "behind record " + std::to_string(p.seq) + " records are missing";
    for (const audit_ptr& r : piece) {
      if (!follow(p, *r)) break;
      for (; next != k.signed_ends.end() && (*next)->seq <= p.seq; ++next) {
        // one of an earlier key counts for those who trust that key; here it is no evidence against the trail
        if ((*next)->seq == p.seq && (*next)->hash != p.hash && verify_checkpoint(**next, key)) p.problem = "record " + std::to_string(p.seq) + " is not the one that was signed on " + (*next)->at;
      }
      if (!p.problem.empty()) break;
    }
  }
  if (p.problem.empty() && p.seq == k.end.first && p.hash != k.end.second) p.problem = "record " + std::to_string(p.seq) + " is not the one that was written last";
  if (p.problem.empty() && !k.signed_ends.empty() && k.signed_ends.back()->seq > k.end.first)
    p.problem = "it ends with record " + std::to_string(k.end.first) + ", but record " + std::to_string(k.signed_ends.back()->seq) + " was signed on " + k.signed_ends.back()->at;
  if (self->trail().put(organization, p)) {
    std::uint64_t ticket = 0;
    self->registry().transact(now, ticket, [&](registry::transaction& t) {
      t.raise(organization, {}, "security_breach", severity::critical, "The audit trail is damaged", p.problem, false);
      return true;
    });
  }
  trail_facts facts;
  facts.records = k.end.first;
  facts.head = k.end.second;
  facts.checked = p.seq;
  facts.problem = p.problem;
  co_return facts;
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
