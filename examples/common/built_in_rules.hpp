// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>

#include "aval/json/write.hpp"
#include "aval/llm/model.hpp"

namespace example {

/** Not a model: a few rules in the place of one, for a machine without any. Its texts say so.
 *
 *    ... 'TEXT' ... document ID: NAME        calls write_to_dingtalk_document
 *    ... oss://BUCKET/KEY                    calls read_oss_object */
class built_in_rules {
 public:
  aval::awaitable<aval::llm::chat_response> complete(aval::awaited<aval::llm::chat_request> question, aval::llm::listener heard = {}, aval::deadline = {}) const {
    return answer(aval::taken(std::move(question)), std::move(heard));
  }

 private:
  static std::string word_after(const std::string& text, std::string_view mark) {
    const auto at = text.find(mark);
    if (at == text.npos) return {};
    const auto begin = text.find_first_not_of(' ', at + mark.size());
    return begin == text.npos ? std::string() : text.substr(begin, text.find_first_of(" \n,", begin) - begin);
  }
  static aval::llm::function_call choose(const std::string& text) {
    aval::llm::function_call call;
    if (const auto id = word_after(text, "document ID:"); !id.empty()) {
      const auto open = text.find('\''), close = open == text.npos ? open : text.find('\'', open + 1);
      call.name = "write_to_dingtalk_document";
      call.arguments = aval::json::write(aval::json::object({{"document_id", id}, {"content", close == text.npos ? text : text.substr(open + 1, close - open - 1)}}));
    } else if (const auto object = word_after(text, "oss://"); object.find('/') != object.npos) {
      call.name = "read_oss_object";
      call.arguments = aval::json::write(aval::json::object({{"bucket", object.substr(0, object.find('/'))}, {"key", object.substr(object.find('/') + 1)}}));
    }
    return call;
  }
  static aval::awaitable<aval::llm::chat_response> answer(aval::llm::chat_request question, aval::llm::listener heard) {
    aval::llm::chat_response out;
    out.model = "built-in-rules";
    out.choices.resize(1);
    auto& said = out.choices[0].message;
    aval::llm::delta piece;
    const aval::llm::message& last = question.messages.back();
    const std::string text = aval::llm::text_of(last);
    aval::llm::function_call call;
    if (last.role != aval::llm::role::tool) call = choose(text);
    if (call.name.empty()) {
      std::string words = "I know how to write 'TEXT' to a DingTalk document with document ID: NAME, and how to read oss://BUCKET/KEY.";
      if (last.role == aval::llm::role::tool) words = "The tool says: " + text;
      said = aval::llm::assistant_message("[built-in rules, no model] " + words);
      piece.content = "[built-in rules, no model] " + words;
      out.choices[0].finish_reason = "stop";
    } else {
      said.role = aval::llm::role::assistant;
      auto& made = said.tool_calls.emplace().emplace_back();
      made.id = "call_1";
      made.function = call;
      auto& shown = piece.tool_calls.emplace().emplace_back();
      shown.index = 0;
      shown.id = made.id;
      shown.type = "function";
      shown.function.name = call.name;
      shown.function.arguments = call.arguments;
      out.choices[0].finish_reason = "tool_calls";
    }
    if (heard) co_await heard(piece);
    co_return out;
  }
};

}  // namespace example
