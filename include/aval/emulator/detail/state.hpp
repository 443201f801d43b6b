// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"
#include "aval/credentials/jwk.hpp"
#include "aval/emulator/detail/api_call.hpp"
#include "aval/emulator/detail/policy_document.hpp"
#include "aval/emulator/options.hpp"

/*  What the emulator remembers, all of it in memory, account by account: nothing of one account is found from another. No I/O, and no lock:
 *  whoever has the state has taken one. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

/** For whom a workload acts. */
struct end_user {
  enum class kind { nobody, by_id, by_token };
  kind how = kind::nobody;
  std::string id = {};
  std::string issuer = {}, subject = {}, audiences = {};  // audiences: JSON text

  /** The same user has the same key, whatever his token is. */
  std::string key() const {
    if (how == kind::nobody) return "-";
    return how == kind::by_id ? "id:" + id : "jwt:" + std::to_string(issuer.size()) + ":" + issuer + subject;
  }
  std::string shown() const { return how == kind::nobody ? "the workload itself" : how == kind::by_id ? id : subject + " of " + issuer; }
};

struct workload_token {
  std::string account = {}, identity = {};
  end_user user = {};
  timestamp expires = {};
};

/** One authorization that a user is asked for. */
struct consent_session {
  enum class status {
    pending,    // nobody has decided
    consented,  // approved in the browser: only CompleteResourceTokenAuth with the right user makes a token of it
    completed,
    failed
  };
  std::string account = {}, identity = {}, provider = {}, return_url = {}, state = {};
  end_user user = {};
  std::set<std::string> scopes = {};
  std::vector<std::pair<std::string, std::string>> custom = {};
  status is = status::pending;
  timestamp expires = {};
};

/** An access token of a user at a provider. */
struct vault_entry {
  secret token = {};
  std::set<std::string> scopes = {};
  bool every_scope = false;
  timestamp expires = {};
};

/** A pair, or the triple of a role's session. */
struct signing_key {
  secret key = {}, token = {};
  std::string account = {};
  std::string user = {};                          // RAM user
  std::string role = {}, session = {};            // a role's session
  std::optional<json::value> policy = {};         // of the user, or what narrows the role
  std::optional<timestamp> expires = {};
  bool temporary() const noexcept { return !token.empty(); }
};

struct role_record {
  std::string id = {}, description = {}, trust_text = {};
  json::value trust = {};
  timestamp created = {};
  std::int64_t longest_session = 3600;
  std::set<std::pair<std::string, std::string>> attached = {};  // type and name
};

struct policy_record {
  std::string description = {}, text = {};
  json::value document = {};
  timestamp created = {};
};

/** Something of the control plane: what is shown of it, and what never is. */
struct entity {
  json::value shown = {};
  secret hidden = {};
};

/** Keys of an issuer, and for whom its tokens have to be. */
struct role_issuer {
  std::string issuer = {};
  std::vector<std::string> audiences = {};
  std::string keys = {};
};

struct account_state {
  std::string number = {};
  std::array<std::map<std::string, entity>, 5> entities = {};          // by kind (control_plane.hpp), then name
  std::map<std::string, std::string> issuer_keys = {};                 // name of an identity provider: its key set
  std::map<std::string, role_record> roles = {};
  std::map<std::string, policy_record> policies = {};
  std::map<std::string, role_issuer> role_issuers = {};                // OIDC providers of RAM
  std::map<std::string, json::value> applications = {};                // of IMS
  std::map<std::pair<std::string, std::string>, vault_entry> vault = {};  // user and provider
};

class cloud_state {
 public:
  explicit cloud_state(const cloud_options& o) : options(o) { forget_everything(); }

  void forget_everything() {
    accounts.clear();
    keys.clear();
    workload_tokens.clear();
    sessions.clear();
    nonces.clear();
    signing_key first;
    first.key = secret(options.access_key_secret);
    first.account = options.account;
    keys.emplace(options.access_key_id, std::move(first));
    account(options.account);
  }

  account_state& account(const std::string& number) {
    auto [at, made] = accounts.try_emplace(number);
    if (made) at->second.number = number;
    return at->second;
  }

  timestamp now() const { return options.clock.now(); }
  static std::string date(timestamp t) { return format_rfc3339(t, 0); }

  /** Letters and digits. */
  std::string random_text(std::size_t size) const {
    constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string out(size, ' ');
    options.random.fill(std::as_writable_bytes(std::span(out)));
    for (char& c : out) c = letters[static_cast<unsigned char>(c) & 63U];
    for (char& c : out) {
      if (c == '-' || c == '_') c = 'x';
    }
    return out;
  }
  std::string request_id() const {
    std::string out = uuid::random(options.random).to_string();
    for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return out;
  }

  std::string arn(std::string_view account_number, std::string_view rest) const {
    return "acs:agentidentity:" + options.region + ":" + std::string(account_number) + ":" + std::string(rest);
  }
  static std::string role_arn(std::string_view account_number, std::string_view role) {
    return "acs:ram::" + std::string(account_number) + ":role/" + std::string(role);
  }

  /** Makes room, and makes sure that there is some. What has expired is kept for an hour, so that "expired" can be told from "unknown". */
  template <class Map, class Expires>
  void make_room(Map& map, Expires expires) const {
    constexpr std::size_t many = 100'000;
    if (map.size() < many) return;
    const timestamp limit = now();
    std::erase_if(map, [&](const auto& one) { return expires(one.second) < limit; });
    if (map.size() >= many) throw refusal(429, "Throttling.User", "The emulator remembers no more than " + std::to_string(many) + " of these.");
  }

  std::string issue_workload_token(const std::string& account_number, const std::string& identity, end_user user) {
    make_room(workload_tokens, [](const workload_token& t) { return t.expires; });
    // five parts, as the service's own encrypted tokens: nobody is to look into it
    std::string text = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0.." + random_text(16) + "." + random_text(64) + "." + random_text(22);
    workload_tokens[text] = {account_number, identity, std::move(user), now() + options.workload_token_lifetime};
    return text;
  }

  /** A session of a role. @return the AccessKeyId. */
  std::string issue_role_key(signing_key key, std::chrono::seconds lifetime) {
    make_room(keys, [](const signing_key& k) { return k.expires.value_or(timestamp::max()); });
    key.key = secret(random_text(44));
    key.token = secret("CAIS" + random_text(96) + "==");
    key.expires = now() + lifetime;
    std::string id = "STS." + random_text(24);
    keys.emplace(id, std::move(key));
    return id;
  }

  /** False when it was seen before. Remembered for as long as a date may be good. */
  bool take_nonce(const std::string& key_id, const std::string& nonce) {
    const timestamp at = now();
    if (nonces.size() >= 4096 && at >= next_sweep) {
      std::erase_if(nonces, [&](const auto& one) { return one.second < at; });
      next_sweep = at + std::chrono::seconds(60);
    }
    make_room(nonces, [](timestamp t) { return t; });
    return nonces.emplace(std::make_pair(key_id, nonce), at + 2 * options.skew + std::chrono::seconds(1)).second;
  }

  /** A session whose time is over has failed. */
  consent_session* session(std::string_view uri) {
    const auto at = sessions.find(uri);
    if (at == sessions.end()) return nullptr;
    consent_session& s = at->second;
    if ((s.is == consent_session::status::pending || s.is == consent_session::status::consented) && s.expires <= now()) s.is = consent_session::status::failed;
    return &s;
  }

  const cloud_options options;
  std::string url = {};  // where browsers find the emulator
  consent_answer consent = consent_answer::ask;
  std::map<std::string, account_state> accounts;
  std::map<std::string, signing_key, std::less<>> keys;
  std::map<std::string, workload_token, std::less<>> workload_tokens;
  std::map<std::string, consent_session, std::less<>> sessions;
  std::map<std::pair<std::string, std::string>, timestamp> nonces;
  timestamp next_sweep = {};
};

/** One call, its signature checked. */
struct call_context {
  cloud_state& state;
  account_state* account = nullptr;    // null for an anonymous call until a token says whose it is
  const signing_key* who = nullptr;    // null: anonymous
  std::string key_id = {};
  arguments parameters = {};
  std::string action = {};
  std::string permission = {};         // "ram:CreateRole"
  timestamp now = {};
};

/** Whether a role's own policies let it do something. */
inline verdict judge_role(const account_state& a, const role_record& role, std::string_view action, std::string_view resource) {
  verdict out = verdict::silent;
  const auto count = [&](verdict v) {
    if (v == verdict::denied || (v == verdict::allowed && out == verdict::silent)) out = v;
  };
  for (const auto& [type, name] : role.attached) {
    if (type == "Custom") {
      const auto p = a.policies.find(name);
      if (p != a.policies.end()) count(judge(p->second.document, action, resource));
    } else if (name == "AdministratorAccess" || (name == "AliyunAgentIdentityFullAccess" && action.starts_with("agentidentity:")) ||
               (name == "AliyunAgentIdentityDataFullAccess" && action.starts_with("agentidentitydata:")) ||
               (name == "AliyunAgentIdentityDataGetCredentialAccess" &&
                (action == "agentidentitydata:GetResourceOAuth2Token" || action == "agentidentitydata:GetResourceAPIKey")) ||
               (name == "AliyunAgentIdentityDataCompleteAuthAccess" && action == "agentidentitydata:CompleteResourceTokenAuth")) {
      count(verdict::allowed);
    }
  }
  return out;
}
inline bool system_policy(std::string_view name) noexcept {
  return arguments::has_word("AdministratorAccess AliyunAgentIdentityFullAccess AliyunAgentIdentityDataFullAccess AliyunAgentIdentityDataGetCredentialAccess "
                             "AliyunAgentIdentityDataCompleteAuthAccess AliyunOSSReadOnlyAccess AliyunOSSFullAccess", name);
}

/** Throws NoPermission unless the caller may do `c.permission` on every one of the resources. Calls without a caller are for the action
 *  itself to judge. */
inline void demand(const call_context& c, std::initializer_list<std::string> resources) {
  if (c.who == nullptr) return;
  for (const std::string& resource : resources) {
    verdict v = verdict::allowed;
    if (!c.who->role.empty()) {
      const auto role = c.account->roles.find(c.who->role);
      v = role == c.account->roles.end() ? verdict::silent : judge_role(*c.account, role->second, c.permission, resource);
    }
    if (v == verdict::allowed && c.who->policy) v = judge(*c.who->policy, c.permission, resource);
    if (v == verdict::allowed) continue;
    json::value detail = json::object({{"AuthAction", c.permission}, {"AuthPrincipalOwnerId", c.account->number}, {"PolicyType", "AccountLevelIdentityBasedPolicy"},
                                       {"NoPermissionType", v == verdict::denied ? "ExplicitDeny" : "ImplicitDeny"}});
    throw refusal(403, "NoPermission", "You are not authorized to do this action (" + c.permission + ") on " + resource + ".", std::move(detail));
  }
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
