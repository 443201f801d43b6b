// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 1. Sign and verify: what an agent's key does. First by hand, then as the library does it for you.

#include "common/local_authority.hpp"

aval::awaitable<void> co_main(example::place& here) {
  // a question that an agent asks, and its signature
  const auto key = aval::crypto::keypair::generate();
  const auto context = aval::json::object({{"risk_level", "low"}});
  aval::aim::signed_question question;
  question.agent_id = "11111111-2222-4333-8444-555555555555";
  question.action_type = "read_database";
  question.resource = "users_table";
  question.context = &context;
  question.timestamp = "2026-01-01T12:00:00Z";
  const auto signature = key.sign(aval::aim::canonical_p(question));
  std::cout << "signed     " << aval::aim::canonical_p(question) << '\n';

  // everybody who knows the public key can check it, and notices every change
  const auto& public_key = key.public_key();
  std::cout << "verifies   " << std::boolalpha << aval::aim::verify_question(public_key, question, signature).has_value() << '\n';
  question.resource = "salaries_table";
  std::cout << "tampered   " << aval::aim::verify_question(public_key, question, signature).has_value() << '\n';

  // the same over the network: the agent signs, the authority verifies and decides
  auto agent = co_await aval::secure("reader", here.options);
  const auto parameters = aval::json::object({{"table", "users"}});
  const bool allowed = co_await agent.verify_action("read_database", parameters);
  std::cout << "authority  " << (allowed ? "approved" : "not approved") << '\n';
}
