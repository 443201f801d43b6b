// expect: with_credential needs a copyable source
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

void wrong() { (void)aval::with_credential(42); }
