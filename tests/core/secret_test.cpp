// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/core/secret.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <type_traits>

namespace {

template <class T>
concept printable_type = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!std::is_copy_constructible_v<aval::secret> && !std::is_copy_assignable_v<aval::secret>);
static_assert(!std::is_convertible_v<aval::secret, std::string> && !std::is_convertible_v<aval::secret, std::string_view>);
static_assert(!printable_type<aval::secret>);

TEST(Secret, MovesLeaveNothingBehind) {
  aval::secret a("key");
  aval::secret b(std::move(a));
  EXPECT_TRUE(a.empty());  // NOLINT(bugprone-use-after-move): the promise under test
  EXPECT_EQ(b.reveal(), "key");
  a = std::move(b);
  EXPECT_EQ(a.reveal(), "key");
  EXPECT_TRUE(b.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(Secret, TakingWipesTheStringItCameIn) {
  std::string text = "a password long enough to live on the heap";
  const char* memory = text.data();
  const auto s = aval::secret::take(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(memory[0], '\0');
  EXPECT_EQ(memory[1], '\0');
  EXPECT_EQ(s.reveal(), "a password long enough to live on the heap");
}

TEST(Secret, ComparesByContents) {
  EXPECT_EQ(aval::secret("x"), aval::secret("x"));
  EXPECT_FALSE(aval::secret("x") == aval::secret("y"));
  EXPECT_FALSE(aval::secret("x") == aval::secret("xx"));
  EXPECT_EQ(aval::secret(), aval::secret(""));
  EXPECT_EQ(aval::secret("x").clone(), aval::secret("x"));
}

}  // namespace
