// expect[g++]: discards qualifiers
// expect[clang]: is an rvalue, but function has non-const lvalue ref-qualifier
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION
#include "aval/aim/agent.hpp"

aval::awaitable<void> wrong(aval::aim::agent agent) { co_await agent.get_audit_logs().next(); }
