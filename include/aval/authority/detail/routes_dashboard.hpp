// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/dashboard_css.hpp"
#include "aval/authority/detail/dashboard_html.hpp"
#include "aval/authority/detail/dashboard_js.hpp"
#include "aval/authority/detail/dashboard_js_agents.hpp"
#include "aval/authority/detail/dashboard_js_approvals.hpp"
#include "aval/authority/detail/dashboard_js_records.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/detail/routes_accounts.hpp"
#include "aval/net/sse_writer.hpp"

/*  The page for people: its three files, its session and its live events. The page itself holds no data; everything that it shows
 *  comes from the routes that programs use, too, with the rights of the person who has logged in. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

// no script, style, frame, form or connection but our own, and no text that becomes markup
inline constexpr std::string_view dashboard_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

inline void dashboard_file(request& r, std::string_view type) {
  auto& h = r.x.response().headers;
  h.add("Content-Security-Policy", dashboard_policy);
  h.add("X-Content-Type-Options", "nosniff");
  h.add("X-Frame-Options", "DENY");
  h.add("Referrer-Policy", "no-referrer");
  h.add("Cross-Origin-Opener-Policy", "same-origin");
  h.add("Cross-Origin-Resource-Policy", "same-origin");
  h.add("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  h.add("Cache-Control", "no-store");
  r.content_type = type;
}
template <class Lazy>
void get_page(basic_service<Lazy>&, request& r) {
  dashboard_file(r, "text/html; charset=utf-8");
  r.out() = dashboard_html;
}
template <class Lazy>
void get_style(basic_service<Lazy>&, request& r) {
  dashboard_file(r, "text/css; charset=utf-8");
  r.out() = dashboard_css;
}
template <class Lazy>
void get_script(basic_service<Lazy>&, request& r) {
  dashboard_file(r, "text/javascript; charset=utf-8");
  r.out().reserve(dashboard_js.size() + dashboard_js_approvals.size() + dashboard_js_agents.size() + dashboard_js_records.size());
  r.out().append(dashboard_js).append(dashboard_js_approvals).append(dashboard_js_agents).append(dashboard_js_records);
}

/** Sets the cookie; an empty token takes it away. */
template <class Lazy>
void set_session_cookie(basic_service<Lazy>& self, request& r, std::string_view token) {
  const std::string_view name = session_cookie(r, self.options().public_url);
  std::string text(name);
  text.append("=").append(token).append("; Path=/; Max-Age=").append(token.empty() ? "0" : std::to_string(self.options().session_lifetime.count()));
  text.append("; HttpOnly; SameSite=Strict").append(name == secure_cookie_name ? "; Secure" : "");
  r.x.response().headers.add("Set-Cookie", text);
}

template <class Lazy>
void append_session(basic_service<Lazy>& self, request& r, const user_record& user) {
  object_out o(r.out());
  append_user(o.put("user"), user);
  o.text("role", to_text(r.who.role)).boolean("may_approve", self.may_approve(r)).text("csrf_token", csrf_token(r.claims->id, self.token_secret()));
  o.time("expires_at", timestamp(r.claims->expires_at)).time("now", r.now).end();
}

template <class Lazy>
awaitable<void> post_session(basic_service<Lazy>& self, request& r) {
  if (!asked_by_own_page(r, self.options().public_url)) throw refused(403, "csrf", "Log in on the page of this server; programs use /api/v1/auth/login/local");
  const user_record user = co_await log_in(self, r);
  const auto before = read_token(cookie_of(r, session_cookie(r, self.options().public_url)), token_use::session, self.token_secret(), r.now);
  if (before) self.registry().revoke_refresh(before->id, r.now, r.ticket);
  const refresh_record session = new_refresh(self, user, r.now, r.ticket);  // lives as long as the refresh token would; its text is given to nobody
  token_claims claims;
  claims.user = user.id;
  claims.organization = user.organization;
  claims.email = user.email;
  claims.role = user.role;
  claims.use = token_use::session;
  claims.id = session.id;
  claims.issued_at = whole_seconds(r.now);
  claims.expires_at = whole_seconds(std::min(session.expires_at, r.now + self.options().session_lifetime));
  r.claims = claims;
  set_session_cookie(self, r, write_token(claims, self.token_secret()));
  r.x.response().headers.add("Cache-Control", "no-store");
  append_session(self, r, user);
}

// who is logged in; nobody is an answer, not an error: the page asks at its start
template <class Lazy>
void get_session(basic_service<Lazy>& self, request& r) {
  if (!cookie_of(r, session_cookie(r, self.options().public_url)).empty()) {
    try {
      self.authenticate(r);
    } catch (const refused& why) {
      if (why.why().status != 401) throw;
      self.limit(r, self.by_address(), r.who.address);
      set_session_cookie(self, r, {});
    }
  }
  const auto user = r.who.user && r.claims && r.claims->use == token_use::session ? self.registry().find_user(*r.who.user) : std::nullopt;
  if (user) return append_session(self, r, *user);
  r.x.response().headers.set("Cache-Control", "no-store");
  object_out(r.out()).null("user").end();
}

template <class Lazy>
void delete_session(basic_service<Lazy>& self, request& r) {
  if (!r.claims || r.claims->use != token_use::session) throw refused(400, "bad_request", "There is no session to end");
  self.registry().revoke_refresh(r.claims->id, r.now, r.ticket);
  audit_entry e;
  e.organization = r.who.organization;
  e.user = r.who.user;
  e.action = "logout";
  e.resource_type = "user";
  e.status = "success";
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  self.registry().record(e, r.now, r.ticket);
  self.streams().wake(*r.who.user);
  set_session_cookie(self, r, {});
  r.status = 204;
}

/** Whether a person with these rights may read what the event is about. */
template <class Lazy>
bool may_hear(const basic_service<Lazy>& self, const request& r, event_kind kind) {
  switch (kind) {
    case event_kind::verification_pending:
    case event_kind::verification_decided: return self.may_approve(r);
    case event_kind::agent_created:
    case event_kind::agent_verified:
    case event_kind::agent_suspended:
    case event_kind::agent_revoked:
    case event_kind::trust_score_changed: return true;
    default: return r.who.role >= role::admin;
  }
}

inline net::sse_event event_of(const event& e) {
  std::string data;
  object_out o(data);
  o.text("kind", to_text(e.kind)).id("agent_id", e.agent).id("id", e.subject).time("at", e.at).text("text", e.text).end();
  return net::sse_event(std::move(data), std::string(to_text(e.kind)));
}

// Events as they happen, for as long as the session lives; the rights are looked up before each of them. "reload": some were lost, read
// everything again; "over": the session is; "changed": the person has other rights now.
template <class Lazy>
awaitable<void> get_events(basic_service<Lazy>& self, request& r) {
  constexpr auto quiet = std::chrono::seconds(15);  // then a line is sent, so that no proxy takes the connection for dead
  if (r.who.is != caller::kind::user || !r.claims) throw refused(403, "forbidden", "Only people may follow what happens");
  const auto seat = self.streams().enter(*r.who.user, r.x.get_executor());
  if (!seat) throw refused(429, "too_many_streams", "Too many pages are open: close one");
  const auto box = seat->box();
  const role rights = r.who.role;
  const auto listening = self.events().subscribe(r.who.organization, [box](const event& e) { box->put(e); });
  net::sse_writer out(r.x);
  co_await out.begin();
  net::sse_event hello("{}", "hello");
  hello.retry = std::chrono::seconds(2);
  co_await out.send(hello);
  for (;;) {
    co_await box->wait(quiet);
    event_box::contents came = box->take();
    if (came.closed) co_return;
    r.now = self.now();
    const bool lives = self.know_person(r);
    if (!lives || r.who.role != rights) {
      net::sse_event end("{}", lives ? "changed" : "over");
      co_await out.send(end);
      co_return;
    }
    if (came.lost) {
      net::sse_event reload("{}", "reload");
      co_await out.send(reload);
    }
    for (const event& e : came.events) {
      if (!may_hear(self, r, e.kind)) continue;
      net::sse_event told = event_of(e);
      co_await out.send(told);
    }
    if (!came.lost && came.events.empty()) co_await out.keep_alive();
  }
}

template <class Lazy>
void add_dashboard_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("GET", "/", open, &get_page<Lazy>);
  t.plain("GET", "/dashboard.css", open, &get_style<Lazy>);
  t.plain("GET", "/dashboard.js", open, &get_script<Lazy>);
  t.waits("POST", "/api/v1/auth/session", open, &post_session<Lazy>);
  t.plain("GET", "/api/v1/auth/session", open, &get_session<Lazy>);
  t.plain("DELETE", "/api/v1/auth/session", signed_, &delete_session<Lazy>);
  t.waits("GET", "/api/v1/admin/events", signed_, &get_events<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
