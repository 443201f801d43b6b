// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aval/json/fields.hpp"
#include "aval/json/value.hpp"

/*  Messages about what agents can do (AIM specification 2.9), for the client and for an authority. Every generation spells reports and
 *  grants in camelCase, requests in snake_case; read with aim::read(), which takes both. */

namespace aval {
inline namespace v0 {
namespace aim {

// ---- asking a person for a capability -----------------------------------------------------------------------------------------

struct capability_request_message {
  std::string capability_type = {};
  std::string reason = {};  ///< at least ten characters
};

struct capability_request {
  std::string id = {};
  std::string agent_id = {};
  std::string capability_type = {};
  std::string reason = {};
  std::string status = "pending";  ///< pending, approved, rejected
  std::optional<std::string> requested_by = {};
  std::optional<std::string> requested_at = {};
  std::optional<std::string> reviewed_by = {};
  std::optional<std::string> reviewed_at = {};
  std::optional<std::string> created_at = {};
  std::optional<std::string> updated_at = {};
};

// ---- capabilities an agent has ------------------------------------------------------------------------------------------------

struct capability_grant_message {
  std::string capability_type = {};
  std::optional<json::value> scope = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct capability_grant {
  std::string id = {};
  std::string agent_id = {};
  std::string capability_type = {};
  std::optional<json::value> capability_scope = {};
  std::optional<std::string> granted_by = {};
  std::optional<std::string> granted_at = {};
  std::optional<std::string> revoked_at = {};
  std::optional<std::string> created_at = {};
  std::optional<std::string> updated_at = {};
  std::optional<std::string> status = {};  ///< pending: declared and not granted; absent: granted
  static constexpr auto json_rules = json::rules(json::camel_case());
};

// ---- what was found in a process ----------------------------------------------------------------------------------------------

struct runtime_environment {
  std::string language = "c++";
  std::string version = {};
  std::string runtime = {};
  std::string platform = {};
  std::string arch = {};
  std::optional<std::vector<std::string>> frameworks = {};
  std::optional<std::vector<std::string>> package_managers = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct used_models {
  std::string provider = {};
  std::vector<std::string> models = {};
  std::string detection_type = "declared";
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct file_capability {
  bool read = false, write = false, delete_files = false, execute = false;
  std::optional<std::vector<std::string>> paths_accessed = {};
  std::string detection_method = "declared";
  static constexpr auto json_rules = json::rules(json::camel_case(), json::rename("delete_files", "delete"));
};

struct database_capability {
  bool postgresql = false, mongodb = false, mysql = false, sqlite = false, redis = false;
  std::optional<std::vector<std::string>> operations = {};
  std::string detection_method = "declared";
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct network_capability {
  bool http = false, https = false, websocket = false, tcp = false, udp = false;
  std::optional<std::vector<std::string>> external_apis = {};
  std::string detection_method = "declared";
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct code_capability {
  bool eval = false, exec = false, shell_commands = false, child_processes = false, vm_execution = false;
  std::string detection_method = "declared";
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct credential_capability {
  bool env_vars = false, config_files = false, keyring = false;
  std::optional<std::vector<std::string>> credential_files = {};
  std::string detection_method = "declared";
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct browser_capability {
  bool puppeteer = false, playwright = false, selenium = false;
  std::string detection_method = "declared";
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct process_capabilities {
  std::optional<file_capability> file_system = {};
  std::optional<database_capability> database = {};
  std::optional<network_capability> network = {};
  std::optional<code_capability> code_execution = {};
  std::optional<credential_capability> credential_access = {};
  std::optional<browser_capability> browser_automation = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct capability_alert {
  std::string severity = "low";
  std::string capability = {};
  std::string message = {};
  std::string recommendation = {};
  std::int64_t trust_score_impact = 0;
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct capability_risk {
  std::int64_t overall_risk_score = 0;  ///< 0 to 100
  std::string risk_level = "low";       ///< low, medium, high, critical
  std::int64_t trust_score_impact = 0;
  std::vector<capability_alert> alerts = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct capability_report {
  std::string detected_at = {};
  runtime_environment environment = {};
  std::vector<used_models> ai_models = {};
  process_capabilities capabilities = {};
  capability_risk risk_assessment = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct capability_report_answer {
  bool success = true;
  std::string agent_id = {};
  std::string risk_level = {};
  std::int64_t trust_score_impact = 0;
  std::optional<double> new_trust_score = {};
  std::int64_t security_alerts_count = 0;
  std::string message = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

}  // namespace aim
}  // namespace v0
}  // namespace aval
