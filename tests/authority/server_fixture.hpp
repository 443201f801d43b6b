// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <gtest/gtest.h>

#include <asio/io_context.hpp>

#include <optional>
#include <string>
#include <utility>

#include "aval/aim/signing.hpp"
#include "aval/authority/server.hpp"
#include "aval/json/value.hpp"
#include "aval/net/http_client.hpp"
#include "aval/testing.hpp"
#include "authority/fixture.hpp"

namespace authority_test {

using headers_list = std::vector<std::pair<std::string, std::string>>;

struct reply {
  int status = 0;
  aval::json::value body = {};
  aval::net::headers headers = {};
  std::string text = {};
  std::string at(const char* name) const {
    const auto* v = body.find(name);
    return v && v->is_string() ? v->as_string() : std::string();
  }
};

/** Somebody who talks to an authority over HTTP, on one thread, with a clock of its own. */
class authority_client {
 public:
  template <class T>
  T run(aval::awaitable<T> operation) {
    context.restart();
    return aval::testing::run(context, std::move(operation));
  }
  static aval::awaitable<aval::net::http_response> exchange(aval::net::http_client client, std::string base, aval::net::http_request request) {
    co_return co_await client.send(aval::net::url(base), std::move(request));
  }
  reply send(const std::string& method, const std::string& path, const std::string& body = {}, const headers_list& headers = {}) {
    const aval::net::http_client client(context.get_executor(), net_options());
    aval::net::http_request request(method, path);
    request.body = body;
    for (const auto& [name, value] : headers) request.headers.set(name, value);
    if (!body.empty()) request.headers.set("Content-Type", "application/json");
    const auto answer = run(exchange(client, base, std::move(request)));
    reply out;
    out.status = answer.status;
    out.text = answer.body;
    out.headers = answer.headers;
    if (!answer.body.empty()) {
      auto parsed = aval::json::parse(answer.body);
      EXPECT_TRUE(parsed) << method << ' ' << path << " answered " << answer.body;
      if (parsed) out.body = std::move(*parsed);
    }
    return out;
  }
  /** What is not JSON. */
  std::string get_text(const std::string& path) {
    const aval::net::http_client client(context.get_executor(), net_options());
    const auto answer = run(exchange(client, base, aval::net::http_request("GET", path)));
    EXPECT_EQ(answer.status, 200);
    return answer.body;
  }
  static aval::net::client_options net_options() {
    aval::net::client_options o;
    o.retry.when.max_attempts = 1;
    o.proxy.from_environment = false;
    return o;
  }
  /** As the administrator. */
  reply admin(const std::string& method, const std::string& path, const std::string& body = {}) { return send(method, path, body, {{"Authorization", "Bearer " + token}}); }

  std::string unix_now() const { return std::to_string(std::chrono::floor<seconds>(now.time_since_epoch()).count()); }

  aval::timestamp now = start_of_time;
  asio::io_context context;
  std::string base, token;
};

/** An authority on a free port of this process, with the client's clock, which the test moves. */
class running_authority : public authority_client {
 public:
  explicit running_authority(options o = {}) {
    o.transport = transport::plain;
    o.password_operations = 1;
    o.password_memory_kib = 64;
    const auto steady = std::chrono::steady_clock::now();
    o.clock.wall = [this] { return std::chrono::time_point_cast<std::chrono::system_clock::duration>(now); };
    o.clock.monotonic = [this, steady] { return steady + (now - start_of_time); };
    server.emplace(context.get_executor(), o);
    run(server->start());
    base = server->url();
    token = std::string(server->issue_admin_token().reveal());
  }
  ~running_authority() {
    try {
      run(server->stop(std::chrono::milliseconds(100)));
    } catch (const std::exception& e) {
      ADD_FAILURE() << "stop: " << e.what();
    }
  }
  std::optional<aval::authority::server> server;
};

/** An agent as a client would be: a key, an identifier, and requests signed with it. */
struct test_agent {
  aval::crypto::keypair key;
  std::string name;
  std::string id = {};

  std::string public_key() const { return key.public_key().to_base64(); }

  headers_list signed_headers(authority_client& a, const std::string& method, const std::string& path, const std::string& body = {}) const {
    const std::string bare = path.substr(0, path.find('?'));
    headers_list h{{"X-Timestamp", a.unix_now()},
                   {"X-Signature", key.sign(aval::aim::header_message(method, bare, a.unix_now(), body)).to_base64()},
                   {"X-Public-Key", public_key()}};
    if (!id.empty()) h.emplace_back("X-Agent-ID", id);
    return h;
  }
  reply send(authority_client& a, const std::string& method, const std::string& path, const std::string& body = {}) const {
    return a.send(method, path, body, signed_headers(a, method, path, body));
  }
  /** Registers with nothing but the key. */
  reply enrol(authority_client& a, const std::string& more = {}) {
    const std::string path = "/api/v1/public/agents/register";
    const std::string body = "{\"name\": \"" + name + "\", \"public_key\": \"" + public_key() + "\"" + more + "}";
    const reply r = a.send("POST", path, body, test_agent{key, name}.signed_headers(a, "POST", path, body));
    if (r.status == 200 || r.status == 201) id = r.at("agent_id");
    return r;
  }
  /** The body of a verification request. */
  std::string ask(authority_client& a, const std::string& action, const std::string& context = "{}", const std::string& resource = {}) const {
    const auto tree = aval::json::parse(context).value();
    const std::string time = aval::aim::signing_time(std::chrono::time_point_cast<std::chrono::system_clock::duration>(a.now));
    aval::aim::signed_question q;
    q.agent_id = id;
    q.action_type = action;
    if (!resource.empty()) q.resource = resource;
    q.context = &tree;
    q.timestamp = time;
    const std::string p = aval::aim::canonical_p(q);
    return aval::aim::verification_body(p, public_key(), key.sign(p).to_base64());
  }
  reply verify(authority_client& a, const std::string& action, const std::string& context = "{}", const std::string& resource = {}) const {
    a.now += std::chrono::milliseconds(1);  // another microsecond, another signature
    return a.send("POST", "/api/v1/sdk-api/verifications", ask(a, action, context, resource));
  }
  reply poll(authority_client& a, const std::string& verification, const std::string& query = {}) const {
    return send(a, "GET", "/api/v1/sdk-api/verifications/" + verification + query);
  }
  reply report(authority_client& a, const std::string& verification, const std::string& body = "{\"result\": \"success\"}") const {
    return send(a, "POST", "/api/v1/sdk-api/verifications/" + verification + "/result", body);
  }
};

inline test_agent agent_number(unsigned char n, std::string name = {}) { return {key_number(n), name.empty() ? "agent-" + std::to_string(n) : std::move(name)}; }

inline options without_limits() {
  options o;
  o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
  return o;
}

}  // namespace authority_test
