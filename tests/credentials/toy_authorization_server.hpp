// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "aval/credentials/jwt.hpp"
#include "aval/credentials/oauth2_client.hpp"
#include "credentials/local_server.hpp"

// An authorization server that does what the RFCs ask of one, and nothing else: RFC 6749, 7523, 7636, 8414, 8628, 8693, 9207.

namespace credentials_test {

namespace cr = aval::credentials;

class toy_authorization_server {
 public:
  local_server server{[this](net::http_exchange& x) { return answer(this, &x); }};
  const crypto::keypair client_key = crypto::keypair::from_seed_bytes(as_bytes("0123456789abcdef0123456789abcdef")).value();

  // what a test turns
  bool oidc_place = true, deny = false, rotate = true, down = false;
  bool quote = false, busy = false;  // errors repeat what was sent; the token endpoint says 429
  std::string claimed_issuer;  // in the metadata; empty: the right one
  int pending = 0;             // how often a device code is answered "authorization_pending"
  int lifetime = 3600;
  // what a test looks at
  int token_requests = 0, other_requests = 0, all_requests = 0;
  cr::parameters last;

  std::string issuer() const { return server.at(""); }
  cr::oauth2_server metadata() const {
    cr::oauth2_server m;
    m.issuer = issuer();
    m.authorization_endpoint = server.at("/authorize");
    m.token_endpoint = server.at("/token");
    m.device_authorization_endpoint = server.at("/device");
    m.names_itself = true;
    return m;
  }
  cr::oauth2_client_options options(const std::string& id) {
    cr::oauth2_client_options o;
    o.server = metadata();
    o.client_id = id;
    if (id == "basic" || id == "post") o.client_secret = "s&cret: %1";
    o.secret_in_body = id == "post";
    if (id == "keyed") o.client_key = client_key;
    o.allow_plain_http = true;
    o.least_interval = std::chrono::milliseconds(1);
    o.clock = server.clock();
    return o;
  }
  cr::oauth2_client client(const std::string& id = "basic") { return cr::oauth2_client(server.client, options(id)); }

 private:
  struct code_record {
    std::string client, redirect_uri, challenge;
  };

  static awaitable<void> answer(toy_authorization_server* self, net::http_exchange* x) {
    const auto path = x->request().path();
    auto& r = x->response();
    r.headers.add("Content-Type", "application/json");
    r.headers.add("Cache-Control", "no-store");
    ++self->all_requests;
    if (path != "/token") ++self->other_requests;
    if (self->down) r.status = 503;
    else if (path == "/.well-known/openid-configuration" && self->oidc_place) self->say_metadata(r);
    else if (path == "/.well-known/oauth-authorization-server") self->say_metadata(r);
    else if (path == "/authorize") self->authorize(*x);
    else if (path == "/device" && x->request().method() == "POST") self->device(*x);
    else if (path == "/token" && x->request().method() == "POST") self->token(*x);
    else r.status = 404;
    co_return;
  }

  void say_metadata(net::http_response& r) {
    const auto m = metadata();
    r.body = R"({"issuer":")" + (claimed_issuer.empty() ? m.issuer : claimed_issuer) + R"(","authorization_endpoint":")" + m.authorization_endpoint +
             R"(","token_endpoint":")" + m.token_endpoint + R"(","device_authorization_endpoint":")" + m.device_authorization_endpoint +
             R"(","authorization_response_iss_parameter_supported":true,"code_challenge_methods_supported":["S256"]})";
  }

  void authorize(net::http_exchange& x) {
    const auto p = cr::parse_parameters(x.request().query());
    const auto is = [&](const char* name, const char* value) { return p && p->find(name) != nullptr && *p->find(name) == value; };
    x.response().status = 400;
    if (!is("response_type", "code") || !is("code_challenge_method", "S256") || !p->find("state") || !p->find("redirect_uri") || !p->find("client_id")) return;
    cr::parameters back{{"state", *p->find("state")}, {"iss", issuer()}};
    if (deny) {
      back.add("error", "access_denied");
    } else {
      const std::string code = crypto::random_token(16);
      codes_[code] = {*p->find("client_id"), *p->find("redirect_uri"), *p->find("code_challenge")};
      back.add("code", code);
    }
    x.response().status = 302;
    x.response().headers.add("Location", *p->find("redirect_uri") + "?" + back.query());
  }

  void device(net::http_exchange& x) {
    const auto p = cr::parse_parameters(x.request().body());
    if (!p || !authenticated(x, *p)) return refuse(x, 401, "invalid_client");
    devices_.insert("device-code-1");
    x.response().body = R"({"device_code":"device-code-1","user_code":"WDJB-MJHT","verification_uri":"https://a.example/device","expires_in":600,"interval":0})";
  }

  void token(net::http_exchange& x) {
    ++token_requests;
    if (busy) return refuse(x, 429, "slow_down");
    const auto p = cr::parse_parameters(x.request().body());
    if (!p || x.request().headers().find("Content-Type") != "application/x-www-form-urlencoded") return refuse(x, 400, "invalid_request");
    std::set<std::string> names;
    for (const auto& item : p->items())
      if (!names.insert(item.name).second) return refuse(x, 400, "invalid_request");
    last = *p;
    const auto of = [&](const char* name) { return p->find(name) != nullptr ? *p->find(name) : std::string(); };
    const auto who = authenticated(x, *p);
    if (!who) return refuse(x, 401, "invalid_client");
    const std::string grant = of("grant_type");
    if (grant == "client_credentials") {
      if (*who == "public") return refuse(x, 400, "unauthorized_client");
      return give(x, "client:" + *who, false);
    }
    if (grant == "authorization_code") {
      const auto found = codes_.find(of("code"));
      if (found == codes_.end()) return refuse(x, 400, "invalid_grant");
      const code_record record = found->second;
      codes_.erase(found);  // once, whatever comes of it
      if (record.client != *who || record.redirect_uri != of("redirect_uri")) return refuse(x, 400, "invalid_grant");
      if (record.challenge != crypto::base64url_encode(crypto::sha256(of("code_verifier")))) return refuse(x, 400, "invalid_grant");
      return give(x, "user", true);
    }
    if (grant == "refresh_token") {
      if (refresh_tokens_.count(of("refresh_token")) == 0) return refuse(x, 400, "invalid_grant");
      if (rotate) refresh_tokens_.erase(of("refresh_token"));
      return give(x, "user", rotate);
    }
    if (grant == "urn:ietf:params:oauth:grant-type:device_code") {
      if (devices_.count(of("device_code")) == 0) return refuse(x, 400, "expired_token");
      if (deny) return refuse(x, 400, "access_denied");
      if (pending > 0) return --pending, refuse(x, 400, "authorization_pending");
      devices_.erase(of("device_code"));
      return give(x, "user", true);
    }
    if (grant == "urn:ietf:params:oauth:grant-type:token-exchange") {
      if (of("subject_token").empty() || of("subject_token_type").empty() || of("actor_token").empty() != of("actor_token_type").empty())
        return refuse(x, 400, "invalid_request");
      return give(x, of("subject_token") + "+" + of("actor_token") + ">" + of("audience"), false);
    }
    refuse(x, 400, "unsupported_grant_type");
  }

  std::optional<std::string> authenticated(net::http_exchange& x, const cr::parameters& p) {
    const auto of = [&](const char* name) { return p.find(name) != nullptr ? *p.find(name) : std::string(); };
    if (const auto header = x.request().headers().find("Authorization")) {
      if (p.find("client_secret") != nullptr || p.find("client_assertion") != nullptr) return std::nullopt;  // RFC 6749 2.3: one way only
      const std::string right = net::percent_encode("basic") + ":" + net::percent_encode("s&cret: %1");
      return *header == "Basic " + crypto::base64_encode(as_bytes(right)) ? std::optional<std::string>("basic") : std::nullopt;
    }
    if (p.find("client_assertion") != nullptr) {
      cr::jwt_options o;
      o.issuer = "keyed";
      o.audiences = {server.at("/token")};
      const auto keys = cr::parse_jwk_set(R"({"keys":[)" + cr::jwk_text(client_key.public_key(), cr::jwk_thumbprint(client_key.public_key())) + "]}").value();
      const auto claims = cr::jwt_checker(o).check(of("client_assertion"), keys, server.clock().now());
      if (!claims || claims->subject != "keyed" || of("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") return std::nullopt;
      if (!assertions_.insert(claims->id).second) return std::nullopt;  // a replay
      return "keyed";
    }
    if (of("client_id") == "post") return of("client_secret") == "s&cret: %1" ? std::optional<std::string>("post") : std::nullopt;
    if (of("client_id") == "public" && p.find("client_secret") == nullptr) return "public";
    return std::nullopt;
  }

  void give(net::http_exchange& x, const std::string& for_whom, bool refreshable) {
    std::string body = R"({"access_token":")" + for_whom + "#" + std::to_string(++count_) + R"(","token_type":"Bearer","expires_in":)" + std::to_string(lifetime);
    if (refreshable) {
      const std::string refresh = "refresh#" + std::to_string(count_);
      refresh_tokens_.insert(refresh);
      body += R"(,"refresh_token":")" + refresh + '"';
    }
    x.response().body = body + "}";
  }
  void refuse(net::http_exchange& x, int status, const std::string& error) {
    const std::string words = quote ? "you sent " + std::string(x.request().headers().find("Authorization").value_or("")) + " and " + std::string(x.request().body())
                                    : "words of the server";
    x.response().status = status;
    x.response().body = R"({"error":")" + error + R"(","error_description":")" + words + "\"}";
  }

  std::map<std::string, code_record> codes_;
  std::set<std::string> refresh_tokens_, devices_, assertions_;
  int count_ = 0;
};

}  // namespace credentials_test
