// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/core/timestamp.hpp"

#include <gtest/gtest.h>

#include "aval/core/deadline.hpp"
#include "aval/core/uuid.hpp"

namespace {

using namespace std::chrono_literals;
using aval::format_rfc3339;
using aval::parse_rfc3339;
using aval::timestamp;

TEST(Timestamp, WritesTheFormOfTheWire) {
  const timestamp t{1761321600s + 123456us};
  EXPECT_EQ(format_rfc3339(t), "2025-10-24T16:00:00.123456Z");
  EXPECT_EQ(format_rfc3339(t, 0), "2025-10-24T16:00:00Z");
  EXPECT_EQ(format_rfc3339(t, 3), "2025-10-24T16:00:00.123Z");
  EXPECT_EQ(format_rfc3339(t + 789ns, 9), "2025-10-24T16:00:00.123456789Z");
  EXPECT_EQ(format_rfc3339(timestamp{-1ns}, 9), "1969-12-31T23:59:59.999999999Z");
}

TEST(Timestamp, ReadsWhatServersWrite) {
  const struct {
    const char* text;
    timestamp expected;
  } rows[] = {
      {"2025-10-24T16:00:00Z", timestamp{1761321600s}},
      {"2025-10-24T18:00:00.5+02:00", timestamp{1761321600s + 500ms}},
      {"2025-10-24 11:30:00-04:30", timestamp{1761321600s}},
      {"2025-10-24t16:00:00.123456789z", timestamp{1761321600s + 123456789ns}},
      {"2025-10-24T16:00:00.1234567899Z", timestamp{1761321600s + 123456789ns}},
      {"2016-12-31T23:59:60Z", timestamp{1483228799s}},
      {"2024-02-29T00:00:00Z", timestamp{1709164800s}},
  };
  for (const auto& row : rows) {
    const auto read = parse_rfc3339(row.text);
    ASSERT_TRUE(read) << row.text;
    EXPECT_EQ(*read, row.expected) << row.text;
  }
}

TEST(Timestamp, RefusesWhatIsNoMoment) {
  for (const char* text : {"", "2025-10-24", "2025-10-24T16:00:00", "2025-13-01T00:00:00Z", "2025-02-29T00:00:00Z", "2025-10-24T24:00:00Z",
                           "2025-10-24T16:60:00Z", "2025-10-24T16:00:61Z", "2025-10-24T16:00:00.Z", "2025-10-24T16:00:00+0200",
                           "2025-10-24T16:00:00Zx", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "+025-10-24T16:00:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Uuid, IsVersion4AndReadsItself) {
  const auto a = aval::uuid::random(), b = aval::uuid::random();
  EXPECT_NE(a, b);
  const auto text = a.to_string();
  ASSERT_EQ(text.size(), 36U);
  EXPECT_EQ(text[14], '4');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  EXPECT_EQ(aval::parse_uuid(text), a);
  EXPECT_EQ(aval::parse_uuid("11111111-2222-4333-8444-55555555555A")->to_string(), "11111111-2222-4333-8444-55555555555a");
}

TEST(Uuid, RefusesOtherShapes) {
  for (const char* text : {"", "11111111222243338444555555555555", "11111111-2222-4333-8444-55555555555", "11111111-2222-4333-8444-5555555555555",
                           "g1111111-2222-4333-8444-555555555555", "11111111_2222-4333-8444-555555555555", "{1111111-2222-4333-8444-55555555555}"}) {
    EXPECT_FALSE(aval::parse_uuid(text)) << text;
  }
}

TEST(Uuid, RandomnessIsInjected) {
  const aval::random_source zeros{[](std::span<std::byte> out) { std::fill(out.begin(), out.end(), std::byte{0}); }};
  EXPECT_EQ(aval::uuid::random(zeros).to_string(), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(zeros.fraction(), 0.0);
}

TEST(Deadline, CountsDownAndNeverGoesBelowZero) {
  const auto t0 = aval::deadline::clock::time_point(1000s);
  const auto d = aval::deadline::after(5s, t0);
  EXPECT_FALSE(d.expired(t0 + 4999ms));
  EXPECT_TRUE(d.expired(t0 + 5s));
  EXPECT_EQ(d.remaining(t0 + 2s), 3s);
  EXPECT_EQ(d.remaining(t0 + 9s), 0s);
  EXPECT_EQ(earlier(d, aval::deadline::after(3s, t0)).at(), t0 + 3s);
  EXPECT_EQ(earlier(d, aval::deadline::never()), d);
}

TEST(Deadline, ADurationTooLargeToAddNeverPasses) {
  const auto d = aval::deadline::after(aval::deadline::clock::duration::max());
  EXPECT_FALSE(d.set());
  EXPECT_FALSE(d.expired(aval::deadline::clock::time_point::max()));
}

}  // namespace
