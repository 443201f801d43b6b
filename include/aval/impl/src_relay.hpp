// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the hub, beside those of src.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/relay/impl/hub.hpp"

namespace aval {
inline namespace v0 {
namespace relay {

template class basic_hub<void>;

}  // namespace relay
}  // namespace v0
}  // namespace aval
