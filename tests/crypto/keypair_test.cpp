// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/keypair.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "aval/crypto/digest.hpp"
#include "aval/crypto/key_formats.hpp"
#include "data/aim_vectors.hpp"

namespace {

using namespace aval::crypto;
using aval::as_bytes;
using aval::as_text;

keypair from_hex(std::string_view seed) { return keypair::from_seed(*hex_decode_array<32>(seed)); }

TEST(Ed25519, VectorsOfRfc8032Section71) {
  const struct {
    const char *seed, *open, *message, *signature;
  } vectors[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
      {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
       "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
  };
  for (const auto& v : vectors) {
    const keypair k = from_hex(v.seed);
    const auto message = hex_decode(v.message).value();
    EXPECT_EQ(hex_encode(k.public_key().bytes()), v.open);
    EXPECT_EQ(hex_encode(k.sign(message).bytes()), v.signature);
    EXPECT_TRUE(k.public_key().verify(message, signature(*hex_decode_array<64>(v.signature))));
  }
}

TEST(Ed25519, VectorsOfAimAreSignedAndVerifiedAndAFlippedBitFails) {
  const keypair k0 = parse_private_key(aim_vectors::k0_private).value(), k1 = parse_private_key(aim_vectors::k1_private).value();
  EXPECT_EQ(k0.public_key().to_base64(), aim_vectors::k0_public);
  EXPECT_EQ(k1.public_key().to_base64(), aim_vectors::k1_public);
  int count = 0;
  for (const auto& v : aim_vectors::all) {
    ++count;
    const keypair& k = v.k1 ? k1 : k0;
    const keypair& other = v.k1 ? k0 : k1;
    EXPECT_EQ(v.message.size(), v.bytes) << v.id;
    EXPECT_EQ(hex_encode(sha256(v.message)), v.sha256) << v.id;
    EXPECT_EQ(k.sign(v.message).to_base64(), v.signature) << v.id;
    const auto s = signature::from_base64(v.signature);
    ASSERT_TRUE(s) << v.id;
    EXPECT_TRUE(k.public_key().verify(v.message, *s)) << v.id;
    EXPECT_FALSE(other.public_key().verify(v.message, *s)) << v.id;
    std::string changed(v.message);
    changed[changed.size() / 2] ^= 1;
    EXPECT_FALSE(k.public_key().verify(changed, *s)) << v.id;
    EXPECT_FALSE(k.public_key().verify(std::string(v.message) + "\n", *s)) << v.id;
    for (const std::size_t at : {0u, 31u, 32u, 63u}) {
      auto bytes = s->bytes();
      bytes[at] ^= std::byte{1};
      EXPECT_FALSE(k.public_key().verify(v.message, signature(bytes))) << v.id << " byte " << at;
    }
  }
  EXPECT_EQ(count, 21);
}

TEST(Ed25519, ASignatureStretchedByTheGroupOrderIsRefused) {
  // S + L signs the same equation; whoever accepts it lets strangers make a second valid signature of a known one
  const keypair k = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  auto bytes = k.sign("x").bytes();
  const unsigned char order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                   0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    const unsigned sum = static_cast<unsigned>(bytes[32 + i]) + order[i] + carry;
    bytes[32 + i] = static_cast<std::byte>(sum & 0xFF);
    carry = sum >> 8;
  }
  EXPECT_EQ(carry, 0u);
  EXPECT_FALSE(k.public_key().verify("x", signature(bytes)));
}

TEST(PublicKey, PointsOfSmallOrderAndBytesOffTheCurveAreRefused) {
  for (const char* bad : {"0100000000000000000000000000000000000000000000000000000000000000",    // the neutral element
                          "0000000000000000000000000000000000000000000000000000000000000000",    // order 4
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",    // order 2
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",    // order 8
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",    // order 8
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",    // not canonical
                          "0200000000000000000000000000000000000000000000000000000000000000",    // not on the curve
                          "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
    const auto bytes = hex_decode(bad).value();
    EXPECT_FALSE(aval::crypto::public_key::from_bytes(bytes)) << bad;
    EXPECT_FALSE(parse_public_key(bad)) << bad;
    // and a signature that such a key would accept (R = the key, S = 0) does not verify even past the check
    std::array<std::byte, 64> forged = {};
    std::copy(bytes.begin(), bytes.end(), forged.begin());
    const auto k = aval::crypto::public_key::trusted(std::span(bytes).first<32>());
    EXPECT_FALSE(k.verify("anything", signature(forged))) << bad;
  }
  EXPECT_FALSE(aval::crypto::public_key().verify("x", signature()));
  EXPECT_FALSE(aval::crypto::public_key::from_bytes({}));
}

TEST(Keypair, HandlesShareTheKeyAndOutliveOneAnother) {
  std::vector<keypair> keys;
  {
    const keypair k = keypair::generate();
    keys.push_back(k);
  }
  const keypair copy = keys[0];
  EXPECT_EQ(copy.reveal().data(), keys[0].reveal().data());
  keys.clear();
  EXPECT_TRUE(copy.public_key().verify("m", copy.sign("m")));
  EXPECT_NE(keypair::generate().public_key(), keypair::generate().public_key());
}

TEST(Keypair, ManyThreadsSignWithOneKey) {
  const keypair k = keypair::generate();
  const auto expected = k.sign("message");
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t)
    threads.emplace_back([&, t] {
      const keypair mine = k;
      for (int i = 0; i < 50; ++i) wrong[t] += !(mine.sign("message") == expected);
    });
  for (auto& t : threads) t.join();
  for (int w : wrong) EXPECT_EQ(w, 0);
}

TEST(Keypair, SeedsOfAnotherLengthAreRefused) {
  EXPECT_FALSE(keypair::from_seed_bytes(as_bytes("short")));
  EXPECT_TRUE(keypair::from_seed_bytes(as_bytes(std::string_view("0123456789abcdef0123456789abcdef"))));
}

TEST(PublicKey, CanStandInATable) {
  std::unordered_set<aval::crypto::public_key> table;
  const keypair a = keypair::generate(), b = keypair::generate();
  table.insert(a.public_key());
  table.insert(a.public_key());
  EXPECT_EQ(table.count(a.public_key()), 1u);
  EXPECT_EQ(table.count(b.public_key()), 0u);
}

TEST(Signature, TextOfTheWrongSizeIsNone) {
  EXPECT_FALSE(signature::from_base64(""));
  EXPECT_FALSE(signature::from_base64("AAAA"));
  EXPECT_FALSE(signature::from_base64(base64_encode(std::vector<std::byte>(65))));
  EXPECT_TRUE(signature::from_base64(base64_encode(std::vector<std::byte>(64))));
  EXPECT_FALSE(signature::from_bytes(std::vector<std::byte>(63)));
}

}  // namespace
