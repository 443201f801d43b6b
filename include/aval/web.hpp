// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room web: typed HTTP. Routes for net::http_server; the server itself is not included. */

#include "aval/web/bearer.hpp"
#include "aval/web/call.hpp"
#include "aval/web/problem.hpp"
#include "aval/web/router.hpp"
