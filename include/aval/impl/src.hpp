// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  For programs that define AVAL_SEPARATE_COMPILATION: include this in exactly one source file (aval/core/compilation.hpp). A build
 *  that compiles on several cores takes a file for each of the headers below instead. */

#include "aval/impl/src_aim.hpp"
#include "aval/impl/src_net.hpp"
