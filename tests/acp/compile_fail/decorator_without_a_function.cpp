// expect: the parameters of the handler cannot be deduced
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION 1
#include "aval/acp/agent.hpp"
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

void wrong(aval::acp::agent agent, fake_agent human) {
  aval::approval_options careful{.action = "erase"};
  agent.on_task("erase", aval::require_approval(human, careful));
}
