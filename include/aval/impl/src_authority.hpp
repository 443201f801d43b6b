// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the authority and its stores, beside those of src.hpp; needs SQLite. See aval/core/compilation.hpp. A project that wants
 * them compiled side by side takes the three parts instead, each in a source file of its own. */

#include "aval/impl/src_authority_management.hpp"
#include "aval/impl/src_authority_server.hpp"
#include "aval/impl/src_authority_stores.hpp"
