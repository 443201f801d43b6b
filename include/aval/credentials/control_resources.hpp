// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/secret.hpp"
#include "aval/json/fields.hpp"

/*  What the control plane of Agent Identity and RAM keep, as they write it (Agent Identity specification 3.2 to 3.4): json::write gives the
 *  members the service's own names, and openapi_answer::read understands them. Times are text as the service gives it. No input or output. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** The identity of an agent. */
struct workload_identity {
  std::string workload_identity_name = {}, workload_identity_arn = {}, description = {}, role_arn = {}, identity_provider_name = {};
  std::vector<std::string> allowed_resource_oauth2_return_urls = {};  // where a browser may go after a consent
  bool session_binding_enabled = false;
  std::string source_agent_arn = {}, source_platform = {}, create_time = {}, update_time = {};

  static constexpr std::string_view wire_name = "WorkloadIdentity", wire_names = "WorkloadIdentities";
  static constexpr auto json_rules =
      json::rules(json::rename("workload_identity_name", "WorkloadIdentityName"), json::rename("workload_identity_arn", "WorkloadIdentityArn"),
                  json::rename("description", "Description"), json::rename("role_arn", "RoleArn"), json::rename("identity_provider_name", "IdentityProviderName"),
                  json::rename("allowed_resource_oauth2_return_urls", "AllowedResourceOAuth2ReturnURLs"),
                  json::rename("session_binding_enabled", "SessionBindingEnabled"), json::rename("source_agent_arn", "SourceAgentArn"),
                  json::rename("source_platform", "SourcePlatform"), json::rename("create_time", "CreateTime"), json::rename("update_time", "UpdateTime"));
};

/** Who vouches for the users that come with a JWT. */
struct identity_provider {
  std::string identity_provider_name = {}, identity_provider_arn = {}, discovery_url = {};
  std::vector<std::string> allowed_audience = {};
  std::string description = {}, create_time = {}, update_time = {};

  static constexpr std::string_view wire_name = "IdentityProvider", wire_names = "IdentityProviders";
  static constexpr auto json_rules =
      json::rules(json::rename("identity_provider_name", "IdentityProviderName"), json::rename("identity_provider_arn", "IdentityProviderArn"),
                  json::rename("discovery_url", "DiscoveryURL"), json::rename("allowed_audience", "AllowedAudience"),
                  json::rename("description", "Description"), json::rename("create_time", "CreateTime"), json::rename("update_time", "UpdateTime"));
};

/** An API key in the vault. The service never gives the key itself back here. */
struct api_key_credential_provider {
  std::string api_key_credential_provider_name = {}, credential_provider_arn = {}, token_vault_name = {}, description = {}, create_time = {}, update_time = {};

  static constexpr std::string_view wire_name = "APIKeyCredentialProvider", wire_names = "APIKeyCredentialProviders";
  static constexpr auto json_rules =
      json::rules(json::rename("api_key_credential_provider_name", "APIKeyCredentialProviderName"), json::rename("credential_provider_arn", "CredentialProviderArn"),
                  json::rename("token_vault_name", "TokenVaultName"), json::rename("description", "Description"), json::rename("create_time", "CreateTime"),
                  json::rename("update_time", "UpdateTime"));
};

/** A client registration at an authorization server whose vendor the service knows. */
struct included_oauth2_config {
  std::string client_id = {};
  std::optional<secret> client_secret = {};  // never in what the control client gives back
  std::optional<std::string> authorization_endpoint = {}, token_endpoint = {};
  static constexpr auto json_rules =
      json::rules(json::rename("client_id", "ClientId"), json::rename("client_secret", "ClientSecret"),
                  json::rename("authorization_endpoint", "AuthorizationEndpoint"), json::rename("token_endpoint", "TokenEndpoint"));
};

struct oauth2_endpoint {
  std::string endpoint = {};
  static constexpr auto json_rules = json::rules(json::rename("endpoint", "Endpoint"));
};
struct oauth2_pkce {
  bool enabled = true;
  static constexpr auto json_rules = json::rules(json::rename("enabled", "Enabled"));
};
/** What a discovery document would say. */
struct oauth2_server_metadata {
  std::string issuer = {};
  oauth2_endpoint authorization_request = {}, token_request = {};
  std::optional<oauth2_pkce> pkce = {};
  static constexpr auto json_rules = json::rules(json::rename("issuer", "Issuer"), json::rename("authorization_request", "AuthorizationRequest"),
                                                 json::rename("token_request", "TokenRequest"), json::rename("pkce", "PKCE"));
};
struct oauth2_discovery {  // one of the two
  std::optional<std::string> discovery_url = {};
  std::optional<oauth2_server_metadata> authorization_server_metadata = {};
  static constexpr auto json_rules =
      json::rules(json::rename("discovery_url", "DiscoveryURL"), json::rename("authorization_server_metadata", "AuthorizationServerMetadata"));
};
/** The same at any server. */
struct custom_oauth2_config {
  std::string client_id = {};
  std::optional<secret> client_secret = {};  // never in what the control client gives back
  credentials::oauth2_discovery oauth2_discovery = {};
  static constexpr auto json_rules = json::rules(json::rename("client_id", "ClientId"), json::rename("client_secret", "ClientSecret"),
                                                 json::rename("oauth2_discovery", "OAuth2Discovery"));
};

/** One of the two. */
struct oauth2_provider_config {
  std::optional<included_oauth2_config> included = {};
  std::optional<custom_oauth2_config> custom = {};
  static constexpr auto json_rules =
      json::rules(json::rename("included", "IncludedOAuth2ProviderConfig"), json::rename("custom", "CustomOAuth2ProviderConfig"));
};

/** Where users consent, and where the vault gets their tokens from. */
struct oauth2_credential_provider {
  std::string oauth2_credential_provider_name = {}, credential_provider_arn = {};
  std::string credential_provider_vendor = {};  // "AliyunOAuth2", "IDaaS" ...
  std::string callback_url = {};                // what is registered at the authorization server
  std::string oauth_type = {}, token_vault_name = {}, description = {};
  oauth2_provider_config config = {};
  std::string create_time = {}, update_time = {};

  static constexpr std::string_view wire_name = "OAuth2CredentialProvider", wire_names = "OAuth2CredentialProviders";
  static constexpr auto json_rules =
      json::rules(json::rename("oauth2_credential_provider_name", "OAuth2CredentialProviderName"), json::rename("credential_provider_arn", "CredentialProviderArn"),
                  json::rename("credential_provider_vendor", "CredentialProviderVendor"), json::rename("callback_url", "CallbackURL"),
                  json::rename("oauth_type", "OAuthType"), json::rename("token_vault_name", "TokenVaultName"), json::rename("description", "Description"),
                  json::rename("config", "OAuth2ProviderConfig"), json::rename("create_time", "CreateTime"), json::rename("update_time", "UpdateTime"));
};

struct token_vault_encryption {
  std::string key_type = {}, kms_key_arn = {};
  static constexpr auto json_rules = json::rules(json::rename("key_type", "KeyType"), json::rename("kms_key_arn", "KmsKeyArn"));
};

/** A container of credential providers; there is always one named "default". */
struct token_vault {
  std::string token_vault_name = {}, token_vault_arn = {}, description = {}, role_arn = {};
  std::optional<token_vault_encryption> encryption_config = {};
  std::string create_time = {}, update_time = {};

  static constexpr std::string_view wire_name = "TokenVault", wire_names = "TokenVaults";
  static constexpr auto json_rules =
      json::rules(json::rename("token_vault_name", "TokenVaultName"), json::rename("token_vault_arn", "TokenVaultArn"), json::rename("description", "Description"),
                  json::rename("role_arn", "RoleArn"), json::rename("encryption_config", "EncryptionConfig"), json::rename("create_time", "CreateTime"),
                  json::rename("update_time", "UpdateTime"));
};

/** A role of RAM. */
struct ram_role {
  std::string role_name = {}, role_id = {}, arn = {}, description = {};
  std::string assume_role_policy_document = {};  // JSON: who may take the role on
  std::string create_date = {};
  std::int64_t max_session_duration = 3600;      // seconds

  static constexpr std::string_view wire_name = "Role", wire_names = "Roles";
  static constexpr auto json_rules =
      json::rules(json::rename("role_name", "RoleName"), json::rename("role_id", "RoleId"), json::rename("arn", "Arn"), json::rename("description", "Description"),
                  json::rename("assume_role_policy_document", "AssumeRolePolicyDocument"), json::rename("create_date", "CreateDate"),
                  json::rename("max_session_duration", "MaxSessionDuration"));
};

/** A policy of RAM. */
struct ram_policy {
  std::string policy_name = {}, policy_type = {}, default_version = {}, description = {}, create_date = {};
  std::optional<std::string> policy_document = {};  // JSON; only what get_policy gives has it

  static constexpr std::string_view wire_name = "Policy", wire_names = "Policies";
  static constexpr auto json_rules =
      json::rules(json::rename("policy_name", "PolicyName"), json::rename("policy_type", "PolicyType"), json::rename("default_version", "DefaultVersion"),
                  json::rename("description", "Description"), json::rename("create_date", "CreateDate"), json::rename("policy_document", "PolicyDocument"));
};

/** Who a credential belongs to, as STS sees it. */
struct caller_identity {
  std::string account_id = {}, arn = {}, identity_type = {}, principal_id = {}, user_id = {}, role_id = {};
  static constexpr auto json_rules =
      json::rules(json::rename("account_id", "AccountId"), json::rename("arn", "Arn"), json::rename("identity_type", "IdentityType"),
                  json::rename("principal_id", "PrincipalId"), json::rename("user_id", "UserId"), json::rename("role_id", "RoleId"));
};

// ---- what is asked for. Whatever is empty is not sent; a change leaves it as it is.

struct workload_identity_settings {
  std::string workload_identity_name = {};  // empty, for a new one: "workload-" and eight random digits
  std::optional<std::string> role_arn = {}, identity_provider_name = {}, description = {};
  std::optional<std::vector<std::string>> allowed_resource_oauth2_return_urls = {};  // a new one: none
  std::optional<bool> session_binding_enabled = {};
  std::optional<bool> create_ram_role = {};                             // only for a new one
  std::optional<std::string> source_agent_arn = {}, source_platform = {};  // only for a new one
};

struct identity_provider_settings {
  std::string identity_provider_name = {};
  std::optional<std::string> discovery_url = {}, description = {};
  std::optional<std::vector<std::string>> allowed_audience = {};
};

struct api_key_provider_settings {
  std::string api_key_credential_provider_name = {};
  secret api_key = {};
  std::optional<std::string> description = {}, token_vault_name = {};
};

struct oauth2_provider_settings {
  std::string oauth2_credential_provider_name = {};
  std::optional<std::string> credential_provider_vendor = {}, callback_url = {}, oauth_type = {}, description = {}, token_vault_name = {};
  std::optional<oauth2_provider_config> config = {};
};

struct token_vault_settings {
  std::string token_vault_name = {};
  std::optional<std::string> description = {}, role_arn = {};
  std::optional<token_vault_encryption> encryption_config = {};
};

struct ram_role_settings {
  std::string role_name = {};                    // 1 to 64 letters, digits, '.', '-'
  std::string assume_role_policy_document = {};  // JSON
  std::optional<std::string> description = {};
  std::optional<std::int64_t> max_session_duration = {};  // seconds
};

struct ram_policy_settings {
  std::string policy_name = {};
  std::string policy_document = {};  // JSON
  std::optional<std::string> description = {};
};

/** One page of a list. */
template <class T>
class resource_page {
 public:
  std::vector<T> items = {};
  std::string next_token = {};  ///< for the page after this one; empty: this is the last
  std::int64_t total_count = 0;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
