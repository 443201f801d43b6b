// expect: Name it first
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

struct city {
  std::string name;
};
aval::awaitable<int> f(city);
aval::awaitable<int> wrong(fake_agent agent) {
  auto guarded = aval::track_action<&f>(agent);
  co_return co_await guarded(city{"Lima"});
}
