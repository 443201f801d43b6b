// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/token_source.hpp"

#include <set>

#include <asio/co_spawn.hpp>
#include <gtest/gtest.h>

#include "aim/toy_home.hpp"

namespace {

namespace aim = aval::aim;
namespace json = aval::json;
using namespace std::chrono_literals;
using aval::testing::run;

class TokenSource : public toy::home {
 protected:
  TokenSource() : authority(context.get_executor()) {
    authority.intercept([this](const toy::seen& q, aval::net::http_response& a) { return refresh(q, a); });
    clock.monotonic = [this] { return now; };
  }

  /** An authority that rotates: every refresh token is good once, a second time it is theft. */
  bool refresh(const toy::seen& q, aval::net::http_response& a) {
    if (q.path != "/api/v1/auth/refresh") return other && other(q, a);
    const std::string token = json::parse(q.body).value()["refresh_token"].as_string();
    presented.push_back(token);
    if (token != valid) {
      a.status = 401;
      a.body = R"({"error":"Token has been revoked or is invalid"})";
      return true;
    }
    valid = "refresh-" + std::to_string(++issued);
    a.body = R"({"access_token":"access-)" + std::to_string(issued) + R"(","refresh_token":")" + valid + R"(","expires_in":)" + std::to_string(life) + "}";
    return true;
  }
  aim::token_source source() {
    aim::client_settings s;
    s.clock = clock;
    s.retry.attempts = 0;
    return aim::token_source(aim::client(aval::net::http_client(context.get_executor()), aval::net::url(authority.url()), s), store(), context.get_executor(),
                             context.get_executor());
  }
  static aval::awaitable<void> keep(aim::token_source from, std::vector<std::string>* into) {
    const aim::access_token t = co_await from.get();
    into->push_back(t.text ? std::string(t.text->reveal()) : "none");
  }
  template <class F>
  void until(F reached) {
    if (context.stopped()) context.restart();
    for (int i = 0; i < 5000 && !reached(); ++i) context.run_one_for(100ms);
  }
  std::string token(const aim::token_source& from, std::shared_ptr<const aval::secret> refused = {}) {
    const auto t = run(context, from.get(std::move(refused)));
    return t.text ? std::string(t.text->reveal()) : "none";
  }

  toy::authority authority;
  std::function<bool(const toy::seen&, aval::net::http_response&)> other;
  std::string valid = "refresh-0";
  int issued = 0, life = 3600;
  std::vector<std::string> presented;
  aval::clock_source clock;
  std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
};

TEST_F(TokenSource, without_stored_credentials_there_is_no_token_and_no_request) {
  EXPECT_EQ(token(source()), "none");
  EXPECT_TRUE(authority.journal().empty());
}

TEST_F(TokenSource, twenty_askers_cost_one_exchange_and_the_token_is_kept_until_its_last_minute) {
  keep_sdk(authority, "refresh-0");
  const auto from = source();
  std::vector<std::string> got;
  for (int i = 0; i < 20; ++i) asio::co_spawn(context, keep(from, &got), asio::detached);
  EXPECT_EQ(token(from), "access-1");
  until([&] { return got.size() == 20; });
  EXPECT_EQ(std::set<std::string>(got.begin(), got.end()), std::set<std::string>{"access-1"});
  EXPECT_EQ(presented.size(), 1u);
  EXPECT_EQ(stored_sdk(authority), "refresh-1");
  now += 3539s;
  EXPECT_EQ(token(from), "access-1");
  now += 1s;
  EXPECT_EQ(token(from), "access-2") << "60 s before its end";
  EXPECT_EQ(presented, (std::vector<std::string>{"refresh-0", "refresh-1"}));
}

TEST_F(TokenSource, two_processes_on_one_thread_never_present_the_same_refresh_token) {
  keep_sdk(authority, "refresh-0");
  const auto one = source(), two = source();  // as in two processes: nothing but the files is shared
  std::vector<std::string> got;
  for (int i = 0; i < 3; ++i) {
    asio::co_spawn(context, keep(one, &got), asio::detached);
    asio::co_spawn(context, keep(two, &got), asio::detached);
  }
  until([&] { return got.size() == 6; });
  EXPECT_EQ(std::set<std::string>(got.begin(), got.end()), (std::set<std::string>{"access-1", "access-2"}));
  EXPECT_EQ(presented, (std::vector<std::string>{"refresh-0", "refresh-1"}));
}

TEST_F(TokenSource, a_revoked_token_is_neither_repeated_nor_revived) {
  keep_sdk(authority, "stolen");
  const auto from = source();
  for (int i = 0; i < 3; ++i) {
    try {
      token(from);
      FAIL();
    } catch (const aim::authentication_error& e) {
      EXPECT_NE(std::string(e.what()).find("revoked"), std::string::npos);
      EXPECT_EQ(std::string(e.what()).find("stolen"), std::string::npos);
    }
  }
  EXPECT_EQ(presented.size(), 1u) << "a second time would look like theft";
  EXPECT_EQ(authority.count("POST", "recover"), 0u);
  EXPECT_EQ(stored_sdk(authority), "stolen") << "the file is the user's";
  keep_sdk(authority, "refresh-0");
  EXPECT_EQ(token(from), "access-1") << "new credentials are taken at once";
}

TEST_F(TokenSource, a_token_that_the_authority_refuses_is_replaced_once) {
  keep_sdk(authority, "refresh-0");
  const auto from = source();
  const auto first = run(context, from.get());
  EXPECT_EQ(token(from, first.text), "access-2");
  EXPECT_EQ(token(from, first.text), "access-2") << "the one that was refused is not the one in use any more";

  aim::client calls(aval::net::http_client(context.get_executor()), aval::net::url(authority.url()));
  calls.use_tokens([from](std::shared_ptr<const aval::secret> refused) { return from.get(std::move(refused)); });
  std::vector<std::string> shown;
  other = [&](const toy::seen& q, aval::net::http_response& a) {
    shown.push_back(q.headers.at("Authorization"));
    a.status = q.headers.at("Authorization") == "Bearer access-3" ? 200 : 401;
    a.body = a.status == 200 ? "{}" : R"({"error":"Invalid or expired token"})";
    return true;
  };
  const auto status = [&] {
    aim::call_request r("GET", "/api/v1/compliance/status");
    r.credential = aim::credential_kind::bearer;
    return run(context, calls.call(std::move(r))).status;
  };
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(shown, (std::vector<std::string>{"Bearer access-2", "Bearer access-3"}));
  other = [&](const toy::seen&, aval::net::http_response& a) { return a.status = 401, a.body = R"({"error":"no"})", true; };
  const auto before = presented.size();
  EXPECT_THROW(status(), aim::authentication_error);
  EXPECT_EQ(presented.size(), before + 1) << "once, not for ever";
}

TEST_F(TokenSource, a_cancelled_asker_leaves_and_the_rotated_token_is_stored_all_the_same) {
  keep_sdk(authority, "refresh-0");
  const auto from = source();
  asio::cancellation_signal stop;
  std::exception_ptr end;
  std::vector<std::string> got;
  asio::co_spawn(context, keep(from, &got), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e) { end = e; }));
  until([&] { return !presented.empty(); });
  ASSERT_EQ(presented.size(), 1u) << "the exchange is under way";
  stop.emit(asio::cancellation_type::terminal);
  until([&] { return stored_sdk(authority) == "refresh-1"; });
  EXPECT_EQ(stored_sdk(authority), "refresh-1");
  EXPECT_TRUE(got.empty());
  EXPECT_EQ(aval::code_of(end), aval::condition::cancelled);
  EXPECT_EQ(token(from), "access-1");
}

// ---- agents without a key ------------------------------------------------------------------------------------------------------

TEST_F(TokenSource, an_agent_with_an_api_key_alone_reports_and_reads_and_cannot_ask) {
  other = [&](const toy::seen& q, aval::net::http_response& a) {
    if (q.headers.count("X-API-Key") == 0 || q.headers.at("X-API-Key") != "aim_live_canary-5f1c" || q.headers.count("X-Signature") != 0) return a.status = 401, a.body = R"({"error":"no"})", true;
    if (q.path.ends_with("/actions/log")) return a.status = 201, a.body = R"({"success":true,"audit_id":"22222222-2222-4333-8444-555555555555"})", true;
    a.body = R"({"id":")" + authority.agent_id() + R"(","name":"n","status":"verified","trust_score":0.5,"agent_id":"x","agent_name":"n","score":0.5,"factors":{},"calculated_at":"2025-10-24T16:00:00Z"})";
    return true;
  };
  auto o = options(authority);
  o.api_key = "aim_live_canary-5f1c";
  variables["AIM_AGENT_ID"] = authority.agent_id();
  o.environment = aval::environment(variables);
  const auto agent = make(std::move(o));
  EXPECT_TRUE(agent.is_verified());
  EXPECT_EQ(agent.public_key(), "");
  EXPECT_TRUE(run(context, agent.log_action("read")));
  EXPECT_EQ(run(context, agent.get_trust_score()), 0.5);
  const auto before = authority.journal().size();
  try {
    run(context, agent.verify_action("read"));
    FAIL();
  } catch (const aim::configuration_error& e) {
    EXPECT_NE(std::string(e.what()).find("AIM_PRIVATE_KEY"), std::string::npos) << e.what();
  }
  EXPECT_THROW(run(context, agent.rotate_key()), aim::configuration_error);
  EXPECT_EQ(authority.journal().size(), before) << "nothing is sent that must be signed";
  EXPECT_EQ(all_logged().find("aim_live_canary-5f1c"), std::string::npos);
}

TEST_F(TokenSource, an_agents_id_alone_takes_the_access_token_or_names_what_is_missing) {
  variables["AIM_AGENT_ID"] = authority.agent_id();
  EXPECT_THROW(make(authority), aim::configuration_error);
  EXPECT_TRUE(authority.journal().empty());
  keep_sdk(authority, "refresh-0");
  other = [&](const toy::seen& q, aval::net::http_response& a) {
    EXPECT_EQ(q.headers.at("Authorization"), "Bearer access-1");
    a.body = R"({"id":")" + authority.agent_id() + R"(","name":"n","status":"pending"})";
    return true;
  };
  EXPECT_EQ(make(authority).status(), "pending");
}

TEST_F(TokenSource, two_agents_that_register_at_once_share_the_refresh_token_without_blocking_each_other) {
  keep_sdk(authority, "refresh-0");
  variables["AIM_ORGANIZATION_ID"] = "33333333-2222-4333-8444-555555555555";
  other = [&](const toy::seen& q, aval::net::http_response& a) {
    const auto body = json::parse(q.body).value();
    EXPECT_EQ(body["organization_id"].as_string(), "33333333-2222-4333-8444-555555555555");
    EXPECT_EQ(body["organizationId"], body["organization_id"]);
    a.status = 201;
    a.body = R"({"id":")" + aval::uuid::random().to_string() + R"(","name":"n","status":"verified"})";
    return true;
  };
  std::vector<std::string> ids;
  const auto secure_one = [](aim::secure_options o, std::string name, std::vector<std::string>* into) -> aval::awaitable<void> {
    const aim::agent a = co_await aim::secure(std::move(name), aval::moved(o));
    into->push_back(a.id());
  };
  asio::co_spawn(context, secure_one(options(authority), "one", &ids), asio::detached);
  asio::co_spawn(context, secure_one(options(authority), "two", &ids), asio::detached);
  until([&] { return ids.size() == 2; });
  EXPECT_EQ(ids.size(), 2u);
  EXPECT_EQ(presented, (std::vector<std::string>{"refresh-0", "refresh-1"}));
}

// ---- authorities without an action log -----------------------------------------------------------------------------------------

TEST_F(TokenSource, a_report_for_which_the_authority_has_no_route_is_kept_and_does_not_stand_in_the_way) {
  const auto agent = make(authority);
  bool down = false;
  other = [&](const toy::seen& q, aval::net::http_response& a) {
    if (q.path.ends_with("/result") && down) return a.status = 503, a.body = "{}", true;
    if (!q.path.ends_with("/actions/log")) return false;
    a.status = 404;
    a.body = R"({"error":true,"message":"Cannot POST /api/v1/agents/x/actions/log"})";
    return true;
  };
  EXPECT_FALSE(run(context, agent.log_action("one")));
  EXPECT_FALSE(run(context, agent.log_action("two")));
  EXPECT_EQ(agent.undelivered_reports(), 2u);
  down = true;
  run(context, agent.verify_action("three"));
  EXPECT_FALSE(run(context, agent.log_action("three")));
  down = false;
  EXPECT_EQ(run(context, agent.flush_reports()), 2u) << "the third got through behind those that have no place to go";
  EXPECT_NE(all_logged().find("stays in the spool"), std::string::npos);
}

TEST_F(TokenSource, with_a_persons_token_such_a_report_becomes_an_event) {
  const auto agent = make(authority);
  keep_sdk(authority, "refresh-0");
  json::value event;
  other = [&](const toy::seen& q, aval::net::http_response& a) {
    if (q.path.ends_with("/actions/log")) return a.status = 404, a.body = R"({"error":true,"message":"Cannot POST"})", true;
    if (q.path != "/api/v1/verification-events") return false;
    EXPECT_EQ(q.headers.at("Authorization"), "Bearer access-1");
    event = json::parse(q.body).value();
    a.status = 201;
    a.body = "{}";
    return true;
  };
  aim::action_log what;
  what.error = "boom";
  EXPECT_TRUE(run(context, agent.log_action("read_database", what)));
  EXPECT_EQ(agent.undelivered_reports(), 0u);
  EXPECT_EQ(event["agentId"].as_string(), agent.id());
  EXPECT_EQ(event["action"].as_string(), "read_database");
  EXPECT_EQ(event["status"].as_string(), "failed");
  EXPECT_EQ(event["errorReason"].as_string(), "boom");
}

}  // namespace
