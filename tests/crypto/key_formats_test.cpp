// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/key_formats.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "data/aim_vectors.hpp"
#include "core/failed.hpp"

namespace {

using namespace aval::crypto;
using aval::as_bytes;

constexpr const char* seed_hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
constexpr const char* open_hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const std::string pkcs8_hex = std::string("302e020100300506032b657004220420") + seed_hex;
const std::string spki_hex = std::string("302a300506032b6570032100") + open_hex;
// version 2 of RFC 8410 section 7 with the public key inside
const std::string pkcs8_v2_hex = std::string("3051020101300506032b657004220420") + seed_hex + "812100" + open_hex;

std::string upper(std::string s) {
  for (char& c : s) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return s;
}
std::vector<std::byte> unhex(const std::string& s) { return hex_decode(s).value(); }
std::string pem_of(const std::string& label, const std::string& hex) { return detail::pem(label, unhex(hex)); }

TEST(PrivateKey, EveryFormGivesTheSameKey) {
  const std::string pair_hex = std::string(seed_hex) + open_hex;
  std::vector<std::string> forms = {seed_hex, pair_hex, pkcs8_hex, pkcs8_v2_hex, upper(seed_hex), upper(pkcs8_hex)};
  for (const auto& hex : {std::string(seed_hex), pair_hex, pkcs8_hex, pkcs8_v2_hex})
    for (const auto p : {padding::required, padding::none}) {
      forms.push_back(base64_encode(unhex(hex), p));
      forms.push_back(base64url_encode(unhex(hex), p));
    }
  const std::string pem = pem_of("PRIVATE KEY", pkcs8_hex);
  forms.push_back(pem);
  forms.push_back("\n  " + pem + "\n\n");
  forms.push_back("Bag Attributes\n    localKeyID: 01\n" + pem);
  forms.push_back(pem_of("PRIVATE KEY", pkcs8_v2_hex));
  std::string crlf, one_line;
  for (char c : pem) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
    one_line += c == '\n' ? "\\n" : std::string(1, c);
  }
  forms.push_back(crlf);
  forms.push_back(one_line);
  forms.push_back("  " + std::string(aim_vectors::k1_private) + "\n");
  for (const auto& form : forms) {
    const auto k = parse_private_key(form);
    ASSERT_TRUE(k) << form << ": " << k.error().message;
    EXPECT_EQ(k->public_key().to_base64(), aim_vectors::k1_public) << form;
  }
  EXPECT_EQ(forms.size(), 29u);
}

TEST(PrivateKey, WhatOurWritersWriteComesBack) {
  const keypair k = keypair::generate();
  EXPECT_EQ(parse_private_key(private_key_base64(k).reveal())->public_key(), k.public_key());
  EXPECT_EQ(parse_private_key(private_key_seed_base64(k).reveal())->public_key(), k.public_key());
  EXPECT_EQ(parse_private_key(private_key_pem(k).reveal())->public_key(), k.public_key());
  EXPECT_EQ(parse_public_key(public_key_pem(k.public_key())).value(), k.public_key());
  EXPECT_EQ(private_key_base64(k).size(), 88u);
}

TEST(PrivateKey, WritersGiveTheKnownTexts) {
  const keypair k = parse_private_key(seed_hex).value();
  EXPECT_EQ(private_key_base64(k).reveal(), aim_vectors::k1_private);
  EXPECT_EQ(private_key_pem(k).reveal(),
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n");
  EXPECT_EQ(public_key_pem(k.public_key()),
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n");
}

TEST(PrivateKey, APublicHalfOfAnotherKeyIsRefused) {
  std::string other(open_hex);
  other[0] = '0';
  const std::string swapped = std::string(seed_hex) + other;
  EXPECT_FALSE(parse_private_key(swapped));
  EXPECT_FALSE(parse_private_key(base64_encode(unhex(swapped))));
  std::string v2 = pkcs8_v2_hex;
  v2.back() = v2.back() == '0' ? '1' : '0';
  EXPECT_FALSE(parse_private_key(v2));
  const auto k = parse_private_key(swapped);
  ASSERT_FALSE(k);
  EXPECT_NE(k.error().message.find("public half"), std::string::npos);
}

TEST(PrivateKey, WhatIsNoKeyIsRefusedWithoutRepeatingIt) {
  const std::string ec = "302e020100300506032b656e04220420" + std::string(seed_hex);  // X25519
  const std::vector<std::string> bad = {
      "",
      "   ",
      "hello",
      std::string(seed_hex) + "0",
      std::string(seed_hex).substr(2),
      std::string(seed_hex) + "00",
      ec,
      base64_encode(unhex(ec)),
      pkcs8_hex + "00",
      pkcs8_hex.substr(0, pkcs8_hex.size() - 2),
      "3030020102300506032b657004220420" + std::string(seed_hex) + "0500",
      "302e020102300506032b657004220420" + std::string(seed_hex),
      "308180" + pkcs8_hex.substr(4),
      base64_encode(unhex(seed_hex)) + "=",
      pem_of("PRIVATE KEY", pkcs8_hex).substr(0, 60),
      pem_of("PRIVATE KEY", ec),
      pem_of("EC PRIVATE KEY", pkcs8_hex),
      pem_of("ENCRYPTED PRIVATE KEY", pkcs8_hex),
      pem_of("OPENSSH PRIVATE KEY", pkcs8_hex),
      pem_of("PUBLIC KEY", spki_hex),
      "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
      std::string(70'000, 'A'),
  };
  for (const auto& text : bad) {
    const auto k = parse_private_key(text);
    EXPECT_FALSE(k) << text.substr(0, 100);
    if (!k && text.size() > 8) {
      EXPECT_EQ(k.error().message.find(text.substr(0, 8)), std::string::npos) << k.error().message;
    }
  }
  EXPECT_EQ(failed(parse_private_key(pem_of("ENCRYPTED PRIVATE KEY", pkcs8_hex))), make_error_code(errc::not_supported));
}

TEST(PublicKey, EveryFormGivesTheSameKey) {
  std::vector<std::string> forms = {open_hex, spki_hex, upper(spki_hex), pem_of("PUBLIC KEY", spki_hex), aim_vectors::k1_public};
  for (const auto& hex : {std::string(open_hex), spki_hex})
    for (const auto p : {padding::required, padding::none}) {
      forms.push_back(base64_encode(unhex(hex), p));
      forms.push_back(base64url_encode(unhex(hex), p));
    }
  for (const auto& form : forms) {
    const auto k = parse_public_key(form);
    ASSERT_TRUE(k) << form << ": " << k.error().message;
    EXPECT_EQ(k->to_base64(), aim_vectors::k1_public);
  }
  for (const std::string& bad : {std::string(), std::string("A6EH"), std::string(open_hex).substr(2), spki_hex + "00", pkcs8_hex,
                                 std::string("302a300506032b656e032100") + open_hex, std::string("302a300506032b6570032101") + open_hex})
    EXPECT_FALSE(parse_public_key(bad)) << bad;
  EXPECT_EQ(parse_public_key("AAAA").error().message, "Invalid public key size: expected 32 bytes, got 3");
}

}  // namespace
