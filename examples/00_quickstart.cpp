// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  The whole story in one program: an authority on SQLite over HTTPS, an agent that registers with it, one call that is allowed, one that
 *  is refused, one that waits until a person says yes from another process, and the audit trail read back. scripts/quickstart runs it.
 *
 *  The environment variable AVAL_PROGRAM names the command-line program aval, with which the approval is given. */

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>

#include <aval/aval.hpp>

#include "aval/authority/server.hpp"
#include "aval/authority/store_sqlite.hpp"

using namespace std::chrono_literals;

// ---- the user's own code: three plain functions of an agent

struct city {
  std::string name = {};
  std::string units = "metric";
};
struct weather {
  double temperature = 0;
  std::string summary = {};
};

aval::awaitable<weather> fetch_weather(city where) { co_return weather{21.5, "clear over " + where.name}; }
aval::awaitable<int> export_customers(std::string target) {
  std::cout << "     (this line must never appear: customers sent to " << target << ")\n";
  co_return 1;
}
aval::awaitable<int> delete_user(int user) { co_return user; }

// ---- the person who decides, at another terminal

void run_command(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) throw std::system_error(failed, std::system_category(), "starting " + words[0]);
}

aval::awaitable<void> approve_from_another_process(aval::authority::server* server, std::string folder) {
  asio::steady_timer pause(co_await aval::this_coro::executor);
  for (int tries = 0; tries < 500; ++tries) {
    const auto waiting = co_await server->pending();
    if (!waiting.empty()) {
      const std::string id = waiting.front().verification.id.to_string();
      const char* program = std::getenv("AVAL_PROGRAM");
      if (program == nullptr) {
        std::cout << "     approved in this process (AVAL_PROGRAM is not set)\n";
        co_await server->approve(waiting.front().verification.id, "quickstart", "checked");
      } else {
        std::cout << "     another process: aval approvals approve " << id << '\n';
        run_command({program, "approvals", "approve", id, "--reason", "checked", "--url", server->url(), "--ca", folder + "/authority.pem", "--admin-file",
                     folder + "/authority.db.admin"});
      }
      co_return;
    }
    pause.expires_after(20ms);
    co_await pause.async_wait(aval::use_awaitable);
  }
}

// ---- the story

aval::awaitable<void> story(std::string folder, aval::any_io_executor blocking) {
  const auto executor = co_await aval::this_coro::executor;

  std::cout << "1. An authority of our own: SQLite, HTTPS, in this process\n";
  aval::authority::options settings;
  settings.store = aval::authority::sqlite_store::make(blocking, {.path = folder + "/authority.db"});
  settings.admin_file = folder + "/authority.db.admin";
  settings.blocking_executor = blocking;
  aval::authority::server server(executor, settings);
  co_await server.start();
  aval::detail::write_file_atomic(folder + "/authority.pem", server.certificate_pem(), 0644).value();
  std::cout << "     " << server.url() << ", self-signed certificate, trusted explicitly below\n";

  std::cout << "2. One line secures the agent\n";
  aval::secure_options options;
  options.aim_url = server.url();
  options.ca_file = folder + "/authority.pem";
  options.capabilities = {"fetch_weather", "delete_user"};
  options.environment = aval::environment({{"HOME", folder}});
  auto agent = co_await aval::secure("weather-agent", options);
  std::cout << "     registered: id " << agent.id() << "\n     public key: " << agent.public_key() << "\n     verified: " << (agent.is_verified() ? "yes" : "no") << '\n';
  std::printf("     trust score: %.3f\n", co_await agent.get_trust_score());

  std::cout << "3. An allowed call: fetch_weather\n";
  auto get_weather = aval::track_action<&fetch_weather>(agent);
  city lima{.name = "Lima"};
  const weather now = co_await get_weather(lima);
  std::printf("     ran: %.1f degrees, %s\n", now.temperature, now.summary.c_str());

  std::cout << "4. A refused call: export_customers is none of the agent's capabilities\n";
  auto leak = aval::track_action<&export_customers>(agent);
  try {
    co_await leak("competitor.example");
  } catch (const aval::AIMVerificationError& e) {
    std::cout << "     not run: " << e.reason() << '\n';
  }

  std::cout << "5. A critical call: delete_user waits until a person decides\n";
  aval::approval_options careful;
  careful.risk = aval::risk::critical;
  careful.note = "the user asked to be forgotten";
  auto erase = aval::require_approval<&delete_user>(agent, careful) | aval::with_timeout(1min);
  asio::co_spawn(executor, approve_from_another_process(&server, folder), asio::detached);
  const int erased = co_await erase(42);
  std::cout << "     ran after approval: user " << erased << " deleted\n";

  std::cout << "6. The audit trail, newest first\n";
  auto trail = agent.get_audit_logs();
  while (auto record = co_await trail.next()) {
    std::printf("     %-18s %-9s %s\n", record->action_name.c_str(), record->status.c_str(), record->timestamp.c_str());
  }
  while (::wait(nullptr) > 0) {
  }
  co_await server.stop();
}

int main() {
  char name[] = "/tmp/aval-quickstart-XXXXXX";
  if (::mkdtemp(name) == nullptr) return std::perror("aval-quickstart"), 1;
  asio::io_context context(1);
  asio::thread_pool blocking(1);
  std::exception_ptr failure;
  asio::co_spawn(context, story(name, blocking.get_executor()), [&](std::exception_ptr e) {
    failure = std::move(e);
    context.stop();
  });
  context.run();
  blocking.join();
  std::filesystem::remove_all(name);
  if (!failure) return 0;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& e) {
    return std::cerr << "failed: " << e.what() << '\n', 1;
  }
}
