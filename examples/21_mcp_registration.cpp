// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 21. MCP servers: found in the configuration of other programs, registered with the authority, used, and vouched for. Values of their
//     environments and keys on their command lines stay on this machine.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "aval/aim/mcp_servers.hpp"
#include "common/local_authority.hpp"

namespace aim = aval::aim;

/** A home folder as somebody who uses Claude Desktop has it; yours is looked at when you leave the environment as it is. */
class somebodys_home {
 public:
  somebodys_home() : path_(std::filesystem::temp_directory_path() / ("aval-home-" + aval::uuid::random().to_string())) {
    std::filesystem::create_directories(path_ / ".config/Claude");
    std::ofstream(path_ / ".config/Claude/claude_desktop_config.json") << R"({"mcpServers": {
      "filesystem": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem"], "env": {"ALLOWED_DIRECTORY": "~/Documents"}},
      "github": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-github", "--token", "not-for-others"]}}})";
  }
  ~somebodys_home() { std::filesystem::remove_all(path_); }
  aval::environment variables() const { return aval::environment({{"HOME", path_.string()}}); }

 private:
  std::filesystem::path path_;
};

aval::awaitable<void> co_main(example::place& here) {
  const somebodys_home home;
  here.options.environment = home.variables();
  auto agent = co_await aval::secure("research-agent", here.options);  // has reported what is around already

  aval::mcp::discover_options where;
  where.variables = agent.variables();
  const auto servers = aval::auto_detect_mcp_servers(where).value();
  std::cout << "Found " << servers.size() << " MCP servers:\n";
  for (const auto& server : servers) std::cout << "  - " << server.name << ": " << aval::mcp::masked(server).command_line << '\n';

  const auto all = co_await aval::register_all_mcp_servers(agent, servers);
  for (const auto& one : all.registered) std::cout << "  " << one.name << ": " << one.status << ", key " << one.public_key << '\n';
  for (const auto& one : all.failed) throw std::runtime_error(one.name + ": " + one.error);

  const std::vector<std::string> args{"mcp-server-git"};
  const auto git = co_await aval::register_mcp_server(agent, "git", "uvx", args);
  const auto again = co_await aval::register_mcp_server(agent, "git", "uvx", args);
  std::cout << "registered twice is registered once: " << std::boolalpha << (again.server_id == git.server_id) << '\n';

  aim::mcp_usage usage(agent);
  usage.track("git", "log");  // at each call
  co_await usage.report();    // now and then

  aim::attestation seen{.capabilities_found = {"log", "diff"}, .connection_latency_ms = 12.5, .mcp_name = "git", .mcp_url = git.url};
  const auto word = co_await aim::attest_mcp_server(agent, git.server_id, seen);
  std::cout << "confidence after " << word.attestation_count << " attestation: " << word.mcp_confidence_score << '\n';

  const auto known = co_await aim::list_mcp_servers(agent);
  std::cout << known.total << " servers are known\n";
}
