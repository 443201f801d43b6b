// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <asio/read.hpp>
#include <asio/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "aval/mcp/streamable_http_client.hpp"
#include "aval/mcp/streamable_http_server.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/http_server.hpp"
#include "aval/testing/run.hpp"
#include "mcp/everything_server.hpp"
#include "peers/program.hpp"

// MCP over HTTP: our server asked by hand, by our client, and by npm's packages; our client with npm's servers.

namespace streamable_http_test {
namespace {

namespace json = aval::json;
namespace mcp = aval::mcp;
namespace net = aval::net;
using aval::awaitable;
using namespace std::chrono_literals;

struct waits {
  int begun = 0, cancelled = 0;
};
awaitable<mcp::tool_result> wait_for_ever(std::shared_ptr<waits> w) {
  ++w->begun;
  asio::steady_timer never(co_await aval::this_coro::executor, std::chrono::steady_clock::time_point::max());
  std::error_code ended;
  co_await never.async_wait(asio::redirect_error(aval::use_awaitable, ended));
  ++w->cancelled;
  throw aval::error(aval::errc::cancelled);
}
awaitable<mcp::tool_result> touch(mcp::server s) {
  s.resource_updated("test://watched-resource");
  co_return mcp::text_result("touched");
}

const std::string hello = R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}})";
const std::string list_tools = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";
std::string calling(const std::string& tool, const std::string& id = "3") { return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"tools/call","params":{"name":")" + tool + R"(","arguments":{}}})"; }

class StreamableHttp : public testing::Test {
 protected:
  asio::io_context context;
  std::shared_ptr<waits> waiting = std::make_shared<waits>();
  std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
  std::optional<mcp::server> server;
  std::optional<mcp::http_endpoint> endpoint;
  std::optional<net::http_server> http;
  std::uint16_t port = 0;
  std::string base;

  mcp::http_endpoint_options open_to_all() {
    mcp::http_endpoint_options o;
    o.anonymous = true;
    o.clock.monotonic = [this] { return now; };
    o.retry = 10ms;
    return o;
  }
  void serve(mcp::http_endpoint_options o) {
    server.emplace(everything::make());
    server->add(everything::described("wait"), [w = waiting](mcp::call_context, const json::value&) { return wait_for_ever(w); });
    server->add(everything::described("touch"), [this](mcp::call_context, const json::value&) { return touch(*server); });  // not a copy: it would hold itself
    endpoint.emplace(context.get_executor(), *server, std::move(o));
    http.emplace(context.get_executor(), endpoint->routes());
    port = http->listen("127.0.0.1:0");
    base = "http://127.0.0.1:" + std::to_string(port) + "/mcp";
    http->start();
  }
  void serve() { serve(open_to_all()); }

  net::http_client client() {
    net::client_options o;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    return net::http_client(context.get_executor(), o);
  }
  net::http_response send(const char* method, const std::string& body, net::headers fields = {}) {
    net::http_request r(method);
    r.body = body;
    if (!body.empty()) r.headers.set("Content-Type", "application/json");
    r.headers.set("Accept", "application/json, text/event-stream");
    for (const auto f : fields) r.headers.set(f.name, f.value);
    return aval::testing::run(context, client().send(net::url(base), std::move(r)));
  }
  static net::headers with(std::initializer_list<std::pair<const char*, std::string>> fields) {
    net::headers h;
    for (const auto& f : fields) h.set(f.first, f.second);
    return h;
  }
  std::string begin(net::headers fields = {}) {
    const auto r = send("POST", hello, fields);
    EXPECT_EQ(r.status, 200) << r.body;
    const std::string session(r.headers.find("Mcp-Session-Id").value_or(""));
    EXPECT_GT(session.size(), 40U);
    fields.set("Mcp-Session-Id", session);
    EXPECT_EQ(send("POST", R"({"jsonrpc":"2.0","method":"notifications/initialized"})", fields).status, 202);
    return session;
  }
  net::http_response in(const std::string& session, const std::string& body) { return send("POST", body, with({{"Mcp-Session-Id", session}, {"MCP-Protocol-Version", "2025-11-25"}})); }

  /** What the server says to these bytes, until it closes. */
  std::string raw(std::string request) {
    const auto exchange = [](std::uint16_t to, std::string text) -> awaitable<std::string> {
      asio::ip::tcp::socket socket(co_await aval::this_coro::executor);
      co_await socket.async_connect({asio::ip::address_v4::loopback(), to}, aval::use_awaitable);
      co_await asio::async_write(socket, asio::buffer(text), aval::use_awaitable);
      std::string all;
      std::error_code end;
      co_await asio::async_read(socket, asio::dynamic_buffer(all), asio::redirect_error(aval::use_awaitable, end));
      co_return all;
    };
    return aval::testing::run(context, exchange(port, std::move(request)));
  }
  void turn_until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    if (context.stopped()) context.restart();
    while (!done() && std::chrono::steady_clock::now() < end) context.run_one_for(50ms);
    EXPECT_TRUE(done());
  }
};

// ---- the server, by hand ------------------------------------------------------------------------------------------------------------------

TEST_F(StreamableHttp, AnswersThatComeFirstAreJsonAndNotificationsAreTaken) {
  serve();
  const auto r = send("POST", hello);
  EXPECT_EQ(r.status, 200);
  EXPECT_EQ(r.headers.find("Content-Type"), "application/json");
  EXPECT_NE(r.body.find(R"("protocolVersion":"2025-11-25")"), std::string::npos) << r.body;
  const auto session = begin();
  const auto listed = in(session, list_tools);
  EXPECT_EQ(listed.headers.find("Content-Type"), "application/json");
  EXPECT_NE(listed.body.find("test_simple_text"), std::string::npos);
  EXPECT_NE(in(session, R"({"jsonrpc":"2.0","id":"a","method":"no/such"})").body.find("-32601"), std::string::npos);
  EXPECT_EQ(endpoint->sessions(), 2U);
}

TEST_F(StreamableHttp, ACallThatSpeaksBeforeItsAnswerIsAStreamWithPlacesInIt) {
  serve();
  const auto session = begin();
  const auto r = in(session, calling("test_tool_with_logging"));
  EXPECT_EQ(r.headers.find("Content-Type"), "text/event-stream");
  EXPECT_TRUE(r.body.starts_with("id: 2-0\nretry: 10\ndata: \n\nid: 2-1\ndata: {")) << r.body;
  EXPECT_NE(r.body.find("id: 2-4\ndata: {\"jsonrpc\":\"2.0\",\"id\":3,\"result\""), std::string::npos) << r.body;
  const auto again = send("GET", "", with({{"Mcp-Session-Id", session}, {"Last-Event-ID", "2-2"}}));
  EXPECT_EQ(again.status, 200);
  EXPECT_TRUE(again.body.starts_with("id: 2-2\nretry: 10\ndata: \n\nid: 2-3\n")) << "what was sent can be had again: " << again.body;
  EXPECT_NE(again.body.find("\"result\""), std::string::npos);
}

TEST_F(StreamableHttp, AnOldClientGetsNoEventsWithoutData) {
  serve();
  std::string old = hello;
  old.replace(old.find("2025-11-25"), 10, "2025-03-26");
  const auto r = send("POST", old);
  EXPECT_NE(r.body.find(R"("protocolVersion":"2025-03-26")"), std::string::npos);
  const auto spoken = send("POST", calling("test_tool_with_logging"), with({{"Mcp-Session-Id", std::string(*r.headers.find("Mcp-Session-Id"))}}));
  EXPECT_TRUE(spoken.body.starts_with("id: 2-1\ndata: {")) << spoken.body;
}

TEST_F(StreamableHttp, ACallThatPausesIsTakenUpBehindTheLastEvent) {
  serve();
  const auto session = begin();
  const auto r = in(session, calling("test_reconnection"));
  EXPECT_EQ(r.body, "id: 2-0\nretry: 10\ndata: \n\n");
  const auto rest = send("GET", "", with({{"Mcp-Session-Id", session}, {"Last-Event-ID", "2-0"}}));
  EXPECT_NE(rest.body.find("Reconnection test completed successfully"), std::string::npos) << rest.body;
}

TEST_F(StreamableHttp, ACancelledCallEndsWithoutAnAnswer) {
  auto o = open_to_all();
  o.answer_within = 1h;
  serve(o);
  const auto session = begin();
  std::optional<net::http_response> answer;
  net::http_request r("POST");
  r.body = calling("wait", "\"w\"");
  r.headers = with({{"Mcp-Session-Id", session}, {"Content-Type", "application/json"}});
  const auto ask = [](net::http_client c, std::string to, net::http_request what, std::optional<net::http_response>* into) -> awaitable<void> { *into = co_await c.send(net::url(to), std::move(what)); };
  asio::co_spawn(context, ask(client(), base, r, &answer), asio::detached);
  turn_until([&] { return waiting->begun == 1; });
  EXPECT_EQ(in(session, R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"w"}})").status, 202);
  turn_until([&] { return answer.has_value(); });
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(waiting->cancelled, 1);
}

TEST_F(StreamableHttp, ASessionEndsWhenItsClientSaysSoAndWhenNothingIsHeardOfIt) {
  serve();
  const auto ended = begin(), forgotten = begin();
  EXPECT_EQ(send("DELETE", "", with({{"Mcp-Session-Id", ended}})).status, 204);
  EXPECT_EQ(in(ended, list_tools).status, 404);
  EXPECT_EQ(send("GET", "", with({{"Mcp-Session-Id", ended}})).status, 404);
  now += 29min;
  EXPECT_EQ(in(forgotten, list_tools).status, 200);
  now += 31min;
  EXPECT_EQ(in(forgotten, list_tools).status, 404);
  EXPECT_EQ(endpoint->sessions(), 0U);
}

// ---- attacks ------------------------------------------------------------------------------------------------------------------------------

TEST_F(StreamableHttp, APageThatRebindsItsNameToThisMachineIsRefused) {
  serve();
  const struct {
    const char *host, *origin;
    bool good;
  } rows[] = {{"localhost", "", true},
              {"LOCALHOST:8080", "", true},
              {"[::1]:8080", "", true},
              {"127.0.0.1:8080", "http://localhost:6274", true},
              {"127.0.0.1:8080", "http://127.0.0.1:8080", true},
              {"evil.example", "", false},
              {"evil.example", "http://evil.example", false},
              {"127.0.0.1.evil.example", "", false},
              {"localhost.evil.example:80", "", false},
              {"127.0.0.1:8080", "http://evil.example", false},
              {"127.0.0.1:8080", "http://localhost.evil.example", false},
              {"127.0.0.1:8080", "http://localhost@evil.example", false},
              {"127.0.0.1:8080", "null", false},
              {"127.0.0.1:8080", "file://", false},
              {"127.0.0.1:8080", "", false}};
  for (const auto& row : rows) {
    const bool empty_origin = &row == &rows[std::size(rows) - 1];
    std::string request = "POST /mcp HTTP/1.1\r\nHost: " + std::string(row.host) + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + std::to_string(hello.size()) + "\r\n";
    if (*row.origin != '\0' || empty_origin) request += "Origin: " + std::string(row.origin) + "\r\n";
    const std::string answer = raw(request + "\r\n" + hello);
    EXPECT_TRUE(answer.starts_with(row.good ? "HTTP/1.1 200" : "HTTP/1.1 403")) << row.host << " " << row.origin << ": " << answer.substr(0, 40);
  }
  EXPECT_EQ(endpoint->sessions(), 5U);
}

TEST_F(StreamableHttp, RequestsThatAreNotWhatTheProtocolAsksForAreRefused) {
  serve();
  const auto session = begin();
  const auto h = [&](std::initializer_list<std::pair<const char*, std::string>> more) {
    net::headers all = with({{"Mcp-Session-Id", session}});
    for (const auto& f : more) all.set(f.first, f.second);
    return all;
  };
  EXPECT_EQ(send("POST", list_tools).status, 400) << "no session";
  EXPECT_EQ(send("GET", "").status, 400);
  EXPECT_EQ(send("DELETE", "").status, 400);
  EXPECT_EQ(send("POST", list_tools, h({{"MCP-Protocol-Version", "1999-01-01"}})).status, 400);
  EXPECT_EQ(send("POST", list_tools, h({{"Content-Type", "text/plain"}})).status, 415) << "what a form of another site can post";
  EXPECT_EQ(send("POST", list_tools, h({{"Accept", "application/json"}})).status, 406);
  EXPECT_EQ(send("GET", "", h({{"Accept", "application/json"}})).status, 406);
  EXPECT_EQ(send("PUT", list_tools, h({})).status, 405);
  for (const char* place : {"x", "0-1", "99-0", "1-99", "-1-0", "1-0; DROP"}) EXPECT_EQ(send("GET", "", h({{"Last-Event-ID", place}})).status, 400) << place;
  const auto batch = in(session, "[" + list_tools + "]");
  EXPECT_EQ(batch.status, 400);
  const auto broken = in(session, "{\"jsonrpc\":");
  EXPECT_EQ(broken.status, 400);
  EXPECT_NE(broken.body.find("-32700"), std::string::npos) << broken.body;
  EXPECT_EQ(in(session, R"({"jsonrpc":"2.0","id":null,"method":"ping"})").status, 400);
  EXPECT_NE(in(session, hello).body.find("error"), std::string::npos) << "a session begins once";
}

TEST_F(StreamableHttp, ASessionIsOfNoUseToSomebodyElse) {
  auto o = open_to_all();
  o.anonymous = false;
  EXPECT_THROW(mcp::http_endpoint(context.get_executor(), everything::make(), o), aval::error) << "closed unless said otherwise by name";
  o.authenticate = [](std::string token) -> awaitable<aval::web::caller> {
    aval::web::caller who;
    if (token == "canary-5f1c-ana") who.subject = "ana";
    if (token == "canary-5f1c-bob") who.subject = "bob";
    co_return who;
  };
  serve(o);
  EXPECT_EQ(send("POST", hello).status, 401);
  EXPECT_EQ(send("POST", hello).headers.find("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(send("POST", hello, with({{"Authorization", "Bearer guess"}})).status, 401);
  EXPECT_EQ(endpoint->sessions(), 0U);
  const auto session = begin(with({{"Authorization", "Bearer canary-5f1c-ana"}}));
  const auto as = [&](const char* token) { return with({{"Authorization", std::string("Bearer ") + token}, {"Mcp-Session-Id", session}}); };
  EXPECT_EQ(send("POST", list_tools, as("canary-5f1c-ana")).status, 200);
  EXPECT_EQ(send("POST", list_tools, as("canary-5f1c-bob")).status, 404);
  EXPECT_EQ(send("GET", "", as("canary-5f1c-bob")).status, 404);
  EXPECT_EQ(send("DELETE", "", as("canary-5f1c-bob")).status, 404);
  EXPECT_EQ(send("POST", list_tools, with({{"Mcp-Session-Id", session}})).status, 401) << "a session is no credential";
  EXPECT_EQ(endpoint->sessions(), 1U);
}

TEST_F(StreamableHttp, AFloodOfSessionsIsBounded) {
  auto o = open_to_all();
  o.max_sessions = 3;
  serve(o);
  const auto first = begin();
  for (int i = 0; i < 20; ++i) {
    now += 1s;
    begin();
    EXPECT_LE(endpoint->sessions(), 3U);
  }
  EXPECT_EQ(in(first, list_tools).status, 404) << "the one that was idle longest has made room";
  for (const char* bad : {R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})", R"({"jsonrpc":"2.0","id":1,"method":"initialize"})"}) {
    EXPECT_EQ(send("POST", bad).status, 200) << "an error is an answer";
    EXPECT_LE(endpoint->sessions(), 3U) << "and no session";
  }
}

// ---- our client ---------------------------------------------------------------------------------------------------------------------------

struct caller {
  caller(asio::io_context& c, net::http_client http, const std::string& url, mcp::http_transport_options o = {}) : context(c) {
    o.retry = 10ms;
    transport = std::make_shared<mcp::http_transport>(c.get_executor(), std::move(http), net::url(url), o);
    peer = std::make_shared<mcp::peer>(c.get_executor(), transport, mcp::peer_options{});
    transport->attach(peer);
    peer->on_request([](mcp::request_context, std::string method, json::raw params) { return answer(std::move(method), std::move(params)); });
    peer->on_notification([this](std::string method, json::raw params) { heard.push_back(method + std::string(params.text())); });
  }
  ~caller() { peer->close(); }
  static awaitable<json::raw> answer(std::string method, json::raw params) {
    if (method == "sampling/createMessage") co_return json::raw(R"({"role":"assistant","content":{"type":"text","text":"from the model"},"model":"m"})");
    if (method != "elicitation/create") throw mcp::rpc_error(mcp::rpc_code::method_not_found, method);
    const auto asked = json::parse(params.text()).value();  // a human who presses return
    json::value content = json::object();
    for (const auto& field : asked["requestedSchema"]["properties"].as_object())
      if (const auto* value = field.value.find("default")) content[field.name] = *value;
    co_return json::raw(json::write(json::object({{"action", "accept"}, {"content", std::move(content)}})));
  }
  static awaitable<void> start(std::shared_ptr<mcp::peer> p) {
    co_await p->request("initialize", json::raw(R"({"protocolVersion":"2025-11-25","capabilities":{"sampling":{},"elicitation":{}},"clientInfo":{"name":"aval","version":"1"}})"));
    co_await p->notify("notifications/initialized", json::raw());
  }
  void start() { aval::testing::run(context, start(peer)); }
  std::string ask(std::string method, const std::string& params = "{}") { return std::string(aval::testing::run(context, peer->request(std::move(method), json::raw(params)), 60s).text()); }
  std::string call(const std::string& tool, const std::string& arguments = "{}") {
    const auto r = json::parse(ask("tools/call", R"({"name":")" + tool + R"(","arguments":)" + arguments + "}")).value();
    return r["content"][0]["text"].as_string();
  }

  asio::io_context& context;
  std::shared_ptr<mcp::http_transport> transport;
  std::shared_ptr<mcp::peer> peer;
  std::vector<std::string> heard;
};

TEST_F(StreamableHttp, OurClientCallsIsAskedBackComesBackAndHears) {
  serve();
  caller c(context, client(), base);
  c.start();
  EXPECT_EQ(c.transport->revision(), "2025-11-25");
  EXPECT_EQ(c.call("add_numbers", R"({"a":1.5,"b":2})"), "3.5");
  EXPECT_EQ(c.call("test_sampling", R"({"prompt":"p"})"), "LLM response: from the model");
  EXPECT_EQ(c.call("test_elicitation_sep1034_defaults"), R"(Elicitation completed: action=accept, content={"name":"John Doe","age":30,"score":95.5,"status":"active","verified":true})");
  EXPECT_EQ(c.call("test_reconnection"), "Reconnection test completed successfully");
  c.call("test_tool_with_logging");
  EXPECT_EQ(c.heard.size(), 3U);
  c.ask("resources/subscribe", R"({"uri":"test://watched-resource"})");
  EXPECT_EQ(c.call("touch"), "touched");
  turn_until([&] { return c.heard.size() == 4; });
  EXPECT_EQ(c.heard.back(), R"(notifications/resources/updated{"uri":"test://watched-resource"})") << "on the stream that belongs to no request";
  c.peer->close();
  turn_until([&] { return endpoint->sessions() == 0; });
}

TEST_F(StreamableHttp, AForgottenSessionIsBegunAnewWithoutWord) {
  serve();
  caller c(context, client(), base);
  c.start();
  const std::string first = c.transport->session();
  endpoint->close();
  EXPECT_EQ(c.call("add_numbers", R"({"a":1,"b":2})"), "3.0");
  EXPECT_NE(c.transport->session(), first);
  EXPECT_EQ(endpoint->sessions(), 1U);
}

TEST_F(StreamableHttp, ARequestThatIsGivenUpEndsAtTheServerToo) {
  serve();
  caller c(context, client(), base);
  c.start();
  mcp::request_options o;
  o.timeout = 200ms;
  EXPECT_THROW(aval::testing::run(context, c.peer->request("tools/call", json::raw(R"({"name":"wait","arguments":{}})"), o)), std::system_error);
  turn_until([&] { return waiting->cancelled == 1; });
  EXPECT_EQ(c.call("add_numbers", R"({"a":1,"b":2})"), "3.0");
}

TEST_F(StreamableHttp, WhoIsNotLetInHearsIt) {
  auto o = open_to_all();
  o.anonymous = false;
  o.authenticate = aval::web::one_bearer_token("canary-5f1c-token", "ana");
  serve(o);
  caller stranger(context, client(), base);
  try {
    stranger.start();
    FAIL();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), mcp::errc::not_let_in) << e.what();
    EXPECT_EQ(e.code(), aval::condition::refused);
  }
  mcp::http_transport_options t;
  t.bearer = "canary-5f1c-token";
  caller known(context, client(), base, t);
  known.start();
  EXPECT_EQ(known.call("add_numbers", R"({"a":1,"b":2})"), "3.0");
  http.reset();
  EXPECT_THROW(known.call("add_numbers", R"({"a":1,"b":2})"), std::system_error);
}

TEST_F(StreamableHttp, AClientConnectsByUrl) {
  serve();
  const auto all = [](net::http_client by, std::string url) -> awaitable<std::string> {
    mcp::http_transport_options way;
    mcp::client_options options;
    options.sample = [](const mcp::create_message_params&) -> awaitable<mcp::create_message_result> {
      mcp::create_message_result said;
      said.content = mcp::text_content("from the model");
      said.model = "m";
      co_return said;
    };
    auto client = co_await mcp::connect(by, net::url(url), way, options);
    const auto tools = co_await client.tools();
    const json::value prompt = json::object({{"prompt", "p"}});
    const auto said = co_await client.call("test_sampling", prompt);
    const std::string who = client.server_info().name;
    co_await client.close();
    co_return who + " " + std::to_string(tools.size()) + " " + said.text();
  };
  EXPECT_EQ(aval::testing::run(context, all(client(), base)), "aval-conformance 17 LLM response: from the model");
  turn_until([&] { return endpoint->sessions() == 0; });
}

// ---- npm's packages -----------------------------------------------------------------------------------------------------------------------

TEST_F(StreamableHttp, TheConformanceSuiteFindsNoFaultInOurServer) {
  serve();
  std::thread serving([this] { context.run_for(110s); });
  std::string said;
  {
    peers::program suite({"node", AVAL_SOURCE_DIR "/tests/peers/mcp_conformance.mjs", "server", base});
    for (std::string line = suite.line(); !line.empty(); line = suite.line()) said += line + "\n";
  }
  context.stop();
  serving.join();
  EXPECT_EQ(said.find("failed: "), std::string::npos) << said;
  EXPECT_NE(said.find(", 0 failed\n"), std::string::npos) << said << "npm ci in tests/peers, or scripts/test, installs what it needs";
}

TEST_F(StreamableHttp, TheSdkSpeaksWithOurServer) {
  auto o = open_to_all();
  o.anonymous = false;
  o.authenticate = aval::web::one_bearer_token("canary-5f1c-token", "ana");
  serve(o);
  std::thread serving([this] { context.run_for(110s); });
  {
    peers::program sdk({"node", AVAL_SOURCE_DIR "/tests/peers/mcp_sdk.mjs", "client", base, "canary-5f1c-token"});
    EXPECT_EQ(sdk.line(), R"({"server":"aval-conformance","session":true})") << "npm ci in tests/peers, or scripts/test, installs what it needs";
    EXPECT_EQ(sdk.line(), R"({"tools":17})");
    EXPECT_EQ(sdk.line(), R"({"sum":"3.5"})");
    EXPECT_EQ(sdk.line(), R"({"steps":[0,50,100]})");
    EXPECT_EQ(sdk.line(), R"({"sampled":"LLM response: from the model"})");
    EXPECT_EQ(sdk.line(), R"x({"elicited":"Elicitation completed: action=accept, content={\"username\":\"ana\",\"email\":\"ana@example.com\"}"})x");
    EXPECT_EQ(sdk.line(), R"({"resumed":"Reconnection test completed successfully"})");
    EXPECT_EQ(sdk.line(), R"({"updated":"test://watched-resource"})");
    EXPECT_EQ(sdk.line(), R"({"ended":true})");
  }
  context.stop();
  serving.join();
  EXPECT_EQ(endpoint->sessions(), 0U);
}

TEST_F(StreamableHttp, OurClientSpeaksWithTheSdksServer) {
  peers::program sdk({"node", AVAL_SOURCE_DIR "/tests/peers/mcp_sdk.mjs", "server"});
  const std::string address = "http://127.0.0.1:" + sdk.line();
  {
    caller c(context, client(), address + "/mcp");
    c.start();
    EXPECT_EQ(sdk.line(), R"({"begun":1})") << "npm ci in tests/peers, or scripts/test, installs what it needs";
    EXPECT_EQ(c.call("add", R"({"a":1.5,"b":2})"), "3.5");
    std::vector<double> steps;
    mcp::request_options o;
    o.on_progress = [&](const mcp::progress_params& p) { steps.push_back(p.progress); };
    const auto told = aval::testing::run(context, c.peer->request("tools/call", json::raw(R"({"name":"tell","arguments":{}})"), o));
    EXPECT_NE(told.text().find("from the model"), std::string_view::npos) << told.text();
    EXPECT_EQ(steps, (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(c.call("announce"), "done");
    turn_until([&] { return !c.heard.empty(); });
    EXPECT_NE(c.heard.back().find("announced"), std::string::npos);
    aval::testing::run(context, client().send(net::url(address + "/forget"), net::http_request("GET")));
    EXPECT_EQ(c.call("add", R"({"a":3,"b":4})"), "7") << "a server that was started anew";
    EXPECT_EQ(sdk.line(), R"({"begun":1})");
    c.peer->close();
    if (context.stopped()) context.restart();
    context.run_for(5s);  // until the server has been told
  }
  EXPECT_EQ(sdk.line(), R"({"ended":0})");
}

/** The client of a scenario; `word` is the last word of the command that runs this test. */
void play(const std::string& url) {
  asio::io_context context;
  net::client_options o;
  o.proxy.from_environment = false;
  caller c(context, net::http_client(context.get_executor(), o), url);
  c.start();
  const auto listed = json::parse(c.ask("tools/list")).value();
  for (const auto& tool : listed["tools"].as_array()) c.call(tool["name"].as_string(), tool["name"] == json::value("add_numbers") ? R"({"a":5,"b":3})" : "{}");
  c.peer->close();
  context.run_for(200ms);
}

TEST(StreamableHttpScenario, TheConformanceSuiteFindsNoFaultInOurClient) {
  if (std::getenv("MCP_CONFORMANCE_SCENARIO") != nullptr) {  // we are that client
    std::ifstream words("/proc/self/cmdline");
    std::string all((std::istreambuf_iterator<char>(words)), {});
    all.pop_back();
    return play(all.substr(all.rfind('\0') + 1));
  }
  const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  for (const char* scenario : {"initialize", "tools_call", "elicitation-sep1034-client-defaults", "sse-retry"}) {
    peers::program suite({"node", AVAL_SOURCE_DIR "/tests/peers/mcp_conformance.mjs", "client", scenario, self, "--gtest_filter=StreamableHttpScenario.*"});
    std::string said;
    for (std::string line = suite.line(); !line.empty(); line = suite.line()) said += line + "\n";
    EXPECT_EQ(said.find("failed: "), std::string::npos) << scenario << ":\n" << said;
    EXPECT_NE(said.find(", 0 failed, 0 warnings"), std::string::npos) << scenario << ":\n" << said << "npm ci in tests/peers, or scripts/test, installs what it needs";
  }
}

}  // namespace
}  // namespace streamable_http_test
