// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/printable.hpp"
#include "aval/core/result.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/mcp/configured_server.hpp"
#include "aval/mcp/detail/jsonc.hpp"
#include "aval/mcp/errors.hpp"

/*  The text of one configuration file into servers. Each program has its own member for them, and its own spellings inside:
 *
 *      mcpServers                  Claude Desktop, Claude Code, Cursor, Windsurf (serverUrl), Cline (disabled), Gemini CLI (httpUrl)
 *      projects.<folder>.mcpServers            Claude Code
 *      servers                     VS Code, mcp.json
 *      mcp.servers                 VS Code, settings.json
 *      context_servers             Zed (command may be an object)
 *      experimental.modelContextProtocolServers    Continue (a list, with the rest inside `transport`)
 */

namespace aval {
inline namespace v0 {
namespace mcp {

/** A file, or one entry of it, that was not taken. */
struct config_problem {
  std::string config_path = {};
  std::string what = {};  ///< printable; names members of the file, never their values
};

/** What was found. */
struct discovery {
  std::vector<configured_server> servers = {};
  std::vector<std::string> files = {};            ///< those that were read
  std::vector<config_problem> problems = {};
};

namespace detail {

inline constexpr std::size_t most_servers = 1000;  // of one file

class config_reader {
 public:
  config_reader(client_program client, std::string path, discovery& into) : client_(client), path_(std::move(path)), into_(into) {}

  result<void> read(std::string text) {
    const auto root = json::parse<json::read_options{.duplicates = json::duplicates::last_wins}>(plain_json(std::move(text)), {.max_depth = 64});
    if (!root) return failure{make_error_code(errc::bad_configuration), path_ + ": " + printable(root.error().message())};
    if (!root->is_object()) return failure{make_error_code(errc::bad_configuration), path_ + ": expected an object"};
    const bool any = client_ == client_program::other;
    if (any || (client_ != client_program::vscode && client_ != client_program::zed)) several((*root)["mcpServers"], {});
    if (any || client_ == client_program::vscode) {
      several((*root)["servers"], {});
      several((*root)["mcp.servers"], {});
      several((*root)["mcp"]["servers"], {});
    }
    if (any || client_ == client_program::zed) several((*root)["context_servers"], {});
    if (any || client_ == client_program::continue_dev) several((*root)["experimental"]["modelContextProtocolServers"], {});
    if (any || client_ == client_program::claude_code) {
      if (const auto* projects = (*root)["projects"].if_object())
        for (const auto& project : *projects) several(project.value["mcpServers"], project.name);
    }
    return {};
  }

 private:
  void problem(std::string what) { into_.problems.push_back({path_, std::move(what)}); }

  void several(const json::value& servers, const std::string& project) {
    if (const auto* members = servers.if_object()) {
      for (const auto& m : *members) one(m.name, m.value, project);
    } else if (const auto* items = servers.if_array()) {
      for (const json::value& item : *items) {
        const std::string* name = item["name"].if_string();
        one(name != nullptr ? *name : std::string(), item, project);
      }
    } else if (!servers.is_null()) {
      problem("the servers are neither an object nor a list");
    }
  }

  void one(const std::string& name, const json::value& entry, const std::string& project) {
    if (count_ == most_servers) return;
    if (++count_ == most_servers) return problem("more than " + std::to_string(most_servers - 1) + " servers; the others are left out");
    const json::value& said = entry["transport"].is_object() ? entry["transport"] : entry;
    if (const std::string* source = said["source"].if_string(); source != nullptr && *source == "extension" && !said.contains("command")) return;
    configured_server out;
    out.client = client_;
    out.config_path = path_;
    out.project = project;
    const char* wrong = entry.is_object() ? fill(out, said) : "is no object";
    out.name = name.empty() ? out.command.substr(out.command.find_last_of("/\\") + 1) : name;
    if (wrong == nullptr && (out.name.empty() || has_nul(out.name))) wrong = "has no usable name";
    if (wrong != nullptr) return problem("the server \"" + printable(out.name, 100) + "\" " + wrong);
    if (const auto enabled = entry["enabled"].if_bool()) out.enabled = *enabled;
    if (const auto disabled = entry["disabled"].if_bool()) out.enabled = !*disabled;
    into_.servers.push_back(std::move(out));
  }

  // what is wrong with it, in words; nullptr: nothing
  static const char* fill(configured_server& out, const json::value& said) {
    const json::value& command = said["command"];
    const json::value& parts = command.is_object() ? command : said;
    if (!text(command.is_object() ? command["path"] : command, out.command)) return "has a command that is no text";
    if (const auto* items = parts["args"].if_array()) {
      for (const json::value& item : *items)
        if (item.is_null() || !text(item, out.args.emplace_back())) return "has arguments that are no texts";
    } else if (!parts["args"].is_null()) {
      return "has arguments that are no list";
    }
    if (!pairs(parts["env"], out.env)) return "has an environment that is not understood";
    if (!text(said["cwd"], out.working_folder)) return "has a folder that is no text";
    const char* address = nullptr;
    for (const char* const name : {"url", "serverUrl", "httpUrl"}) {
      if (!out.url.empty()) break;
      if (!text(said[name], out.url)) return "has a URL that is no text";
      address = name;
    }
    const json::value& headers = said.contains("headers") ? said["headers"] : said["requestOptions"]["headers"];
    if (!pairs(headers, out.headers)) return "has headers that are not understood";

    std::string type;
    for (const char* const name : {"type", "transport", "transportType"})
      if (const std::string* given = said[name].if_string(); given != nullptr && type.empty()) type = *given;
    const bool over_http = type == "sse" || type == "http" || type == "streamable-http" || type == "streamableHttp" || type == "streamable_http";
    if (!out.command.empty() && (out.url.empty() || !over_http)) {
      out.url.clear();
      out.headers.clear();
    } else if (!out.url.empty()) {
      const bool events = over_http ? type == "sse" : out.client == client_program::gemini && std::string_view(address) == "url";
      out.transport = events ? transport_kind::sse : transport_kind::http;
      out.command.clear();
      out.args.clear();
      out.env.clear();
    } else {
      return "has neither a command nor a URL";
    }
    return nullptr;
  }

  static bool has_nul(std::string_view text) noexcept { return text.find('\0') != npos; }  // which would end the text for the system

  // texts, and what people write without quotation marks; nothing leaves it empty
  static bool text(const json::value& from, std::string& out) {
    switch (from.kind()) {
      case json::kind::null: return true;
      case json::kind::string: out = from.as_string(); return !has_nul(out);
      case json::kind::number: out = from.as_number_text(); return true;
      case json::kind::boolean: out = from.as_bool() ? "true" : "false"; return true;
      default: return false;
    }
  }

  static bool pairs(const json::value& from, std::map<std::string, secret>& out) {
    if (from.is_null()) return true;
    if (!from.is_object()) return false;
    for (const auto& m : from.as_object()) {
      std::string value;
      if (m.value.is_null()) continue;
      if (m.name.empty() || has_nul(m.name) || !text(m.value, value)) return false;
      out.insert_or_assign(m.name, secret::take(value));
    }
    return true;
  }

  client_program client_;
  std::string path_;
  discovery& into_;
  std::size_t count_ = 0;
};

}  // namespace detail
}  // namespace mcp
}  // namespace v0
}  // namespace aval
