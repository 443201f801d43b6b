// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The connection of the server over a scripted stream: every read and write may fail or be cancelled.
#include <string>

#include "net/scripted_connection.hpp"

namespace {

using namespace aval;
using http_test::report;
using http_test::scripted;
using http_test::undated;

struct fixture {
  asio::io_context context;
  std::shared_ptr<net::detail::http_server_core> core;
  int handled = 0;

  explicit fixture(net::http_handler handler = nullptr) {
    if (!handler) {
      handler = [this](net::http_exchange& x) -> awaitable<void> {
        ++handled;
        x.response().headers.add("X", "y");
        x.response().body = std::string(x.request().path()) + std::string(x.request().body());
        co_return;
      };
    }
    core = std::make_shared<net::detail::http_server_core>(std::move(handler), net::server_options{});
  }
  void serve(aval::testing::scripted_stream& peer) {
    using connection = net::detail::http_connection<scripted>;
    connection::start(std::make_shared<connection>(core, scripted(peer), asio::ip::tcp::endpoint()));
    context.restart();
    context.run();
    EXPECT_EQ(core->count(), 0u) << "the connection is gone";
  }
};

std::string answer(const std::string& body, const std::string& more = "") {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n" + more + "X: y\r\n\r\n" + body;
}

const std::string three =
    "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
    "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
    "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
const std::string three_answers =
    "HTTP/1.1 200 OK\r\n" + answer("/a") + "HTTP/1.1 200 OK\r\n" + answer("/bhello") + "HTTP/1.1 200 OK\r\n" + answer("/cabc");

TEST(http_connection, answers_the_same_whatever_the_sizes_of_reads_and_writes) {
  for (const std::size_t read : {0, 1, 3, 50}) {
    for (const std::size_t write : {0, 1, 7, 100}) {
      fixture f;
      aval::testing::scripted_stream peer(f.context.get_executor(), report);
      peer.read_at_most(read).write_at_most(write).expect_anything();
      peer.provide(three).provide_end();
      f.serve(peer);
      EXPECT_EQ(undated(peer.written()), three_answers);
      EXPECT_EQ(f.handled, 3);
      EXPECT_TRUE(peer.closed());
    }
  }
}

TEST(http_connection, ends_quietly_at_whichever_step_the_connection_breaks) {
  const auto steps = aval::testing::fail_steps([](aval::testing::step_plan plan) {
    fixture f;
    aval::testing::scripted_stream peer(f.context.get_executor(), report);
    peer.follow(plan).read_at_most(40).expect_anything();
    peer.provide(three).provide_end();
    f.serve(peer);
    EXPECT_TRUE(peer.closed()) << "step " << plan.step();
    const std::string all = three_answers;
    EXPECT_TRUE(all.starts_with(undated(peer.written()))) << "never half an answer followed by another: step " << plan.step();
  });
  EXPECT_GT(steps, 6u);
}

TEST(http_connection, a_stream_that_breaks_tells_its_handler) {
  int told = 0;
  const auto steps = aval::testing::fail_steps([&](aval::testing::step_plan plan) {
    told = 0;
    bool begun = false;
    const auto handler = [&](net::http_exchange& x) -> awaitable<void> {
      begun = true;
      try {
        co_await x.begin_stream();
        co_await x.write("one");
        co_await x.write("two");
      } catch (const error&) {
        ++told;
        EXPECT_TRUE(x.disconnected());
        throw;
      }
    };
    fixture f(handler);
    aval::testing::scripted_stream peer(f.context.get_executor(), report);
    peer.follow(plan).expect_anything();
    peer.provide("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    f.serve(peer);
    if (!plan.reached()) {
      EXPECT_EQ(undated(peer.written()), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
    } else if (begun && peer.written().find("two") == std::string::npos) {
      EXPECT_EQ(told, 1) << "step " << plan.step();
    }
  });
  EXPECT_GT(steps, 4u);
}

TEST(http_connection, a_request_cut_off_by_the_end_is_not_handled) {
  for (std::size_t n = 1; n < three.size(); ++n) {
    fixture f;
    aval::testing::scripted_stream peer(f.context.get_executor(), report);
    peer.expect_anything().provide(three.substr(0, n)).provide_end();
    f.serve(peer);
    EXPECT_TRUE(three_answers.starts_with(undated(peer.written()))) << n;
    EXPECT_LE(f.handled, 2) << n;
  }
}

TEST(http_connection, nothing_behind_an_error_is_answered) {
  fixture f;
  aval::testing::scripted_stream peer(f.context.get_executor(), report);
  peer.expect_anything().provide("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\nHost: x\n\nGET /c HTTP/1.1\r\nHost: x\r\n\r\n").provide_end();
  f.serve(peer);
  EXPECT_EQ(f.handled, 1);
  const auto written = undated(peer.written());
  EXPECT_TRUE(written.starts_with("HTTP/1.1 200 OK\r\n" + answer("/a") + "HTTP/1.1 400 Bad Request\r\n")) << written;
  EXPECT_EQ(written.find("HTTP/1.1 ", written.find("400 Bad")), std::string::npos) << written;
}

}  // namespace
