// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/printable.hpp"
#include "aval/core/secret.hpp"
#include "aval/mcp/detail/masking.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

/** The programs in whose configuration MCP servers are looked for. */
enum class client_program { claude_desktop, claude_code, cursor, vscode, windsurf, cline, continue_dev, zed, gemini, other };

/** How a server is spoken to. */
enum class transport_kind {
  stdio,  ///< a child process
  http,   ///< streamable HTTP
  sse     ///< HTTP with server-sent events, of older servers
};

namespace detail {

/** As a POSIX shell would need it written. */
inline std::string shell_quoted(std::string_view word) {
  bool plain = !word.empty();
  for (const char c : word)
    plain = plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("@%+=:,./_-").find(c) != npos);
  if (plain) return std::string(word);
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') out += "'\\''";
    else out += c;
  }
  return out += '\'';
}

inline std::string shell_line(std::string_view command, const std::vector<std::string>& args) {
  std::string out = shell_quoted(command);
  for (const std::string& word : args) out += ' ' + shell_quoted(word);
  return out;
}

}  // namespace detail

/** An MCP server as a configuration file has it: what is needed to start it or to connect to it. The values of `env` and `headers` are
 *  secrets, so it can be moved but not copied, printed or written as JSON; `command`, `args` and `url` may hold keys as well. What leaves
 *  the machine is made by masked(). */
struct configured_server {
  std::string name = {};
  client_program client = client_program::other;
  std::string config_path = {};               // the file
  std::string project = {};                   // the folder to which the entry is limited; empty: none
  transport_kind transport = transport_kind::stdio;
  bool enabled = true;                        // false: the file switches it off
  std::string command = {};                   // bare, for stdio
  std::vector<std::string> args = {};
  std::map<std::string, secret> env = {};     // in addition to what the process has
  std::string working_folder = {};            // empty: not said
  std::string url = {};                       // for http and sse
  std::map<std::string, secret> headers = {};

  /** Command and arguments in one line, quoted for a shell: "npx -y @modelcontextprotocol/server-filesystem". With the keys in it. */
  std::string command_line() const { return detail::shell_line(command, args); }
};

/** What may be told about a server: in a report, a log, on a screen. Keys in the command, its arguments and the URL are "[redacted]" as
 *  far as they can be recognised; of the environment and the headers there are only the names. Printable, each text at most 1000 bytes. */
struct masked_server {
  std::string name = {};
  client_program client = client_program::other;
  std::string config_path = {};
  transport_kind transport = transport_kind::stdio;
  bool enabled = true;
  std::string command = {};
  std::vector<std::string> args = {};
  std::string command_line = {};
  std::vector<std::string> env_names = {};
  std::string url = {};
  std::vector<std::string> header_names = {};
};

inline masked_server masked(const configured_server& server) {
  constexpr std::size_t most = 1000;
  masked_server out;
  out.name = printable(server.name, most);
  out.client = server.client;
  out.config_path = printable(server.config_path, most);
  out.transport = server.transport;
  out.enabled = server.enabled;
  detail::masker words;
  out.command = printable(words.word(server.command), most);
  for (const std::string& word : server.args) out.args.push_back(printable(words.word(word), most));
  if (!server.command.empty()) out.command_line = printable(detail::shell_line(out.command, out.args), most);
  for (const auto& variable : server.env) out.env_names.push_back(printable(variable.first, most));
  if (!server.url.empty()) out.url = printable(detail::masker().word(server.url), most);
  for (const auto& header : server.headers) out.header_names.push_back(printable(header.first, most));
  return out;
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
