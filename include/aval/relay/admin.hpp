// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/json/core_types.hpp"
#include "aval/net/tls_context.hpp"
#include "aval/relay/detail/dashboard.hpp"
#include "aval/relay/link.hpp"
#include "aval/web/router.hpp"

/*  The HTTP interface of a hub: what there is, for people and for monitoring, never on the agents' port.
 *
 *      GET /health               {"status":"ok"}, for anybody
 *      GET /                     the live page, which asks for the token
 *      GET /api/v1/agents        the directory; ?limit= (1000), ?offset=, ?connected=true
 *      GET /api/v1/metrics       counters
 *      GET /api/v1/subscription  accounts, plans and what is used of them
 *
 *  Everything under /api takes "Authorization: Bearer <token>". There are no cookies, so a foreign page in a browser can do nothing here. */

namespace aval {
inline namespace v0 {
namespace relay {

/** What the HTTP interface shows. Called on the interface's executor. */
struct admin_view {
  std::string hub = {};
  timestamp started_at = {};
  std::function<timestamp()> now = {};
  std::function<std::vector<agent_entry>()> agents = {};
  std::function<router_metrics()> metrics = {};
  std::function<std::vector<account_usage>()> usage = {};
};

namespace detail {

struct agents_query {
  std::size_t limit = 1000, offset = 0;
  std::optional<bool> connected = {};
};
struct agents_answer {
  std::vector<agent_entry> agents = {};
  std::size_t total = 0, connected = 0;
};
struct metrics_answer {
  std::string hub = {};
  timestamp started_at = {};
  std::uint64_t uptime_seconds = 0;
  router_metrics counters = {};
  static constexpr auto json_rules = json::rules(json::flatten("counters"));
};
struct subscription_answer {
  std::vector<account_usage> accounts = {};
};
struct health_answer {
  std::string status = "ok";
};

inline void answer_text(web::call& c, std::string_view type, std::string_view text) {
  auto& r = c.response();
  r.status = 200;
  r.headers.set("Content-Type", type);
  r.body.assign(text);
}

}  // namespace detail

/** The routes, for a net::http_server.
 *  @par Exceptions  aval::error (invalid_argument): a token of fewer than 16 characters. */
template <class Lazy = void>
web::router admin_routes(admin_view view, net::shared_secret token) {
  if (token.reveal().size() < 16) throw error(aval::errc::invalid_argument, "the token of the hub's HTTP interface has fewer than 16 characters");
  web::router r;
  r.before([token](web::call& c) {
    auto& h = c.response().headers;
    h.set("Content-Security-Policy", detail::dashboard_policy);
    h.set("X-Content-Type-Options", "nosniff");
    h.set("X-Frame-Options", "DENY");
    h.set("Referrer-Policy", "no-referrer");
    h.set("Cache-Control", "no-store");
    const auto path = c.request().path();
    if (path == "/" || path == "/health" || path == "/dashboard.js" || path == "/dashboard.css") return;
    if (!equal_constant_time(c.bearer(), token.reveal()))
      throw web::http_error(401, "unauthorized", "A valid bearer token is required").with("WWW-Authenticate", "Bearer");
  });
  r.get("/health", [] { return detail::health_answer(); });
  r.get("/", [](web::call& c) { detail::answer_text(c, "text/html; charset=utf-8", detail::dashboard_html); });
  r.get("/dashboard.js", [](web::call& c) { detail::answer_text(c, "text/javascript; charset=utf-8", detail::dashboard_js); });
  r.get("/dashboard.css", [](web::call& c) { detail::answer_text(c, "text/css; charset=utf-8", detail::dashboard_css); });
  const auto shared = std::make_shared<const admin_view>(std::move(view));
  r.get("/api/v1/agents", [shared](web::query<detail::agents_query> q) {
    detail::agents_answer out;
    auto all = shared->agents();
    for (const auto& a : all) out.connected += a.connected ? 1 : 0;
    if (q->connected) std::erase_if(all, [&](const agent_entry& a) { return a.connected != *q->connected; });
    out.total = all.size();
    const std::size_t from = std::min(q->offset, all.size()), to = from + std::min({q->limit, std::size_t{1000}, all.size() - from});
    for (std::size_t i = from; i < to; ++i) out.agents.push_back(std::move(all[i]));
    return out;
  });
  r.get("/api/v1/metrics", [shared] {
    detail::metrics_answer out;
    out.hub = shared->hub;
    out.started_at = shared->started_at;
    out.uptime_seconds = static_cast<std::uint64_t>(std::max<std::int64_t>(0, std::chrono::floor<std::chrono::seconds>(shared->now() - shared->started_at).count()));
    out.counters = shared->metrics();
    return out;
  });
  r.get("/api/v1/subscription", [shared] {
    detail::subscription_answer out;
    out.accounts = shared->usage();
    return out;
  });
  return r;
}

}  // namespace relay
}  // namespace v0
}  // namespace aval
