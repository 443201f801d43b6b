// expect: a wrapped function can not take a view
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

void f(int, std::span<const int>);
void wrong(fake_agent agent) { (void)aval::require_approval<&f>(agent); }
