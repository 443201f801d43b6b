// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/core/awaited.hpp"
#include "aval/credentials/control_resources.hpp"
#include "aval/credentials/detail/signed_calls.hpp"

/*  The control plane of Agent Identity (Agent Identity specification 3.2): identities of agents, providers of users' identities, and what the
 *  vault knows to obtain.
 *
 *      credentials::control_client control(client, caller);
 *      credentials::workload_identity_settings what{.workload_identity_name = "my-agent", .role_arn = role.arn};
 *      credentials::workload_identity made = co_await control.create_workload_identity(what);
 */

namespace aval {
inline namespace v0 {
namespace credentials {

template <class Lazy>
class basic_control_client;
using control_client = basic_control_client<void>;

/** Calls the control plane. A cheap handle.
 *
 *  `create` gives what was made; if an attempt was lost on its way and the thing exists then as it was asked for, that is the answer too (but
 *  for providers with secrets, which nobody can compare: openapi_error::earlier_attempt_uncertain says so). `list` gives one page,
 *  `all` every page. Settings that hold a secret are given away: co_await control.create_...(aval::moved(settings)).
 *
 *  @par Errors        those of openapi_client::call and of the provider: already_exists, not_found, denied ... A secret is in none of them.
 *  @par Cancellation  as openapi_client::call.
 *  @par Threads       any. */
template <class Lazy>
class basic_control_client {
 public:
  basic_control_client(openapi_client client, credential_provider caller, openapi_product product = agent_identity())
      : self_(std::make_shared<const detail::service_access>(detail::service_access{std::move(client), std::move(caller), std::move(product)})) {}

  // identities of agents

  awaitable<workload_identity> create_workload_identity(awaited<workload_identity_settings> settings) const {
    workload_identity_settings s = taken(std::move(settings));
    if (s.workload_identity_name.empty()) s.workload_identity_name = "workload-" + make_nonce(self_->client.options().random).substr(0, 8);
    if (!s.allowed_resource_oauth2_return_urls) s.allowed_resource_oauth2_return_urls.emplace();
    parameters p = of(s);
    p.add("CreateRAMRole", s.create_ram_role).add("SourceAgentArn", s.source_agent_arn).add("SourcePlatform", s.source_platform);
    parameters name{{"WorkloadIdentityName", s.workload_identity_name}};
    return calls::template make<workload_identity>(self_, "WorkloadIdentity", std::move(p), std::move(name), [s](const workload_identity& there) {
      return there.role_arn == s.role_arn.value_or("") && there.identity_provider_name == s.identity_provider_name.value_or("") &&
             there.description == s.description.value_or("") && there.allowed_resource_oauth2_return_urls == s.allowed_resource_oauth2_return_urls;
    });
  }
  awaitable<workload_identity> get_workload_identity(std::string name) const {
    return calls::template one<workload_identity>(self_, "GetWorkloadIdentity", {{"WorkloadIdentityName", name}});
  }
  awaitable<void> update_workload_identity(awaited<workload_identity_settings> settings) const {
    return calls::tell(self_, "UpdateWorkloadIdentity", of(taken(std::move(settings))));
  }
  awaitable<void> delete_workload_identity(std::string name) const { return calls::tell(self_, "DeleteWorkloadIdentity", {{"WorkloadIdentityName", name}}); }
  awaitable<resource_page<workload_identity>> list_workload_identities(std::string next_token = {}, unsigned max_results = 0) const {
    return calls::template page<workload_identity>(self_, "ListWorkloadIdentities", {}, std::move(next_token), max_results);
  }
  awaitable<std::vector<workload_identity>> all_workload_identities() const { return calls::template all<workload_identity>(self_, "ListWorkloadIdentities", {}); }

  // who vouches for users

  awaitable<identity_provider> create_identity_provider(awaited<identity_provider_settings> settings) const {
    const identity_provider_settings s = taken(std::move(settings));
    parameters name{{"IdentityProviderName", s.identity_provider_name}};
    return calls::template make<identity_provider>(self_, "IdentityProvider", of(s), std::move(name), [s](const identity_provider& there) {
      return there.discovery_url == s.discovery_url.value_or("") && there.description == s.description.value_or("") &&
             there.allowed_audience == s.allowed_audience.value_or(std::vector<std::string>());
    });
  }
  awaitable<identity_provider> get_identity_provider(std::string name) const {
    return calls::template one<identity_provider>(self_, "GetIdentityProvider", {{"IdentityProviderName", name}});
  }
  awaitable<void> update_identity_provider(awaited<identity_provider_settings> settings) const {
    return calls::tell(self_, "UpdateIdentityProvider", of(taken(std::move(settings))));
  }
  awaitable<void> delete_identity_provider(std::string name) const { return calls::tell(self_, "DeleteIdentityProvider", {{"IdentityProviderName", name}}); }
  awaitable<resource_page<identity_provider>> list_identity_providers(std::string next_token = {}, unsigned max_results = 0) const {
    return calls::template page<identity_provider>(self_, "ListIdentityProviders", {}, std::move(next_token), max_results);
  }
  awaitable<std::vector<identity_provider>> all_identity_providers() const { return calls::template all<identity_provider>(self_, "ListIdentityProviders", {}); }

  // API keys. `vault` empty: the default one

  awaitable<api_key_credential_provider> create_api_key_provider(awaited<api_key_provider_settings> settings) const {
    return calls::template one<api_key_credential_provider>(self_, "CreateAPIKeyCredentialProvider", of(taken(std::move(settings))));
  }
  awaitable<api_key_credential_provider> get_api_key_provider(std::string name, std::string vault = {}) const {
    return calls::template one<api_key_credential_provider>(self_, "GetAPIKeyCredentialProvider", in_vault(vault, "APIKeyCredentialProviderName", name));
  }
  awaitable<void> update_api_key_provider(awaited<api_key_provider_settings> settings) const {
    return calls::tell(self_, "UpdateAPIKeyCredentialProvider", of(taken(std::move(settings))));
  }
  awaitable<void> delete_api_key_provider(std::string name, std::string vault = {}) const {
    return calls::tell(self_, "DeleteAPIKeyCredentialProvider", in_vault(vault, "APIKeyCredentialProviderName", name));
  }
  awaitable<resource_page<api_key_credential_provider>> list_api_key_providers(std::string next_token = {}, unsigned max_results = 0, std::string vault = {}) const {
    return calls::template page<api_key_credential_provider>(self_, "ListAPIKeyCredentialProviders", in_vault(vault), std::move(next_token), max_results);
  }
  awaitable<std::vector<api_key_credential_provider>> all_api_key_providers(std::string vault = {}) const {
    return calls::template all<api_key_credential_provider>(self_, "ListAPIKeyCredentialProviders", in_vault(vault));
  }

  // authorization servers. `vault` empty: the default one

  awaitable<oauth2_credential_provider> create_oauth2_provider(awaited<oauth2_provider_settings> settings) const {
    return calls::template one<oauth2_credential_provider>(self_, "CreateOAuth2CredentialProvider", of(taken(std::move(settings))));
  }
  awaitable<oauth2_credential_provider> get_oauth2_provider(std::string name, std::string vault = {}) const {
    return calls::template one<oauth2_credential_provider>(self_, "GetOAuth2CredentialProvider", in_vault(vault, "OAuth2CredentialProviderName", name));
  }
  awaitable<void> update_oauth2_provider(awaited<oauth2_provider_settings> settings) const {
    return calls::tell(self_, "UpdateOAuth2CredentialProvider", of(taken(std::move(settings))));
  }
  awaitable<void> delete_oauth2_provider(std::string name, std::string vault = {}) const {
    return calls::tell(self_, "DeleteOAuth2CredentialProvider", in_vault(vault, "OAuth2CredentialProviderName", name));
  }
  awaitable<resource_page<oauth2_credential_provider>> list_oauth2_providers(std::string next_token = {}, unsigned max_results = 0, std::string vault = {}) const {
    return calls::template page<oauth2_credential_provider>(self_, "ListOAuth2CredentialProviders", in_vault(vault), std::move(next_token), max_results);
  }
  awaitable<std::vector<oauth2_credential_provider>> all_oauth2_providers(std::string vault = {}) const {
    return calls::template all<oauth2_credential_provider>(self_, "ListOAuth2CredentialProviders", in_vault(vault));
  }

  // vaults

  awaitable<token_vault> create_token_vault(awaited<token_vault_settings> settings) const {
    return calls::template one<token_vault>(self_, "CreateTokenVault", of(taken(std::move(settings))));
  }
  awaitable<token_vault> get_token_vault(std::string name) const { return calls::template one<token_vault>(self_, "GetTokenVault", {{"TokenVaultName", name}}); }
  awaitable<void> update_token_vault(awaited<token_vault_settings> settings) const {
    return calls::tell(self_, "UpdateTokenVault", of(taken(std::move(settings))));
  }
  awaitable<void> delete_token_vault(std::string name) const { return calls::tell(self_, "DeleteTokenVault", {{"TokenVaultName", name}}); }
  awaitable<resource_page<token_vault>> list_token_vaults(std::string next_token = {}, unsigned max_results = 0) const {
    return calls::template page<token_vault>(self_, "ListTokenVaults", {}, std::move(next_token), max_results);
  }
  awaitable<std::vector<token_vault>> all_token_vaults() const { return calls::template all<token_vault>(self_, "ListTokenVaults", {}); }

 private:
  using calls = detail::signed_calls<Lazy>;

  static parameters in_vault(const std::string& vault, const char* what = nullptr, const std::string& name = {}) {
    parameters p;
    if (what != nullptr) p.add(what, name);
    if (!vault.empty()) p.add("TokenVaultName", vault);
    return p;
  }
  static parameters of(const workload_identity_settings& s) {
    parameters p;
    p.add("WorkloadIdentityName", s.workload_identity_name).add("RoleArn", s.role_arn).add("IdentityProviderName", s.identity_provider_name);
    p.add("Description", s.description).add("SessionBindingEnabled", s.session_binding_enabled);
    if (s.allowed_resource_oauth2_return_urls) p.add_json("AllowedResourceOAuth2ReturnURLs", *s.allowed_resource_oauth2_return_urls);
    return p;
  }
  static parameters of(const identity_provider_settings& s) {
    parameters p;
    p.add("IdentityProviderName", s.identity_provider_name).add("DiscoveryURL", s.discovery_url).add("Description", s.description);
    if (s.allowed_audience) p.add_json("AllowedAudience", *s.allowed_audience);
    return p;
  }
  static parameters of(const api_key_provider_settings& s) {
    parameters p;
    p.add("APIKeyCredentialProviderName", s.api_key_credential_provider_name).add("Description", s.description).add("TokenVaultName", s.token_vault_name);
    if (!s.api_key.empty()) p.add_secret("APIKey", s.api_key);
    return p;
  }
  static parameters of(const oauth2_provider_settings& s) {
    parameters p;
    p.add("OAuth2CredentialProviderName", s.oauth2_credential_provider_name).add("CredentialProviderVendor", s.credential_provider_vendor);
    p.add("CallbackURL", s.callback_url).add("OAuthType", s.oauth_type).add("Description", s.description).add("TokenVaultName", s.token_vault_name);
    if (s.config) {
      std::string text = json::write<json::write_options{.secrets = json::secrets::write}>(*s.config);
      p.add_secret("OAuth2ProviderConfig", text);
      wipe(text.data(), text.size());
      if (s.config->included && s.config->included->client_secret) p.hide(s.config->included->client_secret->reveal());
      if (s.config->custom && s.config->custom->client_secret) p.hide(s.config->custom->client_secret->reveal());
    }
    return p;
  }
  static parameters of(const token_vault_settings& s) {
    parameters p;
    p.add("TokenVaultName", s.token_vault_name).add("Description", s.description).add("RoleArn", s.role_arn);
    if (s.encryption_config) p.add_json("EncryptionConfig", *s.encryption_config);
    return p;
  }

  std::shared_ptr<const detail::service_access> self_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
