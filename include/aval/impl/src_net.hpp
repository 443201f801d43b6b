// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the HTTP client and server; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/net/impl/http_client.hpp"
#include "aval/net/impl/http_client_events.hpp"
#include "aval/net/impl/http_client_stream.hpp"
#include "aval/net/impl/http_server.hpp"

namespace aval {
inline namespace v0 {
namespace net {

template class basic_event_reader<void>;
template class basic_http_client<void>;
template class basic_http_server<void>;
template class basic_http_stream<void>;

}  // namespace net
}  // namespace v0
}  // namespace aval
