// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/compliance_report.hpp"
#include "aval/authority/records.hpp"
#include "aval/authority/store.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"
#include "aval/version.hpp"

/*  What the authority knows, as the checks of a compliance framework (AIM specification 4.8). No I/O: facts in, checks out.
 *
 *  A check is about evidence that the authority has. Where it has none the check is not_assessed, which counts as not passed: a control
 *  that nobody has looked at (consent, erasure) is never asserted. Trust scores and thresholds are 0 to 1. */

namespace aval {
inline namespace v0 {
namespace authority {

enum class framework : std::uint8_t { soc2, iso27001, hipaa, gdpr, all };

namespace detail {
inline constexpr std::array<std::string_view, 5> framework_words{"soc2", "iso27001", "hipaa", "gdpr", "all"};
}
constexpr std::string_view to_text(framework v) noexcept { return detail::framework_words[static_cast<std::size_t>(v)]; }
constexpr std::optional<framework> parse_framework(std::string_view text) noexcept { return detail::find_word<framework>(detail::framework_words, text); }

struct assessed_agent {
  agent_ptr record = {};
  timestamp last_activity = {};             ///< the latest of: made, changed, asked or reported something
};

/** How far the stored trail has been read back and found to be what was written. */
struct trail_facts {
  std::int64_t records = 0;                 ///< number of the newest record
  std::string head = {};                    ///< its hash, hexadecimal
  std::int64_t checked = 0;                 ///< up to this one the stored trail is good
  std::string problem = {};                 ///< what is wrong with it
  std::optional<bool> valid() const {
    if (!problem.empty()) return false;
    if (records == 0 || checked < records) return std::nullopt;
    return true;
  }
};

/** When somebody last looked at something, and who. */
struct look {
  timestamp at = {};
  std::string who = {};
};

/** What is known. Only what belongs to one organization, or to one agent of it. */
struct compliance_facts {
  uuid organization = {};
  std::optional<uuid> agent = {};           ///< the report is about this agent only
  timestamp now = {}, from = {}, to = {};
  std::vector<assessed_agent> agents = {};
  std::vector<api_key_record> api_keys = {};
  std::vector<user_record> users = {};      ///< of the organization
  std::vector<alert_record> open_alerts = {};
  audit_figures activity = {};              ///< between from and to
  std::uint64_t recent_records = 0;         ///< of the last 24 hours
  std::uint64_t all_records = 0;
  trail_facts trail = {};
  std::optional<look> access_reviewed = {}; ///< the list of people and their rights
  std::optional<look> trail_examined = {};
  bool encrypted = false;                   ///< the authority itself speaks TLS
  std::vector<std::string> alerts_reach = {};  ///< how people are told of alerts without asking: "callback"
};

namespace detail {

struct check_terms {
  std::string_view name, soc2, iso27001, hipaa, gdpr;  // controls of the frameworks; empty: not a check of that one
  std::string_view advice;
};

/** Every check, in the order of reports; the first seven belong to all frameworks. ISO/IEC 27001:2022, HIPAA: 45 CFR part 164. */
inline constexpr std::array<check_terms, 19> all_checks{{
    {"api_key_rotation_needed", "CC6.1", "A.5.17", "164.308(a)(5)(ii)(D)", "Art. 32(1)(b)", "Replace API keys that are older than 90 days."},
    {"inactive_agents", "CC6.2", "A.5.18", "164.308(a)(3)(ii)(C)", "Art. 32(1)(b)", "Suspend or delete agents that have done nothing for 30 days."},
    {"trust_score_degradation", "CC7.2", "A.8.16", "164.308(a)(1)(ii)(D)", "Art. 32(1)(d)", "Find out why the trust of these agents fell, or suspend them."},
    {"certificate_expiry_warning", "CC6.1", "A.8.24", "164.312(d)", "Art. 32(1)(a)", "Rotate keys that end soon, and give verified agents a certificate URL."},
    {"unverified_agent_backlog", "CC6.2", "A.5.16", "164.308(a)(4)(ii)(B)", "Art. 32(4)", "Verify the agents that wait for it, or delete them."},
    {"orphaned_resources", "CC6.3", "A.5.18", "164.308(a)(3)(ii)(C)", "Art. 32(1)(b)", "Delete agents of low trust that nobody has used for 90 days."},
    {"admin_access_review", "CC6.3", "A.8.2", "164.308(a)(4)(ii)(C)", "Art. 32(1)(d)", "Review who has which rights (GET /api/v1/compliance/access-review) at least every 30 days."},
    {"role_segregation", "CC6.3", "", "", "", "Give people no more rights than they need, and separate agents by type."},
    {"access_control_gaps", "CC6.1", "", "", "", "Verify agents: more than 80 % of them should be."},
    {"audit_completeness", "CC7.2", "", "", "", "Check the whole audit trail with `aval audit verify` and keep its checkpoints elsewhere."},
    {"risk_assessment_overdue", "", "8.2", "", "", "Assess the idle agents of low trust."},
    {"incident_response_readiness", "", "A.5.24", "", "", "Acknowledge critical alerts within a day and restore the trust of agents."},
    {"asset_inventory", "", "A.5.9", "", "", "Give agents a documentation URL."},
    {"phi_access_logging", "", "", "164.312(b)", "", "Have somebody examine the audit trail in every period."},
    {"encryption_compliance", "", "", "164.312(e)(1)", "", "Serve HTTPS and verify the trusted agents."},
    {"breach_notification_ready", "", "", "164.404", "", "Have alerts told to people who are on duty, and acknowledge them."},
    {"data_retention_policy", "", "", "", "Art. 5(1)(e)", "Delete agents that are older than two years and idle."},
    {"consent_management", "", "", "", "Art. 7", "Document how consent is obtained: the authority holds no consents."},
    {"right_to_erasure", "", "", "", "Art. 17", "Document how data of a person is erased: the audit trail is never changed."},
}};

constexpr std::string_view control_of(const check_terms& t, framework f) noexcept {
  switch (f) {
    case framework::soc2: return t.soc2;
    case framework::iso27001: return t.iso27001;
    case framework::hipaa: return t.hipaa;
    case framework::gdpr: return t.gdpr;
    default: return {};
  }
}
inline constexpr std::array<std::string_view, 4> framework_names{"SOC 2", "ISO/IEC 27001", "HIPAA", "GDPR"};

inline std::string control_text(const check_terms& t, framework f) {
  std::string out;
  for (std::size_t i = 0; i < framework_names.size(); ++i) {
    const std::string_view control = control_of(t, static_cast<framework>(i));
    if (control.empty() || (f != framework::all && f != static_cast<framework>(i))) continue;
    if (!out.empty()) out += "; ";
    out.append(framework_names[i]).append(1, ' ').append(control);
  }
  return out;
}

constexpr std::string_view severity_of_score(double score) noexcept { return score < 0.3 ? "critical" : score < 0.5 ? "high" : score < 0.6 ? "medium" : "low"; }
inline std::string day_text(timestamp t) { return format_rfc3339(t, 0).substr(0, 10); }
inline std::string counted(std::size_t n, std::string_view one, std::string_view many) { return std::to_string(n) + ' ' + std::string(n == 1 ? one : many); }
inline std::string share_text(double share) { return std::to_string(static_cast<int>(share * 100 + 0.5)) + " %"; }
inline std::string score_text(double score) {
  const int hundredths = static_cast<int>(score * 100 + 0.5);
  return std::to_string(hundredths / 100) + (hundredths % 100 < 10 ? ".0" : ".") + std::to_string(hundredths % 100);
}

/** One check after the other. A function sets details, count, evidence and affected items, and returns the outcome. */
class assessor {
 public:
  assessor(const compliance_facts& facts, framework f) : f_(facts), framework_(f) {}

  std::vector<aim::compliance_check> run() {
    std::vector<aim::compliance_check> out;
    for (std::size_t i = 0; i < all_checks.size(); ++i) {
      if (framework_ != framework::all && control_of(all_checks[i], framework_).empty()) continue;
      c_ = {};
      c_.name = all_checks[i].name;
      c_.control = control_text(all_checks[i], framework_);
      const aim::check_status status = outcome(i);
      out.push_back(aim::assessed(std::move(c_), status));
    }
    return out;
  }

 private:
  using status = aim::check_status;
  using hours = std::chrono::hours;
  static constexpr hours day{24};

  status outcome(std::size_t i) {
    switch (i) {
      case 0: return api_keys();
      case 1: return inactive();
      case 2: return degraded();
      case 3: return certificates();
      case 4: return backlog();
      case 5: return orphaned();
      case 6: return access_review();
      case 7: return roles();
      case 8: return verified_share();
      case 9: return trail();
      case 10: return risk();
      case 11: return incidents();
      case 12: return inventory();
      case 13: return access_logging();
      case 14: return encryption();
      case 15: return breach();
      case 16: return retention();
      case 17: return unknown("Consents are not kept by the authority; nothing here proves or disproves them");
      default: return unknown("Erasure of personal data is not recorded by the authority; nothing here proves or disproves it");
    }
  }

  status unknown(std::string details) {
    c_.details = std::move(details);
    return status::not_assessed;
  }
  status no_agents() { return unknown("There are no agents to look at"); }
  status of_the_whole() { return unknown("A matter of the whole organization: see its report"); }
  static status verdict(bool passed) { return passed ? status::passed : status::failed; }
  void evidence(std::string text) { c_.evidence.push_back(std::move(text)); }
  hours idle(const assessed_agent& a) const { return std::chrono::duration_cast<hours>(f_.now - a.last_activity); }
  static bool is_verified(const assessed_agent& a) { return a.record->status == agent_status::verified; }

  // agents for which `bad` gives a text, the least trusted three of them as affected items
  template <class F>
  std::size_t affected(F bad) {
    std::vector<std::pair<const assessed_agent*, std::string>> found;
    for (const auto& a : f_.agents)
      if (std::string issue = bad(a); !issue.empty()) found.emplace_back(&a, std::move(issue));
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first->record->trust < b.first->record->trust; });
    c_.count = static_cast<std::int64_t>(found.size());
    if (!found.empty()) c_.affected_items.emplace();
    for (std::size_t i = 0; i < found.size() && i < 3; ++i) {
      const agent_record& r = *found[i].first->record;
      aim::affected_item item;
      item.id = r.id.to_string();
      item.name = r.name;
      item.score = r.trust;
      item.issue = std::move(found[i].second);
      item.updated_at = format_rfc3339(r.updated_at);
      item.severity = severity_of_score(r.trust);
      c_.affected_items->push_back(std::move(item));
    }
    return found.size();
  }
  std::string of_agents(std::size_t n) const { return std::to_string(n) + " of " + counted(f_.agents.size(), "agent", "agents"); }
  double mean_trust() const {
    double sum = 0;
    for (const auto& a : f_.agents) sum += a.record->trust;
    return f_.agents.empty() ? 0 : sum / static_cast<double>(f_.agents.size());
  }

  status api_keys() {
    std::size_t active = 0, old = 0;
    timestamp oldest = f_.now;
    for (const auto& k : f_.api_keys) {
      if (!k.active || k.expires_at <= f_.now) continue;
      ++active;
      oldest = std::min(oldest, k.created_at);
      if (f_.now - k.created_at <= 90 * day) continue;
      ++old;
      if (!c_.affected_items) c_.affected_items.emplace();
      if (c_.affected_items->size() < 3) c_.affected_items->push_back({k.id.to_string(), k.name, {}, "made on " + day_text(k.created_at), {}, "medium"});
    }
    if (active == 0) return unknown("There are no active API keys to look at");
    c_.count = static_cast<std::int64_t>(old);
    c_.details = std::to_string(old) + " of " + counted(active, "active API key", "active API keys") + " older than 90 days";
    evidence("the oldest active API key was made on " + day_text(oldest));
    return verdict(old == 0);
  }
  status inactive() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) { return idle(a) >= 30 * day ? "idle since " + day_text(a.last_activity) : std::string(); });
    c_.details = of_agents(n) + " idle for 30 days";
    evidence("latest activity of " + counted(f_.agents.size(), "agent", "agents"));
    return verdict(static_cast<double>(n) < 0.25 * static_cast<double>(f_.agents.size()));
  }
  status degraded() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) { return a.record->trust < 0.6 ? "trust score " + score_text(a.record->trust) : std::string(); });
    c_.details = of_agents(n) + " with a trust score below 0.6";
    evidence("mean trust score " + score_text(mean_trust()));
    return verdict(n == 0);
  }
  status certificates() {
    std::size_t verified = 0, ending = 0;
    const std::size_t n = affected([&](const assessed_agent& a) -> std::string {
      if (!is_verified(a)) return {};
      ++verified;
      if (const auto end = a.record->key_expires_at; end && *end - f_.now < 30 * day) {
        ++ending;
        return (*end <= f_.now ? "its key ended on " : "its key ends on ") + day_text(*end);
      }
      return a.record->certificate_url.empty() ? std::string("no certificate URL") : std::string();
    });
    if (verified == 0) return unknown("There are no verified agents to look at");
    c_.details = std::to_string(n) + " of " + counted(verified, "verified agent", "verified agents") + " without a certificate URL or with a key that ends within 30 days";
    evidence(counted(ending, "key ends", "keys end") + " within 30 days");
    return verdict(n == 0);
  }
  status backlog() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) { return a.record->status == agent_status::pending ? "pending since " + day_text(a.record->created_at) : std::string(); });
    c_.details = of_agents(n) + " not verified yet";
    evidence("status of " + counted(f_.agents.size(), "agent", "agents"));
    return verdict(n < (f_.agent ? 1U : 3U));
  }
  status orphaned() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) {
      return idle(a) >= 90 * day && a.record->trust < 0.4 ? "idle since " + day_text(a.last_activity) + ", trust score " + score_text(a.record->trust) : std::string();
    });
    c_.details = of_agents(n) + " idle for 90 days with a trust score below 0.4";
    evidence("latest activity and trust score of " + counted(f_.agents.size(), "agent", "agents"));
    return verdict(n == 0);
  }
  status access_review() {
    if (f_.agent) return of_the_whole();
    std::size_t admins = 0;
    for (const auto& u : f_.users) admins += u.role == role::admin ? 1 : 0;
    c_.count = static_cast<std::int64_t>(admins);
    if (!f_.access_reviewed) return unknown("Nobody has reviewed the rights of " + counted(f_.users.size(), "person", "people") + " yet");
    const bool recent = f_.now - f_.access_reviewed->at <= 30 * day;
    c_.details = counted(f_.users.size(), "person", "people") + ", " + counted(admins, "administrator", "administrators") + (recent ? "; reviewed within 30 days" : "; the last review is older than 30 days");
    evidence("rights reviewed by " + f_.access_reviewed->who + " on " + day_text(f_.access_reviewed->at));
    return verdict(recent);
  }
  status roles() {
    if (f_.agent) return of_the_whole();
    std::vector<std::string> types;
    for (const auto& a : f_.agents) types.push_back(a.record->type);
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    std::array<std::size_t, 4> people{};
    for (const auto& u : f_.users) ++people[static_cast<std::size_t>(u.role)];
    const auto used = static_cast<std::size_t>(std::count_if(people.begin(), people.end(), [](std::size_t n) { return n != 0; }));
    if (f_.agents.size() < 2 || f_.users.size() < 2) return unknown("With fewer than two agents and two people nothing can be separated");
    c_.count = static_cast<std::int64_t>(types.size());
    c_.details = counted(types.size(), "agent type", "agent types") + " and " + counted(used, "role of people", "roles of people") + " in use";
    evidence(std::to_string(people[3]) + " of " + counted(f_.users.size(), "person", "people") + " may do everything");
    return verdict(types.size() > 1 && used > 1);
  }
  status verified_share() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) { return is_verified(a) ? std::string() : "status " + std::string(to_text(a.record->status)); });
    const double share = 1 - static_cast<double>(n) / static_cast<double>(f_.agents.size());
    c_.details = share_text(share) + " of the agents are verified";
    evidence(of_agents(f_.agents.size() - n) + " verified");
    return verdict(share > 0.8);
  }
  // what is known about the trail; nothing when that is enough to go on
  std::optional<status> broken_trail() {
    c_.count = f_.trail.records;
    if (!f_.trail.problem.empty()) {
      c_.details = "The audit trail is not what was written: " + f_.trail.problem;
      return status::failed;
    }
    if (f_.trail.records == 0) return unknown("The audit trail is empty");
    if (!f_.trail.valid()) return unknown(std::to_string(f_.trail.checked) + " of " + std::to_string(f_.trail.records) + " records have been read back; ask again");
    evidence(counted(static_cast<std::size_t>(f_.trail.records), "record", "records") + " read back, each fits its hash and the one before");
    evidence("newest record: " + std::to_string(f_.trail.records) + ':' + f_.trail.head);
    return std::nullopt;
  }
  status trail() {
    if (const auto known = broken_trail()) return *known;
    c_.details = "The audit trail is complete to record " + std::to_string(f_.trail.records);
    return status::passed;
  }
  status risk() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) {
      return a.record->trust < 0.5 && idle(a) >= 30 * day ? "idle since " + day_text(a.last_activity) + ", trust score " + score_text(a.record->trust) : std::string();
    });
    c_.details = of_agents(n) + " idle for 30 days with a trust score below 0.5";
    evidence("latest activity and trust score of " + counted(f_.agents.size(), "agent", "agents"));
    return verdict(n == 0);
  }
  std::size_t old_critical_alerts() const {
    return static_cast<std::size_t>(std::count_if(f_.open_alerts.begin(), f_.open_alerts.end(), [&](const alert_record& a) { return a.severity == severity::critical && f_.now - a.created_at > day; }));
  }
  status incidents() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t late = old_critical_alerts();
    const double mean = mean_trust();
    c_.count = static_cast<std::int64_t>(late);
    c_.details = "Mean trust score " + score_text(mean) + ", " + counted(late, "critical alert", "critical alerts") + " open for more than a day";
    evidence(counted(f_.open_alerts.size(), "alert is", "alerts are") + " open");
    return verdict(mean >= 0.6 && late == 0);
  }
  status inventory() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) { return a.record->documentation_url.empty() ? std::string("no documentation URL") : std::string(); });
    c_.details = of_agents(n) + " without documentation";
    evidence("documentation URL of " + counted(f_.agents.size(), "agent", "agents"));
    return verdict(static_cast<double>(n) < 0.5 * static_cast<double>(f_.agents.size()));
  }
  status access_logging() {
    if (const auto known = broken_trail()) return *known;
    if (f_.activity.records == 0) return unknown("Nothing was recorded in the period");
    if (f_.agent) return of_the_whole();
    const bool examined = f_.trail_examined && f_.trail_examined->at >= f_.from;
    c_.details = std::to_string(f_.activity.records) + " records in the period; " + (examined ? "somebody has examined the trail" : "nobody has examined the trail");
    if (f_.trail_examined) evidence("trail last examined by " + f_.trail_examined->who + " on " + day_text(f_.trail_examined->at));
    return verdict(examined);
  }
  status encryption() {
    if (f_.agents.empty()) return no_agents();
    const std::size_t n = affected([&](const assessed_agent& a) { return a.record->trust >= 0.7 && !is_verified(a) ? "trusted, but " + std::string(to_text(a.record->status)) : std::string(); });
    if (n != 0) {
      c_.details = of_agents(n) + " trusted without being verified";
      return status::failed;
    }
    if (!f_.encrypted) return unknown("The authority is served over plain HTTP; whether something before it encrypts is not known here");
    c_.details = "Every trusted agent is verified, and the authority is served over TLS only";
    evidence("transport: HTTPS");
    return status::passed;
  }
  status breach() {
    if (f_.agent) return of_the_whole();
    const std::size_t late = old_critical_alerts();
    c_.count = static_cast<std::int64_t>(late);
    if (late != 0) {
      c_.details = counted(late, "critical alert", "critical alerts") + " open for more than a day";
      return status::failed;
    }
    if (f_.alerts_reach.empty()) return unknown("Nobody is told of alerts: people see them when they look");
    c_.details = "Alerts are told to people, and no critical one waits for more than a day";
    evidence("alerts are told through: " + aim::joined(f_.alerts_reach));
    return status::passed;
  }
  status retention() {
    if (f_.agents.empty()) return no_agents();
    timestamp oldest = f_.now;
    for (const auto& a : f_.agents) oldest = std::min(oldest, a.record->created_at);
    const std::size_t n = affected([&](const assessed_agent& a) {
      return f_.now - a.record->created_at > 730 * day && idle(a) >= 30 * day ? "made on " + day_text(a.record->created_at) + ", idle since " + day_text(a.last_activity) : std::string();
    });
    c_.details = of_agents(n) + " older than two years and idle";
    evidence("the oldest agent was made on " + day_text(oldest));
    return verdict(n == 0);
  }

  const compliance_facts& f_;
  framework framework_;
  aim::compliance_check c_;
};

}  // namespace detail

/** The checks of a framework, or of all. */
inline std::vector<aim::compliance_check> assess(const compliance_facts& facts, framework f) { return detail::assessor(facts, f).run(); }

/** The whole report; `actions` are what agents did in the period, newest first. */
inline aim::compliance_report make_compliance_report(const compliance_facts& facts, framework f, std::vector<aim::compliance_action> actions) {
  aim::compliance_report r;
  r.organization_id = facts.organization.to_string();
  if (facts.agent) r.agent_id = facts.agent->to_string();
  r.report_type = to_text(f);
  r.generated_at = format_rfc3339(facts.now);
  r.period = {format_rfc3339(facts.from, 0), format_rfc3339(facts.to, 0)};
  r.checks = assess(facts, f);
  r.compliance_rate = aim::tally(r.checks).rate;
  r.compliance_level = aim::compliance_level(r.compliance_rate);
  double sum = 0;
  for (const auto& a : facts.agents) {
    const agent_record& one = *a.record;
    ++r.summary.total_agents;
    if (one.status == agent_status::verified) ++r.summary.verified_agents;
    if (one.status == agent_status::pending) ++r.summary.pending_agents;
    sum += one.trust;
    aim::compliance_agent shown;
    shown.id = one.id.to_string();
    shown.name = one.name;
    shown.type = one.type;
    shown.status = to_text(one.status);
    shown.trust_score = one.trust;
    shown.has_certificate = !one.certificate_url.empty();
    if (one.verified_at) shown.last_verified = format_rfc3339(*one.verified_at);
    r.agents.push_back(std::move(shown));
  }
  std::sort(r.agents.begin(), r.agents.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  if (!facts.agents.empty()) r.summary.average_trust_score = sum / static_cast<double>(facts.agents.size());
  r.summary.active_api_keys = std::count_if(facts.api_keys.begin(), facts.api_keys.end(), [&](const auto& k) { return k.active && k.expires_at > facts.now; });
  r.summary.total_audit_logs = static_cast<std::int64_t>(facts.all_records);
  r.summary.unacknowledged_alerts = static_cast<std::int64_t>(facts.open_alerts.size());
  r.audit_activity.total_actions = static_cast<std::int64_t>(facts.activity.records);
  r.audit_activity.unique_users = static_cast<std::int64_t>(facts.activity.users);
  r.audit_activity.recent_actions_24h = static_cast<std::int64_t>(facts.recent_records);
  for (const auto& [action, n] : facts.activity.actions) r.audit_activity.top_actions.push_back({action, static_cast<std::int64_t>(n)});
  r.actions = std::move(actions);
  for (const auto& c : r.checks) {
    if (c.status == aim::check_status::passed) continue;
    const auto terms = std::find_if(detail::all_checks.begin(), detail::all_checks.end(), [&](const auto& t) { return t.name == c.name; });
    if (terms != detail::all_checks.end()) r.recommendations.emplace_back(terms->advice);
  }
  r.integrity = aim::compliance_integrity{facts.trail.head, facts.trail.records, facts.trail.valid()};
  r.generator = "aval " AVAL_VERSION_STRING;
  return r;
}

inline aim::compliance_check_answer make_compliance_answer(const compliance_facts& facts, framework f) {
  aim::compliance_check_answer a;
  a.check_type = to_text(f);
  a.checks = assess(facts, f);
  const auto t = aim::tally(a.checks);
  a.passed = t.passed;
  a.failed = t.failed;
  a.not_assessed = t.not_assessed;
  a.total = t.total;
  a.compliance_rate = t.rate;
  return a;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
