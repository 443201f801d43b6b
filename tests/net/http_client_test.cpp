// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/http_client.hpp"

#include <gtest/gtest.h>

#include <asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "aval/net/pool.hpp"
#include "net/client_fixture.hpp"

namespace {

namespace net = aval::net;
using loopback::echo_request;
using loopback::peer;
using loopback::plain_options;
using loopback::response;
using loopback::says;
using loopback::scripted_server;
using namespace std::chrono_literals;

class HttpClient : public loopback::ClientTest {};

TEST_F(HttpClient, SendsAndReceivesOverPlainAndTls) {
  for (const bool tls : {false, true}) {
    scripted_server server(context, echo_request, tls ? net::tls_context::server(loopback::server_tls()) : net::tls_context());
    auto c = client(loopback::tls_options());
    const auto r = call(c, server.url("/a?b=c"), net::http_request("POST", "/", "text", "text/plain"));
    EXPECT_FALSE(error) << what;
    EXPECT_EQ(r.status, 200);
    EXPECT_EQ(r.body, "POST /a?b=c text");
    EXPECT_EQ(call(c, server.url("/base"), net::http_request("GET", "/other?x=1")).body, "GET /other?x=1 ");
    EXPECT_EQ(server.accepted(), 1) << "the connection is kept";
    EXPECT_EQ(c.idle_connections(), 1u);
    c.close_idle();
    EXPECT_EQ(c.open_connections(), 0u);
  }
}

TEST_F(HttpClient, TakesAWholeUrlAsTarget) {
  scripted_server server(context, echo_request);
  auto c = client();
  std::string got;
  auto go = [](net::http_client* c, std::string text, std::string* got) -> aval::awaitable<void> {
    const auto r = co_await c->send(net::http_request("GET", text));
    *got = r.body;
  };
  loopback::run_until_done(context, go(&c, server.url("/x?y").to_string(), &got));
  EXPECT_EQ(got, "GET /x?y ");
  EXPECT_EQ(loopback::code_until_done(context, go(&c, "not a url", &got)), net::errc::invalid_url);
}

TEST_F(HttpClient, WritesFramingAndHostItself) {
  std::vector<net::headers> seen;
  struct note {
    static aval::awaitable<void> run(peer* p, std::vector<net::headers>* seen) {
      for (;;) {
        const auto r = co_await p->read();
        seen->push_back(r.headers);
        co_await p->answer("");
      }
    }
  };
  scripted_server server(context, [&seen](peer* p) { return note::run(p, &seen); });
  auto c = client();
  net::http_request request("POST", "/");
  request.headers.add("X-One", "1");
  call(c, server.url(), request);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].find("Host"), "localhost:" + std::to_string(server.port()));
  EXPECT_EQ(seen[0].find("Content-Length"), "0");
  EXPECT_EQ(seen[0].find("X-One"), "1");
  EXPECT_TRUE(seen[0].contains("User-Agent"));
  for (const char* name : {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Expect", "Proxy-Authorization"}) {
    net::http_request bad("GET", "/");
    bad.headers.add(name, "x");
    call(c, server.url(), bad);
    EXPECT_EQ(error, net::errc::invalid_header) << name;
  }
  for (const char* target : {"/a b", "/a\r\nX: y", "a", "", "/a#b"}) {
    call(c, server.url(), net::http_request("GET", target));
    EXPECT_EQ(error, net::errc::invalid_target) << target;
  }
  call(c, server.url(), net::http_request("GE T", "/"));
  EXPECT_EQ(error, net::errc::invalid_method);
  EXPECT_EQ(seen.size(), 1u) << "nothing of them was sent";
  EXPECT_LE(c.open_connections(), 1u);
}

TEST_F(HttpClient, UnderstandsEveryFramingOfABody) {
  scripted_server server(context, says({
                                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Late: 1\r\n\r\n",
                                      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + response("after interim"),
                                      "HTTP/1.1 204 No Content\r\n\r\n",
                                      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end",
                                  }));
  auto c = client();
  EXPECT_EQ(call(c, server.url()).body, "hello world") << what;
  EXPECT_EQ(call(c, server.url()).body, "after interim") << what;
  EXPECT_EQ(call(c, server.url()).status, 204) << what;
  EXPECT_EQ(server.accepted(), 1);
  EXPECT_EQ(call(c, server.url()).body, "until the end") << what;
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(HttpClient, AHeadRequestHasNoBodyWhateverItsLengthSays) {
  scripted_server server(context, says({"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", response("next")}));
  auto c = client();
  const auto r = call(c, server.url(), net::http_request("HEAD"));
  EXPECT_FALSE(error) << what;
  EXPECT_EQ(r.headers.find("content-length"), "5000");
  EXPECT_EQ(r.body, "");
  EXPECT_EQ(call(c, server.url()).body, "next");
}

TEST_F(HttpClient, ABodyOfExactlyTheLimitIsTakenAndOneByteMoreIsNot) {
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n";
  scripted_server server(context, says({response("1234567890"), response("12345678901"), response("1234567890"), chunked}));
  auto o = plain_options();
  o.max_response_body = 10;
  auto c = client(o);
  EXPECT_EQ(call(c, server.url()).body, "1234567890");
  call(c, server.url());
  EXPECT_EQ(error, net::errc::body_too_large);
  EXPECT_EQ(error, aval::condition::not_understood);
  EXPECT_EQ(c.open_connections(), 0u) << "the rest of the answer must not meet the next call";
  EXPECT_EQ(call(c, server.url()).body, "1234567890");
  call(c, server.url());
  EXPECT_EQ(error, net::errc::body_too_large);
}

TEST_F(HttpClient, AHeadBeyondTheLimitIsRefused) {
  scripted_server server(context, says({"HTTP/1.1 200 OK\r\nX: " + std::string(17 * 1024, 'x') + "\r\n\r\n"}));
  auto c = client();
  call(c, server.url());
  EXPECT_EQ(error, net::errc::head_too_large);
}

TEST_F(HttpClient, BytesThatAreNotHttpAreRefusedAndTheConnectionIsClosed) {
  for (const char* text : {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "HTTP/2 200\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"}) {
    scripted_server server(context, says({text}));
    auto c = client();
    call(c, server.url());
    EXPECT_EQ(error, aval::condition::not_understood) << text << error.message();
    EXPECT_EQ(c.open_connections(), 0u);
  }
}

TEST_F(HttpClient, BytesBehindAnAnswerAreNeverTakenForTheNextAnswer) {
  scripted_server server(context, says({response("first") + response("forged"), response("second")}));
  auto c = client();
  EXPECT_EQ(call(c, server.url()).body, "first");
  EXPECT_EQ(c.idle_connections(), 0u);
  EXPECT_EQ(call(c, server.url()).body, "second");
}

TEST_F(HttpClient, ATruncatedBodyIsAnErrorAndNotAnAnswer) {
  scripted_server server(context, [](peer* p) -> aval::awaitable<void> {
    co_await p->read();
    co_await p->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
  });
  auto c = client();
  call(c, server.url());
  EXPECT_EQ(error, net::errc::truncated_message);
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(HttpClient, ABodyEndedByAnAttackersResetOfTlsIsNotComplete) {
  scripted_server server(
      context,
      [](peer* p) -> aval::awaitable<void> {
        co_await p->read();
        co_await p->write("HTTP/1.1 200 OK\r\n\r\npay 1");
        p->stream.socket().close();  // no close_notify
      },
      net::tls_context::server(loopback::server_tls()));
  auto c = client(loopback::tls_options());
  call(c, server.url());
  EXPECT_EQ(error, net::errc::tls_truncated);
}

TEST_F(HttpClient, LargeBodiesGoBothWays) {
  scripted_server server(context, echo_request, net::tls_context::server(loopback::server_tls()));
  auto c = client(loopback::tls_options());
  std::string text(3'000'000, 'x');
  for (std::size_t i = 0; i < text.size(); i += 101) text[i] = static_cast<char>('a' + i % 26);
  EXPECT_TRUE(call(c, server.url("/big"), net::http_request("POST", "/", text)).body == "POST /big " + text) << what;
  EXPECT_EQ(c.idle_connections(), 1u);
}

TEST_F(HttpClient, SendIntoReusesTheCallersObject) {
  scripted_server server(context, echo_request);
  auto c = client();
  auto go = [](net::http_client* c, net::url where) -> aval::awaitable<void> {
    net::http_request request("POST", "/", "one");
    net::http_response answer;
    co_await c->send_into(where, request, answer);
    EXPECT_EQ(answer.body, "POST / one");
    request.body = "two";
    co_await c->send_into(where, request, answer);
    EXPECT_EQ(answer.body, "POST / two");
    EXPECT_EQ(answer.headers.size(), 1u);
  };
  loopback::run_until_done(context, go(&c, server.url()));
}

// ---- 100-continue ---------------------------------------------------------------------------------------------------------------

aval::awaitable<void> permits(peer* p) {
  p->on_expect = [](peer* p) { return p->write("HTTP/1.1 100 Continue\r\n\r\n"); };
  return echo_request(p);
}

TEST_F(HttpClient, ABodyIsHeldBackUntilTheServerWantsIt) {
  scripted_server server(context, permits);
  auto c = client();
  net::call_options ask;
  ask.expect_continue = true;
  EXPECT_EQ(call(c, server.url(), net::http_request("PUT", "/x", "body"), ask).body, "PUT /x body") << what;
  EXPECT_EQ(c.idle_connections(), 1u);
}

TEST_F(HttpClient, ABodyThatIsRefusedIsNeverSent) {
  std::string after;
  struct refuses {
    static aval::awaitable<void> run(peer* p, std::string* after) {
      p->on_expect = [](peer* p) { return p->write(response("no", "", "417 Expectation Failed")); };
      try {
        co_await p->read();  // the rest of this request never comes
      } catch (const std::system_error&) {
      }
      *after = p->buffered;
    }
  };
  scripted_server server(context, [&after](peer* p) { return refuses::run(p, &after); });
  auto c = client();
  net::call_options ask;
  ask.expect_continue = true;
  const auto r = call(c, server.url(), net::http_request("PUT", "/x", "body"), ask);
  EXPECT_EQ(r.status, 417) << what;
  EXPECT_EQ(c.open_connections(), 0u) << "the server still expects a body there";
  context.restart();
  context.poll();
  EXPECT_EQ(after, "");
}

TEST_F(HttpClient, AServerThatIgnoresTheQuestionGetsTheBodyAfterAWhile) {
  scripted_server server(context, echo_request);
  auto c = client();
  net::call_options ask;
  ask.expect_continue = true;
  EXPECT_EQ(call(c, server.url(), net::http_request("PUT", "/x", "body"), ask).body, "PUT /x body") << what;
}

// ---- redirects ------------------------------------------------------------------------------------------------------------------

TEST_F(HttpClient, RedirectsAreAnswersUnlessAskedFor) {
  scripted_server server(context, says({response("", "Location: /two\r\n", "302 Found")}));
  auto c = client();
  EXPECT_EQ(call(c, server.url()).status, 302);
}

aval::awaitable<void> redirects(peer* p) {  // /N leads to /N-1, /0 answers; /to?URL leads there
  for (;;) {
    const auto r = co_await p->read();
    const std::string path = r.line.substr(r.line.find(' ') + 1);
    const bool keep = path.starts_with("/k");
    const int n = path.size() > 2 && path[1] != 't' ? path[2] - '0' : 0;
    if (path.starts_with("/to?")) co_await p->answer("", "Location: " + path.substr(4) + "\r\n", "307 Temporary Redirect");
    else if (n == 0) co_await p->answer(r.line + ' ' + r.body + ' ' + std::string(r.headers.find("Authorization").value_or("none")));
    else co_await p->answer("", "Location: " + std::string(keep ? "/k" : "/g") + std::to_string(n - 1) + "\r\n", keep ? "308 Permanent Redirect" : "302 Found");
  }
}

TEST_F(HttpClient, RedirectsKeepOrChangeTheMethodAsTheirStatusSays) {
  scripted_server server(context, redirects);
  auto c = client();
  net::call_options follow;
  follow.redirects = 3;
  net::http_request post("POST", "/", "body");
  post.headers.add("Authorization", "secret");
  EXPECT_EQ(call(c, server.url("/k3"), post, follow).body, "POST /k0 body secret") << what;
  EXPECT_EQ(call(c, server.url("/g3"), post, follow).body, "GET /g0  secret") << what;
  call(c, server.url("/k4"), post, follow);
  EXPECT_EQ(error, net::errc::too_many_redirects);
}

TEST_F(HttpClient, CredentialsAndBodiesNeverFollowToAnotherOrigin) {
  scripted_server other(context, redirects), server(context, redirects);
  auto c = client();
  net::call_options follow;
  follow.redirects = 3;
  net::http_request get("GET", "/to?" + other.url("/g0").to_string());
  get.headers.add("Authorization", "secret");
  EXPECT_EQ(call(c, server.url(), get, follow).body, "GET /g0  none") << what;
  net::http_request post("POST", "/to?" + other.url("/g0").to_string(), "password");
  call(c, server.url(), post, follow);
  EXPECT_EQ(error, net::errc::unsafe_redirect);
}

TEST_F(HttpClient, ARedirectFromHttpsToHttpIsRefused) {
  scripted_server server(context, redirects, net::tls_context::server(loopback::server_tls()));
  auto c = client(loopback::tls_options());
  net::call_options follow;
  follow.redirects = 3;
  for (const char* to : {"http://localhost:1/", "ftp://localhost/", "javascript:alert(1)"}) {
    call(c, server.url(), net::http_request("GET", std::string("/to?") + to), follow);
    EXPECT_EQ(error, net::errc::unsafe_redirect) << to << ' ' << what;
  }
}

// ---- logs -----------------------------------------------------------------------------------------------------------------------

TEST_F(HttpClient, HttpWithoutTlsIsNeverSilentOutsideTheLoopback) {
  std::vector<std::string> lines;
  auto o = plain_options();
  o.log = aval::log_hooks([&](aval::log_level level, std::string_view, std::string_view text) {
    if (level == aval::log_level::warning) lines.emplace_back(text);
  });
  o.resolver.look_up = [](std::string, std::uint16_t) -> aval::awaitable<net::endpoints> { co_return net::endpoints(); };
  auto c = client(o);
  call(c, net::url("http://example.com/"));
  EXPECT_EQ(error, net::errc::not_resolved);
  call(c, net::url("http://example.com/again"));
  ASSERT_EQ(lines.size(), 1u) << "once for each origin";
  EXPECT_NE(lines[0].find("example.com"), std::string::npos);
  scripted_server server(context, echo_request);
  call(c, net::url("http://127.0.0.1:" + std::to_string(server.port())));
  EXPECT_FALSE(error) << what;
  EXPECT_EQ(lines.size(), 1u);
}

// ---- many at once ---------------------------------------------------------------------------------------------------------------

TEST_F(HttpClient, SixtyFourCallsAtOnceGetTheirOwnAnswers) {
  scripted_server server(context, echo_request, net::tls_context::server(loopback::server_tls()));
  auto c = client(loopback::tls_options());
  auto go = [](net::http_client c, net::url where, int number, int* good) -> aval::awaitable<void> {
    for (int i = 0; i < 20; ++i) {
      const std::string text = std::to_string(number) + '.' + std::to_string(i) + std::string(static_cast<std::size_t>(number * 17), 'x');
      const auto r = co_await c.send(where, net::http_request("POST", "/", text));
      if (r.body == "POST / " + text) ++*good;
    }
  };
  int good = 0, running = 64;
  for (int i = 0; i < 64; ++i) {
    asio::co_spawn(context, go(c, server.url(), i, &good), [&](std::exception_ptr e) {
      EXPECT_FALSE(e) << aval::code_of(e).message();
      if (--running == 0) context.stop();
    });
  }
  context.run();
  EXPECT_EQ(good, 64 * 20);
  EXPECT_EQ(server.accepted(), 64);
  EXPECT_EQ(c.idle_connections(), 64u);
}

TEST_F(HttpClient, CallersBeyondTheLimitWaitInLineAndAllAreServed) {
  scripted_server server(context, echo_request);
  auto o = plain_options();
  o.pool.max_connections_per_origin = 3;
  auto c = client(o);
  auto go = [](net::http_client c, net::url where, int number, int* good) -> aval::awaitable<void> {
    const auto r = co_await c.send(where, net::http_request("POST", "/", std::to_string(number)));
    if (r.body == "POST / " + std::to_string(number)) ++*good;
  };
  int good = 0, running = 40;
  for (int i = 0; i < 40; ++i) {
    asio::co_spawn(context, go(c, server.url(), i, &good), [&](std::exception_ptr e) {
      EXPECT_FALSE(e) << aval::code_of(e).message();
      if (--running == 0) context.stop();
    });
  }
  context.run();
  EXPECT_EQ(good, 40);
  EXPECT_EQ(server.accepted(), 3);
}

TEST(HttpClientThreads, AConnectionThatBecomesFreeBeforeSomebodyStandsInLineIsNotMissed) {
  namespace detail = net::detail;
  asio::io_context context;
  net::pool_options options;
  options.max_connections_per_origin = 1;
  const auto pool = std::make_shared<detail::connection_pool>(options, std::make_shared<detail::expiry_queue>(context.get_executor()));
  bool fresh = false;
  auto& origin = pool->find(net::url("http://localhost:1/"), fresh);
  const auto now = detail::connection_pool::clock::now();
  auto busy = pool->take_now(origin, now);
  ASSERT_TRUE(busy);
  ASSERT_FALSE(pool->take_now(origin, now)) << "the limit is one";
  busy.drop();  // another thread gives it back here
  auto go = [](std::shared_ptr<detail::connection_pool> pool, detail::connection_pool::origin* origin, asio::any_io_executor executor,
               bool* got) -> aval::awaitable<void> {
    const auto l = co_await detail::connection_pool::take(pool, origin, executor, aval::deadline::after(std::chrono::hours(1)));
    *got = static_cast<bool>(l);
  };
  bool got = false;
  asio::co_spawn(context, go(pool, &origin, context.get_executor(), &got), asio::detached);
  context.poll();
  EXPECT_TRUE(got) << "waits in line though a connection may be made";
}

TEST(HttpClientThreads, FourThreadsOfAPoolShareOneClient) {
  asio::io_context server_context;
  scripted_server server(server_context, echo_request, net::tls_context::server(loopback::server_tls()));
  std::thread serving([&] { server_context.run(); });
  {
    asio::thread_pool pool(4);
    auto o = loopback::tls_options();
    o.pool.max_connections_per_origin = 6;
    net::http_client client(pool.get_executor(), o);
    auto go = [](net::http_client c, net::url where, int number, std::atomic<int>* good) -> aval::awaitable<void> {
      for (int i = 0; i < 10; ++i) {
        const std::string text = std::to_string(number * 100 + i);
        const auto r = co_await c.send(where, net::http_request("POST", "/", text));
        if (r.body == "POST / " + text) ++*good;
      }
    };
    std::atomic<int> good = 0;
    for (int i = 0; i < 16; ++i) asio::co_spawn(pool, go(client, server.url(), i, &good), asio::detached);
    pool.join();
    EXPECT_EQ(good, 160);
    EXPECT_LE(client.open_connections(), 6u);
  }
  asio::post(server_context, [&] { server_context.stop(); });
  serving.join();
}

}  // namespace
