// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>

#include "aval/authority/detail/service.hpp"
#include "aval/web/router.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Every route of the authority. One line each: method, path, guard, handler. */
template <class Lazy>
web::router routes_of(const std::shared_ptr<basic_service<Lazy>>& self) {
  using enum route_guard;
  using s = basic_service<Lazy>;
  web::router router;
  const auto plain = [&](const char* method, const char* path, route_guard g, typename s::handler h) {
    if (self->durable_at_once()) {
      router.add(method, path, [self, g, h](web::call& c) {
        request r(c);
        r.id = c.parameter("id");
        r.second = c.parameter("second");
        self->answer_at_once(r, g, h);
      });
      return;
    }
    router.add(method, path, [self, g, h](web::call& c) -> awaitable<void> {
      request r(c);
      r.id = c.parameter("id");
      r.second = c.parameter("second");
      co_await self->answer(r, g, h);
    });
  };
  const auto waits = [&](const char* method, const char* path, route_guard g, typename s::waiting_handler h) {
    router.add(method, path, [self, g, h](web::call& c) -> awaitable<void> {
      request r(c);
      r.id = c.parameter("id");
      r.second = c.parameter("second");
      co_await self->answer(r, g, h);
    });
  };

  plain("GET", "/health", open, &s::get_health);
  plain("GET", "/health/ready", open, &s::get_ready);
  plain("GET", "/api/v1/status", open, &s::get_status);
  plain("GET", "/metrics", open, &s::get_metrics);

  plain("POST", "/api/v1/public/agents/register", open, &s::post_register);
  plain("POST", "/api/v1/agents", once, &s::post_agent);
  plain("GET", "/api/v1/agents", signed_, &s::get_agents);
  plain("GET", "/api/v1/agents/{id}", signed_, &s::get_agent);
  plain("PUT", "/api/v1/agents/{id}", once, &s::put_agent);
  plain("DELETE", "/api/v1/agents/{id}", once, &s::delete_agent);
  plain("GET", "/api/v1/sdk-api/agents/{id}", signed_, &s::get_sdk_agent);
  plain("POST", "/api/v1/agents/{id}/verify", once, &s::post_agent_verify);
  plain("POST", "/api/v1/agents/{id}/suspend", once, &s::post_suspend);
  plain("POST", "/api/v1/agents/{id}/reactivate", once, &s::post_reactivate);
  plain("POST", "/api/v1/agents/{id}/rotate-credentials", once, &s::post_rotate);
  plain("PUT", "/api/v1/agents/{id}/keys", once, &s::put_keys);
  plain("GET", "/api/v1/agents/{id}/key-vault", signed_, &s::get_key_vault);
  plain("GET", "/api/v1/agents/{id}/credentials", signed_, &s::get_credentials);

  plain("POST", "/api/v1/sdk-api/verifications", open, &s::post_verification);
  plain("POST", "/api/v1/verifications", open, &s::post_verification);
  waits("GET", "/api/v1/sdk-api/verifications/{id}", signed_, &s::get_verification);
  waits("GET", "/api/v1/verifications/{id}", signed_, &s::get_verification);
  // reports are taken once by their nature: a repeat finds the first one
  waits("POST", "/api/v1/sdk-api/verifications/{id}/result", signed_, &s::post_result);
  waits("POST", "/api/v1/sdk-api/verifications/{id}/execution-status", signed_, &s::post_execution_status);
  waits("GET", "/api/v1/admin/verifications/pending", signed_, &s::get_pending);
  waits("POST", "/api/v1/admin/verifications/{id}/approve", signed_, &s::post_approve);
  waits("POST", "/api/v1/admin/verifications/{id}/deny", signed_, &s::post_deny);
  plain("POST", "/api/v1/agents/{id}/verify-action", once, &s::post_verify_action);
  waits("POST", "/api/v1/agents/{id}/log-action/{second}", signed_, &s::post_log_action);
  plain("POST", "/api/v1/agents/{id}/actions/log", once, &s::post_action_log);

  for (const char* path : {"/api/v1/agents/{id}/trust-score", "/api/v1/trust-score/agents/{id}"}) plain("GET", path, signed_, &s::get_trust);
  for (const char* path : {"/api/v1/agents/{id}/trust-score/breakdown", "/api/v1/trust-score/agents/{id}/breakdown"}) plain("GET", path, signed_, &s::get_trust_breakdown);
  for (const char* path : {"/api/v1/agents/{id}/trust-score/history", "/api/v1/trust-score/agents/{id}/history"}) waits("GET", path, signed_, &s::get_trust_history);
  for (const char* path : {"/api/v1/agents/{id}/trust-score/recalculate", "/api/v1/trust-score/calculate/{id}"}) plain("POST", path, once, &s::post_recalculate);
  plain("PUT", "/api/v1/agents/{id}/trust-score", once, &s::put_trust);
  waits("GET", "/api/v1/agents/{id}/audit-logs", signed_, &s::get_agent_audit);
  waits("GET", "/api/v1/admin/audit-logs", signed_, &s::get_admin_audit);
  plain("GET", "/api/v1/admin/alerts", signed_, &s::get_alerts);
  waits("GET", "/api/v1/agents/{id}/violations", signed_, &s::get_violations);

  waits("POST", "/api/v1/public/login", open, &s::post_login);
  waits("POST", "/api/v1/auth/login/local", open, &s::post_login_local);
  plain("POST", "/api/v1/auth/refresh", open, &s::post_refresh);
  plain("POST", "/api/v1/auth/revoke", open, &s::post_revoke);
  plain("POST", "/api/v1/auth/sdk/recover", open, &s::post_recover);
  plain("POST", "/api/v1/auth/logout", signed_, &s::post_logout);
  plain("GET", "/api/v1/auth/me", signed_, &s::get_me);
  plain("POST", "/api/v1/api-keys", signed_, &s::post_api_key);
  plain("GET", "/api/v1/api-keys", signed_, &s::get_api_keys);
  plain("PATCH", "/api/v1/api-keys/{id}/disable", signed_, &s::patch_api_key_disable);
  plain("DELETE", "/api/v1/api-keys/{id}", signed_, &s::delete_api_key);
  return router;
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
