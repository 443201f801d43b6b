// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION
#include "aval/aim/client.hpp"

aval::awaitable<void> right(aval::aim::client client, aval::aim::outcome_report report) { co_await client.deliver(report); }
aval::awaitable<void> wrong(aval::aim::client client) { co_await client.deliver(aval::aim::outcome_report{.action = "a"}); }
