// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <hpdf.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/compliance_request.hpp"
#include "aval/aim/errors.hpp"
#include "aval/core/printable.hpp"
#include "aval/core/result.hpp"

/*  A compliance report as a PDF document, written with libharu. Opt-in: link aval::pdf. A program that includes this header in any of
 *  its files also gives agents a renderer: export_compliance_report writes the PDF itself where the authority cannot.
 *
 *  Pages are A4 with a running head and page numbers; tables repeat their header row. The text is real text in the standard fonts, so it
 *  can be searched and copied, and the file holds no font. These fonts have the characters of Windows-1252; another one is written as
 *  \u4e2d (\u{1f600} beyond four digits), so that nothing is lost, and control characters as a question mark. */

namespace aval {
inline namespace v0 {
namespace aim {

struct compliance_pdf_options {
  bool compress = true;  ///< false: the text stands readable in the file
};

namespace detail {

/** UTF-8 in the bytes of Windows-1252. */
template <class Lazy = void>
std::string pdf_text(std::string_view text) {
  static constexpr std::array<std::uint16_t, 32> high = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                         0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                         0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  std::string plain(text);
  for (char& c : plain)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  plain = printable(plain, std::string::npos);  // now it is UTF-8 without control characters
  std::string out;
  out.reserve(plain.size());
  for (std::size_t i = 0; i < plain.size();) {
    const auto at = [&](std::size_t k) { return static_cast<std::uint32_t>(static_cast<unsigned char>(plain[i + k])); };
    const std::uint32_t c = at(0);
    const std::size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    std::uint32_t point = n == 1 ? c : c & (0xFFu >> (n + 1));
    for (std::size_t k = 1; k < n; ++k) point = point << 6 | (at(k) & 0x3F);
    i += n;
    if (point < 0x80 || (point >= 0xA0 && point <= 0xFF)) {
      out += static_cast<char>(point);
      continue;
    }
    std::size_t k = 0;
    while (k < high.size() && (high[k] == 0 || high[k] != point)) ++k;
    if (k < high.size()) {
      out += static_cast<char>(0x80 + k);
      continue;
    }
    char escape[16];
    std::snprintf(escape, sizeof escape, point > 0xFFFF ? "\\u{%x}" : "\\u%04x", static_cast<unsigned>(point));
    out += escape;
  }
  return out;
}

/** The pages of one document: text that flows down, tables, and a new page where there is no more room. */
template <class Lazy = void>
class pdf_writer {
 public:
  struct column {
    std::string_view head;
    float width;
  };

  pdf_writer(std::string head, bool compress) : head_(std::move(head)), document_(HPDF_New(nullptr, nullptr), &HPDF_Free) {
    if (!document_) return;
    HPDF_SetCompressionMode(document_.get(), compress ? HPDF_COMP_ALL : HPDF_COMP_NONE);
    HPDF_SetPagesConfiguration(document_.get(), 500);  // a tree of pages; one list of them all would be limited
    plain_ = HPDF_GetFont(document_.get(), "Helvetica", "WinAnsiEncoding");
    bold_ = HPDF_GetFont(document_.get(), "Helvetica-Bold", "WinAnsiEncoding");
  }

  bool good() const { return document_ && HPDF_GetError(document_.get()) == HPDF_OK && plain_ && bold_; }

  void about(HPDF_InfoType what, const std::string& text) {
    if (good()) HPDF_SetInfoAttr(document_.get(), what, text.c_str());
  }

  void gap(float points) { y_ -= points; }

  void heading(std::string_view text, float size = 12) {
    need(size + 40);  // not alone at the foot of a page
    gap(size * 0.6f);
    write(bold_, size, left, width, pdf_text(text));
    gap(3);
  }

  /** Text over the whole width, in as many lines as it takes. */
  void paragraph(std::string_view text, bool strong = false, float indent = 0) {
    write(strong ? bold_ : plain_, body, left + indent, width - indent, pdf_text(text));
  }

  /** A name and what it is. */
  void line(std::string_view name, std::string_view text) {
    const auto value = wrapped(plain_, body, width - 150, pdf_text(text));
    need(row);
    show(bold_, body, left, pdf_text(name));
    for (const auto& part : value) {
      need(row);
      show(plain_, body, left + 150, part);
      y_ -= row;
    }
    if (value.empty()) y_ -= row;
  }

  void begin_table(std::vector<column> columns) {
    columns_ = std::move(columns);
    need(3 * row);
    head_row();
  }
  /** A row; the texts are wrapped within their columns. */
  void cells(std::initializer_list<std::string_view> texts) {
    std::vector<std::vector<std::string>> parts;
    std::size_t lines = 1;
    std::size_t i = 0;
    for (const std::string_view t : texts) {
      parts.push_back(wrapped(plain_, small, columns_[i++].width - 6, pdf_text(t)));
      lines = parts.back().size() > lines ? parts.back().size() : lines;
    }
    for (std::size_t l = 0; l < lines && good(); ++l) {
      if (y_ - small_row < bottom) {
        new_page();
        head_row();
      }
      float x = left;
      for (std::size_t c = 0; c < parts.size(); ++c) {
        if (l < parts[c].size()) show(plain_, small, x, parts[c][l]);
        x += columns_[c].width;
      }
      y_ -= small_row;
    }
    y_ -= 1.5f;
  }

  /** The file, with a number on every page. */
  result<std::string> finish() {
    if (good() && pages_.empty()) new_page();
    for (std::size_t i = 0; i < pages_.size() && good(); ++i) {
      const std::string text = "Page " + std::to_string(i + 1) + " of " + std::to_string(pages_.size());
      page_ = pages_[i];
      y_ = bottom - 22;
      show(plain_, small, left, text);
    }
    if (!good() || HPDF_SaveToStream(document_.get()) != HPDF_OK) return failed();
    std::string out(HPDF_GetStreamSize(document_.get()), '\0');
    auto size = static_cast<HPDF_UINT32>(out.size());
    HPDF_ResetStream(document_.get());
    const HPDF_STATUS status = HPDF_ReadFromStream(document_.get(), reinterpret_cast<HPDF_BYTE*>(out.data()), &size);
    if ((status != HPDF_OK && status != HPDF_STREAM_EOF) || size != out.size()) return failed();
    if (out.starts_with("%PDF-1.3")) out[7] = '4';  // the version that reports are promised in; 1.3 is a part of it
    return out;
  }

 private:
  failure failed() const {
    const HPDF_STATUS why = document_ ? HPDF_GetError(document_.get()) : static_cast<HPDF_STATUS>(HPDF_FAILD_TO_ALLOC_MEM);
    return {make_error_code(errc::not_rendered), "the PDF could not be written: libharu says " + std::to_string(why)};
  }

  static constexpr float left = 48, width = 499, top = 790, bottom = 60, body = 9.5f, row = 13, small = 8, small_row = 10.5f;

  void new_page() {
    page_ = good() ? HPDF_AddPage(document_.get()) : nullptr;
    if (!page_) return;
    HPDF_Page_SetSize(page_, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
    pages_.push_back(page_);
    y_ = top + 18;
    show(plain_, small, left, head_);
    y_ = top;
  }
  void need(float points) {
    if (!page_ || y_ - points < bottom) new_page();
  }
  void head_row() {
    float x = left;
    for (const auto& c : columns_) {
      show(bold_, small, x, std::string(c.head));
      x += c.width;
    }
    y_ -= small_row;
    if (!page_ || !good()) return;
    HPDF_Page_SetLineWidth(page_, 0.5f);
    HPDF_Page_MoveTo(page_, left, y_ - 0.5f);
    HPDF_Page_LineTo(page_, left + width, y_ - 0.5f);
    HPDF_Page_Stroke(page_);
    y_ -= 2.5f;
  }

  /** The lines of a text; a word that is wider than the column is cut. */
  std::vector<std::string> wrapped(HPDF_Font font, float size, float room, const std::string& text) const {
    std::vector<std::string> lines;
    std::string_view rest = text;
    while (!rest.empty() && good()) {
      const auto measure = [&](HPDF_BOOL words) {
        const auto bytes = static_cast<HPDF_UINT>(rest.size() < 1000 ? rest.size() : 1000);
        return static_cast<std::size_t>(HPDF_Font_MeasureText(font, reinterpret_cast<const HPDF_BYTE*>(rest.data()), bytes, room, size, 0, 0, words, nullptr));
      };
      std::size_t n = measure(HPDF_TRUE);
      if (n == 0) n = measure(HPDF_FALSE);
      if (n == 0) n = 1;
      std::string_view part = rest.substr(0, n);
      while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
      lines.emplace_back(part);
      rest.remove_prefix(n);
      while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    }
    return lines;
  }

  void write(HPDF_Font font, float size, float x, float room, const std::string& text) {
    for (const auto& part : wrapped(font, size, room, text)) {
      need(size * 1.35f);
      show(font, size, x, part);
      y_ -= size * 1.35f;
    }
  }

  /** One line with its base a little below y_. */
  void show(HPDF_Font font, float size, float x, const std::string& text) {
    if (!page_ || !good() || text.empty()) return;
    HPDF_Page_BeginText(page_);
    HPDF_Page_SetFontAndSize(page_, font, size);
    HPDF_Page_TextOut(page_, x, y_ - size, text.c_str());
    HPDF_Page_EndText(page_);
  }

  std::string head_;
  std::unique_ptr<_HPDF_Doc_Rec, void (*)(HPDF_Doc)> document_;
  HPDF_Font plain_ = nullptr, bold_ = nullptr;
  HPDF_Page page_ = nullptr;
  std::vector<HPDF_Page> pages_;
  std::vector<column> columns_;
  float y_ = 0;
};

inline std::string pdf_number(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  for (char& c : text)
    if (c == ',') c = '.';  // whatever the locale
  return text;
}

}  // namespace detail

/** The document. Takes any text; what is not UTF-8 becomes a question mark.
 *
 *  @par Errors  errc::not_rendered: there is no memory for it, or libharu refuses. */
template <class Lazy = void>
result<std::string> compliance_pdf(const compliance_report& report, compliance_pdf_options options = {}) {
  using detail::pdf_number;
  std::string type = printable(report.report_type, 40);
  for (char& c : type)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const std::string title = "Compliance report " + type;
  detail::pdf_writer<> out(detail::pdf_text(title + (report.generated_at.empty() ? "" : ", generated " + report.generated_at)), options.compress);
  out.about(HPDF_INFO_TITLE, title);
  out.about(HPDF_INFO_CREATOR, "aval");

  out.heading(title, 18);
  out.line("Organization", report.organization_id);
  if (report.agent_id) out.line("Agent", *report.agent_id);
  out.line("Period", report.period.start + " to " + report.period.end);
  out.line("Generated at", report.generated_at);
  if (!report.generator.empty()) out.line("Generated by", report.generator);
  const auto sum = tally(report.checks);
  out.line("Level", report.compliance_level + " (" + pdf_number(report.compliance_rate, 1) + " %)");
  out.line("Checks", std::to_string(sum.passed) + " passed, " + std::to_string(sum.failed) + " failed, " + std::to_string(sum.not_assessed) + " not assessed");

  out.heading("Summary");
  const auto& s = report.summary;
  out.line("Agents", std::to_string(s.total_agents) + ", of these " + std::to_string(s.verified_agents) + " verified and " + std::to_string(s.pending_agents) + " pending");
  out.line("Average trust score", pdf_number(s.average_trust_score, 3));
  out.line("Active API keys", std::to_string(s.active_api_keys));
  out.line("Audit records", std::to_string(s.total_audit_logs));
  out.line("Open alerts", std::to_string(s.unacknowledged_alerts));
  const auto& a = report.audit_activity;
  out.line("Actions", std::to_string(a.total_actions) + ", by " + std::to_string(a.unique_users) + " people; " + std::to_string(a.recent_actions_24h) + " in the last 24 hours");
  if (report.integrity) {
    const auto& i = *report.integrity;
    out.line("Audit chain", std::string(!i.chain_valid ? "not checked" : *i.chain_valid ? "valid" : "NOT VALID") + ", " + std::to_string(i.records) + " records, head " + i.audit_head_hash);
  }

  out.heading("Checks");
  for (const auto& c : report.checks) {
    out.paragraph(std::string(to_string(c.status)) + ": " + c.name + (c.control.empty() ? "" : " (" + c.control + ")"), true);
    if (!c.details.empty()) out.paragraph(c.details, false, 12);
    if (!c.evidence.empty()) out.paragraph("Evidence: " + joined(c.evidence), false, 12);
    if (c.affected_items)
      for (const auto& item : *c.affected_items) out.paragraph(item.severity + ": " + item.name + " (" + item.id + "), " + item.issue, false, 12);
    out.gap(3);
  }
  if (report.checks.empty()) out.paragraph("None.");

  if (!report.recommendations.empty()) {
    out.heading("Recommendations");
    for (const auto& text : report.recommendations) out.paragraph("- " + text);
  }
  if (!report.agents.empty()) {
    out.heading("Agents");
    out.begin_table({{"Name", 150}, {"Type", 80}, {"Status", 60}, {"Trust", 40}, {"Last verified", 120}, {"Certificate", 49}});
    for (const auto& g : report.agents)
      out.cells({g.name, g.type, g.status, pdf_number(g.trust_score, 3), g.last_verified.value_or(""), g.has_certificate ? "yes" : "no"});
  }
  if (!report.audit_activity.top_actions.empty()) {
    out.heading("Most frequent actions");
    out.begin_table({{"Action", 350}, {"Count", 149}});
    for (const auto& t : report.audit_activity.top_actions) out.cells({t.action, std::to_string(t.count)});
  }
  if (!report.actions.empty()) {
    out.heading("Actions");
    out.begin_table({{"Time", 140}, {"Action", 229}, {"Status", 70}, {"Risk", 60}});
    for (const auto& x : report.actions) out.cells({x.timestamp, x.action_name, x.status, x.risk_level});
  }
  return out.finish();
}

namespace detail {
// runs when the program starts; the renderer is a pointer that is constant-initialised, so the order does not matter
inline const bool pdf_is_linked = (pdf_renderer.store([](const compliance_report& r) { return compliance_pdf(r); }), true);
}  // namespace detail

}  // namespace aim
}  // namespace v0
}  // namespace aval
