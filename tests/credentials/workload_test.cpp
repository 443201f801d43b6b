// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <asio/thread_pool.hpp>

#include <atomic>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include "actions/fake_authority.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/credentials/decorators.hpp"
#include "aval/credentials/workload_settings.hpp"
#include "credentials/cloud_for_tests.hpp"
#include "credentials/one_thread.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using namespace std::chrono_literals;
using aval::testing::code_of_run;
using credentials::errc;

/** A vault behind the small cloud. Its tokens name whom they are for, so that a mix-up shows. */
struct vault {
  explicit vault(asio::io_context& context) : cloud(context) {
    cloud.keys["STS.role"] = {"sts-secret-canary-5f1c", "sts-token-canary-5f1c"};
    cloud.handler = [this](const cloud_test::seen& s) { return answer(s); };
  }
  static std::string field(const cloud_test::seen& s, const char* name) {
    const auto* v = s.form.find(name);
    return v != nullptr ? *v : std::string();
  }
  static cloud_test::reply refuse(const std::string& code, const std::string& status = "400 Bad Request") {
    return {R"({"Code":")" + code + R"(","Message":"m","RequestId":"r"})", status};
  }
  cloud_test::reply answer(const cloud_test::seen& s) {
    const std::string action = s.action();
    ++asked[action];
    if (action == "CreateWorkloadIdentity") return {R"({"WorkloadIdentity":{"WorkloadIdentityName":"made"},"RequestId":"r"})"};
    if (action.rfind("GetWorkloadAccessToken", 0) == 0) {
      identity = field(s, "WorkloadIdentityName");
      const std::string token = "wat-canary-5f1c/" + field(s, "UserToken") + field(s, "UserId") + "/" + std::to_string(++tokens);
      good.insert(token);
      return {R"({"WorkloadAccessToken":")" + token + R"(","RequestId":"r"})"};
    }
    const std::string token = field(s, "WorkloadAccessToken");
    if (action != "CompleteResourceTokenAuth" && good.count(token) == 0) return refuse("InvalidParameter.WorkloadAccessToken");
    const std::string user = token.substr(0, token.rfind('/')).substr(token.find('/') + 1);
    if (action == "AssumeRoleForWorkloadIdentity") {
      policy = field(s, "Policy");
      return {R"({"RequestId":"r","Credentials":{"AccessKeyId":"STS.role","AccessKeySecret":"sts-secret-canary-5f1c","SecurityToken":"sts-token-canary-5f1c","Expiration":")" +
              format_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(cloud.now + 1h), 0) + R"("}})"};
    }
    signer = std::string(s.headers.find("x-acs-accesskey-id").value_or("caller"));
    if (action == "GetResourceAPIKey") return {R"({"APIKey":"key-canary-5f1c of )" + user + R"(","RequestId":"r"})"};
    forced.push_back(field(s, "ForceAuthentication"));
    state = field(s, "CustomState");
    if (field(s, "SessionURI").empty() ? consents_needed == 0 : consents_needed > 0 && --consents_needed == 0)
      return {R"({"AccessToken":"at-canary-5f1c of )" + user + R"(","RequestId":"r"})"};
    if (!polls.empty() && !field(s, "SessionURI").empty()) {
      auto out = polls.front();
      polls.pop_front();
      return out;
    }
    return {R"({"AuthorizationURL":"https://consent.example/canary-5f1c","SessionURI":"urn:1","SessionStatus":"IN_PROGRESS","RequestId":"r"})"};
  }

  cloud_test::cloud cloud;
  std::map<std::string, int> asked;
  std::set<std::string> good;
  int tokens = 0, consents_needed = 0;  // questions about a session until it is consented to
  std::deque<cloud_test::reply> polls;
  std::string identity, signer, policy, state;
  std::vector<std::string> forced;
};

class workloads : public ::testing::Test, public credentials_test::one_thread {
 protected:
  workloads() {
    options.endpoint = v.cloud.url();
    options.clock.wall = [this] { return v.cloud.now; };
    options.http.proxy.from_environment = false;
    options.max_attempts = 1;
    options.log = log_hooks([this](log_level, std::string_view, std::string_view text) { printed += std::string(text) + "\n"; }, log_level::debug);
    made_of.identity = "me";
    made_of.refresh.clock.wall = [this] { return v.cloud.now; };
    made_of.refresh.log = options.log;
    quick.provider = "dingtalk";
    quick.consent.interval = quick.consent.longest = 1ms;
  }
  workload make(any_io_executor executor) {
    identity_client client(openapi_client(executor, options), fixed_credential("testAccessKeyId", secret("canary-5f1c-key")));
    return workload(executor, client, made_of);
  }
  workload make() { return make(context.get_executor()); }
  ~workloads() override { EXPECT_EQ(printed.find("canary"), std::string::npos) << printed; }
  int total() const { return static_cast<int>(v.cloud.requests.size()); }
  using text_end = std::function<void(std::exception_ptr, std::string)>;  // of one type, since every other type of a spawn is compiled anew
  void spawn(awaitable<std::string> operation, text_end end, asio::cancellation_slot slot = {}) { spawn_on(context.get_executor(), std::move(operation), std::move(end), slot); }
  static void spawn_on(any_io_executor executor, awaitable<std::string> operation, text_end end, asio::cancellation_slot slot = {}) {
    asio::co_spawn(executor, std::move(operation), asio::bind_cancellation_slot(slot, std::move(end)));
  }
  void until(const std::function<bool()>& over) {
    for (int i = 0; i < 1'000'000 && !over(); ++i) {
      if (context.stopped()) context.restart();
      context.run_one_for(1s);
    }
    ASSERT_TRUE(over());
  }

  vault v{context};
  openapi_options options;
  workload_options made_of;
  access_token_options quick;
  const identity_context ana{identity_values{.user_token = secret("jwt-canary-5f1c-ana")}}, bob{identity_values{.user_id = "bob"}};
};

// ---- caches

TEST_F(workloads, keeps_a_workload_token_for_four_minutes_for_each_user) {
  const workload me = make();
  EXPECT_EQ(run(me.workload_token(ana)).reveal(), "wat-canary-5f1c/jwt-canary-5f1c-ana/1");
  EXPECT_EQ(run(me.workload_token(bob)).reveal(), "wat-canary-5f1c/bob/2");
  EXPECT_EQ(run(me.workload_token({})).reveal(), "wat-canary-5f1c//3");
  v.cloud.now += 239s;
  EXPECT_EQ(run(me.workload_token(ana)).reveal(), "wat-canary-5f1c/jwt-canary-5f1c-ana/1");
  v.cloud.now += 1s;
  EXPECT_EQ(run(me.workload_token(ana)).reveal(), "wat-canary-5f1c/jwt-canary-5f1c-ana/4");
  EXPECT_EQ(v.asked, (std::map<std::string, int>{{"GetWorkloadAccessTokenForJWT", 2}, {"GetWorkloadAccessTokenForUserId", 1}, {"GetWorkloadAccessToken", 1}}));
  EXPECT_EQ(v.identity, "me");
}

TEST_F(workloads, takes_the_token_of_the_context_before_that_of_the_surroundings_before_a_new_one) {
  made_of.workload_token = secret("canary-5f1c from the environment");
  const workload me = make();
  EXPECT_EQ(run(me.workload_token(identity_context({.user_id = "bob", .workload_token = secret("canary-5f1c handed over")}))).reveal(), "canary-5f1c handed over");
  EXPECT_EQ(run(me.workload_token(bob)).reveal(), "canary-5f1c from the environment");
  EXPECT_EQ(total(), 0);
}

TEST_F(workloads, keeps_a_credential_of_the_role_until_shortly_before_it_expires_for_each_policy) {
  const workload me = make();
  EXPECT_EQ(run(me.role_credential(ana))->access_key_id, "STS.role");
  v.cloud.now += 44min;
  run(me.role_credential(ana));
  EXPECT_EQ(v.asked["AssumeRoleForWorkloadIdentity"], 1);
  v.cloud.now += 1min;  // a quarter of its life is left
  run(me.role_credential(ana));
  EXPECT_EQ(v.asked["AssumeRoleForWorkloadIdentity"], 2);
  role_session narrow{.policy = R"({"Version":"1"})"};
  run(me.role_credential(ana, narrow));
  EXPECT_EQ(v.policy, R"({"Version":"1"})");
  run(me.role_credential(ana, narrow));
  run(me.role_credential(bob));
  EXPECT_EQ(v.asked["AssumeRoleForWorkloadIdentity"], 4);
}

TEST_F(workloads, drops_a_workload_token_that_is_refused_and_asks_once_more) {
  const workload me = make();
  run(me.api_key(ana, "weather"));
  v.good.clear();
  EXPECT_EQ(run(me.api_key(ana, "weather")).reveal(), "key-canary-5f1c of jwt-canary-5f1c-ana");
  EXPECT_EQ(v.asked["GetResourceAPIKey"], 3);
  EXPECT_EQ(v.tokens, 2);
  v.cloud.handler = [this](const cloud_test::seen& s) {
    return s.action() == "GetResourceAPIKey" ? vault::refuse("InvalidParameter.WorkloadAccessToken") : v.answer(s);
  };
  const int before = total();
  EXPECT_EQ(code(me.api_key(ana, "weather")), errc::rejected);
  EXPECT_EQ(total() - before, 3);  // asked, a new token, asked
}

TEST_F(workloads, can_not_renew_a_token_that_was_handed_over) {
  const workload me = make();
  const identity_context handed({.workload_token = secret("canary-5f1c-wat of the platform")});
  EXPECT_EQ(code(me.role_credential(handed)), errc::rejected);
  EXPECT_EQ(total(), 1);
}

TEST_F(workloads, drops_a_credential_of_the_role_that_is_refused) {
  const workload me = make();
  run(me.api_key(ana, "weather"));
  v.cloud.keys["STS.role"].second = "another-token";
  v.cloud.handler = [this](const cloud_test::seen& s) {
    if (s.action() == "AssumeRoleForWorkloadIdentity") v.cloud.keys["STS.role"].second = "sts-token-canary-5f1c";
    return v.answer(s);
  };
  EXPECT_EQ(run(me.api_key(ana, "weather")).reveal(), "key-canary-5f1c of jwt-canary-5f1c-ana");
  EXPECT_EQ(v.asked["AssumeRoleForWorkloadIdentity"], 2);
  EXPECT_EQ(v.tokens, 1);
}

TEST_F(workloads, keeps_no_more_users_than_it_may) {
  made_of.most_kept = 2;
  const workload me = make();
  run(me.workload_token(ana));
  run(me.workload_token(bob));
  run(me.workload_token({}));
  run(me.workload_token(bob));
  EXPECT_EQ(v.tokens, 3);
  run(me.workload_token(ana));
  EXPECT_EQ(v.tokens, 4);
}

TEST_F(workloads, finds_its_identity_once_and_remembers_it_in_a_file) {
  const std::string folder = ::testing::TempDir() + "aval_workload_settings";
  ASSERT_TRUE(aval::detail::make_folders(folder));
  std::ofstream(folder + "/.config.json") << R"({"other":"kept \u00fc","workload_identity_name":""})";
  const openapi_client calls(context.get_executor(), options);
  const control_client control(calls, fixed_credential("testAccessKeyId", secret("canary-5f1c-key")));
  made_of = workload_options_from(environment(std::map<std::string, std::string>()), folder);
  EXPECT_EQ(made_of.identity, "");
  EXPECT_TRUE(made_of.sign_as_role);
  made_of.refresh.clock = options.clock;
  EXPECT_EQ(code(make().workload_token(ana)), errc::invalid_configuration);
  made_of.find_identity = find_or_create_identity(control, workload_identity_settings{}, folder);
  const workload me = make();
  run(me.workload_token(ana));
  run(me.workload_token(bob));
  EXPECT_EQ(v.identity, "made");
  EXPECT_EQ(v.asked["CreateWorkloadIdentity"], 1);
  EXPECT_EQ(read_local_setting(folder, "workload_identity_name"), "made");
  EXPECT_EQ(read_local_setting(folder, "other"), "kept \xc3\xbc");
  run(make().workload_token(ana));
  EXPECT_EQ(v.asked["CreateWorkloadIdentity"], 1);
  std::ofstream(folder + "/.config.json") << "no json";
  EXPECT_EQ(read_local_setting(folder, "workload_identity_name"), std::nullopt);
  const environment variables(std::map<std::string, std::string>{
      {"AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME", "named"}, {"AGENT_IDENTITY_WORKLOAD_ACCESS_TOKEN", "t"}, {"AGENT_IDENTITY_USE_STS", "TRUE"}});
  const auto told = workload_options_from(variables, folder);
  EXPECT_EQ(told.identity, "named");
  EXPECT_EQ(told.workload_token.reveal(), "t");
  EXPECT_FALSE(told.sign_as_role);  // only the exact text means yes
  EXPECT_EQ(identity_region(variables), "cn-beijing");
}

// ---- consent

TEST_F(workloads, asks_for_tokens_as_the_role_or_as_the_caller) {
  EXPECT_EQ(run(make().access_token(ana, quick)).reveal(), "at-canary-5f1c of jwt-canary-5f1c-ana");
  EXPECT_EQ(v.signer, "STS.role");
  made_of.sign_as_role = false;
  EXPECT_EQ(run(make().access_token(ana, quick)).reveal(), "at-canary-5f1c of jwt-canary-5f1c-ana");
  EXPECT_EQ(v.signer, "caller");
}

TEST_F(workloads, gives_where_to_consent_as_a_value_and_waits_for_it_when_it_is_told_to) {
  v.consents_needed = 3;
  quick.force_authentication = true;
  bool called = false;
  quick.consent.on_auth_url = [&](consent_needed) { called = true; };
  const workload me = make();
  const token_or_consent got = run(me.ask_access_token(ana.with_custom_state("state-1"), quick));
  ASSERT_FALSE(got.ready());
  EXPECT_EQ(got.consent().authorization_url, "https://consent.example/canary-5f1c");
  EXPECT_EQ(got.consent().session_uri, "urn:1");
  EXPECT_EQ(got.consent().session_status, "IN_PROGRESS");
  EXPECT_EQ(v.state, "state-1");
  EXPECT_EQ(run(me.wait_for_consent(ana, quick, got.consent())).reveal(), "at-canary-5f1c of jwt-canary-5f1c-ana");
  EXPECT_EQ(v.forced, (std::vector<std::string>{"true", "false", "false", "false"}));
  EXPECT_FALSE(called);
}

awaitable<void> show(std::shared_ptr<std::vector<std::string>> shown, consent_needed c) {
  asio::steady_timer timer(co_await this_coro::executor, 1ms);
  co_await timer.async_wait(use_awaitable);
  shown->push_back(c.authorization_url);
}

TEST_F(workloads, shows_the_user_where_to_consent_once_and_then_waits) {
  v.consents_needed = 4;
  auto shown = std::make_shared<std::vector<std::string>>();
  quick.consent.on_auth_url = [shown](consent_needed c) { return show(shown, std::move(c)); };
  EXPECT_EQ(run(make().access_token(ana, quick)).reveal(), "at-canary-5f1c of jwt-canary-5f1c-ana");
  EXPECT_EQ(*shown, std::vector<std::string>{"https://consent.example/canary-5f1c"});
  EXPECT_EQ(v.asked["GetResourceOAuth2Token"], 5);
  quick.consent.on_auth_url = [](consent_needed) { throw aval::error(aval::errc::invalid_state, "nobody there"); };
  v.consents_needed = 1;
  EXPECT_EQ(code(make().access_token(ana, quick)), aval::errc::invalid_state);
}

TEST_F(workloads, does_not_wait_where_waiting_is_switched_off) {
  v.consents_needed = 1;
  quick.consent.wait = false;
  try {
    run(make().access_token(ana, quick));
    ADD_FAILURE();
  } catch (const consent_error& e) {
    EXPECT_EQ(e.code(), errc::consent_needed);
    EXPECT_EQ(e.consent().session_uri, "urn:1");
    EXPECT_EQ(std::string(e.what()).find("canary-5f1c"), std::string::npos) << e.what();
  }
  EXPECT_EQ(v.asked["GetResourceOAuth2Token"], 1);
}

TEST_F(workloads, goes_on_after_failures_that_pass_and_stops_at_once_at_those_that_do_not) {
  v.consents_needed = 5;
  v.polls = {vault::refuse("Throttling.User", "429 Too Many Requests"), vault::refuse("InternalError", "500 Internal Server Error"), {.drop = true}};
  EXPECT_EQ(run(make().access_token(ana, quick)).reveal(), "at-canary-5f1c of jwt-canary-5f1c-ana");
  v.consents_needed = 9;
  v.asked.clear();
  v.polls = {vault::refuse("Forbidden.Whatever", "403 Forbidden")};
  EXPECT_EQ(code(make().access_token(ana, quick)), errc::denied);
  EXPECT_EQ(v.asked["GetResourceOAuth2Token"], 2);
}

TEST_F(workloads, ends_when_the_session_has_failed_and_when_patience_is_over) {
  v.consents_needed = 1000;
  v.polls = {{R"({"SessionURI":"urn:1","SessionStatus":"SOMETHING_NEW","RequestId":"r"})"}, {R"({"SessionURI":"urn:1","SessionStatus":"FAILED","RequestId":"r"})"}};
  EXPECT_EQ(code(make().access_token(ana, quick)), errc::consent_failed);
  EXPECT_EQ(v.asked["GetResourceOAuth2Token"], 3);
  quick.consent.patience = 20ms;
  EXPECT_EQ(code(make().access_token(ana, quick)), errc::login_expired);
}

TEST_F(workloads, ask_for_the_last_time_when_patience_is_over) {
  quick.consent.patience = 10ms;
  quick.consent.interval = quick.consent.longest = 1h;
  v.consents_needed = 1;
  EXPECT_EQ(run(make().access_token(ana, quick)).reveal(), "at-canary-5f1c of jwt-canary-5f1c-ana");
  EXPECT_EQ(v.asked["GetResourceOAuth2Token"], 2);
}

TEST_F(workloads, goes_on_waiting_with_a_new_workload_token_unless_it_may_not) {
  const auto expire = [this](bool renew) {
    v.consents_needed = 3;
    quick.consent.renew_workload_token = renew;
    quick.consent.on_auth_url = [this](consent_needed) { v.good.clear(); };
    const workload me = make();
    return code(me.access_token(ana, quick));
  };
  EXPECT_EQ(expire(true), std::error_code());
  EXPECT_EQ(v.tokens, 2);
  EXPECT_EQ(expire(false), errc::rejected);
}

// ---- decorators

std::string write_with_token(secret token, std::string text) { return std::string(token.reveal()) + ": " + text; }
awaitable<std::string> write_slowly(identity_context who, secret token, std::string text) {
  asio::steady_timer timer(co_await this_coro::executor, 1ms);
  co_await timer.async_wait(use_awaitable);
  co_return who.session_id() + " " + std::string(token.reveal()) + ": " + text;
}
std::string key_id(shared_credential credential) { return credential->access_key_id; }
std::string two(secret token, secret key, int n) { return std::string(token.reveal()) + "+" + std::string(key.reveal()) + std::to_string(n); }
std::string two_and_who(identity_context who, secret token, secret key) { return who.user_id() + " " + std::string(token.reveal()) + "+" + std::string(key.reveal()); }

TEST_F(workloads, hand_a_function_its_credential_as_the_first_parameter) {
  const workload me = make();
  auto token = &write_with_token | with_access_token(me, quick);
  EXPECT_EQ(run(token(bob, "minutes")), "at-canary-5f1c of bob: minutes");
  auto slow = &write_slowly | with_access_token(me, quick);
  const identity_context session({.user_id = "bob", .session_id = "s1"});
  EXPECT_EQ(run(slow(session, "minutes")), "s1 at-canary-5f1c of bob: minutes");
  auto key = &write_with_token | with_api_key(me, "weather");
  EXPECT_EQ(run(key(bob, "x")), "key-canary-5f1c of bob: x");
  auto sts = &key_id | with_sts(me, {.policy = "{}"});
  EXPECT_EQ(run(sts(bob)), "STS.role");
  EXPECT_EQ(v.policy, "{}");
  auto wat = &write_with_token | with_workload_token(me);
  EXPECT_EQ(run(wat(bob, "x")), "wat-canary-5f1c/bob/1: x");
  auto mine = &write_with_token | with_access_token(me, bob, quick);
  EXPECT_EQ(run(mine("minutes")), "at-canary-5f1c of bob: minutes");
  auto both = &two | with_access_token(me, bob, quick) | with_api_key(me, bob, "weather");
  EXPECT_EQ(run(both(7)), "at-canary-5f1c of bob+key-canary-5f1c of bob7");
  auto both_for = &two_and_who | with_access_token(me, quick) | with_api_key(me, "weather");
  EXPECT_EQ(run(both_for(bob)), "bob at-canary-5f1c of bob+key-canary-5f1c of bob");
  auto bound_sts = &key_id | with_sts(me, bob);
  EXPECT_EQ(run(bound_sts()), "STS.role");
  auto bound_wat = &write_with_token | with_workload_token(me, bob);
  EXPECT_EQ(run(bound_wat("x")), "wat-canary-5f1c/bob/1: x");
}

TEST_F(workloads, fetch_nothing_for_a_call_that_is_refused_and_show_the_guard_neither_user_nor_token) {
  const workload me = make();
  fake_agent agent;
  auto guarded = &write_with_token | with_access_token(me, quick) | track_action(agent, {.action = "write", .parameters = {"who", "text"}, .values = {"*"}});
  EXPECT_EQ(run(guarded(ana, "minutes")), "at-canary-5f1c of jwt-canary-5f1c-ana: minutes");
  EXPECT_EQ(json::write(agent->requests[0].parameters), R"({"who":{"type":"value"},"text":"minutes"})");
  const int before = total();
  agent->answer = fake_agent::answer::denied;
  EXPECT_THROW(run(guarded(ana, "minutes")), aval::error);
  EXPECT_EQ(total(), before);
}

std::string all_four(identity_context who, secret wat, shared_credential role, secret token, secret key, std::string text) {
  return who.user_id() + ": " + std::string(wat.reveal()) + " " + role->access_key_id + " " + std::string(token.reveal()) + " " + std::string(key.reveal()) + " " + text;
}

TEST_F(workloads, hand_over_all_four_credentials_behind_one_guard_that_sees_none_of_them) {
  const workload me = make();
  fake_agent agent;
  auto guarded = &all_four | with_workload_token(me) | with_sts(me) | with_access_token(me, quick) | with_api_key(me, "weather") |
                 track_action(agent, {.action = "write", .parameters = {"who", "text"}, .values = {"*"}});
  agent->answer = fake_agent::answer::denied;
  EXPECT_THROW(run(guarded(bob, "minutes")), aval::error);
  EXPECT_EQ(total(), 0);
  agent->answer = fake_agent::answer::approved;
  EXPECT_EQ(run(guarded(bob, "minutes")), "bob: wat-canary-5f1c/bob/1 STS.role at-canary-5f1c of bob key-canary-5f1c of bob minutes");
  EXPECT_EQ(json::write(agent->requests.back().parameters), R"({"who":{"type":"value"},"text":"minutes"})");
  for (const auto& request : agent->requests) EXPECT_EQ(json::write(request.parameters).find("canary"), std::string::npos);
}

TEST_F(workloads, make_one_request_for_a_warm_token_or_key_and_none_for_a_credential_of_the_role) {
  const workload me = make();
  auto token = &write_with_token | with_access_token(me, quick);
  auto key = &write_with_token | with_api_key(me, "weather");
  auto sts = &key_id | with_sts(me);
  run(token(ana, "x"));
  const int warm = total();
  run(token(ana, "x"));
  EXPECT_EQ(total(), warm + 1);
  run(key(ana, "x"));
  EXPECT_EQ(total(), warm + 2);
  for (int i = 0; i < 10; ++i) run(sts(ana));
  EXPECT_EQ(total(), warm + 2);
}

TEST_F(workloads, share_one_token_fetch_and_one_prompt_among_a_thousand_concurrent_calls) {
  v.consents_needed = 2;
  int shown = 0, done = 0;
  quick.consent.on_auth_url = [&](consent_needed) { ++shown; };
  quick.consent.interval = quick.consent.longest = 1s;  // the second question of all falls into one interval
  auto f = &write_with_token | with_access_token(make(), quick);
  const auto spawn = [&] {
    for (int i = 0; i < 1000; ++i) {
      this->spawn(f(ana, std::to_string(i)), [&done, i](std::exception_ptr e, std::string text) {
        EXPECT_FALSE(e);
        EXPECT_EQ(text, "at-canary-5f1c of jwt-canary-5f1c-ana: " + std::to_string(i));
        ++done;
      });
    }
  };
  v.consents_needed = 0;
  spawn();
  until([&] { return done == 1000; });
  EXPECT_EQ(v.asked, (std::map<std::string, int>{{"GetWorkloadAccessTokenForJWT", 1}, {"AssumeRoleForWorkloadIdentity", 1}, {"GetResourceOAuth2Token", 1}}));
  done = 0;
  v.consents_needed = 1;
  spawn();
  until([&] { return done == 1000; });
  EXPECT_EQ(v.asked["GetResourceOAuth2Token"], 3);  // the first, and one about the session
  EXPECT_EQ(v.tokens, 1);
  EXPECT_EQ(shown, 1);
}

TEST_F(workloads, take_nothing_from_the_others_when_one_caller_leaves) {
  auto f = &write_with_token | with_access_token(make(), quick);
  asio::cancellation_signal leave;
  int done = 0;
  std::error_code first;
  const text_end left = [&](std::exception_ptr e, std::string) { first = code_of(e), ++done; };
  spawn(f(ana, "1"), left, leave.slot());
  std::string second;
  spawn(f(ana, "2"), [&](std::exception_ptr, std::string text) { second = text, ++done; });
  context.poll_one(), context.poll_one();
  leave.emit(asio::cancellation_type::terminal);
  until([&] { return done == 2; });
  EXPECT_EQ(first, condition::cancelled);
  EXPECT_EQ(second, "at-canary-5f1c of jwt-canary-5f1c-ana: 2");
  v.consents_needed = 1000;
  quick.consent.interval = 1h;
  bool asked = false;
  quick.consent.on_auth_url = [&](consent_needed) { asked = true; };
  auto waiting = &write_with_token | with_access_token(make(), quick);
  spawn(waiting(ana, "3"), left, leave.slot());
  until([&] { return asked; });
  context.poll();
  leave.emit(asio::cancellation_type::terminal);
  until([&] { return done == 3; });
  EXPECT_EQ(first, condition::cancelled);
}

// ---- nothing leaks from one request into another

awaitable<std::string> request(workload me, access_token_options what, identity_context who) {
  auto write = &write_slowly | with_access_token(me, what);
  std::string out;
  for (int i = 0; i < 3; ++i) out += co_await write(who, std::to_string(i)) + ";";
  co_return out;
}
std::string expected(int user) {
  std::string out;
  for (int i = 0; i < 3; ++i) out += "s" + std::to_string(user) + " at-canary-5f1c of u" + std::to_string(user) + ": " + std::to_string(i) + ";";
  return out;
}
identity_context user(int n) { return identity_context({.user_id = "u" + std::to_string(n), .session_id = "s" + std::to_string(n)}); }

TEST_F(workloads, keep_interleaved_requests_of_many_users_apart_on_one_thread) {
  const workload me = make();
  int done = 0;
  for (int u = 0; u < 40; ++u) {
    spawn(request(me, quick, user(u)), [&done, u](std::exception_ptr e, std::string text) {
      EXPECT_FALSE(e);
      EXPECT_EQ(text, expected(u));
      ++done;
    });
  }
  until([&] { return done == 40; });
  EXPECT_EQ(v.tokens, 40);
}

TEST_F(workloads, Threads_keep_interleaved_requests_of_many_users_apart_on_four) {
  std::atomic<int> done{0};
  std::vector<std::string> got(40);
  {
    asio::thread_pool pool(4);
    const workload me = make(pool.get_executor());
    for (int u = 0; u < 40; ++u) {
      spawn_on(pool.get_executor(), request(me, quick, user(u)), [&, u](std::exception_ptr e, std::string text) {
        got[static_cast<std::size_t>(u)] = e ? "failed" : text;
        ++done;
      });
    }
    until([&] { return done == 40; });
    pool.join();
  }
  for (int u = 0; u < 40; ++u) EXPECT_EQ(got[static_cast<std::size_t>(u)], expected(u));
}

}  // namespace
