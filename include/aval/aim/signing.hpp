// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "aval/core/timestamp.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/json/canonical.hpp"
#include "aval/json/value.hpp"

/*  Every signature of the AIM protocol, as the message that is signed and as the check (AIM specification 1.5, 1.6, 1.9, 2.3). Pure
 *  functions on text: the client signs with them, an authority verifies with them, and the vectors of the specification judge both.
 *
 *      A  headers         METHOD \n path \n unix seconds [\n body]          X-Agent-ID X-Signature X-Timestamp X-Public-Key
 *      B  request body    canonical JSON of five members                    members signature, public_key
 *      E  poll            GET \n path \n agent id \n unix seconds           X-AIM-Agent-ID X-AIM-Timestamp X-AIM-Signature
 *         TypeScript      seconds:METHOD:path:hex SHA-256 of the body       the same headers
 *      key rotation       rotate:agent id:new key:seconds, by the new key
 *      self-registration  A without an agent id, by the key that stands in the header and in the body */

namespace aval {
inline namespace v0 {
namespace aim {

namespace header {
inline constexpr std::string_view agent_id = "X-Agent-ID";
inline constexpr std::string_view signature = "X-Signature";
inline constexpr std::string_view timestamp = "X-Timestamp";
inline constexpr std::string_view public_key = "X-Public-Key";
inline constexpr std::string_view poll_agent_id = "X-AIM-Agent-ID";
inline constexpr std::string_view poll_timestamp = "X-AIM-Timestamp";
inline constexpr std::string_view poll_signature = "X-AIM-Signature";
inline constexpr std::string_view registration_key = "X-AIM-API-Key";
inline constexpr std::string_view api_key = "X-API-Key";
inline constexpr std::string_view sdk_token = "X-SDK-Token";
}  // namespace header

// ---- mode A -------------------------------------------------------------------------------------------------------------------

/** The message of mode A. `unix_seconds` is the text of X-Timestamp; `path` begins with '/'. Without a body there is no fourth part. */
inline std::string header_message(std::string_view method, std::string_view path, std::string_view unix_seconds, std::string_view body = {}) {
  std::string out;
  out.reserve(method.size() + path.size() + unix_seconds.size() + body.size() + 3);
  out.append(method).append(1, '\n').append(path).append(1, '\n').append(unix_seconds);
  if (!body.empty()) out.append(1, '\n').append(body);
  return out;
}

/** Verifies mode A in the forms that clients are known to sign: the path alone, the path with its query, and for a body of exactly {}
 *  also without the body. A query accepted in the first form is not authenticated: use it for paging and filtering only.
 *  `raw_query` without the question mark; empty: there is none. */
inline bool verify_header(const crypto::public_key& key, std::string_view method, std::string_view path, std::string_view raw_query,
                          std::string_view unix_seconds, std::string_view body, const crypto::signature& signature) {
  if (key.verify(header_message(method, path, unix_seconds, body), signature)) return true;
  std::string with_query(path);
  if (!raw_query.empty()) {
    with_query.append(1, '?').append(raw_query);
    if (key.verify(header_message(method, with_query, unix_seconds, body), signature)) return true;
  }
  if (body != "{}") return false;
  return key.verify(header_message(method, path, unix_seconds), signature) ||
         (!raw_query.empty() && key.verify(header_message(method, with_query, unix_seconds), signature));
}

/** The number in X-Timestamp: decimal, no sign but '-', no fraction. */
inline std::optional<std::int64_t> parse_unix_seconds(std::string_view text) noexcept {
  std::int64_t n = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (ec != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return n;
}

inline std::string unix_seconds(std::chrono::system_clock::time_point when) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(when.time_since_epoch()).count());
}

/** Whether a signature's time is close enough to now: |now - signed| <= window. */
inline bool within_window(std::int64_t signed_at, std::chrono::system_clock::time_point now, std::chrono::seconds window = std::chrono::seconds(300)) noexcept {
  const std::int64_t at = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  // compared without subtracting what a stranger wrote
  return signed_at >= at - window.count() && signed_at <= at + window.count();
}

// ---- mode B -------------------------------------------------------------------------------------------------------------------

/** The five members that the signature of a verification request covers. Views: for the length of a call. */
struct signed_question {
  std::string_view agent_id;
  std::string_view action_type;
  std::optional<std::string_view> resource;  ///< empty optional: null
  const json::value* context = nullptr;      ///< null pointer, null or not given: {}
  std::string_view timestamp;
};

/** The time stamp of mode B: UTC with six fractional digits, which are left out when they are all zero. */
inline std::string signing_time(std::chrono::system_clock::time_point when) {
  const auto micros = std::chrono::floor<std::chrono::microseconds>(when);
  const bool whole = micros.time_since_epoch().count() % 1'000'000 == 0;
  return format_rfc3339(timestamp(micros), whole ? 0 : 6);
}

namespace detail {

/** Appends a string in a canonical form. Most are plain and need no detour. */
template <class Form>
void put_text(std::string& out, std::string_view text, Form form) {
  for (const char c : text)
    if (c < 0x20 || c > 0x7E || c == '"' || c == '\\') return void(out += form(json::value(text)));
  out.append(1, '"').append(text).append(1, '"');
}

inline bool no_context(const json::value* c) { return c == nullptr || c->is_null() || (c->is_object() && c->as_object().empty()); }

template <class Form>
std::string canonical(Form form, const signed_question& q, bool empty_is_null) {
  std::string out;
  out.reserve(256 + q.agent_id.size() + q.action_type.size() + q.timestamp.size());
  out += "{\"action_type\": ";
  put_text(out, q.action_type, form);
  out += ", \"agent_id\": ";
  put_text(out, q.agent_id, form);
  out += ", \"context\": ";
  if (no_context(q.context)) out += "{}";
  else out += form(*q.context);
  out += ", \"resource\": ";
  if (!q.resource || (empty_is_null && q.resource->empty())) out += "null";
  else put_text(out, *q.resource, form);
  out += ", \"timestamp\": ";
  put_text(out, q.timestamp, form);
  out += '}';
  return out;
}
inline std::string form_g(const json::value& v) { return json::canonical_g(v); }

}  // namespace detail

/** Form P: what the client signs. With json::number_text::as_written the number literals of the context stay as they came.
 *  Throws std::system_error for text that is not UTF-8 and for members given twice. */
inline std::string canonical_p(const signed_question& q, json::number_text numbers = json::number_text::normalised) {
  return detail::canonical([numbers](const json::value& v) { return json::canonical_p(v, numbers); }, q, false);
}

/** Form G: what the Go servers rebuild; an empty resource becomes null. Throws std::system_error also for numbers beyond binary64. */
inline std::string canonical_g(const signed_question& q) { return detail::canonical(detail::form_g, q, true); }

/** The oldest Go servers: compact JSON with an empty string for a missing resource, into which blanks are put by plain replacement of
 *  `":` and `,"`, inside of strings too. Only for verification of old clients, behind a switch. */
inline std::string canonical_g1(const signed_question& q) {
  signed_question with = q;
  if (!with.resource) with.resource = std::string_view();
  std::string spaced = detail::canonical(detail::form_g, with, false);
  // back to compact: blanks that stand outside of strings
  std::string compact;
  bool quoted = false;
  for (std::size_t i = 0; i < spaced.size(); ++i) {
    const char c = spaced[i];
    if (quoted && c == '\\') {
      compact += c;
      compact += spaced[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (quoted || c != ' ') compact += c;
  }
  std::string out;
  for (std::size_t i = 0; i < compact.size(); ++i) {
    out += compact[i];
    if (i + 1 < compact.size() && compact[i] == '"' && compact[i + 1] == ':') out += ": ", ++i;
    else if (i + 1 < compact.size() && compact[i] == ',' && compact[i + 1] == '"') out += ' ';
  }
  return out;
}

/** In which form a signature was made. */
enum class signature_form { p, g, g1 };

/** Verifies mode B against all renderings of the same data; nothing if none fits. What cannot be rendered in a form is not signed in it.
 *  Throws nothing but std::bad_alloc. */
inline std::optional<signature_form> verify_question(const crypto::public_key& key, const signed_question& q, const crypto::signature& signature,
                                                     bool accept_g1 = false) {
  const auto text = [](auto render) -> std::string {
    try {
      return render();
    } catch (const std::system_error&) {
      return {};
    }
  };
  const std::string p = text([&] { return canonical_p(q, json::number_text::as_written); });
  if (p.empty()) return std::nullopt;  // not UTF-8, or a member twice
  if (key.verify(p, signature)) return signature_form::p;
  const std::string normal = text([&] { return canonical_p(q); });
  if (!normal.empty() && normal != p && key.verify(normal, signature)) return signature_form::p;
  const std::string g = text([&] { return canonical_g(q); });
  if (!g.empty() && g != p && key.verify(g, signature)) return signature_form::g;
  if (accept_g1 && !g.empty() && key.verify(canonical_g1(q), signature)) return signature_form::g1;
  return std::nullopt;
}

/** The request body: the canonical text P with the unsigned members behind, so the context is written once. `text_p` is
 *  canonical_p(q); the signature is over it, or over canonical_g(q) for form g. Plain base64 and risk words need no escapes. */
inline std::string verification_body(std::string_view text_p, std::string_view public_key, std::string_view signature, std::string_view risk_level = {}) {
  std::string out;
  out.reserve(text_p.size() + public_key.size() + signature.size() + risk_level.size() + 60);
  out.append(text_p.substr(0, text_p.size() - 1)).append(", \"public_key\": \"").append(public_key);
  if (!risk_level.empty()) out.append("\", \"risk_level\": \"").append(risk_level);
  out.append("\", \"signature\": \"").append(signature).append("\"}");
  return out;
}

// ---- mode E, extensions -------------------------------------------------------------------------------------------------------

inline constexpr std::string_view verifications_path = "/api/v1/sdk-api/verifications";

/** The message of a poll signature. Ids in lower case. */
inline std::string poll_message(std::string_view verification_id, std::string_view agent_id, std::string_view unix_seconds) {
  std::string out = "GET\n";
  out.append(verifications_path).append(1, '/').append(verification_id).append(1, '\n').append(agent_id).append(1, '\n').append(unix_seconds);
  return out;
}

/** The message of the TypeScript form. */
inline std::string typescript_message(std::string_view unix_seconds, std::string_view method, std::string_view path, std::string_view body) {
  std::string out;
  out.append(unix_seconds).append(1, ':').append(method).append(1, ':').append(path).append(1, ':').append(crypto::hex_encode(crypto::sha256(body)));
  return out;
}

/** What the new key signs to prove that somebody has it. */
inline std::string rotation_message(std::string_view agent_id, std::string_view new_public_key, std::string_view unix_seconds) {
  std::string out = "rotate:";
  out.append(agent_id).append(1, ':').append(new_public_key).append(1, ':').append(unix_seconds);
  return out;
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
