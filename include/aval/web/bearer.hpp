// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"
#include "aval/core/secret.hpp"
#include "aval/json/value.hpp"
#include "aval/net/tls_options.hpp"
#include "aval/web/call.hpp"

/*  Who asks: bearer tokens of requests (RFC 6750), checked by anything that can.
 *
 *      options.authenticate = web::bearer_tokens(verifier);                // a credentials::jwt_verifier
 *      options.authenticate = web::one_bearer_token(token, "copilot");     // one that both ends know */

namespace aval {
inline namespace v0 {
namespace web {

/** Who asks. */
struct caller {
  std::string subject = {};  // empty: anonymous
  json::value claims = {};   // what the token says
};

/** Says whose token that is; throws for a bad one. A caller without a subject is nobody. */
using bearer_check = std::function<awaitable<caller>(std::string)>;

/** Checks tokens with anything that has a coroutine `verify(std::string) const` whose result has `subject` and `all`:
 *  credentials::jwt_verifier. */
template <class Verifier>
bearer_check bearer_tokens(Verifier verifier) {
  struct check {
    static awaitable<caller> run(Verifier v, std::string token) {
      auto claims = co_await v.verify(std::move(token));
      caller who;
      who.subject = std::move(claims.subject);
      who.claims = std::move(claims.all);
      co_return who;
    }
  };
  return [v = std::move(verifier)](std::string token) { return check::run(v, std::move(token)); };
}

namespace detail {
template <class Lazy = void>
awaitable<caller> compare_token(net::shared_secret token, std::string subject, std::string given) {
  if (!equal_constant_time(token.reveal(), given)) throw error(std::make_error_code(std::errc::permission_denied), "bearer token");
  caller who;
  who.subject = std::move(subject);
  co_return who;
}
}  // namespace detail

/** One token that the client and we know; whoever has it is `subject`.
 *  @par Exceptions  aval::errc::invalid_argument for an empty token or subject. */
template <class Lazy = void>
bearer_check one_bearer_token(net::shared_secret token, std::string subject) {
  if (token.empty() || subject.empty()) throw error(aval::errc::invalid_argument, "one_bearer_token: the token or the subject is empty");
  return [token = std::move(token), subject = std::move(subject)](std::string given) { return detail::compare_token<Lazy>(token, subject, std::move(given)); };
}

/** What admit() has found. */
struct admission {
  std::optional<caller> who = {};  // empty: nobody is let in, and the answer is
  int status = 200;                // 401, or 503 when the token can not be checked at the moment
  std::string_view text = {};      // why, for people
};

/** Who this request is from. Where nobody is let in, the answer has its WWW-Authenticate and what remains is to write it; why a token is bad is told
 *  to nobody.
 *
 *  @param check  null: everybody is let in, anonymously. Must live until completion, as the call.
 *  @par Errors   condition::cancelled only. */
template <class Lazy = void>
awaitable<admission> admit(const bearer_check* check, call* c) {
  admission out;
  if (check == nullptr) {
    out.who.emplace();
    co_return out;
  }
  const std::string token(c->bearer());
  std::exception_ptr failure;
  if (!token.empty() && *check) {
    try {
      caller found = co_await (*check)(token);
      if (!found.subject.empty()) {
        out.who = std::move(found);
        co_return out;
      }
    } catch (const std::system_error&) {
      failure = std::current_exception();
    }
  }
  const std::error_code code = code_of(failure);
  if (code == condition::cancelled) std::rethrow_exception(failure);
  if (code == condition::unreachable || code == condition::timed_out) {
    c->exchange().log_failure(failure, c->request_id());
    out.status = 503;
    out.text = "The token can not be checked at the moment.";
  } else {
    c->response().headers.set("WWW-Authenticate", token.empty() ? "Bearer" : "Bearer error=\"invalid_token\"");
    out.status = 401;
    out.text = token.empty() ? "A bearer token is required." : "The token is not valid.";
  }
  co_return out;
}

}  // namespace web
}  // namespace v0
}  // namespace aval
