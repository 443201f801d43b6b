// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"
#include "aval/credentials/workload_user.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/endpoint/consent_states.hpp"
#include "aval/web/router.hpp"

/*  Where the browser ends after a user's consent: GET /callback?session_uri=...&state=... (Agent Identity specification 6.2).
 *
 *      endpoint::callback_options o;
 *      o.verify_state = endpoint::verify_with(states, [logins](endpoint::consent_return r) { return logins.subject_of(r.cookie("login")); });
 *      o.confirm = [identity](std::string session_uri, credentials::workload_user u) { return identity.confirm_user_auth(std::move(session_uri), std::move(u)); };
 *      endpoint::add_callback(router, o);                                  // any web::router, that of chat_routes() too
 *
 *  The check of the state is the application's duty, so there is no callback without one: it says whose consent this is, and refuses
 *  when somebody else sits at the browser. The page closes itself where the browser lets it, and says so in words where it does not.
 *  Nothing of the request ever stands in a page. */

namespace aval {
inline namespace v0 {
namespace endpoint {

/** What a browser brought back. @par Lifetime  until the verifier that it was given to has completed. */
class consent_return {
 public:
  consent_return(web::call& c, std::string session_uri, std::string state) : call_(&c), session_uri_(std::move(session_uri)), state_(std::move(state)) {}

  const std::string& session_uri() const noexcept { return session_uri_; }
  const std::string& state() const noexcept { return state_; }
  /** The value of a cookie; empty without one, and when it is there more than once, which is how a neighbour's cookie gets in. */
  std::string cookie(std::string_view name) const {
    std::string_view found;
    std::size_t times = 0;
    for (const auto field : call_->request().headers()) {
      if (!net::detail::equal_ignoring_case(field.name, "Cookie")) continue;
      for (std::string_view rest = field.value; !rest.empty();) {
        const std::size_t end = rest.find(';');
        const std::string_view pair = net::detail::trimmed(rest.substr(0, end));
        rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
        const std::size_t equals = pair.find('=');
        if (equals == pair.npos || pair.substr(0, equals) != name) continue;
        found = pair.substr(equals + 1);
        ++times;
      }
    }
    return times == 1 ? std::string(found) : std::string();
  }
  web::call& call() const noexcept { return *call_; }

 private:
  web::call* call_;
  std::string session_uri_, state_;
};

/** Says for which user the consent is to be confirmed. A web::http_error is shown in its words; a workload_user that is nobody, and any
 *  other exception, refuse as well. A state must be good only once, for the session it was issued for, and for whom the browser is
 *  logged in as: consent_states does all three. */
using state_verifier = std::function<awaitable<credentials::workload_user>(consent_return)>;

struct callback_options {
  std::string path = "/callback";
  state_verifier verify_state = {};  // required
  std::function<awaitable<void>(std::string session_uri, credentials::workload_user user)> confirm = {};  // required: identity_client::confirm_user_auth
  std::string application = "the application";  // how the pages call it
};

namespace detail {

inline std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : printable(text, 400)) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else if (c == '\'') out += "&#39;";
    else out += c;
  }
  return out;
}

inline constexpr std::string_view page_script = "window.close();";
inline constexpr std::string_view page_style =
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem;color:#222;background:#fff}h1{font-size:1.4rem}"
    "small{color:#666}@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}small{color:#999}}";

inline std::string page_policy() {
  const auto hash = [](std::string_view text) { return "'sha256-" + crypto::base64_encode(crypto::sha256(text)) + "'"; };
  return "default-src 'none'; script-src " + hash(page_script) + "; style-src " + hash(page_style) +
         "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

struct callback_service {
  callback_options options;
  std::string policy;
};

struct callback_query {
  std::vector<std::string> session_uri = {}, state = {}, error = {};
};

template <class Lazy = void>
struct callback_handler {
  static constexpr std::size_t longest = 1024;  // of a parameter, decoded

  static void page(const callback_service& service, web::call& c, int status, std::string_view title, std::string_view text, bool closes = false) {
    auto& r = c.response();
    r.status = status;
    r.headers.set("Content-Type", "text/html; charset=utf-8");
    r.headers.set("Content-Security-Policy", service.policy);
    r.headers.set("Cache-Control", "no-store");
    r.headers.set("Referrer-Policy", "no-referrer");  // the address has the session in it
    r.headers.set("X-Content-Type-Options", "nosniff");
    r.headers.set("X-Frame-Options", "DENY");
    std::string& b = r.body;
    b = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>";
    b.append(html_text(title)).append("</title><style>").append(page_style).append("</style></head>\n<body><h1>").append(html_text(title)).append("</h1>\n<p>");
    b.append(html_text(text)).append("</p>\n");
    if (status >= 500) b.append("<p><small>Reference: ").append(html_text(c.request_id())).append("</small></p>\n");
    if (closes) b.append("<script>").append(page_script).append("</script>\n");
    b.append("</body></html>\n");
    c.finish();
  }

  static void refuse(const callback_service& service, web::call& c, std::string_view text) { page(service, c, 400, "This link does not work", text); }

  static bool plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char ch) { return ch > ' ' && ch < '\x7f'; });
  }

  /** RFC 6749 4.1.2.1; what else the address says about it is anybody's to write and is not shown. */
  static std::string why(std::string_view code) {
    if (code == "access_denied") return "The authorization was declined. Nothing has been authorized; you can close this window.";
    return "The authorization server reported an error. Nothing has been authorized; ask for a new link and try again.";
  }

  // on failure the answer is there
  static bool read(const callback_service& service, web::call& c, callback_query& q) {
    try {
      q = c.read_query<callback_query>();
    } catch (const web::http_error&) {
      refuse(service, c, "Its address is damaged.");
      return false;
    }
    if (!q.error.empty()) {
      page(service, c, 400, "Not authorized", why(q.error.front()));
      return false;
    }
    const auto one = [](const std::vector<std::string>& values) { return values.size() == 1 && !values[0].empty() && values[0].size() <= longest; };
    if (!one(q.state) || !one(q.session_uri) || !plain(q.session_uri[0])) {
      refuse(service, c, "Its address is not complete, or not one that " + service.options.application + " has sent you to.");
      return false;
    }
    return true;
  }

  static awaitable<void> answer(std::shared_ptr<const callback_service> service, web::call* c) {
    if (c->method() != "GET") {  // HEAD, of programs that look at links
      c->response().headers.set("Allow", "GET");
      page(*service, *c, 405, "This link does not work", "It is for a browser.");
      co_return;
    }
    callback_query q;
    if (!read(*service, *c, q)) co_return;
    credentials::workload_user user;
    std::exception_ptr failure;
    try {
      user = co_await service->options.verify_state(consent_return(*c, q.session_uri[0], q.state[0]));
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) co_return fail(*service, *c, failure, "Your authorization could not be checked");
    if (user.how() == credentials::workload_user::kind::nobody) co_return refuse(*service, *c, "It does not belong to you. Nothing has been authorized.");
    try {
      co_await service->options.confirm(q.session_uri[0], std::move(user));
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) co_return fail(*service, *c, failure, "Your authorization could not be completed");
    page(*service, *c, 200, "Authorization complete", "You can close this window and go back to " + service->options.application + ".", true);
  }

  static void fail(const callback_service& service, web::call& c, std::exception_ptr failure, std::string_view title) {
    try {
      std::rethrow_exception(failure);
    } catch (const web::http_error& e) {
      for (const auto f : e.headers()) c.response().headers.set(f.name, f.value);
      page(service, c, e.status(), e.text(), e.detail() == e.text() ? "Nothing has been authorized." : e.detail());
      return;
    } catch (...) {
    }
    const std::error_code code = code_of(failure);
    if (code == condition::cancelled) std::rethrow_exception(failure);
    c.exchange().log_failure(failure, c.request_id());
    const bool later = code == condition::unreachable || code == condition::timed_out;
    page(service, c, later ? 503 : 500, title, "Go back to " + service.options.application + " and ask for a new link.");
  }

  static void add(web::router& r, callback_options options) {
    if (!options.verify_state) throw error(aval::errc::invalid_argument, "add_callback: .verify_state is empty; without it anybody's consent is taken for anybody's");
    if (!options.confirm) throw error(aval::errc::invalid_argument, "add_callback: .confirm is empty");
    const std::string path = options.path;
    const auto service = std::make_shared<const callback_service>(callback_service{std::move(options), page_policy()});
    r.get(path, [service](web::call& c) -> awaitable<void> { return answer(service, &c); });
  }

  static awaitable<credentials::workload_user> check(consent_states states, std::function<awaitable<std::string>(consent_return)> who, consent_return returned) {
    const std::string subject = co_await who(returned);
    if (subject.empty())  // the state stays good: whoever it belongs to may log in and come back
      throw web::http_error(403, "not_logged_in", "You are not logged in", "Nothing has been authorized. Log in with this browser, then load this page again.");
    taken_state taken = states.take(returned.state(), returned.session_uri(), subject);
    if (taken.what == state_check::good) co_return std::move(taken.user);
    if (taken.what == state_check::unknown) throw web::http_error(400, "state_unknown", "This link does not work", "It has been used already, or it is too old. Ask for a new one.");
    throw web::http_error(403, "state_refused", "This link is not yours",
                          "Somebody else has asked for this authorization. Nothing has been authorized. If somebody has sent you the link, do not use it.");
  }
};

}  // namespace detail

/** Adds the route GET `path`.
 *
 *  200 with a page that closes itself once `confirm` has completed. Otherwise a page in clear words: 400 for an address that is
 *  incomplete, has something twice, or carries an error of the authorization server; 400 or 403 as the verifier says; 503 when the
 *  service is out of reach, 500 for everything else, with a reference that stands in the server's log.
 *
 *  @par Exceptions  aval::errc::invalid_argument without a verifier or without `confirm`; those of web::router::add. */
inline void add_callback(web::router& r, callback_options options) { detail::callback_handler<>::add(r, std::move(options)); }

/** The same as a router of its own. */
inline web::router callback_routes(callback_options options) {
  web::router r;
  add_callback(r, std::move(options));
  return r;
}

/** Verifies with the states that were issued. `who` says who is logged in at this browser (a cookie of the application, say); empty:
 *  nobody, who is asked to log in and come back. Its cookie needs SameSite=Lax: the browser comes from another site. */
inline state_verifier verify_with(consent_states states, std::function<awaitable<std::string>(consent_return)> who) {
  if (!who) throw error(aval::errc::invalid_argument, "verify_with: who sits at the browser?");
  return [states, who](consent_return r) { return detail::callback_handler<>::check(states, who, std::move(r)); };
}

}  // namespace endpoint
}  // namespace v0
}  // namespace aval
