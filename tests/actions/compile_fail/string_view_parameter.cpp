// expect: a wrapped function can not take a view
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

aval::awaitable<void> f(std::string_view text);
void wrong(fake_agent agent) { (void)aval::track_action<&f>(agent); }
