// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/accounts.hpp"
#include "aval/authority/detail/authenticate.hpp"
#include "aval/authority/detail/route_table.hpp"
#include "aval/authority/detail/zip.hpp"

/*  SDK tokens of the person who asks, and the download that brings one along (AIM specification 2.10). A token of an SDK makes no
 *  further ones and ends none: whoever steals it loses access with it. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

inline void append_sdk_token(std::string& out, const sdk_token_record& s) {
  const auto text = [](object_out& o, std::string_view key, const std::string& value) {
    if (!value.empty()) o.text(key, value);
  };
  object_out o(out);
  o.id("id", s.id).id("userId", s.user).id("organizationId", s.organization).id("tokenId", s.token);
  text(o, "deviceName", s.device_name);
  text(o, "deviceFingerprint", s.device_fingerprint);
  text(o, "ipAddress", s.address);
  text(o, "userAgent", s.user_agent);
  if (s.last_used_at) o.time("lastUsedAt", s.last_used_at);
  text(o, "lastIpAddress", s.last_address);
  o.number("usageCount", s.uses).time("createdAt", s.created_at).time("expiresAt", s.expires_at);
  if (s.revoked_at) o.time("revokedAt", s.revoked_at).text("revokeReason", s.revoke_reason);
  o.raw("metadata", "{}").end();
}

/** The person who asks, with a session of its own and not through an SDK, neither in a header nor in a cookie. */
template <class Lazy>
uuid person_of(basic_service<Lazy>& self, const request& r) {
  if (r.who.is != caller::kind::user) throw refused(403, "forbidden", "Only people have SDK tokens");
  const auto check = [&](std::string_view token) {
    if (const auto claims = read_token(token, token_use::access, self.token_secret(), r.now); claims && claims->sdk)
      throw refused(403, "forbidden", "An SDK token can not be used for this: log in");
  };
  if (const auto authorization = r.header("Authorization"); authorization && authorization->starts_with("Bearer ")) check(authorization->substr(7));
  for (std::string_view rest = r.header("Cookie").value_or(std::string_view()); !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (const auto value = one.find('='); value != one.npos) check(one.substr(value + 1));
  }
  return *r.who.user;
}

template <class Lazy>
void get_sdk_tokens(basic_service<Lazy>& self, request& r) {
  const uuid user = person_of(self, r);
  const bool revoked = r.query("include_revoked") == "true";
  std::vector<document_ptr<sdk_token_record>> all;
  self.registry().look(r.now, [&](const registry::view& v) {
    v.each<sdk_token_record>(r.who.organization, [&](const document_ptr<sdk_token_record>& s) {
      if (s->user == user && (revoked || !s->revoked_at)) all.push_back(s);
    });
    return true;
  });
  object_out o(r.out());
  std::string& list = o.put("tokens");
  list += '[';
  for (std::size_t i = all.size(); i-- > 0;) {  // newest first
    append_sdk_token(list, *all[i]);
    if (i != 0) list += ", ";
  }
  list += ']';
  o.number("total", static_cast<std::int64_t>(all.size())).end();
}

template <class Lazy>
void get_sdk_token_count(basic_service<Lazy>& self, request& r) {
  const uuid user = person_of(self, r);
  std::int64_t active = 0;
  self.registry().look(r.now, [&](const registry::view& v) {
    v.each<sdk_token_record>(r.who.organization, [&](const document_ptr<sdk_token_record>& s) { active += s->user == user && !s->revoked_at && s->expires_at > r.now ? 1 : 0; });
    return true;
  });
  object_out(r.out()).number("active_count", active).number("activeCount", active).end();
}

template <class Lazy>
std::pair<user_record, new_sdk_token> make_sdk_token(basic_service<Lazy>& self, request& r, std::string device_name, std::string fingerprint) {
  const uuid user = person_of(self, r);
  self.require_role(r, role::member, needs_member);
  self.limit(r, self.strict(), "sdk-token " + r.who.name);
  auto made = value_or_refuse(self.registry().transact(
      r.now, r.ticket, [&](registry::transaction& t) { return create_sdk_token(t, user, printable(device_name, 200), printable(fingerprint, 200), r.who); }));
  r.x.response().headers.add("Cache-Control", "no-store");
  return {self.registry().find_user(user).value(), std::move(made)};
}

template <class Lazy>
void post_sdk_token(basic_service<Lazy>& self, request& r) {
  const body_members body(r.x.request().body(), true);
  const auto [user, made] = make_sdk_token(self, r, body.text_or("device_name", ""), body.text_or("device_fingerprint", ""));
  r.status = 201;
  object_out o(r.out());
  o.raw("credentials", self.sdk_credentials(user, made.refresh));
  append_sdk_token(o.put("token"), *made.record);
  o.id("sdk_token_id", made.refresh.id).time("expires_at", made.refresh.expires_at).end();
}

// the file that SDKs look for, in an archive that is unpacked where the program runs
template <class Lazy>
void get_sdk_download(basic_service<Lazy>& self, request& r) {
  const auto [user, made] = make_sdk_token(self, r, r.query("device_name").value_or("SDK download"), {});
  zip_out zip;
  zip.add(".aim/credentials.json", self.sdk_credentials(user, made.refresh));
  zip.add("README.txt",
          "Unpack this archive where your program runs, or move the folder .aim to your home directory.\n"
          "The file in it holds a secret: it registers agents in your name. Keep it out of version control.\n"
          "When you no longer need it, revoke the token: POST /api/v1/users/me/sdk-tokens/{id}/revoke.\n",
          0644);
  r.out() = zip.text();
  r.content_type = "application/zip";
  r.x.response().headers.add("Content-Disposition", "attachment; filename=\"aim-sdk-credentials.zip\"");
}

template <class Lazy>
void revoke_tokens(basic_service<Lazy>& self, request& r, std::optional<uuid> id) {
  const uuid user = person_of(self, r);
  const body_members body(r.x.request().body(), true);
  const std::string reason = body.text_or("reason", "");
  const std::size_t n = value_or_refuse(self.registry().transact(r.now, r.ticket, [&](registry::transaction& t) { return revoke_sdk_tokens(t, user, id, printable(reason, 500), r.who); }));
  object_out(r.out()).boolean("success", true).text("message", id ? "Token revoked" : "All tokens revoked").number("revoked", static_cast<std::int64_t>(n)).end();
}
template <class Lazy>
void post_sdk_token_revoke(basic_service<Lazy>& self, request& r) { revoke_tokens(self, r, r.id_or(r.id, "Invalid SDK token ID format")); }
template <class Lazy>
void post_sdk_tokens_revoke_all(basic_service<Lazy>& self, request& r) { revoke_tokens(self, r, {}); }

template <class Lazy>
void add_sdk_token_routes(route_table<Lazy>& t) {
  using enum route_guard;
  t.plain("GET", "/api/v1/users/me/sdk-tokens", signed_, &get_sdk_tokens<Lazy>);
  t.plain("GET", "/api/v1/users/me/sdk-tokens/count", signed_, &get_sdk_token_count<Lazy>);
  t.plain("POST", "/api/v1/users/me/sdk-tokens", signed_, &post_sdk_token<Lazy>);
  t.plain("POST", "/api/v1/users/me/sdk-tokens/revoke-all", signed_, &post_sdk_tokens_revoke_all<Lazy>);
  t.plain("POST", "/api/v1/users/me/sdk-tokens/{id}/revoke", signed_, &post_sdk_token_revoke<Lazy>);
  t.plain("GET", "/api/v1/sdk/download", signed_, &get_sdk_download<Lazy>);
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
