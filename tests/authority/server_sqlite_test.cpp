// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "authority/server_fixture.hpp"

#include "aval/authority/admin_file.hpp"
#include "aval/authority/store_sqlite.hpp"

#include <asio/thread_pool.hpp>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace {
using namespace authority_test;

/** An authority in a process of its own, on one data base, that can be killed and started again. */
class process_authority : public authority_client {
 public:
  explicit process_authority(std::string folder) : folder_(std::move(folder)) { start(); }
  ~process_authority() { kill(); }

  void start() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::close(ends[0]);
      try {
        asio::io_context own;
        options o;
        sqlite_options where;
        where.path = folder_ + "/a.db";
        o.store = sqlite_store::make(own.get_executor(), where);
        o.transport = transport::plain;
        o.admin_file = folder_ + "/a.db.admin";
        o.password_operations = 1;
        o.password_memory_kib = 64;
        o.strict_per_minute = 0;
        server s(own.get_executor(), o);
        aval::testing::run(own, s.start());
        const std::string url = s.url() + "\n";
        if (::write(ends[1], url.data(), url.size()) < 0) ::_exit(1);
        own.restart();
        own.run();
      } catch (const std::exception& e) {
        const std::string text = std::string("!") + e.what() + "\n";
        if (::write(ends[1], text.data(), text.size()) < 0) ::_exit(2);
      }
      ::_exit(3);
    }
    ::close(ends[1]);
    base.clear();
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') base += c;
    ::close(ends[0]);
    ASSERT_TRUE(base.starts_with("http")) << base;
    const auto credential = load_admin_credential(folder_ + "/a.db.admin");
    ASSERT_TRUE(credential) << credential.error().message;
    now = std::chrono::system_clock::now();
    token = send("POST", "/api/v1/auth/login/local", R"({"email": ")" + credential->email + R"(", "password": ")" + std::string(credential->password.reveal()) + "\"}").at("access_token");
    ASSERT_FALSE(token.empty());
  }
  void kill() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
  }
  void kill_and_start() {
    kill();
    start();
  }

 private:
  std::string folder_;
  pid_t child_ = -1;
};

TEST(authority_on_sqlite, loses_nothing_when_it_is_killed_between_any_two_requests) {
  temporary_folder folder;
  process_authority a(folder / "");
  auto agent = agent_number(1);
  ASSERT_EQ(agent.enrol(a).status, 201);
  a.kill_and_start();
  const std::string id = agent.id;
  EXPECT_EQ(agent.enrol(a).status, 200) << "it is still registered";
  EXPECT_EQ(agent.id, id);

  a.now += std::chrono::milliseconds(1);
  const std::string body = agent.ask(a, "get_weather");
  const auto first = a.send("POST", "/api/v1/sdk-api/verifications", body);
  ASSERT_EQ(first.status, 201) << first.text;
  a.kill_and_start();
  const auto again = a.send("POST", "/api/v1/sdk-api/verifications", body);
  EXPECT_EQ(again.at("id"), first.at("id")) << "a question sent again after the crash is not a second one";
  EXPECT_EQ(agent.poll(a, first.at("id")).at("status"), "approved");

  const std::string open_question = agent.verify(a, "delete_user").at("id");
  a.kill_and_start();
  EXPECT_EQ(agent.poll(a, open_question).at("status"), "pending");
  ASSERT_EQ(a.admin("POST", "/api/v1/admin/verifications/" + open_question + "/approve", R"({"reason": "ok"})").status, 200);
  a.kill_and_start();
  EXPECT_EQ(agent.poll(a, open_question).at("approved_by"), "admin@localhost");
  EXPECT_EQ(a.admin("POST", "/api/v1/admin/verifications/" + open_question + "/deny", R"({"reason": "no"})").status, 409);

  ASSERT_EQ(agent.report(a, open_question).status, 200);
  a.kill_and_start();
  EXPECT_EQ(agent.report(a, open_question).status, 200) << "the lost answer is asked for again";
  EXPECT_EQ(agent.report(a, open_question, R"({"result": "failure"})").status, 409);

  const std::string path = "/api/v1/agents/" + agent.id + "/actions/log", log_body = R"({"action_name": "tidy", "success": true})";
  const auto headers = agent.signed_headers(a, "POST", path, log_body);
  const auto logged = a.send("POST", path, log_body, headers);
  ASSERT_EQ(logged.status, 201) << logged.text;
  a.kill_and_start();
  EXPECT_EQ(a.send("POST", path, log_body, headers).at("audit_id"), logged.at("audit_id")) << "a captured request is not run again after a restart";

  const auto trail = a.admin("GET", "/api/v1/admin/audit-logs?limit=1000");
  std::string expected;
  std::int64_t seq = 0;
  const auto& logs = trail.body["logs"].as_array();
  ASSERT_GT(logs.size(), 10U);
  for (std::size_t i = logs.size(); i-- > 0;) {
    aval::json::value rest = logs[i];
    EXPECT_EQ(rest["seq"].as_int64(), ++seq);
    const std::string previous = rest["prev_hash"].as_string(), hash = rest["hash"].as_string();
    if (seq > 1) {
      EXPECT_EQ(previous, expected);
    }
    rest.erase("hash");
    EXPECT_EQ(aval::crypto::hex_encode(aval::crypto::sha256(aval::json::canonical_p(rest))), hash);
    expected = hash;
  }
}

TEST(authority_on_sqlite, answers_503_while_the_disk_is_full_and_recovers) {
  temporary_folder folder;
  options o;
  sqlite_options where;
  where.path = folder / "a.db";
  where.largest_bytes = 400 * 1024;
  o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
  asio::thread_pool pool(1);
  o.store = sqlite_store::make(pool.get_executor(), where);
  {
    running_authority a(o);
    auto agent = agent_number(1);
    ASSERT_EQ(agent.enrol(a).status, 201);
    reply r;
    std::string last;
    const std::string big(1500, 'x');
    for (int i = 0; i < 500; ++i) {
      r = agent.verify(a, "ping", R"({"note": ")" + big + "\"}");
      if (r.status != 201) break;
      last = r.at("id");
    }
    EXPECT_EQ(r.status, 503) << r.text;
    EXPECT_EQ(r.at("error"), "Storage unavailable");
    EXPECT_EQ(agent.poll(a, last).at("status"), "approved") << "what was answered is there";
  }
  pool.join();
}

}  // namespace
