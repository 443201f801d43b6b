// expect: a parameter of a wrapped function must be movable
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

struct fixed {
  fixed() = default;
  fixed(const fixed&) = delete;
};
void f(const fixed&);
void wrong(fake_agent agent) { (void)aval::track_action<&f>(agent); }
