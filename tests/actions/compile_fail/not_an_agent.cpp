// expect: the first argument of track_action must be an agent
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

void f(int);
void wrong() { (void)aval::track_action<&f>(std::string("weather-agent")); }
