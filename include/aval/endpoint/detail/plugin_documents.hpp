// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/json/value.hpp"

/*  The documents of a plugin, from what is known of its actions; no I/O.
 *
 *    openapi    OpenAPI 3.1.0: a POST for each action, schemas of arguments and value under components
 *    manifest   plugin manifest 2.2 of Microsoft 365 Copilot: functions, and the OpenAPI document as their runtime
 *    ai_plugin  the manifest that other assistants look for at /.well-known/ai-plugin.json
 *
 *  Schemas are JSON Schema 2020-12 documents of their own; within OpenAPI they and their definitions are components. */

namespace aval {
inline namespace v0 {
namespace endpoint {
namespace detail {

struct described_action {
  std::string name = {}, action = {}, description = {};
  json::value parameters = {}, result = {};
  bool asks_human = false;
};

struct plugin_description {
  std::string name = {}, version = {}, description = {}, contact_email = {}, legal_info_url = {}, privacy_policy_url = {}, logo_url = {};
  std::string public_url = {}, auth_reference = {};  // the URL without '/' at its end
  bool anonymous = false;
  std::vector<described_action> actions = {};
};

/** "HR Assistant!" -> "hr_assistant": letters, digits and '_'. */
inline std::string plugin_identifier(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    else if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    else if (!out.empty() && out.back() != '_') out += '_';
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out.empty() ? "plugin" : out;
}

/** A definition's name as part of a component's: letters, digits, '.', '_', '-', and "_" with two hexadecimal digits for anything else. */
inline std::string component_part(std::string_view name) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : name) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-') out += c;
    else (((out += '_') += digits[static_cast<unsigned char>(c) >> 4]) += digits[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

/** Where a reference leads when the schema has become the component `name`, and each of its definitions a component of its own. */
inline std::string moved_reference(const std::string& to, const std::string& name) {
  constexpr std::string_view definitions = "#/$defs/";
  if (to.starts_with(definitions)) {
    const std::size_t end = to.find('/', definitions.size());
    std::string defined;
    for (std::size_t i = definitions.size(); i < to.size() && i < end; ++i) {  // RFC 6901
      if (to[i] == '~' && i + 1 < to.size()) defined += to[++i] == '1' ? '/' : '~';
      else defined += to[i];
    }
    return "#/components/schemas/" + name + "." + component_part(defined) + (end == std::string::npos ? std::string() : to.substr(end));
  }
  return to == "#" || to.starts_with("#/") ? "#/components/schemas/" + name + to.substr(1) : to;
}

/** Data in a schema (const, enum, default, examples) stays as it is, whatever it looks like. */
inline void move_references(json::value& schema, const std::string& name) {
  if (schema.is_array())
    for (json::value& one : schema.as_array()) move_references(one, name);
  if (!schema.is_object()) return;
  for (json::value::member& m : schema.as_object()) {
    if (m.name == "const" || m.name == "enum" || m.name == "default" || m.name == "examples") continue;
    if (m.name == "$ref" || m.name == "$dynamicRef") {
      if (const std::string* const to = m.value.if_string()) m.value = moved_reference(std::string(*to), name);
    } else if (m.name == "properties" || m.name == "patternProperties" || m.name == "$defs" || m.name == "definitions" || m.name == "dependentSchemas") {
      if (m.value.is_object())
        for (json::value::member& one : m.value.as_object()) move_references(one.value, name);
    } else {
      move_references(m.value, name);
    }
  }
}

/** Adds a schema under that name, and its definitions beside it: readers of OpenAPI look for definitions there only. */
inline void add_component(json::value& schemas, const std::string& name, json::value schema) {
  move_references(schema, name);
  if (schema.is_object()) {
    schema.erase("$schema");
    schema.erase("$id");
    if (json::value* const definitions = schema.find("$defs"); definitions != nullptr && definitions->is_object()) {
      for (json::value::member& one : definitions->as_object()) schemas[name + "." + component_part(one.name)] = std::move(one.value);
      schema.erase("$defs");
    }
  }
  schemas[name] = std::move(schema);
}

inline json::value reference(std::string_view kind, std::string_view name) {
  return json::object({{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}});
}
inline json::value json_content(json::value schema) {
  return json::object({{"application/json", json::object({{"schema", std::move(schema)}})}});
}

inline json::value problem_schema() {
  const auto text = [](std::string_view what) { return json::object({{"type", "string"}, {"description", what}}); };
  return json::object({{"type", "object"},
                       {"properties", json::object({{"error", text("What went wrong, in short.")},
                                                    {"code", text("The same for programs.")},
                                                    {"message", text("More about it: which member does not fit, why the action was refused.")},
                                                    {"request_id", text("Finds the request in the log of the server.")}})},
                       {"required", json::array({"error", "code", "message", "request_id"})}});
}

struct problem_row {
  const char *status, *name, *description;
};
inline constexpr problem_row problem_rows[] = {
    {"400", "bad_arguments", "The arguments do not fit; nothing has run."},
    {"401", "unauthorized", "A bearer token is required, or this one is not valid."},
    {"403", "refused", "The action was refused, with the reason in `message`; nothing has run."},
    {"404", "unknown_action", "There is no such action."},
    {"413", "too_large", "The arguments are too large; nothing has run."},
    {"415", "not_json", "The arguments are not JSON; nothing has run."},
    {"500", "failed", "The action has failed."},
    {"503", "unavailable", "The action or the token can not be checked at the moment; nothing has run."},
    {"504", "timed_out", "Nobody has decided in time, or the action has not ended in time; `message` says which."},
};

inline json::value openapi_document(const plugin_description& p) {
  json::value paths = json::object(), schemas = json::object(), problems = json::object();
  for (const problem_row& row : problem_rows) {
    if (p.anonymous && row.name == std::string_view("unauthorized")) continue;
    problems[row.name] = json::object({{"description", row.description}, {"content", json_content(reference("schemas", "problem"))}});
  }
  for (const described_action& a : p.actions) {
    json::value answer = json::object({{"description", "The value of the action."}});
    if (!a.result.is_null()) {
      add_component(schemas, a.name + ".response", a.result);
      answer["content"] = json_content(reference("schemas", a.name + ".response"));
    } else {
      answer["content"] = json_content(json::object());
    }
    add_component(schemas, a.name + ".request", a.parameters);
    json::value responses = json::object({{"200", std::move(answer)}});
    for (const problem_row& row : problem_rows)
      if (problems.contains(row.name)) responses[row.status] = reference("responses", row.name);
    const bool needs_some = a.parameters["required"].size() != 0;
    paths["/actions/" + a.name] = json::object(
        {{"post", json::object({{"operationId", a.name},
                                {"summary", a.name},
                                {"description", a.description},
                                {"x-openai-isConsequential", a.asks_human},
                                {"x-aim-action", a.action},
                                {"requestBody", json::object({{"required", needs_some}, {"content", json_content(reference("schemas", a.name + ".request"))}})},
                                {"responses", std::move(responses)}})}});
  }
  schemas["problem"] = problem_schema();
  json::value info = json::object({{"title", p.name}, {"version", p.version}, {"description", p.description}});
  if (!p.contact_email.empty()) info["contact"] = json::object({{"email", p.contact_email}});
  if (!p.legal_info_url.empty()) info["termsOfService"] = p.legal_info_url;
  json::value components = json::object({{"schemas", std::move(schemas)}, {"responses", std::move(problems)}});
  json::value out = json::object({{"openapi", "3.1.0"},
                                  {"info", std::move(info)},
                                  {"servers", json::array({json::object({{"url", p.public_url.empty() ? std::string("/") : p.public_url}})})},
                                  {"paths", std::move(paths)}});
  if (!p.anonymous) {
    components["securitySchemes"] = json::object({{"bearer", json::object({{"type", "http"}, {"scheme", "bearer"}})}});
    out["security"] = json::array({json::object({{"bearer", json::array()}})});
  }
  out["components"] = std::move(components);
  return out;
}

inline void add_texts(json::value& to, const plugin_description& p) {
  if (!p.logo_url.empty()) to["logo_url"] = p.logo_url;
  if (!p.contact_email.empty()) to["contact_email"] = p.contact_email;
  if (!p.legal_info_url.empty()) to["legal_info_url"] = p.legal_info_url;
}

inline json::value plugin_manifest(const plugin_description& p) {
  json::value functions = json::array(), names = json::array();
  for (const described_action& a : p.actions) {
    json::value one = json::object({{"name", a.name}, {"description", a.description}});
    if (a.asks_human)
      one["capabilities"] = json::object({{"confirmation", json::object({{"type", "AdaptiveCard"}, {"title", a.name}, {"body", a.description}})}});
    functions.push_back(std::move(one));
    names.push_back(a.name);
  }
  json::value auth = json::object({{"type", "None"}});
  if (!p.anonymous) auth = json::object({{"type", "ApiKeyPluginVault"}, {"reference_id", p.auth_reference.empty() ? std::string("${{PLUGIN_AUTH_REGISTRATION_ID}}") : p.auth_reference}});
  json::value out = json::object({{"$schema", "https://developer.microsoft.com/json-schemas/copilot/plugin/v2.2/schema.json"},
                                  {"schema_version", "v2.2"},
                                  {"namespace", plugin_identifier(p.name)},
                                  {"name_for_human", p.name},
                                  {"description_for_human", p.description},
                                  {"description_for_model", p.description}});
  add_texts(out, p);
  if (!p.privacy_policy_url.empty()) out["privacy_policy_url"] = p.privacy_policy_url;
  out["functions"] = std::move(functions);
  out["runtimes"] = json::array({json::object({{"type", "OpenApi"},
                                               {"auth", std::move(auth)},
                                               {"spec", json::object({{"url", p.public_url.empty() ? std::string("openapi.json") : p.public_url + "/openapi.json"}})},
                                               {"run_for_functions", std::move(names)}})});
  return out;
}

inline json::value ai_plugin(const plugin_description& p) {
  json::value auth = json::object({{"type", "none"}});
  if (!p.anonymous) auth = json::object({{"type", "user_http"}, {"authorization_type", "bearer"}});
  json::value out = json::object({{"schema_version", "v1"},
                                  {"name_for_human", p.name},
                                  {"name_for_model", plugin_identifier(p.name)},
                                  {"description_for_human", p.description},
                                  {"description_for_model", p.description},
                                  {"auth", std::move(auth)},
                                  {"api", json::object({{"type", "openapi"}, {"url", p.public_url + "/openapi.json"}})}});
  add_texts(out, p);
  return out;
}

}  // namespace detail
}  // namespace endpoint
}  // namespace v0
}  // namespace aval
