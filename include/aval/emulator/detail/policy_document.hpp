// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/json/read.hpp"
#include "aval/json/value.hpp"

/*  RAM policies, as far as agents meet them: Effect, Action, Resource, Principal with wild cards, and the conditions StringEquals and
 *  StringLike. Closed by default: a condition that is not understood lets nobody in, and keeps nobody out of a denial. Pure functions. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** '*' stands for any text, '?' for one character. Linear in the text for each star: patterns come from callers. */
inline bool wild_match(std::string_view pattern, std::string_view text) noexcept {
  std::size_t p = 0, t = 0, star = std::string_view::npos, behind = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      behind = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++behind;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

/** A member that is one text or a list of them. */
template <class F>
bool any_text(const json::value& v, F f) {
  if (const std::string* one = v.if_string()) return f(*one);
  if (const auto* items = v.if_array()) {
    for (const json::value& i : *items) {
      if (i.if_string() != nullptr && f(*i.if_string())) return true;
    }
  }
  return false;
}
inline bool any_match(const json::value& patterns, std::string_view text) {
  return any_text(patterns, [text](const std::string& p) { return wild_match(p, text); });
}

/** A policy document: an object with Version "1" and statements, each with an Effect and an Action. Nothing when it is none. */
inline std::optional<json::value> parse_policy(std::string_view text) {
  auto v = json::parse(text, {.max_size = 16 * 1024, .max_depth = 16});
  if (!v || !v->is_object()) return std::nullopt;
  const json::value& document = *v;
  const std::string* const version = document["Version"].if_string();
  const auto* const statements = document["Statement"].if_array();
  if (version == nullptr || *version != "1" || statements == nullptr || statements->empty()) return std::nullopt;
  for (const json::value& s : *statements) {
    const std::string* const effect = s["Effect"].if_string();
    if (effect == nullptr || (*effect != "Allow" && *effect != "Deny")) return std::nullopt;
    if (!any_text(s["Action"], [](const std::string& a) { return !a.empty(); })) return std::nullopt;
  }
  return *std::move(v);
}

enum class verdict { silent, allowed, denied };

/** What one document says about an action on a resource. A denial wins. */
inline verdict judge(const json::value& document, std::string_view action, std::string_view resource) {
  verdict out = verdict::silent;
  const auto* const statements = document["Statement"].if_array();
  if (statements == nullptr) return out;
  for (const json::value& s : *statements) {
    if (!any_match(s["Action"], action) || !any_match(s["Resource"], resource)) continue;
    if (*s["Effect"].if_string() == "Deny") return verdict::denied;
    if (!s.contains("Condition")) out = verdict::allowed;
  }
  return out;
}

/** What is known about who wants to take on a role. */
struct role_candidate {
  std::string_view kind;       // "Service", "RAM", "Federated"
  std::string_view principal;  // "workload.agentidentity.aliyuncs.com", an ARN
  std::vector<std::pair<std::string_view, std::string_view>> facts;  // keys of conditions
};

/** Whether a role's trust policy lets somebody take it on. */
inline bool trusts(const json::value& document, const role_candidate& who) {
  bool allowed = false;
  const auto* const statements = document["Statement"].if_array();
  if (statements == nullptr) return false;
  for (const json::value& s : *statements) {
    if (!any_match(s["Action"], "sts:AssumeRole") || !any_match(s["Principal"][who.kind], who.principal)) continue;
    bool understood = true, holds = true;
    if (s.contains("Condition")) {
      const auto* const operators = s["Condition"].if_object();
      understood = operators != nullptr;
      for (std::size_t i = 0; understood && i < operators->size(); ++i) {
        const auto& [name, keys] = (*operators)[i];
        const auto* const pairs = keys.if_object();
        understood = pairs != nullptr && (name == "StringEquals" || name == "StringLike");
        for (std::size_t k = 0; understood && k < pairs->size(); ++k) {
          const auto& [key, wanted] = (*pairs)[k];
          std::string_view fact;
          for (const auto& [n, value] : who.facts) {
            if (n == key) fact = value;
          }
          holds = holds && any_text(wanted, [&, like = name == "StringLike"](const std::string& w) { return like ? wild_match(w, fact) : w == fact; });
        }
      }
    }
    if (*s["Effect"].if_string() == "Deny") {
      if (!understood || holds) return false;
    } else if (understood && holds) {
      allowed = true;
    }
  }
  return allowed;
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
