// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/utsname.h>

#include "aval/aim/capabilities.hpp"
#include "aval/aim/impl/agent.hpp"
#include "aval/core/detail/loaded_objects_posix.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

/** Beginnings of library names, and what they are for (AIM specification 3.5). */
struct library_meaning {
  std::string_view library, capability;
};
inline constexpr library_meaning library_meanings[] = {
    {"libpq.", "access_database"},           {"libmysqlclient.", "access_database"}, {"libmariadb.", "access_database"}, {"libsqlite3.", "access_database"},
    {"libmongoc-", "access_database"},       {"libhiredis.", "access_database"},     {"libcurl", "make_api_calls"},      {"libssl.", "make_api_calls"},
    {"libpython", "execute_code"},           {"libnode.", "execute_code"},           {"liblua", "execute_code"},         {"libaws-cpp-sdk", "access_cloud_services"},
    {"libonnxruntime.", "ai_model_access"},  {"libtorch", "ai_model_access"},        {"libllama.", "ai_model_access"}};

struct grant_list {
  std::vector<capability_grant> capabilities = {};
};

template <class Lazy>
awaitable<capability_request> run_request(agent who, std::string type, std::string reason) {
  if (type.empty()) throw configuration_error(errc::invalid_configuration, "capability request: which capability?");
  if (reason.size() < 10) throw configuration_error(errc::invalid_configuration, "capability request: the reason has at least ten characters, for those who decide");
  capability_request_message m;
  m.capability_type = std::move(type);
  m.reason = std::move(reason);
  call_request r("POST", "/api/v1/sdk-api/agents/" + who.id() + "/capability-requests", json::write(m));
  capability_request made = co_await who.calls().template call_for<capability_request>(std::move(r));
  co_return made;
}

template <class Lazy>
awaitable<capability_grant> run_declare(agent who, std::string type, std::optional<json::value> scope) {
  if (type.empty()) throw configuration_error(errc::invalid_configuration, "a capability needs a name");
  capability_grant_message m;
  m.capability_type = std::move(type);
  m.scope = std::move(scope);
  call_request r("POST", "/api/v1/sdk-api/agents/" + who.id() + "/capabilities", json::write(m));
  r.repeatable = true;  // declared twice is declared once
  capability_grant made = co_await who.calls().template call_for<capability_grant>(std::move(r));
  co_return made;
}

template <class Lazy>
awaitable<std::vector<capability_grant>> run_list(agent who, bool active_only) {
  call_request r("GET", "/api/v1/agents/" + who.id() + "/capabilities");
  r.query = active_only ? "activeOnly=true" : "activeOnly=false";
  const call_answer a = co_await who.calls().call(std::move(r));
  if (auto list = aim::read<std::vector<capability_grant>>(a.body)) co_return std::move(*list);  // the first generations send the bare list
  auto named = aim::read<grant_list>(a.body);
  if (!named) {
    error_origin origin;
    origin.endpoint = "GET /api/v1/agents/" + who.id() + "/capabilities";
    const exchange e{a.status, a.body, {}, {}};
    std::rethrow_exception(error_for_shape("not understood: " + named.error().message(), e, std::move(origin)));
  }
  co_return std::move(named->capabilities);
}

template <class Lazy>
awaitable<capability_report_answer> run_report_capabilities(agent who, capability_report what) {
  if (what.detected_at.empty()) what.detected_at = format_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(who.now()), 0);
  if (what.risk_assessment.overall_risk_score == 0 && what.risk_assessment.alerts.empty()) what.risk_assessment = assess_risk(what.capabilities);
  call_request r("POST", "/api/v1/detection/agents/" + who.id() + "/capabilities/report", json::write(what));
  r.repeatable = true;
  capability_report_answer a = co_await who.calls().template call_for<capability_report_answer>(std::move(r));
  co_return a;
}

}  // namespace detail

template <class Lazy>
awaitable<capability_request> request_capability(agent who, std::string type, std::string reason) {
  return detail::run_request<Lazy>(std::move(who), std::move(type), std::move(reason));
}
template <class Lazy>
awaitable<capability_grant> declare_capability(agent who, std::string type) { return detail::run_declare<Lazy>(std::move(who), std::move(type), std::nullopt); }
template <class Lazy>
awaitable<capability_grant> declare_capability(agent who, std::string type, json::value scope) {
  return detail::run_declare<Lazy>(std::move(who), std::move(type), std::move(scope));
}
template <class Lazy>
awaitable<std::vector<capability_grant>> list_capabilities(agent who, bool active_only) { return detail::run_list<Lazy>(std::move(who), active_only); }
template <class Lazy>
awaitable<capability_report_answer> report_capabilities(agent who, awaited<capability_report> what) {
  return detail::run_report_capabilities<Lazy>(std::move(who), taken(std::move(what)));
}

template <class Lazy>
capability_risk assess_risk(const process_capabilities& what) {
  capability_risk out;
  const auto found = [&](int weight, const char* severity, const char* capability, const char* message, const char* recommendation) {
    out.overall_risk_score += weight;
    if (std::string_view(severity) == "low") return;
    out.alerts.push_back({severity, capability, message, recommendation, -(weight + 4) / 5});
  };
  if (const auto& c = what.code_execution; c && (c->eval || c->exec || c->shell_commands || c->child_processes || c->vm_execution))
    found(35, "high", "code_execution", "the process can run code or commands", "guard it with require_approval");
  if (const auto& c = what.credential_access; c && (c->env_vars || c->config_files || c->keyring || (c->credential_files && !c->credential_files->empty())))
    found(20, "medium", "credential_access", "the process reads credentials", "give it only those that it needs");
  if (const auto& c = what.file_system) {
    if (c->write || c->execute) found(15, "medium", "file_system_write", "the process changes files", "track the functions that do it");
    if (c->delete_files) found(10, "medium", "file_system_delete", "the process deletes files", "guard it with require_approval");
  }
  if (const auto& c = what.database; c && (c->postgresql || c->mongodb || c->mysql || c->sqlite || c->redis)) found(10, "low", "database", "", "");
  if (const auto& c = what.browser_automation; c && (c->puppeteer || c->playwright || c->selenium))
    found(10, "medium", "browser_automation", "the process drives a browser", "track what it opens");
  if (const auto& c = what.network; c && (c->http || c->https || c->websocket || c->tcp || c->udp)) found(5, "low", "network", "", "");
  out.overall_risk_score = std::min<std::int64_t>(out.overall_risk_score, 100);
  const auto score = out.overall_risk_score;
  out.risk_level = score >= 75 ? "critical" : score >= 50 ? "high" : score >= 25 ? "medium" : "low";
  out.trust_score_impact = -(score / 10);
  return out;
}

template <class Lazy>
std::vector<std::string> loaded_capabilities() {
  std::set<std::string> out;
  for (const auto& name : aval::detail::loaded_objects())
    for (const auto& m : detail::library_meanings)
      if (name.starts_with(m.library)) out.emplace(m.capability);
  return {out.begin(), out.end()};
}

template <class Lazy>
capability_report inspect_process() {
  capability_report out;
  out.environment.version = std::to_string(__cplusplus / 100);
  out.environment.runtime = "native";
  ::utsname system;
  if (::uname(&system) == 0) {
    out.environment.platform = system.sysname;
    out.environment.arch = system.machine;
  }
  const std::string how = "loaded_libraries";
  const auto database = [&]() -> database_capability& {
    if (!out.capabilities.database) out.capabilities.database.emplace().detection_method = how;
    return *out.capabilities.database;
  };
  for (const auto& name : aval::detail::loaded_objects()) {
    if (name.starts_with("libpq.")) database().postgresql = true;
    if (name.starts_with("libmysqlclient.") || name.starts_with("libmariadb.")) database().mysql = true;
    if (name.starts_with("libsqlite3.")) database().sqlite = true;
    if (name.starts_with("libmongoc-")) database().mongodb = true;
    if (name.starts_with("libhiredis.")) database().redis = true;
    if (name.starts_with("libcurl") || name.starts_with("libssl.")) {
      if (!out.capabilities.network) out.capabilities.network.emplace().detection_method = how;
      out.capabilities.network->http = out.capabilities.network->https = true;
    }
    if (name.starts_with("libpython") || name.starts_with("libnode.") || name.starts_with("liblua")) {
      if (!out.capabilities.code_execution) out.capabilities.code_execution.emplace().detection_method = how;
      out.capabilities.code_execution->eval = true;
    }
    if (name.starts_with("libonnxruntime.") || name.starts_with("libtorch.") || name.starts_with("libllama."))
      out.ai_models.push_back({"local", {name.substr(3, name.find('.') - 3)}, how});
  }
  out.risk_assessment = assess_risk(out.capabilities);
  return out;
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
