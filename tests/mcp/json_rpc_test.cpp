// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/mcp/json_rpc.hpp"

#include <gtest/gtest.h>

#include "aval/mcp/detail/uri_template.hpp"

// What is a message and what is none, and why.

namespace json_rpc_test {
namespace {

namespace mcp = aval::mcp;
namespace json = aval::json;
using mcp::message_kind;

TEST(json_rpc, an_id_is_kept_as_it_came) {
  const auto number = mcp::read_message(R"({"jsonrpc":"2.0","id":7,"method":"ping"})");
  const auto text = mcp::read_message(R"({"jsonrpc":"2.0","id":"7","method":"ping","params":{"a":1}})");
  ASSERT_TRUE(number && text);
  EXPECT_EQ(number->kind, message_kind::request);
  EXPECT_NE(*number->id, *text->id);
  EXPECT_EQ(mcp::write_answer(*number->id, {}), R"({"jsonrpc":"2.0","id":7,"result":{}})");
  EXPECT_EQ(mcp::write_answer(*text->id, json::raw(R"({"b":2})")), R"({"jsonrpc":"2.0","id":"7","result":{"b":2}})");
  EXPECT_EQ(text->params.text(), R"({"a":1})");
  EXPECT_TRUE(number->params.is_null());
}

TEST(json_rpc, what_is_written_is_read_again) {
  const auto request = mcp::read_message(mcp::write_request(mcp::request_id("a\"\n"), "tools/call", json::raw(R"({"name":"x"})")));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->id->text(), "a\"\n");
  EXPECT_EQ(request->method, "tools/call");
  const auto told = mcp::read_message(mcp::write_notification("notifications/initialized", {}));
  ASSERT_TRUE(told);
  EXPECT_EQ(told->kind, message_kind::notification);
  const auto failed = mcp::read_message(mcp::write_error(mcp::request_id(3), -32602, "no\xff", json::object({{"why", 1}})));
  ASSERT_TRUE(failed && failed->failure);
  EXPECT_EQ(failed->kind, message_kind::error);
  EXPECT_EQ(failed->failure->code, -32602);
  EXPECT_EQ(failed->failure->message, "no\xEF\xBF\xBD");
  EXPECT_EQ((*failed->failure->data)["why"].as_int64(), 1);
  EXPECT_TRUE(mcp::read_message(mcp::write_error({}, -32700, "what?")));
}

TEST(json_rpc, what_is_no_message_is_refused_with_the_reason) {
  struct row {
    const char* text;
    std::error_code code;
    const char* words;
    int rpc;
  };
  const std::error_code bad = mcp::errc::bad_message, syntax = json::errc::syntax;
  const row rows[] = {
      {"", syntax, "", -32700},
      {"{", syntax, "", -32700},
      {"nonsense", syntax, "", -32700},
      {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}", syntax, "", -32700},
      {R"({"jsonrpc":"2.0","id":1,"method":"a"} {})", syntax, "", -32700},
      {R"( [{"jsonrpc":"2.0","id":1,"method":"ping"}])", mcp::errc::batch_refused, "batches", -32600},
      {R"("ping")", bad, "object", -32600},
      {R"({"id":1,"method":"ping"})", bad, "jsonrpc", -32600},
      {R"({"jsonrpc":"1.0","id":1,"method":"ping"})", bad, "jsonrpc", -32600},
      {R"({"jsonrpc":"2.0","id":null,"method":"ping"})", bad, "null", -32600},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", bad, "\"id\"", -32600},
      {R"({"jsonrpc":"2.0","id":true,"method":"ping"})", bad, "\"id\"", -32600},
      {R"({"jsonrpc":"2.0","id":{},"method":"ping"})", bad, "\"id\"", -32600},
      {R"({"jsonrpc":"2.0","id":1,"method":5})", bad, "/method", -32600},
      {R"({"jsonrpc":"2.0","id":1,"method":""})", bad, "\"method\"", -32600},
      {R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[1]})", bad, "\"params\"", -32600},
      {R"({"jsonrpc":"2.0","id":1,"method":"ping","result":{}})", bad, "neither", -32600},
      {R"({"jsonrpc":"2.0","id":1,"id":2,"method":"ping"})", bad, "/id", -32600},
      {R"({"jsonrpc":"2.0","id":1})", bad, "neither", -32600},
      {R"({"jsonrpc":"2.0","id":1,"result":5})", bad, "\"result\"", -32600},
      {R"({"jsonrpc":"2.0","result":{}})", bad, "\"id\"", -32600},
      {R"({"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"x"}})", bad, "not both", -32600},
      {R"({"jsonrpc":"2.0","id":1,"error":"no"})", bad, "error", -32600},
  };
  for (const row& r : rows) {
    const auto m = mcp::read_message(r.text);
    ASSERT_FALSE(m) << r.text;
    EXPECT_EQ(m.error().code, r.code) << r.text;
    EXPECT_NE(m.error().what.find(r.words), std::string::npos) << r.text << " -> " << m.error().what;
    EXPECT_EQ(m.error().rpc(), r.rpc) << r.text;
  }
  // the request that a bad answer belongs to is known, so that it need not wait for its time-out
  const auto answer = mcp::read_message(R"({"jsonrpc":"2.0","id":9,"result":5})");
  ASSERT_TRUE(!answer && answer.error().answers && answer.error().id);
  EXPECT_EQ(answer.error().id->text(), "9");
  const auto named = mcp::read_message(R"({"jsonrpc":"2.0","id":"x","method":5})");
  ASSERT_TRUE(!named && named.error().id);
  EXPECT_EQ(named.error().id->text(), "x");
}

TEST(json_rpc, attack_huge_and_deep_messages_are_refused) {
  mcp::message_limits small;
  small.max_size = 60;
  const std::string fits = R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"12"}})";
  ASSERT_EQ(fits.size(), 60U);
  EXPECT_TRUE(mcp::read_message(fits, small));
  EXPECT_EQ(mcp::read_message(fits + " ", small).error().code, mcp::errc::message_too_large);
  const auto nested = [](int depth) { return R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":)" + std::string(depth, '[') + std::string(depth, ']') + "}}"; };
  EXPECT_TRUE(mcp::read_message(nested(62)));
  EXPECT_EQ(mcp::read_message(nested(63)).error().code, mcp::errc::bad_message);
  EXPECT_FALSE(mcp::read_message(R"({"jsonrpc":"2.0","id":")" + std::string(257, 'x') + R"(","method":"ping"})"));
}

TEST(uri_template, a_uri_gives_the_variables) {
  const auto form = mcp::detail::uri_template::parse("test://{kind}/{+path}.txt");
  ASSERT_TRUE(form);
  const auto found = form->match("test://a%20b/c/d.txt");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at("kind"), "a b");
  EXPECT_EQ(found->at("path"), "c/d");
  for (const char* other : {"test:///c.txt", "test://a/c.tx", "test://a.txt", "test://a/%2.txt", "other://a/b.txt", ""}) EXPECT_FALSE(form->match(other)) << other;
  const auto plain = mcp::detail::uri_template::parse("test://template/{id}/data");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->match("test://template/123/data")->at("id"), "123");
  EXPECT_FALSE(plain->match("test://template/1/2/data"));
  EXPECT_FALSE(plain->match("test://template/1/data/more"));
  for (const char* bad : {"{", "a}", "{}", "{/a}", "{a}{b}", "{a}/{a}", "{a,b}", "{a*}"}) EXPECT_FALSE(mcp::detail::uri_template::parse(bad)) << bad;
}

}  // namespace
}  // namespace json_rpc_test
