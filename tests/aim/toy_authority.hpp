// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "aval/aim/signing.hpp"
#include "aval/core/uuid.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/json/value.hpp"
#include "aval/net/http_server.hpp"

/*  Just enough of an authority to test a client against: it registers, decides by the action's name (deny_..., wait_...; the rest is
 *  approved), records everything, and a test may answer any request in its own way first. It verifies every signature that it gets. */

namespace toy {

struct seen {
  std::string method, target, path, body;
  std::map<std::string, std::string> headers;
};

class authority {
 public:
  /** Gives true when it has answered. May be a hostile one. */
  using interceptor = std::function<bool(const seen&, aval::net::http_response&)>;

  explicit authority(aval::any_io_executor executor, aval::net::server_options options = {})
      : state_(std::make_shared<state>()),
        server_(executor, [s = state_](aval::net::http_exchange& x) { return handle(s, x); }, std::move(options)) {
    port_ = server_.listen("127.0.0.1:0");
    server_.start();
  }
  std::uint16_t port() const { return port_; }
  std::string url() const { return (server_.secure() ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_); }
  void intercept(interceptor f) {
    const std::lock_guard lock(state_->mutex);
    state_->first = std::move(f);
  }
  std::vector<seen> journal() const {
    const std::lock_guard lock(state_->mutex);
    return state_->journal;
  }
  std::size_t count(const std::string& method, const std::string& part) const {
    std::size_t n = 0;
    for (const auto& r : journal())
      if (r.method == method && r.path.find(part) != std::string::npos) ++n;
    return n;
  }
  std::vector<std::string> problems() const {
    const std::lock_guard lock(state_->mutex);
    return state_->problems;
  }
  /** Decides a pending verification. */
  void decide(const std::string& id, const std::string& status) {
    const std::lock_guard lock(state_->mutex);
    state_->decisions[id] = status;
  }
  /** How often a GET must come before wait_... actions are approved. */
  void approve_after(int polls) {
    const std::lock_guard lock(state_->mutex);
    state_->polls_before_approval = polls;
  }
  std::string agent_id() const { return state_->agent_id; }
  aval::awaitable<void> stop() { return server_.stop(std::chrono::milliseconds(0)); }

 private:
  struct state {
    std::mutex mutex;
    interceptor first;
    std::vector<seen> journal;
    std::vector<std::string> problems;
    std::map<std::string, std::string> decisions;
    std::map<std::string, int> polls;
    int polls_before_approval = 1;
    std::string agent_id = "11111111-2222-4333-8444-555555555555";
    std::string public_key;
  };

  static aval::awaitable<void> handle(std::shared_ptr<state> s, aval::net::http_exchange& x) {
    const auto& q = x.request();
    seen r{std::string(q.method()), std::string(q.target()), std::string(q.path()), std::string(q.body()), {}};
    for (const auto& [name, value] : q.headers()) r.headers[std::string(name)] = std::string(value);
    const std::lock_guard lock(s->mutex);
    s->journal.push_back(r);
    x.response().headers.set("Content-Type", "application/json");
    if (s->first && s->first(r, x.response())) co_return;
    answer(*s, r, x.response());
  }

  static void answer(state& s, const seen& r, aval::net::http_response& a) {
    const auto tree = aval::json::parse(r.body.empty() ? "{}" : r.body);
    if (!tree) return fail(a, 400, "Invalid request body");
    const auto text = [&](const char* name) { const auto* v = tree->find(name); return v && v->is_string() ? v->as_string() : std::string(); };
    if (r.path == "/api/v1/public/agents/register") {
      const bool key_of_its_own = r.headers.count("X-Signature") != 0;
      if (!key_of_its_own && r.headers.count("X-AIM-API-Key") == 0) return fail(a, 401, "X-AIM-API-Key header is required for agent registration");
      s.public_key = text("public_key");
      if (key_of_its_own && !check_headers(s, r)) return fail(a, 401, "Invalid signature");
      a.status = 201;
      a.body = R"({"agent_id":")" + s.agent_id + R"(","name":")" + text("name") + R"(","public_key":")" + s.public_key +
               R"(","status":"verified","trust_score":0.907,"created_at":"2025-10-24T16:00:00Z"})";
      return;
    }
    if (r.path == aval::aim::verifications_path) return verify(s, r, *tree, a);
    if (!check_headers(s, r)) return fail(a, 401, "Invalid signature");
    if (r.method == "GET" && r.path.starts_with(aval::aim::verifications_path)) {
      const std::string id = r.path.substr(aval::aim::verifications_path.size() + 1);
      auto& status = s.decisions[id];
      if (status == "pending" && ++s.polls[id] >= s.polls_before_approval) status = "approved";
      a.body = R"({"id":")" + id + R"(","status":")" + status + R"(","approved_by":"ana","denial_reason":"because"})";
      return;
    }
    if (r.path.ends_with("/result")) return void(a.body = R"({"id":"x","status":"result_recorded","result":"success"})");
    if (r.path.ends_with("/actions/log")) {
      a.status = 201;
      a.body = R"({"success":true,"audit_id":"22222222-2222-4333-8444-555555555555"})";
      return;
    }
    if (r.path.ends_with("/trust-score")) {
      a.body = R"({"agent_id":"x","agent_name":"y","score":0.907,"factors":{"uptime":0.98,"driftDetection":1.0},"calculated_at":"2025-10-24T16:00:00Z"})";
      return;
    }
    if (r.path.ends_with("/rotate-credentials")) {
      s.public_key = text("public_key");
      a.body = R"({"success":true,"public_key":")" + s.public_key + "\"}";
      return;
    }
    if (r.path == "/api/v1/agents/" + s.agent_id) {
      a.body = R"({"id":")" + s.agent_id + R"(","name":"n","status":"suspended","trust_score":0.5})";
      return;
    }
    fail(a, 404, "Cannot " + r.method + " " + r.path);
  }

  static void verify(state& s, const seen& r, const aval::json::value& tree, aval::net::http_response& a) {
    aval::aim::signed_question q;
    q.agent_id = tree["agent_id"].as_string();
    q.action_type = tree["action_type"].as_string();
    if (tree["resource"].is_string()) q.resource = tree["resource"].as_string();
    q.context = tree.find("context");
    q.timestamp = tree["timestamp"].as_string();
    const auto signature = aval::crypto::signature::from_base64(tree["signature"].as_string());
    const auto key = aval::crypto::parse_public_key(s.public_key);
    if (!signature || !key || tree["public_key"].as_string() != s.public_key || !aval::aim::verify_question(*key, q, *signature))
      return fail(a, 401, "Signature verification failed: invalid signature");
    (void)r;
    const std::string id = aval::uuid::random().to_string();
    const std::string status = q.action_type.starts_with("deny") ? "denied" : q.action_type.starts_with("wait") ? "pending" : "approved";
    s.decisions[id] = status;
    a.status = status == "denied" ? 403 : 201;
    a.body = R"({"id":")" + id + R"(","status":")" + status + R"(","approved_by":"system","expires_at":"2199-01-01T00:00:00Z","denial_reason":"not today","trust_score":0.9})";
  }

  static bool check_headers(state& s, const seen& r) {
    const auto key = aval::crypto::parse_public_key(s.public_key);
    const auto at = [&](const char* name) { const auto it = r.headers.find(name); return it == r.headers.end() ? std::string() : it->second; };
    const auto signature = aval::crypto::signature::from_base64(at("X-Signature"));
    if (key && signature && aval::aim::verify_header(*key, r.method, r.path, "", at("X-Timestamp"), r.body, *signature)) return true;
    s.problems.push_back("bad header signature: " + r.method + " " + r.target);
    return false;
  }

  static void fail(aval::net::http_response& a, int status, const std::string& text) {
    a.status = status;
    a.body = aval::json::write(aval::json::object({{"error", text}}));
  }

  std::shared_ptr<state> state_;
  aval::net::http_server server_;
  std::uint16_t port_ = 0;
};

}  // namespace toy
