// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "aval/net/http_client.hpp"
#include "net/scripted_server.hpp"

namespace loopback {

/** Answers every request with what it was: "POST /path body". */
inline aval::awaitable<void> echo_request(peer* p) {
  for (;;) {
    const auto r = co_await p->read();
    co_await p->answer(r.line + ' ' + r.body);
  }
}
/** Reads one request and then says nothing until the other side has gone. */
inline aval::awaitable<void> silence(peer* p) {
  co_await p->read();
  co_await p->gone();
}
/** Answers each request with the next of these texts, byte for byte; after the last one the connection ends. */
inline scripted_server::script says(std::vector<std::string> answers) {
  struct talk {
    static aval::awaitable<void> run(peer* p, std::shared_ptr<std::vector<std::string>> answers, std::shared_ptr<std::size_t> next) {
      while (*next < answers->size()) {
        co_await p->read();
        const std::string text = (*answers)[(*next)++];
        co_await p->write(text);
        if (text.find("Connection: close") != std::string::npos) co_return;
      }
      co_await p->gone();
    }
  };
  auto shared = std::make_shared<std::vector<std::string>>(std::move(answers));
  auto next = std::make_shared<std::size_t>(0);
  return [shared, next](peer* p) { return talk::run(p, shared, next); };
}
inline std::string response(const std::string& body, const std::string& headers = {}, const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
}

inline aval::net::client_options plain_options() {
  aval::net::client_options o;
  o.proxy.from_environment = false;
  o.retry.when.max_attempts = 1;
  o.retry.pause.first = std::chrono::milliseconds(1);
  return o;
}
inline aval::net::client_options tls_options() {
  auto o = plain_options();
  o.tls = client_tls();
  return o;
}

class ClientTest : public testing::Test {
 protected:
  /** One call to its end; the error, if any, is in `error` and `what`. */
  aval::net::http_response call(const aval::net::http_client& client, aval::net::url where,
                                aval::net::http_request request = aval::net::http_request(), aval::net::call_options options = {}) {
    aval::net::http_response got;
    error = {};
    what.clear();
    auto go = [](const aval::net::http_client* client, aval::net::url where, aval::net::http_request request,
                 aval::net::call_options options, aval::net::http_response* got) -> aval::awaitable<void> {
      *got = co_await client->send(where, request, options);
    };
    try {
      run_until_done(context, go(&client, std::move(where), std::move(request), options, &got));
    } catch (const std::system_error& e) {
      error = e.code();
      what = e.what();
    }
    return got;
  }
  aval::net::http_client client(aval::net::client_options options = plain_options()) {
    return aval::net::http_client(context.get_executor(), std::move(options));
  }
  asio::io_context context;
  std::error_code error;
  std::string what;
};

}  // namespace loopback
