// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "aval/mcp/server.hpp"

// The server that npm's @modelcontextprotocol/conformance asks for: tools, resources and prompts by the names that its scenarios call.

namespace everything {

namespace actions = aval::actions;
namespace json = aval::json;
namespace mcp = aval::mcp;
using aval::awaitable;

inline const std::string png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
inline const std::string wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=";

inline json::value parsed(const char* text) { return json::parse(text).value(); }
inline mcp::resource_contents contents(std::string uri, std::string type, std::string text) {
  mcp::resource_contents out;
  out.uri = std::move(uri);
  out.mime_type = std::move(type);
  out.text = std::move(text);
  return out;
}
inline mcp::tool_description described(std::string name, const char* schema = R"({"type":"object","properties":{}})") {
  mcp::tool_description d;
  d.description = name + ", for testing";
  d.name = std::move(name);
  d.input_schema = parsed(schema);
  return d;
}
inline awaitable<void> pause(int milliseconds) {
  asio::steady_timer timer(co_await aval::this_coro::executor, std::chrono::milliseconds(milliseconds));
  co_await timer.async_wait(aval::use_awaitable);
}

inline awaitable<mcp::tool_result> text(mcp::call_context, json::value) { co_return mcp::text_result("This is a simple text response for testing."); }
inline awaitable<mcp::tool_result> image(mcp::call_context, json::value) {
  mcp::tool_result r;
  r.content.push_back(mcp::image_content(png, "image/png"));
  co_return r;
}
inline awaitable<mcp::tool_result> audio(mcp::call_context, json::value) {
  mcp::tool_result r;
  r.content.push_back(mcp::audio_content(wav, "audio/wav"));
  co_return r;
}
inline awaitable<mcp::tool_result> resource(mcp::call_context, json::value) {
  mcp::tool_result r;
  r.content.push_back(mcp::embedded_resource(contents("test://embedded-resource", "text/plain", "This is an embedded resource content.")));
  co_return r;
}
inline awaitable<mcp::tool_result> mixed(mcp::call_context, json::value) {
  mcp::tool_result r = mcp::text_result("Multiple content types test:");
  r.content.push_back(mcp::image_content(png, "image/png"));
  r.content.push_back(mcp::embedded_resource(contents("test://mixed-content-resource", "application/json", R"({"test":"data","value":123})")));
  co_return r;
}
inline awaitable<mcp::tool_result> logging(mcp::call_context call, json::value) {
  for (const char* line : {"Tool execution started", "Tool processing data", "Tool execution completed"}) {
    co_await call.log(mcp::logging_level::info, json::value(line));
    co_await pause(20);
  }
  co_return mcp::text_result("logged");
}
inline awaitable<mcp::tool_result> progress(mcp::call_context call, json::value) {
  for (const int at : {0, 50, 100}) {
    co_await call.progress(at, 100);
    co_await pause(20);
  }
  co_return mcp::text_result("done");
}
inline awaitable<mcp::tool_result> fails(mcp::call_context, json::value) {
  throw std::runtime_error("This tool intentionally returns an error for testing");
  co_return mcp::tool_result{};
}
inline awaitable<mcp::tool_result> sampling(mcp::call_context call, json::value arguments) {
  mcp::create_message_params p;
  p.messages.resize(1);
  p.messages[0].role = mcp::role::user;
  p.messages[0].content = mcp::text_content(arguments["prompt"].as_string());
  p.max_tokens = 100;
  const auto said = co_await call.sample(p);
  const auto* one = std::get_if<mcp::content>(&said.content);
  co_return mcp::text_result("LLM response: " + (one != nullptr && one->text ? *one->text : std::string("nothing")));
}
inline awaitable<mcp::tool_result> ask(mcp::call_context call, std::string message, json::value schema) {
  const auto said = co_await call.elicit(std::move(message), std::move(schema));
  co_return mcp::text_result("Elicitation completed: action=" + said.action + ", content=" + json::write(said.content.value_or(json::value())));
}
inline awaitable<mcp::tool_result> elicitation(mcp::call_context call, json::value arguments) {
  return ask(std::move(call), arguments["message"].as_string(),
             parsed(R"({"type":"object","properties":{"username":{"type":"string","description":"User's response"},"email":{"type":"string","description":"User's email address"}},"required":["username","email"]})"));
}
inline awaitable<mcp::tool_result> defaults(mcp::call_context call, json::value) {
  return ask(std::move(call), "Please review",
             parsed(R"({"type":"object","properties":{"name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},"score":{"type":"number","default":95.5},)"
                    R"("status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},"verified":{"type":"boolean","default":true}},"required":[]})"));
}
inline awaitable<mcp::tool_result> enums(mcp::call_context call, json::value) {
  return ask(std::move(call), "Please choose",
             parsed(R"({"type":"object","properties":{"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},)"
                    R"("titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},)"
                    R"("legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},)"
                    R"("untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},)"
                    R"("titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}},"required":[]})"));
}
inline awaitable<mcp::tool_result> reconnection(mcp::call_context call, json::value) {
  call.pause();
  co_await pause(50);
  co_return mcp::text_result("Reconnection test completed successfully");
}

struct sum_of {
  double a = 0, b = 0;
};
inline std::string add_numbers(sum_of s) { return json::write(s.a + s.b); }

inline awaitable<std::vector<mcp::resource_contents>> read_static(mcp::call_context, std::string uri) {
  mcp::resource_contents one = contents(uri, "text/plain", uri == "test://watched-resource" ? "watched" : "This is the content of the static text resource.");
  if (uri == "test://static-binary") {
    one.text.reset();
    one.mime_type = "image/png";
    one.blob = png;
  }
  std::vector<mcp::resource_contents> out;
  out.push_back(std::move(one));
  co_return out;
}
inline awaitable<std::vector<mcp::resource_contents>> read_template(mcp::call_context, std::string uri, std::map<std::string, std::string> variables) {
  std::vector<mcp::resource_contents> out;
  out.push_back(contents(uri, "application/json", R"({"id":")" + variables["id"] + R"(","templateTest":true,"data":"Data for ID: )" + variables["id"] + "\"}"));
  co_return out;
}
inline awaitable<mcp::prompt_result> prompt(std::vector<mcp::content> pieces) {
  mcp::prompt_result out;
  for (mcp::content& one : pieces) {
    mcp::prompt_message m;
    m.content = std::move(one);
    out.messages.push_back(std::move(m));
  }
  co_return out;
}
inline awaitable<mcp::completion> complete(mcp::call_context, mcp::complete_params what) {
  mcp::completion out;
  for (const char* word : {"paris", "park", "party"})
    if (std::string_view(word).starts_with(what.argument.value)) out.values.emplace_back(word);
  out.total = out.values.size();
  co_return out;
}

inline mcp::server make() {
  mcp::server_options o;
  o.name = "aval-conformance";
  o.version = "1.0.0";
  mcp::server s(o);
  const struct {
    const char* name;
    awaitable<mcp::tool_result> (*handler)(mcp::call_context, json::value);
    const char* schema = R"({"type":"object","properties":{}})";
  } tools[] = {{"test_simple_text", &text},
               {"test_image_content", &image},
               {"test_audio_content", &audio},
               {"test_embedded_resource", &resource},
               {"test_multiple_content_types", &mixed},
               {"test_tool_with_logging", &logging},
               {"test_tool_with_progress", &progress},
               {"test_error_handling", &fails},
               {"test_sampling", &sampling, R"({"type":"object","properties":{"prompt":{"type":"string"}},"required":["prompt"]})"},
               {"test_elicitation", &elicitation, R"({"type":"object","properties":{"message":{"type":"string"}},"required":["message"]})"},
               {"test_elicitation_sep1034_defaults", &defaults},
               {"test_elicitation_sep1330_enums", &enums},
               {"test_reconnection", &reconnection},
               {"json_schema_2020_12_tool", &text,
                R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","$defs":{"address":{"type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},)"
                R"("properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"}},"additionalProperties":false})"}};
  for (const auto& one : tools) s.add(described(one.name, one.schema), one.handler);
  s.add(actions::make_tool<&add_numbers>({.description = "Adds two numbers."}));

  for (const char* uri : {"test://static-text", "test://static-binary", "test://watched-resource"}) {
    mcp::resource_description d;
    d.uri = uri;
    d.name = std::string(uri).substr(7);
    d.description = "for testing";
    s.add(d, &read_static);
  }
  mcp::resource_template_description form;
  form.uri_template = "test://template/{id}/data";
  form.name = "template";
  s.add(form, &read_template);

  using arguments = std::map<std::string, std::string>;
  mcp::prompt_description p;
  p.name = "test_simple_prompt";
  p.description = "for testing";
  s.add(p, [](mcp::call_context, arguments) { return prompt({mcp::text_content("This is a simple prompt for testing.")}); });
  p.name = "test_prompt_with_image";
  s.add(p, [](mcp::call_context, arguments) { return prompt({mcp::image_content(png, "image/png"), mcp::text_content("Please analyze the image above.")}); });
  const auto wants = [&p](std::vector<const char*> names) {
    p.arguments.emplace();
    for (const char* name : names) {
      mcp::prompt_argument a;
      a.name = name;
      a.required = true;
      p.arguments->push_back(a);
    }
  };
  p.name = "test_prompt_with_arguments";
  wants({"arg1", "arg2"});
  s.add(p, [](mcp::call_context, arguments a) { return prompt({mcp::text_content("Prompt with arguments: arg1='" + a["arg1"] + "', arg2='" + a["arg2"] + "'")}); });
  p.name = "test_prompt_with_embedded_resource";
  wants({"resourceUri"});
  s.add(p, [](mcp::call_context, arguments a) {
    return prompt({mcp::embedded_resource(contents(a["resourceUri"], "text/plain", "Embedded resource content for testing.")), mcp::text_content("Please process the embedded resource above.")});
  });
  s.on_complete(&complete);
  return s;
}

}  // namespace everything
