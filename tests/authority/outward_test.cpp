// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/detail/outward.hpp"

#include "authority/server_fixture.hpp"
#include "aval/net/http_server.hpp"

namespace {
using namespace authority_test;

TEST(outward, knows_which_addresses_are_public) {
  for (const char* yes : {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111",
                          "2a00:1450::1", "2001:200::1", "::ffff:8.8.8.8"})
    EXPECT_TRUE(detail::is_public(asio::ip::make_address(yes))) << yes;
  for (const char* no : {"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1",
                         "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
                         "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "2001:db8::1", "3fff::1"})
    EXPECT_FALSE(detail::is_public(asio::ip::make_address(no))) << no;
}

int requests_seen = 0;

aval::awaitable<void> outside_answers(aval::net::http_exchange& x) {
  ++requests_seen;
  const std::string_view path = x.request().path();
  if (path == "/moved") {
    x.response().status = 302;
    x.response().headers.add("Location", "/fine");
  } else {
    x.response().body = path == "/long" ? std::string(65 * 1024, 'x') : std::string("fine");
  }
  co_return;
}

/** A server on this machine, and the answers of a name service. */
struct outside {
  outside() : server(context.get_executor(), outside_answers), port(server.listen("127.0.0.1:0")) {
    server.start();
    requests_seen = 0;
  }
  static aval::awaitable<aval::net::endpoints> look_up(std::vector<std::string> addresses, std::uint16_t port) {
    aval::net::endpoints all;
    for (const auto& a : addresses) all.emplace_back(asio::ip::make_address(a), port);
    co_return all;
  }
  std::pair<int, std::error_code> get(const std::string& url, bool allow_private, std::vector<std::string> addresses = {"127.0.0.1"}) {
    aval::net::client_options o;
    o.redirects = 5;
    o.proxy.http = "http://127.0.0.1:" + std::to_string(port);  // would carry the request anywhere
    o.resolver.look_up = [addresses](std::string, std::uint16_t p) { return look_up(addresses, p); };
    const detail::outward_client client(context.get_executor(), o, allow_private);
    try {
      context.restart();
      return {aval::testing::run(context, client.send(aval::net::url(url), aval::net::http_request("GET", "/"))).status, {}};
    } catch (const aval::error& e) {
      return {0, e.code()};
    }
  }
  std::string at(const std::string& host, const std::string& path = "/fine") { return "http://" + host + ':' + std::to_string(port) + path; }

  asio::io_context context;
  aval::net::http_server server;
  std::uint16_t port;
};

TEST(outward, reaches_no_private_address_by_number_or_by_name) {
  outside w;
  for (const char* host : {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "inside.example"}) EXPECT_EQ(w.get(w.at(host), false).second, errc::forbidden) << host;
  EXPECT_EQ(w.get(w.at("mixed.example"), false, {"192.168.1.1", "::1", "127.0.0.1"}).second, errc::forbidden);
  EXPECT_EQ(w.get("ws://outside.example/", true).second, errc::forbidden);
  EXPECT_EQ(requests_seen, 0) << "not even a connection";
}

TEST(outward, asks_once_and_takes_little) {
  outside w;
  EXPECT_EQ(w.get(w.at("inside.example"), true).first, 200) << "allowed";
  EXPECT_EQ(w.get(w.at("127.0.0.1"), true).first, 200);
  EXPECT_EQ(w.get(w.at("127.0.0.1", "/moved"), true).first, 302) << "not followed";
  EXPECT_EQ(requests_seen, 3);
  EXPECT_EQ(w.get(w.at("127.0.0.1", "/long"), true).second, aval::net::errc::body_too_large);
}

}  // namespace
