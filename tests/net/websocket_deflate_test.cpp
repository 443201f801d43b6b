// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// permessage-deflate: agreement, messages in both roles, and input that is made to hurt.
#include "aval/net/websocket_deflate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "net/websocket_rows.hpp"

namespace {

namespace net = aval::net;
using namespace websocket_rows;

std::string agreed(const std::string& offer, net::deflate_options o = {}) {
  std::string answer;
  return net::permessage_deflate(o)->choose(offer, answer) ? answer : "declined";
}

TEST(websocket_deflate, a_server_answers_offers_by_the_book) {
  const std::string forgetful = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  struct deflate_row {
    const char* offer;
    std::string answer;  // with context takeover
  };
  for (const auto& r : std::vector<deflate_row>{
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

TEST(websocket_deflate, a_decompression_bomb_is_refused_at_the_limit) {
  const std::string huge(64 << 20, 'a');
  std::string_view packed;
  const auto packer = net::permessage_deflate()->accept("permessage-deflate; server_no_context_takeover");
  ASSERT_TRUE(packer->pack(huge, packed));
  EXPECT_LT(packed.size(), 100000u);
  std::string_view out;
  EXPECT_EQ(packer->unpack(packed, 1000000, out), net::errc::message_too_large);
  EXPECT_LE(out.size(), 1000000u) << "no memory beyond the limit";
}

// ---- the sections about compression of the conformance table -------------------------------------------------------------------------

/** A deflate_row as in websocket_conformance_test.cpp. Of the peer, which packs and unpacks with zlib itself, independently of the library:
 *
 *    z81:text     a packed message in one frame
 *    z81/5:text   in five fragments, z81/5p:text with a ping after each but the last
 *
 *  What was agreed on is said from both sides: "peer_max_window_bits=9" is the server's for a client and the client's for a server. All
 *  messages are sent back; `end` is open, or the code with which it is closed. */
struct deflate_row {
  const char* section;
  std::string name, terms, input, messages, end;
  int level = 6;
};

class peer_zlib {
 public:
  explicit peer_zlib(const deflate_row& r) : forgets_(has(r, "peer_no_context_takeover")), other_forgets_(has(r, "our_no_context_takeover")) {
    EXPECT_EQ(::deflateInit2(&out_, r.level, Z_DEFLATED, -bits(r, "peer"), 8, Z_DEFAULT_STRATEGY), Z_OK);
    EXPECT_EQ(::inflateInit2(&in_, -bits(r, "our")), Z_OK);  // more than the agreed window is an error here
  }
  peer_zlib(const peer_zlib&) = delete;
  peer_zlib& operator=(const peer_zlib&) = delete;
  ~peer_zlib() {
    ::deflateEnd(&out_);
    ::inflateEnd(&in_);
  }
  std::string pack(const std::string& text) {
    std::string made(text.size() + text.size() / 8 + 1000, '\0');
    if (forgets_) ::deflateReset(&out_);
    turn(out_, text, made);
    ::deflate(&out_, Z_SYNC_FLUSH);
    made.erase(made.size() - out_.avail_out);  // g++ 12 sees an overflow in resize()
    return text.empty() && made.size() < 5 ? std::string(1, '\0') : made.substr(0, made.size() - 4);
  }
  std::string unpack(std::string packed, std::size_t most) {
    std::string made(most + 1, '\0');
    if (other_forgets_) ::inflateReset(&in_);
    packed += std::string("\0\0\xFF\xFF", 4);
    turn(in_, packed, made);
    const int how = ::inflate(&in_, Z_SYNC_FLUSH);
    EXPECT_TRUE(how == Z_OK || how == Z_BUF_ERROR) << how;
    return made.substr(0, made.size() - in_.avail_out);
  }

 private:
  static bool has(const deflate_row& r, const std::string& what) { return r.terms.find(what) != std::string::npos; }
  static int bits(const deflate_row& r, const std::string& whose) {
    const std::size_t at = r.terms.find(whose + "_max_window_bits=");
    return at == std::string::npos ? 15 : std::stoi(r.terms.substr(r.terms.find('=', at) + 1));
  }
  static void turn(::z_stream& z, const std::string& from, std::string& to) {
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(from.data()));
    z.avail_in = static_cast<uInt>(from.size());
    z.next_out = reinterpret_cast<Bytef*>(to.data());
    z.avail_out = static_cast<uInt>(to.size());
  }
  bool forgets_, other_forgets_;
  ::z_stream out_ = {}, in_ = {};
};

constexpr std::size_t deflate_limit = 200000;

std::string packed_frames(const std::string& word, net::websocket_role ours, peer_zlib& peer) {
  const unsigned opcode = static_cast<unsigned>(std::stoi(word.substr(1, 2), nullptr, 16)) & 0x0F;
  const std::size_t colon = word.find(':');
  const std::string payload = peer.pack(expanded(word.substr(colon + 1)));
  const std::size_t pieces = word[3] == '/' ? std::stoul(word.substr(4)) : 1;
  std::string out;
  for (std::size_t i = 0, at = 0; i < pieces; ++i) {
    const std::size_t end = payload.size() * (i + 1) / pieces;
    const unsigned first = (i + 1 == pieces ? 0x80u : 0u) | (i == 0 ? 0x40u | opcode : 0u);
    out += frame(first, payload.substr(at, end - at), ours == net::websocket_role::server);
    if (word[colon - 1] == 'p' && i + 1 != pieces) out += frame(0x89, "p", ours == net::websocket_role::server);
    at = end;
  }
  return out;
}
std::unique_ptr<net::websocket_packer> agreed_packer(const deflate_row& r, net::websocket_role role) {
  const bool server = role == net::websocket_role::server;
  std::string text = "permessage-deflate", answer;
  for (std::string w : words(r.terms)) {
    const bool peers = w.rfind("peer", 0) == 0;
    text += "; " + std::string(peers == server ? "client" : "server") + w.substr(peers ? 4 : 3);
  }
  const auto compression = net::permessage_deflate({.smallest = 0, .context_takeover = true});
  return server ? compression->choose(text, answer) : compression->accept(text);
}

struct deflated {
  std::string messages, sent_back, end;
};
deflated play_deflated(const deflate_row& r, net::websocket_role role, std::size_t pieces) {
  peer_zlib peer(r);
  std::string bytes;
  for (const auto& w : words(r.input)) bytes += w[0] == 'z' ? packed_frames(w, role, peer) : bytes_of(w, role);
  deflated got;
  auto packer = agreed_packer(r, role);
  if (!packer) return got.end = "not agreed", got;
  net::websocket_session s(role, {.max_message = deflate_limit, .max_frame = 150000}, 1 << 24, {}, std::move(packer));
  net::websocket_message m;
  auto state = net::websocket_session::step::more;
  const auto piece = bytes.size() / pieces + 1;
  for (std::size_t at = 0; at < bytes.size() && state == net::websocket_session::step::more; at += piece) {
    s.input().append(std::string_view(bytes).substr(at, piece));
    while ((state = s.next(m)) == net::websocket_session::step::message) {
      const std::string text = std::string(m.kind == net::websocket_kind::text ? " T:" : " B:") + std::string(m.data);
      got.messages += text;
      EXPECT_FALSE(s.send(m.kind, m.data));
    }
  }
  got.end = "open";
  for (const auto& [first, payload] : frames_of(s.output(), role)) {
    if (first == 0x8A) continue;
    if (first == 0x88) {
      got.end = std::to_string((static_cast<unsigned char>(payload[0]) << 8) | static_cast<unsigned char>(payload[1]));
      continue;
    }
    got.sent_back += ((first & 0x0F) == 1 ? " T:" : " B:") + ((first & 0x40) != 0 ? peer.unpack(payload, deflate_limit) : payload);
  }
  return got;
}

/** Texts of different kinds; none has a character of the notation. */
std::string sample(unsigned kind, std::size_t size) {
  static const char* const greek[] = {"\xCE\xB1", "\xCE\xB2", "\xCE\xB3", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  std::string out;
  unsigned seed = kind * 977 + 1;
  while (out.size() < size) {
    seed = seed * 1103515245 + 12345;
    const unsigned n = seed >> 16;
    switch (kind) {
      case 0: out += "\"id\":" + std::to_string(out.size()) + ",\"name\":\"agent" + std::to_string(n % 10) + "\","; break;  // JSON
      case 1: out += std::string("the\nquick\nbrown\nfox\n").substr(n % 4 * 4, 5 + n % 3); break;
      case 2: out += greek[n % 5]; break;
      case 3: out += static_cast<char>('0' + n % 64); break;  // hardly packs
      default: out += 'a';
    }
  }
  out.resize(size);
  while (kind == 2 && !out.empty() && (out.back() & 0x80) != 0 && aval::printable(out, out.size()) != out) out.pop_back();  // half a character
  return out;
}
std::vector<deflate_row> messages_of_all_sizes() {
  std::vector<deflate_row> t;
  const char* const kinds[] = {"JSON", "words", "beyond ASCII", "noise", "one letter"};
  for (unsigned kind = 0; kind < 5; ++kind) {
    for (const std::size_t size : {0u, 1u, 16u, 64u, 256u, 1024u, 4096u, 8192u, 16384u, 32768u, 65536u}) {
      const std::string text = sample(kind, size), n = std::string(kinds[kind]) + " of " + std::to_string(size);
      t.push_back({"12 messages", n, "", "z81:" + text + " z82:" + text, "T:" + text + " B:" + text, "open"});
      t.push_back({"12 messages", n + " in fragments", "", "z81/4p:" + text, "T:" + text, "open", 1 + static_cast<int>(kind) * 2});
    }
  }
  return t;
}
std::vector<deflate_row> agreements() {
  std::vector<deflate_row> t;
  for (const char* terms : {"", "peer_no_context_takeover", "our_no_context_takeover", "peer_no_context_takeover our_no_context_takeover", "peer_max_window_bits=9",
                            "our_max_window_bits=9", "peer_max_window_bits=9 our_max_window_bits=9", "peer_max_window_bits=15 our_max_window_bits=15",
                            "peer_max_window_bits=10 our_max_window_bits=12 peer_no_context_takeover our_no_context_takeover"}) {
    for (const std::size_t size : {16u, 256u, 1024u, 8192u, 65536u}) {
      const std::string a = sample(0, size), b = sample(1, size);
      t.push_back({"13 agreements", std::string(terms) + ", " + std::to_string(size), terms, "z81:" + a + " z81/3:" + b + " z81:" + a + " 81:" + b + " z81:" + b,
                   "T:" + a + " T:" + b + " T:" + a + " T:" + b + " T:" + b, "open"});
    }
  }
  return t;
}
std::vector<deflate_row> packed_fragments() {
  return {
      {"fragments", "two", "", "z81/2:Hello", "T:Hello", "open"},
      {"fragments", "one to a byte", "", "z81/7:Hello", "T:Hello", "open"},
      {"fragments", "more than bytes, so that some are empty", "", "z81/30:Hello", "T:Hello", "open"},
      {"fragments", "a thousand with pings between", "", "z82/1000p:" + sample(3, 20000), "B:" + sample(3, 20000), "open"},
      {"fragments", "empty first", "", "41: 80:%F2%48%CD%C9%C9%07%00", "T:Hello", "open"},
      {"fragments", "empty last", "", "41:%F2%48%CD%C9%C9%07%00 80:", "T:Hello", "open"},
      {"fragments", "a ping and a pong between", "", "41:%F2%48%CD 89:p 8A: 80:%C9%C9%07%00", "T:Hello", "open"},
      {"fragments", "of a character", "", "z81/9:%F0%9F%98%80%E2%82%AC", "T:%F0%9F%98%80%E2%82%AC", "open"},
      {"fragments", "of an empty message", "", "41: 80:%00", "T:", "open"},
      {"fragments", "without an end yet", "", "41:%F2%48%CD 00:%C9", "", "open"},
      {"fragments", "a text within", "", "41:%F2%48%CD 81:x", "", "1002"},
      {"fragments", "a packed text within", "", "41:%F2%48%CD C1:%F2%48", "", "1002"},
      {"fragments", "a packed one, then a plain one, each in two", "", "z81/2:Hello 01:a 80:b", "T:Hello T:ab", "open"},
      {"fragments", "a close between", "", "41:%F2%48%CD 88:%03%E8", "", "1000"},
  };
}
std::vector<deflate_row> the_bit() {
  std::vector<deflate_row> t = {
      {"reserved bit 1", "on a ping", "", "C9:x", "", "1002"},
      {"reserved bit 1", "on an empty ping", "", "C9:", "", "1002"},
      {"reserved bit 1", "on a pong", "", "CA:x", "", "1002"},
      {"reserved bit 1", "on a close", "", "C8:%03%E8", "", "1002"},
      {"reserved bit 1", "on a continuation", "", "41:%F2%48%CD C0:%C9%C9%07%00", "", "1002"},
      {"reserved bit 1", "on a continuation that is not the last", "", "41:%F2%48%CD 40:%C9 80:%C9%07%00", "", "1002"},
      {"reserved bit 1", "on a continuation of a plain message", "", "01:a C0:%F2%48", "", "1002"},
      {"reserved bit 1", "on a continuation of nothing", "", "C0:x", "", "1002"},
      {"reserved bit 1", "after a good message", "", "z81:ok C9:x", "T:ok", "1002"},
      {"reserved bit 1", "plain messages between packed ones", "", "81:a z81:b 82:c z82:d 81:e", "T:a T:b B:c B:d T:e", "open"},
      {"reserved bit 1", "a plain message is not unpacked", "", "82:%F2%48%CD%C9%C9%07%00", "B:%F2%48%CD%C9%C9%07%00", "open"},
      {"reserved bit 1", "on an opcode that does not exist", "", "C3:x", "", "1002"},
  };
  for (unsigned bits = 1; bits < 8; ++bits) {
    if (bits == 4) continue;
    t.push_back({"reserved bits", "bits " + std::to_string(bits) + " on a text", "", "z81:ok " + hex(0x81 | bits << 4) + ":%F2%48%CD%C9%C9%07%00", "T:ok", "1002"});
    t.push_back({"reserved bits", "bits " + std::to_string(bits) + " on a ping", "", hex(0x89 | bits << 4) + ":", "", "1002"});
  }
  return t;
}
std::vector<deflate_row> streams() {
  const std::string hello = "%F3%48%CD%C9%C9%07%00";  // with BFINAL
  return {
      // the examples of RFC 7692 7.2.3
      {"streams", "one block", "", "C1:%F2%48%CD%C9%C9%07%00", "T:Hello", "open"},
      {"streams", "the second refers to the first", "", "C1:%F2%48%CD%C9%C9%07%00 C1:%F2%00%11%00%00", "T:Hello T:Hello", "open"},
      {"streams", "a block without compression", "", "C1:%00%05%00%FA%FF%48%65%6C%6C%6F%00", "T:Hello", "open"},
      {"streams", "a final block", "", "C1:" + hello + "%00", "T:Hello", "open"},
      {"streams", "two blocks", "", "C1:%F2%48%05%00%00%00%FF%FF%CA%C9%C9%07%00", "T:Hello", "open"},
      {"streams", "an empty message", "", "C1:%00", "T:", "open"},
      {"streams", "final blocks in a row", "", "C1:" + hello + hello + hello + "%00", "T:HelloHelloHello", "open"},
      {"streams", "a message after a final block", "", "C1:" + hello + "%00 C1:%F2%48%CD%C9%C9%07%00", "T:Hello T:Hello", "open"},
      {"streams", "empty blocks, a hundred", "", "C2:" + [] { std::string s; for (int i = 0; i < 100; ++i) s += "%00%00%00%FF%FF"; return s; }() + "%00", "B:", "open"},
      {"streams", "without compression at all", "", "z81:" + sample(1, 5000), "T:" + sample(1, 5000), "open", 0},
      // what is none
      {"streams", "a type of block that does not exist", "", "C1:%06", "", "1007"},
      {"streams", "ones", "", "C1:%FF%FF%FF", "", "1007"},
      {"streams", "nothing", "", "C1:", "", "1007"},
      {"streams", "cut", "", "C1:%F2%48%CD", "", "1007"},
      {"streams", "cut, in fragments", "", "41:%F2 00:%48 80:%CD", "", "1007"},
      {"streams", "cut after a good message", "", "z81:ok C1:%F2%48%CD", "T:ok", "1007"},
      {"streams", "a length and its complement that differ", "", "C1:%00%05%00%00%00%48%65%6C%6C%6F%00", "", "1007"},
      {"streams", "a block without compression longer than what comes", "", "C1:%00%FF%FF%00%00%48", "", "1007"},
      {"streams", "a distance before the beginning", "", "C1:%42%04%00", "", "1007"},
      {"streams", "a distance into a message that should be forgotten", "peer_no_context_takeover", "C1:%F2%48%CD%C9%C9%07%00 C1:%F2%00%11%00%00", "T:Hello", "1007"},
      {"streams", "plain text where packed is announced", "", "C1:Hello,world", "", "1007"},
      {"streams", "gzip", "", "C2:%1F%8B%08%00%00%00%00%00%00%03", "", "1007"},
      // text
      {"streams", "text that is no UTF-8", "", "z81:abc%FF", "", "1007"},
      {"streams", "text that is no UTF-8, in fragments", "", "z81/4:{100}a%ED%A0%80", "", "1007"},
      {"streams", "half a character at the end", "", "z81:%E2%82", "", "1007"},
      {"streams", "anything in a binary", "", "z82:%FF%ED%A0%80%00", "B:%FF%ED%A0%80%00", "open"},
  };
}
std::vector<deflate_row> bombs() {
  return {
      {"bombs", "a message as large as may be", "", "z82:{200000}x", "B:{200000}x", "open"},
      {"bombs", "one byte more", "", "z82:{200001}x", "", "1009"},
      {"bombs", "twenty times as large", "", "z81:{4000000}x", "", "1009"},
      {"bombs", "in fragments", "", "z82/9:{2000000}x", "", "1009"},
      {"bombs", "in fragments with pings", "", "z82/9p:{2000000}x", "", "1009"},
      {"bombs", "after a good message", "", "z81:ok z82:{2000000}x", "T:ok", "1009"},
      {"bombs", "the size is looked at before the text", "", "z81:%C3%A9{2000000}x%FF", "", "1009"},
      {"bombs", "each message has the whole limit", "", "z82:{150000}x z82:{150000}y z82:{150000}z", "B:{150000}x B:{150000}y B:{150000}z", "open"},
      {"bombs", "noise whose frame is nearly too large", "", "z82:" + sample(3, 190000), "B:" + sample(3, 190000), "open"},
      {"bombs", "the same without compression: the frame is too large", "", "z82:" + sample(3, 190000), "", "1009", 0},
      {"bombs", "without compression in fragments", "", "z82/3:" + sample(3, 190000), "B:" + sample(3, 190000), "open", 0},
  };
}

TEST(websocket_deflate, every_case_of_the_table_in_both_roles) {
  std::vector<deflate_row> all;
  for (auto section : {messages_of_all_sizes, agreements, packed_fragments, the_bit, streams, bombs}) {
    const auto rows = section();
    all.insert(all.end(), rows.begin(), rows.end());
  }
  for (const auto& r : all) {
    const std::string wanted = r.messages.empty() ? "" : " " + expanded(r.messages);
    for (const auto role : {net::websocket_role::client, net::websocket_role::server}) {
      for (const std::size_t pieces : {1u, 50u}) {
        if (pieces != 1 && r.input.size() > 20000) continue;
        const auto got = play_deflated(r, role, pieces);
        const std::string where = std::string(r.section) + ": " + r.name + (role == net::websocket_role::client ? " (client)" : " (server)");
        EXPECT_TRUE(got.messages == wanted) << where << ": " << got.messages.substr(0, 200);
        EXPECT_TRUE(got.end != "open" || got.sent_back == wanted) << where << ", sent back: " << got.sent_back.substr(0, 200);
        EXPECT_EQ(got.end, r.end) << where;
      }
    }
  }
  EXPECT_EQ(all.size(), 230u);
}

}  // namespace
