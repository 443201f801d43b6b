// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/http_client_stream.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "net/client_fixture.hpp"

namespace {

namespace net = aval::net;
using loopback::echo_request;
using loopback::peer;
using loopback::response;
using loopback::scripted_server;
using namespace std::chrono_literals;

class HttpStream : public loopback::ClientTest {};

aval::awaitable<std::string> all_of(net::http_stream* s) {
  std::string text;
  for (;;) {
    const auto piece = co_await s->read();
    if (piece.empty()) co_return text;
    text += piece;
  }
}

TEST_F(HttpStream, ReadsAnAnswerInPiecesAndKeepsTheConnection) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    for (;;) {
      co_await p->read();
      co_await p->write("HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
      co_await p->write("3\r\ntwo\r\n0\r\n\r\n");
    }
  });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    for (int i = 0; i < 3; ++i) {
      auto s = co_await net::http_stream::open(c, where, net::http_request("GET"));
      EXPECT_EQ(s.response().headers.find("X-A"), "b");
      EXPECT_EQ(co_await all_of(&s), "onetwo");
      EXPECT_FALSE(s.is_open());
      EXPECT_EQ(co_await s.read(), "") << "the end stays the end";
    }
  };
  loopback::run_until_done(context, go(c, server.url()));
  EXPECT_EQ(server.accepted(), 1);
  EXPECT_EQ(c.idle_connections(), 1u);
}

TEST_F(HttpStream, TrailersAreThereBehindTheBodyAndForgedOnesAreRefused) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n";
    co_await p->read();
    co_await p->write(head + "X-Sum: 17\r\n\r\n");
    co_await p->read();
    co_await p->write(head + "Content-Length: 5\r\n\r\n");
  });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    auto s = co_await net::http_stream::open(c, where, net::http_request("GET"));
    EXPECT_TRUE(s.trailers().empty());
    EXPECT_EQ(co_await all_of(&s), "one");
    EXPECT_EQ(s.trailers().find("x-sum"), "17");
    EXPECT_FALSE(s.response().headers.contains("X-Sum")) << "kept apart";
    auto forged = co_await net::http_stream::open(c, where, net::http_request("GET"));
    std::error_code ec;
    try {
      co_await all_of(&forged);
    } catch (const std::system_error& e) {
      ec = e.code();
    }
    EXPECT_EQ(ec, net::errc::bad_trailer);
  };
  loopback::run_until_done(context, go(c, server.url()));
  EXPECT_EQ(c.idle_connections(), 0u);
}

TEST_F(HttpStream, WritesABodyInPieces) {
  scripted_server server(context, echo_request, net::tls_context::server(loopback::server_tls()));
  auto c = client(loopback::tls_options());
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    net::stream_options pieces;
    pieces.body_in_pieces = true;
    for (int i = 0; i < 2; ++i) {
      auto s = co_await net::http_stream::open(c, where, net::http_request("POST"), pieces);
      co_await s.write("one ");
      co_await s.write("");
      co_await s.write(std::string(100'000, 'x'));
      co_await s.finish();
      EXPECT_EQ(s.response().status, 200);
      EXPECT_EQ(co_await all_of(&s), "POST / one " + std::string(100'000, 'x'));
    }
  };
  loopback::run_until_done(context, go(c, server.url()));
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(HttpStream, AnExchangeThatIsGivenUpClosesItsConnection) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    co_await p->read();
    co_await p->write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nsome");
    co_await p->gone();
  });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    auto s = co_await net::http_stream::open(c, where, net::http_request("GET"));
    EXPECT_EQ(co_await s.read(), "some");
    EXPECT_EQ(c.open_connections(), 1u);
  };
  loopback::run_until_done(context, go(c, server.url()));
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(HttpStream, AReaderThatIsSlowSlowsTheSender) {
  std::size_t sent = 0;
  struct floods {
    static aval::awaitable<void> run(peer* p, std::size_t* sent) {
      co_await p->read();
      co_await p->write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
      for (int i = 0; i < 1000; ++i) {
        co_await p->write(std::string(100'000, 'x'));
        *sent += 100'000;
      }
    }
  };
  scripted_server server(context, [&sent](peer* p) { return floods::run(p, &sent); });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    auto s = co_await net::http_stream::open(c, where, net::http_request("GET"));
    for (int i = 0; i < 10; ++i) co_await s.read();
    asio::steady_timer timer(co_await aval::this_coro::executor, 20ms);  // the server fills what buffers there are
    co_await timer.async_wait(aval::use_awaitable);
  };
  loopback::run_until_done(context, go(c, server.url()));
  EXPECT_LT(sent, 50'000'000u);
}

TEST_F(HttpStream, SilenceInTheMiddleIsTimedOut) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    co_await p->read();
    co_await p->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
    co_await p->gone();
  });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    net::stream_options impatient;
    impatient.idle_timeout = 20ms;
    auto s = co_await net::http_stream::open(c, where, net::http_request("GET"), impatient);
    EXPECT_EQ(co_await s.read(), "one");
    co_await s.read();
  };
  EXPECT_EQ(loopback::code_until_done(context, go(c, server.url())), net::errc::timed_out);
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(HttpStream, ATruncatedStreamIsAnErrorAndNotTheEnd) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    co_await p->read();
    co_await p->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
  });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    auto s = co_await net::http_stream::open(c, where, net::http_request("GET"));
    EXPECT_EQ(co_await s.read(), "one");
    co_await s.read();
  };
  EXPECT_EQ(loopback::code_until_done(context, go(c, server.url())), net::errc::truncated_message);
}

TEST_F(HttpStream, AfterASwitchOfProtocolsTheConnectionIsTheCallers) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    co_await p->read();
    co_await p->write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello");
    char text[3];
    co_await p->stream.async_read_some(asio::buffer(text), aval::use_awaitable);
    co_await p->write(std::string(text, 3));
  });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    net::http_request request("GET");
    request.headers.add("Upgrade", "echo");
    auto s = co_await net::http_stream::open(c, where, request);
    EXPECT_EQ(s.response().status, 101);
    auto taken = s.take_connection();
    EXPECT_EQ(taken.second, "hello");
    co_await taken.first.async_write(asio::buffer("abc", 3), aval::use_awaitable);
    char text[3];
    co_await taken.first.async_read_some(asio::buffer(text), aval::use_awaitable);
    EXPECT_EQ(std::string(text, 3), "abc");
  };
  loopback::run_until_done(context, go(c, server.url()));
  EXPECT_EQ(c.open_connections(), 0u);
}

}  // namespace
