// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aval/json/fields.hpp"
#include "aval/json/value.hpp"

/*  Messages about MCP servers (AIM specification 2.8, 2.9). Read with aim::read(), which takes every spelling. */

namespace aval {
inline namespace v0 {
namespace aim {

/** Registers a server. Of its environment there are the names only. */
struct mcp_server_message {
  std::string name = {};
  std::string url = {};
  std::string description = {};
  std::string version = {};
  std::optional<std::string> public_key = {};
  std::optional<std::string> verification_url = {};
  std::vector<std::string> capabilities = {};
  std::optional<std::string> command = {};
  std::optional<std::vector<std::string>> args = {};
  std::optional<std::vector<std::string>> env_keys = {};
};

/** A server as an authority knows it. */
struct mcp_server_object {
  std::string id = {};
  std::string name = {};
  std::string url = {};
  std::string status = "pending";  ///< pending, verified, suspended, revoked
  std::optional<std::string> organization_id = {};
  std::optional<std::string> description = {};
  std::optional<std::string> version = {};
  std::optional<std::string> public_key = {};
  std::optional<bool> is_verified = {};
  std::optional<std::string> last_verified_at = {};
  std::optional<std::string> verification_url = {};
  std::optional<std::vector<std::string>> capabilities = {};
  std::optional<double> trust_score = {};
  std::optional<std::string> registered_by_agent = {};
  std::optional<std::string> verification_method = {};
  std::optional<std::int64_t> attestation_count = {};
  std::optional<double> confidence_score = {};  ///< 0 to 100
  std::optional<std::string> last_attested_at = {};
  std::optional<std::string> created_at = {};
  std::optional<std::string> updated_at = {};
};

/** A page of servers; the list has one of two names, depending on the server. */
struct mcp_server_page {
  std::optional<std::vector<mcp_server_object>> mcp_servers = {};
  std::optional<std::vector<mcp_server_object>> servers = {};
  std::int64_t total = 0;
};

struct mcp_relation_message {
  std::vector<std::string> mcp_server_ids = {};
  std::string detected_method = "auto_sdk";  ///< manual, auto_sdk, auto_config, cli
  double confidence = 100;
  std::optional<json::value> metadata = {};
};

struct mcp_relation_answer {
  std::string message = {};
  std::vector<std::string> talks_to = {};
  std::vector<std::string> added_servers = {};
  std::int64_t total_count = 0;
};

struct mcp_attestation_message {
  json::value attestation = {};
  std::string signature = {};
};

struct mcp_attestation_answer {
  bool success = true;
  std::string attestation_id = {};
  double mcp_confidence_score = 0;  ///< 0 to 100
  std::int64_t attestation_count = 0;
  std::string message = {};
};

struct mcp_connection_message {
  std::string mcp_server_id = {};
  std::string tool_name = {};
  std::string mcp_url = {};
  std::string mcp_name = {};
  std::string connection_type = "attested";
};

struct mcp_connection_answer {
  bool success = true;
  std::string connection_id = {};
  std::string agent_id = {};
  std::string mcp_server_id = {};
  std::string connection_type = {};
  std::int64_t attestation_count = 0;
  std::optional<std::string> last_attested_at = {};
  std::string message = {};
};

// ---- detection ----------------------------------------------------------------------------------------------------------------

struct mcp_detection {
  std::string mcp_server = {};
  std::string detection_method = "manual";
  double confidence = 100;  ///< 0 to 100
  std::optional<json::value> details = {};
  std::optional<std::string> sdk_version = {};
  std::string timestamp = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct mcp_detection_message {
  std::vector<mcp_detection> detections = {};
};

struct mcp_detection_answer {
  bool success = true;
  std::int64_t detections_processed = 0;
  std::vector<std::string> new_mcps = {};
  std::vector<std::string> existing_mcps = {};
  std::string message = {};
};

struct detected_mcp {
  std::string name = {};
  double confidence_score = 0;
  std::vector<std::string> detected_by = {};
  std::optional<std::string> first_detected = {};
  std::optional<std::string> last_seen = {};
};

struct mcp_detection_status {
  std::string agent_id = {};
  std::optional<std::string> sdk_version = {};
  bool sdk_installed = false;
  bool auto_detect_enabled = false;
  std::optional<std::string> protocol = {};
  std::vector<detected_mcp> detected_mcps = {};
  std::optional<std::string> last_reported_at = {};
};

}  // namespace aim
}  // namespace v0
}  // namespace aval
