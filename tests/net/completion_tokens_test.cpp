// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Every style of Asio user is served. The snippets between markers stand in docs/completion_tokens.md.
#include <gtest/gtest.h>

#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <string>
#include <thread>

#include "net/client_fixture.hpp"

namespace {

namespace net = aval::net;
using loopback::echo_request;
using loopback::scripted_server;
using loopback::silence;

class CompletionTokens : public loopback::ClientTest {
 protected:
  net::http_request question{"POST", "/", "text"};
};

TEST_F(CompletionTokens, Coroutine) {
  scripted_server server(context, echo_request);
  auto c = client();
  std::string body;
  // [coroutine]
  auto ask = [](net::http_client client, net::url where, std::string* body) -> aval::awaitable<void> {
    const auto answer = co_await client.send(where, net::http_request("POST", "/", "text"));
    *body = answer.body;
  };
  // [coroutine]
  loopback::run_until_done(context, ask(c, server.url(), &body));
  EXPECT_EQ(body, "POST / text");
}

TEST_F(CompletionTokens, Callback) {
  scripted_server server(context, echo_request);
  auto c = client();
  std::string body;
  // [callback]
  asio::co_spawn(context, c.send(server.url(), question), [&](std::exception_ptr failure, net::http_response answer) {
    if (failure) body = aval::code_of(failure).message();
    else body = answer.body;
    context.stop();
  });
  // [callback]
  context.run();
  EXPECT_EQ(body, "POST / text");
}

TEST_F(CompletionTokens, ACallbackIsToldWhyThereIsNoAnswer) {
  auto c = client();
  std::error_code code;
  asio::co_spawn(context, c.send(net::url("http://127.0.0.1:1/"), question), [&](std::exception_ptr failure, net::http_response) {
    code = aval::code_of(failure);
    context.stop();
  });
  context.run();
  EXPECT_EQ(code, aval::condition::unreachable);
}

TEST_F(CompletionTokens, FutureFromAnotherThread) {
  scripted_server server(context, echo_request);
  auto c = client();
  const auto where = server.url();
  std::thread running([&] { context.run(); });
  // [future]
  std::future<net::http_response> answer = asio::co_spawn(context, c.send(where, question), asio::use_future);
  EXPECT_EQ(answer.get().body, "POST / text");  // throws what the call ended with
  // [future]
  asio::post(context, [&] { context.stop(); });
  running.join();
}

TEST_F(CompletionTokens, DeferredStartsWhenItIsCalled) {
  scripted_server server(context, echo_request);
  auto c = client();
  std::string body;
  // [deferred]
  auto operation = asio::co_spawn(context, c.send(server.url(), question), aval::deferred);
  // nothing has been sent yet
  std::move(operation)([&](std::exception_ptr failure, net::http_response answer) {
    if (!failure) body = answer.body;
    context.stop();
  });
  // [deferred]
  EXPECT_EQ(server.accepted(), 0);
  context.run();
  EXPECT_EQ(body, "POST / text");
}

TEST_F(CompletionTokens, CancellationSlot) {
  scripted_server server(context, silence);
  auto c = client();
  std::error_code code;
  // [slot]
  asio::cancellation_signal stop;
  asio::co_spawn(context, c.send(server.url(), question),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr failure, net::http_response) {
                   code = aval::code_of(failure);
                   context.stop();
                 }));
  asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
  // [slot]
  context.run();
  EXPECT_EQ(code, aval::condition::cancelled);
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(CompletionTokens, StrandOnAThreadPool) {
  asio::io_context server_context;
  scripted_server server(server_context, echo_request);
  std::thread serving([&] { server_context.run(); });
  {
    asio::thread_pool pool(4);
    net::http_client client(pool.get_executor(), loopback::plain_options());
    int answers = 0;  // no atomic, no lock: only the strand touches it
    // [strand]
    auto strand = asio::make_strand(pool.get_executor());
    for (int i = 0; i < 32; ++i) {
      asio::co_spawn(pool, client.send(server.url(), question), asio::bind_executor(strand, [&](std::exception_ptr failure, net::http_response answer) {
                       EXPECT_TRUE(strand.running_in_this_thread());
                       if (!failure && answer.ok()) ++answers;
                     }));
    }
    // [strand]
    pool.join();
    EXPECT_EQ(answers, 32);
  }
  asio::post(server_context, [&] { server_context.stop(); });
  serving.join();
}

TEST_F(CompletionTokens, ResultsInPlaceOfExceptions) {
  auto c = client();
  std::error_code code;
  auto ask = [](net::http_client client, asio::io_context* context, std::error_code* code) -> aval::awaitable<void> {
    // [as_tuple]
    net::http_request request("GET");
    auto call = asio::co_spawn(*context, client.send(net::url("http://127.0.0.1:1/"), request), aval::as_tuple(aval::use_awaitable));
    const auto outcome = co_await std::move(call);
    *code = aval::code_of(std::get<0>(outcome));
    // [as_tuple]
  };
  loopback::run_until_done(context, ask(c, &context, &code));
  EXPECT_EQ(code, aval::condition::unreachable);
}

TEST_F(CompletionTokens, StreamsTakeEveryTokenDirectly) {
  auto p = loopback::plain_pair(context);
  char text[8];
  // [stream]
  std::future<std::size_t> sent = p.client.async_write(asio::buffer("text", 4), asio::use_future);
  auto read = p.server.async_read_some(asio::buffer(text), aval::deferred);
  std::size_t got = 0;
  std::move(read)([&](std::error_code ec, std::size_t n) { got = ec ? 0 : n; });
  // [stream]
  context.run();
  EXPECT_EQ(sent.get(), 4u);
  EXPECT_EQ(std::string(text, got), "text");
}

TEST_F(CompletionTokens, ThreadsOfAPoolMayAskThroughOneClient) {
  asio::io_context server_context;
  scripted_server server(server_context, echo_request);
  std::thread serving([&] { server_context.run(); });
  {
    asio::thread_pool pool(4);
    net::http_client client(pool.get_executor(), loopback::plain_options());
    std::atomic<int> answers = 0;
    for (int i = 0; i < 40; ++i) {
      asio::post(pool, [&] {  // started from whatever thread
        asio::co_spawn(pool, client.send(server.url(), question), [&](std::exception_ptr failure, net::http_response answer) {
          if (!failure && answer.body == "POST / text") ++answers;
        });
      });
    }
    pool.join();
    EXPECT_EQ(answers, 40);
  }
  asio::post(server_context, [&] { server_context.stop(); });
  serving.join();
}

}  // namespace
