// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  An authority of your own: server, rules, trust score, audit trail, and the store in memory. The store in SQLite is opt-in:
 *  aval/authority/store_sqlite.hpp (link aval::authority, which brings SQLite). */

#include "aval/authority/server.hpp"
