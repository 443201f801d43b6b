// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// A handler takes its connection over, and the server goes on counting it.
#include "aval/net/upgrade.hpp"

#include <asio/read.hpp>
#include <asio/write.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "net/http_client_for_tests.hpp"

namespace {

using namespace http_test;

const std::string ask = "GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

/** Echoes lines after the upgrade; ends with the connection, or with "bye" when the server says so. */
awaitable<void> take_over(net::http_exchange& x) {
  x.response().headers.add("Upgrade", "echo");
  auto u = co_await x.upgrade();
  const bool gone = x.connection() == nullptr && x.upgraded();
  std::string line = std::move(u.received) + (gone ? "" : "?");
  u.place->on_server_end([&u](bool at_once) {
    std::error_code ec;
    if (!at_once) u.stream.write_now(asio::buffer("bye", 3), ec);
    u.stream.close();
  });
  std::error_code ec;
  while (!ec) {
    if (!line.empty()) co_await u.stream.async_write(asio::buffer(line), asio::redirect_error(use_awaitable, ec));
    line.resize(100);
    line.resize(co_await u.stream.async_read_some(asio::buffer(line), asio::redirect_error(use_awaitable, ec)));
  }
  u.place->on_server_end(nullptr);
}

std::string read_exactly(raw_client& c, std::size_t n) {
  while (c.rest().size() < n && c.more()) {
  }
  return c.rest();
}

TEST(upgrade, hands_over_the_connection_with_the_bytes_behind_the_head) {
  running_server s(take_over);
  raw_client c(s.port);
  c.send(ask + "early");
  const auto a = c.receive();
  EXPECT_EQ(a.status, 101);
  EXPECT_EQ(a.headers.find("Upgrade"), "echo");
  EXPECT_TRUE(a.headers.has_element("Connection", "upgrade"));
  EXPECT_EQ(read_exactly(c, 5), "early");
  c.send(" and late");
  EXPECT_EQ(read_exactly(c, 14), "early and late");
}

TEST(upgrade, works_after_other_requests_on_the_same_connection) {
  running_server s([](net::http_exchange& x) -> awaitable<void> {
    if (x.request().path() == "/chat") return take_over(x);
    return echo(x);
  });
  raw_client c(s.port);
  c.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n" + ask + "x");
  EXPECT_EQ(c.receive().status, 200);
  EXPECT_EQ(c.receive().status, 101);
  EXPECT_EQ(read_exactly(c, 1), "x");
}

TEST(upgrade, counts_among_the_connections_until_it_is_gone) {
  net::server_options o;
  o.max_connections = 2;
  running_server s(take_over, o);
  raw_client a(s.port), b(s.port);
  EXPECT_EQ(a.exchange(ask).status, 101);
  EXPECT_EQ(b.exchange(ask).status, 101);
  EXPECT_EQ(s.server.connections(), 2u);
  raw_client third(s.port);
  third.send(ask);
  a.close();  // makes room
  EXPECT_EQ(third.receive().status, 101);
  EXPECT_EQ(s.server.connections(), 2u);
}

TEST(upgrade, a_stopping_server_lets_upgraded_connections_say_goodbye) {
  running_server s(take_over);
  raw_client a(s.port), b(s.port);
  EXPECT_EQ(a.exchange(ask).status, 101);
  EXPECT_EQ(b.exchange(ask).status, 101);
  s.stop_and_wait(20s);
  EXPECT_EQ(read_exactly(a, 4), "bye");
  EXPECT_EQ(read_exactly(b, 4), "bye");
  EXPECT_EQ(s.server.connections(), 0u);
}

TEST(upgrade, what_ignores_the_goodbye_is_cut_off_after_the_grace_time) {
  std::atomic<bool> cancelled = false;
  running_server s([&cancelled](net::http_exchange& x) -> awaitable<void> {
    x.response().headers.add("Upgrade", "echo");
    auto u = co_await x.upgrade();
    asio::steady_timer never(x.get_executor(), std::chrono::steady_clock::time_point::max());
    std::error_code ec;
    co_await never.async_wait(asio::redirect_error(use_awaitable, ec));
    cancelled = true;
  });
  raw_client a(s.port);
  EXPECT_EQ(a.exchange(ask).status, 101);
  s.stop_and_wait(1ms);
  EXPECT_TRUE(cancelled);
  EXPECT_TRUE(a.closed());
}

TEST(upgrade, a_handler_that_throws_afterwards_sends_no_answer) {
  running_server s([](net::http_exchange& x) -> awaitable<void> {
    const auto u = co_await x.upgrade();
    throw std::runtime_error("broken");
  });
  raw_client a(s.port);
  EXPECT_EQ(a.exchange(ask).status, 101);
  EXPECT_TRUE(a.closed());
}

TEST(upgrade, a_refusal_stands_even_if_the_handler_throws) {
  running_server s([](net::http_exchange& x) -> awaitable<void> {
    x.refuse(426, "upgrade_required", "this is no page");
    throw error(net::errc::bad_upgrade, "refused");
    co_return;
  });
  raw_client a(s.port);
  const auto got = a.exchange(ask);
  EXPECT_EQ(got.status, 426);
  EXPECT_NE(got.body.find("upgrade_required"), std::string::npos);
  EXPECT_EQ(a.exchange(ask).status, 426) << "the connection stays";
}

TEST(upgrade, a_client_that_never_finishes_its_first_request_is_gone_after_the_opening_time) {
  net::server_options o;
  o.opening_timeout = 40ms;
  running_server s(echo, o);
  raw_client silent(s.port), slow(s.port), good(s.port);
  slow.send("GET / HT");
  EXPECT_EQ(good.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  EXPECT_TRUE(silent.closed());
  EXPECT_EQ(slow.receive().status, 408);
  EXPECT_EQ(good.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200) << "later requests have their own time";
}

}  // namespace
