// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room acp: agents that talk (ACPaaS protocol 1.1). peer_core.hpp alone has no I/O; messages.hpp alone only reads and writes. */

#include "aval/acp/agent.hpp"
#include "aval/acp/messages.hpp"
#include "aval/acp/peer_core.hpp"
