// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// An agent against a real authority, over HTTPS, in one process: what a user's program goes through.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aval/actions/require_approval.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/actions/with_timeout.hpp"
#include "aval/aim/key_store.hpp"
#include "aval/aim/secure.hpp"
#include "aval/authority/server.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/testing/run.hpp"

namespace {

namespace aim = aval::aim;
namespace json = aval::json;
using namespace std::chrono_literals;
using aval::testing::run;

int runs = 0;
aval::awaitable<int> twice(int n) {
  ++runs;
  if (n < 0) throw std::domain_error("negative");
  co_return n * 2;
}

class EndToEnd : public ::testing::Test {
 protected:
  EndToEnd() : home_(std::filesystem::temp_directory_path() / ("aval-e2e-" + aval::uuid::random().to_string())) { runs = 0; }
  ~EndToEnd() override { std::filesystem::remove_all(home_); }

  aval::authority::server& start(aval::authority::options options = {}) {
    server_.emplace(context.get_executor(), std::move(options));
    run(context, server_->start());
    return *server_;
  }
  aim::secure_options options() const {
    aim::secure_options o;
    o.aim_url = server_->url();
    o.ca_pem = server_->certificate_pem();
    o.environment = aval::environment({{"HOME", home_.string()}});
    o.timeout = 10s;
    o.retry_attempts = 0;
    return o;
  }
  aim::agent make(std::string name, aim::secure_options o) { return run(context, aim::secure(std::move(name), aval::moved(o))); }
  aim::agent make(std::string name = "weather-agent") { return make(std::move(name), options()); }
  std::vector<aim::audit_entry> trail(const aim::agent& agent) {
    aim::audit_filter everything;
    everything.limit = 0;
    auto pager = agent.get_audit_logs(everything);
    return run(context, pager.all());
  }
  /** How often this action stands in the trail with this status. */
  std::size_t with_status(const aim::agent& agent, std::string_view status, std::string_view action) {
    std::size_t n = 0;
    for (const auto& e : trail(agent)) n += e.status == status && e.action_name == action;
    return n;
  }

  asio::io_context context;
  std::filesystem::path home_;
  std::optional<aval::authority::server> server_;
};

TEST_F(EndToEnd, AFreshAgentIsVerifiedWithTheTrustOfTheDocuments) {
  start();
  auto agent = make();
  EXPECT_TRUE(agent.is_verified());
  EXPECT_NEAR(agent.trust_score(), 0.907, 1e-9);
  EXPECT_NEAR(run(context, agent.get_trust_score()), 0.907, 1e-9);
  const auto b = run(context, agent.get_trust_breakdown());
  EXPECT_EQ(b.factors.size(), 8u);
  EXPECT_DOUBLE_EQ(b.factors.at("age"), 0.3);
  EXPECT_NEAR(b.contributions.at("verification_status"), 0.25, 1e-9);
  run(context, agent.refresh());
  EXPECT_TRUE(agent.is_verified());
}

TEST_F(EndToEnd, ACertificateThatNobodyVouchesForIsNotTrusted) {
  start();
  auto o = options();
  o.ca_pem.clear();
  try {
    make("weather-agent", o);
    FAIL() << "trusted";
  } catch (const aval::AIMConnectionError& e) {
    EXPECT_EQ(e.code(), aval::condition::not_trusted) << e.what();
  }
  o.verify_ssl = false;
  EXPECT_TRUE(make("weather-agent", o).is_verified()) << "only when asked for by name";
}

TEST_F(EndToEnd, ATrackedCallIsVerifiedRunReportedAndReadBack) {
  start();
  auto agent = make();
  auto f = aval::track_action<&twice>(agent);
  EXPECT_EQ(run(context, f(21)), 42);
  EXPECT_THROW(run(context, f(-1)), std::domain_error);
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
  EXPECT_EQ(with_status(agent, "approved", "twice"), 2u);
  EXPECT_EQ(with_status(agent, "success", "twice"), 1u);
  EXPECT_EQ(with_status(agent, "failure", "twice"), 1u);
  aim::audit_filter mine;
  mine.action_name = "twice";
  auto pager = agent.get_audit_logs(mine);
  EXPECT_FALSE(run(context, pager.all()).empty());
}

TEST_F(EndToEnd, ACriticalCallWaitsForTheHumanWhoseNameIsKept) {
  auto& authority = start();
  auto agent = make();
  aval::approval_options careful;
  careful.risk = aval::risk::critical;
  auto f = aval::require_approval<&twice>(agent, careful) | aval::with_timeout(1min);
  for (const bool yes : {true, false}) {
    runs = 0;
    std::optional<int> value;
    std::exception_ptr failure;
    bool over = false;
    asio::co_spawn(context, f(4), [&](std::exception_ptr e, int n) {
      failure = e;
      value = n;
      over = true;
    });
    std::vector<aval::authority::waiting_question> waiting;
    while (waiting.empty()) waiting = run(context, authority.pending());
    EXPECT_EQ(runs, 0) << "not before somebody has decided";
    EXPECT_EQ(waiting.front().agent_name, "weather-agent");
    const auto id = waiting.front().verification.id;
    if (yes) run(context, authority.approve(id, "ana", "fine"));
    else run(context, authority.deny(id, "ana", "too late in the day"));
    while (!over && context.run_one_for(10s) != 0) {}
    ASSERT_TRUE(over);
    EXPECT_EQ(runs, yes ? 1 : 0);
    if (yes) {
      EXPECT_FALSE(failure);
      EXPECT_EQ(value, 8);
    } else {
      try {
        std::rethrow_exception(failure);
      } catch (const aval::AIMVerificationError& e) {
        EXPECT_EQ(e.reason(), "too late in the day");
        EXPECT_EQ(e.verification_id(), id.to_string());
      }
    }
  }
}

TEST_F(EndToEnd, ASuspendedAgentIsTurnedAwayWithTheReason) {
  auto& authority = start();
  auto agent = make();
  const auto id = aval::parse_uuid(agent.id());
  ASSERT_TRUE(id);
  run(context, authority.set_agent_status(*id, aval::authority::agent_status::suspended, "ana"));
  auto f = aval::track_action<&twice>(agent);
  try {
    run(context, f(1));
    FAIL() << "ran";
  } catch (const aval::AIMVerificationError& e) {
    EXPECT_NE(e.reason().find("suspended"), std::string::npos) << e.what();
  }
  EXPECT_EQ(runs, 0);
}

aval::authority::server* suspends = nullptr;
aval::uuid whom;
aval::awaitable<int> during_which_a_person_suspends_the_agent(int n) {
  ++runs;
  co_await suspends->set_agent_status(whom, aval::authority::agent_status::suspended, "ana");
  co_return n;
}

TEST_F(EndToEnd, TheOutcomeOfAFunctionDuringWhichItsAgentWasSuspendedWaitsUntilItMayArrive) {
  auto& authority = start();
  suspends = &authority;
  {
    const auto agent = make();
    whom = aval::parse_uuid(agent.id()).value();
    aval::track_options named;
    named.action = "long_work";
    auto f = aval::track_action<&during_which_a_person_suspends_the_agent>(agent, named);
    EXPECT_EQ(run(context, f(7)), 7);
    EXPECT_EQ(agent.undelivered_reports(), 1u);
    EXPECT_FALSE(run(context, agent.log_action("by hand")));
    EXPECT_EQ(run(context, agent.flush_reports()), 2u) << "sending again while suspended gives nothing up";
  }
  const auto next = make();
  EXPECT_EQ(next.undelivered_reports(), 2u) << "nor does a start while suspended";
  run(context, authority.set_agent_status(whom, aval::authority::agent_status::verified, "ana"));
  EXPECT_EQ(run(context, next.flush_reports()), 0u);
  EXPECT_EQ(with_status(next, "success", "long_work"), 1u);
  EXPECT_EQ(with_status(next, "success", "by hand"), 1u);
}

TEST_F(EndToEnd, AnApiKeyRegistersAndASecondKeyCannotTakeTheName) {
  auto& authority = start();
  const auto key = run(context, authority.create_api_key("ci"));
  auto o = options();
  o.api_key = std::string(key.reveal());
  const auto agent = make("robot", o);
  EXPECT_TRUE(agent.is_verified());
  auto stranger = options();
  stranger.private_key = std::string(aval::crypto::private_key_base64(aval::crypto::keypair::generate()).reveal());
  stranger.store_credentials = false;
  EXPECT_THROW(make("robot", stranger), aval::AIMAuthenticationError);
  EXPECT_EQ(make("robot").id(), agent.id()) << "the stored credentials are untouched";
}

TEST_F(EndToEnd, AKilledRegistrationFindsItsNameAgain) {
  start();
  // what a process leaves that was killed after the authority had answered and before the answer was stored
  auto o = options();
  const auto key = aval::crypto::keypair::generate();
  o.private_key = std::string(aval::crypto::private_key_base64(key).reveal());
  o.store_credentials = false;
  const auto lost = make("weather-agent", o);
  aim::key_store_options where;
  where.variables = o.environment;
  auto store = aim::key_store::open(where);
  ASSERT_TRUE(store);
  aim::agent_credentials entry;
  entry.name = "weather-agent";
  entry.agent_id = aval::uuid().to_string();
  entry.aim_url = o.aim_url;
  entry.key = key;
  ASSERT_TRUE(store->save_agent(entry));
  EXPECT_EQ(make().id(), lost.id());
}

TEST_F(EndToEnd, ARotatedKeySignsAndTheOldOneStaysValidForAWhile) {
  start();
  auto agent = make(), other = make();
  const auto old = agent.public_key();
  run(context, agent.rotate_key());
  EXPECT_NE(agent.public_key(), old);
  EXPECT_TRUE(run(context, agent.verify_action("read_file")));
  EXPECT_EQ(other.public_key(), old);
  EXPECT_TRUE(run(context, other.verify_action("read_file"))) << "another process has not heard of the rotation yet";
  EXPECT_EQ(make().public_key(), agent.public_key());
}

TEST_F(EndToEnd, AClockThatIsAnHourWrongIsCorrectedFromTheAnswers) {
  start();
  for (const auto wrong : {+3600s, -3600s}) {
    auto o = options();
    o.clock.wall = [wrong] { return std::chrono::system_clock::now() + wrong; };
    auto agent = make("agent" + std::to_string(wrong.count()), o);
    aim::verification v = run(context, agent.verify("read_file"));
    EXPECT_TRUE(v.verified);
    EXPECT_NEAR(static_cast<double>(agent.calls().clock_offset().count()), static_cast<double>(-wrong.count()), 5.0);
    ASSERT_TRUE(v.expires_at);
    EXPECT_LT(*v.expires_at - o.clock.now(), 25h) << "in the agent's own time";
    EXPECT_GT(*v.expires_at - o.clock.now(), 23h);
    EXPECT_TRUE(run(context, agent.log_action("read_file")));
  }
}

TEST_F(EndToEnd, BeyondTheRateLimitTheGuidesExceptionSaysHowLongToWait) {
  aval::authority::options few;
  few.requests_per_minute = 3;
  start(std::move(few));
  auto o = options();
  o.timeout = 2s;  // shorter than the wait that the authority asks for
  auto agent = make("weather-agent", o);
  try {
    for (int i = 0; i < 10; ++i) run(context, agent.verify_action("read_file"));
    FAIL() << "no limit";
  } catch (const aval::AIMRateLimitError& e) {
    EXPECT_GT(e.retry_after(), 0s);
    EXPECT_EQ(e.http_status(), 429);
  }
}

TEST_F(EndToEnd, LoggedActionsArriveInTheTrail) {
  start();
  auto agent = make();
  aim::action_log what;
  what.parameters = json::object({{"city", "San Francisco"}});
  what.success = false;
  what.error = "no such city";
  EXPECT_TRUE(run(context, agent.log_action("fetch_weather", what)));
  EXPECT_TRUE(run(context, agent.verify_action("fetch_weather")));
  EXPECT_TRUE(run(context, agent.log_action("fetch_weather")));
  bool seen = false;
  for (const auto& e : trail(agent)) seen = seen || (e.action_name == "fetch_weather" && e.error == "no such city");
  EXPECT_TRUE(seen);
  EXPECT_EQ(with_status(agent, "success", "fetch_weather"), 1u);
}

TEST_F(EndToEnd, AnAuthorityThatComesBackGetsTheReportsOfItsAbsence) {
  auto& authority = start();
  auto agent = make();
  auto f = aval::track_action<&twice>(agent);
  run(context, f(1));
  run(context, authority.stop(0ms));
  EXPECT_THROW(run(context, f(1)), aval::AIMConnectionError);
  EXPECT_EQ(runs, 1);
  EXPECT_FALSE(run(context, agent.log_action("by hand")));
  EXPECT_EQ(agent.undelivered_reports(), 1u);
}

TEST_F(EndToEnd, ThreadsOfAPoolShareOneAgent) {
  asio::thread_pool pool(4);
  aval::authority::server authority(pool.get_executor(), aval::authority::options());
  asio::co_spawn(pool, authority.start(), asio::use_future).get();
  aim::secure_options o;
  o.aim_url = authority.url();
  o.ca_pem = authority.certificate_pem();
  o.environment = aval::environment({{"HOME", home_.string()}});
  auto agent = asio::co_spawn(pool, aim::secure("crowd", aval::moved(o)), asio::use_future).get();
  auto f = aval::track_action<&twice>(agent);
  std::vector<std::future<int>> all;
  for (int i = 0; i < 40; ++i) all.push_back(asio::co_spawn(pool, f(i), asio::use_future));
  for (int i = 0; i < 40; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i)].get(), i * 2);
  EXPECT_EQ(agent.undelivered_reports(), 0u);
  asio::co_spawn(pool, authority.stop(0ms), asio::use_future).get();
  pool.join();
}

// ---- kill -9 ------------------------------------------------------------------------------------------------------------------

std::string marker;
int dies_at = -1, moments = 0;

/** Each look at the clock is a moment at which the process may die. */
std::chrono::system_clock::time_point deadly_clock() {
  if (dies_at >= 0 && ++moments > dies_at) ::kill(::getpid(), SIGKILL);
  return std::chrono::system_clock::now();
}
aval::awaitable<int> leaves_a_mark(int n) {
  std::ofstream(marker) << "ran";
  if (dies_at == 0) ::kill(::getpid(), SIGKILL);
  co_return n;
}

/** The victim: its own context, its own connections, the same home folder. */
[[noreturn]] void victim(aim::secure_options o, int at) {
  asio::io_context own;
  o.clock.wall = deadly_clock;
  auto agent = run(own, aim::secure("victim", aval::moved(o)));
  auto f = aval::track_action<&leaves_a_mark>(agent);
  dies_at = at;
  moments = 0;
  run(own, f(1));
  ::_exit(moments);
}

TEST_F(EndToEnd, AProcessKilledAtAnyMomentLosesNoTraceOfAFunctionThatRan) {
  aval::authority::options patient;
  patient.requests_per_minute = 0;
  start(std::move(patient));
  marker = (home_ / "ran").string();
  std::filesystem::create_directories(home_);
  auto watcher = make("victim");  // registers, so that the children find the credentials
  int survived_with = -1, killed = 0, unknown = 0;
  for (int at = 0; survived_with < 0 && at < 60; ++at) {
    std::filesystem::remove(marker);
    const auto before = with_status(watcher, "success", "leaves_a_mark") + with_status(watcher, "failure", "leaves_a_mark");
    const auto o = options();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) victim(o, at);
    int status = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) context.run_for(2ms);
    if (WIFEXITED(status)) survived_with = WEXITSTATUS(status);
    else ++killed;
    auto next = make("victim");  // the next process: recovers and reports
    EXPECT_EQ(next.undelivered_reports(), 0u) << at;
    const auto after = with_status(next, "success", "leaves_a_mark") + with_status(next, "failure", "leaves_a_mark");
    const bool ran = std::filesystem::exists(marker);
    if (ran) EXPECT_EQ(after, before + 1) << "killed at moment " << at << ": the function ran, the authority must know exactly once";
    else EXPECT_LE(after, before + 1) << at;
    for (const auto& e : trail(next)) unknown += e.error == "outcome unknown";
  }
  EXPECT_GT(survived_with, 0) << "the last child was not killed";
  EXPECT_GT(killed, 2);
  EXPECT_GT(unknown, 0) << "at least the one killed inside of its function";
}

}  // namespace
