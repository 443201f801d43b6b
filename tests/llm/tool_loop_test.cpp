// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/llm/tool_loop.hpp"

#include <gtest/gtest.h>

#include <asio/thread_pool.hpp>
#include <atomic>
#include <future>

#include "actions/fake_authority.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/llm/scripted_model.hpp"
#include "aval/testing/run.hpp"

// A scripted model and tools that behave in every way: what the model gets to hear, and what is left when a run ends.

namespace {

namespace llm = aval::llm;
namespace actions = aval::actions;
using namespace std::chrono_literals;
using loop_type = llm::tool_loop<llm::scripted_model>;

struct place {
  std::string name = {};
};
std::string get_weather(place p) { return "clear over " + p.name; }
std::string breaks(place) { throw std::runtime_error("disk /dev/sda is gone"); }
std::string much(place p) { return std::string(std::stoul(p.name), 'x'); }

struct counters {
  std::atomic<int> running = 0, most = 0, begun = 0, ended = 0;
};
struct presence {  // of one tool call
  explicit presence(std::shared_ptr<counters> c) : all(std::move(c)) {
    ++all->begun;
    const int now = ++all->running;
    for (int seen = all->most; seen < now && !all->most.compare_exchange_weak(seen, now);) {}
  }
  presence(const presence&) = delete;
  ~presence() { --all->running, ++all->ended; }
  std::shared_ptr<counters> all;
};
aval::awaitable<std::string> linger(std::shared_ptr<counters> all, std::chrono::milliseconds time, bool deaf) {
  const presence here(std::move(all));
  asio::steady_timer timer(co_await aval::this_coro::executor, time);
  if (deaf) {  // cleans up although it is cancelled
    co_await aval::this_coro::throw_if_cancelled(false);
    co_await timer.async_wait(aval::as_result);
    asio::steady_timer more(co_await aval::this_coro::executor, 5ms);
    co_await aval::this_coro::reset_cancellation_state();
    co_await more.async_wait(aval::use_awaitable);
  } else {
    co_await timer.async_wait(aval::use_awaitable);
  }
  co_return "lingered";
}
actions::tool lingering(std::string name, std::shared_ptr<counters> all, std::chrono::milliseconds time, bool deaf = false) {
  return actions::make_tool([all, time, deaf](place) { return linger(all, time, deaf); }, {.name = std::move(name)});
}
const auto weather = [] { return actions::make_tool<&get_weather>({.description = "The weather."}); };

std::vector<llm::function_call> calls(std::vector<std::pair<std::string, std::string>> wanted) {
  std::vector<llm::function_call> out;
  for (auto& [name, arguments] : wanted) out.push_back({name, arguments});
  return out;
}
const std::string lima = R"({"name":"Lima"})";

struct ended {
  llm::loop_result result;
  std::error_code code;
};
ended run_loop(llm::scripted_model model, std::vector<actions::tool> tools, llm::tool_loop_options options = {}) {
  asio::io_context context;
  ended out;
  try {
    out.result = aval::testing::run(context, loop_type(model, std::move(tools), std::move(options)).run("How is it in Lima?"));
  } catch (const std::system_error& e) {
    out.code = e.code();
  }
  return out;
}
/** What the model was told about its call number i of the first round. */
std::string told(const llm::scripted_model& model, std::size_t i = 0) {
  const auto asked = model.requests();
  return asked.size() < 2 ? "nothing" : llm::text_of(asked[1].messages.at(2 + i));
}

TEST(tool_loop, runs_the_tools_that_the_model_wants_and_gives_their_answers_back) {
  llm::scripted_model model;
  model.calls("get_weather", lima).says("It is clear.");
  llm::tool_loop_options options;
  options.request.model = "m";
  options.request.temperature = 0.1;
  const auto out = run_loop(model, {weather()}, options);
  EXPECT_EQ(out.result.text, "It is clear.");
  EXPECT_EQ(out.result.finish_reason, "stop");
  EXPECT_EQ(out.result.rounds, 2u);
  EXPECT_EQ(out.result.calls, 1u);
  ASSERT_EQ(out.result.messages.size(), 4u);
  EXPECT_EQ(out.result.messages[2].role, llm::role::tool);
  EXPECT_EQ(out.result.messages[2].tool_call_id, out.result.messages[1].tool_calls->at(0).id);
  const auto asked = model.requests();
  EXPECT_EQ(asked[0].model, "m");
  EXPECT_EQ(asked[0].temperature, 0.1);
  EXPECT_EQ(asked[0].tools->at(0).function.name, "get_weather");
  EXPECT_EQ(asked[0].tools->at(0).function.description, "The weather.");
  EXPECT_EQ(asked[1].messages.size(), 3u);
  EXPECT_EQ(told(model), "clear over Lima");
}

TEST(tool_loop, instructions_stand_in_front_of_every_question_and_not_in_the_result) {
  llm::scripted_model model;
  model.calls("get_weather", lima).says("ok");
  llm::tool_loop_options options;
  options.instructions = "be short";
  const auto out = run_loop(model, {weather()}, options);
  for (const auto& q : model.requests()) EXPECT_EQ(llm::text_of(q.messages.at(0)), "be short");
  EXPECT_EQ(out.result.messages.at(0).role, llm::role::user);
}

TEST(tool_loop, what_goes_wrong_with_a_tool_is_the_models_answer) {
  const struct {
    const char *name, *arguments, *answer;
  } rows[] = {
      {"get_weather", "{}", R"({"error":"bad_arguments","message":"The arguments of get_weather were not accepted)"},
      {"get_weather", "{\"name\":", "bad_arguments"},
      {"rm_rf", "{}", "There is no tool called rm_rf. There are: get_weather breaks"},
      {"breaks", lima.c_str(), R"({"error":"failed","message":"disk /dev/sda is gone"})"},
  };
  for (const auto& row : rows) {
    llm::scripted_model model;
    model.calls(row.name, row.arguments).says("sorry");
    EXPECT_EQ(run_loop(model, {weather(), actions::make_tool<&breaks>({})}).result.text, "sorry") << row.name;
    EXPECT_NE(told(model).find(row.answer), std::string::npos) << told(model);
  }
  llm::scripted_model model;
  model.calls("breaks", lima).says("sorry");
  llm::tool_loop_options discreet;
  discreet.send_error_text = false;
  run_loop(model, {actions::make_tool<&breaks>({})}, discreet);
  EXPECT_EQ(told(model), R"({"error":"failed","message":"The tool failed."})");
}

TEST(tool_loop, a_refusal_is_the_models_answer_and_the_tool_does_not_run) {
  fake_agent agent;
  agent->answer = fake_agent::answer::denied;
  const auto all = std::make_shared<counters>();
  const auto guarded = [all](place) { return linger(all, 0ms, false); } | aval::track_action(agent, {.action = "erase"}) | actions::as_tool({.name = "erase"});
  llm::scripted_model model;
  model.calls("erase", lima).says("I may not.");
  EXPECT_EQ(run_loop(model, {guarded}).result.text, "I may not.");
  EXPECT_TRUE(told(model).starts_with(R"({"error":"refused","message":"denied)")) << told(model);
  EXPECT_EQ(all->begun, 0);
}

TEST(tool_loop, calls_overlap_up_to_the_limit_and_are_answered_in_their_order) {
  for (const unsigned at_once : {1u, 2u, 8u}) {
    const auto all = std::make_shared<counters>();
    llm::scripted_model model;
    model.calls(calls({{"slow", lima}, {"quick", lima}, {"get_weather", lima}, {"slow", lima}, {"quick", lima}})).says("done");
    llm::tool_loop_options options;
    options.at_once = at_once;
    const auto out = run_loop(model, {lingering("slow", all, 20ms), lingering("quick", all, 1ms), weather()}, options);
    EXPECT_EQ(out.result.calls, 5u);
    EXPECT_EQ(all->ended, 4);
    EXPECT_LE(all->most, static_cast<int>(at_once));
    if (at_once == 8) {
      EXPECT_EQ(all->most, 4) << "nothing overlapped";
    }
    EXPECT_EQ(told(model, 2), "clear over Lima");
    const auto asked = model.requests();
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(asked[1].messages.at(2 + i).tool_call_id, asked[1].messages.at(1).tool_calls->at(i).id);
  }
}

TEST(tool_loop, a_model_that_never_ends_is_stopped_by_the_limits) {
  llm::scripted_model model;
  for (int i = 0; i < 9; ++i) model.calls("get_weather", lima);
  llm::tool_loop_options options;
  options.max_rounds = 3;
  EXPECT_EQ(run_loop(model, {weather()}, options).code, llm::errc::too_many_rounds);
  EXPECT_EQ(model.requests().size(), 3u);
  const auto all = std::make_shared<counters>();
  llm::scripted_model flood;
  flood.calls(calls({{"t", lima}, {"t", lima}})).calls(calls({{"t", lima}, {"t", lima}}));
  options.max_calls = 3;
  EXPECT_EQ(run_loop(flood, {lingering("t", all, 0ms)}, options).code, llm::errc::too_many_calls);
  EXPECT_EQ(all->begun, 2) << "of a flood none is run";
  llm::scripted_model talker;
  talker.calls("much", R"({"name":"900"})").calls("much", R"({"name":"900"})").says("done");
  options.max_conversation = 1500;
  EXPECT_EQ(run_loop(talker, {actions::make_tool<&much>({})}, options).code, llm::errc::conversation_too_large);
}

TEST(tool_loop, a_long_answer_of_a_tool_is_cut_and_the_model_is_told) {
  llm::scripted_model model;
  model.calls("much", R"({"name":"1000"})").says("ok");
  llm::tool_loop_options options;
  options.max_answer = 10;
  run_loop(model, {actions::make_tool<&much>({})}, options);
  EXPECT_EQ(told(model), "xxxxxxxxxx\n[cut: 10 of 1000 bytes]");
  std::string text = "123456789\xC3\xA9";
  llm::detail::cut(text, 10);
  EXPECT_TRUE(text.starts_with("123456789\n")) << "never in the middle of a character";
}

TEST(tool_loop, a_tool_that_takes_too_long_is_cancelled_and_the_model_is_told) {
  const auto all = std::make_shared<counters>();
  llm::scripted_model model;
  model.calls(calls({{"hangs", lima}, {"get_weather", lima}})).says("later");
  llm::tool_loop_options options;
  options.tool_time = 10ms;
  EXPECT_EQ(run_loop(model, {lingering("hangs", all, 1h), weather()}, options).result.text, "later");
  EXPECT_EQ(told(model), R"({"error":"timed_out","message":"The tool did not end in time."})");
  EXPECT_EQ(told(model, 1), "clear over Lima");
  EXPECT_EQ(all->running, 0);
}

TEST(tool_loop, ends_when_its_time_is_over_whoever_hangs) {
  llm::tool_loop_options options;
  options.max_time = 20ms;
  const auto all = std::make_shared<counters>();
  llm::scripted_model model, silent;
  model.calls("hangs", lima).says("too late");
  EXPECT_EQ(run_loop(model, {lingering("hangs", all, 1h)}, options).code, aval::condition::timed_out);
  EXPECT_EQ(all->running, 0);
  silent.hangs();
  EXPECT_EQ(run_loop(silent, {}, options).code, aval::condition::timed_out);
}

TEST(tool_loop, a_cancellation_in_the_middle_leaves_nothing_running) {
  for (const bool deaf : {false, true}) {
    asio::io_context context;
    const auto all = std::make_shared<counters>();
    llm::scripted_model model;
    model.calls(calls({{"hangs", lima}, {"hangs", lima}, {"hangs", lima}})).says("never");
    asio::cancellation_signal stop;
    std::error_code code;
    bool over = false;
    {
      llm::tool_loop_options options;
      options.at_once = 2;
      loop_type loop(model, {lingering("hangs", all, 1h, deaf)}, options);
      asio::co_spawn(context, loop.run("go"), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, llm::loop_result) {
                       code = aval::code_of(e);
                       over = true;
                       EXPECT_EQ(all->running, 0) << "the run has ended before its tools";
                     }));
    }
    while (all->begun < 2) context.run_one();
    stop.emit(asio::cancellation_type::terminal);
    while (!over) context.run_one();
    EXPECT_EQ(code, aval::condition::cancelled);
    EXPECT_EQ(all->ended, 2) << "the third has not begun";
    EXPECT_EQ(model.left(), 1u) << "nobody is asked after a cancellation";
  }
}

TEST(tool_loop, a_cancellation_reaches_the_model) {
  asio::io_context context;
  llm::scripted_model model;
  model.hangs();
  asio::cancellation_signal stop;
  std::error_code code;
  loop_type loop(model, {});
  asio::co_spawn(context, loop.run("go"), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e, llm::loop_result) { code = aval::code_of(e); }));
  while (model.requests().empty()) context.run_one();
  stop.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(code, aval::condition::cancelled);
}

TEST(tool_loop, listeners_hear_the_model_and_see_the_tools) {
  llm::scripted_model model;
  model.calls("get_weather", lima).says("It is clear over Lima.");
  std::vector<std::string> events;
  std::string heard;
  llm::tool_loop_options options;
  options.heard = llm::listener([&](const llm::delta& d) { heard += d.content.value_or(""); });
  options.on_tool = [&](const llm::tool_event& e) { events.push_back((e.ended ? "ended " : "begun ") + std::string(e.name) + " " + std::string(e.answer)); };
  run_loop(model, {weather()}, options);
  EXPECT_EQ(heard, "It is clear over Lima.");
  EXPECT_EQ(events, (std::vector<std::string>{"begun get_weather ", "ended get_weather clear over Lima"}));
}

TEST(tool_loop, errors_of_the_model_are_the_callers) {
  llm::scripted_model model;
  model.fails(llm::errc::rate_limited);
  EXPECT_EQ(run_loop(model, {weather()}).code, aval::condition::refused);
  EXPECT_THROW(loop_type(model, {weather(), weather()}), aval::error) << "two tools of one name";
}

TEST(tool_loop, runs_on_four_threads_share_nothing) {
  asio::thread_pool pool(4);
  const auto all = std::make_shared<counters>();
  std::vector<std::future<llm::loop_result>> runs;
  for (int i = 0; i < 16; ++i) {
    llm::scripted_model model;
    model.calls(calls({{"t", lima}, {"get_weather", lima}, {"t", lima}, {"t", lima}})).says("done");
    llm::tool_loop_options options;
    options.tool_time = 10s;
    loop_type loop(model, {lingering("t", all, 1ms), weather()}, options);
    auto result = std::make_shared<std::promise<llm::loop_result>>();
    runs.push_back(result->get_future());
    asio::co_spawn(pool, loop.run("go"), [result](std::exception_ptr e, llm::loop_result r) {
      if (e) result->set_exception(e);
      else result->set_value(std::move(r));
    });
  }
  for (auto& r : runs) EXPECT_EQ(r.get().calls, 4u);
  pool.join();
  EXPECT_EQ(all->ended, 48);
}

TEST(any_model, asks_the_model_in_it_and_hands_over_listener_and_deadline) {
  asio::io_context context;
  llm::scripted_model script;
  script.says("a long answer").hangs();
  EXPECT_FALSE(llm::any_model());
  const llm::any_model first(script), model = first;
  ASSERT_TRUE(model);
  llm::chat_request question;
  question.messages = {llm::user_message("hi")};
  std::string heard;
  const auto answer = aval::testing::run(context, model.complete(question, llm::listener([&heard](llm::delta d) { heard += d.content.value_or(""); })));
  EXPECT_EQ(llm::text_of(answer.choices.at(0).message), "a long answer");
  EXPECT_EQ(heard, "a long answer");
  EXPECT_EQ(llm::text_of(script.requests().at(0).messages.at(0)), "hi");
  EXPECT_THROW(aval::testing::run(context, model.complete(question, {}, aval::deadline::after(1ms))), aval::error) << "it hangs until the deadline";
}

}  // namespace
