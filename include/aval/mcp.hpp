// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room mcp: which MCP servers this machine's programs are configured to use (no Asio), and the protocol: messages, sessions, servers, clients, pins. */

#include "aval/mcp/client.hpp"              // IWYU pragma: export
#include "aval/mcp/configured_server.hpp"   // IWYU pragma: export
#include "aval/mcp/discover.hpp"            // IWYU pragma: export
#include "aval/mcp/errors.hpp"              // IWYU pragma: export
#include "aval/mcp/guarded_tools.hpp"       // IWYU pragma: export
#include "aval/mcp/json_rpc.hpp"            // IWYU pragma: export
#include "aval/mcp/pins.hpp"                // IWYU pragma: export
#include "aval/mcp/protocol.hpp"            // IWYU pragma: export
#include "aval/mcp/rpc_error.hpp"           // IWYU pragma: export
#include "aval/mcp/server.hpp"              // IWYU pragma: export
#include "aval/mcp/session.hpp"             // IWYU pragma: export
#include "aval/mcp/stdio.hpp"               // IWYU pragma: export
