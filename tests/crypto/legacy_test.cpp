// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/legacy.hpp"
#include "core/failed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace aval::crypto;
using aval::secret;

// generate.json of the Fernet specification
constexpr const char* token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
constexpr const char* key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

TEST(Fernet, VectorOfTheSpecification) {
  const auto plain = open_fernet(token, secret(key));
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(plain->reveal(), "hello");
  EXPECT_EQ(open_fernet(std::string(token) + "\n", secret(key))->reveal(), "hello");
}

TEST(Fernet, AnotherKeyOrAChangedTokenDoesNotOpen) {
  EXPECT_EQ(failed(open_fernet(token, secret("dw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="))), make_error_code(errc::cannot_open));
  const std::string good = token;
  for (std::size_t i = 0; i + 2 < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(open_fernet(changed, secret(key))) << i;
    EXPECT_FALSE(open_fernet(good.substr(0, i), secret(key))) << i;
  }
}

TEST(Fernet, WhatIsNoKeyOrTokenIsNamed) {
  EXPECT_EQ(failed(open_fernet(token, secret("short"))), make_error_code(errc::bad_key));
  EXPECT_EQ(failed(open_fernet(token, secret())), make_error_code(errc::bad_key));
  EXPECT_EQ(failed(open_fernet("", secret(key))), make_error_code(errc::bad_encoding));
  EXPECT_EQ(failed(open_fernet("{\"a\":1}", secret(key))), make_error_code(errc::bad_encoding));
}

}  // namespace
