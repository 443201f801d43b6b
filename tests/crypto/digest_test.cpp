// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/digest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "aval/crypto/digest_openssl.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/hmac.hpp"
#include "aval/crypto/random.hpp"

namespace {

using namespace aval::crypto;

TEST(Sha256, VectorsOfFips180) {
  EXPECT_EQ(hex_encode(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_encode(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex_encode(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_encode(sha256(std::string(1'000'000, 'a'))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OpensslGivesTheSame) {
  std::string text;
  for (int i = 0; i < 200; ++i, text += static_cast<char>(i * 31)) EXPECT_EQ(sha256_openssl(text), sha256(text)) << i;
  EXPECT_EQ(sha256_openssl(std::string(1'000'000, 'a')), sha256(std::string(1'000'000, 'a')));
}

TEST(Sha512, VectorsOfFips180) {
  EXPECT_EQ(hex_encode(sha512("abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(Sha256, PiecesGiveTheSameAsTheWhole) {
  const std::string text(1000, 'x');
  for (std::size_t cut : {0u, 1u, 63u, 64u, 65u, 127u, 999u, 1000u}) {
    sha256_hasher h;
    h.update(std::string_view(text).substr(0, cut)).update(std::string_view(text).substr(cut));
    EXPECT_EQ(h.finish(), sha256(text)) << cut;
    EXPECT_EQ(h.update("abc").finish(), sha256("abc")) << "starts anew after finish";
  }
  sha256_hasher a;
  a.update("ab");
  sha256_hasher b = a;
  EXPECT_EQ(a.update("c").finish(), sha256("abc"));
  EXPECT_EQ(b.update("d").finish(), sha256("abd"));
}

TEST(Hmac, VectorsOfRfc4231) {
  const struct {
    std::string key, data, sha256, sha512;
  } vectors[] = {
      {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
       "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
      {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
       "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
       "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
       "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
  };
  for (const auto& v : vectors) {
    EXPECT_EQ(hex_encode(hmac_sha256(v.key, v.data)), v.sha256);
    EXPECT_EQ(hex_encode(hmac_sha512(v.key, v.data)), v.sha512);
  }
}

TEST(Random, TokensAreLongEnoughAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(seen.insert(random_token()).second);
  EXPECT_EQ(seen.begin()->size(), 43u);
  EXPECT_EQ(random_token(16).size(), 22u);
  EXPECT_NE((random_bytes<16>()), (random_bytes<16>()));
}

}  // namespace
