// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/detail/service.hpp"
#include "aval/core/bytes.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/hmac.hpp"

/*  Who is asking? Modes A, C, D and E of the AIM specification 1.4 to 1.9; mode B is the verification route's own.
 *
 *  An Authorization header decides alone, as in the reference software; then an API key; then the headers of mode A, then those of
 *  mode E, then the cookies. Only registered keys count: a key that a request brings along proves nothing (the reference software
 *  trusts it on first use). */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/*  The session of the page for people: a signed token in a cookie that no script can read. A browser sends it along with every request
 *  to this host, whoever has caused it; so it counts only for requests of our own page, and changes need the token that only that page
 *  was told. SameSite=Strict keeps other sites out; other ports of this host are the same site, and are kept out by the rest. */
inline constexpr std::string_view secure_cookie_name = "__Host-aim_session";  // a browser takes it from this very host over HTTPS only
inline constexpr std::string_view plain_cookie_name = "aim_session";
inline constexpr std::string_view csrf_header = "X-CSRF-Token";

/** The first cookie of that name; empty when there is none. */
inline std::string_view cookie_of(const request& r, std::string_view name) {
  std::string_view rest = r.header("Cookie").value_or(std::string_view{});
  while (!rest.empty()) {
    std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') return one.substr(name.size() + 1);
  }
  return {};
}
/** The name of the session's cookie, by how people reach this server. */
inline std::string_view session_cookie(const request& r, std::string_view public_url) noexcept {
  return r.x.secure() || public_url.starts_with("https://") ? secure_cookie_name : plain_cookie_name;
}
inline bool reads_only(const request& r) { return r.x.request().method() == "GET" || r.x.request().method() == "HEAD"; }

/** What a page must send in X-CSRF-Token to change something with its session. */
inline std::string csrf_token(const uuid& session, const secret& key) { return crypto::base64url_encode(crypto::hmac_sha256(key.reveal(), "csrf " + session.to_string())); }

/** Whether a page of this server asks. Browsers say so in headers that no page can set: Sec-Fetch-Site where they trust the transport,
 *  Origin otherwise. What only reads may come without them, and from the address bar. */
inline bool asked_by_own_page(const request& r, std::string_view public_url) {
  if (const auto site = r.header("Sec-Fetch-Site")) return *site == "same-origin" || (*site == "none" && reads_only(r));
  const auto origin = r.header("Origin");
  if (!origin) return reads_only(r);
  if (!public_url.empty() && public_url.starts_with(*origin) && (public_url.size() == origin->size() || public_url[origin->size()] == '/')) return true;
  const auto host = r.header("Host");
  const std::string_view scheme = r.x.secure() ? "https://" : "http://";
  return host && origin->starts_with(scheme) && origin->substr(scheme.size()) == *host;
}

template <class Lazy>
void basic_service<Lazy>::limit(request& r, rate_limiter& by, std::string_view key) {
  r.rate = by.charge(key, options_.clock.steady());
  if (!r.rate->allowed) throw refused(429, "rate_limited", "Rate limit exceeded. Please try again later.");
}

template <class Lazy>
void basic_service<Lazy>::authenticate(request& r) {
  // an address that has failed too often is not given another signature check
  if (const auto left = by_address_.peek(r.who.address, options_.clock.steady()); left.limit != 0 && left.remaining == 0) {
    r.rate = left;
    r.rate->allowed = false;
    throw refused(429, "rate_limited", "Rate limit exceeded. Please try again later.");
  }
  const auto& headers = r.x.request().headers();
  if (const auto authorization = headers.find("Authorization")) {
    if (!authorization->starts_with("Bearer ") || authorization->size() == 7) throw refused(401, "unauthorized", "Invalid authorization header format");
    const std::string_view token = authorization->substr(7);
    if (token.starts_with("aim_")) by_api_key(r, token);
    else by_token(r, token);
  } else if (const auto key = headers.find(aim::header::api_key)) {
    by_api_key(r, *key);
  } else if (const auto registration_key = headers.find(aim::header::registration_key)) {
    by_api_key(r, *registration_key);
  } else if (headers.contains(aim::header::agent_id) && headers.contains(aim::header::signature) && headers.contains(aim::header::timestamp)) {
    by_header_signature(r);
  } else if (headers.contains(aim::header::poll_agent_id) && headers.contains(aim::header::poll_signature) && headers.contains(aim::header::poll_timestamp)) {
    by_poll_signature(r);
  } else if (const auto session = cookie_of(r, session_cookie(r, options_.public_url)); !session.empty()) {
    by_session(r, session);
  } else if (const auto token = cookie_of(r, "access_token"); !token.empty() && reads_only(r)) {  // never for what changes anything
    by_token(r, token);
  } else {
    throw refused(401, "unauthorized", "No authentication token provided");
  }
  std::string who;
  who.reserve(40);
  const auto name = [&](char kind, const uuid& id) {
    who = kind;
    char text[36];
    id.write_to(text);
    who.append(text, sizeof text);
  };
  if (r.who.is == caller::kind::user) name('u', *r.who.user);
  else if (r.who.is == caller::kind::agent) name('a', *r.who.agent);
  else who = "k" + r.who.name;
  limit(r, by_principal_, who);
}

template <class Lazy>
bool basic_service<Lazy>::know_person(request& r) const {
  const token_claims& claims = *r.claims;
  if (timestamp(claims.expires_at) <= r.now || (claims.use == token_use::session && !registry_.refresh_lives(claims.id, r.now))) return false;
  // rights are those of today, not those of the day the token was made
  const auto user = registry_.find_user(claims.user);
  if (!user || !user->approved || user->organization != claims.organization) return false;
  r.who.is = caller::kind::user;
  r.who.organization = user->organization;
  r.who.user = user->id;
  r.who.role = std::min(user->role, claims.role);
  r.who.name = user->email;
  return true;
}

template <class Lazy>
void basic_service<Lazy>::by_token(request& r, std::string_view token) {
  auto claims = read_token(token, token_use::access, token_secret_, r.now);
  if (!claims) throw refused(401, "unauthorized", "Invalid or expired token");
  r.claims = std::move(*claims);
  if (!know_person(r)) throw refused(401, "unauthorized", "Invalid or expired token");
}

template <class Lazy>
void basic_service<Lazy>::by_session(request& r, std::string_view token) {
  auto claims = read_token(token, token_use::session, token_secret_, r.now);
  if (!claims) throw refused(401, "session_over", "Your session is over: log in again");
  r.claims = std::move(*claims);
  if (!know_person(r)) throw refused(401, "session_over", "Your session is over: log in again");
  if (!asked_by_own_page(r, options_.public_url)) throw refused(403, "csrf", "This request does not come from the page of this server");
  const auto token_of_page = r.header(csrf_header);
  if (!reads_only(r) && !(token_of_page && equal_constant_time(as_bytes(*token_of_page), as_bytes(csrf_token(r.claims->id, token_secret_)))))
    throw refused(403, "csrf", "X-CSRF-Token is missing or wrong");
  r.x.response().headers.add("Cache-Control", "no-store");
}

template <class Lazy>
void basic_service<Lazy>::by_api_key(request& r, std::string_view text) {
  const auto key = registry_.check_api_key(text, r.now);
  if (!key) throw refused(key.error());
  r.who.is = caller::kind::api_key;
  r.who.organization = key->organization;
  r.who.agent = key->agent;
  r.who.user = key->created_by;
  r.who.api_key = key->id;
  r.who.role = role::member;  // a key never has more rights than that, whoever made it
  r.who.name = key->id.to_string();
  if (key->agent) {
    const auto keys = registry_.keys_of(*key->agent, r.now);
    if (!keys || keys->status == agent_status::revoked) throw refused(401, "invalid_api_key", "Invalid API key");
  }
}

// the text of a time stamp header, checked against the window
template <class Lazy>
std::int64_t basic_service<Lazy>::signed_time(std::string_view text, timestamp now) const {
  const auto at = aim::parse_unix_seconds(text);
  if (!at) throw refused(401, "unauthorized", "Invalid timestamp format");
  const auto wall = std::chrono::time_point_cast<std::chrono::system_clock::duration>(now);
  if (!aim::within_window(*at, wall, options_.signature_window)) throw refused(401, "timestamp_expired", "Request timestamp expired or invalid");
  return *at;
}

inline crypto::signature signature_of(std::string_view text) {
  const auto s = crypto::signature::from_base64(text);
  if (!s) throw refused(401, "unauthorized", "Invalid signature format");
  return *s;
}

// The key in force that verifies, or null. A request that names a key is held to it; without a name both are tried.
template <class Verify>
const crypto::public_key* verified_by(const signing_keys& keys, std::optional<std::string_view> offered, Verify verify) {
  std::optional<std::array<std::byte, 32>> only;
  if (offered) only = crypto::base64_decode_public<32>(*offered);
  if (offered && !only) {
    auto raw = crypto::base64_decode(*offered, crypto::padding::optional);
    if (!raw) throw refused(401, "unauthorized", "Invalid public key format");
    if (raw->size() != 32) throw refused(401, "unauthorized", "Invalid public key size: expected 32 bytes, got " + std::to_string(raw->size()));
    only.emplace();
    std::copy(raw->begin(), raw->end(), only->begin());
  }
  for (const auto* key : {&keys.current, &keys.previous}) {
    if (!*key || (only && !std::equal(only->begin(), only->end(), (*key)->bytes().begin()))) continue;
    if (verify(**key)) return &**key;
  }
  return nullptr;
}

inline void accept_agent(request& r, const uuid& id, const signing_keys& keys, const crypto::public_key* by, const crypto::signature& s) {
  if (!by) throw refused(401, "invalid_signature", "Invalid signature");
  if (keys.status == agent_status::suspended || keys.status == agent_status::revoked)
    throw refused(403, keys.status == agent_status::suspended ? "agent_suspended" : "agent_revoked", "Agent status is " + std::string(to_text(keys.status)) + ", cannot perform actions");
  r.who.is = caller::kind::agent;
  r.who.agent = id;
  r.who.organization = keys.organization;
  r.signature = s.bytes();
  r.by_current_key = keys.current == *by;
}

template <class Lazy>
void basic_service<Lazy>::by_header_signature(request& r) {
  const auto id = parse_uuid(*r.header(aim::header::agent_id));
  if (!id) throw refused(401, "unauthorized", "Invalid agent ID format");
  const std::string_view time = *r.header(aim::header::timestamp);
  signed_time(time, r.now);
  const auto keys = registry_.keys_of(*id, r.now);
  if (!keys) throw refused(401, "unauthorized", "Agent not found");
  const auto s = signature_of(*r.header(aim::header::signature));
  const auto& asked = r.x.request();
  const auto* by = verified_by(*keys, r.header(aim::header::public_key), [&](const crypto::public_key& key) {
    return aim::verify_header(key, asked.method(), asked.path(), asked.query(), time, asked.body(), s);
  });
  accept_agent(r, *id, *keys, by, s);
}

template <class Lazy>
void basic_service<Lazy>::by_poll_signature(request& r) {
  const auto id = parse_uuid(*r.header(aim::header::poll_agent_id));
  if (!id) throw refused(401, "unauthorized", "Invalid agent ID format");
  const std::string_view time = *r.header(aim::header::poll_timestamp);
  signed_time(time, r.now);
  const auto keys = registry_.keys_of(*id, r.now);
  if (!keys) throw refused(401, "unauthorized", "Agent not found");
  const auto s = signature_of(*r.header(aim::header::poll_signature));
  const auto& asked = r.x.request();
  const std::string agent = id->to_string();
  std::string poll;
  if (asked.method() == "GET" && asked.path().starts_with(aim::verifications_path) && asked.path().size() == aim::verifications_path.size() + 37)
    poll = aim::poll_message(asked.path().substr(aim::verifications_path.size() + 1), agent, time);
  const std::string typescript = aim::typescript_message(time, asked.method(), asked.path(), asked.body());
  const auto* by = verified_by(*keys, {}, [&](const crypto::public_key& key) { return (!poll.empty() && key.verify(poll, s)) || key.verify(typescript, s); });
  accept_agent(r, *id, *keys, by, s);
}

template <class Lazy>
void basic_service<Lazy>::require_role(const request& r, role least, const char* otherwise) const {
  if (r.who.is == caller::kind::agent) throw refused(403, "forbidden", "Agents may not use this route");
  if (r.who.is == caller::kind::nobody) throw refused(401, "unauthorized", "Authentication required");
  if (r.who.role < least) throw refused(403, "forbidden", otherwise);
}

/** Whether a caller may act for an agent: the agent itself, an API key bound to it, and the key or the person through which it was
 *  registered, as existing clients poll and report with these. Nobody decides by that: approving is a matter of roles. */
inline bool speaks_for(const caller& who, const agent_record& a) {
  if (who.organization != a.organization) return false;
  switch (who.is) {
    case caller::kind::agent: return who.agent == a.id;
    case caller::kind::api_key: return who.agent ? who.agent == a.id : who.api_key && who.api_key == a.registered_with;
    case caller::kind::user: return who.role >= role::member && who.user && who.user == a.created_by && !a.registered_with;
    default: return false;
  }
}

// the agent of the path as this caller may see it: agents see themselves, people and keys their organization
template <class Lazy>
agent_ptr basic_service<Lazy>::visible_agent(const request& r, std::string_view text, bool agents_only_themselves) const {
  const auto id = parse_uuid(text);
  if (!id) throw refused(400, "bad_request", "Invalid agent ID format");
  const agent_ptr a = registry_.find_agent(*id);
  if (!a) throw refused(404, "not_found", "Agent not found");
  if (a->organization != r.who.organization) throw refused(403, "forbidden", "Access denied");
  if (agents_only_themselves && (r.who.is == caller::kind::agent || (r.who.is == caller::kind::api_key && r.who.agent)) && r.who.agent != a->id)
    throw refused(403, "forbidden", "Access denied");
  return a;
}
template <class Lazy>
agent_ptr basic_service<Lazy>::own_agent(const request& r, std::string_view text) const {
  const agent_ptr a = visible_agent(r, text);
  if (!speaks_for(r.who, *a)) throw refused(403, "forbidden", "Access denied");
  return a;
}

// what a listing from the store is to contain is there first
template <class Lazy>
awaitable<void> basic_service<Lazy>::all_durable() {
  const std::uint64_t newest = registry_.last_ticket();
  if (!registry_.store().is_durable(newest)) co_await registry_.store().durable(newest);
}

inline constexpr const char* needs_admin = "Admin access required";
inline constexpr const char* needs_manager = "Manager or admin access required";
inline constexpr const char* needs_member = "Member access required (viewers cannot perform this action)";

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
