// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/csv.hpp"

/*  Compliance reports and the messages of the compliance routes as plain structs, for the client and for an authority (AIM specification
 *  2.7 and 4.8). No I/O: json::write and json::read do the JSON form, compliance_csv() the table, aim/compliance_pdf.hpp the document.
 *
 *  A check has one of three outcomes. What nobody has looked at is not_assessed: it counts as not passed, but it is not a finding either.
 *  An authority must never report it as passed. Times are text (RFC 3339), as in aim/messages.hpp. */

namespace aval {
inline namespace v0 {
namespace aim {

/** The frameworks a report may be asked for; "all" is accepted where checks are run. */
inline constexpr std::string_view compliance_report_types[] = {"soc2", "hipaa", "gdpr", "iso27001"};
inline constexpr std::string_view compliance_formats[] = {"json", "csv", "pdf"};

/** Whether `type` is one of compliance_report_types or "all". */
constexpr bool is_compliance_type(std::string_view type) {
  return type == "all" || std::find(std::begin(compliance_report_types), std::end(compliance_report_types), type) != std::end(compliance_report_types);
}

/** What a check_status says on the wire. */
enum class check_status { passed, failed, not_assessed };

struct affected_item {
  std::string id = {};
  std::string name = {};
  std::optional<double> score = {};
  std::string issue = {};
  std::optional<std::string> updated_at = {};
  std::string severity = "low";  ///< low, medium, high, critical
};

struct compliance_check {
  std::string name = {};
  check_status status = check_status::not_assessed;
  bool passed = false;  ///< status == passed, for older readers; set by assessed()
  std::string details = {};
  std::int64_t count = 0;  ///< how many records the finding is about
  std::string control = {};  ///< for example "SOC 2 CC6.1"
  std::vector<std::string> evidence = {};
  std::optional<std::string> action_url = {};
  std::optional<std::vector<affected_item>> affected_items = {};  ///< three at most
};

/** A check with its outcome set in both members. */
template <class Lazy = void>
compliance_check assessed(compliance_check check, check_status status) {
  check.status = status;
  check.passed = status == check_status::passed;
  return check;
}

struct compliance_period {
  std::string start = {};  ///< inclusive
  std::string end = {};    ///< exclusive
};

struct compliance_summary {
  std::int64_t total_agents = 0;
  std::int64_t verified_agents = 0;
  std::int64_t pending_agents = 0;
  double average_trust_score = 0;  ///< 0 to 1
  std::int64_t active_api_keys = 0;
  std::int64_t total_audit_logs = 0;
  std::int64_t unacknowledged_alerts = 0;
};

struct compliance_agent {
  std::string id = {};
  std::string name = {};
  std::string type = {};
  std::string status = {};
  double trust_score = 0;
  bool has_certificate = false;
  std::optional<std::string> last_verified = {};
};

struct compliance_top_action {
  std::string action = {};
  std::int64_t count = 0;
};

struct compliance_activity {
  std::int64_t total_actions = 0;
  std::int64_t unique_users = 0;
  std::vector<compliance_top_action> top_actions = {};
  std::int64_t recent_actions_24h = 0;
};

struct compliance_action {
  std::string timestamp = {};
  std::string action_name = {};
  std::string status = {};
  std::string risk_level = {};
};

struct compliance_integrity {
  std::string audit_head_hash = {};
  std::int64_t records = 0;
  std::optional<bool> chain_valid = {};  ///< empty: nobody has checked it
};

struct compliance_report {
  std::string organization_id = {};
  std::optional<std::string> agent_id = {};  ///< a report about one agent only
  std::string report_type = "soc2";
  std::string generated_at = {};
  compliance_period period = {};
  std::string compliance_level = {};  ///< compliant, needs_attention, non_compliant: see compliance_level()
  double compliance_rate = 0;         ///< 0 to 100
  compliance_summary summary = {};
  std::vector<compliance_check> checks = {};
  std::vector<compliance_agent> agents = {};
  compliance_activity audit_activity = {};
  std::vector<compliance_action> actions = {};
  std::vector<std::string> recommendations = {};
  std::optional<compliance_integrity> integrity = {};
  std::string generator = {};
};

// ---- the routes (2.7) ---------------------------------------------------------------------------------------------------------

struct compliance_check_request {
  std::string check_type = {};
};

struct compliance_check_answer {
  std::string check_type = {};
  std::int64_t passed = 0;
  std::int64_t failed = 0;
  std::optional<std::int64_t> not_assessed = {};
  std::int64_t total = 0;
  double compliance_rate = 0;  ///< 0 to 100
  std::vector<compliance_check> checks = {};
};

struct compliance_status_answer {
  std::int64_t total_agents = 0;
  std::int64_t verified_agents = 0;
  double verification_rate = 0;    ///< 0 to 1
  double average_trust_score = 0;  ///< 0 to 1
  std::int64_t recent_audit_count = 0;
  std::string compliance_level = {};  ///< excellent, good, fair, needs_improvement: see organization_level()
};

struct compliance_day {
  std::string date = {};
  std::int64_t agent_count = 0;
  double average_trust_score = 0;
};

struct compliance_metrics_answer {
  compliance_period period = {};
  std::string interval = "day";
  std::vector<compliance_day> metrics = {};
};

struct access_review_user {
  std::string id = {};
  std::string email = {};
  std::string name = {};
  std::string role = {};
  std::string access_level = {};
  std::optional<std::string> last_login = {};
};

struct access_review_answer {
  std::vector<access_review_user> users = {};
  std::int64_t total = 0;
  std::string last_review_date = {};
  std::string next_review_date = {};
};

// ---- figures ------------------------------------------------------------------------------------------------------------------

struct compliance_tally {
  std::int64_t passed = 0, failed = 0, not_assessed = 0, total = 0;
  double rate = 0;  ///< passed of total, 0 to 100; 0 without checks
};

template <class Lazy = void>
compliance_tally tally(const std::vector<compliance_check>& checks) {
  compliance_tally t;
  for (const auto& c : checks) {
    ++t.total;
    if (c.status == check_status::passed) ++t.passed;
    else if (c.status == check_status::failed) ++t.failed;
    else ++t.not_assessed;
  }
  if (t.total != 0) t.rate = 100.0 * static_cast<double>(t.passed) / static_cast<double>(t.total);
  return t;
}

/** The level of a report from its rate of 0 to 100 (4.8). */
constexpr std::string_view compliance_level(double rate) {
  return rate >= 90 ? "compliant" : rate >= 70 ? "needs_attention" : "non_compliant";
}

/** The level of an organisation from mean trust and the share of verified agents, both 0 to 1 (2.7). */
constexpr std::string_view organization_level(double average_trust, double verification_rate) {
  if (average_trust >= 0.8 && verification_rate >= 0.9) return "excellent";
  if (average_trust >= 0.6 && verification_rate >= 0.7) return "good";
  if (average_trust >= 0.4 && verification_rate >= 0.5) return "fair";
  return "needs_improvement";
}

constexpr std::string_view to_string(check_status s) {
  return s == check_status::passed ? "passed" : s == check_status::failed ? "failed" : "not_assessed";
}

// ---- table --------------------------------------------------------------------------------------------------------------------

/** Text on one line with "; " between: the evidence of a check in a cell. */
template <class Lazy = void>
std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& p : parts) out += (out.empty() ? "" : "; ") + p;
  return out;
}

/** The report as CSV (RFC 4180, CRLF): a header row, a row per check; an empty line; a header row, a row per action. Where there are no
 *  actions the second table is its header row. No cell is a formula to a spreadsheet (core/csv.hpp). */
template <class Lazy = void>
std::string compliance_csv(const compliance_report& report) {
  std::string out;
  append_csv_row(out, {"check", "control", "status", "count", "details", "evidence"});
  for (const auto& c : report.checks)
    append_csv_row(out, {c.name, c.control, to_string(c.status), std::to_string(c.count), c.details, joined(c.evidence)});
  out += "\r\n";
  append_csv_row(out, {"timestamp", "action_name", "status", "risk_level"});
  for (const auto& a : report.actions) append_csv_row(out, {a.timestamp, a.action_name, a.status, a.risk_level});
  return out;
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
