// expect: a decorator wraps a function pointer, a member function pointer, or a function object
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

void wrong(fake_agent agent) { (void)(5 | aval::track_action(agent, {.action = "five"})); }
