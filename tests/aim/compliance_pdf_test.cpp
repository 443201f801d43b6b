// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/compliance_pdf.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace aim = aval::aim;

std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

/** What an uncompressed document shows: the strings of its Tj operators, a line for each. */
std::string shown(const std::string& pdf) {
  std::string out;
  for (std::size_t at = pdf.find(") Tj"); at != std::string::npos; at = pdf.find(") Tj", at + 1)) {
    const std::size_t begin = pdf.rfind("\n(", at);
    if (begin == std::string::npos) continue;
    for (std::size_t i = begin + 2; i < at; ++i) {
      if (pdf[i] != '\\') out += pdf[i];
      else out += static_cast<char>(std::strtol(pdf.substr(i + 1, 3).c_str(), nullptr, 8)), i += 3;
    }
    out += '\n';
  }
  return out;
}

std::string plain_pdf(const aim::compliance_report& r) {
  const auto pdf = aim::compliance_pdf(r, {.compress = false});
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf ? *pdf : std::string();
}

TEST(compliance_pdf, shows_the_report_as_text_that_can_be_searched) {
  aim::compliance_report r;
  r.report_type = "hipaa";
  r.organization_id = "11111111-2222-4333-8444-555555555555";
  r.compliance_level = "needs_attention";
  r.compliance_rate = 75;
  r.checks = {aim::assessed({.name = "phi_access_logging", .details = "12 records", .control = "164.312(b)", .evidence = {"audit trail"}}, aim::check_status::passed),
              aim::assessed({.name = "breach_notification_ready"}, aim::check_status::not_assessed)};
  r.agents = {{"id", "weather", "ai_agent", "verified", 0.907, true, "2025-01-01T00:00:00Z"}};
  r.actions = {{"2025-01-02T03:04:05Z", "read_record", "denied", "high"}};
  r.integrity = aim::compliance_integrity{"abc123", 9, false};
  const std::string pdf = plain_pdf(r);
  EXPECT_TRUE(pdf.starts_with("%PDF-1.4"));
  EXPECT_NE(pdf.rfind("%%EOF"), std::string::npos);
  const std::string text = shown(pdf);
  for (const char* part : {"Compliance report HIPAA", "11111111-2222-4333-8444-555555555555", "needs_attention (75.0 %)", "1 passed, 0 failed, 1 not assessed",
                           "passed: phi_access_logging (164.312(b))", "Evidence: audit trail", "not_assessed: breach_notification_ready", "weather\n", "0.907\n", "read_record\n",
                           "denied\n", "NOT VALID, 9 records, head abc123", "Page 1 of 1\n"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nin\n" << text;
}

TEST(compliance_pdf, is_small_with_compression_and_says_the_same) {
  aim::compliance_report r;
  for (int i = 0; i < 1000; ++i) r.actions.push_back({"2025-01-02T03:04:05Z", "read_database", "approved", "low"});
  const auto small = aim::compliance_pdf(r);
  ASSERT_TRUE(small);
  const std::string large = plain_pdf(r);
  EXPECT_LT(small->size() * 3, large.size());
  EXPECT_EQ(occurrences(*small, "/MediaBox"), occurrences(large, "/MediaBox"));
}

TEST(compliance_pdf, begins_new_pages_numbers_them_and_repeats_the_head_of_a_table) {
  aim::compliance_report r;
  for (int i = 0; i < 200; ++i) r.actions.push_back({"2025-01-02T03:04:05Z", "act_" + std::to_string(i) + "_", "approved", "low"});
  const std::string text = shown(plain_pdf(r));
  const std::size_t pages = occurrences(text, "Page ");
  EXPECT_GE(pages, 3u);
  EXPECT_NE(text.find("Page " + std::to_string(pages) + " of " + std::to_string(pages)), std::string::npos);
  EXPECT_GE(occurrences(text, "Risk\n"), pages - 1);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(occurrences(text, "act_" + std::to_string(i) + "_"), 1u) << i;
}

TEST(compliance_pdf, takes_any_text) {
  aim::compliance_report r;
  const auto with = [](std::string text) { return aim::assessed({.name = "n", .details = std::move(text)}, aim::check_status::failed); };
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
  r.checks = {with("Jos\xc3\xa9 pays 5 \xe2\x82\xac"), with("\xe4\xb8\xad\xe6\x96\x87 and \xf0\x9f\x98\x80"), with("(brackets) \\ % <x> [y]"), with("one\ntwo\x1b[31m"),
              with(bytes), with("\xff\xfe broken \xc3"), with(std::string(5000, 'w')), with(std::string(3000, ' ')), with({})};
  const std::string text = shown(plain_pdf(r));
  for (const char* part : {"Jos\xe9 pays 5 \x80", "\\u4e2d\\u6587 and \\u{1f600}", "(brackets) \\ % <x> [y]", "one two?[31m", "?? broken ?"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nin\n" << text;
  EXPECT_GE(occurrences(text, "w"), 5000u);
}

TEST(compliance_pdf, an_empty_report_is_a_document_too) {
  const std::string text = shown(plain_pdf({}));
  EXPECT_NE(text.find("None."), std::string::npos);
  EXPECT_NE(text.find("Page 1 of 1"), std::string::npos);
}

}  // namespace
