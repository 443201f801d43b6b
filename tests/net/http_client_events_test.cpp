// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/http_client_events.hpp"

#include <gtest/gtest.h>

#include <string>

#include "net/client_fixture.hpp"

namespace {

namespace net = aval::net;
using loopback::peer;
using loopback::scripted_server;

class EventReader : public loopback::ClientTest {};

TEST_F(EventReader, GivesEventsAsTheyComeWhateverTheirPieces) {
  std::string accept;
  struct sends {
    static aval::awaitable<void> run(peer* p, std::string* accept) {
      const auto r = co_await p->read();
      *accept = std::string(r.headers.find("Accept").value_or(""));
      co_await p->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
      co_await p->write("b\r\nid: 7\ndata:\r\n");
      co_await p->write("6\r\n one\n\n\r\n20\r\nevent: b\ndata: two\ndata: lines\n\n\r\n");
      co_await p->write("b\r\ndata: cut o\r\n0\r\n\r\n");
    }
  };
  scripted_server server(context, [&accept](peer* p) { return sends::run(p, &accept); });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    auto events = co_await net::event_reader::open(c, where, net::http_request("GET"));
    auto one = co_await events.next();
    EXPECT_TRUE(one && one->data == "one" && one->event.empty());
    EXPECT_EQ(events.last_event_id(), "7");
    auto two = co_await events.next();
    EXPECT_TRUE(two && two->data == "two\nlines" && two->event == "b");
    auto end = co_await events.next();
    EXPECT_FALSE(end) << "an event that is cut off is none";
  };
  loopback::run_until_done(context, go(c, server.url()));
  EXPECT_EQ(accept, "text/event-stream");
}

TEST_F(EventReader, AnAnswerThatIsNoEventStreamIsRefused) {
  scripted_server server(context, loopback::says({loopback::response("{}", "Content-Type: application/json\r\n"),
                                                  loopback::response("", "Content-Type: text/event-stream\r\n", "503 Service Unavailable")}));
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    co_await net::event_reader::open(c, where, net::http_request("GET"));
  };
  for (int i = 0; i < 2; ++i) EXPECT_EQ(loopback::code_until_done(context, go(c, server.url())), net::errc::bad_event_stream);
}

TEST_F(EventReader, AnEventWithoutEndIsCutOffAtTheLimit) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    co_await p->read();
    co_await p->write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ");
    for (int i = 0; i < 100; ++i) co_await p->write(std::string(100'000, 'x'));
    co_await p->gone();
  });
  auto c = client();
  auto go = [](net::http_client c, net::url where) -> aval::awaitable<void> {
    auto events = co_await net::event_reader::open(c, where, net::http_request("GET"));
    co_await events.next();
  };
  EXPECT_EQ(loopback::code_until_done(context, go(c, server.url())), net::errc::bad_event_stream);
  EXPECT_EQ(c.open_connections(), 0u) << "the reader is gone, and with it the connection";
}

}  // namespace
