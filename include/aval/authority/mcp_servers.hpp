// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/attestation.hpp"
#include "aval/authority/records_mcp.hpp"
#include "aval/authority/registry.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/mcp/configured_server.hpp"

/*  MCP servers: registering and changing them, the challenge that a server signs, what agents attest about it and how confident that
 *  makes (AIM specification 2.8, 4.7). No I/O: the question to a server is put by detail/routes_mcp.hpp.
 *
 *  Attestations are kept one for each agent and person, and only those about a server that answered raise the confidence. They are not
 *  taken from an agent that is not verified, for another server's address, or when they are older than five minutes. */

namespace aval {
inline namespace v0 {
namespace authority {

inline constexpr std::size_t most_mcp_servers = 1000;       ///< of one organization
inline constexpr std::size_t most_attesters = 200;          ///< of one server; beyond that the oldest gives way
inline constexpr std::size_t most_mcp_connections = 200;    ///< of one agent
inline constexpr std::size_t most_mcp_checks = 50;          ///< that are kept of a server
inline constexpr std::chrono::seconds attestation_window = std::chrono::minutes(5);
inline constexpr std::chrono::hours attestation_holds = std::chrono::hours(24 * 30);
inline constexpr double verified_mcp_trust = 75;

using mcp_server_ptr = document_ptr<mcp_server_record>;

// ---- confidence ---------------------------------------------------------------------------------------------------------------

/** Somebody who vouches for a server. */
struct mcp_voucher {
  std::optional<double> trust = {};  ///< an agent's, 0..1; a person has none
  bool this_week = false;
};

/** How confident those who vouch for a server make, 0..100: min(100, (U + T + R) / 1.8) with U = 20 for each of them up to 100, T = 50 x
 *  the agents' mean trust, R = 30 x the share of this week's. One fresh attestation by an agent of trust 0.907: 52.97. */
inline double mcp_confidence(std::span<const mcp_voucher> all) noexcept {
  if (all.empty()) return 0;
  double trust = 0;
  std::size_t agents = 0, fresh = 0;
  for (const auto& v : all) {
    if (v.trust) trust += *v.trust, ++agents;
    fresh += v.this_week;
  }
  const double u = std::min(100.0, 20.0 * static_cast<double>(all.size()));
  const double t = agents == 0 ? 0 : trust / static_cast<double>(agents) * 50;
  const double r = 30.0 * static_cast<double>(fresh) / static_cast<double>(all.size());
  return std::min(100.0, (u + t + r) / 1.8);
}

/** What is said about a server at the moment. */
struct mcp_standing {
  double confidence = 0;
  std::size_t count = 0;                   ///< attestations that count
  std::optional<timestamp> last_at = {};
  std::vector<std::string> by = {};        ///< names
};

/** Whether an attestation counts now: not too old, about a server that answered, by a person or by an agent that is verified still. */
inline std::optional<mcp_voucher> counts(const registry::view& v, uuid organization, const mcp_attestation& a) {
  if (v.now() >= a.expires_at || !a.connected || !a.healthy) return std::nullopt;
  mcp_voucher out;
  out.this_week = v.now() - a.at < std::chrono::hours(24 * 7);
  if (a.agent) {
    const agent_ptr agent = v.agent(organization, *a.agent);
    if (!agent || agent->status != agent_status::verified) return std::nullopt;
    out.trust = agent->trust;
  }
  return out;
}

inline mcp_standing standing_of(const registry::view& v, const mcp_server_record& s) {
  mcp_standing out;
  const auto said = v.find<mcp_attestations_record>(s.organization, s.id);
  if (!said) return out;
  std::vector<mcp_voucher> all;
  for (const auto& a : said->entries) {
    const auto voucher = counts(v, s.organization, a);
    if (!voucher) continue;
    all.push_back(*voucher);
    out.by.push_back(a.by);
    if (!out.last_at || *out.last_at < a.at) out.last_at = a.at;
  }
  out.count = all.size();
  out.confidence = mcp_confidence(all);
  return out;
}

// ---- servers ------------------------------------------------------------------------------------------------------------------

namespace detail {

inline refusal missing_mcp_server() { return {404, "not_found", "MCP server not found", make_error_code(errc::not_found)}; }

inline bool is_plain_text(std::string_view text, std::size_t most) noexcept {
  return text.size() <= most && std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}
inline bool is_mcp_address(std::string_view url) noexcept {
  if (url.empty() || url.size() > 1000) return false;
  static constexpr std::string_view schemes[] = {"https://", "http://", "stdio://", "wss://", "ws://"};
  const auto scheme = std::find_if(std::begin(schemes), std::end(schemes), [&](std::string_view s) { return url.starts_with(s); });
  return scheme != std::end(schemes) && url.size() > scheme->size() && std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}
/** A name in an environment, and nothing that carries a value. */
inline bool is_variable_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '(' || c == ')';
  });
}
inline std::string without_slash(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::string(url);
}

/** Takes keys out of the command line and the address, whoever wrote them there. */
inline void mask(mcp_server_record& s) {
  mcp::configured_server told;
  told.command = s.command;
  told.args = s.args;
  told.url = s.url;
  auto masked = mcp::masked(told);
  s.command = std::move(masked.command);
  s.args = std::move(masked.args);
  s.url = std::move(masked.url);
}
inline std::string masked_address(std::string url) {
  mcp::configured_server told;
  told.url = std::move(url);
  return mcp::masked(told).url;
}

inline std::optional<refusal> check_mcp_server(const mcp_server_record& s) {
  if (s.name.empty() || !is_plain_text(s.name, 100)) return bad("name must have 1 to 100 characters");
  if (s.description.size() > 2000) return bad("description must have at most 2000 characters");
  if (!is_mcp_address(s.url)) return bad("url must be an http, https, ws, wss or stdio address of at most 1000 characters");
  if (!is_plain_text(s.version, 100) || !is_plain_text(s.key_type, 50)) return bad("version and key_type must have at most 100 and 50 characters");
  if (!s.public_key.empty() && !crypto::parse_public_key(s.public_key)) return bad("public_key is not a usable Ed25519 key");
  if (!is_web_address(s.verification_url) || s.verification_url.size() > 1000) return bad("verification_url must be an http or https address of at most 1000 characters");
  if (masked_address(s.verification_url) != s.verification_url) return bad("verification_url must not carry credentials");
  if (!are_short_texts(s.capabilities)) return bad("capabilities: at most 200 of 1 to 100 characters each");
  if (s.command.size() > 1000 || s.args.size() > 100) return bad("command must have at most 1000 characters, args at most 100 entries");
  for (const auto& a : s.args)
    if (a.size() > 1000) return bad("args: at most 1000 characters each");
  if (s.env_keys.size() > 100) return bad("env_keys: at most 100");
  for (const auto& k : s.env_keys)
    if (!is_variable_name(k)) return bad("env_keys are the names of variables; their values must not leave the machine");
  return std::nullopt;
}

inline std::optional<refusal> check_address_is_free(const registry::view& v, const mcp_server_record& s) {
  std::size_t all = 0;
  bool taken = false;
  const std::string mine = without_slash(s.url);
  v.each<mcp_server_record>(s.organization, [&](const mcp_server_ptr& other) {
    if (other->id == s.id) return;
    ++all;
    taken = taken || without_slash(other->url) == mine;
  });
  if (taken) return refusal{409, "conflict", "mcp server with this URL already exists", make_error_code(errc::conflict)};
  if (all >= most_mcp_servers) return refusal{409, "too_many", "The organization has too many MCP servers", make_error_code(errc::conflict)};
  return std::nullopt;
}

inline void note(mcp_server_record& s, mcp_check c) {
  s.checks.push_back(std::move(c));
  if (s.checks.size() > most_mcp_checks) s.checks.erase(s.checks.begin());
}

}  // namespace detail

/** Registers what the caller wants: name, url and whatever else is known. */
inline answer<mcp_server_ptr> register_mcp_server(registry::transaction& t, mcp_server_record s, const caller& who) {
  if (auto wrong = detail::check_mcp_server(s)) return *std::move(wrong);
  detail::mask(s);
  s.organization = who.organization;
  s.id = t.new_id();
  if (auto wrong = detail::check_address_is_free(t, s)) return *std::move(wrong);
  s.status = agent_status::pending;
  s.method = who.is == caller::kind::agent ? "agent_attestation" : who.is == caller::kind::api_key ? "api_key" : "manual";
  s.registered_by_agent = who.agent;
  s.created_by = who.user;
  s.created_at = s.updated_at = t.now();
  t.audit("create", "mcp_server", s.id, who.agent, s.organization, who, "success", detail::metadata({{"name", s.name}, {"url", s.url}}));
  return t.put(std::move(s));
}

/** Changes a copy by `edit`. Another address or key is another server: it has to be verified anew. */
template <class Edit>
answer<mcp_server_ptr> edit_mcp_server(registry::transaction& t, uuid id, std::string_view what, const caller& who, Edit edit) {
  const auto before = t.find<mcp_server_record>(who.organization, id);
  if (!before) return detail::missing_mcp_server();
  mcp_server_record s = *before;
  edit(s);
  if (auto wrong = detail::check_mcp_server(s)) return *std::move(wrong);
  detail::mask(s);
  if (s.url != before->url)
    if (auto wrong = detail::check_address_is_free(t, s)) return *std::move(wrong);
  if (s.status == agent_status::verified && (s.url != before->url || s.public_key != before->public_key || s.verification_url != before->verification_url)) {
    s.status = agent_status::pending;
    s.trust = 0;
  }
  s.updated_at = t.now();
  t.audit(what, "mcp_server", id, {}, s.organization, who, "success", detail::metadata({{"name", s.name}, {"status", to_text(s.status)}, {"url", s.url}}));
  return t.put(std::move(s));
}

inline answer<bool> remove_mcp_server(registry::transaction& t, uuid id, const caller& who) {
  const auto s = t.find<mcp_server_record>(who.organization, id);
  if (!s) return detail::missing_mcp_server();
  t.audit("delete", "mcp_server", id, {}, s->organization, who, "success", detail::metadata({{"name", s->name}, {"url", s->url}}));
  t.remove<mcp_attestations_record>(s->organization, id);
  t.remove<mcp_server_record>(s->organization, id);
  return true;
}

// ---- challenge ----------------------------------------------------------------------------------------------------------------

/** What a server is asked to sign: base64 of 32 random bytes. It is made for one question and forgotten with its answer, so an answer to
 *  another one proves nothing. */
inline std::string mcp_challenge(const random_source& random) {
  std::array<std::byte, 32> raw;
  random.fill(raw);
  return crypto::base64_encode(raw);
}

/** Whether the key has signed the text of the challenge. */
inline bool answers_challenge(std::string_view public_key, std::string_view challenge, std::string_view signed_challenge) {
  const auto key = crypto::parse_public_key(public_key);
  const auto signature = crypto::signature::from_base64(signed_challenge);
  return key && signature && key->verify(challenge, *signature);
}

/** Where a server is asked; empty when it can not be, as it has no address on the web. */
inline std::string verification_address(const mcp_server_record& s) {
  if (!s.verification_url.empty()) return s.verification_url;
  if (!s.url.starts_with("http://") && !s.url.starts_with("https://")) return {};
  return detail::without_slash(s.url.substr(0, s.url.find_first_of("?#"))) + "/.well-known/mcp/verify";
}

/** What came of the question. `asked` is the record as it was then; `reason` is empty when the server has proved its key. A wrong answer
 *  takes the verification away, silence does not. */
inline answer<mcp_server_ptr> settle_mcp_check(registry::transaction& t, const mcp_server_record& asked, const std::string& reason, bool answered, const caller& who) {
  const auto now = t.find<mcp_server_record>(asked.organization, asked.id);
  if (!now) return detail::missing_mcp_server();
  if (now->public_key != asked.public_key || now->url != asked.url || now->verification_url != asked.verification_url)
    return refusal{409, "conflict", "MCP server was changed meanwhile", make_error_code(errc::conflict)};
  mcp_server_record s = *now;
  const bool proved = reason.empty();
  if (proved) {
    s.status = agent_status::verified;
    s.trust = verified_mcp_trust;
    s.last_verified_at = t.now();
    ++s.verifications;
  } else if (answered && s.status == agent_status::verified) {
    s.status = agent_status::pending;
    s.trust = 0;
  }
  s.updated_at = t.now();
  detail::note(s, {t.now(), proved, "verify", {}, reason, who.name});
  t.audit("verify", "mcp_server", s.id, {}, s.organization, who, proved ? "success" : "failure", detail::metadata({{"name", s.name}, {"reason", reason}}));
  return t.put(std::move(s));
}

/** May this be done on a server? Only on one that is verified, and that has the capability when it names any. */
struct mcp_permission {
  bool allowed = false;
  std::string reason = {};
};
inline mcp_permission mcp_may(const mcp_server_record& s, std::string_view action) {
  if (s.status != agent_status::verified) return {false, "MCP server is " + std::string(to_text(s.status)) + ", not verified"};
  if (s.capabilities.empty()) return {true, "MCP server is verified"};
  std::string_view plain = action;
  if (plain.starts_with("mcp_tool:")) plain.remove_prefix(9);
  for (const auto& c : s.capabilities) {
    const bool prefix = c.ends_with('*');
    const std::string_view wanted = std::string_view(c).substr(0, c.size() - (prefix ? 1 : 0));
    for (const std::string_view text : {action, plain})
      if (text == c || (prefix && text.starts_with(wanted))) return {true, "MCP server has the capability " + c};
  }
  return {false, "MCP server does not have the capability " + std::string(action)};
}

// ---- attestations -------------------------------------------------------------------------------------------------------------

struct attested {
  mcp_attestation attestation = {};
  mcp_standing standing = {};
};

namespace detail {
inline attested keep_attestation(registry::transaction& t, const mcp_server_record& s, mcp_attestation a, const caller& who) {
  mcp_attestations_record all;
  if (const auto known = t.find<mcp_attestations_record>(s.organization, s.id)) all = *known;
  all.id = s.id;
  all.organization = s.organization;
  std::erase_if(all.entries, [&](const mcp_attestation& e) { return t.now() >= e.expires_at || (a.agent ? e.agent == a.agent : !e.agent && e.user == a.user); });
  if (all.entries.size() >= most_attesters) all.entries.erase(all.entries.begin());
  all.entries.push_back(a);
  t.audit("attest", "mcp_server", s.id, a.agent, s.organization, who, a.connected && a.healthy ? "success" : "failure", metadata({{"by", a.by}, {"name", s.name}}));
  t.put(std::move(all));
  return {std::move(a), standing_of(t, s)};
}
inline refusal bad_attestation(std::string text) { return {400, "bad_attestation", std::move(text), make_error_code(errc::bad_request)}; }
inline std::optional<std::vector<std::string>> short_texts(const json::value* v) {
  std::vector<std::string> out;
  if (!v || v->is_null()) return out;
  const auto* list = v->if_array();
  if (!list || list->size() > 200) return std::nullopt;
  for (const auto& item : *list) {
    if (!item.is_string()) return std::nullopt;
    out.push_back(item.as_string());
  }
  if (!are_short_texts(out)) return std::nullopt;
  return out;
}
}  // namespace detail

/** An agent attests, with the object that it signed. `keys` are those that may sign for it now. The same again changes nothing. */
inline answer<attested> attest_mcp_server(registry::transaction& t, uuid id, const json::value& object, std::string_view signature, const signing_keys& keys, const caller& who) {
  const auto s = t.find<mcp_server_record>(who.organization, id);
  if (!s) return detail::missing_mcp_server();
  const agent_ptr agent = who.agent ? t.agent(who.organization, *who.agent) : nullptr;
  if (!agent) return detail::missing_agent();
  if (agent->status != agent_status::verified)
    return refusal{403, "agent_not_verified", "Agent status is " + std::string(to_text(agent->status)) + ", cannot attest", make_error_code(errc::forbidden)};
  if (!object.is_object()) return detail::bad_attestation("attestation must be an object");
  const auto text = [&](const char* name) {
    const auto* v = object.find(name);
    return v && v->is_string() ? v->as_string() : std::string();
  };
  if (parse_uuid(text("agent_id")) != agent->id) return refusal{403, "forbidden", "The attestation is another agent's", make_error_code(errc::forbidden)};
  const auto at = parse_rfc3339(text("timestamp"));
  if (!at) return detail::bad_attestation("timestamp must be an RFC 3339 time");
  if (*at > t.now() + attestation_window || *at < t.now() - attestation_window) return refusal{401, "timestamp_expired", "Attestation timestamp expired or invalid", make_error_code(errc::forbidden)};
  if (detail::without_slash(detail::masked_address(text("mcp_url"))) != detail::without_slash(s->url)) return detail::bad_attestation("The attestation is about another MCP server: mcp_url differs");
  auto found = detail::short_texts(object.find("capabilities_found"));
  if (!found) return detail::bad_attestation("capabilities_found: at most 200 of 1 to 100 characters each");
  const auto parsed = crypto::signature::from_base64(signature);
  if (!parsed || !((keys.current && aim::verify_attestation(*keys.current, object, *parsed)) || (keys.previous && aim::verify_attestation(*keys.previous, object, *parsed))))
    return refusal{401, "invalid_signature", "Invalid attestation signature", make_error_code(errc::forbidden)};
  if (const auto known = t.find<mcp_attestations_record>(s->organization, s->id))
    for (const auto& e : known->entries)
      if (e.agent == agent->id && e.signature == signature) return attested{e, standing_of(t, *s)};
  mcp_attestation a;
  a.id = t.new_id();
  a.agent = agent->id;
  a.by = agent->name;
  a.capabilities = *std::move(found);
  const auto flag = [&](const char* name) {
    const auto* v = object.find(name);
    return v && v->is_bool() && v->as_bool();
  };
  if (const auto* ms = object.find("connection_latency_ms")) a.latency_ms = ms->if_double().value_or(0);
  a.connected = flag("connection_successful");
  a.healthy = flag("health_check_passed");
  a.sdk_version = text("sdk_version").substr(0, 100);
  a.signature = signature;
  a.at = t.now();
  a.expires_at = a.at + attestation_holds;
  return detail::keep_attestation(t, *s, std::move(a), who);
}

/** A person vouches for a server. */
inline answer<attested> vouch_for_mcp_server(registry::transaction& t, uuid id, mcp_attestation a, const caller& who) {
  const auto s = t.find<mcp_server_record>(who.organization, id);
  if (!s) return detail::missing_mcp_server();
  if (!who.user) return refusal{403, "forbidden", "Only people attest by hand", make_error_code(errc::forbidden)};
  if (a.notes.size() > 2000) return detail::bad("notes must have at most 2000 characters");
  if (!detail::are_short_texts(a.capabilities)) return detail::bad("capabilities_verified: at most 200 of 1 to 100 characters each");
  a.id = t.new_id();
  a.agent.reset();
  a.user = who.user;
  a.by = who.name;
  a.at = t.now();
  a.expires_at = a.at + attestation_holds;
  return detail::keep_attestation(t, *s, std::move(a), who);
}

// ---- who uses which -----------------------------------------------------------------------------------------------------------

/** Adds names to those that an agent talks to. @return those that were new; nothing when there would be too many. */
inline answer<std::vector<std::string>> add_talks_to(registry::transaction& t, uuid agent, const std::vector<std::string>& names, const caller& who) {
  const agent_ptr a = t.agent(who.organization, agent);
  if (!a) return detail::missing_agent();
  auto next = std::make_shared<agent_record>(*a);
  std::vector<std::string> added;
  for (const auto& name : names) {
    if (std::find(next->talks_to.begin(), next->talks_to.end(), name) != next->talks_to.end()) continue;
    next->talks_to.push_back(name);
    added.push_back(name);
  }
  if (!detail::are_short_texts(next->talks_to)) return detail::bad("talks_to: at most 200 of 1 to 100 characters each");
  if (!added.empty()) {
    std::string list;
    for (const auto& name : added) list += (list.empty() ? "" : ", ") + name;
    t.put_agent(std::move(next));
    t.audit("update_agent", "agent", agent, agent, a->organization, who, "success", detail::metadata({{"agent_name", a->name}, {"talks_to_added", list}}));
  }
  return added;
}

/** What stands for a server in talks_to: the name of one that is known by its identifier, any other text as it is. */
inline answer<std::string> talks_to_name(const registry::view& v, uuid organization, const std::string& text) {
  const auto id = parse_uuid(text);
  if (!id) return text;
  const auto s = v.find<mcp_server_record>(organization, *id);
  if (!s) return detail::missing_mcp_server();
  return s->name;
}

/** An agent uses a tool of a server: the connection is noted, and the server is one that it talks to. */
inline answer<mcp_connection> note_mcp_use(registry::transaction& t, uuid agent, uuid server, std::string tool, std::string type, const caller& who) {
  const auto s = t.find<mcp_server_record>(who.organization, server);
  if (!s) return detail::missing_mcp_server();
  if (tool.empty() || !detail::is_plain_text(tool, 100)) return detail::bad("tool_name must have 1 to 100 characters");
  if (!detail::is_plain_text(type, 50)) return detail::bad("connection_type must have at most 50 characters");
  mcp_connections_record all;
  if (const auto known = t.find<mcp_connections_record>(who.organization, agent)) all = *known;
  auto at = std::find_if(all.entries.begin(), all.entries.end(), [&](const mcp_connection& c) { return c.server == server; });
  if (at == all.entries.end() && all.entries.size() >= most_mcp_connections) return refusal{409, "too_many", "The agent is connected to too many MCP servers", make_error_code(errc::conflict)};
  if (const auto added = add_talks_to(t, agent, {s->name}, who); !added) return added.error();
  all.id = agent;
  all.organization = who.organization;
  if (at == all.entries.end()) {
    at = all.entries.insert(all.entries.end(), mcp_connection{t.new_id(), server, {}, {}, 0, t.now(), {}});
    t.audit("connect", "mcp_server", server, agent, who.organization, who, "success", detail::metadata({{"name", s->name}, {"tool", tool}}));
  }
  at->type = type.empty() ? "attested" : std::move(type);
  ++at->uses;
  at->last_at = t.now();
  if (at->tools.size() < 200 && std::find(at->tools.begin(), at->tools.end(), tool) == at->tools.end()) at->tools.push_back(std::move(tool));
  mcp_connection out = *at;
  t.put(std::move(all));
  return out;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
