// expect: Overload sets, templates and generic lambdas have no single signature
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

struct both {
  int operator()(int) const;
  int operator()(double) const;
};
void wrong() { (void)(both{} | aval::with_timeout(std::chrono::seconds(1))); }
