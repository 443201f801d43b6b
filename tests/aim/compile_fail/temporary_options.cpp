// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION
#include "aval/aim/secure.hpp"

aval::awaitable<void> wrong() { co_await aval::secure("name", aval::secure_options{.aim_url = "https://localhost"}); }
