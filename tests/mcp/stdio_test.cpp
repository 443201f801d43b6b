// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/mcp/stdio.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <fstream>
#include <mutex>

#include "aval/mcp/client.hpp"
#include "aval/testing/run.hpp"

// Servers that are children, good ones and bad ones. The bad ones are shell scripts that know one answer: to "initialize", whose id is 1.

namespace stdio_test {
namespace {

namespace mcp = aval::mcp;
namespace json = aval::json;
using namespace std::chrono_literals;

const std::string hello = R"(read line; echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}}'; read line; )";

mcp::configured_server shell(const std::string& script) {
  mcp::configured_server out;
  out.name = "sh";
  out.command = "/bin/sh";
  out.args = {"-c", script};
  return out;
}

struct children {
  children() {
    options.patience = 100ms;
    options.log = aval::log_hooks([this](aval::log_level, std::string_view, std::string_view text) {
      const std::lock_guard lock(mutex);
      lines.emplace_back(text);
    });
  }
  mcp::client start(const std::string& script) {
    auto which = shell(script);
    return aval::testing::run(context, mcp::client::start(aval::moved(which), options));
  }
  std::error_code code_of(aval::awaitable<json::raw> operation) {
    try {
      aval::testing::run(context, std::move(operation));
    } catch (const std::system_error& e) {
      return e.code();
    }
    return {};
  }
  /** Everything has ended by itself: no child is left, and nothing waits. */
  void rest() {
    if (context.stopped()) context.restart();
    context.run_for(20s);
    EXPECT_TRUE(context.stopped());
  }
  bool logged(std::string_view words) const {
    for (const std::string& one : lines)
      if (one.find(words) != one.npos) return true;
    return false;
  }
  asio::io_context context;
  mcp::client_options options;
  std::vector<std::string> lines;
  std::mutex mutex;
};

TEST(mcp_stdio, a_child_is_spoken_to_and_reaped) {
  children c;
  auto client = c.start(hello + R"(echo "starting up" >&2; read line; echo '{"jsonrpc":"2.0","id":2,"result":{}}'; cat >/dev/null)");
  EXPECT_EQ(client.server_info().name, "sh");
  EXPECT_EQ(client.revision(), "2025-11-25");
  EXPECT_EQ(c.code_of(client.request("anything", {})), std::error_code());
  aval::testing::run(c.context, client.close());
  EXPECT_TRUE(c.logged("sh: starting up"));
  EXPECT_TRUE(c.logged("sh ended with status 0"));
  EXPECT_EQ(c.code_of(client.request("anything", {})), mcp::errc::closed);
  c.rest();
}

TEST(mcp_stdio, a_program_that_is_not_there_is_not_started) {
  children c;
  auto which = shell("");
  which.command = "no-such-program-of-aval";
  try {
    aval::testing::run(c.context, mcp::client::start(aval::moved(which), c.options));
    FAIL();
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), mcp::errc::not_started);
    EXPECT_EQ(e.code(), aval::condition::unreachable);
    EXPECT_NE(e.context().find("no-such-program-of-aval"), std::string::npos);
  }
  mcp::configured_server remote;
  remote.transport = mcp::transport_kind::http;
  EXPECT_EQ(aval::testing::code_of_run(c.context, mcp::client::start(aval::moved(remote), c.options)), mcp::errc::bad_option);
  c.rest();
}

TEST(mcp_stdio, a_child_gets_the_variables_of_its_configuration_and_few_of_ours) {
  ::setenv("AVAL_TEST_CANARY", "canary", 1);
  children c;
  auto which = shell(hello + R"(echo "canary=[$AVAL_TEST_CANARY] given=[$GIVEN] path=[${PATH:+set}] here=[$(pwd)] open=[$(ls /proc/self/fd | wc -l)]" >&2; cat >/dev/null)");
  which.env.emplace("GIVEN", aval::secret("a value"));
  which.working_folder = "/";
  auto client = aval::testing::run(c.context, mcp::client::start(aval::moved(which), c.options));
  aval::testing::run(c.context, client.close());
  c.rest();
  EXPECT_TRUE(c.logged("canary=[] given=[a value] path=[set] here=[/] open=[4]")) << (c.lines.empty() ? "" : c.lines[0]);  // 0, 1, 2 and that of ls
  ::unsetenv("AVAL_TEST_CANARY");
}

TEST(mcp_stdio, attack_a_child_that_dies_in_the_middle_of_a_call_fails_the_call_and_raises_no_signal) {
  children c;
  auto client = c.start(hello + "exit 3");
  // written to a socket whose other end has gone: SIGPIPE would end this program
  EXPECT_EQ(c.code_of(client.request("tools/call", {})), aval::condition::unreachable);
  EXPECT_EQ(c.code_of(client.request("tools/call", {})), aval::condition::unreachable);
  c.rest();
  EXPECT_TRUE(c.logged("ended with status 3"));

  children killed;
  auto other = killed.start(hello + "read line; kill -9 $$");
  EXPECT_EQ(killed.code_of(other.request("tools/call", {})), mcp::errc::closed);
  killed.rest();
  EXPECT_TRUE(killed.logged("ended by signal 9"));
}

TEST(mcp_stdio, attack_a_child_that_never_answers_is_given_up_and_reaped) {
  children c;
  c.options.start_limit = 50ms;
  auto which = shell("cat >/dev/null");
  EXPECT_EQ(([&] {
              try {
                aval::testing::run(c.context, mcp::client::start(aval::moved(which), c.options));
              } catch (const std::system_error& e) {
                return e.code();
              }
              return std::error_code();
            }()),
            aval::condition::timed_out);
  c.rest();
  EXPECT_TRUE(c.logged("sh ended"));
}

TEST(mcp_stdio, attack_a_child_that_ignores_its_end_and_sigterm_is_killed_with_all_it_has_started) {
  children c;
  auto client = c.start("trap '' TERM; " + hello + "sleep 1000 & echo \"started $!\" >&2; while :; do sleep 1000; done");
  aval::testing::run(c.context, client.close());
  c.rest();
  EXPECT_TRUE(c.logged("ended by signal 9"));
  pid_t left = 0;
  for (const std::string& one : c.lines)
    if (const auto at = one.find("started "); at != one.npos) left = std::atoi(one.c_str() + at + 8);
  ASSERT_GT(left, 1);
  const auto gone = [&] { return ::kill(left, 0) != 0; };
  for (int i = 0; i < 500 && !gone(); ++i) ::usleep(10'000);  // init reaps it
  std::ifstream state("/proc/" + std::to_string(left) + "/stat");
  std::string words;
  std::getline(state, words);
  EXPECT_TRUE(gone() || words.find(") Z") != words.npos) << words;
}

TEST(mcp_stdio, a_client_that_is_destroyed_or_cancelled_leaves_no_child) {
  children c;
  {
    const auto client = c.start(hello + "cat >/dev/null");
  }
  c.rest();
  EXPECT_TRUE(c.logged("sh ended with status 0"));

  children stopped;
  asio::cancellation_signal stop;
  std::error_code code;
  auto which = shell("echo ready >&2; cat >/dev/null");
  asio::co_spawn(stopped.context, mcp::client::start(aval::moved(which), stopped.options),
                 asio::bind_cancellation_slot(stop.slot(), [&](const std::exception_ptr& e, const mcp::client&) { code = aval::code_of(e); }));
  for (int i = 0; i < 1000 && !stopped.logged("ready"); ++i) stopped.context.run_one_for(10s);
  stop.emit(asio::cancellation_type::terminal);
  stopped.rest();
  EXPECT_EQ(code, aval::condition::cancelled);
  EXPECT_TRUE(stopped.logged("sh ended"));

  pid_t child = 0;
  {
    children gone;  // the context ends before the child does
    const auto client = gone.start(hello + "trap '' TERM; echo \"child $$\" >&2; while :; do sleep 1000; done");
    for (int i = 0; i < 1000 && !gone.logged("child "); ++i) gone.context.run_one_for(10s);
    for (const std::string& one : gone.lines)
      if (const auto at = one.find("child "); at != one.npos) child = std::atoi(one.c_str() + at + 6);
  }
  ASSERT_GT(child, 1);
  EXPECT_NE(::kill(child, 0), 0);
}

TEST(mcp_stdio, attack_huge_lines_noise_and_answers_to_nobody) {
  children c;
  c.options.peer.limits.max_size = 100'000;
  auto client = c.start(hello + R"(echo 'not json'; echo '{"jsonrpc":"2.0","id":77,"result":{}}'; echo '[]'; echo; echo '{"jsonrpc":"2.0","id":2,"result":{"ok":true}}'; read line; cat >/dev/null)");
  EXPECT_EQ(std::string(aval::testing::run(c.context, client.request("x", {})).text()), R"({"ok":true})");
  EXPECT_TRUE(c.logged("what arrived is no message"));
  EXPECT_TRUE(c.logged("does not wait"));
  aval::testing::run(c.context, client.close());
  c.rest();

  children huge;
  huge.options.peer.limits.max_size = 100'000;
  auto flood = huge.start(hello + "read line; yes | tr -d '\\n'");
  EXPECT_EQ(huge.code_of(flood.request("x", {})), mcp::errc::message_too_large);
  huge.rest();
}

TEST(mcp_stdio, attack_a_child_that_does_not_read_costs_a_bounded_queue) {
  children c;
  c.options.peer.limits.max_size = 100'000;
  c.options.timeout = 50ms;
  auto client = c.start(hello + "sleep 1000");
  const json::raw big("{\"a\":\"" + std::string(90'000, 'x') + "\"}");
  std::error_code last;
  for (int i = 0; i < 20 && last != aval::errc::limit_exceeded; ++i) {
    last = c.code_of(client.request("x", big));
    EXPECT_TRUE(last == aval::condition::timed_out || last == aval::errc::limit_exceeded) << last;
  }
  EXPECT_EQ(last, aval::errc::limit_exceeded);
  aval::testing::run(c.context, client.close());
  c.rest();
}

}  // namespace
}  // namespace stdio_test
