// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/password.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace aval::crypto;

constexpr password_options cheap{1, 64};

TEST(Password, OnlyTheRightOneIsAccepted) {
  const std::string hash = hash_password("correct horse", cheap);
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
  EXPECT_EQ(hash.find("horse"), std::string::npos);
  EXPECT_TRUE(verify_password(hash, "correct horse"));
  EXPECT_FALSE(verify_password(hash, "correct horsf"));
  EXPECT_FALSE(verify_password(hash, ""));
  EXPECT_NE(hash, hash_password("correct horse", cheap)) << "the salt is fresh";
}

TEST(Password, ADamagedHashMatchesNothing) {
  std::string hash = hash_password("p", cheap);
  for (const std::string& bad : {std::string(), std::string("p"), std::string(500, '$'), hash.substr(0, hash.size() / 2), hash + "x"})
    EXPECT_FALSE(verify_password(bad, "p")) << bad;
  EXPECT_THROW(hash_password("p", password_options{1, 1}), aval::error);
}

TEST(Password, DefaultsCanBeChecked) {
  EXPECT_TRUE(verify_password(hash_password("p"), "p"));
}

}  // namespace
