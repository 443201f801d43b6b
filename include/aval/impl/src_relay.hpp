// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the hub, beside those of src.hpp; see aval/core/compilation.hpp. */

#if !defined(AVAL_SEPARATE_COMPILATION)
#  if defined(AVAL_DECL)
#    error "AVAL_SEPARATE_COMPILATION must be defined for the whole program: an aval header was included before without it."
#  endif
#  define AVAL_SEPARATE_COMPILATION
#endif

#include "aval/relay/impl/hub.hpp"

namespace aval {
inline namespace v0 {
namespace relay {

template class basic_hub<void>;

}  // namespace relay
}  // namespace v0
}  // namespace aval
