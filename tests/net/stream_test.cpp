// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/stream.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "aval/testing/run.hpp"
#include "net/loopback.hpp"

namespace {

namespace net = aval::net;
using loopback::client_tls;
using loopback::server_tls;

std::string pattern(std::size_t n, unsigned seed = 1) {
  std::string text(n, '\0');
  for (auto& c : text) c = static_cast<char>((seed = seed * 1103515245u + 12345u) >> 16);
  return text;
}

/** Reads until `n` bytes are there. */
aval::awaitable<std::string> receive(net::stream* s, std::size_t n) {
  std::string text(n, '\0');
  std::size_t got = 0;
  while (got != n) got += co_await s->async_read_some(asio::buffer(text.data() + got, n - got), aval::use_awaitable);
  co_return text;
}

enum class kind { plain, tls12, tls13 };
class Stream : public ::testing::TestWithParam<kind> {
 protected:
  loopback::pair make() {
    if (GetParam() == kind::plain) return loopback::plain_pair(context);
    auto server = server_tls();
    if (GetParam() == kind::tls13) server.lowest = net::tls_version::tls_1_3;
    auto p = loopback::tls_pair(context, client_tls(), server);
    if (GetParam() == kind::tls12) SSL_set_max_proto_version(p.client.native_tls(), TLS1_2_VERSION);
    return p;
  }
  loopback::pair connected() {
    auto p = make();
    const auto o = loopback::handshake(context, p);
    EXPECT_FALSE(o.client) << o.client.message() << p.client.explanation();
    EXPECT_FALSE(o.server) << o.server.message() << p.server.explanation();
    return p;
  }
  asio::io_context context;
};
INSTANTIATE_TEST_SUITE_P(Kinds, Stream, ::testing::Values(kind::plain, kind::tls12, kind::tls13), [](const auto& info) {
  return info.param == kind::plain ? "plain" : info.param == kind::tls12 ? "tls12" : "tls13";
});

TEST_P(Stream, CarriesBytesBothWays) {
  auto p = connected();
  auto talk = [](loopback::pair* p) -> aval::awaitable<void> {
    co_await p->client.async_write(asio::buffer("question", 8), aval::use_awaitable);
    EXPECT_EQ(co_await receive(&p->server, 8), "question");
    co_await p->server.async_write(asio::buffer("answer", 6), aval::use_awaitable);
    EXPECT_EQ(co_await receive(&p->client, 6), "answer");
  };
  loopback::run(context, talk(&p));
}

TEST_P(Stream, CarriesMuchMoreThanTheSystemBuffersInBothDirectionsAtOnce) {
  auto p = connected();
  const std::string one = pattern(3'000'000, 1), two = pattern(2'500'001, 2);
  std::string got_one, got_two;
  auto send = [](net::stream* s, const std::string* text) -> aval::awaitable<void> {
    co_await s->async_write(asio::buffer(*text), aval::use_awaitable);
  };
  auto take = [](net::stream* s, std::size_t n, std::string* into) -> aval::awaitable<void> { *into = co_await receive(s, n); };
  asio::co_spawn(context, send(&p.client, &one), asio::detached);
  asio::co_spawn(context, send(&p.server, &two), asio::detached);
  asio::co_spawn(context, take(&p.client, two.size(), &got_two), asio::detached);
  loopback::run(context, take(&p.server, one.size(), &got_one));
  EXPECT_TRUE(got_one == one);
  EXPECT_TRUE(got_two == two);
}

TEST_P(Stream, WritesASequenceOfManyBuffersInOrder) {
  auto p = connected();
  std::vector<std::string> pieces;
  std::vector<asio::const_buffer> buffers;
  std::string all;
  for (std::size_t i = 0; i < 100; ++i) pieces.push_back(pattern(i % 7 == 0 ? 0 : i * 37, static_cast<unsigned>(i)));
  pieces.push_back(pattern(40'000, 7));
  pieces.push_back("end");
  for (const auto& piece : pieces) buffers.push_back(asio::buffer(piece)), all += piece;
  auto talk = [](loopback::pair* p, const std::vector<asio::const_buffer>* buffers, const std::string* all) -> aval::awaitable<void> {
    const std::size_t n = co_await p->client.async_write(*buffers, aval::use_awaitable);
    EXPECT_EQ(n, all->size());
    EXPECT_TRUE(co_await receive(&p->server, all->size()) == *all);
  };
  loopback::run(context, talk(&p, &buffers, &all));
}

TEST_P(Stream, ReadNowSaysWouldBlockUntilBytesArrive) {
  auto p = connected();
  char text[16];
  std::error_code ec;
  EXPECT_EQ(p.server.read_now(text, sizeof text, ec), 0u);
  EXPECT_EQ(ec, asio::error::would_block);
  EXPECT_EQ(p.client.write_now(std::array{asio::buffer("ab", 2), asio::buffer("cd", 2)}, ec), 4u);
  EXPECT_FALSE(ec);
  EXPECT_FALSE(p.client.output_pending());
  bool told = false;
  p.server.async_wait_input([&](std::error_code e) { told = !e; });
  context.restart();
  context.run();
  EXPECT_TRUE(told);
  EXPECT_EQ(p.server.read_now(text, sizeof text, ec), 4u);
  EXPECT_EQ(std::string(text, 4), "abcd");
}

TEST_P(Stream, WhatWriteNowCannotSendIsFlushedLater) {
  auto p = connected();
  const std::string text = pattern(8'000'000);
  auto send = [](net::stream* s, const std::string* text) -> aval::awaitable<void> {
    std::size_t sent = 0;
    int waits = 0;
    while (sent != text->size()) {
      std::error_code ec;
      sent += s->write_now(asio::buffer(text->data() + sent, text->size() - sent), ec);
      EXPECT_FALSE(ec) << ec.message();
      if (s->output_pending()) ++waits, co_await s->async_flush(aval::use_awaitable);
    }
    EXPECT_GT(waits, 0);
  };
  std::string got;
  auto take = [](net::stream* s, std::size_t n, std::string* into) -> aval::awaitable<void> { *into = co_await receive(s, n); };
  asio::co_spawn(context, send(&p.client, &text), asio::detached);
  loopback::run(context, take(&p.server, text.size(), &got));
  EXPECT_TRUE(got == text);
}

TEST_P(Stream, AnOrderlyEndIsEndOfFile) {
  auto p = connected();
  std::error_code last;
  char text[8];
  p.client.async_shutdown([](std::error_code ec) { EXPECT_FALSE(ec); });
  p.server.async_read_some(asio::buffer(text), [&](std::error_code ec, std::size_t) { last = ec; });
  context.restart();
  context.run();
  EXPECT_EQ(last, asio::error::eof);
  EXPECT_EQ(last, aval::condition::unreachable);
}

TEST_P(Stream, BytesBeforeTheEndAreDeliveredBeforeTheEnd) {
  auto p = connected();
  std::error_code ec;
  p.client.write_now(asio::buffer("last words", 10), ec);
  p.client.close();
  auto talk = [](net::stream* s) -> aval::awaitable<void> {
    EXPECT_EQ(co_await receive(s, 10), "last words");
    char more[4];
    const auto end = co_await s->async_read_some(asio::buffer(more), aval::as_result);
    EXPECT_EQ(std::get<0>(end), asio::error::eof);
  };
  loopback::run(context, talk(&p.server));
}

TEST_P(Stream, ACancelledReadLosesNoBytes) {
  auto p = connected();
  char text[8];
  std::error_code last;
  asio::cancellation_signal stop;
  for (const auto type : {asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total}) {
    p.server.async_read_some(asio::buffer(text),
                             asio::bind_cancellation_slot(stop.slot(), [&](std::error_code ec, std::size_t) { last = ec; }));
    asio::post(context, [&, type] { stop.emit(type); });
    context.restart();
    context.run();
    EXPECT_EQ(last, asio::error::operation_aborted);
    EXPECT_EQ(last, aval::condition::cancelled);
  }
  std::error_code ec;
  p.client.write_now(asio::buffer("still", 5), ec);
  auto talk = [](net::stream* s) -> aval::awaitable<void> { EXPECT_EQ(co_await receive(s, 5), "still"); };
  loopback::run(context, talk(&p.server));
}

TEST_P(Stream, WhatIsAlreadyCancelledDoesNothing) {
  auto fresh = make();
  const auto cancelled = [&](auto operation) { return aval::testing::already_cancelled(context, std::move(operation)); };
  const std::error_code aborted = asio::error::operation_aborted;
  EXPECT_EQ(cancelled(fresh.client.async_handshake(aval::use_awaitable)), aborted);
  EXPECT_EQ(cancelled(fresh.server.async_handshake(aval::use_awaitable)), aborted);
  const auto o = loopback::handshake(context, fresh);  // neither side has begun
  EXPECT_FALSE(o.client) << o.client.message();
  EXPECT_FALSE(o.server) << o.server.message();

  auto& a = fresh.client;
  auto& b = fresh.server;
  char text[16] = {};
  context.restart();
  EXPECT_EQ(cancelled(a.async_write(asio::buffer("lost", 4), aval::use_awaitable)), aborted);
  EXPECT_EQ(cancelled(a.async_write_some(asio::buffer("lost", 4), aval::use_awaitable)), aborted);
  EXPECT_EQ(cancelled(a.async_flush(aval::use_awaitable)), aborted);
  EXPECT_EQ(cancelled(a.async_shutdown(aval::use_awaitable)), aborted);
  loopback::run(context, [](net::stream* s) -> aval::awaitable<void> { co_await s->async_write(asio::buffer("kept", 4), aval::use_awaitable); }(&a));
  context.restart();
  EXPECT_EQ(cancelled(b.async_wait_input(aval::use_awaitable)), aborted);
  EXPECT_EQ(cancelled(b.async_read_some(asio::buffer(text), aval::use_awaitable)), aborted);
  std::string got;
  loopback::run(context, [](net::stream* s, std::string* to) -> aval::awaitable<void> { *to = co_await receive(s, 4); }(&b, &got));
  EXPECT_EQ(got, "kept") << "nothing cancelled was written, nothing was read away, and the connection is not closed";
}

TEST_P(Stream, AHandshakeIsCancelledWhileThePeerIsSilent) {
  auto p = make();
  if (!p.client.is_tls()) return;
  std::error_code last;
  asio::cancellation_signal stop;
  p.client.async_handshake(asio::bind_cancellation_slot(stop.slot(), [&](std::error_code ec) { last = ec; }));
  asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
  context.restart();
  context.run();
  EXPECT_EQ(last, aval::condition::cancelled);
}

TEST_P(Stream, ABlockedWriteIsCancelled) {
  auto p = connected();
  const std::string text = pattern(20'000'000);
  std::error_code last;
  asio::cancellation_signal stop;
  p.client.async_write(asio::buffer(text), asio::bind_cancellation_slot(stop.slot(), [&](std::error_code ec, std::size_t) { last = ec; }));
  asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
  context.restart();
  context.run();
  EXPECT_EQ(last, aval::condition::cancelled);
}

TEST_P(Stream, AbortFromAnotherThreadEndsAWait) {
  auto p = connected();
  char text[8];
  bool ended = false;
  p.server.async_read_some(asio::buffer(text), [&](std::error_code ec, std::size_t) { ended = static_cast<bool>(ec); });
  p.server.abort();
  context.restart();
  context.run();
  EXPECT_TRUE(ended);
}

TEST_P(Stream, WritingToAPeerThatIsGoneIsAnErrorAndNotASignal) {
  auto p = connected();
  p.server.socket().close();
  const std::string text = pattern(100'000);
  std::error_code ec;
  for (int i = 0; i < 200 && !ec; ++i) {
    p.client.write_now(asio::buffer(text), ec);
    if (!ec && p.client.output_pending()) p.client.async_flush([&](std::error_code e) { ec = e; });
    context.restart();
    context.run();
  }
  EXPECT_EQ(ec, aval::condition::unreachable);
}

TEST_P(Stream, ManyConnectionsAtOnceDoNotShareBytes) {
  constexpr std::size_t count = 64;
  std::vector<std::unique_ptr<loopback::pair>> pairs;
  for (std::size_t i = 0; i < count; ++i) pairs.push_back(std::make_unique<loopback::pair>(connected()));
  auto echo = [](net::stream* s, int rounds) -> aval::awaitable<void> {
    for (int i = 0; i < rounds; ++i) {
      const std::string text = co_await receive(s, 500);
      co_await s->async_write(asio::buffer(text), aval::use_awaitable);
    }
  };
  std::size_t good = 0;
  auto ask = [](net::stream* s, unsigned seed, int rounds, std::size_t* good) -> aval::awaitable<void> {
    for (int i = 0; i < rounds; ++i) {
      const std::string text = pattern(500, seed * 1000 + static_cast<unsigned>(i));
      co_await s->async_write(asio::buffer(text), aval::use_awaitable);
      if (co_await receive(s, 500) == text) ++*good;
    }
  };
  for (std::size_t i = 0; i < count; ++i) {
    asio::co_spawn(context, echo(&pairs[i]->server, 20), asio::detached);
    asio::co_spawn(context, ask(&pairs[i]->client, static_cast<unsigned>(i), 20, &good), asio::detached);
  }
  context.restart();
  context.run();
  EXPECT_EQ(good, count * 20);
}

TEST(TlsStream, ASessionIsResumedWhereTheServerOffersTicketsAndNowhereElse) {
  for (const unsigned tickets : {0u, 2u}) {
    auto o = server_tls();
    o.session_tickets = tickets;
    const auto server = net::tls_context::server(o);
    const auto client = net::tls_context::client(client_tls());
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      SSL_SESSION* session = nullptr;
      for (int round = 0; round < 3; ++round) {
        asio::io_context context;
        auto s = loopback::sockets(context);
        loopback::pair p{net::stream(std::move(s.first), client, net::tls_role::client, "localhost"),
                         net::stream(std::move(s.second), server, net::tls_role::server)};
        SSL_set_max_proto_version(p.client.native_tls(), version);
        if (session != nullptr) SSL_set_session(p.client.native_tls(), session);
        SSL_SESSION_free(session);
        const auto how = loopback::handshake(context, p);
        ASSERT_FALSE(how.client) << how.client.message();
        ASSERT_FALSE(how.server) << how.server.message();
        EXPECT_EQ(SSL_version(p.client.native_tls()), version);
        EXPECT_EQ(SSL_session_reused(p.client.native_tls()), round != 0 && tickets != 0) << tickets << " " << version << " " << round;
        EXPECT_EQ(SSL_session_reused(p.server.native_tls()), round != 0 && tickets != 0);
        loopback::run(context, [](net::stream* a, net::stream* b) -> aval::awaitable<void> {  // TLS 1.3 sends them behind the handshake
          co_await a->async_write(asio::buffer("x", 1), aval::use_awaitable);
          EXPECT_EQ(co_await receive(b, 1), "x");
        }(&p.server, &p.client));
        session = SSL_get1_session(p.client.native_tls());
        EXPECT_EQ(SSL_SESSION_is_resumable(session), tickets != 0) << version;
        p.client.close();  // OpenSSL does not resume the session of a connection that was dropped
        p.server.close();
      }
      SSL_SESSION_free(session);
    }
  }
}

TEST(TlsStream, ATruncatedConnectionIsNotAnOrderlyEnd) {
  asio::io_context context;
  auto p = loopback::tls_pair(context, client_tls(), server_tls());
  ASSERT_FALSE(loopback::handshake(context, p).client);
  p.client.socket().close();  // no close_notify: what an attacker on the way can do
  char text[8];
  std::error_code last;
  p.server.async_read_some(asio::buffer(text), [&](std::error_code ec, std::size_t) { last = ec; });
  context.restart();
  context.run();
  EXPECT_EQ(last, net::errc::tls_truncated);
}

TEST(TlsStream, BytesThatAreNotTlsEndTheHandshake) {
  asio::io_context context;
  auto s = loopback::sockets(context);
  net::stream server(std::move(s.second), net::tls_context::server(server_tls()), net::tls_role::server);
  s.first.send(asio::buffer(std::string("GET / HTTP/1.1\r\nHost: x\r\n\r\n")));
  std::error_code last;
  server.async_handshake([&](std::error_code ec) { last = ec; });
  context.run();
  EXPECT_EQ(last, net::errc::tls_failure);
  EXPECT_NE(server.explanation().find("http request"), std::string::npos) << server.explanation();
}

TEST(TlsStream, APeerThatHangsUpDuringTheHandshakeIsReported) {
  asio::io_context context;
  auto p = loopback::tls_pair(context, client_tls(), server_tls());
  p.server.socket().close();
  std::error_code last;
  p.client.async_handshake([&](std::error_code ec) { last = ec; });
  context.run();
  EXPECT_EQ(last, aval::condition::unreachable) << last.message();
}

}  // namespace
