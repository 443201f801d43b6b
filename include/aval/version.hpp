// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/** The one place for the library's version; the build, the packages and the documentation read it from here.
 *  AVAL_VERSION is major * 10000 + minor * 100 + patch. The inline namespace carries the major number (before 1.0: v0), so that
 *  two incompatible versions in one program do not mix silently. */
#define AVAL_VERSION_MAJOR 0
#define AVAL_VERSION_MINOR 1
#define AVAL_VERSION_PATCH 0
#define AVAL_VERSION (AVAL_VERSION_MAJOR * 10000 + AVAL_VERSION_MINOR * 100 + AVAL_VERSION_PATCH)
#define AVAL_VERSION_STRING "0.1.0"

namespace aval {
inline namespace v0 {}
}  // namespace aval
