// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// What a client does when the other side, the way, or the caller gives up.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "net/client_fixture.hpp"

namespace {

namespace net = aval::net;
using loopback::echo_request;
using loopback::peer;
using loopback::plain_options;
using loopback::response;
using loopback::says;
using loopback::scripted_server;
using loopback::silence;
using namespace std::chrono_literals;

class HttpClientFailures : public loopback::ClientTest {
 protected:
  net::call_options within(std::chrono::milliseconds t) {
    net::call_options o;
    o.timeout = t;
    return o;
  }
};

aval::awaitable<void> call_once(net::http_client c, net::url where, net::call_options options) {
  co_await c.send(where, net::http_request("GET"), options);
}

/** A resolver that never answers. */
aval::awaitable<net::endpoints> hangs(std::string, std::uint16_t) {
  asio::steady_timer never(co_await aval::this_coro::executor, std::chrono::hours(1));
  co_await never.async_wait(aval::use_awaitable);
  co_return net::endpoints();
}
aval::awaitable<void> half_an_answer(peer* p) {
  co_await p->read();
  co_await p->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  co_await p->gone();
}
/** Accepts and never says a word, not even of TLS. */
aval::awaitable<void> mute(peer* p) { co_await p->gone(); }

TEST_F(HttpClientFailures, ASilentServerIsTimedOutAtEveryStage) {
  scripted_server answers_never(context, silence), answers_half(context, half_an_answer), no_handshake(context, mute);
  auto o = loopback::tls_options();
  auto c = client(o);
  call(c, answers_never.url(), {}, within(30ms));
  EXPECT_EQ(error, net::errc::timed_out) << what;
  call(c, answers_half.url(), {}, within(30ms));
  EXPECT_EQ(error, net::errc::timed_out) << what;
  call(c, net::url("https://localhost:" + std::to_string(no_handshake.port())), {}, within(30ms));
  EXPECT_EQ(error, net::errc::timed_out) << what;
  EXPECT_NE(what.find("TLS handshake"), std::string::npos) << what;
  o.resolver.look_up = hangs;
  auto lost = client(o);
  call(lost, net::url("http://localhost:1/"), {}, within(30ms));
  EXPECT_EQ(error, net::errc::timed_out) << what;
  EXPECT_NE(what.find("looking up"), std::string::npos) << what;
  EXPECT_EQ(error, aval::condition::timed_out);
  EXPECT_NE(error, aval::condition::cancelled);
  EXPECT_EQ(c.open_connections(), 0u);
  EXPECT_EQ(lost.open_connections(), 0u);
}

TEST_F(HttpClientFailures, TheConnectTimeoutIsApartFromTheCallsDeadline) {
  scripted_server no_handshake(context, mute);
  auto o = loopback::tls_options();
  o.connect_timeout = 20ms;
  auto c = client(o);
  call(c, net::url("https://localhost:" + std::to_string(no_handshake.port())));
  EXPECT_EQ(error, aval::condition::timed_out) << what;
}

TEST_F(HttpClientFailures, ADeadlineThatHasPassedIsTimedOutBeforeAnythingIsSent) {
  scripted_server server(context, echo_request);
  auto c = client();
  net::call_options late;
  late.until = aval::deadline(std::chrono::steady_clock::now() - 1s);
  call(c, server.url(), {}, late);
  EXPECT_EQ(error, aval::condition::timed_out) << what;
}

TEST_F(HttpClientFailures, TimeInLineCountsToo) {
  scripted_server server(context, silence);
  auto o = plain_options();
  o.pool.max_connections_per_origin = 1;
  auto c = client(o);
  asio::co_spawn(context, call_once(c, server.url(), {}), asio::detached);
  call(c, server.url(), {}, within(30ms));
  EXPECT_EQ(error, net::errc::timed_out) << what;
  EXPECT_EQ(c.open_connections(), 1u) << "the first call still has the only one";
}

TEST_F(HttpClientFailures, ARefusedConnectionIsUnreachable) {
  std::uint16_t port = 0;
  {
    scripted_server gone(context, echo_request);
    port = gone.port();
    gone.stop();
  }
  auto c = client();
  call(c, net::url("http://127.0.0.1:" + std::to_string(port)));
  EXPECT_EQ(error, aval::condition::unreachable) << what;
  EXPECT_EQ(error, asio::error::connection_refused);
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(HttpClientFailures, APeerThatClosesBeforeItAnswersIsUnreachable) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> { co_await p->read(); });
  auto c = client();
  call(c, server.url());
  EXPECT_EQ(error, net::errc::peer_closed) << what;
  EXPECT_EQ(error, aval::condition::unreachable);
}

TEST_F(HttpClientFailures, AStaleConnectionIsReplacedWithoutAnError) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {  // each connection serves one request and closes without saying so
    const auto r = co_await p->read();
    co_await p->answer(r.line);
  });
  auto c = client();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(call(c, server.url()).body, "GET /") << what;
    EXPECT_EQ(server.accepted(), i + 1);
    context.restart();
    context.poll();  // the server closes
  }
}

TEST_F(HttpClientFailures, ARequestThatMayHaveBeenCarriedOutIsNotRepeatedOnAStaleConnection) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {  // takes the second request and dies
    co_await p->read();
    co_await p->answer("one");
    co_await p->read();
  });
  auto o = plain_options();
  o.retry.when.max_attempts = 5;
  auto c = client(o);
  EXPECT_EQ(call(c, server.url(), net::http_request("POST")).body, "one");
  call(c, server.url(), net::http_request("POST"));
  EXPECT_EQ(error, net::errc::peer_closed) << what;
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(HttpClientFailures, IdleConnectionsBeyondTheirTimeAreNotUsed) {
  scripted_server server(context, echo_request);
  auto o = plain_options();
  o.pool.idle_timeout = 0ms;
  auto c = client(o);
  call(c, server.url());
  asio::steady_timer(context, 1ms).wait();  // any time at all is more than none
  call(c, server.url());
  EXPECT_EQ(server.accepted(), 2);
}

// ---- cancellation ---------------------------------------------------------------------------------------------------------------

/** Runs a call, cancels it after `steps` handlers of the context, runs on to its end. */
std::error_code cancelled_after(asio::io_context& context, aval::awaitable<void> call, int steps, bool& finished_before) {
  std::exception_ptr failure;
  bool over = false;
  asio::cancellation_signal stop;
  asio::co_spawn(context, std::move(call), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e) {
                   failure = e;
                   over = true;
                 }));
  context.restart();
  for (int i = 0; i < steps && !over; ++i) context.run_one_for(std::chrono::milliseconds(20));
  finished_before = over;
  if (!over) stop.emit(asio::cancellation_type::terminal);
  context.restart();
  while (!over) context.run_one();
  return aval::code_of(failure);
}

TEST_F(HttpClientFailures, CancellingAtAnyStepLeavesNoHalfReadConnectionBehind) {
  const std::string body(50'000, 'b');  // several reads
  struct slow {
    static aval::awaitable<void> run(peer* p) {
      for (;;) {
        const auto r = co_await p->read();
        co_await p->write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(r.line.size() + 50'000) + "\r\n\r\n");
        for (int i = 0; i < 10; ++i) co_await p->write(std::string(5'000, 'b'));
        co_await p->write(r.line);
      }
    }
  };
  scripted_server server(context, slow::run, net::tls_context::server(loopback::server_tls()));
  auto c = client(loopback::tls_options());
  auto get = [](net::http_client c, net::url where, std::string expected) -> aval::awaitable<void> {
    const auto r = co_await c.send(where, net::http_request("GET"));
    EXPECT_TRUE(r.body == expected) << r.body.substr(0, 100);
  };
  int cancelled = 0, steps = 0;
  for (bool finished = false; !finished && steps < 1000; ++steps) {
    if (steps % 2 == 0) c.close_idle();  // from a new connection and on a kept one
    const auto code = cancelled_after(context, get(c, server.url("/first"), body + "GET /first"), steps, finished);
    if (finished) {
      EXPECT_FALSE(code) << code.message();
    } else {
      ++cancelled;
      EXPECT_EQ(code, aval::condition::cancelled) << "step " << steps << ": " << code.message();
      EXPECT_EQ(c.open_connections(), c.idle_connections()) << "step " << steps;
    }
    loopback::run_until_done(context, get(c, server.url("/second"), body + "GET /second"));
    EXPECT_EQ(c.open_connections(), c.idle_connections());
  }
  EXPECT_GT(cancelled, 10);
  EXPECT_LT(steps, 1000);
}

TEST_F(HttpClientFailures, ACallThatIsCancelledBeforeItsFirstLineDoesNothing) {
  scripted_server server(context, echo_request);
  auto c = client();
  bool finished = false;
  EXPECT_EQ(cancelled_after(context, call_once(c, server.url(), {}), 0, finished), aval::condition::cancelled);
  context.restart();
  context.poll();
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(HttpClientFailures, CancelledAndTimedOutAreToldApartAtEveryStage) {
  scripted_server answers_never(context, silence), no_handshake(context, mute), full(context, silence);
  auto hanging = loopback::tls_options();
  hanging.resolver.look_up = hangs;
  auto narrow = plain_options();
  narrow.pool.max_connections_per_origin = 1;
  auto c = client(loopback::tls_options()), lost = client(hanging), one = client(narrow);
  asio::co_spawn(context, call_once(one, full.url(), {}), asio::detached);
  auto pausing = plain_options();
  pausing.retry.when.max_attempts = 2;
  pausing.retry.pause.first = pausing.retry.pause.longest = std::chrono::hours(1);
  auto repeating = client(pausing);
  scripted_server busy(context, says({response("", "", "503 Service Unavailable")}));
  struct row {
    const char* stage;
    net::http_client client;
    net::url where;
  };
  const row rows[] = {{"looking up", lost, net::url("http://nowhere:1/")},
                      {"handshake", c, net::url("https://localhost:" + std::to_string(no_handshake.port()))},
                      {"waiting for the answer", c, answers_never.url()},
                      {"in line", one, full.url()},
                      {"between two tries", repeating, busy.url()}};
  for (const auto& r : rows) {
    bool finished = false;
    net::call_options unlimited;
    unlimited.timeout = 0ms;
    const auto code = cancelled_after(context, call_once(r.client, r.where, unlimited), 30, finished);
    EXPECT_FALSE(finished) << r.stage;
    EXPECT_EQ(code, net::errc::cancelled) << r.stage << ": " << code.message();
    EXPECT_NE(code, aval::condition::timed_out) << r.stage;
  }
  EXPECT_EQ(c.open_connections(), 0u);
  EXPECT_EQ(lost.open_connections(), 0u);
  EXPECT_EQ(one.open_connections(), 1u);
}

// ---- repeats --------------------------------------------------------------------------------------------------------------------

TEST_F(HttpClientFailures, WhatIsSafeToRepeatIsRepeated) {
  const std::string busy = response("", "", "503 Service Unavailable"), limited = response("", "Retry-After: 0\r\n", "429 Too Many Requests");
  auto o = plain_options();
  o.retry.when.max_attempts = 3;
  const auto outcome = [&](std::vector<std::string> answers, net::http_request request, net::call_options options = {}) {
    scripted_server server(context, says(std::move(answers)));
    return call(client(o), server.url(), std::move(request), options).status;
  };
  EXPECT_EQ(outcome({busy, busy, response("ok")}, net::http_request("GET")), 200) << what;
  EXPECT_EQ(outcome({busy, busy, busy, response("ok")}, net::http_request("GET")), 503) << "three attempts are three";
  EXPECT_EQ(outcome({busy, response("ok")}, net::http_request("POST")), 503) << "a POST may have been carried out";
  EXPECT_EQ(outcome({limited, response("ok")}, net::http_request("POST")), 200) << "429 says that it was not";
  net::http_request keyed("POST");
  keyed.headers.add("Idempotency-Key", "k");
  EXPECT_EQ(outcome({busy, response("ok")}, keyed), 200);
  net::call_options sure, unsure;
  sure.idempotent = true;
  unsure.idempotent = false;
  EXPECT_EQ(outcome({busy, response("ok")}, net::http_request("POST"), sure), 200);
  EXPECT_EQ(outcome({busy, response("ok")}, net::http_request("GET"), unsure), 503);
  EXPECT_EQ(outcome({response("", "Retry-After: 3000\r\n", "503 Service Unavailable"), response("ok")}, net::http_request("GET")), 503)
      << "longer than anybody waits";
}

TEST_F(HttpClientFailures, TheDeadlineCoversAllRepeats) {
  scripted_server server(context, says(std::vector<std::string>(1000, response("", "", "503 Service Unavailable"))));
  auto o = plain_options();
  o.retry.when.max_attempts = 1000;
  o.retry.pause.first = o.retry.pause.longest = 20ms;
  o.retry.pause.jitter = 0;
  auto c = client(o);
  EXPECT_EQ(call(c, server.url(), {}, within(70ms)).status, 503) << "the last answer, when no time is left for another try";
}

}  // namespace
