// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "aval/aim/signing.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/json/value.hpp"
#include "aval/net/http_message.hpp"
#include "measure.hpp"

// What an agent sends to an authority, signed before the clock runs.

namespace bench {

/** Headers that show who calls: mode A. `path` without a query. */
inline void sign_headers(aval::net::http_request& request, const aval::crypto::keypair& key, std::string_view method, std::string_view path) {
  const std::string time = aval::aim::unix_seconds(std::chrono::system_clock::now());
  request.headers.set("X-Public-Key", key.public_key().to_base64());
  request.headers.set("X-Timestamp", time);
  request.headers.set("X-Signature", key.sign(aval::aim::header_message(method, path, time, request.body)).to_base64());
}

/** A registration by key: a client on the authority's own machine becomes a verified agent at once. */
inline aval::net::http_request registration_request(const aval::crypto::keypair& key, const std::string& name) {
  const std::string path = "/api/v1/public/agents/register";
  aval::net::http_request request("POST", path);
  request.body = R"({"name": ")" + name + R"(", "public_key": ")" + key.public_key().to_base64() + "\"}";
  request.headers.set("Content-Type", "application/json");
  sign_headers(request, key, "POST", path);
  return request;
}

/** Bodies of verification requests, each of another microsecond. `text`: what the last one's signature covers. */
inline std::vector<std::string> signed_questions(const aval::crypto::keypair& key, const std::string& agent, std::size_t n, std::string_view action = "get_weather",
                                                 std::string_view risk = "low", std::string* text = nullptr) {
  std::vector<std::string> bodies;
  bodies.reserve(n);
  const auto context =
      aval::json::parse(R"({"function_name": "get_weather", "parameters": {"city": "Lima", "units": "metric"}, "risk_level": ")" + std::string(risk) + "\"}").value();
  static std::chrono::system_clock::time_point at = std::chrono::system_clock::now();
  const std::string open = key.public_key().to_base64();
  for (std::size_t i = 0; i < n; ++i) {
    at += std::chrono::microseconds(1);
    const std::string time = aval::aim::signing_time(at);
    aval::aim::signed_question q;
    q.agent_id = agent;
    q.action_type = action;
    q.resource = "api.example.com/weather";
    q.context = &context;
    q.timestamp = time;
    const std::string p = aval::aim::canonical_p(q);
    if (text) *text = p;
    bodies.push_back(aval::aim::verification_body(p, open, key.sign(p).to_base64()));
  }
  return bodies;
}

}  // namespace bench
