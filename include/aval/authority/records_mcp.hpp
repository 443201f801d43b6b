// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aval/authority/records_documents.hpp"

/*  MCP servers and what agents say about them, as documents (AIM specification 2.8, 2.9, 4.7). What agents report is one document for
 *  each agent, and what is said about a server one for each server, so that both are found without a search. */

namespace aval {
inline namespace v0 {
namespace authority {

/** One attempt to check a server, or an action on it. */
struct mcp_check {
  timestamp at = {};
  bool success = false;
  std::string what = {};      ///< verify, verify_action
  std::string action = {};    ///< the action, for the second
  std::string reason = {};    ///< why not
  std::string by = {};        ///< the person's name
};

/** An MCP server that is known to an organization. Of its environment there are only the names, and keys in its command line are masked. */
struct mcp_server_record {
  static constexpr document_kind kind = document_kind::mcp_server;

  uuid id = {};
  uuid organization = {};
  std::string name = {};
  std::string description = {};
  std::string url = {};                            ///< unique in the organization
  std::string version = {};
  std::string public_key = {};                     ///< base64; empty: none, then it can not be verified
  std::string key_type = {};
  std::string verification_url = {};
  std::vector<std::string> capabilities = {};
  std::string command = {};
  std::vector<std::string> args = {};
  std::vector<std::string> env_keys = {};
  agent_status status = agent_status::pending;
  double trust = 0;                                ///< 0..100
  std::string method = {};                         ///< agent_attestation, api_key or manual: how it came here
  std::optional<uuid> registered_by_agent = {};
  std::optional<uuid> created_by = {};
  timestamp created_at = {};
  timestamp updated_at = {};
  std::optional<timestamp> last_verified_at = {};
  std::int64_t verifications = 0;                  ///< that succeeded
  std::vector<mcp_check> checks = {};              ///< the last ones, oldest first
};

/** What an agent has signed about a server, or a person vouches for. */
struct mcp_attestation {
  uuid id = {};
  std::optional<uuid> agent = {};                  ///< empty: a person
  std::optional<uuid> user = {};
  std::string by = {};                             ///< the name of either
  std::vector<std::string> capabilities = {};
  double latency_ms = 0;
  bool connected = false;
  bool healthy = false;
  std::string sdk_version = {};
  std::string notes = {};
  std::string signature = {};                      ///< base64
  timestamp at = {};
  timestamp expires_at = {};
};

/** The attestations of one server, the newest of each agent and person. */
struct mcp_attestations_record {
  static constexpr document_kind kind = document_kind::mcp_attestations;

  uuid id = {};                                    ///< the server
  uuid organization = {};
  std::vector<mcp_attestation> entries = {};       ///< oldest first
};

struct mcp_connection {
  uuid id = {};
  uuid server = {};
  std::string type = {};                           ///< "attested" and what else clients call it
  std::vector<std::string> tools = {};
  std::int64_t uses = 0;
  timestamp first_at = {};
  timestamp last_at = {};
};

/** Which servers an agent has used. */
struct mcp_connections_record {
  static constexpr document_kind kind = document_kind::mcp_connections;

  uuid id = {};                                    ///< the agent
  uuid organization = {};
  std::vector<mcp_connection> entries = {};
};

struct detection {
  std::string server = {};
  std::string method = {};
  double confidence = 0;                           ///< 0..100
  std::string details = {};                        ///< canonical JSON, secrets taken out; empty: none
  timestamp first_at = {};
  timestamp last_at = {};
  std::int64_t reports = 0;
};

/** Which servers an agent's client has found on its machine. */
struct detections_record {
  static constexpr document_kind kind = document_kind::detections;

  uuid id = {};                                    ///< the agent
  uuid organization = {};
  std::vector<detection> entries = {};
  bool sdk_installed = false;
  std::string sdk_version = {};
  std::optional<timestamp> last_at = {};
};

/** The last report about what an agent's process is able to do. */
struct capability_report_record {
  static constexpr document_kind kind = document_kind::capability_report;

  uuid id = {};                                    ///< the agent
  uuid organization = {};
  std::string text = {};                           ///< canonical JSON of the report, secrets taken out
  risk_level risk = risk_level::low;
  std::int64_t score = 0;                          ///< 0..100, as the client reckons
  timestamp at = {};
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
