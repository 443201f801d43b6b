// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION
#include "aval/acp/agent.hpp"

struct city {
  std::string name;
};
aval::awaitable<void> wrong(aval::acp::session session) { co_await session.request<void>("weather", city{"Lima"}); }
