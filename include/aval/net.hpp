// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

// The client's side of the room. Servers and WebSocket are headers of their own: aval/net/http_server.hpp ...
#include "aval/net/errors.hpp"
#include "aval/net/headers.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/http_message.hpp"
#include "aval/net/http_parser.hpp"
#include "aval/net/resolver.hpp"
#include "aval/net/stream.hpp"
#include "aval/net/tls_context.hpp"
#include "aval/net/url.hpp"
