// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/connector.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <chrono>
#include <string>
#include <vector>

#include "net/loopback.hpp"

namespace {

namespace net = aval::net;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

tcp::endpoint at(const char* address, std::uint16_t port = 1) { return {asio::ip::make_address(address), port}; }

net::resolver resolver_of(net::endpoints answer) {
  net::resolver r;
  r.look_up = [answer](std::string, std::uint16_t) {
    return [](net::endpoints answer) -> aval::awaitable<net::endpoints> { co_return answer; }(answer);
  };
  return r;
}

class Connector : public ::testing::Test {
 protected:
  /** The endpoint that won, or the error. */
  tcp::endpoint winner(net::resolver names, net::connect_options options = {}, aval::deadline until = aval::deadline::after(10s)) {
    tcp::endpoint won;
    error = {};
    auto go = [](asio::io_context* context, net::resolver names, net::connect_options options, aval::deadline until,
                 tcp::endpoint* won) -> aval::awaitable<void> {
      const auto socket = co_await net::connect(context->get_executor(), names, "name.example", 80, options, until);
      *won = socket->remote_endpoint();
    };
    try {
      loopback::run(context, go(&context, std::move(names), options, until, &won));
    } catch (const std::system_error& e) {
      error = e.code();
      what = e.what();
    }
    return won;
  }
  /** A port that refuses: bound, never listened on. */
  tcp::endpoint refusing() {
    held_.emplace_back(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    return held_.back().local_endpoint();
  }
  /** A port whose queue is full: connections to it neither succeed nor fail. */
  tcp::endpoint silent() {
    tcp::acceptor a(context);
    a.open(tcp::v4());
    a.bind(tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    ::listen(a.native_handle(), 0);
    const auto where = a.local_endpoint();
    acceptors_.push_back(std::move(a));
    for (int i = 0; i < 4; ++i) {
      held_.emplace_back(context);
      held_.back().open(tcp::v4());
      held_.back().non_blocking(true);
      (void)::connect(held_.back().native_handle(), where.data(), static_cast<socklen_t>(where.size()));  // not Asio's: it would wait
    }
    return where;
  }
  tcp::endpoint listening(const char* address = "127.0.0.1") {
    acceptors_.emplace_back(context, at(address, 0));
    return acceptors_.back().local_endpoint();
  }
  asio::io_context context;
  std::error_code error;
  std::string what;

 private:
  std::vector<tcp::socket> held_;
  std::vector<tcp::acceptor> acceptors_;
};

TEST_F(Connector, FamiliesTakeTurns) {
  const net::endpoints found{at("::1"), at("::2"), at("::3"), at("10.0.0.1"), at("10.0.0.2")};
  EXPECT_EQ(net::detail::interleaved(found, true), (net::endpoints{at("::1"), at("10.0.0.1"), at("::2"), at("10.0.0.2"), at("::3")}));
  EXPECT_EQ(net::detail::interleaved(found, false), (net::endpoints{at("10.0.0.1"), at("::1"), at("10.0.0.2"), at("::2"), at("::3")}));
  EXPECT_EQ(net::detail::interleaved({}, true), net::endpoints{});
}

TEST_F(Connector, AnAddressThatRefusesIsFollowedByTheNextAtOnce) {
  const auto good = listening();
  net::connect_options patient;
  patient.attempt_delay = std::chrono::hours(1);
  EXPECT_EQ(winner(resolver_of({refusing(), refusing(), good}), patient), good) << what;
}

TEST_F(Connector, AnAddressThatIsSilentIsOvertakenAfterTheDelay) {
  const auto good = listening();
  net::connect_options quick;
  quick.attempt_delay = 5ms;
  EXPECT_EQ(winner(resolver_of({silent(), good}), quick), good) << what;
  quick.attempt_delay = 0ms;
  EXPECT_EQ(winner(resolver_of({silent(), silent(), good}), quick), good) << what;
}

TEST_F(Connector, WhenAllRefuseTheLastReasonIsReported) {
  winner(resolver_of({refusing(), refusing()}));
  EXPECT_EQ(error, asio::error::connection_refused);
  EXPECT_EQ(error, aval::condition::unreachable);
}

TEST_F(Connector, SilenceEverywhereEndsWithTheDeadline) {
  net::connect_options quick;
  quick.attempt_delay = 1ms;
  winner(resolver_of({silent(), silent()}), quick, aval::deadline::after(30ms));
  EXPECT_EQ(error, net::errc::timed_out) << what;
  EXPECT_NE(what.find("connecting to name.example:80"), std::string::npos) << what;
}

TEST_F(Connector, ALookUpThatHangsIsAbandonedAtTheDeadline) {
  net::resolver r;
  bool started = false;
  r.look_up = [&started](std::string, std::uint16_t) {
    return [](bool* started) -> aval::awaitable<net::endpoints> {
      *started = true;
      asio::steady_timer never(co_await aval::this_coro::executor, std::chrono::hours(1));
      co_await never.async_wait(aval::use_awaitable);
      co_return net::endpoints();
    }(&started);
  };
  winner(r, {}, aval::deadline::after(20ms));
  EXPECT_TRUE(started);
  EXPECT_EQ(error, net::errc::timed_out) << what;
  EXPECT_NE(what.find("looking up"), std::string::npos) << what;
}

TEST_F(Connector, ANameWithoutAddressIsNotResolved) {
  winner(resolver_of({}));
  EXPECT_EQ(error, net::errc::not_resolved) << what;
  net::resolver failing;
  failing.look_up = [](std::string, std::uint16_t) -> aval::awaitable<net::endpoints> {
    throw std::system_error(asio::error::host_not_found);
    co_return net::endpoints();
  };
  winner(failing);
  EXPECT_EQ(error, net::errc::not_resolved) << what;
}

TEST_F(Connector, LiteralAddressesNeverReachTheResolver) {
  const auto good = listening();
  net::resolver never;
  never.look_up = [](std::string host, std::uint16_t) -> aval::awaitable<net::endpoints> {
    ADD_FAILURE() << host;
    co_return net::endpoints();
  };
  auto go = [](asio::io_context* context, net::resolver names, std::uint16_t port) -> aval::awaitable<void> {
    co_await net::connect(context->get_executor(), names, "127.0.0.1", port, {}, aval::deadline::after(10s));
    const auto six = co_await names.resolve("::1", 7);
    EXPECT_EQ(six, net::endpoints{at("::1", 7)});
  };
  loopback::run(context, go(&context, never, good.port()));
}

TEST_F(Connector, TheSystemKnowsLocalhost) {
  auto go = []() -> aval::awaitable<void> {
    const auto found = co_await net::resolver().resolve("localhost", 7);
    EXPECT_FALSE(found.empty());
    for (const auto& e : found) EXPECT_TRUE(e.address().is_loopback() && e.port() == 7) << e;
  };
  loopback::run(context, go());
}

}  // namespace
