// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 2. Register: one line makes a key, registers it and stores it. The next start finds it again.

#include "common/local_authority.hpp"

aval::awaitable<void> co_main(example::place& here) {
  aval::secure_options options = here.options;  // named, then awaited: the README says why
  options.description = "answers questions about the weather";
  options.capabilities = {"fetch_weather"};

  auto agent = co_await aval::secure("weather-agent", options);
  std::cout << "id         " << agent.id() << '\n'
            << "key        " << agent.public_key() << '\n'
            << "verified   " << std::boolalpha << agent.is_verified() << '\n'
            << "trust      " << agent.trust_score() << '\n'
            << "since      " << agent.created_at() << '\n';

  // no request, no new key: the credentials were in ~/.aim
  auto again = co_await aval::secure("weather-agent", options);
  std::cout << "same agent " << (again.id() == agent.id() && again.public_key() == agent.public_key()) << '\n';

  const auto trust = co_await agent.get_trust_breakdown();
  for (const auto& [factor, value] : trust.factors) std::cout << "  " << factor << " " << value << '\n';
}
