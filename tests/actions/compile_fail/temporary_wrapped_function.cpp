// expect: give the wrapped function a name first
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

aval::awaitable<int> f(int);
aval::awaitable<int> wrong(fake_agent agent) { co_return co_await aval::track_action<&f>(agent, {.action = "read"})(5); }
