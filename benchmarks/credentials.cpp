// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  What credentials cost where nothing is fetched: a function that is handed the role's kept credential by with_sts, above the bare function
 *  with the same arguments; and the signature of a call of 300 bytes, against the bare hashes of the bytes that it covers. Results are
 *  checked inside the loops.
 *
 *      benchmark_credentials [--json] [--smoke] [--rounds N] */

#include <chrono>
#include <string>
#include <utility>

#include "allocations.hpp"
#include "aval/credentials/decorators.hpp"
#include "aval/net/http_server.hpp"
#include "measure.hpp"
#include "runner.hpp"

namespace {

namespace cr = aval::credentials;
using aval::awaitable;
using namespace bench;

std::size_t questions = 0;  // that the cloud has been asked

awaitable<void> cloud(aval::net::http_exchange* x) {
  ++questions;
  x->response().body = x->request().target().find("AssumeRole") != std::string_view::npos
                           ? R"({"RequestId":"r","Credentials":{"AccessKeyId":"STS.a","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2099-01-01T00:00:00Z"}})"
                           : R"({"RequestId":"r","WorkloadAccessToken":"wat"})";
  co_return;
}

awaitable<std::size_t> use(cr::shared_credential credential, std::size_t n) { co_return credential->access_key_id.size() + n; }

/** CPU time and allocations of each of n calls. */
template <class F>
awaitable<void> measured(F call, std::size_t n, figures* out) {
  counter own{0};
  for (std::size_t i = 0; i < 100; ++i)
    if (co_await call(i) != i + 5) fail("a wrong result");
  counter* const before = std::exchange(allocations, &own);
  const double from = microseconds(CLOCK_THREAD_CPUTIME_ID);
  for (std::size_t i = 0; i < n; ++i)
    if (co_await call(i) != i + 5) fail("a wrong result");
  out->client_cpu = (microseconds(CLOCK_THREAD_CPUTIME_ID) - from) / static_cast<double>(n);
  allocations = before;
  out->client_allocations = static_cast<double>(own.load()) / static_cast<double>(n);
}

template <class F>
figures measured_here(F call, std::size_t n) {
  figures out;
  counter own{0};
  call();
  allocations = &own;
  const double from = microseconds(CLOCK_THREAD_CPUTIME_ID);
  for (std::size_t i = 0; i < n; ++i) call();
  out.client_cpu = (microseconds(CLOCK_THREAD_CPUTIME_ID) - from) / static_cast<double>(n);
  allocations = nullptr;
  out.client_allocations = static_cast<double>(own.load()) / static_cast<double>(n);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  const auto a = parse_arguments(argc, argv, 15);
  const std::size_t n = a.smoke ? 200 : 100'000;
  report r("credentials", a);

  runner here;
  aval::net::http_server server(here.context.get_executor(), [](aval::net::http_exchange& x) { return cloud(&x); });
  cr::openapi_options o;
  o.endpoint = aval::net::url("http://127.0.0.1:" + std::to_string(server.listen("127.0.0.1:0")));
  o.http.proxy.from_environment = false;
  server.start();
  cr::workload me(here.context.get_executor(),
                  cr::identity_client(cr::openapi_client(here.context.get_executor(), o), cr::fixed_credential("testAccessKeyId", aval::secret("testAccessKeySecret"))),
                  {.identity = "me"});
  const cr::identity_context who({.user_token = std::string(900, 'j')});
  const cr::shared_credential credential = here.run(me.role_credential(who));
  auto decorated = &use | cr::with_sts(me);
  auto bound = &use | cr::with_sts(me, who);

  // a call of 300 bytes, and what its signature hashes
  const cr::cloud_credential key("STS.testAccessKeyId", aval::secret("testStsSecret"), aval::secret("CAIS+test/security==token"));
  const cr::acs_action action{.host = "agentidentitydata.cn-beijing.aliyuncs.com", .action = "GetResourceOAuth2Token", .version = "2025-11-27"};
  const auto now = std::chrono::sys_days{std::chrono::year{2026} / 1 / 2} + std::chrono::seconds(11045);
  const std::string nonce = "fedcba9876543210fedcba9876543210";
  const std::string form = "WorkloadAccessToken=" + std::string(280, 'w');
  aval::net::http_request request("POST", "/", form, "application/x-www-form-urlencoded");
  cr::sign_v3(request, action, key, now, nonce);
  const std::string signature = std::string(request.headers.find("Authorization").value());
  const std::string canonical(650, 'c'), to_sign(17 + 64, 's');  // sizes of this call's canonical request and string to sign

  for (unsigned round = 0; round < a.rounds; ++round) {
    figures bare, warm, warm_bound;
    here.run(measured([&](std::size_t i) { return use(credential, i); }, n, &bare));
    here.run(measured([&](std::size_t i) { return decorated(who, i); }, n, &warm));
    here.run(measured([&](std::size_t i) { return bound(i); }, n, &warm_bound));
    r.add("bare call", bare);
    r.add("with_sts, context given with the call", warm);
    r.add("with_sts, for one context", warm_bound);
    r.add("V3 signature of 300 bytes", measured_here([&] {
            request.headers.clear();
            request.headers.add("Content-Type", "application/x-www-form-urlencoded");
            cr::sign_v3(request, action, key, now, nonce);
            if (request.headers.find("Authorization") != signature) fail("a wrong signature");
          }, n / 10));
    r.add("the bare hashes", measured_here([&] {
            if (!aval::crypto::sha256_openssl(form) || !aval::crypto::sha256_openssl(canonical) || !aval::crypto::hmac_sha256_openssl("testStsSecret", to_sign)) fail("no hash");
          }, n / 10));
  }
  if (questions != 2) fail("a warm call has asked the cloud");
  r.difference("warm with_sts call above the bare call, us", "with_sts, context given with the call", "bare call", &figures::client_cpu, at_most(2));
  r.difference("... for one context, us", "with_sts, for one context", "bare call", &figures::client_cpu, at_most(2));
  r.ratio("V3 signature of a 300-byte form to the bare hashes", "V3 signature of 300 bytes", "the bare hashes", &figures::client_cpu, at_most(3));
  r.print();
  here.run(server.stop(std::chrono::milliseconds(0)));
}
