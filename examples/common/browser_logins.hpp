// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "aval/credentials/parameters.hpp"
#include "aval/crypto/random.hpp"
#include "aval/endpoint/chat_server.hpp"

namespace example {

/** Who is logged in at which browser: the least that a callback needs to know whose consent it sees. GET /login asks for the user's token,
 *  POST /login checks it like the agent does and sets a cookie. Your application has its own log-in, at the issuer of those tokens. */
class browser_logins {
 public:
  using checker = std::function<aval::awaitable<aval::endpoint::caller>(std::string)>;

  aval::awaitable<std::string> subject_of(std::string cookie) const { return look(book_, std::move(cookie)); }

  void add_routes(aval::web::router& r, checker check) const {
    r.get("/login", [](aval::web::call& c) { page(c, 200, form); });
    r.post("/login", [book = book_, check = std::move(check)](aval::web::call& c) -> aval::awaitable<void> { return log_in(book, check, &c); });
  }

 private:
  static constexpr std::string_view form =
      "<h1>Log in</h1><form method=\"post\" action=\"/login\"><label>Your token <input name=\"token\" type=\"password\" autocomplete=\"off\"></label> <button>Log in</button></form>";
  struct login {
    std::string subject;
    std::chrono::steady_clock::time_point until;
  };
  struct book {
    std::mutex mutex;
    std::map<std::string, login> open;
  };

  static void page(aval::web::call& c, int status, std::string_view inside) {
    c.response().status = status;
    c.response().headers.set("Content-Type", "text/html; charset=utf-8");
    c.response().headers.set("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    c.response().headers.set("Cache-Control", "no-store");
    c.response().body = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Log in</title></head><body>" + std::string(inside) + "</body></html>\n";
    c.finish();
  }

  static aval::awaitable<std::string> look(std::shared_ptr<book> b, std::string cookie) {
    const std::lock_guard lock(b->mutex);
    const auto found = b->open.find(cookie);
    co_return found != b->open.end() && found->second.until > std::chrono::steady_clock::now() ? found->second.subject : std::string();
  }

  static aval::awaitable<void> log_in(std::shared_ptr<book> b, checker check, aval::web::call* c) {
    // a page of somebody else must not log this browser in as its own user: his consents would be this person's
    const std::string origin(c->header("Origin").value_or("")), host(c->header("Host").value_or(""));
    if (host.empty() || (origin != "http://" + host && origin != "https://" + host)) co_return page(*c, 403, "<h1>Not from here</h1>");
    std::string token;
    if (const auto form = aval::credentials::parse_parameters(c->body())) {
      if (const std::string* given = form->find("token")) token = *given;
    }
    aval::endpoint::caller who;
    bool good = !token.empty();
    if (good) {
      try {
        who = co_await check(token);
      } catch (const std::system_error&) {
        good = false;
      }
    }
    if (!good || who.subject.empty()) co_return page(*c, 403, "<h1>The token is not valid</h1>");
    const std::string cookie = aval::crypto::random_token(32);
    const auto now = std::chrono::steady_clock::now();
    {
      const std::lock_guard lock(b->mutex);
      std::erase_if(b->open, [now](const auto& one) { return one.second.until <= now; });
      if (b->open.size() < 10000) b->open[cookie] = login{who.subject, now + std::chrono::hours(1)};
    }
    c->response().headers.set("Set-Cookie", "login=" + cookie + "; HttpOnly; SameSite=Lax; Path=/");
    page(*c, 200, "<h1>You are logged in</h1><p>Go back to your chat.</p>");
  }

  std::shared_ptr<book> book_ = std::make_shared<book>();
};

}  // namespace example
