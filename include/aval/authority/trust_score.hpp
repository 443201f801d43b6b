// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "aval/authority/policy.hpp"
#include "aval/authority/words.hpp"

/*  How far an agent is trusted, 0..1: the weighted sum of eight factors (AIM specification 4.5), from explicit inputs. A fresh
 *  verified agent has exactly 0.907.
 *
 *  `ours` differs from the reference software where that punishes itself: a denied request lowers verification_status only, and the
 *  success rate is that of reported executions. */

namespace aval {
inline namespace v0 {
namespace authority {

enum class trust_factor : std::uint8_t { verification_status, uptime, success_rate, security_alerts, compliance, age, drift_detection, user_feedback };
inline constexpr std::size_t trust_factors = 8;

inline constexpr std::array<std::string_view, trust_factors> trust_factor_names{
    "verification_status", "uptime", "success_rate", "security_alerts", "compliance", "age", "drift_detection", "user_feedback"};
inline constexpr std::array<std::string_view, trust_factors> trust_factor_camel_names{
    "verificationStatus", "uptime", "successRate", "securityAlerts", "compliance", "age", "driftDetection", "userFeedback"};
inline constexpr std::array<double, trust_factors> trust_weights{.25, .15, .15, .15, .10, .10, .05, .05};

/** What is known about an agent. Counts are those of the last 30 days. */
struct trust_inputs {
  agent_status status = agent_status::verified;
  bool has_public_key = true;
  std::chrono::seconds age = {};
  unsigned approved = 0, denied = 0;           ///< decided verifications
  unsigned succeeded = 0, failed = 0;          ///< executions that were reported
  std::optional<double> uptime = {};           ///< share of answered health checks; empty: nobody checks
  std::optional<std::chrono::seconds> since_last_event = {};  ///< used by the g2 profile
  std::array<unsigned, 4> open_alerts = {};    ///< not acknowledged, by severity; denials and trust alerts left out
  std::array<unsigned, 4> violations = {};     ///< of capabilities, by severity
  double compliance = 1;
  double drift = 1;
  unsigned positive_feedback = 0, negative_feedback = 0;
};

/** A score and how it came about. contribution(i) = weight * factor; the contributions add up to the score. */
struct trust_score {
  double overall = 0;
  double confidence = 0;
  std::array<double, trust_factors> factors = {};
  double factor(trust_factor f) const noexcept { return factors[static_cast<std::size_t>(f)]; }
  double contribution(std::size_t i) const noexcept { return trust_weights[i] * factors[i]; }
};

/** excellent, good, fair or poor. */
constexpr std::string_view interpret_trust(double score) noexcept {
  return score >= .95 ? "excellent" : score >= .80 ? "good" : score >= .70 ? "fair" : "poor";
}

/** What a fall from `before` to `now` is worth: critical for a fifth or when it ends below 0.5, warning for a tenth. */
constexpr std::optional<severity> trust_drop(double before, double now) noexcept {
  if (now >= before) return std::nullopt;
  const double share = before > 0 ? (before - now) / before : 0;
  if (share >= .20 - 1e-12 || now < .5) return severity::critical;
  if (share >= .10 - 1e-12) return severity::warning;
  return std::nullopt;
}

inline trust_score calculate_trust(const trust_inputs& in, decision_profile profile = decision_profile::ours) noexcept {
  const auto pick = [&](double verified, double pending, double suspended, double revoked) {
    switch (in.status) {
      case agent_status::verified: return verified;
      case agent_status::pending: return pending;
      case agent_status::suspended: return suspended;
      case agent_status::revoked: return revoked;
    }
    return 0.0;
  };
  const unsigned events = in.approved + in.denied;
  const unsigned runs = in.succeeded + in.failed;
  const double event_rate = events ? static_cast<double>(in.approved) / events : 0;
  const auto worst = [](const std::array<unsigned, 4>& counts) {
    for (std::size_t s = 4; s-- > 1;)
      if (counts[s]) return static_cast<severity>(s);
    return severity::info;
  };
  const auto alert_factor = [](severity s) { return s == severity::critical ? 0.0 : s == severity::high ? 0.5 : s == severity::warning ? 0.75 : 1.0; };

  trust_score out;
  auto& f = out.factors;
  const bool g1 = profile == decision_profile::g1, g2 = profile == decision_profile::g2;

  f[0] = pick(1, .3, .1, 0);
  if (!g1 && events) f[0] = event_rate * pick(1, .7, .3, 0);

  f[1] = pick(.98, .75, .50, .50);
  if (g2 && events) {
    f[1] = event_rate;
    if (in.since_last_event && *in.since_last_event < std::chrono::hours(24)) f[1] = std::min(1.0, f[1] + .1);
    else if (in.since_last_event && *in.since_last_event > std::chrono::hours(24 * 7)) f[1] *= .8;
  } else if (!g1 && in.uptime) {
    f[1] = std::clamp(*in.uptime, 0.0, 1.0);
  }

  f[2] = g1 ? .95 : pick(.95, .80, .70, .70);
  if (g2 && events) f[2] = event_rate;
  if (profile == decision_profile::ours && runs) f[2] = static_cast<double>(in.succeeded) / runs;

  const severity alert = worst(in.open_alerts), violation = worst(in.violations);
  f[3] = g1 ? alert_factor(violation)
         : g2 ? (alert != severity::info ? alert_factor(alert) : alert_factor(violation))
              : std::min(alert_factor(alert), alert_factor(violation));

  f[4] = g1 || g2 ? 1 : std::clamp(in.compliance, 0.0, 1.0);
  const auto days = in.age / std::chrono::hours(24);
  f[5] = days < 7 ? .30 : days < 30 ? .50 : days < 90 ? .75 : 1;
  f[6] = g1 || g2 ? 1 : std::clamp(in.drift, 0.0, 1.0);
  f[7] = g1 ? .75 : in.negative_feedback > 5 ? 0 : in.negative_feedback > 2 ? .5 : in.positive_feedback > 10 ? 1 : .75;

  for (std::size_t i = 0; i < trust_factors; ++i) out.overall += trust_weights[i] * f[i];
  out.overall = std::clamp(out.overall, 0.0, 1.0);

  double points = 2 + (in.has_public_key ? 0 : -1) + (days >= 30 ? 1 : 0) + 1;  // status, key, age, alerts could be read
  if (events) points += 3 + (events >= 10 ? .5 : 0) + (events >= 50 ? .5 : 0);
  if (alert != severity::info || violation != severity::info) points += .5;
  out.confidence = std::min(1.0, points / 8);
  return out;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
