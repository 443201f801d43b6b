// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The first include of every src_*.hpp: the bodies are for a program that is compiled in parts (aval/core/compilation.hpp). */

#if !defined(AVAL_SEPARATE_COMPILATION)
#  if defined(AVAL_DECL)
#    error "AVAL_SEPARATE_COMPILATION must be defined for the whole program: an aval header was included before without it."
#  endif
#  define AVAL_SEPARATE_COMPILATION
#endif
