// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/outward.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/mcp_servers.hpp"
#include "aval/net/url.hpp"

/*  MCP servers over HTTP (AIM specification 2.8): registered by people and by agents, in the bodies of both generations of clients, and
 *  listed in every spelling that they read; verified by a challenge, attested, connected. What an agent talks to: routes_detection.hpp. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline constexpr const char* bad_mcp_id = "Invalid MCP server ID";

template <class Lazy>
mcp_server_ptr visible_mcp_server(basic_service<Lazy>& self, const request& r) {
  const uuid id = r.id_or(r.id, bad_mcp_id);
  auto s = self.registry().look(r.now, [&](const registry::view& v) { return v.find<mcp_server_record>(r.who.organization, id); });
  if (!s) throw refused(missing_mcp_server());
  return s;
}
/** People from member on, API keys, and agents: they register what they use. */
template <class Lazy>
void require_registrant(basic_service<Lazy>& self, const request& r) {
  if (r.who.is != caller::kind::agent) self.require_role(r, role::member, needs_member);
}

inline void append_mcp_server(std::string& out, const mcp_server_record& s, const mcp_standing& now, std::optional<std::size_t> agents = {}) {
  object_out o(out);
  const bool verified = s.status == agent_status::verified;
  o.id("id", s.id).id("server_id", s.id).id("serverId", s.id).id("organization_id", s.organization).id("organizationId", s.organization);
  o.text("name", s.name).text("description", s.description).text("url", s.url).text("version", s.version);
  o.text("public_key", s.public_key).text("publicKey", s.public_key).text("status", to_text(s.status)).boolean("is_verified", verified).boolean("isVerified", verified);
  if (s.last_verified_at) o.time("last_verified_at", *s.last_verified_at).time("lastVerifiedAt", *s.last_verified_at);
  o.text("verification_url", s.verification_url).text("verificationUrl", s.verification_url).texts("capabilities", s.capabilities);
  o.score("trust_score", s.trust).score("trustScore", s.trust).number("verification_count", s.verifications).number("verificationCount", s.verifications);
  if (!s.command.empty()) o.text("command", s.command).texts("args", s.args);
  if (!s.env_keys.empty()) o.texts("env_keys", s.env_keys).texts("envKeys", s.env_keys);
  if (s.registered_by_agent) o.id("registered_by_agent", *s.registered_by_agent).id("registeredByAgent", *s.registered_by_agent);
  if (s.created_by) o.id("created_by", *s.created_by).id("createdBy", *s.created_by);
  o.time("created_at", s.created_at).time("createdAt", s.created_at).time("updated_at", s.updated_at).time("updatedAt", s.updated_at).raw("tags", "[]");
  o.text("verification_method", s.method).text("verificationMethod", s.method);
  const auto count = static_cast<std::int64_t>(now.count), capabilities = static_cast<std::int64_t>(s.capabilities.size());
  o.number("attestation_count", count).number("attestationCount", count).score("confidence_score", now.confidence).score("confidenceScore", now.confidence);
  if (now.last_at) o.time("last_attested_at", *now.last_at).time("lastAttestedAt", *now.last_at);
  o.texts("attested_by", now.by).texts("attestedBy", now.by).number("capabilities_count", capabilities).number("capabilitiesCount", capabilities);
  if (agents) o.number("connected_agents_count", static_cast<std::int64_t>(*agents)).number("connectedAgentsCount", static_cast<std::int64_t>(*agents));
  o.end();
}
template <class Lazy>
void write_mcp_server(basic_service<Lazy>& self, request& r, const mcp_server_record& s) {
  self.registry().look(r.now, [&](const registry::view& v) {
    append_mcp_server(r.out(), s, standing_of(v, s));
    return true;
  });
}

inline void read_mcp_server(const body_members& body, mcp_server_record& s) {
  if (const json::value* env = body.find("env"); env && !env->empty()) throw refused(400, "env_values_sent", "Values of env must not leave the machine: send env_keys, the names");
  const auto set = [&](const char* name, std::string& member) {
    if (auto text = body.text(name)) member = std::move(*text);
  };
  set("name", s.name);
  set("description", s.description);
  set("url", s.url);
  set("version", s.version);
  set("public_key", s.public_key);
  set("key_type", s.key_type);
  set("verification_url", s.verification_url);
  set("command", s.command);
  const auto list = [&](const char* name, std::vector<std::string>& member) {
    if (body.has(name)) member = body.texts(name);
  };
  list("capabilities", s.capabilities);
  list("args", s.args);
  list("env_keys", s.env_keys);
}

template <class Lazy>
void add_mcp_server(basic_service<Lazy>& self, request& r, const body_members& body) {
  mcp_server_record wanted;
  read_mcp_server(body, wanted);
  const auto made = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return register_mcp_server(t, std::move(wanted), r.who); }));
  r.status = 201;
  write_mcp_server(self, r, *made);
}
template <class Lazy>
void post_mcp_server(basic_service<Lazy>& self, request& r) {
  require_registrant(self, r);
  add_mcp_server(self, r, body_members(r.x.request().body()));
}

/** The servers of the organization, in every spelling that clients read. */
template <class Lazy>
void write_mcp_servers(basic_service<Lazy>& self, request& r) {
  const std::size_t limit = r.number("limit", 50, 1, 1000), offset = r.number("offset", 0, 0, 1'000'000);
  std::string list = "[";
  std::size_t total = 0;
  self.registry().look(r.now, [&](const registry::view& v) {
    std::vector<mcp_server_ptr> all;
    v.each<mcp_server_record>(r.who.organization, [&](const mcp_server_ptr& s) { all.push_back(s); });
    total = all.size();
    for (std::size_t i = offset; i < total && i < offset + limit; ++i) {
      if (i != offset) list += ", ";
      append_mcp_server(list, *all[i], standing_of(v, *all[i]));
    }
    return true;
  });
  list += ']';
  object_out o(r.out());
  o.raw("mcp_servers", list).raw("mcpServers", list).raw("servers", list).number("total", static_cast<std::int64_t>(total));
  o.number("limit", static_cast<std::int64_t>(limit)).number("offset", static_cast<std::int64_t>(offset)).end();
}
template <class Lazy>
void get_mcp_servers(basic_service<Lazy>& self, request& r) { write_mcp_servers(self, r); }
template <class Lazy>
void get_sdk_mcp_servers(basic_service<Lazy>& self, request& r) {
  self.visible_agent(r, r.id);
  write_mcp_servers(self, r);
}

/** Which agents have to do with a server, and how. */
template <class F>
std::size_t each_agent_of(const registry::view& v, const mcp_server_record& s, F f) {
  std::size_t n = 0;
  std::vector<uuid> seen;
  v.each<mcp_connections_record>(s.organization, [&](const document_ptr<mcp_connections_record>& all) {
    for (const auto& c : all->entries)
      if (const agent_ptr a = c.server == s.id ? v.agent(s.organization, all->id) : nullptr) {
        seen.push_back(a->id);
        f(*a, c.type, c.tools, c.last_at);
        ++n;
      }
  });
  if (const auto said = v.find<mcp_attestations_record>(s.organization, s.id))
    for (const auto& e : said->entries)
      if (e.agent && std::find(seen.begin(), seen.end(), *e.agent) == seen.end())
        if (const agent_ptr a = v.agent(s.organization, *e.agent)) {
          f(*a, std::string("attested"), e.capabilities, e.at);
          ++n;
        }
  return n;
}

template <class Lazy>
void get_mcp_server(basic_service<Lazy>& self, request& r) {
  const auto s = visible_mcp_server(self, r);
  self.registry().look(r.now, [&](const registry::view& v) {
    append_mcp_server(r.out(), *s, standing_of(v, *s), each_agent_of(v, *s, [](const auto&...) {}));
    return true;
  });
}
template <class Lazy>
void put_mcp_server(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::member, needs_member);
  const body_members body(r.x.request().body());
  std::optional<agent_status> status;
  if (const auto word = body.text("status")) {
    self.require_role(r, role::manager, needs_manager);
    status = parse_agent_status(*word);
    if (!status || *status == agent_status::verified) throw refused(400, "bad_request", "status must be pending, suspended or revoked; a server is verified by its key");
  }
  const uuid id = r.id_or(r.id, bad_mcp_id);
  const auto edited = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) {
    return edit_mcp_server(t, id, "update", r.who, [&](mcp_server_record& s) {
      read_mcp_server(body, s);
      if (status) s.status = *status, s.trust = 0;
    });
  }));
  write_mcp_server(self, r, *edited);
}
template <class Lazy>
void delete_mcp_server(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const uuid id = r.id_or(r.id, bad_mcp_id);
  value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return remove_mcp_server(t, id, r.who); }));
  r.status = 204;
}

template <class Lazy>
void post_mcp_key(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::member, needs_member);
  const body_members body(r.x.request().body());
  const auto key = body.text("public_key");
  if (!key || key->empty()) throw refused(400, "bad_request", "public_key is required");
  const std::string type = body.text_or("key_type", "Ed25519");
  const uuid id = r.id_or(r.id, bad_mcp_id);
  const auto edited = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) {
    return edit_mcp_server(t, id, "add_public_key", r.who, [&](mcp_server_record& s) {
      s.public_key = *key;
      s.key_type = type;
    });
  }));
  r.status = 201;
  object_out(r.out()).boolean("success", true).text("message", "Public key added successfully").id("server_id", id).id("serverId", id).text("public_key", *key).text("publicKey", *key)
      .text("key_type", type).text("keyType", type).text("status", to_text(edited->status)).end();
}

// ---- verification

/** Puts the challenge to a server. @return why it did not prove its key, empty when it did; `answered`: it has said something. */
template <class Lazy>
awaitable<std::string> ask_mcp_server(basic_service<Lazy>& self, mcp_server_record s, bool* answered) {
  const std::string challenge = mcp_challenge(self.options().random);
  std::string body;
  object_out(body).text("challenge", challenge).id("server_id", s.id).end();
  net::client_options how;
  how.log = self.options().log;
  const outward_client client(self.executor(), how, self.options().requests_to_private_addresses);
  std::string problem;
  try {
    auto where = net::parse_url(verification_address(s));
    if (!where) co_return "its address can not be used";
    const net::http_response answer = co_await client.send(*std::move(where), net::http_request("POST", "/", std::move(body)));
    *answered = true;
    if (answer.status != 200) co_return "it answered with status " + std::to_string(answer.status);
    json::limits most;
    most.max_depth = 16;
    const auto said = json::parse(answer.body, most);
    const json::value* text = said && said->is_object() ? said->find("signed_challenge") : nullptr;
    if (said && said->is_object() && !text) text = said->find("signedChallenge");
    if (!text || !text->is_string()) co_return "its answer has no signed_challenge";
    if (!answers_challenge(s.public_key, challenge, text->as_string())) co_return "the challenge is not signed with its key";
    co_return std::string();
  } catch (const error& e) {
    if (e.code() == condition::cancelled) throw;
    problem = e.code() == errc::forbidden ? std::string("requests to its address are not allowed") : "it can not be reached: " + e.code().message();
  }
  co_return problem;
}

template <class Lazy>
awaitable<void> post_mcp_verify(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const auto s = visible_mcp_server(self, r);
  if (s->status == agent_status::revoked || s->status == agent_status::suspended) throw refused(409, "conflict", "MCP server is " + std::string(to_text(s->status)));
  if (s->public_key.empty()) throw refused(400, "bad_request", "MCP server has no public key");
  if (verification_address(*s).empty()) throw refused(400, "bad_request", "MCP server has no address at which it can be asked; give it a verification_url");
  bool answered = false;
  const std::string reason = co_await ask_mcp_server(self, mcp_server_record(*s), &answered);
  r.now = self.now();
  const auto settled = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return settle_mcp_check(t, *s, reason, answered, r.who); }));
  if (!reason.empty()) throw refused(400, "verification_failed", "MCP server verification failed: " + reason);
  object_out o(r.out());
  o.boolean("verified", true).boolean("success", true).text("status", to_text(settled->status)).score("trust_score", settled->trust).score("trustScore", settled->trust);
  o.time("verified_at", settled->last_verified_at).time("verifiedAt", settled->last_verified_at).text("verification_url", verification_address(*settled)).text("message", "MCP server verified").end();
}
template <class Lazy>
void get_mcp_verification(basic_service<Lazy>& self, request& r) {
  const auto s = visible_mcp_server(self, r);
  const bool verified = s->status == agent_status::verified;
  const std::int64_t keys = s->public_key.empty() ? 0 : 1;
  object_out o(r.out());
  o.id("server_id", s->id).id("serverId", s->id).boolean("is_verified", verified).boolean("isVerified", verified);
  if (s->last_verified_at) o.time("last_verified_at", *s->last_verified_at).time("lastVerifiedAt", *s->last_verified_at);
  o.score("trust_score", s->trust).score("trustScore", s->trust).number("public_key_count", keys).number("publicKeyCount", keys).text("status", to_text(s->status)).end();
}
template <class Lazy>
void get_mcp_checks(basic_service<Lazy>& self, request& r) {
  const auto s = visible_mcp_server(self, r);
  object_out o(r.out());
  o.id("server_id", s->id).id("serverId", s->id);
  std::string& list = o.put("events");
  list += '[';
  for (auto c = s->checks.rbegin(); c != s->checks.rend(); ++c) {
    if (c != s->checks.rbegin()) list += ", ";
    object_out e(list);
    e.text("status", c->success ? "success" : "failed").text("verification_type", c->what == "verify" ? "identity" : "capability").text("verificationType", c->what == "verify" ? "identity" : "capability");
    e.text("protocol", "MCP").text("action", c->what == "verify" ? std::string_view(c->what) : std::string_view(c->action)).text("initiator_name", c->by).text("initiatorName", c->by);
    if (!c->reason.empty()) e.text("error_reason", c->reason).text("errorReason", c->reason);
    e.time("created_at", c->at).time("createdAt", c->at).end();
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(s->checks.size())).end();
}
template <class Lazy>
void post_mcp_action(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::member, needs_member);
  const body_members body(r.x.request().body());
  const std::string action = body.text_or("action_type", "");
  if (action.empty() || action.size() > 200) throw refused(400, "bad_request", "action_type is required");
  const uuid id = r.id_or(r.id, bad_mcp_id);
  mcp_permission may;
  const auto s = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) -> answer<mcp_server_ptr> {
    const auto known = t.find<mcp_server_record>(r.who.organization, id);
    if (!known) return missing_mcp_server();
    may = mcp_may(*known, action);
    mcp_server_record next = *known;
    note(next, {t.now(), may.allowed, "verify_action", action, may.allowed ? std::string() : may.reason, r.who.name});
    return t.put(std::move(next));
  }));
  audit_entry e;
  e.organization = r.who.organization;
  e.user = r.who.user;
  e.action = "verify_action";
  e.resource_type = "mcp_server";
  const std::string text = id.to_string(), details = metadata({{"action_type", action}, {"name", s->name}, {"reason", may.reason}, {"resource", body.text_or("resource", "").substr(0, 500)}});
  e.resource_id = text;
  e.status = may.allowed ? "approved" : "denied";
  e.ip_address = r.who.address;
  e.user_agent = r.who.user_agent;
  e.metadata = details;
  const uuid line = self.registry().record(e, r.now, r.ticket);
  r.status = may.allowed ? 200 : 403;
  object_out(r.out()).boolean("allowed", may.allowed).text("reason", may.reason).id("audit_id", line).id("auditId", line).end();
}

// ---- attestations

inline void write_attested(request& r, const attested& a) {
  object_out o(r.out());
  const auto count = static_cast<std::int64_t>(a.standing.count);
  o.boolean("success", true).id("attestation_id", a.attestation.id).id("attestationId", a.attestation.id);
  o.score("mcp_confidence_score", a.standing.confidence).score("mcpConfidenceScore", a.standing.confidence).number("attestation_count", count).number("attestationCount", count);
  o.time("expires_at", a.attestation.expires_at).time("expiresAt", a.attestation.expires_at);
  o.text("message", a.attestation.connected && a.attestation.healthy ? "Attestation recorded" : "Attestation recorded; it does not count, as the server did not answer well").end();
}
template <class Lazy>
void post_mcp_attest(basic_service<Lazy>& self, request& r) {
  if (r.who.is != caller::kind::agent) throw refused(403, "forbidden", "Attestations are signed by agents");
  const body_members body(r.x.request().body());
  const json::value* object = body.find("attestation");
  const auto signature = body.text("signature");
  if (!object || !signature) throw refused(400, "bad_request", "attestation and signature are required");
  const uuid id = r.id_or(r.id, bad_mcp_id);
  const auto keys = self.registry().keys_of(*r.who.agent, r.now);
  if (!keys) throw refused(missing_agent());
  write_attested(r, value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return attest_mcp_server(t, id, *object, *signature, *keys, r.who); })));
}
template <class Lazy>
void post_mcp_manual_attest(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::member, needs_member);
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people attest by hand");
  const body_members body(r.x.request().body());
  mcp_attestation a;
  a.notes = body.text_or("notes", "");
  a.capabilities = body.texts("capabilities_verified");
  a.connected = body.boolean("connection_tested").value_or(false);
  a.healthy = body.boolean("health_check_passed").value_or(false);
  const uuid id = r.id_or(r.id, bad_mcp_id);
  write_attested(r, value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return vouch_for_mcp_server(t, id, std::move(a), r.who); })));
}
template <class Lazy>
void get_mcp_attestations(basic_service<Lazy>& self, request& r) {
  const auto s = visible_mcp_server(self, r);
  object_out o(r.out());
  self.registry().look(r.now, [&](const registry::view& v) {
    std::string& list = o.put("attestations");
    list += '[';
    std::int64_t total = 0;
    if (const auto said = v.find<mcp_attestations_record>(s->organization, s->id))
      for (auto e = said->entries.rbegin(); e != said->entries.rend(); ++e, ++total) {
        if (total != 0) list += ", ";
        const auto voucher = counts(v, s->organization, *e);
        object_out a(list);
        a.id("id", e->id);
        if (e->agent) a.id("agent_id", *e->agent).id("agentId", *e->agent).text("agent_name", e->by).text("agentName", e->by);
        if (voucher && voucher->trust) a.score("agent_trust_score", *voucher->trust).score("agentTrustScore", *voucher->trust);
        a.text("attested_by", e->by).text("attestedBy", e->by).text("attester_type", e->agent ? "agent" : "user").text("attesterType", e->agent ? "agent" : "user");
        a.text("attestation_type", e->agent ? "sdk" : "manual").text("attestationType", e->agent ? "sdk" : "manual").boolean("signature_verified", e->agent.has_value())
            .boolean("signatureVerified", e->agent.has_value());
        a.time("verified_at", e->at).time("verifiedAt", e->at).time("expires_at", e->expires_at).time("expiresAt", e->expires_at);
        a.texts("capabilities_confirmed", e->capabilities).texts("capabilitiesConfirmed", e->capabilities).score("connection_latency_ms", e->latency_ms).score("connectionLatencyMs", e->latency_ms);
        a.boolean("connection_successful", e->connected).boolean("connectionSuccessful", e->connected).boolean("health_check_passed", e->healthy).boolean("healthCheckPassed", e->healthy);
        a.boolean("is_valid", voucher.has_value()).boolean("isValid", voucher.has_value());
        if (!e->sdk_version.empty()) a.text("sdk_version", e->sdk_version).text("sdkVersion", e->sdk_version);
        if (!e->notes.empty()) a.text("notes", e->notes);
        a.end();
      }
    list += ']';
    const mcp_standing now = standing_of(v, *s);
    o.number("total", total).score("confidence_score", now.confidence).score("confidenceScore", now.confidence);
    o.time("last_attested_at", now.last_at).time("lastAttestedAt", now.last_at).end();
    return true;
  });
}
template <class Lazy>
void get_mcp_capabilities(basic_service<Lazy>& self, request& r) {
  const auto s = visible_mcp_server(self, r);
  std::vector<std::pair<std::string, std::int64_t>> all;  // declared, and how many have seen it
  for (const auto& c : s->capabilities) all.emplace_back(c, 0);
  const std::size_t declared = all.size();
  self.registry().look(r.now, [&](const registry::view& v) {
    if (const auto said = v.find<mcp_attestations_record>(s->organization, s->id))
      for (const auto& e : said->entries) {
        if (!counts(v, s->organization, e)) continue;
        for (const auto& c : e.capabilities) {
          auto at = std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.first == c; });
          if (at == all.end()) at = all.emplace(all.end(), c, 0);
          ++at->second;
        }
      }
    return true;
  });
  object_out o(r.out());
  o.id("server_id", s->id).id("serverId", s->id);
  std::string& list = o.put("capabilities");
  list += '[';
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != 0) list += ", ";
    object_out c(list);
    c.id("mcp_server_id", s->id).id("mcpServerId", s->id).text("name", all[i].first).text("type", "tool").boolean("declared", i < declared);
    c.number("attestation_count", all[i].second).number("attestationCount", all[i].second).boolean("is_active", true).boolean("isActive", true).end();
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(all.size())).end();
}
template <class Lazy>
void get_mcp_agents(basic_service<Lazy>& self, request& r) {
  const auto s = visible_mcp_server(self, r);
  object_out o(r.out());
  std::string& list = o.put("agents");
  list += '[';
  std::size_t total = 0;
  self.registry().look(r.now, [&](const registry::view& v) {
    total = each_agent_of(v, *s, [&](const agent_record& a, const std::string& type, const std::vector<std::string>& tools, timestamp last) {
      if (list.back() != '[') list += ", ";
      object_out e(list);
      e.id("id", a.id).id("agent_id", a.id).id("agentId", a.id).text("name", a.name).text("agent_name", a.name).text("agentName", a.name).text("status", to_text(a.status));
      e.score("trust_score", a.trust).score("trustScore", a.trust).text("connection_type", type).text("connectionType", type).texts("tools", tools).time("last_used_at", last).time("lastUsedAt", last).end();
    });
    return true;
  });
  list += ']';
  o.number("total", static_cast<std::int64_t>(total)).end();
}

template <class Lazy>
void add_mcp_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/v1/mcp-servers", once, &post_mcp_server<Lazy>);
  t.plain("GET", "/api/v1/mcp-servers", signed_, &get_mcp_servers<Lazy>);
  t.plain("GET", "/api/v1/mcp-servers/{id}", signed_, &get_mcp_server<Lazy>);
  t.plain("PUT", "/api/v1/mcp-servers/{id}", signed_, &put_mcp_server<Lazy>);
  t.plain("DELETE", "/api/v1/mcp-servers/{id}", signed_, &delete_mcp_server<Lazy>);
  t.plain("POST", "/api/v1/mcp-servers/{id}/keys", signed_, &post_mcp_key<Lazy>);
  t.waits("POST", "/api/v1/mcp-servers/{id}/verify", signed_, &post_mcp_verify<Lazy>);
  t.plain("GET", "/api/v1/mcp-servers/{id}/verification-status", signed_, &get_mcp_verification<Lazy>);
  t.plain("GET", "/api/v1/mcp-servers/{id}/verification-events", signed_, &get_mcp_checks<Lazy>);
  t.plain("POST", "/api/v1/mcp-servers/{id}/verify-action", signed_, &post_mcp_action<Lazy>);
  t.plain("POST", "/api/v1/mcp-servers/{id}/attest", once, &post_mcp_attest<Lazy>);
  t.plain("POST", "/api/v1/mcp-servers/{id}/manual-attest", signed_, &post_mcp_manual_attest<Lazy>);
  t.plain("GET", "/api/v1/mcp-servers/{id}/attestations", signed_, &get_mcp_attestations<Lazy>);
  t.plain("GET", "/api/v1/mcp-servers/{id}/capabilities", signed_, &get_mcp_capabilities<Lazy>);
  t.plain("GET", "/api/v1/mcp-servers/{id}/agents", signed_, &get_mcp_agents<Lazy>);
  t.plain("GET", "/api/v1/sdk-api/agents/{id}/mcp-servers", signed_, &get_sdk_mcp_servers<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
