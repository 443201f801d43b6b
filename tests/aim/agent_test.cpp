// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/agent.hpp"

#include <filesystem>
#include <future>
#include <thread>

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <gtest/gtest.h>

#include "aim/toy_authority.hpp"
#include "aval/actions/require_approval.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/actions/with_timeout.hpp"
#include "aval/aim/secure.hpp"
#include "aval/testing/run.hpp"

namespace {

namespace aim = aval::aim;
namespace json = aval::json;
using namespace std::chrono_literals;
using aval::testing::run;

/** A home folder of its own, gone at the end. */
class AimAgent : public ::testing::Test {
 protected:
  AimAgent() : home_(std::filesystem::temp_directory_path() / ("aval-aim-" + aval::uuid::random().to_string())) {}
  ~AimAgent() override { std::filesystem::remove_all(home_); }

  aim::secure_options options(const toy::authority& a) const {
    aim::secure_options o;
    o.aim_url = a.url();
    o.environment = aval::environment({{"HOME", home_.string()}});
    o.timeout = 10s;
    o.retry_attempts = 0;
    o.log = aval::log_hooks([this](aval::log_level, std::string_view, std::string_view text) {
      const std::lock_guard lock(mutex_);
      log_.emplace_back(text);
    }, aval::log_level::debug);
    return o;
  }
  bool logged(std::string_view part) const {
    const std::lock_guard lock(mutex_);
    for (const auto& line : log_)
      if (line.find(part) != line.npos) return true;
    return false;
  }
  aim::agent make(const toy::authority& a) { return make(options(a)); }
  aim::agent make(aim::secure_options o) { return run(context, aim::secure("weather-agent", aval::moved(o))); }

  asio::io_context context;
  std::filesystem::path home_;
  mutable std::mutex mutex_;
  mutable std::vector<std::string> log_;
};

TEST_F(AimAgent, SecureRegistersOnceAndThenUsesWhatItStored) {
  toy::authority authority(context.get_executor());
  auto first = make(authority);
  EXPECT_EQ(first.id(), authority.agent_id());
  EXPECT_EQ(first.name(), "weather-agent");
  EXPECT_TRUE(first.is_verified());
  EXPECT_EQ(first.created_at(), "2025-10-24T16:00:00Z");
  EXPECT_EQ(first.trust_score(), 0.907);
  EXPECT_EQ(first.public_key().size(), 44u);
  auto second = make(authority);
  EXPECT_EQ(second.id(), first.id());
  EXPECT_EQ(second.public_key(), first.public_key());
  EXPECT_TRUE(second.is_verified());
  EXPECT_EQ(authority.journal().size(), 1u) << "stored credentials need no request";
  EXPECT_TRUE(authority.problems().empty());
}

TEST_F(AimAgent, TheRegistrationCarriesBothSpellingsAndProvesTheKey) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.description = "tells the weather";
  o.capabilities = {"read_files"};
  make(o);
  const auto r = authority.journal().at(0);
  const auto body = json::parse(r.body).value();
  EXPECT_EQ(body["display_name"].as_string(), "weather-agent");
  EXPECT_EQ(body["displayName"].as_string(), "weather-agent");
  EXPECT_EQ(body["agent_type"].as_string(), "ai_agent");
  EXPECT_EQ(body["agentType"].as_string(), "ai_agent");
  EXPECT_EQ(body["description"].as_string(), "tells the weather");
  EXPECT_EQ(body["publicKey"], body["public_key"]);
  EXPECT_EQ(r.headers.count("X-Agent-ID"), 0u);
  EXPECT_EQ(r.headers.at("X-Public-Key"), body["public_key"].as_string());
  EXPECT_TRUE(authority.problems().empty());
}

TEST_F(AimAgent, AnApiKeyIsUsedBeforeSelfRegistration) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.api_key = "aim_live_canary-5f1c";
  make(o);
  const auto r = authority.journal().at(0);
  EXPECT_EQ(r.headers.at("X-AIM-API-Key"), "aim_live_canary-5f1c");
  EXPECT_EQ(r.headers.count("X-Signature"), 0u);
  EXPECT_FALSE(logged("aim_live_canary-5f1c"));
}

TEST_F(AimAgent, AnotherServerIsAnotherAgent) {
  toy::authority one(context.get_executor()), two(context.get_executor());
  make(one);
  make(two);
  EXPECT_EQ(one.journal().size(), 1u);
  EXPECT_EQ(two.journal().size(), 1u);
}

TEST_F(AimAgent, AnUnreadableKeyIsAnAuthenticationErrorThatSaysSo) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.private_key = "not a key";
  try {
    make(o);
    FAIL() << "accepted";
  } catch (const aval::AIMAuthenticationError& e) {
    EXPECT_NE(std::string(e.what()).find("Invalid private key"), std::string::npos) << e.what();
    EXPECT_EQ(std::string(e.what()).find("not a key"), std::string::npos) << "a key never stands in a message";
  }
  EXPECT_TRUE(authority.journal().empty());
}

TEST_F(AimAgent, AServerWithoutSelfRegistrationNamesTheWaysToACredential) {
  toy::authority authority(context.get_executor());
  authority.intercept([](const toy::seen&, aval::net::http_response& a) {
    a.status = 401;
    a.body = R"({"error":"X-AIM-API-Key header is required for agent registration"})";
    return true;
  });
  try {
    make(authority);
    FAIL() << "accepted";
  } catch (const aval::AIMAuthenticationError& e) {
    EXPECT_NE(std::string(e.what()).find("AIM_API_KEY"), std::string::npos) << e.what();
    EXPECT_EQ(e.http_status(), 401);
  }
}

TEST_F(AimAgent, ATakenNameIsAnAuthenticationError) {
  toy::authority authority(context.get_executor());
  authority.intercept([](const toy::seen&, aval::net::http_response& a) {
    a.status = 409;
    a.body = R"({"error":"Agent with this name already exists"})";
    return true;
  });
  EXPECT_THROW(make(authority), aval::AIMAuthenticationError);
}

TEST_F(AimAgent, NobodyAtTheAddressIsAConnectionErrorThatNamesIt) {
  std::string url;
  aim::secure_options o;
  {
    toy::authority gone(context.get_executor());
    url = gone.url();
    o = options(gone);
    run(context, gone.stop());
  }
  try {
    make(o);
    FAIL() << "accepted";
  } catch (const aval::AIMConnectionError& e) {
    EXPECT_NE(std::string(e.what()).find("Connection refused to " + url), std::string::npos) << e.what();
    EXPECT_EQ(e.code(), aval::condition::unreachable);
  }
}

TEST_F(AimAgent, VerifyActionIsTrueFalseAndFalseForApprovedDeniedAndPending) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  EXPECT_TRUE(run(context, agent.verify_action("read", json::object({{"id", 7}}))));
  EXPECT_FALSE(run(context, agent.verify_action("deny_it", {}, aval::risk::high)));
  EXPECT_FALSE(run(context, agent.verify_action("wait_for_it")));
  const auto body = json::parse(authority.journal().at(1).body).value();
  EXPECT_EQ(body["context"]["risk_level"].as_string(), "low");
  EXPECT_EQ(body["context"]["parameters"]["id"].as_int64(), 7);
}

TEST_F(AimAgent, VerifyGivesTheWholeRecordAndWaitsWhenAsked) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  aim::verify_options wait;
  wait.wait = true;
  wait.risk = aval::risk::high;
  wait.resource = "users/7";
  authority.approve_after(1);
  const auto v = run(context, agent.verify("wait_for_it", {}, wait));
  EXPECT_TRUE(v.verified);
  EXPECT_EQ(v.approved_by, "ana");
  const auto d = run(context, agent.verify("deny_it"));
  EXPECT_FALSE(d.verified);
  EXPECT_EQ(d.status, "denied");
  EXPECT_EQ(d.reason, "not today");
  EXPECT_FALSE(d.verification_id.empty());
  EXPECT_EQ(authority.count("GET", "/verifications/"), 1u);
  EXPECT_TRUE(authority.problems().empty());
  const auto look = authority.journal().at(2);
  EXPECT_NE(look.target.find("?wait="), std::string::npos);
  const auto signature = aval::crypto::signature::from_base64(look.headers.at("X-AIM-Signature"));
  const auto key = aval::crypto::parse_public_key(agent.public_key()).value();
  EXPECT_TRUE(signature && key.verify(aim::poll_message(v.verification_id, agent.id(), look.headers.at("X-AIM-Timestamp")), *signature));
}

TEST_F(AimAgent, RaiseOnDeniedThrowsTheGuidesException) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.raise_on_denied = true;
  auto agent = make(o);
  try {
    run(context, agent.verify_action("deny_it"));
    FAIL() << "accepted";
  } catch (const aval::AIMVerificationError& e) {
    EXPECT_EQ(e.status(), "denied");
    EXPECT_EQ(e.reason(), "not today");
    EXPECT_FALSE(e.verification_id().empty());
  }
}

TEST_F(AimAgent, AWaitThatTakesTooLongIsATimeOutOfTheApproval) {
  toy::authority authority(context.get_executor());
  authority.approve_after(1000000);
  auto agent = make(authority);
  aim::verify_options wait;
  wait.wait = true;
  wait.timeout = 50ms;
  try {
    run(context, agent.verify("wait_for_it", {}, wait));
    FAIL() << "accepted";
  } catch (const aval::AIMTimeoutError& e) {
    EXPECT_EQ(e.kind(), aim::timeout_kind::approval);
    EXPECT_FALSE(e.verification_id().empty());
  }
}

// ---- decorators: the table of specification 3.4 -------------------------------------------------------------------------------

int runs = 0;
aval::awaitable<int> act(int n) {
  ++runs;
  if (n < 0) throw std::domain_error("negative");
  co_return n * 2;
}

/** Runs act() under track_action with this action name; whether it ran, and what came out. */
template <class Options>
aval::awaitable<int> tracked(aim::agent agent, Options options, int n) {
  auto f = &act | aval::track_action(agent, std::move(options));
  co_return co_await f(n);
}

aval::track_options named(std::string action) {
  aval::track_options o;
  o.action = std::move(action);
  return o;
}

TEST_F(AimAgent, AnApprovedCallRunsIsReportedAndLeavesNothingInTheSpool) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  runs = 0;
  EXPECT_EQ(run(context, tracked(agent, named("double_it"), 21)), 42);
  EXPECT_EQ(runs, 1);
  ASSERT_EQ(authority.count("POST", "/result"), 1u);
  const auto body = json::parse(authority.journal().back().body).value();
  EXPECT_EQ(body["result"].as_string(), "success");
  EXPECT_TRUE(body["duration_ms"].is_integer());
  EXPECT_EQ(agent.undelivered_reports(), 0u);
  EXPECT_TRUE(authority.problems().empty());
}

TEST_F(AimAgent, AThrowingFunctionIsReportedAsFailureAndItsExceptionComesThroughUnchanged) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  EXPECT_THROW(run(context, tracked(agent, named("double_it"), -1)), std::domain_error);
  const auto body = json::parse(authority.journal().back().body).value();
  EXPECT_EQ(body["result"].as_string(), "failure");
  EXPECT_EQ(body["error_message"].as_string(), "negative");
}

TEST_F(AimAgent, NothingThatIsNotApprovedRuns) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  struct row {
    const char* name;
    int status;
    std::string body;
  };
  const row rows[] = {
      {"denied", 403, R"({"id":"a","status":"denied"})"},
      {"denied with 201", 201, R"({"id":"a","status":"denied"})"},
      {"expired", 200, R"({"id":"a","status":"expired"})"},
      {"unknown status", 200, R"({"id":"a","status":"sure"})"},
      {"garbage", 200, "garbage"},
      {"empty", 200, ""},
      {"an array", 200, "[]"},
      {"a number as status", 200, R"({"id":"a","status":1})"},
      {"duplicate status", 200, R"({"id":"a","status":"denied","status":"denied"})"},
      {"an approval without id", 201, R"({"status":"approved"})"},
      {"an approval whose id climbs", 201, R"({"id":"../x","status":"approved"})"},
      {"an approval with 403", 403, R"({"id":"a","status":"approved"})"},
      {"an approval with 500", 500, R"({"id":"a","status":"approved"})"},
      {"an approval with 302", 302, R"({"id":"a","status":"approved"})"},
      {"too deep", 200, std::string(100000, '[')},
      {"not UTF-8", 200, "{\"id\":\"a\",\"status\":\"approved\",\"approved_by\":\"\xff\"}"},
      {"bad request", 400, R"({"error":"x"})"},
      {"unauthenticated", 401, R"({"error":"x"})"},
      {"not found", 404, R"({"error":"x"})"},
      {"rate limited", 429, R"({"error":"x"})"},
      {"unavailable", 503, "<html>"},
  };
  for (const auto& r : rows) {
    SCOPED_TRACE(r.name);
    authority.intercept([&r](const toy::seen& q, aval::net::http_response& a) {
      if (q.path != aim::verifications_path) return false;
      a.status = r.status;
      a.body = r.body;
      if (r.status == 429) a.headers.set("Retry-After", "0");
      return true;
    });
    runs = 0;
    try {
      run(context, tracked(agent, named("double_it"), 1));
      FAIL() << "ran";
    } catch (const aim::error& e) {
      for (const char* c = e.what(); *c; ++c) EXPECT_GE(static_cast<unsigned char>(*c), 0x20) << "no control characters in messages";
    }
    EXPECT_EQ(runs, 0);
  }
  EXPECT_EQ(authority.count("POST", "/result"), 0u);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
}

TEST_F(AimAgent, AnAnswerBeyondTheLimitIsRefusedAndDoesNotRun) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (q.path != aim::verifications_path) return false;
    a.status = 201;
    a.body = R"({"id":"a","status":"approved","x":")" + std::string(9 * 1024 * 1024, 'x') + "\"}";
    return true;
  });
  runs = 0;
  EXPECT_THROW(run(context, tracked(agent, named("double_it"), 1)), aval::AIMServerError);
  EXPECT_EQ(runs, 0);
}

TEST_F(AimAgent, RequireApprovalWaitsForTheHumanAndThenRuns) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  auto erase = aval::require_approval<&act>(agent) | aval::with_timeout(10min);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (q.path != aim::verifications_path) return false;
    a.status = 201;
    a.body = R"({"id":"99999999-aaaa-4bbb-8ccc-dddddddddddd","status":"pending"})";
    return true;
  });
  authority.decide("99999999-aaaa-4bbb-8ccc-dddddddddddd", "pending");
  authority.approve_after(1);
  runs = 0;
  EXPECT_EQ(run(context, erase(4)), 8);
  EXPECT_EQ(runs, 1);
  const auto asked = json::parse(authority.journal().at(1).body).value();
  EXPECT_TRUE(asked["context"]["requires_approval"].as_bool());
  EXPECT_EQ(asked["action_type"].as_string(), "act");
  authority.decide("99999999-aaaa-4bbb-8ccc-dddddddddddd", "denied");
  runs = 0;
  try {
    run(context, erase(4));
    FAIL() << "ran";
  } catch (const aval::AIMVerificationError& e) {
    EXPECT_EQ(e.reason(), "because");
  }
  EXPECT_EQ(runs, 0);
}

// ---- nobody there -------------------------------------------------------------------------------------------------------------

TEST_F(AimAgent, WithoutAnAuthorityClosedRefusesOpenRunsAndApprovalIsNeverOpened) {
  toy::authority authority(context.get_executor());
  auto closed = make(authority);
  auto o = options(authority);
  o.when_unreachable = aval::fail_mode::open;
  auto open = make(o);
  run(context, authority.stop());
  runs = 0;
  EXPECT_THROW(run(context, tracked(closed, named("double_it"), 1)), aval::AIMConnectionError);
  EXPECT_EQ(runs, 0);
  auto erase = aval::require_approval<&act>(open);
  EXPECT_THROW(run(context, erase(1)), aval::AIMConnectionError);
  EXPECT_EQ(runs, 0);
  EXPECT_EQ(run(context, tracked(open, named("double_it"), 1)), 2);
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(logged("runs without verification"));
  EXPECT_EQ(open.undelivered_reports(), 1u) << "the record of it waits in the spool";
}

TEST_F(AimAgent, CachedRunsOnAnEarlierPermitForTheSameActionOnly) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.when_unreachable = aval::fail_mode::cached;
  auto agent = make(o);
  runs = 0;
  run(context, tracked(agent, named("double_it"), 1));
  run(context, authority.stop());
  EXPECT_EQ(run(context, tracked(agent, named("double_it"), 3)), 6);
  EXPECT_EQ(runs, 2);
  EXPECT_THROW(run(context, tracked(agent, named("another"), 1)), aval::AIMConnectionError);
  auto high = named("double_it");
  high.risk = aval::risk::high;
  EXPECT_THROW(run(context, tracked(agent, high, 1)), aval::AIMConnectionError);
  EXPECT_EQ(runs, 2);
}

TEST_F(AimAgent, AnAuthorityThatAnswersWithAFailureOpensNothing) {
  toy::authority authority(context.get_executor());
  for (const auto mode : {aval::fail_mode::open, aval::fail_mode::cached}) {
    auto o = options(authority);
    o.when_unreachable = mode;
    auto agent = make(o);
    authority.intercept({});
    run(context, tracked(agent, named("double_it"), 1));  // leaves a permission that has not expired
    runs = 0;
    for (const int status : {408, 500, 502, 503, 504}) {
      authority.intercept([status](const toy::seen& q, aval::net::http_response& a) {
        if (q.path != aim::verifications_path) return false;
        a.status = status;
        a.body = R"({"error":"not now"})";
        return true;
      });
      try {
        run(context, tracked(agent, named("double_it"), 1));
        ADD_FAILURE() << "ran after " << status;
      } catch (const aim::error& e) {
        EXPECT_EQ(e.http_status(), status);
      }
    }
    EXPECT_EQ(runs, 0);
    EXPECT_EQ(agent.undelivered_reports(), 0u);
  }
}

TEST_F(AimAgent, WithoutAutoVerifyTheCallOnlyLeavesItsRecord) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.auto_verify = false;
  auto agent = make(o);
  EXPECT_EQ(run(context, tracked(agent, named("deny_it"), 1)), 2);
  EXPECT_EQ(authority.count("POST", "/verifications"), 0u);
  EXPECT_EQ(authority.count("POST", "/actions/log"), 1u);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
}

TEST_F(AimAgent, AnAuthorityThatNeverAnswersIsATimeOut) {
  asio::ip::tcp::acceptor silent(context, {asio::ip::make_address("127.0.0.1"), 0});
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.aim_url = "http://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
  o.timeout = 100ms;
  EXPECT_THROW(make(o), aval::AIMTimeoutError);
}

TEST_F(AimAgent, ACancelledQuestionIsCancelledAndRunsNothing) {
  toy::authority authority(context.get_executor());
  authority.approve_after(1000000);
  auto agent = make(authority);
  runs = 0;
  asio::cancellation_signal stop;
  authority.intercept([&stop](const toy::seen& q, aval::net::http_response&) {
    if (q.method == "GET") stop.emit(asio::cancellation_type::terminal);
    return false;
  });
  std::error_code code;
  bool over = false;
  asio::co_spawn(context, tracked(agent, named("wait_for_it"), 1), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, int) {
                   code = aval::code_of(e);
                   over = true;
                 }));
  while (!over && context.run_one_for(10s) != 0) {}
  EXPECT_TRUE(over);
  EXPECT_EQ(code, aval::condition::cancelled);
  EXPECT_EQ(runs, 0);
}

// ---- reports that have to wait ------------------------------------------------------------------------------------------------

TEST_F(AimAgent, AReportThatCannotBeDeliveredNeverHurtsTheCallAndIsSentLater) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/result")) return false;
    a.status = 503;
    return true;
  });
  EXPECT_EQ(run(context, tracked(agent, named("double_it"), 5)), 10);
  EXPECT_EQ(agent.undelivered_reports(), 1u);
  EXPECT_EQ(run(context, agent.flush_reports()), 1u);
  authority.intercept({});
  EXPECT_EQ(run(context, agent.flush_reports()), 0u);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
  EXPECT_EQ(json::parse(authority.journal().back().body).value()["result"].as_string(), "success");
}

TEST_F(AimAgent, WhatWaitedFollowsTheNextReportThatGetsThrough) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/result")) return false;
    a.status = 503;
    return true;
  });
  for (int i = 0; i < 3; ++i) run(context, tracked(agent, named("double_it"), i));
  EXPECT_EQ(agent.undelivered_reports(), 3u);
  authority.intercept({});
  run(context, tracked(agent, named("double_it"), 9));
  for (int i = 0; i < 10000 && agent.undelivered_reports() != 0; ++i) context.run_one_for(1s);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
}

TEST_F(AimAgent, ANewProcessSendsWhatTheOldOneLeftBehind) {
  toy::authority authority(context.get_executor());
  {
    auto agent = make(authority);
    authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
      if (!q.path.ends_with("/result")) return false;
      a.status = 503;
      return true;
    });
    run(context, tracked(agent, named("double_it"), 5));
  }
  authority.intercept({});
  const auto before = authority.count("POST", "/result");
  auto agent = make(authority);
  EXPECT_EQ(authority.count("POST", "/result"), before + 1);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
}

TEST_F(AimAgent, AFullSpoolRefusesFurtherCallsBeforeTheyRun) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.spool_bytes = 8 * 1024;
  auto agent = make(o);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/result")) return false;
    a.status = 503;
    return true;
  });
  runs = 0;
  int accepted = 0;
  try {
    for (; accepted < 200; ++accepted) run(context, tracked(agent, named("double_it"), 1));
    FAIL() << "never full";
  } catch (const aval::AIMConfigurationError& e) {
    EXPECT_EQ(e.code(), aim::errc::spool_full);
  }
  EXPECT_EQ(runs, accepted) << "the refused call did not run";
  EXPECT_GT(accepted, 0);
  EXPECT_EQ(agent.undelivered_reports(), static_cast<std::size_t>(accepted)) << "and none was forgotten";
}

TEST_F(AimAgent, AForgottenVerificationGoesToTheActionLog) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/result") && !q.path.ends_with("/execution-status")) return false;
    a.status = 404;
    a.body = R"({"error":"not found"})";
    return true;
  });
  run(context, tracked(agent, named("double_it"), 5));
  EXPECT_EQ(agent.undelivered_reports(), 0u);
  const auto last = authority.journal().back();
  EXPECT_TRUE(last.path.ends_with("/actions/log")) << last.path;
  const auto body = json::parse(last.body).value();
  EXPECT_EQ(body["action_name"].as_string(), "double_it");
  EXPECT_TRUE(body["verification_id"].is_string());
}

// ---- the rest of the guide ----------------------------------------------------------------------------------------------------

TEST_F(AimAgent, LogActionBelongsToTheApprovedVerificationOfThatName) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  run(context, agent.verify_action("fetch"));
  aim::action_log what;
  what.parameters = json::object({{"city", "San Francisco"}});
  what.result = json::object({{"t", 20}});
  EXPECT_TRUE(run(context, agent.log_action("fetch", what)));
  EXPECT_TRUE(authority.journal().back().path.ends_with("/result"));
  EXPECT_TRUE(run(context, agent.log_action("fetch", what)));
  const auto last = authority.journal().back();
  EXPECT_TRUE(last.path.ends_with("/actions/log")) << "the first report used the verification up";
  const auto body = json::parse(last.body).value();
  EXPECT_EQ(body["parameters"]["city"].as_string(), "San Francisco");
  EXPECT_EQ(body["result_summary"].as_string(), R"({"t":20})");
  what.error = "boom";
  run(context, agent.log_action("fetch", what));
  EXPECT_FALSE(json::parse(authority.journal().back().body).value()["success"].as_bool());
}

TEST_F(AimAgent, WhatIsSentByHandIsRedactedByNameBeforeItLeavesTheProcess) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  const auto parameters = json::parse(R"({"city":"Lima","api_key":"canary-5f1c","hosts":[{"name":"db","Pass-Word":{"text":"canary-5f1c"}}]})").value();
  run(context, agent.verify_action("fetch", parameters));
  run(context, agent.verify("fetch", parameters));
  aim::verify_options options;
  options.risk = aval::risk::medium;
  run(context, agent.verify_action("fetch", parameters, options));
  run(context, agent.verify("fetch", parameters, options));
  aim::action_log what;
  what.parameters = parameters;
  what.result = parameters;
  for (int i = 0; i < 5; ++i) run(context, agent.log_action("fetch", what));  // four to /result, the last to the action log
  EXPECT_EQ(authority.count("POST", "/result"), 4u);
  EXPECT_EQ(authority.count("POST", "/actions/log"), 1u);
  std::size_t redacted = 0;
  for (const auto& r : authority.journal()) {
    EXPECT_EQ(r.body.find("canary-5f1c"), std::string::npos) << r.path << " " << r.body;
    redacted += r.body.find("[redacted]") != std::string::npos;
  }
  EXPECT_EQ(redacted, 9u);
  const auto sent = json::parse(authority.journal().back().body).value();
  EXPECT_EQ(json::write(sent["parameters"]), R"({"city":"Lima","api_key":"[redacted]","hosts":[{"name":"db","Pass-Word":"[redacted]"}]})");
}

TEST_F(AimAgent, LogActionDoesNotThrowWhenNobodyIsThereAndKeepsTheRecord) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  run(context, authority.stop());
  EXPECT_FALSE(run(context, agent.log_action("fetch")));
  EXPECT_EQ(agent.undelivered_reports(), 1u);
}

TEST_F(AimAgent, TheTrustScoreIsAskedForAndKept) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  EXPECT_EQ(run(context, agent.get_trust_score()), 0.907);
  const auto b = run(context, agent.get_trust_breakdown());
  EXPECT_EQ(b.overall, 0.907);
  EXPECT_EQ(b.factors.at("drift_detection"), 1.0) << "spelled as in the guide";
  EXPECT_DOUBLE_EQ(b.contributions.at("uptime"), 0.15 * 0.98);
  EXPECT_EQ(b.weights.size(), 8u);
  run(context, agent.refresh());
  EXPECT_FALSE(agent.is_verified());
  EXPECT_EQ(agent.trust_score(), 0.5);
}

TEST_F(AimAgent, AScoreOutsideOfItsRangeIsNotBelieved) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/trust-score")) return false;
    a.body = R"({"agent_id":"x","agent_name":"y","score":85.0,"factors":{}})";
    return true;
  });
  EXPECT_THROW(run(context, agent.get_trust_score()), aval::AIMServerError);
  EXPECT_EQ(agent.trust_score(), 0.907);
}

TEST_F(AimAgent, AfterARotationTheNewKeySignsAndIsStored) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  const std::string old = agent.public_key();
  run(context, agent.rotate_key());
  EXPECT_NE(agent.public_key(), old);
  const auto body = json::parse(authority.journal().back().body).value();
  const auto proof = aval::crypto::signature::from_base64(body["proof"].as_string());
  const auto key = aval::crypto::parse_public_key(agent.public_key()).value();
  EXPECT_TRUE(proof && key.verify(aim::rotation_message(agent.id(), agent.public_key(), std::to_string(body["timestamp"].as_int64())), *proof));
  EXPECT_TRUE(run(context, agent.verify_action("read")));
  auto again = make(authority);
  EXPECT_EQ(again.public_key(), agent.public_key());
  EXPECT_TRUE(authority.problems().empty());
}

TEST_F(AimAgent, ARotationThatFailsLeavesTheOldKeyInUse) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  const std::string old = agent.public_key();
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/rotate-credentials")) return false;
    a.status = 403;
    return true;
  });
  EXPECT_THROW(run(context, agent.rotate_key()), aim::error);
  EXPECT_EQ(agent.public_key(), old);
  EXPECT_TRUE(run(context, agent.verify_action("read")));
  EXPECT_EQ(make(authority).public_key(), old);
}

TEST_F(AimAgent, ARateLimitIsWaitedForTwiceAndThenThrown) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (q.path != aim::verifications_path) return false;
    a.status = 429;
    a.headers.set("Retry-After", "0");
    a.body = R"({"error":"Rate limit exceeded. Please try again later."})";
    return true;
  });
  EXPECT_THROW(run(context, agent.verify_action("read")), aval::AIMRateLimitError);
  EXPECT_EQ(authority.count("POST", "/verifications"), 3u);
}

TEST_F(AimAgent, ARepeatedQuestionIsTheSameBytes) {
  toy::authority authority(context.get_executor());
  auto o = options(authority);
  o.retry_attempts = 2;
  auto agent = make(o);
  int n = 0;
  authority.intercept([&n](const toy::seen& q, aval::net::http_response& a) {
    if (q.path != aim::verifications_path || n++ == 2) return false;
    a.status = 500;
    return true;
  });
  EXPECT_TRUE(run(context, agent.verify_action("read")));
  const auto j = authority.journal();
  ASSERT_EQ(j.size(), 4u);
  EXPECT_EQ(j[1].body, j[2].body);
  EXPECT_EQ(j[2].body, j[3].body);
}

TEST_F(AimAgent, TheAuditTrailIsReadPageByPageAndFilteredHereToo) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/audit-logs")) return false;
    const auto at = q.target.find("offset=");
    const int offset = std::stoi(q.target.substr(at + 7));
    json::value logs = json::array();
    for (int i = offset; i < std::min(offset + 2, 5); ++i) {  // the server's own limit is 2, and it ignores every filter
      json::value r = json::object({{"id", "r" + std::to_string(i)}, {"timestamp", "2025-10-2" + std::to_string(9 - i) + "T00:00:00Z"}, {"action", i % 2 ? "write" : "read"}});
      if (i == 2) r["metadata"] = json::object({{"denial_reason", "no\x07"}, {"resource", "users"}});
      logs.push_back(std::move(r));
    }
    a.body = json::write(json::object({{"logs", std::move(logs)}, {"total", 2}, {"limit", 2}}));
    return true;
  });
  auto everything = agent.get_audit_logs();
  auto all = run(context, everything.all());
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[0].action_name, "read");
  EXPECT_EQ(all[0].status, "approved");
  EXPECT_EQ(all[2].status, "denied");
  EXPECT_EQ(all[2].resource, "users");
  aim::audit_filter filter;
  filter.action_name = "read";
  filter.end = aval::parse_rfc3339("2025-10-29T00:00:00Z");
  auto some = agent.get_audit_logs(filter);
  all = run(context, some.all());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].id, "r2");
  filter.limit = 1;
  auto one = agent.get_audit_logs(filter);
  EXPECT_EQ(run(context, one.all()).size(), 1u);
}

TEST_F(AimAgent, AServerThatRepeatsItsPageForEverIsReadOnce) {
  toy::authority authority(context.get_executor());
  auto agent = make(authority);
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (!q.path.ends_with("/audit-logs")) return false;
    a.body = R"({"logs":[{"id":"a","timestamp":"2025-10-20T00:00:00Z","action":"x"}],"total":1000,"limit":1})";
    return true;
  });
  aim::audit_filter filter;
  filter.limit = 0;
  auto pager = agent.get_audit_logs(filter);
  EXPECT_EQ(run(context, pager.all()).size(), 1u);
}

TEST_F(AimAgent, FourThreadsShareOneAgent) {
  asio::thread_pool pool(4);
  toy::authority authority(pool.get_executor());
  aim::secure_options o = options(authority);
  auto agent = asio::co_spawn(pool, aim::secure("weather-agent", aval::moved(o)), asio::use_future).get();
  std::vector<std::future<int>> results;
  for (int i = 0; i < 64; ++i) results.push_back(asio::co_spawn(pool, tracked(agent, named("double_it"), i), asio::use_future));
  for (int i = 0; i < 64; ++i) EXPECT_EQ(results[static_cast<std::size_t>(i)].get(), i * 2);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
  EXPECT_EQ(authority.count("POST", "/result"), 64u);
  EXPECT_TRUE(authority.problems().empty());
  asio::co_spawn(pool, authority.stop(), asio::use_future).get();
  pool.join();
}

}  // namespace
