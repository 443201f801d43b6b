// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/endpoint/chat_server.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "aval/llm/chat_client.hpp"
#include "aval/llm/scripted_model.hpp"
#include "aval/llm/tool_loop.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/http_server.hpp"
#include "aval/testing/run.hpp"
#include "peers/program.hpp"

// An agent behind the chat API, asked by our own client and by hand.

namespace {

namespace endpoint = aval::endpoint;
namespace llm = aval::llm;
namespace net = aval::net;
using endpoint::chat_exchange;
using namespace std::chrono_literals;

class ChatServer : public testing::Test {
 protected:
  asio::io_context context;
  std::optional<net::http_server> server;
  std::string base, logged;

  static endpoint::chat_server_options open_to_all() {
    endpoint::chat_server_options o;
    o.anonymous = true;
    o.clock.wall = [] { return std::chrono::system_clock::time_point(1700000000s); };
    o.random.function = [](std::span<std::byte> out) { std::fill(out.begin(), out.end(), std::byte{0xab}); };
    return o;
  }
  void serve(endpoint::chat_agent agent, endpoint::chat_server_options o = open_to_all()) {
    net::server_options s;
    s.log = aval::log_hooks([this](aval::log_level, std::string_view, std::string_view text) { logged += std::string(text) + "\n"; }, aval::log_level::debug);
    server.emplace(context.get_executor(), endpoint::chat_routes(std::move(agent), std::move(o)), s);
    base = "http://127.0.0.1:" + std::to_string(server->listen("127.0.0.1:0"));
    server->start();
  }
  net::http_client http() {
    net::client_options o;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    return net::http_client(context.get_executor(), o);
  }
  net::http_response send(net::http_request request) {
    net::http_response r = aval::testing::run(context, http().send(net::url(base), std::move(request)));
    return r;
  }
  net::http_response post(const std::string& body, net::headers headers = {}, const std::string& query = {}) {
    net::http_request r("POST", "/openai/v1/chat/completions" + query, body, "application/json");
    for (const auto& h : headers) r.headers.set(h.name, h.value);
    return send(std::move(r));
  }
  llm::chat_client client(std::string key = {}) {
    llm::chat_options o;
    o.base_url = base + "/openai/v1";
    o.key = key;
    o.model = "agentrun";
    o.retry.when.max_attempts = 1;
    return llm::chat_client(http(), o);
  }
};

aval::awaitable<void> greet(chat_exchange x) {
  co_await x.say("Hello ");
  co_await x.say("you.");
}
const std::string streamed = R"({"messages":[{"role":"user","content":"hi"}],"stream":true})", whole = R"({"messages":[{"role":"user","content":"hi"}]})";

/** What a stream says, without the [DONE] that ends it. */
std::vector<aval::json::value> events(const std::string& body) {
  EXPECT_TRUE(body.ends_with("data: [DONE]\n\n")) << body;
  std::vector<aval::json::value> out;
  for (std::size_t at = 0; body.compare(at, 7, "data: {") == 0; at = body.find("\n\n", at) + 2)
    out.push_back(aval::json::parse(body.substr(at + 6, body.find("\n\n", at) - at - 6)).value());
  return out;
}

TEST_F(ChatServer, StreamsChunksOfOneIdAsTheApiHasThem) {
  serve(&greet);
  const auto r = post(streamed);
  EXPECT_EQ(r.status, 200);
  EXPECT_EQ(r.headers.find("Content-Type"), "text/event-stream");
  EXPECT_EQ(r.headers.find("Cache-Control"), "no-cache");
  EXPECT_EQ(r.headers.find("X-Accel-Buffering"), "no");
  EXPECT_TRUE(r.body.starts_with(R"(data: {"id":"chatcmpl-babababababa","object":"chat.completion.chunk","created":1700000000,"model":"agentrun","choices":[{"index":0,)")) << r.body;
  const std::string head = r.body.substr(0, r.body.find("\"delta\":") + 8);
  EXPECT_EQ(r.body, head + R"({"role":"assistant","content":"Hello "},"finish_reason":null}]})" + "\n\n" + head + R"({"content":"you."},"finish_reason":null}]})" + "\n\n" + head +
                        R"({},"finish_reason":"stop"}]})" + "\n\ndata: [DONE]\n\n");
}

TEST_F(ChatServer, AnswersWholeWhenNobodyAsksForAStream) {
  serve(&greet);
  const auto r = post(whole);
  EXPECT_EQ(r.status, 200);
  const auto v = aval::json::parse(r.body).value();
  EXPECT_EQ(v["object"], aval::json::value("chat.completion"));
  EXPECT_EQ(aval::json::write(v["choices"]), R"([{"index":0,"message":{"role":"assistant","content":"Hello you."},"finish_reason":"stop"}])");
  serve([](chat_exchange) -> aval::awaitable<void> { co_return; });
  EXPECT_NE(post(whole).body.find(R"("content":"")"), std::string::npos) << "an agent that says nothing";
  const auto silent = events(post(streamed).body);
  ASSERT_EQ(silent.size(), 2u) << "clients refuse a stream without a piece, and one without an end";
  EXPECT_EQ(aval::json::write(silent[0]["choices"]), R"([{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}])");
  EXPECT_EQ(aval::json::write(silent[1]["choices"]), R"([{"index":0,"delta":{},"finish_reason":"stop"}])");
}

aval::awaitable<void> speaks_first(chat_exchange x, std::string what) {
  const auto listener = x.forward();
  llm::delta call, thought;
  call.role = "assistant";  // as models say it, in every round
  call.tool_calls.emplace().emplace_back();
  call.tool_calls->back().id = "call_1";
  call.tool_calls->back().function.name = "look";
  thought.role = "assistant";
  thought.reasoning_content = "Hm.";
  EXPECT_TRUE(x.streamed());
  if (what == "call") co_await listener(call);
  else if (what == "thought") co_await listener(thought);
  else co_await x.say("One moment. ");
  co_await listener(call);
  co_await x.say("Please click. ");
  co_await listener(thought);
}

TEST_F(ChatServer, TheFirstPieceSaysWhoSpeaksWhateverItIsAndNoOtherDoes) {
  std::string first;
  serve([&first](chat_exchange x) { return speaks_first(x, first); });
  for (const char* what : {"call", "thought", "text"}) {
    first = what;
    const auto all = events(post(streamed).body);
    ASSERT_EQ(all.size(), 5u) << what;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto* role = all[i]["choices"][0]["delta"].find("role");
      EXPECT_EQ(role != nullptr, i == 0) << what << i;
      if (i == 0 && role != nullptr) {
        EXPECT_EQ(*role, aval::json::value("assistant"));
      }
    }
  }
}

TEST_F(ChatServer, ModelsAndHealthAreThere) {
  serve(&greet);
  EXPECT_EQ(send(net::http_request("GET", "/health")).body, R"({"status":"ok"})");
  EXPECT_EQ(send(net::http_request("GET", "/openai/v1/models")).body,
            R"({"object":"list","data":[{"id":"agentrun","object":"model","created":1700000000,"owned_by":"agentrun"}]})");
}

TEST_F(ChatServer, TheAgentSeesTheQuestionTheSessionAndTheTokens) {
  std::string seen;
  const auto look = [&seen](chat_exchange x) {
    const auto& last = x.request().messages.back();
    const auto& part = std::get<std::vector<llm::content_part>>(*last.content).at(0);
    seen = llm::text_of(last) + "|" + part.more.at("user_id").as_string() + "|" + x.session() + "|" + std::string(x.workload_token().reveal()) + "|" + x.user().subject;
    return greet(x);
  };
  auto trusting = open_to_all();
  trusting.behind_trusted_platform = true;
  serve(look, trusting);
  const std::string body = R"({"model":"m","messages":[{"role":"system","content":null},{"role":"user","content":[{"type":"text","text":"write a document","user_id":"u1"}]}],"tools":null})";
  net::headers h;
  h.set("X-app-custom-session-id", "header-session");
  h.set("X-Workload-Access-Token", "canary-5f1c-wat");
  const auto r = post(body, h);
  EXPECT_EQ(r.status, 200) << r.body;
  EXPECT_EQ(seen, "write a document|u1|header-session|canary-5f1c-wat|");
  EXPECT_NE(r.body.find(R"("model":"m")"), std::string::npos);
  post(body, h, "?sessionId=query%20session");
  EXPECT_EQ(seen, "write a document|u1|query session|canary-5f1c-wat|");
  net::http_request twice("POST", "/openai/v1/chat/completions", body, "application/json");
  twice.headers.add("X-Workload-Access-Token", "canary-5f1c-wat");
  twice.headers.add("X-Workload-Access-Token", "of somebody else");
  send(std::move(twice));
  EXPECT_EQ(seen, "write a document|u1|||");
  seen.clear();
  serve(look);  // anybody can write the header
  post(body, h);
  EXPECT_EQ(seen, "write a document|u1|header-session||");
}

TEST_F(ChatServer, TheCredentialOfThePlatformIsThereWhereNothingElseReachesTheAgent) {
  std::string seen;
  const auto look = [&seen](chat_exchange x) {
    const auto& c = x.platform_credential();
    EXPECT_FALSE(x.streamed());
    seen = c ? c->access_key_id + "|" + std::string(c->access_key_secret.reveal()) + "|" + std::string(c->security_token.reveal()) : "none";
    return greet(x);
  };
  auto trusting = open_to_all();
  trusting.behind_trusted_platform = true;
  serve(look, trusting);
  net::headers h;
  h.set("x-fc-access-key-id", "STS.1");
  h.set("x-fc-access-key-secret", "key");
  post(whole, h);
  EXPECT_EQ(seen, "none") << "one of three is missing";
  h.set("X-Fc-Security-Token", "token");
  post(whole, h);
  EXPECT_EQ(seen, "STS.1|key|token");
  net::http_request twice("POST", "/openai/v1/chat/completions", whole, "application/json");
  for (const auto& f : h) twice.headers.add(f.name, f.value);
  twice.headers.add("x-fc-access-key-id", "STS.of-somebody-else");
  send(std::move(twice));
  EXPECT_EQ(seen, "none");
  seen.clear();
  serve(look);  // anybody can write the headers
  post(whole, h);
  EXPECT_EQ(seen, "none");
}

TEST_F(ChatServer, ABadBodyIsRefusedInTheFormOfTheApi) {
  serve(&greet);
  for (const char* body : {"", "{", "[]", "{}", R"({"messages":[]})", R"({"messages":"hi"})", R"({"messages":[{"role":"wizard","content":"hi"}]})", R"({"messages":[{"role":"user","content":7}]})",
                           R"({"messages":[{"role":"user"}],"stream":"yes"})"}) {
    const auto r = post(body);
    EXPECT_EQ(r.status, 400) << body;
    EXPECT_NE(r.body.find(R"("type":"invalid_request_error"}})"), std::string::npos) << r.body;
  }
}

struct checker {  // stands where a jwt_verifier does
  struct claims {
    std::string subject = {};
    aval::json::value all = {};
  };
  aval::awaitable<claims> verify(std::string token) const {
    claims c;
    if (token == "canary-5f1c-offline") throw aval::error(make_error_code(std::errc::connection_refused), "keys");
    if (token != "canary-5f1c-good") throw aval::error(make_error_code(std::errc::permission_denied), "token");
    c.subject = "ana";
    co_return c;
  }
};

TEST_F(ChatServer, WithoutAGoodTokenNobodyIsAnswered) {
  int asked = 0;
  auto o = open_to_all();
  o.anonymous = false;
  EXPECT_THROW((void)endpoint::chat_routes(&greet, o), aval::error) << "closed unless said otherwise by name";
  o.authenticate = endpoint::bearer_tokens(checker());
  serve([&asked](chat_exchange x) {
    ++asked;
    EXPECT_EQ(x.user().subject, "ana");
    EXPECT_EQ(x.user_token().reveal(), "canary-5f1c-good");
    return greet(x);
  }, o);
  const struct {
    const char* header;
    int status;
    const char* challenge;
  } rows[] = {{"", 401, "Bearer"}, {"Basic Z29vZA==", 401, "Bearer"}, {"Bearer ", 401, "Bearer"}, {"Bearer bad", 401, "Bearer error=\"invalid_token\""}, {"Bearer canary-5f1c-offline", 503, ""}};
  for (const auto& row : rows) {
    net::headers h;
    if (*row.header != '\0') h.set("Authorization", row.header);
    const auto r = post(whole, h);
    EXPECT_EQ(r.status, row.status) << row.header;
    EXPECT_EQ(r.headers.find("WWW-Authenticate").value_or(""), row.challenge);
    EXPECT_EQ(r.body.find("permission"), std::string::npos) << "why is the log's";
  }
  EXPECT_EQ(asked, 0);
  net::headers h;
  h.set("Authorization", "Bearer canary-5f1c-good");
  EXPECT_EQ(post(whole, h).status, 200);
  EXPECT_EQ(asked, 1);
}

aval::awaitable<void> fails_at_once(chat_exchange) { throw std::runtime_error("secret detail"); }
aval::awaitable<void> fails_later(chat_exchange x) {
  co_await x.say("Hel");
  throw std::runtime_error("secret detail");
}
aval::awaitable<void> tells_why(chat_exchange) { throw aval::web::http_error(429, "busy", "Come back later."); }

TEST_F(ChatServer, AFailureIsAStatusBeforeTheFirstPieceAndAnEventAfterIt) {
  serve(&fails_at_once);
  for (const auto& body : {streamed, whole}) {
    const auto r = post(body);
    EXPECT_EQ(r.status, 500);
    EXPECT_EQ(r.body, R"({"error":{"message":"The agent failed.","type":"internal_error"}})");
  }
  EXPECT_NE(logged.find("secret detail"), std::string::npos);
  serve(&fails_later);
  EXPECT_EQ(post(whole).status, 500);
  const auto r = post(streamed);
  EXPECT_EQ(r.status, 200);
  EXPECT_TRUE(r.body.ends_with("data: {\"error\":{\"message\":\"The agent failed.\",\"type\":\"internal_error\"}}\n\n")) << r.body;
  EXPECT_EQ(r.body.find("[DONE]"), std::string::npos);
  serve(&tells_why);
  EXPECT_EQ(post(streamed).status, 429);
  EXPECT_EQ(post(whole).body, R"({"error":{"message":"Come back later.","type":"invalid_request_error"}})");
}

// ---- an agent with a model and a tool that waits for a human ----------------------------------------------------------------------------

struct document {
  std::string text = {};
};
struct consent {
  explicit consent(const aval::any_io_executor& e) : given(e) { given.expires_at(std::chrono::steady_clock::time_point::max()); }
  asio::steady_timer given;
  int running = 0;
};
aval::awaitable<std::string> write_document(chat_exchange x, std::shared_ptr<consent> wait, document d) {
  struct presence {
    explicit presence(consent& c) : all(c) { ++all.running; }
    ~presence() { --all.running; }
    consent& all;
  } here(*wait);
  co_await x.say("Please click the link to authorize write_document: https://example/consent \n\n");
  std::error_code ended;
  co_await wait->given.async_wait(asio::redirect_error(aval::use_awaitable, ended));
  co_return "written: " + d.text;
}
aval::awaitable<void> assistant(chat_exchange x, llm::scripted_model model, std::shared_ptr<consent> wait) {
  std::vector<aval::actions::tool> tools;
  tools.push_back(aval::actions::make_tool([x, wait](document d) { return write_document(x, wait, std::move(d)); }, {.name = "write_document"}));
  llm::tool_loop_options options;
  options.heard = x.forward();
  llm::tool_loop loop(model, tools, options);
  co_await loop.run(x.request().messages);
}

TEST_F(ChatServer, TextOutOfBandReachesTheClientWhileAToolWaits) {
  const auto wait = std::make_shared<consent>(context.get_executor());
  llm::scripted_model model;
  model.calls("write_document", R"({"text":"one"})").calls("write_document", R"({"text":"two"})").says("Both are written.");
  serve([model, wait](chat_exchange x) { return assistant(x, model, wait); });
  auto ask = [](llm::chat_client c, std::shared_ptr<consent> wait) -> aval::awaitable<llm::chat_response> {
    llm::chat_request q;
    q.messages = {llm::user_message("write")};
    auto stream = co_await c.stream(q);
    for (;;) {
      auto piece = co_await stream.next();
      if (!piece) break;
      if (piece->content.value_or("").find("click the link") != std::string::npos) {
        EXPECT_EQ(wait->running, 1) << "the tool waits while the client reads";
        wait->given.cancel();
      }
    }
    co_return stream.take();
  };
  const auto answer = aval::testing::run(context, ask(client(), wait));
  const auto& m = answer.choices.at(0).message;
  EXPECT_TRUE(llm::text_of(m).ends_with("Both are written."));
  ASSERT_TRUE(m.tool_calls && m.tool_calls->size() == 2) << "calls of two rounds are numbered through";
  EXPECT_EQ(m.tool_calls->at(0).function.arguments, R"({"text":"one"})");
  EXPECT_EQ(m.tool_calls->at(1).function.arguments, R"({"text":"two"})");
  EXPECT_EQ(answer.choices.at(0).finish_reason, "tool_calls");
}

TEST_F(ChatServer, AClientThatLeavesEndsTheAgentAndItsTools) {
  const auto wait = std::make_shared<consent>(context.get_executor());
  llm::scripted_model model;
  model.calls("write_document", R"({"text":"one"})").says("never");
  serve([model, wait](chat_exchange x) { return assistant(x, model, wait); });
  auto leave = [](llm::chat_client c) -> aval::awaitable<void> {
    llm::chat_request q;
    q.messages = {llm::user_message("write")};
    auto stream = co_await c.stream(q);
    for (;;) {
      auto piece = co_await stream.next();
      if (!piece || piece->content) break;
    }
    stream.close();
  };
  aval::testing::run(context, leave(client()));
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (wait->running != 0 && std::chrono::steady_clock::now() < end) context.run_one_for(100ms);
  EXPECT_EQ(wait->running, 0);
  EXPECT_EQ(model.left(), 1u);
}

aval::awaitable<void> for_strangers(chat_exchange x) {
  if (x.request().model == "fail") co_return co_await fails_later(x);
  if (x.request().model == "silent") co_return;
  llm::scripted_model model;
  model.calls("write_document", R"({"text":"one"})").says("It is written.");
  const auto wait = std::make_shared<consent>(co_await aval::this_coro::executor);
  wait->given.expires_at(std::chrono::steady_clock::time_point::min());  // given at once
  co_await assistant(x, model, wait);
}

TEST_F(ChatServer, OpenAisOwnClientUnderstandsUs) {
  auto o = open_to_all();
  o.anonymous = false;
  o.authenticate = endpoint::bearer_tokens(checker());
  serve(&for_strangers, o);
  std::thread serving([this] { context.run_for(100s); });
  {
    peers::program node({"node", AVAL_SOURCE_DIR "/tests/peers/openai_node.cjs", base + "/openai/v1", "canary-5f1c-good"});
    const std::string said = R"(Please click the link to authorize write_document: https://example/consent \n\nIt is written.)";
    EXPECT_EQ(node.line(), R"({"whole":")" + said + R"(","finish":"tool_calls","object":"chat.completion"})") << "npm ci in tests/peers, or scripts/test, installs what it needs";
    EXPECT_EQ(node.line(), R"({"streamed":")" + said + R"(","calls":["write_document{\"text\":\"one\"}"],"finish":"tool_calls"})");
    EXPECT_EQ(node.line(), R"({"roles":["assistant"],"first":"tool_calls"})");
    EXPECT_EQ(node.line(), R"({"silent":"","role":"assistant","finish":"stop"})");
    EXPECT_EQ(node.line(), R"({"models":["agentrun"]})");
    EXPECT_EQ(node.line(), R"({"failed":"The agent failed."})");
    EXPECT_EQ(node.line(), R"({"refused":401,"type":"authentication_error","authentication":true})");
    EXPECT_EQ(node.line(), R"({"bad":400,"type":"invalid_request_error"})");
  }
  context.stop();
  serving.join();
}

TEST_F(ChatServer, NothingCanBeSaidAfterTheEnd) {
  std::optional<chat_exchange> kept;
  serve([&kept](chat_exchange x) {
    kept = x;
    return greet(x);
  });
  post(streamed);
  auto say = [](chat_exchange x) -> aval::awaitable<void> { co_await x.say("late"); };
  try {
    aval::testing::run(context, say(*kept));
    ADD_FAILURE();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), aval::errc::invalid_state);
  }
}

}  // namespace
