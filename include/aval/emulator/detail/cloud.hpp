// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/error.hpp"
#include "aval/emulator/detail/caller.hpp"
#include "aval/emulator/detail/control_plane.hpp"
#include "aval/emulator/detail/data_plane.hpp"
#include "aval/emulator/detail/ram.hpp"
#include "aval/emulator/detail/sts.hpp"

/*  One call of the API, from its bytes to the bytes of the answer: product and version, signature, faults, action. No I/O. One lock for
 *  everything: what stands in for a cloud in tests needs no more. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

enum class product { control, data, ram, sts, ims };

struct product_row {
  product is;
  std::string_view host, version, permission;
  bool regional, central;
};
inline constexpr std::array<product_row, 5> products{{{product::control, "agentidentity", "2025-09-01", "agentidentity:", true, false},
                                                      {product::data, "agentidentitydata", "2025-11-27", "agentidentitydata:", true, false},
                                                      {product::ram, "ram", "2015-05-01", "ram:", false, true},
                                                      {product::sts, "sts", "2015-04-01", "sts:", true, true},
                                                      {product::ims, "ims", "2019-08-15", "ims:", false, true}}};

/** Actions that a token among the parameters signs for. */
inline bool may_be_anonymous(product p, std::string_view action) noexcept {
  return (p == product::data && action == "AssumeRoleForWorkloadIdentity") || (p == product::sts && action == "AssumeRoleWithOIDC");
}

class cloud {
 public:
  explicit cloud(const cloud_options& o) : state_(o) {}

  const cloud_options& options() const noexcept { return state_.options; }

  /** Runs `f(state)` under the lock. */
  template <class F>
  auto with(F f) {
    const std::lock_guard lock(mutex_);
    return f(state_);
  }

  api_answer handle(const api_call& call) {
    const std::lock_guard lock(mutex_);
    call_context c{state_};
    c.now = state_.now();
    api_answer out;
    out.request_id = state_.request_id();
    std::string outcome = "ok";
    try {
      json::value body = run(call, c, out);
      body["RequestId"] = out.request_id;
      if (out.body.empty()) out.body = json::write(body);
    } catch (const refusal& r) {
      outcome = r.code;
      refuse(call, r, out);
    }
    if (out.content_type.empty()) out.content_type = "application/json;charset=utf-8";
    state_.options.log.log(log_level::info, "emulator", printable(c.action, 100) + (c.key_id.empty() ? "" : " by " + printable(c.key_id, 100)) + ": " +
                                                            (out.drop ? "dropped" : outcome) + ", request id " + out.request_id);
    return out;
  }

  void inject(fault f) {
    const std::lock_guard lock(mutex_);
    faults_.push_back(std::move(f));
  }
  void clear_faults() {
    const std::lock_guard lock(mutex_);
    faults_.clear();
  }
  std::vector<fault> faults() const {
    const std::lock_guard lock(mutex_);
    return {faults_.begin(), faults_.end()};
  }
  std::size_t calls(std::string_view action) const {
    const std::lock_guard lock(mutex_);
    const auto at = calls_.find(action);
    return at != calls_.end() ? at->second : 0;
  }
  json::value counts() const {
    const std::lock_guard lock(mutex_);
    json::value out = json::object();
    for (const auto& [action, n] : calls_) out[action] = n;
    return out;
  }
  void reset() {
    const std::lock_guard lock(mutex_);
    state_.forget_everything();
    state_.consent = consent_answer::ask;
    faults_.clear();
    calls_.clear();
  }

 private:
  static std::string_view text_in(const credentials::parameters& p, std::string_view name) noexcept {
    const std::string* found = p.find(name);
    return found != nullptr ? std::string_view(*found) : std::string_view();
  }

  /** The action or the version, which may stand in a header and in the query; two that differ are refused, since only one can be meant. */
  static std::string named(const api_call& call, const credentials::parameters& query, std::string_view header, std::string_view parameter) {
    const std::string_view a = call.header(header), b = text_in(query, parameter);
    if (!a.empty() && !b.empty() && a != b) refuse_parameter(parameter, "The header and the query name different ones.");
    return std::string(a.empty() ? b : a);
  }

  const product_row& product_of(const api_call& call, std::string_view version) const {
    std::string_view host = call.header("host");
    host = host.substr(0, host.find(':'));
    const product_row* by_version = nullptr;
    for (const product_row& p : products) {
      if (p.version == version) by_version = &p;
    }
    constexpr std::string_view domain = ".aliyuncs.com";
    if (host.ends_with(domain)) {  // one of the cloud's own names: it says which product
      const std::string_view rest = host.substr(0, host.size() - domain.size());
      const std::string_view first = rest.substr(0, rest.find('.')), region = first.size() < rest.size() ? rest.substr(first.size() + 1) : std::string_view();
      const std::string_view name = first.substr(0, first.find('-'));  // "-vpc" names a network
      const product_row* by_host = nullptr;
      for (const product_row& p : products) {
        if (p.host == name && (region.empty() ? p.central : p.regional && region == state_.options.region)) by_host = &p;
      }
      if (by_host == nullptr) throw refusal(404, "InvalidHost.NotFound", "No product of the emulator's region " + state_.options.region + " answers at " + printable(host, 200) + ".");
      if (by_host != by_version) throw refusal(400, "InvalidVersion", "Specified parameter Version is not valid for this product.");
      return *by_host;
    }
    if (by_version == nullptr) throw refusal(400, "InvalidVersion", "Specified parameter Version is not valid.");
    return *by_version;  // one address for all
  }

  json::value run(const api_call& call, call_context& c, api_answer& out) {
    if (call.method != "POST" && call.method != "GET") throw refusal(405, "UnsupportedHTTPMethod", "This http method is not supported.");
    const auto query = credentials::parse_parameters(call.query);
    if (!query) throw refusal(400, "InvalidParameter", "The query is not well encoded.");
    const bool is_form = call.header("content-type").starts_with("application/x-www-form-urlencoded");
    const auto form = credentials::parse_parameters(is_form ? call.body : std::string_view());
    if (!form) throw refusal(400, "InvalidParameter", "The body is not well encoded.");
    c.action = named(call, *query, "x-acs-action", "Action");
    const std::string version = named(call, *query, "x-acs-version", "Version");
    if (c.action.empty()) miss_parameter("Action");
    if (version.empty()) miss_parameter("Version");
    const product_row& p = product_of(call, version);
    c.permission = std::string(p.permission) + c.action;

    const known_caller caller = check_signature(state_, call, *query);
    c.who = caller.key;
    c.key_id = caller.id;
    if (c.who != nullptr) c.account = &state_.account(c.who->account);
    else if (!may_be_anonymous(p.is, c.action)) throw refusal(400, "IncompleteSignature", "The request is not signed.");
    take_parameters(c, p.is, *query, *form, call.header("authorization").empty() && c.who != nullptr);

    const std::optional<fault> meets = next_fault(c);
    if (meets) break_before(*meets, c, out);
    if (out.drop) return json::object();
    ++calls_[c.action];
    std::optional<json::value> done;
    if (may_be_anonymous(p.is, c.action)) {
      done = p.is == product::data ? data_plane(c).assume_role() : sts_actions(c).assume_role_with_oidc();
    } else {
      switch (p.is) {
        case product::control: done = control_plane(c).run(); break;
        case product::data: done = data_plane(c).run(); break;
        case product::ram: done = ram_actions(c).run(); break;
        case product::sts: done = sts_actions(c).run(); break;
        case product::ims: done = ram_actions(c).run_ims(); break;
      }
    }
    if (!done) {
      calls_.erase(c.action);
      throw refusal(404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
    }
    if (meets && meets->kind == fault_kind::drop_after) out.drop = true;
    return *std::move(done);
  }

  /** Where a product wants its parameters, and only there (Agent Identity specification 2.1). */
  static void take_parameters(call_context& c, product p, const credentials::parameters& query, const credentials::parameters& form, bool v1) {
    constexpr std::string_view common = "Action Version Format Timestamp SignatureNonce SignatureMethod SignatureVersion SignatureType AccessKeyId Signature SecurityToken RegionId";
    const bool from_form = v1 || p == product::control || p == product::data;
    const bool from_query = v1 || p != product::data || c.action.starts_with("GetWorkloadAccessToken");
    for (const auto& i : query.items()) {
      if (arguments::has_word(common, i.name)) continue;
      if (!from_query) miss_parameter(printable(i.name, 100), "This action takes its parameters in the body.");
      c.parameters.add(i.name, i.value);
    }
    for (const auto& i : form.items()) {
      if (i.name == "RegionId") continue;
      if (!from_form) miss_parameter(printable(i.name, 100), "This action takes its parameters in the query.");
      c.parameters.add(i.name, i.value);
    }
  }

  static bool fits(const fault& f, const call_context& c) {
    if (!f.action.empty() && f.action != c.action) return false;
    if (f.kind == fault_kind::expired_workload_token) return c.parameters.find("WorkloadAccessToken") != nullptr;
    if (f.kind == fault_kind::failed_session) return c.action == "GetResourceOAuth2Token" && c.parameters.find("SessionURI") != nullptr;
    return true;
  }
  std::optional<fault> next_fault(const call_context& c) {
    for (auto at = faults_.begin(); at != faults_.end(); ++at) {
      if (!fits(*at, c)) continue;
      fault out = *at;
      if (at->times != 0 && --at->times == 0) faults_.erase(at);
      return out;
    }
    return std::nullopt;
  }

  void break_before(const fault& f, call_context& c, api_answer& out) {
    const auto fail = [&](int status, std::string_view code, const char* message) {
      ++calls_[c.action];
      if (f.wait.count() > 0 && (status == 429 || code.starts_with("Throttling"))) out.headers.emplace_back("x-acs-retry-after", std::to_string(f.wait.count()));
      throw refusal(status, f.code.empty() ? std::string(code) : f.code, message);
    };
    switch (f.kind) {
      case fault_kind::throttle: fail(400, "Throttling.User", "Request was denied due to user flow control."); break;
      case fault_kind::throttle_429: fail(429, "TooManyRequests", "Too many requests."); break;
      case fault_kind::unavailable: fail(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server."); break;
      case fault_kind::internal_error: fail(500, "InternalError", "The request processing has failed due to some unknown error."); break;
      case fault_kind::ok_with_code: fail(200, "ServiceUnavailable.UpstreamTokenEndpoint", "The token endpoint of the provider did not answer."); break;
      case fault_kind::expired_workload_token: fail(400, "InvalidParameter.WorkloadAccessToken", "The workload access token is expired."); break;
      case fault_kind::slow: out.delay = f.wait; break;
      case fault_kind::drop:
        ++calls_[c.action];
        out.drop = true;
        break;
      case fault_kind::failed_session:
        if (consent_session* const s = state_.session(*c.parameters.find("SessionURI"))) s->is = consent_session::status::failed;
        break;
      case fault_kind::drop_after: break;
    }
  }

  static std::string xml_escape(std::string_view text) {
    std::string out;
    for (const char ch : text) {
      if (ch == '&') out += "&amp;";
      else if (ch == '<') out += "&lt;";
      else if (ch == '>') out += "&gt;";
      else out += ch;
    }
    return out;
  }

  /** Agent Identity specification 2.6. XML for those who ask for it. */
  void refuse(const api_call& call, const refusal& r, api_answer& out) const {
    out.status = r.status;
    const std::string host = printable(call.header("host"), 200), recommend = "https://api.aliyun.com/troubleshoot?q=" + net::percent_encode(r.code);
    const std::string_view accept = call.header("accept");
    const auto query = credentials::parse_parameters(call.query);
    const bool xml = accept.find("json") == accept.npos && (accept.find("xml") != accept.npos || (query && text_in(*query, "Format") == "XML"));
    if (xml) {
      out.content_type = "text/xml;charset=utf-8";
      out.body = "<?xml version='1.0' encoding='UTF-8'?><Error>";
      for (const auto& [name, text] : {std::pair<const char*, std::string_view>("RequestId", out.request_id), {"HostId", host}, {"Code", r.code}, {"Message", r.message},
                                       {"Recommend", recommend}})
        out.body.append("<").append(name).append(">").append(xml_escape(text)).append("</").append(name).append(">");
      out.body += "</Error>";
      return;
    }
    json::value body = json::object({{"RequestId", out.request_id}, {"HostId", host}, {"Code", printable(r.code, 200)}, {"Message", r.message}, {"Recommend", recommend}});
    if (!r.access_denied.is_null()) body["AccessDeniedDetail"] = r.access_denied;
    out.body = json::write(body);
  }

  mutable std::mutex mutex_;
  cloud_state state_;
  std::deque<fault> faults_;
  std::map<std::string, std::size_t, std::less<>> calls_;
};

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
