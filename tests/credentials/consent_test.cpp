// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <string>

#include "aval/credentials/consent.hpp"
#include "aval/credentials/context.hpp"
#include "aval/credentials/detail/bounded_cache.hpp"

// What needs no input or output: the rhythm of waiting for a consent, whom a context stands for, and what a cache keeps.

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using act = credentials::detail::consent_fsm::act;

const auto start = deadline::clock::time_point(1h);

TEST(consent_rhythm, waits_longer_each_time_up_to_the_longest_and_asks_for_the_last_time_at_the_end_of_patience) {
  consent_options o{.patience = 10s, .interval = 1s, .growth = 2, .longest = 3s};
  credentials::detail::consent_fsm machine(o, deadline(start + 10s));
  auto now = start;
  std::vector<long> pauses;
  for (auto step = machine.answered(false, false, now); step.what == act::pause; step = machine.answered(false, false, now)) {
    pauses.push_back(static_cast<long>(step.pause.count()));
    now += step.pause;
    ASSERT_LT(pauses.size(), 20u);
  }
  EXPECT_EQ(pauses, (std::vector<long>{1000, 2000, 3000, 3000, 1000}));
  EXPECT_EQ(now, start + 10s);
  EXPECT_EQ(machine.answered(false, false, now).what, act::expired);
  EXPECT_EQ(machine.answered(true, false, now).what, act::done);  // the last answer counts
}

TEST(consent_rhythm, asks_once_where_patience_was_over_before_the_link_was_shown) {
  const consent_options o;
  credentials::detail::consent_fsm machine(o, deadline(start));
  const auto step = machine.answered(false, false, start + 1s);
  EXPECT_EQ(step.what, act::pause);
  EXPECT_EQ(step.pause, 0ms);
  EXPECT_EQ(machine.answered(false, false, start + 1s).what, act::expired);
}

TEST(consent_rhythm, goes_on_after_what_another_try_may_mend_and_stops_at_everything_else) {
  const consent_options o;
  using credentials::errc;
  for (const std::error_code passing : {make_error_code(errc::throttled), make_error_code(errc::service_failed), make_error_code(aval::errc::timed_out),
                                        std::make_error_code(std::errc::connection_refused)}) {
    credentials::detail::consent_fsm machine(o, deadline(start + 1h));
    EXPECT_EQ(machine.unanswered(passing, start).what, act::pause) << passing.message();
    EXPECT_EQ(machine.unanswered(passing, start + 1h).what, act::expired) << passing.message();
  }
  for (const std::error_code final : {make_error_code(errc::rejected), make_error_code(errc::denied), make_error_code(errc::credential_refused),
                                      make_error_code(errc::not_found), make_error_code(errc::answer_not_understood), make_error_code(aval::errc::cancelled)}) {
    credentials::detail::consent_fsm machine(o, deadline(start + 1h));
    EXPECT_EQ(machine.unanswered(final, start).what, act::failed) << final.message();
  }
  credentials::detail::consent_fsm machine(o, {});
  EXPECT_EQ(machine.answered(false, true, start).what, act::refused);
}

TEST(consent_rhythm, never_spins_and_never_shrinks_whatever_the_options_say) {
  consent_options o{.patience = 0ms, .interval = 0ms, .growth = -5, .longest = 0ms};
  credentials::detail::consent_fsm machine(o, {});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(machine.answered(false, false, start).pause, 1ms);
}

TEST(identity_context, tells_users_apart_by_what_proves_them_and_by_nothing_else) {
  const identity_context nobody, ana({.user_id = "ana"}), jwt({.user_token = secret("ana")}), both({.user_token = secret("ana"), .user_id = "ana"});
  const identity_context handed({.workload_token = secret("ana")});
  EXPECT_EQ(nobody.key(), identity_context().key());
  EXPECT_EQ(jwt.key(), both.key());  // the token wins
  EXPECT_EQ(ana.key(), identity_context({.user_id = "ana", .session_id = "s", .custom_state = "c"}).key());
  for (const auto* one : {&nobody, &ana, &jwt, &handed}) {
    for (const auto* other : {&nobody, &ana, &jwt, &handed}) EXPECT_EQ(one->key() == other->key(), one == other);
  }
  EXPECT_EQ(jwt.user().how(), workload_user::kind::by_token);
  EXPECT_EQ(ana.user().how(), workload_user::kind::by_id);
  EXPECT_EQ(nobody.user().how(), workload_user::kind::nobody);
  EXPECT_EQ(jwt.key().find("ana"), std::string::npos);
  const auto changed = both.with_custom_state("s2");
  EXPECT_EQ(changed.custom_state(), "s2");
  EXPECT_EQ(changed.user_token().reveal(), "ana");
  EXPECT_EQ(both.custom_state(), "");
}

TEST(bounded_cache, drops_the_least_recently_used_first_and_what_was_idle_when_room_is_made) {
  credentials::detail::bounded_cache<std::shared_ptr<int>> cache(2, 60s);
  int made = 0;
  const auto get = [&](const char* key, std::chrono::seconds at) { return *cache.get(key, start + at, [&] { return std::make_shared<int>(++made); }); };
  EXPECT_EQ(get("a", 0s), 1);
  EXPECT_EQ(get("b", 1s), 2);
  EXPECT_EQ(get("a", 2s), 1);
  EXPECT_EQ(get("c", 3s), 3);  // b goes
  EXPECT_EQ(get("a", 4s), 1);
  EXPECT_EQ(get("b", 5s), 4);
  EXPECT_EQ(cache.size(), 2u);
  EXPECT_EQ(get("d", 100s), 5);  // both were idle
  EXPECT_EQ(cache.size(), 1u);
}

}  // namespace
