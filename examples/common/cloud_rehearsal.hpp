// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The rehearsal of example 14, a part of it: an emulator of the cloud, stand-ins for DingTalk, OSS and the issuer of users' tokens, and a
// person who asks, logs in with a browser and consents. The agent itself is the one that serves, configured by the same variables.

#include "aval/credentials/jwt.hpp"
#include "aval/emulator/cloud_identity.hpp"
#include "aval/net/http_client_events.hpp"

namespace example {

/** The other services of the story, on one address. */
aval::web::router other_services(std::string keys) {
  aval::web::router r;
  r.get("/keys", [keys](aval::web::call& c) {
    c.response().headers.set("Content-Type", "application/json");
    c.response().body = keys;
    c.finish();
  });
  r.post("/v2.0/doc/me/suites/documents/{id}/overwriteContent", [](aval::web::call& c) {
    if (c.header("x-acs-dingtalk-access-token").value_or("").empty()) throw aval::web::http_error(401, "no_token", "no token");
    std::cout << "[DingTalk] document " << c.parameter("id") << ": " << c.body() << '\n';
    c.answer(json::object({{"success", true}}));
  });
  r.get("/docs/{name}", [](aval::web::call& c) {
    const auto signature = c.header("Authorization").value_or("");
    if (!signature.starts_with("OSS4-HMAC-SHA256 Credential=STS.")) throw aval::web::http_error(403, "not_signed", "not signed by a role");
    c.response().body = "the contents of " + c.parameter("name");
    c.finish();
  });
  return r;
}

struct person {
  net::http_client http;
  std::string agent;   // address
  std::string token;   // what the log-in gave him
  std::string cookie;  // of his browser
};

aval::awaitable<net::http_response> browse(const person* p, std::string method, std::string url, std::string form = {}) {
  net::http_request r(method, url);
  r.headers.add("Cookie", p->cookie);
  if (method == "POST") {
    r.headers.add("Origin", net::url(url).origin());
    r.headers.add("Content-Type", "application/x-www-form-urlencoded");
    r.body = std::move(form);
  }
  co_return co_await p->http.send(std::move(r));
}

aval::awaitable<void> log_in(person* p) {
  const auto answer = co_await browse(p, "POST", p->agent + "/login", "token=" + net::percent_encode(p->token));
  const std::string cookie(answer.headers.find("Set-Cookie").value_or(""));
  p->cookie = cookie.substr(0, cookie.find(';'));
}

/** Clicks the link, approves, and ends on the agent's page. */
aval::awaitable<void> consent(const person* p, std::string link) {
  const std::string page = link.substr(0, link.find('?'));
  const std::string uri = link.substr(link.find("request_uri=") + 12);
  co_await browse(p, "GET", link);
  const auto approved = co_await browse(p, "POST", page, "request_uri=" + uri + "&decision=approve");
  const std::string back(approved.headers.find("Location").value_or(""));
  const auto last = co_await browse(p, "GET", back);
  std::cout << "[browser] " << (last.ok() && last.body.find("Authorization complete") != std::string::npos ? "Authorization complete" : "not authorized: " + last.body) << '\n';
}

/** Asks like curl -N does, and clicks the link when it stands in the answer. */
aval::awaitable<std::string> ask(const person* p, std::string text) {
  net::http_request r("POST", p->agent + "/openai/v1/chat/completions?sessionId=rehearsal");
  r.body = R"({"messages":[{"role":"user","content":[{"type":"text","text":)" + json::write(text) + R"(,"user_id":"seeq"}]}],"stream":true})";
  r.headers.add("Content-Type", "application/json");
  r.headers.add("Authorization", "Bearer " + p->token);
  const net::url where(r.target);
  r.target = where.target();
  std::cout << "[person] " << text << '\n';
  auto events = co_await net::event_reader::open(p->http, where, std::move(r));
  std::string all;
  for (;;) {
    auto event = co_await events.next();
    if (!event || event->data == "[DONE]") break;
    const auto chunk = json::parse(event->data).value();
    const auto* said = chunk["choices"][0]["delta"]["content"].if_string();
    if (said == nullptr) continue;
    std::cout << "[agent] " << *said << '\n';
    all += *said;
    if (const auto at = said->find("http"); at != said->npos && said->find("request_uri=") != said->npos) co_await consent(p, said->substr(at, said->find(' ', at) - at));
  }
  co_return all;
}

void expect(const std::string& text, std::string_view words) {
  if (text.find(words) == text.npos) throw std::runtime_error("the agent should have said \"" + std::string(words) + "\"");
}

aval::awaitable<void> rehearsal() {
  const auto executor = co_await aval::this_coro::executor;
  aval::emulator::cloud_options in_the_open;
  in_the_open.transport = aval::emulator::transport::plain;
  aval::emulator::cloud_identity cloud(executor, in_the_open);
  co_await cloud.start();

  const auto key = aval::crypto::keypair::generate();
  const std::string key_id = "1", issuer = "https://login.example";
  net::http_server others(executor, other_services(R"({"keys":[)" + credentials::jwk_text(key.public_key(), key_id) + "]}"), net::server_options());
  const std::string services = "http://127.0.0.1:" + std::to_string(others.listen("127.0.0.1:0"));
  others.start();

  // the page of the consents is the agent's own, so its port comes first
  std::map<std::string, std::string> variables = {
      {"ALIBABA_CLOUD_ACCESS_KEY_ID", in_the_open.access_key_id}, {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", in_the_open.access_key_secret},
      {"AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME", "my-agent"}, {"CLOUD_ENDPOINT", cloud.url()}, {"DINGTALK_ENDPOINT", services}, {"OSS_ENDPOINT", services},
      {"USER_TOKEN_JWKS_URL", services + "/keys"}, {"USER_TOKEN_ISSUER", issuer}, {"USER_TOKEN_AUDIENCE", "my-app"}};
  const auto a = std::make_shared<cloud_agent>(executor, aval::environment(variables));
  net::http_server server(executor, routes(a), net::server_options());
  a->redirect_uri = "http://127.0.0.1:" + std::to_string(server.listen("127.0.0.1:0"));
  server.start();

  cloud.add_identity_provider({.name = "login", .discovery_url = issuer + "/.well-known/openid-configuration", .audiences = {"my-app"}});
  cloud.add_workload_identity({.name = "my-agent", .return_urls = {a->redirect_uri + "/callback"}, .identity_provider = "login"});
  cloud.add_oauth2_provider({.name = "test-provider-for-dingtalk"});

  const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  person ana{net::http_client(executor), a->redirect_uri,
             credentials::sign_jwt(json::object({{"iss", issuer}, {"sub", "ana"}, {"aud", "my-app"}, {"iat", now}, {"exp", now + 600}}), key, key_id), ""};
  co_await log_in(&ana);
  const std::string wish = "Help me write 'Helloworld' to DingTalk document, document ID: 9bN7RYPWdM";
  expect(co_await ask(&ana, wish), "Written to the document 9bN7RYPWdM.");
  const std::string again = co_await ask(&ana, wish);
  expect(again, "Written to the document");
  if (again.find("Please click") != again.npos) throw std::runtime_error("the vault has the token: nobody is asked twice");
  expect(co_await ask(&ana, "What is in oss://my-bucket/docs/plan.txt ?"), "the contents of plan.txt");
  co_await server.stop();
  co_await others.stop();
  co_await cloud.stop();
}

}  // namespace example
