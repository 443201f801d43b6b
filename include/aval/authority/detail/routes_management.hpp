// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/detail/route_table.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** The routes of those who look after agents: alerts, capabilities, accounts. Compiled apart from what agents call at every action. */
template <class Lazy>
void add_management_routes(route_table<Lazy>& t);

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/authority/impl/routes_management.hpp"
#endif
