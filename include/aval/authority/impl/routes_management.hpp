// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/detail/routes_accounts.hpp"
#include "aval/authority/detail/routes_alerts.hpp"
#include "aval/authority/detail/routes_audit.hpp"
#include "aval/authority/detail/routes_audit_export.hpp"
#include "aval/authority/detail/routes_capabilities.hpp"
#include "aval/authority/detail/routes_compliance.hpp"
#include "aval/authority/detail/routes_dashboard.hpp"
#include "aval/authority/detail/routes_detection.hpp"
#include "aval/authority/detail/routes_events.hpp"
#include "aval/authority/detail/routes_evidence.hpp"
#include "aval/authority/detail/routes_management.hpp"
#include "aval/authority/detail/routes_mcp.hpp"
#include "aval/authority/detail/routes_policies.hpp"
#include "aval/authority/detail/routes_sdk_tokens.hpp"
#include "aval/authority/detail/routes_users.hpp"
#include "aval/authority/detail/routes_webhooks.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/* Two lines for each group: its include above, and its function here. */
template <class Lazy>
void add_management_routes(route_table<Lazy>& t) {
  add_audit_routes(t);
  add_alert_routes(t);
  add_capability_routes(t);
  add_account_routes(t);
  add_mcp_routes(t);
  add_detection_routes(t);
  add_user_routes(t);
  add_sdk_token_routes(t);
  add_compliance_routes(t);
  add_audit_export_routes(t);
  add_policy_routes(t);
  add_webhook_routes(t);
  add_event_routes(t);
  add_evidence_routes(t);
  if (t.options().dashboard) add_dashboard_routes(t);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
