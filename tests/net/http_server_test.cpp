// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/http_server.hpp"

#include <asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>
#include <vector>

#include "net/http_client_for_tests.hpp"

namespace {

using namespace http_test;

TEST(http_server, answers_a_request) {
  running_server s(echo);
  raw_client c(s.port);
  const auto a = c.exchange("POST /a/b?c=d HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(a.body, "POST /a/b ?c=d hello");
  EXPECT_EQ(a.headers.find("content-type").value(), "text/plain");
  EXPECT_EQ(a.headers.find("date").value().size(), 29u);
  EXPECT_TRUE(a.keep_alive);
}

TEST(http_server, keeps_the_connection_and_closes_it_when_asked) {
  running_server s(echo);
  raw_client c(s.port);
  for (int i = 0; i < 20; ++i) {
    const auto path = "/" + std::to_string(i);
    EXPECT_EQ(c.exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").body, "GET " + path);
  }
  const auto last = c.exchange("GET /z HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(last.body, "GET /z");
  EXPECT_FALSE(last.keep_alive);
  EXPECT_TRUE(c.closed());
}

TEST(http_server, answers_http_1_0_and_keeps_the_connection_only_when_asked) {
  running_server s(echo);
  raw_client c(s.port);
  const auto first = c.exchange("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(first.headers.find("connection").value(), "keep-alive");
  EXPECT_EQ(c.exchange("GET /b HTTP/1.0\r\n\r\n").body, "GET /b");
  EXPECT_TRUE(c.closed());
}

TEST(http_server, answers_pipelined_requests_in_order_however_they_are_cut) {
  running_server s(echo);
  std::string wire;
  for (int i = 0; i < 9; ++i) {
    if (i % 3 == 0) wire += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    if (i % 3 == 1) wire += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    if (i % 3 == 2) wire += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nde\r\n1\r\nf\r\n0\r\n\r\n";
  }
  for (std::size_t step : {std::size_t{1}, std::size_t{17}, std::size_t{100}, wire.size()}) {
    raw_client c(s.port);
    for (std::size_t at = 0; at < wire.size(); at += step) c.send(wire.substr(at, step));
    for (int i = 0; i < 9; ++i) {
      const std::string expected = (i % 3 == 0 ? "GET /" : "POST /") + std::to_string(i) + (i % 3 == 0 ? "" : i % 3 == 1 ? " abc" : " def");
      EXPECT_EQ(c.receive().body, expected) << step;
    }
  }
}

TEST(http_server, a_body_of_megabytes_goes_both_ways_unchanged) {
  const auto mirror = [](net::http_exchange& x) -> awaitable<void> {
    x.response().body = x.request().body();
    co_return;
  };
  running_server s(mirror);
  std::string body(3 * 1024 * 1024 + 7, ' ');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 23);
  raw_client c(s.port);
  for (int turn = 0; turn < 2; ++turn) {
    auto sender = std::async(std::launch::async, [&] {
      c.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
      c.send(body);
    });
    const auto a = c.receive();
    sender.get();
    EXPECT_TRUE(a.body == body);
    std::string chunked = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += 70001) {
      const auto part = body.substr(at, 70001);
      char size[16];
      std::snprintf(size, sizeof size, "%zx\r\n", part.size());
      chunked += size + part + "\r\n";
    }
    auto second = std::async(std::launch::async, [&] { c.send(chunked + "0\r\n\r\n"); });
    EXPECT_TRUE(c.receive().body == body);
    second.get();
  }
}

TEST(http_server, head_has_the_headers_of_get_and_no_body) {
  running_server s(echo);
  raw_client c(s.port);
  const auto a = c.exchange("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD");
  EXPECT_EQ(a.headers.find("content-length").value(), "9");
  EXPECT_EQ(a.body, "");
  EXPECT_EQ(c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").body, "GET /") << "the next answer is where it should be";
}

TEST(http_server, says_100_continue_before_it_waits_for_a_body) {
  running_server s(echo);
  raw_client c(s.port);
  c.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  while (c.rest().find("\r\n\r\n") == std::string::npos) ASSERT_TRUE(c.more());
  EXPECT_TRUE(c.rest().starts_with("HTTP/1.1 100 Continue\r\n"));
  c.send("hello");
  EXPECT_EQ(c.receive().body, "POST / hello");
  EXPECT_EQ(c.interim, 1);
  raw_client refused(s.port);
  EXPECT_EQ(refused.exchange("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n").status, 413)
      << "a body that is too large is refused before it is sent";
  EXPECT_EQ(refused.interim, 0);
}

TEST(http_server, a_status_without_body_has_none) {
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    x.response().status = x.request().path() == "/304" ? 304 : 204;
    x.response().body = "must not be sent";
    co_return;
  };
  running_server s(handler);
  raw_client c(s.port);
  for (const char* path : {"/204", "/304"}) {
    const auto a = c.exchange(std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(std::to_string(a.status), path + 1);
    EXPECT_EQ(a.body, "");
    EXPECT_FALSE(a.headers.contains("content-length"));
  }
}

TEST(http_server, framing_headers_of_a_handler_are_not_sent) {
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    x.response().headers.add("Content-Length", "999");
    x.response().headers.add("Transfer-Encoding", "chunked");
    x.response().headers.add("X-Kept", "yes");
    x.response().reason = "fine\r\nSet-Cookie: a";
    x.response().body = "abc";
    co_return;
  };
  running_server s(handler);
  raw_client c(s.port);
  for (int i = 0; i < 2; ++i) {
    const auto a = c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(a.body, "abc");
    EXPECT_EQ(a.headers.count("content-length"), 1u);
    EXPECT_FALSE(a.headers.contains("transfer-encoding"));
    EXPECT_FALSE(a.headers.contains("set-cookie")) << "response splitting";
    EXPECT_EQ(a.headers.find("x-kept").value(), "yes");
  }
}

TEST(http_server, a_handler_that_throws_gives_500_without_detail_and_the_connection_lives_on) {
  std::string logged;
  net::server_options options;
  options.log = log_hooks([&](log_level, std::string_view, std::string_view m) { logged += m; });
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    if (x.request().path() == "/throw") {
      x.response().headers.add("X-Half", "done");
      throw std::runtime_error("password is hunter2");
    }
    if (x.request().path() == "/int") throw 42;
    if (x.request().path() == "/status") x.response().status = 7;
    if (x.request().path() == "/split") x.response().headers.add("X", "a\r\nSet-Cookie: b");
    co_return;
  };
  running_server s(handler, options);
  raw_client c(s.port);
  for (const char* path : {"/throw", "/int", "/status", "/split"}) {
    const auto a = c.exchange(std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(a.status, 500) << path;
    EXPECT_EQ(a.body, R"({"error":"Internal server error","code":"internal_error","message":"Internal server error","request_id":""})");
    EXPECT_FALSE(a.headers.contains("x-half"));
    EXPECT_FALSE(a.headers.contains("set-cookie"));
    EXPECT_TRUE(a.keep_alive);
  }
  EXPECT_EQ(c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  EXPECT_NE(logged.find("hunter2"), std::string::npos) << "the log has the detail";
}

TEST(http_server, hostile_requests_are_answered_and_the_connection_is_closed) {
  std::atomic<int> handled = 0;
  const auto count = [&](net::http_exchange&) -> awaitable<void> {
    ++handled;
    co_return;
  };
  net::server_options options;
  options.max_headers = 10;
  options.max_body = 100;
  running_server s(count, options);
  struct row {
    const char* name;
    std::string wire;
    int status;
  };
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\n";
  std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 10; ++i) many += "A: b\r\n";
  for (const row& r : std::vector<row>{
           {"CL.TE", post + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", 400},
           {"TE.CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\nGPOST", 400},
           {"CL.CL", post + "Content-Length: 6\r\nContent-Length: 5\r\n\r\nhello!", 400},
           {"chunk size overflow", post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\nabc", 400},
           {"obsolete fold", "GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400},
           {"bare LF", "GET / HTTP/1.1\nHost: x\n\n", 400},
           {"Host missing", "GET / HTTP/1.1\r\n\r\n", 400},
           {"Host twice", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
           {"not HTTP", "\x16\x03\x01\x02\x01\x01", 400},
           {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
           {"head larger than the limit by one", "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(16384 - 16 - 9 - 3 - 4 + 1, 'x') + "\r\n\r\n", 431},
           {"one header too many", many + "\r\n", 431},
           {"target too long", "GET /" + std::string(9000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
           {"body larger than the limit by one", post + "Content-Length: 101\r\n\r\n", 413},
           {"chunked body larger than the limit by one", post + "Transfer-Encoding: chunked\r\n\r\n65\r\n", 413},
           {"unknown transfer coding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
           {"CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 501},
           {"unknown expectation", post + "Expect: a-miracle\r\n\r\n", 417}}) {
    raw_client c(s.port);
    const auto a = c.exchange(r.wire + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(a.status, r.status) << r.name << " " << a.error.message();
    EXPECT_FALSE(a.keep_alive) << r.name;
    EXPECT_TRUE(a.body.starts_with("{\"error\":\"")) << r.name << a.body;
    EXPECT_TRUE(c.closed()) << r.name << ": nothing behind the error is taken for a request";
  }
  EXPECT_EQ(handled, 0);
  raw_client fits(s.port);
  EXPECT_EQ(fits.exchange("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(16384 - 16 - 9 - 3 - 4, 'x') + "\r\n\r\n").status, 200) << "the limit itself";
  EXPECT_EQ(fits.exchange(post + "Content-Length: 100\r\n\r\n" + std::string(100, 'x')).status, 200);
}

TEST(http_server, absolute_form_is_understood) {
  running_server s(echo);
  raw_client c(s.port);
  EXPECT_EQ(c.exchange("GET http://x.example/a?b HTTP/1.1\r\nHost: x.example\r\n\r\n").body, "GET /a ?b");
  EXPECT_EQ(c.exchange("GET http://x.example HTTP/1.1\r\nHost: x.example\r\n\r\n").body, "GET /");
  EXPECT_EQ(c.exchange("GET http://x.example?q HTTP/1.1\r\nHost: x.example\r\n\r\n").body, "GET / ?q");
  EXPECT_EQ(c.exchange("OPTIONS * HTTP/1.1\r\nHost: x.example\r\n\r\n").body, "OPTIONS *");
}

TEST(http_server, slowloris_in_the_head_is_answered_408) {
  net::server_options options;
  options.head_timeout = 40ms;
  running_server s(echo, options);
  raw_client c(s.port);
  c.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  const auto a = c.receive();
  EXPECT_EQ(a.status, 408);
  EXPECT_TRUE(c.closed());
}

TEST(http_server, slowloris_in_the_body_is_answered_408) {
  net::server_options options;
  options.body_timeout = 40ms;
  running_server s(echo, options);
  for (const char* how : {"Content-Length: 50\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    raw_client c(s.port);
    EXPECT_EQ(c.exchange(std::string("POST / HTTP/1.1\r\nHost: x\r\n") + how).status, 408);
    EXPECT_TRUE(c.closed());
  }
}

TEST(http_server, an_idle_connection_is_closed_without_a_word) {
  net::server_options options;
  options.idle_timeout = 40ms;
  running_server s(echo, options);
  raw_client silent(s.port), used(s.port);
  EXPECT_EQ(used.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  EXPECT_TRUE(used.closed());
  EXPECT_TRUE(silent.closed());
}

TEST(http_server, a_client_that_takes_nothing_is_cut_off) {
  net::server_options options;
  options.write_timeout = 60ms;
  std::promise<void> gone;
  const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
    try {
      co_await x.begin_stream();
      while (true) co_await x.write(std::string(1 << 20, 'x'));
    } catch (const std::system_error&) {
      gone.set_value();
      throw;
    }
  };
  running_server s(handler, options);
  raw_client c(s.port);
  c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  gone.get_future().get();
}

TEST(http_server, streams_in_chunks_and_keeps_the_connection) {
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    x.response().status = 201;
    x.response().headers.add("X-A", "b");
    co_await x.begin_stream();
    for (int i = 0; i < 5; ++i) co_await x.write("piece " + std::to_string(i) + "\n");
    co_await x.write("");
    if (x.request().path() == "/end") co_await x.end();
  };
  running_server s(handler);
  raw_client c(s.port);
  for (const char* path : {"/end", "/open"}) {
    const auto a = c.exchange(std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(a.status, 201);
    EXPECT_EQ(a.body, "piece 0\npiece 1\npiece 2\npiece 3\npiece 4\n");
    EXPECT_EQ(a.headers.find("transfer-encoding").value(), "chunked");
    EXPECT_TRUE(a.keep_alive);
  }
  EXPECT_EQ(c.exchange("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "HEAD").body, "");
  const auto old = c.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(old.body, "piece 0\npiece 1\npiece 2\npiece 3\npiece 4\n");
  EXPECT_FALSE(old.headers.contains("transfer-encoding")) << "HTTP/1.0 knows no chunks";
  EXPECT_TRUE(c.closed());
}

TEST(http_server, a_stream_whose_handler_throws_is_cut_not_ended) {
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    co_await x.begin_stream();
    co_await x.write("half");
    throw std::runtime_error("no more");
  };
  running_server s(handler);
  raw_client c(s.port);
  const auto a = c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(a.body, "half");
  EXPECT_EQ(a.error, make_error_code(net::errc::truncated_message));
}

TEST(http_server, a_stream_used_out_of_order_throws) {
  std::atomic<int> thrown = 0;
  const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
    const auto attempt = [&](auto make) -> awaitable<void> {
      try {
        co_await make();
      } catch (const error& e) {
        if (e.code() == make_error_code(aval::errc::invalid_state)) ++thrown;
      }
    };
    co_await attempt([&] { return x.write("a"); });
    co_await attempt([&] { return x.end(); });
    co_await x.begin_stream();
    co_await attempt([&] { return x.begin_stream(); });
    co_await x.end();
    co_await attempt([&] { return x.write("a"); });
  };
  running_server s(handler);
  raw_client c(s.port);
  EXPECT_EQ(c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").body, "");
  s.stop_and_wait(1h);
  EXPECT_EQ(thrown, 4);
}

TEST(http_server, a_waiting_handler_is_cancelled_when_its_client_leaves) {
  for (const bool says_so : {true, false}) {  // with watch() at once, without it at the next coarse tick
    net::server_options options;
    options.idle_timeout = 100ms;  // ticks of 25 ms
    std::promise<std::error_code> ended;
    std::promise<void> waiting;
    const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
      if (says_so) x.watch();
      waiting.set_value();
      asio::steady_timer news(x.get_executor(), std::chrono::hours(1));
      std::error_code ec;
      try {
        co_await news.async_wait(asio::redirect_error(use_awaitable, ec));
      } catch (const std::system_error& e) {
        ec = e.code();
      }
      ended.set_value(ec);
    };
    running_server s(handler, options);
    raw_client c(s.port);
    c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    waiting.get_future().get();
    says_so ? c.close() : c.reset();
    EXPECT_EQ(ended.get_future().get(), asio::error::operation_aborted);
  }
}

TEST(http_server, a_request_pipelined_behind_a_waiting_one_is_kept) {
  net::server_options options;
  options.idle_timeout = 100ms;
  std::atomic<int> turn = 0;
  std::promise<void> waiting;
  asio::steady_timer* news = nullptr;
  const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
    if (turn++ == 0) {
      x.watch();
      asio::steady_timer timer(x.get_executor(), std::chrono::hours(1));
      news = &timer;
      waiting.set_value();
      std::error_code ec;
      co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
    }
    x.response().body = std::string(x.request().path()) + std::string(x.request().body());
  };
  running_server s(handler, options);
  raw_client c(s.port);
  c.send("POST /first HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
  waiting.get_future().get();
  for (int i = 0; i < 20; ++i) c.send("GET /more" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n");
  asio::post(s.context(), [&] { news->cancel(); });
  EXPECT_EQ(c.receive().body, "/firstbody");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(c.receive().body, "/more" + std::to_string(i));
}

TEST(http_server, graceful_stop_answers_what_has_begun_and_closes_what_is_idle) {
  std::promise<void> waiting;
  asio::steady_timer* news = nullptr;
  const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
    if (x.request().path() != "/slow") co_return;
    asio::steady_timer timer(x.get_executor(), std::chrono::hours(1));
    news = &timer;
    waiting.set_value();
    std::error_code ec;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
    x.response().body = x.stopping() ? "stopping" : "running";
  };
  running_server s(handler);
  raw_client idle(s.port), fresh(s.port), slow(s.port);
  EXPECT_EQ(idle.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  waiting.get_future().get();
  s.stop(1h);
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(fresh.closed());
  EXPECT_THROW(raw_client late(s.port), std::system_error);
  asio::post(s.context(), [&] { news->cancel(); });
  const auto a = slow.receive();
  EXPECT_EQ(a.body, "stopping");
  EXPECT_FALSE(a.keep_alive);
  EXPECT_TRUE(slow.closed());
}

TEST(http_server, stop_cuts_off_what_is_not_done_after_the_grace_time) {
  std::promise<void> waiting;
  std::promise<std::error_code> ended;
  const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
    co_await x.begin_stream();
    waiting.set_value();
    asio::steady_timer timer(x.get_executor(), std::chrono::hours(1));
    std::error_code ec;
    try {
      co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
    } catch (const std::system_error& e) {
      ec = e.code();
    }
    ended.set_value(ec);
  };
  running_server s(handler);
  raw_client c(s.port);
  c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  waiting.get_future().get();
  s.stop_and_wait(10ms);
  EXPECT_EQ(ended.get_future().get(), asio::error::operation_aborted);
  EXPECT_EQ(s.server.connections(), 0u);
  EXPECT_EQ(c.receive().error, make_error_code(net::errc::truncated_message));
}

TEST(http_server, destruction_closes_everything_and_leaves_no_work_behind) {
  asio::io_context context;
  std::uint16_t port = 0;
  std::thread client;
  std::atomic<bool> answered = false, closed = false;
  {
    net::http_server server(context.get_executor(), echo);
    port = server.listen("127.0.0.1:0");
    server.start();
    client = std::thread([&] {
      raw_client c(port);
      EXPECT_EQ(c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
      asio::post(context, [&] { answered = true; });
      closed = c.closed();
    });
    while (!answered) context.run_one();
  }
  context.run();  // returns: nothing is left
  client.join();
  EXPECT_TRUE(closed);
}

TEST(http_server, connections_beyond_the_cap_wait_for_their_turn) {
  net::server_options options;
  options.max_connections = 2;
  running_server s(echo, options);
  raw_client a(s.port), b(s.port);
  EXPECT_EQ(a.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  EXPECT_EQ(b.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  raw_client third(s.port);
  third.send("GET /third HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(a.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
  EXPECT_EQ(s.server.connections(), 2u);
  a.close();
  EXPECT_EQ(third.receive().body, "GET /third");
}

TEST(http_server, many_connections_on_several_threads_do_not_mix_their_answers) {
  asio::thread_pool pool(4);
  net::http_server server(pool.get_executor(), echo);
  const auto port = server.listen("127.0.0.1:0");
  server.start();
  std::vector<std::thread> clients;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t) {
    clients.emplace_back([&, t] {
      std::vector<std::unique_ptr<raw_client>> mine;
      for (int i = 0; i < 32; ++i) mine.push_back(std::make_unique<raw_client>(port));
      for (int round = 0; round < 5; ++round) {
        const auto name = [&](int i) { return "/" + std::to_string(t) + "/" + std::to_string(i) + "/" + std::to_string(round); };
        for (int i = 0; i < 32; ++i) {
          const std::string body(static_cast<std::size_t>(i * 100), static_cast<char>('a' + i % 26));
          mine[static_cast<std::size_t>(i)]->send("POST " + name(i) + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        }
        for (int i = 0; i < 32; ++i) {
          const std::string body(static_cast<std::size_t>(i * 100), static_cast<char>('a' + i % 26));
          right += mine[static_cast<std::size_t>(i)]->receive().body == "POST " + name(i) + (body.empty() ? "" : " " + body) ? 1 : 0;
        }
      }
    });
  }
  for (auto& c : clients) c.join();
  EXPECT_EQ(right, 4 * 32 * 5);
  asio::co_spawn(pool, server.stop(1s), asio::detached);
  pool.join();
}

TEST(http_server, a_shared_body_is_sent_as_it_is) {
  const auto page = std::make_shared<const std::string>(200000, 'p');
  const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
    x.share_body(page);
    co_return;
  };
  running_server s(handler);
  raw_client c(s.port);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").body == *page);
  s.stop_and_wait(0ms);
  EXPECT_EQ(page.use_count(), 1) << "let go after the answer";
}

TEST(http_server, listens_only_where_it_is_told) {
  asio::io_context context;
  net::http_server server(context.get_executor(), echo);
  for (const char* bad : {"", "8080", "127.0.0.1", "example.com:80", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:-1", "::1:80", "[::1]"}) {
    EXPECT_THROW(server.listen(bad), error) << bad;
  }
  const auto port = server.listen("localhost:0");
  EXPECT_NE(port, 0);
  net::http_server second(context.get_executor(), echo);
  EXPECT_THROW(second.listen("127.0.0.1:" + std::to_string(port)), error);
  EXPECT_THROW(net::http_server(context.get_executor(), nullptr), error);
}

}  // namespace
