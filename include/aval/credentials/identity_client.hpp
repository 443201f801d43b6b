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
struct api_key_answer {
  secret api_key = {};
  static constexpr auto json_rules = json::rules(json::all_required());
};
struct assumed_answer {
  struct triple {
    std::string access_key_id = {};
    secret access_key_secret = {}, security_token = {};
    std::string expiration = {};
    static constexpr auto json_rules = json::rules(json::all_required());
  };
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
  triple credentials = {};
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

  /** One question; `signer` is the credential of the workload's role, or null for the caller's own. */
  awaitable<oauth2_token_answer> oauth2_token(secret workload_token, awaited<oauth2_token_request> what, shared_credential signer = nullptr) const {
    return ask_token(self_, std::move(workload_token), std::make_shared<const oauth2_token_request>(taken(std::move(what))), std::move(signer));
  }

  awaitable<secret> api_key(secret workload_token, std::string provider, shared_credential signer = nullptr) const {
    return ask_key(self_, std::move(workload_token), std::move(provider), std::move(signer));
  }

  /** The user's consent in `session_uri` was that of `user`: the same kind of user as the token was issued for. */
  awaitable<void> confirm_user_auth(std::string session_uri, workload_user user) const { return confirm(self_, std::move(session_uri), std::move(user)); }

 private:
  struct state {
    openapi_client client;
    credential_provider caller;
    openapi_product product;
  };

  static awaitable<openapi_answer> call(std::shared_ptr<const state> s, std::string action, parameters p, shared_credential signer, std::string expected) {
    if (!signer) signer = co_await s->caller.credential();
    openapi_request request(s->product, std::move(action), std::move(p), std::move(signer));
    if (!expected.empty()) request.expects = {std::move(expected)};
    co_return co_await s->client.call(std::move(request));
  }

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
    const openapi_answer answer = co_await call(s, std::move(action), std::move(p), nullptr, "WorkloadAccessToken");
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
    if (read.credentials.access_key_id.empty() || read.credentials.access_key_secret.empty() || read.credentials.security_token.empty())
      throw error(errc::answer_not_understood, "AssumeRoleForWorkloadIdentity: Credentials");
    const auto until = parse_rfc3339(read.credentials.expiration);
    if (!until) throw error(errc::answer_not_understood, "AssumeRoleForWorkloadIdentity: Expiration");
    auto made = std::make_shared<cloud_credential>(std::move(read.credentials.access_key_id), std::move(read.credentials.access_key_secret),
                                                   std::move(read.credentials.security_token), until);
    made->source = "workload role";
    workload_role_credential out;
    out.credential = std::move(made);
    out.assumed_role_arn = printable(read.assumed_role_user.arn, 300);
    out.workload_identity_arn = printable(read.workload_context_info.workload_identity_arn, 300);
    out.user_id = printable(read.workload_context_info.user_context.user_id, 300);
    co_return out;
  }

  static awaitable<oauth2_token_answer> ask_token(std::shared_ptr<const state> s, secret workload_token, std::shared_ptr<const oauth2_token_request> what,
                                                  shared_credential signer) {
    parameters p;
    p.add_secret("WorkloadAccessToken", workload_token).add("ResourceCredentialProviderName", what->provider).add("OAuth2Flow", what->flow);
    if (!what->scopes.empty()) p.add_json("Scopes", what->scopes);
    if (!what->return_url.empty()) p.add("ResourceOAuth2ReturnURL", what->return_url);
    p.add("ForceAuthentication", what->force_authentication);
    if (!what->custom_state.empty()) p.add("CustomState", what->custom_state);
    if (!what->custom_parameters.empty()) p.add_json("CustomParameters", what->custom_parameters);
    if (!what->session_uri.empty()) p.add("SessionURI", what->session_uri);
    const openapi_answer answer = co_await call(s, "GetResourceOAuth2Token", std::move(p), std::move(signer), "AccessToken");
    co_return answer.read<oauth2_token_answer>();
  }

  static awaitable<secret> ask_key(std::shared_ptr<const state> s, secret workload_token, std::string provider, shared_credential signer) {
    parameters p;
    p.add_secret("WorkloadAccessToken", workload_token).add("ResourceCredentialProviderName", provider);
    const openapi_answer answer = co_await call(s, "GetResourceAPIKey", std::move(p), std::move(signer), "APIKey");
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
    co_await call(s, "CompleteResourceTokenAuth", std::move(p), nullptr, "");
  }

  std::shared_ptr<const state> self_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
