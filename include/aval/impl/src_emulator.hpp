// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the emulator, beside those of src.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/emulator/impl/cloud_identity.hpp"

namespace aval {
inline namespace v0 {
namespace emulator {

template class basic_cloud_identity<void>;

}  // namespace emulator
}  // namespace v0
}  // namespace aval
