// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/authority/audit_check.hpp"
#include "aval/authority/audit_verify.hpp"

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

/** A trail as it is exported, oldest first, and what its authority has signed. */
struct exported {
  explicit exported(int n, unsigned char seed = 7) : key(key_of(seed)) {
    audit_chain chain;
    for (int i = 0; i < n; ++i) {
      audit_entry e;
      e.organization = home;
      e.action = "send_email";
      e.status = "approved";
      std::string text;
      append_audit_record(text, *chain.append(e, aval::timestamp(std::chrono::seconds(1'761'321'600 + i))));
      lines.push_back(std::move(text));
    }
  }
  static aval::crypto::keypair key_of(unsigned char seed) {
    std::array<std::byte, 32> bytes{};
    bytes[0] = std::byte{seed};
    return aval::crypto::keypair::from_seed(bytes);
  }
  json::value record(std::size_t i) const { return json::parse(lines[i]).value(); }
  std::string hash(std::size_t i) const { return record(i)["hash"].as_string(); }
  void sign(std::size_t seq, const aval::crypto::keypair& by) {
    options.checkpoints.push_back(sign_checkpoint(by, aval::uuid::random(), home, static_cast<std::int64_t>(seq), hash(seq - 1), aval::timestamp(std::chrono::seconds(1'761'321'700))));
  }
  /** Changes a record and computes its hash and everything behind it anew, as somebody with the data base could. */
  void forge(std::size_t i) {
    std::string before;
    for (std::size_t k = i; k < lines.size(); ++k) {
      json::value r = record(k);
      if (k == i) r["status"] = "denied";
      else r["prev_hash"] = before;
      before = *audit_hash_of(r);
      r.erase("hash");
      lines[k] = json::canonical_p(r, json::number_text::as_written);
      lines[k].replace(lines[k].size() - 1, 1, ", \"hash\": \"" + before + "\"}");
    }
  }
  audit_verifier verify() {
    if (options.trusted.empty()) options.trusted.push_back(key.public_key());
    audit_verifier check(options);
    for (const auto& line : lines) check.next_line(line);
    check.finish();
    return check;
  }
  std::string complaint() {
    const auto check = verify();
    return check.good() ? std::string() : check.findings().at(0);
  }

  aval::uuid home = aval::uuid::random();
  aval::crypto::keypair key;
  std::vector<std::string> lines;
  audit_verify_options options;
};
#define EXPECT_SAYS(text, what) EXPECT_NE((text).find(what), std::string::npos) << (text)

TEST(audit_verifier, an_untouched_trail_is_good_and_its_checkpoint_vouches_for_it) {
  exported e(7);
  e.sign(5, e.key);
  e.sign(3, e.key);
  e.options.kept = parse_audit_head("4:" + e.hash(3));
  const auto check = e.verify();
  EXPECT_TRUE(check.good()) << check.findings().at(0);
  EXPECT_EQ(check.records(), 7U);
  EXPECT_EQ(check.vouched(), 5);
  EXPECT_EQ(check.newest(), 7);
  EXPECT_EQ(check.newest_hash(), e.hash(6));
}

TEST(attack, the_newest_records_of_an_export_are_cut_off) {
  exported e(7);
  e.sign(6, e.key);
  e.lines.resize(5);
  EXPECT_SAYS(e.complaint(), "cut off: it ends with record 5");
  EXPECT_EQ(e.verify().faults(), 1U);
  exported without(7);
  without.options.kept = parse_audit_head("7:" + without.hash(6));
  without.lines.resize(5);
  EXPECT_SAYS(without.complaint(), "the head that you kept is record 7");
}

TEST(attack, a_record_of_an_export_is_edited) {
  exported e(7);
  e.lines[3].replace(e.lines[3].find("send_email"), 10, "read_email");
  EXPECT_SAYS(e.complaint(), "record 4 was changed");
}

TEST(attack, a_trail_is_computed_anew_from_an_edited_record_on) {
  exported e(7);
  e.sign(2, e.key);
  e.sign(6, e.key);
  exported forged = e;
  forged.forge(3);
  const auto check = forged.verify();
  EXPECT_EQ(check.faults(), 1U) << "every hash fits: only the checkpoint tells";
  EXPECT_SAYS(check.findings().at(0), "record 6 is not the one that the checkpoint of");
  EXPECT_EQ(check.vouched(), 2);
  forged.options.checkpoints.clear();
  forged.options.kept = parse_audit_head("5:" + e.hash(4));
  EXPECT_SAYS(forged.complaint(), "cut off or rewritten");
}

TEST(attack, records_of_an_export_are_reordered_repeated_or_left_out) {
  exported moved(7);
  std::swap(moved.lines[2], moved.lines[3]);
  const auto check = moved.verify();
  ASSERT_GE(check.faults(), 2U);
  EXPECT_SAYS(check.findings().at(0), "between record 2 and record 4 records are missing");
  EXPECT_SAYS(check.findings().at(1), "record 3 stands behind record 4: the order is wrong");
  exported twice(7);
  twice.lines.insert(twice.lines.begin() + 3, twice.lines[2]);
  EXPECT_SAYS(twice.complaint(), "record 3 stands behind record 3");
  exported fewer(7);
  fewer.sign(4, fewer.key);
  fewer.lines.erase(fewer.lines.begin() + 3);
  EXPECT_SAYS(fewer.verify().findings().at(1), "record 4, of which the checkpoint of");
  exported older(7);
  older.lines.erase(older.lines.begin(), older.lines.begin() + 2);
  EXPECT_SAYS(older.complaint(), "the trail begins with record 3; the older ones are missing");
  older.options.first = 3;
  EXPECT_EQ(older.complaint(), "");
}

TEST(attack, a_checkpoint_of_another_key_vouches_for_a_forged_trail) {
  exported e(7);
  e.forge(3);
  e.sign(7, exported::key_of(9));
  const auto check = e.verify();
  EXPECT_EQ(check.vouched(), 0);
  EXPECT_SAYS(check.findings().at(0), "is signed by a key that is not trusted");
  exported named(7);
  named.sign(7, exported::key_of(9));
  named.options.checkpoints[0].key = named.key.public_key().to_base64();
  EXPECT_SAYS(named.complaint(), "does not have the signature that it needs");
}

TEST(attack, a_signed_checkpoint_is_edited) {
  exported e(7);
  e.sign(6, e.key);
  const checkpoint_record good = e.options.checkpoints[0];
  EXPECT_TRUE(verify_checkpoint(good, e.key.public_key()));
  for (int member = 0; member < 4; ++member) {
    checkpoint_record c = good;
    if (member == 0) c.seq = 5;
    if (member == 1) c.hash = e.hash(4);
    if (member == 2) c.at = "2030-01-01T00:00:00Z";
    if (member == 3) c.organization = aval::uuid::random();
    EXPECT_FALSE(verify_checkpoint(c, e.key.public_key())) << member;
  }
}

TEST(attack, the_trail_of_another_organization_is_passed_off) {
  exported mine(5), other(5);
  other.options = mine.options;
  mine.sign(5, mine.key);
  other.options.checkpoints = mine.options.checkpoints;
  EXPECT_SAYS(other.complaint(), "one of another organization");
  exported mixed(5);
  mixed.lines.push_back(other.lines[0]);
  EXPECT_SAYS(mixed.complaint(), "record 1 belongs to another organization");
}

TEST(audit_verifier, what_is_no_record_is_told_and_does_not_end_the_check) {
  exported e(3);
  e.lines.insert(e.lines.begin() + 1, {"{}", "null", "{\"seq\": ", "[1, 2]"});
  const auto check = e.verify();
  EXPECT_EQ(check.faults(), 4U);
  EXPECT_EQ(check.newest(), 3);
  exported none(0);
  EXPECT_SAYS(none.complaint(), "empty");
}

TEST(audit_export_reader, gives_the_same_lines_however_they_come) {
  const std::string text = "one\n\ntwo\r\nthree\n";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    audit_export_reader reader;
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size(); at += size) ASSERT_TRUE(reader.feed(std::string_view(text).substr(at, size), [&](std::string_view line) { lines.emplace_back(line); }));
    EXPECT_TRUE(reader.finish());
    EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three"})) << size;
  }
  audit_export_reader cut;
  ASSERT_TRUE(cut.feed("{\"seq\": 1", [](std::string_view) { FAIL(); }));
  EXPECT_FALSE(cut.finish());
  audit_export_reader endless;
  EXPECT_FALSE(endless.feed(std::string(audit_export_reader::longest_line + 1, 'x'), [](std::string_view) { FAIL(); }));
}

TEST(checkpoints, are_due_after_a_thousand_records_or_five_minutes_with_something_new) {
  const aval::timestamp start(std::chrono::seconds(1'761'321'600));
  EXPECT_FALSE(checkpoint_due(nullptr, 0, start));
  EXPECT_TRUE(checkpoint_due(nullptr, 1, start));
  checkpoint_record c;
  c.seq = 10;
  c.at = aval::format_rfc3339(start);
  EXPECT_FALSE(checkpoint_due(&c, 10, start + std::chrono::hours(1)));
  EXPECT_FALSE(checkpoint_due(&c, 11, start + std::chrono::minutes(4)));
  EXPECT_TRUE(checkpoint_due(&c, 11, start + std::chrono::minutes(5)));
  EXPECT_TRUE(checkpoint_due(&c, 1010, start));
}

TEST(checkpoints, of_days_gone_by_are_kept_one_for_each_day) {
  std::vector<std::shared_ptr<const checkpoint_record>> all;
  for (int i = 0; i < 1100; ++i) {
    checkpoint_record c;
    c.id = aval::uuid::random();
    c.seq = i + 1;
    c.at = aval::format_rfc3339(aval::timestamp(std::chrono::hours(i)));
    all.push_back(std::make_shared<const checkpoint_record>(c));
  }
  EXPECT_TRUE(superfluous_checkpoints({all.begin(), all.begin() + 1000}).empty());
  const auto gone = superfluous_checkpoints(all);
  EXPECT_EQ(gone.size(), 600U - 25) << "the last one of each of 25 days stays, and the newest 500";
  EXPECT_EQ(std::count(gone.begin(), gone.end(), all[23]->id), 0) << "the last of the first day";
  EXPECT_EQ(std::count(gone.begin(), gone.end(), all[22]->id), 1);
}

}  // namespace
