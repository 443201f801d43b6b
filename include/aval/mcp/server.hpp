// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/actions/tool.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/mcp/detail/uri_template.hpp"
#include "aval/mcp/protocol.hpp"
#include "aval/mcp/session.hpp"

/*  An MCP server: tools, prompts, resources and completions, offered to any number of clients at once. Transports (mcp/stdio.hpp,
 *  streamable HTTP) open a session for each client.
 *
 *      mcp::server server({.name = "weather", .version = "1.2.0"});
 *      server.add(actions::make_tool<&fetch_weather>({.description = "The weather of a city."}));
 *      server.add(mcp::resource_description{.uri = "report://today", .name = "today"}, &read_report);
 *      co_await mcp::serve_stdio(server);
 *
 *  Revisions 2025-11-25, 2025-06-18 and 2025-03-26. Tasks are not offered.
 *
 *  A tool's function knows nothing of MCP. One that tells how far it is, logs at the client, asks its model or its human, is a handler with
 *  a call_context. Handlers are functions that return an awaitable; a lambda that is a coroutine itself must not capture. */

namespace aval {
inline namespace v0 {
namespace mcp {

struct server_options {
  std::string name = "aval";
  std::string version = "1.0.0";
  std::optional<std::string> title = {};
  std::optional<std::string> instructions = {};  // how to use the server, for the client's model
  std::size_t page = 100;                        // tools, prompts, resources in one part of a list
  std::size_t max_subscriptions = 1000;          // of one client
  bool send_error_text = true;                   // what() of a tool's exception goes to the client; false: only that it failed
  peer_options peer = {};                        // limits of each session
};

/** What a tool is beside its name, description and parameters. */
struct tool_details {
  std::optional<std::string> title = {};
  std::optional<json::value> output_schema = {};  // of an object: the tool's answer is then sent as structured content too; empty: that of a function whose value is a struct
  std::optional<json::value> annotations = {};    // {"readOnlyHint": true} ...
};

template <class Lazy>
class basic_server_session;
namespace detail {
template <class Lazy>
struct server_state;
}

/** What a handler of a server knows and may do while it handles a call. A cheap handle, used on the executor where the handler runs. */
template <class Lazy = void>
class basic_call_context {
 public:
  basic_call_context(basic_request_context<Lazy> request, std::shared_ptr<basic_server_session<Lazy>> session) noexcept
      : request_(std::move(request)), session_(std::move(session)) {}

  any_io_executor get_executor() const noexcept { return request_.get_executor(); }
  /** The client has given up; the handler is being cancelled. */
  bool cancelled() const noexcept { return request_.cancelled(); }
  /** Who the client says that it is, what it can do, and the protocol's revision. */
  const implementation& client() const noexcept;
  const client_capabilities& capabilities() const noexcept;
  const std::string& revision() const noexcept;

  bool wants_progress() const noexcept { return request_.wants_progress(); }
  /** How far the call is; dropped unless the client asked for it and `progress` has grown. */
  awaitable<void> progress(double progress, std::optional<double> total = {}, std::string message = {}) const { return request_.progress(progress, total, std::move(message)); }
  /** A line for the client's log, unless it wants only graver ones. */
  awaitable<void> log(logging_level level, json::value data, std::string logger = {}) const;

  /** Asks the client's model. @par Errors  errc::not_offered: the client has no model to ask; those of peer::request(). */
  awaitable<create_message_result> sample(awaited<create_message_params> params) const;
  /** Asks the human in front of the client. What comes back is what somebody typed: it has not been checked against the schema.
   *  @par Errors  as sample(). */
  awaitable<elicit_result> elicit(awaited<elicit_params> params) const;
  awaitable<elicit_result> elicit(std::string message, json::value requested_schema) const;
  /** The folders and places that the client lets the server work in. @par Errors  as sample(). */
  awaitable<std::vector<root>> roots() const;

  /** Everything else: any request and notification on this call's stream. */
  const basic_request_context<Lazy>& request() const noexcept { return request_; }
  const std::shared_ptr<basic_server_session<Lazy>>& session() const noexcept { return session_; }
  /** channel::pause(): streamable HTTP closes the connection and the client comes back for the rest. */
  void pause() const noexcept { request_.pause(); }

 private:
  basic_request_context<Lazy> request_;
  std::shared_ptr<basic_server_session<Lazy>> session_;
};
using call_context = basic_call_context<>;

/** Handlers. rpc_error is answered as it is. What else a tool handler throws becomes a result that failed, so that the model reads of it; of
 *  the others it becomes "internal error". The arguments of a tool handler are an object, checked by nobody. */
template <class Lazy = void>
using basic_tool_handler = std::function<awaitable<tool_result>(basic_call_context<Lazy>, json::value arguments)>;
template <class Lazy = void>
using basic_prompt_handler = std::function<awaitable<prompt_result>(basic_call_context<Lazy>, std::map<std::string, std::string> arguments)>;
template <class Lazy = void>
using basic_resource_handler = std::function<awaitable<std::vector<resource_contents>>(basic_call_context<Lazy>, std::string uri)>;
template <class Lazy = void>
using basic_template_handler = std::function<awaitable<std::vector<resource_contents>>(basic_call_context<Lazy>, std::string uri, std::map<std::string, std::string> variables)>;
template <class Lazy = void>
using basic_completion_handler = std::function<awaitable<completion>(basic_call_context<Lazy>, complete_params)>;
using tool_handler = basic_tool_handler<>;
using prompt_handler = basic_prompt_handler<>;
using resource_handler = basic_resource_handler<>;
using template_handler = basic_template_handler<>;
using completion_handler = basic_completion_handler<>;

/** A server. A cheap handle: copies share everything.
 *
 *  @par Threads   any. Handlers run on the strand of the session that called.
 *  @par Errors    of the add functions: errc::bad_option: a name that is taken or that MCP does not allow, a URI template not understood.
 *                 What is added or removed while clients are connected, they are told of. */
template <class Lazy = void>
class basic_server {
 public:
  explicit basic_server(server_options options);
  basic_server() : basic_server(server_options{}) {}

  void add(actions::tool tool) { add(std::move(tool), tool_details{}); }
  void add(actions::tool tool, tool_details details);
  /** A tool with a handler of its own: any content, any schema. An empty input_schema: an object without rules. */
  void add(tool_description tool, basic_tool_handler<Lazy> handler);
  void add(prompt_description prompt, basic_prompt_handler<Lazy> handler);
  void add(resource_description resource, basic_resource_handler<Lazy> handler);
  void add(resource_template_description form, basic_template_handler<Lazy> handler);
  /** Completes arguments of prompts and variables of resource templates. One for the server; before the first session. */
  void on_complete(basic_completion_handler<Lazy> handler);

  /** false: there is none. */
  bool remove_tool(std::string_view name);
  bool remove_prompt(std::string_view name);
  bool remove_resource(std::string_view uri);

  /** Tells those who subscribed to it. */
  void resource_updated(const std::string& uri);

  const server_options& options() const noexcept;

  /** For transports: a client has come. The session lives as long as the transport holds it; its functions are called on `strand`. */
  std::shared_ptr<basic_server_session<Lazy>> open(any_io_executor strand, std::shared_ptr<channel> main) const;

 private:
  std::shared_ptr<detail::server_state<Lazy>> state_;
};
using server = basic_server<>;

/** One client of a server, as a transport sees it.
 *
 *  @par Threads  the strand that it was opened with. */
template <class Lazy = void>
class basic_server_session : public std::enable_shared_from_this<basic_server_session<Lazy>> {
 public:
  basic_server_session(std::shared_ptr<detail::server_state<Lazy>> server, any_io_executor strand, std::shared_ptr<channel> main);

  /** As basic_peer::receive(). */
  void receive(message m, std::shared_ptr<channel> back) { peer_->receive(std::move(m), std::move(back)); }
  void receive(message m) { peer_->receive(std::move(m)); }
  void receive_text(std::string_view text, std::shared_ptr<channel> back) { peer_->receive_text(text, std::move(back)); }
  void receive_text(std::string_view text) { peer_->receive_text(text); }
  void close(std::error_code why) { peer_->close(why); }
  void close() { peer_->close(); }

  /** "initialize" has been answered. */
  bool initialized() const noexcept { return initialized_; }
  /** As negotiated; empty before. */
  const std::string& revision() const noexcept { return revision_; }
  const implementation& client() const noexcept { return client_; }
  const client_capabilities& capabilities() const noexcept { return capabilities_; }
  logging_level level() const noexcept { return level_; }
  const std::shared_ptr<basic_peer<Lazy>>& peer() const noexcept { return peer_; }

 private:
  friend class basic_server<Lazy>;
  using state = detail::server_state<Lazy>;
  using context = basic_call_context<Lazy>;
  using self_ptr = std::shared_ptr<basic_server_session>;

  static awaitable<json::raw> handle(self_ptr self, basic_request_context<Lazy> request, std::string method, json::raw params);
  static awaitable<json::raw> call_tool(self_ptr self, context call, json::raw params);
  static awaitable<json::raw> get_prompt(self_ptr self, context call, json::raw params);
  static awaitable<json::raw> read_resource(self_ptr self, context call, json::raw params);
  static awaitable<json::raw> complete(self_ptr self, context call, json::raw params);
  json::raw initialize(const json::raw& params);
  json::raw list(std::string_view method, const json::raw& params) const;
  json::raw subscribe(const json::raw& params, bool on);

  std::shared_ptr<state> server_;
  std::shared_ptr<basic_peer<Lazy>> peer_;
  std::string revision_;
  implementation client_;
  client_capabilities capabilities_;
  std::set<std::string> subscriptions_;
  logging_level level_ = logging_level::info;
  bool initialized_ = false;
};
using server_session = basic_server_session<>;

template <class Lazy>
const implementation& basic_call_context<Lazy>::client() const noexcept {
  return session_->client();
}
template <class Lazy>
const client_capabilities& basic_call_context<Lazy>::capabilities() const noexcept {
  return session_->capabilities();
}
template <class Lazy>
const std::string& basic_call_context<Lazy>::revision() const noexcept {
  return session_->revision();
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/mcp/impl/server.hpp"
#endif
