// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of MCP sessions, servers and clients, beside those of src.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/mcp/impl/client.hpp"
#include "aval/mcp/impl/pins.hpp"
#include "aval/mcp/impl/server.hpp"
#include "aval/mcp/impl/session.hpp"
#include "aval/mcp/impl/stdio.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

template class basic_request_context<void>;
template class basic_peer<void>;
template class basic_call_context<void>;
template class basic_server<void>;
template class basic_server_session<void>;
template class detail::basic_line_channel<void>;
template class detail::basic_child<void>;
template awaitable<void> serve_stdio<void>(basic_server<void>, stdio_server_options);
template class basic_client<void>;
template awaitable<void> detail::accept_apart<void>(any_io_executor, pin_store, std::string, std::vector<tool_description>);
template awaitable<std::vector<actions::tool>> tools_of<void>(basic_client<void>, awaited<tools_of_options>);

}  // namespace mcp
}  // namespace v0
}  // namespace aval
