// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/impl/agent.hpp"
#include "aval/aim/impl/detection.hpp"
#include "aval/aim/mcp_servers.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/crypto/digest.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

/** The same server has the same URL for ever. Made of what is told about it, so it gives nothing away. */
template <class Lazy = void>
std::string stdio_url(const mcp_server_description& d) {
  std::string line = d.command;
  for (const auto& word : d.args) line += '\0' + word;
  return "stdio://" + net::percent_encode(d.name) + "/" + crypto::hex_encode(crypto::sha256(line)).substr(0, 8);
}

/** Without anything that may not leave the machine. */
template <class Lazy = void>
mcp_server_description told(mcp_server_description d) {
  mcp::configured_server c;
  c.name = d.name;
  c.command = d.command;
  c.args = d.args;
  c.url = d.url;
  for (const auto& name : d.env_names) c.env.emplace(name, secret());
  mcp::masked_server m = mcp::masked(c);
  d.name = std::move(m.name);
  d.command = std::move(m.command);
  d.args = std::move(m.args);
  d.env_names = std::move(m.env_names);
  d.url = d.url.empty() && !d.command.empty() ? stdio_url(d) : std::move(m.url);
  return d;
}

template <class Lazy = void>
mcp_server_description described(const mcp::configured_server& server) {
  mcp_server_description d;
  d.name = server.name;
  if (server.transport == mcp::transport_kind::stdio) d.command = server.command;
  d.args = server.args;
  for (const auto& variable : server.env) d.env_names.push_back(variable.first);
  if (server.transport != mcp::transport_kind::stdio) d.url = server.url;
  return told(std::move(d));
}

inline std::vector<mcp_server_object> servers_of(mcp_server_page&& page) {
  if (page.mcp_servers && !page.mcp_servers->empty()) return std::move(*page.mcp_servers);
  return page.servers ? std::move(*page.servers) : std::vector<mcp_server_object>();
}

inline mcp_registration registration_from(mcp_server_object&& o, const mcp_server_description& d, bool existed) {
  mcp_registration r;
  r.name = d.name;
  r.server_id = printable(o.id, 100);
  r.public_key = printable(o.public_key.value_or(d.public_key), 200);
  r.status = printable(o.status, 60);
  r.url = d.url;
  r.existed = existed;
  return r;
}

template <class Lazy>
awaitable<mcp_server_list> run_list_servers(agent of, std::size_t limit, std::size_t offset) {
  call_request r("GET", "/api/v1/sdk-api/agents/" + of.id() + "/mcp-servers");
  r.query = "limit=" + std::to_string(limit) + "&offset=" + std::to_string(offset);
  mcp_server_page page = co_await of.calls().template call_for<mcp_server_page>(std::move(r));
  mcp_server_list out;
  out.total = page.total;
  out.servers = servers_of(std::move(page));
  co_return out;
}

template <class Lazy>
awaitable<mcp_registration> run_register(agent by, mcp_server_description d) {
  d = told(std::move(d));
  if (d.name.empty()) throw configuration_error(errc::invalid_configuration, "an MCP server needs a name");
  if (d.url.empty()) throw configuration_error(errc::invalid_configuration, "the MCP server \"" + d.name + "\" has neither a command nor a URL");
  if (d.public_key.empty()) {
    const crypto::keypair key = co_await by.mcp_server_key(d.name, d.url);
    d.public_key = key.public_key().to_base64();
  }
  mcp_server_message m;
  m.name = d.name;
  m.url = d.url;
  m.description = d.description.empty() ? "MCP Server: " + d.name : d.description;
  m.version = d.version;
  m.public_key = d.public_key;
  if (!d.verification_url.empty()) m.verification_url = d.verification_url;
  m.capabilities = d.capabilities;
  if (!d.command.empty()) {
    m.command = d.command;
    m.args = d.args;
  }
  if (!d.env_names.empty()) m.env_keys = d.env_names;
  call_request r("POST", "/api/v1/sdk-api/agents/" + by.id() + "/mcp-servers", json::write(m));
  r.repeatable = true;  // the URL is unique: a second arrival is told that it exists
  std::exception_ptr taken_already;
  try {
    mcp_server_object made = co_await by.calls().template call_for<mcp_server_object>(std::move(r));
    if (made.id.empty()) throw server_error(errc::invalid_answer, "POST " + by.calls().base() + "/api/v1/sdk-api/agents/.../mcp-servers: no id");
    co_return registration_from(std::move(made), d, false);
  } catch (const server_error& e) {
    if (e.http_status() != 409) throw;
    taken_already = std::current_exception();
  }
  for (std::size_t offset = 0;;) {
    mcp_server_list page = co_await run_list_servers<Lazy>(by, 100, offset);
    for (auto& one : page.servers)
      if (one.url == d.url) co_return registration_from(std::move(one), d, true);
    offset += page.servers.size();
    if (page.servers.empty() || offset >= static_cast<std::uint64_t>(std::max<std::int64_t>(page.total, 0)) || offset >= 10'000) break;
  }
  std::rethrow_exception(taken_already);  // somebody else's, and not ours to see
}

template <class Lazy>
awaitable<mcp_registrations> run_register_all(agent by, std::vector<mcp_server_description> all) {
  mcp_registrations out;
  std::set<std::string> seen;
  for (auto& d : all) {
    if (!d.url.empty() && !seen.insert(d.url).second) continue;
    std::string name = d.name, error;
    std::exception_ptr cancelled;
    try {
      mcp_registration made = co_await run_register<Lazy>(by, std::move(d));
      out.registered.push_back(std::move(made));
    } catch (const std::exception& e) {
      error = e.what();
      if (code_of(std::current_exception()) == condition::cancelled) cancelled = std::current_exception();
    }
    if (cancelled) std::rethrow_exception(cancelled);
    if (!error.empty()) out.failed.push_back({std::move(name), std::move(error)});
  }
  co_return out;
}

template <class Lazy>
std::vector<mcp_server_description> all_described(const std::vector<mcp::configured_server>& servers) {
  std::vector<mcp_server_description> out;
  for (const auto& one : servers)
    if (one.enabled) out.push_back(described<Lazy>(one));
  return out;
}

template <class Lazy>
awaitable<mcp_registrations> run_find_and_register(agent by) {
  const auto find = [variables = by.variables(), log = by.calls().settings().log] {
    mcp::discover_options o;
    o.variables = variables;
    o.log = log;
    return mcp::discover_mcp_servers(o);
  };
  auto found = co_await run_blocking(by.blocking_executor(), find);
  if (!found) throw configuration_error(found.error().code, found.error().message);
  mcp_registrations out = co_await run_register_all<Lazy>(by, all_described<Lazy>(found->servers));
  co_return out;
}

template <class Lazy>
awaitable<mcp_detection_answer> run_detections(agent by, std::vector<mcp_detection> found) {
  for (auto& d : found) {
    if (d.timestamp.empty()) d.timestamp = seconds_now(by.calls());
    if (!d.sdk_version) d.sdk_version = std::string(detecting_sdk);
  }
  mcp_detection_answer a = co_await send_detections(by.calls(), std::move(found));
  co_return a;
}

template <class Lazy, class Answer>
awaitable<Answer> run_agent_call(agent by, call_request r) {
  Answer a = co_await by.calls().template call_for<Answer>(std::move(r));
  co_return a;
}

}  // namespace detail

template <class Lazy>
awaitable<mcp_registration> register_mcp_server(agent by, std::string name, std::string command, std::vector<std::string> args, const std::map<std::string, std::string>& env) {
  mcp_server_description d;
  d.name = std::move(name);
  d.command = std::move(command);
  d.args = std::move(args);
  for (const auto& variable : env) d.env_names.push_back(variable.first);
  return detail::run_register<Lazy>(std::move(by), std::move(d));
}
template <class Lazy>
awaitable<mcp_registration> register_mcp_server(agent by, awaited<mcp_server_description> server) {
  return detail::run_register<Lazy>(std::move(by), taken(std::move(server)));
}
template <class Lazy>
awaitable<mcp_registration> register_mcp_server(agent by, const mcp::configured_server& server) {
  return detail::run_register<Lazy>(std::move(by), detail::described<Lazy>(server));
}
template <class Lazy>
awaitable<mcp_registrations> register_all_mcp_servers(agent by) { return detail::run_find_and_register<Lazy>(std::move(by)); }
template <class Lazy>
awaitable<mcp_registrations> register_all_mcp_servers(agent by, const std::vector<mcp::configured_server>& servers) {
  return detail::run_register_all<Lazy>(std::move(by), detail::all_described<Lazy>(servers));
}
template <class Lazy>
awaitable<mcp_server_list> list_mcp_servers(agent of, std::size_t limit, std::size_t offset) { return detail::run_list_servers<Lazy>(std::move(of), limit, offset); }
template <class Lazy>
awaitable<mcp_relation_answer> relate_mcp_servers(agent of, awaited<mcp_relation_message> what) {
  const mcp_relation_message m = taken(std::move(what));
  call_request r("POST", "/api/v1/sdk-api/agents/" + of.id() + "/mcp-servers", json::write(m));
  r.repeatable = true;
  return detail::run_agent_call<Lazy, mcp_relation_answer>(std::move(of), std::move(r));
}
template <class Lazy>
awaitable<mcp_detection_answer> report_mcp_servers(agent by, const std::vector<mcp::configured_server>& servers) {
  std::vector<mcp_detection> found;
  for (const auto& one : servers) found.push_back(detail::detection_of(mcp::masked(one), {}));
  return detail::run_detections<Lazy>(std::move(by), std::move(found));
}
template <class Lazy>
awaitable<mcp_detection_answer> report_detections(agent by, std::vector<mcp_detection> found) {
  return detail::run_detections<Lazy>(std::move(by), std::move(found));
}
template <class Lazy>
awaitable<mcp_detection_answer> announce_sdk(agent by, std::vector<std::string> capabilities) {
  json::value::array_type names;
  for (auto& name : capabilities) names.emplace_back(std::move(name));
  mcp_detection d;
  d.mcp_server = "aim-sdk-integration";
  d.detection_method = "sdk_integration";
  d.details = json::object({{"platform", "cpp"}, {"capabilities", json::value(std::move(names))}, {"integrated", true}});
  std::vector<mcp_detection> found;
  found.push_back(std::move(d));
  return detail::run_detections<Lazy>(std::move(by), std::move(found));
}
template <class Lazy>
awaitable<mcp_detection_status> get_detection_status(agent of) {
  call_request r("GET", "/api/v1/detection/agents/" + of.id() + "/status");
  return detail::run_agent_call<Lazy, mcp_detection_status>(std::move(of), std::move(r));
}
template <class Lazy>
awaitable<mcp_attestation_answer> attest_mcp_server(agent by, std::string server_id, awaited<attestation> seen) {
  attestation a = taken(std::move(seen));
  const auto who = by.calls().who();
  a.agent_id = who->agent_id;
  a.sdk_version = std::string(detail::detecting_sdk);
  a.timestamp = attestation_time(by.now() + by.calls().clock_offset());
  mcp_attestation_message m;
  m.attestation = attestation_object(a);
  m.signature = who->signing_key().sign(attestation_message(m.attestation)).to_base64();
  call_request r("POST", "/api/v1/mcp-servers/" + net::percent_encode(server_id) + "/attest", json::write(m));
  r.repeatable = true;
  return detail::run_agent_call<Lazy, mcp_attestation_answer>(std::move(by), std::move(r));
}
template <class Lazy>
awaitable<mcp_connection_answer> connect_mcp(agent by, awaited<mcp_connection_message> used) {
  mcp_connection_message m = taken(std::move(used));
  mcp::configured_server address;
  address.url = m.mcp_url;
  m.mcp_url = mcp::masked(address).url;
  call_request r("POST", "/api/v1/sdk-api/agents/" + by.id() + "/mcp-connections", json::write(m));
  return detail::run_agent_call<Lazy, mcp_connection_answer>(std::move(by), std::move(r));
}

// ---- usage --------------------------------------------------------------------------------------------------------------------

template <class Lazy>
struct basic_mcp_usage<Lazy>::state {
  explicit state(agent a) : by(std::move(a)) {}
  struct use {
    std::uint64_t calls = 0, told = 0;
    std::string first, last;
    std::set<std::string> tools;
  };
  const agent by;
  std::mutex mutex;  // guards what follows
  std::map<std::string, use, std::less<>> servers;
};

template <class Lazy>
basic_mcp_usage<Lazy>::basic_mcp_usage(agent by) : state_(std::make_shared<state>(std::move(by))) {}

template <class Lazy>
void basic_mcp_usage<Lazy>::track(std::string_view server, std::string_view tool) const {
  const std::string now = detail::seconds_now(state_->by.calls());
  std::string name = printable(server, 200);
  const std::lock_guard lock(state_->mutex);
  auto at = state_->servers.find(name);
  if (at == state_->servers.end()) {
    if (state_->servers.size() >= 1000) return;
    at = state_->servers.emplace(std::move(name), typename state::use()).first;
    at->second.first = now;
  }
  auto& use = at->second;
  ++use.calls;
  use.last = now;
  if (use.tools.size() < 200) use.tools.insert(printable(tool, 200));
}

template <class Lazy>
std::uint64_t basic_mcp_usage<Lazy>::unreported() const {
  const std::lock_guard lock(state_->mutex);
  std::uint64_t n = 0;
  for (const auto& [name, use] : state_->servers) n += use.calls - use.told;
  return n;
}

template <class Lazy>
awaitable<mcp_detection_answer> basic_mcp_usage<Lazy>::report() const { return run(state_); }

template <class Lazy>
awaitable<mcp_detection_answer> basic_mcp_usage<Lazy>::run(std::shared_ptr<state> s) {
  std::vector<mcp_detection> found;
  std::map<std::string, std::uint64_t> told;
  {
    const std::lock_guard lock(s->mutex);
    for (const auto& [name, use] : s->servers) {
      if (use.calls == use.told) continue;
      json::value::array_type tools;
      for (const auto& tool : use.tools) tools.emplace_back(tool);
      mcp_detection d;
      d.mcp_server = name;
      d.detection_method = "sdk_runtime";
      d.details = json::object({{"call_count", static_cast<std::int64_t>(use.calls)}, {"first_call", use.first}, {"last_call", use.last}, {"tools_used", json::value(std::move(tools))}});
      found.push_back(std::move(d));
      told[name] = use.calls;
    }
  }
  mcp_detection_answer a;
  if (found.empty()) co_return a;
  a = co_await detail::run_detections<Lazy>(s->by, std::move(found));
  const std::lock_guard lock(s->mutex);
  for (const auto& [name, calls] : told) {
    auto& use = s->servers.find(name)->second;
    use.told = std::max(use.told, calls);
  }
  co_return a;
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
