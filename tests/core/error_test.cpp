// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/core/error.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Error, CodesOfAsioAndOfOursMeetTheSameConditions) {
  EXPECT_EQ(std::error_code(asio::error::connection_refused), aval::condition::unreachable);
  EXPECT_EQ(std::error_code(asio::error::eof), aval::condition::unreachable);
  EXPECT_EQ(std::error_code(asio::error::operation_aborted), aval::condition::cancelled);
  EXPECT_EQ(make_error_code(aval::errc::cancelled), aval::condition::cancelled);
  EXPECT_EQ(make_error_code(aval::errc::timed_out), aval::condition::timed_out);
  EXPECT_NE(make_error_code(aval::errc::timed_out), aval::condition::cancelled);
}

TEST(Error, TextOfThePeerIsKeptApartAndHarmless) {
  const aval::error e(aval::errc::limit_exceeded, "reading the answer", aval::printable("no\x1b[31m way\r\n"));
  EXPECT_EQ(e.context(), "reading the answer");
  EXPECT_EQ(e.peer_text(), "no?[31m way?\?");
  EXPECT_STREQ(e.what(), "reading the answer: limit exceeded (peer: no?[31m way?\?)");
}

TEST(Error, PrintableKeepsUtf8AndCutsAtACharacter) {
  EXPECT_EQ(aval::printable("jos\xC3\xA9"), "jos\xC3\xA9");
  EXPECT_EQ(aval::printable("\xC3\xA9\xC3\xA9", 3), "\xC3\xA9...");
  EXPECT_EQ(aval::printable("a\xC2\x9B" "b\xED\xA0\x80\xFF"), "a?\?b?\?\?\?");
}

TEST(Error, CodeOfAnExceptionPointer) {
  EXPECT_FALSE(aval::code_of(nullptr));
  EXPECT_EQ(aval::code_of(std::make_exception_ptr(aval::error(aval::errc::timed_out))), aval::condition::timed_out);
  EXPECT_EQ(aval::code_of(std::make_exception_ptr(std::bad_alloc())), std::errc::not_enough_memory);
  EXPECT_TRUE(aval::code_of(std::make_exception_ptr(3)));
}

}  // namespace
