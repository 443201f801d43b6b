// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/crypto/encoding.hpp"
#include "aval/emulator/detail/roles.hpp"
#include "aval/emulator/detail/state.hpp"
#include "aval/json/write.hpp"
#include "aval/net/url.hpp"

/*  The control plane (Agent Identity specification 3.2): five kinds of things, each with Create, Get, Update, Delete and List, from one
 *  table. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

struct entity_member {
  enum class type { text, list, object, flag, hidden };
  std::string_view name;
  type is = type::text;
  bool updatable = true;
  bool required = false;
};

struct entity_kind {
  std::size_t index;
  std::string_view name, plural, name_member, arn_member, arn_path;
  std::size_t most;  // in an account
  bool in_vault;
  std::span<const entity_member> members;
  bool stamps_update = true;
};

inline std::span<const entity_kind> entity_kinds() {
  using type = entity_member::type;
  static constexpr entity_member workload_identity[] = {{"Description"}, {"RoleArn"}, {"IdentityProviderName"}, {"AllowedResourceOAuth2ReturnURLs", type::list},
                                                        {"SessionBindingEnabled", type::flag}, {"SourceAgentArn", type::text, false},
                                                        {"SourcePlatform", type::text, false}};
  static constexpr entity_member identity_provider[] = {{"DiscoveryURL", type::text, true, true}, {"AllowedAudience", type::list}, {"Description"}};
  static constexpr entity_member api_key[] = {{"APIKey", type::hidden, true, true}, {"Description"}};
  static constexpr entity_member oauth2[] = {{"CredentialProviderVendor"}, {"CallbackURL"}, {"Description"}, {"OAuthType"},
                                             {"OAuth2ProviderConfig", type::object}};
  static constexpr entity_member vault[] = {{"Description"}, {"RoleArn"}, {"EncryptionConfig", type::object}};
  static constexpr entity_kind all[] = {
      {0, "WorkloadIdentity", "WorkloadIdentities", "WorkloadIdentityName", "WorkloadIdentityArn", "workloadidentitydirectory/default/workloadidentity/", 1000, false,
       workload_identity},
      {1, "IdentityProvider", "IdentityProviders", "IdentityProviderName", "IdentityProviderArn", "identityprovider/", 1000, false, identity_provider},
      {2, "APIKeyCredentialProvider", "APIKeyCredentialProviders", "APIKeyCredentialProviderName", "CredentialProviderArn", "apikeycredentialprovider/", 50, true, api_key},
      {3, "OAuth2CredentialProvider", "OAuth2CredentialProviders", "OAuth2CredentialProviderName", "CredentialProviderArn", "oauth2credentialprovider/", 50, true, oauth2},
      {4, "TokenVault", "TokenVaults", "TokenVaultName", "TokenVaultArn", "tokenvault/", 50, false, vault}};
  return all;
}
inline const entity_kind& workload_identities() { return entity_kinds()[0]; }
inline const entity_kind& identity_providers() { return entity_kinds()[1]; }
inline const entity_kind& api_key_providers() { return entity_kinds()[2]; }
inline const entity_kind& oauth2_providers() { return entity_kinds()[3]; }
inline const entity_kind& token_vaults() { return entity_kinds()[4]; }

/** The entity, or EntityNotExists. */
inline entity& demand_entity(account_state& a, const entity_kind& kind, const std::string& name) {
  const auto at = a.entities[kind.index].find(name);
  if (at == a.entities[kind.index].end())
    throw refusal(404, "EntityNotExists." + std::string(kind.name), "The " + std::string(kind.name) + " " + printable(name, 100) + " does not exist.");
  return at->second;
}
inline std::string text_of(const entity& e, std::string_view member) {
  const std::string* found = e.shown[member].if_string();
  return found != nullptr ? *found : std::string();
}
inline std::vector<std::string> list_of(const entity& e, std::string_view member) {
  std::vector<std::string> out;
  any_text(e.shown[member], [&](const std::string& s) { return out.push_back(s), false; });
  return out;
}

class control_plane {
 public:
  explicit control_plane(call_context& c) : c_(c) {}

  /** The answer, or nothing when no action of the control plane has this name. */
  std::optional<json::value> run() {
    for (const entity_kind& kind : entity_kinds()) {
      const auto is = [&](std::string_view verb, std::string_view noun) {
        return c_.action.size() == verb.size() + noun.size() && c_.action.starts_with(verb) && c_.action.ends_with(noun);
      };
      const bool list = is("List", kind.plural), create = is("Create", kind.name), get = is("Get", kind.name), update = is("Update", kind.name);
      if (!list && !create && !get && !update && !is("Delete", kind.name)) continue;
      demand(c_, {c_.state.arn(c_.account->number, "*")});
      make_default_vault();
      if (list) return this->list(kind);
      std::string known(kind.name_member);
      if (kind.in_vault) known += " TokenVaultName";
      if (create || update) {
        for (const entity_member& m : kind.members) {
          if (create || m.updatable) known.append(" ").append(m.name);
        }
      }
      if (create && kind.index == 0) known += " CreateRAMRole";
      c_.parameters.check_names(known);
      const std::string name = key_of(kind);
      if (create) return this->create(kind, name);
      entity& e = demand_entity(*c_.account, kind, name);
      if (get) return json::object({{std::string(kind.name), e.shown}});
      if (update) return this->update(kind, e);
      return remove(kind, name);
    }
    return std::nullopt;
  }

  /** What a Create makes, also for seeds. */
  json::value create(const entity_kind& kind, const std::string& name) {
    if (!all_of_set(c_.parameters.text(kind.name_member), "-_.", 1, 128)) refuse_parameter(kind.name_member, "has 1 to 128 letters, digits, '-', '_' and '.'.");
    auto& all = c_.account->entities[kind.index];
    if (all.contains(name)) throw refusal(409, "EntityAlreadyExists." + std::string(kind.name), "The " + std::string(kind.name) + " " + name + " exists already.");
    if (all.size() >= kind.most) throw refusal(409, "LimitExceeded." + std::string(kind.name), "There are no more than " + std::to_string(kind.most) + " in an account.");
    entity e;
    const std::string bare = c_.parameters.text(kind.name_member);
    e.shown[kind.name_member] = bare;
    const std::string vault = kind.in_vault ? "tokenvault/" + c_.parameters.text_or("TokenVaultName", "default") + "/" : "";
    e.shown[kind.arn_member] = c_.state.arn(c_.account->number, vault + std::string(kind.arn_path) + bare);
    if (kind.in_vault) e.shown["TokenVaultName"] = c_.parameters.text_or("TokenVaultName", "default");
    for (const entity_member& m : kind.members) {
      if (m.required) c_.parameters.text(m.name);
    }
    fill(kind, e);
    if (kind.index == oauth2_providers().index && text_of(e, "CallbackURL").empty())  // what the authorization server has to know
      e.shown["CallbackURL"] = c_.state.url + "/oauth2/callback/" + uuid::random(c_.state.options.random).to_string();
    e.shown["CreateTime"] = cloud_state::date(c_.now);
    e.shown["UpdateTime"] = cloud_state::date(c_.now);
    if (kind.index == 0 && c_.parameters.flag("CreateRAMRole")) e.shown["RoleArn"] = make_workload_role(c_.state, *c_.account, bare, c_.now);
    const json::value shown = e.shown;
    all.emplace(name, std::move(e));
    return json::object({{std::string(kind.name), shown}});
  }

  /** An account has a vault from the beginning. */
  void make_default_vault() {
    auto& vaults = c_.account->entities[token_vaults().index];
    if (vaults.contains("default")) return;
    entity e;
    e.shown = json::object({{"TokenVaultName", "default"}, {"TokenVaultArn", c_.state.arn(c_.account->number, "tokenvault/default")}, {"Description", ""},
                            {"CreateTime", cloud_state::date(c_.now)}, {"UpdateTime", cloud_state::date(c_.now)}});
    vaults.emplace("default", std::move(e));
  }

  /** How an entity is filed: providers of the default vault by their name, those of others by vault and name. */
  std::string key_of(const entity_kind& kind) const {
    const std::string& name = c_.parameters.text(kind.name_member);
    if (!kind.in_vault) return name;
    const std::string vault = c_.parameters.text_or("TokenVaultName", "default");
    demand_entity(*c_.account, token_vaults(), vault);
    return vault == "default" ? name : vault + "/" + name;
  }

 private:
  void fill(const entity_kind& kind, entity& e) {
    using type = entity_member::type;
    for (const entity_member& m : kind.members) {
      const std::string* given = c_.parameters.find(m.name);
      if (given == nullptr) continue;
      if (m.is == type::text) {
        e.shown[m.name] = *given;
      } else if (m.is == type::flag) {
        e.shown[m.name] = c_.parameters.flag(m.name);
      } else if (m.is == type::list) {
        json::value items = json::array();
        for (std::string& one : c_.parameters.list(m.name)) items.push_back(std::move(one));
        e.shown[m.name] = std::move(items);
      } else if (m.is == type::object) {
        json::value v = c_.parameters.object(m.name);
        for (const char* form : {"IncludedOAuth2ProviderConfig", "CustomOAuth2ProviderConfig"}) {
          json::value* const inner = v.find(form);
          if (inner == nullptr || !inner->is_object()) continue;
          if (const std::string* s = (*inner)["ClientSecret"].if_string()) e.hidden = secret(*s);
          inner->erase("ClientSecret");  // goes in, and never comes out
        }
        e.shown[m.name] = std::move(v);
      } else {
        if (given->empty()) miss_parameter(m.name);
        e.hidden = secret(*given);
      }
    }
    for (const std::string& url : kind.index == 0 ? list_of(e, "AllowedResourceOAuth2ReturnURLs") : std::vector<std::string>()) {
      if (!net::parse_url(url) || url.find('#') != url.npos) refuse_parameter("AllowedResourceOAuth2ReturnURLs", "must be absolute URLs without a fragment.");
    }
    if (kind.index == 0) {
      const std::string provider = text_of(e, "IdentityProviderName");
      if (!provider.empty()) demand_entity(*c_.account, identity_providers(), provider);
      const std::string role = text_of(e, "RoleArn");
      if (!role.empty() && !role.starts_with(cloud_state::role_arn(c_.account->number, "")))
        refuse_parameter("RoleArn", "is not the ARN of a role of this account.");
    }
    if (kind.index == 1 && !net::parse_url(text_of(e, "DiscoveryURL"))) refuse_parameter("DiscoveryURL", "must be an absolute URL.");
  }

  json::value update(const entity_kind& kind, entity& e) {
    entity changed;
    changed.shown = e.shown;
    changed.hidden = e.hidden.clone();
    fill(kind, changed);
    changed.shown["UpdateTime"] = cloud_state::date(c_.now);
    e = std::move(changed);
    return json::object();
  }

  json::value remove(const entity_kind& kind, const std::string& name) {
    if (kind.index == token_vaults().index) {
      bool full = name == "default";
      for (const std::size_t i : {api_key_providers().index, oauth2_providers().index}) {
        for (const auto& [key, e] : c_.account->entities[i]) full = full || text_of(e, "TokenVaultName") == name;
      }
      if (full) throw refusal(409, "DeleteConflict.TokenVault", "The vault is the default one, or has credential providers.");
    }
    if (kind.index == oauth2_providers().index) std::erase_if(c_.account->vault, [&](const auto& one) { return one.first.second == name; });
    if (kind.index == identity_providers().index) c_.account->issuer_keys.erase(name);
    c_.account->entities[kind.index].erase(name);
    return json::object();
  }

  json::value list(const entity_kind& kind) {
    c_.parameters.check_names(kind.in_vault ? "MaxResults NextToken TokenVaultName" : "MaxResults NextToken");
    const auto most = static_cast<std::size_t>(c_.parameters.number("MaxResults", 20, 1, 100));
    const std::string vault = kind.in_vault ? c_.parameters.text_or("TokenVaultName", "default") : "";
    if (kind.in_vault) demand_entity(*c_.account, token_vaults(), vault);
    std::string after;
    if (const std::string token = c_.parameters.text_or("NextToken"); !token.empty()) {
      const auto read = crypto::base64url_decode(token);
      if (!read) refuse_parameter("NextToken", "is none of ours.");
      after = as_text(*read);
    }
    json::value items = json::array();
    std::string last;
    std::size_t total = 0;
    bool more = false;
    for (const auto& [key, e] : c_.account->entities[kind.index]) {
      if (kind.in_vault && text_of(e, "TokenVaultName") != vault) continue;
      ++total;
      if (key <= after) continue;
      if (items.size() == most) {
        more = true;
        continue;
      }
      items.push_back(e.shown);
      last = key;
    }
    json::value out = json::object({{std::string(kind.plural), std::move(items)}, {"MaxResults", most}, {"TotalCount", total}});
    if (more) out["NextToken"] = crypto::base64url_encode(as_bytes(last));
    return out;
  }

  call_context& c_;
};

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
