// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/impl/client.hpp"
#include "aval/aim/messages_mcp.hpp"
#include "aval/json/write.hpp"
#include "aval/mcp/configured_server.hpp"

/*  Telling an authority which MCP servers are around; used by secure() and by aim/mcp_servers.hpp. What is told is what masked() lets
 *  out: no value of an environment or a header, no key that can be recognised. */

namespace aval {
inline namespace v0 {
namespace aim {
namespace detail {

inline constexpr std::string_view detecting_sdk = "aim-sdk-cpp@" AVAL_VERSION_STRING;
inline constexpr std::size_t most_detections = 200;  // in one message

inline std::string_view client_word(mcp::client_program p) {
  switch (p) {
    case mcp::client_program::claude_desktop: return "claude_desktop";
    case mcp::client_program::claude_code: return "claude_code";
    case mcp::client_program::cursor: return "cursor";
    case mcp::client_program::vscode: return "vscode";
    case mcp::client_program::windsurf: return "windsurf";
    case mcp::client_program::cline: return "cline";
    case mcp::client_program::continue_dev: return "continue";
    case mcp::client_program::zed: return "zed";
    case mcp::client_program::gemini: return "gemini";
    case mcp::client_program::other: break;
  }
  return "other";
}

inline std::string_view detection_method(mcp::client_program p) {
  switch (p) {
    case mcp::client_program::claude_desktop:
    case mcp::client_program::claude_code: return "claude_config";
    case mcp::client_program::cursor: return "cursor_config";
    case mcp::client_program::vscode: return "vscode_config";
    case mcp::client_program::windsurf: return "windsurf_config";
    default: return "config_file";
  }
}

inline std::string seconds_now(const client& calls) {
  return format_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(calls.settings().clock.now() + calls.clock_offset()), 0);
}

template <class Lazy = void>
mcp_detection detection_of(const mcp::masked_server& server, const std::string& now) {
  mcp_detection d;
  d.mcp_server = server.name;
  d.detection_method = detection_method(server.client);
  d.sdk_version = std::string(detecting_sdk);
  d.timestamp = now;
  json::value details = json::object({{"configPath", server.config_path}, {"client", std::string(client_word(server.client))}});
  if (!server.command.empty()) {
    details["command"] = server.command;
    json::value::array_type args;
    for (const auto& word : server.args) args.emplace_back(word);
    details["args"] = json::value(std::move(args));
  }
  if (!server.url.empty()) details["url"] = server.url;
  if (!server.enabled) details["enabled"] = false;
  d.details = std::move(details);
  return d;
}

/** Sends detections, 200 in a message. A server that knows no method but those of 2025 gets the one that comes closest. */
template <class Lazy = void>
awaitable<mcp_detection_answer> send_detections(client calls, std::vector<mcp_detection> all) {
  mcp_detection_answer sum;
  const std::string path = "/api/v1/detection/agents/" + calls.who()->agent_id + "/report";
  for (std::size_t at = 0; at < all.size(); at += most_detections) {
    mcp_detection_message m;
    const auto end = std::min(all.size(), at + most_detections);
    for (std::size_t i = at; i < end; ++i) m.detections.push_back(all[i]);
    mcp_detection_answer a;
    bool old = false;
    for (;;) {
      call_request r("POST", path, json::write(m));
      r.repeatable = true;  // what is known stays known
      bool again = false;
      try {
        a = co_await calls.template call_for<mcp_detection_answer>(std::move(r));
      } catch (const server_error& e) {
        if (e.http_status() != 400 || old) throw;
        again = old = true;
      }
      if (!again) break;
      for (auto& d : m.detections)
        if (d.detection_method.ends_with("_config") || d.detection_method == "config_file") d.detection_method = "claude_config";
    }
    sum.detections_processed += a.detections_processed;
    for (auto& name : a.new_mcps) sum.new_mcps.push_back(printable(name, 200));
    for (auto& name : a.existing_mcps) sum.existing_mcps.push_back(printable(name, 200));
    sum.message = printable(a.message);
  }
  co_return sum;
}

}  // namespace detail
}  // namespace aim
}  // namespace v0
}  // namespace aval
