// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/authority/detail/json_out.hpp"
#include "aval/authority/records.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/digest_openssl.hpp"
#include "aval/crypto/encoding.hpp"

/*  The audit trail as a chain (AIM specification 4.6): each record of an organization carries a number and the hash of the one before,
 *  and its own hash is SHA-256 over its canonical JSON without the member "hash". The record is written once, in canonical form, and
 *  that text is what is hashed, stored and served: whoever reads a page can take "hash" out, write the rest canonically, and check. */

namespace aval {
inline namespace v0 {
namespace authority {

/** What an audit record is made of; chain_link and clock are added by audit_chain::append. */
struct audit_entry {
  uuid id = {};
  uuid organization = {};
  std::optional<uuid> agent = {};
  std::optional<uuid> user = {};
  std::string_view action = {};
  std::string_view resource_type = {};   ///< agent_action, agent, verification, api_key, user, audit_log
  std::string_view resource_id = {};
  std::string_view status = {};          ///< approved, denied, pending, success, failure ...
  std::optional<risk_level> risk = {};
  std::optional<uuid> verification = {};
  std::optional<std::int64_t> duration_ms = {};
  std::string_view error = {};           ///< empty: left out
  std::string_view ip_address = {};
  std::string_view user_agent = {};
  std::string_view metadata = "{}";      ///< canonical JSON object
  std::string_view parameters = {};      ///< canonical JSON; empty: left out
};

/** The end of one organization's chain. Not thread-safe. */
class audit_chain {
 public:
  audit_chain() { previous_.assign(64, '0'); }
  /** Continues behind a stored record. */
  explicit audit_chain(const audit_record& last) : seq_(last.seq), last_(last.at), previous_(crypto::hex_encode(last.hash)) {}

  /** Makes the next record. The chain moves on. Times never fall in it, whatever the clock does: what was written later is not older. */
  audit_ptr append(const audit_entry& e, timestamp at) {
    at = last_ = std::max(at, last_);
    auto record = std::make_shared<audit_record>();
    record->id = e.id;
    record->organization = e.organization;
    record->seq = ++seq_;
    record->at = at;
    record->agent = e.agent;
    record->user = e.user;
    record->action = e.action;
    record->resource_type = e.resource_type;
    record->resource_id = e.resource_id;
    std::string& text = record->text;
    text.reserve(640 + e.metadata.size() + e.parameters.size() + 2 * e.action.size());
    detail::object_out out(text);  // members in sorted order
    out.text("action", e.action).text("action_name", e.action).id("agent_id", e.agent);
    if (e.duration_ms) out.number("duration_ms", *e.duration_ms);
    if (!e.error.empty()) out.text("error", e.error);
    out.id("id", e.id).text("ip_address", e.ip_address).raw("metadata", e.metadata).id("organization_id", e.organization);
    if (!e.parameters.empty()) out.raw("parameters", e.parameters);
    out.text("prev_hash", previous_).text("resource_id", e.resource_id).text("resource_type", e.resource_type);
    if (e.risk) out.text("risk_level", to_text(*e.risk));
    out.number("seq", seq_).text("status", e.status).time("timestamp", at).text("user_agent", e.user_agent).id("user_id", e.user);
    if (e.verification) out.id("verification_id", *e.verification);
    out.end();
    const auto fast = crypto::sha256_openssl(text);
    record->hash = fast ? *fast : crypto::sha256(text);
    previous_ = crypto::hex_encode(record->hash);
    return record;
  }
  std::int64_t seq() const noexcept { return seq_; }
  /** Hash of the last record in hexadecimal, 64 zeros before the first. */
  const std::string& head() const noexcept { return previous_; }

 private:
  std::int64_t seq_ = 0;
  timestamp last_ = timestamp::min();
  std::string previous_;
};

/** Appends a record as it is served: its canonical text with the hash as last member. */
inline void append_audit_record(std::string& out, const audit_record& r) {
  out.append(r.text, 0, r.text.size() - 1);
  out += ", \"hash\": \"";
  out += crypto::hex_encode(r.hash);
  out += "\"}";
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
