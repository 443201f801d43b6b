// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "aval/json/fields.hpp"
#include "aval/json/value.hpp"

/*  What goes over the wire of an OpenAI-compatible server (POST <base>/chat/completions), with its own names as members. Members that
 *  a server has beyond these go into `more`. Plain data: no I/O here, and no JSON is read or written in this header. */

namespace aval {
inline namespace v0 {
namespace llm {

enum class role { system, developer, user, assistant, tool };

/** A part of a message: text, or what another `type` says (image_url, input_audio). */
struct content_part {
  std::string type = "text";
  std::optional<std::string> text = {};
  std::map<std::string, json::value> more = {};  // "image_url": {"url": ...}
  static constexpr auto json_rules = json::rules(json::flatten("more"));
};
using message_content = std::variant<std::string, std::vector<content_part>>;

struct function_call {
  std::string name = {};
  std::string arguments = {};  // JSON text as the model wrote it; may be anything
};
struct tool_call {
  std::string id = {};
  std::string type = "function";
  function_call function = {};
};

struct message {
  llm::role role = llm::role::user;
  std::optional<message_content> content = {};
  std::optional<std::string> name = {};
  std::optional<std::string> reasoning_content = {};        // of models that show how they think
  std::optional<std::string> refusal = {};                  // of the model itself
  std::optional<std::vector<llm::tool_call>> tool_calls = {};  // of an assistant
  std::optional<std::string> tool_call_id = {};             // of a tool: which call this answers
};

inline message make_message(llm::role who, std::string text) {
  message m;
  m.role = who;
  m.content = message_content(std::move(text));
  return m;
}
inline message system_message(std::string text) { return make_message(role::system, std::move(text)); }
inline message user_message(std::string text) { return make_message(role::user, std::move(text)); }
inline message assistant_message(std::string text) { return make_message(role::assistant, std::move(text)); }
inline message tool_message(std::string call_id, std::string text) {
  message m = make_message(role::tool, std::move(text));
  m.tool_call_id = std::move(call_id);
  return m;
}

/** The text of a message, all parts together; empty when there is none. */
inline std::string text_of(const message& m) {
  if (!m.content) return {};
  if (const std::string* text = std::get_if<std::string>(&*m.content)) return *text;
  std::string all;
  for (const content_part& part : std::get<std::vector<content_part>>(*m.content))
    if (part.text) all += *part.text;
  return all;
}

struct function_definition {
  std::string name = {};
  std::string description = {};
  json::value parameters = json::object();  // JSON Schema
  std::optional<bool> strict = {};
};
struct tool_definition {
  std::string type = "function";
  function_definition function = {};
};

struct stream_choice {
  bool include_usage = true;
};

/** A question. `model` may be empty where the client has one; `stream` and `stream_options` are set by whoever sends it. */
struct chat_request {
  std::string model = {};
  std::vector<message> messages = {};
  std::optional<std::vector<tool_definition>> tools = {};
  std::optional<json::value> tool_choice = {};          // "none", "auto", "required", or an object that names a function
  std::optional<bool> parallel_tool_calls = {};
  std::optional<double> temperature = {};
  std::optional<double> top_p = {};
  std::optional<std::int64_t> max_tokens = {};
  std::optional<std::int64_t> max_completion_tokens = {};
  std::optional<std::int64_t> seed = {};
  std::optional<json::value> stop = {};                 // a text, or a list of texts
  std::optional<json::value> response_format = {};
  std::optional<bool> stream = {};
  std::optional<stream_choice> stream_options = {};
  std::map<std::string, json::value> more = {};         // what else the server understands
  static constexpr auto json_rules = json::rules(json::flatten("more"));
};

struct token_usage {
  std::int64_t prompt_tokens = 0;
  std::int64_t completion_tokens = 0;
  std::int64_t total_tokens = 0;

  token_usage& operator+=(const token_usage& more) noexcept {
    prompt_tokens += more.prompt_tokens;
    completion_tokens += more.completion_tokens;
    total_tokens += more.total_tokens;
    return *this;
  }
};
struct choice {
  int index = 0;
  llm::message message = {};
  std::optional<std::string> finish_reason = {};  // "stop", "tool_calls", "length", "content_filter"
};
/** An answer, as a whole. */
struct chat_response {
  std::string id = {};
  std::string object = "chat.completion";
  std::int64_t created = 0;
  std::string model = {};
  std::vector<choice> choices = {};
  std::optional<token_usage> usage = {};
};

struct function_piece {
  std::optional<std::string> name = {};
  std::optional<std::string> arguments = {};
};
struct tool_call_piece {
  std::optional<int> index = {};
  std::optional<std::string> id = {};
  std::optional<std::string> type = {};
  function_piece function = {};
};
/** What a chunk of a streamed answer adds. */
struct delta {
  std::optional<std::string> role = {};
  std::optional<std::string> content = {};
  std::optional<std::string> reasoning_content = {};
  std::optional<std::string> refusal = {};
  std::optional<std::vector<tool_call_piece>> tool_calls = {};
};
struct chunk_choice {
  int index = 0;
  llm::delta delta = {};
  std::optional<std::string> finish_reason = {};
};
struct chat_chunk {
  std::string id = {};
  std::string object = "chat.completion.chunk";
  std::int64_t created = 0;
  std::string model = {};
  std::vector<chunk_choice> choices = {};
  std::optional<token_usage> usage = {};
};

}  // namespace llm
}  // namespace v0
}  // namespace aval
