// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room emulator: servers that stand in for the clouds that agents call. */

#include "aval/emulator/cloud_identity.hpp"
#include "aval/emulator/options.hpp"
