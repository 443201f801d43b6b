// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <asio/ip/address.hpp>

#include "aval/actions/guarded_tool.hpp"
#include "aval/crypto/certificate.hpp"
#include "aval/endpoint/detail/plugin_documents.hpp"
#include "aval/net/http_server.hpp"
#include "aval/web/bearer.hpp"
#include "aval/web/router.hpp"

/*  Functions of ours as the actions of an assistant (Microsoft Copilot and others that read OpenAPI): each is one POST, verified and reported
 *  like every other action of the agent (the CopilotPlugin of the AIM guide).
 *
 *      struct employee { std::string employee_id; };
 *      awaitable<balance> check_leave_balance(employee who);
 *
 *      endpoint::copilot_plugin_options o;
 *      o.authenticate = web::bearer_tokens(verifier);                     // or web::one_bearer_token(...)
 *      endpoint::copilot_plugin plugin("HR Assistant", "1.0.0", agent, o);
 *      plugin.add<&check_leave_balance>({.description = "Days of leave that an employee has left."});
 *      co_await plugin.start("0.0.0.0", 8095);
 *
 *    POST /actions/check_leave_balance    {"employee_id": "42"} -> the value, as JSON
 *    GET  /openapi.json                   OpenAPI 3.1, made of the types
 *    GET  /manifest.json                  plugin manifest 2.2 of Microsoft 365 Copilot
 *    GET  /.well-known/ai-plugin.json     the manifest of others
 *    GET  /health
 *
 *  The documents are for everybody; they name no secrets and no values. */

namespace aval {
inline namespace v0 {
namespace endpoint {

struct copilot_plugin_options {
  std::string description = {};               // what it is for; the model chooses by it. Empty: the name
  std::string contact_email = {}, legal_info_url = {}, privacy_policy_url = {}, logo_url = {};  // of the documents; empty: left out
  std::string public_url = {};                // "https://hr.example.com", where clients reach it; empty: the documents name no host
  std::string auth_reference = {};            // under which Microsoft's vault keeps the token; empty: a variable that their toolkit fills in
  web::bearer_check authenticate = {};        // who asks; throws for a bad token. Required unless anonymous
  bool anonymous = false;                     // true: nobody is asked for a token
  net::server_options http = {};              // of start(). Without a certificate in it the plugin makes one of its own
  std::vector<std::string> host_names = {};   // of the certificate of its own, beside localhost and the address that it listens on
  bool plain_http = false;                    // true: no TLS; only behind a proxy that has it
  actions::guarded_tool_options guard = {};   // how actions are verified; an empty prefix is "copilot_action:"
  std::chrono::milliseconds time_limit = std::chrono::seconds(60);  // for an action with its verification: 504. Zero: no limit
  std::size_t max_arguments = 256 * 1024;     // bytes of a request's body: 413
};

namespace detail {

/** The agent of one call: notes when the verification is over, so that its refusal is told apart from what the function throws. */
template <class Agent>
class plugin_agent {
 public:
  plugin_agent(Agent agent, std::shared_ptr<bool> begun) : agent_(std::move(agent)), begun_(std::move(begun)) {}

  awaitable<actions::permit> verify(actions::action_request request, deadline limit) const { return agent_.verify(std::move(request), limit); }
  auto intent(actions::permit& allowed) const {
    if constexpr (std::is_void_v<decltype(agent_.intent(allowed))>) {
      agent_.intent(allowed);
      *begun_ = true;
    } else {
      return keep(agent_.intent(allowed), begun_);
    }
  }
  awaitable<void> report(actions::permit allowed, actions::outcome result, deadline limit) const {
    return agent_.report(std::move(allowed), std::move(result), limit);
  }
  auto now() const
    requires requires(const Agent& a) { a.now(); }
  {
    return agent_.now();
  }

 private:
  static awaitable<void> keep(awaitable<void> intent, std::shared_ptr<bool> begun) {
    co_await std::move(intent);
    *begun = true;
  }
  Agent agent_;
  std::shared_ptr<bool> begun_;
};

using action_maker = std::function<actions::tool(web::caller)>;
using action_guard = std::function<actions::tool(const actions::tool&, actions::guarded_tool_options, std::shared_ptr<bool>)>;

struct plugin_action {
  described_action what;
  action_maker make;
  actions::guarded_tool_options how;
};

struct plugin_service {
  std::vector<plugin_action> actions;
  action_guard guard;
  web::bearer_check authenticate;  // empty: anonymous
  std::chrono::milliseconds time_limit{};
  std::size_t max_arguments = 0;
};

template <class Lazy = void>
struct plugin_handler {
  static void refuse(web::call& c, int status, std::string_view code, std::string_view text, std::string_view detail = {}) {
    c.response().headers.set("Cache-Control", "no-store");
    c.answer_problem(status, code, text, detail);
  }

  /** The decision in the authority's words; what we were doing (addresses of ours) is the log's. */
  static std::string reason_of(const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const aval::error& e) {
      return e.peer_text().empty() ? e.code().message() : e.code().message() + ": " + printable(e.peer_text(), 500);
    } catch (const std::system_error& e) {
      return e.code().message();
    } catch (...) {
      return "The action was refused";
    }
  }

  static void fail(web::call& c, const std::exception_ptr& failure, bool begun) {
    const std::error_code code = code_of(failure);
    if (code == condition::cancelled) std::rethrow_exception(failure);
    if (begun) {
      try {
        std::rethrow_exception(failure);
      } catch (const web::http_error&) {  // what the function wants to be told
        throw;
      } catch (...) {
      }
    }
    if (!begun && code == condition::refused) return refuse(c, 403, "refused", "The action was refused", reason_of(failure));
    if (!begun && code == condition::timed_out) return refuse(c, 504, "timed_out", "Nobody has decided in time", "Nobody has decided in time; the action has not run.");
    c.exchange().log_failure(failure, c.request_id());
    if (code == condition::timed_out) return refuse(c, 504, "timed_out", "The action has not ended in time", "The action has begun, and has not ended in time.");
    if (begun) return refuse(c, 500, "failed", "The action has failed");
    refuse(c, 503, "unavailable", "The action can not be verified", "The action can not be verified at the moment; it has not run.");
  }

  static awaitable<void> answer(std::shared_ptr<const plugin_service> service, web::call* c) {
    auto found = co_await web::admit<Lazy>(service->authenticate ? &service->authenticate : nullptr, c);
    if (!found.who) {
      refuse(*c, found.status, found.status == 503 ? "unavailable" : "unauthorized", found.text);
      co_return;
    }
    const std::string name = c->parameter("name");
    const auto action = std::find_if(service->actions.begin(), service->actions.end(), [&](const plugin_action& a) { return a.what.name == name; });
    if (action == service->actions.end()) co_return refuse(*c, 404, "unknown_action", "There is no such action");
    if (c->body().size() > service->max_arguments)
      co_return refuse(*c, 413, "too_large", "The arguments are too large", "More than " + std::to_string(service->max_arguments) + " bytes.");
    // a page of somebody else can make a browser post anything but this without asking us first
    if (!c->body().empty() && (c->header("Content-Type").value_or("").empty() || !c->may_be_json()))
      co_return refuse(*c, 415, "not_json", "Content-Type must be application/json");

    const auto begun = std::make_shared<bool>(false);
    const actions::tool inner = action->make(*std::move(found.who));
    const actions::tool guarded = service->guard(inner, action->how, begun);
    actions::tool_answer given;
    std::exception_ptr failure;
    try {
      c->exchange().watch();
      auto call = guarded.call(std::string(c->body()));
      if (service->time_limit > std::chrono::milliseconds::zero())
        given = co_await actions::detail::limited<actions::tool_answer>(std::move(call), service->time_limit, actions::detail::on_cancel::forward);
      else given = co_await std::move(call);
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) co_return fail(*c, failure, *begun);
    if (!given.ok()) co_return refuse(*c, 400, "bad_arguments", "The arguments do not fit", given.text);
    auto& r = c->response();
    r.headers.set("Content-Type", "application/json");
    r.headers.set("Cache-Control", "no-store");
    r.headers.set("X-Content-Type-Options", "nosniff");
    r.body = inner.answers_text() ? json::write<actions::detail::as_result>(given.text) : std::move(given.text);
    c->finish();
  }

  static std::function<void(web::call&)> document(json::value text) {
    return [body = std::make_shared<const std::string>(json::write(text))](web::call& c) {
      c.response().headers.set("Content-Type", "application/json");
      c.response().headers.set("X-Content-Type-Options", "nosniff");
      c.exchange().share_body(body);
      c.finish();
    };
  }
};

}  // namespace detail

/** A plugin: add its actions, then start it, or put its routes into a server of your own. A cheap handle; the last one closes the server.
 *
 *  An answer that is no success is {"error","code","message","request_id"}: 400 arguments that do not fit, with the place; 401 no good token; 403
 *  refused, with the reason; 404 no such action; 405; 413; 415; 500 the function has failed, with no more than that unless it throws a
 *  web::http_error; 503 the authority or the issuer of tokens is out of reach; 504 nobody has decided in time, or the function has not ended in
 *  time. But for 500 and the last of these the function has not run. A client that leaves cancels the call.
 *
 *  @par Threads  add() before start() and routes(), from one thread; the rest from any. Calls of the functions may run at once. */
template <class Lazy = void>
class basic_copilot_plugin {
 public:
  /** @par Exceptions  aval::errc::invalid_argument: an empty name, no way to authenticate and not anonymous, a negative time limit. */
  template <actions::guardian Agent>
  basic_copilot_plugin(std::string name, std::string version, Agent agent, copilot_plugin_options options)
      : basic_copilot_plugin(std::move(name), std::move(version), std::move(options),
                             [agent = std::move(agent)](const actions::tool& inner, actions::guarded_tool_options how, std::shared_ptr<bool> begun) {
                               return actions::guard_tool(detail::plugin_agent<Agent>(agent, std::move(begun)), inner, std::move(how));
                             }) {}

  /** An action, which has the name of the tool. A tool that is guarded already would be asked for twice: give the plain one.
   *  @par Exceptions  aval::errc::invalid_argument: a name that is taken, or has '-' in it, which the manifest does not allow;
   *                   std::system_error (invalid_argument) for options that guard_tool does not take; aval::errc::invalid_state after start(). */
  basic_copilot_plugin& add(actions::tool action) { return add(std::move(action), state_->options.guard); }
  basic_copilot_plugin& add(actions::tool action, actions::guarded_tool_options how) {
    return add_for_caller([action = std::move(action)](const web::caller&) { return action; }, std::move(how));
  }
  /** A function whose name is the action's. */
  template <auto F>
  basic_copilot_plugin& add(actions::tool_options options) {
    return add(actions::make_tool<F>(std::move(options)));
  }
  template <auto F>
  basic_copilot_plugin& add(actions::tool_options options, actions::guarded_tool_options how) {
    return add(actions::make_tool<F>(std::move(options)), std::move(how));
  }
  /** An action whose function knows who asks: the tool is made for each call, and once, for nobody, to describe it. */
  basic_copilot_plugin& add_for_caller(std::function<actions::tool(web::caller)> make) { return add_for_caller(std::move(make), state_->options.guard); }
  basic_copilot_plugin& add_for_caller(std::function<actions::tool(web::caller)> make, actions::guarded_tool_options how) {
    insert(*state_, std::move(make), std::move(how));
    return *this;
  }

  /** What start() serves; actions that are added later are not in it. */
  web::router routes() const { return routes(*state_); }

  /** Listens; completes when it does. Port 0: a free one, see port().
   *  @par Errors  those of net::http_server: an address that is taken, a certificate that cannot be read; aval::errc::invalid_state when started before.
   *  @par Executor  the caller's, which keeps running until stop(). */
  awaitable<void> start(std::string host = "0.0.0.0", std::uint16_t port = 8095) { return start(state_, std::move(host), port); }
  /** Answers what has begun, at most for `grace`. It may be started again. */
  awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5)) { return stop(state_, grace); }

  /** Zero before start(). */
  std::uint16_t port() const noexcept { return state_->port; }
  /** "https://127.0.0.1:8095", with the address that it listens on; empty before start(). */
  const std::string& url() const noexcept { return state_->url; }
  /** What clients must trust when the certificate is the plugin's own; empty otherwise, and before start(). */
  const std::string& certificate_pem() const noexcept { return state_->certificate_pem; }

 private:
  struct state {
    std::string name, version;
    copilot_plugin_options options;
    detail::action_guard guard;
    std::vector<detail::plugin_action> actions;
    std::optional<net::http_server> http;
    std::uint16_t port = 0;
    std::string url, certificate_pem;
  };

  basic_copilot_plugin(std::string name, std::string version, copilot_plugin_options options, detail::action_guard guard) : state_(std::make_shared<state>()) {
    if (name.empty() || version.empty()) throw error(aval::errc::invalid_argument, "copilot_plugin: the name or the version is empty");
    if (!options.authenticate && !options.anonymous)
      throw error(aval::errc::invalid_argument, "copilot_plugin: .authenticate is empty; .anonymous lets everybody in, by name");
    if (options.time_limit < std::chrono::milliseconds::zero()) throw error(aval::errc::invalid_argument, "copilot_plugin: .time_limit is negative");
    if (options.description.empty()) options.description = name;
    while (options.public_url.ends_with('/')) options.public_url.pop_back();
    if (options.guard.prefix.empty()) options.guard.prefix = "copilot_action:";
    state_->name = std::move(name);
    state_->version = std::move(version);
    state_->options = std::move(options);
    state_->guard = std::move(guard);
  }

  static void insert(state& s, detail::action_maker make, actions::guarded_tool_options how) {
    if (s.http) throw error(aval::errc::invalid_state, "copilot_plugin: it has been started");
    if (how.prefix.empty()) how.prefix = "copilot_action:";
    detail::plugin_action one;
    const actions::tool tool = make(web::caller{});
    one.what.name = tool.name();
    if (one.what.name.find('-') != std::string::npos) throw error(aval::errc::invalid_argument, "copilot_plugin: a '-' in the name " + one.what.name);
    for (const detail::plugin_action& other : s.actions)
      if (other.what.name == one.what.name) throw error(aval::errc::invalid_argument, "copilot_plugin: two actions are called " + one.what.name);
    one.what.action = how.prefix + one.what.name;
    one.what.description = tool.description().empty() ? one.what.name : tool.description();
    one.what.parameters = tool.parameters();
    one.what.result = tool.result();
    one.what.asks_human = how.requires_approval || how.risk >= actions::risk::high;
    (void)s.guard(tool, how, nullptr);  // says now what is wrong with the options
    one.make = std::move(make);
    one.how = std::move(how);
    s.actions.push_back(std::move(one));
  }

  static web::router routes(const state& s) {
    using handler = detail::plugin_handler<Lazy>;
    const copilot_plugin_options& o = s.options;
    auto service = std::make_shared<detail::plugin_service>();
    service->actions = s.actions;
    service->guard = s.guard;
    if (!o.anonymous) service->authenticate = o.authenticate;
    service->time_limit = o.time_limit;
    service->max_arguments = o.max_arguments;

    detail::plugin_description d;
    d.name = s.name;
    d.version = s.version;
    d.description = o.description;
    d.contact_email = o.contact_email;
    d.legal_info_url = o.legal_info_url;
    d.privacy_policy_url = o.privacy_policy_url;
    d.logo_url = o.logo_url;
    d.public_url = o.public_url;
    d.auth_reference = o.auth_reference;
    d.anonymous = o.anonymous;
    for (const detail::plugin_action& a : s.actions) d.actions.push_back(a.what);

    web::router r;
    r.get("/openapi.json", handler::document(detail::openapi_document(d)));
    r.get("/manifest.json", handler::document(detail::plugin_manifest(d)));
    r.get("/.well-known/ai-plugin.json", handler::document(detail::ai_plugin(d)));
    r.get("/health", handler::document(json::object({{"status", "ok"}})));
    r.post("/actions/{name}", [kept = std::shared_ptr<const detail::plugin_service>(std::move(service))](web::call& c) -> awaitable<void> { return handler::answer(kept, &c); });
    return r;
  }

  static crypto::certificate_with_key own_certificate(const state& s, const std::string& host) {
    crypto::certificate_options wanted;
    wanted.dns_names = s.options.host_names;
    wanted.dns_names.push_back("localhost");
    wanted.ip_addresses = {"127.0.0.1", "::1"};
    std::error_code no_address;
    const auto ip = asio::ip::make_address(host, no_address);
    if (!no_address && !ip.is_loopback() && !ip.is_unspecified()) wanted.ip_addresses.push_back(ip.to_string());
    auto made = crypto::self_signed_certificate(wanted);
    if (!made) throw error(made.error().code, made.error().message);
    return *std::move(made);
  }

  static awaitable<void> start(std::shared_ptr<state> s, std::string host, std::uint16_t port) {
    if (s->http) throw error(aval::errc::invalid_state, "copilot_plugin: it has been started");
    net::server_options o = s->options.http;
    std::string certificate;
    if (s->options.plain_http) {
      o.tls = {};
    } else if (o.tls.certificate_pem.empty() && o.tls.certificate_file.empty()) {
      auto made = own_certificate(*s, host);
      o.tls.private_key_pem = made.private_key_pem.reveal();
      o.tls.certificate_pem = certificate = std::move(made.certificate_pem);
    }
    const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
    const any_io_executor here = co_await this_coro::executor;
    net::http_server server(here, routes(*s), std::move(o));
    const std::uint16_t bound = server.listen(shown + ":" + std::to_string(port));
    server.start();
    s->http.emplace(std::move(server));
    s->port = bound;
    s->url = (s->http->secure() ? "https://" : "http://") + shown + ":" + std::to_string(bound);
    s->certificate_pem = std::move(certificate);
  }
  static awaitable<void> stop(std::shared_ptr<state> s, std::chrono::milliseconds grace) {
    if (!s->http) co_return;
    net::http_server server = *std::move(s->http);
    s->http.reset();
    s->port = 0;
    s->url.clear();
    s->certificate_pem.clear();
    co_await server.stop(grace);
  }

  std::shared_ptr<state> state_;
};
using copilot_plugin = basic_copilot_plugin<>;

}  // namespace endpoint
}  // namespace v0
}  // namespace aval
