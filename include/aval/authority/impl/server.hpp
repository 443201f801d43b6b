// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/accounts.hpp"
#include "aval/authority/detail/background.hpp"
#include "aval/authority/detail/record_keeping.hpp"
#include "aval/authority/detail/routes.hpp"
#include "aval/authority/detail/service.hpp"
#include "aval/authority/detail/start.hpp"
#include "aval/authority/impl/store.hpp"
#include "aval/authority/server.hpp"
#include "aval/net/http_server.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {

template <class T>
T value_of(answer<T>&& a) {
  if (!a) throw error(a.error().code, a.error().message);
  return std::move(*a);
}

inline caller in_process(std::string who, uuid organization) {
  caller c;
  c.is = caller::kind::local;
  c.name = std::move(who);
  c.organization = organization;
  c.role = role::admin;
  c.user_agent = "in process";
  return c;
}

}  // namespace detail

template <class Lazy>
struct basic_server<Lazy>::state {
  state(any_io_executor e, authority::options o) : executor(e), service(std::make_shared<detail::basic_service<Lazy>>(e, std::move(o))) {}
  any_io_executor executor;
  std::shared_ptr<detail::basic_service<Lazy>> service;
  std::optional<net::http_server> http;
  std::shared_ptr<detail::basic_background<Lazy>> background;
  std::uint16_t port = 0;
  std::string certificate_pem;
  std::vector<served_route> routes;
  std::optional<detail::record_keeper> keeper;
  bool opened = false;
};

template <class Lazy>
basic_server<Lazy>::basic_server(any_io_executor executor, authority::options options)
    : state_(std::make_shared<state>(std::move(executor), std::move(options))) {}

template <class Lazy>
awaitable<void> basic_server<Lazy>::open() { return open(state_); }

template <class Lazy>
awaitable<void> basic_server<Lazy>::start() { return start(state_); }

template <class Lazy>
awaitable<void> basic_server<Lazy>::stop(std::chrono::milliseconds grace) { return stop(state_, grace); }

template <class Lazy>
std::uint16_t basic_server<Lazy>::port() const noexcept { return state_->port; }

template <class Lazy>
const std::string& basic_server<Lazy>::url() const noexcept { return state_->service->url; }

template <class Lazy>
const std::string& basic_server<Lazy>::certificate_pem() const noexcept { return state_->certificate_pem; }

template <class Lazy>
uuid basic_server<Lazy>::organization() const noexcept { return state_->service->home(); }

template <class Lazy>
awaitable<std::vector<waiting_question>> basic_server<Lazy>::pending() { return pending(state_, {}); }

template <class Lazy>
awaitable<std::vector<waiting_question>> basic_server<Lazy>::pending(uuid organization) { return pending(state_, organization); }

template <class Lazy>
awaitable<verification_record> basic_server<Lazy>::approve(uuid id, std::string who, std::string reason) { return settle(state_, id, true, std::move(who), std::move(reason)); }

template <class Lazy>
awaitable<verification_record> basic_server<Lazy>::deny(uuid id, std::string who, std::string reason) { return settle(state_, id, false, std::move(who), std::move(reason)); }

template <class Lazy>
awaitable<secret> basic_server<Lazy>::create_api_key(std::string name) { return create_api_key(state_, std::move(name), {}, {}, {}); }

template <class Lazy>
awaitable<secret> basic_server<Lazy>::create_api_key(std::string name, std::optional<uuid> agent, std::optional<timestamp> expires_at, std::optional<uuid> organization) {
  return create_api_key(state_, std::move(name), agent, expires_at, organization);
}

template <class Lazy>
secret basic_server<Lazy>::issue_admin_token() const { return issue_admin_token(std::nullopt); }

template <class Lazy>
awaitable<uuid> basic_server<Lazy>::create_organization(std::string name) { return create_organization(state_, std::move(name)); }

template <class Lazy>
awaitable<uuid> basic_server<Lazy>::create_user(uuid organization, std::string email, role rights, secret password) {
  return create_user(state_, organization, std::move(email), rights, std::make_shared<secret>(std::move(password)));
}

template <class Lazy>
awaitable<secret> basic_server<Lazy>::create_sdk_token(std::string email, std::string device_name) { return create_sdk_token(state_, std::move(email), std::move(device_name)); }

template <class Lazy>
awaitable<agent_record> basic_server<Lazy>::set_agent_status(uuid agent, agent_status status, std::string who) { return set_agent_status(state_, agent, status, std::move(who)); }

template <class Lazy>
awaitable<audit_page> basic_server<Lazy>::audit(awaited<audit_query> query) {
  return audit(state_, std::make_shared<audit_query>(taken(std::move(query))));
}

template <class Lazy>
agent_ptr basic_server<Lazy>::find_agent(uuid id) const { return state_->service->registry().find_agent(id); }

template <class Lazy>
agent_ptr basic_server<Lazy>::find_agent(std::string_view name) const { return state_->service->registry().find_agent(organization(), name); }

template <class Lazy>
std::vector<alert_record> basic_server<Lazy>::alerts() const { return state_->service->registry().alerts(organization()); }

template <class Lazy>
std::size_t basic_server<Lazy>::waiting() const { return state_->service->waiting().size(); }

template <class Lazy>
const std::vector<served_route>& basic_server<Lazy>::routes() const noexcept { return state_->routes; }

template <class Lazy>
awaitable<void> basic_server<Lazy>::open(state_ptr s) {
  if (s->opened) co_return;
  co_await s->service->open();
  s->opened = true;
}

template <class Lazy>
awaitable<void> basic_server<Lazy>::stop(state_ptr s, std::chrono::milliseconds grace) {
  s->service->waiting().tell_all();
  s->service->streams().close();
  if (const auto background = std::exchange(s->background, nullptr)) background->stop();
  if (s->http) co_await s->http->stop(grace);
  s->http.reset();
  s->service->streams().reopen();
  if (s->keeper) s->keeper->stop();
  s->keeper.reset();
  if (s->opened) {
    try {
      detail::keep_records(*s->service, false);
    } catch (const std::exception& e) {
      s->service->options().log.log(log_level::warning, "authority", std::string("the last checkpoint: ") + e.what());
    }
  }
  s->opened = false;
  co_await s->service->registry().store().close();
}

template <class Lazy>
awaitable<std::vector<waiting_question>> basic_server<Lazy>::pending(state_ptr s, std::optional<uuid> organization) {
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

template <class Lazy>
awaitable<verification_record> basic_server<Lazy>::settle(state_ptr s, uuid id, bool approve, std::string who, std::string reason) {
  auto& registry = s->service->registry();
  std::uint64_t ticket = 0;
  const verification_ptr v = detail::value_of(registry.settle(id, approve, std::move(reason), detail::in_process(std::move(who), {}), s->service->now(), ticket));
  co_await registry.store().durable(ticket);
  co_return *v;
}

template <class Lazy>
awaitable<secret> basic_server<Lazy>::create_api_key(state_ptr s, std::string name, std::optional<uuid> agent, std::optional<timestamp> expires_at, std::optional<uuid> organization) {
  auto& registry = s->service->registry();
  std::uint64_t ticket = 0;
  auto made = detail::value_of(registry.create_api_key(organization.value_or(s->service->home()), agent, std::move(name), expires_at, detail::in_process("local", {}), s->service->now(), ticket));
  co_await registry.store().durable(ticket);
  co_return secret::take(made.text);
}

template <class Lazy>
awaitable<uuid> basic_server<Lazy>::create_organization(state_ptr s, std::string name) {
  auto& registry = s->service->registry();
  std::uint64_t ticket = 0;
  const uuid id = registry.create_organization(name, s->service->now(), ticket);
  co_await registry.store().durable(ticket);
  co_return id;
}

template <class Lazy>
awaitable<uuid> basic_server<Lazy>::create_user(state_ptr s, uuid organization, std::string email, role rights, std::shared_ptr<secret> password) {
  user_record user;
  user.organization = organization;
  user.email = email;
  user.name = std::move(email);
  user.role = rights;
  user.password_hash = co_await s->service->hash_password(password);
  auto& registry = s->service->registry();
  std::uint64_t ticket = 0;
  const uuid id = detail::value_of(registry.create_user(std::move(user), detail::in_process("local", organization), s->service->now(), ticket));
  co_await registry.store().durable(ticket);
  co_return id;
}

template <class Lazy>
awaitable<secret> basic_server<Lazy>::create_sdk_token(state_ptr s, std::string email, std::string device_name) {
  auto& registry = s->service->registry();
  const auto user = registry.find_user(std::string_view(email));
  if (!user || user->organization != s->service->home()) throw error(make_error_code(errc::not_found), "User not found");
  std::uint64_t ticket = 0;
  const auto made = detail::value_of(registry.transact(s->service->now(), ticket, [&](registry::transaction& t) {
    return authority::create_sdk_token(t, user->id, std::move(device_name), {}, detail::in_process("local", user->organization));
  }));
  co_await registry.store().durable(ticket);
  std::string text = s->service->sdk_credentials(*user, made.refresh);
  co_return secret::take(text);
}

template <class Lazy>
awaitable<agent_record> basic_server<Lazy>::set_agent_status(state_ptr s, uuid agent, agent_status status, std::string who) {
  auto& registry = s->service->registry();
  std::uint64_t ticket = 0;
  const agent_ptr a = detail::value_of(registry.set_status(agent, status, detail::in_process(std::move(who), {}), s->service->now(), ticket));
  co_await registry.store().durable(ticket);
  co_return *a;
}

template <class Lazy>
awaitable<audit_page> basic_server<Lazy>::audit(state_ptr s, std::shared_ptr<audit_query> query) {
  auto& registry = s->service->registry();
  co_await registry.store().durable(registry.last_ticket());
  co_return co_await registry.store().audit(*query);
}

template <class Lazy>
secret basic_server<Lazy>::issue_admin_token(std::optional<std::chrono::seconds> lifetime) const { return state_->service->admin_token(lifetime); }

template <class Lazy>
awaitable<void> basic_server<Lazy>::start(state_ptr s) {
  co_await open(s);
  const authority::options& o = s->service->options();
  net::server_options http = o.http;
  if (!http.log.enabled(log_level::error)) http.log = o.log;
  if (o.transport == transport::self_signed) {
    const auto own = co_await s->service->own_certificate();
    http.tls.certificate_pem = own->certificate_pem;
    http.tls.private_key_pem = std::string(own->private_key_pem.reveal());
    http.tls.certificate_file.clear();
    http.tls.private_key_file.clear();
    s->certificate_pem = own->certificate_pem;
  } else if (o.transport == transport::plain) {
    http.tls = {};
  }
  auto made = detail::routes_of(s->service);
  s->routes = std::move(made.second);
  s->http.emplace(s->executor, std::move(made.first), http);
  s->port = s->http->listen(o.listen);
  const std::string host = o.listen.substr(0, o.listen.rfind(':'));
  s->service->url = (s->http->secure() ? "https://" : "http://") + host + ':' + std::to_string(s->port);
  s->http->start();
  s->keeper.emplace(s->executor, s->service);
  s->background = detail::basic_background<Lazy>::start(s->service);
  o.log.log(log_level::info, "authority", "listening on " + s->service->url + ", store: " + std::string(s->service->registry().store().kind()));
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
