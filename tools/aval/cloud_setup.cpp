// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <algorithm>
#include <csignal>
#include <iostream>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include "aval/core/environment.hpp"
#include "aval/credentials/credential_chain.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/random.hpp"
#include "aval/json/write.hpp"
#include "cloud_access.hpp"

namespace program {
namespace {

namespace credentials = aval::credentials;
namespace json = aval::json;
using credentials::errc;

// ---- names and documents ----------------------------------------------------------------------------------------------------------------

constexpr std::size_t longest_role_name = 64;  // RAM's limit

std::string role_name_of(const std::string& identity) { return "AgentIdentityRole-" + identity; }
std::string policy_name_of(const std::string& role) { return "AgentIdentityPolicy-" + role; }

void check_role_name(const std::string& role, const std::string& identity) {
  const bool plain = std::all_of(role.begin(), role.end(), [](unsigned char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-'; });
  if (!role.empty() && role.size() <= longest_role_name && plain) return;
  std::string why = "the role would be called " + aval::printable(role, 200) + ", and RAM takes 1 to 64 letters, digits, '.' and '-'";
  if (!identity.empty()) why += "; give another --role-name, or an identity of at most 46 such characters, or --associated-role-arn";
  throw std::runtime_error(why);
}

std::string arn(const std::string& region, const std::string& account, const std::string& what) { return "acs:agentidentity:" + region + ":" + account + ":" + what; }

std::string identity_arn(const std::string& region, const std::string& account, const std::string& identity) {
  return arn(region, account, "workloadidentitydirectory/default/workloadidentity/" + (identity.empty() ? "*" : identity));
}

/** Who may take the role on. */
json::value trust_policy(const std::string& region, const std::string& account, const std::string& identity) {
  json::value statement = json::object({{"Effect", "Allow"}, {"Principal", json::object({{"Service", "workload.agentidentity.aliyuncs.com"}})},
                                        {"Action", json::array({"sts:AssumeRole", "sts:SetContext"})}});
  if (!identity.empty()) {
    json::value equal;
    equal["sts:RequestContext/agentidentity:WorkloadIdentityArn"] = identity_arn(region, account, identity);
    statement["Condition"] = json::object({{"StringEquals", std::move(equal)}});
  }
  return json::object({{"Version", "1"}, {"Statement", json::array({std::move(statement)})}});
}

/** What the role may do. */
json::value permission_policy(const std::string& region, const std::string& account, const std::string& identity) {
  const auto allow = [&](const char* action, const char* providers) {
    return json::object({{"Effect", "Allow"}, {"Action", json::array({action})},
                         {"Resource", json::array({identity_arn(region, account, identity), arn(region, account, providers)})}});
  };
  return json::object({{"Version", "1"}, {"Statement", json::array({allow("agentidentitydata:GetResourceOAuth2Token", "tokenvault/default/oauth2credentialprovider/*"),
                                                                    allow("agentidentitydata:GetResourceAPIKey", "tokenvault/default/apikeycredentialprovider/*")})}});
}

// ---- what was done, so that it can be undone --------------------------------------------------------------------------------------------

struct made_role {
  std::string name, arn, policy;
  json::value trust, permission;
  bool role = false, policy_made = false, attached = false;  // by this run
};

aval::awaitable<bool> undone(aval::awaitable<void> step, std::string what) {
  std::string why;
  try {
    co_await std::move(step);
  } catch (const std::exception& e) {
    why = aval::printable(e.what(), 500);
  }
  std::cerr << "aval: " << (why.empty() ? "undone: " + what : "not undone, please do it by hand: " + what + " (" + why + ")") << '\n';
  co_return why.empty();
}

aval::awaitable<void> undo(cloud* c, made_role done) {  // newest first
  if (done.attached) co_await undone(c->ram().detach_policy_from_role(done.policy, done.name), "policy " + done.policy + " attached to role " + done.name);
  if (done.policy_made) co_await undone(c->ram().delete_policy(done.policy), "policy " + done.policy);
  if (done.role) co_await undone(c->ram().delete_role(done.name), "role " + done.name);
}

/** Runs a step; false when the thing exists and may. */
aval::awaitable<bool> made(aval::awaitable<void> step, bool may_exist) {
  try {
    co_await std::move(step);
  } catch (const credentials::openapi_error& e) {
    if (!may_exist || e.code() != errc::already_exists) throw;
    co_return false;
  }
  co_return true;
}

aval::awaitable<void> make_role(cloud* c, made_role* r, std::string description) {
  credentials::ram_role_settings s;
  s.role_name = r->name;
  s.assume_role_policy_document = json::write(r->trust);
  s.description = std::move(description);
  r->arn = (co_await c->ram().create_role(s)).arn;
}
aval::awaitable<void> make_policy(cloud* c, const made_role* r) {
  credentials::ram_policy_settings s;
  s.policy_name = r->policy;
  s.policy_document = json::write(r->permission);
  s.description = "Agent Identity policy for " + r->name;
  co_await c->ram().create_policy(s);
}

void compare(const std::string& there, const json::value& wanted, const std::string& what) {
  const auto read = json::parse(there);
  if (read && *read == wanted) return;
  std::cerr << "aval: there:  " << aval::printable(there, 4000) << "\naval: wanted: " << aval::printable(json::write(wanted), 4000) << '\n';
  throw std::runtime_error(what + " exists, and differs from the one that would be made");
}

/** The role with its policy, made or, with --if-not-exists, found as it should be. What goes wrong is undone before it is thrown. */
aval::awaitable<made_role> provide_role(cloud* c, role_wanted wanted, std::string account) {
  const cloud_access& how = c->access();
  made_role r;
  r.name = wanted.role_name;
  if (r.name.empty()) r.name = wanted.identity.empty() ? "AgentIdentityRole-" + aval::crypto::hex_encode(aval::crypto::random_bytes<4>()) : role_name_of(wanted.identity);
  r.policy = policy_name_of(r.name);
  r.trust = trust_policy(how.region, account, wanted.identity);
  r.permission = permission_policy(how.region, account, wanted.identity);
  if (how.dry_run) co_return r;
  std::string description = "Default runtime role automatically created by the Agent Identity CLI";
  if (!wanted.identity.empty()) description = "Agent Identity runtime role for " + wanted.identity;
  std::exception_ptr failure;
  try {
    r.role = co_await made(make_role(c, &r, description), how.if_not_exists);
    if (!r.role) {
      const auto there = co_await c->ram().get_role(r.name);
      compare(there.assume_role_policy_document, r.trust, "the role " + r.name);
      r.arn = there.arn;
    }
    r.policy_made = co_await made(make_policy(c, &r), how.if_not_exists);
    if (!r.policy_made) {
      const auto there = co_await c->ram().get_policy(r.policy);
      compare(there.policy_document.value_or(""), r.permission, "the policy " + r.policy);
    }
    r.attached = co_await made(c->ram().attach_policy_to_role(r.policy, r.name), how.if_not_exists);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) {
    co_await aval::this_coro::reset_cancellation_state(asio::disable_cancellation());  // after an interruption, too
    co_await undo(c, r);
    std::rethrow_exception(failure);
  }
  co_return r;
}

// ---- what is said about it --------------------------------------------------------------------------------------------------------------

json::value report(const made_role& r) {
  return json::object({{"RoleName", r.name}, {"RoleArn", r.arn}, {"PolicyName", r.policy}, {"TrustPolicy", r.trust}, {"PermissionPolicy", r.permission}});
}

void tell(const application& program, const cloud_access& how, const json::value& what) {
  if (program.output == "json") {
    std::cout << json::write_pretty(what) << '\n';
    return;
  }
  if (how.dry_run) std::cout << "dry run: nothing is made. These would be:\n";
  const std::vector<column> lines = {{"workload identity", "WorkloadIdentityName"}, {"identity's ARN", "WorkloadIdentityArn"}, {"role", "RoleName"}, {"role's ARN", "RoleArn"}, {"policy", "PolicyName"}};
  for (const column& line : lines) {
    const std::string* const text = what[line.member].if_string();
    if (text != nullptr && !text->empty()) std::cout << line.title << ": " << aval::printable(*text, 500) << '\n';
  }
  for (const char* document : {"TrustPolicy", "PermissionPolicy"}) {
    if (what.contains(document)) std::cout << (document[0] == 'T' ? "trust policy" : "permission policy") << ":\n" << json::write_pretty(what[document]) << '\n';
  }
}

json::value made_by_this_run(const made_role* r, bool identity) {
  json::value list = json::array();
  if (r != nullptr && r->role) list.push_back("Role");
  if (r != nullptr && r->policy_made) list.push_back("Policy");
  if (r != nullptr && r->attached) list.push_back("Attachment");
  if (identity) list.push_back("WorkloadIdentity");
  return list;
}

}  // namespace

aval::awaitable<int> create_role(cloud& c, const application& program, role_wanted wanted) {
  const std::string name = wanted.role_name.empty() && !wanted.identity.empty() ? role_name_of(wanted.identity) : wanted.role_name;
  if (!name.empty()) check_role_name(name, wanted.role_name.empty() ? wanted.identity : "");
  const auto me = co_await c.ram().get_caller_identity();
  const made_role r = co_await provide_role(&c, std::move(wanted), me.account_id);
  json::value what = report(r);
  what["Created"] = made_by_this_run(&r, false);
  tell(program, c.access(), what);
  co_return 0;
}

aval::awaitable<int> create_workload_identity(cloud& c, const application& program, identity_wanted wanted) {
  const cloud_access& how = c.access();
  made_role r;
  const bool own_role = wanted.role_arn.empty();
  if (own_role) {
    check_role_name(role_name_of(wanted.name), wanted.name);
    const auto me = co_await c.ram().get_caller_identity();
    role_wanted role;
    role.identity = wanted.name;
    r = co_await provide_role(&c, std::move(role), me.account_id);
    wanted.role_arn = r.arn;
  }
  credentials::workload_identity_settings s;
  s.workload_identity_name = wanted.name;
  s.role_arn = wanted.role_arn;
  if (!wanted.identity_provider.empty()) s.identity_provider_name = wanted.identity_provider;
  s.allowed_resource_oauth2_return_urls = words_of(wanted.return_urls);
  s.description = "Workload identity for " + wanted.name;
  credentials::workload_identity identity;
  bool fresh = !how.dry_run;
  std::exception_ptr failure;
  if (fresh) {
    try {
      identity = co_await c.control().create_workload_identity(s);
    } catch (const credentials::openapi_error& e) {
      fresh = false;
      if (!how.if_not_exists || e.code() != errc::already_exists) failure = std::current_exception();
    } catch (...) {
      failure = std::current_exception();
    }
  }
  if (!failure && !fresh && !how.dry_run) {
    try {
      identity = co_await c.control().get_workload_identity(wanted.name);
      differences d;
      d.compare("role", identity.role_arn, wanted.role_arn);
      if (!wanted.identity_provider.empty()) d.compare("identity provider", identity.identity_provider_name, wanted.identity_provider);
      if (!wanted.return_urls.empty()) d.compare("list of return URLs", identity.allowed_resource_oauth2_return_urls, *s.allowed_resource_oauth2_return_urls);
      d.check("the workload identity " + wanted.name, "see update-workload-identity");
    } catch (...) {
      failure = std::current_exception();
    }
  }
  if (failure) {
    co_await aval::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await undo(&c, r);  // a role that the user named is never touched
    std::rethrow_exception(failure);
  }
  json::value what = own_role ? report(r) : json::object({{"RoleArn", wanted.role_arn}});
  what["WorkloadIdentityName"] = wanted.name;
  what["WorkloadIdentityArn"] = identity.workload_identity_arn;
  what["Created"] = made_by_this_run(&r, fresh);
  tell(program, how, what);
  co_return 0;
}

aval::awaitable<void> delete_with_role(cloud& c, std::string identity) {
  const std::string role = role_name_of(identity), policy = policy_name_of(role);
  const std::vector<std::string> names = {"workload identity " + identity, "policy " + policy + " attached to role " + role, "policy " + policy, "role " + role};
  std::vector<aval::awaitable<void>> steps;
  steps.push_back(c.control().delete_workload_identity(identity));
  steps.push_back(c.ram().detach_policy_from_role(policy, role));
  steps.push_back(c.ram().delete_policy(policy));
  steps.push_back(c.ram().delete_role(role));
  std::vector<std::string> done;  // a line for each step
  bool deleted = false, refused = false;
  std::exception_ptr missing, failure;
  for (std::size_t i = 0; i < steps.size() && !failure; ++i) {
    try {
      co_await std::move(steps[i]);
      done.push_back("deleted: " + names[i]);
      deleted = true;
    } catch (const credentials::openapi_error& e) {
      if (e.code() == errc::not_found) {
        if (!missing) missing = std::current_exception();
        done.push_back("was not there: " + names[i]);
      } else {
        failure = std::current_exception();
        refused = !e.failure().code.empty();
      }
    } catch (...) {
      failure = std::current_exception();
    }
  }
  if (!failure && !deleted) std::rethrow_exception(missing);
  if (failure && done.empty()) std::rethrow_exception(failure);
  if (failure) {
    const std::size_t at = done.size();
    for (std::size_t i = at; i < names.size(); ++i) done.push_back((i > at || refused ? "remains: " : "perhaps remains: ") + names[i]);
    done.push_back("the same command again goes on from here");
  }
  for (const std::string& line : done) {
    if (failure || !line.starts_with("deleted")) std::cerr << "aval: " << aval::printable(line) << '\n';
  }
  if (failure) std::rethrow_exception(failure);
}

void differences::compare(const char* what, const std::string& there, const std::string& wanted) {
  if (there == wanted) return;
  const auto quoted = [](const std::string& text) { return text.empty() ? std::string("none") : '"' + aval::printable(text, 300) + '"'; };
  text_ += (text_.empty() ? "" : ", ") + std::string(what) + " (" + quoted(there) + ", not " + quoted(wanted) + ")";
}

void differences::compare(const char* what, std::vector<std::string> there, std::vector<std::string> wanted) {
  const auto joined = [](std::vector<std::string>& list) {
    std::sort(list.begin(), list.end());
    std::string out;
    for (const std::string& one : list) out += (out.empty() ? "" : ", ") + one;
    return out;
  };
  compare(what, joined(there), joined(wanted));
}

void differences::check(const std::string& thing, const char* advice) const {
  if (!text_.empty()) throw std::runtime_error(aval::printable(thing, 200) + " exists, with another " + text_ + "; " + advice);
}

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    std::string word = list.substr(at, end - at);
    while (!word.empty() && word.back() == ' ') word.pop_back();
    word.erase(0, std::min(word.find_first_not_of(' '), word.size()));
    if (!word.empty()) out.push_back(std::move(word));
    at = end + 1;
  }
  return out;
}

// ---- how the cloud is reached -----------------------------------------------------------------------------------------------------------

namespace {

credentials::openapi_options options_of(const cloud_access& access) {
  credentials::openapi_options o;
  if (!access.endpoint.empty()) o.endpoint = credentials::at_endpoint({}, access.endpoint).endpoint;
  if (!access.ca_file.empty()) o.http.tls.ca_file = access.ca_file;
  return o;
}
credentials::chain_options chain_of(const cloud_access& access) {
  credentials::chain_options o;
  o.openapi = options_of(access);
  return o;
}
credentials::openapi_product control_product(const cloud_access& access) {
  auto product = credentials::agent_identity(access.region);
  return access.control_endpoint.empty() ? product : credentials::at_endpoint(product, access.control_endpoint);
}
aval::awaitable<void> note_status(cloud* c, const cloud::work* job, int* status) { *status = co_await (*job)(*c); }

}  // namespace

cloud::cloud(const cloud_access& access, const aval::any_io_executor& executor)
    : access_(access), calls_(executor, options_of(access)), caller_(credentials::default_credentials(executor, chain_of(access))), control_(calls_, caller_, control_product(access)),
      ram_(calls_, caller_), identity_(calls_, caller_, credentials::agent_identity_data(access.region)) {}

int cloud::run(const cloud_access& access, work job) {
  asio::io_context context(1);
  cloud c(access, context.get_executor());
  int status = 1;
  std::exception_ptr failure;
  asio::signal_set interrupted(context, SIGINT, SIGTERM);
  asio::cancellation_signal stop;
  interrupted.async_wait([&](std::error_code ec, int) {
    if (ec) return;
    interrupted.clear();  // the second one ends the program at once
    stop.emit(asio::cancellation_type::terminal);
  });
  auto over = [&](std::exception_ptr e) {
    failure = std::move(e);
    interrupted.cancel();
  };
  asio::co_spawn(context, note_status(&c, &job, &status), asio::bind_cancellation_slot(stop.slot(), over));
  context.run();
  if (!failure) return status;
  if (aval::code_of(failure) == aval::condition::cancelled) return fail("interrupted");
  try {
    std::rethrow_exception(failure);
  } catch (const credentials::openapi_error& e) {
    const auto& why = e.failure();
    if (why.code.empty()) throw;
    std::string text = why.code + ": " + (why.message.empty() ? "refused" : why.message) + " (HTTP " + std::to_string(why.status);
    if (!why.request_id.empty()) text += ", request id " + why.request_id;
    return fail(aval::printable(text, 2000) + ")");
  }
}

void add_cloud_options(application& program, CLI::App& command, cloud_access& access) {
  command.add_option("--endpoint", access.endpoint, "one address for every product, for example that of `aval cloud emulator`: URL");
  command.add_option("--region", access.region, "region of the cloud")->envname("AGENT_IDENTITY_REGION_ID")->capture_default_str();
  command.add_option("--ca", access.ca_file, "trust this certificate (PEM file) and no other")->check(CLI::ExistingFile);
  add_output_option(program, command);
}

}  // namespace program
