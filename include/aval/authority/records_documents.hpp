// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

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

}  // namespace authority
}  // namespace v0
}  // namespace aval
