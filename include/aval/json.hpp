// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room json: C++ types to JSON and back without macros, any JSON as a value, canonical forms, JSON Schema.
 *  Where compile time counts, include <aval/json/read.hpp> or <aval/json/write.hpp> alone. */

#include "aval/json/canonical.hpp"
#include "aval/json/core_types.hpp"
#include "aval/json/read.hpp"
#include "aval/json/schema.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"
