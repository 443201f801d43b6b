// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/http_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "net/scripted_server.hpp"

namespace {

namespace net = aval::net;
using loopback::peer;
using loopback::scripted_server;
using namespace std::chrono_literals;

/** Answers every request with what it was: "POST /path body". */
aval::awaitable<void> echo(peer* p) {
  for (;;) {
    const auto r = co_await p->read();
    co_await p->answer(r.line + ' ' + r.body);
  }
}

net::client_options plain_options() {
  net::client_options o;
  o.proxy.from_environment = false;
  return o;
}
net::client_options tls_client_options() {
  auto o = plain_options();
  o.tls = loopback::client_tls();
  return o;
}

class HttpClient : public testing::Test {
 protected:
  /** One call; the answer or the error. */
  net::http_response call(const net::http_client& client, net::url where, net::http_request request = net::http_request(),
                          net::call_options options = {}) {
    net::http_response got;
    error = {};
    what.clear();
    auto go = [](const net::http_client* client, net::url where, net::http_request request, net::call_options options,
                 net::http_response* got) -> aval::awaitable<void> {
      *got = co_await client->send(where, request, options);
    };
    try {
      loopback::run_until_done(context, go(&client, std::move(where), std::move(request), options, &got));
    } catch (const std::system_error& e) {
      error = e.code();
      what = e.what();
    }
    return got;
  }
  asio::io_context context;
  std::error_code error;
  std::string what;
};

TEST_F(HttpClient, SendsAndReceivesOverPlainAndTls) {
  for (const bool tls : {false, true}) {
    scripted_server server(context, echo, tls ? net::tls_context::server(loopback::server_tls()) : net::tls_context());
    net::http_client client(context.get_executor(), tls_client_options());
    const auto r = call(client, server.url("/a?b=c"), net::http_request("POST", "/", "text", "text/plain"));
    EXPECT_FALSE(error) << what;
    EXPECT_EQ(r.status, 200);
    EXPECT_EQ(r.body, "POST /a?b=c text");
    EXPECT_EQ(call(client, server.url("/base"), net::http_request("GET", "/other?x=1")).body, "GET /other?x=1 ");
    EXPECT_EQ(server.accepted(), 1) << "the connection is kept";
    EXPECT_EQ(client.idle_connections(), 1u);
  }
}

TEST_F(HttpClient, WritesFramingAndHostItself) {
  std::vector<net::headers> seen;
  scripted_server server(context, [&seen](peer* p) -> aval::awaitable<void> {
    return [](peer* p, std::vector<net::headers>* seen) -> aval::awaitable<void> {
      for (;;) {
        const auto r = co_await p->read();
        seen->push_back(r.headers);
        co_await p->answer("");
      }
    }(p, &seen);
  });
  net::http_client client(context.get_executor(), plain_options());
  net::http_request request("POST", "/");
  request.headers.add("X-One", "1");
  call(client, server.url(), request);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].find("Host"), "localhost:" + std::to_string(server.port()));
  EXPECT_EQ(seen[0].find("Content-Length"), "0");
  EXPECT_EQ(seen[0].find("X-One"), "1");
  EXPECT_TRUE(seen[0].contains("User-Agent"));
  for (const char* name : {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Proxy-Authorization"}) {
    net::http_request bad("GET", "/");
    bad.headers.add(name, "x");
    call(client, server.url(), bad);
    EXPECT_EQ(error, net::errc::invalid_header) << name;
  }
  call(client, server.url(), net::http_request("GET", "/a b"));
  EXPECT_EQ(error, net::errc::invalid_target);
  call(client, server.url(), net::http_request("GET", "/a\r\nX: y"));
  EXPECT_EQ(error, net::errc::invalid_target);
  call(client, server.url(), net::http_request("GE T", "/"));
  EXPECT_EQ(error, net::errc::invalid_method);
  EXPECT_EQ(seen.size(), 1u) << "nothing of them was sent";
}

}  // namespace
