// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* One part of src_authority.hpp: the routes of those who look after agents, and what the authority does by itself. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/authority/impl/background.hpp"
#include "aval/authority/impl/routes_management.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

template void add_management_routes<void>(route_table<void>&);
template class basic_background<void>;

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
