// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/testing/scripted_stream.hpp"

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>

#include <string>
#include <vector>

#include "aval/testing/run.hpp"

namespace {

using aval::awaitable;
using aval::use_awaitable;
using namespace aval::testing;

struct Scripted : ::testing::Test {
  asio::io_context context;
  std::vector<std::string> reports;
  scripted_stream peer{context.get_executor(), [this](const std::string& what) { reports.push_back(what); }};
};

/** A protocol of lines, on any stream of Asio's. */
template <class Stream>
awaitable<std::string> ask(Stream stream, std::string question) {
  question += '\n';
  co_await asio::async_write(stream, asio::buffer(question), use_awaitable);
  std::string answer;
  const std::size_t n = co_await asio::async_read_until(stream, asio::dynamic_buffer(answer), '\n', use_awaitable);
  co_return answer.substr(0, n - 1);
}

awaitable<std::string> read_once(scripted_stream stream) {
  char to[64];
  const std::size_t n = co_await stream.async_read_some(asio::buffer(to), use_awaitable);
  co_return std::string(to, n);
}

awaitable<std::size_t> write_text(scripted_stream stream, std::string text) {
  co_return co_await stream.async_write(asio::buffer(text), use_awaitable);
}

TEST_F(Scripted, AConversationThatFollowsTheScriptLeavesNothingOver) {
  peer.expect("who\n").provide("aval\n").expect("why\n").provide("trust\n");
  EXPECT_EQ(run_ready(context, ask(peer, "who")), "aval");
  EXPECT_NE(peer.leftovers(), "");
  EXPECT_EQ(run_ready(context, ask(peer, "why")), "trust");
  EXPECT_EQ(peer.leftovers(), "");
  EXPECT_EQ(peer.written(), "who\nwhy\n");
  EXPECT_TRUE(reports.empty());
}

TEST_F(Scripted, PiecesOfOneByteGiveTheSameConversation) {
  peer.read_at_most(1).write_at_most(1).expect("who\n").provide("aval\n");
  EXPECT_EQ(run_ready(context, ask(peer, "who")), "aval");
  EXPECT_EQ(peer.leftovers(), "");
}

TEST_F(Scripted, AnAnswerCannotBeReadBeforeItsQuestionIsWritten) {
  peer.expect("question").provide("answer");
  EXPECT_THROW(run_ready(context, read_once(peer)), aval::error) << "stuck";
  peer.cancel();
  context.poll();
  std::error_code ec;
  char to[16];
  EXPECT_EQ(peer.read_now(to, sizeof to, ec), 0u);
  EXPECT_EQ(ec, asio::error::would_block);
  EXPECT_EQ(peer.write_now(asio::buffer("question", 8), ec), 8u);
  EXPECT_EQ(peer.read_now(to, sizeof to, ec), 6u);
}

TEST_F(Scripted, AReadThatWaitsIsWokenByTheWriteBeforeIt) {
  peer.expect("question").provide("answer");
  std::string got;
  asio::co_spawn(context, read_once(peer), [&](std::exception_ptr, std::string text) { got = std::move(text); });
  context.poll();
  EXPECT_EQ(got, "");
  EXPECT_EQ(run_ready(context, write_text(peer, "question")), 8u);
  context.poll();
  EXPECT_EQ(got, "answer");
}

TEST_F(Scripted, ADepartureIsReportedWithItsPlaceAndTheWriteFails) {
  peer.expect("GET / HTTP/1.1\r\n");
  EXPECT_EQ(code_of_run(context, [](scripted_stream s) -> awaitable<void> { co_await write_text(s, "GET /x HTTP"); }(peer)),
            asio::error::broken_pipe);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0], R"(scripted stream: byte 5 written: "x HTTP", but the script expects " HTTP/1.1\r\n")");
  peer.finish();
  EXPECT_EQ(reports.size(), 1u) << "the first departure explains the rest";
}

TEST_F(Scripted, MoreThanTheScriptExpectsIsReported) {
  peer.expect("a");
  EXPECT_EQ(code_of_run(context, [](scripted_stream s) -> awaitable<void> { co_await write_text(s, "ab"); }(peer)), asio::error::broken_pipe);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_NE(reports[0].find("expects no more"), std::string::npos) << reports[0];
}

TEST_F(Scripted, LeftoversAreReportedWhenTheLastCopyGoes) {
  {
    scripted_stream last(context.get_executor(), [this](const std::string& what) { reports.push_back(what); });
    last.expect("never").provide("nor this").fail_write(asio::error::broken_pipe);
    const scripted_stream copy = last;
    EXPECT_TRUE(reports.empty());
  }
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_NE(reports[0].find("never written: \"never\""), std::string::npos) << reports[0];
  EXPECT_NE(reports[0].find("never read: \"nor this\""), std::string::npos) << reports[0];
  EXPECT_NE(reports[0].find("failure never met"), std::string::npos) << reports[0];
}

TEST_F(Scripted, ScriptedErrorsComeOnceAndTheEndStays) {
  peer.provide("x").fail_read(asio::error::connection_reset).provide_end();
  EXPECT_EQ(run_ready(context, read_once(peer)), "x");
  const auto code = [&] { return code_of_run(context, [](scripted_stream s) -> awaitable<void> { co_await read_once(s); }(peer)); };
  EXPECT_EQ(code(), asio::error::connection_reset);
  EXPECT_EQ(code(), asio::error::eof);
  EXPECT_EQ(code(), asio::error::eof);
  EXPECT_EQ(peer.leftovers(), "");
}

TEST_F(Scripted, AWriteFailureComesAfterTheBytesBeforeIt) {
  peer.expect("abc").fail_write(asio::error::broken_pipe).expect("def");
  std::error_code ec;
  EXPECT_EQ(peer.write_now(asio::buffer("abcdef", 6), ec), 3u);
  EXPECT_FALSE(ec);
  EXPECT_EQ(peer.write_now(asio::buffer("def", 3), ec), 0u);
  EXPECT_EQ(ec, asio::error::broken_pipe);
  EXPECT_EQ(peer.write_now(asio::buffer("def", 3), ec), 3u);
  EXPECT_TRUE(reports.empty());
}

TEST_F(Scripted, AnythingMayBeWrittenWhereTheScriptSaysSo) {
  peer.expect("head:").expect_anything();
  EXPECT_EQ(run_ready(context, write_text(peer, "head:whatever")), 13u);
  EXPECT_EQ(peer.written(), "head:whatever");
  peer.finish();
  EXPECT_TRUE(reports.empty());
}

TEST_F(Scripted, WaitingForInputEndsWhenThereIsSomethingToRead) {
  bool ready = false;
  peer.async_wait_input([&](std::error_code ec) { ready = !ec; });
  context.restart();
  context.poll();
  EXPECT_FALSE(ready);
  peer.provide("now");
  context.restart();
  context.poll();
  EXPECT_TRUE(ready);
  char to[8];
  std::error_code ec;
  EXPECT_EQ(peer.read_now(to, sizeof to, ec), 3u);
}

TEST_F(Scripted, CancelEndsAReadWithoutLosingInput) {
  std::error_code ended;
  asio::cancellation_signal signal;
  char to[8];
  peer.async_read_some(asio::buffer(to), asio::bind_cancellation_slot(signal.slot(), [&](std::error_code ec, std::size_t) { ended = ec; }));
  signal.emit(asio::cancellation_type::partial);
  context.poll();
  EXPECT_EQ(ended, asio::error::operation_aborted);
  peer.provide("kept");
  EXPECT_EQ(run_ready(context, read_once(peer)), "kept");
}

TEST_F(Scripted, ClosedMeansClosed) {
  std::error_code ended;
  char to[8];
  peer.async_read_some(asio::buffer(to), [&](std::error_code ec, std::size_t) { ended = ec; });
  peer.close();
  context.poll();
  EXPECT_EQ(ended, asio::error::operation_aborted);
  EXPECT_EQ(code_of_run(context, [](scripted_stream s) -> awaitable<void> { co_await read_once(s); }(peer)), asio::error::bad_descriptor);
  EXPECT_EQ(code_of_run(context, [](scripted_stream s) -> awaitable<void> { co_await write_text(s, "x"); }(peer)), asio::error::bad_descriptor);
}

TEST_F(Scripted, TwoReadsAtOnceAreReported) {
  char to[8];
  peer.async_read_some(asio::buffer(to), [](std::error_code, std::size_t) {});
  std::error_code second;
  peer.async_read_some(asio::buffer(to), [&](std::error_code ec, std::size_t) { second = ec; });
  context.poll();
  EXPECT_EQ(second, asio::error::already_started);
  ASSERT_EQ(reports.size(), 1u);
  peer.close();
  context.poll();
}

TEST_F(Scripted, EveryStepCanFailAndTheErrorComesOut) {
  std::vector<std::string> unexpected;
  const std::size_t steps = fail_steps([&](const step_plan& plan) {
    asio::io_context own;
    scripted_stream stream(own.get_executor(), [&](const std::string& what) { unexpected.push_back(what); });
    stream.follow(plan).read_at_most(2).expect("who\n").provide("aval\n");
    const std::error_code ec = code_of_run(own, ask(stream, "who"), plan);
    EXPECT_EQ(ec, plan.reached() ? plan.error() : std::error_code{}) << "step " << plan.step();
  });
  EXPECT_EQ(steps, 4u);  // one write, three reads
  EXPECT_TRUE(unexpected.empty()) << unexpected[0];
}

TEST_F(Scripted, EveryStepCanBeCancelled) {
  const std::size_t steps = cancel_steps([&](const step_plan& plan) {
    asio::io_context own;
    scripted_stream stream(own.get_executor(), [](const std::string& what) { ADD_FAILURE() << what; });
    stream.follow(plan).read_at_most(2).expect("who\n").provide("aval\n");
    const std::error_code ec = code_of_run(own, ask(stream, "who"), plan);
    EXPECT_EQ(ec, plan.reached() ? std::error_code(asio::error::operation_aborted) : std::error_code{}) << "step " << plan.step();
  });
  EXPECT_EQ(steps, 4u);
}

TEST_F(Scripted, AnOperationThatIgnoresCancellationGoesOnAsScripted) {
  const std::size_t steps = cancel_steps([&](const step_plan& plan) {
    asio::io_context own;
    scripted_stream stream(own.get_executor(), [](const std::string& what) { ADD_FAILURE() << what; });
    stream.follow(plan).expect("who\n").provide("aval\n");
    EXPECT_EQ(run_ready(own, ask(stream, "who")), "aval") << "step " << plan.step();  // no slot is bound
    EXPECT_EQ(stream.leftovers(), "");
  });
  EXPECT_EQ(steps, 2u);
}

}  // namespace
