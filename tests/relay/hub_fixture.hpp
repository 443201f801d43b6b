// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/crypto/agent_certificate.hpp"
#include "aval/net/websocket_client.hpp"
#include "aval/relay/hub.hpp"
#include "aval/testing/run.hpp"
#include "relay/fake_agents.hpp"

// A hub on the loopback, and agents that say exactly what a test wants.

namespace relay_test {

namespace net = aval::net;
namespace relay = aval::relay;
using aval::awaitable;
using aval::use_awaitable;

inline const aval::crypto::certificate_with_key& authority() {
  static const auto made = aval::crypto::make_agent_authority().value();
  return made;
}
inline const aval::crypto::certificate_with_key& certificate(const std::string& id) {
  static std::map<std::string, aval::crypto::certificate_with_key> made;
  auto found = made.find(id);
  if (found == made.end()) {
    aval::crypto::agent_certificate_options o;
    o.id = id;
    found = made.emplace(id, aval::crypto::issue_agent_certificate(authority(), o).value()).first;
  }
  return found->second;
}
inline net::tls_options tls_of(const aval::crypto::certificate_with_key& own) {
  net::tls_options o;
  o.ca_pem = authority().certificate_pem;
  o.certificate_pem = own.certificate_pem;
  o.private_key_pem = own.private_key_pem.reveal();
  o.verify_host = false;
  return o;
}

/** Allows so many open files, or as many as the hard limit gives; how many there may be then. */
inline std::size_t allow_files(std::size_t wanted) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
  if (files.rlim_cur < wanted) {
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, wanted);
    if (::setrlimit(RLIMIT_NOFILE, &files) != 0) return 0;
  }
  return static_cast<std::size_t>(files.rlim_cur);
}

struct running_hub {
  explicit running_hub(relay::hub_options o = {}) : hub(context.get_executor(), filled(std::move(o))) {
    port = hub.listen("127.0.0.1:0");
    admin_port = hub.listen_admin("127.0.0.1:0");
    hub.start();
  }
  static relay::hub_options filled(relay::hub_options o) {
    o.router.id = "hub";
    o.tls = tls_of(certificate("hub"));
    o.admin_token = "a-token-of-the-test";
    return o;
  }
  template <class F>
  void run(F body) {
    aval::testing::run(context, body(this));
  }

  asio::io_context context{1};
  relay::hub hub;
  std::uint16_t port = 0, admin_port = 0;
};

inline awaitable<net::websocket> dial(running_hub* h, net::tls_options tls) {
  net::websocket_client_options o;
  o.tls = std::move(tls);
  o.proxy.from_environment = false;
  co_return co_await net::connect_websocket(h->context.get_executor(), net::url("wss://127.0.0.1:" + std::to_string(h->port) + "/any/path"), o);
}
/** The next message; "closed CODE" at the end of the connection. */
inline awaitable<std::string> next(net::websocket ws) {
  net::websocket_message m;
  std::error_code ec;
  co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
  co_return ec ? "closed " + std::to_string(ws.close_code()) : std::string(m.data);
}
inline awaitable<net::websocket> join(running_hub* h, std::string id) {
  auto ws = co_await dial(h, tls_of(certificate(id)));
  ws.send(text_of({.tipo = message_type::registro, .origen = id, .destino = "hub", .datos = R"({"uri":"wss://x.invalid/"})"}));
  for (const char* expected : {"ACK_REGISTRO", "CAPABILITY_ANNOUNCE"}) {
    const std::string got = co_await next(ws);
    if (got.find(expected) == got.npos) throw std::runtime_error("instead of " + std::string(expected) + ": " + got);
  }
  co_return ws;
}
/** What is said by `from` is what `to` gets, byte by byte. */
inline awaitable<bool> passes(net::websocket from, net::websocket to, message m) {
  const std::string text = text_of(m);
  from.send(text);
  const std::string got = co_await next(to);
  co_return got == text;
}
inline awaitable<std::string> brief_of_next(net::websocket ws) {
  const std::string text = co_await next(ws);
  co_return text.rfind("closed", 0) == 0 ? text : brief(text);
}
/** Keeps what comes, in brief, until the connection ends. */
inline awaitable<void> collect(net::websocket ws, std::shared_ptr<std::vector<std::string>> into) {
  while (into->empty() || into->back().rfind("closed", 0) != 0) {
    const std::string text = co_await next(ws);
    into->push_back(text.rfind("closed", 0) == 0 ? text : brief(text));
  }
}
/** Polls until something holds; false after a long time. */
template <class F>
awaitable<bool> becomes(running_hub* h, F holds) {
  asio::steady_timer timer(h->context);
  for (int i = 0; i < 2000 && !holds(); ++i) {
    timer.expires_after(10ms);
    co_await timer.async_wait(use_awaitable);
  }
  co_return holds();
}
inline awaitable<std::string> http(running_hub* h, std::string request, std::string token = "a-token-of-the-test") {
  asio::ip::tcp::socket s(h->context);
  co_await s.async_connect({asio::ip::make_address("127.0.0.1"), h->admin_port}, use_awaitable);
  request += " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " + token + "\r\n\r\n";
  co_await asio::async_write(s, asio::buffer(request), use_awaitable);
  std::string answer;
  std::error_code ec;
  co_await asio::async_read(s, asio::dynamic_buffer(answer), asio::redirect_error(use_awaitable, ec));
  co_return answer;
}

}  // namespace relay_test
