// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aval/authority/activity_window.hpp"
#include "aval/authority/words.hpp"

/*  May this agent do that? A pure function from explicit inputs to a verdict that names the rule which decided and the sentence
 *  that goes to the caller (AIM specification 4.3 and 4.4). Nothing here reads a clock, a store or the network.
 *
 *  Three rule sets: `ours` asks a person where the harm would be large, whatever the trust, and then looks at capabilities, policies
 *  and trust, in this order; `g1` and `g2` are those of two generations of the reference software, kept for conformance tests. */

namespace aval {
inline namespace v0 {
namespace authority {

enum class decision_profile : std::uint8_t { ours, g1, g2 };

/** What an action must match. off: nothing. declared: what the agent declared, or was granted, provided it names anything at all.
 *  granted: a grant, without which nothing is allowed. */
enum class capability_enforcement : std::uint8_t { off, declared, granted };

enum class policy_type : std::uint8_t { capability_violation, trust_score_low, data_exfiltration, unusual_activity, unauthorized_access, config_drift };
enum class enforcement_action : std::uint8_t { alert_only, block_and_alert, allow };

/** Hours of a day, the end excluded; from 22 to 6 goes over midnight. */
struct hours_of_day {
  unsigned from = 8, to = 18;
  constexpr bool holds(unsigned hour) const noexcept { return from <= to ? hour >= from && hour < to : hour >= from || hour < to; }
};

/** One security policy of an organization (specification 2.11, 4.3). */
struct security_policy {
  std::string name = {};
  policy_type type = policy_type::capability_violation;
  enforcement_action action = enforcement_action::alert_only;
  std::string applies_to = "all";  ///< all | agent_id:UUID | agent_type:TYPE | trust_score_below:NUMBER
  int priority = 0;                ///< the highest one in scope decides
  bool is_enabled = true;
  double trust_threshold = 0.3;                 ///< trust_score_low: triggers below
  std::vector<std::string> patterns = {};       ///< data_exfiltration: substrings of action or resource, lower case
  unsigned api_rate_threshold = 0;              ///< unusual_activity: triggers above so many verifications in the time window; 0: off
  unsigned time_window_minutes = 1;             ///< unusual_activity: 1 to 60
  std::optional<hours_of_day> business_hours = {};  ///< unusual_activity: triggers outside
  unsigned denied_threshold = 0;                ///< unusual_activity: triggers above so many denials in the time window, those by policies left out; 0: off
  std::vector<std::string> allowed_ips = {};    ///< unauthorized_access: triggers for every other address; 10.0.0.0/8 is a range; empty: off
  std::uint8_t allowed_days = 0x7F;             ///< unauthorized_access: triggers on others; bit 0 is Sunday
  std::optional<hours_of_day> allowed_hours = {};   ///< unauthorized_access: triggers outside
  std::int16_t utc_offset_minutes = 0;          ///< of the clock that hours and days are read from
  std::optional<std::vector<std::string>> baseline_capabilities = {};  ///< config_drift: triggers when the agent has others
  bool require_rotation_approval = false;       ///< config_drift: triggers from a change of key until a person verifies the agent
  std::vector<std::string> dangerous_capabilities = {};  ///< config_drift: triggers when the agent has one of them
  severity least_alert = severity::info;        ///< what is allowed under watch raises no alert below
};

/** The three policies that an organization starts with (specification 4.3). */
inline std::vector<security_policy> default_policies() {
  security_policy violations{.name = "Block Capability Violations", .type = policy_type::capability_violation,
                             .action = enforcement_action::block_and_alert, .priority = 1000};
  security_policy exfiltration{.name = "Monitor Data Exfiltration", .type = policy_type::data_exfiltration,
                               .action = enforcement_action::alert_only, .priority = 900,
                               .patterns = {"fetch_external_url", "bulk_export", "mass_download"}};
  security_policy low_trust{.name = "Monitor Low Trust Score Agents", .type = policy_type::trust_score_low,
                            .action = enforcement_action::alert_only, .applies_to = "trust_score_below:0.3", .priority = 500};
  std::vector<security_policy> all;
  all.push_back(std::move(violations));
  all.push_back(std::move(exfiltration));
  all.push_back(std::move(low_trust));
  return all;
}

/** Everything a decision looks at. Views: they must live until decide() returns. */
struct decision_input {
  std::string_view action = {};
  std::string_view resource = {};
  std::string_view agent_id = {};                 ///< as text, for policies in the scope of one agent
  std::string_view agent_type = {};
  agent_status status = agent_status::verified;
  bool compromised = false;
  double trust = 0;                               ///< 0..1, without multiplier
  std::optional<risk_level> request_risk = {};    ///< what the request said beside its context (not signed)
  std::optional<risk_level> context_risk = {};    ///< what the signed context said
  bool requires_approval = false;                 ///< context.requires_approval
  std::span<const std::string> declared = {};     ///< capabilities the agent announced itself
  std::span<const std::string> granted = {};      ///< capabilities somebody granted
  bool rotation_unapproved = false;               ///< the key was changed, and nobody has verified the agent since
  std::string_view remote_address = {};
  unsigned verifications_last_minute = 0;
  const activity_window* recent = nullptr;        ///< null: only the last minute is known
  std::optional<std::chrono::sys_seconds> now = {};  ///< without it no policy looks at the time of day
  std::span<const security_policy> policies = {};
};

/** A verdict and why. `rule` and `keyword` are short names for machines and tests, `reason` is a sentence, empty when approved. */
struct decision {
  verification_status status = verification_status::denied;
  std::string_view rule = {};
  risk_level effective_risk = risk_level::low;
  risk_level action_risk = risk_level::low;  ///< what the action's name alone says
  double multiplier = 1;
  double trust = 0;                ///< as given
  double reported_trust = 0;       ///< trust times multiplier: what the answer carries (specification 4.4)
  bool violation = false;          ///< the action is outside the agent's capabilities
  bool watched = false;            ///< a policy that only watches was triggered, other than for trust or capabilities
  std::optional<severity> alert = {};
  std::string policy = {};         ///< name of the security policy that decided or warned; empty: none
  std::string reason = {};
};

namespace detail {

/** Walks the words of a snake_case, camelCase or dotted name in lower case; digits and other characters separate. Words of more
 *  than 15 letters are no keyword and come out cut. */
class word_reader {
 public:
  explicit word_reader(std::string_view text) noexcept : text_(text) {}
  bool next(std::string_view& word) noexcept {
    while (at_ < text_.size() && !letter(text_[at_])) ++at_;
    if (at_ == text_.size()) return false;
    std::size_t n = 0;
    const std::size_t from = at_;
    for (; at_ < text_.size() && letter(text_[at_]); ++at_) {
      if (at_ > from && upper(text_[at_])) {
        const bool after_lower = !upper(text_[at_ - 1]);
        const bool before_lower = at_ + 1 < text_.size() && letter(text_[at_ + 1]) && !upper(text_[at_ + 1]);
        if (after_lower || before_lower) break;  // deleteUser, HTTPServer
      }
      if (n < sizeof buffer_) buffer_[n++] = static_cast<char>(upper(text_[at_]) ? text_[at_] + ('a' - 'A') : text_[at_]);
    }
    word = {buffer_, n};
    return true;
  }

 private:
  static bool upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
  static bool letter(char c) noexcept { return upper(c) || (c >= 'a' && c <= 'z'); }
  std::string_view text_;
  std::size_t at_ = 0;
  char buffer_[16] = {};
};

// sorted: searched by halves
inline constexpr std::array<std::string_view, 23> critical_words{
    "admin", "credential", "delete", "destroy", "drop", "exec", "execute", "grant", "kernel", "key", "password", "permission",
    "privilege", "process", "remove", "revoke", "root", "run", "secret", "sudo", "system", "token", "truncate"};
inline constexpr std::array<std::string_view, 22> high_words{
    "account", "add", "alter", "billing", "change", "config", "configuration", "create", "edit", "financial", "insert",
    "modify", "patch", "payment", "post", "profile", "put", "setting", "transaction", "update", "user", "write"};
inline constexpr std::array<std::string_view, 12> warning_words{"display", "download", "export", "fetch", "get", "list",
                                                                "query", "read", "retrieve", "search", "show", "view"};
inline constexpr std::array<std::string_view, 12> low_actions{
    "check_weather", "fetch_data", "get_status", "get_user_profile", "list_items", "lookup",
    "query_api", "query_orders", "read_database", "read_file", "search", "search_products"};
inline constexpr std::array<std::string_view, 8> g1_high_actions{"access_audit_logs", "admin_action", "create_admin_user", "delete_data",
                                                                 "delete_file", "execute_command", "modify_config", "modify_permissions"};

template <std::size_t N>
constexpr bool contains(const std::array<std::string_view, N>& sorted, std::string_view word) noexcept {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}
static_assert(std::is_sorted(critical_words.begin(), critical_words.end()));
static_assert(std::is_sorted(high_words.begin(), high_words.end()));
static_assert(std::is_sorted(warning_words.begin(), warning_words.end()));
static_assert(std::is_sorted(low_actions.begin(), low_actions.end()));
static_assert(std::is_sorted(g1_high_actions.begin(), g1_high_actions.end()));

}  // namespace detail

/** The share of its trust that an agent may put behind an action (specification 4.4). */
constexpr double action_multiplier(std::string_view action) noexcept {
  if (action == "read_database" || action == "read_file" || action == "query_api") return 1.0;
  if (action == "modify_config") return 0.7;
  if (action == "delete_data" || action == "delete_file") return 0.5;
  if (action == "execute_command" || action == "admin_action") return 0.3;
  return 0.8;
}

/** The harm that an action's name announces: the list of harmless reading actions first, else its loudest keyword, matched on the
 *  words of the name ("monkey" holds no "key"). */
inline risk_level action_risk(std::string_view action) noexcept {
  if (detail::contains(detail::low_actions, action)) return risk_level::low;
  risk_level worst = risk_level::low;
  detail::word_reader words(action);
  for (std::string_view word; words.next(word);) {
    if (detail::contains(detail::critical_words, word)) return risk_level::critical;
    if (detail::contains(detail::high_words, word)) worst = risk_level::high;
    else if (worst == risk_level::low && detail::contains(detail::warning_words, word)) worst = risk_level::medium;
  }
  return worst;
}

/** How loud an alert about an action is: the risk that was stated, else what the action's name says (specification 4.4). */
inline severity alert_severity(std::string_view action, std::optional<risk_level> stated) noexcept {
  return static_cast<severity>(stated ? *stated : action_risk(action));
}

/** The capability that a well-known action needs (specification 3.5); any other action is its own. */
constexpr std::string_view capability_of(std::string_view action) noexcept {
  if (action == "read_database" || action == "write_database" || action == "query_database") return "access_database";
  if (action == "read_file") return "read_files";
  if (action == "write_file" || action == "delete_file") return "write_files";
  if (action == "execute_command" || action == "run_code") return "execute_code";
  if (action == "make_request" || action == "call_api") return "make_api_calls";
  if (action == "web_search") return "web_scraping";
  if (action == "browse_web") return "web_automation";
  return action;
}

/** Whether a list of capabilities covers an action: the same text, a pattern with a trailing '*', or, unless `exact_only`, the
 *  capability that the action map names. */
inline bool capability_covers(std::span<const std::string> capabilities, std::string_view action, bool exact_only = false) noexcept {
  const std::string_view mapped = exact_only ? action : capability_of(action);
  for (const std::string& text : capabilities) {
    const std::string_view c = text;
    if (c == action || c == mapped) return true;
    if (!c.empty() && c.back() == '*' && action.starts_with(c.substr(0, c.size() - 1))) return true;
  }
  return false;
}

struct decision_options {
  decision_profile profile = decision_profile::ours;
  capability_enforcement capabilities = capability_enforcement::declared;
  double low_threshold = 0.3;     ///< least trust for an action of low risk
  double medium_threshold = 0.5;
  double high_threshold = 0.7;    ///< between the medium and the high threshold a person is asked
};

/** Decides. Never throws but bad_alloc; the same inputs always give the same verdict. */
decision decide(const decision_input& in, const decision_options& options = decision_options());

namespace detail {

inline bool in_scope(const security_policy& p, const decision_input& in) {
  const std::string_view scope = p.applies_to;
  if (scope == "all") return true;
  if (scope.starts_with("agent_id:")) return scope.substr(9) == in.agent_id;
  if (scope.starts_with("agent_type:")) return scope.substr(11) == in.agent_type;
  if (scope.starts_with("trust_score_below:")) {
    // digits and one dot only: 0.35
    double value = 0, unit = 0;
    for (char c : scope.substr(18)) {
      if (c == '.' && unit == 0) unit = 1;
      else if (c < '0' || c > '9') return false;
      else if (unit == 0) value = value * 10 + (c - '0');
      else value += (unit /= 10) * (c - '0');
    }
    return in.trust < value;
  }
  return false;
}

// "10.1.2.3" in "10.0.0.0/8"; other texts must be the same
inline bool address_fits(std::string_view address, std::string_view allowed) noexcept {
  const auto slash = allowed.find('/');
  if (slash == allowed.npos) return address == allowed;
  const auto number = [](std::string_view text, std::uint32_t& out) {  // dotted decimal
    out = 0;
    for (int part = 0; part < 4; ++part) {
      unsigned n = 0;
      std::size_t digits = 0;
      while (digits < text.size() && digits < 3 && text[digits] >= '0' && text[digits] <= '9') n = n * 10 + static_cast<unsigned>(text[digits++] - '0');
      if (digits == 0 || n > 255) return false;
      out = out << 8 | n;
      text.remove_prefix(digits);
      if (part < 3) {
        if (text.empty() || text[0] != '.') return false;
        text.remove_prefix(1);
      }
    }
    return text.empty();
  };
  std::uint32_t a = 0, b = 0;
  unsigned bits = 0;
  for (const char c : allowed.substr(slash + 1)) {
    if (c < '0' || c > '9' || bits > 32) return false;
    bits = bits * 10 + static_cast<unsigned>(c - '0');
  }
  if (slash + 1 == allowed.size() || bits > 32 || !number(address, a) || !number(allowed.substr(0, slash), b)) return false;
  return bits == 0 || a >> (32 - bits) == b >> (32 - bits);
}

struct local_time {
  unsigned hour, day;  // 0 to 23; 0 is Sunday
};
inline local_time local(std::chrono::sys_seconds now, std::int16_t offset) noexcept {
  const auto t = now + std::chrono::minutes(offset);
  const auto day = std::chrono::floor<std::chrono::days>(t);
  return {static_cast<unsigned>((t - day) / std::chrono::hours(1)), std::chrono::weekday(day).c_encoding()};
}

inline bool triggered(const security_policy& p, const decision_input& in) {
  const auto any_of = [](const auto& list, auto f) { return std::any_of(list.begin(), list.end(), f); };
  switch (p.type) {
    case policy_type::capability_violation: return false;  // asked for apart
    case policy_type::trust_score_low: return in.trust < p.trust_threshold;
    case policy_type::data_exfiltration: {
      const auto holds = [](std::string_view text, std::string_view lower) {
        const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; };
        return !lower.empty() && std::search(text.begin(), text.end(), lower.begin(), lower.end(), same) != text.end();
      };
      return any_of(p.patterns, [&](const std::string& s) { return holds(in.action, s) || holds(in.resource, s); });
    }
    case policy_type::unusual_activity: {
      const std::int64_t minute = in.now ? std::chrono::floor<std::chrono::minutes>(*in.now).time_since_epoch().count() : 0;
      const bool counted = in.recent && in.now;
      if (p.api_rate_threshold != 0 && (counted && p.time_window_minutes > 1 ? in.recent->asked(minute, p.time_window_minutes) + 1 : in.verifications_last_minute) > p.api_rate_threshold) return true;
      if (p.denied_threshold != 0 && counted && in.recent->denied(minute, p.time_window_minutes) > p.denied_threshold) return true;
      return p.business_hours && in.now && !p.business_hours->holds(local(*in.now, p.utc_offset_minutes).hour);
    }
    case policy_type::config_drift:
      if (p.require_rotation_approval && in.rotation_unapproved) return true;
      for (const auto& list : {in.declared, in.granted}) {
        if (any_of(list, [&](const std::string& c) { return std::find(p.dangerous_capabilities.begin(), p.dangerous_capabilities.end(), c) != p.dangerous_capabilities.end(); })) return true;
        if (p.baseline_capabilities && any_of(list, [&](const std::string& c) { return !capability_covers(*p.baseline_capabilities, c, true); })) return true;
      }
      return false;
    case policy_type::unauthorized_access: {
      if (!p.allowed_ips.empty() && !any_of(p.allowed_ips, [&](const std::string& allowed) { return address_fits(in.remote_address, allowed); })) return true;
      if (!in.now || (p.allowed_days == 0x7F && !p.allowed_hours)) return false;
      const local_time t = local(*in.now, p.utc_offset_minutes);
      return (p.allowed_days >> t.day & 1) == 0 || (p.allowed_hours && !p.allowed_hours->holds(t.hour));
    }
  }
  return false;
}

// the policy of highest priority among those of one type that are in scope
inline const security_policy* strongest(const decision_input& in, policy_type type) {
  const security_policy* best = nullptr;
  for (const security_policy& p : in.policies)
    if (p.is_enabled && p.type == type && in_scope(p, in) && (!best || p.priority > best->priority)) best = &p;
  return best;
}

inline void refuse(decision& d, std::string_view rule, std::string reason) {
  d.status = verification_status::denied;
  d.rule = rule;
  d.reason = std::move(reason);
}

inline std::string trust_sentence(const decision& d, double needed) {
  const auto two = [](double v) {
    const int hundredths = static_cast<int>(v * 100 + 0.5);
    std::string s = std::to_string(hundredths / 100) + '.';
    s += static_cast<char>('0' + hundredths / 10 % 10);
    s += static_cast<char>('0' + hundredths % 10);
    return s;
  };
  return "Trust score " + two(d.trust) + " is below " + two(needed) + ", which a " + std::string(to_text(d.effective_risk)) + "-risk action needs";
}

// capability violation: what the organization's policy says, closed without one. True: the action is refused.
inline bool violated(decision& d, const decision_input& in) {
  d.violation = true;
  const security_policy* p = strongest(in, policy_type::capability_violation);
  if (p) d.policy = p->name;
  if (p && p->action == enforcement_action::allow) return false;
  // specification 4.3, Ours: critical below .30 or when compromised; blocked: high below .50, else medium; watched: medium, else low
  const bool blocked = !p || p->action == enforcement_action::block_and_alert;
  d.alert = in.compromised || in.trust < 0.3 ? severity::critical
            : blocked                        ? (in.trust < 0.5 ? severity::high : severity::warning)
                                             : (in.trust < 0.5 ? severity::warning : severity::info);
  if (!blocked) return false;
  refuse(d, "capability", "Action '" + std::string(in.action) + "' is not among the agent's capabilities");
  return true;
}

// the other policies in the order of the reference software; the first one that blocks decides. True: refused.
inline bool blocked_by_policy(decision& d, const decision_input& in) {
  static constexpr policy_type order[] = {policy_type::trust_score_low, policy_type::data_exfiltration, policy_type::unusual_activity, policy_type::config_drift,
                                          policy_type::unauthorized_access};
  for (const policy_type type : order) {
    const security_policy* p = strongest(in, type);
    if (!p || p->action == enforcement_action::allow || !triggered(*p, in)) continue;
    const severity loud = alert_severity(in.action, in.request_risk ? in.request_risk : in.context_risk);
    if (p->action != enforcement_action::block_and_alert && loud < p->least_alert) continue;  // too quiet to be told
    d.policy = p->name;
    if (!d.alert) d.alert = loud;
    if (p->action != enforcement_action::block_and_alert) {
      d.watched = d.watched || type != policy_type::trust_score_low;
      continue;
    }
    refuse(d, "policy", "Blocked by security policy '" + p->name + "'");
    return true;
  }
  return false;
}

inline void decide_g1(decision& d, const decision_input& in) {
  const double needed = contains(g1_high_actions, in.action) ? 0.7 : contains(low_actions, in.action) ? 0.3 : 0.5;
  if (d.reported_trust < needed) return refuse(d, "trust", trust_sentence(d, needed));
  d.status = verification_status::approved;
  d.rule = "trust";
}

inline void decide_g2(decision& d, const decision_input& in) {
  if (in.status != agent_status::verified) return refuse(d, "status", "Agent is not verified");
  if (in.compromised) return refuse(d, "compromised", "Agent is marked as compromised");
  if (in.granted.empty()) {
    d.violation = true;
    return refuse(d, "capability", "Agent has no granted capabilities");
  }
  if (!capability_covers(in.granted, in.action, true) && violated(d, in)) return;
  if (!d.violation && blocked_by_policy(d, in)) return;
  d.status = verification_status::approved;
  d.rule = "capability";
}

inline void decide_ours(decision& d, const decision_input& in, const decision_options& options) {
  if (in.compromised) return refuse(d, "compromised", "Agent is marked as compromised");
  if (in.status != agent_status::verified && in.status != agent_status::pending)
    return refuse(d, "status", "Agent status is " + std::string(to_text(in.status)) + ", cannot perform actions");

  // a person decides, whatever the capabilities and the trust
  if (in.requires_approval || d.effective_risk == risk_level::critical) {
    d.status = verification_status::pending;
    d.rule = in.requires_approval ? "requires_approval" : "critical_risk";
    return;
  }
  bool covered = true;
  if (options.capabilities == capability_enforcement::granted) covered = capability_covers(in.granted, in.action);
  else if (options.capabilities == capability_enforcement::declared && !(in.declared.empty() && in.granted.empty()))
    covered = capability_covers(in.declared, in.action) || capability_covers(in.granted, in.action);
  if (!covered && violated(d, in)) return;
  if (blocked_by_policy(d, in)) return;

  if (in.status == agent_status::pending && d.effective_risk != risk_level::low)
    return refuse(d, "status", "Agent is pending: until it is verified, only low-risk actions are allowed (this one is " +
                                   std::string(to_text(d.effective_risk)) + ")");
  const double needed = d.effective_risk == risk_level::low      ? options.low_threshold
                        : d.effective_risk == risk_level::medium ? options.medium_threshold
                                                                 : options.high_threshold;
  if (in.trust < needed) {
    if (d.effective_risk == risk_level::high && in.trust >= options.medium_threshold) {
      d.status = verification_status::pending;
      d.rule = "trust";
      return;
    }
    return refuse(d, "trust", trust_sentence(d, needed));
  }
  d.status = verification_status::approved;
  d.rule = "trust";
}

}  // namespace detail

inline decision decide(const decision_input& in, const decision_options& options) {
  decision d;
  d.trust = in.trust;
  d.multiplier = action_multiplier(in.action);
  d.reported_trust = in.trust * d.multiplier;
  d.action_risk = action_risk(in.action);
  d.effective_risk = std::max({d.action_risk, in.request_risk.value_or(risk_level::low), in.context_risk.value_or(risk_level::low)});
  switch (options.profile) {
    case decision_profile::ours: detail::decide_ours(d, in, options); break;
    case decision_profile::g1: detail::decide_g1(d, in); break;
    case decision_profile::g2: detail::decide_g2(d, in); break;
  }
  if (d.status == verification_status::denied && !d.alert)
    d.alert = alert_severity(in.action, in.request_risk ? in.request_risk : in.context_risk);
  return d;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
