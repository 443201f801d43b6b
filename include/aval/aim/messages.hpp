// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/errors.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"

/*  The messages of the AIM protocol as plain structs, for the client and for an authority (AIM specification, parts 1.2 and 2).
 *
 *  Members are spelled in snake_case. Three generations of servers and clients also use camelCase, therefore
 *   - reading goes through `dialect` (underscores and case do not matter, unknown members are ignored), see read();
 *   - an authority reads requests with read_request(), which refuses a member that stands there in two spellings with two values;
 *   - what others read is written in both spellings by write_both().
 *  Times are kept as text, as every generation writes them a little differently; parse_time() understands all of them and takes Go's
 *  zero time (0001-01-01T00:00:00Z) for "absent". An empty optional is not written. */

namespace aval {
inline namespace v0 {
namespace aim {

// ---- registration, agents (2.3) -----------------------------------------------------------------------------------------------

struct registration_request {
  std::string name = {};
  std::string display_name = {};
  std::string description = {};
  std::string agent_type = "ai_agent";
  std::optional<std::string> public_key = {};
  std::optional<std::string> version = {};
  std::optional<std::string> organization_id = {};
  std::optional<std::string> organization_domain = {};
  std::optional<std::string> user_email = {};
  std::optional<std::string> repository_url = {};
  std::optional<std::string> documentation_url = {};
  std::optional<std::string> certificate_url = {};
  std::optional<std::vector<std::string>> talks_to = {};
  std::optional<std::vector<std::string>> capabilities = {};
};

/** Answer to both registration routes: one names the agent agent_id, the other id. */
struct registration_answer {
  std::optional<std::string> agent_id = {};
  std::optional<std::string> id = {};
  std::optional<std::string> name = {};
  std::optional<std::string> display_name = {};
  std::optional<std::string> public_key = {};
  std::optional<std::string> private_key = {};  ///< only when the authority made the pair; 64-byte form, this once
  std::optional<std::string> aim_url = {};
  std::optional<std::string> status = {};
  std::optional<double> trust_score = {};
  std::optional<std::string> created_at = {};
  std::optional<std::string> message = {};
};

struct agent_object {
  std::string id = {};
  std::optional<std::string> agent_id = {};
  std::optional<std::string> organization_id = {};
  std::string name = {};
  std::optional<std::string> display_name = {};
  std::optional<std::string> description = {};
  std::optional<std::string> agent_type = {};
  std::string status = {};
  std::optional<std::string> version = {};
  std::optional<std::string> public_key = {};
  std::optional<std::string> key_algorithm = {};
  std::optional<std::string> certificate_url = {};
  std::optional<std::string> repository_url = {};
  std::optional<std::string> documentation_url = {};
  std::optional<double> trust_score = {};
  std::optional<std::string> verified_at = {};
  std::optional<std::int64_t> capability_violation_count = {};
  std::optional<bool> is_compromised = {};
  std::optional<std::vector<std::string>> talks_to = {};
  std::optional<std::vector<std::string>> capabilities = {};
  std::optional<std::string> key_created_at = {};
  std::optional<std::string> key_expires_at = {};
  std::optional<std::string> key_rotation_grace_until = {};
  std::optional<std::int64_t> rotation_count = {};
  std::optional<std::string> created_at = {};
  std::optional<std::string> updated_at = {};
  std::optional<std::string> created_by = {};
  std::optional<std::string> last_active = {};
};

struct agent_list {
  std::vector<agent_object> agents = {};
  std::int64_t total = 0;
};

struct rotation_request {
  std::string public_key = {};
  std::string proof = {};       ///< by the NEW key over rotation_message()
  std::int64_t timestamp = 0;   ///< Unix seconds
  std::optional<std::int64_t> grace_seconds = {};  ///< how long the old key stays valid; absent: the authority's default
};

struct rotation_answer {
  bool success = true;
  std::optional<std::string> message = {};
  std::string public_key = {};
  std::optional<std::string> private_key = {};
  std::optional<std::string> previous_public_key = {};
  std::optional<std::int64_t> rotation_count = {};
  std::optional<std::string> key_created_at = {};
  std::optional<std::string> key_expires_at = {};
  std::optional<std::string> key_rotation_grace_until = {};
  std::optional<std::string> warning = {};
};

// ---- verification (2.4) -------------------------------------------------------------------------------------------------------

struct verification_request {
  std::string agent_id = {};
  std::string action_type = {};
  std::optional<std::string> capability = {};  ///< synonym of action_type in the newest generation
  std::optional<std::string> resource = {};    ///< absent and "" are different when signed
  json::value context = {};
  std::string timestamp = {};
  std::optional<std::string> risk_level = {};
  std::string signature = {};
  std::string public_key = {};
};

struct verification_answer {
  std::string id = {};
  std::string status = {};  ///< approved, auto-approved, denied, pending, expired
  std::optional<std::string> approved_by = {};
  std::optional<std::string> expires_at = {};
  std::optional<std::string> denial_reason = {};
  std::optional<double> trust_score = {};
  std::optional<std::string> enforcement_mode = {};
};

struct result_request {
  std::string result = {};  ///< "success" or "failure"
  std::optional<std::string> reason = {};
  std::optional<std::string> result_summary = {};
  std::optional<std::string> error_message = {};
  std::optional<std::int64_t> duration_ms = {};
  std::optional<std::string> result_hash = {};  ///< lowercase hex SHA-256 of the result's text
  std::optional<std::string> timestamp = {};
  std::optional<json::value> metadata = {};
};

struct result_answer {
  std::optional<std::string> id = {};
  std::string status = {};  ///< "result_recorded" or "execution_status_recorded"
  std::optional<std::string> result = {};
};

struct execution_status_request {
  bool executed = false;
  bool strictMode = true;
  std::string executedAt = {};
  std::optional<std::string> executionError = {};
};

struct action_log_request {
  std::optional<std::string> action_name = {};
  std::optional<std::string> action_type = {};
  std::optional<json::value> parameters = {};
  bool success = true;
  std::optional<json::value> result = {};
  std::optional<std::string> result_summary = {};
  std::optional<std::string> error = {};
  std::optional<std::int64_t> duration_ms = {};
  std::optional<std::string> verification_id = {};
  std::optional<json::value> metadata = {};
  std::optional<std::string> timestamp = {};
};

struct action_log_answer {
  bool success = true;
  std::string audit_id = {};
};

struct approval_request {
  std::optional<std::string> reason = {};
};

struct approval_answer {
  std::string id = {};
  std::string status = {};
  std::optional<std::string> approved_by = {};
  std::optional<std::string> approved_at = {};
  std::optional<std::string> denied_by = {};
  std::optional<std::string> denied_at = {};
  std::optional<std::string> denial_reason = {};
  std::optional<std::string> message = {};
};

struct pending_verification {
  std::string id = {};
  std::string agent_id = {};
  std::string agent_name = {};
  std::string action_type = {};
  std::optional<std::string> resource = {};
  json::value context = {};
  std::string risk_level = "medium";
  double trust_score = 0;
  std::string status = {};
  std::string requested_at = {};
  std::string expires_at = {};
};

struct page_numbers {
  std::int64_t page = 1;
  std::int64_t page_size = 10;
  std::int64_t total = 0;
  std::int64_t total_pages = 0;
};

struct pending_counts {
  std::int64_t pending = 0;
  std::int64_t approved = 0;
  std::int64_t denied = 0;
};

struct pending_list {
  std::vector<pending_verification> verifications = {};
  page_numbers pagination = {};
  pending_counts status_counts = {};
};

// ---- trust (2.5) --------------------------------------------------------------------------------------------------------------

struct trust_answer {
  std::string agent_id = {};
  std::string agent_name = {};
  double score = 0;
  std::map<std::string, double> factors = {};  ///< keys as the server spells them, see factor_name()
  std::optional<std::string> calculated_at = {};
};

struct trust_breakdown_answer {
  std::string agent_id = {};
  std::string agent_name = {};
  double overall = 0;
  std::map<std::string, double> factors = {};
  std::map<std::string, double> weights = {};
  std::map<std::string, double> contributions = {};
  std::optional<double> confidence = {};
  std::optional<std::string> calculated_at = {};
};

struct trust_history_entry {
  std::string id = {};
  std::string agent_id = {};
  double trust_score = 0;
  std::optional<double> previous_score = {};
  std::string reason = {};
  std::optional<std::string> changed_by = {};
  std::string timestamp = {};
  std::string created_at = {};
};

struct trust_history_answer {
  std::string agent_id = {};
  std::string agent_name = {};
  std::vector<trust_history_entry> history = {};
  std::int64_t total = 0;
};

struct trust_factor {
  std::string_view name;
  double weight;
};

/** The eight factors in the order of the documents, spelled as the guide does, with their weights. */
inline constexpr trust_factor trust_factors[] = {
    {"verification_status", 0.25}, {"uptime", 0.15},     {"success_rate", 0.15},    {"security_alerts", 0.15},
    {"compliance", 0.10},          {"age", 0.10},        {"drift_detection", 0.05}, {"user_feedback", 0.05}};

// ---- audit (2.6) --------------------------------------------------------------------------------------------------------------

struct audit_record {
  std::string id = {};
  std::string timestamp = {};
  std::string action = {};
  std::optional<std::string> action_name = {};
  std::optional<std::string> status = {};
  std::optional<std::string> agent_id = {};
  std::optional<std::string> organization_id = {};
  std::optional<std::string> user_id = {};
  std::optional<std::string> resource_type = {};
  std::optional<std::string> resource_id = {};
  std::optional<std::string> ip_address = {};
  std::optional<std::string> user_agent = {};
  std::optional<std::string> risk_level = {};
  std::optional<json::value> parameters = {};
  std::optional<std::string> error = {};
  std::optional<std::int64_t> duration_ms = {};
  std::optional<std::string> verification_id = {};
  std::optional<json::value> metadata = {};
  std::optional<std::string> prev_hash = {};
  std::optional<std::string> hash = {};
};

struct audit_page {
  std::optional<std::string> agent_id = {};
  std::optional<std::string> agent_name = {};
  std::vector<audit_record> logs = {};
  std::int64_t total = 0;
  std::int64_t limit = 0;
  std::int64_t offset = 0;
};

// ---- people and tokens (1.8), service (2.2), errors (2.1) ---------------------------------------------------------------------

struct login_request {
  std::string email = {};
  std::string password = {};
};

struct refresh_request {
  std::string refresh_token = {};
};

struct token_answer {
  std::string access_token = {};
  std::string refresh_token = {};
  std::string token_type = "Bearer";
  std::int64_t expires_in = 86400;
};

struct error_body {
  std::string error = {};
  std::string code = {};
  std::string message = {};
  std::string request_id = {};
};

// ---- both spellings -----------------------------------------------------------------------------------------------------------

/** How answers are read: any spelling, the last of several wins (servers write a value in two spellings), unknown members ignored. */
inline constexpr json::read_options dialect{
    .spelling = json::spelling::loose, .duplicates = json::duplicates::last_wins, .nulls = json::nulls::as_missing};

/** Reads a message in any dialect. */
template <class T>
auto read(std::string_view text) {
  return json::read<T, dialect>(text);
}

/** A member's name without underscores and in lower case: what the spellings of one name have in common. */
inline std::string normalised(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (char c : name)
    if (c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

/** snake_case to camelCase. */
inline std::string camel_case(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_' && i != 0 && i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z') out += static_cast<char>(name[++i] - 32);
    else out += name[i];
  }
  return out;
}

/** camelCase to snake_case; snake_case stays. */
inline std::string snake_case(std::string_view name) {
  std::string out;
  out.reserve(name.size() + 4);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] >= 'A' && name[i] <= 'Z') {
      if (i != 0) out += '_';
      out += static_cast<char>(name[i] + 32);
    } else {
      out += name[i];
    }
  }
  return out;
}

namespace detail {

/** The end of the JSON value that begins at `at`; `text` is correct JSON without white space outside of strings. */
inline std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  for (bool quoted = false; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      else if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth-- == 0) return at;
    } else if (c == ',' && depth == 0) {
      return at;
    }
  }
  return at;
}

}  // namespace detail

/** Appends `message` with each of its own members in snake_case and, where that differs, in camelCase as well. Members of nested objects
 *  stay as they are. For what an authority answers and for what the client sends to register. */
template <class T>
void write_both(std::string& out, const T& message) {
  const std::string once = json::write(message);
  out.reserve(out.size() + once.size() * 2);
  out += '{';
  for (std::size_t at = 1; at + 1 < once.size();) {
    const std::size_t quote = once.find('"', at + 1);
    const std::string_view name(once.data() + at + 1, quote - at - 1);
    const std::size_t end = detail::end_of_value(once, quote + 2);
    if (out.back() != '{') out += ',';
    out.append(once, at, end - at);
    if (name.find('_') != name.npos) {
      out += ",\"";
      out += camel_case(name);
      out += '"';
      out.append(once, quote + 1, end - quote - 1);
    }
    at = end + 1;
  }
  out += '}';
}
template <class T>
std::string write_both(const T& message) {
  std::string out;
  write_both(out, message);
  return out;
}

/** Reads a request as an authority must: any spelling, but a member given twice with different values is refused, as signer and
 *  verifier could mean different ones. Duplicates in one spelling are refused at every depth. */
template <class T>
result<T, json::failure> read_request(std::string_view text) {
  auto tree = json::parse(text);
  if (!tree) return tree.error();
  if (tree->is_object()) {
    std::vector<std::pair<std::string, const json::value*>> seen;
    for (const auto& [name, member] : tree->as_object()) {
      std::string plain = normalised(name);
      const auto same = std::find_if(seen.begin(), seen.end(), [&](const auto& s) { return s.first == plain; });
      if (same != seen.end() && !(*same->second == member)) {
        json::failure twice;
        twice.code = json::make_error_code(json::errc::duplicate_member);
        twice.path = "/" + name;
        twice.what = "given in two spellings with different values";
        return twice;
      }
      if (same == seen.end()) seen.emplace_back(std::move(plain), &member);
    }
  }
  return json::read<T, dialect>(text);
}

// ---- times, error bodies ------------------------------------------------------------------------------------------------------

/** A server's time stamp; nothing for text that is none, and for the zero time of Go. */
inline std::optional<timestamp> parse_time(std::string_view text) {
  if (text.empty() || text.starts_with("0001-01-01T")) return {};
  return parse_rfc3339(text);
}
template <std::same_as<std::optional<std::string>> Text>
std::optional<timestamp> parse_time(const Text& text) {
  return text ? parse_time(std::string_view(*text)) : std::nullopt;
}

/** What a server says in an error body, whichever of the four forms it uses (2.1), made printable. */
struct server_words {
  std::string text = {};
  std::string code = {};
  std::string request_id = {};
};

template <class Lazy = void>
server_words read_error(std::string_view body) {
  server_words out;
  const auto tree = json::parse(body);
  if (!tree || !tree->is_object()) {
    out.text = printable(body, 200);
    return out;
  }
  const auto text_of = [](const json::value* v) { return v && v->is_string() ? printable(v->as_string()) : std::string(); };
  const json::value* e = tree->find("error");
  if (e && e->is_string()) out.text = text_of(e);
  if (e && e->is_object()) out.text = text_of(e->find("message")), out.code = text_of(e->find("code"));
  if (out.text.empty()) out.text = text_of(tree->find("message"));
  if (out.code.empty()) out.code = text_of(tree->find("code"));
  out.request_id = text_of(tree->find("request_id"));
  if (out.request_id.empty()) out.request_id = text_of(tree->find("requestId"));
  return out;
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
