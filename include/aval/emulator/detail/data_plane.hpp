// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "aval/emulator/detail/control_plane.hpp"
#include "aval/emulator/detail/roles.hpp"
#include "aval/emulator/detail/user_token.hpp"
#include "aval/net/url.hpp"

/*  The data plane (Agent Identity specification 3.1): workload access tokens, the workload's role, OAuth2 tokens behind a user's consent,
 *  API keys. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** The token of the vault, as long as it covers the scopes; one whose time is over is exchanged for a fresh one, as a refresh does. */
inline const secret* vault_token(call_context& c, account_state& a, const end_user& user, const std::string& provider, const std::set<std::string>& scopes) {
  const auto at = a.vault.find({user.key(), provider});
  if (at == a.vault.end()) return nullptr;
  vault_entry& e = at->second;
  if (!e.every_scope && !std::includes(e.scopes.begin(), e.scopes.end(), scopes.begin(), scopes.end())) return nullptr;
  if (e.expires <= c.now) {
    e.token = secret("at-" + c.state.random_text(40));
    e.expires = c.now + c.state.options.oauth2_token_lifetime;
  }
  return &e.token;
}

class data_plane {
 public:
  explicit data_plane(call_context& c) : c_(c), p_(c.parameters) {}

  std::optional<json::value> run() {
    if (c_.action == "GetWorkloadAccessToken") {
      p_.check_names("WorkloadIdentityName");
      return workload_token({});
    }
    if (c_.action == "GetWorkloadAccessTokenForUserId") {
      p_.check_names("WorkloadIdentityName UserId");
      end_user user;
      user.how = end_user::kind::by_id;
      user.id = p_.text("UserId");
      return workload_token(std::move(user));
    }
    if (c_.action == "GetWorkloadAccessTokenForJWT") {
      p_.check_names("WorkloadIdentityName UserToken");
      const std::string &name = p_.text("WorkloadIdentityName"), &token = p_.text("UserToken");
      return workload_token(user_of_token(demand_entity(*c_.account, workload_identities(), name), token, "JsonWebToken"));
    }
    if (c_.action == "GetResourceOAuth2Token") return oauth2_token();
    if (c_.action == "GetResourceAPIKey") return api_key();
    if (c_.action == "CompleteResourceTokenAuth") return complete();
    return std::nullopt;
  }

  /** Anonymous: the workload access token says who asks. */
  json::value assume_role() {
    p_.check_names("WorkloadAccessToken RoleSessionName DurationSeconds Policy");
    const workload_token_in_use t = token_in_use(nullptr);
    const std::string arn = text_of(*t.identity, "RoleArn");
    if (arn.empty()) throw refusal(403, "NoPermission", "The workload identity has no role.");
    auto& [name, role] = demand_role(*t.account, arn);
    const std::string identity = text_of(*t.identity, "WorkloadIdentityArn");
    const role_candidate who{"Service", "workload.agentidentity.aliyuncs.com", {{"sts:RequestContext/agentidentity:WorkloadIdentityArn", identity}}};
    if (!trusts(role.trust, who)) throw refusal(403, "NoPermission", "The trust policy of the role does not name the workload identity.");
    json::value out = open_role_session(c_, *t.account, name, role);
    json::value user = json::object();
    const end_user& u = t.token->user;
    if (u.how == end_user::kind::by_id) user["UserId"] = u.id;
    if (u.how == end_user::kind::by_token) {
      user["UserId"] = u.subject;
      user["JwtClaims"] = json::object({{"Issuer", u.issuer}, {"Subject", u.subject}, {"Audiences", u.audiences}});
    }
    out["WorkloadContextInfo"] = json::object({{"WorkloadIdentityArn", identity}, {"UserContext", std::move(user)}});
    return out;
  }

 private:
  struct workload_token_in_use {
    const workload_token* token = nullptr;
    account_state* account = nullptr;
    entity* identity = nullptr;
  };

  /** The token that came; `only` the account to which it has to belong, null for any. */
  workload_token_in_use token_in_use(account_state* only) {
    const auto at = c_.state.workload_tokens.find(p_.text("WorkloadAccessToken"));
    const bool known = at != c_.state.workload_tokens.end() && (only == nullptr || at->second.account == only->number);
    if (!known) refuse_parameter("WorkloadAccessToken", "The workload access token is invalid.");
    if (at->second.expires <= c_.now) refuse_parameter("WorkloadAccessToken", "The workload access token is expired.");
    workload_token_in_use out;
    out.token = &at->second;
    out.account = &c_.state.account(at->second.account);
    out.identity = &demand_entity(*out.account, workload_identities(), at->second.identity);
    return out;
  }

  end_user user_of_token(const entity& identity, const std::string& token, std::string_view parameter) {
    const std::string provider = text_of(identity, "IdentityProviderName");
    if (provider.empty()) refuse_parameter(parameter, "The workload identity has no identity provider that could vouch for the token.");
    const entity& p = demand_entity(*c_.account, identity_providers(), provider);
    const auto keys = c_.account->issuer_keys.find(provider);
    return check_user_token(token, parameter, issuer_of(text_of(p, "DiscoveryURL")), list_of(p, "AllowedAudience"),
                            keys != c_.account->issuer_keys.end() ? keys->second : std::string(), c_.now);
  }

  json::value workload_token(end_user user) {
    const std::string& name = p_.text("WorkloadIdentityName");
    const entity& identity = demand_entity(*c_.account, workload_identities(), name);
    demand(c_, {text_of(identity, "WorkloadIdentityArn")});
    return json::object({{"WorkloadAccessToken", c_.state.issue_workload_token(c_.account->number, name, std::move(user))}});
  }

  /** A provider by its name: in the default vault, or else in any. */
  std::pair<const std::string, entity>& provider(const entity_kind& kind, const std::string& name) {
    auto& all = c_.account->entities[kind.index];
    auto at = all.find(name);
    for (auto i = all.begin(); at == all.end() && i != all.end(); ++i) {
      if (text_of(i->second, kind.name_member) == name) at = i;
    }
    if (at == all.end()) throw refusal(404, "EntityNotExists." + std::string(kind.name), "The " + std::string(kind.name) + " " + printable(name, 100) + " does not exist.");
    return *at;
  }

  json::value api_key() {
    p_.check_names("ResourceCredentialProviderName WorkloadAccessToken");
    const std::string& name = p_.text("ResourceCredentialProviderName");
    const workload_token_in_use t = token_in_use(c_.account);
    const auto& [_, e] = provider(api_key_providers(), name);
    demand(c_, {text_of(*t.identity, "WorkloadIdentityArn"), text_of(e, "CredentialProviderArn")});
    return json::object({{"APIKey", e.hidden.reveal()}});
  }

  json::value oauth2_token() {
    p_.check_names("WorkloadAccessToken ResourceCredentialProviderName OAuth2Flow Scopes ResourceOAuth2ReturnURL ForceAuthentication CustomState CustomParameters "
                   "SessionURI Audience");
    const std::string& name = p_.text("ResourceCredentialProviderName");
    const workload_token_in_use t = token_in_use(c_.account);
    const auto& [key, e] = provider(oauth2_providers(), name);
    demand(c_, {text_of(*t.identity, "WorkloadIdentityArn"), text_of(e, "CredentialProviderArn")});
    const auto listed = p_.list("Scopes");
    const std::set<std::string> scopes(listed.begin(), listed.end());
    const std::string flow = p_.text_or("OAuth2Flow", "USER_FEDERATION");
    if (flow == "ON_BEHALF_OF") return on_behalf_of(t.token->user);
    if (flow != "USER_FEDERATION") refuse_parameter("OAuth2Flow", "must be USER_FEDERATION or ON_BEHALF_OF.");

    if (const std::string uri = p_.text_or("SessionURI"); !uri.empty()) {
      consent_session* const s = c_.state.session(uri);
      const bool same = s != nullptr && s->account == c_.account->number && s->identity == t.token->identity && s->provider == key && s->user.key() == t.token->user.key();
      if (!same) refuse_parameter("SessionURI", "There is no such session of this workload, user and provider.");
      if (s->is == consent_session::status::completed) {
        const secret* const token = vault_token(c_, *c_.account, s->user, key, s->scopes);
        if (token != nullptr) return json::object({{"AccessToken", token->reveal()}, {"SessionURI", uri}, {"SessionStatus", "COMPLETED"}});
      }
      return json::object({{"SessionURI", uri}, {"SessionStatus", s->is == consent_session::status::failed ? "FAILED" : "IN_PROGRESS"}});
    }
    if (!p_.flag("ForceAuthentication")) {
      const secret* const token = vault_token(c_, *c_.account, t.token->user, key, scopes);
      if (token != nullptr) return json::object({{"AccessToken", token->reveal()}});
    }
    return ask_for_consent(t, key, scopes);
  }

  json::value ask_for_consent(const workload_token_in_use& t, const std::string& provider, const std::set<std::string>& scopes) {
    consent_session s;
    s.return_url = p_.text("ResourceOAuth2ReturnURL");
    const auto allowed = list_of(*t.identity, "AllowedResourceOAuth2ReturnURLs");
    if (std::find(allowed.begin(), allowed.end(), s.return_url) == allowed.end())
      refuse_parameter("ResourceOAuth2ReturnURL", "is not among the return URLs that the workload identity allows.");
    s.account = c_.account->number;
    s.identity = t.token->identity;
    s.provider = provider;
    s.user = t.token->user;
    s.scopes = scopes;
    s.state = p_.text_or("CustomState");
    const json::value custom = p_.object("CustomParameters");
    if (const auto* members = custom.if_object()) {
      for (const auto& m : *members) {
        if (m.value.if_string() == nullptr) refuse_parameter("CustomParameters", "must be a JSON object of strings.");
        s.custom.emplace_back(m.name, *m.value.if_string());
      }
    }
    s.expires = c_.now + c_.state.options.consent_lifetime;
    c_.state.make_room(c_.state.sessions, [](const consent_session& one) { return one.expires; });
    const std::string uri = "urn:ietf:params:oauth:request_uri:" + uuid::random(c_.state.options.random).to_string();
    c_.state.sessions.emplace(uri, std::move(s));
    return json::object({{"AuthorizationURL", c_.state.url + "/oauth2/authorize?request_uri=" + net::percent_encode(uri)}, {"SessionURI", uri},
                         {"SessionStatus", "IN_PROGRESS"}});
  }

  json::value on_behalf_of(const end_user& user) {
    p_.text("Audience");
    if (user.how != end_user::kind::by_token)
      throw refusal(403, "Forbidden.InboundCredentialMissing", "The workload access token was not made for a user's JWT.");
    return json::object({{"AccessToken", "obo-" + c_.state.random_text(40)}, {"RefreshToken", "rt-" + c_.state.random_text(40)}});
  }

  json::value complete() {
    p_.check_names("SessionURI UserIdentifier");
    const std::string& uri = p_.text("SessionURI");
    p_.text("UserIdentifier");
    const json::value who = p_.object("UserIdentifier");
    consent_session* const s = c_.state.session(uri);
    if (s == nullptr || s->account != c_.account->number) refuse_parameter("SessionURI", "There is no such session.");
    const entity& identity = demand_entity(*c_.account, workload_identities(), s->identity);
    demand(c_, {text_of(identity, "WorkloadIdentityArn")});
    if (s->is != consent_session::status::consented) {
      refuse_parameter("SessionURI", s->is == consent_session::status::pending ? "The user has not consented yet."
                                     : s->is == consent_session::status::failed ? "The session has failed." : "The session was completed already.");
    }
    end_user user;
    if (who.size() > 1) refuse_parameter("UserIdentifier", "has UserId or UserJWT, not both.");
    if (const auto* id = who["UserId"].if_string(); id != nullptr && !id->empty()) {
      user.how = end_user::kind::by_id;
      user.id = *id;
    } else if (const auto* jwt = who["UserJWT"].if_string(); jwt != nullptr && !jwt->empty()) {
      user = user_of_token(identity, *jwt, "UserIdentifier");
    } else if (who.size() != 0) {
      refuse_parameter("UserIdentifier", "has UserId or UserJWT.");
    }
    if (user.key() != s->user.key()) refuse_parameter("UserIdentifier", "is not the user for whom the session was opened.");
    vault_entry e;
    e.token = secret("at-" + c_.state.random_text(40));
    e.scopes = s->scopes;
    e.expires = c_.now + c_.state.options.oauth2_token_lifetime;
    c_.account->vault.insert_or_assign({s->user.key(), s->provider}, std::move(e));
    s->is = consent_session::status::completed;
    return json::object();
  }

  call_context& c_;
  arguments& p_;
};

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
