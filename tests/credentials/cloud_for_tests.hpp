// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "aval/credentials/signature_check.hpp"
#include "net/scripted_server.hpp"

/*  A small cloud on the loopback: checks every signature, date and nonce, then says what the test has put into `answers`, or calls what the
 *  test has put into `handler`. */

namespace cloud_test {

using namespace aval;

inline std::chrono::system_clock::time_point at(const char* text) {
  return std::chrono::time_point_cast<std::chrono::system_clock::duration>(parse_rfc3339(text).value());
}

struct seen {
  std::string method, target, body;
  net::headers headers;
  credentials::parameters query, form;
  std::string action() const {
    if (const auto h = headers.find("x-acs-action")) return std::string(*h);
    const auto* q = query.find("Action");
    return q != nullptr ? *q : std::string();
  }
  std::string nonce() const {
    if (const auto h = headers.find("x-acs-signature-nonce")) return std::string(*h);
    const auto* q = query.find("SignatureNonce");
    return q != nullptr ? *q : std::string();
  }
};

struct reply {
  std::string body = R"({"RequestId":"r-1"})";
  std::string status = "200 OK";
  std::string headers = {};
  bool drop = false;  // close without an answer
};

class cloud {
 public:
  explicit cloud(asio::io_context& context)
      : server_(context, [this](loopback::peer* p) -> awaitable<void> {
          for (;;) {
            auto r = co_await p->read();
            reply out = serve(r);
            if (out.drop) co_return p->stream.close();
            co_await p->answer(out.body, out.headers, out.status);
          }
        }) {}

  net::url url(const std::string& path = "/") const { return net::url("http://127.0.0.1:" + std::to_string(server_.port()) + path); }
  int connections() const { return server_.accepted(); }

  std::map<std::string, std::pair<std::string, std::string>> keys = {{"testAccessKeyId", {"canary-5f1c-key", ""}},
                                                                     {"STS.testAccessKeyId", {"canary-5f1c-sts", "canary-5f1c+test/security==token"}}};
  std::chrono::system_clock::time_point now = at("2026-01-02T03:04:05Z");
  std::deque<reply> answers;
  std::function<reply(const seen&)> handler = [](const seen&) { return reply{}; };
  std::vector<seen> requests;

 private:
  static reply refuse(const std::string& code, const std::string& message) {
    return {R"({"Code":")" + code + R"(","Message":")" + message + R"(","RequestId":"r-bad"})", "400 Bad Request"};
  }
  reply serve(const loopback::peer::request& r) {
    seen s;
    const std::size_t space = r.line.find(' ');
    s.method = r.line.substr(0, space);
    s.target = r.line.substr(space + 1);
    s.body = r.body;
    s.headers = r.headers;
    const std::size_t question = s.target.find('?');
    const std::string query = question == std::string::npos ? "" : s.target.substr(question + 1);
    s.query = credentials::parse_parameters(query).value();
    if (s.headers.find("content-type") == "application/x-www-form-urlencoded") s.form = credentials::parse_parameters(s.body).value();
    requests.push_back(s);
    if (!s.nonce().empty() && !nonces_.insert(s.nonce()).second) return refuse("SignatureNonceUsed", "nonce");
    if (const auto header = s.headers.find("authorization")) {
      const auto a = credentials::parse_v3_authorization(*header);
      if (!a || keys.count(a->access_key_id) == 0) return refuse("InvalidAccessKeyId.NotFound", "key");
      const auto& [key, token] = keys.at(a->access_key_id);
      if (s.headers.find("x-acs-security-token").value_or("") != token) return refuse("InvalidSecurityToken.Mismatch", "token");
      const auto good = credentials::check_v3(*a, s.method, s.target, s.headers, s.body, secret(key), now);
      if (!good) return refuse("SignatureDoesNotMatch", good.error().message);
    } else if (s.query.find("Signature") != nullptr) {
      const auto* id = s.query.find("AccessKeyId");
      if (id == nullptr || keys.count(*id) == 0) return refuse("InvalidAccessKeyId.NotFound", "key");
      const auto* token = s.query.find("SecurityToken");
      if ((token != nullptr ? *token : "") != keys.at(*id).second) return refuse("InvalidSecurityToken.Mismatch", "token");
      const auto good = credentials::check_v1(s.method, query, s.body, secret(keys.at(*id).first), now);
      if (!good) return refuse("SignatureDoesNotMatch", good.error().message);
    }
    if (answers.empty()) return handler(s);
    reply out = answers.front();
    answers.pop_front();
    return out;
  }

  std::set<std::string> nonces_;
  loopback::scripted_server server_;
};

}  // namespace cloud_test
