// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  A guarded call from end to end: aval::track_action around an empty function, an authority with its store in memory in the same
 *  process, HTTPS on one kept connection, spool without fsync. Against what it is made of: two bare POSTs of the very same bytes by
 *  our own client and server (recorded from a guarded call), two bare signatures and two bare verifications. CPU time is that of both
 *  sides together; every call's result is checked.
 *
 *      benchmark_guarded_call [--json] [--smoke] [--rounds N] [--calls N]
 *
 *  With AIM_URL set: the CPU time of the client alone, for calls against the authority there (python_sdk.py compares with it). */

#include <stdlib.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "allocations.hpp"
#include "aval/aval.hpp"
#include "aval/authority.hpp"
#include "aval/evidence/spool.hpp"
#include "aval/net/http_server.hpp"
#include "measure.hpp"
#include "runner.hpp"

namespace {

namespace authority = aval::authority;
using aval::awaitable;
using clock_type = std::chrono::steady_clock;

using namespace bench;

double thread_cpu() { return microseconds(CLOCK_THREAD_CPUTIME_ID); }

struct city {
  std::string name = {};
  std::string units = "metric";
};
std::size_t executed = 0;
std::string fetch_weather(city where) {
  ++executed;
  return where.name;
}

// ---- one exchange, recorded -------------------------------------------------------------------------------------------------------

struct recorded {
  std::string method, target, body, answer;
  std::vector<std::pair<std::string, std::string>> headers, answer_headers;
  int status = 0;
};

// hands everything on to the authority and keeps the last exchanges
struct recorder {
  std::vector<recorded> seen;
  aval::net::http_client to;
  std::string base;
  static awaitable<void> handle(recorder* self, aval::net::http_exchange* x) {
    recorded r;
    r.method = x->request().method();
    r.target = x->request().target();
    r.body = x->request().body();
    aval::net::http_request forward(r.method, r.target);
    forward.body = r.body;
    for (const auto f : x->request().headers()) {
      const std::string name(f.name);
      if (name == "Host" || name == "Connection" || name == "Content-Length") continue;
      r.headers.emplace_back(name, std::string(f.value));
      forward.headers.add(name, f.value);
    }
    const auto answer = co_await self->to.send(aval::net::url(self->base), std::move(forward));
    r.status = x->response().status = answer.status;
    r.answer = x->response().body = answer.body;
    for (const auto f : answer.headers) {
      const std::string name(f.name);
      if (name == "Date" || name == "Connection" || name == "Content-Length") continue;
      r.answer_headers.emplace_back(name, std::string(f.value));
      x->response().headers.add(name, f.value);
    }
    self->seen.push_back(std::move(r));
  }
};

awaitable<aval::aim::agent> enrol(std::string name, std::string url, std::string pem, std::string home) {
  aval::secure_options o;
  o.aim_url = url;
  o.ca_pem = pem;
  o.environment = aval::environment(std::map<std::string, std::string>{{"AIM_HOME", home}, {"HOME", home}});
  co_return co_await aval::secure(name, o);
}

template <class F>
awaitable<void> guarded(F* call, std::size_t n, std::vector<double>* latency) {
  city lima{.name = "Lima"};
  for (std::size_t i = 0; i < n; ++i) {
    const auto begin = clock_type::now();
    const std::string where = co_await (*call)(lima);
    if (where != "Lima") fail("the function's result was lost");
    if (latency) latency->push_back(std::chrono::duration<double, std::micro>(clock_type::now() - begin).count());
  }
}

awaitable<void> bare(aval::net::http_client* client, std::string base, const std::vector<recorded>* steps, std::size_t n, std::vector<double>* latency) {
  const aval::net::url where(base);
  std::vector<aval::net::http_request> requests;
  for (const auto& s : *steps) {
    aval::net::http_request r(s.method, s.target);
    r.body = s.body;
    for (const auto& [name, value] : s.headers) r.headers.set(name, value);
    requests.push_back(std::move(r));
  }
  aval::net::http_response answer;
  for (std::size_t i = 0; i < n; ++i) {
    const auto begin = clock_type::now();
    for (std::size_t k = 0; k < requests.size(); ++k) {
      co_await client->send_into(where, requests[k], answer);
      if (answer.status != (*steps)[k].status || answer.body.size() != (*steps)[k].answer.size()) fail("a bare answer is wrong");
    }
    if (latency) latency->push_back(std::chrono::duration<double, std::micro>(clock_type::now() - begin).count());
  }
}

// the client of an authority elsewhere
int against(const std::string& url, const std::string& home, std::size_t calls, unsigned rounds) {
  runner client;
  auto agent = client.run(enrol("measured-" + std::to_string(::getpid()), url, {}, home));
  auto call = aval::track_action<&fetch_weather>(agent);
  client.run(guarded(&call, calls / 10 + 1, nullptr));
  std::vector<double> cpu, latency;
  for (unsigned round = 0; round < rounds; ++round) {
    const double before = client.cpu();
    client.run(guarded(&call, calls, &latency));
    cpu.push_back((client.cpu() - before) / static_cast<double>(calls));
  }
  if (agent.undelivered_reports() != 0) fail("reports were not delivered");
  std::printf("{\"benchmark\": \"guarded_call\", \"calls\": %zu, \"rounds\": %u, \"client_cpu_us\": %.2f, \"p50_us\": %.1f}\n", calls, rounds, median(cpu), median(latency));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t calls = 4000;
  const auto a = parse_arguments(argc, argv, 5, false, {{"--calls", &calls}});
  if (a.smoke) calls = 50;
  char folder_name[] = "/tmp/aval-benchmark-XXXXXX";
  if (!::mkdtemp(folder_name)) fail("mkdtemp");
  const std::string folder = folder_name, clean = "rm -rf '" + folder + "'";
  if (const char* url = std::getenv("AIM_URL")) return against(url, folder, calls, a.rounds) | ::system(clean.c_str());
  int status = 0;
  {
    runner server_thread, client_thread, bare_thread;
    authority::options o;
    o.requests_per_minute = o.address_requests_per_minute = o.strict_per_minute = 0;
    o.http.strand_per_connection = false;
    authority::server server(server_thread.context.get_executor(), o);
    server_thread.run(server.start());
    const std::string pem = server.certificate_pem();

    aval::net::client_options c;
    c.tls.ca_pem = pem;
    c.proxy.from_environment = false;
    c.retry.when.max_attempts = 1;

    // what one guarded call puts on the wire
    const auto certificate = aval::crypto::self_signed_certificate({}).value();
    aval::net::server_options so;
    so.tls.certificate_pem = certificate.certificate_pem;
    so.tls.private_key_pem = std::string(certificate.private_key_pem.reveal());
    so.strand_per_connection = false;
    recorder wire{{}, aval::net::http_client(bare_thread.context.get_executor(), c), server.url()};
    std::vector<recorded> steps;
    {
      recorder* const p = &wire;
      aval::net::http_server between(bare_thread.context.get_executor(), [p](aval::net::http_exchange& x) { return recorder::handle(p, &x); }, so);
      const std::string url = "https://127.0.0.1:" + std::to_string(between.listen("127.0.0.1:0"));
      between.start();
      auto agent = client_thread.run(enrol("recorded", url, certificate.certificate_pem, folder + "/recorded"));
      auto call = aval::track_action<&fetch_weather>(agent);
      client_thread.run(guarded(&call, 2, nullptr));
      for (const auto& r : wire.seen)
        if (r.target.find("/verifications") != std::string::npos) steps.push_back(r);
      if (steps.size() < 4) fail("expected a question and a report for each call");
      steps.erase(steps.begin(), steps.end() - 2);
      bare_thread.run(between.stop(std::chrono::milliseconds(100)));
    }
    if (!steps[1].target.ends_with("/result")) fail("the second exchange is not the report: " + steps[1].target);

    const auto* const script = &steps;
    aval::net::http_server bare_server(bare_thread.context.get_executor(), [script](aval::net::http_exchange& x) -> awaitable<void> {
      const recorded& s = (*script)[x.request().target() == (*script)[0].target ? 0 : 1];
      if (x.request().body().size() != s.body.size()) fail("a bare request arrived incomplete");
      x.response().status = s.status;
      for (const auto& [name, value] : s.answer_headers) x.response().headers.add(name, value);
      x.response().body = s.answer;
      co_return;
    }, so);
    const std::string bare_url = "https://127.0.0.1:" + std::to_string(bare_server.listen("127.0.0.1:0"));
    bare_server.start();
    aval::net::client_options bc = c;
    bc.tls.ca_pem = certificate.certificate_pem;
    aval::net::http_client bare_client(client_thread.context.get_executor(), bc);

    auto agent = client_thread.run(enrol("measured", server.url(), pem, folder + "/home"));
    auto call = aval::track_action<&fetch_weather>(agent);

    std::vector<double> guarded_cpu, bare_cpu, crypto_cpu, ratios, guarded_latency, bare_latency, client_allocations, server_allocations, spool_cpu;
    const auto key = aval::crypto::keypair::generate();
    for (unsigned round = 0; round < a.rounds; ++round) {
      const std::size_t n = a.smoke ? 20 : 1000;
      double t = thread_cpu();
      bool good = true;
      for (std::size_t i = 0; i < n; ++i) {
        const auto one = key.sign(steps[0].body), two = key.sign(steps[1].body);
        good = good && key.public_key().verify(steps[0].body, one) && key.public_key().verify(steps[1].body, two);
      }
      if (!good) fail("a signature does not verify");
      const double crypto = (thread_cpu() - t) / static_cast<double>(n);

      client_thread.run(bare(&bare_client, bare_url, &steps, calls / 10, nullptr));
      t = client_thread.cpu() + bare_thread.cpu();
      client_thread.run(bare(&bare_client, bare_url, &steps, calls, &bare_latency));
      const double posts = (client_thread.cpu() + bare_thread.cpu() - t) / static_cast<double>(calls);

      client_thread.run(guarded(&call, calls / 10, nullptr));
      const auto client_before = client_thread.allocated(), server_before = server_thread.allocated();
      const std::size_t executed_before = executed;
      t = client_thread.cpu() + server_thread.cpu();
      client_thread.run(guarded(&call, calls, &guarded_latency));
      const double whole = (client_thread.cpu() + server_thread.cpu() - t) / static_cast<double>(calls);
      if (executed - executed_before != calls) fail("the function did not run once for each call");
      client_allocations.push_back(static_cast<double>(client_thread.allocated() - client_before) / static_cast<double>(calls));
      server_allocations.push_back(static_cast<double>(server_thread.allocated() - server_before) / static_cast<double>(calls));

      aval::evidence::spool_options where;
      where.directory = folder + "/spool";
      auto spool = aval::evidence::spool::open(where);
      if (!spool) fail(spool.error().message);
      const std::string intent(300, 'i'), outcome(200, 'o');
      t = thread_cpu();
      for (std::size_t i = 0; i < calls; ++i) {
        const auto number = spool->append_intent(intent);
        if (!number || !spool->append_outcome(*number, outcome) || !spool->acknowledge(*number)) fail("the spool refused a record");
      }
      spool_cpu.push_back((thread_cpu() - t) / static_cast<double>(calls));
      guarded_cpu.push_back(whole);
      bare_cpu.push_back(posts);
      crypto_cpu.push_back(crypto);
      ratios.push_back(whole / (posts + crypto));
    }
    const double g = quantile(guarded_cpu, .5), b = quantile(bare_cpu, .5), s = quantile(crypto_cpu, .5), ratio = quantile(ratios, .5), spool = quantile(spool_cpu, .5);
    if (a.json) {
      std::printf("{\"benchmark\": \"guarded_call\", \"calls\": %zu, \"rounds\": %u, \"question_bytes\": %zu, \"report_bytes\": %zu, \"guarded_cpu_us\": %.2f, \"two_posts_cpu_us\": %.2f, "
                  "\"signatures_cpu_us\": %.2f, \"ratio\": %.3f, \"goal\": 1.3, \"spool_cpu_us\": %.2f, \"guarded_p50_us\": %.1f, \"guarded_p99_us\": %.1f, \"two_posts_p50_us\": %.1f, "
                  "\"two_posts_p99_us\": %.1f, \"client_allocations\": %.1f, \"authority_allocations\": %.1f}\n",
                  calls, a.rounds, steps[0].body.size(), steps[1].body.size(), g, b, s, ratio, spool, quantile(guarded_latency, .5), quantile(guarded_latency, .99), quantile(bare_latency, .5),
                  quantile(bare_latency, .99), quantile(client_allocations, .5), quantile(server_allocations, .5));
    } else {
      std::printf("A guarded call over HTTPS, one connection, store in memory, spool without fsync; CPU of both sides, median of %u rounds of %zu\n\n", a.rounds, calls);
      std::printf("  two bare POSTs of the same bytes (%zu and %zu)   %7.1f us     p50 %.0f us  p99 %.0f us\n", steps[0].body.size(), steps[1].body.size(), b, quantile(bare_latency, .5), quantile(bare_latency, .99));
      std::printf("  two bare signatures and verifications            %7.1f us\n", s);
      std::printf("  guarded call                                     %7.1f us     p50 %.0f us  p99 %.0f us   %.2f x   (goal 1.3)\n", g, quantile(guarded_latency, .5), quantile(guarded_latency, .99), ratio);
      std::printf("  of which the spool (measured apart)              %7.1f us\n\n  allocations per call: client %.1f, authority %.1f\n", spool, quantile(client_allocations, .5), quantile(server_allocations, .5));
    }
    client_thread.run([](runner* t) -> awaitable<void> {
      asio::steady_timer settle(t->context, std::chrono::milliseconds(50));
      co_await settle.async_wait(aval::use_awaitable);
    }(&client_thread));
    bare_thread.run(bare_server.stop(std::chrono::milliseconds(100)));
    server_thread.run(server.stop(std::chrono::milliseconds(100)));
  }
  if (::system(clean.c_str()) != 0) status = 1;
  return status;
}
