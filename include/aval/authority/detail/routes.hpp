// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/detail/routes_agents.hpp"
#include "aval/authority/detail/routes_aliases.hpp"
#include "aval/authority/detail/routes_health.hpp"
#include "aval/authority/detail/routes_management.hpp"
#include "aval/authority/detail/routes_trust.hpp"
#include "aval/authority/detail/routes_verification.hpp"
#include "aval/web/router.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Every route of the authority. */
template <class Lazy>
std::pair<web::router, std::vector<served_route>> routes_of(const std::shared_ptr<basic_service<Lazy>>& self) {
  web::router router;
  route_table<Lazy> table(self, router);
  add_health_routes(table);
  add_agent_routes(table);
  add_verification_routes(table);
  add_trust_routes(table);
  add_alias_routes(table);
  add_management_routes(table);
  return {router, table.routes()};
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
