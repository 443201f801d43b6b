// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/admin_file.hpp"
#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/routes.hpp"
#include "aval/authority/detail/routes_accounts.hpp"
#include "aval/authority/detail/routes_agents.hpp"
#include "aval/authority/detail/routes_insight.hpp"
#include "aval/authority/detail/routes_verification.hpp"
#include "aval/authority/detail/service.hpp"
#include "aval/authority/detail/start.hpp"
#include "aval/authority/options.hpp"
#include "aval/core/asio.hpp"
#include "aval/net/http_server.hpp"

/*  An authority of your own, in your process: an AIM-compatible server over HTTPS.
 *
 *      authority::options options;
 *      options.store = authority::sqlite_store::make(executor, {.path = "authority.db"});    // aval/authority/store_sqlite.hpp
 *      authority::server server(executor, options);
 *      co_await server.start();
 *      ... agents connect to server.url(), trusting server.certificate_pem() ...
 *      co_await server.approve(id, "ann", "checked the invoice");
 *      co_await server.stop(); */

namespace aval {
inline namespace v0 {
namespace authority {

/** A question that waits for a person, and the name of the agent that asks. */
struct waiting_question {
  verification_record verification = {};
  std::string agent_name = {};
};

/** The authority: routes, rules, store and, after start(), a listening HTTP(S) server. A cheap handle; the last one stops the server.
 *
 *  @par Executor  work runs on the executor given; a thread_pool is fine.
 *  @par Threads   every function may be called from any thread once start() or open() has completed.
 *  @par Errors    of the functions that act in process: aval::error with errc::not_found, conflict, bad_request, forbidden, whose context is
 *                 the sentence an HTTP client would read, and errc::store_... when the store fails.
 *  @par Cancellation  terminal; what was begun in the store is finished. */
class server {
 public:
  server(any_io_executor executor, authority::options options) : state_(std::make_shared<state>(std::move(executor), std::move(options))) {}

  /** Opens the store without listening: for tools that work on a data base while no authority runs. start() does it by itself. */
  awaitable<void> open() { return open(state_); }
  /** Opens the store, makes what a first start makes (organization, administrator, credential file, certificate), and listens. */
  awaitable<void> start() { return start(state_); }
  /** Ends long polls, answers what has begun, closes the store. */
  awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5)) { return stop(state_, grace); }

  /** The port; zero before start(). */
  std::uint16_t port() const noexcept { return state_->port; }
  /** "https://127.0.0.1:8443"; empty before start(). */
  const std::string& url() const noexcept { return state_->service->url; }
  /** The certificate that clients must trust when options.transport is self_signed; empty otherwise and before start(). */
  const std::string& certificate_pem() const noexcept { return state_->certificate_pem; }
  /** The organization of the first start, in which agents that bring nothing but a key are registered. */
  uuid organization() const noexcept { return state_->service->home(); }

  /** What waits for a person, newest first; of the first organization unless another one is named. */
  awaitable<std::vector<waiting_question>> pending() { return pending(state_, {}); }
  awaitable<std::vector<waiting_question>> pending(uuid organization) { return pending(state_, organization); }
  /** Approves in the name of `who`, which stands in approved_by and in the audit trail. @return the verification as it is now. */
  awaitable<verification_record> approve(uuid id, std::string who, std::string reason = {}) { return settle(state_, id, true, std::move(who), std::move(reason)); }
  awaitable<verification_record> deny(uuid id, std::string who, std::string reason) { return settle(state_, id, false, std::move(who), std::move(reason)); }

  /** A key for registration, or for one agent; the text is shown this once. 90 days unless told otherwise. */
  awaitable<secret> create_api_key(std::string name) { return create_api_key(state_, std::move(name), {}, {}, {}); }
  awaitable<secret> create_api_key(std::string name, std::optional<uuid> agent, std::optional<timestamp> expires_at = {}, std::optional<uuid> organization = {}) {
    return create_api_key(state_, std::move(name), agent, expires_at, organization);
  }
  /** An access token of the first organization's administrator, for scripts. */
  secret issue_admin_token() const { return issue_admin_token(std::nullopt); }
  secret issue_admin_token(std::optional<std::chrono::seconds> lifetime) const;

  awaitable<uuid> create_organization(std::string name) { return create_organization(state_, std::move(name)); }
  /** A person who logs in with a password. The organization must exist. */
  awaitable<uuid> create_user(uuid organization, std::string email, role rights, secret password) {
    return create_user(state_, organization, std::move(email), rights, std::make_shared<secret>(std::move(password)));
  }
  awaitable<agent_record> set_agent_status(uuid agent, agent_status status, std::string who) { return set_agent_status(state_, agent, status, std::move(who)); }
  awaitable<audit_page> audit(audit_query query) { return audit(state_, std::make_shared<audit_query>(std::move(query))); }
  /** Null when there is none. */
  agent_ptr find_agent(uuid id) const { return state_->service->registry().find_agent(id); }
  agent_ptr find_agent(std::string_view name) const { return state_->service->registry().find_agent(organization(), name); }
  std::vector<alert_record> alerts() const { return state_->service->registry().alerts(organization()); }
  /** How many long polls wait at the moment. */
  std::size_t waiting() const { return state_->service->waiting().size(); }

 private:
  struct state {
    state(any_io_executor e, authority::options o) : executor(e), service(std::make_shared<detail::service>(e, std::move(o))) {}
    any_io_executor executor;
    std::shared_ptr<detail::service> service;
    std::optional<net::http_server> http;
    std::uint16_t port = 0;
    std::string certificate_pem;
    bool opened = false;
  };
  using state_ptr = std::shared_ptr<state>;

  template <class T>
  static T value_of(answer<T>&& a) {
    if (!a) throw error(a.error().code, a.error().message);
    return std::move(*a);
  }
  static caller local(std::string who, uuid organization) {
    caller c;
    c.is = caller::kind::local;
    c.name = std::move(who);
    c.organization = organization;
    c.role = role::admin;
    c.user_agent = "in process";
    return c;
  }
  static awaitable<void> open(state_ptr s) {
    if (s->opened) co_return;
    co_await s->service->open();
    s->opened = true;
  }
  static awaitable<void> start(state_ptr s);
  static awaitable<void> stop(state_ptr s, std::chrono::milliseconds grace) {
    s->service->waiting().tell_all();
    if (s->http) co_await s->http->stop(grace);
    s->http.reset();
    s->opened = false;
    co_await s->service->registry().store().close();
  }
  static awaitable<std::vector<waiting_question>> pending(state_ptr s, std::optional<uuid> organization) {
    auto& registry = s->service->registry();
    std::uint64_t ticket = 0;
    std::vector<waiting_question> out;
    for (const auto& v : registry.pending(organization.value_or(s->service->home()), s->service->now(), ticket)) {
      const agent_ptr a = registry.find_agent(v->agent);
      waiting_question q;
      q.verification = *v;
      if (a) q.agent_name = a->name;
      out.push_back(std::move(q));
    }
    co_await registry.store().durable(registry.last_ticket());
    co_return out;
  }
  static awaitable<verification_record> settle(state_ptr s, uuid id, bool approve, std::string who, std::string reason) {
    auto& registry = s->service->registry();
    std::uint64_t ticket = 0;
    const verification_ptr v = value_of(registry.settle(id, approve, std::move(reason), local(std::move(who), {}), s->service->now(), ticket));
    co_await registry.store().durable(ticket);
    co_return *v;
  }
  static awaitable<secret> create_api_key(state_ptr s, std::string name, std::optional<uuid> agent, std::optional<timestamp> expires_at, std::optional<uuid> organization) {
    auto& registry = s->service->registry();
    std::uint64_t ticket = 0;
    auto made = value_of(registry.create_api_key(organization.value_or(s->service->home()), agent, std::move(name), expires_at, local("local", {}), s->service->now(), ticket));
    co_await registry.store().durable(ticket);
    co_return secret::take(made.text);
  }
  static awaitable<uuid> create_organization(state_ptr s, std::string name) {
    auto& registry = s->service->registry();
    std::uint64_t ticket = 0;
    const uuid id = registry.create_organization(name, s->service->now(), ticket);
    co_await registry.store().durable(ticket);
    co_return id;
  }
  static awaitable<uuid> create_user(state_ptr s, uuid organization, std::string email, role rights, std::shared_ptr<secret> password) {
    user_record user;
    user.organization = organization;
    user.email = email;
    user.name = std::move(email);
    user.role = rights;
    user.password_hash = co_await s->service->hash_password(password);
    auto& registry = s->service->registry();
    std::uint64_t ticket = 0;
    const uuid id = value_of(registry.create_user(std::move(user), local("local", organization), s->service->now(), ticket));
    co_await registry.store().durable(ticket);
    co_return id;
  }
  static awaitable<agent_record> set_agent_status(state_ptr s, uuid agent, agent_status status, std::string who) {
    auto& registry = s->service->registry();
    std::uint64_t ticket = 0;
    const agent_ptr a = value_of(registry.set_status(agent, status, local(std::move(who), {}), s->service->now(), ticket));
    co_await registry.store().durable(ticket);
    co_return *a;
  }
  static awaitable<audit_page> audit(state_ptr s, std::shared_ptr<audit_query> query) {
    auto& registry = s->service->registry();
    co_await registry.store().durable(registry.last_ticket());
    co_return co_await registry.store().audit(*query);
  }

  state_ptr state_;
};

inline secret server::issue_admin_token(std::optional<std::chrono::seconds> lifetime) const { return state_->service->admin_token(lifetime); }

inline awaitable<void> server::start(state_ptr s) {
  co_await open(s);
  const authority::options& o = s->service->options();
  net::server_options http = o.http;
  if (!http.log.enabled(log_level::error)) http.log = o.log;
  if (o.transport == transport::self_signed) {
    const auto made = co_await s->service->own_certificate();
    http.tls.certificate_pem = made->certificate_pem;
    http.tls.private_key_pem = std::string(made->private_key_pem.reveal());
    http.tls.certificate_file.clear();
    http.tls.private_key_file.clear();
    s->certificate_pem = made->certificate_pem;
  } else if (o.transport == transport::plain) {
    http.tls = {};
  }
  s->http.emplace(s->executor, detail::routes_of(s->service), http);
  s->port = s->http->listen(o.listen);
  const std::string host = o.listen.substr(0, o.listen.rfind(':'));
  s->service->url = (s->http->secure() ? "https://" : "http://") + host + ':' + std::to_string(s->port);
  s->http->start();
  o.log.log(log_level::info, "authority", "listening on " + s->service->url + ", store: " + std::string(s->service->registry().store().kind()));
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
