// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* One part of src_authority.hpp: the server, and the routes that agents call. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/authority/impl/server.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

template class basic_server<void>;

}  // namespace authority
}  // namespace v0
}  // namespace aval
