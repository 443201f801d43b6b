// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Peers that mean harm, many at once, while good ones go on. (Broken frames and limits: websocket_conformance_test.cpp.)
#include <asio/use_future.hpp>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "net/websocket_fixture.hpp"

namespace {

using namespace websocket_test;

void allow_descriptors(::rlim_t wanted) {
  ::rlimit now{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &now), 0);
  if (now.rlim_cur >= wanted) return;
  now.rlim_cur = std::min(wanted, now.rlim_max);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &now), 0);
  ASSERT_GE(now.rlim_cur, wanted);
}

TEST(websocket_hostile, a_thousand_stalled_handshakes_do_not_delay_good_ones_and_are_cut_off) {
  allow_descriptors(3000);
  net::server_options o;
  o.tls = mutual_tls();
  o.opening_timeout = 2s;
  websocket_server s(echo_messages, {}, o);
  asio::io_context context;
  std::vector<asio::ip::tcp::socket> stalled;
  const std::string some_of_a_client_hello("\x16\x03\x01\x02\x00\x01\x00", 7);
  for (int i = 0; i < 1000; ++i) {
    stalled.emplace_back(context);
    stalled.back().connect({asio::ip::address_v4::loopback(), s.server.port});
    if (i % 2 == 0) asio::write(stalled.back(), asio::buffer(some_of_a_client_hello));
  }
  dialer d;
  for (int i = 0; i < 20; ++i) {
    auto ws = d.dial(s.url());
    ws.send("good");
    EXPECT_EQ(d.receive(ws), "good");
    EXPECT_FALSE(d.close(ws));
  }
  for (auto& socket : stalled) {
    char byte;
    std::error_code ec;
    while (!ec) socket.read_some(asio::buffer(&byte, 1), ec);
  }
}

TEST(websocket_hostile, a_reader_that_stands_still_does_not_hold_up_others) {
  net::websocket_options options;
  options.max_queued_bytes = 300000;
  websocket_server s([](net::websocket ws) -> awaitable<void> {  // talks without end until it is refused
    const std::string piece(50000, 'x');
    net::websocket_message m;
    std::error_code ec;
    if (ws.target() != "/stalled") co_return co_await echo_messages(ws);
    while (!ws.send(piece)) {
    }
    EXPECT_LE(ws.queued_bytes(), 300000u);
    co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
  }, options);
  dialer d;
  std::vector<net::websocket> stalled;
  for (int i = 0; i < 20; ++i) stalled.push_back(d.dial(s.url("/stalled")));
  auto good = d.dial(s.url("/good"));
  for (int i = 0; i < 100; ++i) {
    good.send(std::to_string(i));
    EXPECT_EQ(d.receive(good), std::to_string(i));
  }
}

TEST(websocket_hostile, a_peer_that_never_reads_again_is_given_up_while_somebody_waits_for_it) {
  net::websocket_options options;
  options.max_queued_bytes = 32 * 1024 * 1024;  // more than the system takes
  options.ping_interval = options.pong_timeout = 50ms;
  std::promise<std::error_code> ended;
  websocket_server s([&ended](net::websocket ws) -> awaitable<void> {
    const std::string piece(500000, 'x');
    std::error_code ec;
    while (!ws.send(piece)) {
    }
    co_await ws.async_drained(asio::redirect_error(use_awaitable, ec));
    ended.set_value(ec);
  }, options);
  dialer d;
  const auto silent = d.dial(s.url());
  EXPECT_EQ(ended.get_future().get(), aval::condition::timed_out);
}

const std::string upgrade_request =
    "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

TEST(websocket_hostile, a_flood_of_pings_that_nobody_reads_the_answers_of_keeps_memory_bounded_and_others_going) {
  std::promise<net::websocket> flooded;
  websocket_server s([&](net::websocket ws) -> awaitable<void> {
    if (ws.target() == "/") flooded.set_value(ws);
    co_await echo_messages(ws);
  });
  raw_client c(s.server.port);
  EXPECT_EQ(c.exchange(upgrade_request).status, 101);
  std::string pings;
  for (int i = 0; i < 1000; ++i) pings += std::string("\x89\xFD\0\0\0\0", 6) + std::string(125, 'p');
  for (int i = 0; i < 100; ++i) c.send(pings);  // 13 MB
  dialer d;
  auto good = d.dial(s.url("/good"));
  good.send("still here");
  EXPECT_EQ(d.receive(good), "still here");
  auto ws = flooded.get_future().get();
  EXPECT_LE(asio::post(ws.get_executor(), asio::use_future([&] { return ws.queued_bytes(); })).get(), 64u * 1024);
  asio::post(ws.get_executor(), asio::use_future([&] { ws = {}; })).get();
}

TEST(websocket_hostile, a_half_closed_connection_ends) {
  std::promise<std::error_code> seen;
  websocket_server s([&seen](net::websocket ws) -> awaitable<void> {
    net::websocket_message m;
    std::error_code ec;
    co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    seen.set_value(ec);
  });
  raw_client c(s.server.port);
  EXPECT_EQ(c.exchange(upgrade_request).status, 101);
  c.send("\x81");  // and then nothing
  c.half_close();
  EXPECT_EQ(seen.get_future().get(), net::errc::peer_closed);
  EXPECT_TRUE(c.closed());
}

TEST(websocket_hostile, wrong_or_missing_certificates_never_reach_the_upgrade) {
  std::atomic<int> sessions = 0;
  net::server_options o;
  o.tls = mutual_tls();
  websocket_server s([&sessions](net::websocket ws) -> awaitable<void> {
    ++sessions;
    co_await echo_messages(ws);
  }, {}, o);
  dialer d;
  const auto stranger = crypto::self_signed_certificate({.client = true}).value();
  for (int i = 0; i < 10; ++i) {
    auto wrong = dialing();
    wrong.tls.certificate_pem = i % 2 == 0 ? stranger.certificate_pem : "";
    wrong.tls.private_key_pem = i % 2 == 0 ? std::string(stranger.private_key_pem.reveal()) : "";
    EXPECT_EQ(d.dial_fails(s.url(), wrong), condition::not_trusted) << d.said;
  }
  EXPECT_EQ(sessions, 0);
  EXPECT_FALSE(d.dial_fails(s.url()));
}

}  // namespace
