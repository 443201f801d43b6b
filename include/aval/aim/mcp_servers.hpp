// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aval/aim/agent.hpp"
#include "aval/aim/attestation.hpp"
#include "aval/aim/messages_mcp.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"
#include "aval/mcp/discover.hpp"

/*  MCP servers at an authority (AIM specification 2.8, 2.9, 3.6). Opt-in.
 *
 *      find          mcp::auto_detect_mcp_servers()              files of this machine, nothing is sent
 *      report        report_mcp_servers()                        "these are around"; secure() does it once by itself
 *      register      register_mcp_server(), register_all_...     the server becomes a record with a key of its own
 *      attest        attest_mcp_server()                         "I used it and it is what it says", signed
 *      connect       connect_mcp(), mcp_usage                    which tools of it were called
 *
 *  What leaves the machine has no value of an environment or a header in it, and no key that can be recognised (mcp::masked()). */

namespace aval {
inline namespace v0 {
namespace aim {

/** A server to register; the long form of the guide's call. */
struct mcp_server_description {
  std::string name = {};
  std::string command = {};                  ///< of a server that is started
  std::vector<std::string> args = {};        ///< what looks like a key in it is masked before it is sent
  std::vector<std::string> env_names = {};   ///< names only
  std::string url = {};                      ///< of a server that is reached; empty: "stdio://NAME/8 hex digits", from command and args
  std::string description = {};              ///< empty: "MCP Server: NAME"
  std::string version = "1.0.0";
  std::string verification_url = {};         ///< where the authority may challenge it
  std::vector<std::string> capabilities = {};
  std::string public_key = {};               ///< the server's own, base64; empty: a pair made here, see agent::mcp_server_key
};

/** What registration gives. */
struct mcp_registration {
  std::string name = {};
  std::string server_id = {};
  std::string public_key = {};               ///< base64
  std::string status = {};                   ///< pending, verified, ...
  std::string url = {};
  bool existed = false;                      ///< it had been registered before, perhaps by another agent; an authority takes the same words
                                             ///< of the same second for one request, and gives its first answer again
};

struct mcp_failure {
  std::string name = {};
  std::string error = {};
};
struct mcp_registrations {
  std::vector<mcp_registration> registered = {};
  std::vector<mcp_failure> failed = {};
};

/** Registers a server that is started by a command: the guide's call. Values of `env` never leave the machine.
 *
 *      const std::vector<std::string> args{"-y", "@modelcontextprotocol/server-filesystem"};   // named: g++ 12 has no lists inside co_await
 *      const auto made = co_await aval::register_mcp_server(agent, "filesystem", "npx", args);
 *
 *  A server that is registered already is found and given, with `existed`.
 *  @par Errors        configuration_error: no name, or neither command nor URL. Those of a call.
 *  @par Cancellation  terminal; the server may have been registered, and calling again finds it. */
template <class Lazy = void>
awaitable<mcp_registration> register_mcp_server(agent by, std::string name, std::string command, std::vector<std::string> args = {},
                                                const std::map<std::string, std::string>& env = {});
template <class Lazy = void>
awaitable<mcp_registration> register_mcp_server(agent by, awaited<mcp_server_description> server);
/** As it stands in a configuration file. */
template <class Lazy = void>
awaitable<mcp_registration> register_mcp_server(agent by, const mcp::configured_server& server);

/** Registers what auto_detect_mcp_servers() finds with the agent's environment, one after the other; servers that their file switches
 *  off are left out, those that two files name alike are one. What fails does not stop the others.
 *  @par Errors   configuration_error when there is no home folder to look in; cancellation. Everything else is in `failed`. */
template <class Lazy = void>
awaitable<mcp_registrations> register_all_mcp_servers(agent by);
template <class Lazy = void>
awaitable<mcp_registrations> register_all_mcp_servers(agent by, const std::vector<mcp::configured_server>& servers);

/** A page of the servers that the authority connects with this agent. */
struct mcp_server_list {
  std::vector<mcp_server_object> servers = {};
  std::int64_t total = 0;
};
template <class Lazy = void>
awaitable<mcp_server_list> list_mcp_servers(agent of, std::size_t limit = 50, std::size_t offset = 0);

/** Says that the agent talks to servers that are registered. */
template <class Lazy = void>
awaitable<mcp_relation_answer> relate_mcp_servers(agent of, awaited<mcp_relation_message> what);

/** Reports servers that were found in configuration files. */
template <class Lazy = void>
awaitable<mcp_detection_answer> report_mcp_servers(agent by, const std::vector<mcp::configured_server>& servers);
/** Reports anything else, for example what an import scan has found. An empty timestamp is set to now, an empty sdk_version to ours. */
template <class Lazy = void>
awaitable<mcp_detection_answer> report_detections(agent by, std::vector<mcp_detection> found);
/** Tells the authority that this library is in use, with the capabilities that it may show. */
template <class Lazy = void>
awaitable<mcp_detection_answer> announce_sdk(agent by, std::vector<std::string> capabilities = {});
/** What the authority knows from such reports. */
template <class Lazy = void>
awaitable<mcp_detection_status> get_detection_status(agent of);

/** Signs what this agent has seen of a server (mode F). agent_id, sdk_version and timestamp are filled in.
 *  @par Errors   configuration_error for an agent without a private key. Those of a call. */
template <class Lazy = void>
awaitable<mcp_attestation_answer> attest_mcp_server(agent by, std::string server_id, awaited<attestation> seen);

/** Records that the agent has called a tool of a registered server. */
template <class Lazy = void>
awaitable<mcp_connection_answer> connect_mcp(agent by, awaited<mcp_connection_message> used);

template <class Lazy>
class basic_mcp_usage;
using mcp_usage = basic_mcp_usage<void>;

/** Counts calls of MCP tools in this process, and reports them.
 *
 *      aval::aim::mcp_usage usage(agent);
 *      usage.track("filesystem", "read_file");      // at each call; cheap
 *      co_await usage.report();                     // now and then
 *
 *  A handle on shared state. At most 1000 servers and 200 tools of each are told apart. @par Threads any. */
template <class Lazy>
class basic_mcp_usage {
 public:
  explicit basic_mcp_usage(agent by);
  void track(std::string_view server, std::string_view tool) const;
  /** Calls counted since the last report that got through. */
  std::uint64_t unreported() const;
  /** Reports all servers with calls that have not been reported; does nothing without one. What fails is reported by the next. */
  awaitable<mcp_detection_answer> report() const;

 private:
  struct state;
  static awaitable<mcp_detection_answer> run(std::shared_ptr<state> s);
  std::shared_ptr<state> state_;
};

}  // namespace aim

using aim::register_all_mcp_servers;
using aim::register_mcp_server;

}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/mcp_servers.hpp"
#endif
