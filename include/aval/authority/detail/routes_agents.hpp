// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/crypto/key_formats.hpp"

/*  Agents over HTTP: registration with an API key, a person's token or nothing but a key, and looking after them (AIM specification
 *  2.3). Private keys are made for those who ask for one and handed out once; they are never stored. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** The agent object in both spellings. */
inline void append_agent(std::string& out, const agent_record& a, std::optional<timestamp> last_active) {
  object_out o(out);
  const auto two_texts = [&](std::string_view snake, std::string_view camel, std::string_view v) { o.text(snake, v).text(camel, v); };
  const auto two_times = [&](std::string_view snake, std::string_view camel, const std::optional<timestamp>& t) {
    if (t) o.time(snake, *t).time(camel, *t);
  };
  o.id("id", a.id).id("agent_id", a.id).id("agentId", a.id).id("organization_id", a.organization).id("organizationId", a.organization).text("name", a.name);
  two_texts("display_name", "displayName", a.display_name);
  o.text("description", a.description);
  two_texts("agent_type", "agentType", a.type);
  o.text("status", to_text(a.status)).text("version", a.version);
  const std::string key = a.key ? crypto::base64_encode(*a.key) : std::string();
  two_texts("public_key", "publicKey", key);
  two_texts("key_algorithm", "keyAlgorithm", "Ed25519");
  two_texts("certificate_url", "certificateUrl", a.certificate_url);
  two_texts("repository_url", "repositoryUrl", a.repository_url);
  two_texts("documentation_url", "documentationUrl", a.documentation_url);
  o.score("trust_score", a.trust).score("trustScore", a.trust);
  two_times("verified_at", "verifiedAt", a.verified_at);
  o.number("capability_violation_count", a.violations).number("capabilityViolationCount", a.violations);
  o.boolean("is_compromised", a.compromised).boolean("isCompromised", a.compromised);
  o.texts("talks_to", a.talks_to).texts("talksTo", a.talks_to).texts("capabilities", a.declared);
  two_times("key_created_at", "keyCreatedAt", a.key_created_at);
  two_times("key_expires_at", "keyExpiresAt", a.key_expires_at);
  two_times("key_rotation_grace_until", "keyRotationGraceUntil", a.previous_key_until);
  o.number("rotation_count", a.rotations).number("rotationCount", a.rotations);
  o.time("created_at", a.created_at).time("createdAt", a.created_at).time("updated_at", a.updated_at).time("updatedAt", a.updated_at);
  if (a.created_by) o.id("created_by", *a.created_by).id("createdBy", *a.created_by);
  o.raw("tags", "[]");
  two_times("last_active", "lastActive", last_active);
  o.end();
}

inline registration registration_of(const body_members& body) {
  registration wanted;
  wanted.name = body.text_or("name", "");
  wanted.display_name = body.text_or("display_name", "");
  wanted.description = body.text_or("description", "");
  wanted.type = body.text_or("agent_type", "ai_agent");
  wanted.version = body.text_or("version", "");
  wanted.repository_url = body.text_or("repository_url", "");
  wanted.documentation_url = body.text_or("documentation_url", "");
  wanted.certificate_url = body.text_or("certificate_url", "");
  wanted.capabilities = body.texts("capabilities");
  wanted.talks_to = body.texts("talks_to");
  if (const auto text = body.text("public_key"); text && !text->empty()) {
    const auto key = crypto::parse_public_key(*text);  // refuses points of small order, under which signatures can be forged
    if (!key) throw refused(400, "bad_request", "public_key is not a usable Ed25519 key");
    wanted.key = *key;
  }
  return wanted;
}

template <class Lazy>
void write_registered(basic_service<Lazy>& self, request& r, const authority::registry::registered& made, const std::optional<crypto::keypair>& pair) {
  const agent_record& a = *made.agent;
  r.status = made.existed ? 200 : 201;
  if (made.existed) r.ticket = std::max(r.ticket, self.registry().last_ticket());
  object_out o(r.out());
  o.id("id", a.id).id("agent_id", a.id).id("agentId", a.id).text("name", a.name).text("display_name", a.display_name).text("displayName", a.display_name);
  const std::string key = a.key ? crypto::base64_encode(*a.key) : std::string();
  o.text("public_key", key).text("publicKey", key);
  if (pair && !made.existed) {
    const secret text = crypto::private_key_base64(*pair);
    o.text("private_key", text.reveal()).text("privateKey", text.reveal());
  }
  const std::string& base = self.options().public_url.empty() ? self.url : self.options().public_url;
  o.text("aim_url", base).text("aimUrl", base).text("agent_type", a.type).text("agentType", a.type).text("status", to_text(a.status));
  o.score("trust_score", a.trust).score("trustScore", a.trust).time("created_at", a.created_at).time("createdAt", a.created_at);
  o.text("message", made.existed ? "Agent is already registered" : a.status == agent_status::verified ? "Agent registered" : "Agent registered; a person must verify it before it may do more than low-risk actions");
  o.end();
}

template <class Lazy>
void post_register(basic_service<Lazy>& self, request& r) {
  if (const auto left = self.by_address().peek(r.who.address, self.options().clock.steady()); left.limit != 0 && left.remaining == 0) {
    r.rate = left;
    r.rate->allowed = false;
    throw refused(429, "rate_limited", "Rate limit exceeded. Please try again later.");
  }
  const bool has_key = r.header(aim::header::registration_key) || r.header(aim::header::api_key) || r.header("Authorization");
  if (has_key) {
    try {
      self.authenticate(r);
    } catch (const refused& e) {
      if (e.why().name == "invalid_api_key") throw refused(401, "invalid_api_key", "Invalid API key: the key is not known here");
      throw;
    }
    self.require_role(r, role::member, needs_member);
  }
  const auto& asked = r.x.request();
  const body_members body(asked.body());
  registration wanted = registration_of(body);
  uuid organization = r.who.organization;
  agent_status status = agent_status::verified;
  if (!has_key) {
    // key-only: the request is signed in mode A, without an agent id, by the key that it brings
    const auto key_text = r.header(aim::header::public_key), time = r.header(aim::header::timestamp), signature_text = r.header(aim::header::signature);
    if (self.options().self_registration == self_registration::off || !key_text || !time || !signature_text)
      throw refused(401, "unauthorized", "X-AIM-API-Key header is required for agent registration");
    self.limit(r, self.strict(), "register " + r.who.address);
    self.signed_time(*time, r.now);
    const auto key = crypto::parse_public_key(*key_text);
    if (!key) throw refused(401, "unauthorized", "Invalid public key format");
    if (!wanted.key || *wanted.key != *key) throw refused(401, "public_key_mismatch", "public_key and X-Public-Key differ");
    if (!aim::verify_header(*key, asked.method(), asked.path(), asked.query(), *time, asked.body(), signature_of(*signature_text))) throw refused(401, "invalid_signature", "Invalid signature");
    organization = self.home();
    const bool here = r.x.remote_endpoint().address().is_loopback();
    status = self.options().self_registration == self_registration::loopback && here ? agent_status::verified : agent_status::pending;
  }
  std::optional<crypto::keypair> pair;
  if (!wanted.key) {
    pair = crypto::keypair::generate();
    wanted.key = pair->public_key();
  }
  write_registered(self, r, value_or_refuse(self.registry().register_agent(wanted, organization, status, r.who, r.now, r.ticket)), pair);
}

template <class Lazy>
void post_agent(basic_service<Lazy>& self, request& r) {
  if (!(self.options().agents_may_register && r.who.is == caller::kind::agent)) self.require_role(r, role::member, needs_member);
  const body_members body(r.x.request().body());
  registration wanted = registration_of(body);
  std::optional<crypto::keypair> pair;
  if (!wanted.key) {
    pair = crypto::keypair::generate();
    wanted.key = pair->public_key();
  }
  const auto made = value_or_refuse(self.registry().register_agent(wanted, r.who.organization, agent_status::verified, r.who, r.now, r.ticket));
  write_registered(self, r, made, pair);
}

template <class Lazy>
void get_agents(basic_service<Lazy>& self, request& r) {
  const std::size_t limit = r.number("limit", 50, 1, 1000), offset = r.number("offset", 0, 0, 1'000'000);
  std::size_t total = 0;
  const auto all = self.registry().agents(r.who.organization, limit, offset, total);
  object_out o(r.out());
  std::string& list = o.put("agents");
  list += '[';
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i) list += ", ";
    append_agent(list, *all[i], self.registry().last_active(all[i]->id));
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(total)).end();
}
template <class Lazy>
void get_agent(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id, false);
  append_agent(r.out(), *a, self.registry().last_active(a->id));
}
template <class Lazy>
void get_sdk_agent(basic_service<Lazy>& self, request& r) {
  agent_ptr a;
  if (parse_uuid(r.id)) {
    a = self.visible_agent(r, r.id, false);
  } else {
    a = self.registry().find_agent(r.who.organization, r.id);
    if (!a) throw refused(404, "not_found", "Agent not found");
  }
  object_out o(r.out());
  o.boolean("success", true);
  append_agent(o.put("agent"), *a, self.registry().last_active(a->id));
  o.end();
}
template <class Lazy>
void put_agent(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::member, needs_member);
  const auto a = self.visible_agent(r, r.id);
  const body_members body(r.x.request().body());
  if (body.has("status") || body.has("trust_score") || body.has("public_key") || body.has("organization_id"))
    throw refused(400, "bad_request", "status, trust_score, public_key and organization_id have routes of their own");
  const auto edited = value_or_refuse(self.registry().edit_agent(a->id, "update_agent", r.who, r.now, r.ticket, [&](agent_record& next) -> std::optional<refusal> {
    const auto set = [&](const char* name, std::string& member) {
      if (auto text = body.text(name)) member = std::move(*text);
    };
    set("name", next.name);
    set("display_name", next.display_name);
    set("description", next.description);
    set("agent_type", next.type);
    set("version", next.version);
    set("repository_url", next.repository_url);
    set("documentation_url", next.documentation_url);
    set("certificate_url", next.certificate_url);
    if (body.has("capabilities")) next.declared = body.texts("capabilities");
    if (body.has("talks_to")) next.talks_to = body.texts("talks_to");
    return std::nullopt;
  }));
  append_agent(r.out(), *edited, self.registry().last_active(a->id));
}
template <class Lazy>
void delete_agent(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const auto a = self.visible_agent(r, r.id);
  value_or_refuse(self.registry().edit_agent(a->id, "delete_agent", r.who, r.now, r.ticket, [](agent_record& next) -> std::optional<refusal> {
    next.removed = true;
    next.status = agent_status::revoked;
    return std::nullopt;
  }));
  r.status = 204;
}

inline void append_status_change(std::string& out, const agent_record& a, std::string_view message) {
  object_out o(out);
  o.boolean("success", true).text("message", message).text("status", to_text(a.status)).score("trust_score", a.trust).score("trustScore", a.trust);
  append_agent(o.put("agent"), a, std::nullopt);
  o.end();
}
template <class Lazy>
void post_agent_verify(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  const auto a = value_or_refuse(self.registry().set_status(self.visible_agent(r, r.id)->id, agent_status::verified, r.who, r.now, r.ticket));
  object_out o(r.out());
  o.boolean("verified", true).score("trust_score", a->trust).score("trustScore", a->trust).time("verified_at", a->verified_at).time("verifiedAt", a->verified_at).end();
}
template <class Lazy>
void post_suspend(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  append_status_change(r.out(), *value_or_refuse(self.registry().set_status(self.visible_agent(r, r.id)->id, agent_status::suspended, r.who, r.now, r.ticket)), "Agent suspended");
}
template <class Lazy>
void post_reactivate(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::manager, needs_manager);
  append_status_change(r.out(), *value_or_refuse(self.registry().set_status(self.visible_agent(r, r.id)->id, agent_status::verified, r.who, r.now, r.ticket)), "Agent reactivated");
}

// An agent's key is changed by itself or by a person: whoever has an API key of the organization would be the agent from then on.
inline void refuse_api_keys(const request& r) {
  if (r.who.is == caller::kind::api_key) throw refused(403, "forbidden", "An API key does not change an agent's key: the agent itself, or a person, does");
}

template <class Lazy>
void post_rotate(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id);
  refuse_api_keys(r);
  const body_members body(r.x.request().body(), true);
  const std::string previous = a->key ? crypto::base64_encode(*a->key) : std::string();
  std::optional<crypto::keypair> pair;
  std::optional<std::chrono::seconds> grace;
  if (const auto seconds = body.number("grace_seconds")) {
    if (*seconds < 0 || *seconds > 7 * 86400) throw refused(400, "bad_request", "grace_seconds must be between 0 and 604800");
    grace = std::chrono::seconds(*seconds);
  }
  crypto::public_key next;
  if (const auto text = body.text("public_key")) {
    // the new key proves that somebody holds it; the old one, or a person's token, that they may
    const auto key = crypto::parse_public_key(*text);
    if (!key) throw refused(400, "bad_request", "public_key is not a usable Ed25519 key");
    const auto proof = crypto::signature::from_base64(body.text_or("proof", ""));
    const json::value* time = body.find("timestamp");
    if (!proof || !time) throw refused(400, "bad_request", "proof and timestamp are required");
    const std::string seconds = time->is_string() ? time->as_string() : time->is_number() ? time->as_number_text() : std::string();
    self.signed_time(seconds, r.now);
    if (!key->verify(aim::rotation_message(a->id.to_string(), *text, seconds), *proof)) throw refused(401, "invalid_signature", "Invalid proof of the new key");
    if (r.who.is == caller::kind::agent) {
      // not with a key that is on its way out: whoever has stolen it could take the agent over during the grace
      if (!r.by_current_key) throw refused(401, "invalid_signature", "A rotation must be signed by the current key");
    } else {
      self.require_role(r, role::member, needs_member);
    }
    next = *key;
  } else {
    self.require_role(r, role::member, needs_member);
    pair = crypto::keypair::generate();
    next = pair->public_key();
  }
  const auto rotated = value_or_refuse(self.registry().rotate_key(a->id, next, grace, r.who, r.now, r.ticket));
  object_out o(r.out());
  const std::string key_text = next.to_base64();
  o.boolean("success", true).text("message", "Credentials rotated").text("public_key", key_text).text("publicKey", key_text);
  if (pair) {
    const secret text = crypto::private_key_base64(*pair);
    o.text("private_key", text.reveal()).text("privateKey", text.reveal()).text("warning", "The private key is shown this once and stored nowhere");
  }
  o.text("previous_public_key", previous).text("previousPublicKey", previous).number("rotation_count", rotated->rotations).number("rotationCount", rotated->rotations);
  o.time("key_created_at", rotated->key_created_at).time("keyCreatedAt", rotated->key_created_at).time("key_expires_at", rotated->key_expires_at).time("keyExpiresAt", rotated->key_expires_at);
  if (rotated->previous_key_until) o.time("key_rotation_grace_until", *rotated->previous_key_until).time("keyRotationGraceUntil", *rotated->previous_key_until);
  o.end();
}

template <class Lazy>
void put_keys(basic_service<Lazy>& self, request& r) {
  self.require_role(r, role::member, needs_member);
  const auto a = self.visible_agent(r, r.id);
  refuse_api_keys(r);
  const body_members body(r.x.request().body());
  const auto key = crypto::parse_public_key(body.text_or("public_key", ""));
  if (!key) throw refused(400, "bad_request", "public_key is not a usable Ed25519 key");
  value_or_refuse(self.registry().rotate_key(a->id, *key, std::chrono::seconds(0), r.who, r.now, r.ticket));
  const std::string key_text = key->to_base64();
  object_out(r.out()).boolean("success", true).text("message", "Public key updated").text("public_key", key_text).text("publicKey", key_text).end();
}
template <class Lazy>
void get_key_vault(basic_service<Lazy>& self, request& r) {
  const auto a = self.visible_agent(r, r.id);
  const std::string key = a->key ? crypto::base64_encode(*a->key) : std::string();
  object_out o(r.out());
  o.id("agent_id", a->id).id("agentId", a->id).text("public_key", key).text("publicKey", key).text("key_algorithm", "Ed25519").text("keyAlgorithm", "Ed25519");
  o.time("key_created_at", a->key_created_at).time("keyCreatedAt", a->key_created_at).time("key_expires_at", a->key_expires_at).time("keyExpiresAt", a->key_expires_at);
  o.number("rotation_count", a->rotations).number("rotationCount", a->rotations).boolean("has_previous_public_key", a->previous_key && a->previous_key_until && r.now < *a->previous_key_until).end();
}
template <class Lazy>
void get_credentials(basic_service<Lazy>& self, request& r) {
  self.visible_agent(r, r.id);
  throw refused(410, "gone", "Private keys are never stored");
}

template <class Lazy>
void add_agent_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("POST", "/api/v1/public/agents/register", open, &post_register<Lazy>);
  t.plain("POST", "/api/v1/agents", once, &post_agent<Lazy>);
  t.plain("GET", "/api/v1/agents", signed_, &get_agents<Lazy>);
  t.plain("GET", "/api/v1/agents/{id}", signed_, &get_agent<Lazy>);
  t.plain("PUT", "/api/v1/agents/{id}", once, &put_agent<Lazy>);
  t.plain("DELETE", "/api/v1/agents/{id}", once, &delete_agent<Lazy>);
  t.plain("GET", "/api/v1/sdk-api/agents/{id}", signed_, &get_sdk_agent<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/verify", once, &post_agent_verify<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/suspend", once, &post_suspend<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/reactivate", once, &post_reactivate<Lazy>);
  t.plain("POST", "/api/v1/agents/{id}/rotate-credentials", once, &post_rotate<Lazy>);
  t.plain("PUT", "/api/v1/agents/{id}/keys", once, &put_keys<Lazy>);
  t.plain("GET", "/api/v1/agents/{id}/key-vault", signed_, &get_key_vault<Lazy>);
  t.plain("GET", "/api/v1/agents/{id}/credentials", signed_, &get_credentials<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
