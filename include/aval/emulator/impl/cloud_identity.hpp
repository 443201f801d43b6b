// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/address.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/error.hpp"
#include "aval/crypto/certificate.hpp"
#include "aval/emulator/cloud_identity.hpp"
#include "aval/emulator/detail/control_interface.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/stream.hpp"

namespace aval {
inline namespace v0 {
namespace emulator {

namespace detail {

template <class Lazy>
struct basic_cloud_state {
  basic_cloud_state(any_io_executor e, const cloud_options& o) : executor(std::move(e)), all(o) {}

  any_io_executor executor;
  cloud all;
  std::optional<net::http_server> http;
  std::uint16_t port = 0;
  std::string url, certificate_pem;
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  static crypto::certificate_with_key own_certificate(const cloud_options& o) {
    crypto::certificate_options wanted;
    wanted.dns_names = {"localhost", "ram.aliyuncs.com", "sts.aliyuncs.com", "ims.aliyuncs.com"};
    for (const char* product : {"agentidentity", "agentidentitydata", "sts"}) {
      for (const char* network : {".", "-vpc."}) wanted.dns_names.push_back(std::string(product) + network + o.region + ".aliyuncs.com");
    }
    wanted.ip_addresses = {"127.0.0.1", "::1"};
    std::string name = o.listen.substr(0, o.listen.rfind(':'));
    if (name.size() > 2 && name.front() == '[') name = name.substr(1, name.size() - 2);
    std::error_code no_address;
    const auto ip = asio::ip::make_address(name, no_address);
    if (!no_address && !ip.is_loopback() && !ip.is_unspecified()) wanted.ip_addresses.push_back(ip.to_string());
    auto made = crypto::self_signed_certificate(wanted);
    if (!made) throw error(made.error().code, made.error().message);
    return *std::move(made);
  }

  static bool from_loopback(const net::http_exchange& x) {
    const auto address = x.remote_endpoint().address();
    return address.is_loopback() || (address.is_v6() && address.to_v6().is_v4_mapped() && address.to_string().starts_with("::ffff:127."));
  }

  static void show(net::http_exchange& x, page p, std::string_view type) {
    auto& r = x.response();
    r.status = p.status;
    r.headers.add("Content-Type", type);
    r.headers.add("Cache-Control", "no-store");
    r.headers.add("X-Content-Type-Options", "nosniff");
    if (!p.location.empty()) r.headers.add("Location", p.location);
    r.body = std::move(p.body);
  }

  static awaitable<void> serve(std::shared_ptr<basic_cloud_state> s, net::http_exchange* x) {
    const auto& request = x->request();
    api_call call{request.method(), request.target(), request.query(), request.body(), &request.headers()};
    const std::string_view path = request.path();
    if (path == "/") co_return co_await answer(x, s->all.handle(call));
    if (path == "/oauth2/authorize" && (call.method == "GET" || call.method == "POST")) {
      // framed by nobody, sent to by nobody's page but ours
      const auto origin = call.headers->find("origin");
      const std::string self = (x->secure() ? "https://" : "http://") + std::string(call.header("host"));
      page p = origin && call.method == "POST" && *origin != self ? said(403, "Refused", "The answer comes from another site.")
                                                                   : authorize(s->all, call.method, call.method == "GET" ? call.query : call.body);
      x->response().headers.add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");
      x->response().headers.add("Referrer-Policy", "same-origin");
      co_return show(*x, std::move(p), "text/html; charset=utf-8");
    }
    constexpr std::string_view control = "/_emulator/";
    if (path.starts_with(control) && s->all.options().control_interface) {
      page p{403, R"({"error":"The control interface is for programs on this machine: loopback, Content-Type application/json, no Origin."})", {}};
      if (may_control(from_loopback(*x), call.method, *call.headers)) p = control_interface(s->all).run(call.method, path.substr(control.size()), call.body);
      co_return show(*x, std::move(p), "application/json");
    }
    page missing{404, R"({"Code":"InvalidApi.NotFound","Message":"RPC style actions live at /."})", {}};
    show(*x, std::move(missing), "application/json");
  }

  static awaitable<void> answer(net::http_exchange* x, api_answer a) {
    if (a.delay.count() > 0) {
      x->watch();
      asio::steady_timer timer(x->get_executor(), a.delay);
      co_await timer.async_wait(use_awaitable);
    }
    if (a.drop) {
      if (x->connection() != nullptr) x->connection()->close();
      co_return;
    }
    auto& r = x->response();
    r.status = a.status;
    r.headers.add("Content-Type", a.content_type);
    r.headers.add("x-acs-request-id", a.request_id);
    for (const auto& [name, value] : a.headers) r.headers.add(name, value);
    r.body = std::move(a.body);
  }
};

}  // namespace detail

template <class Lazy>
basic_cloud_identity<Lazy>::basic_cloud_identity(any_io_executor executor, cloud_options options)
    : state_(std::make_shared<detail::basic_cloud_state<Lazy>>(std::move(executor), options)) {}

template <class Lazy>
awaitable<void> basic_cloud_identity<Lazy>::start() { return start(state_); }

template <class Lazy>
awaitable<void> basic_cloud_identity<Lazy>::stop(std::chrono::milliseconds grace) { return stop(state_, grace); }

template <class Lazy>
awaitable<void> basic_cloud_identity<Lazy>::start(state_ptr s) {
  const cloud_options& o = s->all.options();
  if (s->http) throw error(make_error_code(aval::errc::invalid_state), "the emulator listens already");
  net::server_options http = o.http;
  if (!http.log.enabled(log_level::error)) http.log = o.log;
  if (o.transport == transport::self_signed) {
    auto made = detail::basic_cloud_state<Lazy>::own_certificate(o);
    http.tls.certificate_pem = made.certificate_pem;
    http.tls.private_key_pem = std::string(made.private_key_pem.reveal());
    http.tls.certificate_file.clear();
    http.tls.private_key_file.clear();
    s->certificate_pem = std::move(made.certificate_pem);
  } else if (o.transport == transport::plain) {
    http.tls = {};
  }
  const std::weak_ptr<detail::basic_cloud_state<Lazy>> weak = s;  // the state holds the server, and so the handler
  s->http.emplace(
      s->executor,
      [weak](net::http_exchange& x) -> awaitable<void> {
        auto self = weak.lock();
        if (!self) co_return;
        co_await detail::basic_cloud_state<Lazy>::serve(std::move(self), &x);
      },
      http);
  s->port = s->http->listen(o.listen);
  s->url = (s->http->secure() ? "https://" : "http://") + o.listen.substr(0, o.listen.rfind(':')) + ':' + std::to_string(s->port);
  s->all.with([&](detail::cloud_state& state) {
    state.url = o.public_url.empty() ? s->url : o.public_url;
    while (state.url.ends_with('/')) state.url.pop_back();
  });
  s->http->start();
  o.log.log(log_level::info, "emulator", "listening on " + s->url);
  co_return;
}

template <class Lazy>
awaitable<void> basic_cloud_identity<Lazy>::stop(state_ptr s, std::chrono::milliseconds grace) {
  if (s->http) co_await s->http->stop(grace);
  s->http.reset();
}

template <class Lazy>
std::uint16_t basic_cloud_identity<Lazy>::port() const noexcept { return state_->port; }

template <class Lazy>
const std::string& basic_cloud_identity<Lazy>::url() const noexcept { return state_->url; }

template <class Lazy>
const std::string& basic_cloud_identity<Lazy>::certificate_pem() const noexcept { return state_->certificate_pem; }

template <class Lazy>
void basic_cloud_identity<Lazy>::add_access_key(access_key_seed key) { detail::add_access_key(state_->all, std::move(key)); }

template <class Lazy>
std::string basic_cloud_identity<Lazy>::add_workload_identity(workload_identity_seed identity) { return detail::add_identity(state_->all, identity); }

template <class Lazy>
std::string basic_cloud_identity<Lazy>::add_identity_provider(identity_provider_seed provider) { return detail::add_identity_provider(state_->all, provider); }

template <class Lazy>
void basic_cloud_identity<Lazy>::set_identity_provider_keys(std::string name, std::string jwk_set, std::string account) {
  detail::set_identity_provider_keys(state_->all, name, jwk_set, account);
}

template <class Lazy>
std::string basic_cloud_identity<Lazy>::add_oauth2_provider(oauth2_provider_seed provider) { return detail::add_oauth2_provider(state_->all, provider); }

template <class Lazy>
std::string basic_cloud_identity<Lazy>::add_api_key(api_key_seed key) { return detail::add_api_key(state_->all, key); }

template <class Lazy>
void basic_cloud_identity<Lazy>::add_consent(consent_seed consent) { detail::add_consent(state_->all, std::move(consent)); }

template <class Lazy>
void basic_cloud_identity<Lazy>::inject(fault what) { state_->all.inject(std::move(what)); }

template <class Lazy>
void basic_cloud_identity<Lazy>::clear_faults() { state_->all.clear_faults(); }

template <class Lazy>
void basic_cloud_identity<Lazy>::expire(expiry what) { detail::expire(state_->all, what); }

template <class Lazy>
void basic_cloud_identity<Lazy>::set_consent(consent_answer who) {
  state_->all.with([who](detail::cloud_state& s) { s.consent = who; });
}

template <class Lazy>
std::string basic_cloud_identity<Lazy>::decide(std::string session_uri, bool approve) {
  return state_->all.with([&](detail::cloud_state& state) {
    detail::consent_session* const s = state.session(session_uri);
    if (s == nullptr || s->is != detail::consent_session::status::pending)
      throw error(make_error_code(aval::errc::invalid_argument), "there is no such session, or it is decided");
    return detail::decide(*s, session_uri, approve);
  });
}

template <class Lazy>
std::size_t basic_cloud_identity<Lazy>::calls(std::string_view action) const { return state_->all.calls(action); }

template <class Lazy>
void basic_cloud_identity<Lazy>::reset() { state_->all.reset(); }

}  // namespace emulator
}  // namespace v0
}  // namespace aval
