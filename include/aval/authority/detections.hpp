// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/mcp_servers.hpp"
#include "aval/authority/redaction.hpp"

/*  What an agent's client reports about its machine: the MCP servers that it found there, and what its process is able to do (AIM
 *  specification 2.9). A report changes what the agent talks to; what it says about risk is an alert for people, never a score that the
 *  agent gives itself. */

namespace aval {
inline namespace v0 {
namespace authority {

inline constexpr std::size_t most_detections_in_report = 200;
inline constexpr std::size_t most_detections = 400;  ///< of one agent: servers times methods
inline constexpr std::string_view sdk_announcement = "aim-sdk-integration";

struct detection_answer {
  std::int64_t processed = 0;
  std::vector<std::string> added = {};  ///< names that the agent did not talk to before
  std::vector<std::string> known = {};
};

namespace detail {

/** Details as they are kept: without secrets, of an environment only the names, keys of a command line masked. Empty: too long. */
inline std::optional<std::string> kept_details(json::value v) {
  if (auto* members = v.is_object() ? &v.as_object() : nullptr) {
    mcp::configured_server told;
    for (auto& m : *members) {
      if (m.name == "env" || m.name == "headers") {
        json::value::array_type names;
        if (const auto* of = m.value.if_object())
          for (const auto& one : *of) names.emplace_back(one.name);
        m.value = json::value(std::move(names));
      } else if (m.name == "args" && m.value.is_array()) {
        for (const auto& word : m.value.as_array()) told.args.push_back(word.is_string() ? word.as_string() : std::string());
        const auto masked = mcp::masked(told);
        json::value::array_type words;
        for (const auto& word : masked.args) words.emplace_back(word);
        m.value = json::value(std::move(words));
      } else if ((m.name == "url" || m.name == "command") && m.value.is_string()) {
        m.value = json::value(masked_address(m.value.as_string()));
      }
    }
  }
  auto text = canonical_without_secrets(v);
  if (!text || text->size() > 4096) return std::nullopt;
  return text;
}

inline refusal bad_detection(std::size_t i, const char* what) { return bad("detections[" + std::to_string(i) + "]: " + what); }

}  // namespace detail

/** Reads the list of a report; refuses what can not be kept. */
inline answer<std::vector<detection>> read_detections(const json::value* list, std::string& sdk_version) {
  const auto* items = list ? list->if_array() : nullptr;
  if (!items) return detail::bad("detections must be a list");
  if (items->size() > most_detections_in_report) return detail::bad("detections: at most " + std::to_string(most_detections_in_report));
  std::vector<detection> out;
  for (std::size_t i = 0; i < items->size(); ++i) {
    const json::value& one = (*items)[i];
    if (!one.is_object()) return detail::bad_detection(i, "must be an object");
    const auto member = [&](const char* camel, const char* snake) {
      const auto* v = one.find(camel);
      return v ? v : one.find(snake);
    };
    const auto text = [](const json::value* v) { return v && v->is_string() ? v->as_string() : std::string(); };
    detection d;
    d.server = text(member("mcpServer", "mcp_server"));
    d.method = text(member("detectionMethod", "detection_method"));
    if (d.server.empty() || !detail::is_plain_text(d.server, 100)) return detail::bad_detection(i, "mcpServer must have 1 to 100 characters");
    if (d.method.empty() || d.method.size() > 50 || !std::all_of(d.method.begin(), d.method.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }))
      return detail::bad_detection(i, "detectionMethod must be a word like claude_config or sdk_import");
    const auto* confidence = one.find("confidence");
    const auto share = confidence ? confidence->if_double() : std::nullopt;
    if (!share || !(*share >= 0 && *share <= 100)) return detail::bad_detection(i, "confidence must be between 0 and 100");
    d.confidence = *share;
    if (const auto* details = one.find("details"); details && !details->is_null()) {
      if (!details->is_object()) return detail::bad_detection(i, "details must be an object");
      auto kept = detail::kept_details(*details);
      if (!kept) return detail::bad_detection(i, "details must have at most 4096 characters");
      d.details = *std::move(kept);
    }
    const std::string version = text(member("sdkVersion", "sdk_version"));
    if (!detail::is_plain_text(version, 100)) return detail::bad_detection(i, "sdkVersion must have at most 100 characters");
    if (!version.empty()) sdk_version = version;
    out.push_back(std::move(d));
  }
  return out;
}

/** Keeps a report. The same server found in the same way within a day is known already; other names are added to what the agent talks to. */
inline answer<detection_answer> report_detections(registry::transaction& t, uuid agent, std::vector<detection> found, const std::string& sdk_version, const caller& who) {
  const agent_ptr a = t.agent(who.organization, agent);
  if (!a) return detail::missing_agent();
  detections_record all;
  if (const auto known = t.find<detections_record>(a->organization, agent)) all = *known;
  all.id = agent;
  all.organization = a->organization;
  detection_answer out;
  std::vector<std::string> add;
  const auto once = [](std::vector<std::string>& list, const std::string& name) {
    if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
  };
  for (detection& d : found) {
    ++out.processed;
    if (d.server == sdk_announcement) {
      all.sdk_installed = true;
      continue;
    }
    auto at = std::find_if(all.entries.begin(), all.entries.end(), [&](const detection& e) { return e.server == d.server && e.method == d.method; });
    const bool recent = at != all.entries.end() && t.now() - at->last_at < std::chrono::hours(24);
    if (!recent && std::find(a->talks_to.begin(), a->talks_to.end(), d.server) == a->talks_to.end()) once(add, d.server);
    else once(out.known, d.server);
    if (at == all.entries.end()) {
      if (all.entries.size() >= most_detections) all.entries.erase(std::min_element(all.entries.begin(), all.entries.end(), [](const auto& x, const auto& y) { return x.last_at < y.last_at; }));
      d.first_at = t.now();
      at = all.entries.insert(all.entries.end(), std::move(d));
    } else {
      at->confidence = d.confidence;
      at->details = std::move(d.details);
    }
    at->last_at = t.now();
    ++at->reports;
  }
  std::erase_if(out.known, [&](const std::string& name) { return std::find(add.begin(), add.end(), name) != add.end(); });
  auto added = add_talks_to(t, agent, add, who);
  if (!added) return added.error();
  out.added = *std::move(added);
  if (!sdk_version.empty()) all.sdk_version = sdk_version;
  all.last_at = t.now();
  t.put(std::move(all));
  return out;
}

/** What a report about an agent's abilities says of itself. */
struct capability_verdict {
  risk_level risk = risk_level::low;
  std::int64_t score = 0;
  std::int64_t impact = 0;
  std::int64_t alerts = 0;
  double trust = 0;              ///< the agent's, afterwards
};

/** Keeps the report. A risk of high or critical that was not there before is an alert, which lowers the score until somebody has looked. */
inline answer<capability_verdict> report_capabilities(registry::transaction& t, uuid agent, const json::value& report, const caller& who) {
  const agent_ptr a = t.agent(who.organization, agent);
  if (!a) return detail::missing_agent();
  const json::value* assessed = report.find("riskAssessment");
  if (!assessed) assessed = report.find("risk_assessment");
  if (!assessed || !assessed->is_object()) return detail::bad("riskAssessment is required");
  const auto member = [&](const char* camel, const char* snake) {
    const auto* v = assessed->find(camel);
    return v ? v : assessed->find(snake);
  };
  const auto number = [&](const char* camel, const char* snake) -> std::int64_t {
    const auto* v = member(camel, snake);
    return v ? v->if_int64().value_or(0) : 0;
  };
  capability_verdict out;
  const json::value* word = member("riskLevel", "risk_level");
  std::string level = word && word->is_string() ? word->as_string() : std::string("low");
  std::transform(level.begin(), level.end(), level.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto risk = parse_risk(level);
  if (!risk) return detail::bad("riskAssessment.riskLevel must be low, medium, high or critical");
  out.risk = *risk;
  out.score = std::clamp<std::int64_t>(number("overallRiskScore", "overall_risk_score"), 0, 100);
  out.impact = std::clamp<std::int64_t>(number("trustScoreImpact", "trust_score_impact"), -100, 100);
  if (const auto* alerts = assessed->find("alerts"); alerts && alerts->is_array()) out.alerts = static_cast<std::int64_t>(alerts->size());
  json::value kept_report = report;  // whose it is stands beside it
  std::erase_if(kept_report.as_object(), [](const json::value::member& m) { return m.name == "agentId" || m.name == "agent_id" || m.name == "reportedAt"; });
  auto text = canonical_without_secrets(kept_report);
  if (!text || text->size() > 64 * 1024) return detail::bad("The report must have at most 65536 characters");

  const auto before = t.find<capability_report_record>(a->organization, agent);
  capability_report_record kept;
  kept.id = agent;
  kept.organization = a->organization;
  kept.text = *std::move(text);
  kept.risk = out.risk;
  kept.score = out.score;
  kept.at = t.now();
  t.audit("report_capabilities", "agent", agent, agent, a->organization, who, "success", detail::metadata({{"risk_level", to_text(out.risk)}}));
  if (out.risk >= risk_level::high && (!before || before->risk < out.risk)) {
    t.raise(a->organization, agent, "unusual_activity", out.risk == risk_level::critical ? severity::critical : severity::high, "Risky abilities of " + a->name,
            "Its client reports a " + std::string(to_text(out.risk)) + " risk (" + std::to_string(out.score) + " of 100)", true);
    t.rescore(agent, "reported risky abilities");
  }
  t.put(std::move(kept));
  out.trust = t.agent(a->organization, agent)->trust;
  return out;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
