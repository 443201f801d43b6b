// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  What one authority on SQLite bears, on the machine it runs on: a process of its own with two threads (requests, writer), and the
 *  clients beside it on the same cores, which sign before the clock runs. An answer counts when it is an approval, and it is sent when
 *  the verification and its audit record are durable.
 *
 *      most       as many verifications as 64 kept HTTPS connections can have answered
 *      half       5,000/s on the same connections, open loop: latency runs from the moment when a request was due, not when it was sent
 *      waiting    long polls that wait for a person, each on a TLS connection of its own: what one costs in the server's memory, and that each
 *                 hears its own answer when the person decides
 *      killed     kill -9 in the middle of the load: each acknowledged verification must be in the file, and the chain of records whole
 *
 *      benchmark_authority_load [--json] [--smoke] [--rounds N] [--requests N] [--waiting N] */

#include <stdlib.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "aval/authority/audit_check.hpp"
#include "aval/authority/server.hpp"
#include "aval/authority/store_sqlite.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/net/http_client.hpp"
#include "authority_requests.hpp"
#include "runner.hpp"

namespace {

namespace authority = aval::authority;
using aval::awaitable;
using clock_type = std::chrono::steady_clock;

using namespace bench;

constexpr std::size_t connections = 64;

std::string text_of(const std::string& path) { return aval::detail::read_file(path, 1 << 20).value().text; }

// ---- the server, in its own process; certificate and an administrator's token are left in files

server_process start_authority(const std::string& folder) {
  return start_server([folder](int pipe) {
    runner writer;
    authority::sqlite_options where;
    where.path = folder + "/a.db";
    authority::options o;
    o.store = authority::sqlite_store::make(writer.context.get_executor(), where);
    o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
    o.most_pending_per_agent = 0;
    o.longest_wait = std::chrono::minutes(10);
    o.http.strand_per_connection = false;
    o.http.max_connections = 20000;
    o.http.backlog = 4096;
    o.http.handshake_timeout = std::chrono::minutes(2);
    runner thread;
    authority::server server(thread.context.get_executor(), o);
    asio::co_spawn(thread.context, server.start(), asio::use_future).get();
    aval::detail::write_file_atomic(folder + "/a.pem", server.certificate_pem(), 0600).value();
    aval::detail::write_file_atomic(folder + "/a.token", server.issue_admin_token().reveal(), 0600).value();
    tell_port(pipe, server.port());
    for (;;) ::pause();
  });
}

// ---- its clients, on one thread

struct agent_of_load {
  aval::crypto::keypair key = aval::crypto::keypair::generate();
  std::string id = {};
};

struct client_side {
  client_side(const server_process& s, const std::string& folder, std::size_t most) : base("https://127.0.0.1:" + std::to_string(s.port)) {
    aval::net::client_options o;
    o.tls.ca_pem = text_of(folder + "/a.pem");
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    o.connect_timeout = o.timeout = std::chrono::minutes(10);
    o.pool.max_connections_per_origin = o.pool.max_idle_per_origin = most;
    http = std::make_unique<aval::net::http_client>(thread.context.get_executor(), o);
  }
  aval::json::value call(const aval::net::http_request& request, int status) {
    const auto r = thread.run(http->send(aval::net::url(base), request));
    if (r.status != status) fail(std::string(request.target) + ": " + std::to_string(r.status) + " " + r.body);
    return aval::json::parse(r.body).value();
  }
  void enrol(std::vector<agent_of_load>& agents) {
    for (std::size_t i = 0; i < agents.size(); ++i) agents[i].id = call(registration_request(agents[i].key, "load-" + std::to_string(i)), 201)["agent_id"].as_string();
  }
  runner thread;
  std::string base;
  std::unique_ptr<aval::net::http_client> http;
};

template <class Make>
void at_once(client_side& c, std::size_t n, Make make) {
  auto run = [](std::size_t count, Make* f) -> awaitable<bool> {
    const auto executor = co_await aval::this_coro::executor;
    auto left = std::make_shared<std::size_t>(count);
    auto done = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    for (std::size_t i = 0; i < count; ++i)
      asio::co_spawn(executor, (*f)(i), [left, done](std::exception_ptr) {
        if (--*left == 0) done->cancel();
      });
    std::error_code ignored;
    if (*left != 0) co_await done->async_wait(asio::redirect_error(aval::use_awaitable, ignored));
    co_return true;
  };
  c.thread.run(run(n, &make));
}

struct work {
  std::vector<std::string> bodies = {};
  std::chrono::nanoseconds interval{0};       // of the open loop; zero: as fast as they are answered
  std::atomic<std::size_t> next = 0, good = 0;
  clock_type::time_point begin = {};
  std::vector<double> latency = {};           // microseconds
  std::vector<std::string> acknowledged = {}; // when wanted
  bool note_ids = false;
  std::function<void(std::size_t)> on_good = {};
};

std::unique_ptr<work> questions(const std::vector<agent_of_load>& agents, std::size_t n) {
  auto w = std::make_unique<work>();
  std::vector<std::vector<std::string>> by_agent;
  for (const auto& a : agents) by_agent.push_back(signed_questions(a.key, a.id, n / agents.size() + 1));
  for (std::size_t i = 0; i < n; ++i) w->bodies.push_back(std::move(by_agent[i % agents.size()][i / agents.size()]));
  return w;
}

std::string id_in(const std::string& answer) {
  static constexpr std::string_view mark = "\"id\": \"";
  const auto at = answer.find(mark);
  return at == answer.npos ? std::string() : answer.substr(at + mark.size(), 36);
}

awaitable<void> one_connection(aval::net::http_client client, aval::net::url base, work* w) {
  aval::net::http_request request("POST", "/api/v1/sdk-api/verifications");
  request.headers.set("Content-Type", "application/json");
  aval::net::http_response answer;
  asio::steady_timer due(co_await aval::this_coro::executor);
  for (;;) {
    const std::size_t i = w->next++;
    if (i >= w->bodies.size()) co_return;
    const auto when = w->begin + w->interval * static_cast<std::int64_t>(i);
    if (w->interval.count() > 0 && clock_type::now() < when) {
      due.expires_at(when);
      co_await due.async_wait(aval::use_awaitable);
    }
    request.body = w->bodies[i];
    co_await client.send_into(base, request, answer);
    if (answer.status != 201 || answer.body.find("\"status\": \"approved\"") == std::string::npos) continue;
    if (w->interval.count() > 0) w->latency.push_back(std::chrono::duration<double, std::micro>(clock_type::now() - when).count());
    if (w->note_ids) w->acknowledged.push_back(id_in(answer.body));
    if (const auto n = ++w->good; w->on_good) w->on_good(n);
  }
}

double seconds_of(client_side& c, work& w) {
  const aval::net::url base(c.base);
  w.begin = clock_type::now();
  at_once(c, connections, [&](std::size_t) { return one_connection(*c.http, base, &w); });
  return std::chrono::duration<double>(clock_type::now() - w.begin).count();
}

// ---- questions that wait for a person

struct waiting {
  std::vector<std::string> ids = {};
  std::atomic<std::size_t> answered = 0, approved = 0;
};

awaitable<void> one_poll(client_side* c, const agent_of_load* a, waiting* w, std::size_t i) {
  const std::string path = "/api/v1/sdk-api/verifications/" + w->ids[i];
  aval::net::http_request request("GET", path + "?wait=600");
  request.headers.set("X-Agent-ID", a->id);
  sign_headers(request, a->key, "GET", path);
  const auto answer = co_await c->http->send(aval::net::url(c->base), request);
  ++w->answered;
  if (answer.status == 200 && id_in(answer.body) == w->ids[i] && answer.body.find("\"status\": \"approved\"") != std::string::npos) ++w->approved;
}

struct cost_of_waiting {
  double kib = 0, decided_seconds = 0;
};

cost_of_waiting wait_for_a_person(const server_process& server, const std::string& folder, const std::vector<agent_of_load>& agents, std::size_t n) {
  client_side person(server, folder, 8), polls(server, folder, n + 8);
  waiting w;
  for (std::size_t k = 0; k < agents.size(); ++k) {
    for (auto& body : signed_questions(agents[k].key, agents[k].id, n / agents.size() + 1, "delete_user", "critical")) {
      if (w.ids.size() == n) break;
      aval::net::http_request request("POST", "/api/v1/sdk-api/verifications");
      request.headers.set("Content-Type", "application/json");
      request.body = std::move(body);
      const auto answer = person.call(request, 201);
      if (answer["status"].as_string() != "pending") fail("a critical action did not wait for a person");
      w.ids.push_back(answer["id"].as_string());
    }
  }
  const std::size_t each = n / agents.size() + 1;
  const double before = resident_kib(server.pid);
  // all are on their way; the measure is taken when the server has accepted and parked them, which its own counter says
  const std::string token = text_of(folder + "/a.token");
  cost_of_waiting cost;
  auto watch = [](client_side* p, waiting* all, std::string admin, pid_t pid, double rss, cost_of_waiting* out) -> awaitable<void> {
    aval::net::http_request metrics("GET", "/metrics");
    asio::steady_timer pause(co_await aval::this_coro::executor);
    const std::string mark = "\naim_long_polls ";
    for (int tries = 0; tries < 3000; ++tries) {
      const auto text = (co_await p->http->send(aval::net::url(p->base), metrics)).body;
      const auto at = text.find(mark);
      if (at == text.npos) fail("/metrics does not tell how many wait");
      if (std::strtoull(text.c_str() + at + mark.size(), nullptr, 10) == all->ids.size()) break;
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(aval::use_awaitable);
    }
    out->kib = (resident_kib(pid) - rss) / static_cast<double>(all->ids.size());
    if (all->answered != 0) fail("a poll was answered before anybody decided");
    const auto begin = clock_type::now();
    for (const auto& id : all->ids) {
      aval::net::http_request approve("POST", "/api/v1/admin/verifications/" + id + "/approve");
      approve.headers.set("Content-Type", "application/json");
      approve.headers.set("Authorization", "Bearer " + admin);
      approve.body = R"({"reason": "seen"})";
      const auto answer = co_await p->http->send(aval::net::url(p->base), approve);
      if (answer.status != 200) fail("approve: " + answer.body);
    }
    out->decided_seconds = std::chrono::duration<double>(clock_type::now() - begin).count();
  };
  auto watching = asio::co_spawn(person.thread.context, watch(&person, &w, token, server.pid, before, &cost), asio::use_future);
  at_once(polls, n, [&](std::size_t i) { return one_poll(&polls, &agents[i / each], &w, i); });
  watching.get();
  if (w.approved != n) fail("only " + std::to_string(w.approved) + " of " + std::to_string(n) + " waiting agents heard that they may");
  return cost;
}

// ---- kill -9

void check_file(const std::string& folder, const std::vector<std::string>& acknowledged) {
  runner thread;
  authority::sqlite_options where;
  where.path = folder + "/a.db";
  const auto store = authority::sqlite_store::make(thread.context.get_executor(), where);
  const aval::timestamp now = std::chrono::system_clock::now();
  const auto contents = thread.run(store->open(now, now));
  for (const auto& id : acknowledged)
    if (!thread.run(store->find_verification(*aval::parse_uuid(id)))) fail("an acknowledged verification is lost: " + id);
  for (const auto& home : contents.organizations) {
    authority::audit_check check;
    authority::audit_query q;
    q.organization = home.id;
    q.limit = 1000;
    for (;; q.offset += q.limit) {
      const auto page = thread.run(store->audit(q));
      for (const auto& record : page.records) {
        std::string served;
        authority::append_audit_record(served, *record);
        if (auto good = check.next(aval::json::parse(served).value()); !good) fail("the chain is broken: " + good.error().message);
      }
      if (page.records.size() < q.limit) break;
    }
    if (check.records() > 0 && check.oldest() != 1) fail("the chain does not reach its beginning");
  }
  thread.run([](std::shared_ptr<authority::store> s) -> awaitable<bool> {
    co_await s->close();
    co_return true;
  }(store));
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t requests = 60000, parked = 5000;
  const auto a = parse_arguments(argc, argv, 3, false, {{"--requests", &requests}, {"--waiting", &parked}});
  if (a.smoke) requests = 200, parked = 20;
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < parked + 200) fail("not enough file descriptors: ulimit -n " + std::to_string(parked + 200));
  char folder_name[] = "/tmp/aval-benchmark-XXXXXX";
  if (!::mkdtemp(folder_name)) fail("mkdtemp");
  const std::string folder = folder_name;

  server_process server = start_authority(folder);
  std::vector<agent_of_load> agents(16);
  report r("authority_load", a);
  std::vector<double> rate, share, p50, p99, p999;
  {
    client_side c(server, folder, connections);
    c.enrol(agents);
    const double open_loop = a.smoke ? 200 : 5000;
    for (unsigned round = 0; round < a.rounds; ++round) {
      const auto warm = questions(agents, std::min<std::size_t>(requests, 2000));
      seconds_of(c, *warm);
      const auto most = questions(agents, requests);
      const double cpu = microseconds(server.cpu_clock), took = seconds_of(c, *most);
      if (most->good != requests) fail("only " + std::to_string(most->good) + " of " + std::to_string(requests) + " were approved");
      rate.push_back(static_cast<double>(requests) / took);
      share.push_back((microseconds(server.cpu_clock) - cpu) / static_cast<double>(requests));
      const auto half = questions(agents, requests / 2);
      half->interval = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / open_loop));
      seconds_of(c, *half);
      if (half->good != half->bodies.size()) fail("the open loop lost answers");
      p50.push_back(quantile(half->latency, .5) / 1000);
      p99.push_back(quantile(half->latency, .99) / 1000);
      p999.push_back(quantile(half->latency, .999) / 1000);
    }
  }
  r.value("signed verifications/s over HTTPS, durable", median(rate), at_least(10000));
  r.value("... CPU of the authority for each, microseconds", median(share));
  r.value("at 5,000/s: latency p50, milliseconds", median(p50));
  r.value("... p99", median(p99), at_most(25));
  r.value("... p99.9", median(p999));

  const auto cost = wait_for_a_person(server, folder, agents, parked);
  r.value(std::to_string(parked) + " long polls that wait over TLS: memory of the server for each, KiB", cost.kib, at_most(48));
  r.value("... all decided one after the other, seconds", cost.decided_seconds);

  {
    client_side c(server, folder, connections);
    const auto load = questions(agents, requests);
    load->note_ids = true;
    const std::size_t enough = requests / 2;
    load->on_good = [&](std::size_t n) {
      if (n == enough) ::kill(server.pid, SIGKILL);
    };
    seconds_of(c, *load);
    ::waitpid(server.pid, nullptr, 0);
    if (load->acknowledged.size() < enough) fail("the load ended before the kill");
    check_file(folder, load->acknowledged);
    r.note("kill -9 under load: all of " + std::to_string(load->acknowledged.size()) + " acknowledged verifications are in the file, and the chain of records is whole");
  }
  r.print();
  const std::string clean = "rm -rf '" + folder + "'";
  return ::system(clean.c_str()) == 0 ? 0 : 1;
}
