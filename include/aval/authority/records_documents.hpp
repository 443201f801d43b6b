// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aval/authority/records.hpp"
#include "aval/json/core_types.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

/*  The kinds of documents, as plain structs. Each has `kind`, `id` and `organization`; further members may be added at any time: they
 *  have their default in what was written before. Members are never renamed and keep their meaning. */

namespace aval {
inline namespace v0 {
namespace authority {

enum class request_status : std::uint8_t { pending, approved, rejected };

/** An agent's wish to be granted a capability, and what became of it (AIM specification 2.9). */
struct capability_request_record {
  static constexpr document_kind kind = document_kind::capability_request;

  uuid id = {};
  uuid organization = {};
  uuid agent = {};
  std::string capability = {};
  std::string reason = {};
  request_status status = request_status::pending;
  std::string requested_by = {};             ///< who brought it: a person's name, or empty for the agent itself
  timestamp requested_at = {};
  std::string decided_by = {};
  std::optional<timestamp> decided_at = {};
  std::string answer = {};                   ///< what the person said
};

/** A refresh token that was given to a downloaded SDK, with all that descend from it (AIM specification 2.10). Its identifier is that
 *  of the family. */
struct sdk_token_record {
  static constexpr document_kind kind = document_kind::sdk_token;

  uuid id = {};
  uuid organization = {};
  uuid user = {};
  uuid token = {};                           ///< jti of the newest one: the SDK token id that clients name
  std::string device_name = {};
  std::string device_fingerprint = {};
  std::string address = {};                  ///< where it was asked for
  std::string user_agent = {};
  std::optional<timestamp> last_used_at = {};
  std::string last_address = {};
  std::int64_t uses = 0;                     ///< rotations, and requests that named it
  timestamp created_at = {};
  timestamp expires_at = {};
  std::optional<timestamp> revoked_at = {};
  std::string revoke_reason = {};
  timestamp written_at = {};                 ///< uses are written once a minute at most
};

/** A person who may not log in any longer; there while that is so. Its identifier is the person's. */
struct deactivation_record {
  static constexpr document_kind kind = document_kind::deactivation;

  uuid id = {};
  uuid organization = {};
  timestamp at = {};
  std::string by = {};
  std::string reason = {};
};

/** The end of the audit trail at one moment, signed by the authority (AIM specification 4.6). See checkpoint.hpp. */
struct checkpoint_record {
  static constexpr document_kind kind = document_kind::checkpoint;

  uuid id = {};
  uuid organization = {};
  std::int64_t seq = 0;                      ///< number of the newest record
  std::string hash = {};                     ///< its hash, hexadecimal
  std::string at = {};                       ///< RFC 3339, the text that is signed
  std::string key = {};                      ///< base64
  std::string signature = {};                ///< base64
};

/** Agents and trust on one day (AIM specification 2.7). */
struct snapshot_record {
  static constexpr document_kind kind = document_kind::snapshot;

  uuid id = {};
  uuid organization = {};
  std::int64_t day = 0;                      ///< days since 1970-01-01
  std::int64_t agents = 0;
  std::int64_t verified = 0;
  double average_trust = 0;
};

/** A security policy as it was written: the words of the wire, and the rules as a JSON object (AIM specification 2.11, 4.3). */
struct policy_record {
  uuid id = {};
  std::string name = {};
  std::string description = {};
  std::string policy_type = {};
  std::string enforcement_action = "alert_only";
  std::string severity_threshold = "info";
  std::string applies_to = "all";
  bool is_enabled = true;
  std::int64_t priority = 0;
  std::string rules = "{}";
  std::string created_by = {};
  timestamp created_at = {};
  timestamp updated_at = {};
};
/** The policies of an organization, from the first change on; its identifier is the organization's. */
struct policy_book_record {
  static constexpr document_kind kind = document_kind::policy_book;

  uuid id = {};
  uuid organization = {};
  std::vector<policy_record> policies = {};
};

/** Where an organization wants to be told what happens (AIM specification 2.11). */
struct webhook_record {
  static constexpr document_kind kind = document_kind::webhook;

  uuid id = {};
  uuid organization = {};
  std::string name = {};
  std::string url = {};
  std::vector<std::string> events = {};      ///< "verification.pending", "*"
  std::string secret = {};                   ///< what deliveries are signed with
  bool is_active = true;
  std::string created_by = {};
  timestamp created_at = {};
  timestamp updated_at = {};
  std::optional<timestamp> last_triggered_at = {};
  std::int64_t last_status = 0;              ///< of HTTP; 0: no answer
  std::string last_error = {};
  std::int64_t deliveries = 0;               ///< that arrived
  std::int64_t failures = 0;                 ///< in a row
  std::optional<timestamp> disabled_at = {}; ///< after too many of them
};

struct hours_seen {
  std::int64_t day = 0;                      ///< since 1970-01-01
  std::int64_t hours = 0;                    ///< bit 0 is 00:00 to 00:59
};
struct feedback_entry {
  uuid user = {};
  std::string by = {};
  std::int64_t day = 0;
  bool positive = true;
  std::string comment = {};
};
/** What some factors of an agent's trust rest on (AIM specification 4.5); its identifier is the agent's. */
struct trust_evidence_record {
  static constexpr document_kind kind = document_kind::trust_evidence;

  uuid id = {};
  uuid organization = {};
  std::optional<timestamp> first_beat = {};  ///< its first heartbeat; hours count from then
  std::optional<timestamp> last_seen = {};
  std::vector<hours_seen> seen = {};         ///< of the last 31 days
  std::optional<double> compliance = {};     ///< of the last assessment
  std::string framework = {};
  std::optional<timestamp> assessed_at = {};
  std::string assessed_by = {};
  std::vector<feedback_entry> feedback = {}; ///< of the last 30 days
};

struct watched_topic {
  std::string topic = {};
  std::int64_t loudness = 0;
};
/** What an organization was told of by the watch, and lasts; its identifier is the organization's. */
struct watch_record {
  static constexpr document_kind kind = document_kind::watch;

  uuid id = {};
  uuid organization = {};
  std::vector<watched_topic> topics = {};
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
