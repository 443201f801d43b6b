// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/core/compilation.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/tls_options.hpp"
#include "aval/net/websocket_options.hpp"
#include "aval/relay/router.hpp"

/*  A hub: agents connect over WebSocket Secure with mutual TLS, and it passes on what they say to one another (ACPaaS specification 5).
 *
 *      relay::hub_options options;
 *      options.router.id = "hub";
 *      options.tls.ca_file = "ca-cert.pem";
 *      options.tls.certificate_file = "hub-cert.pem";
 *      options.tls.private_key_file = "hub-key.pem";
 *      relay::hub hub(executor, options);
 *      const auto port = hub.listen("127.0.0.1:8765");
 *      hub.start();
 *      ...
 *      co_await hub.stop();
 *
 *  Everything of one hub happens on one strand of its own. The decisions are the router's (router.hpp); here are the connections, the
 *  clock, and the HTTP interface beside them (admin.hpp). */

namespace aval {
inline namespace v0 {
namespace relay {

struct hub_options {
  router_options router = {};            ///< `id` is required: the CN of the hub's certificate
  net::tls_options tls = {};             ///< authority, certificate and key; a certificate of the agent is always demanded
  net::websocket_options websocket = {}; ///< sizes of messages and queues are the router's
  std::size_t max_connections = 10'000;  ///< further agents wait in the system's queue
  std::size_t max_head = 16 * 1024;      ///< bytes of the head of an upgrade
  std::chrono::milliseconds handshake_timeout = std::chrono::seconds(10);  ///< TCP accept to the end of the upgrade
  net::shared_secret admin_token = {};   ///< of the HTTP interface: 16 characters or more
  net::tls_options admin_tls = {};       ///< without a certificate the HTTP interface is plain HTTP: keep it on the loopback
};

namespace detail {
template <class Lazy>
struct hub_state;
}  // namespace detail

/** A hub that listens. Use it as relay::hub.
 *
 *  @par Lifetime  destruction closes every connection at once; stop() is the orderly end.
 *  @par Threads   listen() and start() from one thread, before anybody connects; the others from any. The executor may be a
 *                 thread_pool: the hub's work is in order all the same. */
template <class Lazy = void>
class basic_hub {
  using state = detail::hub_state<Lazy>;

 public:
  /** @par Exceptions  aval::error: net::errc::bad_certificate or invalid_options; aval::errc::invalid_argument. */
  basic_hub(any_io_executor executor, hub_options options);
  ~basic_hub();
  basic_hub(basic_hub&&) = default;
  basic_hub& operator=(basic_hub&&) = delete;

  /** Where agents connect: an IP address and a port, as net::http_server::listen(). Returns the port. Several are possible. */
  std::uint16_t listen(const std::string& address);
  /** Where the HTTP interface listens; without a call there is none. The token is in the options.
   *  @par Exceptions  as listen(); aval::errc::invalid_argument: a token that is too short. */
  std::uint16_t listen_admin(const std::string& address);
  void start();

  /** Orderly end: sessions are closed, agents are told 1001, what is queued for them leaves. What is left after `grace` is cut off.
   *  @par Cancellation  terminal: the end goes on, nobody waits for it. */
  awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5));

  /** Connections that are open, those in their handshake too. */
  std::size_t connections() const;
  awaitable<std::vector<agent_entry>> agents() const;
  awaitable<router_metrics> metrics() const;
  awaitable<std::vector<account_usage>> usage() const;
  /** Before start(): takes up counting where usage() of an earlier run has left it. */
  void restore_usage(const std::vector<account_usage>& saved);

 private:
  static void end(state& s);
  static awaitable<void> stop(std::shared_ptr<state> s, net::http_server* agents, net::http_server* admin, std::chrono::milliseconds grace);
  static awaitable<void> say_goodbye(std::shared_ptr<state> s);
  template <class T, auto Member>
  static awaitable<T> on_strand(std::shared_ptr<state> s);
  template <class T, auto Member>
  static awaitable<T> ask(std::shared_ptr<state> s);

  std::shared_ptr<state> state_;
  std::unique_ptr<net::http_server> agents_, admin_;
};
using hub = basic_hub<>;

}  // namespace relay
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/relay/impl/hub.hpp"
#endif
