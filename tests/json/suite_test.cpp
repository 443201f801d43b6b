// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "json/suite_rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <iterator>
#include <string>

#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

namespace {

namespace json = aval::json;

TEST(Suite, HasAtLeastThreeHundredRows) { EXPECT_EQ(std::size(suite_rows), 440U); }

TEST(Suite, ValuesAreAcceptedOrRefusedAsTheRowSays) {
  for (const suite_row& row : suite_rows) {
    const auto r = json::parse(row.text);
    EXPECT_EQ(r.has_value(), row.accepted) << row.name << ": " << (r ? "accepted" : r.error().message());
    if (r) {
      continue;
    }
    EXPECT_LE(r.error().offset, row.text.size()) << row.name;
    EXPECT_GE(r.error().line, 1U) << row.name;
    EXPECT_FALSE(r.error().what.empty()) << row.name;
  }
}

struct holder {
  int before = 0;
  json::value any = {};
  int after = 0;
};
struct ignorer {
  int before = 0;
  int after = 0;
};

// what a type does not have is checked as strictly as what it has: the text stands where nobody reads it
TEST(Suite, TheReaderOfStructsJudgesMembersItIgnoresAlike) {
  const json::limits deep{.max_depth = 200};
  for (const suite_row& row : suite_rows) {
    const std::string text = "{\"before\":1,\"any\":" + std::string(row.text) + ",\"after\":2}";
    const auto held = json::read<holder>(text, deep);
    EXPECT_EQ(held.has_value(), row.accepted) << row.name << ": " << (held ? "accepted" : held.error().message());
    if (row.name[0] == 'i') continue;  // duplicates are not looked for in what is ignored
    const auto ignored = json::read<ignorer>(text, deep);
    EXPECT_EQ(ignored.has_value(), row.accepted) << row.name << ": " << (ignored ? "accepted" : ignored.error().message());
    if (ignored) {
      EXPECT_EQ(ignored->after, 2) << row.name;
    }
  }
}

TEST(Suite, WhatWasAcceptedIsWrittenAndReadAgainWithoutLoss) {
  for (const suite_row& row : suite_rows) {
    const auto r = json::parse(row.text);
    if (!r) continue;
    const std::string once = json::write(*r);
    const auto again = json::parse(once);
    ASSERT_TRUE(again) << row.name << ": " << again.error().message();
    EXPECT_EQ(json::write(*again), once) << row.name;
    EXPECT_TRUE(*again == *r || once.find("e9999") != std::string::npos) << row.name;
    const auto pretty = json::parse(json::write_pretty(*r));
    ASSERT_TRUE(pretty) << row.name;
    EXPECT_EQ(json::write(*pretty), once) << row.name;
  }
}

TEST(Suite, NumbersAreReadIntoDoublesAsTheCLibraryReadsThem) {
  int numbers = 0;
  for (const suite_row& row : suite_rows) {
    const std::string_view name = row.name;
    if (name.substr(0, 8) != "y_number" && name.substr(0, 8) != "n_number") continue;
    const auto r = json::read<double>(row.text);
    EXPECT_EQ(r.has_value(), row.accepted) << row.name << ": " << (r ? "accepted" : r.error().message());
    if (!r) continue;
    EXPECT_EQ(*r, std::strtod(std::string(row.text).c_str(), nullptr)) << row.name;
    EXPECT_EQ(std::signbit(*r), row.text[0] == '-') << row.name;
    ++numbers;
  }
  EXPECT_GT(numbers, 40);
}

TEST(Suite, StringsAreReadIntoStringsAndViewsAsIntoValues) {
  for (const suite_row& row : suite_rows) {
    const std::string_view name = row.name;
    if (name.substr(2, 6) != "string" && name.substr(2, 4) != "utf8") continue;
    const auto dom = json::parse(row.text);
    const auto text = json::read<std::string>(row.text);
    if (dom && !dom->is_string()) continue;
    EXPECT_EQ(text.has_value(), row.accepted) << row.name;
    const auto view = json::read<std::string_view>(row.text);
    if (!text) {
      EXPECT_FALSE(view) << row.name;
      continue;
    }
    EXPECT_EQ(*text, dom->as_string()) << row.name;
    if (row.text.find('\\') == std::string_view::npos) {
      ASSERT_TRUE(view) << row.name;
      EXPECT_EQ(*view, *text) << row.name;
    } else {
      EXPECT_EQ(view.error().code, json::errc::not_viewable) << row.name;
    }
  }
}

TEST(Suite, EveryTextCutShortIsRefusedWithoutReadingBehindIt) {
  const std::string text = R"({"before":-12,"any":{"a":[1.5e3,"x\u00e9\ud83d\ude00 and more text",true,false,null]},"after":2})";
  ASSERT_TRUE(json::read<holder>(text));
  for (std::size_t n = 0; n < text.size(); ++n) {
    const std::string cut = text.substr(0, n);  // a block of its own, so that the sanitizer sees every byte too many
    EXPECT_FALSE(json::read<holder>(cut)) << cut;
    EXPECT_FALSE(json::read<ignorer>(cut)) << cut;
    EXPECT_FALSE(json::parse(cut)) << cut;
  }
}

TEST(Suite, HostileNestingIsRefusedAtTheLimit) {
  for (const char bracket : {'[', '{'}) {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += bracket == '[' ? "[" : "{\"a\":";
    EXPECT_EQ(json::parse(text).error().code, json::errc::limit_exceeded);
    EXPECT_EQ(json::read<ignorer>("{\"x\":" + text).error().code, json::errc::limit_exceeded);
  }
  const std::string full = std::string(129, '[') + std::string(129, ']');
  EXPECT_EQ(json::parse(full).error().code, json::errc::limit_exceeded);
  EXPECT_TRUE(json::parse(full, json::limits{.max_depth = 129}));
  EXPECT_EQ(json::parse("[[]]", json::limits{.max_size = 3}).error().code, json::errc::limit_exceeded);
}

struct tree {
  std::vector<tree> kids = {};
};
TEST(Suite, HostileNestingOfATypeThatContainsItselfIsRefusedToo) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "{\"kids\":[";
  EXPECT_EQ(json::read<tree>(text).error().code, json::errc::limit_exceeded);
}

}  // namespace
