// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/did_key.hpp"
#include "core/failed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace aval::crypto;
using aval::as_bytes;

TEST(Base58, KnownVectors) {
  // draft-msporny-base58 section 5
  EXPECT_EQ(base58_encode(as_bytes("Hello World!")), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58_encode(as_bytes("The quick brown fox jumps over the lazy dog.")), "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z");
  EXPECT_EQ(base58_encode(hex_decode("0000287fb4cd").value()), "11233QC4");
  EXPECT_EQ(base58_encode({}), "");
  for (const char* hex : {"", "00", "0000", "ff", "00ff00", "0102030405060708090a"})
    EXPECT_EQ(hex_encode(base58_decode(base58_encode(hex_decode(hex).value())).value()), hex);
  for (const char* bad : {"0", "O", "I", "l", " 2", "2\n", "\xC3\xA9"}) EXPECT_FALSE(base58_decode(bad)) << bad;
  EXPECT_FALSE(base58_decode(std::string(351, '2')));
}

TEST(DidKey, VectorsOfTheDidKeyMethod) {
  // did:key method specification, section "Ed25519 / X25519", with the private keys given there
  const std::pair<const char*, const char*> vectors[] = {
      {"0000000000000000000000000000000000000000000000000000000000000000", "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"},
      {"0000000000000000000000000000000000000000000000000000000000000001", "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG"},
      {"0000000000000000000000000000000000000000000000000000000000000002", "did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf"},
  };
  for (const auto& [seed, did] : vectors) {
    const keypair k = keypair::from_seed(*hex_decode_array<32>(seed));
    EXPECT_EQ(did_key(k.public_key()), did);
    EXPECT_EQ(parse_did_key(did).value(), k.public_key());
    const std::string id = std::string(did).substr(8);
    EXPECT_EQ(parse_did_key(std::string(did) + "#" + id).value(), k.public_key());
    EXPECT_FALSE(parse_did_key(std::string(did) + "#other"));
  }
}

TEST(DidKey, OtherKeysAndNonsenseAreRefused) {
  const std::string good = did_key(keypair::generate().public_key());
  EXPECT_FALSE(parse_did_key(""));
  EXPECT_FALSE(parse_did_key("did:key:"));
  EXPECT_FALSE(parse_did_key("did:web:example.com"));
  EXPECT_FALSE(parse_did_key("DID:KEY:" + good.substr(8)));
  EXPECT_FALSE(parse_did_key(good + "x"));
  EXPECT_FALSE(parse_did_key(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(parse_did_key("did:key:f" + good.substr(9)));
  EXPECT_FALSE(parse_did_key("did:key:z" + std::string(200, '2')));
  // secp256k1, from the same specification
  EXPECT_EQ(failed(parse_did_key("did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme")), make_error_code(errc::not_supported));
  std::vector<std::byte> small(34);
  small[0] = std::byte{0xed};
  small[1] = std::byte{0x01};
  EXPECT_EQ(failed(parse_did_key("did:key:z" + base58_encode(small))), make_error_code(errc::bad_key));
}

}  // namespace
