// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aval/emulator/detail/roles.hpp"
#include "aval/emulator/detail/user_token.hpp"

/*  STS (Agent Identity specification 3.4). */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

class sts_actions {
 public:
  explicit sts_actions(call_context& c) : c_(c) {}

  std::optional<json::value> run() {
    if (c_.action == "GetCallerIdentity") return caller_identity();
    if (c_.action == "AssumeRole") return assume_role();
    return std::nullopt;
  }

  /** Anonymous: the token says who asks. */
  json::value assume_role_with_oidc() {
    c_.parameters.check_names("OIDCProviderArn OIDCToken RoleArn RoleSessionName DurationSeconds Policy");
    const std::string &provider = c_.parameters.text("OIDCProviderArn"), &token = c_.parameters.text("OIDCToken"), &arn = c_.parameters.text("RoleArn");
    account_state* owner = nullptr;
    const role_issuer* issuer = nullptr;
    for (auto& [number, a] : c_.state.accounts) {
      const std::string prefix = "acs:ram::" + number + ":oidc-provider/";
      if (!provider.starts_with(prefix)) continue;
      const auto at = a.role_issuers.find(provider.substr(prefix.size()));
      if (at == a.role_issuers.end()) continue;
      owner = &a;
      issuer = &at->second;
    }
    if (owner == nullptr) throw refusal(404, "EntityNotExist.OIDCProvider", "The OIDC provider does not exist.");
    const end_user user = check_user_token(token, "OIDCToken", issuer->issuer, issuer->audiences, issuer->keys, c_.now);
    auto& [name, role] = demand_role(*owner, arn);
    const role_candidate who{"Federated", provider, {{"oidc:iss", user.issuer}, {"oidc:sub", user.subject}, {"oidc:aud", issuer->audiences.front()}}};
    if (!trusts(role.trust, who)) deny(arn);
    json::value out = open_role_session(c_, *owner, name, role);
    out["OIDCTokenInfo"] = json::object({{"Issuer", user.issuer}, {"Subject", user.subject}, {"ClientIds", user.audiences}});
    return out;
  }

 private:
  [[noreturn]] static void deny(const std::string& role) {
    throw refusal(403, "NoPermission", "You are not authorized to do this action: the trust policy of " + printable(role, 200) + " does not name you.");
  }

  json::value caller_identity() const {
    c_.parameters.check_names("");
    const signing_key& k = *c_.who;
    const std::string& account = c_.account->number;
    json::value out = json::object({{"AccountId", account}});
    if (!k.role.empty()) {
      const auto role = c_.account->roles.find(k.role);
      const std::string id = role != c_.account->roles.end() ? role->second.id : "";
      out["IdentityType"] = "AssumedRoleUser";
      out["Arn"] = "acs:sts::" + account + ":assumed-role/" + k.role + "/" + k.session;
      out["PrincipalId"] = id + ":" + k.session;
      out["RoleId"] = id;
    } else {
      out["IdentityType"] = k.user.empty() ? "Account" : "RAMUser";
      out["Arn"] = "acs:ram::" + account + (k.user.empty() ? ":root" : ":user/" + k.user);
      out["PrincipalId"] = k.user.empty() ? account : k.user;
      out["UserId"] = k.user.empty() ? account : k.user;
    }
    return out;
  }

  json::value assume_role() {
    c_.parameters.check_names("RoleArn RoleSessionName DurationSeconds Policy ExternalId");
    const std::string& arn = c_.parameters.text("RoleArn");
    demand(c_, {arn});
    auto& [name, role] = demand_role(*c_.account, arn);
    const std::string external = c_.parameters.text_or("ExternalId"), root = "acs:ram::" + c_.account->number + ":root";
    const std::string self = caller_arn();
    const role_candidate as_account{"RAM", root, {{"sts:ExternalId", external}}}, as_itself{"RAM", self, {{"sts:ExternalId", external}}};
    if (!trusts(role.trust, as_account) && !trusts(role.trust, as_itself)) deny(arn);
    return open_role_session(c_, *c_.account, name, role);
  }
  std::string caller_arn() const {
    const signing_key& k = *c_.who;
    if (!k.role.empty()) return cloud_state::role_arn(c_.account->number, k.role);
    return "acs:ram::" + c_.account->number + (k.user.empty() ? ":root" : ":user/" + k.user);
  }

  call_context& c_;
};

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
