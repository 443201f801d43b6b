// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/credentials/oauth2_client.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "aval/actions/with_credential.hpp"
#include "aval/credentials/oauth2_login.hpp"
#include "credentials/toy_authorization_server.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using credentials::errc;
using namespace std::chrono_literals;
using credentials_test::local_server;
using credentials_test::toy_authorization_server;

std::string text(const oauth2_token_ptr& token) { return std::string(token->access_token.reveal()); }

TEST(oauth2_discovery, finds_the_metadata_in_either_place_and_only_the_issuers_own) {
  toy_authorization_server s;
  oauth2_discovery_options o;
  o.allow_plain_http = true;
  EXPECT_EQ(s.server.run(discover_oauth2(s.server.client, s.issuer(), o)).token_endpoint, s.server.at("/token"));
  s.oidc_place = false;
  EXPECT_EQ(s.server.run(discover_oauth2(s.server.client, s.issuer(), o)).token_endpoint, s.server.at("/token"));
  EXPECT_EQ(s.server.code(discover_oauth2(s.server.client, s.issuer())), errc::unsafe_endpoint);
  EXPECT_EQ(s.server.code(discover_oauth2(s.server.client, s.issuer() + "/?a=b", o)), errc::unsafe_endpoint);
  EXPECT_EQ(s.server.code(discover_oauth2(s.server.client, s.issuer() + "/pool", o)), errc::answer_not_understood);  // 404 twice
  s.claimed_issuer = "https://evil.example";
  EXPECT_EQ(s.server.code(discover_oauth2(s.server.client, s.issuer(), o)), errc::unsafe_endpoint);
  s.down = true;
  EXPECT_EQ(s.server.code(discover_oauth2(s.server.client, s.issuer(), o)), errc::service_failed);
}

TEST(oauth2_client, authenticates_in_each_way) {
  toy_authorization_server s;
  for (const std::string id : {"basic", "post", "keyed"}) {
    const auto token = s.server.run(s.client(id).client_credentials("a b"));
    EXPECT_EQ(text(token).substr(0, text(token).find('#')), "client:" + id);
    EXPECT_EQ(token->expires_at, timestamp(s.server.clock().now()) + 1h);
    EXPECT_EQ(*s.last.find("scope"), "a b");
  }
  EXPECT_EQ(s.server.code(s.client("public").client_credentials()), errc::denied);
  auto wrong = s.options("basic");
  wrong.client_secret = "guessed";
  EXPECT_EQ(s.server.code(oauth2_client(s.server.client, wrong).client_credentials()), errc::credential_refused);
}

TEST(oauth2_client, says_what_the_server_said_and_no_secret) {
  toy_authorization_server s;
  auto o = s.options("post");
  o.client_secret = "canary-5f1c";
  try {
    s.server.run(oauth2_client(s.server.client, o).client_credentials());
    ADD_FAILURE();
  } catch (const aval::error& e) {
    EXPECT_EQ(std::string(e.what()).find("canary-5f1c"), std::string::npos);
    EXPECT_NE(e.context().find("/token: invalid_client"), std::string::npos) << e.context();
    EXPECT_EQ(e.peer_text(), "words of the server");
  }
}

TEST(oauth2_client, strikes_its_secrets_out_of_what_the_server_quotes) {
  toy_authorization_server s;
  s.quote = true;
  const auto words_for = [&](awaitable<oauth2_token_ptr> question) {
    try {
      s.server.run(std::move(question));
    } catch (const aval::error& e) {
      return e.peer_text();
    }
    return std::string();
  };
  auto wrong = s.options("basic");
  wrong.client_secret = "canary-5f1c-" + std::string(400, 'x');
  EXPECT_EQ(words_for(oauth2_client(s.server.client, wrong).client_credentials()), "you sent Basic [...] and grant_type=client_credentials");
  token_exchange x;
  x.subject_token = "canary-5f1c-" + std::string(400, 'y');
  x.subject_token_type.clear();
  EXPECT_EQ(words_for(s.client("public").exchange(x)).find("yyy"), std::string::npos);
  oauth2_token old;
  old.refresh_token = secret("canary-5f1c+" + std::string(400, 'z'));
  EXPECT_EQ(words_for(s.client("public").refresh(std::make_shared<const oauth2_token>(std::move(old)))),
            "you sent  and client_id=public&grant_type=refresh_token&refresh_token=[...]");
}

TEST(oauth2_client, asks_once_also_when_the_servers_answer_is_429) {
  toy_authorization_server s;
  s.busy = true;
  net::client_options o;  // repeats by itself
  o.proxy.from_environment = false;
  o.retry.pause.first = 1ms;
  net::http_client eager(s.server.context.get_executor(), o);
  EXPECT_EQ(s.server.code(oauth2_client(eager, s.options("keyed")).client_credentials()), errc::throttled);
  EXPECT_EQ(s.token_requests, 1);
  eager.close_idle();
}

TEST(oauth2_client, sends_no_secret_to_an_unsafe_or_missing_endpoint) {
  toy_authorization_server s;
  auto o = s.options("basic");
  o.allow_plain_http = false;
  EXPECT_EQ(s.server.code(oauth2_client(s.server.client, o).client_credentials()), errc::unsafe_endpoint);
  o = s.options("basic");
  o.server.token_endpoint.clear();
  EXPECT_EQ(s.server.code(oauth2_client(s.server.client, o).client_credentials()), errc::invalid_configuration);
  EXPECT_EQ(s.token_requests, 0);
  o.client_key = s.client_key;  // a secret and a key
  EXPECT_THROW(oauth2_client(s.server.client, o), aval::error);
  o = s.options("public");
  o.client_id.clear();
  EXPECT_THROW(oauth2_client(s.server.client, o), aval::error);
}

TEST(oauth2_client, exchanges_a_token_for_another) {
  toy_authorization_server s;
  token_exchange x;
  x.subject_token = "user-token";
  x.audience = "https://api.example";
  EXPECT_EQ(text(s.server.run(s.client().exchange(x))), "user-token+>https://api.example#1");
  x.actor_token = "agent-token";
  EXPECT_EQ(text(s.server.run(s.client().exchange(x))), "user-token+agent-token>https://api.example#2");
}

TEST(oauth2_client, waits_for_a_device_code) {
  toy_authorization_server s;
  s.pending = 3;
  const auto code = s.server.run(s.client("public").start_device("openid"));
  EXPECT_EQ(code->user_code, "WDJB-MJHT");
  const auto token = s.server.run(s.client("public").finish_device(code));
  EXPECT_EQ(text(token), "user#1");
  EXPECT_EQ(s.token_requests, 4);
  EXPECT_EQ(s.server.code(s.client("public").finish_device(code)), errc::login_expired);  // used
  s.deny = true;
  const auto second = s.server.run(s.client("public").start_device());
  EXPECT_EQ(s.server.code(s.client("public").finish_device(second)), errc::denied);
  const int asked = s.token_requests;
  s.server.elapsed = 600s;
  EXPECT_EQ(s.server.code(s.client("public").finish_device(second)), errc::login_expired);
  EXPECT_EQ(s.token_requests, asked);  // nobody was asked in vain
}

// ---------------------------------------------------------------- login

struct browser {
  local_server& server;
  std::vector<int> statuses = {};
  std::string page = {};

  static awaitable<void> open(browser* b, std::string url) {
    net::http_response r = co_await b->server.client.get(net::url(url));
    b->statuses.push_back(r.status);
    while (r.status == 302) {
      const std::string next(r.headers.find("Location").value());
      r = co_await b->server.client.get(net::url(next));
      b->statuses.push_back(r.status);
    }
    b->page = r.body;
  }
  void go(const std::string& url) { asio::co_spawn(server.context, open(this, url), asio::detached); }
};
std::string of_query(const std::string& url, const char* name) { return *parse_parameters(net::url(url).query())->find(name); }

TEST(oauth2_login, takes_a_user_through_the_browser) {
  toy_authorization_server s;
  browser b{s.server};
  oauth2_login_options o;
  o.scope = "openid";
  o.show = [&](std::string url) { b.go(url); };
  const auto token = s.server.run(oauth2_login(s.client("public"), o));
  EXPECT_EQ(text(token), "user#1");
  EXPECT_EQ(token->refresh_token.reveal(), "refresh#1");
  EXPECT_EQ(b.statuses, (std::vector<int>{302, 200}));
  EXPECT_NE(b.page.find("You are logged in"), std::string::npos);
  EXPECT_EQ(s.last.find("redirect_uri")->rfind("http://127.0.0.1:", 0), 0u);
}

TEST(oauth2_login, is_neither_ended_nor_fed_by_who_does_not_know_the_state) {
  toy_authorization_server s;
  browser stranger{s.server}, user{s.server};
  oauth2_login_options o;
  const auto attack = [](browser* evil, browser* good, std::string url) -> awaitable<void> {
    const std::string callback = of_query(url, "redirect_uri");
    for (const char* query : {"?code=stolen&state=guess", "?error=access_denied&state=guess", "?code=stolen", "?state=%00", "/other?code=stolen"})
      co_await browser::open(evil, callback + query);
    // a name of the attacker's that leads to the loopback
    const std::string query = "?code=stolen&state=" + of_query(url, "state");
    const std::string elsewhere = "http://localhost:" + std::to_string(net::url(callback).port()) + "/callback";
    try {
      co_await browser::open(evil, elsewhere + query);
    } catch (const std::system_error&) {  // no such name here
    }
    co_await browser::open(good, url);
  };
  o.show = [&](std::string url) { asio::co_spawn(s.server.context, attack(&stranger, &user, std::move(url)), asio::detached); };
  EXPECT_EQ(text(s.server.run(oauth2_login(s.client("public"), o))), "user#1");
  for (std::size_t n = 0; n < stranger.statuses.size(); ++n) EXPECT_EQ(stranger.statuses[n], n == 4 ? 404 : 400) << n;
  EXPECT_GE(stranger.statuses.size(), 5u);
  EXPECT_EQ(user.statuses, (std::vector<int>{302, 200}));
}

TEST(oauth2_login, ends_with_what_the_user_decides_or_without_him) {
  toy_authorization_server s;
  browser b{s.server};
  oauth2_login_options o;
  o.show = [&](std::string url) { b.go(url); };
  s.deny = true;
  EXPECT_EQ(s.server.code(oauth2_login(s.client("public"), o)), errc::denied);
  EXPECT_NE(b.page.find("refused"), std::string::npos);
  o.show = [](std::string) {};
  o.patience = 1ms;
  EXPECT_EQ(s.server.code(oauth2_login(s.client("public"), o)), errc::login_expired);
  EXPECT_EQ(s.token_requests, 0);
}

TEST(oauth2_login, listens_on_the_loopback_only) {
  toy_authorization_server s;
  oauth2_login_options o;
  EXPECT_EQ(s.server.code(oauth2_login(s.client("public"), o)), errc::invalid_configuration);  // nobody sees the URL
  o.show = [](std::string) {};
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "127.0.0.1.example:0"}) {
    o.listen = address;
    EXPECT_EQ(s.server.code(oauth2_login(s.client("public"), o)), errc::invalid_configuration) << address;
  }
}

TEST(oauth2_login, can_be_cancelled) {
  toy_authorization_server s;
  asio::cancellation_signal stop;
  oauth2_login_options o;
  std::string shown;
  o.show = [&](std::string url) {
    shown = url;
    asio::post(s.server.context, [&] { stop.emit(asio::cancellation_type::terminal); });
  };
  std::optional<std::error_code> code;
  asio::co_spawn(s.server.context, oauth2_login(s.client("public"), o),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, oauth2_token_ptr) { code = code_of(e); }));
  while (!code && s.server.context.run_one_for(10s) != 0) {
  }
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, condition::cancelled);
  browser b{s.server};
  EXPECT_EQ(s.server.code(browser::open(&b, of_query(shown, "redirect_uri"))), condition::unreachable);  // the port is closed
}

// ---------------------------------------------------------------- sources

TEST(token_source, fetches_once_for_all_and_again_before_the_token_expires) {
  toy_authorization_server s;
  const auto source = client_credentials_source(s.client(), "a");
  int done = 0;
  std::set<std::string> tokens;
  for (int n = 0; n < 1000; ++n)
    asio::co_spawn(s.server.context, source.credential(), [&](std::exception_ptr e, oauth2_token_ptr t) {
      ++done;
      if (!e) tokens.insert(text(t));
    });
  while (done < 1000 && s.server.context.run_one_for(10s) != 0) {
  }
  EXPECT_EQ(tokens, std::set<std::string>{"client:basic#1"});
  EXPECT_EQ(s.token_requests, 1);
  s.server.elapsed = 3539s;
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#1");
  s.server.elapsed = 3540s;
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#2");
}

TEST(token_source, keeps_a_short_lived_token_for_most_of_its_life) {
  toy_authorization_server s;
  s.lifetime = 40;
  const auto source = client_credentials_source(s.client(), "a");
  s.server.run(source.credential());
  s.server.elapsed = 29s;
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#1");
  s.server.elapsed = 30s;
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#2");
}

TEST(token_source, gives_the_old_token_while_it_is_good_and_no_new_one_comes) {
  toy_authorization_server s;
  const auto source = client_credentials_source(s.client(), "a");
  s.server.run(source.credential());
  s.down = true;
  s.server.elapsed = 3599s;
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#1");
  s.server.elapsed = 3600s;
  EXPECT_EQ(s.server.code(source.credential()), errc::service_failed);
  s.down = false;
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#2");
}

TEST(token_source, asks_a_server_that_is_down_once_for_each_cool_down) {
  toy_authorization_server s;
  const auto source = client_credentials_source(s.client(), "a");
  s.server.run(source.credential());
  s.down = true;
  s.server.elapsed = 3545s;
  const int asked = s.all_requests;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#1");
  EXPECT_EQ(s.all_requests, asked + 1);
  s.server.elapsed = 3575s;
  s.down = false;
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#2");
}

TEST(token_source, forgets_a_token_that_was_refused_but_not_its_successor) {
  toy_authorization_server s;
  const auto source = client_credentials_source(s.client(), "a");
  const auto first = s.server.run(source.credential());
  source.invalidate(first);
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#2");
  source.invalidate(first);
  EXPECT_EQ(text(s.server.run(source.credential())), "client:basic#2");
}

TEST(token_source, refreshes_a_users_token_with_and_without_rotation) {
  toy_authorization_server s;
  const auto code = s.server.run(s.client("public").start_device());
  const auto first = s.server.run(s.client("public").finish_device(code));
  const auto source = refreshing_source(s.client("public"), first);
  EXPECT_EQ(s.server.run(source.credential()), first);
  s.server.elapsed = 3600s;
  EXPECT_EQ(s.server.run(source.credential())->refresh_token.reveal(), "refresh#2");
  s.rotate = false;
  s.server.elapsed = 7200s;
  const auto third = s.server.run(source.credential());
  EXPECT_EQ(text(third), "user#3");
  EXPECT_EQ(third->refresh_token.reveal(), "refresh#2");  // kept, as the server gave none
  EXPECT_EQ(s.server.code(s.client("public").refresh(first)), errc::credential_refused);  // rotated away
  EXPECT_EQ(s.server.code(s.client("public").refresh(s.server.run(s.client().client_credentials()))), errc::no_credential);
}

awaitable<std::string> write_document(oauth2_token_ptr token, int number) { co_return text(token) + "/" + std::to_string(number); }

TEST(token_source, is_a_credential_source_of_the_decorators) {
  toy_authorization_server s;
  static_assert(actions::credential_source<token_source>);
  const auto wrapped = with_credential(client_credentials_source(s.client()))(&write_document);
  EXPECT_EQ(s.server.run(wrapped(7)), "client:basic#1/7");
  EXPECT_EQ(s.server.run(wrapped(8)), "client:basic#1/8");
}

}  // namespace
