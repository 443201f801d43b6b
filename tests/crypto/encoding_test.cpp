// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/encoding.hpp"
#include "core/failed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace aval::crypto;
using aval::as_bytes;
using aval::as_text;

std::string text_of(const aval::result<std::vector<std::byte>>& r) { return r ? std::string(as_text(*r)) : "failed: " + r.error().message; }

TEST(Base64, VectorsOfRfc4648Section10) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},          {"f", "Zg=="},         {"fo", "Zm8="},        {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(base64_encode(as_bytes(plain)), encoded);
    EXPECT_EQ(text_of(base64_decode(encoded)), plain);
    std::string bare = encoded;
    while (!bare.empty() && bare.back() == '=') bare.pop_back();
    EXPECT_EQ(base64_encode(as_bytes(plain), padding::none), bare);
    EXPECT_EQ(base64url_encode(as_bytes(plain)), bare);
    EXPECT_EQ(base64url_encode(as_bytes(plain), padding::required), encoded);
    EXPECT_EQ(text_of(base64url_decode(bare)), plain);
    EXPECT_EQ(text_of(base64_decode(bare, padding::optional)), plain);
    EXPECT_EQ(text_of(base64_decode(encoded, padding::optional)), plain);
  }
}

TEST(Base64, TheTwoAlphabetsAreNotMixed) {
  const std::string bytes = "\xFB\xEF\xFF\xFE";
  EXPECT_EQ(base64_encode(as_bytes(bytes)), "++///g==");
  EXPECT_EQ(base64url_encode(as_bytes(bytes)), "--___g");
  EXPECT_FALSE(base64_decode("--__"));
  EXPECT_FALSE(base64url_decode("++//"));
  EXPECT_FALSE(base64_decode("+-/_"));
}

TEST(Base64, AnythingLooseIsRefused) {
  for (const char* bad : {"Zg", "Zg=", "Zg===", "Z", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9v=", "Zh==", "Zm9=", "Zg==Zg==", "====", "=", "Zm9v====", "Z\xC3\xA9==", "Zm9*"})
    EXPECT_FALSE(base64_decode(bad)) << bad;
  EXPECT_FALSE(base64_decode(std::string_view("Zm9\0", 4)));
  EXPECT_FALSE(base64url_decode("Zg=="));
  EXPECT_FALSE(base64_decode("Zg=", padding::optional));
  EXPECT_FALSE(base64_decode("Zm9v", padding::none).value().empty());
  EXPECT_EQ(failed(base64_decode("!")), make_error_code(errc::bad_encoding));
}

TEST(Base64, OnlyTheLettersOfTheAlphabetAreLetters) {
  const std::string common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (int c = 0; c < 256; ++c)
    for (const std::size_t at : {0u, 1u, 2u, 3u}) {
      std::string text = "AAAA";
      text[at] = static_cast<char>(c);
      const auto is = [&](const char* two) { return (common + two).find(static_cast<char>(c)) != std::string::npos; };
      EXPECT_EQ(bool(base64_decode(text)), is("+/") || (c == '=' && at == 3)) << c << " at " << at;
      EXPECT_EQ(bool(base64url_decode(text)), is("-_")) << c << " at " << at;
      EXPECT_EQ(bool(hex_decode(text)), std::string("0123456789abcdefABCDEF").find(static_cast<char>(c)) != std::string::npos) << c;
    }
}

TEST(Base64, EveryByteAndEveryLengthComesBack) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    for (const auto p : {padding::required, padding::none}) {
      EXPECT_EQ(text_of(base64_decode(base64_encode(as_bytes(bytes), p), p)), bytes);
      EXPECT_EQ(text_of(base64url_decode(base64url_encode(as_bytes(bytes), p), p)), bytes);
    }
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64, FixedSizesAndAppending) {
  EXPECT_TRUE(base64_decode_array<3>("Zm9v"));
  EXPECT_FALSE(base64_decode_array<2>("Zm9v"));
  EXPECT_FALSE(base64_decode_array<4>("Zm9v"));
  EXPECT_TRUE(base64_decode_array<0>(""));
  EXPECT_TRUE(base64url_decode_array<1>("Zg"));
  std::string line = "Basic ";
  base64_append(line, as_bytes("a:b"));
  EXPECT_EQ(line, "Basic YTpi");
  base64url_append(line, as_bytes("\xFF"));
  EXPECT_EQ(line, "Basic YTpi_w");
}

TEST(Base64, TheQuickWayForWhatIsNoSecretIsAsStrictAsTheOther) {
  std::array<std::byte, 32> key{};
  std::array<std::byte, 64> mark{};
  for (std::size_t i = 0; i < 64; ++i) mark[i] = key[i % 32] = static_cast<std::byte>(i * 37 + 200);
  const std::string one = base64_encode(key), two = base64_encode(mark);
  EXPECT_EQ(base64_encode_public(key), one);
  EXPECT_EQ(base64_encode_public(mark), two);
  EXPECT_EQ(base64_decode_public<32>(one), key);
  EXPECT_EQ(base64_decode_public<64>(two), mark);
  const auto agree = [](const std::string& text) {
    EXPECT_EQ(base64_decode_public<32>(text), base64_decode_array<32>(text)) << text;
    EXPECT_EQ(base64_decode_public<64>(text), base64_decode_array<64>(text)) << text;
  };
  for (const std::string& text : {one, two}) {
    for (const std::size_t at : {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(3), text.size() - 4, text.size() - 3, text.size() - 2, text.size() - 1})
      for (int c = 0; c < 256; ++c) {
        std::string other = text;
        other[at] = static_cast<char>(c);
        agree(other);
      }
    for (const std::string& other : {text + "=", text.substr(1), text.substr(0, text.size() - 1), text + "\n", " " + text, std::string()}) agree(other);
  }
}

TEST(Hex, BothCasesInLowercaseOut) {
  EXPECT_EQ(hex_encode(as_bytes(std::string_view("\x00\x0F\xA0\xFF", 4))), "000fa0ff");
  EXPECT_EQ(text_of(hex_decode("4aFf")), "J\xFF");
  EXPECT_EQ(text_of(hex_decode("")), "");
  for (const char* bad : {"0", "0g", "0x00", "00 11", "00:11", "000", " 00"}) EXPECT_FALSE(hex_decode(bad)) << bad;
  EXPECT_TRUE(hex_decode_array<2>("00ff"));
  EXPECT_FALSE(hex_decode_array<2>("00f"));
  EXPECT_FALSE(hex_decode_array<2>("00ff00"));
  EXPECT_FALSE(hex_decode_array<2>("00fg"));
}

}  // namespace
