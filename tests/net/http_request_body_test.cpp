// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Bodies that a handler reads piece by piece, over a scripted stream and with ticks made by the test.
#include <functional>
#include <string>
#include <vector>

#include "aval/testing/scripted_stream.hpp"
#include "net/scripted_connection.hpp"

namespace {

using namespace aval;
using namespace std::chrono_literals;
using aval::testing::scripted_stream;
using http_test::report;
using http_test::scripted;
using http_test::undated;

const std::string post_head = "POST /up HTTP/1.1\r\nHost: x\r\n";
const std::string chunked = post_head + "Transfer-Encoding: chunked\r\n\r\n";
const std::string next_request = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

std::string sized(std::size_t n) { return post_head + "Content-Length: " + std::to_string(n) + "\r\n\r\n"; }
std::string answer_of(const std::string& body, const std::string& more = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
}
const char* const connection_close = "Connection: close\r\n";

/** A connection whose handler reads bodies itself. Time passes with tick() only. */
struct body_fixture {
  asio::io_context context;
  net::server_options options;
  std::shared_ptr<net::detail::http_server_core> core;
  bool may_be_left = false;  // bytes that are never read
  scripted_stream peer{context.get_executor(), [this](const std::string& what) {
                         if (!may_be_left) report(what);
                       }};
  std::shared_ptr<std::size_t> received;
  std::vector<std::string> pieces, paths;
  std::vector<std::error_code> errors;
  std::string logged;

  body_fixture() {
    options.stream_bodies = true;
    options.body_timeout = 4s;  // with the other time-outs as they are: ticks of a second
    options.log = log_hooks([this](log_level, std::string_view, std::string_view text) { logged += text; }, log_level::error);
    peer.expect_anything();
  }
  void serve(net::http_handler handler) {
    using connection = net::detail::http_connection<scripted>;
    core = std::make_shared<net::detail::http_server_core>(std::move(handler), options);
    scripted s(peer);
    received = s.received;
    connection::start(std::make_shared<connection>(core, std::move(s), asio::ip::tcp::endpoint()));
    poll();
  }
  void serve() {
    serve([this](net::http_exchange& x) { return collect(this, &x); });
  }
  void poll() {
    context.restart();
    context.poll();
  }
  void tick(int times = 1) {
    for (; times > 0; --times) {
      core->on_tick();
      poll();
    }
  }
  /** Answers with all that has come. */
  static awaitable<void> collect(body_fixture* f, net::http_exchange* x) {
    f->paths.emplace_back(x->request().path());
    std::string all;
    try {
      while (true) {
        const std::string piece(co_await x->read_some());
        if (piece.empty()) break;
        f->pieces.push_back(piece);
        all += piece;
      }
    } catch (const std::system_error& e) {
      f->errors.push_back(e.code());
      throw;
    }
    x->response().body = std::move(all);
  }
  std::string written() const { return undated(peer.written()); }
  bool gone() const { return core->count() == 0; }
};

TEST(http_request_body, comes_whole_whatever_the_sizes_of_reads_and_the_request_behind_it_is_answered) {
  for (const std::size_t most : {0, 1, 2, 3, 7, 50}) {
    body_fixture f;
    f.peer.read_at_most(most);
    f.peer.provide(sized(11) + "hello world" + chunked + "5;a=b\r\nhello\r\n1\r\n \r\n005\r\nworld\r\n0\r\nX-Sum: 1\r\n\r\n" + next_request).provide_end();
    std::string trailers;
    f.serve([&](net::http_exchange& x) -> awaitable<void> {
      EXPECT_EQ(x.body_streamed(), x.request().method() == "POST") << "without a body there is nothing to stream";
      EXPECT_EQ(x.request().body(), "");
      co_await body_fixture::collect(&f, &x);
      trailers += x.request().trailers().find("X-Sum").value_or("-");
      EXPECT_EQ(co_await x.read_some(), "") << "the end stays the end";
    });
    EXPECT_EQ(f.written(), answer_of("hello world") + answer_of("hello world") + answer_of("")) << most;
    EXPECT_EQ(trailers, "-1-");
    EXPECT_TRUE(f.gone());
  }
}

TEST(http_request_body, nothing_is_received_before_the_handler_asks) {
  body_fixture f;
  const std::size_t part = 10'000, parts = 100;
  f.peer.provide(sized(part * parts));
  for (std::size_t i = 0; i < parts; ++i) f.peer.provide(std::string(part, 'x'));
  f.peer.provide_end();
  asio::steady_timer pause(f.context, std::chrono::steady_clock::time_point::max());
  std::size_t seen = 0, largest = 0;
  f.serve([&](net::http_exchange& x) -> awaitable<void> {
    EXPECT_EQ(x.request().body_size(), part * parts);
    while (true) {
      const std::size_t n = (co_await x.read_some()).size();
      if (n == 0) break;
      seen += n;
      largest = std::max(largest, n);
      if (seen != n) continue;
      std::error_code ec;
      co_await pause.async_wait(asio::redirect_error(use_awaitable, ec));
    }
  });
  EXPECT_GE(seen, 1u);
  const std::size_t before = *f.received;
  EXPECT_LT(before, 70'000u) << "one piece, and the head";
  f.tick(1);
  EXPECT_EQ(*f.received, before) << "a handler that thinks slows its client";
  pause.cancel();
  f.poll();
  EXPECT_EQ(seen, part * parts);
  EXPECT_LE(largest, 64u * 1024);
  EXPECT_EQ(f.written(), answer_of(""));
}

TEST(http_request_body, chunks_of_one_byte_come_together_in_one_piece) {
  body_fixture f;
  std::string wire = chunked;
  for (int i = 0; i < 5000; ++i) wire += "1\r\nx\r\n";
  f.peer.provide(wire + "0\r\n\r\n").provide_end();
  f.serve();
  EXPECT_EQ(f.written(), answer_of(std::string(5000, 'x')));
  EXPECT_LT(f.pieces.size(), 10u);
}

TEST(http_request_body, says_100_continue_when_the_handler_begins_to_read_and_only_then) {
  const std::string expecting = post_head + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n";
  body_fixture f;
  bool asked = false;
  f.peer.provide(expecting);
  asio::steady_timer pause(f.context, std::chrono::steady_clock::time_point::max());
  f.serve([&](net::http_exchange& x) -> awaitable<void> {
    std::error_code ec;
    co_await pause.async_wait(asio::redirect_error(use_awaitable, ec));
    asked = true;
    co_await body_fixture::collect(&f, &x);
  });
  EXPECT_EQ(f.written(), "");
  EXPECT_FALSE(asked);
  pause.cancel();
  f.poll();
  EXPECT_TRUE(asked);
  EXPECT_EQ(f.written(), "HTTP/1.1 100 Continue\r\n\r\n");
  f.peer.provide("ab").provide("cd").provide_end();
  f.poll();
  EXPECT_EQ(f.written(), "HTTP/1.1 100 Continue\r\n\r\n" + answer_of("abcd"));
  body_fixture again;  // with the body at once nobody needs to be told
  again.peer.provide(expecting + "abcd").provide_end();
  again.serve();
  EXPECT_EQ(again.written(), answer_of("abcd"));
}

TEST(http_request_body, a_client_that_was_never_told_to_go_on_finds_the_connection_closed) {
  body_fixture f;
  f.peer.provide(post_head + "Expect: 100-continue\r\nContent-Length: " + std::to_string(next_request.size()) + "\r\n\r\n");
  f.serve([&](net::http_exchange& x) -> awaitable<void> {
    f.paths.emplace_back(x.request().path());
    x.response().status = 403;
    co_return;
  });
  EXPECT_EQ(f.written(), "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  f.peer.provide(next_request).provide_end();  // a body after all: it must not be taken for a request
  f.tick(5);
  EXPECT_TRUE(f.gone());
  EXPECT_EQ(f.paths, std::vector<std::string>{"/up"});
}

TEST(http_request_body, what_a_handler_leaves_is_dropped_and_a_request_smuggled_in_it_is_not_run) {
  const std::string evil = "GET /evil HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const std::string& wire : {sized(evil.size()) + evil, chunked + "1f\r\n" + evil + "\r\n0\r\n\r\n"}) {
    for (const bool begins : {false, true}) {
      for (const std::size_t most : {0, 1, 40}) {
        body_fixture f;
        f.peer.read_at_most(most).provide(wire + next_request).provide_end();
        f.serve([&](net::http_exchange& x) -> awaitable<void> {
          f.paths.emplace_back(x.request().path());
          if (begins) co_await x.read_some();
        });
        EXPECT_EQ(f.paths, (std::vector<std::string>{"/up", "/next"}));
        EXPECT_EQ(f.written(), answer_of("") + answer_of(""));
        EXPECT_TRUE(f.gone());
      }
    }
  }
}

TEST(http_request_body, a_rest_beyond_the_limit_ends_the_connection_behind_the_answer) {
  const auto refuse = [](net::http_exchange& x) -> awaitable<void> {
    x.response().body = "no";
    co_return;
  };
  for (const std::size_t size : {1000, 1001}) {
    body_fixture f;
    f.options.max_drained_body = 1000;
    f.peer.provide(sized(size) + std::string(size, 'x') + next_request).provide_end();
    f.serve(refuse);
    EXPECT_EQ(f.written(), size == 1000 ? answer_of("no") + answer_of("no") : answer_of("no", connection_close));
    EXPECT_TRUE(f.gone());
  }
}

TEST(http_request_body, an_endless_body_behind_an_answer_is_cut_off) {
  const auto refuse = [](net::http_exchange&) -> awaitable<void> { co_return; };
  body_fixture endless;
  endless.may_be_left = true;
  endless.options.max_drained_body = 10'000;
  endless.peer.provide(chunked);
  for (int i = 0; i < 2000; ++i) endless.peer.provide("3e8\r\n" + std::string(1000, 'x') + "\r\n");
  endless.serve(refuse);
  EXPECT_TRUE(endless.gone());
  EXPECT_EQ(endless.written(), answer_of(""));
  EXPECT_LT(*endless.received, 1'200'000u) << "dropped for a while, so that the client sees the answer, but not for ever";
  EXPECT_NE(endless.peer.leftovers(), "");

  body_fixture silent;  // promises more and sends nothing
  silent.peer.provide(sized(100) + "abc");
  silent.serve(refuse);
  EXPECT_FALSE(silent.gone());
  silent.tick(4);
  EXPECT_TRUE(silent.gone());
  EXPECT_EQ(silent.written(), answer_of(""));
}

TEST(http_request_body, too_large_is_413_before_the_handler_or_in_the_middle) {
  struct row {
    const char* name;
    std::string wire;
    bool handled;
  };
  for (const row& r : std::vector<row>{{"announced", sized(101) + std::string(101, 'x'), false},
                                       {"in one chunk", chunked + "65\r\n", true},
                                       {"in the last of many", chunked + "64\r\n" + std::string(100, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n", true},
                                       {"above the handler's own limit", sized(51) + std::string(51, 'x'), true},
                                       {"in chunks above the handler's own limit", chunked + "33\r\n", true}}) {
    body_fixture f;
    f.options.max_streamed_body = 100;
    f.peer.provide(r.wire + next_request).provide_end();
    int handled = 0;
    f.serve([&](net::http_exchange& x) -> awaitable<void> {
      ++handled;
      if (std::string_view(r.name).ends_with("own limit")) x.limit_body(50);
      co_await body_fixture::collect(&f, &x);
    });
    EXPECT_EQ(handled, r.handled ? 1 : 0) << r.name;
    EXPECT_TRUE(f.written().starts_with("HTTP/1.1 413 Content Too Large\r\n")) << r.name << f.written();
    EXPECT_NE(f.written().find("Connection: close"), std::string::npos) << r.name;
    EXPECT_EQ(f.written().find("HTTP/1.1", 1), std::string::npos) << r.name << ": nothing behind it is answered";
    EXPECT_EQ(f.errors, std::vector<std::error_code>(r.handled ? 1 : 0, net::errc::body_too_large)) << r.name;
    EXPECT_TRUE(f.gone()) << r.name;
    EXPECT_EQ(f.logged, "") << r.name << ": not the handler's fault";
  }
  body_fixture fits;
  fits.options.max_streamed_body = 100;
  fits.options.max_body = 10;
  fits.peer.provide(sized(100) + std::string(100, 'x')).provide_end();
  fits.serve();
  EXPECT_EQ(fits.written(), answer_of(std::string(100, 'x'))) << "the limit itself; max_body is for bodies that are read whole";
}

TEST(http_request_body, only_what_a_handler_asks_for_is_streamed_and_the_limits_stay_apart) {
  struct choosing {
    std::vector<bool>* seen;
    bool streams_body(const net::http_request_view& r) const { return r.path() == "/up"; }
    awaitable<void> operator()(net::http_exchange& x) const {
      seen->push_back(x.body_streamed());
      std::string all;
      for (std::string piece(co_await x.read_some()); !piece.empty(); piece = co_await x.read_some()) all += piece;
      EXPECT_EQ(x.request().body(), x.body_streamed() ? "" : all) << "a whole body is one piece";
      x.response().body = all;
    }
  };
  std::vector<bool> seen;
  body_fixture f;
  f.options.stream_bodies = false;
  f.options.max_body = 10;
  f.options.max_streamed_body = 20;
  const std::string whole = "POST /whole HTTP/1.1\r\nHost: x\r\n";
  f.peer.provide(sized(20) + std::string(20, 'a') + whole + "Content-Length: 10\r\n\r\n" + std::string(10, 'b') + sized(15) + std::string(15, 'c') +
                 whole + "Transfer-Encoding: chunked\r\n\r\nb\r\n" + std::string(11, 'd'));
  f.peer.provide_end();
  f.serve(choosing{&seen});
  EXPECT_EQ(seen, (std::vector<bool>{true, false, true}));
  EXPECT_TRUE(f.written().starts_with(answer_of(std::string(20, 'a')) + answer_of(std::string(10, 'b')) + answer_of(std::string(15, 'c')) + "HTTP/1.1 413 "));
}

TEST(http_request_body, a_broken_chunk_in_the_middle_is_400_and_nothing_behind_it_is_answered) {
  for (const char* bad : {"zz\r\n", "-5\r\nhello\r\n", "5 \r\nhello\r\n", "2\r\nabX", "2\nab\r\n", "ffffffffffffffff\r\n", "0\r\nContent-Length: 5\r\n\r\n",
                          "0\r\n folded\r\n\r\n"}) {
    for (const bool catches : {false, true}) {
      body_fixture f;
      f.peer.provide(chunked + "5\r\nhello\r\n").provide(bad + next_request).provide_end();
      f.serve([&](net::http_exchange& x) -> awaitable<void> {
        bool failed = false;
        try {
          co_await body_fixture::collect(&f, &x);
        } catch (const std::system_error&) {
          if (!catches) throw;
          failed = true;
        }
        if (!failed) co_return;
        EXPECT_EQ(x.body_failure(), 400) << bad;
        int again = 0;
        try {
          co_await x.read_some();
        } catch (const std::system_error& e) {
          again += e.code() == f.errors.at(0) ? 1 : 0;
        }
        EXPECT_EQ(again, 1) << "an error stays";
        x.response().status = 422;
      });
      ASSERT_FALSE(f.pieces.empty()) << bad;
      EXPECT_EQ(f.pieces[0], "hello") << bad << ": what came before is given";
      ASSERT_EQ(f.errors.size(), 1u) << bad;
      EXPECT_EQ(f.errors[0], condition::not_understood) << bad;
      EXPECT_TRUE(f.written().starts_with(catches ? "HTTP/1.1 422 " : "HTTP/1.1 400 ")) << bad << f.written();
      EXPECT_NE(f.written().find("Connection: close"), std::string::npos) << bad;
      EXPECT_EQ(f.written().find("HTTP/1.1", 1), std::string::npos) << bad;
      EXPECT_TRUE(f.gone());
    }
  }
}

TEST(http_request_body, slowloris_with_silence_is_answered_408) {
  body_fixture f;
  f.peer.provide(sized(100) + "abc");
  f.serve();
  f.tick(4);
  EXPECT_EQ(f.written(), "") << "never early";
  f.tick(3);
  EXPECT_TRUE(f.written().starts_with("HTTP/1.1 408 ")) << f.written();
  EXPECT_EQ(f.errors, std::vector<std::error_code>{net::errc::timed_out});
  f.tick(5);
  EXPECT_TRUE(f.gone());
}

TEST(http_request_body, slowloris_with_a_byte_now_and_then_is_answered_408) {
  body_fixture f;
  f.peer.provide(sized(1'000'000));
  f.serve();
  int ticks = 0;
  while (f.errors.empty() && ticks < 100) {
    f.tick();
    ++ticks;
    f.peer.provide("x");
    f.poll();
  }
  EXPECT_LT(ticks, 10);
  EXPECT_EQ(f.errors, std::vector<std::error_code>{net::errc::timed_out});
  f.peer.close();
}

TEST(http_request_body, a_client_that_is_steady_may_take_its_time) {
  body_fixture f;
  f.peer.provide(sized(100 * 2048));
  f.serve();
  for (int i = 0; i < 100; ++i) {  // 2 KiB in each tick of a second: faster than min_body_rate
    f.tick();
    f.peer.provide(std::string(2048, 'x'));
    f.poll();
  }
  f.peer.provide_end();
  f.poll();
  EXPECT_EQ(f.written().size(), answer_of(std::string(100 * 2048, 'x')).size());
  EXPECT_TRUE(f.errors.empty());
}

TEST(http_request_body, the_time_a_handler_takes_is_not_the_clients) {
  body_fixture f;
  f.peer.provide(sized(6) + "abc");
  asio::steady_timer pause(f.context, std::chrono::steady_clock::time_point::max());
  std::string all;
  f.serve([&](net::http_exchange& x) -> awaitable<void> {
    all += co_await x.read_some();
    std::error_code ec;
    co_await pause.async_wait(asio::redirect_error(use_awaitable, ec));
    all += co_await x.read_some();
  });
  f.tick(50);
  pause.cancel();
  f.poll();
  f.tick(3);
  f.peer.provide("def").provide_end();
  f.poll();
  EXPECT_EQ(all, "abcdef");
  EXPECT_EQ(f.written(), answer_of(""));
}

TEST(http_request_body, a_client_that_dies_in_the_middle_is_told_to_the_handler_and_not_answered) {
  const std::string wire = chunked + "5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n";
  for (const bool broken : {false, true}) {
    for (std::size_t n = chunked.size(); n < wire.size(); ++n) {
      body_fixture f;
      f.peer.provide(wire.substr(0, n));
      broken ? f.peer.fail_read(asio::error::connection_reset) : f.peer.provide_end();
      f.serve();
      const std::error_code expected = broken ? std::error_code(asio::error::connection_reset) : std::error_code(net::errc::truncated_message);
      EXPECT_EQ(f.errors, std::vector<std::error_code>{expected}) << n;
      EXPECT_EQ(f.written(), "") << n;
      EXPECT_EQ(f.logged, "") << n;
      EXPECT_TRUE(f.gone()) << n;
    }
  }
}

TEST(http_request_body, ends_quietly_at_whichever_step_the_connection_breaks) {
  const auto steps = aval::testing::fail_steps([](const aval::testing::step_plan& plan) {
    body_fixture f;
    f.peer.follow(plan).read_at_most(30);
    f.peer.provide(post_head + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n").provide("5\r\nhello\r\n0\r\n\r\n" + sized(3) + "abc").provide_end();
    f.serve();
    EXPECT_TRUE(f.gone()) << plan.step();
    const std::string all = "HTTP/1.1 100 Continue\r\n\r\n" + answer_of("hello") + answer_of("abc");
    EXPECT_TRUE(all.starts_with(f.written())) << plan.step() << f.written();
    EXPECT_TRUE(plan.reached() || f.written() == all) << f.written();
  });
  EXPECT_GT(steps, 8u);
}

TEST(http_request_body, goes_both_ways_at_once) {
  body_fixture f;
  f.peer.provide(sized(9) + "abc");
  f.serve([&](net::http_exchange& x) -> awaitable<void> {
    co_await x.begin_stream();
    while (true) {
      const std::string piece(co_await x.read_some());
      if (piece.empty()) break;
      co_await x.write(piece);
    }
  });
  for (const std::string& more : {std::string("def"), "ghi" + next_request}) {
    f.peer.provide(more);
    f.poll();
  }
  f.peer.provide_end();
  f.poll();
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(f.written(), head + "3\r\nabc\r\n3\r\ndef\r\n3\r\nghi\r\n0\r\n\r\n" + head + "0\r\n\r\n");
  EXPECT_TRUE(f.gone());
}

TEST(http_request_body, a_server_that_stops_ends_a_handler_that_waits_for_a_piece) {
  body_fixture f;
  f.peer.provide(sized(100) + "abc");
  f.serve();
  f.core->for_each([](net::detail::tracked_connection& c) { c.on_stop(false); }, false);
  f.poll();
  EXPECT_TRUE(f.errors.empty()) << "a request that has begun has its grace time";
  f.core->for_each([](net::detail::tracked_connection& c) { c.on_stop(true); }, false);
  f.poll();
  EXPECT_EQ(f.errors, std::vector<std::error_code>{asio::error::operation_aborted});
  EXPECT_TRUE(f.gone());
}

}  // namespace
