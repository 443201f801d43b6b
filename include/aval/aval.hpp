// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  What most programs need: core, keys, JSON, the HTTP client, decorators and the AIM agent. Servers, WebSocket, SQLite, YAML and PDF have
 *  headers of their own, so that nobody pays for compiling them unasked. */

#include "aval/actions.hpp"          // IWYU pragma: export
#include "aval/aim.hpp"              // IWYU pragma: export
#include "aval/core.hpp"             // IWYU pragma: export
#include "aval/crypto.hpp"           // IWYU pragma: export
#include "aval/json.hpp"             // IWYU pragma: export
#include "aval/net/http_client.hpp"  // IWYU pragma: export
#include "aval/version.hpp"          // IWYU pragma: export
