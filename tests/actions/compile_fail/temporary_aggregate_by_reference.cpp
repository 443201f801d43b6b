// expect: Name it first
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

struct city {
  std::string name;
};
int f(const city&);
aval::awaitable<int> wrong() {
  auto timed = &f | aval::with_timeout(std::chrono::seconds(1));
  co_return co_await timed(city{.name = "Lima"});
}
