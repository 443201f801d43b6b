// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/mcp/detail/event_streams.hpp"

#include <gtest/gtest.h>

#include "aval/mcp/detail/request_headers.hpp"

// The streams of a session without HTTP: who gets what, what is kept for those who come back, and how much.

namespace event_streams_test {
namespace {

namespace mcp = aval::mcp;
using mcp::message_kind;
using mcp::detail::event_place;
using streams = mcp::detail::event_streams;

std::string texts(const streams::batch& b) {
  std::string out;
  for (const auto& e : b.events) out += std::to_string(e.number) + "=" + *e.text + " ";
  if (b.over) out += "over ";
  if (b.paused) out += "paused ";
  if (b.replaced) out += "replaced ";
  if (!out.empty()) out.pop_back();
  return out;
}

TEST(event_place, is_two_numbers_and_nothing_else) {
  EXPECT_EQ((event_place{3, 17}.text()), "3-17");
  const auto known = event_place::of("3-17");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->stream, 3U);
  EXPECT_EQ(known->number, 17U);
  for (const char* bad : {"", "-", "3", "3-", "-3", "3-17-", "3--1", "+3-1", " 3-1", "3-1 ", "03-1", "3-0x1", "9999999999999999999-1", "3-1\n", "a-b", "3-1\xff"}) EXPECT_FALSE(event_place::of(bad)) << bad;
}

TEST(event_streams, a_reader_is_woken_and_gets_what_is_new_until_the_answer) {
  streams s(10000);
  const auto id = s.open(mcp::request_id(7));
  EXPECT_EQ(id, 1U);
  int woken = 0;
  const auto reader = s.attach(id, {}, [&] { ++woken; });
  EXPECT_EQ(texts(s.take(id, reader)), "");
  s.push(id, message_kind::notification, "a");
  s.push(id, message_kind::request, "b");
  EXPECT_EQ(woken, 2);
  EXPECT_EQ(texts(s.take(id, reader)), "1=a 2=b");
  s.push(id, message_kind::answer, "c");
  s.push(id, message_kind::notification, "behind the answer");
  EXPECT_EQ(texts(s.take(id, reader)), "3=c over");
}

TEST(event_streams, who_comes_back_gets_what_was_missed_and_takes_the_others_place) {
  streams s(10000);
  const auto id = s.open(mcp::request_id(7));
  int first_woken = 0;
  const auto first = s.attach(id, {}, [&] { ++first_woken; });
  s.number(id);
  s.push(id, message_kind::notification, "a");
  s.push(id, message_kind::notification, "b");
  EXPECT_EQ(texts(s.take(id, first)), "1=a 2=b");
  const auto second = s.attach(id, 1, [] {});
  EXPECT_EQ(first_woken, 3) << "it hears that it is replaced";
  EXPECT_EQ(texts(s.take(id, first)), "replaced");
  EXPECT_EQ(texts(s.take(id, second)), "2=b");
  s.detach(id, first);
  s.detach(id, second);
  s.push(id, message_kind::answer, "c");
  EXPECT_EQ(texts(s.take(id, s.attach(id, 0, [] {}))), "1=a 2=b 3=c over");
}

TEST(event_streams, places_that_never_were_lead_nowhere) {
  streams s(10000);
  const auto id = s.open(mcp::request_id(7));
  s.push(id, message_kind::notification, "a");
  EXPECT_EQ(s.attach(id, 2, [] {}), 0U);
  EXPECT_EQ(s.attach(id + 1, {}, [] {}), 0U);
  EXPECT_EQ(s.attach(99999999, 0, [] {}), 0U);
  EXPECT_NE(s.attach(id, 1, [] {}), 0U);
}

TEST(event_streams, a_stream_that_nobody_can_come_back_to_is_forgotten_with_its_reader) {
  streams s(10000);
  const auto id = s.open(mcp::request_id(7));
  s.detach(id, s.attach(id, {}, [] {}));
  s.push(id, message_kind::answer, "for nobody");
  EXPECT_EQ(s.streams(), 0U);
  EXPECT_EQ(s.kept_bytes(), 0U);
}

TEST(event_streams, a_pause_needs_a_client_that_can_come_back) {
  streams s(10000);
  const auto id = s.open(mcp::request_id(7));
  const auto reader = s.attach(id, {}, [] {});
  s.pause(id);
  EXPECT_EQ(texts(s.take(id, reader)), "") << "an old client would not";
  s.set_primes(true);
  s.pause(id);
  EXPECT_EQ(texts(s.take(id, reader)), "paused");
  s.number(id);
  s.detach(id, reader);
  EXPECT_EQ(texts(s.take(id, s.attach(id, 0, [] {}))), "");
}

TEST(event_streams, what_was_taken_goes_first_when_much_is_kept) {
  streams s(1000);
  const auto id = s.open(mcp::request_id(7));
  const auto reader = s.attach(id, {}, [] {});
  s.number(id);
  for (int i = 0; i < 100; ++i) {
    s.push(id, message_kind::notification, std::string(100, 'x'));
    EXPECT_EQ(s.take(id, reader).events.size(), 1U);
    EXPECT_LE(s.kept_bytes(), 1200U);
  }
  s.push(id, message_kind::answer, std::string(5000, 'y'));
  EXPECT_EQ(s.take(id, reader).events.size(), 1U) << "one message may be larger than all that is kept";
}

TEST(event_streams, a_client_that_does_not_read_costs_no_more_than_the_limit_and_hears_of_it) {
  streams s(1000);
  s.set_primes(true);
  const auto slow = s.open(mcp::request_id(7)), away = s.open(mcp::request_id(std::string("8\"")));
  const auto reader = s.attach(slow, {}, [] {});
  s.number(slow);
  const auto other = s.attach(away, {}, [] {});
  s.number(away);
  s.detach(away, other);
  for (int i = 0; i < 1000; ++i) {
    s.push(slow, message_kind::notification, std::string(100, 'x'));
    s.push(away, message_kind::notification, std::string(100, 'x'));
    s.push(0, message_kind::notification, std::string(100, 'x'));
    EXPECT_LE(s.kept_bytes(), 5000U);
  }
  s.push(slow, message_kind::answer, "late");
  const auto lost = s.take(slow, reader);
  ASSERT_EQ(lost.events.size(), 1U);
  EXPECT_TRUE(lost.over);
  EXPECT_EQ(lost.events[0].text->substr(0, 40), R"({"jsonrpc":"2.0","id":7,"error":{"code":)");
  const auto came_back = s.take(away, s.attach(away, 0, [] {}));
  ASSERT_EQ(came_back.events.size(), 1U);
  EXPECT_EQ(came_back.events[0].text->substr(0, 37), R"({"jsonrpc":"2.0","id":"8\"","error":{)");
}

TEST(event_streams, streams_that_are_over_are_not_kept_for_ever) {
  streams s(1000000, 10);
  for (int i = 0; i < 1000; ++i) {
    const auto id = s.open(mcp::request_id(i));
    const auto reader = s.attach(id, {}, [] {});
    s.number(id);
    s.push(id, message_kind::answer, "a");
    s.take(id, reader);
    s.detach(id, reader);
    EXPECT_LE(s.streams(), 11U);
  }
}

TEST(event_streams, a_session_that_waits_or_is_read_is_not_idle) {
  streams s(1000);
  EXPECT_FALSE(s.being_read());
  const auto id = s.open(mcp::request_id(7));
  const auto reader = s.attach(id, {}, [] {});
  s.number(id);
  s.detach(id, reader);
  EXPECT_TRUE(s.being_read()) << "its answer is still to come";
  s.push(id, message_kind::answer, "a");
  EXPECT_FALSE(s.being_read());
  const auto listener = s.attach(0, {}, [] {});
  EXPECT_TRUE(s.being_read());
  s.detach(0, listener);
  EXPECT_FALSE(s.being_read());
}

TEST(event_streams, the_end_of_a_session_ends_its_streams) {
  streams s(1000);
  int woken = 0;
  const auto listener = s.attach(0, {}, [&] { ++woken; });
  EXPECT_EQ(texts(s.take(0, listener)), "");
  s.close();
  EXPECT_EQ(woken, 1);
  s.push(0, message_kind::notification, "late");
  EXPECT_EQ(texts(s.take(0, listener)), "over");
}

TEST(request_headers, only_pages_of_known_places_get_in) {
  const std::string hosts[] = {"tools.example.com"}, origins[] = {"https://app.example.com"};
  mcp::detail::known_places named{hosts, origins, false};
  using mcp::detail::from_known_place;
  EXPECT_TRUE(from_known_place(named, "Tools.Example.Com:443", "https://app.example.com"));
  EXPECT_TRUE(from_known_place(named, "tools.example.com", "https://tools.example.com"));
  EXPECT_TRUE(from_known_place(named, "localhost:1", "http://[::1]:2"));
  EXPECT_FALSE(from_known_place(named, "tools.example.com", "http://localhost:3000")) << "a page of the visitor's own machine is foreign there";
  EXPECT_FALSE(from_known_place(named, "tools.example.com", "https://app.example.com.evil"));
  EXPECT_FALSE(from_known_place(named, std::nullopt, std::nullopt));
  for (const char* host : {"", ":80", "[::1", "[::1]x", "localhost:", "localhost:x", "localhost:123456", "localhost@evil", "localhost/", "evil"})
    EXPECT_EQ(from_known_place(named, host, std::nullopt), std::string(host) == "localhost:") << host;
  named.any_host = true;
  EXPECT_TRUE(from_known_place(named, "whatever", std::nullopt));
  EXPECT_FALSE(from_known_place(named, "evil.example", "http://evil.example"));
}

TEST(request_headers, accept_names_types_ranges_or_nothing) {
  using mcp::detail::accepts;
  EXPECT_TRUE(accepts(std::nullopt, "text/event-stream"));
  EXPECT_TRUE(accepts("application/json, Text/Event-Stream;q=0.9", "text/event-stream"));
  EXPECT_TRUE(accepts("text/*", "text/event-stream"));
  EXPECT_TRUE(accepts("*/*", "text/event-stream"));
  EXPECT_FALSE(accepts("application/json", "text/event-stream"));
  EXPECT_FALSE(accepts("", "text/event-stream"));
  EXPECT_FALSE(accepts(",;,text/event-streams", "text/event-stream"));
}

}  // namespace
}  // namespace event_streams_test
