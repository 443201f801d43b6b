// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// What a WebSocket endpoint makes of a peer's frames, in the sections of the well-known test suites. Each case runs in both roles, its
// bytes in one piece, byte by byte, and in pieces of seven.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "aval/net/websocket_session.hpp"
#include "net/websocket_rows.hpp"

// The sections about compression are in websocket_deflate_test.cpp.

namespace {

namespace net = aval::net;
using namespace websocket_rows;

/** A row: what the peer sends, the messages that come out of it, the frames that go back, and how it ends.
 *  Ends: open, partial (in the middle of something), closed:CODE, or a close code of ours. Frames as in websocket_rows.hpp. */
struct row {
  const char* section;
  std::string name, input, messages, output, end;
};

/** Frames of ours, as they are written in a row. */
std::string described(std::string_view output, net::websocket_role ours) {
  std::string out;
  for (auto& [first, payload] : frames_of(output, ours)) {
    if (first == 0x88) payload.resize(std::min<std::size_t>(payload.size(), 2));  // the words of our own refusals are free
    out += (out.empty() ? "" : " ") + hex(first) + ':' + payload;
  }
  return out;
}

constexpr std::size_t limit = 200000;

struct played {
  std::string messages, output, end;
};
played play(const row& r, net::websocket_role role, std::size_t piece) {
  unsigned char next = 0;
  aval::random_source counting{[&next](std::span<std::byte> to) {
    for (auto& b : to) b = static_cast<std::byte>(++next);
  }};
  net::websocket_limits limits{.max_message = limit, .max_frame = 150000};
  net::websocket_session s(role, limits, 1 << 20, counting);
  const std::string bytes = bytes_of(r.input, role);
  played got;
  net::websocket_message m;
  auto state = net::websocket_session::step::more;
  const auto drain = [&] {
    while ((state = s.next(m)) == net::websocket_session::step::message) {
      got.messages += (got.messages.empty() ? "" : " ") + std::string(m.kind == net::websocket_kind::text ? "T:" : "B:") + std::string(m.data);
    }
  };
  if (r.input.empty()) drain();
  for (std::size_t at = 0; at < bytes.size() && state == net::websocket_session::step::more;) {
    const auto [to, room] = s.input().room();
    const std::size_t n = std::min({room, piece, bytes.size() - at});
    std::memcpy(to, bytes.data() + at, n);
    s.filled(n);
    at += n;
    drain();
    if (state == net::websocket_session::step::more) s.input().rest(true);
  }
  if (state == net::websocket_session::step::more) got.end = s.input().holds_memory() ? "partial" : "open";
  if (state == net::websocket_session::step::closed) got.end = "closed:" + std::to_string(s.peer_code());
  got.output = described(s.output(), role);
  if (state == net::websocket_session::step::failed) {
    const std::string last = got.output.substr(got.output.rfind("88:") + 3);
    got.end = last.size() == 2 ? std::to_string((static_cast<unsigned char>(last[0]) << 8) | static_cast<unsigned char>(last[1])) : "no close";
    got.output.erase(got.output.rfind("88:"));
    while (got.output.ends_with(' ')) got.output.pop_back();
  }
  return got;
}

std::vector<row> framing() {
  std::vector<row> t;
  for (const unsigned size : {0u, 1u, 16u, 17u, 124u, 125u, 126u, 127u, 128u, 1000u, 4096u, 17408u, 65535u, 65536u, 65537u, 150000u}) {
    const std::string n = std::to_string(size), payload = size == 0 ? "" : "{" + n + "}a";
    t.push_back({"framing", "text of " + n, "81:" + payload, "T:" + payload, "", "open"});
    t.push_back({"framing", "binary of " + n, "82:" + payload, "B:" + payload, "", "open"});
  }
  const row more[] = {
      {"framing", "two messages at once", "81:one 81:two", "T:one T:two", "", "open"},
      {"framing", "a hundred messages", [] { std::string s; for (int i = 0; i < 100; ++i) s += "82:x "; return s; }(),
       [] { std::string s; for (int i = 0; i < 100; ++i) s += i == 0 ? "B:x" : " B:x"; return s; }(), "", "open"},
      {"framing", "binary of every kind", "82:%00%01%7F%80%FF", "B:%00%01%7F%80%FF", "", "open"},
      {"framing", "NUL in a text", "81:a%00b", "T:a%00b", "", "open"},
      {"framing", "wrong mask on a text", "~81:x", "", "", "1002"},
      {"framing", "wrong mask on a binary", "~82:x", "", "", "1002"},
      {"framing", "wrong mask on an empty frame", "~81:", "", "", "1002"},
      {"framing", "wrong mask on a ping", "~89:x", "", "", "1002"},
      {"framing", "wrong mask on a close", "~88:%03%E8", "", "", "1002"},
      {"framing", "wrong mask on a later frame", "81:x ~81:y", "T:x", "", "1002"},
      {"framing", "wrong mask on a continuation", "01:x ~80:y", "", "", "1002"},
      {"framing", "0 in two bytes of length", "=81M7E0000m", "", "", "1002"},
      {"framing", "125 in two bytes of length", "=82M7E007D", "", "", "1002"},
      {"framing", "126 in two bytes of length, the smallest", "82:{126}x", "B:{126}x", "", "open"},
      {"framing", "0 in eight bytes of length", "=81M7F0000000000000000m", "", "", "1002"},
      {"framing", "65535 in eight bytes of length", "=81M7F000000000000FFFFm", "", "", "1002"},
      {"framing", "a length with its top bit", "=82M7F8000000000000000m", "", "", "1002"},
      {"framing", "every bit of the length", "=82M7FFFFFFFFFFFFFFFFFm", "", "", "1002"},
      {"framing", "one byte of a head", "=81", "", "", "partial"},
      {"framing", "a head without its length", "=81M7E01", "", "", "partial"},
      {"framing", "nothing at all", "", "", "", "open"},
  };
  t.insert(t.end(), std::begin(more), std::end(more));
  return t;
}

std::vector<row> pings() {
  std::vector<row> t = {
      {"pings", "without payload", "89:", "", "8A:", "open"},
      {"pings", "with text", "89:hello", "", "8A:hello", "open"},
      {"pings", "with bytes that are no text", "89:%00%FF%FE%FD%FC%FB%00%FF", "", "8A:%00%FF%FE%FD%FC%FB%00%FF", "open"},
      {"pings", "of 124 bytes", "89:{124}p", "", "8A:{124}p", "open"},
      {"pings", "of 125 bytes", "89:{125}p", "", "8A:{125}p", "open"},
      {"pings", "of 126 bytes", "89:{126}p", "", "", "1002"},
      {"pings", "of 70000 bytes", "89:{70000}p", "", "", "1002"},
      {"pings", "ten in a row, answered in order", "89:0 89:1 89:2 89:3 89:4 89:5 89:6 89:7 89:8 89:9", "",
       "8A:0 8A:1 8A:2 8A:3 8A:4 8A:5 8A:6 8A:7 8A:8 8A:9", "open"},
      {"pings", "between messages", "81:a 89:p 81:b", "T:a T:b", "8A:p", "open"},
      {"pings", "a pong nobody asked for", "8A:", "", "", "open"},
      {"pings", "a pong with a payload", "8A:x", "", "", "open"},
      {"pings", "a pong of 125 bytes", "8A:{125}x", "", "", "open"},
      {"pings", "a pong of 126 bytes", "8A:{126}x", "", "", "1002"},
      {"pings", "a pong, then a ping", "8A:x 89:y", "", "8A:y", "open"},
      {"pings", "ten pongs", "8A: 8A: 8A: 8A: 8A: 8A: 8A: 8A: 8A: 8A:", "", "", "open"},
      {"pings", "fragmented", "09:a 80:b", "", "", "1002"},
      {"pings", "a fragmented pong", "0A:a 80:b", "", "", "1002"},
      {"pings", "then a broken frame", "89:x C1:y", "", "8A:x", "1002"},
      {"pings", "half of one", "=89M05m6162", "", "", "partial"},
  };
  return t;
}

std::vector<row> reserved_bits() {
  std::vector<row> t;
  for (unsigned bits = 1; bits < 8; ++bits) {
    for (const unsigned opcode : {1u, 2u, 8u, 9u, 10u}) {
      const std::string f = hex(0x80 | (bits << 4) | opcode);
      t.push_back({"reserved bits", "bits " + std::to_string(bits) + " with opcode " + std::to_string(opcode), "81:ok " + f + ":", "T:ok", "", "1002"});
    }
    t.push_back({"reserved bits", "bits " + std::to_string(bits) + " in a continuation", "01:a " + hex(0x80 | (bits << 4)) + ":b", "", "", "1002"});
    t.push_back({"reserved bits", "bits " + std::to_string(bits) + " in a first fragment", hex(0x01 | (bits << 4)) + ":a 80:b", "", "", "1002"});
  }
  return t;
}

std::vector<row> opcodes() {
  std::vector<row> t;
  for (const unsigned opcode : {3u, 4u, 5u, 6u, 7u, 11u, 12u, 13u, 14u, 15u}) {
    const std::string f = hex(0x80 | opcode), name = "opcode " + std::to_string(opcode);
    t.push_back({"opcodes", name, f + ":", "", "", "1002"});
    t.push_back({"opcodes", name + " with payload", f + ":payload", "", "", "1002"});
    t.push_back({"opcodes", name + " after a message and a ping", "81:a 89:p " + f + ":x", "T:a", "8A:p", "1002"});
    t.push_back({"opcodes", name + " within a message", "01:a " + f + ":x 80:b", "", "", "1002"});
    t.push_back({"opcodes", name + " not final", hex(opcode) + ":x", "", "", "1002"});
  }
  return t;
}

std::vector<row> fragmentation() {
  return {
      {"fragmentation", "two fragments", "01:a 80:b", "T:ab", "", "open"},
      {"fragmentation", "two fragments, binary", "02:%00 80:%FF", "B:%00%FF", "", "open"},
      {"fragmentation", "five fragments", "01:a 00:b 00:c 00:d 80:e", "T:abcde", "", "open"},
      {"fragmentation", "empty first", "01: 80:b", "T:b", "", "open"},
      {"fragmentation", "empty last", "01:a 80:", "T:a", "", "open"},
      {"fragmentation", "empty in the middle", "01:a 00: 80:b", "T:ab", "", "open"},
      {"fragmentation", "all empty", "01: 00: 80:", "T:", "", "open"},
      {"fragmentation", "a ping between", "01:a 89:p 80:b", "T:ab", "8A:p", "open"},
      {"fragmentation", "pings between all", "89:0 01:a 89:1 00:b 89:2 80:c 89:3", "T:abc", "8A:0 8A:1 8A:2 8A:3", "open"},
      {"fragmentation", "a large ping between small fragments", "01:a 89:{125}p 00:b 89:{125}q 80:c", "T:abc", "8A:{125}p 8A:{125}q", "open"},
      {"fragmentation", "a pong between", "01:a 8A: 80:b", "T:ab", "", "open"},
      {"fragmentation", "large fragments and pings", "02:{60000}a 89:p 00:{60000}b 89:q 80:{60000}c", "B:{60000}a{60000}b{60000}c", "8A:p 8A:q", "open"},
      {"fragmentation", "a continuation of nothing", "80:x", "", "", "1002"},
      {"fragmentation", "a continuation of nothing, not final", "00:x", "", "", "1002"},
      {"fragmentation", "a continuation of nothing, empty", "80:", "", "", "1002"},
      {"fragmentation", "a continuation after a whole message", "81:a 80:x", "T:a", "", "1002"},
      {"fragmentation", "a continuation after a fragmented message", "01:a 80:b 80:x", "T:ab", "", "1002"},
      {"fragmentation", "a text within a text", "01:a 81:b", "", "", "1002"},
      {"fragmentation", "a binary within a text", "01:a 82:b", "", "", "1002"},
      {"fragmentation", "a text begins within a binary", "02:a 01:b", "", "", "1002"},
      {"fragmentation", "a text within a text after a ping", "01:a 89:p 81:b", "", "8A:p", "1002"},
      {"fragmentation", "two fragmented messages", "01:a 80:b 02:c 80:d", "T:ab B:cd", "", "open"},
      {"fragmentation", "whole and fragmented messages", "81:x 01:a 00:b 80:c 82:y", "T:x T:abc B:y", "", "open"},
      {"fragmentation", "no end yet", "01:a 00:b", "", "", "partial"},
      {"fragmentation", "a thousand fragments", [] { std::string s = "02:z"; for (int i = 0; i < 998; ++i) s += " 00:z"; return s + " 80:z"; }(), "B:{1000}z", "", "open"},
      {"fragmentation", "a close between", "01:a 88:%03%E8", "", "88:%03%E8", "closed:1000"},
      {"fragmentation", "a fragmented close", "08:%03%E8 80:", "", "", "1002"},
  };
}

std::vector<row> utf8() {
  std::vector<row> t;
  const char* const good[] = {
      "plain", "%C2%80", "%DF%BF", "%E0%A0%80", "%ED%9F%BF", "%EE%80%80", "%EF%BF%BD", "%EF%BF%BE", "%EF%BF%BF", "%F0%90%80%80", "%F4%8F%BF%BF",
      "%F4%8F%BF%BE", "%EF%BB%BF", "%CE%BA%E1%BD%B9%CF%83%CE%BC%CE%B5", "Hello-%C2%B5@%C3%9F%C3%B6%C3%A4%C3%BC%C3%A0%C3%A1-UTF-8!!",
      "%7F", "%00", "%E2%82%AC", "%F0%9F%98%80", "{15}a%C3%A9", "{16}a%C3%A9", "{17}a%F0%9F%98%80", "%C3%A9{16}a", "%F0%9F%BF%BE", "%F3%BF%BF%BF",
  };
  const char* const bad[] = {
      "%80", "%BF", "%80%BF", "%80%BF%80", "%C0", "%C1", "%C0%AF", "%C1%BF", "%C0%80", "%C2%20", "%DF%20", "%E0%20", "%E0%80%AF", "%E0%9F%BF", "%E0%80%80",
      "%EF%20", "%E2%82%28", "%ED%A0%80", "%ED%AD%BF", "%ED%AE%80", "%ED%AF%BF", "%ED%B0%80", "%ED%BE%80", "%ED%BF%BF", "%ED%A0%80%ED%B0%80",
      "%ED%AF%BF%ED%BF%BF", "%F0%20", "%F0%80%80%AF", "%F0%8F%BF%BF", "%F0%80%80%80", "%F4%90%80%80", "%F5%80%80%80", "%F7%BF%BF%BF", "%F8%88%80%80%80",
      "%FB%BF%BF%BF%BF", "%FC%84%80%80%80%80", "%FD%BF%BF%BF%BF%BF", "%FE", "%FF", "%FE%FE%FF%FF", "%C3%28", "{16}a%FF", "{15}a%80", "%F0%28%8C%BC",
      "%F0%90%28%BC", "%F0%28%8C%28", "abc%C3%A9%C3", "%CE%BA%E1%BD%B9%CF%83%CE%BC%CE%B5%F4%90%80%80edited", "%E2%82", "%F0%9F%98", "%DF", "%EF%BF",
  };
  for (const std::string g : good) {
    t.push_back({"utf-8", "good " + g, "81:" + g, "T:" + g, "", "open"});
  }
  for (const std::string b : bad) t.push_back({"utf-8", "bad " + b, "81:" + b, "", "", "1007"});
  for (const std::string b : {"%80", "%FF", "%C0%AF", "%ED%A0%80"}) t.push_back({"utf-8", "anything in a binary " + b, "82:" + b, "B:" + b, "", "open"});
  const row more[] = {
      {"utf-8", "a character in two fragments", "01:%E2 80:%82%AC", "T:%E2%82%AC", "", "open"},
      {"utf-8", "a character byte by byte", "01:%F0 00:%9F 00:%98 80:%80", "T:%F0%9F%98%80", "", "open"},
      {"utf-8", "a character around a ping", "01:%E2%82 89:%FF 80:%AC", "T:%E2%82%AC", "8A:%FF", "open"},
      {"utf-8", "a message that ends within a character", "01:a 80:%E2%82", "", "", "1007"},
      {"utf-8", "a wrong byte in the second fragment", "01:%E2 80:%28", "", "", "1007"},
      {"utf-8", "noticed before the message is complete", "01:%FF", "", "", "1007"},
      {"utf-8", "noticed within an unfinished frame", "=01M7E03E8mFF", "", "", "1007"},
      {"utf-8", "noticed at the first impossible byte", "01:%F4%90", "", "", "1007"},
      {"utf-8", "each message begins anew", "81:%C3%A9 81:%C3%A9", "T:%C3%A9 T:%C3%A9", "", "open"},
      {"utf-8", "good, then bad", "81:a 81:%FF", "T:a", "", "1007"},
  };
  t.insert(t.end(), std::begin(more), std::end(more));
  return t;
}

std::vector<row> closing() {
  std::vector<row> t;
  const auto two = [](unsigned code) { return "%" + hex(code >> 8) + "%" + hex(code); };
  for (const unsigned code : {1000u, 1001u, 1002u, 1003u, 1007u, 1008u, 1009u, 1010u, 1011u, 1012u, 1013u, 1014u, 3000u, 3999u, 4000u, 4999u}) {
    t.push_back({"close", "code " + std::to_string(code), "88:" + two(code), "", "88:" + two(code), "closed:" + std::to_string(code)});
  }
  for (const unsigned code : {0u, 1u, 999u, 1004u, 1005u, 1006u, 1015u, 1016u, 1100u, 2000u, 2999u, 5000u, 65535u}) {
    t.push_back({"close", "code " + std::to_string(code), "88:" + two(code), "", "", "1002"});
  }
  const row more[] = {
      {"close", "without a code", "88:", "", "88:", "closed:1005"},
      {"close", "of one byte", "88:%03", "", "", "1002"},
      {"close", "with a reason", "88:%03%E8done", "", "88:%03%E8", "closed:1000"},
      {"close", "with the longest reason", "88:%03%E8{123}r", "", "88:%03%E8", "closed:1000"},
      {"close", "with a reason too long", "88:%03%E8{124}r", "", "", "1002"},
      {"close", "with a reason that is no UTF-8", "88:%03%E8%FF", "", "", "1007"},
      {"close", "with half a character", "88:%03%E8a%C3", "", "", "1007"},
      {"close", "with a reason beyond ASCII", "88:%03%E8%C3%A9", "", "88:%03%E8", "closed:1000"},
      {"close", "then a message", "88:%03%E8 81:x", "", "88:%03%E8", "closed:1000"},
      {"close", "then a ping", "88:%03%E8 89:x", "", "88:%03%E8", "closed:1000"},
      {"close", "twice", "88:%03%E8 88:%03%E8", "", "88:%03%E8", "closed:1000"},
      {"close", "then rubbish", "88:%03%E8 =FFFFFFFFFF", "", "88:%03%E8", "closed:1000"},
      {"close", "after a message", "81:x 88:%03%E8", "T:x", "88:%03%E8", "closed:1000"},
      {"close", "after a ping", "89:p 88:%03%E8", "", "8A:p 88:%03%E8", "closed:1000"},
      {"close", "an invalid code after a message", "81:x 88:%03%ED", "T:x", "", "1002"},
      {"close", "a protocol error is answered once", "83: 83:", "", "", "1002"},
  };
  t.insert(t.end(), std::begin(more), std::end(more));
  return t;
}

std::vector<row> limits() {
  return {
      {"limits", "a frame as large as may be", "82:{150000}x", "B:{150000}x", "", "open"},
      {"limits", "a frame one larger", "82:{150001}x", "", "", "1009"},
      {"limits", "refused by its head alone", "=82M7F00000000000249F1", "", "", "1009"},
      {"limits", "a length that nobody has", "=82M7F7FFFFFFFFFFFFFFFm", "", "", "1009"},
      {"limits", "a message as large as may be", "02:{150000}x 80:{50000}y", "B:{150000}x{50000}y", "", "open"},
      {"limits", "a message one larger", "02:{150000}x 80:{50001}y", "", "", "1009"},
      {"limits", "a message one larger, by a small fragment", "02:{150000}x 00:{50000}y 80:z", "", "", "1009"},
      {"limits", "fragments that never end", "02:{100000}x 00:{100000}y 00:z", "", "", "1009"},
      {"limits", "empty fragments do not count", "02:{150000}x 00:{50000}y 00: 80:", "B:{150000}x{50000}y", "", "open"},
      {"limits", "control frames do not count", "02:{150000}x 89:{125}p 80:{50000}y", "B:{150000}x{50000}y", "8A:{125}p", "open"},
      {"limits", "a ping before the refusal is answered", "89:p 82:{150001}x", "", "8A:p", "1009"},
      {"limits", "the next message has the whole limit again", "82:{150000}x 82:{150000}y", "B:{150000}x B:{150000}y", "", "open"},
      {"limits", "the size is looked at before the text", "81:{150001}%FF", "", "", "1009"},
  };
}

TEST(websocket_conformance, every_case_in_both_roles) {
  std::vector<row> all;
  for (auto section : {framing, pings, reserved_bits, opcodes, fragmentation, utf8, closing, limits}) {
    const auto rows = section();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  int cases = 0;
  for (const auto& r : all) {
    for (const auto role : {net::websocket_role::client, net::websocket_role::server}) {
      ++cases;
      const std::size_t size = bytes_of(r.input, role).size();
      for (const std::size_t piece : {size + 1, std::size_t{7}, std::size_t{1}}) {
        if (piece < 7 && size > 20000) continue;
        const auto got = play(r, role, piece);
        const std::string where = std::string(r.section) + ": " + r.name + (role == net::websocket_role::client ? " (client)" : " (server)") +
                                  ", pieces of " + std::to_string(piece);
        EXPECT_TRUE(got.messages == expanded(r.messages)) << where << ": " << got.messages.substr(0, 200);
        EXPECT_TRUE(got.output == expanded(r.output)) << where << ": " << got.output.substr(0, 200);
        EXPECT_EQ(got.end, r.end) << where;
      }
    }
  }
  EXPECT_EQ(all.size(), 347u);
  EXPECT_EQ(cases, 2 * 347);
}

// ---- what is sent ------------------------------------------------------------------------------------------------------------------

TEST(websocket_session, our_close_is_the_last_thing_we_say_and_what_still_comes_is_dropped) {
  net::websocket_session s(net::websocket_role::server, {}, 1000);
  EXPECT_FALSE(s.send(net::websocket_kind::text, "a"));
  s.close(1000, "bye");
  s.close(1001, "again");
  EXPECT_EQ(s.send(net::websocket_kind::text, "b"), net::errc::websocket_closed);
  s.input().append(bytes_of("81:x 89:p 88:%03%E8", net::websocket_role::server));
  net::websocket_message m;
  EXPECT_EQ(s.next(m), net::websocket_session::step::closed);
  EXPECT_EQ(std::string(s.output()), std::string("\x81\x01") + "a\x88\x05\x03\xE8" "bye");
}

TEST(websocket_session, a_long_reason_is_cut_between_characters) {
  net::websocket_session s(net::websocket_role::server, {}, 1000);
  s.close(4000, std::string(122, 'r') + "\xC3\xA9");
  EXPECT_EQ(s.output().size(), 2u + 2 + 122);
}

TEST(websocket_session, counts_messages_until_their_last_byte_is_sent) {
  for (const auto role : {net::websocket_role::client, net::websocket_role::server}) {
    net::websocket_session s(role, {}, 1 << 20);
    s.ping("p");
    for (const std::size_t size : {0u, 200u, 70000u}) EXPECT_FALSE(s.send(net::websocket_kind::binary, std::string(size, 'x')));
    EXPECT_EQ(s.queued_messages(), 3u);
    const std::size_t mask = role == net::websocket_role::client ? 4 : 0;
    const std::size_t before_last_byte = (3 + mask) + (2 + mask) + (4 + mask + 200) + (10 + mask + 70000) - 1;
    EXPECT_EQ(s.queued_bytes(), before_last_byte + 1);
    s.sent(3 + mask);
    EXPECT_EQ(s.queued_messages(), 3u) << "a ping is no message";
    s.sent(2 + mask);
    EXPECT_EQ(s.queued_messages(), 2u);
    for (std::size_t i = 5 + 2 * mask; i < before_last_byte; i += 100) s.sent(std::min<std::size_t>(100, before_last_byte - i));
    EXPECT_EQ(s.queued_messages(), 1u);
    s.sent(1);
    EXPECT_EQ(s.queued_messages(), 0u);
  }
}

TEST(websocket_session, the_queue_has_a_limit_that_a_refused_message_does_not_touch) {
  net::websocket_session s(net::websocket_role::server, {}, 1000);
  EXPECT_FALSE(s.send(net::websocket_kind::text, std::string(900, 'x')));
  EXPECT_EQ(s.send(net::websocket_kind::text, std::string(100, 'x')), net::errc::queue_full);
  EXPECT_EQ(s.queued_bytes(), 904u);
  EXPECT_EQ(s.send(net::websocket_kind::text, std::string(2000, 'x')), net::errc::queue_full);
}

TEST(websocket_session, a_flood_of_pings_from_a_peer_that_does_not_read_is_answered_once) {
  net::websocket_session s(net::websocket_role::server, {}, 1000);
  s.set_blocked(true);
  net::websocket_message m;
  for (int i = 0; i < 10000; ++i) {
    s.input().append(bytes_of("89:" + std::to_string(i), net::websocket_role::server));
    EXPECT_EQ(s.next(m), net::websocket_session::step::more);
  }
  EXPECT_EQ(s.queued_bytes(), 0u);
  s.set_blocked(false);
  EXPECT_EQ(std::string(s.output()), "\x8A\x04" "9999");
}

TEST(websocket_session, an_announced_length_reserves_no_memory) {
  net::websocket_reader reader(net::websocket_role::client, {.max_message = std::size_t{1} << 40});
  reader.append(std::string("\x82\x7F\0\0\0\x10\0\0\0\0", 10));
  EXPECT_EQ(reader.next(), net::websocket_reader::event::more);
  reader.append(std::string(100000, 'x'));
  EXPECT_EQ(reader.next(), net::websocket_reader::event::more);
  EXPECT_LE(reader.capacity(), 300000u) << "twice what has come";
}

TEST(websocket_session, every_frame_of_a_client_has_a_mask_of_its_own) {
  net::websocket_session s(net::websocket_role::client, {}, 1 << 20);
  std::vector<std::string> keys;
  for (int i = 0; i < 300; ++i) {
    s.send(net::websocket_kind::text, "x");
    keys.emplace_back(s.output().substr(2, 4));
    s.sent(7);
  }
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace
