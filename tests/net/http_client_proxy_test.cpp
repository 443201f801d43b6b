// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <asio/connect.hpp>

#include <string>

#include "net/client_fixture.hpp"

namespace {

namespace net = aval::net;
using loopback::echo_request;
using loopback::peer;
using loopback::scripted_server;
using loopback::tcp;

struct tunnel_log {
  std::string line, authorization;
  int tunnels = 0;
};

aval::awaitable<void> pump(net::stream* from, tcp::socket* to) {
  char text[4096];
  for (;;) {
    const auto got = co_await from->async_read_some(asio::buffer(text), aval::as_result);
    if (std::get<0>(got)) co_return to->close();
    co_await to->async_send(asio::buffer(text, std::get<1>(got)), aval::use_awaitable);
  }
}
/** A proxy that takes CONNECT to any port of this machine. */
aval::awaitable<void> proxy(peer* p, tunnel_log* log, std::string answer) {
  const auto r = co_await p->read();
  log->line = r.line;
  log->authorization = std::string(r.headers.find("Proxy-Authorization").value_or(""));
  if (!r.line.starts_with("CONNECT ")) co_return co_await p->answer("by proxy: " + r.line);
  co_await p->write(answer);
  if (!answer.starts_with("HTTP/1.1 200")) co_return co_await p->gone();
  ++log->tunnels;
  tcp::socket target(co_await aval::this_coro::executor);
  const auto port = static_cast<std::uint16_t>(std::stoi(r.line.substr(r.line.rfind(':') + 1)));
  co_await target.async_connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), aval::use_awaitable);
  asio::co_spawn(co_await aval::this_coro::executor, pump(&p->stream, &target), asio::detached);
  char text[4096];
  for (;;) {
    const auto got = co_await target.async_receive(asio::buffer(text), aval::as_result);
    if (std::get<0>(got)) co_return;
    co_await p->stream.async_write(asio::buffer(text, std::get<1>(got)), aval::use_awaitable);
  }
}

class HttpClientProxy : public loopback::ClientTest {
 protected:
  net::http_response through(const std::string& answer, bool tls, const std::string& user = "") {
    scripted_server target(context, echo_request, tls ? net::tls_context::server(loopback::server_tls()) : net::tls_context());
    scripted_server between(context, [this, answer](peer* p) { return proxy(p, &log, answer); });
    auto o = loopback::tls_options();
    o.proxy.http = o.proxy.https = "http://" + user + "127.0.0.1:" + std::to_string(between.port());
    auto c = client(o);
    const auto r = call(c, target.url("/a?b"), net::http_request("POST", "/", "text"));
    open = c.open_connections();
    idle = c.idle_connections();
    port = target.port();
    return r;
  }
  tunnel_log log;
  std::size_t open = 0, idle = 0;
  std::uint16_t port = 0;
};

TEST_F(HttpClientProxy, HttpsGoesThroughATunnelAndIsVerifiedEndToEnd) {
  const auto r = through("HTTP/1.1 200 Connection established\r\n\r\n", true, "user:pass@");
  EXPECT_EQ(r.body, "POST /a?b text") << what;
  EXPECT_EQ(log.line, "CONNECT localhost:" + std::to_string(port));
  EXPECT_EQ(log.authorization, "Basic dXNlcjpwYXNz");
  EXPECT_EQ(idle, 1u) << "a tunnel is kept like any connection";
}

TEST_F(HttpClientProxy, HttpIsAskedForInAbsoluteForm) {
  const auto r = through("", false, "user:pass@");
  EXPECT_EQ(r.body, "by proxy: POST http://localhost:" + std::to_string(port) + "/a?b") << what;
  EXPECT_EQ(log.authorization, "Basic dXNlcjpwYXNz");
}

TEST_F(HttpClientProxy, ARefusalOfTheProxyIsNotAnAnswerOfTheServer) {
  through("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", true);
  EXPECT_EQ(error, net::errc::proxy_refused) << what;
  EXPECT_EQ(error, aval::condition::refused);
  EXPECT_NE(what.find("407"), std::string::npos) << what;
  EXPECT_EQ(open, 0u);
}

TEST_F(HttpClientProxy, BytesThatTheProxySendsBeforeTheTunnelIsUsedAreRefused) {
  through("HTTP/1.1 200 OK\r\n\r\ninjected", true);
  EXPECT_EQ(error, net::errc::proxy_refused) << what;
}

TEST_F(HttpClientProxy, AProxyThatTalksNonsenseIsNotUnderstood) {
  through("nonsense\r\n\r\n", true);
  EXPECT_EQ(error, aval::condition::not_understood) << what;
}

}  // namespace
