// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/emulator/detail/consent_page.hpp"
#include "aval/emulator/detail/control_access.hpp"
#include "aval/emulator/detail/seeds.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

/*  /_emulator/...: seeds, faults, expiry and a look inside over HTTP, for tests in other languages. JSON in and out; unknown members are
 *  refused. Whoever reaches it owns the emulator, so only this machine does, and no web page: see may_control(). No I/O. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

struct keys_of_provider {
  std::string name = {}, keys = {}, account = {};
  static constexpr auto json_rules = json::rules(json::required("name"), json::required("keys"));
};
struct decision {
  std::string session_uri = {};
  bool approve = true;
  static constexpr auto json_rules = json::rules(json::required("session_uri"));
};
struct consent_setting {
  std::string answer = "ask";
};
struct fault_wanted {
  std::string kind = {}, action = {}, code = {};
  std::size_t times = 1;
  std::int64_t wait_ms = 0;
  static constexpr auto json_rules = json::rules(json::required("kind"));
};

class control_interface {
 public:
  explicit control_interface(cloud& all) : all_(all) {}

  /** `what` stands behind /_emulator/. */
  page run(std::string_view method, std::string_view what, std::string_view body) {
    try {
      if (method == "GET" && what == "state") return {200, json::write(look()), {}};
      if (method == "DELETE" && what == "faults") return all_.clear_faults(), done();
      if (method == "POST") {
        if (what == "reset") return all_.reset(), done();
        if (what == "access-keys") return add_access_key(all_, read<access_key_seed>(body)), done();
        if (what == "workload-identities") return made(add_identity(all_, read<workload_identity_seed>(body)));
        if (what == "identity-providers") return made(add_identity_provider(all_, read<identity_provider_seed>(body)));
        if (what == "identity-provider-keys") return set_keys(read<keys_of_provider>(body));
        if (what == "oauth2-providers") return made(add_oauth2_provider(all_, read<oauth2_provider_seed>(body)));
        if (what == "api-keys") return made(add_api_key(all_, read<api_key_seed>(body)));
        if (what == "consents") return add_consent(all_, read<consent_seed>(body)), done();
        if (what == "expire") return expire(all_, read<expiry>(body)), done();
        if (what == "faults") return add_fault(read<fault_wanted>(body));
        if (what == "consent-page") return set_consent(read<consent_setting>(body));
        if (what == "decide") return decide_session(read<decision>(body));
      }
      return problem(404, "There is no such thing under /_emulator/.");
    } catch (const error& e) {
      return problem(400, e.context());
    }
  }

 private:
  template <class T>
  static T read(std::string_view body) {
    constexpr json::read_options strict{.unknown = json::unknown::refuse};
    auto v = json::read<T, strict>(body);
    if (!v) throw error(make_error_code(aval::errc::invalid_argument), v.error().message());
    return *std::move(v);
  }
  static page done() { return {200, "{}", {}}; }
  static page made(std::string arn) { return {200, json::write(json::object({{"arn", std::move(arn)}})), {}}; }
  static page problem(int status, const std::string& text) { return {status, json::write(json::object({{"error", printable(text, 1000)}})), {}}; }

  page set_keys(const keys_of_provider& k) {
    set_identity_provider_keys(all_, k.name, k.keys, k.account);
    return done();
  }
  page add_fault(const fault_wanted& f) {
    const auto kind = parse_fault_kind(f.kind);
    if (!kind) return problem(400, "There is no fault of the kind " + f.kind + ".");
    if (f.wait_ms < 0 || f.wait_ms > 3'600'000) return problem(400, "wait_ms is from 0 to an hour.");
    fault out;
    out.kind = *kind;
    out.action = f.action;
    out.code = f.code;
    out.times = f.times;
    out.wait = std::chrono::milliseconds(f.wait_ms);
    all_.inject(std::move(out));
    return done();
  }
  page set_consent(const consent_setting& c) {
    if (c.answer != "ask" && c.answer != "approve" && c.answer != "deny") return problem(400, "answer is ask, approve or deny.");
    all_.with([&](cloud_state& s) { s.consent = c.answer == "ask" ? consent_answer::ask : c.answer == "deny" ? consent_answer::deny : consent_answer::approve; });
    return done();
  }
  page decide_session(const decision& d) {
    return all_.with([&](cloud_state& state) {
      consent_session* const s = state.session(d.session_uri);
      if (s == nullptr || s->is != consent_session::status::pending) return problem(400, "There is no such session, or it is decided.");
      return page{200, json::write(json::object({{"redirect", decide(*s, d.session_uri, d.approve)}})), {}};
    });
  }

  json::value look() {
    json::value out = json::object({{"calls", all_.counts()}});
    json::value waiting = json::array();
    for (const fault& f : all_.faults())
      waiting.push_back(json::object({{"kind", to_text(f.kind)}, {"action", f.action}, {"times", f.times}, {"wait_ms", f.wait.count()}}));
    out["faults"] = std::move(waiting);
    all_.with([&](cloud_state& state) {
      out["region"] = state.options.region;
      json::value accounts = json::array(), sessions = json::array();
      for (const auto& [number, a] : state.accounts) {
        json::value one = json::object({{"account", number}});
        for (const entity_kind& kind : entity_kinds()) {
          json::value items = json::array();
          for (const auto& [_, e] : a.entities[kind.index]) items.push_back(e.shown);
          one[kind.plural] = std::move(items);
        }
        json::value roles = json::array();
        for (const auto& [name, _] : a.roles) roles.push_back(name);
        one["Roles"] = std::move(roles);
        accounts.push_back(std::move(one));
      }
      for (const auto& [uri, s] : state.sessions) {
        constexpr const char* names[] = {"pending", "consented", "completed", "failed"};
        sessions.push_back(json::object({{"session_uri", uri}, {"status", names[static_cast<int>(s.is)]}, {"provider", s.provider}, {"identity", s.identity},
                                         {"user", s.user.shown()}, {"authorization_url", state.url + "/oauth2/authorize?request_uri=" + net::percent_encode(uri)}}));
      }
      out["accounts"] = std::move(accounts);
      out["sessions"] = std::move(sessions);
    });
    return out;
  }

  cloud& all_;
};

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
