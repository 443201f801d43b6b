// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room relay: a hub between agents. */

#include "aval/relay/admin.hpp"
#include "aval/relay/hub.hpp"
#include "aval/relay/link.hpp"
#include "aval/relay/metering.hpp"
#include "aval/relay/router.hpp"
