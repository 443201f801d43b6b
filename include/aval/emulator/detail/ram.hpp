// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/emulator/detail/roles.hpp"

/*  RAM and the little of IMS that setting up an application needs (Agent Identity specification 3.3, 3.5). */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

class ram_actions {
 public:
  explicit ram_actions(call_context& c) : c_(c), p_(c.parameters), a_(*c.account) {}

  std::optional<json::value> run() {
    const auto is = [&](const char* action, const char* known) {
      if (c_.action != action) return false;
      demand(c_, {"acs:ram:*:" + a_.number + ":*"});
      p_.check_names(known);
      return true;
    };
    if (is("CreateRole", "RoleName AssumeRolePolicyDocument Description MaxSessionDuration")) return create_role();
    if (is("GetRole", "RoleName")) return json::object({{"Role", shown(p_.text("RoleName"), role(p_.text("RoleName")))}});
    if (is("DeleteRole", "RoleName")) {
      if (!role(p_.text("RoleName")).attached.empty())
        throw refusal(409, "DeleteConflict.Role.Policy", "This resource cannot be deleted: policies are attached to the role.");
      a_.roles.erase(p_.text("RoleName"));
      return json::object();
    }
    if (is("CreatePolicy", "PolicyName PolicyDocument Description")) return create_policy();
    if (is("GetPolicy", "PolicyName PolicyType")) return get_policy();
    if (is("DeletePolicy", "PolicyName CascadingDelete")) return delete_policy();
    if (is("AttachPolicyToRole", "PolicyName PolicyType RoleName")) {
      if (!role(p_.text("RoleName")).attached.insert(policy_named()).second)
        throw refusal(409, "EntityAlreadyExists.Role.Policy", "The policy is attached to the role already.");
      return json::object();
    }
    if (is("DetachPolicyFromRole", "PolicyName PolicyType RoleName")) {
      if (role(p_.text("RoleName")).attached.erase(policy_named()) == 0)
        throw refusal(404, "EntityNotExist.Role.Policy", "The policy is not attached to the role.");
      return json::object();
    }
    return std::nullopt;
  }

  std::optional<json::value> run_ims() {
    const auto is = [&](const char* action, const char* known) {
      if (c_.action != action) return false;
      demand(c_, {"acs:ims:*:" + a_.number + ":*"});
      p_.check_names(known);
      return true;
    };
    if (is("CreateApplication", "AppName AppType DisplayName PredefinedScopes RequiredScopes RedirectUris ProtocolVersion SecretRequired AccessTokenValidity "
                                "RefreshTokenValidity IsMultiTenant")) {
      const std::string& name = p_.text("AppName");
      if (!all_of_set(name, "-_.", 1, 64)) refuse_parameter("AppName", "has 1 to 64 letters, digits, '-', '_' and '.'.");
      const std::string& type = p_.text("AppType");
      if (type != "WebApp" && type != "NativeApp") refuse_parameter("AppType", "must be WebApp or NativeApp.");
      for (const auto& [id, app] : a_.applications) {
        if (*app["AppName"].if_string() == name) throw refusal(409, "EntityAlreadyExists.Application", "The application " + name + " exists already.");
      }
      std::string id;
      for (const unsigned char c : c_.state.random_text(19)) id += static_cast<char>('0' + c % 10);
      json::value app = json::object({{"AppId", id}, {"AppName", name}, {"AppType", type}, {"DisplayName", p_.text_or("DisplayName", name)},
                                      {"AccountId", a_.number}, {"CreateDate", cloud_state::date(c_.now)}});
      a_.applications.emplace(id, app);
      return json::object({{"Application", std::move(app)}});
    }
    if (is("CreateAppSecret", "AppId")) {
      const json::value& app = application();
      json::value made = json::object({{"AppId", app["AppId"]}, {"AppSecretId", c_.state.random_text(16)}, {"AppSecretValue", c_.state.random_text(64)},
                                       {"CreateDate", cloud_state::date(c_.now)}});
      return json::object({{"AppSecret", std::move(made)}});
    }
    if (is("DeleteApplication", "AppId")) {
      application();
      a_.applications.erase(p_.text("AppId"));
      return json::object();
    }
    return std::nullopt;
  }

 private:
  role_record& role(const std::string& name) {
    const auto at = a_.roles.find(name);
    if (at == a_.roles.end()) throw refusal(404, "EntityNotExist.Role", "The role does not exist: " + printable(name, 100) + ".");
    return at->second;
  }
  policy_record& policy(const std::string& name) {
    const auto at = a_.policies.find(name);
    if (at == a_.policies.end()) throw refusal(404, "EntityNotExist.Policy", "The policy does not exist: " + printable(name, 100) + ".");
    return at->second;
  }
  const json::value& application() {
    const auto at = a_.applications.find(p_.text("AppId"));
    if (at == a_.applications.end()) throw refusal(404, "EntityNotExist.Application", "The application does not exist.");
    return at->second;
  }
  json::value shown(const std::string& name, const role_record& r) const {
    return json::object({{"RoleName", name}, {"RoleId", r.id}, {"Arn", cloud_state::role_arn(a_.number, name)}, {"Description", r.description},
                         {"AssumeRolePolicyDocument", r.trust_text}, {"CreateDate", cloud_state::date(r.created)}, {"MaxSessionDuration", r.longest_session}});
  }
  static json::value shown(const std::string& name, const policy_record& p) {
    return json::object({{"PolicyName", name}, {"PolicyType", "Custom"}, {"DefaultVersion", "v1"}, {"Description", p.description},
                         {"CreateDate", cloud_state::date(p.created)}});
  }

  json::value create_role() {
    const std::string& name = p_.text("RoleName");
    if (!all_of_set(name, ".-", 1, 64)) refuse_parameter("RoleName", "has 1 to 64 letters, digits, '.' and '-'.");
    const std::string& text = p_.text("AssumeRolePolicyDocument");
    auto trust = parse_policy(text);
    bool principals = trust.has_value();
    if (trust) {
      for (const json::value& s : *(*trust)["Statement"].if_array()) principals = principals && s["Principal"].is_object() && !s["Principal"].empty();
    }
    if (!principals) refuse_parameter("AssumeRolePolicyDocument", "is not a trust policy.");
    const auto longest = p_.number("MaxSessionDuration", 3600, 3600, 43200);
    if (a_.roles.contains(name)) throw refusal(409, "EntityAlreadyExists.Role", "The role already exists: " + name + ".");
    role_record& made = put_role(c_.state, a_, name, text, *std::move(trust), c_.now);
    made.description = p_.text_or("Description");
    made.longest_session = longest;
    return json::object({{"Role", shown(name, made)}});
  }

  json::value create_policy() {
    const std::string& name = p_.text("PolicyName");
    if (!all_of_set(name, "-", 1, 128)) refuse_parameter("PolicyName", "has 1 to 128 letters, digits and '-'.");
    policy_record made;
    made.text = p_.text("PolicyDocument");
    auto document = parse_policy(made.text);
    bool resources = document.has_value();
    if (document) {
      for (const json::value& s : *(*document)["Statement"].if_array()) resources = resources && any_text(s["Resource"], [](const std::string& r) { return !r.empty(); });
    }
    if (!resources) refuse_parameter("PolicyDocument", "is not a policy.");
    made.document = *std::move(document);
    made.description = p_.text_or("Description");
    made.created = c_.now;
    if (a_.policies.contains(name)) throw refusal(409, "EntityAlreadyExists.Policy", "The policy already exists: " + name + ".");
    a_.policies.emplace(name, made);
    return json::object({{"Policy", shown(name, made)}});
  }

  json::value get_policy() {
    const auto [type, name] = policy_named();
    if (type == "System") return json::object({{"Policy", json::object({{"PolicyName", name}, {"PolicyType", type}, {"DefaultVersion", "v1"}})}});
    const policy_record& found = policy(name);
    return json::object({{"Policy", shown(name, found)},
                         {"DefaultPolicyVersion", json::object({{"PolicyDocument", found.text}, {"VersionId", "v1"}, {"IsDefaultVersion", true},
                                                                {"CreateDate", cloud_state::date(found.created)}})}});
  }

  json::value delete_policy() {
    const std::string& name = p_.text("PolicyName");
    policy(name);
    const bool cascading = p_.flag("CascadingDelete");
    for (auto& [_, r] : a_.roles) {
      if (!r.attached.contains({"Custom", name})) continue;
      if (!cascading) throw refusal(409, "DeleteConflict.Policy.Role", "This resource cannot be deleted: the policy is attached to a role.");
      r.attached.erase({"Custom", name});
    }
    a_.policies.erase(name);
    return json::object();
  }

  /** PolicyType and PolicyName of something that exists. */
  std::pair<std::string, std::string> policy_named() {
    const std::string &type = p_.text("PolicyType"), &name = p_.text("PolicyName");
    if (type != "Custom" && type != "System") refuse_parameter("PolicyType", "must be Custom or System.");
    if (type == "Custom") policy(name);
    else if (!system_policy(name)) throw refusal(404, "EntityNotExist.Policy", "The policy does not exist: " + printable(name, 100) + ".");
    return {type, name};
  }

  call_context& c_;
  arguments& p_;
  account_state& a_;
};

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
