// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/policy.hpp"
#include "aval/authority/registry.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"

/*  The security policies of an organization (AIM specification 2.11, 4.3): kept as people wrote them, their rules a JSON object, and
 *  checked and read once for the decisions. An organization that has changed nothing has the policies of the authority's options. */

namespace aval {
inline namespace v0 {
namespace authority {

inline constexpr std::size_t most_policies = 200;  ///< of one organization

namespace detail {
inline constexpr std::array<std::string_view, 6> policy_type_words{"capability_violation", "trust_score_low", "data_exfiltration", "unusual_activity", "unauthorized_access", "config_drift"};
inline constexpr std::array<std::string_view, 3> enforcement_words{"alert_only", "block_and_alert", "allow"};

/** Rules while they are read; what is wrong is remembered. */
class policy_rules {
 public:
  explicit policy_rules(const std::string& text) {
    auto parsed = json::parse(text.empty() ? std::string_view("{}") : std::string_view(text));
    if (text.size() > 16384 || !parsed || !parsed->is_object()) wrong = bad("rules must be an object");
    else tree_ = std::move(*parsed);
  }
  bool flag(const char* name) {
    const json::value* v = find(name);
    if (!v) return false;
    if (!v->is_bool()) refuse(name, "true or false");
    return v->is_bool() && v->as_bool();
  }
  unsigned number(const char* name, unsigned otherwise, std::int64_t least, std::int64_t most) {
    const json::value* v = find(name);
    if (!v) return otherwise;
    const auto n = v->if_double();  // 5 and 5.0 are the same to some writers of JSON
    if (!n || *n < static_cast<double>(least) || *n > static_cast<double>(most) || *n != static_cast<double>(static_cast<std::int64_t>(*n))) {
      refuse(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
      return otherwise;
    }
    return static_cast<unsigned>(static_cast<std::int64_t>(*n));
  }
  double share(const char* name, double otherwise) {
    const json::value* v = find(name);
    if (!v) return otherwise;
    const auto n = v->if_double();
    if (!n || !(*n >= 0 && *n <= 1)) refuse(name, "a number from 0 to 1");
    return n.value_or(otherwise);
  }
  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> out;
    const json::value* v = find(name);
    if (!v) return out;
    const auto* list = v->if_array();
    if (list)
      for (const json::value& item : *list)
        if (item.is_string()) out.push_back(item.as_string());
    if (!list || out.size() != list->size() || !are_short_texts(out)) refuse(name, "a list of at most 200 texts of 1 to 100 characters");
    return out;
  }
  bool has(const char* name) const { return find(name) != nullptr; }
  const json::value* find(const char* name) const {
    const json::value* v = tree_.find(name);
    return v && !v->is_null() ? v : nullptr;
  }
  void refuse(const char* name, const std::string& what) {
    if (!wrong) wrong = bad(std::string("rules: ") + name + " must be " + what);
  }
  std::optional<refusal> wrong;

 private:
  json::value tree_ = json::object();
};

// numbers from 0, Sunday, or names of which three letters are enough
inline std::uint8_t days_of(policy_rules& rules) {
  const json::value* v = rules.find("allowed_days");
  if (!v) return 0x7F;
  constexpr std::string_view names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  std::uint8_t out = 0;
  const auto* list = v->if_array();
  if (list)
    for (const json::value& item : *list) {
      int day = -1;
      if (const auto n = item.if_int64(); n && *n >= 0 && *n <= 7) day = static_cast<int>(*n % 7);
      if (const auto* text = item.if_string())
        for (int i = 0; i < 7; ++i)
          if (lower_case(*text).starts_with(names[i])) day = i;
      if (day < 0) list = nullptr;
      if (!list) break;
      out = static_cast<std::uint8_t>(out | 1U << day);
    }
  if (!list || out == 0) rules.refuse("allowed_days", "a list of names of days, or of numbers from 0 (Sunday) to 6");
  return out;
}
inline bool is_scope(std::string_view scope) {
  if (scope == "all") return true;
  if (scope.starts_with("agent_id:")) return parse_uuid(scope.substr(9)).has_value();
  if (scope.starts_with("agent_type:")) return is_agent_type(scope.substr(11));
  if (!scope.starts_with("trust_score_below:") || scope.size() < 19 || scope.size() > 30) return false;
  scope.remove_prefix(18);
  return std::count(scope.begin(), scope.end(), '.') <= 1 && scope != "." && std::all_of(scope.begin(), scope.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}
inline bool is_address_range(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == text.npos) return text.size() <= 45 && text.find_first_not_of("0123456789abcdefABCDEF.:") == text.npos;
  return address_fits(std::string_view(text).substr(0, slash), text);
}

}  // namespace detail

constexpr std::string_view to_text(policy_type t) noexcept { return detail::policy_type_words[static_cast<std::size_t>(t)]; }
constexpr std::string_view to_text(enforcement_action a) noexcept { return detail::enforcement_words[static_cast<std::size_t>(a)]; }

/** Reads a policy for the decisions; refuses what could not be meant. Unknown rules are kept and mean nothing. */
inline answer<security_policy> read_policy(const policy_record& p) {
  security_policy out;
  const auto type = detail::find_word<policy_type>(detail::policy_type_words, p.policy_type);
  const auto action = detail::find_word<enforcement_action>(detail::enforcement_words, p.enforcement_action);
  const auto least = p.severity_threshold == "low" ? std::optional(severity::info) : p.severity_threshold == "medium" ? std::optional(severity::warning) : parse_severity(p.severity_threshold);
  if (p.name.empty() || p.name.size() > 200) return detail::bad("name must have 1 to 200 characters");
  if (p.description.size() > 2000) return detail::bad("description must have at most 2000 characters");
  if (!type) return detail::bad("policy_type must be capability_violation, trust_score_low, unusual_activity, unauthorized_access, data_exfiltration or config_drift");
  if (!action) return detail::bad("enforcement_action must be alert_only, block_and_alert or allow");
  if (!least) return detail::bad("severity_threshold must be info, warning, high or critical");
  if (!detail::is_scope(p.applies_to)) return detail::bad("applies_to must be all, agent_id:UUID, agent_type:TYPE or trust_score_below:NUMBER");
  if (p.priority < -1'000'000 || p.priority > 1'000'000) return detail::bad("priority must be between -1000000 and 1000000");
  out.name = p.name;
  out.type = *type;
  out.action = *action;
  out.applies_to = p.applies_to;
  out.priority = static_cast<int>(p.priority);
  out.is_enabled = p.is_enabled;
  out.least_alert = *least;

  detail::policy_rules rules(p.rules);
  if (rules.wrong) return *std::move(rules.wrong);
  const auto hours = [&rules](const char* from, const char* to, unsigned otherwise_from, unsigned otherwise_to) {
    return hours_of_day{rules.number(from, otherwise_from, 0, 24), rules.number(to, otherwise_to, 0, 24)};
  };
  if (const json::value* offset = rules.find("utc_offset_minutes")) {
    const auto n = offset->if_int64();
    if (!n || *n < -840 || *n > 840) rules.refuse("utc_offset_minutes", "a number from -840 to 840");
    else out.utc_offset_minutes = static_cast<std::int16_t>(*n);
  }
  switch (*type) {
    case policy_type::capability_violation: break;
    case policy_type::trust_score_low: out.trust_threshold = rules.share("trust_threshold", out.trust_threshold); break;
    case policy_type::data_exfiltration:
      out.patterns = rules.texts("patterns");
      for (std::string& text : out.patterns) text = detail::lower_case(text);
      break;
    case policy_type::unusual_activity:
      out.api_rate_threshold = rules.number("api_rate_threshold", 0, 0, 1'000'000);
      out.time_window_minutes = rules.number("time_window_minutes", 60, 1, activity_window::minutes);
      if (rules.flag("check_off_hours")) out.business_hours = hours("business_hours_start", "business_hours_end", 8, 18);
      if (rules.flag("check_unusual_patterns")) out.denied_threshold = rules.number("unusual_pattern_threshold", 5, 1, 60'000);
      break;
    case policy_type::config_drift:
      if (rules.flag("check_capability_changes") && rules.has("baseline_capabilities")) out.baseline_capabilities = rules.texts("baseline_capabilities");
      out.require_rotation_approval = rules.flag("check_key_rotations") && rules.flag("require_key_rotation_approval");
      if (rules.flag("check_permission_escalation")) out.dangerous_capabilities = rules.texts("dangerous_capabilities");
      break;
    case policy_type::unauthorized_access:
      if (rules.flag("check_ip_restrictions")) {
        out.allowed_ips = rules.texts("allowed_ips");
        if (!std::all_of(out.allowed_ips.begin(), out.allowed_ips.end(), detail::is_address_range)) rules.refuse("allowed_ips", "addresses, or ranges like 10.0.0.0/8");
        if (out.allowed_ips.empty()) rules.refuse("allowed_ips", "given, since check_ip_restrictions is on");
      }
      if (rules.flag("check_time_restrictions")) {
        out.allowed_days = detail::days_of(rules);
        if (rules.has("allowed_hours_start") || rules.has("allowed_hours_end")) out.allowed_hours = hours("allowed_hours_start", "allowed_hours_end", 0, 24);
      }
      break;
  }
  if (rules.wrong) return *std::move(rules.wrong);
  return out;
}

/** A policy of the options as a record, with the identifier it keeps in this organization. */
inline policy_record record_of(const security_policy& p, uuid organization, std::size_t index) {
  policy_record out;
  const auto digest = crypto::sha256("policy " + std::to_string(index) + " of " + organization.to_string());
  std::array<std::byte, 16> raw;
  std::copy_n(digest.begin(), 16, raw.begin());
  out.id = uuid(raw);
  out.name = p.name;
  out.policy_type = to_text(p.type);
  out.enforcement_action = to_text(p.action);
  out.severity_threshold = to_text(p.least_alert);
  out.applies_to = p.applies_to;
  out.is_enabled = p.is_enabled;
  out.priority = p.priority;
  json::value rules = json::object();
  const auto texts = [&rules](const char* name, const std::vector<std::string>& list) {
    json::value::array_type all(list.begin(), list.end());
    rules[name] = json::value(std::move(all));
  };
  const auto hours = [&rules](const char* from, const char* to, const hours_of_day& h) {
    rules[from] = h.from;
    rules[to] = h.to;
  };
  switch (p.type) {
    case policy_type::capability_violation: break;
    case policy_type::trust_score_low: rules["trust_threshold"] = p.trust_threshold; break;
    case policy_type::data_exfiltration: texts("patterns", p.patterns); break;
    case policy_type::unusual_activity:
      rules["api_rate_threshold"] = p.api_rate_threshold;
      rules["time_window_minutes"] = p.time_window_minutes;
      rules["check_off_hours"] = p.business_hours.has_value();
      if (p.business_hours) hours("business_hours_start", "business_hours_end", *p.business_hours);
      rules["check_unusual_patterns"] = p.denied_threshold != 0;
      if (p.denied_threshold != 0) rules["unusual_pattern_threshold"] = p.denied_threshold;
      break;
    case policy_type::config_drift:
      rules["check_capability_changes"] = p.baseline_capabilities.has_value();
      if (p.baseline_capabilities) texts("baseline_capabilities", *p.baseline_capabilities);
      rules["check_key_rotations"] = rules["require_key_rotation_approval"] = p.require_rotation_approval;
      rules["check_permission_escalation"] = !p.dangerous_capabilities.empty();
      texts("dangerous_capabilities", p.dangerous_capabilities);
      break;
    case policy_type::unauthorized_access:
      rules["check_ip_restrictions"] = !p.allowed_ips.empty();
      texts("allowed_ips", p.allowed_ips);
      rules["check_time_restrictions"] = p.allowed_days != 0x7F || p.allowed_hours;
      if (p.allowed_days != 0x7F) {
        json::value::array_type days;
        for (int d = 0; d < 7; ++d)
          if (p.allowed_days >> d & 1) days.emplace_back(d);
        rules["allowed_days"] = json::value(std::move(days));
      }
      if (p.allowed_hours) hours("allowed_hours_start", "allowed_hours_end", *p.allowed_hours);
      break;
  }
  if (p.utc_offset_minutes != 0) rules["utc_offset_minutes"] = static_cast<int>(p.utc_offset_minutes);
  out.rules = json::write(rules);
  return out;
}

/** The policies of an organization, as they were written. */
inline std::vector<policy_record> policies_of(const registry::view& v, uuid organization) {
  if (const auto book = v.find<policy_book_record>(organization, organization)) return book->policies;
  std::vector<policy_record> out;
  for (const security_policy& p : v.standard_policies()) out.push_back(record_of(p, organization, out.size()));
  return out;
}

namespace detail {
// keeps the list, and has the next decision use it
inline std::optional<refusal> keep_policies(registry::transaction& t, uuid organization, std::vector<policy_record> list) {
  auto read = std::make_shared<std::vector<security_policy>>();
  for (const policy_record& p : list) {
    auto one = read_policy(p);
    if (!one) return std::move(one.error());
    read->push_back(std::move(*one));
  }
  policy_book_record book;
  book.id = book.organization = organization;
  book.policies = std::move(list);
  t.put(std::move(book));
  t.use_policies(organization, std::move(read));
  return std::nullopt;
}
inline refusal missing_policy() { return {404, "not_found", "Security policy not found", make_error_code(errc::not_found)}; }
inline void audit_policy(registry::transaction& t, std::string_view what, const policy_record& p, const caller& who) {
  t.audit(what, "security_policy", p.id, {}, who.organization, who, "success",
          metadata({{"enforcement_action", p.enforcement_action}, {"name", p.name}, {"policy_type", p.policy_type}, {"state", p.is_enabled ? "enabled" : "disabled"}}));
}
}  // namespace detail

inline answer<policy_record> create_policy(registry::transaction& t, policy_record wanted, const caller& who) {
  auto list = policies_of(t, who.organization);
  if (list.size() >= most_policies) return refusal{409, "conflict", "Organization has " + std::to_string(most_policies) + " security policies already", make_error_code(errc::conflict)};
  if (auto checked = read_policy(wanted); !checked) return std::move(checked.error());
  wanted.id = t.new_id();
  wanted.created_by = who.name;
  wanted.created_at = wanted.updated_at = t.now();
  list.push_back(wanted);
  if (auto wrong = detail::keep_policies(t, who.organization, std::move(list))) return *std::move(wrong);
  detail::audit_policy(t, "create_policy", wanted, who);
  return wanted;
}
/** `edit(policy_record&)` changes a copy. */
template <class F>
answer<policy_record> change_policy(registry::transaction& t, uuid id, const caller& who, F edit) {
  auto list = policies_of(t, who.organization);
  const auto at = std::find_if(list.begin(), list.end(), [&](const policy_record& p) { return p.id == id; });
  if (at == list.end()) return detail::missing_policy();
  edit(*at);
  at->id = id;
  at->updated_at = t.now();
  if (auto checked = read_policy(*at); !checked) return std::move(checked.error());
  const policy_record changed = *at;
  if (auto wrong = detail::keep_policies(t, who.organization, std::move(list))) return *std::move(wrong);
  detail::audit_policy(t, "update_policy", changed, who);
  return changed;
}
inline answer<policy_record> remove_policy(registry::transaction& t, uuid id, const caller& who) {
  auto list = policies_of(t, who.organization);
  const auto at = std::find_if(list.begin(), list.end(), [&](const policy_record& p) { return p.id == id; });
  if (at == list.end()) return detail::missing_policy();
  const policy_record gone = *at;
  list.erase(at);
  if (auto wrong = detail::keep_policies(t, who.organization, std::move(list))) return *std::move(wrong);
  detail::audit_policy(t, "delete_policy", gone, who);
  return gone;
}

// what was kept before, at the start
inline void registry::read_policy_books() {
  policies_.clear();
  const view v(*this, timestamp());
  for (const auto& [id, o] : organizations_) {
    const auto book = v.find<policy_book_record>(id, id);
    if (!book) continue;
    auto read = std::make_shared<std::vector<security_policy>>();
    for (const policy_record& p : book->policies) {
      auto one = read_policy(p);
      // one that is left out could have been the one that blocks
      if (!one) throw error(make_error_code(errc::store_corrupt), "security policy " + p.id.to_string() + " can not be read: " + one.error().message);
      read->push_back(std::move(*one));
    }
    policies_.insert_or_assign(id, std::move(read));
  }
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
