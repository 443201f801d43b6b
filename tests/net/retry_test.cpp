// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/retry.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstring>

#include "aval/net/proxy.hpp"

namespace {

namespace net = aval::net;
using namespace std::chrono_literals;
using progress = net::retry_fsm::progress;

net::retry_options exact(unsigned attempts) {
  net::retry_options o;
  o.when.max_attempts = attempts;
  o.pause.first = 100ms;
  o.pause.longest = 1000ms;
  o.pause.jitter = 0;
  return o;
}

TEST(Retry, PausesGrowUpToTheLongest) {
  const auto o = exact(10);
  net::retry_fsm fsm(o, true);
  for (const auto expected : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
    const auto s = fsm.failed(asio::error::connection_refused, progress::nothing_sent);
    EXPECT_TRUE(s.again);
    EXPECT_EQ(s.pause, expected);
  }
}

TEST(Retry, JitterShortensAPauseAndNeverLengthensIt) {
  auto o = exact(10);
  o.pause.jitter = 0.5;
  for (const unsigned char byte : {0x00, 0x40, 0x80, 0xFF}) {
    o.random.function = [byte](std::span<std::byte> out) { std::memset(out.data(), byte, out.size()); };
    net::retry_fsm fsm(o, true);
    const auto s = fsm.failed(asio::error::connection_refused, progress::nothing_sent);
    EXPECT_GE(s.pause, 50ms);
    EXPECT_LE(s.pause, 100ms);
  }
}

TEST(Retry, WhetherAnotherTryIsHarmlessDependsOnWhatThePeerMayHaveSeen) {
  const auto o = exact(3);
  const std::error_code lost = asio::error::connection_reset;
  struct row {
    bool idempotent;
    progress how_far;
    bool again;
  };
  for (const auto& r : {row{true, progress::nothing_sent, true}, row{false, progress::nothing_sent, true}, row{true, progress::maybe_received, true},
                        row{false, progress::maybe_received, false}, row{true, progress::stale_connection, true},
                        row{false, progress::stale_connection, false}}) {
    net::retry_fsm fsm(o, r.idempotent);
    EXPECT_EQ(fsm.failed(lost, r.how_far).again, r.again) << r.idempotent << ' ' << static_cast<int>(r.how_far);
  }
}

TEST(Retry, AStaleConnectionCostsNoAttemptButOnlyOnce) {
  const auto o = exact(1);
  net::retry_fsm fsm(o, true);
  const auto first = fsm.failed(net::errc::peer_closed, progress::stale_connection);
  EXPECT_TRUE(first.again);
  EXPECT_EQ(first.pause, 0ms);
  EXPECT_FALSE(fsm.failed(net::errc::peer_closed, progress::stale_connection).again);
}

TEST(Retry, WhatAnotherTryCannotChangeIsNotTriedAgain) {
  const auto o = exact(3);
  for (const net::errc e : {net::errc::certificate_not_trusted, net::errc::host_mismatch, net::errc::pin_mismatch, net::errc::body_too_large,
                            net::errc::bad_header, net::errc::invalid_header, net::errc::cancelled, net::errc::timed_out}) {
    net::retry_fsm fsm(o, true);
    EXPECT_FALSE(fsm.failed(e, progress::nothing_sent).again) << make_error_code(e).message();
  }
  auto never = exact(3);
  never.when.after_lost_connection = false;
  net::retry_fsm fsm(never, true);
  EXPECT_FALSE(fsm.failed(asio::error::connection_refused, progress::nothing_sent).again);
}

TEST(Retry, RetryAfterLengthensAPauseAndTooLongAWaitIsNone) {
  const auto o = exact(9);
  net::retry_fsm fsm(o, true);
  EXPECT_EQ(fsm.answered(503, 2s).pause, 2000ms);
  EXPECT_EQ(fsm.answered(503, 0s).pause, 200ms);
  EXPECT_FALSE(fsm.answered(503, 61s).again);
  EXPECT_FALSE(fsm.answered(500, {}).again) << "not on the list";
  EXPECT_FALSE(fsm.answered(404, {}).again);
}

TEST(Retry, RetryAfterIsSecondsOrADate) {
  using namespace std::chrono;
  const auto now = sys_days(year(1994) / 11 / 6) + 8h + 49min + 30s;
  EXPECT_EQ(net::parse_retry_after("120", now), 120s);
  EXPECT_EQ(net::parse_retry_after("0", now), 0s);
  EXPECT_EQ(net::parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now), 7s);
  EXPECT_EQ(net::parse_retry_after("Sun, 06 Nov 1994 08:49:00 GMT", now), 0s) << "in the past";
  EXPECT_EQ(net::parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now), sys_days(year(9999) / 12 / 31) + 86399s - now) << "beyond a clock of nanoseconds";
  for (const char* bad : {"", "-1", "1.5", "soon", "9999999999", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
                          "Sun, 06 Nuv 1994 08:49:37 GMT", "Sun, 06 Nov 1994 28:49:37 GMT"}) {
    EXPECT_FALSE(net::parse_retry_after(bad, now)) << bad;
  }
}

TEST(Retry, IdempotentAreTheMethodsOfTheStandardAndRequestsWithAKey) {
  const net::idempotency_policy policy;
  for (const char* m : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"}) EXPECT_TRUE(net::is_idempotent(policy, net::http_request(m))) << m;
  for (const char* m : {"POST", "PATCH", "CONNECT", "get"}) EXPECT_FALSE(net::is_idempotent(policy, net::http_request(m))) << m;
  net::http_request keyed("POST");
  keyed.headers.add("idempotency-key", "x");
  EXPECT_TRUE(net::is_idempotent(policy, keyed));
}

// ---- proxies --------------------------------------------------------------------------------------------------------------------

TEST(Proxy, ReadsServersWithAndWithoutCredentials) {
  const auto plain = net::parse_proxy("proxy.example:3128").value();
  EXPECT_EQ(plain.host, "proxy.example");
  EXPECT_EQ(plain.port, 3128);
  EXPECT_TRUE(plain.authorization.empty());
  const auto named = net::parse_proxy("http://Aladdin:open%20sesame@10.0.0.1:8080/").value();
  EXPECT_EQ(named.host, "10.0.0.1");
  EXPECT_EQ(named.authorization.reveal(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  for (const char* bad : {"https://proxy:1", "socks5://proxy:1", "http://", "http://a:b%zz@proxy:1"}) {
    const auto r = net::parse_proxy(bad);
    EXPECT_FALSE(r) << bad;
    EXPECT_EQ(r.error().message.find("a:b"), std::string::npos) << "no password in messages";
  }
}

TEST(Proxy, ExceptionsAreNamesSuffixesAddressesAndNetworks) {
  net::proxy_options o;
  o.https = o.http = "proxy:1";
  o.no_proxy = "direct.example, .below.example,10.1.0.0/16,192.168.7.7,fd00::/8,port.example:8443";
  o.from_environment = false;
  const net::proxy_rules rules(o);
  struct row {
    const char* host;
    std::uint16_t port;
    bool through;
  };
  for (const auto& r : {row{"other.example", 443, true}, row{"direct.example", 443, false}, row{"a.direct.example", 443, false},
                        row{"indirect.example", 443, true}, row{"x.below.example", 443, false}, row{"10.1.2.3", 443, false},
                        row{"10.2.2.3", 443, true}, row{"192.168.7.7", 443, false}, row{"192.168.7.8", 443, true}, row{"fd12::1", 443, false},
                        row{"port.example", 8443, false}, row{"port.example", 443, true}, row{"localhost", 443, true}}) {
    EXPECT_EQ(rules.find(true, r.host, r.port) != nullptr, r.through) << r.host;
  }
  o.no_proxy = "*";
  EXPECT_EQ(net::proxy_rules(o).find(true, "other.example", 443), nullptr);
}

TEST(Proxy, TheEnvironmentFillsWhatIsEmptyAndSparesTheLoopback) {
  const aval::environment env({{"HTTPS_PROXY", "upper:1"}, {"https_proxy", "lower:2"}, {"HTTP_PROXY", "http:3"}, {"NO_PROXY", "internal.example"}});
  const net::proxy_rules rules(net::proxy_options{}, env);
  ASSERT_NE(rules.find(true, "a.example", 443), nullptr);
  EXPECT_EQ(rules.find(true, "a.example", 443)->host, "lower");
  EXPECT_EQ(rules.find(false, "a.example", 80)->host, "http");
  EXPECT_EQ(rules.find(true, "x.internal.example", 443), nullptr);
  EXPECT_EQ(rules.find(true, "localhost", 443), nullptr);
  EXPECT_EQ(rules.find(true, "127.0.0.1", 443), nullptr);
  net::proxy_options own;
  own.https = "mine:9";
  EXPECT_EQ(net::proxy_rules(own, env).find(true, "a.example", 443)->host, "mine");
  own.from_environment = false;
  EXPECT_EQ(net::proxy_rules(own, env).find(false, "a.example", 80), nullptr);
}

TEST(Proxy, AHeaderNamedProxyOfACgiRequestIsNoProxy) {  // "httpoxy": HTTP_PROXY made by a client's "Proxy:" header
  const aval::environment env({{"REQUEST_METHOD", "GET"}, {"HTTP_PROXY", "evil:1"}});
  EXPECT_EQ(net::proxy_rules(net::proxy_options{}, env).find(false, "a.example", 80), nullptr);
}

}  // namespace
