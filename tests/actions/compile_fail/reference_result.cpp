// expect: a wrapped function can not return a reference
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

const std::string& f(int);
void wrong(fake_agent agent) { (void)aval::track_action<&f>(agent); }
