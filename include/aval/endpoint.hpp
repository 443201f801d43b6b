// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room endpoint: agents behind the API of chat programs, functions behind an API of their own, and the page where a browser ends after the user's consent. */

#include "aval/endpoint/callback.hpp"
#include "aval/endpoint/chat_server.hpp"
#include "aval/endpoint/consent_states.hpp"
#include "aval/endpoint/copilot_plugin.hpp"
