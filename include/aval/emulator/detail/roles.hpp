// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "aval/emulator/detail/state.hpp"
#include "aval/json/write.hpp"

/*  Roles as RAM keeps them and STS hands them out: finding one by its ARN, making the one of a workload identity, opening a session. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** The role of an ARN of this account, or EntityNotExist.Role. */
inline std::pair<const std::string, role_record>& demand_role(account_state& a, std::string_view arn) {
  const std::string prefix = cloud_state::role_arn(a.number, "");
  const auto at = arn.starts_with(prefix) ? a.roles.find(std::string(arn.substr(prefix.size()))) : a.roles.end();
  if (at == a.roles.end()) throw refusal(404, "EntityNotExist.Role", "The role " + printable(arn, 200) + " does not exist.");
  return *at;
}

inline role_record& put_role(cloud_state& state, account_state& a, const std::string& name, std::string trust_text, json::value trust, timestamp now) {
  role_record r;
  for (const unsigned char c : state.random_text(18)) r.id += static_cast<char>('0' + c % 10);
  r.trust_text = std::move(trust_text);
  r.trust = std::move(trust);
  r.created = now;
  return a.roles.emplace(name, std::move(r)).first->second;
}

/** The role that goes with a workload identity, with the trust policy and the permissions that the command-line tool gives it
 *  (Agent Identity specification 5). What is there already stays as it is. @return its ARN. */
inline std::string make_workload_role(cloud_state& state, account_state& a, const std::string& identity, timestamp now) {
  const std::string name = "AgentIdentityRole-" + identity, policy = "AgentIdentityPolicy-" + name;
  if (name.size() > 64) refuse_parameter("WorkloadIdentityName", "is too long for a role of its own: 46 characters at most.");
  const std::string who = state.arn(a.number, "workloadidentitydirectory/default/workloadidentity/" + identity);
  const json::value service = json::object({{"Service", "workload.agentidentity.aliyuncs.com"}});
  const json::value condition = json::object({{"StringEquals", json::object({{"sts:RequestContext/agentidentity:WorkloadIdentityArn", who}})}});
  const json::value trust = json::object(
      {{"Version", "1"},
       {"Statement", json::array({json::object({{"Effect", "Allow"}, {"Principal", service}, {"Action", json::array({"sts:AssumeRole", "sts:SetContext"})}, {"Condition", condition}})})}});
  const auto may = [&](const char* action, const char* provider) {
    return json::object({{"Effect", "Allow"}, {"Action", json::array({action})}, {"Resource", json::array({who, state.arn(a.number, "tokenvault/default/" + std::string(provider))})}});
  };
  const json::value rights = json::object({{"Version", "1"},
                                           {"Statement", json::array({may("agentidentitydata:GetResourceOAuth2Token", "oauth2credentialprovider/*"),
                                                                      may("agentidentitydata:GetResourceAPIKey", "apikeycredentialprovider/*")})}});
  if (!a.policies.contains(policy)) {
    policy_record p;
    p.description = "Agent Identity policy for " + name;
    p.text = json::write(rights);
    p.document = rights;
    p.created = now;
    a.policies.emplace(policy, std::move(p));
  }
  if (!a.roles.contains(name)) {
    role_record& role = put_role(state, a, name, json::write(trust), trust, now);
    role.description = "Agent Identity runtime role for " + identity;
    role.attached.emplace("Custom", policy);
  }
  return cloud_state::role_arn(a.number, name);
}

/** Opens a session of a role with the parameters RoleSessionName, DurationSeconds and Policy. @return Credentials and AssumedRoleUser. */
inline json::value open_role_session(call_context& c, account_state& a, const std::string& name, const role_record& role) {
  const std::string& session = c.parameters.text("RoleSessionName");
  if (!all_of_set(session, ".@-_", 2, 64)) refuse_parameter("RoleSessionName", "has 2 to 64 letters, digits, '.', '@', '-' and '_'.");
  const std::chrono::seconds lifetime(c.parameters.number("DurationSeconds", 3600, 900, role.longest_session));
  signing_key key;
  key.account = a.number;
  key.role = name;
  key.session = session;
  if (const std::string policy = c.parameters.text_or("Policy"); !policy.empty()) {
    key.policy = parse_policy(policy);
    if (!key.policy) refuse_parameter("Policy", "is not a policy document.");
  }
  const std::string id = c.state.issue_role_key(std::move(key), lifetime);
  const signing_key& made = c.state.keys.find(id)->second;
  json::value credentials = json::object({{"AccessKeyId", id}, {"AccessKeySecret", made.key.reveal()}, {"SecurityToken", made.token.reveal()},
                                          {"Expiration", cloud_state::date(*made.expires)}});
  json::value user = json::object({{"Arn", "acs:sts::" + a.number + ":assumed-role/" + name + "/" + session}, {"AssumedRoleId", role.id + ":" + session}});
  return json::object({{"Credentials", std::move(credentials)}, {"AssumedRoleUser", std::move(user)}});
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
