// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/sse.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "aval/net/sse_writer.hpp"
#include "net/http_client_for_tests.hpp"

namespace {

using namespace http_test;
using namespace std::string_literals;

std::vector<net::sse_event> parse(const std::string& text, std::size_t step) {
  net::sse_parser p;
  std::vector<net::sse_event> out;
  net::sse_event e;
  for (std::size_t at = 0; at < text.size(); at += step) {
    p.push(text.substr(at, step));
    while (p.next(e)) out.push_back(e);
  }
  return out;
}

TEST(sse, a_stream_is_taken_apart_the_same_in_pieces_of_any_size) {
  struct row {
    const char* name;
    std::string text;
    std::vector<net::sse_event> expected;
  };
  for (const row& r : std::vector<row>{
           {"the standard's first example", "data: YHOO\ndata: +2\ndata: 10\n\n", {net::sse_event("YHOO\n+2\n10")}},
           {"comment, id, and an event without data", ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            {net::sse_event("first event", "", "1"), net::sse_event("second event"), net::sse_event(" third event")}},
           {"empty data", "data\n\ndata\ndata\n\ndata:", {net::sse_event(""), net::sse_event("\n")}},
           {"space behind the colon is optional", "data:test\n\ndata: test\n\n", {net::sse_event("test"), net::sse_event("test")}},
           {"type", "event: add\ndata: 73857293\n\nevent: x\n\ndata: y\n\n", {net::sse_event("73857293", "add"), net::sse_event("y")}},
           {"CR LF, CR and LF", "data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r\ndata: e\r\n\r\n",
            {net::sse_event("a\nb\nc"), net::sse_event("d"), net::sse_event("e")}},
           {"byte order mark", "\xEF\xBB\xBF" "data: a\n\n\xEF\xBB\xBF" "data: b\n\n", {net::sse_event("a")}},
           {"the end cuts an event off", "data: a\n\ndata: b\n", {net::sse_event("a")}},
           {"id with NUL is ignored", "id: a\ndata: 1\n\nid: b\0c\ndata: 2\n\n"s, {net::sse_event("1", "", "a"), net::sse_event("2", "", "a")}},
           {"unknown fields", "foo: bar\ndata: x\n datax: y\n\n", {net::sse_event("x")}}}) {
    for (std::size_t step = 1; step <= r.text.size(); ++step) EXPECT_EQ(parse(r.text, step), r.expected) << r.name << " in steps of " << step;
  }
  const auto retry = parse("retry: 1500\ndata: a\n\nretry: 1x\ndata: b\n\nretry: 99999999999999999999\ndata: c\n\n", 5);
  ASSERT_EQ(retry.size(), 3u);
  EXPECT_EQ(retry[0].retry, 1500ms);
  EXPECT_FALSE(retry[1].retry);
  EXPECT_FALSE(retry[2].retry);
}

TEST(sse, what_is_written_is_read_back) {
  for (const auto& e : {net::sse_event("a"), net::sse_event(""), net::sse_event("a\nb\n\nc\n", "type", "id 7"), net::sse_event(" x: y", "e", "1"), net::sse_event(":")}) {
    std::string text;
    net::append_sse(text, e);
    const auto back = parse(text, 3);
    ASSERT_EQ(back.size(), 1u);
    EXPECT_EQ(back[0], e);
  }
}

TEST(sse, a_line_break_cannot_forge_another_event) {
  std::string out;
  for (const auto& bad : {"a\nb"s, "a\rb"s, "a\0b"s}) {
    EXPECT_THROW(net::append_sse(out, net::sse_event("x", bad)), error);
    EXPECT_THROW(net::append_sse(out, net::sse_event("x", "", bad)), error);
  }
  net::append_sse(out, net::sse_event("a\r\revent: forged\n\ndata: b"));
  const auto back = parse(out, 1);
  ASSERT_EQ(back.size(), 1u);
  EXPECT_EQ(back[0].data, "a\n\nevent: forged\n\ndata: b");
}

TEST(sse, an_event_or_line_without_end_is_refused) {
  net::sse_event e;
  net::sse_parser line(100);
  line.push("data: " + std::string(94, 'x'));
  EXPECT_FALSE(line.next(e));
  line.push("x");
  EXPECT_THROW(line.next(e), error);
  net::sse_parser many(100);
  many.push("data: " + std::string(90, 'x') + "\n");
  EXPECT_FALSE(many.next(e));
  many.push("data: 012345678\n");
  EXPECT_THROW(many.next(e), error);
}

TEST(sse, a_handler_streams_events) {
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    net::sse_writer events(x);
    const std::string last = events.last_event_id();
    co_await events.begin();
    co_await events.send(net::sse_event("after " + last, "hello"));
    co_await events.keep_alive();
    co_await events.send(net::sse_event("two\nlines"));
  };
  running_server s(handler);
  raw_client c(s.port);
  const auto a = c.exchange("GET / HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 41\r\n\r\n");
  EXPECT_EQ(a.headers.find("content-type").value(), "text/event-stream");
  const auto got = parse(a.body, 7);
  ASSERT_EQ(got.size(), 2u);
  EXPECT_EQ(got[0], net::sse_event("after 41", "hello"));
  EXPECT_EQ(got[1].data, "two\nlines");
  EXPECT_TRUE(a.keep_alive);
}

}  // namespace
