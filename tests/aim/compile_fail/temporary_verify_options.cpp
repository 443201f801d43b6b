// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION
#include "aval/aim/agent.hpp"

aval::awaitable<void> right(aval::aim::agent agent, aval::aim::verify_options options) { co_await agent.verify("a", {}, options); }
aval::awaitable<void> wrong(aval::aim::agent agent) { co_await agent.verify("a", {}, aval::aim::verify_options{.resource = "r"}); }
