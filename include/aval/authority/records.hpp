// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "aval/authority/words.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"

/*  What the authority knows, as plain records (AIM specification 1.1, 2.3 to 2.6, 2.10, 2.11). A store keeps them; they carry no
 *  private key and no password, only public keys and hashes. */

namespace aval {
inline namespace v0 {
namespace authority {

using key_bytes = std::array<std::byte, 32>;
using digest_bytes = std::array<std::byte, 32>;
using signature_bytes = std::array<std::byte, 64>;

struct organization_record {
  uuid id = {};
  std::string name = {};
  timestamp created_at = {};
};

struct user_record {
  uuid id = {};
  uuid organization = {};
  std::string email = {};          ///< lower case, unique
  std::string name = {};
  authority::role role = authority::role::viewer;
  bool approved = true;
  std::string password_hash = {};  ///< Argon2id; empty: cannot log in with a password
  timestamp created_at = {};
  std::optional<timestamp> last_login = {};
};

struct agent_record {
  uuid id = {};
  uuid organization = {};
  std::string name = {};
  std::string display_name = {};
  std::string description = {};
  std::string type = "ai_agent";
  std::string version = {};
  std::string repository_url = {};
  std::string documentation_url = {};
  std::string certificate_url = {};
  agent_status status = agent_status::pending;
  std::optional<key_bytes> key = {};
  std::optional<key_bytes> previous_key = {};      ///< valid until previous_key_until
  std::optional<timestamp> previous_key_until = {};
  std::optional<timestamp> key_created_at = {};
  std::optional<timestamp> key_expires_at = {};
  std::int64_t rotations = 0;
  bool compromised = false;
  std::int64_t violations = 0;
  double trust = 0.5;
  std::optional<double> fixed_trust = {};          ///< set by an administrator until the next recalculation
  std::vector<std::string> declared = {};          ///< capabilities the agent announced
  std::vector<std::string> granted = {};           ///< capabilities somebody granted
  std::vector<std::string> talks_to = {};
  std::optional<uuid> created_by = {};             ///< the person who registered it, or who made the API key below
  std::optional<uuid> registered_with = {};        ///< the API key that registered it
  timestamp created_at = {};
  timestamp updated_at = {};
  std::optional<timestamp> verified_at = {};
  bool removed = false;                            ///< deleted: known to the audit trail only
};
using agent_ptr = std::shared_ptr<const agent_record>;

struct api_key_record {
  uuid id = {};
  uuid organization = {};
  std::optional<uuid> agent = {};       ///< empty: a key for registration
  std::optional<uuid> created_by = {};
  std::string name = {};
  std::string prefix = {};              ///< first 16 characters, for people
  std::string hash = {};                ///< base64 of the SHA-256 of the whole key
  bool active = true;
  timestamp created_at = {};
  timestamp expires_at = {};
  std::optional<timestamp> last_used_at = {};
  bool removed = false;                 ///< deleted: known to the audit trail only
};

enum class execution : std::uint8_t { unknown, success, failure };

/** One request for permission and what became of it. */
struct verification_record {
  uuid id = {};
  uuid organization = {};
  uuid agent = {};
  std::string action = {};
  std::optional<std::string> resource = {};
  std::string context = {};                 ///< canonical JSON, secrets taken out
  risk_level risk = risk_level::low;
  verification_status status = verification_status::pending;
  std::string rule = {};                    ///< which rule decided
  std::string reason = {};                  ///< why denied, or what the person said
  std::string decided_by = {};              ///< "system" or the person's name
  double reported_trust = 0;
  timestamp requested_at = {};
  std::optional<timestamp> decided_at = {};
  std::optional<timestamp> expires_at = {}; ///< approved: how long it holds; pending: how long it waits
  std::optional<severity> violation = {};   ///< the action was outside the agent's capabilities
  signature_bytes signature = {};           ///< of the request: a repeat of it is answered with this record
  authority::execution execution = authority::execution::unknown;
  std::string execution_detail = {};        ///< canonical JSON of the first report
};
using verification_ptr = std::shared_ptr<const verification_record>;

/** One line of the audit trail. `text` is the canonical JSON of the record without its hash; the other members are for finding it. */
struct audit_record {
  uuid id = {};
  uuid organization = {};
  std::int64_t seq = 0;                     ///< 1, 2, 3 ... within the organization
  timestamp at = {};
  std::optional<uuid> agent = {};
  std::optional<uuid> user = {};
  std::string action = {};
  std::string resource_type = {};
  std::string resource_id = {};
  std::string text = {};
  digest_bytes hash = {};
};
using audit_ptr = std::shared_ptr<const audit_record>;

struct trust_record {
  uuid id = {};
  uuid organization = {};
  uuid agent = {};
  double score = 0;
  std::optional<double> previous = {};
  std::string reason = {};
  std::optional<uuid> changed_by = {};
  timestamp at = {};
};

struct alert_record {
  uuid id = {};
  uuid organization = {};
  std::optional<uuid> agent = {};
  std::string type = {};            ///< security_breach, unusual_activity, trust_score_drop ...
  authority::severity severity = authority::severity::info;
  std::string title = {};
  std::string description = {};
  bool counts_for_trust = true;     ///< false for plain denials and for alerts about trust itself
  std::int64_t repeats = 1;         ///< the same within five minutes is counted, not repeated
  timestamp created_at = {};
  timestamp last_at = {};
  std::optional<timestamp> acknowledged_at = {};  ///< from then on it is open no longer
  std::string acknowledged_by = {};
  std::optional<timestamp> resolved_at = {};
  std::string resolution = {};
};

/** A refresh token that was issued. The successor's claims are kept so that a repeat within the grace gives the very same pair. */
struct refresh_record {
  uuid id = {};                     ///< the token's jti
  uuid family = {};                 ///< all tokens that descend from one log-in
  uuid user = {};
  uuid organization = {};
  bool sdk = false;
  timestamp issued_at = {};
  timestamp expires_at = {};
  std::optional<timestamp> revoked_at = {};
  std::optional<timestamp> rotated_at = {};
  std::optional<uuid> successor = {};
  std::optional<uuid> successor_access = {};  ///< jti of the access token issued beside the successor
};

/** A signed request that must not run twice, with the answer it got (AIM specification 1.11). */
struct replay_record {
  uuid agent = {};
  key_bytes mark = {};              ///< first half of the signature
  timestamp forget_at = {};
  int status = 0;                   ///< 0: still being answered
  std::string body = {};
};

/** Permission outcomes and reported executions of an agent on one day, for the trust score. As a change: what is to be added. */
struct activity_record {
  uuid agent = {};
  std::int64_t day = 0;             ///< days since 1970-01-01
  std::uint32_t approved = 0, denied = 0, succeeded = 0, failed = 0;
  std::array<std::uint32_t, 4> violations = {};  ///< by severity
};

/** Settings that belong to the store: the signing secret of tokens and the like. */
struct setting_record {
  std::string name = {};
  std::string value = {};
};

/** What a document is. The numbers stand in the data base: they are never given again. */
enum class document_kind : std::uint8_t { capability_request = 1, sdk_token = 20, deactivation = 21, policy_book = 22, webhook = 23, trust_evidence = 24, watch = 25,
                                         mcp_server = 30, mcp_attestations = 31, mcp_connections = 32, detections = 33, capability_report = 34,
                                         checkpoint = 40, snapshot = 41 };

/** A record of a kind that is few, small and read as a whole at the start: its members are those of the JSON text, so that a kind can
 *  grow without a new layout. See records_documents.hpp. */
struct document_record {
  document_kind kind = document_kind::capability_request;
  uuid organization = {};
  uuid id = {};
  std::string text = {};            ///< JSON; empty: removed
};

/** One thing to keep. A later record with the same id replaces the earlier one; audit and trust records are only ever added. */
using change = std::variant<organization_record, user_record, agent_ptr, api_key_record, verification_ptr, audit_ptr, trust_record,
                            alert_record, refresh_record, replay_record, activity_record, setting_record, document_record>;
/** Changes that become durable together or not at all. */
using change_batch = std::vector<change>;

}  // namespace authority
}  // namespace v0
}  // namespace aval
