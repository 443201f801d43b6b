// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/detail/on_strand.hpp"
#include "aval/credentials/oauth2_client.hpp"
#include "aval/crypto/random.hpp"
#include "aval/net/http_server.hpp"

/*  A user logs in with his browser, for a program on his own machine (RFC 8252): authorization code with a proof key, the callback on the
 *  loopback interface and a port that is free.
 *
 *      oauth2_login_options o;
 *      o.scope = "openid";
 *      o.show = [](std::string url) { std::cout << "Please open " << url << '\n'; };
 *      oauth2_token_ptr token = co_await oauth2_login(agent, o);
 */

namespace aval {
inline namespace v0 {
namespace credentials {

struct oauth2_login_options {
  std::function<void(std::string url)> show = {};  // gets the URL for the browser; must be set
  std::string scope = {};                          // separated by spaces; empty: the server's own choice
  std::string listen = "127.0.0.1:0";              // an address of the loopback interface, "[::1]:0"; port 0: any that is free
  std::string path = "/callback";
  std::chrono::milliseconds patience{300'000};     // how long the user has
  parameters further = {};                         // of the authorization request: "prompt", "login_hint", ...
  std::string page = "<!doctype html><title>Done</title><p>You are logged in. This window can be closed.</p>";  // what the user sees at the end
};

namespace detail {

template <class Lazy>
class login {
 public:
  static awaitable<oauth2_token_ptr> run(basic_oauth2_client<Lazy> client, oauth2_login_options options) {
    if (!options.show) throw error(errc::invalid_configuration, "oauth2_login_options::show is not set");
    if (!options.listen.starts_with("127.0.0.1:") && !options.listen.starts_with("[::1]:"))
      throw error(errc::invalid_configuration, "oauth2_login_options::listen is not an address of the loopback interface");
    if (!options.path.starts_with('/')) throw error(errc::invalid_configuration, "oauth2_login_options::path does not begin with '/'");
    auto strand = asio::make_strand(client.get_executor());  // callback, timer and waiting in turn
    auto v = std::make_shared<visit>(strand, std::move(client), std::move(options));
    co_return co_await aval::detail::on_strand(strand, wait(std::move(v)));
  }

 private:
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  struct visit {
    visit(any_io_executor on, basic_oauth2_client<Lazy> c, oauth2_login_options o)
        : executor(on), client(std::move(c)), options(std::move(o)), proof(proof_key::make()), state(crypto::random_token(32)), over(std::move(on)) {}
    any_io_executor executor;
    basic_oauth2_client<Lazy> client;
    oauth2_login_options options;
    proof_key proof;
    std::string state;
    std::string authority;  // what a browser that came by our redirect names as Host
    std::optional<result<secret>> outcome;
    asio::steady_timer over;
  };

  static awaitable<oauth2_token_ptr> wait(std::shared_ptr<visit> v) {
    net::server_options so;
    so.strand_per_connection = false;  // all of it is on one strand
    so.max_connections = 16;
    net::http_server server(
        v->executor, [v](net::http_exchange& x) { return answer(v, x); }, so);
    const std::uint16_t port = server.listen(v->options.listen);
    v->authority = v->options.listen.substr(0, v->options.listen.rfind(':') + 1) + std::to_string(port);
    authorization_request request;
    request.client_id = v->client.options().client_id;
    request.redirect_uri = "http://" + v->authority + v->options.path;
    request.scope = v->options.scope;
    request.state = v->state;
    request.challenge = v->proof.challenge;
    request.further = v->options.further;
    auto url = authorization_url(v->client.options().server, request, v->client.options().allow_plain_http);
    if (!url) throw error(url.error().code, url.error().message);
    server.start();
    v->over.expires_after(v->options.patience);
    v->options.show(*std::move(url));

    std::error_code ec;
    if (!v->outcome) co_await v->over.async_wait(asio::redirect_error(use_awaitable, ec));
    if (!v->outcome && ec) throw error(aval::errc::cancelled, "waiting for a login");
    co_await server.stop(std::chrono::seconds(1));  // the browser gets its page
    if (!v->outcome) throw error(errc::login_expired, "waiting for a login");
    if (!*v->outcome) throw error(v->outcome->error().code, v->outcome->error().message);
    co_return co_await v->client.exchange_code(**std::move(v->outcome), std::move(v->proof.verifier), std::move(request.redirect_uri));
  }

  static awaitable<void> answer(std::shared_ptr<visit> v, net::http_exchange& x) {
    auto& r = x.response();
    r.headers.add("Content-Type", "text/html; charset=utf-8");
    r.headers.add("Cache-Control", "no-store");
    r.headers.add("Referrer-Policy", "no-referrer");  // the code is in the address
    r.headers.add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    r.headers.add("X-Content-Type-Options", "nosniff");
    r.headers.add("Connection", "close");
    r.status = 404;
    if (x.request().path() != v->options.path) co_return;
    r.status = 405;
    if (x.request().method() != "GET") co_return;
    r.status = 400;
    if (x.request().headers().find("Host") != v->authority) co_return;  // a page elsewhere whose name leads here
    auto code = read_callback(x.request().query(), v->state, v->client.options().server);
    const bool ours = code || (code.error().code != errc::state_mismatch && code.error().code != errc::answer_not_understood);
    if (!ours || v->outcome) {  // whoever does not know the state can neither end the login nor feed it a code
      r.body = "<!doctype html><title>Error</title><p>This is not the login that was begun here.</p>";
      co_return;
    }
    r.status = 200;
    r.body = code ? v->options.page : "<!doctype html><title>Error</title><p>The login was refused. This window can be closed.</p>";
    v->outcome.emplace(std::move(code));
    v->over.cancel();
  }
};

}  // namespace detail

/** Takes a user through the browser: listens, shows the URL, waits for the callback, exchanges the code.
 *
 *  Completes with the token, or when the patience is over.
 *
 *  @par Errors        login_expired: nobody came in time; denied, rejected, service_failed: what the server told the browser;
 *                     unsafe_endpoint: the callback is of another issuer; invalid_configuration; those of oauth2_client::exchange_code and
 *                     net::http_server::listen. A callback without our state changes nothing.
 *  @par Cancellation  terminal: the port is closed at once.
 *  @par Lifetime      options are copied.
 *  @par Threads       `show` is called on the client's executor. */
template <class Lazy = void>
awaitable<oauth2_token_ptr> oauth2_login(basic_oauth2_client<Lazy> client, awaited<oauth2_login_options> options) {
  return detail::login<Lazy>::run(std::move(client), taken(std::move(options)));
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
