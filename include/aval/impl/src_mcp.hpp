// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of MCP sessions, servers and clients, beside those of src.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/mcp/impl/server.hpp"
#include "aval/mcp/impl/session.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

template class basic_request_context<void>;
template class basic_peer<void>;
template class basic_call_context<void>;
template class basic_server<void>;
template class basic_server_session<void>;

}  // namespace mcp
}  // namespace v0
}  // namespace aval
