// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/sealed_box.hpp"
#include "core/failed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace aval::crypto;
using aval::secret;

constexpr seal_options cheap_seal{1, 64};

std::string sealed_with(std::uint32_t operations, std::uint32_t memory, std::size_t extra = 40) {
  std::vector<std::byte> raw(56 + extra);
  std::memcpy(raw.data(), "AVSB\x01\x01\0\0", 8);
  detail::store_le32(raw.data() + 8, operations);
  detail::store_le32(raw.data() + 12, memory);
  return "aval-sealed-1:" + base64url_encode(raw);
}

TEST(SealedBox, OpensWithThePassphraseAndThePurpose) {
  const secret pass("correct horse");
  for (const std::string& plain : {std::string(), std::string("x"), std::string("zero \0 inside", 13), std::string(100'000, 'k')}) {
    const auto box = seal(plain, pass, "credentials", cheap_seal);
    ASSERT_TRUE(box);
    EXPECT_TRUE(is_sealed(*box));
    if (plain.size() > 1) {
      EXPECT_EQ(box->find(plain), std::string::npos);
    }
    const auto open = open_sealed(*box + "\n", pass, "credentials");
    ASSERT_TRUE(open) << open.error().message;
    EXPECT_EQ(open->reveal(), plain);
    EXPECT_EQ(failed(open_sealed(*box, secret("correct horsf"), "credentials")), make_error_code(errc::cannot_open));
    EXPECT_EQ(failed(open_sealed(*box, pass, "other purpose")), make_error_code(errc::cannot_open));
    EXPECT_EQ(failed(open_sealed(*box, secret(), "credentials")), make_error_code(errc::cannot_open));
  }
  EXPECT_NE(seal("x", pass, "", cheap_seal).value(), seal("x", pass, "", cheap_seal).value()) << "salt and nonce are fresh";
}

TEST(SealedBox, DefaultsOpenUnderTheDefaultLimits) {
  const secret pass("p");
  EXPECT_EQ(open_sealed(seal("text", pass).value(), pass)->reveal(), "text");
}

TEST(SealedBox, EveryChangedByteIsNoticed) {
  const secret pass("p");
  const std::string box = seal("secret", pass, "", cheap_seal).value();
  const auto raw = base64url_decode(std::string_view(box).substr(14)).value();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    auto changed = raw;
    changed[i] ^= std::byte{1};
    EXPECT_FALSE(open_sealed("aval-sealed-1:" + base64url_encode(changed), pass)) << "byte " << i;
    if (i > 0) {
      auto cut = raw;
      cut.resize(i);
      EXPECT_FALSE(open_sealed("aval-sealed-1:" + base64url_encode(cut), pass)) << "cut at " << i;
    }
  }
}

TEST(SealedBox, AHeaderThatAsksForAllMemoryIsRefusedBeforeAnyWork) {
  const secret pass("p");
  EXPECT_EQ(failed(open_sealed(sealed_with(1, 0xFFFFFFFF), pass)), make_error_code(aval::errc::limit_exceeded));
  EXPECT_EQ(failed(open_sealed(sealed_with(0xFFFFFFFF, 64), pass)), make_error_code(aval::errc::limit_exceeded));
  EXPECT_EQ(failed(open_sealed(sealed_with(0, 64), pass)), make_error_code(errc::bad_encoding));
  EXPECT_EQ(failed(open_sealed(sealed_with(1, 7), pass)), make_error_code(errc::bad_encoding));
  open_limits tight;
  tight.memory_kib = 32;
  EXPECT_EQ(failed(open_sealed(seal("x", pass, "", cheap_seal).value(), pass, "", tight)), make_error_code(aval::errc::limit_exceeded));
  tight = {};
  tight.size = 20;
  EXPECT_EQ(failed(open_sealed(seal("x", pass, "", cheap_seal).value(), pass, "", tight)), make_error_code(aval::errc::limit_exceeded));
}

TEST(SealedBox, VersionsOfTheFutureAndNonsenseAreToldApart) {
  const secret pass("p");
  EXPECT_EQ(failed(open_sealed("aval-sealed-2:AAAA", pass)), make_error_code(errc::not_supported));
  EXPECT_EQ(failed(open_sealed("", pass)), make_error_code(errc::bad_encoding));
  EXPECT_EQ(failed(open_sealed("aval-sealed-1:", pass)), make_error_code(errc::bad_encoding));
  EXPECT_EQ(failed(open_sealed("aval-sealed-1:!!!!", pass)), make_error_code(errc::bad_encoding));
  EXPECT_FALSE(seal("x", secret()));
  EXPECT_FALSE(seal("x", pass, "", seal_options{0, 64}));
  EXPECT_FALSE(seal("x", pass, "", seal_options{1, 1}));
}

}  // namespace
