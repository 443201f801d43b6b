// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "aval/authority/audit.hpp"
#include "aval/authority/records.hpp"
#include "aval/core/csv.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/json/core_types.hpp"
#include "aval/json/read.hpp"

/*  Audit records as an export writes them. JSON lines hold all of a record, canonically, as append_audit_record() writes it: what
 *  audit_verify.hpp checks. CSV is for spreadsheets: the columns that people look at, no cell a formula. */

namespace aval {
inline namespace v0 {
namespace authority {

namespace detail {
struct audit_columns {
  std::string error = {};
  std::string ip_address = {};
  std::string risk_level = {};
  std::string status = {};
  std::string timestamp = {};
  std::optional<uuid> verification_id = {};
};
inline std::string id_text(const std::optional<uuid>& id) { return id ? id->to_string() : std::string(); }
}  // namespace detail

inline void append_audit_csv_header(std::string& out) {
  append_csv_row(out, {"seq", "timestamp", "action", "status", "risk_level", "agent_id", "user_id", "resource_type", "resource_id", "verification_id", "ip_address", "error", "hash"});
}
inline void append_audit_csv(std::string& out, const audit_record& r) {
  const auto read = json::read<detail::audit_columns>(r.text);
  const detail::audit_columns c = read ? *read : detail::audit_columns{};
  append_csv_row(out, {std::to_string(r.seq), c.timestamp, r.action, c.status, c.risk_level, detail::id_text(r.agent), detail::id_text(r.user), r.resource_type, r.resource_id,
                       detail::id_text(c.verification_id), c.ip_address, c.error, crypto::hex_encode(r.hash)});
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
