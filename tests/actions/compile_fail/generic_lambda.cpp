// expect: Overload sets, templates and generic lambdas have no single signature
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

void wrong(fake_agent agent) {
  const auto generic = [](auto x) { return x; };
  (void)(generic | aval::track_action(agent, {.action = "generic"}));
}
