// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/web/json_call.hpp"

#include <asio/use_future.hpp>
#include <gtest/gtest.h>

#include <string>

#include "aval/web/router.hpp"
#include "net/http_client_for_tests.hpp"

namespace {

using namespace http_test;

struct question {
  std::string text = {};
  int number = 0;
};
struct reply_body {
  std::string text = {};
  int doubled = 0;
};

struct service {
  running_server server;
  net::http_client client;
  service() : server(routes()), client(server.context().get_executor(), options()) {}
  ~service() { client.close_idle(); }
  static net::client_options options() {
    net::client_options o;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    return o;
  }
  static web::router routes() {
    web::router r;
    r.post("/ask", [](web::call& c, question q) {
      return web::reply<reply_body>(201, {q.text + std::string(c.header("X-Extra").value_or("")) + std::string(c.header("Accept").value_or("")), q.number * 2});
    });
    r.get("/broken", [](web::call& c) { c.response().body = R"({"text":"a","doubled":"b"})"; });
    r.get("/empty", [](web::call&) { return web::no_content(); });
    r.get("/error/{form}", [](web::call& c) {
      c.response().status = 403;
      const auto form = c.parameter("form");
      c.response().body = form == "text" ? R"({"error":"no \u001b[1m way"})" : form == "flag" ? R"({"error":true,"message":"flagged"})"
                          : form == "object" ? R"({"error":{"code":"x","message":"inner"}})" : "<html>";
    });
    return r;
  }
  net::url at(const std::string& path) const { return net::url("http://127.0.0.1:" + std::to_string(server.port) + path); }
  template <class T>
  T run(awaitable<T> operation) {
    return asio::co_spawn(server.context(), std::move(operation), asio::use_future).get();
  }
};

TEST(json_call, sends_and_receives_types) {
  service s;
  question q{"hello ", 21};
  const auto a = s.run(web::json_call<reply_body>(s.client, "POST", s.at("/ask"), q));
  EXPECT_TRUE(a.ok());
  EXPECT_EQ(a.status, 201);
  EXPECT_EQ(a.value.text, "hello application/json");
  EXPECT_EQ(a.value.doubled, 42);
  const auto b = s.run(web::json_call<json::value>(s.client, "POST", s.at("/ask"), q, net::headers{{"X-Extra", "and-"}, {"Accept", "x/y"}}));
  EXPECT_EQ(b.value["text"].as_string(), "hello and-x/y");
  const auto empty = s.run(web::json_call<reply_body>(s.client, "GET", s.at("/empty")));
  EXPECT_EQ(empty.status, 204);
}

TEST(json_call, a_status_is_an_answer_with_the_words_of_the_server) {
  service s;
  for (const auto& [form, words] : {std::pair{"text", "no ?[1m way"}, {"flag", "flagged"}, {"object", "inner"}, {"other", "Forbidden"}}) {
    const auto a = s.run(web::json_call<reply_body>(s.client, "GET", s.at(std::string("/error/") + form), net::headers{}));
    EXPECT_EQ(a.status, 403);
    EXPECT_FALSE(a.ok());
    EXPECT_EQ(a.error(), words);
  }
}

TEST(json_call, an_answer_that_does_not_fit_says_where_but_not_the_query) {
  service s;
  try {
    s.run(web::json_call<reply_body>(s.client, "GET", s.at("/broken?token=hunter2")));
    FAIL();
  } catch (const error& e) {
    EXPECT_EQ(e.code(), condition::not_understood);
    const std::string what = e.what();
    EXPECT_NE(what.find("GET http://127.0.0.1:"), std::string::npos) << what;
    EXPECT_NE(what.find("/doubled: "), std::string::npos) << what;
    EXPECT_EQ(what.find("hunter2"), std::string::npos) << what;
  }
}

}  // namespace
