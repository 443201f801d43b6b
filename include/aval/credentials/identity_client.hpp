// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/core/awaited.hpp"
#include "aval/core/uuid.hpp"
#include "aval/credentials/credential_provider.hpp"
#include "aval/credentials/detail/signed_calls.hpp"
#include "aval/credentials/detail/sts_answer.hpp"
#include "aval/credentials/openapi_client.hpp"
#include "aval/credentials/workload_user.hpp"
#include "aval/json/fields.hpp"

/*  The data plane of Agent Identity, action by action (Agent Identity specification 3.1): workload access tokens, credentials of the workload's
 *  role, OAuth2 tokens and API keys of the vault, and the end of a user's consent. Nothing is kept here. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** Credentials of the workload's role, and who they are for as the service sees it. */
struct workload_role_credential {
  shared_credential credential = {};
  std::string assumed_role_arn = {};
  std::string workload_identity_arn = {};
  std::string user_id = {};
};

struct oauth2_token_request {
  std::string provider = {};
  std::vector<std::string> scopes = {};
  std::string flow = "USER_FEDERATION";
  std::string return_url = {};        // where the browser goes after the consent; on the identity's list of allowed ones
  bool force_authentication = false;  // ask for the consent again
  std::string custom_state = {};      // comes back to the return URL as `state`
  std::map<std::string, std::string> custom_parameters = {};
  std::string session_uri = {};       // of an answer before, to ask whether the user has consented
  std::string audience = {};          // "ON_BEHALF_OF" only: for whom the token is to be good
};

/** What the vault answers: a token, or where the user has to consent. */
struct oauth2_token_answer {
  secret access_token = {};        // empty: not yet
  std::string authorization_url = {};
  std::string session_uri = {};
  std::string session_status = {};  // "FAILED" is final; every other word means that the consent is pending
  bool ready() const noexcept { return !access_token.empty(); }
  bool failed() const noexcept { return session_status == "FAILED"; }
};

template <class Lazy>
class basic_identity_client;
using identity_client = basic_identity_client<void>;

namespace detail {
struct workload_token_answer {
  secret workload_access_token = {};
  static constexpr auto json_rules = json::rules(json::all_required());
};
struct vault_answer {  // ON_BEHALF_OF has been seen to give the token other names
  secret access_token = {}, oauth2_token = {}, resource_oauth2_token = {};
  std::string authorization_url = {}, session_uri = {}, session_status = {};
};
struct api_key_answer {
  secret api_key = {};
  static constexpr auto json_rules = json::rules(json::all_required());
};
struct assumed_answer {
  struct role {
    std::string arn = {};
  };
  struct user {
    std::string user_id = {};
  };
  struct context {
    std::string workload_identity_arn = {};
    user user_context = {};
  };
  sts_triple credentials = {};
  role assumed_role_user = {};
  context workload_context_info = {};
  static constexpr auto json_rules = json::rules(json::required("credentials"));
};
}  // namespace detail

/** Calls the data plane. A cheap handle.
 *
 *  @par Errors        those of openapi_client::call and of the provider.
 *  @par Cancellation  as openapi_client::call.
 *  @par Threads       any. */
template <class Lazy>
class basic_identity_client {
 public:
  /** `caller` signs what the workload's own credential has to sign. */
  basic_identity_client(openapi_client client, credential_provider caller, openapi_product product = agent_identity_data())
      : self_(std::make_shared<const state>(state{std::move(client), std::move(caller), std::move(product)})) {}

  awaitable<secret> workload_access_token(std::string identity, workload_user user) const { return token(self_, std::move(identity), std::move(user)); }

  /** Not signed: the token says who asks. `policy` narrows the role, empty: all it may. */
  awaitable<workload_role_credential> assume_workload_role(secret workload_token, std::chrono::seconds duration = std::chrono::hours(1),
                                                           std::string policy = {}) const {
    return assume(self_, std::move(workload_token), duration, std::move(policy));
  }

  /** One question, over at `until` at the latest; `signer` is the credential of the workload's role, or null for the caller's own. */
  awaitable<oauth2_token_answer> oauth2_token(secret workload_token, awaited<oauth2_token_request> what, shared_credential signer = nullptr, deadline until = {}) const {
    return ask_token(self_, std::move(workload_token), std::make_shared<const oauth2_token_request>(taken(std::move(what))), std::move(signer), until);
  }

  awaitable<secret> api_key(secret workload_token, std::string provider, shared_credential signer = nullptr) const {
    return ask_key(self_, std::move(workload_token), std::move(provider), std::move(signer));
  }

  /** The user's consent in `session_uri` was that of `user`: the same kind of user as the token was issued for. */
  awaitable<void> confirm_user_auth(std::string session_uri, workload_user user) const { return confirm(self_, std::move(session_uri), std::move(user)); }

 private:
  using calls = detail::signed_calls<Lazy>;
  using state = detail::service_access;

  static secret given(secret value, const char* what) {
    if (value.empty()) throw error(errc::answer_not_understood, std::string(what) + " is empty");
    return value;
  }

  static awaitable<secret> token(std::shared_ptr<const state> s, std::string identity, workload_user user) {
    parameters p;
    p.add("WorkloadIdentityName", identity);
    std::string action = "GetWorkloadAccessToken";
    if (user.how() == workload_user::kind::by_token) {
      action += "ForJWT";
      p.add_secret("UserToken", user.value());
    } else if (user.how() == workload_user::kind::by_id) {
      action += "ForUserId";
      p.add_secret("UserId", user.value());
    }
    const openapi_answer answer = co_await calls::call(s, std::move(action), std::move(p), nullptr, "WorkloadAccessToken");
    co_return given(answer.read<detail::workload_token_answer>().workload_access_token, "GetWorkloadAccessToken: WorkloadAccessToken");
  }

  static awaitable<workload_role_credential> assume(std::shared_ptr<const state> s, secret workload_token, std::chrono::seconds duration, std::string policy) {
    parameters p;
    p.add_secret("WorkloadAccessToken", workload_token).add("RoleSessionName", "AgentIdentitySessionRole-" + uuid::random().to_string());
    p.add("DurationSeconds", duration.count());
    if (!policy.empty()) p.add("Policy", policy);
    openapi_request request(s->product, "AssumeRoleForWorkloadIdentity", std::move(p));
    request.expects = {"Credentials"};
    const openapi_answer answer = co_await s->client.call(std::move(request));
    auto read = answer.read<detail::assumed_answer>();
    workload_role_credential out;
    out.credential = detail::made_credential(std::move(read.credentials), "workload role");
    out.assumed_role_arn = printable(read.assumed_role_user.arn, 300);
    out.workload_identity_arn = printable(read.workload_context_info.workload_identity_arn, 300);
    out.user_id = printable(read.workload_context_info.user_context.user_id, 300);
    co_return out;
  }

  static awaitable<oauth2_token_answer> ask_token(std::shared_ptr<const state> s, secret workload_token, std::shared_ptr<const oauth2_token_request> what,
                                                  shared_credential signer, deadline until) {
    parameters p;
    p.add_secret("WorkloadAccessToken", workload_token).add("ResourceCredentialProviderName", what->provider).add("OAuth2Flow", what->flow);
    if (!what->scopes.empty()) p.add_json("Scopes", what->scopes);
    if (!what->return_url.empty()) p.add("ResourceOAuth2ReturnURL", what->return_url);
    p.add("ForceAuthentication", what->force_authentication);
    if (!what->custom_state.empty()) p.add("CustomState", what->custom_state);
    if (!what->custom_parameters.empty()) p.add_json("CustomParameters", what->custom_parameters);
    if (!what->session_uri.empty()) p.add("SessionURI", what->session_uri);
    if (!what->audience.empty()) p.add("Audience", what->audience);
    std::vector<std::string> one_of{"AccessToken", "OAuth2Token", "ResourceOAuth2Token", "AuthorizationURL"};
    const openapi_answer answer = co_await calls::call(s, "GetResourceOAuth2Token", std::move(p), std::move(signer), std::move(one_of), until);
    auto read = answer.read<detail::vault_answer>();
    oauth2_token_answer out;
    for (secret* token : {&read.resource_oauth2_token, &read.oauth2_token, &read.access_token}) {
      if (!token->empty()) out.access_token = std::move(*token);
    }
    out.authorization_url = std::move(read.authorization_url);
    out.session_uri = std::move(read.session_uri);
    out.session_status = std::move(read.session_status);
    co_return out;
  }

  static awaitable<secret> ask_key(std::shared_ptr<const state> s, secret workload_token, std::string provider, shared_credential signer) {
    parameters p;
    p.add_secret("WorkloadAccessToken", workload_token).add("ResourceCredentialProviderName", provider);
    const openapi_answer answer = co_await calls::call(s, "GetResourceAPIKey", std::move(p), std::move(signer), "APIKey");
    co_return given(answer.read<detail::api_key_answer>().api_key, "GetResourceAPIKey: APIKey");
  }

  static awaitable<void> confirm(std::shared_ptr<const state> s, std::string session_uri, workload_user user) {
    std::map<std::string, std::string> who;
    if (user.how() == workload_user::kind::by_id) who["UserId"] = user.value().reveal();
    if (user.how() == workload_user::kind::by_token) who["UserJWT"] = user.value().reveal();
    std::string text = json::write(who);
    parameters p;
    p.add("SessionURI", session_uri).add_secret("UserIdentifier", text).hide(user.value().reveal());
    wipe(text.data(), text.size());
    for (auto& [_, value] : who) wipe(value.data(), value.size());
    co_await calls::call(s, "CompleteResourceTokenAuth", std::move(p));
  }

  std::shared_ptr<const state> self_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
