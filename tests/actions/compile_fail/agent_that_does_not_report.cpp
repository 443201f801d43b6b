// expect: the first argument of require_approval must be an agent
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

struct half {
  aval::awaitable<aval::actions::permit> verify(aval::actions::action_request, aval::deadline) const;
  void intent(aval::actions::permit&) const;
};
void f(int);
void wrong() { (void)aval::require_approval<&f>(half{}); }
