// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/audit_check.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "aval/authority/audit.hpp"
#include "aval/json/write.hpp"

namespace {
using namespace aval::authority;
namespace json = aval::json;

/** As an authority serves them, newest first. */
std::vector<json::value> trail(int n) {
  audit_chain chain;
  std::vector<json::value> out;
  for (int i = 0; i < n; ++i) {
    audit_entry e;
    e.action = "send_email";
    e.status = "approved";
    e.error = i % 2 ? "caf\u00e9 \"quoted\"\n" : "";
    e.metadata = R"({"auto_approved": true, "trustScore": 0.9070})";
    std::string text;
    append_audit_record(text, *chain.append(e, aval::timestamp(std::chrono::seconds(1'761'321'600 + i))));
    out.push_back(json::parse(text).value());
  }
  std::reverse(out.begin(), out.end());
  return out;
}

/** The first complaint, or nothing. */
std::string complaint(const std::vector<json::value>& records) {
  audit_check check;
  for (const auto& r : records)
    if (const auto good = check.next(r); !good) return good.error().message;
  return {};
}

TEST(audit_check, an_untouched_trail_is_good_to_its_beginning) {
  const auto records = trail(7);
  audit_check check;
  for (const auto& r : records) EXPECT_TRUE(check.next(r));
  EXPECT_EQ(check.records(), 7U);
  EXPECT_EQ(check.oldest(), 1);
  EXPECT_EQ(check.newest(), 7);
  EXPECT_EQ(check.newest_hash(), records[0]["hash"].as_string());
}

TEST(attack, a_record_of_the_trail_is_changed) {
  for (const char* member : {"status", "action", "error", "timestamp", "user_agent"}) {
    auto records = trail(5);
    records[1][member] = "harmless";
    EXPECT_NE(complaint(records).find("record 4 was changed"), std::string::npos) << member << ": " << complaint(records);
  }
  auto records = trail(5);
  records[3]["added"] = true;
  EXPECT_NE(complaint(records).find("record 2 was changed"), std::string::npos);
}

TEST(attack, a_changed_record_gets_a_fitting_hash) {
  auto records = trail(5);
  auto& r = records[2];
  r["status"] = "denied";
  r.erase("hash");
  const auto text = json::canonical_p(r, json::number_text::as_written);
  r["hash"] = aval::crypto::hex_encode(aval::crypto::sha256(text));
  EXPECT_NE(complaint(records).find("record 4 does not follow record 3"), std::string::npos) << complaint(records);
}

TEST(attack, a_record_of_the_trail_is_left_out_or_moved) {
  auto records = trail(5);
  records.erase(records.begin() + 2);
  EXPECT_NE(complaint(records).find("records are missing"), std::string::npos) << complaint(records);
  records = trail(5);
  std::swap(records[1], records[2]);
  EXPECT_FALSE(complaint(records).empty());
  records = trail(5);
  records.insert(records.begin() + 1, records[0]);
  EXPECT_NE(complaint(records).find("order is wrong"), std::string::npos) << complaint(records);
}

TEST(attack, the_trail_is_given_another_beginning) {
  audit_chain chain;
  audit_entry e;
  e.action = "x";
  std::string text;
  const auto first = chain.append(e, {});
  append_audit_record(text, *first);
  auto r = json::parse(text).value();
  r["prev_hash"] = std::string(64, 'f');
  r.erase("hash");
  r["hash"] = aval::crypto::hex_encode(aval::crypto::sha256(json::canonical_p(r, json::number_text::as_written)));
  EXPECT_NE(complaint({r}).find("record 1 is not the first one"), std::string::npos) << complaint({r});
}

TEST(audit_check, what_is_no_record_is_refused_and_does_not_end_the_check) {
  audit_check check;
  for (const char* bad : {"{}", "[]", "null", R"({"seq": 0, "hash": "", "prev_hash": ""})", R"({"seq": "1", "hash": "a", "prev_hash": "b"})"})
    EXPECT_EQ(check.next(json::parse(bad).value()).error().code, make_error_code(aval::errc::invalid_argument)) << bad;
  EXPECT_EQ(check.records(), 0U);
  EXPECT_TRUE(check.next(trail(1)[0]));
}

}  // namespace
