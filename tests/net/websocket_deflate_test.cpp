// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// permessage-deflate: agreement, messages in both roles, and input that is made to hurt.
#include "aval/net/websocket_deflate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

namespace net = aval::net;

std::string agreed(const std::string& offer, net::deflate_options o = {}) {
  std::string answer;
  return net::permessage_deflate(o)->choose(offer, answer) ? answer : "declined";
}

TEST(websocket_deflate, a_server_answers_offers_by_the_book) {
  const std::string forgetful = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  struct row {
    const char* offer;
    std::string answer;  // with context takeover
  };
  for (const auto& r : std::vector<row>{
           {"permessage-deflate", "permessage-deflate"},
           {"permessage-deflate; client_max_window_bits", "permessage-deflate"},
           {"permessage-deflate; client_max_window_bits=10", "permessage-deflate"},
           {"PerMessage-Deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover"},
           {"permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover"},
           {"permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=9"},
           {"permessage-deflate; server_max_window_bits=\"12\"", "permessage-deflate; server_max_window_bits=12"},
           {"permessage-deflate; server_max_window_bits=8", "declined"},
           {"permessage-deflate; server_max_window_bits=8, permessage-deflate", "permessage-deflate"},
           {"x-webkit-deflate-frame, permessage-deflate", "permessage-deflate"},
           {"permessage-deflate; server_max_window_bits", "declined"},
           {"permessage-deflate; server_max_window_bits=16", "declined"},
           {"permessage-deflate; server_max_window_bits=7", "declined"},
           {"permessage-deflate; server_max_window_bits=010", "declined"},
           {"permessage-deflate; client_max_window_bits=99", "declined"},
           {"permessage-deflate; server_no_context_takeover=1", "declined"},
           {"permessage-deflate; server_no_context_takeover; server_no_context_takeover", "declined"},
           {"permessage-deflate; client_max_window_bits; client_max_window_bits", "declined"},
           {"permessage-deflate; unknown", "declined"},
           {"permessage-bzip2", "declined"},
           {"", "declined"},
       }) {
    EXPECT_EQ(agreed(r.offer, {.context_takeover = true}), r.answer) << r.offer;
  }
  EXPECT_EQ(agreed("permessage-deflate"), forgetful) << "no memory between messages unless asked for";
}

TEST(websocket_deflate, a_client_accepts_only_what_it_can_do) {
  const auto with = net::permessage_deflate({.context_takeover = true}), without = net::permessage_deflate();
  for (const char* good : {"permessage-deflate", "permessage-deflate; server_no_context_takeover", "permessage-deflate; client_no_context_takeover",
                           "permessage-deflate; client_max_window_bits=9", "permessage-deflate; server_max_window_bits=8"}) {
    EXPECT_TRUE(with->accept(good)) << good;
  }
  for (const char* bad : {"", "permessage-bzip2", "permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=8",
                          "permessage-deflate; server_max_window_bits=16", "permessage-deflate; x", "permessage-deflate, permessage-deflate"}) {
    EXPECT_FALSE(with->accept(bad)) << bad;
  }
  EXPECT_FALSE(without->accept("permessage-deflate")) << "the server would refer to earlier messages";
  EXPECT_TRUE(without->accept("permessage-deflate; server_no_context_takeover"));
}

struct two_ends {
  net::websocket_session client, server;
};
std::unique_ptr<two_ends> ends(net::deflate_options o, std::size_t max_message = 1 << 20) {
  const auto c = net::permessage_deflate(o);
  std::string answer;
  auto for_server = c->choose(c->offer(), answer);
  auto for_client = c->accept(answer);
  return std::unique_ptr<two_ends>(new two_ends{{net::websocket_role::client, {max_message}, 1 << 24, {}, std::move(for_client)},
                                                {net::websocket_role::server, {max_message}, 1 << 24, {}, std::move(for_server)}});
}
std::string across(net::websocket_session& from, net::websocket_session& to, const std::string& text, std::size_t& bytes) {
  EXPECT_FALSE(from.send(net::websocket_kind::text, text));
  bytes = from.queued_bytes();
  to.input().append(from.output());
  from.sent(bytes);
  net::websocket_message m;
  return to.next(m) == net::websocket_session::step::message ? std::string(m.data) : "error " + make_error_code(to.error()).message();
}

TEST(websocket_deflate, messages_of_every_size_arrive_in_both_directions) {
  for (const bool takeover : {false, true}) {
    const auto e = ends({.smallest = 0, .context_takeover = takeover});
    std::size_t bytes = 0;
    for (int round = 0; round < 3; ++round) {
      for (const std::size_t size : {0u, 1u, 10u, 125u, 126u, 4095u, 4096u, 4097u, 65536u, 300000u}) {
        std::string text;
        for (unsigned seed = 1; text.size() < size; seed = seed * 1103515245 + 12345) text += static_cast<char>(' ' + (seed >> 16) % 90);
        EXPECT_TRUE(across(e->client, e->server, text, bytes) == text) << size;
        EXPECT_TRUE(across(e->server, e->client, text, bytes) == text) << size;
        const std::string same(size, 'a');
        EXPECT_TRUE(across(e->server, e->client, same, bytes) == same) << size;
        EXPECT_LT(bytes, size > 1000 ? size / 5 : size + 20) << "packed";
      }
    }
  }
}

TEST(websocket_deflate, with_context_takeover_a_repeated_message_shrinks) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += std::to_string(i * 7919) + ',';
  std::size_t first = 0, second = 0;
  const auto keeps = ends({.context_takeover = true});
  across(keeps->client, keeps->server, text, first);
  EXPECT_EQ(across(keeps->client, keeps->server, text, second), text);
  EXPECT_LT(second * 4, first);
  const auto forgets = ends({});
  across(forgets->client, forgets->server, text, first);
  across(forgets->client, forgets->server, text, second);
  EXPECT_EQ(first, second);
}

TEST(websocket_deflate, short_messages_and_noise_go_as_they_are) {
  const auto e = ends({.smallest = 100});
  std::size_t bytes = 0;
  EXPECT_EQ(across(e->server, e->client, std::string(99, 'a'), bytes), std::string(99, 'a'));
  EXPECT_EQ(bytes, 101u);
}

/** What a session with compression makes of raw frames from a server. */
std::string fed(const std::string& payload, unsigned first = 0xC1, std::size_t max_message = 1 << 20) {
  const auto e = ends({}, max_message);
  net::detail::byte_queue q;
  net::detail::append_frame(q, first, payload, nullptr);
  e->client.input().append({q.data(), q.size()});
  net::websocket_message m;
  switch (e->client.next(m)) {
    case net::websocket_session::step::message: return std::string(m.data);
    case net::websocket_session::step::failed: return "error " + make_error_code(e->client.error()).message();
    default: return "nothing";
  }
}
const std::string broken = "error " + make_error_code(net::errc::bad_compression).message();

TEST(websocket_deflate, the_examples_of_the_rfc) {  // RFC 7692 7.2.3
  const auto bytes = [](std::initializer_list<int> b) { return std::string(b.begin(), b.end()); };
  EXPECT_EQ(fed(bytes({0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00})), "Hello");
  EXPECT_EQ(fed(bytes({0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00})), "Hello") << "a block without compression";
  EXPECT_EQ(fed(bytes({0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00})), "Hello") << "a block with BFINAL";
  EXPECT_EQ(fed(bytes({0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00})), "Hello") << "two blocks";
  EXPECT_EQ(fed(bytes({0x00})), "") << "an empty message";
  EXPECT_EQ(fed("Hello", 0x81), "Hello") << "a message without the bit";
}

TEST(websocket_deflate, input_that_does_not_unpack_is_refused) {
  EXPECT_EQ(fed("\xFF\xFF\xFF"), broken);
  EXPECT_EQ(fed("\x06"), broken) << "a block type that does not exist";
  const std::string hello("\xf2\x48\xcd\xc9\xc9\x07\x00", 7);
  EXPECT_EQ(fed(hello.substr(0, 3)), broken) << "cut";
  EXPECT_EQ(fed(std::string("\x42\x04\x00", 3)), broken) << "refers to what was before the beginning";
}

TEST(websocket_deflate, unpacked_text_is_checked) {
  const auto e = ends({.smallest = 0});
  net::websocket_message m;
  EXPECT_FALSE(e->server.send(net::websocket_kind::binary, std::string(300, '\xFF')));
  std::string frames(e->server.output());
  frames[0] = static_cast<char>(0xC1);  // the same as a text
  e->client.input().append(frames);
  EXPECT_EQ(e->client.next(m), net::websocket_session::step::failed);
  EXPECT_EQ(e->client.error(), net::errc::bad_text);
}

TEST(websocket_deflate, a_decompression_bomb_is_refused_at_the_limit) {
  const std::string huge(64 << 20, 'a');
  auto big = ends({}, std::size_t{1} << 30);
  std::string_view packed;
  const auto packer = net::permessage_deflate()->accept("permessage-deflate; server_no_context_takeover");
  ASSERT_TRUE(packer->pack(huge, packed));
  EXPECT_LT(packed.size(), 100000u);
  EXPECT_EQ(fed(std::string(packed)), "error " + make_error_code(net::errc::message_too_large).message());
  std::string_view out;
  EXPECT_EQ(packer->unpack(packed, 1000000, out), net::errc::message_too_large);
  EXPECT_LE(out.size(), 1000000u) << "no memory beyond the limit";
}

TEST(websocket_deflate, a_message_of_exactly_the_limit_unpacks) {
  for (const int more : {0, 1}) {
    const auto e = ends({}, 5000);
    std::size_t bytes = 0;
    const std::string text(static_cast<std::size_t>(5000 + more), 'x');
    EXPECT_EQ(across(e->client, e->server, text, bytes) == text, more == 0);
  }
}

TEST(websocket_deflate, the_bit_is_only_for_the_first_frame_of_a_message) {
  EXPECT_EQ(fed("x", 0xC9), "error " + make_error_code(net::errc::bad_frame).message()) << "a ping";
  EXPECT_EQ(fed("x", 0xA1), "error " + make_error_code(net::errc::bad_frame).message()) << "another bit";
  const auto e = ends({});
  net::detail::byte_queue q;
  net::detail::append_frame(q, 0x41, std::string("\xf2\x48\xcd", 3), nullptr);
  net::detail::append_frame(q, 0x89, "p", nullptr);
  net::detail::append_frame(q, 0x80, std::string("\xc9\xc9\x07\x00", 4), nullptr);
  e->client.input().append({q.data(), q.size()});
  net::websocket_message m;
  EXPECT_EQ(e->client.next(m), net::websocket_session::step::message);
  EXPECT_EQ(m.data, "Hello") << "fragments are put together before they are unpacked";
}

}  // namespace
