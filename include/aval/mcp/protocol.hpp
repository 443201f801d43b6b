// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "aval/json/fields.hpp"
#include "aval/json/raw.hpp"
#include "aval/json/value.hpp"
#include "aval/mcp/json_rpc.hpp"

/*  The messages of the Model Context Protocol as structs, named as in its schema (revision 2025-11-25), members spelled as in C++. What is
 *  newer than an older revision is optional there, so that one set of types serves all.
 *
 *  Empty optional members are not sent. `meta` is "_meta". Parts without a fixed form (schemas, annotations, experimental capabilities) are
 *  json::value and keep what the peer wrote. */

namespace aval {
inline namespace v0 {
namespace mcp {

/** The revisions that this library speaks, newest first. */
inline constexpr std::array<std::string_view, 3> revisions{"2025-11-25", "2025-06-18", "2025-03-26"};
inline constexpr std::string_view latest_revision = revisions[0];

inline bool is_supported_revision(std::string_view text) noexcept {
  for (const std::string_view one : revisions)
    if (one == text) return true;
  return false;
}
/** What a server answers to a client that wants `asked`: the same when it is spoken here, else the newest ("Lifecycle", version negotiation). */
inline std::string_view negotiated_revision(std::string_view asked) noexcept {
  for (const std::string_view one : revisions)
    if (one == asked) return one;
  return latest_revision;
}

// ---- initialize --------------------------------------------------------------------------------------------------------------------

struct icon {
  std::string src = {};
  std::optional<std::string> mime_type = {};
  std::optional<std::vector<std::string>> sizes = {};
  std::optional<std::string> theme = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

/** Who a peer says that it is. Never an identity: nothing proves it. */
struct implementation {
  std::string name = {};
  std::string version = {};
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<std::string> website_url = {};
  std::optional<std::vector<icon>> icons = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};

struct list_capability {
  std::optional<bool> list_changed = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};
struct resources_capability {
  std::optional<bool> subscribe = {};
  std::optional<bool> list_changed = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};
struct sampling_capability {
  std::optional<json::value> context = {};
  std::optional<json::value> tools = {};
};
struct elicitation_capability {
  std::optional<json::value> form = {};
  std::optional<json::value> url = {};
};

struct client_capabilities {
  std::optional<list_capability> roots = {};
  std::optional<sampling_capability> sampling = {};
  std::optional<elicitation_capability> elicitation = {};
  std::optional<json::value> experimental = {};
};
struct server_capabilities {
  std::optional<json::value> logging = {};
  std::optional<json::value> completions = {};
  std::optional<list_capability> prompts = {};
  std::optional<resources_capability> resources = {};
  std::optional<list_capability> tools = {};
  std::optional<json::value> experimental = {};
};

struct initialize_params {
  std::string protocol_version = {};
  client_capabilities capabilities = {};
  implementation client_info = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("protocol_version"), json::required("capabilities"), json::required("client_info"));
};
struct initialize_result {
  std::string protocol_version = {};
  server_capabilities capabilities = {};
  implementation server_info = {};
  std::optional<std::string> instructions = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("protocol_version"), json::required("capabilities"), json::required("server_info"));
};

// ---- content -----------------------------------------------------------------------------------------------------------------------

enum class role { user, assistant };

/** What a resource holds: text, or bytes in base64. */
struct resource_contents {
  std::string uri = {};
  std::optional<std::string> mime_type = {};
  std::optional<std::string> text = {};
  std::optional<std::string> blob = {};
  std::optional<json::value> meta = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::rename("meta", "_meta"), json::required("uri"));
};

/** One piece of content; `type` says which members count: "text" (text), "image" and "audio" (data in base64, mime_type), "resource"
 *  (resource), "resource_link" (uri, name ...), and in sampling "tool_use" (id, name, input) and "tool_result" (tool_use_id, nested). A type
 *  that is not known here is kept. Made by the functions below. */
struct content {
  std::string type = {};
  std::optional<std::string> text = {};
  std::optional<std::string> data = {};
  std::optional<std::string> mime_type = {};
  std::optional<resource_contents> resource = {};
  std::optional<std::string> uri = {};
  std::optional<std::string> id = {};
  std::optional<std::string> name = {};
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<std::uint64_t> size = {};
  std::optional<json::value> input = {};
  std::optional<std::string> tool_use_id = {};
  std::optional<json::value> nested = {};
  std::optional<json::value> structured_content = {};
  std::optional<bool> is_error = {};
  std::optional<json::value> annotations = {};
  std::optional<json::value> meta = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::rename("meta", "_meta"), json::rename("nested", "content"), json::required("type"));
};

inline content text_content(std::string text) {
  content out;
  out.type = "text";
  out.text = std::move(text);
  return out;
}
/** `base64`: the picture's bytes in base64. */
inline content image_content(std::string base64, std::string mime_type) {
  content out;
  out.type = "image";
  out.data = std::move(base64);
  out.mime_type = std::move(mime_type);
  return out;
}
inline content audio_content(std::string base64, std::string mime_type) {
  content out = image_content(std::move(base64), std::move(mime_type));
  out.type = "audio";
  return out;
}
inline content embedded_resource(resource_contents resource) {
  content out;
  out.type = "resource";
  out.resource = std::move(resource);
  return out;
}
inline content resource_link(std::string uri, std::string name, std::optional<std::string> mime_type = {}) {
  content out;
  out.type = "resource_link";
  out.uri = std::move(uri);
  out.name = std::move(name);
  out.mime_type = std::move(mime_type);
  return out;
}

/** The texts of all pieces that have one, a line each. */
inline std::string text_of(const std::vector<content>& pieces) {
  std::string out;
  for (const content& one : pieces) {
    const std::string* const text = one.text ? &*one.text : one.resource && one.resource->text ? &*one.resource->text : nullptr;
    if (text == nullptr) continue;
    if (!out.empty()) out += '\n';
    out += *text;
  }
  return out;
}

// ---- tools -------------------------------------------------------------------------------------------------------------------------

/** A tool as a server lists it. Everything in it is the server's claim, annotations above all. */
struct tool_description {
  std::string name = {};
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  json::value input_schema = {};
  std::optional<json::value> output_schema = {};
  std::optional<json::value> annotations = {};  // title, readOnlyHint, destructiveHint, idempotentHint, openWorldHint
  std::optional<json::value> execution = {};
  std::optional<std::vector<icon>> icons = {};
  std::optional<json::value> meta = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::rename("meta", "_meta"), json::required("name"), json::required("input_schema"));
};
struct list_tools_result {
  std::vector<tool_description> tools = {};
  std::optional<std::string> next_cursor = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("tools"));
};
struct call_tool_params {
  std::string name = {};
  std::optional<json::raw> arguments = {};
  static constexpr auto json_rules = json::rules(json::required("name"));
};
/** What a call gave. */
struct tool_result {
  std::vector<mcp::content> content = {};
  std::optional<json::value> structured_content = {};
  std::optional<bool> is_error = {};
  std::optional<json::value> meta = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::rename("meta", "_meta"));

  bool failed() const noexcept { return is_error.value_or(false); }
  /** The texts, a line each. */
  std::string text() const { return text_of(content); }
};

inline tool_result text_result(std::string text) {
  tool_result out;
  out.content.push_back(text_content(std::move(text)));
  return out;
}
/** The tool ran, or refused to, and failed: the model is told why. */
inline tool_result failed_result(std::string why) {
  tool_result out = text_result(std::move(why));
  out.is_error = true;
  return out;
}

// ---- prompts -----------------------------------------------------------------------------------------------------------------------

struct prompt_argument {
  std::string name = {};
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<bool> required = {};
};
struct prompt_description {
  std::string name = {};
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<std::vector<prompt_argument>> arguments = {};
  std::optional<std::vector<icon>> icons = {};
  std::optional<json::value> meta = {};
  static constexpr auto json_rules = json::rules(json::rename("meta", "_meta"), json::required("name"));
};
struct list_prompts_result {
  std::vector<prompt_description> prompts = {};
  std::optional<std::string> next_cursor = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("prompts"));
};
struct get_prompt_params {
  std::string name = {};
  std::optional<std::map<std::string, std::string>> arguments = {};
  static constexpr auto json_rules = json::rules(json::required("name"));
};
struct prompt_message {
  mcp::role role = mcp::role::user;
  mcp::content content = {};
  static constexpr auto json_rules = json::rules(json::required("role"), json::required("content"));
};
struct prompt_result {
  std::optional<std::string> description = {};
  std::vector<prompt_message> messages = {};
  static constexpr auto json_rules = json::rules(json::required("messages"));
};

// ---- resources ---------------------------------------------------------------------------------------------------------------------

struct resource_description {
  std::string uri = {};
  std::string name = {};
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<std::string> mime_type = {};
  std::optional<std::uint64_t> size = {};  // bytes, before base64
  std::optional<json::value> annotations = {};
  std::optional<std::vector<icon>> icons = {};
  std::optional<json::value> meta = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::rename("meta", "_meta"), json::required("uri"), json::required("name"));
};
/** Resources whose URIs have a form (RFC 6570, the levels 1 and 2: "{name}" and "{+name}"). */
struct resource_template_description {
  std::string uri_template = {};
  std::string name = {};
  std::optional<std::string> title = {};
  std::optional<std::string> description = {};
  std::optional<std::string> mime_type = {};
  std::optional<json::value> annotations = {};
  std::optional<std::vector<icon>> icons = {};
  std::optional<json::value> meta = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::rename("meta", "_meta"), json::required("uri_template"), json::required("name"));
};
struct list_resources_result {
  std::vector<resource_description> resources = {};
  std::optional<std::string> next_cursor = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("resources"));
};
struct list_resource_templates_result {
  std::vector<resource_template_description> resource_templates = {};
  std::optional<std::string> next_cursor = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("resource_templates"));
};
/** Of resources/read, subscribe and unsubscribe, and of notifications/resources/updated. */
struct resource_params {
  std::string uri = {};
  static constexpr auto json_rules = json::rules(json::required("uri"));
};
struct read_resource_result {
  std::vector<resource_contents> contents = {};
  static constexpr auto json_rules = json::rules(json::required("contents"));
};

// ---- completion, logging, progress, cancellation, paging ---------------------------------------------------------------------------

/** What is completed: an argument of a prompt ("ref/prompt", name), or a variable of a resource template ("ref/resource", uri). */
struct completion_reference {
  std::string type = {};
  std::optional<std::string> name = {};
  std::optional<std::string> title = {};
  std::optional<std::string> uri = {};
  static constexpr auto json_rules = json::rules(json::required("type"));
};
struct completion_argument {
  std::string name = {};
  std::string value = {};
  static constexpr auto json_rules = json::rules(json::required("name"), json::required("value"));
};
struct completion_context {
  std::optional<std::map<std::string, std::string>> arguments = {};
};
struct complete_params {
  completion_reference ref = {};
  completion_argument argument = {};
  std::optional<completion_context> context = {};
  static constexpr auto json_rules = json::rules(json::required("ref"), json::required("argument"));
};
struct completion {
  std::vector<std::string> values = {};  // at most 100
  std::optional<std::uint64_t> total = {};
  std::optional<bool> has_more = {};
  static constexpr auto json_rules = json::rules(json::camel_case());
};
struct complete_result {
  mcp::completion completion = {};
  static constexpr auto json_rules = json::rules(json::required("completion"));
};

/** RFC 5424, least severe first. */
enum class logging_level { debug, info, notice, warning, error, critical, alert, emergency };

struct set_level_params {
  logging_level level = logging_level::info;
  static constexpr auto json_rules = json::rules(json::required("level"));
};
struct log_message {
  logging_level level = logging_level::info;
  std::optional<std::string> logger = {};
  json::value data = {};
};

struct progress_params {
  request_id progress_token = {};
  double progress = 0;
  std::optional<double> total = {};
  std::optional<std::string> message = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("progress_token"), json::required("progress"));
};
struct cancelled_params {
  std::optional<mcp::request_id> request = {};
  std::optional<std::string> reason = {};
  static constexpr auto json_rules = json::rules(json::rename("request", "requestId"));
};
struct paged_params {
  std::optional<std::string> cursor = {};
};

// ---- what a server may ask of a client ---------------------------------------------------------------------------------------------

struct sampling_message {
  mcp::role role = mcp::role::user;
  std::variant<mcp::content, std::vector<mcp::content>> content = {};
  static constexpr auto json_rules = json::rules(json::required("role"), json::required("content"));
};
struct create_message_params {
  std::vector<sampling_message> messages = {};
  std::int64_t max_tokens = 0;
  std::optional<std::string> system_prompt = {};
  std::optional<std::string> include_context = {};
  std::optional<double> temperature = {};
  std::optional<std::vector<std::string>> stop_sequences = {};
  std::optional<json::value> model_preferences = {};
  std::optional<json::value> metadata = {};
  std::optional<json::value> tools = {};
  std::optional<json::value> tool_choice = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("messages"), json::required("max_tokens"));
};
struct create_message_result {
  mcp::role role = mcp::role::assistant;
  std::variant<mcp::content, std::vector<mcp::content>> content = {};
  std::string model = {};
  std::optional<std::string> stop_reason = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("role"), json::required("content"));
};

/** A question to the human in front of the client: a form, or a page to visit. */
struct elicit_params {
  std::optional<std::string> mode = {};  // "form" when missing; "url"
  std::string message = {};
  std::optional<json::value> requested_schema = {};
  std::optional<std::string> elicitation_id = {};
  std::optional<std::string> url = {};
  static constexpr auto json_rules = json::rules(json::camel_case(), json::required("message"));
};
struct elicit_result {
  std::string action = {};  // "accept", "decline", "cancel"
  std::optional<json::value> content = {};
  static constexpr auto json_rules = json::rules(json::required("action"));
};

struct root {
  std::string uri = {};
  std::optional<std::string> name = {};
  static constexpr auto json_rules = json::rules(json::required("uri"));
};
struct list_roots_result {
  std::vector<root> roots = {};
  static constexpr auto json_rules = json::rules(json::required("roots"));
};

}  // namespace mcp
}  // namespace v0
}  // namespace aval
