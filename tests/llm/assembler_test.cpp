// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/llm/assembler.hpp"

#include <gtest/gtest.h>

// Streamed answers put together, from the pieces that servers send.

namespace {

namespace llm = aval::llm;
using outcome = llm::answer_assembler::outcome;

std::string chunk(const std::string& delta, const std::string& finish = "null") {
  return R"({"id":"c1","object":"chat.completion.chunk","created":17,"model":"m","choices":[{"index":0,"delta":)" + delta + R"(,"finish_reason":)" + finish + "}]}";
}
std::error_code code_of_push(llm::answer_assembler& a, const std::string& data) {
  try {
    a.push(data);
  } catch (const std::system_error& e) {
    return e.code();
  }
  return {};
}

TEST(assembler, text_in_pieces_becomes_one_message) {
  llm::answer_assembler a;
  EXPECT_EQ(a.push(chunk(R"({"role":"assistant","content":""})")), outcome::nothing);
  EXPECT_EQ(a.push(chunk(R"({"content":"Hel","refusal":null})")), outcome::piece);
  EXPECT_EQ(a.last().content, "Hel");
  EXPECT_EQ(a.push(chunk(R"({"content":"lo","system_fingerprint":"x"})")), outcome::piece);
  EXPECT_EQ(a.push(chunk(R"({"reasoning_content":"hm"})")), outcome::piece);
  EXPECT_FALSE(a.complete());
  EXPECT_EQ(a.push(chunk("{}", R"("stop")")), outcome::nothing);
  EXPECT_TRUE(a.complete());
  EXPECT_EQ(a.push(R"({"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"details":{}}})"), outcome::nothing);
  EXPECT_EQ(a.push("[DONE] "), outcome::done);
  const auto r = a.take();
  EXPECT_EQ(r.id, "c1");
  EXPECT_EQ(r.model, "m");
  EXPECT_EQ(r.created, 17);
  EXPECT_EQ(r.usage->total_tokens, 5);
  EXPECT_EQ(llm::text_of(r.choices.at(0).message), "Hello");
  EXPECT_EQ(r.choices.at(0).message.reasoning_content, "hm");
  EXPECT_EQ(r.choices.at(0).finish_reason, "stop");
  EXPECT_FALSE(r.choices.at(0).message.tool_calls);
}

TEST(assembler, tool_calls_in_pieces_become_calls_however_a_server_numbers_them) {
  const struct {
    const char* name;
    std::vector<const char*> pieces;
  } rows[] = {
      {"by index, mixed",
       {R"([{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}])", R"([{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":"{\"y\""}}])",
        R"([{"index":0,"function":{"arguments":"{\"x\":"}},{"index":1,"function":{"arguments":":2}"}}])", R"([{"index":0,"function":{"arguments":"1}"}}])"}},
      {"id and name repeated in every piece",
       {R"([{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}])", R"([{"index":0,"id":"a","function":{"name":"f","arguments":":1}"}}])",
        R"([{"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\":2}"}}])"}},
      {"without an index",
       {R"([{"id":"a","function":{"name":"f","arguments":"{\"x\":"}}])", R"([{"function":{"arguments":"1}"}}])", R"([{"id":"b","function":{"name":"g","arguments":"{\"y\":2}"}}])"}},
      {"all under one index, whole",
       {R"([{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}])", R"([{"index":0,"id":"b","function":{"name":"g","arguments":"{\"y\":2}"}}])"}},
      {"empty ids behind the first", {R"([{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}])", R"([{"index":0,"id":"","function":{"name":null,"arguments":"1}"}}])",
                                      R"([{"index":7,"id":"b","function":{"name":"g","arguments":"{\"y\":2}"}}])"}},
  };
  for (const auto& row : rows) {
    llm::answer_assembler a;
    for (const char* piece : row.pieces) EXPECT_EQ(a.push(chunk(std::string(R"({"tool_calls":)") + piece + "}")), outcome::piece) << row.name;
    a.push(chunk("{}", R"("tool_calls")"));
    const auto r = a.take();
    const auto& calls = r.choices.at(0).message.tool_calls;
    ASSERT_TRUE(calls && calls->size() == 2) << row.name;
    EXPECT_EQ(calls->at(0).id + calls->at(0).function.name + calls->at(0).function.arguments, R"(af{"x":1})") << row.name;
    EXPECT_EQ(calls->at(1).id + calls->at(1).function.name + calls->at(1).function.arguments, R"(bg{"y":2})") << row.name;
  }
}

TEST(assembler, a_call_without_id_and_arguments_can_still_be_answered) {
  llm::answer_assembler a;
  a.push(chunk(R"({"tool_calls":[{"index":0,"function":{"name":"now"}}]})", R"("tool_calls")"));
  const auto r = a.take();
  EXPECT_EQ(r.choices.at(0).message.tool_calls->at(0).id, "call_0");
  EXPECT_EQ(r.choices.at(0).message.tool_calls->at(0).function.arguments, "{}");
}

TEST(assembler, an_error_in_the_middle_comes_in_the_servers_words_without_our_key) {
  for (const char* event : {R"({"error":{"message":"key sk-secret is over quota\u001b[31m","type":"insufficient_quota","code":429}})", R"({"error":"key sk-secret is over quota\u001b[31m"})",
                            R"({"choices":[],"error":{"message":"key sk-secret is over quota\u001b[31m"}})"}) {
    llm::answer_assembler a;
    a.push(chunk(R"({"content":"Hel"})"));
    try {
      a.push(event, "sk-secret");
      ADD_FAILURE() << event;
    } catch (const llm::chat_error& e) {
      EXPECT_EQ(e.code(), llm::errc::server_failed);
      EXPECT_EQ(e.peer_text(), "key [key] is over quota?[31m");
    }
  }
}

TEST(assembler, a_key_is_struck_out_however_the_server_quotes_it) {
  llm::answer_assembler a;
  try {
    a.push(R"({"error":{"message":"sk+one/two, sk%2Bone%2Ftwo and sk%252Bone%252Ftwo","code":"no sk+one/two"}})", "sk+one/two");
    ADD_FAILURE() << "no error";
  } catch (const llm::chat_error& e) {
    EXPECT_EQ(e.peer_text(), "[key], [key] and [key]");
    EXPECT_EQ(std::string(e.what()).find("one"), std::string::npos);
  }
}

TEST(assembler, hostile_streams_end_in_an_error_and_not_in_memory) {
  {
    llm::answer_assembler a(10);
    a.push(chunk(R"({"content":"0123456789"})"));
    EXPECT_EQ(code_of_push(a, chunk(R"({"content":"x"})")), llm::errc::answer_too_large);
  }
  {
    llm::answer_assembler a(10);
    EXPECT_EQ(code_of_push(a, chunk(R"({"tool_calls":[{"index":0,"function":{"name":"f","arguments":"0123456789"}}]})")), llm::errc::answer_too_large);
  }
  for (const char* index : {"-1", "16", "2000000000"}) {
    llm::answer_assembler a;
    EXPECT_EQ(code_of_push(a, R"({"choices":[{"index":)" + std::string(index) + R"(,"delta":{"content":"x"}}]})"), llm::errc::answer_not_understood) << index;
  }
  {
    llm::answer_assembler a;
    std::error_code ec;
    for (int i = 0; i < 300 && !ec; ++i) ec = code_of_push(a, chunk(R"({"tool_calls":[{"index":)" + std::to_string(i) + R"(,"id":"i"}]})"));
    EXPECT_EQ(ec, llm::errc::answer_too_large) << "a flood of calls";
  }
  {
    llm::answer_assembler a;
    EXPECT_EQ(code_of_push(a, R"({"choices":[{"index":0,"delta":{"content":"Hi"}},{"index":0,"delta":{"content":"Ho"}}]})"), llm::errc::answer_not_understood)
        << "a listener would hear one of them only";
  }
  for (const char* event : {"", "{", "[]", "null", "hello", R"({"choices":{}})", R"({"choices":[{"delta":{"content":7}}]})"}) {
    llm::answer_assembler a;
    EXPECT_EQ(code_of_push(a, event), llm::errc::answer_not_understood) << event;
  }
  llm::answer_assembler nested;
  EXPECT_EQ(code_of_push(nested, R"({"x":)" + std::string(1000, '[') + std::string(1000, ']') + "}"), llm::errc::answer_not_understood);
}

}  // namespace
