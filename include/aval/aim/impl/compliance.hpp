// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/agent.hpp"
#include "aval/aim/impl/audit_pager.hpp"
#include "aval/aim/impl/client.hpp"
#include "aval/json/write.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

[[noreturn]] inline void bad_report(const std::string& what) { throw configuration_error(errc::invalid_configuration, "compliance report: " + what); }

inline std::string compliance_content_type(const std::string& format) {
  return format == "csv" ? "text/csv" : format == "pdf" ? "application/pdf" : "application/json";
}

template <class Lazy = void>
std::string compliance_dates(const compliance_request& r) {
  std::string query;
  if (r.start) query += "&start_date=" + format_rfc3339(*r.start, 0);
  if (r.end) query += "&end_date=" + format_rfc3339(*r.end, 0);
  return query;
}

/** The query of the export route. Throws configuration_error for what no authority takes. */
template <class Lazy = void>
std::string compliance_query(const compliance_request& r) {
  if (!is_compliance_type(r.report_type)) bad_report("report_type is one of soc2, hipaa, gdpr, iso27001, all, not \"" + printable(r.report_type, 60) + "\"");
  bool known = false;
  for (const auto format : compliance_formats) known = known || r.format == format;
  if (!known) bad_report("format is one of json, csv, pdf, not \"" + printable(r.format, 60) + "\"");
  if (r.start && r.end && *r.start >= *r.end) bad_report("the start is not before the end");
  if (r.start && r.end && *r.end - *r.start > std::chrono::hours(24 * 366)) bad_report("the range is longer than 366 days");
  return "report_type=" + r.report_type + "&format=" + r.format + compliance_dates(r);
}

/** The file that an authority sent, if it is one of that format. */
template <class Lazy = void>
compliance_document compliance_document_of(const std::string& format, call_answer a, error_origin origin) {
  compliance_document d;
  d.format = format;
  d.content_type = compliance_content_type(format);
  d.bytes = std::move(a.body);
  std::string wrong;
  if (format == "pdf" && !d.bytes.starts_with("%PDF-")) wrong = "not a PDF document";
  if (format == "csv" && (d.bytes.empty() || d.bytes.front() == '{')) wrong = "not a table";
  if (format == "json") {
    auto read = aim::read<compliance_report>(d.bytes);
    if (read) d.report = std::move(*read);
    else wrong = "not understood: " + read.error().message();
  }
  if (!wrong.empty()) {
    const exchange e{a.status, d.bytes, {}, {}};
    std::rethrow_exception(error_for_shape(std::move(wrong), e, std::move(origin)));
  }
  return d;
}

/** A report in the format that was asked for, written here. */
template <class Lazy = void>
compliance_document written_here(const std::string& format, compliance_report report) {
  compliance_document d;
  d.format = format;
  d.content_type = compliance_content_type(format);
  if (format == "json") d.bytes = json::write(report);
  if (format == "csv") d.bytes = compliance_csv(report);
  if (format == "pdf") {
    const auto render = pdf_renderer.load();
    if (!render)
      throw configuration_error(errc::not_rendered, "the authority writes no PDF, and this program neither: include aval/aim/compliance_pdf.hpp and link aval::pdf");
    auto bytes = render(report);
    if (!bytes) throw configuration_error(bytes.error().code, bytes.error().message);
    d.bytes = std::move(*bytes);
  }
  d.report = std::move(report);
  return d;
}

/** What authorities of 2025 say about an organisation. */
struct organization_export {
  std::optional<std::string> generated_at = {};
  std::optional<std::string> organization_id = {};
  std::optional<compliance_status_answer> status = {};
};

/** What became of the question to our own kind of authority. */
enum class report_source { theirs, no_pdf, no_route };

template <class Lazy>
call_request person_call(const char* method, std::string path, std::string body = {}) {
  call_request r(method, std::move(path), std::move(body));
  r.credential = credential_kind::bearer;
  r.repeatable = true;  // a check changes nothing
  return r;
}

/** A report put together from the routes of 2025, which answer people only (2.7). */
template <class Lazy = void>
awaitable<compliance_report> assembled_report(client calls, compliance_request r) {
  compliance_check_request question;
  question.check_type = r.report_type;
  compliance_check_answer checks = co_await calls.call_for<compliance_check_answer>(person_call<Lazy>("POST", "/api/v1/compliance/check", json::write(question)));
  call_request ask = person_call<Lazy>("GET", "/api/v1/compliance/export");
  ask.query = "format=json" + compliance_dates(r);
  organization_export facts = co_await calls.call_for<organization_export>(std::move(ask));
  compliance_report out;
  out.organization_id = printable(facts.organization_id.value_or(""), 100);
  out.report_type = r.report_type;
  const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(calls.settings().clock.now());
  out.generated_at = facts.generated_at ? printable(*facts.generated_at, 60) : format_rfc3339(now, 0);
  if (r.start) out.period.start = format_rfc3339(*r.start, 0);
  out.period.end = format_rfc3339(r.end.value_or(now), 0);
  for (auto& c : checks.checks) {
    const bool said = c.status != check_status::not_assessed;  // authorities of 2025 know passed and failed only
    out.checks.push_back(said ? std::move(c) : assessed(c, c.passed ? check_status::passed : check_status::failed));
  }
  out.compliance_rate = tally(out.checks).rate;
  out.compliance_level = compliance_level(out.compliance_rate);
  if (facts.status) {
    out.summary.total_agents = facts.status->total_agents;
    out.summary.verified_agents = facts.status->verified_agents;
    out.summary.average_trust_score = facts.status->average_trust_score;
    out.audit_activity.recent_actions_24h = facts.status->recent_audit_count;
  }
  call_request trail = person_call<Lazy>("GET", "/api/v1/admin/audit-logs");
  trail.query = "limit=100&offset=0" + compliance_dates(r);
  try {
    audit_page page = co_await calls.call_for<audit_page>(std::move(trail));
    out.summary.total_audit_logs = page.total;
    for (auto& record : page.logs) {
      audit_entry e = complete(std::move(record));
      if ((r.start && !(e.time && *e.time >= *r.start)) || (r.end && !(e.time && *e.time < *r.end))) continue;
      out.actions.push_back({std::move(e.timestamp), std::move(e.action_name), std::move(e.status), std::move(e.risk_level)});
    }
    out.audit_activity.total_actions = static_cast<std::int64_t>(out.actions.size());
  } catch (const authentication_error&) {  // a manager may see the checks, not the trail
  } catch (const server_error&) {
  }
  for (const auto& c : out.checks)
    if (c.status == check_status::failed) out.recommendations.push_back(c.name + ": " + (c.details.empty() ? "failed" : c.details));
  out.generator = "aval/" AVAL_VERSION_STRING " from the checks of " + calls.base();
  co_return out;
}

}  // namespace detail

template <class Lazy>
awaitable<compliance_document> basic_agent<Lazy>::export_compliance_report() const { return run_export(state_, compliance_request()); }

template <class Lazy>
awaitable<compliance_document> basic_agent<Lazy>::export_compliance_report(awaited<compliance_request> what) const {
  return run_export(state_, taken(std::move(what)));
}

template <class Lazy>
awaitable<compliance_document> basic_agent<Lazy>::run_export(state_ptr s, compliance_request r) {
  using detail::report_source;
  call_request ask("GET", own_path(*s, "/compliance/export"));
  ask.query = detail::compliance_query(r);
  ask.accept = detail::compliance_content_type(r.format) + ", application/json;q=0.5";
  error_origin origin;
  origin.endpoint = "GET " + s->calls.base() + ask.path;
  report_source from = report_source::theirs;
  call_answer answer;
  try {
    answer = co_await s->calls.call(std::move(ask));
  } catch (const server_error& e) {
    if (e.http_status() == 404 || e.http_status() == 405) from = report_source::no_route;
    else if (e.http_status() == 400 && r.format == "pdf" && e.peer_text().find("ormat") != std::string::npos) from = report_source::no_pdf;
    else throw;
  }
  if (from == report_source::theirs) co_return detail::compliance_document_of(r.format, std::move(answer), std::move(origin));
  if (from == report_source::no_route) {
    compliance_report report = co_await detail::assembled_report(s->calls, r);
    co_return detail::written_here(r.format, std::move(report));
  }
  if (!detail::pdf_renderer.load()) (void)detail::written_here(r.format, compliance_report());  // says what is missing
  call_request again("GET", own_path(*s, "/compliance/export"));
  r.format = "json";
  again.query = detail::compliance_query(r);
  answer = co_await s->calls.call(std::move(again));
  compliance_document read = detail::compliance_document_of(r.format, std::move(answer), std::move(origin));
  co_return detail::written_here("pdf", std::move(*read.report));
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
