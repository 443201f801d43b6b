// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/trust_score.hpp"

#include <gtest/gtest.h>

namespace {
using namespace aval::authority;

TEST(trust_score, of_a_fresh_verified_agent_is_0_907) {
  for (auto profile : {decision_profile::ours, decision_profile::g1, decision_profile::g2})
    EXPECT_NEAR(calculate_trust({}, profile).overall, 0.907, 1e-9);
}

TEST(trust_score, of_a_fresh_pending_agent_follows_the_profile) {
  trust_inputs in;
  in.status = agent_status::pending;
  EXPECT_NEAR(calculate_trust(in, decision_profile::g1).overall, 0.6975, 1e-9);
  EXPECT_NEAR(calculate_trust(in, decision_profile::g2).overall, 0.675, 1e-9);
  EXPECT_NEAR(calculate_trust(in).overall, 0.675, 1e-9);
}

TEST(trust_score, is_the_sum_of_its_contributions) {
  const auto score = calculate_trust({});
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < trust_factors; ++i) {
    sum += score.contribution(i);
    weights += trust_weights[i];
  }
  EXPECT_NEAR(sum, score.overall, 1e-12);
  EXPECT_NEAR(weights, 1, 1e-12);
  EXPECT_NEAR(score.contribution(0), .25, 1e-12);
}

TEST(trust_score, counts_a_denial_once_and_not_in_three_factors) {
  trust_inputs in;
  in.approved = 1;
  in.denied = 1;
  const auto ours = calculate_trust(in), g2 = calculate_trust(in, decision_profile::g2);
  EXPECT_NEAR(ours.overall, 0.907 - .125, 1e-9);
  EXPECT_NEAR(g2.factor(trust_factor::success_rate), .5, 1e-12);
  EXPECT_LT(g2.overall, ours.overall);
}

TEST(trust_score, uses_reported_executions_for_the_success_rate) {
  trust_inputs in;
  in.succeeded = 3;
  in.failed = 1;
  EXPECT_NEAR(calculate_trust(in).factor(trust_factor::success_rate), .75, 1e-12);
}

TEST(trust_score, grows_with_age_in_steps) {
  const double expected[][2] = {{6, .30}, {7, .50}, {29, .50}, {30, .75}, {89, .75}, {90, 1}};
  for (const auto& [days, factor] : expected) {
    trust_inputs in;
    in.age = std::chrono::hours(24 * static_cast<int>(days));
    EXPECT_EQ(calculate_trust(in).factor(trust_factor::age), factor) << days;
  }
}

TEST(trust_score, falls_with_the_worst_open_alert_or_violation) {
  trust_inputs in;
  in.open_alerts[static_cast<int>(severity::warning)] = 2;
  EXPECT_EQ(calculate_trust(in).factor(trust_factor::security_alerts), .75);
  in.violations[static_cast<int>(severity::high)] = 1;
  EXPECT_EQ(calculate_trust(in).factor(trust_factor::security_alerts), .5);
  in.open_alerts[static_cast<int>(severity::critical)] = 1;
  EXPECT_EQ(calculate_trust(in).factor(trust_factor::security_alerts), 0);
}

TEST(trust_score, stays_inside_zero_and_one_and_is_zero_only_for_nobody) {
  trust_inputs worst;
  worst.status = agent_status::revoked;
  worst.denied = 1000;
  worst.failed = 1000;
  worst.uptime = -3;
  worst.compliance = -1;
  worst.drift = 7;
  worst.open_alerts[3] = 1;
  worst.negative_feedback = 6;
  const auto low = calculate_trust(worst);
  EXPECT_GE(low.overall, 0);
  EXPECT_LE(low.overall, .1);
}

TEST(trust_score, confidence_grows_with_what_is_known) {
  EXPECT_NEAR(calculate_trust({}).confidence, 3.0 / 8, 1e-12);
  trust_inputs old;
  old.age = std::chrono::hours(24 * 40);
  old.approved = 60;
  EXPECT_EQ(calculate_trust(old).confidence, 1);
}

TEST(trust_drop, is_warned_of_by_size) {
  EXPECT_EQ(trust_drop(.9, .9), std::nullopt);
  EXPECT_EQ(trust_drop(.9, .85), std::nullopt);
  EXPECT_EQ(trust_drop(.9, .81), severity::warning);
  EXPECT_EQ(trust_drop(.9, .72), severity::critical);
  EXPECT_EQ(trust_drop(.51, .49), severity::critical) << "any fall that ends below one half";
  EXPECT_EQ(trust_drop(0, 0), std::nullopt);
}

}  // namespace
