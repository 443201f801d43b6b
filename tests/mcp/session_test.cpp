// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/mcp/session.hpp"

#include <gtest/gtest.h>

#include "actions/fake_authority.hpp"
#include "aval/mcp/guarded_tools.hpp"
#include "aval/mcp/server.hpp"
#include "mcp/memory_link.hpp"

// Two ends of a session joined in memory, and a server with a client of the test's own.

namespace session_test {
namespace {

namespace mcp = aval::mcp;
namespace json = aval::json;
namespace actions = aval::actions;
using namespace std::chrono_literals;
using aval::awaitable;

struct both : memory_link {
  explicit both(mcp::peer_options options = {}) {
    near = std::make_shared<mcp::peer>(context.get_executor(), near_out, options);
    far = std::make_shared<mcp::peer>(context.get_executor(), far_out, options);
    join(near, far);
  }
  ~both() { near->close(), far->close(), settle(); }
  std::string ask(std::string method, json::raw params = {}) { return std::string(aval::testing::run_ready(context, near->request(std::move(method), std::move(params))).text()); }
  std::shared_ptr<mcp::peer> near, far;
};

/** Spawns, and gives the error_code with which it will have ended. */
std::shared_ptr<std::optional<std::error_code>> start(asio::io_context& context, awaitable<json::raw> operation, asio::cancellation_slot slot = {}) {
  auto code = std::make_shared<std::optional<std::error_code>>();
  asio::co_spawn(context, std::move(operation), asio::bind_cancellation_slot(slot, [code](const std::exception_ptr& e, const json::raw&) { *code = aval::code_of(e); }));
  return code;
}

/** Handlers that wait until the test lets them go. */
struct waiting_handlers {
  explicit waiting_handlers(asio::io_context& context) : gate(context) { gate.expires_at(std::chrono::steady_clock::time_point::max()); }
  asio::steady_timer gate;
  int begun = 0, cancelled = 0;
  static awaitable<json::raw> wait(waiting_handlers* self) {
    ++self->begun;
    const auto state = co_await aval::this_coro::cancellation_state;
    co_await self->gate.async_wait(aval::as_result);
    if (state.cancelled() != asio::cancellation_type::none) ++self->cancelled;
    co_return json::raw("{}");
  }
  auto handler() {
    return [this](mcp::request_context, const std::string&, const json::raw&) { return wait(this); };
  }
};

TEST(mcp_peer, a_request_is_answered_and_may_ask_back) {
  both b;
  const auto asks_back = [](mcp::request_context context, std::string method, json::raw params) -> awaitable<json::raw> {
    const json::value about = json::object({{"thing", 5}});
    if (method == "fails") throw mcp::rpc_error(-32602, "no such thing", about);
    if (method == "breaks") throw std::runtime_error("secret path /etc/x");
    if (method != "outer") co_return json::raw("{\"method\":\"" + method + "\"}");
    const json::raw inner = co_await context.request("inner", params);
    co_return inner;
  };
  b.far->on_request(asks_back);
  b.near->on_request(asks_back);
  EXPECT_EQ(b.ask("outer", json::raw(R"({"x":1})")), R"({"method":"inner"})");
  EXPECT_EQ(b.far_out->sent.at(0), R"({"jsonrpc":"2.0","id":1,"method":"inner","params":{"x":1}})");
  EXPECT_EQ(b.ask("ping"), "{}");
  try {
    b.ask("fails");
    FAIL();
  } catch (const mcp::rpc_error& e) {
    EXPECT_EQ(e.code(), mcp::errc::error_answer);
    EXPECT_EQ(e.code(), aval::condition::refused);
    EXPECT_EQ(e.code_number(), -32602);
    EXPECT_EQ(e.context(), "fails");
    EXPECT_EQ(e.peer_text(), "no such thing");
    EXPECT_EQ((*e.failure().data)["thing"].as_int64(), 5);
  }
  try {
    b.ask("breaks");
    FAIL();
  } catch (const mcp::rpc_error& e) {
    EXPECT_EQ(e.peer_text(), "internal error");  // nothing of the exception
  }
  EXPECT_EQ(b.near->requests_waiting(), 0U);
  EXPECT_EQ(b.far->handlers_running(), 0U);
}

TEST(mcp_peer, progress_is_heard_while_it_grows) {
  both b;
  b.far->on_request([](mcp::request_context context, std::string, json::raw) -> awaitable<json::raw> {
    co_await context.progress(1, 3, "one");
    co_await context.progress(1, 3, "one again");
    co_await context.progress(2.5, 3);
    co_return json::raw();
  });
  std::vector<std::string> heard;
  mcp::request_options options;
  options.on_progress = [&](const mcp::progress_params& p) { heard.push_back(std::to_string(p.progress) + "/" + std::to_string(p.total.value_or(0)) + p.message.value_or("")); };
  aval::testing::run_ready(b.context, b.near->request("work", json::raw(R"({"_meta":{"k":1},"a":2})"), options));
  EXPECT_EQ(heard, (std::vector<std::string>{"1.000000/3.000000one", "2.500000/3.000000"}));
  EXPECT_NE(b.near_out->sent.at(0).find(R"("_meta":{"k":1,"progressToken":1})"), std::string::npos) << b.near_out->sent.at(0);
  b.ask("work");  // did not ask for progress
  EXPECT_FALSE(b.near_out->sent.at(1).find("progressToken") != std::string::npos);
  EXPECT_EQ(b.far_out->sent.size(), 4U);
}

TEST(mcp_peer, a_cancelled_request_cancels_the_handler_and_is_not_answered) {
  both b;
  waiting_handlers handlers(b.context);
  b.far->on_request(handlers.handler());
  asio::cancellation_signal stop;
  const auto code = start(b.context, b.near->request("slow", {}), stop.slot());
  b.settle();
  ASSERT_EQ(handlers.begun, 1);
  stop.emit(asio::cancellation_type::terminal);
  b.settle();
  EXPECT_EQ(*code, aval::condition::cancelled);
  EXPECT_EQ(handlers.cancelled, 1);
  EXPECT_TRUE(b.near_out->has(R"("method":"notifications/cancelled","params":{"requestId":1,"reason":"cancelled"})"));
  EXPECT_TRUE(b.far_out->sent.empty());
  EXPECT_EQ(b.far->handlers_running(), 0U);
  EXPECT_EQ(b.ask("ping"), "{}");  // the session goes on
}

TEST(mcp_peer, a_request_without_an_answer_times_out_and_the_peer_is_told) {
  both b;
  waiting_handlers handlers(b.context);
  b.far->on_request(handlers.handler());
  mcp::request_options hurried;
  hurried.timeout = 1ms;
  try {
    aval::testing::run(b.context, b.near->request("slow", {}, hurried));
    FAIL();
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), aval::condition::timed_out);
    EXPECT_EQ(e.context(), "slow");
  }
  b.settle();
  EXPECT_EQ(handlers.cancelled, 1);
  EXPECT_EQ(b.near->requests_waiting(), 0U);
  b.near->receive_text(R"({"jsonrpc":"2.0","id":1,"result":{}})");  // late: dropped
  EXPECT_EQ(b.ask("ping"), "{}");
}

TEST(mcp_peer, the_end_of_the_session_fails_what_waits_and_stops_what_runs) {
  both b;
  waiting_handlers handlers(b.context);
  b.near->on_request(handlers.handler());
  b.far->on_request(handlers.handler());
  const auto ours = start(b.context, b.near->request("slow", {}));
  const auto theirs = start(b.context, b.far->request("slow", {}));
  b.settle();
  ASSERT_EQ(handlers.begun, 2);
  b.near->close();
  b.settle();
  EXPECT_EQ(*ours, mcp::errc::closed);
  EXPECT_EQ(*ours, aval::condition::unreachable);
  EXPECT_EQ(handlers.cancelled, 1);
  EXPECT_FALSE(theirs->has_value());
  EXPECT_EQ(b.near_out->closes, 1);
  EXPECT_EQ(*start(b.context, b.near->request("slow", {})), std::nullopt);
  b.settle();
  EXPECT_EQ(aval::testing::code_of_run(b.context, b.near->request("more", {})), mcp::errc::closed);
}

TEST(mcp_peer, what_can_not_be_sent_fails_its_request_at_once) {
  both b;
  b.near_out->fails = std::make_error_code(std::errc::broken_pipe);
  EXPECT_EQ(aval::testing::code_of_run(b.context, b.near->request("x", {})), std::make_error_code(std::errc::broken_pipe));
  EXPECT_EQ(b.near->requests_waiting(), 0U);
}

TEST(mcp_peer, attack_more_requests_than_the_limits_are_refused) {
  mcp::peer_options options;
  options.max_requests = 3;
  options.max_handlers = 2;
  both b(options);
  waiting_handlers handlers(b.context);
  b.far->on_request(handlers.handler());
  std::vector<std::shared_ptr<std::optional<std::error_code>>> codes;
  for (int i = 0; i < 4; ++i) codes.push_back(start(b.context, b.near->request("slow", {}))), b.settle();
  EXPECT_EQ(handlers.begun, 2);
  EXPECT_EQ(*codes[2], mcp::errc::error_answer);  // the third was refused by the peer, so the fourth could be sent
  EXPECT_EQ(*codes[3], mcp::errc::error_answer);
  b.near_out->to = nullptr;
  for (int i = 0; i < 2; ++i) codes.push_back(start(b.context, b.near->request("slow", {}))), b.settle();
  EXPECT_FALSE(codes[4]->has_value());
  EXPECT_EQ(*codes[5], mcp::errc::too_many_requests);
}

TEST(mcp_peer, attack_answers_to_nothing_and_twice_the_same_id) {
  both b;
  waiting_handlers handlers(b.context);
  b.far->on_request(handlers.handler());
  b.far->receive_text(R"({"jsonrpc":"2.0","id":99,"result":{}})");
  b.far->receive_text(R"({"jsonrpc":"2.0","id":"1","error":{"code":1,"message":"\u001b[31m"}})");
  b.far->receive_text(R"({"jsonrpc":"2.0","error":{"code":1,"message":"x"}})");
  b.far->receive_text(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}})");
  b.far->receive_text(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":7})");
  b.far->receive_text(R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":5,"progress":1}})");
  b.far_out->to = nullptr;
  b.settle();
  ASSERT_EQ(b.far_out->sent.size(), 1U);  // only the notification with bad parameters is an error
  b.far->receive_text(R"({"jsonrpc":"2.0","id":1,"method":"slow"})");
  b.far->receive_text(R"({"jsonrpc":"2.0","id":1,"method":"slow"})");
  b.settle();
  EXPECT_EQ(handlers.begun, 1);
  EXPECT_TRUE(b.far_out->has(R"("id":1,"error":{"code":-32600)"));
}

TEST(mcp_peer, attack_text_that_is_no_message_is_answered_and_fails_only_its_own_request) {
  both b;
  b.near_out->to = nullptr;
  b.far_out->to = nullptr;
  const auto first = start(b.context, b.near->request("a", {})), second = start(b.context, b.near->request("b", {}));
  b.settle();
  b.near->receive_text("{nonsense");
  b.near->receive_text(R"([{"jsonrpc":"2.0","id":2,"result":{}}])");
  b.near->receive_text(R"({"jsonrpc":"2.0","id":2,"result":[]})");
  b.settle();
  EXPECT_TRUE(b.near_out->has(R"("error":{"code":-32700)"));
  EXPECT_FALSE(first->has_value());
  EXPECT_EQ(*second, mcp::errc::bad_message);
}

// ---- a server ----------------------------------------------------------------------------------------------------------------------

struct sum {
  int a = 0;
  int b = 0;
};
struct total {
  int value = 0;
};
total add_up(sum s) {
  if (s.a < 0) throw std::runtime_error("negative");
  return {s.a + s.b};
}

/** A client that says what the test wants, to a server with one of each. */
struct served : memory_link {
  explicit served(mcp::server_options options = {}) : server(std::move(options)) {
    client = std::make_shared<mcp::peer>(context.get_executor(), near_out, mcp::peer_options{});
    client->on_notification([this](std::string method, json::raw params) { told.push_back(method + " " + std::string(params.text())); });
  }
  ~served() {
    client->close();
    if (session) session->close();
    settle();
  }
  std::string begin(std::string capabilities = "{}", std::string revision = "2025-11-25") {
    session = server.open(context.get_executor(), far_out);
    join(client, session);
    const std::string answer = ask("initialize", R"({"protocolVersion":")" + revision + R"(","capabilities":)" + capabilities + R"(,"clientInfo":{"name":"test","version":"1"}})");
    aval::testing::run_ready(context, client->notify("notifications/initialized", {}));
    return answer;
  }
  std::string ask(std::string method, std::string params = "{}") {
    try {
      return std::string(aval::testing::run(context, client->request(std::move(method), json::raw(std::move(params)))).text());
    } catch (const mcp::rpc_error& e) {
      return std::to_string(e.code_number()) + " " + e.failure().message;
    }
  }
  mcp::server server;
  std::shared_ptr<mcp::peer> client;
  std::shared_ptr<mcp::server_session> session;
  std::vector<std::string> told;
};

TEST(mcp_server, says_what_it_has_and_in_which_revision) {
  mcp::server_options options;
  options.name = "sums";
  options.version = "2.1";
  options.instructions = "Adds.";
  served s(options);
  s.server.add(actions::make_tool<&add_up>({.description = "Adds two numbers."}));
  EXPECT_EQ(s.begin(), R"({"protocolVersion":"2025-11-25","capabilities":{"logging":{},"tools":{"listChanged":true}},"serverInfo":{"name":"sums","version":"2.1"},"instructions":"Adds."})");
  EXPECT_EQ(s.session->client().name, "test");
  for (const auto& [asked, given] : {std::pair("2025-06-18", "2025-06-18"), std::pair("2025-03-26", "2025-03-26"), std::pair("2024-11-05", "2025-11-25"), std::pair("nonsense", "2025-11-25")}) {
    served other;
    EXPECT_EQ(json::parse(other.begin("{}", asked))->find("protocolVersion")->as_string(), given);
    EXPECT_EQ(other.session->revision(), given);
  }
}

TEST(mcp_server, nothing_is_answered_before_initialize_but_ping) {
  served s;
  s.session = s.server.open(s.context.get_executor(), s.far_out);
  s.join(s.client, s.session);
  EXPECT_EQ(s.ask("tools/list").substr(0, 6), "-32600");
  EXPECT_EQ(s.ask("ping"), "{}");
  EXPECT_EQ(s.ask("initialize", R"({"protocolVersion":5})").substr(0, 6), "-32602");
  EXPECT_FALSE(s.session->initialized());
  s.begin();
  EXPECT_EQ(s.ask("initialize", R"({"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}})").substr(0, 6), "-32600");
  EXPECT_EQ(s.ask("no/such"), "-32601 there is no method no/such");
}

TEST(mcp_server, tools_are_listed_and_called) {
  served s;
  mcp::tool_details details;
  details.output_schema = json::schema<total>({.dialect = false});
  s.server.add(actions::make_tool<&add_up>({.description = "Adds two numbers."}), details);
  s.begin();
  const auto listed = json::parse(s.ask("tools/list"));
  const json::value& tool = (*listed)["tools"][0];
  EXPECT_EQ(tool["name"].as_string(), "add_up");
  EXPECT_EQ(tool["description"].as_string(), "Adds two numbers.");
  EXPECT_EQ(tool["inputSchema"]["type"].as_string(), "object");
  EXPECT_EQ(tool["inputSchema"]["properties"]["a"]["type"].as_string(), "integer");
  EXPECT_EQ(s.ask("tools/call", R"({"name":"add_up","arguments":{"a":2,"b":3}})"), R"({"content":[{"type":"text","text":"{\"value\":5}"}],"structuredContent":{"value":5}})");
  // what the model did wrong, and what went wrong, are the model's to know
  const std::string wrong = s.ask("tools/call", R"({"name":"add_up","arguments":{"a":"two"}})");
  EXPECT_NE(wrong.find("\"isError\":true"), std::string::npos);
  EXPECT_NE(wrong.find("were not accepted"), std::string::npos);
  EXPECT_NE(s.ask("tools/call", R"({"name":"add_up","arguments":{"a":-1,"b":0}})").find(R"(The tool failed: negative"}],"isError":true)"), std::string::npos);
  EXPECT_EQ(s.ask("tools/call", R"({"name":"nobody"})"), "-32602 Unknown tool: nobody");
  EXPECT_EQ(s.ask("tools/call", R"({"name":"add_up","arguments":[1]})").substr(0, 6), "-32602");
  EXPECT_EQ(s.ask("tools/call", R"({})").substr(0, 6), "-32602");
  EXPECT_THROW(s.server.add(actions::make_tool<&add_up>({})), aval::error);
}

TEST(mcp_server, lists_come_in_parts_and_changes_are_told) {
  mcp::server_options options;
  options.page = 2;
  served s(options);
  const auto nothing = [](mcp::call_context, json::value) -> awaitable<mcp::tool_result> { co_return mcp::text_result(""); };
  for (const char* name : {"a", "b", "c"}) {
    mcp::tool_description d;
    d.name = name;
    s.server.add(d, nothing);
  }
  s.begin();
  EXPECT_EQ(s.ask("tools/list"), R"({"tools":[{"name":"a","inputSchema":{"type":"object"}},{"name":"b","inputSchema":{"type":"object"}}],"nextCursor":"2"})");
  EXPECT_EQ(s.ask("tools/list", R"({"cursor":"2"})"), R"({"tools":[{"name":"c","inputSchema":{"type":"object"}}]})");
  EXPECT_EQ(s.ask("tools/list", R"({"cursor":"x"})"), "-32602 no such cursor");
  EXPECT_TRUE(s.server.remove_tool("c"));
  EXPECT_FALSE(s.server.remove_tool("c"));
  s.settle();
  EXPECT_EQ(s.told, (std::vector<std::string>{"notifications/tools/list_changed null"}));
}

TEST(mcp_server, prompts_resources_templates_and_completions) {
  served s;
  mcp::prompt_description greeting;
  greeting.name = "greet";
  mcp::prompt_argument who;
  who.name = "who";
  who.required = true;
  greeting.arguments.emplace(1, who);
  s.server.add(greeting, [](mcp::call_context, std::map<std::string, std::string> arguments) -> awaitable<mcp::prompt_result> {
    mcp::prompt_result out;
    mcp::prompt_message m;
    m.content = mcp::text_content("Hello " + arguments["who"]);
    out.messages.push_back(m);
    co_return out;
  });
  const auto read = [](mcp::call_context, std::string uri) -> awaitable<std::vector<mcp::resource_contents>> {
    mcp::resource_contents c;
    c.uri = uri;
    c.text = "plain";
    co_return std::vector<mcp::resource_contents>(1, c);
  };
  mcp::resource_description plain;
  plain.uri = "test://plain";
  plain.name = "plain";
  s.server.add(plain, read);
  mcp::resource_template_description form;
  form.uri_template = "test://item/{id}";
  form.name = "item";
  s.server.add(form, [](mcp::call_context, std::string uri, std::map<std::string, std::string> variables) -> awaitable<std::vector<mcp::resource_contents>> {
    mcp::resource_contents c;
    c.uri = uri;
    c.text = "item " + variables["id"];
    co_return std::vector<mcp::resource_contents>(1, c);
  });
  s.server.on_complete([](mcp::call_context, mcp::complete_params p) -> awaitable<mcp::completion> {
    mcp::completion out;
    for (int i = 0; i < 150; ++i) out.values.push_back(p.argument.value + std::to_string(i));
    co_return out;
  });
  EXPECT_NE(s.begin().find(R"("completions":{},"prompts":{"listChanged":true},"resources":{"subscribe":true,"listChanged":true})"), std::string::npos);
  EXPECT_EQ(s.ask("prompts/get", R"({"name":"greet","arguments":{"who":"Ana"}})"), R"({"messages":[{"role":"user","content":{"type":"text","text":"Hello Ana"}}]})");
  EXPECT_EQ(s.ask("prompts/get", R"({"name":"greet"})"), "-32602 Missing argument: who");
  EXPECT_EQ(s.ask("prompts/list"), R"({"prompts":[{"name":"greet","arguments":[{"name":"who","required":true}]}]})");
  EXPECT_EQ(s.ask("resources/list"), R"({"resources":[{"uri":"test://plain","name":"plain"}]})");
  EXPECT_EQ(s.ask("resources/templates/list"), R"({"resourceTemplates":[{"uriTemplate":"test://item/{id}","name":"item"}]})");
  EXPECT_EQ(s.ask("resources/read", R"({"uri":"test://plain"})"), R"({"contents":[{"uri":"test://plain","text":"plain"}]})");
  EXPECT_EQ(s.ask("resources/read", R"({"uri":"test://item/7"})"), R"({"contents":[{"uri":"test://item/7","text":"item 7"}]})");
  EXPECT_EQ(s.ask("resources/read", R"({"uri":"test://item/../7"})"), "-32002 Resource not found");
  const auto completed = json::parse(s.ask("completion/complete", R"({"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"who","value":"A"}})"));
  EXPECT_EQ((*completed)["completion"]["values"].size(), 100U);
  EXPECT_EQ((*completed)["completion"]["total"].as_int64(), 150);
  EXPECT_TRUE((*completed)["completion"]["hasMore"].as_bool());
  EXPECT_EQ(s.ask("completion/complete", R"({"ref":{"type":"ref/prompt","name":"no"},"argument":{"name":"who","value":"A"}})"), "-32602 Unknown prompt");

  s.server.resource_updated("test://plain");
  s.settle();
  EXPECT_TRUE(s.told.empty());
  EXPECT_EQ(s.ask("resources/subscribe", R"({"uri":"test://plain"})"), "{}");
  s.server.resource_updated("test://plain");
  s.settle();
  EXPECT_EQ(s.told, (std::vector<std::string>{R"(notifications/resources/updated {"uri":"test://plain"})"}));
  s.ask("resources/unsubscribe", R"({"uri":"test://plain"})");
  s.server.resource_updated("test://plain");
  s.settle();
  EXPECT_EQ(s.told.size(), 1U);
}

TEST(mcp_server, a_handler_logs_and_asks_the_client) {
  served s;
  mcp::tool_description d;
  d.name = "curious";
  s.server.add(d, [](mcp::call_context call, json::value) -> awaitable<mcp::tool_result> {
    co_await call.log(mcp::logging_level::debug, "unheard");
    json::value line = json::object({{"n", 1}}), form = json::object({{"type", "object"}});
    co_await call.log(mcp::logging_level::warning, line, "tool");
    mcp::create_message_params question;
    question.max_tokens = 10;
    const mcp::create_message_result said = co_await call.sample(question);
    const mcp::elicit_result human = co_await call.elicit("Sure?", form);
    const std::vector<mcp::root> roots = co_await call.roots();
    co_return mcp::text_result(std::get<mcp::content>(said.content).text.value_or("") + " " + human.action + " " + roots.at(0).uri);
  });
  s.client->on_request([](mcp::request_context, std::string method, json::raw) -> awaitable<json::raw> {
    if (method == "sampling/createMessage") co_return json::raw(R"({"role":"assistant","content":{"type":"text","text":"42"},"model":"m"})");
    if (method == "elicitation/create") co_return json::raw(R"({"action":"accept","content":{}})");
    co_return json::raw(R"({"roots":[{"uri":"file:///x"}]})");
  });
  s.begin(R"({"sampling":{},"elicitation":{},"roots":{}})");
  EXPECT_EQ(s.ask("tools/call", R"({"name":"curious"})"), R"({"content":[{"type":"text","text":"42 accept file:///x"}]})");
  EXPECT_EQ(s.told, (std::vector<std::string>{R"(notifications/message {"level":"warning","logger":"tool","data":{"n":1}})"}));
  EXPECT_EQ(s.ask("logging/setLevel", R"({"level":"error"})"), "{}");
  EXPECT_EQ(s.ask("logging/setLevel", R"({"level":"loud"})").substr(0, 6), "-32602");
  s.ask("tools/call", R"({"name":"curious"})");
  EXPECT_EQ(s.told.size(), 1U);

  served without;  // a client that has neither
  without.server.add(d, [](mcp::call_context call, json::value) -> awaitable<mcp::tool_result> {
    const mcp::elicit_result human = co_await call.elicit("Sure?", {});
    co_return mcp::text_result(human.action);
  });
  without.begin();
  EXPECT_NE(without.ask("tools/call", R"({"name":"curious"})").find("does not offer"), std::string::npos);
}

TEST(mcp_server, a_request_with_a_stream_of_its_own_is_served_on_it) {
  served s;
  mcp::tool_description d;
  d.name = "chatty";
  s.server.add(d, [](mcp::call_context call, json::value) -> awaitable<mcp::tool_result> {
    co_await call.log(mcp::logging_level::info, "hello");
    co_await call.progress(1);
    call.pause();
    const mcp::elicit_result human = co_await call.elicit("Sure?", json::object());
    co_return mcp::text_result(human.action);
  });
  s.begin(R"({"elicitation":{}})");
  const std::size_t before = s.far_out->sent.size();
  const auto stream = std::make_shared<kept_channel>();
  s.session->receive_text(R"({"jsonrpc":"2.0","id":"own","method":"tools/call","params":{"name":"chatty","_meta":{"progressToken":"t"}}})", stream);
  s.settle();
  ASSERT_EQ(stream->sent.size(), 3U);
  EXPECT_TRUE(stream->has(R"("progressToken":"t","progress":1)"));
  EXPECT_TRUE(stream->has("elicitation/create"));
  EXPECT_EQ(stream->pauses, 1);
  EXPECT_EQ(stream->ended, 0);
  s.session->receive_text(R"({"jsonrpc":"2.0","id":1,"result":{"action":"decline"}})", nullptr);
  s.settle();
  EXPECT_EQ(stream->sent.back(), R"({"jsonrpc":"2.0","id":"own","result":{"content":[{"type":"text","text":"decline"}]}})");
  EXPECT_EQ(stream->ended, 1);
  EXPECT_EQ(s.far_out->sent.size(), before);  // nothing on the main one

  const auto given_up = std::make_shared<kept_channel>();
  s.session->receive_text(R"({"jsonrpc":"2.0","id":"two","method":"tools/call","params":{"name":"chatty"}})", given_up);
  s.settle();
  s.session->receive_text(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"two"}})", nullptr);
  s.settle();
  EXPECT_EQ(given_up->ended, 1);
  EXPECT_FALSE(given_up->has("\"result\""));
}

TEST(mcp_server, guarded_tools_are_verified_and_reported) {
  fake_agent agent;
  served s;
  s.server = mcp::guarded_server(mcp::server_options{}, agent, {actions::make_tool<&add_up>({})});
  s.begin();
  EXPECT_NE(s.ask("tools/call", R"({"name":"add_up","arguments":{"a":2,"b":3}})").find("{\\\"value\\\":5}"), std::string::npos);
  ASSERT_EQ(agent->requests.size(), 1U);
  EXPECT_EQ(agent->requests[0].action, "mcp_tool:add_up");
  EXPECT_EQ(agent->reports.size(), 1U);
  agent->answer = fake_agent::answer::denied;
  const std::string refused = s.ask("tools/call", R"({"name":"add_up","arguments":{"a":2,"b":3}})");
  EXPECT_NE(refused.find("\"isError\":true"), std::string::npos) << refused;
  EXPECT_EQ(agent->reports.size(), 1U);
}

}  // namespace
}  // namespace session_test
