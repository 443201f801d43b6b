// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/environment.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/result.hpp"
#include "aval/mcp/configured_server.hpp"
#include "aval/mcp/detail/config_file.hpp"

/*  Which MCP servers the programs of this machine are configured to use (AIM specification 3.6).
 *
 *      for (const auto& server : aval::auto_detect_mcp_servers().value())
 *        std::cout << server.name << ": " << mcp::masked(server).command_line << '\n';
 *
 *  Nothing is started and nobody is asked: files are read, that is all. Where they are is a function of the environment and the platform,
 *  what they say one of their text, so both are tested without a file. A file that is not there is passed over; one that can not be read or
 *  understood, or an entry of it, is a problem that is reported, and the others count all the same.
 *
 *  A file of a project is the word of whoever wrote the project: look at its servers before you start one. */

namespace aval {
inline namespace v0 {
namespace mcp {

/** Whose folders are meant. */
enum class platform { linux_os, macos, windows };

inline constexpr platform this_platform =
#if defined(_WIN32)
    platform::windows;
#elif defined(__APPLE__)
    platform::macos;
#else
    platform::linux_os;
#endif

struct discover_options {
  std::string config_path = {};               // this file alone, which must be there and be good; "~/..." is expanded. Empty: the known places
  std::string project = {};                   // a folder whose .mcp.json, .cursor/mcp.json, .vscode/mcp.json, .gemini/settings.json are read too; empty: none
  environment variables = {};                 // HOME, XDG_CONFIG_HOME, USERPROFILE, APPDATA
  mcp::platform platform = this_platform;
  std::size_t max_file = 4 * 1024 * 1024;     // bytes; a larger file is a problem
  log_hooks log = {};                         // each problem is a warning
};

/** A place to look at. */
struct config_location {
  client_program client = client_program::other;
  std::string path = {};
};

namespace detail {

enum class base_folder { home, settings, dot_config, project };

struct known_config {
  client_program client;
  base_folder base;
  std::string_view path;
};

// Claude Code's file is also its history, and may be beyond the limit
inline constexpr known_config known_configs[] = {
    {client_program::claude_desktop, base_folder::settings, "Claude/claude_desktop_config.json"},
    {client_program::claude_desktop, base_folder::home, ".claude/claude_desktop_config.json"},
    {client_program::claude_code, base_folder::home, ".claude.json"},
    {client_program::claude_code, base_folder::project, ".mcp.json"},
    {client_program::cursor, base_folder::home, ".cursor/mcp.json"},
    {client_program::cursor, base_folder::project, ".cursor/mcp.json"},
    {client_program::vscode, base_folder::settings, "Code/User/mcp.json"},
    {client_program::vscode, base_folder::settings, "Code/User/settings.json"},
    {client_program::vscode, base_folder::project, ".vscode/mcp.json"},
    {client_program::windsurf, base_folder::home, ".codeium/windsurf/mcp_config.json"},
    {client_program::cline, base_folder::settings, "Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"},
    {client_program::continue_dev, base_folder::home, ".continue/config.json"},
    {client_program::zed, base_folder::dot_config, "zed/settings.json"},
    {client_program::gemini, base_folder::home, ".gemini/settings.json"},
    {client_program::gemini, base_folder::project, ".gemini/settings.json"},
};

inline std::string below(std::string folder, std::string_view path) {
  if (folder.empty()) return folder;
  if (folder.back() != '/' && folder.back() != '\\') folder += '/';
  return folder.append(path);
}

inline std::string home_of(const discover_options& o) { return o.variables.find(o.platform == platform::windows ? "USERPROFILE" : "HOME").value_or(""); }

/** Empty: not known here. */
inline std::string folder_for(const discover_options& o, base_folder base) {
  const bool windows = o.platform == platform::windows;
  if (base == base_folder::project) return o.project;
  if (base == base_folder::home) return home_of(o);
  if (windows) return o.variables.find("APPDATA").value_or("");
  if (o.platform == platform::macos) return below(home_of(o), base == base_folder::settings ? "Library/Application Support" : ".config");
  const std::string own = o.variables.find("XDG_CONFIG_HOME").value_or("");
  return own.starts_with('/') ? own : below(home_of(o), ".config");  // a relative one does not count (XDG base directory specification)
}

/** Whose file this is by its name, for one that the caller names. */
inline client_program client_of(std::string path) {
  for (char& c : path)
    if (c == '\\') c = '/';
  path.insert(0, "/");
  for (const known_config& known : known_configs)
    if (path.ends_with(known.path) && path[path.size() - known.path.size() - 1] == '/') return known.client;
  const std::string_view file = std::string_view(path).substr(path.rfind('/') + 1);
  if (file == "claude_desktop_config.json") return client_program::claude_desktop;
  if (file == "cline_mcp_settings.json") return client_program::cline;
  return client_program::other;
}

}  // namespace detail

/** The files that programs keep their servers in, in the order in which they are read. Needs no file. */
inline std::vector<config_location> config_locations(const discover_options& options) {
  std::vector<config_location> out;
  for (const detail::known_config& known : detail::known_configs) {
    std::string path = detail::below(detail::folder_for(options, known.base), known.path);
    bool there = path.empty();
    for (const config_location& other : out) there = there || other.path == path;  // the home folder may be the project
    if (!there) out.push_back({known.client, std::move(path)});
  }
  return out;
}

/** Adds the servers of one file's text. JSON with comments, commas before closing brackets and a byte order mark.
 *
 *  @par Errors  errc::bad_configuration, with line and column: no JSON object. An entry that is not understood is only a problem. */
inline result<void> read_config(std::string text, const config_location& from, discovery& into) {
  return detail::config_reader(from.client, from.path, into).read(std::move(text));
}

/** Reads the known places, or the one that the options name. It reads files on the calling thread: a few small ones.
 *
 *  @par Errors   only for options.config_path: what the system says when it is not there, std::errc::file_too_large, errc::bad_configuration.
 *  @par Threads  any. */
inline result<discovery> discover_mcp_servers(const discover_options& options) {
  discovery found;
  const auto take = [&](const config_location& at) -> result<void> {
    auto file = aval::detail::read_file(at.path, options.max_file);
    if (!file) return file.error();
    found.files.push_back(at.path);
    return read_config(std::move(file->text), at, found);
  };
  if (!options.config_path.empty()) {
    std::string path = options.config_path;
    if (path == "~" || path.starts_with("~/")) path = detail::below(detail::home_of(options), path.size() < 3 ? "" : std::string_view(path).substr(2));
    if (path.empty()) path = options.config_path;
    if (auto done = take({detail::client_of(path), path}); !done) return done.error();
  } else {
    for (const config_location& at : config_locations(options)) {
      const auto done = take(at);
      if (done) continue;
      const std::error_code why = done.error().code;
      if (why == std::errc::no_such_file_or_directory || why == std::errc::not_a_directory) continue;
      std::string_view what = done.error().message;
      if (what.starts_with(at.path + ": ")) what.remove_prefix(at.path.size() + 2);
      found.problems.push_back({at.path, printable(what)});
    }
  }
  for (const config_problem& p : found.problems) options.log.log(log_level::warning, "mcp", printable(p.config_path, 1000) + ": " + p.what);
  return result<discovery>(std::move(found));
}

/** The servers alone: what the known files list, or the file that is named. The same server in the files of two programs is there twice.
 *  Errors as discover_mcp_servers(). */
inline result<std::vector<configured_server>> auto_detect_mcp_servers(const discover_options& options) {
  auto found = discover_mcp_servers(options);
  if (!found) return found.error();
  return std::move(found->servers);
}
inline result<std::vector<configured_server>> auto_detect_mcp_servers(std::string config_path = {}) {
  discover_options options;
  options.config_path = std::move(config_path);
  return auto_detect_mcp_servers(options);
}

}  // namespace mcp

using mcp::auto_detect_mcp_servers;

}  // namespace v0
}  // namespace aval
