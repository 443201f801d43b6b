// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/checkpoint.hpp"
#include "aval/authority/detail/service.hpp"
#include "aval/core/asio.hpp"
#include "aval/crypto/key_formats.hpp"

/*  What the authority keeps beside the requests: signed checkpoints of its trails, and a snapshot of agents and trust for each day (AIM
 *  specification 2.7, 4.6). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** The key that signs checkpoints: the one of the options, or the one that the first start has made. */
template <class Lazy>
crypto::keypair audit_key(basic_service<Lazy>& self) {
  if (self.options().audit_key) return *self.options().audit_key;
  const auto text = self.registry().setting("audit_key");
  auto key = text ? crypto::parse_private_key(*text) : result<crypto::keypair>(failure{make_error_code(errc::store_corrupt), {}});
  if (!key) throw error(make_error_code(errc::store_corrupt), "the key of the audit trail can not be read");
  return std::move(*key);
}

using checkpoint_ptr = std::shared_ptr<const checkpoint_record>;

/** The newest checkpoint of an organization; a new one before that where the trail has grown, and, unless `now_or_later`, when it is time.
 *  Null: the trail is empty, or it is not time for the first one. */
template <class Lazy>
checkpoint_ptr checkpoint(basic_service<Lazy>& self, uuid organization, bool when_due, std::uint64_t& ticket) {
  const timestamp now = self.now();
  const auto seen = self.registry().look(now, [&](const registry::view& v) { return std::pair(v.trail_end(organization), v.newest<checkpoint_record>(organization)); });
  const auto& end = seen.first;
  const checkpoint_ptr& newest = seen.second;
  if (end.first == 0 || (newest && newest->seq >= end.first)) return newest;
  if (when_due && !checkpoint_due(newest.get(), end.first, now)) return newest;
  const crypto::keypair key = audit_key(self);
  return self.registry().transact(now, ticket, [&](registry::transaction& t) {
    auto made = t.put(sign_checkpoint(key, t.new_id(), organization, end.first, end.second, now));
    std::vector<checkpoint_ptr> all;
    t.each<checkpoint_record>(organization, [&](const checkpoint_ptr& c) { all.push_back(c); });
    for (const uuid& id : superfluous_checkpoints(all)) t.remove<checkpoint_record>(organization, id);
    return made;
  });
}

// agents and trust as they are
inline snapshot_record figures_of(const registry::view& v, uuid organization) {
  snapshot_record s;
  s.organization = organization;
  s.day = day_of(v.now());
  v.each_entry(organization, [&](const agent_entry& e) {
    ++s.agents;
    if (e.record->status == agent_status::verified) ++s.verified;
    s.average_trust += e.record->trust;
  });
  if (s.agents != 0) s.average_trust /= static_cast<double>(s.agents);
  return s;
}

inline constexpr std::int64_t most_snapshots = 800;  ///< days

/** Keeps the figures of today, unless that was done. */
template <class Lazy>
void take_snapshot(basic_service<Lazy>& self, uuid organization, std::uint64_t& ticket) {
  const timestamp now = self.now();
  const std::int64_t today = day_of(now);
  const auto done = self.registry().look(now, [&](const registry::view& v) { return v.newest<snapshot_record>(organization); });
  if (done && done->day >= today) return;
  self.registry().transact(now, ticket, [&](registry::transaction& t) {
    snapshot_record s = figures_of(t, organization);
    s.id = t.new_id();
    std::vector<uuid> old;
    t.each<snapshot_record>(organization, [&](const auto& one) {
      if (one->day <= today - most_snapshots) old.push_back(one->id);
    });
    for (const uuid& id : old) t.remove<snapshot_record>(organization, id);
    return t.put(std::move(s));
  });
}

/** Checkpoints and snapshots of every organization, as far as it is time. */
template <class Lazy>
void keep_records(basic_service<Lazy>& self, bool when_due) {
  if (self.broken()) return;
  std::uint64_t ticket = 0;
  for (const auto& o : self.registry().organizations()) {
    checkpoint(self, o.id, when_due, ticket);
    if (when_due) take_snapshot(self, o.id, ticket);
  }
}

/** Does that every five seconds, until stop() or its end. */
class record_keeper {
 public:
  template <class Lazy>
  record_keeper(any_io_executor executor, const std::shared_ptr<basic_service<Lazy>>& service) {
    const auto s = std::make_shared<state>(std::move(executor));
    state_ = s;
    wait(s, std::weak_ptr<basic_service<Lazy>>(service));
  }
  record_keeper(const record_keeper&) = delete;
  record_keeper& operator=(const record_keeper&) = delete;
  ~record_keeper() {
    if (const auto s = state_.lock()) s->over = true;
  }
  void stop() {
    const auto s = state_.lock();
    if (!s) return;
    s->over = true;
    asio::post(s->timer.get_executor(), [s] { s->timer.cancel(); });
  }

 private:
  struct state {
    explicit state(any_io_executor e) : timer(asio::make_strand(std::move(e))) {}
    asio::steady_timer timer;
    std::atomic<bool> over = false;
  };
  template <class Lazy>
  static void wait(std::shared_ptr<state> s, std::weak_ptr<basic_service<Lazy>> service) {
    s->timer.expires_after(std::chrono::seconds(5));
    s->timer.async_wait([s, service](std::error_code failed) {
      const auto self = service.lock();
      if (failed || s->over || !self) return;
      try {
        keep_records(*self, true);
      } catch (const std::exception& e) {
        self->options().log.log(log_level::warning, "authority", std::string("checkpoint or snapshot: ") + e.what());
      }
      wait(s, service);
    });
  }
  std::weak_ptr<state> state_;  // the timer belongs to the wait, and ends with its context
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
