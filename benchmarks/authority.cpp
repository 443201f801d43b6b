// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  What a verification costs the authority: CPU time of its threads per request at 64 kept HTTPS connections, against what it can not
 *  avoid: one bare Ed25519 verification of the same text, and our server's answer of the same size to a POST of the same bytes.
 *
 *      bare      our HTTP server, a handler that answers with a constant
 *      memory    the authority on the store in memory
 *      sqlite    the authority on SQLite, group commit on a thread of its own, which is counted too
 *
 *  Requests are signed before the clock runs; every answer is checked to be an approval.
 *
 *      benchmark_authority [--json] [--smoke] [--rounds N] [--requests N] */

#include <stdlib.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "aval/authority/server.hpp"
#include "aval/authority/store_sqlite.hpp"
#include "aval/crypto/certificate.hpp"
#include "aval/net/http_client.hpp"
#include "authority_requests.hpp"
#include "measure.hpp"
#include "runner.hpp"

namespace {

namespace authority = aval::authority;
using aval::awaitable;

using namespace bench;

struct work_load {
  std::vector<std::string> bodies;
  std::string path = "/api/v1/sdk-api/verifications";
  std::atomic<std::size_t> next = 0;
};

awaitable<void> one_connection(aval::net::http_client client, aval::net::url base, std::shared_ptr<work_load> load, std::shared_ptr<std::atomic<std::size_t>> good) {
  aval::net::http_request request("POST", load->path);
  request.headers.set("Content-Type", "application/json");
  aval::net::http_response answer;
  for (;;) {
    const std::size_t i = load->next++;
    if (i >= load->bodies.size()) co_return;
    request.body = load->bodies[i];
    co_await client.send_into(base, request, answer);
    if (answer.status == 201 && answer.body.find("\"status\": \"approved\"") != std::string::npos) ++*good;
  }
}

awaitable<void> all_connections(aval::net::http_client client, std::string base, std::shared_ptr<work_load> load, std::shared_ptr<std::atomic<std::size_t>> good, int connections) {
  const auto executor = co_await aval::this_coro::executor;
  const aval::net::url where(base);
  auto left = std::make_shared<int>(connections);
  auto done = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
  for (int i = 0; i < connections; ++i)
    asio::co_spawn(executor, one_connection(client, where, load, good), [left, done](std::exception_ptr e) {
      if (e) fail("a connection failed");
      if (--*left == 0) done->cancel();
    });
  std::error_code ignored;
  co_await done->async_wait(asio::redirect_error(aval::use_awaitable, ignored));
}

constexpr int connections = 64;

struct client_side {
  runner thread;
  std::unique_ptr<aval::net::http_client> client;
  std::string base;
  void aim_at(const std::string& url, const std::string& pem) {
    aval::net::client_options o;
    o.tls.ca_pem = pem;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    o.pool.max_connections_per_origin = connections;
    client = std::make_unique<aval::net::http_client>(thread.context.get_executor(), o);
    base = url;
  }
  void go(std::shared_ptr<work_load> load) {
    auto good = std::make_shared<std::atomic<std::size_t>>(0);
    load->next = 0;
    const std::size_t n = load->bodies.size();
    const auto client_copy = *client;
    asio::co_spawn(thread.context, all_connections(client_copy, base, load, good, connections), asio::use_future).get();
    if (*good != n) fail("only " + std::to_string(*good) + " of " + std::to_string(n) + " requests were approved");
  }
};

std::shared_ptr<work_load> signed_requests(const aval::crypto::keypair& key, const std::string& agent, std::size_t n, std::string* text = nullptr) {
  auto load = std::make_shared<work_load>();
  load->bodies = signed_questions(key, agent, n, "get_weather", "low", text);
  return load;
}

double bare_verification(const aval::crypto::keypair& key, const std::string& text, int n) {
  const auto s = key.sign(text);
  const auto open = key.public_key();
  const double before = microseconds(CLOCK_THREAD_CPUTIME_ID);
  for (int i = 0; i < n; ++i)
    if (!open.verify(text, s)) fail("a signature does not verify");
  return (microseconds(CLOCK_THREAD_CPUTIME_ID) - before) / n;
}

struct authority_side {
  authority_side(const aval::crypto::keypair& key, std::shared_ptr<authority::store> store) {
    authority::options o;
    o.store = std::move(store);
    o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
    o.http.strand_per_connection = false;
    server = std::make_unique<authority::server>(thread.context.get_executor(), o);
    asio::co_spawn(thread.context, server->start(), asio::use_future).get();
    // registered through the same door as everybody
    client_side client;
    client.aim_at(server->url(), server->certificate_pem());
    const auto request = registration_request(key, "bench");
    const auto r = client.thread.run(client.client->send(aval::net::url(server->url()), request));
    const auto body = aval::json::parse(r.body);
    if (r.status != 201 || !body) fail("registration: " + r.body);
    agent = (*body)["agent_id"].as_string();
  }
  ~authority_side() { asio::co_spawn(thread.context, server->stop(std::chrono::milliseconds(100)), asio::use_future).get(); }
  runner thread;
  std::unique_ptr<authority::server> server;
  std::string agent;
};

}  // namespace

int main(int argc, char** argv) {
  std::size_t requests = 20000;
  const auto a = parse_arguments(argc, argv, 5, false, {{"--requests", &requests}});
  if (a.smoke) requests = 200;
  char folder[] = "/tmp/aval-benchmark-XXXXXX";
  if (!::mkdtemp(folder)) fail("mkdtemp");

  const auto key = aval::crypto::keypair::generate();
  const auto memory = std::make_shared<authority::memory_store>();
  runner writer;
  authority::sqlite_options where;
  where.path = std::string(folder) + "/a.db";
  authority_side on_memory(key, memory);
  authority_side on_sqlite(key, authority::sqlite_store::make(writer.context.get_executor(), where));

  // the bare server answers with what the authority answered
  std::string text;
  const auto first = signed_requests(key, on_memory.agent, 1, &text);
  client_side client;
  client.aim_at(on_memory.server->url(), on_memory.server->certificate_pem());
  aval::net::http_request ask("POST", first->path);
  ask.body = first->bodies[0];
  ask.headers.set("Content-Type", "application/json");
  const std::string constant = client.thread.run(client.client->send(aval::net::url(client.base), ask)).body;

  runner bare_thread;
  const auto certificate = aval::crypto::self_signed_certificate({}).value();
  aval::net::server_options bare_options;
  bare_options.tls.certificate_pem = certificate.certificate_pem;
  bare_options.tls.private_key_pem = std::string(certificate.private_key_pem.reveal());
  bare_options.strand_per_connection = false;
  aval::net::http_server bare(bare_thread.context.get_executor(), [constant](aval::net::http_exchange& x) -> awaitable<void> {
    if (x.request().body().size() < 100) fail("a request arrived incomplete");
    x.response().status = 201;
    x.response().headers.add("Content-Type", "application/json");
    x.response().body = constant;
    co_return;
  }, bare_options);
  const std::string bare_url = "https://127.0.0.1:" + std::to_string(bare.listen("127.0.0.1:0"));
  bare.start();

  std::vector<double> verification, bare_post, in_memory, in_sqlite, sqlite_writer, memory_ratio, sqlite_ratio;
  const auto warm = std::min<std::size_t>(requests, 2000);
  for (unsigned round = 0; round < a.rounds; ++round) {
    const double v = bare_verification(key, text, a.smoke ? 20 : 2000);
    const auto measure = [&](const std::string& url, const std::string& pem, const std::string& agent, auto cpu) {
      client.aim_at(url, pem);
      client.go(signed_requests(key, agent, warm));  // connections and caches
      const auto load = signed_requests(key, agent, requests);
      const double before = cpu();
      client.go(load);
      return (cpu() - before) / static_cast<double>(requests);
    };
    const double b = measure(bare_url, certificate.certificate_pem, on_memory.agent, [&] { return bare_thread.cpu(); });
    const double m = measure(on_memory.server->url(), on_memory.server->certificate_pem(), on_memory.agent, [&] { return on_memory.thread.cpu(); });
    const double w0 = writer.cpu();
    const double s = measure(on_sqlite.server->url(), on_sqlite.server->certificate_pem(), on_sqlite.agent, [&] { return on_sqlite.thread.cpu() + writer.cpu(); });
    sqlite_writer.push_back((writer.cpu() - w0) / static_cast<double>(requests + warm));
    verification.push_back(v);
    bare_post.push_back(b);
    in_memory.push_back(m);
    in_sqlite.push_back(s);
    memory_ratio.push_back(m / (v + b));
    sqlite_ratio.push_back(s / (v + b));
  }

  const double v = median(verification), b = median(bare_post), m = median(in_memory), s = median(in_sqlite), w = median(sqlite_writer), rm = median(memory_ratio), rs = median(sqlite_ratio);
  if (a.json) {
    std::printf("{\"benchmark\": \"authority\", \"connections\": %d, \"requests\": %zu, \"rounds\": %u, \"body_bytes\": %zu, \"answer_bytes\": %zu, "
                "\"verify_us\": %.2f, \"bare_post_us\": %.2f, \"memory_us\": %.2f, \"sqlite_us\": %.2f, \"sqlite_writer_us\": %.2f, \"memory_ratio\": %.3f, \"memory_goal\": 1.5, "
                "\"sqlite_ratio\": %.3f, \"sqlite_goal\": 2.0}\n",
                connections, requests, a.rounds, first->bodies[0].size(), constant.size(), v, b, m, s, w, rm, rs);
  } else {
    std::printf("CPU of the authority per verification, %d HTTPS connections, body %zu bytes, answer %zu bytes, median of %u rounds of %zu\n\n", connections, first->bodies[0].size(), constant.size(), a.rounds, requests);
    std::printf("  bare Ed25519 verification          %7.2f us\n  our server's bare POST             %7.2f us\n  sum                                %7.2f us\n\n", v, b, v + b);
    std::printf("  authority, store in memory         %7.2f us   %.2f x   (goal 1.5)\n  authority, SQLite, group commit    %7.2f us   %.2f x   (goal 2.0)   of which on the writer's thread %.2f us\n", m, rm, s, rs, w);
  }
  const std::string clean = "rm -rf '" + std::string(folder) + "'";
  bare_thread.run([](aval::net::http_server* h) -> awaitable<bool> {
    co_await h->stop(std::chrono::milliseconds(100));
    co_return true;
  }(&bare));
  return ::system(clean.c_str()) == 0 ? 0 : 1;
}
