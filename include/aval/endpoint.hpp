// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room endpoint: agents behind the API of chat programs. */

#include "aval/endpoint/chat_server.hpp"
