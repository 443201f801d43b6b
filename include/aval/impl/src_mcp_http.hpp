// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of MCP over streamable HTTP, beside those of src_mcp.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/mcp/impl/streamable_http_client.hpp"
#include "aval/mcp/impl/streamable_http_server.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

template class basic_http_endpoint<void>;
template class basic_http_transport<void>;
template awaitable<client> connect<void>(net::http_client, net::url, awaited<http_transport_options>, awaited<client_options>);
template awaitable<client> connect<void>(net::http_client, net::url, awaited<http_transport_options>);

}  // namespace mcp
}  // namespace v0
}  // namespace aval
