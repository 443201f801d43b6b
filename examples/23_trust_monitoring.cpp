// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 23. Trust: an agent's score with its eight factors, what a refused action does to it, and a daily check that tells which factor is low.

#include <cstdio>

#include "common/local_authority.hpp"

namespace {

void send_alert(const std::string& text) { std::cout << "ALERT: " << text << '\n'; }

// run it once a day
aval::awaitable<bool> check_agent_health(aval::agent agent, double least) {
  const aval::aim::trust_breakdown trust = co_await agent.get_trust_breakdown();
  for (const auto& [factor, value] : trust.factors) std::printf("  %-20s %.2f, of the score %.4f\n", factor.c_str(), value, trust.contributions.at(factor));
  std::printf("  %-20s %.3f\n", "overall", trust.overall);
  if (trust.overall >= least) co_return true;
  send_alert("low trust score: " + std::to_string(trust.overall));
  for (const auto& [factor, value] : trust.factors)
    if (value < least) send_alert("low " + factor + ": " + std::to_string(value));
  co_return false;
}

aval::awaitable<int> export_records(int how_many) { co_return how_many; }

}  // namespace

aval::awaitable<void> co_main(example::place& here) {
  here.options.capabilities = {"read_records"};
  auto agent = co_await aval::secure("records-agent", here.options);
  std::cout << "a new agent:\n";
  co_await check_agent_health(agent, 0.70);

  auto leak = aval::track_action<&export_records>(agent);  // none of its capabilities
  try {
    co_await leak(1000);
  } catch (const aval::AIMVerificationError& e) {
    std::cout << "refused: " << e.what() << '\n';
  }
  std::cout << "after an action outside its capabilities:\n";
  co_await check_agent_health(agent, 0.70);
}
