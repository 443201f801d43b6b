// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/core/timestamp.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/json/canonical.hpp"
#include "aval/json/value.hpp"

/*  What an agent says about an MCP server that it has used, and signs (AIM specification 1.10, mode F; 4.7).
 *
 *      aim::attestation seen{.agent_id = id, .capabilities_found = {"read_file"}, .connection_latency_ms = 12.5, .mcp_name = "fs", .mcp_url = "http://..."};
 *      seen.timestamp = aim::attestation_time(clock.now());
 *      const json::value object = aim::attestation_object(seen);
 *      // body of POST /api/v1/mcp-servers/{id}/attest: {"attestation": object, "signature": key.sign(aim::attestation_message(object)).to_base64()} */

namespace aval {
inline namespace v0 {
namespace aim {

/** The members of an attestation. */
struct attestation {
  std::string agent_id = {};
  std::vector<std::string> capabilities_found = {};  ///< names of the tools that the server offered
  double connection_latency_ms = 0;                  ///< of its answer
  bool connection_successful = true;
  bool health_check_passed = true;
  std::string mcp_name = {};
  std::string mcp_url = {};
  std::string sdk_version = {};
  std::string timestamp = {};                        ///< attestation_time()
};

/** The time of an attestation: RFC 3339 with microseconds and the offset "+00:00", as the Python SDK writes it. */
inline std::string attestation_time(std::chrono::system_clock::time_point when) {
  std::string text = format_rfc3339(aval::timestamp(std::chrono::floor<std::chrono::microseconds>(when)), 6);
  text.pop_back();  // Z
  return text += "+00:00";
}

/** The object to send. A latency without a fraction becomes an integer, which servers in every language write in the same way.
 *  Throws std::invalid_argument for a latency that is no number. */
inline json::value attestation_object(const attestation& a) {
  json::value::object_type out;
  const auto put = [&](const char* name, json::value v) { out.push_back({name, std::move(v)}); };
  if (!std::isfinite(a.connection_latency_ms)) throw std::invalid_argument("connection_latency_ms is not a number");
  json::value::array_type found;
  for (const auto& name : a.capabilities_found) found.emplace_back(name);
  put("agent_id", json::value(a.agent_id));
  put("capabilities_found", json::value(std::move(found)));
  const double ms = a.connection_latency_ms;
  put("connection_latency_ms", ms == std::floor(ms) && std::abs(ms) < 1e15 ? json::value(static_cast<std::int64_t>(ms)) : json::value(ms));
  put("connection_successful", json::value(a.connection_successful));
  put("health_check_passed", json::value(a.health_check_passed));
  put("mcp_name", json::value(a.mcp_name));
  put("mcp_url", json::value(a.mcp_url));
  put("sdk_version", json::value(a.sdk_version));
  put("timestamp", json::value(a.timestamp));
  return json::value(std::move(out));
}

/** The text that is signed: the object in canonical form P without blanks, with all members that it has. With number_text::as_written
 *  literals stay as they came, which tells 0.0 from 0. Throws std::system_error for text that is not UTF-8 and for members given twice. */
inline std::string attestation_message(const json::value& object, json::number_text numbers = json::number_text::normalised) {
  return json::canonical_p(object, numbers, json::spacing::compact);
}

/** Whether the key has signed the object: in form P with its numbers as they came or normalised, or as servers in Go write it (text as
 *  UTF-8, 0.0 as 0). All of them say the same. Throws nothing but std::bad_alloc. */
inline bool verify_attestation(const crypto::public_key& key, const json::value& object, const crypto::signature& signature) {
  if (!object.is_object()) return false;
  try {
    const std::string p = attestation_message(object, json::number_text::as_written);
    if (key.verify(p, signature)) return true;
    const std::string normal = attestation_message(object);
    if (normal != p && key.verify(normal, signature)) return true;
    const std::string g = json::canonical_g(object, json::spacing::compact);
    return g != p && g != normal && key.verify(g, signature);
  } catch (const std::system_error&) {  // what can not be rendered was not signed
    return false;
  }
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
