// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/core/error.hpp"
#include "aval/emulator/detail/cloud.hpp"

/*  What tests put in before anybody calls: the same makers as those of the API, without a signature. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** Runs `f(context)` for an account, and turns a refusal into an aval::error with aval::errc::invalid_argument. */
template <class F>
auto seed(cloud& all, const std::string& account, F f) {
  return all.with([&](cloud_state& state) {
    call_context c{state};
    c.account = &state.account(account.empty() ? state.options.account : account);
    c.now = state.now();
    try {
      control_plane(c).make_default_vault();
      return f(c);
    } catch (const refusal& r) {
      throw error(make_error_code(aval::errc::invalid_argument), r.code + ": " + r.message);
    }
  });
}

inline void add_access_key(cloud& all, access_key_seed s) {
  seed(all, s.account, [&](call_context& c) {
    if (s.id.empty() || s.id.starts_with("STS.") || s.key.empty()) refuse_parameter("AccessKeyId", "An access key has an id and a secret, and the id does not begin with STS.");
    signing_key k;
    k.key = std::move(s.key);
    k.account = c.account->number;
    k.user = s.user;
    if (!s.policy.empty()) {
      k.policy = parse_policy(s.policy);
      if (!k.policy) refuse_parameter("PolicyDocument", "is not a policy.");
    }
    if (!c.state.keys.emplace(s.id, std::move(k)).second) throw refusal(409, "EntityAlreadyExists.AccessKey", "There is an access key with this id.");
  });
}

inline std::string add_identity(cloud& all, const workload_identity_seed& s) {
  return seed(all, s.account, [&](call_context& c) {
    c.parameters.add("WorkloadIdentityName", s.name);
    c.parameters.add("AllowedResourceOAuth2ReturnURLs", json::write(s.return_urls));
    if (!s.identity_provider.empty()) c.parameters.add("IdentityProviderName", s.identity_provider);
    if (!s.description.empty()) c.parameters.add("Description", s.description);
    c.parameters.add(s.role_arn.empty() ? "CreateRAMRole" : "RoleArn", s.role_arn.empty() ? "true" : s.role_arn);
    const json::value made = control_plane(c).create(workload_identities(), c.parameters.text("WorkloadIdentityName"));
    return *made["WorkloadIdentity"]["WorkloadIdentityArn"].if_string();
  });
}

/** @return the ARN */
inline std::string add_identity_provider(cloud& all, const identity_provider_seed& s) {
  return seed(all, s.account, [&](call_context& c) -> std::string {
    if (!s.keys.empty() && !credentials::parse_jwk_set(s.keys)) refuse_parameter("Keys", "is not a key set.");
    if (s.for_roles) {
      if (!all_of_set(s.name, "-_.", 1, 128) || s.audiences.empty()) refuse_parameter("IdentityProviderName", "A provider has a name and an audience.");
      role_issuer made{issuer_of(s.discovery_url), s.audiences, s.keys};
      c.account->role_issuers.insert_or_assign(s.name, std::move(made));
      return "acs:ram::" + c.account->number + ":oidc-provider/" + s.name;
    }
    c.parameters.add("IdentityProviderName", s.name);
    c.parameters.add("DiscoveryURL", s.discovery_url);
    c.parameters.add("AllowedAudience", json::write(s.audiences));
    const json::value made = control_plane(c).create(identity_providers(), c.parameters.text("IdentityProviderName"));
    c.account->issuer_keys[s.name] = s.keys;
    return *made["IdentityProvider"]["IdentityProviderArn"].if_string();
  });
}

/** Keys for an identity provider that a client has made. */
inline void set_identity_provider_keys(cloud& all, const std::string& name, const std::string& keys, const std::string& account) {
  seed(all, account, [&](call_context& c) {
    if (!credentials::parse_jwk_set(keys)) refuse_parameter("Keys", "is not a key set.");
    demand_entity(*c.account, identity_providers(), name);
    c.account->issuer_keys[name] = keys;
  });
}

inline std::string add_oauth2_provider(cloud& all, const oauth2_provider_seed& s) {
  return seed(all, s.account, [&](call_context& c) {
    c.parameters.add("OAuth2CredentialProviderName", s.name);
    c.parameters.add("CredentialProviderVendor", s.vendor);
    control_plane control(c);
    const json::value made = control.create(oauth2_providers(), control.key_of(oauth2_providers()));
    return *made["OAuth2CredentialProvider"]["CredentialProviderArn"].if_string();
  });
}

inline std::string add_api_key(cloud& all, const api_key_seed& s) {
  return seed(all, s.account, [&](call_context& c) {
    c.parameters.add("APIKeyCredentialProviderName", s.name);
    c.parameters.add("APIKey", std::string(s.key.reveal()));
    control_plane control(c);
    const json::value made = control.create(api_key_providers(), control.key_of(api_key_providers()));
    return *made["APIKeyCredentialProvider"]["CredentialProviderArn"].if_string();
  });
}

inline void add_consent(cloud& all, consent_seed s) {
  seed(all, s.account, [&](call_context& c) {
    demand_entity(*c.account, oauth2_providers(), s.provider);
    end_user user;
    if (!s.user_id.empty()) {
      user.how = end_user::kind::by_id;
      user.id = s.user_id;
    } else if (!s.subject.empty()) {
      user.how = end_user::kind::by_token;
      user.issuer = s.issuer;
      user.subject = s.subject;
    }
    vault_entry e;
    e.token = s.access_token.empty() ? secret("at-" + c.state.random_text(40)) : std::move(s.access_token);
    e.scopes.insert(s.scopes.begin(), s.scopes.end());
    e.every_scope = s.scopes.empty();
    e.expires = c.now + c.state.options.oauth2_token_lifetime;
    c.account->vault.insert_or_assign({user.key(), s.provider}, std::move(e));
  });
}

inline void expire(cloud& all, const expiry& what) {
  all.with([&](cloud_state& state) {
    const timestamp now = state.now();
    if (what.workload_tokens) {
      for (auto& [_, t] : state.workload_tokens) t.expires = std::min(t.expires, now);
    }
    if (what.role_credentials) {
      for (auto& [_, k] : state.keys) {
        if (k.expires) k.expires = std::min(*k.expires, now);
      }
    }
    if (what.sessions) {
      for (auto& [_, s] : state.sessions) s.expires = std::min(s.expires, now);
    }
    if (what.oauth2_tokens) {
      for (auto& [_, a] : state.accounts) {
        for (auto& [key, e] : a.vault) e.expires = std::min(e.expires, now);
      }
    }
  });
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
