// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/secure.hpp"

#include <filesystem>

#include <asio/io_context.hpp>
#include <gtest/gtest.h>

#include "aim/toy_authority.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/aim/key_store.hpp"
#include "aval/testing/run.hpp"

namespace {

namespace aim = aval::aim;
namespace json = aval::json;
using namespace std::chrono_literals;
using aval::testing::run;

class Secure : public ::testing::Test {
 protected:
  Secure() : home_(std::filesystem::temp_directory_path() / ("aval-secure-" + aval::uuid::random().to_string())) { variables["HOME"] = home_.string(); }
  ~Secure() override { std::filesystem::remove_all(home_); }

  aim::secure_options options() const {
    aim::secure_options o;
    o.environment = aval::environment(variables);
    o.retry_attempts = 0;
    return o;
  }
  aim::agent make(aim::secure_options o, std::string name = "weather-agent") { return run(context, aim::secure(std::move(name), aval::moved(o))); }
  aim::key_store store() const {
    aim::key_store_options where;
    where.variables = aval::environment(variables);
    return aim::key_store::open(std::move(where)).value();
  }
  aim::key_store store_under(const char* passphrase) const {
    aim::key_store_options where;
    where.variables = aval::environment(variables);
    where.passphrase = passphrase;
    return aim::key_store::open(std::move(where)).value();
  }
  std::string stored_text() const { return aval::detail::read_file((home_ / ".aim/agents/weather-agent.json").string(), 64 * 1024).value().text; }
  static void write(const std::string& path, const std::string& text) { aval::detail::write_file_atomic(path, text, 0600).value(); }

  asio::io_context context;
  std::filesystem::path home_;
  std::map<std::string, std::string> variables;
};

TEST_F(Secure, TheEnvironmentNamesTheAuthorityTheKeyAndTheAgent) {
  toy::authority authority(context.get_executor());
  const auto key = aval::crypto::keypair::generate();
  variables["AIM_URL"] = authority.url() + "/";
  variables["AIM_PRIVATE_KEY"] = std::string(aval::crypto::private_key_base64(key).reveal());
  variables["AIM_AGENT_NAME"] = "from-the-environment";
  const auto agent = make(options(), "");
  EXPECT_EQ(agent.public_key(), key.public_key().to_base64());
  EXPECT_EQ(agent.name(), "from-the-environment");
}

TEST_F(Secure, AnArgumentWinsOverTheEnvironmentAndTheEnvironmentOverALoadedFile) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.config.aim_url = aim::setting<std::string>("http://127.0.0.1:1", aim::origin::file);
  variables["AIM_URL"] = authority.url();
  o.environment = aval::environment(variables);
  EXPECT_TRUE(make(o).is_verified()) << "environment before file";
  variables["AIM_URL"] = "http://127.0.0.1:1";
  o.environment = aval::environment(variables);
  o.aim_url = authority.url();
  EXPECT_TRUE(make(o, "another").is_verified()) << "argument before environment";
}

TEST_F(Secure, ABadSettingIsAConfigurationErrorThatNamesIt) {
  variables["AIM_TIMEOUT"] = "soon";
  try {
    make(options());
    FAIL() << "accepted";
  } catch (const aval::AIMConfigurationError& e) {
    EXPECT_NE(std::string(e.what()).find("AIM_TIMEOUT"), std::string::npos) << e.what();
  }
}

TEST_F(Secure, ARotatedRefreshTokenIsOnDiskBeforeItsAccessTokenIsUsed) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  aim::sdk_credentials sdk;
  sdk.aim_url = authority.url();
  sdk.refresh_token = aval::secret("canary-5f1c-refresh");
  ASSERT_TRUE(store().save_sdk(std::move(sdk)));
  std::string on_disk;
  authority.intercept([&](const toy::seen& q, aval::net::http_response& a) {
    if (q.path == "/api/v1/auth/refresh") {
      EXPECT_EQ(json::parse(q.body).value()["refresh_token"].as_string(), "canary-5f1c-refresh");
      a.body = R"({"access_token":"canary-5f1c-access","refresh_token":"a.eyJqdGkiOiJ0b2tlbi03In0.c","token_type":"Bearer","expires_in":86400})";
      return true;
    }
    if (q.path != "/api/v1/agents") return false;
    EXPECT_EQ(q.headers.at("Authorization"), "Bearer canary-5f1c-access");
    EXPECT_EQ(q.headers.at("X-SDK-Token"), "token-7");
    const auto kept = store().find_sdk(authority.url());
    on_disk = kept && *kept ? std::string((*kept)->refresh_token.reveal()) : "nothing";
    a.status = 201;
    a.body = R"({"id":"11111111-2222-4333-8444-555555555555","name":"n","status":"pending"})";
    return true;
  });
  const auto agent = make(o);
  EXPECT_EQ(on_disk, "a.eyJqdGkiOiJ0b2tlbi03In0.c");
  EXPECT_FALSE(agent.is_verified());
}

TEST_F(Secure, ATypeThatAnOldAuthorityDoesNotKnowIsReplacedOnce) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  o.agent_type = "multi_agent_team";
  authority.intercept([](const toy::seen& q, aval::net::http_response& a) {
    if (json::parse(q.body).value()["agent_type"].as_string() == "ai_agent") return false;
    a.status = 400;
    a.body = R"({"error":"agent_type must be 'ai_agent' or 'mcp_server'"})";
    return true;
  });
  EXPECT_TRUE(make(o).is_verified());
  EXPECT_EQ(authority.journal().size(), 2u);
}

TEST_F(Secure, StrictModeOfTheEnvironmentOnlyTightens) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  o.when_unreachable = aval::fail_mode::open;
  variables["AIM_STRICT_MODE"] = "true";
  o.environment = aval::environment(variables);
  auto agent = make(o);
  run(context, authority.stop());
  aval::actions::action_request question("read_file");
  EXPECT_THROW(run(context, agent.verify(question, aval::deadline())), aval::AIMConnectionError);
}

TEST_F(Secure, AnAnswerWithoutAUsableIdOrWithAnotherKeyIsNotBelieved) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  for (const char* body : {R"({"agent_id":"../../admin"})", R"({})", R"({"agent_id":""})", "[]"}) {
    authority.intercept([body](const toy::seen&, aval::net::http_response& a) {
      a.status = 201;
      a.body = body;
      return true;
    });
    EXPECT_THROW(make(o), aval::AIMServerError) << body;
  }
  authority.intercept([](const toy::seen&, aval::net::http_response& a) {
    a.status = 201;
    a.body = R"({"agent_id":"11111111-2222-4333-8444-555555555555","public_key":"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="})";
    return true;
  });
  EXPECT_THROW(make(o), aval::AIMAuthenticationError);
  authority.intercept({});
  EXPECT_TRUE(make(o).is_verified()) << "none of that spoiled the stored key";
}

TEST_F(Secure, ARefusedRegistrationLeavesNothingBehind) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  authority.intercept([](const toy::seen&, aval::net::http_response& a) {
    a.status = 401;
    a.body = R"({"error":"X-AIM-API-Key header is required for agent registration"})";
    return true;
  });
  EXPECT_THROW(make(o), aval::AIMAuthenticationError);
  EXPECT_FALSE(store().stored_url("weather-agent").value());
}

TEST_F(Secure, AnotherKeyThatIsRefusedDoesNotCostTheStoredOne) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  const auto mine = make(o).public_key();
  authority.intercept([](const toy::seen&, aval::net::http_response& a) {
    a.status = 409;
    a.body = R"({"error":"Agent with this name already exists"})";
    return true;
  });
  auto other = o;
  other.private_key = std::string(aval::crypto::private_key_base64(aval::crypto::keypair::generate()).reveal());
  EXPECT_THROW(make(other), aval::AIMAuthenticationError);
  auto anew = o;
  anew.force_new = true;
  EXPECT_THROW(make(anew), aval::AIMAuthenticationError);
  EXPECT_EQ(make(o).public_key(), mine);
  authority.intercept({});
  EXPECT_NE(make(anew).public_key(), mine) << "once the authority has taken the new key it is the stored one";
  EXPECT_NE(make(o).public_key(), mine);
}

TEST_F(Secure, AnAgentsIdAndItsKeyNeedNoRegistration) {
  toy::authority authority(context.get_executor());
  const auto key = aval::crypto::keypair::generate();
  auto o = options();
  o.aim_url = authority.url();
  o.private_key = std::string(aval::crypto::private_key_base64(key).reveal());
  make(o, "made-by-somebody-else");
  variables["AIM_AGENT_ID"] = authority.agent_id();
  o.environment = aval::environment(variables);
  const auto agent = make(o, "mine");
  EXPECT_EQ(agent.id(), authority.agent_id());
  EXPECT_EQ(agent.status(), "suspended") << "what the authority says about it";
  EXPECT_EQ(authority.count("POST", "/register"), 1u);
  make(o, "mine");
  EXPECT_EQ(authority.journal().size(), 2u) << "and it is stored";

  auto without = options();
  without.aim_url = authority.url();
  without.environment = aval::environment(variables);
  EXPECT_THROW(make(without, "nobody"), aval::AIMConfigurationError) << "an id without its key";
  variables["AIM_AGENT_ID"] = "../../admin";
  without.environment = aval::environment(variables);
  EXPECT_THROW(make(without, "nobody"), aval::AIMConfigurationError);
}

// ---- stored under a passphrase

TEST_F(Secure, UnderAPassphraseTheStoredKeyIsSealedAndOpensAgain) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  o.passphrase = "canary-5f1c horse";
  const auto first = make(o);
  EXPECT_NE(stored_text().find("aval-sealed"), std::string::npos);
  EXPECT_EQ(stored_text().find("canary-5f1c horse"), std::string::npos);
  EXPECT_EQ(make(o).public_key(), first.public_key());
  EXPECT_EQ(authority.journal().size(), 1u) << "registered once";
  run(context, first.rotate_key());
  EXPECT_TRUE(store_under("canary-5f1c horse").find_agent("weather-agent", authority.url()).value()->sealed) << "the key of a rotation too";
}

TEST_F(Secure, AKeyInPlainTextIsPutUnderThePassphraseOnceThereIsOne) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  const auto before = make(o).public_key();
  EXPECT_EQ(stored_text().find("aval-sealed"), std::string::npos);
  variables["AIM_PASSPHRASE"] = "from the environment";
  o.environment = aval::environment(variables);
  EXPECT_EQ(make(o).public_key(), before);
  EXPECT_NE(stored_text().find("aval-sealed"), std::string::npos);
  EXPECT_EQ(make(o).public_key(), before);
  EXPECT_EQ(authority.journal().size(), 1u);
}

TEST_F(Secure, AMissingOrWrongPassphraseIsAnErrorThatSaysWhatToDo) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  o.passphrase = "canary-5f1c horse";
  make(o);
  for (const char* given : {"", "battery staple"}) {
    auto with = o;
    with.passphrase.reset();
    if (*given) with.passphrase = given;
    try {
      make(with);
      FAIL() << "opened with \"" << given << '"';
    } catch (const aval::AIMConfigurationError& e) {
      const std::string said = e.what();
      EXPECT_EQ(e.code(), make_error_code(*given ? aim::store_errc::wrong_passphrase : aim::store_errc::sealed));
      for (const char* part : {"weather-agent.json", "AIM_PASSPHRASE", "options.passphrase"}) EXPECT_NE(said.find(part), std::string::npos) << said;
      EXPECT_EQ(said.find("battery"), std::string::npos) << said;
    }
  }
  EXPECT_EQ(authority.journal().size(), 1u) << "and nobody is registered a second time";
  o.passphrase = "";
  EXPECT_THROW(make(o), aval::AIMConfigurationError) << "an empty passphrase is not the same as none";
}

// ---- unusable credentials

TEST_F(Secure, TheTrueCauseOfUnusableCredentialsIsReported) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  make(o);
  const std::string file = (home_ / ".aim/agents/weather-agent.json").string(), good = stored_text();
  const auto said = [&](const std::error_code& expected) -> std::string {
    try {
      make(o);
    } catch (const aval::AIMConfigurationError& e) {
      EXPECT_EQ(e.code(), expected) << e.what();
      return e.what();
    } catch (const aval::AIMAuthenticationError& e) {
      EXPECT_EQ(e.code(), expected) << e.what();
      return e.what();
    }
    return "no error";
  };
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  std::string text = said(make_error_code(aim::store_errc::insecure_permissions));
  EXPECT_NE(text.find("chmod 600"), std::string::npos) << text;
  EXPECT_NE(text.find(file), std::string::npos) << text;
  std::filesystem::permissions(file, std::filesystem::perms(0600));

  std::string unreadable = good;
  const auto key = unreadable.find("\"private_key\": \"") + 16;
  unreadable.replace(key, 8, "AAAAAAAA");
  write(file, unreadable);
  text = said(make_error_code(aim::errc::invalid_key));
  EXPECT_NE(text.find("Invalid private key"), std::string::npos) << text;
  EXPECT_NE(text.find(file), std::string::npos) << text;

  write(file, good.substr(0, good.size() / 2));
  text = said(make_error_code(aim::store_errc::corrupt));
  EXPECT_NE(text.find("was moved to"), std::string::npos) << text;
  EXPECT_EQ(text.find("Invalid private key"), std::string::npos) << text;
  EXPECT_EQ(authority.journal().size(), 1u) << "nothing was registered on the way";
}

TEST_F(Secure, WhenTheStoredAddressCannotBeReadNoOtherOneIsTaken) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  make(o);
  o.aim_url.clear();
  EXPECT_TRUE(make(o).is_verified()) << "the address under which the agent is stored";
  write((home_ / ".aim/agents/weather-agent.json").string(), "{broken");
  try {
    make(o);
    FAIL() << "the default address was taken";
  } catch (const aval::AIMConfigurationError& e) {
    EXPECT_EQ(e.code(), make_error_code(aim::store_errc::corrupt)) << e.what();
  }
}

TEST_F(Secure, WarningsOfTheConfigurationAreInTheLogFileThatItNames) {
  toy::authority authority(context.get_executor());
  std::filesystem::create_directories(home_ / ".aim");
  write((home_ / ".aim/config.yaml").string(), "colour: blue\n");
  variables["AIM_LOG_FILE"] = (home_ / "agent.log").string();
  auto o = options();
  o.aim_url = authority.url();
  make(o);
  const auto log = aval::detail::read_file((home_ / "agent.log").string(), 64 * 1024).value().text;
  EXPECT_NE(log.find("config.yaml"), std::string::npos) << log;
  EXPECT_NE(log.find("is ignored"), std::string::npos) << log;
}

TEST_F(Secure, ARotationThatWasCutOffIsSettledWithTheAuthority) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  auto agent = make(o);
  // killed after the authority had taken the new key and before it was promoted here
  run(context, agent.rotate_key());
  const auto now = agent.public_key();
  auto entry = store().find_agent("weather-agent", authority.url()).value().value();
  const auto promoted = *entry.key;
  entry.next_key = promoted;
  entry.key = aval::crypto::keypair::generate();
  entry.public_key = entry.key->public_key();
  ASSERT_TRUE(store().save_agent(entry));
  EXPECT_EQ(make(o).public_key(), now) << "the next key is the one that the authority knows";
  EXPECT_FALSE(store().find_agent("weather-agent", authority.url()).value().value().next_key);
}

// ---- what secure() hands on to the agent; here because every file that includes it compiles its coroutines once more

int tracked_runs = 0;
aval::awaitable<int> tracked_act(int n) {
  ++tracked_runs;
  co_return n * 2;
}
aval::awaitable<int> tracked(aim::agent agent, int n) {
  auto f = aval::track_action<&tracked_act>(agent);
  co_return co_await f(n);
}

TEST_F(Secure, DurableWaitsForTheDiskBeforeTheFunctionStartsAndBeforeItsOutcomeIsSent) {
  toy::authority authority(context.get_executor());
  asio::io_context disk;  // the blocking executor, driven by hand
  struct moment {
    int ran;
    std::size_t reported;
  };
  std::vector<moment> synchronised;
  const auto drive = [&](auto operation) {
    std::exception_ptr failed;
    bool over = false;
    asio::co_spawn(context, std::move(operation), [&](std::exception_ptr e, const auto&...) { failed = e, over = true; });
    for (int i = 0; !over && i < 100'000; ++i) {
      disk.restart();
      context.restart();
      const moment now{tracked_runs, authority.count("POST", "/result")};
      if (disk.poll_one() != 0) synchronised.push_back(now);
      else context.run_one_for(10ms);
    }
    EXPECT_TRUE(over);
    if (failed) std::rethrow_exception(failed);
  };
  auto o = options();
  o.aim_url = authority.url();
  o.durable = true;
  o.blocking_executor = disk.get_executor();
  aim::agent agent;
  const auto secured = [](aim::agent* out, aim::secure_options with) -> aval::awaitable<void> { *out = co_await aim::secure("weather-agent", with); };
  drive(secured(&agent, o));
  tracked_runs = 0;
  synchronised.clear();
  drive(tracked(agent, 3));
  ASSERT_GE(synchronised.size(), 2u) << "the disk was not asked";
  EXPECT_EQ(synchronised.front().ran, 0) << "the intent is on the disk before the function starts";
  EXPECT_EQ(synchronised.back().ran, 1);
  EXPECT_EQ(synchronised.back().reported, 0u) << "and the outcome before it is sent";
  EXPECT_EQ(authority.count("POST", "/result"), 1u);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
}

TEST_F(Secure, ShortSignedBodiesArePaddedWhenAskedAndOnlyThen) {
  for (const bool padded : {false, true}) {
    toy::authority authority(context.get_executor());
    auto o = options();
    o.aim_url = authority.url();
    o.pad_short_bodies = padded;
    EXPECT_TRUE(run(context, make(o).log_action("read_file")));
    const auto body = authority.journal().back().body;
    EXPECT_EQ(body.size() >= 200, padded) << body;
    const auto tree = json::parse(body).value();
    EXPECT_EQ(tree.contains("_padding"), padded);
    EXPECT_EQ(tree["action_name"].as_string(), "read_file");
    EXPECT_TRUE(authority.problems().empty()) << "what is signed is what is sent";
  }
}

TEST_F(Secure, EachVerificationCarriesANonceOfItsOwnWhenAskedAndOnlyThen) {
  for (const bool unique : {false, true}) {
    toy::authority authority(context.get_executor());
    auto o = options();
    o.aim_url = authority.url();
    o.unique_requests = unique;
    const auto agent = make(o);
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(run(context, agent.verify_action("read_file")));
    std::vector<std::string> nonces;
    for (const auto& r : authority.journal()) {
      if (r.method != "POST" || !r.path.ends_with("/verifications")) continue;
      const auto body = json::parse(r.body).value();
      if (const auto* nonce = body["context"]["_nonce"].if_string()) nonces.push_back(*nonce);
    }
    ASSERT_EQ(nonces.size(), unique ? 2u : 0u);
    if (unique) {
      EXPECT_NE(nonces[0], nonces[1]);
      EXPECT_EQ(nonces[0].size(), 32u);
      EXPECT_EQ(nonces[0].find_first_not_of("0123456789abcdef"), std::string::npos);
    }
    EXPECT_TRUE(authority.problems().empty()) << "what is signed is what is sent";
  }
}

TEST_F(Secure, AlreadyCancelledNothingIsSentKeptOrRun) {
  toy::authority authority(context.get_executor());
  auto o = options();
  o.aim_url = authority.url();
  const auto agent = make(o);
  const auto asked = authority.journal().size();
  const auto key = agent.public_key();
  const auto refused = [&](const char* what, auto operation) {
    EXPECT_EQ(aval::testing::already_cancelled(context, std::move(operation)), aval::condition::cancelled) << what;
    EXPECT_EQ(authority.journal().size(), asked) << what;
    EXPECT_EQ(agent.undelivered_reports(), 0u) << what;
  };
  aim::verify_options how;
  aim::action_log log;
  refused("verify_action", agent.verify_action("a"));
  refused("verify_action with options", agent.verify_action("a", json::value(), how));
  refused("verify", agent.verify("a"));
  refused("verify with options", agent.verify("a", json::value(), how));
  refused("log_action", agent.log_action("a"));
  refused("log_action with a record", agent.log_action("a", log));
  refused("get_trust_score", agent.get_trust_score());
  refused("get_trust_breakdown", agent.get_trust_breakdown());
  refused("refresh", agent.refresh());
  refused("rotate_key", agent.rotate_key());
  refused("flush_reports", agent.flush_reports());
  aval::actions::permit permit("v");
  aval::actions::outcome outcome;
  refused("the decorators' verify", agent.verify(aval::actions::action_request("a"), aval::deadline()));
  refused("intent", agent.intent(permit));
  refused("report", agent.report(permit, outcome, aval::deadline()));
  auto trail = agent.get_audit_logs();
  refused("audit_pager::next", trail.next());
  refused("audit_pager::all", trail.all());
  const auto& calls = agent.calls();
  aim::outcome_report report;
  refused("client::call", calls.call(aim::call_request("GET", "/api/v1/status")));
  refused("client::call_for", calls.call_for<aim::trust_answer>(aim::call_request("GET", "/api/v1/status")));
  refused("client::verify", calls.verify(aim::question("a"), aim::verification_settings()));
  refused("client::deliver", calls.deliver(report));
  refused("secure", aim::secure("another", o));
  EXPECT_FALSE(store().stored_url("another").value()) << "no key was made";
  tracked_runs = 0;
  refused("a wrapped function", tracked(agent, 1));
  EXPECT_EQ(tracked_runs, 0);
  EXPECT_EQ(agent.public_key(), key);
  EXPECT_TRUE(run(context, agent.verify_action("a"))) << "and the agent is as good as before";
}

}  // namespace
