// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/llm/chat_client.hpp"

#include <gtest/gtest.h>

#include "aval/llm/scripted_model.hpp"
#include "net/client_fixture.hpp"

// The client against servers that do exactly what a row says.

namespace {

namespace llm = aval::llm;
namespace net = aval::net;
using loopback::peer;
using loopback::response;
using loopback::scripted_server;
using namespace std::chrono_literals;

static_assert(llm::model<llm::chat_client>);

const std::string key = "sk-canary-5f1c-0123456789";
const std::string good = R"({"id":"c","object":"chat.completion","created":1,"model":"m-1","system_fingerprint":null,"choices":[{"index":0,"logprobs":null,
  "message":{"role":"assistant","content":"Peru","refusal":null,"annotations":[]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}})";
const std::string json_type = "Content-Type: application/json\r\n", stream_type = "Content-Type: text/event-stream\r\n";

std::string events(const std::vector<std::string>& data) {
  std::string text;
  for (const std::string& d : data) text += "data: " + d + "\n\n";
  return response(text, stream_type);
}
std::string content_chunk(const std::string& delta, const std::string& finish = "null") {
  return R"({"id":"c","object":"chat.completion.chunk","created":1,"model":"m-1","choices":[{"index":0,"delta":)" + delta + R"(,"finish_reason":)" + finish + "}]}";
}

class ChatClient : public loopback::ClientTest {
 protected:
  struct talk {
    std::vector<std::string> answers;
    std::vector<peer::request> requests = {};
  };
  std::shared_ptr<talk> script = std::make_shared<talk>();
  std::vector<std::string> log;
  std::optional<scripted_server> server;

  static aval::awaitable<void> serve(peer* p, std::shared_ptr<talk> t) {
    for (;;) {
      t->requests.push_back(co_await p->read());
      const std::size_t at = t->requests.size() - 1;
      if (at >= t->answers.size()) break;
      const std::string text = t->answers[at];
      co_await p->write(text);
      if (text.find("Content-Length") == std::string::npos) break;
    }
    co_await p->gone();
  }

  llm::chat_client client(std::vector<std::string> answers, llm::chat_options o = {}) {
    script->answers = std::move(answers);
    server.emplace(context, [s = script](peer* p) { return serve(p, s); });
    auto n = loopback::plain_options();
    n.log = aval::log_hooks([this](aval::log_level, std::string_view room, std::string_view text) { log.push_back(std::string(room) + std::string(text)); }, aval::log_level::debug);
    http.emplace(context.get_executor(), n);
    o.base_url = server->url("/v1/").to_string();
    o.key = key;
    o.model = "m-1";
    o.retry.pause.first = 1ms;
    return llm::chat_client(*http, o);
  }
  std::optional<net::http_client> http;

  llm::chat_request question = [] {
    llm::chat_request q;
    q.messages = {llm::system_message("short"), llm::user_message("Where is Lima?")};
    return q;
  }();

  /** The answer; errors come out. */
  llm::chat_response ask(const llm::chat_client& c, bool streamed = false, std::vector<std::string>* heard = nullptr, aval::deadline until = {}) {
    llm::chat_response out;
    auto go = [](llm::chat_client c, llm::chat_request q, llm::listener l, aval::deadline until, llm::chat_response* out) -> aval::awaitable<void> {
      *out = co_await c.complete(q, l, until);
    };
    llm::listener l;
    if (streamed) {
      l = llm::listener([heard](const llm::delta& d) {
        if (heard) heard->push_back(d.content.value_or("-"));
      });
    }
    loopback::run_until_done(context, go(c, question, l, until, &out));
    return out;
  }
  /** What went wrong. */
  std::optional<llm::chat_error> refusal(const llm::chat_client& c, bool streamed = false) {
    try {
      ask(c, streamed);
    } catch (const llm::chat_error& e) {
      EXPECT_EQ(std::string(e.what()).find(key), std::string::npos) << e.what();
      return e;
    }
    return {};
  }
  std::error_code code(const llm::chat_client& c, bool streamed = false, aval::deadline until = {}) {
    try {
      ask(c, streamed, nullptr, until);
    } catch (const std::system_error& e) {
      EXPECT_EQ(std::string(e.what()).find(key), std::string::npos) << e.what();
      return e.code();
    }
    return {};
  }
  void TearDown() override {
    for (const std::string& line : log) EXPECT_EQ(line.find(key), std::string::npos) << "the key is in the log: " << line;
  }
};

TEST_F(ChatClient, AsksInTheServersOwnNamesAndReadsTheAnswer) {
  auto c = client({response(good, json_type)});
  question.temperature = 0.5;
  question.more["enable_thinking"] = false;
  llm::tool_definition t;
  t.function.name = "get_weather";
  question.tools.emplace().push_back(t);
  const auto answer = ask(c);
  EXPECT_EQ(llm::text_of(answer.choices.at(0).message), "Peru");
  EXPECT_EQ(answer.usage->total_tokens, 2);
  const auto& sent = script->requests.at(0);
  EXPECT_EQ(sent.line, "POST /v1/chat/completions");
  EXPECT_EQ(sent.headers.find("Authorization"), "Bearer " + key);
  EXPECT_EQ(sent.headers.find("Content-Type"), "application/json");
  EXPECT_EQ(sent.body, R"({"model":"m-1","messages":[{"role":"system","content":"short"},{"role":"user","content":"Where is Lima?"}],)"
                       R"("tools":[{"type":"function","function":{"name":"get_weather","description":"","parameters":{}}}],"temperature":0.5,"enable_thinking":false})");
}

TEST_F(ChatClient, LeavesNoPartOfTheKeyInAnErrorThatIsCutInTheMiddleOfIt) {
  auto c = client({response(std::string(490, '.') + key + " is not known", "Content-Type: text/plain\r\n", "401 Unauthorized")});
  const auto e = refusal(c);
  ASSERT_TRUE(e);
  EXPECT_EQ(e->peer_text().find("sk-"), std::string::npos) << e->peer_text();
  EXPECT_NE(e->peer_text().find("[key]"), std::string::npos) << e->peer_text();
}

TEST_F(ChatClient, StreamsTextAndToolCallsAndGivesTheWholeAtTheEnd) {
  auto c = client({events({content_chunk(R"({"role":"assistant","content":""})"), content_chunk(R"({"content":"Pe"})"), content_chunk(R"({"content":"ru"})"),
                           content_chunk(R"({"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\""}}]})"),
                           content_chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]})"), content_chunk("{}", R"("tool_calls")"), "[DONE]"})});
  std::vector<std::string> heard;
  const auto answer = ask(c, true, &heard);
  EXPECT_EQ(heard, (std::vector<std::string>{"Pe", "ru", "-", "-"}));
  EXPECT_EQ(llm::text_of(answer.choices.at(0).message), "Peru");
  EXPECT_EQ(answer.choices.at(0).message.tool_calls->at(0).function.arguments, R"({"x":1})");
  EXPECT_NE(script->requests.at(0).body.find(R"("stream":true,"stream_options":{"include_usage":true})"), std::string::npos);
}

TEST_F(ChatClient, AServerThatDoesNotStreamIsHeardInOnePiece) {
  auto c = client({response(good, json_type)});
  std::vector<std::string> heard;
  EXPECT_EQ(llm::text_of(ask(c, true, &heard).choices.at(0).message), "Peru");
  EXPECT_EQ(heard, std::vector<std::string>{"Peru"});
}

TEST_F(ChatClient, TellsWhatTheServerSaysAndNeverTheKey) {
  const struct {
    std::string status, body;
    llm::errc code;
    std::string words;
  } rows[] = {
      {"401 Unauthorized", R"({"error":{"message":"Incorrect API key provided: )" + key + R"(","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})",
       llm::errc::not_authenticated, "Incorrect API key provided: [key]"},
      {"403 Forbidden", "go away", llm::errc::not_permitted, "go away"},
      {"404 Not Found", R"({"error":{"message":"no model"}})", llm::errc::no_such_model, "no model"},
      {"400 Bad Request", R"({"object":"error","message":"too long","code":40001})", llm::errc::request_refused, "too long"},
      {"422 Unprocessable Entity", R"({"detail":"no messages"})", llm::errc::request_refused, "no messages"},
      {"501 Not Implemented", "", llm::errc::server_failed, "Not Implemented"},
      {"302 Found", "", llm::errc::server_failed, "Found"},
  };
  for (const auto& row : rows) {
    for (const bool streamed : {false, true}) {
      script = std::make_shared<talk>();
      const auto e = refusal(client({response(row.body, "", row.status)}), streamed);
      ASSERT_TRUE(e) << row.status;
      EXPECT_EQ(e->code(), row.code) << row.status;
      EXPECT_EQ(e->peer_text(), row.words);
      EXPECT_EQ(e->status(), std::stoi(row.status));
      EXPECT_EQ(script->requests.size(), 1u) << "a refusal is not repeated";
    }
  }
}

TEST_F(ChatClient, RepeatsWhatMayPassAndNothingElse) {
  for (const bool streamed : {false, true}) {
    script = std::make_shared<talk>();
    auto c = client({response("", "", "500 Oops"), response(R"({"error":{"message":"slow down"}})", "Retry-After: 0\r\n", "429 Too Many Requests"),
                     streamed ? events({content_chunk(R"({"content":"Peru"})", R"("stop")")}) : response(good, json_type)});
    EXPECT_EQ(llm::text_of(ask(c, streamed).choices.at(0).message), "Peru");
    EXPECT_EQ(script->requests.size(), 3u);
  }
  script = std::make_shared<talk>();
  const std::vector<std::string> always(9, response(R"({"error":{"message":"slow down"}})", "", "429 Too Many Requests"));
  EXPECT_EQ(refusal(client(always))->code(), llm::errc::rate_limited);
  EXPECT_EQ(script->requests.size(), 3u);
  script = std::make_shared<talk>();
  EXPECT_EQ(refusal(client({response(R"({"error":{"message":"pay","code":"insufficient_quota"}})", "", "429 Too Many Requests")}))->server_code(), "insufficient_quota");
  EXPECT_EQ(script->requests.size(), 1u) << "waiting does not fill an account";
  script = std::make_shared<talk>();
  const auto e = refusal(client({response("", "Retry-After: 86400\r\n", "429 Too Many Requests")}));
  EXPECT_EQ(e->retry_after(), 86400s);
  EXPECT_EQ(script->requests.size(), 1u) << "nobody waits for a day";
}

TEST_F(ChatClient, ABrokenAnswerIsAnErrorAndNotHalfAnAnswer) {
  EXPECT_EQ(code(client({response("<html>", json_type)})), llm::errc::answer_not_understood);
  script = std::make_shared<talk>();
  EXPECT_EQ(code(client({response(R"({"choices":[]})", json_type)})), llm::errc::answer_not_understood);
  script = std::make_shared<talk>();
  EXPECT_EQ(code(client({response(R"({"error":{"message":"no"}})", json_type)})), llm::errc::server_failed) << "an error under status 200";
  script = std::make_shared<talk>();
  EXPECT_EQ(code(client({events({content_chunk(R"({"content":"Pe"})")})}), true), llm::errc::answer_cut) << "no finish_reason, no [DONE]";
  script = std::make_shared<talk>();
  EXPECT_EQ(code(client({events({content_chunk(R"({"content":"Pe"})"), R"({"error":{"message":"overloaded"}})"})}), true), llm::errc::server_failed);
  EXPECT_EQ(script->requests.size(), 1u) << "what has been handed on is not asked for again";
  llm::chat_options small;
  small.max_answer = 100;
  for (const bool streamed : {false, true}) {
    script = std::make_shared<talk>();
    EXPECT_EQ(code(client({streamed ? events({content_chunk("{\"content\":\"" + std::string(200, 'x') + "\"}")}) : response(good, json_type)}, small), streamed), aval::condition::not_understood);
  }
}

TEST_F(ChatClient, EndsAtTheDeadline) {
  for (const bool streamed : {false, true}) {
    script = std::make_shared<talk>();
    EXPECT_EQ(code(client({}), streamed, aval::deadline::after(30ms)), aval::condition::timed_out);
    EXPECT_EQ(http->open_connections(), 0u);
  }
}

TEST_F(ChatClient, ACancelledCallLeavesNoConnection) {
  for (const bool streamed : {false, true}) {
    script = std::make_shared<talk>();
    auto c = client(streamed ? std::vector<std::string>{"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n:\r\n"} : std::vector<std::string>{});
    asio::cancellation_signal stop;
    std::error_code ended;
    bool over = false;
    auto go = [](llm::chat_client c, llm::chat_request q, llm::listener l) -> aval::awaitable<void> { co_await c.complete(q, l, aval::deadline()); };
    llm::listener l;
    if (streamed) l = llm::listener([](const llm::delta&) {});
    asio::co_spawn(context, go(c, question, l), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e) {
                     ended = aval::code_of(e);
                     over = true;
                   }));
    while (script->requests.empty()) context.run_one();
    asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
    while (!over) context.run_one();
    EXPECT_EQ(ended, aval::condition::cancelled);
    EXPECT_EQ(http->open_connections(), 0u);
  }
}

TEST(ChatOptions, AKeyDoesNotTravelWithoutTls) {
  asio::io_context context;
  net::http_client http(context.get_executor());
  const auto made = [&](llm::chat_options o) -> std::error_code {
    try {
      llm::chat_client c(http, o);
    } catch (const std::system_error& e) {
      EXPECT_EQ(std::string(e.what()).find(key), std::string::npos);
      return e.code();
    }
    return {};
  };
  EXPECT_EQ(made({.base_url = "http://models.example/v1", .key = key}), llm::errc::bad_options);
  EXPECT_EQ(made({.base_url = "http://127.0.0.1.example/v1", .key = key}), llm::errc::bad_options);
  EXPECT_EQ(made({.base_url = "", .key = key}), llm::errc::bad_options);
  EXPECT_FALSE(made({.base_url = "http://models.example/v1"}));
  EXPECT_FALSE(made({.base_url = "https://models.example/v1?api-version=1", .key = key}));
  for (const char* host : {"127.0.0.1:11434", "127.1.2.3", "[::1]:11434", "localhost"})
    EXPECT_FALSE(made({.base_url = "http://" + std::string(host) + "/v1", .key = key})) << host;
  for (const char* host : {"models.localhost", "localhost.example", "127.example", "[::2]"})
    EXPECT_EQ(made({.base_url = "http://" + std::string(host) + "/v1", .key = key}), llm::errc::bad_options) << host;
  EXPECT_FALSE(made({.base_url = "http://models.example/v1", .key = key, .key_over_plain_http = true}));
}

}  // namespace
