// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/records_documents.hpp"
#include "aval/core/error.hpp"
#include "aval/core/result.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/json/value.hpp"

/*  Signed checkpoints of the audit trail (AIM specification 4.6): the authority's word that at this moment the trail ended with this
 *  record. Whoever keeps one elsewhere can tell later whether the trail was cut off or rewritten before it, although the one who did
 *  it could compute every hash anew. The text that is signed (Ed25519) has five lines without an end of line behind the last:
 *
 *      aval audit checkpoint
 *      11111111-2222-4333-8444-555555555555        organization
 *      1234                                        number of the newest record
 *      9f86d0...                                   its hash, hexadecimal
 *      2026-11-20T12:00:00Z                        now
 *
 *  No I/O here. */

namespace aval {
inline namespace v0 {
namespace authority {

inline std::string checkpoint_message(const uuid& organization, std::int64_t seq, std::string_view hash, std::string_view at) {
  std::string text = "aval audit checkpoint\n";
  text += organization.to_string();
  text += '\n';
  text += std::to_string(seq);
  text += '\n';
  text += hash;
  text += '\n';
  text += at;
  return text;
}

inline checkpoint_record sign_checkpoint(const crypto::keypair& key, uuid id, uuid organization, std::int64_t seq, std::string hash, timestamp now) {
  checkpoint_record c;
  c.id = id;
  c.organization = organization;
  c.seq = seq;
  c.hash = std::move(hash);
  c.at = format_rfc3339(now);
  c.key = key.public_key().to_base64();
  c.signature = key.sign(checkpoint_message(organization, seq, c.hash, c.at)).to_base64();
  return c;
}

/** Whether `key` has signed it. The key that the checkpoint names proves nothing: `key` is the one that you trust. */
[[nodiscard]] inline bool verify_checkpoint(const checkpoint_record& c, const crypto::public_key& key) {
  const auto s = crypto::signature::from_base64(c.signature);
  return s && key.verify(checkpoint_message(c.organization, c.seq, c.hash, c.at), *s);
}

/** A checkpoint as the authority gives it. @par Errors  aval::errc::invalid_argument: it is none. */
inline result<checkpoint_record> read_checkpoint(const json::value& v) {
  const auto text = [&v](const char* name) { return v[name].if_string() ? *v[name].if_string() : std::string(); };
  checkpoint_record c;
  const auto organization = parse_uuid(text("organization_id"));
  const auto seq = v["seq"].if_int64();
  c.hash = text("hash");
  c.at = text("timestamp");
  c.key = text("key");
  c.signature = text("signature");
  if (!v.is_object() || !organization || !seq || *seq < 1 || c.hash.size() != 64 || c.at.empty() || c.signature.empty())
    return failure{make_error_code(aval::errc::invalid_argument), "not a checkpoint: organization_id, seq, hash, timestamp or signature is missing"};
  c.id = parse_uuid(text("id")).value_or(uuid());
  c.organization = *organization;
  c.seq = *seq;
  return c;
}

/** Whether the trail, whose newest record has number `seq`, needs another checkpoint behind the newest one: after 1000 records, or 5
 *  minutes when there is anything new. */
inline bool checkpoint_due(const checkpoint_record* newest, std::int64_t seq, timestamp now) {
  if (!newest) return seq > 0;
  const auto at = parse_rfc3339(newest->at);
  return seq > newest->seq && (seq - newest->seq >= 1000 || !at || now - *at >= std::chrono::minutes(5));
}

inline constexpr std::size_t most_checkpoints = 1000;

/** Which of the checkpoints, oldest first, need not be kept: each covers all records before it, so of days gone by the last one is enough.
 *  None as long as there are few. */
inline std::vector<uuid> superfluous_checkpoints(const std::vector<std::shared_ptr<const checkpoint_record>>& all) {
  std::vector<uuid> out;
  if (all.size() <= most_checkpoints) return out;
  const std::size_t old = all.size() - most_checkpoints / 2;
  const auto day = [](const checkpoint_record& c) { return std::string_view(c.at).substr(0, 10); };
  for (std::size_t i = 0; i < old; ++i)
    if (day(*all[i]) == day(*all[i + 1])) out.push_back(all[i]->id);
  return out;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
