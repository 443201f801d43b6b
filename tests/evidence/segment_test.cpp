// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/evidence/segment.hpp"

#include <gtest/gtest.h>

#include "aval/evidence/detail/ledger.hpp"

namespace {

using namespace aval::evidence;

segment_origin origin_of(unsigned char first) {
  segment_origin origin{};
  origin[0] = first;
  return origin;
}
std::string three_records() {
  std::string text = segment_head(origin_of(7));
  append_record(text, record_kind::intent, {origin_of(7), 1}, "first intent");
  append_record(text, record_kind::outcome, {origin_of(7), 1}, "its outcome");
  append_record(text, record_kind::acknowledgement, {origin_of(7), 1}, "");
  return text;
}

TEST(segment, the_checksum_is_crc_32c) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);  // RFC 3720, B.4: the usual check value
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAu);
  EXPECT_EQ(crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
  EXPECT_EQ(crc32c("6789", crc32c("12345")), crc32c("123456789"));
}

TEST(segment, what_was_written_is_read) {
  const std::string text = three_records();
  const auto contents = read_segment(text);
  ASSERT_TRUE(contents.recognised);
  EXPECT_EQ(contents.origin, origin_of(7));
  EXPECT_TRUE(contents.damage.empty());
  ASSERT_EQ(contents.records.size(), 3u);
  EXPECT_EQ(contents.records[0].kind, record_kind::intent);
  EXPECT_EQ(contents.records[0].payload, "first intent");
  EXPECT_EQ(contents.records[1].payload, "its outcome");
  EXPECT_EQ(contents.records[2].kind, record_kind::acknowledgement);
  EXPECT_EQ(contents.records[2].name, (record_name{origin_of(7), 1}));
}

TEST(segment, a_file_cut_at_any_byte_keeps_every_whole_record_and_reports_a_torn_end) {
  const std::string text = three_records();
  const std::size_t ends[] = {segment_head_size, segment_head_size + 52, segment_head_size + 52 + 51, text.size()};
  for (std::size_t cut = segment_head_size; cut <= text.size(); ++cut) {
    const auto contents = read_segment(std::string_view(text).substr(0, cut));
    std::size_t whole = 0;
    while (whole < 3 && ends[whole + 1] <= cut) ++whole;
    EXPECT_EQ(contents.records.size(), whole) << "cut at " << cut;
    if (cut == ends[whole]) {
      EXPECT_TRUE(contents.damage.empty()) << "cut at " << cut;
    } else {
      ASSERT_EQ(contents.damage.size(), 1u) << "cut at " << cut;
      EXPECT_TRUE(contents.damage[0].torn_end) << "cut at " << cut;
      EXPECT_EQ(contents.damage[0].offset, ends[whole]);
      EXPECT_EQ(contents.damage[0].bytes, cut - ends[whole]);
    }
  }
}

TEST(segment, any_flipped_byte_costs_at_most_the_record_that_it_is_in) {
  const std::string good = three_records();
  for (std::size_t at = segment_head_size; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x20);
    const auto contents = read_segment(bad);
    EXPECT_EQ(contents.records.size(), 2u) << "byte " << at;
    EXPECT_EQ(contents.damage.size(), 1u) << "byte " << at;
    for (const auto& r : contents.records) EXPECT_TRUE(r.payload == "first intent" || r.payload == "its outcome" || r.payload.empty());
  }
}

TEST(segment, zeros_behind_the_last_record_are_a_torn_end) {
  const auto contents = read_segment(three_records() + std::string(500, '\0'));
  EXPECT_EQ(contents.records.size(), 3u);
  ASSERT_EQ(contents.damage.size(), 1u);
  EXPECT_TRUE(contents.damage[0].torn_end);
}

TEST(segment, a_foreign_file_is_not_recognised) {
  const auto contents = read_segment("#!/bin/sh\nrm -rf / and more text so that it is longer than a head\n");
  EXPECT_FALSE(contents.recognised);
  ASSERT_EQ(contents.damage.size(), 1u);
  EXPECT_FALSE(contents.damage[0].torn_end);
  EXPECT_TRUE(read_segment("").damage.empty());
  EXPECT_TRUE(read_segment("avals").damage[0].torn_end);
}

TEST(segment, attack_a_file_full_of_marks_does_not_cost_a_checksum_for_each) {
  // every mark claims a payload of a megabyte: unlimited, this would be gigabytes of checksums
  std::string one(record_head_size, '\0');
  aval::evidence::detail::put32(one.data(), aval::evidence::detail::record_mark);
  aval::evidence::detail::put32(one.data() + 4, 1024 * 1024);
  one[12] = 1;
  std::string text = segment_head(origin_of(1));
  for (int i = 0; i < 100000; ++i) text += one;
  const auto contents = read_segment(text, 64);
  EXPECT_TRUE(contents.records.empty());
  EXPECT_EQ(contents.damage.size(), 1u);
}

TEST(segment, attack_a_payload_size_beyond_the_limit_is_damage_not_memory) {
  std::string text = segment_head(origin_of(1));
  append_record(text, record_kind::intent, {origin_of(1), 1}, "x");
  aval::evidence::detail::put32(text.data() + segment_head_size + 4, 0xFFFFFFFFu);
  const auto contents = read_segment(text);
  EXPECT_TRUE(contents.records.empty());
  EXPECT_FALSE(contents.damage[0].torn_end);
}

TEST(ledger, numbers_are_never_zero_and_never_given_twice_though_slots_are_reused) {
  aval::evidence::detail::ledger book;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    auto& r = book.add({origin_of(1), book.next_number()}, "x");
    EXPECT_EQ(r.number, r.name.number);
    EXPECT_NE(r.number, 0u);
    EXPECT_TRUE(seen.insert(r.number).second);
    const std::uint64_t number = r.number;
    book.remove(r);
    EXPECT_EQ(book.find(number), nullptr);
  }
  EXPECT_EQ(book.size(), 0u);
  EXPECT_EQ(book.bytes(), 0u);
  EXPECT_EQ(book.running(), 0u);
  EXPECT_EQ(book.find(0), nullptr);
}

TEST(leftovers, the_same_record_in_two_files_is_one_and_an_acknowledgement_in_either_closes_it) {
  std::string first = segment_head(origin_of(1));
  append_record(first, record_kind::intent, {origin_of(1), 1}, "a");
  append_record(first, record_kind::intent, {origin_of(1), 2}, "b");
  append_record(first, record_kind::outcome, {origin_of(1), 1}, "done");
  std::string second = segment_head(origin_of(2));  // a process that died while it was taking over
  append_record(second, record_kind::intent, {origin_of(1), 1}, "a");
  append_record(second, record_kind::acknowledgement, {origin_of(1), 2}, "");
  for (const bool swapped : {false, true}) {
    aval::evidence::detail::leftovers both;
    both.add(read_segment(swapped ? second : first));
    both.add(read_segment(swapped ? first : second));
    const auto left = both.take();
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left.begin()->second.intent, "a");
    EXPECT_EQ(left.begin()->second.outcome, "done");
  }
}

}  // namespace
