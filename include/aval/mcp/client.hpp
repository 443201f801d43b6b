// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/actions/tool.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/mcp/configured_server.hpp"
#include "aval/mcp/protocol.hpp"
#include "aval/mcp/session.hpp"
#include "aval/version.hpp"

/*  An MCP client: one connection to one server.
 *
 *      mcp::configured_server files{.name = "files", .command = "npx", .args = {"-y", "@modelcontextprotocol/server-filesystem", "/srv/data"}};
 *      auto client = co_await mcp::client::start(aval::moved(files));
 *      for (const auto& tool : co_await client.tools()) use(tool.name);
 *      auto where = json::object({{"path", "/srv/data/a.txt"}});
 *      auto result = co_await client.call("read_text_file", where);
 *      co_await client.close();
 *
 *  mcp/pins.hpp makes a client that notices when a tool is no longer what was accepted; tools_of() gives the tools to llm::tool_loop. */

namespace aval {
inline namespace v0 {
namespace mcp {

struct client_options {
  std::string name = {};                                             // what the server is called here: in errors, in pins; empty: as configured
  implementation info = {};                                          // who we say that we are; an empty name: "aval" and its version
  std::chrono::milliseconds start_limit = std::chrono::minutes(1);   // until the server has answered "initialize": npx may have to fetch it
  std::chrono::milliseconds timeout = std::chrono::minutes(1);       // of each request; call() has its own as well
  std::chrono::milliseconds patience = std::chrono::seconds(2);      // a child that is to end: before SIGTERM, and again before SIGKILL
  bool inherit_environment = false;                                  // a child gets all variables of ours; false: stdio_environment()
  std::size_t max_listed = 10000;                                    // tools, prompts or resources of a server; more are an error
  peer_options peer = {};
  log_hooks log = {};                                                // the child's standard error too

  // What the server may ask of us. Empty ones are not offered.
  std::function<awaitable<create_message_result>(create_message_params)> sample = {};
  std::function<awaitable<elicit_result>(elicit_params)> elicit = {};
  std::optional<std::vector<root>> roots = {};
  // What the server tells. Called on the connection's strand; must not throw.
  std::function<void(const log_message&)> on_log = {};
  std::function<void(const std::string& method, const json::raw& params)> on_notification = {};  // the rest: lists that changed, resources that did
};

namespace detail {
template <class Lazy>
struct client_state;

/** Looks at the tools of a server before they are shown, and before they are called. */
class tool_watch {
 public:
  virtual ~tool_watch() = default;
  /** Takes out of the list what must not be shown. */
  virtual awaitable<void> listed(std::vector<tool_description>* tools) = 0;
  /** Throws when the tool must not be called. */
  virtual void check(const std::string& tool) const = 0;
  /** The list has to be read again before the next call. */
  virtual bool stale() const = 0;
  virtual void outdated() = 0;
};
}  // namespace detail

/** A connection to a server. A cheap handle: copies share it. When the last one dies the connection ends, and a child is ended and reaped; the context
 *  must still run for that, or be destroyed.
 *
 *  @par Errors        rpc_error: the server's error answer; errc::closed: the server has gone, not_offered: it has not announced this; aval::errc::timed_out;
 *                     errc::bad_message: its answer is not understood. Text of the server is printable only where errors carry it.
 *  @par Cancellation  terminal: the server is told, and may have done the work all the same.
 *  @par Threads       any. Completions run on the caller's executor.
 *  @par Overlap       any number of calls at once, up to peer_options::max_requests. */
template <class Lazy = void>
class basic_client {
 public:
  /** Not connected: everything throws errc::closed. */
  basic_client() = default;

  /** Starts the server's program and agrees with it on a revision and on what both can do.
   *  @par Errors  errc::not_started; bad_option: a server that is not reached through stdio; unsupported_revision. */
  static awaitable<basic_client> start(awaited<configured_server> server, awaited<client_options> options);
  static awaitable<basic_client> start(awaited<configured_server> server);
  /** The same over a connection that exists. `strand`: where the channel lives. */
  static awaitable<basic_client> over(any_io_executor strand, std::shared_ptr<basic_client_channel<Lazy>> way, awaited<client_options> options);

  /** client_options::name, or as configured. */
  const std::string& name() const;
  const implementation& server_info() const;
  const server_capabilities& capabilities() const;
  const std::string& revision() const;
  /** How the server wants to be used; the server's words. */
  const std::string& instructions() const;

  awaitable<std::vector<tool_description>> tools() const;
  /** Calls a tool. A result that failed() is a result: it does not throw. */
  awaitable<tool_result> call(std::string tool, json::value arguments) const;
  awaitable<tool_result> call(std::string tool, json::value arguments, awaited<request_options> options) const;
  awaitable<std::vector<prompt_description>> prompts() const;
  awaitable<prompt_result> prompt(std::string name, std::map<std::string, std::string> arguments) const;
  awaitable<std::vector<resource_description>> resources() const;
  awaitable<std::vector<resource_template_description>> resource_templates() const;
  awaitable<std::vector<resource_contents>> read(std::string uri) const;
  awaitable<void> subscribe(std::string uri) const;
  awaitable<void> unsubscribe(std::string uri) const;
  awaitable<completion> complete(awaited<complete_params> what) const;
  awaitable<void> set_level(logging_level level) const;
  awaitable<void> ping() const;
  /** Any other request. */
  awaitable<json::raw> request(std::string method, json::raw params) const;

  /** Ends the connection and completes when a child has been reaped. Requests that wait fail with errc::closed. */
  awaitable<void> close() const;

  /** For what wraps a client. */
  const std::shared_ptr<detail::client_state<Lazy>>& state() const noexcept { return state_; }
  void watch_tools(std::shared_ptr<detail::tool_watch> watch) const;

 private:
  using state_ptr = std::shared_ptr<detail::client_state<Lazy>>;
  explicit basic_client(state_ptr state) noexcept : state_(std::move(state)) {}
  static awaitable<basic_client> connect(any_io_executor strand, configured_server server, client_options options, std::shared_ptr<basic_client_channel<Lazy>> way);
  const state_ptr& open() const;

  state_ptr state_;
};
using client = basic_client<>;

struct tools_of_options {
  std::string prefix = {};            // in front of each name: two servers may have tools of the same name
  std::vector<std::string> only = {}; // names of the server's tools to take; empty: all
  std::chrono::milliseconds timeout = std::chrono::minutes(1);  // of a call; progress of the server begins it anew
};

/** The server's tools, for llm::tool_loop. Names and descriptions are the server's words and reach the model: use a pinned client, and guard them
 *  (llm::guard_tools, actions::guard_tool). Characters that model servers do not take become '_' in a name.
 *
 *  A call that fails throws errc::tool_failed with the server's words, so that reports say failure; content that is no text is only named.
 *  @par Errors  of the listing: those of client::tools(); errc::bad_option: two tools have the same name now. */
template <class Lazy = void>
awaitable<std::vector<actions::tool>> tools_of(basic_client<Lazy> client, awaited<tools_of_options> options);
template <class Lazy = void>
awaitable<std::vector<actions::tool>> tools_of(basic_client<Lazy> client) {
  tools_of_options usual;
  return tools_of<Lazy>(std::move(client), moved(usual));
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/mcp/impl/client.hpp"
#endif
