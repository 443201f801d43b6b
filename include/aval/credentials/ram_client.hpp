// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "aval/core/awaited.hpp"
#include "aval/credentials/control_resources.hpp"
#include "aval/credentials/detail/signed_calls.hpp"
#include "aval/json/value.hpp"

/*  Roles and policies of RAM, and who the caller is: what it takes to give an agent a role (Agent Identity specification 3.3, 3.4 and 5). */

namespace aval {
inline namespace v0 {
namespace credentials {

template <class Lazy>
class basic_ram_client;
using ram_client = basic_ram_client<void>;

namespace detail {
struct policy_version {
  std::string policy_document = {};
};
struct policy_answer {
  ram_policy policy = {};
  policy_version default_policy_version = {};
  static constexpr auto json_rules = json::rules(json::required("policy"));
};
/** Whether two documents say the same. */
inline bool same_json(const std::string& a, const std::string& b) {
  const auto one = json::parse(a), other = json::parse(b);
  return one && other && *one == *other;
}
}  // namespace detail

/** Calls RAM and STS. A cheap handle. A `create` that finds what it was to make after an attempt of its own was lost compares it, and gives it
 *  when it is the same.
 *
 *  @par Errors        those of openapi_client::call and of the provider: already_exists, not_found, denied ...
 *  @par Cancellation  as openapi_client::call.
 *  @par Threads       any. */
template <class Lazy>
class basic_ram_client {
 public:
  basic_ram_client(openapi_client client, credential_provider caller, openapi_product ram_product = ram(), openapi_product sts_product = sts())
      : self_(std::make_shared<const detail::service_access>(detail::service_access{client, caller, std::move(ram_product)})),
        sts_(std::make_shared<const detail::service_access>(detail::service_access{std::move(client), std::move(caller), std::move(sts_product)})) {}

  awaitable<caller_identity> get_caller_identity() const { return calls::template read<caller_identity>(sts_, "GetCallerIdentity", {}); }

  awaitable<ram_role> create_role(awaited<ram_role_settings> settings) const {
    const ram_role_settings s = taken(std::move(settings));
    parameters p{{"RoleName", s.role_name}, {"AssumeRolePolicyDocument", s.assume_role_policy_document}};
    p.add("Description", s.description).add("MaxSessionDuration", s.max_session_duration);
    parameters name{{"RoleName", s.role_name}};
    return calls::template make<ram_role>(self_, "Role", std::move(p), std::move(name), [s](const ram_role& there) {
      return detail::same_json(there.assume_role_policy_document, s.assume_role_policy_document) && there.description == s.description.value_or("");
    });
  }
  awaitable<ram_role> get_role(std::string name) const { return calls::template one<ram_role>(self_, "GetRole", {{"RoleName", name}}); }
  /** @par Errors  rejected ("DeleteConflict.Role.Policy") while policies are attached. */
  awaitable<void> delete_role(std::string name) const { return calls::tell(self_, "DeleteRole", {{"RoleName", name}}); }

  awaitable<ram_policy> create_policy(awaited<ram_policy_settings> settings) const { return make_policy(self_, taken(std::move(settings))); }
  /** With its document. `type`: "Custom" or "System". */
  awaitable<ram_policy> get_policy(std::string name, std::string type = "Custom") const { return read_policy(self_, std::move(name), std::move(type)); }
  /** `with_versions`: older versions of the policy go with it. */
  awaitable<void> delete_policy(std::string name, bool with_versions = false) const {
    parameters p{{"PolicyName", name}};
    if (with_versions) p.add("CascadingDelete", true);
    return calls::tell(self_, "DeletePolicy", std::move(p));
  }

  awaitable<void> attach_policy_to_role(std::string policy, std::string role, std::string type = "Custom") const {
    return calls::tell(self_, "AttachPolicyToRole", {{"PolicyName", policy}, {"PolicyType", type}, {"RoleName", role}});
  }
  awaitable<void> detach_policy_from_role(std::string policy, std::string role, std::string type = "Custom") const {
    return calls::tell(self_, "DetachPolicyFromRole", {{"PolicyName", policy}, {"PolicyType", type}, {"RoleName", role}});
  }

 private:
  using calls = detail::signed_calls<Lazy>;
  using access = std::shared_ptr<const detail::service_access>;

  static awaitable<ram_policy> read_policy(access s, std::string name, std::string type) {
    parameters p{{"PolicyName", name}, {"PolicyType", type}};
    const openapi_answer answer = co_await calls::call(std::move(s), "GetPolicy", std::move(p), nullptr, "Policy");
    auto read = answer.template read<detail::policy_answer>();
    read.policy.policy_document = std::move(read.default_policy_version.policy_document);
    co_return std::move(read.policy);
  }
  static awaitable<ram_policy> make_policy(access s, ram_policy_settings settings) {
    parameters p{{"PolicyName", settings.policy_name}, {"PolicyDocument", settings.policy_document}};
    p.add("Description", settings.description);
    std::exception_ptr refused;
    try {
      co_return co_await calls::template one<ram_policy>(s, "CreatePolicy", std::move(p));
    } catch (const openapi_error& e) {
      if (e.code() != errc::already_exists || !e.earlier_attempt_uncertain()) throw;
      refused = std::current_exception();
    }
    ram_policy there = co_await read_policy(s, settings.policy_name, "Custom");
    if (!detail::same_json(there.policy_document.value_or(""), settings.policy_document)) std::rethrow_exception(refused);
    co_return there;
  }

  access self_, sts_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
