// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/endpoint/callback.hpp"

#include <gtest/gtest.h>

#include "aval/net/http_client.hpp"
#include "aval/net/http_server.hpp"
#include "aval/testing/run.hpp"

// The page where a browser ends after a consent, and the book of states behind it.

namespace {

namespace endpoint = aval::endpoint;
namespace net = aval::net;
using aval::credentials::workload_user;
using endpoint::state_check;
using namespace std::chrono_literals;

// ---- the book ---------------------------------------------------------------------------------------------------------------------------

struct hand_clock {
  std::chrono::steady_clock::time_point now{1000s};
  aval::clock_source source() {
    aval::clock_source c;
    c.monotonic = [this] { return now; };
    return c;
  }
};
endpoint::consent_states book(hand_clock& clock, std::size_t most_of_one = 16, std::size_t most = 10000) {
  endpoint::consent_states_options o;
  o.clock = clock.source();
  o.most_of_one = most_of_one;
  o.most = most;
  return endpoint::consent_states(o);
}

TEST(ConsentStates, AStateIsGoodOnceForItsUserAndItsSession) {
  hand_clock clock;
  auto states = book(clock);
  const auto state = states.issue("ana", workload_user::of_id("id-of-ana"));
  EXPECT_EQ(state.size(), 43u);
  EXPECT_NE(state, states.issue("ana", workload_user::of_id("id-of-ana")));
  EXPECT_TRUE(states.bind(state, "urn:1"));
  EXPECT_TRUE(states.bind(state, "urn:1"));
  const auto taken = states.take(state, "urn:1", "ana");
  EXPECT_EQ(taken.what, state_check::good);
  EXPECT_EQ(taken.user.how(), workload_user::kind::by_id);
  EXPECT_EQ(taken.user.value().reveal(), "id-of-ana");
  EXPECT_EQ(states.take(state, "urn:1", "ana").what, state_check::unknown) << "once";
  EXPECT_FALSE(states.bind(state, "urn:1"));
}

TEST(ConsentStates, AStateEndsWithAWrongAttemptToo) {
  hand_clock clock;
  auto states = book(clock);
  const auto attempt = [&](const char* bound, const char* session, const char* subject) {
    const auto state = states.issue("ana", workload_user::of_id("ana"));
    if (*bound) states.bind(state, bound);
    const auto first = states.take(state, session, subject);
    EXPECT_EQ(first.user.how(), workload_user::kind::nobody);
    EXPECT_EQ(states.take(state, bound, "ana").what, state_check::unknown);
    return first.what;
  };
  EXPECT_EQ(attempt("urn:1", "urn:1", "mallory"), state_check::another_subject);
  EXPECT_EQ(attempt("urn:1", "urn:1", ""), state_check::another_subject);
  EXPECT_EQ(attempt("urn:1", "urn:2", "ana"), state_check::another_session);
  EXPECT_EQ(attempt("", "urn:1", "ana"), state_check::another_session);
  EXPECT_EQ(attempt("", "", "ana"), state_check::another_session);
  EXPECT_EQ(states.size(), 0u);
  EXPECT_EQ(states.take("", "", "").what, state_check::unknown);
}

TEST(ConsentStates, AStateBelongsToTheFirstSessionItIsBoundTo) {
  hand_clock clock;
  auto states = book(clock);
  const auto state = states.issue("ana", workload_user::of_id("ana"));
  EXPECT_FALSE(states.bind(state, ""));
  EXPECT_TRUE(states.bind(state, "urn:1"));
  EXPECT_FALSE(states.bind(state, "urn:2"));
  EXPECT_FALSE(states.bind("unknown", "urn:1"));
  EXPECT_EQ(states.take(state, "urn:1", "ana").what, state_check::good);
  EXPECT_THROW((void)states.issue("", workload_user::of_id("ana")), aval::error);
  EXPECT_THROW((void)states.issue("ana", workload_user()), aval::error);
  const auto other = states.issue("ana", workload_user::of_id("ana"));
  states.forget(other);
  EXPECT_EQ(states.size(), 0u);
}

TEST(ConsentStates, AStateWithoutASessionEndsWithItsScope) {
  hand_clock clock;
  auto states = book(clock);
  std::string with_a_link;
  {
    const endpoint::scoped_state unused(states, "ana", workload_user::of_id("ana")), linked(states, "ana", workload_user::of_id("ana"));
    EXPECT_EQ(states.size(), 2u);
    EXPECT_NE(unused.text(), linked.text());
    with_a_link = linked.text();
    EXPECT_TRUE(states.bind(with_a_link, "urn:1"));
  }
  EXPECT_EQ(states.size(), 1u) << "nobody comes back with the other one";
  EXPECT_EQ(states.take(with_a_link, "urn:1", "ana").what, state_check::good);
  states.forget_unbound(with_a_link);
  EXPECT_THROW(endpoint::scoped_state(states, "", workload_user::of_id("ana")), aval::error);
  EXPECT_EQ(states.size(), 0u);
}

TEST(ConsentStates, StatesGetOldAndTheirNumberIsLimited) {
  hand_clock clock;
  auto states = book(clock, 2, 4);
  const auto open = [&](const char* who) {
    const auto state = states.issue(who, workload_user::of_id(who));
    states.bind(state, "urn:1");
    return state;
  };
  const auto old = open("ana");
  clock.now += 10min - 1s;
  const auto young = open("ana");
  clock.now += 1s;
  EXPECT_EQ(states.take(old, "urn:1", "ana").what, state_check::unknown) << "ten minutes";
  const auto second = open("ana"), third = open("ana");
  EXPECT_EQ(states.take(young, "urn:1", "ana").what, state_check::unknown) << "his oldest made room";
  open("bob");
  open("bob");
  EXPECT_THROW(open("eve"), aval::error) << "nobody else's makes room";
  EXPECT_EQ(states.size(), 4u);
  open("bob");
  clock.now += 10min;
  open("eve");
  EXPECT_EQ(states.size(), 1u) << "what is too old does";
  EXPECT_EQ(states.take(second, "urn:1", "ana").what, state_check::unknown);
  EXPECT_EQ(states.take(third, "urn:1", "ana").what, state_check::unknown);
}

// ---- the page ---------------------------------------------------------------------------------------------------------------------------

aval::awaitable<std::string> login_of(endpoint::consent_return r) {  // the cookie says the name
  co_return r.cookie("login");
}

class Callback : public testing::Test {
 protected:
  asio::io_context context;
  endpoint::consent_states states;
  std::vector<std::string> confirmed;
  std::exception_ptr trouble;
  std::optional<net::http_server> server;
  std::string logged;

  static aval::awaitable<void> confirm(Callback* self, std::string session, workload_user user) {
    if (self->trouble) std::rethrow_exception(self->trouble);
    self->confirmed.push_back(session + " " + std::string(user.value().reveal()));
    co_return;
  }
  endpoint::callback_options options() {
    endpoint::callback_options o;
    o.verify_state = endpoint::verify_with(states, &login_of);
    o.confirm = [this](std::string session, workload_user user) { return confirm(this, std::move(session), std::move(user)); };
    return o;
  }
  net::http_response get(const std::string& query, const std::string& cookie = "login=ana", const std::string& method = "GET") {
    if (!server) serve(options());
    net::client_options o;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    net::http_client http(context.get_executor(), o);
    net::http_request r(method, "/callback" + query);
    if (!cookie.empty()) r.headers.set("Cookie", cookie);
    return aval::testing::run(context, http.send(net::url(base), std::move(r)));
  }
  void serve(endpoint::callback_options o) {
    net::server_options s;
    s.log = aval::log_hooks([this](aval::log_level, std::string_view, std::string_view text) { logged += std::string(text) + "\n"; }, aval::log_level::debug);
    server.emplace(context.get_executor(), endpoint::callback_routes(std::move(o)), s);
    base = "http://127.0.0.1:" + std::to_string(server->listen("127.0.0.1:0"));
    server->start();
  }
  std::string base;
  /** A consent of ana's under way; the query that the browser would come back with. */
  std::string under_way(const std::string& subject = "ana") {
    const auto state = states.issue(subject, workload_user::of_id("id-of-" + subject));
    states.bind(state, "urn:ietf:params:oauth:request_uri:1");
    return "?session_uri=urn:ietf:params:oauth:request_uri:1&state=" + state;
  }
  void refused(const net::http_response& r, int status, const std::string& words) {
    EXPECT_EQ(r.status, status) << r.body;
    EXPECT_NE(r.body.find(words), std::string::npos) << r.body;
    EXPECT_EQ(r.body.find("<script"), std::string::npos) << "only a page of success closes itself";
    EXPECT_EQ(r.headers.find("Content-Type"), "text/html; charset=utf-8");
    EXPECT_TRUE(confirmed.empty());
  }
};

TEST_F(Callback, ConfirmsForTheUserOfTheStateAndClosesItself) {
  const auto r = get(under_way());
  EXPECT_EQ(r.status, 200);
  EXPECT_EQ(confirmed, std::vector<std::string>{"urn:ietf:params:oauth:request_uri:1 id-of-ana"});
  EXPECT_NE(r.body.find("<script>window.close();</script>"), std::string::npos);
  EXPECT_NE(r.body.find("You can close this window and go back to the application."), std::string::npos) << "where the browser does not let it";
}

TEST_F(Callback, ThePageRunsNothingButItsOwnScriptAndTellsNobodyItsAddress) {
  const auto r = get(under_way());
  EXPECT_EQ(r.headers.find("Content-Security-Policy"),
            "default-src 'none'; script-src 'sha256-Wn5wULmWNAS84lRO4JMQ9jE/kYWz1ADWjWy4z2jjosA='; style-src 'sha256-" +
                aval::crypto::base64_encode(aval::crypto::sha256(endpoint::detail::page_style)) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  EXPECT_EQ(r.headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(r.headers.find("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(r.headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(r.headers.find("X-Frame-Options"), "DENY");
  EXPECT_EQ(r.headers.find("Content-Type"), "text/html; charset=utf-8");
}

TEST_F(Callback, MissingStateOrSessionIsRefused) {
  const auto good = under_way();
  const auto state = good.substr(good.find("state="));
  for (const std::string& query : {std::string(), std::string("?"), "?" + state, "?session_uri=&" + state, std::string("?session_uri=urn:ietf:params:oauth:request_uri:1"),
                                   std::string("?session_uri=urn:ietf:params:oauth:request_uri:1&state="), std::string("?session_uri=urn:ietf:params:oauth:request_uri:1&state")})
    refused(get(query), 400, "Its address is not complete");
  EXPECT_EQ(get(good).status, 200) << "none of these has used the state up";
}

TEST_F(Callback, StateOfAnotherUserIsRefusedAndIsNotGoodForItsOwnerAfterwards) {
  const auto query = under_way("mallory");  // she has asked, and has sent ana the link
  refused(get(query, "login=ana"), 403, "Somebody else has asked for this authorization.");
  refused(get(query, "login=mallory"), 400, "It has been used already, or it is too old.");
}

TEST_F(Callback, ConsentOfAVictimIsNotTakenWithAnotherStateOfTheAttacker) {
  under_way("mallory");  // its session was handed to ana, who has consented
  const auto state = states.issue("mallory", workload_user::of_id("id-of-mallory"));
  states.bind(state, "urn:ietf:params:oauth:request_uri:2");
  refused(get("?session_uri=urn:ietf:params:oauth:request_uri:1&state=" + state, "login=mallory"), 403, "This link is not yours");
}

TEST_F(Callback, WhoeverIsNotLoggedInIsAskedToAndMayComeBack) {
  const auto query = under_way();
  for (const char* cookie : {"", "other=ana", "login", "login=", "xlogin=ana", "login=ana; login=mallory"}) refused(get(query, cookie), 403, "Log in with this browser");
  EXPECT_EQ(get(query, "a=b; login=ana ;c=d").status, 200);
}

TEST_F(Callback, ReplayIsRefused) {
  const auto query = under_way();
  EXPECT_EQ(get(query).status, 200);
  confirmed.clear();
  refused(get(query), 400, "It has been used already");
  refused(get("?session_uri=urn:ietf:params:oauth:request_uri:1&state=guessed"), 400, "It has been used already");
}

TEST_F(Callback, HtmlInParametersIsNeverShown) {
  const std::string evil = "%3Cscript%3Ealert(1)%3C/script%3E%22'%26";
  const auto good = under_way();
  for (const std::string& query : {"?session_uri=" + evil + "&state=" + evil, "?session_uri=urn:x&state=" + evil, "?error=" + evil + "&error_description=" + evil, good + "&" + evil + "=" + evil}) {
    const auto r = get(query);
    EXPECT_EQ(r.body.find("alert"), std::string::npos) << query;
  }
  serve([&] {
    auto o = options();
    o.application = "<script>alert(1)</script>\"'&";
    return o;
  }());
  EXPECT_NE(get(under_way()).body.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"), std::string::npos);
  serve([&] {
    auto o = options();
    o.verify_state = [](endpoint::consent_return r) -> aval::awaitable<workload_user> { throw aval::web::http_error(400, "x", r.state(), r.session_uri()); };
    return o;
  }());
  confirmed.clear();
  refused(get("?session_uri=%3Cscript%3E&state=%3Cscript%3E"), 400, "&lt;script&gt;");
}

TEST_F(Callback, HugeParametersAreRefused) {
  const std::string huge(1025, 'a');
  const auto good = under_way();
  const auto state = good.substr(good.find("state="));
  refused(get("?session_uri=urn:1&state=" + huge), 400, "Its address is not complete");
  refused(get("?session_uri=" + huge + "&" + state), 400, "Its address is not complete");
  EXPECT_EQ(get("?session_uri=urn:1&state=" + std::string(100000, 'a')).status, 414);
  std::string many = good;
  for (int i = 0; i < 1000; ++i) many += "&a" + std::to_string(i);
  EXPECT_EQ(get(many).status, 200);
}

TEST_F(Callback, ParametersThatAreThereTwiceOrDamagedAreRefused) {
  const auto good = under_way();
  refused(get(good + "&state=other"), 400, "Its address is not complete");
  refused(get(good + "&session_uri=urn:2"), 400, "Its address is not complete");
  refused(get("?session_uri=urn:1%0d%0aX:y&state=a"), 400, "Its address is not complete");
  refused(get("?session_uri=urn:1%0aX&state=a"), 400, "Its address is not complete");
  refused(get(good + "&x=%zz"), 400, "Its address is damaged.");
  EXPECT_EQ(get(good).status, 200);
}

TEST_F(Callback, AProgramThatLooksAtLinksDoesNotUseThemUp) {
  const auto good = under_way();
  EXPECT_EQ(get(good, "login=ana", "HEAD").status, 405);
  EXPECT_EQ(get(good, "login=ana", "POST").status, 405);
  EXPECT_TRUE(confirmed.empty());
  EXPECT_EQ(get(good).status, 200);
}

TEST_F(Callback, AnErrorOfTheAuthorizationServerIsToldInOurWords) {
  refused(get("?error=access_denied&state=x"), 400, "The authorization was declined.");
  refused(get("?error=server_error&error_description=call+this+number"), 400, "reported an error");
}

TEST_F(Callback, AFailureIsAPageWithAReferenceAndALineInTheLog) {
  trouble = std::make_exception_ptr(aval::error(make_error_code(std::errc::connection_refused), "secret place"));
  refused(get(under_way()), 503, "Your authorization could not be completed");
  trouble = std::make_exception_ptr(std::runtime_error("secret detail"));
  const auto r = get(under_way());
  refused(r, 500, "ask for a new link");
  EXPECT_EQ(r.body.find("secret"), std::string::npos);
  const auto at = r.body.find("Reference: ") + 11;
  EXPECT_NE(logged.find(r.body.substr(at, 36)), std::string::npos) << logged;
  trouble = nullptr;
  serve([&] {
    auto o = options();
    o.verify_state = [](endpoint::consent_return) -> aval::awaitable<workload_user> { throw std::runtime_error("secret"); };
    return o;
  }());
  refused(get(under_way()), 500, "Your authorization could not be checked");
  serve([&] {
    auto o = options();
    o.verify_state = [](endpoint::consent_return) -> aval::awaitable<workload_user> { co_return workload_user(); };
    return o;
  }());
  refused(get(under_way()), 400, "It does not belong to you.");
}

TEST_F(Callback, ThereIsNoneWithoutAVerifier) {
  auto o = options();
  o.verify_state = {};
  EXPECT_THROW((void)endpoint::callback_routes(o), aval::error);
  o = options();
  o.confirm = {};
  EXPECT_THROW((void)endpoint::callback_routes(o), aval::error);
  EXPECT_THROW((void)endpoint::verify_with(states, {}), aval::error);
  aval::web::router r;
  r.get("/health", [](aval::web::call& c) { c.answer(aval::json::value("ok")); });
  o = options();
  o.path = "/oauth/back";
  endpoint::add_callback(r, o);
  server.emplace(context.get_executor(), r, net::server_options());
  base = "http://127.0.0.1:" + std::to_string(server->listen("127.0.0.1:0"));
  server->start();
  EXPECT_EQ(get("").status, 404);
}

}  // namespace
